"""What is deferred really is: help answers without loading a model, a screen or a table library."""

import subprocess
import sys

HEAVY = ("textual", "spacy", "sklearn", "pandas", "sqlalchemy", "docx", "rich", "numpy")


def _loaded_by(statement: str) -> set[str]:
    script = f"import sys\n{statement}\nprint(*sorted({{name.partition('.')[0] for name in sys.modules}}))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


def test_the_command_line_loads_no_heavy_library() -> None:
    loaded = _loaded_by("from avoin.cli.main import build; build()")
    assert not loaded & set(HEAVY)


def test_help_loads_no_heavy_library() -> None:
    loaded = _loaded_by(
        "import contextlib, io\nfrom avoin.cli.main import run\n"
        "with contextlib.redirect_stdout(io.StringIO()): assert run(['--help']) == 0"
    )
    assert not loaded & set(HEAVY)

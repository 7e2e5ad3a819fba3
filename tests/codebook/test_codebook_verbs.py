import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import typer

from avoin.cli.revise_codebook import verbs
from avoin.cli.shell import Shell
from avoin.codebook.document import CodebookFileError
from avoin.codebook.structure import CodebookError
from kit.codebooks import codebook
from kit.projects import project

Run = Callable[..., tuple[int, str]]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = project(tmp_path / "p", {"toiveet": {"r1": "Pitkät jonot."}}, codebook=codebook("hinta > halpa", "jono"))
    return made.folder


@pytest.fixture
def run(folder: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Return what runs ``avoin codebook …`` on the project: exit code and standard output."""
    app = typer.Typer(rich_markup_mode=None)

    @app.callback()
    def _before(context: typer.Context) -> None:
        context.obj = Shell(folder)

    app.add_typer(verbs, name="codebook")
    command = typer.main.get_command(app)

    def run_verb(*arguments: str) -> tuple[int, str]:
        capsys.readouterr()
        try:
            result = command(["codebook", *arguments], standalone_mode=False)
        except typer.Exit as leave:
            result = leave.exit_code
        return result or 0, capsys.readouterr().out

    return run_verb


def _json(run: Run, *arguments: str) -> Any:
    return json.loads(run(*arguments, "--json")[1])


def test_show_draws_the_tree(run: Run) -> None:
    lines = run("show")[1].splitlines()
    assert lines[0] == "koe · koe 1.0.0 · 2 codes"
    assert [line.split() for line in lines[2:]] == [["hinta", "hinta", "heading"], ["halpa", "halpa"], ["jono", "jono"]]
    assert lines[3].startswith("  halpa")


def test_show_gives_one_code_with_all_that_is_said_about_it(run: Run) -> None:
    assert run("show", "halpa")[1].splitlines() == [
        "Id: halpa",
        "Name: halpa",
        "Below: hinta",
        "Definition: Vastaaja puhuu tästä: halpa.",
    ]
    assert _json(run, "show", "halpa")["parent"] == "hinta"
    with pytest.raises(CodebookError, match="There is no code puuttuu in codebook koe"):
        run("show", "puuttuu")


def test_show_gives_any_version_as_data(run: Run) -> None:
    run("add", "Tilat", "--definition", "Huoneet.")
    assert [code["id"] for code in _json(run, "show")["codes"]] == ["hinta", "halpa", "jono", "tilat"]
    old = _json(run, "show", "--version", "1.0.0")
    assert (old["name"], old["version"], len(old["codes"])) == ("koe", "1.0.0", 3)


def test_check_says_what_is_wrong_and_leaves_with_1_only_on_errors(run: Run) -> None:
    code, out = run("check")
    assert code == 0
    assert "warning: halpa (halpa) does not say what it includes." in out.splitlines()
    run("add", "Tilat")
    code, out = run("check")
    assert code == 1
    assert out.splitlines()[0] == "error: Tilat (tilat) has no definition."
    first = _json(run, "check")["problems"][0]
    assert (first["severity"], first["kind"], first["code"]) == ("error", "no definition", "tilat")


def test_import_release_and_diff_work_together(run: Run, folder: Path) -> None:
    assert run("import", "avoimet-palautteet")[1] == "Codebook avoimet-palautteet 1.0.0 with 14 codes is in use.\n"
    assert run("rename", "kiitos", "Kiitokset")[0] == 0
    assert run("diff", "1.0.0")[1] == "Kiitokset (kiitos), name: was “Kiitos”, now “Kiitokset”.\n"
    out = run("release", "--notes", "Nimi.")[1]
    assert out.startswith("Released avoimet-palautteet 1.0.1 as ")
    assert (folder / "codebooks" / "avoimet-palautteet" / "1.0.1.yaml").is_file()
    assert run("diff", "1.0.1", "draft")[1] == "1.0.1 and 1.0.1 say the same.\n"
    found = _json(run, "diff", "1.0.0", "1.0.1")
    assert (found["a"], found["b"], found["level"]) == ("1.0.0", "1.0.1", "patch")
    assert found["differences"][0]["field"] == "name"


def test_import_and_release_give_their_result_as_data(run: Run) -> None:
    done = _json(run, "import", "kriisibarometri", "--name", "omani")
    assert (done["codebook"], done["n_codes"], done["released"]) == ("omani", 40, [])
    released = _json(run, "release")
    assert (released["codebook"], released["version"], released["differences"]) == ("omani", "1.0.0", [])


def test_a_new_code_gets_an_id_of_its_name_below_its_parent(run: Run) -> None:
    added = _json(run, "add", "Kohtuuton hinta", "--parent", "hinta", "--definition", "Liian kallis.")
    assert [(each["kind"], each["code"], each["added"]["parent"]) for each in added["operations"]] == [
        ("add", "kohtuuton_hinta", "hinta")
    ]
    assert run("add", "Jono", "--id", "toinen_jono", "--parent", "hinta")[0] == 0
    with pytest.raises(CodebookError, match="This id is there twice"):
        run("add", "Uusi", "--id", "jono")


def test_a_wrong_file_is_named_and_nothing_is_taken_into_use(run: Run, folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "rikki.yaml"
    path.write_text("format: 1\nname: rikki\ncodes:\n  a:\n    name: A\n    parent: b\n", encoding="utf-8")
    with pytest.raises(CodebookFileError, match=r"rikki\.yaml, line 6, code a: Its parent b is not in the codebook"):
        run("import", str(path))
    assert not (folder / "codebooks" / "rikki").exists()
    assert run("show")[1].startswith("koe")


def test_controls_in_a_codebook_do_not_reach_the_terminal(run: Run, folder: Path) -> None:
    path = folder / "codebooks" / "koe" / "draft.yaml"
    path.write_text('format: 1\nname: koe\ncodes:\n  a:\n    name: "A\\e[31m\\u202eB"\n', encoding="utf-8")
    out = run("show")[1] + run("show", "a")[1]
    assert "\x1b" not in out
    assert "\u202e" not in out

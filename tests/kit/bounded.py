"""Bring a file into a project in a process of its own: ``python -m kit.bounded PROJECT FILE SECONDS``.

Prints as JSON what became of it, and the most memory that it and the processes it started held, in bytes.
"""

import json
import resource
import sys
from pathlib import Path
from typing import Any

from avoin.errors import AvoinError
from avoin.i18n import set_language

_CODEBOOKS = {".yaml", ".qdc"}
_PROJECTS = {".qdpx", ".qde", ".sqlite3"}


def _brought_in(folder: Path, path: Path) -> dict[str, Any]:
    from avoin.store import answers
    from avoin.workflow.codebooks.bring_in_codebook import import_codebook
    from avoin.workflow.incoming.import_choices import ImportChoices
    from avoin.workflow.incoming.import_survey import import_survey
    from avoin.workflow.incoming.qda_in import bring_in
    from avoin.workflow.project import open_project

    project = open_project(folder)
    if path.suffix in _CODEBOOKS:
        import_codebook(project, path)
        return {}
    if path.suffix in _PROJECTS:
        return {"warnings": bring_in(project, path).left_out}
    warnings = import_survey(project, path, "2026", ImportChoices(ids="#1", open=("#2",))).warnings
    project = open_project(folder)
    with project.store.read() as connection:
        found = [
            each.text for each in answers.load_corpus(connection, project.survey).answers if each.key.wave == "2026"
        ]
    return {"warnings": warnings, "answers": found}


def main() -> None:
    set_language("en")
    resource.setrlimit(resource.RLIMIT_CPU, (int(sys.argv[3]), int(sys.argv[3])))
    try:
        found = _brought_in(Path(sys.argv[1]), Path(sys.argv[2]))
    except AvoinError as error:
        found = {"error": error.message, "hint": error.hint}
    print(json.dumps(found | {"memory": max(_held(), _held_by_children())}))


def _held() -> int:
    """Return the most bytes that this process held; ``ru_maxrss`` would count what started it too."""
    status = Path("/proc/self/status")
    if not status.exists():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    line = next(each for each in status.read_text(encoding="utf-8").splitlines() if each.startswith("VmHWM:"))
    return int(line.split()[1]) * 1024


def _held_by_children() -> int:
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * (1 if sys.platform == "darwin" else 1024)


if __name__ == "__main__":
    main()

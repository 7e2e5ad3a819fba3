"""Bring files into projects, each in a process of its own whose processor time is bounded.

``python -m kit.bounded SECONDS`` reads ``[PROJECT, FILE]`` as a line of JSON, answers with a line of JSON what became
of it, and the most memory that it and the processes it started held, in bytes; then the next. All rooms are loaded
once, and each file gets a fork of that.
"""

import json
import os
import resource
import sys
from pathlib import Path
from typing import Any

from avoin.errors import AvoinError
from avoin.i18n import set_language
from avoin.store import answers
from avoin.workflow.codebooks.bring_in_codebook import import_codebook
from avoin.workflow.incoming.import_choices import ImportChoices
from avoin.workflow.incoming.import_survey import import_survey
from avoin.workflow.incoming.qda_in import bring_in
from avoin.workflow.project import open_project

_CODEBOOKS = {".yaml", ".qdc"}
_PROJECTS = {".qdpx", ".qde", ".sqlite3"}


def _brought_in(folder: Path, path: Path) -> dict[str, Any]:
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
    for line in sys.stdin:
        forked = os.fork()
        if not forked:
            _answer(*map(Path, json.loads(line)))
            return
        _, status = os.waitpid(forked, 0)
        if status:
            print(json.dumps({"ended": os.waitstatus_to_exitcode(status)}), flush=True)


def _answer(folder: Path, path: Path) -> None:
    os.chdir(folder.parent)
    resource.setrlimit(resource.RLIMIT_CPU, (int(sys.argv[1]), int(sys.argv[1])))
    try:
        found = _brought_in(folder, path)
    except AvoinError as error:
        found = {"error": error.message, "hint": error.hint}
    print(json.dumps(found | {"memory": max(_held(), _held_by_children())}), flush=True)


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

"""Prepared projects of any size for ``workbench.py``, kept in a folder so that they are made once.

Enters: the open answers of ``data/kriisibarometri``. Leaves: a project of n answers to one question, each two sentences
of the example's put together anew, read and grouped, every tenth of them coded. Vectors are those that large questions
get, at every size: the sentence model takes no part.
"""

import csv
import random
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from avoin.settings import write_settings
from avoin.workflow.desk.code_answers import open_desk
from avoin.workflow.project import locate, open_project

EXAMPLE = Path(__file__).parent.parent / "data" / "kriisibarometri" / "kriisibarometri-2024.csv"
WAVE, QUESTION, CODER = "2025", "comment", "bench"
COLUMNS = ("--id", "id", "--open", f"comment={QUESTION}", "--variable", "role=role")
ROLES = ("johtaja", "työntekijä", "vapaaehtoinen", "asiakas", "muu")
CODED, AT_ONCE = 10, 500
MADE = "made"  # the store as it was made, beside the one that the keys decide in


def prepared(n: int, under: Path) -> Path:
    """Return the folder of a project of n answers as it was made; made first where it is not there."""
    folder = under / f"answers-{n}"
    if not (folder / MADE).exists():
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        _make(folder, n)
        shutil.copy(folder / "store.db", folder / MADE)
    shutil.copy(folder / MADE, folder / "store.db")
    _run(folder, "prepare")  # an older project is read anew where the reading has changed since
    (folder / "workbench.json").unlink(missing_ok=True)  # where the last sitting was left
    return folder


def _make(folder: Path, n: int) -> None:
    _run(folder, "init", ".", "--codebook", "kriisibarometri")
    settings = open_project(folder).settings
    write_settings(locate(folder).settings, replace(settings, sentence_vectors="never"))
    _write_answers(folder / "answers.csv", n)
    for arguments in (("import", "answers.csv", "--wave", WAVE, "--yes", *COLUMNS), ("prepare",), ("themes", QUESTION)):
        _run(folder, *arguments)
    _code(folder)


def _run(folder: Path, *arguments: str) -> None:
    subprocess.run([sys.executable, "-m", "avoin", *arguments], cwd=folder, check=True, stdout=subprocess.DEVNULL)


def _sentences() -> Sequence[str]:
    with EXAMPLE.open(encoding="utf-8-sig", newline="") as file:
        texts = [text for row in csv.DictReader(file, delimiter=";") for name, text in row.items() if "Mitä" in name]
    parts = {part.strip() for text in texts for part in text.split(".") if len(part.split()) > 2}
    return sorted(f"{part}." for part in parts)


def _write_answers(path: Path, n: int) -> None:
    lot, parts = random.Random(n), _sentences()
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(("id", "role", "comment"))
        rows.writerows((each, ROLES[each % len(ROLES)], " ".join(lot.sample(parts, 2))) for each in range(n))


def _code(folder: Path) -> None:
    """Give every tenth answer a code, many in one decision."""
    desk = open_desk(open_project(folder), QUESTION, WAVE, CODER)
    spans = [view.span for key in desk.answers()[::CODED] for view in desk.answer(key).segments]
    codes = desk.codebook.usable
    for place, start in enumerate(range(0, len(spans), AT_ONCE)):
        desk.confirm(spans[start : start + AT_ONCE], codes[place % len(codes)].id)

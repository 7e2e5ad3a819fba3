"""How time and memory grow with the number of answers, verb by verb.

Enters: sentences of real comments from ``../shared`` beside the checkout, two to an answer, so that no two answers are
alike. Leaves: a table on standard output and ``results/scale.json`` with versions and the digest of the data.
Run: ``python benchmarks/scale.py`` (1,000 and 10,000 answers, minutes), ``--answers 1000 10000 100000`` (an hour),
``1000000`` beside them (a day).

Each verb of ``avoin`` runs in a process of its own on a project with N answers to one question, a background variable
and one of ten codes on every answer, put there in between. Vectors are those that large questions get: the sentence
model takes no part, so that small sizes do the same as large ones. Told are the processor's seconds of the verb
and of what it started, the seconds by the clock, and the most memory that one of its processes had; and how the time
for each answer grew since the size before, after taking off what the verb needs to start (a run with ten answers);
what would take less than two seconds at the old pace is left out, for it is lost in the start.
"""

import argparse
import csv
import json
import os
import platform
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from importlib.metadata import version
from pathlib import Path

from avoin.coding.decision import Draft, Mark, MarkKind, Verb
from avoin.ids import CodeId, CoderId, QuestionId, RespondentId, WaveId, digest
from avoin.nlp.reading import reading_model
from avoin.settings import write_settings
from avoin.store import decisions
from avoin.workflow.codebooks.revise_codebook import current_codebook
from avoin.workflow.project import Project, locate, open_project

HERE = Path(__file__).parent
COMMENTS = HERE.parent.parent / "shared" / "data" / "yle-vaalikone-2015-kommentit" / "kommentit-valtakunnalliset.csv"
WAVE, QUESTION, VARIABLE = "2025", "comment", "role"
ROLES = ("johtaja", "työntekijä", "vapaaehtoinen", "asiakas", "muu")
N_CODES, AT_ONCE = 10, 1_000
START, SIZES, MOST = 10, (1_000, 10_000), 1.3
LEAST = 2.0  # seconds: growth of less is noise of the start
COLUMNS = ("--id", "id", "--open", f"comment={QUESTION}", "--variable", f"role={VARIABLE}")
VERBS: Mapping[str, Sequence[str]] = {
    "import": ("import", "answers.csv", "--wave", WAVE, "--yes", *COLUMNS),
    "prepare": ("prepare",),
    "themes": ("themes", QUESTION),
    "tables": ("tables", "codes", "--by", VARIABLE, "--output", "codes.csv"),
    "export": ("export", "codings", "--output", "codings.csv"),
    "export answers": ("export", "answers", "--output", "answers-out.csv"),
    "search": ("search", "vanhus hoito"),
}


@dataclass(frozen=True)
class Cost:
    """What one run of a verb took."""

    processor: float
    clock: float
    megabytes: float


def sentences() -> list[str]:
    with COMMENTS.open(encoding="utf-8-sig", newline="") as file:
        texts = sorted({row["kommentti"].strip() for row in csv.DictReader(file)} - {""})
    return sorted({part.strip() + "." for text in texts for part in text.split(".") if len(part.split()) > 2})


def write_answers(path: Path, n: int) -> None:
    """Write a survey export of n different answers, a line at a time."""
    lot, parts = random.Random(n), sentences()
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(("id", "role", "comment"))
        rows.writerows((each, ROLES[each % len(ROLES)], " ".join(lot.sample(parts, 2))) for each in range(n))


def run(folder: Path, arguments: Sequence[str]) -> Cost:
    """Run a verb and wait for it; where it fails, what it said is the error."""
    begun = time.perf_counter()
    with (folder / "said.txt").open("w+b") as said:
        child = subprocess.Popen([sys.executable, "-m", "avoin", *arguments], cwd=folder, stdout=said, stderr=said)
        _pid, status, used = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        if child.returncode:
            said.seek(0)
            raise SystemExit(said.read().decode("utf-8", "replace"))
    clock = time.perf_counter() - begun
    return Cost(used.ru_utime + used.ru_stime, clock, used.ru_maxrss / (1_024 if sys.platform == "linux" else 1 << 20))


def put_codes(project: Project, n: int) -> None:
    """Put a code on every answer, a thousand answers a decision."""
    codebook = current_codebook(project)
    assert codebook is not None
    codes = [code.id for code in codebook.usable][:N_CODES]
    who = CoderId("bench")
    with project.store.transaction() as connection:
        for start in range(0, n, AT_ONCE):
            marks = tuple(mark(each, codes[each % len(codes)], who) for each in range(start, min(n, start + AT_ONCE)))
            decisions.append(connection, Draft(who, Verb.CONFIRM, marks, codebook=codebook.version))


def mark(each: int, code: CodeId, who: CoderId) -> Mark:
    where = (WaveId(WAVE), RespondentId(str(each)), QuestionId(QUESTION))
    return Mark(MarkKind.CODING, *where, 0, 5, code=code, coder=who)


def costs(n: int) -> dict[str, Cost]:
    """Return what each verb takes on n answers."""
    found: dict[str, Cost] = {}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        run(folder, ("init", ".", "--codebook", "kriisibarometri"))
        settings = open_project(folder).settings
        write_settings(locate(folder).settings, replace(settings, sentence_vectors="never"))
        write_answers(folder / "answers.csv", n)
        for verb, arguments in VERBS.items():
            found[verb] = run(folder, arguments)
            print(f"{n:>9,} {verb:16}", *(f"{each:10.1f}" for each in vars(found[verb]).values()), flush=True)
            if verb == "themes":
                put_codes(open_project(folder), n)
    return found


def rows(sizes: Sequence[int]) -> Iterator[dict[str, object]]:
    start = costs(START)
    before: dict[str, float] = {}
    for n in sizes:
        for verb, cost in costs(n).items():
            each = max(cost.processor - start[verb].processor, 0.0) / n
            tells = n * before.get(verb, 0.0) > LEAST
            growth = round(each / before[verb], 2) if tells else None
            before[verb] = each
            yield {
                "answers": n,
                "verb": verb,
                "processor s": round(cost.processor, 1),
                "clock s": round(cost.clock, 1),
                "ms an answer": round(1_000 * each, 3),
                "growth": growth,
                "MB": round(cost.megabytes),
            }


def main() -> None:
    options = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    options.add_argument("--answers", type=int, nargs="+", default=SIZES, help="how many, ascending")
    wanted = options.parse_args()
    if not COMMENTS.exists():
        print("left out: needs", COMMENTS.name, "in shared/ beside the checkout")
        return
    found = list(rows(wanted.answers))
    for row in found:
        late = "  above the target" if isinstance(row["growth"], float) and row["growth"] > MOST else ""
        print("".join(f"{value!s:>16}" for value in row.values()) + late)
    record = {
        "rows": found,
        "reads": reading_model().name,
        "morphology": reading_model().morphology,
        "versions": {each: version(each) for each in ("avoin", "numpy", "scikit-learn", "SQLAlchemy")},
        "python": platform.python_version(),
        "data": {COMMENTS.name: digest(COMMENTS.read_bytes())},
    }
    (HERE / "results" / "scale.json").write_text(json.dumps(record, ensure_ascii=False, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()

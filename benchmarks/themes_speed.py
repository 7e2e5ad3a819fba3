"""How long ``avoin themes`` takes on about 1,000 segments that are prepared, beside k-means on the same rows.

Enters: list items and comments from ``../shared`` beside the checkout. Leaves: a table on standard output and
``results/themes_speed.json`` with versions and digests of the data. Run: ``python benchmarks/themes_speed.py``.

A project is made and prepared; then finding themes (grouping, joining, stability, names, storing) and k-means with the
same number of groups (scikit-learn, ten beginnings) take turns in one process on one thread, after one turn that loads
libraries and dictionaries. Told are the medians of the processor's seconds and of those by the clock, and the ratio of
the processor's, turn by turn: a machine that is busy with other things slows the clock, less so the ratio.
"""

import csv
import json
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.cluster import KMeans
from threadpoolctl import threadpool_limits

from avoin.ids import QuestionId, digest
from avoin.nlp.reading import reading_model
from avoin.themes.finder import own_k
from avoin.workflow.project import open_project
from avoin.workflow.texts.find_themes import find_themes
from avoin.workflow.texts.prepare_answers import read_question
from themes_sets import HERE, SHARED, LabelledSet, labelled_sets

RESULT = HERE / "results" / "themes_speed.json"
TEXTS = {"fsd2821-q3": 1_000, "yle-kommentit": 430}
QUESTION, TURNS, TARGET = "said", 5, 1.0


def timed(work: Callable[[], object]) -> tuple[float, float]:
    """Return the processor's seconds and the clock's."""
    begun, processor = time.perf_counter(), time.process_time()
    work()
    return time.process_time() - processor, time.perf_counter() - begun


def make_project(folder: Path, texts: Sequence[str]) -> None:
    with (folder / "answers.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([("id", "text"), *enumerate(texts)])
    columns = ("--id", "id", "--open", f"text={QUESTION}")
    for arguments in (("init", "."), ("import", "answers.csv", "--wave", "1", "--yes", *columns), ("prepare",)):
        subprocess.run([sys.executable, "-m", "avoin", *arguments], cwd=folder, check=True, capture_output=True)


def measured(labelled: LabelledSet) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as name:
        make_project(Path(name), labelled.texts[: TEXTS[labelled.name]])
        project = open_project(Path(name))
        rows = read_question(project, QuestionId(QUESTION)).vectors
        by_centres = KMeans(own_k(len(rows)), n_init=10, random_state=0)
        turns = [
            (timed(lambda: find_themes(project, QuestionId(QUESTION))), timed(lambda: by_centres.fit(rows)))
            for _turn in range(TURNS + 1)
        ][1:]
    return {
        "set": labelled.name,
        "segments": len(rows),
        "themes_processor_s": round(statistics.median(ours[0] for ours, _theirs in turns), 3),
        "themes_clock_s": round(statistics.median(ours[1] for ours, _theirs in turns), 3),
        "k_means_processor_s": round(statistics.median(theirs[0] for _ours, theirs in turns), 3),
        "ratio": round(statistics.median(ours[0] / theirs[0] for ours, theirs in turns), 2),
        "ratio_spread": [round(float(each), 2) for each in np.percentile([o[0] / t[0] for o, t in turns], (0, 100))],
        "target_s": TARGET,
    }


def main() -> None:
    if not SHARED.exists():
        print(f"left out: needs {SHARED.name}/ beside the checkout")
        return
    chosen = [labelled for labelled in labelled_sets() if labelled.name in TEXTS]
    with threadpool_limits(1):
        rows = [measured(labelled) for labelled in chosen]
    for row in rows:
        print("  ".join(f"{key} {value}" for key, value in row.items()))
    record = {
        "what": (__doc__ or "").strip(),
        "python": platform.python_version(),
        "versions": {name: version(name) for name in ("numpy", "scipy", "scikit-learn")},
        "reads": reading_model().name,
        "data": {str(path.relative_to(SHARED)): digest(path.read_bytes()) for each in chosen for path in each.files},
        "rows": rows,
    }
    RESULT.write_text(json.dumps(record, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()

"""Suggestions beside plain methods on the same features, after the same confirmed answers.

Enters: the coded sets of ``effort.py``. Leaves: a table, mean and standard deviation over drawn orders, on standard
output and in ``results/effort_peers.json``.
Run: ``python benchmarks/effort_peers.py`` (``--only NAME`` for one set).

All ways get the same segments, the same numbers (word weights beside dense vectors), the codebook's phrases, and the
same labels. The codebook's phrases are given to each in the way that is best for it: as neighbours (kNN), as three
answers (centroid), as further examples (logistic regression, SVM); what a code excludes is given to avoin only, for the
others have no place for it. Measured is what does not need probabilities: R-precision, the best F1 that any one
threshold gives on the test answers (chosen on them for every way, so an upper bound), and how many answers are covered
where the surest first suggestions are right 95 % of the time.
"""

import argparse
import json
import tempfile
from collections.abc import Callable, Iterator
from importlib.metadata import version
from pathlib import Path

import numpy as np
from scipy import sparse
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import normalize
from sklearn.svm import LinearSVC
from threadpoolctl import threadpool_limits

from avoin.coding import measures
from avoin.coding.evidence import UNKNOWN, Evidence, no_evidence
from avoin.coding.simulate import by_answer, confirmed_evidence, drawn_orders
from avoin.coding.simulated_coder import Finished
from avoin.coding.suggester import Features, Suggester
from avoin.ids import digest
from avoin.workflow.desk.simulate_coding import in_numbers
from avoin.workflow.texts.prepare_answers import read_question
from effort import HERE, SEED, CodedSet, coded_sets

SETS = ("fsd2821-q3", "yle-barometri", "kriisibarometri/talousvaikeudet")
CONFIRMED = (0, 20, 50, 100, 200)
NEIGHBOURS = 5

Scores = np.ndarray
Way = Callable[[Finished, Evidence], Scores]


def numbers(features: Features) -> sparse.csr_matrix:
    return normalize(sparse.hstack([features.terms, sparse.csr_matrix(features.vectors)]).tocsr())


def texts(finished: Finished) -> sparse.csr_matrix:
    return numbers(finished.segments.features)


def phrases(finished: Finished) -> tuple[sparse.csr_matrix, np.ndarray]:
    """Return the codebook's phrases that speak for a code, and which code."""
    kept = np.flatnonzero(~finished.codes.against)
    return numbers(finished.codes.features.rows(kept)), finished.codes.code[kept]


def decided(finished: Finished, evidence: Evidence) -> sparse.csr_matrix:
    return texts(finished)[finished.segments.text[evidence.rows]]


def avoin(finished: Finished, evidence: Evidence) -> Scores:
    return Suggester().fit(finished.segments, finished.codes, evidence).scores_


def shared_words(finished: Finished, _evidence: Evidence) -> Scores:
    """Score by the phrase of the code that shares most words, weighted by rarity; learns nothing."""
    kept = np.flatnonzero(~finished.codes.against)
    rows = normalize(finished.codes.features.terms[kept])
    alike = (normalize(finished.segments.features.terms) @ rows.T).toarray()
    best = np.zeros((len(alike), finished.codes.n))
    np.maximum.at(best.T, finished.codes.code[kept], alike.T)
    return best[finished.segments.text]


def centroid(finished: Finished, evidence: Evidence) -> Scores:
    """Score by the cosine to the mean of the code's segments, its phrases counting as three of them."""
    rows, code = phrases(finished)
    of_code = sparse.csr_matrix((np.ones(len(code)), (code, np.arange(len(code)))), shape=(finished.codes.n, len(code)))
    spoken = normalize(of_code, norm="l1") @ rows
    positive = sparse.csr_matrix((evidence.labels == 1).T.astype(np.float64))
    centres = normalize(positive @ decided(finished, evidence) + 3.0 * spoken)
    return (texts(finished) @ centres.T).toarray()[finished.segments.text]


def neighbours(finished: Finished, evidence: Evidence) -> Scores:
    """Score by the share of the nearest known segments and phrases that have the code, weighted by likeness."""
    rows, code = phrases(finished)
    examples = sparse.vstack([rows, decided(finished, evidence)]).tocsr()
    has = np.vstack([np.eye(finished.codes.n)[code], evidence.labels == 1])
    alike = (texts(finished) @ examples.T).toarray()
    nearest = np.argsort(-alike, axis=1, kind="stable")[:, :NEIGHBOURS]
    weights = np.maximum(np.take_along_axis(alike, nearest, axis=1), 1e-6)
    found = (weights[:, :, None] * has[nearest]).sum(axis=1) / weights.sum(axis=1, keepdims=True)
    return found[finished.segments.text]


def one_for_each(make: Callable[[], LogisticRegression | LinearSVC]) -> Way:
    """Score by a linear model for each code, with the codebook's phrases as further examples."""

    def scores(finished: Finished, evidence: Evidence) -> Scores:
        rows, code = phrases(finished)
        learned, every = decided(finished, evidence), texts(finished)
        found = np.full((every.shape[0], finished.codes.n), -10.0)
        for column in range(finished.codes.n):
            known = np.flatnonzero(evidence.labels[:, column] != UNKNOWN)
            labels = np.concatenate([code == column, evidence.labels[known, column] == 1])
            found[:, column] = make().fit(sparse.vstack([rows, learned[known]]), labels).decision_function(every)
        return found[finished.segments.text]

    return scores


WAYS: dict[str, Way] = {
    "avoin": avoin,
    "linear SVM": one_for_each(lambda: LinearSVC(C=1.0, random_state=SEED)),
    "logistic regression": one_for_each(lambda: LogisticRegression(C=10.0, solver="liblinear", random_state=SEED)),
    "nearest centroid": centroid,
    "kNN": neighbours,
    "shared words": shared_words,
}


def measured(finished: Finished, scores: Scores, answers: np.ndarray) -> tuple[float, float, float]:
    lowest = scores.min()
    found, truth = by_answer(finished, scores - lowest)[answers], finished.truth[answers]
    if finished.doubt is not None:
        found = np.where(finished.doubt[answers], -1.0, found)
    covered = measures.coverage(*measures.first_suggestion(found, truth))
    return measures.r_precision(found, truth), best_f1(found, truth), covered


def best_f1(scores: Scores, truth: np.ndarray) -> float:
    grid = np.quantile(scores, np.linspace(0.5, 0.999, 120))
    return max(measures.micro_f1(scores >= threshold, truth) for threshold in grid)


def bench(coded: CodedSet, orders: int) -> Iterator[dict[str, object]]:
    reading = read_question(coded.project, coded.question)
    finished = in_numbers(coded.project, reading, coded.agreed, coded.doubt)
    before = Suggester().fit(finished.segments, finished.codes, no_evidence(finished.codes.n)).scores_
    drawn = drawn_orders(finished, orders, SEED)
    for n in (n for n in CONFIRMED if n <= 0.75 * len(finished.known)):
        for name, way in WAYS.items():
            rows = [
                measured(finished, way(finished, confirmed_evidence(finished, order[:n], before)), order[n:])
                for order in drawn
            ]
            mean, sd = np.mean(rows, axis=0), np.std(rows, axis=0, ddof=1)
            figures = {
                figure: {"mean": round(float(m), 4), "sd": round(float(s), 4)}
                for figure, m, s in zip(("r_precision", "best_f1", "coverage_95"), mean, sd, strict=True)
            }
            told = "   ".join(f"{figure} {m:.3f} ± {s:.3f}" for figure, m, s in zip(figures, mean, sd, strict=True))
            print(f"    n {n:3} {name:20} {told}", flush=True)
            yield {"set": coded.name, "n": n, "way": name, **figures}


def main() -> None:
    options = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    options.add_argument("--orders", type=int, default=5, help="orders of answers a set, at least 2")
    options.add_argument("--only", nargs="*", default=SETS, help="names of sets")
    chosen = options.parse_args()
    rows: list[dict[str, object]] = []
    files: dict[str, str] = {}
    with tempfile.TemporaryDirectory() as folder, threadpool_limits(1):
        for coded in coded_sets(Path(folder)):
            if coded.name in chosen.only:
                print(coded.name)
                files |= {path.name: digest(path.read_bytes()) for path in coded.files}
                rows += bench(coded, chosen.orders)
    if tuple(chosen.only) == SETS and rows:
        result = {
            "what": (__doc__ or "").strip(),
            "versions": {name: version(name) for name in ("numpy", "scipy", "scikit-learn")},
            "seed": SEED,
            "orders": chosen.orders,
            "data": files,
            "rows": rows,
        }
        text = json.dumps(result, ensure_ascii=False, indent=1) + "\n"
        (HERE / "results" / "effort_peers.json").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()

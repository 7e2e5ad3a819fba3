"""How long a search takes, with the index kept in the project's cache.

Enters: sentences of real comments from ``../shared`` beside the checkout, two to an answer. Leaves: a table on standard
output and ``results/search.json`` with versions and the digest of the data. Run: ``python benchmarks/search.py``
(``--answers N``).

A project with N answers to one question is made in a temporary folder; each sentence is read once and its reading put
together for the answers made of it, so that an hour of reading is not part of it. Timed is ``search_answers`` in an
open project until everything found is counted and the first 500 answers are there, the median of five: a rare word,
common ones, two words, a part of compounds, a word that no dictionary has and, for comparison, a common word as a
string in all texts. "all" goes through all answers found; the processor's seconds are those that other work on the
machine does not change.
"""

import argparse
import csv
import json
import platform
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path

from avoin.corpus.model import Answer, Question, QuestionKind, Respondent, Survey, Wave
from avoin.ids import AnswerKey, QuestionId, RespondentId, WaveId, digest
from avoin.nlp.model import ReadText
from avoin.nlp.reading import read_texts, reading_model
from avoin.nlp.search import Mode
from avoin.store import answers as stored
from avoin.workflow.project import Project, create_project
from avoin.workflow.texts.search_answers import PAGE, search_answers
from avoin.workflow.texts.word_index import WordIndex

HERE = Path(__file__).parent
COMMENTS = HERE.parent.parent / "shared" / "data" / "yle-vaalikone-2015-kommentit" / "kommentit-valtakunnalliset.csv"
QUERIES = {
    "rare": "hoitojono",
    "common": "koulutus",
    "very common": "suomi",
    "two words": "vanhus hoito",
    "inflected, compound part": "veroja",
    "not in the dictionary": "kotirobottihoivaajaa",
}
WAVE, QUESTION = WaveId("2025"), QuestionId("comment")
TIMES = 5
SENTENCES = 4_000


def comments() -> list[str]:
    with COMMENTS.open(encoding="utf-8-sig", newline="") as file:
        return sorted({row["kommentti"].strip() for row in csv.DictReader(file)} - {""})


def answers(n: int) -> dict[str, ReadText]:
    """Return n different texts, two sentences drawn by lot each, with what reading the sentences gave."""
    sentences = [part.strip() + "." for text in comments() for part in text.split(".") if len(part.split()) > 2]
    lot = random.Random(0)
    sentences = lot.sample(sorted(set(sentences)), min(len(sentences), SENTENCES))
    read = dict(zip(sentences, read_texts(sentences), strict=True))
    found: dict[str, ReadText] = {}
    while len(found) < n:
        first, second = lot.sample(sentences, 2)
        found[f"{first} {second}"] = joined(len(first) + 1, read[first], read[second])
    return found


def joined(begin: int, first: ReadText, second: ReadText) -> ReadText:
    tokens = (replace(each, start=each.start + begin, end=each.end + begin) for each in second.tokens)
    limits = ((start + begin, end + begin) for start, end in second.segments)
    return ReadText("fi", False, (*first.segments, *limits), (*first.tokens, *tokens))


def project(folder: Path, texts: list[str]) -> Project:
    made = create_project(folder, "Search")
    question = Question(QUESTION, QuestionKind.OPEN, "Comment", {WAVE: "Comment"})
    survey = Survey("Search", (Wave(WAVE, WAVE),), (question,))
    who = [Respondent(WAVE, RespondentId(str(n)), n, {}) for n in range(len(texts))]
    opened = [Answer(AnswerKey(WAVE, each.id, QUESTION), text, text) for each, text in zip(who, texts, strict=True)]
    with made.store.transaction() as connection:
        stored.save_wave(connection, WAVE, who, opened, (), "comments.csv", "0" * 64)
    return Project(made.folder, made.settings, survey, made.store, made.cache, ())


def median(clock: Callable[[], float], work: Callable[[], object]) -> float:
    seconds = []
    for _time in range(TIMES):
        begun = clock()
        work()
        seconds.append(clock() - begun)
    return round(statistics.median(seconds), 4)


def rows(made: Project) -> Iterator[dict[str, object]]:
    for name, query in QUERIES.items():
        found = search_answers(made, query)
        yield {
            "query": name,
            "word": query,
            "answers found": found.n_answers,
            "hits": found.n_hits,
            **timed(made, query, "lemma"),
            "all, processor s": median(time.process_time, lambda query=query: tuple(search_answers(made, query))),
        }
    word = QUERIES["common"]
    found = search_answers(made, word, "exact")
    counts = {"answers found": found.n_answers, "hits": found.n_hits}
    yield {"query": "string in all texts", "word": word, **counts, **timed(made, word, "exact")}


def timed(made: Project, query: str, mode: Mode) -> dict[str, float]:
    def page() -> object:
        return search_answers(made, query, mode).page(0, PAGE)

    return {"processor s": median(time.process_time, page), "s": median(time.perf_counter, page)}


def main() -> None:
    options = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    options.add_argument("--answers", type=int, default=100_000)
    wanted = options.parse_args()
    if not COMMENTS.exists():
        print("left out: needs", COMMENTS.name, "in shared/ beside the checkout")
        return
    with tempfile.TemporaryDirectory() as folder:
        read = answers(wanted.answers)
        texts = list(read)
        made = project(Path(folder) / "project", texts)
        made.cache.put_read(reading_model().digest, {digest(text): each for text, each in read.items()})
        begun = time.perf_counter()
        WordIndex(made)
        making = time.perf_counter() - begun
        found = list(rows(made))
        size = made.places.cache.stat().st_size
    for row in found:
        print("".join(f"{value!s:>28}" for value in row.values()))
    print(f"making the index: {making:.1f} s")
    record = {
        "answers": len(texts),
        "rows": found,
        "making the index, s": round(making, 1),
        "cache, bytes": size,
        "reads": reading_model().name,
        "morphology": reading_model().morphology,
        "versions": {each: version(each) for each in ("avoin", "numpy", "SQLAlchemy")},
        "python": platform.python_version(),
        "data": {COMMENTS.name: digest(COMMENTS.read_bytes())},
    }
    (HERE / "results" / "search.json").write_text(json.dumps(record, ensure_ascii=False, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()

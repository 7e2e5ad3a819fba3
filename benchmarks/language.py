"""How well and how fast Finnish is read, beside the Finnish spaCy package as it comes.

Enters: UD treebanks and real comments from ``../shared`` beside the checkout. Leaves: a table beside the targets of
figures.md §1 on standard output and ``results/language.json`` with versions and digests of the data.
Run: ``python benchmarks/language.py`` (``--texts N`` comments for the speed, 0 leaves it out).

Lemmas: gold tokens, case folded, the marks of compounds taken out; content words by their gold part of speech.
Conflation: of all pairs of word forms, those that share a base form in gold and in the result, each form with its most
frequent base form. Sentences: five joined by a space, limits inside them, also with all capitals taken away.
Speed: wall time against ``nlp.pipe`` of the whole package on the same texts in the same minute, both warm; and the
processor time of one process, which other work on the machine does not change.
The word lists were written after looking at these development sets: sealed sets give the honest figures.
"""

import argparse
import csv
import json
import platform
import random
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from itertools import combinations
from pathlib import Path
from typing import Any

import spacy
from spacy.language import Language
from spacy.tokens import Doc

from avoin.ids import digest
from avoin.nlp.morphology import morphology
from avoin.nlp.pipeline import finnish
from avoin.nlp.processes import tagging
from avoin.nlp.reading import read_texts, reading_model
from avoin.nlp.segment_text import SegmentText
from avoin.nlp.sentences import sentences
from avoin.nlp.vectors import SegmentVectors
from avoin.nlp.word_table import PACKAGE

HERE = Path(__file__).parent
SHARED = HERE.parent.parent / "shared" / "data"
TREEBANKS = {
    "tdt-dev": SHARED / "ud-fi" / "fi_tdt-ud-dev.conllu",
    "ood": SHARED / "ud-fi" / "fi_ood-kehitys.conllu",
}
COMMENTS = SHARED / "yle-vaalikone-2015-kommentit" / "kommentit-valtakunnalliset.csv"
CONTENT = frozenset({"NOUN", "VERB", "ADJ", "ADV", "PROPN"})
TARGETS = {
    "lemma content": "package + 2 points",
    "conflation F1": "92",
    "sentence F1": "97 (tdt-dev), best of all (ood)",
    "reading": "4 x the package",
    "reading with vectors": "2 x the package",
}

Lemmas = Sequence[Sequence[str]]
Limits = Callable[[str], set[int]]


@dataclass(frozen=True)
class Word:
    """One gold word."""

    form: str
    lemma: str
    pos: str
    spaced: bool


@dataclass(frozen=True)
class Treebank:
    """Gold sentences."""

    sentences: tuple[tuple[Word, ...], ...]
    texts: tuple[str, ...]

    def paragraphs(self, n: int = 5) -> Iterable[tuple[str, set[int]]]:
        """Yield n sentences joined by a space, with where all but the first begin."""
        for first in range(0, len(self.texts), n):
            group = self.texts[first : first + n]
            yield " ".join(group), {len(" ".join(group[:place])) + 1 for place in range(1, len(group))}


def treebank(path: Path) -> Treebank:
    """Read a CoNLL-U file."""
    found: list[tuple[Word, ...]] = []
    texts = []
    words: list[Word] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        cells = line.split("\t")
        if line.startswith("# text = "):
            texts.append(line.removeprefix("# text = "))
        elif cells[0].isdigit():
            words.append(Word(cells[1], cells[2], cells[3], "SpaceAfter=No" not in cells[9]))
        elif not line and words:
            found.append(tuple(words))
            words = []
    return Treebank(tuple(found), tuple(texts))


def same(first: str, second: str) -> bool:
    return first.replace("#", "").lower() == second.replace("#", "").lower()


def lemma_accuracy(gold: Treebank, lemmas: Lemmas) -> dict[str, float]:
    pairs = [pair for each, found in zip(gold.sentences, lemmas, strict=True) for pair in zip(each, found, strict=True)]
    content = [(word, lemma) for word, lemma in pairs if word.pos in CONTENT]
    return {
        "lemma": _share(same(word.lemma, lemma) for word, lemma in pairs),
        "lemma content": _share(same(word.lemma, lemma) for word, lemma in content),
        "conflation F1": conflation(content),
    }


def conflation(pairs: Iterable[tuple[Word, str]]) -> float:
    gold: defaultdict[str, Counter[str]] = defaultdict(Counter)
    found: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for word, lemma in pairs:
        gold[word.form.lower()][word.lemma.replace("#", "").lower()] += 1
        found[word.form.lower()][lemma.lower()] += 1
    right, mine = _pairs_of(gold), _pairs_of(found)
    return _f1(len(right & mine), len(mine), len(right))


def _pairs_of(forms: Mapping[str, Counter[str]]) -> set[tuple[str, str]]:
    groups: defaultdict[str, list[str]] = defaultdict(list)
    for form, lemmas in sorted(forms.items()):
        groups[min(lemmas, key=lambda lemma: (-lemmas[lemma], lemma))].append(form)
    return {pair for group in groups.values() for pair in combinations(group, 2)}


def documents(language: Language, gold: Treebank) -> list[Doc]:
    return [
        Doc(language.vocab, [word.form for word in each], [word.spaced for word in each]) for each in gold.sentences
    ]


def avoin_lemmas(gold: Treebank) -> Lemmas:
    reader = finnish()
    tagged = reader.language.pipe(documents(reader.language, gold))
    word = reader.lemmatiser.word
    return [[word(token.text, token.pos_, str(token.morph)).lemma for token in each] for each in tagged]


def package_lemmas(package: Language, gold: Treebank) -> Lemmas:
    return [[token.lemma_ for token in each] for each in package.pipe(documents(package, gold))]


def first_lemmas(gold: Treebank) -> Lemmas:
    def lemma(form: str) -> str:
        return next((each.lemma for each in morphology().analyses(form)), form)

    return [[lemma(word.form) for word in each] for each in gold.sentences]


def sentence_f1(gold: Treebank, limits: Limits, *, small: bool = False) -> float:
    right, mine, both = 0, 0, 0
    for text, begins in gold.paragraphs():
        found = limits(text.lower() if small else text)
        right, mine, both = right + len(begins), mine + len(found), both + len(begins & found)
    return _f1(both, mine, right)


def avoin_limits(text: str) -> set[int]:
    return {start for start, _end in sentences(text, 0, len(text))} - {0}


def spacy_limits(language: Language) -> Limits:
    return lambda text: {each.start_char for each in language(text).sents} - {0}


def speed(n_texts: int, package: Language) -> dict[str, float]:
    with COMMENTS.open(encoding="utf-8-sig", newline="") as file:
        texts = sorted({row["kommentti"].strip() for row in csv.DictReader(file)} - {""})
    texts = random.Random(0).sample(texts, min(n_texts, len(texts)))
    read_texts(texts[:5])
    list(package.pipe(texts[:5]))
    started = time.perf_counter()
    with tagging(sum(map(len, texts))) as tag:
        read = read_texts(texts, tag=tag)
    reading = time.perf_counter() - started
    SegmentVectors().fit_transform(
        [
            SegmentText(text[start:end], each.tokens_in(start, end))
            for text, each in zip(texts, read, strict=True)
            for start, end in each.segments
        ]
    )
    with_vectors = time.perf_counter() - started
    started, worked = time.perf_counter(), time.process_time()
    list(package.pipe(texts))
    whole, whole_work = time.perf_counter() - started, time.process_time() - worked
    worked = time.process_time()
    read_texts(texts)
    work = time.process_time() - worked
    return {
        "texts": len(texts),
        "code points": sum(map(len, texts)),
        "reading, s": reading,
        "reading with vectors, s": with_vectors,
        "package, s": whole,
        "reading": whole / reading,
        "reading, processor time of one process": whole_work / work,
        "reading with vectors": whole / with_vectors,
    }


def _share(hits: Iterable[bool]) -> float:
    every = list(hits)
    return 100.0 * sum(every) / len(every)


def _f1(both: int, mine: int, right: int) -> float:
    return 200.0 * both / (mine + right) if mine + right else 0.0


def measure(name: str, package: Language, sentencizer: Language) -> list[dict[str, Any]]:
    gold = treebank(TREEBANKS[name])
    lemmas = {"avoin": avoin_lemmas(gold), "package": package_lemmas(package, gold), "voikko first": first_lemmas(gold)}
    rows = [
        {"set": name, "system": system, "figure": figure, "value": value}
        for system, found in lemmas.items()
        for figure, value in lemma_accuracy(gold, found).items()
    ]
    ways = {"avoin": avoin_limits, "package": spacy_limits(package), "sentencizer": spacy_limits(sentencizer)}
    for system, limits in ways.items():
        for figure, small in (("sentence F1", False), ("sentence F1, no capitals", True)):
            value = sentence_f1(gold, limits, small=small)
            rows.append({"set": name, "system": system, "figure": figure, "value": value})
    return rows


def show(rows: Sequence[Mapping[str, Any]]) -> None:
    print(f"{'set':10}{'figure':28}{'system':16}{'value':>8}  target")
    for row in sorted(rows, key=lambda each: (each["set"], each["figure"], each["system"])):
        target = TARGETS.get(row["figure"], "") if row["system"] == "avoin" else ""
        print(f"{row['set']:10}{row['figure']:28}{row['system']:16}{row['value']:8.2f}  {target}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--texts", type=int, default=2_000, help="comments for the speed; 0 leaves it out")
    wanted = parser.parse_args()
    missing = [path for path in (*TREEBANKS.values(), COMMENTS) if not path.exists()]
    if missing:
        print("left out: needs", *missing)
        return
    package = spacy.load(PACKAGE)
    sentencizer = spacy.blank("fi")
    sentencizer.add_pipe("sentencizer")
    rows = [row for name in TREEBANKS for row in measure(name, package, sentencizer)]
    speeds = speed(wanted.texts, package) if wanted.texts else {}
    rows += [{"set": "yle", "system": "avoin", "figure": key, "value": value} for key, value in speeds.items()]
    show(rows)
    model = reading_model()
    record = {
        "rows": rows,
        "reader": {"name": model.name, "morphology": model.morphology, "digest": model.digest},
        "versions": {each: version(each) for each in ("avoin", "spacy", "numpy", "scikit-learn")},
        "python": platform.python_version(),
        "data": {path.name: digest(path.read_bytes()) for path in (*TREEBANKS.values(), COMMENTS)},
    }
    results = HERE / "results"
    results.mkdir(exist_ok=True)
    (results / "language.json").write_text(json.dumps(record, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()

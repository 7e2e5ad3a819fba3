"""Texts with labels, read and turned into vectors as the program does it; what the theme benchmarks stand on.

Enters: real Finnish text from ``../shared`` beside the checkout. Leaves: labelled sets, draws of them as rows, and
whole answers. What was read once is remembered on disk.
"""

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from avoin.ids import AnswerKey, QuestionId, RespondentId, Span, WaveId, digest
from avoin.importing.read import read_table
from avoin.nlp import sentence_model
from avoin.nlp.model import ReadText
from avoin.nlp.reading import read_texts, reading_model
from avoin.nlp.segment_text import terms
from avoin.nlp.vectors import SegmentText, SegmentVectors
from avoin.store.cache import Cache
from avoin.text import same_answer_key
from avoin.themes.duplicates import distinct_groups
from avoin.themes.grouping import Segments
from avoin.themes.phrases import Wording

HERE = Path(__file__).parent
SHARED = HERE.parent.parent / "shared"
POOL, MANY, SMALL = 1_000, 300, 108
_ITEM = re.compile(r",|;|\n|\bja\b|\bsekä\b|\d\.")


@dataclass(frozen=True)
class LabelledSet:
    """Texts with one label each."""

    name: str
    files: tuple[Path, ...]
    texts: tuple[str, ...]
    labels: tuple[str, ...]


@dataclass(frozen=True)
class Sample:
    """A draw, ready to be grouped: each different text once.

    ``words`` are its base forms and compound parts; ``copies`` says for each drawn text which different text it is.
    """

    rows: dict[str, np.ndarray]
    words: tuple[str, ...]
    wordings: tuple[Wording, ...]
    copies: np.ndarray
    labels: np.ndarray

    def segments(self, rows: str = "fused") -> Segments:
        """Return all drawn texts as the program groups them."""
        keys = (AnswerKey(WaveId("1"), RespondentId(str(place)), QuestionId("q")) for place in range(len(self.copies)))
        wordings = tuple(self.wordings[place] for place in self.copies)
        texts = tuple(each.text for each in wordings)
        spans = tuple(Span(key, 0, len(text)) for key, text in zip(keys, texts, strict=True))
        return Segments(spans, texts, wordings, self.rows[rows][self.copies])

    def themes(self, rows: str = "fused") -> np.ndarray:
        """Return the theme of each different text, as ``avoin themes`` finds it: near-duplicates joined."""
        found = np.zeros(len(self.words), dtype=int)
        for label, group in enumerate(distinct_groups(self.segments(rows), None, 0)[0]):
            found[self.copies[list(group.places)]] = label
        return found


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def labelled_sets() -> Iterator[LabelledSet]:
    data, gold = SHARED / "data", SHARED / "gold"
    simple = (
        ("sib200-fi", data / "sib200-fi" / "sib200-fi-kehitys.csv", "teksti", "teema"),
        (
            "yle-kommentit",
            data / "yle-vaalikone-2015-kommentit" / "kommentit-valtakunnalliset.csv",
            "kommentti",
            "kysymys_id",
        ),
        ("ylilauta-aiheet", data / "ylilauta-aiheet" / "ylilauta-kehitys.csv", "teksti", "teema"),
        ("eduskunta-vkk", data / "eduskunta-vkk" / "vkk-kehitys.csv", "teksti", "teema"),
    )
    for name, path, text, label in simple:
        found = [row for row in rows_of(path) if row.get("kieli_arvio", "fi") == "fi" and len(row[text].split()) > 2]
        yield pooled(name, (path,), [(row[text], row[label]) for row in found])
    intended = data / "kriisibarometri" / "tarkoitetut-koodit.csv"
    for question in ("talousvaikeudet", "sote_palvelut", "toimenpiteet"):
        found = [row for row in rows_of(intended) if row["kysymys"] == question]
        pairs = [pair for row in found for pair in evidence(row["todisteet"], row["koodit"])]
        yield pooled(f"kriisibarometri-{question}", (intended,), pairs)
    path = gold / "A-yle-barometri-dev.csv"
    yield pooled(
        "yle-barometri", (path,), [p for row in rows_of(path) for p in evidence(row["evidence"], row["codes"])]
    )
    yield fsd2821(gold)


def evidence(phrases: str, codes: str) -> list[tuple[str, str]]:
    found, named = phrases.split(" || "), codes.split(";")
    if len(found) != len(named):
        return []
    return [
        (phrase, code) for phrase, code in zip(found, named, strict=True) if phrase.strip() and code != "ei_vastausta"
    ]


def fsd2821(gold: Path) -> LabelledSet:
    files = tuple(gold / name for name in ("fsd2821-q3-dev.csv", "A-fsd2821-q3-dev.csv", "B-fsd2821-q3-dev.csv"))
    answers, first, second = (rows_of(path) for path in files)
    by_a, by_b = ({row["id"]: row["codes"] for row in coder} for coder in (first, second))
    pairs = []
    for row in answers:
        codes = by_a[row["id"]].split(";")
        items = [item.strip(" .") for item in _ITEM.split(re.sub(r"\(.*?\)", "", row["vastaus"])) if item.strip(" .")]
        if by_a[row["id"]] == by_b[row["id"]] and len(items) == len(codes):
            pairs += zip(items, codes, strict=True)
    return pooled("fsd2821-q3", files, pairs)


def pooled(name: str, files: tuple[Path, ...], pairs: Sequence[tuple[str, str]]) -> LabelledSet:
    """Keep at most 1,000 texts, drawn once and for all."""
    keep = np.sort(np.random.default_rng(2025).permutation(len(pairs))[:POOL])
    texts = tuple(re.sub(r"\s+", " ", pairs[place][0]).strip() for place in keep)
    return LabelledSet(name, files, texts, tuple(pairs[place][1] for place in keep))


class Prepared:
    """Texts read and their sentence vectors, remembered on disk between runs."""

    def __init__(self, cache: Path) -> None:
        self._cache = Cache(cache)

    def read(self, texts: Sequence[str]) -> dict[str, ReadText]:
        """Return the texts read."""
        model, keys = reading_model().digest, {text: digest(text) for text in texts}
        known = self._cache.get_read(model, keys.values())
        missing = [text for text in keys if keys[text] not in known]
        known |= (now := {keys[text]: each for text, each in zip(missing, read_texts(missing), strict=True)})
        self._cache.put_read(model, now)
        return {text: known[key] for text, key in keys.items()}

    def sentences(self, texts: Sequence[str]) -> dict[str, np.ndarray]:
        """Return the texts' sentence vectors."""
        model, keys = sentence_model.identity(), {text: digest(text) for text in texts}
        known = self._cache.get_vectors(model, keys.values())
        missing = [text for text in keys if keys[text] not in known]
        known |= (now := {keys[text]: row for text, row in zip(missing, sentence_model.encode(missing), strict=True)})
        self._cache.put_vectors(model, now)
        return {text: known[key] for text, key in keys.items()}


def sample(labelled: LabelledSet, places: np.ndarray, prepared: Prepared) -> Sample:
    texts = [labelled.texts[place] for place in places]
    different: dict[str, str] = {}
    for text in texts:
        different.setdefault(same_answer_key(text), text)
    order = {key: place for place, key in enumerate(different)}
    read, sentences = prepared.read(list(different.values())), prepared.sentences(list(different.values()))
    words = [SegmentText(text, read[text].tokens) for text in different.values()]
    fused = [SegmentText(each.text, each.tokens, sentences[each.text]) for each in words]
    alone = np.array([sentences[text] for text in different.values()], dtype=float)
    rows = {"words": SegmentVectors().fit_transform(words), "fused": SegmentVectors().fit_transform(fused)}
    rows["e5"] = unit(unit(alone) - unit(alone).mean(axis=0))
    copies = np.array([order[same_answer_key(text)] for text in texts])
    said = tuple(" ".join(terms(each)) for each in words)
    wordings = tuple(Wording(each.text, each.tokens) for each in words)
    return Sample(rows, said, wordings, copies, np.array([labelled.labels[place] for place in places]))


def unit(rows: np.ndarray) -> np.ndarray:
    return rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)


@dataclass(frozen=True)
class Answers:
    """Whole answers to one open question."""

    name: str
    texts: tuple[str, ...]


def questions() -> Iterator[Answers]:
    """Yield what gets names: the example survey, young people's lists, candidates' answers, texts on many matters."""
    data = SHARED / "data"
    yield from _kriisibarometri(data / "kriisibarometri")
    for labelled in labelled_sets():
        if labelled.name in ("sib200-fi", "yle-kommentit", "ylilauta-aiheet", "eduskunta-vkk"):
            yield Answers(labelled.name, labelled.texts[:MANY])
    path = data / "fsd2821-kehitysyhteistyo" / "fsd2821-kehitys.csv"
    first, second = [name for name in rows_of(path)[0] if name.startswith("Jatka")]
    yield Answers("fsd2821-q2", tuple(row[first] for row in rows_of(path) if row[first].strip()))
    yield Answers("fsd2821-q3", tuple(row[second] for row in rows_of(path) if row[second].strip()))
    gold = SHARED / "gold" / "yle-barometri-dev.csv"
    yield Answers("yle-barometri", tuple(row["vastaus"] for row in rows_of(gold)))
    path = data / "yle-vaalikone-2015-lupaukset" / "lupaukset-pitka.csv"
    promised = [
        row for row in rows_of(path) if row["kysymys"].startswith("Vaalilupaus 1") and row["kieli_arvio"] == "fi"
    ]
    yield Answers("yle-lupaus-1", _some(promised, "vastaus", MANY))
    path = data / "yle-vaalikone-2015-kommentit" / "kommentit-valtakunnalliset.csv"
    for question in ("Q127", "Q145"):
        found = [row for row in rows_of(path) if row["kysymys_id"] == question and row["kieli_arvio"] == "fi"]
        yield Answers(f"yle-{question}", _some(found, "kommentti", 150))


def _kriisibarometri(folder: Path) -> Iterator[Answers]:
    """Yield the example survey's questions, both waves together: their columns are the last open ones."""
    older = read_table(folder / "kriisibarometri-2024.csv")
    newer = read_table(folder / "kriisibarometri-2025.xlsx")
    beginnings = {
        "talousvaikeudet": ("talousvaik",),
        "sote_palvelut": ("havainnut alueesi sote-palveluista",),
        "toimenpiteet": ("Mitä pitäisi",),
        "jarjestot": ("Johtajille: miten järjestöt",),
    }
    for name, begun in beginnings.items():
        texts = [
            cell.strip()
            for table in (older, newer)
            for heading in table.headings
            if any(each in heading for each in begun)
            for cell in table.column(heading)
        ]
        yield Answers(f"kriisibarometri-{name}", tuple(text for text in texts if text))


def _some(rows: Sequence[dict[str, str]], column: str, n: int) -> tuple[str, ...]:
    keep = np.sort(np.random.default_rng(2025).permutation(len(rows))[:n])
    return tuple(rows[place][column] for place in keep)

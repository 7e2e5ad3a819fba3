"""How much of the personal data in Finnish text is proposed for redaction, and how much else.

Enters: the Turku NER corpus from ``../shared`` beside the checkout and our own inflected cases
(tests/privacy/inflected_names.txt). Leaves: a table beside the targets of figures.md §6 on standard output and
``results/redaction.json`` with versions and digests of the data.
Run: ``python benchmarks/redaction.py``.

Recall: named things of which every letter or digit is inside a proposal. Sure: inside proposals that "replace all"
takes; the rest is asked. Typed: some proposal over it has its kind. Precision: name proposals that touch a gold entity.
Rows "small letters" have every capital taken away. spaCy alone: the package's PERSON, GPE, LOC, FAC and ORG.
The package was trained on annotations of texts that this corpus holds, so its figures flatter; the word lists and the
rules were written after looking at the development set. Answers that nobody has seen give the honest figures.
"""

import argparse
import json
import platform
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from avoin.ids import digest
from avoin.nlp.morphology import morphology
from avoin.nlp.names import read_names
from avoin.privacy.personal_data import Kind, Proposal, Reason
from avoin.privacy.proposals import propose

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent / "tests"))
from kit.marked_text import marked_lines  # noqa: E402 - the reader of our own cases lies with the tests

CORPUS = HERE.parent.parent / "shared" / "data" / "turku-ner"
CASES = HERE.parent / "tests" / "privacy" / "inflected_names.txt"
KINDS = {
    "person": Kind.PERSON, "place": Kind.PLACE, "organisation": Kind.WORKPLACE,
    "identity code": Kind.IDENTITY_CODE, "phone": Kind.PHONE, "e-mail": Kind.EMAIL,
}  # fmt: skip
TARGETS = {"person": 0.97, "place": 0.97, "identity code": 1.0, "phone": 1.0, "e-mail": 1.0}
LABELS = {"PERSON": Kind.PERSON, "GPE": Kind.PLACE, "LOC": Kind.PLACE, "FAC": Kind.PLACE, "ORG": Kind.WORKPLACE}
_TURKU = {"PER": "person", "LOC": "place", "ORG": "organisation"}
_LETTERS = {"P": "person", "L": "place", "O": "organisation", "I": "identity code", "T": "phone", "E": "e-mail"}
_NO_SPACE_BEFORE = frozenset(".,:;!?)]}%”…")
_SENTENCES_A_TEXT = 5

Gold = tuple[str, int, int]


@dataclass(frozen=True)
class Text:
    """A text and the named things in it; ``other`` are entities of kinds that are not counted."""

    text: str
    gold: tuple[Gold, ...]
    other: tuple[Gold, ...] = ()

    def small(self) -> "Text":
        """Return the text without capitals; letters that have no small form of one letter stay."""
        return Text(
            "".join(low if len(low := char.lower()) == 1 else char for char in self.text), self.gold, self.other
        )


def turku(path: Path) -> list[Text]:
    """Read the corpus, five sentences a text, marks set close as people write them."""
    sentences: list[list[tuple[str, str]]] = [[]]
    for line in path.read_text(encoding="utf-8").splitlines():
        token, _tab, tag = line.partition("\t")
        if not token:
            sentences.append([])
        elif token != "-DOCSTART-":
            sentences[-1].append((token, tag))
    sentences = [each for each in sentences if each]
    return [
        _joined(sentences[start : start + _SENTENCES_A_TEXT]) for start in range(0, len(sentences), _SENTENCES_A_TEXT)
    ]


def _joined(sentences: Sequence[Sequence[tuple[str, str]]]) -> Text:
    text = ""
    spans: list[list[object]] = []
    for sentence in sentences:
        for token, tag in sentence:
            text += " " if text and token not in _NO_SPACE_BEFORE else ""
            if tag.startswith("B-"):
                spans.append([tag[2:], len(text), len(text) + len(token)])
            elif tag.startswith("I-"):
                spans[-1][2] = len(text) + len(token)
            text += token
    named = [(str(kind), int(str(start)), int(str(end))) for kind, start, end in spans]
    gold = tuple((_TURKU[kind], start, end) for kind, start, end in named if kind in _TURKU)
    return Text(text, gold, tuple(each for each in named if each[0] not in _TURKU))


def own_cases() -> list[Text]:
    """Read our own inflected cases."""
    return [
        Text(case.text, tuple((_LETTERS[letter], start, end) for letter, start, end in case.marks))
        for case in marked_lines(CASES)
    ]


def spacy_alone(texts: Sequence[str]) -> tuple[tuple[Proposal, ...], ...]:
    """Return what the package's own names give."""
    return tuple(
        tuple(
            Proposal(LABELS[each.label], each.start, each.end, (Reason.MODEL,))
            for each in reading.entities
            if each.label in LABELS
        )
        for reading in read_names(texts)
    )


def measure(texts: Sequence[Text], found: Sequence[Sequence[Proposal]]) -> dict[str, dict[str, float]]:
    """Return recall by kind of named thing, and precision of the sure and the asked name proposals."""
    counts: Counter[tuple[str, str]] = Counter()
    for each, proposals in zip(texts, found, strict=True):
        for kind, start, end in each.gold:
            over = [proposal for proposal in proposals if proposal.start < end and start < proposal.end]
            letters = [place for place in range(start, end) if each.text[place].isalnum()]
            counts[kind, "n"] += 1
            counts[kind, "recall"] += _cover(over, letters)
            counts[kind, "sure"] += _cover([proposal for proposal in over if proposal.sure], letters)
            counts[kind, "typed"] += any(proposal.kind is KINDS[kind] for proposal in over)
        for proposal in proposals:
            if proposal.kind.is_name:
                level = "sure proposals" if proposal.sure else "asked proposals"
                touched = any(
                    proposal.start < end and start < proposal.end for _kind, start, end in (*each.gold, *each.other)
                )
                counts[level, "n"] += 1
                counts[level, "precision"] += touched
    return {
        name: {
            key: value if key == "n" else round(value / counts[name, "n"], 4)
            for (of, key), value in counts.items()
            if of == name
        }
        for name in dict.fromkeys(name for name, _key in counts)
    }


def _cover(proposals: Sequence[Proposal], places: Sequence[int]) -> bool:
    return bool(places) and all(any(each.start <= place < each.end for each in proposals) for place in places)


def table(rows: Mapping[str, Mapping[str, Mapping[str, float]]]) -> str:
    """Return the results as a Markdown table."""
    lines = ["| texts | what | n | recall | sure | typed | precision | target |", "|---|---|--:|--:|--:|--:|--:|--:|"]
    for name, found in rows.items():
        for what, values in found.items():
            cells = [f"{values[key]:.3f}" if key in values else "" for key in ("recall", "sure", "typed", "precision")]
            target = TARGETS.get(what)
            lines.append(f"| {name} | {what} | {values['n']:.0f} | {' | '.join(cells)} | {target or ''} |")
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--train", type=int, default=0, help="texts of the training part to measure as well")
    wanted = parser.parse_args()
    sets: dict[str, list[Text]] = {"own inflected cases": own_cases()}
    data = {"own": digest(CASES.read_bytes())}
    if CORPUS.is_dir():
        sets["turku-ner dev"] = turku(CORPUS / "dev.tsv")
        sets["turku-ner dev, small letters"] = [each.small() for each in sets["turku-ner dev"]]
        data["turku-ner dev"] = digest((CORPUS / "dev.tsv").read_bytes())
        if wanted.train:
            sets["turku-ner train"] = turku(CORPUS / "train.tsv")[: wanted.train]
    rows = {}
    for name, texts in sets.items():
        plain = [each.text for each in texts]
        rows[name] = measure(texts, propose(plain))
        rows[f"{name}: spaCy alone"] = measure(texts, spacy_alone(plain))
    print(table(rows))
    result = {
        "python": platform.python_version(),
        "versions": {each: version(each) for each in ("spacy", "python-stdnum", "phonenumbers")},
        "morphology": morphology().name,
        "data": data,
        "rows": rows,
    }
    path = HERE / "results" / "redaction.json"
    path.write_text(json.dumps(result, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()

"""Names of people, places and workplaces: the union of what many cheap signals see.

Enters: texts and what the language model read in them. Leaves: proposals, one a name, with the signals as reasons.
A name that two signals agree on, or one that seldom errs, is sure; a capital letter alone asks. In a text that uses no
capitals, every word that could be a name is read once more as if it had one.
References: research on redaction of inflected Finnish showed single methods at 0.75–0.83 recall of persons, their
union near 1; benchmarks/redaction.py measures it.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from avoin.nlp.morphology import Analysis, morphology
from avoin.nlp.names import Entity, NameReading, TaggedWord, read_names
from avoin.privacy import name_lists
from avoin.privacy.personal_data import Kind, Proposal, Reason
from avoin.progress import Progress, silent

_LABELS = {
    "PERSON": Kind.PERSON, "GPE": Kind.PLACE, "LOC": Kind.PLACE, "FAC": Kind.PLACE, "ORG": Kind.WORKPLACE,
}  # fmt: skip
_OTHER_LABELS = frozenset({"PRODUCT", "EVENT", "WORK_OF_ART"})
_CLASSES = {"ee": Kind.PERSON, "es": Kind.PERSON, "ep": Kind.PLACE, "em": Kind.NAME}
_PLACE_CASES = frozenset({"Ine", "Ela", "Ill", "Ade", "Abl", "All"})
_EMOTICON = re.compile(r"(?:[:;=xX8][-'^]?[)(DPpdo/*]+|<3|\^\^)\s*$")
_CERTAIN_WEIGHT = 3  # a word that is a given name and nothing else outvotes the model
_SMALL = frozenset({"ADP", "ADV", "AUX", "CCONJ", "DET", "INTJ", "PART", "PRON", "PUNCT", "SCONJ", "SYM", "NUM", "X"})
_OPENING = frozenset(" \t\u00a0\"”“\u2019'(–-•*·")
_SENTENCE_ENDS = frozenset(".!?…:;\n/|")
_WEAK = frozenset({Reason.CAPITAL, Reason.UNKNOWN_WORD, Reason.LISTED})


@dataclass(slots=True)
class _Candidate:
    """A word that may be (part of) a name."""

    start: int
    end: int
    has_capital: bool
    is_public: bool = False
    reasons: list[Reason] = field(default_factory=list)
    votes: list[Kind] = field(default_factory=list)

    def add(self, reason: Reason, kind: Kind = Kind.NAME) -> None:
        if reason not in self.reasons:
            self.reasons.append(reason)
        if kind is not Kind.NAME:
            self.votes.append(kind)

    @property
    def kind(self) -> Kind:
        """What most signals say, the first that spoke where they are even."""
        return max(self.votes, key=self.votes.count) if self.votes else Kind.NAME

    @property
    def sure(self) -> bool:
        """True where one signal that seldom errs spoke, or two that do not hang together."""
        if self.is_public:
            return False
        if Reason.RESIDENT in self.reasons or (self.has_capital and Reason.ONLY_A_NAME in self.reasons):
            return True
        strong = [reason for reason in self.reasons if reason not in _WEAK]
        return len(strong) > 1 or (Reason.MODEL in strong and self.has_capital and len(self.reasons) > 1)


def find_names(texts: Sequence[str], progress: Progress = silent) -> tuple[tuple[Proposal, ...], ...]:
    """Return the names in each text, in order, none overlapping.

    Parameters
    ----------
    texts : sequence of str
        Of any length; offsets of the proposals are code points of them.
    """
    readings = read_names(texts, progress)
    raised = [_with_capitals(text, reading) for text, reading in zip(texts, readings, strict=True)]
    again = read_names([text for text in raised if text], progress)
    seen = iter(again)
    second = [next(seen).entities if text else () for text in raised]
    return tuple(
        _names_in(text, reading, entities) for text, reading, entities in zip(texts, readings, second, strict=True)
    )


def _names_in(text: str, reading: NameReading, as_if: Sequence[Entity]) -> tuple[Proposal, ...]:
    found: _Found = {}
    for word in reading.words:
        for reason, kind in _signals(text, word):
            _at(found, text, word).add(reason, kind)
    _add_entities(found, reading.entities, reading.words, text)
    for entity in as_if:
        for word in _inside(entity, reading.words) if entity.label in ("PERSON", "GPE") else ():
            if _could_be_name(text, word):
                _at(found, text, word).add(Reason.AS_IF_CAPITAL, _LABELS[entity.label])
    for candidate in found.values():
        candidate.is_public = name_lists.is_public(text[candidate.start : candidate.end])
    return tuple(_joined(text, sorted(found.values(), key=lambda each: each.start)))


_Found = dict[tuple[int, int], _Candidate]


def _at(found: _Found, text: str, word: TaggedWord) -> _Candidate:
    new = _Candidate(word.start, word.end, text[word.start].isupper())
    return found.setdefault((word.start, word.end), new)


def _add_entities(found: _Found, entities: Iterable[Entity], words: Sequence[TaggedWord], text: str) -> None:
    """Let each word of an entity that could be part of a name vote for the entity's kind."""
    for entity in entities:
        kind = _LABELS.get(entity.label)
        if kind is None and entity.label not in _OTHER_LABELS:
            continue
        inside = [word for word in _inside(entity, words) if any(map(str.isalnum, text[word.start : word.end]))]
        has_capital = any(text[word.start].isupper() for word in inside)
        for word in inside:
            if not has_capital or text[word.start].isupper() or (word.start, word.end) in found or len(inside) > 1:
                candidate = _at(found, text, word)
                candidate.add(Reason.MODEL, kind or Kind.NAME)
                if kind is not None:
                    candidate.votes.append(kind)  # the model reads the whole sentence: it counts twice


def _inside(entity: Entity, words: Sequence[TaggedWord]) -> Iterator[TaggedWord]:
    return (word for word in words if entity.start <= word.start and word.end <= entity.end)


def _signals(text: str, word: TaggedWord) -> Iterator[tuple[Reason, Kind]]:
    """Yield what the word itself, its place in the sentence and its part of speech say."""
    form = text[word.start : word.end]
    if not form[0].isalpha() or len(form) < 2 or (form.isupper() and set(form) <= set("IVXLC")):
        return
    analyses = _analyses(form)
    names = [each for each in analyses if each.proper]
    begins = _begins_sentence(text, word.start)
    if begins and word.pos in _SMALL and len(names) < len(analyses):
        return
    if form[0].isupper():
        yield from _signals_of_capital(text, word, analyses, begins=begins)
    elif names and len(names) == len(analyses) and len(form) > 3:
        yield Reason.ONLY_A_NAME, _kind_of(names)
    elif word.pos == "PROPN" and not analyses:
        yield Reason.TAGGED, Kind.NAME
    yield from _signals_of_lists(text, word, begins=begins)


def _analyses(form: str) -> Sequence[Analysis]:
    """Return what the form may be; of a name with a common noun after it (Sirpa-täti) what the name may be."""
    found = morphology().analyses(form)
    if "-" in form and found and all(each.lemma[0].isupper() for each in found):
        return morphology().analyses(form.partition("-")[0])
    return found


def _signals_of_lists(text: str, word: TaggedWord, *, begins: bool) -> Iterator[tuple[Reason, Kind]]:
    form = text[word.start : word.end]
    analyses = morphology().analyses(form)
    if form[0].isupper() or not analyses or _in_place_case(analyses):
        yield from ((Reason.LISTED, kind) for kind in name_lists.kinds_of(form))
    if name_lists.is_resident(form):
        yield Reason.RESIDENT, Kind.PLACE
    if name_lists.names_organisation(form) and ((form[0].isupper() and not begins) or _after_name(text, word)):
        yield Reason.ORGANISATION_WORD, Kind.WORKPLACE


def _signals_of_capital(
    text: str, word: TaggedWord, analyses: Sequence[Analysis], *, begins: bool
) -> Iterator[tuple[Reason, Kind]]:
    names = [each for each in analyses if each.proper]
    if names:
        reason = Reason.ONLY_A_NAME if len(names) == len(analyses) else Reason.DICTIONARY
        kind = _kind_of(names)
        yield from [(reason, kind)] * (_CERTAIN_WEIGHT if all(each.word_class == "ee" for each in analyses) else 1)
    if word.pos == "PROPN" and (names or not analyses or not begins):
        yield Reason.TAGGED, Kind.NAME
    if not analyses:
        yield Reason.UNKNOWN_WORD, Kind.NAME
    small = word.pos in _SMALL and bool(analyses)
    if not begins and not small and not _is_shouted(text, word):
        yield Reason.CAPITAL, Kind.NAME


def _kind_of(names: Sequence[Analysis]) -> Kind:
    """Return a person or a place; where a name is both (Koivisto), a case of places makes it a place."""
    kinds = {_CLASSES[each.word_class] for each in names}
    if {Kind.PERSON, Kind.PLACE} <= kinds:
        return Kind.PLACE if _in_place_case(names) else Kind.PERSON
    return next((kind for kind in (Kind.PERSON, Kind.PLACE) if kind in kinds), Kind.NAME)


def _in_place_case(names: Sequence[Analysis]) -> bool:
    return any(each.word_class == "ep" and each.case in _PLACE_CASES - {"All", "Abl"} for each in names)


def _begins_sentence(text: str, start: int) -> bool:
    if _EMOTICON.search(text, max(0, start - 8), start):
        return True
    place = start - 1
    while place >= 0 and text[place] in _OPENING:
        place -= 1
    return place < 0 or text[place] in _SENTENCE_ENDS or not (text[place].isalnum() or text[place] in ",%)]")


def _is_shouted(text: str, word: TaggedWord) -> bool:
    """Return whether the word is all capitals between others that are: emphasis, no name."""
    form = text[word.start : word.end]
    if not form.isupper() or len(form) < 2:
        return False
    around = text[max(0, word.start - 25) : word.start] + text[word.end : word.end + 25]
    letters = [char for char in around if char.isalpha()]
    return bool(letters) and sum(map(str.isupper, letters)) > len(letters) / 2


def _after_name(text: str, word: TaggedWord) -> bool:
    """Return whether a word with a capital letter stands just before: Halmisten konepaja."""
    before = text[max(0, word.start - 40) : word.start].split()
    return bool(before) and before[-1][:1].isupper() and not _begins_sentence(text, word.start)


def _with_capitals(text: str, reading: NameReading) -> str:
    """Return the text with a capital for every small word that could be a name; empty where capitals tell names."""
    if any(text[word.start].isupper() and not _begins_sentence(text, word.start) for word in reading.words):
        return ""
    found = [word for word in reading.words if _could_be_name(text, word)]
    if not found:
        return ""
    chars = list(text)
    for word in found:
        upper = chars[word.start].upper()
        chars[word.start] = upper if len(upper) == 1 else chars[word.start]
    return "".join(chars)


def _could_be_name(text: str, word: TaggedWord) -> bool:
    form = text[word.start : word.end]
    if not form[0].islower() or len(form) < 3 or word.pos in ("PRON", "AUX", "CCONJ", "SCONJ", "ADP"):
        return False
    analyses = morphology().analyses(form)
    return any(each.proper for each in analyses) or (not analyses and form.isalpha()) or bool(name_lists.kinds_of(form))


def _joined(text: str, candidates: Sequence[_Candidate]) -> Iterator[Proposal]:
    """Yield names of several words whole: Matti Meikäläinen, Halmisten Konepaja."""
    group: list[_Candidate] = []
    for each in candidates:
        if group and not _belongs(text, group[-1], each):
            yield _proposal(group)
            group = []
        group.append(each)
    if group:
        yield _proposal(group)


def _belongs(text: str, before: _Candidate, after: _Candidate) -> bool:
    between = text[before.end : after.start]
    if between not in (" ", "\u00a0", "-", "–", " - ") or (not text[after.start].isupper() and between.strip()):
        return False
    kinds = {before.kind, after.kind}
    return len(kinds) == 1 or Kind.NAME in kinds or after.kind is Kind.WORKPLACE


def _proposal(group: Sequence[_Candidate]) -> Proposal:
    kinds = [each.kind for each in group if each.kind is not Kind.NAME]
    kind = Kind.WORKPLACE if Kind.WORKPLACE in kinds[-1:] else (kinds[0] if kinds else Kind.NAME)
    reasons = dict.fromkeys(reason for each in group for reason in each.reasons)
    if any(each.is_public for each in group):
        reasons[Reason.KNOWN_TO_ALL] = None
    return Proposal(kind, group[0].start, group[-1].end, tuple(reasons), any(each.sure for each in group))

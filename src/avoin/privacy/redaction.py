"""What is changed in a quotation before it leaves: names and the like replaced, words cut, and the proof of it.

Enters: an answer's text and edits. Leaves: the text as it may be shown, the log of changes, and whether what remains
is verbatim. Invariants: every change stands in square brackets; the rest is the answer to the letter; one person has
one number within an answer, however the name is inflected.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from html import unescape

from avoin.i18n import _
from avoin.nlp.morphology import morphology
from avoin.privacy.name_lists import possible_bases
from avoin.privacy.patterns import find_patterns
from avoin.privacy.personal_data import Kind, Proposal, placeholder
from avoin.privacy.taken import Taken
from avoin.text import CUT

_ENTITY = re.compile(r"&(?:amp|lt|gt|quot|apos|nbsp|[aouAOU]uml|aring|Aring|#\d{1,6}|#x[0-9a-fA-F]{1,5});")
_SPACE = re.compile(r"\s+")
_CHANGED = re.compile(r"\[[^\[\]]{1,60}\]")
_WORD = re.compile(r"[^\W\d_][\w]*")


class Act(StrEnum):
    """What was done at one place."""

    REPLACED = "replaced"
    CUT = "cut"


@dataclass(frozen=True, slots=True, order=True)
class Edit:
    """One change of an answer's working text, at [start, end) in code points.

    Attributes
    ----------
    instead : str
        What stands there now, in square brackets.
    """

    start: int
    end: int
    instead: str

    @property
    def act(self) -> Act:
        """Whether something was replaced or cut out."""
        return Act.CUT if self.instead == CUT else Act.REPLACED


@dataclass(frozen=True, slots=True)
class Change:
    """One line of the change log: what stands in the shown text at [at, at + len(instead)) and what it hides.

    Attributes
    ----------
    length : int
        How many code points were there; what they were is in the answer only.
    """

    at: int
    act: Act
    instead: str
    length: int


@dataclass(frozen=True, slots=True)
class Redacted:
    """A part of an answer with its edits made; ``changes`` in the order of the text."""

    text: str
    changes: tuple[Change, ...]


def redacted(text: str, edits: Iterable[Edit], start: int = 0, end: int = -1) -> Redacted:
    """Return [start, end) of a text as it may be shown: edits made, entities read, runs of space made one.

    Parameters
    ----------
    text : str
        The answer's whole working text, which the edits refer to.
    edits : iterable of Edit
        Of the whole answer; those outside the part are left aside, one that runs over its edge is made whole.
    end : int
        -1 is the end of the text.

    Examples
    --------
    >>> redacted("Liisa soitti Oulusta.", [Edit(0, 5, "[person]"), Edit(13, 20, "[place]")]).text
    '[person] soitti [place].'
    """
    end = len(text) if end < 0 else end
    pieces: list[str] = []
    changes: list[Change] = []
    length = 0
    place = start
    for edit in _within(edits, start, end):
        kept = _shown(text[place : max(place, edit.start)], is_first=not pieces)
        pieces += [kept, edit.instead]
        changes.append(Change(length + len(kept), edit.act, edit.instead, edit.end - edit.start))
        length += len(kept) + len(edit.instead)
        place = edit.end
    pieces.append(_shown(text[place:end], is_first=not pieces).rstrip())
    return Redacted("".join(pieces), tuple(changes))


def replaced(text: str, edits: Iterable[Edit], places: Iterable[int]) -> tuple[str, dict[int, int]]:
    """Return a whole text with its edits made and nothing else changed, and where places of it have gone.

    Parameters
    ----------
    places : iterable of int
        Code points of the text; one inside an edit goes to the edit's nearer end.
    """
    pieces: list[str] = []
    gone: dict[int, int] = {}
    waiting = sorted(set(places), reverse=True)
    place = length = 0
    for edit in [*_within(edits, 0, len(text)), Edit(len(text) + 1, len(text) + 1, "")]:
        while waiting and waiting[-1] <= edit.start:
            at = waiting.pop()
            gone[at] = length + at - place
        pieces += [text[place : edit.start], edit.instead]
        start = length + edit.start - place
        length = start + len(edit.instead)
        while waiting and waiting[-1] < edit.end:
            at = waiting.pop()
            gone[at] = start if at - edit.start < edit.end - at else length
        place = edit.end
    return "".join(pieces), gone


def _shown(text: str, *, is_first: bool) -> str:
    # a web form may have written letters as entities
    folded = _SPACE.sub(" ", _ENTITY.sub(lambda found: unescape(found.group()), text))
    return folded.lstrip() if is_first else folded


def _within(edits: Iterable[Edit], start: int, end: int) -> list[Edit]:
    """Return the edits that touch the part, in order; of two that overlap a cut or the longer one holds."""
    taken = Taken()
    touching = [edit for edit in edits if edit.start < end and start < edit.end]
    order = sorted(touching, key=lambda each: (each.act is not Act.CUT, each.start - each.end, each.start))
    return sorted(edit for edit in order if taken.take(edit.start, edit.end))


def replacing(text: str, proposals: Sequence[Proposal]) -> tuple[Edit, ...]:
    """Return the edits that replace proposals of one answer, people told apart by number where there are several.

    Parameters
    ----------
    text : str
        The answer's whole working text.
    proposals : sequence of Proposal
        All those of the answer that are to be replaced, so that numbers come out the same each time.
    """
    numbers = _numbers(text, proposals)
    return tuple(
        Edit(each.start, each.end, placeholder(each.kind, number))
        for each, number in zip(proposals, numbers, strict=True)
    )


def without_shapes(text: str) -> str:
    """Return a text with everything replaced whose shape alone tells it: codes, numbers, addresses.

    No substitute for proposals and a person who reads them: names have no shape.

    Examples
    --------
    >>> without_shapes("Soita 040 123 4567 heti.")
    'Soita [phone number] heti.'
    """
    return redacted(text, replacing(text, [each for each in find_patterns(text) if each.sure])).text


def _numbers(text: str, proposals: Sequence[Proposal]) -> list[int]:
    """Return for each proposal whose it is, from 1 in order of appearance; 0 where its kind has only one."""
    known: dict[Kind, list[set[str]]] = {}
    places: list[int] = []
    for each in proposals:
        bases = _bases(text[each.start : each.end])
        bearers = known.setdefault(each.kind, [])
        place = next((at for at, bearer in enumerate(bearers) if bases & bearer), len(bearers))
        if place == len(bearers):
            bearers.append(set())
        bearers[place] |= bases
        places.append(place + 1)
    return [
        place if each.kind.is_name and len(known[each.kind]) > 1 else 0
        for each, place in zip(proposals, places, strict=True)
    ]


def _bases(name: str) -> set[str]:
    """Return what a name and its inflected forms share: base forms of its words."""
    found: set[str] = set()
    for word in _WORD.findall(name):
        lemmas = {each.lemma.lower() for each in morphology().analyses(word) if each.proper}
        found |= lemmas or possible_bases(word.lower())
    return found


def is_verbatim(shown: str, text: str, edits: Iterable[Edit], start: int = 0, end: int = -1) -> bool:
    """Return whether a shown text is the answer's own words but for its edits.

    Checked twice: it is what the edits make of the answer, and what stands between brackets is in it, in order.
    """
    edits = tuple(edits)
    if shown != redacted(text, edits, start, end).text:
        return False
    whole = _shown(text[start : len(text) if end < 0 else end], is_first=True)
    place = 0
    for piece in _kept(shown, {edit.instead for edit in edits}):
        found = whole.find(piece, place)
        if found < 0:
            return False
        place = found + len(piece)
    return True


def _kept(shown: str, instead: set[str]) -> list[str]:
    """Return what of a shown text is the answer's own; brackets that the answer has itself are its own."""
    pieces = [""]
    place = 0
    for match in _CHANGED.finditer(shown):
        if match.group() in instead:
            pieces[-1] += shown[place : match.start()]
            pieces.append("")
            place = match.end()
    pieces[-1] += shown[place:]
    return [piece.strip() for piece in pieces if piece.strip()]


def act_name(act: Act) -> str:
    """Return what was done, in the language spoken now."""
    return {Act.REPLACED: _("replaced"), Act.CUT: _("cut out")}[act]

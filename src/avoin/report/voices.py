"""Words of respondents for a report: which segments speak for a code, and in what shape they may be shown.

Enters: codings, answers and what a person has approved. Leaves: quotations without ids.
Invariants: only what a person approved is chosen, unless unreviewed ones were asked for; those are marked so and have
gone through the patterns of personal data; background stands beside a quotation only while enough respondents share
it; the same inputs choose the same segments.
"""

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from html import unescape
from math import log

import numpy as np
from numpy.typing import NDArray

from avoin.coding.decision import Coding
from avoin.corpus.model import Corpus
from avoin.ids import CodeId, RespondentId, Span, VariableId, WaveId
from avoin.privacy.background import values_beside
from avoin.privacy.quotable import quotable
from avoin.privacy.redaction import without_shapes
from avoin.report.model import Quotation
from avoin.text import is_erased, same_answer_key

Vector = NDArray[np.float32]
_GOOD_LENGTH = 120  # code points: long enough to say something, short enough to be read
_LONGEST = 400
_SHORTEST = 12
_TOO_SHORT_TO_SAY_MUCH = 30
# a capital letter within a sentence: a name, a place or an organisation; two such words in a row: a person most likely
_NAME = re.compile(r"(?<=[\w,;:)–-] )[^\W\d_a-zåäö]\w*")
_FULL_NAME = re.compile(r"\b[A-ZÅÄÖ][\w-]+ [A-ZÅÄÖ][\w-]+")
_ENTITY = re.compile(r"&(?:amp|lt|gt|quot|apos|nbsp|[aouAOU]uml|aring|Aring|#\d{1,6}|#x[0-9a-fA-F]{1,5});")
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A segment that could be quoted for a code.

    Attributes
    ----------
    marked : bool
        True where a coder marked it as worth quoting.
    approved : str or None
        The text that a person approved for publication, where one did.
    """

    span: Span
    text: str
    marked: bool
    approved: str | None


@dataclass(frozen=True, slots=True)
class Heard:
    """Who and what has been quoted so far; grows as quotations are chosen.

    Attributes
    ----------
    people : Counter
        How often each respondent has been quoted.
    texts : set of str
        What has been quoted, folded.
    """

    people: Counter[tuple[WaveId, RespondentId]] = field(default_factory=Counter)
    texts: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Voices:
    """What quotations are made of.

    Attributes
    ----------
    approved : mapping of Span to str
        Texts approved for publication.
    marked : mapping of Span to frozenset of CodeId
        Words that a coder marked as worth quoting, with the codes that they speak for (``privacy.quotable``).
    vectors : mapping of Span to Vector
        Unit vectors of segments, shape (n_features,); where a code's segments have them, the nearest to their mean
        are typical. Without them length decides.
    unreviewed : bool
        True where quotations that nobody approved may be chosen as well; somebody asked for that in so many words.
    beside : tuple of VariableId
        Background that may stand beside a quotation, in order of interest.
    """

    corpus: Corpus
    threshold: int
    approved: Mapping[Span, str] = field(default_factory=dict)
    marked: Mapping[Span, frozenset[CodeId]] = field(default_factory=dict)
    vectors: Mapping[Span, Vector] = field(default_factory=dict)
    unreviewed: bool = False
    beside: tuple[VariableId, ...] = ()

    def candidates(self, codings: Sequence[Coding]) -> tuple[Candidate, ...]:
        """Return what could be quoted for these codings, the best to quote first: approved, marked, typical."""
        found = quotable(codings, self.marked)
        spans = sorted(
            span for span, codes in found.items() if codes <= self.marked.get(span, codes) and self._text(span)
        )
        typical = self._typicality(spans)
        ordered = sorted(spans, key=lambda span: (span not in self.approved, span not in self.marked, typical(span)))
        return tuple(
            Candidate(span, self._text(span), span in self.marked, self.approved.get(span)) for span in ordered
        )

    def choose(self, codings: Sequence[Coding], n: int, heard: Heard) -> tuple[Quotation, ...]:
        """Return up to n quotations, each of another respondent and none like another.

        What was quoted before is quoted again only where there is nothing else, and then alone.

        Parameters
        ----------
        heard : Heard
            Who has been heard less goes first.
        """
        chosen: list[Candidate] = []
        candidates = [each for each in self.candidates(codings) if self._may_leave(each)]
        # a stable sort: approved and marked ones keep their place; among the rest those that name nobody and say a
        # whole thought go first, and who has been heard less
        candidates.sort(
            key=lambda each: (
                each.approved is None,
                not each.marked,
                _NAME.search(each.text) is not None,
                len(each.text) < _TOO_SHORT_TO_SAY_MUCH,
                heard.people[each.span.answer[:2]],
            )
        )
        speakers: set[tuple[WaveId, RespondentId]] = set()
        for each in candidates:
            who = each.span.answer[:2]
            like = same_answer_key(each.text)
            if who not in speakers and like not in heard.texts and len(chosen) < n:
                chosen.append(each)
                heard.texts.add(like)
                speakers.add(who)
        chosen = chosen or candidates[: min(n, 1)]
        heard.people.update(each.span.answer[:2] for each in chosen)
        return tuple(self.quotation(each) for each in chosen)

    def _may_leave(self, candidate: Candidate) -> bool:
        return candidate.approved is not None or (self.unreviewed and _may_be_quoted(candidate.text))

    def quotation(self, candidate: Candidate) -> Quotation:
        """Return a candidate as it may be shown."""
        wave, respondent, _question = candidate.span.answer
        person = self.corpus.respondent_by_id[wave, respondent]
        beside = values_beside(self.corpus, person, self.beside, self.threshold)
        if candidate.approved is not None:
            return Quotation(candidate.approved, reviewed=True, beside=beside)
        return Quotation(_shortened(without_shapes(candidate.text)), reviewed=False, beside=beside)

    def _text(self, span: Span) -> str:
        answer = self.corpus.by_key.get(span.answer)
        if answer is None:
            return ""
        # codings on the whole answer have no limits of their own
        text = answer.text if span.start < 0 else answer.text[span.start : span.end]
        if is_erased(text):
            return ""
        # a web form may have written letters as entities; read before anything is looked for in them
        return _SPACE.sub(" ", _ENTITY.sub(lambda found: unescape(found.group()), text)).strip()

    def _typicality(self, spans: Sequence[Span]) -> Callable[[Span], tuple[float, Span]]:
        known = [self.vectors[span] for span in spans if span in self.vectors]
        if len(known) < 3:
            return lambda span: (abs(log(max(1, len(self._text(span))) / _GOOD_LENGTH)), span)
        centre = np.mean(np.stack(known), axis=0)
        # six decimals: the last bits of a float may differ between machines, the order must not
        near = {span: round(float(self.vectors[span] @ centre), 6) for span in spans if span in self.vectors}
        return lambda span: (-near.get(span, -1.0), span)


def _may_be_quoted(text: str) -> bool:
    """Return whether an unreviewed segment is fit to be proposed: long enough, and no full name in it."""
    return len(text) >= _SHORTEST and _FULL_NAME.search(text) is None


def _shortened(text: str) -> str:
    if len(text) <= _LONGEST:
        return text
    return text[:_LONGEST].rpartition(" ")[0] + " […]"

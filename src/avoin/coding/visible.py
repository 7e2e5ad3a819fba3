"""Which marks someone may see who codes answers blind.

Enters: marks, and what is coded blind. Leaves: marks. Invariants: on such answers there is nothing of others; neither
are their notes on codes, themes or the project, for these may tell how they code; what is shared stays.
"""

from collections.abc import Mapping

from avoin.coding.decision import Mark, MarkKind
from avoin.coding.roles import person
from avoin.ids import AnswerKey, CoderId

NOTES = (MarkKind.MEMO, MarkKind.THEME_MEMO)
"""Kinds of marks that are notes."""


def visible(found: Mapping[Mark, int], blind: Mapping[AnswerKey, CoderId], reader: CoderId) -> dict[Mark, int]:
    """Return the marks that the reader may see.

    Parameters
    ----------
    blind : mapping of AnswerKey to CoderId
        The answers that the reader codes blind, with the role in which they do; empty where there are none.
    """
    if not blind:
        return dict(found)
    return {mark: seq for mark, seq in found.items() if _is_visible(mark, blind, reader)}


def _is_visible(mark: Mark, blind: Mapping[AnswerKey, CoderId], reader: CoderId) -> bool:
    if mark.answer in blind:
        return mark.coder in ("", blind[mark.answer])
    return bool(mark.respondent) or mark.kind not in NOTES or person(mark.coder) == person(reader)

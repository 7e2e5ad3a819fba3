"""How segments look on the screens: whose they are, which words speak for a code, which codes are on them."""

from collections.abc import Iterable

from avoin.codebook.model import Codebook
from avoin.coding.suggestion import Suggestion
from avoin.i18n import _
from avoin.ids import CodeId, Span, WaveId
from avoin.tui.screens.sentences import code_name
from avoin.tui.widgets.segment_list import signs_of
from avoin.tui.widgets.shown import Words
from avoin.tui.widgets.signed_text import CodedPart
from avoin.workflow.desk.desk_views import SegmentView


def respondent_tag(span: Span, wave: WaveId | None) -> str:
    """Return whose a segment is, without the wave where the screen is about one wave only."""
    respondent = str(span.answer.respondent)
    if wave is None:
        return respondent if respondent.startswith(span.answer.wave) else f"{span.answer.wave} {respondent}"
    return respondent.removeprefix(f"{wave}-")


def words_in(span: Span, suggestion: Suggestion | None) -> Words:
    """Return the words that speak for a suggestion, as places in the segment's text."""
    if suggestion is None:
        return ()
    limits = ((max(start, span.start), min(end, span.end)) for start, end in suggestion.words)
    return tuple((start - span.start, end - span.start) for start, end in limits if start < end)


def word_list(text: str, words: Words) -> str:
    """Return the marked words of a text, each once."""
    return ", ".join(dict.fromkeys(text[start:end] for start, end in words))


def for_code(suggestions: Iterable[Suggestion], code: CodeId | None) -> Suggestion | None:
    """Return the suggestion of this code, or None."""
    return next((each for each in suggestions if each.code == code), None)


def lines_below(view: SegmentView, codebook: Codebook) -> tuple[str, ...]:
    """Return what is written under a segment: its codes first, numbered where one is on some words only."""
    numbered = bool(coded_parts(view))

    def names(segment: SegmentView) -> list[str]:
        codes = dict.fromkeys(coding.code for coding in segment.codings)
        called = [code_name(code, codebook) for code in codes]
        return [f"{place} {name}" for place, name in enumerate(called, 1)] if numbered else called

    return signs_of(view, names)


def codes_of(view: SegmentView, codebook: Codebook) -> str:
    """Return the names of a segment's codes, each once."""
    return ", ".join(dict.fromkeys(code_name(coding.code, codebook) for coding in view.codings))


def coded_parts(view: SegmentView) -> tuple[CodedPart, ...]:
    """Return which words each code is on, as places in the segment's text; nothing where all are on the whole of it."""
    span = view.span
    if all(each.span.start <= span.start and span.end <= each.span.end for each in view.codings):
        return ()
    number = {code: place for place, code in enumerate(dict.fromkeys(each.code for each in view.codings), 1)}
    return tuple(
        CodedPart(
            max(each.span.start, span.start) - span.start, min(each.span.end, span.end) - span.start, number[each.code]
        )
        for each in view.codings
    )


def reasons(text: str, words: Words, suggestion: Suggestion | None, wave: WaveId | None) -> tuple[str, ...]:
    """Return in words what speaks for a code: marked words, and the nearest segment that has it."""
    if suggestion is None:
        return ()
    says = []
    if words:
        says.append(_("speaks for the code: {words}").format(words=word_list(text, words)))
    if suggestion.nearest is not None:
        says.append(_("nearest confirmed: {respondent}").format(respondent=respondent_tag(suggestion.nearest, wave)))
    return tuple(says)

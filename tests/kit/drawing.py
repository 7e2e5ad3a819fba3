"""Strings through the doors of the workbench to what a terminal gets.

``on_a_screen`` draws them in a widget of the workbench and has Textual turn its screen into the sequences that it would
write; ``on_a_terminal`` opens the whole workbench on a pseudo-terminal and goes through answers. Both tell which
controls came through that are not the workbench's own. A screen's lines are looked at before colours and places are
added too: there not even a line end is ours.
"""

import asyncio
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from textual.app import App, ComposeResult
from textual.content import Content

from avoin.ids import AnswerKey, CodeId, QuestionId, RespondentId, Span, WaveId
from avoin.text import working_text
from avoin.tui.widgets.segment_list import SegmentList, SegmentRow
from avoin.tui.widgets.shown import Plate, shown
from avoin.tui.widgets.signed_text import CodedPart, Signs
from avoin.tui.widgets.suggestion_list import SuggestionList, SuggestionRow
from kit.at_rest import at_rest
from kit.codebooks import codebook
from kit.controls import controls, foreign
from kit.projects import project
from kit.terminal import go_to_answers, running

AT_ONCE = 200
"""Strings on one screen."""

_SIZE = (120, 980)
_KEY = AnswerKey(WaveId("2025"), RespondentId("r1"), QuestionId("sote"))


@dataclass
class Drawn:
    """What came of strings that were drawn.

    Attributes
    ----------
    strings, controls : int
        How many went in, and the controls they held.
    found : list of str
        Controls that came out.
    """

    strings: int = 0
    controls: int = 0
    found: list[str] = field(default_factory=list)


class _TextList(SegmentList):
    """Strings as the words of segments, with words marked and a code on some of them."""

    def take(self, texts: Sequence[str]) -> None:
        kept = [working_text(text) for text in texts]

        def look(span: Span, index: int) -> SegmentRow:
            del span
            text = kept[index]
            return SegmentRow(text, "1 ", signs=Signs(((0, 3), (5, 9)), (CodedPart(0, len(text) // 2, 1),)))

        self.show_segments(_spans(len(texts)), look)


class _BesideList(SegmentList):
    """Strings as whose a segment is, and as what is written below it."""

    def take(self, texts: Sequence[str]) -> None:
        self.show_segments(
            _spans(len(texts)), lambda _span, index: SegmentRow("Jonot.", "1 ", texts[index], below=(texts[index],))
        )


class _NameList(SuggestionList):
    """Strings as names of codes and as words that speak for them."""

    def take(self, texts: Sequence[str]) -> None:
        self.show_items(
            [SuggestionRow(CodeId(f"{n}"), text, n % 10, 0.3, text, sure=n % 2 == 0) for n, text in enumerate(texts)]
        )


class _Card(Plate):
    """Strings as paragraphs of a card, with their line ends."""

    def take(self, texts: Sequence[str]) -> None:
        self.draw(Content("\n").join(shown(text) for text in texts))


Way = _TextList | _BesideList | _NameList | _Card
WAYS: Mapping[str, Callable[[], Way]] = {
    "words of segments": _TextList,
    "whose segments are, notes": _BesideList,
    "names of codes, their words": _NameList,
    "cards": _Card,
}


class _Sheet(App[None]):
    """A screen of one widget."""

    CSS = "Plate { height: 1fr; }"

    def __init__(self, way: Way) -> None:
        super().__init__()
        self.way = way

    def compose(self) -> ComposeResult:
        yield self.way


def on_a_screen(way: str, texts: Iterable[str]) -> Drawn:
    """Draw all of them in one of ``WAYS``, ``AT_ONCE`` on a screen."""
    return asyncio.run(_drawn(_Sheet(WAYS[way]()), texts))


async def _drawn(sheet: _Sheet, texts: Iterable[str]) -> Drawn:
    drawn, left = Drawn(), iter(texts)
    async with sheet.run_test(size=_SIZE):
        while batch := list(islice(left, AT_ONCE)):
            sheet.way.take(batch)
            await at_rest()
            drawn.strings += len(batch)
            drawn.controls += len(controls("".join(batch)))
            drawn.found += _came_out(sheet)
    return drawn


def _came_out(sheet: _Sheet) -> list[str]:
    """Return the controls in the lines of the screen, and those of others in what the terminal would get."""
    update = sheet.screen._compositor.render_full_update()
    lines = ["".join(strip.text for strip in line) for line in update.strips]
    assert not lines[-1].strip(), "not all of it has room on the screen"
    assert any(line.strip() for line in lines), "nothing was drawn"
    return [*controls("".join(lines)), *foreign(update.render_segments(sheet.console))]


def on_a_terminal(folder: Path, answers: Mapping[str, str], size: tuple[int, int] = (160, 45)) -> str:
    """Return all that the workbench writes while a coder goes from each of a project's answers to the next.

    Parameters
    ----------
    answers : mapping
        Respondent, none of whose names begins another's, to what was answered.
    """
    made = project(folder / "project", {"sote": answers}, codebook=codebook("hinta"), coder="aino")
    arguments = ["-m", "avoin", "--language", "en", "-C", str(made.folder), "code", "--coder", "aino"]
    with running(arguments, size, {"AVOIN_CONFIG_DIR": str(folder / "config")}) as terminal:
        go_to_answers(terminal)
        first, *others = answers
        terminal.wait_for(f"respondent {first}")
        for who in others:
            terminal.press("right")
            terminal.wait_for(f"respondent {who}")
        terminal.press("ctrl+q")
        assert terminal.wait_ended() == 0
    return terminal.raw.decode("utf-8", "surrogateescape")


def _spans(n: int) -> list[Span]:
    return [Span(_KEY, place, place + 1) for place in range(n)]

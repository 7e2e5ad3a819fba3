"""The one door of text to the screen."""

import unicodedata

from hypothesis import given
from hypothesis import strategies as st
from textual.content import Content

from avoin.tui.widgets.shown import beside, fit, lines_of, marked, pages, shown, shown_line

ANY = st.text(st.characters(exclude_categories=()), max_size=200)


def is_harmless(text: str) -> bool:
    return all(char == "\n" or unicodedata.category(char) not in ("Cc", "Cs") for char in text)


@given(ANY)
def test_no_control_character_comes_through(text: str) -> None:
    assert is_harmless(shown(text).plain)
    assert is_harmless(shown_line(text).plain)
    assert is_harmless(marked(text, [(0, 5)]).plain)


@given(ANY.filter(lambda text: "\r\n" not in text))
def test_offsets_stay_valid(text: str) -> None:
    assert len(shown(text).plain) == len(text)
    assert len(marked(text, [(1, 3)]).plain) == len(text)


@given(st.text(max_size=100))
def test_brackets_are_never_markup(text: str) -> None:
    hostile = f"[/] [bold]{text}[link=http://x]"
    assert shown(hostile).plain.startswith("[/] [bold]")
    assert shown(hostile).plain.endswith("[link=http://x]")


@given(ANY, st.integers(1, 120), ANY)
def test_a_fitted_line_is_exactly_as_wide_as_asked(text: str, width: int, right: str) -> None:
    assert fit(shown_line(text), width).cell_length == width
    assert fit(shown_line(text), width, right=shown_line(right)).cell_length == width


def test_nothing_is_drawn_where_there_is_no_room() -> None:
    assert fit(Content("abc"), 0).plain == ""


@given(ANY, st.integers(2, 80))
def test_wrapped_lines_are_no_wider_than_asked(text: str, width: int) -> None:
    assert all(line.cell_length <= width for line in lines_of(shown(text), width))


def test_cut_lines_say_that_there_is_more() -> None:
    lines = lines_of(shown("yksi kaksi kolme neljä viisi"), 10, most=2)
    assert len(lines) == 2
    assert lines[-1].plain.endswith("…")


@given(st.text(max_size=300), st.integers(5, 50))
def test_pages_follow_each_other_and_leave_nothing_out(text: str, length: int) -> None:
    limits = pages(text, length)
    assert "".join(text[start:end] for start, end in limits) == text
    assert all(end - start <= length for start, end in limits)


def test_words_are_marked_where_they_are() -> None:
    content = marked("Kela teki päätöksen", [(0, 4), (10, 19)], "bold")
    assert [content.plain[span.start : span.end] for span in content.spans] == ["Kela", "päätöksen"]


def test_empty_parts_leave_no_gap() -> None:
    assert beside([Content("a"), Content(""), Content("b")]).plain == "a  b"

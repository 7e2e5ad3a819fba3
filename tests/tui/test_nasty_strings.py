"""Strings made to attack a terminal, through the widgets to the sequences that Textual would write.

A few thousand here; ``benchmarks/trust.py`` draws a million.
"""

import unicodedata
from collections.abc import Callable

import pytest

from avoin.tui.widgets import shown
from kit.controls import MARK, controls, foreign
from kit.drawing import AT_ONCE, WAYS, on_a_screen
from kit.nasty import LONGEST, nasty_strings

N = 5 * AT_ONCE


@pytest.mark.parametrize("way", WAYS)
def test_no_control_of_a_nasty_string_reaches_the_terminal(way: str) -> None:
    drawn = on_a_screen(way, nasty_strings(N, seed=20261125))
    assert drawn.found == []
    assert drawn.strings == N
    assert drawn.controls > N, "nothing nasty went in"


@pytest.mark.parametrize("way", WAYS)
def test_a_control_that_comes_through_is_found(way: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for door in ("show", "show_line"):
        monkeypatch.setattr(shown, door, lambda text: text)
    assert "\x1b" in on_a_screen(way, nasty_strings(AT_ONCE, seed=1)).found


@pytest.mark.parametrize(
    "written",
    [
        *(f"\x1b[{MARK}m", f"\x1b[1;{MARK}H", "\x1b]2;nimi\x07", "\x1b]8;;http://x\x1b\\", "\x1bP0;1q#0\x1b\\"),
        *("\x9b1m", "\x7f", "\u202e", "\u2066", "\u200f", "\ud800", "\x00", "\b", "\x1b[!p", "\x1b"),
    ],
    ids=ascii,
)
def test_what_is_not_the_workbenchs_own_is_foreign(written: str) -> None:
    assert foreign(f"\x1b[1;38;2;1;2;3mjonot\x1b[0m{written}") != []


@pytest.mark.parametrize(
    "written", ["\x1b[?1049h", "\x1b[120;40H", "\x1b[0m", "\x1b[>1u", "\x1b]22;default\x07", "\r\n"]
)
def test_the_workbenchs_own_is_not_foreign(written: str) -> None:
    assert foreign(f"jonot{written}äö 👨‍👩‍👧 漢") == []


def test_nasty_strings_hold_every_control_and_are_the_same_for_a_seed() -> None:
    texts = list(nasty_strings(20_000, seed=3))
    assert texts == list(nasty_strings(20_000, seed=3))
    assert texts != list(nasty_strings(20_000, seed=4))
    assert max(map(len, texts)) == LONGEST
    held = set("".join(texts))
    everything = {chr(n) for n in range(0x2100) if unicodedata.category(chr(n)) == "Cc"}
    assert everything | set("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069") <= held
    holds: list[Callable[[str], bool]] = [
        lambda text: f"\x1b[{MARK}m" in text,
        lambda text: text.endswith(("\x1b", "\x1b[", "\x1b]")),
        lambda text: "[link=http://x]" in text,
        lambda text: "👨‍👩‍👧" in text,
        lambda text: any("\ud800" <= letter <= "\udfff" for letter in text),
        lambda text: sum(map(unicodedata.combining, text)) > 0,
        lambda text: "hoitojono" in text,
        lambda text: not controls(text),
    ]
    assert all(any(map(each, texts)) for each in holds)

"""Strings made to attack a terminal: every control there is, whole sequences and cut ones, markup, Finnish between.

    texts = nasty_strings(2_000, seed=1)

The same seed gives the same strings. Unlike Hypothesis' they are not shrunk, but there can be a million of them.
"""

import random
from collections.abc import Callable, Iterator, Sequence

from kit.controls import MARK

LONGEST = 80
"""Code points."""

_WORDS = (
    *("hoitojono", "kallis", "äiti", "yötyö", "ei", "jaksa,", "rahaa", "lisää!", "Öljy", "ÅÄÖ", "åäö", "palvelut."),
    *("ja", "2025", "%"),
)
_BEGINNINGS = (
    *("\x1b[", "\x1b[", "\x1b[", "\x1b[?", "\x1b[>", "\x1b]", "\x1b]", "\x1bP", "\x1b_", "\x1b^", "\x1bX", "\x1bN"),
    *("\x1b#", "\x1b(", "\x9b", "\x9d", "\x90", "\x9e", "\x9f", "\x98"),
)
_INSIDES = (
    *(f"{MARK}{end}" for end in "mHJKABCDhlutqcnrp"),
    *(f"1;{MARK}{end}" for end in ("m", "H", "r", "$r", "$p", " q")),
    *("m", "2J", "H", "6n", "c", "!p", "1049l", "2004h", "5m", "38;2;1;2;3m", "0;0;0t"),
    *("0;nimi", "2;nimi", "52;c;QUJD", "8;;http://x", "8;id=1;http://x", "9;4;1", "1337;File=:QUJD", "P0;1q#0", "$r0m"),
)
_ENDS = ("\x07", "\x1b\\", "\x9c", "\x18", "", "")
_CONTROLS = [chr(n) for n in (*range(0x20), 0x7F, *range(0x80, 0xA0))]
_LINE_ENDS = ("\r", "\r\n", "\n", "\v", "\f", "\x1c", "\x1d", "\x1e", "\x85", "\u2028", "\u2029", "\t")
_TURNING = [chr(n) for n in (0x61C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A))]
_UNSEEN = [chr(n) for n in (0xAD, 0x34F, 0x180E, *range(0x200B, 0x200E), *range(0x2060, 0x2065), 0xFEFF, 0x3164)]
_ODD = [chr(n) for n in (*range(0xFFF9, 0x10000), 0xE000, 0xE0001, 0xE0041, 0xE007F, 0x1FFFF, 0x10FFFF, 0xFDD0)]
_WIDE = ["漢字", "日本", "한국", "ｗ", "שלום", "سلام", "ไทย", "क्षि", "﷽", "𒐫"]
_EMOJI = (
    *("👨‍👩‍👧", "🇫🇮", "🇫", "👍🏽", "🏽", "1️⃣", "❤️", "❤", "🧑‍🦽‍➡️"),
    *("🏴\U000e0067\U000e0062\U000e007f", "\u200d", "\ufe0f"),
)
_MARKUP = (
    *("[red]", "[/red]", "[/]", "[bold", "b]", "[link=http://x]", "[/link]", "[@click=app.quit]", "[$primary]", "[="),
    *("[on red]", "[[", "]]", "\\[", "\\", "[not bold]", "[blink reverse]", ":bomb:", "&amp;", "%s{}"),
)


def nasty(lot: random.Random) -> str:
    """Return a string of one to ten pieces, cut where it is longer than ``LONGEST``."""
    return "".join(lot.choice(_PIECES)(lot) for _ in range(lot.randint(1, 10)))[:LONGEST]


def nasty_strings(n: int, seed: int) -> Iterator[str]:
    """Yield so many of them."""
    lot = random.Random(seed)
    for _ in range(n):
        yield nasty(lot)


def _one_of(pieces: Sequence[str]) -> Callable[[random.Random], str]:
    return lambda lot: lot.choice(pieces)


def _word(lot: random.Random) -> str:
    return f" {lot.choice(_WORDS)} "


def _sequence(lot: random.Random) -> str:
    return lot.choice(_BEGINNINGS) + lot.choice(_INSIDES) + lot.choice(_ENDS)


def _cut_sequence(lot: random.Random) -> str:
    whole = _sequence(lot)
    at = lot.randint(1, len(whole))
    return whole[:at] if lot.random() < 0.5 else whole[-at:]


def _combining(lot: random.Random) -> str:
    return lot.choice("aä ") + "".join(chr(lot.randint(0x300, 0x36F)) for _ in range(lot.randint(1, 30)))


def _half_pair(lot: random.Random) -> str:
    return chr(lot.randint(0xD800, 0xDFFF))


def _anything(lot: random.Random) -> str:
    return chr(lot.randint(0, 0x10FFFF))


_PIECES = (
    *(_word, _word, _sequence, _sequence, _cut_sequence, _combining, _half_pair, _anything),
    *map(_one_of, (_CONTROLS, _LINE_ENDS, _TURNING, _UNSEEN, _ODD, _WIDE, _EMOJI, _MARKUP)),
)

"""Finding a code by its first letters.

Enters: a codebook and what was typed. Leaves: codes, the best match first.
Invariant: letters are folded (``saas`` finds *Säästöt*); only codes that may be used now are found; the order
depends on the codebook and the letters only.
"""

import re

from avoin.codebook.model import Code, Codebook
from avoin.text import fold

_WORDS = re.compile(r"[^\W_]+")


def find_codes(codebook: Codebook, typed: str) -> tuple[Code, ...]:
    """Return the usable codes that the typed letters fit, best first.

    A name that begins with them comes first, then a name one of whose words does, then an id, then a keyword; where
    nothing begins with them they are looked for inside names. Nothing typed finds every usable code in file order.
    """
    sought = " ".join(_WORDS.findall(fold(typed)))
    if not sought:
        return codebook.usable
    ranked = [(rank, code) for code in codebook.usable if (rank := _rank(code, sought)) is not None]
    if ranked:
        return tuple(code for _rank_of, code in sorted(ranked, key=lambda pair: pair[0]))
    return tuple(code for code in codebook.usable if sought in _spaced(code.name))


def keys_to_find(codebook: Codebook, code: Code) -> int:
    """Return how many letters must be typed until only this code is left, or stands first once its name is typed whole.

    The shortest of its name, the name from any of its words on, and its id.
    """
    name = _spaced(code.name)
    starts = [name[match.start() :] for match in _WORDS.finditer(name)] + [_spaced(code.id)]
    return min(_letters_until_alone(codebook, code, start) for start in starts)


def _letters_until_alone(codebook: Codebook, code: Code, text: str) -> int:
    for n in range(1, len(text)):
        if text[n - 1] != " " and [each.id for each in find_codes(codebook, text[:n])] == [code.id]:
            return n
    return max(len(text), 1)


def _rank(code: Code, sought: str) -> int | None:
    name = _spaced(code.name)
    if name.startswith(sought):
        return 0
    if f" {sought}" in f" {name}":
        return 1
    if f" {sought}" in f" {_spaced(code.id)}":
        return 2
    if any(f" {sought}" in f" {_spaced(keyword)}" for keyword in code.keywords):
        return 3
    return None


def _spaced(text: str) -> str:
    return " ".join(_WORDS.findall(fold(text)))

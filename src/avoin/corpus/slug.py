"""Short ids made from headings: ASCII, without the words that every question has."""

import re
from collections import Counter
from collections.abc import Container, Iterable, Mapping

from avoin.text import fold

_LONGEST = 36
_MOST_WORDS = 3
_WORD = re.compile(r"[a-z0-9]+")
_OTHER_LETTERS = str.maketrans({"ß": "ss", "æ": "ae", "ø": "o", "þ": "th", "ð": "d", "ł": "l"})
# folded: question words, verbs of asking, pronouns, words of time and of scales; Finnish, English, Swedish
_STOP = frozenset(
    """
    mita miten miksi millainen millaisen millaisia millaista mika mikali mitka kuinka kuka missa mihin minka kerro
    kuvaile mainitse mieti arvioi arvosana kouluarvosana kouluarvosanan jatka lausetta oletko olet olette olen
    ovat onko voitko voisi pitaisi tehda haluat haluatko annat annatko antaisit mielestasi tyossasi sinun sina
    teidan meidan jotta ja tai seka etta joka jotka jossa joita kun jos niin myos se ne ei en on ollut vuoden
    vuosi aikana viimeisen viimeinen puolen puoli vuotta ajalta kanssa what how why which who where when do does
    did you your are is was were the a an of in at to for and or with have has had would could should please
    describe tell rate vad hur varfor vilken vilka som ar och eller i pa av till med ditt din dina du ni
    """.split()  # noqa: SIM905 - a hundred words read better as text
)


def slug(heading: str, taken: Container[str], spread: Mapping[str, int] | None = None) -> str:
    """Return an id for a heading that is not taken yet.

    Parameters
    ----------
    heading : str
        A column's heading.
    taken : container of str
        Ids in use.
    spread : mapping of str to int
        How many headings have each word, as ``spread_of`` counts: words that few of them have tell a column apart.

    Examples
    --------
    >>> slug("Mitä olet työssäsi havainnut alueesi sote-palveluista?", ())
    'havainnut_alueesi_sote'
    >>> slug("Ikä", {"ika"})
    'ika_2'
    """
    words = list(dict.fromkeys(_words(heading)))
    telling = [word for word in words if word not in _STOP and not word.isdigit()] or words
    n_headings = spread or {}
    rarest = sorted(telling, key=lambda word: n_headings.get(word, 0))[:_MOST_WORDS]
    while len("_".join(rarest)) > _LONGEST and len(rarest) > 1:
        rarest.pop()
    stem = "_".join(word for word in telling if word in rarest)[:_LONGEST] or "column"
    candidate, n = stem, 1
    while candidate in taken:
        n += 1
        candidate = f"{stem}_{n}"
    return candidate


def spread_of(headings: Iterable[str]) -> Mapping[str, int]:
    """Return how many headings have each word."""
    return Counter(word for each in headings for word in set(_words(each)))


def _words(heading: str) -> list[str]:
    return _WORD.findall(fold(heading).translate(_OTHER_LETTERS))

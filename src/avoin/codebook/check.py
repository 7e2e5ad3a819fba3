"""What a colleague would say about a codebook before coding with it.

Enters: a codebook, and how often its codes were used where that is known. Leaves: problems, errors before warnings.
Invariant: nothing here changes a codebook or stops it from being read; what no codebook may be is in ``structure``.

References
----------
The limit of 70 codes and the likeness of names (90 %) are the rules that i.AI's themefinder sets for its theme lists.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from avoin.codebook.alike import letters, names_alike, similar_pairs
from avoin.codebook.model import Code, Codebook
from avoin.ids import CodeId, CoderId

MOST_CODES = 70
FEWEST_CODINGS = 3
LIKE_NAMES = 0.9
LIKE_LETTERS = 0.4
"""Neighbours in the starter codebooks reach 0.3; two wordings of the same definition lie around 0.5."""

LIKE_LEMMAS = 0.35
"""Neighbours in the starter codebooks reach 0.3; two wordings in other words lie between that and 0.5."""


class Severity(StrEnum):
    """How bad it is: an error makes codings doubtful, a warning is worth a look."""

    ERROR = "error"
    WARNING = "warning"


class ProblemKind(StrEnum):
    """What is wrong."""

    NO_CODES = "no codes"
    NO_DEFINITION = "no definition"
    RETIRED_ABOVE_LIVING = "retired above living"
    UNKNOWN_IN_CODINGS = "unknown in codings"
    NO_INCLUDE = "no include"
    NO_EXCLUDE = "no exclude"
    NAMES_ALIKE = "names alike"
    DEFINITIONS_ALIKE = "definitions alike"
    EMPTY_HEADING = "empty heading"
    TOO_MANY = "too many"
    RARELY_USED = "rarely used"
    ONE_CODER = "one coder"
    VERSION_GAP = "version gap"


_ERRORS = frozenset(
    {
        ProblemKind.NO_CODES,
        ProblemKind.NO_DEFINITION,
        ProblemKind.RETIRED_ABOVE_LIVING,
        ProblemKind.UNKNOWN_IN_CODINGS,
    }
)


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing a colleague would say.

    Attributes
    ----------
    code : CodeId or None
        Which code; None where it concerns the whole book.
    other : CodeId or None
        The code it is confused with.
    n : int or None
        A count: of codes, or of codings.
    likeness : float or None
        How alike two texts are, proportion 0–1.
    version, base : str
        A release, and the one it grew from, which is not there.
    """

    kind: ProblemKind
    code: CodeId | None = None
    other: CodeId | None = None
    n: int | None = None
    likeness: float | None = None
    version: str = ""
    base: str = ""

    @property
    def severity(self) -> Severity:
        """How bad it is."""
        return Severity.ERROR if self.kind in _ERRORS else Severity.WARNING


def check(
    codebook: Codebook,
    usage: Mapping[CodeId, int] | None = None,
    coders: Mapping[CodeId, frozenset[CoderId]] | None = None,
    *,
    lemmas: Mapping[CodeId, Sequence[str]] | None = None,
    gaps: Mapping[str, str] | None = None,
) -> tuple[Problem, ...]:
    """Return what is wrong or doubtful in a codebook.

    Parameters
    ----------
    usage : mapping or None
        How many codings there are of each code; a code that is not in it has none. None: not known, so not looked at.
    coders : mapping or None
        Who used each code; looked at only where several have coded.
    lemmas : mapping or None
        Base forms of what ``meaning`` gives for each code; None: definitions are compared by their letters.
    gaps : mapping or None
        Releases that grew from one that is not there, each with that one.

    Returns
    -------
    tuple of Problem
        Errors first; within each, by kind and then in file order.
    """
    found = [
        *_about_the_whole(codebook),
        *_missing_texts(codebook),
        *_about_headings(codebook),
        *_confusable(codebook),
        *_overlapping(codebook, lemmas),
        *(() if usage is None else _about_use(codebook, usage)),
        *_of_one_coder(codebook, coders or {}),
        *(Problem(ProblemKind.VERSION_GAP, version=version, base=base) for version, base in (gaps or {}).items()),
    ]
    kinds = list(ProblemKind)
    return tuple(sorted(found, key=lambda problem: kinds.index(problem.kind)))


def _about_the_whole(book: Codebook) -> Iterator[Problem]:
    n = len(book.usable)
    if n == 0:
        yield Problem(ProblemKind.NO_CODES)
    if n > MOST_CODES:
        yield Problem(ProblemKind.TOO_MANY, n=n)


def _missing_texts(book: Codebook) -> Iterator[Problem]:
    for code in book.usable:
        if not code.definition:
            yield Problem(ProblemKind.NO_DEFINITION, code.id)
        if not code.include:
            yield Problem(ProblemKind.NO_INCLUDE, code.id)
        if not code.exclude:
            yield Problem(ProblemKind.NO_EXCLUDE, code.id)


def _about_headings(book: Codebook) -> Iterator[Problem]:
    for code in book.codes:
        living = [child for child in book.children(code.id) if not child.retired]
        if code.retired and living:
            yield Problem(ProblemKind.RETIRED_ABOVE_LIVING, code.id, n=len(living))
        if not code.codable and not code.retired and not living:
            yield Problem(ProblemKind.EMPTY_HEADING, code.id)


def _confusable(book: Codebook) -> Iterator[Problem]:
    codes = book.usable
    for place, code in enumerate(codes):
        for other in codes[:place]:
            if names_alike(code.name, other.name, LIKE_NAMES):
                yield Problem(ProblemKind.NAMES_ALIKE, code.id, other.id)


def _overlapping(book: Codebook, lemmas: Mapping[CodeId, Sequence[str]] | None) -> Iterator[Problem]:
    codes = book.usable
    if lemmas is None:
        counts, least = [letters(meaning(code)) for code in codes], LIKE_LETTERS
    else:
        counts, least = [Counter(lemmas.get(code.id, ())) for code in codes], LIKE_LEMMAS
    for first, second, likeness in similar_pairs(counts, least):
        yield Problem(ProblemKind.DEFINITIONS_ALIKE, codes[second].id, codes[first].id, likeness=round(likeness, 2))


def meaning(code: Code) -> str:
    """Return what a code is for: its definition and what it includes, without what it excludes.

    What it excludes names its neighbours, so it would make every pair of neighbours alike.
    """
    return f"{code.definition}\n{code.include}".strip()


def _of_one_coder(book: Codebook, coders: Mapping[CodeId, frozenset[CoderId]]) -> Iterator[Problem]:
    several = len(frozenset().union(*coders.values())) > 1
    for code in book.usable if several else ():
        if len(coders.get(code.id, ())) == 1:
            yield Problem(ProblemKind.ONE_CODER, code.id)


def _about_use(book: Codebook, usage: Mapping[CodeId, int]) -> Iterator[Problem]:
    for code in book.usable:
        n = usage.get(code.id, 0)
        if n < FEWEST_CODINGS:
            yield Problem(ProblemKind.RARELY_USED, code.id, n=n)
    for code_id in sorted(set(usage) - set(book.by_id)):
        if usage[code_id]:
            yield Problem(ProblemKind.UNKNOWN_IN_CODINGS, code_id, n=usage[code_id])

"""Codes in numbers: how many respondents have each code, by wave and background.

Enters: a corpus, a codebook, codings and the thresholds. Leaves: rows in which every withheld figure is None.
Invariants: a respondent counts once for a code, however many segments or coders; a code above others counts whoever
has any code below it; a question that nobody has coded in a wave has no rows (not asked for is not zero).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from fractions import Fraction
from math import sqrt
from statistics import NormalDist

from avoin.codebook.model import Codebook
from avoin.coding.decision import Coding
from avoin.corpus.model import Corpus, Question
from avoin.ids import CodeId, QuestionId, RespondentId, VariableId, WaveId
from avoin.privacy.counts import AtMost, Cell, CountTable, Sum
from avoin.privacy.disclosure import Cause, Mask, Reason, Thresholds, withheld
from avoin.report.groups import Group, families_of, grouping_variables, groups_of, sums_over

_Z95 = NormalDist().inv_cdf(0.975)


@dataclass(frozen=True, slots=True)
class CodeRow:
    """One code of one question and wave, for everybody or for those with one background value.

    Attributes
    ----------
    variable, value : str or None
        None for everybody.
    n : int or None
        Respondents with the code or one below it.
    base_asked : int or None
        Respondents who were asked the question.
    base_answered : int or None
        Those who wrote something, answers that say nothing included; the base of the share.
    share : Fraction or None
        n / base_answered, 0–1.
    low, high : float or None
        95 % Wilson interval of the share, 0–1.
    masked : bool
        True where n is withheld, and with it all that follows from it.
    coded : bool
        False where the code came later and was never asked of the wave: then there is no figure at all.
    """

    wave: WaveId
    question: QuestionId
    code: CodeId
    variable: VariableId | None
    value: str | None
    n: int | None
    base_asked: int | None
    base_answered: int | None
    share: Fraction | None
    low: float | None
    high: float | None
    masked: bool
    coded: bool = True


@dataclass(frozen=True, slots=True)
class _Bases:
    groups: tuple[Group, ...]
    families: tuple[tuple[Group, tuple[Group, ...]], ...]
    answered: frozenset[RespondentId]
    hidden: Mask

    def n_answered(self, group: Group) -> int:
        return len(group.members & self.answered)


def wilson(n: int, base: int) -> tuple[float, float]:
    """Return the 95 % Wilson score interval of a share.

    Parameters
    ----------
    n : int
        0 … base.
    base : int
        At least 1.

    Returns
    -------
    tuple of float
        Low and high limit, proportions 0–1.

    References
    ----------
    Wilson (1927), J. Am. Stat. Assoc. 22, 209–212; Newcombe (1998), Stat. Med. 17, 857–872, method 3.
    """
    square = _Z95 * _Z95
    centre = n + square / 2
    half = _Z95 * sqrt(n * (base - n) / base + square / 4)
    low, high = (centre - half) / (base + square), (centre + half) / (base + square)
    return (0.0 if n == 0 else max(0.0, low), 1.0 if n == base else min(1.0, high))


def code_rows(  # noqa: PLR0913 - each restriction is one keyword of the command
    corpus: Corpus,
    codebook: Codebook,
    codings: Iterable[Coding],
    thresholds: Thresholds,
    *,
    question: QuestionId | None = None,
    wave: WaveId | None = None,
    by: VariableId | None = None,
    not_coded: frozenset[tuple[CodeId, WaveId]] = frozenset(),
) -> tuple[CodeRow, ...]:
    """Return the rows of the codes, in the order of waves, questions and the codebook.

    What is withheld does not depend on which rows are asked for: all variables that group are reckoned with always.

    Parameters
    ----------
    codings : iterable of Coding
        Of one coder or of several; a respondent counts where anyone of them put the code.
    question, wave : str or None
        Only these; None is all.
    by : VariableId or None
        Only everybody and this variable's values; None is all variables that group.
    not_coded : frozenset of (CodeId, WaveId)
        Codes that a wave was never asked of: they have no rows there.
    """
    holders = _holders(codebook, codings)
    variables = tuple(dict.fromkeys((*grouping_variables(corpus), *([by] if by else []))))
    rows: list[CodeRow] = []
    for each_wave in corpus.survey.waves:
        for asked in corpus.survey.open_questions:
            if wave in (None, each_wave.id) and question in (None, asked.id):
                used = _in_order(codebook, holders, asked)
                rows += _rows_of(corpus, codebook, (asked, each_wave.id), variables, used, thresholds)
    return tuple(
        row for row in rows if by is None or row.variable in (None, by) if (row.code, row.wave) not in not_coded
    )


def rows_not_coded(
    rows: Iterable[CodeRow], not_coded: frozenset[tuple[CodeId, WaveId]], wave: WaveId | None = None
) -> tuple[CodeRow, ...]:
    """Return a row without figures for each code that has rows in one wave and was not asked of another."""
    rows = tuple(rows)
    coded = {(row.question, row.wave) for row in rows}
    told = dict.fromkeys((row.question, row.code) for row in rows)
    return tuple(
        CodeRow(at, question, code, None, None, None, None, None, None, None, None, masked=False, coded=False)
        for question, code in told
        for known, at in sorted(not_coded)
        if known == code and wave in (None, at) and ((question, at) in coded or wave == at)
    )


_Holders = Mapping[tuple[QuestionId, CodeId], Mapping[WaveId, set[RespondentId]]]


def _holders(codebook: Codebook, codings: Iterable[Coding]) -> _Holders:
    found: dict[tuple[QuestionId, CodeId], dict[WaveId, set[RespondentId]]] = {}
    for coding in codings:
        wave, respondent, question = coding.span.answer
        own = codebook.heir(coding.code)
        above = codebook.ancestors(own) if own in codebook.by_id else iter(())
        for code in (own, *(each.id for each in above)):
            found.setdefault((question, code), {}).setdefault(wave, set()).add(respondent)
    return found


def _in_order(
    codebook: Codebook, holders: _Holders, question: Question
) -> Mapping[CodeId, Mapping[WaveId, set[RespondentId]]]:
    """Return the codes used for a question in codebook order; codes that the codebook no longer has come last."""
    used = {code: found for (asked, code), found in holders.items() if asked == question.id}
    known = [code.id for code in codebook.codes if code.id in used]
    return {code: used[code] for code in (*known, *sorted(used.keys() - set(known)))}


def _rows_of(
    corpus: Corpus,
    codebook: Codebook,
    at: tuple[Question, WaveId],
    variables: Sequence[VariableId],
    used: Mapping[CodeId, Mapping[WaveId, set[RespondentId]]],
    thresholds: Thresholds,
) -> Iterator[CodeRow]:
    question, wave = at
    if not any(found.get(wave) for found in used.values()):
        return
    bases = _bases(corpus, question, wave, variables, thresholds)
    members = {code: bases.answered & found.get(wave, set()) for code, found in used.items()}
    hidden: dict[Cell, Reason] = {}
    for tree in _trees(codebook, tuple(used)):
        hidden |= _withheld_counts(codebook, {code: members[code] for code in tree}, bases, thresholds)
    for code, holders in members.items():
        for group in bases.groups:
            if not group.is_rest:
                n = len(group.members & holders)
                yield _row((wave, question.id, code), group, n, bases, masked=group.cell("n", code) in hidden)


def _trees(codebook: Codebook, codes: Sequence[CodeId]) -> list[list[CodeId]]:
    """Return the codes by the code at the top above them: their counts bound each other's."""
    found: dict[CodeId, list[CodeId]] = {}
    for code in codes:
        above = [each.id for each in codebook.ancestors(code)] if code in codebook.by_id else []
        found.setdefault(above[-1] if above else code, []).append(code)
    return list(found.values())


def _bases(
    corpus: Corpus, question: Question, wave: WaveId, variables: Sequence[VariableId], thresholds: Thresholds
) -> _Bases:
    groups = groups_of(tuple(corpus.asked(question, wave)), corpus.survey, variables)
    families = families_of(groups)
    answered = frozenset(answer.key.respondent for answer in corpus.answers_to(question.id, wave))
    counts = {group.cell("base"): len(group.members & answered) for group in groups}
    small = {cell: Reason(Cause.SMALL, thresholds.cell) for cell, n in counts.items() if thresholds.is_small(n)}
    unknown = {group.cell("base") for group in groups if group.is_rest and counts[group.cell("base")]}
    if thresholds.cell > 1:
        small |= {cell: Reason(Cause.UNKNOWN, small[cell].values if cell in small else 0) for cell in unknown}
    sums = sums_over(families, counts, thresholds.cell, "base")
    return _Bases(groups, families, answered, withheld(CountTable(counts, tuple(sums)), small))


def _withheld_counts(
    codebook: Codebook, members: Mapping[CodeId, Set[RespondentId]], bases: _Bases, thresholds: Thresholds
) -> Mask:
    """Return which counts of the codes of one tree are withheld."""
    counts: dict[Cell, int] = {}
    primary: dict[Cell, Reason] = {}
    limits: dict[Cell, int] = {}
    sums: list[Sum] = []
    for code, holders in members.items():
        for group in bases.groups:
            cell, n = group.cell("n", code), len(group.members & holders)
            counts[cell] = n
            cause = _cause(group, n, bases, thresholds)
            if cause is not None:
                values = thresholds.cell if thresholds.is_small(n) or cause is Cause.UNANIMOUS else 0
                primary[cell] = Reason(cause, values)
            if group.cell("base") not in bases.hidden:
                limits[cell] = bases.n_answered(group)
        sums += sums_over(bases.families, counts, thresholds.cell, "n", code)
    at_most = tuple(_at_most(codebook, members, bases.groups))
    return withheld(CountTable(counts, tuple(sums), limits=limits, at_most=at_most), primary)


def _cause(group: Group, n: int, bases: _Bases, thresholds: Thresholds) -> Cause | None:
    """Return why a count is withheld in itself; None where it is not."""
    if group.is_rest:
        return Cause.UNKNOWN if n and thresholds.cell > 1 else None
    if thresholds.is_small(n):
        return Cause.SMALL
    if thresholds.is_unanimous(n, bases.n_answered(group)):
        return Cause.UNANIMOUS
    return Cause.BASE if group.cell("base") in bases.hidden else None


def _at_most(
    codebook: Codebook, members: Mapping[CodeId, Set[RespondentId]], groups: Sequence[Group]
) -> Iterator[AtMost]:
    """Yield that a code counts at most as many as the one above it, and a heading at most what is below it."""
    for code, holders in members.items():
        below = [each for each in members if each in codebook.by_id and codebook.by_id[each].parent == code]
        # a heading that was a code once may have codings of its own
        heading = (
            bool(below) and not codebook.by_id[code].codable and holders <= _union(members[each] for each in below)
        )
        for group in groups:
            yield from (AtMost(group.cell("n", each), (group.cell("n", code),)) for each in below)
            if heading:
                yield AtMost(group.cell("n", code), tuple(group.cell("n", each) for each in below))


def _union(sets: Iterable[Set[RespondentId]]) -> Set[RespondentId]:
    return frozenset(who for each in sets for who in each)


def _row(names: tuple[WaveId, QuestionId, CodeId], group: Group, n: int, bases: _Bases, *, masked: bool) -> CodeRow:
    baseless = group.cell("base") in bases.hidden
    base = bases.n_answered(group)
    shown = not masked and base > 0
    low, high = wilson(n, base) if shown else (None, None)
    return CodeRow(
        *names,
        group.variable,
        group.value,
        n=None if masked else n,
        base_asked=None if baseless else len(group.members),
        base_answered=None if baseless else base,
        share=Fraction(n, base) if shown else None,
        low=low,
        high=high,
        masked=masked,
    )

"""Closed items: numbers of answers, means and shares, by wave and background.

Enters: a corpus and the thresholds. Leaves: rows in which every withheld figure is None.
Invariants: arithmetic is exact (fractions), and what is weighted is rounded before it leaves; the base of a row is who
was asked and answered; nothing withheld is anywhere in the rows.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

from avoin.corpus.model import Corpus, Question, QuestionKind, Wave
from avoin.ids import AnswerKey, QuestionId, VariableId, WaveId
from avoin.privacy.counts import Cell, CountTable, Sum, Weighed
from avoin.privacy.disclosure import Cause, Mask, MaskedTable, Reason, Thresholds, withheld
from avoin.report.closed_tally import Tally, Weighing, categories_of, tally_of
from avoin.report.groups import Grouping, grouping_of, grouping_variables
from avoin.report.intervals import around
from avoin.report.weighing import MEAN_STEP, SHARE_STEP, Weights, rounded, weighed


@dataclass(frozen=True, slots=True)
class Part:
    """How many of a base, and what share of it; all None where withheld.

    Attributes
    ----------
    share : Fraction or None
        0–1; where respondents have weights, the weighted share in whole percents.
    low, high : float or None
        95 % Wilson interval of the share, 0–1, on the row's effective number.
    """

    n: int | None
    share: Fraction | None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class ClosedRow:
    """One closed item of one wave, for everybody or for those with one background value.

    Attributes
    ----------
    variable, value : str or None
        None for everybody.
    n : int or None
        Respondents who were asked and answered; never weighted.
    mean : Fraction or None
        Of a grade or number question; where respondents have weights, weighted and with one decimal. It has no
        interval: with one, readers could solve for the sum of squares, which the mask does not reckon with.
    position : Fraction or None
        Where a change or claim question stands on average: each step from the middle category counts one, towards
        better or agreeing up. Ranks places under the threshold of means; not for print.
    shares, groups : mapping of str to Part
        By category and by group of categories ("improved", …), in order.
    masked : bool
        True where the row's base is withheld, and with it the whole row.
    weighted : Fraction or None
        The base in weights, a whole number; None where all count alike, and where the base is withheld.
    effective : float or None
        The number of respondents that intervals rest on: n, fewer where weights differ, more where most of a finite
        population answered; None where the base is withheld.
    why : mapping of Cell to Reason
        Why each of its figures that is not shown is not shown; for the researcher's own eyes.
    """

    wave: WaveId
    question: QuestionId
    kind: QuestionKind
    variable: VariableId | None
    value: str | None
    n: int | None
    mean: Fraction | None
    position: Fraction | None
    shares: Mapping[str, Part] = field(default_factory=dict)
    groups: Mapping[str, Part] = field(default_factory=dict)
    masked: bool = False
    weighted: Fraction | None = None
    effective: float | None = None
    why: Mask = field(default_factory=dict)


def closed_rows(
    corpus: Corpus,
    thresholds: Thresholds,
    *,
    question: QuestionId | None = None,
    wave: WaveId | None = None,
    by: VariableId | None = None,
    weights: Weights | None = None,
) -> tuple[ClosedRow, ...]:
    """Return the rows of the closed items, in the order of waves, questions, variables and values.

    What is withheld does not depend on which rows are asked for: all variables that group are reckoned with always.

    Parameters
    ----------
    question, wave : str or None
        Only these; None is all.
    by : VariableId or None
        Only everybody and this variable's values; None is all variables that group.
    weights : mapping or None
        Of every respondent; None counts all alike.
    """
    tables = closed_tables(corpus, thresholds, question=question, wave=wave, by=by, weights=weights)
    return tuple(row for table in tables for row in table.rows if by is None or row.variable in (None, by))


@dataclass(frozen=True, slots=True)
class ClosedTable:
    """One item of one wave: its rows, and the mask that they went through."""

    rows: tuple[ClosedRow, ...]
    masked: MaskedTable


def closed_tables(
    corpus: Corpus,
    thresholds: Thresholds,
    *,
    question: QuestionId | None = None,
    wave: WaveId | None = None,
    by: VariableId | None = None,
    weights: Weights | None = None,
) -> tuple[ClosedTable, ...]:
    """Return the tables of the closed items, by all variables that group and the one named."""
    variables = tuple(dict.fromkeys((*grouping_variables(corpus), *([by] if by else []))))
    return tuple(
        _table_of(corpus, item, each, variables, thresholds.for_closed(item), weights or {})
        for each in corpus.survey.waves
        for item in corpus.survey.questions
        if not item.kind.is_open and wave in (None, each.id) and question in (None, item.id)
        if any(True for _asked in corpus.asked(item, each.id))
    )


def _table_of(
    corpus: Corpus,
    question: Question,
    at: Wave,
    variables: Sequence[VariableId],
    thresholds: Thresholds,
    weights: Weights,
) -> ClosedTable:
    wave = at.id
    asked = tuple(corpus.asked(question, wave))
    categories = categories_of(corpus, question, wave)
    answers = {
        each.id: answer
        for each in asked
        if (answer := corpus.closed_by_key.get(AnswerKey(wave, each.id, question.id))) is not None
        and (answer.number is not None or answer.category)
    }
    few = max(thresholds.cell, thresholds.mean) if max(thresholds.cell, thresholds.mean) > 1 else 0
    grouping = grouping_of(asked, corpus.survey, variables, answers.keys(), few)
    weighing = Weighing(
        {each: weight for each, weight in weights.items() if each[0] == wave},
        at.invited if question.asked is None else None,
    )
    tallies = [
        tally_of(group, [answers[who] for who in group.members if who in answers], question, categories, weighing)
        for group in grouping.groups
    ]
    masked = _masked((question, wave), grouping, tallies, thresholds)
    unranked = _unranked(grouping, tallies, thresholds)
    rows = tuple(
        _row(
            (question, wave),
            tally,
            masked.mask,
            is_weighted=bool(weighing.weights),
            ranked=tally.group.cell("n") not in unranked,
        )
        for tally in tallies
        if not tally.group.is_rest
    )
    members = {tally.group.cell("n")[2:]: tally.group.members & answers.keys() for tally in tallies}
    return ClosedTable(rows, replace(masked, members=members))


def _masked(
    at: tuple[Question, WaveId], grouping: Grouping, tallies: Sequence[Tally], thresholds: Thresholds
) -> MaskedTable:
    question, wave = at
    base = thresholds.mean if question.kind.has_mean else thresholds.cell
    # what a mean tells of single grades is for the threshold of means to allow; it must only not give one away
    room = min(2, base) if question.kind.has_mean else base
    counts: dict[Cell, int | Fraction] = {}
    sums: list[Sum] = []
    primary: dict[Cell, Reason] = {}
    tied: dict[Cell, tuple[Cell, ...]] = {}
    for tally in tallies:
        row = _cells(tally)
        counts |= row
        sums += _sums_within(question, tally, thresholds)
        primary |= _primary(question, tally, base, thresholds, room)
        if not tally.group.is_rest:
            tied[tally.group.cell("n")] = tuple(row)
    sums += grouping.sums(counts, base, "n") + grouping.sums(counts, 0, "sum")
    for name in tallies[0].counts:
        sums += grouping.sums(counts, thresholds.cell, "category", name)
    for name in tallies[0].groups:
        sums += grouping.sums(counts, thresholds.cell, "group", name)
    weights = {cell: told for tally in tallies for cell, told in _in_weights(tally).items()}
    table = CountTable(counts, tuple(sums), tied, weighed=weights)
    mask = withheld(table, primary) if max(thresholds.cell, thresholds.mean) > 1 else {}
    return MaskedTable(("closed", wave, question.id), table, mask)


def _cells(tally: Tally) -> dict[Cell, int | Fraction]:
    return {tally.group.cell("n"): tally.n, tally.group.cell("sum"): tally.total, **_inner(tally)}


def _inner(tally: Tally) -> dict[Cell, int]:
    cell = tally.group.cell
    return {cell("category", name): n for name, n in tally.counts.items()} | {
        cell("group", name): n for name, n in tally.groups.items()
    }


def _in_weights(tally: Tally) -> dict[Cell, Weighed]:
    """Return what a row's published base and shares tell in weights."""
    if not tally.weights:
        return {}
    cell, sums, step = tally.group.cell, tally.weighed, SHARE_STEP * tally.weighed.base
    told = {cell("n"): weighed(tally.n, sums.base, Fraction(1), tally.weights)}
    for column, counts, in_weights in (
        ("category", tally.counts, sums.counts),
        ("group", tally.groups, sums.groups),
    ):
        told |= {cell(column, name): weighed(n, in_weights[name], step, tally.weights) for name, n in counts.items()}
    return told


def _sums_within(question: Question, tally: Tally, thresholds: Thresholds) -> list[Sum]:
    """Return how a row's own cells hang together: base and categories, groups and their categories, mean."""
    cell = tally.group.cell
    names = tuple(tally.counts)
    adds_up = bool(names) and question.kind is not QuestionKind.CHOICES
    categories = tuple(cell("category", name) for name in names)
    sums = [Sum(cell("n"), categories, threshold=thresholds.cell)] if adds_up else []
    for group in tally.groups:
        members = tuple(cell("category", name) for name in names if question.groups.get(name) == group)
        sums.append(Sum(cell("group", group), members, threshold=thresholds.cell))
    if tally.groups:
        loose = tuple(cell("category", name) for name in names if name not in question.groups)
        sums.append(
            Sum(cell("n"), (*(cell("group", each) for each in tally.groups), *loose), threshold=thresholds.cell)
        )
    if question.kind is QuestionKind.GRADE:
        sums.append(Sum(cell("sum"), categories, tuple(Fraction(name) for name in names)))
    return sums


def _primary(question: Question, tally: Tally, base: int, thresholds: Thresholds, room: int) -> dict[Cell, Reason]:
    """Return what is withheld in itself; room is how many values a category's count must keep possible."""
    inner = _inner(tally)
    unanimous = any(thresholds.is_unanimous(n, tally.n) for n in inner.values())
    # where several may be chosen, no other category tells how few did not choose this one
    apart = question.kind is QuestionKind.CHOICES
    found = {
        cell: Reason(Cause.SMALL, room)
        for cell, n in inner.items()
        if thresholds.is_small(n) or (apart and thresholds.is_small(tally.n - n))
    }
    if unanimous or thresholds.is_small(tally.n):
        cause = Cause.UNANIMOUS if unanimous else Cause.BASE
        found = {cell: Reason(cause, room if n else 0) for cell, n in inner.items()}
    if 0 < tally.n < base:
        found[tally.group.cell("n")] = Reason(Cause.SMALL, base)
    if tally.group.is_rest:
        held = [cell for cell, n in _cells(tally).items() if n or (tally.n and cell == tally.group.cell("sum"))]
        found = {cell: found.get(cell, Reason(Cause.UNKNOWN)) for cell in held}
    return found


def _unranked(grouping: Grouping, tallies: Sequence[Tally], thresholds: Thresholds) -> Mask:
    """Return the bases of rows whose average position may not be known: too few for a mean, or their complement."""
    counts: dict[Cell, int | Fraction] = {tally.group.cell("n"): tally.n for tally in tallies}
    small = {
        tally.group.cell("n"): Reason(Cause.SMALL)
        for tally in tallies
        if 0 < tally.n < thresholds.mean or (tally.group.is_rest and thresholds.mean > 1)
    }
    sums = grouping.sums(counts, thresholds.mean, "n")
    return withheld(CountTable(counts, tuple(sums)), small)


def _row(at: tuple[Question, WaveId], tally: Tally, hidden: Mask, *, is_weighted: bool, ranked: bool) -> ClosedRow:
    question, wave = at
    cell, sums = tally.group.cell, tally.weighed
    masked = cell("n") in hidden
    average = sums.total / sums.base if tally.n else None
    if average is not None and is_weighted:
        average = rounded(average, MEAN_STEP)
    has_mean = question.kind.has_mean

    def part(column: str, name: str, n: int, in_weights: Fraction) -> Part:
        if cell(column, name) in hidden:
            return Part(None, None)
        if not tally.n:
            return Part(n, None)
        share = rounded(in_weights / sums.base, SHARE_STEP) if is_weighted else in_weights / sums.base
        return Part(n, share, *around(float(share), tally.effective))

    return ClosedRow(
        wave,
        question.id,
        question.kind,
        tally.group.variable,
        tally.group.value,
        n=None if masked else tally.n,
        mean=average if has_mean and cell("sum") not in hidden else None,
        position=average if not has_mean and tally.groups and ranked else None,
        shares={name: part("category", name, n, sums.counts[name]) for name, n in tally.counts.items()},
        groups={name: part("group", name, n, sums.groups[name]) for name, n in tally.groups.items()},
        masked=masked,
        weighted=rounded(sums.base, Fraction(1)) if is_weighted and not masked else None,
        effective=None if masked else tally.effective,
        why={each: hidden[each] for each in _cells(tally) if each in hidden and (has_mean or each != cell("sum"))},
    )

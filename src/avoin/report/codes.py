"""Codes in numbers: how many respondents have each code, by wave and background.

Enters: a corpus, a codebook, codings and the thresholds. Leaves: rows in which every withheld figure is None.
Invariants: a respondent counts once for a code, however many segments or coders; a code above others counts whoever
has any code below it; a question that nobody has coded in a wave has no rows (not asked for is not zero).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from fractions import Fraction

from avoin.codebook.model import Codebook
from avoin.coding.decision import Coding
from avoin.corpus.model import Corpus, Question, Wave
from avoin.ids import CodeId, QuestionId, RespondentId, VariableId, WaveId
from avoin.privacy.counts import AtMost, Cell, CountTable, Sum, Weighed
from avoin.privacy.disclosure import Cause, Mask, MaskedTable, Reason, Thresholds, withheld
from avoin.report.groups import Group, Grouping, grouping_of, grouping_variables
from avoin.report.intervals import around
from avoin.report.weighing import SHARE_STEP, Weights, resting_on, rounded, weighed


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
        n / base_answered, 0–1; where respondents have weights, the weighted share in whole percents.
    low, high : float or None
        95 % Wilson interval of the share, 0–1.
    effective : float or None
        The number of respondents that the interval rests on: base_answered, fewer where weights differ, more where
        most of a finite population answered.
    masked : bool
        True where n is withheld, and with it all that follows from it.
    coded : bool
        False where the code came later and was never asked of the wave: then there is no figure at all.
    why : mapping of Cell to Reason
        Why its figures that are not shown are not shown; for the researcher's own eyes.
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
    effective: float | None = None
    why: Mask = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Bases:
    grouping: Grouping
    answered: frozenset[RespondentId]
    hidden: Mask
    weights: Mapping[RespondentId, Fraction]
    population: int | None

    def n_answered(self, group: Group) -> int:
        return len(group.members & self.answered)

    def share(self, group: Group, holders: Set[RespondentId]) -> Fraction:
        """Return the share of those with a code among a group's answers, in whole percents where they have weights."""
        counted = group.members & self.answered
        if not self.weights:
            return Fraction(len(counted & holders), len(counted))
        return rounded(self._weight(counted & holders) / self._weight(counted), SHARE_STEP)

    def _weight(self, counted: Set[RespondentId]) -> Fraction:
        return sum((self.weights[who] for who in counted), Fraction(0))

    def weighed(self, group: Group, holders: Set[RespondentId]) -> Weighed | None:
        """Return what the share of a group tells of its count; None where nobody has weights, or nobody answered."""
        counted = group.members & self.answered
        if not self.weights or not counted:
            return None
        having, step = counted & holders, SHARE_STEP * self._weight(counted)
        return weighed(len(having), self._weight(having), step, [self.weights[who] for who in counted])

    def effective(self, group: Group) -> float:
        """Return the number of respondents that a group's intervals rest on."""
        counted = group.members & self.answered
        weights = [float(self.weights.get(who, 1)) for who in counted]
        return resting_on(weights, self.population if group.variable is None else None)


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
    weights: Weights | None = None,
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
    weights : mapping or None
        Of every respondent; None counts all alike.
    """
    tables = code_tables(
        corpus,
        codebook,
        codings,
        thresholds,
        question=question,
        wave=wave,
        by=by,
        not_coded=not_coded,
        weights=weights,
    )
    return tuple(row for table in tables for row in table.rows if by is None or row.variable in (None, by))


@dataclass(frozen=True, slots=True)
class CodeTable:
    """The codes of one question and wave: their rows, and the masks that they went through."""

    rows: tuple[CodeRow, ...]
    masked: tuple[MaskedTable, ...]


def code_tables(  # noqa: PLR0913 - as ``code_rows``
    corpus: Corpus,
    codebook: Codebook,
    codings: Iterable[Coding],
    thresholds: Thresholds,
    *,
    question: QuestionId | None = None,
    wave: WaveId | None = None,
    by: VariableId | None = None,
    not_coded: frozenset[tuple[CodeId, WaveId]] = frozenset(),
    weights: Weights | None = None,
) -> tuple[CodeTable, ...]:
    """Return the tables of the codes, by all variables that group and the one named."""
    holders = _holders(codebook, codings)
    variables = tuple(dict.fromkeys((*grouping_variables(corpus), *([by] if by else []))))
    found = []
    for each in corpus.survey.waves:
        for asked in corpus.survey.open_questions:
            used = {
                code: having.get(each.id, set())
                for code, having in _in_order(codebook, holders, asked).items()
                if (code, each.id) not in not_coded
            }
            if wave in (None, each.id) and question in (None, asked.id) and any(used.values()):
                bases = _bases(corpus, (asked, each), variables, thresholds, weights or {})
                found.append(_table_of(codebook, (each.id, asked.id), used, bases, thresholds))
    return tuple(found)


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


def _table_of(
    codebook: Codebook,
    at: tuple[WaveId, QuestionId],
    used: Mapping[CodeId, set[RespondentId]],
    bases: _Bases,
    thresholds: Thresholds,
) -> CodeTable:
    members = {code: bases.answered & having for code, having in used.items()}
    masked = tuple(
        _masked(codebook, at, {code: members[code] for code in tree}, bases, thresholds)
        for tree in _trees(codebook, tuple(used))
    )
    why = {**bases.hidden, **{cell: reason for each in masked for cell, reason in each.mask.items()}}
    rows = tuple(
        _row((*at, code), group, holders, bases, why)
        for code, holders in members.items()
        for group in bases.grouping.groups
        if not group.is_rest
    )
    return CodeTable(rows, masked)


def _trees(codebook: Codebook, codes: Sequence[CodeId]) -> list[list[CodeId]]:
    """Return the codes by the code at the top above them: their counts bound each other's."""
    found: dict[CodeId, list[CodeId]] = {}
    for code in codes:
        above = [each.id for each in codebook.ancestors(code)] if code in codebook.by_id else []
        found.setdefault(above[-1] if above else code, []).append(code)
    return list(found.values())


def _bases(
    corpus: Corpus,
    at: tuple[Question, Wave],
    variables: Sequence[VariableId],
    thresholds: Thresholds,
    weights: Weights,
) -> _Bases:
    question, wave = at[0], at[1].id
    answered = frozenset(answer.key.respondent for answer in corpus.answers_to(question.id, wave))
    few = thresholds.cell if thresholds.cell > 1 else 0
    grouping = grouping_of(tuple(corpus.asked(question, wave)), corpus.survey, variables, answered, few)
    counts: dict[Cell, int | Fraction] = {}
    primary: dict[Cell, Reason] = {}
    for group in grouping.groups:
        n = counts[group.cell("base")] = len(group.members & answered)
        if thresholds.is_small(n) or (group.is_rest and n and few):
            cause = Cause.UNKNOWN if group.is_rest else Cause.SMALL
            primary[group.cell("base")] = Reason(cause, thresholds.cell if thresholds.is_small(n) else 0)
    sums = grouping.sums(counts, thresholds.cell, "base")
    hidden = withheld(CountTable(counts, tuple(sums)), primary)
    of_wave = {respondent: weight for (each, respondent), weight in weights.items() if each == wave}
    return _Bases(grouping, answered, hidden, of_wave, at[1].invited if question.asked is None else None)


def _masked(
    codebook: Codebook,
    at: tuple[WaveId, QuestionId],
    members: Mapping[CodeId, Set[RespondentId]],
    bases: _Bases,
    thresholds: Thresholds,
) -> MaskedTable:
    """Return the counts of the codes of one tree with their mask."""
    counts: dict[Cell, int | Fraction] = {}
    primary: dict[Cell, Reason] = {}
    limits: dict[Cell, int] = {}
    sums: list[Sum] = []
    weights: dict[Cell, Weighed] = {}
    for code, holders in members.items():
        for group in bases.grouping.groups:
            cell, n = group.cell("n", code), len(group.members & holders)
            counts[cell] = n
            in_weights = bases.weighed(group, holders)
            if in_weights is not None:
                weights[cell] = in_weights
            cause = _cause(group, n, bases, thresholds)
            if cause is not None:
                is_secret = thresholds.is_small(n) or thresholds.is_unanimous(n, bases.n_answered(group))
                primary[cell] = Reason(cause, thresholds.cell if is_secret else 0)
            if group.cell("base") not in bases.hidden:
                limits[cell] = bases.n_answered(group)
        sums += bases.grouping.sums(counts, thresholds.cell, "n", code)
    at_most = tuple(_at_most(codebook, members, bases.grouping.groups))
    table = CountTable(counts, tuple(sums), limits=limits, at_most=at_most, weighed=weights)
    counted = {group.cell("n")[2:]: group.members & bases.answered for group in bases.grouping.groups}
    return MaskedTable(("codes", *at), table, withheld(table, primary), counted)


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


def _row(
    names: tuple[WaveId, QuestionId, CodeId], group: Group, holders: Set[RespondentId], bases: _Bases, why: Mask
) -> CodeRow:
    own, base_cell = group.cell("n", names[2]), group.cell("base")
    masked, baseless = own in why, base_cell in why
    base = bases.n_answered(group)
    share = bases.share(group, holders) if base and not masked else None
    effective = None if share is None else bases.effective(group)
    low, high = (None, None) if share is None or effective is None else around(float(share), effective)
    return CodeRow(
        *names,
        group.variable,
        group.value,
        n=None if masked else len(group.members & holders),
        base_asked=None if baseless else len(group.members),
        base_answered=None if baseless else base,
        share=share,
        low=low,
        high=high,
        masked=masked,
        effective=effective,
        why={cell: why[cell] for cell in (base_cell, own) if cell in why},
    )

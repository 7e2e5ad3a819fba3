"""Why figures are withheld, and what tables reveal together, in words; for the researcher's own eyes.

Enters: masked rows with their reasons. Leaves: sentences. Invariant: no withheld count is in any of them.
"""

from collections.abc import Iterable, Iterator

from avoin.codebook.model import Codebook
from avoin.corpus.model import Survey
from avoin.i18n import _, ngettext
from avoin.ids import CodeId
from avoin.privacy.counts import Cell
from avoin.privacy.disclosure import Cause, Reason, Thresholds
from avoin.privacy.ledger import Revealed
from avoin.report import words
from avoin.report.closed import ClosedRow
from avoin.report.codes import CodeRow

Why = tuple[str, str, str, str]
"""Wave, question, which figure, and why it is withheld."""


def reasons_of(
    rows: Iterable[ClosedRow | CodeRow], survey: Survey, codebook: Codebook, thresholds: Thresholds
) -> Iterator[Why]:
    """Yield a line for each withheld figure of the rows, once."""
    told: set[tuple[str, str, Cell]] = set()
    for row in rows:
        for cell, reason in row.why.items():
            if (row.wave, row.question, cell) not in told:
                told.add((row.wave, row.question, cell))
                why = _reason(cell, reason, survey, codebook, thresholds)
                yield (row.wave, row.question, figure(cell, survey, codebook), why)


def figure(cell: Cell, survey: Survey, codebook: Codebook) -> str:
    """Return which figure of a table a cell is."""
    kind, name, *row = cell
    who = people((row[0], row[1]), survey)
    if kind == "sum":
        return _("the mean, {people}").format(people=who)
    if not name:
        return _("the number of respondents, {people}").format(people=who)
    code = codebook.by_id.get(CodeId(name)) if kind == "n" else None
    label = words.group_name(name) if code is None else code.name
    return _("“{category}”, {people}").format(category=label, people=who)


def people(row: tuple[str, ...], survey: Survey) -> str:
    """Return whose row it is."""
    variable, value = row
    known = survey.variable(variable)
    name = variable if known is None else known.name or known.id
    if not variable:
        return _("all")
    if not value:
        return _("those whom “{variable}” leaves over").format(variable=name)
    return f"{name} {value}"


def _reason(cell: Cell, reason: Reason, survey: Survey, codebook: Codebook, thresholds: Thresholds) -> str:
    threshold = thresholds.mean if cell[0] == "sum" else thresholds.cell
    sentence = {
        Cause.SMALL: _("fewer respondents than the threshold"),
        Cause.UNANIMOUS: _("everybody in a small group gave the same answer: the figure would be the answer of each"),
        Cause.UNKNOWN: _("respondents whose value is not known are never shown"),
        Cause.BASE: _("the number that it is counted on is withheld, or stands for too few"),
        Cause.SUBTRACTION: _("a subtraction would give back: {other}"),
        Cause.ARITHMETIC: _("with the other figures it would give back exactly: {other}"),
        Cause.RANGE: _("with the other figures it would leave fewer than {n} values possible for: {other}"),
    }[reason.cause]
    other = "" if reason.protects is None else figure(reason.protects, survey, codebook)
    return sentence.format(other=other, n=max(2, threshold))


def revealed_sentence(found: Revealed, survey: Survey) -> str:
    """Return what two tables reveal together, in one sentence."""
    _kind, wave, question = found.topic
    names = {
        "wave": wave,
        "question": question,
        "before": people(found.before, survey),
        "now": people(found.now, survey),
        "n": found.n_apart,
    }
    if not found.n_apart:
        return _("{question}, wave {wave}, {now}: a figure withheld now follows from what was shown then.").format(
            **names
        )
    return ngettext(
        "{question}, wave {wave}: “{before}” then and “{now}” now differ by {n} respondent.",
        "{question}, wave {wave}: “{before}” then and “{now}” now differ by {n} respondents.",
        found.n_apart,
    ).format(**names)

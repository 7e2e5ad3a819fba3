"""Tables: closed items and codes in numbers, masked as the project says.

Enters: a project and what is asked for. Leaves: masked rows. Invariant: no way leads past the mask.
"""

from dataclasses import dataclass, replace

from avoin.codebook.model import Codebook
from avoin.coding.decision import Coding
from avoin.coding.roles import is_role
from avoin.coding.settlement import standing
from avoin.corpus.model import Condition, Corpus, Survey
from avoin.errors import AvoinError
from avoin.i18n import _
from avoin.ids import CoderId, QuestionId, VariableId, WaveId
from avoin.privacy.disclosure import Thresholds
from avoin.report.closed import ClosedRow, ClosedTable, closed_tables
from avoin.report.codes import CodeRow, CodeTable, code_tables, rows_not_coded
from avoin.report.wave_comparison import WaveDifference, exact_tests, wave_differences
from avoin.settings import Settings
from avoin.store import answers, decisions, settlements
from avoin.workflow.codebooks.revise_codebook import current_codebook
from avoin.workflow.coders.blind_coding import refuse_while_blind
from avoin.workflow.incoming.wave_availability import not_coded
from avoin.workflow.outgoing.weights import weights_of
from avoin.workflow.project import Project


class UnknownNameError(AvoinError):
    """The survey has no question, variable or wave of that name, or nobody of that name has coded."""


class AssumptionError(AvoinError):
    """A test was asked for whose assumptions do not hold."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which rows; None is all.

    Attributes
    ----------
    by : str or None
        Everybody and this variable's values only.
    coder : str or None
        Codings of this coder only; None counts a code that anyone put.
    """

    question: str | None = None
    wave: str | None = None
    by: str | None = None
    coder: str | None = None


def thresholds_of(settings: Settings) -> Thresholds:
    """Return the thresholds that the project's settings state."""
    variable, _equals, values = settings.named.partition("=")
    who = Condition(VariableId(variable.strip()), tuple(value.strip() for value in values.split(",")))
    return Thresholds(settings.cell_threshold, settings.mean_threshold, (who,) if settings.named else ())


def closed_table(project: Project, wanted: Wanted) -> tuple[ClosedRow, ...]:
    """Return the rows of the closed items; raises as ``closed_tables_of``."""
    return tuple(row for table in closed_tables_of(project, wanted) for row in table.rows if is_row_of(row, wanted))


def is_row_of(row: ClosedRow | CodeRow, wanted: Wanted) -> bool:
    """Return whether a row is of everybody or by the variable that is wanted."""
    return wanted.by is None or row.variable in (None, wanted.by)


def closed_tables_of(project: Project, wanted: Wanted) -> tuple[ClosedTable, ...]:
    """Return the tables of the closed items, each with its mask.

    Raises
    ------
    UnknownNameError
        Where the survey has no closed question, variable or wave of that name.
    """
    check_names(project.survey, wanted, is_open=False)
    with project.store.read() as connection:
        corpus = answers.load_corpus(connection, project.survey)
    return closed_tables(
        corpus,
        thresholds_of(project.settings),
        question=_question(wanted),
        wave=_wave(wanted),
        by=VariableId(wanted.by) if wanted.by else None,
        weights=weights_of(project.settings, corpus),
    )


def code_table(project: Project, wanted: Wanted) -> tuple[CodeRow, ...]:
    """Return the rows of the codes, those of waves that a code was not asked of last; raises as ``code_tables_of``."""
    check_names(project.survey, wanted, is_open=True)
    # a code that only another wave was asked of is known from that wave's rows
    every_wave = replace(wanted, wave=None)
    tables = code_tables_of(project, every_wave)
    rows = tuple(row for table in tables for row in table.rows if is_row_of(row, every_wave))
    known = (*rows, *rows_not_coded(rows, not_coded(project), _wave(wanted)))
    return tuple(row for row in known if wanted.wave in (None, row.wave))


def code_tables_of(project: Project, wanted: Wanted) -> tuple[CodeTable, ...]:
    """Return the tables of the codes, each with its masks.

    Raises
    ------
    UnknownNameError
        Where the survey has no open question, variable or wave of that name, or the coder has not coded.
    """
    check_names(project.survey, wanted, is_open=True)
    corpus, codings = load_coded(project, wanted.coder)
    return code_tables(
        corpus,
        codebook_of(project),
        codings,
        thresholds_of(project.settings),
        question=_question(wanted),
        wave=_wave(wanted),
        by=VariableId(wanted.by) if wanted.by else None,
        not_coded=not_coded(project),
        weights=weights_of(project.settings, corpus),
    )


def compare_waves(
    project: Project,
    before: str | None = None,
    after: str | None = None,
    question: str | None = None,
    *,
    exact: bool = False,
) -> tuple[WaveDifference, ...]:
    """Return what changed in the codes from one wave to another; by default the last two.

    Parameters
    ----------
    exact : bool
        Test each difference by Fisher's exact test, and adjust for their number by Holm's method.

    Raises
    ------
    AssumptionError
        Where the test was asked for, but respondents are weighted or the same ids answered both waves.
    UnknownNameError
        Where there is no such wave or question, or there are not two waves.
    """
    first, last = two_waves(project, before, after)
    for wave in (first, last):
        check_names(project.survey, Wanted(question, wave), is_open=True)
    rows = [row for row in code_table(project, Wanted(question)) if row.coded]
    found = wave_differences(rows, WaveId(first), WaveId(last))
    if not exact:
        return found
    _refuse_test(project, WaveId(first), WaveId(last))
    return exact_tests(found)


def two_waves(project: Project, before: str | None, after: str | None) -> tuple[str, str]:
    """Return the waves named, the last two where none are.

    Raises
    ------
    UnknownNameError
        Where there are not two waves.
    """
    waves = [wave.id for wave in project.survey.waves]
    if len(waves) < 2:
        raise UnknownNameError(_("There are no two waves to compare."), _known(waves))
    return before or waves[-2], after or waves[-1]


def _refuse_test(project: Project, first: WaveId, last: WaveId) -> None:
    with project.store.read() as connection:
        corpus = answers.load_corpus(connection, project.survey)
    both = {each.id for each in corpus.of_wave(first)} & {each.id for each in corpus.of_wave(last)}
    if both:
        raise AssumptionError(
            _("Fisher's exact test needs different respondents in the two waves; {n} ids are in both.").format(
                n=len(both)
            ),
            _("Where the ids only number the rows, look at the interval instead."),
        )
    if project.settings.weight:
        raise AssumptionError(
            _("Fisher's exact test counts respondents alike, and these have weights."),
            _("Look at the interval instead."),
        )


def load_coded(project: Project, coder: str | None = None) -> tuple[Corpus, tuple[Coding, ...]]:
    """Return the answers and the codings that count, of one coder or of all.

    What somebody coded a second time, to see whether they agree with themselves, does not count. Where a disagreement
    was settled, what was decided counts for all of them; one coder's codings are what that coder put.

    Raises
    ------
    BlindError
        While whoever asks is coding answers blind.
    UnknownNameError
        Where nobody of that name has coded.
    """
    refuse_while_blind(project)
    with project.store.read() as connection:
        corpus = answers.load_corpus(connection, project.survey)
        known = decisions.coders(connection)
        if coder is not None and coder not in known:
            raise UnknownNameError(
                _("Nobody called {coder} has decided anything.").format(coder=coder),
                _("Coders: {coders}").format(coders=", ".join(known)),
            )
        found = decisions.codings(connection, coder=None if coder is None else CoderId(coder))
        settled = settlements.load(connection)
    if coder is not None:
        return corpus, found
    return corpus, standing((each for each in found if not is_role(each.coder)), settled)


def codebook_of(project: Project) -> Codebook:
    """Return the current codebook, an empty one where the project has none yet."""
    return current_codebook(project) or Codebook("", "0.0.0", ())


def check_names(survey: Survey, wanted: Wanted, *, is_open: bool) -> None:
    """Refuse names that the survey does not have.

    Raises
    ------
    UnknownNameError
        Names what there is instead.
    """
    questions = [each.id for each in survey.questions if each.kind.is_open is is_open]
    if wanted.question is not None and wanted.question not in questions:
        missing = _("There is no open question {name}.") if is_open else _("There is no closed question {name}.")
        raise UnknownNameError(missing.format(name=wanted.question), _known(questions))
    waves = [each.id for each in survey.waves]
    if wanted.wave is not None and wanted.wave not in waves:
        raise UnknownNameError(_("There is no wave {name}.").format(name=wanted.wave), _known(waves))
    variables = [each.id for each in survey.variables]
    if wanted.by is not None and wanted.by not in variables:
        raise UnknownNameError(_("There is no variable {name}.").format(name=wanted.by), _known(variables))


def _known(names: list[QuestionId] | list[WaveId] | list[VariableId]) -> str:
    return _("There are: {names}").format(names=", ".join(names)) if names else ""


def _question(wanted: Wanted) -> QuestionId | None:
    return QuestionId(wanted.question) if wanted.question else None


def _wave(wanted: Wanted) -> WaveId | None:
    return WaveId(wanted.wave) if wanted.wave else None

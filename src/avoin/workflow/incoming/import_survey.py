"""Import: a survey export becomes a wave of the project.

Enters: a file, the wave it is of, and what a person says about its columns. Leaves: respondents and answers in the
store, and ``survey.yaml`` as it should be. Invariant: both are changed or neither is, whatever goes wrong.
"""

import logging
from collections.abc import Iterator, Mapping
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path

from avoin.coding.decision import Draft, Verb
from avoin.coding.moving import Fate, fate_of
from avoin.corpus.build import WaveAnswers, build_wave
from avoin.corpus.check import is_wave_id
from avoin.corpus.files import staged_survey
from avoin.corpus.model import Survey
from avoin.corpus.propose import propose_survey
from avoin.i18n import _, ngettext
from avoin.ids import RespondentId, VariableId, WaveId
from avoin.importing.guess import ColumnKind, guess_columns
from avoin.importing.long_form import widened
from avoin.importing.read import read_table
from avoin.importing.table import SurveyTable
from avoin.progress import Progress, silent
from avoin.store import answers as answer_store
from avoin.store import backups, decisions
from avoin.store.answers import WaveChanges
from avoin.workflow.incoming.import_choices import ImportChoices, ImportSurveyError, choices_told
from avoin.workflow.project import Project, coder_of

_log = logging.getLogger(__name__)
_NAMED = 10
_AS_GUESSED = ImportChoices()


@dataclass(frozen=True, slots=True)
class ColumnUse:
    """What one column is taken for.

    Attributes
    ----------
    id : str
        Its question or variable; empty for ids, dates and what is left out.
    confidence : float
        How sure the guess was, 0–1; 1 where a person said so.
    examples : tuple of str
        Up to three cells as read.
    """

    heading: str
    kind: ColumnKind
    id: str
    confidence: float
    examples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PreparedImport:
    """A file that was read and understood, and not saved yet."""

    table: SurveyTable
    wave: WaveId
    survey: Survey
    built: WaveAnswers
    guesses: tuple[ColumnUse, ...]
    warnings: tuple[str, ...]
    keep_missing: bool
    replace_coded: bool


@dataclass(frozen=True, slots=True)
class ImportResult:
    """What an import did, or would do.

    Attributes
    ----------
    respondents, answers, closed : int
        How many are in the file; answers are open ones that are not empty.
    new, changed, removed, kept : int
        Respondents that the wave did not have, whose data differ now, that are gone, and that are kept though they
        are not in the file.
    changed_ids, removed_ids : tuple of RespondentId
        Who they are.
    """

    wave: WaveId
    file: str
    respondents: int
    answers: int
    closed: int
    new: int
    changed: int
    removed: int
    kept: int
    changed_ids: tuple[RespondentId, ...]
    removed_ids: tuple[RespondentId, ...]
    guesses: tuple[ColumnUse, ...]
    warnings: tuple[str, ...]
    survey: Survey
    dry_run: bool = False


def import_survey(
    project: Project,
    path: Path,
    wave: str,
    choices: ImportChoices = _AS_GUESSED,
    dry_run: bool = False,
    progress: Progress = silent,
) -> ImportResult:
    """Import a file as a wave; imported again, the wave becomes what the file says now.

    Parameters
    ----------
    project : Project
        What ``survey.yaml`` of it says about the wave goes before any guess.
    path : Path
        The survey export.
    wave : str
        New or known.
    choices : ImportChoices
        Goes before ``survey.yaml``.
    dry_run : bool
        Say what would be, and change nothing.

    Raises
    ------
    ImportFileError, RoleError, WaveError, ImportSurveyError, SurveyFileError, StoreError
        Where the file, the choices or the survey are wrong, or nothing can be written. Nothing was changed then.
    """
    return save_import(project, prepare_import(project, path, wave, choices, progress), dry_run, progress)


def prepare_import(
    project: Project, path: Path, wave: str, choices: ImportChoices, progress: Progress = silent
) -> PreparedImport:
    """Read a file and say what it would become; the first half of ``import_survey``.

    Raises
    ------
    ImportFileError, RoleError, WaveError, ImportSurveyError
        As ``import_survey``.
    """
    progress(0, 3, _("reading the file"))
    table = read_table(
        path,
        encoding=choices.encoding,
        delimiter=choices.delimiter,
        sheet=choices.sheet,
        heading_rows=choices.heading_rows,
    )
    if choices.long is not None and not choices.ids:
        raise ImportSurveyError(
            _("Of a file with one row an answer it must be said whose the rows are."),
            _("Name the column of respondent ids with --id."),
        )
    if choices.long is not None:
        table = widened(table, choices.ids, *choices.long)
    return prepare_table(project, table, wave, choices, progress)


def prepare_table(
    project: Project, table: SurveyTable, wave: str, choices: ImportChoices, progress: Progress = silent
) -> PreparedImport:
    """Say what a table that was read would become.

    Raises
    ------
    RoleError, WaveError, ImportSurveyError
        As ``import_survey``.
    """
    if not is_wave_id(wave):
        raise ImportSurveyError(
            _("“{wave}” cannot be a wave: it has letters, digits, “.”, “-” and “_” only.").format(wave=wave),
            _("Give for example --wave 2025"),
        )
    progress(1, 3, _("finding out what the columns are"))
    told = choices_told(table, choices)
    guesses = guess_columns(table)
    wave_id = WaveId(wave)
    proposal = propose_survey(project.survey, table, wave_id, guesses, told, _values(project, wave_id))
    _refuse_without_open(table, proposal.survey, wave_id)
    built = build_wave(table, proposal.survey, wave_id)
    uses = tuple(
        ColumnUse(
            guess.heading,
            (role := proposal.roles[guess.heading]).kind,
            role.item,
            1.0 if role.told else guess.confidence,
            guess.examples,
        )
        for guess in guesses
    )
    warnings = (*table.warnings, *built.warnings, *proposal.notes)
    return PreparedImport(
        table, wave_id, proposal.survey, built, uses, warnings, choices.keep_missing, choices.replace_coded
    )


def save_import(
    project: Project, prepared: PreparedImport, dry_run: bool = False, progress: Progress = silent
) -> ImportResult:
    """Save what was prepared, in one transaction with ``survey.yaml``; the second half of ``import_survey``.

    Raises
    ------
    ImportSurveyError, SurveyFileError, StoreError
        As ``import_survey``.
    """
    progress(2, 3, _("saving"))
    if not dry_run:
        _back_up(project)
    as_it_is = dry_run or prepared.survey == project.survey
    with nullcontext() if as_it_is else staged_survey(project.places.survey, prepared.survey):
        changes, fate = _save(project, prepared, dry_run=dry_run)
    progress(3, 3, _("saving"))
    result = _result(prepared, changes, fate, dry_run=dry_run)
    _log.info(
        "import%s of wave %s: %d respondents, %d answers, %d new, %d changed, %d removed",
        " (dry run)" if dry_run else "", result.wave, result.respondents, result.answers, result.new, result.changed,
        result.removed,
    )  # fmt: skip
    return result


def _values(project: Project, wave: WaveId) -> Mapping[VariableId, frozenset[str]]:
    """Return the values that variables have in the other waves."""
    with project.store.read() as connection:
        corpus = answer_store.load_corpus(connection, project.survey)
    found: dict[VariableId, set[str]] = {}
    for respondent in corpus.respondents:
        if respondent.wave != wave:
            for variable, value in respondent.values.items():
                found.setdefault(variable, set()).add(value)
    return {variable: frozenset(values) for variable, values in found.items()}


def _refuse_without_open(table: SurveyTable, survey: Survey, wave: WaveId) -> None:
    if any(wave in question.headings for question in survey.open_questions):
        return
    columns = ", ".join(f"#{place} “{heading}”" for place, heading in enumerate(table.headings[:20], start=1))
    raise ImportSurveyError(
        _("{file} has no column of open answers.").format(file=table.name),
        _("Name it with --open. The columns are: {columns}").format(columns=columns),
    )


def _back_up(project: Project) -> None:
    with project.store.read() as connection:
        imported_before = bool(answer_store.waves(connection))
    if imported_before:
        backups.back_up(project.store, project.places.backups, "import")


class _DryRunDoneError(Exception):
    """Takes a dry run's transaction back."""


def _save(project: Project, prepared: PreparedImport, *, dry_run: bool) -> tuple[WaveChanges, Fate]:
    """Save the wave, codings with it; return what changed by it and what became of the codings."""
    try:
        with project.store.transaction() as connection:
            before = answer_store.load_corpus(connection, project.survey).by_key
            changes = answer_store.save_wave(
                connection,
                prepared.wave,
                prepared.built.respondents,
                prepared.built.answers,
                prepared.built.closed,
                prepared.table.name,
                prepared.table.digest,
                remove_missing=not prepared.keep_missing,
            )
            _refuse_changes(project.survey, prepared, changes)
            after = {answer.key: answer for answer in prepared.built.answers}
            marks = decisions.marks(connection, wave=prepared.wave) if changes.texts else {}
            fate = fate_of(marks, {key: before[key] for key in changes.texts if key in before}, after)
            if not (dry_run or prepared.replace_coded):
                _refuse_loss(prepared, fate)
            if fate.moved.put or fate.moved.taken:
                decisions.append(connection, Draft(coder_of(project), Verb.NOTED, fate.moved.put, fate.moved.taken))
            if dry_run:
                raise _DryRunDoneError  # noqa: TRY301 - the transaction is taken back by an exception only
    except _DryRunDoneError:
        pass
    return changes, fate


def _refuse_changes(before: Survey, prepared: PreparedImport, changes: WaveChanges) -> None:
    wave = before.wave(prepared.wave)
    if wave is not None and wave.closed and (changes.added or changes.changed or changes.missing):
        raise ImportSurveyError(
            _("Wave {wave} is closed, and {file} differs from what was imported.").format(
                wave=wave.id, file=prepared.table.name
            ),
            _("Open the wave in survey.yaml (closed: false) if it has to change."),
        )
    if changes.missing and not changes.changed and not changes.n_same and not prepared.keep_missing:
        raise ImportSurveyError(
            _("None of the {n} respondents of wave {wave} is in {file}.").format(
                n=len(changes.missing), wave=prepared.wave, file=prepared.table.name
            ),
            _("Name another wave, or the right id column with --id; --keep-missing adds these to those."),
        )


def _refuse_loss(prepared: PreparedImport, fate: Fate) -> None:
    if fate.moved.n_waiting or fate.n_gone:
        raise ImportSurveyError(
            _(
                "{file} would change or remove answers that are coded: {changed} codings are on words that are gone,"
                " {gone} on answers that would be gone. Nothing was imported."
            ).format(file=prepared.table.name, changed=fate.moved.n_waiting, gone=fate.n_gone),
            _("Look with --dry-run. If it has to be so: --replace-coded; the codings stay in the history."),
        )


def _result(prepared: PreparedImport, changes: WaveChanges, fate: Fate, *, dry_run: bool) -> ImportResult:
    removed = () if prepared.keep_missing else changes.missing
    return ImportResult(
        wave=prepared.wave,
        file=prepared.table.name,
        respondents=len(prepared.built.respondents),
        answers=len(prepared.built.answers),
        closed=len(prepared.built.closed),
        new=len(changes.added),
        changed=len(changes.changed),
        removed=len(removed),
        kept=len(changes.missing) - len(removed),
        changed_ids=changes.changed,
        removed_ids=removed,
        guesses=prepared.guesses,
        warnings=(*prepared.warnings, *_change_warnings(removed, fate)),
        survey=prepared.survey,
        dry_run=dry_run,
    )


def _change_warnings(removed: tuple[RespondentId, ...], fate: Fate) -> Iterator[str]:
    if removed:
        shown = ", ".join(removed[:_NAMED]) + (", …" if removed[_NAMED:] else "")
        yield ngettext(
            "{n} respondent is not in the file and is removed: {ids}.",
            "{n} respondents are not in the file and are removed: {ids}.",
            len(removed),
        ).format(n=len(removed), ids=shown)
    changed, gone = fate.moved.n_waiting, fate.n_gone
    if changed:
        yield ngettext(
            "{n} coding was on words that are gone; it waits to be decided again.",
            "{n} codings were on words that are gone; they wait to be decided again.",
            changed,
        ).format(n=changed)
    if gone:
        yield ngettext(
            "{n} coding is on an answer that is gone; it stays in the history and counts no more.",
            "{n} codings are on answers that are gone; they stay in the history and count no more.",
            gone,
        ).format(n=gone)

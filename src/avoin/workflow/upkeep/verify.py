"""Is the project whole? Every part is held against what it should be; nothing is changed.

Enters: a project's folder, which need not open. Leaves: the checks in order, each with the way back where it failed.
"""

import shlex
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from avoin.codebook.document import CodebookFileError
from avoin.codebook.files import DRAFT_FILE, read_file
from avoin.codebook.version import check_release
from avoin.coding.decision import MarkKind
from avoin.corpus.files import read_survey
from avoin.errors import AvoinError
from avoin.i18n import _, ngettext
from avoin.ids import CodeId, Span
from avoin.progress import Progress, silent
from avoin.settings import SettingsError, read_settings
from avoin.store import answers, backups, chain, decisions, members, releases, settlements, themes
from avoin.store.engine import Store, integrity, open_store
from avoin.store.members import shows_all
from avoin.store.server import ServerStore, open_server
from avoin.workflow.project import Places, Project, locate

_SHOWN = 5
_OWNERS = ("decisions", "projection", "backups", "rights")
"""What nobody can check who may not see every decision."""

_Probe = Callable[[], tuple[Sequence[str], str]]
"""Returns what is wrong, in sentences, and what to say where nothing is."""


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at.

    Attributes
    ----------
    name : str
        The same in every language: "settings", "survey", "store", "pages", "decisions", "projection", "answers",
        "questions", "codebooks", "codings", "themes", "backups" or (on a server) "rights".
    detail : str
        What was found, in translated sentences; never answer text.
    way_back : str
        What to do about it; empty where all is well.
    """

    name: str
    ok: bool
    detail: str
    way_back: str = ""


@dataclass(frozen=True, slots=True)
class VerifyResult:
    """All that was looked at."""

    checks: tuple[Check, ...]

    @property
    def ok(self) -> bool:
        """True where nothing is wrong."""
        return all(check.ok for check in self.checks)


def verify(folder: Path, progress: Progress = silent) -> VerifyResult:
    """Check settings, survey, store, decisions, marks, answers, codebooks, codings, theme runs and backups.

    What cannot be looked at because something before it is broken is left out.
    """
    places = locate(folder)
    checks: list[Check] = []
    probes = _files(places)
    store = _opened(places)
    if isinstance(store, Store):
        probes += [each for each in _facts(places, store) if each[0] not in _OWNERS or shows_all(store)]
    for done, (name, way_back, probe) in enumerate(probes):
        progress(done, len(probes), name)
        checks.append(_checked(name, way_back, probe))
    if isinstance(store, Check):
        checks.append(store)
    progress(len(probes), len(probes), "")
    return VerifyResult(tuple(checks))


def rebuild(project: Project) -> int:
    """Write the marks anew from the decisions, after a backup; return how many marks there are.

    Raises
    ------
    StoreError
        Where the decisions themselves are not sound: then only a backup helps.
    """
    backups.back_up(project.store, project.places.backups, "rebuild")
    with project.store.transaction() as connection:
        return chain.rebuild_projection(connection)


def _files(places: Places) -> list[tuple[str, str, _Probe]]:
    mend = _("Mend the file in an editor; the message says where.")
    return [
        ("settings", mend, lambda: _settings(places)),
        ("survey", mend, lambda: _survey(places.survey)),
        (
            "codebooks",
            _("Take the release back from version control or a copy; a changed one is released as a new version."),
            lambda: _codebooks(places.codebooks),
        ),
    ]


def _facts(places: Places, store: Store) -> list[tuple[str, str, _Probe]]:
    restore = _("Put the newest backup back with: avoin restore (the damaged file is kept aside).")
    return [
        ("pages", restore, lambda: _pages(store)),
        ("decisions", restore, lambda: _decisions(store)),
        ("projection", _("Write the marks anew with: avoin verify --rebuild"), lambda: _projection(store)),
        ("answers", restore, lambda: _answers(store)),
        ("themes", _("Find the themes again with: avoin themes QUESTION"), lambda: _themes(store)),
        ("ledger", restore, lambda: _ledger(store)),
        (
            "questions",
            _("Write it back into survey.yaml, or import the wave again."),
            lambda: _questions(places.survey, store),
        ),
        (
            "codings",
            _("Look at the answer and code it again; bring a lost codebook back from version control."),
            lambda: _codings(places, store),
        ),
        ("backups", _("Make a new one with: avoin backup"), lambda: _backups(places.backups, store)),
        *([("rights", _way_to_rules(store), lambda: _rights(store))] if isinstance(store, ServerStore) else []),
    ]


def _rights(store: Store) -> tuple[Sequence[str], str]:
    with store.read() as connection:
        n = len(members.members(connection))
        return members.faults(connection), ngettext("{n} member.", "{n} members.", n).format(n=n)


def _way_to_rules(store: Store) -> str:
    """Return the command that sets up all the rules: letting in somebody who is in already."""
    with store.read() as connection:
        first = next(iter(members.members(connection)), None)
    if first is None:
        return ""
    command = ["avoin", "store", "let-in", first.role, "--coder", first.coder]
    command += ["--only-look"] if first.rights is members.Rights.VIEWER else []
    return _("Set them up for all members with: {command}").format(command=shlex.join(command))


def _opened(places: Places) -> Store | Check:
    address = ""
    with suppress(SettingsError):  # told by the check of the settings
        address = read_settings(places.settings).store
    try:
        return open_server(address, places.store) if address else open_store(places.store)
    except AvoinError as error:
        return Check("store", False, error.message, error.hint)


def _checked(name: str, way_back: str, probe: _Probe) -> Check:
    try:
        wrong, well = probe()
    except AvoinError as error:
        return Check(name, False, error.message, error.hint or way_back)
    except (LookupError, ValueError, TypeError):  # its own words may quote what is stored
        return Check(name, False, _("It cannot be read: what is stored contradicts itself."), way_back)
    if not wrong:
        return Check(name, True, well)
    more = len(wrong) - _SHOWN
    shown = [*wrong[:_SHOWN]]
    if more > 0:
        shown.append(ngettext("And {n} more.", "And {n} more.", more).format(n=more))
    return Check(name, False, " ".join(shown), way_back)


def _survey(path: Path) -> tuple[Sequence[str], str]:
    read_survey(path)
    return (), _("{file} is readable.").format(file=path.name)


def _pages(store: Store) -> tuple[Sequence[str], str]:
    with store.read() as connection:
        found = integrity(connection)
    return (
        [_("The file's pages contradict each other: {what}").format(what=what) for what in found],
        _("The database is whole."),
    )


def _decisions(store: Store) -> tuple[Sequence[str], str]:
    with store.read() as connection:
        found = chain.verify_chain(connection)
        n, _digest = decisions.head(connection)
    well = ngettext("{n} decision, its seal whole.", "{n} decisions, every seal whole.", n).format(n=n)
    return [problem.message for problem in found], well


def _projection(store: Store) -> tuple[Sequence[str], str]:
    with store.read() as connection:
        found = chain.verify_projection(connection)
    return [problem.message for problem in found], _("The marks are what the decisions come to.")


def _answers(store: Store) -> tuple[Sequence[str], str]:
    with store.read() as connection:
        changed = answers.changed_waves(connection)
        n = len(answers.waves(connection))
    wrong = [_("The answers of wave {wave} are not what was imported.").format(wave=wave) for wave in changed]
    return wrong, ngettext("{n} wave as imported.", "{n} waves as imported.", n).format(n=n)


def _themes(store: Store) -> tuple[Sequence[str], str]:
    with store.read() as connection:
        damaged = themes.damaged_runs(connection)
        used = {int(mark.text) for mark in decisions.marks(connection, MarkKind.THEMES) if mark.text.isdecimal()}
        n = len(stored := {each.run for each in themes.runs(connection)})
    wrong = [_("Theme run {run} is damaged.").format(run=run) for run in damaged]
    wrong += [_("Theme run {run} is in use but not stored.").format(run=run) for run in sorted(used - stored)]
    return wrong, ngettext("{n} theme run as found.", "{n} theme runs as found.", n).format(n=n)


def _ledger(store: Store) -> tuple[Sequence[str], str]:
    with store.read() as connection:
        damaged = releases.damaged(connection)
        n = releases.count(connection)
    wrong = [_("Entry {number} of the ledger of tables is damaged.").format(number=each) for each in damaged]
    return wrong, ngettext("{n} entry in the ledger of tables.", "{n} entries in the ledger of tables.", n).format(n=n)


def _questions(path: Path, store: Store) -> tuple[Sequence[str], str]:
    survey = read_survey(path)
    with store.read() as connection:
        waves, questions = answers.waves(connection), answers.question_ids(connection)
    wrong = [
        _("Wave {wave} was imported, but survey.yaml does not name it.").format(wave=wave)
        for wave in waves
        if survey.wave(wave) is None
    ]
    wrong += [
        _("Question {question} has answers, but survey.yaml does not name it.").format(question=question)
        for question in sorted(questions)
        if survey.question(question) is None
    ]
    return wrong, _("survey.yaml names every wave and question that was imported.")


def _settings(places: Places) -> tuple[Sequence[str], str]:
    named = read_settings(places.settings).codebook
    wrong = []
    if named and not any((places.codebooks / named).glob("*.yaml")):
        wrong.append(
            _("{file} names codebook {codebook}, but there is none of that name.").format(
                file=places.settings.name, codebook=named
            )
        )
    return wrong, _("{file} is readable.").format(file=places.settings.name)


def _codebooks(folder: Path) -> tuple[Sequence[str], str]:
    paths = _codebook_paths(folder)
    wrong = []
    for path in paths:
        try:
            read_file(path) if path.name == DRAFT_FILE else check_release(path)
        except AvoinError as error:
            wrong.append(error.message)
    n = len(paths)
    return wrong, ngettext("{n} codebook file, sealed.", "{n} codebook files, every release sealed.", n).format(n=n)


def _known_codes(folder: Path) -> set[CodeId]:
    """Return every code that any readable version of any codebook has."""
    known: set[CodeId] = set()
    for path in _codebook_paths(folder):
        with suppress(CodebookFileError):  # told by the check of codebooks
            known |= read_file(path).book.by_id.keys()
    return known


def _codebook_paths(folder: Path) -> list[Path]:
    return sorted(folder.glob("*/*.yaml"))


def _codings(places: Places, store: Store) -> tuple[Sequence[str], str]:
    known = _known_codes(places.codebooks)
    with store.read() as connection:
        lengths = answers.text_lengths(connection)
        settled = settlements.load(connection)
        found = (*decisions.codings(connection), *(coding for each in settled for coding in each.codings))
    wrong = [
        sentence
        for each in found
        for sentence in _wrong_with(each.span, each.code, lengths.get(each.span.answer), known)
    ]
    n = len(found)
    well = ngettext("{n} coding fits its answer.", "{n} codings fit their answers.", n).format(n=n)
    # a corrected file may take respondents away: their codings stay in the history, and that is no fault
    gone = sum(each.span.answer not in lengths for each in found)
    if gone:
        well += " " + ngettext(
            "{n} is on an answer that a later import took away, and counts no more.",
            "{n} are on answers that a later import took away, and count no more.",
            gone,
        ).format(n=gone)
    return wrong, well


def _wrong_with(span: Span, code: CodeId, length: int | None, known: set[CodeId]) -> Iterator[str]:
    wave, respondent, question = span.answer
    whole = (span.start, span.end) == (-1, -1)
    if length is not None and not whole and not 0 <= span.start < span.end <= length:
        yield _("A coding does not fit its answer: {wave}, {respondent}, {question}, {start}–{end}.").format(
            wave=wave, respondent=respondent, question=question, start=span.start, end=span.end
        )
    if code not in known:
        yield _("Code {code} is used ({wave}, {respondent}, {question}) but is in no codebook.").format(
            code=code, wave=wave, respondent=respondent, question=question
        )


def _backups(folder: Path, store: Store) -> tuple[Sequence[str], str]:
    there = backups.list_backups(folder)
    if not there:
        with store.read() as connection:
            n, _digest = decisions.head(connection)
        return [_("There are decisions but no backup.")] if n else [], _("No backup yet; the next opening makes one.")
    newest = there[-1]
    wrong = [
        _("Backup {name} is not sound: {problem}").format(name=newest.path.name, problem=problem)
        for problem in backups.problems_of(newest.path)
    ]
    if not wrong and not backups.is_continued_by(newest, store):
        wrong.append(_("Backup {name} has decisions that the store does not have.").format(name=newest.path.name))
    n = len(there)
    well = ngettext("{n} backup, sound.", "{n} backups, the newest sound.", n).format(n=n)
    return wrong, well

"""The codebook as a person works on it: every operation with its preview, what is used where, what waits.

Enters: acts on codes. Leaves: revisions, each recorded whole before the method returns, or only looked at.
Invariant: what a preview tells is what the same call does while nobody else changes anything.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from avoin.codebook import operations
from avoin.codebook.difference import Difference, differences
from avoin.codebook.model import Code, Codebook
from avoin.codebook.operations import find, next_id
from avoin.codebook.structure import CodebookError
from avoin.coding.carrying import Effect
from avoin.coding.decision import MarkKind
from avoin.i18n import _, ngettext
from avoin.ids import CodeId, CoderId, RespondentId, Span, WaveId
from avoin.store import decisions
from avoin.workflow.codebooks.codebook_journal import LogEntry, log
from avoin.workflow.codebooks.codebook_operations import Revision, carry_out, note_changes, refuse_unless_unchanged
from avoin.workflow.codebooks.release_codebook import Release, proposed_version, release
from avoin.workflow.codebooks.revise_codebook import (
    CheckedCodebook,
    begin_codebook,
    check,
    codebook_folder,
    current_codebook,
    usage,
)
from avoin.workflow.codebooks.split_queues import WaitingQueue, waiting_queues
from avoin.workflow.incoming.wave_availability import not_coded
from avoin.workflow.project import Project

TEXTS = ("name", "definition", "include", "exclude", "borderline", "examples", "keywords", "codable", "colour")
"""Fields of a code that ``define`` may change."""


class WhereToError(CodebookError):
    """A code that is used is to be retired, and nobody said where its codings are to go."""


@dataclass(frozen=True, slots=True)
class Use:
    """How often a code is used in one wave, by itself."""

    n_segments: int = 0
    n_respondents: int = 0


@dataclass(frozen=True, slots=True)
class VersionStep:
    """A version and what it changed.

    Attributes
    ----------
    version : str
        The label of the draft for what is not released.
    released : str
        Day of the release; empty for the draft.
    before : Codebook or None
        The version before it.
    """

    version: str
    released: str
    notes: str
    codebook: Codebook
    before: Codebook | None
    differences: tuple[Difference, ...]


@dataclass(frozen=True, slots=True)
class CodebookDesk:
    """A project's codebook before one coder.

    Every operation takes ``reason`` (why, in the coder's words) and ``dry_run`` (only tell what would be done). They
    raise ``CodebookError`` where they refuse, ``CodebookChangedError`` where somebody else was quicker.
    """

    project: Project
    coder: CoderId

    def codebook(self) -> Codebook | None:
        """Return the codebook as it is now; None where the project has none."""
        return current_codebook(self.project)

    def add(self, code: Code, reason: str = "", *, dry_run: bool = False) -> Revision:
        """Add a code; where its id is empty it is made from its name. The first one begins a codebook."""
        if not dry_run:
            begin_codebook(self.project)
        book = current_codebook(self.project) or Codebook("", "", ())
        whole = self._born(book, code)
        if dry_run and not book.name:
            return Revision(book, replace(book, codes=(whole,)), (), Effect())
        return self._do(lambda draft: operations.add_code(draft, whole), reason, dry_run)

    def rename(self, code: CodeId, name: str, reason: str = "", *, dry_run: bool = False) -> Revision:
        """Call a code otherwise; its codings stay."""
        return self._do(lambda book: operations.rename(book, code, name), reason, dry_run)

    def define(self, shown: Code, code: Code, reason: str = "", *, dry_run: bool = False) -> Revision:
        """Give a code other texts.

        Parameters
        ----------
        shown : Code
            As it was when the texts were written; where it has changed since, nothing is done.
        """

        def worded(book: Codebook) -> Codebook:
            refuse_unless_unchanged(book, shown)
            texts = {field: getattr(code, field) for field in TEXTS}
            return operations.change_code(book, replace(shown, **texts))

        return self._do(worded, reason, dry_run)

    def move(self, code: CodeId, parent: CodeId | None, reason: str = "", *, dry_run: bool = False) -> Revision:
        """Put a code, and all below it, under another (None: at the top); codings stay."""
        return self._do(lambda book: operations.move(book, code, parent), reason, dry_run)

    def merge(self, codes: Sequence[CodeId], into: CodeId, reason: str = "", *, dry_run: bool = False) -> Revision:
        """Retire codes whose codings go to another; who had both has one."""
        return self._do(lambda book: operations.merge(book, codes, into), reason, dry_run)

    def split(self, code: CodeId, parts: Sequence[Code], reason: str = "", *, dry_run: bool = False) -> Revision:
        """Divide a code; it stays on its segments, which wait until each is decided.

        Parameters
        ----------
        parts : sequence of Code
            One with an id that the book has is that code; any other is new, its id made from its name.
        """

        def divided(book: Codebook) -> Codebook:
            ready: list[Code] = []
            for part in parts:
                taken = [each.id for each in ready]
                ready.append(book.by_id.get(part.id) or self._born(book, part, taken))
            return operations.split(book, code, ready)

        return self._do(divided, reason, dry_run)

    def retire(
        self, code: CodeId, to: CodeId | None = None, reason: str = "", *, leave: bool = False, dry_run: bool = False
    ) -> Revision:
        """Offer a code no longer.

        Parameters
        ----------
        to : CodeId or None
            The code that its codings go to.
        leave : bool
            Leave its codings on it; must be said where there are any and ``to`` is None.

        Raises
        ------
        WhereToError
            Where it is used and neither was said.
        """
        if to is not None:
            return self.merge([code], to, reason, dry_run=dry_run)
        if not leave and not dry_run:
            self._refuse_silence(code)
        return self._do(lambda book: operations.retire(book, code), reason, dry_run)

    def restore(self, code: CodeId, reason: str = "", *, dry_run: bool = False) -> Revision:
        """Offer a retired code again; codings that went to another stay there."""
        return self._do(lambda book: operations.restore(book, code), reason, dry_run)

    # looking

    def uses(self) -> Mapping[CodeId, Mapping[WaveId, Use]]:
        """Return how often each code is used in each wave, of all coders; codes that are not used are left out."""
        with self.project.store.read() as connection:
            marks = decisions.marks(connection, MarkKind.CODING)
        spans: dict[tuple[CodeId, WaveId], set[Span]] = {}
        who: dict[tuple[CodeId, WaveId], set[RespondentId]] = {}
        for mark in marks:
            spans.setdefault((mark.code, mark.wave), set()).add(mark.span)
            who.setdefault((mark.code, mark.wave), set()).add(mark.respondent)
        found: dict[CodeId, dict[WaveId, Use]] = {}
        for (code, wave), each in sorted(spans.items()):
            found.setdefault(code, {})[wave] = Use(len(each), len(who[code, wave]))
        return found

    def respondents(self, n_waves: int) -> tuple[tuple[WaveId, ...], Mapping[CodeId, tuple[int | None, ...]]]:
        """Return the last waves that have codings, and for each code its respondents in each of them.

        None stands where the wave was never asked of the code: that is not zero.
        """
        book, uses, missing = self.codebook(), self.uses(), not_coded(self.project)
        waves = tuple(sorted({wave for each in uses.values() for wave in each})[-n_waves:])

        def n_in(code: CodeId, wave: WaveId) -> int | None:
            return None if (code, wave) in missing else uses.get(code, {}).get(wave, Use()).n_respondents

        codes = () if book is None else book.codes
        return waves, {code.id: tuple(n_in(code.id, wave) for wave in waves) for code in codes}

    def versions(self) -> tuple[VersionStep, ...]:
        """Return the versions, the draft first where it says something of its own, then the newest release."""
        current = self.codebook()
        if current is None:
            return ()
        steps: list[VersionStep] = []
        before: Codebook | None = None
        for file in codebook_folder(self.project).releases():
            changes = () if before is None else differences(before, file.book)
            steps.append(VersionStep(file.book.version, file.released, file.notes, file.book, before, changes))
            before = file.book
        if before is None or differences(before, current):
            changes = () if before is None else differences(before, current)
            steps.append(VersionStep(current.version, "", "", current, before, changes))
        return tuple(reversed(steps))

    def waiting(self) -> tuple[WaitingQueue, ...]:
        """Return the open queues."""
        return waiting_queues(self.project)

    def log(self, code: CodeId | None = None) -> tuple[LogEntry, ...]:
        """Return what was done to the codes, or to one of them."""
        return log(self.project, code)

    def check(self) -> CheckedCodebook:
        """Return what is wrong or doubtful in the codes."""
        return check(self.project)

    def note_changes(self) -> Revision | None:
        """Record what was edited by hand meanwhile; None where nothing was."""
        return note_changes(self.project, self.coder)

    def proposed_version(self) -> str | None:
        """Return the version that a release would be; None where nothing has changed."""
        return proposed_version(self.project)

    def release(self, notes: str) -> Release:
        """Fix the draft as the proposed version.

        Raises
        ------
        NothingToReleaseError
            Where nothing has changed, segments wait, or the check finds errors.
        """
        return release(self.project, notes=notes)

    def _do(self, act: Callable[[Codebook], Codebook], reason: str, dry_run: bool) -> Revision:
        return carry_out(self.project, self.coder, act, reason, dry_run=dry_run)

    def _born(self, book: Codebook, code: Code, taken: Sequence[CodeId] = ()) -> Code:
        """Return a code with an id that no code of any version has or had."""
        if code.id:
            return code
        once = [each.id for step in self.versions() for each in step.codebook.codes]
        return replace(code, id=next_id(book, code.name, [*taken, *once, *usage(self.project)]))

    def _refuse_silence(self, code: CodeId) -> None:
        book = current_codebook(self.project)
        if book is None:
            return
        find(book, code)
        n = usage(self.project).get(code, 0)
        if n:
            raise WhereToError(
                ngettext(
                    "{n} coding uses {code}: say where it is to go.",
                    "{n} codings use {code}: say where they are to go.",
                    n,
                ).format(n=n, code=code),
                _("Give them to another code with --to CODE, or leave them on it with --leave."),
            )

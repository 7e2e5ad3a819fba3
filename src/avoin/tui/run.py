"""Starting the workbench at a question of a project, on a terminal or for the page that shows it."""

import asyncio
import codecs
import logging
import os
import sys
from pathlib import Path

from avoin.errors import AvoinError
from avoin.i18n import _
from avoin.ids import CoderId
from avoin.tui.app import Workbench
from avoin.tui.closing import end_with_terminal
from avoin.tui.house import ProjectHouse
from avoin.workflow.desk.fit_aside import FitAside
from avoin.workflow.desk.question_progress import QuestionProgress
from avoin.workflow.preferences import note_opened, read_preferences, recent_projects
from avoin.workflow.project import Project

_TURN = 0.001
"""Seconds that a thread which learns keeps a key waiting for its turn; five times as many are Python's own choice."""


class NothingToCodeError(AvoinError):
    """The project has no such question or wave, or no answers yet."""


class LettersError(AvoinError):
    """The terminal's locale is not UTF-8."""


def can_draw() -> bool:
    """Return whether there is something to draw the workbench on: a terminal, or the page that started this process."""
    if "TEXTUAL_DRIVER" in os.environ:
        return True
    return sys.stdin.isatty() and sys.stdout.isatty() and os.environ.get("TERM") != "dumb"


def check_letters() -> None:
    """See that the terminal is written to in UTF-8.

    Raises
    ------
    LettersError
        Where its locale is another one: lines and many letters would come out as codes.
    """
    encoding = getattr(sys.__stderr__, "encoding", None) or "utf-8"
    if "TEXTUAL_DRIVER" not in os.environ and codecs.lookup(encoding).name != "utf-8":
        raise LettersError(
            _("This terminal is set to {encoding}, in which the workbench cannot be drawn.").format(encoding=encoding),
            _("Set it to UTF-8 and start again, for example: LC_ALL=C.UTF-8 avoin"),
        )


def run_workbench(project: Project, coder: CoderId, question: str | None, wave: str | None) -> int:
    """Open the workbench and return its exit code when it is left.

    Parameters
    ----------
    question, wave : str or None
        What to code first; where nothing is said, what was drawn to be coded blind, or where the coder left off, else
        the newest wave's first question.

    Raises
    ------
    NothingToCodeError
        Where the project has no such question or wave.
    LettersError
        Where the terminal's locale is not UTF-8.
    """
    check_letters()
    house = ProjectHouse(project, coder)
    first = choose(house.questions(), question, wave)
    note_opened(project.folder)
    if question is None and wave is None:
        first = place_to_begin(house, first)
    sys.setswitchinterval(_TURN)
    end_with_terminal()
    house.fit = FitAside()
    app = Workbench(house, first.question.id, first.wave, read_preferences().colours)
    asyncio.run(_run(app))
    house.fit.close()
    return app.return_code or 0


async def _run(app: Workbench) -> None:
    """Run the workbench; what is still worked out when it is left is cut off: it can take minutes.

    Nothing is lost by that: what stores does so whole or not at all.
    """
    await app.run_async()
    if app.leaves_work:
        logging.shutdown()
        os._exit(app.return_code or 0)


def place_to_begin(house: ProjectHouse, otherwise: QuestionProgress) -> QuestionProgress:
    """Return where the coder left off; while they code blind, a question of which answers were drawn."""
    rows = house.questions()
    left, drawn = house.position(), house.open_draw()
    if drawn is not None:
        blind = {(answer.question, answer.wave) for answer in drawn.answers}
        rows = tuple(row for row in rows if (row.question.id, row.wave) in blind)
        otherwise = next(iter(rows), otherwise)
    if left is None:
        return otherwise
    return next((row for row in rows if (row.question.id, row.wave) == (left.question, left.wave)), otherwise)


def choose_project() -> Path | None:
    """Ask for a project, or make one from a survey file; None where the person leaves."""
    from avoin.tui.start import Start

    check_letters()
    end_with_terminal()
    app = Start(recent_projects(), read_preferences().colours)
    return app.run()


def choose(rows: tuple[QuestionProgress, ...], question: str | None, wave: str | None) -> QuestionProgress:
    """Return the row that is meant.

    Raises
    ------
    NothingToCodeError
        Where there is none; names the questions and waves that there are.
    """
    if not rows:
        raise NothingToCodeError(
            _("The project has no answers to an open question yet."), _("Read them in with: avoin import FILE --wave W")
        )
    found = [row for row in rows if question in (None, row.question.id) and wave in (None, row.wave)]
    if found:
        return found[0]
    there = ", ".join(dict.fromkeys(f"{row.question.id} ({row.wave})" for row in rows))
    if question is None:
        raise NothingToCodeError(
            _("There is no wave {wave} with answers to an open question.").format(wave=wave),
            _("There are: {questions}").format(questions=there),
        )
    raise NothingToCodeError(
        _("There is no open question {question} with answers.").format(question=question)
        if wave is None
        else _("There is no open question {question} in wave {wave}.").format(question=question, wave=wave),
        _("There are: {questions}").format(questions=there),
    )

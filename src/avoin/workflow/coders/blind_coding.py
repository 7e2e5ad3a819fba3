"""Coding blind: a coder sees neither what others gave the drawn answers nor what the machine would suggest.

Enters: who reads. Leaves: their blind queue, or an error where something would tell them. Invariant: whatever reads
other people's codings asks here first. What this can promise: no verb and no screen tells; a person with the file and
another program can still look, so that strangers are better given a sealed packet (``avoin bundle out``).
"""

from collections.abc import Mapping

from avoin.errors import AvoinError
from avoin.i18n import _, ngettext
from avoin.ids import AnswerKey, CoderId, QuestionId, WaveId
from avoin.store import decisions
from avoin.workflow.desk.desk_state import DeskState
from avoin.workflow.desk.desk_suggestions import DeskSuggestions
from avoin.workflow.project import CoderError, Project, coder_of


class BlindError(AvoinError):
    """Something would tell a blind coder what others did."""


class NoSuggestions(DeskSuggestions):
    """What is suggested to a blind coder: nothing, however much is decided."""

    def refit(self, state: DeskState) -> None:
        """Learn nothing."""


def blind_queue(
    blind: Mapping[AnswerKey, CoderId], question: QuestionId, wave: WaveId | None
) -> Mapping[AnswerKey, CoderId]:
    """Return the answers to a question that are coded blind now, with the role; one role at a time.

    Parameters
    ----------
    blind : mapping of AnswerKey to CoderId
        All that the coder codes blind (``decisions.blind_to``).
    """
    found = {
        answer: role for answer, role in blind.items() if answer.question == question and wave in (None, answer.wave)
    }
    first = min(found.values(), default=CoderId(""))
    return {answer: role for answer, role in found.items() if role == first}


def refuse_while_blind(project: Project, coder: str | None = None) -> None:
    """Pass only where whoever asks is not coding blind.

    Raises
    ------
    BlindError
        Says how many answers are still drawn for them.
    """
    try:
        who = coder_of(project, coder)
    except CoderError:
        return
    with project.store.read() as connection:
        n = len(decisions.blind_to(connection, who))
    if n:
        raise BlindError(
            ngettext(
                "{coder} is coding {n} answer blind: what others coded is not told before that is finished.",
                "{coder} is coding {n} answers blind: what others coded is not told before that is finished.",
                n,
            ).format(coder=who, n=n),
            _("Code them with: avoin code. Then: avoin compare finish"),
        )


def refuse_themes(*, blind: bool) -> None:
    """Pass only where themes may be looked at.

    Raises
    ------
    BlindError
        Where the desk is blind.
    """
    if blind:
        raise BlindError(_("While you code blind there are no themes."), _("Go through the answers one by one (F3)."))

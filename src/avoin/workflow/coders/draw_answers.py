"""Drawing answers for a second coder, or for the same coder again, and ending the blind coding.

Enters: a share, who is to code, how to stratify. Leaves: a draw, as a decision. Invariants: a draw is one decision and
can be taken back as any; what counts as blind is what was coded until the draw was first finished.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from avoin.agreement.draw import draw
from avoin.coding.decision import Draft, Mark, MarkKind, Verb
from avoin.coding.roles import again
from avoin.corpus.model import Corpus
from avoin.errors import AvoinError
from avoin.i18n import _, ngettext
from avoin.ids import AnswerKey, CodeId
from avoin.store import answers as answer_store
from avoin.store import decisions, draws
from avoin.store.draws import Draw
from avoin.workflow.coders.blind_coding import BlindError
from avoin.workflow.incoming.closed_waves import closed_waves
from avoin.workflow.outgoing.make_tables import Wanted, check_names
from avoin.workflow.project import Project, coder_of


class DrawError(AvoinError):
    """Answers cannot be drawn that way, or a draw cannot be finished yet."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What to draw.

    Attributes
    ----------
    share : float
        Of the answers that can be drawn; above 0, at most 1.
    question, wave : str or None
        Only from these; None is all.
    by : str or None
        A variable to stratify by, beside question and wave.
    own : bool
        The coder codes answers of their own again.
    seed : int or None
        None takes the project's.
    """

    share: float = 0.15
    question: str | None = None
    wave: str | None = None
    by: str | None = None
    own: bool = False
    seed: int | None = None


def draw_answers(project: Project, coder: str | None, wish: Wish) -> Draw:
    """Draw answers for a coder.

    Raises
    ------
    DrawError
        Where the share is not above 0 and at most 1, there is nothing to draw from, or the coder has a draw to finish.
    UnknownNameError
        Where the survey has no such question, wave or variable.
    """
    if not 0 < wish.share <= 1:
        raise DrawError(_("A share is above 0 and at most 1, such as 0.15."))
    check_names(project.survey, Wanted(wish.question, wish.wave, wish.by), is_open=True)
    who = coder_of(project, coder)
    seed = project.settings.random_state if wish.seed is None else wish.seed
    with project.store.transaction() as connection:
        if decisions.blind_to(connection, who):
            raise DrawError(_("{coder} has a draw to finish first.").format(coder=who), _("See: avoin compare draws"))
        corpus = answer_store.load_corpus(connection, project.survey)
        strata = _strata(project, corpus, wish, draws.worked_on(connection, who))
        if not strata:
            raise DrawError(_("There are no answers to draw from for {coder}.").format(coder=who), _whence(wish))
        number = 1 + max((each.number for each in draws.load(connection)), default=0)
        role = again(who, number) if wish.own else who
        chosen = draw(strata, wish.share, seed)
        how = {"share": wish.share, "by": wish.by, "seed": seed, "of": len(strata), "own": wish.own}
        put = [Mark(MarkKind.DRAW, code=CodeId(str(number)), coder=role, text=json.dumps(how, sort_keys=True))]
        put += [Mark(MarkKind.DRAWN, *answer, code=CodeId(str(number)), coder=role) for answer in chosen]
        decisions.append(connection, Draft(coder_of(project), Verb.DRAW, tuple(put)))
        return next(each for each in draws.load(connection) if each.number == number)


def finish_draw(project: Project, coder: str | None, *, unfinished: bool = False) -> Draw:
    """End a coder's blind coding: from now on they may see what others coded.

    Parameters
    ----------
    unfinished : bool
        Also where drawn answers are not decided; those are not compared.

    Raises
    ------
    DrawError
        Where the coder has no draw, or drawn answers are not decided yet.
    """
    who = coder_of(project, coder)
    with project.store.transaction() as connection:
        open_now = set(decisions.blind_to(connection, who).values())
        mine = [each for each in draws.load(connection) if each.role in open_now]
        if not mine:
            raise DrawError(_("{coder} has no blind coding to finish.").format(coder=who))
        this = mine[0]
        left = len(this.answers) - this.n_decided
        if left and not unfinished:
            raise DrawError(
                ngettext("{n} drawn answer is not decided yet.", "{n} drawn answers are not decided yet.", left).format(
                    n=left
                ),
                _("Code them with: avoin code. To leave them out: avoin compare finish --unfinished"),
            )
        mark = Mark(MarkKind.FINISHED, code=CodeId(str(this.number)), coder=this.role)
        decisions.append(connection, Draft(who, Verb.FINISH, (mark,)))
        return next(each for each in draws.load(connection) if each.number == this.number)


def list_draws(project: Project) -> tuple[Draw, ...]:
    """Return all draws in the order they were made."""
    with project.store.read() as connection:
        return draws.load(connection)


def open_draw(project: Project, coder: str | None = None) -> Draw | None:
    """Return the draw that a coder is coding blind now; None where there is none."""
    who = coder_of(project, coder)
    return next((each for each in list_draws(project) if each.coder == who and each.finished is None), None)


def find_draw(project: Project, number: int | None) -> Draw | None:
    """Return the draw of this number; the newest finished one where none is named, None where there is none.

    Raises
    ------
    DrawError
        Where there is no draw of that number.
    BlindError
        Where it is not finished.
    """
    there = list_draws(project)
    if number is None:
        return next((each for each in reversed(there) if each.finished is not None), None)
    found = next((each for each in there if each.number == number), None)
    if found is None:
        raise DrawError(_("There is no draw {number}.").format(number=number), _("See: avoin compare draws"))
    if found.finished is None:
        raise BlindError(
            _("Draw {number} is still being coded blind by {coder}.").format(number=number, coder=found.coder),
            _("When it is done: avoin compare finish --coder {coder}").format(coder=found.coder),
        )
    return found


def _strata(project: Project, corpus: Corpus, wish: Wish, worked_on: set[AnswerKey]) -> Mapping[AnswerKey, object]:
    shut = closed_waves(project.survey)

    def background(answer: AnswerKey) -> str:
        values = {str(name): value for name, value in corpus.respondent_by_id[answer[:2]].values.items()}
        return values.get(wish.by or "", "")

    return {
        each.key: (each.key.question, each.key.wave, background(each.key))
        for each in corpus.answers
        if wish.question in (None, each.key.question)
        and wish.wave in (None, each.key.wave)
        and each.key.wave not in shut
        and (each.key in worked_on) is wish.own
    }


def _whence(wish: Wish) -> str:
    if wish.own:
        return _("Own answers are drawn from those that the coder has decided.")
    return _("Answers are drawn from those that the coder has not touched, in waves that are not closed.")

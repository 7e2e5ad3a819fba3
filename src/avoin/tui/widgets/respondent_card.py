"""Who answered: background, and what else they answered."""

from textual.content import Content

from avoin.corpus.model import Question, Respondent, Survey
from avoin.i18n import _
from avoin.tui.widgets.shown import Plate, shown, shown_line
from avoin.workflow.desk.desk_views import AnswerView

_MOST = 600  # of another answer, code points: the pane is for a glance
_MOST_OF_A_QUESTION = 60


class RespondentCard(Plate):
    """The respondent of the selected segment."""

    def show_answer(self, view: AnswerView | None, survey: Survey, *, whole: bool) -> None:
        """Draw background, the answer itself where ``whole`` asks for it, and the other answers, open ones first."""
        if view is None:
            self.draw(Content(""))
            return
        parts = [_background(view.respondent, survey)]
        if whole:
            parts.append(_told(_("The whole answer"), view.answer.text, 3 * _MOST))
        parts += [_told(question.text, text, _MOST) for question, text in view.others if question.kind.is_open]
        closed = [_closed(question, text) for question, text in view.others if not question.kind.is_open]
        parts.append(Content("\n").join(closed))
        self.draw(Content("\n\n").join([part for part in parts if part]))


def background(respondent: Respondent, survey: Survey) -> str:
    """Return a respondent's background on one line, in survey order."""
    return " · ".join(
        respondent.values[variable.id] for variable in survey.variables if respondent.values.get(variable.id)
    )


def _background(respondent: Respondent, survey: Survey) -> Content:
    lines = [
        shown_line(f"{variable.name}: ", "bold") + Content(" ") + shown_line(respondent.values[variable.id])
        for variable in survey.variables
        if respondent.values.get(variable.id)
    ]
    return Content("\n").join(lines)


def _told(heading: str, text: str, most: int) -> Content:
    return shown_line(heading, "bold") + Content("\n") + shown(_cut(text.strip(), most))


def _closed(question: Question, text: str) -> Content:
    return shown_line(_cut(question.text, _MOST_OF_A_QUESTION)) + Content(" ▸ ") + shown_line(_cut(text, _MOST), "bold")


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else text[:most].rstrip() + "…"

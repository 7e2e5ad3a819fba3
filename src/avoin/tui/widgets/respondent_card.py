"""Who answered: background, and what else they answered."""

from textual.content import Content

from avoin.corpus.model import Respondent, Survey
from avoin.i18n import _
from avoin.tui.widgets.shown import Plate, shown, shown_line
from avoin.workflow.desk_views import AnswerView

_MOST = 600  # of another answer, code points: the pane is for a glance


class RespondentCard(Plate):
    """The respondent of the selected segment."""

    def show_answer(self, view: AnswerView | None, survey: Survey, *, whole: bool) -> None:
        """Draw background, the answer itself where ``whole`` asks for it, and the other answers."""
        if view is None:
            self.draw(Content(""))
            return
        parts = [_background(view.respondent, survey)]
        if whole:
            answer = shown(_cut(view.answer.text, 3 * _MOST))
            parts.append(shown(_("The whole answer"), "bold") + Content("\n") + answer)
        for question, text in view.others:
            parts.append(shown_line(_cut(question.text, 60), "bold") + Content("\n") + shown_line(_cut(text, _MOST)))
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


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else text[:most] + " …"

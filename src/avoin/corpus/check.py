"""Whether a survey is consistent in itself: what a person may have got wrong in ``survey.yaml``.

Leaves: problems with the place of each, so that a message can name the line.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from avoin.corpus.model import Question, QuestionKind, Survey
from avoin.i18n import _
from avoin.importing.scales import CHANGE_GROUPS, CLAIM_GROUPS

_ID = re.compile(r"[^\W_][\w-]{0,63}")
_WAVE_ID = re.compile(r"[^\W_][\w.-]{0,63}")
_GROUPS = {QuestionKind.CHANGE: CHANGE_GROUPS, QuestionKind.CLAIM: CLAIM_GROUPS}


@dataclass(frozen=True, slots=True)
class SurveyProblem:
    """One thing that is wrong.

    Attributes
    ----------
    place : tuple of str
        Keys from the root of ``survey.yaml``.
    message : str
        What is wrong, a whole translated sentence.
    """

    place: tuple[str, ...]
    message: str


def check_survey(survey: Survey) -> tuple[SurveyProblem, ...]:
    """Return what is inconsistent in a survey, in file order; nothing where all is well."""
    return (*_ids(survey), *_columns(survey), *_questions(survey))


def is_wave_id(typed: str) -> bool:
    """Return whether a wave may be called so."""
    return _WAVE_ID.fullmatch(typed) is not None


def is_item_id(typed: str) -> bool:
    """Return whether a question or variable may be called so."""
    return _ID.fullmatch(typed) is not None


def _ids(survey: Survey) -> Iterator[SurveyProblem]:
    for wave in survey.waves:
        if not is_wave_id(wave.id):
            yield SurveyProblem(("waves", wave.id), _("A wave's id has letters, digits, “.”, “-” and “_” only."))
    questions = {question.id for question in survey.questions}
    for section, ids in (("questions", questions), ("variables", {each.id for each in survey.variables})):
        for item in sorted(ids):
            if not is_item_id(item):
                yield SurveyProblem((section, item), _("An id has letters, digits, “-” and “_” only."))
    for variable in survey.variables:
        if str(variable.id) in questions:
            yield SurveyProblem(("variables", variable.id), _("A question and a variable have the same id."))


def _columns(survey: Survey) -> Iterator[SurveyProblem]:
    """Every column of a wave has one role."""
    waves = {wave.id for wave in survey.waves}
    taken: dict[tuple[str, str], str] = {(wave.id, wave.id_heading): "" for wave in survey.waves if wave.id_heading}
    for section, items in (("questions", survey.questions), ("variables", survey.variables)):
        for item in items:
            for wave, heading in item.headings.items():
                place = (section, item.id, "columns", wave)
                if wave not in waves:
                    yield SurveyProblem(place, _("There is no wave {wave} under “waves”.").format(wave=wave))
                if (wave, heading) in taken:
                    yield SurveyProblem(
                        place, _("Wave {wave} uses this column for something else too.").format(wave=wave)
                    )
                taken[wave, heading] = item.id
    for wave_noun in survey.waves:
        if any((wave_noun.id, heading) in taken for heading in wave_noun.dropped):
            yield SurveyProblem(("waves", wave_noun.id, "dropped"), _("A dropped column is used for something else."))


def _questions(survey: Survey) -> Iterator[SurveyProblem]:
    variables = {variable.id for variable in survey.variables}
    for question in survey.questions:
        if question.asked is not None and question.asked.variable not in variables:
            yield SurveyProblem(
                ("questions", question.id, "asked"),
                _("There is no variable {variable} under “variables”.").format(variable=question.asked.variable),
            )
        yield from _groups(question)


def _groups(question: Question) -> Iterator[SurveyProblem]:
    allowed = _GROUPS.get(question.kind, ())
    if set(question.groups.values()) - set(allowed) or set(question.groups) - set(question.categories):
        yield SurveyProblem(
            ("questions", question.id, "categories"),
            _("The categories of a question of kind {kind} belong to: {groups}.").format(
                kind=question.kind.value, groups=", ".join((*allowed, "other"))
            ),
        )

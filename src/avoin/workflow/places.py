"""Which question, wave and respondent a person means.

Enters: ids as typed. Leaves: ids that exist, or an error that names the wrong one and its likest neighbours.
"""

from avoin.coding.choice import near
from avoin.corpus.model import Corpus, Question, Survey
from avoin.errors import AvoinError
from avoin.i18n import _
from avoin.ids import AnswerKey, QuestionId, RespondentId, WaveId


class UnknownQuestionError(AvoinError):
    """The survey has no open question of this id."""


class UnknownWaveError(AvoinError):
    """The survey has no wave of this id."""


_SOME = 3


class UnknownRespondentError(AvoinError):
    """No respondent has this id, or several waves have one."""


class NoAnswerError(AvoinError):
    """The respondent did not answer the question, or was not asked."""


def open_question(survey: Survey, question: str) -> Question:
    """Return the open question of this id.

    Raises
    ------
    UnknownQuestionError
        Where there is none; names near ones.
    """
    found = survey.question(question)
    if found is None or not found.kind.is_open:
        offered = near(question, tuple(each.id for each in survey.open_questions))
        raise UnknownQuestionError(
            _("There is no open question {question}.").format(question=question),
            _("Open questions: {questions}").format(questions=offered) if offered else "",
        )
    return found


def known_wave(survey: Survey, wave: str) -> WaveId:
    """Return the id of a wave that there is.

    Raises
    ------
    UnknownWaveError
        Where there is none; lists the waves.
    """
    found = survey.wave(wave)
    if found is None:
        raise UnknownWaveError(
            _("There is no wave {wave}.").format(wave=wave),
            _("Waves: {waves}").format(waves=", ".join(each.id for each in survey.waves)),
        )
    return found.id


def answer_of(corpus: Corpus, respondent: str, question: QuestionId, wave: str | None) -> AnswerKey:
    """Return which answer a respondent gave to an open question.

    Parameters
    ----------
    wave : str or None
        None finds the wave where only one has such a respondent.

    Raises
    ------
    UnknownWaveError
        Where there is no such wave.
    UnknownRespondentError
        Where nobody has the id, or respondents of several waves have it.
    NoAnswerError
        Where the respondent left the question empty.
    """
    key = AnswerKey(_wave_of(corpus, respondent, wave), RespondentId(respondent), question)
    if key not in corpus.by_key:
        raise NoAnswerError(
            _("Respondent {respondent} of wave {wave} has no answer to {question}.").format(
                respondent=respondent, wave=key.wave, question=question
            )
        )
    return key


def _wave_of(corpus: Corpus, respondent: str, wave: str | None) -> WaveId:
    wanted = None if wave is None else known_wave(corpus.survey, wave)
    having = [each.wave for each in corpus.respondents if each.id == respondent and wanted in (None, each.wave)]
    if not having:
        ids = tuple(dict.fromkeys(str(each.id) for each in corpus.respondents if wanted in (None, each.wave)))
        likest = near(respondent, ids)
        raise UnknownRespondentError(
            _("There is no respondent {respondent}.").format(respondent=respondent)
            if wanted is None
            else _("There is no respondent {respondent} in wave {wave}.").format(respondent=respondent, wave=wanted),
            _("Near it: {respondents}").format(respondents=likest)
            if likest
            else _("Ids here are such as {respondents}").format(respondents=", ".join(ids[:_SOME])),
        )
    if len(having) > 1:
        raise UnknownRespondentError(
            _("Several waves have a respondent {respondent}: {waves}.").format(
                respondent=respondent, waves=", ".join(having)
            ),
            _("Name the wave with --wave."),
        )
    return having[0]

"""Which respondents a filter keeps."""

from avoin.corpus.model import Answer, Corpus, Respondent, Survey
from avoin.corpus.select import Filter, select
from avoin.ids import AnswerKey, QuestionId, RespondentId, VariableId, WaveId

ROLE, AREA = VariableId("rooli"), VariableId("alue")
W24, W25 = WaveId("2024"), WaveId("2025")


def _respondent(wave: WaveId, name: str, **values: str) -> Respondent:
    return Respondent(wave, RespondentId(name), 0, {VariableId(key): value for key, value in values.items()})


def _answer(wave: WaveId, name: str, question: str, text: str) -> Answer:
    return Answer(AnswerKey(wave, RespondentId(name), QuestionId(question)), text, text)


CORPUS = Corpus(
    Survey("x"),
    (
        _respondent(W24, "a", rooli="johtaja", alue="etelä"),
        _respondent(W24, "b", rooli="työntekijä", alue="etelä"),
        _respondent(W25, "a", rooli="johtaja"),
    ),
    (
        _answer(W24, "a", "q", "Hoitojonot ovat pitkiä"),
        _answer(W24, "b", "p", "jonoja ei ole"),
        _answer(W25, "a", "q", "Säästöt"),
    ),
)


def kept(wanted: Filter) -> list[str]:
    return [f"{each.wave}/{each.id}" for each in select(CORPUS, wanted)]


def test_an_empty_filter_keeps_everybody_in_order() -> None:
    assert Filter().is_empty
    assert kept(Filter()) == ["2024/a", "2024/b", "2025/a"]


def test_all_variables_must_hold() -> None:
    assert kept(Filter({ROLE: frozenset({"johtaja"}), AREA: frozenset({"etelä", "länsi"})})) == ["2024/a"]


def test_no_value_is_kept_where_the_empty_value_is_allowed() -> None:
    assert kept(Filter({AREA: frozenset({""})})) == ["2025/a"]


def test_waves_narrow() -> None:
    assert kept(Filter(waves=frozenset({W24}))) == ["2024/a", "2024/b"]


def test_words_are_sought_in_any_answer_or_in_one_question_without_regard_to_diacritics() -> None:
    assert kept(Filter(text="JONO")) == ["2024/a", "2024/b"]
    assert kept(Filter(text="jono", question=QuestionId("q"))) == ["2024/a"]
    assert kept(Filter(text="saasto")) == ["2025/a"]
    assert kept(Filter(text="  ")) == kept(Filter())

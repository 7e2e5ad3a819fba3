"""Background beside a quote: only what enough respondents share."""

from hypothesis import given, settings
from hypothesis import strategies as st

from avoin.ids import RespondentId, VariableId, WaveId
from avoin.privacy.background import values_beside
from kit.corpora import survey_of

ROLE, AREA = VariableId("role"), VariableId("area")


def test_values_stand_beside_a_quote_while_enough_respondents_share_them() -> None:
    people = [f"r{place}" for place in range(12)]
    corpus = survey_of(
        variables={
            "role": {each: "worker" if place < 10 else "director" for place, each in enumerate(people)},
            "area": {each: "north" if place < 5 else "south" for place, each in enumerate(people)},
        }
    )
    first, last = corpus.respondents[0], corpus.respondents[-1]
    assert values_beside(corpus, first, (ROLE, AREA), 5) == ("worker", "north")
    assert values_beside(corpus, first, (ROLE, AREA), 6) == ("worker",)
    # two directors are too few, but the area alone is shared by seven
    assert values_beside(corpus, last, (ROLE, AREA), 5) == ("south",)


def test_a_missing_value_is_passed_over() -> None:
    corpus = survey_of(variables={"role": {"r1": "", "r2": "worker"}, "area": {"r1": "north", "r2": "north"}})
    assert values_beside(corpus, corpus.respondents[0], (ROLE, AREA), 2) == ("north",)


@settings(deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from("ab"), st.sampled_from("xyz")), min_size=1, max_size=30),
    st.integers(0, 7),
)
def test_what_is_shown_is_always_shared_by_as_many_as_the_threshold(
    people: list[tuple[str, str]], threshold: int
) -> None:
    columns = {
        "role": {f"r{place}": role for place, (role, _area) in enumerate(people)},
        "area": {f"r{place}": area for place, (_role, area) in enumerate(people)},
    }
    corpus = survey_of(variables=columns)
    for person in corpus.respondents:
        shown = values_beside(corpus, person, (ROLE, AREA), threshold)
        alike = [each for each in corpus.of_wave(WaveId("2025")) if set(shown) <= set(each.values.values())]
        assert not shown or len(alike) >= threshold
        assert RespondentId(person.id) not in shown

"""The simulated coder's keys, on cases that can be counted by hand."""

import numpy as np
import pytest

from avoin.coding import simulated_coder
from avoin.coding.simulate import simulate
from avoin.coding.simulated_coder import DEFAULT, Coder, Finished, Policy
from kit.learning import case

CODES = {"jonot": ["jono"], "hinnat": ["hinta"]}


def finished(
    answers: list[list[str]], truth: list[list[int]], keys: tuple[int, ...] = (3, 4), groups: list[int] | None = None
) -> Finished:
    segments, codes = case(answers, CODES)
    has = np.zeros((len(answers), codes.n), dtype=bool)
    for row, given in enumerate(truth):
        has[row, given] = True
    every = np.arange(len(answers))
    return Finished(
        segments, codes, has, every, every if groups is None else np.array(groups), np.array(keys, dtype=np.intp)
    )


def keys(case_: Finished, policy: Policy = DEFAULT) -> int:
    return Coder(case_, case_.known, policy).code_all()


def test_without_suggestions_each_code_is_typed_and_each_answer_ended() -> None:
    # jonot costs 3 keys, hinnat 4, Enter 1 an answer: 3+1, 4+1, 3+4+1, 1
    every = finished([["jono"], ["hinta"], ["jono", "hinta"], ["muu"]], [[0], [1], [0, 1], []])
    assert every.keys_without() == 4 + 5 + 8 + 1


def test_a_page_that_is_right_costs_one_key() -> None:
    every = finished([["jono"], ["jono pitkä"], ["jono kasvaa"]], [[0], [0], [0]])
    assert keys(every) == 1


def test_a_wrong_item_costs_a_space() -> None:
    # page for jonot: one Space and Enter; page for hinnat: Enter
    assert keys(finished([["jono"], ["jono pitkä"], ["jono hinta"]], [[0], [0], [1]])) == 3


def test_a_code_that_is_suggested_costs_a_digit_and_another_its_letters(monkeypatch: pytest.MonkeyPatch) -> None:
    # no page is likely enough: the answer is visited, 1 for the digit or 3 letters and Enter, 1 that ends it
    every = finished([["xyz"]], [[0]])
    monkeypatch.setattr(simulated_coder, "LEAST_OFFERED", 0.0)
    assert keys(every) == 2
    monkeypatch.setattr(simulated_coder, "LEAST_OFFERED", 1.0)
    assert keys(every) == 4


def test_a_page_that_is_mostly_wrong_is_skipped() -> None:
    # jonot is skipped (two keys, there and back), then three answers are ended
    assert keys(finished([["jono"], ["jono pitkä"], ["jono kasvaa"]], [[], [], []])) == 2 + 3


def test_an_answer_without_codes_costs_the_enter_that_ends_it() -> None:
    assert keys(finished([["xyz"]], [[]])) == 1


def test_two_pages_give_an_answer_both_its_codes() -> None:
    every = finished([["jono", "hinta"], ["jono", "hinta"]], [[0, 1], [0, 1]], groups=[0, 1])
    assert keys(every) == 2


def test_identical_answers_with_the_same_codes_are_decided_once() -> None:
    alone = finished([["xyz"]] * 3, [[], [], []])
    together = finished([["xyz"]] * 3, [[], [], []], groups=[0, 0, 0])
    assert alone.keys_without() == 3
    assert together.keys_without() == 1
    assert keys(together) == 1


def test_without_pages_each_answer_costs_a_digit_and_enter() -> None:
    every = finished([["jono"], ["jono pitkä"], ["jono kasvaa"]], [[0], [0], [0]])
    assert keys(every, Policy(page_size=0)) == 3 * 2


def test_a_theme_is_confirmed_with_its_exceptions() -> None:
    every = finished([["jono"], ["jono pitkä"], ["jono kasvaa"]], [[0], [0], []])
    # Enter and a Space for the theme, Enter for the answer that was taken out
    assert keys(every, Policy(page_size=0, themes=((0, 1, 2),))) == 2 + 1


def test_a_theme_with_another_code_than_the_suggested_one_costs_its_letters() -> None:
    every = finished([["jono"], ["jono pitkä"]], [[1], [1]])
    assert keys(every, Policy(page_size=0, themes=((0, 1),))) == 4


def test_a_theme_of_many_things_is_skipped() -> None:
    every = finished([["jono"], ["hinta"], ["xyz"]], [[0], [1], []])
    assert keys(every, Policy(page_size=0, themes=((0, 1, 2),))) == 2 + keys(every, Policy(page_size=0))


def test_the_least_sure_answer_is_taken_first() -> None:
    every = finished([["jono"], ["jono hinta"], ["xyz"]], [[0], [0, 1], []])
    visited = []

    class Watched(Coder):
        def _visit(self, answer: int) -> None:
            visited.append(answer)
            super()._visit(answer)

    Watched(every, every.known, Policy(page_size=0, least_sure_first=True)).code_all()
    assert visited == [2, 1, 0]


@pytest.mark.parametrize(
    "policy",
    [DEFAULT, Policy(page_size=0), Policy(page_size=0, least_sure_first=True), Policy(themes=((0, 1, 2), (4,)))],
)
@pytest.mark.parametrize("seed", range(6))
def test_at_the_end_every_answer_has_exactly_its_codes(seed: int, policy: Policy) -> None:
    draw = np.random.default_rng(seed)
    words = ["jono", "hinta", "ruoka", "odotus", "palvelu"]
    answers = [list(draw.choice(words, draw.integers(1, 4))) for _answer in range(30)]
    truth = [[code for code in (0, 1) if draw.random() < 0.4] for _answer in answers]
    every = finished(answers, truth)
    coder = Coder(every, draw.permutation(every.known), policy)
    assert coder.code_all() > 0
    np.testing.assert_array_equal(coder.given, every.truth)
    assert (coder.labels[coder.labels >= 0] <= 1).all()


def test_the_same_seed_gives_the_same_figures_and_keys_exactly() -> None:
    every = finished([["jono"], ["hinta"], ["jono", "hinta"], ["muu"]] * 5, [[0], [1], [0, 1], []] * 5)
    first, second = simulate(every, 3, 4), simulate(every, 3, 4)
    assert first == second
    assert first.n_answers == 20
    assert first.n_codings == 20
    assert first.keys_per_answer_without == pytest.approx((4 + 5 + 8 + 1) / 4)
    assert first.ratio == pytest.approx(first.keys_per_answer / first.keys_per_answer_without, abs=1e-3)
    assert [point.n for point in first.curve] == [0, 10]
    assert all(0.0 <= value <= 1.0 for point in first.curve for value in (point.r_precision, point.ece_first))

import numpy as np

from avoin.themes.match import resembled

AXES = np.eye(6)


def test_a_theme_resembles_the_code_whose_texts_lie_nearest() -> None:
    found = resembled(AXES[:3], AXES[:3], AXES[[2, 0, 1]], ["a", "b", "c"])
    assert [place for place, _p in found] == [1, 2, 0]
    assert all(0.9 < p <= 1 for _place, p in found)


def test_a_theme_between_all_codes_resembles_none() -> None:
    between = np.full((1, 6), 1 / np.sqrt(6))
    assert resembled(between, AXES, AXES, list("abcdef")) == ((None, 0.0),)


def test_without_codes_nothing_is_resembled() -> None:
    assert resembled(AXES[:2], AXES, np.zeros((0, 6)), []) == ((None, 0.0), (None, 0.0))


def test_a_code_without_words_is_never_proposed() -> None:
    place, _p = resembled(AXES[:1], AXES[:1], np.vstack([np.zeros(6), AXES[1]]), ["a", "b"])[0]
    assert place != 0


def test_a_group_of_codes_the_question_never_speaks_of_gives_way() -> None:
    mine, foreign = AXES[0], AXES[1]
    segments = np.array([mine] * 50 + [AXES[2]] * 50)
    codes = np.array([mine, AXES[2], foreign])
    centre = np.array([[0.62, 0.66, 0, 0, 0, 0]]) / np.hypot(0.62, 0.66)
    alone = resembled(centre, np.zeros((0, 6)), codes, ["a", "a", "b"])[0]
    assert alone[0] == 2
    assert resembled(centre, segments, codes, ["a", "a", "b"])[0][0] == 0

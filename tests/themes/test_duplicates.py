import numpy as np

from avoin.ids import AnswerKey, QuestionId, RespondentId, Span, WaveId
from avoin.themes.duplicates import near_duplicates_joined
from avoin.themes.grouping import Group, Segments, together
from kit.words import wording

EAST, NEAR_EAST, WEST = (1.0, 0.0), (0.8, 0.6), (-1.0, 0.0)


def joined(*themes: tuple[str, tuple[float, float], bool]) -> tuple[Group, ...]:
    """Return what becomes of groups of three segments each that say one thing, lie in one place, and may be mixed."""
    texts = tuple(text for text, _row, _mixed in themes for _each in range(3))
    rows = np.array([row for _text, row, _mixed in themes for _each in range(3)])
    keys = [AnswerKey(WaveId("1"), RespondentId(str(place)), QuestionId("q")) for place in range(len(texts))]
    spans = tuple(Span(key, 0, len(text)) for key, text in zip(keys, texts, strict=True))
    segments = Segments(spans, texts, tuple(map(wording, texts)), rows)
    groups = [together(segments, range(3 * n, 3 * n + 3), mixed) for n, (_text, _row, mixed) in enumerate(themes)]
    return near_duplicates_joined(segments, groups)


def members(*themes: tuple[str, tuple[float, float], bool]) -> list[list[int]]:
    return [sorted(each.places) for each in joined(*themes)]


def test_two_groups_of_one_noun_that_lie_close_are_one_theme() -> None:
    found = members(("jono", EAST, False), ("hinta", EAST, False), ("jono", NEAR_EAST, False))
    assert found == [[0, 1, 2, 6, 7, 8], [3, 4, 5]]


def test_groups_of_one_noun_that_lie_opposite_stay_apart() -> None:
    assert len(joined(("jono", EAST, False), ("jono", WEST, False))) == 2


def test_close_groups_of_other_nouns_stay_apart() -> None:
    assert len(joined(("jono", EAST, False), ("hinta", EAST, False))) == 2


def test_leftovers_and_words_of_any_matter_join_nothing() -> None:
    assert len(joined(("jono", EAST, False), ("jono", EAST, True))) == 2
    assert len(joined(("vuosi", EAST, False), ("vuosi", EAST, False))) == 2


def test_three_of_one_noun_become_one_and_nothing_becomes_nothing() -> None:
    assert members(*[("jono", EAST, False)] * 3) == [list(range(9))]
    assert joined() == ()

import numpy as np
import pytest

from avoin.ids import AnswerKey, QuestionId, RespondentId, Span, WaveId
from avoin.themes.grouping import Segments, apart, group, together
from kit.words import wording


def segments(*texts: str, rows: np.ndarray | None = None) -> Segments:
    """Return one segment a respondent; the rows point where the text's first letter says unless given."""
    keys = [AnswerKey(WaveId("1"), RespondentId(str(place)), QuestionId("q")) for place in range(len(texts))]
    if rows is None:
        rows = np.array([np.eye(30)[ord(text.strip().lower()[0]) % 30] for text in texts]).reshape(-1, 30)
    spans = tuple(Span(key, 0, len(text)) for key, text in zip(keys, texts, strict=True))
    return Segments(spans, texts, tuple(wording(text) for text in texts), rows.astype(np.float32))


def test_identical_segments_are_in_one_group_side_by_side() -> None:
    lot = np.random.default_rng(0)
    rows = lot.normal(size=(30, 8))
    texts = [f"vastaus {place}" for place in range(30)]
    for place, text in ((3, "Jonot."), (17, "jonot"), (28, " JONOT !")):
        texts[place] = text
    found, _method = group(segments(*texts, rows=rows / np.linalg.norm(rows, axis=1, keepdims=True)), None, 0)
    holding = [each for each in found if {3, 17, 28} & set(each.places)]
    assert len(holding) == 1
    at = [holding[0].places.index(place) for place in (3, 17, 28)]
    assert at == [at[0], at[0] + 1, at[0] + 2]


def test_every_segment_is_in_exactly_one_group() -> None:
    found, _method = group(segments(*("abcdefghij" * 5)), 4, 0)
    assert sorted(place for each in found for place in each.places) == list(range(50))


def test_all_segments_identical_is_one_group() -> None:
    found, method = group(segments("jono", "Jono", "jono."), 5, 0)
    assert [each.places for each in found] == [(0, 1, 2)]
    assert method.endswith("k=1")


def test_no_segments_is_no_groups() -> None:
    assert group(segments(), None, 0)[0] == ()


def test_the_most_typical_segment_comes_first() -> None:
    rows = np.array([[0.8, 0.6], [1.0, 0.0], [0.8, -0.6]])
    assert together(segments("a", "b", "c", rows=rows), [0, 1, 2]).places[0] == 1


def test_a_group_is_taken_apart_into_the_number_asked() -> None:
    mixed = segments("aa", "ab", "ba", "bb", "ca", "cb", "x")
    found = apart(mixed, [0, 1, 2, 3, 4, 5], 3, 0)
    assert sorted(sorted(each.places) for each in found) == [[0, 1], [2, 3], [4, 5]]


@pytest.mark.parametrize("texts", [("sama",), ("sama", "Sama.", "SAMA")])
def test_what_says_the_same_cannot_be_taken_apart(texts: tuple[str, ...]) -> None:
    assert len(apart(segments(*texts), list(range(len(texts))), None, 0)) == 1

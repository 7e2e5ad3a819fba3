"""Words as numbers: one word at a time is what many at once are."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from avoin.coding.term_space import TermSpace
from avoin.nlp.vectors import SegmentText
from kit.learning import document

FITTED = TermSpace().fit([document(text) for text in ("jono jono kasvaa", "ruoka on kallis", "Jonot! 😀", "äää ä-ä")])
WORDS = st.lists(st.sampled_from(["jono", "JONO", "kasvaa", "ruoka", "outo", "jonoj", "😀", "ä", "-", "."]), max_size=8)


def _both(space: TermSpace, text: SegmentText) -> tuple[list[float], list[float]]:
    many = space.raw([text]).toarray()[0]
    one = np.zeros_like(many)
    places, values = space.raw_of_one(text)
    assert len(set(places)) == len(places)
    one[places] = values
    return many.tolist(), one.tolist()


@given(WORDS)
def test_a_row_alone_is_the_row_among_others(words: list[str]) -> None:
    many, one = _both(FITTED, document(" ".join(words)))
    np.testing.assert_allclose(one, many, rtol=1e-6, atol=1e-7)


def test_where_nothing_was_fitted_no_word_weighs_anything_and_a_new_fit_forgets_the_old_one() -> None:
    space = TermSpace().fit([document("jono kasvaa")])
    assert any(_both(space, document("jono"))[1])
    assert not any(_both(space.fit([SegmentText("", ())]), document("jono"))[1])
    assert any(_both(space.fit([document("ruoka")]), document("ruoka"))[1])

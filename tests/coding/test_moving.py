"""Marks on an answer that was corrected go with their words; what has lost its words waits."""

from hypothesis import given
from hypothesis import strategies as st

from avoin.coding.decision import Mark, MarkKind
from avoin.coding.moving import CHANGED, moved
from avoin.ids import CodeId, CoderId, QuestionId, RespondentId, WaveId

BEFORE = "Jonot kasvoivat. Rahat loppuvat. Jonot kasvoivat."


def _mark(start: int, end: int, kind: MarkKind = MarkKind.CODING, code: str = "jono", text: str = "") -> Mark:
    key = (WaveId("2025"), RespondentId("r1"), QuestionId("q"))
    return Mark(kind, *key, start, end, CodeId(code), CoderId("Aino"), text)


def test_a_coding_goes_with_its_words() -> None:
    after = "Nyt: " + BEFORE
    found = moved([_mark(17, 32)], BEFORE, after)
    assert [after[mark.start : mark.end] for mark in found.put] == ["Rahat loppuvat."]
    assert (found.taken, found.n_kept, found.n_waiting) == ((_mark(17, 32),), 1, 0)


def test_of_words_that_stand_twice_the_same_one_is_meant() -> None:
    found = moved([_mark(33, 49)], BEFORE, "Nyt: " + BEFORE)
    assert [mark.start for mark in found.put] == [38]


def test_a_coding_whose_words_are_gone_waits_on_the_whole_answer() -> None:
    after = "Jonot kasvoivat."
    found = moved([_mark(17, 32), _mark(17, 32, MarkKind.DONE, "")], BEFORE, after)
    assert found.put == (_mark(0, len(after), MarkKind.AWAITS, text=CHANGED),)
    assert set(found.taken) == {_mark(17, 32), _mark(17, 32, MarkKind.DONE, "")}
    assert (found.n_kept, found.n_waiting) == (0, 1)


def test_words_that_stand_more_often_now_are_nobodys_guess() -> None:
    assert moved([_mark(17, 32)], BEFORE, BEFORE + " Rahat loppuvat.").n_waiting == 1


def test_a_memo_is_never_lost() -> None:
    found = moved([_mark(17, 32, MarkKind.MEMO, "", "Kysy.")], BEFORE, "Aivan muuta.")
    assert found.put == (_mark(0, 12, MarkKind.MEMO, "", "Kysy."),)


def test_marks_that_stay_where_they_are_are_not_touched() -> None:
    found = moved([_mark(0, 16), _mark(-1, -1, MarkKind.MEMO)], "Jonot kasvoivat. Rahat!", "Jonot kasvoivat. Aika!")
    assert (found.put, found.taken, found.n_kept) == ((), (), 1)


@given(st.text("ab .", max_size=12), st.text("ab .", min_size=1, max_size=12), st.data())
def test_every_coding_is_on_the_same_words_or_waits(before: str, after: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(before)))
    mark = _mark(start, data.draw(st.integers(start, len(before))))
    found = moved([mark], before, after)
    assert found.n_kept + found.n_waiting == 1
    (now,) = [each for each in (mark, *found.put) if each not in found.taken]
    if now.kind is MarkKind.CODING:
        assert after[now.start : now.end] == before[mark.start : mark.end]
    else:
        assert (now.start, now.end) == (0, len(after))

"""Identical answers, and segments after the coders moved their limits."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from avoin.coding.cuts import recut
from avoin.coding.twins import carried_offset, find_twins
from avoin.corpus.model import Answer
from avoin.ids import AnswerKey, QuestionId, RespondentId, Span, WaveId


def answer(respondent: str, text: str) -> Answer:
    return Answer(AnswerKey(WaveId("2025"), RespondentId(respondent), QuestionId("q")), text, text)


def test_answers_that_differ_in_case_spaces_and_end_marks_are_twins() -> None:
    one, two, three = answer("1", "Köyhyys ja sota."), answer("2", " köyhyys  ja sota"), answer("3", "Köyhyys")
    twins = find_twins((one, two, three))
    assert twins.of(one.key) == (two.key,)
    assert twins.of(three.key) == ()
    assert twins.first(two.key) == one.key


def test_a_segment_is_carried_to_the_same_words_of_the_twin() -> None:
    one, two = answer("1", "Köyhyys, sota."), answer("2", " köyhyys,  sota")
    twins = find_twins((one, two))
    segments = {
        one.key: (Span(one.key, 0, 7), Span(one.key, 9, 14)),
        two.key: (Span(two.key, 1, 8), Span(two.key, 11, 15)),
    }
    assert twins.carried(Span(one.key, 9, 14), segments) == (Span(two.key, 11, 15),)
    assert twins.carried(Span(one.key, 0, 14), segments) == (Span(two.key, 0, 15),)


def test_a_twin_that_was_cut_otherwise_is_left_alone() -> None:
    one, two = answer("1", "Köyhyys, sota"), answer("2", "köyhyys, sota")
    segments = {one.key: (Span(one.key, 0, 7), Span(one.key, 9, 13)), two.key: (Span(two.key, 0, 13),)}
    assert find_twins((one, two)).carried(Span(one.key, 9, 13), segments) == ()


@given(st.lists(st.text("aä,", min_size=1, max_size=4), min_size=1, max_size=5), st.data())
def test_an_offset_is_carried_to_as_many_visible_characters(words: list[str], data: st.DataObject) -> None:
    text = " ".join(words)
    twin = data.draw(st.sampled_from(("", " ", "\n "))) + data.draw(st.sampled_from((" ", "  ", "\n"))).join(words)
    offset = data.draw(st.integers(0, len(text)))
    there = carried_offset(text, twin, offset)
    assert "".join(twin[:there].split()) == "".join(text[:offset].split())


def test_a_break_cuts_a_segment_and_trims_it() -> None:
    assert recut("Yksi. Kaksi ja kolme.", [(0, 5), (6, 21)], {15}, ()) == ((0, 5), (6, 14), (15, 21))


def test_a_glue_joins_a_segment_with_the_one_before() -> None:
    assert recut("Yksi. Kaksi.", [(0, 5), (6, 12)], (), {6}) == ((0, 12),)


@given(st.text("ab. ", min_size=1, max_size=30), st.sets(st.integers(0, 30)), st.sets(st.integers(0, 30)))
def test_no_cut_loses_a_visible_character_or_overlaps(text: str, breaks: set[int], glues: set[int]) -> None:
    ends = [0, *[place + 1 for place, char in enumerate(text) if char == "."], len(text)]
    machine = []
    for start, end in pairwise(ends):
        piece = text[start:end]
        if piece.strip():
            machine.append((start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip())))
    now = recut(text, machine, breaks, glues)
    assert all(text[start:end].strip() for start, end in now)
    assert all(before[1] <= after[0] for before, after in pairwise(now))
    assert "".join("".join(text[start:end].split()) for start, end in now) == "".join(text.split())

"""What chains of random operations do to codings: nothing lost, nothing counted twice, closed waves left alone."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from avoin.codebook.journal import done_again, operations_between
from avoin.codebook.model import Code, Codebook
from avoin.codebook.operations import add_code, change_code, find, merge, move, rename, restore, retire, split
from avoin.codebook.structure import CodebookError
from avoin.coding.carrying import BACK_CODE, SPLIT, effect_of, queued, read_under, settled
from avoin.coding.decision import Coding, Mark, MarkKind, State, mark_span
from avoin.ids import AnswerKey, CodeId, CoderId, QuestionId, RespondentId, Span, WaveId
from kit.codebooks import code, codebook

BOOK = codebook("a > b", "a > c", "d", "e")
CLOSED = frozenset({WaveId("2024")})
AINO, VEIKKO = CoderId("Aino"), CoderId("Veikko")


def _span(wave: str, who: str, start: int = 0, end: int = 5) -> Span:
    return Span(AnswerKey(WaveId(wave), RespondentId(who), QuestionId("q")), start, end)


spans = st.builds(
    _span, st.sampled_from(["2024", "2025"]), st.sampled_from(["r1", "r2", "r3"]), st.sampled_from([0, 5]), st.just(10)
)
codings = st.builds(
    lambda span, coder, given_code: mark_span(MarkKind.CODING, span, coder, CodeId(given_code)),
    spans,
    st.sampled_from([AINO, VEIKKO]),
    st.sampled_from(["b", "c", "d", "e"]),
)


@dataclass
class Run:
    """A codebook and its marks after a chain of operations."""

    book: Codebook
    marks: set[Mark]
    n: int = 0


def _acts(draw: st.DrawFn, run: Run) -> Codebook:
    book = run.book
    chosen, other = (draw(st.sampled_from(book.codes)).id for _ in range(2))
    run.n += 1
    fresh = [Code(CodeId(f"x{run.n}_{place}"), f"osa {run.n} {place}") for place in range(2)]
    acts = (
        lambda: add_code(book, replace(fresh[0], parent=chosen)),
        lambda: rename(book, chosen, f"nimi {run.n}"),
        lambda: change_code(book, replace(find(book, chosen), include=f"n. {run.n}")),
        lambda: move(book, chosen, other),
        lambda: merge(book, [chosen], other),
        lambda: split(book, chosen, fresh),
        lambda: retire(book, chosen),
        lambda: restore(book, chosen),
    )
    return draw(st.sampled_from(acts))()  # type: ignore[no-untyped-call]


@st.composite
def chains(draw: st.DrawFn) -> tuple[set[Mark], list[tuple[Codebook, set[Mark]]]]:
    """Codings, and book and marks after each of some operations."""
    begun = set(draw(st.lists(codings, max_size=12)))
    begun |= {mark_span(MarkKind.DONE, mark.span, mark.coder) for mark in begun}
    run, steps = Run(BOOK, set(begun)), [(BOOK, set(begun))]
    for _step in range(draw(st.integers(1, 6))):
        try:
            after = _acts(draw, run)
        except CodebookError:
            continue
        effect = effect_of(operations_between(run.book, after), run.marks, CLOSED)
        run.marks = (run.marks - set(effect.taken)) | set(effect.put)
        run.book = after
        steps.append((after, set(run.marks)))
    return begun, steps


def _codings(marks: Iterable[Mark]) -> set[Mark]:
    return {mark for mark in marks if mark.kind is MarkKind.CODING}


@settings(max_examples=150, deadline=None)
@given(chains())
def test_every_coding_refers_to_a_code_of_the_book_and_a_divided_one_waits(
    chain: tuple[set[Mark], list[tuple[Codebook, set[Mark]]]],
) -> None:
    _begun, steps = chain
    for book, marks in steps:
        waiting = {(mark.span, mark.code, mark.coder) for mark in marks if mark.kind is MarkKind.AWAITS}
        for mark in _codings(marks):
            assert mark.code in book.by_id
            held = book.by_id[mark.code]
            if mark.wave not in CLOSED:
                assert held.merged_into is None
                assert not held.split_into or (mark.span, mark.code, mark.coder) in waiting or held.codable
        assert {(mark.span, mark.code, mark.coder) for mark in _codings(marks)} >= waiting


@settings(max_examples=150, deadline=None)
@given(chains())
def test_a_closed_wave_is_never_touched_and_nobody_gets_lost(
    chain: tuple[set[Mark], list[tuple[Codebook, set[Mark]]]],
) -> None:
    begun, steps = chain
    for _book, marks in steps:
        assert {mark for mark in marks if mark.wave in CLOSED} == {mark for mark in begun if mark.wave in CLOSED}
        assert {(mark.span, mark.coder) for mark in _codings(marks)} == {
            (mark.span, mark.coder) for mark in _codings(begun)
        }


@settings(max_examples=150, deadline=None)
@given(chains())
def test_reading_old_codings_gives_what_moving_them_gave(
    chain: tuple[set[Mark], list[tuple[Codebook, set[Mark]]]],
) -> None:
    begun, steps = chain
    book, marks = steps[-1]
    if any(code.merged_into is None and code.retired for code in book.codes):
        return  # a restored code does not take its old codings back: only undo does
    read = read_under(book, _as_codings(_codings(begun)))
    moved = read_under(book, _as_codings(_codings(marks)))
    if not any(was.merged_into and not now.merged_into for was, now in _fates(steps)):
        assert _who(read) == _who(moved)
    assert len({(each.span, each.code, each.coder) for each in read}) == len(read), "nobody is counted twice"


def _fates(steps: list[tuple[Codebook, set[Mark]]]) -> list[tuple[Code, Code]]:
    last = steps[-1][0]
    return [(each, last.by_id[each.id]) for book, _marks in steps for each in book.codes]


def _as_codings(marks: Iterable[Mark]) -> list[Coding]:
    return [Coding(mark.span, mark.code, mark.coder, 1, "", "koe 1.0.0") for mark in sorted(marks)]


def _who(found: Iterable[Coding]) -> set[tuple[Span, CodeId, CoderId]]:
    return {(each.span, each.code, each.coder) for each in found}


@settings(max_examples=100, deadline=None)
@given(chains())
def test_all_at_once_is_the_same_as_one_after_the_other(
    chain: tuple[set[Mark], list[tuple[Codebook, set[Mark]]]],
) -> None:
    _begun, steps = chain
    replayed = BOOK
    for (before, _was), (after, _now) in pairwise(steps):
        replayed = done_again(replayed, operations_between(before, after))
    assert replayed.by_id == steps[-1][0].by_id


@settings(max_examples=100, deadline=None)
@given(chains())
def test_taking_the_marks_back_is_exact(chain: tuple[set[Mark], list[tuple[Codebook, set[Mark]]]]) -> None:
    _begun, steps = chain
    for (before, was), (after, _now) in pairwise(steps):
        effect = effect_of(operations_between(before, after), was, CLOSED)
        state = State(dict.fromkeys(was, 1))
        for mark in effect.taken:
            state.marks.pop(mark)
        state.marks.update(dict.fromkeys(effect.put, 2))
        for mark in effect.put:
            state.marks.pop(mark)
        state.marks.update(dict.fromkeys(effect.taken, 1))
        assert set(state.marks) == was


def test_a_merge_counts_the_segments_that_move_not_those_of_the_code_that_stays() -> None:
    stays = replace(BOOK.by_id[CodeId("e")], examples=("Uusi.",))
    book = merge(
        replace(BOOK, codes=tuple(stays if each.id == "e" else each for each in BOOK.codes)), [CodeId("d")], CodeId("e")
    )
    marks = [
        mark_span(MarkKind.CODING, _span("2025", who), AINO, CodeId(which))
        for who, which in (("r1", "d"), ("r2", "e"), ("r3", "e"))
    ]
    effect = effect_of(operations_between(BOOK, book), marks, CLOSED)
    assert effect.n_moved == 1
    assert [(each.wave, each.n_segments, each.n_respondents) for each in effect.reach] == [("2025", 1, 1)]


def test_a_part_settles_a_divided_segment_and_a_bulk_decision_for_another_code_does_not() -> None:
    book = split(BOOK, CodeId("d"), (code("d1"), code("d2")))
    span = _span("2025", "r1")
    old = mark_span(MarkKind.CODING, span, AINO, CodeId("d"))
    on = (old, queued(span, CodeId("d"), AINO, SPLIT))
    part = mark_span(MarkKind.CODING, span, AINO, CodeId("d1"))
    assert set(settled(book, on, (part,), AINO)) == set(on)
    other = (mark_span(MarkKind.CODING, span, AINO, CodeId("e")), mark_span(MarkKind.DONE, span, AINO, text="bulk"))
    assert settled(book, on, other, AINO) == ()
    assert settled(book, on, (mark_span(MarkKind.DONE, span, AINO),), AINO) == (on[1],)
    assert settled(book, on, (replace(part, coder=VEIKKO),), VEIKKO) == ()


def test_a_code_asked_of_an_earlier_wave_is_settled_by_its_refusal_too() -> None:
    span = _span("2025", "r1")
    on = (queued(span, CodeId("e"), AINO, BACK_CODE),)
    assert settled(BOOK, on, (mark_span(MarkKind.REFUSED, span, AINO, CodeId("e")),), AINO) == on
    assert settled(BOOK, on, (mark_span(MarkKind.CODING, span, AINO, CodeId("d")),), AINO) == ()


def test_a_merge_takes_off_the_refusal_of_the_heir() -> None:
    span = _span("2025", "r1")
    coded = mark_span(MarkKind.CODING, span, AINO, CodeId("d"))
    refused = mark_span(MarkKind.REFUSED, span, AINO, CodeId("e"))
    effect = effect_of(operations_between(BOOK, merge(BOOK, [CodeId("d")], CodeId("e"))), (coded, refused), CLOSED)
    assert set(effect.taken) == {coded, refused}
    assert effect.put == (mark_span(MarkKind.CODING, span, AINO, CodeId("e")),)

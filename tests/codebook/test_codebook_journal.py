"""Operations told by what is different: done, written down, taken back."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from avoin.codebook.journal import (
    OperationKind,
    done_again,
    from_json,
    operations_between,
    taken_back,
    to_json,
)
from avoin.codebook.model import Codebook
from avoin.codebook.operations import (
    add_code,
    change_code,
    find,
    merge,
    move,
    remove_unused,
    rename,
    restore,
    retire,
    split,
)
from avoin.codebook.structure import CodebookError
from avoin.ids import CodeId
from kit.codebooks import code, codebook
from kit.random_codebooks import random_codebooks

BOOK = codebook("hinta > halpa", "hinta > kallis", "jono", "puhelin")
JONO, PUHELIN, HALPA = CodeId("jono"), CodeId("puhelin"), CodeId("halpa")
PARTS = (code("hoitojonot"), code("puhelinjonot"))


def _kinds(after: Codebook, before: Codebook = BOOK) -> list[tuple[str, str]]:
    return [(each.kind.value, str(each.code)) for each in operations_between(before, after)]


@pytest.mark.parametrize(
    ("act", "kinds"),
    [
        (lambda book: add_code(book, code("tilat")), [("add", "tilat")]),
        (lambda book: rename(book, JONO, "Jonot"), [("rename", "jono")]),
        (lambda book: change_code(book, replace(find(book, JONO), include="x", keywords=("y",))), [("define", "jono")]),
        (lambda book: move(book, HALPA, None), [("move", "halpa")]),
        (lambda book: merge(book, [PUHELIN], JONO), [("merge", "puhelin")]),
        (lambda book: retire(book, JONO), [("retire", "jono")]),
        (lambda book: remove_unused(book, JONO, {}), [("remove", "jono")]),
        (
            lambda book: split(book, JONO, PARTS),
            [("add", "hoitojonot"), ("add", "puhelinjonot"), ("split", "jono")],
        ),
    ],
)
def test_an_operation_is_told_by_what_is_different(
    act: Callable[[Codebook], Codebook], kinds: list[tuple[str, str]]
) -> None:
    after = act(BOOK)
    assert _kinds(after) == kinds
    operations = operations_between(BOOK, after)
    assert done_again(BOOK, operations).by_id == after.by_id
    assert taken_back(after, operations).by_id == BOOK.by_id


def test_a_merged_code_that_is_restored_stands_for_itself_again() -> None:
    merged = merge(BOOK, [PUHELIN], JONO)
    assert merged.heir(PUHELIN) == JONO
    back = restore(merged, PUHELIN)
    assert _kinds(back, merged) == [("restore", "puhelin")]
    assert back.heir(PUHELIN) == PUHELIN


def test_codings_go_on_to_the_last_heir() -> None:
    book = merge(merge(BOOK, [PUHELIN], JONO), [JONO], HALPA)
    assert book.heir(PUHELIN) == book.heir(JONO) == HALPA
    assert book.heir(CodeId("tuntematon")) == "tuntematon"


def test_merging_carries_what_is_below_and_the_words_along() -> None:
    book = change_code(BOOK, replace(find(BOOK, PUHELIN), keywords=("soittaa",), examples=("Kukaan ei vastaa.",)))
    book = merge(add_code(book, code("takaisinsoitto", parent="puhelin")), [PUHELIN], JONO)
    assert find(book, CodeId("takaisinsoitto")).parent == JONO
    assert find(book, JONO).keywords == ("soittaa",)
    assert find(book, JONO).examples == ("Kukaan ei vastaa.",)


@pytest.mark.parametrize(
    ("act", "what"),
    [
        (lambda: merge(BOOK, [JONO], JONO), "into itself"),
        (lambda: merge(BOOK, [CodeId("hinta")], HALPA), "below itself"),
        (lambda: merge(BOOK, [JONO], CodeId("hinta")), "not put on answers"),
        (lambda: merge(BOOK, [], JONO), "No code was named"),
        (lambda: merge(BOOK, [CodeId("x")], JONO), "no code x"),
        (lambda: split(BOOK, JONO, PARTS[:1]), "cannot be divided"),
        (lambda: split(BOOK, JONO, (find(BOOK, JONO), PARTS[0])), "cannot be divided"),
        (lambda: split(retire(BOOK, JONO), JONO, PARTS), "cannot be divided"),
    ],
)
def test_what_cannot_be_done_is_said(act: Callable[[], Codebook], what: str) -> None:
    with pytest.raises(CodebookError, match=what):
        act()


def test_an_existing_code_can_be_one_of_the_parts() -> None:
    book = split(BOOK, JONO, (find(BOOK, PUHELIN), PARTS[0]))
    assert find(book, JONO).split_into == ("puhelin", "hoitojonot")
    assert find(book, PUHELIN).parent is None
    assert find(book, CodeId("hoitojonot")).parent == JONO


def test_taking_back_never_writes_over_what_came_after() -> None:
    named = rename(BOOK, JONO, "Jonot")
    first = operations_between(BOOK, named)
    later = rename(named, JONO, "Jonotus")
    with pytest.raises(CodebookError, match="changed again since"):
        taken_back(later, first)
    elsewhere = rename(named, HALPA, "Halvat")
    assert find(taken_back(elsewhere, first), JONO).name == "jono"


def test_a_code_in_use_stays_although_its_coming_is_taken_back() -> None:
    after = add_code(BOOK, code("tilat"))
    operations = operations_between(BOOK, after)
    assert taken_back(after, operations, keep=frozenset({CodeId("tilat")})) == after


@given(random_codebooks(), random_codebooks())
def test_operations_lead_from_any_book_to_any_other(a: Codebook, b: Codebook) -> None:
    b = replace(b, name=a.name)
    operations = operations_between(a, b, "näin on parempi")
    assert tuple(map(from_json, map(to_json, operations))) == operations
    assert done_again(a, operations).by_id == b.by_id
    assert len({each.id for each in operations}) == len(operations)


@given(random_codebooks(), st.data())
def test_any_change_of_one_book_can_be_taken_back(book: Codebook, data: st.DataObject) -> None:
    if not book.codes:
        return
    chosen = data.draw(st.sampled_from(book.codes)).id
    acts: list[Callable[[], Codebook]] = [
        lambda: rename(book, chosen, "Aivan uusi nimi"),
        lambda: move(book, chosen, None),
        lambda: retire(book, chosen),
        lambda: restore(book, chosen),
        lambda: split(book, chosen, (code("osa yksi zz"), code("osa kaksi zz"))),
        lambda: merge(book, [chosen], data.draw(st.sampled_from(book.codes)).id),
    ]
    try:
        after = data.draw(st.sampled_from(acts))()
    except CodebookError:
        return
    operations = operations_between(book, after)
    assert all(each.kind in OperationKind for each in operations)
    assert taken_back(after, operations).by_id == book.by_id

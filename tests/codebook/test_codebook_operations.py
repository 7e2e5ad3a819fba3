from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from avoin.codebook.canonical import base_of
from avoin.codebook.model import Codebook
from avoin.codebook.operations import (
    add_code,
    change_code,
    find,
    move,
    next_id,
    remove_unused,
    rename,
    restore,
    retire,
    slug,
)
from avoin.codebook.structure import ID, CodebookError, flaws
from avoin.ids import CodeId
from kit.codebooks import code, codebook
from kit.random_codebooks import random_codebooks

BOOK = codebook("hinta > halpa", "hinta > kallis > ruoka", "jono")


def _ids(book: Codebook) -> list[str]:
    return [str(each.id) for each in book.codes]


def test_the_builder_makes_headings_of_parents() -> None:
    assert [(depth, each.id, each.codable) for depth, each in BOOK.tree()] == [
        (0, "hinta", False),
        (1, "halpa", True),
        (1, "kallis", False),
        (2, "ruoka", True),
        (0, "jono", True),
    ]


def test_a_new_code_stands_last_below_its_parent() -> None:
    assert _ids(add_code(BOOK, code("vuokra", parent="hinta"))) == [
        "hinta",
        "halpa",
        "kallis",
        "ruoka",
        "vuokra",
        "jono",
    ]
    assert _ids(add_code(BOOK, code("tilat"))) == ["hinta", "halpa", "kallis", "ruoka", "jono", "tilat"]


@pytest.mark.parametrize(
    ("new", "what"),
    [
        (code("jono"), "This id is there twice"),
        (replace(code("jonot"), name=" JONO "), "Code jono beside it has the same name"),
        (code("uusi", parent="puuttuu"), "Its parent puuttuu is not in the codebook"),
        (replace(code("uusi"), id=CodeId("Uusi")), "An id begins with a small letter"),
        (replace(code("uusi"), name="\u202e\n".replace("\u202e", "")), "The name is missing"),
        (replace(code("uusi"), colour="punainen"), "The colour punainen"),
    ],
)
def test_a_code_that_makes_no_codebook_is_refused(new: object, what: str) -> None:
    with pytest.raises(CodebookError, match=what):
        add_code(BOOK, new)  # type: ignore[arg-type]


def test_the_same_name_may_stand_under_two_headings() -> None:
    other = replace(code("muu hinta", parent="hinta"), name="Muu")
    book = add_code(add_code(BOOK, other), replace(code("muu"), name="Muu"))
    assert [each.id for each in book.codes if each.name == "Muu"] == ["muu_hinta", "muu"]


def test_an_operation_leaves_the_old_book_as_it_was_and_labels_the_new_one() -> None:
    renamed = rename(BOOK, CodeId("jono"), "Jonot")
    assert find(BOOK, CodeId("jono")).name == "jono"
    assert BOOK.version == "1.0.0"
    assert renamed.version.startswith("1.0.0+")
    assert base_of(rename(renamed, CodeId("jono"), "Jonottaminen").version) == "1.0.0"


def test_a_code_moves_with_all_below_it_and_keeps_its_id() -> None:
    moved = move(BOOK, CodeId("kallis"), CodeId("jono"))
    assert _ids(moved) == ["hinta", "halpa", "jono", "kallis", "ruoka"]
    assert find(moved, CodeId("kallis")).parent == "jono"
    assert find(moved, CodeId("ruoka")).parent == "kallis"
    assert _ids(move(BOOK, CodeId("kallis"), None)) == ["hinta", "halpa", "jono", "kallis", "ruoka"]


def test_a_code_cannot_move_below_itself() -> None:
    with pytest.raises(CodebookError, match="own ancestor"):
        move(BOOK, CodeId("hinta"), CodeId("ruoka"))
    with pytest.raises(CodebookError, match="There is no code puuttuu"):
        move(BOOK, CodeId("jono"), CodeId("puuttuu"))


def test_retiring_takes_all_below_along_and_restoring_brings_the_way_up_back() -> None:
    retired = retire(BOOK, CodeId("hinta"))
    assert [each.id for each in retired.usable] == ["jono"]
    back = restore(retired, CodeId("ruoka"))
    assert [each.id for each in back.codes if each.retired] == ["halpa"]


def test_only_an_unused_code_without_children_is_removed() -> None:
    assert "jono" not in remove_unused(BOOK, CodeId("jono"), {CodeId("ruoka"): 4}).by_id
    with pytest.raises(CodebookError, match="Code jono cannot be removed: 2 codings use it"):
        remove_unused(BOOK, CodeId("jono"), {CodeId("jono"): 2})
    with pytest.raises(CodebookError, match="codes below it"):
        remove_unused(BOOK, CodeId("kallis"), {})
    with pytest.raises(CodebookError, match="There is no code puuttuu"):
        remove_unused(BOOK, CodeId("puuttuu"), {})


@pytest.mark.parametrize(
    ("name", "made"),
    [
        ("Hätä", "hata"),
        ("Työttömyys ja lomautukset", "tyottomyys_ja_lomautukset"),
        ("  Å–ä / Ö!  ", "a_a_o"),
        ("Straße", "strasse"),
        ("24/7-palvelut", "koodi_24_7_palvelut"),
        ("🙂", "koodi"),
        ("", "koodi"),
        ("Mielenterveyspalvelut ovat riittämättömiä koko maassa", "mielenterveyspalvelut_ovat"),
        ("x" * 60, "x" * 40),
    ],
)
def test_an_id_is_made_of_a_name(name: str, made: str) -> None:
    assert slug(name) == made


def test_an_id_is_never_made_twice_not_even_of_a_retired_code() -> None:
    book = retire(BOOK, CodeId("jono"))
    assert next_id(book, "Jono") == "jono_2"
    assert next_id(add_code(book, replace(code("x"), id=CodeId("jono_2"))), "jono") == "jono_3"
    assert next_id(book, "Ruokailu", [CodeId("ruokailu")]) == "ruokailu_2"


@settings(deadline=None, max_examples=60)
@given(data=st.data(), book=random_codebooks())
def test_any_chain_of_operations_gives_a_codebook(data: st.DataObject, book: Codebook) -> None:
    for _step in range(4):
        book = _some_operation(data, book)
        assert not flaws(book.codes)
        assert len(book.tree()) == len(book.codes)


def _some_operation(data: st.DataObject, book: Codebook) -> Codebook:
    name = data.draw(st.text(max_size=12), label="name")
    new_id = next_id(book, name)
    assert ID.fullmatch(new_id)
    assert new_id not in book.by_id
    if not book.codes:
        return add_code(book, replace(code("x"), id=new_id, name=f"n {new_id}"))
    one, other = data.draw(st.sampled_from(book.codes)), data.draw(st.sampled_from(book.codes))
    operations: tuple[Callable[[], Codebook], ...] = (
        lambda: add_code(book, replace(code("x"), id=new_id, name=f"n {new_id}", parent=one.id)),
        lambda: rename(book, one.id, name),
        lambda: move(book, one.id, other.id),
        lambda: retire(book, one.id),
        lambda: restore(book, one.id),
        lambda: change_code(book, replace(one, definition=name)),
        lambda: remove_unused(book, one.id, {other.id: 1}),
    )
    try:
        return data.draw(st.sampled_from(operations))()
    except CodebookError:
        return book

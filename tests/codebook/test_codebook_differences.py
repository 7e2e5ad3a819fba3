from dataclasses import replace

from avoin.codebook.difference import Difference, DifferenceKind, differences
from avoin.codebook.operations import add_code, change_code, find, move, remove_unused, rename, restore, retire
from avoin.codebook.words import difference_in_words
from avoin.ids import CodeId
from kit.codebooks import code, codebook

BOOK = codebook("hinta > halpa", "jono")
JONO = CodeId("jono")


def _words(after: object) -> list[str]:
    assert isinstance(after, type(BOOK))
    return [difference_in_words(each, BOOK, after) for each in differences(BOOK, after)]


def test_two_books_of_the_same_content_have_no_differences_whatever_they_are_called() -> None:
    assert differences(BOOK, replace(BOOK, name="toinen", version="9.9.9")) == ()


def test_each_kind_of_difference_is_told() -> None:
    after = replace(add_code(BOOK, code("uusi")), title="Otsikko")
    after = remove_unused(after, CodeId("halpa"), {})
    after = rename(retire(move(after, JONO, CodeId("hinta")), JONO), JONO, "Jonot")
    assert differences(BOOK, after) == (
        Difference(DifferenceKind.TITLE, None, "title", "", "Otsikko"),
        Difference(DifferenceKind.RETIRED, JONO, "retired", False, True),
        Difference(DifferenceKind.MOVED, JONO, "parent", "", "hinta"),
        Difference(DifferenceKind.CHANGED, JONO, "name", "jono", "Jonot"),
        Difference(DifferenceKind.ADDED, CodeId("uusi"), after="uusi"),
        Difference(DifferenceKind.REMOVED, CodeId("halpa"), before="halpa"),
    )


def test_differences_are_said_in_words() -> None:
    jono = find(BOOK, JONO)
    assert _words(add_code(BOOK, code("uusi"))) == ["uusi (uusi) is new."]
    assert _words(remove_unused(BOOK, JONO, {})) == ["jono (jono) is gone."]
    assert _words(retire(BOOK, JONO)) == ["jono (jono) is retired."]
    assert _words(move(BOOK, JONO, CodeId("hinta"))) == ["jono (jono) moved from the top to hinta (hinta)."]
    assert _words(rename(BOOK, JONO, "Jonot")) == ["Jonot (jono), name: was “jono”, now “Jonot”."]
    assert _words(change_code(BOOK, replace(jono, include="Kaikki."))) == ["jono (jono), include: now “Kaikki.”."]
    assert _words(change_code(BOOK, replace(jono, definition=""))) == [
        "jono (jono), definition: was “Vastaaja puhuu tästä: jono.”, now empty."
    ]
    assert _words(change_code(BOOK, replace(jono, codable=False))) == ["jono (jono) is now a heading that only groups."]
    assert _words(replace(BOOK, title="T")) == ["The title was “” and is “T”."]
    assert _words(replace(BOOK, codes=BOOK.codes[::-1])) == ["The codes stand in another order."]
    before = retire(BOOK, JONO)
    after = restore(before, JONO)
    assert [difference_in_words(each, before, after) for each in differences(before, after)] == [
        "jono (jono) is in use again."
    ]


def test_differences_of_lists_say_what_came_and_what_went() -> None:
    jono = find(BOOK, JONO)
    first = change_code(BOOK, replace(jono, examples=("yksi", "kaksi")))
    assert _words(first) == ["jono (jono), examples: “yksi”, “kaksi” came."]

    def further(*examples: str) -> list[str]:
        after = change_code(first, replace(find(first, JONO), examples=examples))
        return [difference_in_words(each, first, after) for each in differences(first, after)]

    assert further("kaksi", "kolme") == ["jono (jono), examples: “kolme” came, “yksi” went."]
    assert further("yksi") == ["jono (jono), examples: “kaksi” went."]
    assert further("kaksi", "yksi") == ["jono (jono), examples: in another order."]


def test_braces_in_a_text_are_only_text() -> None:
    assert _words(rename(BOOK, JONO, "{0} {code!r}")) == ["{0} {code!r} (jono), name: was “jono”, now “{0} {code!r}”."]


def test_a_long_text_is_quoted_from_where_it_changed() -> None:
    start = "Vastaaja kertoo, että jonot ovat pidentyneet ja hoitoon pääsyä odotetaan kauemmin. " * 3
    before = change_code(BOOK, replace(find(BOOK, JONO), definition=f"{start}Myös puhelinjonot."))
    after = change_code(BOOK, replace(find(BOOK, JONO), definition=f"{start}Ei puhelinjonoja."))
    (said,) = [difference_in_words(each, before, after) for each in differences(before, after)]
    assert said == (
        "jono (jono), definition: "
        "was “…pidentyneet ja hoitoon pääsyä odotetaan kauemmin. Myös puhelinjonot.”, "
        "now “…pidentyneet ja hoitoon pääsyä odotetaan kauemmin. Ei puhelinjonoja.”."
    )

"""Codebooks out and in again, in every form."""

import csv
import io
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from avoin.codebook.document import LARGEST, CodebookFileError
from avoin.codebook.foreign import read_foreign, read_with_remarks
from avoin.codebook.model import Code, Codebook
from avoin.codebook.structure import cleaned
from avoin.codebook.version import check_release
from avoin.export.clean_text import clean
from avoin.export.csv import to_csv
from avoin.export.excel import to_excel
from avoin.export.qdc import EmptyCodebookError, to_qdc
from avoin.i18n import set_language
from avoin.ids import CodeId
from avoin.report.codebook_rows import atlas_rows, maxqda_rows, own_rows, taguette_rows
from avoin.resources import resource
from kit.codebooks import codebook
from kit.random_codebooks import random_codebooks
from kit.shared import CHECKOUT

Writer = Callable[[Codebook], bytes]
FORMS: dict[str, Writer] = {
    "book.qdc": to_qdc,
    "book.csv": lambda book: to_csv(own_rows(book)),
    "raw.csv": lambda book: to_csv(own_rows(book), raw=True),
    "book.xlsx": lambda book: to_excel(own_rows(book)),
}
RELEASES = sorted(CHECKOUT.glob("codebooks/*/*.yaml"))
_AT_ONCE = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)


def _in_order_of_the_tree(book: Codebook) -> tuple[Code, ...]:
    return tuple(code for _depth, code in book.tree())


def _through(tmp_path: Path, form: str, book: Codebook) -> Codebook:
    path = tmp_path / form
    path.write_bytes(FORMS[form](book))
    return read_foreign(path)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("language", ["en", "fi"])
@pytest.mark.parametrize("path", RELEASES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_starters_come_back_whole_in_both_languages(tmp_path: Path, form: str, language: str, path: Path) -> None:
    book = check_release(path).book
    set_language(language)
    try:
        back = _through(tmp_path, form, book)
    finally:
        set_language("en")
    assert (back.name, back.title) == (book.name, book.title)
    assert back.codes == _in_order_of_the_tree(book)


@pytest.mark.parametrize("form", FORMS)
@_AT_ONCE
@given(book=random_codebooks())
def test_any_codebook_comes_back_whole(tmp_path: Path, form: str, book: Codebook) -> None:
    book = _as_it_can_leave(book)
    if not book.codes:
        return
    assert _through(tmp_path, form, book).codes == _in_order_of_the_tree(book)


def _as_it_can_leave(book: Codebook) -> Codebook:
    """Return the codebook without what no writer lets out, and without an apostrophe that looks like a guard."""

    def kept(text: str) -> str:
        return clean(text).lstrip("'")

    def clean_code(code: Code) -> Code:
        texts = {name: kept(getattr(code, name)) for name in ("definition", "include", "exclude", "borderline")}
        lists = {name: tuple(map(kept, getattr(code, name))) for name in ("examples", "keywords")}
        name = f"{kept(code.name)} {code.id}"
        return cleaned(replace(code, name=name, origin=kept(code.origin), **texts, **lists))  # type: ignore[arg-type]

    return replace(book, codes=tuple(map(clean_code, book.codes)))


def test_a_very_long_list_of_examples_goes_on_in_another_cell_and_comes_back(tmp_path: Path) -> None:
    long = Code(CodeId("hinta"), "Hinta", examples=("x" * 19_000, "y" * 19_000))
    assert _through(tmp_path, "book.xlsx", Codebook("koe", "1.0.0", (long,))).codes == (long,)


def test_a_qdc_is_the_same_bytes_each_time_and_says_the_version() -> None:
    book = codebook("talous > hinta")
    assert to_qdc(book) == to_qdc(book)
    text = to_qdc(book).decode()
    assert 'xmlns="urn:QDA-XML:codebook:1.0" origin="avoin koe 1.0.0"' in text
    assert "[avoin: id=hinta; version=1.0.0]" in text


def test_a_codebook_without_codes_is_no_qdc() -> None:
    with pytest.raises(EmptyCodebookError, match="koe has no codes"):
        to_qdc(Codebook("koe", "1.0.0", ()))


def test_pyrefiqda_reads_the_same_codes(tmp_path: Path) -> None:
    pyrefiqda = pytest.importorskip("pyrefiqda", reason="pyrefiqda, another reader of REFI-QDA, is not installed")
    book = check_release(resource("codebooks", "kriisibarometri", "1.0.0.yaml")).book
    path, again = tmp_path / "book.qdc", tmp_path / "again.qdc"
    path.write_bytes(to_qdc(book))
    read = pyrefiqda.RefiCodebook.load(path)
    top = {each.name: [below.name for below in each.code] for each in read.codes.code}
    assert top == {code.name: [below.name for below in book.children(code.id)] for code in book.children(None)}
    pyrefiqda.RefiCodebook.save(read, again)
    back = read_foreign(again)
    assert back.codes == _in_order_of_the_tree(book)


def test_taguette_gets_tags_with_the_one_above_and_a_description(tmp_path: Path) -> None:
    book = codebook("talous > hinta")
    raw = to_csv(taguette_rows(book), raw=True)
    rows = list(csv.DictReader(io.StringIO(raw.decode())))
    assert [(row["tag"], row["parent"]) for row in rows] == [("talous", ""), ("hinta", "talous")]
    path = tmp_path / "tags.csv"
    path.write_bytes(raw)
    assert [(code.id, code.parent, code.definition) for code in read_foreign(path).codes] == [
        (code.id, code.parent, code.definition) for code in book.codes
    ]


def test_maxqda_gets_paths_and_memos(tmp_path: Path) -> None:
    book = codebook("talous > asuminen > vuokra", "jono")
    rows = maxqda_rows(book)
    assert rows.headings == ("Code", "Memo")
    assert [row[0] for row in rows.rows] == ["talous", "talous > asuminen", "talous > asuminen > vuokra", "jono"]
    path = tmp_path / "maxqda.xlsx"
    path.write_bytes(to_excel(rows))
    back = read_foreign(path)
    assert [(code.id, code.parent) for code in back.codes] == [(code.id, code.parent) for code in book.codes]


def test_atlas_gets_codes_in_groups(tmp_path: Path) -> None:
    rows = atlas_rows(codebook("talous > hinta", "jono"))
    assert [(row[0], row[2]) for row in rows.rows] == [("hinta", "talous"), ("jono", "")]
    path = tmp_path / "atlas.xlsx"
    path.write_bytes(to_excel(rows))
    assert [(code.name, code.parent, code.codable) for code in read_foreign(path).codes] == [
        ("talous", None, False),
        ("hinta", "talous", True),
        ("jono", None, True),
    ]


def _table(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "koodit.csv"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    "text",
    [
        "Code,Memo,Coded segments,Created\nTalous,Raha,3,1.1.\nTalous > Hinnat,Kallistuu,2,1.1.\n",
        "Koodi,Koodimemo,Koodatut segmentit\nTalous,Raha,3\nTalous\\Hinnat,Kallistuu,2\n",
        "Parent code,Code,Code memo,% Cod. seg.\n,Talous,Raha,1\nTalous,Hinnat,Kallistuu,2\n",
        "Name,Description,Files,References\nCodes\\\\Talous,Raha,1,2\nCodes\\\\Talous\\\\Hinnat,Kallistuu,3,4\n",
        "Nimi,Kuvaus,Tiedostot,Viittaukset\nKoodit\\\\Talous,Raha,1,2\nKoodit\\\\Talous\\\\Hinnat,Kallistuu,3,4\n",
        "Code,Comment,Code Group 1,Grounded,Density\nTalous,Raha,,1,0\nHinnat,Kallistuu,Talous,2,0\n",
        "Koodi,Kommentti,Koodiryhmät,Tiheys\nTalous,Raha,,1\nHinnat,Kallistuu,Talous,2\n",
        "tag,description,number of highlights,parent\nTalous,Raha,1,\nHinnat,Kallistuu,2,Talous\n",
    ],
    ids=["MAXQDA", "MAXQDA fi", "MAXQDA overview", "NVivo", "NVivo fi", "ATLAS.ti", "ATLAS.ti fi", "Taguette"],
)
def test_tables_of_other_tools_are_read(tmp_path: Path, text: str) -> None:
    found = read_with_remarks(_table(tmp_path, text))
    assert [(code.name, code.definition, code.parent, code.codable) for code in found.codebook.codes] == [
        ("Talous", "Raha", None, True),
        ("Hinnat", "Kallistuu", "talous", True),
    ]
    assert len(found.remarks) == 1
    assert found.remarks[0].startswith("Not kept, because it is no part of a codebook: ")


def test_what_is_above_a_code_and_has_no_row_becomes_a_heading(tmp_path: Path) -> None:
    book = read_foreign(_table(tmp_path, "Code,Memo\nTalous > Asuminen > Vuokra,a\nTalous > Asuminen,b\nJono,c\n"))
    assert [(code.name, code.parent, code.codable, code.definition) for code in book.codes] == [
        ("Talous", None, False, ""),
        ("Vuokra", "asuminen", True, "a"),
        ("Asuminen", "talous", True, "b"),
        ("Jono", None, True, "c"),
    ]


def test_several_groups_and_names_of_colours_are_told(tmp_path: Path) -> None:
    found = read_with_remarks(_table(tmp_path, "Code,Color,Code Group 1,Code Group 2\nHinta,Red,Talous,Raha\n"))
    assert [(code.name, code.parent, code.colour) for code in found.codebook.codes] == [
        ("Talous", None, ""),
        ("Hinta", "talous", ""),
    ]
    assert found.remarks == (
        "1 colour that is not of the form #rrggbb was left out.",
        "1 code is in several groups; the first became the code above it.",
    )


def test_a_parent_of_a_name_that_several_have_is_asked_for(tmp_path: Path) -> None:
    text = "parent,name\n,A\n,B\nA,Muu\nB,Muu\nMuu,Tarkempi\n"
    with pytest.raises(CodebookFileError, match="line 6, code tarkempi: Several codes are called Muu"):
        read_foreign(_table(tmp_path, text))


def test_a_table_of_more_rows_than_any_codebook_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CodebookFileError, match=r"more in .* than in any codebook"):
        read_foreign(_table(tmp_path, "id,name\n" + "".join(f"k{n},Koodi {n}\n" for n in range(5_001))))


def test_sets_and_short_colours_of_a_qdc_are_told_and_read(tmp_path: Path) -> None:
    path = tmp_path / "book.qdc"
    path.write_text(
        '<CodeBook xmlns="urn:QDA-XML:codebook:1.0" origin="ATLAS.ti 24"><Codes>'
        '<Code guid="1" name="Hinta" isCodable="true" color="#0f8"/></Codes><Sets><Set guid="2" name="S"/></Sets>'
        "</CodeBook>"
    )
    found = read_with_remarks(path)
    assert [(code.id, code.colour) for code in found.codebook.codes] == [("hinta", "#00ff88")]
    assert found.codebook.name == "book"
    assert found.remarks == ("1 set of codes was left out.",)


@pytest.mark.parametrize(
    ("codes", "what"),
    [
        ('\n<Code guid="1" name=""/>', "line 2, code koodi: The name is missing."),
        (
            '<Code guid="1" name="A"/>\n<Code guid="2" name="a"/>',
            "line 2, code a_2: Code a beside it has the same name.",
        ),
        (
            '<Code guid="1" name="A"><Description>[avoin: id=x]</Description></Code>\n'
            '<Code guid="2" name="B"><Description>[avoin: id=x]</Description></Code>',
            "line 2, code x: This id is there twice.",
        ),
        (
            '<Code guid="1" name="A"><Description>[avoin: id=x; retired; merged_into=y]</Description></Code>',
            "line 1, code x: There is no code y",
        ),
    ],
)
def test_what_is_wrong_in_a_qdc_is_named_by_line_and_code(tmp_path: Path, codes: str, what: str) -> None:
    path = tmp_path / "book.qdc"
    path.write_text(f"<CodeBook><Codes>{codes}</Codes></CodeBook>", encoding="utf-8")
    with pytest.raises(CodebookFileError) as caught:
        read_foreign(path)
    assert what in caught.value.message


def test_a_qdc_over_five_mebibytes_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "book.qdc"
    path.write_bytes(b"<CodeBook>" + b" " * LARGEST)
    with pytest.raises(CodebookFileError, match="larger than 5 MiB"):
        read_foreign(path)

from pathlib import Path

import pytest

from avoin.codebook.document import CodebookFileError
from avoin.codebook.files import write_codebook
from avoin.codebook.foreign import codebook_name, is_release, read_foreign
from avoin.codebook.shortform import spelled
from avoin.ids import CodeId
from kit.codebooks import codebook
from kit.shared import CHECKOUT, shared


def _file(tmp_path: Path, name: str, text: str, encoding: str = "utf-8") -> Path:
    path = tmp_path / name
    path.write_text(text, encoding=encoding)
    return path


def test_a_list_of_ids_and_definitions_is_read(tmp_path: Path) -> None:
    text = (
        '# otsikko\nkoyhyys: "Köyhyys, puute"\nvakivalta_rikollisuus: Väkivalta, rikollisuus\n'
        "elaimet: Eläinten hyvinvointi\n"
    )
    book = read_foreign(_file(tmp_path, "Oma koodikirja 2.yaml", text))
    assert book.name == "oma-koodikirja-2"
    assert book.version.startswith("0.0.0+")
    assert [(code.id, code.name, code.definition) for code in book.codes] == [
        ("koyhyys", "Köyhyys", "Köyhyys, puute"),
        ("vakivalta_rikollisuus", "Väkivalta, rikollisuus", "Väkivalta, rikollisuus"),
        ("elaimet", "Eläimet", "Eläinten hyvinvointi"),
    ]


def test_groups_with_names_and_definitions_are_read(tmp_path: Path) -> None:
    text = (
        "talous:     # Talous (raha)\n  hinta: Hinnat — ruoka, vuokra\n  velka: Velka – lainat\n  tyo: Työ\n"
        "muut:\n  muu: Muu asia — kaikki muu\nirto: Irrallinen — ilman ryhmää\n"
    )
    book = read_foreign(_file(tmp_path, "koe.yml", text))
    assert [(code.id, code.name, code.definition, code.parent, code.codable) for code in book.codes] == [
        ("talous", "Talous", "raha", None, False),
        ("hinta", "Hinnat", "ruoka, vuokra", "talous", True),
        ("velka", "Velka", "lainat", "talous", True),
        ("tyo", "Työ", "", "talous", True),
        ("muut", "Muut", "", None, False),
        ("muu", "Muu asia", "kaikki muu", "muut", True),
        ("irto", "Irrallinen", "ilman ryhmää", None, True),
    ]


def test_an_id_that_cannot_be_one_becomes_one(tmp_path: Path) -> None:
    book = read_foreign(_file(tmp_path, "koe.yaml", "Köyhyys: Köyhyys — puute\nkoyhyys: Toinen — muu\n1: Yksi — eka\n"))
    assert [code.id for code in book.codes] == ["koyhyys", "koyhyys_2", "koodi_1"]


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("", "There are no codes in this file."),
        ("- a\n", "There are no codes in this file."),
        ("a:\n  b:\n    c: liian syvä\n", "line 2: Here must be text"),
        ("a: [x]\n", "line 1: Here must be text"),
        ("a: Sama — x\nb: Sama — y\n", "line 2, code b: Code a beside it has the same name."),
        ("format: 1\nname: koe\n", "The key codes is missing."),
        ("a: &x X\n", "Anchors"),
    ],
)
def test_what_is_no_short_form_is_refused(tmp_path: Path, text: str, what: str) -> None:
    with pytest.raises(CodebookFileError) as caught:
        read_foreign(_file(tmp_path, "koe.yaml", text))
    assert what in caught.value.message


@pytest.mark.parametrize(
    ("code_id", "definition", "name"),
    [
        ("tyollisyys", "Työ, työpaikat, työllisyys", "Työllisyys"),
        ("vaesto", "Ylikansoitus, väestönkasvu", "Väestö"),
        ("muu", "Ei koodia", "Muu"),
        ("talous_verotus", "Valtiontalous, verotus", "Talous verotus"),
        ("eu", "EU, euro", "Eu"),
    ],
)
def test_an_id_is_spelled_with_the_letters_of_its_definition(code_id: str, definition: str, name: str) -> None:
    assert spelled(code_id, definition) == name


ROWS = "Tunnus;Nimi;Määritelmä;Ei sisällä;Esimerkit;Avainsanat;Yläkoodi;Koodattava\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_a_table_with_finnish_headings_is_read(tmp_path: Path, encoding: str) -> None:
    first = (
        "talous;Talous;;;;;;ei\nhinta;Hintojen nousu;Kallistuu;Velka;kallista | vuokra nousi;hinta, kallis;Talous;x\n"
    )
    text = f"{ROWS}{first};Jonot;Odottaa;;;;;\n"
    book = read_foreign(_file(tmp_path, "koodit.csv", text, encoding))
    heading, price, queue = book.codes
    assert (heading.codable, price.codable, queue.codable) == (False, True, True)
    assert (price.id, price.name, price.definition, price.exclude) == ("hinta", "Hintojen nousu", "Kallistuu", "Velka")
    assert price.examples == ("kallista", "vuokra nousi")
    assert price.keywords == ("hinta", "kallis")
    assert price.parent == heading.id
    assert (queue.id, queue.parent) == ("jonot", None)


def test_a_table_with_english_headings_in_any_order_is_read(tmp_path: Path) -> None:
    book = read_foreign(_file(tmp_path, "codes.csv", "parent,name,definition\n,Price,What it costs\nPrice,Rent,\n"))
    assert [(code.id, code.parent) for code in book.codes] == [("price", None), ("rent", CodeId("price"))]


@pytest.mark.parametrize(
    ("rows", "what"),
    [
        ("id;nimi;paino\na;A;3\n", "the column paino is not one of a codebook"),
        ("id;nimi;koodi\na;A;B\n", "the columns nimi and koodi mean the same"),
        ("määritelmä;esimerkit\na;b\n", "neither a column for ids nor one for names"),
        ("id;nimi\na;A\na;B\n", "line 3, code a: This id is there twice."),
        ("id;nimi;parent\na;A;ei ole\n", "line 2, code a: Its parent ei ole is not in the codebook."),
        ("id;nimi;codable\na;A;ehkä\n", "line 2, code a: ehkä is neither yes nor no."),
    ],
)
def test_what_is_no_table_of_codes_is_refused(tmp_path: Path, rows: str, what: str) -> None:
    with pytest.raises(CodebookFileError) as caught:
        read_foreign(_file(tmp_path, "koodit.csv", rows))
    assert what in caught.value.message


def test_a_workbook_is_read(tmp_path: Path) -> None:
    from openpyxl import Workbook

    workbook = Workbook()
    sheet = workbook.active
    assert sheet is not None
    for row in (("id", "nimi", "kuvaus"), ("hinta", "Hinta", "Kallistuu"), ("jono", "Jono", "Odottaa")):
        sheet.append(row)
    path = tmp_path / "koodit.xlsx"
    workbook.save(path)
    assert [(code.id, code.definition) for code in read_foreign(path).codes] == [
        ("hinta", "Kallistuu"),
        ("jono", "Odottaa"),
    ]


def test_a_release_is_told_from_other_files(tmp_path: Path) -> None:
    write_codebook(tmp_path / "1.0.0.yaml", codebook("hinta"))
    write_codebook(tmp_path / "draft.yaml", codebook("hinta"))
    assert is_release(tmp_path / "1.0.0.yaml")
    assert not is_release(tmp_path / "draft.yaml")
    assert not is_release(_file(tmp_path, "lyhyt.yaml", "hinta: Kallistuu\n"))
    assert not is_release(_file(tmp_path, "koodit.csv", "id;nimi\na;A\n"))


def test_a_name_for_the_folder_is_made_of_anything() -> None:
    assert codebook_name("Oma Koodikirja") == "oma-koodikirja"
    assert codebook_name("krb_2024-a") == "krb_2024-a"
    assert codebook_name("../../Ääni") == "aani"


def test_the_draft_of_the_example_survey_gives_its_38_codes() -> None:
    book = read_foreign(CHECKOUT / "data" / "kriisibarometri" / "koodikirja-luonnos.yaml")
    assert len(book.usable) == 38
    assert sum(not code.codable for code in book.codes) == 6
    assert book.by_id[CodeId("talous")].name == "Taloudellinen ahdinko"


@pytest.mark.parametrize(("name", "n"), [("codebook-fsd2821-q3", 19), ("codebook-yle-barometri", 23)])
def test_the_codebooks_of_the_doubly_coded_answers_are_read(name: str, n: int) -> None:
    book = read_foreign(shared("gold", f"{name}.yaml"))
    assert len(book.usable) == n
    assert all(code.definition and code.name for code in book.usable)

"""One row an answer, JSON lines, and folders of documents are tables too."""

from pathlib import Path

import pytest
from docx import Document

from avoin.importing.guess import ColumnKind, guess_columns
from avoin.importing.long_form import widened
from avoin.importing.read import read_table
from avoin.importing.table import ImportFileError

TOLD = "Jono on pitkä, ja odotin vastausta kolme kuukautta ennen kuin kukaan soitti minulle takaisin."
LONG = "vastaaja,alue,kysymys,vastaus\n"


def _csv(folder: Path, text: str) -> Path:
    path = folder / "pitka.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_one_row_an_answer_becomes_one_row_a_respondent(tmp_path: Path) -> None:
    rows = "a,Savo,Mitä kuuluu?,Hyvää.\nb,Häme,Mitä kuuluu?,Huonoa.\na,Savo,Mitä toivot?,Aikaa.\n"
    table = widened(read_table(_csv(tmp_path, LONG + rows)), "vastaaja", "kysymys", "vastaus")
    assert table.headings == ("vastaaja", "alue", "Mitä kuuluu?", "Mitä toivot?")
    assert table.rows == (("a", "Savo", "Hyvää.", "Aikaa."), ("b", "Häme", "Huonoa.", ""))
    assert [table.row_number(place) for place in (0, 1)] == [2, 3]


@pytest.mark.parametrize(
    ("rows", "problem"),
    [
        ("a,Savo,Mitä?,x\na,Häme,Miten?,y\n", "row 3: the background differs from that on row 2"),
        ("a,Savo,Mitä?,x\na,Savo,Mitä?,y\n", "row 3: the question was answered on row 2 already"),
        ("a,Savo,Mitä?,x\n,Savo,Mitä?,y\n", "row 3: there is no respondent"),
        ("a,Savo,alue,x\n", "called like another column"),
    ],
)
def test_rows_that_contradict_each_other_are_named(tmp_path: Path, rows: str, problem: str) -> None:
    with pytest.raises(ImportFileError, match=problem):
        widened(read_table(_csv(tmp_path, LONG + rows)), "vastaaja", "kysymys", "vastaus")


def test_json_lines_are_read_with_keys_as_headings(tmp_path: Path) -> None:
    path = tmp_path / "kysely.jsonl"
    path.write_text(
        '{"id": 7, "vastaus": "Ä\\n😀", "apu": ["chat", "puhelin"]}\n\n{"id": 8.5, "uusi": true}\n', "utf-8"
    )
    table = read_table(path)
    assert table.headings == ("id", "vastaus", "apu", "uusi")
    assert table.rows == (("7", "Ä\n😀", "chat; puhelin", ""), ("8.5", "", "", "true"))
    assert table.row_number(1) == 3


@pytest.mark.parametrize(
    ("line", "problem"), [('{"a": {"b": 1}}', "row 2, column “a”"), ("[1]", "row 2"), ("{" * 5_000, "row 2")]
)
def test_a_line_that_is_no_flat_object_is_named(tmp_path: Path, line: str, problem: str) -> None:
    path = tmp_path / "kysely.jsonl"
    path.write_text('{"a": "x"}\n' + line + "\n", encoding="utf-8")
    with pytest.raises(ImportFileError, match=problem):
        read_table(path)


def _pdf(text: str) -> bytes:
    drawn = f"BT /F1 12 Tf 72 720 Td ({text}) Tj ET".encode()
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R "
        b"/Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%b\nendstream" % (len(drawn), drawn),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    written, places = b"%PDF-1.4\n", []
    for number, each in enumerate(objects, start=1):
        places.append(len(written))
        written += b"%d 0 obj\n%b\nendobj\n" % (number, each)
    table = b"xref\n0 6\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % place for place in places)
    return written + table + b"trailer\n<< /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % len(written)


def test_a_folder_of_interviews_is_one_row_a_document(tmp_path: Path) -> None:
    folder = tmp_path / "haastattelut"
    folder.mkdir()
    (folder / "aino.txt").write_text(TOLD + "\n", encoding="utf-8")
    document = Document()
    document.add_paragraph("Rahat loppuvat.")
    document.add_paragraph("Äiti auttaa.")
    document.save(str(folder / "bertta.docx"))
    (folder / "cilla.vtt").write_text(
        "WEBVTT\n\n1\n00:00:01.000 --> 00:00:04.000\n<v Aino>Mitä <i>kuuluu</i>?\n\n00:05.000 --> 00:06.000\nHyvää.\n",
        encoding="utf-8",
    )
    (folder / "dora.pdf").write_bytes(_pdf("Kelasta ei saa vastausta"))
    (folder / "kuva.png").write_bytes(b"\x89PNG")
    table = read_table(folder)
    assert table.headings == ("document", "text")
    assert [(name, text.strip()) for name, text in table.rows] == [
        ("aino", TOLD),
        ("bertta", "Rahat loppuvat.\nÄiti auttaa."),
        ("cilla", "Aino: Mitä kuuluu?\nHyvää."),
        ("dora", "Kelasta ei saa vastausta"),
    ]
    assert table.warnings == ("1 file was not read: kuva.png.",)
    assert [guess.kind for guess in guess_columns(table)] == [ColumnKind.ID, ColumnKind.OPEN]


@pytest.mark.parametrize(("name", "content"), [("a.docx", b"PK\x03\x04 rikki"), ("a.pdf", b"%PDF-1.4 rikki")])
def test_a_damaged_document_is_named(tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(ImportFileError, match=name.replace(".", r"\.")):
        read_table(tmp_path)


def test_two_documents_of_one_name_and_a_folder_without_any_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ImportFileError, match="has 0 documents"):
        read_table(tmp_path)
    for name in ("aino.txt", "aino.md"):
        (tmp_path / name).write_text("x", encoding="utf-8")
    with pytest.raises(ImportFileError, match=r"aino\.md and aino\.txt have the same name"):
        read_table(tmp_path)

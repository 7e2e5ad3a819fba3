"""A workbook becomes a table; a hostile or broken one an error, before a reader sees it."""

import datetime
import io
import random
import zipfile
from contextlib import suppress
from pathlib import Path

import pytest

from avoin.importing.archive import MOST_BYTES
from avoin.importing.excel import plain, read_workbook
from avoin.importing.read import read_table
from avoin.importing.table import ImportFileError
from kit.tables import Cell, workbook

ROWS: list[list[Cell]] = [["id", "arvosana", "vastaus"], ["a", 7, "kallis"], ["b", 6.5, None]]


def test_numbers_dates_and_truth_values_are_written_plainly(tmp_path: Path) -> None:
    rows: list[list[Cell]] = [
        ["kokonainen", "osa", "pitkä", "päivä", "aika", "sekunnit", "kello", "tosi", "teksti"],
        [
            7,
            0.1 + 0.2,
            123_456_789_012,
            datetime.date(2025, 5, 19),
            datetime.datetime(2025, 5, 19, 14, 3),  # noqa: DTZ001 - a workbook knows no time zones
            datetime.datetime(2025, 5, 19, 14, 3, 5),  # noqa: DTZ001 - as above
            datetime.time(14, 3),
            True,
            "007",
        ],
    ]
    assert read_table(workbook(tmp_path, rows)).rows == (
        ("7", "0.3", "123456789012", "2025-05-19", "2025-05-19 14:03", "2025-05-19 14:03:05", "14:03", "TRUE", "007"),
    )


def test_a_duration_is_hours_and_minutes() -> None:
    assert plain(datetime.timedelta(hours=30, minutes=5)) == "30:05"
    assert plain(datetime.timedelta(seconds=61)) == "0:01:01"


def test_a_large_number_has_no_exponent() -> None:
    assert plain(1e16) == "10000000000000000"
    assert plain(-0.00001) == "-0.00001"


def test_empty_cells_and_line_ends_are_kept(tmp_path: Path) -> None:
    found = read_table(workbook(tmp_path, [["id", "v"], ["a", "eka\ntoka"], ["b", None], ["c", "  väli "]]))
    assert found.rows == (("a", "eka\ntoka"), ("b", ""), ("c", "  väli "))


def test_rows_are_numbered_as_in_the_sheet(tmp_path: Path) -> None:
    found = read_table(workbook(tmp_path, [[None], ["id", "v"], ["a", "x"], [None, None], ["b", "y"]]))
    assert [found.row_number(place) for place in range(2)] == [3, 5]


def test_the_first_sheet_with_rows_is_read_and_others_are_told(tmp_path: Path) -> None:
    path = workbook(tmp_path, [], others={"Data": ROWS, "Ohje": [["lue", "tämä"], ["1", "2"]]})
    found = read_table(path)
    assert found.how == (("sheet", "Data"),)
    assert found.warnings == (
        "The workbook has 2 sheets with rows; the first, “Data”, is read. --sheet names another.",
    )
    assert read_table(path, sheet="Ohje").headings == ("lue", "tämä")


def test_an_unknown_sheet_is_an_error_that_lists_the_sheets(tmp_path: Path) -> None:
    with pytest.raises(ImportFileError, match=r"kysely\.xlsx has no sheet “Taulukko1”") as caught:
        read_table(workbook(tmp_path, ROWS), sheet="Taulukko1")
    assert "Vastaukset" in caught.value.hint


def test_formulas_are_told(tmp_path: Path) -> None:
    found = read_table(workbook(tmp_path, [["id", "v"], ["a", "=1+1"], ["b", "x"]]))
    assert found.warnings == ("The workbook has formulas; the values that were last computed are read.",)


def test_an_empty_workbook_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ImportFileError, match=r"kysely\.xlsx is empty"):
        read_table(workbook(tmp_path, []))


def test_duplicate_headings_of_a_workbook_are_named(tmp_path: Path) -> None:
    with pytest.raises(ImportFileError, match="columns 1 and 3 have the same heading “id”"):
        read_table(workbook(tmp_path, [["id", "v", "id"], ["a", "x", "b"]]))


@pytest.mark.parametrize("share", [0.02, 0.3, 0.6, 0.99])
def test_a_workbook_cut_short_is_an_error(tmp_path: Path, share: float) -> None:
    path = workbook(tmp_path, ROWS)
    content = path.read_bytes()
    path.write_bytes(content[: int(len(content) * share)])
    with pytest.raises(ImportFileError, match=r"kysely\.xlsx is a workbook that is damaged or cut short"):
        read_table(path)


def test_a_workbook_with_any_damage_is_read_or_is_an_import_error(tmp_path: Path) -> None:
    path = workbook(tmp_path, ROWS)
    content = path.read_bytes()
    drawn = random.Random(1)
    for _round in range(150):
        damaged = bytearray(content)
        for _byte in range(drawn.randrange(1, 12)):
            damaged[drawn.randrange(4, len(damaged))] = drawn.randrange(256)
        with suppress(ImportFileError):
            assert read_workbook(bytes(damaged), path.name, "").rows


def test_a_workbook_locked_with_a_password_says_so(tmp_path: Path) -> None:
    path = tmp_path / "salattu.xlsx"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512) + "EncryptedPackage".encode("utf-16-le"))
    with pytest.raises(ImportFileError, match=r"salattu\.xlsx is locked with a password"):
        read_table(path)


def test_an_old_workbook_that_is_none_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "vanha.xls"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2048))
    with pytest.raises(ImportFileError, match=r"vanha\.xls is a workbook that is damaged"):
        read_table(path)


def _zip(path: Path, entries: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return path


def test_a_zip_that_is_no_workbook_is_an_error(tmp_path: Path) -> None:
    path = _zip(tmp_path / "asiakirja.docx", {"word/document.xml": b"<w:document/>"})
    with pytest.raises(ImportFileError, match=r"asiakirja\.docx is a zip archive, but not a workbook") as caught:
        read_table(path)
    assert "unpack it first" in caught.value.hint


def test_an_archive_that_unpacks_to_two_hundred_times_its_size_is_refused(tmp_path: Path) -> None:
    path = _zip(tmp_path / "pommi.xlsx", {"xl/worksheets/sheet1.xml": bytes(20_000_000)})
    with pytest.raises(ImportFileError, match=r"pommi\.xlsx would unpack to more than such a file can be"):
        read_table(path)


def test_an_archive_of_ten_thousand_entries_is_refused(tmp_path: Path) -> None:
    path = _zip(tmp_path / "monta.xlsx", {f"xl/{n}": b"x" for n in range(10_001)})
    with pytest.raises(ImportFileError, match="would unpack to more"):
        read_table(path)


def test_an_archive_that_lies_about_its_sizes_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("avoin.importing.archive.MOST_BYTES", 1_000_000)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", random.Random(1).randbytes(10_000) * 150)
    announced = (1_500_000).to_bytes(4, "little")
    content = packed.getvalue()
    assert announced in content
    with pytest.raises(ImportFileError, match=r"valhe\.xlsx would unpack to more"):
        read_workbook(content.replace(announced, (100_000).to_bytes(4, "little")), "valhe.xlsx", "")
    assert MOST_BYTES == 512 * 1024 * 1024


def test_a_lone_cell_a_million_rows_down_is_refused_before_a_reader_takes_the_memory(tmp_path: Path) -> None:
    path = workbook(tmp_path, ROWS)
    with zipfile.ZipFile(path) as archive:
        entries = {name: archive.read(name) for name in archive.namelist()}
    sheet = entries["xl/worksheets/sheet1.xml"]
    entries["xl/worksheets/sheet1.xml"] = sheet.replace(
        b"</sheetData>", b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    )
    with pytest.raises(ImportFileError, match="1048576 rows and 16384 columns, which is too large") as caught:
        read_table(_zip(path, entries))
    assert "lone cell far out" in caught.value.hint

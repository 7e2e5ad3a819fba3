"""Slides and PDF: readable back, harmless whatever the texts, in the house's style where one is given."""

import io
import re
import shutil
import subprocess
import zipfile
import zlib
from pathlib import Path
from typing import Any

import openpyxl
import pptx
import pytest
from pptx.util import Emu

from avoin.export.clean_text import clean_line
from avoin.export.pdf import to_pdf
from avoin.export.slides import to_slides
from avoin.report.model import ChartKind, Report, Section
from kit.reports import CONTROLS, FORMULA, HALF, HOSTILE, LONG, MARKUP, TURNED, chart, parts, report


def deck(told: Report) -> Any:
    return pptx.Presentation(io.BytesIO(to_slides(told)))


def with_chart(kind: ChartKind, name: str = "2025") -> Report:
    return Report("Koe", "2025", "fi", "", "", (Section("Kuvio", 2, (chart(kind, name),)),))


def sheet_behind(shape: Any) -> Any:
    return openpyxl.load_workbook(io.BytesIO(shape.chart.part.chart_workbook.xlsx_part.blob)).active


def words(slide: Any) -> str:
    shapes = [shape.text_frame.text for shape in slide.shapes if shape.has_text_frame]
    cells = [cell.text for shape in slide.shapes if shape.has_table for row in shape.table.rows for cell in row.cells]
    return "\n".join((*shapes, *cells, slide.notes_slide.notes_text_frame.text if slide.has_notes_slide else ""))


def test_every_slide_has_a_title_a_number_and_notes_with_the_source() -> None:
    cover, *slides = deck(report()).slides
    assert cover.shapes.title.text_frame.text == "Koe Jonot ovat pitkiä."
    assert [slide.shapes.title.text_frame.text for slide in slides] == [
        "Aineisto",
        "Suljetut kysymykset",
        "60 % sanoo Jonot ovat pitkiä.",
        "60 % sanoo Jonot ovat pitkiä.",
        "Palvelut",
        "Ehdotukset: ratkaisuehdotus",
        "Näin tehtiin",
    ]
    for slide in slides:
        assert 'type="slidenum"' in slide.shapes._spTree.xml
        assert "Koe Jonot ovat pitkiä., Kierros 2025." in slide.notes_slide.notes_text_frame.text


@pytest.mark.parametrize("kind", list(ChartKind))
def test_a_chart_on_a_slide_can_be_edited_and_is_told_in_words(kind: ChartKind) -> None:
    slide = deck(with_chart(kind)).slides[1]
    (shape,) = [shape for shape in slide.shapes if shape.has_chart]
    assert shape._element.nvGraphicFramePr.cNvPr.get("descr") == chart().alt
    # parts have signs beside their colours
    first, second = (
        ("▲\N{NO-BREAK SPACE}eka", "▼\N{NO-BREAK SPACE}toka") if kind is ChartKind.STACK else ("eka", "toka")
    )
    assert {each.name: tuple(each.values) for each in shape.chart.plots[0].series} == {
        first: (0.4, 0.4),
        second: (0.6, 0.6),
    }
    sheet = sheet_behind(shape)
    assert [list(row) for row in sheet.values] == [[None, first, second], ["2025", 0.4, 0.6], ["2024", 0.4, 0.6]]


def test_parts_that_differ_by_shade_only_are_lettered_on_a_slide() -> None:
    slide = deck(Report("Koe", "2025", "fi", "", "", (Section("Kuvio", 2, (parts(),)),))).slides[1]
    (shape,) = [shape for shape in slide.shapes if shape.has_chart]
    first, _second, third = shape.chart.plots[0].series
    assert (first.name, third.name) == ("a)\N{NO-BREAK SPACE}kissa", "c)\N{NO-BREAK SPACE}kala")
    assert first.points[0].data_label.text_frame.text == "a)\N{NO-BREAK SPACE}50 %"


def test_the_sheet_behind_a_chart_holds_no_formula() -> None:
    slide = deck(with_chart(ChartKind.BARS, FORMULA)).slides[1]
    (shape,) = [shape for shape in slide.shapes if shape.has_chart]
    sheet = sheet_behind(shape)
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n"}
    assert sheet["A2"].value == FORMULA


@pytest.mark.parametrize("text", [FORMULA, MARKUP, CONTROLS, TURNED, HALF, LONG], ids=range(6))
def test_a_hostile_text_stands_on_a_slide_as_it_is_or_whole_in_the_notes(text: str) -> None:
    told = "\n".join(words(slide) for slide in deck(report(text, pictures=False)).slides)
    assert clean_line(text) in told
    assert not re.search("[\x00-\x08\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", told)


@pytest.mark.parametrize("text", ["Jonot.", LONG, MARKUP], ids=range(3))
def test_nothing_is_placed_outside_a_slide(text: str) -> None:
    presentation = deck(report(text))
    for slide in presentation.slides:
        for shape in slide.shapes:
            assert shape.left >= 0
            assert shape.left + shape.width <= presentation.slide_width
            assert Emu(shape.top + shape.height).inches <= Emu(presentation.slide_height).inches


@pytest.mark.parametrize("kind", list(ChartKind))
def test_a_deck_links_to_nothing(kind: ChartKind) -> None:
    for told in (report(MARKUP), with_chart(kind, MARKUP)):
        with zipfile.ZipFile(io.BytesIO(to_slides(told))) as packed:
            for name in packed.namelist():
                assert b'TargetMode="External"' not in packed.read(name)


def test_a_deck_has_neither_the_clock_nor_a_person_in_it() -> None:
    facts = deck(report()).core_properties
    assert facts.author == facts.last_modified_by == "avoin"
    assert facts.created == facts.modified
    assert facts.created.isoformat().startswith("2026-02-14")
    with zipfile.ZipFile(io.BytesIO(to_slides(report()))) as packed:
        assert {each.date_time for each in packed.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_a_quotation_that_nobody_reviewed_is_marked_on_its_slide() -> None:
    told = "\n".join(words(slide) for slide in deck(report()).slides)
    assert "unreviewed" in told
    assert "Hyväksytty sanatarkasti." in told
    assert not re.search(r"sanatarkasti\.”[^\n]*unreviewed", told)


def unpacked(drawn: bytes) -> bytes:
    """Return a PDF with its streams inflated, to look for what must not be there."""
    found = [drawn]
    for stream in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", drawn, re.DOTALL):
        try:
            found.append(zlib.decompress(stream))
        except zlib.error:
            continue
    return b"\n".join(found)


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_a_pdf_is_tagged_whatever_the_texts_and_opens_nothing(text: str) -> None:
    drawn = unpacked(to_pdf(report(text, pictures=False)))
    assert drawn.startswith(b"%PDF-")
    assert b"/StructTreeRoot" in drawn
    assert re.search(rb"/Lang\s*\(fi", drawn)
    for harm in (b"/URI", b"/JavaScript", b"/JS", b"/Launch", b"/EmbeddedFile", b"/GoToR"):
        assert harm not in drawn


def test_a_pdf_of_letters_that_every_machine_can_draw_claims_universal_access() -> None:
    assert b"pdfuaid:part" in unpacked(to_pdf(report()))


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="needs pdftotext (poppler-utils)")
@pytest.mark.parametrize("text", [FORMULA, MARKUP], ids=range(2))
def test_markup_is_read_in_a_pdf_as_letters(text: str, tmp_path: Path) -> None:
    path = tmp_path / "report.pdf"
    path.write_bytes(to_pdf(report(text, pictures=False)))
    read = subprocess.run(["pdftotext", "-raw", str(path), "-"], capture_output=True, check=True).stdout.decode()
    assert "".join(text.split()) in "".join(read.split())

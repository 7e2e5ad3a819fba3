"""A folder of house style: read, refused by name where it is wrong, seen in every form."""

import io
import struct
import zlib
from pathlib import Path
from typing import Any

import docx
import pptx
import pytest

from avoin.export.charts import to_svg
from avoin.export.html import to_html
from avoin.export.pdf import to_pdf
from avoin.export.slides import to_slides
from avoin.export.style import PLAIN, READABLE, Style, StyleError, contrast, read_style
from avoin.export.word import to_word
from avoin.report.model import ChartKind, Paragraph, Report, Section
from kit.reports import chart, report


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


PICTURE = (
    b"\x89PNG\r\n\x1a\n"
    + chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0))
    + chunk(b"IDAT", zlib.compress(b"\0\x7a\x1f\x4b"))
    + chunk(b"IEND", b"")
)


def folder(tmp_path: Path, told: str = 'accent = "#7a1f4b"\nfont = "Verdana"\n', **files: bytes) -> Path:
    (tmp_path / "style.toml").write_text(told, encoding="utf-8")
    for name, content in files.items():
        (tmp_path / name.replace("_", ".")).write_bytes(content)
    return tmp_path


def word_template(*without: str) -> bytes:
    made, out = docx.Document(), io.BytesIO()
    for name in without:
        made.styles[name].delete()
    made.add_paragraph("old text of the house")
    made.save(out)
    return out.getvalue()


def slide_template(*kinds: str) -> bytes:
    """Return a template with a slide of its own and only the layouts of these kinds."""
    made, out = pptx.Presentation(), io.BytesIO()
    made.slides.add_slide(next(each for each in made.slide_layouts if each._element.get("type") in kinds))
    for layout in list(made.slide_layouts):
        if layout._element.get("type") not in kinds:
            made.slide_layouts.remove(layout)
    made.save(out)
    return out.getvalue()


def test_colours_font_and_logo_of_the_house_are_in_every_form(tmp_path: Path) -> None:
    style = read_style(folder(tmp_path, logo_png=PICTURE))
    page = to_html(report(), style).decode()
    assert "--accent: #7a1f4b" in page
    assert '"Verdana"' in page
    assert 'src="data:image/png;base64,' in page
    assert "#7a1f4b" in to_svg(chart(ChartKind.BARS), style)
    document = docx.Document(io.BytesIO(to_word(report(), style)))
    assert document.styles["Heading 1"].font.name == "Verdana"
    assert str(document.styles["Heading 1"].font.color.rgb) == "7A1F4B"
    assert len(document.inline_shapes) == 2
    deck = pptx.Presentation(io.BytesIO(to_slides(report(), style)))
    assert [shape.name for shape in deck.slides[0].shapes if shape.shape_type == 13]
    assert "7A1F4B" in deck.slides[1].shapes._spTree.xml
    assert to_pdf(report(), style) != to_pdf(report())
    for writer in (to_html, to_word, to_slides, to_pdf):
        assert writer(report(), style) == writer(report(), style)


def test_a_template_keeps_its_looks_and_loses_its_text(tmp_path: Path) -> None:
    kinds = ("title", "secHead", "titleOnly")
    style = read_style(folder(tmp_path, template_docx=word_template(), template_pptx=slide_template(*kinds)))
    text = "\n".join(each.text for each in docx.Document(io.BytesIO(to_word(report(), style))).paragraphs)
    assert "old text" not in text
    assert "Jonot ovat pitkiä." in text
    deck = pptx.Presentation(io.BytesIO(to_slides(report(), style)))
    assert deck.slide_width == pptx.Presentation().slide_width
    plain = pptx.Presentation(io.BytesIO(to_slides(report())))
    assert [title(each) for each in deck.slides][:2] == [title(each) for each in plain.slides][:2]


def title(slide: Any) -> str:
    return str(slide.shapes.title.text_frame.text)


def test_a_claim_that_is_too_long_for_the_templates_title_is_set_smaller(tmp_path: Path) -> None:
    style = read_style(folder(tmp_path, template_pptx=slide_template("titleOnly")))
    claim = "Mielenterveyspalveluihin pääsyn muutos: 58 % kokee heikentyneen (2024: 61 %)"
    told = Report("Koe", "2025", "fi", "", "", (Section(claim, 2, (Paragraph("x"),)), Section("Lyhyt", 2, ())))
    slides = list(pptx.Presentation(io.BytesIO(to_slides(told, style))).slides)
    long, short = (slide.shapes.title.text_frame.paragraphs[0].runs[0].font.size for slide in slides[1:])
    assert long is not None
    assert 16 <= long.pt < 44
    assert short is None


def test_a_template_without_cover_and_divider_uses_its_page_for_them(tmp_path: Path) -> None:
    style = read_style(folder(tmp_path, template_pptx=slide_template("titleOnly")))
    deck = pptx.Presentation(io.BytesIO(to_slides(report(), style)))
    assert {each.slide_layout.name for each in deck.slides} == {"Title Only"}
    assert "Kierros 2025" in deck.slides[0].shapes._spTree.xml


def test_a_template_without_what_every_page_needs_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(StyleError, match="title only"):
        to_slides(report(), Style(pptx=slide_template("title")))
    with pytest.raises(StyleError, match="Heading 2, List Bullet"):
        to_word(report(), Style(docx=word_template("Heading 2", "List Bullet")))
    for broken in (b"no zip at all", b"PK\x05\x06" + bytes(18)):
        with pytest.raises(StyleError, match=r"template\.pptx"):
            to_slides(report(), Style(pptx=broken))
        with pytest.raises(StyleError, match=r"template\.docx"):
            to_word(report(), Style(docx=broken))


def test_a_template_without_a_style_of_looks_goes_without(tmp_path: Path) -> None:
    lacking = word_template("Quote", "Subtitle", "Light List Accent 1")
    document = docx.Document(io.BytesIO(to_word(report(), Style(docx=lacking))))
    assert len(document.tables) == 1
    assert "Hyväksytty sanatarkasti." in "\n".join(each.text for each in document.paragraphs)


@pytest.mark.parametrize(
    ("told", "named"),
    [
        ('accent = "#ffff00"', "accent.*too pale"),
        ('accent = "red"', "accent"),
        ('font = "Arial; } body { background: url(x)"', "font"),
        ('colour = "#000000"', "colour"),
        ("accent = ", "TOML"),
    ],
)
def test_a_wrong_style_is_refused_by_its_key(tmp_path: Path, told: str, named: str) -> None:
    with pytest.raises(StyleError, match=named):
        read_style(folder(tmp_path, told))


def test_a_folder_without_style_and_a_logo_that_is_none_are_refused(tmp_path: Path) -> None:
    with pytest.raises(StyleError, match=r"style\.toml"):
        read_style(tmp_path / "nowhere")
    with pytest.raises(StyleError, match=r"logo\.png"):
        read_style(folder(tmp_path, logo_png=b"<svg/>"))


def test_a_broken_logo_is_refused_when_the_pdf_is_drawn() -> None:
    with pytest.raises(StyleError, match="PDF"):
        to_pdf(report(), Style(logo=PICTURE[:40]))


def test_the_colours_of_avoin_can_be_read_on_white_and_under_white() -> None:
    for colour in (PLAIN.accent, PLAIN.good, PLAIN.bad, "#5b5a55", "#8a3a12"):
        assert contrast(colour, "#ffffff") >= READABLE
    assert contrast("#000000", "#ffffff") == pytest.approx(21)

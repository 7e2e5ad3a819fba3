"""Reports in every form: readable back, self-contained, harmless whatever the texts, the same bytes each time."""

import io
import itertools
import re
import xml.etree.ElementTree as ET
import zipfile
from html.parser import HTMLParser

import docx
import pptx
import pytest

from avoin.export.charts import to_png, to_svg
from avoin.export.clean_text import clean
from avoin.export.html import to_html
from avoin.export.pdf import to_pdf
from avoin.export.report_markdown import report_to_markdown
from avoin.export.slides import to_slides
from avoin.export.word import to_word
from avoin.report.model import ChartKind, KoontiTheme, Quotation, Report, Section, Table
from kit.reports import CONTROLS, FORMULA, HALF, HOSTILE, LONG, MARKUP, TURNED, chart, parts, report

_VOID = {"meta", "br", "img", "link", "input"}


class Page(HTMLParser):
    """What a browser sees: elements, attributes, text; refuses what is not well nested."""

    def __init__(self, source: bytes) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.open: list[str] = []
        self.feed(source.decode("utf-8"))
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in _VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data if "style" not in self.open else ""


def test_the_page_loads_nothing_runs_nothing_and_says_so_itself() -> None:
    page = Page(to_html(report(MARKUP)))
    names = {tag for tag, _attributes in page.elements}
    assert names.isdisjoint(
        {"script", "link", "iframe", "img", "object", "embed", "form", "input", "base", "use", "image"}
    )
    attributes = [(name, value) for _tag, found in page.elements for name, value in found.items()]
    assert not [name for name, _value in attributes if name.startswith("on")]
    loading = [value for name, value in attributes if name in ("src", "href", "xlink:href", "srcset", "action", "data")]
    assert all(value is not None and value.startswith("#") for value in loading)
    (policy,) = [
        found["content"] for tag, found in page.elements if found.get("http-equiv") == "Content-Security-Policy"
    ]
    assert policy is not None
    assert policy.startswith("default-src 'none'")
    styles = to_html(report()).decode().partition("<style>")[2].partition("</style>")[0]
    assert "url(" not in styles
    assert "@import" not in styles


def test_no_address_stands_in_the_page_but_as_text() -> None:
    source = to_html(report("Jonot.")).decode()
    assert not re.search(r"https?:|//[a-z]", source)


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_a_hostile_text_is_shown_in_the_page_as_it_is(text: str) -> None:
    page = Page(to_html(report(text, pictures=False)))
    assert clean(text).strip() in page.text
    assert page.elements == [
        (tag, {**found, "aria-label": found["aria-label"]} if "aria-label" in found else found)
        for tag, found in Page(to_html(report("x", pictures=False))).elements
    ]


def test_headings_nest_without_a_gap_and_the_language_is_told() -> None:
    page = Page(to_html(report()))
    levels = [int(tag[1]) for tag, _found in page.elements if re.fullmatch(r"h[1-6]", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))
    assert ("html", {"lang": "fi"}) in page.elements


def test_tables_and_pictures_of_the_page_can_be_found_by_a_screen_reader() -> None:
    page = Page(to_html(report()))
    scopes = [found["scope"] for tag, found in page.elements if tag == "th"]
    assert scopes == ["col", "col", "row", "row"]
    assert sum(tag == "caption" for tag, _found in page.elements) == 1
    (picture,) = [found for _tag, found in page.elements if found.get("role") == "img"]
    assert picture["aria-label"] == chart().alt
    ids = [found["id"] for _tag, found in page.elements if "id" in found]
    assert len(ids) == len(set(ids))
    named = [found["aria-labelledby"] for _tag, found in page.elements if "aria-labelledby" in found]
    assert set(named) <= set(ids)


@pytest.mark.parametrize("kind", list(ChartKind))
def test_a_chart_is_drawn_the_same_each_time_with_its_labels_and_without_addresses(kind: ChartKind) -> None:
    drawn = to_svg(chart(kind))
    assert drawn == to_svg(chart(kind))
    assert "40 %" in drawn
    assert "http" not in drawn
    assert ET.fromstring(drawn).tag == "svg"
    picture = to_png(chart(kind))
    assert picture.startswith(b"\x89PNG")
    assert picture == to_png(chart(kind))


def test_parts_that_differ_by_shade_only_are_lettered_in_key_and_bar() -> None:
    svg = to_svg(parts())
    # a part without room for its letter has its figure; the key is in the order of the parts
    for told in ("a)\N{NO-BREAK SPACE}kissa", "c)\N{NO-BREAK SPACE}kala", "b)\N{NO-BREAK SPACE}42 %", ">8 %<"):
        assert told in svg
    assert "a)" not in to_svg(chart(ChartKind.BARS))


def test_a_chart_draws_markup_as_letters() -> None:
    drawn = to_svg(chart(ChartKind.BARS, name="<script>x</script> & \x1b a"))
    names = {element.tag for element in ET.fromstring(drawn).iter()}
    assert names.isdisjoint({"script", "a", "image", "foreignObject"})
    assert "&lt;script&gt;x&lt;/script&gt;" in drawn


def test_the_document_reads_back_with_headings_tables_and_described_pictures() -> None:
    document = docx.Document(io.BytesIO(to_word(report())))
    styled = [(each.style.name, each.text) for each in document.paragraphs if each.style is not None]
    headings = [(style, text) for style, text in styled if (style or "").startswith("Heading")]
    assert headings == [
        ("Heading 1", "Aineisto"),
        ("Heading 1", "Suljetut kysymykset"),
        ("Heading 2", "60 % sanoo Jonot ovat pitkiä."),
        ("Heading 3", "Palvelut"),
        ("Heading 4", "Jonot ovat pitkiä."),
        ("Heading 3", "Ehdotukset"),
        ("Heading 4", "Ratkaisuehdotus"),
        ("Heading 1", "Näin tehtiin"),
    ]
    (table,) = document.tables
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["koodi", "n"],
        ["Jonot ovat pitkiä.", "12"],
        ["Puhelin", ".."],
    ]
    (shape,) = document.inline_shapes
    assert shape._inline.docPr.get("descr") == chart().alt
    assert document.core_properties.title == "Koe Jonot ovat pitkiä."
    assert document.core_properties.modified is not None
    assert document.core_properties.modified.isoformat().startswith("2026-02-14")


def test_the_documents_heading_row_comes_again_and_its_language_is_told() -> None:
    with zipfile.ZipFile(io.BytesIO(to_word(report()))) as packed:
        body, styles = packed.read("word/document.xml").decode(), packed.read("word/styles.xml").decode()
    assert body.count("<w:tblHeader") == 1
    assert 'w:val="fi-FI"' in styles


def test_a_quotation_and_a_box_of_solutions_stay_whole_on_a_page() -> None:
    theme = KoontiTheme("Väite", 12, "Osa.", (Quotation("Sanottua.", reviewed=True),), solutions=("Eka.", "Toka."))
    told = Report("Koe", "2025", "fi", "", "", (Section("Palvelut", 3, (theme,)),))
    paragraphs = {each.text: each.paragraph_format for each in docx.Document(io.BytesIO(to_word(told))).paragraphs}
    assert all(paragraphs[text].keep_together for text in ("”Sanottua.”", "Proposed solutions", "Eka.", "Toka."))
    followed = [paragraphs[text].keep_with_next for text in ("Osa.", "Proposed solutions", "Eka.", "Toka.")]
    assert followed == [True, True, True, None]


def test_codes_below_others_stand_further_in_in_every_table() -> None:
    below = "\N{NO-BREAK SPACE}" * 3 + "alakoodi"
    table = Table("Taulu", ("koodi", "n"), (("koodi", "12"), (below, "5")), (False, True))
    told = Report("Koe", "2025", "fi", "", "", (Section("Taulu", 2, (table,)),))
    (grid,) = docx.Document(io.BytesIO(to_word(told))).tables
    assert grid.rows[2].cells[0].text == below
    slide = pptx.Presentation(io.BytesIO(to_slides(told))).slides[1]
    (drawn,) = [shape.table for shape in slide.shapes if shape.has_table]
    assert drawn.cell(2, 0).text == below


@pytest.mark.parametrize("text", [FORMULA, MARKUP, CONTROLS, TURNED, HALF, LONG], ids=range(6))
def test_a_hostile_text_is_shown_in_the_document_as_it_is(text: str) -> None:
    document = docx.Document(io.BytesIO(to_word(report(text, pictures=False))))
    assert clean(text) in "\n".join(paragraph.text for paragraph in document.paragraphs)


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_a_hostile_text_makes_no_new_line_or_heading_in_markdown(text: str) -> None:
    told = report_to_markdown(report(text)).decode()
    plain = report_to_markdown(report("x")).decode()
    assert len(told.split("\n")) == len(plain.split("\n"))
    assert "<script" not in told.replace("\\<script", "")
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", told)


def test_an_unreviewed_quotation_is_marked_in_every_form_and_a_reviewed_one_is_not() -> None:
    page = Page(to_html(report())).text
    told = report_to_markdown(report()).decode()
    document = "\n".join(each.text for each in docx.Document(io.BytesIO(to_word(report()))).paragraphs)
    for text in (page, told, document):
        assert text.count("unreviewed") == 2
        assert "Hyväksytty sanatarkasti." in text
    assert not re.search(r"sanatarkasti\.”[^\n]*unreviewed", document)


@pytest.mark.parametrize("writer", [to_html, report_to_markdown, to_word, to_slides, to_pdf])
def test_the_same_report_gives_the_same_bytes(writer: object) -> None:
    assert callable(writer)
    assert writer(report()) == writer(report())

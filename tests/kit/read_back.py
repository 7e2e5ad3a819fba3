"""What somebody else's program finds in a written file: its text, its tables, what is live in it.

found = read_back(Path("report.docx"))
found.tables[0][0]      the headings of the first table
found.live              formulas, scripts, links, addresses to fetch from
"""

import csv
import io
import json
import re
import zipfile
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path

Rows = list[list[str]]

_LIVE_XML = re.compile(r'TargetMode="External"|<(?:\w+:)?(?:f|instrText|fldSimple|hyperlink|hlinkClick|script)[ >/]')
# where a chart finds its numbers in the sheet that goes with it
_CHART_RANGE = re.compile(r"<c:f>\w+!\$?[A-Z]+\$?\d+(?::\$?[A-Z]+\$?\d+)?</c:f>")
_AWAY = re.compile(r"\s*(?:https?:|//|javascript:)", re.IGNORECASE)
_LIVE_MARKDOWN = re.compile(r"(?<![\\`])<[a-zA-Z/!]|(?<!\\)\[[^\]\\]*\]\([^)]*\)")
_FORMULA = ("=", "+", "-", "@")


@dataclass(frozen=True)
class ReadBack:
    text: str
    tables: list[Rows]
    live: list[str]


def read_back(path: Path) -> ReadBack:
    """Read a file of any form that is written."""
    raw = path.read_bytes()
    if path.suffix == ".xlsx":
        return _workbook(raw)
    if path.suffix == ".pdf":
        return _printed(raw)
    if zipfile.is_zipfile(io.BytesIO(raw)):
        return _office(raw)
    text = raw.decode("utf-8-sig")
    return {".html": _page, ".md": _markdown, ".json": _records, ".csv": _separated}[path.suffix](text)


def _workbook(raw: bytes) -> ReadBack:
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(raw))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    live = [str(cell.value) for cell in cells if cell.data_type == "f" or cell.hyperlink is not None]
    tables = [
        [["" if value is None else str(value) for value in row] for row in sheet.iter_rows(values_only=True)]
        for sheet in book
    ]
    return ReadBack(" ".join(str(cell.value) for cell in cells), tables, live)


def _office(raw: bytes) -> ReadBack:
    with zipfile.ZipFile(io.BytesIO(raw)) as held:
        parts = {name: held.read(name).decode("utf-8") for name in held.namelist() if name.endswith((".xml", ".rels"))}
    whole = "".join(parts.values())
    tables = [
        [
            ["".join(_texts(cell)) for cell in re.findall(r"<\w+:tc[ >].*?</\w+:tc>", row, re.DOTALL)]
            for row in re.findall(r"<\w+:tr[ >].*?</\w+:tr>", table, re.DOTALL)
        ]
        for table in re.findall(r"<\w+:tbl>.*?</\w+:tbl>", whole, re.DOTALL)
    ]
    return ReadBack(" ".join(_texts(whole)), tables, _LIVE_XML.findall(_CHART_RANGE.sub("", whole)))


def _printed(raw: bytes) -> ReadBack:
    from pypdf import PdfReader

    reader = PdfReader(io.BytesIO(raw))
    text = " ".join(page.extract_text() for page in reader.pages)
    live = [str(note.get_object().get("/A")) for page in reader.pages for note in page.get("/Annots") or []]
    return ReadBack(text, [], [each for each in live if "/URI" in each or "/JavaScript" in each])


def _texts(markup: str) -> list[str]:
    from html import unescape

    return [unescape(text) for text in re.findall(r"<\w+:t(?: [^>]*)?>([^<]*)</\w+:t>", markup)]


class _Tables(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tables: list[Rows] = []
        self.text = ""
        self.live: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.live += [f"{name}={value}" for name, value in attrs if value and _AWAY.match(value)]
        self.live += [name for name, _value in attrs if name.startswith("on")]
        if tag in ("script", "iframe", "object", "embed", "form", "base"):
            self.live.append(tag)
        if tag == "table":
            self.tables.append([])
        elif tag == "tr" and self.tables:
            self.tables[-1].append([])
        elif tag in ("td", "th") and self.tables:
            self.tables[-1][-1].append("")

    def handle_data(self, data: str) -> None:
        self.text += data + " "
        if self.tables and self.tables[-1] and self.tables[-1][-1]:
            self.tables[-1][-1][-1] += data.strip()


def _page(text: str) -> ReadBack:
    reader = _Tables()
    reader.feed(text)
    return ReadBack(reader.text, reader.tables, reader.live)


def _markdown(text: str) -> ReadBack:
    lines = [re.split(r"(?<!\\)\|", line)[1:-1] for line in text.splitlines() if line.startswith("|")]
    rows = [[cell.strip() for cell in line] for line in lines]
    starts = [place - 1 for place, row in enumerate(rows) if row and all(re.fullmatch(":?-+:?", cell) for cell in row)]
    tables = [
        [rows[start], *rows[start + 2 : end]] for start, end in zip(starts, [*starts[1:], len(rows)], strict=True)
    ]
    return ReadBack(text.replace("\\", ""), tables, _LIVE_MARKDOWN.findall(text))


def _records(text: str) -> ReadBack:
    records = json.loads(text)
    if not records:
        return ReadBack("", [], [])
    headings = list(records[0])
    rows = [["" if record[name] is None else str(record[name]) for name in headings] for record in records]
    return ReadBack(json.dumps(records, ensure_ascii=False), [[headings, *rows]], [])


def _separated(text: str) -> ReadBack:
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=";"))
    numbers = re.compile(r"-?[\d,]+")
    live = [cell for row in rows for cell in row if cell.startswith(_FORMULA) and not numbers.fullmatch(cell)]
    return ReadBack(text, [rows], live)

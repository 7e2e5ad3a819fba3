"""The bytes of every text form, fixed. A change of form shows here first; tests/golden holds what is expected."""

from collections.abc import Callable
from pathlib import Path

import pytest

from avoin.export.csv import to_csv
from avoin.export.html import to_html
from avoin.export.json import to_json
from avoin.export.markdown import to_markdown
from avoin.export.report_markdown import report_to_markdown
from kit.reports import CONTROLS, FORMULA, MARKUP, TURNED, report, rows

GOLDEN = Path(__file__).parents[1] / "golden"
ROWS = rows(
    "Jonot ovat pitkiä; puhelin ”ei” vastaa.", FORMULA, "-", MARKUP, CONTROLS, TURNED, 'kaksi\nriviä, "lainaus"'
)

MAKERS: dict[str, Callable[[], bytes]] = {
    "rows.csv": lambda: to_csv(ROWS),
    "rows-raw.csv": lambda: to_csv(ROWS, raw=True),
    "rows.json": lambda: to_json(ROWS),
    "rows.md": lambda: to_markdown(ROWS),
    "report.md": lambda: report_to_markdown(report(MARKUP)),
    # without pictures: how wide a letter is depends on the fonts of the machine
    "report.html": lambda: to_html(report(MARKUP, pictures=False)),
}


@pytest.mark.parametrize("name", MAKERS)
def test_a_text_form_is_the_golden_file_to_the_byte(name: str) -> None:
    assert MAKERS[name]() == (GOLDEN / name).read_bytes()

"""The report's page in a real browser: rules of accessibility hold for what is drawn, nothing is loaded."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Page

from avoin.export.html import to_html
from kit.browsing import judged, opened
from kit.reports import report

CONTRAST = """() => {
  const parts = colour => colour.match(/[\\d.]+/g).map(Number);
  const linear = part => (part /= 255) <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  const light = ([r, g, b]) => 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
  const ground = element => {
    for (; element; element = element.parentElement) {
      const found = parts(getComputedStyle(element).backgroundColor);
      if (found.length < 4 || found[3] > 0) return found;
    }
    return [255, 255, 255];
  };
  return [...document.querySelectorAll('h1,h2,h3,h4,h5,p,li,strong,span,small,th,td,caption,figcaption,a')].map(one => {
    const [low, high] = [light(parts(getComputedStyle(one).color)), light(ground(one))].sort((a, b) => a - b);
    return [one.tagName + '.' + one.className, (high + 0.05) / (low + 0.05)];
  });
}"""


@pytest.fixture
async def page(tmp_path: Path) -> AsyncIterator[Page]:
    path = tmp_path / "report.html"
    path.write_bytes(to_html(report()))
    async with opened(path) as shown:
        yield shown


async def test_every_text_has_contrast_enough(page: Page) -> None:
    found = await page.evaluate(CONTRAST)
    assert len(found) > 30
    assert [each for each in found if each[1] < 4.5] == []


async def test_parts_of_the_page_are_found_by_role_and_name(page: Page) -> None:
    assert await page.get_by_role("main").count() == 1
    assert await page.get_by_role("navigation").count() == 1
    assert await page.get_by_role("heading", level=1).count() == 1
    pictures = page.locator("[role=img]")
    assert await pictures.count() == 1
    assert await pictures.first.get_attribute("aria-label") == "2025: eka 40 %, toka 60 %"
    table = page.get_by_role("table", name="Taulu")
    assert await table.get_by_role("columnheader").count() == 2
    assert await table.get_by_role("rowheader").count() == 2
    assert await page.evaluate("document.documentElement.lang") == "fi"


async def test_the_page_can_be_walked_by_keys_and_does_not_scroll_sideways(page: Page) -> None:
    await page.keyboard.press("Tab")
    assert await page.evaluate("document.activeElement.className") == "skip"
    await page.set_viewport_size({"width": 360, "height": 640})
    assert await page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


@pytest.mark.parametrize("look", [{"color_scheme": "light"}, {"color_scheme": "dark"}, {"media": "print"}])
async def test_axe_finds_no_violation_of_wcag_a_and_aa(page: Page, look: dict[str, Any]) -> None:
    await page.emulate_media(**look)
    n_passes, violations = await judged(page)
    assert n_passes > 10
    assert violations == []

"""A written page in a real browser, and what the rules of accessibility say to it.

async with opened(path) as page:
    n_passes, violations = await judged(page)
"""

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.resources import files
from pathlib import Path

import pytest
from playwright.async_api import Page, async_playwright

CHROMIUM = shutil.which("chromium")
_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


@asynccontextmanager
async def opened(path: Path) -> AsyncIterator[Page]:
    """Open a file that asks for nothing but itself; the test is skipped where there is no Chromium."""
    if CHROMIUM is None:
        pytest.skip("needs chromium")
    async with async_playwright() as tool:
        browser = await tool.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        page = await browser.new_page()
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        await page.goto(path.as_uri())
        assert asked == [path.as_uri()]
        yield page
        await browser.close()


async def judged(page: Page) -> tuple[int, list[tuple[str, list[str]]]]:
    """Return how many rules of WCAG A and AA hold, and those broken with where."""
    # the page forbids itself scripts, so axe-core comes in by way of the browser's own tools
    await page.evaluate(files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8"))
    found = await page.evaluate("rules => axe.run(document, {runOnly: {type: 'tag', values: rules}})", _RULES)
    broken = [(each["id"], [node["html"] for node in each["nodes"]]) for each in found["violations"]]
    return len(found["passes"]), broken

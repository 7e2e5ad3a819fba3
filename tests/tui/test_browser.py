"""The workbench in a browser: the page loads, keys code an answer, reloading loses nothing, strangers stay outside."""

import asyncio
import os
import shutil
import socket
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
import pyte
import pytest
from playwright.async_api import Page, async_playwright

from avoin.codebook.model import Codebook
from avoin.coding.decision import MarkKind
from avoin.store import decisions
from avoin.tui.web import ServingError, serve_workbench
from avoin.workflow.project import open_project
from kit.codebooks import code
from kit.projects import project

BOOK = Codebook(
    "koe", "1.0.0", (code("Jonot", "Jonot ja hoitoon pääsyn viive", keywords=("jono", "jonottaa", "odotus")),)
)
ANSWERS = {"r1": "Jonot ovat pitkiä.", "r2": "Ruoka on kallista.", "r3": "Jonottaa joutuu kuukausia."}
PATIENCE = 60  # seconds
CHROMIUM = shutil.which("chromium")
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def _codes(folder: Path) -> list[str]:
    with open_project(folder).store.read() as connection:
        return sorted(mark.code for mark in decisions.marks(connection, MarkKind.CODING))


def _free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])


@asynccontextmanager
async def served(folder: Path) -> AsyncIterator[str]:
    """Serve the project as a user would; yield the address that was printed."""
    command = ["-m", "avoin", "--language", "en", "-C", str(folder), "serve", "--port", str(_free_port())]
    process = await asyncio.create_subprocess_exec(
        sys.executable, *command, stdout=asyncio.subprocess.PIPE, env={**os.environ, "PYTHONUNBUFFERED": "1"}
    )
    assert process.stdout is not None
    try:
        line = (await process.stdout.readline()).decode()
        yield line.split(": ", 1)[1].strip()
    finally:
        process.terminate()
        await process.communicate()


class Screen:
    """What the workbench of a page shows, as a terminal would have drawn it."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self._terminal = pyte.Screen(300, 100)
        self._stream = pyte.ByteStream(self._terminal)
        self._changed = asyncio.Event()
        page.on("websocket", lambda channel: channel.on("framereceived", self._take))

    async def reload(self) -> None:
        """Reload the page, which starts another workbench."""
        self._terminal.reset()
        await self.page.reload()

    def _take(self, payload: bytes | str) -> None:
        if isinstance(payload, bytes):
            self._stream.feed(payload)
            self._changed.set()

    async def shows(self, words: str) -> None:
        """Wait until the words stand on the screen."""
        try:
            async with asyncio.timeout(PATIENCE):
                while words not in "\n".join(self._terminal.display):
                    self._changed.clear()
                    await self._changed.wait()
        except TimeoutError:
            drawn = "\n".join(line.rstrip() for line in self._terminal.display)
            pytest.fail(f"{words!r} is not in:\n{drawn}")


async def _visit(address: str, visit: Callable[[Screen], Awaitable[None]]) -> None:
    async with async_playwright() as library:
        browser = await library.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        page = await browser.new_page()
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        screen = Screen(page)
        await page.goto(address)
        await visit(screen)
        await browser.close()
    own = address.split("?", maxsplit=1)[0]
    assert all(each.startswith((own, "data:")) for each in asked), "nothing is fetched from elsewhere"


@pytest.mark.skipif(CHROMIUM is None, reason="needs the system package chromium")
async def test_keys_in_a_browser_code_an_answer_and_a_reload_loses_nothing(tmp_path: Path) -> None:
    folder = project(tmp_path / "p", {"sote": ANSWERS}, codebook=BOOK).folder

    async def visit(screen: Screen) -> None:
        await screen.shows("F3")
        await screen.page.keyboard.press("F3")
        await screen.shows("Enter confirm page")
        await screen.shows("2 segments get the code")
        await screen.page.keyboard.press("Enter")
        await screen.shows("got “Jonot”. u takes it back")
        coded = _codes(folder)
        assert coded
        await screen.reload()
        await screen.shows("F3")
        assert _codes(folder) == coded
        await screen.page.keyboard.press("u")
        await screen.shows("Taken back")
        assert _codes(folder) == []

    async with served(folder) as address:
        await _visit(address, visit)


async def test_only_who_has_the_key_gets_in_and_only_from_the_page_itself(tmp_path: Path) -> None:
    folder = project(tmp_path / "p", {"sote": ANSWERS}, codebook=BOOK).folder
    async with served(folder) as address, aiohttp.ClientSession() as stranger:
        own = address.split("/?", maxsplit=1)[0]
        for path in ("/", "/ws", "/static/js/textual.js", "/?key=guess"):
            assert (await stranger.get(own + path)).status == 403
        jar = aiohttp.CookieJar(unsafe=True)
        async with aiohttp.ClientSession(cookie_jar=jar) as friend:
            page = await friend.get(address)
            assert (page.status, "key" in page.url.query) == (200, False)
            assert "default-src 'self'" in page.headers["Content-Security-Policy"]
            for lie in ({"Origin": "http://elsewhere.example"}, {"Host": "elsewhere.example"}):
                assert (await friend.get(f"{own}/ws", headers=lie)).status == 403


def test_a_taken_port_is_named(tmp_path: Path) -> None:
    made = project(tmp_path / "p", {"sote": ANSWERS}, codebook=BOOK)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(ServingError, match=str(port)):
            serve_workbench(made, "aino", None, None, port)  # type: ignore[arg-type]

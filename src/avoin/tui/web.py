"""The workbench in a browser tab on the same machine.

Enters: how a workbench is started. Leaves: a page on loopback that shows it. Invariant: only the browser that was
handed the address gets in. Any page in the researcher's browser can reach a port of this machine, so the address
carries a key, and a request must come from the page itself, under the address of this machine.
"""

import logging
import secrets
import shlex
import socket
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path

import aiohttp_jinja2
import typer
from aiohttp import web
from textual_serve.server import Server

from avoin.errors import AvoinError
from avoin.i18n import _, language
from avoin.ids import CoderId
from avoin.tui.house import ProjectHouse
from avoin.tui.run import choose
from avoin.workflow.project import Project

LOOPBACK = "127.0.0.1"

_COOKIE = "avoin"
_TEMPLATE = "web.html"
_POLICY = (
    "default-src 'self'; script-src 'self' 'nonce-{nonce}'; style-src 'self' 'unsafe-inline'; img-src 'self' data:;"
    " font-src 'self' data:; connect-src 'self' ws://{host};"
    " frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
)
"""Nothing is fetched from elsewhere and no other page may frame this one."""

_Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class ServingError(AvoinError):
    """The workbench cannot be shown in a browser."""


class WebWorkbench(Server):
    """A server of workbenches; every tab has a process of its own, and all of them share the project.

    Parameters
    ----------
    arguments : list of str
        What ``python -m avoin`` is started with.
    port : int
        Where the page is.
    title : str
        The page's title.
    """

    def __init__(self, arguments: list[str], port: int, title: str) -> None:
        command = shlex.join([sys.executable, "-m", "avoin", *arguments])
        super().__init__(command, LOOPBACK, port, title, templates_path=Path(__file__).parent)
        self.key = secrets.token_urlsafe(24)

    @property
    def address(self) -> str:
        """The address to open, with the key in it."""
        return f"{self.public_url}/?key={self.key}"

    def initialize_logging(self) -> None:
        """Log nothing more than avoin does: the library would print local variables, and answers are in them."""
        logging.getLogger("aiohttp.access").setLevel(logging.ERROR)

    async def on_startup(self, app: web.Application) -> None:
        """Say where the page is."""
        typer.echo(_("Open in a browser on this machine: {address}").format(address=self.address))
        typer.echo(_("The key in the address lets in; do not pass it on. Ctrl+C ends the service."), err=True)

    async def _make_app(self) -> web.Application:
        app = await super()._make_app()
        app.middlewares.append(self._let_in)
        return app

    @web.middleware
    async def _let_in(self, request: web.Request, handler: _Handler) -> web.StreamResponse:
        here = f"{self.host}:{self.port}"
        if request.host != here or request.headers.get("Origin", self.public_url) != self.public_url:
            raise web.HTTPForbidden(text=_("This page is shown to its own machine only."))
        if request.path == "/" and secrets.compare_digest(request.query.get("key", ""), self.key):
            entered = web.HTTPSeeOther("/")
            entered.set_cookie(_COOKIE, self.key, httponly=True, samesite="Strict")
            raise entered
        if not secrets.compare_digest(request.cookies.get(_COOKIE, ""), self.key):
            raise web.HTTPForbidden(text=_("Open the whole address that avoin serve printed."))
        return await handler(request)

    async def handle_index(self, request: web.Request) -> web.Response:
        """Return the page that shows a workbench."""
        here = f"{self.host}:{self.port}"
        context = {
            "title": self.title,
            "socket": f"ws://{here}/ws",
            "nonce": secrets.token_urlsafe(16),
            "ended": _("The workbench was left."),
            "again": _("Open it again"),
        }
        page = aiohttp_jinja2.render_template(_TEMPLATE, request, context)
        page.headers["Content-Security-Policy"] = _POLICY.format(host=here, nonce=context["nonce"])
        return page


def serve_workbench(project: Project, coder: CoderId, question: str | None, wave: str | None, port: int) -> None:
    """Show the workbench to a browser of this machine until interrupted.

    Raises
    ------
    NothingToCodeError
        Where the project has no such question or wave.
    ServingError
        Where the port is taken.
    """
    choose(ProjectHouse(project, coder).questions(), question, wave)
    with socket.socket() as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((LOOPBACK, port))
        except OSError as error:
            raise ServingError(
                _("Port {port} of this machine cannot be used.").format(port=port), _("Choose another: --port 8123")
            ) from error
    where = ["-C", str(project.folder), "--language", language()]
    what = ["code", *([question] if question else []), *(["--wave", wave] if wave else []), "--coder", coder]
    WebWorkbench([*where, *what], port, project.settings.name).serve()

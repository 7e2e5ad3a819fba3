"""A PostgreSQL server of the tests' own: in a folder that nobody else may enter, on a socket there, for this run only.

    store = server_store(tmp_path)        # a new database, empty but for the tables

It runs as a user without rights where the tests run as root. Where there is no PostgreSQL or no driver the test is
skipped and says so.
"""

import atexit
import getpass
import importlib.util
import itertools
import os
import shutil
import signal
import subprocess
import tempfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from avoin.store.server import ServerStore, open_server

OWNER = "owner"
_TEMPLATE = "avoin_template"
_NOBODY = ("postgres", "nobody")
_numbers = itertools.count(1)


@dataclass(frozen=True)
class Server:
    """A running server; ``fsync`` is whether it forces to the disk what it says to be saved."""

    programs: Path
    folder: Path
    user: str | None
    fsync: bool = False

    def start(self) -> None:
        fsync = "on" if self.fsync else "off"
        quiet = "-c listen_addresses='' -c max_connections=60"
        options = f"{quiet} -c unix_socket_directories={self.folder} -c fsync={fsync}"
        log = self.folder / "log"
        self._run("pg_ctl", "start", "-w", "-t", "60", "-D", self.data, "-l", log, "-o", options)

    def stop(self) -> None:
        self._run("pg_ctl", "stop", "-w", "-m", "immediate", "-D", self.data, check=False)

    def kill(self) -> None:
        """Kill the server and all that serves somebody, as a power cut would."""
        number = int((self.data / "postmaster.pid").read_text(encoding="utf-8").split()[0])
        family = [number, *_children(number)]
        for each in family:
            os.kill(each, signal.SIGKILL)
        for each in family:
            _wait_for_the_end_of(each)
        # they name a process that is dead and perhaps not buried yet
        for lock in (self.data / "postmaster.pid", *self.folder.glob(".s.PGSQL.*.lock")):
            lock.unlink()

    def make(self) -> None:
        self._run("initdb", "-D", self.data, "-A", "trust", "-U", OWNER, "-E", "UTF8", "--locale=C.UTF-8", "-N")

    def address(self, database: str, user: str = OWNER) -> str:
        return f"postgresql://{user}@/{database}?host={self.folder}"

    def do(self, *statements: str, database: str = "postgres") -> None:
        """Run statements as the owner, each by itself."""
        import psycopg

        with psycopg.connect(self.address(database), autocommit=True) as connection:
            for statement in statements:
                connection.execute(statement.encode())

    @property
    def data(self) -> Path:
        return self.folder / "data"

    def _run(self, program: str, *arguments: object, check: bool = True) -> None:
        command = [str(self.programs / program), *map(str, arguments)]
        clean = {"PATH": os.environ.get("PATH", ""), "LC_ALL": "C.UTF-8"}
        done = subprocess.run(
            command, user=self.user, cwd=self.folder, env=clean, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
            check=False,
        )  # fmt: skip
        if check and done.returncode:
            raise RuntimeError(done.stderr.decode(errors="replace"))


def running(*, fsync: bool = False) -> Server:
    """Return the server of this run; skips the test where none can be had."""
    if missing():
        pytest.skip(missing())
    return _started(fsync)


def empty_database(server: Server | None = None) -> str:
    """Return the name of a new database without anything in it."""
    name = f"empty{next(_numbers)}"
    (server or running()).do(f"CREATE DATABASE {name}")
    return name


def server_store(folder: Path, server: Server | None = None) -> ServerStore:
    """Return a new store on the server, empty but for the tables; skips the test where there is no server."""
    server = server or running()
    _template(server)
    name = f"avoin{next(_numbers)}"
    server.do(f"CREATE DATABASE {name} TEMPLATE {_TEMPLATE}")
    return open_server(server.address(name), folder / "store.db")


def missing() -> str:
    """Return why there is no server here; empty where there is one."""
    if importlib.util.find_spec("psycopg") is None:
        return "needs the package psycopg"
    return "" if _programs() else "needs a PostgreSQL server on this machine"


def _programs() -> Path | None:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/pg_ctl")) or [Path(shutil.which("pg_ctl") or "")]
    return found[-1].parent if found[-1].name else None


@cache
def _started(fsync: bool) -> Server:
    programs = _programs()
    assert programs is not None
    folder = Path(tempfile.mkdtemp(prefix="avoin-pg-"))
    user = _unprivileged() if os.geteuid() == 0 else None
    if user is not None:
        shutil.chown(folder, user)
    server = Server(programs, folder, user, fsync)
    here = os.getpid()

    def end() -> None:
        if os.getpid() == here:
            server.stop()
            shutil.rmtree(folder, ignore_errors=True)

    atexit.register(end)
    server.make()
    server.start()
    return server


@cache
def _template(server: Server) -> None:
    server.do(f"CREATE DATABASE {_TEMPLATE}")
    open_server(server.address(_TEMPLATE), Path("store.db"), create=True)


def _unprivileged() -> str:
    for name in _NOBODY:
        if subprocess.run(["id", name], capture_output=True, check=False).returncode == 0:
            return name
    return getpass.getuser()


def _children(number: int) -> list[int]:
    found = Path(f"/proc/{number}/task/{number}/children").read_text(encoding="utf-8")
    return [int(each) for each in found.split()]


def _wait_for_the_end_of(number: int) -> None:
    while Path(f"/proc/{number}/stat").exists():
        with Path(f"/proc/{number}/stat").open(encoding="utf-8") as file:
            if file.read().rpartition(")")[2].split()[0] == "Z":
                return
        os.sched_yield()

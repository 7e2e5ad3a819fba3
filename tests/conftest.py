"""What every test stands on: English messages, one thread of linear algebra, a log of its own."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from avoin.store.engine import Store

for _name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
    os.environ.setdefault(_name, "1")

# the machines are shared: an example may be slow without being wrong
settings.register_profile("avoin", deadline=None)
settings.load_profile("avoin")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> Any:
    """Give the tests of a file to one process, and all stories to one: they share the example survey."""
    from xdist.scheduler import LoadFileScheduling

    scheduler = LoadFileScheduling(config, log)
    scheduler._split_scope = lambda test: "stories" if test.startswith("tests/story/") else test.partition("::")[0]
    return scheduler


@pytest.fixture(params=["file", "server"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> "Store":
    """An empty store: once in a file, once on a PostgreSQL server, where there is one."""
    from kit.projects import empty_store

    if request.param == "file":
        return empty_store(tmp_path / "store.db")
    from kit.servers import server_store

    return server_store(tmp_path)


@pytest.fixture(autouse=True)
def _english_and_quiet(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    from avoin.i18n import set_language
    from avoin.logs import stop_logging

    set_language("en")
    log_dir: Path = tmp_path_factory.getbasetemp() / "log"
    monkeypatch.setenv("AVOIN_LOG_DIR", str(log_dir))
    monkeypatch.setenv("AVOIN_LANGUAGE", "en")
    monkeypatch.setenv("AVOIN_CONFIG_DIR", str(tmp_path_factory.mktemp("config")))
    yield
    stop_logging()

"""The example survey, read and coded once for all stories; a story that changes it takes a copy."""

import socket
from pathlib import Path

import pytest

from avoin.i18n import set_language
from avoin.workflow.run_demo import run_demo


@pytest.fixture(scope="session")
def example(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of the example project, made with the network refused."""

    def refused(*_arguments: object) -> None:
        raise AssertionError("a verb opened a network connection")

    set_language("fi")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", refused)
        return run_demo(tmp_path_factory.mktemp("demo") / "demo-project").folder

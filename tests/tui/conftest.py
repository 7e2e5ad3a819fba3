"""Every pilot of these tests waits until the workbench is at rest."""

import pytest

from kit.at_rest import let_pilots_rest_so


@pytest.fixture(autouse=True)
def _at_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    let_pilots_rest_so(monkeypatch)

"""Every pilot of these tests waits until the workbench is at rest, which begins to suggest at once."""

import pytest

from kit.at_rest import let_pilots_rest_so


@pytest.fixture(autouse=True)
def _at_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    let_pilots_rest_so(monkeypatch)
    monkeypatch.setattr("avoin.tui.app.HAND_RESTS", 0.0)

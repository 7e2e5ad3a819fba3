"""``avoin adjudicate`` as it is typed."""

import json
from pathlib import Path

import pytest

from avoin.cli.main import run
from kit.disagreeing import FIRST, SECOND, disagreeing


@pytest.fixture
def at(tmp_path: Path) -> list[str]:
    return ["--language", "en", "-C", str(disagreeing(tmp_path / "p").folder)]


def listed(at: list[str], capsys: pytest.CaptureFixture[str], *more: str) -> list[dict[str, object]]:
    capsys.readouterr()
    assert run([*at, "adjudicate", "list", "--json", *more]) == 0
    found = json.loads(capsys.readouterr().out)
    assert isinstance(found, list)
    return found


def test_from_the_queue_to_the_file(at: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    queue = listed(at, capsys)
    names = ["/".join(each["answer"][1:]) for each in queue]  # type: ignore[index]
    assert run([*at, "adjudicate", "show", names[0]]) == 0
    shown = capsys.readouterr().out
    assert f"{SECOND}: " in shown
    assert "✎ Epäröin tässä." in shown
    assert (
        run([*at, "adjudicate", "settle", names[0], "--take", SECOND, "--reason", "näin", "--borderline", "raha"]) == 0
    )
    assert run([*at, "adjudicate", "settle", names[1], "--codes", "jono, raha"]) == 0
    assert run([*at, "adjudicate", "settle", names[2], "--none"]) == 0
    assert listed(at, capsys, "--open") == []
    assert run([*at, "adjudicate", "reopen", names[2]]) == 0
    assert len(listed(at, capsys, "--open")) == 1
    assert run([*at, "adjudicate", "list"]) == 0
    told = capsys.readouterr().out
    assert "wishes: 3 disagreements, 2 settled." in told
    assert f"As {FIRST} had it: 0. As {SECOND} had it: 1. Otherwise: 1." in told
    assert "κ before" in told
    assert run([*at, "adjudicate", "export", "--output", "-", "--format", "json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert [row["settled"] for row in rows] == [1, 1, 0]
    assert run([*at, "codebook", "show"]) == 0


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["settle", "r1/wishes"], 2),
        (["settle", "r1/wishes", "--none", "--codes", "jono"], 2),
        (["settle", "r1/wishes", "--none", "--borderline", "jono"], 2),
        (["settle", "r1", "--none"], 2),
        (["settle", "nobody/wishes", "--none"], 1),
        (["show", "r1/no_such"], 1),
        (["list", "--draw", "9"], 1),
        (["list", "--coders", "Aino,Nobody"], 1),
    ],
)
def test_what_cannot_be_is_said(at: list[str], arguments: list[str], code: int) -> None:
    assert run([*at, "adjudicate", *arguments]) == code

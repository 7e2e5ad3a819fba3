"""The audit trail as a file."""

import csv
import json
from itertools import pairwise
from pathlib import Path

import pytest

from avoin.cli.main import run
from avoin.store import decisions
from avoin.workflow.coders.blind_coding import BlindError
from avoin.workflow.coders.draw_answers import Wish, draw_answers
from avoin.workflow.outgoing.write_export import FormError
from avoin.workflow.outgoing.write_trail import write_trail
from kit.disagreeing import JUDGE, disagreeing


def test_every_decision_is_there_linked_to_the_one_before_and_no_text(tmp_path: Path) -> None:
    made = disagreeing(tmp_path / "p")
    done = write_trail(made, tmp_path / "trail.csv")
    with done.path.open(encoding="utf-8-sig", newline="") as lines:
        text = lines.read()
    assert "Epäröin" not in text
    assert "Jonot" not in text
    rows = list(csv.DictReader(text.splitlines(), delimiter=";" if text.startswith("decision;") else ","))
    with made.store.read() as connection:
        assert (done.n_decisions, done.head) == decisions.head(connection)
    assert [int(row["decision"]) for row in rows] == list(range(1, done.n_decisions + 1))
    assert rows[-1]["digest"] == done.head
    assert all(row["previous"] == before["digest"] for before, row in pairwise(rows))
    assert "coding 2025/r0/wishes[0:" in rows[0]["put"]


def test_as_json_from_the_command_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    made = disagreeing(tmp_path / "p")
    file = tmp_path / "trail.json"
    assert run(["--language", "en", "-C", str(made.folder), "history", "--trail", str(file)]) == 0
    rows = json.loads(file.read_text(encoding="utf-8"))
    assert rows[-1]["digest"] in capsys.readouterr().err


def test_a_blind_coder_gets_none_and_another_ending_is_refused(tmp_path: Path) -> None:
    made = disagreeing(tmp_path / "p")
    with pytest.raises(FormError):
        write_trail(made, tmp_path / "trail.exe")
    draw_answers(made, JUDGE, Wish(0.1))
    with pytest.raises(BlindError):
        write_trail(made, tmp_path / "trail.csv")
    assert not (tmp_path / "trail.csv").exists()

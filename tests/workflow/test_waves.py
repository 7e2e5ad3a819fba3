"""Waves: codes that came later are not zero, asking them afterwards is said, comparisons know how sure they are."""

from pathlib import Path

import pytest

from avoin.codebook.model import Code
from avoin.coding.decision import MarkKind
from avoin.coding.queue import QueueOrder
from avoin.errors import AvoinError
from avoin.ids import CodeId, CoderId, WaveId
from avoin.report.intervals import newcombe
from avoin.settings import Settings
from avoin.store import decisions
from avoin.workflow.codebooks.back_code import back_code
from avoin.workflow.codebooks.codebook_desk import CodebookDesk
from avoin.workflow.desk.code_answers import open_desk
from avoin.workflow.incoming.closed_waves import ClosedWaveError
from avoin.workflow.incoming.wave_availability import not_coded
from avoin.workflow.incoming.waves import WaveError, new_wave, set_closed
from avoin.workflow.outgoing.make_tables import Wanted, code_table, compare_waves
from avoin.workflow.outgoing.write_report import make_report
from avoin.workflow.project import Project, open_project
from kit.codebooks import codebook
from kit.coded_project import with_settings
from kit.decided import code
from kit.projects import add_wave, project

AINO = CoderId("Aino")
RAHA, TILAT = CodeId("raha"), CodeId("tilat")
BOOK = codebook("palvelut > jono", "raha")
WHO = [f"r{place}" for place in range(6)]


@pytest.fixture
def made(tmp_path: Path) -> Project:
    """2024 coded under the first codebook; then the code tilat came, and 2025 was coded with it."""
    says = {who: f"Rahat loppuvat ja tilat ovat ahtaat, sanoi {who}." for who in WHO}
    first = project(tmp_path / "p", {"toiveet": says}, wave="2024", codebook=BOOK, coder="Aino")
    first = with_settings(first, Settings("Testi", "koe", "Aino", 0, 0))
    for who in WHO[:4]:
        code(first, who, "toiveet", "raha", wave="2024")
    CodebookDesk(first, AINO).add(Code(CodeId(""), "Tilat", "Ahtaat tilat."))
    both = add_wave(first, "2025", {"toiveet": says})
    for who in WHO:
        code(both, who, "toiveet", "tilat", *(["raha"] if who < "r2" else []), wave="2025", codebook="koe 1.1.0")
    return both


def test_a_code_that_came_later_was_not_asked_of_the_earlier_wave(made: Project) -> None:
    assert not_coded(made) == {(TILAT, WaveId("2024"))}
    rows = {(row.wave, row.code): row for row in code_table(made, Wanted())}
    assert (rows["2024", "raha"].n, rows["2025", "tilat"].n) == (4, 6)  # type: ignore[index]
    assert (rows["2024", "tilat"].n, rows["2024", "tilat"].coded) == (None, False)  # type: ignore[index]


def test_waves_are_compared_with_an_interval_and_a_warning(made: Project) -> None:
    found = {each.code: each for each in compare_waves(made)}
    raha = found[RAHA]
    assert raha.difference is not None
    assert raha.low is not None
    assert raha.high is not None
    assert raha.low < float(raha.difference) < raha.high
    assert round(float(raha.difference), 3) == round(2 / 6 - 4 / 6, 3)
    assert raha.is_small
    assert (found[TILAT].before, found[TILAT].difference) == (None, None)


def test_newcombe_gives_the_published_limits() -> None:
    # Newcombe (1998), table II, method 10: 56/70 against 48/80, 9/10 against 3/10, 0/10 against 0/20
    assert [round(each, 4) for each in newcombe(48, 80, 56, 70)] == [0.0524, 0.3339]
    assert [round(each, 4) for each in newcombe(3, 10, 9, 10)] == [0.1705, 0.8090]
    assert [round(each, 4) for each in newcombe(0, 20, 0, 10)] == [-0.1611, 0.2775]


def test_asking_a_code_afterwards_opens_a_queue_and_is_told(made: Project) -> None:
    told = back_code(made, AINO, TILAT, "2024", everything=True, dry_run=True)
    done = back_code(made, AINO, TILAT, "2024", everything=True)
    assert (told.n_waiting, told.seq) == (done.n_waiting, None)
    assert done.n_waiting == done.n_segments == 6
    assert not not_coded(made)
    desk = open_desk(made, "toiveet", "2024", "Aino")
    first, second, *_rest = desk.answers(QueueOrder.WAITING)
    desk.assign(desk.answer(first).segments[0].span, "tilat")
    desk.refuse(desk.answer(second).segments[0].span, "tilat")
    assert len(desk.answers(QueueOrder.WAITING)) == 4
    rows = {(row.wave, row.code): row for row in code_table(made, Wanted())}
    assert rows["2024", "tilat"].n == 1  # type: ignore[index]
    told_in = "\n".join(str(block) for section in make_report(made).sections for block in section.blocks)
    assert "was asked of wave 2024 afterwards" in told_in


def test_a_closed_wave_is_opened_by_hand_first(made: Project) -> None:
    shut = set_closed(made, "2024", True)
    with pytest.raises(ClosedWaveError, match="2024 is closed"):
        back_code(shut, AINO, TILAT, "2024", everything=True)
    opened = set_closed(shut, "2024", False)
    assert back_code(opened, AINO, TILAT, "2024", everything=True).n_waiting == 6


def test_by_default_only_what_is_suggested_waits(made: Project) -> None:
    done = back_code(made, AINO, TILAT, "2024")
    with made.store.read() as connection:
        waiting = decisions.marks(connection, MarkKind.AWAITS)
    assert done.n_waiting == len(waiting) <= done.n_segments == 6


def test_a_new_wave_begins_on_the_codebook_and_closes_the_earlier_ones(made: Project) -> None:
    with pytest.raises(WaveError, match="not released"):
        new_wave(made, "2026")
    done = new_wave(made, "2026", anyway=True)
    assert (done.n_codings, done.closed) == (12, ("2024", "2025"))
    survey = open_project(made.folder).survey
    assert [(each.id, each.closed) for each in survey.waves] == [("2024", True), ("2025", True), ("2026", False)]
    with pytest.raises(WaveError, match="already"):
        new_wave(made, "2026", anyway=True)


def test_a_new_wave_waits_for_the_queues(made: Project) -> None:
    CodebookDesk(made, AINO).split(RAHA, (Code(CodeId(""), "Puute"), Code(CodeId(""), "Velka")))
    with pytest.raises(WaveError, match="Segments wait"):
        new_wave(made, "2026")


def test_there_must_be_two_waves_to_compare(tmp_path: Path) -> None:
    with pytest.raises(AvoinError, match="no two waves"):
        compare_waves(project(tmp_path / "q", {"toiveet": {"r1": "Aikaa."}}))

"""Keys pressed at random, as a cat or a child would: the workbench never falls over and never loses a decision."""

import asyncio
import tempfile
from dataclasses import replace
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from avoin.ids import CoderId, QuestionId, WaveId
from avoin.store import chain, decisions
from avoin.tui import keys
from avoin.tui.app import Workbench
from avoin.tui.house import ProjectHouse
from kit.bench import Bench
from kit.coded_project import coded_project, with_settings

LEAVING = {"ctrl+q", "ctrl+c"}
NAMES = sorted({name for key in keys.table() for name in key.keys if name not in LEAVING} | set("asdölk 12") - {" "})


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.sampled_from(NAMES), min_size=5, max_size=30), st.sampled_from([(80, 24), (120, 36), (40, 12)]))
def test_no_keys_bring_it_down_or_lose_a_decision(pressed: list[str], size: tuple[int, int]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        made = coded_project(Path(folder) / "p")
        made = with_settings(made, replace(made.settings, sentence_vectors="never"))
        with made.store.read() as connection:
            before = decisions.load(connection)

        async def press() -> None:
            app = Workbench(ProjectHouse(made, CoderId("Aino")), QuestionId("wishes"), WaveId("2025"))
            async with app.run_test(size=size) as pilot:
                bench = Bench(app, pilot)
                await bench.settle()
                for name in pressed:
                    await bench.press(name)
                    assert app.return_code in (None, 0)

        asyncio.run(press())
        with made.store.read() as connection:
            after = decisions.load(connection)
            assert after[: len(before)] == before
            assert chain.verify_chain(connection) == () == chain.verify_projection(connection)

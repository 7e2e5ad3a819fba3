"""Draw the pictures of docs/pictures from the program itself: screens by the pilot, a page of the report by its chart.

A coder who has decided nothing yet opens the example project, so that the pictures show work being done. Making the
example is most of the time: with the folder of one that ``avoin demo`` made, it is copied instead.
"""

import asyncio
import shutil
import sys
import tempfile
from pathlib import Path

from textual.pilot import Pilot

from avoin.i18n import set_language
from avoin.workflow.project import Project, open_project

PICTURES = Path(__file__).parent / "pictures"
SIZE = (110, 32)


def main() -> None:
    """Make the example project aside and draw from it."""
    set_language("fi")
    from avoin.workflow.run_demo import run_demo

    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as aside:
        folder = Path(aside) / "project"
        if len(sys.argv) > 1:
            shutil.copytree(sys.argv[1], folder)
        else:
            run_demo(folder)
        project = open_project(folder)
        asyncio.run(_draw_screens(project))
        asyncio.run(_draw_codebook(project))
        _draw_report(project)


async def _draw_screens(project: Project) -> None:
    from avoin.ids import CoderId, QuestionId, WaveId
    from avoin.tui.app import Workbench
    from avoin.tui.house import ProjectHouse

    app = Workbench(ProjectHouse(project, CoderId("aino")), QuestionId("talousvaikeudet"), WaveId("2025"))
    async with app.run_test(size=SIZE) as pilot:
        for keys, name in ((["f2"], "themes"), (["f3", "right"], "answers"), (["f1"], "overview")):
            await pilot.press(*keys)
            await _come_to_rest(pilot)
            (PICTURES / f"{name}.svg").write_text(app.export_screenshot(title="avoin"), encoding="utf-8")


async def _come_to_rest(pilot: Pilot[int]) -> None:
    """Wait for what was set going; looking for others' decisions goes on as long as the workbench is open."""
    await pilot.pause()
    while running := [each for each in pilot.app.workers if each.group != "news"]:
        await pilot.app.workers.wait_for_complete(running)
        await pilot.pause()


async def _draw_codebook(project: Project) -> None:
    """Draw F4 after the example has been moved to its next codebook: a divided code's segments wait."""
    from avoin.ids import QuestionId, WaveId
    from avoin.tui.app import Workbench
    from avoin.tui.house import ProjectHouse
    from avoin.workflow.codebooks.bring_in_codebook import import_codebook
    from avoin.workflow.codebooks.codebook_operations import note_changes
    from avoin.workflow.run_demo import CODER, EXAMPLE

    moved = import_codebook(project, EXAMPLE).project
    note_changes(moved, CODER)
    app = Workbench(ProjectHouse(moved, CODER), QuestionId("talousvaikeudet"), WaveId("2025"))
    async with app.run_test(size=SIZE) as pilot:
        await _come_to_rest(pilot)
        await pilot.press("f4", *["down"] * 6)
        await _come_to_rest(pilot)
        (PICTURES / "codebook.svg").write_text(app.export_screenshot(title="avoin"), encoding="utf-8")


def _draw_report(project: Project) -> None:
    from avoin.export.charts import to_svg
    from avoin.report.model import Chart
    from avoin.workflow.outgoing.write_report import make_report

    report = make_report(project)
    chart = next(block for section in report.sections for block in section.blocks if isinstance(block, Chart))
    (PICTURES / "report.svg").write_text(to_svg(chart), encoding="utf-8")


if __name__ == "__main__":
    main()

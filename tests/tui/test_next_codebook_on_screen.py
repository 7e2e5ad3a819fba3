"""A release that divides a code comes into a coded project: F4 says what waits, j goes to the very segment."""

from dataclasses import replace
from pathlib import Path

from avoin.codebook.files import write_codebook
from avoin.codebook.model import Code
from avoin.codebook.operations import split
from avoin.i18n import set_language
from avoin.ids import AnswerKey, CodeId, CoderId, QuestionId, RespondentId, WaveId
from avoin.tui.app import Workbench
from avoin.tui.house import ProjectHouse
from avoin.tui.places import Place
from avoin.workflow.codebooks.bring_in_codebook import import_codebook
from avoin.workflow.codebooks.codebook_operations import note_changes
from avoin.workflow.codebooks.split_queues import waiting_queues
from avoin.workflow.desk.code_answers import open_desk
from avoin.workflow.project import Project
from kit.bench import Bench
from kit.codebooks import codebook
from kit.projects import project

AINO, SOTE, W25 = CoderId("aino"), QuestionId("sote"), WaveId("2025")
BOOK = codebook("jono", "hinta")
ANSWERS = {"r1": "Kaikki on kallista. Jonot ovat pitkiä. Muuta en sano.", "r2": "Ruoka maksaa paljon."}


def _moved(tmp_path: Path) -> Project:
    """Return a project coded under one release, into which the next one has come."""
    made = project(tmp_path / "p", {"sote": ANSWERS}, codebook=BOOK, coder=AINO)
    desk = open_desk(made, SOTE, W25, AINO)
    for who, place, code in (("r1", 1, "jono"), ("r2", 0, "hinta")):
        answer = desk.answer(AnswerKey(W25, RespondentId(who), SOTE))
        desk.confirm((answer.segments[place].span,), code)
        desk.done(tuple(each.span for each in answer.segments))
    parts = [Code(CodeId("hoitojono"), "Hoitojonot"), Code(CodeId("puhelinjono"), "Puhelinjonot")]
    newer = tmp_path / "koe" / "2.0.0.yaml"
    write_codebook(newer, replace(split(BOOK, CodeId("jono"), parts), version="2.0.0"))
    moved = import_codebook(made, newer).project
    assert note_changes(moved, AINO) is not None
    return moved


async def test_the_queue_leads_to_the_segment_that_waits_and_is_empty_when_it_is_decided(tmp_path: Path) -> None:
    set_language("en")
    made = _moved(tmp_path)
    async with Workbench(ProjectHouse(made, AINO), SOTE, W25).run_test(size=(100, 30)) as pilot:
        bench = Bench(pilot.app, pilot)  # type: ignore[arg-type]
        await bench.settle()
        await bench.go(Place.CODEBOOK)
        assert "Divided: jono → Hoitojonot, Puhelinjonot. 1 segment waits." in bench.text
        assert next(line for line in bench.lines() if "  Hoitojonot " in line).count("–") == 1, "not asked is not zero"
        await bench.press("j")
        assert bench.selected == waiting_span(made)
        await bench.type("hoito")
        await bench.press("enter", "enter")
    assert waiting_queues(made) == ()


def waiting_span(made: Project) -> object:
    """Return the span of the one segment that waits."""
    (queue,) = waiting_queues(made)
    (segment,) = queue.segments
    answer = AnswerKey(segment.wave, segment.respondent, segment.question)
    desk = open_desk(made, SOTE, W25, AINO)
    return next(each.span for each in desk.answer(answer).segments if each.span.start == segment.start)

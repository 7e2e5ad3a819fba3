"""How the work goes is told from what is stored: quotations, summaries, new codes, the sitting."""

from dataclasses import replace
from pathlib import Path

from avoin.coding.decision import Decision
from avoin.ids import CoderId, QuestionId, WaveId
from avoin.report.summary import Summary
from avoin.store import decisions
from avoin.workflow.desk.course import course_of, sitting_of
from avoin.workflow.outgoing.review_quotes import open_quotes
from avoin.workflow.outgoing.write_summaries import open_summaries, write_summary
from kit.coded_project import code, coded_project

AINO = CoderId("Aino")
WISHES, WAVE = QuestionId("wishes"), WaveId("2025")


def test_quotations_and_summaries_are_counted_as_they_stand_now(tmp_path: Path) -> None:
    made = coded_project(tmp_path)
    before = course_of(made, AINO, WISHES, WAVE)
    assert (before.n_codes_used, before.n_quotes, before.n_themes, before.n_summaries) == (3, 0, 4, 0)
    quotes = open_quotes(made, AINO)
    quotes.approve(quotes.quotes("jono")[0].span)
    desk = open_summaries(made)
    write_summary(desk, Summary(desk.place("wishes", "jono"), "Jonot kasvavat"), AINO)
    now = course_of(made, AINO, WISHES, None)
    assert (now.n_quotes, now.n_summaries, now.n_stale) == (1, 1, 0)
    code(made, 1, "jono")
    assert course_of(made, AINO, WISHES, WAVE).n_stale == 1


def test_new_codes_and_the_sitting_are_the_coders_own(tmp_path: Path) -> None:
    made = coded_project(tmp_path)
    assert course_of(made, AINO, WISHES, WAVE).new_codes == (3, 0)
    veikko = course_of(made, CoderId("Veikko"), WISHES, WAVE)
    assert veikko.new_codes == (1,)
    assert veikko.suggestions is None


def _at(times: list[str]) -> list[Decision]:
    """Decisions of these times, each deciding a segment of its own."""
    from avoin.coding.decision import MarkKind, Verb, mark_span
    from kit.decided import span

    return [
        Decision(
            seq, "", f"2025-02-14T{time}:00+00:00", AINO, Verb.DONE,
            (mark_span(MarkKind.DONE, span(f"r{seq}", "wishes"), AINO),), (), "", "", None, "", "",
        )
        for seq, time in enumerate(times, 1)
    ]  # fmt: skip


def test_a_long_pause_ends_a_sitting() -> None:
    sitting = sitting_of(_at(["09:00", "09:10", "12:00", "12:02", "12:04"]))
    assert (sitting.since, sitting.minutes, sitting.n_segments) == ("2025-02-14T12:00:00+00:00", 4.0, 3)
    assert sitting.pace == 0.75
    assert sitting_of(_at(["09:00"])).pace is None


def test_a_segment_that_was_opened_again_is_not_counted() -> None:
    first, second = _at(["09:00", "09:05"])
    undone = replace(second, put=(), taken=first.put)
    assert sitting_of([first, undone]).n_segments == 0
    assert sitting_of([]).n_segments == 0


def test_the_head_of_the_chain_does_not_move_by_looking(tmp_path: Path) -> None:
    made = coded_project(tmp_path)
    with made.store.read() as connection:
        before = decisions.head(connection)
    course_of(made, AINO, WISHES, WAVE)
    with made.store.read() as connection:
        assert decisions.head(connection) == before

"""Codebook operations on a project that has codings: file and marks together, taken back together."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from avoin.codebook.check import ProblemKind
from avoin.codebook.document import CodebookFileError
from avoin.codebook.files import CodebookChangedError, write_codebook
from avoin.codebook.model import Code
from avoin.codebook.operations import merge, split
from avoin.codebook.structure import CodebookError
from avoin.coding.decision import Draft, MarkKind, Verb
from avoin.corpus.files import write_survey
from avoin.errors import AvoinError
from avoin.ids import CodeId, CoderId
from avoin.store import decisions
from avoin.workflow.codebooks.bring_in_codebook import import_codebook
from avoin.workflow.codebooks.codebook_desk import CodebookDesk, WhereToError
from avoin.workflow.codebooks.codebook_journal import blame, log
from avoin.workflow.codebooks.codebook_operations import note_changes
from avoin.workflow.codebooks.release_codebook import NothingToReleaseError, release
from avoin.workflow.codebooks.revise_codebook import check, needed_codebook
from avoin.workflow.codebooks.split_queues import queue_in_words, waiting_queues
from avoin.workflow.desk.code_answers import QueueOrder, open_desk
from avoin.workflow.desk.named_words import Passage
from avoin.workflow.desk.record import assign
from avoin.workflow.desk.undo import redo, undo
from avoin.workflow.project import Project, open_project
from avoin.workflow.upkeep.verify import verify
from kit.codebooks import codebook
from kit.decided import code
from kit.projects import add_wave, project

AINO, VEIKKO = CoderId("Aino"), CoderId("Veikko")
JONO, PUHELIN, RAHA = CodeId("jono"), CodeId("puhelin"), CodeId("raha")
BOOK = codebook("palvelut > jono", "palvelut > puhelin", "raha")
PARTS = (Code(CodeId(""), "Hoitojonot", "Jono hoitoon."), Code(CodeId(""), "Puhelinjonot", "Jono puhelimessa."))


@pytest.fixture
def made(tmp_path: Path) -> Project:
    """Two waves, the first one closed; r1 is coded with two codes on one segment, r2 by two coders."""
    says = {who: f"Jonot ovat pitkiä. Puhelimeen ei vastata, sanoi {who}." for who in ("r1", "r2", "r3")}
    before = project(tmp_path / "p", {"toiveet": says}, wave="2024", codebook=BOOK, coder="Aino")
    both = add_wave(before, "2025", {"toiveet": says})
    code(both, "r1", "toiveet", "jono", wave="2024")
    code(both, "r1", "toiveet", "jono", "puhelin")
    code(both, "r2", "toiveet", "puhelin")
    code(both, "r2", "toiveet", "puhelin", coder="Veikko")
    code(both, "r3", "toiveet", "raha")
    waves = tuple(replace(each, closed=each.id == "2024") for each in both.survey.waves)
    closed = replace(both.survey, waves=waves)
    write_survey(both.places.survey, closed)
    return replace(both, survey=closed)


@pytest.fixture
def desk(made: Project) -> CodebookDesk:
    return CodebookDesk(made, AINO)


def _codings(made: Project) -> list[tuple[str, str, str, str]]:
    with made.store.read() as connection:
        marks = decisions.marks(connection, MarkKind.CODING)
    return sorted((mark.wave, mark.respondent, mark.coder, mark.code) for mark in marks)


def _kept(made: Project) -> tuple[object, ...]:
    """All that an operation may change."""
    with made.store.read() as connection:
        on = frozenset(decisions.marks(connection)) - frozenset(
            decisions.marks(connection, MarkKind.OPERATION, MarkKind.BOOK)
        )
    return on, needed_codebook(made).by_id


def test_a_preview_tells_and_does_nothing(made: Project, desk: CodebookDesk) -> None:
    before, files = _kept(made), sorted(made.places.codebooks.rglob("*"))
    told = desk.merge([PUHELIN], JONO, dry_run=True)
    assert told.seq is None
    assert (told.effect.n_moved, told.effect.n_waiting) == (3, 0)
    assert [(each.wave, each.n_segments, each.n_respondents, each.closed) for each in told.effect.reach] == [
        ("2025", 2, 2, False)
    ]
    assert (_kept(made), sorted(made.places.codebooks.rglob("*"))) == (before, files)
    done = desk.merge([PUHELIN], JONO)
    assert (done.effect.reach, done.effect.n_moved) == (told.effect.reach, told.effect.n_moved)


def test_a_merge_counts_nobody_twice(made: Project, desk: CodebookDesk) -> None:
    desk.merge([PUHELIN], JONO, "sama asia")
    assert _codings(made) == [
        ("2024", "r1", "Aino", "jono"),
        ("2025", "r1", "Aino", "jono"),
        ("2025", "r2", "Aino", "jono"),
        ("2025", "r2", "Veikko", "jono"),
        ("2025", "r3", "Aino", "raha"),
    ]
    book = needed_codebook(made)
    assert book.by_id[PUHELIN].retired
    assert book.heir(PUHELIN) == JONO


def test_a_split_reassigns_nothing_and_queues_exactly_the_affected(made: Project, desk: CodebookDesk) -> None:
    before = _codings(made)
    done = desk.split(PUHELIN, PARTS, "kaksi eri asiaa")
    assert _codings(made) == before
    assert done.effect.n_waiting == 3
    (queue,) = waiting_queues(made)
    assert (queue.code, queue.n) == ("puhelin", 3)
    assert queue.by_place == (("toiveet", "2025", "Aino", 2), ("toiveet", "2025", "Veikko", 1))
    assert queue.of(VEIKKO) == (("toiveet", "2025", 1),)
    assert (
        queue_in_words(queue, needed_codebook(made)) == "Divided: puhelin → Hoitojonot, Puhelinjonot. 3 segments wait."
    )
    with made.store.read() as connection:
        done_marks = decisions.marks(connection, MarkKind.DONE)
    assert {(mark.wave, mark.respondent) for mark in done_marks} == {("2024", "r1"), ("2025", "r3")}


def test_a_closed_wave_stays_as_it_is(made: Project, desk: CodebookDesk) -> None:
    told = desk.split(JONO, PARTS, dry_run=True)
    assert [(each.wave, each.n_segments, each.closed) for each in told.effect.reach] == [
        ("2024", 1, True),
        ("2025", 1, False),
    ]
    desk.merge([JONO], RAHA)
    assert ("2024", "r1", "Aino", "jono") in _codings(made)
    assert ("2025", "r1", "Aino", "raha") in _codings(made)


OPERATIONS: list[Callable[[CodebookDesk], object]] = [
    lambda desk: desk.add(Code(CodeId(""), "Tilat")),
    lambda desk: desk.rename(JONO, "Jonotus"),
    lambda desk: desk.define(BOOK.by_id[JONO], replace(BOOK.by_id[JONO], include="myös odotus")),
    lambda desk: desk.move(JONO, None),
    lambda desk: desk.merge([PUHELIN, RAHA], JONO),
    lambda desk: desk.split(PUHELIN, PARTS),
    lambda desk: desk.retire(RAHA, leave=True),
    lambda desk: desk.retire(RAHA, JONO),
]


@pytest.mark.parametrize("act", OPERATIONS)
def test_any_operation_is_taken_back_whole_also_after_a_restart(
    made: Project, desk: CodebookDesk, act: Callable[[CodebookDesk], object]
) -> None:
    before = _kept(made)
    act(desk)
    after = _kept(made)
    assert after != before
    again = open_project(made.folder)
    undo(again, AINO)
    assert _kept(again) == before
    redo(again, AINO)
    assert _kept(again) == after
    assert verify(made.folder).ok


def test_restoring_a_retired_code_is_taken_back_too(made: Project, desk: CodebookDesk) -> None:
    desk.retire(RAHA, leave=True)
    retired = _kept(made)
    desk.restore(RAHA)
    assert not needed_codebook(made).by_id[RAHA].retired
    undo(made, AINO)
    assert _kept(made) == retired


def test_retiring_a_used_code_asks_where_to(made: Project, desk: CodebookDesk) -> None:
    with pytest.raises(WhereToError, match="1 coding uses raha"):
        desk.retire(RAHA)
    desk.retire(RAHA, leave=True)
    assert ("2025", "r3", "Aino", "raha") in _codings(made)


def test_where_storing_fails_the_draft_is_as_it_was(
    made: Project, desk: CodebookDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.rename(JONO, "Jonotus")
    before, text = _kept(made), (made.places.codebooks / "koe" / "draft.yaml").read_bytes()

    def full(*_args: object) -> None:
        raise AvoinError("Levy on täynnä.")

    monkeypatch.setattr("avoin.store.decisions.append", full)
    with pytest.raises(AvoinError, match="Levy on täynnä"):
        desk.merge([PUHELIN], JONO)
    assert (_kept(made), (made.places.codebooks / "koe" / "draft.yaml").read_bytes()) == (before, text)


def test_what_a_crash_leaves_between_file_and_store_is_taken_up_later(made: Project, desk: CodebookDesk) -> None:
    draft = made.places.codebooks / "koe" / "draft.yaml"
    desk.merge([PUHELIN], JONO)
    merged, text = _kept(made), draft.read_bytes()
    undo(made, AINO)
    draft.write_bytes(text)  # as if only the file had been written
    done = note_changes(made, AINO)
    assert done is not None
    assert _kept(made) == merged


def test_taking_back_refuses_to_lose_what_came_after(made: Project, desk: CodebookDesk) -> None:
    desk.rename(JONO, "Jonotus")
    CodebookDesk(made, VEIKKO).rename(JONO, "Odotus")
    before = _kept(made)
    with pytest.raises(CodebookError, match="changed again since"):
        undo(made, AINO)
    assert _kept(made) == before
    undo(made, VEIKKO)
    undo(made, AINO)
    assert needed_codebook(made).by_id[JONO].name == "jono"


def test_a_coding_whose_code_was_merged_since_is_taken_back_and_done_again(made: Project) -> None:
    code(made, "r3", "toiveet", "puhelin")
    CodebookDesk(made, VEIKKO).merge([PUHELIN], JONO)
    merged = _codings(made)
    done = undo(made, AINO)
    assert done.n_left == 0
    assert set(merged) - set(_codings(made)) == {("2025", "r3", "Aino", "jono")}
    assert redo(made, AINO).n_left == 0
    assert _codings(made) == merged
    assert {"decisions", "projection"}.isdisjoint(each.name for each in verify(made.folder).checks if not each.ok)


def test_a_coding_whose_code_was_divided_since_is_taken_back_with_its_waiting(made: Project) -> None:
    code(made, "r3", "toiveet", "puhelin")
    CodebookDesk(made, VEIKKO).split(PUHELIN, PARTS)
    assert waiting_queues(made)[0].n == 4
    assert undo(made, AINO).n_left == 0
    assert waiting_queues(made)[0].n == 3
    assert ("2025", "r3", "Aino", "puhelin") not in _codings(made)


def test_texts_written_over_somebody_elses_are_refused(made: Project, desk: CodebookDesk) -> None:
    shown = needed_codebook(made).by_id[JONO]
    CodebookDesk(made, VEIKKO).define(shown, replace(shown, include="myös odotus"))
    with pytest.raises(CodebookChangedError, match="Somebody else has changed jono"):
        desk.define(shown, replace(shown, exclude="puhelinjono"))
    assert needed_codebook(made).by_id[JONO].include == "myös odotus"


def test_an_id_never_comes_again(made: Project, desk: CodebookDesk) -> None:
    desk.add(Code(CodeId(""), "Tilat"))
    release(made, anyway=True)
    folder = made.places.codebooks / "koe"
    text = (folder / "draft.yaml").read_text(encoding="utf-8")
    (folder / "draft.yaml").write_text(text[: text.index("  tilat:")], encoding="utf-8")
    desk.add(Code(CodeId(""), "Tilat"))
    assert "tilat_2" in needed_codebook(made).by_id


# edited by hand


def _edit(made: Project, *changes: tuple[str, str]) -> Path:
    folder = made.places.codebooks / "koe"
    draft = folder / "draft.yaml"
    text = (draft if draft.exists() else folder / "1.0.0.yaml").read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    lines = [line for line in text.splitlines(keepends=True) if not line.startswith(("version:", "digest:"))]
    draft.write_text("".join(lines), encoding="utf-8")
    return draft


def test_a_draft_edited_by_hand_is_understood_as_operations(made: Project) -> None:
    _edit(
        made,
        ("    name: jono\n", "    name: Jonotus\n"),
        ("    name: puhelin\n", "    name: puhelin\n    retired: true\n    merged_into: jono\n"),
    )
    told = note_changes(made, AINO, dry_run=True)
    assert told is not None
    assert [(each.kind.value, each.code) for each in told.operations] == [("rename", "jono"), ("merge", "puhelin")]
    assert told.effect.n_moved == 3
    done = note_changes(made, AINO, "siivous")
    assert done is not None
    assert ("2025", "r2", "Aino", "jono") in _codings(made)
    assert note_changes(made, AINO) is None, "it is recorded once"
    assert [(each.operation.kind.value, each.operation.reason) for each in log(made)] == [
        ("rename", "siivous"),
        ("merge", "siivous"),
    ]


def test_quietly_nothing_is_recorded_that_moves_codings(made: Project) -> None:
    _edit(made, ("    name: puhelin\n", "    name: puhelin\n    retired: true\n    merged_into: jono\n"))
    before = _codings(made)
    assert note_changes(made, AINO, quiet=True) is None
    assert _codings(made) == before


def test_a_used_code_that_went_is_named_by_line(made: Project) -> None:
    draft = _edit(made, ("  jono:\n", "  jonotus:\n"))
    line = draft.read_text(encoding="utf-8").splitlines().index("  jonotus:") + 1
    text, before = draft.read_bytes(), _codings(made)
    with pytest.raises(CodebookFileError, match=rf"draft\.yaml, line {line}, code jono: .*ids never change"):
        note_changes(made, AINO)
    assert (draft.read_bytes(), _codings(made)) == (text, before)


def test_what_was_edited_by_hand_is_recorded_before_the_next_operation(made: Project, desk: CodebookDesk) -> None:
    _edit(made, ("    name: jono\n", "    name: Jonotus\n"))
    desk.rename(RAHA, "Talous")
    assert [(each.operation.kind.value, each.operation.code) for each in log(made)] == [
        ("rename", "jono"),
        ("rename", "raha"),
    ]


# who did what


def test_the_log_tells_who_did_what_why_and_what_became_of_it(made: Project, desk: CodebookDesk) -> None:
    desk.merge([PUHELIN], JONO, "sama asia")
    CodebookDesk(made, VEIKKO).rename(RAHA, "Talous", "selkeämpi")
    undo(made, VEIKKO)
    merged, renamed = log(made)
    assert (merged.coder, merged.operation.reason, merged.n_moved, merged.taken_back) == ("Aino", "sama asia", 3, False)
    assert (renamed.coder, renamed.taken_back) == ("Veikko", True)
    assert [each.operation.code for each in log(made, JONO)] == ["puhelin"]
    assert not log(made, CodeId("palvelut"))


def test_blame_tells_who_worded_each_part(made: Project, desk: CodebookDesk) -> None:
    shown = needed_codebook(made).by_id[JONO]
    desk.define(shown, replace(shown, include="myös odotus"), "epäselvä")
    rows = {each.field: each for each in blame(made, JONO)}
    entry = rows["include"].entry
    assert entry is not None
    assert (entry.coder, entry.operation.reason, rows["include"].since) == ("Aino", "epäselvä", "")
    assert (rows["definition"].entry, rows["definition"].since) == (None, "1.0.0")


def test_every_operation_is_one_decision_of_whoever_did_it(made: Project, desk: CodebookDesk) -> None:
    done = desk.split(PUHELIN, PARTS)
    with made.store.read() as connection:
        last = decisions.load(connection)[-1]
    assert (last.seq, last.verb, last.coder) == (done.seq, Verb.CODEBOOK, "Aino")


def test_the_first_code_begins_a_codebook(tmp_path: Path) -> None:
    plain = project(tmp_path / "p", {"toiveet": {"r1": "Aikaa."}})
    done = CodebookDesk(plain, AINO).add(Code(CodeId(""), "Aika"))
    assert [each.id for each in needed_codebook(plain).codes] == ["aika"]
    assert done.seq is not None
    undo(plain, AINO)
    assert not needed_codebook(plain).codes


# releasing and checking


def test_a_release_waits_for_the_queues(made: Project, desk: CodebookDesk) -> None:
    desk.split(PUHELIN, PARTS)
    with pytest.raises(NothingToReleaseError, match=r"3 segments wait to be decided \(puhelin\)"):
        release(made, anyway=True)
    assert release(made, anyway=True, open_queues=True).codebook.version == "2.0.0"


def test_the_check_names_a_code_that_only_one_coder_uses(made: Project) -> None:
    named = {each.code for each in check(made).problems if each.kind is ProblemKind.ONE_CODER}
    assert named == {"jono", "raha"}


# the queue is worked at the desk


def test_a_part_takes_the_place_of_the_old_code_and_done_keeps_it(made: Project, desk: CodebookDesk) -> None:
    desk.split(PUHELIN, PARTS)
    made_desk = open_desk(made, "toiveet", "2025", "Aino")
    first, second = made_desk.answers(QueueOrder.WAITING)
    assert made_desk.tally().n_decided < made_desk.tally().n_segments
    span = made_desk.answer(first).segments[0].span
    made_desk.assign(span, "puhelinjonot")
    assert [each.code for each in made_desk.segment(span).codings] == ["jono", "puhelinjonot"]
    made_desk.done([each.span for each in made_desk.answer(second).segments])
    assert [each.code for each in made_desk.answer(second).segments[0].codings] == ["puhelin"]
    assert not made_desk.answers(QueueOrder.WAITING)
    (queue,) = waiting_queues(made)
    assert queue.by_place == (("toiveet", "2025", "Veikko", 1),)
    made_desk.undo()
    made_desk.undo()
    assert made_desk.answers(QueueOrder.WAITING) == (first, second)


def test_a_script_settles_what_waits_too(made: Project, desk: CodebookDesk) -> None:
    desk.split(PUHELIN, PARTS)
    assign(made, Passage("r2", "toiveet", "2025"), "puhelinjonot", coder="Veikko")
    assert ("2025", "r2", "Veikko", "puhelin") not in _codings(made)


def test_a_project_coded_under_one_release_moves_to_the_next(made: Project, tmp_path: Path) -> None:
    newer = merge(split(BOOK, RAHA, [replace(part, id=CodeId(part.name.lower())) for part in PARTS]), [PUHELIN], JONO)
    path = tmp_path / "koe" / "2.0.0.yaml"
    write_codebook(path, replace(newer, version="2.0.0"))
    done = import_codebook(made, path)
    assert (done.released, done.codebook.version) == (("2.0.0",), "2.0.0")
    moved = note_changes(made, AINO)
    assert moved is not None
    assert (moved.effect.n_moved, moved.effect.n_waiting) == (3, 1)
    assert {code for wave, _who, _coder, code in _codings(made) if wave == "2025"} == {"jono", "raha"}
    assert [queue.code for queue in waiting_queues(made)] == ["raha"]


def test_the_preview_of_a_confirmation_says_which_divided_code_is_lost(made: Project, desk: CodebookDesk) -> None:
    desk.split(PUHELIN, PARTS)
    coding = open_desk(made, "toiveet", "2025", "Aino")
    spans = [coding.answer(key).segments[0].span for key in coding.answers() if key.respondent in ("r1", "r2", "r3")]
    before = coding.preview(spans, "puhelinjonot")
    assert (before.n_get, before.losing) == (3, ((PUHELIN, 2),))
    coding.confirm(spans, "puhelinjonot")
    assert all(PUHELIN not in [each.code for each in coding.segment(span).codings] for span in spans)
    assert coding.preview(spans, "raha").losing == ()


def test_the_desk_takes_back_what_was_merged_under_it_and_says_what_it_had_to_leave(made: Project) -> None:
    coding = open_desk(made, "toiveet", "2025", "Aino")
    span = next(coding.answer(key).segments[0].span for key in coding.answers() if key.respondent == "r3")
    coding.assign(span, "puhelin")
    CodebookDesk(made, VEIKKO).merge([PUHELIN], JONO)
    done = coding.undo()
    assert done is not None
    assert (done.n_taken > 0, done.n_left) == (True, 0)
    assert [each.code for each in coding.segment(span).codings] == ["raha"]
    coding.redo()
    assert {each.code for each in coding.segment(span).codings} == {"raha", "jono"}
    with made.store.transaction() as connection:
        marks = tuple(mark for mark in decisions.marks(connection, MarkKind.CODING) if mark.code == JONO)
        decisions.append(connection, Draft(VEIKKO, Verb.UNASSIGN, taken=marks))
    left = coding.undo()
    assert left is not None
    assert left.n_left == 1

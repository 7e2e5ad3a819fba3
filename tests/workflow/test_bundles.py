"""Answers to a coder without a server, and the decisions back."""

import io
import json
import sqlite3
import subprocess
import sys
import zipfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from avoin.codebook.model import Code
from avoin.coding.decision import MarkKind
from avoin.export.atomic import WriteError
from avoin.export.packet import to_packet
from avoin.ids import AnswerKey, CodeId, CoderId
from avoin.importing.packet import PacketError, read_packet
from avoin.store import decisions, engine
from avoin.store.chain import verify_chain, verify_projection
from avoin.store.engine import BusyStoreError
from avoin.workflow import coders
from avoin.workflow.codebooks.codebook_desk import CodebookDesk
from avoin.workflow.coders.bring_in import bring_in, hand_back
from avoin.workflow.coders.compare_coders import compare_coders
from avoin.workflow.coders.double_coding import Which
from avoin.workflow.coders.draw_answers import DrawError, Wish, draw_answers, finish_draw, list_draws
from avoin.workflow.coders.hand_out import hand_out, open_packet
from avoin.workflow.desk import undo
from avoin.workflow.desk.code_answers import open_desk
from avoin.workflow.outgoing.make_tables import load_coded
from avoin.workflow.project import Project
from avoin.workflow.upkeep.forget import forget, would_forget
from avoin.workflow.upkeep.verify import verify
from kit.coded_project import PEOPLE, coded_project, text_of

SECOND = CoderId("Sirkka")
WORK = (MarkKind.CODING, MarkKind.DONE, MarkKind.MEMO)


@pytest.fixture
def home(tmp_path: Path) -> Project:
    made = coded_project(tmp_path / "home")
    draw_answers(made, SECOND, Wish(0.2, seed=1))
    return made


@pytest.fixture
def away(home: Project, tmp_path: Path) -> Project:
    hand_out(home, SECOND, tmp_path / "out.zip")
    return open_packet(tmp_path / "out.zip", tmp_path / "away")


def worked(away: Project, *, finish: bool = True) -> Project:
    """Sirkka codes all of it: one code put and taken back, a note, one answer without a code."""
    desk = open_desk(away, "wishes", None, SECOND)
    for place, key in enumerate(desk.answers()):
        spans = [each.span for each in desk.answer(key).segments]
        if place:
            desk.assign(spans[0], "jono")
        if place == 1:
            desk.assign(spans[0], "raha")
            desk.undo()
            desk.memo(spans[0], "Epäröin.")
        desk.done(spans)
    if finish:
        finish_draw(away, SECOND)
    return away


def returned(away: Project, tmp_path: Path) -> Path:
    hand_back(away, tmp_path / "back.zip")
    return tmp_path / "back.zip"


def hers(made: Project) -> list[tuple[str, ...]]:
    with made.store.read() as connection:
        found = [each for each in decisions.load(connection) if each.coder == SECOND and each.verb != "noted"]
    return [(each.uuid, each.at, each.verb) for each in found]


def test_the_packet_has_the_drawn_answers_and_nothing_that_others_did(home: Project, tmp_path: Path) -> None:
    done = hand_out(home, SECOND, tmp_path / "out.zip")
    assert (done.draw, done.n_answers) == (1, 6)
    packet = read_packet(tmp_path / "out.zip", "answers")
    (draw,) = list_draws(home)
    held = [tuple(row[:3]) for row in json.loads(packet.parts["answers.json"])]
    assert held == [tuple(key) for key in draw.answers]
    whole = b"".join(packet.parts.values())
    assert b"Aino" not in whole
    assert b"director" not in whole
    assert b"area 1" not in whole
    hand_out(home, SECOND, tmp_path / "again.zip")
    assert (tmp_path / "again.zip").read_bytes() == (tmp_path / "out.zip").read_bytes()


def test_the_coder_works_blind_in_a_project_of_their_own(away: Project) -> None:
    desk = open_desk(away, "wishes", None, SECOND)
    assert (desk.blind, len(desk.answers()), away.settings.coder) == (True, 6, SECOND)
    assert {code.id for code in desk.codebook.codes} >= {"jono", "puhelin", "raha"}
    assert load_count(away) == 0


def load_count(made: Project) -> int:
    with made.store.read() as connection:
        return len(decisions.marks(connection, MarkKind.CODING))


def test_decisions_come_back_in_order_with_who_and_when_and_twice_does_no_harm(
    home: Project, away: Project, tmp_path: Path
) -> None:
    back = returned(worked(away), tmp_path)
    done = bring_in(home, back)
    assert done.conflicts == ()
    assert hers(home) == hers(away)
    assert done.n_decisions == len(hers(away))
    with home.store.read() as connection:
        head = decisions.head(connection)
        assert not verify_chain(connection)
        assert not verify_projection(connection)
    again = bring_in(home, back)
    assert (again.n_decisions, again.n_there, again.conflicts) == (0, done.n_decisions, ())
    with home.store.read() as connection:
        assert decisions.head(connection) == head
    found = compare_coders(home)
    assert (found.coders, found.questions[0].comparison.n_answers) == (("Aino", SECOND), 6)
    assert {each.code for each in load_coded(home, SECOND)[1]} == {"jono"}


def test_work_that_came_half_done_can_be_completed(home: Project, away: Project, tmp_path: Path) -> None:
    desk = open_desk(away, "wishes", None, SECOND)
    first = desk.answers()[0]
    desk.done([each.span for each in desk.answer(first).segments])
    assert bring_in(home, returned(away, tmp_path)).n_decisions == 1
    done = bring_in(home, returned(worked(away), tmp_path))
    assert (done.n_there, done.conflicts) == (1, ())
    assert hers(home) == hers(away)
    assert list_draws(home)[0].finished is not None


def test_what_came_in_can_be_taken_back_by_the_coder(home: Project, away: Project, tmp_path: Path) -> None:
    bring_in(home, returned(worked(away), tmp_path))
    assert undo.undo(home, SECOND).of_verb == "finish"
    assert list_draws(home)[0].finished is None


def test_a_code_that_is_not_here_is_a_conflict_until_it_is_added_or_left_out(
    home: Project, away: Project, tmp_path: Path
) -> None:
    CodebookDesk(away, SECOND).add(Code(CodeId("uusi"), "Uusi"))
    desk = open_desk(away, "wishes", None, SECOND)
    first = desk.answers()[0]
    desk.assign(desk.answer(first).segments[0].span, "uusi")
    back = returned(worked(away), tmp_path)
    told = bring_in(home, back)
    assert ([each.code for each in told.conflicts], told.n_decisions, hers(home)) == (["uusi"], 0, [])
    CodebookDesk(home, CoderId("Aino")).add(Code(CodeId("uusi"), "Uusi"))
    assert bring_in(home, back).conflicts == ()
    assert {each.code for each in load_coded(home, SECOND)[1]} == {"jono", "uusi"}


def test_conflicts_can_be_left_out(home: Project, away: Project, tmp_path: Path) -> None:
    key = list_draws(home)[0].answers[0]
    span = open_desk(home, "wishes", None, SECOND).answer(key).segments[0].span
    open_desk(home, "wishes", None, SECOND).assign(span, "raha")
    back = returned(worked(away), tmp_path)
    told = bring_in(home, back)
    assert [each.answer for each in told.conflicts] == [key]
    done = bring_in(home, back, leave_out=True)
    assert done.n_decisions
    codes = {each.code for each in load_coded(home, SECOND)[1] if each.span.answer == key}
    assert codes == {"raha"}


def test_only_a_draw_is_handed_out_and_only_a_packets_project_hands_back(home: Project, tmp_path: Path) -> None:
    with pytest.raises(DrawError, match="Nothing is drawn for Aino"):
        hand_out(home, "Aino", tmp_path / "x.zip")
    with pytest.raises(DrawError, match="not made of a packet"):
        hand_back(home, tmp_path / "x.zip")


def test_a_packet_of_another_project_or_of_a_draw_taken_back_is_refused(
    home: Project, away: Project, tmp_path: Path
) -> None:
    back = returned(worked(away), tmp_path)
    other = coded_project(tmp_path / "other")
    draw_answers(other, SECOND, Wish(0.2, seed=1))
    with pytest.raises(PacketError, match="another project"):
        bring_in(other, back)
    undo.undo(home, CoderId("Aino"))
    with pytest.raises(PacketError, match="taken back"):
        bring_in(home, back)


def test_a_decision_that_was_changed_is_refused_though_its_packet_is_sealed_anew(
    home: Project, away: Project, tmp_path: Path
) -> None:
    packet = read_packet(returned(worked(away), tmp_path), "decisions")
    parts = {**packet.parts, "decisions.json": packet.parts["decisions.json"].replace(b"jono", b"raha")}
    (tmp_path / "forged.zip").write_bytes(to_packet("decisions", packet.about, parts))
    with pytest.raises(PacketError, match="seals are broken"):
        bring_in(home, tmp_path / "forged.zip")
    assert hers(home) == []


def repacked(path: Path, change: Callable[[zipfile.ZipFile], None], *, without: str = "") -> Path:
    """The same zip with something done to it."""
    whole = io.BytesIO()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            if entry.filename != without:
                new.writestr(entry.filename, old.read(entry))
        change(new)
    hostile = path.with_name("hostile.zip")
    hostile.write_bytes(whole.getvalue())
    return hostile


@pytest.mark.parametrize(
    ("change", "without", "says"),
    [
        (lambda new: new.writestr("../../evil.txt", "x"), "", "parts that no packet has"),
        (lambda new: new.writestr("/etc/evil", "x"), "", "parts that no packet has"),
        (lambda new: new.writestr("codebook/../evil", "x"), "", "parts that no packet has"),
        (lambda new: new.writestr("extra.json", "[]"), "", "not as it was sealed"),
        (lambda new: new.writestr("answers.json", "[]"), "answers.json", "not as it was sealed"),
        (lambda new: None, "answers.json", "not as it was sealed"),
        (lambda new: None, "manifest.json", "no packet of avoin"),
        (lambda new: new.writestr("manifest.json", "[" * 100_000), "manifest.json", "no packet of avoin"),
        (lambda new: new.writestr("bomb.json", b"0" * 200_000_000), "", "more than a packet can be"),
    ],
    ids=["up", "absolute", "inside", "added", "changed", "missing", "no-manifest", "deep", "bomb"],
)
def test_hostile_packets_are_refused_and_nothing_is_written(
    home: Project, tmp_path: Path, change: Callable[[zipfile.ZipFile], None], without: str, says: str
) -> None:
    hand_out(home, SECOND, tmp_path / "out.zip")
    hostile = repacked(tmp_path / "out.zip", change, without=without)
    with pytest.raises(PacketError, match=says):
        open_packet(hostile, tmp_path / "away")
    assert not (tmp_path / "away").exists()


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"not a zip at all"])
def test_what_is_no_packet_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "x.zip").write_bytes(content)
    with pytest.raises(PacketError, match="no packet of avoin"):
        read_packet(tmp_path / "x.zip", "answers")
    with pytest.raises(PacketError, match="cannot be read"):
        read_packet(tmp_path / "missing.zip", "answers")


def test_the_two_kinds_are_not_mixed_up(home: Project, tmp_path: Path) -> None:
    hand_out(home, SECOND, tmp_path / "out.zip")
    with pytest.raises(PacketError, match="holds answers to be coded"):
        bring_in(home, tmp_path / "out.zip")


def test_the_text_of_an_answer_comes_through_as_it_was_read(home: Project, away: Project) -> None:
    desk = open_desk(away, "wishes", None, SECOND)
    for key in desk.answers():
        assert desk.answer(key).answer.raw == text_of(int(key.respondent[1:]))
    assert away.survey.open_questions[0].id == "wishes"


def noted(away: Project) -> AnswerKey:
    """Sirkka writes a note with words of the first drawn answer on it, and codes all."""
    desk = open_desk(away, "wishes", None, SECOND)
    key = desk.answers()[0]
    desk.assign(desk.answer(key).segments[0].span, "raha")
    desk.memo(desk.answer(key).segments[0].span, f"Sanoo: {text_of(int(key.respondent[1:]))}")
    worked(away)
    return key


def forgotten(made: Project, respondent: str) -> None:
    forget(made, would_forget(made, respondent), CoderId("Aino"))


def test_forgetting_names_the_packets_that_went_out_with_the_words_also_of_a_draw_taken_back(
    home: Project, tmp_path: Path
) -> None:
    inside = list_draws(home)[0].answers[0].respondent
    outside = next(each for each in PEOPLE if each not in {key.respondent for key in list_draws(home)[0].answers})
    assert would_forget(home, inside).sent == ()
    for name in ("b.zip", "a.zip", "b.zip"):
        hand_out(home, SECOND, tmp_path / name)
    undo.undo(home, CoderId("Aino"))
    draw_answers(home, SECOND, Wish(1.0))
    for_all = tmp_path / "all.zip"
    hand_out(home, SECOND, for_all)
    told = [(each.draw, each.coder, Path(each.path).name) for each in would_forget(home, inside).sent]
    assert sorted(told) == [(1, SECOND, "a.zip"), (1, SECOND, "all.zip"), (1, SECOND, "b.zip")]
    assert [each.path for each in would_forget(home, outside).sent] == [str(for_all)]


def test_a_packet_without_the_words_is_not_named(home: Project, tmp_path: Path) -> None:
    inside = list_draws(home)[0].answers[0].respondent
    hand_out(home, SECOND, tmp_path / "before.zip")
    forgotten(home, inside)
    hand_out(home, SECOND, tmp_path / "after.zip")
    assert [Path(each.path).name for each in would_forget(home, inside).sent] == ["before.zip"]
    held = read_packet(tmp_path / "after.zip", "answers").parts["answers.json"].decode("utf-8")
    assert json.dumps(text_of(int(inside[1:])), ensure_ascii=False) not in held


def handed(made: Project) -> set[str]:
    with made.store.read() as connection:
        return {mark.text for mark in decisions.marks(connection, MarkKind.HANDED)}


def test_nothing_is_marked_as_handed_out_that_could_not_be_written(home: Project, tmp_path: Path) -> None:
    with pytest.raises(WriteError):
        hand_out(home, SECOND, tmp_path)
    assert handed(home) == set()
    with home.store.read() as connection:
        assert not verify_chain(connection)
        assert not verify_projection(connection)


def test_a_packet_that_stands_stays_marked_though_writing_it_again_fails(
    home: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "out.zip"
    hand_out(home, SECOND, path)

    def fails(*_given: object) -> None:
        raise WriteError("")

    monkeypatch.setattr(coders.hand_out, "write_whole", fails)
    with pytest.raises(WriteError):
        hand_out(home, SECOND, path)
    assert handed(home) == {str(path)}


def test_no_packet_stands_without_its_marks_where_the_commit_fails(
    home: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "mail"
    folder.mkdir()
    monkeypatch.setattr(engine, "BUSY_SECONDS", 0)
    with closing(sqlite3.connect(home.places.store, isolation_level=None)) as reader:
        reader.execute("BEGIN")
        assert reader.execute("SELECT count(*) FROM decision").fetchone()  # a reader lets begin, and not commit
        with pytest.raises(BusyStoreError):
            hand_out(home, SECOND, folder / "out.zip")
    assert list(folder.iterdir()) == []
    assert handed(home) == set()
    assert hand_out(home, SECOND, folder / "out.zip").n_answers == 6


def test_a_process_killed_while_it_writes_the_packet_has_marked_it(home: Project, tmp_path: Path) -> None:
    script = f"""
import os
from pathlib import Path
from avoin.workflow.coders import hand_out
from avoin.workflow.project import open_project
hand_out.write_whole = lambda *given: os._exit(9)
hand_out.hand_out(open_project(Path({str(home.folder)!r})), {str(SECOND)!r}, Path("out.zip"))
"""
    done = subprocess.run([sys.executable, "-c", script], check=False, cwd=tmp_path)
    assert done.returncode == 9
    assert handed(home) == {"out.zip"}


def test_a_packet_that_comes_back_brings_nothing_of_whom_was_forgotten_meanwhile(
    home: Project, away: Project, tmp_path: Path
) -> None:
    key = noted(away)
    back = returned(away, tmp_path)
    forgotten(home, key.respondent)
    told = bring_in(home, back)
    assert [(each.answer, each.why.startswith("The respondent was forgotten")) for each in told.conflicts] == [
        (key, True)
    ]
    assert hers(home) == []
    assert bring_in(home, back, leave_out=True).n_decisions
    with home.store.read() as connection:
        made = [mark for each in decisions.load(connection) for mark in (*each.put, *each.taken)]
    assert not [mark for mark in made if mark.coder == SECOND and mark.kind in WORK and mark.answer == key]
    assert [mark for mark in made if mark.coder == SECOND and mark.kind is MarkKind.CODING]
    assert text_of(int(key.respondent[1:])).encode() not in home.store.path.read_bytes()
    assert verify(home.folder).ok


def test_a_packet_that_came_before_brings_nothing_back_when_it_comes_again(
    home: Project, away: Project, tmp_path: Path
) -> None:
    key = noted(away)
    back = returned(away, tmp_path)
    bring_in(home, back)
    words = text_of(int(key.respondent[1:])).encode()
    assert words in home.store.path.read_bytes()
    forgotten(home, key.respondent)
    assert key in {each.answer for each in bring_in(home, back).conflicts}
    bring_in(home, back, leave_out=True)
    assert words not in home.store.path.read_bytes()
    assert {each.span.answer for each in load_coded(home, SECOND)[1]} >= {key}


def test_who_was_forgotten_in_both_places_counts_in_both(home: Project, away: Project, tmp_path: Path) -> None:
    key = noted(away)
    forget(away, would_forget(away, key.respondent), SECOND)
    back = returned(away, tmp_path)
    forgotten(home, key.respondent)
    assert bring_in(home, back).conflicts == ()
    assert {each.code for each in load_coded(home, SECOND)[1] if each.span.answer == key} == {"raha"}
    assert text_of(int(key.respondent[1:])).encode() not in home.store.path.read_bytes()
    assert verify(home.folder).ok


def test_own_answers_go_out_come_back_blind_and_are_compared_with_the_first_coding(
    home: Project, tmp_path: Path
) -> None:
    n = len(load_coded(home)[1])
    drawn = draw_answers(home, "Aino", Wish(0.2, own=True, seed=1))
    hand_out(home, "Aino", tmp_path / "own.zip")
    there = open_packet(tmp_path / "own.zip", tmp_path / "there")
    desk = open_desk(there, "wishes", None, "Aino")
    assert (desk.blind, set(desk.answers())) == (True, set(drawn.answers))
    for key in desk.answers():
        segments = desk.answer(key).segments
        assert not any(each.codings or each.memo for each in segments)
        desk.assign(segments[0].span, "jono")
        desk.done([each.span for each in segments])
    finish_draw(there, "Aino")
    assert bring_in(home, returned(there, tmp_path)).conflicts == ()
    found = compare_coders(home, Which(draw=drawn.number))
    (jono,) = [each.counts for each in found.questions[0].comparison.codes if each.code == "jono"]
    firsts = [int(key.respondent[1:]) % 3 == 0 for key in drawn.answers]  # what Aino gave at home
    assert found.coders == ("Aino", drawn.role)
    assert (jono.both, jono.first, jono.second, jono.neither) == (sum(firsts), 0, 6 - sum(firsts), 0)
    assert len(load_coded(home)[1]) == n

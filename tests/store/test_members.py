"""Rights in a store on a server hold against plain SQL of the database role, not only against avoin."""

import itertools
from pathlib import Path
from typing import Any

import pytest

from avoin.cli import main
from avoin.coding.decision import Draft, Mark, MarkKind, Verb, mark_span
from avoin.coding.following import n_left
from avoin.ids import AnswerKey, CodeId, CoderId, QuestionId, RespondentId, Span, WaveId
from avoin.privacy.ledger import Shown
from avoin.store import backups, chain, decisions, members, releases, undoing
from avoin.store.decisions import OthersMarksError
from avoin.store.engine import Store, StoreError
from avoin.store.members import Member, MemberError, Rights
from avoin.store.server import ServerStore, open_server
from avoin.workflow.upkeep.verify import Check, verify
from kit import servers
from kit.projects import empty_store

psycopg: Any = pytest.importorskip("psycopg", reason="needs the package psycopg")

AINO, EERO = CoderId("Aino"), CoderId("Eero")
_numbers = itertools.count(1)


class Team:
    """A store with two coders and a viewer, each with a database role of their own."""

    def __init__(self, folder: Path) -> None:
        self.server = servers.running()
        self.owner = servers.server_store(folder)
        self.database = self.owner.engine.url.database or ""
        number = next(_numbers)
        self.roles = {name: f"{name}{number}" for name in ("aino", "eero", "visitor")}
        self.server.do(*(f"CREATE ROLE {role} LOGIN" for role in self.roles.values()))
        given = {"aino": (AINO, Rights.CODER), "eero": (EERO, Rights.CODER), "visitor": (CoderId("V"), Rights.VIEWER)}
        with self.owner.transaction() as connection:
            for name, (coder, rights) in given.items():
                members.add(connection, Member(self.roles[name], coder, rights))

    def store(self, name: str) -> ServerStore:
        return open_server(self.server.address(self.database, self.roles[name]), self.owner.path)

    def sql(self, name: str, statement: str) -> list[tuple[Any, ...]]:
        """Run plain SQL as the role, as any other program could."""
        with psycopg.connect(self.server.address(self.database, self.roles[name])) as connection:
            found = connection.execute(statement.encode())
            return [] if found.description is None else list(found.fetchall())


@pytest.fixture
def team(tmp_path: Path) -> Team:
    return Team(tmp_path)


def _answer(respondent: str) -> AnswerKey:
    return AnswerKey(WaveId("2025"), RespondentId(respondent), QuestionId("q"))


def _codes(store: Store, coder: CoderId, respondent: str, code: str) -> int:
    mark = mark_span(MarkKind.CODING, Span(_answer(respondent), 0, 5), coder, CodeId(code))
    with store.transaction() as connection:
        made = decisions.append(connection, Draft(coder, Verb.ASSIGN, (mark,)))
    assert made is not None
    return made.seq


def _draw(team: Team) -> None:
    """Draw r1 for Eero to code blind."""
    put = (
        Mark(MarkKind.DRAW, code=CodeId("1"), coder=EERO, text="{}"),
        Mark(MarkKind.DRAWN, *_answer("r1"), code=CodeId("1"), coder=EERO),
    )
    with team.owner.transaction() as connection:
        decisions.append(connection, Draft(AINO, Verb.DRAW, put))


def _finish(store: Store) -> None:
    mark = Mark(MarkKind.FINISHED, code=CodeId("1"), coder=EERO)
    with store.transaction() as connection:
        decisions.append(connection, Draft(EERO, Verb.FINISH, (mark,)))


def test_coders_code_and_the_list_stays_whole(team: Team) -> None:
    assert _codes(team.store("aino"), AINO, "r1", "pay") == 1
    assert _codes(team.store("eero"), EERO, "r1", "time") == 2
    with team.owner.read() as connection:
        assert chain.verify_chain(connection) == () == chain.verify_projection(connection)


def test_what_others_gave_cannot_be_read_by_any_query_while_one_codes_blind(team: Team) -> None:
    _codes(team.store("aino"), AINO, "r1", "secret")
    _codes(team.store("aino"), AINO, "r2", "open")
    _draw(team)
    for query in ("SELECT * FROM mark", "SELECT * FROM decision", "SELECT put FROM decision WHERE put LIKE '%secret%'"):
        assert "secret" not in repr(team.sql("eero", query))
    assert "open" in repr(team.sql("eero", "SELECT * FROM mark"))
    assert "secret" in repr(team.sql("aino", "SELECT * FROM mark"))


def test_others_notes_on_codes_and_the_project_cannot_be_read_while_one_codes_blind(team: Team) -> None:
    notes = (
        Mark(MarkKind.MEMO, code=CodeId("pay"), coder=AINO, text="secret on a code"),
        Mark(MarkKind.MEMO, coder=AINO, text="secret on the project"),
        Mark(MarkKind.THEME_MEMO, question=QuestionId("q"), code=CodeId("1:1"), coder=AINO, text="secret on a theme"),
    )
    with team.store("aino").transaction() as connection:
        decisions.append(connection, Draft(AINO, Verb.MEMO, notes))
    assert "secret" in repr(team.sql("eero", "SELECT * FROM mark"))
    _draw(team)
    for query in ("SELECT * FROM mark", "SELECT * FROM decision"):
        assert "secret" not in repr(team.sql("eero", query))
        assert "secret" in repr(team.sql("aino", query))
    own = Mark(MarkKind.MEMO, code=CodeId("pay"), coder=EERO, text="my own")
    with team.store("eero").transaction() as connection:
        decisions.append(connection, Draft(EERO, Verb.MEMO, (own,)))
    assert "my own" in repr(team.sql("eero", "SELECT * FROM mark"))


def _releases(store: Store, coder: CoderId, path: str = "codes.csv") -> None:
    shown = (Shown(("codes", "q"), {("n", "secret", "", ""): 1}, {("", ""): frozenset({"r1"})}),)
    with store.transaction() as connection:
        releases.record(connection, coder, "tables codes", path, shown, knowingly=False)


def test_the_ledger_takes_a_coders_tables_and_tells_a_blind_coder_nothing(team: Team) -> None:
    _codes(team.store("aino"), AINO, "r1", "secret")
    _releases(team.store("aino"), AINO)
    assert "secret" in repr(team.sql("eero", "SELECT * FROM release"))
    _draw(team)
    assert team.sql("eero", "SELECT * FROM release") == []
    _finish(team.store("eero"))
    assert "secret" in repr(team.sql("eero", "SELECT * FROM release"))
    with pytest.raises(StoreError, match="no right"):
        _releases(team.store("eero"), AINO, "other.csv")


def test_the_blind_coder_goes_on_coding_and_sees_all_when_it_is_finished(team: Team) -> None:
    _codes(team.store("aino"), AINO, "r1", "secret")
    _draw(team)
    _codes(team.store("aino"), AINO, "r1", "later")
    own = team.store("eero")
    assert _codes(own, EERO, "r1", "mine") == 4
    with own.read() as connection:
        assert {mark.code for mark in decisions.marks(connection, MarkKind.CODING)} == {"mine"}
    _finish(own)
    with own.read() as connection:
        assert {mark.code for mark in decisions.marks(connection, MarkKind.CODING)} == {"mine", "secret", "later"}
        assert chain.verify_chain(connection) == ()


def test_nobody_decides_in_anothers_name_or_takes_anothers_marks_off(team: Team) -> None:
    _codes(team.store("aino"), AINO, "r1", "pay")
    with pytest.raises(StoreError, match="no right"):
        _codes(team.store("eero"), AINO, "r2", "pay")
    team.sql("eero", "DELETE FROM mark")
    assert "pay" in repr(team.sql("aino", "SELECT * FROM mark"))


def test_a_decision_that_would_take_anothers_marks_off_is_refused_whole(team: Team) -> None:
    _codes(team.store("aino"), AINO, "r1", "pay")
    theirs = _coding("r1", AINO, "pay")
    with pytest.raises(OthersMarksError, match="another coder"), team.store("eero").transaction() as connection:
        decisions.append(connection, Draft(EERO, Verb.UNASSIGN, (_coding("r1", EERO, "pay"),), (theirs,)))
    with team.owner.read() as connection:
        assert set(decisions.marks(connection)) == {theirs}
        assert chain.verify_projection(connection) == ()


def _coding(respondent: str, coder: CoderId, code: str, start: int = 0) -> Mark:
    return mark_span(MarkKind.CODING, Span(_answer(respondent), start, start + 5), coder, CodeId(code))


def _moves(team: Team, code: str = "pay") -> None:
    """Let an import by the owner move what both gave r1 by three characters."""
    both = [(_coding("r1", coder, code, 3), _coding("r1", coder, code)) for coder in (AINO, EERO)]
    with team.owner.transaction() as connection:
        put, taken = zip(*both, strict=True)
        decisions.append(connection, Draft(CoderId("Omistaja"), Verb.NOTED, put, taken))


@pytest.mark.parametrize("is_blind", [False, True])
def test_a_members_undo_finds_what_an_import_moved_and_leaves_what_it_may_not_see(team: Team, is_blind: bool) -> None:
    _codes(team.store("aino"), AINO, "r1", "pay")
    if is_blind:
        _draw(team)
    _codes(team.store("eero"), EERO, "r1", "pay")
    _moves(team)
    own = team.store("eero")
    with own.read() as connection:
        before = undoing.next_undo(connection, EERO)
    with own.transaction() as connection:
        done = undoing.undo(connection, EERO)
    assert before is not None
    assert done is not None
    moved = _coding("r1", EERO, "pay", 3)
    assert (done.taken, n_left(before, done)) == (((), 1) if is_blind else ((moved,), 0))
    with own.transaction() as connection:
        again = undoing.redo(connection, EERO)
    assert again is not None
    with team.owner.read() as connection:
        assert chain.verify_chain(connection) == () == chain.verify_projection(connection)
        assert moved in decisions.marks(connection)
        assert _coding("r1", AINO, "pay", 3) in decisions.marks(connection)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ("DROP POLICY seen ON mark", "missing: seen ON mark"),
        ("ALTER TABLE decision DISABLE ROW LEVEL SECURITY", "missing: decision"),
        ("DROP FUNCTION is_blind_now CASCADE", "missing: is_blind_now, seen ON mark, seen ON release"),
        ("COMMENT ON TABLE member IS NULL", "another version"),
    ],
)
def test_the_owner_is_told_which_rules_are_missing_or_old_and_letting_in_again_mends_it(
    team: Team, tmp_path: Path, change: str, says: str
) -> None:
    folder = tmp_path / "p"
    assert main.run(["init", str(folder), "--store", team.owner.address]) == 0
    assert _rights(folder).ok
    team.server.do(change, database=team.database)
    told = _rights(folder)
    assert not told.ok
    assert says in told.detail
    command = told.way_back.partition(": avoin ")[2].split()
    assert main.run(["-C", str(folder), *command]) == 0
    assert _rights(folder).ok
    with team.owner.read() as connection:
        assert len(members.members(connection)) == 3


def _rights(folder: Path) -> Check:
    return next(each for each in verify(folder).checks if each.name == "rights")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE decision SET coder = 'Eero'",
        "DELETE FROM decision",
        "DELETE FROM release",
        "ALTER TABLE decision DISABLE ROW LEVEL SECURITY",
        "DROP POLICY seen ON mark",
        "INSERT INTO member VALUES ('x', 'Aino', 'coder')",
        "UPDATE open_answer SET text = ''",
        "ALTER TABLE decision DISABLE TRIGGER USER",
    ],
)
def test_a_coder_cannot_get_round_it(team: Team, statement: str) -> None:
    _codes(team.store("aino"), AINO, "r1", "pay")
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        team.sql("eero", statement)


def test_a_viewer_sees_and_changes_nothing(team: Team) -> None:
    _codes(team.store("aino"), AINO, "r1", "pay")
    visitor = team.store("visitor")
    with visitor.read() as connection:
        assert len(decisions.marks(connection, MarkKind.CODING)) == 1
    with pytest.raises(StoreError, match="no right"):
        _codes(visitor, CoderId("V"), "r1", "pay")


def test_who_was_let_out_sees_nothing(team: Team) -> None:
    with team.owner.transaction() as connection:
        members.remove(connection, team.roles["eero"])
        assert [member.coder for member in members.members(connection)] == [AINO, "V"]
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        team.sql("eero", "SELECT * FROM mark")


def test_a_role_that_is_not_there_and_a_file_are_refused(team: Team, tmp_path: Path) -> None:
    with pytest.raises(MemberError, match="no role nobody9"), team.owner.transaction() as connection:
        members.add(connection, Member("nobody9", AINO, Rights.CODER))
    with pytest.raises(MemberError, match="on a server"), empty_store(tmp_path / "f.db").read() as connection:
        members.members(connection)


def test_a_member_makes_no_backup_of_what_it_may_not_see_and_verifies_the_rest(team: Team, tmp_path: Path) -> None:
    _codes(team.store("aino"), AINO, "r1", "secret")
    _draw(team)
    own = team.store("eero")
    assert members.shows_all(team.owner)
    assert not members.shows_all(own)
    assert not backups.is_due(own, tmp_path / "backups")
    with pytest.raises(StoreError, match="Only the owner"):
        backups.back_up(own, tmp_path / "backups", "asked")


def test_the_verbs_let_in_list_and_let_out(team: Team, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder, role = str(tmp_path / "p"), team.roles["visitor"]
    assert main.run(["init", folder, "--store", team.owner.address]) == 0
    assert main.run(["-C", folder, "store", "let-in", role, "--coder", "Ilona"]) == 0
    assert capsys.readouterr().out.endswith(f"{role} works as Ilona.\n")
    assert main.run(["-C", folder, "store", "members"]) == 0
    assert [role, "Ilona", "codes"] in [line.split() for line in capsys.readouterr().out.splitlines()]
    assert _codes(team.store("visitor"), CoderId("Ilona"), "r1", "pay") == 1
    assert main.run(["-C", folder, "store", "let-out", role]) == 0
    assert main.run(["-C", folder, "store", "let-out", role]) == 1
    assert "was not let in" in capsys.readouterr().err
    own = Path(folder) / "avoin.toml"
    own.write_text(own.read_text(encoding="utf-8").replace("//owner@", f"//{team.roles['eero']}@"), encoding="utf-8")
    assert main.run(["-C", folder, "history"]) == 0
    checked = {check.name for check in verify(Path(folder)).checks}
    assert "codings" in checked
    assert not checked & {"decisions", "projection", "backups", "rights"}
    assert main.run(["-C", folder, "store", "let-in", role, "--coder", "Ilona"]) == 1
    assert "no right" in capsys.readouterr().err

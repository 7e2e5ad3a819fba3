"""Tables that are written out: the ledger, and what would reveal somebody."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import text

from avoin.cli.main import run
from avoin.export.atomic import WriteError
from avoin.store import releases
from avoin.workflow.outgoing.make_tables import Wanted
from avoin.workflow.outgoing.release_tables import RevealingError, ledger
from avoin.workflow.outgoing.write_export import FormError, write_export
from avoin.workflow.outgoing.write_report import write_report
from avoin.workflow.outgoing.write_tables import write_tables
from avoin.workflow.project import Project, open_project
from avoin.workflow.upkeep.verify import verify
from kit.coded_project import PEOPLE, coded_project, text_of, with_settings
from kit.projects import add_wave


@pytest.fixture
def made(tmp_path: Path) -> Project:
    return coded_project(tmp_path / "p")


def _with_late_answer(made: Project) -> Project:
    who = [*PEOPLE, "late"]
    return add_wave(
        made,
        "2025",
        {"wishes": {each: text_of(place) for place, each in enumerate(who)}},
        variables={
            "role": {each: "director" if place < 8 else "worker" for place, each in enumerate(who)},
            "area": {each: f"area {place % 8}" for place, each in enumerate(who)},
        },
        grades={"state": {each: str(5 + place % 5) for place, each in enumerate(who)}},
        choices={"pet": {each: ("cat", "dog", "none")[place % 3] for place, each in enumerate(who)}},
    )


def test_a_table_that_is_written_is_in_the_ledger_once(made: Project) -> None:
    path = made.places.output / "t.csv"
    for _time in range(2):
        write_tables(made, "closed", Wanted(), path)
    (entry,) = ledger(made)
    assert (entry.what, entry.path, entry.knowingly, entry.coder) == ("tables closed", str(path), False, "Aino")
    assert {shown.topic for shown in entry.shown} == {("closed", "2025", "state"), ("closed", "2025", "pet")}
    assert "withheld" in path.read_text("utf-8-sig")


def test_nothing_withheld_is_in_the_ledger(made: Project) -> None:
    write_tables(made, "codes", Wanted(), made.places.output / "t.csv")
    (entry,) = ledger(made)
    counts = {cell: n for shown in entry.shown for cell, n in shown.counts.items()}
    assert all(n == 0 or n >= 5 for n in counts.values())
    assert not any(cell[2] and not cell[3] for cell in counts)


def test_a_late_answer_is_refused_and_written_only_knowingly(made: Project) -> None:
    path = made.places.output / "t.csv"
    write_tables(made, "closed", Wanted(), path)
    before = path.read_bytes()
    later = _with_late_answer(made)
    with pytest.raises(RevealingError) as caught:
        write_tables(later, "closed", Wanted(), path)
    assert "differ by 1 respondent." in caught.value.message
    assert "--knowingly" in caught.value.hint
    assert path.read_bytes() == before
    assert len(ledger(later)) == 1
    write_tables(later, "closed", Wanted(), path, knowingly=True)
    assert [entry.knowingly for entry in ledger(later)] == [False, True]


def test_a_report_and_the_numbers_of_quotes_go_through_the_same_ledger(made: Project) -> None:
    write_report(made, "md")
    write_export(made, "quotes")
    assert [entry.what for entry in ledger(made)] == ["report", "export quotes"]
    later = _with_late_answer(made)
    with pytest.raises(RevealingError):
        write_report(later, "md")


def test_the_same_report_twice_and_in_another_form_reveals_nothing(made: Project) -> None:
    for form in ("md", "html", "md"):
        write_report(made, form)
    write_tables(made, "codes", Wanted(by="role"), made.places.output / "t.csv")
    assert len(ledger(made)) == 3


def test_a_table_withheld_now_that_was_shown_before_is_told(made: Project) -> None:
    low = with_settings(made, replace(made.settings, cell_threshold=3, mean_threshold=3))
    write_tables(low, "closed", Wanted(), made.places.output / "t.csv")
    high = with_settings(made, replace(made.settings, cell_threshold=5, mean_threshold=5))
    with pytest.raises(RevealingError, match="withheld now follows"):
        write_tables(high, "closed", Wanted(), made.places.output / "t.csv")


def test_what_cannot_be_written_is_not_in_the_ledger(made: Project, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(WriteError):
        write_tables(made, "closed", Wanted(), tmp_path / "file" / "t.csv")
    with pytest.raises(FormError):
        write_tables(made, "closed", Wanted(), tmp_path / "t.doc", "doc")
    assert ledger(made) == ()


def test_entries_are_never_changed_and_a_damaged_one_is_found(made: Project) -> None:
    write_tables(made, "closed", Wanted(), made.places.output / "t.csv")
    with pytest.raises(Exception, match="never changed"), made.store.transaction() as connection:
        connection.execute(text("DELETE FROM release"))
    with made.store.transaction() as connection:
        connection.execute(text("DROP TRIGGER release_no_update"))
        connection.execute(text("UPDATE release SET content = replace(content, 'pet', 'cow')"))
    assert "ledger" in [check.name for check in verify(made.folder).checks if not check.ok]
    with pytest.raises(releases.ReleaseError):
        ledger(made)


def test_the_command_says_why_lists_the_ledger_and_refuses(
    made: Project, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = str(made.folder)
    assert run(["-C", folder, "tables", "codes", "--why", "--by", "role"]) == 0
    told = capsys.readouterr()
    assert "fewer respondents than the threshold" in told.out
    assert "director" in told.out
    assert "own eyes" in told.err
    target = str(tmp_path / "t.xlsx")
    assert run(["-C", folder, "tables", "closed", "--output", target, "--format", "xlsx"]) == 0
    _with_late_answer(open_project(made.folder))
    capsys.readouterr()
    assert run(["-C", folder, "tables", "closed", "--output", target, "--format", "xlsx"]) == 1
    assert "--knowingly" in capsys.readouterr().err
    assert run(["-C", folder, "tables", "closed", "--output", target, "--format", "xlsx", "--knowingly"]) == 0
    assert run(["-C", folder, "tables", "ledger", "--json"]) == 0
    out = capsys.readouterr().out
    assert [entry["knowingly"] for entry in json.loads(out)] == [False, True]
    assert run(["-C", folder, "tables", "ledger"]) == 0
    assert "tables closed" in capsys.readouterr().out


def test_a_comparison_of_waves_that_is_written_is_in_the_ledger(made: Project, tmp_path: Path) -> None:
    from avoin.cli.main import run
    from kit.projects import add_wave

    add_wave(made, "2026", {"wishes": {"x0": "Jono."}})
    out = tmp_path / "waves.csv"
    assert run(["-C", str(made.folder), "tables", "waves", "--output", str(out)]) == 0
    rows = out.read_text("utf-8-sig").splitlines()
    assert rows[0].startswith("question;code;base_before;n_before")
    entry = ledger(made)[-1]
    assert (entry.what, entry.path) == ("tables waves", str(out))
    assert {shown.topic[:2] for shown in entry.shown} == {("codes", "2025")}
    assert all(row == ("", "") for shown in entry.shown for row in shown.members)

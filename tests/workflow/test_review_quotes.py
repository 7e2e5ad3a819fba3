"""The quote desk: every act a decision, and nothing leaves that nobody approved as it is."""

import json
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

import pytest

from avoin.cli.main import run
from avoin.coding.decision import Draft, MarkKind, Verb, mark_span
from avoin.ids import CoderId, Span
from avoin.privacy.personal_data import Kind, Proposal
from avoin.privacy.review import QuoteState
from avoin.progress import Progress
from avoin.store import decisions
from avoin.workflow.outgoing import quote_desk
from avoin.workflow.outgoing.quote_desk import NothingToQuoteError, QuoteDesk
from avoin.workflow.outgoing.review_quotes import kind_of, open_quotes, place_of, quote_id, span_of
from avoin.workflow.outgoing.write_export import write_export
from avoin.workflow.outgoing.write_report import ReportWish, write_report
from avoin.workflow.project import Project
from avoin.workflow.upkeep.verify import verify
from kit.coded_project import code, coded_project

AINO = CoderId("Aino")


def _desk(folder: Path) -> tuple[Project, QuoteDesk, Span]:
    made = coded_project(folder)
    desk = open_quotes(made, AINO)
    span = next(view.span for view in desk.quotes("jono") if view.span.answer.respondent == "r0")
    return made, desk, span


def _left(made: Project, folder: Path, form: str = "json") -> str:
    out = folder / f"out.{form}"
    write_export(made, "quotes", form, out)
    return out.read_text(encoding="utf-8")


def test_nothing_leaves_before_it_is_approved_by_any_door(tmp_path: Path) -> None:
    made, _opened, _span = _desk(tmp_path / "p")
    assert json.loads(_left(made, tmp_path)) == []
    for form in ("html", "md"):
        out = tmp_path / f"report.{form}"
        write_report(made, form, out, wish=ReportWish(language="en"))
        assert "Jonot ovat kasvaneet" not in out.read_text(encoding="utf-8")


def test_what_was_approved_leaves_redacted_and_in_exactly_that_form(tmp_path: Path) -> None:
    made, desk, span = _desk(tmp_path / "p")
    assert [each.kind for each in desk.quote(span).proposals if each.sure] == [Kind.PHONE]
    assert desk.quote(span).state is QuoteState.CANDIDATE
    assert desk.take_all(span).verb is Verb.REDACT
    assert desk.quote(span).state is QuoteState.REDACTED
    desk.cut(span, *place_of(desk.quote(span), " ja <b>jono</b> ei liiku"))
    desk.approve(span)
    rows = json.loads(_left(made, tmp_path))
    assert {row["text"] for row in rows} == {"Soittakaa [phone number], =SUMMA(A1)[…]."}
    assert {row["status"] for row in rows} == {"reviewed"}
    assert desk.quote(span).state is QuoteState.APPROVED
    assert all(check.ok for check in verify(made.folder).checks if check.name in ("decisions", "projection"))


def test_a_change_after_the_approval_is_flagged_and_holds_the_quotation_back(tmp_path: Path) -> None:
    made, desk, span = _desk(tmp_path / "p")
    desk.approve(span)
    desk.replace(span, 0, 9, Kind.NAME)
    assert desk.quote(span).state is QuoteState.CHANGED
    assert json.loads(_left(made, tmp_path)) == []
    desk.undo()
    assert desk.quote(span).state is QuoteState.APPROVED


def test_another_code_on_the_segment_flags_its_quotation(tmp_path: Path) -> None:
    made, _old, _span = _desk(tmp_path / "p")
    desk = open_quotes(made, AINO)
    span = next(view.span for view in desk.quotes("puhelin"))
    desk.approve(span)
    code(made, int(span.answer.respondent[1:]), "jono")
    again = open_quotes(made, AINO)
    assert again.quote(span).state is QuoteState.CHANGED
    assert json.loads(_left(made, tmp_path)) == []


def test_a_refused_quotation_stays_inside_until_it_is_approved_instead(tmp_path: Path) -> None:
    made, desk, span = _desk(tmp_path / "p")
    desk.approve(span)
    desk.refuse(span)
    assert desk.quote(span).state is QuoteState.REFUSED
    assert json.loads(_left(made, tmp_path)) == []
    desk.approve(span)
    assert desk.quote(span).state is QuoteState.APPROVED


def test_all_edits_can_be_taken_back(tmp_path: Path) -> None:
    _made, desk, span = _desk(tmp_path / "p")
    before = desk.quote(span).shown
    desk.take_all(span)
    desk.show_again(span)
    assert desk.quote(span).shown == before


def test_background_that_too_few_share_is_named_as_left_out(tmp_path: Path) -> None:
    _made, desk, span = _desk(tmp_path / "p")
    view = desk.quote(span)
    assert view.beside == ("director",)
    assert view.left_out == ("area",)


def test_the_codes_are_counted_with_what_is_approved(tmp_path: Path) -> None:
    _made, desk, span = _desk(tmp_path / "p")
    desk.approve(span)
    found = {str(each.code): (each.n, each.n_approved, each.n_changed) for each in desk.codes()}
    assert found["jono"] == (10, 1, 0)
    assert found["puhelin"] == (10, 0, 0)


def test_a_quotation_has_a_name_that_scripts_can_say(tmp_path: Path) -> None:
    _made, _opened, span = _desk(tmp_path / "p")
    assert span_of(quote_id(span)) == span
    with pytest.raises(NothingToQuoteError, match="does not name"):
        span_of("r0")
    with pytest.raises(NothingToQuoteError, match="not one of"):
        kind_of("secret")


def test_no_word_of_an_answer_is_in_the_decisions(tmp_path: Path) -> None:
    made, desk, span = _desk(tmp_path / "p")
    desk.take_all(span)
    desk.approve(span)
    with made.store.read() as connection:
        last = decisions.load(connection)[-2:]
    assert not any("Soittakaa" in mark.text or "040" in mark.text for each in last for mark in each.put)


def _used(folder: Path) -> tuple[Project, Span, Path]:
    """Approve one quotation and write a report with it."""
    made, desk, span = _desk(folder)
    desk.take_all(span)
    desk.approve(span)
    out = folder / "output" / "raportti.md"
    write_report(made, "md", out, wish=ReportWish(language="en"))
    return made, span, out


def test_a_quotation_that_stands_in_a_report_is_marked_used_with_the_digest_of_its_file(tmp_path: Path) -> None:
    made, span, out = _used(tmp_path / "p")
    desk = open_quotes(made, AINO)
    view = desk.quote(span)
    assert view.state is QuoteState.USED
    assert [(use.file, use.report) for use in view.used] == [("raportti.md", sha256(out.read_bytes()).hexdigest())]
    assert [each.state for each in desk.quotes("puhelin")].count(QuoteState.USED) == 0
    assert desk.n_approved("wishes", None) == 1
    assert all(check.ok for check in verify(made.folder).checks if check.name in ("decisions", "projection"))


def test_marked_words_that_stand_in_a_report_are_marked_used(tmp_path: Path) -> None:
    made, _opened, span = _desk(tmp_path / "p")
    part = span._replace(start=span.end - len("ei liiku."))
    with made.store.transaction() as connection:
        decisions.append(connection, Draft(AINO, Verb.QUOTE, (mark_span(MarkKind.QUOTE, part, AINO),)))
    open_quotes(made, AINO).approve(part)
    write_report(made, "md", tmp_path / "raportti.md", wish=ReportWish(language="en"))
    told = (tmp_path / "raportti.md").read_text(encoding="utf-8")
    assert ("ei liiku." in told, "SUMMA" in told) == (True, False)
    assert open_quotes(made, AINO).quote(part).state is QuoteState.USED


def test_the_same_report_again_is_the_same_to_the_byte_and_no_new_use(tmp_path: Path) -> None:
    made, span, out = _used(tmp_path / "p")
    before = out.read_bytes()
    write_report(made, "md", out, wish=ReportWish(language="en"))
    assert out.read_bytes() == before
    write_report(made, "html", tmp_path / "raportti.html", wish=ReportWish(language="en"))
    assert {use.file for use in open_quotes(made, AINO).quote(span).used} == {"raportti.md", "raportti.html"}


def test_undo_steps_over_the_use_and_a_used_quotation_that_is_changed_is_flagged(tmp_path: Path) -> None:
    made, span, _out = _used(tmp_path / "p")
    desk = open_quotes(made, AINO)
    desk.replace(span, 0, 9, Kind.NAME)
    assert desk.quote(span).state is QuoteState.OUTDATED
    assert {str(each.code): each.n_changed for each in desk.codes()}["jono"] == 1
    desk.undo()
    assert desk.quote(span).state is QuoteState.USED
    desk.undo()
    assert desk.quote(span).state is QuoteState.OUTDATED
    desk.redo()
    desk.refuse(span)
    assert desk.quote(span).state is QuoteState.OUTDATED
    assert json.loads(_left(made, tmp_path)) == []


def test_a_used_quotation_whose_code_is_taken_off_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    made, span, _out = _used(tmp_path / "p")
    code(made, 0, "puhelin")
    assert open_quotes(made, AINO).quote(span).state is QuoteState.OUTDATED
    with made.store.transaction() as connection:
        put = [mark for mark in decisions.marks(connection, MarkKind.CODING) if mark.respondent == "r0"]
        decisions.append(connection, Draft(AINO, Verb.UNASSIGN, taken=tuple(put)))
    assert open_quotes(made, AINO).without_code() == (span,)
    assert run(["-C", str(made.folder), "quotes", "list"]) == 0
    assert "stood in raportti.md" in capsys.readouterr().err


def test_the_command_lists_what_was_used_and_where(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    made, span, out = _used(tmp_path / "p")
    assert run(["-C", str(made.folder), "quotes", "list", "--code", "jono", "--state", "used"]) == 0
    told = capsys.readouterr().out
    assert quote_id(span) in told
    assert f"stood in: raportti.md ({sha256(out.read_bytes()).hexdigest()[:12]})" in told


def test_a_desk_opened_again_works_out_only_what_the_earlier_one_did_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = coded_project(tmp_path / "p")
    known: dict[str, tuple[Proposal, ...]] = {}
    first = open_quotes(made, AINO, proposals=known).quotes("jono")
    asked: list[str] = []

    def propose(texts: Sequence[str], _progress: Progress) -> tuple[tuple[Proposal, ...], ...]:
        asked.extend(texts)
        return ((),) * len(texts)

    monkeypatch.setattr(quote_desk, "propose", propose)
    again = open_quotes(made, AINO, proposals=known)
    assert again.quotes("jono") == first
    assert asked == []
    assert again.quotes("puhelin")
    assert asked

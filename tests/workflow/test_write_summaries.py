"""Summaries are written by people, rest on segments, and say when they should be read again."""

from dataclasses import replace
from pathlib import Path

import pytest

from avoin.coding.decision import Draft, MarkKind, Verb
from avoin.export.html import to_html
from avoin.export.report_markdown import report_to_markdown
from avoin.export.word import to_word
from avoin.ids import CodeId, CoderId
from avoin.report.grounds import Stale, respondents_of
from avoin.report.quantity_words import Verdict
from avoin.report.summary import Bullet, BulletKind, Summary
from avoin.store import decisions
from avoin.workflow.desk.undo import undo
from avoin.workflow.outgoing.summary_file import SummaryFileError, as_file, read_summaries, write_from_file
from avoin.workflow.outgoing.write_report import ReportWish, make_report
from avoin.workflow.outgoing.write_summaries import (
    SummaryChangedError,
    SummaryDesk,
    SummaryError,
    all_stale,
    carried_bullets,
    open_summaries,
    remove_summary,
    write_summary,
)
from avoin.workflow.project import Project, open_project
from kit.coded_project import coded_project, with_settings

AINO = CoderId("Aino")
CLAIM = "Palveluun pääsee yhä hitaammin"


@pytest.fixture
def made(tmp_path: Path) -> Project:
    return coded_project(tmp_path)


def written(desk: SummaryDesk, *bullets: Bullet, code: str = "jono", heading: str = CLAIM) -> SummaryDesk:
    place = desk.place("wishes", code)
    desk, decision = write_summary(desk, Summary(place, heading, bullets), AINO)
    assert decision is not None
    return desk


def resting_on_all(desk: SummaryDesk, text: str, kind: BulletKind = BulletKind.CLAIM) -> Bullet:
    return Bullet(text, desk.grounds(desk.place("wishes", "jono")).evidence, kind)


def test_a_summary_is_kept_and_taken_back_as_a_decision(made: Project) -> None:
    desk = open_summaries(made)
    desk = written(desk, resting_on_all(desk, "Odotus venyy."))
    desk = written(desk, resting_on_all(desk, "Odotus venyy vuosi vuodelta."))
    place = desk.place("wishes", "jono")
    assert open_summaries(made).written[place].bullets[0].text == "Odotus venyy vuosi vuodelta."
    undo(made, AINO)
    assert open_summaries(made).written[place].bullets[0].text == "Odotus venyy."
    undo(made, AINO)
    assert place not in open_summaries(made).written


def test_the_same_again_is_no_decision(made: Project) -> None:
    desk = written(open_summaries(made))
    place = desk.place("wishes", "jono")
    assert write_summary(desk, desk.written[place], AINO)[1] is None


def test_what_somebody_else_wrote_meanwhile_is_not_overwritten(made: Project) -> None:
    first, second = open_summaries(made), open_summaries(made)
    written(first)
    with pytest.raises(SummaryChangedError):
        written(second, heading="Toinen väite")
    with pytest.raises(SummaryChangedError):
        remove_summary(second, second.place("wishes", "jono"), AINO)


def test_a_heading_of_the_codebook_stands_on_the_codes_below_it(made: Project) -> None:
    desk = open_summaries(made)
    whole = desk.grounds(desk.place("wishes", "palvelut"))
    parts = [desk.grounds(desk.place("wishes", code)) for code in ("jono", "puhelin")]
    assert whole.n == 20
    assert respondents_of(whole.evidence) == respondents_of(parts[0].evidence) | respondents_of(parts[1].evidence)


def test_a_summary_is_stale_when_codings_change_and_says_which_evidence_is_gone(made: Project) -> None:
    desk = open_summaries(made)
    desk = written(desk, resting_on_all(desk, "Odotus venyy."))
    assert not list(all_stale(desk))
    with made.store.transaction() as connection:
        marks = decisions.marks(connection, MarkKind.CODING)
        gone = next(mark for mark in marks if mark.code == "jono")
        decisions.append(connection, Draft(AINO, Verb.UNASSIGN, taken=(gone,)))
    desk = open_summaries(made)
    ((summary, reasons),) = all_stale(desk)
    assert reasons == (Stale.CODINGS, Stale.EVIDENCE)
    assert [each.n_lost for each in desk.check(summary)] == [0, 1]
    assert desk.check(summary)[1].n == summary.basis.n - 1
    undo(made, AINO)
    assert not list(all_stale(open_summaries(made)))


def test_a_summary_is_stale_when_the_codes_texts_change(made: Project) -> None:
    desk = written(open_summaries(made))
    codes = tuple(replace(each, definition="uusi") if each.id == "jono" else each for each in desk.codebook.codes)
    changed = replace(desk, codebook=replace(desk.codebook, codes=codes))
    assert [reasons for _summary, reasons in all_stale(changed)] == [(Stale.CODEBOOK,)]


def test_a_summary_is_stale_when_the_mask_changes(made: Project) -> None:
    written(open_summaries(made))
    other = with_settings(made, replace(made.settings, cell_threshold=11))
    assert [reasons for _summary, reasons in all_stale(open_summaries(other))] == [(Stale.MASK,)]


def test_words_of_quantity_are_checked_against_the_counts(made: Project) -> None:
    desk = open_summaries(made)
    desk = written(
        desk,
        resting_on_all(desk, "Suurin osa kertoo jonoista. Osa kertoo jonoista."),
        Bullet("Muutama luopuu."),
        heading="Kaikki jonottavat",
    )
    found = desk.check(desk.written[desk.place("wishes", "jono")])
    assert [(each.n, each.base) for each in found] == [(10, 30), (10, 30), (10, 30), (0, 30)]
    assert [each.judged[0].verdict for each in found] == [
        Verdict.TOO_STRONG,
        Verdict.TOO_STRONG,
        Verdict.FITS,
        Verdict.NO_COUNT,
    ]
    assert [each.is_carried for each in found] == [False, False, True, False]
    (line,) = (
        each
        for each in desk.lines(desk.place("wishes", "jono").question, desk.place("wishes", "jono").wave)
        if each.place.code == "jono"
    )
    assert line.n_flagged == 3


def test_a_draft_is_made_of_segments_only_and_stored_by_nobody(made: Project) -> None:
    desk = open_summaries(made)
    place = desk.place("wishes", "puhelin")
    drafted = desk.draft(place)
    assert drafted == desk.draft(place)
    texts = {" ".join(text.split()) for text in desk.grounds(place).texts.values()}
    assert drafted.bullets
    assert {bullet.text for bullet in drafted.bullets} <= texts
    assert all(bullet.evidence for bullet in drafted.bullets)
    assert place not in open_summaries(made).written
    assert all(each.verbatim for each in desk.check(drafted) if each.bullet)


def test_personal_data_with_a_shape_is_not_in_a_draft(made: Project) -> None:
    desk = open_summaries(made)
    drafted = desk.draft(desk.place("wishes", "jono"))
    assert not any("040 123" in bullet.text for bullet in drafted.bullets)


def test_evidence_must_be_a_coded_segment(made: Project) -> None:
    desk = open_summaries(made)
    strange = replace(desk.grounds(desk.place("wishes", "jono")).evidence[0], code=CodeId("raha9"))
    with pytest.raises(SummaryError, match="raha9"):
        written(desk, Bullet("Väite.", (strange,)))
    with pytest.raises(SummaryError):
        written(desk, heading=" ")
    with pytest.raises(SummaryError):
        written(desk, Bullet("a" * 40_000))


def test_a_file_names_evidence_in_four_ways_and_comes_back_the_same(made: Project, tmp_path: Path) -> None:
    desk = open_summaries(made)
    span = desk.grounds(desk.place("wishes", "jono")).evidence[1].span
    path = tmp_path / "yhteenveto.yaml"
    one = f"{span.answer.respondent} {span.start}-{span.end}"
    bullets = (
        ("bullets", "Kaikki", "all"),
        ("", "Yksi", one),
        ("", "Vastaaja", "r6"),
        ("solutions", "Raha", "code raha"),
    )
    lines = ["format: 1", "question: wishes", 'wave: "2025"', "summaries:", "  jono:", "    heading: Jonot venyvät"]
    for key, text, evidence in bullets:
        lines += [f"    {key}:"] if key else []
        lines += [f"      - text: {text}", f"        evidence: [{evidence}]"]
    path.write_text("\n".join(lines), encoding="utf-8")
    desk, done = write_from_file(desk, path, AINO)
    assert (done.n_summaries, done.n_decisions) == (1, 1)
    summary = desk.written[desk.place("wishes", "jono")]
    assert [len(respondents_of(each.evidence)) for each in summary.bullets] == [10, 1, 1, 12]
    assert [each.kind for each in summary.bullets] == [BulletKind.CLAIM] * 3 + [BulletKind.SOLUTION]
    path.write_text(as_file((summary,)), encoding="utf-8")
    (again,) = read_summaries(desk, path)
    assert [each.text for each in again.bullets] == [each.text for each in summary.bullets]
    assert [respondents_of(each.evidence) for each in again.bullets] == [
        respondents_of(each.evidence) for each in summary.bullets
    ]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("evidence: [r999]", "line 9"),
        ("evidence: [code none]", "code none"),
        ("proof: [all]", "proof"),
        ("evidence: &a [all]", "line"),
    ],
)
def test_a_wrong_file_is_refused_with_its_line_and_stores_nothing(
    made: Project, tmp_path: Path, content: str, said: str
) -> None:
    path = tmp_path / "yhteenveto.yaml"
    head = 'format: 1\nquestion: wishes\nwave: "2025"\nsummaries:\n  jono:\n    heading: Jonot\n    bullets:\n'
    path.write_text(f"{head}      - text: Väite\n        {content}\n", encoding="utf-8")
    desk = open_summaries(made)
    with pytest.raises(SummaryFileError, match=said):
        write_from_file(desk, path, AINO)
    assert not open_summaries(open_project(made.folder)).written


def test_the_report_tells_written_summaries_and_names_drafts(made: Project) -> None:
    desk = open_summaries(made)
    written(desk, resting_on_all(desk, "Odotus venyy."), resting_on_all(desk, "Lisää aikoja.", BulletKind.SOLUTION))
    report = make_report(made)
    for page in (to_html(report), report_to_markdown(report)):
        text = page.decode("utf-8")
        for told in (CLAIM, "Odotus venyy.", "Lisää aikoja.", "Nobody has written a summary of these themes yet: "):
            assert told in text
    assert to_word(report) == to_word(report)


def test_a_stale_summary_says_so_in_the_report(made: Project) -> None:
    written(open_summaries(made))
    other = with_settings(made, replace(made.settings, cell_threshold=3))
    assert "not yet read again" in report_to_markdown(make_report(other)).decode("utf-8")


def test_a_summary_of_a_masked_theme_does_not_leave(made: Project) -> None:
    written(open_summaries(made))
    other = with_settings(made, replace(made.settings, cell_threshold=11))
    assert CLAIM not in report_to_markdown(make_report(other)).decode("utf-8")


def test_an_answer_copied_into_a_summary_leaves_only_where_unreviewed_quotations_were_asked_for(
    made: Project,
) -> None:
    desk = open_summaries(made)
    copied = "Jonot ovat kasvaneet koko vuoden ajan, ja osa luovuttaa."
    written(desk, resting_on_all(desk, copied), heading=copied)
    kept = report_to_markdown(make_report(made)).decode("utf-8")
    assert copied not in kept
    assert "1 point is left out" in kept
    text = report_to_markdown(make_report(made, ReportWish(unreviewed=True))).decode("utf-8")
    places = [line for line in text.splitlines() if copied in line]
    assert places
    assert all("unreviewed" in line for line in places)


def test_evidence_follows_a_bullet_through_editing(made: Project) -> None:
    desk = open_summaries(made)
    first, second = resting_on_all(desk, "Yksi."), Bullet("Kaksi.")
    edited = carried_bullets((first, second), ("Kaksi.", "Kolme.", "Uusi."))
    assert [each.text for each in edited] == ["Kaksi.", "Kolme.", "Uusi."]
    assert [bool(each.evidence) for each in edited] == [False, False, False]
    assert carried_bullets((first,), ("Yksi ja puoli.",))[0].evidence == first.evidence

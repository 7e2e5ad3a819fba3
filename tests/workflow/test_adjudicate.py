"""Disagreements, one after the other, and what was decided."""

from pathlib import Path

import pytest

from avoin.codebook.model import Code
from avoin.coding.choice import UnknownCodeError
from avoin.coding.decision import Verb
from avoin.corpus.files import write_survey
from avoin.ids import CodeId
from avoin.store import decisions
from avoin.workflow.codebooks.codebook_desk import CodebookDesk
from avoin.workflow.codebooks.revise_codebook import current_codebook
from avoin.workflow.coders.adjudicate import AdjudicationDesk, Disagreement, SettleError
from avoin.workflow.coders.blind_coding import BlindError
from avoin.workflow.coders.double_coding import Which
from avoin.workflow.coders.draw_answers import Wish, draw_answers
from avoin.workflow.coders.write_adjudication import write_adjudication
from avoin.workflow.desk.named_words import Passage
from avoin.workflow.desk.record import unassign
from avoin.workflow.incoming.closed_waves import ClosedWaveError
from avoin.workflow.incoming.waves import set_closed
from avoin.workflow.outgoing.make_tables import Wanted, code_table
from avoin.workflow.project import Project, open_project
from avoin.workflow.upkeep import history
from avoin.workflow.upkeep.verify import verify
from kit.disagreeing import FIRST, JUDGE, SECOND, codes_on, disagreeing


@pytest.fixture
def made(tmp_path: Path) -> Project:
    return disagreeing(tmp_path / "p")


@pytest.fixture
def desk(made: Project) -> AdjudicationDesk:
    return AdjudicationDesk(made)


def first(desk: AdjudicationDesk) -> Disagreement:
    return desk.disagreements()[0]


def test_the_queue_has_both_sides_with_codes_evidence_and_notes(desk: AdjudicationDesk) -> None:
    found = desk.disagreements()
    assert (desk.coders, desk.draw, len(found)) == ((FIRST, SECOND), 1, 3)
    for each in found:
        mine, theirs = each.sides
        assert (mine.coder, theirs.coder) == (FIRST, SECOND)
        assert mine.codes != theirs.codes
        assert each.codes == tuple(sorted({*mine.codes, *theirs.codes}))
        assert theirs.memos == ("Epäröin tässä.",)
        assert all(coding.span.answer == each.answer.key for coding in (*mine.codings, *theirs.codings))
        assert each.is_open


def test_what_is_settled_counts_and_both_originals_stay(made: Project, desk: AdjudicationDesk) -> None:
    each = first(desk)
    key, (mine, theirs) = each.answer.key, each.sides
    assert codes_on(made, key) == sorted({*mine.codes, *theirs.codes})
    assert desk.settle(key, theirs.codes, "Puhe on rahasta.").seq is not None
    assert codes_on(made, key) == list(theirs.codes)
    assert codes_on(made, key, FIRST) == list(mine.codes)
    assert codes_on(made, key, SECOND) == list(theirs.codes)
    settled = first(desk).settlement
    assert settled is not None
    assert (settled.by, settled.reason, settled.draw) == (JUDGE, "Puhe on rahasta.", 1)
    assert {coding.span for coding in settled.codings} == {coding.span for coding in theirs.codings}
    assert not first(desk).is_open
    assert history.history(made)[-1].verb is Verb.SETTLE


def test_settling_the_same_again_changes_nothing_and_otherwise_replaces_it(desk: AdjudicationDesk) -> None:
    key = first(desk).answer.key
    assert desk.settle(key, ["jono"]).seq is not None
    assert desk.settle(key, ["jono"]).seq is None
    assert desk.settle(key, []).seq is not None
    settled = first(desk).settlement
    assert settled is not None
    assert settled.codes == ()


def test_no_code_can_be_what_is_decided(made: Project, desk: AdjudicationDesk) -> None:
    key = first(desk).answer.key
    desk.settle(key, [])
    assert codes_on(made, key) == []


def test_a_code_that_neither_gave_sits_on_the_whole_answer(desk: AdjudicationDesk) -> None:
    each = first(desk)
    third = ({"jono", "puhelin", "raha"} - set(each.codes)).pop()
    desk.settle(each.answer.key, [third])
    settled = first(desk).settlement
    assert settled is not None
    assert [(coding.span.start, coding.span.end) for coding in settled.codings] == [(0, len(each.answer.text))]


def test_reopening_and_undo_bring_both_sides_back(made: Project, desk: AdjudicationDesk) -> None:
    key = first(desk).answer.key
    both = codes_on(made, key)
    desk.settle(key, ["jono"])
    desk.reopen(key)
    assert codes_on(made, key) == both
    desk.undo()
    assert codes_on(made, key) == ["jono"]
    desk.undo()
    assert codes_on(made, key) == both
    desk.redo()
    assert codes_on(made, key) == ["jono"]
    with pytest.raises(SettleError, match="not settled"):
        desk.reopen(desk.disagreements()[1].answer.key)


def test_kappa_is_told_before_and_after(desk: AdjudicationDesk) -> None:
    (before,) = desk.adjudicated()
    assert (before.n_disagreements, before.n_settled) == (3, 0)
    assert before.before == before.after
    for place, each in enumerate(desk.disagreements()):
        desk.settle(each.answer.key, each.sides[place % 2].codes if place else ())
    (after,) = desk.adjudicated()
    assert (after.n_settled, after.n_first, after.n_second, after.n_other) == (3, 1, 1, 1)
    assert after.before == before.before
    assert {code.kappa.value for code in after.after.codes} == {1.0}
    assert min(code.kappa.value or 0 for code in after.before.codes) < 0.8


def test_a_draw_is_settled_as_it_was_when_the_blind_coding_ended(made: Project, desk: AdjudicationDesk) -> None:
    each = first(desk)
    for code in each.sides[1].codes:
        unassign(made, Passage(each.answer.key.respondent, "wishes"), code, coder=SECOND)
    assert AdjudicationDesk(made).disagreements() == desk.disagreements()


def test_tables_count_what_was_settled(made: Project, desk: AdjudicationDesk) -> None:
    def counted() -> dict[str, int]:
        return {row.code: row.n or 0 for row in code_table(made, Wanted("wishes")) if row.variable is None}

    before = counted()
    for each in desk.disagreements():
        desk.settle(each.answer.key, [])
    after = counted()
    assert sum(after.values()) < sum(before.values())


def test_reasons_become_borderline_cases(made: Project, desk: AdjudicationDesk) -> None:
    each = first(desk)
    with pytest.raises(SettleError, match="no reason"):
        desk.make_borderline(each.answer.key, "jono")
    desk.settle(each.answer.key, ["jono"], "Odottaminen puhelimessa on jono.")
    desk.make_borderline(each.answer.key, "jono")
    desk.make_borderline(each.answer.key, "jono")
    book = current_codebook(made)
    assert book is not None
    assert book.by_id[each.codes[0]].id  # the codes in dispute are still there
    texts = {code.id: code.borderline for code in book.codes}
    assert {code: text for code, text in texts.items() if text} == {"jono": "Odottaminen puhelimessa on jono."}


def test_what_was_settled_under_a_merged_code_counts_for_its_heir_and_under_a_divided_one_is_open_again(
    made: Project, desk: AdjudicationDesk
) -> None:
    one, two, _three = desk.disagreements()
    desk.settle(one.answer.key, ["raha"])
    desk.settle(two.answer.key, ["jono"])
    book = CodebookDesk(made, desk.coder)
    book.merge([CodeId("raha")], CodeId("puhelin"))
    book.split(CodeId("jono"), [Code(CodeId(""), "pitkä"), Code(CodeId(""), "lyhyt")])
    states = {each.answer.key: (each.is_open, each.outdated) for each in desk.disagreements()}
    assert states[one.answer.key] == (False, ())
    assert states[two.answer.key] == (True, ("jono",))


def test_only_disagreements_are_settled_and_only_with_codes_that_there_are(desk: AdjudicationDesk) -> None:
    agreed = next(unit.answer for units in desk.coded.units.values() for unit in units if unit.first == unit.second)
    with pytest.raises(SettleError, match="the same codes"):
        desk.settle(agreed, ["jono"])
    both = {unit.answer for units in desk.coded.units.values() for unit in units}
    alone = next(each.key for each in desk.coded.corpus.answers if each.key not in both)
    with pytest.raises(SettleError, match="not both decided"):
        desk.settle(alone, ["jono"])
    with pytest.raises(UnknownCodeError):
        desk.settle(first(desk).answer.key, ["no_such"])


def test_nothing_is_settled_in_a_closed_wave_nor_by_one_who_codes_blind(made: Project, desk: AdjudicationDesk) -> None:
    draw_answers(made, JUDGE, Wish(0.1))
    with pytest.raises(BlindError):
        AdjudicationDesk(made)
    set_closed(made, "2025", True)
    with pytest.raises(ClosedWaveError):
        AdjudicationDesk(open_project(made.folder), FIRST).settle(first(desk).answer.key, ["jono"])
    write_survey(made.places.survey, made.survey)


def test_two_named_coders_are_settled_as_they_stand(made: Project) -> None:
    desk = AdjudicationDesk(made, None, Which((FIRST, "Veikko")))
    assert desk.draw is None
    each = first(desk)
    desk.settle(each.answer.key, each.sides[1].codes)
    assert codes_on(made, each.answer.key) == list(each.sides[1].codes)


def test_the_store_is_sound_and_the_file_tells_it_all_without_answer_text(
    made: Project, desk: AdjudicationDesk
) -> None:
    each = first(desk)
    desk.settle(each.answer.key, ["jono"], "=SUMMA(A1)")
    assert {check.name for check in verify(made.folder).checks if not check.ok} <= {"backups"}
    done = write_adjudication(desk, "csv", made.folder / "a.csv")
    text = done.path.read_text(encoding="utf-8-sig")
    assert done.n_rows == 3
    assert each.answer.text[:20] not in text
    assert "'=SUMMA(A1)" in text
    with made.store.read() as connection:
        assert str(decisions.head(connection)[0]) in text

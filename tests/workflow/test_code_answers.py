"""The desk: what a coder's acts come to, and that nothing is lost or invented."""

import json
import shutil
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from avoin.codebook.model import Codebook
from avoin.codebook.structure import CodebookError
from avoin.coding.choice import UnknownCodeError
from avoin.coding.decision import MarkKind, Verb, fold
from avoin.coding.queue import QueueOrder
from avoin.coding.seen import read_seen
from avoin.corpus.files import write_survey
from avoin.corpus.model import Survey
from avoin.corpus.select import Filter
from avoin.ids import AnswerKey, CodeId, QuestionId, RespondentId, Span, VariableId, WaveId
from avoin.store import decisions
from avoin.workflow.codebooks.revise_codebook import current_codebook
from avoin.workflow.desk.code_answers import Desk, open_desk
from avoin.workflow.desk.desk_reading import UnknownPlaceError
from avoin.workflow.incoming.closed_waves import ClosedWaveError
from avoin.workflow.places import UnknownQuestionError, UnknownWaveError
from avoin.workflow.project import Project, locate, open_project
from avoin.workflow.texts.find_themes import find_themes
from kit.codebooks import code as book_code
from kit.projects import add_wave, project

BOOK = Codebook(
    "koe",
    "1.0.0",
    (
        book_code("Jonot", "Jonot ja hoitoon pääsyn viive", keywords=("jono", "jonottaa", "odotus")),
        book_code("Hinnat", "Hintojen nousu, ruoka ja sähkö kallistuneet", keywords=("hinta", "kallis")),
        book_code("Huoli", "Ahdistus, stressi ja huoli", keywords=("huoli", "ahdistus")),
    ),
)
ANSWERS = {
    "r1": "Jonot ovat pitkiä. Ruoka on kallista.",
    "r2": "Ei muutosta.",
    "r3": "ei muutosta",
    "r4": "Ihmisiä ahdistaa. Sähkön hinta nousi.",
    "r5": "-",
    "r6": "Hoitojonot kasvavat.",
    "r7": "En ole huomannut jonojen kasvaneen.",
}
ELSEWHERE = "Kukat kukkivat puutarhassa."


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project whose answers have been read; tests work on copies."""
    made = project(
        tmp_path_factory.mktemp("prepared") / "p",
        {"sote": ANSWERS},
        variables={"rooli": {"r1": "johtaja", "r4": "johtaja"}},
        grades={"vointi": {"r1": "7"}},
        codebook=BOOK,
    )
    open_desk(made, "sote").refit()
    return made.folder


@pytest.fixture
def here(prepared: Path, tmp_path: Path) -> Project:
    return open_project(Path(shutil.copytree(prepared, tmp_path / "p")))


@pytest.fixture
def desk(here: Project) -> Desk:
    return open_desk(here, "sote")


def key(respondent: str, wave: str = "2025") -> AnswerKey:
    return AnswerKey(WaveId(wave), RespondentId(respondent), QuestionId("sote"))


def segments(desk: Desk, respondent: str) -> tuple[Span, ...]:
    return tuple(each.span for each in desk.answer(key(respondent)).segments)


def stored(here: Project) -> list[tuple[str, int, str]]:
    with here.store.read() as connection:
        found = decisions.codings(connection, question=QuestionId("sote"))
    return [(each.span.answer.respondent, each.span.start, each.code) for each in found]


def codes_on(desk: Desk, span: Span) -> list[str]:
    return [each.code for each in desk.segment(span).codings]


# what is on the desk


def test_a_desk_shows_each_answer_with_its_respondent_and_other_answers(desk: Desk) -> None:
    view = desk.answer(key("r1"))
    assert [each.text for each in view.segments] == ["Jonot ovat pitkiä.", "Ruoka on kallista."]
    assert view.respondent.values == {"rooli": "johtaja"}
    assert [(question.id, said) for question, said in view.others] == [("vointi", "7")]


def test_the_tally_counts_segments_answers_and_non_answers(desk: Desk) -> None:
    before = desk.tally()
    assert (before.n_segments, before.n_decided, before.n_answers, before.n_answers_decided) == (9, 0, 7, 0)
    assert before.n_non_answers == len({span.answer for span in desk.non_answers()})
    assert key("r5") in {span.answer for span in desk.non_answers()}


def test_an_unknown_question_wave_answer_and_segment_are_named(here: Project, desk: Desk) -> None:
    with pytest.raises(UnknownQuestionError, match="soter"):
        open_desk(here, "soter")
    with pytest.raises(UnknownWaveError, match="1999"):
        open_desk(here, "sote", "1999")
    with pytest.raises(UnknownPlaceError, match="r99"):
        desk.answer(key("r99"))
    with pytest.raises(UnknownPlaceError, match="r1"):
        desk.assign(Span(key("r1"), 3, 5), "jonot")


# codings


def test_assigning_puts_a_coding_and_leaves_the_segment_open(here: Project, desk: Desk) -> None:
    span = segments(desk, "r1")[0]
    outcome = desk.assign(span, "jonot")
    assert (outcome.verb, outcome.n_put, outcome.n_segments, outcome.code) == (Verb.ASSIGN, 1, 1, "jonot")
    view = desk.segment(span)
    assert [(each.code, each.coder, each.codebook) for each in view.codings] == [("jonot", "tester", "koe 1.0.0")]
    assert not view.done
    assert stored(here) == [("r1", 0, "jonot")]


def test_what_is_done_already_stores_nothing(desk: Desk) -> None:
    span = segments(desk, "r1")[0]
    desk.assign(span, "jonot")
    again = desk.assign(span, "jonot")
    assert (again.seq, again.n_put) == (None, 0)


def test_confirming_gives_the_code_to_exactly_the_named_segments_and_decides_them(here: Project, desk: Desk) -> None:
    first, second = segments(desk, "r1")[0], segments(desk, "r6")[0]
    out = segments(desk, "r7")[0]
    outcome = desk.confirm((first, second), "jonot", refused=(out,))
    assert sorted(stored(here)) == [("r1", 0, "jonot"), ("r6", 0, "jonot")]
    assert desk.segment(first).done
    assert desk.segment(out).refused == ("jonot",)
    assert not desk.segment(out).done
    assert outcome.n_put == 2 + 2 + 1
    with here.store.read() as connection:
        assert len(decisions.load(connection)) == 1


def test_the_preview_says_what_confirming_then_does(desk: Desk) -> None:
    spans = (segments(desk, "r2")[0], segments(desk, "r1")[0])
    desk.assign(spans[1], "huoli")
    preview = desk.preview(spans, "huoli")
    assert (preview.n_get, preview.n_have, preview.n_identical_elsewhere, preview.n_decided) == (2, 1, 1, 3)
    outcome = desk.confirm(spans, "huoli")
    assert outcome.n_put == preview.n_get + preview.n_decided


def test_identical_answers_are_decided_together(desk: Desk) -> None:
    outcome = desk.assign(segments(desk, "r2")[0], "huoli")
    assert (outcome.n_segments, outcome.n_answers) == (2, 2)
    assert codes_on(desk, segments(desk, "r3")[0]) == ["huoli"]
    desk.done(segments(desk, "r3"))
    assert desk.segment(segments(desk, "r2")[0]).done
    desk.unassign(segments(desk, "r3")[0], "huoli")
    assert codes_on(desk, segments(desk, "r2")[0]) == []


def test_an_answer_is_decided_when_all_its_segments_are(desk: Desk) -> None:
    first, second = segments(desk, "r1")
    desk.done(first)
    assert desk.tally().n_answers_decided == 0
    desk.done(second)
    assert desk.tally().n_answers_decided == 1
    assert key("r1") not in desk.answers(QueueOrder.OPEN)
    desk.reopen(second)
    assert desk.tally().n_answers_decided == 0


def test_refusing_takes_the_coding_off_and_assigning_takes_the_refusal_back(desk: Desk) -> None:
    span = segments(desk, "r1")[0]
    desk.assign(span, "jonot")
    desk.refuse(span, "jonot")
    assert codes_on(desk, span) == []
    assert desk.segment(span).refused == ("jonot",)
    desk.toggle(span, "jonot")
    assert codes_on(desk, span) == ["jonot"]
    assert desk.segment(span).refused == ()
    desk.toggle(span, "jonot")
    assert codes_on(desk, span) == []


def test_a_code_that_the_codebook_does_not_have_is_refused_by_name(desk: Desk) -> None:
    with pytest.raises(UnknownCodeError, match="jonto"):
        desk.confirm(segments(desk, "r1"), "jonto")


def test_recent_codes_come_last_used_first(here: Project, desk: Desk) -> None:
    desk.assign(segments(desk, "r1")[0], "jonot")
    desk.assign(segments(desk, "r1")[1], "hinnat")
    assert desk.recent_codes() == ("hinnat", "jonot")
    assert open_desk(here, "sote").recent_codes() == ("hinnat", "jonot")


# notes


def test_a_memo_replaces_the_one_before_and_an_empty_one_takes_it_away(here: Project, desk: Desk) -> None:
    span = segments(desk, "r1")[0]
    desk.memo(span, "kysy")
    desk.memo(key("r1"), "koko vastaus")
    desk.memo(span, "kysy Maijalta")
    assert desk.segment(span).memo == "kysy Maijalta"
    again = open_desk(here, "sote").answer(key("r1"))
    assert (again.memo, again.segments[0].memo) == ("koko vastaus", "kysy Maijalta")
    desk.memo(span, " ")
    assert desk.segment(span).memo == ""


def test_a_flag_and_a_quote_go_on_and_off(desk: Desk) -> None:
    span = segments(desk, "r1")[0]
    desk.flag(span)
    desk.quote(span)
    assert (desk.segment(span).flagged, desk.segment(span).quoted) == (True, True)
    desk.flag(span)
    assert not desk.segment(span).flagged


# segments


def test_a_split_segment_carries_its_codings_to_both_parts_and_is_open_again(here: Project, desk: Desk) -> None:
    (span,) = segments(desk, "r7")
    desk.confirm((span,), "jonot")
    desk.split_at(span, span.start + len("En ole huomannut"))
    parts = segments(desk, "r7")
    assert [desk.segment(each).text for each in parts] == ["En ole huomannut", "jonojen kasvaneen."]
    assert [codes_on(desk, each) for each in parts] == [["jonot"], ["jonot"]]
    assert not any(desk.segment(each).done for each in parts)
    assert segments(open_desk(here, "sote"), "r7") == parts


def test_joining_what_was_split_gives_the_segment_back(desk: Desk) -> None:
    (span,) = segments(desk, "r7")
    desk.split_at(span, span.start + 3)
    desk.assign(segments(desk, "r7")[1], "huoli")
    desk.join_next(segments(desk, "r7")[0])
    assert segments(desk, "r7") == (span,)
    assert codes_on(desk, span) == ["huoli"]


def test_machine_segments_can_be_joined(desk: Desk) -> None:
    first, second = segments(desk, "r1")
    desk.done((first, second))
    desk.join_next(first)
    assert segments(desk, "r1") == (Span(key("r1"), first.start, second.end),)
    assert desk.tally().n_segments == 8
    assert desk.tally().n_answers_decided == 1


def test_splitting_where_there_is_nothing_to_split_stores_nothing(desk: Desk) -> None:
    (span,) = segments(desk, "r6")
    assert desk.split_at(span, span.start).seq is None
    assert desk.join_next(span).seq is None


# new codes


def test_a_new_code_is_in_the_draft_and_on_its_segments_in_one_decision(here: Project, desk: Desk) -> None:
    outcome = desk.new_code("Sähkö", "Sähkön hinta", None, (segments(desk, "r4")[1],))
    assert outcome.verb is Verb.NEW_CODE
    book = current_codebook(here)
    assert book is not None
    assert book.by_id[CodeId("sahko")].definition == "Sähkön hinta"
    assert "sahko" in desk.codebook.by_id
    assert codes_on(desk, segments(desk, "r4")[1]) == ["sahko"]
    with here.store.read() as connection:
        (decision,) = decisions.load(connection)
    born = next(mark for mark in decision.put if mark.kind is MarkKind.CODE)
    assert json.loads(born.text)["name"] == "Sähkö"


def test_undo_takes_an_unused_new_code_out_and_redo_brings_it_back(here: Project, desk: Desk) -> None:
    span = segments(desk, "r4")[1]
    desk.new_code("Sähkö", "", None, (span,))
    desk.undo()
    assert "sahko" not in desk.codebook.by_id
    assert codes_on(desk, span) == []
    desk.redo()
    assert "sahko" in desk.codebook.by_id
    assert codes_on(desk, span) == ["sahko"]


def test_a_new_code_whose_decision_cannot_be_stored_leaves_no_trace(
    here: Project, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_arguments: object) -> None:
        raise OSError("disk full")

    before = current_codebook(here)
    monkeypatch.setattr("avoin.store.decisions.append", fail)
    with pytest.raises(OSError, match="disk full"):
        desk.new_code("Sähkö", "", None, (segments(desk, "r4")[1],))
    after = current_codebook(here)
    assert before is not None
    assert after is not None
    assert after.codes == before.codes
    assert stored(here) == []


def test_a_name_that_is_taken_is_refused(desk: Desk) -> None:
    with pytest.raises(CodebookError):
        desk.new_code("Jonot", "", None, (segments(desk, "r1")[0],))


# going back


def test_undo_works_across_sittings_and_redo_after_it(here: Project, desk: Desk) -> None:
    first, second = segments(desk, "r1")
    desk.assign(first, "jonot")
    desk.confirm((second,), "hinnat")
    later = open_desk(here, "sote")
    undone = later.undo()
    assert undone is not None
    assert (undone.n_taken, later.tally().n_decided) == (2, 0)
    assert stored(here) == [("r1", 0, "jonot")]
    again = open_desk(here, "sote")
    again.redo()
    assert len(stored(here)) == 2
    assert again.undo() is not None
    assert again.undo() is not None
    assert again.undo() is None
    assert stored(here) == []


def test_a_desk_follows_what_another_process_decided(here: Project, desk: Desk) -> None:
    other = open_desk(here, "sote")
    other.assign(segments(other, "r6")[0], "jonot")
    desk.flag(segments(desk, "r1")[0])
    assert codes_on(desk, segments(desk, "r6")[0]) == ["jonot"]


def test_coders_do_not_see_each_others_codings(here: Project, desk: Desk) -> None:
    maija = open_desk(here, "sote", coder="Maija")
    maija.confirm(segments(maija, "r6"), "jonot")
    assert codes_on(open_desk(here, "sote"), segments(desk, "r6")[0]) == []
    assert desk.undo() is None


# waves


@pytest.fixture
def two_waves(here: Project) -> Project:
    return add_wave(here, "2026", {"sote": {"r1": "Jonot kasvoivat taas.", "r2": "Ei muutosta"}})


def test_a_desk_of_one_wave_shows_only_its_answers(two_waves: Project) -> None:
    assert open_desk(two_waves, "sote", "2026").answers() == (key("r1", "2026"), key("r2", "2026"))
    assert len(open_desk(two_waves, "sote").answers()) == 9


def test_a_closed_wave_refuses_decisions_and_identical_answers_there_stay_as_they_are(two_waves: Project) -> None:
    waves = tuple(replace(wave, closed=wave.id == "2025") for wave in two_waves.survey.waves)
    survey = Survey(two_waves.survey.name, waves, two_waves.survey.questions, two_waves.survey.variables)
    write_survey(locate(two_waves).survey, survey)
    shut = open_desk(open_project(two_waves.folder), "sote")
    with pytest.raises(ClosedWaveError, match="2025"):
        shut.assign(segments(shut, "r1")[0], "jonot")
    with pytest.raises(ClosedWaveError, match="2025"):
        shut.new_code("Uusi", "", None, segments(shut, "r1")[:1])
    now = shut.answer(key("r2", "2026")).segments[0].span
    assert shut.assign(now, "huoli").n_answers == 1
    assert codes_on(shut, segments(shut, "r2")[0]) == []


def test_codings_of_another_wave_teach_but_are_not_on_the_desk(two_waves: Project) -> None:
    old = open_desk(two_waves, "sote", "2025")
    old.confirm(segments(old, "r6"), "huoli")  # against the codebook's words, so that it can only be learned
    old.done(segments(old, "r1"))
    new = open_desk(two_waves, "sote", "2026")
    new.refit()
    span = new.answer(key("r1", "2026")).segments[0].span
    near = {str(each.code): each.nearest for each in new.suggestions(span)}
    assert near["huoli"] == segments(old, "r6")[0]
    assert new.tally().n_decided == 0


# suggestions


def test_before_the_first_refit_nothing_is_suggested_and_nothing_breaks(desk: Desk) -> None:
    span = segments(desk, "r1")[0]
    assert desk.suggestions(span) == ()
    assert desk.page() is None
    for order in QueueOrder:
        assert len(desk.answers(order)) in (0, 7)


def test_suggestions_come_from_the_codebook_with_the_words_that_speak_for_them(here: Project, desk: Desk) -> None:
    desk.refit()
    span = segments(desk, "r1")[0]
    first = desk.suggestions(span)[0]
    assert first.code == "jonot"
    assert first.words == ((0, 5),)
    assert first.nearest is None
    assert stored(here) == []  # a suggestion is no coding


def test_a_page_holds_what_is_suggested_and_not_what_is_settled(desk: Desk) -> None:
    desk.refit()
    pages = {str(page.code): [span.answer.respondent for span, _p in page.items] for page in desk.pages()}
    assert {"r1", "r6"} <= set(pages["jonot"])
    desk.confirm(segments(desk, "r1")[:1], "jonot", refused=segments(desk, "r6"))
    left = {str(page.code): [span.answer.respondent for span, _p in page.items] for page in desk.pages()}
    assert not {"r1", "r6"} & set(left.get("jonot", ()))


def test_the_machine_abstains_where_nothing_in_the_codebook_fits(tmp_path: Path) -> None:
    desk = open_desk(project(tmp_path / "p", {"sote": {**ANSWERS, "r8": ELSEWHERE}}, codebook=BOOK), "sote")
    desk.refit()
    for who in ("r5", "r7", "r8"):
        (span,) = segments(desk, who)
        assert not any(each.sure for each in desk.suggestions(span))
        assert span not in {each for page in desk.pages() for each, _p in page.items}


def test_a_refusal_speaks_against_the_code_on_what_is_like_it(desk: Desk) -> None:
    desk.refit()
    alike = segments(desk, "r6")[0]
    before = desk._suggestions.chances(alike)[CodeId("jonot")]
    desk.refuse(segments(desk, "r1")[0], "jonot")
    desk.refit()
    assert desk._suggestions.chances(alike)[CodeId("jonot")] < before


def test_what_was_seen_is_stored_with_the_decision(here: Project, desk: Desk) -> None:
    span = segments(desk, "r1")[0]
    desk.flag(span)
    desk.refit()
    desk.assign(span, "jonot")
    with here.store.read() as connection:
        before, after = decisions.load(connection)
    assert before.seen == ""
    seen = json.loads(after.seen)
    assert seen["top"][0][:4] == ["r1", "2025", span.start, span.end]
    assert seen["top"][0][4][0][0] == "jonot"
    assert "ridge" in seen["suggester"]


def test_suggestions_of_a_share_of_the_answers_are_recorded_and_not_shown(here: Project) -> None:
    open_desk(here, "sote").refit()
    sitting = open_desk(replace(here, settings=replace(here.settings, hidden_share=0.5)), "sote")
    sitting.refit()
    spans = [each.span for who in ANSWERS for each in sitting.answer(key(who)).segments]
    hidden = [span for span in spans if sitting.hides(span)]
    assert 0 < len(hidden) < len(spans)
    assert all(not sitting.suggestions(span) for span in hidden)
    assert any(sitting.suggestions(span) for span in spans)
    assert not {span for page in sitting.pages() for span, _p in page.items} & set(hidden)
    assert sitting.hides(segments(sitting, "r2")[0]) is sitting.hides(segments(sitting, "r3")[0])  # identical answers
    sitting.assign(hidden[0], "jonot")
    with here.store.read() as connection:
        (decision,) = decisions.load(connection)
    seen = read_seen(decision.seen)
    assert not seen.shown
    assert len(seen.hidden) == 1


def test_a_refused_code_is_suggested_no_more_there(desk: Desk) -> None:
    desk.refit()
    span = segments(desk, "r1")[0]
    desk.refuse(span, "jonot")
    assert "jonot" not in {each.code for each in desk.suggestions(span)}


def test_the_nearest_confirmed_segment_is_named(desk: Desk) -> None:
    confirmed = segments(desk, "r6")[0]
    desk.confirm((confirmed,), "jonot")
    desk.refit()
    first = desk.suggestions(segments(desk, "r1")[0])[0]
    assert (first.code, first.nearest) == ("jonot", confirmed)


def test_a_segment_cut_anew_has_suggestions_after_the_next_refit(desk: Desk) -> None:
    desk.refit()
    first, _second = segments(desk, "r1")
    desk.join_next(first)
    (whole,) = segments(desk, "r1")
    assert desk.suggestions(whole) == ()
    desk.refit()
    assert {each.code for each in desk.suggestions(whole)} >= {"jonot", "hinnat"}


def test_two_desks_with_the_same_decisions_suggest_the_same(here: Project, desk: Desk) -> None:
    desk.confirm(segments(desk, "r6"), "jonot")
    other = open_desk(here, "sote")
    desk.refit()
    other.refit()
    for answer in desk.answers():
        for view in desk.answer(answer).segments:
            assert desk.suggestions(view.span) == other.suggestions(view.span)


def test_a_new_code_is_suggested_after_the_next_refit(desk: Desk) -> None:
    desk.refit()
    desk.new_code("Sähkö", "sähkön hinta", None, segments(desk, "r6"))
    desk.refit()
    assert "sahko" in {each.code for each in desk.suggestions(segments(desk, "r4")[1])}


def test_without_a_codebook_a_desk_opens_and_codes_are_born(tmp_path: Path) -> None:
    bare = open_desk(project(tmp_path / "p", {"sote": {"r1": "Jonot kasvavat."}}), "sote")
    bare.refit()
    assert bare.pages() == ()
    bare.new_code("Jonot", "", None, segments(bare, "r1"))
    bare.refit()
    assert [each.id for each in bare.codebook.usable] == ["jonot"]


def test_decisions_go_on_while_suggestions_are_learned_in_another_thread(here: Project, desk: Desk) -> None:
    desk.refit()
    with ThreadPoolExecutor(2) as threads:
        learning = [threads.submit(desk.refit) for _each in range(6)]
        for answer in desk.answers():
            for view in desk.answer(answer).segments:
                desk.assign(view.span, "huoli")
                desk.suggestions(view.span)
                assert "huoli" not in {each.code for each in desk.suggestions(view.span)}
                assert all(
                    span.answer != answer for page in desk.pages() if page.code == "huoli" for span, _p in page.items
                )
        for each in learning:
            each.result()
    desk.refit()
    assert all(page.code != "huoli" for page in desk.pages())
    assert len(stored(here)) == 9


# order, filter, search, themes


def test_answers_are_filtered_by_variable_and_searched_by_word(desk: Desk) -> None:
    directors = Filter({VariableId("rooli"): frozenset({"johtaja"})})
    assert desk.answers(QueueOrder.FILE, directors) == (key("r1"), key("r4"))
    found = desk.search("jono", 3)
    texts = [desk.segment(span).text for span in found.spans]
    assert texts == ["Jonot ovat pitkiä.", "Hoitojonot kasvavat.", "En ole huomannut jonojen kasvaneen."]
    assert not found.more


def test_a_search_gives_the_first_segments_and_says_that_there_are_more(desk: Desk) -> None:
    found = desk.search("jono", 2)
    assert ([span.answer for span in found.spans], found.more) == ([key("r1"), key("r6")], True)
    assert not desk.search("puutarha", 2).spans  # it is in another question's answer


def test_every_order_holds_every_answer_once(desk: Desk) -> None:
    desk.refit()
    for order in (QueueOrder.FILE, QueueOrder.PAGES, QueueOrder.UNCERTAIN, QueueOrder.THEMES):
        assert sorted(desk.answers(order)) == sorted(desk.answers())


def test_a_theme_is_confirmed_denied_and_merged(here: Project) -> None:
    find_themes(here, QuestionId("sote"))
    desk = open_desk(here, "sote")
    desk.refit()
    views = desk.themes()
    assert views
    theme = views[0].theme
    spans = desk.theme_spans(theme.id)
    assert desk.themes()[0].state == "open"
    desk.confirm(spans, "jonot")
    assert desk.themes()[0].state == "done"
    assert desk.theme_code(theme.id)[0] in {each.id for each in desk.codebook.usable}
    desk.not_theme(theme.id)
    assert desk.themes()[0].state == "none"
    desk.not_theme(theme.id)
    assert desk.themes()[0].state == "done"
    if len(views) > 1:
        outcome = desk.merge_themes([each.theme.id for each in views[:2]])
        assert outcome.seq is not None
        assert len(desk.themes()) == len(views) - 1
        desk.undo()
        assert len(desk.themes()) == len(views)


# at random

_ACTS = st.tuples(
    st.sampled_from(
        ("assign", "unassign", "toggle", "refuse", "done", "reopen", "confirm", "split", "join", "undo", "redo", "memo")
    ),
    st.integers(0, 40),
    st.sampled_from(("jonot", "hinnat", "huoli")),
)


def _act(desk: Desk, act: str, place: int, code: str) -> None:
    spans = [view.span for answer in desk.answers() for view in desk.answer(answer).segments]
    span = spans[place % len(spans)]
    simple = {"assign", "unassign", "toggle", "refuse"}
    if act in simple:
        getattr(desk, act)(span, code)
    elif act in ("done", "reopen"):
        getattr(desk, act)((span,))
    elif act == "confirm":
        desk.confirm((span, spans[(place * 7) % len(spans)]), code, refused=(spans[(place * 3 + 1) % len(spans)],))
    elif act == "split":
        desk.split_at(span, span.start + place % 7)
    elif act == "join":
        desk.join_next(span)
    elif act == "memo":
        desk.memo(span, code)
    else:
        getattr(desk, act)()


@pytest.fixture
def copies(tmp_path: Path) -> Path:
    return tmp_path / "copy"


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(_ACTS, min_size=1, max_size=12))
def test_whatever_a_coder_does_the_desk_the_store_and_a_replay_agree(
    prepared: Path, copies: Path, acts: list[tuple[str, int, str]]
) -> None:
    shutil.rmtree(copies, ignore_errors=True)
    shutil.copytree(prepared, copies)
    opened = open_project(copies)
    desk = open_desk(opened, "sote")
    for act, place, code in acts:
        _act(desk, act, place, code)
    with opened.store.read() as connection:
        replayed = fold(decisions.load(connection)).marks
        projected = decisions.marks(connection)
    assert replayed == projected
    again = open_desk(opened, "sote")
    assert desk.answers() == again.answers()
    for answer in desk.answers():
        mine, fresh = desk.answer(answer), again.answer(answer)
        assert [(view.span, view.done, sorted(view.refused), view.memo) for view in mine.segments] == [
            (view.span, view.done, sorted(view.refused), view.memo) for view in fresh.segments
        ]
        assert [sorted(each.code for each in view.codings) for view in mine.segments] == [
            sorted(each.code for each in view.codings) for view in fresh.segments
        ]
        for view in mine.segments:
            assert not {each.code for each in view.codings if each.span == view.span} & set(view.refused)
    assert desk.tally() == again.tally()
    codings = {mark for mark in replayed if mark.kind is MarkKind.CODING}
    shown = {each.span for answer in desk.answers() for view in desk.answer(answer).segments for each in view.codings}
    assert {mark.span for mark in codings} == shown

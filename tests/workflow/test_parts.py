"""Some words of an answer are coded and quoted: at the desk, from the command line, out and in, and taken back."""

import json
import shutil
from pathlib import Path

import pytest

from avoin.agreement.units import Overlap, segment_units
from avoin.cli.main import run
from avoin.coding.decision import Coding, Draft, MarkKind, Verb, mark_span
from avoin.ids import AnswerKey, CoderId, QuestionId, RespondentId, Span, WaveId
from avoin.privacy.review import QuoteState
from avoin.store import decisions
from avoin.workflow.desk.code_answers import Desk, open_desk
from avoin.workflow.desk.desk_reading import UnknownPlaceError
from avoin.workflow.desk.named_words import Passage, UnknownWordsError, Words
from avoin.workflow.desk.record import assign, mark_quote, unassign
from avoin.workflow.incoming.qda_in import bring_in
from avoin.workflow.outgoing.qda_out import write_qdpx
from avoin.workflow.outgoing.review_quotes import approved_quotes, open_quotes
from avoin.workflow.outgoing.write_export import Extract, rows_of
from avoin.workflow.project import Project, open_project
from avoin.workflow.upkeep.history import history
from avoin.workflow.upkeep.verify import verify
from kit.codebooks import codebook
from kit.projects import project

TEXT = "Äiti jätti omat 💊 lääkkeensä ostamatta, että lapsi pääsi leirille. Ruoka on kallista."
MEDICINE = "omat 💊 lääkkeensä ostamatta"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("parts") / "p"
    answers = {"r1": TEXT, "r2": TEXT.upper().replace(" OSTAMATTA", "  OSTAMATTA"), "r3": "Ruoka on kallista."}
    return project(folder, {"q": answers}, codebook=codebook("Tinkiminen", "Perhe", "Hinnat")).folder


@pytest.fixture
def here(made: Path, tmp_path: Path) -> Project:
    return open_project(Path(shutil.copytree(made, tmp_path / "p")))


def key(respondent: str = "r1") -> AnswerKey:
    return AnswerKey(WaveId("2025"), RespondentId(respondent), QuestionId("q"))


def part_of(words: str, text: str = TEXT, respondent: str = "r1") -> Span:
    start = text.index(words)
    return Span(key(respondent), start, start + len(words))


def desk_of(here: Project) -> Desk:
    return open_desk(here, "q", "2025")


def coded(here: Project) -> set[tuple[str, str, str]]:
    """Who, which words, which code."""
    texts = {"r1": TEXT, "r2": TEXT.upper().replace(" OSTAMATTA", "  OSTAMATTA"), "r3": "Ruoka on kallista."}
    with here.store.read() as connection:
        found = decisions.codings(connection)
    return {
        (each.span.answer.respondent, texts[each.span.answer.respondent][each.span.start : each.span.end], each.code)
        for each in found
    }


# at the desk


def test_a_code_goes_on_the_words_only_and_on_the_same_words_of_an_identical_answer(here: Project) -> None:
    desk = desk_of(here)
    outcome = desk.code_part(part_of(MEDICINE), "tinkiminen")
    assert (outcome.verb, outcome.n_put, outcome.n_answers) == (Verb.ASSIGN, 2, 2)
    assert coded(here) == {
        ("r1", MEDICINE, "tinkiminen"),
        ("r2", "OMAT 💊 LÄÄKKEENSÄ  OSTAMATTA", "tinkiminen"),
    }
    first, second = desk.answer(key()).segments
    assert [coding.span for coding in first.codings] == [part_of(MEDICINE)]
    assert second.codings == ()
    assert verify(here.folder).ok


def test_the_same_once_more_takes_it_off_and_undo_brings_it_back_tomorrow(here: Project) -> None:
    desk = desk_of(here)
    desk.code_part(part_of(MEDICINE), "tinkiminen")
    assert desk.code_part(part_of(MEDICINE), "tinkiminen").verb is Verb.UNASSIGN
    assert coded(here) == set()
    tomorrow = desk_of(open_project(here.folder))
    tomorrow.undo()
    assert {who for who, _words, _code in coded(here)} == {"r1", "r2"}
    assert [row.verb for row in history(here)] == [Verb.ASSIGN, Verb.UNASSIGN, Verb.UNDO]


def test_codings_may_overlap_and_a_longer_one_of_the_same_code_takes_the_shorter_ones_place(here: Project) -> None:
    desk = desk_of(here)
    desk.code_part(part_of("lääkkeensä ostamatta"), "tinkiminen")
    desk.code_part(part_of("ostamatta, että lapsi"), "perhe")
    desk.code_part(part_of(MEDICINE), "tinkiminen")
    assert {each for each in coded(here) if each[0] == "r1"} == {
        ("r1", MEDICINE, "tinkiminen"),
        ("r1", "ostamatta, että lapsi", "perhe"),
    }


def test_words_under_a_longer_coding_of_the_same_code_have_it_already(here: Project) -> None:
    desk = desk_of(here)
    whole = desk.answer(key()).segments[0].span
    desk.assign(whole, "tinkiminen")
    desk.code_part(part_of(MEDICINE), "tinkiminen")
    assert [coding.span for coding in desk.segment(whole).codings] == [whole]


def test_a_coding_of_some_words_keeps_them_when_the_segment_is_cut_and_joined(here: Project) -> None:
    desk = desk_of(here)
    part = part_of(MEDICINE)
    desk.code_part(part, "tinkiminen")
    whole = desk.answer(key()).segments[0].span
    desk.memo(whole, "tarkista")
    desk.split_at(whole, TEXT.index("lääkkeensä"))
    left, right, _rest = desk.answer(key()).segments
    assert [each.codings[0].span for each in (left, right)] == [part, part]
    assert (left.memo, right.memo) == ("tarkista", ""), "the note goes with the first half"
    desk.memo(right.span, "toinen")
    desk.join_next(left.span)
    assert desk.answer(key()).segments[0].memo == "tarkista\ntoinen", "no note is lost"


def test_a_new_code_can_be_born_on_the_words(here: Project) -> None:
    desk = desk_of(here)
    whole = desk.answer(key()).segments[0].span
    desk.new_code("Lääkkeet", "", None, (whole,), part_of(MEDICINE))
    assert ("r1", MEDICINE, "laakkeet") in coded(here)


@pytest.mark.parametrize("limits", [(-1, 5), (5, 5), (4, 5), (500, 510)])
def test_what_are_no_words_of_the_answer_is_refused(here: Project, limits: tuple[int, int]) -> None:
    desk = desk_of(here)
    for act in (lambda span: desk.code_part(span, "perhe"), desk.quote_part):
        with pytest.raises(UnknownPlaceError):
            act(Span(key(), *limits))


def test_a_note_on_some_words_is_shown_with_the_segment(here: Project) -> None:
    note = mark_span(MarkKind.MEMO, part_of("lapsi"), CoderId("tester"), text="kuka?")
    with here.store.transaction() as connection:
        decisions.append(connection, Draft(CoderId("tester"), Verb.MEMO, (note,)))
    assert desk_of(here).answer(key()).segments[0].other_memos == ("kuka?",)


# quoting


def test_marked_words_are_a_quotation_for_the_codes_on_them_and_leave_verbatim(here: Project) -> None:
    desk = desk_of(here)
    desk.assign(desk.answer(key()).segments[0].span, "tinkiminen")
    part = part_of("jätti omat 💊 lääkkeensä ostamatta")
    assert desk.quote_part(part).n_put == 1
    quotes = open_quotes(here, desk.coder)
    first = quotes.quotes("tinkiminen")[0]
    assert (first.span, first.text, first.codes, first.marked) == (
        part,
        TEXT[part.start : part.end],
        ("tinkiminen",),
        True,
    )
    quotes.approve(part)
    assert quotes.quote(part).state is QuoteState.APPROVED
    with here.store.read() as connection:
        codings = decisions.codings(connection)
    assert approved_quotes(here, desk.corpus, codings) == {part: TEXT[part.start : part.end]}
    said = [row[-1] for row in rows_of(here, Extract.QUOTES).rows]
    assert said == [] or TEXT[part.start : part.end] in " ".join(map(str, said))
    desk.quote_part(part)
    assert approved_quotes(here, desk.corpus, codings) == {}, "no longer marked, it is no quotation any more"


def test_a_code_that_comes_to_the_words_after_the_approval_makes_it_void(here: Project) -> None:
    desk = desk_of(here)
    desk.assign(desk.answer(key()).segments[0].span, "tinkiminen")
    part = part_of(MEDICINE)
    desk.quote_part(part)
    open_quotes(here, desk.coder).approve(part)
    desk.code_part(part_of("omat 💊 lääkkeensä"), "perhe")
    assert open_quotes(here, desk.coder).quote(part).state is QuoteState.CHANGED


# from the command line


def test_words_are_named_by_what_they_are_or_where_they_stand(here: Project) -> None:
    assign(here, Passage("r1", "q", words=Words(text=MEDICINE)), "tinkiminen")
    start = TEXT.index("lapsi")
    assign(here, Passage("r1", "q", words=Words(limits=f"{start - 1}-{start + 5}")), "perhe")
    assert coded(here) == {("r1", MEDICINE, "tinkiminen"), ("r1", "lapsi", "perhe")}
    assert assign(here, Passage("r1", "q", words=Words(text="lapsi")), "perhe").seq is None
    unassign(here, Passage("r1", "q", words=Words(text="lapsi")), "perhe")
    assert coded(here) == {("r1", MEDICINE, "tinkiminen")}
    unassign(here, Passage("r1", "q", words=Words(text="lääkkeensä")), "tinkiminen")
    assert coded(here) == {("r1", MEDICINE, "tinkiminen")}, "a longer coding stays"


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (Words(text="e"), "stand 5 times"),
        (Words(text="puuttuu"), "stand 0 times"),
        (Words(limits="5-4"), "are no words"),
        (Words(limits="4-5"), "are no words"),
        (Words(limits="0-9999"), "are no words"),
        (Words(limits="kymmenen"), "are no words"),
        (Words("lapsi", "0-4"), "not by both"),
    ],
)
def test_words_that_cannot_be_found_are_refused_without_quoting_them(here: Project, words: Words, says: str) -> None:
    with pytest.raises(UnknownWordsError) as caught:
        assign(here, Passage("r1", "q", words=words), "perhe")
    assert says in caught.value.message
    assert "puuttuu" not in caught.value.message
    assert coded(here) == set()


def test_the_verbs_take_words(here: Project, capsys: pytest.CaptureFixture[str]) -> None:
    at = ["-C", str(here.folder)]
    assert run([*at, "assign", "r1", "q", "tinkiminen", "--text", MEDICINE, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["n_put"] == 1
    assert run([*at, "quotes", "mark", "r1", "q", "--text", MEDICINE]) == 0
    assert run([*at, "quotes", "list", "--code", "tinkiminen"]) == 0
    assert MEDICINE in capsys.readouterr().out
    assert run([*at, "quotes", "mark", "r1", "q", "--text", MEDICINE, "--off"]) == 0
    assert (
        run([*at, "unassign", "r1", "q", "tinkiminen", "--span", f"{part_of(MEDICINE).start}-{part_of(MEDICINE).end}"])
        == 0
    )
    assert coded(here) == set()
    assert run([*at, "assign", "r1", "q", "perhe", "--span", "90-95"]) == 1


def test_marking_twice_from_a_script_changes_nothing(here: Project) -> None:
    assert mark_quote(here, Passage("r1", "q", segment=1)).n_put == 1
    assert mark_quote(here, Passage("r1", "q", segment=1)).seq is None


# out, in, and compared


def test_codings_of_words_go_out_to_other_tools_and_come_back_the_same(here: Project, tmp_path: Path) -> None:
    desk = desk_of(here)
    desk.code_part(part_of(MEDICINE), "tinkiminen")
    desk.code_part(part_of("ostamatta, että lapsi"), "perhe")
    before = coded(here)
    path = write_qdpx(here, tmp_path / "p.qdpx", raw=True).path
    desk.undo()
    desk.undo()
    assert coded(here) == set()
    assert bring_in(here, path).n_codings == len(before)
    assert coded(here) == before


def test_the_segment_is_the_unit_of_agreement_whatever_words_were_marked() -> None:
    on = key()
    segments = {on: (Span(on, 0, 68), Span(on, 69, 87))}
    first, second = CoderId("a"), CoderId("b")

    def coding(coder: CoderId, start: int, end: int) -> Coding:
        return Coding(Span(on, start, end), "perhe", coder, 1, "", "")  # type: ignore[arg-type]

    codings = [coding(first, 10, 30), coding(first, 20, 45), coding(second, 0, 68)]
    units = segment_units(codings, (first, second), segments)
    assert [(unit.first, unit.second) for unit in units] == [({"perhe"}, {"perhe"}), (frozenset(), frozenset())]
    halves = segment_units(codings, (first, second), segments, Overlap.HALF)
    assert halves[0].first == {"perhe"}, "its codings together are on half of the segment"
    alone = segment_units(codings[:1], (first, second), segments, Overlap.HALF)
    assert alone[0].first == frozenset()

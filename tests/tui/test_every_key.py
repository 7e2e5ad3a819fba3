"""Every key of the table does its work in every place where the table says so."""

from collections.abc import Awaitable, Callable
from dataclasses import replace

import pytest

from avoin.codebook.model import Code
from avoin.ids import CodeId
from avoin.tui import keys
from avoin.tui.method_words import method_of
from avoin.tui.places import WITH_CODES, Place
from avoin.tui.screens.themes import ThemesScreen
from avoin.tui.widgets.code_tree import CodeTree
from avoin.workflow.coders.adjudicate import AdjudicationDesk
from avoin.workflow.coders.double_coding import Which
from avoin.workflow.preferences import read_preferences
from kit.bench import Bench, opened
from kit.desks import CARE, FakeDesk, FakeHouse
from kit.disagreeing import JUDGE

Scenario = Callable[[Bench], Awaitable[None]]
SCENARIOS: dict[tuple[Place, str], Scenario] = {}
LETTERS = "letters"


def when(place: Place, *names: str) -> Callable[[Scenario], Scenario]:
    """This is what the key does there."""

    def take(scenario: Scenario) -> Scenario:
        for name in names:
            assert (place, name) not in SCENARIOS
            SCENARIOS[place, name] = scenario
        return scenario

    return take


def _cases() -> list[tuple[Place, str]]:
    """Every screen with every key that works on it."""
    cases = []
    for place in (
        Place.OVERVIEW,
        Place.THEMES,
        Place.ANSWERS,
        Place.PAGES,
        Place.CODEBOOK,
        Place.COMPARISON,
        Place.CUT,
        Place.SELECT,
    ):
        for key in keys.at(place):
            names = key.keys or ((LETTERS,) if key.action == "find_code" else (key.face,))
            cases += [(place, name) for name in names]
    cases += [(Place.ROWS, name) for key in keys.table() if Place.ROWS in key.places for name in key.keys]
    return cases


@pytest.mark.parametrize(("place", "name"), _cases(), ids=str)
async def test_a_key_does_what_the_table_says(place: Place, name: str) -> None:
    scenario = SCENARIOS.get((place, name)) or SCENARIOS.get((Place.EVERYWHERE, name))
    assert scenario is not None, f"no test presses {name} on {place}"
    async with opened() as bench:
        if place is Place.SELECT:
            await bench.go(Place.ANSWERS)
            await bench.press("w")
        elif place not in (Place.ROWS, Place.CUT):
            await bench.go(place)
        await scenario(bench)


def test_no_scenario_is_for_a_key_that_is_gone() -> None:
    cases = {*_cases(), *((Place.EVERYWHERE, name) for key in keys.table() for name in key.keys)}
    assert set(SCENARIOS) <= cases


# themes


def codes_on(bench: Bench) -> list[tuple[str, ...]]:
    """The codes of every segment of the desk, in file order."""
    desk = bench.desk
    views = [view for key in desk.answers() for view in desk.answer(key).segments]
    return [tuple(coding.code for coding in view.codings) for view in views]


@when(Place.THEMES, "enter")
async def _enter_confirms_the_theme(bench: Bench) -> None:
    spans = bench.desk.theme_spans("1")
    await bench.press("enter")
    assert all([c.code for c in bench.desk.segment(span).codings] == ["leikkaukset"] for span in spans)
    assert "4 segments got “Sosiaaliturvan leikkaukset”. u takes it back." in bench.message
    assert "hintojen nousu · 4 segments" in bench.text


@when(Place.THEMES, "space")
async def _space_takes_a_segment_out(bench: Bench) -> None:
    await bench.press("right", "down", "space")
    out = bench.selected
    assert "3 segments get the code. 1 stays open. Enter confirms." in bench.text
    await bench.press("enter")
    assert not bench.desk.segment(out).codings
    assert not bench.desk.segment(out).done
    assert bench.desk.tally().n_decided == 3


@when(Place.THEMES, LETTERS)
async def _letters_give_another_code(bench: Bench) -> None:
    await bench.type("hin")
    assert bench.dialog == "CodeFinder"
    assert "4 segments get the code. Enter confirms." in bench.text
    await bench.press("enter")
    assert [c.code for c in bench.desk.segment(bench.desk.theme_spans("1")[0]).codings] == ["hinnat"]


@when(Place.THEMES, "c")
async def _c_opens_the_finder_for_names_with_a_command_letter(bench: Bench) -> None:
    await bench.press("c")
    await bench.type("nuor")
    await bench.press("enter")
    assert [c.code for c in bench.desk.segment(bench.desk.theme_spans("1")[0]).codings] == ["nuoret"]


@when(Place.THEMES, "n")
async def _n_makes_a_code_from_the_theme(bench: Bench) -> None:
    await bench.press("n")
    assert bench.dialog == "NewCodeDialog"
    assert "Asumistuen leikkaukset" in bench.text
    await bench.press("enter")
    assert "New code “Asumistuen leikkaukset”, on 4 segments." in bench.message
    assert bench.desk.codebook.codes[-1].name == "Asumistuen leikkaukset"
    await bench.press("n")
    await bench.type("Vuokra")
    await bench.press("enter")
    assert bench.desk.codebook.codes[-1].name == "Vuokra", "what is typed replaces the proposal"


@when(Place.THEMES, "m")
async def _m_merges_two_themes(bench: Bench) -> None:
    n = len(bench.desk.theme_spans("1")) + len(bench.desk.theme_spans("2"))
    await bench.press("m")
    assert "+ asumistuen leikkau" in bench.text
    await bench.press("down", "m")
    assert len(bench.desk.theme_spans("1")) == n
    assert [view.theme.id for view in bench.desk.themes()] == ["1", "3"]


@when(Place.THEMES, "s")
async def _s_splits_a_theme(bench: Bench) -> None:
    await bench.press("s")
    assert [view.theme.id for view in bench.desk.themes()][:2] == ["1", "1b"]


@when(Place.THEMES, "x")
async def _x_says_that_it_is_no_theme(bench: Bench) -> None:
    await bench.press("x")
    assert next(view.state for view in bench.desk.themes()) == "none"
    assert "×  asumistuen" in bench.text or "× asumistuen" in bench.text
    assert "hintojen nousu · 4 segments" in bench.text


@when(Place.THEMES, "plus")
async def _plus_finds_more_themes(bench: Bench) -> None:
    await bench.press("plus")
    assert len(bench.desk.themes()) == 4


@when(Place.THEMES, "minus")
async def _minus_finds_fewer_themes(bench: Bench) -> None:
    await bench.press("minus")
    assert len(bench.desk.themes()) == 2


@when(Place.THEMES, "asterisk")
async def _an_asterisk_finds_themes_of_what_is_not_coded(bench: Bench) -> None:
    coded = bench.desk.themes()[0].theme.spans[0]
    bench.desk.confirm((coded,), "hinnat")
    await bench.press("asterisk")
    left = {span for view in bench.desk.themes() for span in view.theme.spans}
    assert left
    assert coded not in left


@when(Place.THEMES, "percent_sign")
async def _a_percent_sign_finds_themes_around_the_codes(bench: Bench) -> None:
    await bench.press("percent_sign")
    assert all(view.theme.name.startswith("koodin teema") for view in bench.desk.themes())


@when(Place.THEMES, "left", "right")
async def _arrows_go_between_the_panes(bench: Bench) -> None:
    await bench.press("right")
    assert bench.app.focused is not None
    assert bench.app.focused.id == "segments"
    await bench.press("left")
    assert bench.app.focused.id == "themes"


# what works on a segment, on three screens


async def _t_writes_a_note(bench: Bench) -> None:
    span = bench.selected
    await bench.press("t")
    assert bench.dialog == "MemoDialog"
    await bench.type("tarkista")
    await bench.press("enter")
    assert bench.desk.segment(span).memo == "tarkista"
    assert "✎ tarkista" in bench.text


@when(Place.THEMES, "t")
async def _t_writes_a_note_on_the_theme_or_on_the_segment_with_the_cursor(bench: Bench) -> None:
    await bench.press("t")
    assert "Note on the theme asumistuen leikkaukset" in bench.text
    await bench.type("kaksi asiaa")
    await bench.press("enter")
    assert bench.desk.themes()[0].memo == "kaksi asiaa"
    assert "✎ asumistuen" in bench.text
    assert "✎ kaksi asiaa" in bench.text
    await bench.press("right")
    await _t_writes_a_note(bench)


async def _shift_m_writes_a_note_on_the_answer(bench: Bench) -> None:
    key = bench.selected.answer
    await bench.press("M")
    assert f"Note on the answer of {key.respondent}" in bench.text
    await bench.type("koko vastaus")
    await bench.press("enter")
    assert bench.desk.answer(key).memo == "koko vastaus"


async def _q_marks_a_quote(bench: Bench) -> None:
    span = bench.selected
    await bench.press("q")
    assert bench.desk.segment(span).quoted
    assert "❞ quote" in bench.text
    await bench.press("q")
    assert not bench.desk.segment(span).quoted


async def _b_marks_for_asking(bench: Bench) -> None:
    span = bench.selected
    await bench.press("b")
    assert bench.desk.segment(span).flagged
    assert "⚑ ask a colleague" in bench.text


async def _shift_k_puts_a_bookmark(bench: Bench) -> None:
    span = bench.selected
    await bench.press("K")
    assert bench.desk.segment(span).bookmarked
    assert "◆ bookmark" in bench.text
    await bench.press("f2", "B")
    assert "◆ " in bench.text
    await bench.press("enter")
    assert bench.selected == span
    await bench.press("K")
    assert not bench.desk.segment(span).bookmarked


async def _f_shows_some_respondents_only(bench: Bench) -> None:
    await bench.press("f", "space", "enter")  # the first value: johtaja
    assert "filtered" in bench.text
    shown_now = [span.answer.respondent for span in (bench.selected,)]
    assert shown_now[0] in ("2025-003", "2025-005", "2025-009")


async def _slash_goes_to_what_is_found(bench: Bench) -> None:
    await bench.press("slash")
    await bench.type("opiskel")
    assert "1 segment. Enter goes there." in bench.text
    await bench.press("enter")
    assert bench.place is Place.ANSWERS
    assert bench.selected.answer.respondent == "2025-007"


for _place in (Place.ANSWERS, Place.PAGES):
    when(_place, "t")(_t_writes_a_note)
    when(_place, "M")(_shift_m_writes_a_note_on_the_answer)
for _place in WITH_CODES:
    when(_place, "q")(_q_marks_a_quote)
    when(_place, "f")(_f_shows_some_respondents_only)
    when(_place, "slash")(_slash_goes_to_what_is_found)
for _place in (Place.ANSWERS, Place.PAGES):
    when(_place, "b")(_b_marks_for_asking)
    when(_place, "K")(_shift_k_puts_a_bookmark)


# answers and pages


@when(Place.ANSWERS, "enter")
async def _enter_decides_the_answer(bench: Bench) -> None:
    key = bench.selected.answer
    await bench.press("enter")
    assert all(view.done for view in bench.desk.answer(key).segments)
    assert bench.selected.answer.respondent == "2025-002"
    assert "2 segments decided." in bench.message


async def _a_digit_puts_a_suggestion_on_and_off(bench: Bench, digit: str) -> None:
    span = bench.selected
    rows = bench.app.screen.query_one("SuggestionList").items  # type: ignore[attr-defined]
    wanted = next((row.code for row in rows if row.number == int(digit)), None)
    await bench.press(digit)
    if wanted is None:
        assert f"There is no suggestion {digit} here." in bench.message
        return
    assert wanted in [coding.code for coding in bench.desk.segment(span).codings]
    await bench.press(digit)
    assert wanted not in [coding.code for coding in bench.desk.segment(span).codings]


def _digit(digit: str) -> Scenario:
    async def scenario(bench: Bench) -> None:
        await _a_digit_puts_a_suggestion_on_and_off(bench, digit)

    return scenario


for _place in (Place.ANSWERS, Place.PAGES):
    for _number in "123456789":
        when(_place, _number)(_digit(_number))


async def _letters_put_any_code(bench: Bench) -> None:
    span = bench.selected
    await bench.type("lää" if bench.place is Place.ANSWERS else "per")
    await bench.press("enter")
    assert "perustarpeet" in [coding.code for coding in bench.desk.segment(span).codings]


async def _c_opens_the_finder_empty(bench: Bench) -> None:
    span = bench.selected
    await bench.press("c")
    assert bench.dialog == "CodeFinder"
    await bench.type("nuor")
    await bench.press("enter")
    assert "nuoret" in [coding.code for coding in bench.desk.segment(span).codings]


async def _n_makes_a_code_for_the_segment(bench: Bench) -> None:
    span = bench.selected
    await bench.press("n")
    await bench.type("Uusi koodi")
    await bench.press("enter")
    assert "uusi_koodi" in [coding.code for coding in bench.desk.segment(span).codings]


async def _j_chooses_the_order(bench: Bench) -> None:
    await bench.press("j")
    assert bench.dialog == "QueueDialog"
    await bench.type("least")
    await bench.press("enter")
    assert bench.place is Place.ANSWERS
    assert bench.selected.answer.respondent == "2025-010"


for _place in (Place.ANSWERS, Place.PAGES):
    when(_place, LETTERS)(_letters_put_any_code)
    when(_place, "c")(_c_opens_the_finder_empty)
    when(_place, "n")(_n_makes_a_code_for_the_segment)
    when(_place, "j")(_j_chooses_the_order)


@when(Place.ANSWERS, "backspace")
async def _backspace_refuses_on_an_answer(bench: Bench) -> None:
    span = bench.selected
    await bench.press("backspace")
    assert bench.desk.segment(span).refused == ("leikkaukset",)
    assert "✗ 1 Sosiaaliturvan leikkaukset" in bench.text


@when(Place.PAGES, "backspace")
async def _backspace_refuses_on_a_page(bench: Bench) -> None:
    await bench.press("down", "down", "down")  # "vei säästöt": another code is suggested there too
    span = bench.selected
    await bench.press("backspace")
    assert bench.desk.segment(span).refused == ("velka",)


@when(Place.ANSWERS, "k")
async def _k_starts_cutting(bench: Bench) -> None:
    await bench.press("k")
    assert "┃ja vuokra ei." in bench.text
    assert "Enter cut here" in bench.text
    await bench.press("k")
    assert bench.place is Place.ANSWERS
    assert "┃ja vuokra ei." not in bench.text


@when(Place.ANSWERS, "y")
async def _y_joins_with_the_next(bench: Bench) -> None:
    key = bench.selected.answer
    assert len(bench.desk.answer(key).segments) == 2
    await bench.press("y")
    assert len(bench.desk.answer(key).segments) == 1
    assert "Joined." in bench.message
    await bench.press("y")
    assert "there is none to join it with" in bench.message


@when(Place.ANSWERS, "left", "right")
async def _arrows_skip_answers(bench: Bench) -> None:
    await bench.press("right")
    assert bench.selected.answer.respondent == "2025-002"
    await bench.press("left")
    assert bench.selected.answer.respondent == "2025-001"
    assert bench.desk.tally().n_decided == 0
    await bench.press("left")
    assert "no further answer" in bench.message


@when(Place.PAGES, "enter")
async def _enter_confirms_the_page(bench: Bench) -> None:
    await bench.press("enter")
    assert sum("leikkaukset" in codes for codes in codes_on(bench)) == 4
    assert "4 segments got “Sosiaaliturvan leikkaukset”." in bench.message


@when(Place.PAGES, "space")
async def _space_makes_an_exception(bench: Bench) -> None:
    span = bench.selected
    await bench.press("space")
    assert "3 segments get the code. 1 refuses it. Enter confirms." in bench.text
    await bench.press("enter")
    assert bench.desk.segment(span).refused == ("leikkaukset",)
    assert sum("leikkaukset" in codes for codes in codes_on(bench)) == 3


@when(Place.PAGES, "left", "right")
async def _arrows_skip_pages(bench: Bench) -> None:
    await bench.press("right")
    assert "Hintojen nousu: 4 segments" in bench.text
    await bench.press("left")
    assert "Sosiaaliturvan leikkaukset: 4 segments" in bench.text
    assert bench.desk.tally().n_decided == 0


# cutting


@when(Place.CUT, "←→")
async def _arrows_move_the_cut(bench: Bench) -> None:
    await bench.go(Place.ANSWERS)
    await bench.press("k", "left")
    assert "Asumistuki ┃pieneni" in bench.text
    await bench.press("right", "right")
    assert "ja ┃vuokra" in bench.text


@when(Place.CUT, "Enter")
async def _enter_cuts(bench: Bench) -> None:
    await bench.go(Place.ANSWERS)
    key = bench.selected.answer
    await bench.press("k", "enter")
    assert [view.text for view in bench.desk.answer(key).segments][:2] == ["Asumistuki pieneni", "ja vuokra ei."]
    assert bench.place is Place.ANSWERS
    assert bench.selected.start == 0


@when(Place.CUT, "Esc")
async def _esc_leaves_it_whole(bench: Bench) -> None:
    await bench.go(Place.ANSWERS)
    key = bench.selected.answer
    await bench.press("k", "escape")
    assert bench.place is Place.ANSWERS
    assert len(bench.desk.answer(key).segments) == 2


# selecting words


@when(Place.ANSWERS, "w", "shift+left", "shift+right", "ctrl+left", "ctrl+right")
async def _a_word_that_speaks_for_the_suggestion_is_selected(bench: Bench) -> None:
    await bench.press("w")
    assert bench.place is Place.SELECT
    assert "▐Asumistuki▌ pieneni ja vuokra ei." in bench.text
    assert "A code for the selected words" in bench.text
    await bench.press("escape", "shift+right")
    assert "▐Asumistuki▌ pieneni" in bench.text
    await bench.press("escape", "ctrl+left")
    assert "▐Asumistuki▌ pieneni" in bench.text


def part_codes(bench: Bench) -> list[tuple[str, str]]:
    """The codings of the selected segment: the words, and the code."""
    view = bench.desk.segment(bench.selected)
    start = view.span.start
    return [(view.text[each.span.start - start : each.span.end - start], each.code) for each in view.codings]


@when(Place.SELECT, "←→")
async def _arrows_select_another_word(bench: Bench) -> None:
    await bench.press("right")
    assert "Asumistuki ▐pieneni▌ ja" in bench.text
    await bench.press("left", "left")
    assert "▐Asumistuki▌ pieneni" in bench.text


@when(Place.SELECT, "shift+left", "shift+right")
async def _shift_arrows_select_more_words_or_fewer(bench: Bench) -> None:
    await bench.press("shift+right", "shift+right")
    assert "▐Asumistuki pieneni ja▌ vuokra" in bench.text
    await bench.press("shift+left")
    assert "▐Asumistuki pieneni▌ ja" in bench.text


@when(Place.SELECT, "ctrl+left", "ctrl+right")
async def _ctrl_arrows_select_by_letters(bench: Bench) -> None:
    await bench.press("ctrl+left", "ctrl+left", "ctrl+left")
    assert "▐Asumist▌uki" in bench.text
    await bench.press("ctrl+right")
    assert "▐Asumistu▌ki" in bench.text


@when(Place.SELECT, "Space")
async def _space_moves_the_other_end(bench: Bench) -> None:
    await bench.press("right", "space", "shift+left")
    assert "Now the beginning moves." not in bench.text, "a message stays until the next key"
    assert "▐Asumistuki pieneni▌ ja" in bench.text
    await bench.press("ctrl+right")
    assert "A▐sumistuki pieneni▌ ja" in bench.text


async def _a_digit_codes_the_words(bench: Bench, digit: str) -> None:
    await bench.press("shift+right", digit)
    if digit != "1":
        assert f"There is no suggestion {digit} here." in bench.message
        return
    assert part_codes(bench) == [("Asumistuki pieneni", "leikkaukset")]
    assert "The words got “Sosiaaliturvan leikkaukset”. u takes it back." in bench.message
    assert "‹1▐Asumistuki pieneni▌1›" in bench.text
    assert "▪ 1 Sosiaaliturvan leikkaukset" in bench.text
    await bench.press("1")
    assert part_codes(bench) == []
    await bench.press("u")
    assert part_codes(bench) == [("Asumistuki pieneni", "leikkaukset")]


for _number in "123456789":

    def _words_digit(digit: str) -> Scenario:
        async def scenario(bench: Bench) -> None:
            await _a_digit_codes_the_words(bench, digit)

        return scenario

    when(Place.SELECT, _number)(_words_digit(_number))


@when(Place.SELECT, LETTERS)
async def _letters_find_a_code_for_the_words(bench: Bench) -> None:
    await bench.type("h")  # j, k, f and t are no commands here either
    assert bench.dialog == "CodeFinder"
    await bench.press("escape")
    await bench.type("tin")
    assert bench.dialog == "CodeFinder"
    assert "Enter puts it on the words." in bench.text
    await bench.press("enter")
    assert part_codes(bench) == [("Asumistuki", "perustarpeet")]
    assert bench.place is Place.SELECT


@when(Place.SELECT, "c")
async def _c_finds_any_code_for_the_words(bench: Bench) -> None:
    await bench.press("c")
    await bench.type("nuor")
    await bench.press("enter")
    assert part_codes(bench) == [("Asumistuki", "nuoret")]


@when(Place.SELECT, "n")
async def _n_makes_a_code_for_the_words(bench: Bench) -> None:
    await bench.press("n")
    assert "The selected words get it." in bench.text
    await bench.type("Tuki")
    await bench.press("enter")
    assert part_codes(bench) == [("Asumistuki", "tuki")]


@when(Place.SELECT, "q")
async def _q_quotes_the_words(bench: Bench) -> None:
    await bench.press("shift+right", "q")
    assert bench.desk.segment(bench.selected).quoted
    assert "Marked as a quote; F5 lists it once it has a code." in bench.message
    assert "❞ quote: Asumistuki pieneni" in bench.text
    await bench.press("q")
    assert not bench.desk.segment(bench.selected).quoted


@when(Place.SELECT, "Enter")
async def _enter_ends_selecting(bench: Bench) -> None:
    await bench.press("enter")
    assert bench.place is Place.ANSWERS
    assert "▐Asumistuki" not in bench.text
    assert bench.desk.tally().n_decided == 0


@when(Place.SELECT, "Esc")
async def _esc_ends_selecting(bench: Bench) -> None:
    await bench.press("escape")
    assert bench.place is Place.ANSWERS
    assert bench.desk.tally().n_decided == 0


@when(Place.SELECT, "u", "U")
async def _u_and_shift_u_work_while_selecting(bench: Bench) -> None:
    await bench.press("1", "u")
    assert part_codes(bench) == []
    await bench.press("U")
    assert part_codes(bench) == [("Asumistuki", "leikkaukset")]
    assert bench.place is Place.SELECT


@when(Place.SELECT, "escape")
async def _escape_while_selecting(bench: Bench) -> None:
    await _esc_ends_selecting(bench)


@when(Place.SELECT, "tab", "shift+tab")
async def _another_pane_while_selecting(bench: Bench) -> None:
    await bench.press("tab")
    assert bench.app.focused is not None
    assert bench.app.focused.id == "suggestions"


@when(Place.SELECT, "question_mark")
async def _help_while_selecting(bench: Bench) -> None:
    await bench.press("question_mark")
    assert "Selects the word before or after" in bench.text


@when(Place.SELECT, "f3")
async def _f3_while_selecting(bench: Bench) -> None:
    await bench.press("f3")
    assert bench.place is Place.SELECT


# overview


@when(Place.OVERVIEW, "t")
async def _t_writes_a_note_on_the_project(bench: Bench) -> None:
    await bench.press("t")
    assert "Note on the project Kriisibarometri" in bench.text
    await bench.type("aikataulu")
    await bench.press("enter")
    assert bench.app.house.memo(CodeId("")) == "aikataulu"
    await bench.press("f2", "T")
    assert "project: " in bench.text
    await bench.press("enter")
    assert bench.place is Place.OVERVIEW


@when(Place.OVERVIEW, "enter")
async def _enter_opens_the_question(bench: Bench) -> None:
    await bench.press("down", "enter")
    house = bench.app.house
    assert isinstance(house, FakeHouse)
    assert house.opened[-1] == (CARE.id, "2025")
    assert bench.place is Place.THEMES
    assert "Sote-palvelut" in bench.lines()[0]


# lists


@when(Place.ROWS, "up", "down", "home", "end", "pageup", "pagedown")
async def _lists_are_moved_in(bench: Bench) -> None:
    screen = bench.app.screen
    assert isinstance(screen, ThemesScreen)
    rows = screen._themes
    for name, there in (("down", 1), ("up", 0), ("end", 4), ("home", 0), ("pagedown", 4), ("pageup", 0)):
        await bench.press(name)
        assert rows.cursor == there, name


# everywhere


# comparison


def _settling(bench: Bench) -> AdjudicationDesk:
    return bench.app.house.adjudication(Which())


def _settled(bench: Bench) -> list[tuple[str, ...] | None]:
    """The codes that were settled on each disagreement; None while it is open."""
    found = _settling(bench).disagreements()
    return [None if each.settlement is None else each.settlement.codes for each in found]


@when(Place.COMPARISON, "1", "2")
async def _a_side_is_taken_and_the_reason_asked_once(bench: Bench) -> None:
    mine, theirs = (side.codes for side in _settling(bench).disagreements()[0].sides)
    await bench.press("2")
    assert bench.dialog == "MemoDialog"
    await bench.type("puhe")
    await bench.press("enter")
    assert _settled(bench) == [theirs, None, None]
    assert "1 of 3 settled" in bench.text
    assert "2/3" in bench.text, "the cursor is on the next open one"
    await bench.press("up", "1")
    assert bench.dialog == ""
    assert _settled(bench) == [mine, None, None]
    assert _settling(bench).disagreements()[0].settlement.reason == "puhe"  # type: ignore[union-attr]


@when(Place.COMPARISON, "3")
async def _both_sides_are_taken(bench: Bench) -> None:
    both = _settling(bench).disagreements()[0].codes
    await bench.press("3", "enter")
    assert _settled(bench)[0] == both


@when(Place.COMPARISON, "0")
async def _no_code_is_taken(bench: Bench) -> None:
    await bench.press("0", "enter")
    assert _settled(bench)[0] == ()
    await bench.press("up")
    assert "= no code" in bench.text


@when(Place.COMPARISON, LETTERS, "c")
async def _letters_settle_with_another_code(bench: Bench) -> None:
    await bench.press("c")
    await bench.type("raha")
    assert "It would be settled as: raha" in bench.text
    await bench.press("enter", "enter")
    assert _settled(bench)[0] == ("raha",)
    await bench.press("up")
    await bench.type("puh")
    await bench.press("enter")
    assert _settled(bench)[0] == ("puhelin", "raha")
    await bench.type("xy")
    await bench.press("enter")
    assert "New codes are made on the codebook screen" in bench.message


@when(Place.COMPARISON, "enter")
async def _enter_goes_to_the_next_open_one(bench: Bench) -> None:
    for _place in range(3):
        assert "Every disagreement is settled." not in bench.message
        await bench.press("1", "enter")
    await bench.press("enter")
    assert "Every disagreement is settled." in bench.message
    assert "3 of 3 settled" in bench.text


@when(Place.COMPARISON, "backspace")
async def _backspace_opens_it_again(bench: Bench) -> None:
    await bench.press("backspace")
    assert "nothing settled here" in bench.message
    await bench.press("1", "enter", "up", "backspace")
    assert "Opened again." in bench.message
    assert _settled(bench) == [None, None, None]


@when(Place.COMPARISON, "R")
async def _r_makes_the_reason_a_borderline_case(bench: Bench) -> None:
    await bench.press("R")
    assert "Settle it with a reason first" in bench.message
    await bench.press("1")
    await bench.type("rajalla")
    await bench.press("enter", "up", "R")
    assert "A borderline case of which code?" in bench.text
    await bench.press("enter")
    assert "rajalla" in {code.borderline for code in _settling(bench).codebook().codes}


@when(Place.COMPARISON, "j")
async def _j_chooses_the_draw(bench: Bench) -> None:
    await bench.press("j")
    assert "draw 1: Sirkka" in bench.text
    await bench.press("enter")
    assert "1 Aino, 2 Sirkka, draw 1" in bench.text


@when(Place.COMPARISON, "D")
async def _d_draws_answers(bench: Bench) -> None:
    await bench.press("D", "enter")
    assert "Who is to code them?" in bench.text
    await bench.type("Olli")
    await bench.press("tab")
    await bench.type("no")
    await bench.press("enter")
    assert "such as 15" in bench.text
    await bench.press("backspace", "backspace")
    await bench.type("10 %")
    await bench.press("enter")
    assert bench.app.house.draws()[-1].coder == "Olli"
    assert len(bench.app.house.draws()[-1].answers) == 3


@when(Place.COMPARISON, "F")
async def _f_ends_ones_own_blind_coding(bench: Bench) -> None:
    await bench.press("F")
    assert "You have no blind coding to finish." in bench.message
    bench.app.house.draw(JUDGE, 0.1)
    await bench.press("f4", "f7")
    assert "Liisa is coding 3 answers blind" in bench.text
    assert "Jonot" not in bench.text
    await bench.press("F")
    assert "0 of 3 drawn answers are coded" in bench.text
    await bench.press("enter")
    assert bench.app.house.open_draw() is None
    assert bench.app.house.opened[-1] == (bench.desk.question.id, bench.desk.wave)  # type: ignore[attr-defined]


@when(Place.COMPARISON, "u", "U")
async def _u_takes_back_what_was_settled(bench: Bench) -> None:
    await bench.press("1", "enter", "u")
    assert "Taken back." in bench.message
    assert _settled(bench) == [None, None, None]
    await bench.press("U")
    assert _settled(bench)[0] is not None


# codebook


def _codes(bench: Bench) -> dict[str, Code]:
    book = bench.app.house.codebook_desk().codebook()
    assert book is not None
    return {str(code.id): code for code in book.codes}


@when(Place.CODEBOOK, "enter")
async def _enter_edits_the_texts(bench: Bench) -> None:
    await bench.press("down", "enter")
    assert bench.dialog == "CodeTextsDialog"
    await bench.press("tab")
    await bench.type("Nyt")
    await bench.press("escape")
    assert "Not saved yet" in bench.text
    await bench.press("enter")
    assert _codes(bench)["leikkaukset"].definition.startswith("Nyt")
    assert "was worded anew: definition" in bench.message


@when(Place.CODEBOOK, "n")
async def _n_adds_a_code_below_the_heading(bench: Bench) -> None:
    await bench.press("n")
    await bench.type("Vuokrat")
    await bench.press("enter")
    assert _codes(bench)["vuokrat"].parent == "talous"
    assert "Vuokrat (vuokrat) was added." in bench.message


@when(Place.CODEBOOK, "m")
async def _m_merges_after_a_preview(bench: Bench) -> None:
    await bench.press("down", "m", "down", "m")
    assert "1 coding goes to the other code." in bench.text
    await bench.press("enter")
    assert _codes(bench)["leikkaukset"].merged_into == "hinnat"
    assert bench.desk.n_caught_up  # type: ignore[attr-defined]


@when(Place.CODEBOOK, "s")
async def _s_divides_and_what_waits_is_said_at_the_top(bench: Bench) -> None:
    await bench.press("down", "s")
    assert "1 segment keeps the old code and waits to be decided." in bench.text
    await bench.type("Tuet")
    await bench.press("ctrl+j")
    await bench.type("Muut")
    await bench.press("enter")
    assert _codes(bench)["leikkaukset"].split_into == ("tuet", "muut")
    assert "Divided: Sosiaaliturvan leikkaukset → Tuet, Muut. 1 segment waits." in bench.text


@when(Place.CODEBOOK, "p")
async def _p_puts_a_code_under_another(bench: Bench) -> None:
    await bench.press("down", "p")
    await bench.type("hintojen")
    await bench.press("enter")
    assert _codes(bench)["leikkaukset"].parent == "hinnat"


@when(Place.CODEBOOK, "x")
async def _x_retires_asking_where_to_and_restores(bench: Bench) -> None:
    await bench.press("down", "x")
    assert "where do its codings go" in bench.text
    await bench.type("hintojen")
    await bench.press("enter")
    assert _codes(bench)["leikkaukset"].merged_into == "hinnat"
    await bench.press("x")
    assert not _codes(bench)["leikkaukset"].retired


@when(Place.CODEBOOK, "j")
async def _j_goes_to_what_waits(bench: Bench) -> None:
    await bench.press("j")
    assert "Nothing of yours waits." in bench.message
    parts = (Code(CodeId(""), "yksi"), Code(CodeId(""), "kaksi"))
    bench.app.house.codebook_desk().split(CodeId("leikkaukset"), parts)
    await bench.press("j")
    assert bench.place is Place.ANSWERS
    assert "waiting after a change" in bench.text


@when(Place.CODEBOOK, "v")
async def _v_lists_the_versions(bench: Bench) -> None:
    bench.app.house.codebook_desk().rename(CodeId("hinnat"), "Hinnat")
    await bench.press("v")
    assert "Versions and what each changed" in bench.text
    assert "was “Hintojen nousu”, now “Hinnat”" in bench.text


@when(Place.CODEBOOK, "h")
async def _h_lists_what_was_done_to_the_code(bench: Bench) -> None:
    await bench.press("h")
    assert "Nothing was done to it" in bench.message
    bench.app.house.codebook_desk().rename(CodeId("talous"), "Rahat", "lyhyempi")
    await bench.press("h")
    assert "lyhyempi" in bench.text


@when(Place.CODEBOOK, "t")
async def _t_writes_a_note_on_the_code(bench: Bench) -> None:
    await bench.press("down", "t")
    assert "Note on the code Sosiaaliturvan leikkaukset" in bench.text
    await bench.type("liian laaja")
    await bench.press("enter")
    assert bench.app.house.memo(CodeId("leikkaukset")) == "liian laaja"
    assert "✎ aino: liian laaja" in bench.text
    assert "✎ Sosiaaliturvan" in bench.text
    assert "The note is saved." in bench.message
    await bench.press("f2", "T")
    await bench.type("laaja")
    assert "code: Sosiaaliturvan" in bench.text
    await bench.press("enter")
    assert bench.place is Place.CODEBOOK


@when(Place.CODEBOOK, "c")
async def _c_lists_what_is_doubtful_and_goes_there(bench: Bench) -> None:
    await bench.press("c")
    assert "To remark on" in bench.text
    await bench.type("velka")
    await bench.press("enter")
    row = bench.app.screen.query_one(CodeTree).chosen
    assert row is not None
    assert row.code.id == "velka"


@when(Place.CODEBOOK, "R")
async def _r_releases(bench: Bench) -> None:
    await bench.press("R")
    assert "Nothing has changed since" in bench.message
    desk = bench.app.house.codebook_desk()
    shown = _codes(bench)["talous"]
    desk.define(shown, replace(shown, keywords=("raha",)))
    await bench.press("R")
    assert "version 1.0.1" in bench.text
    await bench.type("sana")
    await bench.press("enter")
    assert "Released kriisibarometri 1.0.1." in bench.message


@when(Place.EVERYWHERE, "u")
async def _u_takes_back(bench: Bench) -> None:
    await bench.press("u")
    assert "There is nothing to take back." in bench.message
    bench.desk.done(bench.desk.theme_spans("1"))
    await bench.press("u")
    assert bench.desk.tally().n_decided == 0
    assert "Taken back, on 4 segments. U does it again." in bench.message


@when(Place.EVERYWHERE, "U")
async def _shift_u_does_it_again(bench: Bench) -> None:
    await bench.press("U")
    assert "There is nothing to do again." in bench.message
    bench.desk.done(bench.desk.theme_spans("1"))
    await bench.press("u", "U")
    assert bench.desk.tally().n_decided == 4
    assert "Done again, on 4 segments." in bench.message


@when(Place.EVERYWHERE, "tab", "shift+tab")
async def _tab_goes_round_the_panes(bench: Bench) -> None:
    panes = bench.app.screen.focus_chain
    before = bench.app.focused
    assert before is not None
    for _pane in panes:
        await bench.press("tab")
    assert bench.app.focused is before
    await bench.press("shift+tab")
    assert bench.app.focused is panes[panes.index(before) - 1]


@when(Place.EVERYWHERE, "f1")
async def _f1_goes_to_the_overview(bench: Bench) -> None:
    await bench.press("f1")
    assert bench.place is Place.OVERVIEW


@when(Place.EVERYWHERE, "f2")
async def _f2_goes_to_the_themes(bench: Bench) -> None:
    await bench.press("f2")
    assert bench.place is Place.THEMES


@when(Place.EVERYWHERE, "f3")
async def _f3_goes_to_the_answers_as_they_were(bench: Bench) -> None:
    wanted = bench.place if bench.place in (Place.ANSWERS, Place.PAGES) else Place.PAGES
    await bench.press("f3")
    assert bench.place is wanted


@when(Place.EVERYWHERE, "f7")
async def _f7_goes_to_the_comparison(bench: Bench) -> None:
    await bench.press("f7")
    assert bench.place is Place.COMPARISON
    assert "F7▐Comparison▌" in bench.text


@when(Place.EVERYWHERE, "f4")
async def _f4_goes_to_the_codebook(bench: Bench) -> None:
    await bench.press("f4")
    assert bench.place is Place.CODEBOOK


@when(Place.EVERYWHERE, "f5")
async def _f5_goes_to_the_quotes(bench: Bench) -> None:
    await bench.press("f5")
    assert bench.place is Place.QUOTES


@when(Place.EVERYWHERE, "f6")
async def _f6_goes_to_the_summaries(bench: Bench) -> None:
    await bench.press("f6")
    assert bench.place is Place.SUMMARIES


@when(Place.EVERYWHERE, "f8")
async def _f8_opens_the_question_anew_and_stays(bench: Bench) -> None:
    screen, at = bench.app.screen, bench.app.work_screen
    before = len(bench.app.house.opened)  # type: ignore[attr-defined]
    await bench.press("f8")
    await bench.settle()
    assert len(bench.app.house.opened) == before + 1  # type: ignore[attr-defined]
    assert (bench.app.screen, bench.app.work_screen) == (screen, at)


@when(Place.EVERYWHERE, "ctrl+l")
async def _ctrl_l_chooses_the_colours_and_keeps_them(bench: Bench) -> None:
    await bench.press("ctrl+l")
    assert "high contrast" in bench.text
    await bench.type("light")
    await bench.press("enter")
    assert bench.app.theme == "avoin-light"
    assert read_preferences().colours == "light"


@when(Place.EVERYWHERE, "T")
async def _shift_t_lists_the_notes_and_goes_to_one(bench: Bench) -> None:
    spans = bench.desk.theme_spans("1")
    bench.desk.memo(spans[0], "tarkista luku")
    bench.desk.memo(spans[1], "kysy Kelalta")
    await bench.press("T")
    assert bench.dialog == "NotesListDialog"
    assert "tarkista luku" in bench.text
    await bench.type("Kelalta")
    assert "tarkista luku" not in bench.text
    await bench.press("enter")
    assert bench.place is Place.ANSWERS
    assert bench.selected == spans[1]


@when(Place.EVERYWHERE, "B")
async def _shift_b_lists_what_to_ask_a_colleague(bench: Bench) -> None:
    span = bench.desk.theme_spans("1")[0]
    bench.desk.flag(span)
    await bench.press("B")
    assert "Ask a colleague" in bench.text
    assert bench.desk.segment(span).text[:12] in bench.text
    await bench.press("enter")
    assert bench.selected == span


@when(Place.EVERYWHERE, "question_mark")
async def _help_lists_the_keys(bench: Bench) -> None:
    here = bench.place
    await bench.press("question_mark")
    assert bench.dialog == "HelpDialog"
    assert keys.at(here)[0].help.split(".")[0][:30] in bench.text
    assert method_of(here)[:40] in bench.text
    await bench.press("escape")
    assert bench.place is here


@when(Place.EVERYWHERE, "ctrl+p")
async def _the_palette_does_what_is_chosen(bench: Bench) -> None:
    await bench.press("ctrl+p")
    assert bench.dialog == "Palette"
    await bench.type("overview")
    await bench.press("enter")
    assert bench.place is Place.OVERVIEW


@when(Place.EVERYWHERE, "escape")
async def _esc_goes_back(bench: Bench) -> None:
    wanted = Place.OVERVIEW if bench.place is Place.THEMES else Place.THEMES
    await bench.press("escape")
    assert bench.place is wanted


@when(Place.EVERYWHERE, "ctrl+q")
async def _ctrl_q_leaves(bench: Bench) -> None:
    await bench.press("ctrl+q")
    assert bench.app._exit


def test_within_one_place_no_key_has_two_meanings() -> None:
    for place in Place:
        names = [name for key in keys.at(place) for name in key.keys]
        assert len(names) == len(set(names)), place


def test_every_key_has_a_face_and_a_help() -> None:
    assert all(key.face and key.help.endswith(".") for key in keys.table())


def test_a_command_letter_never_opens_the_finder_and_every_other_letter_does() -> None:
    for letter in "abcdefghijklmnopqrstuvwxyzåäö":
        commands = {name for key in keys.at(Place.THEMES) for name in key.keys}
        assert keys.opens_finder(Place.THEMES, letter, letter) is (letter not in commands)
    assert not keys.opens_finder(Place.OVERVIEW, "z", "z")
    assert not keys.opens_finder(Place.THEMES, "1", "1")


def test_the_fake_desk_is_a_desk() -> None:
    from avoin.tui.desk import Desk

    desk: Desk = FakeDesk()
    assert desk.tally().n_segments == 12


async def test_the_overview_says_how_it_goes_and_what_is_next_with_its_key() -> None:
    async with opened(size=(120, 36)) as bench:
        await bench.go(Place.OVERVIEW)
        row = next(line for line in bench.lines() if "2025 Talousvaikeudet" in line)
        assert row.split()[3:9] == ["10", "10", "0", "0", "0/3", "0"]
        assert "░" in row, "there is room for a bar"
        assert "0 quotations may leave · 0 of 3 themes summarised, 0 to be read again" in bench.text
        assert "new codes per 20 answers: █ (2)" in bench.text
        assert "this sitting: 7 segments in 0 min" in bench.text
        assert "F2 3 themes to look through" in bench.text
        assert "F5 2 codes without a quotation that may leave" in bench.text
        assert "F6 3 themes without a summary" in bench.text


async def test_the_list_of_notes_goes_to_the_theme_a_note_is_on() -> None:
    async with opened() as bench:
        await bench.press("down", "t")
        await bench.type("hinnat erikseen")
        await bench.press("enter", "up", "f4", "T")
        await bench.type("erikseen")
        assert "theme: hintojen nousu" in bench.text
        await bench.press("enter")
        assert bench.place is Place.THEMES
        assert "hintojen nousu · 4 segments" in bench.text
        await bench.press("t")
        assert "hinnat erikseen" in bench.text, "the note is edited, not begun anew"


async def test_codes_used_last_have_digits_after_the_suggestions_and_keep_them() -> None:
    async with opened() as bench:
        await bench.go(Place.ANSWERS)
        await bench.type("perus")
        await bench.press("enter", "right")
        assert "2 Perustarpeista tinkiminen" in bench.text
        assert "1 Sosiaaliturvan leikkaukset" in bench.text
        assert "↺" in bench.text
        digit = next(line.split()[1] for line in bench.lines() if "↺" in line)
        await bench.press(digit)
        assert [each.code for each in bench.desk.segment(bench.selected).codings] == ["perustarpeet"]
        await bench.press(digit)
        assert bench.desk.segment(bench.selected).codings == ()


async def test_a_code_used_last_is_not_refused_by_mistake() -> None:
    async with opened() as bench:
        await bench.go(Place.ANSWERS)
        await bench.type("perus")
        await bench.press("enter", "right", "right", "right", "right", "right")
        bench.app.screen.query_one("SuggestionList").move_to(99)  # type: ignore[attr-defined]
        await bench.press("backspace")
        assert "There is nothing to refuse." in bench.message


async def test_wide_and_high_terminals_show_similar_segments_with_their_codes() -> None:
    async with opened(size=(160, 45)) as bench:
        await bench.go(Place.ANSWERS)
        spans = bench.desk.answer(bench.desk.answers()[5]).segments
        bench.desk.assign((spans[0].span,), "hinnat")
        await bench.press("down")  # "Ruoka on kallista." and "Kaikki on kallista."
        assert "Similar segments" in bench.text
        assert "006 Kaikki on kallista." in bench.text
        assert "▪ Hintojen nousu" in bench.text
    async with opened(size=(120, 30)) as bench:
        await bench.go(Place.ANSWERS)
        assert "Similar segments" not in bench.text

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from avoin.cli.main import run
from avoin.codebook.model import Codebook
from avoin.coding.decision import Draft, Mark, MarkKind, Verb, mark_span
from avoin.errors import AvoinError
from avoin.ids import CodeId, CoderId, QuestionId, Span, WaveId
from avoin.settings import write_settings
from avoin.store import decisions
from avoin.store import themes as stored
from avoin.text import same_answer_key
from avoin.themes.model import Theme, ThemeSet
from avoin.workflow.desk.undo import redo, undo
from avoin.workflow.project import Project, coder_of, locate
from avoin.workflow.texts.find_themes import current_run, current_themes, find_themes, merge_themes, split_theme
from kit.codebooks import code
from kit.projects import add_wave, project

TESTER = CoderId("tester")
WISHES = QuestionId("wishes")
W = WaveId("2025")

ANSWERS = {
    "1": "Jonot ovat kasvaneet.",
    "2": "jonot ovat kasvaneet",
    "3": "Hoitojonot ovat liian pitkiä.",
    "4": "Jonossa odotetaan kuukausia.",
    "5": "Ruoan hinta on noussut.",
    "6": "Hinnat nousevat, ruoka on kallista.",
    "7": "Bensan hinta nousi taas.",
    "8": "En osaa sanoa.",
    "9": "-",
    "10": "Nuoret voivat huonosti.",
    "11": "Nuorten ahdistus on lisääntynyt.",
    "12": "Det är svårt att få hjälp på svenska här i kommunen.",
    "13": "Nuorille lisää apua kouluihin. En osaa sanoa.",
}


def prepared(folder: Path, answers: Mapping[str, str] = ANSWERS, codebook: Codebook | None = None) -> Project:
    """Return a project with one open question, without the sentence model, which takes long to load."""
    made = project(folder, {"wishes": answers}, codebook=codebook)
    settings = replace(made.settings, sentence_vectors="never")
    write_settings(locate(made).settings, settings)
    return replace(made, settings=settings)


@pytest.fixture
def made(tmp_path: Path) -> Project:
    return prepared(tmp_path)


def theme_of(found: ThemeSet, respondent: str) -> Theme:
    """Return the theme that the first segment of a respondent's answer is in."""
    return next(theme for theme in found.themes for span in theme.spans if span.answer.respondent == respondent)


def respondents(found: ThemeSet) -> set[str]:
    return {span.answer.respondent for theme in found.themes for span in theme.spans}


def test_the_same_answers_and_seed_give_the_same_themes_and_nothing_is_decided_twice(made: Project) -> None:
    first = find_themes(made, WISHES, W)
    assert find_themes(made, WISHES, W) == first
    with made.store.read() as connection:
        assert [each.verb for each in decisions.load(connection)] == [Verb.THEMES]
        assert len(stored.runs(connection)) == 1


def test_two_projects_with_the_same_answers_get_the_same_themes(tmp_path: Path) -> None:
    first, second = prepared(tmp_path / "a"), prepared(tmp_path / "b")
    assert find_themes(first, WISHES, W) == find_themes(second, WISHES, W)


def test_identical_answers_are_in_one_theme(made: Project) -> None:
    found = find_themes(made, WISHES, W, k=8)
    assert theme_of(found, "1") == theme_of(found, "2")


def test_non_answers_and_other_languages_are_in_no_theme(made: Project) -> None:
    found = find_themes(made, WISHES, W)
    assert [key.respondent for key in found.non_answers] == ["8", "9"]
    assert respondents(found).isdisjoint({"8", "9", "12"})
    assert "12" in {span.answer.respondent for span in found.unassigned}


def test_a_segment_that_says_nothing_is_in_no_theme_even_where_the_answer_goes_on(made: Project) -> None:
    found = find_themes(made, WISHES, W)
    (left,) = [span for span in found.unassigned if span.answer.respondent == "13"]
    assert ANSWERS["13"][left.start : left.end].startswith("En osaa sanoa")
    assert "13" in respondents(found)


def test_every_other_segment_is_in_exactly_one_theme(made: Project) -> None:
    found = find_themes(made, WISHES, W)
    spans = [span for theme in found.themes for span in theme.spans]
    assert len(spans) == len(set(spans))
    assert set(spans).isdisjoint(found.unassigned)
    assert respondents(found) == set(ANSWERS) - {"8", "9", "12"}


def test_themes_are_numbered_and_named_apart_from_each_other(made: Project) -> None:
    found = find_themes(made, WISHES, W, k=3)
    assert [theme.id for theme in found.themes] == ["1", "2", "3"]
    assert len({theme.name for theme in found.themes}) == 3
    assert "jono" in theme_of(found, "1").keywords
    assert not theme_of(found, "1").code


def test_a_theme_resembles_the_code_that_speaks_of_it(tmp_path: Path) -> None:
    book = Codebook(
        "koe",
        "1.0.0",
        (
            code("Jonot", "Jonottaminen, hoitojonot, odotus"),
            code("Hinnat", "Ruoan ja bensan hinta, kalleus"),
            code("Nuoret", "Nuorten ahdistus ja huono vointi"),
        ),
    )
    found = find_themes(prepared(tmp_path, codebook=book), WISHES, W, k=3)
    assert [theme_of(found, who).code for who in ("1", "5", "11")] == ["jonot", "hinnat", "nuoret"]
    assert all(0.2 <= theme.confidence <= 1 for theme in found.themes)


@pytest.mark.parametrize(("answers", "n_themes"), [({}, 0), ({"1": "Jonot."}, 1), ({"1": "Jonot.", "2": "Hinta."}, 1)])
def test_one_or_two_answers_are_no_trouble(tmp_path: Path, answers: dict[str, str], n_themes: int) -> None:
    found = find_themes(prepared(tmp_path, {**answers, "x": "eos"}), WISHES, W)
    assert len(found.themes) == n_themes
    assert sum(len(theme.spans) for theme in found.themes) == len(answers)


def test_all_answers_the_same_is_one_theme(tmp_path: Path) -> None:
    found = find_themes(prepared(tmp_path, {str(n): "Jonot!" for n in range(9)}), WISHES, W, k=4)
    assert [len(theme.spans) for theme in found.themes] == [9]


def test_more_themes_than_segments_is_one_each(tmp_path: Path) -> None:
    found = find_themes(prepared(tmp_path, {"1": "Jonot.", "2": "Hinta nousi.", "3": "Nuoret."}), WISHES, W, k=50)
    assert [len(theme.spans) for theme in found.themes] == [1, 1, 1]


def test_less_than_one_theme_is_refused(made: Project) -> None:
    with pytest.raises(AvoinError, match="at least one theme"):
        find_themes(made, WISHES, W, k=0)


def test_an_unknown_question_is_named_and_the_known_ones_listed(made: Project) -> None:
    with pytest.raises(AvoinError, match="wihses") as caught:
        find_themes(made, QuestionId("wihses"))
    assert "wishes" in caught.value.hint


def test_an_unknown_wave_is_named_and_the_known_ones_listed(made: Project) -> None:
    with pytest.raises(AvoinError, match="1999") as caught:
        find_themes(made, WISHES, WaveId("1999"))
    assert "2025" in caught.value.hint


def test_waves_have_themes_of_their_own_and_all_together_again_others(made: Project) -> None:
    both = add_wave(made, "2026", {"wishes": {"1": "Hinnat taas.", "2": "Jonot lyhenivät."}})
    old = find_themes(both, WISHES, W)
    every = find_themes(both, WISHES)
    assert {span.answer.wave for theme in every.themes for span in theme.spans} == {"2025", "2026"}
    assert current_themes(both, WISHES, W) == old
    assert current_themes(both, WISHES) == every
    assert current_themes(both, WISHES, WaveId("2026")) is None


def test_undo_brings_the_former_themes_back_and_redo_the_later_ones(made: Project) -> None:
    first, second = find_themes(made, WISHES, W, k=2), find_themes(made, WISHES, W, k=4)
    assert current_themes(made, WISHES, W) == second
    undo(made, TESTER)
    assert current_themes(made, WISHES, W) == first
    undo(made, TESTER)
    assert current_themes(made, WISHES, W) is None
    redo(made, TESTER)
    assert current_themes(made, WISHES, W) == first


def test_merging_joins_exactly_the_named_themes_and_undo_parts_them(made: Project) -> None:
    before = find_themes(made, WISHES, W, k=4)
    chosen = before.themes[1:3]
    after = merge_themes(made, WISHES, W, [theme.id for theme in chosen])
    wanted = {span for theme in chosen for span in theme.spans}
    assert [set(theme.spans) for theme in after.themes].count(wanted) == 1
    assert len(after.themes) == len(before.themes) - 1
    others = {(theme.name, theme.spans) for theme in before.themes if theme not in chosen}
    assert others <= {(theme.name, theme.spans) for theme in after.themes}
    assert len({theme.name for theme in after.themes}) == len(after.themes)
    assert current_themes(made, WISHES, W) == after
    undo(made, TESTER)
    assert current_themes(made, WISHES, W) == before


def test_splitting_parts_one_theme_and_leaves_the_others(made: Project) -> None:
    before = find_themes(made, WISHES, W, k=2)
    largest = before.themes[0]
    after = split_theme(made, WISHES, W, largest.id)
    parts = [theme for theme in after.themes if set(theme.spans) <= set(largest.spans)]
    assert len(parts) >= 2
    assert sorted(span for theme in parts for span in theme.spans) == sorted(largest.spans)
    assert before.themes[1].spans in [theme.spans for theme in after.themes]
    assert split_theme(made, WISHES, W, theme_of(after, "5").id) != after
    undo(made, TESTER)
    undo(made, TESTER)
    assert current_themes(made, WISHES, W) == before


def test_what_is_all_alike_cannot_be_split(tmp_path: Path) -> None:
    alike = prepared(tmp_path, {str(n): "Jonot!" for n in range(3)})
    find_themes(alike, WISHES, W)
    with pytest.raises(AvoinError, match="all alike"):
        split_theme(alike, WISHES, W, "1")


@pytest.mark.parametrize("ids", [[], ["1"], ["1", "1"]])
def test_merging_needs_two_themes(made: Project, ids: list[str]) -> None:
    find_themes(made, WISHES, W)
    with pytest.raises(AvoinError, match="at least two"):
        merge_themes(made, WISHES, W, ids)


def test_merging_and_splitting_name_an_unknown_theme(made: Project) -> None:
    find_themes(made, WISHES, W, k=2)
    with pytest.raises(AvoinError, match="77") as merging:
        merge_themes(made, WISHES, W, ["1", "77"])
    with pytest.raises(AvoinError, match="77") as splitting:
        split_theme(made, WISHES, W, "77")
    assert "1, 2" in merging.value.hint
    assert "1, 2" in splitting.value.hint


def test_there_is_nothing_to_merge_before_themes_are_found(made: Project) -> None:
    with pytest.raises(AvoinError, match="wishes"):
        merge_themes(made, WISHES, W, ["1", "2"])


def test_a_theme_refused_as_none_stays_refused_when_others_are_merged(made: Project) -> None:
    before = find_themes(made, WISHES, W, k=4)
    run_before = current_run(made, WISHES, W)
    assert run_before is not None
    refused = before.themes[0]
    mark = Mark(MarkKind.NOT_THEME, W, question=WISHES, text=f"{run_before.run}:{refused.id}")
    with made.store.transaction() as connection:
        decisions.append(connection, Draft(TESTER, Verb.THEMES, (mark,)))
    after = merge_themes(made, WISHES, W, [theme.id for theme in before.themes[1:3]])
    current = current_run(made, WISHES, W)
    assert current is not None
    now = next(theme for theme in after.themes if theme.spans == refused.spans)
    with made.store.read() as connection:
        marks = decisions.marks(connection, MarkKind.NOT_THEME, question=WISHES)
    assert f"{current.run}:{now.id}" in {each.text for each in marks}


def test_only_what_is_open_is_grouped_when_asked(made: Project) -> None:
    everything = find_themes(made, WISHES, W, k=3)
    decided = [span for span in theme_of(everything, "1").spans if span.answer.respondent in ("1", "2")]
    coded = theme_of(everything, "5").spans[0]
    put = [mark_span(MarkKind.DONE, span, TESTER) for span in decided]
    put.append(mark_span(MarkKind.CODING, Span(coded.answer, coded.start + 2, coded.end), TESTER, CodeId("hinnat")))
    with made.store.transaction() as connection:
        decisions.append(connection, Draft(TESTER, Verb.CONFIRM, tuple(put)))
    found = find_themes(made, WISHES, W, only_open=True)
    spans = {span for theme in found.themes for span in theme.spans}
    assert spans == {span for theme in everything.themes for span in theme.spans} - {*decided, coded}
    by_another = find_themes(made, WISHES, W, only_open=True, coder=CoderId("another"))
    assert {span for theme in by_another.themes for span in theme.spans} > spans


def test_what_was_coded_is_untouched_when_themes_are_found_of_the_rest(
    made: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    coded = theme_of(find_themes(made, WISHES, W, k=3), "5").spans[0]
    coding = mark_span(MarkKind.CODING, coded, coder_of(made), CodeId("hinnat"))
    with made.store.transaction() as connection:
        decisions.append(connection, Draft(coder_of(made), Verb.CONFIRM, (coding,)))
    assert run(["-C", str(made.folder), "themes", "wishes", "--wave", "2025", "--uncoded", "--json"]) == 0
    shown = json.loads(capsys.readouterr().out)
    assert coded.answer.respondent not in {
        each["respondent"] for theme in shown["themes"] for each in theme["segments"]
    }
    with made.store.read() as connection:
        assert coding in decisions.marks(connection, MarkKind.CODING, question=WISHES)


def test_nothing_left_to_group_is_said_in_words(made: Project) -> None:
    everything = find_themes(made, WISHES, W)
    spans = [span for theme in everything.themes for span in theme.spans]
    with made.store.transaction() as connection:
        put = tuple(mark_span(MarkKind.DONE, span, TESTER) for span in spans)
        decisions.append(connection, Draft(TESTER, Verb.DONE, put))
    with pytest.raises(AvoinError, match="coded or decided"):
        find_themes(made, WISHES, W, only_open=True, coder=TESTER)
    assert current_themes(made, WISHES, W) == everything


@pytest.mark.parametrize(
    "answers", [("🙂", "👍👍"), ("-", "eos"), ("It is all about money and time.", "I do not know at all.")]
)
def test_pictures_non_answers_and_other_languages_alone_are_no_theme(tmp_path: Path, answers: tuple[str, ...]) -> None:
    found = find_themes(prepared(tmp_path, {str(n): text for n, text in enumerate(answers)}), WISHES, W)
    assert found.themes == ()


@pytest.mark.parametrize("n", [1, 2, 5, 20])
def test_few_answers_are_each_in_one_theme_with_names_apart(tmp_path: Path, n: int) -> None:
    matters = ("Jonot kasvavat", "Hinnat nousevat", "Nuoret voivat huonosti", "Lääkäriä ei ole", "Vuokra on kallis")
    answers = {str(place): f"{matters[place % 5]} {'taas ' * (place // 5)}täällä." for place in range(n)}
    found = find_themes(prepared(tmp_path, answers), WISHES, W)
    assert sorted(span.answer.respondent for theme in found.themes for span in theme.spans) == sorted(answers)
    assert len({theme.name for theme in found.themes}) == len(found.themes)
    assert all(0 <= theme.stability <= 1 for theme in found.themes)


def test_the_command_prints_themes_as_json_with_exactly_the_agreed_keys(
    made: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["-C", str(made.folder), "themes", "wishes", "--wave", "2025", "--k", "3", "--seed", "5", "--json"]) == 0
    shown = json.loads(capsys.readouterr().out)
    assert (shown["question"], shown["wave"], shown["seed"]) == ("wishes", "2025", 5)
    assert set(shown) == {
        "question", "wave", "seed", "features", "method", "themes", "non_answers", "unassigned",
    }  # fmt: skip
    assert len(shown["themes"]) == 3
    assert shown["non_answers"] == ["8", "9"]
    for theme in shown["themes"]:
        assert set(theme) == {
            "id", "name", "keywords", "code", "confidence", "mixed", "stability",
            "n_segments", "n_respondents", "segments",
        }  # fmt: skip
        assert theme["n_segments"] == len(theme["segments"])
        assert all(set(segment) == {"respondent", "start", "end"} for segment in theme["segments"])


def test_the_command_says_the_wave_of_each_segment_where_waves_are_together(
    made: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    add_wave(made, "2026", {"wishes": {"1": "Jonot ovat liian pitkiä.", "2": "En osaa sanoa."}})
    assert run(["-C", str(made.folder), "themes", "wishes", "--json"]) == 0
    shown = json.loads(capsys.readouterr().out)
    assert shown["wave"] is None
    assert {segment["wave"] for theme in shown["themes"] for segment in theme["segments"]} == {"2025", "2026"}
    silent = [("2025", "8"), ("2025", "9"), ("2026", "2")]
    assert [(each["wave"], each["respondent"]) for each in shown["non_answer_keys"]] == silent
    assert shown["non_answers"] == ["8", "9", "2"]


def test_where_one_wave_was_asked_all_waves_are_that_one_and_its_themes_are_found_once(made: Project) -> None:
    found = find_themes(made, WISHES)
    assert found.wave == W
    assert current_themes(made, WISHES, W) == current_themes(made, WISHES) == found
    with_another = add_wave(made, "2026", {"wishes": {"1": "Jonot ovat liian pitkiä."}})
    assert current_themes(with_another, WISHES) is None
    assert current_themes(with_another, WISHES, W) == found


def test_the_command_prints_a_table_without_answer_text(made: Project, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["-C", str(made.folder), "themes", "wishes", "--k", "3"]) == 0
    shown = capsys.readouterr().out
    assert "2 answers say nothing" in shown
    assert all(same_answer_key(text) not in shown.casefold() for text in ANSWERS.values() if len(text) > 20)


def test_the_command_names_an_unknown_question(made: Project, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["-C", str(made.folder), "themes", "nonesuch"]) == 1
    said = capsys.readouterr().err
    assert "nonesuch" in said
    assert "wishes" in said


def test_codes_draw_what_resembles_them_and_the_rest_is_grouped_anew(tmp_path: Path) -> None:
    queue = code("Jonot", "Jonot ovat kasvaneet, hoitojonot ovat liian pitkiä.")
    price = code("Hinnat", "Ruoan hinta on noussut, bensan hinta nousi.")
    made = prepared(tmp_path, codebook=Codebook("koe", "1.0.0", (queue, price)))
    plain, found = find_themes(made, WISHES, W), find_themes(made, WISHES, W, seeded=True)
    spans = [span for theme in found.themes for span in theme.spans]
    assert sorted(spans) == sorted(span for theme in plain.themes for span in theme.spans)
    drawn = {theme.name: {span.answer.respondent for span in theme.spans} for theme in found.themes if theme.code}
    assert drawn["Jonot"] >= {"1", "2", "3"}
    assert drawn["Hinnat"] >= {"5", "7"}
    assert theme_of(found, "10").name not in drawn
    assert theme_of(found, "1").name == theme_of(found, "2").name == "Jonot"
    assert "by codes" in found.method


def test_without_a_codebook_nothing_is_drawn(made: Project) -> None:
    assert find_themes(made, WISHES, W, seeded=True).themes == find_themes(made, WISHES, W).themes

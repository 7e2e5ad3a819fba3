"""``survey.yaml`` is read without trust and rewritten without loss."""

import unicodedata
from functools import partial
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from avoin.corpus.document import SurveyFileError, merge, parse, written
from avoin.corpus.files import read_survey, staged_survey, write_survey
from avoin.corpus.model import Condition, Question, QuestionKind, Survey, Variable, Wave
from avoin.ids import QuestionId, VariableId, WaveId
from kit.shared import CHECKOUT

W24, W25 = WaveId("2024"), WaveId("2025")
SURVEY = Survey(
    "Köyhyys: kysely #1",
    (Wave(W24, "id", "4/2024", 114, True, ("aika", "007")), Wave(W25)),
    (
        Question(
            QuestionId("muutos"),
            QuestionKind.CHANGE,
            "Miten on muuttunut?",
            {W24: "Miten on muuttunut?", W25: "muutos"},
            Condition(VariableId("rooli"), ("johtaja", "no")),
            ("parantunut", "ennallaan", "eos"),
            {"parantunut": "improved", "ennallaan": "unchanged"},
            "Muutos",
        ),
        Question(QuestionId("valinta"), QuestionKind.CHOICE, "Valitse", {W25: "v"}, categories=("1", "yes", "1:30")),
        Question(QuestionId("avoin"), QuestionKind.OPEN, "Kerro", {W25: "a: b # c"}),
    ),
    (Variable(VariableId("rooli"), "Rooli", {W24: "rooli", W25: "R"}, {"Johtaja": "johtaja", "null": "~"}),),
)

EDITED = """\
# oma huomautus alussa

format: 1   # tiedostomuoto
name: Kysely

# aallot
waves:
  # ensimmäinen
  2024:
    id_column: "id"
    invited: 007   # kutsutut
    dropped: [aika, 'muu']   # ei tarvita

  # toinen
  "2025": {id_column: nro}

questions:
  avoin:
    kind: open
    columns:
      2024: Mitä kuuluu?
      # eri sanoin
      2025: Kuinka voit?

  # johtajille
  luku:
    kind: number
    asked:
      rooli:
        - johtaja   # ei muille
        - "2"

# taustat
variables:
  rooli:
    columns: {2024: rooli}
# loppu
"""


def read_text(tmp_path: Path, text: str) -> Survey:
    path = tmp_path / "survey.yaml"
    path.write_text(text, encoding="utf-8")
    return read_survey(path)


def test_a_survey_comes_back_as_it_was_written(tmp_path: Path) -> None:
    path = tmp_path / "survey.yaml"
    write_survey(path, SURVEY)
    assert read_survey(path) == SURVEY


def test_a_new_file_explains_itself_and_is_plain_yaml_for_other_readers(tmp_path: Path) -> None:
    from ruamel.yaml import YAML

    path = tmp_path / "survey.yaml"
    write_survey(path, SURVEY)
    text = path.read_text(encoding="utf-8")
    assert text.startswith("# What was asked of whom.")
    content = YAML(typ="safe").load(text)
    assert list(content["waves"]) == ["2024", "2025"]
    assert list(content["questions"]["valinta"]["categories"]) == ["1", "yes", "1:30"]
    assert content["waves"]["2024"]["dropped"] == ["aika", "007"]


def test_what_a_person_wrote_is_kept_to_the_letter_where_nothing_changes(tmp_path: Path) -> None:
    path = tmp_path / "survey.yaml"
    path.write_text(EDITED, encoding="utf-8")
    write_survey(path, read_survey(path))
    ours = [line.strip() for line in path.read_text(encoding="utf-8").splitlines()]
    for line in EDITED.splitlines():
        if "#" in line:
            assert line.strip() in ours
    document = parse(EDITED, "survey.yaml")
    assert written(document) == EDITED


def test_comments_stay_above_what_they_stood_above_when_keys_are_added(tmp_path: Path) -> None:
    path = tmp_path / "survey.yaml"
    path.write_text(EDITED, encoding="utf-8")
    before = read_survey(path)
    new = Question(QuestionId("uusi"), QuestionKind.OPEN, "Uusi", {W25: "uusi"})
    write_survey(path, Survey(before.name, before.waves, (new, *before.questions), before.variables))
    lines = path.read_text(encoding="utf-8").splitlines()
    assert lines[lines.index("  # johtajille") + 1] == "  luku:"
    assert lines[lines.index("# taustat") + 1] == "variables:"
    assert lines[-1] == "# loppu"
    assert lines.index("  uusi:") < lines.index("  avoin:")
    assert read_survey(path).questions[0] == new


def test_words_of_yaml_stay_text(tmp_path: Path) -> None:
    found = read_text(
        tmp_path, "name: no\nwaves:\n  007:\n    id_column: null\n    period: 1:30\n    dropped: [yes, ~, 1e3]\n"
    )
    assert found.name == "no"
    assert found.waves == (Wave(WaveId("007"), "null", "1:30", dropped=("yes", "~", "1e3")),)


def test_empty_values_are_nothing(tmp_path: Path) -> None:
    found = read_text(
        tmp_path, "name: x\nwaves:\nquestions:\n  a:\n    kind: open\n    columns:\n    asked:\nvariables:\n"
    )
    assert found.waves == ()
    assert found.variables == ()
    assert found.questions == (Question(QuestionId("a"), QuestionKind.OPEN, "a", {}),)


def test_letters_written_in_two_parts_are_composed(tmp_path: Path) -> None:
    assert read_text(tmp_path, "name: Ko\u0308yhyys\n").name == "Köyhyys"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "survey.yaml does not begin with a key"),
        ("- a\n", "survey.yaml does not begin with a key"),
        ("name: [x\n", "survey.yaml, line 2: this is not readable YAML"),
        ("name: x\nname: y\n", "survey.yaml, line 2: this is not readable YAML (a key stands twice)"),
        ("name: &a x\n", "survey.yaml, line 1: anchors, aliases and tags are not read"),
        ("name: x\nwaves: {a: *b}\n", "survey.yaml, line 2: anchors, aliases and tags are not read"),
        ("name: !!python/object:os.system x\n", "survey.yaml, line 1: anchors, aliases and tags are not read"),
        ("name: !x y\n", "survey.yaml, line 1: anchors, aliases and tags are not read"),
        ("name: " + "[" * 3000, "survey.yaml, line 1: there is more nesting or more keys than fits"),
        ("name: a\x07b\n", "survey.yaml is not readable YAML"),
        ("format: 2\nname: x\n", "survey.yaml, line 1, key format"),
        ("format: 1\n", "key name: Field required"),
        ("name: x\nkuka: y\n", "survey.yaml, line 2, key kuka"),
        ("name: x\nquestions:\n  a:\n    kind: opne\n", "survey.yaml, line 4, key questions.a.kind"),
        ("name: x\nwaves:\n  a:\n    invited: monta\n", "survey.yaml, line 4, key waves.a.invited"),
        ("name: x\nwaves:\n  a b: {}\n", "key waves.a b: A wave's id has"),
        ("name: x\nquestions:\n  a/b: {kind: open}\n", "line 3, key questions.a/b: An id has letters"),
        ("name: x\nquestions:\n  a: {kind: open}\nvariables:\n  a: {}\n", "line 5, key variables.a: A question and"),
        (
            "name: x\nquestions:\n  a:\n    kind: open\n    columns:\n      1: v\n",
            "line 6, key questions.a.columns.1: There is no wave 1",
        ),
        (
            "name: x\nwaves: {1: {id_column: v}}\nquestions:\n  a: {kind: open, columns: {1: v}}\n",
            "key questions.a.columns.1: Wave 1 uses this column for something else too",
        ),
        (
            "name: x\nwaves: {1: {dropped: [v]}}\nvariables:\n  a: {columns: {1: v}}\n",
            "key waves.1.dropped: A dropped column is used for something else",
        ),
        (
            "name: x\nquestions:\n  a:\n    kind: open\n    asked:\n      rooli: [b]\n",
            "line 5, key questions.a.asked: There is no variable rooli",
        ),
        (
            "name: x\nquestions:\n  a: {kind: claim, categories: {kyllä: improved}}\n",
            "categories: The categories of a question of kind claim belong to: agree, neither, disagree, other",
        ),
    ],
)
def test_a_wrong_file_is_an_error_that_names_line_and_key(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(SurveyFileError) as caught:
        read_text(tmp_path, text)
    assert message in caught.value.message
    assert "survey.yaml" in caught.value.message


def test_an_alias_bomb_is_refused_before_it_grows(tmp_path: Path) -> None:
    bomb = "a0: &a0 [x]\n" + "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]\n" for n in range(1, 30))
    with pytest.raises(SurveyFileError, match="anchors"):
        read_text(tmp_path, bomb)


def test_a_large_a_missing_and_a_foreign_file_are_errors(tmp_path: Path) -> None:
    path = tmp_path / "survey.yaml"
    with pytest.raises(SurveyFileError, match="There is no survey file"):
        read_survey(path)
    path.write_text("name: x\n#" + "x" * (5 * 1024 * 1024), encoding="utf-8")
    with pytest.raises(SurveyFileError, match="larger than five megabytes"):
        read_survey(path)
    path.write_bytes(b"name: \xff\n")
    with pytest.raises(SurveyFileError, match="not UTF-8"):
        read_survey(path)


def test_an_inconsistent_survey_is_not_written(tmp_path: Path) -> None:
    path = tmp_path / "survey.yaml"
    write_survey(path, Survey("x"))
    before = path.read_bytes()
    with pytest.raises(SurveyFileError, match="There is no wave"):
        write_survey(path, Survey("x", questions=(Question(QuestionId("a"), QuestionKind.OPEN, "a", {W24: "v"}),)))
    assert path.read_bytes() == before


def test_the_file_is_replaced_only_once_what_is_done_inside_has_succeeded(tmp_path: Path) -> None:
    path = tmp_path / "survey.yaml"
    write_survey(path, Survey("ennen"))

    def fail() -> None:
        with staged_survey(path, Survey("jälkeen")):
            assert read_survey(path).name == "ennen"
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fail()
    assert read_survey(path).name == "ennen"
    assert [each.name for each in tmp_path.iterdir()] == ["survey.yaml"]


def test_a_folder_that_cannot_be_written_leaves_the_file_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "survey.yaml"
    write_survey(path, Survey("ennen"))
    (tmp_path / "survey.yaml.tmp").mkdir()
    with pytest.raises(SurveyFileError, match="cannot be written"):
        write_survey(path, Survey("jälkeen"))
    assert read_survey(path).name == "ennen"


TEXT = st.text(st.characters(exclude_categories=("Cs", "Cc", "Cf", "Zl", "Zp")), min_size=1, max_size=20).map(
    partial(unicodedata.normalize, "NFC")
)
ID = st.from_regex(r"[a-zä][a-z0-9_-]{0,8}", fullmatch=True)
KEYED = st.dictionaries(TEXT, TEXT, max_size=3)


@settings(deadline=None, max_examples=30)
@given(
    name=TEXT,
    ids=st.lists(ID, min_size=3, max_size=3, unique=True),
    texts=st.lists(TEXT, min_size=4, max_size=4, unique=True),
    values=KEYED,
)
def test_any_words_survive_the_file(
    tmp_path_factory: pytest.TempPathFactory, name: str, ids: list[str], texts: list[str], values: dict[str, str]
) -> None:
    wave = WaveId(ids[0])
    survey = Survey(
        name,
        (Wave(wave, texts[0], dropped=(texts[1],)),),
        (
            Question(
                QuestionId(ids[1]),
                QuestionKind.CHOICE,
                texts[2],
                {wave: texts[2]},
                Condition(VariableId(ids[2]), tuple(values)) if values else None,
                tuple(values),
            ),
        ),
        (Variable(VariableId(ids[2]), texts[3], {wave: texts[3]}, values),),
    )
    path = tmp_path_factory.mktemp("kysely") / "survey.yaml"
    write_survey(path, survey)
    assert read_survey(path) == survey
    write_survey(path, Survey("toinen"))
    write_survey(path, survey)
    assert read_survey(path) == survey


def test_the_example_survey_is_rewritten_to_the_letter(tmp_path: Path) -> None:
    original = CHECKOUT / "data" / "kriisibarometri" / "survey.yaml"
    path = tmp_path / "survey.yaml"
    path.write_bytes(original.read_bytes())
    write_survey(path, read_survey(path))
    assert path.read_bytes() == original.read_bytes()


def test_merging_leaves_out_what_is_gone_with_its_comment() -> None:
    document = parse("a: 1\n# on b\nb: 2\n# on c\nc: 3\n", "x")
    merge(document.root, {"a": 1, "c": 3})
    assert written(document) == "a: 1\n# on c\nc: 3\n"

"""Exports of survey tools are known by their shape; a multi-select is one column, whichever tool took it apart."""

import csv
import io
import json
from pathlib import Path

import pytest

from avoin.importing.guess import ColumnKind, guess_columns
from avoin.importing.multiple import options_of
from avoin.importing.read import read_table
from avoin.importing.survey_tools import heads_of
from avoin.importing.table import ImportFileError, SurveyTable
from avoin.importing.values import is_date
from kit.shared import shared

SURVEYS = ("data", "survey-exports")


def _read(folder: Path, rows: list[list[str]], delimiter: str = ",") -> SurveyTable:
    written = io.StringIO(newline="")
    csv.writer(written, delimiter=delimiter).writerows(rows)
    path = folder / "export.csv"
    path.write_text(written.getvalue(), encoding="utf-8")
    return read_table(path)


def _tool(table: SurveyTable) -> str:
    return dict(table.how).get("tool", "")


def _kinds(table: SurveyTable) -> dict[str, ColumnKind]:
    return {guess.heading: guess.kind for guess in guess_columns(table)}


def _qualtrics(*rows: list[str]) -> list[list[str]]:
    ids = ["startDate", "finished", "_recordId", "QID1", "QID2", "QID2", "QID3_TEXT"]
    heads = [
        ["StartDate", "Finished", "ResponseId", "Q1", "Q2_1", "Q2_2", "Q3"],
        [
            "Aloitettu", "Valmis", "Vastaustunnus", "Rooli", "Mistä apua? - Valittu vaihtoehto - Puhelin",
            "Mistä apua? - Valittu vaihtoehto - Chat", "Mitä kuuluu?",
        ],
        [json.dumps({"ImportId": each}) for each in ids],
    ]  # fmt: skip
    return [*heads, *rows]


@pytest.mark.parametrize("records", [[], [(1, [])], [(1, []), (2, ["a"]), (3, ["b"])]])
def test_where_no_heading_is_no_tool_is_known(records: list[tuple[int, list[str]]]) -> None:
    assert heads_of(records) is None


def test_qualtrics_with_three_heading_rows(tmp_path: Path) -> None:
    rows = [
        ["2025-05-19 08:28:09", "1", "R_1", "johtaja", "Puhelin", "", "Hyvää kuuluu."],
        ["2025-05-19 09:28:09", "0", "R_2", "työntekijä", "Puhelin", "Chat", ""],
    ]
    table = _read(tmp_path, _qualtrics(*rows))
    assert _tool(table) == "Qualtrics"
    several = "Mistä apua? - Valittu vaihtoehto"
    assert table.headings == ("StartDate", "Finished", "ResponseId", "Rooli", several, "Mitä kuuluu?")
    assert table.column(several) == ("Puhelin", "Puhelin; Chat")
    assert table.row_number(0) == 4
    assert [warning for warning in table.warnings if "Finished" in warning] == [
        "1 answer was not finished, says column “Finished”; it is kept."
    ]


@pytest.mark.parametrize("name", ["qualtrics-3-otsikkorivia.csv", "qualtrics-vanha-2-otsikkorivia.csv"])
def test_real_qualtrics_exports_have_one_answer_under_the_wording(name: str) -> None:
    table = read_table(shared(*SURVEYS, "qualtrics", name))
    assert (_tool(table), len(table.rows)) == ("Qualtrics", 1)
    assert table.column("This is a free text question.") == ("Hello World!",)
    assert _kinds(table)["IPAddress"] is ColumnKind.DROP


def test_a_real_surveymonkey_export_joins_its_multi_select() -> None:
    table = read_table(shared(*SURVEYS, "surveymonkey", "StarWars.csv"))
    assert (_tool(table), len(table.rows), len(table.headings)) == ("SurveyMonkey", 1186, 33)
    several = "Which of the following Star Wars films have you seen? Please select all that apply."
    assert _kinds(table)[several] is ColumnKind.CHOICES
    seen = [options_of(cell) for cell in table.column(several)]
    # counted in the file's own columns 4-9
    assert sum(map(bool, seen)) == 835
    assert sum("Star Wars: Episode V The Empire Strikes Back" in each for each in seen) == 758
    assert "Which character shot first?" in table.headings


def test_headings_of_a_real_surveymonkey_export_lose_their_html() -> None:
    table = read_table(shared(*SURVEYS, "surveymonkey", "steak-risk-survey.csv"))
    assert (_tool(table), len(table.rows)) == ("SurveyMonkey", 550)
    assert not any("<br>" in heading for heading in table.headings)


def _limesurvey(*rows: list[str]) -> list[list[str]]:
    heads = [
        "id. Vastaustunnus", "submitdate. Lähetetty", "lastpage. Viimeinen sivu", "startlanguage. Aloituskieli",
        "Q1. Mitä kuuluu?", "Q2[SQ001]. Mistä apua? [Puhelin]", "Q2[SQ002]. Mistä apua? [Chat]",
        "Q2[other]. Mistä apua? [Muu]", "Q3[1]. Väitteet [Jaksan]", "Q3[2]. Väitteet [Ehdin]",
    ]  # fmt: skip
    return [heads, *rows]


def test_limesurvey_loses_its_codes_and_keeps_unfinished_answers(tmp_path: Path) -> None:
    rows = [
        ["1", "2025-05-19 10:00:00", "3", "fi", "Hyvää", "Kyllä", "Ei", "ystävä", "Samaa mieltä", "Eri mieltä"],
        ["2", "", "1", "fi", "Huonoa", "Kyllä", "Kyllä", "", "Eri mieltä", "Eri mieltä"],
    ]
    table = _read(tmp_path, _limesurvey(*rows), delimiter=";")
    assert _tool(table) == "LimeSurvey"
    assert table.column("Mistä apua?") == ("Puhelin", "Puhelin; Chat")
    assert table.column("Mistä apua? [Muu]") == ("ystävä", "")
    assert table.column("Väitteet [Jaksan]") == ("Samaa mieltä", "Eri mieltä")
    assert any("1 answer was not finished" in warning for warning in table.warnings)
    assert table.column("Finished") == ("1", "0")


def test_a_grid_of_yes_and_no_without_a_tool_stays_apart(tmp_path: Path) -> None:
    rows = [
        ["id", "Oletko kokenut [kiusaamista]", "Oletko kokenut [uhkailua]"],
        ["1", "Kyllä", "Ei"],
        ["2", "Ei", "Ei"],
    ]
    assert len(_read(tmp_path, rows).headings) == 3


def test_redcap_checkboxes_are_one_column(tmp_path: Path) -> None:
    heads = ["record_id", "apua___1", "apua___2", "kuulumiset", "lomake_complete"]
    table = _read(tmp_path, [heads, ["1", "1", "0", "hyvää", "2"], ["2", "1", "1", "huonoa", "2"]])
    assert (_tool(table), table.column("apua")) == ("REDCap", ("1", "1; 2"))
    heads = ["Record ID", "Mistä apua? (choice=Puhelin)", "Mistä apua? (choice=Chat)", "Complete?"]
    table = _read(tmp_path, [heads, ["1", "Checked", "Unchecked", "Complete"], ["2", "Checked", "Checked", "Complete"]])
    assert table.column("Mistä apua?") == ("Puhelin", "Puhelin; Chat")


def test_google_forms_options_are_told_apart_where_they_recur(tmp_path: Path) -> None:
    rows = [["Aikaleima", "Mistä apua?", "Mitä kuuluu?"]]
    rows += [["19.5.2025 klo 10.00.00", "Puhelin, Chat", "Hyvää, kiitos"], ["19.5.2025 klo 10.05.00", "Chat", "Huonoa"]]
    rows += [["19.5.2025 klo 10.09.00", "Puhelin", "En tiedä, miten jaksan"]]
    table = _read(tmp_path, rows)
    assert _tool(table) == "Google Forms"
    assert table.column("Mistä apua?") == ("Puhelin; Chat", "Chat", "Puhelin")
    assert table.column("Mitä kuuluu?")[0] == "Hyvää, kiitos"


def test_microsoft_forms_multi_select_is_guessed(tmp_path: Path) -> None:
    rows = [["Tunnus", "Aloitusaika", "Valmistumisaika", "Sähköposti", "Nimi", "Mistä apua?"]]
    picked = ["Puhelin;Chat;", "Chat;", "Puhelin;", "Puhelin;Chat;", "Chat;", "Puhelin;"]
    rows += [[str(n), "19.5.2025 10.00", "19.5.2025 10.05", "anonymous", "", cell] for n, cell in enumerate(picked, 1)]
    table = _read(tmp_path, rows)
    assert (_tool(table), _kinds(table)["Mistä apua?"]) == ("Microsoft Forms", ColumnKind.CHOICES)
    assert options_of(table.rows[0][-1]) == ("Puhelin", "Chat")


def test_options_in_columns_are_joined_whatever_tool_wrote_them(tmp_path: Path) -> None:
    heads = ["Vastaajanumero", "Mistä sait apua: Puhelin", "Mistä sait apua: Chat", "Mistä sait apua: Muu, mikä", "Ikä"]
    table = _read(tmp_path, [heads, ["1", "1", "", "naapuri", "40"], ["2", "1", "1", "", "50"]])
    assert table.column("Mistä sait apua") == ("Puhelin", "Puhelin; Chat")
    assert table.column("Mistä sait apua: Muu, mikä") == ("naapuri", "")


def test_semicolons_in_sentences_are_no_multi_select(tmp_path: Path) -> None:
    texts = ["Raha loppuu; lapset kärsivät", "En jaksa; itken", "Ei apua", "Jono on pitkä; odotin kuusi kuukautta"]
    table = _read(tmp_path, [["id", "Mitä kuuluu?"], *([str(n), each] for n, each in enumerate(texts, 1))])
    assert _kinds(table)["Mitä kuuluu?"] is ColumnKind.OPEN


def test_an_option_that_nobody_chose_breaks_no_multi_select(tmp_path: Path) -> None:
    heads = ["id", "Apua: Puhelin", "Apua: Chat", "Apua: Faksi", "Apua: Kirje"]
    table = _read(tmp_path, [heads, ["1", "1", "", "", ""], ["2", "1", "1", "", ""]])
    assert (table.headings, table.column("Apua")) == (("id", "Apua"), ("Puhelin", "Puhelin; Chat"))


def test_limesurvey_by_codes_or_by_wording_alone_is_known_and_its_own_clocks_are_no_questions(tmp_path: Path) -> None:
    own = ["2025-05-19 10:00:00", "3", "fi", "1900007777"]
    rows = [["1", *own, "Yes", "No", "", "Jonot", "12.5"], ["2", "", *own[1:], "No", "Yes", "", "Raha", "14.5"]]
    codes = ["Q2[SQ001]", "Q2[SQ002]", "Q2[other]", "Q4", "interviewtime"]
    table = _read(tmp_path, [["id", "submitdate", "lastpage", "startlanguage", "seed", *codes], *rows])
    assert (_tool(table), table.column("Q2"), table.column("Finished")) == (
        "LimeSurvey",
        ("SQ001", "SQ002"),
        ("1", "0"),
    )
    assert {heading for heading, kind in _kinds(table).items() if kind is ColumnKind.DROP} == {"seed", "interviewtime"}
    words = ["Mistä apua? [Puhelin]", "Mistä apua? [Chat]", "Mistä apua? [Other]", "Muuta?", "Total time"]
    heads = ["Response ID", "Date submitted", "Last page", "Start language", "Seed", *words]
    table = _read(tmp_path, [heads, *rows])
    assert (_tool(table), table.column("Mistä apua?")) == ("LimeSurvey", ("Puhelin", "Chat"))
    assert any("1 answer was not finished" in warning for warning in table.warnings)


def test_redcap_is_known_whatever_its_first_column_is_called_and_says_what_was_not_completed(tmp_path: Path) -> None:
    heads = ["tunnus", "redcap_event_name", "redcap_survey_identifier", "kysely_timestamp", "kuulumiset", "a_complete"]
    rows = [
        ["1", "alku_arm_1", "aino@example.org", "2025-05-19 10:00:00", "Hyvää", "2"],
        ["2", "alku_arm_1", "veikko@example.org", "[not completed]", "", "0"],
    ]
    table = _read(tmp_path, [heads, *rows])
    assert _tool(table) == "REDCap"
    assert any("1 answer was not finished" in warning for warning in table.warnings)
    assert _kinds(table)["redcap_survey_identifier"] is ColumnKind.DROP


@pytest.mark.parametrize(
    ("tool", "first"),
    [
        ("REDCap", ["Record ID", "Complete?"]),
        ("Google Forms", ["Timestamp"]),
        ("LimeSurvey", ["Response ID", "Date submitted"]),
    ],
)
def test_a_tool_that_writes_a_heading_twice_has_both_columns_told_apart(
    tmp_path: Path, tool: str, first: list[str]
) -> None:
    heads = [*first, "Complete?", "Muuta?", "Muuta?"]
    rows = [[*(["1", "2025-05-19 10:00:00"][: len(first)]), "", "Jonot", "Raha"]]
    table = _read(tmp_path, [heads, *rows])
    place = len(heads) - 1
    assert _tool(table) == tool
    assert (table.column(f"#{place}: Muuta?"), table.column(f"#{place + 1}: Muuta?")) == (("Jonot",), ("Raha",))
    assert table.row_number(0) == 2


def test_the_same_heading_twice_in_a_file_of_no_tool_is_still_an_error(tmp_path: Path) -> None:
    with pytest.raises(ImportFileError, match="columns 2 and 3 have the same heading"):
        _read(tmp_path, [["id", "Muuta?", "Muuta?"], ["1", "a", "b"]])


@pytest.mark.parametrize(
    "stamp",
    [
        "2026/09/27 3:00:00 PM GMT+3", "2025/05/19 9:12:45 ap. UTC+2", "2025/05/19 9:12:45 ip. UTC+3",
        "2025/05/19 6:41:07 AM EET", "5/10/2026 09:15:00", "19.5.2025 klo 10.00.00",
    ],
)  # fmt: skip
def test_the_time_that_google_forms_writes_is_a_date(stamp: str) -> None:
    assert is_date(stamp)


def test_a_comma_inside_an_option_of_google_forms_parts_nothing(tmp_path: Path) -> None:
    picked = [
        "Puhelin, Ystävä, joka asuu lähellä",
        "Chat",
        "Ystävä, joka asuu lähellä, Chat",
        "Puhelin",
        "Puhelin, Chat",
    ]
    rows = [["Timestamp", "Mistä apua?"], *(["5/10/2026 09:15:00", cell] for cell in picked)]
    found = [options_of(cell) for cell in _read(tmp_path, rows).column("Mistä apua?")]
    assert found[0] == ("Puhelin", "Ystävä, joka asuu lähellä")
    assert found[2] == ("Ystävä, joka asuu lähellä", "Chat")


def test_what_people_wrote_themselves_among_the_options_of_google_forms_hides_no_multi_select(tmp_path: Path) -> None:
    picked = [
        "Puhelin, Chat",
        "Chat",
        "Puhelin",
        "Chat, Puhelin",
        "Puhelin, Naapurin rouva, joka tulee aina kun pyydän",
    ]
    rows = [["Timestamp", "Mistä apua?"], *(["5/10/2026 09:15:00", cell] for cell in picked * 3)]
    rows.append(["5/10/2026 09:15:00", "Chat, Kirkosta"])
    table = _read(tmp_path, rows)
    assert options_of(table.rows[-1][1]) == ("Chat", "Kirkosta")
    assert _kinds(table)["Mistä apua?"] is ColumnKind.CHOICES


def test_microsoft_forms_own_columns_are_left_out_and_its_answers_kept(tmp_path: Path) -> None:
    own = ["ID", "Start time", "Completion time", "Email", "Name", "Last modified time"]
    rows = [
        [
            str(n),
            f"5/1{n}/25 9:01:11",
            f"5/1{n}/25 9:05:11",
            "anonymous",
            "",
            "",
            f"Jonot ovat pitkiä, vastaaja {n} sanoo.",
            "",
        ]
        for n in range(1, 8)
    ]
    table = _read(tmp_path, [[*own, "Mitä kuuluu?", "Mitä kuuluu?2"], *rows])
    kinds = _kinds(table)
    assert (_tool(table), kinds["ID"], kinds["Mitä kuuluu?"]) == ("Microsoft Forms", ColumnKind.ID, ColumnKind.OPEN)
    assert {kinds[each] for each in own[3:]} == {ColumnKind.DROP}
    assert {kinds[each] for each in own[1:3]} == {ColumnKind.DATE}

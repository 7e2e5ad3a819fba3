"""The example survey from file to report, through the same verbs that a researcher uses."""

import csv
import io
import json
import re
from pathlib import Path
from typing import Any

import pptx
import pytest
from ruamel.yaml import YAML

from avoin.cli.main import run
from avoin.i18n import set_language
from avoin.store import decisions
from avoin.store.answers import load_corpus
from avoin.workflow.outgoing.write_summaries import open_summaries
from avoin.workflow.project import open_project
from avoin.workflow.run_demo import CODER, DemoError, run_demo
from avoin.workflow.upkeep.verify import verify
from kit.browsing import judged, opened
from kit.pages import page, pages_of
from kit.shared import shared


@pytest.fixture(scope="module")
def folder(example: Path) -> Path:
    return example


def test_every_recorded_code_became_a_coding_of_its_answer(folder: Path) -> None:
    path = Path(__file__).parents[2] / "data" / "kriisibarometri" / "tarkoitetut-koodit.csv"
    with path.open(encoding="utf-8", newline="") as lines:
        wanted = {
            (row["aalto"], row["vastaaja"], row["kysymys"], code)
            for row in csv.DictReader(lines)
            for code in row["koodit"].split(";")
            if code
        }
    with open_project(folder).store.read() as connection:
        made = decisions.codings(connection)
    answered = _answered(folder)
    wanted = {each for each in wanted if each[:3] in answered}
    assert {(*coding.span.answer, coding.code) for coding in made} == wanted
    assert {coding.coder for coding in made} == {CODER}


def _answered(folder: Path) -> set[tuple[str, str, str]]:
    opened = open_project(folder)
    with opened.store.read() as connection:
        return {
            (answer.key.wave, answer.key.respondent, answer.key.question)
            for answer in load_corpus(connection, opened.survey).answers
        }


@pytest.fixture(scope="module", params=["docx", "pptx"])
def pages(folder: Path, request: pytest.FixtureRequest) -> dict[str, str]:
    return pages_of(folder / "output" / f"report.{request.param}")


@pytest.fixture(scope="module")
def deck() -> dict[str, Any]:
    read: dict[str, Any] = YAML(typ="safe").load(shared("seed", "figures.yaml").read_text(encoding="utf-8"))
    return read


TITLES = {
    "yleinen_vointi": "Yleinen vointi",
    "yleinen_vointi_muutos": "Yleisen voinnin muutos",
    "sote_avun_saanti": "Avun saanti sote-palveluista",
    "mt_avun_saanti": "Avun saanti mielenterveyspalveluista",
    "sote_paasy_muutos": "Sote-palveluihin pääsyn muutos",
    "mt_paasy_muutos": "Mielenterveyspalveluihin pääsyn muutos",
    "yhteistyo_hva": "Yhteistyö hyvinvointialueen kanssa",
    "yhteistyo_kunta": "Yhteistyö kunnan kanssa",
    "kehitystyo_hva": "Kehitystyö hyvinvointialueen kanssa",
}
PLACES = {
    "best_2025": "Paras: ",
    "weakest_2025": "Heikoin: ",
    "unchanged_centres_2025": "Keskimäärin ennallaan: ",
    "improved_centres_2025": "Parantunut: ",
    "most_weakened_2025": "Selvästi heikentynyt: ",
    "clearly_weakened_2025": "Selvästi heikentynyt: ",
    "fully_agree_2025": "Selvimmin samaa mieltä: ",
    "fully_disagree_2025": "Selvimmin eri mieltä: ",
}
SHARES = {
    "weakened_pct": "heikentynyt",
    "improved_pct": "parantunut",
    "agree_pct": "samaa mieltä",
    "disagree_pct": "eri mieltä",
}
# the deck's 55 is the sum of two rounded shares; 10 of 18 are 56 %
AS_COUNTED = {("kehitystyo_hva", "agree_pct"): 56}
CLAIMS = {
    "economic hardship has grown": "Talousvaikeudet ovat lisääntyneet",
    "economic hardship adds mental strain and want of basic needs": "Talousvaikeudet lisäävät psyykkistä kuormitusta",
    "immigrants' finances are especially hard": "Maahanmuuttajien taloustilanne on erityisen vaikea",
    "hardship keeps people from services": "Raha on esteenä avun saamiselle",
    "hardship erodes trust in society": "Talousvaikeudet rapauttavat luottamusta yhteiskuntaan",
    "services are harder to reach and queues have grown": "Jonot ovat kasvaneet ja hoitoon pääsy viivästyy",
    "mental-health services are insufficient and suffering deepens": (
        "Mielenterveyspalvelut ovat riittämättömiä ja ongelmat syvenevät"
    ),
    "distress and insufficient services show in the crisis centres": (
        "Palvelujen riittämättömyys näkyy kriisikeskuksissa"
    ),
    "prevention lessens suffering and costs": "Ennaltaehkäisy vähentää kärsimystä ja kustannuksia",
    "services must be sufficient timely and equal": "Palvelujen on oltava riittäviä, ja työntekijöiden on pysyttävä",
    "wellbeing counties would gain from stronger cooperation with organisations": (
        "Hyvinvointialueet hyötyvät järjestöyhteistyöstä"
    ),
}


def finnish(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0").replace(".", ",")


def line_of(text: str, start: str) -> str:
    (line,) = [each for each in text.split("\n") if each.startswith(start)]
    return line.removeprefix(start).removesuffix(".")


def places_in(text: str, start: str) -> set[str]:
    return set(line_of(text, start).replace(" ja ", ", ").split(", "))


def test_the_decks_respondents_stand_in_the_report(pages: dict[str, str], deck: dict[str, Any]) -> None:
    told, survey = page(pages, "Aineisto ja vastaaminen"), deck["survey"]
    now, before = survey["waves"][2025], survey["waves"][2024]
    for figure in (str(now["n"]), f"2024: {before['n']}", f"{now['response_rate_pct']}\u00a0%", str(survey["centres"])):
        assert figure in told
    for name, role in (("työntekijä", "tyontekija"), ("johtaja", "johtaja")):
        assert f"{name} | {survey['roles_2025'][role]} | {survey['roles_pct_2025'][role]}\u00a0%" in told
    assert f"vähintään {survey['min_answers_per_centre']}" in told


def test_every_mean_and_range_of_the_deck_stands_on_its_page(pages: dict[str, str], deck: dict[str, Any]) -> None:
    for item, facts in deck["closed"].items():
        told = page(pages, f"{TITLES[item]}: ")
        means = facts.get("mean", {})
        if 2025 in means:
            assert f"{finnish(means[2025])}" in told.split("\n")[0], item
        if 2024 in means:
            assert f"2024: {finnish(means[2024])}" in told, item
        if "centre_mean_range_2025" in facts:
            ends = line_of(told, "Keskiarvo vaihtelee välillä ").split(" (")[0].split("–")
            wanted = facts["centre_mean_range_2025"]
            decimals = 1 if any(isinstance(each, float) for each in wanted) else 0
            assert [round(float(end.replace(",", ".")), decimals) for end in ends] == wanted, item


def test_every_share_of_the_deck_stands_on_its_page(pages: dict[str, str], deck: dict[str, Any]) -> None:
    checked = 0
    for item, facts in deck["closed"].items():
        told = page(pages, f"{TITLES[item]}: ")
        for key, name in SHARES.items():
            shares = facts.get(key, {})
            if 2025 not in shares:
                continue
            value = AS_COUNTED.get((item, key), shares[2025])
            figure = f"{value}\u00a0%"
            beside = f"2024: {shares[2024]}\u00a0%" if 2024 in shares else ""
            near = [told[place : place + 60] for place in range(len(told)) if told.startswith(figure, place)]
            assert any(name in each and beside in each for each in near), (item, key)
            checked += 1
    assert checked == 8


def test_the_directors_who_agree_are_counted_in_the_table(pages: dict[str, str], deck: dict[str, Any]) -> None:
    table = page(pages, f"Vastaukset: {TITLES['kehitystyo_hva']}")
    agree = [int(line_of(table, f"{how} samaa mieltä | ").split(" | ")[0]) for how in ("täysin", "jokseenkin")]
    assert sum(agree) == deck["closed"]["kehitystyo_hva"]["agree_n"][2025]


def test_every_place_that_the_deck_names_stands_on_its_page(pages: dict[str, str], deck: dict[str, Any]) -> None:
    checked = 0
    for item, facts in deck["closed"].items():
        told = page(pages, f"{TITLES[item]}: ")
        for key, start in PLACES.items():
            if key in facts:
                wanted = facts[key]
                named = {f"{place} ({finnish(mean)})" for place, mean in wanted.items()} if key[0] in "bw" else wanted
                assert places_in(told.replace(f"{start}", f"\n{start}"), start) == set(named), (item, key)
                checked += 1
    assert checked == 16


def test_every_claim_of_the_deck_has_a_page_of_its_own(pages: dict[str, str], deck: dict[str, Any]) -> None:
    for facts in deck["open"].values():
        for theme in facts["themes"]:
            assert re.search(r"vastaaj(?:a|ista) \(\d+/\d+, ", page(pages, CLAIMS[theme])), theme
    proposals = "\n".join(text for title, text in pages.items() if title.casefold().endswith("ratkaisuehdotuksia"))
    assert "Ehdottaisin, että jokaisella ensikäynnillä" in proposals


def test_what_is_written_stands_on_its_evidence_and_nothing_is_stale(folder: Path) -> None:
    desk = open_summaries(open_project(folder))
    assert len(desk.written) > 25
    for summary in desk.written.values():
        assert not desk.stale(summary)
        for sentence in desk.check(summary):
            assert sentence.is_carried, sentence.text
            assert not sentence.few, sentence.text


def test_every_quotation_in_the_deck_was_read_and_approved(folder: Path) -> None:
    path = Path(__file__).parents[2] / "data" / "kriisibarometri" / "sitaatit.csv"
    with path.open(encoding="utf-8", newline="") as lines:
        read = {" ".join(row["sitaatti"].split()) for row in csv.DictReader(lines)}
    quoted = {
        shape.text_frame.text.split("\n")[0].strip("”")
        for slide in pptx.Presentation(str(folder / "output" / "report.pptx")).slides
        for shape in slide.shapes
        if shape.name in ("Sitaatti", "Quotation")
    }
    assert len(quoted) > 20
    assert quoted <= read


def test_no_respondent_and_no_identity_code_is_in_the_report(folder: Path) -> None:
    for name in ("report.html", "report.md"):
        text = (folder / "output" / name).read_text(encoding="utf-8")
        assert "2025-001" not in text
        assert "http:" not in text.replace("http://www.w3.org", "")


async def test_the_whole_report_keeps_the_rules_of_accessibility_and_fits_a_phone(folder: Path) -> None:
    async with opened(folder / "output" / "report.html") as shown:
        await shown.set_viewport_size({"width": 360, "height": 800})
        n_passes, violations = await judged(shown)
        assert n_passes > 10
        assert violations == []
        assert await shown.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_the_project_is_sound(folder: Path) -> None:
    assert verify(folder).ok


def test_run_again_it_changes_no_fact_and_no_byte_of_the_report(folder: Path) -> None:
    forms = ("html", "docx", "pptx", "pdf", "md")
    reports = [(folder / "output" / f"report.{form}").read_bytes() for form in forms]
    with open_project(folder).store.read() as connection:
        before = decisions.head(connection)
    set_language("fi")
    run_demo(folder)
    with open_project(folder).store.read() as connection:
        assert decisions.head(connection) == before
    assert [(folder / "output" / f"report.{form}").read_bytes() for form in forms] == reports


def test_another_folder_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(DemoError):
        run_demo(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_tables_of_the_example_come_as_json(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["-C", str(folder), "tables", "closed", "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    grades = [row for row in rows if row["variable"] is None and row["kind"] == "grade"]
    mean = {(row["wave"], row["question"]): row["mean"] for row in grades}
    assert round(mean["2025", "sote_avun_saanti"], 1) == 6.7
    assert run(["-C", str(folder), "tables", "codes", "--json", "--question", "talousvaikeudet"]) == 0
    rows = json.loads(capsys.readouterr().out)
    named = "wave question code variable value n base_asked base_answered share low high masked"
    assert set(named.split()) <= set(rows[0])


def test_one_decision_is_recorded_and_taken_back_by_commands(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    who = ["2025-001", "toimenpiteet", "toimi_koulutus", "--coder", "skripti"]
    assert run(["-C", str(folder), "assign", *who]) == 0
    capsys.readouterr()
    assert run(["-C", str(folder), "export", "codings", "--format", "csv", "--output", "-", "--raw"]) == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert [row["code"] for row in rows if row["coder"] == "skripti"] == ["toimi_koulutus"]
    assert run(["-C", str(folder), "undo", "--coder", "skripti"]) == 0
    assert run(["-C", str(folder), "assign", "2025-001", "toimenpiteet", "no_such_code"]) == 1
    assert "no_such_code" in capsys.readouterr().err

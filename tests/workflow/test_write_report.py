"""The report as a verb: in every form, the same each time, in the language asked for."""

import io
import re
from pathlib import Path

import docx
import pytest

from avoin.cli.main import run
from avoin.export.atomic import STANDARD_OUTPUT
from avoin.i18n import language
from avoin.report.frame import NothingToReportError
from avoin.workflow.outgoing.write_export import FormError
from avoin.workflow.outgoing.write_report import LanguageError, ReportWish, make_report, write_report
from avoin.workflow.project import Project, open_project
from kit.coded_project import PEOPLE, coded_project
from kit.pages import pages_of
from kit.projects import project


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """One coded project; the tests here only read it."""
    from avoin.i18n import set_language

    set_language("en")
    return coded_project(tmp_path_factory.mktemp("report") / "p")


@pytest.mark.parametrize("form", ["html", "md", "docx", "pptx", "pdf"])
def test_the_report_is_written_in_every_form_and_the_same_facts_give_the_same_bytes(made: Project, form: str) -> None:
    written = write_report(made, form)
    assert written.path == made.places.output / f"report.{form}"
    first = written.path.read_bytes()
    # another process would open the project anew
    write_report(open_project(made.folder), form)
    assert written.path.read_bytes() == first


def test_the_report_tells_the_figures_and_how_they_came_about(made: Project) -> None:
    told = write_report(made, "md").path.read_text(encoding="utf-8")
    for fact in (
        "# Testikysely",
        "- **30** respondents",
        "the mean is 7",
        "Most respondents (20 of 30, 67%) mention this.",
        "About half of the respondents (12 of 30, 40%) mention this.",
        "Aino (30) and Veikko (2)",
        "2025.csv",
        "The texts were read by",
        "32 decisions are on record.",
    ):
        assert fact in told
    assert not [who for who in PEOPLE if f" {who} " in told]
    assert "040 123" not in told


def test_the_document_can_be_read_back(made: Project) -> None:
    document = docx.Document(io.BytesIO(write_report(made, "docx").path.read_bytes()))
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert "Most respondents (20 of 30, 67%) mention this." in text
    assert len(document.tables) >= 3
    assert len(document.inline_shapes) >= 1


def test_the_report_has_the_date_of_the_last_decision_unless_told(made: Project) -> None:
    from datetime import date

    assert make_report(made).stamp
    assert make_report(made, ReportWish(on=date(2026, 3, 1))).stamp == "2026-03-01"


def test_the_language_is_the_one_asked_for_and_only_for_the_report(made: Project) -> None:
    written = write_report(made, "html", wish=ReportWish(language="en"))
    assert b'<html lang="en">' in written.path.read_bytes()
    assert language() == "en"
    with pytest.raises(LanguageError, match="sv"):
        write_report(made, "html", wish=ReportWish(language="sv"))
    assert language() == "en"


def test_what_cannot_be_is_refused_by_name(made: Project, tmp_path: Path) -> None:
    with pytest.raises(FormError, match="odt"):
        write_report(made, "odt")
    with pytest.raises(FormError, match="standard output"):
        write_report(made, "pdf", STANDARD_OUTPUT)
    with pytest.raises(NothingToReportError, match="2031"):
        write_report(made, "md", wish=ReportWish(wave="2031"))
    with pytest.raises(NothingToReportError, match="no answers"):
        write_report(project(tmp_path / "empty", {}), "md")


def test_a_project_without_any_coding_has_a_report_too(tmp_path: Path) -> None:
    bare = project(
        tmp_path / "p", {"wishes": {"r1": "Jonot.", "r2": "Raha."}}, grades={"state": {"r1": "8", "r2": "6"}}
    )
    told = write_report(bare, "md").path.read_text(encoding="utf-8")
    assert "No answer to this question has been coded in this wave." in told
    assert "the mean is not shown" in told


def test_the_command_writes_the_report_and_says_where(
    made: Project, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "deck.html"
    command = ["-C", str(made.folder), "report", "--format", "html", "--output", str(out), "--date", "2026-03-01"]
    assert run(command) == 0
    assert str(out) in capsys.readouterr().err
    assert "1 March 2026" in out.read_text(encoding="utf-8")
    assert run(["-C", str(made.folder), "report", "--wave", "2031"]) == 1
    assert "2031" in capsys.readouterr().err


@pytest.fixture(scope="module")
def masked(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """Four respondents who all said something else: every number of theirs is under the threshold."""
    from avoin.i18n import set_language

    set_language("en")
    people = ("r1", "r2", "r3", "r4")
    return project(
        tmp_path_factory.mktemp("masked") / "p",
        {"wishes": {who: f"Salaisuus numero {who}." for who in people}},
        variables={"area": {who: f"area {who}" for who in people}},
        grades={"state": dict(zip(people, ("4", "9", "9", "10"), strict=True))},
        choices={"pet": dict(zip(people, ("cat", "dog", "dog", "none"), strict=True))},
    )


@pytest.mark.parametrize("form", ["docx", "pptx"])
def test_where_all_is_masked_the_deck_is_written_and_gives_nothing_away(masked: Project, form: str) -> None:
    told = "\n".join(f"{title}\n{text}" for title, text in pages_of(write_report(masked, form).path).items())
    assert "the mean is not shown" in told
    assert "the shares are not shown" in told
    assert "Salaisuus" not in told
    assert not re.search(r"\b(?:25|50|75)%|\barea r\d", told)


@pytest.mark.parametrize("form", ["docx", "pptx"])
def test_a_theme_without_an_approved_quotation_has_its_numbers_and_no_words_of_a_respondent(
    made: Project, form: str
) -> None:
    told = "\n".join(f"{title}\n{text}" for title, text in pages_of(write_report(made, form).path).items())
    assert "Most respondents (20 of 30, 67%) mention this." in told
    assert "About half of the respondents (12 of 30, 40%) mention this." in told
    for words in ("Jonot ovat kasvaneet", "Puhelimeen ei vastata", "Rahat loppuvat"):
        assert words not in told

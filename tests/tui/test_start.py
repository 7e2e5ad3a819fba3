"""Before a project is open: choosing one, or making one from a survey file whose columns are shown and corrected."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.worker import WorkerCancelled

from avoin.importing.guess import ColumnKind
from avoin.tui.start import Start
from avoin.workflow.codebooks.revise_codebook import current_codebook
from avoin.workflow.incoming.begin_project import (
    Beginning,
    BeginningError,
    begin,
    choices_of,
    look_at,
    proposed,
    proposed_wave,
)
from avoin.workflow.incoming.import_choices import ImportChoices
from avoin.workflow.project import open_project
from kit.projects import project
from kit.tables import workbook

CSV = """\
Vastaaja;Työtehtävä;Mitä haluaisitte kehittää?;Muuta
r1;johtaja;Jonot ovat liian pitkiä ja puhelimeen ei vastata.;Kiitos kyselystä, oli hyvä.
r2;työntekijä;Lisää henkilökuntaa ja aikaa asiakkaille.;
r3;työntekijä;Palkat pitäisi saada kuntoon ja pian.;En muuta lisättävää tähän.
r4;työntekijä;Yhteistyö kuntien kanssa ei toimi lainkaan.;
r5;johtaja;Ei kehitettävää, kaikki toimii meillä hyvin.;
"""


@dataclass
class Seen:
    """The app as a person sees it."""

    app: Start
    pilot: Pilot[Any]

    @property
    def text(self) -> str:
        strips = self.app.screen._compositor.render_strips()
        return "\n".join("".join(part.text for part in strip) for strip in strips)

    @property
    def screen(self) -> str:
        return type(self.app.screen).__name__

    async def press(self, *names: str) -> None:
        for name in names:
            await self.pilot.press(name)
            await self.pilot.pause()
            while running := [each for each in self.app.workers if each.group == "import"]:
                with suppress(WorkerCancelled):  # the app has left: the project is made
                    await self.app.workers.wait_for_complete(running)
                await self.pilot.pause()

    async def type(self, letters: str) -> None:
        await self.press(*letters)


@asynccontextmanager
async def started(*recent: Path) -> AsyncIterator[Seen]:
    app = Start(tuple(recent))
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.pause()
        yield Seen(app, pilot)


@pytest.fixture
def survey(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "aineisto"
    folder.mkdir()
    (folder / "kysely-2025.csv").write_text(CSV, encoding="utf-8")
    (folder / "muistio.docx").write_bytes(b"")
    monkeypatch.chdir(folder)
    return folder / "kysely-2025.csv"


async def test_enter_opens_the_project_that_was_opened_last(tmp_path: Path) -> None:
    one = project(tmp_path / "yksi", {"q": {"r1": "Jonot."}}, name="Ensimmäinen").folder
    two = project(tmp_path / "kaksi", {"q": {"r1": "Jonot."}}, name="Toinen").folder
    async with started(one, two) as seen:
        assert "Ensimmäinen" in seen.text
        assert "Jonot" not in seen.text
        await seen.press("down", "enter")
    assert seen.app.return_value == two


async def test_o_opens_a_project_by_its_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = project(tmp_path / "kansio" / "projekti", {"q": {"r1": "Jonot."}}).folder
    monkeypatch.chdir(tmp_path)
    async with started() as seen:
        assert "Welcome to avoin" in seen.text
        assert "n  Choose the survey file" in seen.text
        await seen.press("o")
        await seen.type("kan")
        await seen.press("enter")
        assert "projekti/" in seen.text
        await seen.press("enter")
    assert seen.app.return_value == folder


async def test_leaving_opens_nothing_and_esc_does_not_leave() -> None:
    async with started() as seen:
        await seen.press("escape")
        assert seen.screen == "ProjectsScreen"
        await seen.press("q")
        assert seen.app._exit
    assert seen.app.return_value is None


async def test_a_survey_file_becomes_a_project(survey: Path) -> None:
    async with started() as seen:
        await seen.press("n")
        assert "kysely-2025.csv" in seen.text
        assert "muistio.docx" not in seen.text, "only what can be read is offered"
        await seen.press("enter")
        assert "Which collection" in seen.text
        assert "2025" in seen.text
        await seen.press("enter")
        assert "Mitä haluaisitte kehittää?" in seen.text
        assert "Jonot ovat liian pitkiä" in seen.text
        assert "open answer" in seen.text
        assert "5 respondents" in seen.text
        assert not (survey.parent / "kysely-2025").exists(), "looking makes nothing"
        await seen.press("enter")
    assert seen.app.return_value == survey.parent / "kysely-2025"
    made = open_project(survey.parent / "kysely-2025")
    assert [wave.id for wave in made.survey.waves] == ["2025"]
    assert any(question.kind.is_open for question in made.survey.questions)


async def test_a_further_wave_is_added_to_the_selected_project(survey: Path) -> None:
    async with started() as seen:
        await seen.press("n", "enter", "enter", "enter")
    made = survey.parent / "kysely-2025"
    (survey.parent / "kysely-2026.csv").write_text(CSV.replace("r5", "r9"), encoding="utf-8")
    async with started(made) as seen:
        await seen.press("a")
        await seen.type("2026")
        await seen.press("enter")
        assert "New wave of kysely-2025 from kysely-2026.csv" in seen.text
        await seen.press("enter")
        assert "wave 2026 of kysely-2025" in seen.text
        await seen.press("enter")
    assert seen.app.return_value == made
    assert [wave.id for wave in open_project(made).survey.waves] == ["2025", "2026"]


def test_a_wave_that_the_project_has_is_not_read_over(survey: Path) -> None:
    begin(proposed(survey))
    before = (survey.parent / "kysely-2025" / "survey.yaml").read_bytes()
    with pytest.raises(BeginningError, match="Wave 2025 is in the project already"):
        begin(proposed_wave(survey.parent / "kysely-2025", survey))
    assert (survey.parent / "kysely-2025" / "survey.yaml").read_bytes() == before


async def test_the_cursor_begins_at_what_a_column_is_taken_for_and_a_correction_can_be_taken_back(survey: Path) -> None:
    async with started() as seen:
        await seen.press("n", "enter", "enter", "end", "space", "enter")
        assert "✎ background" in seen.text
        await seen.press("space")
        await seen.type("guesses")
        await seen.press("enter")
        assert "✎ background" not in seen.text


async def test_space_corrects_what_a_column_is(survey: Path) -> None:
    async with started() as seen:
        await seen.press("n", "enter", "enter", "end", "space")
        assert "What is in “Muuta”?" in seen.text
        await seen.type("left")
        await seen.press("enter")
        assert "✎ left out" in seen.text
        await seen.press("enter")
    made = open_project(survey.parent / "kysely-2025")
    assert "Muuta" not in [heading for each in made.survey.questions for heading in each.headings.values()]


async def test_a_correction_that_cannot_be_is_told_and_the_list_stays(survey: Path) -> None:
    async with started() as seen:
        await seen.press("n", "enter", "enter")
        await seen.press("down", "down", "space")
        await seen.type("left")
        await seen.press("enter")
        assert "has no column of open answers" in seen.text
        await seen.press("enter")
        assert "open answer" in seen.text
        assert "✎ left out" not in seen.text
        await seen.press("escape")
        assert seen.screen == "ProjectsScreen"
    assert not (survey.parent / "kysely-2025").exists()


async def test_a_file_that_cannot_be_read_is_told_in_words(survey: Path) -> None:
    (survey.parent / "tyhja.csv").write_bytes(b"")
    async with started() as seen:
        await seen.press("n")
        await seen.type("tyhja")
        await seen.press("enter")
        await seen.type("2025")
        await seen.press("enter")
        assert seen.screen == "ErrorDialog"
        assert "tyhja.csv" in seen.text


def test_the_folder_of_another_project_is_not_taken(survey: Path) -> None:
    project(survey.parent / "kysely-2025", {"q": {"r1": "Jonot."}})
    with pytest.raises(BeginningError, match="already"):
        look_at(proposed(survey))
    with pytest.raises(BeginningError, match="name"):
        look_at(Beginning(survey, "2025", survey.parent / "uusi", " "))


def test_what_is_said_of_a_file_becomes_what_the_command_line_takes(survey: Path) -> None:
    kinds = {1: ColumnKind.ID, 3: ColumnKind.OPEN, 2: ColumnKind.VARIABLE, 5: ColumnKind.GRADE, 4: ColumnKind.DROP}
    said = choices_of(replace(proposed(survey), kinds=kinds, encoding="cp1252", delimiter="tab", sheet="Vastaukset"))
    assert said == ImportChoices("#1", ("#3",), ("#5:grade",), ("#2",), ("#4",), "cp1252", "tab", "Vastaukset")


async def test_the_encoding_is_chosen_by_what_the_letters_look_like(survey: Path) -> None:
    survey.write_text(CSV, encoding="cp1252")
    async with started() as seen:
        await seen.press("n", "enter", "enter")
        assert "encoding: cp1252, delimiter: ;" in seen.text
        await seen.press("m")
        assert "In which encoding are the letters right?" in seen.text
        assert "utf-8" not in seen.text, "the file cannot be read so"
        await seen.type("mac")
        assert "Tyˆteht‰v‰" in seen.text, "told before it is taken"
        await seen.press("enter")
        assert "encoding: mac-roman" in seen.text
        assert "Tyˆteht‰v‰" in seen.text
        await seen.press("m")
        await seen.type("guess")
        await seen.press("enter")
        assert "Työtehtävä" in seen.text


async def test_another_delimiter_makes_other_columns_and_drops_what_was_said_of_them(survey: Path) -> None:
    lines = [f"{line.replace(',', '')}, kiitos kyselystä ja hyvää kesää {n}" for n, line in enumerate(CSV.splitlines())]
    survey.write_text("\n".join(lines), encoding="utf-8")
    async with started() as seen:
        await seen.press("n", "enter", "enter", "end", "space")
        await seen.type("left")
        await seen.press("enter")
        assert "✎ left out" in seen.text
        await seen.press("e")
        await seen.type(",")
        assert "Vastaaja;Työtehtävä;Mitä haluaisitte kehittää?;Muuta │ kiitos" in seen.text
        await seen.press("enter")
        assert "delimiter: ," in seen.text
        assert "✎ left" not in seen.text


async def test_the_sheet_of_a_workbook_is_chosen(survey: Path) -> None:
    rows = [line.split(";") for line in CSV.splitlines()]
    guide: list[list[str | int]] = [["Kohta", "Sivu"], [1, 2], [2, 3], [3, 5]]
    workbook(survey.parent, guide, name="kirja-2025.xlsx", others={"Muut": rows})
    async with started() as seen:
        await seen.press("n")
        await seen.type("kirja")
        await seen.press("enter", "enter")
        assert "has no column of open answers" in seen.text, "the first sheet is another one"
        await seen.press("enter", "t")
        await seen.type("muut")
        assert "Vastaaja │ Työtehtävä" in seen.text
        await seen.press("enter")
        assert "sheet: Muut" in seen.text
        await seen.press("m")
        assert "There is no such choice with this file." in seen.text
        await seen.press("enter")
    assert open_project(survey.parent / "kirja-2025").survey.open_questions


async def test_a_project_begins_with_a_starter_codebook_or_a_file(survey: Path) -> None:
    (survey.parent / "omat.csv").write_text("id;name\njonot;Jonot\nraha;Rahat loppu\n", encoding="utf-8")
    async with started() as seen:
        await seen.press("n", "enter", "enter")
        assert "no codebook yet" in seen.text
        await seen.press("k")
        await seen.type("palaut")
        assert "codes:" in seen.text
        await seen.press("enter")
        assert "codebook: avoimet-palautteet" in seen.text
        await seen.press("k")
        await seen.type("file")
        await seen.press("enter")
        await seen.type("omat")
        await seen.press("enter")
        assert "codebook: omat.csv" in seen.text
        await seen.press("enter")
    made = current_codebook(open_project(survey.parent / "kysely-2025"))
    assert made is not None
    assert [each.name for each in made.codes] == ["Jonot", "Rahat loppu"]


async def test_a_codebook_file_that_cannot_be_read_is_told_before_anything_is_made(survey: Path) -> None:
    (survey.parent / "omat.csv").write_text("x;y\n1;2\n", encoding="utf-8")
    async with started() as seen:
        await seen.press("n", "enter", "enter", "k")
        await seen.type("file")
        await seen.press("enter")
        await seen.type("omat")
        await seen.press("enter")
        assert seen.screen == "ErrorDialog"
        said = "".join(line.strip(" ┃") for line in seen.text.splitlines())  # a long folder is wrapped within words
        assert "omat.csv" in said
        await seen.press("enter")
        assert "no codebook yet" in seen.text
    assert not (survey.parent / "kysely-2025").exists()


async def test_a_window_too_small_is_told_in_words_and_comes_back(survey: Path) -> None:
    async with started() as seen:
        for keys in ((), ("n", "enter", "enter")):
            await seen.press(*keys)
            before = seen.text
            await seen.pilot.resize_terminal(20, 5)
            await seen.pilot.pause()
            assert "too small" in " ".join(seen.text.split())
            await seen.pilot.resize_terminal(100, 30)
            await seen.pilot.pause()
            assert seen.text == before

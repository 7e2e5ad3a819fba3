from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from avoin.codebook.check import ProblemKind
from avoin.codebook.difference import DifferenceKind
from avoin.codebook.files import read_file, write_codebook
from avoin.codebook.folder import DraftDiffersError
from avoin.codebook.model import Codebook
from avoin.codebook.operations import rename
from avoin.codebook.schema import json_schema
from avoin.codebook.structure import CodebookError
from avoin.codebook.version import EditedReleaseError, Level, VersionError
from avoin.coding.decision import Draft, MarkKind, Verb, mark_span
from avoin.ids import AnswerKey, CodeId, CoderId, QuestionId, RespondentId, Span, WaveId
from avoin.settings import read_settings
from avoin.store import decisions
from avoin.workflow.codebooks.release_codebook import NothingToReleaseError, release
from avoin.workflow.codebooks.revise_codebook import (
    NoCodebookError,
    add_code,
    check,
    codebook_at,
    current_codebook,
    diff,
    import_codebook,
    remove_code,
    rename_code,
    starters,
    usage,
)
from avoin.workflow.project import Project, open_project
from kit.codebooks import code, codebook
from kit.projects import project
from kit.shared import CHECKOUT

JONO = CodeId("jono")
DRAFT_OF_THE_EXAMPLE = CHECKOUT / "data" / "kriisibarometri" / "koodikirja-luonnos.yaml"


@pytest.fixture
def plain(tmp_path: Path) -> Project:
    return project(tmp_path / "p", {"toiveet": {"r1": "Lisää aikaa.", "r2": "Pitkät jonot."}}, name="Toivekysely 2025")


@pytest.fixture
def coded(tmp_path: Path) -> Project:
    return project(
        tmp_path / "p",
        {"toiveet": {"r1": "Lisää aikaa.", "r2": "Pitkät jonot."}},
        codebook=codebook("hinta > halpa", "jono"),
    )


def _put(made: Project, code_id: str, respondent: str = "r2") -> None:
    key = AnswerKey(WaveId("2025"), RespondentId(respondent), QuestionId("toiveet"))
    mark = mark_span(MarkKind.CODING, Span(key, 0, 6), CoderId("tester"), CodeId(code_id))
    with made.store.transaction() as connection:
        decisions.append(connection, Draft(CoderId("tester"), Verb.ASSIGN, put=(mark,)))


def _current(made: Project) -> Codebook:
    book = current_codebook(made)
    assert book is not None
    return book


def test_a_project_without_a_codebook_says_so(plain: Project) -> None:
    assert current_codebook(plain) is None
    for act in (check, release, lambda made: diff(made, "1.0.0"), lambda made: rename_code(made, JONO, "x")):
        with pytest.raises(NoCodebookError, match="The project has no codebook yet"):
            act(plain)


def test_settings_that_name_a_codebook_that_is_not_there_are_an_error(tmp_path: Path) -> None:
    made = project(tmp_path / "p", {"toiveet": {"r1": "x"}}, codebook=codebook("hinta"))
    (made.places.codebooks / "koe" / "1.0.0.yaml").unlink()
    with pytest.raises(NoCodebookError, match="The settings name the codebook koe"):
        current_codebook(made)


def test_a_starter_comes_with_its_releases_and_is_in_use_as_released(plain: Project) -> None:
    done = import_codebook(plain, "kriisibarometri")
    assert (done.codebook.name, done.codebook.version) == ("kriisibarometri", "2.0.0")
    assert len(done.codebook.usable) == 40
    assert done.released == ("1.0.0", "2.0.0")
    assert read_settings(plain.places.settings).codebook == "kriisibarometri"
    assert done.project.settings.codebook == "kriisibarometri"
    assert current_codebook(plain) == current_codebook(open_project(plain.folder)) == done.codebook
    shipped = CHECKOUT / "codebooks" / "kriisibarometri" / "1.0.0.yaml"
    assert (done.folder / "1.0.0.yaml").read_bytes() == shipped.read_bytes()
    assert (plain.places.codebooks / "codebook.schema.json").read_text(encoding="utf-8") == json_schema()


def test_a_starter_comes_up_to_a_version(plain: Project) -> None:
    done = import_codebook(plain, "kriisibarometri", version="1.0.0")
    assert (done.codebook.version, done.released, len(done.codebook.usable)) == ("1.0.0", ("1.0.0",), 38)
    assert import_codebook(plain, "kriisibarometri").codebook.version == "2.0.0"
    with pytest.raises(VersionError, match=r"no version 3\.0\.0 of codebook kriisibarometri") as caught:
        import_codebook(plain, "kriisibarometri", version="3.0.0")
    assert caught.value.hint == "Versions: 1.0.0, 2.0.0"


def test_the_draft_of_a_starter_is_its_text_with_its_comments(plain: Project) -> None:
    done = import_codebook(plain, "kriisibarometri", version="1.0.0")
    released = (done.folder / "1.0.0.yaml").read_text(encoding="utf-8").splitlines()
    draft = (done.folder / "draft.yaml").read_text(encoding="utf-8").splitlines()
    only_released = [line.split(":")[0] for line in released if line not in draft]
    assert only_released == ["version", "released", "notes", "digest"]
    assert [line for line in draft if line not in released] == ["based_on: 1.0.0"]


def test_bringing_a_starter_in_twice_changes_nothing(plain: Project) -> None:
    folder = import_codebook(plain, "kriisibarometri").folder
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    import_codebook(plain, "kriisibarometri")
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_a_short_form_becomes_a_draft_under_its_name_or_another(plain: Project) -> None:
    done = import_codebook(plain, DRAFT_OF_THE_EXAMPLE)
    assert done.codebook.name == "koodikirja-luonnos"
    assert done.codebook.version.startswith("0.0.0+")
    assert done.released == ()
    named = import_codebook(plain, str(DRAFT_OF_THE_EXAMPLE), "Oma kirja")
    assert named.folder == plain.places.codebooks / "oma-kirja"
    assert read_settings(plain.places.settings).codebook == "oma-kirja"


def test_a_release_under_another_name_starts_a_codebook_of_its_own(plain: Project) -> None:
    done = import_codebook(plain, "avoimet-palautteet", "toinen")
    assert done.released == ()
    assert done.codebook.version.startswith("0.0.0+")
    assert release(plain, day=date(2026, 1, 2)).codebook.version == "1.0.0"


def test_a_release_file_comes_as_a_release_and_a_folder_with_all_of_them(plain: Project, tmp_path: Path) -> None:
    source = tmp_path / "muualla" / "koe"
    write_codebook(source / "1.0.0.yaml", codebook("hinta"))
    write_codebook(source / "2.0.0.yaml", codebook("jono", version="2.0.0"))
    assert import_codebook(plain, source / "1.0.0.yaml").released == ("1.0.0",)
    done = import_codebook(plain, source)
    assert done.released == ("1.0.0", "2.0.0")
    assert done.codebook.version == "2.0.0"


def test_a_draft_of_avoins_own_comes_with_its_comments(plain: Project, tmp_path: Path) -> None:
    source = tmp_path / "kollegan.yaml"
    source.write_text("# tärkeä\nformat: 1\nname: koe\nbased_on: 3.1.0\ncodes:\n  a:\n    name: A\n", encoding="utf-8")
    done = import_codebook(plain, source)
    assert (done.folder / "draft.yaml").read_text(encoding="utf-8").startswith("# tärkeä\n")
    assert done.codebook.version.startswith("0.0.0+")


def test_a_draft_with_changes_of_its_own_is_written_over_only_when_asked(plain: Project) -> None:
    import_codebook(plain, "avoimet-palautteet")
    rename_code(plain, CodeId("kiitos"), "Kiitokset")
    changed = _current(plain)
    with pytest.raises(DraftDiffersError, match=r"draft\.yaml differs"):
        import_codebook(plain, "avoimet-palautteet")
    assert current_codebook(plain) == changed
    assert import_codebook(plain, "avoimet-palautteet", replace_draft=True).codebook.version == "1.0.0"


def test_what_is_neither_a_file_nor_a_starter_is_named_with_the_starters(plain: Project) -> None:
    assert starters() == ("avoimet-palautteet", "kriisibarometri")
    with pytest.raises(NoCodebookError, match=r"There is no file puuttuu\.yaml") as caught:
        import_codebook(plain, "puuttuu.yaml")
    assert caught.value.hint == "Starter codebooks: avoimet-palautteet, kriisibarometri"
    assert read_settings(plain.places.settings).codebook == ""


def test_a_release_that_somebody_edited_is_not_brought_in(plain: Project, tmp_path: Path) -> None:
    path = tmp_path / "1.0.0.yaml"
    write_codebook(path, codebook("hinta"))
    path.write_text(path.read_text(encoding="utf-8").replace("name: hinta", "name: hinnat"), encoding="utf-8")
    with pytest.raises(EditedReleaseError):
        import_codebook(plain, path)
    assert not (plain.places.codebooks / "koe").exists()


def test_a_new_code_goes_into_a_draft_of_the_release(coded: Project) -> None:
    book = add_code(coded, code("tilat"))
    assert book == current_codebook(coded)
    assert book.version.startswith("1.0.0+")
    assert codebook_at(coded, "1.0.0") == codebook("hinta > halpa", "jono")


def test_a_birth_taken_back_leaves_the_released_version(coded: Project) -> None:
    add_code(coded, code("tilat"))
    assert remove_code(coded, CodeId("tilat")).version == "1.0.0"


def test_a_code_with_codings_is_not_taken_out(coded: Project) -> None:
    add_code(coded, code("tilat"))
    _put(coded, "tilat")
    with pytest.raises(CodebookError, match="1 coding uses it"):
        remove_code(coded, CodeId("tilat"))
    assert remove_code(coded, CodeId("tilat"), {}).version == "1.0.0"


def test_the_first_code_of_a_project_begins_a_codebook(plain: Project) -> None:
    book = add_code(plain, code("aika"))
    assert (book.name, [each.id for each in book.codes]) == ("toivekysely-2025", ["aika"])
    assert book.version.startswith("0.0.0+")
    assert current_codebook(plain) == book
    assert [each.id for each in add_code(plain, code("jono")).codes] == ["aika", "jono"]
    assert remove_code(plain, CodeId("aika")).by_id.keys() == {"jono"}


def test_use_is_counted_over_all_and_judged_only_where_there_is_some(coded: Project) -> None:
    assert usage(coded) == {}
    assert not [each for each in check(coded).problems if each.kind is ProblemKind.RARELY_USED]
    _put(coded, "jono", "r1")
    _put(coded, "jono", "r2")
    _put(coded, "poistunut")
    checked = check(coded)
    assert checked.n_codings == 3
    found = {(each.kind, each.code): each.n for each in checked.problems}
    assert found[ProblemKind.RARELY_USED, JONO] == 2
    assert found[ProblemKind.RARELY_USED, CodeId("halpa")] == 0
    assert found[ProblemKind.UNKNOWN_IN_CODINGS, CodeId("poistunut")] == 1
    assert checked.n_errors == 1


def test_a_release_takes_the_version_that_follows_from_what_changed(coded: Project) -> None:
    rename_code(coded, JONO, "Jonot")
    first = release(coded, notes="Nimi.", day=date(2026, 5, 4))
    assert (first.codebook.version, first.proposed) == ("1.0.1", "1.0.1")
    assert [each.kind for each in first.differences] == [DifferenceKind.CHANGED]
    assert read_file(first.path).notes == "Nimi."
    add_code(coded, code("tilat"))
    assert release(coded).codebook.version == "1.1.0"
    remove_code(coded, CodeId("tilat"))
    assert release(coded, "3.0.0").codebook.version == "3.0.0"
    assert _current(coded).version == "3.0.0"
    assert [codebook_at(coded, version).version for version in ("1.0.0", "1.0.1", "1.1.0")] == [
        "1.0.0",
        "1.0.1",
        "1.1.0",
    ]


def test_there_is_nothing_to_release_where_nothing_changed(coded: Project) -> None:
    with pytest.raises(NothingToReleaseError, match=r"Nothing has changed in codebook koe since version 1\.0\.0"):
        release(coded)
    rename_code(coded, JONO, "Jonot")
    rename_code(coded, JONO, "jono")
    with pytest.raises(NothingToReleaseError):
        release(coded)


@pytest.mark.parametrize("version", ["1.0.0", "0.9.9"])
def test_a_version_comes_after_the_latest(coded: Project, version: str) -> None:
    rename_code(coded, JONO, "Jonot")
    with pytest.raises(VersionError, match=r"does not come after the latest, 1\.0\.0"):
        release(coded, version)


def test_codes_with_errors_are_released_only_anyway(coded: Project) -> None:
    add_code(coded, code("tilat", ""))
    with pytest.raises(NothingToReleaseError, match=r"The check finds 1 error\."):
        release(coded)
    assert release(coded, anyway=True).codebook.version == "1.1.0"


def test_a_draft_of_an_older_release_is_not_released(coded: Project) -> None:
    rename_code(coded, JONO, "Jonot")
    newer = replace(codebook("hinta > halpa", "jono", "tilat"), version="1.1.0")
    write_codebook(coded.places.codebooks / "koe" / "1.1.0.yaml", newer)
    with pytest.raises(NothingToReleaseError, match=r"grew from version 1\.0\.0, but 1\.1\.0 is the latest"):
        release(coded)


def test_two_versions_are_compared(coded: Project) -> None:
    rename_code(coded, JONO, "Jonot")
    found = diff(coded, "1.0.0")
    assert [each.field for each in found.differences] == ["name"]
    assert found.level is Level.PATCH
    assert diff(coded, "draft", "1.0.0").differences[0].after == "jono"
    assert diff(coded, "1.0.0", "1.0.0").level is None


def test_an_edit_in_the_file_is_kept_by_a_change_at_the_desk(coded: Project) -> None:
    add_code(coded, code("tilat"))
    path = coded.places.codebooks / "koe" / "draft.yaml"
    edited = "# toisen huomautus\n" + path.read_text(encoding="utf-8").replace("name: jono", "name: Jonot ja odotus")
    path.write_text(edited, encoding="utf-8")
    book = add_code(coded, code("digi"))
    assert book.by_id[JONO].name == "Jonot ja odotus"
    assert path.read_text(encoding="utf-8").startswith("# toisen huomautus\n")
    assert rename(book, JONO, "x").by_id.keys() == book.by_id.keys()

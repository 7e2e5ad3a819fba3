from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from avoin.codebook.canonical import base_of
from avoin.codebook.files import (
    CodebookChangedError,
    CodebookFile,
    ReleaseExistsError,
    read_file,
    write_codebook,
    write_file,
)
from avoin.codebook.folder import CodebookFolder, DraftDiffersError, WrongFolderError, empty_draft
from avoin.codebook.model import Codebook
from avoin.codebook.operations import add_code, rename
from avoin.codebook.version import EditedReleaseError, VersionError
from avoin.ids import CodeId
from kit.codebooks import code, codebook

BOOK = codebook("hinta", "jono")
JONO = CodeId("jono")
DAY = date(2026, 5, 4)


@pytest.fixture
def folder(tmp_path: Path) -> CodebookFolder:
    found = CodebookFolder(tmp_path / "koe")
    write_codebook(found.path / "1.0.0.yaml", BOOK)
    return found


def _renamed(book: Codebook) -> Codebook:
    return rename(book, JONO, "Jonot")


def test_an_empty_folder_has_no_codebook(tmp_path: Path) -> None:
    folder = CodebookFolder(tmp_path / "puuttuu")
    assert folder.current() is None
    assert folder.versions == ()
    with pytest.raises(VersionError):
        folder.working()


def test_without_a_draft_the_latest_release_is_current(folder: CodebookFolder) -> None:
    assert folder.current() == BOOK
    write_codebook(folder.path / "1.1.0.yaml", replace(add_code(BOOK, code("uusi")), version="1.1.0"))
    current = folder.current()
    assert current is not None
    assert current.version == "1.1.0"


def test_the_first_change_makes_a_draft_of_the_release_and_keeps_its_comments(folder: CodebookFolder) -> None:
    release = folder.path / "1.0.0.yaml"
    commented = "# pysyy\n" + release.read_text(encoding="utf-8")
    release.write_text(commented, encoding="utf-8")
    book = folder.revise(_renamed)
    assert base_of(book.version) == "1.0.0"
    assert folder.current() == book
    text = folder.draft_path.read_text(encoding="utf-8")
    assert text.startswith("# pysyy\n")
    assert "based_on: 1.0.0" in text
    assert release.read_text(encoding="utf-8") == commented


def test_a_change_and_its_reversal_bring_the_version_of_the_release_back(folder: CodebookFolder) -> None:
    folder.revise(_renamed)
    assert folder.revise(lambda book: rename(book, JONO, "jono")).version == "1.0.0"


def test_a_change_that_is_refused_writes_nothing(folder: CodebookFolder) -> None:
    with pytest.raises(KeyError):
        folder.revise(lambda book: {"ei": book}["on"])
    assert not folder.draft_path.exists()


def test_a_change_is_done_again_on_what_somebody_else_wrote_meanwhile(folder: CodebookFolder) -> None:
    seen: list[str] = []

    def slow(book: Codebook) -> Codebook:
        seen.append(book.by_id[CodeId("hinta")].name)
        if len(seen) == 1:
            write_codebook(folder.draft_path, rename(book, CodeId("hinta"), "Hinnat"))
        return _renamed(book)

    book = folder.revise(slow)
    assert seen == ["hinta", "Hinnat"]
    assert [each.name for each in book.codes] == ["Hinnat", "Jonot"]


def test_a_file_that_keeps_changing_is_not_written_over(folder: CodebookFolder) -> None:
    def racing(book: Codebook) -> Codebook:
        write_codebook(folder.draft_path, rename(book, CodeId("hinta"), book.by_id[CodeId("hinta")].name + "!"))
        return _renamed(book)

    with pytest.raises(CodebookChangedError):
        folder.revise(racing)
    assert [each.name for each in read_file(folder.draft_path).book.codes] == ["hinta!!!", "jono"]


def test_a_release_fixes_the_draft_and_the_draft_goes_on_from_it(folder: CodebookFolder) -> None:
    folder.revise(_renamed)
    released = folder.fix("1.0.1", DAY, "Nimi selkeämmäksi.")
    assert (released.based_on, released.released, released.notes) == ("1.0.0", "2026-05-04", "Nimi selkeämmäksi.")
    assert folder.release("1.0.1").book == released.book
    current = folder.current()
    assert current is not None
    assert current.version == "1.0.1"
    draft = read_file(folder.draft_path)
    assert (draft.based_on, draft.notes, draft.digest) == ("1.0.1", "", "")


def test_the_notes_written_in_a_draft_are_the_notes_of_its_release(folder: CodebookFolder) -> None:
    folder.revise(_renamed)
    text = folder.draft_path.read_text(encoding="utf-8")
    folder.draft_path.write_text(
        text.replace("codes:", "notes: |\n  Ensin tämä.\n  Sitten tuo.\ncodes:"), encoding="utf-8"
    )
    assert folder.fix("1.0.1", DAY, "").notes == "Ensin tämä.\nSitten tuo."
    assert read_file(folder.draft_path).notes == ""


def test_a_version_is_released_once(folder: CodebookFolder) -> None:
    folder.revise(_renamed)
    with pytest.raises(ReleaseExistsError, match=r"Version 1\.0\.0 is released already"):
        folder.fix("1.0.0", DAY, "")


def test_versions_are_found_by_number_by_draft_and_by_label(folder: CodebookFolder) -> None:
    changed = folder.revise(_renamed)
    assert folder.at("1.0.0") == BOOK
    assert folder.at("draft") == changed
    assert folder.at(changed.version) == changed
    with pytest.raises(VersionError) as caught:
        folder.at("9.9.9")
    assert caught.value.hint == f"Versions: 1.0.0, {changed.version}"


def test_a_release_edited_by_hand_stops_everything_that_stands_on_it(folder: CodebookFolder) -> None:
    path = folder.path / "1.0.0.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("name: jono", "name: jonot"), encoding="utf-8")
    for act in (folder.current, folder.working, lambda: folder.revise(_renamed), lambda: folder.at("1.0.0")):
        with pytest.raises(EditedReleaseError):
            act()


def test_a_file_that_says_another_name_than_its_folder_is_refused(folder: CodebookFolder, tmp_path: Path) -> None:
    moved = CodebookFolder(folder.path.rename(tmp_path / "toinen"))
    with pytest.raises(WrongFolderError, match="says that it is codebook koe, but lies in folder toinen"):
        moved.current()


def test_a_release_is_taken_from_elsewhere_byte_for_byte_and_only_once(folder: CodebookFolder, tmp_path: Path) -> None:
    target = CodebookFolder(tmp_path / "muu" / "koe")
    source = folder.path / "1.0.0.yaml"
    for _time in range(2):
        target.take_release(source)
        assert (target.path / "1.0.0.yaml").read_bytes() == source.read_bytes()
    other = tmp_path / "kolmas" / "1.0.0.yaml"
    write_codebook(other, codebook("aivan muuta"))
    with pytest.raises(ReleaseExistsError, match=r"another version 1\.0\.0"):
        target.take_release(other)


def test_a_draft_with_changes_of_its_own_is_written_over_only_when_asked(folder: CodebookFolder) -> None:
    mine = folder.revise(_renamed)
    incoming = CodebookFile(codebook("uusi", version="0.0.0"))
    with pytest.raises(DraftDiffersError):
        folder.take_draft(incoming)
    assert folder.current() == mine
    taken = folder.take_draft(incoming, replacing=True)
    assert [each.id for each in taken.codes] == ["uusi"]
    assert base_of(taken.version) == "1.0.0"


def test_a_draft_that_says_what_a_release_says_gives_way(folder: CodebookFolder) -> None:
    folder.take_draft(folder.release("1.0.0"))
    assert [each.id for each in folder.take_draft(CodebookFile(codebook("uusi", version="0.0.0"))).codes] == ["uusi"]


def test_taking_the_same_again_leaves_the_draft_as_it_is(folder: CodebookFolder) -> None:
    folder.take_draft(folder.release("1.0.0"))
    folder.draft_path.write_text("# minun\n" + folder.draft_path.read_text(encoding="utf-8"), encoding="utf-8")
    before = folder.draft_path.read_bytes()
    assert folder.take_draft(folder.release("1.0.0")).version == "1.0.0"
    assert folder.draft_path.read_bytes() == before


def test_an_empty_draft_is_a_beginning(tmp_path: Path) -> None:
    folder = CodebookFolder(tmp_path / "alku")
    assert folder.take_draft(empty_draft("alku")).version.startswith("0.0.0+")
    assert [each.id for each in folder.revise(lambda book: add_code(book, code("eka"))).codes] == ["eka"]


def test_a_version_that_is_missing_between_two_is_a_gap_and_nothing_is_lost(tmp_path: Path) -> None:
    path = tmp_path / "koe" / "2.0.0.yaml"
    write_file(path, CodebookFile(codebook("hinta", version="2.0.0"), based_on="1.1.0", released="2026-01-01"))
    folder = CodebookFolder(path.parent)
    assert folder.gaps == {"2.0.0": "1.1.0"}
    assert folder.current() == folder.release("2.0.0").book
    draft = folder.draft_path
    draft.write_text("format: 1\nname: koe\nbased_on: 9.9.9\ncodes: {}\n", encoding="utf-8")
    assert folder.gaps == {"2.0.0": "1.1.0", "draft": "9.9.9"}

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings

from avoin.codebook.canonical import base_of, content_digest, draft_label, release_digest
from avoin.codebook.difference import differences
from avoin.codebook.files import write_codebook
from avoin.codebook.model import Code, Codebook
from avoin.codebook.operations import add_code, change_code, find, move, remove_unused, rename, restore, retire
from avoin.codebook.version import (
    EditedReleaseError,
    Level,
    VersionError,
    check_release,
    labelled,
    level_of,
    parse_version,
    propose,
    released_versions,
)
from avoin.ids import CodeId
from kit.codebooks import code, codebook
from kit.random_codebooks import random_codebooks

BOOK = codebook("hinta > halpa", "hinta > kallis", "jono")
JONO = CodeId("jono")


def _with(**changes: object) -> Codebook:
    return change_code(BOOK, replace(find(BOOK, JONO), **changes))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("after", "version"),
    [
        (_with(definition="Toista."), "3.0.0"),
        (_with(include="Myös tämä."), "3.0.0"),
        (_with(exclude="Ei tätä."), "3.0.0"),
        (_with(borderline="Näin päätettiin."), "3.0.0"),
        (_with(codable=False), "3.0.0"),
        (retire(BOOK, JONO), "3.0.0"),
        (remove_unused(BOOK, JONO, {}), "3.0.0"),
        (remove_unused(add_code(BOOK, code("uusi")), JONO, {}), "3.0.0"),
        (add_code(BOOK, code("uusi")), "2.4.0"),
        (rename(add_code(BOOK, code("uusi")), JONO, "Jonot"), "2.4.0"),
        (move(BOOK, JONO, CodeId("hinta")), "2.4.0"),
        (rename(BOOK, JONO, "Jonot"), "2.3.8"),
        (_with(examples=("pitkä jono",)), "2.3.8"),
        (_with(keywords=("jonottaa",)), "2.3.8"),
        (_with(colour="#aabbcc"), "2.3.8"),
        (replace(BOOK, title="Uusi otsikko"), "2.3.8"),
        (replace(BOOK, codes=BOOK.codes[::-1]), "2.3.8"),
        (BOOK, None),
    ],
)
def test_the_next_version_follows_from_what_a_change_does_to_codings(after: Codebook, version: str | None) -> None:
    assert propose("2.3.7", differences(BOOK, after)) == version


def test_a_restored_code_and_a_heading_that_may_be_used_are_as_new_codes() -> None:
    retired = retire(BOOK, JONO)
    assert propose("1.0.0", differences(retired, restore(retired, JONO))) == "1.1.0"
    heading = find(BOOK, CodeId("hinta"))
    assert propose("1.0.0", differences(BOOK, change_code(BOOK, replace(heading, codable=True)))) == "1.1.0"


def test_the_first_release_is_one() -> None:
    assert propose(None, ()) == "1.0.0"


@settings(deadline=None, max_examples=60)
@given(a=random_codebooks(), b=random_codebooks())
def test_there_are_differences_exactly_where_the_content_differs(a: Codebook, b: Codebook) -> None:
    assert (content_digest(a) == content_digest(b)) == (not differences(a, b))
    assert not differences(a, a)
    assert all(level_of(each) in Level for each in differences(a, b))


def test_the_digest_leaves_out_what_is_at_its_default() -> None:
    explicit = Codebook("a", "1.0.0", (Code(JONO, "Jono", definition="", retired=False),))
    assert content_digest(explicit) == content_digest(Codebook("b", "2.0.0", (Code(JONO, "Jono"),)))
    # fixed: a change of this value would make every release ever made look edited
    assert content_digest(explicit) == "00135f1c58916d5cc3e0313c3bf9407d732642708e582dedcbcf7bf1e3ba8b49"
    assert release_digest(explicit) != release_digest(explicit, notes="x")


def test_a_draft_is_called_by_its_release_only_while_it_says_the_same() -> None:
    draft = replace(BOOK, version=draft_label("1.0.0", BOOK))
    assert labelled(draft, [BOOK]).version == "1.0.0"
    changed = rename(draft, JONO, "Jonot")
    assert labelled(changed, [BOOK]).version == changed.version
    assert changed.version.startswith("1.0.0+")
    assert labelled(rename(changed, JONO, "jono"), [BOOK]).version == "1.0.0"


def test_a_draft_that_says_what_a_later_release_says_is_called_by_that() -> None:
    later = replace(rename(BOOK, JONO, "Jonot"), version="1.0.1")
    draft = replace(later, version=draft_label("1.0.0", later))
    assert labelled(draft, [BOOK, later]).version == "1.0.1"


@pytest.mark.parametrize("text", ["", "1", "1.0", "v1.0.0", "1.0.0+abc", "01.0.0", "1.0.0 ", "1.0.0\n", "١.0.0"])
def test_what_is_no_version_is_refused(text: str) -> None:
    with pytest.raises(VersionError):
        parse_version(text)


def test_versions_are_ordered_as_numbers(tmp_path: Path) -> None:
    for version in ("10.0.0", "2.0.0", "1.10.0", "1.9.3"):
        write_codebook(tmp_path / f"{version}.yaml", replace(BOOK, version=version))
    (tmp_path / "muistio.yaml").write_text("ei koodikirja", encoding="utf-8")
    assert released_versions(tmp_path) == ("1.9.3", "1.10.0", "2.0.0", "10.0.0")
    assert released_versions(tmp_path / "ei_ole") == ()


def test_the_base_of_a_version_is_its_release() -> None:
    assert [base_of(version) for version in ("1.2.3", "1.2.3+0a1b2c3d", "0.0.0+0a1b2c3d", "")] == [
        "1.2.3",
        "1.2.3",
        "",
        "",
    ]


@pytest.fixture
def released(tmp_path: Path) -> Path:
    path = tmp_path / "koe" / "1.0.0.yaml"
    write_codebook(path, BOOK)
    return path


def test_a_release_as_it_was_released_passes(released: Path) -> None:
    assert check_release(released).book == BOOK


def test_comments_in_a_release_do_not_break_its_seal(released: Path) -> None:
    text = released.read_text(encoding="utf-8")
    released.write_text("# luettu\n" + text.replace("name: jono", 'name: "jono"   # sama'), encoding="utf-8")
    assert check_release(released).book == BOOK


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("name: jono", "name: jonot"),
        ("codable: false", "codable: true"),
        ("name: koe", "name: toinen"),
        ("version: 1.0.0", "version: 1.0.0\nnotes: lisätty"),
        ("version: 1.0.0", "version: 1.0.0\nbased_on: 0.9.0"),
    ],
)
def test_a_release_edited_by_hand_is_found(released: Path, before: str, after: str) -> None:
    text = released.read_text(encoding="utf-8")
    assert before in text
    released.write_text(text.replace(before, after, 1), encoding="utf-8")
    with pytest.raises(EditedReleaseError, match=r"1\.0\.0\.yaml was edited after it was released"):
        check_release(released)


def test_a_release_under_another_file_name_or_without_a_seal_is_found(released: Path) -> None:
    moved = released.rename(released.with_name("1.1.0.yaml"))
    with pytest.raises(EditedReleaseError, match=r"does not say that it is version 1\.1\.0"):
        check_release(moved)
    lines = moved.read_text(encoding="utf-8").splitlines(keepends=True)
    unsealed = moved.with_name("1.0.0.yaml")
    unsealed.write_text("".join(line for line in lines if not line.startswith("digest")), encoding="utf-8")
    with pytest.raises(EditedReleaseError):
        check_release(unsealed)

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from avoin.codebook.canonical import draft_label
from avoin.codebook.document import CodebookFileError, Tree
from avoin.codebook.files import (
    CodebookChangedError,
    ReleaseExistsError,
    read_codebook,
    read_file,
    write_codebook,
    write_file,
)
from avoin.codebook.model import Code, Codebook
from avoin.codebook.operations import add_code, change_code, find, remove_unused, rename
from avoin.codebook.structure import CodebookError
from avoin.ids import CodeId
from kit.codebooks import code, codebook
from kit.random_codebooks import random_codebooks

COMMENTED = """\
# Koodikirja kahvihuoneen kyselyyn; kommentit pysyvät.
format: 1   # tiedoston muoto
name: kahvi
based_on: 1.0.0
title: "Kahvihuone"

codes:
  # --- juomat ---
  juomat:
    name: Juomat     # otsikko
    codable: false

  kahvi:   # tärkein
    name: 'Kahvi'
    parent: juomat
    # lyhyt riittää
    definition: >-
      Vastaaja puhuu
      kahvista.
    examples:
      - kahvi on kylmää   # yleisin
      - "aina loppu"
    keywords: [kahvi, pannu]

  # --- ihmiset ---
  # kysytään vain talvella
  seura:
    name: Seura
    definition: |
      Ensimmäinen rivi.

      # tämä ei ole kommentti
    exclude: no
# loppuhuomautus
"""


def _write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode())
    return path


@pytest.fixture
def draft(tmp_path: Path) -> Path:
    return _write(tmp_path / "kahvi" / "draft.yaml", COMMENTED)


def test_a_file_reads_as_its_codes(draft: Path) -> None:
    book = read_codebook(draft)
    assert [each.id for each in book.codes] == ["juomat", "kahvi", "seura"]
    assert book.by_id[CodeId("kahvi")] == Code(
        CodeId("kahvi"),
        "Kahvi",
        "Vastaaja puhuu kahvista.",
        examples=("kahvi on kylmää", "aina loppu"),
        keywords=("kahvi", "pannu"),
        parent=CodeId("juomat"),
    )
    assert book.by_id[CodeId("seura")].definition == "Ensimmäinen rivi.\n\n# tämä ei ole kommentti"
    assert book.by_id[CodeId("seura")].exclude == "no"
    assert book.title == "Kahvihuone"


def test_the_version_of_a_draft_is_its_release_and_eight_digits_of_its_content(draft: Path) -> None:
    book = read_codebook(draft)
    assert book.version == draft_label("1.0.0", book)
    assert len(book.version) == len("1.0.0+") + 8
    rewritten = _write(draft, COMMENTED.replace("'Kahvi'", "Kahvi").replace("# tärkein", "# muu kommentti"))
    assert read_codebook(rewritten) == book


def test_writing_what_is_there_changes_no_byte(draft: Path) -> None:
    write_codebook(draft, read_codebook(draft))
    assert draft.read_text(encoding="utf-8") == COMMENTED


def test_only_the_changed_line_changes(draft: Path) -> None:
    write_codebook(draft, rename(read_codebook(draft), CodeId("kahvi"), "Kahvi ja tee"))
    assert draft.read_text(encoding="utf-8") == COMMENTED.replace("name: 'Kahvi'", "name: 'Kahvi ja tee'")


def test_a_change_in_a_list_keeps_the_comments_of_the_other_items(draft: Path) -> None:
    book = read_codebook(draft)
    coffee = find(book, CodeId("kahvi"))
    examples = ("kahvi on kylmää", "laimeaa", "aina loppu")
    write_codebook(draft, change_code(book, replace(coffee, examples=examples)))
    expected = COMMENTED.replace("# yleisin\n", "# yleisin\n      - laimeaa\n")
    assert draft.read_text(encoding="utf-8") == expected


def test_a_new_field_takes_its_usual_place(draft: Path) -> None:
    book = read_codebook(draft)
    write_codebook(draft, change_code(book, replace(find(book, CodeId("kahvi")), exclude="Tee.", retired=True)))
    lines = draft.read_text(encoding="utf-8").splitlines()
    assert lines.index("    exclude: Tee.") == lines.index("    examples:") - 1
    assert lines.index("    parent: juomat") < lines.index("    retired: true") < lines.index("    definition: >-")
    assert read_codebook(draft).by_id[CodeId("kahvi")].retired


def test_a_new_code_stands_before_the_comment_of_the_next_group(draft: Path) -> None:
    write_codebook(draft, add_code(read_codebook(draft), code("tee", "Teestä.", parent="juomat")))
    new = "  tee:\n    name: tee\n    parent: juomat\n    definition: Teestä.\n\n"
    assert draft.read_text(encoding="utf-8") == COMMENTED.replace("  # --- ihmiset ---", new + "  # --- ihmiset ---")


def test_a_removed_code_leaves_the_comments_above_it(draft: Path) -> None:
    write_codebook(draft, remove_unused(read_codebook(draft), CodeId("seura"), {}))
    text = draft.read_text(encoding="utf-8")
    assert "seura" not in text
    assert text.endswith("  # --- ihmiset ---\n  # kysytään vain talvella\n# loppuhuomautus\n")


def test_adding_a_code_and_removing_it_gives_back_the_same_bytes(draft: Path) -> None:
    for parent in (None, "juomat", "seura"):
        write_codebook(draft, add_code(read_codebook(draft), code("tee", parent=parent)))
        assert "tee" in read_codebook(draft).by_id
        write_codebook(draft, remove_unused(read_codebook(draft), CodeId("tee"), {}))
        assert draft.read_text(encoding="utf-8") == COMMENTED


def test_the_line_ends_of_the_file_are_kept(tmp_path: Path) -> None:
    path = _write(tmp_path / "kahvi" / "draft.yaml", COMMENTED.replace("\n", "\r\n"))
    write_codebook(path, rename(read_codebook(path), CodeId("seura"), "Juttelu"))
    assert path.read_bytes() == COMMENTED.replace("name: Seura", "name: Juttelu").replace("\n", "\r\n").encode()


def test_a_file_in_another_indentation_keeps_it_for_the_codes_that_do_not_change(tmp_path: Path) -> None:
    first = "    a:\n            name: A\n            examples:\n            - x\n"
    text = f"format: 1\nname: koe\ncodes:\n{first}    b:\n        name: B\n"
    path = _write(tmp_path / "draft.yaml", text)
    write_codebook(path, rename(read_codebook(path), CodeId("b"), "Bee"))
    assert path.read_text(encoding="utf-8") == text.replace("        name: B\n", "      name: Bee\n")


@pytest.mark.parametrize(
    "codes", ["codes: {a: {name: A}, b: {name: B}}", "codes: {}", "codes:", "codes: {}  # vielä tyhjä"]
)
def test_a_file_in_braces_can_be_changed_too(tmp_path: Path, codes: str) -> None:
    path = _write(tmp_path / "draft.yaml", f"# alku\nformat: 1\nname: koe\n{codes}\ntitle: Loppu\n")
    book = add_code(read_codebook(path), code("uusi"))
    write_codebook(path, book)
    assert read_codebook(path) == book


def test_keys_behind_the_codes_are_understood_and_changed_there(tmp_path: Path) -> None:
    path = _write(
        tmp_path / "draft.yaml", "format: 1\nname: koe\ncodes:\n  a:\n    name: A\n\n# otsikko\ntitle: Vanha\n"
    )
    write_codebook(path, replace(read_codebook(path), title="Uusi"))
    assert (
        path.read_text(encoding="utf-8")
        == "format: 1\nname: koe\ncodes:\n  a:\n    name: A\n\n# otsikko\ntitle: Uusi\n"
    )


@settings(deadline=None, max_examples=60)
@given(book=random_codebooks())
def test_a_draft_reads_back_as_it_was_written(tmp_path_factory: pytest.TempPathFactory, book: Codebook) -> None:
    path = tmp_path_factory.mktemp("book") / "draft.yaml"
    write_codebook(path, book)
    assert read_codebook(path) == book


@settings(deadline=None, max_examples=60)
@given(book=random_codebooks(released=True))
def test_a_release_reads_back_sealed(tmp_path_factory: pytest.TempPathFactory, book: Codebook) -> None:
    path = tmp_path_factory.mktemp("book") / f"{book.version}.yaml"
    write_codebook(path, book)
    file = read_file(path)
    assert file.book == book
    assert file.digest == file.seal


@settings(deadline=None, max_examples=60)
@given(before=random_codebooks(), after=random_codebooks())
def test_any_codebook_can_be_written_over_any_other(
    tmp_path_factory: pytest.TempPathFactory, before: Codebook, after: Codebook
) -> None:
    path = tmp_path_factory.mktemp("book") / "draft.yaml"
    write_codebook(path, before)
    write_codebook(path, after)
    assert read_codebook(path) == after
    written = path.read_bytes()
    write_codebook(path, after)
    assert path.read_bytes() == written


@settings(deadline=None, max_examples=60)
@given(data=st.data(), book=random_codebooks())
def test_comments_survive_any_change(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject, book: Codebook
) -> None:
    path = tmp_path_factory.mktemp("book") / "draft.yaml"
    write_codebook(path, book)
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    keys = {f"  {each.id}:\n": each.id for each in book.codes}
    commented = [f"  # yllä {keys[line]}\n{line}" if line in keys else line for line in lines]
    path.write_text("".join(commented), encoding="utf-8")
    kept = data.draw(st.permutations(book.codes))
    heirs = {heir for each in book.codes for heir in (each.merged_into, *each.split_into)}
    childless = [each for each in kept if not book.children(each.id) and each.id not in heirs]
    going = data.draw(st.sampled_from(childless)) if childless else None
    left = tuple(each for each in kept if each != going)
    after = replace(book, codes=left)
    after = replace(after, version=draft_label("", after))
    write_codebook(path, after)
    assert read_codebook(path).codes == after.codes
    text = path.read_text(encoding="utf-8")
    assert all(text.count(f"# yllä {each.id}\n") == 1 for each in book.codes)


def test_a_release_is_not_written_over(tmp_path: Path) -> None:
    path = tmp_path / "koe" / "1.0.0.yaml"
    write_codebook(path, codebook("hinta"))
    before = path.read_bytes()
    write_codebook(path, codebook("hinta"))
    with pytest.raises(ReleaseExistsError, match=r"1\.0\.0\.yaml is released"):
        write_codebook(path, codebook("hinta", "jono"))
    assert path.read_bytes() == before


def test_a_file_that_changed_since_it_was_read_is_not_written_over(draft: Path) -> None:
    file = read_file(draft)
    _write(draft, COMMENTED.replace("Kahvihuone", "Taukotila"))
    mine = replace(file, book=rename(file.book, CodeId("seura"), "Juttelu"))
    with pytest.raises(CodebookChangedError, match=r"draft\.yaml has changed"):
        write_file(draft, mine, expected=file.raw)
    assert "Taukotila" in draft.read_text(encoding="utf-8")
    assert "Juttelu" not in draft.read_text(encoding="utf-8")


def test_a_file_that_cannot_be_understood_is_not_written_over(tmp_path: Path) -> None:
    path = _write(tmp_path / "draft.yaml", "format: 1\nname: koe\ncodes:\n  a: [\n")
    with pytest.raises(CodebookFileError):
        write_codebook(path, codebook("hinta"))
    assert path.read_text(encoding="utf-8").endswith("a: [\n")


def test_codes_that_are_no_codebook_are_not_written(tmp_path: Path) -> None:
    bad = Codebook("koe", "1.0.0", (code("a", parent="ei ole"),))
    with pytest.raises(CodebookError, match="Code a: Its parent ei_ole is not in the codebook"):
        write_codebook(tmp_path / "1.0.0.yaml", bad)
    assert not list(tmp_path.iterdir())


def test_nothing_is_left_behind_where_a_file_cannot_be_written(tmp_path: Path) -> None:
    folder = tmp_path / "koe"
    (folder / "draft.yaml").mkdir(parents=True)
    with pytest.raises(CodebookFileError, match="cannot be"):
        write_file(folder / "draft.yaml", read_file(_write(tmp_path / "draft.yaml", COMMENTED)))
    assert [path.name for path in folder.iterdir()] == ["draft.yaml"]


def test_a_release_copied_to_the_draft_by_hand_is_a_draft_of_it(tmp_path: Path) -> None:
    write_codebook(tmp_path / "1.0.0.yaml", codebook("hinta"))
    draft = tmp_path / "draft.yaml"
    draft.write_bytes((tmp_path / "1.0.0.yaml").read_bytes())
    book = read_codebook(draft)
    assert book.version == draft_label("1.0.0", book)
    write_codebook(draft, add_code(book, code("jono")))
    text = draft.read_text(encoding="utf-8")
    assert "based_on: 1.0.0" in text
    assert "version:" not in text
    assert "digest:" not in text


def test_text_is_kept_free_of_controls(tmp_path: Path) -> None:
    path = tmp_path / "draft.yaml"
    write_codebook(path, Codebook("koe", "", (Code(CodeId("a"), "Ni\x1bmi\nkahdella", "x\u202ey \r\nz  "),)))
    written = read_codebook(path).codes[0]
    assert (written.name, written.definition) == ("Ni␛mi kahdella", "x\ufffdy\nz")


def test_a_file_of_an_older_format_is_brought_up_step_by_step(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def words_for_keywords(content: dict[str, Tree]) -> dict[str, Tree]:
        codes = content["codes"]
        assert isinstance(codes, dict)
        called = {"words": "keywords"}
        after: dict[str, Tree] = {
            key: {called.get(name, name): value for name, value in entry.items()}
            for key, entry in codes.items()
            if isinstance(entry, dict)
        }
        return {**content, "codes": after}

    def name_for_called(content: dict[str, Tree]) -> dict[str, Tree]:
        return {"name" if key == "called" else key: value for key, value in content.items()}

    monkeypatch.setattr("avoin.codebook.schema.UPGRADES", (words_for_keywords, name_for_called))
    monkeypatch.setattr("avoin.codebook.schema.FORMAT", 3)
    monkeypatch.setattr("avoin.codebook.files.FORMAT", 3)
    texts = (
        "format: 1\ncalled: koe\ncodes:\n  a:\n    name: A\n    words: [x]\n",
        "format: 2\ncalled: koe\ncodes:\n  a:\n    name: A\n    keywords: [x]\n",
        "format: 3\nname: koe\ncodes:\n  a:\n    name: A\n    keywords: [x]\n",
    )
    books = []
    for n, text in enumerate(texts, 1):
        path = tmp_path / str(n) / "draft.yaml"
        path.parent.mkdir()
        path.write_text(text, encoding="utf-8")
        books.append(read_codebook(path))
    assert books[0] == books[1] == books[2]
    assert books[0].codes[0].keywords == ("x",)
    write_codebook(tmp_path / "1" / "draft.yaml", replace(books[0], title="Uusi"))
    assert "format: 3" in (tmp_path / "1" / "draft.yaml").read_text(encoding="utf-8")
    assert read_codebook(tmp_path / "1" / "draft.yaml").title == "Uusi"

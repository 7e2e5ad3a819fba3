from collections.abc import Iterator
from pathlib import Path

import pytest

from avoin.nlp import lexicon
from avoin.nlp.language import function_words
from kit.shared import CHECKOUT

MODELS = CHECKOUT / "models"
LISTS = sorted(path.name for path in [*MODELS.glob("*.txt"), *MODELS.glob("*.tsv")])


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Give a folder that the lists are read from."""
    read = (lexicon.words, lexicon.rows, lexicon.pairs, lexicon.lexicon_digest)
    monkeypatch.setattr(lexicon, "resource", lambda *names: tmp_path / names[-1])
    for each in read:
        each.cache_clear()
    yield tmp_path
    for each in read:
        each.cache_clear()


def test_comments_and_blank_lines_are_no_entries(folder: Path) -> None:
    (folder / "stop_lemmas.txt").write_text("# a comment\n\nolla\n  voida \n", encoding="utf-8")
    assert lexicon.words("stop_lemmas.txt") == {"olla", "voida"}


@pytest.mark.parametrize("line", ["mut", "mut\tmutta\tvaan", "mut\t", "mut mutta"])
def test_a_line_with_other_columns_is_named(folder: Path, line: str) -> None:
    (folder / "colloquial_forms.tsv").write_text(f"# two columns\nku\tkun\n{line}\n", encoding="utf-8")
    with pytest.raises(lexicon.LexiconError) as caught:
        lexicon.pairs("colloquial_forms.tsv")
    assert "colloquial_forms.tsv" in caught.value.message
    assert "3" in caught.value.message


def test_another_word_gives_another_digest(folder: Path) -> None:
    for name in LISTS:
        (folder / name).write_bytes((MODELS / name).read_bytes())
    before = lexicon.lexicon_digest()
    with (folder / "stop_lemmas.txt").open("a", encoding="utf-8") as file:
        file.write("uusi\n")
    lexicon.lexicon_digest.cache_clear()
    assert lexicon.lexicon_digest() != before


def test_every_list_that_reading_uses_counts_for_the_digest() -> None:
    only_for_names = {"weak_nouns.txt"}
    only_for_redaction = {
        "given_names.txt",
        "municipalities.txt",
        "organisation_names.txt",
        "organisation_words.txt",
        "public_names.txt",
        "rare_events.txt",
        "rare_roles.txt",
    }
    assert set(lexicon._FILES) == set(LISTS) - only_for_names - only_for_redaction


@pytest.mark.parametrize("name", LISTS)
def test_a_list_begins_by_saying_what_it_is(name: str) -> None:
    assert (MODELS / name).read_text(encoding="utf-8").startswith("# ")


@pytest.mark.parametrize("name", [name for name in LISTS if name.endswith(".txt")])
def test_no_entry_stands_twice(name: str) -> None:
    lines = [line.strip() for line in (MODELS / name).read_text(encoding="utf-8").splitlines()]
    entries = [line for line in lines if line and not line.startswith(("#", "~"))]
    assert sorted({entry for entry in entries if entries.count(entry) > 1}) == []


def test_no_form_has_two_corrections() -> None:
    sources = [(kind, source) for kind, source, _target in lexicon.rows("lemma_corrections.tsv", 3)]
    assert len(sources) == len(set(sources))
    assert {kind for kind, _source in sources} == {"form", "lemma"}


def test_no_spoken_form_has_two_meanings() -> None:
    forms = [source for source, _target in lexicon.rows("colloquial_forms.tsv", 2)]
    assert sorted({form for form in forms if forms.count(form) > 1}) == []
    assert [source for source, target in lexicon.rows("colloquial_forms.tsv", 2) if source == target] == []


def test_small_words_tell_languages_apart() -> None:
    fi, sv, en = (function_words()[language] for language in ("fi", "sv", "en"))
    assert not fi & sv
    assert not fi & en
    assert not sv & en

"""SPSS files as another program reads them: labels, long texts, empty cells, names that SPSS allows."""

from pathlib import Path
from typing import Any

import pyreadstat
from hypothesis import given, settings
from hypothesis import strategies as st

from avoin.export.clean_text import clean
from avoin.export.labels import Labels
from avoin.export.sav import to_sav
from avoin.importing.read import read_table
from avoin.report.rows import Rows
from avoin.workflow.outgoing.write_export import write_export
from kit.coded_project import coded_project, text_of


def _read(path: Path) -> tuple[dict[str, list[Any]], Any]:
    found: tuple[dict[str, list[Any]], Any] = pyreadstat.read_sav(path, output_format="dict", user_missing=True)
    return found


def test_codings_are_read_back_with_their_words_and_labels(tmp_path: Path) -> None:
    made = coded_project(tmp_path / "p")
    written = write_export(made, "codings", "sav")
    columns, about = _read(written.path)
    assert written.n_rows == len(columns["text"]) == 32
    assert about.file_encoding == "UTF-8"
    meanings = about.variable_value_labels
    assert set(meanings["code"].values()) == {"jono", "puhelin", "raha"}
    first = columns["respondent"].index("r0")
    assert columns["text"][first] == text_of(0)
    assert meanings["code"][columns["code"][first]] in ("jono", "raha")
    assert {meanings["coder"][coder] for coder in columns["coder"]} == {"Aino", "Veikko"}
    assert about.column_names_to_labels["text"] == "coded segment"
    assert columns["end"][first] == len(text_of(0))


def test_a_matrix_is_read_back_and_can_be_imported_again(tmp_path: Path) -> None:
    made = coded_project(tmp_path / "p")
    path = write_export(made, "matrix", "sav").path
    columns, about = _read(path)
    assert sum(columns["raha"]) == 12
    assert about.variable_value_labels["raha"] == {0.0: "no", 1.0: "yes"}
    assert about.variable_value_labels["role"] == {1.0: "director", 2.0: "worker"}
    assert columns["role"].count(1.0) == 8
    assert path.read_bytes() == write_export(made, "matrix", "sav").path.read_bytes()
    assert read_table(path).rows[0][:2] == ("r0", "2025")


def test_names_are_those_that_spss_allows_and_differ() -> None:
    headings = ("all", "Code", "code", "2025", "ikä ja koko", "x" * 70, "x" * 71)
    columns = _columns(Rows("matrix", headings, (tuple(range(7)),)), Labels())
    names = list(columns)
    assert names[:5] == ["v_all", "Code", "code_3", "v_2025", "ikä_ja_koko"]
    assert len({name.casefold() for name in names}) == 7
    assert all(len(name.encode()) <= 64 for name in names)


def test_a_text_longer_than_a_variable_goes_on_in_another() -> None:
    long = "pitkä😀vastaus_" * 2500
    columns = _columns(Rows("codings", ("text",), ((long,), ("lyhyt",), (None,))), Labels())
    assert list(columns) == ["text", "text_2"]
    assert columns["text"][0] + columns["text_2"][0] == long
    assert columns["text"][1:] == ["lyhyt", ""]


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.text(max_size=800), st.none() | st.integers(-1000, 1000)), min_size=1, max_size=5))
def test_whatever_the_texts_and_numbers_they_are_read_back(cells: list[tuple[str, int | None]]) -> None:
    columns = _columns(Rows("codings", ("text", "n"), tuple(cells)), Labels())
    assert columns["text"] == [clean(text).rstrip(" ") for text, _number in cells]
    assert columns["n"] == [number for _text, number in cells]


def _columns(rows: Rows, labels: Labels) -> dict[str, list[Any]]:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "out.sav"
        path.write_bytes(to_sav(rows, labels))
        return _read(path)[0]

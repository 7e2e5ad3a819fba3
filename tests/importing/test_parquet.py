"""Parquet files: plain values as a person writes them, others refused by column, a hint where pyarrow lacks."""

import datetime
import io
import sys
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from pyarrow import parquet

from avoin.importing.parquet import read_parquet
from avoin.importing.read import read_table
from avoin.importing.table import ImportFileError


def parquet_bytes(columns: dict[str, Any]) -> bytes:
    written = io.BytesIO()
    parquet.write_table(pa.table(columns), written)
    return written.getvalue()


def test_values_are_written_plainly_and_what_is_missing_is_empty(tmp_path: Path) -> None:
    path = tmp_path / "kysely.parquet"
    moment = datetime.datetime(2025, 5, 19, 14, 3, tzinfo=datetime.UTC)
    columns = {
        "id": pa.array([7, 8]),
        "arvosana": pa.array([6.5, float("nan")]),
        "hinta": pa.array([Decimal("1.50"), None]),
        "päivä": pa.array([datetime.date(2025, 5, 19), None]),
        "aika": pa.array([moment, None], pa.timestamp("ns", "UTC")),
        "alue": pa.array(["Savo", "Savo"]).dictionary_encode(),
        "samaa mieltä": pa.array([True, False]),
        "Mitä toivot?": pa.array(["Jonot 😀 lyhyemmiksi.", None]),
    }
    path.write_bytes(parquet_bytes(columns))
    found = read_table(path)
    assert found.headings == tuple(columns)
    assert found.rows == (
        ("7", "6.5", "1.50", "2025-05-19", "2025-05-19 14:03", "Savo", "TRUE", "Jonot 😀 lyhyemmiksi."),
        ("8", "", "", "", "", "Savo", "FALSE", ""),
    )
    assert dict(found.how) == {"form": "Parquet"}


@pytest.mark.parametrize(
    ("values", "kind"),
    [
        (pa.array([["a", "b"]]), "list"),
        (pa.array([{"a": 1}]), "struct"),
        (pa.array([[("a", 1)]], pa.map_(pa.string(), pa.int8())), "map"),
        (pa.array([b"\x00\x01"]), "binary"),
    ],
)
def test_a_column_of_lists_structures_or_bytes_is_refused_by_name(values: Any, kind: str) -> None:
    with pytest.raises(ImportFileError, match=rf"k\.parquet, column “sisältö”: values of the type {kind}"):
        read_parquet(parquet_bytes({"id": pa.array(["x"]), "sisältö": values}), "k.parquet", "")


def test_more_cells_or_characters_than_a_survey_has_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    content = parquet_bytes({"id": pa.array([str(n) for n in range(100)]), "v": pa.array(["sama pitkä vastaus"] * 100)})
    monkeypatch.setattr("avoin.importing.parquet._MOST_CHARACTERS", 500)
    with pytest.raises(ImportFileError, match="would unpack to more than such a file can be"):
        read_parquet(content, "k.parquet", "")
    monkeypatch.setattr("avoin.importing.parquet._MOST_CELLS", 199)
    with pytest.raises(ImportFileError, match="100 rows and 2 columns, more than can be read"):
        read_parquet(content, "k.parquet", "")


def test_without_the_package_the_way_to_it_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(ImportFileError, match="the package that reads these is not installed") as caught:
        read_parquet(b"PAR1", "k.parquet", "")
    assert "pip install 'avoin[parquet]'" in caught.value.hint

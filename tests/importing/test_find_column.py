"""A column is named by heading, beginning or number, and only where nothing else can be meant."""

import pytest

from avoin.importing.columns import ColumnError, find_column
from kit.tables import table

TABLE = table("id;Mitä kuuluu?;Mitä toivot?;mitä;Ikä", "1;a;b;c;d")


@pytest.mark.parametrize(
    ("typed", "heading"),
    [
        ("id", "id"),
        ("ID", "id"),
        ("Mitä k", "Mitä kuuluu?"),
        ("mitä t", "Mitä toivot?"),
        ("  Mitä   kuuluu? ", "Mitä kuuluu?"),
        ("mitä", "mitä"),
        ("MITÄ", "mitä"),
        ("#5", "Ikä"),
        ("i", None),
    ],
)
def test_a_column_is_found(typed: str, heading: str | None) -> None:
    if heading is None:
        with pytest.raises(ColumnError, match="may mean several columns: #1 “id”, #5 “Ikä”"):
            find_column(TABLE, typed)
    else:
        assert find_column(TABLE, typed) == heading


@pytest.mark.parametrize("typed", ["kuuluu?", "#0", "#6", "", "xyz"])
def test_an_unknown_column_names_the_near_ones(typed: str) -> None:
    with pytest.raises(ColumnError, match=r"kysely\.csv has no column") as caught:
        find_column(TABLE, typed)
    assert caught.value.hint.startswith("Near it are: #")


def test_a_part_of_a_heading_finds_it_among_the_near_ones() -> None:
    with pytest.raises(ColumnError) as caught:
        find_column(TABLE, "toivot?")
    assert caught.value.hint == "Near it are: #3 “Mitä toivot?”"

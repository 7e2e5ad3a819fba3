"""Every survey export at hand is read to its rows and columns; a file that nobody has thought of fails."""

import pytest

from avoin.importing.read import read_table
from avoin.importing.read_qda import read_qda
from kit.shared import SHARED, shared

EXPORTS = ("data", "survey-exports")
ROWS_AND_COLUMNS = {
    "muunnokset-fsd2821/arvoselitteet.sav": (120, 8),
    "muunnokset-fsd2821/otsikko-kysymysteksti.xlsx": (120, 8),
    "muunnokset-fsd2821/pilkku-utf8-bom.csv": (120, 8),
    "muunnokset-fsd2821/puolipiste-cp1252.csv": (120, 8),
    "muunnokset-fsd2821/sarkain-utf16.txt": (120, 8),
    "qualcoder/cases456.xlsx": (3, 4),
    "qualcoder/survey456.csv": (3, 5),
    "qualcoder/survey789.xlsx": (3, 6),
    "qualtrics/qualtrics-3-otsikkorivia.csv": (1, 20),
    "qualtrics/qualtrics-vanha-2-otsikkorivia.csv": (1, 15),
    "spss/datetime.sav": (2, 3),
    "spss/iris.sav": (150, 5),
    "spss/labelled-num-na.sav": (2, 1),
    "spss/labelled-str.sav": (2, 1),
    "spss/multiple_response.sav": (6, 8),
    "spss/ordered_category.sav": (4, 1),
    "spss/sample.sav": (5, 7),
    "spss/sample.zsav": (5, 7),
    "spss/sample_missing.sav": (7, 7),
    "spss/test_width.sav": (5, 4),
    "spss/umlauts.sav": (4, 1),
    "surveymonkey/StarWars.csv": (1186, 33),
    "surveymonkey/steak-risk-survey.csv": (550, 15),
}
PROJECTS = {"refi-qda/TestProject.qdpx", "refi-qda/Project.qde"}
OTHER = {"README.md", "refi-qda/Project-mrt2019.xsd"}


def test_no_file_is_left_out() -> None:
    folder = shared(*EXPORTS)
    found = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    assert found == ROWS_AND_COLUMNS.keys() | PROJECTS | OTHER


@pytest.mark.parametrize("name", ROWS_AND_COLUMNS)
def test_a_table_has_its_rows_and_columns(name: str) -> None:
    table = read_table(shared(*EXPORTS, *name.split("/")))
    assert (len(table.rows), len(table.headings)) == ROWS_AND_COLUMNS[name]
    assert table.warnings == ()


@pytest.mark.parametrize("name", sorted(PROJECTS))
def test_a_project_has_sources_and_codes(name: str) -> None:
    project = read_qda(shared(*EXPORTS, *name.split("/")))
    assert project.codes
    assert SHARED.exists()

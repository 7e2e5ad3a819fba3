"""The codebook of a project goes out, is changed elsewhere and comes back."""

from pathlib import Path

import pytest

from avoin.codebook.folder import DraftDiffersError
from avoin.export.atomic import STANDARD_OUTPUT
from avoin.ids import CodeId, CoderId
from avoin.workflow.codebooks.bring_in_codebook import LostCodesError, import_codebook
from avoin.workflow.codebooks.codebook_desk import CodebookDesk
from avoin.workflow.codebooks.codebook_journal import log
from avoin.workflow.codebooks.codebook_operations import note_changes
from avoin.workflow.codebooks.exchange_codebook import CodebookForm, export_codebook
from avoin.workflow.codebooks.revise_codebook import diff, needed_codebook
from avoin.workflow.outgoing.write_export import FormError
from avoin.workflow.project import Project
from kit.coded_project import coded_project

AINO = CoderId("Aino")


@pytest.fixture
def made(tmp_path: Path) -> Project:
    return coded_project(tmp_path / "p")


@pytest.mark.parametrize("form", CodebookForm)
def test_each_form_goes_to_the_output_folder_under_name_and_version(made: Project, form: CodebookForm) -> None:
    written = export_codebook(made, form)
    assert written.path.parent == made.places.output
    assert written.path.name.startswith("koe-1.0.0")
    assert written.path.read_bytes()
    assert written.n_rows == (3 if form is CodebookForm.ATLAS else 4)


@pytest.mark.parametrize("form", [CodebookForm.QDC, CodebookForm.CSV, CodebookForm.XLSX])
def test_what_comes_back_unchanged_changes_nothing(made: Project, form: CodebookForm) -> None:
    path = export_codebook(made, form).path
    before = {each: each.read_bytes() for each in made.places.codebooks.rglob("*.yaml")}
    done = import_codebook(made, path)
    assert done.codebook.version == "1.0.0"
    assert not diff(done.project, "1.0.0").differences
    assert note_changes(done.project, AINO) is None
    assert {each: each.read_bytes() for each in before} == before


def test_what_was_changed_in_a_spreadsheet_comes_back_as_operations(made: Project) -> None:
    path = export_codebook(made, "csv", made.folder / "koe.csv").path
    draft = made.places.codebooks / "koe" / "draft.yaml"
    CodebookDesk(made, AINO).rename(CodeId("raha"), "Rahat")
    draft.write_text("# oma huomautus\n" + draft.read_text(encoding="utf-8"), encoding="utf-8")
    text = path.read_text(encoding="utf-8-sig").replace("raha;raha;", "raha;Toimeentulo;")
    path.write_text(text, encoding="utf-8-sig")
    with pytest.raises(DraftDiffersError):
        import_codebook(made, path)
    done = import_codebook(made, path, replace_draft=True)
    noted = note_changes(done.project, AINO)
    assert noted is not None
    assert [(each.kind.value, each.code, each.value("name")) for each in noted.operations] == [
        ("rename", "raha", "Toimeentulo")
    ]
    assert [entry.operation.code for entry in log(done.project, CodeId("raha"))] == ["raha", "raha"]
    assert draft.read_text(encoding="utf-8").startswith("# oma huomautus\n")


def test_a_table_without_a_used_code_is_refused_and_nothing_is_written(made: Project) -> None:
    path = export_codebook(made, "csv", made.folder / "koe.csv").path
    lines = path.read_text(encoding="utf-8-sig").splitlines(keepends=True)
    path.write_text("".join(line for line in lines if not line.startswith("raha;")), encoding="utf-8-sig")
    before = sorted(each.read_bytes() for each in made.places.codebooks.rglob("*.yaml"))
    with pytest.raises(LostCodesError, match=r"lacks codes that codings use: raha\. Nothing was written"):
        import_codebook(made, path, replace_draft=True)
    assert sorted(each.read_bytes() for each in made.places.codebooks.rglob("*.yaml")) == before
    assert import_codebook(made, path, "toinen").codebook.name == "toinen"


def test_an_older_version_goes_out_and_says_which_it_was(made: Project, tmp_path: Path) -> None:
    CodebookDesk(made, AINO).rename(CodeId("raha"), "Rahat")
    path = export_codebook(made, "qdc", tmp_path / "vanha.qdc", "1.0.0").path
    assert b'origin="avoin koe 1.0.0"' in path.read_bytes()
    back = import_codebook(made, path, replace_draft=True)
    assert back.codebook.version == "1.0.0"
    assert needed_codebook(back.project).by_id[CodeId("raha")].name == "raha"


def test_a_form_that_is_not_known_or_cannot_go_to_standard_output_is_refused(made: Project) -> None:
    with pytest.raises(FormError, match="pdf is not one of the choices"):
        export_codebook(made, "pdf")
    with pytest.raises(FormError, match="cannot go to standard output"):
        export_codebook(made, "maxqda", STANDARD_OUTPUT)

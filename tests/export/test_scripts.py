"""Scripts for R and SPSS: every column has its label, and no text gets out of its quotes."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from avoin.export.csv import to_csv
from avoin.export.labels import Labels
from avoin.export.scripts import to_r, to_sps
from avoin.report.rows import Rows
from avoin.workflow.outgoing.write_export import FormError, write_export
from kit.coded_project import coded_project

_HARM = 'a\'); system("rm")\n\\ b'
ROWS = Rows("matrix", ("respondent", "role", "jono"), (("007", _HARM, 1), ("r2", "Mänttä", 0), ("r3", None, None)))
LABELS = Labels({"jono": _HARM, "role": "Rooli"}, {"jono": {0: "no", 1: "yes"}})


def test_labels_stay_within_their_quotes() -> None:
    script = to_r(ROWS, LABELS, "matrix.csv").decode()
    assert 'attr(d[[3]], "label") <- "a\'); system(\\"rm\\") \\\\ b"' in script
    assert 'colClasses = c("character", "character", "numeric")' in script
    syntax = to_sps(ROWS, LABELS, "matrix.csv").decode("utf-8-sig")
    assert "VARIABLE LABELS v3 'a''); system(\"rm\") \\ b'." in syntax
    assert "VALUE LABELS v3 0 'no' 1 'yes'." in syntax
    widths = re.findall(r"^  v\d (\S+)$", syntax, re.MULTILINE)
    assert widths == ["A3", f"A{len(_HARM)}", "F8.0"]


def test_a_matrix_is_written_with_its_script_and_codings_for_r_alone(tmp_path: Path) -> None:
    made = coded_project(tmp_path / "p")
    for form in ("R", "sps"):
        written = write_export(made, "matrix", form)
        assert written.n_rows == 30
        assert "matrix.csv" in written.path.read_text("utf-8")
        assert written.path.with_suffix(".csv").read_bytes().startswith(b"respondent,wave,question")
        with pytest.raises(FormError):
            write_export(made, "matrix", form, Path("-"))
    script = write_export(made, "codings", "R").path.read_text("utf-8")
    assert 'attr(d[[6]], "label") <- "coded segment"' in script
    for what, form in (("codings", "sps"), ("answers", "R"), ("quotes", "sav")):
        with pytest.raises(FormError):
            write_export(made, what, form)


@pytest.mark.skipif(shutil.which("Rscript") is None, reason="R is not installed")
def test_r_reads_it(tmp_path: Path) -> None:
    (tmp_path / "matrix.csv").write_bytes(to_csv(ROWS, raw=True))
    (tmp_path / "matrix.R").write_bytes(to_r(ROWS, LABELS, "matrix.csv"))
    told = subprocess.run(
        ["Rscript", "-e", 'source("matrix.R", encoding = "UTF-8"); cat(d[[1]][1], sum(d$jono, na.rm = TRUE))'],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    assert told.stdout == "007 1"

import csv
import re
from pathlib import Path

import pytest

from avoin.codebook.check import Severity, check
from avoin.codebook.foreign import read_foreign
from avoin.codebook.model import Codebook
from avoin.codebook.schema import json_schema
from avoin.codebook.version import check_release, released_versions
from avoin.resources import resource
from kit.shared import CHECKOUT

FILES = sorted(CHECKOUT.glob("codebooks/*/*.yaml"))
_QUOTED = re.compile(r'"([^"]+)"')


def _newest(name: str) -> Codebook:
    folder = resource("codebooks", name)
    return check_release(folder / f"{released_versions(folder)[-1]}.yaml").book


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name} {path.stem}")
def test_a_starter_is_a_sealed_release_that_passes_the_check(path: Path) -> None:
    file = check_release(path)
    assert not [problem for problem in check(file.book) if problem.severity is Severity.ERROR]


@pytest.mark.parametrize("name", ["kriisibarometri", "avoimet-palautteet"])
def test_every_code_of_a_starter_says_all_that_a_coder_needs(name: str) -> None:
    for code in _newest(name).usable:
        assert code.definition, code.id
        assert code.include, code.id
        assert code.exclude, code.id
        assert code.examples, code.id
        assert code.keywords, code.id
        assert code.parent, code.id


@pytest.mark.parametrize("name", ["kriisibarometri", "avoimet-palautteet"])
def test_a_code_that_is_named_in_another_is_there(name: str) -> None:
    # what is quoted and begins with a capital is a code's name, unless it is an answer's words
    words = {"Ei muutosta", "Hyvä, kun pääsee", "Tuuripeliä", "Kaikki hyvin"}
    book = _newest(name)
    names = {code.name for code in book.codes}
    for code in book.codes:
        for said in _QUOTED.findall(f"{code.include} {code.exclude} {code.borderline}"):
            assert said[:1].islower() or said in names | words, (code.id, said)


def test_the_example_surveys_codebook_has_the_codes_of_its_draft() -> None:
    draft = read_foreign(CHECKOUT / "data" / "kriisibarometri" / "koodikirja-luonnos.yaml")
    first = check_release(resource("codebooks", "kriisibarometri", "1.0.0.yaml")).book
    assert [(code.id, code.parent, code.codable) for code in first.codes] == [
        (code.id, code.parent, code.codable) for code in draft.codes
    ]


def test_the_example_surveys_codes_are_all_in_its_codebook() -> None:
    path = CHECKOUT / "data" / "kriisibarometri" / "tarkoitetut-koodit.csv"
    with path.open(encoding="utf-8-sig", newline="") as file:
        used = {code for row in csv.DictReader(file) for code in row["koodit"].split(";") if code}
    usable = {
        str(code.id) for code in check_release(resource("codebooks", "kriisibarometri", "1.0.0.yaml")).book.usable
    }
    assert used == usable


def test_the_schema_for_editors_is_current() -> None:
    stored = resource("codebooks", "codebook.schema.json").read_text(encoding="utf-8")
    hint = "write avoin.codebook.schema.json_schema() to codebooks/codebook.schema.json"
    assert stored == json_schema(), hint


def test_starters_point_editors_to_the_schema() -> None:
    for path in FILES:
        assert path.read_text(encoding="utf-8").startswith("# yaml-language-server: $schema=../codebook.schema.json\n")

import csv
import re
from pathlib import Path

import pytest

from avoin.codebook.check import Severity, check
from avoin.codebook.difference import DifferenceKind, differences
from avoin.codebook.foreign import read_foreign
from avoin.codebook.journal import done_again, operations_between, taken_back
from avoin.codebook.model import Codebook
from avoin.codebook.schema import json_schema
from avoin.codebook.version import check_release, propose, released_versions
from avoin.ids import CodeId
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


def test_the_second_version_divides_merges_and_adds() -> None:
    first, second = (check_release(resource("codebooks", "kriisibarometri", f"{n}.0.0.yaml")).book for n in (1, 2))
    found = differences(first, second)
    told = {each.kind: each.code for each in found if each.kind is not DifferenceKind.ADDED}
    assert told[DifferenceKind.SPLIT] == "talous_velka"
    assert told[DifferenceKind.MERGED] == "talous_yksinhuoltajat"
    added = {each.code for each in found if each.kind is DifferenceKind.ADDED}
    assert added == {"talous_ikaihmiset", *second.by_id[CodeId("talous_velka")].split_into}
    assert propose("1.0.0", found) == "2.0.0"


def test_operations_lead_from_the_first_version_to_the_second_and_back() -> None:
    first, second = (check_release(resource("codebooks", "kriisibarometri", f"{n}.0.0.yaml")).book for n in (1, 2))
    way = operations_between(first, second)
    assert {each.kind.value for each in way} == {"add", "define", "split", "merge"}
    assert done_again(first, way).codes == second.codes
    assert taken_back(second, way).codes == first.codes


def test_the_schema_for_editors_is_current() -> None:
    stored = resource("codebooks", "codebook.schema.json").read_text(encoding="utf-8")
    hint = "write avoin.codebook.schema.json_schema() to codebooks/codebook.schema.json"
    assert stored == json_schema(), hint


def test_starters_point_editors_to_the_schema() -> None:
    for path in FILES:
        assert path.read_text(encoding="utf-8").startswith("# yaml-language-server: $schema=../codebook.schema.json\n")

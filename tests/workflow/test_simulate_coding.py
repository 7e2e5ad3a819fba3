"""Simulating a question whose codings are known."""

import csv
import json
from dataclasses import replace
from pathlib import Path

import pytest

from avoin.cli.main import run
from avoin.codebook.model import Codebook
from avoin.coding.queue import QueueOrder
from avoin.coding.simulate import Effort
from avoin.corpus.model import Corpus
from avoin.settings import write_settings
from avoin.store import answers, decisions
from avoin.workflow.codebooks.bring_in_codebook import import_codebook
from avoin.workflow.desk.simulate_coding import CodingsFileError, simulate_coding
from avoin.workflow.incoming.import_survey import import_survey
from avoin.workflow.project import Project, create_project, locate, open_project
from kit.codebooks import code
from kit.projects import project
from kit.shared import CHECKOUT, shared

BOOK = Codebook("koe", "1.0.0", (code("Jonot", "jono, jonottaminen, odotusaika"), code("Hinnat", "hinta, kallis")))
KEYS = {"n_answers", "n_codings", "keys_per_answer", "keys_per_answer_without", "ratio", "curve"}
POINT = {"n", "r_precision", "micro_f1", "top1", "top3", "ece_first", "coverage_95"}


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Project:
    said = {"r1": "jonot", "r2": "pitkä jono", "r3": "hinnat", "r4": "kallis hinta", "r5": "sääli", "r6": "jonot"}
    return project(tmp_path_factory.mktemp("simulate") / "p", {"q": said}, codebook=BOOK)


def written(folder: Path, text: str) -> Path:
    path = folder / "codings.csv"
    path.write_text(text, encoding="utf-8")
    return path


GOOD = "respondent,codes\nr1,jonot\nr2,jonot\nr3,hinnat\nr4,hinnat\nr5,\nr6,jonot\n"


def test_keys_are_counted_exactly(here: Project, tmp_path: Path) -> None:
    effort = simulate_coding(here, written(tmp_path, GOOD), "q")
    # r1 and r6 are identical: five to decide, each code 1 letter and Enter, each answer Enter: 4 * (2 + 1) + 1 keys
    assert effort.keys_per_answer_without == pytest.approx(13 / 6, abs=1e-3)
    # two pages, Enter each, and Enter on the answer without codes
    assert effort.keys_per_answer == pytest.approx(3 / 6, abs=1e-3)
    assert effort.ratio == pytest.approx(3 / 13, abs=1e-3)
    assert (effort.n_answers, effort.n_codings) == (6, 5)


def test_other_orders_can_be_replayed(here: Project, tmp_path: Path) -> None:
    path = written(tmp_path, GOOD)
    one_by_one = simulate_coding(here, path, "q", queue=QueueOrder.FILE)
    # a digit and Enter for each of the four coded answers, Enter for the one without codes
    assert one_by_one.keys_per_answer == pytest.approx(9 / 6, abs=1e-3)
    assert one_by_one.curve == simulate_coding(here, path, "q").curve


def test_an_order_that_cannot_be_replayed_is_refused(
    here: Project, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = written(tmp_path, GOOD)
    told = ["-C", str(here.folder), "simulate", "--codings", str(path), "--question", "q", "--queue"]
    assert run([*told, "themes"]) == 2
    assert "--queue" in capsys.readouterr().err
    assert run([*told, "uncertain", "--json"]) == 0


def test_nothing_is_stored_and_the_same_seed_gives_the_same(here: Project, tmp_path: Path) -> None:
    path = written(tmp_path, GOOD)
    assert simulate_coding(here, path, "q", seed=3, orders=2) == simulate_coding(here, path, "q", seed=3, orders=2)
    with here.store.read() as connection:
        assert decisions.head(connection)[0] == 0


@pytest.mark.parametrize("heading", ["id,codes", "vastaaja,koodit", "respondent;codes", "Respondent\tcodes"])
def test_the_columns_may_be_called_otherwise(here: Project, tmp_path: Path, heading: str) -> None:
    mark = next(mark for mark in ",\t;" if mark in heading)
    lines = [heading, *(f"r{place}{mark}jonot" for place in (1, 2))]
    assert simulate_coding(here, written(tmp_path, "\n".join(lines)), "q", orders=1).n_answers == 2


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("respondent,codes\nr1,jonot\nr77,jonot\n", r"row 3.*r77"),
        ("respondent,codes\nr1,jonto\n", r"row 2.*jonto"),
        ("respondent,codes\nr1,jonot\nr1,hinnat\n", r"row 3.*r1"),
        ("respondent,codes\n,jonot\n", r"row 2"),
        ("who,codes\nr1,jonot\n", "respondent"),
        ("respondent,what\nr1,jonot\n", "codes"),
        ("respondent,codes\n", "no codings"),
    ],
)
def test_a_row_that_does_not_fit_is_named(here: Project, tmp_path: Path, text: str, named: str) -> None:
    with pytest.raises(CodingsFileError, match=named):
        simulate_coding(here, written(tmp_path, text), "q")


def test_a_missing_file_and_one_that_is_no_text_are_named(here: Project, tmp_path: Path) -> None:
    with pytest.raises(CodingsFileError, match=r"missing\.csv"):
        simulate_coding(here, tmp_path / "missing.csv", "q")
    broken = tmp_path / "broken.csv"
    broken.write_bytes(b"respondent,codes\nr1,\xff\xfe\n")
    with pytest.raises(CodingsFileError, match=r"broken\.csv"):
        simulate_coding(here, broken, "q")


def test_the_json_has_exactly_the_promised_keys(
    here: Project, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = written(tmp_path, GOOD)
    folder = str(here.folder)
    assert run(["-C", folder, "simulate", "--codings", str(path), "--question", "q", "--orders", "1", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert set(told) == KEYS
    assert all(set(point) == POINT for point in told["curve"])
    assert run(["-C", folder, "simulate", "--codings", str(path), "--question", "q", "--orders", "1"]) == 0
    assert "Keys an answer" in capsys.readouterr().out


def test_the_example_codebook_alone_is_far_better_than_chance(tmp_path: Path) -> None:
    here = _example(tmp_path / "p")
    with here.store.read() as connection:
        corpus = answers.load_corpus(connection, here.survey)
    effort = simulate_coding(here, _intended(corpus, "jarjestot", tmp_path), "jarjestot", orders=1)
    before = effort.curve[0]
    assert before.n == 0
    # by chance the first of 38 codes is right on fewer than one answer in ten
    assert before.top1 >= 0.6
    assert before.r_precision >= 0.5
    assert effort.ratio <= 0.45


def test_doubly_coded_list_answers_need_few_keys(tmp_path: Path) -> None:
    effort = _gold(tmp_path, "fsd2821-q3")
    assert effort.ratio <= 0.35
    assert effort.curve[0].r_precision >= 0.85


def _gold(folder: Path, name: str) -> Effort:
    with shared("gold", f"{name}-dev.csv").open(encoding="utf-8", newline="") as lines:
        said = {row["id"]: row["vastaus"] for row in list(csv.DictReader(lines))[:150]}
    made = project(folder / "p", {"q": said})
    import_codebook(made, shared("gold", f"codebook-{name}.yaml"))
    with shared("gold", f"A-{name}-dev.csv").open(encoding="utf-8", newline="") as lines:
        rows = [row for row in csv.DictReader(lines) if row["id"] in said]
    text = "respondent,codes\n" + "".join(f"{row['id']},{row['codes']}\n" for row in rows)
    return simulate_coding(open_project(made.folder), written(folder, text), "q", orders=1)


def _example(folder: Path) -> Project:
    data = CHECKOUT / "data" / "kriisibarometri"
    made = create_project(folder, "Esimerkki", coder="x")
    # without the sentence model, so that the bounds hold on every machine
    write_settings(locate(folder).settings, replace(made.settings, sentence_vectors="never"))
    locate(folder).survey.write_text((data / "survey.yaml").read_text(encoding="utf-8"), encoding="utf-8")
    import_survey(open_project(folder), data / "kriisibarometri-2024.csv", "2024")
    import_survey(open_project(folder), data / "kriisibarometri-2025.xlsx", "2025")
    import_codebook(open_project(folder), "kriisibarometri", version="1.0.0")
    return open_project(folder)


def _intended(corpus: Corpus, question: str, folder: Path) -> Path:
    answered = {(key.wave, key.respondent) for key in corpus.by_key if key.question == question}
    source = CHECKOUT / "data" / "kriisibarometri" / "tarkoitetut-koodit.csv"
    with source.open(encoding="utf-8", newline="") as lines:
        rows = [row for row in csv.DictReader(lines) if row["kysymys"] == question]
    kept = [row for row in rows if (row["aalto"], row["vastaaja"]) in answered]
    return written(folder, "respondent,codes\n" + "".join(f"{row['vastaaja']},{row['koodit']}\n" for row in kept))

"""One mask for every door: whatever is written and meant for others shows no small cell and nothing that was not read.

Each project is drawn at random: who has which background, who said what, what was coded, which quotations were
approved. Every writer of tables, quotations and reports is run on it, and its file is read back by other means.
"""

import random
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from avoin.coding.decision import Draft, Mark, MarkKind, Verb, mark_span
from avoin.ids import AnswerKey, CodeId, CoderId, QuestionId, RespondentId, Span, WaveId
from avoin.importing.qdpx import read_qdpx
from avoin.store import decisions
from avoin.store.answers import load_corpus
from avoin.workflow.outgoing.make_tables import Wanted
from avoin.workflow.outgoing.qda_out import Layout, write_qdpx
from avoin.workflow.outgoing.review_quotes import open_quotes
from avoin.workflow.outgoing.write_export import RowForm, write_export
from avoin.workflow.outgoing.write_report import ReportForm, ReportWish, write_report
from avoin.workflow.outgoing.write_tables import write_tables, write_waves
from avoin.workflow.project import Project
from kit.codebooks import codebook
from kit.coded_project import with_settings
from kit.projects import add_wave, project
from kit.read_back import read_back

CODES = ("jono", "puhelin", "raha")
_HARM = (
    '=HYPERLINK("http://paha.example/x") ',
    "@SUM(A1) ",
    "<script src=//paha.example/x.js></script> ",
    "[tästä](http://paha.example) ",
    "",
)


def _drawn(folder: Path, seed: int, threshold: int) -> Project:
    draw = random.Random(seed)
    people = [f"r{place}" for place in range(draw.randint(12, 45))]
    said = "Sana{place:03d} on vastaus, jota kukaan muu ei antanut."
    texts = {who: draw.choice(_HARM) + said.format(place=place) for place, who in enumerate(people)}
    earlier = {who: text for who, text in texts.items() if draw.random() < 0.8}
    made = project(
        folder,
        {"wishes": earlier},
        wave="2024",
        codebook=codebook("palvelut > jono", "palvelut > puhelin", "raha"),
        coder="Aino",
    )
    made = add_wave(
        made,
        "2025",
        {"wishes": texts},
        variables={
            "role": {who: draw.choice(["johtaja", "työntekijä", "työntekijä"]) for who in people},
            "area": {who: f"alue {draw.randrange(8)}" for who in people},
        },
        grades={"state": {who: str(draw.randint(4, 10)) for who in people}},
        choices={"pet": {who: draw.choice(["cat", "dog", "none"]) for who in people}},
    )
    coder = CoderId("Aino")
    with made.store.transaction() as connection:
        for wave, who in (*(("2024", who) for who in earlier), *(("2025", who) for who in people)):
            span = Span(AnswerKey(WaveId(wave), RespondentId(who), QuestionId("wishes")), 0, len(texts[who]))
            given = draw.sample(CODES, draw.randint(1, 2))
            marks = tuple(mark_span(MarkKind.CODING, span, coder, CodeId(code)) for code in given)
            decisions.append(connection, Draft(coder, Verb.ASSIGN, marks, codebook="koe 1.0.0"))
    return with_settings(made, replace(made.settings, cell_threshold=threshold, mean_threshold=threshold))


def _approve_some(made: Project) -> set[str]:
    """Approve a quotation of each code and return the words that only they hold."""
    desk = open_quotes(made, CoderId("Aino"))
    chosen = [desk.quotes(code)[0] for code in CODES]
    desk.approve(*(view.span for view in chosen))
    return {word for view in chosen for word in _own_words(view.text)}


def _own_words(text: str) -> set[str]:
    return set(re.findall(r"Sana\d\d\d", text))


def _everything_written(made: Project) -> Iterator[Path]:
    out = made.places.output
    for form in RowForm:
        for what in ("closed", "codes"):
            yield write_tables(made, what, Wanted(), out / f"{what}.{form}", form).path
        yield write_waves(made, ("2024", "2025"), None, out / f"waves.{form}", form).path
        yield write_export(made, "quotes", form).path
    for report_form in ReportForm:
        yield write_report(made, report_form, wish=ReportWish(place="area")).path


@pytest.mark.parametrize(("seed", "threshold"), [(1, 5), (2, 3), (3, 10)])
def test_no_door_lets_out_a_small_cell_an_unread_quotation_or_anything_live(
    tmp_path: Path, seed: int, threshold: int
) -> None:
    made = _drawn(tmp_path / "p", seed, threshold)
    approved = _approve_some(made)
    n_tables = 0
    for path in _everything_written(made):
        found = read_back(path)
        assert found.live == [], path.name
        assert _own_words(found.text) <= approved, path.name
        for table in found.tables:
            n_tables += 1
            for row in table[1:]:
                for heading, cell in zip(table[0], row, strict=False):
                    if heading in ("n", "base", "asked") or heading.startswith(("n ", "n_", "base_")):
                        assert not cell.isdecimal() or int(cell) == 0 or int(cell) >= threshold, (path.name, row)
    assert n_tables > 20


@pytest.mark.parametrize("layout", Layout)
@pytest.mark.parametrize(("seed", "threshold"), [(4, 5), (5, 3), (6, 10)])
def test_a_project_for_other_tools_names_nobody_and_isolates_nobody_in_either_layout(
    tmp_path: Path, seed: int, threshold: int, layout: Layout
) -> None:
    made = _drawn(tmp_path / "p", seed, threshold)
    with made.store.transaction() as connection:
        memo = Mark(MarkKind.MEMO, coder=CoderId("Aino"), text="Muistio vain meille.")
        decisions.append(connection, Draft(CoderId("Aino"), Verb.MEMO, (memo,)))
    path = write_qdpx(made, tmp_path / "p.qdpx", layout=layout).path
    with zipfile.ZipFile(path) as archive:
        written = {name: archive.read(name).decode() for name in archive.namelist()}
    everything = "\n".join((*written, *written.values()))
    assert re.findall(r"(?<![0-9A-Za-z])r\d+(?![0-9A-Za-z])", everything) == []
    assert "Muistio" not in everything
    cases = read_qdpx(path.read_bytes(), path.name).cases
    shown = [dict(case.values) for case in cases if case.values]
    assert shown
    everybody = _backgrounds(made)
    assert all(sum(mine.items() <= each.items() for each in everybody) >= threshold for mine in shown)


def _backgrounds(made: Project) -> list[dict[str, str]]:
    with made.store.read() as connection:
        corpus = load_corpus(connection, made.survey)
    names = {each.id: each.name for each in made.survey.variables}
    return [{names[key]: value for key, value in each.values.items()} for each in corpus.respondents]

"""The whole report: what stands in it, what may not, and that the same facts give the same report."""

import re
from collections.abc import Iterator
from dataclasses import asdict
from datetime import date

import pytest

from avoin.coding.decision import Coding, Decision, Verb
from avoin.corpus.model import Condition, Corpus, QuestionKind
from avoin.ids import CoderId, VariableId
from avoin.privacy.disclosure import Thresholds
from avoin.report.build import Sources, build_report
from avoin.report.closed import closed_rows
from avoin.report.codes import code_rows
from avoin.report.frame import NothingToReportError, frame_of
from avoin.report.koonti import Coded
from avoin.report.methods import Work
from avoin.report.model import Box, Bullets, Chart, KoontiTheme, Report, Section, Table, Tone
from avoin.report.suggested import Suggestions, Taken
from avoin.report.voices import Voices
from kit.codebooks import codebook
from kit.corpora import (
    coded,
    kriisibarometri,
    kriisibarometri_codebook,
    kriisibarometri_codings,
    question,
    survey_of,
)

NAMED = Thresholds(cell=5, mean=2, named=(Condition(VariableId("rooli"), ("johtaja",)),))
BOOK = codebook("palvelut > jono", "palvelut > puhelin", "ratkaisuehdotus", "ei vastausta")


def _report(
    corpus: Corpus | None = None,
    codings: tuple[Coding, ...] | None = None,
    thresholds: Thresholds = NAMED,
    wave: str | None = None,
    work: Work | None = None,
) -> Report:
    whole = corpus is None
    corpus = kriisibarometri() if corpus is None else corpus
    codings = kriisibarometri_codings() if codings is None else codings
    book = kriisibarometri_codebook() if whole else BOOK
    frame = frame_of(corpus, thresholds, wave)
    rows = code_rows(corpus, book, codings, thresholds)
    voices = Voices(corpus, thresholds.cell, unreviewed=True, beside=frame.roles)
    return build_report(
        frame,
        Sources(
            "Koe",
            closed_rows(corpus, thresholds),
            Coded(book, codings, rows, voices),
            work or Work(codings=codings),
            date(2026, 2, 14),
        ),
    )


def _sections(report: Report, start: str) -> list[Section]:
    return [section for section in report.sections if section.heading.startswith(start)]


def _all_text(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _all_text(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _all_text(inner)


def _text(report: Report) -> str:
    return "\n".join(_all_text(asdict(report)))


def _themes(report: Report) -> dict[str, KoontiTheme]:
    blocks = [block for section in report.sections for block in section.blocks]
    return {block.heading: block for block in blocks if isinstance(block, KoontiTheme)}


def test_the_same_facts_give_the_same_report() -> None:
    assert _report() == _report()


def test_the_parts_stand_in_the_order_of_the_deck() -> None:
    parts = [section.heading for section in _report().sections if section.level == 1]
    assert parts == [
        "Material and response",
        "Closed questions",
        "Questions asked only of: johtaja",
        "Open questions",
        "Tables",
        "How this was done",
    ]


def test_the_claims_are_the_headings_and_the_wave_before_stands_beside() -> None:
    headings = [section.heading for section in _report().sections if section.level == 2]
    assert "yleinen_vointi_muutos: 60% see a change for the worse (2024:\u00a040%)" in headings
    assert "sote_avun_saanti: the mean has risen to 6.7 (2024:\u00a06.5)" in headings
    assert "yleinen_vointi: the mean is 6.4, as in 2024" in headings
    assert "kehitystyo_hva: 56% agree (2024:\u00a047%)" in headings


def test_the_places_of_the_deck_are_named_in_the_report() -> None:
    bullets = [block.items for section in _report().sections for block in section.blocks if isinstance(block, Bullets)]
    said = [item for items in bullets for item in items]
    for sentence in (
        "Unchanged on average: Kouvola and Oulu.",
        "Clearly worse: Jyväskylä and Sastamala.",
        "Weakest: Joensuu (5.5) and Kainuu (5.7).",
        "Best: Kemi (8).",
        "Best: Kainuu (9), Rovaniemi (9) and Vaasa/Kokkola (9).",
        "Weakest: Turku (6).",
        "Most clearly in agreement: Jyväskylä and Kainuu.",
        "Most clearly in disagreement: Salo and Vaasa/Kokkola.",
    ):
        assert sentence in said


def test_directors_who_did_not_agree_to_be_named_are_not() -> None:
    pages = _report(thresholds=Thresholds(cell=5, mean=2)).sections
    begins = next(place for place, section in enumerate(pages) if section.heading.startswith("Questions asked only"))
    apart = [section for section in pages[begins + 1 :] if section.level == 2][:3]
    assert not [block for section in apart for block in section.blocks if isinstance(block, Bullets)]
    assert all("No figures by keskus" in str(section.blocks[-1]) for section in apart)


def test_themes_stand_by_size_under_their_group_and_say_how_many_in_words_and_numbers() -> None:
    report = _report()
    (chapter,) = _sections(report, "Taloudellinen ahdinko")
    sizes = [block.n for block in chapter.blocks if isinstance(block, KoontiTheme)]
    assert len(sizes) > 5
    assert sizes == sorted(sizes, reverse=True)
    first = next(block for block in chapter.blocks if isinstance(block, KoontiTheme))
    assert first.figures == "Some respondents (27 of 96, 28%) mention this. In 2024 the share was 24%."
    assert all(1 <= len(block.quotations) <= 3 for block in chapter.blocks if isinstance(block, KoontiTheme))


def test_no_theme_smaller_than_the_threshold_has_a_page_and_its_name_alone_is_told() -> None:
    texts = {f"r{place}": f"Vastaus numero {place} on tässä." for place in range(30)}
    corpus = survey_of(wishes=texts)
    codings = coded(corpus, "wishes", **{f"r{place}": "jono puhelin" if place < 4 else "jono" for place in range(20)})
    report = _report(corpus, codings)
    assert set(_themes(report)) == {"jono"}
    assert "too few respondents to be counted out here: puhelin." in _text(report)


def test_solutions_have_a_box_of_their_own_and_answers_that_say_nothing_are_no_theme() -> None:
    texts = {f"r{place}": f"Ehdotan, että jotain muutetaan, tapa {place}." for place in range(20)}
    corpus = survey_of(wishes=texts)
    codes = {f"r{place}": "ratkaisuehdotus jono" if place < 10 else "ei_vastausta" for place in range(20)}
    report = _report(corpus, coded(corpus, "wishes", **codes))
    assert set(_themes(report)) == {"jono"}
    (box,) = [block for section in report.sections for block in section.blocks if isinstance(block, Box)]
    assert box.tone is Tone.SOLUTION
    assert len(box.quotations) == 3


def test_no_respondent_id_stands_anywhere_in_the_report() -> None:
    assert not re.search(r"202[45]-\d{3}", _text(_report()))


def test_every_quotation_of_the_report_is_marked_and_free_of_shapes() -> None:
    report = _report()
    blocks = [block for section in report.sections for block in section.blocks]
    quotations = [each for block in blocks if isinstance(block, Box | KoontiTheme) for each in block.quotations]
    assert len(quotations) > 50
    assert not any(each.reviewed for each in quotations)
    assert not [each.text for each in quotations if re.search(r"@|\d{5}", each.text)]
    assert "marked as unreviewed" in _text(report)


def test_no_small_count_is_in_any_table_of_the_report() -> None:
    report = _report(thresholds=Thresholds(cell=5, mean=5))
    tables = [block for section in report.sections for block in section.blocks if isinstance(block, Table)]
    cells = [cell for table in tables for row in table.rows for cell in row[1:]]
    assert len(tables) > 10
    assert ".." in cells
    assert not {"1", "2", "3", "4"} & set(cells)
    assert all(table.note for table in tables if any(".." in row for row in table.rows))


def test_every_chart_says_in_words_what_it_draws() -> None:
    charts = [block for section in _report().sections for block in section.blocks if isinstance(block, Chart)]
    assert len(charts) >= 9
    for chart in charts:
        assert all(bar.label in chart.alt or bar.shade == "before" for bar in chart.bars)
        assert all(chart.low <= bar.value <= chart.high for bar in chart.bars)


def test_a_question_that_nobody_has_coded_says_so() -> None:
    corpus = survey_of(wishes={"r1": "Jonot.", "r2": "Raha."})
    report = _report(corpus, ())
    assert "No answer to this question has been coded in this wave." in _text(report)
    assert "No open answer has been coded." in _text(report)


def test_a_survey_where_every_figure_is_masked_still_makes_a_report() -> None:
    corpus = survey_of(
        question("state", QuestionKind.GRADE),
        question(
            "change",
            QuestionKind.CHANGE,
            categories=("better", "worse"),
            groups={"better": "improved", "worse": "weakened"},
        ),
        variables={"area": {"r1": "north", "r2": "south"}},
        state={"r1": "9", "r2": "4"},
        change={"r1": "better", "r2": "worse"},
        wishes={"r1": "Jonot ovat pitkiä.", "r2": "Raha ei riitä."},
    )
    report = _report(corpus, coded(corpus, "wishes", r1="jono", r2="puhelin"), thresholds=Thresholds())
    headings = [section.heading for section in report.sections]
    assert "What about state?: the mean is not shown" in headings
    assert "What about change?: the shares are not shown" in headings
    assert _themes(report) == {}
    assert "6.5" not in _text(report)
    assert "Too few respondents answered" in _text(report)


def test_the_first_wave_is_reported_without_one_beside_it() -> None:
    headings = [section.heading for section in _report(wave="2024").sections]
    assert "yleinen_vointi: the mean is 6.4" in headings
    assert not [heading for heading in headings if "2023" in heading or "2025" in heading]


def test_a_wave_or_variable_that_is_not_there_is_named() -> None:
    with pytest.raises(NothingToReportError, match="2031"):
        frame_of(kriisibarometri(), NAMED, "2031")
    with pytest.raises(NothingToReportError, match="maakunta"):
        frame_of(kriisibarometri(), NAMED, None, "maakunta")
    with pytest.raises(NothingToReportError, match="no answers"):
        frame_of(survey_of(), NAMED, None)


def test_the_methods_tell_what_the_record_holds() -> None:
    decision = Decision(
        7, "u", "2026-02-14T12:00:00+00:00", CoderId("Aino"), Verb.UNDO, (), (), "", "", 6, "0" * 64, "ab" * 32
    )
    corpus = survey_of(wishes={"r1": "Jonot."})
    codings = coded(corpus, "wishes", r1="jono")
    work = Work(
        decisions=(decision,),
        codings=codings,
        files=(("2025", "kysely.xlsx", "cd" * 32),),
        models={"language stage": "fi_x 1.2; voikko"},
        groupings=("wishes: average linkage, k=12, features e5, seed 0",),
        n_worked_on={"wishes": (1, 1)},
        suggestions=Suggestions(Taken(10, 6, 8), Taken(5, 2, 3), 3),
    )
    told = "\n".join(_all_text(asdict(_report(corpus, codings, work=work).sections[-1])))
    for fact in (
        "Wave 2025 was read from kysely.xlsx (SHA-256 cdcdcdcdcdcdcdcd).",
        "Coded by: Aino (1).",
        "koe 1.0.0",
        "1 decision is on record.",
        "1 decision takes another back.",
        "fi_x 1.2; voikko",
        "average linkage, k=12",
        "10 codings were put: 6 of them took the first suggestion, 8 any of those on record",
        "3 suggestions were refused",
        "5 codings, of which 2 are what would have been suggested first",
        "is +20.0 percentage points different",
        "Counts under 5 respondents are not shown",
        "Means of fewer than 2 respondents are not shown.",
        "rooli: johtaja",
        "decision 7, digest abababababababab.",
    ):
        assert fact in told


def test_the_report_is_dated_as_told_and_not_by_the_clock() -> None:
    report = _report()
    assert (report.date, report.stamp) == ("14 February 2026", "2026-02-14")

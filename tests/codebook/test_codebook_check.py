from dataclasses import replace

import pytest

from avoin.codebook.alike import letters, names_alike, similar_pairs
from avoin.codebook.check import Problem, ProblemKind, Severity, check, meaning
from avoin.codebook.model import Code, Codebook
from avoin.codebook.operations import change_code, find, retire
from avoin.codebook.words import problem_in_words
from avoin.ids import CodeId
from avoin.nlp.base_forms import base_forms
from kit.codebooks import codebook


def _full(name: str, **changes: object) -> Code:
    return replace(
        Code(CodeId(name), name, _MEANINGS[name], "Myös lievät.", "Ei muut."),
        **changes,  # type: ignore[arg-type]
    )


_MEANINGS = {
    "hinta": "Ruoka, asuminen ja sähkö maksavat aiempaa enemmän.",
    "jono": "Hoitoon joutuu odottamaan viikkoja.",
    "kohtelu": "Vastaajaa ei kuunneltu vastaanotolla.",
}
WELL = Codebook("koe", "1.0.0", tuple(_full(name) for name in _MEANINGS))


def _kinds(problems: tuple[Problem, ...]) -> list[tuple[ProblemKind, str]]:
    return [(problem.kind, problem.code or "") for problem in problems]


def test_a_codebook_that_says_all_has_no_problems() -> None:
    assert check(WELL) == ()


@pytest.mark.parametrize(
    ("field", "kind", "severity"),
    [
        ("definition", ProblemKind.NO_DEFINITION, Severity.ERROR),
        ("include", ProblemKind.NO_INCLUDE, Severity.WARNING),
        ("exclude", ProblemKind.NO_EXCLUDE, Severity.WARNING),
    ],
)
def test_a_missing_text_is_named(field: str, kind: ProblemKind, severity: Severity) -> None:
    book = change_code(WELL, replace(find(WELL, CodeId("jono")), **{field: ""}))  # type: ignore[arg-type]
    assert _kinds(check(book)) == [(kind, "jono")]
    assert check(book)[0].severity is severity


def test_headings_and_retired_codes_need_no_texts() -> None:
    heading = Code(CodeId("aiheet"), "Aiheet", codable=False)
    retired = Code(CodeId("vanha"), "Vanha", retired=True)
    under = tuple(replace(code, parent=heading.id) for code in WELL.codes)
    assert check(Codebook("koe", "1.0.0", (heading, *under, retired))) == ()


def test_names_that_are_easily_confused_are_named() -> None:
    for name in ("Hinta!", "hintä", "Hinta "):
        book = Codebook("koe", "", (*WELL.codes, replace(_full("jono"), id=CodeId("x"), name=name, definition="Muu.")))
        assert (ProblemKind.NAMES_ALIKE, "x") in _kinds(check(book))
    assert names_alike("Palveluiden saatavuus", "Palvelujen saatavuus", 0.9)
    assert not names_alike("Hinta", "Jono", 0.9)


def test_overlapping_definitions_are_named_with_how_alike_they_are() -> None:
    twin = replace(
        _full("jono"), id=CodeId("viive"), name="Viive", definition="Hoitoon pääsyä joutuu odottamaan viikkoja."
    )
    problems = check(Codebook("koe", "", (*WELL.codes, twin)))
    assert [(problem.kind, problem.code, problem.other) for problem in problems] == [
        (ProblemKind.DEFINITIONS_ALIKE, "viive", "jono")
    ]
    assert problems[0].likeness is not None
    assert 0.4 <= problems[0].likeness <= 1


def test_definitions_overlap_by_their_base_forms_where_these_are_known() -> None:
    waiting = replace(
        _full("jono"), id=CodeId("viive"), name="Viive", definition="Viikkojen odotus hoidossa.", include="Lievätkin."
    )
    book = Codebook("koe", "", (*WELL.codes, waiting))
    assert check(book) == ()
    lemmas = {code.id: base_forms(meaning(code)) for code in book.codes}
    (problem,) = check(book, lemmas=lemmas)
    assert (problem.kind, problem.code, problem.other) == (ProblemKind.DEFINITIONS_ALIKE, "viive", "jono")
    assert check(WELL, lemmas={code.id: base_forms(meaning(code)) for code in WELL.codes}) == ()


def test_a_release_that_grew_from_one_that_is_not_there_is_named() -> None:
    (problem,) = check(WELL, gaps={"2.0.0": "1.1.0"})
    assert problem.severity is Severity.WARNING
    assert problem_in_words(problem, WELL) == "Version 2.0.0 grew from 1.1.0, which is not in the folder."


def test_what_codes_exclude_does_not_make_them_alike() -> None:
    text = "Odottaminen, jonottaminen ja kiireettömän ajan puute kuuluvat muualle."
    book = Codebook("koe", "", tuple(replace(code, exclude=text) for code in WELL.codes))
    assert check(book) == ()


def test_likeness_does_not_depend_on_the_order() -> None:
    texts = ["Hoitoon joutuu odottamaan.", "Odottaminen hoitoon", "", "Aivan muuta"]
    counts = [letters(text) for text in texts]
    there = {frozenset((texts[a], texts[b])): round(score, 9) for a, b, score in similar_pairs(counts, 0.01)}
    back = texts[::-1]
    assert there == {
        frozenset((back[a], back[b])): round(score, 9) for a, b, score in similar_pairs(counts[::-1], 0.01)
    }
    same = [letters("sama sana"), letters("Sama, SANA!")]
    assert {round(score, 9) for _a, _b, score in similar_pairs(same, 0.5)} == {1.0}


def test_empty_headings_and_retired_headings_above_living_codes_are_named() -> None:
    book = codebook("hinta > halpa", "jono")
    heading = find(book, CodeId("hinta"))
    assert (ProblemKind.RETIRED_ABOVE_LIVING, "hinta") in _kinds(
        check(change_code(book, replace(heading, retired=True)))
    )
    assert (ProblemKind.EMPTY_HEADING, "hinta") in _kinds(check(retire(book, CodeId("halpa"))))


def test_too_many_codes_and_none_at_all_are_named() -> None:
    many = codebook(*(f"koodi numero {n}" for n in range(71)))
    assert [problem.n for problem in check(many) if problem.kind is ProblemKind.TOO_MANY] == [71]
    assert _kinds(check(Codebook("koe", "", ()))) == [(ProblemKind.NO_CODES, "")]


def test_use_is_judged_only_where_it_is_known() -> None:
    use = {CodeId("hinta"): 3, CodeId("jono"): 2, CodeId("poistunut"): 1}
    assert _kinds(check(WELL, use)) == [
        (ProblemKind.UNKNOWN_IN_CODINGS, "poistunut"),
        (ProblemKind.RARELY_USED, "jono"),
        (ProblemKind.RARELY_USED, "kohtelu"),
    ]


def test_every_problem_is_said_in_words_that_name_the_code() -> None:
    for kind in ProblemKind:
        words = problem_in_words(Problem(kind, CodeId("jono"), CodeId("hinta"), 2, 0.5), WELL)
        assert words.endswith(".")
        assert "{" not in words
        assert "jono (jono)" in words or kind in {ProblemKind.NO_CODES, ProblemKind.TOO_MANY, ProblemKind.VERSION_GAP}

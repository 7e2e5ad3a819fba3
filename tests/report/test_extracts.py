"""What is taken out row by row."""

from avoin.coding.decision import Coding
from avoin.corpus.model import Corpus
from avoin.ids import AnswerKey, CodeId, CoderId, QuestionId, RespondentId, Span, WaveId
from avoin.privacy.disclosure import Thresholds
from avoin.report.codes import code_rows
from avoin.report.extracts import answer_rows, coding_rows, matrix_rows, quote_rows, theme_rows
from avoin.report.voices import Voices
from avoin.themes.model import Theme, ThemeSet
from kit.codebooks import codebook
from kit.corpora import coded, joined, question, survey_of

BOOK = codebook("palvelut > jono", "raha", "ei vastausta")
WAVE = WaveId("2025")


def _key(who: str, name: str = "wishes") -> AnswerKey:
    return AnswerKey(WAVE, RespondentId(who), QuestionId(name))


def test_answers_leave_as_they_were_read() -> None:
    corpus = survey_of(wishes={"r1": " Jonot\r\novat 1\u0308 pitkiä ", "r2": "", "r3": "-"}, fears={"r1": "Raha."})
    rows = answer_rows(corpus, None, None)
    assert rows.headings == ("respondent", "wave", "question", "text")
    assert ("r1", "2025", "wishes", " Jonot\r\novat 1\u0308 pitkiä ") in rows.rows
    assert len(rows.rows) == 3
    assert [row[0] for row in answer_rows(corpus, QuestionId("fears"), WAVE).rows] == ["r1"]
    assert answer_rows(corpus, None, WaveId("2024")).rows == ()


def test_a_coding_leaves_with_its_words_where_they_are_and_who_put_it() -> None:
    corpus = survey_of(wishes={"r1": "Jonot ovat pitkiä. Raha loppuu."})
    part = Coding(
        Span(_key("r1"), 19, 31), CodeId("raha"), CoderId("Aino"), 3, "2026-02-14T12:00:00+00:00", "koe 1.0.0"
    )
    whole = Coding(
        Span(_key("r1"), -1, -1), CodeId("gone"), CoderId("Veikko"), 4, "2026-02-14T12:01:00+00:00", "koe 0.9.0"
    )
    rows = coding_rows(corpus, BOOK, (part, whole), None, None)
    assert rows.headings[-5:] == ("start", "end", "coder", "codebook", "time")
    assert rows.rows == (
        (
            *("r1", "2025", "wishes", "raha", "raha", "Raha loppuu."),
            *(19, 31, "Aino", "koe 1.0.0", "2026-02-14T12:00:00+00:00"),
        ),
        (
            *("r1", "2025", "wishes", "gone", "gone", "Jonot ovat pitkiä. Raha loppuu."),
            *(0, 31, "Veikko", "koe 0.9.0", "2026-02-14T12:01:00+00:00"),
        ),
    )


def test_the_matrix_has_everybody_who_was_asked_and_empty_cells_for_who_did_not_answer() -> None:
    asked = question("wishes", asked=("role", "director"))
    corpus = survey_of(
        asked,
        variables={"role": {"r1": "director", "r2": "director", "r3": "director", "r4": "worker"}},
        wishes={"r1": "Jonot.", "r2": "Raha.", "r3": ""},
    )
    rows = matrix_rows(corpus, BOOK, coded(corpus, "wishes", r1="jono", r2="raha jono"), None, None)
    assert rows.headings == ("respondent", "wave", "question", "role", "jono", "raha")
    assert rows.rows == (
        ("r1", "2025", "wishes", "director", 1, 0),
        ("r2", "2025", "wishes", "director", 1, 1),
        ("r3", "2025", "wishes", "director", None, None),
    )


def test_the_matrix_leaves_out_what_nobody_has_coded_and_keeps_headings_apart() -> None:
    first, second = (
        survey_of(wave="2024", wishes={"r1": "a"}),
        survey_of(variables={"raha": {"r1": "x"}}, wishes={"r1": "b"}),
    )
    corpus = joined(first, second)
    rows = matrix_rows(corpus, BOOK, coded(corpus, "wishes", r1="raha"), None, None)
    assert rows.headings == ("respondent", "wave", "question", "raha", "code:raha")
    assert rows.rows == (("r1", "2025", "wishes", "x", 1),)


def test_themes_leave_segment_by_segment_and_as_json_theme_by_theme() -> None:
    corpus = survey_of(wishes={"r1": "Jonot. Raha.", "r2": "Jonot!"})
    spans = (Span(_key("r2"), 0, 6), Span(_key("r1"), 0, 6))
    theme = Theme("1", "Jonot", ("jono",), CodeId("jono"), 0.912345, False, spans)
    found = ThemeSet(QuestionId("wishes"), None, 0, "lsac", "average linkage, k=1", (theme,), (), ())
    rows = theme_rows(corpus, (found,))
    assert [(row[2], row[3], row[9], row[-1]) for row in rows.rows] == [
        ("1", "Jonot", "r2", "Jonot!"),
        ("1", "Jonot", "r1", "Jonot."),
    ]
    (shaped,) = rows.nested
    assert (shaped["name"], shaped["n"], shaped["n_segments"], shaped["confidence"]) == ("Jonot", 2, 2, 0.9123)
    assert shaped["segments"] == [
        {"respondent": "r2", "wave": "2025", "start": 0, "end": 6, "text": "Jonot!"},
        {"respondent": "r1", "wave": "2025", "start": 0, "end": 6, "text": "Jonot."},
    ]


def _quoted(corpus: Corpus, codings: tuple[Coding, ...], threshold: int) -> list[tuple[object, ...]]:
    rows = code_rows(corpus, BOOK, codings, Thresholds(cell=threshold))
    return list(quote_rows(BOOK, codings, rows, Voices(corpus, threshold, unreviewed=True)).rows)


def test_quotes_leave_without_ids_redacted_and_only_for_codes_whose_number_may_be_shown() -> None:
    texts = {f"r{place}": f"Soita numeroon 040 123 456{place}, jonossa {place} viikkoa." for place in range(8)}
    corpus = survey_of(wishes=texts)
    codings = (
        *coded(corpus, "wishes", **dict.fromkeys(list(texts)[:6], "jono")),
        *coded(corpus, "wishes", r6="raha"),
        *coded(corpus, "wishes", **dict.fromkeys(list(texts)[:6], "ei_vastausta")),
    )
    found = _quoted(corpus, codings, 5)
    assert {row[2] for row in found} == {"jono"}
    assert len(found) == 6
    assert [row[5] for row in found] == [1, 2, 3, 4, 5, 6]
    assert {row[-1] for row in found} == {"unreviewed"}
    assert all("[phone number]" in str(row[6]) for row in found)
    assert not [cell for row in found for cell in row if cell in texts]

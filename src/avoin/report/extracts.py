"""What can be taken out of a project row by row: answers, codings, a matrix, candidate themes, quotes.

Enters: a corpus, codings, theme runs. Leaves: rows. Invariants: answers and codings are the research material itself
and leave unmasked, for the researcher's own machine; quotes leave without ids, only those that the voices let out, and
only for codes whose number may be shown.
"""

from collections.abc import Iterable, Sequence

from avoin.codebook.model import Codebook
from avoin.coding.decision import Coding
from avoin.corpus.model import Answer, Corpus, Question
from avoin.ids import AnswerKey, CodeId, QuestionId, Span, WaveId
from avoin.report.codes import CodeRow
from avoin.report.koonti import NON_ANSWER
from avoin.report.rows import Cell, Rows
from avoin.report.voices import Heard, Voices
from avoin.themes.model import Theme, ThemeSet

QUOTES_PER_CODE = 10


def answer_rows(corpus: Corpus, question: QuestionId | None, wave: WaveId | None) -> Rows:
    """Return the open answers as they were read, in file order; empty ones are not among them."""
    found = [
        (answer.key.respondent, answer.key.wave, answer.key.question, answer.raw)
        for answer in corpus.answers
        if _is_wanted(answer.key, question, wave)
    ]
    return Rows("answers", ("respondent", "wave", "question", "text"), tuple(found))


def _is_wanted(key: AnswerKey, question: QuestionId | None, wave: WaveId | None) -> bool:
    return question in (None, key.question) and wave in (None, key.wave)


def coding_rows(
    corpus: Corpus,
    codebook: Codebook,
    codings: Iterable[Coding],
    question: QuestionId | None,
    wave: WaveId | None,
) -> Rows:
    """Return one row a coding; offsets are code points of the working text, [start, end)."""
    found: list[tuple[Cell, ...]] = []
    for coding in codings:
        key = coding.span.answer
        answer = corpus.by_key.get(key)
        if answer is None or not _is_wanted(key, question, wave):
            continue
        start, end = _limits(coding.span, answer)
        found.append(
            (
                *(key.respondent, key.wave, key.question, coding.code, _name(codebook, coding.code)),
                *(answer.text[start:end], start, end, coding.coder, coding.codebook, coding.at),
            )
        )
    headings = (
        *("respondent", "wave", "question", "code", "code_name", "text"),
        *("start", "end", "coder", "codebook", "time"),
    )
    return Rows("codings", headings, tuple(found))


def _limits(span: Span, answer: Answer) -> tuple[int, int]:
    """Return where a span lies; one without limits is the whole answer."""
    return (0, len(answer.text)) if span.start < 0 else (span.start, span.end)


def _name(codebook: Codebook, code: CodeId) -> str:
    found = codebook.by_id.get(code)
    return code if found is None else found.name


def matrix_rows(
    corpus: Corpus,
    codebook: Codebook,
    codings: Sequence[Coding],
    question: QuestionId | None,
    wave: WaveId | None,
) -> Rows:
    """Return 1 and 0 by respondent and code, a row for each question, the variables beside.

    A row for everybody who was asked a question that someone has coded in that wave; the cells of who did not answer
    are empty. Columns are the codes in use, in the order of the codebook.
    """
    wanted = [coding for coding in codings if _is_wanted(coding.span.answer, question, wave)]
    used = {coding.code for coding in wanted}
    known = [code.id for code in codebook.codes if code.id in used]
    codes = [*known, *sorted(used - set(known))]
    has = {(coding.span.answer, coding.code) for coding in wanted}
    coded = {(coding.span.answer.wave, coding.span.answer.question) for coding in wanted}
    variables = [variable.id for variable in corpus.survey.variables]
    rows: list[tuple[Cell, ...]] = []
    for each in corpus.survey.waves:
        for asked in corpus.survey.open_questions:
            if (each.id, asked.id) in coded:
                rows += _matrix_of(corpus, asked, each.id, codes, has)
    # a code called as a variable is would have the same heading
    taken = {"respondent", "wave", "question", *variables}
    names = [f"code:{code}" if code in taken else code for code in codes]
    return Rows("matrix", ("respondent", "wave", "question", *variables, *names), tuple(rows))


def _matrix_of(
    corpus: Corpus,
    question: Question,
    wave: WaveId,
    codes: Sequence[CodeId],
    has: set[tuple[AnswerKey, CodeId]],
) -> list[tuple[Cell, ...]]:
    rows: list[tuple[Cell, ...]] = []
    for person in corpus.asked(question, wave):
        key = AnswerKey(wave, person.id, question.id)
        background = [person.values.get(variable.id) for variable in corpus.survey.variables]
        answered = key in corpus.by_key
        rows.append(
            (
                person.id,
                wave,
                question.id,
                *background,
                *(int((key, code) in has) if answered else None for code in codes),
            )
        )
    return rows


def theme_rows(corpus: Corpus, theme_sets: Iterable[ThemeSet]) -> Rows:
    """Return one row a segment of each candidate theme, typical first; as JSON one object a theme."""
    rows: list[tuple[Cell, ...]] = []
    nested: list[dict[str, object]] = []
    for found in theme_sets:
        for theme in found.themes:
            rows += [_theme_row(corpus, found, theme, span) for span in theme.spans]
            nested.append(_theme_object(corpus, found, theme))
    headings = (
        *("question", "wave", "theme", "name", "keywords", "code", "confidence"),
        *("n", "n_segments", "respondent", "start", "end", "text"),
    )
    return Rows("themes", headings, tuple(rows), tuple(nested))


def _theme_row(corpus: Corpus, found: ThemeSet, theme: Theme, span: Span) -> tuple[Cell, ...]:
    return (
        *(found.question, span.answer.wave, theme.id, theme.name, ", ".join(theme.keywords), theme.code),
        *(round(theme.confidence, 4), theme.n_respondents, len(theme.spans)),
        *(span.answer.respondent, span.start, span.end, _text(corpus, span)),
    )


def _theme_object(corpus: Corpus, found: ThemeSet, theme: Theme) -> dict[str, object]:
    return {
        "question": found.question,
        "wave": found.wave,
        "theme": theme.id,
        "name": theme.name,
        "keywords": list(theme.keywords),
        "code": theme.code,
        "confidence": round(theme.confidence, 4),
        "n": theme.n_respondents,
        "n_segments": len(theme.spans),
        "segments": [
            {
                "respondent": span.answer.respondent,
                "wave": span.answer.wave,
                "start": span.start,
                "end": span.end,
                "text": _text(corpus, span),
            }
            for span in theme.spans
        ],
    }


def _text(corpus: Corpus, span: Span) -> str:
    answer = corpus.by_key.get(span.answer)
    return "" if answer is None else answer.text[span.start : span.end]


def quote_rows(codebook: Codebook, codings: Iterable[Coding], rows: Iterable[CodeRow], voices: Voices) -> Rows:
    """Return quotes of each code whose number may be shown, the best first: approved ones, others where asked for.

    Parameters
    ----------
    rows : iterable of CodeRow
        Masked rows for everybody, of the questions and waves that are wanted.
    """
    by_code: dict[tuple[WaveId, QuestionId, CodeId], list[Coding]] = {}
    for coding in codings:
        by_code.setdefault((coding.span.answer.wave, coding.span.answer.question, coding.code), []).append(coding)
    found: list[tuple[Cell, ...]] = []
    for row in rows:
        if row.variable is not None or not row.n or row.code == NON_ANSWER:
            continue
        spoken = by_code.get((row.wave, row.question, row.code), ())
        for place, quotation in enumerate(voices.choose(spoken, QUOTES_PER_CODE, Heard()), 1):
            status = "reviewed" if quotation.reviewed else "unreviewed"
            head = (row.wave, row.question, row.code, _name(codebook, row.code), row.n)
            found.append((*head, place, quotation.text, ", ".join(quotation.beside), status))
    headings = ("wave", "question", "code", "code_name", "n", "rank", "text", "beside", "status")
    return Rows("quotes", headings, tuple(found))

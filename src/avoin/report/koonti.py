"""Koonti: what the answers to one open question come to, theme by theme, the largest first.

Enters: the masked rows of the codes, codings and voices. Leaves: a ``Koonti``.
Invariants: sizes are respondents, never mentions; a code whose number is withheld has no page, only its name.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from avoin.codebook.model import Code, Codebook
from avoin.coding.decision import Coding
from avoin.corpus.model import Question
from avoin.i18n import _
from avoin.ids import CodeId, WaveId
from avoin.report import words
from avoin.report.codes import CodeRow
from avoin.report.frame import Frame
from avoin.report.grounds import evidence_in, grounds_of
from avoin.report.koonti_written import as_written, wordings_for
from avoin.report.model import Koonti, KoontiChapter, KoontiTheme, Quotation
from avoin.report.quantities import Scale, mentioned_by
from avoin.report.summary import Place, Summary
from avoin.report.voices import Heard, Voices

SOLUTION = CodeId("ratkaisuehdotus")
"""The code of answers that propose a solution; they have a box of their own."""

NON_ANSWER = CodeId("ei_vastausta")
"""The code of answers that say nothing; it is no theme."""

_SOLUTIONS_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Coded:
    """What was coded, and what it came to.

    Attributes
    ----------
    rows : tuple of CodeRow
        Masked; of all waves that may be compared.
    per_theme : int
        At most so many quotations under a theme.
    summaries : tuple of Summary
        Those that people have written.
    """

    codebook: Codebook
    codings: tuple[Coding, ...]
    rows: tuple[CodeRow, ...]
    voices: Voices
    per_theme: int = 3
    summaries: tuple[Summary, ...] = ()


def koonti_of(frame: Frame, question: Question, coded: Coded) -> Koonti | None:
    """Return the koonti of an open question, or None where nobody has coded it in the frame's wave."""
    rows = {row.code: row for row in coded.rows if _is_whole(row, question, frame.wave.id)}
    if not rows:
        return None
    before = {row.code: row for row in coded.rows if _is_whole(row, question, frame.before)}
    by_code = _by_code(frame, question, coded)
    heard = Heard()
    listed = [code for code in _codes(coded.codebook, rows) if code.id not in (SOLUTION, NON_ANSWER)]
    summed_up = {each.place for each in coded.summaries}
    # a heading of the codebook has no codings of its own, but may have a summary
    themes = [
        code for code in listed if by_code.get(code.id) or Place(frame.wave.id, question.id, code.id) in summed_up
    ]
    chapters: dict[CodeId, list[KoontiTheme]] = {}
    for code in sorted(themes, key=lambda each: -(rows[each.id].n or 0)):
        row = rows[code.id]
        if row.n:
            quotations = coded.voices.choose(by_code.get(code.id, ()), coded.per_theme, heard)
            theme = KoontiTheme(code.name, row.n, _figures(row, before.get(code.id), frame.scale), quotations)
            theme = _told(theme, frame, coded, Place(frame.wave.id, question.id, code.id))
            chapters.setdefault(_top(coded.codebook, code).id, []).append(theme)
    return Koonti(
        question.title,
        question.text if question.name else "",
        _base(next(iter(rows.values()))),
        tuple(_chapters(coded.codebook, chapters, rows, before, frame.scale)),
        tuple(code.name for code in themes if rows[code.id].masked),
        tuple(
            code.name
            for code in themes
            if rows[code.id].n and Place(frame.wave.id, question.id, code.id) not in summed_up
        ),
        _solutions(by_code, coded, heard),
    )


def _told(theme: KoontiTheme, frame: Frame, coded: Coded, place: Place) -> KoontiTheme:
    summary = next((each for each in coded.summaries if each.place == place), None)
    grounds = grounds_of(frame.corpus, coded.codebook, coded.codings, coded.rows, frame.thresholds, place)
    segments = evidence_in(coded.codings, place)
    wordings = wordings_for(frame.corpus, grounds, coded.voices.approved.values())
    return as_written(theme, summary, grounds, segments, wordings, unreviewed=coded.voices.unreviewed)


def _is_whole(row: CodeRow, question: Question, wave: WaveId | None) -> bool:
    return row.wave == wave and row.question == question.id and row.variable is None


def _by_code(frame: Frame, question: Question, coded: Coded) -> dict[CodeId, list[Coding]]:
    found: dict[CodeId, list[Coding]] = {}
    for coding in coded.codings:
        if coding.span.answer.wave == frame.wave.id and coding.span.answer.question == question.id:
            found.setdefault(coding.code, []).append(coding)
    return found


def _codes(codebook: Codebook, rows: Mapping[CodeId, CodeRow]) -> list[Code]:
    """Return the codes of the rows; one that the codebook no longer has goes by its id."""
    return [codebook.by_id.get(code, Code(code, code)) for code in rows]


def _top(codebook: Codebook, code: Code) -> Code:
    above = list(codebook.ancestors(code.id)) if code.id in codebook.by_id else []
    return above[-1] if above else code


def _chapters(
    codebook: Codebook,
    chapters: Mapping[CodeId, list[KoontiTheme]],
    rows: Mapping[CodeId, CodeRow],
    before: Mapping[CodeId, CodeRow],
    scale: Scale,
) -> list[KoontiChapter]:
    found = []
    for top, themes in chapters.items():
        name = codebook.by_id[top].name if top in codebook.by_id else top
        row = rows[top]
        found.append(KoontiChapter(name, row.n or 0, _figures(row, before.get(top), scale), tuple(themes)))
    return sorted(found, key=lambda chapter: -chapter.n)


def _figures(row: CodeRow, before: CodeRow | None, scale: Scale) -> str:
    if row.n is None or row.base_answered is None:
        return ""
    sentence = mentioned_by(row.n, row.base_answered, scale)
    if before is None or before.n is None or not before.base_answered:
        return sentence
    if before.n == 0:
        return _("{sentence} In {wave} nobody mentioned it.").format(sentence=sentence, wave=before.wave)
    share = Fraction(before.n, before.base_answered)
    return _("{sentence} In {wave} the share was {share}.").format(
        sentence=sentence, wave=before.wave, share=words.percent(share)
    )


def _base(row: CodeRow) -> str:
    if row.base_asked is None or row.base_answered is None:
        return _("Too few respondents answered for numbers to be shown.")
    return _("{asked} were asked, {answered} wrote an answer; shares are of those who answered.").format(
        asked=words.number(row.base_asked), answered=words.number(row.base_answered)
    )


def _solutions(by_code: Mapping[CodeId, Sequence[Coding]], coded: Coded, heard: Heard) -> tuple[Quotation, ...]:
    return coded.voices.choose(by_code.get(SOLUTION, ()), _SOLUTIONS_SHOWN, heard)

"""The pages of the open questions.

Enters: a koonti and the rows of its codes. Leaves: sections. Invariant: says only what the koonti holds.
"""

from collections.abc import Sequence
from fractions import Fraction

from avoin.codebook.model import Codebook
from avoin.corpus.model import Question
from avoin.i18n import _
from avoin.ids import CodeId
from avoin.report import words
from avoin.report.codes import CodeRow
from avoin.report.frame import Frame
from avoin.report.koonti import NON_ANSWER, SOLUTION, Coded, koonti_of
from avoin.report.model import Bar, Block, Box, Chart, ChartKind, Koonti, Paragraph, Section, Shade, Tone

_CHARTED = 12


def open_sections(frame: Frame, coded: Coded) -> tuple[Section, ...]:
    """Return the pages of the open questions, each with its koonti; one that nobody has coded says so."""
    sections: list[Section] = []
    for question in frame.open:
        found = koonti_of(frame, question, coded)
        if found is None:
            missing = Paragraph(_("No answer to this question has been coded in this wave."), Tone.NOTE)
            sections.append(Section(question.title, 2, (missing,)))
        else:
            sections += _koonti_sections(frame, question, coded, found)
    return (Section(_("Open questions"), 1, ()), *sections) if sections else ()


def _koonti_sections(frame: Frame, question: Question, coded: Coded, koonti: Koonti) -> list[Section]:
    blocks: list[Block] = [Paragraph(koonti.question, Tone.LEAD)] if koonti.question else []
    blocks.append(Paragraph(koonti.base, Tone.NOTE))
    chart = theme_chart(frame, question, coded)
    if chart is not None:
        blocks.append(chart)
    if koonti.small:
        blocks.append(
            Paragraph(
                _("Mentioned, but by too few respondents to be counted out here: {codes}.").format(
                    codes=words.listing(koonti.small)
                ),
                Tone.NOTE,
            )
        )
    if koonti.unwritten:
        unwritten = _("Nobody has written a summary of these themes yet: {codes}.")
        blocks.append(Paragraph(unwritten.format(codes=words.listing(koonti.unwritten)), Tone.NOTE))
    sections = [Section(koonti.title, 2, tuple(blocks))]
    for chapter in koonti.chapters:
        figures = (Paragraph(chapter.figures),) if chapter.figures and len(chapter.themes) > 1 else ()
        sections.append(Section(chapter.heading, 3, (*figures, *chapter.themes)))
    if koonti.solutions:
        box = Box(_("Proposed solutions"), koonti.solutions, Tone.SOLUTION)
        sections.append(Section(_("Respondents propose"), 3, (box,)))
    return sections


def theme_chart(frame: Frame, question: Question, coded: Coded) -> Chart | None:
    """Return the shares of the largest themes, the wave before in a lighter tone."""
    now = _theme_rows(question, coded.codebook, coded.rows, frame.wave.id)
    before = _theme_rows(question, coded.codebook, coded.rows, frame.before) if frame.before else {}
    order = sorted((code for code in now if now[code].n), key=lambda code: -_share(now[code]))[:_CHARTED]
    if len(order) < 2:
        return None
    bars = []
    for code in order:
        name = coded.codebook.by_id[code].name if code in coded.codebook.by_id else code
        bars.append(Bar(name, frame.wave.id, float(_share(now[code])), words.percent(_share(now[code]))))
        if code in before:
            share = _share(before[code])
            bars.append(Bar(name, str(frame.before), float(share), words.percent(share), Shade.BEFORE))
    highest = max(bar.value for bar in bars)
    alt = _("Shares of respondents by theme: {list}.").format(
        list="; ".join(f"{bar.row} {bar.label} ({bar.series})" for bar in bars)
    )
    note = ""
    if before and not set(order) <= before.keys():
        note = _("A theme without a bar of {wave}: its figure is not shown, or nobody looked for it then.").format(
            wave=frame.before
        )
    return Chart(ChartKind.BARS, _("Respondents who mention the theme"), tuple(bars), 0.0, highest, alt, note)


def _theme_rows(
    question: Question, codebook: Codebook, rows: Sequence[CodeRow], wave: str | None
) -> dict[CodeId, CodeRow]:
    """Return the rows of the codes that are themes: codable, with a number, neither solution nor non-answer."""
    return {
        row.code: row
        for row in rows
        if row.wave == wave
        and row.question == question.id
        and row.variable is None
        and row.share is not None
        and row.code not in (SOLUTION, NON_ANSWER)
        and (row.code not in codebook.by_id or codebook.by_id[row.code].codable)
    }


def _share(row: CodeRow) -> Fraction:
    return Fraction(0) if row.share is None else row.share

"""How the work goes and what is next, in sentences; each next step with the key that goes there."""

from collections.abc import Iterator, Sequence
from fractions import Fraction

from avoin.i18n import _, ngettext
from avoin.report.words import number
from avoin.tui.desk import Desk
from avoin.workflow.desk.course import Course, Sitting

_BARS = " ▁▂▃▄▅▆▇█"
_MOST_RUNS = 20


def told_course(course: Course) -> Iterator[str]:
    """Yield how the work goes."""
    yield _("{quotes} · {written} of {themes} themes summarised, {stale} to be read again").format(
        quotes=ngettext("{n} quotation may leave", "{n} quotations may leave", course.n_quotes).format(
            n=course.n_quotes
        ),
        written=course.n_summaries,
        themes=course.n_themes,
        stale=course.n_stale,
    )
    if course.new_codes:
        last = course.new_codes[-_MOST_RUNS:]
        counts = " ".join(map(str, last))
        yield _("new codes per 20 answers: {bars} ({counts})").format(bars=bars(last), counts=counts)
    found = course.suggestions
    if found is not None:
        yield _("suggestions: {taken} taken, {other} another code, {refused} refused").format(
            taken=found.shown.n_listed, other=found.shown.n_codings - found.shown.n_listed, refused=found.n_refused
        )
    if course.sitting.n_segments:
        yield _told_sitting(course.sitting)


def _told_sitting(sitting: Sitting) -> str:
    n = sitting.n_segments
    says = ngettext(
        "this sitting: {n} segment in {minutes} min", "this sitting: {n} segments in {minutes} min", n
    ).format(n=n, minutes=round(sitting.minutes))  # fmt: skip
    if sitting.pace is None:
        return says
    return _("{what}, {pace} a minute").format(what=says, pace=number(Fraction(sitting.pace), 1))


def bars(counts: Sequence[int]) -> str:
    """Return a small curve; 0 is a blank, the highest count a full bar.

    Examples
    --------
    >>> bars((4, 2, 1, 0))
    '█▄▂ '
    """
    most = max(counts, default=0)
    return "".join(_BARS[-(-count * (len(_BARS) - 1) // most) if most else 0] for count in counts)


def next_steps(desk: Desk, course: Course | None) -> Iterator[str]:
    """Yield what is next, each with its key."""
    tally = desk.tally()
    n = tally.n_themes_left
    if n:
        yield ngettext("F2  {n} theme to look through", "F2  {n} themes to look through", n).format(n=n)
    n = tally.n_answers - tally.n_answers_decided
    if n:
        yield ngettext("F3  {n} answer not decided yet", "F3  {n} answers not decided yet", n).format(n=n)
    if course is not None:
        yield from _steps_of(course)
    if not n:
        yield _("Every answer is decided. avoin report makes the deck, avoin tables codes the tables.")
    n = tally.n_non_answers
    if n:
        yield ngettext("{n} answer says nothing", "{n} answers say nothing", n).format(n=n)


def _steps_of(course: Course) -> Iterator[str]:
    n = course.n_codes_used - course.n_codes_quoted
    if n:
        yield ngettext(
            "F5  {n} code without a quotation that may leave", "F5  {n} codes without a quotation that may leave", n
        ).format(n=n)  # fmt: skip
    n = course.n_themes - course.n_summaries
    if n:
        yield ngettext("F6  {n} theme without a summary", "F6  {n} themes without a summary", n).format(n=n)
    n = course.n_stale
    if n:
        yield ngettext("F6  {n} summary to read again", "F6  {n} summaries to read again", n).format(n=n)

"""The methods section: written from what happened, not from what was planned.

Enters: the decisions, the codings that count, what read and grouped the texts. Leaves: paragraphs.
Invariant: nothing is claimed that the record does not hold; coders, versions and digests are as stored.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from avoin import __version__
from avoin.coding.decision import Coding, Decision, Verb
from avoin.i18n import _, ngettext
from avoin.report import words
from avoin.report.frame import Frame
from avoin.report.model import Block, Paragraph, Section
from avoin.report.places import CLEARLY, NEAR
from avoin.report.quantities import scale_sentence
from avoin.report.reliability import Reliability, reliability_told
from avoin.report.suggested import Suggestions
from avoin.text import show_line


@dataclass(frozen=True, slots=True)
class Work:
    """What was done, as the store remembers it.

    Attributes
    ----------
    codings : tuple of Coding
        Those that the report counts.
    files : tuple of (str, str, str)
        Wave, name and SHA-256 of each imported file.
    models : mapping of str to str
        What read the texts → its version and digest; in the order to be told.
    groupings : tuple of str
        How the candidate themes in use were found, one sentence part a question: features, method, seed.
    n_worked_on : mapping of str to (int, int)
        Question → answers of which anything has been decided, answers there are.
    suggestions : Suggestions or None
        None where no decision says what was shown.
    back_coded : tuple of (str, str, int, int)
        Code, wave, segments looked at and segments there were, for codes that a wave was asked of afterwards.
    reliabilities : tuple of Reliability
        The newest finished blind draw of two coders, and that of a coder's own answers.
    """

    decisions: tuple[Decision, ...] = ()
    codings: tuple[Coding, ...] = ()
    files: tuple[tuple[str, str, str], ...] = ()
    models: Mapping[str, str] = field(default_factory=dict)
    groupings: tuple[str, ...] = ()
    n_worked_on: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    suggestions: Suggestions | None = None
    back_coded: tuple[tuple[str, str, int, int], ...] = ()
    reliabilities: tuple[Reliability, ...] = ()


def methods_section(frame: Frame, work: Work, *, has_quotations: bool) -> Section:
    """Return the section on how the report came about."""
    told = (
        *_material(work),
        *_coding(work),
        *_back_coding(work),
        *(said for each in work.reliabilities for said in reliability_told(each)),
        *_machine(work),
        *_counting(frame),
        *_rules(frame),
        *(_quotations() if has_quotations else ()),
        _program(work),
    )
    blocks: tuple[Block, ...] = tuple(Paragraph(text) for text in told)
    return Section(_("How this was done"), 1, blocks)


def _material(work: Work) -> Iterator[str]:
    for wave, name, digest in work.files:
        yield _("Wave {wave} was read from {file} (SHA-256 {digest}).").format(
            wave=wave, file=show_line(name), digest=digest[:16]
        )


def _coding(work: Work) -> Iterator[str]:
    if not work.codings:
        yield _("No open answer has been coded.")
        return
    coders = Counter(coding.coder for coding in work.codings)
    yield _("Coded by: {coders}. The number after a name is how many codings of that coder count here.").format(
        coders=words.listing(tuple(f"{coder} ({words.number(n)})" for coder, n in sorted(coders.items())))
    )
    books = tuple(sorted({coding.codebook for coding in work.codings if coding.codebook}))
    if books:
        yield _("Codebook versions the codings were made with: {versions}.").format(versions=words.listing(books))
    n_undone = sum(decision.verb is Verb.UNDO for decision in work.decisions)
    yield ngettext("{n} decision is on record.", "{n} decisions are on record.", len(work.decisions)).format(
        n=words.number(len(work.decisions))
    )
    if n_undone:
        yield ngettext("{n} decision takes another back.", "{n} decisions take another back.", n_undone).format(
            n=words.number(n_undone)
        )
    told = _("{question}: {n} of {all} answers have been worked on.")
    yield " ".join(
        told.format(question=question, n=words.number(n), all=words.number(n_answers))
        for question, (n, n_answers) in work.n_worked_on.items()
    )


def _back_coding(work: Work) -> Iterator[str]:
    for code, wave, looked_at, there in work.back_coded:
        says = _("The code “{code}” came later and was asked of wave {wave} afterwards, of {n} of {all} segments.")
        yield says.format(code=code, wave=wave, n=words.number(looked_at), all=words.number(there))


def _machine(work: Work) -> Iterator[str]:
    if work.models:
        yield _("The texts were read by: {models}.").format(
            models="; ".join(f"{what} {identity}" for what, identity in work.models.items())
        )
    if work.groupings:
        yield _("Candidate themes: {grouping}.").format(grouping="; ".join(work.groupings))
    if work.suggestions is not None:
        yield _(
            "On segments for which the program had suggestions, {codings} codings were put: {first} of them took the "
            "first suggestion, {listed} any of those on record; {refused} suggestions were refused. A suggestion "
            "counts only when a person has confirmed it."
        ).format(
            codings=words.number(work.suggestions.shown.n_codings),
            first=words.number(work.suggestions.shown.n_first),
            listed=words.number(work.suggestions.shown.n_listed),
            refused=words.number(work.suggestions.n_refused),
        )
        yield from _steering(work.suggestions)


def _steering(suggestions: Suggestions) -> Iterator[str]:
    found, hidden = suggestions.steering, suggestions.hidden
    if found is None:
        return
    difference, low, high = (words.signed(Fraction(each) * 100) for each in found)
    yield _(
        "To see how much suggestions steer, some answers drawn by lot were coded without them: {codings} codings, of "
        "which {first} are what would have been suggested first. Where suggestions were shown, the share of first "
        "suggestions is {difference} percentage points different ({interval})."
    ).format(
        codings=words.number(hidden.n_codings),
        first=words.number(hidden.n_first),
        difference=difference,
        interval=words.interval(low, high),
    )


def _counting(frame: Frame) -> Iterator[str]:
    yield _(
        "The unit of counting is the respondent: who mentions a theme several times counts once. The base of a share "
        "is those who were asked and wrote something, answers that say nothing included. Intervals are Wilson "
        "intervals of {level}."
    ).format(level=words.level())
    if frame.wave.invited:
        yield _(
            "Where everybody was asked, the intervals of all respondents take into account that {invited} were invited "
            "(finite population correction); who did not answer is taken to be like who did."
        ).format(invited=words.number(frame.wave.invited))
    if frame.weight:
        yield _(
            "Means of closed questions and shares in the tables and charts are weighted by {weight}, and intervals "
            "rest on the effective number of respondents (Kish). They are given in whole percents and means with one "
            "decimal, as exact ones could give back what is withheld. Numbers of respondents and shares in the "
            "summaries of open questions are not weighted."
        ).format(weight=frame.weight)
    yield scale_sentence(frame.scale)
    thresholds = frame.thresholds
    if thresholds.cell > 1:
        yield _(
            "Counts under {cell} respondents are not shown, nor is a group of fewer than {small} that was of one mind, "
            "nor any other figure that would give one of these back by subtraction or leave fewer than {cell} values "
            "possible for it."
        ).format(cell=words.number(thresholds.cell), small=words.number(2 * thresholds.cell))
    if thresholds.mean > 1:
        yield _("Means of fewer than {mean} respondents are not shown.").format(mean=words.number(thresholds.mean))
    named = [f"{each.variable}: {', '.join(each.values)}" for each in thresholds.named]
    if named:
        yield _(
            "Closed questions asked only of those who did not answer anonymously are shown in full ({who})."
        ).format(who="; ".join(named))


def _rules(frame: Frame) -> Iterator[str]:
    if frame.place is None or not frame.closed:
        return
    yield _(
        "A value of {variable} is among the best or the weakest when its mean is within {near} of the extreme, unless "
        "more than a third of the values would be. It is better or worse when its answers are on average above or "
        "below the middle category to one decimal, and clearly so when they are more than {step} step away."
    ).format(
        variable=frame.name_of(frame.place),
        near=words.number(NEAR, 1),
        step=words.number(CLEARLY),
    )


def _quotations() -> Iterator[str]:
    yield _(
        "Quotations were chosen by how typical they are, each from another respondent under one theme. One that is "
        "marked as unreviewed has not been read for publication; identity codes, account numbers, e-mail addresses "
        "and phone numbers were replaced in it by the program, and what seems to hold a full name was left out."
    )


def _program(work: Work) -> str:
    if not work.decisions:
        return _("Made with avoin {version}.").format(version=__version__)
    last = work.decisions[-1]
    return _("Made with avoin {version}. The record ends with decision {seq}, digest {digest}.").format(
        version=__version__, seq=words.number(last.seq), digest=last.digest[:16]
    )

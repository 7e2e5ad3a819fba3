"""Summaries of themes: drafted from typical segments, written by a person, checked against what they rest on.

Enters: a project and what a person writes. Leaves: decisions, and views of what is written and what is stale.
Invariants: a draft of the program is never stored by itself; what somebody else wrote meanwhile is never overwritten
unseen; evidence is always a coded segment of the same question and wave.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher
from fractions import Fraction
from functools import cached_property

from avoin.codebook.model import Codebook
from avoin.coding.choice import near
from avoin.coding.decision import Coding, Decision, Draft, Verb
from avoin.corpus.model import Corpus
from avoin.errors import AvoinError
from avoin.i18n import _
from avoin.ids import CodeId, CoderId, QuestionId, WaveId
from avoin.progress import Progress, silent
from avoin.report.codes import CodeRow, code_rows
from avoin.report.grounds import Grounds, Stale, evidence_in, grounds_of, places_of, stale_reasons
from avoin.report.quantities import Scale, scale_of
from avoin.report.quantity_words import Verdict
from avoin.report.summary import Bullet, Evidence, Place, Summary, summary_mark
from avoin.report.summary_check import CheckedSentence, Wordings, checked, wordings_of
from avoin.report.summary_draft import draft_of
from avoin.store import decisions
from avoin.store.summaries import marks_of, summaries
from avoin.text import working_text
from avoin.workflow.outgoing.make_tables import codebook_of, load_coded, thresholds_of
from avoin.workflow.places import known_wave, open_question
from avoin.workflow.project import Project
from avoin.workflow.texts.prepare_answers import read_question

Checker = Callable[[Summary], tuple[CheckedSentence, ...]]
"""A theme's summary as written → every sentence with what it rests on."""

_LONGEST_HEADING = 300
_LONGEST_BULLET = 4000


class SummaryError(AvoinError):
    """A summary cannot be written this way: no such theme, no heading, evidence that is none."""


class SummaryChangedError(AvoinError):
    """Somebody else has written the summary since it was read."""


@dataclass(frozen=True, slots=True)
class ThemeLine:
    """One theme in the list of those to be summarised.

    Attributes
    ----------
    depth : int
        How many codes are above it.
    n : int or None
        Respondents; None where the number may not be shown.
    share, share_before : Fraction or None
        Of those who answered, now and in the wave before.
    summary : Summary or None
        None where nobody has written one.
    stale : tuple of Stale
        Why the summary should be read again.
    n_flagged : int
        Sentences that the counts or the evidence do not carry.
    """

    place: Place
    name: str
    depth: int
    n: int | None
    share: Fraction | None
    share_before: Fraction | None
    summary: Summary | None
    stale: tuple[Stale, ...]
    n_flagged: int


@dataclass(frozen=True)
class SummaryDesk:
    """Everything that writing summaries needs, read once.

    Attributes
    ----------
    written : mapping of Place to Summary
        As stored when the desk was opened.
    """

    project: Project
    corpus: Corpus
    codebook: Codebook
    codings: tuple[Coding, ...]
    rows: tuple[CodeRow, ...]
    written: Mapping[Place, Summary] = field(default_factory=dict)

    @cached_property
    def scale(self) -> Scale:
        """What words of quantity mean in this project."""
        return scale_of(self.project.settings.quantities)

    def place(self, question: str, code: str, wave: str | None = None) -> Place:
        """Return the theme that is meant.

        Raises
        ------
        UnknownQuestionError, UnknownWaveError, SummaryError
            Where there is no such question or wave, or nothing is coded with the code there.
        """
        asked = open_question(self.project.survey, question)
        at = self.last_wave(asked.id) if wave is None else known_wave(self.project.survey, wave)
        known = {each.code: each for each in places_of(self.codebook, self.codings, asked, at)}
        found = known.get(CodeId(code))
        if found is None:
            raise SummaryError(
                _("Nothing is coded with {code} in {question}, wave {wave}.").format(
                    code=code, question=asked.id, wave=at
                ),
                _("Codes in use: {codes}").format(codes=near(code, tuple(known))) if known else "",
            )
        return found

    def last_wave(self, question: QuestionId) -> WaveId:
        """Return the last wave in which a question has codings, else the last with answers to it.

        Raises
        ------
        SummaryError
            Where nobody has answered it.
        """
        coded = {each.span.answer.wave for each in self.codings if each.span.answer.question == question}
        heard = {each.key.wave for each in self.corpus.answers_to(question)}
        found = [each.id for each in self.project.survey.waves if each.id in (coded or heard)]
        if not found:
            raise SummaryError(_("Nobody has answered {question} yet.").format(question=question))
        return found[-1]

    def grounds(self, place: Place) -> Grounds:
        """Return what a theme stands on."""
        thresholds = thresholds_of(self.project.settings)
        return grounds_of(self.corpus, self.codebook, self.codings, self.rows, thresholds, place)

    def coded(self, place: Place) -> tuple[Evidence, ...]:
        """Return every coded segment of the theme's question and wave."""
        return evidence_in(self.codings, place)

    def stale(self, summary: Summary) -> tuple[Stale, ...]:
        """Return why a written summary should be read again."""
        if summary.is_draft:
            return ()
        return stale_reasons(summary, self.grounds(summary.place), self.coded(summary.place))

    def check(self, summary: Summary) -> tuple[CheckedSentence, ...]:
        """Return every sentence of a summary with what it rests on."""
        return self.checker(summary.place)(summary)

    def checker(self, place: Place) -> Checker:
        """Return what checks one theme's summary again and again while it is written."""
        grounds, coded, wordings = self.grounds(place), frozenset(self.coded(place)), self._wordings(place)
        return lambda summary: checked(summary, grounds, coded, self.scale, wordings)

    def lines(self, question: QuestionId, wave: WaveId) -> tuple[ThemeLine, ...]:
        """Return the themes of a question in a wave, in the codebook's order."""
        asked = open_question(self.project.survey, question)
        return tuple(self._line(place) for place in places_of(self.codebook, self.codings, asked, wave))

    def draft(self, place: Place, progress: Progress = silent) -> Summary:
        """Return a draft of typical segments; it is stored only when a person writes it."""
        reading = read_question(self.project, place.question, place.wave, progress)
        vectors = dict(zip(reading.spans, reading.vectors, strict=True))
        return draft_of(self.grounds(place), vectors)

    def _line(self, place: Place) -> ThemeLine:
        grounds = self.grounds(place)
        summary = self.written.get(place)
        before = self._before(place)
        known = place.code in self.codebook.by_id
        return ThemeLine(
            place,
            grounds.name,
            len(tuple(self.codebook.ancestors(place.code))) if known else 0,
            grounds.row.n if grounds.row else None,
            grounds.row.share if grounds.row else None,
            None if before is None else before.share,
            summary,
            () if summary is None else self.stale(summary),
            0 if summary is None else sum(not each.is_carried for each in self.check(summary) if _says_much(each)),
        )

    def _before(self, place: Place) -> CodeRow | None:
        waves = [each.id for each in self.project.survey.waves]
        earlier = waves[: waves.index(place.wave)] if place.wave in waves else []
        found = {
            row.wave: row
            for row in self.rows
            if row.variable is None and (row.question, row.code) == (place.question, place.code)
        }
        return next((found[wave] for wave in reversed(earlier) if wave in found), None)

    def _wordings(self, place: Place) -> Wordings:
        texts = [answer.text for answer in self.corpus.answers_to(place.question, place.wave)]
        return wordings_of(texts, self.grounds(place).texts.values())


def _says_much(sentence: CheckedSentence) -> bool:
    """Return whether a sentence's trouble is one of the summary, not only of a heading that is the code's name."""
    return sentence.bullet > 0 or bool(sentence.judged) or sentence.verbatim


def open_summaries(project: Project) -> SummaryDesk:
    """Return the desk for writing summaries."""
    corpus, codings = load_coded(project)
    codebook = codebook_of(project)
    with project.store.read() as connection:
        written = summaries(connection)
    rows = code_rows(corpus, codebook, codings, thresholds_of(project.settings))
    return SummaryDesk(project, corpus, codebook, codings, rows, written)


def write_summary(desk: SummaryDesk, summary: Summary, coder: CoderId) -> tuple[SummaryDesk, Decision | None]:
    """Store a summary in place of the one before: one decision, which undo takes back.

    Returns
    -------
    SummaryDesk
        With the summary as it is now.
    Decision or None
        None where it was so already.

    Raises
    ------
    SummaryError
        Where the heading is empty, a text is too long, or evidence is no coded segment of the question and wave.
    SummaryChangedError
        Where somebody has written it since the desk read it.
    """
    wanted = _tidied(summary)
    _refuse_unsound(wanted, desk)
    return _store(desk, wanted.place, replace(wanted, basis=desk.grounds(wanted.place).basis, coder=coder), coder)


def remove_summary(desk: SummaryDesk, place: Place, coder: CoderId) -> tuple[SummaryDesk, Decision | None]:
    """Take a summary away: one decision, which undo takes back.

    Raises
    ------
    SummaryChangedError
        Where somebody has written it since the desk read it.
    """
    return _store(desk, place, None, coder)


def _store(
    desk: SummaryDesk, place: Place, summary: Summary | None, coder: CoderId
) -> tuple[SummaryDesk, Decision | None]:
    with desk.project.store.transaction() as connection:
        stored = summaries(connection, place.question, place.wave).get(place)
        seen = desk.written.get(place)
        if (stored.seq if stored else 0) != (seen.seq if seen else 0):
            raise SummaryChangedError(
                _("The summary of {code} has been written anew meanwhile.").format(code=place.code),
                _("Read it again, then write yours."),
            )
        put = () if summary is None else (summary_mark(summary),)
        draft = Draft(coder, Verb.SUMMARY, put, marks_of(connection, place), codebook=_version(desk.codebook))
        kept = set(draft.put) & set(draft.taken)
        draft = replace(
            draft,
            put=tuple(each for each in draft.put if each not in kept),
            taken=tuple(each for each in draft.taken if each not in kept),
        )
        decision = decisions.append(connection, draft)
        written = {**desk.written, **summaries(connection, place.question, place.wave)}
        if summary is None:
            written.pop(place, None)
    return replace(desk, written=written), decision


def _version(codebook: Codebook) -> str:
    return f"{codebook.name} {codebook.version}" if codebook.name else ""


def _tidied(summary: Summary) -> Summary:
    bullets = tuple(
        replace(bullet, text=_line(bullet.text), evidence=tuple(sorted(set(bullet.evidence))))
        for bullet in summary.bullets
        if bullet.text.strip()
    )
    return replace(summary, heading=_line(summary.heading), bullets=bullets)


def _line(text: str) -> str:
    return " ".join(working_text(text).split())


def _refuse_unsound(summary: Summary, desk: SummaryDesk) -> None:
    code = summary.place.code
    if not summary.heading:
        raise SummaryError(_("The summary of {code} has no heading.").format(code=code))
    if len(summary.heading) > _LONGEST_HEADING or any(len(each.text) > _LONGEST_BULLET for each in summary.bullets):
        raise SummaryError(
            _("The summary of {code} is too long: a heading has at most {heading} letters, a bullet {bullet}.").format(
                code=code, heading=_LONGEST_HEADING, bullet=_LONGEST_BULLET
            )
        )
    known = set(desk.coded(summary.place))
    before = desk.written.get(summary.place)
    # evidence that lost its code since may stay until somebody looks at it: it is flagged, not thrown away
    known |= {each for bullet in (before.bullets if before else ()) for each in bullet.evidence}
    for number, bullet in enumerate(summary.bullets, 1):
        strange = next((each for each in bullet.evidence if each not in known), None)
        if strange is not None:
            raise SummaryError(
                _("Bullet {number} of {code} names as evidence what is not coded so: {respondent}, {evidence}.").format(
                    number=number, code=code, respondent=strange.span.answer.respondent, evidence=strange.code
                )
            )


def carried_bullets(before: Sequence[Bullet], texts: Sequence[str]) -> tuple[Bullet, ...]:
    """Return bullets of new texts, each with the evidence of the bullet of the same text, else of the one replaced."""
    same = {bullet.text: bullet for bullet in before}
    replaced: dict[int, Bullet] = {}
    for _change, start, end, place, _end in SequenceMatcher(
        None, [bullet.text for bullet in before], list(texts), autojunk=False
    ).get_opcodes():
        replaced |= dict(enumerate(before[start:end], place))
    kept = [same.get(text) or replaced.get(place) or Bullet("") for place, text in enumerate(texts)]
    return tuple(replace(bullet, text=text) for bullet, text in zip(kept, texts, strict=True))


def all_stale(desk: SummaryDesk) -> Iterator[tuple[Summary, tuple[Stale, ...]]]:
    """Yield the written summaries that should be read again, with why."""
    for summary in desk.written.values():
        reasons = desk.stale(summary)
        if reasons:
            yield summary, reasons


def reason_in_words(reason: Stale) -> str:
    """Return why a summary is stale, for a person."""
    return {
        Stale.CODINGS: _("codings have changed"),
        Stale.EVIDENCE: _("a segment it rests on no longer has its code"),
        Stale.CODEBOOK: _("the code's texts have changed"),
        Stale.MASK: _("what may be shown of it has changed"),
    }[reason]


def verdict_in_words(verdict: Verdict) -> str:
    """Return whether counts carry a word, for a person."""
    return {
        Verdict.FITS: _("holds"),
        Verdict.TOO_STRONG: _("says more than the counts"),
        Verdict.TOO_WEAK: _("says less than the counts"),
        Verdict.OTHER: _("not counted: it does not speak of respondents"),
        Verdict.NO_COUNT: _("has no evidence"),
    }[verdict]

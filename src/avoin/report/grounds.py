"""What a theme's summary stands on: its codings, its size and what may be shown of it.

Enters: corpus, codebook, codings and masked rows. Leaves: grounds, and why a summary is stale.
Invariant: a code stands for itself and every code below it; who has coded does not matter.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from avoin.codebook.model import Code, Codebook
from avoin.coding.decision import Coding
from avoin.corpus.model import Corpus, Question
from avoin.ids import CodeId, RespondentId, Span, WaveId, digest
from avoin.privacy.disclosure import Thresholds
from avoin.report.codes import CodeRow
from avoin.report.summary import Basis, Bullet, Evidence, Place, Summary


class Stale(StrEnum):
    """Why a summary should be read again."""

    CODINGS = "codings"  # the theme's codings are others
    EVIDENCE = "evidence"  # a segment that a bullet rests on no longer has the code
    CODEBOOK = "codebook"  # the code's texts are others
    MASK = "mask"  # what may be shown of the theme is other


@dataclass(frozen=True)
class Grounds:
    """What one theme of one question and wave stands on.

    Attributes
    ----------
    name : str
        The code's, or its id where the codebook no longer has it.
    below : tuple of Code
        The code and those below it.
    evidence : tuple of Evidence
        Every segment of the theme, in the order of answers.
    n, base : int
        Respondents with the code or one below it, and those who answered: for the researcher, not for print.
    row : CodeRow or None
        The same as it may be shown.
    texts : mapping of Span to str
        The segments' words.
    """

    place: Place
    name: str
    below: tuple[Code, ...]
    evidence: tuple[Evidence, ...]
    n: int
    base: int
    row: CodeRow | None
    texts: Mapping[Span, str]
    thresholds: Thresholds

    @cached_property
    def basis(self) -> Basis:
        """What a summary written now rests on."""
        codings = digest(
            *(
                f"{each.span.answer.respondent}\0{each.span.start}\0{each.span.end}\0{each.code}\0{self.texts[each.span]}"
                for each in self.evidence
            )
        )
        book = digest(
            *(
                "\0".join((code.id, code.name, code.definition, code.include, code.exclude, code.borderline))
                for code in self.below
            )
        )
        shown = self.row is not None and not self.row.masked
        return Basis(codings, book, digest(str(self.thresholds.cell), str(shown)), self.n)

    @property
    def is_shown(self) -> bool:
        """True where the theme's number may be shown, and with it the theme."""
        return self.row is not None and bool(self.row.n)


def grounds_of(
    corpus: Corpus,
    codebook: Codebook,
    codings: Iterable[Coding],
    rows: Sequence[CodeRow],
    thresholds: Thresholds,
    place: Place,
) -> Grounds:
    """Return what a theme stands on."""
    below = _below(codebook, place.code)
    ids = {each.id for each in below} | {place.code}
    found = evidence_in(codings, place, ids)
    row = next(
        (
            each
            for each in rows
            if (each.wave, each.question, each.code) == (place.wave, place.question, place.code)
            and each.variable is None
        ),
        None,
    )
    answered = {answer.key.respondent for answer in corpus.answers_to(place.question, place.wave)}
    known = codebook.by_id.get(place.code)
    return Grounds(
        place,
        place.code if known is None else known.name,
        below,
        found,
        len(respondents_of(found) & answered),
        len(answered),
        row,
        {each.span: text_of(corpus, each.span) for each in found},
        thresholds,
    )


def evidence_in(codings: Iterable[Coding], place: Place, codes: Iterable[CodeId] | None = None) -> tuple[Evidence, ...]:
    """Return the coded segments of a question and wave, each once a code; of these codes only, or of all."""
    wanted = None if codes is None else set(codes)
    return tuple(
        sorted(
            {
                Evidence(coding.span, coding.code)
                for coding in codings
                if coding.span.answer.wave == place.wave
                and coding.span.answer.question == place.question
                and (wanted is None or coding.code in wanted)
            }
        )
    )


def respondents_of(evidence: Iterable[Evidence]) -> frozenset[RespondentId]:
    """Return whose segments these are."""
    return frozenset(each.span.answer.respondent for each in evidence)


def places_of(codebook: Codebook, codings: Iterable[Coding], question: Question, wave: WaveId) -> tuple[Place, ...]:
    """Return the themes of a question in a wave: codes in use and the codes above them, in the codebook's order."""
    used = {each.code for each in codings if (each.span.answer.wave, each.span.answer.question) == (wave, question.id)}
    above = {up.id for code in used if code in codebook.by_id for up in codebook.ancestors(code)}
    known = [code.id for _depth, code in codebook.tree() if code.id in used | above]
    return tuple(Place(wave, question.id, code) for code in (*known, *sorted(used - set(known))))


def stale_reasons(summary: Summary, grounds: Grounds, coded: Iterable[Evidence]) -> tuple[Stale, ...]:
    """Return why a written summary should be read again; nothing where it stands.

    Parameters
    ----------
    coded : iterable of Evidence
        Every coded segment of the question and wave now, of all codes.
    """
    now, then = grounds.basis, summary.basis
    lost = lost_evidence(summary.bullets, coded)
    reasons = {
        Stale.CODINGS: now.codings != then.codings,
        Stale.EVIDENCE: bool(lost),
        Stale.CODEBOOK: now.codebook != then.codebook,
        Stale.MASK: now.mask != then.mask,
    }
    return tuple(reason for reason, holds in reasons.items() if holds)


def lost_evidence(bullets: Iterable[Bullet], coded: Iterable[Evidence]) -> frozenset[Evidence]:
    """Return the evidence of bullets that no longer has its code."""
    return frozenset(each for bullet in bullets for each in bullet.evidence) - frozenset(coded)


def _below(codebook: Codebook, code: CodeId) -> tuple[Code, ...]:
    if code not in codebook.by_id:
        return ()
    return tuple(
        each
        for each in codebook.codes
        if each.id == code or any(above.id == code for above in codebook.ancestors(each.id))
    )


def text_of(corpus: Corpus, span: Span) -> str:
    """Return the words of a span; nothing where the answer is gone."""
    answer = corpus.by_key.get(span.answer)
    if answer is None:
        return ""
    return answer.text if span.start < 0 else answer.text[span.start : span.end]

"""Summaries: what a theme comes to in a researcher's words, each bullet tied to the segments it rests on.

Enters: what was written. Leaves: frozen nouns and their form in a mark. Invariants: a bullet's evidence is segments
with codes; what a summary rested on when it was written stays with it, so that a later change shows.
"""

import json
from dataclasses import dataclass
from enum import StrEnum

from avoin.coding.decision import Mark, MarkKind
from avoin.ids import AnswerKey, CodeId, CoderId, QuestionId, RespondentId, Span, WaveId


class BulletKind(StrEnum):
    """What a bullet says."""

    CLAIM = "claim"  # what respondents tell
    SOLUTION = "solution"  # what they propose


@dataclass(frozen=True, slots=True, order=True)
class Evidence:
    """One segment and the code that makes it evidence."""

    span: Span
    code: CodeId


@dataclass(frozen=True, slots=True)
class Bullet:
    """One statement with the segments it rests on."""

    text: str
    evidence: tuple[Evidence, ...] = ()
    kind: BulletKind = BulletKind.CLAIM


@dataclass(frozen=True, slots=True)
class Basis:
    """What a summary rested on when it was written.

    Attributes
    ----------
    codings, codebook, mask : str
        Digests of the theme's codings with their words, of the texts of its codes, and of what may be shown of it.
    n : int
        Respondents of the theme.
    """

    codings: str = ""
    codebook: str = ""
    mask: str = ""
    n: int = 0


@dataclass(frozen=True, slots=True)
class Place:
    """Which theme of which question and wave a summary is of."""

    wave: WaveId
    question: QuestionId
    code: CodeId


@dataclass(frozen=True, slots=True)
class Summary:
    """What a theme comes to.

    Attributes
    ----------
    heading : str
        The claim.
    coder : CoderId
        Who wrote it last; empty for a draft.
    seq : int
        The decision that wrote it; 0 for a draft of the program.
    """

    place: Place
    heading: str
    bullets: tuple[Bullet, ...] = ()
    basis: Basis = Basis()
    coder: CoderId = CoderId("")
    seq: int = 0

    @property
    def is_draft(self) -> bool:
        """True where nobody has written it yet."""
        return self.seq == 0


def summary_mark(summary: Summary) -> Mark:
    """Return the mark that holds a summary."""
    held = {
        "heading": summary.heading,
        "bullets": [
            {
                "kind": bullet.kind.value,
                "text": bullet.text,
                "evidence": [
                    [each.span.answer.respondent, each.span.start, each.span.end, each.code] for each in bullet.evidence
                ],
            }
            for bullet in summary.bullets
        ],
        "basis": {
            "codings": summary.basis.codings,
            "codebook": summary.basis.codebook,
            "mask": summary.basis.mask,
            "n": summary.basis.n,
        },
        "coder": summary.coder,
    }
    return Mark(
        MarkKind.SUMMARY,
        summary.place.wave,
        question=summary.place.question,
        code=summary.place.code,
        text=json.dumps(held, ensure_ascii=False, sort_keys=True),
    )


def summary_of(mark: Mark, seq: int) -> Summary:
    """Return the summary that a mark holds.

    Raises
    ------
    ValueError, KeyError, TypeError
        Where the mark is of another form.
    """
    held = json.loads(mark.text)
    place = Place(mark.wave, mark.question, mark.code)
    bullets = tuple(
        Bullet(
            each["text"],
            tuple(
                Evidence(
                    Span(AnswerKey(mark.wave, RespondentId(respondent), mark.question), int(start), int(end)),
                    CodeId(code),
                )
                for respondent, start, end, code in each["evidence"]
            ),
            BulletKind(each["kind"]),
        )
        for each in held["bullets"]
    )
    return Summary(place, held["heading"], bullets, Basis(**held["basis"]), CoderId(held["coder"]), seq)

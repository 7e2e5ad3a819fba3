"""What a person wrote about a theme, in the koonti of its question.

Enters: a theme of the koonti, its summary and its grounds. Leaves: the theme with claim, bullets and what the reader
must know of them. Invariants: a bullet that repeats an answer word for word is a quotation nobody has reviewed: it
stays out, or is drawn as one where such were asked for.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from avoin.corpus.model import Corpus
from avoin.i18n import _, ngettext
from avoin.privacy.redaction import without_shapes
from avoin.report.grounds import Grounds, Stale, stale_reasons
from avoin.report.model import KoontiTheme, Quotation
from avoin.report.summary import Bullet, BulletKind, Evidence, Summary
from avoin.report.summary_check import Wordings, wordings_of


def as_written(
    theme: KoontiTheme,
    summary: Summary | None,
    grounds: Grounds,
    coded: Sequence[Evidence],
    wordings: Wordings,
    *,
    unreviewed: bool,
) -> KoontiTheme:
    """Return the theme as its summary tells it; without one, as it is.

    Parameters
    ----------
    coded : sequence of Evidence
        Every coded segment of the question and wave.
    unreviewed : bool
        True where quotations that nobody approved may leave; somebody asked for that in so many words.
    """
    if summary is None:
        return theme
    own = [bullet for bullet in summary.bullets if not wordings.repeats(bullet.text)]
    copied = [bullet for bullet in summary.bullets if wordings.repeats(bullet.text)]
    quoted = tuple(Quotation(without_shapes(each.text), reviewed=False) for each in copied if unreviewed)
    # a claim that is an answer word for word may not stand as the writer's
    heading = theme.heading if wordings.repeats(summary.heading) else summary.heading
    return replace(
        theme,
        heading=heading,
        quotations=(*quoted, *theme.quotations),
        bullets=_texts(own, BulletKind.CLAIM),
        solutions=_texts(own, BulletKind.SOLUTION),
        note=" ".join(_notes(stale_reasons(summary, grounds, coded), 0 if unreviewed else len(copied))),
    )


def wordings_for(corpus: Corpus, grounds: Grounds, approved: Collection[str]) -> Wordings:
    """Return what the respondents of a theme's question wrote; approved quotations may be repeated."""
    answers = corpus.answers_to(grounds.place.question, grounds.place.wave)
    return wordings_of((answer.text for answer in answers), grounds.texts.values(), approved)


def _texts(bullets: Sequence[Bullet], kind: BulletKind) -> tuple[str, ...]:
    return tuple(bullet.text for bullet in bullets if bullet.kind is kind)


def _notes(stale: Sequence[Stale], n_left_out: int) -> Iterator[str]:
    if stale:
        yield _("Written before the codings, the codebook or the mask changed; not yet read again.")
    if n_left_out:
        yield ngettext(
            "{n} point is left out: it repeats an answer word for word, and nobody has approved that.",
            "{n} points are left out: they repeat answers word for word, and nobody has approved that.",
            n_left_out,
        ).format(n=n_left_out)

"""A summary as lines of text that a person edits, and back: one bullet a line, ``+`` before a proposed solution.

Enters: bullets, or lines. Leaves: lines, or bullets with their evidence. Invariant: while a line is written its bullet
keeps its evidence; a line that is new has none until some is chosen.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from avoin.report.summary import Bullet, BulletKind, Place, Summary
from avoin.workflow.outgoing.write_summaries import carried_bullets

SOLUTION = "+"


@dataclass(frozen=True, slots=True)
class Writing:
    """What stands in the editor.

    Attributes
    ----------
    text : str
        The bullets, one a line.
    bullets : tuple of Bullet
        What the lines come to, with evidence.
    """

    heading: str = ""
    text: str = ""
    bullets: tuple[Bullet, ...] = ()

    def written(self, heading: str, text: str) -> "Writing":
        """Return what stands there after it was written on."""
        if text == self.text:
            return replace(self, heading=heading)
        lines = [line.strip() for line in text.split("\n") if line.strip().strip(SOLUTION).strip()]
        texts = [line.lstrip(SOLUTION).strip() for line in lines]
        kinds = [BulletKind.SOLUTION if line.startswith(SOLUTION) else BulletKind.CLAIM for line in lines]
        carried = carried_bullets(self.bullets, texts)
        bullets = tuple(replace(bullet, kind=kind) for bullet, kind in zip(carried, kinds, strict=True))
        return Writing(heading, text, bullets)

    def summary(self, place: Place, seq: int = 0) -> Summary:
        """Return it as a summary."""
        return Summary(place, " ".join(self.heading.split()), self.bullets, seq=seq)

    def bullet_at(self, line: int) -> int | None:
        """Return which bullet stands on a line of the text; None on an empty line."""
        lines = self.text.split("\n")
        if not 0 <= line < len(lines) or not lines[line].strip().strip(SOLUTION).strip():
            return None
        return sum(1 for each in lines[:line] if each.strip().strip(SOLUTION).strip())


def writing_of(summary: Summary | None) -> Writing:
    """Return a summary as it stands in the editor; an empty one where there is none."""
    return Writing() if summary is None else Writing(summary.heading, text_of(summary.bullets), summary.bullets)


def text_of(bullets: Sequence[Bullet]) -> str:
    r"""Return bullets as lines.

    Examples
    --------
    >>> text_of((Bullet("Jonot kasvavat."), Bullet("Lisää aikoja.", kind=BulletKind.SOLUTION)))
    'Jonot kasvavat.\n+ Lisää aikoja.'
    """
    return "\n".join(f"{SOLUTION} {each.text}" if each.kind is BulletKind.SOLUTION else each.text for each in bullets)

"""The wave lock: codings of a closed wave never change because of later work.

Enters: marks that a decision would put or take. Leaves: nothing, the marks that may pass, or an error.
"""

from collections.abc import Iterable

from avoin.coding.decision import Mark
from avoin.corpus.model import Survey
from avoin.errors import AvoinError
from avoin.i18n import _
from avoin.ids import WaveId


class ClosedWaveError(AvoinError):
    """A decision would change the codings of a closed wave."""


def closed_waves(survey: Survey) -> frozenset[WaveId]:
    """Return the waves that are closed."""
    return frozenset(wave.id for wave in survey.waves if wave.closed)


def refuse_closed(survey: Survey, waves: Iterable[WaveId]) -> None:
    """Pass only where none of the waves is closed.

    Raises
    ------
    ClosedWaveError
        Names the wave.
    """
    shut = closed_waves(survey)
    for wave in waves:
        if wave in shut:
            raise ClosedWaveError(
                _("The wave {wave} is closed: its codings do not change any more.").format(wave=wave),
                _("To open it again, set closed: false for it in survey.yaml."),
            )


def without_closed(survey: Survey, marks: Iterable[Mark]) -> tuple[Mark, ...]:
    """Return the marks that are not in a closed wave: identical answers there stay as they are."""
    shut = closed_waves(survey)
    return tuple(mark for mark in marks if mark.wave not in shut)

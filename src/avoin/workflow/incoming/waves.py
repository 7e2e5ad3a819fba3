"""The waves of a survey: a new one begun on what the last ones taught, and closing and opening them.

Enters: a project. Leaves: ``survey.yaml`` with the wave in it; nothing is imported here. Invariants: comments of the
file stay; a new wave begins on a released codebook with nothing waiting, so that the waves stay comparable.
"""

from dataclasses import dataclass, replace

from avoin.codebook.canonical import is_draft
from avoin.corpus.files import read_survey, write_survey
from avoin.corpus.model import Wave
from avoin.errors import AvoinError
from avoin.i18n import _
from avoin.ids import WaveId
from avoin.store import decisions
from avoin.workflow.codebooks.revise_codebook import current_codebook
from avoin.workflow.codebooks.split_queues import waiting_queues
from avoin.workflow.places import known_wave
from avoin.workflow.project import Project


class WaveError(AvoinError):
    """The wave is there already, or the project is not ready for a new one."""


@dataclass(frozen=True, slots=True)
class NewWave:
    """What a new wave begins on.

    Attributes
    ----------
    codebook : str
        Name and version that it is coded with; empty where the project has none.
    n_codings : int
        Codings of the earlier waves: what the suggestions learn from.
    closed : tuple of WaveId
        Earlier waves that were closed now.
    """

    project: Project
    wave: WaveId
    codebook: str
    n_codings: int
    closed: tuple[WaveId, ...]


def new_wave(project: Project, wave: str, *, close: bool = True, anyway: bool = False) -> NewWave:
    """Begin a wave: the codebook, what was learned and the settings are those of the project.

    Parameters
    ----------
    close : bool
        Close the earlier waves, so that their codings stay as they are.
    anyway : bool
        Begin although the codebook is not released or segments wait.

    Raises
    ------
    WaveError
        Where there is such a wave, the codebook has changes that are not released, or segments wait.
    """
    survey = read_survey(project.places.survey)
    name = wave.strip()
    if not name or survey.wave(name) is not None:
        raise WaveError(_("There is a wave {wave} already.").format(wave=name))
    book = current_codebook(project)
    if not anyway:
        _refuse_unfinished(project, draft=book is not None and is_draft(book.version))
    shut = tuple(each.id for each in survey.waves if close and not each.closed)
    before = tuple(replace(each, closed=each.closed or close) for each in survey.waves)
    changed = replace(survey, waves=(*before, Wave(WaveId(name))))
    write_survey(project.places.survey, changed)
    with project.store.read() as connection:
        n = len(decisions.codings(connection))
    label = "" if book is None else f"{book.name} {book.version}"
    return NewWave(replace(project, survey=changed), WaveId(name), label, n, shut)


def set_closed(project: Project, wave: str, closed: bool) -> Project:
    """Close a wave, so that its codings stay as they are, or open it again.

    Raises
    ------
    UnknownWaveError
        Where there is no such wave.
    """
    survey = read_survey(project.places.survey)
    at = known_wave(survey, wave)
    waves = tuple(replace(each, closed=closed if each.id == at else each.closed) for each in survey.waves)
    changed = replace(survey, waves=waves)
    write_survey(project.places.survey, changed)
    return replace(project, survey=changed)


def _refuse_unfinished(project: Project, *, draft: bool) -> None:
    if waiting_queues(project):
        raise WaveError(
            _("Segments wait to be decided after a change of the codes."),
            _("See with: avoin codebook queues. Begin all the same with: --anyway"),
        )
    if draft:
        raise WaveError(
            _("The codebook has changes that are not released."),
            _("Release it with: avoin codebook release. Begin all the same with: --anyway"),
        )

"""What a report looks at: one wave, the wave before it, and the variables that tell places and roles apart.

Enters: a corpus and what was asked for. Leaves: a frame that every section is built in.
"""

from dataclasses import dataclass

from avoin.corpus.model import Corpus, Question, Wave
from avoin.errors import AvoinError
from avoin.i18n import _
from avoin.ids import VariableId, WaveId
from avoin.privacy.disclosure import Thresholds
from avoin.report.places import place_variable, role_variables
from avoin.report.quantities import SCALE, Scale


class NothingToReportError(AvoinError):
    """There is no wave with respondents, or no wave or variable of that name."""


@dataclass(frozen=True, slots=True)
class Frame:
    """What a report looks at.

    Attributes
    ----------
    before : WaveId or None
        The wave before, where there is one with respondents.
    place : VariableId or None
        Whose values are ranked.
    roles : tuple of VariableId
        Variables with few values: tell who answered, and may stand beside a quote.
    scale : Scale
        What words of quantity mean.
    weight : str
        What respondents are weighed by; empty where all count alike.
    """

    corpus: Corpus
    wave: Wave
    before: WaveId | None
    thresholds: Thresholds
    place: VariableId | None
    roles: tuple[VariableId, ...]
    scale: Scale = SCALE
    weight: str = ""

    def name_of(self, variable: VariableId | None) -> str:
        """Return a variable's name as people read it."""
        found = None if variable is None else self.corpus.survey.variable(variable)
        return "" if found is None else found.name or found.id

    @property
    def closed(self) -> tuple[Question, ...]:
        """The closed items that the wave asked; what respondents are weighed by is none."""
        return tuple(each for each in self._asked if not each.kind.is_open and each.id != self.weight)

    @property
    def open(self) -> tuple[Question, ...]:
        """The open questions that the wave asked."""
        return tuple(each for each in self._asked if each.kind.is_open)

    @property
    def _asked(self) -> tuple[Question, ...]:
        return tuple(each for each in self.corpus.survey.questions if self.wave.id in each.headings)


def frame_of(
    corpus: Corpus, thresholds: Thresholds, wave: str | None, place: str | None = None, scale: Scale = SCALE
) -> Frame:
    """Return the frame for a wave, the last one with respondents where none is named.

    Raises
    ------
    NothingToReportError
        Where nothing was imported, or the wave or the variable is not known.
    """
    filled = [each for each in corpus.survey.waves if corpus.of_wave(each.id)]
    if not filled:
        raise NothingToReportError(
            _("There is nothing to report: no answers have been imported."),
            _("Import a file first: avoin import FILE --wave WAVE"),
        )
    chosen = filled[-1] if wave is None else next((each for each in filled if each.id == wave), None)
    if chosen is None:
        raise NothingToReportError(
            _("There is no wave {wave} with answers.").format(wave=wave),
            _("Waves with answers: {waves}").format(waves=", ".join(each.id for each in filled)),
        )
    known = None if place is None else corpus.survey.variable(place)
    if place is not None and known is None:
        raise NothingToReportError(
            _("There is no variable {variable}.").format(variable=place),
            _("Variables: {variables}").format(variables=", ".join(each.id for each in corpus.survey.variables)),
        )
    earlier = filled[: filled.index(chosen)]
    return Frame(
        corpus,
        chosen,
        earlier[-1].id if earlier else None,
        thresholds,
        place_variable(corpus, chosen.id) if known is None else known.id,
        role_variables(corpus, chosen.id),
        scale,
    )

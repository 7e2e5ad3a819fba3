"""Which codes were asked of which wave: a code that came later was not, until somebody codes it back.

Enters: the decisions. Leaves: the pairs of code and wave that no table may show as 0. Invariant: a code with codings in
a wave was asked of it; so was one that came before the wave's answers were all looked at, or that was coded back.
"""

from collections.abc import Iterable, Mapping

from avoin.codebook.model import Codebook
from avoin.coding.decision import Coding, Decision, MarkKind, Verb
from avoin.ids import AnswerKey, CodeId, WaveId
from avoin.store import decisions
from avoin.workflow.codebooks.codebook_journal import known_now
from avoin.workflow.codebooks.revise_codebook import current_codebook
from avoin.workflow.project import Project

NotCoded = frozenset[tuple[CodeId, WaveId]]

_LOOKS = frozenset({MarkKind.CODING, MarkKind.REFUSED, MarkKind.DONE})


def not_coded(project: Project) -> NotCoded:
    """Return the pairs of code and wave where the code was never asked of the wave."""
    book = current_codebook(project)
    if book is None:
        return frozenset()
    births = known_now(project).births
    if not births:
        return frozenset()
    with project.store.read() as connection:
        made = decisions.load(connection)
        codings = decisions.codings(connection)
        back = frozenset((mark.code, mark.wave) for mark in decisions.marks(connection, MarkKind.BACK_CODED))
    waves = tuple(wave.id for wave in project.survey.waves)
    return unavailable(book, births, last_looks(made), codings, back) & {
        (code.id, wave) for code in book.codes for wave in waves
    }


def last_looks(made: Iterable[Decision]) -> Mapping[WaveId, int]:
    """Return for each wave the decision with which the last of its answers was looked at for the first time."""
    first: dict[AnswerKey, int] = {}
    for decision in made:
        if decision.verb not in (Verb.CODEBOOK, Verb.NOTED):
            for mark in decision.put:
                if mark.kind in _LOOKS:
                    first.setdefault(mark.answer, decision.seq)
    last: dict[WaveId, int] = {}
    for answer, seq in first.items():
        last[answer.wave] = max(seq, last.get(answer.wave, 0))
    return last


def unavailable(
    book: Codebook,
    births: Mapping[CodeId, int],
    looks: Mapping[WaveId, int],
    codings: Iterable[Coding],
    back_coded: NotCoded,
) -> NotCoded:
    """Return the pairs of code and wave where the code was never asked of the wave.

    Parameters
    ----------
    births : mapping of CodeId to int
        The decision with which a code came; codes that were there from the start are left out.
    looks : mapping of WaveId to int
        As ``last_looks`` gives them.
    back_coded : frozenset
        Pairs that were asked afterwards.
    """
    used: set[tuple[CodeId, WaveId]] = set()
    for coding in codings:
        code, wave = book.heir(coding.code), coding.span.answer.wave
        used.add((code, wave))
        if code in book.by_id:
            used.update((each.id, wave) for each in book.ancestors(code))
    return frozenset(
        (code, wave)
        for code, birth in births.items()
        for wave, look in looks.items()
        if birth > look and (code, wave) not in used and (code, wave) not in back_coded
    )

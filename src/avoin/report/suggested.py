"""What became of the suggestions: read from what each decision says was shown or hidden.

Enters: decisions. Leaves: counts, or None where nothing was ever suggested. Invariants: only codings on segments that
the record says had suggestions are counted; a suggestion alone counts for nothing.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from avoin.coding.decision import Decision, Mark, MarkKind, Verb
from avoin.coding.seen import Place, Seen, read_seen
from avoin.ids import CoderId, QuestionId
from avoin.report.intervals import newcombe


@dataclass(frozen=True, slots=True)
class Taken:
    """How often codings are what the machine suggested.

    Attributes
    ----------
    n_codings : int
        Codings put on segments with suggestions.
    n_first : int
        Those of them whose code was the first suggestion.
    n_listed : int
        Those whose code was among the suggestions on record, the first included.
    """

    n_codings: int = 0
    n_first: int = 0
    n_listed: int = 0


@dataclass(frozen=True, slots=True)
class Suggestions:
    """What became of the suggestions.

    Attributes
    ----------
    shown : Taken
        Where the coder saw them.
    hidden : Taken
        Where they were hidden from the coder, to see how much they steer.
    n_refused : int
        Suggestions that a coder refused.
    """

    shown: Taken
    hidden: Taken
    n_refused: int

    @property
    def steering(self) -> tuple[float, float, float] | None:
        """By how much more often the first suggestion is given where it is shown, with a 95 % interval; None unknown.

        A difference of shares, -1 to 1, with Newcombe's interval; codings are taken for independent of each other,
        which those of one answer are not quite.
        """
        shown, hidden = self.shown, self.hidden
        if not (shown.n_codings and hidden.n_codings):
            return None
        difference = shown.n_first / shown.n_codings - hidden.n_first / hidden.n_codings
        low, high = newcombe(hidden.n_first, hidden.n_codings, shown.n_first, shown.n_codings)
        return difference, low, high


def suggestions_of(
    decisions: Iterable[Decision], coder: CoderId | None = None, question: QuestionId | None = None
) -> Suggestions | None:
    """Return what became of the suggestions; None where no decision says that there were any.

    Parameters
    ----------
    coder, question : str or None
        Only this coder's marks, only those on answers to this question.
    """
    found = _Found()
    for decision in decisions:
        seen = read_seen(decision.seen)
        for mark in decision.put:
            if coder in (None, mark.coder) and question in (None, mark.question):
                found.add(decision, mark, seen)
    return found.suggestions() if found.any else None


class _Found:
    """Counts while they are added up."""

    def __init__(self) -> None:
        self.any = False
        self._n = {"shown": [0, 0, 0], "hidden": [0, 0, 0]}
        self._refused = 0

    def add(self, decision: Decision, mark: Mark, seen: Seen) -> None:
        place = _place(mark)
        kind = "shown" if place in seen.shown else "hidden"
        # whoever confirms a page or a theme was shown a code for it, whatever was hidden on its segments
        codes = seen.shown.get(place) or (() if decision.verb is Verb.CONFIRM else seen.hidden.get(place, ()))
        self.any = self.any or bool(seen.shown or seen.hidden)
        if codes and mark.kind is MarkKind.CODING:
            for number, counts in enumerate((True, mark.code == codes[0], mark.code in codes)):
                self._n[kind][number] += counts
        elif codes and mark.kind is MarkKind.REFUSED and kind == "shown":
            self._refused += 1

    def suggestions(self) -> Suggestions:
        return Suggestions(Taken(*self._n["shown"]), Taken(*self._n["hidden"]), self._refused)


def _place(mark: Mark) -> Place:
    return (mark.respondent, mark.wave, mark.start, mark.end)

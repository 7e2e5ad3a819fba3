"""The code finder: a few letters of a name, and Enter.

Enters: the desk's ways to find codes. Leaves: the id of a code, or the letters typed where a new code is wanted.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from textual.content import Content

from avoin.codebook.model import Code, Codebook
from avoin.i18n import _
from avoin.ids import CodeId
from avoin.tui.dialogs.choosing import Choice, ChoosingDialog
from avoin.tui.widgets.code_card import card_text
from avoin.tui.widgets.shown import shown, shown_line


@dataclass(frozen=True, slots=True)
class Wanted:
    """A code that is not there yet, by the name that was typed."""

    name: str


@dataclass(frozen=True, slots=True)
class FinderView:
    """What the finder knows.

    Attributes
    ----------
    find : callable
        Letters → codes, best first.
    recent : tuple of CodeId
        Shown first while nothing is typed.
    on : collection of CodeId
        Codes that are on the segment already; choosing one takes it off.
    preview : callable
        Code → a sentence on what taking it would do.
    """

    codebook: Codebook
    find: Callable[[str], tuple[Code, ...]]
    preview: Callable[[CodeId], str]
    recent: tuple[CodeId, ...] = ()
    on: frozenset[CodeId] = frozenset()


class CodeFinder(ChoosingDialog[CodeId | Wanted]):
    """Finds a code by its name; one is kept and opened again and again, which takes half the time of a new one."""

    NAME = "code finder"

    def __init__(self) -> None:
        super().__init__(_("Which code?"), _("Enter takes  ↑↓ choose  Esc leaves"), hint=_("letters of its name"))
        self._view = FinderView(Codebook("", "", ()), lambda _typed: (), str)

    def ask(self, view: FinderView, typed: str) -> None:
        """Find codes so when the finder is opened next, with these letters typed already."""
        self._view = view
        self.ask_anew(typed)

    def find(self, typed: str) -> Sequence[Choice[CodeId | Wanted]]:
        """Return the codes that fit; a new one by that name last."""
        codes = self._view.find(typed) if typed.strip() else self._recent_first(self._view.find(""))
        choices = [self._choice(code) for code in codes]
        if typed.strip():
            name = typed.strip()
            left = shown(_("new code: {name}").format(name=name), "italic")
            choices.append(Choice(Wanted(name), left, more=shown(_("Asks for its definition first."))))
        return choices

    def _recent_first(self, codes: Sequence[Code]) -> Sequence[Code]:
        rank = {code: place for place, code in enumerate(self._view.recent)}
        return sorted(codes, key=lambda code: rank.get(code.id, len(rank)))

    def _choice(self, code: Code) -> Choice[CodeId | Wanted]:
        above = next(self._view.codebook.ancestors(code.id), None)
        sign = shown("✓ ", "bold") if code.id in self._view.on else Content("  ")
        right = shown_line(above.name if above else "", "dim")
        return Choice(code.id, sign + shown_line(code.name), right)

    def more_of(self, choice: Choice[CodeId | Wanted]) -> Content:
        """Return what taking a code would do, and what it means: asked of one code, for it counts segments."""
        if isinstance(choice.key, Wanted):
            return choice.more
        says = shown_line(self._view.preview(choice.key), "bold")
        return says + Content("\n") + card_text(self._view.codebook.by_id[choice.key])

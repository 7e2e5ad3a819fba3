"""A new code: its name, its definition, and the code it stands under."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import on
from textual.app import ComposeResult, RenderResult
from textual.binding import Binding, BindingType
from textual.reactive import reactive
from textual.widget import Widget
from textual.widgets import Input

from avoin.codebook.model import Code
from avoin.i18n import _
from avoin.ids import CodeId
from avoin.tui.dialogs.dialog import Dialog
from avoin.tui.widgets.inputs import SafeInput
from avoin.tui.widgets.shown import Plate, fit, shown, shown_line


@dataclass(frozen=True, slots=True)
class NewCode:
    """What was answered."""

    name: str
    definition: str
    parent: CodeId | None


class ParentLine(Widget, can_focus=True):
    """The code above, changed with the arrows."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left,up", "turn(-1)", show=False),
        Binding("right,down,space", "turn(1)", show=False),
    ]
    place: reactive[int] = reactive(0)

    def __init__(self, parents: Sequence[Code], under: CodeId | None = None) -> None:
        super().__init__()
        self._parents = (None, *parents)
        ids = [None if code is None else code.id for code in self._parents]
        self.set_reactive(ParentLine.place, ids.index(under) if under in ids else 0)

    @property
    def chosen(self) -> CodeId | None:
        """The code above, or None at the top."""
        code = self._parents[self.place]
        return None if code is None else code.id

    def render(self) -> RenderResult:
        """Draw the choice between its arrows."""
        code = self._parents[self.place]
        name = shown(_("(no code above)"), "italic") if code is None else shown_line(code.name)
        return fit(shown("◂ " if self.has_focus else "  ", "bold") + name + shown(" ▸", "bold"), self.size.width)

    def action_turn(self, step: int) -> None:
        """Choose the next code."""
        self.place = (self.place + step) % len(self._parents)

    def on_focus(self) -> None:
        """Show the arrows."""
        self.refresh()

    def on_blur(self) -> None:
        """Hide the arrows."""
        self.refresh()


class NewCodeDialog(Dialog[NewCode]):
    """Asks for a new code. What was typed is not lost by one Esc."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "make", show=False)]

    def __init__(
        self, name: str, definition: str, parents: Sequence[Code], what_gets_it: str, under: CodeId | None = None
    ) -> None:
        super().__init__(_("New code"), _("Enter makes it  Tab next field  Esc leaves"))
        self._given = (name, definition)
        self._parents = parents
        self._under = under
        self._what_gets_it = what_gets_it
        self._warned = False

    def compose_body(self) -> ComposeResult:
        """Draw the fields."""
        name, definition = self._given
        yield Plate(shown(_("Name"), "bold"))
        yield SafeInput(name, id="name", is_proposal=True, hint=_("as it should stand in the report"))
        yield Plate(shown(_("Definition"), "bold"))
        yield SafeInput(definition, id="definition", hint=_("when is it used?"))
        yield Plate(shown(_("Under"), "bold"))
        yield ParentLine(self._parents, self._under)
        yield Plate(shown(self._what_gets_it), classes="says")

    def on_mount(self) -> None:
        """Start at the name."""
        self.query_one("#name", SafeInput).focus()

    @on(Input.Submitted)
    def _make_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.action_make()

    def action_make(self) -> None:
        """Hand back the code; a name it must have."""
        name, definition = self._typed()
        if not name:
            self.say(_("A code needs a name."))
            self.query_one("#name", SafeInput).focus()
            return
        self.dismiss(NewCode(name, definition, self.query_one(ParentLine).chosen))

    def action_leave(self) -> None:
        """Leave; where something was typed, say first that it would be lost."""
        if self._typed() == tuple(text.strip() for text in self._given) or self._warned:
            self.dismiss(None)
            return
        self._warned = True
        self.say(_("Not made yet: Enter makes it, Esc again drops it."))

    def _typed(self) -> tuple[str, str]:
        return self.query_one("#name", SafeInput).value.strip(), self.query_one("#definition", SafeInput).value.strip()

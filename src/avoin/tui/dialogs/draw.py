"""Drawing answers to be coded blind: by whom, and which share."""

from dataclasses import dataclass
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Input

from avoin.i18n import _
from avoin.tui.dialogs.dialog import Dialog
from avoin.tui.widgets.inputs import SafeInput
from avoin.tui.widgets.shown import Plate, shown


@dataclass(frozen=True, slots=True)
class Drawing:
    """What was answered; ``share`` is above 0 and at most 1."""

    coder: str
    share: float


class DrawDialog(Dialog[Drawing]):
    """Asks who codes blind and how much."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "take", show=False)]

    def __init__(self) -> None:
        super().__init__(_("Draw answers to be coded blind"), _("Enter draws  Tab next field  Esc leaves"))

    def compose_body(self) -> ComposeResult:
        """Draw the fields."""
        yield Plate(shown(_("Who codes them"), "bold"))
        yield SafeInput(id="coder", hint=_("the coder's name"))
        yield Plate(shown(_("How many percent of the answers that the coder has not touched"), "bold"))
        yield SafeInput("15", id="share", is_proposal=True)
        says = _("The coder sees neither your codings nor suggestions before having finished. u takes the draw back.")
        yield Plate(shown(says), classes="says")

    def on_mount(self) -> None:
        """Start at the name."""
        self.query_one("#coder", SafeInput).focus()

    @on(Input.Submitted)
    def _take_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.action_take()

    def action_take(self) -> None:
        """Hand back the answer where it is one."""
        coder = self.query_one("#coder", SafeInput).value.strip()
        share = _share(self.query_one("#share", SafeInput).value)
        if not coder:
            self.say(_("Who is to code them?"))
        elif share is None:
            self.say(_("A share is a number above 0 and at most 100, such as 15."))
        else:
            self.dismiss(Drawing(coder, share))


def _share(typed: str) -> float | None:
    try:
        share = float(typed.replace("%", "").replace(",", ".").strip()) / 100
    except ValueError:
        return None
    return share if 0 < share <= 1 else None

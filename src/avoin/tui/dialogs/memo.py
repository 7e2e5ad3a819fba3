"""A note on a segment or an answer."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from avoin.i18n import _
from avoin.tui.dialogs.dialog import Dialog
from avoin.tui.widgets.inputs import SafeArea


class MemoDialog(Dialog[str]):
    """Asks for the note; an emptied one is taken away. What was typed is not lost by one Esc."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "save", show=False, priority=True),
        Binding("ctrl+j", "new_line", show=False, priority=True),
    ]

    def __init__(self, heading: str, text: str) -> None:
        super().__init__(heading, _("Enter saves  Ctrl+J new line  Esc leaves"))
        self._text = text
        self._warned = False

    def compose_body(self) -> ComposeResult:
        """Draw the place to write."""
        yield SafeArea(self._text)

    def on_mount(self) -> None:
        """Start writing at the end."""
        area = self.query_one(SafeArea)
        area.focus()
        area.move_cursor(area.document.end)
        self._text = area.text

    def action_new_line(self) -> None:
        """Go on on a new line."""
        self.query_one(SafeArea).insert("\n")

    def action_save(self) -> None:
        """Hand back the note."""
        self.dismiss(self.query_one(SafeArea).text.strip())

    def action_leave(self) -> None:
        """Leave; where something was written, say first that it would be lost."""
        if self.query_one(SafeArea).text == self._text or self._warned:
            self.dismiss(None)
            return
        self._warned = True
        self.say(_("Not saved yet: Enter saves it, Esc again drops it."))

"""What a screen is for, and its keys."""

from collections.abc import Hashable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content

from avoin.i18n import _
from avoin.tui.dialogs.dialog import Dialog
from avoin.tui.key import Key
from avoin.tui.keys import at
from avoin.tui.method_words import method_of
from avoin.tui.places import Place
from avoin.tui.widgets.rows import RowList
from avoin.tui.widgets.shown import Plate, lines_of, shown


class KeyRows(RowList[Key]):
    """A key and its sentence."""

    def key_of(self, item: Key) -> Hashable:
        """Return the key's face and action."""
        return item.face, item.action

    def lines(self, item: Key, index: int, width: int) -> list[Content]:
        """Draw a key with its sentence beside it."""
        del index
        face = shown(f"  {item.face}", "bold")
        head = face + Content(" " * max(11 - face.cell_length, 1))
        indent = Content(" " * head.cell_length)
        lines = lines_of(shown(item.help), width - head.cell_length)
        return [(indent if place else head) + line for place, line in enumerate(lines)]


class HelpDialog(Dialog[None]):
    """Says what a screen is for and lists the keys that work on it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "leave", show=False),
        Binding("question_mark", "leave", show=False),
    ]

    def __init__(self, place: Place) -> None:
        super().__init__(_("Keys of this screen"), _("↑↓ PgUp PgDn read on  Esc back"))
        self._place = place

    def compose_body(self) -> ComposeResult:
        """Draw what the screen is for, and the list."""
        yield Plate(shown(method_of(self._place)), id="method")
        yield KeyRows()

    def on_mount(self) -> None:
        """Fill the list: the screen's keys, those of lists, those that work everywhere."""
        rows = self.query_one(KeyRows)
        rows.show_items((*at(self._place), *(key for key in at(Place.ROWS) if Place.ROWS in key.places)))
        rows.focus()

"""In which order the answers come."""

from collections.abc import Sequence

from avoin.coding.queue import QueueOrder
from avoin.i18n import _
from avoin.text import fold
from avoin.tui.dialogs.choosing import Choice, ChoosingDialog
from avoin.tui.widgets.shown import shown


def order_name(order: QueueOrder) -> str:
    """Return what an order is called."""
    return {
        QueueOrder.PAGES: _("pages for one code, surest first"),
        QueueOrder.THEMES: _("by theme"),
        QueueOrder.UNCERTAIN: _("least certain first"),
        QueueOrder.FILE: _("file order"),
        QueueOrder.WAITING: _("waiting after a change of the codes"),
        QueueOrder.OPEN: _("undecided only"),
    }[order]


def _order_help(order: QueueOrder) -> str:
    return {
        QueueOrder.PAGES: _("About ten segments at a time that are suggested for the same code: the fastest way."),
        QueueOrder.THEMES: _("Whole answers, those of the first theme first."),
        QueueOrder.UNCERTAIN: _("Whole answers, those the suggestions know least about first."),
        QueueOrder.FILE: _("Whole answers as they were imported."),
        QueueOrder.WAITING: _("Answers whose code was divided, or that a new code is asked of: each is decided again."),
        QueueOrder.OPEN: _("Whole answers as they were imported, without those that are decided."),
    }[order]


class QueueDialog(ChoosingDialog[QueueOrder]):
    """Asks for the order."""

    def __init__(self, now: QueueOrder) -> None:
        super().__init__(_("In which order?"), _("Enter takes  ↑↓ choose  Esc leaves"))
        self._now = now

    def find(self, typed: str) -> Sequence[Choice[QueueOrder]]:
        """Return the orders whose name holds the typed letters, the present one marked."""
        return [
            Choice(order, shown("● " if order is self._now else "  ") + shown(name), more=shown(_order_help(order)))
            for order in QueueOrder
            if fold(typed.strip()) in fold(name := order_name(order))
        ]

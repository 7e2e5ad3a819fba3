"""The versions of the codebook, the newest first, under each what it changed; only to be looked at.

Enters: the versions. Leaves: nothing. A word that is typed finds the changes that have it, in whichever version.
"""

from collections.abc import Iterator, Sequence

from avoin.codebook.words import difference_in_words
from avoin.i18n import _
from avoin.tui.dialogs.choosing import Choice
from avoin.tui.dialogs.pick import PickDialog
from avoin.tui.widgets.shown import shown, shown_line
from avoin.workflow.codebooks.codebook_desk import VersionStep

_Row = tuple[str, int]


class VersionsDialog(PickDialog[_Row]):
    """Lists versions and changes."""

    def __init__(self, steps: Sequence[VersionStep]) -> None:
        choices = [choice for step in steps for choice in _rows(step)]
        super().__init__(_("Versions and what each changed"), choices, keys=_("↑↓ choose  Esc leaves"))


def _rows(step: VersionStep) -> Iterator[Choice[_Row]]:
    released = shown_line(step.released or _("draft"), "dim")
    yield Choice((step.version, 0), shown_line(step.version, "bold"), released, shown(step.notes))
    changes = (difference_in_words(each, step.before or step.codebook, step.codebook) for each in step.differences)
    for number, says in enumerate(changes, 1):
        yield Choice((step.version, number), shown("  ") + shown_line(says), more=shown(says))

"""Which wave the file is of; of a new project also where it is to be and what it is called."""

from dataclasses import replace
from pathlib import Path
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Input

from avoin.i18n import _
from avoin.tui.dialogs.dialog import Dialog
from avoin.tui.widgets.inputs import SafeInput
from avoin.tui.widgets.shown import Plate, shown
from avoin.workflow.incoming.begin_project import Beginning


class NewProjectDialog(Dialog[Beginning]):
    """Asks for what cannot be guessed; what can be is proposed."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "take", show=False)]

    def __init__(self, proposal: Beginning) -> None:
        heading = _("New wave of {name} from {file}") if proposal.is_further else _("New project from {file}")
        heading = heading.format(file=proposal.file.name, name=proposal.name)
        super().__init__(heading, _("Enter looks at the columns  Tab next field  Esc leaves"))
        self._proposal = proposal

    def compose_body(self) -> ComposeResult:
        """Draw the fields."""
        yield Plate(shown(_("Which collection is it of, such as 2025?"), "bold"))
        yield SafeInput(self._proposal.wave, id="wave", is_proposal=True)
        if self._proposal.is_further:
            return
        yield Plate(shown(_("What is the project called?"), "bold"))
        yield SafeInput(self._proposal.name, id="name", is_proposal=True)
        yield Plate(shown(_("In which folder?"), "bold"))
        yield SafeInput(str(self._proposal.folder), id="folder", is_proposal=True)

    def on_mount(self) -> None:
        """Start in the first field."""
        self.query(SafeInput).first().focus()

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.action_take()

    def action_take(self) -> None:
        """Hand back what is written; nothing may be empty."""
        said = {str(each.id): each.value.strip() for each in self.query(SafeInput)}
        if not all(said.values()):
            self.say(_("Each field needs something."))
            return
        proposal = self._proposal
        folder = Path(said.get("folder", str(proposal.folder))).expanduser()
        self.dismiss(replace(proposal, wave=said["wave"], name=said.get("name", proposal.name), folder=folder))

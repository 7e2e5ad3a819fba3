"""The last catcher: an error becomes a dialog, and the screen stays as it was.

An expected error says its words; of an unexpected one the place is logged without its words, which may quote an answer.
What was confirmed is in the store by then.
"""

import logging
import traceback
from collections.abc import Mapping

from textual import on
from textual.app import App
from textual.dom import DOMNode
from textual.worker import Worker, WorkerState

from avoin import logs
from avoin.errors import AvoinError
from avoin.i18n import _
from avoin.tui import messages
from avoin.tui.dialogs.error import ErrorDialog
from avoin.tui.widgets.shown import shown

_log = logging.getLogger(__name__)

BUG = 3
"""What the app leaves with after an error it could not stay open with, as the command line does."""


class Catching(App[None]):
    """An app that outlives errors."""

    async def run_action(
        self,
        action: str | tuple[str, str, tuple[object, ...]],
        default_namespace: DOMNode | None = None,
        namespaces: Mapping[str, DOMNode] | None = None,
    ) -> bool:
        """Run an action; an error in it becomes a dialog, the screen stays as it was."""
        try:
            return await super().run_action(action, default_namespace, namespaces)
        except AvoinError as error:
            self.tell_of(error)
        except Exception as error:  # noqa: BLE001 - the last catcher: a bug is logged and told, work goes on
            self._confess(error)
        return True

    @on(messages.Failed)
    def _failed(self, event: messages.Failed) -> None:
        if isinstance(event.error, AvoinError):
            self.tell_of(event.error)
        else:
            self._confess(event.error)

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """Tell of an error in one of the app's own workers."""
        if event.state is WorkerState.ERROR and event.worker.error is not None:
            self.post_message(messages.Failed(event.worker.error))

    def tell_of(self, error: AvoinError) -> None:
        """Show an expected error."""
        _log.info("expected error: %s", type(error).__name__)
        self.push_screen(ErrorDialog(error.message, error.hint))

    def _confess(self, error: BaseException) -> None:
        _log_bug(error)
        message = _("avoin met an error of its own ({kind}). What was confirmed is saved.")
        hint = _("The log is {path}").format(path=logs.log_path())
        self.push_screen(ErrorDialog(message.format(kind=type(error).__name__), hint))

    def _handle_exception(self, error: Exception) -> None:
        """Leave after an error that no screen survives; Textual's own way would print answers to the terminal."""
        if self.is_headless:
            super()._handle_exception(error)  # tests see the error itself
            return
        _log_bug(error)
        says = _("avoin met an error of its own ({kind}). What was confirmed is saved.")
        where = _("The log is {path}").format(path=logs.log_path())
        self.exit(return_code=BUG, message=shown(says.format(kind=type(error).__name__) + "\n" + where))


def _log_bug(error: BaseException) -> None:
    # the error's own words may quote an answer: only its type and where it happened are logged
    frames = traceback.extract_tb(error.__traceback__)
    where = "\n".join(f"  {frame.filename}:{frame.lineno} {frame.name}" for frame in frames)
    _log.error("unexpected %s\n%s", type(error).__name__, where)

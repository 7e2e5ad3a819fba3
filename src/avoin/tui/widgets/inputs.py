"""Places to type in. What is pasted passes the same door as what is drawn; Textual's own fields draw it as it comes."""

from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.widgets import Input, TextArea

from avoin.text import show, show_line


class SafeInput(Input):
    """One line of typing; what is a proposal gives way to the first letter typed."""

    def __init__(
        self,
        value: str = "",
        *,
        hint: str = "",
        id: str | None = None,  # noqa: A002 - Textual's own name
        is_proposal: bool = False,
    ) -> None:
        super().__init__(show_line(value), show_line(hint), id=id, compact=True, select_on_focus=is_proposal)

    def on_paste(self, event: events.Paste) -> None:
        """Take what is pasted on one line and without control characters."""
        event.prevent_default()
        event.stop()
        self.insert_text_at_cursor(show_line(event.text))


class SafeArea(TextArea, inherit_bindings=False):
    """A few lines of typing; the function keys stay the workbench's."""

    BINDINGS: ClassVar[list[BindingType]] = [
        binding for binding in TextArea.BINDINGS if isinstance(binding, Binding) and binding.key not in ("f6", "f7")
    ]

    def __init__(self, value: str = "", *, id: str | None = None) -> None:  # noqa: A002 - Textual's own name
        super().__init__(show(value), id=id, compact=True, tab_behavior="focus", soft_wrap=True)

    def on_paste(self, event: events.Paste) -> None:
        """Take what is pasted without control characters."""
        event.prevent_default()
        event.stop()
        self.insert(show(event.text))

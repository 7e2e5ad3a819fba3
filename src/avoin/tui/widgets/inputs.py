"""Places to type in. What is pasted passes the same door as what is drawn; Textual's own fields draw it as it comes."""

from textual import events
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


class SafeArea(TextArea):
    """A few lines of typing."""

    def __init__(self, value: str = "", *, id: str | None = None) -> None:  # noqa: A002 - Textual's own name
        super().__init__(show(value), id=id, compact=True, tab_behavior="focus", soft_wrap=True)

    def on_paste(self, event: events.Paste) -> None:
        """Take what is pasted without control characters."""
        event.prevent_default()
        event.stop()
        self.insert(show(event.text))

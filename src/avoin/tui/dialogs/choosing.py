"""Choosing one of many by typing: the code finder, the search, the palette and the order of the queue are this.

Enters: a function from what was typed to choices. Leaves: the key of the choice taken.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Generic, TypeVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Input

from avoin.tui.dialogs.dialog import Dialog
from avoin.tui.widgets.inputs import SafeInput
from avoin.tui.widgets.rows import RowList
from avoin.tui.widgets.shown import Plate, fit

Key = TypeVar("Key")
EMPTY = Content("")


@dataclass(frozen=True, slots=True)
class Choice(Generic[Key]):
    """One row: what is handed back, what stands at the left and at the right, and what is told of it below the list."""

    key: Key
    left: Content
    right: Content = EMPTY
    more: Content = EMPTY


class ChoiceList(RowList[Choice[Key]], Generic[Key]):
    """The choices; the focus stays in the line one types on."""

    can_focus = False

    def key_of(self, item: Choice[Key]) -> Key:
        """Return what would be handed back."""
        return item.key

    def lines(self, item: Choice[Key], index: int, width: int) -> list[Content]:
        """Draw a choice on one line."""
        del index
        return [fit(Content("  ") + item.left, width, right=Content(" ") + item.right + Content(" "))]


class ChoosingDialog(Dialog[Key], Generic[Key]):
    """A line to type on, what it finds, and more about the one under the cursor."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", show=False),
        Binding("down", "move(1)", show=False),
        Binding("pageup", "page(-1)", show=False),
        Binding("pagedown", "page(1)", show=False),
        Binding("enter", "take", show=False),
    ]

    def __init__(self, heading: str, keys: str, *, typed: str = "", hint: str = "") -> None:
        super().__init__(heading, keys)
        self._typed = typed
        self._hint = hint
        self._has_begun = False
        self._take_when_begun = False

    def find(self, typed: str) -> Sequence[Choice[Key]]:
        """Return what fits the typed letters, best first."""
        raise NotImplementedError

    def compose_body(self) -> ComposeResult:
        """Draw the line, the list and the place for more."""
        yield SafeInput(self._typed, hint=self._hint)
        yield ChoiceList[Key](id="choices")
        yield Plate(id="more")

    def on_screen_resume(self) -> None:
        """Show what fits what was typed before the dialog opened."""
        if self._has_begun:
            return
        self._has_begun = True
        line = self.query_one(SafeInput)
        with line.prevent(Input.Changed):
            line.value = self._typed
        line.cursor_position = len(self._typed)
        line.focus()
        self.show_choices(self.find(self._typed))
        if self._take_when_begun:
            self.action_take()

    def ask_anew(self, typed: str) -> None:
        """Forget the last answer: the dialog is opened again."""
        self._typed = typed
        self._has_begun = self._take_when_begun = False

    def type_on(self, letters: str) -> None:
        """Take letters that were typed before the line could have the focus."""
        if self._has_begun:
            self.query_one(SafeInput).insert_text_at_cursor(letters)
        else:
            self._typed += letters

    @property
    def choices(self) -> ChoiceList[Key]:
        """The list."""
        return self.query_one(ChoiceList)

    def show_choices(self, choices: Sequence[Choice[Key]]) -> None:
        """Show these, the cursor on the first."""
        rows = self.choices
        rows.start_over()
        rows.show_items(choices)
        self.tell_more()

    def tell_more(self) -> None:
        """Tell more of the choice under the cursor."""
        chosen = self.choices.chosen
        self.query_one("#more", Plate).draw(EMPTY if chosen is None else self.more_of(chosen))

    def more_of(self, choice: Choice[Key]) -> Content:
        """Return what is told of a choice while it is under the cursor."""
        return choice.more

    @on(Input.Changed)
    def _find_again(self, event: Input.Changed) -> None:
        event.stop()
        self.typing_changed(event.value)

    def typing_changed(self, typed: str) -> None:
        """Find anew."""
        self.show_choices(self.find(typed))

    @on(Input.Submitted)
    def _take_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.action_take()

    @on(RowList.Moved)
    def _moved(self, event: RowList.Moved) -> None:
        event.stop()
        self.tell_more()

    @on(RowList.Clicked)
    def _clicked(self, event: RowList.Clicked) -> None:
        event.stop()
        self.action_take()

    def action_move(self, step: int) -> None:
        """Move the cursor in the list."""
        self.choices.move_to(self.choices.cursor + step)

    def action_page(self, step: int) -> None:
        """Move the cursor a listful."""
        if step > 0:
            self.choices.action_page_down()
        else:
            self.choices.action_page_up()

    def action_take(self) -> None:
        """Hand back the choice under the cursor; nothing happens where there is none."""
        if not self._has_begun:
            self._take_when_begun = True
            return
        chosen = self.choices.chosen
        if chosen is not None:
            self.dismiss(chosen.key)

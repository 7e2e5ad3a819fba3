"""The texts of a code in fields, to be edited in place; and what a code is to be divided into."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widgets import TextArea

from avoin.codebook.model import Code
from avoin.i18n import _
from avoin.ids import CodeId
from avoin.tui.dialogs.dialog import Dialog
from avoin.tui.widgets.inputs import SafeArea, SafeInput
from avoin.tui.widgets.shown import Plate, shown

_LINES = ("name", "keywords", "reason")
_TEXTS = ("definition", "include", "exclude", "borderline")


@dataclass(frozen=True, slots=True)
class Edited:
    """A code as it is to be, and why."""

    code: Code
    reason: str


class _WritingDialog(Dialog[Edited]):
    """A dialog one writes in: Enter saves, Ctrl+J begins a new line, and one Esc loses nothing."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "save", show=False, priority=True),
        Binding("ctrl+j", "new_line", show=False, priority=True),
    ]

    def __init__(self, heading: str) -> None:
        super().__init__(heading, _("Enter saves  Tab next field  Ctrl+J new line  Esc leaves"))
        self._begun: tuple[str, ...] = ()
        self._warned = False

    def typed(self) -> tuple[str, ...]:
        """Return what stands in the fields."""
        return (*(each.value for each in self.query(SafeInput)), *(each.text for each in self.query(SafeArea)))

    def on_mount(self) -> None:
        """Start in the first field."""
        self._begun = self.typed()
        self.query(SafeInput).first().focus()

    def action_new_line(self) -> None:
        """Go on on a new line, where the field has lines."""
        if isinstance(self.focused, SafeArea):
            self.focused.insert("\n")

    def action_save(self) -> None:
        """Hand back what was written."""
        raise NotImplementedError

    def action_leave(self) -> None:
        """Leave; where something was written, say first that it would be lost."""
        if self.typed() == self._begun or self._warned:
            self.dismiss(None)
            return
        self._warned = True
        self.say(_("Not saved yet: Enter saves it, Esc again drops it."))


class CodeTextsDialog(_WritingDialog):
    """Edits name, definition, what is in and out, borderline cases, examples and keywords."""

    def __init__(self, code: Code, preview: str) -> None:
        super().__init__(code.name)
        self._code = code
        self._preview = preview

    def compose_body(self) -> ComposeResult:
        """Draw the fields."""
        code = self._code
        with VerticalScroll(id="fields", can_focus=False):
            yield Plate(shown(_("Name"), "bold"))
            yield SafeInput(code.name, id="name")
            heads = (_("Definition"), _("Include"), _("Exclude"), _("Borderline"))
            for field, head in zip(_TEXTS, heads, strict=True):
                yield Plate(shown(head, "bold"))
                yield SafeArea(getattr(code, field), id=field)
            yield Plate(shown(_("Examples, one on a line"), "bold"))
            yield SafeArea("\n".join(code.examples), id="examples")
            yield Plate(shown(_("Keywords, with commas between"), "bold"))
            yield SafeInput(", ".join(code.keywords), id="keywords")
            yield Plate(shown(_("Why is it changed?"), "bold"))
            yield SafeInput("", id="reason")
        yield Plate(shown(self._preview), classes="says")

    def action_save(self) -> None:
        """Hand back the code with its texts; a name it must have."""
        lines = {field: self.query_one(f"#{field}", SafeInput).value.strip() for field in _LINES}
        if not lines["name"]:
            self.say(_("A code needs a name."))
            return
        texts = {field: self.query_one(f"#{field}", SafeArea).text.strip() for field in (*_TEXTS, "examples")}
        code = replace(
            self._code,
            name=lines["name"],
            definition=texts["definition"],
            include=texts["include"],
            exclude=texts["exclude"],
            borderline=texts["borderline"],
            examples=tuple(filter(None, map(str.strip, texts["examples"].split("\n")))),
            keywords=tuple(filter(None, map(str.strip, lines["keywords"].split(",")))),
        )
        self.dismiss(Edited(code, lines["reason"]))


@dataclass(frozen=True, slots=True)
class Parts:
    """What a code is to be divided into, and why."""

    codes: tuple[Code, ...]
    reason: str


class SplitDialog(Dialog[Parts]):
    """Asks for the parts, one on a line, each perhaps with its definition after a colon; tells what dividing does."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "save", show=False, priority=True),
        Binding("ctrl+j", "new_line", show=False, priority=True),
    ]

    def __init__(self, code: Code, preview: Callable[[tuple[Code, ...]], str]) -> None:
        heading = _("Divide: {name}").format(name=code.name)
        super().__init__(heading, _("Enter divides  Ctrl+J next part  Tab next field  Esc leaves"))
        self._preview = preview

    def compose_body(self) -> ComposeResult:
        """Draw the fields and the preview."""
        yield Plate(shown(_("One part on a line: name, or name: definition"), "bold"))
        yield SafeArea("", id="parts")
        yield Plate(shown(_("Why is it divided?"), "bold"))
        yield SafeInput("", id="reason")
        yield Plate(shown(self._preview(())), id="effect", classes="says")

    def on_mount(self) -> None:
        """Start writing."""
        self.query_one(SafeArea).focus()

    @on(TextArea.Changed)
    def _tell(self, event: TextArea.Changed) -> None:
        event.stop()
        self.query_one("#effect", Plate).draw(shown(self._preview(self._parts())))

    def action_new_line(self) -> None:
        """Begin the next part."""
        self.query_one(SafeArea).insert("\n")

    def action_save(self) -> None:
        """Hand back the parts; two there must be."""
        parts = self._parts()
        if len(parts) < 2:
            self.say(_("Name at least two parts; Ctrl+J begins the next line."))
            return
        self.dismiss(Parts(parts, self.query_one(SafeInput).value.strip()))

    def _parts(self) -> tuple[Code, ...]:
        lines = (line.partition(":") for line in self.query_one(SafeArea).text.split("\n") if line.strip())
        return tuple(Code(CodeId(""), name.strip(), definition.strip()) for name, _colon, definition in lines)


class NotesDialog(Dialog[str]):
    """Asks for a line of notes before something that is done for good."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "save", show=False, priority=True)]

    def __init__(self, heading: str, says: str) -> None:
        super().__init__(heading, _("Enter does it  Esc leaves everything as it is"))
        self._says = says

    def compose_body(self) -> ComposeResult:
        """Draw what would happen, and the line."""
        yield Plate(shown(self._says), classes="says")
        yield Plate(shown(_("What changed and why"), "bold"))
        yield SafeInput("", id="notes")

    def on_mount(self) -> None:
        """Start writing."""
        self.query_one(SafeInput).focus()

    def action_save(self) -> None:
        """Hand back the notes."""
        self.dismiss(self.query_one(SafeInput).value.strip())

"""What every screen has around it: where one is, which screens there are, what happened, which keys work now."""

from collections.abc import Sequence
from dataclasses import dataclass

from textual import events
from textual.app import RenderResult
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from avoin.i18n import _
from avoin.tui.key import Key
from avoin.tui.places import SCREENS, Place
from avoin.tui.widgets.shown import Plate, fit, shown, shown_line

_ALWAYS = ("undo", "help")  # keys that the line has however narrow it is
_LEAST_OF_NAME = 12  # cells that stay of a project's name
_AROUND_NAME = 4  # cells that a screen's name takes beside its letters
_LEAST_OF_SCREEN = 3  # letters that stay of a screen's name


class HeadLine(Widget):
    """Project, wave and question at the left; progress and whether all is saved at the right."""

    where: reactive[tuple[str, ...]] = reactive(())
    progress: reactive[str] = reactive("")
    saved: reactive[bool] = reactive(True)

    def render(self) -> RenderResult:
        """Draw the line; when it does not fit, first the project's name gives way, then the question."""
        state = shown(_("✓ saved")) if self.saved else shown(_("✗ NOT SAVED"), "bold reverse")
        right = Content("  ").join([part for part in (shown_line(self.progress), state) if part])
        right = Content("  ") + right + Content(" ")
        parts = [shown_line(part) for part in self.where if part]
        too_long = sum(part.cell_length + 3 for part in parts) - 2 + right.cell_length - self.size.width
        if too_long > 0 and len(parts) > 1:
            parts[0] = parts[0].truncate(max(parts[0].cell_length - too_long, _LEAST_OF_NAME), ellipsis=True)
        return fit(Content(" ") + Content(" ▸ ").join(parts), self.size.width, right=right)


class ScreenLine(Widget):
    """The screens with their function keys; the one shown is set off by its edges and in bold."""

    @dataclass
    class Chosen(Message):
        """A screen's name was clicked."""

        place: Place

    here: reactive[Place] = reactive(Place.THEMES)

    def render(self) -> RenderResult:
        """Draw the line."""
        line = Content("").join([face for _place, face in self._faces()])
        return fit(line.rstrip(), self.size.width)

    def _faces(self) -> list[tuple[Place, Content]]:
        """Return the names; the longest ones of other screens are cut as far as the room asks for."""
        names = _screen_names()
        here = SCREENS.index(Place.ANSWERS if self.here is Place.PAGES else self.here)
        kept = [len(name) for name in names]
        others = [place for place in range(len(names)) if place != here]
        blank_at_end = here != len(names) - 1
        for _cell in range(sum(kept) + _AROUND_NAME * len(names) - blank_at_end - self.size.width):
            longest = max(others, key=lambda place: (kept[place], place))
            kept[longest] = max(kept[longest] - 1, _LEAST_OF_SCREEN)
        cut = [name if len(name) == room else f"{name[: room - 1]}." for name, room in zip(names, kept, strict=True)]
        gap = " " if sum(kept) + (_AROUND_NAME + 1) * len(names) <= self.size.width else ""
        return [(SCREENS[place], gap + _face(place, name, is_here=place == here)) for place, name in enumerate(cut)]

    def on_click(self, event: events.Click) -> None:
        """Go to the clicked screen."""
        edge = 0
        for place, face in self._faces():
            edge += face.cell_length
            if event.x < edge:
                self.post_message(self.Chosen(place))
                return


def _face(place: int, name: str, *, is_here: bool) -> Content:
    return shown(f"F{place + 1}▐{name}▌", "bold") if is_here else shown(f"F{place + 1} {name} ")


def _screen_names() -> tuple[str, ...]:
    return (
        _("Overview"),
        _("Themes"),
        _("Answers"),
        _("Codebook"),
        _("Quotes"),
        _("Summaries"),
        _("Comparison"),
    )


class MessageLine(Plate):
    """What happened, until the next key.

    Attributes
    ----------
    says : str
        What is said now; empty while nothing is.
    is_passing : bool
        Whether that is true for a while only: how far a long run is.
    """

    says = ""
    is_passing = False

    def tell(self, text: str, *, alarm: bool = False, passing: bool = False) -> None:
        """Say this, on as many lines as it needs; an alarm stands out by a sign as well as by its style."""
        self.says, self.is_passing = text, passing
        sign = shown(" ! ", "bold reverse") + Content(" ") if alarm else Content("")
        self.draw(sign + shown_line(text))

    def clear(self) -> None:
        """Say nothing any more."""
        if self.says:
            self.says = ""
            self.draw(Content(""))


class KeyLine(Widget):
    """The keys that work now, as many as fit; undo and "?" are always among them."""

    keys_now: reactive[Sequence[Key]] = reactive(())

    def render(self) -> RenderResult:
        """Draw the line."""
        faces = [(key, shown(f" {key.face}", "bold") + shown(f" {key.label} ")) for key in self.keys_now if key.label]
        last = [face for key, face in faces if key.action in _ALWAYS]
        room = self.size.width - sum(face.cell_length for face in last)
        kept = []
        for key, face in faces:
            if key.action in _ALWAYS:
                continue
            if face.cell_length > room:
                break
            room -= face.cell_length
            kept.append(face)
        return fit(Content("").join(kept + last), self.size.width)


class TooSmall(Plate):
    """Says that the window is too small to work in."""

    def on_mount(self) -> None:
        """Say it."""
        self.draw(shown(_("The window is too small for avoin. Make it at least 60 columns wide and 16 rows high.")))

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


class HeadLine(Widget):
    """Project, wave and question at the left; progress and whether all is saved at the right."""

    where: reactive[tuple[str, ...]] = reactive(())
    progress: reactive[str] = reactive("")
    saved: reactive[bool] = reactive(True)

    def render(self) -> RenderResult:
        """Draw the line; the question gives way when it does not fit."""
        place = Content(" ▸ ").join([shown_line(part) for part in self.where if part])
        state = shown(_("✓ saved")) if self.saved else shown(_("✗ NOT SAVED"), "bold reverse")
        right = Content("  ").join([part for part in (shown_line(self.progress), state) if part])
        return fit(Content(" ") + place, self.size.width, right=Content("  ") + right + Content(" "))


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
        return fit(line, self.size.width)

    def _faces(self) -> list[tuple[Place, Content]]:
        """Return the names, those of other screens cut to as many letters as there is room for."""
        names = _screen_names()
        for most in range(max(map(len, names)), 2, -1):
            faces = [self._face(place, most) for place in range(len(names))]
            if sum(face.cell_length for _place, face in faces) <= self.size.width:
                break
        return faces

    def _face(self, place: int, most: int) -> tuple[Place, Content]:
        screen, name = SCREENS[place], _screen_names()[place]
        if screen is (Place.ANSWERS if self.here is Place.PAGES else self.here):
            return screen, shown(f" F{place + 1}▐{name}▌", "bold")
        cut = name if len(name) <= most else f"{name[: most - 1]}."
        return screen, shown(f" F{place + 1} {cut} ")

    def on_click(self, event: events.Click) -> None:
        """Go to the clicked screen."""
        edge = 0
        for place, face in self._faces():
            edge += face.cell_length
            if event.x < edge:
                self.post_message(self.Chosen(place))
                return


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
    is_silent : bool
        True while nothing is said.
    """

    is_silent = True

    def tell(self, text: str, *, alarm: bool = False) -> None:
        """Say this; an alarm stands out by a sign as well as by its style."""
        self.is_silent = False
        sign = shown(" ! ", "bold reverse") if alarm else Content("")
        self.draw(fit(sign + Content(" ") + shown_line(text), self.app.size.width))

    def clear(self) -> None:
        """Say nothing any more."""
        self.is_silent = True
        self.draw(Content(""))


class KeyLine(Widget):
    """The keys that work now, as many as fit; "?" is always among them."""

    keys_now: reactive[Sequence[Key]] = reactive(())

    def render(self) -> RenderResult:
        """Draw the line."""
        faces = [(key, shown(f" {key.face}", "bold") + shown(f" {key.label} ")) for key in self.keys_now if key.label]
        last = [face for key, face in faces if key.action == "help"]
        room = self.size.width - sum(face.cell_length for face in last)
        kept = []
        for key, face in faces:
            if key.action == "help":
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

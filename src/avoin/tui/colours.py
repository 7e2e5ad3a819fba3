"""The colours of the workbench: dark, light and high contrast. Every meaning is also a sign, a word or a style."""

from textual.theme import Theme

from avoin.i18n import _
from avoin.workflow.preferences import COLOURS

_DARK = Theme(
    "avoin",
    primary="#7aa2c8",
    secondary="#5f7f9f",
    accent="#d9b36c",
    warning="#d9b36c",
    error="#d9776c",
    success="#8fbf8f",
    foreground="#dcdcd6",
    background="#16181c",
    surface="#1c1f24",
    panel="#262a31",
)
_LIGHT = Theme(
    "avoin-light",
    primary="#2f5d8a",
    secondary="#6b8299",
    accent="#7a4f00",
    warning="#7a4f00",
    error="#a3281c",
    success="#2f6b2f",
    foreground="#1d1f23",
    background="#fbfaf6",
    surface="#f3f1ea",
    panel="#e6e3d9",
    dark=False,
)
_CONTRAST = Theme(
    "avoin-contrast",
    primary="#ffffff",
    secondary="#ffffff",
    accent="#ffff00",
    warning="#ffff00",
    error="#ff8080",
    success="#80ff80",
    foreground="#ffffff",
    background="#000000",
    surface="#000000",
    panel="#000000",
    variables={"text-muted": "#ffffff", "text-disabled": "#ffffff"},
)
THEMES = dict(zip(COLOURS, (_DARK, _LIGHT, _CONTRAST), strict=True))


def theme_name(colours: str) -> str:
    """Return what Textual calls the theme of these colours; the dark one where nothing is said."""
    return THEMES.get(colours, _DARK).name


def colour_names() -> dict[str, str]:
    """Return the choices and what they are called."""
    return dict(zip(COLOURS, (_("dark"), _("light"), _("high contrast")), strict=True))

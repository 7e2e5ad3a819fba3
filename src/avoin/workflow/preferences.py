"""What a person prefers on this machine, whatever the project: colours, and the projects opened last.

Enters: nothing. Leaves: preferences, kept in the platform's folder for settings (``AVOIN_CONFIG_DIR`` overrides it).
Invariants: paths and names only, nothing of a project's content; a file that is missing or damaged costs nothing but
the preferences.
"""

import json
import logging
import os
from dataclasses import dataclass, replace
from pathlib import Path

import platformdirs

from avoin.settings import SETTINGS_FILE

_log = logging.getLogger(__name__)

COLOURS = ("dark", "light", "contrast")
_MOST_RECENT = 12


@dataclass(frozen=True, slots=True)
class Preferences:
    """A person's preferences.

    Attributes
    ----------
    colours : str
        One of ``COLOURS``; empty where nothing was chosen.
    recent : tuple of Path
        Folders of projects, the one opened last first.
    """

    colours: str = ""
    recent: tuple[Path, ...] = ()


def preferences_path() -> Path:
    """Return where they are kept."""
    folder = os.environ.get("AVOIN_CONFIG_DIR") or platformdirs.user_config_dir("avoin", appauthor=False)
    return Path(folder) / "preferences.json"


def read_preferences() -> Preferences:
    """Return the preferences; empty ones where there are none that can be read."""
    try:
        held = json.loads(preferences_path().read_text(encoding="utf-8"))
        colours = str(held.get("colours", ""))
        recent = tuple(Path(str(each)) for each in held.get("recent", ()))
    except (OSError, ValueError, AttributeError, TypeError):
        return Preferences()
    return Preferences(colours if colours in COLOURS else "", recent)


def keep_preferences(preferences: Preferences) -> None:
    """Keep them; where that cannot be done the work goes on without."""
    path = preferences_path()
    held = {"colours": preferences.colours, "recent": [str(each) for each in preferences.recent]}
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        aside = path.with_suffix(".part")
        aside.write_text(json.dumps(held, ensure_ascii=False, indent=1), encoding="utf-8")
        aside.replace(path)
    except OSError as error:
        _log.warning("preferences not kept: %s", type(error).__name__)


def prefer_colours(colours: str) -> None:
    """Use these colours from now on; one of ``COLOURS``."""
    keep_preferences(replace(read_preferences(), colours=colours))


def note_opened(folder: Path) -> None:
    """Put a project first among those opened last."""
    before = read_preferences()
    others = (each for each in before.recent if each != folder.resolve())
    keep_preferences(replace(before, recent=(folder.resolve(), *others)[:_MOST_RECENT]))


def recent_projects() -> tuple[Path, ...]:
    """Return the projects opened last that are still there, the last one first."""
    return tuple(each for each in read_preferences().recent if (each / SETTINGS_FILE).is_file())

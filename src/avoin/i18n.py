"""The program's own sentences in Finnish and English (gettext; the source strings are English).

The language is set once, before ``avoin.cli`` verbs and ``avoin.tui`` are imported: both read strings at import.
Codebooks and answers are research material and are never translated.
"""

import gettext as _gettext
import locale
import os
from pathlib import Path

LANGUAGES = ("fi", "en")
_DOMAIN = "avoin"
_FOLDER = Path(__file__).parent / "locale"

_current: _gettext.NullTranslations = _gettext.NullTranslations()
_language = "en"


def preferred_language() -> str:
    """Return "fi" or "en" from ``AVOIN_LANGUAGE``, else the locale; English where neither speaks Finnish."""
    wanted = os.environ.get("AVOIN_LANGUAGE")
    if not wanted:
        wanted = next((os.environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)), "")
        wanted = wanted or (locale.getlocale()[0] or "")
    return "fi" if wanted.lower().startswith("fi") else "en"


def set_language(language: str) -> None:
    """Speak this language from now on.

    Parameters
    ----------
    language : str
        "fi" or "en".

    Raises
    ------
    ValueError
        For any other language.
    """
    global _current, _language  # noqa: PLW0603 - the process speaks one language
    if language not in LANGUAGES:
        raise ValueError(language)
    _current = _gettext.NullTranslations() if language == "en" else _finnish()
    _language = language


def _finnish() -> _gettext.NullTranslations:
    return _gettext.translation(_DOMAIN, _FOLDER, ["fi"])


def language() -> str:
    """Return the language spoken now, "fi" or "en"."""
    return _language


def _(message: str) -> str:
    """Translate one whole sentence; named placeholders are filled in afterwards with ``str.format``."""
    return _current.gettext(message)


def ngettext(singular: str, plural: str, n: int) -> str:
    """Translate a sentence that counts something."""
    return _current.ngettext(singular, plural, n)

"""A passphrase kept in the keyring of the operating system, by the project's folder.

Enters: a folder. Leaves: the passphrase, where one is kept. Invariant: nothing is kept that nobody asked to be kept.
"""

from pathlib import Path
from types import ModuleType

from avoin.errors import AvoinError
from avoin.i18n import _

_SERVICE = "avoin"
_OF_BACKENDS = (ImportError, AttributeError, TypeError, ValueError, RuntimeError, OSError)
"""What backends raise of their own: one that is named and not installed, a file that cannot be read, a wrong word."""


class KeyringError(AvoinError):
    """There is no keyring, or it refuses."""


def recall(folder: Path) -> str | None:
    """Return the passphrase kept for a folder; None where none is, or the keyring does not answer."""
    try:
        found: str | None = _call("get_password", folder)
    except KeyringError:
        return None
    return found


def keep(folder: Path, passphrase: str) -> None:
    """Keep a folder's passphrase.

    Raises
    ------
    KeyringError
        Where the package is missing or the keyring refuses.
    """
    _call("set_password", folder, passphrase)


def discard(folder: Path) -> bool:
    """Take a folder's passphrase out of the keyring and return whether there was one.

    Raises
    ------
    KeyringError
        Where the package is missing or the keyring refuses.
    """
    if _call("get_password", folder) is None:
        return False
    _call("delete_password", folder)
    return True


def _call(what: str, folder: Path, *more: str) -> str | None:
    keyring, refusal = _package()
    try:
        answer: str | None = getattr(keyring, what)(_SERVICE, str(folder.resolve()), *more)
    except (refusal, *_OF_BACKENDS) as error:
        raise KeyringError(
            _("The keyring of this machine does not answer: {error}").format(error=type(error).__name__),
            _("Give the passphrase when asked, or unlock the keyring."),
        ) from None
    return answer


def _package() -> tuple[ModuleType, type[Exception]]:
    try:
        import keyring  # noqa: PLC0415 - an optional extra
        from keyring.errors import KeyringError as Refusal  # noqa: PLC0415 - as above
    except ImportError:
        raise KeyringError(
            _("Keeping a passphrase needs the package {package}.").format(package="keyring"),
            _("Install it with: pip install 'avoin[keyring]'"),
        ) from None
    return keyring, Refusal

"""Encrypted files: which folders are unlocked, and connections to the databases in them by SQLCipher.

Enters: a folder and a passphrase. Leaves: connections. Invariants: whatever database is made in an unlocked folder is
encrypted from its first byte; the passphrase is kept in this process only and stands in no error.

The key is derived as SQLCipher 4 does it (PBKDF2-HMAC-SHA512, 256,000 rounds, salt in the file's first 16 bytes), so
that its own tools open the file with the passphrase; done here it is done once a file and not once a connection.
"""

import hashlib
import os
import sqlite3
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType
from typing import Any

from sqlalchemy.exc import DatabaseError

from avoin.errors import AvoinError
from avoin.i18n import _

PACKAGE = "sqlcipher3"
_ROUNDS = 256_000
_SALT = 16  # bytes

_passphrases: dict[Path, str] = {}


class EncryptionError(AvoinError):
    """The folder cannot be unlocked: no passphrase, or the package is missing."""


def unlock(folder: Path, passphrase: str) -> None:
    """Let the databases in a folder be opened, and those made in it be encrypted, by this process.

    Raises
    ------
    EncryptionError
        Where the passphrase is empty or the package is missing.
    """
    if find_spec(PACKAGE) is None:
        raise EncryptionError(
            _("An encrypted project needs the package {package}.").format(package=PACKAGE),
            _("Install it with: pip install 'avoin[encryption]'"),
        )
    if not passphrase:
        raise EncryptionError(_("The passphrase is empty."))
    _passphrases[folder.resolve()] = passphrase


def lock(folder: Path) -> None:
    """Forget the passphrase of a folder."""
    _passphrases.pop(folder.resolve(), None)


def leave_plain(folder: Path) -> None:
    """Let the databases in a folder be plain although a folder around it is unlocked; until ``lock``."""
    _passphrases[folder.resolve()] = ""


def passphrase_of(path: Path) -> str | None:
    """Return the passphrase of the nearest folder around a database; None where that is plain."""
    if not _passphrases:
        return None
    return next((_passphrases[each] for each in path.resolve().parents if each in _passphrases), None) or None


def is_encrypted(path: Path) -> bool:
    """Return whether a database lies in an unlocked folder."""
    return passphrase_of(path) is not None


def is_plain(path: Path) -> bool:
    """Return whether a file begins as a database that any program reads."""
    with path.open("rb") as file:
        return file.read(16) == b"SQLite format 3\x00"


def driver_of(path: Path) -> ModuleType:
    """Return the library that opens a database."""
    if not is_encrypted(path):
        return sqlite3
    from sqlcipher3 import dbapi2  # noqa: PLC0415 - an optional extra

    module: ModuleType = dbapi2
    return module


def connect(path: Path, mode: str, seconds: float) -> Any:
    """Return a raw connection that begins no transactions by itself.

    Parameters
    ----------
    mode : str
        "ro", "rw" or "rwc".
    seconds : float
        How long to wait for others.
    """
    url = path.absolute().as_uri() + f"?mode={mode}"
    raw = driver_of(path).connect(url, uri=True, timeout=seconds, isolation_level=None)
    passphrase = passphrase_of(path)
    if passphrase is not None:
        raw.execute("PRAGMA cipher_log_level=NONE")
        raw.execute(f"PRAGMA key=\"x'{_key(passphrase, _salt_of(path))}'\"")
    return raw


def errors() -> tuple[type[Exception], ...]:
    """Return what the libraries raise, by themselves and by way of SQLAlchemy, also of a text that is none."""
    drivers = {driver_of(folder / "any") for folder in _passphrases}
    return (UnicodeDecodeError, DatabaseError, sqlite3.DatabaseError, *(driver.DatabaseError for driver in drivers))


def _salt_of(path: Path) -> bytes:
    if path.exists():
        with path.open("rb") as file:
            start = file.read(_SALT)
        if len(start) == _SALT:
            return start
    return os.urandom(_SALT)


@cache
def _key(passphrase: str, salt: bytes) -> str:
    return (hashlib.pbkdf2_hmac("sha512", passphrase.encode(), salt, _ROUNDS, 32) + salt).hex()

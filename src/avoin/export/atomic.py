"""Files appear whole or not at all.

Enters: bytes and where they go. Leaves: a file. Invariants: what stood there before stands until the new one is
whole; a link is followed, and what is no file is never replaced by one.
"""

import os
import sys
from contextlib import suppress
from pathlib import Path

from avoin.errors import AvoinError
from avoin.i18n import _

STANDARD_OUTPUT = Path("-")


class WriteError(AvoinError):
    """A file cannot be written: no such folder, no permission, no room. Caught by the command line and the app."""


def write_whole(path: Path, content: bytes) -> None:
    """Write a file by way of a temporary one beside it; ``-`` is standard output.

    Raises
    ------
    WriteError
        Where it cannot be written; then nothing of it is left behind.
    """
    if path == STANDARD_OUTPUT:
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
        return
    target = path.resolve()
    aside = target.with_name(f".{target.name}.part")
    try:
        if target.exists() and not target.is_file():
            target.write_bytes(content)  # a device or a pipe is written to, never replaced
            return
        target.parent.mkdir(parents=True, exist_ok=True)
        with aside.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        aside.replace(target)
    except OSError as error:
        with suppress(OSError):  # the folder itself may not be one
            aside.unlink(missing_ok=True)
        raise WriteError(
            _("{path} cannot be written: {reason}.").format(path=path, reason=error.strerror or type(error).__name__),
            _("Choose another place with --output."),
        ) from error

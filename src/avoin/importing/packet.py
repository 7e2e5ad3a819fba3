"""Reading a sealed packet: a zip of a few named parts, with a manifest that says what each must be.

Enters: a file from anywhere. Leaves: its parts as bytes, each what the manifest says. Invariants: nothing is unpacked
to the disk; no more than a limit is unpacked at all; a part that is missing, added, named oddly or changed is refused.
"""

import hashlib
import json
import re
import struct
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from avoin.errors import AvoinError
from avoin.i18n import _

FORMAT = 1
MANIFEST = "manifest.json"
MOST_BYTES = 128 * 1024 * 1024
MOST_PARTS = 200
_NAME = re.compile(r"[a-z]\w*(/[A-Za-z0-9][\w.+-]*)?(\.[a-z]+)?", re.ASCII)
_BROKEN = (
    *(zipfile.BadZipFile, zlib.error, struct.error, EOFError, ValueError, OverflowError),
    *(RuntimeError, NotImplementedError),  # zipfile's words for an encrypted part and an unknown compression
)


class PacketError(AvoinError):
    """The file is no sealed packet, or not as it was sealed."""


@dataclass(frozen=True, slots=True)
class Packet:
    """What a packet holds.

    Attributes
    ----------
    kind : str
        "answers" or "decisions".
    about : mapping
        What the manifest tells.
    parts : mapping of str to bytes
        By name, without the manifest.
    """

    kind: str
    about: Mapping[str, object]
    parts: Mapping[str, bytes]

    def json(self, name: str) -> object:
        """Return a part that is JSON.

        Raises
        ------
        PacketError
            Where there is no such part, or it is not JSON.
        """
        try:
            return json.loads(self.parts[name])
        except (KeyError, ValueError, RecursionError):
            raise PacketError(_("The packet's part {name} is missing or not readable.").format(name=name)) from None


def read_packet(path: Path, kind: str) -> Packet:
    """Read a packet.

    Raises
    ------
    PacketError
        Where the file cannot be read, is no packet of this kind, or is not as it was sealed.
    """
    file = path.name
    try:
        with zipfile.ZipFile(path) as archive:
            parts = _unpacked(archive, file)
    except OSError as error:
        why = error.strerror or type(error).__name__
        raise PacketError(_("{file} cannot be read: {why}").format(file=file, why=why)) from None
    except _BROKEN:
        raise PacketError(_("{file} is no packet of avoin, or it is damaged.").format(file=file)) from None
    return _checked(parts, kind, file)


def _unpacked(archive: zipfile.ZipFile, file: str) -> dict[str, bytes]:
    entries = archive.infolist()
    names = [entry.filename for entry in entries]
    if len(entries) > MOST_PARTS or len(set(names)) < len(names) or not all(map(_NAME.fullmatch, names)):
        raise PacketError(_("{file} has parts that no packet has, and was not opened.").format(file=file))
    left = MOST_BYTES
    parts = {}
    for entry in entries:
        with archive.open(entry) as part:
            content = part.read(left + 1)
        left -= len(content)
        if left < 0:
            raise PacketError(_("{file} would unpack to more than a packet can be.").format(file=file))
        parts[entry.filename] = content
    return parts


def _checked(parts: dict[str, bytes], kind: str, file: str) -> Packet:
    try:
        manifest = json.loads(parts.pop(MANIFEST))
        version, found, about, digests = (manifest[key] for key in ("format", "kind", "about", "parts"))
        is_packet = isinstance(about, dict) and isinstance(digests, dict)
    except (KeyError, TypeError, ValueError, RecursionError):
        is_packet = False
    if not is_packet:
        raise PacketError(_("{file} is no packet of avoin, or it is damaged.").format(file=file))
    if version != FORMAT:
        says = _("{file} is a packet of form {form}, which this version of avoin does not read.")
        raise PacketError(says.format(file=file, form=version))
    if found != kind:
        raise PacketError(
            _("{file} holds answers to be coded, not decisions.").format(file=file)
            if kind == "decisions"
            else _("{file} holds decisions, not answers to be coded.").format(file=file),
            _("Answers are opened with: avoin bundle open. Decisions are brought in with: avoin bundle in"),
        )
    if digests != {name: hashlib.sha256(content).hexdigest() for name, content in parts.items()}:
        raise PacketError(_("{file} is not as it was sealed: a part was changed on the way.").format(file=file))
    return Packet(found, about, parts)

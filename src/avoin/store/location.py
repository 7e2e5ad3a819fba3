"""Where a store lies: file locks do not hold on network drives, and cloud folders copy a file while it changes.

Enters: a path. Leaves: an error for a network drive, sentences of warning for a folder that another program syncs.
"""

import os
import re
from pathlib import Path, PurePath

from avoin.errors import AvoinError
from avoin.i18n import _

ALLOW_NETWORK = "AVOIN_ALLOW_NETWORK"
"""Environment variable: "1" opens a store on a network drive all the same."""

_MOUNTS = Path("/proc/mounts")
_NETWORK_TYPES = frozenset(
    (
        *("nfs", "nfs4", "cifs", "smb3", "smbfs", "ncpfs", "afs", "ceph", "davfs"),
        *("fuse.davfs", "fuse.sshfs", "fuse.rclone", "fuse.glusterfs", "fuse.s3fs"),
    )
)
_CLOUDS = {
    "onedrive": "OneDrive",
    "dropbox": "Dropbox",
    "google drive": "Google Drive",
    "googledrive": "Google Drive",
    "my drive": "Google Drive",
    "mobile documents": "iCloud",
    "icloud": "iCloud",
    "nextcloud": "Nextcloud",
    "owncloud": "ownCloud",
    "pcloud": "pCloud",
}
_CONFLICTS = ("conflict", "ristiriita")
_NUMBERED = re.compile(r"store( ?\(\d+\)| \d+|-[A-Z0-9][A-Z0-9-]*)\.db")
"""How Google Drive, iCloud and OneDrive (by the machine's name) call the second of two files."""


class NetworkDriveError(AvoinError):
    """The project lies on a network drive."""


def refuse_network(path: Path) -> None:
    """Raise where the path lies on a network drive, unless ``AVOIN_ALLOW_NETWORK=1``.

    Where the system does not tell its mounts (no ``/proc/mounts``) every path is let through.

    Raises
    ------
    NetworkDriveError
        Names the path and the kind of drive.
    """
    kind = _mounted_as(path.absolute())
    if kind in _NETWORK_TYPES and os.environ.get(ALLOW_NETWORK) != "1":
        raise NetworkDriveError(
            _("{path} lies on a network drive ({kind}), where file locks do not hold and work can be lost.").format(
                path=path, kind=kind
            ),
            _("Move the project to a disk of this machine. At your own risk: {name}=1").format(name=ALLOW_NETWORK),
        )


def warnings_about(folder: Path) -> tuple[str, ...]:
    """Return sentences on what may go wrong where the project lies; none where nothing may."""
    found = []
    cloud = _cloud(folder.absolute())
    if cloud:
        found.append(
            _(
                "The project lies in a folder that {cloud} syncs. Pause the syncing while you work, "
                "and never open the project on two machines at once."
            ).format(cloud=cloud)
        )
    conflicts = sorted(each.name for each in folder.iterdir() if _is_conflict(each.name)) if folder.is_dir() else []
    if conflicts:
        found.append(
            _("There is a conflicting copy beside the store: {name}. It holds work that is not in the project.").format(
                name=conflicts[0]
            )
        )
    return tuple(found)


def _cloud(folder: PurePath) -> str:
    for part in folder.parts:
        small = part.casefold()
        for start, name in _CLOUDS.items():
            if small.startswith(start):
                return name
    return ""


def _is_conflict(name: str) -> bool:
    small = name.casefold()
    named_so = small.startswith("store") and any(word in small for word in _CONFLICTS)
    return named_so or _NUMBERED.fullmatch(name) is not None


def _mounted_as(path: Path) -> str:
    try:
        lines = _MOUNTS.read_text(encoding="utf-8", errors="surrogateescape").splitlines()
    except OSError:
        return ""
    real = path.resolve()
    best, kind = -1, ""
    for line in lines:
        fields = line.split(" ")
        if len(fields) < 3:
            continue
        point = Path(fields[1].replace("\\040", " ").replace("\\011", "\t").replace("\\134", "\\"))
        if real.is_relative_to(point) and len(point.parts) >= best:
            best, kind = len(point.parts), fields[2]
    return kind

"""A sealed packet as bytes: named parts, and a manifest with the digest of each.

Enters: parts. Leaves: a zip. Invariant: same parts, same bytes.
"""

import hashlib
import io
import json
import zipfile
from collections.abc import Mapping

from avoin.importing.packet import FORMAT, MANIFEST

_WHEN = (1980, 1, 1, 0, 0, 0)


def to_packet(kind: str, about: Mapping[str, object], parts: Mapping[str, bytes]) -> bytes:
    """Return the packet.

    Parameters
    ----------
    kind : str
        "answers" or "decisions".
    about : mapping
        What can be told as JSON.
    """
    digests = {name: hashlib.sha256(content).hexdigest() for name, content in parts.items()}
    manifest = {"format": FORMAT, "kind": kind, "about": about, "parts": digests}
    whole = {MANIFEST: as_json(manifest), **parts}
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, content in whole.items():
            entry = zipfile.ZipInfo(name, _WHEN)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, content)
    return packed.getvalue()


def as_json(value: object) -> bytes:
    """Return JSON in ASCII, so that half characters in answers come through."""
    return json.dumps(value, sort_keys=True, separators=(",", ":")).encode("ascii")

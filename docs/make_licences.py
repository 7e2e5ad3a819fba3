"""Write docs/reference/licences.md: what avoin runs on and under which licences; ``--print`` prints it instead.

All of them may be used together with avoin's own GPL-3.0-or-later; a licence that is not known to be so is an error.
"""

import re
import sys
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "reference" / "licences.md"
_PINNED = re.compile(r"^([A-Za-z0-9_.-]+)==", re.MULTILINE)
_FITTING = (
    *("MIT", "MIT-CMU", "BSD", "0BSD", "ISC", "Zlib", "CC0", "Apache", "PSF", "Python Software Foundation", "Mozilla"),
    *("MPL", "LGPL", "GNU Lesser", "GNU LGPL", "GPL", "GNU General Public License v3", "GNU GPLv3"),
)
_ELSEWHERE = {"colorama": "BSD-3-Clause"}  # needed on Windows only


def licence_of(package: str) -> str:
    """Return the licence that an installed package declares.

    Raises
    ------
    LookupError
        Where it declares none, or one that is not known to fit.
    """
    try:
        about = metadata(package)
    except PackageNotFoundError:
        return _ELSEWHERE[package]
    classified = [
        each.rpartition("::")[2].strip() for each in about.get_all("Classifier") or [] if each.startswith("License ::")
    ]
    declared = (about.get("License") or "").partition("\n")[0].strip()
    short = declared if 0 < len(declared) < 40 and declared != "UNKNOWN" else ""
    licence = about.get("License-Expression") or short or " or ".join(classified)
    parts = re.split(r" AND | OR | or |, ", licence)
    if not licence or not any(part.strip().startswith(_FITTING) for part in parts):
        raise LookupError(f"{package}: {licence or 'no licence declared'}")
    return licence


def page() -> str:
    """Return the page."""
    pinned = _PINNED.findall((ROOT / "requirements" / "run.txt").read_text(encoding="utf-8"))
    rows = [f"| {package} | {licence_of(package)} |" for package in dict.fromkeys(pinned)]
    heading = [
        "# Licences",
        "",
        "avoin is GPL-3.0-or-later. It runs on these packages, each installed by its pinned hash; generated from what"
        " they declare by `make docs`. Models and word lists: `models/registry.toml`.",
        "",
        "| package | licence |",
        "|---|---|",
    ]
    return "\n".join([*heading, *rows, ""])


if __name__ == "__main__":
    if "--print" in sys.argv:
        sys.stdout.write(page())
    else:
        PAGE.write_text(page(), encoding="utf-8")

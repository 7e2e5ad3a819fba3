"""What a codebook comes to, whatever its file looks like: canonical text, digests, and the label of a draft.

Enters: a codebook. Leaves: digests that comments, quoting and line breaks of the file do not change.
Invariant: a field at its default is left out, so a field that a later avoin adds changes no digest of today.
"""

import json
from dataclasses import fields
from functools import lru_cache

from avoin.codebook.model import Code, Codebook
from avoin.ids import digest

UNRELEASED = "0.0.0"
"""The version a draft grew from when there was none."""


@lru_cache(maxsize=32)  # asked of the same releases and draft again and again
def content_digest(book: Codebook) -> str:
    """Return the SHA-256 of title and codes, 64 hexadecimal digits; the name and the version do not count."""
    return digest(_canonical(book.title, [_filled(code) for code in book.codes]))


def release_digest(book: Codebook, *, based_on: str = "", released: str = "", notes: str = "") -> str:
    """Return the SHA-256 that a release carries: of its content and of all that it says about itself."""
    return digest(_canonical(book.name, book.version, based_on, released, notes), content_digest(book))


def draft_label(base: str, book: Codebook) -> str:
    """Return the version of a draft: what it grew from, "+" and eight digits of its content."""
    return f"{base or UNRELEASED}+{content_digest(book)[:8]}"


def base_of(version: str) -> str:
    """Return the release that a version is or grew from; "" where there was none.

    Examples
    --------
    >>> base_of("1.0.0+0a1b2c3d"), base_of("2.1.0"), base_of("0.0.0+0a1b2c3d")
    ('1.0.0', '2.1.0', '')
    """
    base = version.partition("+")[0]
    return "" if base == UNRELEASED else base


def is_draft(version: str) -> bool:
    """Return whether a version is the label of a draft."""
    return "+" in version


def _canonical(*parts: object) -> str:
    return json.dumps(parts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _filled(code: Code) -> dict[str, object]:
    values = {field.name: (getattr(code, field.name), field.default) for field in fields(code)}
    return {name: value for name, (value, default) in values.items() if value != default}

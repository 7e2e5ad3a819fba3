"""Codebooks that come from elsewhere: avoin's own files, short YAML forms, CSV and workbooks.

Enters: a file. Leaves: a draft that grew from nothing. Invariant: what is wrong is said by file, line and code; nothing
is guessed away.
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from avoin.codebook.canonical import UNRELEASED, draft_label
from avoin.codebook.columns import read_columns
from avoin.codebook.document import CodebookFileError, Complaint, Document, read_document, read_raw, refusal, text_of
from avoin.codebook.files import DRAFT_FILE, read_codebook
from avoin.codebook.model import Code, Codebook
from avoin.codebook.operations import slug
from avoin.codebook.shortform import read_short_form
from avoin.codebook.structure import NAME, cleaned, flaw_in_words, flaws
from avoin.i18n import _
from avoin.ids import CodeId
from avoin.importing.read import read_table

_YAML = (".yaml", ".yml")
_NOT_IN_NAME = re.compile("[^a-z0-9]+")


def read_foreign(path: Path, name: str | None = None) -> Codebook:
    """Read a codebook in any form that is understood, as a draft.

    Parameters
    ----------
    name : str or None
        What it is to be called; by default what it says itself, else its file name.

    Raises
    ------
    CodebookFileError
        Where it is not understood; names file, line and code.
    """
    is_yaml = path.suffix.lower() in _YAML
    book = _read_yaml(path) if is_yaml else _draft(path, *read_columns(read_table(path), path))
    return replace(book, name=codebook_name(name)) if name else book


def codebook_name(said: str) -> str:
    """Return a name that can be a folder: small letters, digits, hyphens.

    Raises
    ------
    CodebookFileError
        Where nothing of it can be used.
    """
    if NAME.fullmatch(said):
        return said
    name = _NOT_IN_NAME.sub("-", slug(said)).strip("-")
    if not NAME.fullmatch(name):
        raise CodebookFileError(_("{name} cannot be the name of a codebook.").format(name=said[:60]))
    return name


def is_own_format(document: Document) -> bool:
    """Return whether a YAML file is meant to be one of avoin's own, and not a short form."""
    content = document.content
    said = content.get("format") if isinstance(content, dict) else None
    return isinstance(said, str) and said.isdigit()


def is_own(path: Path) -> bool:
    """Return whether a file is meant to be in avoin's own format, and not in a short form or a table."""
    return path.suffix.lower() in _YAML and is_own_format(_document(path))


def is_release(path: Path) -> bool:
    """Return whether a file says that it is a released version: it has a version and a seal."""
    if not is_own(path) or path.name == DRAFT_FILE:
        return False
    content = _document(path).content
    return isinstance(content, dict) and bool(content.get("version")) and bool(content.get("digest"))


def _document(path: Path) -> Document:
    return read_document(text_of(read_raw(path), path), path)


def _read_yaml(path: Path) -> Codebook:
    text = text_of(read_raw(path), path)
    document = read_document(text, path)
    if is_own_format(document):
        book = read_codebook(path)
        return replace(book, version=draft_label(UNRELEASED, book))
    lines = {CodeId(str(where[-1])): place.line for where, place in document.places.items()}
    return _draft(path, read_short_form(text, document, path), lines)


def _draft(path: Path, codes: tuple[Code, ...], lines: Mapping[CodeId, int]) -> Codebook:
    clean = tuple(cleaned(code) for code in codes)
    wrong = [Complaint(lines.get(flaw.code, 1), flaw_in_words(flaw), flaw.code) for flaw in flaws(clean)]
    if wrong:
        raise refusal(path, wrong)
    book = Codebook(codebook_name(path.stem), "", clean)
    return replace(book, version=draft_label(UNRELEASED, book))

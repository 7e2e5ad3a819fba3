"""Codebooks that come from elsewhere: avoin's own files, short YAML forms, REFI-QDA, CSV and workbooks.

Enters: a file. Leaves: a draft that grew from nothing. Invariant: what is wrong is said by file, line and code, and
what is not kept is told; nothing is guessed away.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from avoin.codebook.canonical import UNRELEASED, draft_label
from avoin.codebook.columns import read_columns
from avoin.codebook.described import read_label, understood
from avoin.codebook.document import CodebookFileError, Complaint, Document, read_document, read_raw, refusal, text_of
from avoin.codebook.files import DRAFT_FILE, read_codebook
from avoin.codebook.model import Code, Codebook
from avoin.codebook.operations import next_id, slug
from avoin.codebook.shortform import read_short_form
from avoin.codebook.structure import COLOUR, ID, NAME, clean_line, cleaned, flaw_in_words, flaws
from avoin.i18n import _, ngettext
from avoin.ids import CodeId
from avoin.importing.qdc import QdcCode, read_qdc

_YAML = (".yaml", ".yml")
_QDC = (".qdc", ".xml")
_NOT_IN_NAME = re.compile("[^a-z0-9]+")
_SHORT_COLOUR = re.compile("#[0-9a-fA-F]{3}")
_OURS = "avoin "


@dataclass(frozen=True, slots=True)
class ForeignCodebook:
    """A codebook from elsewhere.

    Attributes
    ----------
    based_on : str
        The release of avoin that it was written from, or grew from; "" where it says none.
    remarks : tuple of str
        What was not kept, in words.
    """

    codebook: Codebook
    based_on: str = ""
    remarks: tuple[str, ...] = ()


def read_foreign(path: Path, name: str | None = None) -> Codebook:
    """Read a codebook in any form that is understood, as a draft.

    Parameters
    ----------
    name : str or None
        What it is to be called; by default what it says itself, else its file name.

    Raises
    ------
    CodebookFileError, ImportFileError
        Where it is not understood; names file, line and code.
    """
    book = read_with_remarks(path).codebook
    return replace(book, name=codebook_name(name)) if name else book


def read_with_remarks(path: Path) -> ForeignCodebook:
    """Read a codebook in any form that is understood, and say what was not kept.

    Raises
    ------
    CodebookFileError, ImportFileError
        Where it is not understood; names file, line and code.
    """
    if path.suffix.lower() in _YAML:
        return ForeignCodebook(_read_yaml(path))
    if path.suffix.lower() in _QDC:
        return _read_qdc(path)
    from avoin.importing.read import read_table

    table = read_columns(read_table(path), path)
    label = table.label or ("", "", "")
    return ForeignCodebook(_draft(path, table.codes, table.lines, label), label[1], table.remarks)


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


def _read_qdc(path: Path) -> ForeignCodebook:
    found = read_qdc(read_raw(path), path.name)
    codes: list[Code] = []
    version = ""
    for each in found.codes:
        told = understood(each.description)
        version = told.pop("version", version)
        codes.append(_qdc_code(codes, each, told, path))
    lines = {code.id: each.line for code, each in zip(codes, found.codes, strict=True)}
    label = read_label(found.origin.removeprefix(_OURS)) if found.origin.startswith(_OURS) else None
    book = _draft(path, tuple(codes), lines, label or ("", "", ""))
    said = ngettext("{n} set of codes was left out.", "{n} sets of codes were left out.", found.n_sets)
    return ForeignCodebook(book, version.partition("+")[0], (said.format(n=found.n_sets),) if found.n_sets else ())


def _qdc_code(codes: list[Code], read: QdcCode, told: dict[str, Any], path: Path) -> Code:
    taken = [code.id for code in codes]
    said = told.pop("id", "")
    if said in taken:
        raise refusal(path, [Complaint(read.line, _("This id is there twice."), said)])
    code_id = CodeId(said) if ID.fullmatch(said) else next_id(None, said or read.name, taken)
    parent = None if read.parent is None else taken[read.parent]
    return Code(code_id, read.name, parent=parent, codable=read.codable, colour=_colour(read.colour), **told)


def _colour(said: str) -> str:
    if _SHORT_COLOUR.fullmatch(said):
        return "#" + "".join(digit * 2 for digit in said[1:])
    return said if COLOUR.fullmatch(said) else ""


def _draft(
    path: Path, codes: tuple[Code, ...], lines: Mapping[CodeId, int], label: tuple[str, str, str] = ("", "", "")
) -> Codebook:
    """Return a draft under the name and title that the file says, else under its own name."""
    clean = tuple(cleaned(code) for code in codes)
    wrong = [Complaint(lines.get(flaw.code, 1), flaw_in_words(flaw), flaw.code) for flaw in flaws(clean)]
    if wrong:
        raise refusal(path, wrong)
    name, _version, title = label
    book = Codebook(name or codebook_name(path.stem), "", clean, clean_line(title))
    return replace(book, version=draft_label(UNRELEASED, book))

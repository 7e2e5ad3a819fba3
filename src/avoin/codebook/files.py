r"""Codebook files, format 1: what a person edits and git compares.

Enters: a YAML file. Leaves: a ``Codebook``; or the other way round. Invariants: what is written reads back as the same
codebook; comments, order and all lines of codes that did not change stay as they are; a file is replaced whole or not
at all; a release is never written over.

The format
----------
A codebook is a folder ``codebooks/<name>/`` with one file for each released version (``1.0.0.yaml``) and, while it is
being worked on, ``draft.yaml``::

    # Comments stay where they are.
    format: 1                       # of this file, not of the codebook
    name: kriisibarometri           # the folder's name
    version: 1.0.0                  # only in a release; a draft has none
    based_on: 1.0.0                 # the release it grew from, where there is one
    title: Kriisibarometrin avovastaukset
    released: '2025-05-12'          # only in a release
    notes: What changed and why.    # only in a release
    digest: 3f5c…                   # only in a release: its seal, written by avoin
    codes:
      talous:
        name: Taloudellinen ahdinko
        codable: false              # a heading that only groups

      talous_hinnat:
        name: Hintojen nousu
        parent: talous              # id of the code above
        definition: When to use it.
        include: When even in doubt.
        exclude: When not, and what to use instead.
        borderline: The cases in between.
        examples: [ruoka on kallistunut, vuokra nousi]
        keywords: [hinta, kallis]
        retired: false              # true: no longer offered
        merged_into: talous         # of a retired code: whose its codings are now
        split_into: [a, b]          # codes that were made of this one
        colour: '#d08770'
        origin: theme 4 of talousvaikeudet, 2025, Aino

Codes stand flat in one mapping, each under its id (small letters, digits, underscores; it never changes and is never
used for another code); the tree is in ``parent``. So moving a code is a change of one line. Only ``name`` must be
there; what is at its default is left out. Values are text as they stand: ``no``, ``007`` and ``2024`` need no quotes.

The version of a draft is computed, not written: the release it grew from, "+" and eight digits of its content.
"""

import os
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from avoin.codebook.blocks import fresh, revised
from avoin.codebook.canonical import base_of, draft_label, is_draft, release_digest
from avoin.codebook.document import CodebookFileError, Complaint, Document, read_document, read_raw, refusal, text_of
from avoin.codebook.model import Code, Codebook
from avoin.codebook.schema import FORMAT, CodeEntry, FileEntry, understand, upgraded
from avoin.codebook.structure import clean_line, clean_text, cleaned, flaw_in_words, flaws, sound
from avoin.i18n import _
from avoin.ids import CodeId

DRAFT_FILE = "draft.yaml"


class CodebookChangedError(CodebookFileError):
    """The file is no longer as it was when it was read: somebody else has changed it."""


class ReleaseExistsError(CodebookFileError):
    """A released version would be written over."""


@dataclass(frozen=True, slots=True)
class CodebookFile:
    """A codebook and what its file says beside it.

    Attributes
    ----------
    book : Codebook
        Its version is the release's, or the label of the draft.
    based_on : str
        The release it grew from, "" where there was none.
    released : str
        Day of the release, "" for a draft.
    notes : str
        What the release says about itself.
    digest : str
        The seal as written in the file, "" where there is none.
    raw : bytes
        The file as read; empty where it is new.
    """

    book: Codebook
    based_on: str = ""
    released: str = ""
    notes: str = ""
    digest: str = ""
    raw: bytes = b""

    @property
    def seal(self) -> str:
        """The digest that the file's content has; for a release it is to be the one written in it."""
        return release_digest(self.book, based_on=self.based_on, released=self.released, notes=self.notes)


def read_codebook(path: Path) -> Codebook:
    """Read a draft or a release.

    Raises
    ------
    CodebookFileError
        Where the file is missing or is no codebook; names file, line and code.
    """
    return read_file(path).book


def read_file(path: Path) -> CodebookFile:
    """Read a draft or a release with what its file says beside the codes.

    Raises
    ------
    CodebookFileError
        As ``read_codebook``.
    """
    return _read(read_raw(path), path)


def write_codebook(path: Path, codebook: Codebook) -> None:
    """Write a codebook, keeping comments and order of the file that is there.

    A file named ``draft.yaml`` is written as a draft, any other by its version; a release is sealed.

    Raises
    ------
    CodebookError
        Where the codes are no codebook.
    ReleaseExistsError
        Where another release is there already.
    CodebookFileError
        Where the file that is there cannot be understood, or cannot be written.
    """
    before = read_file(path) if path.exists() else CodebookFile(codebook)
    write_file(path, replace(before, book=codebook, based_on=before.based_on or base_of(codebook.version)))


def write_file(path: Path, file: CodebookFile, expected: bytes | None = None) -> CodebookFile:
    """Write a codebook and what stands beside it; nothing is written where nothing changes.

    Parameters
    ----------
    file : CodebookFile
        Its ``raw`` is the text whose comments and order are kept; it may be of another file.
    expected : bytes or None
        What the file at ``path`` must still hold; None where it does not matter.

    Returns
    -------
    CodebookFile
        As it reads back.

    Raises
    ------
    CodebookChangedError
        Where the file holds something else than expected.
    ReleaseExistsError
        Where another release is there already.
    """
    file = _prepared(path, file)
    raw = _rendered(path, file)
    there = read_raw(path) if path.exists() else b""
    if expected is not None and there != expected:
        raise CodebookChangedError(
            _("{path} has changed since it was read; nothing was written.").format(path=path),
            _("Look at the change, and do yours again."),
        )
    if there and there != raw and not is_draft(file.book.version):
        raise ReleaseExistsError(
            _("{path} is released and cannot be changed.").format(path=path),
            _("Change the draft, and release a new version."),
        )
    written = _read(raw, path)
    if there != raw:
        replace_file(path, raw)
    return written


def replace_file(path: Path, raw: bytes) -> None:
    """Put a file in place whole, by way of a temporary file beside it.

    Raises
    ------
    CodebookFileError
        Where it cannot be written; what was there is still there.
    """
    aside = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with aside.open("wb") as file:
            file.write(raw)
            file.flush()
            os.fsync(file.fileno())
        aside.replace(path)
    except OSError as error:
        with suppress(OSError):
            aside.unlink()
        raise CodebookFileError(
            _("{path} cannot be written: {error}").format(path=path, error=error.strerror or type(error).__name__),
            _("What was there before is unchanged."),
        ) from error


def _prepared(path: Path, file: CodebookFile) -> CodebookFile:
    """Return the file as it will read back: clean codes, the label of a draft, the seal of a release."""
    book = replace(file.book, codes=sound(file.book.codes), title=clean_line(file.book.title))
    file = replace(file, book=book, notes=clean_text(file.notes))
    if path.name == DRAFT_FILE or is_draft(book.version):
        base = base_of(book.version)
        return replace(file, book=replace(book, version=draft_label(base, book)), based_on=base, released="", digest="")
    file = replace(file, based_on="" if file.based_on == book.version else file.based_on)
    return replace(file, digest=file.seal)


def _rendered(path: Path, file: CodebookFile) -> bytes:
    heading = _heading(file)
    if file.raw:
        text, document = _parsed(file.raw, path)
        changed = revised(text, document, heading, _read(file.raw, path).book.codes, file.book.codes)
        if changed is not None and _says(changed.encode(), file, path):
            return changed.replace("\n", "\r\n").encode() if b"\r\n" in file.raw else changed.encode()
    return fresh(heading, file.book.codes).encode()


def _says(raw: bytes, file: CodebookFile, path: Path) -> bool:
    """Return whether text reads back as the file; where not, it is written out anew instead."""
    try:
        return replace(_read(raw, path), raw=b"") == replace(file, raw=b"")
    except CodebookFileError:
        return False


def _heading(file: CodebookFile) -> dict[str, str | int]:
    return {
        "format": FORMAT,
        "name": file.book.name,
        "version": "" if is_draft(file.book.version) else file.book.version,
        "based_on": file.based_on,
        "title": file.book.title,
        "released": file.released,
        "notes": file.notes,
        "digest": file.digest,
    }


# parsing takes most of the time, and a draft is read again before each of its changes
@lru_cache(maxsize=4)
def _parsed(raw: bytes, path: Path) -> tuple[str, Document]:
    text = text_of(raw, path)
    return text, read_document(text, path)


@lru_cache(maxsize=16)
def _read(raw: bytes, path: Path) -> CodebookFile:
    _text, document = _parsed(raw, path)
    _refuse_other_formats(document, path)
    entry = understand(upgraded(document))
    if not isinstance(entry, FileEntry):
        raise refusal(path, entry)
    codes = tuple(cleaned(_code(code_id, each)) for code_id, each in entry.codes.items())
    wrong = [
        Complaint(document.line(("codes", flaw.code, flaw.field)), flaw_in_words(flaw), flaw.code)
        for flaw in flaws(codes)
    ]
    if wrong:
        raise refusal(path, wrong)
    book = Codebook(entry.name, entry.version, codes, clean_line(entry.title))
    notes = clean_text(entry.notes)
    if entry.version and path.name != DRAFT_FILE:
        return CodebookFile(book, entry.based_on, clean_line(entry.released), notes, entry.digest.strip(), raw)
    # a release that somebody copied to draft.yaml by hand is the draft that grows from it
    base = base_of(entry.version or entry.based_on)
    return CodebookFile(replace(book, version=draft_label(base, book)), base, notes=notes, raw=raw)


def _code(code_id: str, entry: CodeEntry) -> Code:
    parent = entry.parent.strip()
    return Code(
        CodeId(code_id),
        entry.name,
        entry.definition,
        entry.include,
        entry.exclude,
        entry.borderline,
        tuple(entry.examples),
        tuple(entry.keywords),
        CodeId(parent) if parent else None,
        entry.codable,
        entry.retired,
        entry.colour,
        entry.origin,
        CodeId(entry.merged_into.strip()) if entry.merged_into.strip() else None,
        tuple(CodeId(each.strip()) for each in entry.split_into),
    )


def _refuse_other_formats(document: Document, path: Path) -> None:
    content = document.content
    if not isinstance(content, dict) or not isinstance(content.get("format"), str):
        raise refusal(
            path,
            [Complaint(1, _("This is not a codebook file of avoin: it has no “format: 1”."))],
            _("Bring other codebooks in with: avoin codebook import FILE"),
        )
    said = str(content["format"])
    if said.isascii() and said.isdigit() and int(said) > FORMAT:
        what = _("This file has format {format}; this avoin knows formats up to {known}.")
        raise refusal(
            path,
            [Complaint(document.line(("format",)), what.format(format=said[:20], known=FORMAT))],
            _("Open it with a newer avoin."),
        )
    if said not in {str(known) for known in range(1, FORMAT + 1)}:
        what = _("There is no format {format}.").format(format=said[:20])
        raise refusal(path, [Complaint(document.line(("format",)), what)])

"""REFI-QDA projects (qdpx, qde) in, as ATLAS.ti, MAXQDA, NVivo, QualCoder and qc write them.

Source: REFI-QDA standard 1.5, https://www.qdasoftware.org. Invariants: nothing is unpacked to the disk; an entry is
read by its exact name only; the XML has no entities and no document type; what is not text is counted, not read.
"""

import io
import zipfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from avoin.i18n import _, ngettext
from avoin.importing.archive import open_archive
from avoin.importing.encoding import decode
from avoin.importing.qda import QdaCase, QdaCode, QdaCoding, QdaMemo, QdaPart, QdaProject, QdaSource
from avoin.importing.qdc import plain_guid, read_qdc
from avoin.importing.table import ImportFileError

_INTERNAL = "internal://"
_MEDIA = ("PictureSource", "PDFSource", "AudioSource", "VideoSource")
_OTHERS = ("Links", "Graphs")


def read_qdpx(content: bytes, file: str) -> QdaProject:
    """Read a project.

    Parameters
    ----------
    content : bytes
        The whole file: a zip with ``project.qde``, or the ``.qde`` by itself.
    file : str
        Its name, for messages.

    Raises
    ------
    ImportFileError
        Where it is damaged, is no REFI-QDA project, has document types or entities, or a text or code that is
        referred to is missing.
    """
    if not content.startswith(b"PK"):
        return _read(content, file, {})
    open_archive(content, file, _("{file} is a REFI-QDA project (qdpx) that is damaged or cut short."))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = [name for name in archive.namelist() if _is_safe(name)]
        texts = {_last(name): archive.read(name) for name in names if _last(name).endswith(".txt")}
        return _read(archive.read(_description(names, file)), file, texts)


def _is_safe(name: str) -> bool:
    """Return whether an entry stays in the archive, and is none that macOS adds."""
    parts = PurePosixPath(name.replace("\\", "/")).parts
    return ".." not in parts and "__MACOSX" not in parts


def _last(name: str) -> str:
    return PurePosixPath(name).name.casefold()


def _description(names: Sequence[str], file: str) -> str:
    """Return the entry that describes the project: project.qde as the standard says, else the only .qde there is."""
    found = [name for name in names if name.casefold() == "project.qde"] or [
        name for name in names if _last(name).endswith(".qde")
    ]
    if len(found) == 1:
        return found[0]
    hint = _("Export the project as REFI-QDA (qdpx) from the program it was made with.")
    if found:
        raise ImportFileError(_("{file} holds {n} projects (.qde); one is read.").format(file=file, n=len(found)), hint)
    raise ImportFileError(_("{file} is a zip archive, but not a REFI-QDA project.").format(file=file), hint)


def _read(content: bytes, file: str, texts: Mapping[str, bytes]) -> QdaProject:
    codes = {code.key: code for code in _codes(content, file)}
    return _Reading(file, codes, _root(content, file), texts).project()


def _root(content: bytes, file: str) -> Element:
    try:
        root: Element = fromstring(content, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError, RecursionError):
        raise ImportFileError(_("{file} is not a REFI-QDA project, or is damaged.").format(file=file)) from None
    return root


def _tag(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _children(element: Element | None, *tags: str) -> Iterator[Element]:
    return (each for each in element if _tag(each) in tags) if element is not None else iter(())


def _child(element: Element | None, tag: str) -> Element | None:
    return next(_children(element, tag), None)


def _text(element: Element | None, tag: str) -> str:
    found = _child(element, tag)
    return (found.text or "").strip() if found is not None else ""


def _codes(content: bytes, file: str) -> Iterator[QdaCode]:
    found = read_qdc(content, file, "Project").codes
    for code in found:
        parent = "" if code.parent is None else found[code.parent].guid
        name = " ".join((code.name or code.guid).split())
        yield QdaCode(code.guid, name, parent, code.description.strip(), code.colour.lower(), code.codable)


@dataclass(frozen=True, slots=True)
class _Note:
    """A note as it stands by itself; where it names its own place, ``place`` says it."""

    text: str
    coder: str
    at: str
    place: Element | None


@dataclass(slots=True)
class _Reading:
    """One project while it is read."""

    file: str
    codes: Mapping[str, QdaCode]
    root: Element
    texts: Mapping[str, bytes]
    users: dict[str, str] = field(default_factory=dict)
    notes: dict[str, _Note] = field(default_factory=dict)
    codings: list[QdaCoding] = field(default_factory=list)
    memos: list[QdaMemo] = field(default_factory=list)
    parts: list[QdaPart] = field(default_factory=list)
    lost: Counter[str] = field(default_factory=Counter)

    def project(self) -> QdaProject:
        for user in _children(_child(self.root, "Users"), "User"):
            self.users[plain_guid(user.get("guid"))] = user.get("name") or user.get("id") or ""
        for note in _children(_child(self.root, "Notes"), "Note"):
            self.notes[plain_guid(note.get("guid"))] = self._note(note)
        for code in _children(_child(_child(self.root, "CodeBook"), "Codes"), "Code"):
            self._take_loose(code)
        self._take_loose(self.root)
        cases = tuple(self._cases())
        sources = tuple(self._sources())
        return QdaProject(
            self.root.get("name") or self.file,
            self.root.get("origin") or "REFI-QDA",
            tuple(self.codes.values()),
            sources,
            cases,
            tuple(self.codings),
            tuple(self.memos),
            tuple(self.parts),
            tuple(self._left_out()),
        )

    def _cases(self) -> Iterator[QdaCase]:
        variables = _children(_child(self.root, "Variables"), "Variable")
        names = {plain_guid(each.get("guid")): each.get("name") or "" for each in variables}
        for case in _children(_child(self.root, "Cases"), "Case"):
            values = {}
            for value in _children(case, "VariableValue"):
                reference = _child(value, "VariableRef")
                name = names.get(plain_guid(reference.get("targetGUID")) if reference is not None else "", "")
                said = next((each.text or "" for each in value if _tag(each) != "VariableRef"), "")
                if name and said.strip():
                    values[name] = said.strip()
            yield QdaCase(plain_guid(case.get("guid")), case.get("name") or "", values)

    def _take_loose(self, element: Element) -> None:
        """Take the notes on a code with those on the codes below it, or on the project."""
        code = plain_guid(element.get("guid")) if _tag(element) == "Code" else ""
        found = [note for note in self._referred(element) if note.text]
        self.memos += [QdaMemo("", 0, 0, note.text, note.coder, note.at, code) for note in found]
        for below in _children(element, "Code"):
            self._take_loose(below)

    def _referring(self, tag: str) -> dict[str, str]:
        """Return which case refers to each text, or to each selection."""
        return {
            plain_guid(each.get("targetGUID")): plain_guid(case.get("guid"))
            for case in _children(_child(self.root, "Cases"), "Case")
            for each in _children(case, tag)
        }

    def _sets(self) -> dict[str, tuple[str, ...]]:
        """Return the names of the sets that each text is in; sets of codes and notes are counted."""
        found: dict[str, tuple[str, ...]] = {}
        for each in _children(_child(self.root, "Sets"), "Set"):
            members = [plain_guid(member.get("targetGUID")) for member in _children(each, "MemberSource")]
            self.lost["sets"] += not members
            for member in members:
                found[member] = (*found.get(member, ()), each.get("name") or "")
        return found

    def _sources(self) -> Iterator[QdaSource]:
        whose, sets, selected = self._referring("SourceRef"), self._sets(), self._referring("SelectionRef")
        for source in _children(_child(self.root, "Sources"), "TextSource", *_MEDIA):
            is_text = _tag(source) == "TextSource"
            text = self._source_text(source) if is_text else None
            if text is None:
                self.lost["texts" if is_text else "media"] += 1
                self.lost["media codings"] += sum(_tag(each) == "Coding" for each in source.iter())
                continue
            key = plain_guid(source.get("guid"))
            read = QdaSource(key, source.get("name") or key, text, whose.get(key, ""), sets.get(key, ()))
            yield read
            self._take(source, read, (0, len(text)))
            for selection in _children(source, "PlainTextSelection"):
                span = self._span(selection, len(text))
                self._take(selection, read, span)
                if case := selected.get(plain_guid(selection.get("guid"))):
                    self.parts.append(QdaPart(key, *span, case))

    def _user(self, element: Element) -> str:
        return self.users.get(plain_guid(element.get("creatingUser") or element.get("modifyingUser")), "")

    def _note(self, note: Element) -> _Note:
        text = _text(note, "PlainTextContent") or (self._internal(note.get("plainTextPath")) or "").strip()
        place = _child(note, "PlainTextSelection")
        return _Note(text or _text(note, "Description"), self._user(note), note.get("creationDateTime") or "", place)

    def _source_text(self, source: Element) -> str | None:
        inline = _child(source, "PlainTextContent")
        return inline.text or "" if inline is not None else self._internal(source.get("plainTextPath"))

    def _internal(self, path: str | None) -> str | None:
        """Return a text of the archive; None where it lies outside or is not there."""
        if not path or not path.startswith(_INTERNAL):
            return None
        content = self.texts.get(path.removeprefix(_INTERNAL).casefold())
        return None if content is None else decode(content, self.file, None).text.removeprefix("\ufeff")

    def _span(self, selection: Element, length: int) -> tuple[int, int]:
        try:
            start, end = int(selection.get("startPosition") or ""), int(selection.get("endPosition") or "")
        except ValueError:
            start, end = -1, -1
        if not 0 <= start <= end <= length:
            raise ImportFileError(
                _("{file}: a selection from {start} to {end} lies outside its text of {n} characters.").format(
                    file=self.file, start=selection.get("startPosition"), end=selection.get("endPosition"), n=length
                )
            )
        return start, end

    def _take(self, element: Element, source: QdaSource, span: tuple[int, int]) -> None:
        """Take the codings and notes of a text, or of a selection of it."""
        owner = self._user(element)
        for coding in _children(element, "Coding"):
            reference = _child(coding, "CodeRef")
            code = plain_guid(reference.get("targetGUID")) if reference is not None else ""
            if code not in self.codes:
                raise ImportFileError(_("{file}: a coding has a code that the codebook lacks.").format(file=self.file))
            at = coding.get("creationDateTime") or element.get("creationDateTime") or ""
            self.codings.append(QdaCoding(source.key, *span, code, self._user(coding) or owner, at))
        found = [self._memo(source, span, owner, each) for each in self._referred(element)]
        said = _text(element, "Description")
        if said and said not in {memo.text for memo in found}:
            found.append(QdaMemo(source.key, *span, said, owner, element.get("creationDateTime") or ""))
        self.memos += [memo for memo in found if memo.text]

    def _referred(self, element: Element) -> Iterator[_Note]:
        keys = (plain_guid(each.get("targetGUID")) for each in _children(element, "NoteRef"))
        return (self.notes[key] for key in keys if key in self.notes)

    def _memo(self, source: QdaSource, span: tuple[int, int], owner: str, note: _Note) -> QdaMemo:
        start, end = span if note.place is None else self._span(note.place, len(source.text))
        return QdaMemo(source.key, start, end, note.text, note.coder or owner, note.at)

    def _left_out(self) -> Iterator[str]:
        if n := self.lost["media"]:
            yield ngettext(
                "{n} picture, PDF, sound or film was not read.", "{n} pictures, PDFs, sounds or films were not read.", n
            ).format(n=n)
        if n := self.lost["texts"]:
            yield ngettext("{n} text lies outside the file.", "{n} texts lie outside the file.", n).format(n=n)
        if n := self.lost["media codings"]:
            yield ngettext("{n} coding on these was left out.", "{n} codings on these were left out.", n).format(n=n)
        n = self.lost["sets"] + sum(len(list(_child(self.root, tag) or ())) for tag in _OTHERS)
        if n:
            yield ngettext(
                "{n} link, set or graph was left out.", "{n} links, sets or graphs were left out.", n
            ).format(n=n)

r"""A REFI-QDA project (qdpx) out, for ATLAS.ti, MAXQDA, NVivo, QualCoder and qc.

Source: REFI-QDA standard 1.5, https://www.qdasoftware.org; element order as its schema says. Invariants: the same
project gives the same bytes; positions are code points; texts have "\n" only; a set is written where it divides the
texts, and is not one text by itself.
"""

import io
import re
import uuid
import zipfile
from collections.abc import Callable, Iterable, Mapping
from operator import attrgetter
from typing import TypeVar
from xml.etree.ElementTree import Element, SubElement, tostring

from avoin.export.clean_text import clean
from avoin.importing.qda import QdaCode, QdaCoding, QdaMemo, QdaPart, QdaProject, QdaSource

_NAMESPACE = "urn:QDA-XML:project:1.0"
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_FIRST_DAY = (1980, 1, 1, 0, 0, 0)
_Thing = TypeVar("_Thing")


def to_qdpx(project: QdaProject) -> bytes:
    """Return the file; keys become GUIDs that are the same whenever the project is written."""
    entries = {"project.qde": _xml(project)}
    for each in project.sources:
        entries[f"sources/{_guid(project, 'source', each.key)}.txt"] = _same_length(each.text).encode()
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(zipfile.ZipInfo(name, _FIRST_DAY), content, zipfile.ZIP_DEFLATED)
    return file.getvalue()


def _same_length(text: str) -> str:
    """Return the text without characters that no tool bears, each replaced by one, so that positions stay."""
    return _CONTROL.sub("\ufffd", text)


def _guid(project: QdaProject, kind: str, *key: object) -> str:
    parts = "\x1f".join(map(str, (project.name, kind, *key)))
    return str(uuid.uuid5(uuid.NAMESPACE_URL, f"urn:avoin:{parts}"))


def _add(parent: Element, tag: str, text: str = "", **attributes: str) -> Element:
    added = SubElement(parent, tag, {name: clean(value) for name, value in attributes.items() if value})
    if text:
        added.text = clean(text)
    return added


def _xml(project: QdaProject) -> bytes:
    root = Element("Project", {"xmlns": _NAMESPACE, "name": clean(project.name), "origin": project.tool})
    coders = sorted({each.coder for each in project.codings} | {memo.coder for memo in project.memos})
    users = {coder: _guid(project, "user", coder) for coder in coders}
    if users:
        _fill_users(root, users)
    if project.codes:
        _fill_codes(project, _add(_add(root, "CodeBook"), "Codes"), "")
    _fill_cases(project, root)
    if project.sources:
        _fill_sources(project, _add(root, "Sources"), users)
    if project.memos:
        notes = _add(root, "Notes")
        for place, memo in enumerate(project.memos):
            guid = _guid(project, "note", place)
            note = _add(notes, "Note", guid=guid, creatingUser=users[memo.coder], creationDateTime=memo.at)
            _add(note, "PlainTextContent", memo.text)
    _fill_sets(project, root)
    _refer(project, root)
    written: bytes = tostring(root, encoding="utf-8")
    return b'<?xml version="1.0" encoding="utf-8"?>\n' + written


def _refer(project: QdaProject, written: Element, code: str = "") -> None:
    """Refer to the notes on a code, or without one to those on the project."""
    for place, memo in enumerate(project.memos):
        if not memo.source and memo.code == code:
            _add(written, "NoteRef", targetGUID=_guid(project, "note", place))


def _fill_users(root: Element, users: Mapping[str, str]) -> None:
    listed = _add(root, "Users")
    for name, guid in users.items():
        _add(listed, "User", guid=guid, name=name)


def _fill_codes(project: QdaProject, above: Element, parent: str) -> None:
    for code in project.codes:
        if code.parent == parent:
            written = _code(project, above, code)
            _fill_codes(project, written, code.key)


def _code(project: QdaProject, above: Element, code: QdaCode) -> Element:
    written = _add(
        above,
        "Code",
        guid=_guid(project, "code", code.key),
        name=code.name,
        isCodable="true" if code.codable else "false",
        color=code.colour,
    )
    if code.description:
        _add(written, "Description", code.description)
    _refer(project, written, code.key)
    return written


def _fill_cases(project: QdaProject, root: Element) -> None:
    names = dict.fromkeys(name for case in project.cases for name in case.values)
    variables = _add(root, "Variables") if names else root
    for name in names:
        _add(variables, "Variable", guid=_guid(project, "variable", name), name=name, typeOfVariable="Text")
    texts, parts = _by(attrgetter("case"), project.sources), _by(attrgetter("case"), project.parts)
    cases = _add(root, "Cases") if project.cases else root
    for case in project.cases:
        written = _add(cases, "Case", guid=_guid(project, "case", case.key), name=case.name)
        for name, value in case.values.items():
            said = _add(written, "VariableValue")
            _add(said, "VariableRef", targetGUID=_guid(project, "variable", name))
            _add(said, "TextValue", value)
        for source in texts.get(case.key, ()):
            _add(written, "SourceRef", targetGUID=_guid(project, "source", source.key))
        for part in parts.get(case.key, ()):
            _add(written, "SelectionRef", targetGUID=_part_guid(project, part))


def _part_guid(project: QdaProject, part: QdaPart) -> str:
    return _guid(project, "part", part.source, part.start)


def _fill_sets(project: QdaProject, root: Element) -> None:
    members: dict[str, list[QdaSource]] = {}
    for source in project.sources:
        for name in dict.fromkeys(source.sets):
            members.setdefault(name, []).append(source)
    dividing = {name: mine for name, mine in members.items() if 1 < len(mine) < len(project.sources)}
    sets = _add(root, "Sets") if dividing else root
    for name, mine in dividing.items():
        written = _add(sets, "Set", guid=_guid(project, "set", name), name=name)
        for source in mine:
            _add(written, "MemberSource", targetGUID=_guid(project, "source", source.key))


def _fill_sources(project: QdaProject, sources: Element, users: Mapping[str, str]) -> None:
    source_of = attrgetter("source")
    codings, parts = _by(source_of, project.codings), _by(source_of, project.parts)
    memos = _by(lambda numbered: numbered[1].source, enumerate(project.memos))
    for source in project.sources:
        guid = _guid(project, "source", source.key)
        written = _add(sources, "TextSource", guid=guid, name=source.name, plainTextPath=f"internal://{guid}.txt")
        for place, memo in memos.get(source.key, ()):
            # the words twice: QualCoder reads them here, others from the note
            selected = _guid(project, "selection", source.key, "memo", place)
            selection = _selection(written, selected, memo, users[memo.coder], memo.at)
            _add(selection, "Description", memo.text)
            _add(selection, "NoteRef", targetGUID=_guid(project, "note", place))
        for (start, end, coder), mine in _together(codings.get(source.key, ())):
            # one selection a coder: QualCoder takes who made it for who coded
            selected = _guid(project, "selection", source.key, start, end, coder)
            selection = _selection(written, selected, mine[0], users[coder], min(each.at for each in mine))
            for each in mine:
                _coding(project, selection, each, users)
        # last: of several notes on a text QualCoder gives back the first, and takes each part for a note without words
        for part in parts.get(source.key, ()):
            _selection(written, _part_guid(project, part), part)


def _together(codings: Iterable[QdaCoding]) -> Iterable[tuple[tuple[int, int, str], list[QdaCoding]]]:
    found: dict[tuple[int, int, str], list[QdaCoding]] = {}
    for each in codings:
        found.setdefault((each.start, each.end, each.coder), []).append(each)
    return sorted(found.items(), key=lambda item: item[0])


def _selection(above: Element, guid: str, on: QdaCoding | QdaMemo | QdaPart, user: str = "", at: str = "") -> Element:
    return _add(
        above,
        "PlainTextSelection",
        guid=guid,
        name=f"{on.start}–{on.end}",
        startPosition=str(on.start),
        endPosition=str(on.end),
        creatingUser=user,
        creationDateTime=at,
    )


def _by(key: Callable[[_Thing], str], things: Iterable[_Thing]) -> dict[str, list[_Thing]]:
    found: dict[str, list[_Thing]] = {}
    for each in things:
        found.setdefault(key(each), []).append(each)
    return found


def _coding(project: QdaProject, selection: Element, each: QdaCoding, users: Mapping[str, str]) -> None:
    coding = _add(
        selection,
        "Coding",
        guid=_guid(project, "coding", each.source, each.start, each.end, each.code, each.coder),
        creatingUser=users[each.coder],
        creationDateTime=each.at,
    )
    _add(coding, "CodeRef", targetGUID=_guid(project, "code", each.code))

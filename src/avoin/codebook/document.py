"""YAML from outside, read as plain text values with the place of each; nothing in it is run, built or expanded.

Enters: bytes of a file that a person edits or somebody sent. Leaves: a tree of dicts, lists, strings and None, and the
line and column of every key and item. Invariant: at most 5 MiB, 12 levels and 50,000 values; anchors, aliases, tags,
merge keys and a second document are refused; a key twice is refused with its line. Plain ``no``, ``007`` and
``2024-01-01`` stay text.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    CollectionEndEvent,
    CollectionStartEvent,
    DocumentStartEvent,
    MappingStartEvent,
    NodeEvent,
    ScalarEvent,
)
from ruamel.yaml.reader import ReaderError

from avoin.errors import AvoinError
from avoin.i18n import _, ngettext

LARGEST = 5 * 1024 * 1024
DEEPEST = 12
MOST_VALUES = 50_000
MOST_COMPLAINTS = 10

Where: TypeAlias = tuple[str | int, ...]
"""Which value: keys and places in lists, from the top."""

Tree: TypeAlias = "dict[str, Tree] | list[Tree] | str | None"


class CodebookFileError(AvoinError):
    """A codebook file is missing, is no YAML, or says what no codebook can; names the file, the line and the code."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a key or an item begins.

    Attributes
    ----------
    line : int
        From 1.
    column : int
        From 0, code points.
    flow : bool
        True where its value is written in braces or brackets.
    """

    line: int
    column: int
    flow: bool = False


@dataclass(frozen=True, slots=True)
class Document:
    """What a YAML file says, and where."""

    content: Tree
    places: Mapping[Where, Place]

    def line(self, where: Where) -> int:
        """Return the line of a value, or of the nearest above it that has one."""
        while where and where not in self.places:
            where = where[:-1]
        return self.places[where].line if where else 1


@dataclass(frozen=True, slots=True, order=True)
class Complaint:
    """One thing wrong in a file; ``what`` is a whole translated sentence."""

    line: int
    what: str
    code: str = ""


def refusal(path: Path, complaints: Iterable[Complaint], hint: str = "") -> CodebookFileError:
    """Return the error that says what is wrong in a file, by line; the first ten where there are more."""
    ordered = sorted(set(complaints))
    lines = [_in_words(path, complaint) for complaint in ordered[:MOST_COMPLAINTS]]
    left = len(ordered) - len(lines)
    if left:
        lines.append(ngettext("And {n} more.", "And {n} more.", left).format(n=left))
    return CodebookFileError("\n".join(lines), hint)


def read_raw(path: Path) -> bytes:
    """Return the bytes of a file.

    Raises
    ------
    CodebookFileError
        Where it is missing, unreadable or over 5 MiB.
    """
    try:
        with path.open("rb") as file:
            raw = file.read(LARGEST + 1)
    except FileNotFoundError:
        raise CodebookFileError(_("There is no file {path}.").format(path=path)) from None
    except OSError as error:
        raise CodebookFileError(
            _("{path} cannot be read: {error}").format(path=path, error=error.strerror or type(error).__name__)
        ) from error
    if len(raw) > LARGEST:
        raise CodebookFileError(_("{path} is larger than 5 MiB, too large for a codebook.").format(path=path))
    return raw


def text_of(raw: bytes, path: Path) -> str:
    r"""Return UTF-8 as text with ``\n`` as its only line end.

    Raises
    ------
    CodebookFileError
        Where it is not UTF-8; names the line.
    """
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise refusal(path, [Complaint(line, _("This is not UTF-8 text."))], _("Save the file as UTF-8.")) from None
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text.translate({0x85: " ", 0x2028: " ", 0x2029: " "})


def read_document(text: str, path: Path) -> Document:
    """Read YAML of any origin.

    Raises
    ------
    CodebookFileError
        Where it is not YAML, or uses what a codebook never needs; names the line.
    """
    builder = _Builder(path)
    try:
        for event in YAML(typ="safe", pure=True).parse(text):
            builder.take(event)
    except ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        what = _("The character U+{number:04X} is not allowed in YAML.").format(number=error.character)
        raise refusal(path, [Complaint(line, what)]) from None
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        what = _("This is not YAML: {problem}.").format(problem=error.problem or error.context)
        raise refusal(path, [Complaint(mark.line + 1 if mark else 1, what)], _YAML_HINT()) from None
    except (YAMLError, UnicodeError, ValueError):
        raise refusal(path, [Complaint(1, _("This is not YAML."))]) from None
    return Document(builder.content, builder.places)


def _YAML_HINT() -> str:  # noqa: N802 - a constant that must wait for the language
    return _("Indent with spaces, and put text that has “: ” or “ #” in it in quotes.")


def _in_words(path: Path, complaint: Complaint) -> str:
    if complaint.code:
        return _("{file}, line {line}, code {code}: {what}").format(
            file=path, line=complaint.line, code=complaint.code, what=complaint.what
        )
    return _("{file}, line {line}: {what}").format(file=path, line=complaint.line, what=complaint.what)


@dataclass(slots=True)
class _Open:
    """A mapping or list that is being read."""

    where: Where
    value: dict[str, Tree] | list[Tree]
    key: str | None = None


@dataclass(slots=True)
class _Builder:
    """Makes the tree out of the parser's events, without recursion."""

    path: Path
    content: Tree = None
    places: dict[Where, Place] = field(default_factory=dict)
    documents: int = 0
    values: int = 0
    open: list[_Open] = field(default_factory=list)

    def take(self, event: object) -> None:
        if isinstance(event, DocumentStartEvent):
            self.documents += 1
            self._refuse_if(self.documents > 1, event, _("A second document begins here; a codebook is one."))
        elif isinstance(event, CollectionEndEvent):
            self.open.pop()
        elif isinstance(event, NodeEvent):
            self.values += 1
            self._refuse_if(self.values > MOST_VALUES, event, _("There is more in this file than in any codebook."))
            self._refuse_tricks(event)
            self._take_node(event)

    def _take_node(self, event: NodeEvent) -> None:
        inside = self.open[-1] if self.open else None
        if inside is not None and isinstance(inside.value, dict) and inside.key is None:
            self._take_key(inside, event)
            return
        value, where = self._value(event), self._where(inside, event)
        if inside is None:
            self.content = value
        elif isinstance(inside.value, list):
            inside.value.append(value)
        else:
            inside.value[inside.key or ""] = value
            inside.key = None
        if isinstance(value, dict | list):
            self.open.append(_Open(where, value))
            self._refuse_if(len(self.open) > DEEPEST, event, _("This is nested too deeply for a codebook."))

    def _take_key(self, inside: _Open, event: NodeEvent) -> None:
        self._refuse_if(not isinstance(event, ScalarEvent), event, _("A key must be plain text."))
        key = str(getattr(event, "value", ""))
        self._refuse_if(key == "<<", event, _("Merge keys (<<) are not understood; write it out."))
        self._refuse_if(key in inside.value, event, _("The key {key} is there twice.").format(key=key[:60]))
        inside.key = key
        self.places[(*inside.where, key)] = Place(event.start_mark.line + 1, event.start_mark.column)

    def _where(self, inside: _Open | None, event: NodeEvent) -> Where:
        if inside is None:
            return ()
        where: Where = (*inside.where, len(inside.value) if isinstance(inside.value, list) else inside.key or "")
        mark = event.start_mark
        place = self.places.get(where, Place(mark.line + 1, mark.column))
        flow = isinstance(event, CollectionStartEvent) and bool(event.flow_style)
        self.places[where] = Place(place.line, place.column, flow)
        return where

    @staticmethod
    def _value(event: NodeEvent) -> Tree:
        if isinstance(event, CollectionStartEvent):
            return {} if isinstance(event, MappingStartEvent) else []
        value = str(getattr(event, "value", ""))
        plain = getattr(event, "style", None) is None
        return None if plain and value in {"", "~", "null"} else value

    def _refuse_tricks(self, event: NodeEvent) -> None:
        self._refuse_if(isinstance(event, AliasEvent), event, _("Aliases (*name) are not understood; write it out."))
        self._refuse_if(event.anchor is not None, event, _("Anchors (&name) are not understood; write it out."))
        tagged = getattr(event, "ctag", None) is not None
        self._refuse_if(tagged, event, _("Tags (!name) are not understood; put text that begins with ! in quotes."))

    def _refuse_if(self, wrong: bool, event: NodeEvent | DocumentStartEvent, what: str) -> None:
        if wrong:
            raise refusal(self.path, [Complaint(event.start_mark.line + 1, what)])

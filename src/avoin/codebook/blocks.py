"""The text of a codebook file, cut into blocks: its heading and one block a code.

Enters: the text as it stands and the codes as they are to be. Leaves: the text in which only the blocks of changed
codes are written anew (and within them only the changed fields), or a fresh text where there is none yet.
Invariant: the lines of a code that did not change, and comments, stay exactly as they are.
"""

import io
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from difflib import SequenceMatcher
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.scalarstring import DoubleQuotedScalarString, LiteralScalarString

from avoin.codebook.document import Document
from avoin.codebook.model import Code
from avoin.ids import CodeId

Heading = Mapping[str, str | int]
"""Top-level keys but ``codes``, in the order they are written; an empty value is left out."""

_SCHEMA = "# yaml-language-server: $schema=../codebook.schema.json\n"
_KEYS = (
    "name",
    "parent",
    "codable",
    "retired",
    "merged_into",
    "split_into",
    "definition",
    "include",
    "exclude",
    "borderline",
    "examples",
    "keywords",
    "colour",
    "origin",
)
_IN_BRACKETS = ("keywords", "split_into")
_PLAIN = re.compile(r"\w(?:[\w .-]*\w)?")
_DEFAULTS = {field.name: field.default for field in fields(Code)}


@dataclass(slots=True)
class _Block:
    """A code's lines: comments and blank lines above it, then its own."""

    above: list[str]
    body: list[str]


@dataclass(slots=True)
class _Cut:
    """A file's lines: up to and with ``codes:``, the blocks, what follows the last code, and further keys."""

    head: list[str]
    blocks: dict[CodeId, _Block]
    foot: list[str]
    tail: list[str]
    column: int


def fresh(heading: Heading, codes: Sequence[Code]) -> str:
    """Return the whole text of a file that has no comments to keep."""
    filled = CommentedMap({key: _scalar(value) for key, value in heading.items() if value != ""})
    bodies = ["".join(_body(code, 2)) for code in codes]
    return _SCHEMA + _dump(filled) + "codes:\n" + "\n".join(bodies)


def revised(
    text: str, document: Document, heading: Heading, before: Sequence[Code], after: Sequence[Code]
) -> str | None:
    """Return the text with the changes made in it, or None where it is laid out so that it cannot be cut.

    Parameters
    ----------
    document : Document
        The text as read.
    before, after : sequence of Code
        The codes that stand in the text, and those that are to.
    """
    cut = _cut(text, document)
    if cut is None:
        return None
    _rewrite_codes(cut, {code.id: code for code in before}, after)
    said = document.content if isinstance(document.content, dict) else {}
    changes = {key: value for key, value in heading.items() if str(said.get(key) or "").strip() != str(value)}
    codes_line = document.line(("codes",))
    below = {key: value for key, value in changes.items() if document.line((key,)) > codes_line}
    above = {key: value for key, value in changes.items() if key not in below}
    order = tuple(heading)
    cut.head[:-1] = _reword(cut.head[:-1], above, order)
    cut.tail = _reword(cut.tail, below, order)
    return _joined(cut)


def _cut(text: str, document: Document) -> _Cut | None:
    lines = text.splitlines(keepends=True)
    if lines and not lines[-1].endswith("\n"):
        lines[-1] += "\n"
    place = document.places[("codes",)]
    keys = {where[1]: each for where, each in document.places.items() if len(where) == 2 and where[0] == "codes"}
    first = lines[place.line - 1]
    if not keys and first.split("#")[0].rstrip().endswith("{}"):
        lines[place.line - 1] = first.replace("{}", "", 1).rstrip() + "\n"
    elif place.flow or any(each.line == place.line for each in keys.values()):
        return None
    below = [each.line for where, each in document.places.items() if len(where) == 1 and each.line > place.line]
    end = min(below, default=len(lines) + 1) - 1
    starts = [(CodeId(str(key)), each.line - 1, each.column) for key, each in keys.items()]
    cut = _Cut(lines[: place.line], {}, [], lines[end:], starts[0][2] if starts else 2)
    _cut_blocks(cut, lines, starts, (place.line, end))
    return cut


def _cut_blocks(cut: _Cut, lines: list[str], starts: list[tuple[CodeId, int, int]], limits: tuple[int, int]) -> None:
    at, end = limits
    for place, (code, start, _column) in enumerate(starts):
        stop = starts[place + 1][1] if place + 1 < len(starts) else end
        while stop > start + 1 and _stands_above(lines[stop - 1], cut.column):
            stop -= 1
        cut.blocks[code] = _Block(lines[at:start], lines[start:stop])
        at = stop
    cut.foot = lines[at:end]


def _stands_above(line: str, column: int) -> bool:
    """Return whether a line after a code belongs to the next one: blank, or a comment no deeper than the ids."""
    bare = line.strip()
    return not bare or (bare.startswith("#") and len(line) - len(line.lstrip()) <= column)


def _rewrite_codes(cut: _Cut, before: Mapping[CodeId, Code], after: Sequence[Code]) -> None:
    old, spaced = cut.blocks, _is_spaced(cut)
    kept = {code.id for code in after}
    orphans = _orphans(old, kept)
    cut.blocks = {}
    for place, code in enumerate(after):
        block = old.get(code.id)
        if block is None:
            cut.blocks[code.id] = _Block(["\n"] if spaced and place else [], _body(code, cut.column))
            continue
        if before[code.id] != code:
            block.body = _changed_body(block.body, before[code.id], code, cut.column)
        above = [*orphans.get(code.id, ()), *block.above]
        cut.blocks[code.id] = _Block(["\n"] if spaced and place and not above else above, block.body)
    cut.foot = [*orphans.get(None, ()), *cut.foot]


def _is_spaced(cut: _Cut) -> bool:
    later = list(cut.blocks.values())[1:]
    return not later or Counter(bool(block.above) for block in later).most_common(1)[0][0]


def _orphans(old: Mapping[CodeId, _Block], kept: set[CodeId]) -> dict[CodeId | None, list[str]]:
    """Return the comments that stood above codes that go, by the code that follows them (None: the end)."""
    orphans: dict[CodeId | None, list[str]] = {}
    waiting: list[str] = []
    for code, block in old.items():
        if code not in kept:
            waiting += block.above if any(line.strip() for line in block.above) else []
        elif waiting:
            orphans[code] = waiting
            waiting = []
    if waiting:
        orphans[None] = waiting
    return orphans


def _body(code: Code, column: int) -> list[str]:
    values = {key: getattr(code, key) for key in _KEYS if getattr(code, key) != _DEFAULTS[key]}
    entry = CommentedMap({key: _value(key, value) for key, value in values.items()})
    return _indented(_dump(CommentedMap({str(code.id): entry})), column)


def _changed_body(body: list[str], before: Code, after: Code, column: int) -> list[str]:
    text = "".join(line[column:] if line.strip() and not line[:column].strip() else line for line in body)
    loaded = _yaml().load(text)
    entry = loaded[str(after.id)]
    for key in _KEYS:
        old, new = getattr(before, key), getattr(after, key)
        if old != new:
            _set(entry, key, old, new)
    return _indented(_dump(loaded), column)


def _set(entry: CommentedMap, key: str, old: object, new: object) -> None:
    there = entry.get(key)
    if new == _DEFAULTS[key]:
        entry.pop(key, None)
    elif (
        isinstance(new, tuple) and isinstance(old, tuple) and isinstance(there, CommentedSeq) and len(there) == len(old)
    ):
        _edit_list(there, old, new)
    elif key in entry:
        entry[key] = _value(key, new)
    else:
        _insert(entry, key, _KEYS, _value(key, new))


def _insert(entry: CommentedMap, key: str, order: Sequence[str], value: object) -> None:
    """Put a new key behind the last that comes before it in the usual order."""
    earlier = [place for place, each in enumerate(entry) if each in order[: order.index(key)]]
    entry.insert(max(earlier, default=-1) + 1, key, value)


def _edit_list(items: CommentedSeq, old: tuple[str, ...], new: tuple[str, ...]) -> None:
    changes = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    for kind, start, end, new_start, new_end in reversed(changes):
        if kind == "equal":
            continue
        for place in reversed(range(start, end)):
            del items[place]
        for text in reversed(new[new_start:new_end]):
            items.insert(start, _item(text) if items.fa.flow_style() else _scalar(text))


def _joined(cut: _Cut) -> str:
    blocks = [line for block in cut.blocks.values() for line in (*block.above, *block.body)]
    return "".join([*cut.head, *blocks, *cut.foot, *cut.tail])


def _reword(lines: list[str], changes: Heading, order: Sequence[str]) -> list[str]:
    """Return the lines of top-level keys with some of them changed, added or (where empty) taken out."""
    if not changes:
        return lines
    loaded = _yaml().load("".join(lines)) or CommentedMap()
    for key, value in changes.items():
        if value == "":
            loaded.pop(key, None)
        elif key in loaded:
            loaded[key] = _scalar(value)
        else:
            _insert(loaded, key, order, _scalar(value))
    return _dump(loaded).splitlines(keepends=True)


def _value(key: str, value: object) -> Any:
    if not isinstance(value, tuple):
        return _scalar(value) if isinstance(value, str) else value
    if key not in _IN_BRACKETS:
        return CommentedSeq(_scalar(each) for each in value)
    items = CommentedSeq(_item(each) for each in value)
    items.fa.set_flow_style()
    return items


def _scalar(value: str | int) -> str | int:
    return LiteralScalarString(value) if isinstance(value, str) and "\n" in value else value


def _item(text: str) -> str:
    # within brackets the writer leaves some marks unquoted that the reader then stumbles over
    return text if _PLAIN.fullmatch(text) else DoubleQuotedScalarString(text)


def _indented(text: str, column: int) -> list[str]:
    return [" " * column + line if line.strip() else line for line in text.splitlines(keepends=True)]


def _dump(value: CommentedMap) -> str:
    if not value:
        return ""
    out = io.StringIO()
    _yaml().dump(value, out)
    return out.getvalue()


def _yaml() -> YAML:
    yaml = YAML(typ="rt")
    yaml.indent(mapping=2, sequence=4, offset=2)
    yaml.width = 4096
    yaml.preserve_quotes = True
    return yaml

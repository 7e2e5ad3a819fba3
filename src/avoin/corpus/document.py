"""YAML that a person edits: read without trusting it, rewritten without losing the person's comments.

Enters: the text of a file. Leaves: a tree of mappings, lists and strings; every plain word stays the text it is, so
``no``, ``007`` and ``2024`` never turn into something else. Invariant: anchors, aliases, tags, deep nesting and large
files are refused before a tree is built, and a comment stays above the key it stood above.
"""

import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import CommentMark, MarkedYAMLError, YAMLError
from ruamel.yaml.events import AliasEvent, MappingStartEvent, NodeEvent, SequenceStartEvent
from ruamel.yaml.nodes import ScalarNode
from ruamel.yaml.resolver import VersionedResolver
from ruamel.yaml.scalarstring import DoubleQuotedScalarString, FoldedScalarString, LiteralScalarString
from ruamel.yaml.tokens import CommentToken

from avoin.errors import AvoinError
from avoin.i18n import _

MOST_BYTES = 5 * 1024 * 1024
_DEEPEST = 12
_MOST_NODES = 200_000
_YES_NO = re.compile(r"(?i:y|n|yes|no|on|off|true|false|null|~)|\d+(?::\d+)+")

_TRUE = frozenset({"true", "yes", "on", "y", "t", "1"})
_FALSE = frozenset({"false", "no", "off", "n", "f", "0"})

Loc = Sequence[str | int]
Content = str | int | bool | Sequence[str] | Mapping[str, "Content"]


class SurveyFileError(AvoinError):
    """``survey.yaml`` cannot be read or written; names the file, and the line and key where there is one."""


class _TextResolver(VersionedResolver):
    """Takes every plain scalar for text."""

    @property
    def versioned_resolver(self) -> dict[str, object]:
        return {}


@dataclass(slots=True)
class Document:
    """A parsed file.

    Attributes
    ----------
    root : CommentedMap
        The tree.
    ending : str
        Comments after the last key.
    """

    root: CommentedMap
    ending: str = ""


def parse(text: str, file: str) -> Document:
    """Parse a document whose root is a mapping.

    Raises
    ------
    SurveyFileError
        Where it is not YAML, or uses what this program does not take: anchors, aliases, tags, deep nesting.
    """
    try:
        _refuse_tricks(text, file)
        root = _yaml().load(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise SurveyFileError(
            _("{file}, line {line}: this is not readable YAML ({problem}).").format(
                file=file, line=mark.line + 1 if mark else 1, problem=_problem(error)
            )
        ) from None
    except YAMLError:
        raise SurveyFileError(_("{file} is not readable YAML.").format(file=file)) from None
    if not isinstance(root, CommentedMap):
        raise SurveyFileError(_("{file} does not begin with a key such as “name:”.").format(file=file))
    return Document(root, _settle(root))


def written(document: Document) -> str:
    """Return the document as text."""
    out = io.StringIO()
    _yaml().dump(document.root, out)
    return out.getvalue() + document.ending


def line_of(document: Document, loc: Loc) -> int:
    """Return the line, from 1, of the innermost key of ``loc`` that is in the document."""
    node: object = document.root
    line = 1
    for key in loc:
        if not isinstance(node, CommentedMap | CommentedSeq) or not _has(node, key):
            break
        line = node.lc.data[key][0] + 1 if key in node.lc.data else line
        node = node[key]
    return line


def merge(node: CommentedMap, content: Mapping[str, Content]) -> None:
    """Make a mapping say what ``content`` says, leaving what is the same as it is written."""
    if not node:
        node.fa.set_block_style()
    for key in [key for key in node if key not in content]:
        del node[key]
        node.ca.items.pop(key, None)
    for key, value in content.items():
        _put(node, key, value)
    if list(node) != list(content):
        for key in content:
            node[_scalar(key)] = node.pop(key)


def _put(node: CommentedMap, key: str, value: Content) -> None:
    present = node.get(key)
    if isinstance(value, Mapping):
        if not isinstance(present, CommentedMap):
            present = CommentedMap()
            node[_scalar(key)] = present
        merge(present, value)
    elif isinstance(value, Sequence) and not isinstance(value, str):
        if not isinstance(present, CommentedSeq) or list(present) != list(value):
            node[_scalar(key)] = CommentedSeq([_scalar(each) for each in value])
    elif key not in node or not _says(present, value):
        node[_scalar(key)] = _scalar(value)


def _says(present: object, value: str | int) -> bool:
    """Return whether what is written says the value, in whatever words: 007 is 7, no is false."""
    if isinstance(value, bool):
        return str(present).lower() in (_TRUE if value else _FALSE)
    if isinstance(value, int):
        return str(present).strip().isdecimal() and int(str(present)) == value
    return bool(present == value)


def _plain(value: str | int) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def _scalar(value: str | int) -> str:
    """Return the value so that any YAML reader takes a text for a text."""
    if not isinstance(value, str):
        return _plain(value)
    resolver = VersionedResolver()
    ambiguous = resolver.resolve(ScalarNode, value, (True, False)) != resolver.DEFAULT_SCALAR_TAG
    return DoubleQuotedScalarString(value) if ambiguous or _YES_NO.fullmatch(value) or "\n" in value else value


def _yaml() -> YAML:
    yaml = YAML(typ="rt")
    yaml.Resolver = _TextResolver
    yaml.preserve_quotes = True
    yaml.width = 4096
    yaml.indent(mapping=2, sequence=4, offset=2)
    return yaml


def _refuse_tricks(text: str, file: str) -> None:
    depth = n_nodes = 0
    for event in YAML(typ="rt").parse(io.StringIO(text)):
        starts = isinstance(event, MappingStartEvent | SequenceStartEvent)
        depth += 1 if starts else -1 if type(event).__name__ in {"MappingEndEvent", "SequenceEndEvent"} else 0
        n_nodes += isinstance(event, NodeEvent)
        tricky = isinstance(event, AliasEvent) or getattr(event, "anchor", None) or _has_tag(event)
        if not tricky and depth <= _DEEPEST and n_nodes <= _MOST_NODES:
            continue
        line = event.start_mark.line + 1
        if tricky:
            raise SurveyFileError(
                _("{file}, line {line}: anchors, aliases and tags are not read.").format(file=file, line=line)
            )
        raise SurveyFileError(
            _("{file}, line {line}: there is more nesting or more keys than fits.").format(file=file, line=line)
        )


def _has_tag(event: object) -> bool:
    tag = getattr(event, "ctag", None)
    return tag is not None and bool(str(tag))


def _problem(error: MarkedYAMLError) -> str:
    problem = str(error.problem or "")
    # the parser's own words may quote the whole value of a key that stands twice
    return _("a key stands twice") if "duplicate key" in problem else problem.partition("\n")[0]


def _has(node: CommentedMap | CommentedSeq, key: str | int) -> bool:
    if isinstance(node, CommentedMap):
        return key in node
    return isinstance(key, int) and key < len(node)


# Comments. The parser hangs a comment on the value before it, so that a new key would come between a comment and what
# it stands above. Once read, each is moved to the key after it.


def _settle(node: CommentedMap | CommentedSeq) -> str:
    """Hang comments on the keys after them; return those after the last, for the parent."""
    waiting = ""
    column = node.lc.col or 0
    for key, value in _children(node):
        if waiting:
            _hang_above(node, key, waiting, column)
        waiting = _tail(node, key, value)
        if isinstance(value, CommentedMap | CommentedSeq):
            waiting = _settle(value) + waiting
    return waiting


def _children(node: CommentedMap | CommentedSeq) -> Iterator[tuple[str | int, object]]:
    if node.fa.flow_style():
        return iter(())
    return iter(list(node.items())) if isinstance(node, CommentedMap) else enumerate(node)


def _tail(node: CommentedMap | CommentedSeq, key: str | int, value: object) -> str:
    """Cut off and return the comment lines under a value; what stands on its own line stays."""
    slots = node.ca.items.get(key)
    place = 2 if isinstance(node, CommentedMap) else 0
    token = slots[place] if slots and len(slots) > place else None
    if not isinstance(token, CommentToken):
        return ""
    beside, _newline, under = ("", "", token.value) if _is_block(value) else token.value.partition("\n")
    slots[place] = CommentToken(beside + "\n", token.start_mark, None) if beside else None
    return str(under)


def _is_block(value: object) -> bool:
    return isinstance(value, LiteralScalarString | FoldedScalarString)


def _hang_above(node: CommentedMap | CommentedSeq, key: str | int, lines: str, column: int) -> None:
    slots = node.ca.items.setdefault(key, [None, None, None, None] if isinstance(node, CommentedMap) else [None, None])
    mark = CommentMark(column)
    above = [CommentToken(line.strip() + "\n", mark, None) for line in lines.splitlines()]
    slots[1] = above + list(slots[1] or [])

r"""Everything that is said about a code as one text, for tools whose codes have a name and a description only.

The text is the definition, then paragraphs under headings, then one line that only avoin reads::

    When to use it.

    Include: When even in doubt.

Examples
--------
    - ruoka on kallistunut

    [avoin: id=talous_hinnat; version=2.0.0; retired; merged_into=talous]

Enters: a code, or a description from elsewhere. Leaves: the description, or the fields that it fills.
Invariant: what is written reads back as the same fields. A line that would be taken for a heading has ``\`` before it.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from avoin.codebook.headings import field_of, heading_of
from avoin.codebook.model import Code, Codebook
from avoin.ids import CodeId

_TEXTS = ("include", "exclude", "borderline", "origin")
_SECTIONS = frozenset({"definition", "examples", "keywords", *_TEXTS})
_HEADING = re.compile(r"(?P<heading>\w[^:\n]{1,29}): ?(?P<rest>.*)")
_MARK = re.compile(r"\[avoin: (?P<said>[^\]\n]*)\]")
_LABEL = re.compile(r"(?P<name>[a-z0-9][a-z0-9_-]*) (?P<version>[\d.]+)(?:\+\w+)?(?:: (?P<title>.*))?")
BETWEEN_EXAMPLES = re.compile(r"\s*[\n|]\s*")
BETWEEN_KEYWORDS = re.compile(r"\s*[\n|,;]\s*")


def described(code: Code, version: str) -> str:
    """Return the description of a code; its name, parent, colour and whether it is codable are told elsewhere."""
    parts = ["\n".join(map(_escaped, code.definition.split("\n")))]
    parts += [_section(field, getattr(code, field)) for field in _TEXTS[:-1]]
    parts.append(_section("examples", listed(code.examples, BETWEEN_EXAMPLES, "\n"), below=True))
    parts.append(_section("keywords", listed(code.keywords, BETWEEN_KEYWORDS, ", ")))
    parts += [_section("origin", code.origin), f"[avoin: {'; '.join(_facts(code, version))}]"]
    return "\n\n".join(filter(None, parts))


def understood(text: str) -> dict[str, Any]:
    """Return the fields of a code that a description fills, and "version" where it says one.

    A description from elsewhere is the definition, but for paragraphs under headings that are known.
    """
    told: dict[str, Any] = {}
    sections: dict[str, list[str]] = {}
    field = "definition"
    for line in text.strip().split("\n"):
        mark, heading = _MARK.fullmatch(line.strip()), _heading(line)
        if mark is not None:
            told.update(_told(mark["said"]))
        elif heading is not None:
            field, rest = heading
            sections.setdefault(field, []).append(rest)
        else:
            sections.setdefault(field, []).append(_unescaped(line))
    said: dict[str, Any] = {name: "\n".join(body).strip() for name, body in sections.items()}
    for name, between in (("examples", BETWEEN_EXAMPLES), ("keywords", BETWEEN_KEYWORDS)):
        if name in said:
            said[name] = parted(said[name], between)
    return said | told


def listed(items: Sequence[str], between: re.Pattern[str], join: str) -> str:
    """Return items as one text: joined where that can be parted again, else one after each "- "."""
    if any(item.startswith("-") or between.search(item) for item in items):
        return "\n".join("- " + item.replace("\n", "\n  ") for item in items)
    return join.join(items)


def parted(text: str, between: re.Pattern[str]) -> tuple[str, ...]:
    """Return the items of a text that ``listed`` wrote, or that a person wrote with such marks between them."""
    if not text.startswith("- "):
        return tuple(filter(None, between.split(text.strip())))
    items: list[str] = []
    for line in text.split("\n"):
        if line.startswith("- "):
            items.append(line[2:])
        else:
            items[-1] += "\n" + line.removeprefix("  ")
    return tuple(filter(None, map(str.strip, items)))


def label_of(book: Codebook) -> str:
    """Return name, version and title of a codebook on one line."""
    return f"{book.name} {book.version}" + (f": {book.title}" if book.title else "")


def read_label(text: str) -> tuple[str, str, str] | None:
    """Return name, released version and title that ``label_of`` wrote; None where it wrote something else."""
    match = _LABEL.fullmatch(text.strip())
    return None if match is None else (match["name"], match["version"], match["title"] or "")


def _section(field: str, text: str, *, below: bool = False) -> str:
    if not text:
        return ""
    first, *rest = text.split("\n")
    if below or first.startswith("- "):
        first, rest = "", [first, *rest]
    return "\n".join([f"{heading_of(field)}: {first}".rstrip(), *map(_escaped, rest)])


def _facts(code: Code, version: str) -> Iterator[str]:
    yield f"id={code.id}"
    yield f"version={version}"
    if code.retired:
        yield "retired"
    if code.merged_into:
        yield f"merged_into={code.merged_into}"
    if code.split_into:
        yield f"split_into={','.join(code.split_into)}"


def _told(said: str) -> Mapping[str, Any]:
    facts = dict(fact.strip().partition("=")[::2] for fact in said.split(";"))
    told: dict[str, Any] = {key: facts[key] for key in ("id", "version") if facts.get(key)}
    if "retired" in facts:
        told["retired"] = True
    if facts.get("merged_into"):
        told["merged_into"] = CodeId(facts["merged_into"])
    if facts.get("split_into"):
        told["split_into"] = tuple(CodeId(each) for each in facts["split_into"].split(","))
    return told


def _heading(line: str) -> tuple[str, str] | None:
    match = _HEADING.fullmatch(line)
    field = None if match is None else field_of(match["heading"])
    return None if match is None or field not in _SECTIONS else (field, match["rest"])


def _escaped(line: str) -> str:
    return "\\" + line if _is_taken(line) else line


def _unescaped(line: str) -> str:
    return line[1:] if line.startswith("\\") and _is_taken(line[1:]) else line


def _is_taken(line: str) -> bool:
    plain = line.lstrip("\\")
    return _heading(plain) is not None or _MARK.fullmatch(plain.strip()) is not None

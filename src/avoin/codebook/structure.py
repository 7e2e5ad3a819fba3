"""What every codebook must fulfil, however it came about: from a file, an import or an operation.

Enters: codes. Leaves: codes with clean text, and the flaws that make them no codebook.
Invariant: a book without flaws has unique ids, known parents and no cycle; each text of it can be drawn as it is.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from avoin.codebook.model import Code
from avoin.errors import AvoinError
from avoin.i18n import _
from avoin.ids import CodeId
from avoin.text import show, show_line, working_text

ID = re.compile(r"[a-z][a-z0-9_]{0,63}")
COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}")
"""What a codebook itself may be called: it is a folder."""

LONGEST_TEXT = 20_000
LONGEST_NAME = 300


class CodebookError(AvoinError):
    """An operation would make the codes no codebook, or names a code that is not there."""


class FlawKind(StrEnum):
    """Why codes are no codebook."""

    BAD_ID = "bad id"
    DUPLICATE_ID = "duplicate id"
    NO_NAME = "no name"
    DUPLICATE_NAME = "duplicate name"
    TOO_LONG = "too long"
    UNKNOWN_PARENT = "unknown parent"
    CYCLE = "cycle"
    BAD_COLOUR = "bad colour"
    UNKNOWN_HEIR = "unknown heir"
    LIVING_MERGED = "living merged"
    HEIR_CYCLE = "heir cycle"


@dataclass(frozen=True, slots=True)
class Flaw:
    """One thing wrong with one code.

    Attributes
    ----------
    field : str
        The field it stands in, "" where it is the id.
    other : str
        The other code, the field or the value it is about.
    """

    kind: FlawKind
    code: CodeId
    field: str = ""
    other: str = ""


def flaws(codes: Sequence[Code]) -> tuple[Flaw, ...]:
    """Return everything that makes these codes no codebook; empty where they are one."""
    by_id = {code.id: code for code in codes}
    own = [flaw for code in codes for flaw in _own_flaws(code)]
    return (*own, *_twice(codes), *_names_twice(codes), *_lost(codes, by_id), *_wrong_heirs(codes, by_id))


def sound(codes: Sequence[Code]) -> tuple[Code, ...]:
    """Return the codes with clean text.

    Raises
    ------
    CodebookError
        Where they are no codebook; names the first code at fault.
    """
    clean = tuple(cleaned(code) for code in codes)
    for flaw in flaws(clean):
        raise CodebookError(_("Code {code}: {flaw}").format(code=flaw.code, flaw=flaw_in_words(flaw)))
    return clean


def cleaned(code: Code) -> Code:
    """Return the code with its text as it can be drawn: no controls, names and keywords on one line."""
    return replace(
        code,
        name=clean_line(code.name),
        definition=clean_text(code.definition),
        include=clean_text(code.include),
        exclude=clean_text(code.exclude),
        borderline=clean_text(code.borderline),
        examples=tuple(filter(None, map(clean_text, code.examples))),
        keywords=tuple(filter(None, map(clean_line, code.keywords))),
        colour=code.colour.strip().lower(),
        origin=clean_line(code.origin),
    )


def clean_text(text: str) -> str:
    """Return text without controls, space around it, or space at the end of a line."""
    lines = show(working_text(text)).split("\n")
    return "\n".join(line.rstrip() for line in lines).strip()


def clean_line(text: str) -> str:
    """Return text as one line without controls."""
    return show_line(working_text(text))


def flaw_in_words(flaw: Flaw) -> str:
    """Say a flaw as a sentence; the code is named by who calls."""
    said = {
        FlawKind.BAD_ID: _("An id begins with a small letter and has only a–z, 0–9 and _, at most 64 of them."),
        FlawKind.DUPLICATE_ID: _("This id is there twice."),
        FlawKind.NO_NAME: _("The name is missing."),
        FlawKind.DUPLICATE_NAME: _("Code {other} beside it has the same name."),
        FlawKind.TOO_LONG: _("{other} is too long."),
        FlawKind.UNKNOWN_PARENT: _("Its parent {other} is not in the codebook."),
        FlawKind.CYCLE: _("It is its own ancestor, by way of {other}."),
        FlawKind.UNKNOWN_HEIR: _("There is no code {other} that it could have been merged or divided into."),
        FlawKind.LIVING_MERGED: _("It was merged into {other}, so it must be retired."),
        FlawKind.HEIR_CYCLE: _("It was merged into itself, by way of {other}."),
        FlawKind.BAD_COLOUR: _("The colour {other} is not of the form #rrggbb."),
    }
    return said[flaw.kind].format(other=flaw.other)


def _own_flaws(code: Code) -> list[Flaw]:
    found = []
    if not ID.fullmatch(code.id):
        found.append(Flaw(FlawKind.BAD_ID, code.id))
    if not code.name:
        found.append(Flaw(FlawKind.NO_NAME, code.id, "name"))
    if code.colour and not COLOUR.fullmatch(code.colour):
        found.append(Flaw(FlawKind.BAD_COLOUR, code.id, "colour", code.colour))
    if len(code.name) > LONGEST_NAME:
        found.append(Flaw(FlawKind.TOO_LONG, code.id, "name", "name"))
    long = [field for field in _TEXTS if len(getattr(code, field)) > LONGEST_TEXT]
    return found + [Flaw(FlawKind.TOO_LONG, code.id, field, field) for field in long]


def _twice(codes: Sequence[Code]) -> list[Flaw]:
    ids = [code.id for code in codes]
    return [Flaw(FlawKind.DUPLICATE_ID, each) for place, each in enumerate(ids) if each in ids[:place]]


def _names_twice(codes: Sequence[Code]) -> list[Flaw]:
    # "Other" may stand under every heading; two of one name side by side cannot be told apart on a screen
    first: dict[tuple[CodeId | None, str], Code] = {}
    found = []
    for code in codes:
        if code.retired or not code.name:
            continue
        before = first.setdefault((code.parent, code.name.casefold()), code)
        if before.id != code.id:
            found.append(Flaw(FlawKind.DUPLICATE_NAME, code.id, "name", before.id))
    return found


def _lost(codes: Sequence[Code], by_id: Mapping[CodeId, Code]) -> list[Flaw]:
    unknown = [code for code in codes if code.parent is not None and code.parent not in by_id]
    found = [Flaw(FlawKind.UNKNOWN_PARENT, code.id, "parent", str(code.parent)) for code in unknown]
    circling = [code for code in codes if _is_above_itself(code, by_id)]
    return found + [Flaw(FlawKind.CYCLE, code.id, "parent", str(code.parent)) for code in circling]


def _wrong_heirs(codes: Sequence[Code], by_id: Mapping[CodeId, Code]) -> list[Flaw]:
    found = []
    for code in codes:
        named = [("merged_into", code.merged_into)] if code.merged_into is not None else []
        named += [("split_into", part) for part in code.split_into]
        unknown = [
            (field, heir) for field, heir in named if heir not in by_id or (field, heir) == ("split_into", code.id)
        ]
        found += [Flaw(FlawKind.UNKNOWN_HEIR, code.id, field, str(heir)) for field, heir in unknown]
        if code.merged_into is not None and not code.retired:
            found.append(Flaw(FlawKind.LIVING_MERGED, code.id, "merged_into", code.merged_into))
        if _is_merged_into_itself(code, by_id):
            found.append(Flaw(FlawKind.HEIR_CYCLE, code.id, "merged_into", str(code.merged_into)))
    return found


def _is_merged_into_itself(code: Code, by_id: Mapping[CodeId, Code]) -> bool:
    heir, steps = code.merged_into, 0
    while heir is not None and heir in by_id and heir != code.id and steps <= len(by_id):
        heir = by_id[heir].merged_into
        steps += 1
    return heir == code.id


def _is_above_itself(code: Code, by_id: Mapping[CodeId, Code]) -> bool:
    above, steps = code.parent, 0
    while above is not None and above in by_id and above != code.id and steps <= len(by_id):
        above = by_id[above].parent
        steps += 1
    return above == code.id


_TEXTS = ("definition", "include", "exclude", "borderline", "origin")

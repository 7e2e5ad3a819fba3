"""A project of another tool for qualitative analysis: its texts, codes, codings, memos, cases, whichever tool made it.

Invariant: positions are code points of ``QdaSource.text``; every reference names something that is there.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class QdaCode:
    """A code as another tool has it.

    Attributes
    ----------
    key : str
        What codings and children call it.
    parent : str
        Key of the code above; empty at the top.
    description : str
        All that is said about it.
    colour : str
        "#rrggbb" or empty.
    """

    key: str
    name: str
    parent: str = ""
    description: str = ""
    colour: str = ""
    codable: bool = True


@dataclass(frozen=True, slots=True)
class QdaSource:
    """One text.

    Attributes
    ----------
    case : str
        Key of whose it is, or empty.
    sets : tuple of str
        Names of the sets it belongs to, as of the wave and the question.
    """

    key: str
    name: str
    text: str
    case: str = ""
    sets: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class QdaPart:
    """[start, end) of a text that is said to be a case's."""

    source: str
    start: int
    end: int
    case: str


@dataclass(frozen=True, slots=True)
class QdaCase:
    """Who or what the texts are of, with background values by variable."""

    key: str
    name: str
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class QdaCoding:
    """A code on [start, end) of a text by somebody; ``at`` is ISO 8601 or empty."""

    source: str
    start: int
    end: int
    code: str
    coder: str
    at: str = ""


@dataclass(frozen=True, slots=True)
class QdaMemo:
    """A note on [start, end) of a text; on a code where ``source`` is empty, on the project where both are.

    ``at`` is ISO 8601 or empty.
    """

    source: str
    start: int
    end: int
    text: str
    coder: str
    at: str = ""
    code: str = ""


@dataclass(frozen=True, slots=True)
class QdaProject:
    """A whole project.

    Attributes
    ----------
    tool : str
        What wrote it, as it says itself.
    left_out : tuple of str
        Translated sentences on what is there and was not read, counted.
    """

    name: str
    tool: str
    codes: tuple[QdaCode, ...] = ()
    sources: tuple[QdaSource, ...] = ()
    cases: tuple[QdaCase, ...] = ()
    codings: tuple[QdaCoding, ...] = ()
    memos: tuple[QdaMemo, ...] = ()
    parts: tuple[QdaPart, ...] = ()
    left_out: tuple[str, ...] = ()

"""Codes and the book that holds them.

Invariant: ids are never reused; a parent is always a code of the same book; there is no cycle.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from avoin.ids import CodeId


@dataclass(frozen=True, slots=True)
class Code:
    """One category.

    Attributes
    ----------
    id : CodeId
        Stable, never reused; small letters, digits and underscores.
    name : str
        Free text, in the language of the research.
    definition, include, exclude, borderline : str
        When to use it, when so even in doubt, when not, and the cases in between.
    examples : tuple of str
        Phrases that deserve the code.
    keywords : tuple of str
        Lemmas that speak for it.
    parent : CodeId or None
        The code above it.
    codable : bool
        False for a heading that only groups.
    retired : bool
        True when it is no longer offered; old codings keep it.
    colour : str
        "#rrggbb" or empty.
    origin : str
        Where it came from, e.g. "theme 4 of talousvaikeudet, 2025, Aino".
    merged_into : CodeId or None
        The code that its codings belong to since it was retired; None where they stay its own.
    split_into : tuple of CodeId
        The codes that what it meant was divided among.
    """

    id: CodeId
    name: str
    definition: str = ""
    include: str = ""
    exclude: str = ""
    borderline: str = ""
    examples: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    parent: CodeId | None = None
    codable: bool = True
    retired: bool = False
    colour: str = ""
    origin: str = ""
    merged_into: CodeId | None = None
    split_into: tuple[CodeId, ...] = ()


@dataclass(frozen=True)
class Codebook:
    """Codes at one version.

    Attributes
    ----------
    name : str
        Folder name under ``codebooks/``.
    version : str
        "1.0.0" for a release; a draft is the release it grew from and "+" and eight digits of its digest, or "0.0.0+…".
    codes : tuple of Code
        In file order; parents before or after their children.
    title : str
        What people call it; may be empty.
    """

    name: str
    version: str
    codes: tuple[Code, ...]
    title: str = ""

    @cached_property
    def by_id(self) -> Mapping[CodeId, Code]:
        """Codes by id."""
        return {code.id: code for code in self.codes}

    @property
    def usable(self) -> tuple[Code, ...]:
        """Codes that may be put on a segment now: codable and not retired."""
        return tuple(code for code in self.codes if code.codable and not code.retired)

    def heir(self, code: CodeId) -> CodeId:
        """Return the code that counts for this one now: what it was merged into, else itself; also for unknown ids."""
        known = self.by_id.get(code)
        while known is not None and known.merged_into is not None:
            known = self.by_id.get(known.merged_into)
            code = code if known is None else known.id
        return code

    def ancestors(self, code: CodeId) -> Iterator[Code]:
        """Yield the codes above this one, nearest first."""
        above = self.by_id[code].parent
        while above is not None:
            yield self.by_id[above]
            above = self.by_id[above].parent

    def children(self, code: CodeId | None) -> tuple[Code, ...]:
        """Return the codes right below this one (None: the top ones), in file order."""
        return tuple(each for each in self.codes if each.parent == code)

    def tree(self) -> tuple[tuple[int, Code], ...]:
        """Return every code with its depth (0 at the top), each after its parent, siblings in file order."""
        below: dict[CodeId | None, list[Code]] = {}
        for code in reversed(self.codes):
            below.setdefault(code.parent, []).append(code)
        ordered: list[tuple[int, Code]] = []
        waiting = [(0, code) for code in below.get(None, ())]
        while waiting:
            depth, code = waiting.pop()
            ordered.append((depth, code))
            waiting.extend((depth + 1, child) for child in below.get(code.id, ()))
        return tuple(ordered)

"""Codebooks in a line: ``codebook("hinta > halpa", "jono")``."""

from avoin.codebook.model import Code, Codebook
from avoin.ids import CodeId


def code(
    name: str, definition: str | None = None, *, parent: str | None = None, keywords: tuple[str, ...] = ()
) -> Code:
    """Return a code whose id is its name in small letters with underscores, defined unless told otherwise."""
    return Code(
        CodeId(_id(name)),
        name,
        f"Vastaaja puhuu tästä: {name}." if definition is None else definition,
        keywords=keywords,
        parent=None if parent is None else CodeId(_id(parent)),
    )


def codebook(*paths: str, name: str = "koe", version: str = "1.0.0") -> Codebook:
    """Return a codebook of these paths, parents first; a parent that no path ends in is a heading, not codable."""
    steps = [tuple(step.strip() for step in path.split(">")) for path in paths]
    ends = {way[-1] for way in steps}
    codes: dict[CodeId, Code] = {}
    for way in steps:
        for place, step in enumerate(way):
            parent = CodeId(_id(way[place - 1])) if place else None
            book_code = code(step)
            codes.setdefault(
                book_code.id,
                Code(book_code.id, step, book_code.definition, parent=parent, codable=step in ends),
            )
    return Codebook(name, version, tuple(codes.values()))


def _id(name: str) -> str:
    folded = name.casefold().replace("ä", "a").replace("ö", "o").replace("å", "a")
    return folded.replace(" ", "_").replace("-", "_")

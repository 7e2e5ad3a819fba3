"""A codebook as rows: all that avoin knows, or the columns that another tool reads.

Enters: a codebook. Leaves: rows, parents before what is below them. Invariant: the rows of avoin hold every field; in
those for other tools the description holds what has no column.
"""

from avoin.codebook.described import BETWEEN_EXAMPLES, BETWEEN_KEYWORDS, described, label_of, listed
from avoin.codebook.headings import BOOK, heading_of
from avoin.codebook.model import Code, Codebook
from avoin.i18n import _
from avoin.report.rows import Rows

_TEXTS = ("id", "name", "parent", "definition", "include", "exclude", "borderline")
_FIELDS = (*_TEXTS, "examples", "keywords", "codable", "retired", "merged_into", "split_into", "colour", "origin", BOOK)


def own_rows(book: Codebook) -> Rows:
    """Return every field under avoin's headings, in the language of the program."""
    rows = tuple(
        (
            *(getattr(code, field) or "" for field in _TEXTS),
            listed(code.examples, BETWEEN_EXAMPLES, "\n"),
            listed(code.keywords, BETWEEN_KEYWORDS, ", "),
            _("yes") if code.codable else _("no"),
            _("yes") if code.retired else _("no"),
            code.merged_into or "",
            ", ".join(code.split_into),
            code.colour,
            code.origin,
            label_of(book),
        )
        for _depth, code in book.tree()
    )
    return Rows(book.name, tuple(map(heading_of, _FIELDS)), rows)


def maxqda_rows(book: Codebook) -> Rows:
    """Return the two columns that MAXQDA reads: the code with what is above it, and its memo."""
    rows = tuple((" > ".join(_steps(code, book)), described(code, book.version)) for _depth, code in book.tree())
    return Rows(book.name, ("Code", "Memo"), rows)


def atlas_rows(book: Codebook) -> Rows:
    """Return the columns that ATLAS.ti reads: the code, its comment and the group, which is the code above it."""
    rows = tuple(
        (code.name, described(code, book.version), book.by_id[code.parent].name if code.parent else "")
        for _depth, code in book.tree()
        if code.codable
    )
    return Rows(book.name, ("Code", "Comment", "Code Group 1"), rows)


def taguette_rows(book: Codebook) -> Rows:
    """Return the columns that Taguette reads: the tag, the one above it, and its description."""
    rows = tuple(
        (code.name, book.by_id[code.parent].name if code.parent else "", described(code, book.version))
        for _depth, code in book.tree()
    )
    return Rows(book.name, ("tag", "parent", "description"), rows)


def _steps(code: Code, book: Codebook) -> list[str]:
    return [*reversed([above.name for above in book.ancestors(code.id)]), code.name]

"""Changes of a codebook as pure functions: each takes a book and returns another, a draft of the same release.

Enters: a book and what is to change. Leaves: a new book; the old one stays as it was.
Invariants: the result is a codebook (unique ids, known parents, no cycle); an id that was ever in the book is never
given to another code; codings refer to ids, so rename and move touch none of them.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from avoin.codebook.canonical import base_of, draft_label
from avoin.codebook.model import Code, Codebook
from avoin.codebook.structure import CodebookError, sound
from avoin.i18n import _, ngettext
from avoin.ids import CodeId

_NOT_IN_ID = re.compile("[^a-z0-9]+")
_LONGEST_ID = 40


def add_code(book: Codebook, code: Code) -> Codebook:
    """Return the book with one more code, after the last one below the same parent.

    Raises
    ------
    CodebookError
        Where its id or its name beside it is taken, or its parent is not there.
    """
    place = _place_below(book, code.parent)
    return _with_codes(book, (*book.codes[:place], code, *book.codes[place:]))


def change_code(book: Codebook, code: Code) -> Codebook:
    """Return the book with the code of the same id as it is given here.

    Raises
    ------
    CodebookError
        Where there is no such code, or the book would be none.
    """
    find(book, code.id)
    return _with_codes(book, tuple(code if each.id == code.id else each for each in book.codes))


def rename(book: Codebook, code_id: CodeId, name: str) -> Codebook:
    """Return the book with a code called otherwise; its id stays."""
    return change_code(book, replace(find(book, code_id), name=name))


def move(book: Codebook, code_id: CodeId, parent: CodeId | None) -> Codebook:
    """Return the book with a code, and all below it, under another parent (None: at the top), last there.

    Raises
    ------
    CodebookError
        Where either is not there, or the parent is the code itself or below it.
    """
    code = find(book, code_id)
    if parent is not None:
        find(book, parent)
    moved = change_code(book, replace(code, parent=parent))
    if code.parent == parent:
        return moved
    carried = {each.id for each in _with_all_below(moved, code_id)}
    left = replace(moved, codes=tuple(each for each in moved.codes if each.id not in carried))
    place = _place_below(left, parent)
    block = tuple(each for each in moved.codes if each.id in carried)
    return _with_codes(book, (*left.codes[:place], *block, *left.codes[place:]))


def retire(book: Codebook, code_id: CodeId) -> Codebook:
    """Return the book with a code, and all below it, no longer offered; old codings keep their codes."""
    find(book, code_id)
    retired = {code.id for code in _with_all_below(book, code_id)}
    return _with_codes(book, tuple(replace(code, retired=code.retired or code.id in retired) for code in book.codes))


def restore(book: Codebook, code_id: CodeId) -> Codebook:
    """Return the book with a retired code offered again, and the headings above it."""
    find(book, code_id)
    above = {code_id, *(code.id for code in book.ancestors(code_id))}
    again = (replace(code, retired=False, merged_into=None) if code.id in above else code for code in book.codes)
    return _with_codes(book, tuple(again))


def merge(book: Codebook, code_ids: Sequence[CodeId], into: CodeId) -> Codebook:
    """Return the book with codes retired whose codings belong to another from now on.

    The codes below them go below the other one, and so do their keywords and examples.

    Raises
    ------
    CodebookError
        Where one is not there, is the other one or above it, or the other one cannot be put on answers.
    """
    target = find(book, into)
    going = [find(book, each) for each in dict.fromkeys(code_ids)]
    _refuse_as_target(book, target, going)
    for code in going:
        for child in book.children(code.id):
            book = move(book, child.id, into)
        book = change_code(book, replace(find(book, code.id), retired=True, merged_into=into))
        kept = find(book, into)
        keywords = tuple(dict.fromkeys((*kept.keywords, *code.keywords)))
        examples = tuple(dict.fromkeys((*kept.examples, *code.examples)))
        book = change_code(book, replace(kept, keywords=keywords, examples=examples))
    return book


def split(book: Codebook, code_id: CodeId, parts: Sequence[Code]) -> Codebook:
    """Return the book with a code that became the heading of what it is divided into.

    Parameters
    ----------
    parts : sequence of Code
        The new codes; their parent is the divided one whatever they say. A code that is in the book already takes part
        by its id and stays where it is.

    Raises
    ------
    CodebookError
        Where there are fewer than two parts, the code is retired, or an id or a name is taken.
    """
    divided = find(book, code_id)
    if divided.retired or len({part.id for part in parts} - {code_id}) < len(parts) or len(parts) < 2:
        raise CodebookError(
            _("Code {code} cannot be divided so.").format(code=code_id),
            _("Name at least two other codes; a retired code must be restored first."),
        )
    for part in parts:
        if part.id not in book.by_id:
            book = add_code(book, replace(part, parent=code_id))
    into = tuple(dict.fromkeys((*divided.split_into, *(part.id for part in parts))))
    return change_code(book, replace(divided, codable=False, split_into=into))


def _refuse_as_target(book: Codebook, target: Code, going: Sequence[Code]) -> None:
    ids = {code.id for code in going}
    if target.id in ids or ids & {code.id for code in book.ancestors(target.id)}:
        raise CodebookError(_("Code {code} cannot be merged into itself or below itself.").format(code=target.id))
    if target.retired or not target.codable:
        raise CodebookError(
            _("Nothing can be merged into {code}: it is not put on answers.").format(code=target.id),
            _("Name a code that is in use."),
        )
    if not going:
        raise CodebookError(_("No code was named that is to be merged into {code}.").format(code=target.id))


def remove_unused(book: Codebook, code_id: CodeId, usage: Mapping[CodeId, int]) -> Codebook:
    """Return the book without a code that nothing was ever coded with.

    Parameters
    ----------
    usage : mapping
        How many codings there are of each code; a code that is not in it has none.

    Raises
    ------
    CodebookError
        Where it has codings, or codes below it.
    """
    code = find(book, code_id)
    n = usage.get(code_id, 0)
    if n:
        text = ngettext(
            "Code {code} cannot be removed: {n} coding uses it.",
            "Code {code} cannot be removed: {n} codings use it.",
            n,
        )
        raise CodebookError(text.format(code=code_id, n=n), _("Retire it instead."))
    if book.children(code_id):
        raise CodebookError(_("Code {code} cannot be removed: there are codes below it.").format(code=code_id))
    return _with_codes(book, tuple(each for each in book.codes if each is not code))


def find(book: Codebook, code_id: CodeId) -> Code:
    """Return the code of this id.

    Raises
    ------
    CodebookError
        Where there is none.
    """
    code = book.by_id.get(code_id)
    if code is None:
        raise CodebookError(
            _("There is no code {code} in codebook {codebook}.").format(code=code_id, codebook=book.name),
            _("See the codes with: avoin codebook show"),
        )
    return code


def next_id(book: Codebook | None, name: str, taken: Sequence[CodeId] = ()) -> CodeId:
    """Return an id for a new code of this name: small letters without diacritics, unlike every other.

    Parameters
    ----------
    book : Codebook or None
        Its ids are taken, those of retired codes too.
    taken : sequence of CodeId
        Further ids that must not come again, such as those of removed codes that were used.

    Examples
    --------
    >>> next_id(None, "Työttömyys ja lomautukset")
    'tyottomyys_ja_lomautukset'
    """
    used = {*taken, *(book.by_id if book is not None else ())}
    stem = slug(name)
    candidate, number = stem, 1
    while candidate in used:
        number += 1
        candidate = f"{stem}_{number}"
    return CodeId(candidate)


def slug(name: str) -> str:
    """Return a name as small letters, digits and underscores, beginning with a letter, at most 40 long."""
    decomposed = unicodedata.normalize("NFKD", name.casefold())
    letters = "".join(char for char in decomposed if not unicodedata.combining(char))
    words = _NOT_IN_ID.sub("_", letters).strip("_")
    if len(words) > _LONGEST_ID:
        cut = words[: _LONGEST_ID + 1].rpartition("_")[0]
        words = cut or words[:_LONGEST_ID]
    if not words:
        return "koodi"
    return words if words[0].isalpha() else f"koodi_{words}"


def with_codes(book: Codebook, kept: Sequence[Code], new: Iterable[Code] = ()) -> Codebook:
    """Return the book with these codes in this order, and new ones each below its parent.

    Raises
    ------
    CodebookError
        Where they are no codebook.
    """
    placed = replace(book, codes=tuple(kept))
    waiting = list(new)
    while waiting:
        # a new code whose parent is new as well waits until that has its place
        ready = [code for code in waiting if code.parent is None or code.parent in placed.by_id] or waiting[:1]
        for code in ready:
            place = _place_below(placed, code.parent)
            placed = replace(placed, codes=(*placed.codes[:place], code, *placed.codes[place:]))
        waiting = [code for code in waiting if code not in ready]
    return _with_codes(book, placed.codes)


def _with_codes(book: Codebook, codes: tuple[Code, ...]) -> Codebook:
    changed = replace(book, codes=sound(codes))
    return replace(changed, version=draft_label(base_of(book.version), changed))


def _place_below(book: Codebook, parent: CodeId | None) -> int:
    """Return where a new code goes: behind everything below its parent, or at the very end."""
    if parent is None:
        return len(book.codes)
    family = {code.id for code in _with_all_below(book, parent)}
    places = [place for place, code in enumerate(book.codes) if code.id in family]
    return max(places, default=len(book.codes) - 1) + 1


def _with_all_below(book: Codebook, code_id: CodeId) -> tuple[Code, ...]:
    above = {code.id: {code.id, *(each.id for each in book.ancestors(code.id))} for code in book.codes}
    return tuple(code for code in book.codes if code_id in above[code.id])

"""The short forms in which people jot codes down as YAML.

Two of them, told apart by their values::

    koyhyys: "Köyhyys, puute, varattomuus"          # id: definition

    talous:             # Taloudellinen ahdinko     # id of a heading, its name as a comment
      talous_hinnat: Hintojen nousu — ruoka, vuokra   # id: name — definition

Enters: the text of such a file and its document. Leaves: codes. Invariant: every line becomes one code, ids as written
where they can be ids.
"""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from avoin.codebook.document import Complaint, Document, Tree, Where, refusal
from avoin.codebook.model import Code
from avoin.codebook.operations import next_id
from avoin.codebook.structure import ID
from avoin.i18n import _
from avoin.ids import CodeId
from avoin.text import fold

_DASH = re.compile(r"\s+[—–]\s+|\s+--?\s+")
_COMMENT = re.compile(r":\s*#\s*(?P<said>.+?)\s*$")
_ASIDE = re.compile(r"^(?P<name>.+?)\s*\((?P<aside>[^()]+)\)$")
_WORD = re.compile(r"\w+")
_LEAST_SHARED = 4


def read_short_form(text: str, document: Document, path: Path) -> tuple[Code, ...]:
    """Return the codes of a file in a short form, headings before what is below them.

    Raises
    ------
    CodebookFileError
        Where a value is neither text nor a group of texts; names the line.
    """
    content = document.content
    if not isinstance(content, dict) or not content:
        raise refusal(path, [Complaint(1, _("There are no codes in this file."))])
    named = any(_DASH.search(value) for _where, value in _texts(content))
    lines = text.split("\n")
    codes: list[Code] = []
    for key, value in content.items():
        if isinstance(value, dict):
            heading = _heading(codes, key, lines[document.line((key,)) - 1])
            codes.append(heading)
            for below, said in value.items():
                codes.append(_code(codes, below, _said(said, document, (key, below), path), named, heading.id))
        else:
            codes.append(_code(codes, key, _said(value, document, (key,), path), named, None))
    return tuple(codes)


def spelled(code_id: str, definition: str) -> str:
    """Return an id as a name, with the letters that the definition spells its words with.

    Examples
    --------
    >>> spelled("vakivalta_rikollisuus", "Väkivalta, rikollisuus, päihteet")
    'Väkivalta, rikollisuus'
    """
    words = [_spelled_word(word, definition) for word in code_id.split("_") if word]
    whole = {fold(word) for word in _WORD.findall(definition)}
    listed = len(words) > 1 and all(fold(word) in whole for word in words)
    name = (", " if listed else " ").join(words)
    return name[:1].upper() + name[1:]


def _spelled_word(word: str, definition: str) -> str:
    best = ""
    for candidate in _WORD.findall(definition):
        shared = _shared(word, candidate)
        if shared > len(best) and (shared == len(word) or shared >= _LEAST_SHARED):
            best = candidate[:shared].lower()
    return best + word[len(best) :]


def _shared(word: str, candidate: str) -> int:
    """Return how many letters at the start are the same, diacritics aside."""
    folded = [fold(letter) for letter in candidate]
    length = 0
    while length < min(len(word), len(folded)) and folded[length] == word[length]:
        length += 1
    return length


def _texts(content: Mapping[str, Tree]) -> Iterator[tuple[str, str]]:
    for key, value in content.items():
        if isinstance(value, dict):
            yield from _texts(value)
        elif isinstance(value, str):
            yield key, value


def _said(value: Tree, document: Document, where: Where, path: Path) -> str:
    if value is None or isinstance(value, str):
        return value or ""
    raise refusal(
        path,
        [Complaint(document.line(where), _("Here must be text: a name, a definition, or “name — definition”."))],
        _("avoin's own form begins with: format: 1"),
    )


def _heading(codes: list[Code], key: str, line: str) -> Code:
    match = _COMMENT.search(line)
    said = match["said"] if match else spelled(key, "")
    aside = _ASIDE.match(said)
    name, definition = (aside["name"], aside["aside"]) if aside else (said, "")
    return Code(_id(codes, key), name, definition, codable=False)


def _code(codes: list[Code], key: str, said: str, named: bool, parent: CodeId | None) -> Code:
    if named:
        name, *definition = _DASH.split(said, maxsplit=1)
        return Code(_id(codes, key), name or spelled(key, ""), " ".join(definition), parent=parent)
    return Code(_id(codes, key), spelled(key, said), said, parent=parent)


def _id(codes: list[Code], key: str) -> CodeId:
    taken = [code.id for code in codes]
    if ID.fullmatch(key) and key not in taken:
        return CodeId(key)
    return next_id(None, key, taken)

"""The program speaks Finnish in every sentence."""

import re
from io import BytesIO

from babel.messages.catalog import Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from kit.shared import CHECKOUT

PACKAGE = CHECKOUT / "src" / "avoin"
CATALOGUE = PACKAGE / "locale" / "fi" / "LC_MESSAGES" / "avoin.po"
PLACEHOLDER = re.compile(r"\{(\w+)[^}]*\}")


def _sources() -> set[str]:
    extracted = extract_from_dir(PACKAGE, keywords={"_": None, "ngettext": (1, 2)})
    return {_forms(message)[0] for _name, _line, message, _comments, _context in extracted}


def _translated() -> list[Message]:
    return [entry for entry in read_po(BytesIO(CATALOGUE.read_bytes()), locale="fi") if entry.id]


def _forms(message: object) -> tuple[str, ...]:
    """The singular, or the singular and the plural; an untranslated form is empty."""
    return tuple(str(form or "") for form in message) if isinstance(message, tuple | list) else (str(message or ""),)


def test_every_sentence_has_its_finnish() -> None:
    complete = {_forms(entry.id)[0] for entry in _translated() if all(_forms(entry.string))}
    assert not _sources() - complete


def test_no_finnish_is_left_over_for_sentences_that_are_gone() -> None:
    assert not {_forms(entry.id)[0] for entry in _translated()} - _sources()


def test_a_translation_uses_only_the_placeholders_of_its_source() -> None:
    def unknown(entry: Message) -> set[str]:
        known = set(PLACEHOLDER.findall(" ".join(_forms(entry.id))))
        return set(PLACEHOLDER.findall(" ".join(_forms(entry.string)))) - known

    assert not [entry.id for entry in _translated() if unknown(entry)]

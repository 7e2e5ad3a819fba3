"""A codebook as REFI-QDA XML (``.qdc``), which MAXQDA, NVivo, ATLAS.ti, QualCoder and others read.

Enters: a codebook. Leaves: bytes. Invariants: the file is valid by the standard's schema; the same codebook gives the
same bytes; what the standard has no place for stands in each code's description.
"""

import uuid
from xml.etree import ElementTree as ET

from avoin.codebook.described import described, label_of
from avoin.codebook.model import Code, Codebook
from avoin.errors import AvoinError
from avoin.export.clean_text import clean
from avoin.i18n import _
from avoin.ids import CodeId

NAMESPACE = "urn:QDA-XML:codebook:1.0"
_IDS = uuid.UUID("5e4a2d0c-9f0b-5a2e-8d43-6f1c2f6f3b11")


class EmptyCodebookError(AvoinError):
    """A codebook without codes, which the standard has no form for."""


def to_qdc(book: Codebook) -> bytes:
    """Return the codebook as REFI-QDA XML.

    Raises
    ------
    EmptyCodebookError
        Where there are no codes.
    """
    if not book.codes:
        raise EmptyCodebookError(_("The codebook {codebook} has no codes yet.").format(codebook=book.name))
    root = ET.Element("CodeBook", {"xmlns": NAMESPACE, "origin": clean(f"avoin {label_of(book)}")})
    inside: dict[CodeId | None, ET.Element] = {None: ET.SubElement(root, "Codes")}
    for _depth, code in book.tree():
        inside[code.id] = _element(inside[code.parent], code, book)
    ET.indent(root)
    written = ET.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="utf-8"?>\n{written}\n'.encode()


def _element(above: ET.Element, code: Code, book: Codebook) -> ET.Element:
    held = {
        "guid": str(uuid.uuid5(_IDS, f"{book.name}/{code.id}")),
        "name": clean(code.name),
        "isCodable": "true" if code.codable else "false",
    }
    if code.colour:
        held["color"] = code.colour
    element = ET.SubElement(above, "Code", held)
    ET.SubElement(element, "Description").text = clean(described(code, book.version))
    return element

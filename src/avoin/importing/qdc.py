"""Codes of a REFI-QDA codebook (``.qdc``) or project (``.qde``), as other tools write them.

Enters: XML. Leaves: the codes in the order of the file, each with the place of the one above it. Invariants: nothing
outside the file is read and no entity expanded; every failure is an ``ImportFileError`` that names file and line.

References
----------
REFI-QDA standard 1.5, section 5: ``CodeBook`` holds ``Codes`` of nested ``Code``, and ``Sets``.
"""

from dataclasses import dataclass, replace
from xml.sax import SAXParseException
from xml.sax.handler import ContentHandler
from xml.sax.xmlreader import AttributesImpl, Locator

from defusedxml.common import DefusedXmlException
from defusedxml.sax import parseString

from avoin.i18n import _
from avoin.importing.table import ImportFileError

MOST_CODES = 5_000
DEEPEST = 100


@dataclass(frozen=True, slots=True)
class QdcCode:
    """One code as it is written.

    Attributes
    ----------
    guid : str
        What codings call it: small letters, no braces.
    parent : int or None
        Place in the list of the code it is inside of.
    line : int
        Where it begins in the file.
    """

    name: str
    description: str
    colour: str
    codable: bool
    parent: int | None
    line: int
    guid: str = ""


@dataclass(frozen=True, slots=True)
class QdaCodebook:
    """What a file says.

    Attributes
    ----------
    origin : str
        Which program wrote it.
    n_sets : int
        Sets of codes in the file; they are not read.
    """

    origin: str
    codes: tuple[QdcCode, ...]
    n_sets: int


def read_qdc(content: bytes, file: str, root: str = "CodeBook") -> QdaCodebook:
    """Read a codebook.

    Parameters
    ----------
    file : str
        Its name, for messages.
    root : str
        What the file begins with: "CodeBook", or "Project" for one with a codebook in it.

    Raises
    ------
    ImportFileError
        Where it is not XML, not a codebook, declares entities, or holds more than any codebook.
    """
    reader = _Reader(file, root)
    try:
        parseString(content, reader, forbid_dtd=True)
    except DefusedXmlException:
        raise ImportFileError(
            _("{file} has a document type declaration, which REFI-QDA never needs; it was not read.").format(file=file)
        ) from None
    except SAXParseException as error:
        raise ImportFileError(
            _("{file}, line {line}: This is not XML: {problem}.").format(
                file=file, line=error.getLineNumber(), problem=error.getMessage()
            ),
            _("Export it again as REFI-QDA."),
        ) from None
    except (ValueError, LookupError):  # an encoding that the parser does not know
        raise ImportFileError(_("{file} is written in an encoding that is not known.").format(file=file)) from None
    return QdaCodebook(reader.origin, tuple(reader.finished()), reader.n_sets)


def plain_guid(written: str | None) -> str:
    """Return a GUID as it is compared: small letters, no braces.

    Examples
    --------
    >>> plain_guid("{0A1B}")
    '0a1b'
    """
    return (written or "").strip("{} ").lower()


class _Reader(ContentHandler):
    """Collects codes while the file is read."""

    def __init__(self, file: str, root: str) -> None:
        super().__init__()
        self.file = file
        self.root = root
        self.origin = ""
        self.n_sets = 0
        self._found: list[QdcCode] = []
        self._texts: list[list[str]] = []
        self._open: list[int] = []
        self._depth = 0
        self._is_text = False
        self._where: Locator | None = None

    def setDocumentLocator(self, locator: Locator) -> None:  # noqa: N802 - the parser's name
        self._where = locator

    def startElement(self, name: str, attrs: "AttributesImpl[str]") -> None:  # noqa: N802 - the parser's name
        tag = name.rpartition(":")[2]
        self._depth += 1
        if self._depth == 1:
            self._begin(tag, attrs)
        elif tag == "Code":
            self._begin_code(attrs)
        elif tag == "Set":
            self.n_sets += 1
        self._is_text = tag == "Description" and bool(self._open)

    def endElement(self, name: str) -> None:  # noqa: N802 - the parser's name
        self._depth -= 1
        self._is_text = False
        if name.rpartition(":")[2] == "Code":
            self._open.pop()

    def characters(self, content: str) -> None:
        if self._is_text:
            self._texts[self._open[-1]].append(content)

    def finished(self) -> list[QdcCode]:
        """Return the codes, each with its description."""
        return [replace(code, description="".join(text)) for code, text in zip(self._found, self._texts, strict=True)]

    def _begin(self, tag: str, attrs: "AttributesImpl[str]") -> None:
        if tag != self.root:
            raise ImportFileError(
                _("{file} is XML, but not REFI-QDA: it begins with {tag} and not with {root}.").format(
                    file=self.file, tag=tag[:40], root=self.root
                ),
                _("Export a codebook as qdc, a whole project as qdpx."),
            )
        self.origin = attrs.get("origin", "")

    def _begin_code(self, attrs: "AttributesImpl[str]") -> None:
        if len(self._found) >= MOST_CODES or len(self._open) >= DEEPEST:
            raise ImportFileError(_("There is more in {path} than in any codebook.").format(path=self.file))
        codable = attrs.get("isCodable", "true").strip().lower() in {"true", "1"}
        parent = self._open[-1] if self._open else None
        line = (self._where and self._where.getLineNumber()) or 1
        self._open.append(len(self._found))
        name, guid = attrs.get("name", ""), plain_guid(attrs.get("guid", ""))
        self._found.append(QdcCode(name, "", attrs.get("color", ""), codable, parent, line, guid))
        self._texts.append([])

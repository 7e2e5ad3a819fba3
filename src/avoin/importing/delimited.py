"""Delimited text (csv, tsv, txt) in, a ``SurveyTable`` out.

The delimiter is the one that gives most rows as many fields as the headings. Cells stay the text they are:
a decimal comma, ``NA``, ``null`` and ``007`` are not touched.
"""

import csv
import itertools
import re
from collections import Counter
from collections.abc import Iterator

from avoin.i18n import _
from avoin.importing.encoding import decode
from avoin.importing.shape import Source, shape
from avoin.importing.table import ImportFileError, SurveyTable

DELIMITERS = (";", ",", "\t", "|")
_NAMES = {"tab": "\t", "\\t": "\t", "semicolon": ";", "comma": ",", "pipe": "|", "space": " "}
_NONE = "\x1f"  # a character that no survey tool writes: everything is one column
_END = "\ufdd0"  # a line of its own after the last, unless that is inside quotation marks; no text has this character
_FIELD_LIMIT = 16 * 1024 * 1024
_SAMPLE_ROWS = 300
_SAMPLE_CHARS = 4 * 1024 * 1024
_SEPARATOR_LINE = re.compile('\\A"?sep=(.)"?\r?\n', re.IGNORECASE)  # Excel's own first line
_LINE = re.compile("[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
_SHORT = 30
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f]")


def read_delimited(
    content: bytes,
    file: str,
    digest: str,
    *,
    encoding: str | None = None,
    delimiter: str | None = None,
    heading_rows: int | None = None,
) -> SurveyTable:
    """Read delimited text.

    Parameters
    ----------
    content : bytes
        The whole file.
    file, digest : str
        Its name and the SHA-256 of its bytes.
    encoding, delimiter : str or None
        What a person named; None guesses it.
    heading_rows : int or None
        How many rows of headings there are, as a person says; None finds out.

    Raises
    ------
    ImportFileError
        Where the bytes are no text, the delimiter cannot be right, or a row is wrong; names file and row.
    """
    decoded = decode(content, file, encoding)
    _refuse_what_is_no_text(decoded.text, file)
    declared = _SEPARATOR_LINE.match(decoded.text)
    text = decoded.text[declared.end() :] if declared else decoded.text
    used = declared.group(1) if declared else guess_delimiter(text)
    if delimiter is not None:
        used = _delimiter_named(delimiter)
    _refuse_one_column(text, file, used, named=delimiter is not None)
    source = Source(
        file,
        digest,
        how=(("encoding", decoded.encoding), ("delimiter", delimiter_name(used))),
        warnings=decoded.warnings,
    )
    skipped = 1 if declared else 0
    records = [(number + skipped, cells) for number, cells in _numbered(text, file, used) if any(map(str.strip, cells))]
    return shape(source, records, heading_rows)


def guess_delimiter(text: str) -> str:
    r"""Return the delimiter that gives most rows as many fields as the headings; U+001F where none does.

    Examples
    --------
    >>> guess_delimiter("id;vastaus\n1;kallis, liian kallis\n")
    ';'
    """
    scored = [(_agreement(text, each), -place, each) for place, each in enumerate(DELIMITERS)]
    best = max(scored)
    return best[2] if best[0] > (0.0, 0) else _NONE


def _agreement(text: str, delimiter: str) -> tuple[float, int]:
    """Return the share of rows with as many fields as the headings, and how many fields those are."""
    sample = text[:_SAMPLE_CHARS]
    counts = []
    try:
        for _number, cells in itertools.islice(_parsed(sample, delimiter), _SAMPLE_ROWS):
            if any(map(str.strip, cells)):
                counts.append(len(cells))
    except csv.Error:
        return 0.0, 0
    if len(sample) < len(text) and len(counts) < _SAMPLE_ROWS:
        del counts[-1:]  # cut off by the sample's end
    if not counts or counts[0] < 2:
        return 0.0, 0
    body = counts[1:] or counts
    return Counter(body)[counts[0]] / len(body), counts[0]


def first_record(text: str, delimiter: str) -> list[str]:
    """Return the cells of the first row.

    Raises
    ------
    csv.Error
        Where a cell is longer than any may be.
    """
    return next((cells for _number, cells in _parsed(text[:_SAMPLE_CHARS], delimiter)), [])


def _delimiter_named(named: str) -> str:
    delimiter = _NAMES.get(named.lower(), named)
    if len(delimiter) == 1 and delimiter not in '"\r\n':
        return delimiter
    raise ImportFileError(
        _("A delimiter is one character, not “{delimiter}”.").format(delimiter=named),
        _("Give for example --delimiter ';' or --delimiter tab."),
    )


def delimiter_name(delimiter: str) -> str:
    """Return what a delimiter is called; ``read_delimited`` takes the name as well."""
    return {"\t": "tab", _NONE: "none"}.get(delimiter, delimiter)


def _refuse_one_column(text: str, file: str, used: str, *, named: bool) -> None:
    if not named or len(first_record(text, used)) != 1:
        return
    better = guess_delimiter(text)
    if better not in (_NONE, used):
        raise ImportFileError(
            _("{file}: the headings have no {delimiter}; the delimiter seems to be {better}.").format(
                file=file, delimiter=delimiter_name(used), better=delimiter_name(better)
            ),
            _("Leave --delimiter out to have it guessed, or name another."),
        )


def _refuse_what_is_no_text(text: str, file: str) -> None:
    sample = text[:65_536]
    n = len(_CONTROLS.findall(sample))
    if n > 200 and n > len(sample) * 0.05:
        raise ImportFileError(
            _("{file} is neither a workbook nor text: it is full of control characters.").format(file=file),
            _("Export the survey as xlsx or as csv, or name the right encoding with --encoding."),
        )


def _parsed(text: str, delimiter: str, end: str = "") -> Iterator[tuple[int, list[str]]]:
    """Yield numbered rows; short cells that recur are one string, so that a large file takes less memory."""
    csv.field_size_limit(_FIELD_LIMIT)
    known: dict[str, str] = {}
    lines = itertools.chain((line.group() for line in _LINE.finditer(text)), ("\n", end) if end else ())
    for number, cells in enumerate(csv.reader(lines, delimiter=delimiter), start=1):
        yield number, [known.setdefault(cell, cell) if len(cell) <= _SHORT else cell for cell in cells]


def _numbered(text: str, file: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    number = 0
    try:
        for number, cells in _parsed(text, delimiter, _END):
            if cells == [_END]:
                return
            yield number, cells
    except csv.Error as error:
        raise ImportFileError(
            _("{file}, row {row}: {error}.").format(file=file, row=number + 1, error=error),
            _("A quotation mark that is not closed may have joined rows."),
        ) from None
    raise ImportFileError(
        _("{file}, row {row}: a quotation mark is opened and never closed.").format(file=file, row=number),
        _("All that follows it would be one answer. Write the mark twice where it belongs to the answer."),
    )

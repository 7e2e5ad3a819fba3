"""What a cell's text stands for: a number, a school grade, a date. The text itself is never changed.

Decimal commas, spaces between thousands and the typographic minus are read as Finns write them.
"""

import re

_NUMBER = re.compile(r"[+\-−–]?(?:\d+|\d{1,3}(?:[ \u00a0\u2009\u202f]\d{3})+)(?:[.,]\d+)?", re.ASCII)
_BOTH = re.compile(r"[+\-−–]?\d{1,3}(?:([.,])\d{3})+(?!\1)[.,]\d+", re.ASCII)
_GRADE = re.compile(r"(\d{1,2})\s*(½|1/2|\+|[-−–])", re.ASCII)
_GRADE_PARTS = {"½": 0.5, "1/2": 0.5, "+": 0.25}
_ZONE = r"\s*(?:[AaPp]\.?[Mm]\.?|[ai]p\.|[fe]m)?\s*(?:Z|(?:[A-Z]{3,5})?(?:[+-]\d{1,2}(?::?\d{2})?)?)"
_TIME = r"(?:(?:\s+(?:klo\s*)?|T)\d{1,2}[:.]\d{2}(?:[:.]\d{2}(?:[.,]\d+)?)?" + _ZONE + ")?"
_DATES = tuple(
    re.compile(day + _TIME, re.ASCII)
    for day in (
        r"(?:19|20)\d{2}-(?:0?[1-9]|1[0-2])-(?:0?[1-9]|[12]\d|3[01])",
        r"(?:0?[1-9]|[12]\d|3[01])\.\s?(?:0?[1-9]|1[0-2])\.\s?(?:19|20)?\d{2}",
        r"(?:0?[1-9]|[12]\d|3[01])/(?:0?[1-9]|[12]\d|3[01])/(?:19|20)?\d{2}",
        r"(?:19|20)\d{2}/(?:0?[1-9]|1[0-2])/(?:0?[1-9]|[12]\d|3[01])",
    )
)


def parse_number(text: str) -> float | None:
    """Return the number a cell holds, or None.

    Examples
    --------
    >>> parse_number("7,5"), parse_number("1 234"), parse_number("eos")
    (7.5, 1234.0, None)
    """
    typed = text.strip()
    if _BOTH.fullmatch(typed):
        grouping = "." if typed.rfind(",") > typed.rfind(".") else ","
        typed = typed.replace(grouping, "")
    elif not _NUMBER.fullmatch(typed):
        return None
    plain = re.sub(r"\s", "", typed).replace(",", ".").replace("−", "-").replace("–", "-")
    return float(plain)


def parse_grade(text: str) -> float | None:
    """Return the school grade a cell holds, or None; halves and quarters as Finnish schools write them.

    Examples
    --------
    >>> parse_grade("7½"), parse_grade("8-"), parse_grade("9+"), parse_grade("7,5")
    (7.5, 7.75, 9.25, 7.5)
    """
    parted = _GRADE.fullmatch(text.strip())
    if parted is None:
        return parse_number(text)
    return float(parted.group(1)) + _GRADE_PARTS.get(parted.group(2), -0.25)


def is_date(text: str) -> bool:
    """Return whether a cell is a date, with or without a time.

    Examples
    --------
    >>> is_date("8.4.2024 8.05"), is_date("2025-05-19 14:03"), is_date("7.5")
    (True, True, False)
    """
    typed = text.strip()
    return any(form.fullmatch(typed) for form in _DATES)

"""Exports of survey tools, known by their shape: which rows are headings, and which columns are one question.

Enters: numbered records, or a table. Leaves: the same with one heading row, and what the tool was. Invariant: only a
shape that no other file has by chance is taken for a tool's; everything else is left as it is.
"""

import json
import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from avoin.i18n import ngettext
from avoin.importing.multiple import CHOSEN, JOINT, NOT_CHOSEN, SeveralColumns
from avoin.importing.table import SurveyTable

Record = tuple[int, Sequence[str]]
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,200}>")
_ONE_COLUMN = {"response", "open-ended response", "vastaus", "avoin vastaus", "open ended response", "svar"}
_LIME = re.compile(r"(?P<code>\w+)(?:\[(?P<item>\w+)\])?\. (?P<text>.+)", re.DOTALL)
_LIME_TEXT = re.compile(r"(?P<question>.+?)\s*\[(?P<item>[^\[\]]+)\]\s*", re.DOTALL)
_CHECKBOX = re.compile(r"(?P<question>.+?)\s*\(choice=(?P<item>.+)\)")
_CHECKBOX_CODE = re.compile(r"(?P<question>\w+?)___(?P<item>\w+)")
_WORDY, _RECURS = 8, 2
_FINISHED = "Finished"
_NOT_FINISHED = {"0", "False", "FALSE"}
_GOOGLE = {"timestamp", "aikaleima", "tidstämpel"}
_MICROSOFT = (("id", "start time", "completion time"), ("tunnus", "aloitusaika", "valmistumisaika"))


@dataclass(frozen=True, slots=True)
class Heads:
    """The headings of a file with more than one row of them.

    Attributes
    ----------
    tool : str
        Name of the survey tool.
    headings : tuple of str
        One a column.
    n_rows : int
        How many records they took.
    """

    tool: str
    headings: tuple[str, ...]
    n_rows: int


def heads_of(records: Sequence[Record]) -> Heads | None:
    """Return the headings of a tool that writes several rows of them, or None."""
    for recognise in (_qualtrics, _old_qualtrics, _surveymonkey):
        found = recognise([tuple(cells) for _number, cells in records[:3]])
        if found is not None:
            return found
    return None


def _qualtrics(first: Sequence[tuple[str, ...]]) -> Heads | None:
    """Three rows: codes, wording, and the ids as JSON. Own columns of the tool keep their codes, in every language."""
    if len(first) < 3 or not first[2] or not all(map(_import_id, filter(None, first[2]))) or not first[2][0]:
        return None
    ids = [_import_id(cell) for cell in first[2]]
    wording = [text if each.startswith("QID") else code for code, text, each in zip(*first[:2], ids, strict=False)]
    return Heads("Qualtrics", _told_apart(wording, first[0]), 3)


def _import_id(cell: str) -> str:
    try:
        content = json.loads(cell)
    except ValueError:
        return ""
    return str(content.get("ImportId", "")) if isinstance(content, dict) else ""


def _old_qualtrics(first: Sequence[tuple[str, ...]]) -> Heads | None:
    if len(first) < 3 or first[0][:2] != ("V1", "V2") or first[1][0] != "ResponseID":
        return None
    return Heads("Qualtrics", _told_apart(first[1], first[0]), 2)


def _surveymonkey(first: Sequence[tuple[str, ...]]) -> Heads | None:
    """Two rows: the question over the first of its columns, and what each column is."""
    if len(first) < 3 or len(first[0]) < 2 or len(first[1]) < 2:
        return None
    if first[0][0].replace(" ", "").casefold() not in {"respondentid", "vastaajantunnus", "vastaajanid"} or first[1][0]:
        return None
    question, headings = "", []
    for place, item in enumerate(first[1]):
        question = (first[0][place] if place < len(first[0]) else "") or question
        one = not item or item.strip().casefold() in _ONE_COLUMN
        headings.append(_plain(question) if one else f"{_plain(question)} [{_plain(item)}]")
    return Heads("SurveyMonkey", _told_apart(headings, [f"#{place}" for place in range(1, len(headings) + 1)]), 2)


def _plain(heading: str) -> str:
    return " ".join(_TAG.sub(" ", heading).replace("\ufffd", "").split())


def _told_apart(wording: Sequence[str], codes: Sequence[str]) -> tuple[str, ...]:
    """Return the headings without HTML; those that several columns have get their codes before them."""
    plain = [_plain(each) for each in wording]
    times = Counter(plain)
    return tuple(
        each if not each or times[each] == 1 else f"{code}: {each}" for each, code in zip(plain, codes, strict=False)
    )


def recognised(table: SurveyTable) -> tuple[str, SurveyTable, tuple[SeveralColumns, ...]]:
    """Recognise the tools that write one row of headings.

    Returns
    -------
    tool : str
        Its name; empty where it is none of these.
    table : SurveyTable
        With headings without the tool's codes, and a warning on answers that were not finished.
    sets : tuple of SeveralColumns
        The multi-selects, by those headings.
    """
    if dict(table.how).get("tool") == "Qualtrics" and _FINISHED in table.headings:
        place = table.headings.index(_FINISHED)
        return "", _renamed(table, table.headings, _unfinished(table, place, lambda cell: cell in _NOT_FINISHED)), ()
    for recognise in (_limesurvey, _redcap, _microsoft, _google):
        found = recognise(table)
        if found is not None:
            return found
    return "", table, ()


def _limesurvey(table: SurveyTable) -> tuple[str, SurveyTable, tuple[SeveralColumns, ...]] | None:
    parts = [_LIME.fullmatch(heading) for heading in table.headings]
    codes = [part["code"] if part else heading for part, heading in zip(parts, table.headings, strict=True)]
    if codes[0] != "id" or "submitdate" not in codes[:4] or "startlanguage" not in codes[:8]:
        return None
    unfinished = _unfinished(table, codes.index("submitdate"), lambda cell: not cell.strip())
    wording = [part["text"] if part else heading for part, heading in zip(parts, table.headings, strict=True)]
    headings = _told_apart(wording, codes)
    renamed = _with_finished(_renamed(table, headings, unfinished), codes.index("submitdate"))
    groups: dict[str, dict[str, str]] = {}
    for heading, part in zip(headings, parts, strict=True):
        item = _LIME_TEXT.fullmatch(heading)
        if part is not None and part["item"] and item is not None:
            groups.setdefault(part["code"], {})[heading] = item["item"]
    return "LimeSurvey", renamed, _sets_of(renamed, groups, _LIME_TEXT)


def _with_finished(table: SurveyTable, submitted: int) -> SurveyTable:
    """Return the table with a last column that says 1 or 0, as Qualtrics does, where the date says whether."""
    if _FINISHED in table.headings:
        return table
    rows = tuple((*row, "1" if row[submitted].strip() else "0") for row in table.rows)
    return replace(table, headings=(*table.headings, _FINISHED), rows=rows)


def _redcap(table: SurveyTable) -> tuple[str, SurveyTable, tuple[SeveralColumns, ...]] | None:
    own = {"record id", "record_id", "study id", "study_id", "participant_id"}
    ends = [each for each in table.headings if each.endswith("_complete") or each == "Complete?"]
    boxes = [each for each in table.headings if _CHECKBOX.fullmatch(each) or _CHECKBOX_CODE.fullmatch(each)]
    if table.headings[0].casefold() not in own or not (ends or boxes):
        return None
    groups: dict[str, dict[str, str]] = {}
    for heading in boxes:
        part = _CHECKBOX.fullmatch(heading) or _CHECKBOX_CODE.fullmatch(heading)
        if part is not None:
            groups.setdefault(part["question"], {})[heading] = part["item"]
    sets = tuple(SeveralColumns(question, options) for question, options in groups.items() if len(options) > 1)
    return "REDCap", table, sets


def _microsoft(table: SurveyTable) -> tuple[str, SurveyTable, tuple[SeveralColumns, ...]] | None:
    first = tuple(heading.casefold() for heading in table.headings[:3])
    return ("Microsoft Forms", table, ()) if first in _MICROSOFT else None


def _google(table: SurveyTable) -> tuple[str, SurveyTable, tuple[SeveralColumns, ...]] | None:
    if table.headings[0].casefold() not in _GOOGLE:
        return None
    columns = [_without_commas(table.column(heading)) for heading in table.headings]
    return "Google Forms", replace(table, rows=tuple(zip(*columns, strict=True))), ()


def _without_commas(cells: tuple[str, ...]) -> tuple[str, ...]:
    """Return the cells of a multi-select with its options set apart by semicolons; any other column as it is."""
    parts = [cell.split(", ") for cell in cells if cell.strip()]
    times = Counter(part for each in parts for part in each)
    wordy = max((len(part.split()) for part in times), default=0) > _WORDY
    if wordy or all(len(each) == 1 for each in parts) or min(times.values()) < _RECURS:
        return cells
    return tuple(cell.replace(", ", JOINT) for cell in cells)


def _sets_of(
    table: SurveyTable, groups: dict[str, dict[str, str]], question: re.Pattern[str]
) -> tuple[SeveralColumns, ...]:
    """Return the groups whose cells say yes or no only; the rest are grids, whose columns stay apart."""
    known = CHOSEN | NOT_CHOSEN | {""}
    found = []
    for group in groups.values():
        options = {
            heading: option
            for heading, option in group.items()
            if {cell.strip().casefold() for cell in table.column(heading)} <= known
        }
        named = question.fullmatch(next(iter(group)))
        if named is not None and len(options) > 1 and len(options) >= len(group) - 1:
            found.append(SeveralColumns(named["question"], options))
    return tuple(found)


def _unfinished(table: SurveyTable, place: int, says: Callable[[str], bool]) -> tuple[str, ...]:
    n = sum(says(row[place]) for row in table.rows)
    if not n:
        return ()
    sentence = ngettext(
        "{n} answer was not finished, says column “{column}”; it is kept.",
        "{n} answers were not finished, says column “{column}”; they are kept.",
        n,
    )
    return (sentence.format(n=n, column=table.headings[place]),)


def _renamed(table: SurveyTable, headings: tuple[str, ...], warnings: tuple[str, ...]) -> SurveyTable:
    return replace(table, headings=headings, warnings=(*table.warnings, *warnings))

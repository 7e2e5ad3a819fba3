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
from avoin.importing.multiple import CHOSEN, JOINT, NOT_CHOSEN, SeveralColumns, recurring
from avoin.importing.table import SurveyTable

Record = tuple[int, Sequence[str]]
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,200}>")
_ONE_COLUMN = {"response", "open-ended response", "vastaus", "avoin vastaus", "open ended response", "svar"}
_LIME = re.compile(r"(?P<code>\w+)(?:\[(?P<item>\w+)\])?\. (?P<text>.+)", re.DOTALL)
_LIME_CODE = re.compile(r"(?P<question>\w+)\[(?P<item>\w+)\]")
_LIME_TEXT = re.compile(r"(?P<question>.+?)\s*\[(?P<item>[^\[\]]+)\]\s*", re.DOTALL)
_CHECKBOX = re.compile(r"(?P<question>.+?)\s*\(choice=(?P<item>.+)\)")
_CHECKBOX_CODE = re.compile(r"(?P<question>\w+?)___(?P<item>\w+)")
_WORDY = 8
_FINISHED = "Finished"
_NOT_FINISHED = {"0", "False", "FALSE"}
_NOT_COMPLETED = "[not completed]"
_REDCAP = "redcap_"
_REDCAP_OWN = {"record id", "record_id", "study id", "study_id", "participant_id"}
_LIME_WORDS = ("response id", "date submitted")
_COMMA = re.compile(", ")
_NEXT_OPTION = re.compile(r", (?=[^\Wa-zåäöé])")
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
    """Return the headings of a tool that writes several rows of them, or one with the same heading twice; or None."""
    for recognise in (_qualtrics, _old_qualtrics, _surveymonkey, _repeating):
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
    return Heads("SurveyMonkey", _told_apart(headings, _places(headings)), 2)


def _places(headings: Sequence[str]) -> list[str]:
    return [f"#{place}" for place in range(1, len(headings) + 1)]


def _repeating(first: Sequence[tuple[str, ...]]) -> Heads | None:
    """One row of wording: what is asked twice is there twice, and every form of REDCap ends with the same heading."""
    if not first or not first[0]:
        return None
    heads = [_plain(each) for each in first[0]]
    tool = _tool_of_wording([each.casefold() for each in heads])
    if not tool or len({*filter(None, heads)}) == len([*filter(None, heads)]):
        return None
    return Heads(tool, _told_apart(heads, _places(heads)), 1)


def _tool_of_wording(heads: Sequence[str]) -> str:
    if heads[0] in _GOOGLE:
        return "Google Forms"
    if tuple(heads[:2]) == _LIME_WORDS:
        return "LimeSurvey"
    return "REDCap" if heads[0] in _REDCAP_OWN and "complete?" in heads else ""


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
    """Headings are codes, wording, or both: Q1[SQ001], Question [item], Q1[SQ001]. Question [item]."""
    parts = [_LIME.fullmatch(heading) for heading in table.headings]
    codes = [part["code"] if part else heading for part, heading in zip(parts, table.headings, strict=True)]
    submitted = _submitted(table, codes)
    if submitted is None:
        return None
    wording = [part["text"] if part else heading for part, heading in zip(parts, table.headings, strict=True)]
    headings = _told_apart(wording, codes)
    unfinished = _unfinished(table, submitted, lambda cell: not cell.strip())
    marked = _with_finished(_renamed(table, headings, unfinished), submitted)
    groups: dict[str, dict[str, str]] = {}
    for heading, part in zip(headings, parts, strict=True):
        item = _LIME_CODE.fullmatch(heading) or _LIME_TEXT.fullmatch(heading)
        if item is not None and (part is None or part["item"]):
            groups.setdefault(part["code"] if part else item["question"], {})[heading] = item["item"]
    return "LimeSurvey", marked, _sets_of(marked, groups, _LIME_TEXT)


def _submitted(table: SurveyTable, codes: Sequence[str]) -> int | None:
    """Return which column says when an answer was finished; None where this is not LimeSurvey."""
    if tuple(map(str.casefold, table.headings[:2])) == _LIME_WORDS:
        return 1
    known = codes[0] == "id" and "submitdate" in codes[:4] and "startlanguage" in codes[:8]
    return codes.index("submitdate") if known else None


def _with_finished(table: SurveyTable, submitted: int) -> SurveyTable:
    """Return the table with a last column that says 1 or 0, as Qualtrics does, where the date says whether."""
    if _FINISHED in table.headings:
        return table
    rows = tuple((*row, "1" if row[submitted].strip() else "0") for row in table.rows)
    return replace(table, headings=(*table.headings, _FINISHED), rows=rows)


def _redcap(table: SurveyTable) -> tuple[str, SurveyTable, tuple[SeveralColumns, ...]] | None:
    ends = [each for each in table.headings if each.endswith(("_complete", "Complete?"))]
    boxes = [each for each in table.headings if _CHECKBOX.fullmatch(each) or _CHECKBOX_CODE.fullmatch(each)]
    own = table.headings[0].casefold() in _REDCAP_OWN or any(each.startswith(_REDCAP) for each in table.headings)
    if not own or not (ends or boxes):
        return None
    groups: dict[str, dict[str, str]] = {}
    for heading in boxes:
        part = _CHECKBOX.fullmatch(heading) or _CHECKBOX_CODE.fullmatch(heading)
        if part is not None:
            groups.setdefault(part["question"], {})[heading] = part["item"]
    sets = tuple(SeveralColumns(question, options) for question, options in groups.items() if len(options) > 1)
    times = (place for place, each in enumerate(table.headings) if each.endswith(("_timestamp", "Survey Timestamp")))
    warnings = [said for place in times for said in _unfinished(table, place, lambda cell: cell == _NOT_COMPLETED)]
    return "REDCap", _renamed(table, table.headings, tuple(warnings)), sets


def _microsoft(table: SurveyTable) -> tuple[str, SurveyTable, tuple[SeveralColumns, ...]] | None:
    first = tuple(heading.casefold() for heading in table.headings[:3])
    return ("Microsoft Forms", table, ()) if first in _MICROSOFT else None


def _google(table: SurveyTable) -> tuple[str, SurveyTable, tuple[SeveralColumns, ...]] | None:
    if table.headings[0].casefold() not in _GOOGLE:
        return None
    columns = [_without_commas(table.column(heading)) for heading in table.headings]
    return "Google Forms", replace(table, rows=tuple(zip(*columns, strict=True))), ()


def _without_commas(cells: tuple[str, ...]) -> tuple[str, ...]:
    """Return the cells of a multi-select with its options set apart by semicolons; any other column as it is.

    Where every cell begins with a capital, an option does, and a comma before a small letter is part of one.
    """
    between = _NEXT_OPTION if all(cell[:1].isupper() for cell in cells if cell.strip()) else _COMMA
    parts = [between.split(cell) for cell in cells if cell.strip()]
    times = Counter(part for each in parts for part in each)
    options = recurring(times)
    if all(len(each) == 1 for each in parts) or not options or max(len(part.split()) for part in options) > _WORDY:
        return cells
    return tuple(between.sub(JOINT, cell) for cell in cells)


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

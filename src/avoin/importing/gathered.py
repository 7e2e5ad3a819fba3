"""The answers to a question in one text, each under a heading of its own, and such a text taken apart again.

A text of an answer each is right by the standard, but some tools list them as thousands of files. Invariants: taken
apart, what was gathered is what it was, every position included; no answer can be mistaken for a heading.
"""

import itertools
import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from avoin.i18n import _, ngettext
from avoin.importing.qda import QdaCoding, QdaMemo, QdaPart, QdaProject, QdaSource

_FIRST = "[avoin: "
_HEADING = re.compile(r"(={3,}) (.+) \1\s*")
_FENCE = re.compile("^(={3,}) ", re.MULTILINE)
_On = TypeVar("_On", QdaCoding, QdaMemo)


def gathered(project: QdaProject) -> QdaProject:
    """Return the project with one text for all texts of the same sets; whose each part is, its parts say."""
    together: dict[tuple[str, ...], list[QdaSource]] = {}
    for source in project.sources:
        together.setdefault(source.sets, []).append(source)
    fence = _fence(source.text for source in project.sources)
    texts, moved, parts = [], {}, []
    named: Counter[str] = Counter()
    for sets, sources in together.items():
        key, name = "\x1f".join(sets), "_".join(sets)
        named[name] += 1
        text, starts = _text(fence, sources)
        texts.append(QdaSource(key, name if named[name] == 1 else f"{name}~{named[name]}", text, sets=sets))
        for source, start in zip(sources, starts, strict=True):
            moved[source.key] = (key, start)
            parts.append(QdaPart(key, start, start + len(source.text), source.case))
    return replace(
        project,
        sources=tuple(texts),
        parts=tuple(parts),
        codings=tuple(_moved(each, moved) for each in project.codings),
        memos=tuple(_moved(each, moved) for each in project.memos),
    )


def _fence(texts: Iterable[str]) -> str:
    """Return so many signs around headings that no line of a text begins so."""
    taken = {len(found) for text in texts for found in _FENCE.findall(text)}
    return "=" * next(n for n in itertools.count(3) if n not in taken)


def _text(fence: str, sources: Sequence[QdaSource]) -> tuple[str, list[int]]:
    """Return texts in one, and where each begins."""
    said = _("the answers to one question; a heading says whose each is: please leave headings as they are")
    text = [f"{_FIRST}{said}]\n\n"]
    length = len(text[0])
    starts = []
    for source in sources:
        heading = f"{fence} {source.name} {fence}\n"
        starts.append(length + len(heading))
        text.append(f"{heading}{source.text}\n\n")
        length += len(text[-1])
    return "".join(text), starts


def _moved(on: _On, moved: Mapping[str, tuple[str, int]]) -> _On:
    if on.source not in moved:
        return on
    source, by = moved[on.source]
    return replace(on, source=source, start=on.start + by, end=on.end + by)


@dataclass(frozen=True, slots=True)
class _Section:
    """[start, end) of a gathered text, under a heading."""

    name: str
    start: int
    end: int


def divided(project: QdaProject) -> QdaProject:
    """Return the project with every gathered text taken apart, and whose each text is where its parts say it.

    A coding over several answers goes on each of them, a memo over several on the project. A coding on headings only
    is left without words.
    """
    sections = {source.key: list(_sections(source.text)) for source in project.sources}
    parts: dict[str, list[QdaPart]] = {}
    for part in project.parts:
        parts.setdefault(part.source, []).append(part)
    sources: list[QdaSource] = []
    n_shared = 0
    for source in project.sources:
        mine = parts.get(source.key, [])
        whose = {part.case for part in mine}
        if sections[source.key]:
            sources += _apart(source, sections[source.key], mine)
        elif not source.case and len(whose) == 1:
            sources.append(replace(source, case=whose.pop()))
        else:
            sources.append(source)
            n_shared += len(whose - {source.case})
    return replace(
        project,
        sources=tuple(sources),
        codings=tuple(each for coding in project.codings for each in _on_each(coding, sections[coding.source])),
        memos=tuple(_on_one(memo, sections.get(memo.source, [])) for memo in project.memos),
        parts=(),
        left_out=(*project.left_out, *_shared(n_shared)),
    )


def _shared(n: int) -> Iterator[str]:
    if n:
        yield ngettext(
            "{n} case has only a part of a text that others share; whose the text is was left out.",
            "{n} cases have only parts of texts that others share; whose these texts are was left out.",
            n,
        ).format(n=n)


def _sections(text: str) -> Iterator[_Section]:
    """Yield the parts of a gathered text; none where it is not one."""
    if not text.startswith(_FIRST):
        return
    fence, name, start, place = "", "", 0, 0
    for line in text.split("\n"):
        heading = _HEADING.fullmatch(line)
        if heading is not None and heading[1] == (fence or heading[1]):
            if fence:
                yield _Section(name, start, _end(text, start, place))
            fence, name, start = heading[1], heading[2], min(place + len(line) + 1, len(text))
        place += len(line) + 1
    if fence:
        yield _Section(name, start, _end(text, start, len(text)))


def _end(text: str, start: int, end: int) -> int:
    """Return where a part ends, without the two line ends that were put after it."""
    for _time in range(2):
        if end > start and text[end - 1] == "\n":
            end -= 2 if text[max(start, end - 2) : end] == "\r\n" else 1
    return end


def _apart(source: QdaSource, sections: Sequence[_Section], parts: Iterable[QdaPart]) -> Iterator[QdaSource]:
    starts = [section.start for section in sections]
    whose = {bisect_right(starts, part.start) - 1: part.case for part in parts}
    for place, section in enumerate(sections):
        text = source.text[section.start : section.end]
        yield QdaSource(_key(source.key, section), section.name, text, whose.get(place, ""), source.sets)


def _key(source: str, section: _Section) -> str:
    return f"{source}\x1f{section.start}"


def _under(on: _On, section: _Section) -> _On:
    """Return the part of a coding or memo that is under a heading."""
    start, end = max(on.start, section.start), min(on.end, section.end)
    return replace(on, source=_key(on.source, section), start=start - section.start, end=end - section.start)


def _touched(on: QdaCoding | QdaMemo, sections: Sequence[_Section]) -> Sequence[_Section]:
    """Return the sections that have words of a coding or memo; sections are in the order of the text."""
    first = max(bisect_right(sections, on.start, key=lambda section: section.start) - 1, 0)
    after = bisect_right(sections, on.end, key=lambda section: section.start)
    return [each for each in sections[first:after] if max(on.start, each.start) < min(on.end, each.end)]


def _on_each(coding: QdaCoding, sections: Sequence[_Section]) -> Iterator[QdaCoding]:
    if not sections:
        yield coding
        return
    touched = _touched(coding, sections)
    yield from (_under(coding, section) for section in touched)
    if not touched:
        yield replace(coding, source=_key(coding.source, sections[0]), start=0, end=0)


def _on_one(memo: QdaMemo, sections: Sequence[_Section]) -> QdaMemo:
    if not sections:
        return memo
    touched = _touched(memo, sections)
    return _under(memo, touched[0]) if len(touched) == 1 else replace(memo, source="", start=0, end=0)

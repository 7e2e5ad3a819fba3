"""Where segments begin after the coders moved the limits.

Enters: the segments a machine saw and the starts that coders added or took away. Leaves: segments as they are now.
Invariant: segments are in order, do not overlap, are never blank, and together hold every visible character that the
machine's segments held.
"""

from collections.abc import Collection, Sequence

Limits = tuple[int, int]


def recut(text: str, segments: Sequence[Limits], breaks: Collection[int], glues: Collection[int]) -> tuple[Limits, ...]:
    """Return the segments with the coders' starts added and taken away.

    Parameters
    ----------
    text : str
        The working text.
    segments : sequence of (int, int)
        [start, end) as the machine saw them.
    breaks, glues : collection of int
        Offsets where a segment begins although the machine saw none, and where none begins although it saw one.

    Examples
    --------
    >>> recut("Yksi. Kaksi ja kolme.", [(0, 5), (6, 21)], {15}, {6})
    ((0, 14), (15, 21))
    """
    joined: list[Limits] = []
    for start, end in segments:
        if joined and start in glues:
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return tuple(piece for limits in joined for piece in _broken(text, limits, breaks))


def visible_start(text: str, offset: int) -> int:
    """Return the offset of the first visible character from here on; the text's length where there is none."""
    rest = text[offset:]
    return offset + len(rest) - len(rest.lstrip())


def _broken(text: str, limits: Limits, breaks: Collection[int]) -> list[Limits]:
    start, end = limits
    starts = [start, *sorted(each for each in breaks if start < each < end)]
    pieces = zip(starts, [*starts[1:], end], strict=True)
    trimmed = [(first, first + len(text[first:last].rstrip())) for first, last in pieces]
    return [(first, last) for first, last in trimmed if last > first]

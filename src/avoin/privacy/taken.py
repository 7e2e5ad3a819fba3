"""Which parts of a text are taken already, so that no two findings overlap."""

from bisect import bisect_left


class Taken:
    """Parts [start, end) of a text that never overlap; asking takes a few steps however many there are."""

    def __init__(self) -> None:
        self._starts: list[int] = []
        self._ends: list[int] = []

    def take(self, start: int, end: int) -> bool:
        """Take a part where all of it is free; say whether it was."""
        place = bisect_left(self._starts, end)
        if place and self._ends[place - 1] > start:
            return False
        self._starts.insert(place, start)
        self._ends.insert(place, end)
        return True

"""What a key is: which keys, where they work, what they do, and how they are told to people."""

from dataclasses import dataclass

from avoin.tui.places import Place


@dataclass(frozen=True, slots=True)
class Key:
    """One key, or a few that do the same.

    Attributes
    ----------
    keys : tuple of str
        Textual's names; empty for the letters that open the code finder.
    face : str
        As it is written for people.
    action : str
        Name of the action; "KEY" in it stands for the key that was pressed.
    places : tuple of Place
        Where it works.
    label : str
        Two words for the footer; empty where the footer does not show it.
    help : str
        A sentence for the help.
    """

    keys: tuple[str, ...]
    face: str
    action: str
    places: tuple[Place, ...]
    label: str
    help: str

    def actions(self) -> tuple[tuple[str, str], ...]:
        """Return (key, action) for each of its keys."""
        return tuple((key, self.action.replace("KEY", key)) for key in self.keys)

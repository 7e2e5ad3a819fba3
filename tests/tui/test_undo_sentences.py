"""What undo and redo say where something was changed since."""

from avoin.codebook.model import Codebook
from avoin.coding.decision import Verb
from avoin.tui.screens import sentences
from avoin.workflow.desk.desk_views import Outcome

BOOK = Codebook("koe", "1.0.0", ())


def _undone(n_taken: int, n_left: int) -> str:
    return sentences.of(Outcome(Verb.UNDO, 5, 0, n_taken, n_taken, n_taken, None, n_left=n_left), BOOK)


def test_nothing_more_is_said_where_all_was_taken_back() -> None:
    assert _undone(1, 0) == "Taken back, on 1 segment. U does it again."


def test_what_was_left_is_said_beside_what_was_taken_back() -> None:
    assert _undone(2, 1).startswith("Taken back, on 2 segments. U does it again. 1 mark has been changed since")


def test_nothing_is_said_to_be_taken_back_where_nothing_was() -> None:
    says = _undone(0, 2)
    assert says.startswith("2 marks have been changed since")
    assert says.endswith("j leads to what waits to be decided again.")

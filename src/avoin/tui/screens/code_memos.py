"""Notes on codes, and what the codebook tells of one code: its texts, what became of it, the notes on it."""

from collections.abc import Callable, Iterable

from textual.content import Content

from avoin.codebook.model import Code
from avoin.coding.decision import Mark
from avoin.i18n import _
from avoin.ids import CodeId
from avoin.tui.desk import House
from avoin.tui.screens.work_screen import MemoPlace
from avoin.tui.widgets.code_card import card_text
from avoin.tui.widgets.shown import shown, shown_line


def code_memo(house: House, code: CodeId, name: str) -> MemoPlace:
    """Return a code as a place for a note."""
    heading = _("Note on the code {name}").format(name=name)
    return MemoPlace(heading, house.memo(code), lambda text: house.write_memo(code, text))


def code_told(code: Code, called: Callable[[CodeId], str], memos: Iterable[Mark]) -> Content:
    """Return what stands beside the tree for a code.

    Parameters
    ----------
    called : callable
        Code → name.
    memos : iterable of Mark
        Everybody's notes on it.
    """
    heads = [shown(f"{code.id}", "dim")]
    if code.merged_into is not None:
        heads.append(shown(_("merged into {name}").format(name=called(code.merged_into))))
    if code.split_into:
        heads.append(shown(_("divided into {names}").format(names=", ".join(map(called, code.split_into)))))
    if code.keywords:
        heads.append(shown_line(_("keywords: {words}").format(words=", ".join(code.keywords))))
    notes = [shown(_("✎ {coder}: {memo}").format(coder=mark.coder, memo=mark.text)) for mark in memos]
    return Content("\n").join([*notes, card_text(code), *heads])

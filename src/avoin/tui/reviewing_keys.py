"""The keys of the screens after coding: codebook, comparison, quotes, summaries; part of the table in ``keys``."""

from avoin.i18n import _
from avoin.tui.key import Key
from avoin.tui.places import Place


def codebook() -> tuple[Key, ...]:
    """Return the keys of the codebook."""
    here = (Place.CODEBOOK,)
    return (
        Key(("enter",), _("Enter"), "edit", here, _("edit"), _("Edits the texts of the selected code.")),
        Key(("n",), "n", "new_code", here, _("new code"), _("Adds a code, beside or below the selected one.")),
        Key(
            ("m",), "m", "merge", here, _("merge"),
            _("Marks the code; pressed on another code, merges those marked into it, after a preview."),
        ),
        Key(
            ("s",), "s", "split", here, _("split"),
            _("Divides the code; its segments keep it and wait until each is decided."),
        ),
        Key(("p",), "p", "move", here, _("put under"), _("Puts the code, and all below it, under another one.")),
        Key(
            ("x",), "x", "retire", here, _("retire"),
            _("Offers the code no longer and asks where its codings go; on a retired code, offers it again."),
        ),
        Key(("j",), "j", "work_queue", here, _("queue"), _("Goes to the answers that wait to be decided again.")),
        Key(("v",), "v", "versions", here, _("versions"), _("Lists the versions, each with what it changed.")),
        Key(("h",), "h", "history", here, _("history"), _("Lists what was done to the code: who, when and why.")),
        Key(("c",), "c", "check", here, _("check"), _("Lists what is wrong or doubtful in the codes.")),
        Key(("R",), "R", "release", here, "", _("Releases the draft as a version that never changes again.")),
    )  # fmt: skip


def comparison() -> tuple[Key, ...]:
    """Return the keys of the comparison of two coders."""
    here = (Place.COMPARISON,)
    return (
        Key(
            ("1", "2"), "1–2", "take('KEY')", here, _("take a side"),
            _("Settles the disagreement with the codes of the first or the second coder."),
        ),
        Key(("3",), "3", "take_both", here, _("both"), _("Settles it with the codes of both coders together.")),
        Key(("0",), "0", "take_none", here, _("no code"), _("Settles it without a code.")),
        Key(("enter",), _("Enter"), "next_open", here, _("next open"), _("Goes to the next one that is not settled.")),
        Key(("backspace",), "⌫", "reopen", here, _("reopen"), _("Opens a settled disagreement again.")),
        Key(
            ("R",), "R", "borderline", here, _("borderline"),
            _("Adds the reason to the borderline cases of one of the codes."),
        ),
        Key(("j",), "j", "choose", here, _("which"), _("Chooses which finished draw is compared.")),
        Key(("D",), "D", "draw", here, _("draw"), _("Draws a share of the answers for somebody to code blind.")),
        Key(("F",), "F", "finish", here, _("finish"), _("Ends your blind coding: then you may see what others coded.")),
    )  # fmt: skip


def quotes() -> tuple[Key, ...]:
    """Return the keys of the quotations."""
    here = (Place.QUOTES,)
    return (
        Key(
            ("h",), "h", "approve", here, _("approve"),
            _("Lets the quotation leave exactly as it stands now, and goes to the next one."),
        ),
        Key(("e",), "e", "refuse", here, _("refuse"), _("Says that the quotation may not leave.")),
        Key(
            ("r",), "r", "redact", here, _("redact"),
            _("Replaces the marked words by what they are: [person], [place]."),
        ),
        Key(
            ("R",), "R", "redact_all", here, _("all proposals"),
            _("Replaces everything that is proposed; what a person should decide (?) stays."),
        ),
        Key(("c",), "c", "cut", here, _("cut"), _("Leaves the marked words out: […] stands instead.")),
        Key(("s",), "s", "show_again", here, _("as written"), _("Takes all changes of the quotation back.")),
        Key(("space",), _("Space"), "next_proposal", here, _("next proposal"), _("Marks the next proposal.")),
        Key(("left", "right"), "←→", "mark('KEY')", here, _("mark a word"), _("Marks the word before or after.")),
        Key(
            ("shift+left", "shift+right"), _("Shift+←→"), "widen('KEY')", here, "",
            _("Marks a word more at the end, or one less."),
        ),
        Key(("enter",), _("Enter"), "open_answer", here, _("answer"), _("Goes to the whole answer.")),
    )  # fmt: skip


def summaries() -> tuple[Key, ...]:
    """Return the keys of the summaries."""
    here = (Place.SUMMARIES,)
    return (
        Key(("enter",), _("Enter"), "write", here, _("write"), _("Goes to the heading, to write the summary.")),
        Key(
            ("ctrl+s",), "Ctrl+S", "save", here, _("save"),
            _("Saves the summary as it is written; on one that is stale it says that it still holds."),
        ),
        Key(
            ("ctrl+o",), "Ctrl+O", "evidence", here, _("evidence"),
            _("Chooses the segments that the bullet under the cursor rests on."),
        ),
        Key(
            ("d",), "d", "draft", here, _("draft"),
            _("Fills the editor with a draft of typical segments; nothing is saved by it."),
        ),
        Key(
            ("ctrl+r",), "Ctrl+R", "as_saved", here, _("as saved"),
            _("Drops what is not saved and shows the summary as it was saved last."),
        ),
    )  # fmt: skip

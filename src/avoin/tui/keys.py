"""The one table of keys: bindings, the footer, the help dialog, the command palette, docs and tests are made of it.

On a screen with codes the letters of the table are commands and every other letter opens the code finder with that
letter in it; ``c`` opens the finder empty, so that a name that begins with a command letter can be typed too.
Invariant: within one place no key has two meanings.
"""

from collections.abc import Callable
from dataclasses import dataclass

from textual.binding import Binding, BindingType

from avoin.i18n import _
from avoin.tui.places import FINDING, WITH_CODES, Place


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


def table() -> tuple[Key, ...]:
    """Return every key in the language spoken now, the ones used most first."""
    groups: tuple[Callable[[], tuple[Key, ...]], ...] = (
        _deciding, _themes, _answers, _pages, _cutting, _overview, _codebook, _quotes, _summaries, _comparison,
        _beginning, _noting, _finding, _moving, _leaving,
    )  # fmt: skip
    return tuple(key for group in groups for key in group())


def at(place: Place) -> tuple[Key, ...]:
    """Return the keys that work in a place: its own first, then those that work everywhere."""
    every = table()
    own = tuple(key for key in every if place in key.places)
    if place in (Place.PROJECTS, Place.COLUMNS):  # no workbench is open yet
        return own
    return own + tuple(key for key in every if Place.EVERYWHERE in key.places and place is not Place.EVERYWHERE)


def bindings(place: Place | str) -> list[BindingType]:
    """Return what Textual needs to know of a place's own keys."""
    return [
        Binding(name, action, key.label or key.help, show=False, key_display=key.face)
        for key in table()
        if place in key.places
        for name, action in key.actions()
    ]


def function_key(place: Place) -> str:
    """Return the face of the key that goes to a screen."""
    return next(key.face for key in table() if key.action == f"go('{place}')")


def opens_finder(place: Place, key: str, character: str | None) -> bool:
    """Return whether this key press is a letter that is no command here."""
    if place not in FINDING or character is None or not character.isalpha():
        return False
    return all(key not in each.keys for each in at(place))


def _deciding() -> tuple[Key, ...]:
    return (
        Key(
            ("enter",), _("Enter"), "confirm", (Place.THEMES,), _("confirm"),
            _("Gives the code to exactly the segments marked ✓. The ones taken out (○) stay open."),
        ),
        Key(
            ("space",), _("Space"), "take_out", (Place.THEMES,), _("in/out"),
            _("Takes the selected segment out of the theme, or in again."),
        ),
        Key(
            ("enter",), _("Enter"), "confirm", (Place.PAGES,), _("confirm page"),
            _("Gives the code to the segments marked ✓ and refuses it for the exceptions (○)."),
        ),
        Key(
            ("space",), _("Space"), "take_out", (Place.PAGES,), _("exception"),
            _("Makes the selected segment an exception: the code is not for it."),
        ),
        Key(
            tuple("123456789"), "1–9", "suggestion(KEY)", (Place.ANSWERS, Place.PAGES), _("suggestion"),
            _("Puts the suggestion of that number on the selected segment; the same digit again takes it off."),
        ),
        Key(
            (), _("a–ö"), "find_code", FINDING, _("code"),
            _("Letters that are no command here find a code by its name: saas finds säästöt."),
        ),
    )  # fmt: skip


def _themes() -> tuple[Key, ...]:
    here = (Place.THEMES,)
    return (
        Key(
            ("n",), "n", "new_code", here, _("new code"),
            _("Makes a new code named after the theme; the segments marked ✓ get it."),
        ),
        Key(
            ("m",), "m", "merge", here, _("merge"),
            _("Marks the theme for merging; pressed on another theme, makes one theme of all those marked."),
        ),
        Key(("s",), "s", "split", here, _("split"), _("Splits the theme in two.")),
        Key(
            ("x",), "x", "not_theme", here, _("no theme"),
            _("Says that these segments are no theme, or takes that back. They stay open, to be coded by answer."),
        ),
        Key(("plus",), "+", "more_themes", here, "", _("Finds a few more themes, smaller ones.")),
        Key(("minus",), "-", "fewer_themes", here, "", _("Finds a few themes less, larger ones.")),
        Key(
            ("asterisk",), "*", "uncoded_themes", here, "",
            _("Finds themes again among the segments that are not coded yet; codings stay as they are."),
        ),
        Key(
            ("percent_sign",), "%", "seeded_themes", here, "",
            _("Lets the codes draw the segments that resemble them, and finds themes among the rest: what is new."),
        ),
        Key(("left", "right"), "←→", "pane('KEY')", here, "", _("Go between the themes and the segments.")),
    )  # fmt: skip


def _answers() -> tuple[Key, ...]:
    here = (Place.ANSWERS,)
    return (
        Key(
            ("enter",), _("Enter"), "confirm", here, _("next"),
            _("The answer is done: segments without a code stay without one. Goes to the next answer."),
        ),
        Key(
            ("backspace",), "⌫", "refuse", (Place.ANSWERS, Place.PAGES), _("refuse"),
            _("Refuses the selected suggestion for the selected segment."),
        ),
        Key(("k",), "k", "cut", here, _("cut"), _("Cuts the selected segment in two at a word you choose.")),
        Key(("y",), "y", "join", here, _("join"), _("Joins the selected segment with the next one.")),
        Key(
            ("left", "right"), "←→", "step('KEY')", (Place.ANSWERS, Place.PAGES), _("skip"),
            _("Go to the answer or page before or after without deciding anything."),
        ),
    )  # fmt: skip


def _pages() -> tuple[Key, ...]:
    return (
        Key(
            ("n",), "n", "new_code", (Place.ANSWERS, Place.PAGES), _("new code"),
            _("Makes a new code; the selected segment gets it."),
        ),
        Key(
            ("j",), "j", "queue", (Place.ANSWERS, Place.PAGES), _("queue"),
            _("Chooses the order: pages for one code, themes, least certain first, file order, undecided only."),
        ),
    )  # fmt: skip


def _cutting() -> tuple[Key, ...]:
    here = (Place.CUT,)
    return (
        Key((), "←→", "step", here, _("move the cut"), _("Move the cut a word to the left or right.")),
        Key((), _("Enter"), "confirm", here, _("cut here"), _("Cuts the segment there.")),
        Key((), "Esc", "back", here, _("leave it whole"), _("Leaves the segment whole.")),
    )  # fmt: skip


def _overview() -> tuple[Key, ...]:
    return (
        Key(
            ("enter",), _("Enter"), "confirm", (Place.OVERVIEW,), _("code this question"),
            _("Opens the selected question of the selected wave for coding."),
        ),
    )  # fmt: skip


def _codebook() -> tuple[Key, ...]:
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
        Key(("t",), "t", "check", here, _("check"), _("Lists what is wrong or doubtful in the codes.")),
        Key(("R",), "R", "release", here, "", _("Releases the draft as a version that never changes again.")),
    )  # fmt: skip


def _comparison() -> tuple[Key, ...]:
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


def _quotes() -> tuple[Key, ...]:
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


def _summaries() -> tuple[Key, ...]:
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


def _beginning() -> tuple[Key, ...]:
    return (
        Key(("enter",), _("Enter"), "open", (Place.PROJECTS,), _("open it"), _("Opens the selected project.")),
        Key(
            ("n",), "n", "new_project", (Place.PROJECTS,), _("new project"),
            _("Makes a project from a survey file: csv, xlsx, xls, ods."),
        ),
        Key(("o",), "o", "find_project", (Place.PROJECTS,), _("open another"), _("Opens a project by its folder.")),
        Key(("q", "escape"), "q", "app.quit", (Place.PROJECTS,), _("leave"), _("Leaves avoin.")),
        Key(
            ("enter",), _("Enter"), "import", (Place.COLUMNS,), _("import so"),
            _("Makes the project and reads the file in as the list shows."),
        ),
        Key(
            ("space",), _("Space"), "kind", (Place.COLUMNS,), _("correct"),
            _("Says what is in the selected column."),
        ),
        Key(
            ("k",), "k", "codebook", (Place.COLUMNS,), _("codebook"),
            _("Chooses the codebook to begin with: one that comes with avoin, a file, or none."),
        ),
        Key(
            ("m",), "m", "encoding", (Place.COLUMNS,), _("encoding"),
            _("Chooses the encoding of a text file by what it looks like."),
        ),
        Key(("e",), "e", "delimiter", (Place.COLUMNS,), _("delimiter"), _("Chooses what parts the columns.")),
        Key(("t",), "t", "sheet", (Place.COLUMNS,), _("sheet"), _("Chooses the sheet of a workbook.")),
        Key(("escape",), "Esc", "back", (Place.COLUMNS,), _("back"), _("Back; nothing was made.")),
    )  # fmt: skip


def _noting() -> tuple[Key, ...]:
    return (
        Key(("t",), "t", "memo", WITH_CODES, _("memo"), _("Writes a note on the selected segment.")),
        Key(("q",), "q", "quote", WITH_CODES, _("quote"), _("Marks the segment as worth quoting, or no longer.")),
        Key(
            ("b",), "b", "flag", (Place.ANSWERS, Place.PAGES), _("ask"),
            _("Marks the segment for asking a colleague, or no longer."),
        ),
    )  # fmt: skip


def _finding() -> tuple[Key, ...]:
    return (
        Key(
            ("c",), "c", "find_code_empty", FINDING, _("any code"),
            _("Opens the code finder empty, for names that begin with a command letter."),
        ),
        Key(
            ("f",), "f", "filter", (Place.ANSWERS, Place.PAGES, Place.THEMES), _("filter"),
            _("Shows only answers of respondents with certain background, or with certain words."),
        ),
        Key(
            ("slash",), "/", "search", WITH_CODES, _("search"),
            _("Searches all the answers by base form: jono finds hoitojonoissa."),
        ),
        Key(
            ("u",), "u", "undo", (Place.EVERYWHERE,), _("undo"),
            _("Takes back your last decision, also one of an earlier day."),
        ),
        Key(("U",), "U", "redo", (Place.EVERYWHERE,), "", _("Does again what was taken back.")),
    )  # fmt: skip


def _moving() -> tuple[Key, ...]:
    here = (Place.ROWS,)
    return (
        Key(("up",), "↑", "up", here, "", _("One row up.")),
        Key(("down",), "↓", "down", here, "", _("One row down.")),
        Key(("pageup",), "PgUp", "page_up", here, "", _("A page up; back in a long text.")),
        Key(("pagedown",), "PgDn", "page_down", here, "", _("A page down; on in a long text.")),
        Key(("home",), "Home", "first", here, "", _("To the first row.")),
        Key(("end",), "End", "last", here, "", _("To the last row.")),
        Key(
            ("tab", "shift+tab"), "Tab", "next_pane('KEY')", (Place.EVERYWHERE,), "",
            _("To the next pane, with Shift to the one before."),
        ),
    )  # fmt: skip


def _leaving() -> tuple[Key, ...]:
    every = (Place.EVERYWHERE,)
    return (
        Key(("f1",), "F1", "go('overview')", every, "", _("Overview: questions, progress and what is next.")),
        Key(("f2",), "F2", "go('themes')", every, "", _("Themes: candidate themes and their segments.")),
        Key(("f3",), "F3", "go('answers')", every, "", _("Answers: one answer, or a page of segments for one code.")),
        Key(("f4",), "F4", "go('codebook')", every, "", _("Codebook: the codes, their use, changes and versions.")),
        Key(("f5",), "F5", "go('quotes')", every, "", _("Quotes: what may be quoted, what in it tells who spoke.")),
        Key(("f6",), "F6", "go('summaries')", every, "", _("Summaries: what each theme comes to, in your words.")),
        Key(("T",), "T", "notes('memo')", every, "", _("Lists the notes of the project, searched by words.")),
        Key(("B",), "B", "notes('flag')", every, "", _("Lists what is marked for asking a colleague.")),
        Key(("ctrl+l",), "Ctrl+L", "colours", every, "", _("Chooses the colours: dark, light or high contrast.")),
        Key(("f7",), "F7", "go('comparison')", every, "", _("Comparison: how far two coders agree.")),
        Key(("question_mark",), "?", "help", every, _("keys"), _("Shows the keys of this screen.")),
        Key(
            ("ctrl+p",), "Ctrl+P", "palette", every, "",
            _("Lists everything that can be done here, to be chosen by name."),
        ),
        Key(("escape",), "Esc", "back", every, "", _("One step back. Nothing is ever lost by it.")),
        Key(("ctrl+q",), "Ctrl+Q", "quit", every, "", _("Leaves the workbench. Everything confirmed is saved.")),
    )  # fmt: skip

"""The one table of keys: bindings, the footer, the help dialog, the command palette, docs and tests are made of it.

On a screen with codes the letters of the table are commands and every other letter opens the code finder with that
letter in it; ``c`` opens the finder empty, so that a name that begins with a command letter can be typed too.
Invariant: within one place no key has two meanings.
"""

from collections.abc import Callable

from textual.binding import Binding, BindingType

from avoin.i18n import _
from avoin.tui.key import Key
from avoin.tui.places import AFTER_CODING, FINDING, WITH_CODES, Place
from avoin.tui.reviewing_keys import codebook, comparison, quotes, summaries


def table() -> tuple[Key, ...]:
    """Return every key in the language spoken now, the ones used most first."""
    groups: tuple[Callable[[], tuple[Key, ...]], ...] = (
        _selecting, _deciding, _themes, _answers, _pages, _cutting, _selecting_exactly, _overview, codebook, quotes,
        summaries, comparison, _beginning, _noting, _finding, _moving, _leaving,
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


def actions_at(place: Place) -> frozenset[str]:
    """Return the names of the actions whose keys work in a place."""
    return frozenset(key.action.partition("(")[0] for key in at(place))


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
            tuple("123456789"), "1–9", "suggestion(KEY)", (Place.ANSWERS, Place.PAGES, Place.SELECT), _("suggestion"),
            _("Puts the suggestion of that number, or a code used last (↺), on what is selected, or takes it off."),
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
            ("w",), "w", "select", here, _("words"),
            _("Selects words of the segment, to code or quote only them. So does the mouse, drawn over them."),
        ),
        Key(("shift+left", "shift+right"), _("Shift+←→"), "widen('KEY')", here, "", _("Begins to select words, as w.")),
        Key(("ctrl+left", "ctrl+right"), _("Ctrl+←→"), "nudge('KEY')", here, "", _("Begins to select words, as w.")),
        Key(
            ("left", "right"), "←→", "step('KEY')", (Place.ANSWERS, Place.PAGES), _("skip"),
            _("Go to the answer or page before or after without deciding anything."),
        ),
    )  # fmt: skip


def _pages() -> tuple[Key, ...]:
    return (
        Key(
            ("n",), "n", "new_code", (Place.ANSWERS, Place.PAGES, Place.SELECT), _("new code"),
            _("Makes a new code; the selected segment or words get it."),
        ),
        Key(
            ("j",), "j", "queue", (Place.ANSWERS, Place.PAGES), _("queue"),
            _("Chooses the order: pages for one code, themes, least certain first, file order, undecided only."),
        ),
    )  # fmt: skip


def _selecting() -> tuple[Key, ...]:
    here = (Place.SELECT,)
    return (
        Key((), "←→", "step", here, _("word"), _("Selects the word before or after, and it only.")),
        Key(
            ("shift+left", "shift+right"), _("Shift+←→"), "widen('KEY')", here, _("more, fewer"),
            _("Moves the end of what is selected by a word."),
        ),
    )  # fmt: skip


def _cutting() -> tuple[Key, ...]:
    here = (Place.CUT,)
    return (
        Key((), "←→", "step", here, _("move the cut"), _("Move the cut a word to the left or right.")),
        Key((), _("Enter"), "confirm", here, _("cut here"), _("Cuts the segment there.")),
        Key((), "Esc", "back", here, _("leave it whole"), _("Leaves the segment whole.")),
    )  # fmt: skip


def _selecting_exactly() -> tuple[Key, ...]:
    here = (Place.SELECT,)
    return (
        Key(
            ("ctrl+left", "ctrl+right"), _("Ctrl+←→"), "nudge('KEY')", here, _("by letters"),
            _("Moves the end of what is selected by a letter."),
        ),
        Key((), _("Space"), "other_end", here, _("other end"), _("From now on the other end moves.")),
        Key((), _("Enter"), "confirm", here, _("done"), _("Ends selecting; what the words got stays.")),
        Key((), "Esc", "back", here, _("whole segment"), _("Ends selecting; the keys are of the whole segment again.")),
    )  # fmt: skip


def _overview() -> tuple[Key, ...]:
    return (
        Key(
            ("enter",), _("Enter"), "confirm", (Place.OVERVIEW,), _("code this question"),
            _("Opens the selected question of the selected wave for coding."),
        ),
    )  # fmt: skip


def _beginning() -> tuple[Key, ...]:
    return (
        Key(("enter",), _("Enter"), "open", (Place.PROJECTS,), _("open it"), _("Opens the selected project.")),
        Key(
            ("n",), "n", "new_project", (Place.PROJECTS,), _("new project"),
            _("Makes a project from a survey file: csv, xlsx, xls, ods."),
        ),
        Key(
            ("a",), "a", "add_wave", (Place.PROJECTS,), _("add a wave"),
            _("Reads a further collection of the same survey into the selected project."),
        ),
        Key(("o",), "o", "find_project", (Place.PROJECTS,), _("open a folder"), _("Opens a project by its folder.")),
        Key(("q",), "q", "app.quit", (Place.PROJECTS,), _("leave"), _("Leaves avoin.")),
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
        Key(
            ("t",), "t", "memo", (*WITH_CODES, *AFTER_CODING, Place.OVERVIEW), _("memo"),
            _("Writes a note on what is selected: segment, theme, code or answer; where nothing is, on the project."),
        ),
        Key(
            ("M",), "M", "memo_answer", (Place.ANSWERS, Place.PAGES), "",
            _("Writes a note on the whole answer of the selected segment."),
        ),
        Key(
            ("q",), "q", "quote", (*WITH_CODES, Place.SELECT), _("quote"),
            _("Marks the segment or the selected words as worth quoting, or no longer."),
        ),
        Key(
            ("b",), "b", "flag", (Place.ANSWERS, Place.PAGES), _("ask"),
            _("Marks the segment for asking a colleague, or no longer."),
        ),
        Key(
            ("K",), "K", "bookmark", (Place.ANSWERS, Place.PAGES), "",
            _("Puts a bookmark on the segment, to come back to it, or takes it off."),
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
        Key(("B",), "B", "notes('flag')", every, "", _("Lists what is marked for asking a colleague, and bookmarks.")),
        Key(("ctrl+l",), "Ctrl+L", "colours", every, "", _("Chooses the colours: dark, light or high contrast.")),
        Key(("f7",), "F7", "go('comparison')", every, "", _("Comparison: how far two coders agree.")),
        Key(("f8",), "F8", "renew", every, "", _("Takes up answers that were read in elsewhere, at the same place.")),
        Key(
            ("question_mark",), "?", "help", (*every, Place.PROJECTS, Place.COLUMNS), _("keys"),
            _("Shows the keys of this screen."),
        ),
        Key(
            ("ctrl+p",), "Ctrl+P", "palette", every, "",
            _("Lists everything that can be done here, to be chosen by name."),
        ),
        Key(("escape",), "Esc", "back", every, "", _("One step back. Nothing is ever lost by it.")),
        Key(("ctrl+q",), "Ctrl+Q", "quit", every, "", _("Leaves the workbench. Everything confirmed is saved.")),
    )  # fmt: skip

"""Which answers are shown: values of background variables, and a word.

Enters: the corpus, the question and the filter now. Leaves: a filter; an empty one shows all.
"""

from collections import Counter
from collections.abc import Hashable, Iterator
from dataclasses import dataclass, replace
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Input

from avoin.corpus.model import Corpus, Question
from avoin.corpus.select import Filter
from avoin.i18n import _
from avoin.ids import VariableId, WaveId
from avoin.tui.dialogs.dialog import Dialog
from avoin.tui.widgets.inputs import SafeInput
from avoin.tui.widgets.rows import RowList
from avoin.tui.widgets.shown import fit, shown, shown_line

_MOST_VALUES = 40
"""A variable with more values than this is no background to choose from: only its commonest are listed."""


@dataclass(frozen=True, slots=True)
class FilterRow:
    """A variable's name, or one of its values with how many answered and whether it is wanted."""

    variable: VariableId
    text: str
    value: str | None = None
    n: int = 0
    wanted: bool = False


class FilterRows(RowList[FilterRow]):
    """Variables and values."""

    def key_of(self, item: FilterRow) -> Hashable:
        """Return variable and value."""
        return item.variable, item.value

    def lines(self, item: FilterRow, index: int, width: int) -> list[Content]:
        """Draw a value with its sign, a variable without one."""
        del index
        if item.value is None:
            return [fit(Content("  ") + shown_line(item.text, "bold"), width)]
        sign = shown("  ✓ " if item.wanted else "  · ", "bold")
        return [fit(Content("  ") + sign + shown_line(item.text), width, right=Content(f" {item.n:>5} "))]


class FilterDialog(Dialog[Filter]):
    """Asks which answers to show."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "take", show=False),
        Binding("space", "want", show=False),
        Binding("backspace", "clear", show=False),
    ]

    def __init__(self, corpus: Corpus, question: Question, wave: WaveId | None, keep: Filter | None) -> None:
        super().__init__(
            _("Which answers are shown?"), _("Space in/out  Tab word/list  Enter shows  ⌫ all  Esc leaves")
        )
        self._question = question
        self._corpus = corpus
        self._wave = wave
        before = keep or Filter()
        self._text = before.text
        self._wanted = {variable: set(values) for variable, values in before.variables.items()}

    def compose_body(self) -> ComposeResult:
        """Draw the word and the list."""
        yield SafeInput(self._text, hint=_("a word that the answer has"))
        yield FilterRows()

    def on_mount(self) -> None:
        """Start in the list."""
        rows = self.query_one(FilterRows)
        rows.show_items(tuple(self._rows()))
        rows.cursor = 1 if len(rows.items) > 1 else 0
        rows.focus()

    def _rows(self) -> Iterator[FilterRow]:
        people = [
            self._corpus.respondent_by_id[answer.key.wave, answer.key.respondent]
            for answer in self._corpus.answers_to(self._question.id, self._wave)
        ]
        for variable in self._corpus.survey.variables:
            counts = Counter(each.values.get(variable.id, "") for each in people)
            if len(counts) < 2:
                continue
            yield FilterRow(variable.id, variable.name)
            for value, n in sorted(counts.most_common(_MOST_VALUES)):
                wanted = value in self._wanted.get(variable.id, ())
                yield FilterRow(variable.id, value or _("(not known)"), value, n, wanted)

    def action_want(self) -> None:
        """Want the value under the cursor, or no longer."""
        rows = self.query_one(FilterRows)
        row = rows.chosen
        if row is None or row.value is None:
            return
        self._wanted.setdefault(row.variable, set()).symmetric_difference_update({row.value})
        rows.show_items([replace(row, wanted=row.value in self._wanted.get(row.variable, ())) for row in rows.items])

    @on(RowList.Clicked)
    def _clicked(self, event: RowList.Clicked) -> None:
        event.stop()
        self.action_want()

    def action_clear(self) -> None:
        """Show all."""
        self.dismiss(Filter())

    @on(Input.Submitted)
    def _take_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.action_take()

    def action_take(self) -> None:
        """Hand back the filter."""
        variables = {variable: frozenset(values) for variable, values in self._wanted.items() if values}
        text = self.query_one(SafeInput).value.strip()
        self.dismiss(Filter(variables, text=text, question=self._question.id if text else None))

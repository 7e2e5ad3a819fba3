"""Notes, "ask a colleague" marks and bookmarks of the whole project, to be listed and searched.

Enters: a project and who reads. Leaves: notes: on the project, on codes, on themes, then in the order of questions,
waves and respondents. Invariant: whoever codes answers blind is shown nobody else's notes that could tell how.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from avoin.coding.decision import Mark, MarkKind
from avoin.coding.visible import NOTES
from avoin.corpus.model import Corpus
from avoin.ids import CodeId, CoderId, QuestionId, Span, WaveId
from avoin.store import answers, decisions
from avoin.text import fold
from avoin.workflow.codebooks.revise_codebook import current_codebook
from avoin.workflow.project import Project
from avoin.workflow.texts.find_themes import ThemeRun, current_run
from avoin.workflow.texts.theme_memos import memos_by_theme, noted_theme


class NoteKind(StrEnum):
    """What is listed."""

    MEMO = "memo"
    FLAG = "flag"
    BOOKMARK = "bookmark"


class About(StrEnum):
    """What a note is on."""

    PROJECT = "project"
    CODE = "code"
    THEME = "theme"
    ANSWER = "answer"
    SEGMENT = "segment"


_MARKS = {NoteKind.MEMO: NOTES, NoteKind.FLAG: (MarkKind.FLAG,), NoteKind.BOOKMARK: (MarkKind.BOOKMARK,)}


@dataclass(frozen=True, slots=True)
class Note:
    """One note or mark.

    Attributes
    ----------
    coder : CoderId
        Whose it is.
    text : str
        The note; empty for a mark.
    words : str
        What respondents wrote there; the name of the project, code or theme.
    span : Span or None
        Where in the answers it is; of a note on the whole answer, the whole of it.
    code : CodeId or None
        The code it is on.
    question, wave
        Of a note on a theme; wave None where all waves are grouped together.
    theme : str
        The theme of now that it is on; empty where that theme is gone.
    """

    kind: NoteKind
    about: About
    coder: CoderId
    text: str
    words: str
    span: Span | None = None
    code: CodeId | None = None
    question: QuestionId | None = None
    wave: WaveId | None = None
    theme: str = ""

    @property
    def place(self) -> str:
        """What it is on, for a table: respondent, code or theme; empty for the project."""
        if self.span is not None:
            return self.span.answer.respondent
        return self.code or self.theme


def notes(project: Project, reader: CoderId, kind: NoteKind, words: str = "") -> tuple[Note, ...]:
    """Return the notes, or the marks, that hold every one of the words in note, answer, name or respondent's id."""
    with project.store.read() as connection:
        found = decisions.marks(connection, *_MARKS[kind], reader=reader)
        corpus = answers.load_corpus(connection, project.survey) if found else None
    if corpus is None:
        return ()
    wanted = fold(words).split()
    listed = (
        *_on_project_and_codes(project, found),
        *_on_themes(project, found),
        *_on_answers(project, kind, found, corpus),
    )
    return tuple(note for note in listed if all(word in _searched(note) for word in wanted))


def _on_project_and_codes(project: Project, marks: Iterable[Mark]) -> Iterator[Note]:
    book = current_codebook(project)
    names: Mapping[CodeId, str] = {} if book is None else {code.id: code.name for code in book.codes}
    order = {code: place for place, code in enumerate(names)}
    loose = [mark for mark in marks if mark.kind is MarkKind.MEMO and not mark.respondent]
    for mark in sorted(loose, key=lambda mark: (order.get(mark.code, len(order)) if mark.code else -1, mark)):
        if mark.code:
            name = names.get(mark.code, mark.code)
            yield Note(NoteKind.MEMO, About.CODE, mark.coder, mark.text, name, code=mark.code)
        else:
            yield Note(NoteKind.MEMO, About.PROJECT, mark.coder, mark.text, project.settings.name)


def _on_themes(project: Project, marks: Iterable[Mark]) -> Iterator[Note]:
    runs: dict[tuple[QuestionId, WaveId], ThemeRun | None] = {}
    for mark in (mark for mark in marks if mark.kind is MarkKind.THEME_MEMO):
        wave = mark.wave or None
        at = mark.question, mark.wave
        if at not in runs:
            runs[at] = current_run(project, mark.question, wave)
        current = runs[at]
        here = () if current is None else tuple(memos_by_theme(project, current, (mark,)))
        name, _spans = noted_theme(project, mark)
        yield Note(
            *(NoteKind.MEMO, About.THEME, mark.coder, mark.text, name),
            question=mark.question,
            wave=wave,
            theme=here[0] if here else "",
        )


def _on_answers(project: Project, kind: NoteKind, marks: Iterable[Mark], corpus: Corpus) -> list[Note]:
    asked = {question.id: place for place, question in enumerate(project.survey.questions)}
    there = [mark for mark in marks if mark.answer in corpus.by_key]
    return [
        _on_answer(kind, mark, corpus)
        for mark in sorted(there, key=lambda mark: (asked.get(mark.question, 0), mark.span))
    ]


def _on_answer(kind: NoteKind, mark: Mark, corpus: Corpus) -> Note:
    text = corpus.by_key[mark.answer].text
    about = About.SEGMENT if mark.start >= 0 else About.ANSWER
    span = mark.span if mark.start >= 0 else Span(mark.answer, 0, len(text))
    said = mark.text if kind is NoteKind.MEMO else ""
    return Note(kind, about, mark.coder, said, text[span.start : span.end], span)


def _searched(note: Note) -> str:
    return fold(f"{note.text} {note.words} {note.place} {note.coder}")

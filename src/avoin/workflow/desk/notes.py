"""Notes and "ask a colleague" marks of the whole project, to be listed and searched.

Enters: a project and who reads. Leaves: notes in the order of questions, waves and respondents.
Invariant: what a person codes blind shows nobody else's notes.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from avoin.coding.decision import Mark, MarkKind
from avoin.corpus.model import Corpus
from avoin.ids import CoderId, Span
from avoin.store import answers, decisions
from avoin.text import fold
from avoin.workflow.project import Project


class NoteKind(StrEnum):
    """What is listed."""

    MEMO = "memo"
    FLAG = "flag"


_MARKS = {NoteKind.MEMO: MarkKind.MEMO, NoteKind.FLAG: MarkKind.FLAG}


@dataclass(frozen=True, slots=True)
class Note:
    """One note or mark.

    Attributes
    ----------
    span : Span
        Where it is; of a note on the whole answer, the whole of it.
    coder : CoderId
        Whose it is.
    text : str
        The note; empty for a mark.
    words : str
        What respondents wrote there.
    """

    kind: NoteKind
    span: Span
    coder: CoderId
    text: str
    words: str


def notes(project: Project, reader: CoderId, kind: NoteKind, words: str = "") -> tuple[Note, ...]:
    """Return the notes, or the marks, that hold every one of the words in note, answer or respondent's id."""
    with project.store.read() as connection:
        found = decisions.marks(connection, _MARKS[kind], reader=reader)
        corpus = answers.load_corpus(connection, project.survey) if found else None
    if corpus is None:
        return ()
    wanted = fold(words).split()
    asked = {question.id: place for place, question in enumerate(project.survey.questions)}
    listed = (_note(kind, mark, corpus) for mark in _there(found, corpus))
    kept = [note for note in listed if all(word in _searched(note) for word in wanted)]
    return tuple(sorted(kept, key=lambda note: (asked.get(note.span.answer.question, 0), note.span)))


def _there(found: Iterable[Mark], corpus: Corpus) -> Iterable[Mark]:
    return (mark for mark in found if mark.answer in corpus.by_key)


def _note(kind: NoteKind, mark: Mark, corpus: Corpus) -> Note:
    text = corpus.by_key[mark.answer].text
    span = mark.span if mark.start >= 0 else Span(mark.answer, 0, len(text))
    said = mark.text if kind is NoteKind.MEMO else ""
    return Note(kind, span, mark.coder, said, text[span.start : span.end])


def _searched(note: Note) -> str:
    return fold(f"{note.text} {note.words} {note.span.answer.respondent} {note.coder}")

"""Words that reading is unsure of, for a person to look through and put right in the project's lexicon.

Enters: a project with imported answers. Leaves: each doubtful form once, with how often it occurs, what it was taken
for and one place. Stores nothing but what reading gave, in the cache.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from avoin.corpus.model import Answer
from avoin.ids import QuestionId
from avoin.nlp.corrections import Corrections
from avoin.nlp.model import Doubt, ReadText, Token
from avoin.progress import Progress, silent
from avoin.store import answers as stored_answers
from avoin.workflow.places import open_question
from avoin.workflow.project import Project
from avoin.workflow.texts.kept_reading import corrections_of, read_texts_cached

_FEWEST_LETTERS = 2
_UNPLACED = frozenset({"INTJ", "X"})  # what the tagger calls a word that it cannot place: it may carry the matter
_AROUND = 30  # code points of context on either side


@dataclass(frozen=True, slots=True)
class DoubtfulWord:
    """A form whose base form may be wrong.

    Attributes
    ----------
    form : str
        As written, in small letters.
    lemma : str
        What its base form was taken to be, most often.
    pos : str
        Its part of speech then.
    doubt : Doubt
        Why it may be wrong.
    others : tuple of str
        Other base forms that the dictionary has for the form.
    n : int
        How often it occurs.
    n_answers : int
        In how many answers.
    context : str
        One place in an answer: text of that answer, as written.
    """

    form: str
    lemma: str
    pos: str
    doubt: Doubt
    others: tuple[str, ...]
    n: int
    n_answers: int
    context: str


@dataclass(slots=True)
class _Found:
    """What is gathered of one form."""

    context: str
    readings: Counter[tuple[str, str, Doubt]] = field(default_factory=Counter)
    n_answers: int = 0
    last: int = -1

    def add(self, token: Token, answer: int) -> None:
        self.readings[token.lemma, token.pos, token.doubt] += 1
        self.n_answers += answer != self.last
        self.last = answer


def doubtful_words(
    project: Project, progress: Progress = silent, question: QuestionId | None = None
) -> tuple[DoubtfulWord, ...]:
    """Return the words that reading is unsure of, the most frequent first; those in the lexicon are settled.

    Raises
    ------
    UnknownQuestionError
        Where the survey has no open question of this id.
    LexiconError
        Where the project's lexicon cannot be understood.
    """
    questions = (open_question(project.survey, question),) if question else project.survey.open_questions
    with project.store.read() as connection:
        corpus = stored_answers.load_corpus(connection, project.survey)
    answers = tuple(answer for each in questions for answer in corpus.answers_to(each.id))
    read = read_texts_cached(project, (answer.text for answer in answers), progress)
    found = _gathered(answers, [read[answer.text] for answer in answers], corrections_of(project))
    words = (_word(form, each) for form, each in found.items())
    return tuple(sorted(words, key=lambda word: (-word.n, word.form)))


def _gathered(answers: Sequence[Answer], read: Iterable[ReadText], settled: Corrections) -> dict[str, _Found]:
    found: dict[str, _Found] = {}
    for number, (answer, each) in enumerate(zip(answers, read, strict=True)):
        for token in each.tokens:
            if not token.doubt or not (token.content or token.pos in _UNPLACED):
                continue
            form = answer.text[token.start : token.end].lower()
            if _is_word(form) and form not in settled:
                found.setdefault(form, _Found(_context(answer.text, token))).add(token, number)
    return found


def _is_word(form: str) -> bool:
    """Return whether a person could say what the form means: no address, no face, no part number."""
    return sum(map(str.isalpha, form)) >= _FEWEST_LETTERS and all(char.isalpha() or char in "-'’:" for char in form)


def _context(text: str, token: Token) -> str:
    first, last = max(0, token.start - _AROUND), min(len(text), token.end + _AROUND)
    return ("…" if first else "") + text[first:last] + ("…" if last < len(text) else "")


def _word(form: str, found: _Found) -> DoubtfulWord:
    from avoin.nlp.morphology import morphology

    # of equals the first in the alphabet, so that the list is the same every time
    lemma, pos, doubt = min(found.readings, key=lambda each: (-found.readings[each], each))
    lemmas = {each.lemma for each in morphology().analyses(form)} | {each for each, _pos, _doubt in found.readings}
    others = tuple(sorted(lemmas - {lemma}))
    return DoubtfulWord(form, lemma, pos, doubt, others, found.readings.total(), found.n_answers, found.context)

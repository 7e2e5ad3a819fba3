"""The project's own lexicon, ``lexicon.tsv``: what a person knows about words and the dictionary does not.

Enters: lines "form, base form and perhaps part of speech" that people edit. Leaves: read texts with these words
corrected. Invariants: corrections are put on what was read, so that changing one reads no text anew; a line that cannot
be understood is an error naming file and line, never skipped.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from avoin.i18n import _
from avoin.ids import digest
from avoin.nlp.lexicon import LexiconError, carries_matter
from avoin.nlp.model import Doubt, ReadText, Token
from avoin.nlp.morphology import morphology

LEXICON_FILE = "lexicon.tsv"
# as in Universal Dependencies
PARTS_OF_SPEECH = (
    *("ADJ", "ADP", "ADV", "AUX", "CCONJ", "DET", "INTJ", "NOUN", "NUM", "PART", "PRON", "PROPN", "PUNCT", "SCONJ"),
    *("SYM", "VERB", "X"),
)
_MOST_WORDS = 3


@dataclass(frozen=True, slots=True)
class Correction:
    """One line of the lexicon.

    Attributes
    ----------
    form : str
        The word as written in answers, in small letters.
    lemma : str
        Its base form.
    pos : str
        Its part of speech as in Universal Dependencies; empty to leave it as the tagger sees it.
    """

    form: str
    lemma: str
    pos: str = ""


class Corrections:
    """The project's corrections, ready to be put on read texts.

    A form that stands once is corrected wherever it is written, and is of the part of speech given. A form that stands
    several times, each time with a part of speech, is corrected where the tagger sees one of these ("voi" is a verb
    here and butter there).

    Parameters
    ----------
    corrections : iterable of Correction
    """

    def __init__(self, corrections: Iterable[Correction] = ()) -> None:
        by_form: defaultdict[str, list[Correction]] = defaultdict(list)
        for each in dict.fromkeys(corrections):
            by_form[each.form].append(each)
        self._by_form: Mapping[str, list[Correction]] = dict(by_form)

    def __len__(self) -> int:
        """Return how many forms are corrected."""
        return len(self._by_form)

    def __contains__(self, form: object) -> bool:
        """Return whether a form, in small letters, is corrected or confirmed."""
        return form in self._by_form

    @cached_property
    def digest(self) -> str:
        """Digest of all corrections."""
        return self.digest_of(self._by_form)

    def digest_of(self, forms: Iterable[str]) -> str:
        """Return the digest of the corrections of some forms; empty where none of them has any."""
        found = sorted((each.form, each.lemma, each.pos) for form in set(forms) for each in self._by_form.get(form, ()))
        return digest(*(part for row in found for part in row)) if found else ""

    def lemmas(self, form: str) -> tuple[str, ...]:
        """Return the base forms that a form, in small letters, is given."""
        return tuple(each.lemma for each in self._by_form.get(form, ()))

    def applied(self, text: str, read: ReadText) -> ReadText:
        """Return a read text with its words corrected; the same object where there is nothing to correct."""
        if not self._by_form:
            return read
        tokens = [self._corrected(text[token.start : token.end].lower(), token) for token in read.tokens]
        if all(new is old for new, old in zip(tokens, read.tokens, strict=True)):
            return read
        return replace(read, tokens=tuple(tokens))

    def _corrected(self, form: str, token: Token) -> Token:
        fitting = self._by_form.get(form, ())
        if len(fitting) > 1:
            fitting = [each for each in fitting if each.pos == token.pos]
        if not fitting:
            return token
        lemma, pos = fitting[0].lemma, fitting[0].pos or token.pos
        content = token.content if pos == "X" else carries_matter(lemma, pos)
        return Token(token.start, token.end, lemma, pos, morphology().parts_of(lemma), content, Doubt.NONE)


NO_CORRECTIONS = Corrections()


def read_corrections(path: Path) -> Corrections:
    """Read the project's lexicon; without a file there are no corrections.

    Parameters
    ----------
    path : Path
        UTF-8 text: a form, its base form and perhaps its part of speech on a line, tabs or spaces between; what follows
        a ``#`` at a word's beginning is a comment.

    Raises
    ------
    LexiconError
        Where a line cannot be understood or two contradict each other; names file and line.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        return NO_CORRECTIONS
    except UnicodeDecodeError:
        raise LexiconError(_("{file} is not UTF-8 text.").format(file=path.name), _("Save it as UTF-8.")) from None
    except OSError as error:
        raise LexiconError(
            _("{file} cannot be read: {error}").format(file=path.name, error=error.strerror or type(error).__name__)
        ) from error
    lines = list(_lines(path.name, text))
    _refuse_contradictions(path.name, lines)
    return Corrections(each for _number, each in lines)


def _lines(file: str, text: str) -> Iterator[tuple[int, Correction]]:
    for number, line in enumerate(text.split("\n"), start=1):
        words: list[str] = []
        for word in line.split():
            if word.startswith("#"):
                break
            words.append(word)
        if words:
            yield number, _correction(file, number, words)


def _correction(file: str, number: int, words: list[str]) -> Correction:
    if not 1 < len(words) <= _MOST_WORDS:
        raise LexiconError(
            _("{file}, line {line}: expected a form, its base form and perhaps its part of speech.").format(
                file=file, line=number
            ),
            _("For example: somen some NOUN. Comments begin with #."),
        )
    form, lemma, *pos = words
    if pos and pos[0] not in PARTS_OF_SPEECH:
        raise LexiconError(
            _("{file}, line {line}: {pos} is no part of speech.").format(file=file, line=number, pos=pos[0]),
            _("Parts of speech: {known}").format(known=" ".join(PARTS_OF_SPEECH)),
        )
    return Correction(form.lower(), lemma, *pos)


def _refuse_contradictions(file: str, lines: Iterable[tuple[int, Correction]]) -> None:
    by_form: defaultdict[str, list[tuple[int, Correction]]] = defaultdict(list)
    for number, each in lines:
        for first, other in by_form[each.form]:
            if other != each and (other.pos == each.pos or not (other.pos and each.pos)):
                raise LexiconError(
                    _("{file}, line {line}: the form of line {first} is corrected otherwise.").format(
                        file=file, line=number, first=first
                    ),
                    _("Two base forms of one form need a part of speech each."),
                )
        if all(other != each for _first, other in by_form[each.form]):
            by_form[each.form].append((number, each))

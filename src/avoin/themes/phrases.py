"""Base-form phrases in a segment: what a theme could be called.

Enters: words in order and the text they stand in. Leaves: nouns and noun phrases, each with the words it is made of.
Invariant: a phrase is made of whole words that stand side by side; its head is in base form; compound parts are never
words of their own here.

No parser is needed: an adjective that agrees with the noun after it gives both base forms (*puhtaasta vedestä* →
"puhdas vesi"); a genitive before a noun stays as it is written (*veden puutteesta* → "veden puute").
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from avoin.nlp.model import Token
from avoin.nlp.morphology import morphology

_NOUNS = ("NOUN", "PROPN")
_REACH = 2  # words before its head that a phrase may take along


@dataclass(frozen=True, slots=True)
class Wording:
    """A segment's words, with the text that their offsets refer to.

    Attributes
    ----------
    text : str
        The answer's working text, or the segment alone.
    tokens : tuple of Token
        The segment's words.
    """

    text: str
    tokens: tuple[Token, ...]

    def form(self, token: Token) -> str:
        """Return a word as it is written."""
        return self.text[token.start : token.end]


@dataclass(frozen=True, slots=True)
class Phrase:
    """What a theme could be called.

    Attributes
    ----------
    words : str
        As it would be read, e.g. "veden puute".
    head : str
        Base form of its last word.
    lemmas : tuple of str
        Base forms of its words, in order.
    agrees : bool
        True where its first word is an adjective that agrees with the head ("puhdas vesi").
    """

    words: str
    head: str
    lemmas: tuple[str, ...]
    agrees: bool = False


def phrases(wording: Wording) -> tuple[Phrase, ...]:
    """Return the phrases of two or three words in a segment, in order, each once.

    Examples
    --------
    >>> words = (Token(0, 5, "vesi", "NOUN", (), True), Token(6, 14, "puute", "NOUN", (), True))
    >>> [phrase.words for phrase in phrases(Wording("Veden puutteen", words))]
    ['veden puute']
    """
    return tuple(dict.fromkeys(_found(wording)))


def is_noun(token: Token) -> bool:
    """Return whether a word may stand alone as a name: a noun or a name that carries the matter."""
    return token.content and token.pos in _NOUNS and is_word(token.lemma) and not _is_only_adjective(token.lemma)


def is_word(lemma: str) -> bool:
    """Return whether a base form reads as a word: letters, with hyphens inside only, and more than two of them."""
    return len(lemma) > 2 and lemma.replace("-", "").isalpha() and lemma[0] != "-" and lemma[-1] != "-"


@cache
def is_base_form(lemma: str) -> bool:
    """Return whether the dictionary has the word and this is how it stands there."""
    small = lemma.lower()
    return any(each.lemma.lower() == small or each.verb.lower() == small for each in morphology().analyses(lemma))


def written(token: Token) -> str:
    """Return a base form as it is written inside a sentence: only names keep their capital."""
    return token.lemma if token.pos == "PROPN" else token.lemma.lower()


@cache
def is_persons_name(lemma: str) -> bool:
    """Return whether the dictionary has the word as a first name or a family name only."""
    known = morphology().analyses(lemma)
    return bool(known) and all(each.word_class in ("ee", "es") for each in known)


@cache
def is_also_adjective(lemma: str) -> bool:
    """Return whether the dictionary has the word as noun and adjective both: *köyhä*, *nuori*."""
    return any(each.word_class == "nl" for each in morphology().analyses(lemma.lower()))


@cache
def _is_only_adjective(lemma: str) -> bool:
    """Return whether the dictionary has the word as adjective or participle only: *nälkäinen*, *oltava*."""
    known = [each for each in morphology().analyses(lemma) if each.lemma.lower() == lemma.lower()]
    return bool(known) and all(each.word_class == "l" or each.participle for each in known)


def _found(wording: Wording) -> Iterator[Phrase]:
    tokens = wording.tokens
    for place, head in enumerate(tokens):
        if is_noun(head):
            yield from _ending_in(wording, _run_before(wording, place), head)


def _run_before(wording: Wording, place: int) -> tuple[Token, ...]:
    """Return the words right before a place, the nearest first, that only space parts from each other."""
    tokens, found = wording.tokens, []
    for here in range(place, max(place - _REACH, 0), -1):
        if not _touch(wording, tokens[here - 1], tokens[here]) or not is_word(tokens[here - 1].lemma):
            break
        found.append(tokens[here - 1])
    return tuple(found)


def _ending_in(wording: Wording, before: tuple[Token, ...], head: Token) -> Iterator[Phrase]:
    if not before:
        return
    near, *far = before
    if near.pos == "ADJ" and near.content and _agree(wording, near, head):
        yield Phrase(f"{near.lemma.lower()} {written(head)}", head.lemma, (near.lemma, head.lemma), agrees=True)
    elif near.pos in _NOUNS and _is_genitive(wording, near):
        ending, lemmas = f"{_attribute(wording, near)} {written(head)}", (near.lemma, head.lemma)
        yield Phrase(ending, head.lemma, lemmas)
        if far and _goes_with(wording, far[0], near):
            yield Phrase(f"{_attribute(wording, far[0])} {ending}", head.lemma, (far[0].lemma, *lemmas))


def _goes_with(wording: Wording, first: Token, genitive: Token) -> bool:
    """Return whether a word before a genitive belongs to it: *kolmen* käynnin, *matalan* kynnyksen, *koulun* pihan."""
    if first.pos in ("ADJ", "NUM"):
        return _agree(wording, first, genitive)
    return first.pos in _NOUNS and _is_genitive(wording, first)


def _touch(wording: Wording, first: Token, second: Token) -> bool:
    between = wording.text[first.end : second.start]
    return bool(between) and between.isspace() and "\n" not in between


def _attribute(wording: Wording, token: Token) -> str:
    form = wording.form(token)
    return form if token.pos == "PROPN" else form.lower()


def _agree(wording: Wording, first: Token, second: Token) -> bool:
    """Return whether two words may be in the same case and number."""
    return bool(_cases(wording.form(first), first.lemma) & _cases(wording.form(second), second.lemma))


def _is_genitive(wording: Wording, token: Token) -> bool:
    """Return whether a word may be a genitive that reads well as it is written: no *-mme*, no *-kin*, no slip."""
    form = wording.form(token)
    bare = not any(each.possessive or each.clitic for each in morphology().analyses(form))
    cases = _cases(form, token.lemma)
    return bare and not cases.isdisjoint({("Gen", "Sing"), ("Gen", "Plur")})


def _cases(form: str, lemma: str) -> frozenset[tuple[str, str]]:
    """Return what case and number a word form can be; a word that no dictionary has by its bare endings."""
    known = morphology().analyses(form)
    same = [each for each in known if each.lemma.lower() == lemma.lower()] or known
    if same:
        return frozenset((each.case, each.number) for each in same if each.case)
    endings = {lemma.lower(): ("Nom", "Sing"), lemma.lower() + "n": ("Gen", "Sing")}
    return frozenset({endings[form.lower()]} if form.lower() in endings else ())

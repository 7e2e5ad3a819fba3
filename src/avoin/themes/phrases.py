"""Base-form phrases in a segment: what a theme could be called.

Enters: words in order and the text they stand in. Leaves: nouns and noun phrases, each with the words it is made of.
Invariant: a phrase is made of whole words that stand side by side; its head is in base form; compound parts are never
words of their own here.

No parser is needed: an adjective that agrees with the noun after it gives both base forms (*puhtaasta vedestä* →
"puhdas vesi"); a genitive before a noun stays as it is written (*veden puutteesta* → "veden puute").
"""

from collections.abc import Iterator
from dataclasses import dataclass

from avoin.nlp.model import Token
from avoin.nlp.morphology import morphology

_NOUNS = ("NOUN", "PROPN")


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
    """

    words: str
    head: str
    lemmas: tuple[str, ...]


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
    return token.content and token.pos in _NOUNS and is_word(token.lemma)


def is_word(lemma: str) -> bool:
    """Return whether a base form reads as a word: letters, with hyphens inside only, and more than two of them."""
    return len(lemma) > 2 and lemma.replace("-", "").isalpha() and lemma[0] != "-" and lemma[-1] != "-"


def is_base_form(lemma: str) -> bool:
    """Return whether the dictionary has the word and this is how it stands there."""
    small = lemma.lower()
    return any(each.lemma.lower() == small or each.verb.lower() == small for each in morphology().analyses(lemma))


def written(token: Token) -> str:
    """Return a base form as it is written inside a sentence: only names keep their capital."""
    return token.lemma if token.pos == "PROPN" else token.lemma.lower()


def _found(wording: Wording) -> Iterator[Phrase]:
    previous: Token | None = None
    earlier: Token | None = None
    for token in wording.tokens:
        before = previous if previous and _touch(wording, previous, token) else None
        if before and is_noun(token):
            yield from _ending_in(wording, earlier, before, token)
        earlier, previous = before, token


def _ending_in(wording: Wording, earlier: Token | None, before: Token, head: Token) -> Iterator[Phrase]:
    if not is_word(before.lemma):
        return
    if before.pos == "ADJ" and before.content and _agree(wording, before, head):
        yield Phrase(f"{before.lemma.lower()} {written(head)}", head.lemma, (before.lemma, head.lemma))
    elif before.pos in _NOUNS and _is_genitive(wording, before):
        attribute = _attribute(wording, before)
        yield Phrase(f"{attribute} {written(head)}", head.lemma, (before.lemma, head.lemma))
        if earlier and earlier.pos == "ADJ" and is_word(earlier.lemma) and _agree(wording, earlier, before):
            whole = f"{wording.form(earlier).lower()} {attribute} {written(head)}"
            yield Phrase(whole, head.lemma, (earlier.lemma, before.lemma, head.lemma))


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
    cases = _cases(wording.form(token), token.lemma)
    return not cases.isdisjoint({("Gen", "Sing"), ("Gen", "Plur")})


def _cases(form: str, lemma: str) -> frozenset[tuple[str, str]]:
    """Return what case and number a word form can be; a word that no dictionary has by its bare endings."""
    known = morphology().analyses(form)
    same = [each for each in known if each.lemma.lower() == lemma.lower()] or known
    if same:
        return frozenset((each.case, each.number) for each in same if each.case)
    endings = {lemma.lower(): ("Nom", "Sing"), lemma.lower() + "n": ("Gen", "Sing")}
    return frozenset({endings[form.lower()]} if form.lower() in endings else ())

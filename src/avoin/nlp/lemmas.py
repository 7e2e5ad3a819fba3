"""Which base form a word has here, among those that the dictionary allows.

Enters: a word form with the tagger's part of speech and features. Leaves: its lemma and compound parts, remembered.
The choice is the analysis that agrees best with the tagger, then the one whose base form is the more common word,
then the one with fewer compound boundaries. Corrections and spoken forms come from ``models/``.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from avoin.nlp import lexicon
from avoin.nlp.guess import base_forms, full_infinitive, guesses, slips
from avoin.nlp.model import Doubt
from avoin.nlp.morphology import Analysis, Morphology

_MEMO = 400_000
_NAMES = frozenset({"ee", "es", "ep", "em"})
_CLASSES = {
    "ADJ": frozenset({"l", "nl", "ur"}),
    "ADP": frozenset({"d", "s", "n"}),
    "ADV": frozenset({"s"}),
    "AUX": frozenset({"t", "k"}),
    "CCONJ": frozenset({"c"}),
    "INTJ": frozenset({"h"}),
    "NOUN": frozenset({"n", "nl", "a"}),
    "NUM": frozenset({"u", "ur"}),
    "PRON": frozenset({"r", "n", "nl"}),
    "PROPN": _NAMES,
    "SCONJ": frozenset({"c"}),
    "VERB": frozenset({"t"}),
}
_KEEP_FORM = frozenset({"ADV", "ADP", "CCONJ", "SCONJ", "INTJ"})
_CLITICS = ("kaan", "kään", "kin", "kaa", "kää", "han", "hän", "ko", "kö", "pa", "pä", "s")

# how much each disagreement costs; the prior is in natural logarithms of how common the base form is
_WRONG_CLASS = 8.0
_WRONG_CASE = 3.0
_WRONG_NUMBER = 1.5
_WRONG_VERB_FORM = 1.5
_BOUNDARY = 1.0
_PRIOR = 0.35
_RAREST = -22.0
_SHORTEST_COMPOUND = 9
_MISTYPED = ("NOUN", "ADJ", "VERB", "ADV")
_MOST_SLIPS = 5  # words one slip away that are looked up
_NARROW = 1.0  # choices that cost about the same are right three times in five on TDT dev; wider ones nine in ten


@dataclass(frozen=True, slots=True)
class Word:
    """What a word is here.

    Attributes
    ----------
    lemma : str
        Base form in small letters; a name's with its capital.
    parts : tuple of str
        Base forms of a compound's parts; empty for a simple word.
    doubt : Doubt
        Why the base form may be wrong; ``Doubt.NONE`` where the dictionary leaves none.
    """

    lemma: str
    parts: tuple[str, ...] = ()
    doubt: Doubt = Doubt.NONE


class Lemmatiser:
    """Chooses among a morphology's analyses.

    Parameters
    ----------
    morphology : Morphology
    log_probability : callable
        Natural logarithm of how common a word form is in ordinary Finnish; below -20 for an unknown one.
    exceptions : mapping of str to mapping
        Part of speech → form → lemma, e.g. the pronouns.
    """

    def __init__(
        self,
        morphology: Morphology,
        log_probability: Callable[[str], float],
        exceptions: Mapping[str, Mapping[str, str]],
    ) -> None:
        self.morphology = morphology
        self._log_probability = log_probability
        self._exceptions = exceptions
        self._spoken = lexicon.pairs("colloquial_forms.tsv")
        corrections = lexicon.rows("lemma_corrections.tsv", 3)
        self._form_corrections = {source: target for kind, source, target in corrections if kind == "form"}
        self._lemma_corrections = {source: target for kind, source, target in corrections if kind == "lemma"}
        self.word: Callable[[str, str, str], Word] = lru_cache(maxsize=_MEMO)(self._word)

    def _word(self, form: str, pos: str, features: str) -> Word:
        low = form.lower()
        exception = self._exceptions.get(pos, {}).get(low) or self._form_corrections.get(low)
        if exception:
            return Word(exception, self.morphology.parts_of(exception))
        if pos == "SYM" or not any(char.isalpha() for char in form):
            return Word(low)
        if ":" in form[1:]:
            return self._before_colon(form)
        return self._corrected(low, self._read(form.lstrip("-–"), pos, _features(features)))

    def _corrected(self, low: str, word: Word) -> Word:
        target = self._lemma_corrections.get(word.lemma)
        if target is not None:
            return replace(word, lemma=target)
        if not word.parts or not word.lemma.endswith(word.parts[-1]):
            return word
        # what holds for a word holds for compounds of it: markkinat, sisämarkkinat; kulut, asumiskulut
        before = word.lemma.removesuffix(word.parts[-1])
        head = self._lemma_corrections.get(word.parts[-1]) or self._form_corrections.get(low.removeprefix(before))
        if head is None:
            return word
        return replace(word, lemma=before + head.lower(), parts=(*word.parts[:-1], head.lower()))

    def _before_colon(self, form: str) -> Word:
        return Word(form.partition(":")[0] if form[:2].isupper() else form.partition(":")[0].lower())

    def _read(self, form: str, pos: str, features: Mapping[str, str]) -> Word:
        standard = self._standard(form.lower(), pos)
        analyses = self.morphology.analyses(standard)
        if analyses:
            return self._chosen(analyses, form, standard, pos, features)
        if "-" in standard.strip("-"):
            return self._hyphenated(form, standard, pos, features)
        for guess in guesses(standard):
            analyses = self.morphology.analyses(guess)
            if analyses:
                inflected = pos in _KEEP_FORM and not any(fits(each, pos) for each in analyses)
                chosen = self._chosen(analyses, guess, guess, "ADJ" if inflected else pos, features)
                return replace(chosen, doubt=Doubt.RESPELLED)
        found = self._compound(standard, pos, features) or self._nearest(standard, pos, features)
        return found or self._unknown(form, standard, pos, features)

    def _standard(self, low: str, pos: str) -> str:
        if any(fits(each, pos) for each in self.morphology.analyses(low)):
            return low
        infinitive = full_infinitive(low) if pos == "VERB" else ""
        if any(fits(each, pos) for each in self.morphology.analyses(infinitive)):
            return infinitive
        return self._spoken.get(low, low)

    def _chosen(
        self, analyses: Iterable[Analysis], form: str, standard: str, pos: str, features: Mapping[str, str]
    ) -> Word:
        costs = sorted(((self._cost(each, pos, features), place, each) for place, each in enumerate(analyses)))
        least, _place, best = costs[0]
        lemma = _lemma(best, form, standard, pos)
        narrow = (each for cost, _place, each in costs if cost - least < _NARROW)
        tied = any(_lemma(each, form, standard, pos).lower() != lemma.lower() for each in narrow)
        return Word(lemma, best.parts, Doubt.AMBIGUOUS if tied else Doubt.NONE)

    def _compound(self, standard: str, pos: str, features: Mapping[str, str]) -> Word | None:
        """Return a compound that the dictionary lacks, of two words that it has; the longest head wins."""
        if pos not in ("NOUN", "ADJ") or len(standard) < _SHORTEST_COMPOUND or not standard.isalpha():
            return None
        for cut in range(3, len(standard) - 4):
            before = self._before_head(standard[:cut])
            heads = [each for each in self.morphology.analyses(standard[cut:]) if fits(each, pos)]
            if before and heads:
                head = self._best(heads, pos, features)
                parts = (before, *(head.parts or (head.lemma.lower(),)))
                return Word(standard[:cut] + head.lemma.lower(), parts, Doubt.COMPOUND)
        return None

    def _nearest(self, standard: str, pos: str, features: Mapping[str, str]) -> Word | None:
        """Return the most common word that is one slip of the hand away and fits the sentence, if there is one."""
        if pos not in _MISTYPED:
            return None
        common = {each: self._log_probability(each) for each in slips(standard)}
        known = [each for each, how in common.items() if how > _RAREST]
        for form in sorted(known, key=lambda each: (-common[each], each))[:_MOST_SLIPS]:
            fitting = [each for each in self.morphology.analyses(form) if _agrees(each, pos, features)]
            if fitting:
                return replace(self._chosen(fitting, form, form, pos, features), doubt=Doubt.RESPELLED)
        return None

    def _before_head(self, left: str) -> str:
        """Return the base form of what may stand before a compound's head, or nothing."""
        for each in self.morphology.analyses(left):
            if each.word_class in ("n", "nl") and each.case in ("Nom", "Gen", "Ill") and not each.possessive:
                return each.lemma.lower()
            if each.word_class == "s" or each.case == "Ins":  # perille-, takaisin-
                return left
        return ""

    def _unknown(self, form: str, standard: str, pos: str, features: Mapping[str, str]) -> Word:
        candidates = base_forms(standard, pos, features.get("Case", ""), features.get("Number", ""))
        best = max(candidates, key=self._log_probability)
        return Word(form[:1] + best[1:] if pos == "PROPN" else best, doubt=Doubt.UNKNOWN)

    def _hyphenated(self, form: str, standard: str, pos: str, features: Mapping[str, str]) -> Word:
        left, _hyphen, right = standard.rpartition("-")
        if not right:
            return self._read(form[:-1], pos, features)
        head = self._read(form[len(left) + 1 :], "NOUN" if pos == "PROPN" else pos, features)
        shown = form[: len(left)] if pos == "PROPN" else left
        return Word(f"{shown}-{head.lemma}", (left, *(head.parts or (head.lemma.lower(),))), head.doubt)

    def _best(self, analyses: Iterable[Analysis], pos: str, features: Mapping[str, str]) -> Analysis:
        return min(analyses, key=lambda each: self._cost(each, pos, features))

    def _cost(self, analysis: Analysis, pos: str, features: Mapping[str, str]) -> float:
        cost = 0.0 if fits(analysis, pos) else _WRONG_CLASS
        case, number = features.get("Case", ""), features.get("Number", "")
        if case and analysis.case and case != analysis.case:
            cost += _WRONG_CASE
        if number and analysis.number and number != analysis.number:
            cost += _WRONG_NUMBER
        if pos == "VERB" and not analysis.participle and (features.get("VerbForm") == "Inf") == analysis.finite:
            cost += _WRONG_VERB_FORM
        cost += _BOUNDARY * (analysis.n_parts - 1)
        lemma = analysis.verb if pos in ("VERB", "AUX") and analysis.verb else analysis.lemma
        return cost - _PRIOR * max(self._log_probability(lemma.lower()), _RAREST)


def fits(analysis: Analysis, pos: str) -> bool:
    """Return whether the dictionary's class of an analysis is one that this part of speech can have."""
    if analysis.word_class in _CLASSES.get(pos, ()):
        return True
    if pos in ("VERB", "AUX"):
        return bool(analysis.participle)
    if pos == "ADV":
        return analysis.case == "Man"
    return False


def _agrees(analysis: Analysis, pos: str, features: Mapping[str, str]) -> bool:
    return fits(analysis, pos) and features.get("Case", analysis.case) == analysis.case


def _lemma(analysis: Analysis, form: str, standard: str, pos: str) -> str:
    if pos in ("VERB", "AUX") and analysis.verb and analysis.participle:
        return analysis.verb.lower()
    if pos in _KEEP_FORM:
        return _without_clitic(standard, analysis)
    if pos == "PROPN":
        return analysis.lemma if form[:1].islower() else analysis.lemma[:1].upper() + analysis.lemma[1:]
    if analysis.proper or analysis.word_class == "a":
        return analysis.lemma if form[:1].isupper() else analysis.lemma.lower()
    return analysis.lemma.lower()


def _without_clitic(form: str, analysis: Analysis) -> str:
    if analysis.clitic:
        for clitic in _CLITICS:
            if form.endswith(clitic) and len(form) > len(clitic) + 2:
                return form[: -len(clitic)]
    return form


@lru_cache(maxsize=10_000)
def _features(written: str) -> Mapping[str, str]:
    return dict(pair.split("=", 1) for pair in written.split("|") if "=" in pair)

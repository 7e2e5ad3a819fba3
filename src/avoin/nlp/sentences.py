"""Where the sentences of one line are, in text that may lack capitals and stops.

Enters: a stretch of text without line breaks. Leaves: its sentences, which together cover all of it but space.
Every gap between two words is judged by the words beside it: a full stop ends a sentence unless it belongs to an
abbreviation, an initial, an ordinal or an address; a capital that no name explains begins one even without a stop.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from avoin.nlp import lexicon
from avoin.nlp.morphology import morphology

_CLOSERS = ")\"'”’»]*"
_OPENERS = "(\"'”“«[*"
_FACE = r"(?:[:;=xX8][-o^']?[)(DPpSsOo3*|/\\]+|<3+|[\u2600-\u27bf\u2b50-\u2b55\U0001f000-\U0001faff\ufe0f\u200d]+)"
_FACE_ONLY = re.compile(rf"{_FACE}+")
_FACE_LAST = re.compile(rf"{_FACE}+$")
_STOP = re.compile(rf"([.!?…]+)([{re.escape(_CLOSERS)}]*)$")
_PIECE = re.compile(
    r"[^\s!?]{1,60}[!?]++(?=[^\W\d_]{2})"  # no space after the mark
    r"|[^\s.]{0,60}[a-zåäö][.](?=[A-ZÅÄÖ][a-zåäö])"
    r"|\S+"
)
_LIST_NUMBER = re.compile(r"\(?(\d{1,2})[.)]")
_DASH = re.compile(r"[-–—−•*·]+")
_LINK = re.compile(r"[#@]\w|https?:|www\.")
_ADDRESS = re.compile(r"://|^www\.|@|\.(?:fi|com|net|org|se)\b", re.IGNORECASE)
_MAY_END = frozenset({"jne", "ym", "yms", "tms", "tjsp", "osv", "etc", "mm", "kpl", "klo", "mk"})
_SELDOM_END = frozenset({"mm", "klo", "mk"})  # without capitals nothing tells when they do
_CONSONANTS = frozenset("bcdfghjkmpqvwxzšž")  # no Finnish word ends in these
_SHORTEST_UNKNOWN = 4  # letters: a shorter word that no dictionary has is rather an abbreviation
_OPENING_CLASSES = frozenset("rcsk")  # pronouns, conjunctions, adverbs, the negation: never a name's first word
_HEADING_WORDS = 2
_TAIL = 20  # code points at a word's end that are looked at for marks: what is longer is no word


@dataclass(frozen=True, slots=True)
class _Gap:
    """Between two words.

    Attributes
    ----------
    before, after : str
        The words, with their marks.
    words : list of str
        The sentence so far, ``before`` last.
    beyond : str
        The word after ``after``; empty at the end.
    spaced : bool
        False where the words touch.
    list_number : str
        The number that would go on with a list: "1", or one more than the last.
    plain : bool
        True where the whole text has no capitals: then a small letter says nothing.
    """

    before: str
    after: str
    beyond: str
    words: list[str]
    spaced: bool
    list_number: str
    plain: bool

    def opens(self, word: str) -> bool:
        """Return whether a word begins as a sentence may."""
        return self.plain or not word[:1].islower()


def sentences(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield [start, end) of each sentence of ``text[start:end]``; space between them is left out."""
    pieces = list(_PIECE.finditer(text, start, end))
    if not pieces:
        return
    plain = not any(map(str.isupper, text[start:end]))
    begin = pieces[0].start()
    words = [pieces[0].group()]
    beyond = [*(piece.group() for piece in pieces[2:]), ""]
    n_listed = int(_list_number(words[0]) == "1")
    for piece, following, third in zip(pieces, pieces[1:], beyond, strict=False):
        before, after = piece.group(), following.group()
        if not (before[-1].isalpha() and after[0].islower()):  # most gaps are plainly inside a sentence
            gap = _Gap(before, after, third, words, piece.end() < following.start(), str(n_listed + 1), plain)
            if _ends(gap):
                n_listed += _list_number(after) == gap.list_number
                yield begin, piece.end()
                begin = following.start()
                words = []
        words.append(after)
    yield begin, pieces[-1].end()


def _list_number(word: str) -> str:
    found = _LIST_NUMBER.fullmatch(word)
    return found.group(1) if found else ""


def _ends(gap: _Gap) -> bool:
    opening = gap.after.lstrip(_OPENERS)
    if _DASH.fullmatch(gap.after):
        return _STOP.search(gap.before[-_TAIL:]) is not None and gap.opens(gap.beyond)
    if not any(char.isalnum() for char in opening) or _LINK.match(opening) or _FACE_ONLY.fullmatch(gap.after):
        return False
    if _opens_list(gap):
        return False
    if _list_number(gap.after) == gap.list_number and gap.beyond[:1].isupper():
        return True
    if _FACE_ONLY.fullmatch(gap.before):
        return gap.opens(opening) and (gap.plain or not _may_be_name(opening))
    return _word_ends(_without_face(gap.before), opening, gap)


def _without_face(word: str) -> str:
    return word[:-_TAIL] + _FACE_LAST.sub("", word[-_TAIL:]) if len(word) > 3 else word


def _opens_list(gap: _Gap) -> bool:
    return len(gap.words) == 1 and bool(_list_number(gap.before) or _DASH.fullmatch(gap.before))


def _word_ends(before: str, opening: str, gap: _Gap) -> bool:
    stop = _STOP.search(before, max(0, len(before) - _TAIL))
    if stop is not None:
        return _stop_ends(before[: stop.start()], stop.group(1), stop.group(2), opening, gap)
    if before.endswith(":"):
        return len(gap.words) <= _HEADING_WORDS and (gap.plain or gap.words[0][:1].isupper()) and gap.spaced
    return _begins_without_stop(before, gap.after)


def _stop_ends(word: str, marks: str, closers: str, opening: str, gap: _Gap) -> bool:
    opens = gap.opens(opening)
    if _ADDRESS.search(word):
        return gap.spaced and opens
    if "!" in marks or "?" in marks:
        return opens or not closers
    if "…" in marks or ".." in marks:
        return opens
    return _full_stop_ends(word.lstrip(_OPENERS).lower(), opens=opens, plain=gap.plain)


def _full_stop_ends(word: str, *, opens: bool, plain: bool) -> bool:
    if not word:
        return opens
    if word.isdigit():
        return opens and (not plain or len(word) > 2)  # in plain text "5. luokka" and "se on 5. sitten" look alike
    if len(word) == 1:
        return not word.isalpha()
    if word in lexicon.words("abbreviations.txt"):
        return word in _MAY_END and opens and not (plain and word in _SELDOM_END)
    return (opens and not plain) or _is_whole_word(word)


def _is_whole_word(word: str) -> bool:
    tail = re.split(r"[-–/.,:)]", word)[-1]
    if not tail:
        return word[-1] in _CLOSERS
    if tail.isdigit():
        return len(tail) > 2 or len(tail) < len(word)  # 2–1
    if any(each.word_class != "a" for each in morphology().analyses(tail)):
        return True
    return len(tail) > _SHORTEST_UNKNOWN and tail[-1] not in _CONSONANTS


def _begins_without_stop(before: str, after: str) -> bool:
    if not after[:1].isupper() or not after[1:2].islower():
        return False
    last = before.rstrip(_CLOSERS)
    if before.endswith((",", ";", "-", "–", "/", "&", "+")) or not last or not last[-1].isalnum():
        return False
    if before[:1].isupper() and len(before) > 1 and before == last:
        return False  # "Helsingin Sanomat"
    return _opens_sentence(after) and not _leads_on(last.lower())


def _opens_sentence(word: str) -> bool:
    form = re.sub(r"\W+$", "", word).lower()
    analyses = morphology().analyses(form)
    return bool(analyses) and all(each.finite or each.word_class in _OPENING_CLASSES for each in analyses)


def _may_be_name(word: str) -> bool:
    form = re.sub(r"\W+$", "", word)
    return any(each.proper for each in morphology().analyses(form))


def _leads_on(word: str) -> bool:
    """Return whether a word cannot be a sentence's last: a conjunction, a preposition, an attribute's genitive."""
    analyses = morphology().analyses(word)
    if not analyses:
        return True
    return all(each.word_class == "c" or (each.case == "Gen" and each.word_class != "r") for each in analyses)

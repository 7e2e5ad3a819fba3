"""What tells who somebody is without naming anybody: ages, dates, rare roles, rare events, "the only one here".

Enters: a text and its words. Leaves: proposals that always ask: whether a circumstance is telling, a person decides.
"""

import re
from collections.abc import Iterator

from avoin.nlp.lexicon import words
from avoin.nlp.morphology import morphology
from avoin.privacy.personal_data import Kind, Proposal, Reason

_BEFORE = r"(?<![\w.,–\-])"
_SPELT = (
    r"(?:yksi|kaksi|kolme|neljä|viisi|kuusi|seitsemän|kahdeksan|yhdeksän|kymmenen|(?:yksi|kaksi|kolme|neljä|viisi|kuusi|"
    r"seitsemän|kahdeksan|yhdeksän)toista|(?:kaksi|kolme|neljä|viisi|kuusi|seitsemän|kahdeksan|yhdeksän)kymmentä"
    r"(?:yksi|kaksi|kolme|neljä|viisi|kuusi|seitsemän|kahdeksan|yhdeksän)?)"
)
_AGE = re.compile(
    rf"{_BEFORE}(?:\d{{1,3}}|{_SPELT})[\-–]?[ \u00a0]?vuotia\w{{1,12}}"
    rf"|{_BEFORE}\d{{1,3}}[ \u00a0]?v(?:\.|\b)(?=[ \u00a0,.;)]|$)(?![ \u00a0]?(?:\d|sitten|aika|aja|työ|koke))"
    rf"|{_BEFORE}\d{{1,3}}[ \u00a0]?(?:vuotta|vuoden|v\.?)[ \u00a0](?:vanha\w{{0,8}}|ikäi\w{{1,8}})"
    rf"|\b(?:synty\w{{1,8}}|s\.)[ \u00a0](?:vuonna[ \u00a0])?(?:19|20)\d\d\b",
    re.IGNORECASE,
)
_MONTH = r"(?:tammi|helmi|maalis|huhti|touko|kesä|heinä|elo|syys|loka|marras|joulu)kuu\w{0,6}"
_DATE = re.compile(
    r"(?<![\d.])(?:0?[1-9]|[12]\d|3[01])\.[ \u00a0]?(?:0?[1-9]|1[0-2])\.(?:[ \u00a0]?(?:19|20)?\d\d(?!\d))?"
    rf"|(?<!\d)(?:0?[1-9]|[12]\d|3[01])\.(?:[ \u00a0]?päivä\w{{0,5}})?[ \u00a0]?{_MONTH}(?:[ \u00a0](?:19|20)\d\d)?"
    rf"|\b{_MONTH}[ \u00a0](?:0?[1-9]|[12]\d|3[01])\.(?:[ \u00a0]päivä\w{{0,5}})?",
    re.IGNORECASE,
)
_ONLY = re.compile(
    r"\b(?:ain(?:oa|oan|oana|ut|uen|oita|oista|oalla|oat)|ensimmäi\w{2,8})[ \u00a0](?:\w{2,30}[ \u00a0]){0,4}?"
    r"(?:paikkakun\w{1,10}|kylä\w{0,8}|kunna\w{1,8}|kaupungi\w{1,8}|työpaika\w{1,8}|työyhteisö\w{1,8}|keskukse\w{1,8}|"
    r"alueel\w{1,6}|maakunna\w{1,8}|meillä|täällä|koulus\w{1,6}|Suomes\w{1,4})",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_][\w\-]{3,50}")


def find_circumstances(text: str) -> tuple[Proposal, ...]:
    """Return what of this kind is in the text, in order; all of it is for a person to decide."""
    found = [
        *_matches(text, _AGE, Kind.AGE, Reason.EXACT),
        *_matches(text, _DATE, Kind.DATE, Reason.EXACT),
        *_matches(text, _ONLY, Kind.ROLE, Reason.THE_ONLY),
        *_listed(text),
    ]
    return tuple(sorted(found, key=lambda each: (each.start, each.end)))


def _matches(text: str, shape: re.Pattern[str], kind: Kind, reason: Reason) -> Iterator[Proposal]:
    for match in shape.finditer(text):
        yield Proposal(kind, match.start(), match.end(), (reason,), sure=False)


def _listed(text: str) -> Iterator[Proposal]:
    """Yield rare roles and events, found in any of their inflected forms."""
    known = dict.fromkeys(words("rare_roles.txt"), Kind.ROLE) | dict.fromkeys(words("rare_events.txt"), Kind.EVENT)
    for match in _WORD.finditer(text):
        kind = next((known[base] for base in _bases(match.group()) if base in known), None)
        if kind is not None:
            yield Proposal(kind, match.start(), match.end(), (Reason.RARE,), sure=False)


def _bases(form: str) -> tuple[str, ...]:
    return (form.lower(), *(each.lemma.lower() for each in morphology().analyses(form)))

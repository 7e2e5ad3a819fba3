"""What can tell who somebody is: its kinds, the reasons to think so, and one place of it in a text.

Enters: nothing. Leaves: nouns, and their words in the language spoken now.
"""

from dataclasses import dataclass
from enum import StrEnum

from avoin.i18n import _


class Kind(StrEnum):
    """What kind of personal data it is; where several meet, the one that stands first here wins."""

    IDENTITY_CODE = "identity_code"
    ACCOUNT = "account"
    EMAIL = "email"
    LINK = "link"
    PHONE = "phone"
    BUSINESS_ID = "business_id"
    ADDRESS = "address"
    PERSON = "person"
    PLACE = "place"
    WORKPLACE = "workplace"
    NAME = "name"
    DATE = "date"
    AGE = "age"
    ROLE = "role"
    EVENT = "event"
    PLATE = "plate"

    @property
    def is_name(self) -> bool:
        """True for kinds of which several may be told apart by number: [henkilö 1], [henkilö 2]."""
        return self in (Kind.PERSON, Kind.PLACE, Kind.WORKPLACE, Kind.NAME)


class Reason(StrEnum):
    """Why a place in a text was proposed."""

    SHAPE = "shape"
    CHECKED = "checked"
    MODEL = "model"
    DICTIONARY = "dictionary"
    ONLY_A_NAME = "only_a_name"
    TAGGED = "tagged"
    CAPITAL = "capital"
    UNKNOWN_WORD = "unknown_word"
    LISTED = "listed"
    KNOWN_TO_ALL = "known_to_all"
    AS_IF_CAPITAL = "as_if_capital"
    RESIDENT = "resident"
    ORGANISATION_WORD = "organisation_word"
    EXACT = "exact"
    RARE = "rare"
    THE_ONLY = "the_only"


@dataclass(frozen=True, slots=True)
class Proposal:
    """One place in a text, [start, end) in code points, that may tell who somebody is.

    Attributes
    ----------
    sure : bool
        False where a person should decide each time: replacing all proposals leaves those alone.
    """

    kind: Kind
    start: int
    end: int
    reasons: tuple[Reason, ...]
    sure: bool = True


def placeholder(kind: Kind, number: int = 0) -> str:
    """Return what stands instead, in brackets, numbered from 1 where several are told apart.

    Examples
    --------
    >>> placeholder(Kind.PERSON), placeholder(Kind.PERSON, 2)
    ('[person]', '[person 2]')
    """
    return f"[{kind_name(kind)} {number}]" if number else f"[{kind_name(kind)}]"


def kind_name(kind: Kind) -> str:
    """Return what the kind is called, in the language spoken now."""
    return {
        Kind.IDENTITY_CODE: _("identity code"),
        Kind.ACCOUNT: _("account number"),
        Kind.EMAIL: _("e-mail address"),
        Kind.LINK: _("web address"),
        Kind.PHONE: _("phone number"),
        Kind.BUSINESS_ID: _("business id"),
        Kind.ADDRESS: _("street address"),
        Kind.PERSON: _("person"),
        Kind.PLACE: _("place"),
        Kind.WORKPLACE: _("workplace"),
        Kind.NAME: _("name"),
        Kind.DATE: _("date"),
        Kind.AGE: _("age"),
        Kind.ROLE: _("role"),
        Kind.EVENT: _("event"),
        Kind.PLATE: _("licence plate"),
    }[kind]


def reason_words(reason: Reason) -> str:
    """Return the reason in words, in the language spoken now."""
    return {
        Reason.SHAPE: _("has the shape of one"),
        Reason.CHECKED: _("the check digit or number plan agrees"),
        Reason.MODEL: _("the language model sees a name"),
        Reason.DICTIONARY: _("the dictionary knows it as a name"),
        Reason.ONLY_A_NAME: _("the dictionary knows it as a name only"),
        Reason.TAGGED: _("used as a name in the sentence"),
        Reason.CAPITAL: _("a capital letter within a sentence"),
        Reason.UNKNOWN_WORD: _("the dictionary does not know the word"),
        Reason.LISTED: _("is on a list of names"),
        Reason.KNOWN_TO_ALL: _("a name known to everybody"),
        Reason.AS_IF_CAPITAL: _("would be a name if it had a capital letter"),
        Reason.RESIDENT: _("somebody from a place"),
        Reason.ORGANISATION_WORD: _("has a word that organisations have"),
        Reason.EXACT: _("exact enough to find somebody by"),
        Reason.RARE: _("few or one in a place"),
        Reason.THE_ONLY: _("says that there is only one"),
    }[reason]

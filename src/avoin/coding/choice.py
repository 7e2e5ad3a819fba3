"""Which code a person means: by id, exactly, among the codes that may be used now.

Enters: a code id as typed. Leaves: the code, or an error that names it and its likest neighbours.
"""

from difflib import get_close_matches

from avoin.codebook.model import Code, Codebook
from avoin.errors import AvoinError
from avoin.i18n import _


class UnknownCodeError(AvoinError):
    """The codebook has no such code, or it may not be used now."""


def usable_code(codebook: Codebook | None, code: str) -> Code:
    """Return the code of this id.

    Raises
    ------
    UnknownCodeError
        Where there is no codebook, no such code, or the code is a heading or retired.
    """
    if codebook is None:
        raise UnknownCodeError(
            _("There is no code {code}: the project has no codebook yet.").format(code=code),
            _("Take one into use with: avoin codebook import FILE"),
        )
    found = next((each for each in codebook.codes if each.id == code), None)
    if found is None:
        raise UnknownCodeError(
            _("The codebook {codebook} has no code {code}.").format(codebook=codebook.name, code=code),
            _near(code, tuple(each.id for each in codebook.usable)),
        )
    if found.retired:
        raise UnknownCodeError(
            _("The code {code} is retired in the codebook {codebook}; it takes no new codings.").format(
                code=code, codebook=codebook.name
            )
        )
    if not found.codable:
        raise UnknownCodeError(
            _("The code {code} is a heading in the codebook {codebook}; it takes no codings.").format(
                code=code, codebook=codebook.name
            ),
            _near(code, tuple(each.id for each in codebook.children(found.id))),
        )
    return found


def near(wanted: str, offered: tuple[str, ...]) -> str:
    """Return the likest of the offered words, joined by commas; all of them where they are few and none is like it."""
    close = get_close_matches(wanted, offered, n=3, cutoff=0.5)
    if close:
        return ", ".join(close)
    return ", ".join(offered) if len(offered) <= 12 else ""


def _near(code: str, offered: tuple[str, ...]) -> str:
    likest = near(code, offered)
    return _("Near it: {codes}").format(codes=likest) if likest else _("See: avoin codebook show")

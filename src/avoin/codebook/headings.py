"""What the parts of a code are called, here and in other tools, in English and Finnish.

Enters: a heading of a column or of a paragraph. Leaves: the field of a code that it means. Invariant: case, spaces,
marks and a number at the end do not count.
"""

from collections.abc import Mapping

from avoin.codebook.alike import name_key
from avoin.i18n import _

GROUP = "group"
"""Names of groups that the code is in; the first is the code above it, whether or not it has a row of its own."""

BOOK = "book"
"""Name, version and title of the codebook: only in tables that avoin wrote."""

NOT_KEPT = "not kept"
"""What other tools count and stamp: it belongs to their projects, not to the codebook."""

_KNOWN: Mapping[str, tuple[str, ...]] = {
    "id": ("id", "tunnus", "tunniste", "koodin tunnus", "code id", "koodi id", "lyhenne"),
    "name": (
        *("name", "nimi", "koodi", "koodin nimi", "code", "code name", "tag", "label", "otsikko", "path", "polku"),
        *("node", "solmu", "hierarchical name", "hierarkkinen nimi", "tägi"),
    ),
    "definition": (
        *("definition", "määritelmä", "description", "kuvaus", "selite", "memo", "muistio", "comment", "kommentti"),
        *("code memo", "koodimemo", "koodimuistio", "code definition", "koodin määritelmä", "code description"),
        *("code comment", "koodin kommentti", "koodin kuvaus", "comments", "kommentit"),
    ),
    "include": (
        *("include", "inclusion", "includes", "inclusion criteria", "when to use", "sisältää", "mukaan", "sisällytä"),
        *("mukaan luetaan", "sisällyttämiskriteerit", "milloin käytetään"),
    ),
    "exclude": (
        *("exclude", "exclusion", "excludes", "exclusion criteria", "when not to use", "ei sisällä", "rajaus", "pois"),
        *("ei mukaan", "pois rajataan", "pois luetaan", "poissulkukriteerit", "milloin ei käytetä"),
    ),
    "borderline": ("borderline", "rajatapaus", "rajatapaukset", "rajatapauksia"),
    "examples": ("examples", "example", "esimerkki", "esimerkit", "esimerkkejä"),
    "keywords": ("keywords", "keyword", "avainsana", "avainsanat", "hakusanat"),
    "parent": (
        *("parent", "parent code", "parent name", "yläkoodi", "ylätason koodi", "yläluokka", "pääkoodi"),
        *("yläkoodin nimi", "parent code name"),
    ),
    GROUP: ("group", "groups", "code group", "code groups", "ryhmä", "ryhmät", "koodiryhmä", "koodiryhmät"),
    "codable": ("codable", "koodattava", "koodataan"),
    "retired": ("retired", "poistettu käytöstä", "ei käytössä"),
    "merged_into": ("merged into", "yhdistetty koodiin"),
    "split_into": ("split into", "jaettu koodeihin"),
    "colour": ("colour", "color", "väri"),
    "origin": ("origin", "alkuperä", "lähde"),
    BOOK: ("codebook", "koodikirja"),
    NOT_KEPT: (
        *("coded segments", "coded segs", "cod seg", "cod segs", "cod seg all documents", "cod seg of all documents"),
        *("cod seg activated documents", "% cod seg", "% coded segments", "documents", "frequency", "position"),
        *("files", "sources", "references", "nickname", "aggregate", "folder", "grounded", "groundedness", "density"),
        *("number of highlights", "highlights", "author", "created", "created by", "created on", "creation date"),
        *("modified", "modified by", "modified on", "last modified", "modification date", "date", "user"),
        *("koodatut segmentit", "koodatut katkelmat", "koodauksia", "koodausten määrä", "dokumentit", "asiakirjat"),
        *("tiedostot", "lähteet", "viittaukset", "esiintymät", "tiheys", "korostuksia", "korostusten määrä", "tekijä"),
        *("luotu", "luonut", "luontipäivä", "muokattu", "muokannut", "muokkauspäivä", "päivämäärä", "käyttäjä"),
    ),
}
_FIELDS = {name_key(heading): field for field, headings in _KNOWN.items() for heading in headings}


def field_of(heading: str) -> str | None:
    """Return the field of a code that a heading means, or ``GROUP``, ``BOOK``, ``NOT_KEPT``; None where it is unknown.

    Examples
    --------
    >>> field_of("Määritelmä"), field_of("Code Group 2"), field_of("paino")
    ('definition', 'group', None)
    """
    return _FIELDS.get(stem(heading))


def stem(heading: str) -> str:
    """Return what columns of one field share, such as "Code Group 1" and "Code Group 2"."""
    return name_key(heading).rstrip("0123456789")


def heading_of(field: str) -> str:
    """Return what a field is called, in the language of the program."""
    said = {
        "id": _("Id"),
        "name": _("Name"),
        "parent": _("Parent"),
        "definition": _("Definition"),
        "include": _("Include"),
        "exclude": _("Exclude"),
        "borderline": _("Borderline"),
        "examples": _("Examples"),
        "keywords": _("Keywords"),
        "codable": _("Codable"),
        "retired": _("Retired"),
        "merged_into": _("Merged into"),
        "split_into": _("Split into"),
        "colour": _("Colour"),
        "origin": _("Origin"),
        BOOK: _("Codebook"),
    }
    return said[field]

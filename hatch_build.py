"""Compile the Finnish catalogue when a wheel or an editable install is built."""

from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

CATALOGUE = Path("src/avoin/locale/fi/LC_MESSAGES/avoin.po")


class CompileCatalogue(BuildHookInterface):  # type: ignore[type-arg]
    """Write avoin.mo beside avoin.po."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile before the files are gathered."""
        source = Path(self.root) / CATALOGUE
        with source.open("rb") as reading:
            catalogue = read_po(reading, locale="fi")
        with source.with_suffix(".mo").open("wb") as writing:
            write_mo(writing, catalogue)

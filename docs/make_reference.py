"""Write docs/reference/commands.md from the program itself; ``--print`` prints it instead."""

import sys
from pathlib import Path
from typing import Any

import typer

from avoin.cli.main import build
from avoin.i18n import set_language

PAGE = Path(__file__).parent / "reference" / "commands.md"


def main() -> None:
    """Write or print the page."""
    set_language("en")
    root = typer.main.get_command(build())
    lines = [
        "# Commands",
        "",
        "Generated from the program by `make docs`. Everything goes `avoin [-C DIR] VERB …`.",
        "",
    ]
    lines += _describe(root, "avoin")
    page = "\n".join(lines)
    if "--print" in sys.argv:
        sys.stdout.write(page)
    else:
        PAGE.parent.mkdir(exist_ok=True)
        PAGE.write_text(page, encoding="utf-8")


def _describe(command: Any, name: str) -> list[str]:
    lines = [f"## `{name}`", "", command.help or "(undescribed)", ""]
    rows = [_row(parameter) for parameter in command.params if parameter.name != "help"]
    if rows:
        lines += ["| option | meaning | default |", "|---|---|---|", *rows, ""]
    for sub in sorted(getattr(command, "commands", {})):
        lines += _describe(command.commands[sub], f"{name} {sub}")
    return lines


def _row(parameter: Any) -> str:
    shown = parameter.metavar or "" if parameter.param_type_name == "option" else ""
    argument = parameter.metavar or parameter.name.upper()
    names = ", ".join(parameter.opts) if parameter.param_type_name == "option" else argument
    meaning = (getattr(parameter, "help", None) or "(undescribed)").replace("|", "\\|")
    default = (
        "" if parameter.default in (None, False, "", ()) or callable(parameter.default) else str(parameter.default)
    )
    return f"| `{(names + ' ' + shown).strip()}` | {meaning} | {default} |"


if __name__ == "__main__":
    main()

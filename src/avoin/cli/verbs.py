"""Which verbs there are. A verb's module imports its rooms inside its function, so that help answers at once."""

import typer


def add_to(app: typer.Typer) -> None:
    """Add every verb to the command line, in the order of the work."""

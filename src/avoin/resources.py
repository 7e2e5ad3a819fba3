"""Where the files are that ship with the program: language resources, starter codebooks, the example survey.

In a checkout they stand at the top level so that people find and edit them; in a wheel they lie inside the package.
"""

from pathlib import Path

_PACKAGE = Path(__file__).parent
_CHECKOUT = _PACKAGE.parent.parent


def resource(*names: str) -> Path:
    """Return the path of a shipped file or folder, e.g. ``resource("models", "stop_lemmas.txt")``.

    Raises
    ------
    FileNotFoundError
        Where the installation is not whole.
    """
    for root in (_PACKAGE, _CHECKOUT):
        path = root.joinpath(*names)
        if path.exists():
            return path
    raise FileNotFoundError("/".join(names))

"""The real Finnish text that stands beside the checkout and is never committed."""

from pathlib import Path

import pytest

CHECKOUT = Path(__file__).parents[2]
SHARED = CHECKOUT.parent / "shared"


def shared(*names: str) -> Path:
    """Return a path under the shared folder; the test is skipped, with a reason, where it is missing."""
    path = SHARED.joinpath(*names)
    if not path.exists():
        pytest.skip(f"needs shared/{'/'.join(names)} beside the checkout")
    return path

"""Both engines of the morphology, loaded once."""

import pytest

from avoin.nlp.morphology import Morphology, native_morphology, pure_morphology


@pytest.fixture(scope="session")
def native() -> Morphology:
    """Return libvoikko, or skip where the system has none."""
    found = native_morphology()
    if found is None:
        pytest.skip("needs libvoikko1 and voikko-fi on the system")
    return found


@pytest.fixture(scope="session")
def pure() -> Morphology:
    """Return pyvoikko."""
    return pure_morphology()


@pytest.fixture(params=["native", "pure"])
def either(request: pytest.FixtureRequest) -> Morphology:
    """Return each engine in turn."""
    found: Morphology = request.getfixturevalue(request.param)
    return found

"""The examples in docstrings are true."""

import doctest

import pytest

from avoin.corpus import build, likeness, slug
from avoin.importing import delimited, excel, scales, values


@pytest.mark.parametrize(
    "module", [build, delimited, excel, likeness, scales, slug, values], ids=lambda each: each.__name__
)
def test_the_examples_of_a_module_hold(module: object) -> None:
    result = doctest.testmod(module)  # type: ignore[arg-type]
    assert result.attempted > 0
    assert result.failed == 0

"""Which code a theme is proposed for."""

import numpy as np
import pytest

from avoin.ids import CodeId
from avoin.workflow.desk.desk_suggestions import code_of_many

CODES = (CodeId("raha"), CodeId("jono"))


@pytest.mark.parametrize(
    ("shares", "named", "expected"),
    [
        ((0.2, 0.6), "raha", ("jono", 0.6)),  # most deserve it, whatever the theme was named by
        ((0.2, 0.25), "raha", ("raha", 0.2)),  # nothing is clear: what the theme was named by
        ((0.0, 0.25), "raha", ("jono", 0.25)),  # but nothing that no segment deserves
        ((0.0, 0.01), "raha", (None, 0.0)),
        ((0.2, 0.25), None, ("jono", 0.25)),
        ((0.2, 0.25), "poistettu", ("jono", 0.25)),
    ],
)
def test_a_theme_is_proposed_for_the_code_that_its_segments_deserve(
    shares: tuple[float, float], named: str | None, expected: tuple[str | None, float]
) -> None:
    code, share = code_of_many(CODES, np.array(shares, dtype=np.float32), None if named is None else CodeId(named))
    assert code == expected[0]
    assert share == pytest.approx(expected[1])

"""What the columns and values of rows mean, for forms that keep that beside the data.

Enters: names. Leaves: the same, frozen.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Labels:
    """What columns and values mean.

    Attributes
    ----------
    columns : mapping of str to str
        Heading → what the column holds; a heading that is not here speaks for itself.
    values : mapping of str to mapping
        Heading → value as it stands in the cells → what it means, in order.
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, Mapping[str | int, str]] = field(default_factory=dict)

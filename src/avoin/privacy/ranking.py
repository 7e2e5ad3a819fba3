"""Which segments to offer for quoting first: typical, clear, of a good length, and of different people and places.

Enters: segments with texts, vectors where there are any, and who wrote them. Leaves: an order.
Invariant: the same inputs give the same order; vectors are compared to six decimals, so machines agree.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import exp, log

import numpy as np
from numpy.typing import NDArray

from avoin.ids import Span

Vector = NDArray[np.float32]

_GOOD_LENGTH = 120  # code points: long enough to say something, short enough to be read
_WHOLE = re.compile(r"[.!?…”\"]\s*$")
# words that point at what was said before: the reader of a quotation has not read it
_POINTING = re.compile(
    r"^\W*(?:se|ne|siellä|siitä|sieltä|sinne|tämä|tästä|nämä|hän|he|sama|samoin|lisäksi|mutta|ja)\b", re.I
)
_SHARE_HEARD = 0.15  # what each earlier quotation from the same background costs
_SAME_PERSON = 1.0
_SPREAD = 100  # so many are spread over people and places; nobody reads on so far, and it takes the square


@dataclass(frozen=True, slots=True)
class Offer:
    """A segment that could be quoted.

    Attributes
    ----------
    background : tuple of str
        Values of the writer, such as region and role, over which quotations should be spread.
    """

    span: Span
    text: str
    background: tuple[str, ...] = ()


def ranked(offers: Sequence[Offer], vectors: Mapping[Span, Vector]) -> tuple[Offer, ...]:
    """Return the offers, the best first; each choice makes those of the same person and background wait.

    Parameters
    ----------
    vectors : mapping of Span to Vector
        Unit vectors, shape (n_features,); spans without one count as neither typical nor odd.
    """
    worth = {offer.span: round(_worth(offer, typical), 6) for offer, typical in _typicality(offers, vectors)}
    heard: Counter[str] = Counter()
    speakers: Counter[tuple[str, str]] = Counter()
    left = sorted(offers, key=lambda offer: (-worth[offer.span], offer.span))
    order: list[Offer] = []
    while left and len(order) < _SPREAD:
        best = max(
            left,
            key=lambda offer: (
                worth[offer.span]
                - _SHARE_HEARD * sum(heard[value] for value in offer.background) / max(1, len(offer.background))
                - _SAME_PERSON * speakers[offer.span.answer[:2]]
            ),
        )
        left.remove(best)
        order.append(best)
        heard.update(best.background)
        speakers[best.span.answer[:2]] += 1
    return (*order, *left)


def _typicality(offers: Sequence[Offer], vectors: Mapping[Span, Vector]) -> list[tuple[Offer, float]]:
    """Return each offer with how near it is to the mean of all, 0–1; one half where that is not known."""
    known = [vectors[offer.span] for offer in offers if offer.span in vectors]
    if len(known) < 3:
        return [(offer, 0.5) for offer in offers]
    centre = np.mean(np.stack(known), axis=0)
    near = {offer.span: float(vectors[offer.span] @ centre) for offer in offers if offer.span in vectors}
    low, high = min(near.values()), max(near.values())
    scale = (high - low) or 1.0
    return [(offer, (near[offer.span] - low) / scale if offer.span in near else 0.5) for offer in offers]


def _worth(offer: Offer, typical: float) -> float:
    return typical + 0.5 * clarity(offer.text) + 0.5 * _length(offer.text)


def _length(text: str) -> float:
    """Return 1 at a good length, less for shorter and longer ones."""
    return exp(-((log(max(1, len(text)) / _GOOD_LENGTH)) ** 2))


def clarity(text: str) -> float:
    """Return 0–1: whether a text stands alone. Whole sentences do; what points backwards or shouts does not.

    Examples
    --------
    >>> clarity("Jonot ovat kasvaneet.") > clarity("se on sama")
    True
    """
    letters = [char for char in text if char.isalpha()]
    if not letters:
        return 0.0
    begins = text.lstrip("”\"'–-• ")[:1].isupper()
    calm = sum(map(str.isupper, letters)) < len(letters) / 2
    return (begins + bool(_WHOLE.search(text)) + (_POINTING.match(text) is None) + calm) / 4

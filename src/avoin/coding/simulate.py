"""Replaying finished codings: how many keys they need, and how good the suggestions are on the way.

Enters: finished codings in numbers. Leaves: keys with suggestions and without, and a learning curve.
Invariant: the same codings, number of orders and seed give the same figures. What the coder does is described at
``simulated_coder``.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from avoin.coding import measures
from avoin.coding.evidence import UNKNOWN, Evidence, no_evidence
from avoin.coding.simulated_coder import DEFAULT, Coder, Finished, Policy, segments_of
from avoin.coding.suggester import Suggester

CONFIRMED = (0, 10, 20, 50, 100, 200)
"""After how many confirmed answers suggestions are measured, as far as a quarter of the answers is left to test on."""

Say = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Point:
    """How good suggestions are after n confirmed answers; means over the orders, calibration over all of them.

    Attributes
    ----------
    n : int
        Confirmed answers.
    r_precision, micro_f1, top1, top3, ece_first, coverage_95 : float
        See ``measures``; micro-F1 of the codes above the learned threshold.
    """

    n: int
    r_precision: float
    micro_f1: float
    top1: float
    top3: float
    ece_first: float
    coverage_95: float


@dataclass(frozen=True, slots=True)
class Effort:
    """What finished codings would have cost.

    Attributes
    ----------
    n_codings : int
        Codes of answers, each once an answer.
    keys_per_answer, keys_per_answer_without : float
        With suggestions (mean over the orders) and without.
    ratio : float
        The first by the second.
    """

    n_answers: int
    n_codings: int
    keys_per_answer: float
    keys_per_answer_without: float
    ratio: float
    curve: tuple[Point, ...]


def simulate(
    finished: Finished,
    orders: int,
    seed: int,
    say: Say = lambda _done, _total: None,
    policy: Policy = DEFAULT,
) -> Effort:
    """Replay finished codings in several orders of the answers.

    Parameters
    ----------
    orders : int
        How many orders are drawn.
    seed : int
        Of the draw.
    policy : Policy
        How the coder goes through the answers.
    say : callable
        Called with how many steps are done and how many there are.
    """
    drawn = drawn_orders(finished, orders, seed)
    keys: list[int] = []
    for order in drawn:
        say(len(keys), orders + len(CONFIRMED))
        keys.append(Coder(finished, order, policy).code_all())
    curve = learning_curve(finished, orders, seed, lambda done, total: say(done + orders, total + orders))
    return _effort(finished, keys, curve)


def learning_curve(
    finished: Finished, orders: int, seed: int, say: Say = lambda _done, _total: None
) -> tuple[Point, ...]:
    """Measure the suggestions after more and more confirmed answers; parameters as for ``simulate``."""
    drawn = drawn_orders(finished, orders, seed)
    sizes = [n for n in CONFIRMED if n <= 0.75 * len(finished.known)]
    points: list[Point] = []
    for n in sizes:
        say(len(points), len(sizes))
        points.append(_measured(finished, drawn, n))
    return tuple(points)


def drawn_orders(finished: Finished, orders: int, seed: int) -> list[NDArray[np.intp]]:
    """Return the known answers in as many orders as asked for."""
    return [np.random.default_rng([seed, order]).permutation(finished.known) for order in range(orders)]


def _effort(finished: Finished, keys: Sequence[int], curve: Sequence[Point]) -> Effort:
    n_answers = max(len(finished.known), 1)
    needed = float(np.mean(keys)) / n_answers
    without = finished.keys_without() / n_answers
    return Effort(
        len(finished.known),
        int(finished.truth[finished.known].sum()),
        round(needed, 4),
        round(without, 4),
        round(needed / without, 4) if without else 0.0,
        tuple(curve),
    )


def _measured(finished: Finished, orders: Sequence[NDArray[np.intp]], n: int) -> Point:
    before = Suggester().fit(finished.segments, finished.codes, no_evidence(finished.codes.n)).scores_
    found, firsts, rights = [], [], []
    for order in orders:
        evidence = confirmed_evidence(finished, order[:n], before)
        fitted = Suggester().fit(finished.segments, finished.codes, evidence)
        chances, truth = by_answer(finished, fitted.scores_)[order[n:]], finished.truth[order[n:]]
        if finished.doubt is not None:
            chances = np.where(finished.doubt[order[n:]], 0.0, chances)
        first, right = measures.first_suggestion(chances, truth)
        firsts.append(first)
        rights.append(right)
        found.append(
            (
                measures.r_precision(chances, truth),
                measures.micro_f1(chances >= fitted.calibration_.threshold, truth),
                measures.top_hits(chances, truth, 1),
                measures.top_hits(chances, truth, 3),
                measures.coverage(first, right),
            )
        )
    # one order's few hundred answers are too few for ten bins: what is left over by chance would count as error
    error = measures.calibration_error(np.concatenate(firsts), np.concatenate(rights))
    precision, f1, top1, top3, covered = (round(float(value), 4) for value in np.mean(found, axis=0))
    return Point(n, precision, f1, top1, top3, round(error, 4), covered)


def confirmed_evidence(finished: Finished, answers: NDArray[np.intp], before: NDArray[np.float32]) -> Evidence:
    """Return what is known when these answers are done: each code on its best segment."""
    rows_of = segments_of(finished.segments, len(finished.truth))
    rows = [row for answer in answers for row in rows_of[answer]]
    open_to_doubt = finished.truth if finished.doubt is None else finished.truth | finished.doubt
    labels = np.where(open_to_doubt[finished.segments.answer[rows]], UNKNOWN, 0).astype(np.int8)
    place = {row: number for number, row in enumerate(rows)}
    for answer in answers:
        for code in np.flatnonzero(finished.truth[answer]):
            best = rows_of[answer][int(np.argmax(before[rows_of[answer], code]))]
            labels[place[best], code] = 1
    return Evidence(np.array(rows, dtype=np.intp), labels.reshape(len(rows), finished.codes.n))


def by_answer(finished: Finished, chances: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return each answer's chances: those of its best segments."""
    best = np.zeros((len(finished.truth), finished.codes.n), dtype=np.float32)
    np.maximum.at(best, finished.segments.answer, chances)
    return best

"""From scores to decisions: curves over all thresholds, and the choice of one of them.

A score is a finite number, and a higher one means "more likely positive"; `y_true` has a 0 or a 1
for each score. An example is called positive if its score is at least the threshold. Only the
scores themselves matter as thresholds, and infinity, at which nothing is positive. Rates are
Fractions from 0 to 1, costs are in any one unit per wrong decision.

All functions that take `y_true` raise ValueError if it lacks a class, holds anything but 0 and 1 or
does not fit the scores, and if a score is NaN or infinite; TypeError if a score is no number. The
values are scikit-learn's (`drop_intermediate=False`), and the oracle tests compare them. Source:
Fawcett (2006), An introduction to ROC analysis.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from itertools import pairwise
from math import fsum, inf, isfinite, isnan
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from autograder.reference.confusion import Counts
from autograder.reference.metrics import Score

__all__ = [
    "OperatingPoint",
    "PrecisionRecallPoints",
    "RocPoints",
    "average_precision",
    "best_threshold_by_cost",
    "cost_optimal_threshold",
    "labels_at",
    "operating_points",
    "precision_recall_points",
    "roc_auc",
    "roc_points",
    "threshold_for_recall",
]

_POSITIVE = "positive:at least the threshold"


@dataclass(frozen=True)
class OperatingPoint:
    """A threshold, the counts of decisions that it makes, and the signature of how it was chosen.

    The signature takes no part in a comparison of two points.

    >>> OperatingPoint(0.5, Counts(tp=1, fp=0, fn=1, tn=2)).signature
    'operating_point|positive:at least the threshold'
    """

    threshold: float
    counts: Counts
    signature: str = field(default=f"operating_point|{_POSITIVE}", repr=False, compare=False)


@dataclass(frozen=True)
class RocPoints:
    """The points of a ROC curve, thresholds falling from infinity; three tuples of one length.

    >>> RocPoints((Fraction(0),), (Fraction(0),), (inf,)).thresholds
    (inf,)
    """

    false_positive_rates: tuple[Fraction, ...]
    true_positive_rates: tuple[Fraction, ...]
    thresholds: tuple[float, ...]
    signature: str = field(default=f"roc_points|thresholds:all|{_POSITIVE}", compare=False)


@dataclass(frozen=True)
class PrecisionRecallPoints:
    """The points of a precision-recall curve, thresholds rising.

    There is one threshold fewer than there are points: the last point, precision 1 and recall 0, is
    a convention and belongs to none.

    >>> PrecisionRecallPoints((Fraction(1),), (Fraction(0),), ()).precisions
    (Fraction(1, 1),)
    """

    precisions: tuple[Fraction, ...]
    recalls: tuple[Fraction, ...]
    thresholds: tuple[float, ...]
    signature: str = field(
        default=f"precision_recall_points|thresholds:all|last:1 and 0|{_POSITIVE}", compare=False
    )


def labels_at(scores: ArrayLike, threshold: float, strict: bool = False) -> NDArray[np.int64]:
    """Return 1 where a score reaches the threshold, else 0, in an array of the scores' shape.

    With `strict`, a score has to exceed the threshold, as in Keras's metrics. A float32 score is
    compared with the threshold as a float32, as NumPy does it: 0.7 reaches 0.7. Raises ValueError
    for NaN or an infinite score, TypeError for what is no number.

    >>> labels_at([0.2, 0.5, 0.7], 0.5), labels_at([0.2, 0.5, 0.7], 0.5, strict=True)
    (array([0, 1, 1]), array([0, 0, 1]))
    """
    values = _finite(scores)
    if isnan(threshold):
        raise ValueError("expected the threshold to be a number, got nan")
    bound = float(threshold)  # subtle: a Python float takes on the scores' precision.
    return (values > bound if strict else values >= bound).astype(np.int64)


def operating_points(y_true: ArrayLike, scores: ArrayLike) -> tuple[OperatingPoint, ...]:
    """Return the counts at every threshold that matters, from infinity down to the lowest score.

    >>> [(point.threshold, point.counts.tp) for point in operating_points([0, 1, 1], [3, 3, 5])]
    [(inf, 0), (5.0, 1), (3.0, 2)]
    """
    values, truth = _pair(y_true, scores)
    distinct, index = np.unique(-values, return_inverse=True)
    tps = np.cumsum(np.bincount(index, weights=truth)).astype(int).tolist()
    fps = np.cumsum(np.bincount(index, weights=1 - truth)).astype(int).tolist()
    counts = [
        Counts(tp=tp, fp=fp, fn=tps[-1] - tp, tn=fps[-1] - fp)
        for tp, fp in zip([0, *tps], [0, *fps], strict=True)
    ]
    # subtle: 0 is added because -0.0 is one threshold with 0.0.
    thresholds = [inf, *(0.0 - distinct).tolist()]
    return tuple(map(OperatingPoint, thresholds, counts))


def roc_points(y_true: ArrayLike, scores: ArrayLike) -> RocPoints:
    """Return the false and the true positive rate at every threshold, from (0, 0) to (1, 1).

    >>> roc_points([0, 1], [0.1, 0.9]).true_positive_rates
    (Fraction(0, 1), Fraction(1, 1), Fraction(1, 1))
    """
    points = operating_points(y_true, scores)
    return RocPoints(
        tuple(Fraction(p.counts.fp, p.counts.fp + p.counts.tn) for p in points),
        tuple(_recall(p.counts) for p in points),
        tuple(p.threshold for p in points),
    )


def roc_auc(y_true: ArrayLike, scores: ArrayLike) -> Score:
    """Return the area under the ROC curve, an exact Fraction, with its signature.

    It is the share of pairs, a positive and a negative example, in which the positive one has the
    higher score; a tie counts half. Source: Hanley and McNeil (1982).

    >>> roc_auc([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8])
    Score(value=Fraction(3, 4), signature='roc_auc|thresholds:all|ties:half')
    """
    counts = [point.counts for point in operating_points(y_true, scores)]
    doubled = sum((b.fp - a.fp) * (b.tp + a.tp) for a, b in pairwise(counts))
    area = Fraction(doubled, 2 * counts[-1].tp * counts[-1].fp)
    return Score(area, "roc_auc|thresholds:all|ties:half")


def precision_recall_points(y_true: ArrayLike, scores: ArrayLike) -> PrecisionRecallPoints:
    """Return precision and recall at every score, from the lowest on, and then (1, 0).

    >>> precision_recall_points([0, 1], [0.1, 0.9]).precisions
    (Fraction(1, 2), Fraction(1, 1), Fraction(1, 1))
    """
    points = operating_points(y_true, scores)[:0:-1]
    return PrecisionRecallPoints(
        (*(_precision(p.counts) for p in points), Fraction(1)),
        (*(_recall(p.counts) for p in points), Fraction(0)),
        tuple(p.threshold for p in points),
    )


def average_precision(y_true: ArrayLike, scores: ArrayLike) -> Score:
    """Return the mean of the precisions, weighted by the recall that each adds, as a float.

    Steps, no straight lines between points (which flatter: Davis and Goadrich, 2006).

    >>> average_precision([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8])
    Score(value=0.8333333333333333, signature='average_precision|thresholds:all|between:steps')
    """
    counts = [point.counts for point in operating_points(y_true, scores)]
    gains = [(b.tp - a.tp) * b.tp / (b.tp + b.fp) for a, b in pairwise(counts)]
    value = fsum(gains) / counts[-1].tp
    return Score(value, "average_precision|thresholds:all|between:steps")


def cost_optimal_threshold(cost_fp: float, cost_fn: float) -> float:
    """Return the threshold of least expected cost, cost_fp / (cost_fp + cost_fn), from 0 to 1.

    It holds for calibrated scores: of the examples scored p, a share p is positive. Right decisions
    cost nothing. Raises ValueError for a cost that is negative, NaN or infinite, and if both are 0.
    Source: Elkan (2001), The foundations of cost-sensitive learning.

    >>> cost_optimal_threshold(1, 4)
    0.2
    """
    fp, fn = _costs(cost_fp, cost_fn)
    return float(fp / (fp + fn))


def best_threshold_by_cost(
    y_true: ArrayLike, scores: ArrayLike, cost_fp: float, cost_fn: float
) -> OperatingPoint:
    """Return the threshold, of those that matter, at which these examples cost least.

    The scores need not be calibrated. On a tie, the highest threshold. Raises as
    `cost_optimal_threshold` does, too.

    >>> best_threshold_by_cost([0, 1, 0, 1], [0.1, 0.2, 0.3, 0.9], 1, 4)
    OperatingPoint(threshold=0.2, counts=Counts(tp=2, fp=1, fn=0, tn=1))
    """
    fp, fn = _costs(cost_fp, cost_fn)
    points = operating_points(y_true, scores)
    # subtle: Fractions keep equal costs equal, and min takes the first, the highest threshold.
    best = min(points, key=lambda point: fp * point.counts.fp + fn * point.counts.fn)
    said = f"best_threshold_by_cost|cost_fp:{cost_fp}|cost_fn:{cost_fn}|ties:highest|{_POSITIVE}"
    return replace(best, signature=said)


def threshold_for_recall(y_true: ArrayLike, scores: ArrayLike, at_least: float) -> OperatingPoint:
    """Return the highest threshold with a recall of `at_least`, and so the fewest false alarms.

    Another threshold can have a higher precision. Raises ValueError unless 0 < at_least <= 1.

    >>> threshold_for_recall([0, 1, 0, 1], [0.1, 0.2, 0.3, 0.9], at_least=0.5)
    OperatingPoint(threshold=0.9, counts=Counts(tp=1, fp=0, fn=1, tn=2))
    """
    if not 0 < at_least <= 1:
        raise ValueError(f"expected a recall above 0 and up to 1, got {at_least}")
    points = operating_points(y_true, scores)
    # subtle: as floats, because 4/5 is less than the float 0.8, if one looks closely.
    found = next(p for p in points if float(_recall(p.counts)) >= float(at_least))
    said = f"threshold_for_recall|at_least:{at_least}|ties:highest|{_POSITIVE}"
    return replace(found, signature=said)


def _recall(counts: Counts) -> Fraction:
    return Fraction(counts.tp, counts.tp + counts.fn)


def _precision(counts: Counts) -> Fraction:
    return Fraction(counts.tp, counts.tp + counts.fp)


def _pair(y_true: ArrayLike, scores: ArrayLike) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    values, truth = _finite(scores), np.asarray(y_true)
    if values.ndim != 1 or truth.shape != values.shape:
        got = f"shapes {truth.shape} and {values.shape}"
        raise ValueError(f"expected y_true and scores in two lists of one length, got {got}")
    found: Sequence[Any] = sorted(set(truth.tolist()), key=str)
    if any(label not in (0, 1) for label in found):
        raise ValueError(f"expected 0 and 1 in y_true, got {found}")
    if len(found) < 2:
        raise ValueError(f"expected both classes, 0 and 1, in y_true, got only {found}")
    return values.astype(np.float64), truth.astype(np.int64)


def _finite(scores: ArrayLike) -> NDArray[Any]:
    values = np.asarray(scores)
    if values.dtype.kind not in "fiu":
        raise TypeError(f"expected scores to be numbers, got an array of {values.dtype}")
    if not np.all(np.isfinite(values)):
        raise ValueError(f"expected finite scores, got {values[~np.isfinite(values)][0]}")
    return values


def _costs(cost_fp: float, cost_fn: float) -> tuple[Fraction, Fraction]:
    for name, cost in (("cost_fp", cost_fp), ("cost_fn", cost_fn)):
        if not isfinite(cost) or cost < 0:
            raise ValueError(f"expected {name} to be finite and 0 or more, got {cost}")
    if cost_fp == cost_fn == 0:
        raise ValueError("expected a cost above 0, got 0 for both")
    return Fraction(cost_fp), Fraction(cost_fn)

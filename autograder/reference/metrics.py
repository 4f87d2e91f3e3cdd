"""Classification metrics, worked out exactly from counts of right and wrong predictions.

Counts are numbers of examples. The functions on `Counts` share one contract: the result is a
`Fraction` (`mcc`: a float), and 0/0 follows the keyword `zero_division`: a number or NaN to return
(an int as a Fraction), or "raise" for a ZeroDivisionError that names the denominator. Any other
`zero_division` raises TypeError or ValueError. `score`, the one defined here, works on a
`ConfusionMatrix` of any number of classes, and averages over them. The tables come from
`confusion`, the functions on `Counts` from `count_metrics`.

The values are scikit-learn's, and the oracle tests compare them. Where scikit-learn has no choice,
`zero_division` adds one: accuracy of nothing, MCC (scikit-learn: 0) and specificity.
"""

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, fields
from fractions import Fraction
from functools import partial
from math import isnan
from types import EllipsisType, MappingProxyType
from typing import Literal, TypeAlias

from autograder.reference.confusion import ConfusionMatrix, Counts, confusion_matrix
from autograder.reference.count_metrics import (
    Value,
    ZeroDivision,
    accuracy,
    balanced_accuracy,
    correlation,
    f1,
    f_beta,
    mcc,
    mean_recall,
    negative_predictive_value,
    precision,
    ratio,
    recall,
    specificity,
)

__all__ = [
    "Average",
    "ConfusionMatrix",
    "Counts",
    "Score",
    "Value",
    "ZeroDivision",
    "accuracy",
    "balanced_accuracy",
    "confusion_matrix",
    "f1",
    "f_beta",
    "mcc",
    "negative_predictive_value",
    "precision",
    "recall",
    "score",
    "specificity",
]

Average: TypeAlias = Literal["binary", "micro", "macro", "weighted"] | None


@dataclass(frozen=True)
class Score:
    """A metric's value and its signature: every choice that the value depends on.

    `value` is one number, or a tuple with one for each label where `average` is None.

    >>> Score(Fraction(1, 2), "f1|average:macro|zero_division:0").signature
    'f1|average:macro|zero_division:0'
    """

    value: Value | tuple[Value, ...]
    signature: str


_PER_CLASS: Mapping[str, Callable[..., Value]] = MappingProxyType(
    {
        "precision": precision,
        "recall": recall,
        "f1": f1,
        "f_beta": f_beta,
        "specificity": specificity,
    }
)
_WHOLE = ("accuracy", "balanced_accuracy", "mcc")


def score(
    metric_name: str,
    matrix: ConfusionMatrix,
    *,
    average: Average | EllipsisType = ...,
    positive: Hashable = None,
    beta: float | Fraction = 1,
    zero_division: ZeroDivision = 0,
) -> Score:
    """Return a metric of a confusion matrix, with the signature that says how it was worked out.

    Parameters
    ----------
    metric_name
        "precision", "recall", "f1", "f_beta" or "specificity", which need an `average`; or
        "accuracy", "balanced_accuracy" or "mcc" (Gorodkin, 2004), which take none.
    matrix
        Counts of examples, with any number of classes.
    average
        "binary": the class `positive` of one or two. "micro": the counts of all classes, added up.
        "macro": the plain mean over classes. "weighted": the mean weighted by the number of actual
        examples (the plain mean where all those are 0). None: one value for each class.
    positive
        The positive class, for "binary" only; scikit-learn's default, 1, is not assumed.
    beta
        For "f_beta" only; see there.
    zero_division
        What 0/0 gives, in each class before an average: a number, NaN (such classes are left out
        of the mean, which is NaN if none is left) or "raise". For "balanced_accuracy", classes
        without examples are left out unless it is "raise".

    Raises
    ------
    ValueError, TypeError
        If the metric is not known, or an argument is missing, superfluous or of a wrong kind.
    ZeroDivisionError
        At 0/0 under "raise"; the message names the denominator and the class.

    Examples
    --------
    >>> matrix = ConfusionMatrix(("ham", "spam"), ((90, 10), (20, 80)))
    >>> score("f1", matrix, average="binary", positive="spam")
    Score(value=Fraction(16, 19), signature='f1|average:binary|positive:spam|zero_division:0')
    >>> score("recall", matrix, average="macro").value
    Fraction(17, 20)
    """
    _require_consistent(metric_name, average, positive, beta)
    if isinstance(average, EllipsisType):
        whole = _whole(metric_name, matrix, zero_division)
        return Score(whole, f"{metric_name}|zero_division:{zero_division}")
    metric, signature = _PER_CLASS[metric_name], metric_name
    if metric_name == "f_beta":
        metric, signature = partial(f_beta, beta=beta), f"f_beta|beta:{beta}"
    value = _averaged(metric, matrix, average, positive, zero_division)
    signature += f"|average:{'none' if average is None else average}"
    signature += f"|positive:{positive}" if average == "binary" else ""
    return Score(value, f"{signature}|zero_division:{zero_division}")


def _require_consistent(
    metric_name: str, average: object, positive: object, beta: float | Fraction
) -> None:
    if metric_name not in _PER_CLASS and metric_name not in _WHOLE:
        raise ValueError(f"expected one of {[*_PER_CLASS, *_WHOLE]}, got {metric_name!r}")
    if metric_name in _WHOLE and average is not ...:
        raise ValueError(f"expected no average for {metric_name}, got {average!r}")
    if metric_name in _PER_CLASS and average is ...:
        raise ValueError(f"expected an average for {metric_name}, got none")
    if average not in (..., "binary", "micro", "macro", "weighted", None):
        raise ValueError(f"expected binary, micro, macro, weighted or None, got {average!r}")
    if positive is not None and average != "binary":
        raise ValueError(f'expected positive with average="binary" only, got {positive!r}')
    if beta != 1 and metric_name != "f_beta":
        raise ValueError(f"expected beta with f_beta only, got beta={beta} for {metric_name}")


def _averaged(
    metric: Callable[..., Value],
    matrix: ConfusionMatrix,
    average: Average,
    positive: Hashable,
    zero_division: ZeroDivision,
) -> Value | tuple[Value, ...]:
    if average == "binary":
        if len(matrix.labels) > 2:
            got = f"{len(matrix.labels)} labels"
            raise ValueError(f'expected one or two labels for average="binary", got {got}')
        return metric(matrix.counts(positive), zero_division=zero_division)
    by_class = [matrix.counts(label) for label in matrix.labels]
    if average == "micro":
        pooled = {f.name: sum(getattr(c, f.name) for c in by_class) for f in fields(Counts)}
        return metric(Counts(**pooled), zero_division=zero_division)
    values = []
    for label, counts in zip(matrix.labels, by_class, strict=True):
        try:
            values.append(metric(counts, zero_division=zero_division))
        except ZeroDivisionError as error:
            raise ZeroDivisionError(f"{error}, for the class {label!r}") from error
    if average is None:
        return tuple(values)
    support = [counts.tp + counts.fn for counts in by_class]
    return _mean(values, support if average == "weighted" else [1] * len(values))


def _mean(values: Sequence[Value], weights: Sequence[int]) -> Value:
    defined = [(v, w) for v, w in zip(values, weights, strict=True) if not isnan(v)]
    if not defined:
        return float("nan")
    total = sum(weight for _, weight in defined)
    if total == 0:
        return sum((value for value, _ in defined), Fraction(0)) / len(defined)
    return sum((value * weight for value, weight in defined), Fraction(0)) / total


def _whole(metric_name: str, matrix: ConfusionMatrix, zero_division: ZeroDivision) -> Value:
    right = [row[index] for index, row in enumerate(matrix.values)]
    support = [sum(row) for row in matrix.values]
    if metric_name == "accuracy":
        return ratio(sum(right), sum(support), zero_division, "accuracy: total")
    if metric_name == "mcc":
        return correlation(matrix.values, zero_division)
    names = [f"the examples of class {label!r}" for label in matrix.labels]
    return mean_recall(list(zip(right, support, strict=True)), names, zero_division)

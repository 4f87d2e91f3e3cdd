"""Metrics of one class against the rest, worked out exactly from `Counts`.

The metrics share one contract: the result is a `Fraction` (`mcc`: a float), and 0/0 follows the
keyword `zero_division`: a number or NaN to return (an int as a Fraction), or "raise" for a
ZeroDivisionError that names the denominator. Any other `zero_division` raises TypeError or
ValueError. `ratio`, `mean_recall` and `correlation`, at the end, are what `metrics` builds on too.
"""

from collections.abc import Sequence
from fractions import Fraction
from math import copysign, isinf, isnan, sqrt
from typing import Literal, TypeAlias

from autograder.reference.confusion import Counts

Value: TypeAlias = Fraction | float
ZeroDivision: TypeAlias = float | Literal["raise"]


def accuracy(counts: Counts, *, zero_division: ZeroDivision = 0) -> Value:
    """Return (tp + tn) / total, from 0 to 1; 0/0 without examples. Source: Metz (1978).

    >>> accuracy(Counts(tp=80, fp=10, fn=20, tn=90))
    Fraction(17, 20)
    """
    return ratio(counts.tp + counts.tn, counts.total, zero_division, "accuracy: total")


def precision(counts: Counts, *, zero_division: ZeroDivision = 0) -> Value:
    """Return tp / (tp + fp), from 0 to 1; 0/0 if nothing is predicted positive.

    Source: van Rijsbergen (1979), Information Retrieval, chapter 7.

    >>> precision(Counts(tp=80, fp=10, fn=20, tn=90))
    Fraction(8, 9)
    """
    return ratio(counts.tp, counts.tp + counts.fp, zero_division, "precision: tp + fp")


def recall(counts: Counts, *, zero_division: ZeroDivision = 0) -> Value:
    """Return tp / (tp + fn), from 0 to 1; 0/0 if nothing is positive.

    Source: van Rijsbergen (1979), Information Retrieval, chapter 7.

    >>> recall(Counts(tp=80, fp=10, fn=20, tn=90))
    Fraction(4, 5)
    """
    return ratio(counts.tp, counts.tp + counts.fn, zero_division, "recall: tp + fn")


def specificity(counts: Counts, *, zero_division: ZeroDivision = 0) -> Value:
    """Return tn / (tn + fp), from 0 to 1; 0/0 if nothing is negative.

    Source: Altman and Bland (1994), BMJ 308, 1552.

    >>> specificity(Counts(tp=80, fp=10, fn=20, tn=90))
    Fraction(9, 10)
    """
    return ratio(counts.tn, counts.tn + counts.fp, zero_division, "specificity: tn + fp")


def negative_predictive_value(counts: Counts, *, zero_division: ZeroDivision = 0) -> Value:
    """Return tn / (tn + fn), from 0 to 1; 0/0 if nothing is predicted negative.

    Source: Altman and Bland (1994), BMJ 309, 102.

    >>> negative_predictive_value(Counts(tp=80, fp=10, fn=20, tn=90))
    Fraction(9, 11)
    """
    denominator = counts.tn + counts.fn
    return ratio(counts.tn, denominator, zero_division, "negative_predictive_value: tn + fn")


def f_beta(counts: Counts, beta: float | Fraction = 1, *, zero_division: ZeroDivision = 0) -> Value:
    """Return (1 + b**2) tp / ((1 + b**2) tp + b**2 fn + fp), from 0 to 1, with b = beta.

    Recall counts `beta` times as much as precision: 0 gives precision, infinity recall. 0/0 if
    tp + fp + fn is 0 (for beta = 0 and infinity, where precision and recall are). Raises
    ValueError if beta is negative or NaN. Source: van Rijsbergen (1979), chapter 7.

    >>> f_beta(Counts(tp=80, fp=10, fn=20, tn=90), beta=2)
    Fraction(40, 49)
    """
    if isnan(beta) or beta < 0:
        raise ValueError(f"expected beta to be 0 or more, got {beta}")
    if isinf(beta):
        return recall(counts, zero_division=zero_division)
    square = Fraction(beta) ** 2
    numerator = (1 + square) * counts.tp
    denominator = numerator + square * counts.fn + counts.fp
    return ratio(numerator, denominator, zero_division, "f_beta: tp + fp + fn")


def f1(counts: Counts, *, zero_division: ZeroDivision = 0) -> Value:
    """Return 2 tp / (2 tp + fp + fn), from 0 to 1; 0/0 if tp + fp + fn is 0.

    It is the harmonic mean of precision and recall. Source: as `f_beta`, with beta = 1.

    >>> f1(Counts(tp=80, fp=10, fn=20, tn=90))
    Fraction(16, 19)
    """
    denominator = 2 * counts.tp + counts.fp + counts.fn
    return ratio(2 * counts.tp, denominator, zero_division, "f1: 2 tp + fp + fn")


def balanced_accuracy(counts: Counts, *, zero_division: ZeroDivision = 0) -> Value:
    """Return the mean of recall and specificity, from 0 to 1.

    A class without examples is left out of the mean, as scikit-learn does, except that "raise"
    raises; `zero_division` is the value without any example. Source: Brodersen et al. (2010).

    >>> balanced_accuracy(Counts(tp=80, fp=10, fn=20, tn=90))
    Fraction(17, 20)
    """
    classes = [(counts.tp, counts.tp + counts.fn), (counts.tn, counts.tn + counts.fp)]
    return mean_recall(classes, ["tp + fn", "tn + fp"], zero_division)


def mcc(counts: Counts, *, zero_division: ZeroDivision = 0) -> float:
    """Return Matthews's correlation of actual and predicted class, from -1 to 1, as a float.

    It is (tp tn - fp fn) / sqrt((tp + fp)(tp + fn)(tn + fp)(tn + fn)); 0/0 if one of the four sums
    is 0. Source: Matthews (1975), Biochimica et Biophysica Acta 405, 442-451.

    >>> round(mcc(Counts(tp=80, fp=10, fn=20, tn=90)), 4)
    0.7035
    """
    return correlation(((counts.tn, counts.fp), (counts.fn, counts.tp)), zero_division)


def mean_recall(
    classes: Sequence[tuple[int, int]], names: Sequence[str], zero_division: ZeroDivision
) -> Value:
    """Return the mean recall of classes, each with its numbers of right and of all examples.

    Classes without examples are left out, unless `zero_division` is "raise"; it is the value if
    none has any. `names` say in an error which denominator is 0. Raises as `ratio` does. Source:
    as `balanced_accuracy`.

    >>> mean_recall([(80, 100), (0, 0), (90, 100)], ["spam", "news", "ham"], 0)
    Fraction(17, 20)
    """
    recalls = []
    for (right, support), name in zip(classes, names, strict=True):
        if support or zero_division == "raise":
            recalls.append(ratio(right, support, zero_division, f"balanced_accuracy: {name}"))
    if not recalls:
        return ratio(0, 0, zero_division, "balanced_accuracy: total")
    return sum(recalls, Fraction(0)) / len(recalls)


def correlation(values: Sequence[Sequence[int]], zero_division: ZeroDivision) -> float:
    """Return Gorodkin's correlation of rows and columns; for two classes it is Matthews's.

    `values` is n rows of n counts. It is 0/0 if all examples are in one row, or in one column;
    raises as `ratio` does. Source: Gorodkin (2004), Computational Biology and Chemistry 28, 367.

    >>> round(correlation([[90, 10], [20, 80]], 0), 4), correlation([[3, 0], [0, 5]], 0)
    (0.7035, 1.0)
    """
    rows = [sum(row) for row in values]
    columns: list[int] = [sum(column) for column in zip(*values, strict=True)]
    total, right = sum(rows), sum(row[index] for index, row in enumerate(values))
    covariance = right * total - sum(a * b for a, b in zip(rows, columns, strict=True))
    variances = (total**2 - sum(a * a for a in rows)) * (total**2 - sum(b * b for b in columns))
    if variances == 0:
        name = "mcc: the spread of actual or predicted classes"
        return float(ratio(0, 0, zero_division, name))
    # subtle: the square is an exact fraction, so a perfect correlation is 1.0, not nearly 1.
    return copysign(sqrt(Fraction(covariance**2, variances)), covariance)


def ratio(
    numerator: int | Fraction, denominator: int | Fraction, zero_division: ZeroDivision, name: str
) -> Value:
    """Return numerator / denominator, exactly, and what `zero_division` says where that is 0/0.

    Raises TypeError or ValueError for any other `zero_division`, whatever the denominator, and
    ZeroDivisionError, which says that `name` is 0, under "raise".

    >>> ratio(80, 90, 0, "precision: tp + fp"), ratio(0, 0, 1, "precision: tp + fp")
    (Fraction(8, 9), Fraction(1, 1))
    >>> ratio(0, 0, "raise", "precision: tp + fp")
    Traceback (most recent call last):
        ...
    ZeroDivisionError: precision: tp + fp is 0
    """
    if isinstance(zero_division, bool) or not isinstance(zero_division, int | float | str):
        raise TypeError(f'expected zero_division to be a number or "raise", got {zero_division!r}')
    if isinstance(zero_division, str) and zero_division != "raise":
        raise ValueError(f'expected zero_division to be a number or "raise", got {zero_division!r}')
    if denominator != 0:
        return Fraction(numerator) / denominator
    if isinstance(zero_division, str):
        raise ZeroDivisionError(f"{name} is 0")
    return Fraction(zero_division) if isinstance(zero_division, int) else zero_division

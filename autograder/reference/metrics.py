"""Classification metrics, worked out exactly from counts of right and wrong predictions.

Counts are numbers of examples. The functions on `Counts` share one contract: the result is a
`Fraction` (`mcc`: a float), and 0/0 follows the keyword `zero_division`: a number or NaN to return
(an int as a Fraction), or "raise" for a ZeroDivisionError that names the denominator. Any other
`zero_division` raises TypeError or ValueError. `score` works on a `ConfusionMatrix` of any number
of classes, and averages over them.

The values are scikit-learn's, and the oracle tests compare them. Where scikit-learn has no choice,
`zero_division` adds one: accuracy of nothing, MCC (scikit-learn: 0) and specificity.
"""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from fractions import Fraction
from functools import partial
from math import copysign, isinf, isnan, sqrt
from types import EllipsisType, MappingProxyType
from typing import Any, Literal, TypeAlias

import numpy as np

Value: TypeAlias = Fraction | float
ZeroDivision: TypeAlias = float | Literal["raise"]
Average: TypeAlias = Literal["binary", "micro", "macro", "weighted"] | None


@dataclass(frozen=True, kw_only=True)
class Counts:
    """How many examples a classifier got right and wrong, for one class called positive.

    Parameters
    ----------
    tp, fp, fn, tn
        True positives, false positives (predicted positive, are negative), false negatives
        (predicted negative, are positive) and true negatives: ints of 0 or more, or TypeError or
        ValueError is raised. NumPy integers become plain ones.

    Examples
    --------
    >>> Counts(tp=80, fp=10, fn=20, tn=90).total
    200
    """

    tp: int
    fp: int
    fn: int
    tn: int

    def __post_init__(self) -> None:
        for field in fields(self):
            count = _count(field.name, getattr(self, field.name))
            object.__setattr__(self, field.name, count)

    @property
    def total(self) -> int:
        """The number of examples."""
        return self.tp + self.fp + self.fn + self.tn

    def swapped(self) -> "Counts":
        """Return the counts with the other class called positive.

        >>> Counts(tp=80, fp=10, fn=20, tn=90).swapped()
        Counts(tp=90, fp=20, fn=10, tn=80)
        """
        return Counts(tp=self.tn, fp=self.fn, fn=self.fp, tn=self.tp)


def accuracy(counts: Counts, *, zero_division: ZeroDivision = 0) -> Value:
    """Return (tp + tn) / total, from 0 to 1; 0/0 without examples. Source: Metz (1978).

    >>> accuracy(Counts(tp=80, fp=10, fn=20, tn=90))
    Fraction(17, 20)
    """
    return _ratio(counts.tp + counts.tn, counts.total, zero_division, "accuracy: total")


def precision(counts: Counts, *, zero_division: ZeroDivision = 0) -> Value:
    """Return tp / (tp + fp), from 0 to 1; 0/0 if nothing is predicted positive.

    Source: van Rijsbergen (1979), Information Retrieval, chapter 7.

    >>> precision(Counts(tp=80, fp=10, fn=20, tn=90))
    Fraction(8, 9)
    """
    return _ratio(counts.tp, counts.tp + counts.fp, zero_division, "precision: tp + fp")


def recall(counts: Counts, *, zero_division: ZeroDivision = 0) -> Value:
    """Return tp / (tp + fn), from 0 to 1; 0/0 if nothing is positive.

    Source: van Rijsbergen (1979), Information Retrieval, chapter 7.

    >>> recall(Counts(tp=80, fp=10, fn=20, tn=90))
    Fraction(4, 5)
    """
    return _ratio(counts.tp, counts.tp + counts.fn, zero_division, "recall: tp + fn")


def specificity(counts: Counts, *, zero_division: ZeroDivision = 0) -> Value:
    """Return tn / (tn + fp), from 0 to 1; 0/0 if nothing is negative.

    Source: Altman and Bland (1994), BMJ 308, 1552.

    >>> specificity(Counts(tp=80, fp=10, fn=20, tn=90))
    Fraction(9, 10)
    """
    return _ratio(counts.tn, counts.tn + counts.fp, zero_division, "specificity: tn + fp")


def negative_predictive_value(counts: Counts, *, zero_division: ZeroDivision = 0) -> Value:
    """Return tn / (tn + fn), from 0 to 1; 0/0 if nothing is predicted negative.

    Source: Altman and Bland (1994), BMJ 309, 102.

    >>> negative_predictive_value(Counts(tp=80, fp=10, fn=20, tn=90))
    Fraction(9, 11)
    """
    denominator = counts.tn + counts.fn
    return _ratio(counts.tn, denominator, zero_division, "negative_predictive_value: tn + fn")


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
    return _ratio(numerator, denominator, zero_division, "f_beta: tp + fp + fn")


def f1(counts: Counts, *, zero_division: ZeroDivision = 0) -> Value:
    """Return 2 tp / (2 tp + fp + fn), from 0 to 1; 0/0 if tp + fp + fn is 0.

    It is the harmonic mean of precision and recall. Source: as `f_beta`, with beta = 1.

    >>> f1(Counts(tp=80, fp=10, fn=20, tn=90))
    Fraction(16, 19)
    """
    denominator = 2 * counts.tp + counts.fp + counts.fn
    return _ratio(2 * counts.tp, denominator, zero_division, "f1: 2 tp + fp + fn")


def balanced_accuracy(counts: Counts, *, zero_division: ZeroDivision = 0) -> Value:
    """Return the mean of recall and specificity, from 0 to 1.

    A class without examples is left out of the mean, as scikit-learn does, except that "raise"
    raises; `zero_division` is the value without any example. Source: Brodersen et al. (2010).

    >>> balanced_accuracy(Counts(tp=80, fp=10, fn=20, tn=90))
    Fraction(17, 20)
    """
    classes = [(counts.tp, counts.tp + counts.fn), (counts.tn, counts.tn + counts.fp)]
    return _mean_recall(classes, ["tp + fn", "tn + fp"], zero_division)


def mcc(counts: Counts, *, zero_division: ZeroDivision = 0) -> float:
    """Return Matthews's correlation of actual and predicted class, from -1 to 1, as a float.

    It is (tp tn - fp fn) / sqrt((tp + fp)(tp + fn)(tn + fp)(tn + fn)); 0/0 if one of the four sums
    is 0. Source: Matthews (1975), Biochimica et Biophysica Acta 405, 442-451.

    >>> round(mcc(Counts(tp=80, fp=10, fn=20, tn=90)), 4)
    0.7035
    """
    return _correlation(((counts.tn, counts.fp), (counts.fn, counts.tp)), zero_division)


@dataclass(frozen=True)
class ConfusionMatrix:
    """How often each class was predicted as each class.

    Parameters
    ----------
    labels
        The n classes, each once; at least one.
    values
        n rows of n ints of 0 or more. Row i counts the examples that are labels[i], column j those
        predicted as labels[j]. Lists and integer arrays become tuples of plain ints.

    Raises
    ------
    TypeError, ValueError
        If a label comes twice, the values are not n by n, or not ints of 0 or more.

    Examples
    --------
    >>> print(ConfusionMatrix(("ham", "spam"), ((90, 10), (20, 80))))
                 predicted
                  ham  spam
    actual  ham    90    10
           spam    20    80
    """

    labels: tuple[Hashable, ...]
    values: tuple[tuple[int, ...], ...]

    def __post_init__(self) -> None:
        labels = tuple(_plain(label) for label in self.labels)
        values = tuple(tuple(_count("a cell", cell) for cell in row) for row in self.values)
        if not labels or len(set(labels)) < len(labels):
            raise ValueError(f"expected at least one label, and each once, got {labels}")
        if [len(row) for row in values] != [len(labels)] * len(labels):
            got = f"rows of {[len(row) for row in values]}"
            raise ValueError(f"expected {len(labels)} rows of {len(labels)} cells, got {got}")
        object.__setattr__(self, "labels", labels)
        object.__setattr__(self, "values", values)

    @property
    def axes(self) -> tuple[str, str]:
        """What the rows and what the columns are."""
        return ("actual", "predicted")

    def counts(self, label: Hashable) -> Counts:
        """Return the counts of one class against the rest; raise ValueError for no such label.

        >>> ConfusionMatrix(("ham", "spam"), ((90, 10), (20, 80))).counts("spam")
        Counts(tp=80, fp=10, fn=20, tn=90)
        """
        if label not in self.labels:
            raise ValueError(f"expected one of the labels {self.labels}, got {label!r}")
        index = self.labels.index(label)
        tp, actual = self.values[index][index], sum(self.values[index])
        predicted, total = sum(row[index] for row in self.values), sum(map(sum, self.values))
        return Counts(tp=tp, fp=predicted - tp, fn=actual - tp, tn=total - actual - predicted + tp)

    def transposed(self) -> "ConfusionMatrix":
        """Return the matrix with actual and predicted classes exchanged.

        >>> ConfusionMatrix((0, 1), ((90, 10), (20, 80))).transposed().values
        ((90, 20), (10, 80))
        """
        return ConfusionMatrix(self.labels, tuple(zip(*self.values, strict=True)))

    def relabelled(self, order: Iterable[Hashable]) -> "ConfusionMatrix":
        """Return the same matrix with its labels in another order, or raise ValueError.

        >>> ConfusionMatrix((0, 1), ((90, 10), (20, 80))).relabelled((1, 0)).values
        ((80, 20), (10, 90))
        """
        order = tuple(order)
        if len(order) != len(self.labels) or set(order) != set(self.labels):
            raise ValueError(f"expected the labels {self.labels} in some order, got {order}")
        indices = [self.labels.index(label) for label in order]
        return ConfusionMatrix(
            order, tuple(tuple(self.values[i][j] for j in indices) for i in indices)
        )

    def __str__(self) -> str:
        names = [str(label) for label in self.labels]
        side = max(map(len, names))
        cell = max(side, *(len(str(count)) for row in self.values for count in row))
        margin = " " * (len("actual ") + side)
        lines = [f"{margin}  predicted", margin + "".join(f"  {name:>{cell}}" for name in names)]
        for number, (name, row) in enumerate(zip(names, self.values, strict=True)):
            head = "actual " if number == 0 else " " * len("actual ")
            lines.append(f"{head}{name:>{side}}" + "".join(f"  {count:>{cell}}" for count in row))
        return "\n".join(lines)


def confusion_matrix(
    y_true: Sequence[Any], y_pred: Sequence[Any], labels: Sequence[Any] | None = None
) -> ConfusionMatrix:
    """Count how often each class was predicted as each class.

    Parameters
    ----------
    y_true, y_pred
        Actual and predicted labels, of one length: sequences or 1-D arrays.
    labels
        The classes, in the order of rows and columns; by default all that occur, sorted.

    Raises
    ------
    ValueError
        If the lengths differ, a label occurs that is not in `labels` (scikit-learn drops such
        examples), or there are neither examples nor `labels`.
    TypeError
        If `labels` are not given and those that occur cannot be sorted.

    Examples
    --------
    >>> confusion_matrix([0, 0, 1, 1, 1], [0, 1, 1, 1, 0]).values
    ((1, 1), (1, 2))
    """
    actual, predicted = [_plain(y) for y in y_true], [_plain(y) for y in y_pred]
    if len(actual) != len(predicted):
        got = f"{len(actual)} and {len(predicted)}"
        raise ValueError(f"expected as many actual as predicted labels, got {got}")
    present = {*actual, *predicted}
    order = sorted(present) if labels is None else [_plain(label) for label in labels]
    if missing := [label for label in present if label not in order]:
        raise ValueError(f"expected every label to be in {order}, got {missing[0]!r} as well")
    index = {label: number for number, label in enumerate(order)}
    values = [[0] * len(order) for _ in order]
    for row, column in zip(actual, predicted, strict=True):
        values[index[row]][index[column]] += 1
    return ConfusionMatrix(tuple(order), tuple(map(tuple, values)))


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
        return _ratio(sum(right), sum(support), zero_division, "accuracy: total")
    if metric_name == "mcc":
        return _correlation(matrix.values, zero_division)
    names = [f"the examples of class {label!r}" for label in matrix.labels]
    return _mean_recall(list(zip(right, support, strict=True)), names, zero_division)


def _mean_recall(
    classes: Sequence[tuple[int, int]], names: Sequence[str], zero_division: ZeroDivision
) -> Value:
    recalls = []
    for (right, support), name in zip(classes, names, strict=True):
        if support or zero_division == "raise":
            recalls.append(_ratio(right, support, zero_division, f"balanced_accuracy: {name}"))
    if not recalls:
        return _ratio(0, 0, zero_division, "balanced_accuracy: total")
    return sum(recalls, Fraction(0)) / len(recalls)


def _correlation(values: Sequence[Sequence[int]], zero_division: ZeroDivision) -> float:
    """Return Gorodkin's correlation of rows and columns; for two classes it is Matthews's."""
    rows = [sum(row) for row in values]
    columns: list[int] = [sum(column) for column in zip(*values, strict=True)]
    total, right = sum(rows), sum(row[index] for index, row in enumerate(values))
    covariance = right * total - sum(a * b for a, b in zip(rows, columns, strict=True))
    variances = (total**2 - sum(a * a for a in rows)) * (total**2 - sum(b * b for b in columns))
    if variances == 0:
        name = "mcc: the spread of actual or predicted classes"
        return float(_ratio(0, 0, zero_division, name))
    # subtle: the square is an exact fraction, so a perfect correlation is 1.0, not nearly 1.
    return copysign(sqrt(Fraction(covariance**2, variances)), covariance)


def _ratio(
    numerator: int | Fraction, denominator: int | Fraction, zero_division: ZeroDivision, name: str
) -> Value:
    if isinstance(zero_division, bool) or not isinstance(zero_division, int | float | str):
        raise TypeError(f'expected zero_division to be a number or "raise", got {zero_division!r}')
    if isinstance(zero_division, str) and zero_division != "raise":
        raise ValueError(f'expected zero_division to be a number or "raise", got {zero_division!r}')
    if denominator != 0:
        return Fraction(numerator) / denominator
    if isinstance(zero_division, str):
        raise ZeroDivisionError(f"{name} is 0")
    return Fraction(zero_division) if isinstance(zero_division, int) else zero_division


def _count(name: str, value: Any) -> int:
    if not isinstance(value, int | np.integer) or isinstance(value, bool):
        raise TypeError(f"expected {name} to be an int, got {value!r}")
    if value < 0:
        raise ValueError(f"expected {name} to be 0 or more, got {value}")
    return int(value)


def _plain(label: Any) -> Any:
    if not isinstance(label, Hashable):
        raise TypeError(f"expected a label to be a number or a string, got {label!r}")
    return label.item() if isinstance(label, np.generic) else label

"""Tables of right and wrong predictions: counts for one class, and matrices for all of them.

All numbers are counts of examples, as plain ints. `count_metrics` and `metrics` say what such a
table is worth.
"""

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, fields
from typing import Any

import numpy as np


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
        """The number of examples.

        >>> Counts(tp=1, fp=0, fn=2, tn=4).total
        7
        """
        return self.tp + self.fp + self.fn + self.tn

    def swapped(self) -> "Counts":
        """Return the counts with the other class called positive.

        >>> Counts(tp=80, fp=10, fn=20, tn=90).swapped()
        Counts(tp=90, fp=20, fn=10, tn=80)
        """
        return Counts(tp=self.tn, fp=self.fn, fn=self.fp, tn=self.tp)


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
        """What the rows and what the columns are.

        >>> ConfusionMatrix((0, 1), ((90, 10), (20, 80))).axes
        ('actual', 'predicted')
        """
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

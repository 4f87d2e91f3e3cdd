"""Classification metrics against scikit-learn: every average and every policy for 0/0."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from functools import partial
from itertools import product
from math import inf, isnan, nan
from typing import Any

import numpy as np
import sklearn
from numpy.typing import NDArray
from sklearn import metrics as oracle
from sklearn.exceptions import UndefinedMetricWarning

from autograder.reference import count_metrics
from autograder.reference.metrics import Counts, confusion_matrix, score
from tests.oracles.core import Case, Oracle, outcome, stated, turn

AVERAGES: tuple[Any, ...] = ("binary", "micro", "macro", "weighted", None)
POLICIES: tuple[Any, ...] = (0, 1, nan, "raise")
BETAS = (0, 0.5, 1, 2, inf)
CONVENTIONS = tuple(product(AVERAGES, POLICIES))
CLOSE = 1e-12
Labels = NDArray[np.int64]
# Which of scikit-learn's three results a metric is, and how it is named in a warning.
PLACE = {"precision": 0, "recall": 1, "f1": 2, "f_beta": 2, "specificity": 1}
WARNS = ("precision", "recall", "f-score")
NAMES = tuple(f"average:{a}|zero_division:{z}" for a, z in CONVENTIONS)


def random_labels(rng: np.random.Generator, classes: int) -> tuple[Labels, Labels]:
    """Few examples and skewed classes, so that 0/0 is common."""
    examples = int(rng.integers(1, 13))
    shares = rng.dirichlet(np.full(classes, 0.4), size=2)
    y_true = rng.choice(classes, size=examples, p=shares[0])
    y_pred = rng.choice(classes, size=examples, p=shares[1])
    return y_true, np.where(rng.random(examples) < 0.3, y_true, y_pred)


def prf(place: int, y_true: Any, y_pred: Any, policy: Any, **choices: Any) -> Any:
    """Precision, recall or F of scikit-learn; "raises" where it warns, under our "raise"."""
    choices["zero_division"] = "warn" if policy == "raise" else policy
    # subtle: F of beta 0 is the precision, of infinity the recall, and warns in their names.
    warns = {0: "precision", inf: "recall"}.get(choices.get("beta", 1), WARNS[place])
    with sklearn.config_context(skip_parameter_validation=True), warnings.catch_warnings():
        warnings.simplefilter("error" if policy == "raise" else "ignore", UndefinedMetricWarning)
        found = outcome(
            lambda: oracle.precision_recall_fscore_support(
                y_true, y_pred, warn_for=(warns if place == 2 else WARNS[place],), **choices
            ),
            UndefinedMetricWarning,
        )
    return found if isinstance(found, str) else found[place]


def theirs_of(name: str, y_true: Labels, y_pred: Labels, classes: int, choices: Any) -> Any:
    """What scikit-learn says, for labels 0 to classes - 1."""
    policy, average = choices["zero_division"], choices["average"]
    shared: dict[str, Any] = {"beta": choices.get("beta", 1), "average": average}
    if average != "binary":
        return prf(PLACE[name], y_true, y_pred, policy, labels=range(classes), **shared)
    # subtle: scikit-learn refuses a positive label that does not occur, so both classes are
    # appended as examples of no weight.
    shared |= {"sample_weight": np.append(np.ones(len(y_true)), [0, 0])}
    shared |= {"pos_label": choices["positive"]}
    both = np.append(y_true, [0, 1]), np.append(y_pred, [0, 1])
    return prf(PLACE[name], *both, policy, **shared)


def specificity_of_sklearn(y_true: Labels, y_pred: Labels, classes: int, choices: Any) -> Any:
    """The recall of everything else: a column for each class, or, for "micro", one for all."""
    policy, average, shown = choices["zero_division"], choices["average"], range(classes)
    if average == "binary":
        shown = range(choices["positive"], choices["positive"] + 1)
    rest = [[(y != label).astype(int) for label in shown] for y in (y_true, y_pred)]
    if average in ("binary", "micro"):
        joined = [np.concatenate(columns) for columns in rest]
        return prf(1, *joined, policy, labels=[1], average="micro")
    by_class = prf(1, *(np.transpose(columns) for columns in rest), policy, average=None)
    if isinstance(by_class, str) or average is None:
        return by_class
    support = np.array([(y_true == label).sum() for label in shown])
    return mean_of_defined(by_class, support if average == "weighted" else np.ones(classes))


def mean_of_defined(values: Any, weights: Any) -> float:
    """The weighted mean of what is not NaN; the plain one where all its weights are 0."""
    defined = ~np.isnan(values)
    if not defined.any():
        return nan
    kept = weights[defined] if weights[defined].any() else np.ones(defined.sum())
    return float(np.average(values[defined], weights=kept))


def draw_score(name: str, rng: np.random.Generator, number: int) -> Iterator[Case]:
    """One metric under the convention whose turn it is."""
    average, policy = turn(CONVENTIONS, number)
    classes = 2 if average == "binary" else int(rng.integers(2, 5))
    y_true, y_pred = random_labels(rng, classes)
    choices: dict[str, Any] = {"average": average, "zero_division": policy}
    choices |= {"positive": int(rng.integers(2))} if average == "binary" else {}
    choices |= {"beta": turn(BETAS, number // len(CONVENTIONS))} if name == "f_beta" else {}
    matrix = confusion_matrix(y_true, y_pred, labels=range(classes))
    found = outcome(partial(score, name, matrix, **choices), ZeroDivisionError)
    given = specificity_of_sklearn if name == "specificity" else partial(theirs_of, name)
    undefined = outcome(
        partial(score, name, matrix, **choices | {"zero_division": "raise"}), ZeroDivisionError
    )
    branches = [f"average:{average}|zero_division:{policy}"]
    branches += [f"beta:{choices['beta']}"] if "beta" in choices else []
    branches += [f"0/0, average:{average}"] if undefined == "raises" else []
    yield Case(
        ours=as_floats(getattr(found, "value", found)),
        theirs=given(y_true, y_pred, classes, choices),
        arguments={"y_true": y_true.tolist(), "y_pred": y_pred.tolist()} | choices,
        branches=tuple(branches),
        signature=getattr(found, "signature", ""),
        tolerance=CLOSE,
    )


def as_floats(value: Any) -> Any:
    """Fractions as floats, tuples of them as an array."""
    if isinstance(value, str):
        return value
    return np.array(value, dtype=float) if isinstance(value, tuple) else float(value)


WHOLE = {
    "accuracy": oracle.accuracy_score,
    "balanced_accuracy": oracle.balanced_accuracy_score,
    "mcc": oracle.matthews_corrcoef,
}


def draw_whole(name: str, rng: np.random.Generator, number: int) -> Iterator[Case]:
    """Accuracy, balanced accuracy and MCC, whose 0/0 scikit-learn settles by itself."""
    classes, policy = int(rng.integers(2, 5)), turn(POLICIES, number)
    y_true, y_pred = random_labels(rng, classes)
    with sklearn.config_context(skip_parameter_validation=True):
        theirs = float(WHOLE[name](y_true, y_pred))
    matrix = confusion_matrix(y_true, y_pred, labels=range(classes))
    one_sided = len({*y_true.tolist()}) == 1 or len({*y_pred.tolist()}) == 1
    undefined = name == "mcc" and one_sided
    absent = name == "balanced_accuracy" and len({*y_true.tolist()}) < classes
    expected = {"raise": "raises"}.get(policy, policy) if undefined else theirs
    if absent and policy == "raise":
        expected = "raises"
    found = outcome(partial(score, name, matrix, zero_division=policy), ZeroDivisionError)
    branches = [f"zero_division:{policy}"]
    branches += ["0/0"] if undefined or absent else []
    yield Case(
        ours=as_floats(getattr(found, "value", found)),
        theirs=expected,
        arguments={"y_true": y_true.tolist(), "y_pred": y_pred.tolist(), "zero_division": policy},
        branches=tuple(branches),
        signature=getattr(found, "signature", ""),
        tolerance=CLOSE,
    )


def draw_matrix(rng: np.random.Generator, number: int) -> Iterator[Case]:
    """A table of numbers or strings, with labels in an order of their own or by default."""
    classes = int(rng.integers(2, 6))
    y_true, y_pred = random_labels(rng, classes)
    names: Any = np.array(["ham", "spam", "news", "bulk", "other"])[:classes]
    if kind := number % 2:
        y_true, y_pred = names[y_true], names[y_pred]
    known = names if kind else np.arange(classes)
    labels = None if number // 2 % 2 else rng.permutation(known).tolist()
    ours = confusion_matrix(y_true, y_pred, labels)
    theirs = oracle.confusion_matrix(y_true, y_pred, labels=labels)
    order = sorted({*y_true.tolist(), *y_pred.tolist()}) if labels is None else labels
    yield Case(
        ours=(np.array(ours.values), list(ours.labels)),
        theirs=(theirs, order),
        arguments={"y_true": y_true.tolist(), "y_pred": y_pred.tolist(), "labels": labels},
        branches=(
            "labels:default" if labels is None else "labels:given",
            "strings" if kind else "numbers",
        ),
    )


ON_COUNTS = ("precision", "recall", "specificity", "negative_predictive_value", "f_beta", "f1")


def draw_counts(name: str, rng: np.random.Generator, number: int) -> Iterator[Case]:
    """Counts of one class, small ones mostly; scikit-learn reads them as weights."""
    policy, large = turn(POLICIES, number), number % 7 == 0
    tp, fp, fn, tn = (int(n) for n in rng.integers(0, 10**5 if large else 3, size=4))
    beta = turn(BETAS, number // len(POLICIES)) if name == "f_beta" else 1
    given = {"beta": beta} if name == "f_beta" else {}
    tn += not tp + fp + fn + tn  # scikit-learn has no value without examples
    counts = Counts(tp=tp, fp=fp, fn=fn, tn=tn)
    function = getattr(count_metrics, name)
    ours = outcome(lambda: function(counts, zero_division=policy, **given), ZeroDivisionError)
    rest = name in ("specificity", "negative_predictive_value")
    place = {"negative_predictive_value": 0}.get(name) if rest else PLACE[name]
    place = 1 if name == "specificity" else place
    assert place is not None
    theirs = prf(
        place,
        [0, 0, 1, 1],
        [0, 1, 0, 1],
        policy,
        sample_weight=[tn, fp, fn, tp],
        average="binary",
        pos_label=0 if rest else 1,
        beta=beta,
    )
    undefined = isinstance(ours, str) or isnan(function(counts, zero_division=nan, **given))
    yield Case(
        ours=as_floats(ours),
        theirs=theirs,
        arguments={"counts": counts, "zero_division": policy} | given,
        branches=(f"zero_division:{policy}", *(["0/0"] if undefined else [])),
        tolerance=CLOSE,
    )


def draw_counts_whole(name: str, rng: np.random.Generator, number: int) -> Iterator[Case]:
    """Accuracy, balanced accuracy and MCC of counts, up to a hundred thousand."""
    large = number % 3 == 0
    tp, fp, fn, tn = (int(n) for n in rng.integers(0, 10**5 if large else 4, size=4))
    tn += not tp + fp + fn + tn  # scikit-learn has no value without examples
    counts = Counts(tp=tp, fp=fp, fn=fn, tn=tn)
    weights = [tn, fp, fn, tp]
    kept = [place for place, weight in enumerate(weights) if weight]
    y_true, y_pred = ([[0, 0, 1, 1], [0, 1, 0, 1]][side] for side in (0, 1))
    with sklearn.config_context(skip_parameter_validation=True):
        theirs = WHOLE[name](
            [y_true[place] for place in kept],
            [y_pred[place] for place in kept],
            sample_weight=[weights[place] for place in kept],
        )
    yield Case(
        ours=float(getattr(count_metrics, name)(counts)),
        theirs=float(theirs),
        arguments={"counts": counts},
        branches=("large" if large else "small",),
        tolerance=1e-9,
    )


def zero_over_zero(averages: tuple[Any, ...], least: int) -> dict[str, int]:
    """A minimum of undefined cases for each average."""
    return {f"0/0, average:{average}": least for average in averages}


ORACLES = (
    *(
        Oracle(
            name=f"metrics.score: {name}",
            family="metrics",
            against="scikit-learn",
            cases=5_000,
            draw=partial(draw_score, name),
            minimum=stated(NAMES, 200)
            | (stated([f"beta:{beta}" for beta in BETAS], 700) if name == "f_beta" else {})
            | zero_over_zero(("macro", "weighted", None), 150)
            | zero_over_zero(("binary",), 30)
            | zero_over_zero(("micro",), 0),
        )
        for name in ("precision", "recall", "f1", "f_beta", "specificity")
    ),
    *(
        Oracle(
            name=f"metrics.score: {name}",
            family="metrics",
            against="scikit-learn",
            cases=2_500,
            draw=partial(draw_whole, name),
            minimum=stated([f"zero_division:{policy}" for policy in POLICIES], 500)
            | {"0/0": 0 if name == "accuracy" else 400},
        )
        for name in WHOLE
    ),
    Oracle(
        name="confusion.confusion_matrix",
        family="metrics",
        against="scikit-learn",
        cases=3_000,
        draw=draw_matrix,
        minimum=stated(("labels:default", "labels:given", "strings", "numbers"), 1_200),
    ),
    *(
        Oracle(
            name=f"count_metrics.{name}",
            family="metrics",
            against="scikit-learn",
            cases=1_000,
            draw=partial(draw_counts, name),
            minimum=stated([f"zero_division:{policy}" for policy in POLICIES], 200) | {"0/0": 15},
            kind="scalar",
        )
        for name in ON_COUNTS
    ),
    *(
        Oracle(
            name=f"count_metrics.{name}",
            family="metrics",
            against="scikit-learn",
            cases=1_000,
            draw=partial(draw_counts_whole, name),
            minimum={"large": 300, "small": 600},
            kind="scalar",
        )
        for name in WHOLE
    ),
)

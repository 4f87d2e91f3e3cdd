"""Metrics against scikit-learn on random labels, for every average and policy."""

from collections import Counter
from itertools import product
from math import inf, nan
from typing import Any

import numpy as np
import pytest
import sklearn
from numpy.typing import NDArray
from sklearn import metrics as oracle

from autograder.reference.metrics import (
    Counts,
    accuracy,
    balanced_accuracy,
    confusion_matrix,
    f_beta,
    mcc,
    negative_predictive_value,
    precision,
    recall,
    score,
    specificity,
)

CASES = 2_000
POLICIES = (0, 1, nan)
BETAS = (0, 0.5, 1, 2, inf)
Labels = NDArray[np.int64]


def random_labels(rng: np.random.Generator, classes: int) -> tuple[Labels, Labels]:
    """Few examples and skewed classes, so that 0/0 is common."""
    examples = int(rng.integers(1, 13))
    shares = rng.dirichlet(np.full(classes, 0.4), size=2)
    y_true = rng.choice(classes, size=examples, p=shares[0])
    y_pred = rng.choice(classes, size=examples, p=shares[1])
    return y_true, np.where(rng.random(examples) < 0.3, y_true, y_pred)


def assert_close(ours: Any, theirs: Any) -> None:
    np.testing.assert_allclose(np.asarray(ours, dtype=float), theirs, rtol=1e-12, atol=1e-12)


def undefined(y_true: Labels, y_pred: Labels, classes: int) -> bool:
    return len({*y_true.tolist()}) < classes or len({*y_pred.tolist()}) < classes


@pytest.fixture(autouse=True)
def without_parameter_validation() -> Any:
    """Let scikit-learn skip what its own tests cover: it takes half of the time."""
    with sklearn.config_context(skip_parameter_validation=True):
        yield


def test_precision_recall_and_f_scores_equal_scikit_learns_for_every_average_and_policy() -> None:
    rng = np.random.default_rng(1)
    averages: tuple[Any, ...] = ("micro", "macro", "weighted", None)
    seen: Counter[object] = Counter()
    for (average, policy, beta), _ in product(product(averages, POLICIES, BETAS), range(40)):
        classes = int(rng.integers(2, 5))
        y_true, y_pred = random_labels(rng, classes)
        matrix = confusion_matrix(y_true, y_pred, labels=range(classes))
        theirs = oracle.precision_recall_fscore_support(
            y_true,
            y_pred,
            labels=range(classes),
            average=average,
            beta=beta,
            zero_division=policy,
        )
        choices: dict[str, Any] = {"average": average, "zero_division": policy}
        assert_close(score("precision", matrix, **choices).value, theirs[0])
        assert_close(score("recall", matrix, **choices).value, theirs[1])
        assert_close(score("f_beta", matrix, beta=beta, **choices).value, theirs[2])
        if beta == 1:
            assert_close(score("f1", matrix, **choices).value, theirs[2])
        seen[average, str(policy), undefined(y_true, y_pred, classes)] += 1
    assert sum(seen.values()) >= 2_000
    assert min(seen[a, str(policy), True] for a in averages for policy in POLICIES) >= 50


@pytest.mark.filterwarnings("ignore:A single label was found")
def test_the_default_labels_are_scikit_learns() -> None:
    rng = np.random.default_rng(2)
    for _ in range(300):
        y_true, y_pred = random_labels(rng, 4)
        matrix = confusion_matrix(y_true, y_pred)
        np.testing.assert_array_equal(matrix.values, oracle.confusion_matrix(y_true, y_pred))
        assert list(matrix.labels) == sorted({*y_true.tolist(), *y_pred.tolist()})


def test_the_binary_average_equals_scikit_learns() -> None:
    rng = np.random.default_rng(3)
    seen: Counter[object] = Counter()
    for case in range(CASES):
        y_true, y_pred = random_labels(rng, 2)
        policy, beta, positive = POLICIES[case % 3], BETAS[case % 5], case % 2
        matrix = confusion_matrix(y_true, y_pred, labels=[0, 1])
        # subtle: scikit-learn refuses a positive label that does not occur, so both classes are
        # appended as examples of no weight.
        theirs = oracle.precision_recall_fscore_support(
            np.append(y_true, [0, 1]),
            np.append(y_pred, [0, 1]),
            sample_weight=np.append(np.ones(len(y_true)), [0, 0]),
            average="binary",
            pos_label=positive,
            beta=beta,
            zero_division=policy,
        )
        choices: dict[str, Any] = {"average": "binary", "positive": positive}
        choices["zero_division"] = policy
        assert_close(score("precision", matrix, **choices).value, theirs[0])
        assert_close(score("recall", matrix, **choices).value, theirs[1])
        assert_close(score("f_beta", matrix, beta=beta, **choices).value, theirs[2])
        seen[str(policy), undefined(y_true, y_pred, 2)] += 1
    assert sum(seen.values()) >= 2_000
    assert min(seen[str(policy), True] for policy in POLICIES) >= 200


@pytest.mark.parametrize("policy", POLICIES)
@pytest.mark.parametrize("beta", BETAS)
def test_the_functions_of_counts_equal_scikit_learns(policy: float, beta: float) -> None:
    rng = np.random.default_rng(4)
    # subtle: as a multilabel target, each column is a case, and one call serves them all.
    y_true, y_pred = rng.random((2, 8, CASES)) < rng.random((2, 1, CASES)) ** 2
    choices: dict[str, Any] = {"average": None, "zero_division": policy}
    theirs = oracle.precision_recall_fscore_support(y_true, y_pred, beta=beta, **choices)
    others = oracle.precision_recall_fscore_support(~y_true, ~y_pred, **choices)
    cases = [
        Counts(tp=tp, fp=fp, fn=fn, tn=tn)
        for (tn, fp), (fn, tp) in oracle.multilabel_confusion_matrix(y_true, y_pred)
    ]
    assert len(cases) >= 2_000
    assert sum(counts.tp + counts.fp == 0 for counts in cases) >= 200
    assert_close([precision(counts, zero_division=policy) for counts in cases], theirs[0])
    assert_close([recall(counts, zero_division=policy) for counts in cases], theirs[1])
    assert_close([f_beta(counts, beta, zero_division=policy) for counts in cases], theirs[2])
    npv = [negative_predictive_value(counts, zero_division=policy) for counts in cases]
    assert_close(npv, others[0])
    assert_close([specificity(counts, zero_division=policy) for counts in cases], others[1])


@pytest.mark.parametrize("policy", POLICIES)
def test_specificity_is_scikit_learns_recall_of_everything_else(policy: float) -> None:
    rng = np.random.default_rng(5)
    classes, examples = 3, 5
    labels = rng.integers(classes, size=(2, CASES, examples)) * (rng.random((2, CASES, 1)) < 0.8)
    matrices = [
        confusion_matrix(*pair, labels=range(classes)) for pair in zip(*labels, strict=True)
    ]
    # One column for each case and class; for "micro", all classes of a case below each other.
    rest = labels[..., None] != np.arange(classes)
    columns = rest.transpose(0, 2, 1, 3).reshape(2, examples, -1)
    pooled = rest.transpose(0, 2, 3, 1).reshape(2, examples * classes, -1)
    choices: dict[str, Any] = {"average": None, "zero_division": policy}
    by_class = oracle.recall_score(*columns, **choices).reshape(CASES, classes)
    support = (labels[0][..., None] == np.arange(classes)).sum(axis=1)
    defined = np.ma.masked_invalid(by_class)
    theirs = {
        None: by_class,
        "micro": oracle.recall_score(*pooled, **choices),
        "macro": np.ma.average(defined, axis=1).filled(nan),
        "weighted": np.ma.average(defined, axis=1, weights=support),
    }
    for average, expected in theirs.items():
        for matrix, value in zip(matrices, expected, strict=True):
            if value is not np.ma.masked:
                ours = score("specificity", matrix, average=average, zero_division=policy)
                assert_close(ours.value, value)


@pytest.mark.filterwarnings("ignore:y_pred contains classes not in y_true")
@pytest.mark.filterwarnings("ignore:A single label was found")
def test_accuracy_balanced_accuracy_and_mcc_equal_scikit_learns() -> None:
    rng = np.random.default_rng(6)
    seen: Counter[object] = Counter()
    for _ in range(CASES):
        classes = int(rng.integers(2, 5))
        y_true, y_pred = random_labels(rng, classes)
        matrix = confusion_matrix(y_true, y_pred, labels=range(classes))
        right = oracle.accuracy_score(y_true, y_pred)
        balanced = oracle.balanced_accuracy_score(y_true, y_pred)
        correlation = oracle.matthews_corrcoef(y_true, y_pred)
        assert_close(score("accuracy", matrix).value, right)
        assert_close(score("balanced_accuracy", matrix).value, balanced)
        assert_close(score("mcc", matrix).value, correlation)
        if classes == 2:
            counts = matrix.counts(1)
            ours = [accuracy(counts), balanced_accuracy(counts), mcc(counts)]
            assert_close(ours, [right, balanced, correlation])
        seen["two classes"] += classes == 2
        seen["0/0"] += bool(np.isnan(score("mcc", matrix, zero_division=nan).value))
    assert seen["two classes"] >= 500
    assert seen["0/0"] >= 200


def test_mcc_of_large_counts_equals_scikit_learns() -> None:
    rng = np.random.default_rng(7)
    for _ in range(300):
        tp, fp, fn, tn = (int(n) for n in rng.integers(1, 10**5, size=4))
        weights, y_true, y_pred = [tn, fp, fn, tp], [0, 0, 1, 1], [0, 1, 0, 1]
        theirs = oracle.matthews_corrcoef(y_true, y_pred, sample_weight=weights)
        np.testing.assert_allclose(mcc(Counts(tp=tp, fp=fp, fn=fn, tn=tn)), theirs, rtol=1e-9)

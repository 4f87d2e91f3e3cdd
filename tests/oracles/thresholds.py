"""Curves, areas and chosen thresholds against scikit-learn, labels at one against Keras too."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from functools import partial
from math import inf
from typing import Any

import numpy as np
import sklearn
from sklearn import metrics as oracle
from sklearn.preprocessing import binarize

from autograder.reference.thresholds import (
    average_precision,
    best_threshold_by_cost,
    cost_optimal_threshold,
    labels_at,
    operating_points,
    precision_recall_points,
    roc_auc,
    roc_points,
    threshold_for_recall,
)
from tests.oracles.core import Case, Oracle, keras, pick

CLOSE = 1e-12
Examples = tuple[Any, Any]


def random_examples(rng: np.random.Generator) -> Examples:
    """Both classes, 2 to 30 examples; every other case with many ties."""
    size = int(rng.integers(2, 31))
    y_true = (rng.random(size) < rng.random()).astype(int)
    y_true[rng.permutation(size)[:2]] = [0, 1]
    scores = rng.normal(size=size) + y_true * rng.normal()
    return y_true, np.round(scores, 0) if rng.random() < 0.5 else scores


def ties(scores: Any) -> str:
    """Whether a score occurs twice."""
    return "ties" if len(set(scores.tolist())) < len(scores) else "no ties"


def case(examples: Examples, ours: Any, theirs: Any, **more: Any) -> Case:
    """A case of examples, with ties or without."""
    y_true, scores = examples
    arguments = {"y_true": y_true.tolist(), "scores": scores.tolist()} | more.pop("given", {})
    return Case(
        ours=ours,
        theirs=theirs,
        arguments=arguments,
        branches=(ties(scores), *more.pop("branches", ())),
        signature=more.pop("signature", ""),
        tolerance=CLOSE,
    )


def draw_roc(rng: np.random.Generator, number: int) -> Iterator[Case]:
    """The whole ROC curve."""
    y_true, scores = random_examples(rng)
    found = roc_points(y_true, scores)
    rates = found.false_positive_rates, found.true_positive_rates, found.thresholds
    with sklearn.config_context(skip_parameter_validation=True):
        theirs = oracle.roc_curve(y_true, scores, drop_intermediate=False)
    ours = tuple(np.array(part, dtype=float) for part in rates)
    yield case((y_true, scores), ours, theirs, signature=found.signature)


def draw_curve(rng: np.random.Generator, number: int) -> Iterator[Case]:
    """The whole precision-recall curve."""
    y_true, scores = random_examples(rng)
    found = precision_recall_points(y_true, scores)
    with sklearn.config_context(skip_parameter_validation=True):
        theirs = oracle.precision_recall_curve(y_true, scores)
    parts = found.precisions, found.recalls, found.thresholds
    ours = tuple(np.array(part, dtype=float) for part in parts)
    yield case((y_true, scores), ours, theirs, signature=found.signature)


def draw_area(
    ours: Callable[..., Any],
    theirs: Callable[..., Any],
    rng: np.random.Generator,
    number: int,
) -> Iterator[Case]:
    """One of the two areas."""
    y_true, scores = random_examples(rng)
    found = ours(y_true, scores)
    with sklearn.config_context(skip_parameter_validation=True):
        expected = float(theirs(y_true, scores))
    yield case((y_true, scores), float(found.value), expected, signature=found.signature)


def counts_of_sklearn(y_true: Any, scores: Any) -> tuple[Any, ...]:
    """Counts at every threshold from the highest score down, and the thresholds."""
    with sklearn.config_context(skip_parameter_validation=True):
        return oracle.confusion_matrix_at_thresholds(y_true, scores)  # type: ignore[no-any-return]


def draw_points(rng: np.random.Generator, number: int) -> Iterator[Case]:
    """The counts at every threshold, and at infinity, where nothing is positive."""
    y_true, scores = random_examples(rng)
    points = operating_points(y_true, scores)
    positives = int(y_true.sum())
    first = (0, 0, positives, len(y_true) - positives, inf)
    tns, fps, fns, tps, thresholds = counts_of_sklearn(y_true, scores)
    rest = zip(tps, fps, fns, tns, thresholds, strict=True)
    ours = [(p.counts.tp, p.counts.fp, p.counts.fn, p.counts.tn, p.threshold) for p in points]
    theirs = [first, *(tuple(map(float, row)) for row in rest)]
    yield case((y_true, scores), ours, theirs, signature=points[0].signature)


def draw_cost(rng: np.random.Generator, number: int) -> Iterator[Case]:
    """The cheapest of scikit-learn's thresholds, the highest on a tie."""
    y_true, scores = random_examples(rng)
    cost_fp, cost_fn = int(rng.integers(0, 4)), int(rng.integers(1, 6))
    _, fps, fns, _, thresholds = counts_of_sklearn(y_true, scores)
    by_cost = np.append(cost_fn * y_true.sum(), cost_fp * fps + cost_fn * fns)
    found = best_threshold_by_cost(y_true, scores, cost_fp, cost_fn)
    theirs = (np.append(inf, thresholds)[np.argmin(by_cost)], by_cost.min())
    ours = (found.threshold, cost_fp * found.counts.fp + cost_fn * found.counts.fn)
    tied = "costs tie" if (by_cost == by_cost.min()).sum() > 1 else "one is cheapest"
    yield case(
        (y_true, scores),
        ours,
        theirs,
        given={"cost_fp": cost_fp, "cost_fn": cost_fn},
        branches=(tied, "nothing positive" if found.threshold == inf else "some positive"),
        signature=found.signature,
    )


def draw_recall(rng: np.random.Generator, number: int) -> Iterator[Case]:
    """The highest of scikit-learn's thresholds with the recall; round shares, met exactly, too."""
    y_true, scores = random_examples(rng)
    exact = number % 2 == 0
    positives = int(y_true.sum())
    share = int(rng.integers(1, positives + 1)) / positives if exact else 1 - rng.random()
    _, _, _, tps, thresholds = counts_of_sklearn(y_true, scores)
    found = threshold_for_recall(y_true, scores, share)
    yield case(
        (y_true, scores),
        found.threshold,
        thresholds[tps / positives >= share][0],
        given={"at_least": share},
        branches=("a recall that occurs" if exact else "any recall",),
        signature=found.signature,
    )


def labels_of_keras(scores: Any, threshold: float) -> Any:
    """The labels that Keras's counts of positives imply, score by score."""
    metric = keras().metrics
    found = []
    for score in scores:
        positives = metric.TruePositives(thresholds=[threshold])
        positives.update_state([[1.0]], [[score]])
        found.append(int(positives.result()))
    return np.array(found)


def draw_labels(rng: np.random.Generator, number: int) -> Iterator[Case]:
    """Strict, as scikit-learn's `binarize` and Keras's metrics; else as scikit-learn's curves."""
    y_true, scores = random_examples(rng)
    threshold = float(pick(rng, *scores.tolist()) if rng.random() < 0.8 else rng.normal())
    way = ("strict", "at least", "strict")[number % 3]
    by_keras = number % 30 == 0
    if by_keras:
        scores = rng.integers(0, 5, size=4) / 4
        threshold = pick(rng, 0.25, 0.5, 0.75)
        theirs, y_true = labels_of_keras(scores, threshold), np.zeros(4, dtype=int)
    elif way == "strict":
        theirs = binarize(scores[:, None], threshold=threshold)[:, 0].astype(int)
    else:
        theirs = (-binarize(-scores[:, None], threshold=-threshold)[:, 0] + 1).astype(int)
    ours = labels_at(scores, threshold, strict=way == "strict")
    at = ("a score at the threshold",) if threshold in scores else ()
    who = ("by Keras",) if by_keras else ("by scikit-learn",)
    given = {"threshold": threshold, "strict": way == "strict"}
    yield case((y_true, scores), ours, theirs, given=given, branches=(way, *at, *who))


def draw_elkan(rng: np.random.Generator, number: int) -> Iterator[Case]:
    """Elkan's quotient, in decimals."""
    fp, fn = (int(cost) for cost in rng.integers(0, 50, size=2))
    fn += fp == fn == 0
    yield Case(
        ours=cost_optimal_threshold(fp, fn),
        theirs=float(Decimal(fp) / Decimal(fp + fn)),
        arguments={"cost_fp": fp, "cost_fn": fn},
        branches=("a cost of 0" if 0 in (fp, fn) else "both cost",),
        tolerance=1e-15,
    )


TIES = {"ties": 700, "no ties": 700}

ORACLES = (
    Oracle(
        name="thresholds.roc_points",
        family="thresholds",
        against="scikit-learn",
        cases=2_000,
        draw=draw_roc,
        minimum=TIES,
    ),
    Oracle(
        name="thresholds.precision_recall_points",
        family="thresholds",
        against="scikit-learn",
        cases=2_000,
        draw=draw_curve,
        minimum=TIES,
    ),
    Oracle(
        name="thresholds.roc_auc",
        family="thresholds",
        against="scikit-learn",
        cases=2_000,
        draw=partial(draw_area, roc_auc, oracle.roc_auc_score),
        minimum=TIES,
    ),
    Oracle(
        name="thresholds.average_precision",
        family="thresholds",
        against="scikit-learn",
        cases=2_000,
        draw=partial(draw_area, average_precision, oracle.average_precision_score),
        minimum=TIES,
    ),
    Oracle(
        name="thresholds.operating_points",
        family="thresholds",
        against="scikit-learn",
        cases=2_000,
        draw=draw_points,
        minimum=TIES,
    ),
    Oracle(
        name="thresholds.best_threshold_by_cost",
        family="thresholds",
        against="scikit-learn",
        cases=2_000,
        draw=draw_cost,
        minimum=TIES
        | {"costs tie": 150, "one is cheapest": 900, "nothing positive": 60, "some positive": 900},
    ),
    Oracle(
        name="thresholds.threshold_for_recall",
        family="thresholds",
        against="scikit-learn",
        cases=2_000,
        draw=draw_recall,
        minimum=TIES | {"a recall that occurs": 900, "any recall": 900},
    ),
    Oracle(
        name="thresholds.labels_at",
        family="thresholds",
        against="scikit-learn, Keras",
        cases=2_000,
        draw=draw_labels,
        minimum=TIES
        | {"strict": 1_200, "at least": 600, "a score at the threshold": 1_200}
        | {"by Keras": 50, "by scikit-learn": 1_800},
    ),
    Oracle(
        name="thresholds.cost_optimal_threshold",
        family="thresholds",
        against="decimals",
        cases=500,
        draw=draw_elkan,
        minimum={"a cost of 0": 5, "both cost": 400},
        kind="scalar",
    ),
)

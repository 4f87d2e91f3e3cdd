"""Thresholds and curves: published values and properties."""

from fractions import Fraction
from math import inf, nan
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder.reference import metrics
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

reproducible = settings(deadline=None, derandomize=True, max_examples=60)
# The example of scikit-learn's documentation of these functions.
Y_TRUE, SCORES = [0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8]
FUNCTIONS: dict[str, Any] = {
    "operating_points": operating_points,
    "roc_points": roc_points,
    "roc_auc": roc_auc,
    "precision_recall_points": precision_recall_points,
    "average_precision": average_precision,
    "best_threshold_by_cost": lambda y, s: best_threshold_by_cost(y, s, 1, 2),
    "threshold_for_recall": lambda y, s: threshold_for_recall(y, s, 0.5),
}
each_function = pytest.mark.parametrize("name", sorted(FUNCTIONS))
examples = st.lists(
    st.tuples(st.integers(0, 1), st.integers(-6, 6)), min_size=2, max_size=20
).filter(lambda pairs: len({label for label, _ in pairs}) == 2)
costs = st.sampled_from([0, 0.1, 0.3, 1, 7, Fraction(1, 3)])


def unzipped(pairs: list[tuple[int, int]]) -> tuple[list[int], list[int]]:
    return [label for label, _ in pairs], [score for _, score in pairs]


def test_the_curves_are_those_of_scikit_learns_documentation() -> None:
    roc = roc_points(Y_TRUE, SCORES)
    assert [float(rate) for rate in roc.false_positive_rates] == [0, 0, 0.5, 0.5, 1]
    assert [float(rate) for rate in roc.true_positive_rates] == [0, 0.5, 0.5, 1, 1]
    assert roc.thresholds == (inf, 0.8, 0.4, 0.35, 0.1)
    curve = precision_recall_points(Y_TRUE, SCORES)
    assert curve.precisions == (Fraction(1, 2), Fraction(2, 3), Fraction(1, 2), 1, 1)
    assert curve.recalls == (1, 1, Fraction(1, 2), Fraction(1, 2), 0)
    assert curve.thresholds == (0.1, 0.35, 0.4, 0.8)


def test_the_areas_are_those_of_scikit_learns_documentation() -> None:
    assert roc_auc(Y_TRUE, SCORES).value == Fraction(3, 4)
    assert round(average_precision(Y_TRUE, SCORES).value, 2) == 0.83


def test_areas_carry_the_signature_of_their_conventions() -> None:
    assert roc_auc(Y_TRUE, SCORES).signature == "roc_auc|thresholds:all|ties:half"
    signature = average_precision(Y_TRUE, SCORES).signature
    assert signature == "average_precision|thresholds:all|between:steps"


def test_curves_and_chosen_thresholds_carry_the_signature_of_their_conventions() -> None:
    positive = "positive:at least the threshold"
    assert roc_points(Y_TRUE, SCORES).signature == f"roc_points|thresholds:all|{positive}"
    curve = precision_recall_points(Y_TRUE, SCORES)
    said = f"precision_recall_points|thresholds:all|last:1 and 0|{positive}"
    assert curve.signature == said
    assert operating_points(Y_TRUE, SCORES)[0].signature == f"operating_point|{positive}"
    cheapest = best_threshold_by_cost(Y_TRUE, SCORES, 1, 4)
    said = f"best_threshold_by_cost|cost_fp:1|cost_fn:4|ties:highest|{positive}"
    assert cheapest.signature == said
    found = threshold_for_recall(Y_TRUE, SCORES, 0.5)
    assert found.signature == f"threshold_for_recall|at_least:0.5|ties:highest|{positive}"


def test_the_signature_of_a_point_takes_no_part_in_a_comparison() -> None:
    points = operating_points(Y_TRUE, SCORES)
    assert threshold_for_recall(Y_TRUE, SCORES, 0.5) in points


def test_a_score_at_the_threshold_is_positive_unless_the_threshold_is_strict() -> None:
    assert labels_at([[0.5, 0.4], [0.6, 0.5]], 0.5).tolist() == [[1, 0], [1, 1]]
    assert labels_at([[0.5, 0.4], [0.6, 0.5]], 0.5, strict=True).tolist() == [[0, 0], [1, 0]]
    assert labels_at([-5, 5], inf).tolist() == [0, 0]
    assert labels_at(np.float32([0.7]), 0.7).tolist() == [1]


def test_the_cost_of_errors_settles_the_threshold_of_calibrated_scores() -> None:
    # Elkan (2001), equation 2, with right decisions at no cost.
    assert cost_optimal_threshold(1, 1) == 0.5
    assert cost_optimal_threshold(1, 9) == 0.1
    assert cost_optimal_threshold(0, 9) == 0
    assert cost_optimal_threshold(3, 0) == 1


def test_precision_may_fall_as_the_threshold_rises() -> None:
    curve = precision_recall_points(Y_TRUE, SCORES)
    assert curve.precisions[1] > curve.precisions[2]


@reproducible
@given(examples)
def test_rates_rise_from_zero_to_one_as_the_threshold_falls(pairs: Any) -> None:
    roc = roc_points(*unzipped(pairs))
    for rates in (roc.false_positive_rates, roc.true_positive_rates):
        assert (rates[0], rates[-1]) == (0, 1)
        assert list(rates) == sorted(rates)
    assert list(roc.thresholds) == sorted(set(roc.thresholds), reverse=True)


@reproducible
@given(examples)
def test_the_counts_of_a_point_are_those_of_the_labels_at_its_threshold(pairs: Any) -> None:
    y_true, scores = unzipped(pairs)
    for point in operating_points(y_true, scores):
        labels = labels_at(scores, point.threshold)
        matrix = metrics.confusion_matrix(y_true, labels, labels=[0, 1])
        assert point.counts == matrix.counts(1)


@each_function
@reproducible
@given(examples, st.randoms(use_true_random=False))
def test_the_order_of_examples_changes_nothing(name: str, pairs: Any, random: Any) -> None:
    shuffled = random.sample(pairs, len(pairs))
    assert FUNCTIONS[name](*unzipped(shuffled)) == FUNCTIONS[name](*unzipped(pairs))


@pytest.mark.parametrize("area", [roc_auc, average_precision])
@reproducible
@given(examples)
def test_an_area_sees_only_the_ranks_and_lies_between_zero_and_one(area: Any, pairs: Any) -> None:
    y_true, scores = unzipped(pairs)
    assert area(y_true, [score**3 - 5 for score in scores]) == area(y_true, scores)
    assert 0 <= area(y_true, scores).value <= 1
    assert area(y_true, y_true).value == 1


@reproducible
@given(examples)
def test_the_area_under_roc_is_the_share_of_pairs_in_order(pairs: Any) -> None:
    positives = [score for label, score in pairs if label]
    negatives = [score for label, score in pairs if not label]
    won = sum(Fraction((p > n) + (p >= n), 2) for p in positives for n in negatives)
    y_true, scores = unzipped(pairs)
    assert roc_auc(y_true, scores).value == won / (len(positives) * len(negatives))
    assert roc_auc(y_true, [-score for score in scores]).value == 1 - roc_auc(y_true, scores).value


@reproducible
@given(examples, costs, costs)
def test_no_threshold_is_cheaper_than_the_best_and_no_equal_one_higher(
    pairs: Any, cost_fp: Any, cost_fn: Any
) -> None:
    def cost(threshold: float) -> Fraction:
        wrong = [int(score >= threshold) - label for label, score in pairs]
        return Fraction(cost_fp) * wrong.count(1) + Fraction(cost_fn) * wrong.count(-1)

    if cost_fp == cost_fn == 0:
        return
    best = best_threshold_by_cost(*unzipped(pairs), cost_fp, cost_fn).threshold
    thresholds = [inf, *(score / 2 for score in range(-13, 14))]
    assert cost(best) == min(map(cost, thresholds))
    assert not any(cost(t) == cost(best) for t in {score for _, score in pairs} if t > best)


@pytest.mark.parametrize(("cost_fp", "cost_fn"), [(1, 1), (1, 4), (3, 1)])
def test_on_calibrated_scores_the_best_threshold_agrees_with_the_optimal_one(
    cost_fp: int, cost_fn: int
) -> None:
    # Of the 20 examples with score p, 20 p are positive.
    shares = [n / 20 for n in range(1, 20)]
    scores = [share for share in shares for _ in range(20)]
    y_true = [int(place < round(20 * share)) for share in shares for place in range(20)]
    best = best_threshold_by_cost(y_true, scores, cost_fp, cost_fn).threshold
    assert best == pytest.approx(cost_optimal_threshold(cost_fp, cost_fn) + 0.05)


@reproducible
@given(examples, st.sampled_from([0.01, 0.2, 0.5, 0.8, Fraction(4, 5), 1]))
def test_the_threshold_for_a_recall_is_the_highest_that_reaches_it(
    pairs: Any, at_least: Any
) -> None:
    found = threshold_for_recall(*unzipped(pairs), at_least)
    roc = roc_points(*unzipped(pairs))
    reached = [
        threshold
        for threshold, rate in zip(roc.thresholds, roc.true_positive_rates, strict=True)
        if float(rate) >= float(at_least)
    ]
    assert found.threshold == max(reached)


def test_four_fifths_reach_a_recall_of_the_float_0_8() -> None:
    point = threshold_for_recall([1, 1, 1, 1, 1, 0], [6, 5, 4, 3, 2, 1], at_least=0.8)
    assert point.threshold == 3


@each_function
@pytest.mark.parametrize(
    ("y_true", "scores", "message"),
    [
        ([0, 0], [1, 2], r"both classes, 0 and 1, in y_true, got only \[0\]"),
        ([True, True], [1, 2], r"both classes, 0 and 1, in y_true, got only \[True\]"),
        ([], [], r"both classes, 0 and 1, in y_true, got only \[\]"),
        ([0, 2], [1, 2], r"0 and 1 in y_true, got \[0, 2\]"),
        (["0", "1"], [1, 2], r"0 and 1 in y_true, got \['0', '1'\]"),
        ([0, 1, 1], [1, 2], r"of one length, got shapes \(3,\) and \(2,\)"),
        ([[0], [1]], [[1], [2]], r"of one length, got shapes \(2, 1\) and \(2, 1\)"),
        ([0, 1], [1, nan], "finite scores, got nan"),
        ([0, 1], [1, inf], "finite scores, got inf"),
    ],
)
def test_what_has_no_curve_is_a_value_error(
    name: str, y_true: Any, scores: Any, message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        FUNCTIONS[name](y_true, scores)


@each_function
def test_scores_that_are_no_numbers_are_a_type_error(name: str) -> None:
    with pytest.raises(TypeError, match="scores to be numbers, got an array of <U1"):
        FUNCTIONS[name]([0, 1], ["a", "b"])


def test_thresholds_recalls_and_costs_out_of_range_are_a_value_error() -> None:
    with pytest.raises(ValueError, match="the threshold to be a number, got nan"):
        labels_at([0.5], nan)
    for at_least in (0, 1.1, nan):
        with pytest.raises(ValueError, match=f"above 0 and up to 1, got {at_least}"):
            threshold_for_recall(Y_TRUE, SCORES, at_least)
    for cost in (-1, inf, nan):
        with pytest.raises(ValueError, match=f"cost_fn to be finite and 0 or more, got {cost}"):
            cost_optimal_threshold(1, cost)
    with pytest.raises(ValueError, match="a cost above 0, got 0 for both"):
        best_threshold_by_cost(Y_TRUE, SCORES, 0, 0)

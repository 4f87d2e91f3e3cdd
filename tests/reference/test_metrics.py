"""Metrics on counts and on confusion matrices: published values and properties."""

from collections.abc import Callable
from fractions import Fraction
from math import isnan, nan
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder.reference.metrics import (
    ConfusionMatrix,
    Counts,
    Score,
    accuracy,
    balanced_accuracy,
    confusion_matrix,
    f1,
    f_beta,
    mcc,
    negative_predictive_value,
    precision,
    recall,
    score,
    specificity,
)

reproducible = settings(deadline=None, derandomize=True, max_examples=40)
TABLE = Counts(tp=80, fp=10, fn=20, tn=90)
SPAM = ConfusionMatrix(("ham", "spam"), ((90, 10), (20, 80)))
Metric = Callable[..., Any]

METRICS: dict[str, Metric] = {
    "accuracy": accuracy,
    "precision": precision,
    "recall": recall,
    "specificity": specificity,
    "negative_predictive_value": negative_predictive_value,
    "f_beta": lambda counts, **policy: f_beta(counts, 2, **policy),
    "f1": f1,
    "balanced_accuracy": balanced_accuracy,
    "mcc": mcc,
}
FROM_ZERO_TO_ONE = set(METRICS) - {"mcc"}
EXACT = set(METRICS) - {"mcc"}
SAME_FOR_BOTH_CLASSES = {"accuracy", "balanced_accuracy", "mcc"}
SAME_WHEN_ROLES_SWAP = {"accuracy", "f1", "mcc"}
BLIND_TO_TRUE_NEGATIVES = {"precision", "recall", "f_beta", "f1"}
OTHER_CLASS = {"recall": "specificity", "precision": "negative_predictive_value"}
# The counts that make each metric 0/0.
UNDEFINED = {
    "accuracy": Counts(tp=0, fp=0, fn=0, tn=0),
    "precision": Counts(tp=0, fp=0, fn=3, tn=5),
    "recall": Counts(tp=0, fp=3, fn=0, tn=5),
    "specificity": Counts(tp=5, fp=0, fn=3, tn=0),
    "negative_predictive_value": Counts(tp=5, fp=3, fn=0, tn=0),
    "f_beta": Counts(tp=0, fp=0, fn=0, tn=5),
    "f1": Counts(tp=0, fp=0, fn=0, tn=5),
    "balanced_accuracy": Counts(tp=0, fp=0, fn=0, tn=0),
    "mcc": Counts(tp=0, fp=0, fn=3, tn=5),
}

cells = st.integers(0, 30)
tables = st.builds(Counts, tp=cells, fp=cells, fn=cells, tn=cells)
answers = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=1, max_size=30)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("precision", Fraction(8, 9)),
        ("recall", Fraction(4, 5)),
        ("f1", Fraction(16, 19)),
        ("accuracy", Fraction(85, 100)),
        ("specificity", Fraction(9, 10)),
        ("balanced_accuracy", Fraction(85, 100)),
    ],
)
def test_the_published_table_gives_its_published_fractions(name: str, value: Fraction) -> None:
    assert METRICS[name](TABLE) == value


def test_the_published_table_gives_its_published_decimals() -> None:
    assert round(float(negative_predictive_value(TABLE)), 4) == 0.8182
    assert round(mcc(TABLE), 4) == 0.7035


def test_mcc_is_that_of_the_wikipedia_example_of_cats_and_dogs() -> None:
    # en.wikipedia.org/wiki/Phi_coefficient: 6 cats and 1 cat wrong, 2 dogs wrong, 3 dogs right.
    assert round(mcc(Counts(tp=6, fp=1, fn=2, tn=3)), 3) == 0.478


def test_the_sets_of_metrics_name_only_metrics() -> None:
    named = FROM_ZERO_TO_ONE | SAME_FOR_BOTH_CLASSES | SAME_WHEN_ROLES_SWAP
    assert named | BLIND_TO_TRUE_NEGATIVES | set(UNDEFINED) == set(METRICS)


@pytest.mark.parametrize("name", sorted(METRICS))
@reproducible
@given(tables)
def test_a_metric_stays_within_its_bounds(name: str, counts: Counts) -> None:
    low = 0 if name in FROM_ZERO_TO_ONE else -1
    assert low <= METRICS[name](counts) <= 1


@pytest.mark.parametrize("name", sorted(METRICS))
@reproducible
@given(st.integers(1, 10**9), st.integers(1, 10**9))
def test_only_right_answers_give_exactly_one(name: str, tp: int, tn: int) -> None:
    assert METRICS[name](Counts(tp=tp, fp=0, fn=0, tn=tn)) == 1


@pytest.mark.parametrize("name", sorted(EXACT))
@reproducible
@given(tables)
def test_a_metric_of_counts_is_an_exact_fraction(name: str, counts: Counts) -> None:
    assert isinstance(METRICS[name](counts), Fraction)


@pytest.mark.parametrize("name", sorted(SAME_FOR_BOTH_CLASSES))
@reproducible
@given(tables)
def test_calling_the_other_class_positive_changes_nothing(name: str, counts: Counts) -> None:
    assert METRICS[name](counts) == METRICS[name](counts.swapped())


@pytest.mark.parametrize("name", sorted(OTHER_CLASS))
@reproducible
@given(tables)
def test_two_metrics_are_one_seen_from_either_class(name: str, counts: Counts) -> None:
    assert METRICS[name](counts) == METRICS[OTHER_CLASS[name]](counts.swapped())


@pytest.mark.parametrize("name", sorted(SAME_WHEN_ROLES_SWAP))
@reproducible
@given(tables)
def test_exchanging_actual_and_predicted_changes_nothing(name: str, counts: Counts) -> None:
    exchanged = Counts(tp=counts.tp, fp=counts.fn, fn=counts.fp, tn=counts.tn)
    assert METRICS[name](counts) == METRICS[name](exchanged)


@reproducible
@given(tables)
def test_exchanging_actual_and_predicted_turns_precision_into_recall(counts: Counts) -> None:
    exchanged = Counts(tp=counts.tp, fp=counts.fn, fn=counts.fp, tn=counts.tn)
    p, r = precision(counts, zero_division=nan), recall(exchanged, zero_division=nan)
    assert p == r or (isnan(p) and isnan(r))


@pytest.mark.parametrize("name", sorted(BLIND_TO_TRUE_NEGATIVES))
@reproducible
@given(tables, cells)
def test_true_negatives_are_not_seen(name: str, counts: Counts, tn: int) -> None:
    other = Counts(tp=counts.tp, fp=counts.fp, fn=counts.fn, tn=tn)
    assert METRICS[name](counts) == METRICS[name](other)


@pytest.mark.parametrize("name", sorted(METRICS))
def test_zero_over_zero_follows_the_policy(name: str) -> None:
    metric, counts = METRICS[name], UNDEFINED[name]
    assert metric(counts) == 0
    assert metric(counts, zero_division=1) == 1
    assert metric(counts, zero_division=0.5) == 0.5
    assert isnan(metric(counts, zero_division=nan))
    with pytest.raises(ZeroDivisionError, match=f"^(f_beta|{name}): .* is 0$"):
        metric(counts, zero_division="raise")


@pytest.mark.parametrize("name", sorted(METRICS))
@reproducible
@given(tables)
def test_the_policy_changes_nothing_where_there_is_a_value(name: str, counts: Counts) -> None:
    value = METRICS[name](counts, zero_division=nan)
    if not isnan(value):
        assert value == METRICS[name](counts, zero_division=0)
        assert value == METRICS[name](counts, zero_division=1)


def test_a_zero_division_error_names_the_denominator() -> None:
    with pytest.raises(ZeroDivisionError, match=r"precision: tp \+ fp is 0"):
        precision(UNDEFINED["precision"], zero_division="raise")
    with pytest.raises(ZeroDivisionError, match=r"balanced_accuracy: tn \+ fp is 0"):
        balanced_accuracy(UNDEFINED["specificity"], zero_division="raise")


@pytest.mark.parametrize("bad", [True, None, [0]])
def test_a_policy_of_the_wrong_kind_is_a_type_error_even_where_it_is_not_needed(bad: Any) -> None:
    with pytest.raises(TypeError, match="expected zero_division to be a number"):
        precision(TABLE, zero_division=bad)


def test_a_policy_of_another_name_is_a_value_error() -> None:
    with pytest.raises(ValueError, match="or \"raise\", got 'warn'"):
        precision(TABLE, zero_division="warn")


@reproducible
@given(tables)
def test_f_beta_runs_from_precision_to_recall(counts: Counts) -> None:
    assert f_beta(counts, 0) == precision(counts)
    assert f_beta(counts, float("inf")) == recall(counts)
    assert f_beta(counts, 1) == f_beta(counts, 1.0) == f1(counts)


@reproducible
@given(tables)
def test_f1_is_the_harmonic_mean_of_precision_and_recall(counts: Counts) -> None:
    p, r = precision(counts), recall(counts)
    assert f1(counts) == (2 * p * r / (p + r) if p + r else 0)


@pytest.mark.parametrize("beta", [-1, nan])
def test_a_negative_beta_is_a_value_error(beta: float) -> None:
    with pytest.raises(ValueError, match="expected beta to be 0 or more, got"):
        f_beta(TABLE, beta)


def test_counts_are_keyword_only_and_take_numpy_integers() -> None:
    assert Counts(tp=np.int64(80), fp=10, fn=20, tn=90) == TABLE
    with pytest.raises(TypeError, match="positional"):
        Counts(80, 10, 20, 90)


@pytest.mark.parametrize("bad", [1.0, True, "3", None])
def test_a_count_that_is_not_an_int_is_a_type_error(bad: Any) -> None:
    with pytest.raises(TypeError, match="expected fp to be an int, got"):
        Counts(tp=1, fp=bad, fn=1, tn=1)


def test_a_negative_count_is_a_value_error() -> None:
    with pytest.raises(ValueError, match="expected tn to be 0 or more, got -1"):
        Counts(tp=1, fp=1, fn=1, tn=-1)


def test_rows_are_actual_and_columns_predicted() -> None:
    matrix = confusion_matrix(["a", "a", "b"], ["b", "a", "b"])
    assert matrix.axes == ("actual", "predicted")
    assert matrix.labels == ("a", "b")
    assert matrix.values == ((1, 1), (0, 1))


def test_a_matrix_names_its_axes_when_printed() -> None:
    assert str(SPAM).splitlines() == [
        "             predicted",
        "              ham  spam",
        "actual  ham    90    10",
        "       spam    20    80",
    ]


@reproducible
@given(answers)
def test_counts_of_every_label_add_up_to_the_examples(pairs: list[tuple[int, int]]) -> None:
    matrix = confusion_matrix([a for a, _ in pairs], [p for _, p in pairs])
    for label in matrix.labels:
        counts = matrix.counts(label)
        assert counts.total == len(pairs)
        assert counts.tp == sum(a == p == label for a, p in pairs)
        assert counts.fp == sum(a != label and p == label for a, p in pairs)
        assert counts.fn == sum(a == label and p != label for a, p in pairs)


@reproducible
@given(answers)
def test_transposing_is_exchanging_actual_and_predicted(pairs: list[tuple[int, int]]) -> None:
    actual, predicted = [a for a, _ in pairs], [p for _, p in pairs]
    matrix = confusion_matrix(actual, predicted)
    assert matrix.transposed() == confusion_matrix(predicted, actual)
    assert matrix.transposed().transposed() == matrix


CHOICES: list[dict[str, Any]] = [
    *({"metric_name": name} for name in ("accuracy", "balanced_accuracy", "mcc")),
    *(
        {"metric_name": name, "average": average}
        for name in ("precision", "recall", "f1", "f_beta", "specificity")
        for average in ("micro", "macro", "weighted")
    ),
]


@pytest.mark.parametrize("choice", CHOICES, ids=lambda choice: "-".join(choice.values()))
@reproducible
@given(answers, st.randoms(use_true_random=False))
def test_a_score_is_invariant_to_the_order_of_examples_and_of_labels(
    choice: dict[str, Any], pairs: list[tuple[int, int]], random: Any
) -> None:
    matrix = confusion_matrix([a for a, _ in pairs], [p for _, p in pairs])
    shuffled = random.sample(pairs, len(pairs))
    order = random.sample(matrix.labels, len(matrix.labels))
    again = confusion_matrix([a for a, _ in shuffled], [p for _, p in shuffled])
    first = score(matrix=matrix, **choice)
    assert score(matrix=again, **choice) == first
    assert score(matrix=matrix.relabelled(order), **choice) == first


@reproducible
@given(answers)
def test_micro_precision_recall_and_f1_are_accuracy(pairs: list[tuple[int, int]]) -> None:
    matrix = confusion_matrix([a for a, _ in pairs], [p for _, p in pairs])
    expected = score("accuracy", matrix).value
    for name in ("precision", "recall", "f1"):
        assert score(name, matrix, average="micro").value == expected


@reproducible
@given(answers)
def test_weighted_recall_is_accuracy_and_macro_recall_balanced_accuracy(
    pairs: list[tuple[int, int]],
) -> None:
    matrix = confusion_matrix([a for a, _ in pairs], [p for _, p in pairs])
    assert score("recall", matrix, average="weighted").value == score("accuracy", matrix).value
    balanced = score("balanced_accuracy", matrix).value
    assert score("recall", matrix, average="macro", zero_division=nan).value == balanced


@reproducible
@given(tables)
def test_a_matrix_of_two_classes_scores_as_its_counts(counts: Counts) -> None:
    matrix = ConfusionMatrix((0, 1), ((counts.tn, counts.fp), (counts.fn, counts.tp)))
    for name in ("accuracy", "balanced_accuracy", "mcc"):
        assert score(name, matrix).value == METRICS[name](counts)
    for name in ("precision", "recall", "f1", "specificity"):
        one = score(name, matrix, average="binary", positive=1).value
        assert one == METRICS[name](counts) == score(name, matrix, average=None).value[1]


@pytest.mark.parametrize(
    ("arguments", "signature"),
    [
        ({"metric_name": "accuracy"}, "accuracy|zero_division:0"),
        (
            {"metric_name": "f1", "average": "macro", "zero_division": nan},
            "f1|average:macro|zero_division:nan",
        ),
        (
            {"metric_name": "recall", "average": "binary", "positive": "spam"},
            "recall|average:binary|positive:spam|zero_division:0",
        ),
        (
            {"metric_name": "f_beta", "beta": 2, "average": None, "zero_division": "raise"},
            "f_beta|beta:2|average:none|zero_division:raise",
        ),
    ],
)
def test_a_signature_tells_every_choice(arguments: dict[str, Any], signature: str) -> None:
    assert score(matrix=SPAM, **arguments).signature == signature


def test_macro_f1_is_the_mean_of_f1_and_not_the_f1_of_means() -> None:
    expected = Score((Fraction(6, 7) + Fraction(16, 19)) / 2, "f1|average:macro|zero_division:0")
    assert score("f1", SPAM, average="macro") == expected


def test_nan_classes_are_left_out_of_the_mean() -> None:
    matrix = confusion_matrix([0, 0, 1], [0, 0, 0], labels=[0, 1, 2])
    assert score("precision", matrix, average="macro").value == Fraction(2, 9)
    assert score("precision", matrix, average="macro", zero_division=nan).value == Fraction(2, 3)
    assert score("precision", matrix, average="macro", zero_division=1).value == Fraction(8, 9)
    empty = confusion_matrix([], [], labels=[0, 1])
    assert isnan(score("recall", empty, average="macro", zero_division=nan).value)


def test_raising_names_the_class_whose_denominator_is_zero() -> None:
    matrix = confusion_matrix(["a", "b"], ["a", "a"])
    with pytest.raises(ZeroDivisionError, match=r"tp \+ fp is 0, for the class 'b'"):
        score("precision", matrix, average="macro", zero_division="raise")
    absent = confusion_matrix(["a"], ["b"])
    with pytest.raises(ZeroDivisionError, match="the examples of class 'b' is 0"):
        score("balanced_accuracy", absent, zero_division="raise")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"metric_name": "auc"}, "expected one of .*'mcc'.*, got 'auc'"),
        ({"metric_name": "f1"}, "expected an average for f1, got none"),
        ({"metric_name": "accuracy", "average": "macro"}, "expected no average for accuracy"),
        ({"metric_name": "mcc", "average": None}, "expected no average for mcc"),
        ({"metric_name": "f1", "average": "samples"}, "got 'samples'"),
        ({"metric_name": "f1", "average": "binary"}, "expected one of the labels .*, got None"),
        ({"metric_name": "f1", "average": "binary", "positive": 1}, "got 1"),
        ({"metric_name": "f1", "average": "macro", "positive": "spam"}, "expected positive with"),
        ({"metric_name": "f1", "average": "macro", "beta": 2}, "expected beta with f_beta only"),
    ],
)
def test_arguments_that_do_not_fit_together_are_refused(
    arguments: dict[str, Any], message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        score(matrix=SPAM, **arguments)


def test_binary_needs_two_classes_at_most() -> None:
    with pytest.raises(ValueError, match='one or two labels for average="binary", got 3'):
        score("f1", confusion_matrix([0, 1, 2], [0, 1, 2]), average="binary", positive=1)


@pytest.mark.parametrize(
    ("labels", "values", "message"),
    [
        ((), (), "expected at least one label"),
        ((0, 0), ((1, 2), (3, 4)), "and each once"),
        ((0, 1), ((1, 2),), "expected 2 rows of 2 cells"),
        ((0, 1), ((1, 2), (3,)), r"got rows of \[2, 1\]"),
        ((0, 1), ((1, 2), (3, -4)), "expected a cell to be 0 or more"),
    ],
)
def test_a_matrix_that_is_not_one_is_a_value_error(labels: Any, values: Any, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        ConfusionMatrix(labels, values)


def test_arrays_become_plain_tuples_of_plain_ints() -> None:
    matrix = ConfusionMatrix(np.array([0, 1]), np.array([[90, 10], [20, 80]]))
    assert matrix == ConfusionMatrix((0, 1), ((90, 10), (20, 80)))
    assert type(matrix.values[0][0]) is type(matrix.labels[0]) is int


def test_labels_that_do_not_fit_are_refused() -> None:
    with pytest.raises(
        ValueError, match="expected as many actual as predicted labels, got 2 and 1"
    ):
        confusion_matrix([0, 1], [0])
    with pytest.raises(ValueError, match=r"expected every label to be in \[0\], got 1 as well"):
        confusion_matrix([0, 1], [0, 0], labels=[0])
    with pytest.raises(ValueError, match="expected one of the labels"):
        SPAM.counts("eggs")
    with pytest.raises(ValueError, match="in some order"):
        SPAM.relabelled(("ham", "eggs"))
    with pytest.raises(TypeError, match="expected a label to be a number or a string"):
        confusion_matrix([[0], [1]], [[0], [1]])

"""Splits, overlaps and baselines: published values, known cases, properties and refusals."""

from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder.reference.splits import (
    grouped_split,
    majority_baseline,
    overlap,
    split_by_position,
    without_case_and_punctuation,
)

reproducible = settings(deadline=None, derandomize=True, max_examples=60)
seeds = st.integers(0, 2**32 - 1)
texts = st.lists(st.text("aB ,!é", max_size=4), max_size=8)
some_texts = st.lists(st.text("aB ,!é", max_size=4), min_size=1, max_size=8)
shares = st.floats(0.01, 0.99)
group_lists = st.lists(st.sampled_from("abcdefg"), min_size=2, max_size=30)


def test_the_majority_of_the_blood_transfusion_data_is_as_published() -> None:
    # Yeh et al. (2009): of 748 people, 178 gave blood.
    found = majority_baseline(["no"] * 570 + ["yes"] * 178)
    assert (found.label, found.accuracy) == ("no", Fraction(570, 748))
    assert float(found.accuracy) == pytest.approx(0.762, abs=5e-4)


def test_a_fifth_of_25000_reviews_is_the_last_5000() -> None:
    # The numbers that TensorFlow's text classification tutorial prints.
    split = split_by_position(25_000, 0.2)
    assert split.train == (*range(20_000),)
    assert split.test == (*range(20_000, 25_000),)


def test_sorted_labels_put_a_class_on_the_validation_side_only() -> None:
    labels = [0] * 8 + [1] * 2
    split = split_by_position(len(labels), 0.2)
    assert {labels[i] for i in split.train} == {0}
    assert {labels[i] for i in split.test} == {1}


def test_rounding_is_that_of_floats_and_can_leave_no_training_example() -> None:
    with pytest.raises(ValueError, match="an example or more on each side, got 0 and 10 of 10"):
        split_by_position(10, 0.9)


def test_a_copy_in_other_clothes_counts_only_once_normalised() -> None:
    found = overlap(["Win a PRIZE!", "lunch?"], ["win a  prize", "lunch?", "lunch?", "new"])
    assert found.exact == Fraction(1, 2)
    assert found.normalised == Fraction(3, 4)
    assert found.positions == (0, 1, 2)
    name = "without_case_and_punctuation"
    assert found.signature == f"overlap|of:test texts|normalise:{name}"


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("Straße", "strasse"),
        ("ﬁne", "fine"),
        ("don't-stop", "don t stop"),
        ("５％ off", "5 off"),
        ("e\u0301", "\u00e9"),
        (" \t\n", ""),
    ],
)
def test_normalising_takes_away_case_form_punctuation_and_spacing(text: str, plain: str) -> None:
    assert without_case_and_punctuation(text) == plain


@reproducible
@given(st.text(max_size=12))
def test_normalising_twice_is_normalising_once(text: str) -> None:
    once = without_case_and_punctuation(text)
    assert without_case_and_punctuation(once) == once


@reproducible
@given(texts, some_texts)
def test_normalising_finds_no_fewer_copies_and_the_positions_say_which(
    train: list[str], test: list[str]
) -> None:
    found = overlap(train, test)
    assert 0 <= found.exact <= found.normalised <= 1
    assert Fraction(len(found.positions), len(test)) == found.normalised
    assert overlap(test, test).exact == 1
    assert overlap([], test).normalised == 0
    as_is = overlap(train, test, normalise=str)
    assert as_is.exact == as_is.normalised == found.exact


@reproducible
@given(group_lists, shares, seeds)
def test_a_grouped_split_parts_all_examples_and_no_group(
    groups: list[str], share: float, seed: int
) -> None:
    names = {*groups}
    if not 0 < np.ceil(share * len(names)) < len(names):
        with pytest.raises(ValueError, match="expected a group or more on each side"):
            grouped_split(groups, share, np.random.default_rng(seed))
        return
    split = grouped_split(groups, share, np.random.default_rng(seed))
    assert sorted(split.train + split.test) == [*range(len(groups))]
    assert {groups[i] for i in split.train}.isdisjoint(groups[i] for i in split.test)
    assert split.train
    assert split.test
    assert split == grouped_split(groups, share, np.random.default_rng(seed))


def test_every_group_is_drawn_about_equally_often() -> None:
    rng, groups = np.random.default_rng(0), ["a"] * 10 + ["b"] + ["c"] * 2 + ["d"]
    drawn = [groups[grouped_split(groups, 0.25, rng).test[0]] for _ in range(2_000)]
    assert all(drawn.count(group) == pytest.approx(500, abs=90) for group in "abcd")


@reproducible
@given(st.integers(2, 500), shares)
def test_a_split_by_position_keeps_the_order(n: int, share: float) -> None:
    try:
        split = split_by_position(n, share)
    except ValueError as error:
        assert "expected an example or more on each side" in str(error)
        return
    assert split.train + split.test == (*range(n),)
    assert len(split.test) == pytest.approx(share * n, abs=1)


@reproducible
@given(st.lists(st.integers(0, 4), min_size=1, max_size=20))
def test_no_constant_answer_beats_the_majority(labels: list[int]) -> None:
    found = majority_baseline(labels)
    assert found.accuracy == max(Fraction(labels.count(label), len(labels)) for label in labels)
    assert labels.count(found.label) == found.accuracy * len(labels)


def test_of_labels_equally_frequent_the_first_seen_is_taken() -> None:
    assert majority_baseline(["b", "a", "a", "b"]).label == "b"


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (lambda: overlap(["a"], []), ValueError, "expected at least one test text, got none"),
        (lambda: overlap("a", ["a"]), TypeError, "train_texts to be a list of strings, got a str"),
        (lambda: overlap(["a"], [1]), TypeError, "test_texts to be a .* got 1 of type int at 0"),  # type: ignore[list-item]
        (lambda: majority_baseline([]), ValueError, "expected at least one label, got none"),
        (lambda: split_by_position(1, 0.5), ValueError, "on each side, got 0 and 1 of 1"),
        (lambda: split_by_position(9, 1), ValueError, "to be between 0 and 1, both excluded, got"),
        (lambda: split_by_position(9, 0.0), ValueError, "validation_share to be between 0 and 1"),
        (lambda: split_by_position(9, True), TypeError, "validation_share to be a number between"),
        (lambda: split_by_position(9.0, 0.5), TypeError, "n to be a number of examples, an int"),  # type: ignore[arg-type]
    ],
)
def test_what_does_not_fit_is_refused(call: Any, error: type[Exception], message: str) -> None:
    with pytest.raises(error, match=message):
        call()


def test_one_group_cannot_be_parted() -> None:
    with pytest.raises(ValueError, match="a group or more on each side, got 1 of 1 for testing"):
        grouped_split(["a", "a"], 0.5, np.random.default_rng(0))

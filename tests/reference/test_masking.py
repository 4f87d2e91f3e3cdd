"""Pooling over real positions: published values, known cases, properties and refusals."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder.reference.masking import (
    MASK_BEHAVIOUR,
    Pooled,
    mask_of,
    masked_max,
    masked_mean,
    masked_softmax,
    masked_sum,
    unmasked_mean,
)

reproducible = settings(deadline=None, derandomize=True, max_examples=60)
seeds = st.integers(0, 2**32 - 1)
POOLS: dict[str, Callable[..., Pooled]] = {
    "sum": masked_sum,
    "mean": masked_mean,
    "max": masked_max,
}
WITH_POLICY: dict[str, Callable[..., Pooled]] = {"mean": masked_mean, "max": masked_max}


def random_case(seed: int) -> tuple[Any, Any]:
    """Vectors and a mask with a real position in every text."""
    rng = np.random.default_rng(seed)
    batch, time, width = (int(size) for size in rng.integers(1, 6, size=3))
    mask = rng.random((batch, time)) < 0.6
    mask[np.arange(batch), rng.integers(time, size=batch)] = True
    return rng.normal(size=(batch, time, width)), mask


def test_the_mask_of_the_keras_guides_example_is_as_published() -> None:
    # Keras's guide "Understanding masking & padding", where the embedding's mask is printed.
    padded = [[711, 632, 71, 0, 0, 0], [73, 8, 3215, 55, 927, 0], [83, 91, 1, 645, 1253, 927]]
    assert mask_of(padded).sum(axis=1).tolist() == [3, 5, 6]
    assert mask_of(padded)[0].tolist() == [True, True, True, False, False, False]


def test_the_softmax_of_seven_scores_is_as_published() -> None:
    # The example in Wikipedia's article "Softmax function"; the eighth score is padding.
    found = masked_softmax([1, 2, 3, 4, 1, 2, 3, 99], [True] * 7 + [False]).values
    expected = [0.024, 0.064, 0.175, 0.475, 0.024, 0.064, 0.175, 0]
    np.testing.assert_allclose(found, expected, atol=5e-4)


def test_two_words_in_four_places_are_divided_by_two_and_not_by_four() -> None:
    vectors, mask = [[1.0, 4.0], [3.0, 8.0], [0.0, 0.0], [0.0, 0.0]], mask_of([5, 6, 0, 0])
    assert masked_mean(vectors, mask).values.tolist() == [2.0, 6.0]
    assert unmasked_mean(vectors).values.tolist() == [1.0, 3.0]


def test_a_maximum_of_negative_numbers_is_not_the_zero_of_the_padding() -> None:
    found = masked_max([[[-1.0], [-3.0], [0.0]]], [[True, True, False]])
    assert found.values.tolist() == [[-1.0]]


@pytest.mark.parametrize("ids", [[[0, 1], [2, 0]], np.array([[0.0, 0.9], [-1, 0]])])
def test_whatever_is_not_zero_is_real(ids: Any) -> None:
    assert mask_of(ids).tolist() == [[False, True], [True, False]]


@pytest.mark.parametrize("pool", WITH_POLICY.values(), ids=WITH_POLICY.keys())
def test_an_empty_text_follows_the_policy_and_the_signature_names_it(
    pool: Callable[..., Pooled],
) -> None:
    vectors, mask = [[[7.0], [8.0]], [[1.0], [2.0]]], [[False, False], [True, False]]
    assert pool(vectors, mask, empty="zero").values.tolist() == [[0.0], [1.0]]
    found = pool(vectors, mask, empty="nan")
    np.testing.assert_array_equal(found.values, [[np.nan], [1.0]])
    assert found.signature.endswith("|mask:used|empty:nan")
    with pytest.raises(ValueError, match=r"expected a real position in every text, got none at in"):
        pool(vectors, mask)
    with pytest.raises(ValueError, match=r"expected empty to be one of .*, got 'skip'"):
        pool(vectors, mask, empty="skip")


def test_an_empty_text_sums_to_zero() -> None:
    assert masked_sum([[5.0, 6.0]], [False]).values.tolist() == [0.0, 0.0]


@pytest.mark.parametrize(
    ("all_masked", "row"), [("zero", [0, 0]), ("uniform", [0.5, 0.5]), ("nan", [np.nan, np.nan])]
)
def test_a_row_wholly_masked_follows_the_policy(all_masked: Any, row: list[float]) -> None:
    found = masked_softmax([[1.0, 1.0], [3.0, 4.0]], [[True, True], [False, False]], all_masked)
    np.testing.assert_array_equal(found.values, [[0.5, 0.5], row])
    assert found.signature == f"softmax|axis:-1|mask:used|all_masked:{all_masked}"
    with pytest.raises(ValueError, match=r"got none at index \(1,\)"):
        masked_softmax([[1.0, 1.0], [3.0, 4.0]], [[True, True], [False, False]])
    with pytest.raises(ValueError, match="expected all_masked to be one of"):
        masked_softmax([1.0], [True], "none")  # type: ignore[arg-type]


def test_a_mask_of_texts_holds_for_every_query_and_head() -> None:
    scores = np.random.default_rng(0).normal(size=(2, 3, 4, 5))
    mask = mask_of([[1, 2, 3, 0, 0], [4, 0, 0, 0, 0]])
    whole = np.broadcast_to(mask[:, np.newaxis, np.newaxis], scores.shape)
    found = masked_softmax(scores, mask).values
    np.testing.assert_array_equal(found, masked_softmax(scores, whole).values)
    assert (found[1, :, :, 0] == 1).all()


@pytest.mark.parametrize("pool", POOLS.values(), ids=POOLS.keys())
@reproducible
@given(seed=seeds)
def test_what_stands_in_the_padding_never_counts(pool: Callable[..., Pooled], seed: int) -> None:
    vectors, mask = random_case(seed)
    for content in (np.nan, np.inf, 1e300):
        other = np.where(mask[..., np.newaxis], vectors, content)
        np.testing.assert_array_equal(pool(other, mask).values, pool(vectors, mask).values)


@pytest.mark.parametrize("pool", POOLS.values(), ids=POOLS.keys())
@reproducible
@given(seed=seeds, extra=st.integers(0, 4))
def test_longer_padding_changes_nothing(pool: Callable[..., Pooled], seed: int, extra: int) -> None:
    vectors, mask = random_case(seed)
    longer = np.pad(vectors, ((0, 0), (extra, 1), (0, 0)), constant_values=9)
    found = pool(longer, np.pad(mask, ((0, 0), (extra, 1)))).values
    np.testing.assert_allclose(found, pool(vectors, mask).values, atol=1e-12)


@pytest.mark.parametrize("pool", POOLS.values(), ids=POOLS.keys())
@reproducible
@given(seed=seeds)
def test_the_order_of_positions_does_not_matter(pool: Callable[..., Pooled], seed: int) -> None:
    vectors, mask = random_case(seed)
    order = np.random.default_rng(seed).permutation(mask.shape[1])
    found = pool(vectors[:, order], mask[:, order]).values
    np.testing.assert_allclose(found, pool(vectors, mask).values, atol=1e-12)


@pytest.mark.parametrize("pool", POOLS.values(), ids=POOLS.keys())
@reproducible
@given(seed=seeds)
def test_a_batch_is_its_texts_one_by_one(pool: Callable[..., Pooled], seed: int) -> None:
    vectors, mask = random_case(seed)
    alone = [pool(text, row).values for text, row in zip(vectors, mask, strict=True)]
    np.testing.assert_allclose(pool(vectors, mask).values, alone, atol=1e-12)


@reproducible
@given(seed=seeds)
def test_the_mean_lies_below_the_maximum_and_is_the_sum_over_the_count(seed: int) -> None:
    vectors, mask = random_case(seed)
    mean = masked_mean(vectors, mask).values
    assert (mean <= masked_max(vectors, mask).values + 1e-12).all()
    counts = mask.sum(axis=1, keepdims=True)
    np.testing.assert_allclose(mean * counts, masked_sum(vectors, mask).values, atol=1e-12)
    everything = np.ones_like(mask)
    np.testing.assert_allclose(
        masked_mean(vectors, everything).values, unmasked_mean(vectors).values, atol=1e-12
    )


@reproducible
@given(seed=seeds, shift=st.floats(-700, 700))
def test_a_softmax_adds_up_to_one_and_a_shift_of_all_scores_cancels(
    seed: int, shift: float
) -> None:
    vectors, mask = random_case(seed)
    scores = vectors[..., 0]
    found = masked_softmax(scores, mask).values
    np.testing.assert_allclose(found.sum(axis=-1), 1, rtol=1e-12)
    assert (found[~mask] == 0).all()
    np.testing.assert_allclose(masked_softmax(scores + shift, mask).values, found, rtol=1e-9)


def test_scores_far_apart_neither_overflow_nor_turn_into_nan() -> None:
    found = masked_softmax([-1.5e308, 1.5e308, np.inf], [True, True, False]).values
    assert found.tolist() == [0.0, 1.0, 0.0]


def test_a_text_of_no_positions_is_empty() -> None:
    vectors, mask = np.zeros((2, 0, 3)), np.zeros((2, 0), dtype=bool)
    assert masked_mean(vectors, mask, empty="zero").values.tolist() == [[0.0] * 3] * 2
    assert masked_max(vectors, mask, empty="zero").values.tolist() == [[0.0] * 3] * 2
    assert masked_softmax(np.zeros((2, 0)), mask, "uniform").values.shape == (2, 0)
    with pytest.raises(ValueError, match="expected at least one position"):
        unmasked_mean(vectors)


@pytest.mark.parametrize(
    ("vectors", "mask", "error", "message"),
    [
        ([[1.0]], [1], TypeError, "expected a mask of truth values, got the type int64"),
        ([["a"]], [True], TypeError, "expected vectors to be real numbers, got the type <U1"),
        ([[1.0], [2.0]], [True], ValueError, r"expected a mask of the shape \(2,\), got \(1,\)"),
        ([1.0], [True], ValueError, r"expected vectors \(batch, time, width\) or .* got \(1,\)"),
        ([[1.0], [2.0, 3.0]], [True, True], ValueError, "expected vectors to have rows of one le"),
    ],
)
@pytest.mark.parametrize("pool", POOLS.values(), ids=POOLS.keys())
def test_what_does_not_fit_is_refused(
    pool: Callable[..., Pooled], vectors: Any, mask: Any, error: type[Exception], message: str
) -> None:
    with pytest.raises(error, match=message):
        pool(vectors, mask)


@pytest.mark.parametrize(
    ("scores", "mask", "message"),
    [
        ([1.0, np.inf], [True, True], "expected finite scores where the mask is True"),
        ([[1.0, 2.0]], [True, True], r"expected a mask of the shape \(1, 2\) or \(batch, time\)"),
        (1.0, True, "expected scores with an axis of time"),
    ],
)
def test_scores_that_do_not_fit_are_refused(scores: Any, mask: Any, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        masked_softmax(scores, mask)


def test_ids_of_another_kind_or_length_are_refused() -> None:
    with pytest.raises(TypeError, match="expected token_ids to be real numbers"):
        mask_of(["cat"])
    with pytest.raises(ValueError, match="expected token_ids to have rows of one length"):
        mask_of([[1, 2], [3]])


def test_the_behaviour_towards_masks_is_one_of_five_and_cannot_be_changed() -> None:
    assert set(MASK_BEHAVIOUR.values()) == {
        "consumes",
        "passes on",
        "uses and passes on",
        "drops with a warning",
        "drops silently",
    }
    with pytest.raises(TypeError):
        MASK_BEHAVIOUR["Dense"] = "consumes"  # type: ignore[index]

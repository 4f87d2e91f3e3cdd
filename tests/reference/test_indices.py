"""Legal token ids, and the rows that Keras reads: known cases and properties."""

import re
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder.reference.indices import (
    Illegal,
    cast_of_nan,
    illegal_ids,
    is_legal,
    row_read,
    smallest_input_dim,
)

reproducible = settings(deadline=None, derandomize=True, max_examples=40)
input_dims = st.integers(1, 50)
any_ids = st.one_of(
    st.integers(-120, 120), st.floats(-120, 120), st.just(float("nan")), st.booleans()
)
batches = st.recursive(any_ids, lambda parts: st.lists(parts, max_size=4), max_leaves=12)


@pytest.mark.parametrize("token_id", [0, 999, np.int64(999), np.uint8(255), np.int32(0)])
def test_an_id_from_zero_to_below_input_dim_is_legal(token_id: Any) -> None:
    assert is_legal(token_id, 1000)


@pytest.mark.parametrize(
    "token_id",
    [1000, -1, np.int64(1000), 3.0, np.float32(3), float("nan"), True, np.bool_(True), "3", None],
)
def test_anything_else_is_not_legal(token_id: Any) -> None:
    assert not is_legal(token_id, 1000)


def test_illegal_ids_come_in_row_major_order_with_their_causes() -> None:
    found = illegal_ids([[3, 10, -1], [0.5, 9], [float("inf"), True]], input_dim=10)
    assert found == (
        Illegal(position=(0, 1), value=10, cause="too large"),
        Illegal(position=(0, 2), value=-1, cause="negative"),
        Illegal(position=(1, 0), value=0.5, cause="not a whole number"),
        Illegal(position=(2, 0), value=float("inf"), cause="not a whole number"),
        Illegal(position=(2, 1), value=True, cause="not a number"),
    )


def test_nan_is_not_a_number() -> None:
    (found,) = illegal_ids(np.array([1.0, np.nan])[1:], input_dim=10)
    assert found.position == (0,)
    assert found.cause == "not a number"


@pytest.mark.parametrize("token_ids", [12, np.int64(12), np.array(12)])
def test_a_single_id_has_the_empty_position(token_ids: Any) -> None:
    (found,) = illegal_ids(token_ids, input_dim=10)
    assert found == Illegal(position=(), value=12, cause="too large")
    assert type(found.value) is int


def test_an_array_of_rank_three_gives_positions_of_three_numbers() -> None:
    token_ids = np.zeros((2, 3, 4), dtype="int32")
    token_ids[1, 2, 3] = 10
    assert [bad.position for bad in illegal_ids(token_ids, 10)] == [(1, 2, 3)]


@reproducible
@given(batches, input_dims)
def test_illegal_ids_are_exactly_those_that_are_not_legal(batch: Any, input_dim: int) -> None:
    def leaves(part: Any) -> list[Any]:
        return [leaf for p in part for leaf in leaves(p)] if isinstance(part, list) else [part]

    expected = [repr(leaf) for leaf in leaves(batch) if not is_legal(leaf, input_dim)]
    assert [repr(bad.value) for bad in illegal_ids(batch, input_dim)] == expected


@reproducible
@given(batches, input_dims)
def test_a_position_leads_to_its_value(batch: Any, input_dim: int) -> None:
    for bad in illegal_ids(batch, input_dim):
        part = batch
        for index in bad.position:
            part = part[index]
        assert repr(part) == repr(bad.value)


@reproducible
@given(st.lists(st.lists(st.integers(0, 500), min_size=1), min_size=1))
def test_the_smallest_input_dim_serves_all_ids_and_one_row_fewer_does_not(
    batch: list[list[int]],
) -> None:
    smallest = smallest_input_dim(batch)
    assert illegal_ids(batch, smallest) == ()
    assert smallest == 1 or illegal_ids(batch, smallest - 1)


def test_the_smallest_input_dim_is_a_plain_int_as_keras_demands() -> None:
    assert type(smallest_input_dim(np.array([[3, 9]], dtype="int64"))) is int


@pytest.mark.parametrize("token_ids", [[], [[]], np.zeros((2, 0), dtype=int)])
def test_no_ids_have_no_smallest_input_dim(token_ids: Any) -> None:
    with pytest.raises(ValueError, match="expected at least one token id, got none"):
        smallest_input_dim(token_ids)


def test_an_illegal_id_has_no_smallest_input_dim() -> None:
    with pytest.raises(ValueError, match=r"got -1 at \(0, 1\): negative"):
        smallest_input_dim([[3, -1]])
    with pytest.raises(ValueError, match="not a whole number"):
        smallest_input_dim([2.0])


@pytest.mark.parametrize(
    ("token_id", "row"),
    [(0, 0), (999, 999), (-1, 999), (-1000, 0), (0.9, 0), (999.7, 999), (-0.5, 0), (-1.5, 999)],
)
def test_row_read_wraps_and_truncates(token_id: float, row: int) -> None:
    assert row_read(token_id, 1000) == row


@pytest.mark.parametrize(
    ("token_id", "shown"),
    [
        (1000, 1000),
        (10**9, 10**9),
        (-1001, -1),
        (2**31, 2**31),
        (2**32 + 5, 2**32 + 5),
        (float("nan"), -2147482648),
        (float("inf"), -2147482648),
        (1e30, -2147482648),
        (np.float32(1000.5), 1000),
    ],
)
def test_row_read_says_the_number_that_keras_shows(token_id: float, shown: int) -> None:
    with pytest.raises(IndexError, match=re.escape(f"(Keras shows {shown})")):
        row_read(token_id, 1000)


@pytest.mark.parametrize(
    ("token_id", "row"),
    [
        (np.uint32(2**32 - 1), 9),
        (np.uint64(2**32 + 5), 5),
        (np.uint64(2**64 - 10), 0),
        (np.uint8(7), 7),
        (np.True_, 1),
        (True, 1),
    ],
)
def test_unsigned_ids_and_truth_values_are_cast_first(token_id: Any, row: int) -> None:
    assert row_read(token_id, 10) == row


@reproducible
@given(st.integers(-150, 150), input_dims)
def test_every_legal_id_reads_its_own_row_and_others_wrap_or_raise(
    token_id: int, input_dim: int
) -> None:
    if is_legal(token_id, input_dim):
        assert row_read(token_id, input_dim) == token_id
    elif -input_dim <= token_id < 0:
        assert row_read(token_id, input_dim) == range(input_dim)[token_id]
    else:
        with pytest.raises(IndexError):
            row_read(token_id, input_dim)


def test_nan_becomes_the_smallest_int32_and_is_shifted() -> None:
    assert cast_of_nan(1000) == -2147482648


@pytest.mark.parametrize("bad", [1000.0, "1000", True, np.int64(1000), None])
def test_an_input_dim_that_is_not_an_int_is_a_type_error(bad: Any) -> None:
    for function in (lambda: is_legal(1, bad), lambda: row_read(1, bad), lambda: cast_of_nan(bad)):
        with pytest.raises(TypeError, match="expected input_dim to be a positive int, got"):
            function()


@pytest.mark.parametrize("bad", [0, -3])
def test_an_input_dim_below_one_is_a_value_error(bad: int) -> None:
    with pytest.raises(ValueError, match=f"positive int, got {bad}"):
        illegal_ids([1], bad)


@pytest.mark.parametrize("bad", ["cat", None, [["cat"]], {"a": 1}, np.array(["cat"]), 1 + 2j])
def test_an_id_that_is_no_number_at_all_is_a_type_error(bad: Any) -> None:
    with pytest.raises(TypeError, match="expected a number, got"):
        illegal_ids(bad, 10)

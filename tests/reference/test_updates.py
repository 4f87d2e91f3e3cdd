"""Rows that a training step moves: properties and refusals."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder.reference.updates import ROWS_MOVED, rows_that_move

id_lists = st.lists(st.integers(0, 9), max_size=5)


def test_momentum_moves_a_row_that_is_not_in_the_batch_and_plain_descent_does_not() -> None:
    assert rows_that_move("SGD", [3], [1], rows=5) == (3,)
    assert rows_that_move("SGD with momentum", [3], [1], rows=5) == (1, 3)


@settings(deadline=None, derandomize=True, max_examples=40)
@given(st.sampled_from(sorted(ROWS_MOVED)), id_lists, id_lists)
def test_rows_come_in_order_each_once_and_hold_those_looked_up(
    optimiser: str, now: list[int], before: list[int]
) -> None:
    moved = rows_that_move(optimiser, now, before, rows=10)
    assert moved == tuple(sorted({*moved}))
    assert {*now} <= {*moved} <= {*range(10)}
    assert rows_that_move(optimiser, now, now, rows=10) in (tuple(sorted({*now})), (*range(10),))


def test_an_unknown_optimiser_and_an_id_beyond_the_table_are_refused() -> None:
    with pytest.raises(ValueError, match=r"expected one of .*, got 'Sgd'"):
        rows_that_move("Sgd", [0], [], rows=2)
    for now, before in (([2], []), ([], [-1])):
        with pytest.raises(ValueError, match="expected ids of 0 to 1, got"):
            rows_that_move("SGD", now, before, rows=2)

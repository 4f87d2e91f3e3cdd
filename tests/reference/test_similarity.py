"""Cosines, neighbours, analogies and their null: published values, properties and refusals."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder.reference.similarity import (
    analogy,
    cosine,
    cosine_matrix,
    nearest,
    nearest_of_null,
    null_cosines,
)

reproducible = settings(deadline=None, derandomize=True, max_examples=60)
seeds = st.integers(0, 2**32 - 1)
scales = st.sampled_from([1e-300, 1e-9, 0.5, 3.0, 1e9, 1e300])

# Manning, Raghavan and Schütze (2008), Introduction to Information Retrieval, example 6.4: counts
# of affection, jealous and gossip in three novels.
NOVELS = {"SaS": [115, 10, 2], "PaP": [58, 7, 0], "WH": [20, 11, 6]}
# A plane in which b - a + c lies between c and d, closer to c: an input wins unless left out.
PLANE = [[1.0, 0.0], [0.9, 0.1], [0.0, 1.0], [0.3, 0.9]]


def random_table(seed: int, rows: int = 8) -> Any:
    return np.random.default_rng(seed).normal(size=(rows, 4))


def test_the_cosines_of_three_novels_are_as_published() -> None:
    assert cosine(NOVELS["SaS"], NOVELS["PaP"]) == pytest.approx(0.999, abs=1e-3)
    assert cosine(NOVELS["SaS"], NOVELS["WH"]) == pytest.approx(0.888, abs=1e-3)
    assert nearest(list(NOVELS.values()), row=0, k=2).rows == (1, 2)


@pytest.mark.parametrize(
    ("u", "v", "expected"),
    [([1, 0], [0, 1], 0), ([3, 4], [6, 8], 1), ([3, 4], [-3, -4], -1), ([3, 4], [4, 3], 0.96)],
)
def test_known_angles_have_known_cosines(u: Any, v: Any, expected: float) -> None:
    assert cosine(u, v) == pytest.approx(expected, abs=1e-15)


@reproducible
@given(seeds, scales, scales)
def test_lengths_cancel_out(seed: int, left: float, right: float) -> None:
    u, v = random_table(seed, rows=2)
    assert cosine(left * u, right * v) == pytest.approx(cosine(u, v), abs=1e-12)


@reproducible
@given(seeds)
def test_a_cosine_matrix_is_symmetric_bounded_and_one_on_its_diagonal(seed: int) -> None:
    table = random_table(seed)
    found = cosine_matrix(table)
    np.testing.assert_allclose(found, found.T, atol=1e-15)
    np.testing.assert_allclose(found.diagonal(), 1, atol=1e-15)
    assert (np.abs(found) <= 1).all()
    np.testing.assert_allclose(found[1:, :2], cosine_matrix(table[1:], table[:2]), atol=1e-15)
    assert found[0, 1] == pytest.approx(cosine(table[0], table[1]), abs=1e-15)


@reproducible
@given(seeds)
def test_a_rotation_of_all_rows_changes_no_cosine(seed: int) -> None:
    table = random_table(seed)
    rotation, _ = np.linalg.qr(np.random.default_rng(seed + 1).normal(size=(4, 4)))
    np.testing.assert_allclose(cosine_matrix(table @ rotation), cosine_matrix(table), atol=1e-12)


def test_a_vector_of_zeros_follows_the_policy() -> None:
    with pytest.raises(ValueError, match="expected vectors that are not all zeros"):
        cosine([0, 0], [1, 2])
    assert cosine([0, 0], [1, 2], zero="zero") == 0
    assert np.isnan(cosine([1, 2], [0, 0], zero="nan"))
    found = cosine_matrix([[0, 0], [1, 0]], zero="nan")
    np.testing.assert_array_equal(found, [[np.nan, np.nan], [np.nan, 1]])
    with pytest.raises(ValueError, match="expected zero to be raise, zero or nan, got 'skip'"):
        cosine([1], [1], zero="skip")  # type: ignore[arg-type]


def test_a_row_of_zeros_stops_the_search_or_has_a_cosine_of_zero() -> None:
    table = [[0, 0], [1, 0], [-1, 0], [1, 1]]
    with pytest.raises(ValueError, match="not all zeros"):
        nearest(table, row=1, k=1)
    found = nearest(table, row=1, k=3, zero="zero")
    assert found.rows == (3, 0, 2)
    assert found.signature == "nearest|cosine|zero:zero|self:excluded"
    with pytest.raises(ValueError, match="expected zero to be raise or zero, got 'nan'"):
        nearest(table, row=1, k=1, zero="nan")  # type: ignore[arg-type]


def test_a_row_is_its_own_nearest_unless_left_out() -> None:
    assert nearest(PLANE, row=1, k=2, exclude_self=False).rows == (1, 0)
    assert nearest(PLANE, row=1, k=2).rows == (0, 3)


@reproducible
@given(seeds, st.lists(scales.filter(lambda scale: scale < 1e300), min_size=4, max_size=4))
def test_rows_that_differ_in_length_alone_come_in_the_order_of_their_indices(
    seed: int, lengths: list[float]
) -> None:
    first, second = random_table(seed, rows=2)
    table = [first, *(length * second for length in lengths), first]
    found = nearest(table, row=0, k=5)
    assert found.rows == (5, 1, 2, 3, 4)
    assert len({*found.cosines[1:]}) == 1


@reproducible
@given(seeds, st.integers(1, 7))
def test_neighbours_are_sorted_and_a_longer_list_begins_with_the_shorter(seed: int, k: int) -> None:
    table = random_table(seed)
    found = nearest(table, row=3, k=k)
    assert list(found.cosines) == sorted(found.cosines, reverse=True)
    assert 3 not in found.rows
    assert nearest(table, row=3, k=7).rows[:k] == found.rows
    others = {*range(8)} - {3, *found.rows}
    assert all(cosine(table[3], table[i]) <= found.cosines[-1] + 1e-12 for i in others)


def test_an_input_often_wins_an_analogy_unless_inputs_are_left_out() -> None:
    assert analogy(PLANE, a=0, b=1, c=2, k=1, exclude_inputs=False).rows == (2,)
    found = analogy(PLANE, a=0, b=1, c=2, k=1)
    assert found.rows == (3,)
    assert found.signature == "3CosAdd|unit:True|zero:raise|inputs:excluded"


def test_scaling_rows_first_can_change_the_answer() -> None:
    table = [[10, 0], [0, 1], [1, 0], [0, 5], [-1, 0]]
    assert analogy(table, a=0, b=1, c=2, k=1, unit=True).rows == (3,)
    found = analogy(table, a=0, b=1, c=2, k=1, unit=False)
    assert found.rows == (4,)
    assert "|unit:False|" in found.signature


@reproducible
@given(seeds)
def test_an_analogy_of_a_word_with_itself_is_its_neighbourhood(seed: int) -> None:
    table = random_table(seed)
    assert (
        analogy(table, a=0, b=0, c=3, k=4).rows
        == tuple(row for row in nearest(table, row=3, k=7).rows if row != 0)[:4]
    )


def test_an_analogy_that_cancels_out_has_no_direction() -> None:
    table = [[2, 0], [1, 0], [1, 0], [1, 1]]
    with pytest.raises(ValueError, match="not all zeros"):
        analogy(table, a=0, b=1, c=2, k=1, unit=False)


@pytest.mark.parametrize("draw", ["normal", "uniform"])
@pytest.mark.parametrize("width", [2, 8, 64, 512])
def test_the_spread_of_random_cosines_is_one_over_the_root_of_the_width(
    width: int, draw: Any
) -> None:
    found = null_cosines(width, 4_000, np.random.default_rng(width), draw)
    assert found.shape == (4_000,)
    assert found.mean() == pytest.approx(0, abs=5 / np.sqrt(4_000 * width))
    assert found.std() == pytest.approx(1 / np.sqrt(width), rel=0.05)


def test_random_cosines_in_three_dimensions_are_uniform() -> None:
    # Archimedes: the area of a slice of the sphere depends on its height alone.
    found = null_cosines(3, 20_000, np.random.default_rng(0))
    np.testing.assert_allclose(
        np.quantile(found, [0.1, 0.25, 0.5, 0.75, 0.9]), [-0.8, -0.5, 0, 0.5, 0.8], atol=0.03
    )


def test_in_one_dimension_every_cosine_is_one_or_minus_one() -> None:
    assert {*null_cosines(1, 100, np.random.default_rng(0)).tolist()} == {-1.0, 1.0}


@pytest.mark.parametrize(
    ("width", "draw", "mean"), [(8, "uniform", 0.90), (8, "normal", 0.89), (512, "normal", 0.14)]
)
def test_the_nearest_of_a_thousand_random_vectors(width: int, draw: Any, mean: float) -> None:
    found = nearest_of_null(1_000, width, np.random.default_rng(1), draw)
    assert found.mean() == pytest.approx(mean, abs=0.01)
    assert nearest_of_null(1_000, 2, np.random.default_rng(1), draw).min() > 0.999


@reproducible
@given(seeds, st.integers(2, 9))
def test_the_nearest_of_the_null_is_what_nearest_finds(seed: int, words: int) -> None:
    table = np.random.default_rng(seed).standard_normal((words, 3))
    found = nearest_of_null(words, 3, np.random.default_rng(seed))
    expected = [nearest(table, row=row, k=1).cosines[0] for row in range(words)]
    np.testing.assert_allclose(found, expected, atol=1e-12)


def test_the_same_seed_draws_the_same_null() -> None:
    once, again = (null_cosines(5, 9, np.random.default_rng(7)) for _ in range(2))
    np.testing.assert_array_equal(once, again)


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (lambda: cosine([1, 2], [1]), ValueError, "expected two vectors of one width, got 2 and 1"),
        (lambda: cosine([[1]], [[1]]), ValueError, r"expected u to be a vector, got the shape"),
        (lambda: cosine(["a"], [1]), TypeError, "expected u to be real numbers, got the type <U1"),
        (lambda: cosine([1], [np.inf]), ValueError, "expected v to be finite"),
        (lambda: cosine([], []), ValueError, r"a vector, got the shape \(0,\)"),
        (lambda: cosine_matrix([1, 2]), ValueError, "expected matrix to be rows of vectors"),
        (lambda: cosine_matrix([[1, 2]], [[1]]), ValueError, "rows of one width, got 2 and 1"),
        (lambda: nearest(PLANE, 4, 1), IndexError, "the index of a row, 0 to 3, got 4"),
        (lambda: nearest(PLANE, -1, 1), IndexError, "the index of a row, 0 to 3, got -1"),
        (lambda: nearest(PLANE, 1.0, 1), TypeError, r"the index of a row, an int, got 1\.0"),  # type: ignore[arg-type]
        (lambda: nearest(PLANE, 0, 4), ValueError, "expected k of at most 3, the candidates"),
        (lambda: nearest(PLANE, 0, 0), ValueError, "expected k to be a positive int, got 0"),
        (lambda: nearest(PLANE, 0, True), TypeError, "expected k to be a positive int, got True"),
        (lambda: analogy(PLANE, 0, 1, 9, 1), IndexError, "0 to 3, got 9"),
        (lambda: analogy(PLANE, 0, 1, 2, 2), ValueError, "expected k of at most 1"),
        (lambda: null_cosines(0, 1, np.random.default_rng(0)), ValueError, "width to be a pos"),
        (lambda: nearest_of_null(1, 2, np.random.default_rng(0)), ValueError, "at least 2 words"),
        (
            lambda: null_cosines(2, 1, np.random.default_rng(0), "cauchy"),  # type: ignore[arg-type]
            ValueError,
            "expected draw to be normal or uniform, got 'cauchy'",
        ),
    ],
)
def test_what_does_not_fit_is_refused(call: Any, error: type[Exception], message: str) -> None:
    with pytest.raises(error, match=message):
        call()

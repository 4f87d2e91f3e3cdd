"""Cosines and neighbours against scikit-learn, on seeded random tables."""

from typing import Any

import numpy as np
import pytest
import sklearn
from sklearn.metrics.pairwise import cosine_similarity
from sklearn.neighbors import NearestNeighbors

from autograder.reference.similarity import analogy, cosine, cosine_matrix, nearest

CASES = 2_000


@pytest.fixture(autouse=True)
def without_parameter_validation() -> Any:
    """Let scikit-learn skip what its own tests cover: it takes half of the time."""
    with sklearn.config_context(skip_parameter_validation=True):
        yield


def random_table(rng: np.random.Generator, zeros: bool = False) -> Any:
    rows, width = int(rng.integers(4, 12)), int(rng.integers(2, 9))
    table = rng.normal(size=(rows, width)) * 10.0 ** rng.integers(-3, 4, size=(rows, 1))
    if zeros:
        table[rng.random(rows) < 0.2] = 0
    return table


def test_cosines_equal_scikit_learns_with_its_policy_for_zeros() -> None:
    rng, with_zeros = np.random.default_rng(1), 0
    for _ in range(CASES):
        table = random_table(rng, zeros=True)
        theirs = cosine_similarity(table)
        np.testing.assert_allclose(cosine_matrix(table, zero="zero"), theirs, atol=1e-12)
        assert cosine(table[0], table[1], zero="zero") == pytest.approx(theirs[0, 1], abs=1e-12)
        with_zeros += not table.any(axis=1).all()
    assert with_zeros >= 500


def test_neighbours_equal_scikit_learns() -> None:
    rng = np.random.default_rng(2)
    for _ in range(CASES):
        table = random_table(rng)
        row, k = int(rng.integers(len(table))), int(rng.integers(1, len(table)))
        search = NearestNeighbors(n_neighbors=k, metric="cosine", algorithm="brute")
        others = np.delete(np.arange(len(table)), row)
        distances, found = search.fit(table[others]).kneighbors(table[[row]])
        ours = nearest(table, row, k)
        assert ours.rows == tuple(others[found[0]].tolist())
        np.testing.assert_allclose(ours.cosines, 1 - distances[0], atol=1e-12)


def test_analogies_equal_the_neighbours_of_the_sum_that_scikit_learn_finds() -> None:
    rng = np.random.default_rng(3)
    for case in range(CASES):
        table, unit = random_table(rng), case % 2 == 0
        a, b, c = (int(row) for row in rng.choice(len(table), size=3, replace=False))
        scaled = table / np.linalg.norm(table, axis=1, keepdims=True) if unit else table
        similar = cosine_similarity(table, [scaled[b] - scaled[a] + scaled[c]])[:, 0]
        similar[[a, b, c]] = -np.inf
        ours = analogy(table, a, b, c, k=1, unit=unit)
        assert ours.rows == (int(similar.argmax()),)
        assert ours.cosines[0] == pytest.approx(similar.max(), abs=1e-11)

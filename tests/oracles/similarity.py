"""Cosines, neighbours, analogies and their null against scikit-learn."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import Any

import numpy as np
import sklearn
from sklearn.metrics.pairwise import cosine_similarity, paired_cosine_distances
from sklearn.neighbors import NearestNeighbors

from autograder.reference.similarity import (
    analogy,
    cosine,
    cosine_matrix,
    nearest,
    nearest_of_null,
    null_cosines,
)
from tests.oracles.core import Case, Oracle, outcome, stated, turn

ZERO: tuple[Any, ...] = ("raise", "zero", "nan")
CLOSE = 1e-11


def random_table(rng: np.random.Generator, zeros: bool = False, width: int | None = None) -> Any:
    """Rows of lengths far apart; with `zeros`, a fifth of them are all zeros."""
    rows, width = int(rng.integers(4, 12)), width or int(rng.integers(2, 9))
    table = rng.normal(size=(rows, width)) * 10.0 ** rng.integers(-3, 4, size=(rows, 1))
    if zeros:
        table[rng.random(rows) < 0.2] = 0
    return table


def under(zero: str, cosines: Any, left: Any, right: Any) -> Any:
    """scikit-learn's cosines, whose value for a row of zeros is 0, under one of the policies."""
    undefined = ~left.any(axis=1)[:, None] | ~right.any(axis=1)
    if zero == "raise" and undefined.any():
        return "raises"
    return np.where(undefined, {"nan": np.nan}.get(zero, 0.0), cosines)


def draw_matrix(rng: np.random.Generator, number: int) -> Iterator[Case]:
    """A table with itself or with another one."""
    zero, alone = turn(ZERO, number), number // 3 % 2 == 0
    table = random_table(rng, zeros=True)
    other = table if alone else random_table(rng, zeros=True, width=table.shape[1])
    with sklearn.config_context(skip_parameter_validation=True):
        theirs = under(zero, cosine_similarity(table, other), table, other)
    with_zeros = not (table.any(axis=1).all() and other.any(axis=1).all())
    given = None if alone else other
    yield Case(
        ours=outcome(lambda: cosine_matrix(table, given, zero=zero), ValueError),
        theirs=theirs,
        arguments={"matrix": table.tolist(), "other": other.tolist(), "zero": zero},
        branches=(
            f"zero:{zero}|{'with zeros' if with_zeros else 'no zeros'}",
            "itself" if alone else "another table",
        ),
        tolerance=CLOSE,
    )


def draw_cosine(rng: np.random.Generator, number: int) -> Iterator[Case]:
    """Two vectors."""
    zero, table = turn(ZERO, number), random_table(rng, zeros=True)
    theirs = under(zero, cosine_similarity(table[:1], table[1:2]), table[:1], table[1:2])
    zeros = not (table[0].any() and table[1].any())
    yield Case(
        ours=outcome(lambda: cosine(table[0], table[1], zero=zero), ValueError),
        theirs=theirs if isinstance(theirs, str) else float(theirs[0, 0]),
        arguments={"u": table[0].tolist(), "v": table[1].tolist(), "zero": zero},
        branches=(f"zero:{zero}|{'with zeros' if zeros else 'no zeros'}",),
        tolerance=CLOSE,
    )


def draw_nearest(rng: np.random.Generator, number: int) -> Iterator[Case]:
    """The neighbours of a row, itself left out or not, in a table with zeros or without."""
    exclude, zero = number % 2 == 0, turn(("raise", "zero"), number // 2)
    table = random_table(rng)
    row, k = int(rng.integers(len(table))), int(rng.integers(1, len(table)))
    zeros = rng.random() < 0.5
    if zeros:
        table[(row + 1) % len(table)] = 0
    others = np.delete(np.arange(len(table)), row) if exclude else np.arange(len(table))
    search = NearestNeighbors(n_neighbors=k, metric="cosine", algorithm="brute")
    with sklearn.config_context(skip_parameter_validation=True):
        distances, found = search.fit(table[others]).kneighbors(table[[row]])
    ours: Any = outcome(lambda: nearest(table, row, k, exclude, zero=zero), ValueError)
    theirs: Any = (others[found[0]].tolist(), (1 - distances[0]).tolist())
    signature = getattr(ours, "signature", "")
    if ours != "raises":
        ours = (list(ours.rows), list(ours.cosines))
    yield Case(
        ours=ours,
        theirs="raises" if zeros and zero == "raise" else theirs,
        arguments={"matrix": table.tolist(), "row": row, "k": k, "zero": zero},
        branches=(
            f"zero:{zero}|self:{'excluded' if exclude else 'included'}",
            "with zeros" if zeros else "no zeros",
        ),
        signature=signature,
        tolerance=1e-10,
    )


ANALOGIES = tuple(product((True, False), (True, False)))


def draw_analogy(rng: np.random.Generator, number: int) -> Iterator[Case]:
    """The neighbours of b - a + c, of rows with length 1 or as they are."""
    unit, exclude = turn(ANALOGIES, number)
    table = random_table(rng)
    a, b, c = (int(row) for row in rng.choice(len(table), size=3, replace=False))
    scaled = table / np.linalg.norm(table, axis=1, keepdims=True) if unit else table
    similar = cosine_similarity(table, [scaled[b] - scaled[a] + scaled[c]])[:, 0]
    if exclude:
        similar[[a, b, c]] = -np.inf
    found = analogy(table, a, b, c, k=1, exclude_inputs=exclude, unit=unit)
    yield Case(
        ours=(found.rows[0], found.cosines[0]),
        theirs=(int(similar.argmax()), float(similar.max())),
        arguments={"matrix": table.tolist(), "a": a, "b": b, "c": c, "unit": unit},
        branches=(f"unit:{unit}|inputs:{'excluded' if exclude else 'included'}",),
        signature=found.signature,
        tolerance=1e-10,
    )


def draws(seed: int, draw: str, rows: int, width: int, times: int) -> list[Any]:
    """The tables that a generator of this seed draws, one after another."""
    rng = np.random.default_rng(seed)
    if draw == "normal":
        return [rng.standard_normal((rows, width)) for _ in range(times)]
    return [rng.uniform(-1, 1, (rows, width)) for _ in range(times)]


def draw_null(rng: np.random.Generator, number: int) -> Iterator[Case]:
    """Random pairs of vectors, the same on both sides."""
    draw, seed = turn(("normal", "uniform"), number), int(rng.integers(2**32))
    width, pairs = int(rng.integers(1, 40)), int(rng.integers(1, 40))
    left, right = draws(seed, draw, pairs, width, 2)
    yield Case(
        ours=null_cosines(width, pairs, np.random.default_rng(seed), draw),
        theirs=1 - paired_cosine_distances(left, right),
        arguments={"width": width, "pairs": pairs, "seed": seed, "draw": draw},
        branches=(f"draw:{draw}",),
        tolerance=CLOSE,
    )


def draw_nearest_null(rng: np.random.Generator, number: int) -> Iterator[Case]:
    """The largest cosine of each random vector with another one; now and then in two blocks."""
    draw, seed = turn(("normal", "uniform"), number), int(rng.integers(2**32))
    many = number % 40 < 2
    words, width = int(rng.integers(513, 600) if many else rng.integers(2, 60)), 5
    (table,) = draws(seed, draw, words, width, 1)
    similar = cosine_similarity(table)
    np.fill_diagonal(similar, -np.inf)
    yield Case(
        ours=nearest_of_null(words, width, np.random.default_rng(seed), draw),
        theirs=similar.max(axis=1),
        arguments={"words": words, "width": width, "seed": seed, "draw": draw},
        branches=(f"draw:{draw}", "two blocks" if many else "one block"),
        tolerance=CLOSE,
    )


POLICIES = {f"zero:{zero}|{side}": 300 for zero in ZERO for side in ("with zeros", "no zeros")}

ORACLES = (
    Oracle(
        name="similarity.cosine_matrix",
        family="similarity",
        against="scikit-learn",
        cases=3_000,
        draw=draw_matrix,
        minimum={
            f"zero:{zero}|{side}": least
            for zero in ZERO
            for side, least in (("with zeros", 500), ("no zeros", 60))
        }
        | {"itself": 1_400, "another table": 1_400},
    ),
    Oracle(
        name="similarity.cosine",
        family="similarity",
        against="scikit-learn",
        cases=2_500,
        draw=draw_cosine,
        minimum=POLICIES | {f"zero:{zero}|with zeros": 200 for zero in ZERO},
    ),
    Oracle(
        name="similarity.nearest",
        family="similarity",
        against="scikit-learn",
        cases=3_500,
        draw=draw_nearest,
        minimum={
            f"zero:{zero}|self:{side}": 800
            for zero in ("raise", "zero")
            for side in ("excluded", "included")
        }
        | stated(("with zeros", "no zeros"), 1_500),
    ),
    Oracle(
        name="similarity.analogy",
        family="similarity",
        against="scikit-learn",
        cases=2_500,
        draw=draw_analogy,
        minimum={
            f"unit:{unit}|inputs:{side}": 600
            for unit in (True, False)
            for side in ("excluded", "included")
        },
    ),
    Oracle(
        name="similarity.null_cosines",
        family="similarity",
        against="scikit-learn",
        cases=1_000,
        draw=draw_null,
        minimum={"draw:normal": 480, "draw:uniform": 480},
    ),
    Oracle(
        name="similarity.nearest_of_null",
        family="similarity",
        against="scikit-learn",
        cases=1_000,
        draw=draw_nearest_null,
        minimum={"draw:normal": 480, "draw:uniform": 480, "two blocks": 40, "one block": 800},
    ),
)

"""Cosines between rows of a matrix, the nearest rows, analogies, and what chance alone would give.

A matrix has one row for each word, shape (vocab_size, width), of finite real numbers. A cosine lies
between -1 and 1 and has no unit. That of a vector of zeros is 0/0 and follows the keyword `zero`:
"raise" for a ValueError, "zero" for 0 (scikit-learn's way) or "nan". Before rows are put in order
their cosines are rounded to 12 decimals, so that equal ones stay equal whatever the last digits do,
and rows with the same cosine come in the order of their indices.
"""

from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

Zero: TypeAlias = Literal["raise", "zero", "nan"]
Draw: TypeAlias = Literal["normal", "uniform"]

_DECIMALS = 12
_BLOCK = 512


@dataclass(frozen=True, kw_only=True)
class Neighbours:
    """The rows nearest to something, nearest first, and the signature of how they were found.

    `rows` holds indices from 0, `cosines` their cosines, rounded to 12 decimals.

    >>> nearest([[1, 0], [3, 4], [1, 0]], row=0, k=1)
    Neighbours(rows=(2,), cosines=(1.0,), signature='nearest|cosine|zero:raise|self:excluded')
    """

    rows: tuple[int, ...]
    cosines: tuple[float, ...]
    signature: str


def cosine(u: ArrayLike, v: ArrayLike, *, zero: Zero = "raise") -> float:
    """Return the cosine of the angle between two vectors of the same width.

    Lengths cancel out: cosine(u, 10 * u) is 1. Raises TypeError or ValueError if `u` or `v` is not
    a vector of finite numbers, the widths differ, or one is all zeros under zero="raise". Source:
    Salton, Wong and Yang (1975).

    >>> round(cosine([3, 4], [4, 3]), 12)
    0.96
    """
    left, right = _finite("u", u, 1), _finite("v", v, 1)
    if left.shape != right.shape:
        raise ValueError(f"expected two vectors of one width, got {left.size} and {right.size}")
    (value,) = _cosines(left[np.newaxis], right[np.newaxis], zero).ravel()
    return float(value)


def cosine_matrix(
    matrix: ArrayLike, other: ArrayLike | None = None, *, zero: Zero = "raise"
) -> NDArray[np.float64]:
    """Return the cosine of each row of `matrix` with each row of `other`, or of `matrix` itself.

    Parameters
    ----------
    matrix, other
        Shapes (rows, width) and (other rows, width).
    zero
        See the module.

    Returns
    -------
    numpy.ndarray
        Shape (rows, other rows). Raises TypeError or ValueError as `cosine` does.

    Examples
    --------
    >>> cosine_matrix([[1, 0], [0, 2], [-3, 0]]).tolist()
    [[1.0, 0.0, -1.0], [0.0, 1.0, 0.0], [-1.0, 0.0, 1.0]]
    """
    left = _finite("matrix", matrix, 2)
    right = left if other is None else _finite("other", other, 2)
    if left.shape[1] != right.shape[1]:
        raise ValueError(f"expected rows of one width, got {left.shape[1]} and {right.shape[1]}")
    # subtle: -0.0 becomes 0.0.
    return np.asarray(_cosines(left, right, zero) + 0.0)


def nearest(
    matrix: ArrayLike,
    row: int,
    k: int,
    exclude_self: bool = True,
    *,
    zero: Literal["raise", "zero"] = "raise",
) -> Neighbours:
    """Return the k rows whose cosine with a given row is largest.

    Parameters
    ----------
    matrix
        Shape (vocab_size, width).
    row
        The index of the given row, 0 to vocab_size - 1.
    k
        How many rows; 1 or more, and at most as many as there are candidates.
    exclude_self
        Whether `row` itself, with its cosine of 1, is left out. Equal rows stay in.
    zero
        What a row of zeros does: "raise", or "zero" for a cosine of 0.

    Raises
    ------
    TypeError, ValueError, IndexError
        If an argument is not as above.

    Examples
    --------
    >>> nearest([[1, 0], [1, 1], [0, 1], [2, 1]], row=0, k=2).rows
    (3, 1)
    """
    table = _finite("matrix", matrix, 2)
    index = _row(row, len(table))
    signature = f"nearest|cosine|zero:{zero}|self:{'excluded' if exclude_self else 'included'}"
    return _top(table, table[index], {index} if exclude_self else set(), k, zero, signature)


def analogy(
    matrix: ArrayLike,
    a: int,
    b: int,
    c: int,
    k: int,
    exclude_inputs: bool = True,
    *,
    unit: bool = True,
    zero: Literal["raise", "zero"] = "raise",
) -> Neighbours:
    """Return the k rows nearest to b - a + c: "a is to b as c is to ...".

    Parameters
    ----------
    matrix, k, zero
        As for `nearest`.
    a, b, c
        Row indices; they may coincide.
    exclude_inputs
        Whether rows a, b and c are left out. Where they stay in, one of them often comes first.
    unit
        Whether rows are scaled to length 1 before they are added, as in the source.

    Raises
    ------
    TypeError, ValueError, IndexError
        As `nearest`; and if b - a + c is all zeros, under zero="raise".

    Notes
    -----
    Source: Mikolov, Yih and Zweig (2013); Levy and Goldberg (2014) call it 3CosAdd.

    Examples
    --------
    >>> table = [[1, 0, 0], [1, 1, 0], [0, 0, 1], [0, 1, 1], [0, 1, 0]]
    >>> analogy(table, a=0, b=1, c=2, k=1, unit=False).rows
    (3,)
    """
    table = _finite("matrix", matrix, 2)
    inputs = [_row(index, len(table)) for index in (a, b, c)]
    scaled = _unit(table)[0] if unit else table
    target = scaled[inputs[1]] - scaled[inputs[0]] + scaled[inputs[2]]
    signature = f"3CosAdd|unit:{unit}|zero:{zero}|"
    signature += f"inputs:{'excluded' if exclude_inputs else 'included'}"
    return _top(table, target, set(inputs) if exclude_inputs else set(), k, zero, signature)


def null_cosines(
    width: int, pairs: int, rng: np.random.Generator, draw: Draw = "normal"
) -> NDArray[np.float64]:
    """Return the cosines of pairs of random vectors: what no meaning at all looks like.

    Their mean is 0 and their standard deviation 1 / sqrt(width), for both ways to draw: "normal",
    where all directions are equally likely, and "uniform", each number from -1 to 1 (the way a
    Keras Embedding starts, as the scale does not matter). Shape (pairs,). Raises TypeError or
    ValueError unless `width` and `pairs` are positive ints. Source: Muirhead (1982), section 1.5.

    >>> null_cosines(100, 5000, np.random.default_rng(0)).std().round(2).item()
    0.1
    """
    _positive("width", width)
    _positive("pairs", pairs)
    left, right = _random(draw, pairs, width, rng), _random(draw, pairs, width, rng)
    return np.asarray(np.clip((_unit(left)[0] * _unit(right)[0]).sum(axis=1), -1, 1))


def nearest_of_null(
    words: int, width: int, rng: np.random.Generator, draw: Draw = "normal"
) -> NDArray[np.float64]:
    """Return, for each of some random vectors, its largest cosine with any other of them.

    The bar that a nearest neighbour of a trained vector has to clear. `draw` as in `null_cosines`.
    Shape (words,). Raises TypeError or ValueError unless `words`, of which it takes two, and
    `width` are positive ints.

    >>> nearest_of_null(1000, 512, np.random.default_rng(0)).mean().round(2).item()
    0.14
    """
    _positive("words", words)
    _positive("width", width)
    if words < 2:
        raise ValueError(f"expected at least 2 words, got {words}")
    units, _ = _unit(_random(draw, words, width, rng))
    best = np.empty(words)
    for start in range(0, words, _BLOCK):
        block = units[start : start + _BLOCK] @ units.T
        block[np.arange(len(block)), np.arange(start, start + len(block))] = -np.inf
        best[start : start + len(block)] = block.max(axis=1)
    return np.clip(best, -1, 1)


def _finite(name: str, values: ArrayLike, rank: int) -> NDArray[np.float64]:
    array = np.asarray(values)
    if array.dtype.kind not in "iuf":
        raise TypeError(f"expected {name} to be real numbers, got the type {array.dtype}")
    if array.ndim != rank or array.size == 0:
        wanted = "a vector" if rank == 1 else "rows of vectors"
        raise ValueError(f"expected {name} to be {wanted}, got the shape {array.shape}")
    if not np.isfinite(array).all():
        raise ValueError(f"expected {name} to be finite, got an infinity or NaN")
    return array.astype(float)


def _positive(name: str, value: object) -> None:
    if not isinstance(value, int | np.integer) or isinstance(value, bool):
        raise TypeError(f"expected {name} to be a positive int, got {value!r}")
    if value < 1:
        raise ValueError(f"expected {name} to be a positive int, got {value}")


def _row(index: object, rows: int) -> int:
    if not isinstance(index, int | np.integer) or isinstance(index, bool):
        raise TypeError(f"expected the index of a row, an int, got {index!r}")
    if not 0 <= index < rows:
        raise IndexError(f"expected the index of a row, 0 to {rows - 1}, got {index}")
    return int(index)


def _unit(rows: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Return the rows with length 1, those of zeros left as they are, and which are of zeros."""
    # subtle: divided by the largest number first, for squares of 1e200 and 1e-200 leave float64.
    largest = np.abs(rows).max(axis=1, keepdims=True)
    is_zero = largest == 0
    scaled = rows / np.where(is_zero, 1, largest)
    lengths = np.sqrt((scaled**2).sum(axis=1, keepdims=True))
    return scaled / np.where(is_zero, 1, lengths), is_zero[:, 0]


def _cosines(
    left: NDArray[np.float64], right: NDArray[np.float64], zero: Zero
) -> NDArray[np.float64]:
    if zero not in ("raise", "zero", "nan"):
        raise ValueError(f"expected zero to be raise, zero or nan, got {zero!r}")
    (left_units, left_zero), (right_units, right_zero) = _unit(left), _unit(right)
    if zero == "raise" and (left_zero.any() or right_zero.any()):
        raise ValueError("expected vectors that are not all zeros, got one: its cosine is 0/0")
    cosines = np.clip(left_units @ right_units.T, -1, 1)
    if zero == "nan":
        cosines[left_zero] = np.nan
        cosines[:, right_zero] = np.nan
    return cosines


def _random(draw: str, rows: int, width: int, rng: np.random.Generator) -> NDArray[np.float64]:
    if draw == "normal":
        return rng.standard_normal((rows, width))
    if draw == "uniform":
        return rng.uniform(-1, 1, (rows, width))
    raise ValueError(f"expected draw to be normal or uniform, got {draw!r}")


def _top(
    table: NDArray[np.float64],
    target: NDArray[np.float64],
    left_out: set[int],
    k: int,
    zero: Zero,
    signature: str,
) -> Neighbours:
    if zero not in ("raise", "zero"):
        raise ValueError(f"expected zero to be raise or zero, got {zero!r}")
    _positive("k", k)
    candidates = np.array([row for row in range(len(table)) if row not in left_out], dtype=int)
    if k > len(candidates):
        raise ValueError(f"expected k of at most {len(candidates)}, the candidates, got {k}")
    cosines = _cosines(table, target[np.newaxis], zero)[candidates, 0].round(_DECIMALS) + 0.0
    order = np.argsort(-cosines, kind="stable")[:k]
    return Neighbours(
        rows=tuple(candidates[order].tolist()),
        cosines=tuple(cosines[order].tolist()),
        signature=signature,
    )

"""Which token ids a table of embeddings can serve, and which row is read for those that it cannot.

A table of `input_dim` rows has the legal ids 0 to input_dim - 1. Keras on a CPU does not hold to
that: it wraps small negative ids around and cuts floats off, silently. `is_legal` and `illegal_ids`
say what is right, `row_read` what Keras 3.15 with TensorFlow 2.21 does (eager, `tf.function` and
`predict` without XLA). The oracle tests compare `row_read` with real lookups.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import isfinite, isnan, trunc
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

TokenId = int | float | np.integer[Any] | np.floating[Any]
TokenIds = TokenId | Sequence["TokenIds"] | NDArray[Any]
Cause = Literal["too large", "negative", "not a whole number", "not a number"]

_INT32_MIN, _INT32_MAX = -(2**31), 2**31 - 1


@dataclass(frozen=True, kw_only=True)
class Illegal:
    """An id that a table cannot serve.

    Parameters
    ----------
    position
        The id's index in the batch, from 0, one number for each axis; () for a single id.
    value
        The id, as a plain int, float or bool.
    cause
        Why it is illegal. The kind of number comes first: 1000.0 and -0.5 are "not a whole
        number", and so is infinity; NaN and the truth values are "not a number".

    Examples
    --------
    >>> Illegal(position=(0, 2), value=1000, cause="too large").cause
    'too large'
    """

    position: tuple[int, ...]
    value: int | float
    cause: Cause


def is_legal(token_id: object, input_dim: int) -> bool:
    """Return whether 0 <= token_id < input_dim, and `token_id` is an integer.

    Python's and NumPy's integers are; floats (3.0 too: a float32 cannot hold every id from 2**24
    on) and truth values are not. Raises TypeError or ValueError unless `input_dim`, a number of
    rows, is a positive int. Source: the Embedding layer's documentation.

    >>> is_legal(999, 1000), is_legal(1000, 1000), is_legal(-1, 1000), is_legal(3.0, 1000)
    (True, False, False, False)
    """
    _require_rows(input_dim)
    return isinstance(token_id, int | np.integer | float | np.floating) and (
        _cause(token_id, input_dim) is None
    )


def illegal_ids(token_ids: TokenIds, input_dim: int) -> tuple[Illegal, ...]:
    """Return every id that a table of `input_dim` rows cannot serve, in row-major order.

    Parameters
    ----------
    token_ids
        A number, or lists, tuples and arrays of numbers nested to any depth; rows may differ in
        length.
    input_dim
        The number of rows of the table.

    Raises
    ------
    TypeError
        If something in `token_ids` is not a number (a string, None), or `input_dim` not an int.
    ValueError
        If `input_dim` is not positive.

    Examples
    --------
    >>> [(bad.position, bad.cause) for bad in illegal_ids([[3, 10], [-1, 9]], input_dim=10)]
    [((0, 1), 'too large'), ((1, 0), 'negative')]
    """
    _require_rows(input_dim)
    return tuple(
        Illegal(position=position, value=_plain(token_id), cause=cause)
        for position, token_id in _walk(token_ids)
        if (cause := _cause(token_id, input_dim)) is not None
    )


def smallest_input_dim(token_ids: TokenIds) -> int:
    """Return the fewest rows that a table needs to serve all ids: the largest id and one more.

    Takes what `illegal_ids` takes. Raises ValueError if there are no ids, or if one is illegal
    whatever the number of rows. Source: the Embedding layer's documentation, "maximum integer
    index + 1".

    >>> smallest_input_dim([[5, 6], [0, 2]])
    7
    """
    largest = -1
    for position, token_id in _walk(token_ids):
        value = _plain(token_id)
        cause = _cause(token_id, input_dim=None)
        if cause is not None:
            raise ValueError(f"expected ids of 0 or more, got {value} at {position}: {cause}")
        largest = max(largest, int(value))
    if largest < 0:
        raise ValueError("expected at least one token id, got none")
    return largest + 1


def row_read(token_id: TokenId, input_dim: int) -> int:
    """Return the row that Keras reads for an id, on a CPU and without XLA.

    Floats lose what follows the point and truth values count as 0 and 1; then -input_dim to -1
    are wrapped around to rows 0 to input_dim - 1. NumPy's unsigned integers of 32 and 64 bits are
    cast to int32 first, as Keras does: 2**32 - 1 becomes -1.

    Parameters
    ----------
    token_id
        The id, in the precision in which it reaches the layer (a Sequential without an Input
        makes float32 of it, and so merges ids from 2**24 on).
    input_dim
        The number of rows of the table.

    Raises
    ------
    IndexError
        If Keras raises: the message says which number Keras shows, which for negative ids, NaN and
        infinities is not the id.
    TypeError, ValueError
        If `token_id` is not a number, or `input_dim` not a positive int.

    Examples
    --------
    >>> row_read(999.7, 1000), row_read(-1, 1000), row_read(-0.5, 1000)
    (999, 999, 0)
    >>> row_read(-1001, 1000)
    Traceback (most recent call last):
        ...
    IndexError: expected an id in [-1000, 1000), got -1001 (Keras shows -1)
    """
    _require_rows(input_dim)
    _require_number(token_id)
    arrived = _as_cast(token_id)
    # subtle: NaN arrives as -2**31, so it is shifted like any negative id.
    shown = arrived + input_dim if arrived < 0 else arrived
    if not 0 <= shown < input_dim:
        got = f"got {_plain(token_id)} (Keras shows {shown})"
        raise IndexError(f"expected an id in [{-input_dim}, {input_dim}), {got}")
    return shown


def cast_of_nan(input_dim: int) -> int:
    """Return the number that Keras's error message shows for a NaN id: -2**31 + input_dim.

    A NaN, an infinity and any float beyond int32 become -2**31 as x86-64 casts them (other
    processors cast otherwise), and Keras then adds `input_dim` to what is negative. Raises as
    `is_legal` does. Source: Intel's manual on CVTTSS2SI, the "integer indefinite" value.

    >>> cast_of_nan(1000)
    -2147482648
    """
    _require_rows(input_dim)
    return _INT32_MIN + input_dim


def _require_rows(input_dim: object) -> None:
    if not isinstance(input_dim, int) or isinstance(input_dim, bool):
        got = f"{input_dim!r} of type {type(input_dim).__name__}"
        raise TypeError(f"expected input_dim to be a positive int, got {got}")
    if input_dim <= 0:
        raise ValueError(f"expected input_dim to be a positive int, got {input_dim}")


def _require_number(value: object) -> None:
    if not isinstance(value, int | float | np.integer | np.floating | np.bool_):
        raise TypeError(f"expected a number, got {value!r} of type {type(value).__name__}")


def _walk(token_ids: Any, position: tuple[int, ...] = ()) -> Iterator[tuple[tuple[int, ...], Any]]:
    """Yield (position, id) in row-major order."""
    if isinstance(token_ids, np.ndarray) and token_ids.ndim == 0:
        token_ids = token_ids[()]
    if isinstance(token_ids, list | tuple | np.ndarray):
        for index, part in enumerate(token_ids):
            yield from _walk(part, (*position, index))
    else:
        _require_number(token_ids)
        yield position, token_ids


def _plain(token_id: Any) -> int | float:
    value: int | float = token_id.item() if isinstance(token_id, np.generic) else token_id
    return value


def _cause(token_id: Any, input_dim: int | None) -> Cause | None:
    """Say why an id is illegal, or None; with no `input_dim`, no id is too large."""
    value = _plain(token_id)
    if isinstance(value, bool) or (isinstance(value, float) and isnan(value)):
        return "not a number"
    if not isinstance(value, int):
        return "not a whole number"
    if value < 0:
        return "negative"
    return "too large" if input_dim is not None and value >= input_dim else None


def _as_cast(token_id: Any) -> int:
    """Return the integer that arrives at the lookup, of int32 or int64."""
    value = _plain(token_id)
    if isinstance(token_id, np.unsignedinteger):
        return (int(value) - _INT32_MIN) % 2**32 + _INT32_MIN
    if isinstance(value, int):
        return int(value)
    # subtle: only integers keep 64 bits; whatever else arrives is cast to int32.
    whole = trunc(value) if isfinite(value) else _INT32_MIN
    return whole if _INT32_MIN <= whole <= _INT32_MAX else _INT32_MIN

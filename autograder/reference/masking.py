"""Sums, means, maxima and softmaxes over the real positions of padded texts, and who keeps a mask.

A mask holds one truth value for each position of a text, True where a token stands and False where
padding does; it lies beside the data, whose shape it leaves alone. The pooling functions share one
contract. They take `vectors` of shape (batch, time, width) with a mask of (batch, time), or (time,
width) with (time,), and return a `Pooled` whose `values` lack the axis of time. Positions outside
the mask never count, whatever stands there, NaN included. Sums are float64; units stay as they are.

`MASK_BEHAVIOUR` says what Keras 3.15 does with a mask; the oracle tests ask each layer.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Literal, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

Empty: TypeAlias = Literal["raise", "zero", "nan"]
AllMasked: TypeAlias = Literal["raise", "zero", "nan", "uniform"]

_FILL = {"zero": 0.0, "nan": float("nan")}

MASK_BEHAVIOUR: Mapping[str, str] = MappingProxyType(
    {
        "GlobalAveragePooling1D": "consumes",
        "LSTM": "consumes",
        "GRU": "consumes",
        "SimpleRNN": "consumes",
        "Bidirectional": "consumes",
        "LSTM(return_sequences=True)": "uses and passes on",
        "GRU(return_sequences=True)": "uses and passes on",
        "SimpleRNN(return_sequences=True)": "uses and passes on",
        "Bidirectional(return_sequences=True)": "uses and passes on",
        "Attention": "uses and passes on",
        "AdditiveAttention": "uses and passes on",
        "MultiHeadAttention": "uses and passes on",
        "BatchNormalization": "uses and passes on",
        "Dense": "passes on",
        "TimeDistributed": "passes on",
        "Dropout": "passes on",
        "SpatialDropout1D": "passes on",
        "LayerNormalization": "passes on",
        "Activation": "passes on",
        "Add": "passes on",
        "Concatenate": "passes on",
        "Flatten": "drops with a warning",
        "GlobalMaxPooling1D": "drops with a warning",
        "MaxPooling1D": "drops with a warning",
        "AveragePooling1D": "drops with a warning",
        "Conv1D": "drops with a warning",
        "SeparableConv1D": "drops with a warning",
        "DepthwiseConv1D": "drops with a warning",
        "Reshape": "drops with a warning",
        "Permute": "drops with a warning",
        "Lambda": "drops with a warning",
        "UpSampling1D": "drops with a warning",
        "ZeroPadding1D": "drops with a warning",
        "Cropping1D": "drops with a warning",
        "Dot": "drops silently",
        "x * 2": "drops silently",
        "x[:, :2]": "drops silently",
        "ops.relu(x)": "drops silently",
    }
)


@dataclass(frozen=True, eq=False, kw_only=True)
class Pooled:
    """What a masked computation gives, and the signature of the choices it depends on.

    >>> Pooled(values=np.array([2.0, 3.0]), signature="mean|mask:used|empty:raise").signature
    'mean|mask:used|empty:raise'
    """

    values: NDArray[np.float64]
    signature: str


def mask_of(token_ids: ArrayLike) -> NDArray[np.bool_]:
    """Return the mask that `Embedding(mask_zero=True)` gives: True where the id is not 0.

    Parameters
    ----------
    token_ids
        Numbers, shape (batch, time) or any other; the mask has the same shape.

    Raises
    ------
    TypeError
        If the ids are not real numbers.
    ValueError
        If the texts differ in length.

    Examples
    --------
    >>> mask_of([[5, 6, 0], [7, 0, 0]]).tolist()
    [[True, True, False], [True, False, False]]
    """
    return np.asarray(_numbers("token_ids", token_ids) != 0)


def masked_sum(vectors: ArrayLike, mask: ArrayLike) -> Pooled:
    """Return the sum over the real positions; a text without any sums to 0, by definition.

    See the module for shapes. Raises TypeError or ValueError if `vectors` are not real numbers,
    the mask not truth values, or the shapes do not belong together.

    >>> masked_sum([[1, 2], [3, 4], [9, 9]], [True, True, False]).values.tolist()
    [4.0, 6.0]
    """
    array, keep = _vectors_and_mask(vectors, mask)
    return Pooled(values=_sum(array, keep), signature="sum|mask:used")


def masked_mean(vectors: ArrayLike, mask: ArrayLike, empty: Empty = "raise") -> Pooled:
    """Return the sum over the real positions divided by their number.

    Parameters
    ----------
    vectors, mask
        See the module.
    empty
        What a text without a real position gives, where the mean is 0/0: "raise", "zero" or "nan"
        (which is what Keras's GlobalAveragePooling1D gives).

    Raises
    ------
    TypeError, ValueError
        As `masked_sum`; for an unknown `empty`; and for an empty text under "raise".

    Examples
    --------
    >>> masked_mean([[1, 2], [3, 4], [9, 9]], [True, True, False]).values.tolist()
    [2.0, 3.0]
    >>> masked_mean([[9, 9]], [False], empty="zero").signature
    'mean|mask:used|empty:zero'
    """
    array, keep = _vectors_and_mask(vectors, mask)
    is_empty = _empty_rows(keep, empty, ("raise", "zero", "nan"), "empty")
    totals = _sum(array, keep) / np.maximum(keep.sum(axis=-1), 1)[..., np.newaxis]
    totals[is_empty] = _FILL.get(empty, 0)
    return Pooled(values=totals, signature=f"mean|mask:used|empty:{empty}")


def masked_max(vectors: ArrayLike, mask: ArrayLike, empty: Empty = "raise") -> Pooled:
    """Return the largest value over the real positions, in each of the width's columns.

    Takes and raises what `masked_mean` does. Keras's GlobalMaxPooling1D lets padding compete.

    >>> masked_max([[-1, -2], [-3, 4], [9, 9]], [True, True, False]).values.tolist()
    [-1.0, 4.0]
    """
    array, keep = _vectors_and_mask(vectors, mask)
    is_empty = _empty_rows(keep, empty, ("raise", "zero", "nan"), "empty")
    largest = np.where(keep[..., np.newaxis], array, -np.inf).max(axis=-2, initial=-np.inf)
    largest[is_empty] = _FILL.get(empty, 0)
    return Pooled(values=largest, signature=f"max|mask:used|empty:{empty}")


def unmasked_mean(vectors: ArrayLike) -> Pooled:
    """Return the mean over all positions, padding included: what a lost mask leads to.

    `vectors` has the shape (batch, time, width) or (time, width). Raises TypeError or ValueError
    if it does not, if it has no position, or if it does not hold real numbers.

    >>> unmasked_mean([[1, 2], [3, 4], [0, 0], [0, 0]]).values.tolist()
    [1.0, 1.5]
    """
    array = _vectors(vectors)
    if array.shape[-2] == 0:
        raise ValueError(f"expected at least one position, got the shape {array.shape}")
    return Pooled(values=np.asarray(array.mean(axis=-2)), signature="mean|mask:ignored")


def masked_softmax(scores: ArrayLike, mask: ArrayLike, all_masked: AllMasked = "raise") -> Pooled:
    """Return exp(score) over the sum of exp(score), among the real positions of the last axis.

    Parameters
    ----------
    scores
        Shape (..., time), in nats; finite wherever the mask is True.
    mask
        The shape of `scores`, or (batch, time), which then holds for everything between the two
        axes (queries, heads).
    all_masked
        What a row without a real position gives: "raise", "zero" (as Keras's Softmax), "nan" or
        "uniform", 1 / time at each position (what adding a large negative number comes to).

    Returns
    -------
    Pooled
        `values` has the shape of `scores`; each row with a real position adds up to 1, and is 0
        outside the mask.

    Raises
    ------
    TypeError, ValueError
        For values or shapes other than these, and for a row wholly masked under "raise".

    Notes
    -----
    Source: Bridle (1990); with a mask, Vaswani et al. (2017), section 3.2.3.

    Examples
    --------
    >>> masked_softmax([0.0, 0.0, 5.0], [True, True, False]).values.tolist()
    [0.5, 0.5, 0.0]
    """
    array = _numbers("scores", scores).astype(float)
    keep = _spread(_truth_values(mask), array.shape)
    if not np.isfinite(array[keep]).all():
        raise ValueError("expected finite scores where the mask is True, got an infinity or NaN")
    is_empty = _empty_rows(keep, all_masked, ("raise", "zero", "nan", "uniform"), "all_masked")
    kept = np.where(keep, array, -np.inf)
    highest = kept.max(axis=-1, keepdims=True, initial=-np.inf)
    with np.errstate(over="ignore"):  # a gap beyond float64 has a power of 0 all the same
        powers = np.exp(kept - np.where(is_empty[..., np.newaxis], 0, highest))
    values = powers / np.where(is_empty[..., np.newaxis], 1, powers.sum(axis=-1, keepdims=True))
    # subtle: a row of no positions at all has nothing to fill.
    values[is_empty] = _FILL.get(all_masked, 1 / max(array.shape[-1], 1))
    return Pooled(values=values, signature=f"softmax|axis:-1|mask:used|all_masked:{all_masked}")


def _numbers(name: str, values: ArrayLike) -> NDArray[Any]:
    try:
        array = np.asarray(values)
    except ValueError as error:
        raise ValueError(f"expected {name} to have rows of one length, got: {error}") from error
    if array.dtype.kind not in "iuf":
        raise TypeError(f"expected {name} to be real numbers, got the type {array.dtype}")
    return array


def _truth_values(mask: ArrayLike) -> NDArray[np.bool_]:
    array = np.asarray(mask)
    if array.dtype != np.bool_ and array.size:
        raise TypeError(f"expected a mask of truth values, got the type {array.dtype}")
    return array.astype(bool)


def _vectors(vectors: ArrayLike) -> NDArray[np.float64]:
    array = _numbers("vectors", vectors).astype(float)
    if array.ndim not in (2, 3):
        raise ValueError(
            f"expected vectors (batch, time, width) or (time, width), got {array.shape}"
        )
    return array


def _vectors_and_mask(
    vectors: ArrayLike, mask: ArrayLike
) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    array, keep = _vectors(vectors), _truth_values(mask)
    if keep.shape != array.shape[:-1]:
        raise ValueError(f"expected a mask of the shape {array.shape[:-1]}, got {keep.shape}")
    return array, keep


def _spread(keep: NDArray[np.bool_], shape: tuple[int, ...]) -> NDArray[np.bool_]:
    """Give a mask (batch, time) the shape of scores (batch, ..., time)."""
    if not shape:
        raise ValueError("expected scores with an axis of time, got a single number")
    if keep.shape == shape:
        return keep
    if keep.shape != (shape[0], shape[-1]) or len(shape) < 3:
        raise ValueError(f"expected a mask of the shape {shape} or (batch, time), got {keep.shape}")
    between = tuple(range(1, len(shape) - 1))
    return np.broadcast_to(np.expand_dims(keep, between), shape)


def _empty_rows(
    keep: NDArray[np.bool_], policy: str, policies: tuple[str, ...], name: str
) -> NDArray[np.bool_]:
    if policy not in policies:
        raise ValueError(f"expected {name} to be one of {list(policies)}, got {policy!r}")
    is_empty = np.asarray(~keep.any(axis=-1))
    if policy == "raise" and is_empty.any():
        at = tuple(int(index) for index in np.argwhere(is_empty)[0])
        raise ValueError(f"expected a real position in every text, got none at index {at}")
    return is_empty


def _sum(array: NDArray[np.float64], keep: NDArray[np.bool_]) -> NDArray[np.float64]:
    return np.asarray(np.where(keep[..., np.newaxis], array, 0).sum(axis=-2))

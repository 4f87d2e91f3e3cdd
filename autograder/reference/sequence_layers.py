"""Keras layers that work along the positions of a sequence: (batch, length, ...).

Pooling, recurrent layers and their wrapper, convolution, attention, and the wrapper that works at
each position. The contract that all layers keep is described in `shapes`, which offers them under
one name.
"""

from dataclasses import dataclass
from math import inf
from typing import ClassVar

from autograder.reference.layers import Layer, Shape, ShapeError, known_width, require_one_of


@dataclass(frozen=True)
class GlobalAveragePooling1D(Layer):
    """(batch, length, width) to (batch, width): the mean over positions. Source: Lin et al. (2014).

    >>> GlobalAveragePooling1D().output_shape((None, None, 64))
    (None, 64)
    """

    _ranks = (3, 3)

    def _output_shape(self, shape: Shape) -> Shape:
        return (shape[0], shape[2])


@dataclass(frozen=True)
class GlobalMaxPooling1D(GlobalAveragePooling1D):
    """(batch, length, width) to (batch, width): the largest over positions. Source: Keras.

    >>> GlobalMaxPooling1D().output_shape((32, 10, 64))
    (32, 64)
    """


@dataclass(frozen=True)
class TimeDistributed(Layer):
    """The wrapped layer at each position (axis 1), with the same weights at all of them.

    Rank 3 or more; the shape without axis 1 must suit the wrapped layer, whose rank Keras itself
    does not check here. Source: Keras's TimeDistributed.

    >>> TimeDistributed(GlobalAveragePooling1D()).output_shape((None, 7, 10, 64))
    (None, 7, 64)
    """

    layer: Layer

    _ranks = (3, inf)

    def __post_init__(self) -> None:
        if not isinstance(self.layer, Layer):
            raise TypeError(f"TimeDistributed: expected a layer, got {self.layer!r}")

    def _output_shape(self, shape: Shape) -> Shape:
        inner = self.layer.output_shape((shape[0], *shape[2:]))
        return (inner[0], shape[1], *inner[1:])

    def _parameter_count(self, shape: Shape) -> int:
        return self.layer.parameter_count((shape[0], *shape[2:]))


@dataclass(frozen=True)
class _Recurrent(Layer):
    """What LSTM, GRU and SimpleRNN share: gates of U * (D + U) weights and their biases."""

    units: int
    return_sequences: bool = False

    _ranks = (3, 3)
    _needs_width = True
    _gates: ClassVar[int]
    _biases: ClassVar[int] = 1  # for each unit of a gate

    def _output_shape(self, shape: Shape) -> Shape:
        return (*shape[: 2 if self.return_sequences else 1], self.units)

    def _parameter_count(self, shape: Shape) -> int:
        return self._gates * self.units * (known_width(shape) + self.units + self._biases)


@dataclass(frozen=True)
class LSTM(_Recurrent):
    """(batch, length, D) to (batch, U), or (batch, length, U) with `return_sequences`.

    Four gates: 4 * (U * (D + U) + U) weights. Source: Hochreiter and Schmidhuber (1997), with the
    forget gate of Gers et al. (2000).

    >>> LSTM(32).output_shape((None, 10, 64)), LSTM(32).parameter_count((None, 10, 64))
    ((None, 32), 12416)
    """

    _gates = 4


@dataclass(frozen=True)
class GRU(_Recurrent):
    """Shapes as for `LSTM`; three gates of two biases: 3 * (U * (D + U) + 2 * U) weights.

    Source: Cho et al. (2014); the second bias is that of Keras's default, `reset_after=True`.

    >>> GRU(32, return_sequences=True).output_shape((None, 10, 64))
    (None, 10, 32)
    >>> GRU(32).parameter_count((None, 10, 64))
    9408
    """

    _gates = 3
    _biases = 2


@dataclass(frozen=True)
class SimpleRNN(_Recurrent):
    """Shapes as for `LSTM`; no gates: U * (D + U) + U weights. Source: Elman (1990).

    >>> SimpleRNN(32).parameter_count((None, 10, 64))
    3104
    """

    _gates = 1


@dataclass(frozen=True)
class Bidirectional(Layer):
    """A recurrent layer read both ways: twice the weights, and twice the width under "concat".

    `merge_mode` is "concat", "sum", "mul" or "ave"; Keras's None gives two outputs, which are no
    one shape: refused. Source: Schuster and Paliwal (1997).

    >>> Bidirectional(LSTM(32)).output_shape((None, 10, 64))
    (None, 64)
    >>> Bidirectional(LSTM(32), merge_mode="sum").output_shape((None, 10, 64))
    (None, 32)
    """

    layer: _Recurrent
    merge_mode: str = "concat"

    _ranks = (3, 3)

    def __post_init__(self) -> None:
        if not isinstance(self.layer, _Recurrent):
            raise TypeError(f"Bidirectional: expected LSTM, GRU or SimpleRNN, got {self.layer!r}")
        require_one_of(self, "merge_mode", self.merge_mode, ("concat", "sum", "mul", "ave"))

    def _output_shape(self, shape: Shape) -> Shape:
        inner = self.layer.output_shape(shape)
        return (*inner[:-1], self.layer.units * (2 if self.merge_mode == "concat" else 1))

    def _parameter_count(self, shape: Shape) -> int:
        return 2 * self.layer.parameter_count(shape)


def _windows(layer: Layer, shape: Shape, window: int, stride: int, padding: str) -> int | None:
    """How many windows of `window` positions fit, `stride` apart (Dumoulin and Visin, 2016)."""
    length = shape[1]
    if length is None:
        return None
    if padding != "valid":
        return -(-length // stride)
    if length < window:
        raise ShapeError(f"{layer}: expected a length of {window} or more, got {shape}")
    return (length - window) // stride + 1


@dataclass(frozen=True)
class Conv1D(Layer):
    """(batch, length, D) to (batch, windows, filters); (kernel_size * D + 1) * filters weights.

    "valid" counts the windows that fit, "same" and "causal" ceil(length / strides). Raises
    ValueError where strides and dilation_rate both exceed 1. Source: Dumoulin and Visin (2016).

    >>> Conv1D(16, 3).output_shape((None, 10, 64)), Conv1D(16, 3).parameter_count((None, 10, 64))
    ((None, 8, 16), 3088)
    """

    filters: int
    kernel_size: int
    strides: int = 1
    padding: str = "valid"
    dilation_rate: int = 1

    _ranks = (3, 3)
    _needs_width = True

    def __post_init__(self) -> None:
        super().__post_init__()
        require_one_of(self, "padding", self.padding, ("valid", "same", "causal"))
        if self.strides > 1 and self.dilation_rate > 1:
            got = f"strides={self.strides} and dilation_rate={self.dilation_rate}"
            raise ValueError(f"Conv1D: expected strides or dilation_rate to be 1, got {got}")

    def _output_shape(self, shape: Shape) -> Shape:
        window = (self.kernel_size - 1) * self.dilation_rate + 1
        return (shape[0], _windows(self, shape, window, self.strides, self.padding), self.filters)

    def _parameter_count(self, shape: Shape) -> int:
        return (self.kernel_size * known_width(shape) + 1) * self.filters


@dataclass(frozen=True)
class MaxPooling1D(Layer):
    """(batch, length, width) to (batch, windows, width); windows are `strides` or a pool apart.

    Windows are counted as in `Conv1D` ("causal" excepted). Source: Dumoulin and Visin (2016).

    >>> MaxPooling1D(3).output_shape((None, 10, 64)), MaxPooling1D(3, 1).output_shape((2, 10, 64))
    ((None, 3, 64), (2, 8, 64))
    """

    pool_size: int = 2
    strides: int | None = None
    padding: str = "valid"

    _ranks = (3, 3)

    def __post_init__(self) -> None:
        super().__post_init__()
        require_one_of(self, "padding", self.padding, ("valid", "same"))

    def _output_shape(self, shape: Shape) -> Shape:
        stride = self.pool_size if self.strides is None else self.strides
        return (shape[0], _windows(self, shape, self.pool_size, stride, self.padding), shape[2])


@dataclass(frozen=True)
class Attention(Layer):
    """Dot-product attention of (batch, length, width) on itself: shape unchanged, no weights.

    Keras takes other ranks too; here rank 3 alone has a meaning. Source: Luong et al. (2015).

    >>> Attention().output_shape((None, 10, 64))
    (None, 10, 64)
    """

    _ranks = (3, 3)


@dataclass(frozen=True)
class MultiHeadAttention(Layer):
    """Attention of (batch, length, D) on itself by H heads of `key_dim` k: shape unchanged.

    Query, key and value, and the way back: 3 * (D + 1) * H * k + (H * k + 1) * D weights. Rank 3,
    as for `Attention`. Source: Vaswani et al. (2017).

    >>> MultiHeadAttention(2, 32).parameter_count((None, 10, 64))
    16640
    """

    num_heads: int
    key_dim: int

    _ranks = (3, 3)
    _needs_width = True

    def _parameter_count(self, shape: Shape) -> int:
        width, heads = known_width(shape), self.num_heads * self.key_dim
        return 3 * (width + 1) * heads + (heads + 1) * width

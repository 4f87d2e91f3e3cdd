"""Shapes and parameter counts of Keras layers, worked out without building a layer.

A shape is a tuple that starts with the batch axis; `None` is a size that is not known yet. Sizes
are counts (no units), and every layer works "channels last": (batch, length, width).

All layers share two methods. `layer.output_shape(input_shape)` is the shape that comes out and
`layer.parameter_count(input_shape)` the number of weights. Both raise `ShapeError` for an input
that the layer cannot take. Constructors take the names and meanings of Keras, raise `TypeError`
for a value of the wrong kind (NumPy integers included, as Keras's Embedding does) and `ValueError`
for one out of range. The results are those of Keras 3.15; the oracle tests compare them.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from math import inf, prod
from typing import ClassVar

Shape = tuple[int | None, ...]


class ShapeError(ValueError):
    """A layer was given a shape that it cannot take."""


def _is_int(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _require_one_of(layer: object, name: str, value: object, choices: tuple[str, ...]) -> None:
    if value not in choices:
        expected = " or ".join(map(repr, choices))
        raise ValueError(f"{type(layer).__name__}: expected {name} {expected}, got {value!r}")


def _require_shape(shape: object) -> None:
    if not isinstance(shape, tuple) or not all(d is None or _is_int(d) for d in shape):
        raise TypeError(f"expected a shape as a tuple of ints and None, got {shape!r}")
    if any(d is not None and d < 0 for d in shape):
        raise ShapeError(f"expected sizes of 0 or more, got {shape}")


@dataclass(frozen=True)
class Layer:
    """What all layers share: an input is checked before a shape or a count is worked out."""

    _ranks: ClassVar[tuple[int, float]] = (0, inf)
    _needs_width: ClassVar[bool] = False  # the weights' size depends on the last axis

    def __post_init__(self) -> None:
        for field in fields(self):
            name, kind, value = field.name, field.type, getattr(self, field.name)
            if kind is not int and not (kind == int | None and value is not None):
                continue
            expected = f"{type(self).__name__}: expected {name} to be a positive int"
            if not _is_int(value):
                raise TypeError(f"{expected}, got {value!r} of type {type(value).__name__}")
            if value <= 0:
                raise ValueError(f"{expected}, got {value}")

    def output_shape(self, input_shape: Shape) -> Shape:
        """Return the shape that comes out; raise `ShapeError` if `input_shape` cannot go in."""
        self._check(input_shape)
        return self._output_shape(input_shape)

    def parameter_count(self, input_shape: Shape) -> int:
        """Return the number of weights; raise `ShapeError` if `input_shape` cannot go in."""
        self.output_shape(input_shape)
        return self._parameter_count(input_shape)

    def _check(self, shape: Shape) -> None:
        _require_shape(shape)
        low, high = self._ranks
        if not low <= len(shape) <= high:
            rank = f"{low}" if low == high else f"{low} or more"
            raise ShapeError(f"{self}: expected rank {rank}, got {shape} of rank {len(shape)}")
        if self._needs_width and shape[-1] is None:
            raise ShapeError(f"{self}: expected a last axis of known size, got {shape}")

    def _output_shape(self, shape: Shape) -> Shape:
        return shape

    def _parameter_count(self, shape: Shape) -> int:
        return 0


def _width(shape: Shape) -> int:
    """Return the last axis of a shape whose check has made sure that it is known."""
    width = shape[-1]
    if width is None:
        raise ShapeError(f"expected a last axis of known size, got {shape}")
    return width


@dataclass(frozen=True)
class Embedding(Layer):
    """A table of `input_dim` rows; each id becomes a row: `output_dim` more numbers at the end.

    Any rank goes in. The table holds input_dim * output_dim weights, whatever goes in.
    Source: Bengio et al. (2003), A neural probabilistic language model.

    >>> Embedding(1000, 64).output_shape((None, 10)), Embedding(1000, 64).parameter_count((32,))
    ((None, 10, 64), 64000)
    """

    input_dim: int
    output_dim: int

    def _output_shape(self, shape: Shape) -> Shape:
        return (*shape, self.output_dim)

    def _parameter_count(self, shape: Shape) -> int:
        return self.input_dim * self.output_dim


def embedding_output_shape(input_shape: Shape, input_dim: int, output_dim: int) -> Shape:
    """Return the shape that an Embedding of `input_dim` rows gives for ids of `input_shape`.

    Any rank; raises TypeError or ValueError as `Embedding` does. Source: Keras's Embedding.

    >>> embedding_output_shape((32, 10), 1000, 64)
    (32, 10, 64)
    """
    return Embedding(input_dim, output_dim).output_shape(input_shape)


@dataclass(frozen=True)
class Flatten(Layer):
    """All axes after the batch become one; an unknown size stays unknown. Source: Keras.

    >>> Flatten().output_shape((None, 10, 64)), Flatten().output_shape((None, None, 64))
    ((None, 640), (None, None))
    """

    _ranks = (1, inf)

    def _output_shape(self, shape: Shape) -> Shape:
        known = [size for size in shape[1:] if size is not None]
        return (shape[0], prod(known) if len(known) == len(shape) - 1 else None)


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
class Dense(Layer):
    """The last axis, of known size D, becomes `units`: D * units weights, and a bias for each unit.

    Rank 2 or more; no other axis changes. Source: Keras's Dense.

    >>> Dense(3).output_shape((None, 10, 64)), Dense(3).parameter_count((None, 10, 64))
    ((None, 10, 3), 195)
    """

    units: int
    use_bias: bool = True

    _ranks = (2, inf)
    _needs_width = True

    def _output_shape(self, shape: Shape) -> Shape:
        return (*shape[:-1], self.units)

    def _parameter_count(self, shape: Shape) -> int:
        return (_width(shape) + bool(self.use_bias)) * self.units


@dataclass(frozen=True)
class TimeDistributed(Layer):
    """The wrapped layer at each position (axis 1), with the same weights at all of them.

    Rank 3 or more; the shape without axis 1 must suit the wrapped layer, whose rank Keras itself
    does not check here. Source: Keras's TimeDistributed.

    >>> TimeDistributed(Flatten()).output_shape((None, 7, 10, 64))
    (None, 7, 640)
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
        return self._gates * self.units * (_width(shape) + self.units + self._biases)


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
        _require_one_of(self, "merge_mode", self.merge_mode, ("concat", "sum", "mul", "ave"))

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
        _require_one_of(self, "padding", self.padding, ("valid", "same", "causal"))
        if self.strides > 1 and self.dilation_rate > 1:
            got = f"strides={self.strides} and dilation_rate={self.dilation_rate}"
            raise ValueError(f"Conv1D: expected strides or dilation_rate to be 1, got {got}")

    def _output_shape(self, shape: Shape) -> Shape:
        window = (self.kernel_size - 1) * self.dilation_rate + 1
        return (shape[0], _windows(self, shape, window, self.strides, self.padding), self.filters)

    def _parameter_count(self, shape: Shape) -> int:
        return (self.kernel_size * _width(shape) + 1) * self.filters


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
        _require_one_of(self, "padding", self.padding, ("valid", "same"))

    def _output_shape(self, shape: Shape) -> Shape:
        stride = self.pool_size if self.strides is None else self.strides
        return (shape[0], _windows(self, shape, self.pool_size, stride, self.padding), shape[2])


@dataclass(frozen=True)
class Reshape(Layer):
    """The axes after the batch become `target_shape`; one size may be -1, "what is left".

    The number of values must stay the same. Source: Keras's Reshape.

    >>> Reshape((-1, 32)).output_shape((None, 10, 64))
    (None, 20, 32)
    """

    target_shape: tuple[int, ...]

    _ranks = (1, inf)

    def __post_init__(self) -> None:
        target = self.target_shape
        if not isinstance(target, tuple) or not all(_is_int(size) for size in target):
            raise TypeError(f"Reshape: expected target_shape to be a tuple of ints, got {target!r}")
        if min(target, default=0) < -1 or target.count(-1) > 1:
            raise ValueError(f"Reshape: expected sizes of 0 or more and one -1, got {target}")

    def _output_shape(self, shape: Shape) -> Shape:
        known = [size for size in shape[1:] if size is not None]
        if len(known) < len(shape) - 1:
            return (shape[0], *(None if size == -1 else size for size in self.target_shape))
        values, fixed = prod(known), prod(size for size in self.target_shape if size != -1)
        if -1 not in self.target_shape:
            if values != fixed:
                raise ShapeError(f"{self}: expected {fixed} values in each example, got {shape}")
            return (shape[0], *self.target_shape)
        if fixed == 0 or values % fixed:
            raise ShapeError(f"{self}: expected a multiple of {fixed} values, got {shape}")
        return (shape[0], *(values // fixed if d == -1 else d for d in self.target_shape))


@dataclass(frozen=True)
class Permute(Layer):
    """The axes after the batch in another order; `dims` counts from 1. Source: Keras's Permute.

    >>> Permute((2, 1)).output_shape((None, 10, 64))
    (None, 64, 10)
    """

    dims: tuple[int, ...]

    def __post_init__(self) -> None:
        dims = self.dims
        if not isinstance(dims, tuple) or not all(_is_int(dim) for dim in dims):
            raise TypeError(f"Permute: expected dims to be a tuple of ints, got {dims!r}")
        if sorted(dims) != list(range(1, len(dims) + 1)):
            raise ValueError(f"Permute: expected each of 1 to {len(dims)} once, got {dims}")

    def _output_shape(self, shape: Shape) -> Shape:
        rank = len(self.dims) + 1
        if len(shape) != rank:
            raise ShapeError(f"{self}: expected rank {rank}, got {shape} of rank {len(shape)}")
        return (shape[0], *(shape[dim] for dim in self.dims))


@dataclass(frozen=True)
class Dropout(Layer):
    """Shape unchanged, no weights; `rate` is a share, 0 to 1. Source: Srivastava et al. (2014).

    >>> Dropout(0.5).output_shape((None, 10, 64))
    (None, 10, 64)
    """

    rate: float

    def __post_init__(self) -> None:
        if not isinstance(self.rate, int | float) or isinstance(self.rate, bool):
            raise TypeError(f"Dropout: expected rate to be a number, got {self.rate!r}")
        if not 0 <= self.rate <= 1:
            raise ValueError(f"Dropout: expected a rate from 0 to 1, got {self.rate}")


@dataclass(frozen=True)
class LayerNormalization(Layer):
    """Shape unchanged; a scale and an offset for each of the last axis's D places: 2 * D weights.

    Source: Ba, Kiros and Hinton (2016).

    >>> LayerNormalization().parameter_count((None, 10, 64))
    128
    """

    _ranks = (1, inf)
    _needs_width = True

    def _parameter_count(self, shape: Shape) -> int:
        return 2 * _width(shape)


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
        width, heads = _width(shape), self.num_heads * self.key_dim
        return 3 * (width + 1) * heads + (heads + 1) * width


def trace(layers: Iterable[Layer], input_shape: Shape) -> tuple[Shape, ...]:
    """Return the input's shape and the shape after each layer, in order.

    Raises ShapeError, with the number of the layer (from 1), where a shape cannot go in.

    >>> trace([Embedding(1000, 64), GlobalAveragePooling1D(), Dense(1)], (None, 10))
    ((None, 10), (None, 10, 64), (None, 64), (None, 1))
    """
    _require_shape(input_shape)
    shapes = [input_shape]
    for number, layer in enumerate(layers, start=1):
        try:
            shapes.append(layer.output_shape(shapes[-1]))
        except ShapeError as error:
            raise ShapeError(f"layer {number}, {error}") from error
    return tuple(shapes)


def parameter_counts(layers: Sequence[Layer], input_shape: Shape) -> tuple[int, ...]:
    """Return the number of weights of each layer, in order; raises as `trace` does.

    >>> parameter_counts([Embedding(1000, 64), GlobalAveragePooling1D(), Dense(1)], (None, 10))
    (64000, 0, 65)
    """
    shapes = trace(layers, input_shape)
    return tuple(
        layer.parameter_count(shape) for layer, shape in zip(layers, shapes[:-1], strict=True)
    )

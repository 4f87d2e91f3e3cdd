"""What Keras layers share, and the layers that work on inputs of many ranks.

Here are the base class of all layers, the checks of shapes and arguments, and the layers that give
the positions of a sequence no meaning; those that do are in `sequence_layers`. The contract that
all of them keep is described in `shapes`, which offers them under one name.
"""

from dataclasses import dataclass, fields
from math import inf, prod
from typing import ClassVar

Shape = tuple[int | None, ...]


class ShapeError(ValueError):
    """A layer was given a shape that it cannot take.

    >>> issubclass(ShapeError, ValueError)
    True
    """


def require_one_of(layer: object, name: str, value: object, choices: tuple[str, ...]) -> None:
    """Raise ValueError, in the name of `layer`'s class, unless `value` is one of `choices`.

    >>> require_one_of(Flatten(), "padding", "full", ("valid", "same"))
    Traceback (most recent call last):
        ...
    ValueError: Flatten: expected padding 'valid' or 'same', got 'full'
    """
    if value not in choices:
        expected = " or ".join(map(repr, choices))
        raise ValueError(f"{type(layer).__name__}: expected {name} {expected}, got {value!r}")


def require_shape(shape: object) -> None:
    """Raise TypeError unless `shape` is a tuple of ints and None; ShapeError for a size below 0.

    >>> require_shape([None, 10])
    Traceback (most recent call last):
        ...
    TypeError: expected a shape as a tuple of ints and None, got [None, 10]
    """
    if not isinstance(shape, tuple) or not all(d is None or _is_int(d) for d in shape):
        raise TypeError(f"expected a shape as a tuple of ints and None, got {shape!r}")
    if any(d is not None and d < 0 for d in shape):
        raise ShapeError(f"expected sizes of 0 or more, got {shape}")


def _is_int(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


@dataclass(frozen=True)
class Layer:
    """What all layers share: an input is checked before a shape or a count is worked out.

    On its own it passes a shape of any rank on unchanged, and has no weights.

    >>> Layer().output_shape((None, 10)), Layer().parameter_count((None, 10))
    ((None, 10), 0)
    """

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
        """Return the shape that comes out; raise `ShapeError` if `input_shape` cannot go in.

        Raises TypeError if `input_shape` is not a tuple of ints and None.

        >>> Dense(3).output_shape((None, 64))
        (None, 3)
        """
        self._check(input_shape)
        return self._output_shape(input_shape)

    def parameter_count(self, input_shape: Shape) -> int:
        """Return the number of weights; raise as `output_shape` does.

        >>> Dense(3).parameter_count((None, 64))
        195
        """
        self.output_shape(input_shape)
        return self._parameter_count(input_shape)

    def _check(self, shape: Shape) -> None:
        require_shape(shape)
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


def known_width(shape: Shape) -> int:
    """Return the last axis of a shape; raise `ShapeError` if its size is not known.

    >>> known_width((None, 10, 64))
    64
    """
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
        return (known_width(shape) + bool(self.use_bias)) * self.units


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
        return 2 * known_width(shape)

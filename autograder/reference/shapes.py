"""Shapes and parameter counts of Keras layers, worked out without building a layer.

A shape is a tuple that starts with the batch axis; `None` is a size that is not known yet. Sizes
are counts (no units), and every layer works "channels last": (batch, length, width).

All layers share two methods. `layer.output_shape(input_shape)` is the shape that comes out and
`layer.parameter_count(input_shape)` the number of weights. Both raise `ShapeError` for an input
that the layer cannot take. Constructors take the names and meanings of Keras, raise `TypeError`
for a value of the wrong kind (NumPy integers included, as Keras's Embedding does) and `ValueError`
for one out of range. The results are those of Keras 3.15; the oracle tests compare them.

The classes come from `layers` and `sequence_layers`; here is what works on a stack of them.
"""

from collections.abc import Iterable, Sequence

from autograder.reference.layers import (
    Dense,
    Dropout,
    Embedding,
    Flatten,
    Layer,
    LayerNormalization,
    Permute,
    Reshape,
    Shape,
    ShapeError,
    require_shape,
)
from autograder.reference.sequence_layers import (
    GRU,
    LSTM,
    Attention,
    Bidirectional,
    Conv1D,
    GlobalAveragePooling1D,
    GlobalMaxPooling1D,
    MaxPooling1D,
    MultiHeadAttention,
    SimpleRNN,
    TimeDistributed,
)

__all__ = [
    "GRU",
    "LSTM",
    "Attention",
    "Bidirectional",
    "Conv1D",
    "Dense",
    "Dropout",
    "Embedding",
    "Flatten",
    "GlobalAveragePooling1D",
    "GlobalMaxPooling1D",
    "Layer",
    "LayerNormalization",
    "MaxPooling1D",
    "MultiHeadAttention",
    "Permute",
    "Reshape",
    "Shape",
    "ShapeError",
    "SimpleRNN",
    "TimeDistributed",
    "embedding_output_shape",
    "parameter_counts",
    "trace",
]


def embedding_output_shape(input_shape: Shape, input_dim: int, output_dim: int) -> Shape:
    """Return the shape that an Embedding of `input_dim` rows gives for ids of `input_shape`.

    Any rank; raises TypeError or ValueError as `Embedding` does. Source: Keras's Embedding.

    >>> embedding_output_shape((32, 10), 1000, 64)
    (32, 10, 64)
    """
    return Embedding(input_dim, output_dim).output_shape(input_shape)


def trace(layers: Iterable[Layer], input_shape: Shape) -> tuple[Shape, ...]:
    """Return the input's shape and the shape after each layer, in order.

    Raises ShapeError, with the number of the layer (from 1), where a shape cannot go in.

    >>> trace([Embedding(1000, 64), GlobalAveragePooling1D(), Dense(1)], (None, 10))
    ((None, 10), (None, 10, 64), (None, 64), (None, 1))
    """
    require_shape(input_shape)
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

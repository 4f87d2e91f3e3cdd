"""Shapes and parameter counts: published values, properties and refusals."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder.reference import shapes
from autograder.reference.shapes import (
    GRU,
    LSTM,
    Attention,
    Bidirectional,
    Conv1D,
    Dense,
    Dropout,
    Embedding,
    Flatten,
    GlobalAveragePooling1D,
    GlobalMaxPooling1D,
    Layer,
    LayerNormalization,
    MaxPooling1D,
    MultiHeadAttention,
    Permute,
    Reshape,
    Shape,
    ShapeError,
    SimpleRNN,
    TimeDistributed,
    embedding_output_shape,
    parameter_counts,
    trace,
)

reproducible = settings(deadline=None, derandomize=True, max_examples=40)
sizes = st.integers(1, 12)
maybe_sizes = st.one_of(st.none(), sizes)

# Examples from the pages of Keras's documentation on each layer.
PUBLISHED = [
    (Embedding(1000, 64), (32, 10), (32, 10, 64)),
    (Flatten(), (None, 10, 64), (None, 640)),
    (GlobalAveragePooling1D(), (2, 3, 4), (2, 4)),
    (GlobalMaxPooling1D(), (2, 3, 4), (2, 4)),
    (LSTM(4), (32, 10, 8), (32, 4)),
    (LSTM(4, return_sequences=True), (32, 10, 8), (32, 10, 4)),
    (GRU(4, return_sequences=True), (32, 10, 8), (32, 10, 4)),
    (SimpleRNN(4), (32, 10, 8), (32, 4)),
    (Conv1D(32, 3), (4, 10, 128), (4, 8, 32)),
    (MaxPooling1D(2, strides=1), (1, 5, 1), (1, 4, 1)),
    (MaxPooling1D(2, strides=2), (1, 4, 1), (1, 2, 1)),
    (MaxPooling1D(2, strides=1, padding="same"), (1, 5, 1), (1, 5, 1)),
    (Reshape((3, 4)), (None, 12), (None, 3, 4)),
    (Reshape((-1, 2, 2)), (None, 12), (None, 3, 2, 2)),
    (Permute((2, 1)), (None, 10, 64), (None, 64, 10)),
]


@pytest.mark.parametrize(("layer", "input_shape", "expected"), PUBLISHED, ids=str)
def test_a_layer_gives_the_shape_of_its_documentation(
    layer: Layer, input_shape: Shape, expected: Shape
) -> None:
    assert layer.output_shape(input_shape) == expected


def test_the_counts_are_those_that_keras_prints_for_its_bidirectional_lstm_example() -> None:
    # keras.io/examples/nlp/bidirectional_lstm_imdb
    layers = [
        Embedding(20000, 128),
        Bidirectional(LSTM(64, return_sequences=True)),
        Bidirectional(LSTM(64)),
        Dense(1),
    ]
    assert parameter_counts(layers, (None, None)) == (2_560_000, 98_816, 98_816, 129)
    assert trace(layers, (None, None))[1:] == (
        (None, None, 128),
        (None, None, 128),
        (None, 128),
        (None, 1),
    )


@reproducible
@given(st.lists(maybe_sizes, max_size=5).map(tuple), sizes, sizes)
def test_an_embedding_appends_one_axis_to_a_shape_of_any_rank(
    input_shape: Shape, input_dim: int, output_dim: int
) -> None:
    assert embedding_output_shape(input_shape, input_dim, output_dim) == (*input_shape, output_dim)


KEEP_BATCH: dict[str, Callable[[int, int], Layer]] = {
    "Embedding": Embedding,
    "Flatten": lambda a, b: Flatten(),
    "GlobalAveragePooling1D": lambda a, b: GlobalAveragePooling1D(),
    "GlobalMaxPooling1D": lambda a, b: GlobalMaxPooling1D(),
    "Dense": lambda a, b: Dense(a, use_bias=b % 2 == 0),
    "TimeDistributed": lambda a, b: TimeDistributed(Dense(a)),
    "LSTM": lambda a, b: LSTM(a, b % 2 == 0),
    "GRU": lambda a, b: GRU(a, b % 2 == 0),
    "SimpleRNN": lambda a, b: SimpleRNN(a, b % 2 == 0),
    "Bidirectional": lambda a, b: Bidirectional(GRU(a, b % 2 == 0), ["concat", "ave"][b % 2]),
    "Conv1D": lambda a, b: Conv1D(a, b, padding="same"),
    "MaxPooling1D": lambda a, b: MaxPooling1D(a, b, padding="same"),
    "Reshape": lambda a, b: Reshape((-1,)),
    "Permute": lambda a, b: Permute((2, 1)),
    "Dropout": lambda a, b: Dropout(1 / a),
    "LayerNormalization": lambda a, b: LayerNormalization(),
    "Attention": lambda a, b: Attention(),
    "MultiHeadAttention": MultiHeadAttention,
}


def test_every_public_layer_is_in_the_property_tests() -> None:
    public = {name for name, value in vars(shapes).items() if isinstance(value, type)}
    layers = {name for name in public if issubclass(vars(shapes)[name], Layer)}
    assert {name for name in layers if not name.startswith("_")} - {"Layer"} == set(KEEP_BATCH)


@pytest.mark.parametrize("name", KEEP_BATCH)
@reproducible
@given(a=sizes, b=sizes, length=sizes, width=sizes, batch=maybe_sizes)
def test_no_layer_touches_the_batch_axis_nor_counts_weights_by_it(
    name: str, a: int, b: int, length: int, width: int, batch: int | None
) -> None:
    layer = KEEP_BATCH[name](a, b)
    known, unknown = (batch, length, width), (None, length, width)
    assert layer.output_shape(known) == (batch, *layer.output_shape(unknown)[1:])
    assert layer.parameter_count(known) == layer.parameter_count(unknown)


@pytest.mark.parametrize("name", KEEP_BATCH)
@reproducible
@given(a=sizes, b=sizes, length=sizes, width=sizes)
def test_an_unknown_length_agrees_with_every_known_one(
    name: str, a: int, b: int, length: int, width: int
) -> None:
    layer = KEEP_BATCH[name](a, b)
    known, unknown = (None, length, width), (None, None, width)
    pairs = zip(layer.output_shape(known), layer.output_shape(unknown), strict=True)
    assert all(loose is None or loose == exact for exact, loose in pairs)
    assert layer.parameter_count(known) == layer.parameter_count(unknown)


@reproducible
@given(sizes, sizes, sizes, st.sampled_from(["sum", "mul", "ave"]))
def test_reading_both_ways_doubles_the_weights_and_concat_the_width(
    units: int, length: int, width: int, merge_mode: str
) -> None:
    shape = (None, length, width)
    one = LSTM(units)
    assert Bidirectional(one).parameter_count(shape) == 2 * one.parameter_count(shape)
    assert Bidirectional(one).output_shape(shape) == (None, 2 * units)
    assert Bidirectional(one, merge_mode).output_shape(shape) == one.output_shape(shape)


@reproducible
@given(sizes, sizes, sizes, sizes)
def test_windows_are_counted_as_by_laying_them_out(
    length: int, kernel: int, stride: int, dilation: int
) -> None:
    reach = (kernel - 1) * dilation + 1
    starts = [s for s in range(0, length, stride) if s + reach <= length]
    if stride > 1 and dilation > 1:
        with pytest.raises(ValueError, match="expected strides or dilation_rate to be 1"):
            Conv1D(4, kernel, stride, "valid", dilation)
    elif starts:
        conv = Conv1D(4, kernel, stride, "valid", dilation)
        assert conv.output_shape((None, length, 3)) == (None, len(starts), 4)
    else:
        with pytest.raises(ShapeError, match=f"expected a length of {reach} or more"):
            Conv1D(4, kernel, stride, "valid", dilation).output_shape((None, length, 3))


@reproducible
@given(st.lists(sizes, min_size=1, max_size=4))
def test_flatten_and_reshape_keep_the_number_of_values(inner: list[int]) -> None:
    shape = (None, *inner)
    assert Flatten().output_shape(shape) == (None, int(np.prod(inner)))
    assert Reshape((-1,)).output_shape(shape) == Flatten().output_shape(shape)
    assert Reshape(tuple(inner)).output_shape(Flatten().output_shape(shape)) == shape


def test_trace_starts_with_the_input_and_has_one_shape_for_each_layer() -> None:
    layers = [Embedding(50, 8), Conv1D(16, 5), GlobalMaxPooling1D(), Dropout(0.5), Dense(3)]
    assert trace(layers, (None, 20)) == (
        (None, 20),
        (None, 20, 8),
        (None, 16, 16),
        (None, 16),
        (None, 16),
        (None, 3),
    )
    assert parameter_counts(layers, (None, 20)) == (400, 656, 0, 0, 51)


def test_trace_of_no_layers_is_the_input_alone() -> None:
    assert trace([], (None, 20)) == ((None, 20),)
    assert parameter_counts([], (None, 20)) == ()


def test_flatten_lets_an_unknown_length_pass_and_the_next_dense_refuses_it() -> None:
    layers = [Embedding(50, 8), Flatten(), Dense(3)]
    assert trace(layers[:2], (None, None)) == ((None, None), (None, None, 8), (None, None))
    message = r"layer 3, Dense\(units=3, use_bias=True\): expected a last axis of known size"
    with pytest.raises(ShapeError, match=message):
        trace(layers, (None, None))
    with pytest.raises(ShapeError, match=message):
        parameter_counts(layers, (None, None))


@pytest.mark.parametrize(
    ("layer", "input_shape", "message"),
    [
        (LSTM(4), (None, 10), r"LSTM\(units=4, .*\): expected rank 3, got \(None, 10\) of rank 2"),
        (GRU(4), (1, 2, 3, 4), "expected rank 3, got"),
        (SimpleRNN(4), (None, 3, None), "last axis of known size"),
        (Bidirectional(LSTM(4)), (None, 10), r"Bidirectional\(.*expected rank 3"),
        (GlobalAveragePooling1D(), (None, 64), "expected rank 3"),
        (GlobalMaxPooling1D(), (None, 64), "GlobalMaxPooling1D.*expected rank 3"),
        (Dense(4), (None,), "expected rank 2 or more"),
        (Flatten(), (), "expected rank 1 or more"),
        (TimeDistributed(Dense(4)), (None, 5), "expected rank 3 or more"),
        (TimeDistributed(LSTM(4)), (None, 5, 6), r"LSTM.*expected rank 3, got \(None, 6\)"),
        (Conv1D(4, 3), (None, 10), "expected rank 3"),
        (Conv1D(4, 3, dilation_rate=4), (None, 8, 2), "expected a length of 9 or more"),
        (MaxPooling1D(4), (None, 3, 2), "expected a length of 4 or more"),
        (Reshape((4, 4)), (None, 5, 6), r"expected 16 values in each example, got \(None, 5, 6\)"),
        (Reshape((-1, 4)), (None, 5, 6), "expected a multiple of 4 values"),
        (Reshape((0, -1)), (None, 6), "expected a multiple of 0 values"),
        (Permute((2, 1)), (None, 10), "expected rank 3"),
        (LayerNormalization(), (None, None), "last axis of known size"),
        (Attention(), (None, 10), "expected rank 3"),
        (MultiHeadAttention(2, 4), (None, 10), "expected rank 3"),
        (Dropout(0.5), (None, -1), "expected sizes of 0 or more"),
    ],
)
def test_a_shape_that_cannot_go_in_is_refused(
    layer: Layer, input_shape: Shape, message: str
) -> None:
    with pytest.raises(ShapeError, match=message):
        layer.output_shape(input_shape)
    with pytest.raises(ShapeError, match=message):
        layer.parameter_count(input_shape)


@pytest.mark.parametrize("bad", [[None, 10], 10, None, (2.0, 3), (True, 3), ("a",)])
def test_an_input_shape_that_is_not_one_is_a_type_error(bad: Any) -> None:
    with pytest.raises(TypeError, match="expected a shape as a tuple of ints and None, got"):
        Dropout(0.5).output_shape(bad)
    with pytest.raises(TypeError, match="expected a shape"):
        trace([], bad)


@pytest.mark.parametrize(
    ("build", "message"),
    [
        (lambda: Embedding(0, 4), "Embedding: expected input_dim to be a positive int, got 0"),
        (lambda: Embedding(4, -1), "expected output_dim"),
        (lambda: LSTM(0), "LSTM: expected units"),
        (lambda: Conv1D(4, 3, 2, "valid", 2), "got strides=2 and dilation_rate=2"),
        (lambda: Conv1D(4, 3, padding="full"), "'valid' or 'same' or 'causal', got 'full'"),
        (lambda: MaxPooling1D(2, padding="causal"), "'valid' or 'same', got 'causal'"),
        (lambda: MaxPooling1D(2, 0), "expected strides to be a positive int, got 0"),
        (lambda: Bidirectional(LSTM(4), None), "'concat'.*, got None"),
        (lambda: Reshape((-1, -1)), "expected sizes of 0 or more and one -1"),
        (lambda: Reshape((-2, 4)), "expected sizes of 0 or more"),
        (lambda: Permute((1, 3)), "expected each of 1 to 2 once"),
        (lambda: Dropout(1.5), "expected a rate from 0 to 1, got 1.5"),
        (lambda: Dropout(float("nan")), "expected a rate from 0 to 1, got nan"),
    ],
)
def test_an_argument_out_of_range_is_a_value_error(
    build: Callable[[], Layer], message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        build()


@pytest.mark.parametrize(
    ("build", "message"),
    [
        (lambda: Embedding(1000.0, 4), "got 1000.0 of type float"),
        (lambda: Embedding(np.int64(1000), 4), "of type int64"),
        (lambda: Embedding(True, 4), "of type bool"),
        (lambda: Dense("4"), "of type str"),
        (lambda: MaxPooling1D(2, 1.5), "expected strides to be a positive int"),
        (lambda: TimeDistributed(3), "expected a layer, got 3"),
        (lambda: Bidirectional(Dense(4)), "expected LSTM, GRU or SimpleRNN, got Dense"),
        (lambda: Reshape([2, 3]), "tuple of ints"),
        (lambda: Permute((1.0,)), "tuple of ints"),
        (lambda: Dropout("half"), "expected rate to be a number"),
    ],
)
def test_an_argument_of_the_wrong_kind_is_a_type_error(
    build: Callable[[], Layer], message: str
) -> None:
    with pytest.raises(TypeError, match=message):
        build()


def test_layers_with_the_same_arguments_are_equal_and_cannot_be_changed() -> None:
    assert Dense(3) == Dense(3) != Dense(4)
    assert GlobalAveragePooling1D() != GlobalMaxPooling1D()
    with pytest.raises(AttributeError):
        Dense(3).units = 4

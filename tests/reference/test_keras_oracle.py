"""Shapes, parameter counts and reads against Keras itself, on seeded random cases."""

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import fields
from typing import Any

import numpy as np
import pytest

from autograder.reference import shapes
from autograder.reference.indices import cast_of_nan, is_legal, row_read
from autograder.reference.shapes import Layer, Shape, ShapeError

# How many random cases each layer gets; the dear ones (several tensors each) get fewer.
CASES = {
    "Embedding": 150,
    "Flatten": 150,
    "GlobalAveragePooling1D": 150,
    "GlobalMaxPooling1D": 150,
    "Dense": 150,
    "TimeDistributed": 150,
    "LSTM": 100,
    "GRU": 100,
    "SimpleRNN": 100,
    "Bidirectional": 100,
    "Conv1D": 250,
    "MaxPooling1D": 250,
    "Reshape": 250,
    "Permute": 150,
    "Dropout": 100,
    "LayerNormalization": 100,
    "Attention": 100,
    "MultiHeadAttention": 60,
}
STACKS = 150


def small(rng: np.random.Generator, high: int = 6) -> int:
    return int(rng.integers(1, high + 1))


def pick(rng: np.random.Generator, *choices: Any) -> Any:
    return choices[int(rng.integers(len(choices)))]


def random_shape(rng: np.random.Generator, rank: int) -> Shape:
    """Mostly known sizes; the batch is often unknown, and now and then the rank is another."""
    if rng.random() < 0.1:
        rank = max(1, rank + pick(rng, -1, 1))
    batch = None if rng.random() < 0.6 else small(rng)
    return (batch, *(None if rng.random() < 0.12 else small(rng, 10) for _ in range(rank - 1)))


def recurrent(rng: np.random.Generator, name: str | None = None) -> Any:
    name = name or pick(rng, "LSTM", "GRU", "SimpleRNN")
    return getattr(shapes, name)(small(rng), return_sequences=pick(rng, False, True))


def conv(rng: np.random.Generator) -> Layer:
    padding = pick(rng, "valid", "same", "causal")
    strides, dilation_rate = pick(rng, (1, 1), (small(rng, 4), 1), (1, small(rng, 4)))
    return shapes.Conv1D(small(rng), small(rng, 4), strides, padding, dilation_rate)


def pool(rng: np.random.Generator) -> Layer:
    strides = pick(rng, None, small(rng, 4))
    return shapes.MaxPooling1D(small(rng, 4), strides, pick(rng, "valid", "same"))


def reshape(rng: np.random.Generator) -> Layer:
    target = [small(rng, 4) for _ in range(int(rng.integers(1, 4)))]
    if rng.random() < 0.7:
        target[int(rng.integers(len(target)))] = -1
    return shapes.Reshape(tuple(target))


def permute(rng: np.random.Generator) -> Layer:
    order = rng.permutation(int(rng.integers(1, 4))) + 1
    return shapes.Permute(tuple(int(dim) for dim in order))


def time_distributed(rng: np.random.Generator) -> Layer:
    names = ("Dense", "Flatten", "Embedding", "Conv1D", "GlobalMaxPooling1D", "SimpleRNN")
    return shapes.TimeDistributed(MAKE[pick(rng, *names)](rng))


MAKE: dict[str, Callable[[np.random.Generator], Layer]] = {
    "Embedding": lambda rng: shapes.Embedding(small(rng, 40), small(rng)),
    "Flatten": lambda rng: shapes.Flatten(),
    "GlobalAveragePooling1D": lambda rng: shapes.GlobalAveragePooling1D(),
    "GlobalMaxPooling1D": lambda rng: shapes.GlobalMaxPooling1D(),
    "Dense": lambda rng: shapes.Dense(small(rng), use_bias=pick(rng, True, False)),
    "TimeDistributed": time_distributed,
    "LSTM": lambda rng: recurrent(rng, "LSTM"),
    "GRU": lambda rng: recurrent(rng, "GRU"),
    "SimpleRNN": lambda rng: recurrent(rng, "SimpleRNN"),
    "Bidirectional": lambda rng: shapes.Bidirectional(
        recurrent(rng), pick(rng, "concat", "sum", "mul", "ave")
    ),
    "Conv1D": conv,
    "MaxPooling1D": pool,
    "Reshape": reshape,
    "Permute": permute,
    "Dropout": lambda rng: shapes.Dropout(float(rng.random())),
    "LayerNormalization": lambda rng: shapes.LayerNormalization(),
    "Attention": lambda rng: shapes.Attention(),
    "MultiHeadAttention": lambda rng: shapes.MultiHeadAttention(small(rng, 3), small(rng, 4)),
}


def rank_for(rng: np.random.Generator, layer: Layer) -> int:
    """A rank that the layer takes."""
    if isinstance(layer, shapes.TimeDistributed):
        return rank_for(rng, layer.layer) + 1
    if isinstance(layer, shapes.Permute):
        return len(layer.dims) + 1
    low, high = layer._ranks
    return max(1, int(rng.integers(low, min(high, low + 2) + 1)))


def to_keras(keras: Any, layer: Layer) -> Any:
    arguments = {field.name: getattr(layer, field.name) for field in fields(layer)}
    if "layer" in arguments:
        arguments["layer"] = to_keras(keras, arguments["layer"])
    return getattr(keras.layers, type(layer).__name__)(**arguments)


def keras_says(keras: Any, layer: Layer, shape: Shape) -> tuple[Shape, int] | None:
    """The shape and the number of weights, from a symbolic call; None where Keras raises."""
    built, tensor = to_keras(keras, layer), keras.KerasTensor(shape)
    try:
        if isinstance(layer, shapes.Attention):
            out = built([tensor, tensor])
        elif isinstance(layer, shapes.MultiHeadAttention):
            out = built(tensor, tensor)
        else:
            out = built(tensor)
    except (ValueError, TypeError):
        return None
    return tuple(out.shape), built.count_params()


def we_say(layer: Layer, shape: Shape) -> tuple[Shape, int] | None:
    try:
        return layer.output_shape(shape), layer.parameter_count(shape)
    except ShapeError:
        return None


def we_are_stricter(layer: Layer, rank: int) -> bool:
    """Whether Keras takes a rank here that has no meaning, and that we refuse."""
    if isinstance(layer, shapes.TimeDistributed):
        low, high = layer.layer._ranks
        return rank >= 3 and not low <= rank - 1 <= high
    return isinstance(layer, shapes.Attention | shapes.MultiHeadAttention) and rank != 3


def test_every_layer_has_at_least_sixty_cases_and_all_together_two_thousand() -> None:
    assert set(CASES) == set(MAKE)
    assert min(CASES.values()) >= 60
    assert sum(CASES.values()) >= 2_000


@pytest.mark.parametrize("name", CASES)
def test_shapes_and_parameters_equal_those_of_keras(keras: Any, name: str) -> None:
    rng = np.random.default_rng([1, list(CASES).index(name)])
    taken: Counter[bool] = Counter()
    while taken.total() < CASES[name]:
        layer = MAKE[name](rng)
        shape = random_shape(rng, rank_for(rng, layer))
        if we_are_stricter(layer, len(shape)):
            continue
        ours, theirs = we_say(layer, shape), keras_says(keras, layer, shape)
        assert ours == theirs, f"{layer} on {shape}"
        taken[ours is not None] += 1
    assert taken[True] >= CASES[name] // 4
    assert taken[False] >= 1 or name in {"Embedding", "Flatten", "Dropout", "Attention"}


@pytest.mark.parametrize("rank", [1, 2, 4])
@pytest.mark.parametrize("name", ["Attention", "MultiHeadAttention"])
def test_attention_is_stricter_than_keras_about_ranks(keras: Any, name: str, rank: int) -> None:
    layer = MAKE[name](np.random.default_rng(2))
    assert keras_says(keras, layer, (3,) * rank) is not None
    assert we_say(layer, (3,) * rank) is None


def test_time_distributed_is_stricter_than_keras_about_the_wrapped_rank(keras: Any) -> None:
    layer = shapes.TimeDistributed(shapes.GlobalMaxPooling1D())
    said, made = keras_says(keras, layer, (2, 1, 4)), to_keras(keras, layer)(np.zeros((2, 1, 4)))
    assert said == ((2, 1, 4), 0) != (tuple(made.shape), 0)  # Keras contradicts itself
    assert we_say(layer, (2, 1, 4)) is None


def test_stacks_of_layers_equal_those_of_keras(keras: Any) -> None:
    rng = np.random.default_rng(3)
    names = [name for name in CASES if name not in {"Embedding", "TimeDistributed", "Reshape"}]
    lengths: Counter[int] = Counter()
    while lengths.total() < STACKS:
        layers = [shapes.Embedding(small(rng, 40), small(rng))]
        shape = (None, pick(rng, None, *range(1, 13)))
        layers += [MAKE[pick(rng, *names)](rng) for _ in range(small(rng, 5))]
        while we_say_stack(layers, shape) is None:
            layers.pop()
        reached, counts = [shape], []
        for layer in layers:
            said = keras_says(keras, layer, reached[-1])
            assert said is not None, f"{layer} on {reached[-1]}"
            reached.append(said[0])
            counts.append(said[1])
        assert shapes.trace(layers, shape) == tuple(reached)
        assert shapes.parameter_counts(layers, shape) == tuple(counts)
        lengths[len(layers)] += 1
    assert sum(count for length, count in lengths.items() if length >= 3) >= STACKS // 3


def we_say_stack(layers: list[Layer], shape: Shape) -> tuple[Shape, ...] | None:
    try:
        return shapes.trace(layers, shape)
    except ShapeError:
        return None


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("Embedding", {"input_dim": 0, "output_dim": 4}),
        ("Embedding", {"input_dim": np.int64(9), "output_dim": 4}),
        ("Embedding", {"input_dim": 9.0, "output_dim": 4}),
        ("Embedding", {"input_dim": True, "output_dim": 4}),
        ("Dense", {"units": -1}),
        ("LSTM", {"units": 0}),
        ("Conv1D", {"filters": 4, "kernel_size": 3, "strides": 2, "dilation_rate": 2}),
        ("Conv1D", {"filters": 4, "kernel_size": 0}),
        ("Conv1D", {"filters": 4, "kernel_size": 2, "padding": "full"}),
        ("Reshape", {"target_shape": (-1, -1)}),
        ("Permute", {"dims": (1, 3)}),
        ("Dropout", {"rate": 1.5}),
    ],
)
def test_arguments_that_we_refuse_keras_refuses(keras: Any, name: str, arguments: Any) -> None:
    with pytest.raises((ValueError, TypeError)):
        getattr(keras.layers, name)(**arguments)
    with pytest.raises((ValueError, TypeError)):
        getattr(shapes, name)(**arguments)


# --- reads -------------------------------------------------------------------------------------

INPUT_DIMS = (1, 2, 10, 257, 1000)
DTYPES = (
    *("bool", "int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64"),
    *("float16", "float32", "float64"),
)
FAR = (2**31 - 1, 2**31, 2**32 - 1, 2**32 + 5, -(2**31), -(2**31) - 1, 2**40 + 3, 2**63 - 1)
FAR_FLOATS = (np.nan, np.inf, -np.inf, 1e30, -1e30, 2.0**31, -(2.0**31), 2147483647.0)
READS_OF_EACH = 45


def numbered_table(keras: Any, input_dim: int) -> Any:
    """An Embedding whose row i holds the number i."""
    layer = keras.layers.Embedding(input_dim, 1)
    layer.build()
    layer.set_weights([np.arange(input_dim, dtype="float32")[:, None]])
    return layer


def random_id(rng: np.random.Generator, dtype: str, input_dim: int) -> Any:
    """A scalar of the dtype: mostly around the legal range, now and then far out."""
    if dtype == "bool":
        return np.bool_(rng.random() < 0.5)
    floating = dtype.startswith("float")
    reach = rng.uniform(-1.5, 2) * input_dim
    value = pick(rng, *(FAR_FLOATS if floating else FAR)) if rng.random() < 0.1 else reach
    if floating:
        with np.errstate(over="ignore"):
            return np.dtype(dtype).type(value)
    # subtle: NumPy refuses to convert what does not fit, and wrapping is what we want here.
    bits, whole = np.dtype(dtype).itemsize * 8, int(value) % 2**64
    return np.array([whole], dtype="uint64").astype(f"uint{bits}").view(dtype)[0]


def shown_by(error: Exception) -> int:
    found = re.search(r"indices\[0\] = (-?\d+) is not in \[0, \d+\)", str(error))
    assert found, str(error)
    return int(found.group(1))


@pytest.mark.parametrize("dtype", DTYPES)
def test_reads_equal_those_of_keras_id_by_id(keras: Any, dtype: str) -> None:
    import tensorflow as tf

    rng = np.random.default_rng([4, DTYPES.index(dtype)])
    seen: Counter[str] = Counter()
    for input_dim in INPUT_DIMS:
        layer = numbered_table(keras, input_dim)
        for _ in range(READS_OF_EACH):
            token_id = random_id(rng, dtype, input_dim)
            try:
                row = int(layer(np.array([token_id]))[0, 0])
            except tf.errors.InvalidArgumentError as error:
                seen["refused"] += 1
                assert not is_legal(token_id, input_dim)
                with pytest.raises(IndexError, match=rf"\(Keras shows {shown_by(error)}\)"):
                    row_read(token_id, input_dim)
            else:
                seen["read"] += 1
                assert row_read(token_id, input_dim) == row, token_id
                assert row == token_id or not is_legal(token_id, input_dim)
    assert seen.total() == READS_OF_EACH * len(INPUT_DIMS)
    assert min(seen["read"], seen["refused"]) >= (10 if dtype == "bool" else 25)


def test_the_reads_are_at_least_two_thousand() -> None:
    assert READS_OF_EACH * len(INPUT_DIMS) * len(DTYPES) >= 2_000


def test_whole_batches_read_what_their_ids_read(keras: Any) -> None:
    rng = np.random.default_rng(5)
    for input_dim in INPUT_DIMS:
        layer = numbered_table(keras, input_dim)
        whole = rng.integers(-input_dim, input_dim, size=(40, 50))
        parts = rng.uniform(-input_dim - 0.99, input_dim - 0.01, size=(40, 50))
        for batch in (whole, parts, parts.astype("float32")):
            ours = [[row_read(token_id, input_dim) for token_id in row] for row in batch]
            np.testing.assert_array_equal(layer(batch)[..., 0], ours)


@pytest.mark.parametrize("mode", ["tf.function", "predict"])
def test_compiled_functions_and_predict_read_the_same(keras: Any, mode: str) -> None:
    import tensorflow as tf

    layer = numbered_table(keras, 10)
    model = keras.Sequential([keras.Input((1,), dtype="int32"), layer])
    model.compile(jit_compile=False)
    run = {
        "tf.function": tf.function(layer, input_signature=[tf.TensorSpec((None, 1), tf.int32)]),
        "predict": lambda batch: model.predict(batch, verbose=0),
    }[mode]
    served = np.arange(-10, 10, dtype="int32")[:, None]
    rows = [row_read(int(token_id), 10) for token_id in served[:, 0]]
    np.testing.assert_array_equal(np.asarray(run(served)).ravel(), rows)
    for token_id in (10, -11):
        with pytest.raises(Exception, match=r"indices\[0,0\] = (10|-1) is not in \[0, 10\)"):
            run(np.array([[token_id]], dtype="int32"))
        with pytest.raises(IndexError):
            row_read(token_id, 10)


@pytest.mark.parametrize("input_dim", INPUT_DIMS)
def test_nan_shows_the_number_that_we_say(keras: Any, input_dim: int) -> None:
    with pytest.raises(Exception, match="is not in") as caught:
        numbered_table(keras, input_dim)(np.array([np.nan]))
    assert shown_by(caught.value) == cast_of_nan(input_dim)

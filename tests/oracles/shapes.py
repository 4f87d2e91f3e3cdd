"""Shapes and parameter counts of single layers and of stacks, against Keras."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import fields
from functools import partial
from typing import Any

import numpy as np

from autograder.reference import shapes
from autograder.reference.shapes import Layer, Shape, ShapeError
from tests.oracles.core import Case, Oracle, keras, outcome, pick

# How many cases each layer gets in a full run; the dear ones (several tensors each) get fewer.
CASES = {
    "Embedding": 900,
    "Flatten": 900,
    "GlobalAveragePooling1D": 900,
    "GlobalMaxPooling1D": 900,
    "Dense": 900,
    "TimeDistributed": 900,
    "LSTM": 500,
    "GRU": 500,
    "SimpleRNN": 500,
    "Bidirectional": 400,
    "Conv1D": 1_200,
    "MaxPooling1D": 1_200,
    "Reshape": 1_200,
    "Permute": 900,
    "Dropout": 600,
    "LayerNormalization": 600,
    "Attention": 600,
    "MultiHeadAttention": 400,
}
ANY_RANK = {"Embedding", "Flatten", "Dropout", "Attention"}  # they refuse hardly anything drawn
SIDES = ("taken", "refused", "unknown length", "unknown batch")


def small(rng: np.random.Generator, high: int = 6) -> int:
    """A number from 1 to `high`."""
    return int(rng.integers(1, high + 1))


def random_shape(rng: np.random.Generator, rank: int) -> Shape:
    """Mostly known sizes; the batch is often unknown, and now and then the rank is another."""
    if rng.random() < 0.1:
        rank = max(1, rank + pick(rng, -1, 1))
    batch = None if rng.random() < 0.6 else small(rng)
    return (batch, *(None if rng.random() < 0.12 else small(rng, 10) for _ in range(rank - 1)))


def recurrent(rng: np.random.Generator, name: str | None = None) -> Any:
    """One of the recurrent layers."""
    name = name or pick(rng, "LSTM", "GRU", "SimpleRNN")
    return getattr(shapes, name)(small(rng), return_sequences=pick(rng, False, True))


def conv(rng: np.random.Generator) -> Layer:
    """A convolution, either strided or dilated."""
    padding = pick(rng, "valid", "same", "causal")
    strides, dilation_rate = pick(rng, (1, 1), (small(rng, 4), 1), (1, small(rng, 4)))
    return shapes.Conv1D(small(rng), small(rng, 4), strides, padding, dilation_rate)


def pool(rng: np.random.Generator) -> Layer:
    """A pooling layer."""
    strides = pick(rng, None, small(rng, 4))
    return shapes.MaxPooling1D(small(rng, 4), strides, pick(rng, "valid", "same"))


def reshape(rng: np.random.Generator) -> Layer:
    """A reshape, mostly with a -1."""
    target = [small(rng, 4) for _ in range(int(rng.integers(1, 4)))]
    if rng.random() < 0.7:
        target[int(rng.integers(len(target)))] = -1
    return shapes.Reshape(tuple(target))


def permute(rng: np.random.Generator) -> Layer:
    """One of the orders of one to three axes."""
    order = rng.permutation(int(rng.integers(1, 4))) + 1
    return shapes.Permute(tuple(int(dim) for dim in order))


def time_distributed(rng: np.random.Generator) -> Layer:
    """A layer at each position."""
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


def to_keras(layer: Layer) -> Any:
    """The same layer in Keras."""
    arguments = {each.name: getattr(layer, each.name) for each in fields(layer)}
    if "layer" in arguments:
        arguments["layer"] = to_keras(arguments["layer"])
    return getattr(keras().layers, type(layer).__name__)(**arguments)


def called(layer: Layer, built: Any, tensor: Any) -> Any:
    """Call a Keras layer the way its kind wants to be called."""
    if isinstance(layer, shapes.Attention):
        return built([tensor, tensor])
    if isinstance(layer, shapes.MultiHeadAttention):
        return built(tensor, tensor)
    return built(tensor)


def keras_says(layer: Layer, shape: Shape) -> Any:
    """The shape and the number of weights, from a symbolic call; "raises" where Keras does."""
    built, tensor = to_keras(layer), keras().KerasTensor(shape)
    out = outcome(lambda: called(layer, built, tensor), ValueError, TypeError)
    return out if isinstance(out, str) else (tuple(out.shape), built.count_params())


def we_say(layer: Layer, shape: Shape) -> Any:
    """The same from the reference."""
    return outcome(lambda: (layer.output_shape(shape), layer.parameter_count(shape)), ShapeError)


def we_are_stricter(layer: Layer, rank: int) -> bool:
    """Whether Keras takes a rank here that has no meaning, and that we refuse."""
    if isinstance(layer, shapes.TimeDistributed):
        low, high = layer.layer._ranks
        return rank >= 3 and not low <= rank - 1 <= high
    return isinstance(layer, shapes.Attention | shapes.MultiHeadAttention) and rank != 3


def variants(layer: Layer) -> Iterator[str]:
    """The choices of a layer that change its shape."""
    for name in ("padding", "merge_mode", "return_sequences", "use_bias"):
        if hasattr(layer, name):
            yield f"{name}:{getattr(layer, name)}"
    if isinstance(layer, shapes.Conv1D | shapes.MaxPooling1D):
        yield "strides:given" if (layer.strides or 1) > 1 else "strides:default or 1"
    if isinstance(layer, shapes.Conv1D) and layer.dilation_rate > 1:
        yield "dilated"
    if isinstance(layer, shapes.Reshape):
        yield "with -1" if -1 in layer.target_shape else "without -1"


VARIANTS: dict[str, tuple[str, ...]] = {
    "Dense": ("use_bias:True", "use_bias:False"),
    "Conv1D": (
        *("padding:valid", "padding:same", "padding:causal"),
        *("strides:given", "strides:default or 1", "dilated"),
    ),
    "MaxPooling1D": ("padding:valid", "padding:same", "strides:given", "strides:default or 1"),
    "Bidirectional": tuple(f"merge_mode:{mode}" for mode in ("concat", "sum", "mul", "ave")),
    "Reshape": ("with -1", "without -1"),
    **dict.fromkeys(
        ("LSTM", "GRU", "SimpleRNN"), ("return_sequences:True", "return_sequences:False")
    ),
}


def draw_layer(name: str, rng: np.random.Generator, number: int) -> Iterator[Case]:
    """One layer on one shape."""
    layer = MAKE[name](rng)
    shape = random_shape(rng, rank_for(rng, layer))
    if we_are_stricter(layer, len(shape)):
        return
    ours = we_say(layer, shape)
    branches = ["refused" if ours == "raises" else "taken", *variants(layer)]
    branches += ["unknown batch"] * (shape[0] is None)
    branches += ["unknown length"] * (None in shape[1:])
    theirs = keras_says(layer, shape)
    arguments = {"layer": layer, "input_shape": shape}
    yield Case(ours=ours, theirs=theirs, arguments=arguments, branches=tuple(branches))


def least_of(name: str) -> dict[str, int]:
    """The branches of a layer: each side, and each choice, has a tenth or a fiftieth."""
    total = CASES[name]
    least = dict.fromkeys(VARIANTS.get(name, ()), total // 10)
    least |= {"taken": total // 4, "unknown batch": total // 4, "unknown length": total // 50}
    return least | {"refused": 0 if name in ANY_RANK else total // 50}


def draw_stack(rng: np.random.Generator, number: int) -> Iterator[Case]:
    """Embedding and one to five layers that fit: every shape and every count of the stack."""
    names = [name for name in CASES if name not in {"Embedding", "TimeDistributed", "Reshape"}]
    layers: list[Layer] = [shapes.Embedding(small(rng, 40), small(rng))]
    shape: Shape = (None, pick(rng, None, *range(1, 13)))
    layers += [MAKE[pick(rng, *names)](rng) for _ in range(small(rng, 5))]
    while outcome(lambda: shapes.trace(layers, shape), ShapeError) == "raises":
        layers.pop()
    reached, counts = [shape], []
    for layer in layers:
        said = keras_says(layer, reached[-1])
        if said == "raises":
            break
        reached.append(said[0])
        counts.append(said[1])
    deep = "3 layers or more" if len(layers) >= 3 else "1 or 2 layers"
    yield Case(
        ours=(shapes.trace(layers, shape), shapes.parameter_counts(layers, shape)),
        theirs=(tuple(reached), tuple(counts)),
        arguments={"layers": layers, "input_shape": shape},
        branches=(deep, "unknown length" if shape[1] is None else "known length"),
    )


# Arguments of constructors, of which some are right and some are not.
VALUES: tuple[Any, ...] = (
    *(1, 2, 3, 7, 0, -1, -5),
    *(True, False, 2.0, 0.5, "4", None, np.int64(4), np.int32(3), np.float32(2)),
)
PLACES = (
    *(("Embedding", "input_dim"), ("Embedding", "output_dim")),
    *(("Dense", "units"), ("LSTM", "units"), ("GRU", "units"), ("SimpleRNN", "units")),
    *(("Conv1D", "filters"), ("Conv1D", "kernel_size"), ("MaxPooling1D", "pool_size")),
)
NEEDED = {
    "Embedding": {"input_dim": 5, "output_dim": 2},
    "Dense": {"units": 2},
    "LSTM": {"units": 2},
    "GRU": {"units": 2},
    "SimpleRNN": {"units": 2},
    "Conv1D": {"filters": 2, "kernel_size": 2},
    "MaxPooling1D": {"pool_size": 2},
}
# Places where Keras checks nothing but the sign, or checks later: we refuse more there.
STRICT_IN_KERAS = {("Embedding", "input_dim"), ("Embedding", "output_dim")}


def made(module: Any, name: str, arguments: dict[str, Any]) -> str:
    """Whether a constructor takes its arguments."""
    said = outcome(lambda: getattr(module, name)(**arguments) and "taken", ValueError, TypeError)
    return str(said)


def draw_arguments(rng: np.random.Generator, number: int) -> Iterator[Case]:
    """Whatever Keras refuses we refuse; where Keras is strict, it takes all that we take."""
    name, place = PLACES[number % len(PLACES)]
    arguments = NEEDED[name] | {place: VALUES[number // len(PLACES) % len(VALUES)]}
    if name == "Embedding":
        arguments |= {"input_dim" if place == "output_dim" else "output_dim": small(rng, 99)}
    ours, theirs = made(shapes, name, arguments), made(keras().layers, name, arguments)
    stricter = (name, place) not in STRICT_IN_KERAS and ours == "raises"
    yield Case(
        ours=ours,
        theirs="raises" if stricter else theirs,
        arguments={"layer": name} | arguments,
        branches=(f"{name}.{place}", ours),
    )


ORACLES = (
    *(
        Oracle(
            name=f"shapes.{name}",
            family="shapes",
            against="Keras",
            cases=count,
            draw=partial(draw_layer, name),
            minimum=least_of(name),
        )
        for name, count in CASES.items()
    ),
    Oracle(
        name="shapes.trace and parameter_counts",
        family="shapes",
        against="Keras",
        cases=1_500,
        draw=draw_stack,
        minimum={
            "3 layers or more": 500,
            "1 or 2 layers": 100,
            "unknown length": 60,
            "known length": 800,
        },
    ),
    Oracle(
        name="shapes.constructors",
        family="shapes",
        against="Keras",
        cases=len(PLACES) * len(VALUES),
        draw=draw_arguments,
        minimum={f"{name}.{place}": len(VALUES) for name, place in PLACES}
        | {"taken": 36, "raises": 0},
        kind="table",
    ),
)

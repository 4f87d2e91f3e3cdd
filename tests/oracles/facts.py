"""What is said of Keras, row by row: illegal ids, masks, constructors, steps, vocabularies.

Each `Fact` is a row of a table, or a sentence: what is said, and a function that looks.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np

from autograder.reference.masking import MASK_BEHAVIOUR
from autograder.reference.updates import ROWS_MOVED
from tests.oracles.core import Case, Oracle, keras, tensorflow
from tests.oracles.indices import DTYPES, keras_reads, numbered_table

ROWS, WIDTH, VOCAB = 1000, 3, 9


@dataclass(frozen=True, kw_only=True)
class Fact:
    """A statement about Keras: where it stands, what it is about, what is said, how to look."""

    section: str
    what: str
    said: Any
    seen: Callable[[], Any]


def error_of(function: Callable[[], Any]) -> str:
    """The class of the error, or "works"."""
    try:
        function()
    except Exception as error:
        return type(error).__name__
    return "works"


# --- ids -----------------------------------------------------------------------------------------


def read_by(mode: str, token_id: Any) -> str:
    """The row that one id reads, or the number that the refusal shows."""
    tf, layer = tensorflow(), numbered_table(ROWS)
    call = {
        "eager": layer,
        "tf.function": tf.function(layer),
        "XLA": tf.function(layer, jit_compile=True),
    }[mode]
    found = keras_reads(call, tf.constant(np.array([token_id])))
    return f"row {found[1][0]}" if found[0] == "rows" else f"refused {found[-1]}"


READS: tuple[tuple[Any, str, str], ...] = (
    (1000, "refused 1000", "row 999"),
    (10**9, "refused 1000000000", "row 999"),
    (-1, "row 999", "row 999"),
    (-1000, "row 0", "row 0"),
    (-1001, "refused -1", "row 0"),
    (2**31, "refused 2147483648", "row 999"),
    (2**32 + 5, "refused 4294967301", "row 999"),
    (0.9, "row 0", "row 0"),
    (999.7, "row 999", "row 999"),
    (-0.5, "row 0", "row 0"),
    (np.nan, "refused -2147482648", "row 0"),
)


def calls_with(value: Any) -> str:
    """What a call with something other than an array of numbers does."""
    return error_of(lambda: numbered_table(ROWS)(value))


def predict_with_list() -> str:
    model = keras().Sequential([keras().Input((2,)), numbered_table(ROWS)])
    return error_of(lambda: model.predict([[5, 6]], verbose=0))


def ragged_shape() -> list[int]:
    out = numbered_table(ROWS)(tensorflow().ragged.constant([[1, 2], [3]]))
    return [len(row) for row in out.to_list()]


def label_beyond(jit: bool) -> str:
    """A sparse label of 3 with 3 classes."""
    model = keras().Sequential([keras().Input((1,)), keras().layers.Dense(3)])
    loss = keras().losses.SparseCategoricalCrossentropy(from_logits=True)
    model.compile("sgd", loss, jit_compile=jit)
    batch = np.zeros((2, 1), "float32"), np.array([0, 3])
    try:
        return "nan" if np.isnan(model.train_on_batch(*batch)) else "finite"
    except Exception as error:
        return "raises" if "Received a label value of 3" in str(error) else str(error)


def trained_rows(token_id: int, jit: bool) -> str:
    """Which rows of a table of ten one step of `fit` moves, for a batch of one id."""
    table = keras().layers.Embedding(10, 2)
    model = keras().Sequential(
        [keras().Input((1,), dtype="int32"), table, keras().layers.Flatten()]
    )
    model.compile(keras().optimizers.SGD(1.0), "mse", jit_compile=jit)
    old = table.get_weights()[0].copy()
    try:
        model.train_on_batch(np.array([[token_id]]), np.ones((1, 2)))
    except Exception as error:
        return "raises" if "is not in [0, 10)" in str(error) else str(error)
    return str(np.flatnonzero((table.get_weights()[0] != old).any(axis=1)).tolist())


def implicit_dtype() -> str:
    model = keras().Sequential([keras().layers.Embedding(10, 1)])
    model(np.array([[1.0]], dtype="float32"))
    return str(model.inputs[0].dtype)


IDS = (
    *(
        Fact(
            section="ids",
            what=f"{token_id!r}, {mode}",
            said=said,
            seen=partial(read_by, mode, token_id),
        )
        for token_id, plain, xla in READS
        for mode, said in (("eager", plain), ("tf.function", plain), ("XLA", xla))
    ),
    *(
        Fact(
            section="ids",
            what=f"an id of type {dtype}",
            said="row 1",
            seen=partial(read_by, "eager", np.dtype(dtype).type(1)),
        )
        for dtype in DTYPES
    ),
    Fact(
        section="ids",
        what="a call with a list",
        said="ValueError",
        seen=partial(calls_with, [[5, 6]]),
    ),
    Fact(section="ids", what="a call with an int", said="ValueError", seen=partial(calls_with, 5)),
    Fact(section="ids", what="predict with a list", said="ValueError", seen=predict_with_list),
    Fact(section="ids", what="a ragged tensor", said=[2, 1], seen=ragged_shape),
    Fact(
        section="ids",
        what="strings",
        said="UnimplementedError",
        seen=lambda: calls_with(tensorflow().constant(["cat"])),
    ),
    Fact(
        section="ids",
        what="shape (2, 0)",
        said=[2, 0, 1],
        seen=lambda: list(numbered_table(ROWS)(np.zeros((2, 0), "int32")).shape),
    ),
    Fact(
        section="ids",
        what="a label of 3 in 3 classes",
        said="raises",
        seen=partial(label_beyond, False),
    ),
    Fact(section="ids", what="the same, XLA", said="nan", seen=partial(label_beyond, True)),
    Fact(
        section="ids",
        what="fit on 10 of 10 rows",
        said="raises",
        seen=partial(trained_rows, 10, False),
    ),
    Fact(section="ids", what="the same, XLA", said="[]", seen=partial(trained_rows, 10, True)),
    Fact(
        section="ids",
        what="fit on -1 of 10 rows",
        said="[9]",
        seen=partial(trained_rows, -1, False),
    ),
    Fact(section="ids", what="the same, XLA", said="[9]", seen=partial(trained_rows, -1, True)),
    Fact(section="ids", what="a Sequential's implicit input", said="float32", seen=implicit_dtype),
)

# --- masks ---------------------------------------------------------------------------------------

ARGUMENTS: dict[str, tuple[Any, ...]] = {
    "Dense": (2,),
    "Dropout": (0.5,),
    "SpatialDropout1D": (0.5,),
    "Activation": ("relu",),
    "MultiHeadAttention": (1, 2),
    "Conv1D": (2, 2),
    "SeparableConv1D": (2, 2),
    "DepthwiseConv1D": (2,),
    "Reshape": ((-1,),),
    "Permute": ((2, 1),),
    "Lambda": (lambda x: x * 2,),
    "LSTM": (2,),
    "GRU": (2,),
    "SimpleRNN": (2,),
    "AveragePooling1D": (2,),
    "Dot": (2,),
}
OPERATIONS: dict[str, Callable[[Any], Any]] = {
    "x * 2": lambda x: x * 2,
    "x[:, :2]": lambda x: x[:, :2],
    "ops.relu(x)": lambda x: keras().ops.relu(x),
}


def layer_of(name: str) -> Callable[[Any], Any]:
    """A function of one embedded batch, by a name in `MASK_BEHAVIOUR`."""
    if name in OPERATIONS:
        return OPERATIONS[name]
    layers, (kind, _, option) = keras().layers, name.partition("(")
    sequences = {"return_sequences": True} if option else {}
    if kind == "Bidirectional":
        return layers.Bidirectional(layers.LSTM(2, **sequences))  # type: ignore[no-any-return]
    if kind == "TimeDistributed":
        return layers.TimeDistributed(layers.Dense(2))  # type: ignore[no-any-return]
    layer = getattr(layers, kind)(*ARGUMENTS.get(kind, ()), **sequences)
    if kind == "MultiHeadAttention":
        return lambda x: layer(x, x)
    if kind in ("Add", "Concatenate", "Attention", "AdditiveAttention", "Dot"):
        return lambda x: layer([x, x])
    if kind == "BatchNormalization":
        return lambda x: layer(x, training=True)
    return layer  # type: ignore[no-any-return]


def has_mask(tensor: Any) -> bool:
    return getattr(tensor, "_keras_mask", None) is not None


def embedded(token_ids: Any) -> Any:
    """Ids in an embedding whose mask hides 0."""
    keras().utils.set_random_seed(4)
    tensor = keras().layers.Embedding(VOCAB, WIDTH, mask_zero=True)(np.array(token_ids))
    assert has_mask(tensor)
    return tensor


def mask_behaviour(name: str) -> str:
    """What a layer does with a mask: whether it keeps it, lets it count, and warns."""
    masked = embedded([[1, 2, 0, 0], [3, 4, 5, 0]])
    call = layer_of(name)
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        output = call(masked)
        # subtle: through NumPy, which knows no masks.
        bare = call(keras().ops.convert_to_tensor(np.asarray(masked)))
    warned = any("destroy the mask information" in str(found.message) for found in caught)
    used = not np.allclose(np.asarray(output), np.asarray(bare), atol=1e-7)
    return {
        (True, True, False): "uses and passes on",
        (True, False, False): "passes on",
        (False, True, False): "consumes",
        (False, False, True): "drops with a warning",
        (False, False, False): "drops silently",
    }.get((has_mask(output), used, warned), f"{has_mask(output)}, {used}, {warned}")


def ignores_padding(name: str) -> bool:
    """Whether a layer that consumes the mask gives what it gives without the padding."""
    call = layer_of(name)
    padded, bare = call(embedded([[1, 2, 3, 0, 0, 0]])), call(embedded([[1, 2, 3]]))
    return bool(np.allclose(np.asarray(padded), np.asarray(bare), atol=1e-6))


def of_padding_alone(name: str) -> str:
    """What a text of padding alone gives."""
    out = np.asarray(layer_of(name)(embedded([[0, 0]])))
    return "NaN" if np.isnan(out).all() else "zeros" if not out.any() else "numbers"


CONSUME = [name for name, does in MASK_BEHAVIOUR.items() if does == "consumes"]
MASKS = (
    *(
        Fact(section="masks", what=name, said=does, seen=partial(mask_behaviour, name))
        for name, does in MASK_BEHAVIOUR.items()
    ),
    *(
        Fact(
            section="masks",
            what=f"{name}, unpadded",
            said=True,
            seen=partial(ignores_padding, name),
        )
        for name in CONSUME
    ),
    *(
        Fact(
            section="masks",
            what=f"{name}, padding alone",
            said="NaN" if name == "GlobalAveragePooling1D" else "zeros",
            seen=partial(of_padding_alone, name),
        )
        for name in CONSUME
    ),
)

# --- constructors --------------------------------------------------------------------------------


def built(*arguments: Any, **options: Any) -> str:
    """The error of an Embedding that is made and built, and at which of the two."""
    try:
        layer = keras().layers.Embedding(*arguments, **options)
    except Exception as error:
        return f"{type(error).__name__} when made"
    return error_of(layer.build).replace("Error", "Error when built")


def constant(shape: tuple[int, ...]) -> str:
    """A table of a given shape as the initial value of one of (4, 3)."""
    initial = keras().initializers.Constant(np.zeros(shape))
    return built(4, 3, embeddings_initializer=initial).replace("InvalidArgument", "Value")


def warns_of(name: str, value: Any) -> str:
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        keras().layers.Embedding(1000, 64, **{name: value})
    return " ".join({found.category.__name__ for found in caught})


def swapped() -> tuple[int, int]:
    layer = keras().layers.Embedding(64, 1000)
    return layer(np.array([[1]])).shape[-1], layer.count_params()


def initial_range() -> bool:
    keras().utils.set_random_seed(1)
    layer = keras().layers.Embedding(1000, 64)
    layer.build()
    (table,) = layer.get_weights()
    return bool(0.0499 < np.abs(table).max() <= 0.05)


def weights_before_build() -> str:
    return error_of(lambda: keras().layers.Embedding(4, 3).set_weights([np.zeros((4, 3))]))


CONSTRUCTORS = (
    Fact(section="constructor", what="swapped", said=(1000, 64_000), seen=swapped),
    Fact(
        section="constructor",
        what="Embedding(1000)",
        said="TypeError when made",
        seen=partial(built, 1000),
    ),
    *(
        Fact(
            section="constructor",
            what=f"input_dim={value!r}",
            said="ValueError when made",
            seen=partial(built, value, 64),
        )
        for value in (0, -1, 1000.0, "1000", np.int64(1000))
    ),
    Fact(
        section="constructor",
        what="input_length=10",
        said="UserWarning",
        seen=partial(warns_of, "input_length", 10),
    ),
    Fact(
        section="constructor",
        what="a third argument of 10",
        said="ValueError when made",
        seen=partial(built, 1000, 64, 10),
    ),
    Fact(
        section="constructor",
        what="weights=[M]",
        said="works",
        seen=partial(built, 4, 3, weights=[np.zeros((4, 3))]),
    ),
    Fact(
        section="constructor",
        what="weights=[M], another shape",
        said="ValueError when made",
        seen=partial(built, 4, 3, weights=[np.zeros((3, 4))]),
    ),
    *(
        Fact(
            section="constructor", what=f"Constant{shape}", said=said, seen=partial(constant, shape)
        )
        for shape, said in (
            ((4, 3), "works"),
            ((3,), "works"),
            ((4, 1), "works"),
            ((3, 4), "ValueError when built"),
        )
    ),
    Fact(
        section="constructor",
        what="set_weights before build",
        said="ValueError",
        seen=weights_before_build,
    ),
    Fact(section="constructor", what="initial values up to 0.05", said=True, seen=initial_range),
)

# --- parameters of layers that the reference does not have ---------------------------------------


def weights_of(name: str, *arguments: int) -> tuple[int, int]:
    """All weights of a layer on (None, 10, 5), and the trainable ones."""
    layer = getattr(keras().layers, name)(*arguments)
    layer(keras().KerasTensor((None, 10, 5)))
    trainable = sum(int(np.prod(weight.shape)) for weight in layer.trainable_weights)
    return layer.count_params(), trainable


def mixed_read(token_id: int) -> int:
    """What an id reads, under mixed_bfloat16, in a table whose row i holds i modulo 7."""
    table = keras().layers.Embedding(1024, 1, dtype="mixed_bfloat16")
    model = keras().Sequential([table])
    model(np.array([[1.0]], dtype="float32"))
    table.set_weights([np.arange(1024, dtype="float32")[:, None] % 7])
    return int(np.asarray(model(np.array([[token_id]], dtype="float32")), dtype="float32")[0, 0, 0])


PRECISION = (
    Fact(section="ids", what="mixed_bfloat16, id 256", said=256 % 7, seen=partial(mixed_read, 256)),
    Fact(section="ids", what="mixed_bfloat16, id 257", said=256 % 7, seen=partial(mixed_read, 257)),
)
PARAMETERS = tuple(
    Fact(
        section="parameters",
        what=f"{name}{arguments}",
        said=said,
        seen=partial(weights_of, name, *arguments),
    )
    for name, arguments, said in (
        ("BatchNormalization", (), (4 * 5, 2 * 5)),
        ("LayerNormalization", (), (2 * 5, 2 * 5)),
        ("SeparableConv1D", (7, 3), (3 * 5 + 5 * 7 + 7,) * 2),
        ("DepthwiseConv1D", (3,), (3 * 5 + 5,) * 2),
    )
)

# --- steps ---------------------------------------------------------------------------------------


def lookup_is_product() -> bool:
    keras().utils.set_random_seed(2)
    layer = keras().layers.Embedding(50, 8)
    ids = np.random.default_rng(0).integers(0, 50, size=(20,))
    found = np.asarray(layer(ids))
    product = np.asarray(keras().ops.matmul(keras().ops.one_hot(ids, 50), layer.embeddings))
    return bool((found == product).all())


def rows_under_l2() -> list[int]:
    table = keras().layers.Embedding(4, 2, embeddings_regularizer="l2")
    model = keras().Sequential(
        [keras().Input((1,), dtype="int32"), table, keras().layers.Flatten()]
    )
    model.compile("sgd", "mse", jit_compile=False)
    old = table.get_weights()[0].copy()
    model.train_on_batch(np.array([[1]]), np.ones((1, 2)))
    return np.flatnonzero((table.get_weights()[0] != old).any(axis=1)).tolist()  # type: ignore[no-any-return]


def default_options(name: str) -> str:
    """Whether an optimiser that is named without options has Keras's own: no momentum, no decay."""
    config = getattr(keras().optimizers, name)().get_config()
    decay = bool(config.get("weight_decay"))
    return f"momentum {config.get('momentum', 0.0) or 0.0:g}, decay {'yes' if decay else 'no'}"


STEPS = (
    Fact(section="steps", what="one_hot @ W is the lookup", said=True, seen=lookup_is_product),
    Fact(section="steps", what="rows moved under L2", said=[0, 1, 2, 3], seen=rows_under_l2),
    Fact(
        section="steps",
        what="tf.one_hot beyond the range",
        said=[0.0, 0.0, 0.0],
        seen=lambda: tensorflow().one_hot(3, 3).numpy().tolist(),
    ),
    *(
        Fact(
            section="steps",
            what=f"{name} by default",
            said=f"momentum 0, decay {'yes' if name == 'AdamW' else 'no'}",
            seen=partial(default_options, name),
        )
        for name in ROWS_MOVED
        if " with " not in name
    ),
)

# --- vocabularies --------------------------------------------------------------------------------

TEXTS = ["the cat sat", "the dog sat", "the cat ran"]


def vectorised(**options: Any) -> Any:
    layer = keras().layers.TextVectorization(**options)
    layer.adapt(np.array(TEXTS, dtype=object))
    return layer


def adapted_again() -> list[str]:
    layer = vectorised()
    layer.adapt(np.array(["a bird"], dtype=object))
    return layer.get_vocabulary()  # type: ignore[no-any-return]


def columns(mode: str) -> int:
    layer = vectorised(output_mode=mode)
    return int(layer(np.array(["the cat"], dtype=object)).shape[-1])


def looked_up(**options: Any) -> list[int]:
    layer = keras().layers.StringLookup(vocabulary=["cat", "dog"], **options)
    return np.asarray(layer(np.array(["", "bird", "cat", "dog"], dtype=object))).tolist()  # type: ignore[no-any-return]


VOCABULARIES = (
    Fact(
        section="vocabulary",
        what="the first two tokens",
        said=["", "[UNK]"],
        seen=lambda: vectorised().get_vocabulary()[:2],
    ),
    Fact(
        section="vocabulary",
        what="vocabulary_size counts both",
        said=7,
        seen=lambda: int(vectorised().vocabulary_size()),
    ),
    Fact(
        section="vocabulary",
        what="max_tokens counts both",
        said=["", "[UNK]", "the", "sat"],
        seen=lambda: vectorised(max_tokens=4).get_vocabulary(),
    ),
    Fact(
        section="vocabulary",
        what="max_tokens is an upper bound",
        said=7,
        seen=lambda: int(vectorised(max_tokens=99).vocabulary_size()),
    ),
    *(
        Fact(
            section="vocabulary",
            what=f"{mode} drops the pad slot",
            said=6,
            seen=partial(columns, mode),
        )
        for mode in ("multi_hot", "count", "tf_idf")
    ),
    Fact(
        section="vocabulary",
        what="a second adapt resets",
        said=["", "[UNK]", "bird", "a"],
        seen=adapted_again,
    ),
    Fact(
        section="vocabulary",
        what="StringLookup: unknown is 0, no mask slot",
        said=[0, 0, 1, 2],
        seen=looked_up,
    ),
    Fact(
        section="vocabulary",
        what="StringLookup with a mask token",
        said=[0, 1, 2, 3],
        seen=partial(looked_up, mask_token=""),
    ),
)

FACTS: tuple[Fact, ...] = (
    *IDS,
    *PRECISION,
    *MASKS,
    *CONSTRUCTORS,
    *PARAMETERS,
    *STEPS,
    *VOCABULARIES,
)
SECTIONS = {fact.section: sum(each.section == fact.section for each in FACTS) for fact in FACTS}


def seen(fact: Fact) -> Any:
    """What Keras does, or the name of an error that nobody foresaw."""
    try:
        return fact.seen()
    except Exception as error:
        return f"{type(error).__name__}: {error}"


def draw_fact(facts: tuple[Fact, ...], rng: np.random.Generator, number: int) -> Iterator[Case]:
    """The row whose turn it is."""
    fact = facts[number % len(facts)]
    yield Case(
        ours=fact.said,
        theirs=seen(fact),
        arguments={"what": fact.what},
        branches=(fact.section,),
    )


ORACLES = tuple(
    Oracle(
        name=f"facts: {section}",
        family="facts",
        against="Keras",
        cases=rows,
        draw=partial(draw_fact, tuple(fact for fact in FACTS if fact.section == section)),
        minimum={section: rows},
        kind="table",
    )
    for section, rows in SECTIONS.items()
)

"""Masks and rows that move, against Keras itself: pooling, softmax, each layer, each optimiser."""

import warnings
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from autograder.reference.masking import MASK_BEHAVIOUR, mask_of, masked_mean, masked_softmax
from autograder.reference.updates import ROWS_MOVED, rows_that_move

WIDTH, VOCAB = 3, 9


def test_masked_means_equal_global_average_pooling(keras: Any) -> None:
    rng = np.random.default_rng(1)
    layer, cases, empty = keras.layers.GlobalAveragePooling1D(), 0, 0
    for _ in range(40):
        time, width = (int(size) for size in rng.integers(1, 8, size=2))
        token_ids = rng.integers(0, 3, size=(64, time))
        vectors = rng.normal(size=(64, time, width)).astype("float32")
        mask = mask_of(token_ids)
        theirs = np.asarray(layer(vectors, mask=mask))
        ours = masked_mean(vectors, mask, empty="nan").values
        np.testing.assert_allclose(ours, theirs, rtol=1e-5, atol=1e-6)
        cases, empty = cases + len(mask), empty + int((~mask.any(axis=1)).sum())
    assert cases >= 2_000
    assert empty >= 100


def test_masked_softmaxes_equal_keras_softmax(keras: Any) -> None:
    rng = np.random.default_rng(2)
    layer, cases = keras.layers.Softmax(), 0
    for _ in range(40):
        time = int(rng.integers(2, 9))  # Keras warns of a softmax over one position
        scores = rng.normal(scale=5, size=(64, time)).astype("float32")
        mask = rng.random((64, time)) < 0.5
        ours = masked_softmax(scores, mask, all_masked="zero").values
        np.testing.assert_allclose(ours, np.asarray(layer(scores, mask=mask)), rtol=1e-4, atol=1e-6)
        cases += len(mask)
    assert cases >= 2_000


def test_the_mask_is_the_one_that_an_embedding_makes(keras: Any) -> None:
    rng = np.random.default_rng(3)
    token_ids = rng.integers(0, 4, size=(2_000, 5))
    theirs = keras.layers.Embedding(4, 2, mask_zero=True).compute_mask(token_ids)
    np.testing.assert_array_equal(mask_of(token_ids), np.asarray(theirs))


def layer_of(keras: Any, name: str) -> Callable[[Any], Any]:
    """Return a function of one embedded batch."""
    layers = keras.layers
    arguments: dict[str, tuple[Any, ...]] = {
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
    kind, _, option = name.partition("(")
    sequences = {"return_sequences": True} if option else {}
    if name == "x * 2":
        return lambda x: x * 2
    if name == "x[:, :2]":
        return lambda x: x[:, :2]
    if name == "ops.relu(x)":
        return lambda x: keras.ops.relu(x)
    if kind == "Bidirectional":
        return layers.Bidirectional(layers.LSTM(2, **sequences))  # type: ignore[no-any-return]
    if kind == "TimeDistributed":
        return layers.TimeDistributed(layers.Dense(2))  # type: ignore[no-any-return]
    layer = getattr(layers, kind)(*arguments.get(kind, ()), **sequences)
    if kind == "MultiHeadAttention":
        return lambda x: layer(x, x)
    if kind in ("Add", "Concatenate", "Attention", "AdditiveAttention", "Dot"):
        return lambda x: layer([x, x])
    if kind == "BatchNormalization":
        return lambda x: layer(x, training=True)
    return layer  # type: ignore[no-any-return]


def without_mask(keras: Any, embedded: Any) -> Any:
    bare = keras.ops.convert_to_tensor(np.asarray(embedded))
    assert getattr(bare, "_keras_mask", None) is None
    return bare


@pytest.mark.parametrize("name", MASK_BEHAVIOUR)
def test_each_layer_does_with_a_mask_what_is_said_of_it(keras: Any, name: str) -> None:
    keras.utils.set_random_seed(4)
    embedding = keras.layers.Embedding(VOCAB, WIDTH, mask_zero=True)
    embedded = embedding(np.array([[1, 2, 0, 0], [3, 4, 5, 0]]))
    assert embedded._keras_mask is not None
    call = layer_of(keras, name)
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        output = call(embedded)
    warned = any("destroy the mask information" in str(found.message) for found in caught)
    kept = getattr(output, "_keras_mask", None) is not None
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        bare = call(without_mask(keras, embedded))
    used = not np.allclose(np.asarray(output), np.asarray(bare), atol=1e-7)
    seen = {
        (True, True, False): "uses and passes on",
        (True, False, False): "passes on",
        (False, True, False): "consumes",
        (False, False, True): "drops with a warning",
        (False, False, False): "drops silently",
    }[kept, used, warned]
    assert seen == MASK_BEHAVIOUR[name]


@pytest.mark.parametrize("name", [n for n, b in MASK_BEHAVIOUR.items() if b == "consumes"])
def test_a_layer_that_consumes_a_mask_gives_what_it_gives_without_padding(
    keras: Any, name: str
) -> None:
    keras.utils.set_random_seed(5)
    embedding = keras.layers.Embedding(VOCAB, WIDTH, mask_zero=True)
    call = layer_of(keras, name)
    padded = call(embedding(np.array([[1, 2, 3, 0, 0, 0]])))
    unpadded = call(embedding(np.array([[1, 2, 3]])))
    np.testing.assert_allclose(np.asarray(padded), np.asarray(unpadded), atol=1e-6)


def optimiser_of(keras: Any, name: str) -> Any:
    kind, _, option = name.partition(" with ")
    options = {"": {}, "momentum": {"momentum": 0.9}, "weight decay": {"weight_decay": 0.01}}
    return getattr(keras.optimizers, kind)(0.1, **options[option])


@pytest.mark.parametrize("name", ROWS_MOVED)
def test_the_rows_that_a_step_moves_are_those_named(keras: Any, name: str) -> None:
    import tensorflow as tf

    rng, rows = np.random.default_rng(6), 8
    for _ in range(6):
        embedding, optimiser = keras.layers.Embedding(rows, WIDTH), optimiser_of(keras, name)
        embedding.build()
        before: set[int] = set()
        for _ in range(3):
            token_ids = rng.integers(0, rows, size=(1, 2))
            weights = rng.normal(size=(1, 2, WIDTH)).astype("float32")
            old = embedding.get_weights()[0]
            with tf.GradientTape() as tape:
                loss = tf.reduce_sum(embedding(token_ids) * weights)
            (gradient,) = tape.gradient(loss, embedding.trainable_variables)
            assert isinstance(gradient, tf.IndexedSlices)
            optimiser.apply([gradient], embedding.trainable_variables)
            moved = np.flatnonzero((embedding.get_weights()[0] != old).any(axis=1))
            looked_up = token_ids[0].tolist()
            assert rows_that_move(name, looked_up, before, rows) == tuple(moved.tolist())
            before |= {*looked_up}

"""Masks, masked pooling, and the rows that a training step moves, against Keras."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache, partial
from typing import Any

import numpy as np

from autograder.reference.masking import (
    Pooled,
    mask_of,
    masked_max,
    masked_mean,
    masked_softmax,
    masked_sum,
    unmasked_mean,
)
from autograder.reference.updates import ROWS_MOVED, rows_that_move
from tests.oracles.core import Case, Oracle, keras, outcome, stated, tensorflow, turn

EMPTY = ("raise", "zero", "nan")
ALL_MASKED = ("raise", "zero", "nan", "uniform")
TEXTS = 4  # texts in a batch, each of them a case
FILL = {"zero": 0.0, "nan": np.nan}
FAR = -1e9  # what stands for minus infinity in an additive mask


@cache
def layer(name: str) -> Any:
    """A layer without choices, made once."""
    return getattr(keras().layers, name)()


def random_batch(rng: np.random.Generator) -> tuple[Any, Any]:
    """Vectors (texts, time, width) in float32 and a mask; texts without a real position too."""
    time, width = (int(size) for size in rng.integers(1, 8, size=2))
    vectors = rng.normal(size=(TEXTS, time, width)).astype("float32")
    return vectors, rng.random((TEXTS, time)) < rng.choice([0.2, 0.5, 0.8])


def mean_of_keras(vectors: Any, mask: Any) -> Any:
    """GlobalAveragePooling1D; a text without a real position gives NaN."""
    return np.asarray(layer("GlobalAveragePooling1D")(vectors, mask=mask))


def max_of_keras(vectors: Any, mask: Any) -> Any:
    """GlobalMaxPooling1D of what is left of one text without its padding; NaN where nothing is."""
    pool = layer("GlobalMaxPooling1D")
    rows = [
        np.asarray(pool(text[keep][None]))[0] if keep.any() else np.full(text.shape[1], np.nan)
        for text, keep in zip(vectors, mask, strict=True)
    ]
    return np.array(rows)


def under(policy: str, values: Any, is_empty: Any, by_keras: tuple[str, ...]) -> Any:
    """What a policy makes of the values; under those `by_keras`, what Keras says itself."""
    if policy in by_keras or not is_empty:
        return values
    return "raises" if policy == "raise" else np.full_like(values, FILL[policy])


def draw_pooled(
    ours: Callable[..., Pooled],
    theirs: Callable[[Any, Any], Any],
    rng: np.random.Generator,
    number: int,
) -> Iterator[Case]:
    """Each text of a batch on its own, under one of the policies."""
    vectors, mask = random_batch(rng)
    policy, said = turn(EMPTY, number), theirs(vectors, mask)
    for text, keep, values in zip(vectors, mask, said, strict=True):
        found = outcome(partial(ours, text, keep, policy), ValueError)
        signature = getattr(found, "signature", "")
        yield Case(
            ours=getattr(found, "values", found),
            theirs=under(policy, values, not keep.any(), ("nan",)),
            arguments={"vectors": text.tolist(), "mask": keep.tolist(), "empty": policy},
            branches=(f"empty:{policy}|{'some real' if keep.any() else 'none real'}",),
            signature=signature,
            tolerance=2e-6,
        )


def draw_sum(rng: np.random.Generator, number: int) -> Iterator[Case]:
    """The sum of the vectors times the mask."""
    vectors, mask = random_batch(rng)
    weights = keras().ops.expand_dims(keras().ops.cast(mask, "float32"), -1)
    theirs = np.asarray(keras().ops.sum(vectors * weights, axis=1))
    for text, keep, values in zip(vectors, mask, theirs, strict=True):
        found = masked_sum(text, keep)
        yield Case(
            ours=found.values,
            theirs=values,
            arguments={"vectors": text.tolist(), "mask": keep.tolist()},
            branches=("some real" if keep.any() else "none real",),
            signature=found.signature,
            tolerance=1e-5,
        )


def draw_unmasked(rng: np.random.Generator, number: int) -> Iterator[Case]:
    """The mean with padding included, as where a mask is lost."""
    vectors, _ = random_batch(rng)
    theirs = np.asarray(layer("GlobalAveragePooling1D")(vectors))
    found = unmasked_mean(vectors)
    for text, ours, values in zip(vectors, found.values, theirs, strict=True):
        yield Case(
            ours=ours,
            theirs=values,
            arguments={"vectors": text.tolist()},
            branches=("mask:ignored",),
            signature=found.signature,
            tolerance=2e-6,
        )


def draw_mask(rng: np.random.Generator, number: int) -> Iterator[Case]:
    """The mask that an embedding makes, of ids of rank 1 to 3."""
    rank = number % 3 + 1
    token_ids = rng.integers(0, 4, size=tuple(rng.integers(1, 7, size=rank)))
    theirs = keras().layers.Embedding(4, 2, mask_zero=True).compute_mask(token_ids)
    yield Case(
        ours=mask_of(token_ids),
        theirs=np.asarray(theirs),
        arguments={"token_ids": token_ids.tolist()},
        branches=(f"rank {rank}",),
    )


def softmax_of_keras(scores: Any, keep: Any, policy: str) -> Any:
    """The Softmax layer, whose wholly masked rows are 0 (for "uniform": an additive mask)."""
    if policy == "uniform":
        added = np.where(keep, scores, FAR).astype("float32")
        return np.asarray(keras().ops.softmax(added, axis=-1))
    return np.asarray(layer("Softmax")(scores, mask=keep))


def draw_softmax(rng: np.random.Generator, number: int) -> Iterator[Case]:
    """Scores (batch, time) with their mask, or (batch, heads, queries, time) with one per text."""
    policy, rank = turn(ALL_MASKED, number), (2, 4)[number // len(ALL_MASKED) % 2]
    time = int(rng.integers(2, 9))  # Keras warns of a softmax over one position
    between = tuple(rng.integers(1, 4, size=rank - 2))
    scores = rng.normal(scale=5, size=(TEXTS, *between, time)).astype("float32")
    mask = rng.random((TEXTS, time)) < rng.choice([0.15, 0.6])
    whole = np.broadcast_to(mask.reshape(TEXTS, *(1,) * (rank - 2), time), scores.shape)
    theirs = softmax_of_keras(scores, whole, policy)
    for text, keep, values in zip(scores, mask, theirs, strict=True):
        found = outcome(partial(masked_softmax, text[None], keep[None], policy), ValueError)
        filled = under(policy, values, not keep.any(), ("zero", "uniform"))
        yield Case(
            ours=found if found == "raises" else found.values[0],
            theirs=filled,
            arguments={"scores": text.tolist(), "mask": keep.tolist(), "all_masked": policy},
            branches=(
                f"all_masked:{policy}|{'some real' if keep.any() else 'none real'}",
                f"rank {rank}",
            ),
            signature=getattr(found, "signature", ""),
            tolerance=2e-6,
        )


def optimiser_of(name: str) -> Any:
    """A Keras optimiser by its name in `ROWS_MOVED`."""
    kind, _, option = name.partition(" with ")
    options = {"": {}, "momentum": {"momentum": 0.9}, "weight decay": {"weight_decay": 0.01}}
    return getattr(keras().optimizers, kind)(0.1, **options[option])


def draw_steps(rng: np.random.Generator, number: int) -> Iterator[Case]:
    """Three training steps of a fresh table, each a case: which rows differ afterwards."""
    name, rows, before = turn([*ROWS_MOVED], number), 8, set[int]()
    table, optimiser, tf = keras().layers.Embedding(rows, 3), optimiser_of(name), tensorflow()
    table.build()
    table.set_weights([rng.uniform(-0.05, 0.05, size=(rows, 3))])
    for step in range(3):
        token_ids = rng.integers(0, rows, size=(1, 2))
        weights, old = rng.normal(size=(1, 2, 3)).astype("float32"), table.get_weights()[0]
        with tf.GradientTape() as tape:
            loss = tf.reduce_sum(table(token_ids) * weights)
        optimiser.apply(tape.gradient(loss, table.trainable_variables), table.trainable_variables)
        moved = np.flatnonzero((table.get_weights()[0] != old).any(axis=1))
        looked_up = token_ids[0].tolist()
        yield Case(
            ours=rows_that_move(name, looked_up, before, rows),
            theirs=tuple(moved.tolist()),
            arguments={"optimiser": name, "looked_up": looked_up, "before": sorted(before)},
            branches=(name, "first step" if step == 0 else "later step"),
        )
        before |= {*looked_up}


POLICIES = {f"empty:{policy}|some real": 700 for policy in EMPTY}
POLICIES |= {f"empty:{policy}|none real": 100 for policy in EMPTY}

ORACLES = (
    Oracle(
        name="masking.mask_of",
        family="masking",
        against="Keras",
        cases=1_500,
        draw=draw_mask,
        minimum=stated(("rank 1", "rank 2", "rank 3"), 400),
    ),
    Oracle(
        name="masking.masked_sum",
        family="masking",
        against="Keras",
        cases=2_500,
        draw=draw_sum,
        minimum={"some real": 1_500, "none real": 200},
    ),
    Oracle(
        name="masking.masked_mean",
        family="masking",
        against="Keras",
        cases=5_000,
        draw=partial(draw_pooled, masked_mean, mean_of_keras),
        minimum=POLICIES,
    ),
    Oracle(
        name="masking.masked_max",
        family="masking",
        against="Keras",
        cases=4_000,
        draw=partial(draw_pooled, masked_max, max_of_keras),
        minimum=POLICIES,
    ),
    Oracle(
        name="masking.unmasked_mean",
        family="masking",
        against="Keras",
        cases=1_500,
        draw=draw_unmasked,
        minimum={"mask:ignored": 1_500},
    ),
    Oracle(
        name="masking.masked_softmax",
        family="masking",
        against="Keras",
        cases=5_000,
        draw=draw_softmax,
        minimum={f"all_masked:{policy}|some real": 600 for policy in ALL_MASKED}
        | {f"all_masked:{policy}|none real": 100 for policy in ALL_MASKED}
        | stated(("rank 2", "rank 4"), 1_500),
    ),
    Oracle(
        name="updates.rows_that_move",
        family="updates",
        against="Keras",
        cases=1_800,
        draw=draw_steps,
        minimum=stated(ROWS_MOVED, 60) | {"first step": 500, "later step": 1_100},
    ),
)

"""Legal ids, and the rows that Keras reads for ids of any kind."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache, partial
from typing import Any

import numpy as np

from autograder.reference.indices import illegal_ids, is_legal, row_read, smallest_input_dim
from tests.oracles.core import Case, Oracle, keras, pick, stated, tensorflow, turn

INPUT_DIMS = (1, 2, 10, 257, 1000)
DTYPES = (
    *("bool", "int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64"),
    *("float16", "float32", "float64"),
)
FAR = (2**31 - 1, 2**31, 2**32 - 1, 2**32 + 5, -(2**31), -(2**31) - 1, 2**40 + 3, 2**63 - 1)
FAR_FLOATS = (np.nan, np.inf, -np.inf, 1e30, -1e30, 2.0**31, -(2.0**31), 2147483647.0)
MODES = ("eager", "tf.function", "predict")


@cache
def numbered_table(input_dim: int) -> Any:
    """An Embedding whose row i holds the number i."""
    layer = keras().layers.Embedding(input_dim, 1)
    layer.build()
    layer.set_weights([np.arange(input_dim, dtype="float32")[:, None]])
    return layer


@cache
def reader(mode: str, input_dim: int) -> Callable[[Any], Any]:
    """A way to look up a batch of int32 ids, of any rank or, in `predict`, of rank 2."""
    layer, tf = numbered_table(input_dim), tensorflow()
    if mode == "eager":
        return lambda batch: layer(batch)
    if mode == "tf.function":
        return tf.function(layer, input_signature=[tf.TensorSpec(None, tf.int32)])  # type: ignore[no-any-return]
    model = keras().Sequential([keras().Input((None,), dtype="int32"), layer])
    model.compile(jit_compile=False)
    return model.predict_on_batch  # type: ignore[no-any-return]


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


def keras_reads(read: Callable[[Any], Any], batch: Any) -> tuple[Any, ...]:
    """The rows, or "refused" with the position and the number that the message shows."""
    try:
        return ("rows", np.asarray(read(batch))[..., 0].astype(int).tolist())
    except tensorflow().errors.InvalidArgumentError as error:
        found = re.search(r"indices\[([\d,]*)\] = (-?\d+) is not in \[0, \d+\)", str(error))
        if found is None:
            return ("refused", str(error))
        return ("refused", tuple(map(int, found[1].split(","))), int(found[2]))


def we_read(batch: Any, input_dim: int) -> tuple[Any, ...]:
    """The same, id by id, from the reference."""
    rows = []
    for position, _token_id in np.ndenumerate(batch):
        try:
            rows.append(row_read(batch[position], input_dim))
        except IndexError as error:
            shown = re.search(r"Keras shows (-?\d+)", str(error))
            return ("refused", position, int(shown[1]) if shown else None)
    return ("rows", np.reshape(rows, batch.shape).tolist())


def draw_read(rng: np.random.Generator, number: int) -> Iterator[Case]:
    """One id: the row, or the number that the error shows; and a legal id reads its own row."""
    dtype, input_dim = turn(DTYPES, number), turn(INPUT_DIMS, number // len(DTYPES))
    token_id = random_id(rng, dtype, input_dim)
    theirs = keras_reads(numbered_table(input_dim), np.array([token_id]))
    ours = we_read(np.array([token_id]), input_dim)
    if is_legal(token_id, input_dim):
        ours = ("rows", [int(token_id)])
    legal = "legal" if is_legal(token_id, input_dim) else "illegal"
    yield Case(
        ours=ours,
        theirs=theirs,
        arguments={"token_id": token_id, "input_dim": input_dim},
        branches=(dtype, f"{legal}, {'read' if theirs[0] == 'rows' else 'refused'}"),
    )


def draw_batch(mode: str, rng: np.random.Generator, number: int) -> Iterator[Case]:
    """A batch of rank 1 to 3 (predict: 2), with illegal ids in half of the cases."""
    input_dim, wild = turn(INPUT_DIMS, number), number % 2 == 1
    rank = 2 if mode == "predict" else int(rng.integers(1, 4))
    size = tuple(rng.integers(1, 6, size=rank))
    batch = rng.integers(-input_dim, input_dim, size=size, dtype="int32")
    if wild:
        batch.flat[int(rng.integers(batch.size))] = pick(rng, input_dim, -input_dim - 1, 2**31 - 1)
    floats = mode == "eager" and number % 3 == 0
    ids = np.asarray(batch + rng.uniform(0, 0.9, size=size) * np.sign(batch) if floats else batch)
    theirs = keras_reads(reader(mode, input_dim), ids)
    yield Case(
        ours=we_read(ids, input_dim),
        theirs=theirs,
        arguments={"batch": ids.tolist(), "input_dim": input_dim, "mode": mode},
        branches=("read" if theirs[0] == "rows" else "refused", f"rank {rank}"),
    )


def draw_illegal(rng: np.random.Generator, number: int) -> Iterator[Case]:
    """What Keras reads as itself is legal: every position that is not is in `illegal_ids`."""
    input_dim = turn(INPUT_DIMS[1:], number)
    size = tuple(rng.integers(1, 5, size=int(rng.integers(1, 4))))
    batch = rng.integers(-2 if number % 2 else 0, input_dim, size=size, dtype="int64")
    too_large = number % 3 == 0
    if too_large:
        batch.flat[int(rng.integers(batch.size))] = input_dim + int(rng.integers(0, 9))
    found = illegal_ids(batch, input_dim)
    theirs = keras_reads(numbered_table(input_dim), batch)
    if theirs[0] == "rows":
        expected = [tuple(map(int, at)) for at in np.argwhere(theirs[1] != batch)]
        ours: Any = [bad.position for bad in found]
    else:
        # The message names the first id that cannot be wrapped around.
        expected = [theirs[1], theirs[2]]
        worst = next(bad for bad in found if not -input_dim <= bad.value < input_dim)
        ours = [worst.position, worst.value if worst.value >= 0 else worst.value + input_dim]
    causes = {bad.cause for bad in found}
    yield Case(
        ours=ours,
        theirs=expected,
        arguments={"batch": batch.tolist(), "input_dim": input_dim},
        branches=tuple(causes) or ("all legal",),
    )


def draw_smallest(rng: np.random.Generator, number: int) -> Iterator[Case]:
    """A table of the smallest size reads every id as itself, and one row fewer refuses."""
    size = tuple(rng.integers(1, 6, size=int(rng.integers(1, 4))))
    batch = rng.integers(0, int(rng.integers(1, 60)), size=size, dtype="int64")
    rows = smallest_input_dim(batch)
    fits = keras_reads(numbered_table(rows), batch) == ("rows", batch.tolist())
    fewer = keras_reads(numbered_table(rows - 1), batch)[0] if rows > 1 else "refused"
    yield Case(
        ours=(True, "refused"),
        theirs=(fits, fewer),
        arguments={"batch": batch.tolist(), "smallest": rows},
        branches=(f"rank {batch.ndim}",),
    )


ORACLES = (
    Oracle(
        name="indices.row_read and is_legal",
        family="indices",
        against="Keras",
        cases=4_800,
        draw=draw_read,
        minimum=stated(DTYPES, 350)
        | {"legal, read": 1_000, "illegal, read": 1_000, "illegal, refused": 1_000},
        kind="scalar",
    ),
    *(
        Oracle(
            name=f"indices.row_read of batches: {mode}",
            family="indices",
            against="Keras",
            cases=2_000,
            draw=partial(draw_batch, mode),
            minimum={"read": 900, "refused": 900}
            | (
                {"rank 2": 1_900}
                if mode == "predict"
                else stated(("rank 1", "rank 2", "rank 3"), 400)
            ),
        )
        for mode in MODES
    ),
    Oracle(
        name="indices.illegal_ids",
        family="indices",
        against="Keras",
        cases=3_000,
        draw=draw_illegal,
        minimum={"all legal": 800, "negative": 200, "too large": 900},
    ),
    Oracle(
        name="indices.smallest_input_dim",
        family="indices",
        against="Keras",
        cases=2_000,
        draw=draw_smallest,
        minimum=stated(("rank 1", "rank 2", "rank 3"), 400),
    ),
)

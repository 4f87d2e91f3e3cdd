"""Cross-entropy and perplexity against decimals without a logarithm, Keras and scikit-learn."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from functools import partial
from itertools import product
from math import log
from typing import Any

import numpy as np
from sklearn.metrics import log_loss

from autograder.reference.perplexity import cross_entropy, perplexity, pooled_perplexity
from tests.oracles.core import Case, Oracle, keras, stated, turn

CONVENTIONS = tuple(
    product(("e", 2), ("probabilities", "log-probabilities"), (False, True), (None, 0.05))
)
LENGTH, VOCAB, SENTENCES = 8, 11, 8
BRANCHES = tuple(
    f"base:{base}|mask:{'given' if masked else 'none'}|clip:{'none' if clip is None else clip}"
    for base, masked, clip in product(("e", 2), (False, True), (None, 0.05))
)


def by_product(tokens: Sequence[float]) -> Decimal:
    """Perplexity as the inverse of a geometric mean, in decimals: no logarithm is taken."""
    found = Decimal(1)
    for p in tokens:
        found *= Decimal(p)
    return found ** (Decimal(-1) / len(tokens))


def in_base(value: Decimal, base: Any) -> float:
    """Its logarithm, in decimals until the last step."""
    return float(value.ln() / (1 if base == "e" else Decimal(2).ln()))


def draw_tokens(
    function: Callable[..., Any], rng: np.random.Generator, number: int
) -> Iterator[Case]:
    """Tokens of rank 1 to 3 under one of the conventions."""
    base, given, masked, clip = turn(CONVENTIONS, number)
    shape = tuple(int(size) for size in rng.integers(1, 7, size=1 + number % 3))
    tokens, mask = rng.random(shape) ** 3 + 1e-9, rng.random(shape) < 0.7
    mask.flat[0] = True
    kept = tokens[mask] if masked else tokens.ravel()
    logs = np.log(tokens) if base == "e" else np.log2(tokens)
    found = function(
        tokens if given == "probabilities" else np.minimum(logs, 0),
        given=given,
        mask=mask if masked else None,
        base=base,
        clip=clip,
    )
    theirs = by_product([max(min(float(p), 1.0), clip or 0) for p in kept])
    convention = found.signature.split("|", 1)[1]
    yield Case(
        ours=found.value,
        theirs=float(theirs) if function is perplexity else in_base(theirs, base),
        arguments={"tokens": tokens.tolist(), "mask": mask.tolist() if masked else None}
        | {"given": given, "base": base, "clip": clip},
        branches=(convention, given, f"rank {len(shape)}"),
        signature=found.signature,
        tolerance=1e-11,
    )


def draw_sentences(rng: np.random.Generator, number: int) -> Iterator[Case]:
    """Padded sentences against Keras's loss with an ignored class and scikit-learn's log loss."""
    logits = rng.normal(scale=3, size=(SENTENCES, LENGTH, VOCAB)).astype("float32")
    y_true = rng.integers(1, VOCAB, size=(SENTENCES, LENGTH))
    y_true[np.arange(LENGTH) >= rng.integers(1, LENGTH + 1, size=(SENTENCES, 1))] = 0
    losses = keras().losses.sparse_categorical_crossentropy(
        y_true, logits, from_logits=True, ignore_class=0
    )
    powers = np.exp(logits.astype(float))
    shares = powers / powers.sum(axis=-1, keepdims=True)
    tokens = np.take_along_axis(shares, y_true[..., None], axis=-1)[..., 0]
    for case, by_keras in enumerate(np.asarray(losses)):
        mask = y_true[case] != 0
        found = cross_entropy(tokens[case], mask=mask)
        by_sklearn = log_loss(y_true[case][mask], shares[case][mask], labels=range(VOCAB))
        yield Case(
            ours=(found.value, round(found.value - by_sklearn, 10)),
            theirs=(float(by_keras.sum() / mask.sum()), 0.0),
            arguments={"tokens": tokens[case].tolist(), "mask": mask.tolist()},
            branches=("no padding" if mask.all() else "padded",),
            signature=found.signature,
            tolerance=1e-4,  # Keras's losses are float32
        )


def draw_pooled(rng: np.random.Generator, number: int) -> Iterator[Case]:
    """Batches, some without a token, against the product over all their tokens."""
    base = turn(("e", 2), number)
    counts = [int(count) for count in rng.integers(0, 7, size=int(rng.integers(1, 6)))]
    counts[0] += not sum(counts)
    batches = [(rng.random(count) * 0.999 + 0.001).tolist() for count in counts]
    unit = 1 if base == "e" else log(2)
    sums = [sum(-log(p) / unit for p in batch) for batch in batches]
    found = pooled_perplexity(sums, counts, base=base)
    yield Case(
        ours=found.value,
        theirs=float(by_product([p for batch in batches for p in batch])),
        arguments={"sums_of_nll": sums, "token_counts": counts, "base": base},
        branches=(f"base:{base}", "an empty batch" if 0 in counts else "no empty batch"),
        signature=found.signature,
        tolerance=1e-11,
    )


ORACLES = (
    *(
        Oracle(
            name=f"perplexity.{function.__name__}",
            family="perplexity",
            against="decimals",
            cases=4_000,
            draw=partial(draw_tokens, function),
            minimum=stated(BRANCHES, 400)
            | stated(("probabilities", "log-probabilities"), 1_800)
            | stated(("rank 1", "rank 2", "rank 3"), 1_200),
        )
        for function in (perplexity, cross_entropy)
    ),
    Oracle(
        name="perplexity.cross_entropy of padded sentences",
        family="perplexity",
        against="Keras, scikit-learn",
        cases=3_000,
        draw=draw_sentences,
        minimum={"padded": 2_000, "no padding": 200},
    ),
    Oracle(
        name="perplexity.pooled_perplexity",
        family="perplexity",
        against="decimals",
        cases=2_500,
        draw=draw_pooled,
        minimum={"base:e": 1_200, "base:2": 1_200, "an empty batch": 500, "no empty batch": 1_000},
    ),
)

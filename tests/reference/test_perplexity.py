"""Cross-entropy and perplexity: published values and properties."""

from itertools import chain
from math import exp, inf, log, nan
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder.reference.perplexity import cross_entropy, perplexity, pooled_perplexity

reproducible = settings(deadline=None, derandomize=True, max_examples=60)
probabilities = st.floats(1e-6, 1)
rows = st.lists(probabilities, min_size=1, max_size=12)
bases = st.sampled_from(["e", 2])


def value(*arguments: Any, **choices: Any) -> Any:
    return perplexity(*arguments, **choices).value


@pytest.mark.parametrize("vocab_size", [1, 2, 28, 2000])
def test_a_uniform_guess_has_the_perplexity_of_its_vocabulary(vocab_size: int) -> None:
    # Zhang et al., Dive into Deep Learning, section 9.3: 1 at best, V for the uniform model.
    assert value([1 / vocab_size] * 5) == pytest.approx(vocab_size)


def test_padding_that_counts_flatters_the_model() -> None:
    tokens = [[exp(-2), exp(-2), exp(-2), 1, 1]]
    assert round(value(tokens), 2) == 3.32
    assert round(value(tokens, mask=[[True, True, True, False, False]]), 2) == 7.39


def test_batches_are_pooled_by_tokens_and_not_averaged() -> None:
    sums, counts = [8, 8], [2, 8]
    alone = [pooled_perplexity([nll], [n]).value for nll, n in zip(sums, counts, strict=True)]
    assert round(pooled_perplexity(sums, counts).value, 2) == 4.95
    assert round(float(sum(alone)) / 2, 2) == 28.66
    assert round(exp(sum(log(part) for part in alone) / 2), 2) == 12.18


def test_taking_bits_for_nats_gives_another_number() -> None:
    nats = [[log(1 / 12.84)] * 3]
    assert round(value(nats, given="log-probabilities"), 2) == 12.84
    assert round(value(nats, given="log-probabilities", base=2), 2) == 5.87


def test_a_result_carries_the_signature_of_its_conventions() -> None:
    assert perplexity([0.5], mask=[True]).signature == "perplexity|base:e|mask:given|clip:none"
    clipped = cross_entropy([0.5], base=2, clip=1e-7)
    assert clipped.signature == "cross_entropy|base:2|mask:none|clip:1e-07"
    assert pooled_perplexity([1], [1], base=2).signature == "pooled_perplexity|base:2"


@reproducible
@given(rows)
def test_perplexity_is_at_least_one_and_the_same_for_either_base(row: list[float]) -> None:
    assert value(row) >= 1
    assert value(row) == pytest.approx(value(row, base=2))
    nats = cross_entropy(row).value
    assert nats == pytest.approx(cross_entropy(row, base=2).value * log(2))
    assert 0 <= nats <= -log(min(row)) + 1e-9


@reproducible
@given(rows, bases)
def test_probabilities_and_their_logarithms_agree(row: list[float], base: Any) -> None:
    logs = np.log(row) if base == "e" else np.log2(row)
    there = cross_entropy(logs, given="log-probabilities", base=base, clip=1e-3)
    assert there.value == pytest.approx(cross_entropy(row, base=base, clip=1e-3).value)
    assert there.signature == cross_entropy(row, base=base, clip=1e-3).signature


@reproducible
@given(rows, st.lists(st.sampled_from([0.0, 1.0, nan, 7.0]), max_size=5), st.randoms())
def test_neither_order_nor_what_is_masked_changes_anything(
    row: list[float], padding: list[float], random: Any
) -> None:
    marked = [*((p, True) for p in row), *((p, False) for p in padding)]
    random.shuffle(marked)
    tokens, mask = zip(*marked, strict=True)
    assert value(tokens, mask=mask) == value(row)


@reproducible
@given(st.lists(rows, min_size=1, max_size=5), bases)
def test_pooling_batches_equals_one_batch_of_all_tokens(
    batches: list[list[float]], base: Any
) -> None:
    sums = [cross_entropy(batch, base=base).value * len(batch) for batch in batches]
    pooled = pooled_perplexity(sums, [len(batch) for batch in batches], base=base)
    assert pooled.value == pytest.approx(value([*chain(*batches)], base=base))


@reproducible
@given(rows, st.floats(1e-9, 1))
def test_a_clip_raises_what_lies_below_it(row: list[float], clip: float) -> None:
    raised = [max(p, clip) for p in row]
    assert value([*row, 0], clip=clip) == pytest.approx(value([*raised, clip]))


def test_certainty_has_an_entropy_of_plain_zero() -> None:
    assert str(cross_entropy([1.0, 1.0]).value) == "0.0"
    assert str(cross_entropy([0.0], given="log-probabilities").value) == "0.0"


@pytest.mark.parametrize(
    ("tokens", "choices", "message"),
    [
        ([0.5, 0], {}, "above 0, or a clip, got a probability of 0"),
        ([-1, -inf], {"given": "log-probabilities"}, "above 0, or a clip"),
        ([0.5, 1.5], {}, "probabilities from 0 to 1, got 1.5"),
        ([0.5, nan], {"clip": 0.1}, "probabilities from 0 to 1, got nan"),
        ([0.5], {"given": "log-probabilities"}, "log-probabilities from -inf to 0, got 0.5"),
        ([], {}, "at least one token, got none"),
        ([[0.5, 0.5]], {"mask": [[False, False]]}, "at least one token, got 2 that are all masked"),
        ([[0.5, 0.5]], {"mask": [True, True]}, r"a mask of shape \(1, 2\), got \(2,\)"),
        ([[0.5, 0.5], [0.5]], {}, r"rows of one length \(pad and mask\), got ragged"),
        ([0.5], {"base": 10}, "base to be 'e' or 2, got 10"),
        ([0.5], {"given": "logits"}, "probabilities or log-probabilities, got 'logits'"),
        ([0.5], {"clip": 0}, "clip to be None or above 0 and up to 1, got 0"),
    ],
)
@pytest.mark.parametrize("function", [cross_entropy, perplexity])
def test_what_has_no_value_is_a_value_error(
    function: Any, tokens: Any, choices: dict[str, Any], message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        function(tokens, **choices)


def test_the_wrong_kind_of_array_is_a_type_error() -> None:
    with pytest.raises(TypeError, match="a mask of truth values, got one of float64"):
        perplexity([0.5, 0.5], mask=[1.0, 0.0])
    with pytest.raises(TypeError, match="an array of numbers, got one of <U3"):
        perplexity(["the"])


@pytest.mark.parametrize("base", ["e", 2])
def test_a_perplexity_beyond_a_float_is_an_overflow_error(base: Any) -> None:
    with pytest.raises(OverflowError, match="within a float's range, got"):
        perplexity([-2000.0], given="log-probabilities", base=base)


@pytest.mark.parametrize(
    ("sums", "counts", "message"),
    [
        ([1], [1, 2], "each batch, got 1 sums and 2 counts"),
        ([1, 2], [1, 0], "no sum without tokens, got a sum of 2 over 0 tokens"),
        ([-1], [1], "got a sum of -1 over 1 tokens"),
        ([nan], [1], "got a sum of nan"),
        ([inf], [1], "got a sum of inf"),
        ([0], [0], "at least one token, got none"),
        ([], [], "at least one token, got none"),
    ],
)
def test_sums_that_cannot_be_pooled_are_a_value_error(
    sums: list[float], counts: list[int], message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        pooled_perplexity(sums, counts)


@pytest.mark.parametrize("count", [2.0, True, "2"])
def test_a_count_that_is_no_int_is_a_type_error(count: Any) -> None:
    with pytest.raises(TypeError, match="token counts to be ints, got"):
        pooled_perplexity([1.0], [count])

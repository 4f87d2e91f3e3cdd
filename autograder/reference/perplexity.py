"""Cross-entropy and perplexity of a language model, with every convention said aloud.

Both start from what a model gave each true token: its probability, or the logarithm of it. Cross-
entropy is the mean of the negative logarithms, over tokens: in nats per token to base e, in bits
per token to base 2. Perplexity raises the base to it, and has no unit: it is the number of equally
likely tokens that would surprise as much, the same for either base. The mean runs over all tokens
of a batch alike, whichever sentence they are in. Results carry the signature of their conventions.

Source: Jelinek, Mercer, Bahl and Baker (1977), Perplexity - a measure of the difficulty of speech
recognition tasks.
"""

from collections.abc import Sequence
from math import fsum, inf, isfinite, log
from typing import Any, Literal, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from autograder.reference.metrics import Score

__all__ = ["Base", "Given", "Score", "cross_entropy", "perplexity", "pooled_perplexity"]

Base: TypeAlias = Literal["e", 2]
Given: TypeAlias = Literal["probabilities", "log-probabilities"]


def cross_entropy(
    true_tokens: ArrayLike,
    *,
    given: Given = "probabilities",
    mask: ArrayLike | None = None,
    base: Base = "e",
    clip: float | None = None,
) -> Score:
    """Return the mean negative log-probability per token, with its signature.

    Parameters
    ----------
    true_tokens
        What the model gave each true token, in an array of any shape, (batch, length) as a rule:
        probabilities from 0 to 1, or their logarithms to `base`.
    given
        Which of the two they are.
    mask
        Truth values, one for each token: False leaves it out (padding), whatever its probability.
        None: all tokens count.
    base
        "e" (nats) or 2 (bits).
    clip
        The least probability: smaller ones, 0 too, are raised to it. None: 0 is an error.

    Raises
    ------
    ValueError
        If no token is left; if a token that counts has probability 0 without a clip, or something
        that is no probability; if the mask has another shape, or rows differ in length; if a
        choice is not one of the above.
    TypeError
        If the mask has anything but truth values, or `true_tokens` anything but numbers.

    Examples
    --------
    >>> cross_entropy([[0.5, 0.25]], base=2)
    Score(value=1.5, signature='cross_entropy|base:2|mask:none|clip:none')
    >>> cross_entropy([[0.5, 0.25]], base=2, mask=[[True, False]]).value
    1.0
    """
    surprises = _surprises(true_tokens, given, mask, base, clip)
    value = fsum(surprises) / len(surprises)
    return Score(value, _signature("cross_entropy", mask, base, clip))


def perplexity(
    true_tokens: ArrayLike,
    *,
    given: Given = "probabilities",
    mask: ArrayLike | None = None,
    base: Base = "e",
    clip: float | None = None,
) -> Score:
    """Return the base, raised to the cross-entropy per token: from 1, with no unit.

    Takes and raises what `cross_entropy` does, and OverflowError if the result is beyond a float.
    1 is certainty, and a uniform guess among V tokens gives V.

    >>> perplexity([[0.5, 0.125]], base=2, mask=[[True, True]])
    Score(value=4.0, signature='perplexity|base:2|mask:given|clip:none')
    """
    surprises = _surprises(true_tokens, given, mask, base, clip)
    value = _raised(base, fsum(surprises) / len(surprises))
    return Score(value, _signature("perplexity", mask, base, clip))


def pooled_perplexity(
    sums_of_nll: Sequence[float], token_counts: Sequence[int], *, base: Base = "e"
) -> Score:
    """Return the perplexity of several batches together: of their tokens, not of their means.

    Parameters
    ----------
    sums_of_nll
        For each batch, its negative log-probabilities to `base`, added up: 0 or more.
    token_counts
        For each batch, how many tokens were added up: 0 or more.
    base
        "e" (nats) or 2 (bits).

    Raises
    ------
    ValueError
        If the two differ in length, a number is negative or not finite, a batch has a sum but no
        tokens, or there are no tokens at all.
    TypeError
        If a count is not an int.
    OverflowError
        If the result is beyond a float.

    Examples
    --------
    >>> pooled_perplexity([2, 12], [2, 3], base=2)
    Score(value=6.964404506368992, signature='pooled_perplexity|base:2')
    """
    _require_base(base)
    if len(sums_of_nll) != len(token_counts):
        got = f"{len(sums_of_nll)} sums and {len(token_counts)} counts"
        raise ValueError(f"expected a sum and a count for each batch, got {got}")
    for nll, count in zip(sums_of_nll, token_counts, strict=True):
        if isinstance(count, bool) or not isinstance(count, int | np.integer):
            got = f"{count!r} of type {type(count).__name__}"
            raise TypeError(f"expected token counts to be ints, got {got}")
        if count < 0 or not 0 <= nll < inf or (count == 0 and nll > 0):
            expected = "sums and counts of 0 or more, and no sum without tokens"
            raise ValueError(f"expected {expected}, got a sum of {nll} over {count} tokens")
    tokens = sum(int(count) for count in token_counts)
    if tokens == 0:
        raise ValueError("expected at least one token, got none")
    return Score(_raised(base, fsum(sums_of_nll) / tokens), f"pooled_perplexity|base:{base}")


def _surprises(
    true_tokens: ArrayLike, given: Given, mask: ArrayLike | None, base: Base, clip: float | None
) -> NDArray[np.float64]:
    """Return the negative log-probabilities of the tokens that count, in a row."""
    _require_base(base)
    if given not in ("probabilities", "log-probabilities"):
        raise ValueError(f"expected probabilities or log-probabilities, got {given!r}")
    if clip is not None and not 0 < clip <= 1:
        raise ValueError(f"expected clip to be None or above 0 and up to 1, got {clip}")
    values = _kept(_numbers(true_tokens), mask)
    low, high = (0.0, 1.0) if given == "probabilities" else (-inf, 0.0)
    wrong = values[~((values >= low) & (values <= high))]
    if wrong.size:
        raise ValueError(f"expected {given} from {low:g} to {high:g}, got {wrong[0]}")
    if clip is not None:
        values = np.maximum(values, clip if given == "probabilities" else _log(clip, base))
    if np.any(values == low):
        raise ValueError("expected probabilities above 0, or a clip, got a probability of 0")
    if given == "probabilities":
        values = np.log(values) if base == "e" else np.log2(values)
    # subtle: adding 0 turns the -0.0 of a certain token into 0.0.
    return -values + 0.0


def _numbers(true_tokens: ArrayLike) -> NDArray[np.float64]:
    try:
        values = np.asarray(true_tokens)
    except ValueError as error:
        raise ValueError("expected rows of one length (pad and mask), got ragged ones") from error
    if values.dtype.kind not in "fiu":
        raise TypeError(f"expected an array of numbers, got one of {values.dtype}")
    return values.astype(np.float64)


def _kept(values: NDArray[np.float64], mask: ArrayLike | None) -> NDArray[np.float64]:
    kept: NDArray[Any] = np.ones(values.shape, dtype=bool) if mask is None else np.asarray(mask)
    if kept.shape != values.shape:
        raise ValueError(f"expected a mask of shape {values.shape}, got {kept.shape}")
    if values.size and kept.dtype != np.bool_:
        raise TypeError(f"expected a mask of truth values, got one of {kept.dtype}")
    if not kept.any():
        got = "none" if values.size == 0 else f"{values.size} that are all masked"
        raise ValueError(f"expected at least one token, got {got}")
    counted: NDArray[np.float64] = values[kept]
    return counted


def _require_base(base: object) -> None:
    if isinstance(base, bool) or base not in ("e", 2):
        raise ValueError(f"expected base to be 'e' or 2, got {base!r}")


def _log(value: float, base: Base) -> float:
    return log(value) if base == "e" else float(np.log2(value))


def _raised(base: Base, exponent: float) -> float:
    with np.errstate(over="ignore"):
        value = float(np.exp(exponent) if base == "e" else np.exp2(exponent))
    if not isfinite(value):
        raise OverflowError(f"expected a perplexity within a float's range, got {base}^{exponent}")
    return value


def _signature(name: str, mask: ArrayLike | None, base: Base, clip: float | None) -> str:
    said = "none" if mask is None else "given"
    return f"{name}|base:{base}|mask:{said}|clip:{'none' if clip is None else clip}"

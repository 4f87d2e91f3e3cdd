"""BLEU, and the parts it is made of, on lists of tokens and on a scale from 0 to 1.

A sentence is a list of tokens (strings); whoever tokenised it also settled upper and lower case.
Each candidate has a list of references of its own. BLEU adds up the counts of a whole corpus before
it divides, so that it is not the mean of its sentences' scores; a sentence's BLEU is that of a
corpus of one. Matches are counts of n-grams, lengths are counts of tokens.

The values are sacreBLEU's (without its tokeniser, divided by 100), and the oracle tests compare
them. Sources: Papineni et al. (2002), BLEU: a method for automatic evaluation of machine
translation; Chen and Cherry (2014) for the smoothing; Post (2018) for the signature.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import exp, fsum, log
from types import MappingProxyType
from typing import Literal, TypeAlias

import numpy as np

from autograder.reference.count_metrics import Value, ZeroDivision, ratio

__all__ = [
    "Bleu",
    "Smoothing",
    "bleu",
    "brevity_penalty",
    "clipped_precision",
    "closest_length",
    "ngram_counts",
]

Sentence: TypeAlias = Sequence[str]
Smoothing: TypeAlias = Literal["none", "floor", "add-k", "exp"]

# What stands for no match, and what is added to every count (Chen and Cherry's methods 1 and 2).
_FLOOR, _K = Fraction(1, 10), 1
_SIGNED = MappingProxyType(
    {"none": "none", "floor": "floor[0.1]", "add-k": "add-k[1]", "exp": "exp"}
)


@dataclass(frozen=True, kw_only=True)
class Bleu:
    """A BLEU score, what it is made of, and the signature of its conventions.

    `value` and `brevity_penalty` lie between 0 and 1. `precisions` holds the clipped and smoothed
    precision of each order, from 1 on: all 0 if no token matches, as in sacreBLEU, and 0 from the
    first order that no candidate is long enough for.

    >>> result = bleu([["a", "b"]], [[["a", "c"]]], max_n=1)
    >>> result.precisions, result.brevity_penalty, result.value
    ((Fraction(1, 2),), 1.0, 0.5)
    """

    value: float
    precisions: tuple[Fraction, ...]
    brevity_penalty: float
    candidate_length: int
    reference_length: int
    signature: str


def ngram_counts(tokens: Sentence, n: int) -> Counter[tuple[str, ...]]:
    """Return how often each run of `n` tokens occurs; none, if there are fewer tokens.

    Raises TypeError unless `tokens` are strings in a list or tuple (a string by itself would be
    taken for its characters), and TypeError or ValueError unless `n` is a positive int.

    >>> ngram_counts(["the", "cat", "the", "cat"], 2)
    Counter({('the', 'cat'): 2, ('cat', 'the'): 1})
    """
    _require_tokens(tokens)
    _require_order("n", n)
    return Counter(tuple(tokens[start : start + n]) for start in range(len(tokens) - n + 1))


def clipped_precision(
    candidate: Sentence,
    references: Sequence[Sentence],
    n: int,
    *,
    zero_division: ZeroDivision = 0,
) -> Value:
    """Return the share of the candidate's n-grams that a reference has, as a Fraction.

    An n-gram matches at most as often as in the one reference that has it most often.

    Parameters
    ----------
    candidate, references
        A list of tokens, and one or more of them.
    n
        The length of the n-grams, in tokens.
    zero_division
        What to return for a candidate of fewer than `n` tokens; see `metrics`.

    Raises
    ------
    TypeError, ValueError
        As `ngram_counts` does; and if there is no reference.
    ZeroDivisionError
        For a candidate of fewer than `n` tokens, if `zero_division` is "raise".

    Examples
    --------
    >>> clipped_precision(["the"] * 7, [["the", "cat", "is", "on", "the", "mat"]], 1)
    Fraction(2, 7)
    """
    _require_references(references)
    matches, total = _matches(candidate, references, n)
    return ratio(matches, total, zero_division, f"clipped_precision: {n}-grams of the candidate")


def closest_length(candidate_length: int, reference_lengths: Sequence[int]) -> int:
    """Return the reference length nearest to the candidate's, and on a tie the shorter one.

    Raises TypeError or ValueError unless lengths are ints of 0 or more, one reference at least.

    >>> closest_length(5, [9, 6, 4])
    4
    """
    if len(reference_lengths) == 0:
        raise ValueError("expected at least one reference length, got none")
    for length in (candidate_length, *reference_lengths):
        _require_int("a length", length)
        if length < 0:
            raise ValueError(f"expected lengths of 0 or more, got {length}")
    return int(min(reference_lengths, key=lambda length: (abs(length - candidate_length), length)))


def brevity_penalty(candidate_length: int, reference_lengths: Sequence[int]) -> float:
    """Return exp(1 - r/c) for c tokens that are fewer than r, the closest length; else 1.

    An empty candidate gets 0 (1 if the reference is empty too); raises as `closest_length` does.

    >>> brevity_penalty(10, [15]), brevity_penalty(10, [15, 9])
    (0.6065306597126334, 1.0)
    """
    closest = closest_length(candidate_length, reference_lengths)
    if candidate_length >= closest:
        return 1.0
    return exp(1 - closest / candidate_length) if candidate_length else 0.0


def bleu(
    candidates: Sequence[Sentence],
    references: Sequence[Sequence[Sentence]],
    *,
    max_n: int = 4,
    smoothing: Smoothing = "none",
    effective_order: bool = False,
) -> Bleu:
    """Return a corpus's BLEU: the geometric mean of its precisions times the brevity penalty.

    Parameters
    ----------
    candidates
        C lists of tokens; for a sentence's BLEU, a list of one.
    references
        C lists, one for each candidate, of one or more references each (sacreBLEU's lists are the
        transpose: one for each reference, of C sentences).
    max_n
        The longest n-grams, in tokens.
    smoothing
        What becomes of an order without matches: "none" leaves 0, and so the whole score; "floor"
        takes 0.1 matches; "add-k" adds 1 to the matches and the n-grams of every order from 2 on;
        "exp" takes 1/2 of a match the first time, 1/4 the second, and so on.
    effective_order
        Stop at the longest n-grams that the candidates have (for short sentences).

    Raises
    ------
    TypeError, ValueError
        If the lists are nested otherwise, their numbers differ, a candidate has no reference, or a
        choice is not one of the above.

    Examples
    --------
    >>> short, reference = ["mat", "cat", "the"], ["the", "cat", "sat", "on", "the", "mat"]
    >>> result = bleu([short], [[reference]], smoothing="exp", effective_order=True)
    >>> round(result.value, 3), result.signature
    (0.146, 'bleu|max_n:4|smoothing:exp|effective_order:yes|reference_length:closest|scale:0-1')
    """
    _require_corpus(candidates, references)
    _require_order("max_n", max_n)
    if smoothing not in _SIGNED:
        raise ValueError(f"expected one of {list(_SIGNED)}, got {smoothing!r}")
    pairs = list(zip(candidates, references, strict=True))
    length = sum(len(candidate) for candidate in candidates)
    wanted = sum(closest_length(len(c), [len(r) for r in several]) for c, several in pairs)
    orders = [[_matches(*pair, n) for pair in pairs] for n in range(1, max_n + 1)]
    counts = [(sum(m for m, _ in order), sum(t for _, t in order)) for order in orders]
    precisions = _smoothed(counts, smoothing)
    # subtle: the effective order drops orders without n-grams; one without matches stays and is 0.
    used = precisions if effective_order else precisions + [Fraction(0)] * (max_n - len(precisions))
    penalty = brevity_penalty(length, [wanted])
    return Bleu(
        value=penalty * _geometric_mean(used),
        precisions=(*precisions, *[Fraction(0)] * (max_n - len(precisions))),
        brevity_penalty=penalty,
        candidate_length=length,
        reference_length=wanted,
        signature=f"bleu|max_n:{max_n}|smoothing:{_SIGNED[smoothing]}"
        f"|effective_order:{'yes' if effective_order else 'no'}"
        "|reference_length:closest|scale:0-1",
    )


def _matches(candidate: Sentence, references: Sequence[Sentence], n: int) -> tuple[int, int]:
    """Return how many n-grams of the candidate match, clipped, and how many it has."""
    found, most = ngram_counts(candidate, n), Counter[tuple[str, ...]]()
    for reference in references:
        most |= ngram_counts(reference, n)
    return (found & most).total(), found.total()


def _smoothed(counts: Sequence[tuple[int, int]], smoothing: Smoothing) -> list[Fraction]:
    """Return the precisions up to the first order without n-grams; none if nothing matches."""
    precisions: list[Fraction] = []
    halving = Fraction(1)
    if not any(matches for matches, _ in counts):
        return precisions
    for n, (matches, total) in enumerate(counts, start=1):
        if smoothing == "add-k" and n > 1:
            matches, total = matches + _K, total + _K
        if total == 0:
            break
        credited = Fraction(matches)
        if matches == 0 and smoothing == "exp":
            credited = halving = halving / 2
        elif matches == 0 and smoothing == "floor":
            credited = _FLOOR
        precisions.append(credited / total)
    return precisions


def _geometric_mean(values: Sequence[Fraction]) -> float:
    if not values or 0 in values:
        return 0.0
    return exp(fsum(log(value) for value in values) / len(values))


def _require_corpus(
    candidates: Sequence[Sentence], references: Sequence[Sequence[Sentence]]
) -> None:
    for name, value in (("candidates", candidates), ("references", references)):
        if not isinstance(value, list | tuple):
            got = f"{value!r} of type {type(value).__name__}"
            raise TypeError(
                f"expected {name} to be a list with an item for each sentence, got {got}"
            )
    if len(candidates) != len(references):
        got = f"{len(candidates)} candidates and {len(references)} lists"
        raise ValueError(f"expected a list of references for each candidate, got {got}")
    if not candidates:
        raise ValueError("expected at least one candidate, got none")
    for several in references:
        _require_references(several)


def _require_references(references: Sequence[Sentence]) -> None:
    if not isinstance(references, list | tuple):
        got = f"{references!r} of type {type(references).__name__}"
        raise TypeError(f"expected the references to be a list of lists of tokens, got {got}")
    if not references:
        raise ValueError("expected at least one reference for each candidate, got none")
    for reference in references:
        _require_tokens(reference)


def _require_tokens(tokens: Sentence) -> None:
    if not isinstance(tokens, list | tuple):
        got = f"{tokens!r} of type {type(tokens).__name__}"
        raise TypeError(f"expected a sentence to be a list of tokens, got {got}")
    for token in tokens:
        if not isinstance(token, str):
            got = f"{token!r} of type {type(token).__name__}"
            raise TypeError(f"expected tokens to be strings, got {got}")


def _require_order(name: str, n: object) -> None:
    _require_int(name, n)
    if n < 1:  # type: ignore[operator]
        raise ValueError(f"expected {name} to be a positive int, got {n}")


def _require_int(name: str, value: object) -> None:
    if isinstance(value, bool) or not isinstance(value, int | np.integer):
        got = f"{value!r} of type {type(value).__name__}"
        raise TypeError(f"expected {name} to be an int, got {got}")

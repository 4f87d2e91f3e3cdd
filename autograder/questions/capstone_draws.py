"""Draws of secret cases for the functions of lesson 10; see ``draws``."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random
from typing import Any

from autograder.questions.draws import Draws
from autograder.questions.functions import Draw

Args = tuple[Any, ...]

_KNOWN = ("cash", "call", "meet", "lunch", "prize", "train", "ticket", "claim", "home", "monday")
_NEW = ("crypto", "voucher", "harbour", "violin", "lottery", "picnic")


# --- words to ids -----------------------------------------------------------------------------


def _prepared(texts: Callable[[Random, list[str]], list[str]], lengths: Sequence[int]) -> Draw:
    """Three training texts, new texts made of their words and of others, and a length."""

    def draw(rng: Random) -> Args:
        words = rng.sample(_KNOWN, rng.randint(6, 8))
        again = rng.sample(words, 2)
        train = [" ".join(words[:3]), " ".join([*again, *words[3:5]]), " ".join(words[5:])]
        return train, texts(rng, words), rng.choice(lengths)

    return draw


def _mixed(rng: Random, words: list[str]) -> list[str]:
    text = [*rng.sample(words, 2), *rng.sample(_NEW, 2)]
    rng.shuffle(text)
    return [" ".join(text)]


PREPARE: Draws = {
    "known words": _prepared(lambda rng, words: [" ".join(rng.sample(words, 4))], (4,)),
    "unknown words": _prepared(_mixed, (4,)),
    "short texts": _prepared(lambda rng, words: [" ".join(rng.sample(words, 2))], (3, 4, 5)),
    "long texts": _prepared(lambda rng, words: [" ".join(rng.sample(words, 5))], (2, 3, 4)),
    "an empty text": _prepared(lambda rng, words: [rng.choice(words), ""], (2, 3)),
}


# --- a split for validation -------------------------------------------------------------------


def _labels(counts: dict[int, tuple[int, int]], *, mixed: bool, rounds: Sequence[int]) -> Draw:
    """So many of each label, in blocks or shuffled, and the length of a round."""

    def draw(rng: Random) -> Args:
        labels = [
            label for label, (low, high) in counts.items() for _ in range(rng.randint(low, high))
        ]
        if mixed:
            rng.shuffle(labels)
        return labels, rng.choice(rounds)

    return draw


STRATIFY: Draws = {
    "sorted labels": _labels({1: (3, 6), 0: (7, 11)}, mixed=False, rounds=(2, 3, 4)),
    "mixed labels": _labels({0: (6, 9), 1: (3, 6)}, mixed=True, rounds=(2, 3)),
    "too few of one label": _labels({0: (6, 9), 1: (1, 2)}, mixed=True, rounds=(3, 4)),
    "three labels": _labels({2: (3, 5), 0: (3, 6), 1: (2, 4)}, mixed=True, rounds=(2, 3)),
}


# --- from ids to a probability ----------------------------------------------------------------


def _halves(rng: Random, low: int, high: int) -> float:
    return rng.randint(2 * low, 2 * high) / 2


def _scored(place: Callable[[Random, list[int]], list[int]]) -> Draw:
    """Ids of a small table of halves, and a head that keeps logits small."""

    def draw(rng: Random) -> Args:
        table = [[_halves(rng, -3, 3) for _ in range(2)] for _ in range(6)]
        table[0] = [rng.choice((-2.0, 1.5, 3.0)), rng.choice((-1.5, 2.5))]
        weights = [rng.choice((-1.0, -0.5, 0.5, 1.0)) for _ in range(2)]
        ids = place(rng, rng.sample(range(1, 6), rng.randint(2, 3)))
        return ids, table, weights, rng.choice((-1.0, -0.5, 0.5, 1.0))

    return draw


def _in_between(rng: Random, words: list[int]) -> list[int]:
    return [0] * rng.randint(1, 2) + [words[0], 0, *words[1:]]


def _again(rng: Random, words: list[int]) -> list[int]:
    return [words[0], *words, *[0] * rng.randint(0, 2)]


SCORE: Draws = {
    "no padding": _scored(lambda rng, words: words),
    "padding at the end": _scored(lambda rng, words: words + [0] * rng.randint(1, 3)),
    "padding elsewhere": _scored(_in_between),
    "a word that comes again": _scored(_again),
    "padding only": _scored(lambda rng, words: [0] * rng.randint(1, 4)),
}


# --- a threshold from validation, a score from the test ---------------------------------------


def _f1_at(labels: Sequence[int], scores: Sequence[float], cut: float) -> float:
    flagged = [score >= cut for score in scores]
    hits = sum(f and label for f, label in zip(flagged, labels, strict=True))
    return 2 * hits / (sum(flagged) + sum(labels))


def one_is_best(labels: Sequence[int], scores: Sequence[float]) -> bool:
    """Whether one threshold beats all others by more than any way of rounding."""
    ranked = sorted((_f1_at(labels, scores, cut) for cut in scores), reverse=True)
    return ranked[0] - ranked[1] > 1e-6


def _part(
    rng: Random, positives: tuple[int, int], negatives: tuple[int, int], values: Sequence[float]
) -> tuple[list[int], list[float]]:
    labels = [1] * rng.randint(*positives) + [0] * rng.randint(*negatives)
    rng.shuffle(labels)
    return labels, rng.sample(values, len(labels))


def _decided(
    positives: tuple[int, int], negatives: tuple[int, int], values: Sequence[float]
) -> Draw:
    def draw(rng: Random) -> Args:
        labels, scores = _part(rng, positives, negatives, values)
        while not one_is_best(labels, scores):
            labels, scores = _part(rng, positives, negatives, values)
        return labels, scores, *_part(rng, positives, negatives, values)

    return draw


def _nothing_found(rng: Random) -> Args:
    """All spam of the test lies below the threshold, one good message above it."""
    labels, scores = _part(rng, (2, 3), (3, 4), _HIGH)
    while not one_is_best(labels, scores):
        labels, scores = _part(rng, (2, 3), (3, 4), _HIGH)
    test = [1] * rng.randint(2, 3) + [0] * rng.randint(2, 4)
    return labels, scores, [*test, 0], [*rng.sample(_LOW, len(test)), 0.99]


_PROBABILITIES = [n / 100 for n in range(5, 96, 3)]
_LOW = [n / 100 for n in range(1, 48)]
_HIGH = [n / 100 for n in range(52, 96)]
_LOGITS = [n / 4 for n in range(-14, 15)]

DECIDE: Draws = {
    "ordinary scores": _decided((3, 4), (4, 6), _PROBABILITIES),
    "low scores, few positives": _decided((2, 3), (7, 9), _LOW[:32]),
    "nothing found on the test": _nothing_found,
    "scores that are no probabilities": _decided((2, 3), (4, 6), _LOGITS),
}


# --- a report ---------------------------------------------------------------------------------


def _reported(
    positives: tuple[int, int],
    negatives: tuple[int, int],
    values: Sequence[float],
    cut: Callable[[Random, list[float]], float],
) -> Draw:
    """Labels and scores, a threshold made from these, and a policy that is no metric's value."""

    def draw(rng: Random) -> Args:
        labels, scores = _part(rng, positives, negatives, values)
        return labels, scores, cut(rng, scores), rng.choice((0.15, 0.35, 0.65, 0.85))

    return draw


def _between(rng: Random, scores: list[float]) -> float:
    """A threshold that no score equals, with scores on both sides."""
    ranked = sorted(scores)
    place = rng.randrange(1, len(ranked) - 1)
    return (ranked[place] + ranked[place + 1]) / 2


def _at_one(rng: Random, scores: list[float]) -> float:
    return sorted(scores)[rng.randrange(1, len(scores) - 1)]


def _above_all(rng: Random, scores: list[float]) -> float:
    return max(scores) + rng.choice((0.01, 0.02, 0.03))


REPORT: Draws = {
    "ordinary scores": _reported((3, 4), (5, 6), _PROBABILITIES, _between),
    "few positives": _reported((2, 2), (9, 11), _LOW, _between),
    "a score at the threshold": _reported((3, 4), (5, 6), _PROBABILITIES, _at_one),
    "scores that are no probabilities": _reported((2, 3), (4, 6), _LOGITS, _between),
    "more positives than negatives": _reported((5, 7), (2, 3), _PROBABILITIES, _between),
    "nothing is flagged": _reported((2, 3), (7, 9), _LOW, _above_all),
    "no positives": _reported((0, 0), (3, 5), _PROBABILITIES, _between),
}

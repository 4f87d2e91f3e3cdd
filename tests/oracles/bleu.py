"""BLEU and its parts against sacreBLEU."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import product
from typing import Any

import numpy as np
from sacrebleu.metrics import BLEU
from sacrebleu.metrics.helpers import extract_word_ngrams

from autograder.reference.bleu import (
    bleu,
    brevity_penalty,
    clipped_precision,
    closest_length,
    ngram_counts,
)
from tests.oracles.core import Case, Oracle, stated, turn

SMOOTHINGS: tuple[Any, ...] = ("none", "floor", "add-k", "exp")
CONVENTIONS = tuple(product(SMOOTHINGS, (False, True)))
ORDERS = (4, 4, 4, 4, 1, 2, 3, 5)
CLOSE = 1e-12


@cache
def oracle(smoothing: str, effective_order: bool, max_n: int) -> BLEU:
    """sacreBLEU without its tokeniser."""
    return BLEU(
        tokenize="none",
        force=True,
        smooth_method=smoothing,
        effective_order=effective_order,
        max_ngram_order=max_n,
    )


def random_corpus(rng: np.random.Generator, size: int) -> tuple[list[Any], list[Any]]:
    """Sentences of 0 to 11 of five words; references are often altered copies, all R of them."""
    candidates, references, count = [], [], int(rng.integers(1, 4))
    for _ in range(size):
        candidate = rng.choice(list("abcde"), size=int(rng.integers(0, 12))).tolist()
        altered = []
        for _ in range(count):
            other = rng.choice(list("abcdefg"), size=int(rng.integers(0, 12))).tolist()
            cut = int(rng.integers(0, len(candidate) + 1)) if rng.random() < 0.6 else 0
            altered.append([*candidate[:cut], *other[: max(1, 12 - cut)]])
        candidates.append(candidate)
        references.append(altered)
    return candidates, references


def joined(sentences: list[Any]) -> list[str]:
    """Sentences as texts."""
    return [" ".join(sentence) for sentence in sentences]


def parts(found: Any) -> tuple[Any, ...]:
    """What a result of ours is made of."""
    precisions = [float(p) for p in found.precisions]
    lengths = (found.candidate_length, found.reference_length)
    return (found.value, precisions, found.brevity_penalty, *lengths)


def parts_of_sacrebleu(found: Any) -> tuple[Any, ...]:
    """What a result of sacreBLEU's is made of, on our scale."""
    precisions = [p / 100 for p in found.precisions]
    return (found.score / 100, precisions, found.bp, found.sys_len, found.ref_len)


def draw_corpus(rng: np.random.Generator, number: int) -> Iterator[Case]:
    """A corpus, or one sentence as a corpus: the score and all its parts."""
    smoothing, effective_order = turn(CONVENTIONS, number)
    max_n, size = turn(ORDERS, number // 16), 1 if number // 8 % 2 else int(rng.integers(2, 5))
    candidates, references = random_corpus(rng, size)
    transposed = [joined(list(row)) for row in zip(*references, strict=True)]
    said = oracle(smoothing, effective_order, max_n).corpus_score(joined(candidates), transposed)
    choices: dict[str, Any] = {"max_n": max_n, "smoothing": smoothing}
    choices["effective_order"] = effective_order
    found = bleu(candidates, references, **choices)
    matched = "no match" if not any(found.precisions) else "some match"
    yield Case(
        ours=parts(found),
        theirs=parts_of_sacrebleu(said),
        arguments={"candidates": candidates, "references": references} | choices,
        branches=(
            f"smoothing:{smoothing}|effective_order:{'yes' if effective_order else 'no'}",
            f"max_n:{max_n}",
            "a sentence" if size == 1 else "a corpus",
            matched,
        ),
        signature=found.signature,
        tolerance=CLOSE,
    )


def draw_sentence(rng: np.random.Generator, number: int) -> Iterator[Case]:
    """A sentence against sacreBLEU's `sentence_score`."""
    smoothing = turn(SMOOTHINGS, number)
    candidates, references = random_corpus(rng, 1)
    said = oracle(smoothing, True, 4).sentence_score(joined(candidates)[0], joined(references[0]))
    found = bleu(candidates, references, smoothing=smoothing, effective_order=True)
    yield Case(
        ours=found.value,
        theirs=said.score / 100,
        arguments={"candidate": candidates[0], "references": references[0]}
        | {"smoothing": smoothing},
        branches=(f"smoothing:{smoothing}",),
        signature=found.signature,
        tolerance=CLOSE,
    )


def draw_ngrams(rng: np.random.Generator, number: int) -> Iterator[Case]:
    """The n-grams of a sentence and how often they occur."""
    n = number % 5 + 1
    tokens = rng.choice(list("abc"), size=int(rng.integers(0, 14))).tolist()
    theirs = extract_word_ngrams(tokens, n)
    ours = {" ".join(ngram): count for ngram, count in ngram_counts(tokens, n).items()}
    yield Case(
        ours=sorted(ours.items()),
        theirs=sorted((" ".join(k) if isinstance(k, tuple) else k, v) for k, v in theirs.items()),
        arguments={"tokens": tokens, "n": n},
        branches=(f"n:{n}", "too short" if len(tokens) < n else "long enough"),
    )


def draw_precision(rng: np.random.Generator, number: int) -> Iterator[Case]:
    """Matches over n-grams of the candidate, as sacreBLEU counts them; 0/0 under each policy."""
    n, policy = number % 4 + 1, turn((0, 1, float("nan")), number)
    candidates, references = random_corpus(rng, 1)
    said = oracle("none", False, 4).corpus_score(
        joined(candidates), [[text] for text in joined(references[0])]
    )
    matches, total = said.counts[n - 1], said.totals[n - 1]
    ours = clipped_precision(candidates[0], references[0], n, zero_division=policy)
    yield Case(
        ours=float(ours),
        theirs=matches / total if total else policy,
        arguments={"candidate": candidates[0], "references": references[0], "n": n}
        | {"zero_division": policy},
        branches=(f"n:{n}", f"zero_division:{policy}", *(["0/0"] if not total else [])),
        tolerance=CLOSE,
    )


def draw_penalty(rng: np.random.Generator, number: int) -> Iterator[Case]:
    """The closest reference length and the penalty that it leads to."""
    length = int(rng.integers(0, 12))
    lengths = [int(size) for size in rng.integers(0, 15, size=int(rng.integers(1, 5)))]
    said = oracle("none", False, 4).corpus_score(
        [" ".join("a" * length)], [[" ".join("a" * size)] for size in lengths]
    )
    gaps = sorted({(abs(size - length), size) for size in lengths})
    tied = len(gaps) > 1 and gaps[0][0] == gaps[1][0]
    yield Case(
        ours=(closest_length(length, lengths), brevity_penalty(length, lengths)),
        theirs=(said.ref_len, said.bp),
        arguments={"candidate_length": length, "reference_lengths": lengths},
        branches=("a tie" if tied else "no tie", "no penalty" if said.bp == 1 else "a penalty"),
        tolerance=CLOSE,
    )


ORACLES = (
    Oracle(
        name="bleu.bleu",
        family="bleu",
        against="sacreBLEU",
        cases=12_000,
        draw=draw_corpus,
        minimum={
            f"smoothing:{s}|effective_order:{'yes' if e else 'no'}": 1_400 for s, e in CONVENTIONS
        }
        | {"max_n:4": 4_000, "max_n:1": 600, "max_n:2": 600, "max_n:3": 600, "max_n:5": 600}
        | {"a sentence": 5_000, "a corpus": 5_000, "no match": 150, "some match": 8_000},
    ),
    Oracle(
        name="bleu.bleu of a sentence",
        family="bleu",
        against="sacreBLEU",
        cases=3_000,
        draw=draw_sentence,
        minimum=stated([f"smoothing:{s}" for s in SMOOTHINGS], 700),
    ),
    Oracle(
        name="bleu.clipped_precision",
        family="bleu",
        against="sacreBLEU",
        cases=2_500,
        draw=draw_precision,
        minimum=stated([f"n:{n}" for n in (1, 2, 3, 4)], 600)
        | stated([f"zero_division:{z}" for z in (0, 1, float("nan"))], 800)
        | {"0/0": 250},
    ),
    Oracle(
        name="bleu.ngram_counts",
        family="bleu",
        against="sacreBLEU",
        cases=1_500,
        draw=draw_ngrams,
        minimum=stated([f"n:{n}" for n in (1, 2, 3, 4, 5)], 280)
        | {"too short": 150, "long enough": 900},
    ),
    Oracle(
        name="bleu.closest_length and brevity_penalty",
        family="bleu",
        against="sacreBLEU",
        cases=1_500,
        draw=draw_penalty,
        minimum={"a tie": 50, "no tie": 1_000, "no penalty": 500, "a penalty": 300},
        kind="scalar",
    ),
)

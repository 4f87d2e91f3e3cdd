"""BLEU: published values and properties."""

from fractions import Fraction
from math import nan
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder.reference.bleu import (
    bleu,
    brevity_penalty,
    clipped_precision,
    closest_length,
    ngram_counts,
)

reproducible = settings(deadline=None, derandomize=True, max_examples=60)
sentences = st.lists(st.sampled_from("abcd"), max_size=9)
several = st.lists(sentences, min_size=1, max_size=3)
corpora = st.lists(st.tuples(sentences, several), min_size=1, max_size=4)
SMOOTHINGS: tuple[Any, ...] = ("none", "floor", "add-k", "exp")
smoothings = st.sampled_from(SMOOTHINGS)

# Papineni et al. (2002), section 2, in lower case.
GUIDE, TROOP, *GUIDE_REFERENCES = (
    line.split()
    for line in (
        "it is a guide to action which ensures that the military always obeys the commands of the"
        " party",
        "it is to insure the troops forever hearing the activity guidebook that party direct",
        "it is a guide to action that ensures that the military will forever heed party commands",
        "it is the guiding principle which guarantees the military forces always being under the"
        " command of the party",
        "it is the practical guide for the army always to heed the directions of the party",
    )
)
MAT = ["the", "cat", "sat", "on", "the", "mat"]


@pytest.mark.parametrize(
    ("candidate", "n", "precision"),
    [
        (GUIDE, 1, Fraction(17, 18)),
        (GUIDE, 2, Fraction(10, 17)),
        (TROOP, 1, Fraction(8, 14)),
        (TROOP, 2, Fraction(1, 13)),
    ],
)
def test_precisions_are_those_of_the_papers_first_example(
    candidate: list[str], n: int, precision: Fraction
) -> None:
    assert clipped_precision(candidate, GUIDE_REFERENCES, n) == precision


def test_precisions_are_those_of_the_papers_second_example() -> None:
    references = [
        ["the", "cat", "is", "on", "the", "mat"],
        ["there", "is", "a", "cat", "on", "the", "mat"],
    ]
    assert clipped_precision(["the"] * 7, references, 1) == Fraction(2, 7)
    assert clipped_precision(["the"] * 7, references, 2) == 0


def test_a_penalty_is_the_exponential_of_the_missing_share() -> None:
    assert round(brevity_penalty(2, [3]), 4) == 0.6065
    assert brevity_penalty(12, [12, 15, 17]) == 1


def test_one_sentence_has_several_bleus() -> None:
    candidate = [["the", "dog", "sat", "on", "the", "mat"]]
    assert round(bleu(candidate, [[MAT]], max_n=2).value, 4) == 0.7071
    assert round(bleu(candidate, [[MAT]], max_n=4).value, 4) == 0.5373


def test_a_short_sentence_needs_smoothing_and_the_effective_order() -> None:
    candidate, references = [["mat", "cat", "the"]], [[MAT]]
    assert bleu(candidate, references).value == 0
    result = bleu(candidate, references, smoothing="exp", effective_order=True)
    assert round(result.value, 3) == 0.146
    assert result.precisions == (1, Fraction(1, 4), Fraction(1, 4), 0)


def test_a_score_carries_its_parts_and_the_signature_of_its_conventions() -> None:
    result = bleu([["the", "cat"]], [[MAT]], max_n=2, smoothing="floor")
    assert (result.candidate_length, result.reference_length) == (2, 6)
    assert result.brevity_penalty == pytest.approx(np.exp(-2))
    expected = "bleu|max_n:2|smoothing:floor[0.1]|effective_order:no"
    assert result.signature == f"{expected}|reference_length:closest|scale:0-1"


@reproducible
@given(sentences, st.integers(1, 5))
def test_there_is_an_n_gram_for_each_place_where_one_can_start(tokens: list[str], n: int) -> None:
    counts = ngram_counts(tokens, n)
    assert counts.total() == max(0, len(tokens) - n + 1)
    assert all(len(ngram) == n for ngram in counts)


@reproducible
@given(corpora, smoothings, st.booleans(), st.integers(1, 5))
def test_bleu_and_its_parts_lie_between_zero_and_one(
    corpus: list[Any], smoothing: Any, effective_order: bool, max_n: int
) -> None:
    result = bleu(
        *map(list, zip(*corpus, strict=True)),
        max_n=max_n,
        smoothing=smoothing,
        effective_order=effective_order,
    )
    assert len(result.precisions) == max_n
    assert all(0 <= part <= 1 for part in (result.brevity_penalty, *result.precisions))
    assert 0 <= result.value <= 1 + 1e-12


@reproducible
@given(st.lists(sentences.filter(lambda s: len(s) > 3), min_size=1, max_size=4), smoothings)
def test_a_copy_of_a_reference_scores_one(corpus: list[list[str]], smoothing: Any) -> None:
    references = [[sentence, sentence[:2]] for sentence in corpus]
    assert bleu(corpus, references, smoothing=smoothing).value == pytest.approx(1)


@reproducible
@given(corpora, smoothings, st.randoms(use_true_random=False))
def test_the_order_of_sentences_and_of_references_changes_nothing(
    corpus: list[Any], smoothing: Any, random: Any
) -> None:
    shuffled = [(c, random.sample(r, len(r))) for c, r in random.sample(corpus, len(corpus))]
    first = bleu(*map(list, zip(*corpus, strict=True)), smoothing=smoothing)
    assert bleu(*map(list, zip(*shuffled, strict=True)), smoothing=smoothing) == first


@reproducible
@given(sentences, several, sentences, st.integers(1, 4))
def test_another_reference_never_lowers_a_precision(
    candidate: list[str], references: list[list[str]], more: list[str], n: int
) -> None:
    fewer = clipped_precision(candidate, references, n)
    assert clipped_precision(candidate, [*references, more], n) >= fewer


def test_on_a_tie_the_shorter_reference_counts() -> None:
    assert closest_length(5, [7, 3]) == closest_length(5, [3, 7]) == 3
    assert brevity_penalty(0, [3]) == 0
    assert brevity_penalty(0, [0]) == 1


def test_a_precision_of_nothing_follows_the_policy() -> None:
    assert clipped_precision(["a"], [["a"]], 2) == 0
    assert np.isnan(clipped_precision(["a"], [["a"]], 2, zero_division=nan))
    with pytest.raises(ZeroDivisionError, match="clipped_precision: 2-grams of the candidate is 0"):
        clipped_precision(["a"], [["a"]], 2, zero_division="raise")


@pytest.mark.parametrize(
    ("candidates", "references", "message"),
    [
        ("a b", [[["a"]]], "candidates to be a list with an item for each sentence, got 'a b'"),
        (["a b"], [[["a"]]], "a sentence to be a list of tokens, got 'a b' of type str"),
        ([["a"]], [["a b"]], "a sentence to be a list of tokens, got 'a b' of type str"),
        ([["a"]], ["a b"], "references to be a list of lists of tokens, got 'a b' of type str"),
        ([[1]], [[["a"]]], "tokens to be strings, got 1 of type int"),
        ([[["a"]]], [[["a"]]], r"tokens to be strings, got \['a'\] of type list"),
    ],
)
def test_another_nesting_is_a_type_error(candidates: Any, references: Any, message: str) -> None:
    with pytest.raises(TypeError, match=message):
        bleu(candidates, references)


@pytest.mark.parametrize(
    ("candidates", "references", "choices", "message"),
    [
        ([["a"]], [[["a"]], [["b"]]], {}, "for each candidate, got 1 candidates and 2 lists"),
        ([["a"]], [[]], {}, "at least one reference for each candidate, got none"),
        ([], [], {}, "at least one candidate, got none"),
        ([["a"]], [[["a"]]], {"max_n": 0}, "max_n to be a positive int, got 0"),
        ([["a"]], [[["a"]]], {"smoothing": "add-1"}, "none.*exp.*, got 'add-1'"),
    ],
)
def test_a_corpus_that_has_no_score_is_a_value_error(
    candidates: Any, references: Any, choices: Any, message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        bleu(candidates, references, **choices)


def test_lengths_are_ints_of_zero_or_more() -> None:
    with pytest.raises(ValueError, match="at least one reference length, got none"):
        brevity_penalty(3, [])
    with pytest.raises(ValueError, match="lengths of 0 or more, got -1"):
        closest_length(3, [-1])
    with pytest.raises(TypeError, match=r"a length to be an int, got 2.5 of type float"):
        closest_length(3, [2.5])  # type: ignore[list-item]

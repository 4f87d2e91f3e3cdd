"""Parting examples for training and testing, and what to check before believing the result.

Examples are known by their positions, from 0. Shares are of examples unless said otherwise, from 0
to 1; those that are counted are exact `Fraction`s. Randomness comes from the generator passed in.
"""

import unicodedata
from collections import Counter
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor
from typing import Any

import numpy as np


@dataclass(frozen=True, kw_only=True)
class Overlap:
    """How much of a test set also stands in the training set.

    Parameters
    ----------
    exact
        The share of test texts that are in the training set, character for character.
    normalised
        The same once both sides are normalised.
    positions
        The positions of the test texts counted in `normalised`, in order.
    signature
        What was counted, and the name of the function that normalised.

    Examples
    --------
    >>> overlap(["a cat"], ["A cat!", "a dog"]).positions
    (0,)
    """

    exact: Fraction
    normalised: Fraction
    positions: tuple[int, ...]
    signature: str


@dataclass(frozen=True, kw_only=True)
class Split:
    """Positions of the examples on each side, in order, and the signature of how they were chosen.

    >>> split_by_position(4, 0.25)
    Split(train=(0, 1, 2), test=(3,), signature='by position|validation:last 0.25')
    """

    train: tuple[int, ...]
    test: tuple[int, ...]
    signature: str


@dataclass(frozen=True, kw_only=True)
class Baseline:
    """The label that occurs most often, and the accuracy of always answering it.

    >>> majority_baseline(["ham", "spam", "ham"])
    Baseline(label='ham', accuracy=Fraction(2, 3), signature='majority|ties:first seen')
    """

    label: Hashable
    accuracy: Fraction
    signature: str


def without_case_and_punctuation(text: str) -> str:
    """Return a text case-folded, in Unicode form NFKC, its words one space apart, no punctuation.

    Punctuation is what Unicode puts in the categories P and S, and parts words as a space does.
    Source: Unicode Standard Annex 15 (NFKC) and the Unicode Standard, section 5.18 (case folding).

    >>> without_case_and_punctuation("  WIN a prize -- now!")
    'win a prize now'
    """
    # subtle: case folding can undo NFKC, so the form is taken again after it.
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    kept = (" " if unicodedata.category(char)[0] in "PS" else char for char in folded)
    return " ".join("".join(kept).split())


def overlap(
    train_texts: Sequence[str],
    test_texts: Sequence[str],
    normalise: Callable[[str], str] = without_case_and_punctuation,
) -> Overlap:
    """Return the share of test texts that the training set holds too, exactly and normalised.

    Parameters
    ----------
    train_texts, test_texts
        Texts; a test text that comes twice counts twice.
    normalise
        Maps texts that should count as the same to the same string.

    Raises
    ------
    ValueError
        If there are no test texts.
    TypeError
        If either is a string rather than a list of strings, or something in it is not a string.

    Notes
    -----
    Source: Lee et al. (2022), Deduplicating Training Data Makes Language Models Better, for exact
    copies across a split.

    Examples
    --------
    >>> found = overlap(["Win a prize", "lunch?"], ["win a prize!", "lunch?", "hello", "see you"])
    >>> found.exact, found.normalised
    (Fraction(1, 4), Fraction(1, 2))
    """
    for name, texts in (("train_texts", train_texts), ("test_texts", test_texts)):
        _require_texts(name, texts)
    if not len(test_texts):
        raise ValueError("expected at least one test text, got none")
    as_is = set(train_texts)
    known = {normalise(text) for text in train_texts}
    positions = tuple(i for i, text in enumerate(test_texts) if normalise(text) in known)
    name = getattr(normalise, "__name__", type(normalise).__name__)
    return Overlap(
        exact=Fraction(sum(text in as_is for text in test_texts), len(test_texts)),
        normalised=Fraction(len(positions), len(test_texts)),
        positions=positions,
        signature=f"overlap|of:test texts|normalise:{name}",
    )


def grouped_split(groups: Sequence[Hashable], test_share: float, rng: np.random.Generator) -> Split:
    """Return a random split that keeps each group on one side.

    Parameters
    ----------
    groups
        The group of each example: its file, author or original text.
    test_share
        The share of the groups, not of the examples, that go to the test side, rounded up.
    rng
        Draws which groups those are, each as likely as any other.

    Raises
    ------
    TypeError, ValueError
        If `test_share` is not a number between 0 and 1, both excluded, or if it leaves no group
        for training.

    Notes
    -----
    Source: scikit-learn's GroupShuffleSplit, whose numbers of groups these are.

    Examples
    --------
    >>> split = grouped_split(["a", "a", "b", "c"], 0.3, np.random.default_rng(0))
    >>> split.train, split.test
    ((0, 1, 2), (3,))
    """
    _require_share("test_share", test_share)
    names = list(dict.fromkeys(groups))
    # subtle: in floats, as scikit-learn has it: 0.07 of 100 groups is 7.000000000000001, so 8.
    wanted = ceil(test_share * len(names))
    if not 0 < wanted < len(names):
        got = f"{wanted} of {len(names)} for testing"
        raise ValueError(f"expected a group or more on each side, got {got}")
    chosen = {names[index] for index in rng.permutation(len(names))[:wanted]}
    return Split(
        train=tuple(i for i, group in enumerate(groups) if group not in chosen),
        test=tuple(i for i, group in enumerate(groups) if group in chosen),
        signature=f"by group|test:{test_share} of groups, rounded up",
    )


def split_by_position(n: int, validation_share: float) -> Split:
    """Return which of n examples Keras's `fit(validation_split=...)` trains on, and which it keeps.

    The last ones, with no shuffling before: on sorted labels, a class may be in validation only.

    Parameters
    ----------
    n
        The number of examples.
    validation_share
        Between 0 and 1, both excluded. Training gets n * (1 - validation_share), rounded down.

    Raises
    ------
    TypeError, ValueError
        If an argument is not as above, or a side would be empty (Keras raises ValueError too).

    Notes
    -----
    Source: the documentation of Keras's `Model.fit`, "the last samples".

    Examples
    --------
    >>> split = split_by_position(10, 0.25)
    >>> split.train, split.test
    ((0, 1, 2, 3, 4, 5, 6), (7, 8, 9))
    """
    if not isinstance(n, int | np.integer) or isinstance(n, bool):
        raise TypeError(f"expected n to be a number of examples, an int, got {n!r}")
    _require_share("validation_share", validation_share)
    # subtle: in floats, as Keras has it: 10 * (1 - 0.9) is 0.9999999999999998, so 0.
    cut = floor(n * (1.0 - validation_share))
    if not 0 < cut < n:
        got = f"{cut} and {n - cut} of {n}"
        raise ValueError(f"expected an example or more on each side, got {got}")
    return Split(
        train=tuple(range(cut)),
        test=tuple(range(cut, n)),
        signature=f"by position|validation:last {validation_share}",
    )


def majority_baseline(labels: Sequence[Hashable]) -> Baseline:
    """Return the label that occurs most often, and its share: the accuracy of always saying it.

    Of labels that occur equally often, the one seen first is taken. Raises ValueError if there are
    no labels. Source: scikit-learn's DummyClassifier, whose accuracy this is.

    >>> majority_baseline([0] * 98 + [1] * 2).accuracy
    Fraction(49, 50)
    """
    counts = Counter(labels)
    if not counts:
        raise ValueError("expected at least one label, got none")
    label, times = counts.most_common(1)[0]
    return Baseline(
        label=label, accuracy=Fraction(times, counts.total()), signature="majority|ties:first seen"
    )


def _require_texts(name: str, texts: Any) -> None:
    if isinstance(texts, str):
        raise TypeError(f"expected {name} to be a list of strings, got a string")
    for index, text in enumerate(texts):
        if not isinstance(text, str):
            got = f"{text!r} of type {type(text).__name__} at {index}"
            raise TypeError(f"expected {name} to be a list of strings, got {got}")


def _require_share(name: str, share: Any) -> None:
    if isinstance(share, bool) or not isinstance(share, int | float | np.number):
        raise TypeError(f"expected {name} to be a number between 0 and 1, got {share!r}")
    if not 0 < share < 1:
        raise ValueError(f"expected {name} to be between 0 and 1, both excluded, got {share}")

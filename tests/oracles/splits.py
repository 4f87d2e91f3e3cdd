"""Splits, baselines and overlaps against Keras, scikit-learn and NumPy."""

from __future__ import annotations

import string
from collections.abc import Iterator
from typing import Any

import numpy as np
import sklearn
from sklearn.dummy import DummyClassifier
from sklearn.model_selection import GroupShuffleSplit

from autograder.reference.splits import grouped_split, majority_baseline, overlap, split_by_position
from tests.oracles.core import Case, Oracle, keras, outcome

SIDES = ("split", "refused")


def random_share(rng: np.random.Generator) -> float:
    """Round shares often: where floats are a little off, rounding shows it."""
    return float(rng.integers(1, 100) / 100 if rng.random() < 0.7 else rng.uniform(0.001, 0.999))


def draw_position(rng: np.random.Generator, number: int) -> Iterator[Case]:
    """The function that Keras's `fit` calls for `validation_split`."""
    keras()
    from keras.src.trainers.data_adapters.array_slicing import train_validation_split

    n, share = int(rng.integers(1, 40)), random_share(rng)
    ours = outcome(lambda: split_by_position(n, share), ValueError)
    theirs = outcome(lambda: train_validation_split((np.arange(n),), share), ValueError)
    if theirs != "raises":
        theirs = tuple(np.asarray(side[0][:]).tolist() for side in theirs)
    signature = getattr(ours, "signature", "")
    yield Case(
        ours=ours if ours == "raises" else (list(ours.train), list(ours.test)),
        theirs=theirs,
        arguments={"n": n, "validation_share": share},
        branches=("refused" if theirs == "raises" else "split",),
        signature=signature,
    )


def sides(groups: Any, train: Any, test: Any) -> tuple[int, int, int]:
    """How many groups stand on each side, and how many on both."""
    left, right = {*groups[[*train]].tolist()}, {*groups[[*test]].tolist()}
    return len(left), len(right), len(left & right)


def draw_groups(rng: np.random.Generator, number: int) -> Iterator[Case]:
    """As many groups on each side, and none on both; which ones is a matter of the generator."""
    groups = rng.integers(0, int(rng.integers(1, 30)), size=int(rng.integers(1, 60)))
    share = random_share(rng)
    chooser = GroupShuffleSplit(n_splits=1, test_size=share, random_state=0)
    with sklearn.config_context(skip_parameter_validation=True):
        theirs = outcome(lambda: [*chooser.split(groups, groups=groups)], ValueError)
    ours = outcome(lambda: grouped_split(groups.tolist(), share, rng), ValueError)
    yield Case(
        ours=ours if ours == "raises" else sides(groups, ours.train, ours.test),
        theirs=theirs if theirs == "raises" else sides(groups, *theirs[0]),
        arguments={"groups": groups.tolist(), "test_share": share},
        branches=("refused" if theirs == "raises" else "split",),
        signature=getattr(ours, "signature", ""),
    )


def draw_baseline(rng: np.random.Generator, number: int) -> Iterator[Case]:
    """The accuracy of scikit-learn's dummy."""
    labels = rng.integers(0, 4, size=int(rng.integers(1, 15)))
    rows = np.zeros((len(labels), 1))
    with sklearn.config_context(skip_parameter_validation=True):
        dummy = DummyClassifier(strategy="most_frequent").fit(rows, labels)
    found = majority_baseline(labels.tolist())
    counts = sorted(np.bincount(labels), reverse=True)
    tied = len(counts) > 1 and counts[0] == counts[1]
    yield Case(
        ours=float(found.accuracy),
        theirs=float((dummy.predict(rows) == labels).mean()),
        arguments={"labels": labels.tolist()},
        branches=("a tie" if tied else "no tie",),
        signature=found.signature,
        tolerance=1e-12,
    )


def random_text(rng: np.random.Generator) -> str:
    """One to three words of few letters, in any case, with ASCII punctuation around them."""
    words = rng.choice(["win", "a", "Prize", "NOW", "lunch"], size=int(rng.integers(1, 4)))
    marks = rng.choice(["", "", "!", ",", " ", "..."], size=len(words))
    return " ".join(word + mark for word, mark in zip(words, marks, strict=True))


def plain(text: str) -> str:
    """ASCII lower case without punctuation, by another road than the reference's."""
    spaced = "".join(" " if char in string.punctuation else char for char in text)
    return " ".join(spaced.lower().split())


def draw_overlap(rng: np.random.Generator, number: int) -> Iterator[Case]:
    """Which test texts NumPy finds among the training texts, as they are and normalised."""
    train = [random_text(rng) for _ in range(int(rng.integers(0, 9)))]
    test = [random_text(rng) for _ in range(int(rng.integers(1, 9)))]
    exact = np.isin(test, np.array(train, dtype=str))
    normalised = np.isin([plain(t) for t in test], np.array([plain(t) for t in train], dtype=str))
    found = overlap(train, test)
    yield Case(
        ours=(float(found.exact), float(found.normalised), list(found.positions)),
        theirs=(exact.mean(), normalised.mean(), np.flatnonzero(normalised).tolist()),
        arguments={"train_texts": train, "test_texts": test},
        branches=("some overlap" if normalised.any() else "none",),
        signature=found.signature,
        tolerance=1e-12,
    )


ORACLES = (
    Oracle(
        name="splits.split_by_position",
        family="splits",
        against="Keras",
        cases=2_500,
        draw=draw_position,
        minimum={"split": 1_800, "refused": 150},
    ),
    Oracle(
        name="splits.grouped_split",
        family="splits",
        against="scikit-learn",
        cases=2_500,
        draw=draw_groups,
        minimum={"split": 1_800, "refused": 60},
    ),
    Oracle(
        name="splits.majority_baseline",
        family="splits",
        against="scikit-learn",
        cases=1_500,
        draw=draw_baseline,
        minimum={"a tie": 150, "no tie": 700},
    ),
    Oracle(
        name="splits.overlap",
        family="splits",
        against="NumPy",
        cases=1_500,
        draw=draw_overlap,
        minimum={"some overlap": 400, "none": 100},
    ),
)

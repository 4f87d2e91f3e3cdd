"""Splits and baselines against Keras and scikit-learn, on seeded random cases."""

from typing import Any

import numpy as np
import pytest
import sklearn
from sklearn.dummy import DummyClassifier
from sklearn.model_selection import GroupShuffleSplit

from autograder.reference.splits import grouped_split, majority_baseline, split_by_position

CASES = 2_000


def random_share(rng: np.random.Generator) -> float:
    """Round shares often: where floats are a little off, rounding shows it."""
    return float(rng.integers(1, 100) / 100 if rng.random() < 0.7 else rng.uniform(0.001, 0.999))


def test_a_split_by_position_equals_that_of_keras(keras: Any) -> None:
    # The function that `fit` calls; the test below goes through `fit` itself.
    from keras.src.trainers.data_adapters.array_slicing import train_validation_split

    rng, refused = np.random.default_rng(1), 0
    for _ in range(CASES):
        n, share = int(rng.integers(1, 40)), random_share(rng)
        try:
            train, validation = train_validation_split((np.arange(n),), share)
        except ValueError:
            with pytest.raises(ValueError, match="expected an example or more on each side"):
                split_by_position(n, share)
            refused += 1
            continue
        ours = split_by_position(n, share)
        assert ours.train == tuple(np.asarray(train[0][:]).tolist())
        assert ours.test == tuple(np.asarray(validation[0][:]).tolist())
    assert 100 <= refused <= CASES / 2


@pytest.mark.parametrize(("n", "share"), [(10, 0.25), (7, 0.5), (12, 0.9)])
def test_fit_validates_on_the_last_examples_even_when_it_shuffles(
    keras: Any, n: int, share: float
) -> None:
    """A model of zeros that does not learn has, as its loss, the mean of the targets it sees."""
    model = keras.Sequential([keras.Input((1,)), keras.layers.Dense(1, kernel_initializer="zeros")])
    model.compile(keras.optimizers.SGD(0.0), loss="mean_absolute_error", jit_compile=False)
    targets = 2.0 ** np.arange(n)
    history = model.fit(
        np.zeros((n, 1)), targets, validation_split=share, epochs=1, shuffle=True, verbose=0
    ).history
    split = split_by_position(n, share)
    assert history["val_loss"][0] == pytest.approx(targets[[*split.test]].mean(), rel=1e-6)
    assert history["loss"][0] == pytest.approx(targets[[*split.train]].mean(), rel=1e-6)


def test_a_grouped_split_has_as_many_groups_on_each_side_as_scikit_learns() -> None:
    rng, refused = np.random.default_rng(2), 0
    with sklearn.config_context(skip_parameter_validation=True):
        for _ in range(CASES):
            groups = rng.integers(0, int(rng.integers(1, 30)), size=int(rng.integers(1, 60)))
            share = random_share(rng)
            chooser = GroupShuffleSplit(n_splits=1, test_size=share, random_state=0)
            try:
                ((train, test),) = chooser.split(groups, groups=groups)
            except ValueError:
                with pytest.raises(ValueError, match="expected a group or more on each side"):
                    grouped_split(groups.tolist(), share, rng)
                refused += 1
                continue
            ours = grouped_split(groups.tolist(), share, rng)
            assert len({*groups[[*ours.train]]}) == len({*groups[train]})
            assert len({*groups[[*ours.test]]}) == len({*groups[test]})
    assert refused >= 50


def test_the_majority_baseline_has_the_accuracy_of_scikit_learns_dummy() -> None:
    rng = np.random.default_rng(3)
    with sklearn.config_context(skip_parameter_validation=True):
        for _ in range(CASES):
            labels = rng.integers(0, 4, size=int(rng.integers(1, 15)))
            rows = np.zeros((len(labels), 1))
            dummy = DummyClassifier(strategy="most_frequent").fit(rows, labels)
            theirs = float((dummy.predict(rows) == labels).mean())
            assert float(majority_baseline(labels.tolist()).accuracy) == pytest.approx(theirs)

"""What every loader gives: texts with labels, which of them belong together, and the source."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True, repr=False)
class Corpus:
    """Labelled texts, one position for each.

    Attributes
    ----------
    texts : tuple of str
        The texts.
    labels : tuple of int
        The class of each text, a position in `label_names`.
    groups : tuple of int, or of str
        Texts of one group belong on one side of a split: copies of one message, passages of one
        file. `autograder.reference.splits.grouped_split` takes them as they are.
    label_names : tuple of str
        The names of the classes.
    attribution : str
        Where the texts come from, and their licence; shown wherever the corpus is shown.

    Examples
    --------
    >>> Corpus(
    ...     texts=("lunch?", "WIN"), labels=(0, 1), groups=(0, 1),
    ...     label_names=("ham", "spam"), attribution="Made up.",
    ... )
    2 texts: 1 ham, 1 spam. Made up.
    """

    texts: tuple[str, ...]
    labels: tuple[int, ...]
    groups: tuple[int, ...] | tuple[str, ...]
    label_names: tuple[str, ...]
    attribution: str

    def __len__(self) -> int:
        """Count the texts."""
        return len(self.texts)

    def __repr__(self) -> str:
        """Say how many texts there are of each class, and whose they are."""
        counts = Counter(self.labels)
        classes = (f"{counts[label]:,} {name}" for label, name in enumerate(self.label_names))
        return f"{len(self):,} texts: {', '.join(classes)}. {self.attribution}"


def repeats(texts: Iterable[str]) -> tuple[tuple[int, ...], ...]:
    """Find the texts that stand more than once, case and spacing aside.

    Parameters
    ----------
    texts : iterable of str
        Such as `corpus.texts`.

    Returns
    -------
    tuple of tuple of int
        The positions of each such text, in order of first appearance.

    Examples
    --------
    >>> repeats(["Lunch?", "see you", "lunch?  "])
    ((0, 2),)
    """
    places: dict[str, list[int]] = {}
    for position, text in enumerate(texts):
        places.setdefault(_plain(text), []).append(position)
    return tuple(tuple(found) for found in places.values() if len(found) > 1)


def first_places(texts: Iterable[str]) -> tuple[int, ...]:
    """Give for each text the position of the first one equal to it, case and spacing aside."""
    first: dict[str, int] = {}
    return tuple(first.setdefault(_plain(text), place) for place, text in enumerate(texts))


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())

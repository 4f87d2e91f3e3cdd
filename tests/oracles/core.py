"""What all oracles share: a case, an oracle that draws cases, and the count of what came out.

An `Oracle` holds one function of the reference against another implementation. Draw number n of it
is made from a generator seeded with the oracle's name and n alone, so that any case can be made
again: ``uv run python benchmarks/oracles.py --replay NAME:n``.
"""

from __future__ import annotations

import warnings
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from math import isclose, isnan
from typing import Any, Literal
from zlib import crc32

import numpy as np

Kind = Literal["whole", "scalar", "table"]
SHOWN = 5  # disagreements that a tally keeps, with their cases


@dataclass(frozen=True, kw_only=True)
class Case:
    """One comparison: what both sides say, from which arguments, and the branches it took.

    `tolerance` is relative, and absolute for numbers near 0; 0 demands equality.
    """

    ours: Any
    theirs: Any
    arguments: Mapping[str, Any]
    branches: tuple[str, ...] = ()
    signature: str = ""
    tolerance: float = 0.0


Draw = Callable[[np.random.Generator, int], Iterable[Case]]


@dataclass(frozen=True, kw_only=True)
class Oracle:
    """A function of the reference and who it is held against.

    `cases` is how many cases a full run has, at least, and `minimum` how many of them take each
    branch or convention. A "scalar" case compares one number with one number; such cases are cheap
    and are counted apart, and so are the rows of a "table", which every run takes in full.
    """

    name: str
    family: str
    against: str
    cases: int
    draw: Draw
    minimum: Mapping[str, int] = field(default_factory=dict)
    kind: Kind = "whole"


@dataclass(frozen=True, kw_only=True)
class Disagreement:
    """A case on which the two sides differ, as text, and the draw that makes it again."""

    draw: int
    arguments: str
    signature: str
    ours: str
    theirs: str


@dataclass(kw_only=True)
class Tally:
    """What a run of one oracle counted."""

    name: str
    cases: int = 0
    disagreements: int = 0
    branches: Counter[str] = field(default_factory=Counter)
    minimum: dict[str, int] = field(default_factory=dict)
    shown: list[Disagreement] = field(default_factory=list)

    def count(self, case: Case, draw: int) -> None:
        """Add a case."""
        self.cases += 1
        self.branches.update(case.branches)
        if not same(case.ours, case.theirs, case.tolerance):
            self.disagreements += 1
            if len(self.shown) < SHOWN:
                self.shown.append(as_disagreement(case, draw))

    def short(self) -> list[str]:
        """The branches with fewer cases than stated, and those that are not stated at all."""
        rare = [name for name, least in self.minimum.items() if self.branches[name] < least]
        return rare + sorted(set(self.branches) - set(self.minimum))


def run(oracle: Oracle, scale: float = 1.0) -> Tally:
    """Draw until the oracle's number of cases, times `scale`, is reached, and count.

    A sample, with a scale below 1, owes each branch half of its share, for chance has more say.
    """
    scale = 1.0 if oracle.kind == "table" else scale
    owed = scale if scale >= 1 else scale / 2
    least = {name: int(count * owed) for name, count in oracle.minimum.items()}
    tally, draw = Tally(name=oracle.name, minimum=least), 0
    while tally.cases < max(1, oracle.cases * scale):
        for case in cases(oracle, draw):
            tally.count(case, draw)
        draw += 1
    return tally


def cases(oracle: Oracle, draw: int) -> Iterator[Case]:
    """The cases of one draw, the same whenever and wherever they are made."""
    rng = np.random.default_rng([crc32(oracle.name.encode()), draw])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # an oracle's own, on cases that it finds odd
        yield from oracle.draw(rng, draw)


def as_disagreement(case: Case, draw: int) -> Disagreement:
    """The case as text."""
    said = ", ".join(f"{name}={value!r}" for name, value in case.arguments.items())
    return Disagreement(
        draw=draw,
        arguments=said,
        signature=case.signature,
        ours=repr(case.ours),
        theirs=repr(case.theirs),
    )


def same(ours: Any, theirs: Any, tolerance: float) -> bool:
    """Whether two results agree: sequences item by item, NaN with NaN, numbers within bounds."""
    if isinstance(ours, np.ndarray) or isinstance(theirs, np.ndarray):
        return _same_arrays(np.asarray(ours), np.asarray(theirs), tolerance)
    if isinstance(ours, list | tuple) and isinstance(theirs, list | tuple):
        return len(ours) == len(theirs) and all(
            same(a, b, tolerance) for a, b in zip(ours, theirs, strict=True)
        )
    if ours is None or theirs is None or isinstance(ours, str) or isinstance(theirs, str):
        return bool(ours == theirs)
    if not tolerance:
        return bool(ours == theirs) or (ours != ours and theirs != theirs)
    a, b = float(ours), float(theirs)
    return (isnan(a) and isnan(b)) or isclose(a, b, rel_tol=tolerance, abs_tol=tolerance)


def _same_arrays(ours: Any, theirs: Any, tolerance: float) -> bool:
    if ours.shape != theirs.shape:
        return False
    if not tolerance and ours.dtype.kind in "biuUS":
        return bool(np.array_equal(ours, theirs))
    a, b = ours.astype(float), theirs.astype(float)
    return bool(np.allclose(a, b, rtol=tolerance, atol=tolerance, equal_nan=True))


def outcome(function: Callable[[], Any], *errors: type[Exception]) -> Any:
    """What a function returns, or "raises" where it raises one of the errors."""
    try:
        return function()
    except errors:
        return "raises"


def stated(names: Iterable[str], least: int) -> dict[str, int]:
    """The same minimum for several branches."""
    return dict.fromkeys(names, least)


def pick(rng: np.random.Generator, *choices: Any) -> Any:
    """One of the choices, each as likely."""
    return choices[int(rng.integers(len(choices)))]


def turn(choices: Sequence[Any], number: int) -> Any:
    """The choice whose turn it is."""
    return choices[number % len(choices)]


@cache
def keras() -> Any:
    """Keras, imported when first asked for."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # TensorFlow's own, on import
        import keras as module

    return module


@cache
def tensorflow() -> Any:
    """TensorFlow, imported when first asked for."""
    keras()
    import tensorflow as module

    return module

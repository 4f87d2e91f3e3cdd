"""The kinds of parts whose answer is a value: shapes, counts, metrics, lists of ids."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Sized
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np

from autograder.answers import describe
from autograder.errors import UnusableAnswer
from autograder.misconceptions import Misconception
from autograder.questions.question import Part, Remark


def _is_whole(value: Any) -> bool:
    return isinstance(value, (int, np.integer)) and not isinstance(value, (bool, np.bool_))


def _as_float(value: Any) -> float | None:
    """A real number as a float; None for anything else (bools too)."""
    if isinstance(value, (bool, np.bool_)):
        return None
    if isinstance(value, (int, float, Fraction, np.integer, np.floating)):
        try:
            return float(value)
        except OverflowError:
            return math.inf if value > 0 else -math.inf
    return None


def _single(answer: Any) -> Any:
    """The one value of an array that has no more; anything else as it is."""
    one = isinstance(answer, np.ndarray) and answer.size == 1
    return answer.reshape(()).item() if one else answer


def _counted(items: Sized, one: str, many: str) -> str:
    """How many there are, in words: ``1 axis``, ``2 axes``."""
    return f"{len(items)} {one if len(items) == 1 else many}"


@dataclass(frozen=True, kw_only=True)
class Shape(Part):
    """A tensor's shape: a tuple (or list) of whole numbers, None for an unknown axis."""

    def read(self, answer: Any) -> tuple[int | None, ...]:
        """Accept tuples, lists and one-dimensional integer arrays."""
        if isinstance(answer, np.ndarray) and answer.ndim == 1:
            answer = answer.tolist()
        if _is_whole(answer):
            raise UnusableAnswer(
                f"You answered the single number {describe(answer)}.",
                "A shape is a tuple with one entry for each axis; with one axis write (5,), "
                "and () for a scalar.",
            )
        if not isinstance(answer, (tuple, list)):
            raise UnusableAnswer(
                f"You answered {describe(answer)}.",
                "A shape is a tuple of whole numbers, such as (4, 7).",
            )
        if not all(size is None or _is_whole(size) for size in answer):
            raise UnusableAnswer(
                f"You answered {describe(answer)}.",
                "Each entry of a shape is a whole number, or None where the size is unknown.",
            )
        return tuple(None if size is None else int(size) for size in answer)

    def same(self, value: Any, other: Any) -> bool:
        """Equal entry by entry."""
        return bool(tuple(value) == tuple(other))

    def remark(self, value: Any) -> Remark:
        """Compare the number of axes, then the number of values, then the axes."""
        due = self.expected()
        if len(value) != len(due):
            few = "few" if len(value) < len(due) else "many"
            return Remark(
                observed=f"Your shape has {_counted(value, 'axis', 'axes')}, which is too {few}.",
                next_step="Name each axis of the input, then ask of the layer: which axis does "
                "it add, remove or resize?",
            )
        wrong = [axis for axis, (a, b) in enumerate(zip(value, due, strict=True)) if a != b]
        if len(wrong) == len(due) > 1:
            said = "The number of axes is right, the size of none of them is."
        elif len(wrong) == 1:
            said = f"The number of axes is right; axis {wrong[0]} (counted from 0) is not."
        else:
            places = " and ".join(str(axis) for axis in wrong)
            said = f"The number of axes is right; axes {places} (counted from 0) are not."
        return Remark(
            observed=said,
            next_step="Say aloud what each axis counts: texts, positions, or numbers per position.",
        )


@dataclass(frozen=True, kw_only=True)
class Count(Part):
    """A whole number, exactly: a number of weights, of rows, an id."""

    def read(self, answer: Any) -> int:
        """Accept whole numbers, also as floats or Fractions without a remainder."""
        answer = _single(answer)
        if _is_whole(answer):
            return int(answer)
        number = _as_float(answer)
        if number is None:
            raise UnusableAnswer(
                f"You answered {describe(answer)}.", "A whole number is expected here, such as 12."
            )
        if not math.isfinite(number) or answer != int(answer):
            raise UnusableAnswer(
                f"You answered {describe(answer)}, which is not a whole number.",
                "Look for the step that makes decimals: the answer is a whole number.",
            )
        return int(answer)

    def same(self, value: Any, other: Any) -> bool:
        """Equal."""
        return bool(value == other)

    def remark(self, value: Any) -> Remark:
        """Speak of the sign, of one too many or too few, and of the scale."""
        due = self.expected()
        if value < 0 <= due:
            return Remark(observed="A count cannot be negative.", next_step="Check the signs.")
        direction = "small" if value < due else "large"
        if due < 0:
            return Remark(
                observed=f"That is too {direction}.",
                next_step="Write down the numbers that yours is made of, each with its sign, and "
                "say why it is added or taken off.",
            )
        if abs(value - due) == 1:
            return Remark(
                observed="You are off by exactly one.",
                next_step="Count again, and decide whether counting starts at 0 or at 1.",
            )
        small, large = sorted((abs(value), abs(due)))
        far = small and large >= 10 * small
        return Remark(
            observed=f"That is {'far ' if far else ''}too {direction}.",
            next_step="Say in words what is counted, then count it on a case small enough to draw.",
        )


CLOSE_ENOUGH = 0.005  # a value rounded to two decimals, where no wrong model is near
FLOAT_NOISE = 1e-9


@dataclass(frozen=True, kw_only=True)
class Metric(Part):
    """A real number, right within half the gap to the nearest wrong model's value.

    The tolerance never exceeds ``CLOSE_ENOUGH``. A value that was rounded so far that it
    could stand for a wrong model's value too earns ``rounded_credit``. A belief is named
    where the answer agrees with its value as written, not where it is merely near. Every
    metric lies between ``lowest`` and ``highest``, which is infinite where there is no bound.
    """

    rounded_credit: float = 0.5
    lowest: float = 0.0
    highest: float = 1.0

    def read(self, answer: Any) -> float | Fraction:
        """Accept ints, floats, Fractions and NumPy scalars; refuse NaN by name."""
        answer = _single(answer)
        number = _as_float(answer)
        if number is None:
            raise UnusableAnswer(
                f"You answered {describe(answer)}.",
                "A number is expected here: a Fraction such as Fraction(1, 3), or a decimal.",
            )
        if math.isnan(number):
            raise UnusableAnswer(
                "You answered nan, which is what 0/0 gives in floating point.",
                "Look at the denominator that became zero: nothing is undefined here.",
            )
        return answer if isinstance(answer, Fraction) and math.isfinite(number) else number

    def tolerance(self, centre: float) -> float:
        """Half the gap from ``centre`` to the nearest other value of this question."""
        return min(CLOSE_ENOUGH, self._gap(centre) / 2)

    def _gap(self, centre: float) -> float:
        """The distance from ``centre`` to the nearest other value of this question."""
        values = [float(self.expected()), *(float(w.value) for w in self.wrong_answers())]
        gaps = [abs(v - centre) for v in values if abs(v - centre) > FLOAT_NOISE]
        return min(gaps, default=math.inf)

    def same(self, value: Any, other: Any) -> bool:
        """Within the tolerance around ``other`` (the reference's or a wrong model's value)."""
        return abs(float(value) - float(other)) <= max(self.tolerance(float(other)), FLOAT_NOISE)

    def same_exactly(self, value: Any, other: Any) -> bool:
        """Equal in all decimals that were written: rounded or cut, and never in fewer than four."""
        unit = 10.0 ** -min(max(4, _decimals(value) or 9), 9)
        return abs(float(value) - float(other)) < unit

    def beliefs_behind(self, value: Any) -> tuple[Misconception, ...]:
        """The beliefs that fit exactly; else, if no pair does, those that fit as far as four.

        What may be the right value, rounded, is no belief's but where it is the belief's value
        itself.
        """
        if self._is_rounded(value):
            return self._where(_equal, value)
        exact = self._where(self.same_exactly, value)
        if exact or self.pairs_behind(value):
            return exact
        return self._where(self._same_as_far, value)

    def pairs_behind(self, value: Any) -> tuple[tuple[str, str], ...]:
        """The pairs that fit exactly; none for what may be the right value, rounded."""
        return () if self._is_rounded(value) else super().pairs_behind(value)

    def as_typed(self, value: Any) -> tuple[Any, ...]:
        """In full, and with the four decimals that are asked for."""
        return value, round(float(value), 4)

    def is_possible(self, value: Any) -> bool:
        """Whether it lies where this metric can lie."""
        return bool(self.lowest <= value <= self.highest)

    def is_coarse(self, value: Any) -> bool:
        """Whether it is written in fewer than four decimals, or above the range, as in percent."""
        return bool(isinstance(value, float) and (_decimals(value) < 4 or value > self.highest))

    def describe(self, value: Any) -> str:
        """A whole number without the ``.0`` that reading it as a float has added."""
        whole = isinstance(value, float) and value.is_integer() and abs(value) < 1e9
        return describe(int(value) if whole else value)

    def _where(self, fits: Callable[[Any, Any], bool], value: Any) -> tuple[Misconception, ...]:
        return tuple(w.misconception for w in self.wrong_answers() if fits(value, w.value))

    def _same_as_far(self, value: Any, other: Any) -> bool:
        """Within one unit of the last decimal, the fourth at most, and nearest to this value.

        Only where that unit is fine enough to tell: three of them fit into the gap to the next
        value. Else a slip in the last digit lands on a belief.
        """
        unit = 10.0 ** -min(max(2, _decimals(value) or 4), 4)  # 0.70 is written 0.7
        near = abs(float(value) - float(other)) < unit <= self._gap(float(other)) / 3
        return near and self.same(value, other)

    def credit(self, value: Any) -> float:
        """Full within the tolerance; part of it for the right value rounded too far."""
        if self.same(value, self.expected()):
            return 1.0
        explained = bool(self.beliefs_behind(value))
        return self.rounded_credit if self._is_rounded(value) and not explained else 0.0

    def _is_rounded(self, value: Any) -> bool:
        digits = _decimals(value)
        return digits >= 2 and abs(round(float(self.expected()), digits) - value) < FLOAT_NOISE

    def remark(self, value: Any) -> Remark:
        """Speak of rounding, of percentages, of the range and of the direction."""
        due = float(self.expected())
        if self._is_rounded(value):
            return Remark(
                observed="That is rounded so far that several different answers look like it.",
                next_step="Give at least four decimals, or the exact Fraction.",
                fraction=self.rounded_credit,
            )
        is_share = (self.lowest, self.highest) == (0, 1)
        if self.highest == 1 < value <= 100 and self.same(float(value) / 100, due):
            return Remark(
                observed="Your value is a percentage.",
                next_step=f"Give a number between {self.lowest:g} and 1: divide by 100.",
                fraction=self.rounded_credit,
            )
        if not self.is_possible(value):
            return Remark(
                observed=self._out_of_range(),
                next_step="Check which count is the whole and which is the part."
                if is_share
                else "Check each sign, and the order of the steps.",
            )
        return Remark(
            observed=f"That is too {'low' if value < due else 'high'}"
            + (", or rounded too far to tell." if _decimals(value) == 1 and value % 1 else "."),
            next_step="Write the formula with the names of the "
            f"{'counts' if is_share else 'quantities'}, then put the numbers in.",
        )

    def _out_of_range(self) -> str:
        if self.highest == math.inf:
            return f"This number is at least {self.lowest:g} by its definition; yours is not."
        bounds = f"between {self.lowest:g} and {self.highest:g}"
        return f"This number lies {bounds} by its definition; yours does not."


def _equal(value: Any, other: Any) -> bool:
    return abs(float(value) - float(other)) < FLOAT_NOISE


def _decimals(value: Any) -> int:
    """How many decimals a float was written with; 0 for anything exact or in exponents."""
    text = repr(value)
    if not isinstance(value, float) or "." not in text or "e" in text:
        return 0
    return len(text.split(".")[1])


@dataclass(frozen=True, kw_only=True)
class Ids(Part):
    """A list of whole numbers or of positions; order counts only where ``ordered`` is set."""

    ordered: bool = True

    def read(self, answer: Any) -> tuple[Any, ...]:
        """Accept lists, tuples and integer arrays, of whole numbers or of tuples of them."""
        if isinstance(answer, np.ndarray):
            answer = answer.tolist()
        if not isinstance(answer, (list, tuple)):
            raise UnusableAnswer(
                f"You answered {describe(answer)}.",
                f"A list is expected here, such as {self._such_as()}.",
            )
        return tuple(self._item(item) for item in answer)

    def _item(self, item: Any) -> Any:
        if _is_whole(item) or (isinstance(item, float) and item.is_integer()):
            return int(item)
        if isinstance(item, (list, tuple)) and all(_is_whole(n) for n in item):
            return tuple(int(n) for n in item)
        raise UnusableAnswer(
            f"Your list holds {describe(item)}.", "Each entry is a whole number, without quotes."
        )

    def _such_as(self) -> str:
        """A list of the form that is asked for, with numbers of no meaning."""
        nested = any(isinstance(item, tuple) for item in self.expected())
        return "[[3, 1], [0, 2]]" if nested else "[3, 1]"

    def describe(self, value: Any) -> str:
        """A list, or a tuple where the reference gives one: a place in a batch."""
        return describe(list(value) if isinstance(self.expected(), list) else value)

    def same(self, value: Any, other: Any) -> bool:
        """Equal as lists, or as collections where order does not count."""
        if self.ordered:
            return tuple(value) == tuple(other)
        return sorted(value, key=repr) == sorted(other, key=repr)

    def remark(self, value: Any) -> Remark:
        """Say how many entries are too many or missing, not which."""
        due = list(self.expected())
        if len(value) != len(due):
            few = "few" if len(value) < len(due) else "many"
            return Remark(
                observed=f"Your list has {_counted(value, 'entry', 'entries')}, "
                f"which is too {few}.",
                next_step="Go through all that the list could hold, and decide each by one rule.",
            )
        if self.ordered:
            right = sum(a == b for a, b in zip(value, due, strict=True))
        else:
            right = (Counter(value) & Counter(due)).total()
        return Remark(
            observed=f"{right} of {len(due)} entries are right.",
            next_step="Go through the entries one at a time and decide each by the same rule.",
        )

"""The kinds of parts with many right answers: functions to write, counterexamples to find."""

from __future__ import annotations

import copy
import hashlib
import json
import math
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np

from autograder.answers import Calls, Raised, decode, describe, encode
from autograder.errors import StaleRecord, UnusableAnswer
from autograder.misconceptions import CATALOGUE, Misconception, WrongModel, composed
from autograder.questions.question import Part, Remark

TOLERANCE = 1e-6  # far above rounding errors of float64, far below what any wrong model gives


@dataclass(frozen=True, kw_only=True)
class Case:
    """One call of a learner's function.

    ``group`` names what the case tries; the points of a question are spread evenly over
    its groups.
    """

    args: tuple[Any, ...]
    group: str

    def shown(self, name: str) -> str:
        """The call as source text."""
        return f"{name}({', '.join(describe(arg) for arg in self.args)})"


def call(function: Callable[..., Any], case: Case) -> Any:
    """Call a function on a copy of a case's arguments; an exception becomes ``Raised``.

    Examples
    --------
    >>> call(max, Case(args=([1, 3],), group="plain"))
    3
    >>> call(max, Case(args=([],), group="empty")).error
    'ValueError'
    """
    try:
        # subtle: a copy of the result too; a later call may change the object it returned.
        return decode(encode(function(*copy.deepcopy(case.args))))
    except (Exception, SystemExit) as error:
        return decode(encode(Raised(error=type(error).__name__, message=_text_of(error))))


def _text_of(error: BaseException) -> str:
    try:
        return str(error)
    except Exception:  # subtle: an error class of the learner's own may fail to say itself
        return "an error without a text"


def alike(value: Any, other: Any) -> bool:
    """Whether two results of a function are the same answer.

    Numbers within ``TOLERANCE`` (NaN equals NaN), lists and tuples element by element and
    interchangeably, dicts by key, arrays as nested lists; two exceptions by type.

    Examples
    --------
    >>> alike((1, 0.5), [1, Fraction(1, 2)]), alike(True, 1), alike(float("nan"), float("nan"))
    (True, False, True)
    """
    value, other = _plain(value), _plain(other)
    if isinstance(value, Raised) or isinstance(other, Raised):
        return (
            isinstance(value, Raised) and isinstance(other, Raised) and value.error == other.error
        )
    if isinstance(value, bool) or isinstance(other, bool):
        return isinstance(value, bool) and isinstance(other, bool) and value == other
    if isinstance(value, (int, float, Fraction)) and isinstance(other, (int, float, Fraction)):
        return _close(value, other)
    if isinstance(value, list) and isinstance(other, list):
        return len(value) == len(other) and all(map(alike, value, other))
    if isinstance(value, dict) and isinstance(other, dict):
        return value.keys() == other.keys() and all(alike(value[k], other[k]) for k in value)
    return type(value) is type(other) and value == other


def _plain(value: Any) -> Any:
    if isinstance(value, np.ndarray):
        return value.tolist()
    if isinstance(value, np.generic):
        return value.item()
    return list(value) if isinstance(value, tuple) else value


def _nested(value: Any) -> Any:
    """Arrays as lists and NumPy scalars as plain numbers, also inside lists and tuples."""
    value = value.tolist() if isinstance(value, (np.ndarray, np.generic)) else value
    if isinstance(value, (list, tuple)):
        return type(value)(_nested(item) for item in value)
    return value


def _close(value: Any, other: Any) -> bool:
    if value == other or (value != value and other != other):
        return True
    try:
        return math.isclose(value, other, rel_tol=TOLERANCE, abs_tol=TOLERANCE)
    except OverflowError:  # subtle: whole numbers and Fractions may be too large for a float
        return False


@dataclass(frozen=True, kw_only=True)
class Function(Part):
    """A function to write. Its wrong models are wrong functions."""

    cases: tuple[Case, ...]

    def expected(self) -> Calls:
        """What the reference gives on each case; it raises where the reference does."""
        results = tuple(self.reference(*copy.deepcopy(case.args)) for case in self.cases)
        return Calls(results, self.fingerprint)

    @property
    def fingerprint(self) -> str:
        """A short hash of the cases' arguments."""
        data = [[encode(arg) for arg in case.args] for case in self.cases]
        return hashlib.sha256(json.dumps(data).encode()).hexdigest()[:16]

    def results_of(self, function: Callable[..., Any]) -> Calls:
        """What a function gives on each case, in order."""
        return Calls(tuple(call(function, case) for case in self.cases), self.fingerprint)

    def answer_by(self, *models: WrongModel) -> Calls:
        """What the function of somebody who goes by these wrong models gives on each case."""
        return self.results_of(composed(models, self.reference))

    def read(self, answer: Any) -> Calls:
        """Accept the record of the calls, one result for each case."""
        if not isinstance(answer, Calls):
            raise UnusableAnswer(
                f"You passed {describe(answer)}.",
                "Pass the function itself to the check, by its name and without parentheses.",
            )
        if len(answer.results) != len(self.cases) or answer.cases not in {"", self.fingerprint}:
            raise StaleRecord(
                "The function was called on other cases than the question has now; the notebook "
                "has to run again."
            )
        return answer

    def same(self, value: Any, other: Any) -> bool:
        """The same result on every case."""
        return all(map(alike, value.results, other.results))

    def credit(self, value: Any) -> float:
        """The share of the groups of cases that are right throughout."""
        right = self._right(value)
        return sum(right.values()) / len(right)

    def _right(self, value: Calls) -> dict[str, bool]:
        due = self.expected().results
        groups = {case.group: True for case in self.cases}
        for case, mine, right in zip(self.cases, value.results, due, strict=True):
            groups[case.group] &= alike(mine, right)
        return groups

    def remark(self, value: Any) -> Remark:
        """Send the learner to the first case that goes wrong."""
        wrong = self._first_wrong(value)
        group = wrong[0].group if wrong else ""
        return Remark(
            observed="",
            next_step=f"Work that call out by hand ({group}), then follow your code line by line "
            "with the same arguments.",
        )

    def _first_wrong(self, value: Calls) -> tuple[Case, str] | None:
        """The first case that goes wrong, and what the function gave on it, in words."""
        due = self.expected().results
        for case, mine, right in zip(self.cases, value.results, due, strict=True):
            if not alike(mine, right):
                gave = (
                    f"raises {describe(mine)}"
                    if isinstance(mine, Raised)
                    else (f"gives {describe(mine)}")
                )
                return case, f"{case.shown(self.name or 'your function')} {gave}"
        return None

    def describe(self, value: Any) -> str:
        """How many groups of cases are right, and the first call that goes wrong."""
        groups = self._right(value)
        said = (
            f"a function that is right in {sum(groups.values())} of {len(groups)} groups of cases"
        )
        wrong = self._first_wrong(value)
        return f"{said}; {wrong[1]}" if wrong else said


@dataclass(frozen=True)
class Unmet:
    """A condition that an example fails: the sentence, and the belief behind it if one fits."""

    sentence: str
    belief: str = ""


@dataclass(frozen=True, kw_only=True)
class Counterexample(Part):
    """Find an example: every answer that meets all conditions is right.

    ``reference`` gives one such answer. ``unmet`` lists the conditions that an answer
    fails, most telling first; it raises ``UnusableAnswer`` for an answer of the wrong form.
    """

    unmet: Callable[..., tuple[Unmet, ...]]
    form: Callable[[Any], Any]

    def read(self, answer: Any) -> Any:
        """Bring the example to its plain form."""
        return self.form(_nested(answer))

    def same(self, value: Any, other: Any) -> bool:
        """Whether two examples fail the same conditions (none, when both are right)."""
        mine, theirs = self._failed(value), self._failed(other)
        return mine[:1] == theirs[:1]

    def _failed(self, value: Any) -> tuple[Unmet, ...]:
        return tuple(self.unmet(value, **self.params))

    def beliefs_behind(self, value: Any) -> tuple[Misconception, ...]:
        """The belief behind the first condition that fails."""
        failed = self._failed(value)[:1]
        return tuple(CATALOGUE[unmet.belief] for unmet in failed if unmet.belief)

    def remark(self, value: Any) -> Remark:
        """Name the first condition that fails."""
        failed = self._failed(value)
        return Remark(
            observed=failed[0].sentence if failed else "",
            next_step="Change your example so that this condition holds; a hint says where to "
            "look.",
        )

"""The kinds of parts with many right answers: functions to write, counterexamples to find."""

from __future__ import annotations

import builtins
import copy
import hashlib
import json
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cached_property, lru_cache
from random import Random
from typing import Any

import numpy as np

from autograder.answers import Calls, Json, Raised, decode, describe, encode
from autograder.errors import QuestionError, StaleRecord, UnusableAnswer
from autograder.misconceptions import CATALOGUE, Misconception, WrongModel, composed
from autograder.questions.question import Model, Part, Question, Remark

TOLERANCE = 1e-6  # far above rounding errors of float64, far below what any wrong model gives
TRIES = 1000  # for each secret case; the worst group needs 14 on average

Draw = Callable[[Random], tuple[Any, ...]]


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

    def encoded(self) -> list[Json]:
        """The arguments as plain data."""
        return [encode(arg) for arg in self.args]


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


def _written_as(value: Any, like: Any) -> Any:
    """A nested value with the containers of another one, which may hold more items or fewer."""
    if not isinstance(value, (list, tuple)):
        return value
    first = like[0] if isinstance(like, (list, tuple)) and like else None
    kind = tuple if isinstance(like, tuple) else list
    return kind(_written_as(item, first) for item in value)


def _close(value: Any, other: Any) -> bool:
    if value == other or (value != value and other != other):
        return True
    try:
        return math.isclose(value, other, rel_tol=TOLERANCE, abs_tol=TOLERANCE)
    except OverflowError:  # subtle: whole numbers and Fractions may be too large for a float
        return False


@dataclass(frozen=True, kw_only=True)
class Function(Part):
    """A function to write. Its wrong models are wrong functions.

    Attributes
    ----------
    cases : tuple of Case
        The published calls. They are on the learner's disk, and cards show them.
    draws : mapping of group to a function of a ``random.Random``
        Draws the arguments of one call that belongs to the group. A group that has no other
        input than the published ones has none.
    secret : tuple of Case
        Calls that were drawn when a class is graded (``with_secret``). No card shows them.
    """

    cases: tuple[Case, ...]
    draws: Mapping[str, Draw] = field(default_factory=dict)
    secret: tuple[Case, ...] = ()

    @property
    def all_cases(self) -> tuple[Case, ...]:
        """The published cases, and the secret ones behind them.

        subtle: to be called in this order, so that a function that remembers its calls has
        seen no secret case when it answers the cases that cards show.
        """
        return self.cases + self.secret

    def with_secret(self, seed: str, each: int = 2) -> Function:
        """The same part with ``each`` secret cases for every group that has a draw.

        A drawn case is accepted if the reference answers it, if it differs from all cases
        before it, and if it is fair: a wrong model that gets all published cases of its group
        right gets it right too. So it costs no known belief more than they do.

        Parameters
        ----------
        seed : str
            The same seed gives the same cases, in every process.
        each : int

        Raises
        ------
        QuestionError
            If a group's draw has nothing to offer after ``TRIES`` draws for each case, or if
            there is no such group.

        Examples
        --------
        >>> doubled = Function(
        ...     name="doubled",
        ...     reference=lambda number: 2 * number,
        ...     cases=(Case(args=(3,), group="numbers"),),
        ...     draws={"numbers": lambda rng: (rng.randint(0, 99),)},
        ... )
        >>> [case.group for case in doubled.with_secret("a seed").secret]
        ['numbers', 'numbers']
        """
        secret: list[Case] = []
        for group in self.draws:
            secret += self._drawn(group, seed, each, taken=(*self.cases, *secret))
        return replace(self, secret=tuple(secret))

    def _drawn(self, group: str, seed: str, each: int, taken: Sequence[Case]) -> list[Case]:
        """The secret cases of one group, other than those that are taken."""
        published = [case for case in self.cases if case.group == group]
        if not published:
            raise QuestionError(f"{self.name}: there is a draw for {group!r}, which has no cases.")
        rng, spared = Random(f"{seed}:{self.name}:{group}"), self._right_on(published)
        found: list[Case] = []
        seen = [case.encoded() for case in taken]
        for _ in range(TRIES * each):
            if len(found) == each:
                break
            case = Case(args=self.draws[group](rng), group=group)
            if case.encoded() not in seen and self._is_fair(case, spared):
                found.append(case)
                seen.append(case.encoded())
        if len(found) < each:
            raise QuestionError(
                f"{self.name}: only {len(found)} of {each} secret cases for {group!r} in "
                f"{TRIES * each} draws; the others were seen before, or not fair."
            )
        return found

    def _right_on(self, cases: Sequence[Case]) -> list[Model]:
        """The wrong models that get all these cases right."""
        due = [call(self.reference, case) for case in cases]
        models = [composed([model], self.reference) for model in self.wrong.values()]
        return [
            model
            for model in models
            if all(alike(call(model, case), right) for case, right in zip(cases, due, strict=True))
        ]

    def _is_fair(self, case: Case, spared: Sequence[Model]) -> bool:
        """Whether the reference answers a case, and these models get it right."""
        due = call(self.reference, case)
        return not isinstance(due, Raised) and all(alike(call(m, case), due) for m in spared)

    def expected(self) -> Calls:
        """What the reference gives on each case; it raises where the reference does."""
        return self._expected

    # subtle: like ``_singles`` computed once, for a class asks for both thousands of times.
    @cached_property
    def _expected(self) -> Calls:
        results = tuple(self.reference(*copy.deepcopy(case.args)) for case in self.all_cases)
        return Calls(results, self.fingerprint)

    @cached_property
    def fingerprint(self) -> str:
        """A short hash of the cases' arguments."""
        data = [case.encoded() for case in self.all_cases]
        return hashlib.sha256(json.dumps(data).encode()).hexdigest()[:16]

    def results_of(self, function: Callable[..., Any]) -> Calls:
        """What a function gives on each case, in order."""
        return Calls(tuple(call(function, case) for case in self.all_cases), self.fingerprint)

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
        known = {self.fingerprint} if self.secret else {"", self.fingerprint}
        if len(answer.results) != len(self.all_cases) or answer.cases not in known:
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
        groups = {case.group: True for case in self.cases}
        for place in self._wrong_places(value):
            groups[self.all_cases[place].group] = False
        return groups

    def _wrong_places(self, value: Calls) -> list[int]:
        """The places of the cases that go wrong, those of secret ones last."""
        pairs = zip(value.results, self.expected().results, strict=True)
        return [place for place, (mine, due) in enumerate(pairs) if not alike(mine, due)]

    def _is_secret(self, place: int) -> bool:
        return place >= len(self.cases)

    def remark(self, value: Any) -> Remark:
        """Send the learner to the first case that goes wrong, or to inputs of its kind."""
        first = next(iter(self._wrong_places(value)), None)
        if first is not None and self._is_secret(first):
            return Remark(
                observed="It is right on all the calls that the check in the notebook makes; it "
                "has to be right on every other input of the same kinds too.",
                next_step="Make up inputs of that kind yourself, unlike those of the check. Work "
                "out by hand what is due on them, and hold it against what your function gives.",
            )
        group = "" if first is None else self.cases[first].group
        return Remark(
            observed="",
            next_step=f"Work that call out by hand ({group}), then follow your code line by line "
            "with the same arguments.",
        )

    def describe(self, value: Any) -> str:
        """How many groups of cases are right, and the first call that goes wrong."""
        groups = self._right(value)
        said = (
            f"a function that is right in {sum(groups.values())} of {len(groups)} groups of cases"
        )
        wrong = self._wrong_places(value)
        return f"{said}; {self._said_of(wrong[0], value.results[wrong[0]])}" if wrong else said

    def _said_of(self, place: int, gave: Any) -> str:
        """A call that goes wrong, in words; of a secret one its group alone."""
        case = self.all_cases[place]
        if self._is_secret(place):
            does = f"raises {gave.error}" if _is_of_python(gave) else "goes wrong"
            return f"it {does} on a case of the group {case.group!r} that is not shown here"
        does = f"{'raises' if isinstance(gave, Raised) else 'gives'} {describe(gave)}"
        return f"{case.shown(self.name or 'your function')} {does}"


def _is_of_python(gave: Any) -> bool:
    """Whether a call raised one of Python's own exceptions.

    subtle: a class of the learner's may bear the arguments of a secret call in its name.
    """
    kind = getattr(builtins, gave.error, None) if isinstance(gave, Raised) else None
    return isinstance(kind, type) and issubclass(kind, BaseException)


def with_secret(question: Question, seed: str) -> Question:
    """The question as a class is graded on it: its functions are called on secret cases too.

    Computed once for a question and a seed. A question without functions comes back as it is.

    Examples
    --------
    >>> from autograder.questions import BANK
    >>> (part,) = with_secret(BANK["ids-check"], "a seed").parts
    >>> len(part.cases), len(part.all_cases)
    (7, 19)
    >>> with_secret(BANK["f1-f1"], "a seed") is BANK["f1-f1"]
    True
    """
    asks_for_one = any(isinstance(part, Function) for part in question.parts)
    return _graded_on(question, seed) if asks_for_one else question


@lru_cache(maxsize=512)  # 22 questions, 16 variants of their inputs each
def _graded_on(question: Question, seed: str) -> Question:
    parts = (p.with_secret(seed) if isinstance(p, Function) else p for p in question.parts)
    return replace(question, parts=tuple(parts))


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

    def describe(self, value: Any) -> str:
        """The example in the containers that the reference's has: lists, or tuples."""
        return describe(_written_as(value, self.reference(**self.params)))

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
            next_step="Change your example in this point; a hint says where to look.",
        )

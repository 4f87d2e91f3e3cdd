"""Items: how a class fared in each question and part, and how well an item tells learners apart."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from autograder.class_answers import Given
from autograder.questions import BANK
from autograder.verdict import Outcome

FEWEST = 3  # learners for a correlation: two always lie on a line
Numbers = NDArray[np.float64]
ByStudent = Mapping[str, Given]


@dataclass(frozen=True, kw_only=True)
class Item:
    """A question, or a part of one, and how the class fared there.

    Attributes
    ----------
    right, partly, wrong, unanswered, not_graded : int
        Learners. A person has to look at what is not graded.
    max_points : float
    difficulty : float or None
        The share of the points that was earned, from 0 (nobody any) to 1 (everybody all). A
        blank answer earns nothing; answers that are not graded are left out. None without any,
        and while all that was answered waits for a person.
    discrimination : float or None
        The corrected item-total correlation (``discrimination``); None where it is undefined.
    parts : tuple of Item
        Of a question that has several.
    """

    assignment: str
    lesson: int
    question: str
    part: str
    title: str
    right: int
    partly: int
    wrong: int
    unanswered: int
    not_graded: int
    max_points: float
    difficulty: float | None
    discrimination: float | None
    parts: tuple[Item, ...] = ()

    @property
    def learners(self) -> int:
        """How many learners have it in a graded submission."""
        return self.right + self.partly + self.wrong + self.unanswered + self.not_graded


def discrimination(points: Numbers, rest: Numbers) -> float | None:
    """The corrected item-total correlation of one item.

    Pearson's correlation, over learners, of the points on the item with those on all other
    items. "Corrected" says that the item is no part of the total: else it would correlate
    with itself.

    Parameters
    ----------
    points, rest : array of shape (learners,)
        NaN for a learner who has no points on the item, or none on any other.

    Returns
    -------
    float or None
        Between -1 and 1. None where it is undefined: fewer than three learners, or nobody
        differs in the one or in the other.

    Examples
    --------
    >>> discrimination(np.array([0.0, 1.0, 1.0]), np.array([2.0, 4.0, 4.0]))
    1.0
    >>> discrimination(np.array([1.0, 1.0, 1.0]), np.array([2.0, 4.0, 4.0])) is None
    True

    References
    ----------
    Lord and Novick, Statistical Theories of Mental Test Scores, 1968, chapter 15.
    """
    known = ~(np.isnan(points) | np.isnan(rest))
    points, rest = points[known], rest[known]
    if len(points) < FEWEST or min(np.ptp(points), np.ptp(rest)) < 1e-9:
        return None
    x, y = points - points.mean(), rest - rest.mean()
    value = float(x @ y / np.sqrt((x @ x) * (y @ y)))
    return round(max(-1.0, min(1.0, value)), 9)


def items_in(given: Iterable[Given]) -> list[Item]:
    """The questions of each assignment in the bank's order, with their parts."""
    by_assignment: dict[str, list[Given]] = defaultdict(list)
    for each in given:
        by_assignment[each.assignment].append(each)
    return [item for each in by_assignment.values() for item in _of_assignment(each)]


def _of_assignment(given: Sequence[Given]) -> list[Item]:
    places: dict[str, dict[str, dict[str, Given]]] = defaultdict(lambda: defaultdict(dict))
    for each in given:
        places[each.question][each.part][each.student] = each
    students = list(dict.fromkeys(each.student for each in given))
    table = {
        question: {part: _points(answers, students) for part, answers in parts.items()}
        for question, parts in places.items()
    }
    # subtle: NaN in a part (a person has to look) makes the whole question NaN.
    whole = {question: np.sum(list(parts.values()), axis=0) for question, parts in table.items()}
    total = np.nansum(list(whole.values()), axis=0)
    items = []
    for question in _in_order(places):
        parts = {
            part: _item(part, answers, table[question][part], total)
            for part, answers in places[question].items()
        }
        answers = _together(list(places[question].values()))
        inner = tuple(parts.values()) if len(parts) > 1 else ()
        items.append(_item("", answers, whole[question], total, inner))
    return items


def _together(parts: Sequence[ByStudent]) -> ByStudent:
    """The answers to the first part, with the points of all parts."""
    most = sum(next(iter(answers.values())).max_points for answers in parts)
    return {name: replace(each, max_points=most) for name, each in parts[0].items()}


def _in_order(questions: Iterable[str]) -> list[str]:
    """Questions of the bank in its order, all others behind them as they were met."""
    order = {question: number for number, question in enumerate(BANK)}
    return sorted(questions, key=lambda question: order.get(question, len(order)))


def _points(answers: ByStudent, students: Sequence[str]) -> Numbers:
    """Points and most points of each student, of shape (2, students); NaN: not graded."""
    graded = {
        student: (each.points, each.max_points)
        for student, each in answers.items()
        if each.outcome is not Outcome.NOT_GRADED
    }
    nothing = (np.nan, np.nan)
    return np.array([graded.get(student, nothing) for student in students], dtype=float).T


def _item(
    part: str, answers: ByStudent, own: Numbers, total: Numbers, parts: tuple[Item, ...] = ()
) -> Item:
    """Count one item; ``own`` and ``total`` are points and most points, of shape (2, students)."""
    first = next(iter(answers.values()))
    counts = Counter(each.outcome if part else each.whole for each in answers.values())
    most = float(np.nansum(own[1]))
    waits = set(counts) == {Outcome.NOT_GRADED, Outcome.NOT_ANSWERED}
    # Of a part, its siblings belong to the rest. Shares, because what is graded may differ.
    rest = total - np.nan_to_num(own)
    unknown = np.full_like(rest[0], np.nan)
    share = np.divide(rest[0], rest[1], out=unknown, where=rest[1] > 1e-9)
    return Item(
        assignment=first.assignment,
        lesson=first.lesson,
        question=first.question,
        part=part,
        title=first.label if part else first.title,
        right=counts[Outcome.CORRECT],
        partly=counts[Outcome.PARTLY],
        wrong=counts[Outcome.INCORRECT],
        unanswered=counts[Outcome.NOT_ANSWERED],
        not_graded=counts[Outcome.NOT_GRADED],
        max_points=round(first.max_points, 6),
        difficulty=round(float(np.nansum(own[0])) / most, 9) if most > 0 and not waits else None,
        discrimination=discrimination(own[0], share),
        parts=parts,
    )

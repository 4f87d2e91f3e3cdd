"""The answers of a class, one for each learner and part of a question, as plain data."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from autograder.answers import Calls, Raised, Unsupported, describe, one_line
from autograder.questions import ASSIGNMENTS, BANK
from autograder.questions.functions import Function
from autograder.questions.question import Part, Question
from autograder.reports import GradeCell, Row
from autograder.verdict import Outcome, Verdict

COLUMNS = (
    *("learner", "assignment", "lesson", "question", "part"),
    *("outcome", "points", "max_points", "beliefs"),
)
_LESSONS = {name: each[0].lesson for name, each in ASSIGNMENTS.items()}


@dataclass(frozen=True, kw_only=True)
class Given:
    """One learner's answer to one part of a question, and how it was judged.

    Attributes
    ----------
    lesson : int
        0 for a question that is not in the bank.
    question, part : str
        The question's id, and the part's name where it has several.
    title, label : str
        What people call the question and the part.
    kind : str
        ``checked``; ``text`` and ``cell`` are what no belief can explain.
    whole : Outcome
        Of the question with all its parts.
    beliefs : tuple of str
        The ids of all beliefs that give this answer.
    value : str
        The answer in words, where it is wrong and nothing explains it.
    seen : str
        What else was observed of such an answer.
    same : hashable
        Equal for equal answers, however they were written.
    entire : bool
        Whether ``value`` is the answer to the whole question, which was not answered in parts.
    """

    student: str
    assignment: str
    lesson: int
    question: str
    part: str = ""
    title: str = ""
    label: str = ""
    kind: str = "checked"
    outcome: Outcome
    whole: Outcome
    points: float
    max_points: float
    beliefs: tuple[str, ...] = ()
    value: str = ""
    seen: str = ""
    same: Any = None
    entire: bool = False

    @property
    def lost(self) -> float:
        """The points that it did not earn; none while a person has to look."""
        return 0.0 if self.outcome is Outcome.NOT_GRADED else self.max_points - self.points

    @property
    def unexplained(self) -> bool:
        """Whether something was answered that is not all right, and that no belief gives."""
        wrong = self.outcome in {Outcome.INCORRECT, Outcome.PARTLY}
        return wrong and not self.beliefs and self.kind == "checked"


def given_in(rows: Iterable[Row]) -> list[Given]:
    """All answers in the submissions that were graded, in the order of the rows."""
    return [each for row in rows if row.score is not None for each in _given(row)]


def _given(row: Row) -> Iterator[Given]:
    for verdict in row.verdicts:
        yield from _checked(row, verdict)
    for text in row.texts:
        question = BANK[text.grade_id]
        yield _by_hand(row, text, "text", lesson=question.lesson, title=question.title)
    several = len({cell.notebook for cell in row.cells}) > 1
    lesson = _LESSONS.get(row.assignment, 0)
    for cell in row.cells:
        title = f"{cell.notebook}: {cell.grade_id}" if several else cell.grade_id
        yield _by_hand(row, cell, "cell", lesson=lesson, title=title)


def _by_hand(row: Row, cell: GradeCell, kind: str, *, lesson: int, title: str) -> Given:
    return Given(
        student=row.student,
        assignment=row.assignment,
        lesson=lesson,
        question=cell.grade_id if kind == "text" else title,
        title=title,
        kind=kind,
        outcome=cell.outcome,
        whole=cell.outcome,
        points=cell.score,
        max_points=cell.max_score,
    )


def _checked(row: Row, verdict: Verdict) -> Iterator[Given]:
    """An answer for each part, also where the question was judged as a whole."""
    question = BANK[verdict.question]
    about = Given(
        student=row.student,
        assignment=row.assignment,
        lesson=question.lesson,
        question=question.id,
        title=question.title,
        outcome=verdict.outcome,
        whole=verdict.outcome,
        points=verdict.points,
        max_points=verdict.max_points,
    )
    answer = row.given.get(question.id, ...)
    if len(question.parts) == 1:
        yield _judged(about, question.parts[0], verdict, answer)
        return
    leaves = {leaf.question: leaf for leaf in verdict.parts}
    for number, part in enumerate(question.parts):
        of_part = replace(about, part=part.name, label=part.label or part.name)
        if leaf := leaves.get(question.place(part)):
            inner = answer.get(part.name, ...) if isinstance(answer, dict) else ...
            yield _judged(of_part, part, leaf, inner)
        else:
            yield _share(of_part, question, part, answer, first=number == 0)


def _share(about: Given, question: Question, part: Part, answer: Any, *, first: bool) -> Given:
    """A part of a question that was judged as a whole: blank, unreadable, or no dict.

    subtle: an answer that is no dict is one answer; it is told with the first part alone.
    """
    share = part.weight / sum(each.weight for each in question.parts)
    most = about.max_points * share
    whole = replace(about, points=about.points * share, max_points=most)
    if about.outcome is not Outcome.INCORRECT:
        return whole
    told = describe(answer) if first else ""
    seen = "It is no dict with the parts that were asked for." if first else ""
    return replace(whole, value=told, seen=seen, same=sameness(answer), entire=True)


def _judged(about: Given, part: Part, verdict: Verdict, answer: Any) -> Given:
    judged = replace(
        about,
        outcome=verdict.outcome,
        points=verdict.points,
        max_points=verdict.max_points,
        beliefs=verdict.found,
    )
    if not judged.unexplained:
        return judged
    value, said, same = _in_words(part, answer)
    # The answer stands in a column of its own.
    remark = verdict.observed.removeprefix(f"You answered {said}").lstrip("., ")
    return replace(
        judged, value=value, seen="" if isinstance(part, Function) else remark, same=same
    )


def _in_words(part: Part, answer: Any) -> tuple[str, str, Any]:
    """An answer as it was written, as the card says it, and what it is the same as."""
    if isinstance(part, Function) and isinstance(answer, Calls):
        return _of_function(part, answer)
    try:
        value = part.read(answer)
        return describe(answer), part.describe(value), sameness(value)
    except Exception:  # subtle: what a part cannot read is grouped as it stands
        return describe(answer), describe(answer), ("unread", sameness(answer))


def _of_function(part: Function, answer: Calls) -> tuple[str, str, Any]:
    """A function by its published calls: each submission has secret ones of its own."""
    calls = Calls(answer.results[: len(part.cases)], part.fingerprint)
    if part.credit(calls) == 1.0:
        said = "a function that is right on the check's own calls, and goes wrong on others"
        return said, "", ("calls", "published")
    return part.describe(calls), part.describe(calls), sameness(calls)


def sameness(value: Any) -> Any:
    """A key that is equal for equal answers: 0.5 and 1/2, a list and a tuple of the same items.

    Examples
    --------
    >>> from fractions import Fraction
    >>> sameness([1, 0.5]) == sameness((1, Fraction(1, 2))), sameness(True) == sameness(1)
    (True, False)
    >>> sameness(float("nan")) == sameness(np.float64("nan"))
    True
    """
    match value:
        case bool() | np.bool_():
            return ("bool", bool(value))
        case np.generic():
            return sameness(value.item())
        case np.ndarray():
            return sameness(value.tolist())
        case float() if math.isnan(value):
            return "nan"
        case list() | tuple():
            return tuple(sameness(item) for item in value)
        case dict():
            return ("dict", frozenset((sameness(k), sameness(v)) for k, v in value.items()))
        case Calls():
            return ("calls", sameness(value.results))
        case Raised():
            return ("raised", value.error)
        case Unsupported():
            return ("unsupported", value.what)
        case str():
            return ("text", value)
    return value


def as_csv(given: Iterable[Given]) -> str:
    """The answers as a table for a spreadsheet or a statistics program.

    A row for each learner and part; ``beliefs`` holds ids with a space between them. A text
    that a spreadsheet would take for a formula gets an apostrophe in front.
    """
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(COLUMNS)
    for each in given:
        names = [_no_formula(text) for text in (each.student, each.assignment)]
        place = [each.lesson or "", _no_formula(each.question), _no_formula(each.part)]
        points = [round(float(each.points), 6), round(float(each.max_points), 6)]
        writer.writerow([*names, *place, each.outcome.value, *points, " ".join(each.beliefs)])
    return buffer.getvalue()


def _no_formula(text: str) -> str:
    text = one_line(text)
    return f"'{text}" if text[:1] in {"=", "+", "-", "@"} else text

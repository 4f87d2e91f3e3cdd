"""What a class did: read from the graded notebooks and the gradebook, as plain data."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any
from xml.etree import ElementTree

from autograder.cards import as_text, number
from autograder.errors import UsageError
from autograder.misconceptions import CATALOGUE
from autograder.verdict import Outcome, Verdict


@dataclass(frozen=True, kw_only=True)
class GradeCell:
    """A graded cell that is no question of the bank: a classic test, or a text of another course.

    Attributes
    ----------
    notebook, grade_id : str
    score, max_score : float
        From the gradebook.
    waits : bool
        Whether a person still has to grade it.
    """

    notebook: str
    grade_id: str
    score: float
    max_score: float
    waits: bool

    @property
    def outcome(self) -> Outcome:
        """The score in words.

        Examples
        --------
        >>> GradeCell(notebook="n", grade_id="a", score=1, max_score=2, waits=False).outcome.value
        'partly'
        """
        if self.waits:
            return Outcome.NOT_GRADED
        if self.score >= self.max_score:
            return Outcome.CORRECT
        return Outcome.PARTLY if self.score > 0 else Outcome.INCORRECT


@dataclass(frozen=True, kw_only=True)
class TextCell(GradeCell):
    """A text of the bank, which a person grades; ``blank`` where it was left as handed out."""

    blank: bool = False

    @property
    def outcome(self) -> Outcome:
        """The score in words."""
        return Outcome.NOT_ANSWERED if self.blank else super().outcome


@dataclass(frozen=True, kw_only=True)
class Row:
    """One submission in a report.

    Attributes
    ----------
    score : float or None
        From the gradebook where there is one (with what a person gave); None: not graded.
    waits : bool
        Whether a person still has to grade part of it.
    verdicts : tuple of Verdict
        Of the questions of the bank.
    cells : tuple of GradeCell
        All other cells with points.
    texts : tuple of TextCell
        For the report on a class; in no other output.
    given : mapping of a question's id to the answer that was given, decoded
        As above.
    reason : str
        Why it was not graded.
    mode : str
        How much learners are told before they hand in (``modes.Mode``).
    """

    student: str
    assignment: str
    score: float | None
    max_score: float
    waits: bool = False
    verdicts: tuple[Verdict, ...] = ()
    cells: tuple[GradeCell, ...] = ()
    texts: tuple[TextCell, ...] = ()
    given: Mapping[str, Any] = field(default_factory=dict, compare=False, repr=False)
    repairs: tuple[str, ...] = ()
    faults: tuple[str, ...] = ()
    reason: str = ""
    mode: str = "practice"

    @property
    def hides_score(self) -> bool:
        """Whether a learner is not to know it yet: an answer was recorded, and no more."""
        return any(verdict.outcome is Outcome.RECORDED for verdict in self.verdicts)

    @classmethod
    def not_graded(cls, student: str, assignment: str, reason: str) -> Row:
        """The row of a submission that has no score, and why."""
        return cls(student=student, assignment=assignment, score=None, max_score=0.0, reason=reason)

    def as_dict(self) -> dict[str, Any]:
        """Plain data for JSON."""
        return {
            "student": self.student,
            "assignment": self.assignment,
            "mode": self.mode,
            "score": None if self.hides_score else self.score,
            "max_score": self.max_score,
            "waits_for_a_person": self.waits,
            "not_graded_because": self.reason,
            "repairs": list(self.repairs),
            "faults": list(self.faults),
            "questions": [verdict.as_dict() for verdict in self.verdicts],
            "cells": [asdict(cell) for cell in self.cells],
        }


@dataclass(frozen=True, kw_only=True)
class BeliefCount:
    """How often a belief was found, in which questions and with whom."""

    id: str
    name: str
    times: int
    questions: tuple[str, ...]
    students: tuple[str, ...]


def beliefs_in(rows: Iterable[Row]) -> list[BeliefCount]:
    """Count the beliefs that were found, the most frequent first."""
    met: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for row in rows:
        for verdict in row.verdicts:
            for belief in verdict.found:
                met[belief].append((verdict.question, row.student))
    counts = [
        BeliefCount(
            id=belief,
            name=CATALOGUE[belief].name,
            times=len(places),
            questions=tuple(sorted({question for question, _ in places})),
            students=tuple(sorted({student for _, student in places})),
        )
        for belief, places in met.items()
    ]
    return sorted(counts, key=lambda count: (-count.times, count.id))


def unexplained_in(rows: Iterable[Row]) -> list[tuple[str, str, str]]:
    """Wrong answers that no belief explains: (question, student, what was observed)."""
    return [
        (leaf.question, row.student, leaf.observed)
        for row in rows
        for verdict in row.verdicts
        for leaf in verdict.leaves
        if leaf.outcome in {Outcome.INCORRECT, Outcome.PARTLY} and not leaf.beliefs
    ]


def as_junit(rows: Iterable[Row]) -> str:
    """The rows as JUnit XML: a suite for each submission, a case for each graded cell."""
    root = ElementTree.Element("testsuites", name="autograder")
    for row in rows:
        tests = str(len(row.verdicts) + len(row.cells))
        name = f"{row.assignment}:{row.student}"
        suite = ElementTree.SubElement(root, "testsuite", name=name, tests=tests)
        if row.score is None:
            case = ElementTree.SubElement(suite, "testcase", name=row.assignment)
            ElementTree.SubElement(case, "error", message=row.reason)
        for verdict in row.verdicts:
            _junit_case(suite, row.assignment, verdict)
        for cell in row.cells:
            _junit_cell(suite, row.assignment, cell)
        failures = sum(case.find("failure") is not None for case in suite.iter("testcase"))
        suite.set("failures", str(failures))
    ElementTree.indent(root)
    return ElementTree.tostring(root, encoding="unicode", xml_declaration=True)


def as_gradescope(rows: Sequence[Row]) -> dict[str, Any]:
    """One submission as the ``results.json`` that Gradescope's container is to leave behind.

    What a person grades is no test: it has its own question there. Where the mode is not practice
    learners see nothing before the grades are published, or a new submission would be a try.
    Format: https://gradescope-autograders.readthedocs.io/en/latest/specs/

    Raises
    ------
    UsageError
        If there is not exactly one submission.

    Examples
    --------
    >>> as_gradescope([Row.not_graded("ada", "05_f1", "The file is empty.")])
    {'score': 0.0, 'output': 'Not graded: The file is empty.', 'tests': []}
    """
    if len(rows) != 1:
        raise UsageError(
            f"Gradescope's results are about one submission, and there are {len(rows)}. Put the "
            "one that its container got at submitted/STUDENT/ASSIGNMENT/."
        )
    (row,) = rows
    if row.score is None:
        return {"score": 0.0, "output": f"Not graded: {row.reason}", "tests": []}
    tests = [
        _gradescope_test(verdict.question, verdict.points, verdict.max_points, as_text(verdict))
        for verdict in row.verdicts
    ]
    tests += [
        _gradescope_test(cell.grade_id, cell.score, cell.max_score, "")
        for cell in row.cells
        if not cell.waits
    ]
    made = {"output": "\n".join([*row.repairs, *row.faults]), "tests": tests}
    return made if row.mode == "practice" else {"visibility": "after_published", **made}


def _gradescope_test(name: str, score: float, max_score: float, output: str) -> dict[str, Any]:
    return {"name": name, "score": score, "max_score": max_score, "output": output}


def _junit_case(suite: ElementTree.Element, assignment: str, verdict: Verdict) -> None:
    case = ElementTree.SubElement(suite, "testcase", classname=assignment, name=verdict.question)
    if verdict.outcome is Outcome.NOT_GRADED:
        ElementTree.SubElement(case, "skipped", message=verdict.observed)
    elif verdict.outcome not in {Outcome.CORRECT, Outcome.RECORDED}:
        failure = ElementTree.SubElement(case, "failure", message=verdict.outcome.value)
        failure.text = as_text(verdict)


def _junit_cell(suite: ElementTree.Element, assignment: str, cell: GradeCell) -> None:
    place = f"{assignment}.{cell.notebook}"
    case = ElementTree.SubElement(suite, "testcase", classname=place, name=cell.grade_id)
    if cell.waits:
        ElementTree.SubElement(case, "skipped", message="A person still grades it.")
    elif cell.outcome is not Outcome.CORRECT:
        points = f"{number(cell.score)} of {number(cell.max_score)} points"
        ElementTree.SubElement(case, "failure", message=points)

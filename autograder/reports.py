"""What a class did: read from the graded notebooks and the gradebook, as plain data."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from xml.etree import ElementTree

from autograder.cards import as_text
from autograder.misconceptions import CATALOGUE
from autograder.verdict import Outcome, Verdict


@dataclass(frozen=True, kw_only=True)
class Row:
    """One submission in a report.

    Attributes
    ----------
    score : float or None
        From the gradebook where there is one (with what a person gave); None: not graded.
    waits : bool
        Whether a person still has to grade part of it.
    reason : str
        Why it was not graded.
    """

    student: str
    assignment: str
    score: float | None
    max_score: float
    waits: bool = False
    verdicts: tuple[Verdict, ...] = ()
    repairs: tuple[str, ...] = ()
    faults: tuple[str, ...] = ()
    reason: str = ""

    @classmethod
    def not_graded(cls, student: str, assignment: str, reason: str) -> Row:
        """The row of a submission that has no score, and why."""
        return cls(student=student, assignment=assignment, score=None, max_score=0.0, reason=reason)

    def as_dict(self) -> dict[str, Any]:
        """Plain data for JSON."""
        return {
            "student": self.student,
            "assignment": self.assignment,
            "score": self.score,
            "max_score": self.max_score,
            "waits_for_a_person": self.waits,
            "not_graded_because": self.reason,
            "repairs": list(self.repairs),
            "faults": list(self.faults),
            "questions": [verdict.as_dict() for verdict in self.verdicts],
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
    """The rows as JUnit XML: a suite for each submission, a case for each question."""
    root = ElementTree.Element("testsuites", name="autograder")
    for row in rows:
        suite = ElementTree.SubElement(
            root, "testsuite", name=f"{row.assignment}:{row.student}", tests=str(len(row.verdicts))
        )
        if row.score is None:
            case = ElementTree.SubElement(suite, "testcase", name=row.assignment)
            ElementTree.SubElement(case, "error", message=row.reason)
        for verdict in row.verdicts:
            _junit_case(suite, row.assignment, verdict)
        failures = sum(case.find("failure") is not None for case in suite.iter("testcase"))
        suite.set("failures", str(failures))
    ElementTree.indent(root)
    return ElementTree.tostring(root, encoding="unicode", xml_declaration=True)


def _junit_case(suite: ElementTree.Element, assignment: str, verdict: Verdict) -> None:
    case = ElementTree.SubElement(suite, "testcase", classname=assignment, name=verdict.question)
    if verdict.outcome is Outcome.NOT_GRADED:
        ElementTree.SubElement(case, "skipped", message=verdict.observed)
    elif verdict.outcome is not Outcome.CORRECT:
        failure = ElementTree.SubElement(case, "failure", message=verdict.outcome.value)
        failure.text = as_text(verdict)

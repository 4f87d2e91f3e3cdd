"""Read what was graded: marks the notebooks again, and takes the scores from the gradebook."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from nbformat.notebooknode import NotebookNode
from nbgrader.api import (
    Assignment,
    BaseCell,
    Grade,
    Notebook,
    SubmittedAssignment,
    SubmittedNotebook,
)

from autograder.errors import SubmissionError
from autograder.execution.reading import read_notebook
from autograder.execution.restore import nbgrader_of
from autograder.gradebook.course import Course
from autograder.gradebook.plugin import META
from autograder.gradebook.secret import course_secret
from autograder.grading import mark
from autograder.questions import BANK
from autograder.reports import GradeCell, Row
from autograder.verdict import Verdict


def read_class(course: Course, assignments: Iterable[str]) -> list[Row]:
    """One row for each submission that was handed in, sorted by assignment and student."""
    return [
        _row(course, assignment, student, grades.get(student))
        for assignment in assignments
        for grades in [_grades(course, assignment)]
        for student in course.students(assignment)
    ]


@dataclass(frozen=True, kw_only=True)
class _Grade:
    """What the gradebook holds of a submission."""

    score: float
    max_score: float
    waits: bool
    cells: tuple[GradeCell, ...]


def _grades(course: Course, assignment: str) -> dict[str, _Grade]:
    """All grades of an assignment, by student."""
    with course.gradebook() as gradebook:
        if assignment not in {each.name for each in gradebook.assignments}:
            return {}
        cells = _cells(gradebook, assignment)
        return {
            submission.student_id: _Grade(
                score=float(submission.score),
                max_score=float(submission.max_score),
                waits=bool(submission.needs_manual_grade),
                cells=tuple(cells[submission.student_id]),
            )
            for submission in gradebook.assignment_submissions(assignment)
        }


def _cells(gradebook: Any, assignment: str) -> dict[str, list[GradeCell]]:
    """The graded cells that are not in the bank, by student, in one query."""
    columns = (Grade.score, Grade.max_score, Grade.needs_manual_grade)
    rows = (
        gradebook.db.query(SubmittedAssignment.student_id, Notebook.name, BaseCell.name, *columns)
        .select_from(Grade)
        .join(SubmittedNotebook, Grade.notebook_id == SubmittedNotebook.id)
        .join(SubmittedAssignment, SubmittedNotebook.assignment_id == SubmittedAssignment.id)
        .join(Assignment, SubmittedAssignment.assignment_id == Assignment.id)
        .join(Notebook, SubmittedNotebook.notebook_id == Notebook.id)
        .join(BaseCell, Grade.cell_id == BaseCell.id)
        .filter(Assignment.name == assignment, BaseCell.name.notin_(BANK))
        .order_by(Notebook.name, BaseCell.name)
    )
    found: dict[str, list[GradeCell]] = defaultdict(list)
    for student, notebook, grade_id, score, max_score, waits in rows:
        cell = GradeCell(
            notebook=notebook,
            grade_id=grade_id,
            score=float(score),
            max_score=float(max_score),
            waits=bool(waits),
        )
        found[student].append(cell)
    return found


def _row(course: Course, assignment: str, student: str, grade: _Grade | None) -> Row:
    try:
        graded = _graded(course, assignment, student)
    except SubmissionError as error:
        return Row.not_graded(student, assignment, str(error))
    if not graded or grade is None:
        return Row.not_graded(student, assignment, _why_not(course, assignment, student))
    secret = course_secret(course.root)
    verdicts: list[Verdict] = [v for notebook in graded.values() for v in mark(notebook, secret)]
    notes = [notebook.metadata.get(META, {}) for notebook in graded.values()]
    faults = [text for note in notes for text in note.get("faults", [])]
    return Row(
        student=student,
        assignment=assignment,
        score=grade.score,
        max_score=grade.max_score,
        waits=grade.waits,
        verdicts=tuple(verdicts),
        cells=_in_order(grade.cells, graded),
        repairs=tuple(text for note in notes for text in note.get("repairs", [])),
        faults=(*faults, *_missing(course, assignment, student)),
    )


def _in_order(
    cells: tuple[GradeCell, ...], graded: dict[str, NotebookNode]
) -> tuple[GradeCell, ...]:
    """The cells as they stand in their notebooks."""
    places = {
        (name, nbgrader_of(cell).get("grade_id")): number
        for name, notebook in graded.items()
        for number, cell in enumerate(notebook.cells)
    }
    return tuple(sorted(cells, key=lambda c: (c.notebook, places.get((c.notebook, c.grade_id), 0))))


def _missing(course: Course, assignment: str, student: str) -> list[str]:
    """A sentence for each notebook that was not handed in: its cells have no points."""
    folder = course.folder("submitted", student, assignment)
    names = [path.name for path in course.released(assignment)]
    return [f"{name} was not handed in." for name in names if not (folder / name).exists()]


def _graded(course: Course, assignment: str, student: str) -> dict[str, NotebookNode]:
    """The graded notebooks by name; other files in that folder may be the submission's doing."""
    folder = course.folder("autograded", student, assignment)
    paths = [folder / path.name for path in course.released(assignment)]
    return {path.stem: read_notebook(path) for path in paths if path.exists()}


def _why_not(course: Course, assignment: str, student: str) -> str:
    """Read the submission once more, to say what is wrong with it."""
    try:
        course.require_readable(assignment, student)
    except SubmissionError as error:
        return str(error)
    return f"not graded yet: run `autograder grade {assignment}`"

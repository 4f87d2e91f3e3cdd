"""Read what was graded: marks the notebooks again, and takes the scores from the gradebook."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from nbformat import NotebookNode
from nbgrader.api import (
    Assignment,
    BaseCell,
    Grade,
    Notebook,
    SubmittedAssignment,
    SubmittedNotebook,
)

from autograder.errors import SubmissionError
from autograder.execution.restore import nbgrader_of
from autograder.gradebook.course import Course
from autograder.gradebook.marking import Judged, graded_files, read_graded
from autograder.gradebook.plugin import META
from autograder.gradebook.secret import course_secret
from autograder.gradebook.variants import seeds_of
from autograder.modes import settings_of
from autograder.questions import BANK
from autograder.reports import GradeCell, Row, TextCell

_CHECKED = frozenset(question.id for question in BANK.values() if question.parts)
_TEXTS = BANK.keys() - _CHECKED


def read_class(course: Course, assignments: Iterable[str]) -> list[Row]:
    """One row for each submission that was handed in, sorted by assignment and student."""
    judged = Judged(course_secret(course.root))
    return [
        replace(_row(course, assignment, student, grades.get(student), judged), mode=mode)
        for assignment in assignments
        for grades in [_grades(course, assignment)]
        for mode in [settings_of(course.folder("release", ".", assignment)).mode]
        for student in course.students(assignment)
    ]


@dataclass(kw_only=True)
class _Grade:
    """What the gradebook holds of a submission; ``cells`` are those that are not in the bank."""

    score: float = 0.0
    max_score: float = 0.0
    waits: bool = False
    cells: list[GradeCell] = field(default_factory=list)
    texts: list[TextCell] = field(default_factory=list)


def _grades(course: Course, assignment: str) -> dict[str, _Grade]:
    """All grades of an assignment, by student, in two queries."""
    found: dict[str, _Grade] = {}
    with course.gradebook() as gradebook:
        handed_in = gradebook.db.query(SubmittedAssignment.student_id).join(Assignment)
        for (student,) in handed_in.filter(Assignment.name == assignment):
            found[student] = _Grade()
        for student, cell in _cells(gradebook, assignment):
            grade = found[student]
            grade.score += cell.score
            grade.max_score += cell.max_score
            grade.waits = grade.waits or cell.waits
            if isinstance(cell, TextCell):
                grade.texts.append(cell)
            elif cell.grade_id not in _CHECKED:
                grade.cells.append(cell)
    return found


def _cells(gradebook: Any, assignment: str) -> Iterator[tuple[str, GradeCell]]:
    """All graded cells of an assignment with their students."""
    columns = (Grade.score, Grade.max_score, Grade.needs_manual_grade, Grade.manual_score)
    rows = (
        gradebook.db.query(SubmittedAssignment.student_id, Notebook.name, BaseCell.name, *columns)
        .select_from(Grade)
        .join(SubmittedNotebook, Grade.notebook_id == SubmittedNotebook.id)
        .join(SubmittedAssignment, SubmittedNotebook.assignment_id == SubmittedAssignment.id)
        .join(Assignment, SubmittedAssignment.assignment_id == Assignment.id)
        .join(Notebook, SubmittedNotebook.notebook_id == Notebook.id)
        .join(BaseCell, Grade.cell_id == BaseCell.id)
        .filter(Assignment.name == assignment)
        .order_by(Notebook.name, BaseCell.name)
    )
    for student, notebook, grade_id, score, max_score, waits, by_hand in rows:
        cell = GradeCell(
            notebook=notebook,
            grade_id=grade_id,
            score=float(score),
            max_score=float(max_score),
            waits=bool(waits),
        )
        if grade_id in _TEXTS:  # nbgrader itself gives 0 to a text that was left as handed out
            yield student, TextCell(**vars(cell), blank=by_hand is None and not waits)
        else:
            yield student, cell


def _row(
    course: Course, assignment: str, student: str, grade: _Grade | None, judged: Judged
) -> Row:
    try:
        paths = graded_files(course, assignment, student)
        graded = {path.stem: read_graded(path) for path in paths}
    except SubmissionError as error:
        return Row.not_graded(student, assignment, str(error))
    if not graded or grade is None:
        return Row.not_graded(student, assignment, _why_not(course, assignment, student))
    seeds = seeds_of(course.dir, assignment, student)
    pairs = [
        pair
        for notebook in graded.values()
        for pair in judged.records(notebook, judged.whose(notebook, seeds))
    ]
    notes = [notebook.metadata.get(META, {}) for notebook in graded.values()]
    faults = [text for note in notes for text in note.get("faults", [])]
    return Row(
        student=student,
        assignment=assignment,
        score=round(grade.score, 9),
        max_score=round(grade.max_score, 9),
        waits=grade.waits,
        verdicts=tuple(verdict for _, verdict in pairs),
        cells=_in_order(grade.cells, graded),
        texts=tuple(grade.texts),
        given={record.question: record.answer for record, _ in pairs},
        repairs=tuple(text for note in notes for text in note.get("repairs", [])),
        faults=(*faults, *_missing(course, assignment, student)),
    )


def _in_order(cells: list[GradeCell], graded: dict[str, NotebookNode]) -> tuple[GradeCell, ...]:
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


def _why_not(course: Course, assignment: str, student: str) -> str:
    """Read the submission once more, to say what is wrong with it."""
    try:
        course.require_readable(assignment, student)
    except SubmissionError as error:
        return str(error)
    return f"not graded yet: run `autograder grade {assignment}`"

"""Read what was graded: marks the notebooks again, and takes the scores from the gradebook."""

from __future__ import annotations

from collections.abc import Iterable

from nbformat.notebooknode import NotebookNode

from autograder.errors import SubmissionError
from autograder.execution.reading import read_notebook
from autograder.gradebook.course import Course
from autograder.gradebook.plugin import META
from autograder.gradebook.secret import course_secret
from autograder.grading import mark
from autograder.reports import Row
from autograder.verdict import Verdict


def read_class(course: Course, assignments: Iterable[str]) -> list[Row]:
    """One row for each submission that was handed in, sorted by assignment and student."""
    return [
        _row(course, assignment, student, scores.get(student))
        for assignment in assignments
        for scores in [_scores(course, assignment)]
        for student in course.students(assignment)
    ]


def _scores(course: Course, assignment: str) -> dict[str, tuple[float, float, bool]]:
    """Score, points to reach, and whether a person has to look, by student."""
    with course.gradebook() as gradebook:
        if assignment not in {each.name for each in gradebook.assignments}:
            return {}
        return {
            submission.student_id: (
                float(submission.score),
                float(submission.max_score),
                bool(submission.needs_manual_grade),
            )
            for submission in gradebook.assignment_submissions(assignment)
        }


def _row(
    course: Course, assignment: str, student: str, score: tuple[float, float, bool] | None
) -> Row:
    try:
        graded = _graded(course, assignment, student)
    except SubmissionError as error:
        return Row.not_graded(student, assignment, str(error))
    if not graded or score is None:
        return Row.not_graded(student, assignment, _why_not(course, assignment, student))
    secret = course_secret(course.root)
    verdicts: list[Verdict] = [v for notebook in graded for v in mark(notebook, secret)]
    notes = [notebook.metadata.get(META, {}) for notebook in graded]
    return Row(
        student=student,
        assignment=assignment,
        score=score[0],
        max_score=score[1],
        waits=score[2],
        verdicts=tuple(verdicts),
        repairs=tuple(text for note in notes for text in note.get("repairs", [])),
        faults=tuple(text for note in notes for text in note.get("faults", [])),
    )


def _graded(course: Course, assignment: str, student: str) -> list[NotebookNode]:
    """The graded notebooks; other files in that folder may be the submission's own doing."""
    folder = course.folder("autograded", student, assignment)
    names = [path.name for path in course.released(assignment)]
    return [read_notebook(folder / name) for name in names if (folder / name).exists()]


def _why_not(course: Course, assignment: str, student: str) -> str:
    """Read the submission once more, to say what is wrong with it."""
    try:
        course.readable(assignment, student)
    except SubmissionError as error:
        return str(error)
    return f"not graded yet: run `autograder grade {assignment}`"

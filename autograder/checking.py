"""Check one notebook on its own: what grading would say of it, without a gradebook."""

from __future__ import annotations

from pathlib import Path

from autograder import workspace
from autograder.errors import SubmissionError
from autograder.execution.containment import Level
from autograder.execution.levels import open_kernels
from autograder.execution.reading import read_notebook
from autograder.grading import assignment_of, grade_notebook
from autograder.questions import ASSIGNMENTS
from autograder.reports import Row


def check_file(path: Path) -> Row:
    """Restore, run and judge a notebook; a file that cannot be used becomes a row that says why.

    It runs in its own folder, as in Jupyter, so that files beside it are there.

    The points to reach are those of all questions; what a person grades counts as waiting.
    """
    try:
        submitted = read_notebook(path)
        assignment = assignment_of(submitted)
        released = workspace.home() / "exercises" / assignment / f"{assignment}.ipynb"
        with open_kernels(Level.TRUST, cwd=path.resolve().parent) as kernels:
            graded = grade_notebook(submitted, read_notebook(released), kernels=kernels)
    except SubmissionError as error:
        return Row.not_graded(path.name, "", str(error))
    questions = ASSIGNMENTS[assignment]
    return Row(
        student=path.name,
        assignment=assignment,
        score=graded.points,
        max_score=sum(question.points for question in questions),
        waits=any(question.is_text for question in questions),
        verdicts=graded.verdicts,
        repairs=graded.repairs,
        faults=graded.faults,
    )

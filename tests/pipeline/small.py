"""A small assignment of every kind of cell, a class that hands it in, and what was graded."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import nbformat

from autograder.gradebook.course import Course
from tests.parity.course import (
    answer,
    autograder_tests,
    given,
    grade_id_of,
    hidden,
    manual_text,
    notebook,
)

NAME = "small"
RIGHT_FUNCTION = """def precision_recall_f1(tp, fp, fn, zero_division):
    precision = tp / (tp + fp) if tp + fp else zero_division
    recall = tp / (tp + fn) if tp + fn else zero_division
    f1 = 2 * tp / (2 * tp + fp + fn) if tp + fp + fn else zero_division
    return precision, recall, f1"""
RIGHT = {
    "f1-recall-answer": "recall = 0.8",
    "f1-precision-answer": "precision = 0.8889",
    "f1-averages-answer": "averages = {'macro': 0.541063, 'micro': 0.92, 'weighted': 0.907536}",
    "f1-function-answer": RIGHT_FUNCTION,
    "total": "total = 200",
}
PRECISION_FOR_RECALL = RIGHT | {"f1-recall-answer": "recall = 80 / 90"}
NEARLY = RIGHT | {"f1-precision-answer": "precision = 0.886"}
ONE_AVERAGE = RIGHT | {
    "f1-averages-answer": "averages = {'macro': 0.541063, 'micro': 0.1, 'weighted': 0.1}"
}
UNDEFINED_AS_ZERO = RIGHT | {
    "f1-function-answer": RIGHT_FUNCTION.replace("else zero_division", "else 0.0")
}
RAISES = RIGHT | {"total": "total = 1 / 0", "f1-recall-answer": "recall = nothing"}
WORDS = RIGHT | {"words": "It depends on what a mistake costs."}
KERNEL_DIES = RIGHT | {"f1-precision-answer": "import os\nos._exit(1)"}

Answers = Mapping[str, str]


def release(root: Path) -> Course:
    """Make a course directory in which the assignment is released, three checks and a function."""
    made = notebook(
        given("setup", "from autograder import check"),
        answer("f1-recall-answer", RIGHT["f1-recall-answer"]),
        autograder_tests("f1-recall", 1, 'check("f1-recall", recall)'),
        answer("f1-precision-answer", RIGHT["f1-precision-answer"]),
        autograder_tests("f1-precision", 1, 'check("f1-precision", precision)'),
        answer("f1-averages-answer", RIGHT["f1-averages-answer"]),
        autograder_tests("f1-averages", 1.5, 'check("f1-averages", averages)'),
        answer("f1-function-answer", RIGHT_FUNCTION),
        autograder_tests("f1-function", 3, 'check("f1-function", precision_recall_f1)'),
        answer("total", RIGHT["total"]),
        autograder_tests("total-test", 1, f"assert total > 0\n{hidden('assert total == 200')}"),
        manual_text("words", 1, "Write here."),
    )
    for number, cell in enumerate(made.cells):
        cell["id"] = f"cell-{number}"
    folder = root / "solutions" / NAME
    folder.mkdir(parents=True)
    nbformat.write(made, folder / f"{NAME}.ipynb")
    course = Course(root)
    course.release(NAME)
    return course


def copy_of(root: Path, target: Path) -> Course:
    """The same course elsewhere, with all that was handed in and graded."""
    shutil.copytree(root, target)
    return Course(target)


def hand_in(course: Course, answers: Answers, *students: str, first_line: str = "") -> None:
    """Let students hand in the same answers; ``first_line`` is code that they run first."""
    made = nbformat.read(released(course), as_version=4)
    for cell in made.cells:
        cell.source = answers.get(grade_id_of(cell), cell.source)
    if first_line:
        made.cells.insert(1, nbformat.v4.new_code_cell(first_line, id="first"))
    for student in students:
        folder = course.folder("submitted", student, NAME)
        folder.mkdir(parents=True, exist_ok=True)
        nbformat.write(made, folder / f"{NAME}.ipynb")


def hand_in_class(course: Course, students: Iterable[str]) -> None:
    """Let students hand in, in turn, what is right, what is wrong, and what goes wrong."""
    kinds = (RIGHT, PRECISION_FOR_RECALL, UNDEFINED_AS_ZERO, RAISES, WORDS)
    for number, student in enumerate(students):
        hand_in(course, kinds[number % len(kinds)], student, first_line=f"seed = {number}")


def released(course: Course) -> Path:
    """The notebook as it is handed out."""
    return course.folder("release", ".", NAME) / f"{NAME}.ipynb"


def submitted(course: Course, student: str) -> Path:
    """The notebook that a student handed in."""
    return course.folder("submitted", student, NAME) / f"{NAME}.ipynb"


def graded(course: Course, student: str) -> Path:
    """The notebook as it was graded."""
    return course.folder("autograded", student, NAME) / f"{NAME}.ipynb"


def page(course: Course, student: str) -> Path:
    """The feedback page."""
    return course.folder("feedback", student, NAME) / f"{NAME}.html"


def entries(course: Course) -> dict[str, Any]:
    """All that the gradebook holds of each submission: scores, comments, and who has to look."""
    found: dict[str, Any] = {}
    with course.gradebook() as gradebook:
        for submission in gradebook.assignment_submissions(NAME):
            (part,) = submission.notebooks
            scores = {
                g.name: (g.auto_score, g.manual_score, g.needs_manual_grade, g.failed_tests)
                for g in part.grades
            }
            comments = {c.name: (c.auto_comment, c.manual_comment) for c in part.comments}
            found[submission.student.id] = {"scores": scores, "comments": comments}
    return found


def score(course: Course, student: str, question: str) -> float | None:
    """The automatic score of one cell."""
    scored: float | None = entries(course)[student]["scores"][question][0]
    return scored


def comment(course: Course, student: str, question: str) -> str:
    """The comment on the answer to a question."""
    return str(entries(course)[student]["comments"][f"{question}-answer"][0])

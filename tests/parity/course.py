"""Make a course directory of nbgrader's own kind: cells, notebooks, and who hands in what.

Nothing here knows our bank: cells are made with nbformat and nbgrader's metadata alone, and
released by nbgrader alone (``stock.py``).
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import nbformat
from nbformat.notebooknode import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

CONFIG = """c = get_config()
c.CourseDirectory.course_id = "algebra"
c.CourseDirectory.source_directory = "source"
c.CourseDirectory.release_directory = "release"
"""
PYTHON = {"name": "python3", "display_name": "Python 3", "language": "python"}
SOLUTION = "### BEGIN SOLUTION\n{}\n### END SOLUTION"

Notebooks = Mapping[str, NotebookNode]
Change = Callable[[dict[str, NotebookNode]], object]


@dataclass(frozen=True, kw_only=True)
class Submission:
    """What one learner hands in, and the automatic score that it is worth.

    Attributes
    ----------
    says : str
        In words, for the test's name.
    answers : dict of str to str
        Sources of cells, by grade id. Other cells stay as released.
    solved : bool
        The instructor's answers are taken where ``answers`` says nothing.
    change : callable
        Gets the notebooks by name, to change or drop them, before they are handed in.
    files : dict of str to (str or None)
        Written beside the notebooks; None: a released file that is not handed in.
    """

    student: str
    says: str
    worth: float
    answers: Mapping[str, str] = field(default_factory=dict, repr=False)
    solved: bool = False
    change: Change = field(default=lambda notebooks: None, repr=False)
    files: Mapping[str, str | None] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, kw_only=True)
class Assignment:
    """An instructor's notebooks and the files beside them, and the submissions of a class."""

    name: str
    notebooks: Notebooks = field(repr=False)
    submissions: tuple[Submission, ...] = field(repr=False)
    files: Mapping[str, str] = field(default_factory=dict, repr=False)


# Cells -----------------------------------------------------------------------------------


def _marked(
    cell: NotebookNode,
    grade_id: str,
    *,
    points: float | None = None,
    grade: bool = False,
    solution: bool = False,
    locked: bool = False,
    task: bool = False,
) -> NotebookNode:
    cell.metadata["nbgrader"] = {
        "schema_version": 3,
        "grade_id": grade_id,
        "grade": grade,
        "solution": solution,
        "locked": locked,
        "task": task,
    }
    if points is not None:
        cell.metadata["nbgrader"]["points"] = points
    return cell


def text(source: str) -> NotebookNode:
    """An ordinary text cell."""
    return new_markdown_cell(source)


def code(source: str) -> NotebookNode:
    """An ordinary code cell."""
    return new_code_cell(source)


def given(grade_id: str, source: str) -> NotebookNode:
    """A read-only code cell."""
    return _marked(new_code_cell(source), grade_id, locked=True)


def answer(grade_id: str, solution: str) -> NotebookNode:
    """An autograded answer, with the instructor's solution in it."""
    return _marked(new_code_cell(SOLUTION.format(solution)), grade_id, solution=True)


def autograder_tests(grade_id: str, points: float, source: str) -> NotebookNode:
    """A locked code cell whose run decides about points."""
    cell = new_code_cell(source)
    return _marked(cell, grade_id, points=points, grade=True, locked=True)


def manual_code(grade_id: str, points: float, solution: str) -> NotebookNode:
    """Code that a person grades."""
    cell = new_code_cell(SOLUTION.format(solution))
    return _marked(cell, grade_id, points=points, grade=True, solution=True)


def manual_text(grade_id: str, points: float, solution: str) -> NotebookNode:
    """A text that a person grades."""
    cell = new_markdown_cell(solution)
    return _marked(cell, grade_id, points=points, grade=True, solution=True)


def manual_task(grade_id: str, points: float, source: str) -> NotebookNode:
    """A locked text that sets a task: learners answer in cells of their own."""
    return _marked(new_markdown_cell(source), grade_id, points=points, locked=True, task=True)


def hidden(source: str) -> str:
    """Tests that learners do not get to see."""
    return f"### BEGIN HIDDEN TESTS\n{source}\n### END HIDDEN TESTS"


def notebook(*cells: NotebookNode, kernel: Mapping[str, str] | None = None) -> NotebookNode:
    """A notebook of the given cells."""
    made = new_notebook(cells=list(cells))
    made.metadata["kernelspec"] = dict(kernel or PYTHON)
    made.metadata["language_info"] = {"name": "python"}
    return made


# What learners' programs make of a notebook -----------------------------------------------


def grade_id_of(cell: NotebookNode) -> str:
    """The cell's grade id; empty for an ordinary cell."""
    return str(cell.metadata.get("nbgrader", {}).get("grade_id", ""))


def without_cell_ids(made: NotebookNode) -> NotebookNode:
    """As Jupyter wrote notebooks before format 4.5."""
    made = copy.deepcopy(made)
    made.nbformat_minor = 4
    for cell in made.cells:
        del cell["id"]
    return made


def as_colab_saves_it(made: NotebookNode) -> NotebookNode:
    """As Colab writes notebooks: format 4.0, ids in the metadata, a kernel without language."""
    made = copy.deepcopy(made)
    made.nbformat_minor = 0
    made.metadata["colab"] = {"provenance": []}
    made.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3"}
    for number, cell in enumerate(made.cells):
        cell.pop("id", None)
        cell.metadata["id"] = f"cell{number}"
    return made


# The course directory --------------------------------------------------------------------


def write_course(root: Path, assignments: tuple[Assignment, ...]) -> None:
    """Write the configuration, and what the instructor made of each assignment."""
    root.mkdir(parents=True, exist_ok=True)
    (root / "nbgrader_config.py").write_text(CONFIG, encoding="utf-8")
    for assignment in assignments:
        folder = root / "source" / assignment.name
        _write(folder, assignment.notebooks, assignment.files)


def hand_in(root: Path, assignment: Assignment, submission: Submission) -> None:
    """Fill in the released notebooks as a learner does, and hand them in."""
    released = root / "release" / assignment.name
    notebooks = {
        name: _filled(nbformat.read(released / f"{name}.ipynb", as_version=4), made, submission)
        for name, made in assignment.notebooks.items()
    }
    submission.change(notebooks)
    files = {**assignment.files, **submission.files}
    folder = root / "submitted" / submission.student / assignment.name
    _write(folder, notebooks, {name: text for name, text in files.items() if text is not None})


def _filled(
    released: NotebookNode, instructors: NotebookNode, submission: Submission
) -> NotebookNode:
    solutions = {
        grade_id_of(cell): cell.source
        for cell in instructors.cells
        if submission.solved and cell.metadata.get("nbgrader", {}).get("solution")
    }
    sources = {**solutions, **submission.answers}
    for cell in released.cells:
        cell.source = sources.get(grade_id_of(cell), cell.source)
    return released


def _write(folder: Path, notebooks: Notebooks, files: Mapping[str, str]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, made in notebooks.items():
        nbformat.write(made, folder / f"{name}.ipynb")
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")

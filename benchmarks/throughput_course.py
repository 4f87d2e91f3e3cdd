"""The course whose grading is measured: one assignment, and as many submissions as wanted.

Two kinds: ``training`` imports TensorFlow, calls an Embedding once and fits a small model for three
epochs; ``light`` needs NumPy alone. Both ask ten questions of the bank that are values.
"""

from __future__ import annotations

import json
import re
import shutil
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
from nbformat.notebooknode import NotebookNode
from nbformat.v4 import new_code_cell, new_notebook
from nbgrader.api import (
    Comment,
    Grade,
    Gradebook,
    Student,
    SubmittedAssignment,
    SubmittedNotebook,
)

from autograder.classroom import solution_of, wrong_value
from autograder.execution.restore import nbgrader_of
from autograder.gradebook.course import Course
from autograder.questions import BANK

REPOSITORY = Path(__file__).resolve().parent.parent
ASSIGNMENT = "bench"
NOTEBOOK = f"{ASSIGNMENT}.ipynb"
QUESTIONS = {
    "05_f1": (
        "f1-orient",
        "f1-precision",
        "f1-recall",
        "f1-f1",
        "f1-derived",
        "f1-prevalence",
        "f1-averages",
    ),
    "02_shapes": ("shapes-two-by-three", "shapes-ladder", "shapes-any-rank"),
}
IDS = tuple(question for questions in QUESTIONS.values() for question in questions)
SETUP = "from fractions import Fraction\n\nfrom autograder import check"
NUMPY = """import numpy as np

rng = np.random.default_rng({seed})
table = rng.normal(size=(50, 8))
sentences = rng.integers(0, 50, size=(200, 6))
means = table[sentences].mean(axis=1)"""
TRAINING = """import keras
import numpy as np
import tensorflow as tf

rng = np.random.default_rng({seed})
vectors = keras.layers.Embedding(50, 8)(np.array([[1, 2, 3], [4, 5, 49]]))
assert isinstance(vectors, tf.Tensor) and vectors.shape == (2, 3, 8)
sentences = rng.integers(0, 50, size=(200, 6))
labels = (sentences.max(axis=1) > 44).astype("float32")
model = keras.Sequential(
    [
        keras.layers.Embedding(50, 8),
        keras.layers.GlobalAveragePooling1D(),
        keras.layers.Dense(1, activation="sigmoid"),
    ]
)
model.compile(optimizer="adam", loss="binary_crossentropy", metrics=["accuracy"])
history = model.fit(sentences, labels, epochs=3)"""
KINDS = {"training": TRAINING, "light": NUMPY}
CONFIG = """c = get_config()
c.CourseDirectory.course_id = "bench"
c.CourseDirectory.source_directory = "source"
c.CourseDirectory.release_directory = "release"
"""


def instructors(kind: str) -> NotebookNode:
    """The instructor's notebook: a setup cell, the model, and ten questions with their answers."""
    cells = [
        _cell(
            "setup", "from fractions import Fraction\n\nfrom autograder import check", locked=True
        ),
        _cell("model", f"### BEGIN SOLUTION\n{KINDS[kind].format(seed=0)}\n### END SOLUTION"),
    ]
    for name, questions in QUESTIONS.items():
        path = REPOSITORY / "solutions" / name / f"{name}.ipynb"
        known = {nbgrader_of(c).get("grade_id"): c for c in nbformat.read(path, 4).cells}
        for question in questions:
            cells += [known[BANK[question].answer_id], known[question]]
    notebook = new_notebook(cells=cells)
    python = {"name": "python3", "display_name": "Python 3 (ipykernel)", "language": "python"}
    notebook.metadata.update(kernelspec=python, language_info={"name": "python"})
    return notebook


def _cell(grade_id: str, source: str, *, locked: bool = False) -> NotebookNode:
    flags = {"grade": False, "solution": not locked, "locked": locked, "task": False}
    metadata = {"nbgrader": {"grade_id": grade_id, "schema_version": 3, **flags}}
    return new_code_cell(source, id=grade_id, metadata=metadata)


def learners(count: int) -> list[str]:
    """Names in the order in which nbgrader sorts them."""
    return [f"learner-{number:04}" for number in range(1, count + 1)]


def submission(kind: str, released: NotebookNode, number: int, *, wrong: int = 0) -> NotebookNode:
    """The solved notebook, a little different for each learner; ``wrong`` answers are not right."""
    solved = {nbgrader_of(c).get("grade_id"): c for c in instructors(kind).cells}
    notebook = nbformat.from_dict(json.loads(json.dumps(released)))
    mistaken = {BANK[question].answer_id: question for question in IDS[:wrong]}
    for cell in notebook.cells:
        grade_id = nbgrader_of(cell).get("grade_id", "")
        if grade_id == "model":
            cell.source = f"# Learner {number}\n{KINDS[kind].format(seed=number)}"
        elif nbgrader_of(cell).get("solution"):
            cell.source = solution_of(solved[grade_id])
            if grade_id in mistaken:
                cell.source += f"\n{_mistake(mistaken[grade_id], solved)}"
    return notebook


def checked_name(cell: NotebookNode) -> str:
    """The variable that a check cell checks."""
    found = re.search(r'check\("[\w-]+", (\w+)\)', cell.source)
    if found is None:
        raise ValueError(f"expected a check of a variable, got {cell.source!r}")
    return found.group(1)


def _mistake(question: str, solved: dict[str, NotebookNode]) -> str:
    """A line that puts the answer of a belief in the place of the right one."""
    values = {
        part.name: wrong_value(part, part.wrong_answers()[0].misconception.id)
        for part in BANK[question].parts
    }
    name = checked_name(solved[question])
    return f"{name} = {values if len(values) > 1 else next(iter(values.values()))!r}"


@dataclass(frozen=True, kw_only=True)
class Template:
    """A released course of one kind, without submissions, to be copied."""

    root: Path
    kind: str

    @classmethod
    def make(cls, root: Path, kind: str) -> Template:
        """Write the instructor's notebook and release it with nbgrader."""
        source = root / "source" / ASSIGNMENT
        source.mkdir(parents=True)
        (root / "nbgrader_config.py").write_text(CONFIG, encoding="utf-8")
        nbformat.write(instructors(kind), source / NOTEBOOK)
        Course(root).release(ASSIGNMENT)
        return cls(root=root, kind=kind)

    def copy(self, root: Path, count: int, *, wrong: int = 0) -> Path:
        """The course with a number of submissions; learner n has n modulo ``wrong`` mistakes."""
        shutil.copytree(self.root, root)
        released = nbformat.read(self.root / "release" / ASSIGNMENT / NOTEBOOK, as_version=4)
        for number, learner in enumerate(learners(count), start=1):
            mistakes = number % wrong if wrong else 0
            made = submission(self.kind, released, number, wrong=mistakes)
            folder = root / "submitted" / learner / ASSIGNMENT
            folder.mkdir(parents=True)
            nbformat.write(made, folder / NOTEBOOK)
        return root


def submitted(root: Path) -> list[Path]:
    """The notebooks that were handed in."""
    return sorted((root / "submitted").glob(f"*/{ASSIGNMENT}/{NOTEBOOK}"))


def full_marks(root: Path) -> int:
    """How many submissions earned all points: what was fast must also have been right."""
    query = """
        SELECT count(*) FROM (
            SELECT sum(grade.auto_score) AS score FROM grade GROUP BY grade.notebook_id
        ) WHERE score >= ?
    """
    points = sum(BANK[question].points for question in IDS)
    with sqlite3.connect(root / "gradebook.db") as database:
        return int(database.execute(query, (points - 1e-6,)).fetchone()[0])


def clone_graded(root: Path, count: int) -> None:
    """Add copies of the graded submissions until there are ``count``; one transaction."""
    models = learners(len(submitted(root)))
    with Gradebook(f"sqlite:///{root / 'gradebook.db'}", "bench") as gradebook:
        known = [gradebook.find_submission(ASSIGNMENT, model) for model in models]
        for number, learner in enumerate(learners(count)[len(models) :]):
            model = number % len(models)
            for kind in ("submitted", "autograded"):
                shutil.copytree(root / kind / models[model], root / kind / learner)
            gradebook.db.add(_cloned(known[model], learner))
        gradebook.db.commit()


def _cloned(model: Any, learner: str) -> Any:
    """The rows of one more submission."""
    graded = model.notebooks[0]
    notebook = SubmittedNotebook(notebook_id=graded.notebook_id)
    notebook.grades = [
        Grade(cell_id=grade.cell_id, auto_score=grade.auto_score, needs_manual_grade=False)
        for grade in graded.grades
    ]
    notebook.comments = [
        Comment(cell_id=comment.cell_id, auto_comment=comment.auto_comment)
        for comment in graded.comments
    ]
    clone = SubmittedAssignment(assignment_id=model.assignment_id, timestamp=model.timestamp)
    clone.student, clone.notebooks = Student(id=learner), [notebook]
    return clone


def make_stale(root: Path, every: int = 10) -> int:
    """Give one answer of every tenth submission a score that is not due; returns how many."""
    with sqlite3.connect(root / "gradebook.db") as database:
        rows = database.execute("SELECT min(id) FROM grade GROUP BY notebook_id").fetchall()
        stale = rows[::every]
        database.executemany("UPDATE grade SET auto_score = 0.1234 WHERE id = ?", stale)
    return len(stale)


def code_of(path: Path) -> Iterable[str]:
    """The sources of a notebook's code cells."""
    cells = nbformat.read(path, as_version=4).cells
    return [cell.source for cell in cells if cell.cell_type == "code"]

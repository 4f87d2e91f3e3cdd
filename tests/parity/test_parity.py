"""On honest submissions our plugin gives the scores that nbgrader alone gives, cell by cell.

The course is not ours: none of its questions is in the bank.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import nbformat
import pytest
from nbgrader.api import Gradebook

from autograder.gradebook.batch import grade
from autograder.gradebook.course import Result
from tests.parity.assignments import ASSIGNMENTS
from tests.parity.course import Assignment, Submission, hand_in, write_course

WORK = [
    (assignment, submission) for assignment in ASSIGNMENTS for submission in assignment.submissions
]
submissions = pytest.mark.parametrize(
    ("assignment", "submission"),
    WORK,
    ids=[f"{assignment.name}: {submission.says}" for assignment, submission in WORK],
)


@dataclass(frozen=True, kw_only=True)
class Grades:
    """What a gradebook holds of one submission."""

    auto_score: float
    score: float
    max_score: float
    needs_manual_grade: bool
    cells: Mapping[tuple[str, str], Mapping[str, float | bool | None]]
    comments: Mapping[tuple[str, str], str | None]


@dataclass(frozen=True, kw_only=True)
class Batch:
    """All submissions, graded by both."""

    stock: Path
    stock_failures: Mapping[str, str]
    ours: Path
    results: Mapping[str, Result]


def grades(root: Path, assignment: str, student: str) -> Grades:
    """Read a gradebook as nbgrader does."""
    with Gradebook(f"sqlite:///{root / 'gradebook.db'}", "algebra") as gradebook:
        found = gradebook.find_submission(assignment, student)
        cells = {
            (notebook.name, each.name): {
                "score": each.auto_score,
                "points": each.max_score,
                "waits for a person": each.needs_manual_grade,
                "failed": each.failed_tests,
            }
            for notebook in found.notebooks
            for each in notebook.grades
        }
        return Grades(
            auto_score=sum(cell["score"] or 0 for cell in cells.values()),
            score=found.score,
            max_score=found.max_score,
            needs_manual_grade=found.needs_manual_grade,
            cells=cells,
            comments={
                (notebook.name, each.name): each.auto_comment
                for notebook in found.notebooks
                for each in notebook.comments
            },
        )


def stock(command: str, root: Path, items: list[str]) -> subprocess.Popen[bytes]:
    """Start nbgrader alone."""
    script = str(Path(__file__).with_name("stock.py"))
    return subprocess.Popen(
        [sys.executable, script, command, str(root), *items],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )


def failures_of(process: subprocess.Popen[bytes]) -> dict[str, str]:
    """Wait for nbgrader, and read what it says of each item."""
    printed, _ = process.communicate(timeout=600)
    failures: dict[str, str] = json.loads(printed.splitlines()[-1])
    return failures


@pytest.fixture(scope="module")
def released(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course that nbgrader alone released, with everything handed in."""
    root = tmp_path_factory.mktemp("parity") / "released"
    write_course(root, ASSIGNMENTS)
    names = [assignment.name for assignment in ASSIGNMENTS]
    failures = failures_of(stock("release", root, names))
    assert failures == dict.fromkeys(names, "")
    for assignment, submission in WORK:
        hand_in(root, assignment, submission)
    return root


@pytest.fixture(scope="module")
def batch(released: Path, tmp_path_factory: pytest.TempPathFactory) -> Batch:
    place = tmp_path_factory.mktemp("graded")
    theirs, ours = (Path(shutil.copytree(released, place / name)) for name in ("stock", "ours"))
    pairs = [(assignment.name, submission.student) for assignment, submission in WORK]
    with stock("grade", theirs, [f"{name}/{student}" for name, student in pairs]) as process:
        results = list(grade(ours, pairs, jobs=2))
        stock_failures = failures_of(process)
    return Batch(
        stock=theirs,
        stock_failures=stock_failures,
        ours=ours,
        results={f"{result.assignment}/{result.student}": result for result in results},
    )


@submissions
def test_nbgrader_alone_gives_what_the_answers_are_worth(
    assignment: Assignment, submission: Submission, batch: Batch
) -> None:
    """Or else the next test could pass because everything scores zero."""
    assert batch.stock_failures[f"{assignment.name}/{submission.student}"] == ""
    found = grades(batch.stock, assignment.name, submission.student)
    assert found.auto_score == pytest.approx(submission.worth)


@submissions
def test_our_scores_are_those_of_nbgrader_alone(
    assignment: Assignment, submission: Submission, batch: Batch
) -> None:
    result = batch.results[f"{assignment.name}/{submission.student}"]
    assert (result.status, result.reason) == ("graded", "")
    ours = grades(batch.ours, assignment.name, submission.student)
    theirs = grades(batch.stock, assignment.name, submission.student)
    assert ours.cells == theirs.cells
    assert ours == theirs


@submissions
def test_our_graded_notebooks_are_valid(
    assignment: Assignment, submission: Submission, batch: Batch
) -> None:
    folder = batch.ours / "autograded" / submission.student / assignment.name
    found = sorted(folder.glob("*.ipynb"))
    assert found
    for path in found:
        nbformat.validate(nbformat.from_dict(json.loads(path.read_text(encoding="utf-8"))))


def test_nothing_of_these_assignments_is_in_the_bank() -> None:
    from autograder.questions import ASSIGNMENTS as OURS
    from autograder.questions import BANK

    cells = {
        cell.metadata["nbgrader"]["grade_id"]
        for assignment in ASSIGNMENTS
        for notebook in assignment.notebooks.values()
        for cell in notebook.cells
        if "nbgrader" in cell.metadata
    }
    assert not cells & set(BANK)
    assert not {assignment.name for assignment in ASSIGNMENTS} & set(OURS)

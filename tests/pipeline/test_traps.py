"""Traps in nbgrader's own grading, each on one submission: what it gives, and what ours gives.

All submissions are graded twice, in two course directories: by nbgrader alone, and with our
plugin in its places. The table says what question ``f1-recall`` (1 point) earns.
"""

from __future__ import annotations

import copy
import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
from nbformat.notebooknode import NotebookNode

from autograder.execution.restore import nbgrader_of
from autograder.gradebook.batch import grade
from autograder.gradebook.course import Course, Result

ASSIGNMENT = "05_f1"
QUESTION = "f1-recall"
RIGHT, WRONG = "recall = 0.8", "recall = 0.5"
STOPS = "the submission has no score at all"
Score = float | str | None


@dataclass(frozen=True, kw_only=True)
class Trap:
    """What a learner handed in, what nbgrader alone gives for it, and what it is worth.

    ``change`` gets the notebook and the folder in which it is handed in.
    """

    answer: str
    change: Callable[[NotebookNode, Path], None] = lambda notebook, folder: None
    stock: Score
    worth: float


def _index(notebook: NotebookNode, grade_id: str) -> int:
    ids = [nbgrader_of(cell).get("grade_id") for cell in notebook.cells]
    return ids.index(grade_id)


def delete(*grade_ids: str) -> Callable[[NotebookNode, Path], None]:
    def change(notebook: NotebookNode, folder: Path) -> None:
        for grade_id in grade_ids:
            del notebook.cells[_index(notebook, grade_id)]

    return change


def skip_the_test(notebook: NotebookNode, folder: Path) -> None:
    notebook.cells[_index(notebook, QUESTION)].metadata["tags"] = ["skip-execution"]


def copy_the_test(notebook: NotebookNode, folder: Path) -> None:
    twin = copy.deepcopy(notebook.cells[_index(notebook, QUESTION)])
    twin["id"] = "twin"
    notebook.cells.append(twin)


def rename_the_test(notebook: NotebookNode, folder: Path) -> None:
    cell = notebook.cells[_index(notebook, QUESTION)]
    cell.metadata["nbgrader"]["grade_id"] = "mine"


def edit_the_test(notebook: NotebookNode, folder: Path) -> None:
    notebook.cells[_index(notebook, QUESTION)].source = "1.0"


def submit_a_package_of_ones_own(notebook: NotebookNode, folder: Path) -> None:
    (folder / "autograder.py").write_text("def check(*_): pass\ndef hint(*_): pass\n")


def rebound(value: str) -> str:
    """A wrong answer, and a ``check`` of one's own that gives ``value``."""
    return f"{WRONG}\nimport numpy as np\ncheck = lambda question, answer: {value}"


STDERR = """import sys
hook = lambda *_: print("a warning of some library", file=sys.stderr)
get_ipython().events.register("pre_run_cell", hook)"""

TRAPS: dict[str, Trap] = {
    "right-answer": Trap(answer=RIGHT, stock=1.0, worth=1.0),
    "wrong-answer": Trap(answer=WRONG, stock=0.0, worth=0.0),
    "check-gives-false": Trap(answer=rebound("False"), stock=1.0, worth=0.0),
    "check-gives-none": Trap(answer=rebound("None"), stock=1.0, worth=0.0),
    "check-gives-a-text": Trap(answer=rebound("'no'"), stock=1.0, worth=0.0),
    "check-gives-a-dict": Trap(answer=rebound("{}"), stock=1.0, worth=0.0),
    "check-gives-numpy-zero": Trap(answer=rebound("np.float64(0)"), stock=1.0, worth=0.0),
    "check-gives-too-much": Trap(answer=rebound("99.0"), stock=STOPS, worth=0.0),
    "warning-on-stderr": Trap(answer=f"{RIGHT}\n{STDERR}", stock=0.0, worth=1.0),
    "test-tagged-to-be-skipped": Trap(answer=WRONG, change=skip_the_test, stock=1.0, worth=0.0),
    "test-deleted": Trap(answer=RIGHT, change=delete(QUESTION), stock=None, worth=1.0),
    "answer-and-test-deleted": Trap(
        answer=RIGHT,
        change=delete(QUESTION, f"{QUESTION}-answer"),
        stock=None,
        worth=0.0,
    ),
    "test-copied": Trap(answer=RIGHT, change=copy_the_test, stock=STOPS, worth=1.0),
    "test-renamed": Trap(answer=RIGHT, change=rename_the_test, stock=STOPS, worth=1.0),
    "test-edited": Trap(answer=WRONG, change=edit_the_test, stock=0.0, worth=0.0),
    "numpy-scalar-right": Trap(
        answer="import numpy as np\nrecall = np.float64(0.8)", stock=1.0, worth=1.0
    ),
    "numpy-scalar-wrong": Trap(
        answer="import numpy as np\nrecall = np.float32(0.5)", stock=0.0, worth=0.0
    ),
    "own-autograder-package": Trap(
        answer=WRONG, change=submit_a_package_of_ones_own, stock=1.0, worth=0.0
    ),
    "kernel-killed-later": Trap(
        answer=f"{RIGHT}\nkilled = True",
        change=lambda notebook, folder: notebook.cells[_index(notebook, "f1-f1-answer")].update(
            source="import os\nos._exit(1)"
        ),
        stock=STOPS,
        worth=1.0,
    ),
}
traps = pytest.mark.parametrize("name", TRAPS)


@dataclass(frozen=True, kw_only=True)
class Batch:
    """All submissions, graded by both."""

    stock_root: Path
    stock_log: Mapping[str, str]
    our_root: Path
    results: Mapping[str, Result]

    def score(self, root: Path, student: str, question: str = QUESTION) -> Score:
        """What a question earned in one of the two gradebooks."""
        if root == self.stock_root and self.stock_log[student]:
            return STOPS
        with Course(root).gradebook() as gradebook:
            return gradebook.find_grade(question, ASSIGNMENT, ASSIGNMENT, student).auto_score


@pytest.fixture(scope="module")
def batch(
    released_course: Path,
    released_notebooks: Mapping[str, NotebookNode],
    hand_in: Callable[..., Path],
    answered: Callable[..., NotebookNode],
    tmp_path_factory: pytest.TempPathFactory,
) -> Batch:
    place = tmp_path_factory.mktemp("traps")
    stock_root, our_root = place / "stock", place / "ours"
    for root in (stock_root, our_root):
        shutil.copytree(released_course, root)
        for name, trap in TRAPS.items():
            notebook = answered(released_notebooks[ASSIGNMENT], {f"{QUESTION}-answer": trap.answer})
            folder = hand_in(root, name, notebook).parent
            trap.change(notebook, folder)
            hand_in(root, name, notebook)
    command = [sys.executable, str(Path(__file__).with_name("stock.py")), str(stock_root)]
    with subprocess.Popen(
        [*command, ASSIGNMENT, *TRAPS], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as stock:
        work = [(ASSIGNMENT, name) for name in TRAPS]
        results = {r.student: r for r in grade(our_root, work, jobs=1, feedback=False)}
        printed, _ = stock.communicate(timeout=300)
    return Batch(
        stock_root=stock_root,
        stock_log=json.loads(printed.splitlines()[-1]),
        our_root=our_root,
        results=results,
    )


@traps
def test_nbgrader_alone_gives(name: str, batch: Batch) -> None:
    assert batch.score(batch.stock_root, name) == TRAPS[name].stock


@traps
def test_with_our_plugin_the_answer_earns_what_it_is_worth(name: str, batch: Batch) -> None:
    assert batch.results[name].status == "graded", batch.results[name].reason
    assert batch.score(batch.our_root, name) == TRAPS[name].worth


def test_a_value_above_the_points_is_what_stops_nbgrader(batch: Batch) -> None:
    assert (
        "partial credit cannot be greater than maximum" in (batch.stock_log["check-gives-too-much"])
    )

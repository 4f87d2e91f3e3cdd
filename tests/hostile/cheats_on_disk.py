"""What is handed in: files beside the notebook, and cells, marks and tags in it."""

from __future__ import annotations

import copy
from pathlib import Path

from nbformat.notebooknode import NotebookNode
from nbformat.v4 import new_code_cell, new_output

from autograder.answers import MIME
from tests.hostile.cheat import (
    MARK,
    RECALL,
    Change,
    Cheat,
    cell_of,
    code,
)
from tests.hostile.cheats_writing import write_all
from tests.pipeline.test_traps import STOPS

_SHADOW = f"""\
# {MARK}
import importlib.util, os, sys
here = os.path.dirname(os.path.abspath(__file__))
for place in [name for name in sys.path if os.path.abspath(name or ".") != here]:
    spec = importlib.machinery.PathFinder.find_spec(__name__, [place])
    if spec is not None:
        module = importlib.util.module_from_spec(spec)
        sys.modules[__name__] = module
        spec.loader.exec_module(module)
        break
from IPython import get_ipython
def bribe(info):
    if '"f1-recall"' in info.raw_cell and "check(" in info.raw_cell:
        get_ipython().user_ns["check"] = lambda *_: 1.0
get_ipython().events.register("pre_run_cell", bribe)
"""


def _shadow(*names: str) -> Change:
    return lambda notebook, folder: write_all(folder, {f"{name}.py": _SHADOW for name in names})


def _marked(grade_id: str, **marks: object) -> Change:
    """Set marks of nbgrader's on one cell."""
    return lambda notebook, folder: cell_of(notebook, grade_id).metadata["nbgrader"].update(marks)


def _tagged(*tags: str) -> Change:
    def change(notebook: NotebookNode, folder: Path) -> None:
        cell_of(notebook, RECALL).metadata["tags"] = list(tags)

    return change


def _retyped(kind: str) -> Change:
    def change(notebook: NotebookNode, folder: Path) -> None:
        cell = cell_of(notebook, RECALL)
        cell.cell_type = kind
        del cell["outputs"], cell["execution_count"]

    return change


def _outputs_kept(notebook: NotebookNode, folder: Path) -> None:
    """Outputs of a good run, behind a cell that ends the kernel."""
    record = {
        "version": 1,
        "question": RECALL,
        "answer": {"type": "float", "value": (0.8).hex()},
    }
    cell = cell_of(notebook, RECALL)
    cell.execution_count = 3
    cell.outputs = [
        new_output("display_data", {MIME: record, "text/plain": "Right"}),
        new_output("execute_result", {"text/plain": "1.0"}, execution_count=3),
    ]


def _setup_last(notebook: NotebookNode, folder: Path) -> None:
    """Checks first, with a ``check`` of one's own; the cell that imports the real one last."""
    setup = cell_of(notebook, "f1-setup")
    notebook.cells.remove(setup)
    generous = 'real = __import__("autograder").check\ndef check(name, answer):\n    '
    generous += f'return 1.0 if name == "{RECALL}" else real(name, answer)'
    notebook.cells.insert(0, new_code_cell(generous))
    notebook.cells.append(setup)


def _test_first(notebook: NotebookNode, folder: Path) -> None:
    """The check above its answer, where the name holds what another check gave."""
    test = cell_of(notebook, RECALL)
    notebook.cells.remove(test)
    notebook.cells.insert(3, test)
    cell = new_code_cell(
        "from fractions import Fraction\nfrom autograder import check as real\n"
        f"check = lambda name, answer: 1.0 if name == '{RECALL}' else real(name, answer)\n"
        "recall = 0.5"
    )
    notebook.cells.insert(3, cell)


def _impostor(notebook: NotebookNode, folder: Path) -> None:
    """A cell of one's own with the name of a test, before it."""
    twin = copy.deepcopy(cell_of(notebook, RECALL))
    twin["id"] = "impostor"
    twin.source = "1.0"
    notebook.cells.insert(2, twin)


def _extra_points(notebook: NotebookNode, folder: Path) -> None:
    """A graded cell that the assignment does not have."""
    cell = copy.deepcopy(cell_of(notebook, RECALL))
    cell["id"] = "bonus"
    cell.source = "5.0"
    cell.metadata["nbgrader"].update(grade_id="bonus", points=5)
    notebook.cells.append(cell)


def _answer_is_the_test(notebook: NotebookNode, folder: Path) -> None:
    """Both ids on one cell: the test's marks on the answer, the answer's on the test."""
    answer, test = cell_of(notebook, f"{RECALL}-answer"), cell_of(notebook, RECALL)
    answer.metadata["nbgrader"], test.metadata["nbgrader"] = (
        test.metadata["nbgrader"],
        answer.metadata["nbgrader"],
    )


ON_DISK = {
    "shadows-numpy": Cheat(
        about="A numpy.py beside the notebook, which loads the real one and a hook.",
        change=_shadow("numpy"),
        stock=1.0,
    ),
    "shadows-the-standard-library": Cheat(
        about="Modules of the standard library and of Jupyter beside the notebook.",
        change=_shadow("fractions", "statistics", "difflib", "typing", "ipykernel", "nbclient"),
        stock=0.0,
    ),
    "tags-on-the-test": Cheat(
        about="Every tag that some tool obeys, on the test.",
        change=_tagged("raises-exception", "remove_cell", "remove-output", "injected-parameters"),
        stock=0.0,
    ),
    "test-worth-more": Cheat(
        about="A test that says that it is worth 99 points.",
        change=_marked(RECALL, points=99),
        stock=0.0,
    ),
    "test-flagged-as-an-answer": Cheat(
        about="A test that says that it is an answer, and may be changed.",
        change=_marked(RECALL, solution=True, locked=False),
        stock=STOPS,
    ),
    "test-flagged-as-ungraded": Cheat(
        about="A test that says that it is not graded.",
        change=_marked(RECALL, grade=False),
        stock=STOPS,
    ),
    "test-flagged-as-a-task": Cheat(
        about="A test that says that it is a task for a person.",
        change=_marked(RECALL, task=True, grade=False),
        stock=STOPS,
    ),
    "test-of-an-unknown-schema": Cheat(
        about="A test whose marks are of a version that nobody knows.",
        change=_marked(RECALL, schema_version=99),
        stock=STOPS,
    ),
    "answer-flagged-as-locked": Cheat(
        about="An answer that says that it is a locked test of five points.",
        change=_marked(f"{RECALL}-answer", grade=True, locked=True, solution=False, points=5),
        stock=STOPS,
    ),
    "test-made-a-text": Cheat(
        about="A test that was made a text.", change=_retyped("markdown"), stock=0.0
    ),
    "marks-exchanged": Cheat(
        about="The marks of the answer and of the test, exchanged.",
        change=_answer_is_the_test,
        stock=0.0,
    ),
    "test-before-its-answer": Cheat(
        about="The test above its answer, where a `check` of one's own still stands.",
        change=_test_first,
        stock=1.0,
    ),
    "setup-last": Cheat(
        about="The cell that imports `check`, behind all that use another one.",
        change=_setup_last,
        stock=1.0,
    ),
    "impostor-before-the-test": Cheat(
        about="A cell with the test's name and the result 1.0, before the test.",
        change=_impostor,
        stock=STOPS,
    ),
    "points-of-ones-own": Cheat(
        about="A further graded cell, worth five points.", change=_extra_points, stock=STOPS
    ),
    "saved-outputs-and-no-run": Cheat(
        about="Outputs of a good run in the file, and an answer cell that ends the kernel.",
        source="import os\nos._exit(0)",
        change=_outputs_kept,
        stock=STOPS,
    ),
    "saved-outputs-and-a-hang": Cheat(
        about="Outputs of a good run in the file, and a name whose lookup never ends.",
        source=code("""\
            import time
            class Slow:
                def __float__(self): time.sleep(100)
            def stop(info):
                if aims_at(info.raw_cell):
                    raise SystemExit
            get_ipython().events.register("pre_run_cell", stop)"""),
        change=_outputs_kept,
        stock=0.0,
    ),
}

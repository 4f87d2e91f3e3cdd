"""What can happen to a submission on its way: each a function from the notebook to what arrives."""

from __future__ import annotations

import copy

from nbformat.notebooknode import NotebookNode

from autograder.execution.records import check_cells
from autograder.execution.restore import nbgrader_of

DELETED = (
    *("rows-touched", "shapes-any-rank", "ids-rows", "masks-rows", "f1-recall"),
    *("thresholds-table", "training-baseline", "vectors-words", "language-perplexity"),
    "capstone-budget",
)
KILLED = (
    *("rows-mean", "shapes-parameters", "ids-legal", "masks-keep", "f1-f1"),
    *("thresholds-costs", "training-validation", "vectors-chance", "language-clipped"),
    "capstone-numbers",
)


def not_a_notebook(notebook: NotebookNode) -> str:
    """The learner handed in the answers as plain text."""
    return "My answers:\n1) see the attached picture\n"


def rename_cells(notebook: NotebookNode) -> NotebookNode:
    """A tool gave two test cells and an answer other grade ids."""
    for number, cell in enumerate([c for c in notebook.cells if nbgrader_of(c)][2:5]):
        cell.metadata["nbgrader"]["grade_id"] = f"renamed-{number}"
    return notebook


def delete_cells(notebook: NotebookNode) -> NotebookNode:
    """An answer and its test were deleted (``DELETED`` is the question of each assignment)."""
    gone = {cell_id for question in DELETED for cell_id in (question, f"{question}-answer")}
    notebook.cells = [cell for cell in notebook.cells if cell.id not in gone]
    return notebook


def copy_test(notebook: NotebookNode) -> NotebookNode:
    """A test cell was copied, metadata and all."""
    twin = copy.deepcopy(check_cells(notebook)[1])
    twin.id = "a-copied-cell"
    notebook.cells.append(twin)
    return notebook


def strip_metadata(notebook: NotebookNode) -> NotebookNode:
    """A tool dropped all metadata and all cell ids, as old formats and some editors do."""
    for cell in notebook.cells:
        cell.metadata = NotebookNode()
        cell.pop("id", None)
    notebook.nbformat_minor = 4
    return notebook


def kill_kernel(notebook: NotebookNode) -> NotebookNode:
    """One answer ends its own kernel (``KILLED`` is the question of each assignment)."""
    for cell in notebook.cells:
        if cell.id in {f"{question}-answer" for question in KILLED}:
            cell.source = "import os\n\nos._exit(1)"
    return notebook

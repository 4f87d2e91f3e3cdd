"""Hidden tests: what the gradebook knows of an instructor's locked cells, and learners don't.

nbgrader keeps each locked cell in the gradebook as the instructor wrote it, and takes hidden
tests and marking schemes out of what it releases.
"""

from __future__ import annotations

import copy
import hashlib
import json
from typing import Any

from nbformat.notebooknode import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell
from nbgrader.api import GradeCell, MissingEntry, SourceCell
from nbgrader.utils import compute_checksum

from autograder.errors import MachineError
from autograder.execution.restore import nbgrader_of

_SOURCE = ("name", "cell_type", "locked", "source", "checksum")
_NEW_CELL = {"code": new_code_cell, "markdown": new_markdown_cell}


def with_hidden_tests(
    notebook: NotebookNode, gradebook: Any, notebook_id: str, assignment_id: str
) -> NotebookNode:
    """Put the instructor's locked cells, hidden tests included, into a restored notebook.

    As nbgrader's OverwriteCells: source and type of locked cells, points and checksum of every
    cell come from the gradebook. A cell that the gradebook does not know stays as it is.

    Parameters
    ----------
    notebook : NotebookNode
        As ``restore`` made it: each grade id stands once.
    gradebook : nbgrader.api.Gradebook
    notebook_id, assignment_id : str
        What the gradebook calls the notebook and its assignment.

    Raises
    ------
    MachineError
        If the gradebook and the released notebook disagree on what kind of cell one is.
    """
    filled = NotebookNode({**notebook, "cells": [*notebook.cells]})
    try:
        entry = gradebook.find_notebook(notebook_id, assignment_id).id
    except MissingEntry:
        return filled
    sources = {source.name: source for source in _rows(gradebook, SourceCell, _SOURCE, entry)}
    points = {
        cell.name: float(cell.max_score)
        for cell in _rows(gradebook, GradeCell, ("name", "max_score"), entry)
    }
    for index, cell in enumerate(filled.cells):
        grade_id = nbgrader_of(cell).get("grade_id")
        if grade_id in sources:
            filled.cells[index] = _from_gradebook(
                copy.deepcopy(cell), sources[grade_id], points.get(grade_id)
            )
            _require_checksum(filled.cells[index], sources[grade_id], assignment_id)
    return filled


def _rows(gradebook: Any, table: Any, columns: tuple[str, ...], notebook: str) -> Any:
    """Columns of a notebook's cells; whole rows take nbgrader four times as long."""
    wanted = (getattr(table, column) for column in columns)
    return gradebook.db.query(*wanted).filter(table.notebook_id == notebook)


def _from_gradebook(cell: NotebookNode, source: Any, points: float | None) -> NotebookNode:
    ours = cell.metadata["nbgrader"]
    ours["checksum"] = source.checksum  # by it nbgrader tells an answer that was not touched
    if points is not None and float(ours.get("points", -1)) != points:
        ours["points"] = points
    if not source.locked:
        return cell
    if cell.cell_type != source.cell_type:
        cell = _NEW_CELL[source.cell_type](metadata=cell.metadata, id=cell.id)
    cell.source = source.source
    return cell


def _require_checksum(cell: NotebookNode, source: Any, assignment_id: str) -> None:
    """Compare what a checksum covers beside the source: the cell's type, flags and points."""
    if source.locked and source.checksum not in (None, compute_checksum(cell)):
        raise MachineError(
            f"The gradebook and the released notebook disagree on the cell {source.name} (whether "
            "it is graded, an answer or locked, or its points). "
            f"Release {assignment_id} again, so that both are made of the same source."
        )


def fingerprint(gradebook: Any, assignment_id: str) -> str:
    """A hash of what the gradebook holds of an assignment's cells.

    It changes with a hidden test, which the released notebook does not show. Empty where the
    gradebook does not know the assignment.
    """
    try:
        assignment = gradebook.find_assignment(assignment_id)
    except MissingEntry:
        return ""
    cells = [
        (notebook.name, cell.name, cell.cell_type, cell.locked, cell.source, cell.checksum)
        for notebook in assignment.notebooks
        for cell in notebook.source_cells
    ]
    points = [
        (notebook.name, cell.name, cell.max_score)
        for notebook in assignment.notebooks
        for cell in (*notebook.grade_cells, *notebook.task_cells)
    ]
    text = json.dumps([sorted(cells, key=lambda c: c[:2]), sorted(points, key=lambda p: p[:2])])
    return hashlib.sha256(text.encode()).hexdigest()


__all__ = ["fingerprint", "with_hidden_tests"]

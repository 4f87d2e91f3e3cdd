"""What a notebook that ran answered: the records of its check cells, strictly read."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import partial
from typing import Any

from nbformat.notebooknode import NotebookNode

from autograder import answers
from autograder.execution.restore import is_answer, is_graded, nbgrader_of


@dataclass(frozen=True, kw_only=True)
class Record:
    """The answer that one locked check cell gave.

    ``problem`` says why there is none; ``answer`` is then ``...``. ``ours`` says that the
    learner had no part in it.
    """

    question: str
    points: float
    answer: Any = ...
    problem: str = ""
    ours: bool = False


def check_cells(notebook: NotebookNode) -> list[NotebookNode]:
    """The locked code cells that carry points, in order."""
    return [
        cell
        for cell in notebook.cells
        if cell.cell_type == "code" and is_graded(cell) and not is_answer(cell)
    ]


def record_of(cell: NotebookNode) -> Record:
    """Read the record in one check cell's outputs.

    Exactly one record counts, and only one for the cell's own question: more than one
    different answer is no answer, because nobody can say which was meant.
    """
    question = nbgrader_of(cell)["grade_id"]
    record = partial(Record, question=question, points=float(nbgrader_of(cell)["points"]))
    found = [
        bundle
        for output in cell.get("outputs", [])
        if output.output_type == "display_data"
        and isinstance(bundle := output.data.get(answers.MIME), dict)
        and bundle.get("question") == question
    ]
    distinct = {json.dumps(bundle, sort_keys=True) for bundle in found}
    if any(len(text) > 2 * answers.SIZE_CAP for text in distinct):
        return record(problem="The record of the answer is too large.")
    if not distinct:
        return record(problem=_why_none(cell))
    if len(distinct) > 1:
        return record(problem="The cell recorded different answers.")
    bundle = json.loads(distinct.pop())
    if (version := bundle.get("version")) != answers.VERSION:
        problem = f"The record was written by another version ({version!r})."
        return record(problem=problem, ours=True)
    try:
        return record(answer=answers.decode(bundle["answer"]))
    except (ValueError, KeyError) as error:
        return record(problem=f"The record cannot be read ({error}).")


def _why_none(cell: NotebookNode) -> str:
    for output in cell.get("outputs", []):
        if output.output_type == "error":
            name, text = str(output.get("ename")), str(output.get("evalue"))
            return f"The check did not run: {name}: {text[:200]}"
    return "The check left no record of an answer."

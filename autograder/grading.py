"""The pipeline for one notebook: restore, run, read the answers, judge them.

Everything that judges works on plain data: a notebook that ran once is marked again, by
``mark``, without running again.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from nbformat.notebooknode import NotebookNode

from autograder.diagnosis import judge, not_graded
from autograder.errors import SubmissionError
from autograder.execution.records import Record, check_cells, record_of
from autograder.execution.restore import nbgrader_of, restore
from autograder.execution.run import Limits, run
from autograder.questions import ASSIGNMENTS, BANK
from autograder.questions.question import Question
from autograder.verdict import Outcome, Verdict


@dataclass(frozen=True, kw_only=True)
class Graded:
    """A graded notebook: as it ran, the verdicts in order, and what had to be said of it."""

    notebook: NotebookNode
    verdicts: tuple[Verdict, ...]
    repairs: tuple[str, ...]
    faults: tuple[str, ...]

    @property
    def points(self) -> float:
        """The sum of the points of all check cells."""
        return round(sum(verdict.points for verdict in self.verdicts), 6)

    @property
    def max_points(self) -> float:
        """The points that the check cells are worth."""
        return round(sum(verdict.max_points for verdict in self.verdicts), 6)


def grade_notebook(
    submitted: NotebookNode, released: NotebookNode, *, cwd: Path, limits: Limits | None = None
) -> Graded:
    """Grade one submission; see the module.

    Raises
    ------
    SubmissionError
        If the notebook is another assignment's.
    MachineError
        If no kernel can be started.
    """
    restored = restore(submitted, released)
    ran = run(restored.notebook, cwd=cwd, limits=limits)
    return Graded(
        notebook=ran.notebook,
        verdicts=mark(ran.notebook),
        repairs=restored.repairs,
        faults=tuple(fault.reason for fault in ran.faults),
    )


def mark(executed: NotebookNode) -> tuple[Verdict, ...]:
    """Judge the answers that a notebook recorded when it ran; runs nothing.

    Check cells of questions that are not in the bank (classic asserts) are passed over.
    """
    records = [record_of(cell) for cell in check_cells(executed)]
    return tuple(mark_record(record) for record in records if record.question in BANK)


def mark_record(record: Record) -> Verdict:
    """Judge one record, in the points of its grade cell."""
    question: Question = replace(BANK[record.question], points=record.points)
    if record.ours:
        return not_graded(question, record.problem, "The notebook has to run again.")
    if record.problem:
        return Verdict(
            question=record.question,
            outcome=Outcome.NOT_ANSWERED,
            points=0.0,
            max_points=record.points,
            observed=record.problem,
            next_step="Restart the kernel, run all cells, and see where the first one stops.",
        )
    return judge(question, record.answer)


def assignment_of(notebook: NotebookNode) -> str:
    """Which assignment a notebook belongs to, by the grade ids and cell ids that it holds.

    Raises
    ------
    SubmissionError
        If it holds none of any assignment's.
    """
    ids = {nbgrader_of(cell).get("grade_id") for cell in notebook.cells}
    ids |= {cell.get("id") for cell in notebook.cells}
    shared = {
        name: sum(question.id in ids or question.answer_id in ids for question in questions)
        for name, questions in ASSIGNMENTS.items()
    }
    best = max(shared, key=lambda name: shared[name])
    if not shared[best]:
        raise SubmissionError(
            "This notebook belongs to no assignment of this course: expected one of "
            f"{', '.join(ASSIGNMENTS)}."
        )
    return best

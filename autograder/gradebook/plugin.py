"""Preprocessors that take nbgrader's places while it autogrades."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from nbformat.notebooknode import NotebookNode
from nbformat.v4 import new_markdown_cell
from nbgrader.preprocessors import NbGraderPreprocessor, SaveAutoGrades
from traitlets import Float

from autograder.cards import as_markdown, few
from autograder.execution.reading import read_notebook
from autograder.execution.restore import restore
from autograder.execution.run import Limits, run
from autograder.grading import mark
from autograder.questions import BANK
from autograder.verdict import Outcome, Verdict

META = "autograder"
NOTE_ID = "autograder-note"


class RestoreCells(NbGraderPreprocessor):  # type: ignore[misc]
    """Put a submission back into its released form (for DeduplicateIds and OverwriteCells)."""

    def preprocess(self, nb: NotebookNode, resources: Any) -> tuple[NotebookNode, Any]:
        """Restore from the released notebook of the same name."""
        coursedir = self.parent.parent.coursedir
        assignment, name = resources["nbgrader"]["assignment"], resources["nbgrader"]["notebook"]
        folder = coursedir.format_path(coursedir.release_directory, ".", assignment)
        released = read_notebook(Path(folder) / f"{name}.ipynb")
        restored = restore(nb, released)
        restored.notebook.metadata[META] = {"repairs": list(restored.repairs), "faults": []}
        return restored.notebook, resources


class RunSubmission(NbGraderPreprocessor):  # type: ignore[misc]
    """Run a restored submission within bounds (for Execute)."""

    cell_seconds = Float(Limits.cell_seconds, help="Wall time of one cell.").tag(config=True)
    notebook_seconds = Float(
        Limits.notebook_seconds, help="Wall time of one notebook with all its runs."
    ).tag(config=True)

    def preprocess(self, nb: NotebookNode, resources: Any) -> tuple[NotebookNode, Any]:
        """Run all cells in the folder of the submission."""
        limits = Limits(cell_seconds=self.cell_seconds, notebook_seconds=self.notebook_seconds)
        cwd = Path(resources["metadata"]["path"] or ".")
        ran = run(nb, cwd=cwd, limits=limits)
        ours = ran.notebook.metadata.setdefault(META, {"repairs": [], "faults": []})
        ours["faults"] = [fault.reason for fault in ran.faults]
        _add_note(ran.notebook, [*ours["repairs"], *ours["faults"]])
        return ran.notebook, resources


def _add_note(notebook: NotebookNode, sentences: list[str]) -> None:
    """Tell the learner, at the top, what was mended and what was left out."""
    if sentences:
        lines = "\n".join(f"- {sentence}" for sentence in few(sentences))
        note = new_markdown_cell(f"**Note from the autograder**\n\n{lines}")
        note.id = NOTE_ID
        notebook.cells.insert(0, note)


class SaveVerdicts(SaveAutoGrades):  # type: ignore[misc]
    """Write the points and the feedback of check cells (for SaveAutoGrades).

    What a check cell printed, returned or raised does not count: only its record does.
    Classic test cells and cells that a person grades go nbgrader's own way.
    """

    def preprocess(self, nb: NotebookNode, resources: Any) -> tuple[NotebookNode, Any]:
        """Judge the records, then save cell by cell."""
        self.verdicts: dict[str, Verdict] = {v.question: v for v in mark(nb)}
        result: tuple[NotebookNode, Any] = super().preprocess(nb, resources)
        return result

    def _add_score(self, cell: NotebookNode, resources: Any) -> None:
        verdict = self.verdicts.get(cell.metadata["nbgrader"]["grade_id"])
        if verdict is None:
            super()._add_score(cell, resources)
            return
        grade = self.gradebook.find_grade(
            verdict.question, self.notebook_id, self.assignment_id, self.student_id
        )
        judged = verdict.outcome is not Outcome.NOT_GRADED
        grade.auto_score = verdict.points if judged else None
        grade.needs_manual_grade = not judged or grade.manual_score is not None
        self.gradebook.db.commit()

    def _add_comment(self, cell: NotebookNode, resources: Any) -> None:
        super()._add_comment(cell, resources)
        grade_id = cell.metadata["nbgrader"]["grade_id"]
        verdict = next(
            (v for v in self.verdicts.values() if BANK[v.question].answer_id == grade_id), None
        )
        if verdict is not None:
            comment = self.gradebook.find_comment(
                grade_id, self.notebook_id, self.assignment_id, self.student_id
            )
            comment.auto_comment = as_markdown(verdict)
            self.gradebook.db.commit()

"""Preprocessors that take nbgrader's places while it autogrades."""

from __future__ import annotations

import atexit
from contextlib import ExitStack
from functools import cache
from pathlib import Path
from typing import Any

from nbformat.notebooknode import NotebookNode
from nbformat.v4 import new_markdown_cell
from nbgrader.api import Gradebook
from nbgrader.preprocessors import NbGraderPreprocessor, SaveAutoGrades
from traitlets import Bool, Float, Integer

from autograder.cards import as_markdown, few
from autograder.errors import MachineError, SubmissionError
from autograder.execution.containment import Level
from autograder.execution.kernels import Kernels
from autograder.execution.levels import best_level, open_kernels
from autograder.execution.limits import MB, Limits
from autograder.execution.reading import read_notebook
from autograder.execution.restore import restore
from autograder.execution.run import run
from autograder.gradebook.database import Rows, one_commit
from autograder.gradebook.hidden import with_hidden_tests
from autograder.gradebook.runs import MOST_FILES, Runs, Work, files_beside
from autograder.gradebook.secret import course_secret, state_folder
from autograder.gradebook.variants import seeds_of
from autograder.grading import inputs_for, mark, put_cards, put_questions, whose_is
from autograder.questions import BANK
from autograder.verdict import Outcome, Verdict

META = "autograder"
NOTE_ID = "autograder-note"


def _coursedir(preprocessor: Any) -> Any:
    return preprocessor.parent.parent.coursedir


class RestoreCells(NbGraderPreprocessor):  # type: ignore[misc]
    """Put a submission back into its released form (for DeduplicateIds and OverwriteCells)."""

    def preprocess(self, nb: NotebookNode, resources: Any) -> tuple[NotebookNode, Any]:
        """Restore from the released notebook of the same name, and add what is hidden in it."""
        coursedir = _coursedir(self)
        assignment, name = resources["nbgrader"]["assignment"], resources["nbgrader"]["notebook"]
        folder = coursedir.format_path(coursedir.release_directory, ".", assignment)
        released = read_notebook(Path(folder) / f"{name}.ipynb")
        with Gradebook(coursedir.db_url, coursedir.course_id) as gradebook:
            return restored(nb, released, gradebook, name, assignment), resources


def restored(
    submitted: NotebookNode, released: NotebookNode, gradebook: Any, name: str, assignment: str
) -> NotebookNode:
    """A submission as it has to run: locked cells as released, with their hidden tests.

    It runs in this very Python, whatever kernel of Python the notebook names: a kernel of the
    instructor's or the learner's own (``conda-env-x``) need not be installed here.

    Raises
    ------
    MachineError
        If the released notebook is not one of Python.
    """
    _require_python(released, name)
    mended = restore(submitted, released)
    notebook = with_hidden_tests(mended.notebook, gradebook, name, assignment)
    notebook.metadata[META] = {"repairs": list(mended.repairs), "faults": []}
    return notebook


def _require_python(released: NotebookNode, name: str) -> None:
    kernel = released.metadata.get("kernelspec", {}).get("language")
    language = str(kernel or released.metadata.get("language_info", {}).get("name") or "python")
    if "python" not in language.lower():
        raise MachineError(
            f"The notebook {name} is written in {language}. Only notebooks of Python are run here: "
            "grade this assignment with nbgrader alone."
        )


def instructors_files(coursedir: Any, assignment: str, most: int) -> dict[str, bytes]:
    """The files of the source folder, which stand in for those of the same name handed in.

    Raises
    ------
    MachineError
        If they are more than ``most`` bytes: the submissions are not to blame.
    """
    folder = Path(coursedir.format_path(coursedir.source_directory, ".", assignment))
    try:
        return files_beside(folder, coursedir.ignore, most)
    except SubmissionError:
        raise MachineError(
            f"{folder}: the assignment's own files have more than {most / MB:,.0f} MB, half of "
            "what a submission may write. Set RunSubmission.disk_bytes in nbgrader_config.py to "
            "more."
        ) from None


def _bound(name: str, help: str) -> Any:
    kind = {"float": Float, "int": Integer}[str(Limits.__dataclass_fields__[name].type)]
    return kind(getattr(Limits, name), help=help).tag(config=True)


class RunSubmission(NbGraderPreprocessor):  # type: ignore[misc]
    """Run a restored submission within bounds (for Execute)."""

    cell_seconds = _bound("cell_seconds", "Wall time of one cell.")
    notebook_seconds = _bound("notebook_seconds", "Wall time of one notebook with all its runs.")
    call_seconds = _bound("call_seconds", "Wall time of one call of a learner's function.")
    memory_bytes = _bound("memory_bytes", "Memory of all processes of a submission.")
    processes = _bound("processes", "Processes and threads of a submission at a time.")
    open_files = _bound("open_files", "Open files of one process.")
    disk_bytes = _bound("disk_bytes", "Bytes that a submission may write.")
    disk_files = _bound("disk_files", "Files that a submission may make.")
    output_bytes = _bound("output_bytes", "Text kept of one cell's output.")
    cell_flood_bytes = _bound("cell_flood_bytes", "Output at which a cell is stopped.")
    notebook_flood_bytes = _bound("notebook_flood_bytes", "Output at which a notebook is stopped.")
    message_bytes = _bound("message_bytes", "The largest single message of a kernel.")
    trust_submissions = Bool(
        False, help="Run submissions with the grader's own rights, without a sandbox."
    ).tag(config=True)

    def limits(self) -> Limits:
        """The bounds as configured."""
        return Limits(**{name: getattr(self, name) for name in Limits.__dataclass_fields__})

    def preprocess(self, nb: NotebookNode, resources: Any) -> tuple[NotebookNode, Any]:
        """Take what the submission put out when it ran, or run it now."""
        coursedir, limits = _coursedir(self), self.limits()
        root = Path(coursedir.root)
        folder = Path(resources["metadata"]["path"] or ".")
        # What was handed in and the instructor's files lie together by now, each of them bounded.
        instructors_files(coursedir, resources["nbgrader"]["assignment"], limits.disk_bytes // 2)
        work = Work(
            notebook=nb,
            files=files_beside(folder, coursedir.ignore, limits.disk_bytes, 2 * MOST_FILES),
            limits=limits,
            inputs=inputs_for(nb, course_secret(root)),
        )
        runs, key = Runs(state_folder(root) / "runs"), work.key()
        ran = runs.find(key, nb)
        if ran is None:
            level = Level.TRUST if self.trust_submissions else best_level(root)
            ran = run_work(work, lasting_kernels(level))
            runs.keep(key, ran)
        ours = ran.notebook.metadata.setdefault(META, {"repairs": [], "faults": []})
        ours["faults"] = [fault.reason for fault in ran.faults]
        _add_note(ran.notebook, [*ours["repairs"], *ours["faults"]])
        return ran.notebook, resources


def run_work(work: Work, kernels: Kernels) -> Any:
    """Run what a ``Work`` describes."""
    return run(
        work.notebook,
        kernels=kernels,
        files=work.files,
        limits=work.limits,
        inputs=work.inputs,
    )


@cache
def lasting_kernels(level: Level) -> Kernels:
    """Kernels that stay warm until this process ends: nbgrader makes a new plugin each time."""
    stack = ExitStack()
    atexit.register(stack.close)
    return stack.enter_context(open_kernels(level))


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
        for key in ("notebook", "assignment", "student"):
            setattr(self, f"{key}_id", resources["nbgrader"][key])
        secret = course_secret(Path(_coursedir(self).root))
        whose = whose_is(
            nb, secret, seeds_of(_coursedir(self), self.assignment_id, self.student_id)
        )
        verdicts = mark(nb, whose)
        self.verdicts: dict[str, Verdict] = {v.question: v for v in verdicts}
        url, course_id = resources["nbgrader"]["db_url"], _coursedir(self).course_id
        with Gradebook(url, course_id) as gradebook, one_commit(gradebook.db):
            self.gradebook = Rows(gradebook, self.notebook_id, self.assignment_id, self.student_id)
            nb, resources = NbGraderPreprocessor.preprocess(self, nb, resources)
        put_cards(nb, verdicts)
        put_questions(nb, whose)
        return nb, resources

    def _add_score(self, cell: NotebookNode, resources: Any) -> None:
        verdict = self.verdicts.get(cell.metadata["nbgrader"]["grade_id"])
        if verdict is None:
            self._add_classic_score(cell, resources)
            return
        grade = self._grade_of(cell)
        judged = verdict.outcome is not Outcome.NOT_GRADED
        grade.auto_score = verdict.points if judged else None
        grade.needs_manual_grade = not judged or grade.manual_score is not None
        self.gradebook.db.commit()

    def _add_classic_score(self, cell: NotebookNode, resources: Any) -> None:
        """nbgrader's own way; a last value that it refuses costs this cell alone."""
        try:
            super()._add_score(cell, resources)
        except (ValueError, KeyError):  # more than the cell's points; a value without a text
            grade = self._grade_of(cell)
            grade.auto_score, grade.needs_manual_grade = None, True
            self.gradebook.db.commit()

    def _grade_of(self, cell: NotebookNode) -> Any:
        grade_id = cell.metadata["nbgrader"]["grade_id"]
        return self.gradebook.find_grade(
            grade_id, self.notebook_id, self.assignment_id, self.student_id
        )

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

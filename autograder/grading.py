"""The pipeline for one notebook: restore, run, read the answers, judge them.

Everything that judges works on plain data: a notebook that ran once is marked again, by
``mark``, without running again.
"""

from __future__ import annotations

import hmac
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from nbformat.notebooknode import NotebookNode

from autograder import answers, cards
from autograder.diagnosis import judge, not_graded
from autograder.errors import SubmissionError
from autograder.execution.kernels import Kernels
from autograder.execution.limits import Limits
from autograder.execution.outputs import display
from autograder.execution.records import Record, check_cells, record_of
from autograder.execution.restore import nbgrader_of, restore
from autograder.execution.run import Inputs, run
from autograder.questions import ASSIGNMENTS, BANK
from autograder.questions.functions import Function, with_secret
from autograder.questions.question import Question
from autograder.verdict import Outcome, Verdict
from autograder.whose import EVERYBODY, PUBLISHED, Seeds, Whose, asked, own

CHECKS = re.compile(r"^check\(", re.MULTILINE)
VARIANTS = 16  # of the secret inputs of a course


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
    submitted: NotebookNode,
    released: NotebookNode,
    *,
    kernels: Kernels,
    limits: Limits | None = None,
    secret: str = "",
    variants: Seeds = PUBLISHED,
) -> Graded:
    """Grade one submission; see the module.

    Parameters
    ----------
    submitted, released : NotebookNode
    kernels : Kernels
        Where it runs.
    limits : Limits
    secret : str
        The seed of further inputs for learners' functions; none without it.
    variants : mapping of question id to str
        The seeds of the learner's own numbers.

    Raises
    ------
    SubmissionError
        If the notebook is another assignment's.
    MachineError
        If no kernel can be started.
    """
    restored = restore(submitted, released)
    inputs = inputs_for(restored.notebook, secret)
    ran = run(restored.notebook, kernels=kernels, limits=limits, inputs=inputs)
    verdicts = mark(ran.notebook, whose_is(ran.notebook, secret, variants))
    put_cards(ran.notebook, verdicts)
    return Graded(
        notebook=ran.notebook,
        verdicts=verdicts,
        repairs=restored.repairs,
        faults=tuple(fault.reason for fault in ran.faults),
    )


def cells_of_the_bank(notebook: NotebookNode) -> list[NotebookNode]:
    """The check cells of questions of the bank.

    Another course may have a cell of the same name; only one that calls ``check`` is ours.
    """
    return [
        cell
        for cell in check_cells(notebook)
        if nbgrader_of(cell)["grade_id"] in BANK and CHECKS.search(cell.source)
    ]


def seed_for(notebook: NotebookNode, secret: str) -> str:
    """The seed of a submission's secret inputs: one of ``VARIANTS``, by its own code.

    subtle: a function can remember what it was called on, and a later cell print it. So what
    one submission learns must not serve the next: with another code come other inputs.
    """
    if not secret:
        return ""
    sources = json.dumps([cell.source for cell in notebook.cells if cell.cell_type == "code"])
    digest = hmac.digest(secret.encode(), sources.encode(), "sha256")
    return variant(secret, digest[0] % VARIANTS)


def variant(secret: str, number: int) -> str:
    """The seed of one variant of the secret inputs."""
    return f"{secret}:{number}"


def whose_is(notebook: NotebookNode, secret: str, variants: Seeds = PUBLISHED) -> Whose:
    """Whose questions a submission answers, by its own code and its learner's seeds."""
    return Whose(inputs=seed_for(notebook, secret), variants=variants)


def question_of(question_id: str, whose: Whose = EVERYBODY) -> Question:
    """The question that a verdict is about: with the learner's own numbers, on secret inputs."""
    question = own(BANK[question_id], whose.variants)
    return with_secret(question, whose.inputs) if whose.inputs else question


def inputs_for(notebook: NotebookNode, secret: str) -> Mapping[str, Inputs]:
    """What learners' functions are called on, by the grade id of the check cell."""
    found, whose = {}, whose_is(notebook, secret)
    for cell in cells_of_the_bank(notebook):
        grade_id = nbgrader_of(cell)["grade_id"]
        parts = question_of(grade_id, whose).parts
        if parts and isinstance(part := parts[0], Function):
            arguments = tuple(case.encoded() for case in part.all_cases)
            found[grade_id] = Inputs(arguments=arguments, fingerprint=part.fingerprint)
    return found


def mark(executed: NotebookNode, whose: Whose = EVERYBODY) -> tuple[Verdict, ...]:
    """Judge the answers that a notebook recorded when it ran; runs nothing.

    Check cells of questions that are not in the bank (classic asserts) are passed over.
    """
    return tuple(mark_record(record_of(cell), whose) for cell in cells_of_the_bank(executed))


def mark_record(record: Record, whose: Whose = EVERYBODY) -> Verdict:
    """Judge one record, in the points of its grade cell."""
    question = replace(question_of(record.question, whose), points=record.points)
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


def needs_run(record: Record, whose: Whose = EVERYBODY) -> bool:
    """Whether a record cannot be marked: of another version, or of calls on other inputs."""
    parts = question_of(record.question, whose).parts
    if not parts or not isinstance(part := parts[0], Function):
        return record.ours
    called = isinstance(record.answer, answers.Calls)
    return record.ours or (called and record.answer.cases != part.fingerprint)


def put_cards(executed: NotebookNode, verdicts: tuple[Verdict, ...]) -> None:
    """Show each verdict in its check cell, in place; records and errors stay, all else goes."""
    by_question = {verdict.question: verdict for verdict in verdicts}
    for cell in cells_of_the_bank(executed):
        verdict = by_question.get(nbgrader_of(cell)["grade_id"])
        if verdict is None:
            continue
        kept = [o for o in cell.outputs if o.output_type == "error" or _is_record(o)]
        shown = display(cards.as_bundle(verdict), autograder={"card": True})
        cell.outputs = [*kept, shown]


def put_questions(executed: NotebookNode, whose: Whose) -> None:
    """Show each question with a learner's own numbers in the cell that asks it, in place."""
    by_ask_id = {BANK[name].ask_id: name for name in whose.variants if name in BANK}
    for cell in executed.cells:
        about = nbgrader_of(cell)
        name = by_ask_id.get(about.get("grade_id", ""))
        if name and about.get("locked") and cell.cell_type == "code":
            cell.outputs = [display(asked(question_of(name, whose)))]


def _is_record(output: NotebookNode) -> bool:
    return answers.MIME in output.get("data", {})


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

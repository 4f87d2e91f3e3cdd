"""The pipeline for one notebook: from a submission to verdicts, and again from its records."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from nbformat.notebooknode import NotebookNode
from nbformat.v4 import new_code_cell, new_notebook, new_output

from autograder import grading
from autograder.answers import MIME, VERSION, encode
from autograder.errors import SubmissionError
from autograder.execution.kernels import Kernels
from autograder.execution.limits import Limits
from autograder.execution.records import Record, check_cells
from autograder.execution.restore import nbgrader_of
from autograder.grading import Graded, assignment_of, grade_notebook, mark, mark_record
from autograder.questions import ASSIGNMENTS, BANK
from autograder.verdict import Outcome, Verdict

Notebooks = Mapping[str, NotebookNode]
ASSIGNMENT_NAMES = list(ASSIGNMENTS)


def as_if_run(notebook: NotebookNode, answers: Mapping[str, Any]) -> NotebookNode:
    """A copy whose check cells hold the records of the given answers."""
    executed = copy.deepcopy(notebook)
    for cell in check_cells(executed):
        name = nbgrader_of(cell)["grade_id"]
        if name in answers:
            bundle = {"version": VERSION, "question": name, "answer": encode(answers[name])}
            cell.outputs = [new_output("display_data", {MIME: bundle})]
    return executed


@pytest.fixture(scope="module")
def released(released_notebooks: Notebooks) -> NotebookNode:
    return released_notebooks["05_f1"]


@pytest.fixture(scope="module", params=ASSIGNMENT_NAMES)
def solved(
    request: pytest.FixtureRequest,
    instructor_notebooks: Notebooks,
    released_notebooks: Notebooks,
    kernels: Kernels,
) -> Graded:
    """An instructor notebook, graded like a submission."""
    name = request.param
    return grade_notebook(instructor_notebooks[name], released_notebooks[name], kernels=kernels)


# With a kernel ----------------------------------------------------------------------------


def test_an_instructor_notebook_is_right_throughout(solved: Graded) -> None:
    assert {verdict.outcome for verdict in solved.verdicts} == {Outcome.CORRECT}
    assert solved.points == solved.max_points
    assert (solved.repairs, solved.faults) == ((), ())


def test_the_points_are_those_of_the_questions_that_no_person_grades(solved: Graded) -> None:
    questions = ASSIGNMENTS[assignment_of(solved.notebook)]
    assert [verdict.question for verdict in solved.verdicts] == [
        question.id for question in questions if not question.is_text
    ]
    assert solved.max_points == sum(q.points for q in questions if not q.is_text)


def test_a_notebook_that_ran_is_marked_again_without_running(
    solved: Graded, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(grading, "run", None)
    assert mark(solved.notebook) == solved.verdicts


@pytest.mark.parametrize("name", ASSIGNMENT_NAMES)
def test_an_untouched_notebook_is_not_answered_and_scores_nothing(
    name: str, released_notebooks: Notebooks, kernels: Kernels
) -> None:
    graded = grade_notebook(released_notebooks[name], released_notebooks[name], kernels=kernels)
    assert {verdict.outcome for verdict in graded.verdicts} == {Outcome.NOT_ANSWERED}
    assert graded.points == 0


def test_repairs_and_faults_are_told_and_cost_their_question_alone(
    instructor_notebooks: Notebooks, released: NotebookNode, kernels: Kernels
) -> None:
    submitted = copy.deepcopy(instructor_notebooks["05_f1"])
    cells = {nbgrader_of(cell).get("grade_id"): cell for cell in submitted.cells}
    submitted.cells.remove(cells["f1-recall"])
    cells["f1-precision-answer"].source = "while True: pass"
    cells["f1-f1-answer"].source = "f1 = 80 / 0"
    graded = grade_notebook(submitted, released, kernels=kernels, limits=Limits(cell_seconds=1))
    assert graded.repairs == ("The cell f1-recall was missing and was put back.",)
    assert graded.faults == ("This cell did not end within 1 s and was stopped.",)
    verdicts = {verdict.question: verdict for verdict in graded.verdicts}
    for name in ("f1-precision", "f1-f1"):
        assert verdicts[name].outcome is Outcome.NOT_ANSWERED
        assert "NameError" in verdicts[name].observed
    assert graded.points == graded.max_points - 2


def test_another_assignments_notebook_is_refused_before_it_runs(
    released_notebooks: Notebooks, kernels: Kernels, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(grading, "run", None)
    with pytest.raises(SubmissionError, match="another assignment"):
        grade_notebook(
            released_notebooks["02_shapes"], released_notebooks["05_f1"], kernels=kernels
        )


# From records -----------------------------------------------------------------------------


def test_each_record_is_judged_by_its_own_question(released: NotebookNode) -> None:
    executed = as_if_run(released, {"f1-precision": Fraction(8, 9), "f1-recall": Fraction(8, 9)})
    verdicts = {verdict.question: verdict for verdict in mark(executed)}
    assert verdicts["f1-precision"].outcome is Outcome.CORRECT
    assert verdicts["f1-recall"].outcome is Outcome.INCORRECT
    assert "M1" in verdicts["f1-recall"].found
    assert verdicts["f1-f1"].observed == "The check left no record of an answer."


def test_the_points_are_those_of_the_grade_cell(released: NotebookNode) -> None:
    half_right = {"macro": 0.0, "micro": Fraction(92, 100), "weighted": 0.0}
    executed = as_if_run(released, {"f1-averages": half_right})
    (cell,) = [c for c in check_cells(executed) if nbgrader_of(c)["grade_id"] == "f1-averages"]
    cell.metadata["nbgrader"]["points"] = 30
    verdict = {v.question: v for v in mark(executed)}["f1-averages"]
    assert (verdict.points, verdict.max_points) == (10, 30)
    assert BANK["f1-averages"].points == 1.5, "the bank itself is as it was"


@pytest.mark.parametrize(
    ("record", "outcome", "points"),
    [
        (Record(question="f1-recall", points=2.0, answer=Fraction(4, 5)), Outcome.CORRECT, 2.0),
        (Record(question="f1-recall", points=2.0, answer="0.8"), Outcome.INCORRECT, 0.0),
        (Record(question="f1-recall", points=2.0, answer=...), Outcome.NOT_ANSWERED, 0.0),
        (Record(question="f1-recall", points=2.0, problem="Gone."), Outcome.NOT_ANSWERED, 0.0),
        (Record(question="f1-recall", points=0.0, answer=0.8), Outcome.CORRECT, 0.0),
    ],
)
def test_a_record_is_marked_in_the_points_of_its_cell(
    record: Record, outcome: Outcome, points: float
) -> None:
    verdict = mark_record(record)
    assert (verdict.question, verdict.outcome) == ("f1-recall", outcome)
    assert (verdict.points, verdict.max_points) == (points, record.points)
    assert verdict.observed == record.problem or not record.problem


def test_a_record_that_cannot_be_read_tells_what_to_do() -> None:
    verdict = mark_record(Record(question="f1-recall", points=1.0, problem="Gone."))
    assert verdict.next_step.startswith("Restart the kernel")


def test_check_cells_of_questions_that_are_not_in_the_bank_are_passed_over() -> None:
    cell = new_code_cell("assert f1 > 0")
    cell.metadata["nbgrader"] = {"grade": True, "grade_id": "classic", "points": 1, "locked": True}
    assert mark(new_notebook(cells=[cell])) == ()


def test_a_judge_that_trips_costs_nobody_points(
    released: NotebookNode, monkeypatch: pytest.MonkeyPatch
) -> None:
    def trip(**_: Any) -> None:
        raise ZeroDivisionError("our own fault")

    question = BANK["f1-recall"]
    broken = replace(question, parts=(replace(question.parts[0], reference=trip),))
    monkeypatch.setattr(grading, "BANK", {**BANK, "f1-recall": broken})
    executed = as_if_run(released, {"f1-recall": 0.8, "f1-precision": Fraction(8, 9)})
    verdicts = {verdict.question: verdict for verdict in mark(executed)}
    assert verdicts["f1-recall"].outcome is Outcome.NOT_GRADED
    assert "our own fault" in verdicts["f1-recall"].observed
    assert verdicts["f1-precision"].outcome is Outcome.CORRECT


def test_points_add_up_without_the_dust_of_binary_fractions() -> None:
    parts = [
        Verdict(question="q", outcome=Outcome.PARTLY, points=points, max_points=0.3)
        for points in (0.1, 0.2, 0.3)
    ]
    graded = Graded(notebook=new_notebook(), verdicts=tuple(parts), repairs=(), faults=())
    assert (graded.points, graded.max_points) == (0.6, 0.9)


# Which assignment -------------------------------------------------------------------------


@pytest.mark.parametrize("name", ASSIGNMENT_NAMES)
def test_an_assignment_is_known_by_its_cells(name: str, released_notebooks: Notebooks) -> None:
    assert assignment_of(released_notebooks[name]) == name


@pytest.mark.parametrize("name", ASSIGNMENT_NAMES)
@pytest.mark.parametrize("kept", ["grade ids", "cell ids"])
def test_an_assignment_is_known_by_either_ids(
    name: str, kept: str, released_notebooks: Notebooks
) -> None:
    notebook = copy.deepcopy(released_notebooks[name])
    for number, cell in enumerate(notebook.cells):
        if kept == "cell ids":
            cell.metadata.clear()
        else:
            cell["id"] = f"other-{number}"
    assert assignment_of(notebook) == name


def test_an_assignment_is_the_one_with_the_most_cells(released_notebooks: Notebooks) -> None:
    mixed = copy.deepcopy(released_notebooks["03_ids"])
    mixed.cells.extend(copy.deepcopy(released_notebooks["05_f1"].cells[3:6]))
    assert assignment_of(mixed) == "03_ids"


def test_a_notebook_of_no_assignment_is_refused_with_a_list() -> None:
    with pytest.raises(
        SubmissionError, match="expected one of 01_rows, 02_shapes, 03_ids, 04_padding, 05_f1"
    ):
        assignment_of(new_notebook(cells=[new_code_cell("x = 1")]))


# What a submission or a grader's own machine may bring along ------------------------------


def test_a_name_of_the_learners_own_does_not_stand_in_for_the_check(
    instructor_notebooks: Notebooks, released: NotebookNode, kernels: Kernels
) -> None:
    submitted = copy.deepcopy(instructor_notebooks["05_f1"])
    for cell in submitted.cells:
        if cell.id == "f1-precision-answer":
            cell.source += "\n\ncheck = precision"
        if cell.id == "f1-recall-answer":
            cell.source += "\n\nassert check == precision  # a name of one's own stays"
    graded = grade_notebook(submitted, released, kernels=kernels)
    assert graded.points == graded.max_points
    sources = {cell.id: cell.source for cell in graded.notebook.cells}
    assert sources["f1-recall"] == 'check("f1-recall", recall)'


def test_start_up_files_of_the_graders_own_do_not_run(
    monkeypatch: pytest.MonkeyPatch, released: NotebookNode, tmp_path: Path, kernels: Kernels
) -> None:
    startup = tmp_path / "ipython" / "profile_default" / "startup"
    startup.mkdir(parents=True)
    (startup / "00.py").write_text("planted = 0.8")
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path / "ipython"))
    submitted = copy.deepcopy(released)
    for cell in submitted.cells:
        if cell.id == "f1-recall-answer":
            cell.source = "recall = planted"
    graded = grade_notebook(submitted, released, kernels=kernels)
    assert all(verdict.outcome is Outcome.NOT_ANSWERED for verdict in graded.verdicts)


def test_a_record_of_another_version_is_for_a_person_to_look_at() -> None:
    record = Record(question="f1-recall", points=1.0, problem="another version", ours=True)
    assert mark_record(record).outcome is Outcome.NOT_GRADED

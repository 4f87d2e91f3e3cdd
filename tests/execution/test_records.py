"""Records: what a check cell answered is read strictly, or not at all."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from nbformat.notebooknode import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from autograder.answers import MIME, SIZE_CAP, VERSION, encode
from autograder.execution.records import Record, check_cells, record_of


def bundle(answer: object = 0.8, question: str = "f1-recall", version: Any = VERSION) -> Any:
    return {"version": version, "question": question, "answer": encode(answer)}


def shown(data: Any, kind: str = "display_data") -> NotebookNode:
    """An output that holds a record."""
    return new_output(kind, {MIME: data, "text/plain": "card"})


def cell_with(*outputs: NotebookNode, points: float = 2) -> NotebookNode:
    cell = new_code_cell('check("f1-recall", recall)', outputs=list(outputs))
    cell.metadata["nbgrader"] = {
        "grade": True,
        "grade_id": "f1-recall",
        "locked": True,
        "points": points,
        "schema_version": 3,
        "solution": False,
        "task": False,
    }
    return cell


def problem_of(*outputs: NotebookNode) -> str:
    """Why there is no answer; there must be none."""
    record = record_of(cell_with(*outputs))
    assert record.problem
    assert record.answer is ...
    assert (record.question, record.points) == ("f1-recall", 2.0)
    return record.problem


def test_one_record_counts_with_the_points_of_its_cell() -> None:
    record = record_of(cell_with(shown(bundle(Fraction(4, 5)))))
    assert record == Record(question="f1-recall", points=2.0, answer=Fraction(4, 5))
    assert type(record.points) is float


def test_two_equal_records_count_as_one() -> None:
    assert record_of(cell_with(shown(bundle(0.8)), shown(bundle(0.8)))).answer == 0.8


def test_two_different_records_count_as_none() -> None:
    said = problem_of(shown(bundle(0.8)), shown(bundle(0.7)))
    assert said == "The cell recorded different answers."


@pytest.mark.parametrize(("first", "second"), [(1, 1.0), (1, True), (0.0, -0.0)])
def test_answers_that_python_calls_equal_are_different_records(first: Any, second: Any) -> None:
    assert problem_of(shown(bundle(first)), shown(bundle(second)))


def test_no_record_is_said_so() -> None:
    assert problem_of() == "The check left no record of an answer."


def test_an_error_in_the_cell_is_named_where_there_is_no_record() -> None:
    error = new_output("error", ename="NameError", evalue="name 'recall' is not defined")
    said = problem_of(error)
    assert said == "The check did not run: NameError: name 'recall' is not defined"


def test_a_record_counts_although_the_cell_then_raised() -> None:
    error = new_output("error", ename="WrongAnswerError", evalue="not right yet")
    assert record_of(cell_with(shown(bundle()), error)).answer == 0.8


def test_a_long_error_is_cut() -> None:
    assert len(problem_of(new_output("error", ename="E", evalue="x" * 10_000))) < 300


def test_a_record_for_another_question_does_not_count() -> None:
    assert "no record" in problem_of(shown(bundle(question="f1-precision")))
    assert record_of(cell_with(shown(bundle(1, "f1-f1")), shown(bundle(0.8)))).answer == 0.8


def test_a_record_counts_as_display_alone() -> None:
    result = new_output("execute_result", {MIME: bundle()}, execution_count=1)
    stream = new_output("stream", text=str(bundle()))
    plain = new_output("display_data", {"text/plain": str(bundle())})
    assert "no record" in problem_of(result, stream, plain)
    assert record_of(cell_with(result, shown(bundle(0.5)), stream)).answer == 0.5


@pytest.mark.parametrize("version", [0, 2, "1", None, True and 1.5])
def test_another_version_is_not_read(version: Any) -> None:
    said = problem_of(shown(bundle(version=version)))
    assert said == f"The record was written by another version ({version!r})."


def test_a_record_beyond_the_size_cap_is_no_answer() -> None:
    huge = {"type": "str", "value": "x" * (2 * SIZE_CAP)}
    assert "too large" in problem_of(shown(bundle() | {"answer": huge}))


UNDECODABLE = {
    "nothing": None,
    "a bare number": 0.8,
    "an unknown type": {"type": "pickle", "value": "gASV"},
    "a key too many": {"type": "int", "value": "1", "points": 99},
    "a number for a text": {"type": "str", "value": 1},
    "a dict that cannot be hashed": {
        "type": "dict",
        "value": [[{"type": "list", "value": []}, {"type": "none", "value": None}]],
    },
    "an array of objects": {"type": "array", "value": ["object", [1], "AAAA"]},
    "an array of the wrong size": {"type": "array", "value": ["int64", [9], "AAAA"]},
    "a fraction over zero": {
        "type": "fraction",
        "value": [{"type": "int", "value": "1"}, {"type": "int", "value": "0"}],
    },
    "a number of 5,000 digits": {"type": "int", "value": "9" * 5000},
}


@pytest.mark.parametrize("answer", UNDECODABLE.values(), ids=UNDECODABLE)
def test_what_cannot_be_decoded_is_no_answer(answer: Any) -> None:
    data = {"version": VERSION, "question": "f1-recall", "answer": answer}
    assert problem_of(shown(data)).startswith("The record cannot be read (")


def test_a_nest_of_lists_is_no_answer() -> None:
    nested: Any = {"type": "none", "value": None}
    for _ in range(60):
        nested = {"type": "list", "value": [nested]}
    data = {"version": VERSION, "question": "f1-recall", "answer": nested}
    assert problem_of(shown(data)).startswith("The record cannot be read (")


@pytest.mark.parametrize("data", [None, 3, "text", [1], {"question": "f1-recall"}, {}])
def test_a_bundle_of_another_form_is_no_answer(data: Any) -> None:
    assert problem_of(shown(data))


def test_check_cells_are_the_locked_code_cells_with_points_in_order() -> None:
    text, answer, setup = new_markdown_cell("text"), cell_with(), cell_with()
    answer.metadata["nbgrader"].update(grade=False, solution=True, locked=False)
    setup.metadata["nbgrader"].update(grade=False)
    written = new_markdown_cell("my text")
    written.metadata["nbgrader"] = cell_with().metadata["nbgrader"] | {"solution": True}
    first, second = cell_with(), cell_with(points=1)
    notebook = new_notebook(cells=[text, setup, answer, first, new_code_cell(), second, written])
    assert check_cells(notebook) == [first, second]

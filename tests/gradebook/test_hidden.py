"""What the gradebook knows of locked cells comes back as nbgrader's own preprocessor does it."""

from __future__ import annotations

import copy
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbformat.notebooknode import NotebookNode
from nbgrader.preprocessors import OverwriteCells

from autograder.errors import MachineError
from autograder.gradebook.course import Course
from autograder.gradebook.hidden import fingerprint, with_hidden_tests
from tests.parity.assignments import ASSIGNMENTS, FILES, HIDDEN, MANUAL, TWO
from tests.parity.course import code, grade_id_of, write_course

NOTEBOOKS = [(assignment.name, name) for assignment in ASSIGNMENTS for name in assignment.notebooks]


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    """A course in which every assignment is released; nobody changes it."""
    root = tmp_path_factory.mktemp("hidden") / "course"
    write_course(root, ASSIGNMENTS)
    course = Course(root)
    for assignment in ASSIGNMENTS:
        course.release(assignment.name)
    return course


@pytest.fixture
def gradebook(course: Course) -> Iterator[Any]:
    with course.gradebook() as gradebook:
        yield gradebook


def released(course: Course, assignment: str, name: str) -> NotebookNode:
    folder = course.folder("release", ".", assignment)
    return nbformat.read(folder / f"{name}.ipynb", as_version=4)


def cell_of(notebook: NotebookNode, grade_id: str) -> NotebookNode:
    return next(cell for cell in notebook.cells if grade_id_of(cell) == grade_id)


@pytest.mark.parametrize(("assignment", "name"), NOTEBOOKS)
def test_the_cells_are_those_that_nbgrader_makes(
    assignment: str, name: str, course: Course, gradebook: Any
) -> None:
    notebook = released(course, assignment, name)
    for cell in notebook.cells:
        if cell.metadata.get("nbgrader", {}).get("solution"):
            cell.source = "mine"
    resources = {
        "nbgrader": {"notebook": name, "assignment": assignment, "db_url": course.dir.db_url}
    }
    stock, _ = OverwriteCells().preprocess(copy.deepcopy(notebook), resources)
    assert with_hidden_tests(notebook, gradebook, name, assignment) == stock


def test_a_hidden_test_stands_where_the_instructor_put_it(course: Course, gradebook: Any) -> None:
    notebook = released(course, HIDDEN.name, "calendar")
    assert "1900" not in cell_of(notebook, "leap-test").source
    filled = with_hidden_tests(notebook, gradebook, "calendar", HIDDEN.name)
    for grade_id in ("leap-test", "leap-hidden", "median-test"):
        instructors = cell_of(HIDDEN.notebooks["calendar"], grade_id).source
        assert "HIDDEN" in instructors
        assert cell_of(filled, grade_id).source == instructors
    assert "1900" not in cell_of(notebook, "leap-test").source, "the argument stays as it is"


def test_a_marking_scheme_stands_in_its_task(course: Course, gradebook: Any) -> None:
    notebook = released(course, MANUAL.name, "essay")
    assert "One point for each" not in cell_of(notebook, "task").source
    filled = with_hidden_tests(notebook, gradebook, "essay", MANUAL.name)
    assert "One point for each" in cell_of(filled, "task").source
    assert cell_of(filled, "task").metadata["nbgrader"]["points"] == 4


def test_cells_with_one_grade_id_in_two_notebooks_are_kept_apart(
    course: Course, gradebook: Any
) -> None:
    for name in TWO.notebooks:
        filled = with_hidden_tests(released(course, TWO.name, name), gradebook, name, TWO.name)
        instructors = cell_of(TWO.notebooks[name], "double-test")
        assert cell_of(filled, "double-test").source == instructors.source


def test_type_source_and_points_of_a_locked_cell_come_from_the_gradebook(
    course: Course, gradebook: Any
) -> None:
    notebook = released(course, HIDDEN.name, "calendar")
    edited = cell_of(notebook, "leap-test")
    edited.cell_type, edited.source = "markdown", "No tests, please."
    del edited["outputs"], edited["execution_count"]
    edited.metadata["nbgrader"]["points"] = 300
    filled = with_hidden_tests(notebook, gradebook, "calendar", HIDDEN.name)
    expected = with_hidden_tests(
        released(course, HIDDEN.name, "calendar"), gradebook, "calendar", HIDDEN.name
    )
    assert filled == expected
    nbformat.validate(filled)


def test_what_the_gradebook_does_not_know_stays_as_it_is(course: Course, gradebook: Any) -> None:
    notebook = released(course, HIDDEN.name, "calendar")
    stranger = copy.deepcopy(cell_of(notebook, "leap-test"))
    stranger["id"], stranger.metadata["nbgrader"]["grade_id"] = "other", "other"
    notebook.cells += [stranger, code("own = 1")]
    filled = with_hidden_tests(notebook, gradebook, "calendar", HIDDEN.name)
    assert filled.cells[-2:] == notebook.cells[-2:]
    for unknown in (("no-such-notebook", HIDDEN.name), ("calendar", "no such assignment")):
        assert with_hidden_tests(notebook, gradebook, *unknown) == notebook


def test_a_cell_of_another_kind_than_in_the_gradebook_is_the_instructors_to_mend(
    course: Course, gradebook: Any
) -> None:
    notebook = released(course, FILES.name, "tables")
    cell_of(notebook, "total-test").metadata["nbgrader"]["solution"] = True
    said = f"disagree on the cell total-test .* Release {FILES.name} again"
    with pytest.raises(MachineError, match=said):
        with_hidden_tests(notebook, gradebook, "tables", FILES.name)


# The fingerprint --------------------------------------------------------------------------


def test_the_fingerprint_changes_with_a_hidden_test_though_the_released_notebook_does_not(
    course: Course, tmp_path: Path
) -> None:
    own = Course(Path(shutil.copytree(course.root, tmp_path / "course")))

    def prints() -> tuple[NotebookNode, str, str]:
        with own.gradebook() as gradebook:
            hidden, files = (fingerprint(gradebook, name) for name in (HIDDEN.name, FILES.name))
        return released(own, HIDDEN.name, "calendar"), hidden, files

    before = prints()
    assert prints() == before
    path = own.folder("source", ".", HIDDEN.name) / "calendar.ipynb"
    path.write_text(path.read_text().replace("is_leap(1900)", "is_leap(1800)"))
    own.release(HIDDEN.name)
    after = prints()
    assert after[0] == before[0]
    assert after[1] != before[1]
    assert after[2] == before[2]


def test_an_assignment_that_the_gradebook_does_not_know_has_no_fingerprint(gradebook: Any) -> None:
    assert fingerprint(gradebook, "no such assignment") == ""

"""The gradebook asked less often: the same rows as nbgrader finds, with fewer statements."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from nbgrader.api import Gradebook, MissingEntry
from sqlalchemy import event
from sqlalchemy.exc import SAWarning

from autograder.gradebook.course import Course
from autograder.gradebook.database import Rows, one_commit, one_engine
from tests.parity.assignments import ASSIGNMENTS
from tests.parity.course import write_course

NOTEBOOKS = [(assignment.name, name) for assignment in ASSIGNMENTS for name in assignment.notebooks]


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    """A course in which somebody handed in every assignment."""
    root = tmp_path_factory.mktemp("database") / "course"
    write_course(root, ASSIGNMENTS)
    course = Course(root)
    for assignment in ASSIGNMENTS:
        course.release(assignment.name)
    with course.gradebook() as gradebook, warnings.catch_warnings():
        # nbgrader adds submissions to its session late; SQLAlchemy says so at each of them.
        warnings.simplefilter("ignore", SAWarning)
        gradebook.add_student("ada")
        for assignment in ASSIGNMENTS:
            gradebook.add_submission(assignment.name, "ada")
    return course


def opened(course: Course) -> Any:
    return Gradebook(course.dir.db_url, course.dir.course_id)


@contextmanager
def statements(gradebook: Any) -> Iterator[list[str]]:
    """What is asked of a gradebook's engine, the ends of transactions included."""
    seen: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        seen.append(statement)

    def commit(_connection: Any) -> None:
        seen.append("COMMIT")

    event.listen(gradebook.engine, "before_cursor_execute", note)
    event.listen(gradebook.engine, "commit", commit)
    try:
        yield seen
    finally:
        event.remove(gradebook.engine, "before_cursor_execute", note)
        event.remove(gradebook.engine, "commit", commit)


@pytest.mark.parametrize(("assignment", "name"), NOTEBOOKS)
def test_rows_are_those_that_nbgrader_finds_for_every_kind_of_cell(
    assignment: str, name: str, course: Course
) -> None:
    place = (name, assignment, "ada")
    with opened(course) as gradebook:
        entry = gradebook.find_notebook(name, assignment)
        graded = [cell.name for cell in (*entry.grade_cells, *entry.task_cells)]
        commented = [cell.name for cell in (*entry.solution_cells, *entry.task_cells)]
        assert graded
        with statements(gradebook) as seen:
            rows = Rows(gradebook, *place)
            found = [rows.find_grade(cell, *place) for cell in graded]
            found += [rows.find_comment(cell, *place) for cell in commented]
        assert len(seen) == 3
        expected = [gradebook.find_grade(cell, *place) for cell in graded]
        expected += [gradebook.find_comment(cell, *place) for cell in commented]
        assert all(one is other for one, other in zip(found, expected, strict=True))


def test_a_row_that_is_not_there_is_missing_as_for_nbgrader(course: Course) -> None:
    assignment, name = NOTEBOOKS[0]
    with opened(course) as gradebook:
        rows = Rows(gradebook, name, assignment, "ada")
        for find in (rows.find_grade, rows.find_comment):
            with pytest.raises(MissingEntry, match="nothing-of-the-kind"):
                find("nothing-of-the-kind", name, assignment, "ada")
        with pytest.raises(MissingEntry):
            Rows(gradebook, name, assignment, "nobody")


def test_one_engine_serves_all_who_open_a_gradebook_and_asks_nothing_again(course: Course) -> None:
    with one_engine():
        with opened(course) as first:
            engine = first.engine
        with statements(first) as seen, opened(course) as second:
            assert second.engine is engine
            assert seen == []
            assert [student.id for student in second.students] == ["ada"]
        with opened(course) as third, opened(course) as fourth:
            third.add_student("grace")
            assert {student.id for student in fourth.students} == {"ada", "grace"}
            third.remove_student("grace")
    with opened(course) as afterwards:
        assert afterwards.engine is not engine
        assert [student.id for student in afterwards.students] == ["ada"]


def test_one_engine_makes_a_gradebook_where_there_is_none(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'gradebook.db'}"
    with one_engine():
        for _ in range(2):
            with Gradebook(url, "course") as gradebook:
                gradebook.update_or_create_student("ada")
        with Gradebook(url, "another") as gradebook:
            assert gradebook.course_id == "another"
    with Gradebook(url, "course") as gradebook:
        assert [student.id for student in gradebook.students] == ["ada"]


def test_many_commits_become_one(course: Course) -> None:
    assignment, name = NOTEBOOKS[0]
    with opened(course) as gradebook, statements(gradebook) as seen:
        with one_commit(gradebook.db):
            rows = Rows(gradebook, name, assignment, "ada")
            for grade in gradebook.find_submission_notebook(name, assignment, "ada").grades:
                rows.find_grade(grade.name).auto_score = 0.25
                gradebook.db.commit()
            assert "COMMIT" not in seen
        assert seen.count("COMMIT") == 1
    with opened(course) as gradebook:
        grades = gradebook.find_submission_notebook(name, assignment, "ada").grades
        assert {grade.auto_score for grade in grades} == {0.25}


def test_an_error_in_between_leaves_nothing_behind(course: Course) -> None:
    assignment, name = NOTEBOOKS[1]
    with opened(course) as gradebook, pytest.raises(RuntimeError), one_commit(gradebook.db):
        for grade in gradebook.find_submission_notebook(name, assignment, "ada").grades:
            grade.auto_score = 0.75
            gradebook.db.commit()
        raise RuntimeError("in between")
    with opened(course) as gradebook:
        grades = gradebook.find_submission_notebook(name, assignment, "ada").grades
        assert {grade.auto_score for grade in grades} == {None}

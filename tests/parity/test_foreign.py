"""The commands on a course that is not ours: what they say, and whose fault they say it is."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

import nbformat
import pytest
from click.testing import CliRunner, Result

from autograder.cli import main
from autograder.gradebook.batch import grade
from autograder.gradebook.course import Course
from autograder.gradebook.course import Result as Graded
from tests.parity.course import (
    CONFIG,
    Assignment,
    Submission,
    answer,
    autograder_tests,
    given,
    hand_in,
    manual_text,
    notebook,
    write_course,
)

MB = 1_000_000
CONDA = {"name": "conda-env-x-py", "display_name": "Python [x]", "language": "python"}
OWN_SETTINGS = """c.RunSubmission.disk_bytes = 8_000_000
c.ClearSolutions.code_stub = {"python": "# YOUR CODE HERE", "R": "# YOUR CODE HERE"}
"""
R = {"name": "ir", "display_name": "R", "language": "R"}

TWO = Assignment(
    name="two",
    notebooks={
        "first": notebook(
            answer("double", "def double(x):\n    return 2 * x"),
            autograder_tests("double-test", 2, "assert double(4) == 8"),
            answer("share", "share = 1"),
            autograder_tests("a-share", 1, "share"),
            manual_text("why", 1, "YOUR ANSWER HERE"),
        ),
        "second": notebook(
            answer("half", "def half(x):\n    return x / 2"),
            autograder_tests("half-test", 1.5, "assert half(4) == 2"),
        ),
    },
    submissions=(
        Submission(student="ada", says="all right", worth=4.5, solved=True),
        Submission(
            student="bob",
            says="a text that waits",
            worth=4.5,
            solved=True,
            answers={"why": "Because."},
        ),
        Submission(
            student="cyd",
            says="more than a cell's points",
            worth=3.5,
            solved=True,
            answers={"share": "share = 100"},
        ),
        Submission(
            student="dee",
            says="a value that has no text",
            worth=3.5,
            solved=True,
            answers={
                "share": "share = 1\nshow = get_ipython().display_formatter\n"
                "show.format = lambda *_, **__: ({'text/html': '1'}, {})"
            },
        ),
        Submission(
            student="eve",
            says="one notebook",
            worth=3,
            solved=True,
            change=lambda them: them.pop("second"),
        ),
        Submission(student="fay", says="nothing", worth=0),
    ),
)
ONE = Assignment(
    name="one",
    notebooks={
        "sums": notebook(
            answer("total", "total = 5"),
            autograder_tests("total-test", 2, "assert total == 5"),
            kernel=CONDA,
        )
    },
    submissions=(
        Submission(student="ada", says="all right", worth=2, solved=True),
        Submission(student="fay", says="nothing", worth=0),
    ),
)
IN_R = Assignment(
    name="in R",
    notebooks={
        "vectors": notebook(
            given("numbers", "x <- c(1, 2)"), autograder_tests("x-test", 1, "x"), kernel=R
        )
    },
    submissions=(Submission(student="ada", says="another language", worth=0),),
)
DATA = Assignment(
    name="data",
    notebooks={
        "table": notebook(
            autograder_tests("sizes", 1, "assert len(open('theirs').read()) > 3_000_000")
        )
    },
    files={"theirs": "x" * int(3.9 * MB)},
    submissions=(
        Submission(
            student="ada",
            says="as large as it may be",
            worth=1,
            files={"mine": "x" * int(3.9 * MB), "theirs": None},
        ),
        Submission(
            student="fay",
            says="too large",
            worth=0,
            files={"mine": "x" * int(4.1 * MB), "theirs": None},
        ),
    ),
)
HEAVY = Assignment(
    name="heavy",
    notebooks={"table": notebook(autograder_tests("test", 1, "assert True"))},
    files={"large": "x" * int(4.1 * MB)},
    submissions=(
        Submission(student="ada", says="the instructor's", worth=1, files={"large": None}),
    ),
)
ALL = (TWO, ONE, IN_R, DATA, HEAVY)
LEARNERS = [submission.student for submission in TWO.submissions]


def call(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(each) for each in arguments], catch_exceptions=False)


@dataclass(frozen=True, kw_only=True)
class Class:
    """A course of another kind, its assignments released and graded."""

    root: Path
    released: Result
    results: Mapping[tuple[str, str], Graded]


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory) -> Class:
    root = tmp_path_factory.mktemp("foreign") / "course"
    write_course(root, ALL)
    (root / "nbgrader_config.py").write_text(CONFIG + OWN_SETTINGS)
    released = call("release", "--course", root)
    for assignment in ALL:
        for submission in assignment.submissions:
            hand_in(root, assignment, submission)
    work = [(a.name, submission.student) for a in ALL for submission in a.submissions]
    results = {(each.assignment, each.student): each for each in grade(root, work, jobs=2)}
    return Class(root=root, released=released, results=results)


def rows(graded: Class, assignment: str = "two") -> dict[str, dict]:
    """The report's rows, by learner."""
    said = call("report", assignment, "--course", graded.root, "--format", "json")
    return {row["student"]: row for row in json.loads(said.stdout)}


def only(graded: Class, assignment: str, student: str, root: Path) -> Path:
    """The same course with one submission."""
    shutil.copytree(graded.root, root)
    for path in (root / "submitted").iterdir():
        if path.name != student:
            shutil.rmtree(path)
    return root


# Release ----------------------------------------------------------------------------------


def test_release_makes_all_assignments_and_names_all_notebooks(graded: Class) -> None:
    assert graded.released.exit_code == 0, graded.released.stderr
    made = {Path(line).relative_to(graded.root / "release") for line in _lines(graded.released)}
    assert made == {Path(each.name) / f"{name}.ipynb" for each in ALL for name in each.notebooks}


def _lines(result: Result) -> list[str]:
    return [str(line) for line in result.stdout.splitlines()]


def test_release_names_the_assignments_that_are_there(graded: Class) -> None:
    result = call("release", "three", "--course", graded.root)
    assert result.exit_code == 2
    assert "There is no assignment 'three'" in result.stderr
    assert "data, heavy, in R, one, two" in result.stderr


# Report -----------------------------------------------------------------------------------


def test_a_report_without_names_has_all_assignments_of_the_gradebook(graded: Class) -> None:
    said = call("report", "--course", graded.root, "--format", "json")
    found = {row["assignment"] for row in json.loads(said.stdout)}
    assert found == {assignment.name for assignment in ALL}


def test_assignments_of_the_bank_come_first_and_in_its_order(course_root: Path) -> None:
    from autograder.questions import ASSIGNMENTS

    course = Course(course_root)
    with course.gradebook() as gradebook:
        gradebook.add_assignment("01_a")
        gradebook.add_assignment("00_b")
    assert course.assignments() == [*ASSIGNMENTS, "00_b", "01_a"]


def test_the_cells_of_a_submission_are_listed_as_they_stand(graded: Class) -> None:
    cells = rows(graded)["bob"]["cells"]
    assert [(cell["notebook"], cell["grade_id"]) for cell in cells] == [
        ("first", "double-test"),
        ("first", "a-share"),
        ("first", "why"),
        ("second", "half-test"),
    ]
    assert [cell["score"] for cell in cells] == [2, 1, 0, 1.5]
    assert [cell["max_score"] for cell in cells] == [2, 1, 1, 1.5]
    assert [cell["waits"] for cell in cells] == [False, False, True, False]


def test_cells_are_cases_in_junit_failed_below_their_points_skipped_when_they_wait(
    graded: Class,
) -> None:
    said = call("report", "two", "--course", graded.root, "--format", "junit")
    suites = {each.get("name"): each for each in ElementTree.fromstring(said.stdout)}
    assert suites["two:fay"].get("tests") == "4"
    assert suites["two:fay"].get("failures") == "4"
    assert suites["two:bob"].get("failures") == "0"
    skipped = [c.get("name") for c in suites["two:bob"] if c.find("skipped") is not None]
    assert skipped == ["why"]


def test_cells_are_tests_for_gradescope_but_those_that_wait(graded: Class, tmp_path: Path) -> None:
    root = only(graded, "two", "bob", tmp_path / "course")
    (root / "release" / "two" / "assignment.json").write_text('{"mode": "exam"}')
    made = json.loads(call("report", "two", "--course", root, "--format", "gradescope").stdout)
    assert [test["max_score"] for test in made["tests"]] == [2, 1, 1.5]
    assert made["visibility"] == "after_published"


def test_the_table_of_one_submission_shows_its_cells(graded: Class, tmp_path: Path) -> None:
    root = only(graded, "two", "bob", tmp_path / "course")
    lines = _lines(call("report", "two", "--course", root))
    (half,) = [line for line in lines if "second: half-test" in line]
    (why,) = [line for line in lines if "first: why" in line]
    assert "✓ correct" in half
    assert "1.5 of 1.5" in half
    assert "a person still grades it" in why


def test_a_notebook_that_was_not_handed_in_is_named(graded: Class) -> None:
    found = rows(graded)
    assert found["eve"]["faults"] == ["second.ipynb was not handed in."]
    assert found["ada"]["faults"] == []
    half = [cell for cell in found["eve"]["cells"] if cell["notebook"] == "second"]
    assert [(cell["score"], cell["waits"]) for cell in half] == [(0, False)]


# Exit codes -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("student", "code"),
    [("bob", 0), ("eve", 1), ("fay", 1)],
    ids=["only a text that waits", "a missing notebook", "nothing"],
)
def test_grading_says_by_its_exit_code_whether_all_passed(
    student: str, code: int, graded: Class, tmp_path: Path
) -> None:
    root = only(graded, "two", student, tmp_path / "course")
    result = call("grade", "two", "--course", root, "-q", "--jobs", 1)
    assert result.exit_code == code, result.stdout + result.stderr


def test_full_points_are_a_pass(graded: Class, tmp_path: Path) -> None:
    root = only(graded, "one", "ada", tmp_path / "course")
    assert call("grade", "one", "--course", root, "-q", "--jobs", 1).exit_code == 0


# Faults -----------------------------------------------------------------------------------


@pytest.mark.parametrize("student", ["cyd", "dee"])
def test_a_value_that_nbgrader_refuses_costs_its_cell_and_a_person_looks(
    student: str, graded: Class
) -> None:
    result = graded.results["two", student]
    assert (result.status, result.reason) == ("graded", "")
    found = {cell["grade_id"]: cell for cell in rows(graded)[student]["cells"]}
    assert found["a-share"]["waits"]
    assert found["a-share"]["score"] == 0
    assert [found[name]["score"] for name in ("double-test", "half-test")] == [2, 1.5]
    with Course(graded.root).gradebook() as gradebook:
        grade = gradebook.find_grade("a-share", "first", "two", student)
        assert (grade.auto_score, grade.needs_manual_grade) == (None, True)


def test_another_language_is_named_and_the_learner_is_not_blamed(graded: Class) -> None:
    result = graded.results["in R", "ada"]
    assert (result.status, result.machine_fault) == ("not graded", True)
    assert "vectors is written in R. Only notebooks of Python are run here" in result.reason


def test_a_kernel_of_python_that_is_not_installed_is_this_python(graded: Class) -> None:
    assert graded.results["one", "ada"].status == "graded"
    assert [row["score"] for row in rows(graded, "one").values()] == [2, 0]


def test_only_what_was_handed_in_counts_for_the_size_of_a_submission(graded: Class) -> None:
    result = graded.results["data", "ada"]
    assert (result.status, result.reason) == ("graded", "")
    assert rows(graded, "data")["ada"]["score"] == 1
    result = graded.results["data", "fay"]
    assert (result.status, result.machine_fault) == ("not graded", False)
    assert f"{graded.root}/submitted/fay/data: beside the notebook lie" in result.reason


def test_data_of_the_instructor_that_is_too_large_is_not_the_learners_fault(graded: Class) -> None:
    result = graded.results["heavy", "ada"]
    assert (result.status, result.machine_fault) == ("not graded", True)
    assert f"{graded.root}/source/heavy" in result.reason
    assert "RunSubmission.disk_bytes" in result.reason
    assert not Path(graded.root / "autograded/ada/heavy").exists()


def test_files_that_the_course_leaves_to_learners_are_not_overwritten(
    graded: Class, tmp_path: Path
) -> None:
    root = only(graded, "one", "ada", tmp_path / "course")
    (root / "source/one/module.py").write_text("VALUE = 0\n")
    (root / "submitted/ada/one/module.py").write_text("VALUE = 1\n")
    config = "c.Autograde.exclude_overwriting = {'one': ['module.py']}\n"
    (root / "nbgrader_config.py").write_text(CONFIG + config)
    (work,) = Course(root).work_of("one", "ada")
    assert work.files["module.py"] == b"VALUE = 1\n"


# The gradebook ----------------------------------------------------------------------------


def test_the_gradebook_is_opened_as_that_of_its_course(tmp_path: Path) -> None:
    (tmp_path / "nbgrader_config.py").write_text(CONFIG)
    with Course(tmp_path).gradebook():
        pass
    with sqlite3.connect(tmp_path / "gradebook.db") as database:
        assert database.execute("select id from course").fetchall() == [("algebra",)]


# Check ------------------------------------------------------------------------------------


def test_check_says_that_it_is_for_this_courses_notebooks(tmp_path: Path) -> None:
    path = tmp_path / "first.ipynb"
    nbformat.write(TWO.notebooks["first"], path)
    result = call("check", path, "-q")
    assert result.exit_code == 3
    assert "This notebook belongs to no assignment of this course" in result.stderr

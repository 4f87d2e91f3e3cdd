"""The command line: formats, exit codes, what goes where, and how soon help is there."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import nbformat
import pytest
from click.testing import CliRunner, Result

from autograder.cli import main
from autograder.misconceptions import CATALOGUE
from autograder.questions import BANK
from autograder.workspace import home

SOLVED = home() / "solutions" / "05_f1" / "05_f1.ipynb"
RELEASED = home() / "exercises" / "05_f1" / "05_f1.ipynb"


def call(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(each) for each in arguments], catch_exceptions=False)


@pytest.fixture
def wrong_notebook(tmp_path: Path) -> Path:
    notebook = nbformat.read(SOLVED, as_version=4)
    for cell in notebook.cells:
        if cell.id == "f1-precision-answer":
            cell.source = "precision = 0.8"
    path = tmp_path / "05_f1.ipynb"
    nbformat.write(notebook, path)
    return path


def test_a_solved_notebook_passes_its_check_with_exit_code_0() -> None:
    result = call("check", SOLVED, "--quiet")
    assert result.exit_code == 0
    assert "13 of 14" in result.stdout
    assert "a person still grades the text" in result.stdout


def test_a_wrong_answer_gives_exit_code_1_and_names_the_belief(wrong_notebook: Path) -> None:
    result = call("check", wrong_notebook, "-q", "--format", "json")
    assert result.exit_code == 1
    (row,) = json.loads(result.stdout)
    beliefs = {q["question"]: [b["id"] for b in q["beliefs"]] for q in row["questions"]}
    assert beliefs["f1-precision"] == ["M1"]
    assert row["score"] == 12.0


def test_junit_output_goes_to_a_file_and_names_each_question(
    wrong_notebook: Path, tmp_path: Path
) -> None:
    target = tmp_path / "result.xml"
    result = call("check", wrong_notebook, "-q", "--format", "junit", "--output", target)
    assert result.exit_code == 1
    assert result.stdout == ""
    suite = ElementTree.parse(target).getroot().find("testsuite")
    assert suite is not None
    assert suite.get("failures") == "1"
    failed = [c.get("name") for c in suite.iter("testcase") if c.find("failure") is not None]
    assert failed == ["f1-precision"]


def test_gradescope_gets_a_test_for_each_question_with_its_card(wrong_notebook: Path) -> None:
    result = call("check", wrong_notebook, "-q", "--format", "gradescope")
    assert result.exit_code == 1
    made = json.loads(result.stdout)
    tests = {test["name"]: test for test in made["tests"]}
    assert sum(test["score"] for test in tests.values()) == 12.0
    assert sum(test["max_score"] for test in tests.values()) == 13.0  # and a text, for a person
    assert tests["f1-recall"]["score"] == tests["f1-recall"]["max_score"] == 1.0
    assert "denominators exchanged" in tests["f1-precision"]["output"]
    assert "score" not in made
    assert "visibility" not in made


def test_gradescope_is_about_one_submission(wrong_notebook: Path) -> None:
    two = call("check", wrong_notebook, wrong_notebook, "-q", "--format", "gradescope")
    assert two.exit_code == 2
    assert "one submission, and there are 2" in two.stderr


def test_verbose_output_shows_the_cards(wrong_notebook: Path) -> None:
    result = call("check", wrong_notebook, "-q", "-v")
    assert "Not right yet" in result.stdout
    assert "denominators exchanged" in result.stdout


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("My answers are in the picture", "this is not a notebook"),
        ("{}", "it has no 'nbformat'"),
        ('{"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}', "no assignment"),
    ],
    ids=["plain text", "JSON of something else", "another course"],
)
def test_an_unusable_file_gives_exit_code_3_and_a_sentence(
    tmp_path: Path, content: str, said: str
) -> None:
    path = tmp_path / "answers.ipynb"
    path.write_text(content)
    result = call("check", path, "-q")
    assert result.exit_code == 3
    assert said in result.stderr
    assert "Traceback" not in result.stderr


def test_a_module_beside_the_notebook_is_found(wrong_notebook: Path) -> None:
    (wrong_notebook.parent / "my_numbers.py").write_text("PRECISION = 8 / 9")
    notebook = nbformat.read(wrong_notebook, as_version=4)
    for cell in notebook.cells:
        if cell.id == "f1-precision-answer":
            cell.source = "from my_numbers import PRECISION as precision"
    nbformat.write(notebook, wrong_notebook)
    assert call("check", wrong_notebook, "-q").exit_code == 0


def test_a_bad_file_costs_only_itself(tmp_path: Path) -> None:
    bad = tmp_path / "bad.ipynb"
    bad.write_text("no notebook")
    result = call("check", bad, SOLVED, "-q", "--format", "json")
    assert result.exit_code == 3
    assert [row["score"] for row in json.loads(result.stdout)] == [None, 13.0]


def test_a_missing_course_directory_is_a_usage_error(tmp_path: Path) -> None:
    assert call("grade", "05_f1", "--course", tmp_path / "none").exit_code == 2


def test_grading_without_submissions_says_where_they_are_expected(tmp_path: Path) -> None:
    result = call("grade", "05_f1", "--course", tmp_path)
    assert result.exit_code == 2
    assert "submitted/STUDENT/05_f1" in result.stderr


def test_a_report_without_a_gradebook_says_what_to_do(tmp_path: Path) -> None:
    result = call("report", "--course", tmp_path)
    assert result.exit_code == 2
    assert "Grade something first" in result.stderr


def test_releasing_an_unknown_assignment_names_those_that_are_there(tmp_path: Path) -> None:
    for name in ("05_f1", "01_rows"):
        shutil.copytree(home() / "solutions" / name, tmp_path / "solutions" / name)
    result = call("release", "99_none", "--course", tmp_path)
    assert result.exit_code == 2
    assert "There are: 01_rows, 05_f1." in result.stderr


def test_releasing_where_there_is_nothing_to_release_is_a_usage_error(tmp_path: Path) -> None:
    result = call("release", "--course", tmp_path)
    assert result.exit_code == 2
    assert f"There is no assignment in {tmp_path}/solutions" in result.stderr


def test_releasing_refuses_points_that_disagree_with_the_bank(tmp_path: Path) -> None:
    folder = tmp_path / "solutions" / "05_f1"
    folder.mkdir(parents=True)
    notebook = nbformat.read(SOLVED, as_version=4)
    for cell in notebook.cells:
        if cell.id == "f1-f1":
            cell.metadata["nbgrader"]["points"] = 5
    nbformat.write(notebook, folder / "05_f1.ipynb")
    result = call("release", "05_f1", "--course", tmp_path)
    assert result.exit_code == 2
    assert "f1-f1: 5 points in the cell, 1 expected" in result.stderr


def test_a_class_is_released_graded_and_reported_from_the_command_line(
    tmp_path: Path, wrong_notebook: Path
) -> None:
    shutil.copytree(home() / "solutions" / "05_f1", tmp_path / "solutions" / "05_f1")
    assert call("release", "05_f1", "--course", tmp_path).exit_code == 0
    folder = tmp_path / "submitted" / "one-belief" / "05_f1"
    folder.mkdir(parents=True)
    shutil.copy(wrong_notebook, folder)
    graded = call("grade", "05_f1", "--course", tmp_path, "-q", "--jobs", 1)
    assert graded.exit_code == 1
    assert "12 of 14" in graded.stdout
    again = call("grade", "05_f1", "--course", tmp_path, "-q", "--jobs", 1, "--format", "json")
    assert json.loads(again.stdout)[0]["score"] == 12.0
    report = call("report", "05_f1", "--course", tmp_path)
    assert report.exit_code == 0
    assert "denominators exchanged" in report.stdout
    assert (tmp_path / "feedback" / "one-belief" / "05_f1" / "05_f1.html").exists()


@pytest.mark.parametrize("command", ["questions", "misconceptions"])
def test_the_bank_and_the_catalogue_are_listed_and_shown_one_by_one(command: str) -> None:
    listed = json.loads(call(command, "--format", "json").stdout)
    known = {"questions": BANK, "misconceptions": CATALOGUE}[command]
    assert [each["id"] for each in listed] == list(known)
    table = call(command).stdout
    assert all(name in table for name in known)
    for name in list(known)[::9]:
        assert call(command, name).stdout.startswith(f"{name}: ")
        assert json.loads(call(command, name, "--format", "json").stdout)["id"] == name


@pytest.mark.parametrize(
    ("command", "near"), [("questions", "f1-recall"), ("misconceptions", "M1")]
)
def test_an_unknown_id_is_a_usage_error_that_names_near_ones(command: str, near: str) -> None:
    result = call(command, near + "x")
    assert result.exit_code == 2
    assert near in result.stderr


def test_help_imports_neither_tensorflow_nor_nbgrader_nor_nbclient() -> None:
    code = (
        "import sys\nfrom autograder.cli import main\n"
        "try:\n    main(['--help'])\nexcept SystemExit:\n    pass\n"
        "heavy = {'tensorflow', 'keras', 'nbgrader', 'nbclient', 'rich', 'matplotlib'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"
    assert "Exit codes" in done.stdout


def test_a_missing_package_is_named_with_the_command_that_installs_it() -> None:
    code = (
        "import sys\nsys.modules['nbformat'] = None\nfrom autograder.cli import main\n"
        f"main(['check', {str(SOLVED)!r}])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.returncode == 4
    assert "needs nbformat" in done.stderr
    assert "pip install -e '.[course,grading]'" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full, which Linux has")
def test_a_full_disk_gives_exit_code_4_and_a_sentence() -> None:
    result = call("check", SOLVED, "-q", "--output", "/dev/full")
    assert result.exit_code == 4
    assert "The disk is full" in result.stderr


def test_output_without_a_terminal_has_no_colour_codes() -> None:
    assert "\x1b" not in call("check", SOLVED, "-q").stdout

"""Grading in several processes: what one submission does to its grader costs the others nothing."""

from __future__ import annotations

import shutil
from pathlib import Path

import nbformat
import pytest

from autograder.errors import MachineError
from autograder.gradebook.batch import grade
from autograder.gradebook.course import Course, Result
from autograder.gradebook.reading import read_class
from autograder.workspace import home

NAME = "05_f1"


@pytest.fixture(scope="module", params=[1, 2], ids=["one at a time", "two at a time"])
def results(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Result]:
    root = tmp_path_factory.mktemp("pool")
    shutil.copytree(home() / "solutions" / NAME, root / "solutions" / NAME)
    Course(root).release(NAME)
    hostile = nbformat.read(root / "exercises" / NAME / f"{NAME}.ipynb", as_version=4)
    for cell in hostile.cells:
        if cell.id == "f1-precision-answer":
            cell.source = "import os, signal\n\nos.kill(os.getppid(), signal.SIGKILL)"
    solved = nbformat.read(root / "solutions" / NAME / f"{NAME}.ipynb", as_version=4)
    for student, notebook in {"kills-its-grader": hostile, "solved": solved}.items():
        folder = root / "submitted" / student / NAME
        folder.mkdir(parents=True)
        nbformat.write(notebook, folder / f"{NAME}.ipynb")
    work = [(NAME, "kills-its-grader"), (NAME, "solved")]
    return {result.student: result for result in grade(root, work, jobs=request.param)}


def test_a_submission_that_kills_its_grader_is_not_graded_and_named(
    results: dict[str, Result],
) -> None:
    result = results["kills-its-grader"]
    assert result.status == "not graded"
    assert result.machine_fault
    assert "was killed" in result.reason


def test_the_others_are_graded_all_the_same(results: dict[str, Result]) -> None:
    assert results["solved"].status == "graded"


def test_a_release_that_fails_keeps_what_was_released_before(tmp_path: Path) -> None:
    shutil.copytree(home() / "solutions" / NAME, tmp_path / "solutions" / NAME)
    course = Course(tmp_path)
    course.release(NAME)
    released = tmp_path / "exercises" / NAME / f"{NAME}.ipynb"
    before = released.read_bytes()
    source = tmp_path / "solutions" / NAME / f"{NAME}.ipynb"
    source.write_text(source.read_text().replace("### END SOLUTION", "### END"))
    with pytest.raises(MachineError, match="no end solution"):
        course.release(NAME)
    assert released.read_bytes() == before


def test_links_are_refused_and_never_followed(tmp_path: Path) -> None:
    shutil.copytree(home() / "solutions" / NAME, tmp_path / "solutions" / NAME)
    course = Course(tmp_path)
    course.release(NAME)
    for student, name in {"links-notebook": f"{NAME}.ipynb", "links-file": "data.txt"}.items():
        folder = tmp_path / "submitted" / student / NAME
        folder.mkdir(parents=True)
        shutil.copy(tmp_path / "exercises" / NAME / f"{NAME}.ipynb", folder)
        (folder / name).unlink(missing_ok=True)
        (folder / name).symlink_to(tmp_path / "solutions" / NAME / f"{NAME}.ipynb")
        result = course.autograde(NAME, student)
        assert result.status == "not graded"
        assert not result.machine_fault
        assert f"{name}: this is a link" in result.reason
    assert not (tmp_path / "autograded").exists()


def test_another_version_of_the_package_grades_unchanged_submissions_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(home() / "solutions" / NAME, tmp_path / "solutions" / NAME)
    course = Course(tmp_path)
    course.release(NAME)
    folder = tmp_path / "submitted" / "untouched" / NAME
    folder.mkdir(parents=True)
    shutil.copy(tmp_path / "exercises" / NAME / f"{NAME}.ipynb", folder)
    assert course.autograde(NAME, "untouched").status == "graded"
    assert course.autograde(NAME, "untouched").status == "unchanged"
    stray = course.folder("autograded", "untouched", NAME) / "stray.ipynb"
    stray.write_text("no notebook")
    (row,) = read_class(course, [NAME])
    assert row.score == 0.0
    monkeypatch.setattr("autograder.gradebook.course._package_hash", lambda: "another")
    assert course.autograde(NAME, "untouched").status == "graded"

"""What an instructor hands out."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from autograder.bundle import check_assignment, write_bundle
from autograder.cli import main
from autograder.errors import UsageError
from autograder.questions import ASSIGNMENTS
from autograder.workspace import home


@pytest.mark.parametrize("assignment", ASSIGNMENTS)
def test_every_instructor_notebook_agrees_with_the_bank(assignment: str) -> None:
    check_assignment(assignment, home() / "solutions" / assignment / f"{assignment}.ipynb")


def test_the_bundle_holds_what_learners_need_and_no_solutions(tmp_path: Path) -> None:
    target = tmp_path / "bundle"
    write_bundle(home(), target)
    names = {path.relative_to(target).as_posix() for path in target.rglob("*")}
    assert {"exercises/05_f1/05_f1.ipynb", "course/00_start.ipynb", "pyproject.toml"} <= names
    assert "autograder/notebook.py" in names
    assert not any(name.startswith(("solutions", "tests", ".git")) for name in names)
    text = "".join(p.read_text() for p in target.rglob("*.ipynb"))
    assert "BEGIN SOLUTION" not in text


def test_nothing_is_released_where_the_bundle_has_no_room(tmp_path: Path) -> None:
    (tmp_path / "solutions").mkdir()
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "mine.txt").write_text("mine")
    shutil.copytree(home() / "solutions" / "02_shapes", tmp_path / "solutions" / "02_shapes")
    arguments = ["release", "--course", str(tmp_path), "--bundle", str(tmp_path / "full")]
    made = CliRunner().invoke(main, arguments)
    assert made.exit_code == 2
    assert "is not empty" in made.stderr
    assert not (tmp_path / "exercises").exists()


def test_the_bundle_never_overwrites_a_folder_with_something_in_it(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(UsageError, match="is not empty"):
        write_bundle(home(), tmp_path)

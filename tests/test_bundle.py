"""What an instructor hands out."""

from __future__ import annotations

from pathlib import Path

import pytest

from autograder.bundle import check_assignment, write_bundle
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


def test_the_bundle_never_overwrites_a_folder_with_something_in_it(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(UsageError, match="is not empty"):
        write_bundle(home(), tmp_path)

"""The formgrader's Autograde button: the same engine, by configuration alone."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from autograder.gradebook.course import Course

pytestmark = pytest.mark.browser

NAME, STUDENT = "02_shapes", "late-comer"


@pytest.fixture
def late_comer(demo_class: Path) -> Iterator[None]:
    """Somebody who hands in when the class is graded: the notebook of ``perfect``."""
    submitted = demo_class / "submitted"
    shutil.copytree(submitted / "perfect" / NAME, submitted / STUDENT / NAME, dirs_exist_ok=True)
    yield
    with Course(demo_class).gradebook() as gradebook:
        gradebook.remove_student(STUDENT)
    for kind in ("submitted", "autograded"):
        shutil.rmtree(demo_class / kind / STUDENT)


def test_the_autograde_button_grades_in_the_sandbox(
    page: Any, instructor_lab: Any, demo_class: Path, late_comer: None, shoot: Any
) -> None:
    page.request.get(instructor_lab.url("lab"))  # logs in: the formgrader's own calls hold no token
    page.goto(f"{instructor_lab.address}/formgrader/manage_submissions/{NAME}")
    row = page.locator("table tbody tr", has_text=STUDENT)
    row.wait_for()
    assert "needs autograding" in row.inner_text()
    row.locator("td.autograde a").click()
    page.get_by_text("Success").first.wait_for()
    shoot(page, "autograde-button")
    page.reload()
    row.wait_for()
    assert "10 / 10" in row.inner_text()
    graded = (demo_class / "autograded" / STUDENT / NAME / f"{NAME}.ipynb").read_text()
    assert "application/vnd.autograder.answer+json" in graded
    assert '"card": true' in graded

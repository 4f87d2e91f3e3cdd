"""Fixtures for all tests: a course that was released once, and ways to hand something in."""

from __future__ import annotations

import copy
import json
import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType

import pytest
from nbformat.notebooknode import NotebookNode

from autograder.execution.kernels import Kernels
from autograder.execution.levels import best_level, open_kernels
from autograder.execution.reading import read_notebook
from autograder.execution.restore import nbgrader_of
from autograder.questions import ASSIGNMENTS

REPOSITORY = Path(__file__).parents[1]


@pytest.fixture(scope="session")
def repository() -> Path:
    """The repository's root."""
    return REPOSITORY


@pytest.fixture(scope="session")
def released_course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course directory with every assignment released; nobody writes into it."""
    from autograder.gradebook.course import Course

    root = tmp_path_factory.mktemp("course")
    shutil.copytree(REPOSITORY / "solutions", root / "solutions")
    course = Course(root)
    for assignment in ASSIGNMENTS:
        course.release(assignment)
    return root


@pytest.fixture
def course_root(released_course: Path, tmp_path: Path) -> Path:
    """A released course of one's own."""
    return Path(shutil.copytree(released_course, tmp_path / "course"))


@pytest.fixture(scope="session")
def kernels() -> Iterator[Kernels]:
    """Kernels as submissions get them on this machine, warm for all tests of a process."""
    with open_kernels(best_level()) as opened:
        yield opened


@pytest.fixture(scope="session")
def instructor_notebooks() -> Mapping[str, NotebookNode]:
    """The instructor notebooks, by assignment; copy before you change one."""
    return MappingProxyType(
        {
            name: read_notebook(REPOSITORY / "solutions" / name / f"{name}.ipynb")
            for name in ASSIGNMENTS
        }
    )


@pytest.fixture(scope="session")
def released_notebooks(released_course: Path) -> Mapping[str, NotebookNode]:
    """The released notebooks, by assignment; copy before you change one."""
    return MappingProxyType(
        {
            name: read_notebook(released_course / "exercises" / name / f"{name}.ipynb")
            for name in ASSIGNMENTS
        }
    )


@pytest.fixture(scope="session")
def hand_in() -> Callable[..., Path]:
    """A function that writes a notebook to where nbgrader expects a submission."""

    def write(root: Path, student: str, notebook: NotebookNode, assignment: str = "05_f1") -> Path:
        folder = root / "submitted" / student / assignment
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / f"{assignment}.ipynb"
        path.write_text(json.dumps(notebook), encoding="utf-8")
        return path

    return write


@pytest.fixture(scope="session")
def answered() -> Callable[..., NotebookNode]:
    """A function that copies a notebook and fills in cells, by grade id."""

    def fill(notebook: NotebookNode, sources: Mapping[str, str]) -> NotebookNode:
        filled = copy.deepcopy(notebook)
        cells = {nbgrader_of(cell).get("grade_id"): cell for cell in filled.cells}
        for grade_id, source in sources.items():
            cells[grade_id].source = source
        return filled

    return fill


@pytest.fixture
def left_behind() -> Iterator[Callable[[], set[int]]]:
    """A function that lists the processes below this one that were not there before."""
    before = _descendants(os.getpid())
    yield lambda: _descendants(os.getpid()) - before


def _descendants(pid: int) -> set[int]:
    """All processes below one, through every namespace."""
    children: dict[int, set[int]] = {}
    for entry in Path("/proc").glob("[0-9]*/stat"):
        try:
            parent = int(entry.read_text().rpartition(")")[2].split()[1])
        except OSError:
            continue
        children.setdefault(parent, set()).add(int(entry.parent.name))
    found, waiting = set(), [pid]
    while waiting:
        below = children.get(waiting.pop(), set()) - found
        found |= below
        waiting += below
    return found

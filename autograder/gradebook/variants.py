"""Handing out an assignment with each learner's own numbers, and knowing them when it comes back.

A seed is made of the course's secret, the learner and the question; what is kept beside the secret
is which of its draws was the first fair one. So a variant can be had again as long as both are
there, and nothing that a learner hands in has a say in it.
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import nbformat
from nbformat.notebooknode import NotebookNode
from nbformat.v4 import new_code_cell
from nbgrader.utils import compute_checksum

from autograder.errors import MachineError, UsageError
from autograder.execution.restore import nbgrader_of
from autograder.gradebook.secret import course_secret, state_folder
from autograder.grading import cells_of_the_bank
from autograder.modes import settings_of
from autograder.questions import BANK
from autograder.questions.variants import VARIED, fair_seed
from autograder.whose import PUBLISHED, Seeds, key_of, write_learner

HANDOUT = "handout"  # the folder for what each learner gets
IMPORT_ID = "variants-setup"

Numbers = Mapping[str, Mapping[str, int]]  # of the fair draws, by learner and question


def put_ask_cells(folder: Path) -> None:
    """Let the released notebooks of a folder ask what has variants by ``ask``, in place.

    The Markdown cell ``ID-ask`` of such a question becomes a locked code cell with the same id;
    its heading stays as a comment.
    """
    for path in sorted(folder.glob("*.ipynb")):
        notebook = nbformat.read(path, as_version=4)
        checked = {nbgrader_of(cell)["grade_id"] for cell in cells_of_the_bank(notebook)}
        asks = {BANK[name].ask_id: name for name in checked & VARIED.keys()}
        cells: list[NotebookNode] = []
        for cell in notebook.cells:
            name = asks.get(cell.get("id", ""))
            if name and cell.cell_type == "markdown":
                if not any(each.id == IMPORT_ID for each in cells):
                    cells.append(_locked(IMPORT_ID, "from autograder import ask"))
                cell = _locked(cell.id, f'{_heading(cell.source)}ask("{name}")')
            cells.append(cell)
        notebook.cells = cells
        nbformat.write(notebook, path)


def _heading(source: str) -> str:
    """The heading of a text as a comment on a line of its own; nothing where there is none."""
    found = re.match(r"#+ +(.+)", source)
    return f"# {found[1].strip()}\n" if found else ""


def _locked(grade_id: str, source: str) -> NotebookNode:
    """A cell as nbgrader releases one that is locked."""
    about = {"grade": False, "grade_id": grade_id, "locked": True, "schema_version": 3}
    about |= {"solution": False, "task": False, "cell_type": "code"}
    cell = new_code_cell(source, id=grade_id)
    cell.metadata.update({"deletable": False, "editable": False, "nbgrader": about})
    cell.metadata["nbgrader"]["checksum"] = compute_checksum(cell)
    return cell


def read_learners(path: Path) -> list[str]:
    """The ids of learners that a file names, one a line.

    Raises
    ------
    UsageError
        If it cannot be read, names nobody, or names one twice or one that is no folder's name.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{path} cannot be read ({error}). Expected one id a line.") from None
    learners = [line.strip() for line in text.splitlines() if line.strip()]
    if not learners:
        raise UsageError(f"{path} names no learner. Expected one id a line.")
    for learner in learners:
        if not re.fullmatch(r"[^\W_][\w.@+ -]*", learner) or learner.endswith("."):
            raise UsageError(f"{path}: {learner!r} cannot be the name of a folder.")
    folders = [learner.casefold() for learner in learners]
    for learner in learners:
        if folders.count(learner.casefold()) > 1:
            raise UsageError(f"{path}: {learner!r} stands there twice.")
    return learners


def hand_out(coursedir: Any, assignment: str, learners: Iterable[str]) -> list[Path]:
    """Write for each learner the released folder with the file that says whose it is.

    Who was handed the assignment before keeps the numbers.

    Returns
    -------
    list of Path
        The folders, one for each learner.

    Raises
    ------
    UsageError
        If the settings of the assignment do not ask for variants.
    MachineError
        If what was handed out before cannot be read.
    """
    released = Path(coursedir.format_path(coursedir.release_directory, ".", assignment))
    if not settings_of(released).variants:
        raise UsageError(
            f'{assignment} has no variants. Set "variants": true in its assignment.json.'
        )
    root, names = Path(coursedir.root), _asked_in(released)
    secret, before, folders = course_secret(root), handed_out(root, assignment), []
    numbers = {learner: dict(each) for learner, each in before.items()}
    for learner in learners:
        known = numbers.setdefault(learner, {})
        for name in names:
            if name not in known:
                seed = fair_seed(name, key_of(secret, learner, name))
                known[name] = int(seed.rpartition("-")[2])
    _keep(root, assignment, numbers)  # before anybody has a file
    for learner in learners:
        folder = root / HANDOUT / learner / assignment
        if folder.exists():
            shutil.rmtree(folder)
        shutil.copytree(released, folder)
        seeds = _seeds(secret, learner, numbers[learner])
        write_learner(folder, learner, {name: seeds[name] for name in names})
        folders.append(folder)
    return folders


def _asked_in(folder: Path) -> list[str]:
    """The questions of a released folder that are asked by ``ask``."""
    cells = [
        cell
        for path in sorted(folder.glob("*.ipynb"))
        for cell in nbformat.read(path, as_version=4).cells
        if cell.cell_type == "code"
    ]
    there = {nbgrader_of(cell).get("grade_id") for cell in cells}
    return [name for name in VARIED if BANK[name].ask_id in there]


def _seeds(secret: str, learner: str, numbers: Mapping[str, int]) -> Seeds:
    return {name: f"{key_of(secret, learner, name)}-{number}" for name, number in numbers.items()}


def _file(root: Path, assignment: str) -> Path:
    return state_folder(root) / "variants" / f"{assignment}.json"


def _keep(root: Path, assignment: str, numbers: Numbers) -> None:
    path = _file(root, assignment)
    path.parent.mkdir(exist_ok=True)
    aside = path.with_suffix(".new")
    aside.write_text(json.dumps(numbers, sort_keys=True), encoding="utf-8")
    aside.replace(path)


def handed_out(root: Path, assignment: str) -> Numbers:
    """Who was handed an assignment with numbers of their own: of each question, which draw.

    Raises
    ------
    MachineError
        If the file that says so is damaged.
    """
    path = _file(root, assignment)
    try:
        about = path.stat()
        return _numbers_in(path, (about.st_ino, about.st_mtime_ns, about.st_size))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        raise MachineError(
            f"{path} cannot be read ({error}). It says which numbers learners were given: take it "
            "from a copy of the course."
        ) from None


@lru_cache(maxsize=16)
def _numbers_in(path: Path, version: tuple[int, ...]) -> Numbers:
    # subtle: once for each version of the file, for a class asks for it with every submission.
    numbers: Numbers = json.loads(path.read_text(encoding="utf-8"))
    return numbers


def seeds_of(coursedir: Any, assignment: str, student: str) -> Seeds:
    """The seeds of a student's own numbers; none where the published ones were handed out.

    Parameters
    ----------
    coursedir : nbgrader.coursedir.CourseDirectory
    assignment : str
    student : str
        Under whose name it was handed in.
    """
    root = Path(coursedir.root)
    numbers = handed_out(root, assignment).get(student)
    if not numbers:
        return PUBLISHED
    released = Path(coursedir.format_path(coursedir.release_directory, ".", assignment))
    if not settings_of(released).variants:
        return PUBLISHED
    return _seeds(course_secret(root), student, numbers)

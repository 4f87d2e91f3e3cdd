"""What an instructor hands out, and the checks before it is."""

from __future__ import annotations

import shutil
from pathlib import Path

from autograder.errors import QuestionError, UsageError
from autograder.execution.reading import read_notebook
from autograder.execution.records import check_cells
from autograder.execution.restore import is_graded, nbgrader_of
from autograder.questions import ASSIGNMENTS

_PARTS = (
    "autograder",
    "course",
    "exercises",
    ".jupyter",
    "LICENSE",
    "LICENSE-CONTENT",
    "environment.yml",
    "pyproject.toml",
    "uv.lock",
)
_README = """# A course on embedding layers

You need Python 3.11, 3.12 or 3.13. In this folder:

```
pip install uv
uv run autograder start                     # opens JupyterLab in a work folder of your own
uv run autograder check work/exercises/05_f1/05_f1.ipynb
```

`start` opens the start page, which shows how everything works. What you write in `work/` is never
overwritten. Hand in the notebooks that you were asked for, from `work/exercises/`.

Code: BSD-3-Clause (LICENSE). Text and figures of the course: CC BY 4.0 (LICENSE-CONTENT).
"""
_LEFT_OUT = shutil.ignore_patterns("__pycache__", "*.pyc", ".ipynb_checkpoints", ".*.json")


def check_assignment(assignment: str, source: Path, *, own_points: bool = False) -> None:
    """Hold an instructor's notebook against the bank.

    Parameters
    ----------
    assignment : str
    source : Path
        The instructor's notebook.
    own_points : bool
        Allow grade cells with other points than the bank's (for grading with our plugin,
        which goes by the cells; stock nbgrader goes by what ``check`` returns).

    Raises
    ------
    QuestionError
        Naming every cell that disagrees, and how.
    UsageError
        If there is no such assignment.
    """
    if assignment not in ASSIGNMENTS:
        raise UsageError(
            f"There is no assignment {assignment!r}. There are: {', '.join(ASSIGNMENTS)}."
        )
    notebook = read_notebook(source)
    due = {question.id: question for question in ASSIGNMENTS[assignment]}
    graded = [cell for cell in notebook.cells if is_graded(cell)]
    found = [nbgrader_of(cell)["grade_id"] for cell in graded]
    trouble = [f"{name}: not a question of {assignment}" for name in found if name not in due]
    trouble += [
        f"{name}: stands {found.count(name)} times, expected once"
        for name in due
        if found.count(name) != 1
    ]
    for cell in graded:
        question = due.get(nbgrader_of(cell)["grade_id"])
        points = nbgrader_of(cell).get("points")
        if question and points != question.points and not own_points:
            trouble.append(
                f"{question.id}: {points} points in the cell, {question.points} expected"
            )
    for cell in check_cells(notebook):
        if f'check("{nbgrader_of(cell)["grade_id"]}",' not in cell.source:
            trouble.append(f"{nbgrader_of(cell)['grade_id']}: the cell does not check it")
    if trouble:
        raise QuestionError(f"{source} disagrees with the bank:\n  " + "\n  ".join(trouble))


def require_new(target: Path) -> None:
    """Raise ``UsageError`` where a folder holds something already."""
    if target.exists() and any(target.iterdir()):
        raise UsageError(f"{target} is not empty. Name a folder that is not there yet.")


def write_bundle(home: Path, target: Path) -> list[Path]:
    """Copy what learners need to a new folder: no solutions, no tests, no history.

    Returns
    -------
    list of Path
        What was written, relative to ``target``.

    Raises
    ------
    UsageError
        If ``target`` holds something already.
    """
    require_new(target)
    target.mkdir(parents=True, exist_ok=True)
    copied = []
    for name in _PARTS:
        part = home / name
        if part.is_dir():
            shutil.copytree(part, target / name, ignore=_LEFT_OUT)
        elif part.exists():
            shutil.copy(part, target / name)
        else:
            continue
        copied.append(Path(name))
    (target / "README.md").write_text(_README)
    return [*copied, Path("README.md")]

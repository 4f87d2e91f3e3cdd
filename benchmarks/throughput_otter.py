"""The same assignment for otter-grader, in an environment of its own."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import zipfile
from fractions import Fraction
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import nbformat
from nbformat.notebooknode import NotebookNode
from nbformat.v4 import new_code_cell
from throughput_course import IDS, checked_name, instructors, submitted
from throughput_measure import Measured, measured

from autograder.classroom import solution_of
from autograder.execution.restore import is_graded, nbgrader_of
from autograder.questions import BANK

LIMIT = 0.005  # how far a number may be off, as in the bank
CLOSE = f"""def close(answer, expected):
    if isinstance(expected, dict):
        return all(close(answer[name], value) for name, value in expected.items())
    if isinstance(expected, float):
        return abs(float(answer) - expected) < {LIMIT}
    return answer == expected
"""


def make_environment(place: Path) -> Path:
    """An environment with otter-grader from PyPI and our TensorFlow; returns its interpreter.

    Raises
    ------
    RuntimeError
        With the reason, if it cannot be had.
    """
    uv = os.environ.get("UV") or shutil.which("uv")
    if uv is None:
        raise RuntimeError("uv was not found")
    python = place / "bin" / "python"
    wanted = ["otter-grader[grading]", *map(_pinned, ("tensorflow", "keras", "numpy"))]
    commands = (
        [uv, "venv", "--quiet", "--python", sys.executable, str(place)],
        [uv, "pip", "install", "--quiet", "--python", str(python), *wanted],
    )
    for command in commands:
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=600)
        if done.returncode:
            raise RuntimeError(f"{' '.join(command[:3])}: {done.stderr.strip()[-300:]}")
    return python


def _pinned(package: str) -> str:
    try:
        return f"{package}=={version(package)}"
    except PackageNotFoundError:
        return f"{package}-cpu=={version(f'{package}-cpu')}"


def grade(python: Path, root: Path, place: Path, environment: dict[str, str]) -> list[Measured]:
    """Grade the submissions of a course with ``otter run``, one after another.

    Raises
    ------
    RuntimeError
        If it fails, or if one does not earn all points.
    """
    place.mkdir()
    archive = _autograder(place)
    taken = []
    for number, path in enumerate(submitted(root)):
        folder = place / str(number)
        folder.mkdir()
        nbformat.write(_as_otters(path), folder / path.name)
        command = [str(python), "-m", "otter", "run", "--no-logo", "-a", str(archive)]
        command += ["-o", str(folder), str(folder / path.name)]
        own = {**environment, "PATH": f"{python.parent}:{environment['PATH']}"}
        taken.append(measured(command, environment=own, cwd=folder))
        _check_score(json.loads((folder / "results.json").read_text(encoding="utf-8")))
    return taken


def _check_score(results: dict[str, Any]) -> None:
    scores = {test["name"]: test.get("score", 0) for test in results["tests"]}
    earned, due = sum(scores.values()), sum(BANK[question].points for question in IDS)
    if earned != due:
        raise RuntimeError(f"otter gave {earned} of {due} points: {scores}")


def _autograder(place: Path) -> Path:
    """The archive that ``otter run`` takes: a test for each question."""
    archive, names = place / "autograder.zip", _expected()
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr("otter_config.json", json.dumps({"pdf": False}))
        for question, (name, value) in names.items():
            file.writestr(f"tests/{question}.py", _test(question, name, value))
    return archive


def _expected() -> dict[str, tuple[str, Any]]:
    """By question, the name that the instructor's answer has, and its value in plain numbers."""
    cells, names = instructors("light").cells, dict[str, Any](Fraction=Fraction)
    for cell in cells:
        if nbgrader_of(cell)["solution"]:
            exec(solution_of(cell), names)
    checked = {question: checked_name(_of(cells, question)) for question in IDS}
    return {question: (name, _plain(names[name])) for question, name in checked.items()}


def _of(cells: list[NotebookNode], grade_id: str) -> NotebookNode:
    return next(cell for cell in cells if nbgrader_of(cell).get("grade_id") == grade_id)


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _plain(each) for name, each in value.items()}
    return float(value) if isinstance(value, int | float | Fraction) else value


def _test(question: str, name: str, value: Any) -> str:
    """A test file in the format that otter calls OK."""
    defined = "".join(
        f"{'...' if number else '>>>'} {line}\n" for number, line in enumerate(CLOSE.splitlines())
    )
    code = f"{defined}>>> close({name}, {value!r})\nTrue\n"
    suite = {"type": "doctest", "scored": True, "setup": "", "teardown": ""}
    case = {"code": code, "hidden": False, "locked": False}
    points = BANK[question].points
    test = {"name": question, "points": points, "suites": [{**suite, "cases": [case]}]}
    return f"OK_FORMAT = True\n\ntest = {test!r}\n"


def _as_otters(path: Path) -> NotebookNode:
    """A submission with otter's checks in the places of ours."""
    notebook = nbformat.read(path, as_version=4)
    first = new_code_cell("import otter\n\ngrader = otter.Notebook()")
    for cell in notebook.cells:
        grade_id = nbgrader_of(cell).get("grade_id")
        if grade_id == "setup":
            cell.source = "from fractions import Fraction"
        elif is_graded(cell):
            cell.source = f'grader.check("{grade_id}")'
        cell.metadata.pop("nbgrader", None)
    notebook.cells.insert(0, first)
    return notebook

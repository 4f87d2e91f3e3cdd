"""What an ``import autograder`` costs: NumPy, and nothing heavier."""

from __future__ import annotations

import json
import subprocess
import sys

HEAVY = (
    *("tensorflow", "keras", "torch", "jax", "nbgrader", "nbconvert", "nbclient", "nbformat"),
    *("IPython", "ipykernel", "jupyter_client", "matplotlib", "sklearn", "scipy", "pandas"),
    *("click", "rich", "sqlalchemy", "traitlets"),
)
PROGRAM = """
import json, sys
import autograder
points = autograder.check("f1-recall", 0.8)
autograder.hint("f1-recall")
print(json.dumps([points, sorted(name for name in sys.modules if "." not in name)]))
"""


def modules_after(program: str) -> tuple[float, set[str]]:
    """Run a program in a fresh interpreter; its last line says what it loaded."""
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", program],
        capture_output=True,
        text=True,
        check=True,
        encoding="utf-8",
        env={"PYTHONIOENCODING": "utf-8"},
    )
    assert done.stderr == ""
    points, names = json.loads(done.stdout.splitlines()[-1])
    return points, set(names)


def test_a_check_in_a_fresh_interpreter_loads_nothing_heavy() -> None:
    points, names = modules_after(PROGRAM)
    assert points == 1.0
    assert "numpy" in names
    assert sorted(names & set(HEAVY)) == []


def test_a_check_loads_none_of_the_floors_above_it() -> None:
    program = PROGRAM.replace('if "." not in name', 'if name.startswith("autograder.")')
    _, names = modules_after(program)
    above = ("execution", "gradebook", "grading", "cli", "reports", "classroom", "demo")
    assert "autograder.diagnosis" in names
    assert [name for name in names if name.split(".")[1] in above] == []


def test_a_check_on_a_screen_without_unicode_still_runs() -> None:
    done = subprocess.run(
        [sys.executable, "-c", 'import autograder; print(autograder.check("f1-recall", 0.8))'],
        capture_output=True,
        check=False,
        env={"PYTHONIOENCODING": "ascii"},
    )
    assert done.returncode == 0, done.stderr.decode()
    assert done.stdout.decode("ascii").splitlines()[-1] == "1.0"

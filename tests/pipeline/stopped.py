"""Run the command line and stop it at a moment: ``python stopped.py PLAN``.

The plan is JSON: a list of runs, each with ``arguments``, and most with a ``moment`` (one of
``MOMENTS``) and a ``signal``. Prints what came of each as JSON. Runs are forked from this process,
so that nbgrader is imported once.
"""

from __future__ import annotations

import contextlib
import ctypes
import json
import os
import shutil
import signal
import sqlite3
import sys
import tempfile
import time
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from typing import Any

from autograder.execution.levels import best_level

SECONDS = 20  # within which all that a run started has to be gone
_CHILD_SUBREAPER = 36

# Of each: a function, whether the signal comes before or after it, and at which call.
MOMENTS: dict[str, tuple[str, str, int]] = {
    "while the machine is probed": ("autograder.execution.nursery:Nursery._receive", "before", 1),
    "while the warm process starts": ("autograder.execution.nursery:Nursery._receive", "before", 2),
    "before a submission runs": ("autograder.gradebook.batch:run_work", "before", 1),
    "while two submissions run": ("autograder.execution.kernels:Kernel.receive", "before", 20),
    "before a run is kept": ("autograder.gradebook.runs:Runs.keep", "before", 1),
    "between the run and the write": ("autograder.gradebook.runs:Runs.keep", "after", 2),
    "before a submission is registered": (
        "nbgrader.converters.autograde:Autograde.init_assignment",
        "before",
        1,
    ),
    "after a submission is registered": (
        "nbgrader.converters.autograde:Autograde.init_assignment",
        "after",
        1,
    ),
    "after its notebook is sanitized": (
        "nbgrader.converters.base:BaseConverter.write_single_notebook",
        "after",
        1,
    ),
    "in the middle of its scores": (
        "autograder.gradebook.plugin:SaveVerdicts._add_score",
        "before",
        3,
    ),
    "after its scores": ("autograder.gradebook.plugin:SaveVerdicts.preprocess", "after", 1),
    "after its graded notebook": (
        "nbgrader.converters.base:BaseConverter.write_single_notebook",
        "after",
        2,
    ),
    "before it counts as graded": (
        "autograder.gradebook.course:Course._write_keys",
        "before",
        1,
    ),
    "before its feedback page": (
        "nbgrader.converters.generate_feedback:GenerateFeedback.init_assignment",
        "before",
        1,
    ),
    "between two submissions": ("rich.progress:Progress.update", "before", 1),
    "before the class is read": ("autograder.gradebook.reading:read_class", "before", 1),
}


def stop_at(moment: str, number: int) -> None:
    """Let this process group get a signal at a moment."""
    target, when, times = MOMENTS[moment]
    module, _, path = target.partition(":")
    *owners, name = path.split(".")
    owner: Any = import_module(module)
    for each in owners:
        owner = getattr(owner, each)
    stock, calls = getattr(owner, name), 0

    def stopping(*args: Any, **kwargs: Any) -> Any:
        nonlocal calls
        calls += 1
        if when == "before" and calls == times:
            os.killpg(0, number)
        result = stock(*args, **kwargs)
        if when == "after" and calls == times:
            os.killpg(0, number)
        return result

    setattr(owner, name, stopping)


def run(arguments: list[str], moment: str = "", number: int = 0) -> dict[str, Any]:
    """Run ``autograder`` in a process group of its own; says how it ended and what it left."""
    place = Path(tempfile.mkdtemp(prefix="stopped-"))
    place.chmod(0o755)
    (place / "tmp").mkdir(mode=0o755)
    child = os.fork()
    if child == 0:
        _become(arguments, place, moment, number)
    _, status = os.waitpid(child, 0)
    left = _wait_for_descendants()
    found = {
        "code": os.waitstatus_to_exitcode(status),
        "stdout": (place / "1").read_text(),
        "stderr": (place / "2").read_text(),
        "processes": left,
        "gradebook": _health(Path(arguments[arguments.index("--course") + 1]) / "gradebook.db"),
        "folders": sorted(path.name for path in (place / "tmp").iterdir()),
    }
    shutil.rmtree(place)
    return found


def _become(arguments: list[str], place: Path, moment: str, number: int) -> None:
    """In the fork: become ``autograder``, with a folder for temporary files of its own."""
    os.setpgid(0, 0)
    os.environ["TMPDIR"] = str(place / "tmp")
    tempfile.tempdir = None
    for stream in (1, 2):
        os.dup2(os.open(place / str(stream), os.O_WRONLY | os.O_CREAT, 0o600), stream)
    if moment:
        stop_at(moment, number)
    if moment == "while the machine is probed":
        best_level.cache_clear()
    from autograder.cli import main

    main(arguments)


def _health(gradebook: Path) -> str:
    """What SQLite says of a gradebook: ``ok``, or what is wrong with it."""
    with contextlib.closing(sqlite3.connect(gradebook)) as connection:
        return str(connection.execute("PRAGMA integrity_check").fetchone()[0])


def _wait_for_descendants() -> list[str]:
    """Let all that a run started end (orphans come here); returns what does not."""
    ends = time.monotonic() + SECONDS
    while time.monotonic() < ends:
        try:
            if not any(os.waitpid(-1, os.WNOHANG)):
                time.sleep(0.05)
        except ChildProcessError:
            return []
    children = Path(f"/proc/self/task/{os.getpid()}/children").read_text().split()
    return [Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ") for pid in children]


def main(plan: list[Mapping[str, Any]]) -> None:
    """Run one after the other."""
    ctypes.CDLL(None).prctl(_CHILD_SUBREAPER, 1, 0, 0, 0)
    for module in ("autograder.gradebook.batch", "autograder.printing", "nbconvert.exporters.html"):
        import_module(module)
    for root in {each["arguments"][each["arguments"].index("--course") + 1] for each in plan}:
        best_level(Path(root))  # once for all runs
    found = []
    for each in plan:
        number = signal.Signals[each["signal"]] if "signal" in each else 0
        found.append(run(list(each["arguments"]), each.get("moment", ""), number))
    print(json.dumps(found))


if __name__ == "__main__":
    main(json.loads(sys.argv[1]))

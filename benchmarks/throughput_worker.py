"""What ``throughput.py`` runs in fresh processes: ``python throughput_worker.py WHAT ARGUMENT...``.

Each prints one JSON object as its last line.
"""

from __future__ import annotations

import contextlib
import gc
import json
import os
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

STARTED = time.monotonic()


def stock(root: str) -> dict[str, Any]:
    """``nbgrader autograde bench``, as its command line does it."""
    from nbgrader.apps import AutogradeApp

    imported = time.monotonic() - STARTED
    os.chdir(root)
    app = AutogradeApp()
    with contextlib.suppress(SystemExit):
        app.initialize(["bench", f"--course-dir={root}", "--log-level=ERROR"])
        app.start()
    return {"import_wall": imported}


def nbclient(*paths: str) -> dict[str, Any]:
    """Run notebooks one after another with stock nbclient; an error ends it."""
    import nbformat
    from nbclient import NotebookClient

    for path in paths:
        notebook = nbformat.read(path, as_version=4)
        client = NotebookClient(notebook, kernel_name="python3", timeout=300)
        client.execute(cwd=str(Path(path).parent))
    return {"notebooks": len(paths)}


def ours(root: str, jobs: str, level: str) -> dict[str, Any]:
    """Grade all submissions of a course with ``autograder.gradebook.batch.grade``."""
    from throughput_measure import peak_resident_mb

    from autograder.execution.containment import Level
    from autograder.gradebook.batch import grade

    folders = sorted((Path(root) / "submitted").iterdir())
    work = [("bench", folder.name) for folder in folders]
    asked = Level[level] if level != "BEST" else None
    counts: dict[str, int] = {}
    finished, memory, reasons = [], [], set()
    with noted_warm_ups() as warm_ups:
        before = {"wall": time.monotonic() - STARTED, "cpu": time.process_time()}
        for result in grade(Path(root), work, jobs=int(jobs), feedback=False, level=asked):
            counts[result.status] = counts.get(result.status, 0) + 1
            reasons |= {result.reason} - {""}
            finished.append(round(time.monotonic() - STARTED, 3))
            memory.append(round(peak_resident_mb(), 1))
    return {
        "counts": counts,
        "reasons": sorted(reasons)[:3],
        "before": before,
        "warm_ups": warm_ups,
        "coordinator_cpu": time.process_time(),
        "coordinator_mb": peak_resident_mb(),
        "finished": finished,
        "memory": memory[:: max(1, len(memory) // 10)],
    }


@contextlib.contextmanager
def noted_warm_ups() -> Iterator[list[dict[str, float]]]:
    """Note what each warm process took until it was ready."""
    from throughput_measure import cpu_seconds, descendants

    from autograder.execution.nursery import Nursery

    born: Callable[..., None] = Nursery.__init__
    noted: list[dict[str, float]] = []

    def init(self: Any, *arguments: Any) -> None:
        started = time.monotonic()
        born(self, *arguments)
        pid = self._process.pid
        cpu = cpu_seconds([pid, *descendants(pid)])
        noted.append({"wall": round(time.monotonic() - started, 3), "cpu": cpu})

    Nursery.__init__ = init  # type: ignore[assignment,method-assign]
    try:
        yield noted
    finally:
        Nursery.__init__ = born  # type: ignore[method-assign]


def cells(*paths: str) -> dict[str, Any]:
    """CPU and wall seconds of notebooks' code alone, each in a fork of a process with TensorFlow.

    With one notebook nothing forks: a bare interpreter that has imported TensorFlow.
    """
    from throughput_course import code_of

    gc.disable()
    import keras
    import numpy
    import tensorflow

    sys.modules["autograder"] = _no_checks()
    assert keras and numpy and tensorflow
    gc.enable()
    gc.collect()
    gc.freeze()  # or the first collection in each fork copies every page
    sources = [code_of(Path(path)) for path in paths]
    if len(sources) == 1:
        return {"runs": [_timed(sources[0])]}
    return {"runs": [_timed_in_fork(each) for each in sources]}


def _no_checks() -> ModuleType:
    """A stand-in for the package: the learner's own cells are meant, not what records answers."""
    module = ModuleType("autograder")
    module.check = lambda question, answer: 0.0  # type: ignore[attr-defined]
    return module


def _timed(sources: list[str]) -> dict[str, float]:
    names: dict[str, Any] = {"__name__": "__main__"}
    codes = [compile(source, "<cell>", "exec") for source in sources]
    wall, cpu = time.monotonic(), time.process_time()
    with Path(os.devnull).open("w") as nowhere, contextlib.redirect_stdout(nowhere):
        for code in codes:
            exec(code, names)
    return {"wall": time.monotonic() - wall, "cpu": time.process_time() - cpu}


def _timed_in_fork(sources: list[str]) -> dict[str, float]:
    hear, speak = os.pipe()
    child = os.fork()
    if child == 0:
        with contextlib.suppress(BaseException):
            os.write(speak, json.dumps(_timed(sources)).encode())
        os._exit(0)
    os.close(speak)
    with os.fdopen(hear) as pipe:
        text = pipe.read()
    os.waitpid(child, 0)
    timed: dict[str, float] = json.loads(text)
    return timed


def memory(count: str) -> dict[str, Any]:
    """What a sandbox holds with one warm kernel, with two, ..., before a learner uses them."""
    from throughput_measure import descendants, proportional_mb

    from autograder.execution.levels import best_level, open_kernels
    from autograder.execution.limits import Limits

    held, running = [], []
    with open_kernels(best_level()) as kernels:
        for _ in range(int(count)):
            running.append(kernels.start({}, Limits(), heavy=True))
            time.sleep(1)
            held.append(proportional_mb(descendants(os.getpid())))
        for kernel in running:
            kernel.end()
    return {"held_mb": held}


if __name__ == "__main__":
    known = {f.__name__: f for f in (stock, nbclient, ours, cells, memory)}
    print("\n" + json.dumps(known[sys.argv[1]](*sys.argv[2:])))

"""Wall seconds of each lesson, run top to bottom in a fresh kernel, TensorFlow's import included.

Run: ``uv run python benchmarks/lessons.py [--json]``.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

import nbformat
from nbclient import NotebookClient

COURSE = Path(__file__).resolve().parent.parent / "course"


def seconds(path: Path) -> float:
    """How long one lesson takes; an error in a cell ends the measurement."""
    notebook = nbformat.read(path, as_version=4)
    started = time.perf_counter()
    NotebookClient(notebook, kernel_name="python3", timeout=300).execute(cwd=str(COURSE))
    return time.perf_counter() - started


def main() -> None:
    """Run the lessons one after another."""
    times = {path.stem: round(seconds(path), 1) for path in sorted(COURSE.glob("*.ipynb"))}
    if "--json" in sys.argv:
        print(json.dumps(times))
        return
    for name, value in times.items():
        print(f"{name:<24} {value:6.1f} s")


if __name__ == "__main__":
    main()

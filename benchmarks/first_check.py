"""CPU seconds of ``import autograder`` and a first check, in a fresh interpreter each time.

Run: ``uv run python benchmarks/first_check.py [--json]``. The median of 15 runs; NumPy's own import
stands beside it, because it is most of the cost.
"""

from __future__ import annotations

import json
import resource
import statistics
import subprocess
import sys

RUNS = 15
CODE = {
    "bare_python": "pass",
    "numpy": "import numpy",
    "autograder_and_a_check": "import autograder; autograder.check('f1-recall', 0.8)",
}


def cpu_seconds(code: str) -> float:
    """User and system time of one interpreter that runs ``code``."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, "-c", code], check=True, stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return (after.ru_utime - before.ru_utime) + (after.ru_stime - before.ru_stime)


def main() -> None:
    """Measure each in turn, round by round, and print the medians."""
    times: dict[str, list[float]] = {name: [] for name in CODE}
    for _ in range(RUNS + 1):
        for name, code in CODE.items():
            times[name].append(cpu_seconds(code))
    medians = {name: round(statistics.median(values[1:]), 3) for name, values in times.items()}
    if "--json" in sys.argv:
        print(json.dumps(medians))
        return
    for name, value in medians.items():
        print(f"{name:<24} {value:.3f} CPU s")


if __name__ == "__main__":
    main()

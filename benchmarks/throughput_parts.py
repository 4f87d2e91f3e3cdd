"""The parts of the measurement: each makes a course, runs fresh processes, and gives figures."""

from __future__ import annotations

import json
import os
import statistics
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Any

import nbformat
import throughput_otter as otter
from throughput_course import (
    ASSIGNMENT,
    Template,
    clone_graded,
    full_marks,
    make_stale,
    submitted,
)
from throughput_measure import Measured, measured

WORKER = Path(__file__).with_name("throughput_worker.py")
BURN = (6, 4)  # CPU seconds of the kernel itself, and of a process that it starts
BURNING = """
import subprocess, sys, time
burn = "import time\\nwhile time.process_time() < {1}: pass\\ntime.sleep(60)"
child = subprocess.Popen([sys.executable, "-c", burn])
while time.process_time() < {0}: pass
time.sleep(3)"""


@dataclass(frozen=True, kw_only=True)
class Counts:
    """How many submissions, runs or kernels each part takes."""

    stock: int = 10
    otter: int = 5
    cold: int = 10
    many: int = 100
    few: int = 20
    cells: int = 5
    growth: tuple[int, int] = (50, 500)
    regrade: int = 1000
    kernels: int = 4


QUICK = Counts(
    stock=2, otter=2, cold=2, many=5, few=3, cells=3, growth=(5, 20), regrade=50, kernels=4
)


@dataclass(kw_only=True)
class Bench:
    """A folder for courses, what they are copied from, and how many submissions they get."""

    place: Path
    counts: Counts
    templates: dict[str, Template] = field(default_factory=dict)
    made: int = 0

    def course(self, kind: str, count: int, *, wrong: int = 0) -> Path:
        """A course of its own, with submissions."""
        if kind not in self.templates:
            self.templates[kind] = Template.make(self.place / kind, kind)
        self.made += 1
        return self.templates[kind].copy(self.place / f"c{self.made}", count, wrong=wrong)


def environment() -> dict[str, str]:
    """What every variant gets: TensorFlow as quiet and as exact as in our sandbox."""
    scripts = Path(sys.executable).parent
    return {
        "PATH": f"{scripts}{os.pathsep}{os.environ['PATH']}",
        "TF_CPP_MIN_LOG_LEVEL": "3",
        "TF_ENABLE_ONEDNN_OPTS": "0",
        "CUDA_VISIBLE_DEVICES": "-1",
    }


def worker(*commands: tuple[Any, ...]) -> Measured:
    """Measure workers, side by side."""
    lines = [[sys.executable, str(WORKER), *map(str, command)] for command in commands]
    return measured(*lines, environment=environment())


def each(taken: Measured, count: int, **more: Any) -> dict[str, Any]:
    """What was measured, for one submission."""
    return {
        "submissions": count,
        "wall": taken.wall / count,
        "cpu": taken.cpu / count,
        "children_cpu": taken.children_cpu / count,
        "peak_mb": taken.peak_mb,
        **more,
    }


def stock(bench: Bench, kind: str) -> dict[str, Any]:
    """``nbgrader autograde``, the plugin off: one process, one submission after another."""
    count = bench.counts.stock
    root = bench.course(kind, count)
    taken = worker(("stock", root))
    insist(full_marks(root) == count, "not every submission earned all points")
    imported = taken.said[0]["import_wall"]
    return each(taken, count, wall_without_import=(taken.wall - imported) / count)


def nbclient(bench: Bench) -> dict[str, Any]:
    """Two processes with stock nbclient, which run the notebooks and do nothing else."""
    count = bench.counts.stock
    paths = submitted(bench.course("training", count))
    return each(worker(("nbclient", *paths[::2]), ("nbclient", *paths[1::2])), count)


def otters(bench: Bench) -> dict[str, Any]:
    """``otter run`` on each submission; the first, which compiles its files, is not counted."""
    place = bench.place / f"otter{bench.made}"
    python = otter.make_environment(place / "environment")
    root = bench.course("training", bench.counts.otter + 1)
    taken = otter.grade(python, root, place / "work", environment())[1:]
    return {
        "submissions": len(taken),
        "wall": statistics.median(one.wall for one in taken),
        "cpu": statistics.median(one.cpu for one in taken),
        "peak_mb": max(one.peak_mb for one in taken),
    }


def ours(
    bench: Bench, kind: str, count: Callable[[Counts], int], jobs: int, level: str
) -> dict[str, Any]:
    """Our engine, the warm-up counted; ``*_running`` are without it."""
    number = count(bench.counts)
    root = bench.course(kind, number)
    taken = worker(("ours", root, jobs, level))
    return our_figures(taken, root, number)


def our_figures(taken: Measured, root: Path, count: int) -> dict[str, Any]:
    """What our engine took, in its parts."""
    said = taken.said[0]
    insist(said["counts"] == {"graded": count}, f"{said['counts']}: {said['reasons']}")
    insist(full_marks(root) == count, "not every submission earned all points")
    warm_up = said["before"]["cpu"] + sum(one["cpu"] for one in said["warm_ups"])
    running = said["finished"][-1] - said["finished"][0]
    return each(
        taken,
        count,
        warm_up_cpu=warm_up,
        warm_ups=said["warm_ups"][:4],
        cpu_running=(taken.cpu - warm_up) / count,
        wall_running=running / (count - 1) if count > 1 else None,
        coordinator_cpu=(said["coordinator_cpu"] - said["before"]["cpu"]) / count,
        coordinator_mb=said["coordinator_mb"],
        coordinator_mb_on_the_way=said["memory"],
        finished=said["finished"],
    )


def cells(bench: Bench) -> dict[str, Any]:
    """The cells alone: each notebook in a bare interpreter with TensorFlow imported, and forked."""
    paths = submitted(bench.course("training", bench.counts.cells))
    bare = [worker(("cells", path)).said[0]["runs"][0] for path in paths]
    forked = worker(("cells", *paths, *paths)).said[0]["runs"]
    return {
        "submissions": len(bare),
        "wall": statistics.median(one["wall"] for one in bare),
        "cpu": statistics.median(one["cpu"] for one in bare),
        "wall_forked": statistics.median(one["wall"] for one in forked),
        "cpu_forked": statistics.median(one["cpu"] for one in forked),
        "runs": bare,
    }


def memory(bench: Bench) -> dict[str, Any]:
    """The proportional set size of one more warm kernel, before a learner uses it.

    subtle: the median step, because programs that start elsewhere share the same libraries.
    """
    held = worker(("memory", bench.counts.kernels)).said[0]["held_mb"]
    steps = [after - before for before, after in pairwise(held)]
    return {"held_mb": held, "kernel_mb": statistics.median(steps)}


def regrade(bench: Bench) -> dict[str, Any]:
    """``autograder regrade`` on copies of four graded submissions, a tenth with stale scores.

    Three times: with new feedback pages for those that changed, without pages, with no change.
    """
    root, count = bench.course("training", 4, wrong=4), bench.counts.regrade
    worker(("ours", root, 2, "BEST"))
    clone_graded(root, count)
    stale = make_stale(root)
    pages = regraded(root, count, stale)
    make_stale(root)
    changed = regraded(root, count, stale, "--no-feedback")
    unchanged = regraded(root, count, 0, "--no-feedback")
    return {
        "submissions": count,
        "stale": stale,
        "wall": changed.wall / count,
        "cpu": changed.cpu / count,
        "wall_with_pages": pages.wall / count,
        "wall_unchanged": unchanged.wall / count,
        "peak_mb": changed.peak_mb,
    }


def regraded(root: Path, count: int, stale: int, *options: str) -> Measured:
    """Mark a course again, and see that all was marked and what was stale was found."""
    report = root / "regraded.json"
    command = [str(Path(sys.executable).with_name("autograder")), "regrade", ASSIGNMENT, *options]
    command += ["--course", str(root), "--format", "json", "--output", str(report)]
    taken = measured(command, environment=environment())
    found = json.loads(report.read_text(encoding="utf-8"))
    seen = (found["submissions"], len(found["changes"]))
    insist(seen == (count, stale), f"{seen} marked and changed, expected {(count, stale)}")
    return taken


def accounting(bench: Bench) -> dict[str, Any]:
    """Whether the CPU time of sandboxes is counted: a submission that burns a known amount."""
    plain, burning = (bench.course("light", 1) for _ in range(2))
    path = submitted(burning)[0]
    notebook = nbformat.read(path, as_version=4)
    model = next(cell for cell in notebook.cells if cell.id == "model")
    model.source += BURNING.format(*BURN)
    nbformat.write(notebook, path)
    with_it, without = (worker(("ours", root, 1, "BEST")) for root in (burning, plain))
    counted = with_it.cpu - without.cpu
    insist(counted > 0.8 * sum(BURN), f"only {counted:.1f} of {sum(BURN)} CPU s were counted")
    return {
        "burned": sum(BURN),
        "counted": counted,
        "counted_by_wait4": with_it.children_cpu - without.children_cpu,
    }


def insist(holds: bool, otherwise: str) -> None:
    """Raise unless something holds."""
    if not holds:
        raise RuntimeError(otherwise)


PARTS: dict[str, Callable[[Bench], dict[str, Any]]] = {
    "accounting": accounting,
    "stock": partial(stock, kind="training"),
    "nbclient_2": nbclient,
    "otter": otters,
    "cold_2": partial(ours, kind="training", count=lambda c: c.cold, jobs=2, level="BUBBLE"),
    "warm_1": partial(ours, kind="training", count=lambda c: c.many, jobs=1, level="BEST"),
    "warm_2": partial(ours, kind="training", count=lambda c: c.many, jobs=2, level="BEST"),
    "warm_2_few": partial(ours, kind="training", count=lambda c: c.few, jobs=2, level="BEST"),
    "cells": cells,
    "memory": memory,
    "numpy_stock": partial(stock, kind="light"),
    "numpy_2": partial(ours, kind="light", count=lambda c: c.many, jobs=2, level="BEST"),
    "growth_few": partial(ours, kind="light", count=lambda c: c.growth[0], jobs=2, level="BEST"),
    "growth_many": partial(ours, kind="light", count=lambda c: c.growth[1], jobs=2, level="BEST"),
    "regrade": regrade,
}
Raw = dict[str, list[dict[str, Any]]]

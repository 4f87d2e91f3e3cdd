"""How fast submissions are graded, beside stock nbgrader, nbclient and otter-grader.

Run: ``uv run python benchmarks/throughput.py [--quick] [--only NAME] [--rounds N] [--json]``. One
notebook with ten answers: it imports TensorFlow, calls an Embedding, and fits for three epochs (and
a light one that needs NumPy alone). Every variant runs in fresh processes, gets the same
environment, and must give all points to every submission, or it counts as failed. With several
rounds, variants take turns and the figures are medians.
"""

from __future__ import annotations

import json
import os
import platform
import shutil
import statistics
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import click
import nbformat
import throughput_otter as otter
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table
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
PACKAGES = ("tensorflow", "keras", "numpy", "nbgrader", "nbclient", "ipykernel")
BURN = (4, 2)  # CPU seconds of the kernel itself, and of a process that it starts
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
    kernels: int = 3


QUICK = Counts(
    stock=2, otter=2, cold=2, many=5, few=3, cells=3, growth=(5, 20), regrade=50, kernels=3
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
    """The proportional set size of one more warm kernel, before a learner uses it."""
    said = worker(("memory", bench.counts.kernels)).said[0]
    return {**said, "kernel_mb": (said["all_mb"] - said["one_mb"]) / bench.counts.kernels}


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
    insist(counted > 0.9 * sum(BURN), f"only {counted:.1f} of {sum(BURN)} CPU s were counted")
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


def figures(raw: Raw) -> dict[str, float | None]:
    """What the parts come to; None where a part did not run or failed."""

    def of(part: str, name: str) -> float | None:
        found = [run[name] for run in raw.get(part, []) if run.get(name) is not None]
        return statistics.median(found) if found else None

    def ratio(over: tuple[str, str], under: tuple[str, str]) -> float | None:
        above, below = of(*over), of(*under)
        return round(above / below, 3) if above is not None and below else None

    changed, pages = of("regrade", "wall"), of("regrade", "wall_with_pages")
    kernel = of("memory", "kernel_mb")
    return {
        "wall_ratio": ratio(("stock", "wall"), ("warm_2", "wall")),
        "wall_ratio_20": ratio(("stock", "wall"), ("warm_2_few", "wall")),
        "wall_ratio_one_kernel": ratio(("stock", "wall"), ("warm_1", "wall")),
        "wall_ratio_without_import": ratio(("stock", "wall_without_import"), ("warm_2", "wall")),
        "cpu_ratio": ratio(("stock", "cpu"), ("warm_2", "cpu")),
        "otter_wall_ratio": ratio(("otter", "wall"), ("warm_2", "wall")),
        "nbclient_wall_ratio": ratio(("nbclient_2", "wall"), ("warm_2", "wall")),
        "overhead": ratio(("warm_2", "cpu_running"), ("cells", "cpu")),
        "overhead_one_kernel": ratio(("warm_1", "cpu_running"), ("cells", "cpu")),
        "overhead_of_forked": ratio(("warm_2", "cpu_running"), ("cells", "cpu_forked")),
        "kernel_pss_mb": round(kernel, 1) if kernel else None,
        "regrade_s_per_1000": round(1000 * changed, 2) if changed else None,
        "regrade_with_pages_s_per_1000": round(1000 * pages, 2) if pages else None,
        "numpy_wall_ratio": ratio(("numpy_stock", "wall"), ("numpy_2", "wall")),
        "growth_seconds": ratio(("growth_many", "wall_running"), ("growth_few", "wall_running")),
        "growth_memory": ratio(("growth_many", "coordinator_mb"), ("growth_few", "coordinator_mb")),
    }


def machine() -> dict[str, Any]:
    """What it ran on, and how busy that was."""
    names = [
        line.split(":")[1].strip()
        for line in Path("/proc/cpuinfo").read_text().splitlines()
        if line.startswith("model name")
    ]
    return {
        "cores": len(os.sched_getaffinity(0)),
        "processor": names[0] if names else platform.machine(),
        "load_before": os.getloadavg()[0],
        "python": platform.python_version(),
        **{package: installed(package) for package in PACKAGES},
    }


def installed(package: str) -> str:
    """The version of a package; TensorFlow for CPUs alone goes by another name."""
    try:
        return version(package)
    except PackageNotFoundError:
        return version(f"{package}-cpu")


def run(names: list[str], rounds: int, counts: Counts) -> tuple[Raw, dict[str, str]]:
    """Run parts in turn; returns what each gave in each round, and why some failed."""
    raw: Raw = {name: [] for name in names}
    failed: dict[str, str] = {}
    columns = (SpinnerColumn(), TimeElapsedColumn(), TextColumn("{task.description}"))
    with (
        tempfile.TemporaryDirectory(prefix="throughput-") as place,
        Progress(*columns, console=Console(stderr=True), transient=True) as bar,
    ):
        task = bar.add_task("", total=rounds * len(names))
        bench = Bench(place=Path(place), counts=counts)
        for number in range(rounds):
            for name in names:
                bar.update(task, advance=1, description=f"round {number + 1} of {rounds}: {name}")
                try:
                    raw[name].append(PARTS[name](bench))
                except RuntimeError as error:
                    failed[name] = str(error)
                for course in bench.place.glob("c[0-9]*"):
                    shutil.rmtree(course)
    return raw, failed


def show(data: dict[str, Any]) -> None:
    """The tables."""
    console = Console()
    table = Table(title="One submission", title_justify="left")
    table.add_column("variant")
    titles = ("submissions", "wall s", "CPU s", "CPU s without warm-up", "of the coordinator", "MB")
    for title in titles:
        table.add_column(title, justify="right")
    columns = ("wall", "cpu", "cpu_running", "coordinator_cpu")
    for name, runs in data["raw"].items():
        if runs and "wall" in runs[0]:
            shown = [middle(runs, column, "{:.3f}") for column in columns]
            peak = middle(runs, "peak_mb", "{:,.0f}")
            table.add_row(name, str(runs[0]["submissions"]), *shown, peak)
    console.print(table)
    for name, value in data.items():
        if name in data["figures"]:
            console.print(f"{name:<26} {'not measured' if value is None else value}")
    for name in ("accounting", "memory"):
        for one in data["raw"].get(name, []):
            console.print(f"{name}: {one}", highlight=False)
    for name, reason in data["failed"].items():
        console.print(f"{name}: {reason}", style="red", markup=False)
    console.print(", ".join(f"{name} {value}" for name, value in data["machine"].items()))


def middle(runs: list[dict[str, Any]], name: str, form: str) -> str:
    """The median of a figure over rounds, in words."""
    found = [run[name] for run in runs if run.get(name) is not None]
    return form.format(statistics.median(found)) if found else ""


@click.command()
@click.option("--quick", is_flag=True, help="A few submissions: to see that it works.")
@click.option("--only", multiple=True, type=click.Choice(list(PARTS)), help="Only these parts.")
@click.option("--rounds", default=1, show_default=True, help="How often; figures are medians.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def main(quick: bool, only: tuple[str, ...], rounds: int, as_json: bool) -> None:
    """Measure every variant on this machine, in turn."""
    os.environ.update(environment())
    counts, told = (QUICK if quick else Counts()), machine()
    names = [name for name in PARTS if not only or name in only]
    raw, failed = run(names, rounds, counts)
    found = figures(raw)
    data = {
        **found,
        "figures": list(found),
        "counts": vars(counts),
        "rounds": rounds,
        "raw": raw,
        "failed": failed,
        "machine": told,
    }
    if as_json:
        click.echo(json.dumps(data))
    else:
        show(data)
    sys.exit(bool(set(failed) - {"otter"}))  # otter comes from the network


if __name__ == "__main__":
    main()

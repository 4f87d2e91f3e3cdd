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
import subprocess
import sys
import tempfile
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table
from throughput_parts import PARTS, QUICK, Bench, Counts, Raw, environment

PACKAGES = ("tensorflow", "keras", "numpy", "nbgrader", "nbclient", "ipykernel")


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


def compiled() -> None:
    """Have TensorFlow's compiled files written: without them each import takes twice as long."""
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    subprocess.run([sys.executable, "-c", "import tensorflow"], check=True, capture_output=True)


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
    compiled()
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

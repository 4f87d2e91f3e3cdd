"""The reference against Keras, scikit-learn, sacreBLEU and decimals: cases and disagreements.

Run: ``uv run python benchmarks/oracles.py [--json]``; the exit status is 1 if anything disagrees,
a branch has fewer cases than stated, or a family less than its share. A case is made again by
``--replay NAME:DRAW``. The cases themselves are in ``tests/oracles``.
"""

from __future__ import annotations

import json
import os
import platform
import sys
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from importlib.metadata import version
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("TF_ENABLE_ONEDNN_OPTS", "0")
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests.oracles import ORACLES, SHARES, TOTAL
from tests.oracles.core import Tally, as_disagreement, cases, run, same

SUPPORTED = ">=3.10,<=3.15"  # docs/conventions.md says what differs within it
PACKAGES = ("keras", "tensorflow", "scikit-learn", "sacrebleu", "numpy")


def installed(package: str) -> str:
    """The version of a package; TensorFlow for CPUs alone goes by another name."""
    try:
        return version(package)
    except ModuleNotFoundError:
        return version(f"{package}-cpu")


def measured(name: str, scale: float) -> Tally:
    """Run one oracle, in a process of its own pool."""
    return run(ORACLES[name], scale)


def tallies(names: Iterable[str], scale: float, jobs: int) -> Iterator[Tally]:
    """Run oracles side by side, the long ones first, and yield each when it is done."""
    order = sorted(names, key=lambda name: -ORACLES[name].cases)
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as pool:
        for done in as_completed([pool.submit(measured, name, scale) for name in order]):
            yield done.result()


def families(found: list[Tally]) -> dict[str, dict[str, Any]]:
    """Whole cases by family, with their share and the least that is stated."""
    whole = dict.fromkeys(SHARES, 0)
    for tally in found:
        oracle = ORACLES[tally.name]
        if oracle.kind == "whole":
            whole[oracle.family] += tally.cases
    total = max(1, sum(whole.values()))
    return {
        name: {"cases": count, "share": round(count / total, 3), "least_share": SHARES[name]}
        for name, count in whole.items()
    }


def of_kind(found: list[Tally], kind: str) -> int:
    """How many cases are of a kind."""
    return sum(tally.cases for tally in found if ORACLES[tally.name].kind == kind)


def report(found: list[Tally], scale: float) -> dict[str, Any]:
    """All of it as plain data."""
    by_family = families(found)
    whole = sum(each["cases"] for each in by_family.values())
    functions = {tally.name: of_function(tally) for tally in found}
    return {
        "total": sum(tally.cases for tally in found),
        "whole": whole,
        "scalar": of_kind(found, "scalar"),
        "table": of_kind(found, "table"),
        "disagreements": sum(tally.disagreements for tally in found),
        "scale": scale,
        "families": by_family,
        "functions": functions,
        "versions": {"python": platform.python_version()}
        | {package: installed(package) for package in PACKAGES},
        "supported_keras": SUPPORTED,
    }


def of_function(tally: Tally) -> dict[str, Any]:
    """One function as plain data."""
    oracle = ORACLES[tally.name]
    return {
        "against": oracle.against,
        "kind": oracle.kind,
        "cases": tally.cases,
        "disagreements": tally.disagreements,
        "branches": dict(sorted(tally.branches.items())),
        "minimum": tally.minimum,
        "short": tally.short(),
        "shown": [vars(each) for each in tally.shown],
    }


def complaints(data: dict[str, Any], whole_run: bool) -> list[str]:
    """Why the run is no proof, if it is none."""
    said = [
        f"{name}: {each['disagreements']} disagreements"
        for name, each in data["functions"].items()
        if each["disagreements"]
    ]
    for name, each in data["functions"].items():
        said += [f"{name}: too few cases, or none stated, of {branch}" for branch in each["short"]]
    if whole_run:
        for name, each in data["families"].items():
            if each["share"] < each["least_share"]:
                said.append(f"{name}: a share of {each['share']}, below {each['least_share']}")
        if data["whole"] < TOTAL * min(1, data["scale"]):
            said.append(f"{data['whole']} whole cases, fewer than {TOTAL}")
    return said


def tables(data: dict[str, Any]) -> Iterator[Table]:
    """By function and branch, and by family."""
    table = Table(title="Cases by function and branch", title_justify="left")
    for heading in ("function, branch", "against"):
        table.add_column(heading)
    for heading in ("cases", "minimum", "disagreements"):
        table.add_column(heading, justify="right")
    for name, each in data["functions"].items():
        counts = (f"{each['cases']:,}", "", str(each["disagreements"]))
        table.add_row(f"[bold]{name}[/bold]", each["against"], *counts)
        for branch, count in each["branches"].items():
            table.add_row(f"  {branch}", "", f"{count:,}", f"{each['minimum'].get(branch, 0):,}")
    yield table
    shares = Table(title="Whole cases by family", title_justify="left")
    for heading in ("family", "cases", "share", "at least"):
        shares.add_column(heading, justify="left" if heading == "family" else "right")
    for name, each in data["families"].items():
        row = (f"{each['cases']:,}", f"{each['share']:.1%}", f"{each['least_share']:.0%}")
        shares.add_row(name, *row)
    yield shares


def show(data: dict[str, Any], said: list[str]) -> None:
    """The tables, each disagreement with its case, and the sum."""
    console = Console()
    for table in tables(data):
        console.print(table)
    for name, each in data["functions"].items():
        for shown in each["shown"]:
            console.print(f"{name}:{shown['draw']}  {shown['signature']}", style="red")
            console.print(f"  {shown['arguments']}", markup=False)
            console.print(f"  ours   {shown['ours']}\n  theirs {shown['theirs']}", markup=False)
    for line in said:
        console.print(line, style="red", markup=False)
    kinds = f"{data['whole']:,} whole, {data['scalar']:,} scalar, {data['table']:,} rows of tables"
    sums = f"{data['total']:,} cases ({kinds})"
    console.print(f"{sums}, {data['disagreements']} disagreements")
    versions = ", ".join(f"{name} {number}" for name, number in data["versions"].items())
    console.print(f"{versions}; Keras supported: {data['supported_keras']}")


def replay(place: str) -> None:
    """Make the cases of one draw again and say what both sides gave."""
    name, _, draw = place.rpartition(":")
    for case in cases(ORACLES[name], int(draw)):
        text = as_disagreement(case, int(draw))
        verdict = "same" if same(case.ours, case.theirs, case.tolerance) else "DIFFERENT"
        click.echo(f"{verdict}  {text.signature}\n  {text.arguments}")
        click.echo(f"  ours   {text.ours}\n  theirs {text.theirs}")


@click.command()
@click.option("--cases", "scale", default=1.0, help="Times the stated numbers; tables run whole.")
@click.option("--only", default="", help="Functions whose name holds this text.")
@click.option("--jobs", default=min(2, os.cpu_count() or 1), help="Processes.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object instead of tables.")
@click.option("--replay", "place", default="", help="NAME:DRAW of a case to make again.")
def main(scale: float, only: str, jobs: int, as_json: bool, place: str) -> None:
    """Run every oracle and count cases and disagreements."""
    if place:
        replay(place)
        return
    names = [name for name in ORACLES if only in name]
    columns = (
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("{task.description}"),
    )
    found: dict[str, Tally] = {}
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=len(names))
        for tally in tallies(names, scale, jobs):
            found[tally.name] = tally
            bar.update(task, advance=1, description=tally.name)
    data = report([found[name] for name in names], scale)
    said = complaints(data, whole_run=not only)
    if as_json:
        click.echo(json.dumps(data | {"complaints": said}, indent=2))
    else:
        show(data, said)
    sys.exit(bool(said))


if __name__ == "__main__":
    main()

"""How well beliefs are found again in a simulated class of 1,000 learners.

Run: ``uv run python benchmarks/diagnosis.py [--learners N] [--seed N] [--json]``. Each learner
holds beliefs that are known, answers every question of the bank as the wrong models do, slips now
and then and leaves cells blank. Precision and recall are counted over answers; a belief counts as
found only where it is named alone, or with the set that its question declares.
"""

from __future__ import annotations

import json
from collections import Counter

import click
from rich.console import Console
from rich.progress import track
from rich.table import Table

from autograder.simulation import Found, figures, judge_all, simulate


@click.command()
@click.option("--learners", default=1000, show_default=True)
@click.option("--seed", default=1, show_default=True)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def main(learners: int, seed: int, as_json: bool) -> None:
    """Simulate a class, judge it, and print what was found."""
    console = Console(stderr=True)
    answers = track(
        simulate(learners, seed), total=None, description="Judging", console=console, transient=True
    )
    found = judge_all(answers)
    if as_json:
        print(json.dumps({"learners": learners, "seed": seed, **figures(found)}))
        return
    out = Console()
    for name, value in figures(found).items():
        shown = f"{value:.4f}" if isinstance(value, float) else value
        out.print(f"{name:<24} {shown}", highlight=False)
    out.print(confusion(found))
    for line in found.invented[:10]:
        out.print(f"Invented: {line}", markup=False)


def confusion(found: Found, most: int = 40) -> Table:
    """What was planted against what was named, where the two differ; the most frequent first."""
    planted = Counter[str]()
    for (what, _), times in found.table.items():
        planted[what] += times
    rows = [(pair, n) for pair, n in found.table.most_common() if pair[0] != pair[1]]
    table = Table(
        title=f"Planted and named otherwise ({len(rows)} of {len(found.table)} kinds)",
        title_justify="left",
    )
    for column in ("planted", "named", "times", "of"):
        table.add_column(column)
    for (what, named), times in rows[:most]:
        table.add_row(what, named, str(times), str(planted[what]))
    return table


if __name__ == "__main__":
    main()

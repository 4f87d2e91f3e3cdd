"""What the commands print: tables for people, JSON and JUnit for programs."""

from __future__ import annotations

import io
import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from autograder.cards import as_text, few, number
from autograder.demo import Demo, paths
from autograder.reports import BeliefCount, Row, as_junit, beliefs_in, unexplained_in
from autograder.verdict import Outcome

_SIGNS = {
    Outcome.CORRECT: "✓",
    Outcome.PARTLY: "◐",
    Outcome.INCORRECT: "✗",
    Outcome.NOT_ANSWERED: "○",
    Outcome.NOT_GRADED: "?",
}
LEGEND = "✓ right  ◐ partly  ✗ not right  ○ not answered  ? a person looks"


@contextmanager
def _silent(total: int) -> Iterator[Callable[[str], None]]:
    yield lambda text: None


@contextmanager
def _bar(total: int) -> Iterator[Callable[[str], None]]:
    console = Console(stderr=True)
    columns = (
        BarColumn(bar_width=30),
        MofNCompleteColumn(),
        TimeRemainingColumn(compact=True),
        TextColumn("{task.description}"),
    )
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("", total=total)

        def advance(text: str) -> None:
            bar.update(task, advance=1, description=text)

        yield advance


def progress(quiet: bool) -> Any:
    """A progress bar on stderr, as a context manager over a total; none where it is quiet."""
    return _silent if quiet else _bar


def rows(rows: list[Row], form: str, *, verbose: int = 0) -> str:
    """Submissions in one of the formats."""
    if form == "json":
        return json.dumps([row.as_dict() for row in rows], indent=2)
    if form == "junit":
        return as_junit(rows)
    return _render(lambda console: _print_rows(console, rows, verbose))


def demo(made: Demo) -> str:
    """What the demo made, found and wrote."""
    return _render(lambda console: _print_demo(console, made))


def _render(write: Callable[[Console], None]) -> str:
    """Print to text, with colours only where stdout is a terminal and NO_COLOR is not set."""
    colours = sys.stdout.isatty() and not os.environ.get("NO_COLOR")
    buffer = io.StringIO()
    width = Console().width if sys.stdout.isatty() else 100
    write(
        Console(
            file=buffer, force_terminal=colours, no_color=not colours, width=width, highlight=False
        )
    )
    return buffer.getvalue().rstrip("\n")


def _print_rows(console: Console, rows: list[Row], verbose: int) -> None:
    for assignment in dict.fromkeys(row.assignment for row in rows if row.score is not None):
        console.print(_scores(assignment, [row for row in rows if row.assignment == assignment]))
        console.print(LEGEND)
    for row in rows:
        notes = [*row.repairs, *row.faults]
        for sentence in few(notes, most=len(notes) if verbose else 2):
            console.print(f"{row.student}, {row.assignment}: {sentence}", markup=False)
        if row.score is None:
            console.print(f"Not graded: {row.student}: {row.reason}", markup=False)
    if verbose:
        for row in rows:
            for verdict in row.verdicts:
                console.print(f"\n{row.student}", markup=False)
                console.print(as_text(verdict), markup=False)
    counts = beliefs_in(rows)
    if counts:
        console.print(_beliefs(counts))
    for question, student, observed in unexplained_in(rows):
        console.print(f"Unexplained: {student}, {question}: {observed}", markup=False)


def _scores(assignment: str, rows: list[Row]) -> Table:
    table = Table(title=f"Scores of {assignment}", title_justify="left")
    table.add_column("submission", no_wrap=True)
    table.add_column("score", justify="right", no_wrap=True)
    table.add_column("questions", no_wrap=True)
    table.add_column("to note")
    for row in rows:
        marks = "".join(_SIGNS[verdict.outcome] for verdict in row.verdicts)
        score = f"{number(row.score)}/{number(row.max_score)}" if row.score is not None else "–"
        table.add_row(row.student, score, marks, _note(row))
    return table


def _note(row: Row) -> str:
    notes = ["a person still has to grade a text"] if row.waits else []
    if row.repairs:
        notes.append(f"{len(row.repairs)} cells put right")
    if row.faults:
        notes.append(f"{len(row.faults)} cells stopped")
    return "; ".join(notes) if row.score is not None else "not graded"


def _beliefs(counts: list[BeliefCount]) -> Table:
    table = Table(title="Misconceptions found", title_justify="left")
    table.add_column("id", no_wrap=True)
    table.add_column("misconception")
    table.add_column("times", justify="right")
    table.add_column("in")
    table.add_column("with")
    for count in counts:
        table.add_row(
            count.id,
            count.name,
            str(count.times),
            ", ".join(count.questions),
            _few(count.students),
        )
    return table


def _few(names: tuple[str, ...], most: int = 4) -> str:
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return ", ".join(names[:most]) + more


def _print_demo(console: Console, made: Demo) -> None:
    _print_rows(console, list(made.rows), verbose=0)
    found, graded = made.comparison, [row for row in made.rows if row.score is not None]
    console.print()
    console.print(
        f"{len(made.rows)} submissions of {len(made.learners)} learners: {len(graded)} graded, "
        f"{len(made.rows) - len(graded)} not."
    )
    console.print(
        f"Beliefs planted: {found.planted}; found: {found.found}; missed: {len(found.missed)}; "
        f"invented: {len(found.invented)}. Slips planted: {found.slips}; reported as unexplained: "
        f"{found.unexplained_slips}. Scores that differ from what is due: "
        f"{len(found.wrong_scores)}."
    )
    for trouble in (
        *found.missed,
        *found.invented,
        *found.wrong_scores,
        *found.wrongly_graded,
    ):
        console.print(f"  {trouble}", markup=False)
    verdict = "The class was graded as it was made." if found.agrees else "This must not happen."
    console.print(verdict)
    console.print("\nWritten:")
    for name, path in paths(made.root).items():
        console.print(f"  {name:<12} {path}", markup=False, soft_wrap=True)
    console.print(
        "\nTo look at the class in nbgrader's formgrader, run this and open Nbgrader > Formgrader:"
    )
    console.print(
        f"  cd {made.root} && uv run --project {_home()} jupyter lab",
        markup=False,
        soft_wrap=True,
    )


def _home() -> str:
    from autograder.workspace import home

    return str(home())

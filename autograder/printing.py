"""What the commands print: tables for people, JSON and JUnit for programs."""

from __future__ import annotations

import io
import json
import os
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    Task,
    TextColumn,
    TimeRemainingColumn,
)
from rich.table import Table
from rich.text import Text

from autograder.cards import as_text, number, sign
from autograder.demo import Demo, paths
from autograder.execution.containment import Level
from autograder.execution.levels import Probe
from autograder.modes import Mode
from autograder.reports import BeliefCount, Row, as_gradescope, as_junit, beliefs_in, unexplained_in
from autograder.verdict import Outcome, Verdict
from autograder.workspace import home

if TYPE_CHECKING:  # nbgrader takes seconds to import
    from autograder.gradebook.regrade import Regraded

NOTES = "text: a person still grades it  mended: cells put right  stopped: a cell left out"
LEGEND = f"✓ right  ◐ partly  ✗ not right  ○ not answered  ? a person looks\n{NOTES}"


@contextmanager
def _silent(total: int) -> Iterator[Callable[[str], None]]:
    yield lambda text: None


class _Rate(ProgressColumn):
    """How many are done in a minute."""

    def render(self, task: Task) -> Text:
        """The rate so far, once there is one."""
        return Text(f"{task.speed * 60:.0f}/min" if task.speed else "")


@contextmanager
def _bar(total: int) -> Iterator[Callable[[str], None]]:
    console = Console(stderr=True)
    columns = (
        BarColumn(bar_width=30),
        MofNCompleteColumn(),
        _Rate(),
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
    if form == "gradescope":
        return json.dumps(as_gradescope(rows), indent=2)
    return _render(lambda console: _print_rows(console, rows, verbose))


def demo(made: Demo) -> str:
    """What the demo made, found and wrote."""
    return _render(lambda console: _print_demo(console, made))


def run_report(results: Sequence[Any], most: int = 3) -> str:
    """What came of a grading run: counts, and the submissions that took most."""
    counts = Counter(result.status for result in results)
    lines = [", ".join(f"{counts[status]} {status}" for status in sorted(counts)) + "."]
    ran = sorted((r for r in results if r.seconds), key=lambda r: -r.seconds)[:most]
    large = sorted(results, key=lambda r: -r.size)[:most]
    if ran:
        lines.append("Slowest: " + ", ".join(f"{r.student} {r.seconds:.1f} s" for r in ran) + ".")
    if large:
        sizes = (f"{r.student} {r.size / 1000:,.0f} kB" for r in large)
        lines.append("Largest: " + ", ".join(sizes) + ".")
    return "\n".join(lines)


def regraded(done: Regraded) -> str:
    """What marking again changed."""
    return _render(lambda console: _print_regraded(console, done))


def _print_regraded(console: Console, done: Regraded) -> None:
    if done.changes:
        table = Table(title="Scores that changed", title_justify="left")
        for name in ("learner", "question", "before", "now", "because"):
            table.add_column(name, no_wrap=name in ("learner", "question"))
        for change in done.changes:
            scores = ("–" if s is None else number(s) for s in (change.before, change.after))
            table.add_row(change.student, change.question, *scores, change.why)
        console.print(table)
    for student, question in done.to_run:
        console.print(f"Has to run again: {student}, {question}: its inputs changed", markup=False)
    for student, reason in done.not_graded:
        console.print(f"Not marked: {student}: {reason}", markup=False)
    console.print(
        f"{done.submissions} submissions marked again: {len(done.changes)} scores changed, "
        f"{len(done.reworded)} feedbacks reworded, {len(done.to_run)} functions have to run again."
    )


_LEVELS = {
    Level.NAMESPACES: "warm kernels, each in namespaces of its own",
    Level.BUBBLE: "a cold kernel in a sandbox of its own: slower, the same results",
    Level.IDS: "a kernel with an id of its own, in a plain container",
}


def doctor(probes: Sequence[Probe], form: str) -> str:
    """What a machine can contain: a line for each level, with the trouble and the way out."""
    if form == "json":
        return json.dumps([vars(p) | {"level": p.level.name.lower()} for p in probes], indent=2)
    lines = []
    for each in probes:
        lines.append(f"{'✓' if each.works else '✗'} {_LEVELS[each.level]}")
        lines += [f"    {text}" for text in (each.trouble, each.advice) if text]
    best = next((each.level for each in probes if each.works), None)
    said = f"Submissions will run as: {_LEVELS[best]}." if best else _NO_SANDBOX
    return "\n".join([*lines, said])


_NO_SANDBOX = (
    "Submissions cannot be contained here. `autograder grade` refuses, unless you say "
    "--trust-submissions: then they run with your own rights."
)


def questions(data: list[dict[str, Any]]) -> str:
    """The bank as a table."""
    table = Table(title=f"{len(data)} questions", title_justify="left")
    for name in ("id", "title", "kind"):
        table.add_column(name, no_wrap=name == "id")
    for name in ("lesson", "points", "beliefs"):
        table.add_column(name, justify="right")
    for each in data:
        beliefs = {wrong["misconception"] for wrong in each["wrong_answers"]}
        numbers = [str(each["lesson"]), f"{each['points']:g}", str(len(beliefs))]
        table.add_row(each["id"], each["title"], each["kind"], *numbers)
    return _render(lambda console: console.print(table))


def misconceptions(data: list[dict[str, Any]]) -> str:
    """The catalogue as a table."""
    table = Table(title=f"{len(data)} misconceptions", title_justify="left")
    table.add_column("id", no_wrap=True)
    table.add_column("name")
    table.add_column("belief")
    table.add_column("lesson", justify="right")
    table.add_column("questions", justify="right")
    for each in data:
        counts = [str(each["lesson"]), str(len(each["questions"]))]
        table.add_row(each["id"], each["name"], each["belief"], *counts)
    return _render(lambda console: console.print(table))


def _render(write: Callable[[Console], None]) -> str:
    """Print to text, with colours only where stdout is a terminal and NO_COLOR is not set."""
    colours = sys.stdout.isatty() and not os.environ.get("NO_COLOR")
    buffer = io.StringIO()
    width = Console().width if sys.stdout.isatty() else 110
    write(
        Console(
            file=buffer, force_terminal=colours, no_color=not colours, width=width, highlight=False
        )
    )
    return buffer.getvalue().rstrip("\n")


def _print_rows(console: Console, rows: list[Row], verbose: int) -> None:
    graded = [row for row in rows if row.score is not None]
    if len(graded) == 1:
        console.print(_questions(graded[0]))
    elif graded:
        wide = console.width >= 22 * len({row.assignment for row in rows}) + 40
        console.print(_scores(rows, marks=wide))
        console.print(LEGEND if wide else NOTES)
    for sentence in _told(rows, verbose):
        console.print(sentence, markup=False)
    if verbose:
        for row in rows:
            for verdict in row.verdicts:
                console.print(f"\n{row.student}", markup=False)
                console.print(as_text(verdict), markup=False)
    counts = beliefs_in(rows)
    if counts and len(rows) > 1:
        console.print(_beliefs(counts, verbose))
    for question, student, observed in unexplained_in(rows):
        console.print(f"Unexplained: {student}, {question}: {observed}", markup=False)


def _told(rows: list[Row], verbose: int) -> Iterator[str]:
    """What was mended or left out, and what was not graded; in short, a line for each learner."""
    for student in dict.fromkeys(row.student for row in rows):
        mine = [row for row in rows if row.student == student]
        notes = [(row, sentence) for row in mine for sentence in (*row.repairs, *row.faults)]
        more = f" ({len(notes) - 1} more: -v)" if len(notes) > 1 and not verbose else ""
        for row, sentence in notes if verbose else notes[:1]:
            yield f"{row.student}, {row.assignment}: {sentence}{more}"
        missing = [row for row in mine if row.score is None]
        more = f" ({len(missing) - 1} more: -v)" if len(missing) > 1 and not verbose else ""
        for row in missing if verbose else missing[:1]:
            yield f"Not graded: {row.student}: {row.reason}{more}"


FULL_NAMES = 5  # assignments in a table; of more, the numbers in front of their names


def _scores(rows: list[Row], *, marks: bool) -> Table:
    """A line for each learner, and for each assignment the score and how the questions fared.

    ``marks`` shows a sign for each question, where the terminal is wide enough. Of many
    assignments the numbers stand there alone, and the points to reach in the first line.
    """
    assignments = list(dict.fromkeys(row.assignment for row in rows if row.assignment))
    heads = [assignment.partition("_")[0] for assignment in assignments]
    short = len(assignments) > FULL_NAMES and not marks and len(set(heads)) == len(assignments)
    padding = (0, 0, 0, 1) if short else (0, 1)
    table = Table(title="Scores", title_justify="left", padding=padding)
    table.add_column("learner", no_wrap=True)
    for head in heads if short else assignments:
        table.add_column(head, justify="right" if short else "left", no_wrap=True)
    table.add_column("to note")
    if short:
        most = {row.assignment: row.max_score for row in rows if row.score is not None}
        reach = (number(most[name]) if name in most else "–" for name in assignments)
        table.add_row("points to reach", *reach, "", end_section=True)
    by_place = {(row.student, row.assignment): row for row in rows}
    for student in dict.fromkeys(row.student for row in rows):
        mine = [by_place.get((student, assignment)) for assignment in assignments]
        scores = (_points_alone(row) if short else _score(row, marks=marks) for row in mine)
        notes = dict.fromkeys(note for row in mine if row is not None for note in _notes(row))
        table.add_row(student, *scores, ", ".join(notes))
    return table


def _points_alone(row: Row | None) -> str:
    return "–" if row is None or row.score is None else number(row.score)


def _score(row: Row | None, *, marks: bool) -> str:
    if row is None or row.score is None:
        return "–"
    outcomes = [v.outcome for v in row.verdicts] + [cell.outcome for cell in row.cells]
    signs = "".join(map(sign, outcomes)) if marks else ""
    return f"{number(row.score):>5}/{number(row.max_score)} {signs}"


def _questions(row: Row) -> Table:
    """One submission, question by question."""
    table = Table(title=f"{row.assignment}: {row.student}", title_justify="left", show_footer=True)
    total = f"{'–' if row.hides_score else number(row.score or 0)} of {number(row.max_score)}"
    table.add_column("question", no_wrap=True, footer="together")
    table.add_column("", no_wrap=True)
    table.add_column("points", justify="right", no_wrap=True, footer=total)
    table.add_column(
        "beliefs that give the answer", footer="a person still grades the text" if row.waits else ""
    )
    for verdict in row.verdicts:
        beliefs = dict.fromkeys(each for leaf in verdict.leaves for each in _beliefs_of(leaf))
        table.add_row(
            verdict.question,
            f"{sign(verdict.outcome)} {verdict.outcome.value}",
            _points(verdict),
            ", ".join(beliefs),
        )
    several = len({cell.notebook for cell in row.cells}) > 1
    for cell in row.cells:
        table.add_row(
            f"{cell.notebook}: {cell.grade_id}" if several else cell.grade_id,
            f"{sign(cell.outcome)} {cell.outcome.value}",
            f"{number(cell.score)} of {number(cell.max_score)}",
            "a person still grades it" if cell.waits else "",
        )
    return table


def _points(verdict: Verdict) -> str:
    earned = "–" if verdict.outcome is Outcome.RECORDED else number(verdict.points)
    return f"{earned} of {number(verdict.max_points)}"


def _beliefs_of(leaf: Verdict) -> list[str]:
    """The beliefs named in one verdict; as one, with a plus, where only two at once fit."""
    named = [f"{belief.name} ({belief.id})" for belief in leaf.beliefs]
    return [" + ".join(named)] if leaf.pairs else named


def _notes(row: Row) -> list[str]:
    if row.score is None:
        return ["not graded"]
    notes = {"text": row.waits, "mended": row.repairs, "stopped": row.faults}
    mode = [] if row.mode == Mode.PRACTICE else [row.mode]
    return [*(note for note, applies in notes.items() if applies), *mode]


MOST_BELIEFS = 20  # in a table that nobody asked to be long


def _beliefs(counts: list[BeliefCount], verbose: int) -> Table:
    table = Table(title="Misconceptions found", title_justify="left")
    table.add_column("id", no_wrap=True)
    table.add_column("misconception", no_wrap=True)
    table.add_column("times", justify="right")
    table.add_column("with")
    if verbose:
        table.add_column("in")
    shown = counts if verbose else counts[:MOST_BELIEFS]
    for count in shown:
        row = [count.id, count.name, str(count.times), _few(count.students)]
        table.add_row(*row, *([", ".join(count.questions)] if verbose else []))
    if len(shown) < len(counts):
        table.add_row("...", f"and {len(counts) - len(shown)} more: -v", "", "")
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
    for trouble in found.disagreements:
        console.print(f"  {trouble}", markup=False)
    if made.level is Level.TRUST:
        console.print(
            "No sandbox can be had here (autograder doctor says why): these submissions are our "
            "own, so they ran without."
        )
    verdict = "The class was graded as it was made." if found.agrees else "This must not happen."
    console.print(verdict)
    console.print("\nWritten:")
    for name, path in paths(made.root).items():
        console.print(f"  {name:<12} {path}", markup=False, soft_wrap=True)
    console.print(
        "\nTo look at the class in nbgrader's formgrader, run this and open Nbgrader > Formgrader:"
    )
    console.print(
        f"  uv run --project {home()} autograder start --profile instructor --work {made.root}",
        markup=False,
        soft_wrap=True,
    )

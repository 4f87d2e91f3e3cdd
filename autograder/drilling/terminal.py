"""Drills in a terminal: a question, an answer, a verdict, and so on until somebody ends it."""

from __future__ import annotations

import contextlib
import re
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.markdown import Markdown
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from autograder.answers import describe
from autograder.cards import as_markdown
from autograder.drilling import progress, schedule
from autograder.drilling.session import Item, Session, read_answer, solution_of
from autograder.errors import UnusableAnswer
from autograder.questions.generators import Generator
from autograder.questions.question import Part
from autograder.typed import kind_of
from autograder.verdict import Outcome, Verdict

WIDEST = 88  # longer lines are hard to read
KEYS = "? hint   o options   s solution (skips)   < back   q end"
_AFTER = "Enter next   a again (not counted)   s solution   q end > "


class _End(Exception):
    """The learner ends the sitting."""


class _Skip(Exception):
    """The learner wants the solution."""


class _Back(Exception):
    """The learner wants to answer the part before once more."""


@dataclass(kw_only=True)
class Screen:
    """Where a sitting is shown, and from where it is read.

    ``read`` shows a prompt and returns a line; it raises EOFError where none is left.
    """

    console: Console
    read: Callable[[str], str]

    def show(self, what: Any) -> None:
        """Print something, no wider than can be read with ease."""
        self.console.print(what, width=min(self.console.width, WIDEST))

    def say(self, text: str, style: str = "") -> None:
        """Print plain text."""
        self.show(Text(text, style=style))

    def markdown(self, text: str) -> None:
        """Print Markdown, with an empty line behind it."""
        self.show(Markdown(with_upright_tables(text, min(self.console.width, WIDEST))))
        self.say("")

    def rule(self, title: str) -> None:
        """Print a line with a title in it."""
        self.show(Rule(Text(title), align="left"))


def with_upright_tables(text: str, width: int) -> str:
    """Markdown in which a table that is too wide stands upright: its rows become columns.

    Examples
    --------
    >>> print(with_upright_tables("| id | 0 | 1 |\\n|---|---|---|\\n| mean | 0.6 | 0.8 |", 12))
    | id | mean |
    | --- | --- |
    | 0 | 0.6 |
    | 1 | 0.8 |
    """

    def upright(table: re.Match[str]) -> str:
        rows = [line.strip("| ").split(" | ") for line in table[0].splitlines()]
        del rows[1]
        columns = list(zip(*rows, strict=True))
        if sum(max(map(len, column)) + 2 for column in columns) < width:
            return table[0]
        lines = [columns[0], ["---"] * len(rows), *columns[1:]]
        return "\n".join(f"| {' | '.join(line)} |" for line in lines)

    return re.sub(r"^\|.*(?:\n\|.*)+", upright, text, flags=re.MULTILINE)


def screen_of(file: Any) -> Screen:
    """The screen for this terminal, which writes to ``file``."""
    if hasattr(file, "reconfigure"):
        file.reconfigure(errors="replace")  # subtle: a screen without Unicode is no error
    console = Console(file=file, highlight=False)
    if sys.stdin.isatty() and file is sys.stdout and file.isatty():
        with contextlib.suppress(ImportError):
            import readline  # noqa: F401  (arrow keys, and what was typed before)
        return Screen(console=console, read=input)

    def read(prompt: str) -> str:
        console.print(Text(prompt), end="")
        line = sys.stdin.readline()
        if not line:
            raise EOFError
        if not sys.stdin.isatty():  # nobody has seen it yet
            console.print(Text(line.rstrip()))
        return line

    return Screen(console=console, read=read)


@dataclass(kw_only=True)
class _Helps:
    """What was shown of one question."""

    item: Item
    hints: Iterator[tuple[int, str]]


def run(
    session: Session,
    screen: Screen,
    *,
    log: Path | None = None,
    count: int | None = None,
    clock: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> bool:
    """Ask until ``count`` questions were dealt with, or somebody ends it.

    Parameters
    ----------
    session : Session
        Grows by what is answered.
    screen : Screen
    log : Path or None
        The file in which each answer is kept as soon as it is judged.
    count : int or None
        None: without an end.
    clock : callable

    Returns
    -------
    bool
        Whether it was broken off by Ctrl-C.
    """
    screen.say(KEYS, "dim")
    try:
        while count is None or len(session.entries) < count:
            _one(session, screen, log, clock)
    except (EOFError, _End):
        screen.say("")
    except KeyboardInterrupt:
        screen.say("")
        return True
    return False


def _one(session: Session, screen: Screen, log: Path | None, clock: Callable[[], datetime]) -> None:
    """Ask one question, judge it, keep it, and offer what can follow."""
    item = session.next(clock())
    topic = schedule.topic_of(item.drill)
    screen.rule(f"{len(session.entries) + 1} · {item.question.title} · {topic}")
    screen.markdown(item.question.prompt)
    if len(item.question.parts) > 1:
        screen.say(f"You are asked for the {len(item.question.parts)} parts in turn.", "dim")
    helps = _Helps(hints=iter(enumerate(item.question.hints, start=1)), item=item)
    try:
        answers = _answers(session, screen, helps, {})
    except _Skip:
        session.skip(item, clock())
        _keep(session, screen, log)
        _show_solution(screen, item)
        return
    while True:
        noted = len(session.entries)
        verdict = session.answer(helps.item, answers, clock())
        if len(session.entries) > noted:
            _keep(session, screen, log)
        screen.say("")
        screen.markdown(as_markdown(verdict))
        if verdict.outcome is Outcome.CORRECT:
            return
        wish = _wish(screen)
        if wish == "s":
            _show_solution(screen, item)
        if wish != "a":
            return
        try:
            answers = _answers(session, screen, helps, _right_ones(item, verdict, answers))
        except _Skip:
            _show_solution(screen, item)
            return


def _wish(screen: Screen) -> str:
    """What is to follow an answer that is not right: ``a``, ``s`` or nothing."""
    while True:
        wish = screen.read(_AFTER).strip().lower()
        if wish == "q":
            raise _End
        if wish in {"", "a", "s"}:
            return wish
        screen.say("Press Enter, or type one of the letters a, s and q.")


def _right_ones(item: Item, verdict: Verdict, answers: Mapping[str, Any]) -> Mapping[str, Any]:
    """The answers to those parts that were right."""
    parts = zip(item.question.parts, verdict.leaves, strict=True)
    return {p.name: answers[p.name] for p, leaf in parts if leaf.outcome is Outcome.CORRECT}


def _answers(
    session: Session, screen: Screen, helps: _Helps, known: Mapping[str, Any]
) -> Mapping[str, Any]:
    """Read an answer to each part in turn; those that are known are not asked for."""
    parts = [part for part in helps.item.question.parts if part.name not in known]
    given = dict(known)
    place = 0
    while place < len(parts):
        try:
            given[parts[place].name] = _answer(session, screen, helps, parts[place])
            place += 1
        except _Back:
            place = max(0, place - 1)
    return given


def _answer(session: Session, screen: Screen, helps: _Helps, part: Part) -> Any:
    """Read until an answer to a part makes sense."""
    _show_options(screen, helps.item, part)
    while True:
        text = screen.read(_prompt(helps.item, part)).strip()
        match text.lower():
            case "q":
                raise _End
            case "s":
                raise _Skip
            case "<":
                raise _Back
            case "?":
                _show_hint(screen, helps)
            case "o":
                helps.item = session.with_options(helps.item)
                if part.name not in helps.item.options:
                    screen.say("There are no options for this one.")
                _show_options(screen, helps.item, part)
            case _:
                try:
                    return read_answer(helps.item, part, text)
                except UnusableAnswer as unusable:
                    screen.say(f"Not counted. {unusable}")


def _prompt(item: Item, part: Part) -> str:
    names = dict.fromkeys(filter(None, (part.name, part.label)))
    what = "letter" if part.name in item.options else kind_of(part)
    if len(item.question.parts) == 1:
        return f"{what} > "
    return f"{', '.join(names)} ({what}) > "


def _show_options(screen: Screen, item: Item, part: Part) -> None:
    options = item.options.get(part.name, {})
    if options:
        screen.say("")
    for letter, value in options.items():
        screen.say(f"  {letter}  {describe(value)}")


def _show_hint(screen: Screen, helps: _Helps) -> None:
    total = len(helps.item.question.hints)
    step, hint = next(helps.hints, (0, ""))
    if step:
        screen.markdown(f"*Hint {step} of {total}:* {hint}")
    else:
        screen.say("There are no more hints. s shows the solution." if total else "No hints.")


def _show_solution(screen: Screen, item: Item) -> None:
    screen.say("")
    for label, answer in solution_of(item):
        screen.say(f"{label or 'The answer'}: {answer}", "bold")
    screen.say("")
    screen.markdown("\n".join(f"- {hint}" for hint in item.question.hints))


def _keep(session: Session, screen: Screen, log: Path | None) -> None:
    if log is None:
        return
    try:
        progress.append(log, session.entries[-1])
    except OSError as error:
        screen.say(f"This answer could not be kept: {error.strerror or error}.", "bold")


def show_list(
    screen: Screen, drills: Sequence[Generator], entries: Sequence[progress.Entry], now: datetime
) -> None:
    """Print drills under their topics, and how far each has come."""
    table = Table(box=None, pad_edge=False)
    table.add_column("topic")
    table.add_column("drill")
    for name in ("asked", "right", "box"):
        table.add_column(name, justify="right")
    topic = ""
    for drill in drills:
        mine = [each for each in entries if each.drill == drill.id]
        right = sum(each.result is progress.Result.RIGHT for each in mine)
        here = schedule.topic_of(drill.id)
        table.add_row(
            here if here != topic else "",
            schedule.short_name(drill.id),
            str(len(mine)),
            str(right),
            str(schedule.box(mine, drill.id, now)) if mine else "new",
        )
        topic = here
    screen.show(table)

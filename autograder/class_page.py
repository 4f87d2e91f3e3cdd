"""The report on a class as one page that needs nothing else, and as JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Container, Iterable, Sequence
from datetime import date
from functools import cache
from itertools import groupby
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, Template

from autograder import class_figures as figures
from autograder.answers import one_line
from autograder.cards import number
from autograder.class_answers import Given
from autograder.class_items import FEWEST, Item
from autograder.class_report import ClassReport, Held, Topic

_TEMPLATES = Path(__file__).parent / "templates"
MOST_BELIEFS = 50  # rows of a table; the JSON has all
MOST_ANSWERS = 50
MOST_NAMES = 12
IN_FIGURE = 12
TO_TEACH = 3  # lessons that the page begins with
OF_EACH = {1: 5, 2: 3, 3: 2}  # of their beliefs, by the number of lessons
LOW = 0.1  # a discrimination below it is a question to look at


@cache
def _template() -> Template:
    # subtle: with autoescape everything is escaped but the figures, which hold no learner's words.
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES), autoescape=True, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters.update(
        points=figures.points, percent=percent, names=names, line=one_line, number=number
    )
    return environment.get_template("class.html.j2")


def as_html(report: ClassReport, *, made: date) -> str:
    """The page: one file, without scripts, that loads nothing.

    Parameters
    ----------
    report : ClassReport
    made : date
        Stands in the page's head.
    """
    marked = to_look_at(report.items)
    costly = [topic for topic in report.topics if topic.points_lost > 0]
    first = _first(report, costly)
    return _template().render(
        report=report,
        made=f"{made:%d %B %Y}".lstrip("0"),
        lost=sum(topic.points_lost for topic in costly),
        costly=costly,
        first=first,
        shown=_shown(report, {belief.id for _, beliefs in first for belief, _ in beliefs}),
        marked=list(zip(figures.LETTERS, marked, strict=False)),
        assignments=[(name, list(each)) for name, each in groupby(report.items, _assignment)],
        waiting=sum(each.not_graded for each in report.items),
        missing=_missing(report),
        chance=chance(report.items),
        fewest=FEWEST,
        most_answers=MOST_ANSWERS,
        **_figures(report, costly, marked),
    )


def _first(
    report: ClassReport, costly: Sequence[Topic]
) -> list[tuple[Topic, list[tuple[Held, int]]]]:
    """The lessons that the page begins with, each with some beliefs and their learners."""
    held = {each.id: each for each in report.beliefs}
    topics = costly[:TO_TEACH]
    return [
        (topic, [(held[belief], count) for belief, count in topic.beliefs[: OF_EACH[len(topics)]]])
        for topic in topics
    ]


def _shown(report: ClassReport, linked: Container[str]) -> list[Held]:
    """The beliefs of the table: the first ones, and those that the page links to."""
    numbered = enumerate(report.beliefs)
    return [each for place, each in numbered if place < MOST_BELIEFS or each.id in linked]


def _figures(
    report: ClassReport, costly: Sequence[Topic], marked: Sequence[Item]
) -> dict[str, figures.Figure | None]:
    """The figures by name; None for one that would show nothing."""
    widespread = report.beliefs[:IN_FIGURE]
    placed = any(figures.is_placed(each) for each in report.items)
    return {
        "lessons": figures.lessons(costly) if costly else None,
        "beliefs": figures.beliefs(widespread, report.learners) if widespread else None,
        "items": figures.items(report.items, marked) if placed else None,
    }


def as_json(report: ClassReport, given: Iterable[Given]) -> str:
    """All that the page and the CSV hold, and what the page has no room for, as one object."""
    left_out = {"same", "entire"}
    answers = [
        {name: value for name, value in vars(each).items() if name not in left_out}
        for each in given
    ]
    return json.dumps({**report.as_dict(), "answers": answers})


def _assignment(item: Item) -> str:
    return item.assignment


def _missing(report: ClassReport) -> list[tuple[str, list[str], str]]:
    """Learners with the assignments that were not graded or hold no answer, and why."""
    found: dict[tuple[str, str], list[str]] = {}
    for student, assignment, why in report.not_graded:
        # A sentence about a file begins with its path, which says no more than the row does.
        sentence = re.sub(r"^\S+\.ipynb: ", "", why)
        found.setdefault((student, sentence), []).append(assignment)
    for student, assignment in report.blank:
        found.setdefault((student, "Graded, and no question is answered."), []).append(assignment)
    return [(student, missed, why) for (student, why), missed in found.items()]


def to_look_at(items: Sequence[Item]) -> list[Item]:
    """The questions that hardly go with the rest of their assignment, the lowest first."""
    low = [
        each
        for each in items
        if each.discrimination is not None and each.difficulty is not None
        if each.discrimination < LOW
    ]
    low.sort(key=lambda each: each.discrimination or 0.0)
    return low[: len(figures.LETTERS)]


def chance(items: Iterable[Item]) -> float | None:
    """How far from 0 a correlation of nothing comes in 95 of 100 classes of this size.

    1.96 standard errors, each ``1 / sqrt(n - 1)``; None where there is no class.
    """
    most = max((each.learners - each.not_graded for each in items), default=0)
    return min(1.0, 1.96 / (most - 1) ** 0.5) if most >= FEWEST else None


def percent(value: float | None) -> str:
    """A share in percent; a dash where there is none.

    Examples
    --------
    >>> percent(0.456), percent(None)
    ('46\xa0%', '–')
    """
    return "–" if value is None else f"{100 * value:.0f}\N{NO-BREAK SPACE}%"


def names(all_names: Sequence[str], most: int = MOST_NAMES) -> str:
    """The first names, and how many more there are.

    Examples
    --------
    >>> names(["ada", "bob", "cy"], most=2)
    'ada, bob and 1 more'
    """
    more = f" and {len(all_names) - most} more" if len(all_names) > most else ""
    return ", ".join(one_line(each) for each in all_names[:most]) + more

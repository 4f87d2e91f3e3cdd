"""What a class believes: the answers of a class counted, as plain data."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from types import MappingProxyType
from typing import Any

from autograder.class_answers import Given, given_in
from autograder.class_items import Item, items_in
from autograder.misconceptions import CATALOGUE
from autograder.reports import Row
from autograder.verdict import Outcome

Key = tuple[int, str]  # of a topic: the lesson, or 0; the title

LESSONS: Mapping[int, str] = MappingProxyType(
    {
        1: "Words to rows",
        2: "Shapes",
        3: "Ids",
        4: "Padding, masks and pooling",
        5: "Confusion matrix and F1",
        6: "Thresholds",
        7: "Honest training",
        8: "Inside the vectors",
        9: "Language models and BLEU",
        10: "Capstone",
    }
)


@dataclass(frozen=True, kw_only=True)
class Held:
    """A misconception that was found: how often, where, with whom, and what it cost.

    ``points_lost`` are shared out evenly where several beliefs give one answer.
    """

    id: str
    name: str
    belief: str
    idea: str
    lesson: int
    times: int
    learners: tuple[str, ...]
    questions: tuple[str, ...]
    points_lost: float


@dataclass(frozen=True, kw_only=True)
class Topic:
    """A lesson, or an assignment that is not the course's, and the points that it cost.

    Attributes
    ----------
    lesson : int
        0 for an assignment of another course; ``title`` is then its name.
    by_belief : float
        Lost in answers that a belief gives which this lesson repairs.
    otherwise : float
        Lost in other answers to questions of this lesson.
    blank : float
        Lost in questions of this lesson that were left blank.
    max_points : float
        All points of this lesson's questions that were judged, over all learners.
    learners : int
        How many lost points here.
    beliefs : tuple of (misconception id, learners)
        What this lesson repairs and was found, with the most learners first.
    """

    lesson: int
    title: str
    by_belief: float
    otherwise: float
    blank: float
    max_points: float
    learners: int
    beliefs: tuple[tuple[str, int], ...]

    @property
    def points_lost(self) -> float:
        """All points lost."""
        return self.by_belief + self.otherwise + self.blank


@dataclass(frozen=True, kw_only=True)
class Unexplained:
    """Equal answers that are not right and that no belief gives.

    ``written`` holds the forms in which it was given, the most frequent first.
    """

    assignment: str
    question: str
    part: str
    title: str
    written: tuple[str, ...]
    seen: str
    partly: bool
    learners: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class ClassReport:
    """All that is counted of a class; every list is sorted, what matters most first.

    Attributes
    ----------
    learners, submissions, graded : int
        Who handed in something; what was handed in; and how much of it was graded.
    blank : tuple of (learner, assignment)
        Graded submissions without a single answer.
    not_graded : tuple of (learner, assignment, why)
    modes : mapping of assignment to str
        How much learners were told before they handed in.
    topics, beliefs, unexplained
        The most points lost, the most learners, the most learners first.
    items : tuple of Item
        The questions as they stand in the assignments.
    """

    learners: int
    submissions: int
    graded: int
    assignments: tuple[str, ...]
    modes: Mapping[str, str]
    topics: tuple[Topic, ...]
    beliefs: tuple[Held, ...]
    items: tuple[Item, ...]
    unexplained: tuple[Unexplained, ...]
    blank: tuple[tuple[str, str], ...]
    not_graded: tuple[tuple[str, str, str], ...]

    def as_dict(self) -> dict[str, Any]:
        """Plain data for JSON."""
        data = asdict(self)
        for topic, plain in zip(self.topics, data["topics"], strict=True):
            plain["points_lost"] = topic.points_lost
        return data


def class_report(rows: Sequence[Row], given: Sequence[Given] | None = None) -> ClassReport:
    """Count what a class answered.

    Parameters
    ----------
    rows : sequence of Row
        Of any number of assignments; a learner has at most one row in each.
    given : sequence of Given
        ``given_in(rows)``, where it is known already.

    Examples
    --------
    >>> class_report([]).learners
    0
    """
    given = given_in(rows) if given is None else given
    return ClassReport(
        learners=len({row.student for row in rows}),
        submissions=len(rows),
        graded=sum(row.score is not None for row in rows),
        assignments=tuple(dict.fromkeys(row.assignment for row in rows)),
        modes={row.assignment: row.mode for row in rows},
        topics=tuple(_topics(given)),
        beliefs=tuple(_held(given)),
        items=tuple(items_in(given)),
        unexplained=tuple(_unexplained(given)),
        blank=tuple(_blank(given)),
        not_graded=tuple(
            (row.student, row.assignment, row.reason) for row in rows if row.score is None
        ),
    )


def natural(name: str) -> list[tuple[int, int, str]]:
    """A key that sorts "learner 10" behind "learner 2".

    Examples
    --------
    >>> sorted(["learner 10", "learner 2"], key=natural)
    ['learner 2', 'learner 10']
    """
    pieces = re.findall(r"[0-9]+|[^0-9]+", name)
    return [(0, int(p), "") if p.isascii() and p.isdigit() else (1, 0, p) for p in pieces]


def _sorted(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(set(names), key=natural))


def _topics(given: Iterable[Given]) -> list[Topic]:
    """The points that each lesson cost, the most costly first."""
    most: dict[Key, float] = defaultdict(float)
    lost: dict[tuple[Key, str], float] = defaultdict(float)
    costs: dict[Key, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    who: dict[Key, set[str]] = defaultdict(set)
    holders: dict[str, set[str]] = defaultdict(set)
    for each in given:
        here = _topic(each.lesson, each.assignment)
        if each.outcome is not Outcome.NOT_GRADED:
            most[here] += each.max_points
        for belief in each.beliefs:
            holders[belief].add(each.student)
            there = _topic(CATALOGUE[belief].lesson, each.assignment)
            cost = each.lost / len(each.beliefs)
            costs[there][belief] += cost
            lost[there, "by_belief"] += cost
            who[there].add(each.student)
        if each.lost > 1e-9 and not each.beliefs:
            blank = each.outcome is Outcome.NOT_ANSWERED
            lost[here, "blank" if blank else "otherwise"] += each.lost
            who[here].add(each.student)

    def by_learners(key: Key) -> list[str]:
        cost = costs[key]
        return sorted(cost, key=lambda each: (-len(holders[each]), -round(cost[each], 6), each))

    topics = [
        Topic(
            lesson=key[0],
            title=key[1],
            by_belief=round(lost[key, "by_belief"], 6),
            otherwise=round(lost[key, "otherwise"], 6),
            blank=round(lost[key, "blank"], 6),
            max_points=round(most[key], 6),
            learners=len(who[key]),
            beliefs=tuple((belief, len(holders[belief])) for belief in by_learners(key)),
        )
        for key in dict.fromkeys((*most, *who))
    ]
    return sorted(topics, key=lambda each: (-each.points_lost, each.lesson, each.title))


def _topic(lesson: int, assignment: str) -> Key:
    """The lesson with its title, or the assignment where it is no lesson of the course."""
    return (lesson, LESSONS[lesson]) if lesson in LESSONS else (0, assignment)


def _held(given: Iterable[Given]) -> list[Held]:
    """The beliefs that were found, those of the most learners first."""
    met: dict[str, list[Given]] = defaultdict(list)
    for each in given:
        for belief in each.beliefs:
            met[belief].append(each)
    held = [
        Held(
            id=belief,
            name=CATALOGUE[belief].name,
            belief=CATALOGUE[belief].belief,
            idea=CATALOGUE[belief].idea,
            lesson=CATALOGUE[belief].lesson,
            times=len(answers),
            learners=_sorted(each.student for each in answers),
            questions=_sorted(each.question for each in answers),
            points_lost=round(sum(each.lost / len(each.beliefs) for each in answers), 6),
        )
        for belief, answers in met.items()
    ]
    return sorted(held, key=lambda each: (-len(each.learners), -each.times, each.id))


def _unexplained(given: Iterable[Given]) -> list[Unexplained]:
    """Equal answers that nothing explains, those of the most learners first."""
    groups: dict[Any, list[Given]] = defaultdict(list)
    for each in given:
        if each.unexplained and each.value:
            part = "" if each.entire else each.part
            groups[each.assignment, each.question, part, each.same].append(each)
    found = [_group(answers) for answers in groups.values()]
    return sorted(
        found, key=lambda e: (-len(e.learners), e.assignment, e.question, e.part, e.written)
    )


def _group(answers: Sequence[Given]) -> Unexplained:
    first, forms = answers[0], Counter(each.value for each in answers)
    return Unexplained(
        assignment=first.assignment,
        question=first.question,
        part="" if first.entire else first.label,
        title=first.title,
        written=tuple(form for form, _ in forms.most_common()),
        seen=first.seen,
        partly=first.outcome is Outcome.PARTLY,
        learners=_sorted(each.student for each in answers),
    )


def _blank(given: Iterable[Given]) -> list[tuple[str, str]]:
    """Graded submissions in which nothing was answered."""
    answered: dict[tuple[str, str], bool] = {}
    for each in given:
        place = (each.student, each.assignment)
        if each.kind == "checked":
            did = each.outcome is not Outcome.NOT_ANSWERED
            answered[place] = answered.get(place, False) or did
    return [place for place, did in answered.items() if not did]

"""Which drill comes next, and which beliefs were overcome: pure functions of what was kept.

Each drill stands in a box from 0 to 4 (Leitner's boxes). A new one stands in box 1. A right answer
moves it one box up, a wrong one and a skipped one into box 0. After 4, 8 or 16 days without a
question, a drill of box 2, 3 or 4 counts as one box lower. While drills are in box 0, every second
question, by the toss of a coin, comes from there; the others are drawn from the other boxes, where
a box has half the weight of the one below it. A question that comes again, with the numbers that
it had, counts once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from autograder.drilling.progress import Entry, Result
from autograder.errors import UsageError, did_you_mean
from autograder.questions.drills import DRILLS, GENERATORS
from autograder.questions.generators import Generator

MISSED, NEW, TOP = 0, 1, 4
OVERCOME_AFTER = 3  # right answers in a row to questions that could have shown the belief

TOPICS: Mapping[int, str] = {
    2: "shapes",
    3: "ids",
    4: "masks",
    5: "metrics",
    6: "thresholds",
    7: "training",
    8: "vectors",
    9: "language",
}
"""The topic of each lesson that has drills."""


def short_name(drill: str) -> str:
    """A drill's id without what all of them begin with: ``precision``."""
    return drill.removeprefix("drill-")


def drills_of(topic: str | None = None) -> tuple[Generator, ...]:
    """The drills of a topic, or the one of that name; all of them without a name.

    Raises
    ------
    UsageError
        If there is no such topic; it lists those that there are.

    Examples
    --------
    >>> [drill.id for drill in drills_of("masks")]
    ['drill-mask', 'drill-mask-row', 'drill-masked-mean']
    >>> [drill.id for drill in drills_of("f1")]
    ['drill-f1']
    """
    if not topic:
        return GENERATORS
    found = tuple(each for each in GENERATORS if TOPICS[each.lesson] == topic)
    found = found or tuple(each for each in GENERATORS if short_name(each.id) == short_name(topic))
    if found:
        return found
    names = [*TOPICS.values(), *(short_name(each.id) for each in GENERATORS)]
    raise UsageError(
        f"There is no topic {topic!r}.{did_you_mean(topic, names)} "
        f"The topics are: {', '.join(TOPICS.values())}."
    )


def topic_of(drill: str) -> str:
    """The topic of a drill, by its id.

    Examples
    --------
    >>> topic_of("drill-f1")
    'metrics'
    """
    return TOPICS[DRILLS[drill].lesson] if drill in DRILLS else "other"


def counted(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """The entries that count: of each question the first, however often it was asked again."""
    first: dict[str, Entry] = {}
    for entry in entries:
        first.setdefault(entry.question, entry)
    return tuple(first.values())


def boxes(entries: Iterable[Entry], now: datetime) -> Mapping[str, int]:
    """The box in which each drill stands that was asked, by its id."""
    places: dict[str, int] = {}
    last: dict[str, datetime] = {}
    for entry in counted(entries):
        last[entry.drill] = entry.when
        place = places.get(entry.drill, NEW)
        if entry.result is Result.RIGHT:
            places[entry.drill] = min(place + 1, TOP)
        else:
            places[entry.drill] = place if entry.result is Result.PARTLY else MISSED
    return {
        drill: place - (place > NEW and now - last[drill] > timedelta(days=2**place))
        for drill, place in places.items()
    }


def box(entries: Iterable[Entry], drill: str, now: datetime) -> int:
    """The box in which a drill stands."""
    return boxes(entries, now).get(drill, NEW)


def next_drill(
    drills: Sequence[Generator], entries: Sequence[Entry], rng: Random, now: datetime
) -> Generator:
    """The drill to ask next: never the one that was asked last, where there is another."""
    last = entries[-1].drill if entries else ""
    others = [each for each in drills if each.id != last] or list(drills)
    places = boxes(entries, now)
    missed = [each for each in others if places.get(each.id, NEW) == MISSED]
    rest = [each for each in others if each not in missed]
    if missed and (not rest or rng.random() < 0.5):
        return rng.choice(missed)
    return rng.choices(rest, [2.0 ** (TOP - places.get(each.id, NEW)) for each in rest])[0]


@dataclass(frozen=True, kw_only=True)
class Streak:
    """One belief: how often it gave an answer, and how often in a row it could have and did not."""

    met: int = 0
    withstood: int = 0

    @property
    def is_overcome(self) -> bool:
        """Whether it was met once and has been withstood often enough since."""
        return self.met > 0 and self.withstood >= OVERCOME_AFTER


def streaks(entries: Iterable[Entry]) -> Mapping[str, Streak]:
    """How each belief stands that was met, by its id."""
    found: dict[str, Streak] = {}
    for entry in counted(entries):
        for belief in entry.met:
            found[belief] = Streak(met=found.get(belief, Streak()).met + 1)
        for belief in {*entry.withstood, *entry.unclear} & {*found} - {*entry.met}:
            held = found[belief]
            row = held.withstood + 1 if belief in entry.withstood else 0
            found[belief] = Streak(met=held.met, withstood=row)
    return found

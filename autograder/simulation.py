"""A simulated class whose beliefs are known, and how well they are found again.

A learner who holds beliefs answers as their wrong models do, wherever a question knows them;
two at once where they meet. Now and then a finger slips, or a cell stays blank. The rest is
right. Each answer is judged, and the verdict held against what was planted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from random import Random
from time import perf_counter
from typing import Any

from autograder.answers import decode, encode
from autograder.diagnosis import judge_part
from autograder.questions import BANK
from autograder.questions.choices import Choice, Ordering
from autograder.questions.functions import Counterexample, Function
from autograder.questions.kinds import Count, Ids, Metric, Shape
from autograder.questions.question import Part
from autograder.verdict import Verdict


class Cause(StrEnum):
    """Why a learner answers what they answer."""

    RIGHT = "right"
    SINGLE = "single"
    PAIR = "pair"
    SLIP = "slip"
    BLANK = "blank"


@dataclass(frozen=True)
class Planted:
    """One answer of a simulated learner, and what is behind it."""

    cause: Cause
    value: Any
    beliefs: tuple[str, ...] = ()


PARTS: tuple[tuple[str, Part], ...] = tuple(
    (question.place(part), part) for question in BANK.values() for part in question.parts
)


@cache
def _known() -> tuple[str, ...]:
    """All beliefs that some part has an answer for."""
    return tuple(sorted({belief for _, part in PARTS for belief in part.known_beliefs()}))


@cache
def _meeting() -> tuple[tuple[str, str], ...]:
    """The pairs of beliefs that meet somewhere, as often as they do."""
    return tuple(pair.beliefs for _, part in PARTS for pair in part.pair_answers())


def draw_beliefs(rng: Random) -> frozenset[str]:
    """The beliefs of one learner: none, a few of anywhere, or two that meet in a question."""
    style = rng.random()
    if style < 0.15:
        return frozenset()
    few = rng.sample(_known(), rng.randint(1, 4))
    return frozenset(few if style < 0.5 else [*few[1:], *rng.choice(_meeting())])


def plant(part: Part, held: frozenset[str], rng: Random, *, slips: float, blanks: float) -> Planted:
    """What a learner who holds these beliefs answers to a part."""
    fate = rng.random()
    if fate < blanks:
        return Planted(Cause.BLANK, ...)
    if fate < blanks + slips and (slip := slipped(part, rng)) is not None:
        return Planted(Cause.SLIP, slip)
    here = [belief for belief in part.known_beliefs() if belief in held]
    for pair in part.pair_answers():
        if set(pair.beliefs) <= set(here):
            return Planted(Cause.PAIR, pair.value, pair.beliefs)
    if here:
        belief = rng.choice(here)
        return Planted(Cause.SINGLE, part.answer_of(belief), (belief,))
    return Planted(Cause.RIGHT, part.expected())


def slipped(part: Part, rng: Random) -> Any:
    """The right answer with a slip of the finger; None where a slip looks like a choice.

    A digit is doubled, as on a worn key. A function has a misspelt name in it, and raises.
    """
    right = part.expected()
    match part:
        case Count():
            return _doubled(int(right), rng)
        case Shape() | Ids():
            places = [i for i, item in enumerate(right) if type(item) is int]
            if not places:
                return None
            at = rng.choice(places)
            return [_doubled(item, rng) if i == at else item for i, item in enumerate(right)]
        case Metric():
            text = f"{float(right):.4f}"
            at = rng.choice([i for i, sign in enumerate(text) if sign.isdigit()])
            return float(text[:at] + text[at] + text[at:])
        case Function():
            return part.results_of(_misspelt)
        case Ordering():
            return [*right, right[-1]]
        case Choice() | Counterexample():
            return None
    return None


def _doubled(number: int, rng: Random) -> int:
    digits = str(abs(number))
    at = rng.randrange(len(digits))
    return int(digits[:at] + digits[at] + digits[at:]) * (-1 if number < 0 else 1)


def _misspelt(*args: Any) -> Any:
    raise NameError("name 'reuslt' is not defined")


@dataclass
class Found:
    """How planted causes were judged. ``table`` counts (planted, named) by the ids in words."""

    causes: Counter[Cause] = field(default_factory=Counter)
    hits: Counter[Cause] = field(default_factory=Counter)
    named: Counter[Cause] = field(default_factory=Counter)
    invented: list[str] = field(default_factory=list)
    table: Counter[tuple[str, str]] = field(default_factory=Counter)
    seconds: dict[str, list[float]] = field(default_factory=lambda: {"value": [], "function": []})

    def add(self, place: str, part: Part, planted: Planted, verdict: Verdict) -> None:
        """Hold one verdict against what was planted."""
        self.causes[planted.cause] += 1
        if verdict.beliefs:
            self.named[Cause.PAIR if verdict.pairs else Cause.SINGLE] += 1
        self.hits[planted.cause] += is_found(part, planted, verdict)
        if verdict.beliefs and planted.cause in {Cause.RIGHT, Cause.SLIP, Cause.BLANK}:
            self.invented.append(
                f"{place}: {planted.cause} answer {planted.value!r} named {verdict.found}"
            )
        if planted.beliefs or verdict.beliefs:
            named = (
                " or ".join(map(" + ".join, verdict.pairs))
                if verdict.pairs
                else " or ".join(verdict.found)
            )
            self.table[" + ".join(planted.beliefs) or planted.cause, named or "-"] += 1

    def precision(self, cause: Cause) -> float:
        """Of the answers for which such beliefs were named, the share named rightly."""
        return self.hits[cause] / self.named[cause] if self.named[cause] else 1.0

    def recall(self, cause: Cause) -> float:
        """Of the answers planted with such beliefs, the share named rightly."""
        return self.hits[cause] / self.causes[cause] if self.causes[cause] else 1.0


def is_found(part: Part, planted: Planted, verdict: Verdict) -> bool:
    """Whether a verdict names what was planted: it, or its declared set, and nothing else."""
    if planted.cause is Cause.SINGLE:
        return not verdict.pairs and set(verdict.found) == part.lookalikes(*planted.beliefs)
    if planted.cause is Cause.PAIR:
        alike = {belief for one in planted.beliefs for belief in part.lookalikes(one)}
        return planted.beliefs in verdict.pairs and set(verdict.found) <= alike
    return not verdict.beliefs


def simulate(
    learners: int, seed: int, *, slips: float = 0.03, blanks: float = 0.03
) -> Iterator[tuple[int, str, Part, Planted]]:
    """Every answer of every learner: the learner's number, the place, the part, the answer."""
    for number in range(learners):
        rng = Random(f"{seed}:{number}")
        held = draw_beliefs(rng)
        for place, part in PARTS:
            yield number, place, part, plant(part, held, rng, slips=slips, blanks=blanks)


def judge_all(answers: Iterable[tuple[int, str, Part, Planted]]) -> Found:
    """Judge all answers, one after another."""
    found = Found()
    for _, place, part, planted in answers:
        answer = decode(encode(planted.value))
        started = perf_counter()
        verdict = judge_part(part, answer, name=place, points=1.0)
        kind = "function" if isinstance(part, Function) else "value"
        found.seconds[kind].append(perf_counter() - started)
        found.add(place, part, planted, verdict)
    return found


def figures(found: Found) -> Mapping[str, Any]:
    """What the class shows, as plain data."""
    times = {kind: sum(each) / max(1, len(each)) * 1000 for kind, each in found.seconds.items()}
    return {
        "answers": sum(found.causes.values()),
        "planted": {cause.value: found.causes[cause] for cause in Cause},
        "single_precision": found.precision(Cause.SINGLE),
        "single_recall": found.recall(Cause.SINGLE),
        "pair_precision": found.precision(Cause.PAIR),
        "pair_recall": found.recall(Cause.PAIR),
        "invented": len(found.invented),
        "ms_per_answer": times["value"],
        "ms_per_function_answer": times["function"],
    }

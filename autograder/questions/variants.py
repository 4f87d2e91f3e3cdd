"""Variants: a published question with a learner's own numbers, as hard and as fair as itself.

The numbers are drawn as a drill draws them, from a seed of one learner and one question. Drawing
is done once, when an assignment is handed out: what is then kept is the number of the first fair
draw. So a variant stays what it was, also when a later version of the bank knows one belief more.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from fractions import Fraction
from functools import lru_cache
from random import Random
from types import MappingProxyType
from typing import Any

from autograder.questions import BANK
from autograder.questions.drills import GENERATORS
from autograder.questions.generators import Generator, NoSoundNumbers
from autograder.questions.question import Part, Question
from autograder.questions.soundness import faults

TRIES = 2000  # the worst question needs about 50
_SEED = re.compile(r"[0-9a-f]{1,128}-[0-9]{1,4}")

# Published questions that have a drill and no variants: everybody gets their published numbers.
LEFT_OUT: Mapping[str, str] = MappingProxyType(
    {
        "shapes-any-rank": "the drill asks for one shape more",
        "ids-detective": "the drill does not ask for the cause",
        "ids-rows": "the published id of -1 stands for a belief that other ids do not show",
        "thresholds-decide": "the drill does not ask of logits",
        "language-units": "the drill does not ask for the better of two models",
    }
)


# Of two drills of one question, the first counts.
_DRILLS = {each.published: each for each in reversed(GENERATORS)}
VARIED: Mapping[str, Generator] = MappingProxyType(
    {
        question.id: _DRILLS[question.id]
        for question in BANK.values()
        if question.points and question.id in _DRILLS.keys() - LEFT_OUT.keys()
    }
)


def fair_seed(question_id: str, key: str) -> str:
    """The seed of a learner's variant: the key and the number of its first fair draw.

    Parameters
    ----------
    question_id : str
        One of ``VARIED``.
    key : str
        Hexadecimal digits that belong to one learner and this question.

    Raises
    ------
    NoSoundNumbers
        If no draw is fair.

    Examples
    --------
    >>> fair_seed("f1-recall", "5eed")
    '5eed-0'
    """
    for number in range(TRIES):
        seed = f"{key}-{number}"
        if is_fair(_made(question_id, seed), BANK[question_id]):
            return seed
    raise NoSoundNumbers(f"{question_id}: no fair numbers in {TRIES} draws")


@lru_cache(maxsize=8192)  # a class of 300 with every question of an assignment
def variant(question_id: str, seed: str) -> Question:
    """The question of a seed that ``fair_seed`` gave: always the same one.

    It has the id, the title, the points and the wrong models of the published question.

    Raises
    ------
    ValueError
        If the text is no seed.

    Examples
    --------
    >>> variant("f1-recall", "5eed-0").parts[0].params == BANK["f1-recall"].parts[0].params
    False
    """
    if not _SEED.fullmatch(seed):
        raise ValueError(f"{seed!r} is no seed of a variant")
    return _made(question_id, seed)


def _made(question_id: str, seed: str) -> Question:
    """The question that one draw gives, fair or not."""
    generator, published = VARIED[question_id], BANK[question_id]
    draw = generator.near or generator.draw
    question = generator.make(id=question_id, **draw(Random(f"{question_id}:{seed}")))
    return replace(question, title=published.title, points=published.points)


def is_fair(question: Question, published: Question) -> bool:
    """Whether a question asks the same as the published one, tells as much, and is as hard.

    The same parts, with wrong models of the same beliefs, all of them told apart as far as they
    are told apart in the published question; and numbers of the same size.
    """
    pairs = list(zip(question.parts, published.parts, strict=False))
    return (
        len(question.parts) == len(published.parts)
        and all(_asks_the_same(part, other) for part, other in pairs)
        and all(within_a_factor_of_two(part, other) for part, other in pairs)
        and not faults(question)
    )


def _asks_the_same(part: Part, published: Part) -> bool:
    return (
        type(part) is type(published)
        and (part.name, part.weight) == (published.name, published.weight)
        and part.wrong.keys() == published.wrong.keys()
        and part.indistinct == published.indistinct
    )


def within_a_factor_of_two(part: Part, published: Part) -> bool:
    """Whether every number of a part is between half and twice the published one.

    - A single number, also one that stands under a name in a dict: it has the same sign, and its
      magnitude is between half and twice the published one's. Zero stays zero.
    - A list, or a table of lists: four of its numbers are compared by this rule, wherever its
      entries stand. They are how many entries it has, how many of them are zero, the sum of all
      magnitudes and the largest one.
    - A truth value or a word: it is the same.

    Examples
    --------
    >>> from dataclasses import replace
    >>> (recall,) = BANK["f1-recall"].parts  # of TP = 80, FN = 20, FP = 10 and TN = 90
    >>> near = {"tp": 120, "fn": 15, "fp": 18, "tn": 170}
    >>> within_a_factor_of_two(replace(recall, params=near), recall)
    True
    >>> within_a_factor_of_two(replace(recall, params={**near, "fp": 25}), recall)
    False
    """
    return _near(part.params, published.params)


def _near(value: Any, published: Any) -> bool:
    if isinstance(published, Mapping):
        return value.keys() == published.keys() and all(
            _near(value[name], each) for name, each in published.items()
        )
    if _is_number(published):
        same_sign = (value < 0) == (published < 0)
        return bool(same_sign and abs(value) <= 2 * abs(published) <= 4 * abs(value))
    if isinstance(published, Collection) and not isinstance(published, str):
        return all(map(_near, _measures(value), _measures(published)))
    return bool(value == published)


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float, Fraction)) and not isinstance(value, bool)


def _measures(values: Any) -> tuple[Any, ...]:
    """The four numbers by which a list is compared."""
    sizes = [abs(number) for number in _numbers(values)]
    return len(sizes), sizes.count(0), sum(sizes), max(sizes, default=0)


def _numbers(values: Any) -> Iterator[Any]:
    for each in values:
        if isinstance(each, Collection):
            yield from _numbers(each)
        else:
            yield each

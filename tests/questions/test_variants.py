"""Variants: whatever numbers a learner gets, the question is as hard and tells as much."""

from __future__ import annotations

import hashlib
from fractions import Fraction
from functools import cache
from typing import Any

import pytest

from autograder.diagnosis import judge
from autograder.questions import ASSIGNMENTS, BANK, Question
from autograder.questions.drills import GENERATORS
from autograder.questions.generators import NoSoundNumbers
from autograder.questions.question import Part
from autograder.questions.soundness import faults
from autograder.questions.variants import (
    LEFT_OUT,
    VARIED,
    _made,
    fair_seed,
    is_fair,
    variant,
    within_a_factor_of_two,
)
from autograder.verdict import Outcome
from tests.questions.judging import MANY_DRAWS, recorded, right_answer, verdict_on

EVERY = pytest.mark.parametrize("name", VARIED)


@cache
def seed_of(name: str, number: int) -> str:
    """The seed of one learner."""
    return fair_seed(name, hashlib.sha256(f"{number} {name}".encode()).hexdigest())


def own(name: str, number: int) -> Question:
    return variant(name, seed_of(name, number))


def shown(question: Question) -> tuple[Any, ...]:
    return question.prompt, *(dict(part.params) for part in question.parts)


def test_at_least_fifteen_questions_have_variants_and_all_are_graded() -> None:
    graded = {question.id for questions in ASSIGNMENTS.values() for question in questions}
    assert len(VARIED) >= 15
    assert VARIED.keys() <= graded
    assert not VARIED.keys() & LEFT_OUT.keys()


def test_every_graded_question_with_a_drill_has_variants_or_a_reason() -> None:
    due = {each.published for each in GENERATORS if BANK[each.published].points}
    assert due == VARIED.keys() | LEFT_OUT.keys()


@pytest.mark.parametrize("name", LEFT_OUT)
def test_no_draw_of_a_question_that_is_left_out_would_be_fair(name: str) -> None:
    from random import Random

    for generator in GENERATORS:
        if generator.published == name:
            for seed in range(200):
                made = generator.make(id=name, **generator.draw(Random(seed)))
                assert not is_fair(made, BANK[name])


@EVERY
@MANY_DRAWS
def test_a_variant_is_fair(name: str, draws: range) -> None:
    published = BANK[name]
    for number in draws:
        question = own(name, number)
        assert faults(question) == ()
        assert [part.name for part in question.parts] == [part.name for part in published.parts]
        for part, other in zip(question.parts, published.parts, strict=True):
            assert part.known_beliefs() == other.known_beliefs()
            assert part.indistinct == other.indistinct
            assert within_a_factor_of_two(part, other)


@EVERY
def test_a_variant_is_the_published_question_in_all_but_its_numbers(name: str) -> None:
    question, published = own(name, 1), BANK[name]
    for field in ("id", "title", "lesson", "points", "items", "rubric"):
        assert getattr(question, field) == getattr(published, field)
    assert len(question.hints) == len(published.hints)
    assert shown(question) != shown(published)


@EVERY
def test_a_right_answer_earns_all_points_and_each_wrong_one_is_named(name: str) -> None:
    for number in range(5):
        question = own(name, number)
        right = judge(question, recorded(right_answer(question)))
        assert (right.outcome, right.points) == (Outcome.CORRECT, BANK[name].points)
        for part in question.parts:
            for wrong in part.wrong_answers():
                verdict = verdict_on(question, part, wrong.value)
                named = {belief.id for belief in verdict.beliefs}
                assert named == part.lookalikes(wrong.misconception.id)
                assert verdict.points == 0


@EVERY
def test_one_seed_gives_one_question_and_other_seeds_give_others(name: str) -> None:
    first = shown(own(name, 0))
    variant.cache_clear()
    assert shown(own(name, 0)) == first
    others = {repr(shown(own(name, number))) for number in range(20)}
    assert len(others) >= 18


def test_a_neighbours_answers_earn_little() -> None:
    """One of several counts may be the same for two learners by chance, hardly all of them.

    (Where all is one number, another may be within the tolerance around it.)
    """
    shares = {name: [copied(name, number) for number in range(20)] for name in VARIED}
    for name, earned in shares.items():
        assert sum(share == 1 for share in earned) <= 4, name
    everything = [share for earned in shares.values() for share in earned]
    assert sum(everything) / len(everything) < 0.15


def copied(name: str, number: int) -> float:
    """The share of the points that a learner earns with the answers of the next one."""
    answer = recorded(right_answer(own(name, number + 1)))
    return judge(own(name, number), answer).points / BANK[name].points


def test_what_is_no_seed_is_refused() -> None:
    for seed in ("", "published", "ab", "ab-", "-1", "ab-1\n", "ab-99999"):
        with pytest.raises(ValueError, match="no seed of a variant"):
            variant("f1-recall", seed)


def test_a_question_without_fair_numbers_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("autograder.questions.variants.is_fair", lambda question, published: False)
    monkeypatch.setattr("autograder.questions.variants.TRIES", 3)
    with pytest.raises(NoSoundNumbers, match="f1-recall: no fair numbers in 3 draws"):
        fair_seed("f1-recall", "ab")


def test_a_draw_that_is_not_fair_is_passed_over() -> None:
    passed = 0
    for number in range(20):
        key, _, tried = seed_of("shapes-ladder", number).rpartition("-")
        passed += int(tried)
        for earlier in range(int(tried)):
            question = _made("shapes-ladder", f"{key}-{earlier}")
            assert not is_fair(question, BANK["shapes-ladder"])
    assert passed


def part_with(**params: Any) -> Part:
    (part,) = BANK["f1-recall"].parts
    return type(part)(reference=part.reference, params=params)


@pytest.mark.parametrize(
    ("value", "published", "near"),
    [
        (5, 10, True),
        (20, 10, True),
        (4, 10, False),
        (21, 10, False),
        (-10, 10, False),
        (-6, -10, True),
        (0, 0, True),
        (1, 0, False),
        (0, 1, False),
        (Fraction(1, 10), Fraction(1, 20), True),
        (True, False, False),
        ("Adam", "SGD", False),
        ((1, 2, 3), (3, 2, 1), True),
        ((1, 2, 3), (1, 2, 3, 0), False),
        ((6,), (1, 2, 3), False),
        ((1, 2, 7), (1, 2, 3), False),
        (((5, 0), (5, 0)), ((3, 0), (0, 4)), True),
        ({"ham": 5, "spam": 9}, {"ham": 9, "spam": 5}, True),
        ({"ham": 4, "spam": 9}, {"ham": 9, "spam": 5}, False),
        ({"ham": 5}, {"ham": 5, "spam": 5}, False),
    ],
)
def test_within_a_factor_of_two(value: Any, published: Any, near: bool) -> None:
    assert within_a_factor_of_two(part_with(x=value), part_with(x=published)) is near

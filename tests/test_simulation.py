"""The simulated class: planted beliefs are found again, and none is invented."""

from __future__ import annotations

from dataclasses import replace
from random import Random
from typing import Any

import pytest

from autograder.diagnosis import judge_part
from autograder.questions.choices import Choice
from autograder.questions.functions import Counterexample, Function
from autograder.simulation import (
    PARTS,
    Cause,
    Found,
    Planted,
    draw_beliefs,
    figures,
    is_found,
    judge_all,
    plant,
    simulate,
    slipped,
)

CLASS = judge_all(simulate(120, seed=3))
SHOWN = figures(CLASS)


def test_single_beliefs_are_found_and_hardly_ever_named_wrongly() -> None:
    assert SHOWN["planted"]["single"] > 100
    assert SHOWN["single_precision"] >= 0.99
    assert SHOWN["single_recall"] >= 0.99


def test_two_beliefs_at_once_are_mostly_found() -> None:
    assert SHOWN["planted"]["pair"] > 50
    assert SHOWN["pair_precision"] >= 0.9
    assert SHOWN["pair_recall"] >= 0.9


def test_slips_blanks_and_right_answers_get_no_belief() -> None:
    assert min(SHOWN["planted"][cause] for cause in ("right", "slip", "blank")) > 50
    assert CLASS.invented == []


def test_a_seed_makes_the_same_class() -> None:
    def first(seed: int) -> list[str]:
        return [f"{n} {place} {p.cause}" for n, place, _, p in simulate(5, seed)]

    assert first(3) == first(3) != first(4)


def test_learners_hold_none_or_some_beliefs() -> None:
    sizes = {len(draw_beliefs(Random(seed))) for seed in range(200)}
    assert {0, 1, 2, 3} <= sizes


@pytest.mark.parametrize(("place", "part"), PARTS, ids=[place for place, _ in PARTS])
def test_a_slip_is_wrong_and_no_belief_gives_it(place: str, part: Any) -> None:
    slip = slipped(part, Random(place))
    if isinstance(part, (Choice, Counterexample)):
        assert slip is None  # any letter, any example is as good as meant
    else:
        verdict = judge_part(part, slip, name=place, points=1.0)
        assert verdict.beliefs == ()
        assert verdict.points < 1.0 or not isinstance(part, Function)


class TestCounting:
    place, part = next((place, part) for place, part in PARTS if place == "f1-f1")

    def verdict(self, value: Any) -> Any:
        return judge_part(self.part, value, name=self.place, points=1.0)

    def wrong(self, belief: str) -> Any:
        return self.part.answer_of(belief)

    def test_a_belief_that_was_held_and_named_is_a_hit(self) -> None:
        planted = Planted(Cause.SINGLE, self.wrong("M4"), ("M4",))
        assert is_found(self.part, planted, self.verdict(planted.value))

    def test_another_belief_named_is_none(self) -> None:
        planted = Planted(Cause.SINGLE, self.wrong("M4"), ("M5",))
        assert not is_found(self.part, planted, self.verdict(planted.value))

    def test_a_pair_that_is_named_as_one_belief_is_none(self) -> None:
        planted = Planted(Cause.PAIR, self.wrong("M4"), ("M4", "M5"))
        assert not is_found(self.part, planted, self.verdict(planted.value))

    def test_a_belief_for_a_right_answer_is_invented(self) -> None:
        found = Found()
        planted = Planted(Cause.SLIP, self.wrong("M4"))
        found.add(self.place, self.part, planted, self.verdict(planted.value))
        assert len(found.invented) == 1
        assert found.precision(Cause.SINGLE) == 0.0
        assert found.recall(Cause.SLIP) == 0.0

    def test_nothing_named_is_a_miss(self) -> None:
        found = Found()
        planted = Planted(Cause.SINGLE, 0.1234, ("M4",))
        found.add(self.place, self.part, planted, self.verdict(planted.value))
        assert found.recall(Cause.SINGLE) == 0.0
        assert found.table == {("M4", "-"): 1}

    def test_a_rule_and_a_reading_are_planted_together(self) -> None:
        pairs = [(part, pair) for _, part in PARTS for pair in part.pair_answers()]
        for part, pair in pairs[:20]:
            planted = plant(part, frozenset(pair.beliefs), Random(1), slips=0.0, blanks=0.0)
            assert planted.cause is Cause.PAIR
        if pairs:
            part = replace(pairs[0][0], wrong={})
            assert plant(part, frozenset(), Random(1), slips=0, blanks=0).cause is Cause.RIGHT

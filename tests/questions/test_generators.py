"""Soundness of numbers, and generators that draw until their numbers are sound."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest

from autograder.questions.generators import TRIES, Generator, NoSoundNumbers
from autograder.questions.kinds import Count
from autograder.questions.question import Question
from autograder.questions.soundness import faults


def area(id: str, width: int, height: int, **more: Any) -> Question:
    part = Count(
        reference=lambda width, height: width * height,
        params={"width": width, "height": height},
        wrong={"S1": lambda width, height: width**2, "S2": lambda width, height: height**2},
        **more,
    )
    return Question(id=id, title="Area", lesson=1, prompt="The area?", parts=(part,))


def sides(low: int, high: int) -> Any:
    return lambda rng: {"width": rng.randint(low, high), "height": rng.randint(low, high)}


def generator(draw: Any) -> Generator:
    return Generator(id="drill-area", title="Area", lesson=1, draw=draw, make=area)


class TestFaults:
    def test_a_sound_question_has_none(self) -> None:
        assert faults(area("a", 2, 3)) == ()

    def test_numbers_at_which_a_belief_is_right_are_found(self) -> None:
        assert faults(area("a", 3, 3)) == (
            "S1 gives the right answer",
            "S2 gives the right answer",
            "S1 and S2 give one answer",
        )

    def test_a_declared_set_must_be_alike(self) -> None:
        declared = (frozenset({"S1", "S2"}),)
        assert faults(area("a", 2, 3, indistinct=declared)) == (
            "S1 and S2 are declared alike, and give two answers",
        )

    def test_a_fault_names_its_part(self) -> None:
        assert faults(area("a", 3, 3, name="floor"))[0] == "floor: S1 gives the right answer"


class TestGenerator:
    def test_a_seed_always_makes_the_same_question_with_an_id_of_its_own(self) -> None:
        squares = generator(sides(2, 9))
        assert squares.question(7).parts[0].params == squares.question(7).parts[0].params
        assert squares.question(7).id == "drill-area-7"
        assert len({str(squares.question(seed).parts[0].params) for seed in range(20)}) > 10

    def test_numbers_that_do_not_tell_beliefs_apart_are_drawn_again(self) -> None:
        few = generator(sides(2, 3))
        for seed in range(50):
            assert faults(few.question(seed)) == ()

    def test_a_generator_without_sound_numbers_says_which_beliefs_are_alike(self) -> None:
        drawn = []

        def same(rng: Random) -> dict[str, int]:
            drawn.append(rng.random())
            return {"width": 3, "height": 3}

        with pytest.raises(NoSoundNumbers, match="drill-area: S1 gives the right answer"):
            generator(same).question(1)
        assert len(drawn) == TRIES

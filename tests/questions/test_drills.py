"""Drills: whatever numbers are drawn, a question is sound, complete and well written."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import MISSING, fields, is_dataclass, replace
from fractions import Fraction
from functools import cache
from typing import Any

import pytest

from autograder.answers import describe
from autograder.diagnosis import judge
from autograder.misconceptions import CATALOGUE
from autograder.questions import BANK, Question
from autograder.questions.drills import DRILLS, GENERATORS
from autograder.questions.generators import Generator
from autograder.questions.soundness import faults
from autograder.verdict import Outcome
from tests.questions.judging import MANY_DRAWS, recorded, right_answer, verdict_on

EVERY_DRILL = pytest.mark.parametrize(
    "drill", [pytest.param(drill, id=drill.id) for drill in GENERATORS]
)
# The catalogue that the course was designed with; beliefs that were met later have other ids.
DESIGNED = [
    f"{topic}{number}"
    for topic, size in {
        **{"S": 8, "D": 4, "V": 4, "I": 9, "K": 6, "M": 9, "A": 3, "T": 5, "G": 5, "O": 3},
        **{"B": 2, "C": 4, "W": 3, "P": 4, "U": 3},
    }.items()
    for number in range(1, size + 1)
]


@cache
def asked(drill: str, seed: int) -> Question:
    return DRILLS[drill].question(seed)


def numbers_of(drill: Generator, seed: int) -> dict[str, Any]:
    """The numbers that a seed draws."""
    drawn: list[dict[str, Any]] = []

    def make(id: str, **numbers: Any) -> Question:
        drawn.append(numbers)
        return drill.make(id=id, **numbers)

    replace(drill, make=make).question(seed)
    return drawn[-1]


def leaves(drawn: Any) -> Iterator[Fraction]:
    """Each single number of what was drawn."""
    if isinstance(drawn, dict):
        drawn = drawn.values()
    if is_dataclass(drawn):  # a layer
        drawn = [getattr(drawn, each.name) for each in fields(drawn) if each.default is MISSING]
    if isinstance(drawn, (int, float, Fraction)):
        yield Fraction(str(drawn))
    else:
        for each in drawn:
            yield from leaves(each)


def values_in(text: str) -> set[Fraction]:
    """Every number of a text, read as a number, a fraction or a percentage."""
    found = set()
    for top, bottom, percent in re.findall(
        r"(-?\d[\d,]*\d(?:\.\d+)?|-?\d+(?:\.\d+)?)(?:/(\d+))?(%?)", text
    ):
        whole = Fraction(top.replace(",", ""))
        found |= {whole, whole / int(bottom or 1), whole / (100 if percent else 1)}
    return found


@EVERY_DRILL
@MANY_DRAWS
class TestEveryQuestion:
    def test_is_sound_and_takes_the_right_answer(self, drill: Generator, draws: range) -> None:
        for seed in draws:
            question = asked(drill.id, seed)
            assert faults(question) == ()
            whole = judge(question, recorded(right_answer(question)))
            assert whole.points == whole.max_points == 0.0
            each = [
                verdict_on(question, part, value)
                for part in question.parts
                for value in part.as_typed(part.expected())
            ]
            for verdict in (whole, *each):
                assert verdict.outcome is Outcome.CORRECT, (seed, verdict)
                assert verdict.found == ()

    def test_finds_each_belief_and_no_other(self, drill: Generator, draws: range) -> None:
        for seed in draws:
            question = asked(drill.id, seed)
            for part in question.parts:
                assert part.wrong_answers()
                for wrong in part.wrong_answers():
                    for value in part.as_typed(wrong.value):
                        verdict = verdict_on(question, part, value)
                        assert verdict.outcome in {Outcome.INCORRECT, Outcome.PARTLY}
                        assert set(verdict.found) == part.lookalikes(wrong.misconception.id), seed
                        for belief in verdict.beliefs:
                            assert not re.search(r"{\w*}", belief.idea + belief.next_step)

    def test_reads_well(self, drill: Generator, draws: range) -> None:
        for seed in draws:
            prompt = asked(drill.id, seed).prompt
            plain = re.sub(r"```.*?```", "(block)", prompt, flags=re.DOTALL)
            assert "  " not in plain and "\n\n\n" not in plain
            assert prompt == prompt.strip()
            assert re.match(r"[A-Z`]", prompt)
            assert prompt[-1] in ".?!"
            assert not re.search(r"{\w*}|<\w+ |array\(|Fraction\(|\d\.\d{5}|\b1 \w+s\b", plain)
            assert prompt.count("`") % 2 == 0

    def test_holds_the_numbers_that_were_drawn(self, drill: Generator, draws: range) -> None:
        for seed in draws[:60]:
            missing = {*leaves(numbers_of(drill, seed))} - values_in(asked(drill.id, seed).prompt)
            assert missing == set(), seed

    def test_names_each_part_in_its_prompt(self, drill: Generator, draws: range) -> None:
        for seed in draws:
            question = asked(drill.id, seed)
            names = [part.name for part in question.parts]
            assert len(set(names)) == len(names)
            if len(names) > 1:
                assert all(names)
                assert all(part.label for part in question.parts)
                assert [name for name in names if f"`{name}`" not in question.prompt] == []

    def test_gives_no_answer_away_in_a_hint(self, drill: Generator, draws: range) -> None:
        for seed in draws:
            question = asked(drill.id, seed)
            for part in question.parts:
                answer = describe(part.expected())
                if answer not in question.prompt and len(answer) > 1:
                    assert not any(answer in hint for hint in question.hints), (seed, answer)


@EVERY_DRILL
class TestEveryDrill:
    def test_is_filled_in_as_a_question_of_the_bank_is(self, drill: Generator) -> None:
        assert re.fullmatch(r"drill(-[a-z0-9]+)+", drill.id)
        for seed in range(5):
            question = asked(drill.id, seed)
            assert question.id == f"{drill.id}-{seed}"
            assert (question.title, question.lesson) == (drill.title, drill.lesson)
            assert question.points == 0.0
            assert not question.is_text
            assert question.items and all(item.isdigit() for item in question.items)
            assert question.hints
            assert all(hint.strip() == hint and hint[-1] in ".?!" for hint in question.hints)
            assert len(set(question.hints)) == len(question.hints)
            for part in question.parts:
                assert set(part.wrong) <= set(CATALOGUE)
                assert all(len(group) > 1 and group <= set(part.wrong) for group in part.indistinct)

    def test_asks_the_same_again_for_a_seed(self, drill: Generator) -> None:
        for seed in range(10):
            once, again = drill.question(seed), drill.question(seed)
            assert (once.id, once.prompt, once.hints) == (again.id, again.prompt, again.hints)
            assert [part.params for part in once.parts] == [part.params for part in again.parts]

    def test_asks_something_else_for_most_seeds(self, drill: Generator) -> None:
        assert len({asked(drill.id, seed).prompt for seed in range(60)}) > 40


class TestAllDrills:
    def test_there_are_enough_and_each_is_found_by_its_id(self) -> None:
        assert len(GENERATORS) >= 16
        assert tuple(DRILLS.values()) == GENERATORS
        assert all(DRILLS[drill.id] is drill for drill in GENERATORS)

    def test_no_id_and_no_title_is_given_twice(self) -> None:
        for name in ("id", "title"):
            given = [getattr(each, name) for each in (*BANK.values(), *GENERATORS)]
            assert len(set(given)) == len(given)

    def test_each_belief_of_the_design_is_exercised(self) -> None:
        questions = [*BANK.values(), *(asked(drill.id, 0) for drill in GENERATORS)]
        shown = {
            wrong.misconception.id
            for question in questions
            for part in question.parts
            for wrong in part.wrong_answers()
        }
        assert len(DESIGNED) == 72
        assert set(DESIGNED) - shown == set()

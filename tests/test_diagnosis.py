"""Judging: outcomes, points and beliefs, from plain answers to plain verdicts."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import FrozenInstanceError, replace
from fractions import Fraction
from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.answers import Calls, Unsupported
from autograder.diagnosis import judge, judge_part
from autograder.misconceptions import CATALOGUE, Reads, Writes, composed
from autograder.questions import BANK, Question
from autograder.questions.functions import Case, Function
from autograder.questions.kinds import Count, Metric, Shape
from autograder.verdict import Belief, Outcome, Verdict

RIGHT, PARTLY, WRONG = Outcome.CORRECT, Outcome.PARTLY, Outcome.INCORRECT
BLANK, UNSURE = Outcome.NOT_ANSWERED, Outcome.NOT_GRADED


def count(name: str = "", **more: Any) -> Count:
    return Count(name=name, label=name, reference=lambda **_: 7, **more)


def question(*parts: Any, points: float = 1.0) -> Question:
    return Question(id="toy", title="Toy", lesson=1, points=points, prompt="A toy.", parts=parts)


def raises(**_: Any) -> Any:
    raise RuntimeError("the author's own")


class TestOnePart:
    @pytest.mark.parametrize(
        ("answer", "outcome", "points"),
        [
            pytest.param(7, RIGHT, 2.0, id="right"),
            pytest.param(8, WRONG, 0.0, id="wrong"),
            pytest.param(None, BLANK, 0.0, id="None"),
            pytest.param(..., BLANK, 0.0, id="dots"),
            pytest.param((...,), BLANK, 0.0, id="dots in a tuple"),
            pytest.param({"count": ...}, BLANK, 0.0, id="dots in a dict"),
            pytest.param("seven", WRONG, 0.0, id="a text"),
            pytest.param(Unsupported("a value of type set"), WRONG, 0.0, id="a foreign object"),
            pytest.param(Calls((7,)), WRONG, 0.0, id="a record of calls"),
        ],
    )
    def test_an_answer_has_one_outcome(self, answer: Any, outcome: Outcome, points: float) -> None:
        verdict = judge(question(count(), points=2), answer)
        assert verdict.outcome is outcome
        assert verdict.points == points
        assert verdict.max_points == 2
        assert verdict.question == "toy"
        assert verdict.parts == ()
        assert verdict.leaves == (verdict,)

    def test_a_foreign_object_is_asked_for_as_a_plain_value(self) -> None:
        verdict = judge(question(count()), Unsupported("a value of type set"))
        assert verdict.observed == "You passed a value of type set."
        assert "plain value" in verdict.next_step

    def test_beliefs_that_give_one_answer_are_all_named(self) -> None:
        part = count(
            wrong={"I1": lambda: 8, "I5": lambda: 8, "I4": lambda: 9},
            indistinct=(frozenset({"I1", "I5"}),),
        )
        assert judge(question(part), 8).found == ("I1", "I5")
        assert judge(question(part), 9).found == ("I4",)
        assert judge(question(part), 10).found == ()

    def test_a_right_answer_names_no_belief_even_where_a_wrong_model_gives_it(self) -> None:
        verdict = judge(question(count(wrong={"I1": lambda: 7})), 7)
        assert verdict.outcome is RIGHT
        assert verdict.found == ()

    def test_a_beliefs_words_are_those_of_the_catalogue(self) -> None:
        belief = judge(question(count(wrong={"I1": lambda: 8})), 8).beliefs[0]
        source = CATALOGUE["I1"]
        assert belief == Belief(
            id="I1",
            name=source.name,
            belief=source.belief,
            idea=source.idea,
            next_step=source.next_step,
            lesson=source.lesson,
        )

    def test_a_beliefs_words_are_filled_in_with_the_questions_numbers(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        words = replace(CATALOGUE["I1"], idea="{rows} rows, not {answer}.", next_step="{other}?")
        part = count(params={"rows": 7}, wrong={"I1": lambda rows: 8})
        monkeypatch.setattr("autograder.questions.question.CATALOGUE", {**CATALOGUE, "I1": words})
        belief = judge(question(part), 8).beliefs[0]
        assert belief.idea == "7 rows, not 8."
        assert belief.next_step == "{other}?"

    def test_braces_in_an_answer_are_left_alone(self) -> None:
        verdict = judge(question(Shape(reference=lambda: (1,))), "{rows} {0} {")
        assert "{rows} {0} {" in verdict.observed


def grow(by: int) -> Reads:
    return Reads(lambda side: {"side": side + by})


class TestTwoBeliefsAtOnce:
    """A square's area is asked for; beliefs read the side, or write the area, wrongly."""

    def area(self, **more: Any) -> Count:
        wrong = {
            "S1": grow(1),
            "S2": lambda side: 4 * side,
            "S3": lambda side: 2 * side,
            "S4": Writes(lambda area: -area),
        }
        given = {"params": {"side": 7}, "wrong": wrong, **more}
        return Count(reference=lambda side: side**2, **given)

    @pytest.mark.parametrize(
        ("answer", "pair"),
        [
            pytest.param(32, ("S1", "S2"), id="a reading and a rule"),
            pytest.param(-64, ("S1", "S4"), id="a reading and a writing"),
            pytest.param(-28, ("S2", "S4"), id="a rule and a writing"),
        ],
    )
    def test_are_found_where_no_single_one_fits(self, answer: int, pair: tuple[str, str]) -> None:
        verdict = judge(question(self.area()), answer)
        assert verdict.pairs == (pair,)
        assert verdict.found == pair
        assert verdict.outcome is WRONG
        assert verdict.explained

    def test_a_single_belief_comes_first(self) -> None:
        part = self.area(wrong={"S1": grow(1), "S4": Writes(lambda area: area + 5), "S2": grow(2)})
        assert judge(question(part), 81).found == ("S2",)  # 9 * 9, as S2 alone
        part = self.area(wrong={"S1": grow(1), "S2": grow(2), "S3": grow(3)})
        verdict = judge(question(part), 100)  # S1 with S2, and S3 alone
        assert verdict.found == ("S3",)
        assert verdict.pairs == ()

    def test_two_rules_are_never_put_together(self) -> None:
        with pytest.raises(ValueError, match="only one rule"):
            composed([lambda side: 4 * side, lambda side: 2 * side], lambda side: side**2)
        assert ("S2", "S3") not in {pair.beliefs for pair in self.area().pair_answers()}

    def test_two_wrongs_that_make_a_right_are_right(self) -> None:
        part = self.area(wrong={"S1": grow(1), "S2": grow(-1)})
        assert judge(question(part), 49).outcome is RIGHT
        assert part.pair_answers() == ()

    def test_quite_different_pairs_with_one_answer_are_not_guessed_between(self) -> None:
        part = self.area(wrong={"S1": grow(1), "S2": grow(2), "S3": grow(-4), "S4": grow(7)})
        # 7 + 1 + 2 = 10 and 7 - 4 + 7 = 10
        verdict = judge(question(part), 100)
        assert verdict.found == ()
        assert not verdict.explained

    def test_pairs_that_differ_in_lookalikes_are_all_named(self) -> None:
        doubled = Reads(lambda side: {"side": 2 * side})
        also_doubled = Reads(lambda side: {"side": side + side})
        part = self.area(
            wrong={"S1": doubled, "S3": also_doubled, "S4": Writes(lambda area: -area)},
            indistinct=(frozenset({"S1", "S3"}),),
        )
        verdict = judge(question(part), -196)
        assert verdict.pairs == (("S1", "S4"), ("S3", "S4"))
        assert verdict.found == ("S1", "S4", "S3")

    def test_a_pair_that_cannot_answer_is_left_out(self) -> None:
        part = self.area(
            wrong={"S1": Reads(lambda side: {"side": 0}), "S2": lambda side: 8 // side}
        )
        assert part.pair_answers() == ()
        assert judge(question(part), 50).found == ()

    def test_a_metric_of_two_beliefs_has_to_agree_to_four_decimals(self) -> None:
        part = Metric(
            reference=lambda share: share,
            params={"share": 1 / 7},
            wrong={
                "M6": Reads(lambda share: {"share": 1 - share}),
                "M3": Writes(lambda share: round(share, 1) / 3),
            },
        )
        assert judge(question(part), 0.3).found == ("M6", "M3")
        assert judge(question(part), 0.30002).found == ()
        assert judge(question(part), 0.3002).found == ()

    def test_a_functions_two_beliefs_are_found_over_its_cases(self) -> None:
        part = Function(
            name="area",
            reference=lambda side: side**2,
            cases=(Case(args=(3,), group="odd"), Case(args=(4,), group="even")),
            wrong={"S1": grow(1), "S4": Writes(lambda area: -area)},
        )
        answer = part.results_of(lambda side: -((side + 1) ** 2))
        assert judge(question(part), answer).pairs == (("S1", "S4"),)


class TestNotGraded:
    @pytest.mark.parametrize(
        "part",
        [
            pytest.param(Count(reference=raises), id="a reference that raises"),
            pytest.param(count(wrong={"I1": raises}), id="a wrong model that raises"),
            pytest.param(count(wrong={"NONE": lambda: 8}), id="a belief that nobody wrote"),
            pytest.param(Count(reference=lambda: "seven"), id="a reference of the wrong type"),
            pytest.param(Metric(reference=lambda: None), id="a reference that gives None"),
        ],
    )
    def test_the_authors_fault_is_for_a_person_to_look_at(self, part: Any) -> None:
        verdict = judge(question(part, points=3), 5)
        assert verdict.outcome is UNSURE
        assert verdict.max_points == 3
        assert "not your mistake" in verdict.next_step

    def test_the_person_is_told_over_what_the_judge_tripped(self) -> None:
        verdict = judge(question(Count(reference=raises)), 5)
        assert "RuntimeError: the author's own" in verdict.observed

    def test_a_blank_answer_needs_no_judge(self) -> None:
        assert judge(question(Count(reference=raises)), ...).outcome is BLANK

    def test_one_broken_part_holds_up_the_whole_question(self) -> None:
        verdict = judge(question(count("a"), Count(name="b", reference=raises)), {"a": 7, "b": 7})
        assert verdict.outcome is UNSURE


STATES: dict[Outcome, Any] = {RIGHT: 7, WRONG: 8, BLANK: ...}


class TestSeveralParts:
    @pytest.mark.parametrize("states", list(product(STATES, repeat=3)), ids=" ".join)
    def test_the_whole_is_partly_right_where_some_part_is(self, states: Sequence[Outcome]) -> None:
        three = question(count("a"), count("b"), count("c"))
        answer = {name: STATES[state] for name, state in zip("abc", states, strict=True)}
        verdict = judge(three, answer)
        assert [part.outcome for part in verdict.parts] == list(states)
        kinds = set(states)
        due = states[0] if len(kinds) == 1 else PARTLY if RIGHT in kinds else WRONG
        assert verdict.outcome is due

    @pytest.mark.parametrize("right", range(4))
    @pytest.mark.parametrize("points", [1, 1.0, 0.5, 2, 0.1, 3, 0])
    def test_thirds_add_up(self, right: int, points: float) -> None:
        three = question(count("a"), count("b"), count("c"), points=points)
        answer = {name: 7 if place < right else 8 for place, name in enumerate("abc")}
        verdict = judge(three, answer)
        assert type(verdict.points) is float
        assert abs(verdict.points - Fraction(points) * right / 3) < 1e-6
        assert (verdict.points == points) is (right == 3 or points == 0)

    @given(
        weights=st.lists(st.floats(0.01, 100), min_size=1, max_size=9), points=st.floats(0.01, 100)
    )
    def test_all_parts_right_give_all_points_whatever_the_weights(
        self, weights: list[float], points: float
    ) -> None:
        parts = [count(f"p{place}", weight=weight) for place, weight in enumerate(weights)]
        whole = question(*parts, points=round(points, 2))
        answer = {part.name: 7 for part in parts} if len(parts) > 1 else 7
        verdict = judge(whole, answer)
        assert verdict.points == whole.points

    def test_weights_share_out_the_points(self) -> None:
        verdict = judge(
            question(count("a", weight=0.5), count("b", weight=1.5), points=2), {"b": 7}
        )
        assert verdict.points == 1.5
        assert [part.max_points for part in verdict.parts] == [0.5, 1.5]

    def test_parts_are_named_after_the_question(self) -> None:
        verdict = judge(question(count("a"), count("b")), {"a": 7})
        assert [part.question for part in verdict.parts] == ["toy/a", "toy/b"]
        assert [part.label for part in verdict.parts] == ["a", "b"]

    def test_keys_that_were_not_asked_for_are_named(self) -> None:
        verdict = judge(question(count("a"), count("b")), {"a": 7, "b": 7, "c": 1, 5: 2})
        assert verdict.outcome is RIGHT
        assert verdict.observed == "Not asked for, and ignored: ['c', 5]."

    @pytest.mark.parametrize("blank", [None, ..., {}, {"a": ...}, {"a": None, "b": ...}], ids=repr)
    def test_dots_everywhere_are_no_answer(self, blank: Any) -> None:
        assert judge(question(count("a"), count("b")), blank).outcome is BLANK

    @pytest.mark.parametrize("answer", [7, [7, 7], "a", Calls((7,)), Unsupported("x")], ids=repr)
    def test_anything_but_a_dict_is_asked_for_one(self, answer: Any) -> None:
        verdict = judge(question(count("a"), count("b")), answer)
        assert verdict.outcome is WRONG
        assert verdict.next_step == "A dict with the keys 'a', 'b' is expected here."

    def test_a_foreign_object_in_one_part_costs_that_part_alone(self) -> None:
        answer = {"a": Unsupported("a value of type set"), "b": 7}
        verdict = judge(question(count("a"), count("b")), answer)
        assert [part.outcome for part in verdict.parts] == [WRONG, RIGHT]

    def test_a_partly_right_part_counts_for_what_it_earned(self) -> None:
        value = Metric(name="m", reference=lambda: 16 / 19, wrong={"M3": lambda: 0.8426})
        verdict = judge(question(value, count("b"), points=2), {"m": 0.84, "b": 7})
        assert verdict.points == 1.5
        assert verdict.outcome is PARTLY


class TestVerdicts:
    def test_a_verdict_cannot_be_changed(self) -> None:
        verdict = judge(BANK["f1-recall"], 0.8)
        with pytest.raises(FrozenInstanceError):
            verdict.points = 5.0  # type: ignore[misc]

    @pytest.mark.parametrize("answer", [0.8, 8 / 9, ..., "x", Fraction(4, 5)], ids=repr)
    def test_a_verdict_is_plain_data(self, answer: Any) -> None:
        data = judge(BANK["f1-recall"], answer).as_dict()
        assert json.loads(json.dumps(data))["question"] == "f1-recall"

    def test_beliefs_are_found_once_and_in_order(self) -> None:
        verdict = judge(BANK["f1-orient"], {"tp": 90, "fp": 20, "fn": 10, "tn": 80})
        assert verdict.found == ("M2", "M10")
        assert verdict.explained

    def test_an_answer_without_a_belief_is_not_explained(self) -> None:
        assert not judge(BANK["f1-orient"], {"tp": 90, "fp": 5}).explained
        assert not judge(BANK["f1-recall"], 0.123).explained
        assert judge(BANK["f1-recall"], 0.8).explained

    def test_a_part_can_be_judged_by_itself(self) -> None:
        verdict = judge_part(count("a"), 7, name="q/a", points=0.25)
        expected = Verdict(
            question="q/a",
            outcome=RIGHT,
            points=0.25,
            max_points=0.25,
            observed="You answered 7.",
            label="a",
        )
        assert verdict == expected

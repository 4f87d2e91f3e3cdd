"""The kinds of parts: which answers are the same, and what is said of the others."""

from __future__ import annotations

import math
import warnings
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.answers import Calls, Raised, decode, encode
from autograder.diagnosis import judge
from autograder.errors import UnusableAnswer
from autograder.questions import BANK, Question
from autograder.questions.choices import Choice, Option, Ordering, choose
from autograder.questions.functions import Case, Counterexample, Function, Unmet, alike, call
from autograder.questions.kinds import Count, Ids, Metric, Shape
from autograder.questions.question import Part
from autograder.verdict import Outcome, Verdict

RIGHT, PARTLY, WRONG = Outcome.CORRECT, Outcome.PARTLY, Outcome.INCORRECT


def verdict_on(part: Part, answer: Any, *, points: float = 1.0) -> Verdict:
    """The verdict on a part alone, of an answer that went through its record."""
    question = Question(
        id="toy", title="Toy", lesson=1, points=points, prompt="A toy.", parts=(part,)
    )
    return judge(question, decode(encode(answer)))


def answers_of(part: Part, *values: Any) -> list[Outcome]:
    return [verdict_on(part, value).outcome for value in values]


SHAPE = Shape(reference=lambda: (2, None, 16))


class TestShape:
    @pytest.mark.parametrize(
        "answer",
        [
            pytest.param((2, None, 16), id="a tuple"),
            pytest.param([2, None, 16], id="a list"),
            pytest.param((np.int64(2), None, np.int32(16)), id="NumPy's whole numbers"),
        ],
    )
    def test_a_tuple_and_a_list_of_any_whole_numbers_are_the_same(self, answer: Any) -> None:
        assert verdict_on(SHAPE, answer).outcome is RIGHT

    @pytest.mark.parametrize(
        ("shape", "answer"),
        [
            pytest.param((2, 3), np.array([2, 3]), id="an array"),
            pytest.param((16,), np.array([16], dtype="uint8"), id="a short array"),
            pytest.param((), (), id="a scalar's shape"),
            pytest.param((), [], id="a scalar's shape as a list"),
        ],
    )
    def test_an_array_of_sizes_is_a_shape(self, shape: Any, answer: Any) -> None:
        assert verdict_on(Shape(reference=lambda: shape), answer).outcome is RIGHT

    @pytest.mark.parametrize(
        ("answer", "words"),
        [
            pytest.param(16, "the single number 16", id="a bare int"),
            pytest.param(np.int64(16), "the single number 16", id="a bare NumPy int"),
            pytest.param((2.0, None, 16), "(2.0, None, 16)", id="floats"),
            pytest.param((2, True, 16), "(2, True, 16)", id="a bool"),
            pytest.param("(2, None, 16)", "'(2, None, 16)'", id="a text"),
            pytest.param(np.array([[2, 3]]), "[[2, 3]]", id="a table"),
            pytest.param(np.array([2.0, 3.0]), "[2.0, 3.0]", id="an array of floats"),
            pytest.param({2, 16}, "a value of type set", id="a set"),
            pytest.param({"a": 2}, "{'a': 2}", id="a dict"),
            pytest.param(len, "the function len itself", id="a function"),
        ],
    )
    def test_what_is_no_shape_is_echoed_and_told_the_form(self, answer: Any, words: str) -> None:
        verdict = verdict_on(SHAPE, answer)
        assert verdict.outcome is WRONG
        assert words in verdict.observed
        assert verdict.next_step

    @pytest.mark.parametrize(
        ("answer", "words"),
        [
            ((2,), "Your shape has 1 axis, which is too few."),
            ((2, None), "Your shape has 2 axes, which is too few."),
            ((2, None, 16, 1), "Your shape has 4 axes, which is too many."),
            ((2, None, 8), "The number of axes is right; axis 2 (counted from 0) is not."),
            ((2, 5, 16), "The number of axes is right; axis 1 (counted from 0) is not."),
            ((3, None, 8), "axes 0 and 2 (counted from 0) are not."),
        ],
        ids=repr,
    )
    def test_axes_are_compared_in_words(self, answer: Any, words: str) -> None:
        assert verdict_on(SHAPE, answer).observed.endswith(words)


COUNT = Count(reference=lambda: 50_000, wrong={"S14": lambda: 1_050})


class TestCount:
    @pytest.mark.parametrize(
        "answer",
        [
            *(50_000, 50_000.0, Fraction(100_000, 2), np.int64(50_000), np.float32(50_000)),
            *(np.array(50_000), np.array([50_000]), np.array([[50_000.0]])),
        ],
        ids=repr,
    )
    def test_a_whole_number_in_any_type_is_right(self, answer: Any) -> None:
        assert verdict_on(COUNT, answer).outcome is RIGHT

    @pytest.mark.parametrize(
        ("answer", "words"),
        [
            (50_000.5, "which is not a whole number"),
            (Fraction(1, 3), "which is not a whole number"),
            (math.nan, "which is not a whole number"),
            (math.inf, "which is not a whole number"),
            ("50000", "You answered '50000'."),
            (True, "You answered True."),
            (np.array([True]), "You answered True."),
            (np.array([1, 2]), "You answered [1, 2]."),
            ([50_000], "You answered [50000]."),
            (49_999, "You are off by exactly one."),
            (50_001, "You are off by exactly one."),
            (-50_000, "A count cannot be negative."),
            (40_000, "That is too small."),
            (400, "That is far too small."),
            (0, "That is too small."),
            (60_000, "That is too large."),
            (10**7, "That is far too large."),
            (10**400, "That is far too large."),
        ],
        ids=lambda x: repr(x)[:30],
    )
    def test_other_numbers_are_told_how_they_miss(self, answer: Any, words: str) -> None:
        verdict = verdict_on(COUNT, answer)
        assert verdict.outcome is WRONG
        assert words in verdict.observed

    def test_a_number_beyond_the_floats_is_compared_exactly(self) -> None:
        large = Count(reference=lambda: 2**53 + 1)
        assert answers_of(large, 2**53 + 1, 2**53) == [RIGHT, WRONG]
        huge = Count(reference=lambda: 10**400)
        assert answers_of(huge, 10**400, 10**400 + 2) == [RIGHT, WRONG]

    def test_true_is_not_the_count_one(self) -> None:
        one = Count(reference=lambda: 1)
        assert answers_of(one, 1, True, np.bool_(True), np.array([True])) == [RIGHT] + 3 * [WRONG]

    def test_a_sum_below_zero_is_not_counted_again(self) -> None:
        verdict = verdict_on(Count(reference=lambda: -43), -42)
        assert verdict.observed == "You answered -42. That is too large."
        assert "with its sign" in verdict.next_step

    def test_a_wrong_models_number_is_named(self) -> None:
        assert verdict_on(COUNT, np.float64(1050)).found == ("S14",)


F1 = BANK["f1-f1"].parts[0]
LONE = Metric(reference=lambda: Fraction(1, 3))


class TestMetric:
    @pytest.mark.parametrize(
        "answer",
        [
            *(Fraction(16, 19), 16 / 19, 0.842105, 0.8421, 0.842, np.float64(16 / 19)),
            *(np.float32(16 / 19), np.float16(16 / 19), np.array(16 / 19), np.array([16 / 19])),
        ],
        ids=repr,
    )
    def test_the_value_in_any_type_with_enough_digits_is_right(self, answer: Any) -> None:
        verdict = verdict_on(F1, answer)
        assert verdict.outcome is RIGHT
        assert verdict.points == 1.0

    def test_the_right_value_rounded_is_no_belief_whose_value_lies_near_that(self) -> None:
        part = BANK["l5-quiz-f1"].parts[0]  # 0.64615; the geometric mean is 0.64994
        assert verdict_on(part, 0.65).outcome is PARTLY
        assert verdict_on(part, 0.65).found == ()
        assert verdict_on(part, 0.6499).found == ("M32",)

    def test_a_value_rounded_to_two_decimals_is_asked_for_four(self) -> None:
        verdict = verdict_on(F1, 0.84)
        assert verdict.outcome is PARTLY
        assert verdict.points == 0.5
        assert "four decimals" in verdict.next_step
        assert verdict.found == ()

    @pytest.mark.parametrize(
        ("answer", "belief"),
        [
            (0.8426, "M3"),
            (0.84257, "M3"),
            (Fraction(38, 45), "M4"),
            (0.8444, "M4"),
            (0.85, "M12"),
            (Fraction(16, 28), "M5"),
        ],
        ids=repr,
    )
    def test_a_near_value_of_a_wrong_model_names_the_belief_and_earns_nothing(
        self, answer: Any, belief: str
    ) -> None:
        verdict = verdict_on(F1, answer)
        assert verdict.outcome is WRONG
        assert verdict.found == (belief,)
        assert verdict.points == 0.0

    @pytest.mark.parametrize("answer", [84.21, 84.2105, 100 * 16 / 19], ids=repr)
    def test_a_percentage_is_asked_for_as_a_proportion(self, answer: float) -> None:
        verdict = verdict_on(F1, answer)
        assert verdict.outcome is PARTLY
        assert verdict.points == 0.5
        assert "percentage" in verdict.observed

    @pytest.mark.parametrize(
        ("answer", "words"),
        [
            (math.nan, "nan, which is what 0/0 gives"),
            (np.float64("nan"), "nan, which is what 0/0 gives"),
            (math.inf, "lies between 0 and 1"),
            (-0.5, "lies between 0 and 1"),
            (1.5, "lies between 0 and 1"),
            (Fraction(10**400), "lies between 0 and 1"),
            (0.3, "too low"),
            (0.99, "too high"),
            (0, "too low"),
            (1, "too high"),
            ("0.8421", "You answered '0.8421'."),
            (True, "You answered True."),
            (np.bool_(True), "You answered True."),
            (np.array([True]), "You answered True."),
            ((0.8, 0.9), "You answered (0.8, 0.9)."),
            (np.array([0.1, 0.2]), "You answered [0.1, 0.2]."),
            (1j, "a value of type complex"),
        ],
        ids=lambda x: repr(x)[:30],
    )
    def test_other_answers_earn_nothing_and_are_told_why(self, answer: Any, words: str) -> None:
        verdict = verdict_on(F1, answer)
        assert verdict.outcome is WRONG
        assert verdict.points == 0.0
        assert words in verdict.observed

    def test_a_correlation_may_be_negative(self) -> None:
        mcc = next(part for part in BANK["f1-derived"].parts if part.name == "mcc")
        assert "too low" in verdict_on(mcc, -0.4).observed
        assert "between -1 and 1" in verdict_on(mcc, -1.4).observed

    @pytest.mark.parametrize(
        ("answer", "words"),
        [
            (0.5, "This number is at least 1 by its definition; yours is not."),
            (-2, "This number is at least 1 by its definition; yours is not."),
            (1, "too low"),
            (40, "too low"),
            (400, "too high"),
            (math.inf, "too high"),
            (Fraction(10**400), "too high"),
        ],
        ids=lambda x: repr(x)[:30],
    )
    def test_a_number_without_an_upper_bound_is_told_so(self, answer: Any, words: str) -> None:
        part = Metric(reference=lambda: 42.56, lowest=1.0, highest=math.inf)
        verdict = verdict_on(part, answer)
        assert verdict.outcome is WRONG
        assert verdict.points == 0.0
        assert words in verdict.observed
        assert "count" not in verdict.next_step
        assert answers_of(part, 42.56, 42.5601) == [RIGHT, RIGHT]

    def test_a_hundred_times_a_number_is_a_percentage_only_of_a_share(self) -> None:
        assert "percentage" in verdict_on(Metric(reference=lambda: 0.5), 50).observed
        unbounded = Metric(reference=lambda: 0.5, highest=math.inf)
        assert "too high" in verdict_on(unbounded, 50).observed

    def test_a_number_with_another_upper_bound_is_told_both(self) -> None:
        part = Metric(reference=lambda: 42.56, lowest=-5.0, highest=100.0)
        assert "lies between -5 and 100 by its definition" in verdict_on(part, 100.5).observed
        assert "lies between -5 and 100 by its definition" in verdict_on(part, -6).observed
        assert "too high" in verdict_on(part, 100).observed

    @pytest.mark.parametrize(
        ("answer", "words"),
        [
            (0, "You answered 0. That is too low."),
            (1.0, "You answered 1. That is too high."),
            (0.5, "You answered 0.5. That is too high, or rounded too far to tell."),
        ],
    )
    def test_a_whole_number_is_echoed_as_one(self, answer: float, words: str) -> None:
        assert verdict_on(LONE, answer).observed == words

    def test_with_no_wrong_model_near_two_decimals_are_enough(self) -> None:
        assert answers_of(LONE, 0.33, 0.3333, 0.335) == [RIGHT, RIGHT, RIGHT]
        assert answers_of(LONE, 0.34, 0.327, 0.339) == [WRONG, WRONG, WRONG]

    def test_one_decimal_could_be_anything_and_earns_nothing(self) -> None:
        verdict = verdict_on(LONE, 0.3)
        assert verdict.outcome is WRONG
        assert "rounded too far to tell" in verdict.observed

    @given(gap=st.floats(1e-6, 0.3), share=st.floats(0.01, 0.99))
    def test_a_value_belongs_to_whichever_model_is_nearer(self, gap: float, share: float) -> None:
        part = Metric(reference=lambda: 0.4, wrong={"M4": lambda: 0.4 + gap})
        value = 0.4 + gap * share
        if abs(share - 0.5) < 0.01:
            return
        verdict = verdict_on(part, value)
        near_right = value - 0.4 <= 0.005
        assert (verdict.outcome is RIGHT) is (share < 0.5 and near_right)
        assert share > 0.5 or verdict.found == ()

    @given(wrong=st.floats(0.45, 0.9), decimals=st.integers(2, 8))
    def test_a_belief_is_named_where_its_value_was_rounded_or_cut(
        self, wrong: float, decimals: int
    ) -> None:
        part = Metric(reference=lambda: 0.4, wrong={"M4": lambda: wrong})
        unit = 10**decimals
        for value in (round(wrong, decimals), int(wrong * unit) / unit):
            if abs(value - wrong) <= part.tolerance(wrong):
                assert verdict_on(part, value).found == ("M4",)

    @given(wrong=st.floats(0.45, 0.9), off=st.floats(0.00011, 0.005))
    def test_a_number_with_many_decimals_has_to_agree_in_four(
        self, wrong: float, off: float
    ) -> None:
        part = Metric(reference=lambda: 0.4, wrong={"M4": lambda: wrong})
        value = wrong + off
        if len(repr(value)) >= 7:
            assert verdict_on(part, value).found == ()

    @given(value=st.floats(allow_nan=False))
    def test_no_value_is_right_beyond_the_tolerance(self, value: float) -> None:
        right = verdict_on(F1, value).outcome is RIGHT
        assert right is (abs(value - 16 / 19) <= F1.tolerance(16 / 19))  # type: ignore[attr-defined]

    def test_a_reference_that_equals_a_wrong_model_up_to_noise_has_a_tolerance_left(self) -> None:
        part = Metric(reference=lambda: 0.1 + 0.2, wrong={"M4": lambda: 0.3})
        assert part.tolerance(0.3) == 0.005


IDS = Ids(reference=lambda: [0, 1, 500, 999])
LOOSE = Ids(reference=lambda: [0, 1, 500, 999], ordered=False)


class TestIds:
    @pytest.mark.parametrize(
        "answer",
        [[0, 1, 500, 999], (0, 1, 500, 999), np.array([0, 1, 500, 999]), [np.int8(0), 1, 500, 999]],
        ids=lambda x: type(x).__name__,
    )
    def test_lists_tuples_and_arrays_are_the_same(self, answer: Any) -> None:
        assert answers_of(IDS, answer) == answers_of(LOOSE, answer) == [RIGHT]

    def test_order_counts_only_where_it_is_asked_for(self) -> None:
        mixed = [999, 0, 500, 1]
        assert answers_of(IDS, mixed) == [WRONG]
        assert answers_of(LOOSE, mixed) == [RIGHT]

    @pytest.mark.parametrize(
        ("part", "answer", "words"),
        [
            (IDS, [0], "Your list has 1 entry, which is too few."),
            (IDS, [0, 1, 500, 999, 1000], "Your list has 5 entries, which is too many."),
            (IDS, [0, 1, 999, 500], "2 of 4 entries are right."),
            (LOOSE, [999, 500, 1, 7], "3 of 4 entries are right."),
            (LOOSE, [0, 0, 0, 0], "1 of 4 entries are right."),
            (LOOSE, [0, 1, 500, 999, 999], "too many"),
            (IDS, 5, "You answered 5."),
            (IDS, np.array(5), "You answered 5."),
            (IDS, [0, "1"], "Your list holds '1'."),
            (IDS, [0, 1.5], "Your list holds 1.5."),
            (IDS, [0, True], "Your list holds True."),
            (IDS, [[0.5]], "Your list holds [0.5]."),
            (IDS, "0, 1", "You answered '0, 1'."),
        ],
        ids=lambda x: repr(x)[:30],
    )
    def test_other_lists_are_told_how_far_they_are(
        self, part: Part, answer: Any, words: str
    ) -> None:
        verdict = verdict_on(part, answer)
        assert verdict.outcome is WRONG
        assert words in verdict.observed

    def test_a_list_is_echoed_as_a_list_and_a_position_as_a_tuple(self) -> None:
        position = Ids(reference=lambda: (1, 2))
        assert verdict_on(IDS, (7,)).observed.startswith("You answered [7].")
        assert verdict_on(position, [2, 1]).observed.startswith("You answered (2, 1).")

    def test_a_list_of_lists_is_shown_where_one_is_due(self) -> None:
        rows = Ids(reference=lambda: [(8, 2), (4, 9)])
        assert "[[3, 1], [0, 2]]" in verdict_on(rows, 5).next_step
        assert "[3, 1]." in verdict_on(IDS, 5).next_step

    def test_a_position_is_a_list_too(self) -> None:
        part = Ids(reference=lambda: (1, 2))
        assert answers_of(part, (1, 2), [1, 2], np.array([1, 2])) == [RIGHT] * 3
        assert answers_of(part, (2, 1), [[1, 2]]) == [WRONG] * 2


CHOICE = Choice(
    reference=choose("B"),
    options={"A": Option("it counts", "V2"), "B": Option("it looks up"), "C": Option("no", "V3")},
)


class TestChoice:
    @pytest.mark.parametrize("answer", ["B", "b", " B ", "B.", "B)", "b)\n"])
    def test_a_letter_counts_however_it_is_written(self, answer: str) -> None:
        assert verdict_on(CHOICE, answer).outcome is RIGHT

    def test_a_wrong_letter_names_its_belief_and_its_text(self) -> None:
        verdict = verdict_on(CHOICE, "a")
        assert verdict.found == ("V2",)
        assert verdict.observed == "You answered A: it counts."

    @pytest.mark.parametrize("answer", ["D", "", "AB", "it looks up", 2, True, ["B", "C"], {"B"}])
    def test_anything_else_is_told_the_letters(self, answer: Any) -> None:
        verdict = verdict_on(CHOICE, answer)
        assert verdict.outcome is WRONG
        assert "A, B, C" in verdict.next_step or "plain value" in verdict.next_step


ORDER = Ordering(
    reference=lambda: ("C", "A", "B"),
    also_right=(("A", "C", "B"),),
    lines={"A": "a = 1", "B": "c = a + b", "C": "b = 2", "D": "c = ab"},
    distractors={"D": "D1"},
    wrong={"S6": lambda: ("C", "B")},
)


class TestOrdering:
    @pytest.mark.parametrize(
        "answer",
        [["C", "A", "B"], ("C", "A", "B"), "C A B", "CAB", "c, a, b", ["A", "C", "B"], "ACB"],
        ids=str,
    )
    def test_an_order_counts_however_it_is_written(self, answer: Any) -> None:
        assert verdict_on(ORDER, answer).outcome is RIGHT

    @pytest.mark.parametrize(
        ("answer", "words"),
        [
            ("CA", "All your 2 lines are right, but they are not all that is needed."),
            ("CBA", "Right so far, counted from the top: 1 of your 3 lines."),
            ("BAC", "The first line is not the one to begin with."),
            ("CAA", "A line stands twice."),
            ("CAZ", "There is no line 'Z'."),
            ([1, 2], "You answered [1, 2]."),
            (5, "You answered 5."),
            ([], "Your list holds no line"),
            ("", "Your list holds no line"),
        ],
        ids=repr,
    )
    def test_other_orders_are_told_how_far_they_are_right(self, answer: Any, words: str) -> None:
        verdict = verdict_on(ORDER, answer)
        assert verdict.outcome is WRONG
        assert words in verdict.observed

    def test_the_letters_are_echoed_as_a_list(self) -> None:
        assert verdict_on(ORDER, "CBA").observed.startswith("You answered ['C', 'B', 'A'].")

    def test_a_line_that_does_not_belong_names_its_belief(self) -> None:
        assert verdict_on(ORDER, "CAD").found == ("D1",)

    def test_a_whole_order_can_show_a_belief(self) -> None:
        assert verdict_on(ORDER, "CB").found == ("S6",)


def double(numbers: list[int]) -> list[int]:
    return [2 * number for number in numbers]


FUNCTION = Function(
    name="double",
    reference=double,
    cases=(
        Case(args=([1, 2],), group="plain"),
        Case(args=([-3],), group="negative"),
        Case(args=([],), group="empty"),
    ),
    wrong={"I5": lambda numbers: [2 * n + 1 for n in numbers]},
)


def on_function(function: Any) -> Verdict:
    return verdict_on(FUNCTION, FUNCTION.results_of(function), points=3.0)


def changes_its_argument(numbers: list[int]) -> list[int]:
    for place, number in enumerate(numbers):
        numbers[place] = 2 * number
    return numbers


def remembers(numbers: list[int], kept: list[int] = []) -> list[int]:  # noqa: B006
    kept += [2 * number for number in numbers]
    return kept


class Speechless(Exception):
    def __str__(self) -> str:
        raise RuntimeError("no words")


def raises(error: BaseException) -> Any:
    def function(numbers: list[int]) -> Any:
        raise error

    return function


class TestFunction:
    @pytest.mark.parametrize(
        "function",
        [
            pytest.param(double, id="the reference"),
            pytest.param(lambda numbers: tuple(double(numbers)), id="a tuple for a list"),
            pytest.param(lambda numbers: 2 * np.array(numbers, dtype=int), id="an array"),
            pytest.param(lambda numbers: [np.int64(n) for n in double(numbers)], id="NumPy ints"),
            pytest.param(lambda numbers: [float(n) for n in double(numbers)], id="floats"),
            pytest.param(lambda numbers: [Fraction(2 * n) for n in numbers], id="Fractions"),
            pytest.param(changes_its_argument, id="one that changes its argument"),
            pytest.param(lambda *args: double(*args), id="one that takes anything"),
        ],
    )
    def test_results_count_by_value(self, function: Any) -> None:
        verdict = on_function(function)
        assert verdict.outcome is RIGHT
        assert verdict.points == 3.0
        assert (
            verdict.observed == "You answered a function that is right in 3 of 3 groups of cases."
        )

    def test_a_belief_is_named_and_the_groups_that_are_right_count(self) -> None:
        verdict = on_function(FUNCTION.wrong["I5"])
        assert verdict.found == ("I5",)
        assert verdict.outcome is PARTLY
        assert verdict.points == 1.0

    @pytest.mark.parametrize(
        ("function", "words"),
        [
            pytest.param(lambda: [], "raises TypeError: ", id="wrong arity"),
            pytest.param(raises(KeyError("red")), "raises KeyError: 'red'", id="KeyError"),
            pytest.param(raises(SystemExit(1)), "raises SystemExit: 1", id="exit"),
            pytest.param(raises(RecursionError("deep")), "raises RecursionError: deep", id="deep"),
            pytest.param(raises(Speechless()), "raises Speechless: ", id="an error without words"),
            pytest.param(raises(ValueError("\ud800\n<b>")), "raises ValueError: ", id="odd words"),
            pytest.param(lambda numbers: set(numbers), "gives a value of type set", id="a set"),
            pytest.param(lambda numbers: iter(numbers), "gives a value of type", id="an iterator"),
            pytest.param(lambda numbers: print, "gives the function print itself", id="a function"),
            pytest.param(lambda numbers: numbers[0], "gives 1.", id="one number"),
            pytest.param(lambda numbers: 10**5000, "gives a whole number of", id="a giant number"),
            pytest.param(lambda numbers: [10**400] * 2, "gives [1000", id="beyond the floats"),
            pytest.param(lambda numbers: True, "gives True.", id="True"),
            pytest.param(
                lambda numbers: [x := []] and (x.append(x) or x), "double([1, 2])", id="a loop"
            ),
        ],
    )
    def test_the_first_case_that_fails_is_shown(self, function: Any, words: str) -> None:
        verdict = on_function(function)
        assert verdict.outcome in {WRONG, PARTLY}
        assert "double([1, 2]) " in verdict.observed
        assert words in verdict.observed
        assert "[2, 4]" not in verdict.observed

    def test_a_result_that_a_later_call_changes_is_kept_as_it_was(self) -> None:
        verdict = on_function(remembers)
        assert verdict.points == 1.0  # the first call was right, and stays so
        assert "double([-3]) gives [2, 4, -6]." in verdict.observed

    def test_a_function_that_gives_nothing_is_no_answer(self) -> None:
        assert on_function(lambda numbers: None).outcome is Outcome.NOT_ANSWERED
        assert on_function(lambda numbers: ...).outcome is Outcome.NOT_ANSWERED
        assert on_function(lambda numbers: {}).outcome is WRONG

    def test_cases_are_not_changed_by_a_function_that_changes_its_argument(self) -> None:
        on_function(changes_its_argument)
        assert [case.args for case in FUNCTION.cases] == [([1, 2],), ([-3],), ([],)]

    @pytest.mark.parametrize("answer", [5, [2, 4], "double", {"double": 1}], ids=repr)
    def test_a_value_is_asked_for_the_function_itself(self, answer: Any) -> None:
        verdict = verdict_on(FUNCTION, answer)
        assert verdict.outcome is WRONG
        assert "without parentheses" in verdict.next_step

    def test_a_function_where_a_value_is_due_is_named(self) -> None:
        verdict = verdict_on(COUNT, double)
        assert verdict.observed == "You passed the function double itself."

    @pytest.mark.parametrize(
        "record", [Calls(([2, 4],)), Calls(([2, 4], [-6], []), cases="0123456789abcdef")]
    )
    def test_a_record_of_other_cases_has_to_run_again_and_is_no_zero(self, record: Calls) -> None:
        verdict = verdict_on(FUNCTION, record)
        assert verdict.outcome is Outcome.NOT_GRADED
        assert "has to run again" in verdict.observed

    def test_a_failing_call_is_shown_with_what_the_function_gave(self) -> None:
        assert "double([1, 2]) gives [1, 2]" in on_function(lambda numbers: numbers).observed

    def test_an_interrupt_is_not_swallowed(self) -> None:
        with pytest.raises(KeyboardInterrupt):
            call(raises(KeyboardInterrupt()), FUNCTION.cases[0])


class TestAlike:
    @pytest.mark.parametrize(
        ("a", "b", "same"),
        [
            (1, 1.0, True),
            (0.5, Fraction(1, 2), True),
            (1, 1 + 1e-8, True),
            (1, 1.001, False),
            (0.0, -0.0, True),
            (math.nan, math.nan, True),
            (math.nan, 0, False),
            (math.inf, math.inf, True),
            (math.inf, -math.inf, False),
            (5.0, math.inf, False),
            (math.inf, 5.0, False),
            (10**400, 10**400, True),
            (10**400, 10**400 + 1, False),
            (10**400, math.inf, False),
            (Fraction(10**400), 1, False),
            (True, 1, False),
            (True, True, True),
            (True, np.bool_(True), True),
            ((1, 2), [1, 2], True),
            ([1, 2], np.array([1, 2]), True),
            ([1, 2], [1], False),
            (np.array(3), 3, True),
            (np.float32(0.5), 0.5, True),
            ([[1], (2,)], ([1.0], [2]), True),
            ({"a": [1]}, {"a": (1,)}, True),
            ({"a": 1}, {"a": 1, "b": 2}, False),
            ({"a": 1}, [("a", 1)], False),
            ("1", 1, False),
            ("a", "a", True),
            (None, None, True),
            (None, 0, False),
            ([], {}, False),
            (Raised("E", "a"), Raised("E", "b"), True),
            (Raised("E", "a"), Raised("F", "a"), False),
            (Raised("E", "a"), None, False),
        ],
        ids=lambda x: repr(x)[:24],
    )
    def test_two_results_are_the_same_by_value(self, a: Any, b: Any, same: bool) -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            assert alike(a, b) is same
            assert alike(b, a) is same


def _pair(answer: Any) -> tuple[int, int]:
    if not isinstance(answer, (list, tuple)) or len(answer) != 2:
        raise UnusableAnswer("That is no pair.", "Give a pair such as (2, 1).")
    return answer[0], answer[1]


def _unmet(pair: tuple[int, int], limit: int) -> tuple[Unmet, ...]:
    if pair[0] >= pair[1]:
        return (Unmet("The first is not the smaller one.", "I1"),)
    return () if pair[1] < limit else (Unmet(f"The second is {pair[1]}."),)


EXAMPLE = Counterexample(
    reference=lambda limit: (1, 2), params={"limit": 10}, unmet=_unmet, form=_pair
)


class TestCounterexample:
    @pytest.mark.parametrize(
        "answer", [(1, 2), [3, 9], np.array([0, 1]), [np.int8(4), np.int8(5)]], ids=repr
    )
    def test_every_example_that_meets_the_conditions_is_right(self, answer: Any) -> None:
        assert verdict_on(EXAMPLE, answer).outcome is RIGHT

    def test_a_condition_that_fails_names_its_belief(self) -> None:
        assert verdict_on(EXAMPLE, (3, 3)).found == ("I1",)

    def test_a_condition_without_a_belief_is_said(self) -> None:
        verdict = verdict_on(EXAMPLE, (3, 12))
        assert verdict.found == ()
        assert verdict.observed.endswith("The second is 12.")

    def test_another_form_is_told_the_form(self) -> None:
        verdict = verdict_on(EXAMPLE, 5)
        assert verdict.next_step == "Give a pair such as (2, 1)."

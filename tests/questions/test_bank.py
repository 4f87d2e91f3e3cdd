"""What must hold of every question of the bank."""

from __future__ import annotations

import ast
import math
import re
import warnings
from collections.abc import Callable, Iterator
from dataclasses import replace
from fractions import Fraction
from itertools import combinations
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from autograder.answers import Calls, Raised, Unsupported, is_blank
from autograder.cards import as_html, as_text, number
from autograder.diagnosis import judge
from autograder.errors import UnusableAnswer
from autograder.misconceptions import CATALOGUE
from autograder.questions import ASSIGNMENTS, BANK, Question
from autograder.questions.choices import Choice, Ordering
from autograder.questions.functions import Counterexample, Function, call
from autograder.questions.kinds import Count, Ids, Metric, Shape
from autograder.questions.question import Part
from autograder.questions.soundness import faults
from autograder.verdict import Outcome, Verdict
from tests.questions.judging import recorded, right_answer, verdict_on

QUESTIONS = [pytest.param(question, id=question.id) for question in BANK.values()]
JUDGED = [pytest.param(q, id=q.id) for q in BANK.values() if not q.is_text]
TEXTS = [pytest.param(q, id=q.id) for q in BANK.values() if q.is_text]
SEVERAL = [pytest.param(q, id=q.id) for q in BANK.values() if len(q.parts) > 1]


PARTS = [
    pytest.param(question, part, id=question.place(part))
    for question in BANK.values()
    for part in question.parts
]
OF_KIND: dict[type[Part], list[Any]] = {
    kind: [each for each in PARTS if isinstance(each.values[1], kind)]
    for kind in (Choice, Ordering, Function, Counterexample)
}


def wrong_answer(question: Question) -> Any:
    answers = {
        part.name: part.wrong_answers()[0].value for part in question.parts if part.wrong_answers()
    }
    return answers if len(question.parts) > 1 else next(iter(answers.values()), [[5, 0], [0, 5]])


class TestTheWholeBank:
    def test_the_assignments_are_worth_what_the_course_says(self) -> None:
        points = {name: sum(q.points for q in each) for name, each in ASSIGNMENTS.items()}
        assert points == {
            "01_rows": 8,
            "02_shapes": 10,
            "03_ids": 14,
            "05_f1": 14,
            "04_padding": 10,
            "06_thresholds": 12,
            "07_training": 10,
            "08_vectors": 6,
            "09_language": 8,
            "10_capstone": 8,
        }
        assert sum(points.values()) == 100

    def test_there_are_at_least_24_graded_questions(self) -> None:
        assert sum(map(len, ASSIGNMENTS.values())) >= 24
        assert all(q.points > 0 for each in ASSIGNMENTS.values() for q in each)

    def test_no_id_is_given_twice(self) -> None:
        graded = [question.id for each in ASSIGNMENTS.values() for question in each]
        practice = [question.id for question in BANK.values() if not question.points]
        assert len({*graded, *practice}) == len(graded) + len(practice) == len(BANK)

    def test_the_bank_cannot_be_changed(self) -> None:
        with pytest.raises(TypeError):
            BANK["mine"] = BANK["f1-f1"]  # type: ignore[index]
        with pytest.raises(TypeError):
            ASSIGNMENTS["mine"] = ()  # type: ignore[index]

    def test_no_title_is_given_twice(self) -> None:
        titles = [question.title for question in BANK.values()]
        assert sorted(set(titles)) == sorted(titles)


@pytest.mark.parametrize("question", QUESTIONS)
class TestEveryQuestion:
    def test_is_filled_in(self, question: Question) -> None:
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", question.id)
        assert question.id == next(key for key, each in BANK.items() if each is question)
        assert question.title
        assert 1 <= question.lesson <= 10
        assert question.items
        assert all(item.isdigit() for item in question.items)
        assert len(question.prompt) > 40

    def test_has_hints_unless_a_person_grades_it(self, question: Question) -> None:
        assert bool(question.hints) is not question.is_text
        assert all(hint.strip() == hint and hint[-1] in ".?!" for hint in question.hints)
        assert len(set(question.hints)) == len(question.hints)

    def test_names_its_parts_apart(self, question: Question) -> None:
        names = [part.name for part in question.parts]
        assert len(set(names)) == len(names)
        if len(names) > 1:
            assert all(names)
            assert all(part.label for part in question.parts)
            assert [name for name in names if f"`{name}`" not in question.prompt] == []

    def test_shares_out_all_its_points(self, question: Question) -> None:
        shares = [question.share(part) for part in question.parts]
        assert question.is_text or math.isclose(sum(shares), question.points)
        assert all(share > 0 for share in shares) or not question.points

    def test_names_only_beliefs_of_the_catalogue(self, question: Question) -> None:
        for part in question.parts:
            assert set(part.wrong) <= set(CATALOGUE)
            assert all(belief in CATALOGUE for group in part.indistinct for belief in group)

    def test_tells_its_wrong_beliefs_apart(self, question: Question) -> None:
        assert faults(question) == ()


@pytest.mark.parametrize("question", TEXTS)
class TestTexts:
    def test_the_rubric_shares_out_all_points(self, question: Question) -> None:
        assert math.isclose(sum(each.points for each in question.rubric), question.points)
        assert all(each.asks and each.points > 0 for each in question.rubric)

    def test_a_person_grades_every_answer(self, question: Question) -> None:
        for answer in ("A claim.", "", None, ..., 5):
            verdict = judge(question, answer)
            assert verdict.outcome is Outcome.NOT_GRADED
            assert verdict.points == 0.0


@pytest.mark.parametrize("question", JUDGED)
class TestRightAndMissingAnswers:
    def test_the_references_answer_is_right_with_full_points(self, question: Question) -> None:
        verdict = judge(question, recorded(right_answer(question)))
        assert verdict.outcome is Outcome.CORRECT
        assert verdict.points == verdict.max_points == question.points
        assert verdict.found == ()

    @pytest.mark.parametrize("blank", [..., None], ids=["dots", "None"])
    def test_an_untouched_cell_is_no_answer(self, question: Question, blank: Any) -> None:
        verdict = judge(question, blank)
        assert verdict.outcome is Outcome.NOT_ANSWERED
        assert {leaf.outcome for leaf in verdict.leaves} == {Outcome.NOT_ANSWERED}
        assert verdict.points == 0.0
        assert verdict.found == ()

    def test_judging_computes_without_a_warning(self, question: Question) -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            judge(question, recorded(right_answer(question)))

    def test_judging_twice_says_the_same(self, question: Question) -> None:
        answer = recorded(right_answer(question))
        assert judge(question, answer) == judge(question, answer)


@pytest.mark.parametrize("question", SEVERAL)
class TestSeveralParts:
    def test_each_part_left_as_dots_is_no_answer(self, question: Question) -> None:
        verdict = judge(question, {part.name: ... for part in question.parts})
        assert verdict.outcome is Outcome.NOT_ANSWERED

    def test_any_right_parts_earn_exactly_their_shares(self, question: Question) -> None:
        parts = question.parts
        total = sum(Fraction(part.weight) for part in parts)
        for size in range(len(parts) + 1):
            for chosen in combinations(parts, size):
                verdict = judge(question, recorded({p.name: p.expected() for p in chosen}))
                due = Fraction(question.points) * sum(Fraction(p.weight) for p in chosen) / total
                assert abs(verdict.points - due) < Fraction(1, 10**6)
                assert number(verdict.points) == number(float(due))
                assert (verdict.points == question.points) is (size == len(parts))
                assert math.isclose(
                    verdict.points, math.fsum(leaf.points for leaf in verdict.parts), abs_tol=1e-6
                )
                assert 0.0 <= verdict.points <= verdict.max_points

    def test_a_bare_value_is_told_which_keys_are_due(self, question: Question) -> None:
        verdict = judge(question, 5)
        assert verdict.outcome is Outcome.INCORRECT
        assert all(repr(part.name) in verdict.next_step for part in question.parts)

    def test_a_key_that_was_not_asked_for_is_named_and_costs_nothing(
        self, question: Question
    ) -> None:
        verdict = judge(question, recorded({**right_answer(question), "my_own": 1}))
        assert verdict.points == question.points
        assert "'my_own'" in verdict.observed


@pytest.mark.parametrize(("question", "part"), PARTS)
class TestWrongModels:
    def test_each_is_diagnosed_as_itself_or_as_its_declared_set(
        self, question: Question, part: Part
    ) -> None:
        for wrong in part.wrong_answers():
            verdict = verdict_on(question, part, wrong.value)
            assert set(verdict.found) == part.lookalikes(wrong.misconception.id)
            assert verdict.outcome in {Outcome.INCORRECT, Outcome.PARTLY}
            assert verdict.points < verdict.max_points or not question.points
            assert verdict.explained

    def test_its_feedback_has_words_and_no_open_braces(
        self, question: Question, part: Part
    ) -> None:
        for wrong in part.wrong_answers():
            verdict = verdict_on(question, part, wrong.value)
            assert verdict.observed.startswith("You answered ")
            for belief in verdict.beliefs:
                assert belief.belief and belief.idea and belief.next_step
                assert not re.search(r"{\w*}", belief.idea + belief.next_step)


@pytest.mark.parametrize(("question", "part"), PARTS)
class TestEveryPart:
    def test_has_a_wrong_model_unless_it_asks_for_the_obvious(
        self, question: Question, part: Part
    ) -> None:
        # Nobody who believes that both averages agree can answer f1-macro at all.
        assert part.wrong_answers() or question.place(part) in {"f1-orient/total", "f1-macro"}

    def test_declares_only_sets_of_its_own_wrong_models(
        self, question: Question, part: Part
    ) -> None:
        for group in part.indistinct:
            assert len(group) > 1
            assert group <= set(part.known_beliefs())

    def test_calls_its_models_without_changing_its_params(
        self, question: Question, part: Part
    ) -> None:
        before = repr(part.params)
        part.expected()
        part.wrong_answers()
        assert repr(part.params) == before


PAIRED = [each for each in PARTS if each.values[1].pair_answers()]


@pytest.mark.parametrize(("question", "part"), PAIRED)
class TestTwoBeliefsAtOnce:
    def test_a_pair_is_named_or_nothing_is_but_never_something_else(
        self, question: Question, part: Part
    ) -> None:
        for pair in part.pair_answers():
            verdict = verdict_on(question, part, pair.value)
            assert verdict.outcome is not Outcome.CORRECT
            assert pair.beliefs in verdict.pairs or verdict.found == ()

    def test_its_answer_is_neither_right_nor_that_of_a_single_belief(
        self, question: Question, part: Part
    ) -> None:
        for pair in part.pair_answers():
            assert not part.same(pair.value, part.expected())
            for wrong in part.wrong_answers():
                assert not part.same_exactly(pair.value, wrong.value)


@pytest.mark.parametrize(("question", "part"), OF_KIND[Choice])
class TestChoices:
    def test_the_prompt_offers_exactly_the_options_by_letter(
        self, question: Question, part: Choice
    ) -> None:
        letters = re.findall(r"^ *- \*\*([A-Z])\*\* ", question.prompt, flags=re.MULTILINE)
        assert letters == list(part.options) == list("ABCDEFGH"[: len(letters)])
        assert len(letters) >= 3

    def test_each_card_speaks_of_the_option_as_the_prompt_does(
        self, question: Question, part: Choice
    ) -> None:
        lines = dict(re.findall(r"\*\*([A-Z])\*\* (.+)", question.prompt))
        for letter, option in part.options.items():
            line = lines[letter].replace("`", "").lower()
            if "(" in option.text:  # a value or a line of code stands word for word
                assert option.text.lower() in line
            words = set(re.findall(r"\w{3,}|\d+|\b[xyz]\b", option.text.lower()))
            assert not words or words & set(re.findall(r"\w+", line)), (letter, words)

    def test_every_wrong_option_shows_a_belief(self, question: Question, part: Choice) -> None:
        without = [letter for letter, option in part.options.items() if not option.belief]
        assert without == [part.expected()]

    def test_no_two_options_read_alike(self, question: Question, part: Choice) -> None:
        assert len({option.text for option in part.options.values()}) == len(part.options)


@pytest.mark.parametrize(("question", "part"), OF_KIND[Ordering])
class TestOrderings:
    def test_the_prompt_holds_every_line_word_for_word(
        self, question: Question, part: Ordering
    ) -> None:
        for letter, line in part.lines.items():
            assert f"- **{letter}** `{line}`" in question.prompt

    def test_the_lines_do_not_stand_in_the_right_order(
        self, question: Question, part: Ordering
    ) -> None:
        assert list(part.expected()) != sorted(part.expected())

    def test_every_line_is_used_or_a_distractor_with_a_belief(
        self, question: Question, part: Ordering
    ) -> None:
        used = set(part.expected()).union(*part.also_right)
        assert used.isdisjoint(part.distractors)
        assert used | set(part.distractors) == set(part.lines)

    def test_another_order_that_is_declared_right_is_right(
        self, question: Question, part: Ordering
    ) -> None:
        for order in part.also_right:
            assert verdict_on(question, part, list(order)).outcome is Outcome.CORRECT


# --- functions --------------------------------------------------------------------------


def constant(value: Any) -> Callable[..., Any]:
    return lambda *args: value


CONSTANTS: dict[str, Callable[..., Any]] = {
    **{repr(v): constant(v) for v in (None, [], (), {}, 0, 0.0, 1, "", True, [0], (0.0, 0.0, 0.0))},
    "the first argument": lambda *args: args[0],
    "the last argument": lambda *args: args[-1],
    "all arguments": lambda *args: args,
}


@pytest.mark.parametrize(("question", "part"), OF_KIND[Function])
class TestFunctions:
    @pytest.mark.parametrize("name", CONSTANTS)
    def test_a_function_without_a_thought_earns_less_than_half(
        self, question: Question, part: Function, name: str
    ) -> None:
        verdict = verdict_on(question, part, part.results_of(CONSTANTS[name]))
        assert verdict.points < question.points / 2

    def test_no_wrong_model_earns_more_than_most_of_the_points(
        self, question: Question, part: Function
    ) -> None:
        for wrong in part.wrong_answers():
            assert part.credit(part.read(wrong.value)) < 0.9

    def test_a_function_that_raises_everywhere_earns_nothing(
        self, question: Question, part: Function
    ) -> None:
        verdict = verdict_on(question, part, part.results_of(lambda *args: 1 / 0))
        assert verdict.outcome is Outcome.INCORRECT
        assert verdict.points == 0.0
        assert "ZeroDivisionError: division by zero" in verdict.observed

    def test_points_are_spread_evenly_over_the_groups(
        self, question: Question, part: Function
    ) -> None:
        groups = list(dict.fromkeys(case.group for case in part.cases))
        for broken in groups:
            results = [
                Raised("E", "") if case.group == broken else call(part.reference, case)
                for case in part.cases
            ]
            verdict = verdict_on(question, part, Calls(tuple(results)))
            assert verdict.outcome is Outcome.PARTLY
            assert math.isclose(verdict.points, question.points * (1 - 1 / len(groups)))

    def test_every_group_catches_some_wrong_model_or_a_constant(
        self, question: Question, part: Function
    ) -> None:
        due = part.expected().results
        assert len({repr(result) for result in due}) > 1

    def test_the_prompt_shows_the_call(self, question: Question, part: Function) -> None:
        assert re.search(rf"`{part.name}\([\w, ]+\)`", question.prompt)

    def test_a_reference_gives_plain_data(self, question: Question, part: Function) -> None:
        results = part.results_of(part.reference)
        assert "Unsupported" not in repr(results)
        assert not any(isinstance(each, (Unsupported, Raised)) for each in results.results)


@pytest.mark.parametrize(("question", "part"), OF_KIND[Counterexample])
class TestCounterexamples:
    def test_the_form_that_a_refusal_shows_is_no_right_answer(
        self, question: Question, part: Counterexample
    ) -> None:
        with pytest.raises(UnusableAnswer) as caught:
            part.read("no example at all")
        for shown in literals(str(caught.value)):
            assert verdict_on(question, part, shown).outcome is not Outcome.CORRECT

    def test_numpy_numbers_are_as_good_as_pythons(
        self, question: Question, part: Counterexample
    ) -> None:
        array = np.array(part.expected())
        for answer in (array, list(array), tuple(map(tuple, array)) if array.ndim > 1 else array):
            assert verdict_on(question, part, answer).outcome is Outcome.CORRECT


# --- nothing gives the answer away ------------------------------------------------------
#
# Every number, tuple, list and fraction that a text holds is read out of it and judged: if
# it is right (and does not stand in the prompt already), the text gives the answer away.

_NUMBER = r"-?\d+(?:,\d{3})+|-?\d*\.\d+|-?\d+"
_BRACKETS = re.compile(r"[\[(][^\[\]()]*(?:[\[(][^\[\]()]*[\])][^\[\]()]*)*[\])]")
_WORDS = {"one half": 0.5, "a half": 0.5, "a third": 1 / 3, "a quarter": 0.25, "none": ()}


def numbers(text: str) -> Iterator[Any]:
    """Each number that stands alone, also as a fraction or a percentage."""
    plain = re.sub(r"[−–]", "-", text)
    for found in re.finditer(rf"(?<![\w.])({_NUMBER})(?![\w]|\.\d)", plain):
        value = ast.literal_eval(found[1].replace(",", "").lstrip("0") or "0")
        yield value
        if re.match(r" ?(%|per ?cent)", plain[found.end() :]):
            yield value / 100
    for top, bottom in re.findall(r"(\d+)\s*(?:/|÷|over|out of|of)\s*(\d+)", plain):
        if int(bottom):
            yield Fraction(int(top), int(bottom))
    yield from (value for words, value in _WORDS.items() if words in plain.lower())


def sequences(text: str) -> Iterator[list[int]]:
    """Runs of whole numbers, however they are separated: 2, 3, 16; 2 x 3 x 16; 2 by 3."""
    for found in re.finditer(r"\d+(?:(?:, ?| ?[x×] ?| by | and |, and | )\d+)+", text):
        yield [int(each) for each in re.findall(r"\d+", found[0])]


def letters(text: str) -> Iterator[list[str]]:
    """Runs of single capital letters: C, A, B; "C" "A"."""
    for found in re.finditer(r"\b[A-H]\b(?:[\"'`, ]+(?:then |and )?[\"'`]?\b[A-H]\b)+", text):
        yield re.findall(r"\b[A-H]\b", found[0])


def literals(text: str) -> Iterator[Any]:
    """Bracketed Python values."""
    for found in _BRACKETS.finditer(text):
        try:
            yield ast.literal_eval(found[0])
        except (ValueError, SyntaxError, TypeError):
            continue


def answers_in(text: str, part: Part) -> list[Any]:
    """The values in a text that would be right as the part's answer."""
    candidates: list[Any] = [*literals(text)]
    if isinstance(part, (Count, Metric)):
        candidates += numbers(text)
    elif isinstance(part, (Shape, Ids)):
        candidates += sequences(text)
    elif isinstance(part, Ordering):
        candidates += letters(text)
    return [each for each in candidates if _is_right(part, each)]


def _is_right(part: Part, candidate: Any) -> bool:
    # subtle: a number of a metric counts as given away only with its digits, not when a
    # round number happens to lie within the tolerance.
    try:
        value = part.read(recorded(candidate))
    except UnusableAnswer:
        return False
    if isinstance(part, Metric):
        return abs(float(value) - float(part.expected())) < 5e-5
    return part.credit(value) == 1.0


def gives_away(text: str, part: Part, question: Question) -> list[Any]:
    """What a text tells of a part's right answer, beyond what the prompt holds."""
    if isinstance(part, Function):
        return []
    if isinstance(part, Choice):
        right = part.options[part.expected()].text
        told = [right] if re.search(rf"(?<!\w){re.escape(right)}(?!\w)", text, re.I) else []
        return told + re.findall(rf"(?<![\w,] )\b{part.expected()}\b(?!,)(?=[\"'`*:.])", text)
    known = answers_in(question.prompt, part)
    return [each for each in answers_in(text, part) if each not in known]


class TestTheDetectorOfGivenAwayAnswers:
    """The checks below can fail: planted answers are found."""

    @pytest.mark.parametrize(
        ("question", "name", "text"),
        [
            ("f1-f1", "", "It is 16/19."),
            ("f1-f1", "", "It is 0.8421."),
            ("f1-f1", "", "about 84.21% of them"),
            ("f1-f1", "", "16 over 19"),
            ("f1-precision", "", "You need 8 / 9."),
            ("f1-orient", "prevalence", "One half of them is spam."),
            ("shapes-two-by-three", "", "The shape is (2, 3, 16)."),
            ("shapes-two-by-three", "", "that is 2 x 3 x 16 numbers"),
            ("shapes-two-by-three", "", "axes of 2, 3 and 16"),
            ("shapes-any-rank", "scalar", "so (16,) comes out"),
            ("shapes-parameters", "right", "50,000 weights"),
            ("shapes-swapped-batch", "", "such as [[1, 2, 3], [4, 5, 60]]"),
            ("ids-legal", "", "0, 1, 500 and 999 are legal"),
            ("ids-hole", "", "Try [5, -2]."),
            ("ids-decode", "number", "it would show −2147478648"),
            ("ids-pipeline", "", 'The order is "C", "F", "G", "E", "A".'),
            ("shapes-constructor", "", "Only x and y build it."),
            ("shapes-constructor", "", 'Answer "C".'),
            ("f1-equal", "", "such as [(8, 1, 3), (8, 3, 1)]"),
        ],
    )
    def test_finds_a_planted_answer(self, question: str, name: str, text: str) -> None:
        part = next(part for part in BANK[question].parts if part.name == name)
        assert gives_away(text, part, BANK[question])

    @pytest.mark.parametrize(
        ("question", "name", "text"),
        [
            ("f1-f1", "", "Precision 1 and recall 0 have no average of one half."),
            ("f1-f1", "", "TP = 80, FN = 20"),
            ("shapes-two-by-three", "", "The shape (2, 3) or (2, 3, 5000)"),
            ("ids-detective", "value", "The value 1000 stands in the prompt."),
        ],
    )
    def test_lets_harmless_numbers_pass(self, question: str, name: str, text: str) -> None:
        part = next(part for part in BANK[question].parts if part.name == name)
        assert not gives_away(text, part, BANK[question])


def tries(part: Part) -> list[Any]:
    """Wrong answers of every sort: the wrong models', near misses, wrong types."""
    right = part.expected()
    near: list[Any] = []
    if isinstance(part, Count):
        near = [right + 1, right - 1, right * 2, right * 100, -right, right + 0.5, 0]
    elif isinstance(part, Metric):
        due = float(right)
        near = [due + 0.02, due - 0.02, due * 100, round(due, 1), round(due, 2), -due, due + 5]
    elif isinstance(part, Shape):
        near = [(*right, 1), right[:-1], (*right[:-1], right[-1] + 1), (9,) * len(right), 16]
    elif isinstance(part, Ids):
        near = [right[:-1], [*right, 7], [*right[:-1], 7], [[1]], [0.5]]
    elif isinstance(part, Ordering):
        near = [right[::-1], right[:-1], (*right, right[0]), [], ["Z"], list(part.lines)]
    elif isinstance(part, Choice):
        near = ["Z", "", "AB", 2]
    elif isinstance(part, Function):
        near = [part.results_of(function) for function in CONSTANTS.values()]
    else:
        near = [[[0, 0, 0], [0, 0, 0]], [[5, 5], [5, 5]], [7], [], [[1]], [(1, 1, 1), (2, 2, 3)]]
    beliefs = [wrong.value for wrong in part.wrong_answers()]
    return [*beliefs, *near, "a text", float("nan"), True, {"a": 1}, 10**400, b"bytes", ..., [...]]


def said(verdict: Verdict) -> str:
    """All that a verdict says, without the learner's own answer."""
    echo = r"^You (answered|passed) .*?\.(?= [A-Z]|$)"
    texts = [re.sub(echo, "", verdict.observed), verdict.next_step]
    for belief in verdict.beliefs:
        texts += [belief.name, belief.belief, belief.idea, belief.next_step]
    return "\n".join(texts)


@pytest.mark.parametrize(("question", "part"), PARTS)
class TestNothingGivesTheAnswerAway:
    def test_the_feedback_on_no_wrong_answer(self, question: Question, part: Part) -> None:
        for answer in tries(part):
            verdict = verdict_on(question, part, answer)
            if verdict.outcome is Outcome.CORRECT:
                continue
            text = said(verdict)
            # a sibling's answer must not slip out here either
            leaks = [leak for each in question.parts for leak in gives_away(text, each, question)]
            assert leaks == [], (answer, text)

    def test_the_hints(self, question: Question, part: Part) -> None:
        for hint in question.hints:
            assert gives_away(hint, part, question) == [], hint

    def test_the_cards_add_nothing_to_what_the_verdict_says(
        self, question: Question, part: Part
    ) -> None:
        for wrong in part.wrong_answers():
            verdict = verdict_on(question, part, wrong.value)
            shown = [as_text(verdict), re.sub(r"<[^>]+>", " ", as_html(verdict))]
            own = f"{verdict.observed} {verdict.question} {verdict.label}"
            for card in shown:
                flat = " ".join(card.split())
                for sentence in (verdict.observed, verdict.label, verdict.question):
                    flat = flat.replace(" ".join(sentence.split()), " ")
                mine = {repr(each) for each in answers_in(own, part)}
                leaks = [repr(each) for each in gives_away(flat, part, question)]
                assert set(leaks) <= mine

    def test_a_functions_failing_case_is_shown_without_its_result(
        self, question: Question, part: Part
    ) -> None:
        if not isinstance(part, Function):
            return
        due = part.expected().results
        for answer in tries(part):
            text = said(verdict_on(question, part, answer))
            for case, right in zip(part.cases, due, strict=True):
                call_shown = case.shown(part.name)
                if call_shown not in text or len(repr(right)) < 3:
                    continue
                rest = text.replace(call_shown, "")
                assert repr(right) not in rest, (answer, text)


# --- whatever is answered ---------------------------------------------------------------

GIANT = st.sampled_from([10**400, -(10**400), Fraction(10**400, 3), Fraction(3, 10**400), 10**17])
NUMBERS = st.one_of(
    st.integers(-(10**6), 10**6),
    st.integers(),
    st.floats(),
    st.fractions(),
    st.sampled_from([0, 1, 0.5, 0.84, 84.2, -1, 1000, 999.0, math.inf, math.nan, 1e308, 5e-324]),
    GIANT,
)
VALUES = st.one_of(
    st.none(),
    st.just(...),
    st.booleans(),
    NUMBERS,
    st.text(max_size=6),
    st.text("ABCDEFG ,.)", max_size=8),
    st.sampled_from([np.float32(0.8), np.int8(5), np.bool_(True), np.uint64(2**64 - 1)]),
    hnp.arrays(
        st.sampled_from(["bool", "int8", "uint64", "float16", "float64"]),
        hnp.array_shapes(min_dims=0, max_dims=3, min_side=0, max_side=3),
    ),
    st.just(Unsupported("a value of type set")),
    st.just(Raised("ValueError", "no <b>\n\x00")),
)
NESTED = st.recursive(
    VALUES,
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.lists(inner, max_size=3).map(tuple),
        st.dictionaries(st.one_of(st.text(max_size=3), st.integers()), inner, max_size=3),
    ),
    max_leaves=8,
)
COUNTS = st.lists(
    st.lists(st.one_of(st.integers(-2, 120), GIANT), min_size=1, max_size=3), max_size=3
)


@st.composite
def answers_to(draw: st.DrawFn, question: Question) -> Any:
    """Anything at all, leaning to what has the form of an answer to this question."""
    one = st.one_of(NESTED, COUNTS, st.lists(NUMBERS, max_size=6), st.lists(VALUES, max_size=4))
    near = [st.sampled_from(tries(part)) for part in question.parts]
    if isinstance(question.parts[0], Function):
        size = len(question.parts[0].cases)
        near.append(
            st.lists(one, min_size=size, max_size=size).map(lambda items: Calls(tuple(items)))
        )
        near.append(st.lists(one, max_size=3).map(lambda items: Calls(tuple(items))))
    every = st.one_of(one, *near)
    if len(question.parts) > 1:
        names = st.sampled_from([part.name for part in question.parts] + ["other"])
        every = st.one_of(st.dictionaries(names, every, max_size=5), one)
    return draw(every)


ODD: list[Any] = [
    *(10**400, -(10**400), Fraction(10**400, 3), Fraction(-(10**400), 3), Fraction(3, 10**400)),
    *(2**53 + 1, 1e308, -1e308, 5e-324, math.inf, -math.inf, math.nan, -0.0, 0, True, False, ""),
    *(np.array([5]), np.array([[5]]), np.array(5), np.array([True]), np.array([math.nan])),
    *(
        np.zeros((0, 2)),
        np.zeros((2, 0)),
        np.float16(math.inf),
        np.uint64(2**64 - 1),
        np.int8(-128),
    ),
    *([], (), {}, [[]], [()], [None], [...], [1, ...], [[1, 2], [3]], "ABC" * 50, "\x00", "ß", "ﬁ"),
    *({"": 0}, {1: {}}, Unsupported("x"), Raised("E", "m"), Calls(()), Calls((Calls((1,)),))),
]


def is_stale(question: Question, answer: Any) -> bool:
    """Whether an answer is a record of other calls than the question makes."""
    (part, *_) = question.parts
    calls = isinstance(part, Function) and isinstance(answer, Calls) and not is_blank(answer)
    return calls and len(answer.results) != len(part.cases)


@pytest.mark.parametrize(("question", "part"), PARTS)
class TestOddAnswers:
    def test_none_trips_the_judge(self, question: Question, part: Part) -> None:
        shapes = [lambda x: [x, x], lambda x: [[x] * 3] * 2, lambda x: [(1, x, 2)] * 2]
        answers = [*ODD, *({"": odd} for odd in ODD), *((odd,) * 3 for odd in ODD)]
        answers += [shape(odd) for odd in ODD for shape in shapes]
        if isinstance(part, Function):
            answers += [Calls((answer,) * len(part.cases)) for answer in answers]
        for answer in answers:
            verdict = verdict_on(question, part, answer)
            stale = is_stale(question, answer)
            assert (verdict.outcome is Outcome.NOT_GRADED) == stale, (answer, verdict.observed)
            assert len(as_text(verdict)) < 3000


@pytest.mark.parametrize("question", JUDGED)
class TestWhateverIsAnswered:
    @settings(
        max_examples=40,
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )
    @given(data=st.data())
    def test_a_verdict_comes_back_with_points_within_bounds(
        self, question: Question, data: st.DataObject
    ) -> None:
        answer = data.draw(answers_to(question))
        for form in (recorded(answer), answer):
            verdict = judge(question, form)
            stale = is_stale(question, form)
            assert (verdict.outcome is Outcome.NOT_GRADED) == stale, verdict.observed
            for each in (verdict, *verdict.parts):
                assert type(each.points) is float
                assert 0.0 <= each.points <= each.max_points
            assert (verdict.outcome is Outcome.CORRECT) <= (verdict.points == question.points)
            assert as_text(verdict)
            assert as_html(verdict)

    def test_a_broken_reference_is_for_a_person_to_look_at(self, question: Question) -> None:
        def broken(*_: Any, **__: Any) -> Any:
            raise ZeroDivisionError("the author's own")

        parts = tuple(replace(part, reference=broken) for part in question.parts)
        for answer in (right_answer(question), wrong_answer(question)):
            verdict = judge(replace(question, parts=parts), recorded(answer))
            assert verdict.outcome is Outcome.NOT_GRADED
            assert "not your mistake" in verdict.next_step

"""What people type: plain forms are read, slips are explained, nothing is ever run."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder.answers import describe
from autograder.errors import UnusableAnswer
from autograder.questions import BANK
from autograder.questions.choices import Choice
from autograder.questions.drills import GENERATORS, Truths
from autograder.questions.generators import Generator
from autograder.questions.kinds import Count, Ids, Metric, Shape
from autograder.questions.question import Part
from autograder.typed import LONGEST, kind_of, read_typed
from tests.questions.judging import verdict_on

SHAPE = Shape(reference=lambda: (2, 3, 16))
COUNT = Count(reference=lambda: 1000)
METRIC = Metric(reference=lambda: 0.75)
IDS = Ids(reference=lambda: [3, 1])
TRUTHS = Truths(reference=lambda: [1, 1, 0])
CHOICE = next(p for q in BANK.values() for p in q.parts if isinstance(p, Choice))


@pytest.mark.parametrize(
    ("part", "text", "value"),
    [
        (SHAPE, "(2, 3, 16)", (2, 3, 16)),
        (SHAPE, " 2, 3, 16 ", (2, 3, 16)),
        (SHAPE, "2 3 16", (2, 3, 16)),
        (SHAPE, "2 x 3 × 16", (2, 3, 16)),
        (SHAPE, "2x3x16", (2, 3, 16)),
        (SHAPE, "[2, 3, 16]", [2, 3, 16]),
        (SHAPE, "(None, 5, 8)", (None, 5, 8)),
        (SHAPE, "none 5 8", (None, 5, 8)),
        (SHAPE, "(5,)", (5,)),
        (SHAPE, "()", ()),
        (COUNT, "12", 12),
        (COUNT, "1,200", 1200),
        (COUNT, "1,200,000", 1200000),
        (COUNT, "1_200", 1200),
        (COUNT, "−3", -3),
        (COUNT, "9" * 900, int("9" * 900)),
        (METRIC, "0.75", 0.75),
        (METRIC, ".75", 0.75),
        (METRIC, "3/4", Fraction(3, 4)),
        (METRIC, "-3 / 4", Fraction(-3, 4)),
        (METRIC, "Fraction(3, 4)", Fraction(3, 4)),
        (METRIC, "007/008", Fraction(7, 8)),
        (METRIC, "1,234.5", 1234.5),
        (METRIC, "1e-3", 0.001),
        (METRIC, "inf", float("inf")),
        (IDS, "[3, 1]", [3, 1]),
        (IDS, "3 1", (3, 1)),
        (IDS, "3, 1", (3, 1)),
        (IDS, "3; 1", (3, 1)),
        (IDS, "5", (5,)),
        (IDS, "[]", []),
        (IDS, "(0, 2)", (0, 2)),
        (IDS, "[(0, 2), (1, 1)]", [(0, 2), (1, 1)]),
        (TRUTHS, "1 1 0", (1, 1, 0)),
        (TRUTHS, "true True FALSE", (True, True, False)),
        (TRUTHS, "[True, False]", [True, False]),
        (CHOICE, "b", "b"),
        (CHOICE, "'B'", "B"),
    ],
)
def test_plain_forms_are_read(part: Part, text: str, value: Any) -> None:
    read = read_typed(text, part)
    assert (read, type(read)) == (value, type(value))


@pytest.mark.parametrize(
    ("part", "text", "said"),
    [
        (SHAPE, "", "Nothing was typed"),
        (SHAPE, "2 three", "cannot be read"),
        (SHAPE, "16", "single number"),
        (SHAPE, "(2, 3.5)", "whole number, or None"),
        (SHAPE, "2*3", "Type the result"),
        (COUNT, "2 * 3 + 1", "Type the result"),
        (COUNT, "12,5", "decimal comma. Type a point: 12.5."),
        (COUNT, "twelve", "typed as 12 or 1,200"),
        (COUNT, "1.5", "not a whole number"),
        (METRIC, "0,75", "Type a point: 0.75"),
        (METRIC, "75%", "0.5 stands for 50%"),
        (METRIC, "1/0", "zero below the bar"),
        (METRIC, "nan", "0/0"),
        (METRIC, "tp / fp", "Type the result"),
        (METRIC, "True", "A number is expected"),
        (METRIC, "1+2j", "value of type complex"),
        (IDS, "a b", "cannot be read"),
        (IDS, "1 two", "cannot be read"),
        (IDS, "{3: 1}", "A list is expected"),
        (TRUTHS, "1 2 0", "1 or 0"),
        (CHOICE, "x", "none of the options"),
        (SHAPE, "__import__('os').getcwd()", "cannot be read"),
        (SHAPE, "(" * 900, "cannot be read"),
        (SHAPE, "1" * (LONGEST + 1), "1,001 characters"),
        (METRIC, "1 or 0", "cannot be read"),
        (METRIC, "0.5\x00", "cannot be read"),
    ],
)
def test_slips_are_explained(part: Part, text: str, said: str) -> None:
    with pytest.raises(UnusableAnswer) as slip:
        read_typed(text, part)
    assert said in str(slip.value)
    assert len(str(slip.value)) < 300


@given(text=st.text(max_size=60), part=st.sampled_from([SHAPE, COUNT, METRIC, IDS, TRUTHS, CHOICE]))
@settings(max_examples=600)
def test_whatever_is_typed_is_read_or_explained(text: str, part: Part) -> None:
    try:
        part.read(read_typed(text, part))
    except UnusableAnswer as slip:
        assert str(slip).isprintable()


@given(
    text=st.text(alphabet="0123456789.,/-+()[]{}x*eE_ NoneTrueFalse'\"", max_size=40),
    part=st.sampled_from([SHAPE, COUNT, METRIC, IDS, TRUTHS]),
)
@settings(max_examples=1500)
def test_what_looks_like_an_answer_is_read_or_explained(text: str, part: Part) -> None:
    try:
        part.read(read_typed(text, part))
    except UnusableAnswer as slip:
        assert str(slip).isprintable()


@pytest.mark.parametrize("drill", [pytest.param(each, id=each.id) for each in GENERATORS])
def test_answers_are_judged_as_meant_when_they_are_typed(drill: Generator) -> None:
    for seed in range(5):
        question = drill.question(seed)
        for part in question.parts:
            assert kind_of(part) in {"shape", "whole number", "number", "list"}
            right = describe(part.as_typed(part.expected())[-1])
            assert verdict_on(question, part, read_typed(right, part)).outcome == "correct"
            for wrong in part.wrong_answers():
                text = describe(part.as_typed(wrong.value)[-1])
                try:
                    value = read_typed(text, part)
                except UnusableAnswer:  # an answer that shows itself as none, such as an infinite
                    continue
                found = verdict_on(question, part, value).found
                assert wrong.misconception.id in found, (seed, text)

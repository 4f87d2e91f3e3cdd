"""Answers as a judge gets them, and verdicts on single parts: what tests of questions share."""

from __future__ import annotations

import os
from typing import Any

import pytest

from autograder.answers import decode, encode
from autograder.diagnosis import judge
from autograder.questions import Question
from autograder.questions.question import Part
from autograder.verdict import Verdict

# How many draws are enough; a thousand of each take a quarter of an hour.
DRAWS = int(os.environ.get("AUTOGRADER_SEEDS", "250"))
MANY_DRAWS = pytest.mark.parametrize(
    "draws",
    [
        pytest.param(range(60), id="60 draws"),
        pytest.param(range(60, DRAWS), id=f"{DRAWS} draws", marks=pytest.mark.full),
    ],
)


def recorded(answer: Any) -> Any:
    """An answer as a judge gets it: through the record and back."""
    return decode(encode(answer))


def verdict_on(question: Question, part: Part, answer: Any) -> Verdict:
    """The verdict on one part: asked alone, or with its siblings left out."""
    if len(question.parts) == 1:
        return judge(question, recorded(answer))
    whole = judge(question, recorded({part.name: answer}))
    return next(leaf for leaf in whole.parts if leaf.question == question.place(part))


def right_answer(question: Question) -> Any:
    """The reference's answer: one value, or a dict by part."""
    if len(question.parts) == 1:
        return question.parts[0].expected()
    return {part.name: part.expected() for part in question.parts}

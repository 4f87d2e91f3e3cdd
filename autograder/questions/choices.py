"""The kinds of parts in which a learner chooses: one option, or an order of lines."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from autograder.answers import describe
from autograder.errors import UnusableAnswer
from autograder.misconceptions import CATALOGUE
from autograder.questions.question import Part, Remark, WrongAnswer


def choose(right: str) -> Any:
    """Make the reference of a choice: the function that answers ``right``.

    Examples
    --------
    >>> choose("B")()
    'B'
    """
    return lambda: right


@dataclass(frozen=True)
class Option:
    """One option of a choice: its text, and the belief that makes it tempting.

    ``also`` holds further beliefs that make it tempting; the part declares them with the first
    as ``indistinct``, for a letter cannot tell them apart.
    """

    text: str
    belief: str = ""
    also: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Choice(Part):
    """One letter out of several; every wrong option shows a belief."""

    options: Mapping[str, Option]

    def wrong_answers(self) -> tuple[WrongAnswer, ...]:
        """Each option that shows a belief, as that belief's answer."""
        return tuple(
            WrongAnswer(misconception=CATALOGUE[belief], value=key)
            for key, option in self.options.items()
            for belief in (option.belief, *option.also)
            if belief
        )

    def read(self, answer: Any) -> str:
        """Accept one of the letters, in either case, with white space around it."""
        letters = ", ".join(self.options)
        if isinstance(answer, (list, tuple)) and len(answer) == 1:
            (answer,) = answer
        if not isinstance(answer, str):
            raise UnusableAnswer(
                f"You answered {describe(answer)}.", f"Answer with one letter in quotes: {letters}."
            )
        letter = answer.strip().strip(".()").upper()
        if letter not in self.options:
            raise UnusableAnswer(
                f"You answered {describe(answer)}, which is none of the options.",
                f"Answer with one letter in quotes: {letters}.",
            )
        return letter

    def same(self, value: Any, other: Any) -> bool:
        """The same letter."""
        return bool(value == other)

    def describe(self, value: Any) -> str:
        """The letter with its text."""
        return f"{value}: {self.options[value].text}" if value in self.options else describe(value)


@dataclass(frozen=True, kw_only=True)
class Ordering(Part):
    """Lines of code to put in order; some lines do not belong (paired distractors).

    The answer is a list of the lines' letters. ``also_right`` holds further orders that do
    the same.
    """

    lines: Mapping[str, str]
    also_right: tuple[tuple[str, ...], ...] = ()
    distractors: Mapping[str, str] = field(default_factory=dict)

    def read(self, answer: Any) -> tuple[str, ...]:
        """Accept a list of letters, or one text such as "C A B"."""
        if isinstance(answer, str):
            answer = list(answer.replace(",", " ").replace(" ", ""))
        if not isinstance(answer, (list, tuple)) or not all(isinstance(x, str) for x in answer):
            raise UnusableAnswer(
                f"You answered {describe(answer)}.",
                'A list of letters is expected here, such as ["C", "A"].',
            )
        letters = tuple(item.strip().upper() for item in answer)
        unknown = [letter for letter in letters if letter not in self.lines]
        if unknown:
            raise UnusableAnswer(
                f"There is no line {unknown[0]!r}.", f"The lines are {', '.join(self.lines)}."
            )
        return letters

    def same(self, value: Any, other: Any) -> bool:
        """The same letters in the same order, or another order that is declared right."""
        if tuple(value) == tuple(other):
            return True
        rights = {tuple(self.expected()), *self.also_right}
        return tuple(value) in rights and tuple(other) in rights

    def describe(self, value: Any) -> str:
        """The letters as a list."""
        return describe(list(value))

    def beliefs_behind(self, value: Any) -> Any:
        """The beliefs behind each distractor used, or behind the whole order."""
        used = [CATALOGUE[self.distractors[x]] for x in value if x in self.distractors]
        return tuple(dict.fromkeys(used)) or super().beliefs_behind(value)

    def remark(self, value: Any) -> Remark:
        """Say how far the order is right, counted from its first line."""
        due = tuple(self.expected())
        good = 0
        for mine, right in zip(value, due, strict=False):
            if mine != right:
                break
            good += 1
        if not value:
            return Remark(
                observed="Your list holds no line yet.",
                next_step="Begin with the line that needs no other one.",
            )
        if len(set(value)) != len(value):
            return Remark(observed="A line stands twice.", next_step="Use each line at most once.")
        if tuple(value) == due[: len(value)]:
            return Remark(
                observed=f"All your {len(value)} lines are right, but they are not all that is "
                "needed.",
                next_step="Ask what the task wants in the end, and which line makes it.",
            )
        return Remark(
            observed=f"Right so far, counted from the top: {good} of your {len(value)} lines."
            if good
            else "The first line is not the one to begin with.",
            next_step="For each line ask what it needs to exist already, and which line makes it.",
        )

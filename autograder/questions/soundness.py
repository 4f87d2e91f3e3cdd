"""Whether a question tells beliefs apart: by its own comparison, on its own numbers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import combinations
from typing import Any

from autograder.answers import decode, encode
from autograder.questions.question import Part, Question


def faults(question: Question) -> tuple[str, ...]:
    """Say what is wrong with a question's numbers; nothing where it is sound.

    A sound question has wrong models whose answers differ from the right one and from each
    other, also as learners type them. Beliefs that a part declares as ``indistinct`` give one
    answer, and no others do.

    Examples
    --------
    >>> from autograder.questions import BANK
    >>> faults(BANK["f1-precision"])
    ()
    """
    return tuple(
        f"{part.name}: {fault}" if part.name else fault
        for part in question.parts
        for fault in _faults(part)
    )


def _faults(part: Part) -> tuple[str, ...]:
    right = part.read(decode(encode(part.expected())))
    answers = {
        wrong.misconception.id: part.read(decode(encode(wrong.value)))
        for wrong in part.wrong_answers()
    }
    return tuple(_confusions(part, right, answers)) or tuple(_blurs(part, right, answers))


def _confusions(part: Part, right: Any, answers: Mapping[str, Any]) -> Iterator[str]:
    """Answers that are the same and should not be, or the other way round."""
    for belief, answer in answers.items():
        if part.same(answer, right) or part.same(right, answer):
            yield f"{belief} gives the right answer"
    declared = {frozenset(pair) for group in part.indistinct for pair in combinations(group, 2)}
    for one, other in combinations(answers, 2):
        mine, theirs = answers[one], answers[other]
        alike = part.same(mine, theirs) or part.same(theirs, mine)
        if alike and frozenset({one, other}) not in declared:
            yield f"{one} and {other} give one answer"
        if not alike and frozenset({one, other}) in declared:
            yield f"{one} and {other} are declared alike, and give two answers"


def _blurs(part: Part, right: Any, answers: Mapping[str, Any]) -> Iterator[str]:
    """Answers that are judged as something else in a form in which learners type them."""
    if any(part.credit(typed) < 1 for typed in part.as_typed(right)):
        yield "the right answer is not right as it is typed"
    for belief, answer in answers.items():
        for typed in part.as_typed(answer):
            named = {each.id for each in part.beliefs_behind(typed)}
            if named != part.lookalikes(belief) or part.credit(typed) == 1:
                yield f"{belief} typed as {typed} is taken for {sorted(named) or 'something else'}"
                break

"""Whether a question tells beliefs apart: by its own comparison, on its own numbers."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from autograder.answers import decode, encode
from autograder.questions.question import Part, Question


def faults(question: Question) -> tuple[str, ...]:
    """Say what is wrong with a question's numbers; nothing where it is sound.

    A sound question has wrong models whose answers differ from the right one and from each
    other. Beliefs that a part declares as ``indistinct`` give one answer, and no others do.

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


def _faults(part: Part) -> Iterator[str]:
    right = part.read(decode(encode(part.expected())))
    answers = {
        wrong.misconception.id: part.read(decode(encode(wrong.value)))
        for wrong in part.wrong_answers()
    }
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

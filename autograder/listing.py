"""The bank and the catalogue as plain data and as text: what there is, and one in full."""

from __future__ import annotations

import textwrap
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from autograder.answers import describe
from autograder.errors import UsageError, did_you_mean
from autograder.misconceptions import CATALOGUE, Misconception
from autograder.questions import ASSIGNMENTS, BANK
from autograder.questions.inventory import PREFIX
from autograder.questions.question import Question


def questions() -> list[dict[str, Any]]:
    """Every question of the bank as plain data, in the order of the assignments."""
    return [_question(question) for question in BANK.values()]


def misconceptions() -> list[dict[str, Any]]:
    """Every misconception of the catalogue as plain data, with the questions that know it."""
    known_in = _known_in()
    return [_misconception(belief, known_in[belief.id]) for belief in CATALOGUE.values()]


def one(known: Mapping[str, Any], name: str, what: str) -> Any:
    """Look something up by its id; an unknown id names the nearest ones.

    Raises
    ------
    UsageError

    Examples
    --------
    >>> one({"f1-recall": 1}, "f1-recal", "question")
    Traceback (most recent call last):
    ...
    autograder.errors.UsageError: There is no question 'f1-recal'. Did you mean f1-recall?
    """
    if name in known:
        return known[name]
    raise UsageError(f"There is no {what} {name!r}.{did_you_mean(name, known)}")


def _assignment_of(question: Question) -> str:
    return next((name for name, members in ASSIGNMENTS.items() if question in members), "")


def _question(question: Question) -> dict[str, Any]:
    return {
        "id": question.id,
        "title": question.title,
        "assignment": _assignment_of(question),
        "lesson": question.lesson,
        "points": question.points,
        "kind": question.kind,
        "items": list(question.items),
        "prompt": question.prompt,
        "hints": list(question.hints),
        "rubric": [asdict(criterion) for criterion in question.rubric],
        "wrong_answers": [
            {"part": part.name, "misconception": wrong.misconception.id, "answer": shown}
            for part in question.parts
            for wrong in part.wrong_answers()
            for shown in [part.describe(part.read(wrong.value))]
        ],
    }


def _known_in() -> dict[str, list[str]]:
    """The ids of the questions that know each misconception, by its id."""
    known: dict[str, list[str]] = defaultdict(list)
    for question in BANK.values():
        beliefs = (belief for part in question.parts for belief in part.known_beliefs())
        for belief in dict.fromkeys(beliefs):
            known[belief].append(question.id)
    return known


def _misconception(belief: Misconception, questions: list[str]) -> dict[str, Any]:
    return {**asdict(belief), "questions": questions}


def question_text(name: str) -> str:
    """One question in full: prompt, hints, and what each belief would answer."""
    data = _question(one(BANK, name, "question"))
    asked = "asked in the inventory, taught" if name.startswith(PREFIX) else "practice"
    place = data["assignment"] or f"{asked} in lesson {data['lesson']}"
    lines = [f"{data['id']}: {data['title']} ({data['kind']}; {place}; {data['points']:g} points)"]
    lines += ["", data["prompt"], ""]
    lines += [f"Hint {step}: {text}" for step, text in enumerate(data["hints"], start=1)]
    lines += [f"Rubric, {each['points']:g} points: {each['asks']}" for each in data["rubric"]]
    for wrong in data["wrong_answers"]:
        belief = CATALOGUE[wrong["misconception"]]
        part = f"{wrong['part']}: " if wrong["part"] else ""
        lines.append(f"{belief.id:<4} {part}{wrong['answer']} ({belief.name})")
    return _wrapped(lines)


def misconception_text(name: str) -> str:
    """One misconception in full."""
    belief = one(CATALOGUE, name, "misconception")
    data = _misconception(belief, _known_in()[belief.id])
    return _wrapped(
        [
            f"{data['id']}: {data['name']} (repaired in lesson {data['lesson']})",
            "",
            f"Belief: {data['belief']}",
            f"Idea: {data['idea']}",
            f"Next step: {data['next_step']}",
            f"Seen: {data['seen']}",
            f"Known in: {', '.join(data['questions']) or describe(None)}",
        ]
    )


def _wrapped(lines: list[str]) -> str:
    paragraphs = [part for line in lines for part in line.split("\n")]
    return "\n".join(
        textwrap.fill(part, 96, subsequent_indent="    ") if part else "" for part in paragraphs
    )

"""How much is said of an answer before it is handed in: practice, graded, exam.

One setting for each assignment: ``assignment.json`` beside the instructor's notebook, which
nbgrader hands out with it. The grader marks in full, whatever the mode.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import Any

from autograder import journal
from autograder.answers import Unsupported, describe, is_blank
from autograder.beside import read_beside
from autograder.errors import UnusableAnswer, UsageError, did_you_mean
from autograder.questions import BANK
from autograder.questions.choices import Choice, Ordering
from autograder.questions.functions import Counterexample, Function
from autograder.questions.kinds import Metric
from autograder.questions.question import Part, Question
from autograder.verdict import Outcome, Verdict

SETTINGS = "assignment.json"
TRIES = ".autograder-tries.jsonl"
GRADED_TRIES = 5  # where the mode is graded and nothing is said of tries
SMALL = 10  # whole numbers below it are found by trial


class Mode(StrEnum):
    """What a learner is told at once.

    PRACTICE: everything, as often as asked. GRADED: right or wrong, and the belief behind it, for a
    number of tries, and nothing that would let an answer be found by trial. EXAM: that the answer
    was recorded.
    """

    PRACTICE = "practice"
    GRADED = "graded"
    EXAM = "exam"


@dataclass(frozen=True, kw_only=True)
class Settings:
    """The settings of an assignment.

    Attributes
    ----------
    mode : Mode
    tries : int or None
        In graded mode alone; None is no limit. ``GRADED_TRIES`` where a file does not say.
    variants : bool
        Whether each learner gets numbers of their own, in any mode.
    """

    mode: Mode = Mode.PRACTICE
    tries: int | None = None
    variants: bool = False


PRACTICE = Settings()


def settings_of(folder: Path) -> Settings:
    """The settings that stand in a folder; those of practice where there are none.

    Raises
    ------
    UsageError
        If the file is there and does not say what it should.
    """
    path = folder / SETTINGS
    data = read_beside(path, _EXPECTED)
    if data is None:
        return PRACTICE
    for key in data.keys() - set(_KEYS):
        raise UsageError(f"{path}: {key!r} is no setting.{did_you_mean(key, _KEYS)}")
    mode = data.get("mode", "practice")
    tries = data.get("tries", GRADED_TRIES if mode == Mode.GRADED else None)
    variants = data.get("variants", False)
    if mode not in list(Mode):
        raise UsageError(f"{path}: the mode is {describe(mode)}. {_EXPECTED}")
    if tries is not None and (type(tries) is not int or tries < 1):
        raise UsageError(f"{path}: tries is {describe(tries)}; expected 1 or more, or null.")
    if tries is not None and mode != Mode.GRADED:
        raise UsageError(f"{path}: tries are counted in the mode graded alone.")
    if type(variants) is not bool:
        raise UsageError(f"{path}: variants is {describe(variants)}; expected true or false.")
    return Settings(mode=Mode(mode), tries=tries, variants=variants)


_KEYS = ("mode", "tries", "variants")
_EXPECTED = 'Expected {"mode": "practice"}, {"mode": "graded", "tries": 3} or {"mode": "exam"}.'


def tries_of(folder: Path, question: str, answer: Any) -> int:
    """Count an answer, and say the how manyth it is; one that is repeated counts once.

    Parameters
    ----------
    folder : Path
        Where the notebook stands.
    question : str
    answer : plain data
        As ``answers.encode`` gives it.

    Raises
    ------
    OSError
        If it cannot be written down.
    """
    said = [
        entry.get("answer")
        for entry in journal.entries(folder / TRIES)
        if entry.get("question") == question
    ]
    if not said or said[-1] != answer:
        journal.append(folder / TRIES, {"question": question, "answer": answer})
        said.append(answer)
    return len(said)


def shown(
    verdict: Verdict, question: Question, answer: Any, settings: Settings, tried: int = 1
) -> Verdict:
    """What a learner may read of a verdict.

    Parameters
    ----------
    verdict : Verdict
        The full one.
    question : Question
    answer : object
        The answer that was judged, decoded.
    settings : Settings
    tried : int
        The how manyth answer to this question it is.
    """
    if settings.mode is Mode.PRACTICE or verdict.outcome in _AS_IT_IS:
        return verdict
    given = _by_part(question, answer)
    unreadable = [leaf for leaf in _leaves(verdict, question) if _trouble(leaf[0], given)]
    if given is None or unreadable:
        return _unread(verdict, [leaf for _, leaf in unreadable] or [verdict])
    if settings.mode is Mode.EXAM:
        return _recorded(verdict, _answered(question, given))
    if settings.tries is not None and tried > settings.tries:
        return _recorded(
            verdict,
            _answered(question, given),
            f"All {settings.tries} tries are used: what you change now is recorded, too, and not "
            "commented on.",
        )
    # subtle: by the published question, so that all variants of it are told as much.
    if any(_found_by_trial(part) for part in BANK.get(question.id, question).parts):
        return _recorded(verdict, _answered(question, given))
    if any(_may_be_near(part, leaf, given) for part, leaf in _leaves(verdict, question)):
        more = "Give each number as a Fraction, or with at least four decimals; no percentages."
        return _recorded(verdict, _answered(question, given), more)
    leaves = [_without_cues(leaf, part, given) for part, leaf in _leaves(verdict, question)]
    return replace(verdict, parts=tuple(leaves)) if verdict.parts else leaves[0]


_AS_IT_IS = {Outcome.NOT_ANSWERED, Outcome.NOT_GRADED}


def _by_part(question: Question, answer: Any) -> dict[str, Any] | None:
    """The answer to each part, by name; None where it is no dict and should be one."""
    if len(question.parts) == 1:
        return {question.parts[0].name: answer}
    return answer if isinstance(answer, dict) else None


def _leaves(verdict: Verdict, question: Question) -> list[tuple[Part, Verdict]]:
    whole = len(verdict.leaves) == len(question.parts)
    return list(zip(question.parts, verdict.leaves, strict=True)) if whole else []


def _trouble(part: Part, given: dict[str, Any] | None) -> bool:
    """Whether the answer to a part is missing, or in a form that the part cannot read."""
    answer = (given or {}).get(part.name, ...)
    if is_blank(answer) or isinstance(answer, Unsupported):
        return True
    try:
        part.read(answer)
    except UnusableAnswer:
        return True
    return False


def is_readable(question: Question, answer: Any) -> bool:
    """Whether any part of the question can read its answer."""
    given = _by_part(question, answer)
    return any(not _trouble(part, given) for part in question.parts)


def _unread(verdict: Verdict, leaves: list[Verdict]) -> Verdict:
    """What has to be mended before an answer can be judged at all."""
    return Verdict(
        question=verdict.question,
        outcome=Outcome.INCORRECT,
        points=0.0,
        max_points=verdict.max_points,
        observed=" ".join(f"{_name(leaf)}{leaf.observed or 'Not answered.'}" for leaf in leaves),
        next_step=leaves[0].next_step,
    )


def _name(leaf: Verdict) -> str:
    return f"{leaf.label or leaf.question.partition('/')[2]}: " if "/" in leaf.question else ""


def _recorded(verdict: Verdict, observed: str, next_step: str = "") -> Verdict:
    return Verdict(
        question=verdict.question,
        outcome=Outcome.RECORDED,
        points=0.0,
        max_points=verdict.max_points,
        observed=observed,
        next_step=next_step,
    )


def _answered(question: Question, given: dict[str, Any]) -> str:
    """What was answered, as the question's parts say it."""
    said = {part.name: part.describe(part.read(given[part.name])) for part in question.parts}
    several = (f"{part.label or part.name} {said[part.name]}" for part in question.parts)
    return f"You answered {'; '.join(several) if len(said) > 1 else next(iter(said.values()))}."


def _found_by_trial(part: Part) -> bool:
    """Whether so few answers are possible that somebody who is told right or wrong finds it."""
    if isinstance(part, Choice | Ordering):
        return True
    if isinstance(part, Function | Counterexample):
        return False
    right = part.expected()
    items = list(right) if isinstance(right, list | tuple | set | frozenset) else [right]
    numbers = all(isinstance(each, int) for each in items)
    return numbers and len(items) <= 4 and all(abs(each) < SMALL for each in items)


def _may_be_near(part: Part, leaf: Verdict, given: dict[str, Any]) -> bool:
    """Whether a number is written so that half of the points for one like it would say: near.

    All numbers that are written so are told the same, or the one that is near would stand out.
    """
    if not isinstance(part, Metric) or leaf.outcome is Outcome.CORRECT or leaf.beliefs:
        return False
    return leaf.outcome is Outcome.PARTLY or part.is_coarse(part.read(given[part.name]))


def _without_cues(leaf: Verdict, part: Part, given: dict[str, Any]) -> Verdict:
    """A verdict without what says how near an answer is, or on which side.

    A function's stays: it speaks of calls that are published.
    """
    if leaf.outcome is Outcome.CORRECT or leaf.beliefs or isinstance(part, Function):
        return leaf
    observed = f"You answered {part.describe(part.read(given[part.name]))}."
    return replace(leaf, observed=observed, next_step="Work it out once more, step by step.")


def foot(settings: Settings, question: Question, tried: int) -> str:
    """One line at the end of a card: which mode this is, and how many tries are left."""
    if settings.mode is Mode.PRACTICE or not question.points:
        return ""
    if settings.mode is Mode.EXAM:
        return "Exam: answers are recorded. What they earn is said after grading."
    if settings.tries is None:
        return "Graded: the answer that you hand in counts."
    left = max(0, settings.tries - tried)
    return f"Graded: the answer that you hand in counts. Tries left: {left} of {settings.tries}."

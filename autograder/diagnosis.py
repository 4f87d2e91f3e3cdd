"""Judge an answer: compare it with the reference, then with every wrong model."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from autograder.answers import Calls, Unsupported, describe, is_blank
from autograder.errors import StaleRecord, UnusableAnswer
from autograder.misconceptions import CATALOGUE, Misconception
from autograder.questions.question import Part, Question
from autograder.verdict import Belief, Outcome, Verdict


def judge(question: Question, answer: Any) -> Verdict:
    """Judge one answer.

    Parameters
    ----------
    question : Question
    answer : object
        A decoded answer; for a question of several parts a dict by part name.

    Returns
    -------
    Verdict
        Never raises for anything that an answer can hold: a judge that trips gives
        NOT_GRADED, and says over what.

    Examples
    --------
    >>> from autograder.questions import BANK
    >>> judge(BANK["f1-precision"], 0.8).found
    ('M1',)
    """
    if question.is_text:
        return not_graded(question, "A person reads and grades this text.")
    try:
        return _judge_parts(question, answer)
    except StaleRecord as stale:
        return not_graded(question, str(stale))
    except Exception as error:  # subtle: our own fault must never cost a learner points
        return not_graded(
            question,
            f"This answer could not be judged ({type(error).__name__}: {error}).",
            "This is not your mistake. Your answer is kept; a person will look at it.",
        )


def not_graded(question: Question, observed: str, next_step: str = "") -> Verdict:
    """The verdict for what a person has to look at."""
    return Verdict(
        question=question.id,
        outcome=Outcome.NOT_GRADED,
        points=0.0,
        max_points=float(question.points),
        observed=observed,
        next_step=next_step,
    )


def _judge_parts(question: Question, answer: Any) -> Verdict:
    if len(question.parts) == 1:
        part = question.parts[0]
        return judge_part(part, answer, name=question.place(part), points=question.points)
    blank = is_blank(answer)
    if not blank and not isinstance(answer, dict):
        names = ", ".join(repr(part.name) for part in question.parts)
        return Verdict(
            question=question.id,
            outcome=Outcome.INCORRECT,
            points=0.0,
            max_points=question.points,
            observed=f"You answered {describe(answer)}.",
            next_step=f"A dict with the keys {names} is expected here.",
        )
    given: Mapping[str, Any] = {} if blank else answer
    parts = tuple(
        judge_part(
            part,
            given.get(part.name, ...),
            name=question.place(part),
            points=question.share(part),
        )
        for part in question.parts
    )
    return Verdict(
        question=question.id,
        outcome=_overall([part.outcome for part in parts]),
        points=min(float(question.points), round(sum(part.points for part in parts), 6)),
        max_points=question.points,
        observed=_unknown_keys(question, given),
        parts=parts,
    )


def _unknown_keys(question: Question, given: Mapping[str, Any]) -> str:
    extra = [key for key in given if key not in {part.name for part in question.parts}]
    return f"Not asked for, and ignored: {describe(extra)}." if extra else ""


def _overall(outcomes: list[Outcome]) -> Outcome:
    if len(set(outcomes)) == 1:
        return outcomes[0]
    if Outcome.NOT_GRADED in outcomes:
        return Outcome.NOT_GRADED
    wholly_wrong = {Outcome.INCORRECT, Outcome.NOT_ANSWERED}
    return Outcome.INCORRECT if set(outcomes) <= wholly_wrong else Outcome.PARTLY


def judge_part(part: Part, answer: Any, *, name: str, points: float) -> Verdict:
    """Judge the answer to one part that is worth ``points``; see ``judge``."""

    def verdict(outcome: Outcome, fraction: float = 0.0, **said: Any) -> Verdict:
        return Verdict(
            question=name,
            outcome=outcome,
            points=points * fraction,
            max_points=points,
            label=part.label,
            **said,
        )

    if is_blank(answer):
        return verdict(Outcome.NOT_ANSWERED, next_step=_how_to_answer(answer))
    if isinstance(answer, Unsupported):
        return verdict(
            Outcome.INCORRECT,
            observed=f"You passed {answer.what}.",
            next_step="Pass a plain value: a number, a text, a tuple, a list, a dict, an array.",
        )
    try:
        value = part.read(answer)
    except UnusableAnswer as unusable:
        return verdict(Outcome.INCORRECT, observed=unusable.observed, next_step=unusable.next_step)
    fraction, said = part.credit(value), part.describe(value)
    observed = f"You answered {said}."
    if fraction == 1.0:
        return verdict(Outcome.CORRECT, 1.0, observed=observed)
    behind = part.beliefs_behind(value)
    pairs = () if behind else part.pairs_behind(value)
    both = (CATALOGUE[belief] for pair in pairs for belief in pair)
    beliefs = tuple(_as_belief(each, part, said) for each in behind or dict.fromkeys(both))
    if beliefs:
        outcome = Outcome.PARTLY if fraction else Outcome.INCORRECT
        return verdict(outcome, fraction, beliefs=beliefs, pairs=pairs, observed=observed)
    remark = part.remark(value)
    fraction = max(fraction, remark.fraction)
    return verdict(
        Outcome.PARTLY if fraction else Outcome.INCORRECT,
        fraction,
        observed=f"{observed} {remark.observed}".strip(),
        next_step=remark.next_step,
    )


def _how_to_answer(answer: Any) -> str:
    if isinstance(answer, Calls):
        return "Your function returns nothing yet. If it prints its result, return it instead."
    if answer is None:
        return "The answer is None: replace the dots, or check what your last line assigns."
    return "Replace the dots with your answer."


class _Words(dict[str, str]):
    """Format fields: a name that a question does not have stays as it is written."""

    def __missing__(self, key: str) -> str:
        return "{" + key + "}"


def _as_belief(misconception: Misconception, part: Part, said: str) -> Belief:
    words = _Words({name: describe(item) for name, item in part.params.items()})
    words["answer"] = said
    return Belief(
        id=misconception.id,
        name=misconception.name,
        belief=misconception.belief,
        idea=misconception.idea.format_map(words),
        next_step=misconception.next_step.format_map(words),
        lesson=misconception.lesson,
    )

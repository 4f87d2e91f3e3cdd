"""What is said of one answer: a plain, frozen value."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any


class Outcome(StrEnum):
    """How an answer fared.

    NOT_GRADED means that a person has to look; RECORDED that a learner is told nothing yet.
    """

    CORRECT = "correct"
    PARTLY = "partly"
    INCORRECT = "incorrect"
    NOT_ANSWERED = "not answered"
    NOT_GRADED = "not graded"
    RECORDED = "recorded"


@dataclass(frozen=True, kw_only=True)
class Belief:
    """A misconception as a verdict names it: enough to show it, nothing to run.

    ``idea`` and ``next_step`` are sentences for the learner, already filled in with the
    question's own numbers.
    """

    id: str
    name: str
    belief: str
    idea: str
    next_step: str
    lesson: int


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """The judgement of one answer to one question (or to one part of it).

    Attributes
    ----------
    question : str
        The question's id; a part's verdict carries ``id/part``.
    outcome : Outcome
    points, max_points : float
        ``0 <= points <= max_points``.
    beliefs : tuple of Belief
        All beliefs that give this very answer; empty where none does.
    pairs : tuple of pairs of misconception ids
        Not empty where no single belief gives the answer and two at once do: those pairs.
        ``beliefs`` then holds each belief of theirs once.
    observed : str
        What was answered, in words.
    next_step : str
        What to do now, where no belief says it.
    parts : tuple of Verdict
        The parts of a question that has several.
    """

    question: str
    outcome: Outcome
    points: float
    max_points: float
    beliefs: tuple[Belief, ...] = ()
    pairs: tuple[tuple[str, str], ...] = ()
    observed: str = ""
    next_step: str = ""
    label: str = ""
    parts: tuple[Verdict, ...] = ()

    @property
    def leaves(self) -> tuple[Verdict, ...]:
        """The verdicts without parts: this one, or those of its parts."""
        return self.parts or (self,)

    @property
    def explained(self) -> bool:
        """Whether every wrong part equals what some known belief gives."""
        wrong = [leaf for leaf in self.leaves if leaf.outcome is Outcome.INCORRECT]
        return all(leaf.beliefs for leaf in wrong)

    @property
    def found(self) -> tuple[str, ...]:
        """The ids of all beliefs named, each once, in order.

        Examples
        --------
        >>> Verdict(question="q", outcome=Outcome.CORRECT, points=1, max_points=1).found
        ()
        """
        ids = [belief.id for leaf in self.leaves for belief in leaf.beliefs]
        return tuple(dict.fromkeys(ids))

    def as_dict(self) -> dict[str, Any]:
        """Plain data for JSON: nested dicts, lists, strings and numbers."""
        return asdict(self)

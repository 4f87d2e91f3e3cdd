"""A question: what is asked, what is right, and which wrong beliefs would answer what."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import combinations
from typing import Any

from autograder.answers import describe
from autograder.misconceptions import CATALOGUE, Misconception, WrongModel, can_meet, composed

Model = Callable[..., Any]


@dataclass(frozen=True, kw_only=True)
class WrongAnswer:
    """What a learner who holds ``misconception`` would answer."""

    misconception: Misconception
    value: Any


@dataclass(frozen=True, kw_only=True)
class PairAnswer:
    """What a learner who holds two beliefs at once would answer, and no single one gives."""

    beliefs: tuple[str, str]
    value: Any


@dataclass(frozen=True, kw_only=True)
class Remark:
    """What to say of an answer that is neither right nor explained, and what it earns."""

    observed: str
    next_step: str
    fraction: float = 0.0


@dataclass(frozen=True, kw_only=True)
class Part(ABC):
    """One thing that a question asks. Subclasses say which answers are the same answer.

    Attributes
    ----------
    name : str
        The key in the answer's dict where a question has several parts.
    label : str
        What cards call it.
    weight : float
        Its share of the question's points, relative to its siblings.
    reference : callable
        Computes the right answer from ``params``.
    params : mapping
        The question's numbers: arguments of ``reference`` and of every wrong model.
    wrong : mapping of misconception id to wrong model
        Functions of the same arguments with another answer, ``Reads`` and ``Writes``.
    indistinct : tuple of sets of misconception ids
        Beliefs that give one answer here, whatever the numbers.
    """

    name: str = ""
    label: str = ""
    weight: float = 1.0
    reference: Model
    params: Mapping[str, Any] = field(default_factory=dict)
    wrong: Mapping[str, WrongModel] = field(default_factory=dict)
    indistinct: tuple[frozenset[str], ...] = ()

    def expected(self) -> Any:
        """The right answer, by the reference."""
        return self.reference(**self.params)

    def answer_by(self, *models: WrongModel) -> Any:
        """What somebody answers who goes by these wrong models at once."""
        return composed(models, self.reference)(**self.params)

    def wrong_answers(self) -> tuple[WrongAnswer, ...]:
        """What each wrong model answers, in the order in which the question lists them."""
        return self._singles

    def known_beliefs(self) -> tuple[str, ...]:
        """The ids of the beliefs that it has a wrong answer for."""
        return tuple(wrong.misconception.id for wrong in self.wrong_answers())

    def answer_of(self, belief: str) -> Any:
        """What a learner who holds one of its known beliefs would answer."""
        return next(w.value for w in self.wrong_answers() if w.misconception.id == belief)

    def pair_answers(self) -> tuple[PairAnswer, ...]:
        """What two wrong models at once answer, where that is neither right nor a single's."""
        return self._pairs

    # subtle: computed once for each question, for a class of 300 asks them 300 times.
    @cached_property
    def _singles(self) -> tuple[WrongAnswer, ...]:
        return tuple(
            WrongAnswer(misconception=CATALOGUE[belief], value=self.answer_by(model))
            for belief, model in self.wrong.items()
        )

    @cached_property
    def _pairs(self) -> tuple[PairAnswer, ...]:
        right, singles = self.expected(), [wrong.value for wrong in self.wrong_answers()]
        found = []
        for one, other in combinations(self.wrong, 2):
            models = self.wrong[one], self.wrong[other]
            if not can_meet(*models):
                continue
            try:
                value = self.answer_by(*models)
            except Exception:  # subtle: one model may give what the other cannot take
                continue
            known = self.same(value, right) or any(
                self.same_exactly(value, single) for single in singles
            )
            if self.is_possible(value) and not known:
                found.append(PairAnswer(beliefs=(one, other), value=value))
        return tuple(found)

    @abstractmethod
    def read(self, answer: Any) -> Any:
        """Bring an answer to this kind's own form; raise ``UnusableAnswer`` where it has none."""

    @abstractmethod
    def same(self, value: Any, other: Any) -> bool:
        """Whether two values that were read are the same answer."""

    def same_exactly(self, value: Any, other: Any) -> bool:
        """Whether two values are the same where there are many to tell apart."""
        return self.same(value, other)

    def as_typed(self, value: Any) -> tuple[Any, ...]:
        """The forms in which learners give a value that they have worked out."""
        return (value,)

    def is_possible(self, value: Any) -> bool:
        """Whether a learner could take the value for an answer to this kind of question."""
        return True

    def credit(self, value: Any) -> float:
        """The share of the points that a readable answer earns, from 0 to 1."""
        return float(self.same(value, self.expected()))

    def beliefs_behind(self, value: Any) -> tuple[Misconception, ...]:
        """All beliefs whose wrong models give this very answer."""
        return tuple(
            wrong.misconception for wrong in self.wrong_answers() if self.same(value, wrong.value)
        )

    def pairs_behind(self, value: Any) -> tuple[tuple[str, str], ...]:
        """The pairs of beliefs that give this very answer together.

        Several only where they differ in beliefs that cannot be told apart here. Where quite
        different pairs give the answer, none is named: that would be a guess.
        """
        fitting = [p.beliefs for p in self.pair_answers() if self.same_exactly(value, p.value)]
        kinds = {frozenset(map(self.lookalikes, pair)) for pair in fitting}
        return tuple(fitting) if len(kinds) == 1 else ()

    def lookalikes(self, belief: str) -> frozenset[str]:
        """The beliefs that cannot be told from this one here, itself included."""
        return next((group for group in self.indistinct if belief in group), frozenset({belief}))

    def remark(self, value: Any) -> Remark:
        """Say something true and useful of an answer that no wrong model gives."""
        return Remark(observed="", next_step="Work it out once more, writing each step down.")

    def describe(self, value: Any) -> str:
        """Say an answer for the card."""
        return describe(value)


@dataclass(frozen=True, kw_only=True)
class Criterion:
    """One line of a rubric for a text that a person grades."""

    points: float
    asks: str


@dataclass(frozen=True, kw_only=True)
class Question:
    """A question of the bank.

    Attributes
    ----------
    id : str
        Also the grade cell's ``grade_id``; the learner's cell is ``id + "-answer"``.
    title : str
        A few words for tables.
    lesson : int
    points : float
        Zero for the practice questions in lessons.
    prompt : str
        Stands word for word in the notebook.
    parts : tuple of Part
        One, or several that are answered by a dict; none for a text.
    hints : tuple of str
        From a nudge to nearly there.
    items : tuple of str
        The items of the source material that it asks (``docs/coverage.md``).
    rubric : tuple of Criterion
        For texts alone.
    """

    id: str
    title: str
    lesson: int
    points: float = 0.0
    prompt: str
    parts: tuple[Part, ...] = ()
    hints: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    rubric: tuple[Criterion, ...] = ()

    def __hash__(self) -> int:
        # subtle: by the id alone, for parts hold dicts; equal questions have equal ids.
        return hash(self.id)

    @property
    def kind(self) -> str:
        """The kinds of its parts, for tables: ``shape``, ``choice + count``, ``text``."""
        kinds = dict.fromkeys(type(part).__name__.lower() for part in self.parts)
        return " + ".join(kinds) or "text"

    @property
    def answer_id(self) -> str:
        """The ``grade_id`` of the cell in which the learner answers."""
        return f"{self.id}-answer" if self.parts else self.id

    @property
    def ask_id(self) -> str:
        """The id of the cell that asks it."""
        return f"{self.id}-ask"

    @property
    def is_text(self) -> bool:
        """Whether a person grades it."""
        return not self.parts

    def place(self, part: Part) -> str:
        """What verdicts call a part: the question's id, and its name where there are several."""
        return f"{self.id}/{part.name}" if len(self.parts) > 1 else self.id

    def share(self, part: Part) -> float:
        """The points that a part is worth."""
        return self.points * part.weight / sum(each.weight for each in self.parts)

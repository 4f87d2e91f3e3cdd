"""Generators: endless questions of one kind, with numbers that tell every belief apart."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from random import Random
from typing import Any

from autograder.questions.question import Question
from autograder.questions.soundness import faults

TRIES = 200  # the worst generator needs about a quarter


class NoSoundNumbers(RuntimeError):
    """A generator drew many times, and no numbers told all its wrong beliefs apart."""


@dataclass(frozen=True, kw_only=True)
class Generator:
    """A kind of question whose numbers are drawn.

    Attributes
    ----------
    id : str
        The ids of its questions are this and the seed: ``drill-precision-7``.
    title : str
    lesson : int
    draw : callable
        Draws numbers from a ``random.Random``, as the keyword arguments of ``make``. It need
        not think of beliefs: numbers that do not tell them apart are drawn again.
    make : callable
        Makes the question of the numbers, with ``id``.
    published : str
        The id of the question of the bank that it gives other numbers; none without one.
    near : callable
        Draws like ``draw``, and closer to the published numbers, where few of the others are.
    """

    id: str
    title: str
    lesson: int
    draw: Callable[[Random], Mapping[str, Any]]
    make: Callable[..., Question]
    published: str = ""
    near: Callable[[Random], Mapping[str, Any]] | None = None

    def question(self, seed: int) -> Question:
        """The question of a seed: always the same one, and sound.

        Raises
        ------
        NoSoundNumbers
            Says which beliefs the last numbers did not tell apart.
        """
        rng = Random(f"{self.id}:{seed}")
        found: tuple[str, ...] = ()
        for _ in range(TRIES):
            question = self.make(id=f"{self.id}-{seed}", **self.draw(rng))
            found = faults(question)
            if not found:
                return question
        raise NoSoundNumbers(f"{self.id}: {'; '.join(found)}, after {TRIES} draws")

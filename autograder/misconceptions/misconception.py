"""What a misconception is: the words for a wrong belief. Its wrong models stand beside it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Misconception:
    """A wrong belief, in words for the learner who holds it.

    A question pairs it with the wrong model (or the option) that shows it there.

    Attributes
    ----------
    id : str
        Stable and short: ``S1``.
    name : str
        What teachers call it.
    belief : str
        The belief as a sentence.
    idea : str
        What is true, in one or two sentences. May hold ``{answer}`` and the question's
        parameters in braces; never the answer that is due.
    next_step : str
        One thing to do now.
    lesson : int
        The lesson that repairs it.
    seen : str
        Where it was met.
    """

    id: str
    name: str
    belief: str
    idea: str
    next_step: str
    lesson: int
    seen: str

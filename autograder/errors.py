"""Every error that the package raises on purpose, named for whose fault it is."""

from __future__ import annotations

import difflib
from collections.abc import Iterable


class AutograderError(Exception):
    """Base of all errors of this package: its text is a sentence a person can act on."""

    def _render_traceback_(self) -> list[str]:
        """Give IPython what to show in place of a traceback (it looks this method up)."""
        return str(self).splitlines()


class SubmissionError(AutograderError):
    """The submission cannot be used: not a notebook, another course's, unreadable."""


class QuestionError(AutograderError):
    """The author's fault: an unknown question id, a question that contradicts its notebook."""


class MachineError(AutograderError):
    """The machine's fault: no disk space, a locked gradebook, a kernel that cannot start."""


class UsageError(AutograderError):
    """The caller asked for something that is not there: no such assignment, no course here."""


class WrongAnswerError(AutograderError):
    """Raised by ``check`` while nbgrader validates: its text is the feedback."""


class StaleRecord(AutograderError):
    """A record of calls on other cases than the question has now: the notebook has to run again."""


class UnusableAnswer(AutograderError):
    """An answer of the wrong type or form, said in words for the learner.

    Parameters
    ----------
    observed : str
        What came.
    next_step : str
        What is expected instead.
    """

    def __init__(self, observed: str, next_step: str) -> None:
        super().__init__(f"{observed} {next_step}")
        self.observed = observed
        self.next_step = next_step


def did_you_mean(name: object, known: Iterable[str]) -> str:
    """A question that names the nearest known names, with a space in front; or nothing.

    Examples
    --------
    >>> did_you_mean("f1-recal", ["f1-recall", "ids-rows"])
    ' Did you mean f1-recall?'
    >>> did_you_mean("zzz", ["f1-recall"])
    ''
    """
    near = difflib.get_close_matches(str(name), list(known), n=3)
    return f" Did you mean {' or '.join(near)}?" if near else ""

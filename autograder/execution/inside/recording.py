"""What ``import autograder`` finds where submissions run: answers are recorded, not judged."""

from __future__ import annotations

import copy
import json
import sys
from collections.abc import Callable
from typing import Any

from autograder import answers

_functions: dict[str, Callable[..., Any]] = {}


def check(question_id: str, answer: object) -> float:
    """Record an answer as plain data in the cell's output.

    What it returns says nothing: nobody knows here whether the answer is right.
    """
    if callable(answer):
        _functions[question_id] = answer
    record = {"answer": answers.encode(answer), "callable": callable(answer)}
    _publish({"version": answers.VERSION, "question": question_id, **record})
    return 0.0


def ask(question_id: str) -> None:
    """Questions are for learners; where submissions run nobody knows whose they are."""


def hint(question_id: str, step: int = 1) -> None:
    """So are hints."""


def reveal(question_id: str) -> None:
    """Predictions are for learners, too."""


def inventory(before: object, after: object = None) -> None:
    """So is the inventory."""


def progress(work: object = None) -> None:
    """And how far they have come."""


class Nothing:
    """Takes every call, and does nothing."""

    def __getattr__(self, name: str) -> Nothing:
        return self

    def __call__(self, *args: object, **kwargs: object) -> None: ...


def drill(*args: object, **kwargs: object) -> Nothing:
    """Practice is for learners as well."""
    return Nothing()


def call(question_id: str, number: int, arguments: str) -> None:
    """Call the function that was given to a question on the inputs that the grader sent.

    ``arguments`` is JSON: a list of encoded values. ``number`` comes back with the result.
    """
    given = [answers.decode(item) for item in json.loads(arguments)]
    try:
        # subtle: a copy of the result too; a later call may change the object it returned.
        result = copy.deepcopy(answers.encode(_functions[question_id](*given)))
    except (Exception, SystemExit) as error:
        raised = answers.Raised(error=type(error).__name__, message=_text_of(error))
        result = answers.encode(raised)
    _publish(
        {"version": answers.VERSION, "question": question_id, "call": number, "answer": result}
    )


def _text_of(error: BaseException) -> str:
    try:
        return str(error)
    except Exception:  # subtle: an error class of the learner's own may fail to say itself
        return "an error without a text"


def _publish(bundle: dict[str, Any]) -> None:
    shell = sys.modules["IPython"].get_ipython()
    shell.display_pub.publish({answers.MIME: bundle, "text/plain": "Recorded."})

"""Predict first: what a learner answered before the result was shown.

``check`` notes each answer here: the first one to a question is the prediction. In a work folder it
goes into ``progress/checks.jsonl`` as well, so that it outlives the kernel.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

from autograder import answers, journal
from autograder.verdict import Outcome, Verdict

CHECKS = "checks.jsonl"
_said: dict[str, list[dict[str, Any]]] = {}  # what was answered in this process, by question


def note(question: str, answer: Any, verdict: Verdict) -> None:
    """Keep an answer that was judged; one that was not given, or repeated, is passed over.

    Parameters
    ----------
    question : str
    answer : plain data
        As ``answers.encode`` gives it.
    verdict : Verdict
    """
    if verdict.outcome is Outcome.NOT_ANSWERED:
        return
    path = journal.own_record(CHECKS)
    before = _answers_to(question, path)
    if before and before[-1]["answer"] == answer:
        return
    entry = {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "question": question,
        "answer": answer,
        "outcome": str(verdict.outcome),
        "points": verdict.points,
        "max_points": verdict.max_points,
        "beliefs": list(verdict.found),
    }
    _said.setdefault(question, []).append(entry)
    if path is not None:
        with suppress(OSError):  # subtle: a full disk must not turn a check into an error
            journal.append(path, entry)


def predicted(question: str) -> Mapping[str, Any] | None:
    """The entry of the first answer to a question, in this work folder or else this process."""
    said = _answers_to(question, journal.own_record(CHECKS))
    return said[0] if said else None


def sentence(entry: Mapping[str, Any]) -> str:
    """What was predicted, and how that fared, in one sentence.

    Examples
    --------
    >>> sentence({"answer": answers.encode((2, 3)), "outcome": "incorrect"})
    'You predicted (2, 3), which is not what comes. Look for the reason in the result.'
    """
    said = f"You predicted {answers.describe(answers.decode(entry['answer']))}"
    if entry["outcome"] == Outcome.CORRECT:
        return f"{said}, and that is right. Check that the reason was, too."
    if entry["outcome"] in {Outcome.RECORDED, Outcome.NOT_GRADED}:
        return f"{said}."
    if entry["outcome"] == Outcome.PARTLY:
        return f"{said}, which is partly right. See what was missing."
    return f"{said}, which is not what comes. Look for the reason in the result."


def _answers_to(question: str, path: Path | None) -> list[dict[str, Any]]:
    """What was answered to a question, before this process started and since."""
    earlier = _earlier(path).get(question, []) if path is not None else []
    return [*earlier, *_said.get(question, [])]


@cache
def _earlier(path: Path) -> Mapping[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    with suppress(OSError):
        for entry in read(path):
            found.setdefault(entry["question"], []).append(entry)
    return found


def read(path: Path) -> Iterator[dict[str, Any]]:
    """The entries of a record, in order; a line that is none is passed over.

    Raises
    ------
    OSError
        If the file is there and cannot be read.
    """
    return filter(_is_entry, journal.entries(path))


def _is_entry(data: Mapping[str, Any]) -> bool:
    try:
        datetime.fromisoformat(data["at"])
        Outcome(data["outcome"])
        answers.decode(data["answer"])
        numbers = data["points"] + data["max_points"]
    except (KeyError, TypeError, ValueError):
        return False
    beliefs = data.get("beliefs")
    texts = isinstance(beliefs, list) and all(isinstance(each, str) for each in beliefs)
    return isinstance(data.get("question"), str) and isinstance(numbers, int | float) and texts

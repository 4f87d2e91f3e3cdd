"""Rows without names: each learner is a number that says nothing."""

from __future__ import annotations

import hmac
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from autograder.answers import Calls, Raised, Unsupported
from autograder.reports import Row
from autograder.verdict import Verdict

SHORT = 3  # a shorter name is a word, or part of one, too often to be looked for in sentences


def pseudonyms(names: Iterable[str], secret: str) -> dict[str, str]:
    """``learner 1``, ``learner 2``, ... for the names, in an order that the secret alone decides.

    Parameters
    ----------
    names : iterable of str
        Everybody in the course. The same names get the same numbers each time.
    secret : str
        The course's. Without it nobody can work out who is who from a list of names.

    Examples
    --------
    >>> sorted(pseudonyms(["ada", "bob"], "a secret").values())
    ['learner 1', 'learner 2']
    """

    def place(name: str) -> bytes:
        return hmac.digest(secret.encode(), f"learner {name}".encode(), "sha256")

    ordered = sorted(set(names), key=place)
    return {name: f"learner {number}" for number, name in enumerate(ordered, start=1)}


def without_names(rows: Sequence[Row], known: Mapping[str, str]) -> list[Row]:
    """The rows with pseudonyms in place of names, sorted by assignment and number.

    A learner's own name goes from what was said of the submission and from its answers, too.

    Parameters
    ----------
    rows : sequence of Row
    known : mapping of name to pseudonym
    """
    order = {name: number for number, name in enumerate(dict.fromkeys(known.values()))}
    assignments = {row.assignment: number for number, row in reversed(list(enumerate(rows)))}
    renamed = [_renamed(row, known[row.student]) for row in rows]
    return sorted(renamed, key=lambda row: (assignments[row.assignment], order[row.student]))


def _renamed(row: Row, pseudonym: str) -> Row:
    name = re.escape(row.student)
    apart = rf"(?<!\w){name}(?!\w)" if len(row.student) >= SHORT else rf"(?<=/){name}(?=/)"
    pattern = re.compile(apart, re.IGNORECASE)

    def hide(text: str) -> str:
        return pattern.sub(pseudonym, text)

    return replace(
        row,
        student=pseudonym,
        reason=hide(row.reason),
        repairs=tuple(map(hide, row.repairs)),
        faults=tuple(map(hide, row.faults)),
        verdicts=tuple(_in_verdict(verdict, hide) for verdict in row.verdicts),
        given={question: _in_answer(answer, hide) for question, answer in row.given.items()},
    )


def _in_verdict(verdict: Verdict, hide: Any) -> Verdict:
    return replace(
        verdict,
        observed=hide(verdict.observed),
        next_step=hide(verdict.next_step),
        parts=tuple(_in_verdict(part, hide) for part in verdict.parts),
    )


def _in_answer(answer: Any, hide: Any) -> Any:
    """The answer with the name hidden in all texts that it holds; its types stay."""
    match answer:
        case str():
            return hide(answer)
        case list() | tuple():
            return type(answer)(_in_answer(item, hide) for item in answer)
        case dict():
            return {_in_answer(key, hide): _in_answer(value, hide) for key, value in answer.items()}
        case Unsupported():
            return Unsupported(hide(answer.what))
        case Raised():
            return Raised(hide(answer.error), hide(answer.message))
        case Calls():
            return replace(answer, results=_in_answer(answer.results, hide))
    return answer

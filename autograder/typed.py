"""Answers as people type them: ``3/4``, ``(None, 5, 8)``, ``1 1 0``, ``b``. Nothing is run."""

from __future__ import annotations

import ast
import re
import warnings
from collections.abc import Callable
from fractions import Fraction
from typing import Any

from autograder.answers import Unsupported, decode, encode, one_line
from autograder.errors import UnusableAnswer
from autograder.questions.choices import Choice, Ordering
from autograder.questions.kinds import Count, Ids, Metric, Shape
from autograder.questions.question import Part, Question

LONGEST = 1000  # characters: far above any honest answer, far below what trips the parser

_ALIKE = str.maketrans(
    {"−": "-", "–": "-", "×": "x", "“": '"', "”": '"', "„": '"', "‘": "'", "’": "'", "\xa0": " "}
)
_KINDS: tuple[tuple[type[Part], str, str], ...] = (
    (Shape, "shape", "A shape is typed as (4, 7) or 4 7, with one axis as (5,)."),
    (Count, "whole number", "A whole number is typed as 12 or 1,200."),
    (Metric, "number", "A number is typed as 0.8125 or as a fraction, 13/16."),
    (Ids, "list", "A list is typed as [3, 1] or 3 1, an empty one as []."),
    (Choice, "letter", "A choice is typed as its letter."),
    (Ordering, "letters in order", "An order is typed as its letters: C A B."),
)


def kind_of(part: Part) -> str:
    """What is to be typed, in a word or two.

    Examples
    --------
    >>> from autograder.questions import BANK
    >>> kind_of(BANK["f1-precision"].parts[0])
    'number'
    """
    return next((word for kind, word, _ in _KINDS if isinstance(part, kind)), "value")


def read_typed(text: str, part: Part) -> Any:
    """Read what was typed as an answer to a part.

    Parameters
    ----------
    text : str
    part : Part
        Its kind decides what ``1,200`` or ``2 3 16`` stands for.

    Returns
    -------
    object
        A plain value that the part can read.

    Raises
    ------
    UnusableAnswer
        Where it can not, with what is expected instead.

    Examples
    --------
    >>> from autograder.questions import BANK
    >>> read_typed("3 / 4", BANK["f1-precision"].parts[0])
    Fraction(3, 4)
    >>> read_typed("0,75", BANK["f1-precision"].parts[0])
    Traceback (most recent call last):
    ...
    autograder.errors.UnusableAnswer: “0,75” has a decimal comma. Type a point: 0.75.
    """
    plain = text.translate(_ALIKE).strip()
    if not plain:
        raise UnusableAnswer("Nothing was typed.", _form(part))
    if len(plain) > LONGEST:
        raise UnusableAnswer(f"That has {len(plain):,} characters.", _form(part))
    value = decode(encode(_reader(part)(plain, part)))
    if isinstance(value, Unsupported):
        raise UnusableAnswer(f"{_quoted(plain)} is {value.what}.", _form(part))
    part.read(value)
    return value


def read_answer(text: str, question: Question) -> Any:
    """Read what was typed as an answer to a question: of several parts, a dict by their names.

    Raises
    ------
    UnusableAnswer
        Where it is none, with what is expected instead.

    Examples
    --------
    >>> from autograder.questions import BANK
    >>> read_answer("3/4", BANK["f1-precision"])
    Fraction(3, 4)
    """
    if len(question.parts) == 1:
        return read_typed(text, question.parts[0])
    value = _parsed(text.strip())
    if not isinstance(value, dict):
        names = ", ".join(repr(part.name) for part in question.parts)
        raise UnusableAnswer(f"{_quoted(text)} is no dict.", f"Type one with the keys {names}.")
    return value


def _reader(part: Part) -> Callable[[str, Part], Any]:
    if isinstance(part, (Count, Metric)):
        return _number
    if isinstance(part, (Shape, Ids)):
        return _sequence
    return _letters if isinstance(part, (Choice, Ordering)) else _literal


def _form(part: Part) -> str:
    return next((form for kind, _, form in _KINDS if isinstance(part, kind)), "Type a value.")


def _quoted(text: str) -> str:
    shown = one_line(text)
    return f"“{shown if len(shown) <= 60 else shown[:57] + '...'}”"


def _parsed(text: str) -> Any:
    """The literal that a text is, or ``Unsupported`` where it is none."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # subtle: the parser warns of texts such as 1or
        try:
            return ast.literal_eval(text)
        except (ValueError, SyntaxError, TypeError, MemoryError, RecursionError):
            return Unsupported("no value that can be read here")


def _literal(text: str, part: Part) -> Any:
    value = _parsed(text)
    if not isinstance(value, Unsupported):
        return value
    if re.search(r"[\w)\]]\s*[-+*/^]+\s*[\w(\[]", text):
        raise UnusableAnswer(f"{_quoted(text)} is not worked out here.", "Type the result.")
    raise UnusableAnswer(f"{_quoted(text)} cannot be read.", _form(part))


def _number(text: str, part: Part) -> Any:
    """A number: ``0.75``, ``3/4``, ``Fraction(3, 4)``, ``1,200``."""
    if re.fullmatch(r"[-+]?[1-9]\d{0,2}(,\d{3})+(\.\d*)?", text):
        return _literal(text.replace(",", ""), part)
    if re.fullmatch(r"[-+]?\d+,\d+", text):
        point = text.replace(",", ".")
        raise UnusableAnswer(f"{_quoted(text)} has a decimal comma.", f"Type a point: {point}.")
    if text.endswith("%"):
        raise UnusableAnswer(
            f"{_quoted(text)} is a percentage.", "Type a proportion: 0.5 stands for 50%."
        )
    found = re.fullmatch(r"([-+]?\d+)\s*/\s*(\d+)", text) or re.fullmatch(
        r"Fraction\(\s*([-+]?\d+)\s*,\s*(\d+)\s*\)", text
    )
    if not found:
        return float(text) if text.lower() in {"inf", "-inf", "nan"} else _literal(text, part)
    top, bottom = (_literal(digits.lstrip("0+") or "0", part) for digits in found.groups())
    if bottom == 0:
        raise UnusableAnswer(f"{_quoted(text)} has a zero below the bar.", _form(part))
    return Fraction(top, bottom)


def _sequence(text: str, part: Part) -> Any:
    """A shape or a list: ``(2, 3)``, ``2, 3``, ``2 3``, ``2 x 3``; of an Ids part also ``2``."""
    text = re.sub(r"\b(none|true|false)\b", lambda word: word[0].capitalize(), text, flags=re.I)
    value = _parsed(text)
    if isinstance(value, Unsupported):
        items = re.split(r"\s*[x,;]\s*|\s+", text.strip("()[] ,"))
        values = [_parsed(item) for item in items]
        if any(isinstance(each, (Unsupported, tuple, list)) for each in values):
            return _literal(text, part)
        value = tuple(values)
    if isinstance(part, Ids) and isinstance(value, (bool, int)):
        value = (value,)
    return value


def _letters(text: str, part: Part) -> Any:
    value = _parsed(text)
    return text if isinstance(value, Unsupported) else value

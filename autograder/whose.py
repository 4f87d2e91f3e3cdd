"""Whose question it is: everybody's, or a learner's own with other numbers.

``learner.json`` beside a notebook says which learner it was handed out to, and holds a seed for
each question that has variants. The grader reads no such file: it goes by the course's secret and
by the name under which a notebook was handed in.
"""

from __future__ import annotations

import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any

from autograder.answers import describe
from autograder.beside import read_beside
from autograder.errors import UsageError
from autograder.questions.question import Question
from autograder.questions.variants import variant

FILE = "learner.json"
Seeds = Mapping[str, str]  # of variants, by question
PUBLISHED: Seeds = MappingProxyType({})


@dataclass(frozen=True, kw_only=True)
class Whose:
    """Whose questions are meant.

    Attributes
    ----------
    inputs : str
        The seed of further inputs for learners' functions; none without it.
    variants : mapping of question id to str
        The seeds of the learner's own numbers; other questions are the published ones.
    """

    inputs: str = ""
    variants: Seeds = field(default_factory=lambda: PUBLISHED)


EVERYBODY = Whose()


def key_of(secret: str, learner: str, question_id: str) -> str:
    """What a learner's numbers in one question are drawn from; tells nothing of the secret.

    Examples
    --------
    >>> key_of("secret", "ada", "f1-recall") == key_of("secret", "grace", "f1-recall")
    False
    """
    # subtle: an object, for the seed of secret inputs is the digest of a list.
    about = json.dumps({"learner": learner, "question": question_id})
    return hmac.digest(secret.encode(), about.encode(), "sha256").hex()[:32]


def write_learner(folder: Path, learner: str, seeds: Seeds) -> None:
    """Write the file that makes the questions of a notebook a learner's own."""
    text = json.dumps({"learner": learner, "seeds": dict(seeds)}, indent=1)
    (folder / FILE).write_text(text + "\n", encoding="utf-8")


def seeds_beside(folder: Path) -> Seeds:
    """The seeds that lie in a folder; none where there is no such file.

    Raises
    ------
    UsageError
        If the file is there and does not say what it should.
    """
    path = folder / FILE
    data = read_beside(path, _ADVICE)
    if data is None:
        return PUBLISHED
    seeds = data.get("seeds")
    if not isinstance(seeds, dict):
        raise UsageError(f"{path} holds {describe(data)}, and no seeds. {_ADVICE}")
    for name, seed in seeds.items():
        _require_variant(path, name, seed)
    return seeds


_ADVICE = "Put back the file that was handed out to you."


def _require_variant(path: Path, name: str, seed: Any) -> None:
    try:
        variant(name, seed)
    except (KeyError, ValueError, TypeError):
        raise UsageError(
            f"{path}: {describe(seed)} is no seed of {name!r} in this version of the course. "
            f"{_ADVICE}"
        ) from None


def own(question: Question, seeds: Seeds) -> Question:
    """The question with the numbers that the seeds say; without a seed, the published one."""
    seed = seeds.get(question.id)
    return variant(question.id, seed) if seed else question


def asked(question: Question, note: str = "") -> dict[str, str]:
    """A question as a notebook displays it: its title and its text, in Markdown, and a note."""
    foot = f"\n\n{note}" if note else ""
    text = f"{question.title}\n\n{question.prompt}{foot}"
    return {"text/markdown": f"### {text}", "text/plain": text}

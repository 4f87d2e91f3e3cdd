"""The catalogue: complete, in use, and worded for a learner."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import fields
from importlib import import_module
from pkgutil import iter_modules
from typing import Any

import pytest

from autograder import misconceptions
from autograder.misconceptions import CATALOGUE, Misconception
from autograder.questions import BANK

LISTED = tuple(
    each
    for module in iter_modules(misconceptions.__path__)
    for each in getattr(
        import_module(f"{misconceptions.__name__}.{module.name}"), "MISCONCEPTIONS", ()
    )
)
# The 72 beliefs that the course has set out to repair, by their topics.
PLANNED = {"S": 8, "D": 4, "V": 4, "I": 9, "K": 6, "M": 9, "A": 3, "T": 5, "G": 5, "O": 3, "B": 2}
PLANNED |= {"C": 4, "W": 3, "P": 4, "U": 3}
FILLERS = ("simply", "obviously", "just", "clearly", "of course", "trivially", "easily")


def test_no_id_is_given_twice() -> None:
    ids = [each.id for each in LISTED]
    assert len(ids) == len(set(ids)) == len(CATALOGUE)


def test_all_planned_beliefs_are_there_and_more() -> None:
    planned = {f"{topic}{n}" for topic, many in PLANNED.items() for n in range(1, many + 1)}
    assert len(planned) == 72
    assert planned <= set(CATALOGUE)
    assert len(CATALOGUE) >= 90


def test_no_name_is_given_twice() -> None:
    names = [each.name for each in LISTED]
    assert len(names) == len(set(names))


def test_the_catalogue_cannot_be_changed() -> None:
    with pytest.raises(TypeError):
        CATALOGUE["X1"] = LISTED[0]  # type: ignore[index]


def asked() -> set[str]:
    """The ids of the misconceptions that some question has an answer for."""
    return {
        belief
        for question in BANK.values()
        for part in question.parts
        for belief in part.known_beliefs()
    }


def failing(holds: Callable[[Misconception], Any]) -> list[str]:
    return [each.id for each in CATALOGUE.values() if not holds(each)]


def sentences(misconception: Misconception, *names: str) -> list[str]:
    return [getattr(misconception, name) for name in names]


def test_each_is_known_by_some_question() -> None:
    assert set(CATALOGUE) - asked() == set()


def test_each_has_an_id_of_a_letter_and_a_number() -> None:
    assert failing(lambda each: re.fullmatch(r"[A-Z][1-9][0-9]?", each.id)) == []


def test_each_has_every_field_filled() -> None:
    def is_filled(each: Misconception) -> bool:
        values = [getattr(each, field.name) for field in fields(each)]
        return all(values) and all(v == v.strip() for v in values if isinstance(v, str))

    assert failing(is_filled) == []


def test_each_is_repaired_by_a_lesson_that_exists() -> None:
    assert failing(lambda each: 1 <= each.lesson <= 10) == []


def is_sentence(text: str) -> bool:
    begins = text[0].isupper() or not text[0].isalpha() or text.startswith("scikit-learn")
    dots = text.replace(" ...", "").replace("...", "")
    marks = re.search(r"\s[.,;:?!]|[.,;?!]{2}", dots)
    return text[-1] in ".?!" and begins and "  " not in text and not marks


def test_each_speaks_in_whole_sentences() -> None:
    names = ("belief", "idea", "next_step")
    assert failing(lambda each: all(map(is_sentence, sentences(each, *names)))) == []


def is_kind(text: str) -> bool:
    plain = re.sub(r"\bjust as\b", "", text.lower())
    down = [word for word in FILLERS if re.search(rf"\b{word}\b", plain)]
    blame = r"\b(wrong!|stupid|silly|careless|you should have|you failed)\b"
    return not down and not re.search(blame, plain)


def test_each_talks_down_to_nobody_and_blames_nobody() -> None:
    names = ("idea", "next_step")
    assert failing(lambda each: all(map(is_kind, sentences(each, *names)))) == []


def test_each_leaves_no_brace_unfilled() -> None:
    known = {name for q in BANK.values() for part in q.parts for name in part.params} | {"answer"}

    def is_filled_in(each: Misconception) -> bool:
        return set(re.findall(r"{(\w*)}", f"{each.idea} {each.next_step}")) <= known

    assert failing(is_filled_in) == []


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("A sentence.", True),
        ("a sentence.", False),
        ("No end", False),
        ("A gap , here.", False),
        ("Two  spaces.", False),
    ],
)
def test_the_rule_for_sentences_bites(text: str, holds: bool) -> None:
    assert is_sentence(text) is holds


@pytest.mark.parametrize(
    ("text", "holds"),
    [("Count it.", True), ("Simply count it.", False), ("You should have counted.", False)],
)
def test_the_rule_for_kindness_bites(text: str, holds: bool) -> None:
    assert is_kind(text) is holds

"""The catalogue: complete, in use, and worded for a learner."""

from __future__ import annotations

import re
from dataclasses import fields
from importlib import import_module
from pkgutil import iter_modules

import pytest

from autograder import misconceptions
from autograder.misconceptions import CATALOGUE, Misconception
from autograder.questions import BANK

ALL = [pytest.param(each, id=each.id) for each in CATALOGUE.values()]
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


@pytest.mark.parametrize("misconception", ALL)
class TestEveryMisconception:
    def test_is_used_by_some_question(self, misconception: Misconception) -> None:
        users = [
            question.id
            for question in BANK.values()
            for part in question.parts
            for wrong in part.wrong_answers()
            if wrong.misconception is misconception
        ]
        assert users

    def test_has_an_id_of_a_letter_and_a_number(self, misconception: Misconception) -> None:
        assert re.fullmatch(r"[A-Z][1-9][0-9]?", misconception.id)

    def test_has_every_field_filled(self, misconception: Misconception) -> None:
        values = [getattr(misconception, field.name) for field in fields(misconception)]
        assert all(values)
        assert all(text == text.strip() for text in values if isinstance(text, str))

    def test_is_repaired_by_a_lesson_that_exists(self, misconception: Misconception) -> None:
        assert 1 <= misconception.lesson <= 10

    @pytest.mark.parametrize("field", ["belief", "idea", "next_step"])
    def test_speaks_in_whole_sentences(self, misconception: Misconception, field: str) -> None:
        text = getattr(misconception, field)
        assert text[-1] in ".?!"
        assert text[0].isupper() or not text[0].isalpha() or text.startswith("scikit-learn")
        assert "  " not in text
        assert not re.search(r"\s[.,;:?!]|[.,;?!]{2}", text.replace(" ...", "").replace("...", ""))

    @pytest.mark.parametrize("field", ["idea", "next_step"])
    def test_talks_down_to_nobody(self, misconception: Misconception, field: str) -> None:
        text = re.sub(r"\bjust as\b", "", getattr(misconception, field).lower())
        found = [word for word in FILLERS if re.search(rf"\b{word}\b", text)]
        assert found == []

    def test_does_not_blame(self, misconception: Misconception) -> None:
        text = f"{misconception.idea} {misconception.next_step}".lower()
        assert not re.search(r"\b(wrong!|stupid|silly|careless|you should have|you failed)\b", text)

    def test_leaves_no_brace_unfilled(self, misconception: Misconception) -> None:
        names = {name for q in BANK.values() for part in q.parts for name in part.params}
        held = re.findall(r"{(\w*)}", f"{misconception.idea} {misconception.next_step}")
        assert set(held) <= {"answer", *names}

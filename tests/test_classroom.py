"""The simulated class: what it is made of, and that its parts do what their names say."""

from __future__ import annotations

import nbformat
import numpy as np
import pytest

from autograder.classroom import BLANK, Slip, a_class, write_submission
from autograder.diagnosis import judge
from autograder.errors import SubmissionError
from autograder.execution.reading import parse_notebook
from autograder.questions import ASSIGNMENTS, BANK
from autograder.verdict import Outcome
from autograder.workspace import home

CLASS = a_class(np.random.default_rng(20))


def test_the_class_has_every_special_case_and_at_least_18_learners() -> None:
    names = {learner.name for learner in CLASS}
    assert len(CLASS) == len(names) >= 18
    assert {
        "perfect",
        "never-opened",
        "not-a-notebook",
        "kernel-dies",
        "renamed-cells",
        "deleted-cells",
        "copied-test",
        "stripped-metadata",
        "slip-one",
        "slip-two",
    } <= names


@pytest.mark.parametrize("seed", range(20))
def test_every_belief_that_a_graded_question_knows_is_planted_somewhere(seed: int) -> None:
    known = {
        wrong.misconception.id
        for questions in ASSIGNMENTS.values()
        for question in questions
        for part in question.parts
        for wrong in part.wrong_answers()
    }
    learners = a_class(np.random.default_rng(seed))
    plants = [plant for learner in learners for plant in learner.plants.values()]
    planted = {plant for plant in plants if isinstance(plant, str)}
    assert known <= planted


def test_the_same_seed_makes_the_same_class() -> None:
    again = a_class(np.random.default_rng(20))
    assert [learner.plants for learner in again] == [learner.plants for learner in CLASS]


def test_no_misconception_explains_a_planted_slip() -> None:
    slips = 0
    for learner in CLASS:
        for (question_id, name), plant in learner.plants.items():
            if isinstance(plant, Slip):
                answer = {name: plant.value} if name else plant.value
                verdict = judge(BANK[question_id], answer)
                assert verdict.found == ()
                assert verdict.outcome is Outcome.INCORRECT
                slips += 1
    assert slips >= 4


@pytest.mark.parametrize("assignment", ASSIGNMENTS)
def test_each_learners_file_is_what_its_story_says(assignment: str) -> None:
    released, solved = (
        nbformat.read(home() / folder / assignment / f"{assignment}.ipynb", as_version=4)
        for folder in ("exercises", "solutions")
    )
    texts = {learner.name: write_submission(learner, released, solved) for learner in CLASS}
    with pytest.raises(SubmissionError, match="not a notebook"):
        parse_notebook(texts["not-a-notebook"], "file")
    assert nbformat.writes(released) == texts["never-opened"]
    assert "os._exit(1)" in texts["kernel-dies"]
    assert "nbgrader" not in texts["stripped-metadata"]
    assert texts["copied-test"].count("a-copied-cell") == 1
    assert len(parse_notebook(texts["deleted-cells"], "file").cells) == len(released.cells) - 2


def test_a_learner_who_is_right_in_everything_is_due_all_points() -> None:
    perfect = next(learner for learner in CLASS if learner.name == "perfect")
    blank = next(learner for learner in CLASS if learner.name == "never-opened")
    for question in (q for questions in ASSIGNMENTS.values() for q in questions):
        if question.parts:
            assert perfect.due(question) == question.points
            assert blank.due(question) == 0
            assert blank.plant(question, question.parts[0]) == BLANK

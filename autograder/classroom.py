"""A class made of known beliefs: learners as sets of wrong models, and the notebooks they hand in.

Because it is known what each learner was made of, whatever grades the class can be checked:
the score that is due, the beliefs that must be found, and that no others are.
"""

from __future__ import annotations

import copy
import json
import re
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import nbformat
import numpy as np
from nbformat.notebooknode import NotebookNode

from autograder.answers import encode
from autograder.execution.records import check_cells
from autograder.execution.restore import is_answer, nbgrader_of
from autograder.grading import VARIANTS, question_of, variant
from autograder.mishaps import (
    DELETED,
    KILLED,
    copy_test,
    delete_cells,
    kill_kernel,
    not_a_notebook,
    rename_cells,
    strip_metadata,
)
from autograder.questions import ASSIGNMENTS, BANK
from autograder.questions.functions import Function
from autograder.questions.question import Part, Question
from autograder.whose import Whose

RIGHT, BLANK = "right", "blank"


@dataclass(frozen=True)
class Slip:
    """A wrong value that no misconception explains."""

    value: Any


Plant = str | Slip  # RIGHT, BLANK, a misconception's id, or a slip


@dataclass(frozen=True, kw_only=True)
class Learner:
    """A learner: what each answers, and what happened to the file.

    ``plants`` maps a question's id and a part's name to what was planted there; what is not
    in it is right.
    """

    name: str
    story: str
    plants: Mapping[tuple[str, str], Plant] = field(default_factory=dict)
    mishap: Callable[[NotebookNode], NotebookNode | str] | None = None
    unreadable: bool = False
    opened: bool = True

    def plant(self, question: Question, part: Part) -> Plant:
        """What was planted in a part of a question."""
        return self.plants.get((question.id, part.name), RIGHT)

    def due(self, question: Question) -> float:
        """The points that the learner must get for a question."""
        shares = (
            question.share(part) * _credit(part, self.plant(question, part))
            for part in question.parts
        )
        return round(sum(shares), 6)

    def beliefs(self, question: Question) -> set[str]:
        """The beliefs planted in a question."""
        planted = (self.plant(question, part) for part in question.parts)
        return {plant for plant in planted if isinstance(plant, str)} - {RIGHT, BLANK}

    def slips(self, question: Question) -> bool:
        """Whether the answer holds a slip."""
        return any(isinstance(self.plant(question, part), Slip) for part in question.parts)


def _credit(part: Part, plant: Plant) -> float:
    """All or nothing, but for functions: the share of the groups of cases that come out right."""
    if plant == RIGHT:
        return 1.0
    if not isinstance(part, Function) or not isinstance(plant, str) or plant == BLANK:
        return 0.0
    return part.credit(wrong_value(part, plant))


def wrong_value(part: Part, plant: Plant) -> Any:
    """The value that a learner gives for a part."""
    if plant == RIGHT:
        return part.expected()
    if plant == BLANK:
        return ...
    if isinstance(plant, Slip):
        return plant.value
    return part.answer_of(plant)


def write_submission(
    learner: Learner, released: NotebookNode, solved: NotebookNode, secret: str = ""
) -> str:
    """The text of the file that a learner hands in for one assignment.

    Parameters
    ----------
    learner : Learner
    released, solved : NotebookNode
        The notebook that was handed out, and the instructor's.
    secret : str
        The course's: wrong functions are wrong on the secret inputs, too.
    """
    notebook = copy.deepcopy(released)
    answers = {nbgrader_of(cell)["grade_id"]: cell for cell in solved.cells if is_answer(cell)}
    names = {cell.id: _answer_name(cell) for cell in check_cells(released)}
    by_answer_id = {BANK[grade_id].answer_id: grade_id for grade_id in names}
    for cell in notebook.cells:
        if not is_answer(cell):
            continue
        grade_id = nbgrader_of(cell)["grade_id"]
        if grade_id in by_answer_id:
            question = BANK[by_answer_id[grade_id]]
            solution = solution_of(answers[grade_id])
            source = _source(learner, question, names[question.id], solution, secret)
            cell.source = cell.source if source is None else source
        elif learner.opened:
            cell.source = solution_of(answers[grade_id])
    result = learner.mishap(notebook) if learner.mishap else notebook
    return result if isinstance(result, str) else nbformat.writes(result)


def solution_of(cell: NotebookNode) -> str:
    """The instructor's answer without nbgrader's markers around it."""
    lines = cell.source.splitlines()
    return "\n".join(line for line in lines if not re.match(r"\s*### (BEGIN|END) SOLUTION", line))


def _answer_name(cell: NotebookNode) -> str:
    """The variable that a check cell checks."""
    match = re.search(r'^check\("[\w-]+", (\w+)\)$', cell.source, flags=re.MULTILINE)
    if not match:
        raise ValueError(f'expected check("id", name) in the cell {cell.id}, got {cell.source!r}')
    return match.group(1)


_WRONG_FUNCTION = """import json

from autograder import answers

_RESULTS = json.loads({results!r})


def {name}(*given):
    result = answers.decode(_RESULTS[json.dumps([answers.encode(each) for each in given])])
    if isinstance(result, answers.Raised):
        raise type(result.error, (Exception,), {{}})(result.message)
    return result"""


@cache
def _wrong_function(question_id: str, belief: str, name: str, secret: str) -> str:
    """The source of a function that gives what a wrong model gives, on all cases there can be.

    subtle: no wrong model is within reach where submissions run.
    """
    results: dict[str, Any] = {}
    for seed in (variant(secret, number) for number in range(VARIANTS if secret else 1)):
        (part,) = question_of(question_id, Whose(inputs=seed if secret else "")).parts
        if not isinstance(part, Function):
            raise TypeError(f"expected a function in {question_id}, got {type(part).__name__}")
        pairs = zip(part.all_cases, part.answer_of(belief).results, strict=True)
        results |= {json.dumps(case.encoded()): encode(result) for case, result in pairs}
    return _WRONG_FUNCTION.format(results=json.dumps(results), name=name)


def _source(
    learner: Learner, question: Question, name: str, solution: str, secret: str
) -> str | None:
    """The source of the answer cell; None leaves it as it was handed out."""
    plants = {part.name: learner.plant(question, part) for part in question.parts}
    if all(plant == RIGHT for plant in plants.values()):
        return solution
    if all(plant == BLANK for plant in plants.values()):
        return None
    first = question.parts[0]
    if isinstance(first, Function):
        belief = plants[first.name]
        if not isinstance(belief, str):
            raise ValueError(f"a slip cannot be planted in the function question {question.id}")
        return _wrong_function(question.id, belief, name, secret)
    values = {part.name: wrong_value(part, plants[part.name]) for part in question.parts}
    value = values if len(question.parts) > 1 else values[first.name]
    return f"{name} = {_literal(value)}"


def _literal(value: Any) -> str:
    """The value as source text; ``...`` stays three dots."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{k!r}: {_literal(v)}" for k, v in value.items()) + "}"
    if isinstance(value, (list, tuple)):
        inner = ", ".join(_literal(item) for item in value)
        comma = "," if len(value) == 1 else ""
        return f"({inner}{comma})" if isinstance(value, tuple) else f"[{inner}]"
    return "..." if value is ... else repr(value)


_SLIPS_OF_ONE: dict[tuple[str, str], Plant] = {
    ("shapes-two-by-three", ""): Slip((2, 3, 61)),
    ("ids-legal", ""): Slip([0, 1, 999]),
    ("f1-precision", ""): Slip(0.7291),
}
_SLIPS_OF_TWO: dict[tuple[str, str], Plant] = {
    ("shapes-ladder", "flat"): Slip((2, 46)),
    ("ids-detective", "fix"): Slip(10001),
    ("f1-derived", "mcc"): Slip(0.7305),
}


def _all(plant: Plant, names: tuple[str, ...] = ()) -> dict[tuple[str, str], Plant]:
    """One plant for every part of every question, or of the named ones."""
    return {
        (question.id, part.name): plant
        for questions in ASSIGNMENTS.values()
        for question in questions
        for part in question.parts
        if not names or question.id in names
    }


def mixed_learners(count: int, rng: np.random.Generator) -> list[Learner]:
    """Learners with different mixes of beliefs: two of them hold each belief of the bank.

    Beliefs that tempt in few places are planted first, so that every belief shows somewhere;
    then each learner answers all other questions as the beliefs that it holds would have it.
    """
    places: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for questions in ASSIGNMENTS.values():
        for question in questions:
            for part in question.parts:
                for wrong in part.wrong_answers():
                    places[wrong.misconception.id].append((question.id, part.name))
    beliefs = sorted(places, key=lambda belief: (len(places[belief]), belief))
    mixes: list[list[str]] = [[] for _ in range(count)]
    for start in (0, count // 2):
        for seat, index in enumerate(rng.permutation(len(beliefs))):
            mixes[(start + seat) % count].append(beliefs[int(index)])
    plants: list[dict[tuple[str, str], Plant]] = [{} for _ in mixes]
    for belief in beliefs:
        # Its holders first; where their places are taken, whoever has one free holds it as well.
        order = sorted(zip(mixes, plants, strict=True), key=lambda each: belief not in each[0])
        mix, mine, place = next(
            (mix, mine, place)
            for mix, mine in order
            for place in places[belief]
            if place not in mine
        )
        mine[place] = belief
        mix.append(belief)
    for mix, mine in zip(mixes, plants, strict=True):
        for belief in mix:
            for place in places[belief]:
                mine.setdefault(place, belief)
    stories = ["believes " + ", ".join(sorted(set(mix))) for mix in mixes]
    return [
        Learner(name=f"mixed-{number:02}", story=story, plants=mine)
        for number, (story, mine) in enumerate(zip(stories, plants, strict=True), start=1)
    ]


def a_class(rng: np.random.Generator, mixed: int = 14) -> list[Learner]:
    """The demo's class: the special cases, and learners with mixes of beliefs.

    Examples
    --------
    >>> len(a_class(np.random.default_rng(1)))
    24
    """
    return [
        Learner(name="perfect", story="answers everything right"),
        Learner(
            name="never-opened",
            story="never opened the notebook",
            plants=_all(BLANK),
            opened=False,
        ),
        Learner(
            name="not-a-notebook",
            story="handed in a file that is no notebook",
            mishap=not_a_notebook,
            unreadable=True,
        ),
        Learner(
            name="kernel-dies",
            story="one answer ends its kernel",
            plants=_all(BLANK, KILLED),
            mishap=kill_kernel,
        ),
        Learner(name="renamed-cells", story="cells with other grade ids", mishap=rename_cells),
        Learner(
            name="deleted-cells",
            story="an answer and its test deleted",
            plants=_all(BLANK, DELETED),
            mishap=delete_cells,
        ),
        Learner(name="copied-test", story="a test cell copied", mishap=copy_test),
        Learner(name="stripped-metadata", story="no metadata, no ids", mishap=strip_metadata),
        Learner(name="slip-one", story="slips that no belief explains", plants=_SLIPS_OF_ONE),
        Learner(name="slip-two", story="slips that no belief explains", plants=_SLIPS_OF_TWO),
        *mixed_learners(mixed, rng),
    ]


def hand_in(learners: list[Learner], root: Path, secret: str = "") -> None:
    """Write every learner's submissions into a course directory whose assignments are released.

    ``secret`` is the course's (``write_submission``).
    """
    for name in ASSIGNMENTS:
        released = nbformat.read(root / "exercises" / name / f"{name}.ipynb", as_version=4)
        solved = nbformat.read(root / "solutions" / name / f"{name}.ipynb", as_version=4)
        for learner in learners:
            folder = root / "submitted" / learner.name / name
            folder.mkdir(parents=True, exist_ok=True)
            text = write_submission(learner, released, solved, secret)
            (folder / f"{name}.ipynb").write_text(text, encoding="utf-8")


def as_json(learners: list[Learner]) -> str:
    """What the class was made of, as JSON."""
    return json.dumps(
        [
            {
                "learner": learner.name,
                "story": learner.story,
                "planted": {
                    "/".join(filter(None, key)): plant if isinstance(plant, str) else repr(plant)
                    for key, plant in learner.plants.items()
                },
            }
            for learner in learners
        ],
        indent=2,
    )

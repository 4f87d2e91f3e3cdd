"""A learner's own page: what is done, which beliefs were met and overcome, what to practise next.

Made of what the work folder holds: ``progress/checks.jsonl`` (every answer that was checked) and
``progress/drills.jsonl``. Nobody else sees it.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from html import escape
from pathlib import Path
from typing import Any

from autograder import cards, journal, predictions
from autograder.drilling import progress as drills
from autograder.drilling.progress import Entry, Result
from autograder.drilling.schedule import TOPICS, streaks
from autograder.errors import UsageError
from autograder.misconceptions import CATALOGUE
from autograder.questions import ASSIGNMENTS, BANK
from autograder.verdict import Outcome

PREDICTIONS = "-predict-"  # in the ids of questions that are asked before a result
MOST_BELIEFS = 5  # to practise at a time


@dataclass(frozen=True, kw_only=True)
class Exercise:
    """How far one assignment is: of its questions that are judged at once.

    ``recorded`` are answers of which the mode of the assignment does not say how they fared.
    """

    name: str
    lesson: int
    right: int
    recorded: int
    answered: int
    questions: int
    points: float
    max_points: float
    texts: int

    @property
    def is_complete(self) -> bool:
        """Whether every question that is judged at once is right."""
        return self.right == self.questions


@dataclass(frozen=True, kw_only=True)
class Guesses:
    """The predictions of one lesson: how many were made, and right at the first attempt."""

    lesson: int
    made: int
    right: int


@dataclass(frozen=True, kw_only=True)
class Belief:
    """A belief that gave an answer: how often, and how often in a row it did not since then."""

    id: str
    name: str
    lesson: int
    met: int
    withstood: int
    overcome: bool


@dataclass(frozen=True, kw_only=True)
class Progress:
    """Everything on a learner's page, as plain data.

    Attributes
    ----------
    exercises : tuple of Exercise
        All ten, in order.
    guesses : tuple of Guesses
        Of the lessons in which something was predicted.
    beliefs : tuple of Belief
        First those that are still open, the most frequent first.
    drilled, drilled_right : int
        Drills answered, and right.
    advice : tuple of str
        What to do next, the most useful first.
    """

    exercises: tuple[Exercise, ...]
    guesses: tuple[Guesses, ...]
    beliefs: tuple[Belief, ...]
    drilled: int
    drilled_right: int
    advice: tuple[str, ...]

    @property
    def points(self) -> float:
        """The points of all exercises so far."""
        return round(sum(each.points for each in self.exercises), 6)

    @property
    def max_points(self) -> float:
        """The points that can be had at once; texts are graded by a person."""
        return round(sum(each.max_points for each in self.exercises), 6)

    @property
    def open(self) -> tuple[Belief, ...]:
        """The beliefs that were met and are not overcome."""
        return tuple(belief for belief in self.beliefs if not belief.overcome)

    @property
    def overcome(self) -> tuple[Belief, ...]:
        """The beliefs that were met and have been withstood since."""
        return tuple(belief for belief in self.beliefs if belief.overcome)

    def as_dict(self) -> dict[str, Any]:
        """Plain data for JSON."""
        return {"points": self.points, "max_points": self.max_points, **asdict(self)}

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, str]:
        return {"text/html": as_html(self), "text/plain": as_text(self)}

    def __repr__(self) -> str:
        return as_text(self)


def progress(work: str | Path | None = None) -> Progress:
    """How far you have come. A notebook shows it as a card when a cell ends with it.

    Parameters
    ----------
    work : path, optional
        The work folder; by default the one that the current folder lies in.

    Raises
    ------
    UsageError
        If that is not a work folder.
    """
    start = Path(work) if work is not None else Path.cwd()
    folder = journal.work_folder(start.resolve())
    if folder is None:
        raise UsageError(
            f"{start} lies in no work folder, so nothing was kept here. `autograder start` makes "
            "one, and what you check in it is kept."
        )
    place = folder / journal.FOLDER
    checked = tuple(predictions.read(place / predictions.CHECKS))
    return progress_of(checked, drills.read(folder / drills.NAME))


def progress_of(checked: Iterable[Mapping[str, Any]], drilled: Iterable[Entry]) -> Progress:
    """Work the page out.

    Parameters
    ----------
    checked : iterable of mapping
        The entries of ``checks.jsonl``, in order.
    drilled : iterable of Entry
        Those of ``drills.jsonl``.
    """
    checks = [entry for entry in checked if entry["question"] in BANK]
    drilled = tuple(drilled)
    exercises = tuple(_exercises({entry["question"]: entry for entry in checks}))
    beliefs = tuple(_beliefs([*_as_entries(checks), *drilled]))
    return Progress(
        exercises=exercises,
        guesses=tuple(_guesses(checks)),
        beliefs=beliefs,
        drilled=len(drilled),
        drilled_right=sum(entry.result is Result.RIGHT for entry in drilled),
        advice=tuple(_advice(exercises, beliefs)),
    )


def _exercises(last: Mapping[str, Mapping[str, Any]]) -> Iterator[Exercise]:
    """How far each assignment is, by the last answer to each question."""
    for name, questions in ASSIGNMENTS.items():
        judged = [question for question in questions if not question.is_text]
        answers = [last[question.id] for question in judged if question.id in last]
        yield Exercise(
            name=name,
            lesson=judged[0].lesson,
            right=sum(answer["outcome"] == Outcome.CORRECT for answer in answers),
            recorded=sum(answer["outcome"] == Outcome.RECORDED for answer in answers),
            answered=len(answers),
            questions=len(judged),
            points=round(sum(answer["points"] for answer in answers), 6),
            max_points=round(sum(question.points for question in judged), 6),
            texts=len(questions) - len(judged),
        )


def _guesses(checks: Iterable[Mapping[str, Any]]) -> Iterator[Guesses]:
    """How the first answers to predictions fared, lesson by lesson."""
    first: dict[str, str] = {}
    for entry in checks:
        if PREDICTIONS in entry["question"]:
            first.setdefault(entry["question"], entry["outcome"])
    for lesson in sorted({BANK[question].lesson for question in first}):
        fared = [outcome for name, outcome in first.items() if BANK[name].lesson == lesson]
        right = sum(outcome == Outcome.CORRECT for outcome in fared)
        yield Guesses(lesson=lesson, made=len(fared), right=right)


def _as_entries(checks: Iterable[Mapping[str, Any]]) -> Iterator[Entry]:
    """Checked answers in the form of drills: which beliefs gave them, and which could have.

    A right answer that is given again counts once, until a wrong one comes between; one that was
    only recorded says nothing.
    """
    wrong: dict[str, int] = {}
    for entry in checks:
        if entry["outcome"] == Outcome.RECORDED:
            continue
        name = entry["question"]
        right = entry["outcome"] == Outcome.CORRECT
        known = {belief for part in BANK[name].parts for belief in part.known_beliefs()}
        met = tuple(entry["beliefs"])
        wrong[name] = wrong.get(name, 0) + (not right)
        yield Entry(
            when=datetime.fromisoformat(entry["at"]),
            drill=name,
            seed=2 * wrong[name] + right,
            result=Result.RIGHT if right else Result.WRONG,
            met=met,
            withstood=tuple(sorted(known)) if right else (),
            unclear=() if right else tuple(sorted(known - {*met})),
        )


def _beliefs(entries: Iterable[Entry]) -> list[Belief]:
    in_order = sorted(entries, key=lambda entry: entry.when.astimezone(UTC))
    found = [
        Belief(
            id=belief,
            name=CATALOGUE[belief].name,
            lesson=CATALOGUE[belief].lesson,
            met=streak.met,
            withstood=streak.withstood,
            overcome=streak.is_overcome,
        )
        for belief, streak in streaks(in_order).items()
        if belief in CATALOGUE
    ]
    return sorted(found, key=lambda belief: (belief.overcome, -belief.met, belief.id))


def _advice(exercises: Iterable[Exercise], beliefs: Iterable[Belief]) -> Iterator[str]:
    """What to do next: what keeps coming back, then what was begun, then what comes after it."""
    held: dict[int, list[str]] = {}
    for belief in [each for each in beliefs if not each.overcome][:MOST_BELIEFS]:
        held.setdefault(belief.lesson, []).append(f"{belief.name} ({belief.id})")
    for lesson, names in held.items():
        topic = TOPICS.get(lesson)
        how = f"`autograder drill {topic}`, and " if topic else ""
        yield f"{'; '.join(names)}: {how}lesson {lesson}."
    for exercise in exercises:
        left = exercise.questions - exercise.right - exercise.recorded
        if exercise.answered and left:
            yield f"{exercise.name}: {left} of {exercise.questions} questions are not right yet."
    new = next((each for each in exercises if not each.answered), None)
    if new is not None:
        yield f"New: lesson {new.lesson}, then the exercise {new.name}."


# The page ---------------------------------------------------------------------------------


def heading(page: Progress) -> str:
    """The page in one line."""
    done = sum(exercise.is_complete for exercise in page.exercises)
    points = f"{cards.number(page.points)} of {cards.number(page.max_points)} points"
    return f"{points} · {done} of {len(page.exercises)} exercises complete"


def paragraphs(page: Progress) -> Iterator[cards.Paragraph]:
    """What is said under the table, as (label, sentence) pairs."""
    if page.guesses:
        by_lesson = (f"lesson {g.lesson}: {g.right} of {g.made}" for g in page.guesses)
        yield "Predictions right at the first attempt", f"{'; '.join(by_lesson)}."
    if page.drilled:
        yield "Drills", f"{page.drilled} answered, {page.drilled_right} right."
    for label, beliefs in (("Met and still open", page.open), ("Overcome", page.overcome)):
        if beliefs:
            names = (f"{belief.name} ({belief.id}, {belief.met}×)" for belief in beliefs)
            yield label, f"{'; '.join(names)}."
    for number, sentence in enumerate(page.advice):
        yield "" if number else "Next", sentence


def rows(page: Progress) -> Iterator[tuple[str, str, str]]:
    """The table: exercise, questions right, points."""
    for each in page.exercises:
        mark = "✓" if each.is_complete else "◐" if each.answered else "○"
        texts = f" + {each.texts} text" if each.texts else ""
        points = f"{cards.number(each.points)} of {cards.number(each.max_points)}"
        recorded = f", {each.recorded} recorded" if each.recorded else ""
        right = f"{each.right} of {each.questions}{recorded}{texts}"
        yield f"{mark} {each.name}", right, points


def as_text(page: Progress) -> str:
    """The page as plain text, as wide as a card."""
    lines = [f"● Progress · {heading(page)}"]
    table = list(rows(page))
    wide = max(len(right) for _, right, _ in table)
    lines += [f"  {name:<16} {right:<{wide}}  {points:>14}" for name, right, points in table]
    for label, sentence in paragraphs(page):
        text = f"{label}: {sentence}" if label else sentence
        lines += textwrap.wrap(text, cards.WIDTH, initial_indent="  ", subsequent_indent="    ")
    return "\n".join(lines)


_CELL = "text-align:left;padding:.2em 1.2em .2em 0;border-bottom:1px solid rgba(128,128,128,.35)"


def as_html(page: Progress) -> str:
    """The page as a card in a notebook."""
    heads = "".join(
        f'<th scope="col" style="{_CELL}">{name}</th>'
        for name in ("exercise", "questions right", "points")
    )
    body = "".join(
        f'<tr><th scope="row" style="{_CELL};font-weight:normal">{escape(name)}</th>'
        f'<td style="{_CELL}">{escape(right)}</td><td style="{_CELL}">{escape(points)}</td></tr>'
        for name, right, points in rows(page)
    )
    said = "".join(cards.paragraph_as_html(*each, ours=True) for each in paragraphs(page))
    table = (
        '<table style="border-collapse:collapse;margin:.6em 0 .3em;font-size:1em">'
        f"<thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table>"
    )
    return cards.frame("● Progress", heading(page), table + said, label="Your progress")

"""Mark a whole class again from what submissions answered when they ran; nothing runs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import nbformat
from nbgrader.api import (
    Assignment,
    BaseCell,
    Comment,
    Grade,
    Notebook,
    SubmittedAssignment,
    SubmittedNotebook,
)

from autograder.cards import as_markdown, heading
from autograder.errors import SubmissionError
from autograder.execution.records import Record
from autograder.gradebook.course import Course
from autograder.gradebook.marking import Judged, graded_files, read_graded
from autograder.gradebook.secret import course_secret
from autograder.gradebook.variants import seeds_of
from autograder.grading import needs_run, put_cards, put_questions
from autograder.questions import BANK
from autograder.verdict import Outcome, Verdict
from autograder.whose import Whose

Place = tuple[str, str, str]  # student, notebook, cell


@dataclass(frozen=True, kw_only=True)
class Change:
    """A score that is another one now, and why: how the answer is judged now."""

    student: str
    question: str
    before: float | None
    after: float | None
    why: str


@dataclass(kw_only=True)
class Regraded:
    """What marking again changed.

    Attributes
    ----------
    submissions : int
        How many were marked.
    changes : list of Change
        Scores that are others now.
    reworded : list of (student, question)
        Where the score stayed and the feedback did not.
    to_run : list of (student, question)
        Functions that need inputs on which they were not called: their scores stay until
        ``autograder grade`` has run them.
    not_graded : list of (student, reason)
    touched : list of students
        Whose feedback pages are not up to date.
    """

    submissions: int = 0
    changes: list[Change] = field(default_factory=list)
    reworded: list[tuple[str, str]] = field(default_factory=list)
    to_run: list[tuple[str, str]] = field(default_factory=list)
    not_graded: list[tuple[str, str]] = field(default_factory=list)
    touched: list[str] = field(default_factory=list)

    def as_dict(self) -> dict[str, Any]:
        """Plain data for JSON."""
        return {
            "submissions": self.submissions,
            "changes": [vars(change) for change in self.changes],
            "reworded": [list(place) for place in self.reworded],
            "to_run": [list(place) for place in self.to_run],
            "not_graded": [list(each) for each in self.not_graded],
        }


def regrade(
    course: Course, assignment: str, *, advance: Callable[[str], None] = lambda student: None
) -> Regraded:
    """Mark every graded submission of an assignment again, into the gradebook.

    Scores that a person gave stay, and so does what stock test cells gave.

    Parameters
    ----------
    course : Course
    assignment : str
    advance : callable
        Is told each student.
    """
    course.released(assignment)  # says what to do where it has not been released
    done, judged, marked = Regraded(), Judged(course_secret(course.root)), list[str]()
    with course.writing(), course.gradebook() as gradebook:
        grades = dict(_entries(gradebook, Grade, assignment))
        comments = dict(_entries(gradebook, Comment, assignment))
        for student in course.students(assignment):
            advance(student)
            paths = graded_files(course, assignment, student)
            if not paths:
                done.not_graded.append((student, "it was not graded yet"))
                continue
            try:
                seeds = seeds_of(course.dir, assignment, student)
                for path, notebook in [(path, read_graded(path)) for path in paths]:
                    whose = judged.whose(notebook, seeds)
                    pairs = judged.records(notebook, whose)
                    _mark_again(path, pairs, student, whose, grades, comments, done)
            except SubmissionError as error:
                done.not_graded.append((student, str(error)))
                continue
            done.submissions += 1
            if course.is_page_due(assignment, student):
                done.touched.append(student)
            if not any(student == waiting for waiting, _ in done.to_run):
                marked.append(student)
        gradebook.db.commit()
    for student in marked:  # subtle: not before the scores are safe, or nobody would miss them
        course.renew_key(assignment, student)
    return done


def _entries(gradebook: Any, kind: type[Any], assignment: str) -> Iterator[tuple[Place, Any]]:
    """All grades, or all comments, of an assignment, in one query."""
    rows = (
        gradebook.db.query(kind, SubmittedAssignment.student_id, Notebook.name, BaseCell.name)
        .join(SubmittedNotebook, kind.notebook_id == SubmittedNotebook.id)
        .join(SubmittedAssignment, SubmittedNotebook.assignment_id == SubmittedAssignment.id)
        .join(Assignment, SubmittedAssignment.assignment_id == Assignment.id)
        .join(Notebook, SubmittedNotebook.notebook_id == Notebook.id)
        .join(BaseCell, kind.cell_id == BaseCell.id)
        .filter(Assignment.name == assignment)
    )
    for entry, student, notebook, cell in rows:
        yield (student, notebook, cell), entry


def _mark_again(
    path: Path,
    pairs: Iterable[tuple[Record, Verdict]],
    student: str,
    whose: Whose,
    grades: dict[Place, Any],
    comments: dict[Place, Any],
    done: Regraded,
) -> None:
    """Mark one graded notebook; write only what differs."""
    verdicts, before = [], (len(done.changes), len(done.reworded))
    for record, verdict in pairs:
        if needs_run(record, whose):
            done.to_run.append((student, record.question))
            continue
        verdicts.append(verdict)
        grade = grades.get((student, path.stem, record.question))
        comment = comments.get((student, path.stem, BANK[record.question].answer_id))
        _write(student, verdict, grade, comment, done)
    if before != (len(done.changes), len(done.reworded)):
        notebook = nbformat.v4.reads(path.read_text(encoding="utf-8"))
        put_cards(notebook, tuple(verdicts))
        put_questions(notebook, whose)
        aside = path.with_suffix(".new")
        aside.write_text(nbformat.writes(notebook), encoding="utf-8")
        aside.replace(path)


def _write(student: str, verdict: Verdict, grade: Any, comment: Any, done: Regraded) -> None:
    after = None if verdict.outcome is Outcome.NOT_GRADED else verdict.points
    if grade is not None and grade.auto_score != after:
        before = grade.auto_score
        grade.auto_score = after
        grade.needs_manual_grade = after is None or grade.manual_score is not None
        why = "; ".join([heading(verdict), *(f"{b.name} ({b.id})" for b in _beliefs(verdict))])
        change = Change(
            student=student, question=verdict.question, before=before, after=after, why=why
        )
        done.changes.append(change)
        reworded = False
    else:
        reworded = True
    text = as_markdown(verdict)
    if comment is not None and comment.auto_comment != text:
        comment.auto_comment = text
        if reworded:
            done.reworded.append((student, verdict.question))


def _beliefs(verdict: Verdict) -> list[Any]:
    return list(dict.fromkeys(belief for leaf in verdict.leaves for belief in leaf.beliefs))

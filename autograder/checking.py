"""Check one notebook on its own: what grading would say of it, without a gradebook."""

from __future__ import annotations

from pathlib import Path

from autograder import answers, modes, whose, workspace
from autograder.errors import SubmissionError
from autograder.execution.containment import Level
from autograder.execution.levels import open_kernels
from autograder.execution.reading import read_notebook
from autograder.execution.records import record_of
from autograder.grading import Graded, assignment_of, cells_of_the_bank, grade_notebook
from autograder.questions import ASSIGNMENTS, BANK
from autograder.reports import Row
from autograder.verdict import Verdict


def check_file(path: Path) -> Row:
    """Restore, run and judge a notebook; a file that cannot be used becomes a row that says why.

    It runs in its own folder, as in Jupyter, so that files beside it are there; one of them may say
    whose it is.

    The points to reach are those of all questions; what a person grades counts as waiting.
    """
    try:
        submitted = read_notebook(path)
        assignment = assignment_of(submitted)
        seeds = whose.seeds_beside(path.resolve().parent)
        released = workspace.home() / "exercises" / assignment / f"{assignment}.ipynb"
        with open_kernels(Level.TRUST, cwd=path.resolve().parent) as kernels:
            graded = grade_notebook(
                submitted, read_notebook(released), kernels=kernels, variants=seeds
            )
    except SubmissionError as error:
        return Row.not_graded(path.name, "", str(error))
    questions = ASSIGNMENTS[assignment]
    settings = _settings(path.resolve().parent, released.parent)
    verdicts = graded.verdicts
    if settings.mode is not modes.Mode.PRACTICE:
        verdicts = _as_shown(graded, settings, path.resolve().parent, seeds)
    return Row(
        student=path.name,
        assignment=assignment,
        score=round(sum(verdict.points for verdict in verdicts), 6),
        max_score=sum(question.points for question in questions),
        waits=any(question.is_text for question in questions),
        mode=settings.mode,
        verdicts=verdicts,
        repairs=graded.repairs,
        faults=graded.faults,
    )


def _settings(beside: Path, released: Path) -> modes.Settings:
    """What was handed out with the notebook, or else with the released one."""
    return modes.settings_of(beside if (beside / modes.SETTINGS).exists() else released)


def _as_shown(
    graded: Graded, settings: modes.Settings, folder: Path, seeds: whose.Seeds
) -> tuple[Verdict, ...]:
    """The verdicts as the mode lets a learner read them; what was not tried before counts."""
    given = {
        record.question: record.answer
        for cell in cells_of_the_bank(graded.notebook)
        if not (record := record_of(cell)).problem
    }
    verdicts = []
    for verdict in graded.verdicts:
        name, tried = verdict.question, 0
        answer = given.get(name, ...)
        if settings.tries is not None and not answers.is_blank(answer):
            tried = modes.tries_of(folder, name, answers.encode(answer))
        verdicts.append(modes.shown(verdict, whose.own(BANK[name], seeds), answer, settings, tried))
    return tuple(verdicts)

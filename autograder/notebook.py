"""What a notebook calls: ``ask``, ``check``, ``hint`` and ``reveal``."""

from __future__ import annotations

import contextlib
import io
import os
import warnings
from pathlib import Path
from typing import Any

from autograder import answers, cards, modes, predictions, showing, typed, whose
from autograder.diagnosis import judge
from autograder.errors import QuestionError, UnusableAnswer, WrongAnswerError, did_you_mean
from autograder.questions import BANK
from autograder.questions.functions import Function
from autograder.questions.question import Question
from autograder.questions.variants import VARIED
from autograder.verdict import Outcome


def ask(question_id: str) -> None:
    """Show a question: with the learner's own numbers where it was handed out with such.

    Parameters
    ----------
    question_id : str

    Raises
    ------
    QuestionError
        If there is no such question.
    UsageError
        If the file beside the notebook that says whose it is cannot be used.

    Examples
    --------
    >>> ask("f1-recall")  # doctest: +ELLIPSIS
    Recall from the table
    <BLANKLINE>
    The filter's counts are TP = 80, FN = 20, ...
    """
    question = _own_question(question_id)
    showing.show(whose.asked(question, _not_own(question, _settings(question))))


def check(question_id: str, answer: object) -> float | None:
    """Judge an answer, show the verdict as a card, and return the points.

    The answer is recorded as plain data in the cell's output, so that it can be judged
    again elsewhere. Under ``nbgrader validate`` an answer that is not right raises an error
    whose text is the feedback, because that is all that Validate shows.

    Parameters
    ----------
    question_id : str
        A question of the bank, such as ``"f1-precision"``.
    answer : object
        A plain value; for a question that asks for a function, the function itself.

    Returns
    -------
    float or None
        The points, from 0.0 to the question's points; None where the mode of the assignment says
        only that the answer was recorded. (subtle: a plain float while nbgrader grades; it gives
        full marks to a last expression that is anything else.)

    Raises
    ------
    QuestionError
        If there is no such question.
    UsageError
        If the settings beside the notebook cannot be read, or whose it is.

    Examples
    --------
    >>> check("f1-recall", 0.8)
    ✓ Right · f1-recall · 1 of 1 point
      You answered 0.8.
    1.0
    """
    question = _own_question(question_id)
    answer, said = _called(question, answer)
    data = answers.encode(answer)
    settings, decoded = _settings(question), answers.decode(data)
    verdict, tried = judge(question, decoded), _tries(settings, question, data)
    verdict = modes.shown(verdict, question, decoded, settings, tried)
    if modes.is_readable(question, decoded):
        predictions.note(question.id, data, verdict)
    hints = "" if settings.mode is modes.Mode.EXAM else _hint_line(question, verdict.outcome)
    foot = modes.foot(settings, question, tried)
    extra = "\n".join(filter(None, [said, hints, foot, _not_own(question, settings)]))
    record = {"version": answers.VERSION, "question": question.id, "answer": data}
    showing.show(
        {
            answers.MIME: record | ({"try": tried} if tried else {}),
            **cards.as_bundle(verdict, extra=extra),
        }
    )
    right = verdict.outcome in {Outcome.CORRECT, Outcome.NOT_GRADED, Outcome.RECORDED}
    if os.environ.get("NBGRADER_EXECUTION") == "validate" and not right:
        raise WrongAnswerError(cards.as_text(verdict, extra=extra))
    return None if verdict.outcome is Outcome.RECORDED else float(verdict.points)


def _settings(question: Question) -> modes.Settings:
    """The settings of the assignment that the current folder holds; practice asks freely.

    Stock nbgrader marks by what ``check`` returns, so there it says everything.
    """
    if not question.points or os.environ.get("NBGRADER_EXECUTION") == "autograde":
        return modes.PRACTICE
    return modes.settings_of(Path.cwd())


def _tries(settings: modes.Settings, question: Question, data: Any) -> int:
    """The how manyth answer this is, where that is counted; 0 elsewhere."""
    if settings.mode is not modes.Mode.GRADED or answers.is_blank(answers.decode(data)):
        return 0
    return modes.tries_of(Path.cwd(), question.id, data)


def hint(question_id: str, step: int = 1) -> None:
    """Show one hint; each further step says more.

    Parameters
    ----------
    question_id : str
    step : int
        From 1 on.

    Raises
    ------
    QuestionError
        If there is no such question, or no such step.

    Examples
    --------
    >>> hint("f1-recall")  # doctest: +ELLIPSIS
    Hint 1 of ... for f1-recall: ...
    """
    question = _own_question(question_id)
    if _settings(question).mode is modes.Mode.EXAM:
        text = f"{question.id} has no hints in an exam."
        showing.show_text(text)
        return
    total = len(question.hints)
    if not total:
        raise QuestionError(f"{question.id} has no hints.")
    if step not in range(1, total + 1):
        raise QuestionError(f"{question.id} has hints 1 to {total}; you asked for {step!r}.")
    more = f' For the next one: hint("{question.id}", {step + 1})' if step < total else ""
    text = f"Hint {step} of {total} for {question.id}: {question.hints[int(step) - 1]}{more}"
    showing.show_text(text)


def reveal(question_id: str) -> None:
    """Stand before a result: show what was predicted of it, or ask for a prediction first.

    Asks where a person can answer, in a notebook; goes on without an answer. What was predicted
    is kept in the cell's output as plain data.

    Parameters
    ----------
    question_id : str
        The question that asked for the prediction.

    Raises
    ------
    QuestionError
        If there is no such question.

    Examples
    --------
    >>> reveal("l5-predict-swap")
    No prediction yet for l5-predict-swap. What surprises you is what you keep: guess
    first.
    """
    question = find_question(question_id)
    entry = predictions.predicted(question.id)
    if entry is None and (guess := _asked(question)) is not None:
        check(question.id, guess)
        entry = predictions.predicted(question.id)
    data = {}
    if entry is None:
        text = (
            f"No prediction yet for {question.id}. What surprises you is what you keep: "
            "guess first."
        )
    else:
        text = predictions.sentence(entry)
        said = {key: entry[key] for key in ("answer", "outcome")}
        data = {answers.MIME: {"version": answers.VERSION, "prediction": question.id, **said}}
    showing.show_text(text, data)


def _asked(question: Question) -> Any:
    """What somebody types when asked for a prediction; None where nobody can be asked.

    Asks again, and says why, where what was typed cannot be read as an answer.
    """
    if showing.shell() is None:
        return None
    why = ""
    while True:
        try:
            text = input(f"{why}Your prediction for {question.id} first (or Enter to go on): ")
        except (EOFError, NotImplementedError):  # run without a person, as by nbconvert
            return None
        if text.strip() in {"", "..."}:
            return None
        try:
            return typed.read_answer(text, question)
        except UnusableAnswer as error:
            why = f"{error}\n"


def find_question(question_id: str) -> Question:
    """Look a question up by its id; ``QuestionError`` names the nearest to an unknown one."""
    if isinstance(question_id, str) and question_id in BANK:
        return BANK[question_id]
    raise QuestionError(
        f"There is no question {question_id!r} in this version of the course."
        f"{did_you_mean(question_id, BANK)}"
    )


def _own_question(question_id: str) -> Question:
    """The question as it was handed out to whose notebook this is."""
    return whose.own(find_question(question_id), whose.seeds_beside(Path.cwd()))


def _not_own(question: Question, settings: modes.Settings) -> str:
    """What to do where own numbers were handed out, and the file that says whose is not there."""
    due = settings.variants and question.id in VARIED
    if not due or (Path.cwd() / whose.FILE).exists():
        return ""
    return (
        f"These are the published numbers, for there is no {whose.FILE} beside this notebook. If "
        "you were handed a folder of your own, work in that one: your own numbers count."
    )


def _hint_line(question: Question, outcome: Outcome) -> str:
    stuck = outcome in {Outcome.INCORRECT, Outcome.PARTLY, Outcome.NOT_ANSWERED}
    return f'Stuck? hint("{question.id}")' if stuck and question.hints else ""


def _called(question: Question, answer: object) -> tuple[object, str]:
    """For a question that asks for a function: its results on the cases, and what it wrote."""
    part = question.parts[0] if question.parts else None
    if not isinstance(part, Function) or not callable(answer):
        return answer, ""
    with _captured() as written:
        calls = part.results_of(answer)
    text = answers.one_line(written())
    return calls, f"Your function also wrote: {text[:300]}" if text else ""


@contextlib.contextmanager
def _captured() -> Any:
    """Catch what the block prints and warns: nbgrader gives zero to a cell with any stderr."""
    out = io.StringIO()
    with (
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(out),
        warnings.catch_warnings(record=True) as caught,
    ):
        warnings.simplefilter("always")
        yield lambda: " ".join(
            [
                *out.getvalue().split(),
                *dict.fromkeys(f"{w.category.__name__}: {w.message}" for w in caught),
            ]
        )

"""Seconds from the graded notebooks of a class of 1,000 to the page of what it believes.

Run: ``uv run python benchmarks/class_report.py [--learners N] [--assignment NAME] [--json]``.
The class is simulated (``autograder.simulation``): its answers stand in notebooks as grading leaves
them, with their figures and cards, and in nbgrader's gradebook. The process has read nothing
before: when it first judges a function it draws the inputs of the course. With ``--assignment all``
every learner has handed in all assignments.
"""

from __future__ import annotations

import json
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from multiprocessing import get_context
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

import click
import nbformat
from nbformat.notebooknode import NotebookNode
from nbgrader.api import Grade, Student, SubmittedAssignment, SubmittedNotebook
from rich.console import Console
from rich.progress import track

from autograder.answers import MIME, VERSION, encode
from autograder.class_answers import as_csv, given_in
from autograder.class_page import as_html, as_json
from autograder.class_report import class_report
from autograder.execution.levels import best_level, open_kernels
from autograder.execution.outputs import display
from autograder.execution.restore import nbgrader_of
from autograder.execution.run import run
from autograder.gradebook.course import Course
from autograder.gradebook.reading import read_class
from autograder.gradebook.secret import course_secret
from autograder.grading import cells_of_the_bank, mark, put_cards, question_of, whose_is
from autograder.questions import ASSIGNMENTS, BANK
from autograder.questions.functions import Function
from autograder.questions.question import Question
from autograder.simulation import Cause, Planted, simulate, slipped
from autograder.workspace import home

Answers = dict[str, Planted]  # by place


@click.command()
@click.option("--learners", default=1000, show_default=True)
@click.option("--assignment", default="05_f1", show_default=True)
@click.option("--seed", default=1, show_default=True)
@click.option("--keep", type=click.Path(path_type=Path), help="Make the class here; use it again.")
@click.option("--json", "as_data", is_flag=True, help="Print one JSON object.")
def main(learners: int, assignment: str, seed: int, keep: Path | None, as_data: bool) -> None:
    """Make a graded class on disk, read it, count it, write the page; print what each takes."""
    names = list(ASSIGNMENTS) if assignment == "all" else [assignment]
    with tempfile.TemporaryDirectory() as folder:
        root = keep or Path(folder)
        if not (root / "gradebook.db").exists():
            make(root, names, learners, seed)
        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as fresh:
            figures = fresh.submit(measure, root, names).result()
    figures = {"learners": learners, "assignments": len(names), **figures}
    if as_data:
        print(json.dumps(figures))
        return
    for name, value in figures.items():
        print(f"{name:<16} {value}")


def measure(root: Path, names: list[str]) -> dict[str, Any]:
    """Wall seconds of each step, and the CPU seconds of all."""
    seconds: dict[str, float] = {}

    def timed(step: str, work: Callable[[], Any]) -> Any:
        started = perf_counter()
        done = work()
        seconds[step] = round(perf_counter() - started, 2)
        return done

    started = process_time()
    rows = timed("read", lambda: read_class(Course(root), names))
    given = timed("answers", lambda: given_in(rows))
    report = timed("count", lambda: class_report(rows, given))
    page = timed("page", lambda: as_html(report, made=date(2000, 1, 1)))
    timed("csv", lambda: as_csv(given))
    timed("json", lambda: as_json(report, given))
    cpu = round(process_time() - started, 2)
    html = round(sum(seconds[step] for step in ("read", "answers", "count", "page")), 2)
    counts = {"submissions": len(rows), "answers_read": len(given), "page_kb": len(page) // 1000}
    return {**counts, **seconds, "to_html": html, "cpu": cpu}


def make(root: Path, names: list[str], learners: int, seed: int) -> None:
    """Release the assignments, and write a class as if it had been graded."""
    for name in names:
        source = root / "solutions" / name / f"{name}.ipynb"
        source.parent.mkdir(parents=True)
        source.write_bytes((home() / "solutions" / name / f"{name}.ipynb").read_bytes())
        Course(root).release(name)
    course, secret = Course(root), course_secret(root)
    ran = {name: run_once(course, name) for name in names}
    points: dict[str, dict[str, dict[str, float]]] = {name: {} for name in names}
    everybody = simulated(learners, seed)
    console = Console(stderr=True)
    for learner, answers in track(everybody, total=learners, console=console, transient=True):
        for name in names:
            graded, points[name][learner] = submission(ran[name], learner, answers, secret)
            write(course, name, learner, graded)
    with course.gradebook() as gradebook:
        for name in names:
            enter(gradebook, name, points[name])


def run_once(course: Course, name: str) -> NotebookNode:
    """The solved notebook with all that it shows, so that each submission has an honest size."""
    released = nbformat.read(course.released(name)[0], as_version=4)
    solved = nbformat.read(home() / "solutions" / name / f"{name}.ipynb", as_version=4)
    answers = {nbgrader_of(cell).get("grade_id"): cell.source for cell in solved.cells}
    for cell in released.cells:
        if nbgrader_of(cell).get("solution"):
            cell.source = answers[nbgrader_of(cell)["grade_id"]]
    with open_kernels(best_level(course.root)) as kernels:
        return run(released, kernels=kernels).notebook


def write(course: Course, name: str, learner: str, graded: NotebookNode) -> None:
    """Write a submission as it was handed out, and as it was graded."""
    for kind in ("submitted", "autograded"):
        course.folder(kind, learner, name).mkdir(parents=True)
    released = course.released(name)[0]
    (course.folder("submitted", learner, name) / released.name).write_bytes(released.read_bytes())
    path = course.folder("autograded", learner, name) / released.name
    path.write_text(nbformat.writes(graded), encoding="utf-8")


def simulated(learners: int, seed: int) -> Iterator[tuple[str, Answers]]:
    """Each learner's name and answers."""
    answers: dict[int, Answers] = defaultdict(dict)
    before = 0
    for number, place, _, planted in simulate(learners, seed):
        if number != before:
            yield f"learner-{before + 1:04}", answers.pop(before)
            before = number
        answers[number][place] = planted
    yield f"learner-{before + 1:04}", answers.pop(before)


def submission(
    ran: NotebookNode, learner: str, answers: Answers, secret: str
) -> tuple[NotebookNode, dict[str, float]]:
    """A graded notebook, and its points by question."""
    notebook = nbformat.from_dict(json.loads(json.dumps(ran)))
    first = next(cell for cell in notebook.cells if nbgrader_of(cell).get("solution"))
    first.source = f"# {learner}\n{first.source}"
    whose = whose_is(notebook, secret)
    for cell in cells_of_the_bank(notebook):
        question = question_of(nbgrader_of(cell)["grade_id"], whose)
        record = {"question": question.id, "version": VERSION, "answer": encode(None)}
        record["answer"] = encode(answer(question, answers))
        cell.outputs = [display({MIME: record, "text/plain": "an answer"})]
    verdicts = mark(notebook, whose)
    put_cards(notebook, verdicts)
    return notebook, {verdict.question: verdict.points for verdict in verdicts}


def answer(question: Question, answers: Answers) -> Any:
    """What was planted; a function is called on the course's secret inputs as well."""
    first = question.parts[0]
    planted = answers[BANK[question.id].place(BANK[question.id].parts[0])]
    if isinstance(first, Function) and planted.cause is not Cause.BLANK:
        if planted.cause is Cause.SLIP:
            return slipped(first, None)
        return first.answer_by(*(first.wrong[belief] for belief in planted.beliefs))
    values = {part.name: answers[question.place(part)].value for part in question.parts}
    return values if len(question.parts) > 1 else values[first.name]


def enter(gradebook: Any, name: str, points: dict[str, dict[str, float]]) -> None:
    """Enter the points of a class into the gradebook, in one transaction."""
    assignment = gradebook.find_assignment(name)
    (notebook,) = assignment.notebooks
    for learner, mine in points.items():
        entered = SubmittedNotebook(notebook_id=notebook.id)
        entered.grades = [
            Grade(
                cell_id=cell.id,
                auto_score=mine.get(cell.name),
                needs_manual_grade=cell.name not in mine,
            )
            for cell in (*notebook.grade_cells, *notebook.task_cells)
        ]
        made = SubmittedAssignment(assignment_id=assignment.id)
        student = gradebook.db.get(Student, learner) or Student(id=learner)
        made.student, made.notebooks = student, [entered]
        gradebook.db.add(made)
    gradebook.db.commit()


if __name__ == "__main__":
    main()

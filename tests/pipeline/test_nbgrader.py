"""nbgrader from end to end, alone and with our plugin: release, grade, feedback, Validate."""

from __future__ import annotations

import io
import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
from nbformat.notebooknode import NotebookNode

from autograder.errors import MachineError, UsageError
from autograder.gradebook.batch import grade
from autograder.gradebook.course import Course, Result
from autograder.questions import ASSIGNMENTS, Question

Notebooks = Mapping[str, NotebookNode]
NAMES = list(ASSIGNMENTS)

HALF_RIGHT = {
    # one of three averages, two of three at a low prevalence, precision taken for recall
    "f1-averages-answer": "averages = {'macro': 0.1, 'micro': 0.92, 'weighted': 0.1}",
    "f1-prevalence-answer": "rare = {'precision': 16 / 114, 'f1': 32 / 134, 'accuracy': 0.5}",
    "f1-recall-answer": "recall = 80 / 90",
    "f1-function-answer": (
        "import sys\ndef precision_recall_f1(tp, fp, fn, zero_division):\n"
        "    print('called', file=sys.stderr)\n"
        "    return tp / (tp + fp), tp / (tp + fn), 2 * tp / (2 * tp + fp + fn)"
    ),
}


@dataclass(frozen=True, kw_only=True)
class Graded:
    """The same submissions, graded by nbgrader alone and with our plugin."""

    stock_root: Path
    root: Path
    results: Mapping[tuple[str, str], Result]


def scores(root: Path, assignment: str, student: str) -> dict[str, float | None]:
    """The automatic score of each grade cell."""
    with Course(root).gradebook() as gradebook:
        notebook = gradebook.find_submission_notebook(assignment, assignment, student)
        return {each.name: each.auto_score for each in notebook.grades}


@pytest.fixture(scope="module")
def graded(
    released_course: Path,
    released_notebooks: Notebooks,
    instructor_notebooks: Notebooks,
    hand_in: Callable[..., Path],
    answered: Callable[..., NotebookNode],
    tmp_path_factory: pytest.TempPathFactory,
) -> Graded:
    place = tmp_path_factory.mktemp("graded")
    roots = [place / "stock", place / "ours"]
    for root in roots:
        shutil.copytree(released_course, root)
        for name in NAMES:
            hand_in(root, "solved", instructor_notebooks[name], name)
            hand_in(root, "untouched", released_notebooks[name], name)
        hand_in(root, "half-right", answered(released_notebooks["05_f1"], HALF_RIGHT))
    stock_root, root = roots
    (root / "submitted/no-notebook/05_f1").mkdir(parents=True)
    (root / "submitted/no-notebook/05_f1/essay.txt").write_text("My F1 is 0.84.")
    (root / "submitted/not-a-notebook/05_f1").mkdir(parents=True)
    (root / "submitted/not-a-notebook/05_f1/05_f1.ipynb").write_text("<html>")
    script = str(Path(__file__).with_name("stock.py"))
    students = {name: ["solved", "untouched"] for name in NAMES}
    students["05_f1"].append("half-right")
    commands = [[sys.executable, script, str(stock_root), n, *who] for n, who in students.items()]
    with subprocess.Popen(
        " && ".join(map(_quoted, commands)), shell=True, stdout=subprocess.PIPE
    ) as stock:
        course = Course(root)
        work = [(name, student) for name in NAMES for student in course.students(name)]
        results = list(grade(root, work, jobs=2))
        printed, _ = stock.communicate(timeout=300)
    failures = [json.loads(line) for line in printed.splitlines()]
    assert not any(log for each in failures for log in each.values()), failures
    return Graded(
        stock_root=stock_root,
        root=root,
        results={(result.assignment, result.student): result for result in results},
    )


def _quoted(command: list[str]) -> str:
    return " ".join(f"'{word}'" for word in command)


def gradebooks(graded: Graded) -> dict[str, Path]:
    return {"nbgrader alone": graded.stock_root, "our plugin": graded.root}


by_both = pytest.mark.parametrize("by", ["nbgrader alone", "our plugin"])


# Release ----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", NAMES)
def test_the_exercises_are_to_the_byte_what_nbgrader_makes_of_the_solutions(
    name: str, released_course: Path, repository: Path
) -> None:
    made, kept = released_course / "exercises" / name, repository / "exercises" / name
    assert sorted(p.name for p in kept.iterdir() if not p.name.startswith(".")) == sorted(
        p.name for p in made.iterdir()
    )
    notebook = f"{name}.ipynb"
    assert (kept / notebook).read_bytes() == (made / notebook).read_bytes(), (
        f"run `autograder release {name}` and commit exercises/{name}"
    )


@pytest.mark.parametrize("name", NAMES)
def test_a_released_notebook_holds_no_solution(name: str, released_course: Path) -> None:
    text = (released_course / "exercises" / name / f"{name}.ipynb").read_text(encoding="utf-8")
    assert "SOLUTION" not in text


def test_an_assignment_that_is_not_there_is_named(course_root: Path) -> None:
    with pytest.raises(UsageError, match="There is no assignment '99_none'"):
        Course(course_root).release("99_none")


# Scores -----------------------------------------------------------------------------------


@by_both
@pytest.mark.parametrize("name", NAMES)
def test_an_instructor_notebook_scores_full_marks(by: str, name: str, graded: Graded) -> None:
    expected = {q.id: None if q.is_text else q.points for q in ASSIGNMENTS[name]}
    assert scores(gradebooks(graded)[by], name, "solved") == expected


@by_both
@pytest.mark.parametrize("name", NAMES)
def test_an_untouched_notebook_scores_nothing(by: str, name: str, graded: Graded) -> None:
    expected = dict.fromkeys((q.id for q in ASSIGNMENTS[name]), 0.0)
    assert scores(gradebooks(graded)[by], name, "untouched") == expected


@by_both
def test_a_half_right_answer_earns_its_share(by: str, graded: Graded) -> None:
    got = scores(gradebooks(graded)[by], "05_f1", "half-right")
    assert got["f1-averages"] == pytest.approx(0.5)
    assert got["f1-prevalence"] == pytest.approx(2 / 3)
    assert got["f1-recall"] == 0
    assert 0 < (got["f1-function"] or 0) < 3


def test_nbgrader_alone_and_our_plugin_agree_on_every_cell(graded: Graded) -> None:
    for name in NAMES:
        for student in ("solved", "untouched", *(["half-right"] * (name == "05_f1"))):
            stock = scores(graded.stock_root, name, student)
            assert scores(graded.root, name, student) == pytest.approx(stock), (name, student)


def test_a_text_waits_for_a_person(graded: Graded) -> None:
    with Course(graded.root).gradebook() as gradebook:
        waits = {
            student: gradebook.find_grade("f1-verdict", "05_f1", "05_f1", student)
            for student in ("solved", "untouched")
        }
        assert waits["solved"].needs_manual_grade
        assert not waits["untouched"].needs_manual_grade


# What was not graded ----------------------------------------------------------------------


def test_a_submission_without_a_notebook_is_kept_and_named(graded: Graded) -> None:
    result = graded.results["05_f1", "no-notebook"]
    assert result.status == "not graded"
    assert not result.machine_fault
    folder = graded.root / "submitted/no-notebook/05_f1"
    assert str(folder) in result.reason
    assert "no notebook of this assignment was handed in. Expected: 05_f1.ipynb." in result.reason
    assert (folder / "essay.txt").read_text() == "My F1 is 0.84."


def test_a_file_that_is_no_notebook_is_kept_and_named(graded: Graded) -> None:
    result = graded.results["05_f1", "not-a-notebook"]
    assert (result.status, result.machine_fault) == ("not graded", False)
    assert "not-a-notebook/05_f1/05_f1.ipynb: this is not a notebook" in result.reason


def test_all_others_are_graded(graded: Graded) -> None:
    others = {k: r for k, r in graded.results.items() if not k[1].startswith("no")}
    assert len(others) == 2 * len(NAMES) + 1
    for result in others.values():
        assert (result.status, result.reason, result.machine_fault) == ("graded", "", False)


# Feedback ---------------------------------------------------------------------------------


def test_the_feedback_page_names_the_belief_behind_an_answer(graded: Graded) -> None:
    page = (graded.root / "feedback/half-right/05_f1/05_f1.html").read_text(encoding="utf-8")
    assert "Not right yet · f1-recall" in page
    with Course(graded.root).gradebook() as gradebook:
        comment = gradebook.find_comment("f1-recall-answer", "05_f1", "05_f1", "half-right")
        assert "(M1, " in comment.auto_comment


def test_every_graded_submission_has_a_feedback_page(graded: Graded) -> None:
    for (name, student), result in graded.results.items():
        page = graded.root / "feedback" / student / name / f"{name}.html"
        assert page.exists() == (result.status == "graded")


def test_a_feedback_page_that_cannot_be_written_costs_no_grade(
    graded: Graded, tmp_path: Path
) -> None:
    root = Path(shutil.copytree(graded.root, tmp_path / "course"))
    shutil.rmtree(root / "feedback")
    (root / "feedback").write_text("a file where a folder should be")
    (result,) = grade(root, [("05_f1", "untouched")], jobs=1, force=True)
    assert (result.status, result.machine_fault) == ("graded", True)
    assert result.reason.startswith("no feedback page: ")


# Again ------------------------------------------------------------------------------------


def test_only_what_changed_is_graded_again_unless_forced(graded: Graded, tmp_path: Path) -> None:
    root = Path(shutil.copytree(graded.root, tmp_path / "course"))
    work = [("05_f1", "half-right"), ("05_f1", "untouched")]

    def statuses(force: bool = False) -> list[str]:
        again = grade(root, work, jobs=1, force=force, feedback=False)
        return [each.status for each in sorted(again, key=lambda each: each.student)]

    assert statuses() == ["unchanged", "unchanged"]

    path = root / "submitted/half-right/05_f1/05_f1.ipynb"
    path.write_text(path.read_text().replace("recall = 80 / 90", "recall = 80 / 100"))
    assert statuses() == ["graded", "unchanged"]
    assert scores(root, "05_f1", "half-right")["f1-recall"] == 1

    (root / "submitted/untouched/05_f1/helper.py").write_text("x = 1\n")
    assert statuses() == ["unchanged", "graded"]

    with Course(root).gradebook() as gradebook:
        gradebook.remove_submission("05_f1", "untouched")
    assert statuses() == ["unchanged", "graded"], "the gradebook does not hold it any more"

    assert statuses(force=True) == ["graded", "graded"]


def test_a_score_that_a_person_gave_stays_when_graded_again(graded: Graded, tmp_path: Path) -> None:
    root = Path(shutil.copytree(graded.root, tmp_path / "course"))
    with Course(root).gradebook() as gradebook:
        given = gradebook.find_grade("f1-verdict", "05_f1", "05_f1", "solved")
        given.manual_score, given.needs_manual_grade = 0.75, False
        gradebook.db.commit()
    assert [r.status for r in grade(root, [("05_f1", "solved")], jobs=1, force=True)] == ["graded"]
    with Course(root).gradebook() as gradebook:
        again = gradebook.find_grade("f1-verdict", "05_f1", "05_f1", "solved")
        assert (again.manual_score, again.needs_manual_grade) == (0.75, True)


# The machine's faults ---------------------------------------------------------------------


@pytest.fixture
def locked(graded: Graded, tmp_path: Path) -> Path:
    """A course whose gradebook another program holds."""
    root = Path(shutil.copytree(graded.root, tmp_path / "course"))
    url = f"sqlite:///{root}/gradebook.db?timeout=0.1"  # in seconds; the default is 5
    (root / "nbgrader_config.py").write_text(
        f"c = get_config()\nc.CourseDirectory.db_url = {url!r}"
    )
    return root


def test_a_locked_gradebook_is_named_and_the_submission_is_not_blamed(locked: Path) -> None:
    other = sqlite3.connect(locked / "gradebook.db", isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    said = r"The gradebook sqlite:///.*gradebook\.db.* cannot be used .*database is locked.*Close"
    try:
        course = Course(locked)
        with pytest.raises(MachineError, match=said), course.gradebook() as gradebook:
            assert gradebook.students
        with pytest.raises(MachineError, match=said):
            course.write_feedback("05_f1", "untouched")
        result = course.autograde("05_f1", "untouched", force=True)
        assert (result.status, result.machine_fault) == ("not graded", True)
        with pytest.raises(MachineError, match=said):
            raise MachineError(result.reason)
    finally:
        other.close()


def test_a_fault_of_our_own_is_told_with_its_cause_and_stops_nobody_else(
    graded: Graded, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def trip(*_: object) -> None:
        raise ZeroDivisionError("our own fault")

    root = Path(shutil.copytree(graded.root, tmp_path / "course"))
    monkeypatch.setattr("autograder.gradebook.plugin.mark", trip)
    course = Course(root)
    first = course.autograde("05_f1", "untouched", force=True)
    second = course.autograde("05_f1", "no-notebook", force=True)
    assert (first.status, first.machine_fault) == ("not graded", True)
    assert first.reason == "ZeroDivisionError: our own fault"
    assert (second.status, second.machine_fault) == ("not graded", False)


# Validate ---------------------------------------------------------------------------------


def validate(path: Path) -> str:
    """What ``nbgrader validate`` prints of a notebook."""
    from nbgrader.validator import Validator

    validator = Validator()
    validator.stream = io.StringIO()
    before = Path.cwd()
    try:
        validator.validate_and_print(str(path))
    finally:
        os.chdir(before)
    return str(validator.stream.getvalue())


def test_validate_passes_a_solved_notebook(
    hand_in: Callable[..., Path],
    answered: Callable[..., NotebookNode],
    instructor_notebooks: Notebooks,
    released_notebooks: Notebooks,
    tmp_path: Path,
) -> None:
    solutions = {
        cell.metadata.nbgrader.grade_id: cell.source
        for cell in instructor_notebooks["05_f1"].cells
        if cell.metadata.get("nbgrader", {}).get("solution")
    }
    path = hand_in(tmp_path, "solved", answered(released_notebooks["05_f1"], solutions))
    assert validate(path) == "Success! Your notebook passes all the tests.\n"


def test_validate_shows_our_feedback_uncut_on_an_untouched_notebook(
    hand_in: Callable[..., Path], released_notebooks: Notebooks, tmp_path: Path
) -> None:
    path = hand_in(tmp_path, "untouched", released_notebooks["05_f1"])
    _assert_feedback(validate(path), list(ASSIGNMENTS["05_f1"]), "○ Not answered yet")


def test_validate_shows_our_feedback_uncut_on_wrong_answers(
    hand_in: Callable[..., Path],
    answered: Callable[..., NotebookNode],
    released_notebooks: Notebooks,
    tmp_path: Path,
) -> None:
    path = hand_in(tmp_path, "half", answered(released_notebooks["05_f1"], HALF_RIGHT))
    printed = validate(path)
    _assert_feedback(printed, list(ASSIGNMENTS["05_f1"]), "")
    assert "✗ Not right yet · f1-recall · 0 of 1 point" in printed
    assert "◐ Partly right · f1-averages · 0.5 of 1.5 points" in printed


def _assert_feedback(printed: str, questions: list[Question], heading: str) -> None:
    assert f"VALIDATION FAILED ON {len(questions)} CELL(S)!" in printed
    for question in questions:
        if question.is_text:
            assert "You did not provide a response." in printed
        else:
            assert f"{heading} · {question.id} · " in printed
    assert "Traceback" not in printed
    assert "WrongAnswerError" not in printed
    for line in printed.splitlines():
        assert len(line) <= 90
        assert (len(line) <= 87 and not line.endswith("...")) or line.startswith("="), line

"""Marking a class again: what is due changes, with its reason; all else stays; nothing runs."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import nbformat
import pytest
from click.testing import CliRunner
from sqlalchemy import event
from sqlalchemy.engine import Engine

from autograder import grading
from autograder.cli import main
from autograder.errors import UsageError
from autograder.execution.kernels import Kernels
from autograder.gradebook import batch, plugin, regrade
from autograder.gradebook.batch import grade
from autograder.gradebook.course import Course
from autograder.gradebook.regrade import Change, Regraded
from autograder.gradebook.runs import Work
from autograder.questions import BANK
from autograder.questions.functions import Function
from autograder.questions.question import Part
from tests.pipeline import small
from tests.pipeline.small import NAME

CLASS = {
    "ada": small.RIGHT,
    "grace": small.PRECISION_FOR_RECALL,
    "hedy": small.NEARLY,
    "mary": small.ONE_AVERAGE,
    "rosa": small.UNDEFINED_AS_ZERO,
    "vera": small.RAISES,
}


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory) -> Course:
    """A class that was graded, with feedback pages; nobody writes into it."""
    root = tmp_path_factory.mktemp("regrade") / "course"
    root.mkdir()
    course = small.release(root)
    for student, answers in CLASS.items():
        small.hand_in(course, answers, student)
    work = [(NAME, student) for student in CLASS]
    assert {result.status for result in grade(root, work, jobs=2)} == {"graded"}
    return course


@pytest.fixture
def course(graded: Course, tmp_path: Path) -> Course:
    """The graded class, to change; times of files stay."""
    return small.copy_of(graded.root, tmp_path / "course")


@contextmanager
def nothing_runs() -> Iterator[None]:
    """A while in which to run anything is an error."""

    def refuse(*_: Any, **__: Any) -> None:
        raise AssertionError("something was to run")

    with pytest.MonkeyPatch.context() as patched:
        for owner in (batch, plugin):
            patched.setattr(owner, "run_work", refuse)
            patched.setattr(owner, "open_kernels", refuse)
        yield


def regraded(course: Course) -> Regraded:
    """Mark the class again; to run anything meanwhile is an error."""
    with nothing_runs():
        return regrade.regrade(course, NAME)


def statuses(course: Course, **options: Any) -> dict[str, str]:
    """What ``grade`` says of each submission now."""
    work = [(NAME, student) for student in course.students(NAME)]
    return {r.student: r.status for r in grade(course.root, work, jobs=2, **options)}


# What can change --------------------------------------------------------------------------


@pytest.fixture
def another_package(monkeypatch: pytest.MonkeyPatch) -> None:
    """The package's code is another one than when the class was graded."""
    monkeypatch.setattr("autograder.gradebook.course._package_hash", lambda: "another")


def put(monkeypatch: pytest.MonkeyPatch, question: str, *parts: Part) -> None:
    """Give a question of the bank other parts."""
    changed = {**grading.BANK, question: replace(BANK[question], parts=parts)}
    for module in (grading, plugin, regrade):
        monkeypatch.setattr(module, "BANK", changed)


@pytest.fixture
def narrower(another_package: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is near the right value is not right any more."""
    monkeypatch.setattr("autograder.questions.kinds.CLOSE_ENOUGH", 0.001)


@pytest.fixture
def other_split(another_package: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """The macro average is worth as much as both others."""
    macro, *others = BANK["f1-averages"].parts
    put(monkeypatch, "f1-averages", replace(macro, weight=2.0), *others)


@pytest.fixture
def belief_forgotten(another_package: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody knows any more who takes precision for recall."""
    (part,) = BANK["f1-recall"].parts
    others = {belief: model for belief, model in part.wrong.items() if belief != "M1"}
    put(monkeypatch, "f1-recall", replace(part, wrong=others))


@pytest.fixture
def other_cases(another_package: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """The function is called on fewer inputs: one group has none any more."""
    (part,) = BANK["f1-function"].parts
    assert isinstance(part, Function)
    cases = tuple(case for case in part.cases if case.group != "nothing was flagged")
    draws = {group: draw for group, draw in part.draws.items() if group != "nothing was flagged"}
    put(monkeypatch, "f1-function", replace(part, cases=cases, draws=draws))


def times(course: Course) -> dict[str, int]:
    """When each graded notebook and each page was written."""
    return {
        str(path.relative_to(course.root)): path.stat().st_mtime_ns
        for student in CLASS
        for path in (small.graded(course, student), small.page(course, student))
    }


def cards(course: Course, student: str) -> str:
    """All cards of a graded notebook, as text."""
    notebook = nbformat.read(small.graded(course, student), as_version=4)
    return "\n".join(
        output.data["text/plain"]
        for cell in notebook.cells
        for output in cell.get("outputs", [])
        if output.get("metadata", {}).get("autograder", {}).get("card")
    )


# Tests ------------------------------------------------------------------------------------


def test_without_a_change_nothing_changes_and_nothing_is_due(
    course: Course, graded: Course
) -> None:
    before = times(course)
    done = regraded(course)
    assert (done.submissions, done.changes, done.reworded) == (len(CLASS), [], [])
    assert (done.to_run, done.not_graded, done.touched) == ([], [], [])
    assert times(course) == before
    assert small.entries(course) == small.entries(graded)
    assert set(statuses(course).values()) == {"unchanged"}


def test_a_narrower_tolerance_changes_score_comment_and_card_of_whom_it_concerns(
    course: Course, graded: Course, narrower: None
) -> None:
    done = regraded(course)
    (change,) = done.changes
    assert (change.student, change.question) == ("hedy", "f1-precision")
    assert (change.before, change.after) == (1.0, 0.0)
    assert change.why.startswith("✗ Not right yet · f1-precision · 0 of 1 point")
    before, after = small.entries(graded), small.entries(course)
    assert before["hedy"]["scores"].pop("f1-precision")[0] == 1.0
    assert after["hedy"]["scores"].pop("f1-precision")[0] == 0.0
    assert "✓ Right" in before["hedy"]["comments"].pop("f1-precision-answer")[0]
    assert "✗ Not right yet" in after["hedy"]["comments"].pop("f1-precision-answer")[0]
    assert before == after
    assert "✓ Right · f1-precision" in cards(graded, "hedy")
    assert "✗ Not right yet · f1-precision" in cards(course, "hedy")


def test_a_graded_notebook_marked_again_is_the_one_that_grading_makes(
    course: Course, narrower: None, tmp_path: Path
) -> None:
    other = small.copy_of(course.root, tmp_path / "other")
    regraded(course)
    with nothing_runs(), pytest.MonkeyPatch.context() as patched:
        patched.setattr(batch, "open_kernels", _none_needed)
        assert set(statuses(other, feedback=False).values()) == {"graded"}
    assert small.entries(course) == small.entries(other)
    for student in CLASS:
        ours, theirs = small.graded(course, student), small.graded(other, student)
        assert json.loads(ours.read_text()) == json.loads(theirs.read_text())


@contextmanager
def _none_needed(level: object) -> Iterator[Any]:
    class Closed:
        def close(self) -> None:
            """There is nothing to close."""

    yield Closed()


def test_what_it_does_not_concern_is_not_written(course: Course, narrower: None) -> None:
    before = times(course)
    assert regraded(course).touched == ["hedy"]
    changed = {name for name, written in times(course).items() if written != before[name]}
    assert changed == {f"autograded/hedy/{NAME}/{NAME}.ipynb"}


def test_another_split_of_points_is_told_with_both_scores(
    course: Course, other_split: None
) -> None:
    done = regraded(course)
    (change,) = done.changes
    assert (change.student, change.question) == ("mary", "f1-averages")
    assert (change.before, change.after) == (0.5, 0.75)
    assert "◐ Partly right" in change.why
    assert small.score(course, "mary", "f1-averages") == 0.75
    assert small.score(course, "ada", "f1-averages") == 1.5


def test_a_change_of_score_names_the_beliefs_behind_the_answer(
    course: Course, graded: Course, monkeypatch: pytest.MonkeyPatch, another_package: None
) -> None:
    # The class was graded when everything counted as right: grace's score is too high.
    with course.gradebook() as gradebook:
        entry = gradebook.find_grade("f1-recall", NAME, NAME, "grace")
        entry.auto_score = 1.0
        gradebook.db.commit()
    (change,) = regraded(course).changes
    assert isinstance(change, Change)
    assert (change.before, change.after) == (1.0, 0.0)
    assert change.why.endswith("denominators exchanged (M1)")
    assert small.entries(course) == small.entries(graded)


def test_a_belief_that_is_gone_rewords_the_feedback_and_keeps_the_score(
    course: Course, belief_forgotten: None
) -> None:
    assert "(M1, " in small.comment(course, "grace", "f1-recall")
    done = regraded(course)
    assert done.changes == []
    assert done.reworded == [("grace", "f1-recall")]
    assert done.touched == ["grace"]
    assert small.score(course, "grace", "f1-recall") == 0.0
    assert "(M1, " not in small.comment(course, "grace", "f1-recall")
    assert "(M1, " not in cards(course, "grace")


def test_a_score_that_a_person_gave_stays(course: Course, narrower: None) -> None:
    with course.gradebook() as gradebook:
        given = gradebook.find_grade("f1-precision", NAME, NAME, "hedy")
        given.manual_score, given.needs_manual_grade = 0.75, False
        text = gradebook.find_grade("words", NAME, NAME, "ada")
        text.manual_score, text.needs_manual_grade = 1.0, False
        gradebook.db.commit()
    before = small.entries(course)
    (change,) = regraded(course).changes
    assert (change.student, change.after) == ("hedy", 0.0)
    after = small.entries(course)
    assert after["hedy"]["scores"]["f1-precision"] == (0.0, 0.75, True, True)
    assert after["ada"] == before["ada"]
    with course.gradebook() as gradebook:
        assert gradebook.find_grade("f1-precision", NAME, NAME, "hedy").score == 0.75


def test_what_classic_cells_gave_stays(course: Course, narrower: None) -> None:
    with course.gradebook() as gradebook:
        gradebook.find_grade("total-test", NAME, NAME, "hedy").auto_score = 0.25
        gradebook.db.commit()
    regraded(course)
    assert small.score(course, "hedy", "total-test") == 0.25
    assert small.score(course, "vera", "total-test") == 0.0
    assert small.score(course, "ada", "total-test") == 1.0


def test_a_function_that_needs_other_inputs_is_named_and_keeps_its_score_until_it_runs(
    course: Course, other_cases: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = small.entries(course)
    done = regraded(course)
    assert done.to_run == [(student, "f1-function") for student in CLASS]
    assert done.changes == []
    assert small.entries(course) == before
    ran: list[Work] = []

    def noting(work: Work, kernels: Kernels) -> Any:
        ran.append(work)
        return plugin.run_work(work, kernels)

    monkeypatch.setattr(batch, "run_work", noting)
    assert set(statuses(course).values()) == {"graded"}
    assert len(ran) == len(CLASS)
    assert small.score(course, "ada", "f1-function") == 3.0
    assert small.score(course, "rosa", "f1-function") == pytest.approx(3 * 3 / 5)
    assert regraded(course).to_run == []


def test_other_questions_of_a_submission_that_has_to_run_are_marked_all_the_same(
    course: Course, other_cases: None, narrower: None
) -> None:
    done = regraded(course)
    assert ("hedy", "f1-function") in done.to_run
    assert [(c.student, c.question) for c in done.changes] == [("hedy", "f1-precision")]
    assert "✓ Right · f1-function" in cards(course, "hedy")


def test_grading_after_marking_again_finds_everything_unchanged(
    course: Course, narrower: None
) -> None:
    regraded(course)
    with nothing_runs(), pytest.MonkeyPatch.context() as patched:
        patched.setattr(batch, "open_kernels", _none_needed)
        assert set(statuses(course).values()) == {"unchanged"}


def test_marking_again_makes_up_for_no_run_that_is_due(course: Course, narrower: None) -> None:
    small.hand_in(course, small.RIGHT, "grace")
    regraded(course)
    assert statuses(course)["grace"] == "graded"
    assert small.score(course, "grace", "f1-recall") == 1.0
    config = "c = get_config()\nc.RunSubmission.cell_seconds = 59\n"
    (course.root / "nbgrader_config.py").write_text(config)
    other_limits = Course(course.root)
    regraded(other_limits)
    assert not any(other_limits.is_graded(NAME, student) for student in CLASS)


def test_a_submission_that_was_never_graded_is_named_and_stops_nobody(
    course: Course, narrower: None
) -> None:
    small.hand_in(course, small.RIGHT, "late")
    done = regraded(course)
    assert done.not_graded == [("late", "it was not graded yet")]
    assert done.submissions == len(CLASS)
    assert [change.student for change in done.changes] == ["hedy"]


@pytest.mark.parametrize(
    "damage",
    [
        pytest.param(lambda text: text[: len(text) // 2], id="cut off"),
        pytest.param(lambda text: "", id="empty"),
        pytest.param(lambda text: "[1, 2]", id="JSON but no notebook"),
    ],
)
def test_a_damaged_graded_notebook_is_named_and_costs_nobody_else(
    course: Course, narrower: None, damage: Callable[[str], str]
) -> None:
    path = small.graded(course, "ada")
    path.chmod(0o644)
    path.write_text(damage(path.read_text()))
    before = small.entries(course)
    done = regraded(course)
    ((student, reason),) = done.not_graded
    assert student == "ada"
    assert reason.startswith(f"{path}: the graded notebook cannot be read")
    assert done.submissions == len(CLASS) - 1
    assert [change.student for change in done.changes] == ["hedy"]
    assert small.entries(course)["ada"] == before["ada"]
    path.unlink()  # as the reason advises
    assert statuses(course) == {s: "graded" if s == "ada" else "unchanged" for s in CLASS}


def test_an_assignment_that_was_not_released_is_named(course: Course) -> None:
    with pytest.raises(UsageError, match="'other' has not been released"):
        regrade.regrade(course, "other")


# Stopped ----------------------------------------------------------------------------------


@pytest.mark.parametrize("marked", range(len(CLASS)))
def test_a_stop_at_any_submission_is_made_up_for(
    course: Course, graded: Course, narrower: None, marked: int
) -> None:
    told: list[str] = []

    def stop(student: str) -> None:
        told.append(student)
        if len(told) > marked:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        regrade.regrade(course, NAME, advance=stop)
    assert small.entries(course) == small.entries(graded)
    assert not any(course.is_graded(NAME, student) for student in CLASS)
    done = regraded(course)
    assert [change.student for change in done.changes] == ["hedy"]
    assert done.touched == ["hedy"]
    assert "✗ Not right yet · f1-precision" in cards(course, "hedy")
    assert small.score(course, "hedy", "f1-precision") == 0.0


def test_a_stop_before_the_pages_leaves_them_due(
    course: Course, narrower: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(*_: Any) -> None:
        raise KeyboardInterrupt

    arguments = ["regrade", NAME, "--course", str(course.root), "-q"]
    with monkeypatch.context() as patched:
        patched.setattr(Course, "write_feedback", stop)
        assert CliRunner().invoke(main, arguments).exit_code == 130
    assert "Not right yet · f1-precision" not in small.page(course, "hedy").read_text()
    assert CliRunner().invoke(main, arguments).exit_code == 0
    assert "Not right yet · f1-precision" in small.page(course, "hedy").read_text()


# The command ------------------------------------------------------------------------------


def test_the_command_says_what_changed_and_why_and_writes_those_pages(
    course: Course, narrower: None
) -> None:
    before = times(course)
    with nothing_runs():
        said = CliRunner().invoke(main, ["regrade", NAME, "--course", str(course.root), "-q"])
    assert said.exit_code == 0
    assert said.stderr == ""
    assert "hedy" in said.stdout
    assert "f1-precision" in said.stdout
    assert "6 submissions marked again: 1 scores changed" in said.stdout
    changed = {name for name, written in times(course).items() if written != before[name]}
    assert changed == {
        f"autograded/hedy/{NAME}/{NAME}.ipynb",
        f"feedback/hedy/{NAME}/{NAME}.html",
    }
    assert "Not right yet · f1-precision" in small.page(course, "hedy").read_text()


def test_the_command_gives_json(course: Course, narrower: None) -> None:
    arguments = ["regrade", NAME, "--course", str(course.root), "-q", "--format", "json"]
    said = CliRunner().invoke(main, [*arguments, "--no-feedback"])
    data = json.loads(said.stdout)
    (change,) = data["changes"]
    assert change["student"] == "hedy"
    assert (change["before"], change["after"]) == (1.0, 0.0)
    assert data["submissions"] == len(CLASS)
    assert "Not right yet · f1-precision" not in small.page(course, "hedy").read_text()


# A large class ----------------------------------------------------------------------------


def enlarged(course: Course, copies: int) -> None:
    """Let more students have been graded, who handed in what ``hedy`` did."""
    with course.gradebook() as gradebook, gradebook.db.no_autoflush:
        model = gradebook.find_submission_notebook(NAME, NAME, "hedy")
        scores = {each.name: each.auto_score for each in model.grades}
        for number in range(copies):
            student = f"twin-{number:03}"
            gradebook.add_student(student)
            gradebook.add_submission(NAME, student)
            for each in gradebook.find_submission_notebook(NAME, NAME, student).grades:
                each.auto_score = scores[each.name]
        gradebook.db.commit()
    for number in range(copies):
        for kind in ("submitted", "autograded"):
            source = course.folder(kind, "hedy", NAME)
            shutil.copytree(source, course.folder(kind, f"twin-{number:03}", NAME))


@contextmanager
def statements() -> Iterator[list[str]]:
    """The SELECTs that are sent to any database meanwhile."""
    sent: list[str] = []

    def note(connection: Any, cursor: Any, statement: str, *_: Any) -> None:
        if statement.lstrip().upper().startswith("SELECT"):
            sent.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(Engine, "before_cursor_execute", note)


@pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning")
def test_a_class_of_hundreds_takes_as_many_queries_as_one_of_six(
    course: Course, narrower: None, tmp_path: Path
) -> None:
    large = small.copy_of(course.root, tmp_path / "large")
    enlarged(large, 200)
    with statements() as few:
        assert len(regraded(course).changes) == 1
    with statements() as many:
        assert len(regraded(large).changes) == 201
    assert len(many) == len(few)
    assert small.score(large, "twin-199", "f1-precision") == 0.0

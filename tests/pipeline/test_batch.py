"""A grading run: whatever stops it, all that is due is done once, and nothing is left behind."""

from __future__ import annotations

import errno
import gc
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from autograder.cli import main
from autograder.errors import MachineError
from autograder.execution import levels
from autograder.execution.containment import Level
from autograder.execution.kernels import Kernels
from autograder.execution.levels import Probe, best_level, open_kernels
from autograder.execution.nursery import Contained
from autograder.execution.run import Ran
from autograder.gradebook import batch, plugin
from autograder.gradebook.batch import grade
from autograder.gradebook.course import Course, Result
from autograder.gradebook.reading import read_class
from autograder.gradebook.runs import Runs, Work
from autograder.gradebook.secret import course_secret
from tests.pipeline import small
from tests.pipeline.small import NAME
from tests.pipeline.stopped import MOMENTS

INTERRUPTED = "autograder: Interrupted. What was graded is kept; run it again to go on.\n"
CLASS = [f"learner-{number:02}" for number in range(14)]
STOPPED = Path(__file__).with_name("stopped.py")


@pytest.fixture(scope="module")
def handed_in(tmp_path_factory: pytest.TempPathFactory) -> Course:
    """A course in which a class handed in; nobody writes into it."""
    root = tmp_path_factory.mktemp("batch") / "course"
    root.mkdir()
    course = small.release(root)
    course_secret(root)
    small.hand_in_class(course, CLASS)
    return course


@pytest.fixture(scope="module")
def undisturbed(handed_in: Course, tmp_path_factory: pytest.TempPathFactory) -> Course:
    """The class, graded in one go; nobody writes into it."""
    course = small.copy_of(handed_in.root, tmp_path_factory.mktemp("batch") / "undisturbed")
    results = graded(course, CLASS)
    assert statuses(results) == dict.fromkeys(CLASS, "graded")
    return course


@pytest.fixture
def empty(handed_in: Course, tmp_path: Path) -> Course:
    """The released course; nobody handed in."""
    course = small.copy_of(handed_in.root, tmp_path / "course")
    shutil.rmtree(course.folder("submitted"))
    return course


class Lasting:
    """Kernels that stay warm from one run to the next, where a test is not about that."""

    def __init__(self, kernels: Kernels) -> None:
        self.start = kernels.start

    def close(self) -> None:
        """Leave them as they are."""


@pytest.fixture
def two(empty: Course, kernels: Kernels, monkeypatch: pytest.MonkeyPatch) -> Course:
    """The released course with two submissions, of other code."""
    hand_in_two(empty)
    monkeypatch.setattr(batch, "open_kernels", lambda level: nullcontext(Lasting(kernels)))
    return empty


def hand_in_two(course: Course) -> None:
    small.hand_in(course, small.RIGHT, "ada")
    small.hand_in(course, small.PRECISION_FOR_RECALL, "grace")


FULL_MARKS = {"ada": 7.5, "grace": 6.5}


def graded(course: Course, students: list[str] | None = None, **options: Any) -> list[Result]:
    """Grade in this process; the results in the order in which they came."""
    work = [(NAME, student) for student in students or course.students(NAME)]
    return list(grade(course.root, work, **{"jobs": 2, **options}))


def statuses(results: list[Result]) -> dict[str, str]:
    """What became of each."""
    return {result.student: result.status for result in results}


# Stopped ----------------------------------------------------------------------------------


def started(course: Course, *runs: tuple[str, str]) -> subprocess.Popen[str]:
    """Start ``autograder grade`` in a process of its own, once for each (moment, signal)."""
    arguments = ["grade", NAME, "--course", str(course.root), "--jobs", "2"]
    plan: list[dict[str, Any]] = [
        {"arguments": arguments, "moment": moment, "signal": number} for moment, number in runs
    ]
    return subprocess.Popen(
        [sys.executable, str(STOPPED), json.dumps([*plan, {"arguments": arguments}])],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(STOPPED.parents[2])},
    )


def ended(process: subprocess.Popen[str]) -> list[dict[str, Any]]:
    """What came of each run."""
    printed, _ = process.communicate(timeout=500)
    found: list[dict[str, Any]] = json.loads(printed.splitlines()[-1])
    return found


@pytest.fixture(scope="module")
def stopped(
    handed_in: Course, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, tuple[Course, dict[str, dict[str, Any]]]]:
    """By signal: a course that was graded by runs each stopped at a moment, and what they left."""
    place, processes = tmp_path_factory.mktemp("stopped"), {}
    for number in ("SIGINT", "SIGKILL"):
        course = small.copy_of(handed_in.root, place / number)
        processes[number] = course, started(course, *((moment, number) for moment in MOMENTS))
    return {
        number: (course, dict(zip([*MOMENTS, "to the end"], ended(process), strict=True)))
        for number, (course, process) in processes.items()
    }


each_moment = pytest.mark.parametrize("moment", MOMENTS)
by_each_signal = pytest.mark.parametrize("number", ["SIGINT", "SIGKILL"])


@each_moment
def test_ctrl_c_ends_with_a_sentence_and_leaves_nothing_behind(stopped: Any, moment: str) -> None:
    ran = stopped["SIGINT"][1][moment]
    assert ran["code"] == 130
    assert ran["stderr"].endswith(INTERRUPTED)
    assert "Traceback" not in ran["stderr"]
    assert ran["processes"] == []
    assert ran["folders"] == []


@each_moment
def test_nothing_in_a_sandbox_survives_a_grader_that_is_killed(stopped: Any, moment: str) -> None:
    ran = stopped["SIGKILL"][1][moment]
    assert ran["code"] == -signal.SIGKILL
    assert ran["processes"] == []


@by_each_signal
def test_the_gradebook_is_whole_after_each_stop(stopped: Any, number: str) -> None:
    _, runs = stopped[number]
    assert {moment: ran["gradebook"] for moment, ran in runs.items()} == dict.fromkeys(runs, "ok")


@by_each_signal
def test_the_run_after_all_stops_ends_as_an_undisturbed_one(
    stopped: Any, undisturbed: Course, number: str
) -> None:
    course, runs = stopped[number]
    assert runs["to the end"]["code"] == 1, "some answers are wrong"
    assert small.entries(course) == small.entries(undisturbed)
    for student in CLASS:
        ours, theirs = small.graded(course, student), small.graded(undisturbed, student)
        assert ours.read_bytes() == theirs.read_bytes()
        assert small.page(course, student).read_bytes()
    assert course.folder("feedback").stat()
    assert len(list((course.root / ".autograder" / "runs").glob("*.json"))) == len(CLASS)


def test_ctrl_c_on_the_installed_command_ends_it(handed_in: Course, tmp_path: Path) -> None:
    course = small.copy_of(handed_in.root, tmp_path / "course")
    command = [sys.executable, "-m", "autograder.cli", "grade", NAME, "--course", str(course.root)]
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, process_group=0
    )
    runs = course.root / ".autograder" / "runs"
    while process.poll() is None and not any(runs.glob("*.json")):
        time.sleep(0.05)
    os.killpg(process.pid, signal.SIGINT)
    _, said = process.communicate(timeout=120)
    assert process.returncode == 130
    assert said.endswith(INTERRUPTED)


def test_a_page_that_is_older_than_the_grade_is_written_again(two: Course) -> None:
    graded(two)
    small.hand_in(two, small.PRECISION_FOR_RECALL, "ada")
    graded(two, feedback=False)
    assert "Not right yet · f1-recall" not in small.page(two, "ada").read_text()
    before = small.page(two, "grace").stat().st_mtime_ns
    assert statuses(graded(two)) == {"ada": "unchanged", "grace": "unchanged"}
    assert "Not right yet · f1-recall" in small.page(two, "ada").read_text()
    assert small.page(two, "grace").stat().st_mtime_ns == before


# Two at once ------------------------------------------------------------------------------


def test_two_runs_at_once_in_one_course_both_end_well(
    handed_in: Course, undisturbed: Course, tmp_path: Path
) -> None:
    course = small.copy_of(handed_in.root, tmp_path / "course")
    for process in [started(course), started(course)]:
        (ran,) = ended(process)
        assert ran["code"] == 1, "some answers are wrong"
        assert "not graded" not in ran["stderr"]
        assert "no feedback page" not in ran["stderr"]
        assert "locked" not in ran["stderr"] + ran["stdout"]
        assert ran["processes"] == []
    assert small.entries(course) == small.entries(undisturbed)


# Run again or not -------------------------------------------------------------------------


@pytest.fixture
def ran(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Whose code ran, since the last ``clear``: the first line of each submission's recall."""
    found: list[str] = []

    def noting(work: Work, kernels: Kernels) -> Any:
        found.append(next(c.source for c in work.notebook.cells if c.source.startswith("recall")))
        return plugin.run(
            work.notebook,
            kernels=kernels,
            files=work.files,
            limits=work.limits,
            inputs=work.inputs,
        )

    monkeypatch.setattr(batch, "run_work", noting)
    monkeypatch.setattr(plugin, "run_work", noting)
    return found


ADA, GRACE = small.RIGHT["f1-recall-answer"], small.PRECISION_FOR_RECALL["f1-recall-answer"]


def test_what_did_not_change_does_not_run_again_unless_forced(two: Course, ran: list[str]) -> None:
    assert statuses(graded(two)) == {"ada": "graded", "grace": "graded"}
    assert sorted(ran) == sorted([ADA, GRACE])
    ran.clear()
    assert statuses(graded(two)) == {"ada": "unchanged", "grace": "unchanged"}
    assert ran == []
    assert statuses(graded(two, force=True)) == {"ada": "graded", "grace": "graded"}
    assert sorted(ran) == sorted([ADA, GRACE])


def test_what_ran_does_not_run_again_after_a_stop_before_it_was_written(
    two: Course, ran: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(*_: Any, **__: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(Course, "autograde", stop)
        with pytest.raises(KeyboardInterrupt):
            graded(two, jobs=1)
    first = ran[0]  # it came to its end; what ran beside it at the stop did not
    assert statuses(graded(two)) == {"ada": "graded", "grace": "graded"}
    assert ran.count(first) == 1
    assert set(ran) == {ADA, GRACE}


def test_another_judge_marks_again_and_runs_nothing(
    two: Course, ran: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    graded(two)
    ran.clear()
    monkeypatch.setattr("autograder.gradebook.course._package_hash", lambda: "another")
    assert statuses(graded(two)) == {"ada": "graded", "grace": "graded"}
    assert ran == []


def test_another_engine_runs_everything_again(
    two: Course, ran: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    graded(two)
    ran.clear()
    monkeypatch.setattr("autograder.gradebook.course.engine_hash", lambda: "another")
    monkeypatch.setattr("autograder.gradebook.runs.engine_hash", lambda: "another")
    assert statuses(graded(two)) == {"ada": "graded", "grace": "graded"}
    assert sorted(ran) == sorted([ADA, GRACE])


def other_code(course: Course) -> None:
    path = small.submitted(course, "ada")
    path.write_text(path.read_text().replace("total = 200", "total = 100 + 100"))


def other_file_beside(course: Course) -> None:
    (small.submitted(course, "ada").parent / "more.py").write_text("x = 1\n")


def other_file_of_the_instructors(course: Course) -> None:
    (course.folder("source", ".", NAME) / "data.csv").write_text("1,2\n")


def other_limits(course: Course) -> None:
    config = "c = get_config()\nc.RunSubmission.cell_seconds = 59\n"
    (course.root / "nbgrader_config.py").write_text(config)


def other_secret(course: Course) -> None:
    (course.root / ".autograder" / "secret").unlink()


@pytest.mark.parametrize(
    ("change", "run_again"),
    [
        pytest.param(other_code, {"ada"}, id="other code"),
        pytest.param(other_file_beside, {"ada"}, id="another file beside it"),
        pytest.param(other_file_of_the_instructors, {"ada", "grace"}, id="an instructor's file"),
        pytest.param(other_limits, {"ada", "grace"}, id="other limits"),
        pytest.param(other_secret, {"ada", "grace"}, id="another secret"),
    ],
)
def test_what_a_run_depends_on_makes_it_run_again(
    two: Course, ran: list[str], change: Callable[[Course], None], run_again: set[str]
) -> None:
    graded(two)
    ran.clear()
    change(two)
    expected = {s: "graded" if s in run_again else "unchanged" for s in ("ada", "grace")}
    assert statuses(graded(two)) == expected
    assert sorted(ran) == sorted({"ada": ADA, "grace": GRACE}[student] for student in run_again)
    assert {row.student: row.score for row in read_class(two, [NAME])} == FULL_MARKS


def test_a_text_that_changed_is_graded_again_and_runs_nothing(two: Course, ran: list[str]) -> None:
    graded(two)
    ran.clear()
    small.hand_in(two, small.RIGHT | {"words": "It depends."}, "ada")
    assert statuses(graded(two)) == {"ada": "graded", "grace": "unchanged"}
    assert ran == []
    assert small.entries(two)["ada"]["scores"]["words"] == (None, None, True, False)


def test_a_graded_notebook_that_is_gone_is_made_again_and_runs_nothing(
    two: Course, ran: list[str]
) -> None:
    graded(two)
    ran.clear()
    small.graded(two, "ada").unlink()
    assert statuses(graded(two)) == {"ada": "graded", "grace": "unchanged"}
    assert ran == []
    assert small.graded(two, "ada").exists()


def test_the_same_code_of_many_runs_once_where_it_is_forced(empty: Course, ran: list[str]) -> None:
    students = [f"twin-{number}" for number in range(5)]
    small.hand_in(empty, small.RIGHT, *students)
    assert set(statuses(graded(empty, jobs=1, feedback=False)).values()) == {"graded"}
    assert ran == [ADA]
    ran.clear()
    forced = graded(empty, jobs=1, force=True, feedback=False)
    assert set(statuses(forced).values()) == {"graded"}
    assert ran == [ADA]


# One question, one submission -------------------------------------------------------------


def test_nobody_waits_behind_a_submission_that_is_stuck(
    empty: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    starts: list[str] = []

    def noting(kernels: Contained, *args: Any, **kwargs: Any) -> Any:
        starts.append("a kernel")
        return start(kernels, *args, **kwargs)

    def slow_close(kernels: Contained) -> None:
        for nursery in kernels._nurseries.values():
            nursery.close()
        time.sleep(1)  # for the grader to see that the kernel died
        close(kernels)

    start, close = Contained.start, Contained.close
    monkeypatch.setattr(Contained, "start", noting)
    monkeypatch.setattr(Contained, "close", slow_close)
    stuck = small.RIGHT | {"total": "import time\ntime.sleep(3600)"}
    others = ["ada", "grace", "hedy", "mary"]
    small.hand_in(empty, stuck, "a-stuck-one")
    for number, student in enumerate(others):
        small.hand_in(empty, small.RIGHT, student, first_line=f"seed = {number}")
    work = [(NAME, student) for student in empty.students(NAME)]
    assert work[0] == (NAME, "a-stuck-one")
    results = grade(empty.root, work, jobs=2)
    finished = [next(results).student for _ in others]
    assert sorted(finished) == others
    before = len(starts)
    results.close()  # ends the stuck one, a minute before its limit does
    assert len(starts) == before, "what was ended is not tried again"


def test_a_submission_that_kills_all_it_can_costs_its_own_answer_alone(empty: Course) -> None:
    kill = "import os, signal\nos.kill(os.getppid(), signal.SIGKILL)\nos.kill(-1, signal.SIGKILL)"
    small.hand_in(empty, small.RIGHT | {"f1-precision-answer": kill}, "a-killer")
    small.hand_in(empty, small.RIGHT, "ada")
    results = graded(empty)
    assert statuses(results) == {"a-killer": "graded", "ada": "graded"}
    killer, ada = small.entries(empty)["a-killer"], small.entries(empty)["ada"]
    assert killer["scores"].pop("f1-precision")[0] == 0
    assert ada["scores"].pop("f1-precision")[0] == 1
    assert killer["scores"] == ada["scores"]


def test_links_are_refused_and_never_followed(two: Course) -> None:
    small.submitted(two, "ada").unlink()
    small.submitted(two, "ada").symlink_to(two.folder("source", ".", NAME) / f"{NAME}.ipynb")
    (small.submitted(two, "grace").parent / "data.txt").symlink_to("/etc/passwd")
    for result in graded(two):
        assert (result.status, result.machine_fault) == ("not graded", False)
        assert "this is a link" in result.reason
    assert not two.folder("autograded").exists()


def test_what_a_submission_put_beside_its_graded_notebook_is_no_notebook(two: Course) -> None:
    graded(two)
    (small.graded(two, "ada").parent / "stray.ipynb").write_text("no notebook")
    assert {row.student: row.score for row in read_class(two, [NAME])} == FULL_MARKS


# The machine's faults ---------------------------------------------------------------------


def failing(error: Exception, *, when: Callable[..., bool]) -> Callable[[Any], Any]:
    """Make of a function one that raises where its arguments say so."""

    def wrap(stock: Any) -> Any:
        def function(*args: Any, **kwargs: Any) -> Any:
            if when(*args):
                raise error
            return stock(*args, **kwargs)

        return function

    return wrap


def is_grace(work: Work, *_: Any) -> bool:
    return any(cell.source == GRACE for cell in work.notebook.cells)


FULL = OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), "/somewhere")


@pytest.mark.parametrize(
    ("owner", "name", "error", "when", "said"),
    [
        pytest.param(
            batch,
            "run_work",
            MachineError("No kernel could be started: no space left"),
            is_grace,
            "No kernel could be started: no space left",
            id="no kernel",
        ),
        pytest.param(
            Runs,
            "keep",
            FULL,
            lambda runs, key, ran: any(cell.source == GRACE for cell in ran.notebook.cells),
            "No space left on device: /somewhere",
            id="a full disk",
        ),
        pytest.param(
            batch,
            "run_work",
            ZeroDivisionError("our own fault"),
            is_grace,
            "ZeroDivisionError: our own fault",
            id="a fault of our own while it runs",
        ),
        pytest.param(
            Course,
            "work_of",
            KeyError("our own fault"),
            lambda course, assignment, student: student == "grace",
            "KeyError: 'our own fault'",
            id="a fault of our own before it runs",
        ),
        pytest.param(
            Course,
            "_write_keys",
            FULL,
            lambda course, assignment, student, *_: student == "grace",
            "No space left on device: /somewhere",
            id="a full disk at the end",
        ),
    ],
)
def test_a_fault_of_the_machine_is_no_zero_and_stops_nobody_else(
    two: Course,
    monkeypatch: pytest.MonkeyPatch,
    owner: Any,
    name: str,
    error: Exception,
    when: Any,
    said: str,
) -> None:
    small.hand_in(two, small.NEARLY, "hedy")
    with monkeypatch.context() as patched:
        patched.setattr(owner, name, failing(error, when=when)(getattr(owner, name)))
        results = {result.student: result for result in graded(two)}
    fault = results.pop("grace")
    assert (fault.status, fault.machine_fault, fault.reason) == ("not graded", True, said)
    assert statuses(list(results.values())) == {"ada": "graded", "hedy": "graded"}
    if name != "_write_keys":
        assert "grace" not in small.entries(two)
        assert [row.score is None for row in read_class(two, [NAME])] == [False, True, False]
    assert statuses(graded(two)) == {"ada": "unchanged", "grace": "graded", "hedy": "unchanged"}
    assert small.score(two, "grace", "f1-averages") == 1.5


def test_a_broken_gradebook_is_named_and_no_submission_is_blamed(two: Course) -> None:
    gradebook = two.root / "gradebook.db"
    whole = gradebook.read_bytes()
    gradebook.write_bytes(b"This is no database. " * 500)
    for result in graded(two):
        assert (result.status, result.machine_fault) == ("not graded", True)
        assert result.reason.startswith(f"The gradebook sqlite:///{gradebook} cannot be used (")
    said = CliRunner().invoke(main, ["grade", NAME, "--course", str(two.root), "-q"])
    assert said.exit_code == 4
    assert f"The gradebook sqlite:///{gradebook} cannot be used" in said.stderr
    assert "Traceback" not in said.output
    gradebook.write_bytes(whole)
    assert statuses(graded(two)) == {"ada": "graded", "grace": "graded"}


def test_a_page_that_cannot_be_written_costs_no_grade(
    two: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    fails = failing(FULL, when=lambda course, assignment, student: student == "ada")
    monkeypatch.setattr(Course, "write_feedback", fails(Course.write_feedback))
    results = {result.student: result for result in graded(two)}
    assert results["ada"].status == results["grace"].status == "graded"
    assert results["ada"].reason.startswith("no feedback page: ")
    assert results["ada"].machine_fault
    assert small.page(two, "grace").exists()


def test_a_release_that_fails_keeps_what_was_released_before(two: Course) -> None:
    before = small.released(two).read_bytes()
    source = two.folder("source", ".", NAME) / f"{NAME}.ipynb"
    source.write_text(source.read_text().replace("### END SOLUTION", "### END"))
    with pytest.raises(MachineError, match="no end solution"):
        two.release(NAME)
    assert small.released(two).read_bytes() == before


# Growth -----------------------------------------------------------------------------------


def open_files() -> list[str]:
    """What this process has open."""
    found = []
    for each in Path("/proc/self/fd").iterdir():
        try:
            found.append(str(each.readlink()))
        except FileNotFoundError:
            continue  # the one that lists them
    return sorted(found)


def settled(course: Course, students: list[str]) -> tuple[list[str], int]:
    """Open files and threads after the last submission of a run, with the warm process there."""
    work = [(NAME, student) for student in students]
    results = grade(course.root, work, jobs=2, feedback=False)
    for _ in work:
        assert next(results).status == "graded"
    seen: list[tuple[int, int]] = []
    while len(seen) < 5 or len(set(seen[-5:])) > 1:  # sockets are closed in the background
        gc.collect()
        time.sleep(0.1)
        seen.append((len(open_files()), len(list(Path("/proc/self/task").iterdir()))))
        assert len(seen) < 300
    found = open_files(), seen[-1][1]
    results.close()
    return found


def test_the_grader_holds_no_more_after_thirty_submissions_than_after_five(empty: Course) -> None:
    students = [f"learner-{number:02}" for number in range(35)]
    for number, student in enumerate(students):
        small.hand_in(empty, {"f1-recall-answer": f"recall = {number}"}, student)
    few, threads = settled(empty, students[:5])
    many, threads_after = settled(empty, students[5:])
    assert len(many) == len(few), (few, many)
    assert threads_after == threads


def test_the_death_of_the_warm_process_costs_no_submission(
    empty: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    killed: list[int] = []
    opened: list[Contained] = []

    @contextmanager
    def remembered(level: Level) -> Iterator[Kernels]:
        with open_kernels(level) as made:
            assert isinstance(made, Contained)
            opened.append(made)
            yield made

    def after_a_death(work: Work, kernels: Kernels) -> Ran:
        for pid in [nursery._process.pid for nursery in opened[0]._nurseries.values()]:
            os.kill(pid, signal.SIGKILL)
            os.waitid(os.P_PID, pid, os.WEXITED | os.WNOWAIT)  # until it is dead
            killed.append(pid)
        ran: Ran = plugin.run_work(work, kernels)
        return ran

    for number in range(3):
        small.hand_in(empty, small.RIGHT, f"learner-{number}", first_line=f"seed = {number}")
    monkeypatch.setattr(batch, "open_kernels", remembered)
    monkeypatch.setattr(batch, "run_work", after_a_death)
    results = graded(empty, jobs=1)
    assert [(r.status, r.reason) for r in results] == [("graded", "")] * 3
    assert len(set(killed)) == 2
    assert all(small.score(empty, f"learner-{n}", "f1-function") == 3 for n in range(3))


# The command ------------------------------------------------------------------------------


@pytest.fixture
def no_sandbox(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A machine on which no level of containment works."""
    monkeypatch.setattr(
        levels,
        "probe",
        lambda level, places=(): Probe(
            level=level, trouble=f"no {level.name.lower()} here", advice="Get some."
        ),
    )
    best_level.cache_clear()
    yield
    best_level.cache_clear()


def test_without_a_sandbox_nothing_runs_and_the_causes_are_named(
    two: Course, no_sandbox: None, ran: list[str]
) -> None:
    said = CliRunner().invoke(main, ["grade", NAME, "--course", str(two.root)])
    assert said.exit_code == 2
    assert "Submissions cannot be contained on this machine" in said.stderr
    for level in levels.SANDBOXES:
        assert f"no {level.name.lower()} here. Get some." in said.stderr
    assert "--trust-submissions" in said.stderr
    assert ran == []
    assert not two.folder("autograded").exists()


# subtle: jupyter_client leaves an event loop open in each thread that starts a kernel of its own.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_without_a_sandbox_trust_goes_on_where_it_is_said_aloud(
    empty: Course, no_sandbox: None, ran: list[str]
) -> None:
    hand_in_two(empty)
    arguments = ["grade", NAME, "--course", str(empty.root), "--trust-submissions"]
    said = CliRunner().invoke(main, arguments)
    assert said.exit_code == 1, "an answer is wrong"
    assert sorted(ran) == sorted([ADA, GRACE])
    assert small.score(empty, "ada", "f1-function") == 3
    gc.collect()


def test_a_run_is_reported_on_stderr_unless_it_is_quiet(two: Course) -> None:
    (small.submitted(two, "grace").parent / "data.bin").write_bytes(bytes(500_000))
    arguments = ["grade", NAME, "--course", str(two.root), "--no-feedback"]
    said = CliRunner().invoke(main, arguments)
    assert "2 graded." in said.stderr
    assert "Slowest: " in said.stderr
    assert "Largest: grace 50" in said.stderr
    assert "graded." not in said.stdout
    again = CliRunner().invoke(main, arguments)
    assert "2 unchanged." in again.stderr
    assert "Slowest" not in again.stderr, "nothing ran"
    quiet = CliRunner().invoke(main, [*arguments, "--quiet"])
    assert quiet.stderr == ""
    assert quiet.stdout

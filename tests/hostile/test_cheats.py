"""Cheats, each handed in twice: what nbgrader alone gives for it, and that ours gives nothing.

Besides the scores: whatever a cheat writes to, starts or leaves, nothing outside of its sandbox
is changed, and submissions behind it are graded as they should be.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

import nbformat
import pytest
from nbformat.notebooknode import NotebookNode

from autograder.execution.reading import read_notebook
from autograder.gradebook.batch import grade
from autograder.gradebook.course import Course, Result
from tests.hostile.cheat import CLASSIC, F1, MARK, PERFECT, POINTS, VARIES, Score
from tests.hostile.cheats import CHEATS, LISTED, SAMPLE
from tests.hostile.cheats_asserts import classic
from tests.pipeline import stock
from tests.pipeline.test_traps import STOPS, TRAPS

STOCK = Path(stock.__file__)
every_cheat = pytest.mark.parametrize("name", CHEATS)
UNTOUCHED = ("submitted", "exercises", "solutions")


@dataclass(frozen=True, kw_only=True)
class Batch:
    """All cheats, graded by nbgrader alone and by us."""

    stock_roots: Mapping[str, Path]
    stock_logs: Mapping[str, str]
    root: Path
    home: Path
    results: Mapping[str, Result]
    before: Mapping[str, str]
    processes: tuple[str, ...]


def scores(root: Path, student: str) -> dict[str, float | None]:
    """What each question of a submission earned in a gradebook."""
    assignment = CHEATS[student].assignment
    with Course(root).gradebook() as gradebook:
        notebook = gradebook.find_submission_notebook(assignment, assignment, student)
        return {each.name: each.auto_score for each in notebook.grades}


def fingerprints(root: Path) -> dict[str, str]:
    """A hash of each file that no submission may change."""
    files = [path for name in UNTOUCHED for path in (root / name).rglob("*") if path.is_file()]
    files += [path for path in root.iterdir() if path.name == "nbgrader_config.py"]
    return {
        path.relative_to(root).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in files
    }


def marked_processes() -> Iterator[str]:
    """The command lines of processes that a cheat left behind."""
    for entry in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            command = entry.read_bytes().decode(errors="replace")
        except OSError:
            continue
        if f"# {MARK}" in command:
            yield command


def _course(place: Path, released: Path, answered: Callable[..., NotebookNode]) -> Path:
    """A course with both assignments, in which every cheat is handed in."""
    for name in ("solutions", "exercises"):
        shutil.copytree(released / name / F1, place / name / F1)
    shutil.copy(released / "gradebook.db", place)
    folder = place / "solutions" / CLASSIC
    folder.mkdir()
    nbformat.write(classic(), folder / f"{CLASSIC}.ipynb")
    Course(place).release(CLASSIC)
    handed_out = {
        name: read_notebook(place / "exercises" / name / f"{name}.ipynb") for name in POINTS
    }
    for name, cheat in CHEATS.items():
        folder = place / "submitted" / name / cheat.assignment
        folder.mkdir(parents=True)
        notebook = answered(handed_out[cheat.assignment], cheat.answers)
        cheat.change(notebook, folder)
        path = folder / f"{cheat.assignment}.ipynb"
        path.write_text(json.dumps(notebook), encoding="utf-8")
    return place


def _for_nbgrader(assignment: str) -> list[str]:
    """What nbgrader alone grades, in order: a sample, or all of it where there is time."""
    full = os.environ.get("AUTOGRADER_FULL")
    names = [name for name in CHEATS if full or name in SAMPLE]
    return [name for name in names if CHEATS[name].assignment == assignment]


@pytest.fixture(scope="module")
def batch(
    released_course: Path,
    answered: Callable[..., NotebookNode],
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Batch]:
    place = tmp_path_factory.mktemp("cheats")
    roots = {}
    for name in (*POINTS, "ours"):
        (place / name).mkdir()
        roots[name] = _course(place / name, released_course, answered)
    ours = roots.pop("ours")
    before = fingerprints(ours)
    homes = {name: place / f"home-of-{name}" for name in (*POINTS, "ours")}
    with pytest.MonkeyPatch.context() as patch:
        started = {}
        for assignment, root in roots.items():
            homes[assignment].mkdir()
            patch.setenv("HOME", str(homes[assignment]))
            patch.setenv("IPYTHONDIR", str(homes[assignment] / ".ipython"))
            command = [
                sys.executable,
                str(STOCK),
                str(root),
                assignment,
                *_for_nbgrader(assignment),
            ]
            started[assignment] = subprocess.Popen(
                command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
            )
        homes["ours"].mkdir()
        patch.setenv("HOME", str(homes["ours"]))
        patch.setenv("IPYTHONDIR", str(homes["ours"] / ".ipython"))
        work = [(cheat.assignment, name) for name, cheat in CHEATS.items()]
        results = {r.student: r for r in grade(ours, work, jobs=2, feedback=False)}
    left = [text for text in marked_processes() if not any(str(r) in text for r in roots.values())]
    logs: dict[str, str] = {}
    for process in started.values():
        printed, _ = process.communicate(timeout=3600)
        logs |= json.loads(printed.splitlines()[-1])
    yield Batch(
        stock_roots=MappingProxyType(roots),
        stock_logs=MappingProxyType(logs),
        root=ours,
        home=homes["ours"],
        results=MappingProxyType(results),
        before=MappingProxyType(before),
        processes=tuple(left),
    )


# Scores ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name", [n if n in SAMPLE else pytest.param(n, marks=pytest.mark.full) for n in CHEATS]
)
def test_nbgrader_alone_gives(name: str, batch: Batch) -> None:
    cheat = CHEATS[name]
    if batch.stock_logs[name]:
        score: Score = STOPS
    else:
        score = scores(batch.stock_roots[cheat.assignment], name).get(cheat.question)
    assert score in ((0.0, 1.0) if cheat.stock == VARIES else (cheat.stock,))


@every_cheat
def test_a_cheat_is_graded_and_earns_what_its_answer_is_worth(name: str, batch: Batch) -> None:
    assert batch.results[name].status == "graded", batch.results[name].reason
    cheat = CHEATS[name]
    score = scores(batch.root, name)[cheat.question]
    if cheat.worth is None:  # an assert: whoever holds the test can pass it, within its points
        assert score in (0.0, POINTS[cheat.assignment][cheat.question])
    else:
        assert score == cheat.worth


@every_cheat
def test_its_other_questions_keep_what_they_are_worth(name: str, batch: Batch) -> None:
    cheat = CHEATS[name]
    due = dict(POINTS[cheat.assignment])
    found = scores(batch.root, name)
    del due[cheat.question], found[cheat.question]
    for question in cheat.spoils:
        assert found.pop(question) in (0.0, due.pop(question))
    assert found == due


# Whatever else a cheat does ----------------------------------------------------------------------


def test_what_was_handed_in_and_handed_out_is_unchanged(batch: Batch) -> None:
    assert fingerprints(batch.root) == batch.before


def test_the_gradebook_holds_nothing_that_a_submission_wrote(batch: Batch) -> None:
    with sqlite3.connect(batch.root / "gradebook.db") as book:
        kinds = {kind for (kind,) in book.execute("select type from sqlite_master")}
        changed = book.execute(
            "select count(*) from grade where manual_score is not null or extra_credit != 0"
        ).fetchone()
        most = dict(
            book.execute(
                "select base_cell.name, max_score from grade_cells "
                "join base_cell on base_cell.id = grade_cells.id"
            ).fetchall()
        )
    assert kinds <= {"table", "index"}
    assert changed == (0,)
    assert most["f1-recall"] == 1.0
    assert most["f1-function"] == 3.0


def test_no_daemon_waits_for_the_gradebook(batch: Batch) -> None:
    assert batch.processes == ()


def test_no_start_up_file_and_no_mark_of_a_pickle_is_left(batch: Batch) -> None:
    assert [path for path in batch.home.rglob("*") if MARK in path.name] == []
    startup = batch.home / ".ipython" / "profile_default" / "startup"
    assert list(startup.glob("*.py")) == []


def test_a_submission_behind_all_cheats_is_graded_as_it_should_be(batch: Batch) -> None:
    assert scores(batch.root, PERFECT) == POINTS[F1]


def test_no_script_reaches_the_graded_notebook_or_the_feedback(batch: Batch) -> None:
    name = "script-in-the-outputs"
    course = Course(batch.root)
    graded = read_notebook(course.folder("autograded", name, F1) / f"{F1}.ipynb")
    kinds = {
        kind for cell in graded.cells for o in cell.get("outputs", []) for kind in o.get("data", {})
    }
    assert not {kind for kind in kinds if "javascript" in kind or "widget" in kind or "svg" in kind}
    page = next(course.write_feedback(F1, name).glob("*.html")).read_text(encoding="utf-8")
    assert f"<script>steal('{MARK}')" not in page
    assert "<img src=x onerror" not in page  # as text it may stand there
    assert "\x1b" not in page


# The catalogue -----------------------------------------------------------------------------------


@pytest.mark.parametrize("item", LISTED)
def test_every_cheat_of_the_list_has_its_notebook(item: str) -> None:
    assert LISTED[item]
    assert set(LISTED[item]) <= CHEATS.keys() | TRAPS.keys()


def test_most_cheats_pay_without_us() -> None:
    paying = [name for name, cheat in CHEATS.items() if cheat.stock not in (0.0, None, STOPS)]
    assert len(paying) > len(CHEATS) / 2

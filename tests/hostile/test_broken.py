"""Files that are broken: each costs only itself, in one batch with honest submissions."""

from __future__ import annotations

import errno
import os
import re
import shutil
import threading
import warnings
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

import pytest
from nbformat.notebooknode import NotebookNode

from autograder.gradebook.batch import grade
from autograder.gradebook.course import Course, Result
from tests.hostile.broken import BROKEN
from tests.hostile.cheat import F1, HONEST, POINTS

FIRST, LAST = "a-first", "z-last"  # honest submissions around the broken ones
broken = pytest.mark.parametrize("name", BROKEN)


@dataclass(frozen=True, kw_only=True)
class Batch:
    """What became of all of them; ``error`` if something stopped the whole batch."""

    root: Path
    results: Mapping[str, Result]
    error: Exception | None
    pipes_opened: tuple[str, ...]


class _Plumber(threading.Thread):
    """Frees whoever waits on a named pipe for a writer, and remembers that somebody did."""

    def __init__(self, root: Path) -> None:
        super().__init__(daemon=True)
        self._root, self._done = root, threading.Event()
        self.opened: set[str] = set()

    def run(self) -> None:
        pipes = [path for path in self._root.rglob("*") if path.is_fifo()]
        while not self._done.wait(0.2):
            for path in pipes:
                try:
                    os.close(os.open(path, os.O_WRONLY | os.O_NONBLOCK))
                    self.opened.add(path.name)
                except OSError as error:
                    if error.errno not in (errno.ENXIO, errno.ENOENT):  # nobody reads it
                        raise

    def stop(self) -> None:
        self._done.set()
        self.join()


@pytest.fixture(scope="module")
def batch(
    released_course: Path,
    released_notebooks: Mapping[str, NotebookNode],
    hand_in: Callable[..., Path],
    answered: Callable[..., NotebookNode],
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Batch]:
    root = tmp_path_factory.mktemp("broken") / "course"
    for name in ("solutions", "exercises"):
        shutil.copytree(released_course / name / F1, root / name / F1)
    shutil.copy(released_course / "gradebook.db", root)
    answers = {f"{q}-answer": source for q, source in HONEST.items() if q in POINTS[F1]}
    honest = answered(released_notebooks[F1], answers)
    for student in (FIRST, LAST):
        hand_in(root, student, honest)
    for name, each in BROKEN.items():
        folder = root / "submitted" / name / F1
        folder.mkdir(parents=True)
        each.write(honest, folder / f"{F1}.ipynb")
    plumber, results, error = _Plumber(root / "submitted"), {}, None
    plumber.start()
    work = [(F1, name) for name in (FIRST, *BROKEN, LAST)]
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # nbformat's, of cell ids that stand twice
            for result in grade(root, work, jobs=2):
                results[result.student] = result
    except Exception as stopped:
        error = stopped
    finally:
        plumber.stop()
    yield Batch(
        root=root,
        results=MappingProxyType(results),
        error=error,
        pipes_opened=tuple(sorted(plumber.opened)),
    )
    shutil.rmtree(root.parent)


def scores(batch: Batch, student: str) -> dict[str, float | None]:
    """What each question of a submission earned."""
    with Course(batch.root).gradebook() as gradebook:
        notebook = gradebook.find_submission_notebook(F1, F1, student)
        return {each.name: each.auto_score for each in notebook.grades}


def test_the_batch_comes_to_its_end(batch: Batch) -> None:
    assert batch.error is None, repr(batch.error)
    assert batch.results.keys() == {FIRST, LAST, *BROKEN}


@pytest.mark.parametrize("student", [FIRST, LAST])
def test_honest_submissions_beside_them_are_graded(student: str, batch: Batch) -> None:
    assert batch.results[student].status == "graded"
    assert scores(batch, student) == POINTS[F1]


@broken
def test_a_broken_file_is_named_or_graded_as_far_as_it_goes(name: str, batch: Batch) -> None:
    result, reason = batch.results[name], BROKEN[name].reason
    if result.status == "graded":
        assert re.search(reason, "")
        assert scores(batch, name) == POINTS[F1]
        return
    assert reason
    assert re.search(reason, result.reason), result.reason
    assert result.status == "not graded"
    assert not result.machine_fault
    assert len(result.reason) < 2000


@broken
def test_what_was_handed_in_is_still_there(name: str, batch: Batch) -> None:
    assert os.path.lexists(batch.root / "submitted" / name / F1 / f"{F1}.ipynb")


def test_nobody_waits_on_a_pipe(batch: Batch) -> None:
    assert batch.pipes_opened == ()

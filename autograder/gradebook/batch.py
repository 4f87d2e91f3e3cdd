"""Grade many submissions: they run side by side, in sandboxes; this process alone writes."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Generator, Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import replace
from pathlib import Path

from autograder.errors import AutograderError, MachineError
from autograder.execution.containment import Level
from autograder.execution.kernels import Kernel, Kernels
from autograder.execution.levels import best_level, open_kernels
from autograder.execution.limits import Limits
from autograder.gradebook.course import Course, Result
from autograder.gradebook.database import one_engine
from autograder.gradebook.plugin import run_work
from autograder.gradebook.runs import Runs, Work

Item = tuple[str, str]  # assignment, student


def grade(
    root: Path,
    work: list[Item],
    *,
    jobs: int,
    force: bool = False,
    feedback: bool = True,
    level: Level | None = None,
) -> Generator[Result, None, None]:
    """Grade submissions; yields each result as it is there.

    What ran is kept before it is written to the gradebook: a run that is stopped at any moment
    goes on where it was, and submissions that did not change do not run again.

    Parameters
    ----------
    root : Path
        The course directory.
    work : list of (assignment, student)
    jobs : int
        How many run at a time.
    force : bool
        Run and grade unchanged submissions again.
    feedback : bool
        Write a feedback page for each graded submission.
    level : Level
        How submissions are contained; by default as well as this machine can.

    Raises
    ------
    UsageError
        If this machine can contain none.
    """
    course = Course(root, trust=level is Level.TRUST)
    if level is None:
        level = Level.TRUST if course.running.trust_submissions else best_level(course.root)
    with one_engine(), open_kernels(level) as opened:
        kernels = _UntilStopped(opened)
        pool = ThreadPoolExecutor(max_workers=jobs, thread_name_prefix="submission")
        try:
            yield from _Batch(course, kernels, pool, jobs, force, feedback).results(work)
        except BaseException:
            kernels.close()  # what still runs ends at once
            raise
        finally:
            pool.shutdown(cancel_futures=True)


class _UntilStopped:
    """The kernels of a batch. subtle: what dies at a stop would be tried again from the top."""

    def __init__(self, kernels: Kernels) -> None:
        self._kernels, self._stopped = kernels, False

    def start(self, files: Mapping[str, bytes], limits: Limits, *, heavy: bool) -> Kernel:
        """Start a kernel, unless the batch was stopped."""
        if self._stopped:
            raise MachineError("Grading was stopped.")
        return self._kernels.start(files, limits, heavy=heavy)

    def close(self) -> None:
        """End all that runs, and start no more."""
        self._stopped = True
        self._kernels.close()


class _Batch:
    """Submissions on their way: some run, one is written."""

    def __init__(
        self,
        course: Course,
        kernels: Kernels,
        pool: ThreadPoolExecutor,
        jobs: int,
        force: bool,
        feedback: bool,
    ) -> None:
        self._course, self._kernels, self._pool = course, kernels, pool
        self._most, self._force, self._feedback = 2 * jobs, force, feedback
        self._forgotten: set[str] = set()

    def results(self, work: list[Item]) -> Iterator[Result]:
        waiting = deque(work)
        running: dict[Future[float], Item] = {}
        while waiting or running:
            while waiting and len(running) < self._most:
                item = waiting.popleft()
                started = self._start(*item)
                if isinstance(started, Result):
                    yield self._finished(started)
                else:
                    running[started] = item
            done, _ = wait(running, timeout=1, return_when=FIRST_COMPLETED)
            for future in done:
                yield self._finished(self._written(future, *running.pop(future)))

    def _start(self, assignment: str, student: str) -> Future[float] | Result:
        """Let a submission run; or say at once what became of it."""
        try:
            if not self._force and self._course.is_graded(assignment, student):
                return Result(student=student, assignment=assignment, status="unchanged")
            pieces = self._course.work_of(assignment, student)
            if self._force:
                self._forget(pieces)
        except Exception as error:  # subtle: a fault of our own must not stop the others
            return self._course.not_graded(assignment, student, error)
        return self._pool.submit(_run, pieces, self._course.runs, self._kernels)

    def _forget(self, pieces: list[Work]) -> None:
        """Drop earlier runs; a run of this very batch serves all who handed in the same."""
        for key in {piece.key() for piece in pieces} - self._forgotten:
            self._course.runs.forget(key)
            self._forgotten.add(key)

    def _written(self, future: Future[float], assignment: str, student: str) -> Result:
        """Write to the gradebook what came of a submission."""
        try:
            seconds = future.result()
            result = self._course.autograde(assignment, student, force=self._force, was_read=True)
        except Exception as error:  # subtle: a fault of our own must not stop the others
            return self._course.not_graded(assignment, student, error)
        return replace(result, seconds=seconds)

    def _finished(self, result: Result) -> Result:
        """Add the feedback page, where there is a grade, and how much was handed in."""
        place = (result.student, result.assignment)
        folder = self._course.folder("submitted", *place)
        size = sum(
            p.stat().st_size for p in folder.rglob("*") if p.is_file() and not p.is_symlink()
        )
        result = replace(result, size=size)
        if not self._feedback or result.status == "not graded":
            return result
        try:
            # An earlier run may have been stopped between the grade and the page.
            if self._course.is_page_due(result.assignment, result.student):
                self._course.write_feedback(result.assignment, result.student)
        except (AutograderError, OSError) as error:
            return replace(result, reason=f"no feedback page: {error}", machine_fault=True)
        return result


def _run(pieces: list[Work], runs: Runs, kernels: Kernels) -> float:
    """Run what did not run yet, and keep what came of it; returns the seconds that it took."""
    started, ran_any = time.monotonic(), False
    for piece in pieces:
        key = piece.key()
        if runs.find(key, piece.notebook) is None:
            runs.keep(key, run_work(piece, kernels))
            ran_any = True
    return time.monotonic() - started if ran_any else 0.0

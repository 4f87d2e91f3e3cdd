"""A course directory of nbgrader: release, grade and read it."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import sys
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import chdir, contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path, PurePosixPath
from typing import Any

from filelock import FileLock
from nbgrader.api import Gradebook, MissingEntry
from nbgrader.converters import Autograde, GenerateAssignment, GenerateFeedback
from nbgrader.coursedir import CourseDirectory
from nbgrader.utils import capture_log
from sqlalchemy.exc import DatabaseError, SAWarning
from traitlets.config import Config
from traitlets.config.loader import PyFileConfigLoader

import autograder
from autograder.errors import AutograderError, MachineError, SubmissionError, UsageError
from autograder.execution.reading import read_notebook
from autograder.execution.restore import restore
from autograder.gradebook import KEY_FILE, configure, hidden
from autograder.gradebook.plugin import RunSubmission, instructors_files, restored
from autograder.gradebook.runs import Runs, Work, engine_hash, files_beside
from autograder.gradebook.secret import course_secret, state_folder
from autograder.gradebook.variants import handed_out, put_ask_cells
from autograder.grading import inputs_for
from autograder.modes import settings_of
from autograder.questions import ASSIGNMENTS

CONFIG_FILE = "nbgrader_config.py"


@dataclass(frozen=True, kw_only=True)
class Result:
    """What became of one submission.

    Attributes
    ----------
    status : str
        ``graded``, ``unchanged`` or ``not graded``.
    reason : str
        Why it was not graded.
    machine_fault : bool
        Whether the submission is not to blame.
    seconds : float
        How long it ran; 0 where it did not have to.
    size : int
        Bytes that were handed in.
    """

    student: str
    assignment: str
    status: str
    reason: str = ""
    machine_fault: bool = False
    seconds: float = 0.0
    size: int = 0


class Course:
    """A course directory, with the configuration that stands in it.

    Parameters
    ----------
    root : Path
    trust : bool
        Run submissions without a sandbox, if the configuration does not say so already.
    """

    def __init__(self, root: Path, *, trust: bool = False) -> None:
        self.root = root.resolve()
        # nbgrader calls `alembic` by its bare name when it makes a gradebook.
        scripts = os.path.dirname(sys.executable)
        if scripts not in os.environ.get("PATH", "").split(os.pathsep):
            os.environ["PATH"] = scripts + os.pathsep + os.environ.get("PATH", "")
        self.config = self._load_config()
        if trust:
            self.config.RunSubmission.trust_submissions = True
        self.dir = CourseDirectory(config=self.config)
        self.running = RunSubmission(config=self.config)
        self.runs = Runs(state_folder(self.root) / "runs")
        self._hidden: dict[str, str] = {}

    def _load_config(self) -> Config:
        config = Config()
        if (self.root / CONFIG_FILE).exists():
            with chdir(self.root):  # as nbgrader does, and `configure` looks at its folders
                config = PyFileConfigLoader(CONFIG_FILE, path=str(self.root)).load_config()
        config.CourseDirectory.root = str(self.root)
        configure(config)
        return config

    def folder(self, kind: str, student: str = ".", assignment: str = ".") -> Path:
        """Where something of this course stands; ``kind`` as nbgrader names its folders."""
        name = getattr(self.dir, f"{kind}_directory")
        return Path(self.dir.format_path(name, student, assignment))

    def students(self, assignment: str) -> list[str]:
        """Who handed in something for an assignment, sorted."""
        found = self.folder("submitted", "*", assignment)
        pattern = found.relative_to(self.root)
        places = [path for path in self.root.glob(str(pattern)) if path.is_dir()]
        depth = pattern.parts.index("*")
        return sorted(path.relative_to(self.root).parts[depth] for path in places)

    def assignments(self) -> list[str]:
        """What the gradebook holds: assignments of the bank in its order, then all others."""
        with self.gradebook() as gradebook:
            names = [each.name for each in gradebook.assignments]
        order = {name: number for number, name in enumerate(ASSIGNMENTS)}
        return sorted(names, key=lambda name: (order.get(name, len(order)), name))

    def sources(self) -> list[str]:
        """The assignments that the instructor wrote notebooks for, sorted."""
        pattern = self.folder("source", ".", "*").relative_to(self.root)
        depth, found = pattern.parts.index("*"), self.root.glob(f"{pattern}/*.ipynb")
        names = {path.relative_to(self.root).parts[depth] for path in found}
        return sorted(name for name in names if not name.startswith("."))

    @contextmanager
    def gradebook(self) -> Iterator[Any]:
        """Open the gradebook; a locked or broken database becomes a sentence."""
        try:
            with Gradebook(self.dir.db_url, self.dir.course_id) as gradebook:
                yield gradebook
        except DatabaseError as error:
            raise MachineError(_database_trouble(self.dir.db_url, str(error))) from error

    def source(self, assignment: str) -> Path:
        """The folder of the instructor's notebooks of an assignment.

        Raises
        ------
        UsageError
            If there is none.
        """
        folder = self.folder("source", ".", assignment)
        if not folder.is_dir():
            raise UsageError(
                f"There is no assignment {assignment!r} in {self.folder('source')}. "
                f"There are: {', '.join(self.sources()) or 'none'}."
            )
        return folder

    def release(self, assignment: str) -> None:
        """Make the released notebooks of an assignment, with nbgrader, and tell the gradebook.

        Where each learner gets numbers of their own, the notebooks ask for them.
        """
        self.source(assignment)
        target = self.folder("release", ".", assignment)
        with tempfile.TemporaryDirectory() as aside:
            kept = Path(aside) / "kept"
            if target.exists():  # nbgrader removes it before it knows that all will go well
                shutil.copytree(target, kept)
            try:
                self._convert(GenerateAssignment, ".", assignment)
                if settings_of(target).variants:
                    put_ask_cells(target)
            except MachineError:
                if kept.exists():
                    shutil.copytree(kept, target, dirs_exist_ok=True)
                raise

    def autograde(
        self, assignment: str, student: str, *, force: bool = False, was_read: bool = False
    ) -> Result:
        """Grade one submission into the gradebook, unless it was graded as it is.

        One grader at a time: another process that grades in this course waits. ``was_read``
        says that ``work_of`` has found it usable already.
        """
        try:
            with self.writing():
                if not force and self.is_graded(assignment, student):
                    return Result(student=student, assignment=assignment, status="unchanged")
                if not was_read:
                    self.require_readable(assignment, student)
                handed_in = self._handed_in(assignment, student)
                self._convert(Autograde, student, assignment)
                self._write_keys(assignment, student, handed_in)
        except (AutograderError, OSError) as error:
            return self.not_graded(assignment, student, error)
        return Result(student=student, assignment=assignment, status="graded")

    def not_graded(self, assignment: str, student: str, error: Exception) -> Result:
        """The result of a submission that something came in the way of."""
        reason, blame = str(error), isinstance(error, SubmissionError)
        if isinstance(error, OSError):
            reason = f"{error.strerror or error}: {error.filename or self.root}"
        elif not isinstance(error, AutograderError):  # a fault of our own
            reason = f"{type(error).__name__}: {error}"
        elif "ValidationError" in reason:
            reason, blame = f"{reason}. Open the notebook in Jupyter and save it again.", True
        return Result(
            student=student,
            assignment=assignment,
            status="not graded",
            reason=reason,
            machine_fault=not blame,
        )

    @contextmanager
    def writing(self) -> Iterator[None]:
        """The right to write the gradebook; another process that has it is waited for."""
        with FileLock(state_folder(self.root) / "gradebook.lock"):
            yield

    def is_graded(self, assignment: str, student: str) -> bool:
        """Whether the gradebook holds a submission's grade, just as it is now."""
        folder = self.folder("autograded", student, assignment)
        graded = self._keys(assignment, student).get("key")
        if not graded or graded != self._key(self._handed_in(assignment, student), assignment):
            return False
        submitted = self.folder("submitted", student, assignment)
        for released in self.released(assignment):
            if (submitted / released.name).exists() and not (folder / released.name).exists():
                return False
        try:
            with self.gradebook() as gradebook:
                gradebook.find_submission(assignment, student)
        except MissingEntry:
            return False
        return True

    def work_of(self, assignment: str, student: str) -> list[Work]:
        """What has to run for a submission: one piece for each of its notebooks.

        Raises
        ------
        SubmissionError
            If it cannot be used.
        MachineError
            If the assignment cannot be run here.
        """
        limits = self.running.limits()
        most = limits.disk_bytes // 2
        files = files_beside(self.folder("submitted", student, assignment), self.dir.ignore, most)
        left_to_learners = Autograde(config=self.config).exclude_overwriting.get(assignment, ())
        for name, data in instructors_files(self.dir, assignment, most).items():
            if name not in left_to_learners:
                files[name] = data
        folders = {str(parent) for name in files for parent in PurePosixPath(name).parents}
        if clash := folders & files.keys():
            raise SubmissionError(
                f"{self.folder('submitted', student, assignment)}: {', '.join(sorted(clash))} is a "
                "file here and a folder in the assignment. Remove it."
            )
        work = []
        with self.gradebook() as gradebook:
            for path in self._notebooks(assignment, student):
                released = self.folder("release", ".", assignment) / path.name
                notebook = restored(
                    read_notebook(path), read_notebook(released), gradebook, path.stem, assignment
                )
                inputs = inputs_for(notebook, course_secret(self.root))
                work.append(Work(notebook=notebook, files=files, limits=limits, inputs=inputs))
        return work

    def write_feedback(self, assignment: str, student: str) -> Path:
        """Write nbgrader's feedback pages for one graded submission; one process at a time."""
        with self.writing():
            self._convert(GenerateFeedback, student, assignment)
        return self.folder("feedback", student, assignment)

    def is_page_due(self, assignment: str, student: str) -> bool:
        """Whether a graded notebook has no feedback page, or one that is older than itself."""
        pages = self.folder("feedback", student, assignment)
        for released in self.released(assignment):
            graded = self.folder("autograded", student, assignment) / released.name
            page = pages / f"{released.stem}.html"
            if graded.exists() and not _is_newer(page, graded):
                return True
        return False

    def _convert(self, converter: type, student: str, assignment: str) -> None:
        config = Config(self.config)
        config.CourseDirectory.assignment_id = assignment
        config.CourseDirectory.student_id = student
        # Once after all preprocessors, not after each: what was handed in is checked when read.
        config.Exporter.optimistic_validation = True
        app = converter(coursedir=CourseDirectory(config=config), config=config)
        app.force = True
        with warnings.catch_warnings():
            # nbgrader adds submissions to its session late; SQLAlchemy says so at each of them.
            warnings.simplefilter("ignore", SAWarning)
            outcome = capture_log(app)
        if not outcome["success"]:
            # subtle: what takes nbgrader's log catches whatever is raised, Ctrl-C as well.
            if str(outcome["error"]).rstrip().endswith("KeyboardInterrupt"):
                raise KeyboardInterrupt
            cause = _last_words(outcome)
            if re.search(r"\b(Operational|Database)Error\b", cause):
                raise MachineError(_database_trouble(self.dir.db_url, cause))
            raise MachineError(cause)

    def released(self, assignment: str) -> list[Path]:
        """The notebooks of an assignment as they were handed out.

        Raises
        ------
        UsageError
            If there are none.
        """
        released = sorted(self.folder("release", ".", assignment).glob("*.ipynb"))
        if not released:
            raise UsageError(
                f"The assignment {assignment!r} has not been released: "
                f"run `autograder release {assignment}` first."
            )
        return released

    def require_readable(self, assignment: str, student: str) -> None:
        """Read every notebook that a student handed in for an assignment.

        Raises
        ------
        SubmissionError
            If one cannot be used, or if there is none.
        """
        released = self.folder("release", ".", assignment)
        for path in self._notebooks(assignment, student):
            restore(read_notebook(path), read_notebook(released / path.name))

    def _notebooks(self, assignment: str, student: str) -> list[Path]:
        """The notebooks that a student handed in; a link is refused."""
        folder = self.folder("submitted", student, assignment)
        for path in (folder, *folder.rglob("*")):
            if path.is_symlink():
                raise SubmissionError(
                    f"{path}: this is a link to another file. Hand in the file itself."
                )
            if path.exists() and not path.is_file() and not path.is_dir():
                raise SubmissionError(f"{path}: this is no file (a pipe, a device). Remove it.")
        due = self.released(assignment)
        found = [path for released in due if (path := folder / released.name).exists()]
        if not found:
            names = ", ".join(path.name for path in due)
            raise SubmissionError(
                f"{folder}: no notebook of this assignment was handed in. Expected: {names}."
            )
        return found

    def _key(self, handed_in: str, assignment: str) -> str:
        """A hash of all that a submission's grade depends on."""
        secret = _hash(course_secret(self.root))
        return _hash(_package_hash(), secret, self._run_key(handed_in, assignment))

    def _run_key(self, handed_in: str, assignment: str) -> str:
        """A hash of what its run depends on: to mark it again does not make up for that."""
        if assignment not in self._hidden:
            with self.gradebook() as gradebook:
                self._hidden[assignment] = hidden.fingerprint(gradebook, assignment)
        limits = repr(self.running.limits())
        return _hash(engine_hash(), limits, handed_in, self._hidden[assignment])

    def _handed_in(self, assignment: str, student: str) -> str:
        """A hash of what was handed in, and of what it was handed out as."""
        folders = (("submitted", student), ("release", "."), ("source", "."))
        parts = []
        for kind, whose in folders:
            for path in sorted(self.folder(kind, whose, assignment).rglob("*")):
                if (
                    path.is_file() and not path.is_symlink()
                ):  # a module or data beside the notebook counts as well
                    parts += [path.relative_to(self.root).as_posix(), _hash_of(path)]
        own_numbers = handed_out(self.root, assignment).get(student)
        if own_numbers:
            parts.append(json.dumps(own_numbers, sort_keys=True))
        return _hash(*parts)

    def _key_file(self, assignment: str, student: str) -> Path:
        return self.folder("autograded", student, assignment) / KEY_FILE

    def _keys(self, assignment: str, student: str) -> dict[str, str]:
        """The hashes at the last grading; none where there was no grading."""
        try:
            keys = json.loads(self._key_file(assignment, student).read_text())
        except (OSError, ValueError):
            return {}
        return keys if isinstance(keys, dict) else {}

    def _write_keys(self, assignment: str, student: str, handed_in: str) -> None:
        run, key = self._run_key(handed_in, assignment), self._key(handed_in, assignment)
        keys = {"handed_in": handed_in, "run": run, "key": key}
        aside = self._key_file(assignment, student).with_suffix(".new")
        aside.write_text(json.dumps(keys))
        aside.replace(self._key_file(assignment, student))

    def renew_key(self, assignment: str, student: str) -> None:
        """Say that a graded submission was marked again with the package as it is now."""
        keys = self._keys(assignment, student)
        handed_in = keys.get("handed_in", "")
        if keys.get("run") == self._run_key(handed_in, assignment):
            self._write_keys(assignment, student, handed_in)


def _is_newer(path: Path, other: Path) -> bool:
    return path.exists() and path.stat().st_mtime_ns >= other.stat().st_mtime_ns


def _hash(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def _hash_of(path: Path) -> str:
    """A hash of a file's bytes, read piece by piece."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@cache
def _package_hash() -> str:
    """A hash of the package's code: another question, tolerance or belief, another grade."""
    digest = hashlib.sha256()
    for path in sorted(Path(autograder.__file__).parent.rglob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _database_trouble(url: str, error: str) -> str:
    text = error.split("\n")[0]
    advice = (
        "Close other programs that use it, and try again."
        if "locked" in text
        else ("Check that the folder can be written to and that the disk is not full.")
    )
    return f"The gradebook {url} cannot be used ({text}). {advice}"


def _last_words(outcome: dict[str, Any]) -> str:
    """The cause in nbgrader's log: the error at the end of its last traceback.

    The log indents what follows a message's first line by four spaces, frames by more.
    """
    log = str(outcome.get("log", ""))
    causes = re.findall(r"^ {4}([\w.]+: .*|[\w.]+Error)$", log, flags=re.MULTILINE)
    lines = [line for line in log.splitlines() if line.strip()]
    last = (causes or lines or [str(outcome.get("error", "unknown"))])[-1].strip()
    return last.removeprefix("autograder.errors.MachineError: ")

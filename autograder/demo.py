"""The demo: a class made of known beliefs goes through real nbgrader, and is checked."""

from __future__ import annotations

import shutil
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from autograder.classroom import Learner, a_class, as_json, hand_in
from autograder.errors import UsageError
from autograder.execution.containment import Level
from autograder.execution.levels import best_level
from autograder.questions import ASSIGNMENTS, BANK
from autograder.reports import Row
from autograder.verdict import Outcome, Verdict

MARKER = ".autograder-demo"
CONFIG = '''"""nbgrader's settings for the demo's class."""

from autograder.gradebook import configure

configure(get_config())  # noqa: F821
'''
Advance = Callable[[str], None]


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """What was found in the class against what was planted; every tuple is empty when all agree.

    Attributes
    ----------
    planted, found : int
        Beliefs planted in answers that were graded, and how many of those were found.
    missed, invented : tuple of str
        ``learner/question: belief``.
    slips, unexplained_slips : int
        Slips planted, and how many of those are reported as unexplained.
    explained_slips : tuple of str
        ``learner/question: what was said``.
    wrong_scores, wrongly_graded : tuple of str
        ``learner/assignment``, with the score and the one that is due; with the reason.
    stopped : tuple of str
        Which bounds stopped cells of a submission in which anything of this disagrees.
    """

    planted: int
    found: int
    missed: tuple[str, ...]
    invented: tuple[str, ...]
    slips: int
    unexplained_slips: int
    explained_slips: tuple[str, ...]
    wrong_scores: tuple[str, ...]
    wrongly_graded: tuple[str, ...]
    stopped: tuple[str, ...]

    @property
    def agrees(self) -> bool:
        """Whether the class was graded exactly as it was made."""
        return not self.disagreements

    @property
    def disagreements(self) -> tuple[str, ...]:
        """A line for each thing that was found otherwise than it was made."""
        kinds = {
            "missed": self.missed,
            "invented": self.invented,
            "explained slip": self.explained_slips,
            "score": self.wrong_scores,
            "grading": self.wrongly_graded,
            "stopped": self.stopped,
        }
        return tuple(f"{kind}: {line}" for kind, lines in kinds.items() for line in lines)


@dataclass(frozen=True, kw_only=True)
class Demo:
    """What the demo made: the folder, the class, what was graded, and the comparison."""

    root: Path
    learners: tuple[Learner, ...]
    rows: tuple[Row, ...]
    comparison: Comparison
    level: Level

    def as_dict(self) -> dict[str, Any]:
        """Plain data for JSON."""
        graded = [row for row in self.rows if row.score is not None]
        return {
            "containment": self.level.name.lower(),
            "submissions": len(self.rows),
            "graded": len(graded),
            "not_graded": len(self.rows) - len(graded),
            "planted": self.comparison.planted,
            "found": self.comparison.found,
            "missed": list(self.comparison.missed),
            "invented": list(self.comparison.invented),
            "slips": self.comparison.slips,
            "unexplained_slips": self.comparison.unexplained_slips,
            "wrong_scores": list(self.comparison.wrong_scores),
            "wrongly_graded": list(self.comparison.wrongly_graded),
            "disagreements": list(self.comparison.disagreements),
            "agrees": self.comparison.agrees,
            "paths": {name: str(path) for name, path in paths(self.root).items()},
            "rows": [row.as_dict() for row in self.rows],
        }


def paths(root: Path) -> dict[str, Path]:
    """What the demo writes."""
    return {
        "course": root,
        "gradebook": root / "gradebook.db",
        "submissions": root / "submitted",
        "graded": root / "autograded",
        "feedback": root / "feedback",
        "class": root / "class.json",
    }


def prepare(root: Path, home: Path) -> None:
    """Make an empty course directory; only a folder that an earlier demo made is replaced."""
    if root.exists():
        if any(root.iterdir()) and not (root / MARKER).exists():
            raise UsageError(
                f"{root} is there already and was not made by the demo. Name another folder "
                "with --directory."
            )
        shutil.rmtree(root)
    root.mkdir(parents=True)
    (root / MARKER).write_text("This folder was made by `autograder demo`, which replaces it.\n")
    (root / "nbgrader_config.py").write_text(CONFIG)
    for name in ASSIGNMENTS:
        shutil.copytree(home / "solutions" / name, root / "solutions" / name)


@contextmanager
def _nothing(total: int) -> Iterator[Advance]:
    yield lambda text: None


def run(root: Path, home: Path, *, jobs: int, seed: int, progress: Any = _nothing) -> Demo:
    """Make the class, grade it with nbgrader, and compare.

    Parameters
    ----------
    root : Path
        The course directory to make.
    home : Path
        Where ``solutions/`` stands.
    jobs : int
        How many submissions are graded at a time.
    seed : int
        Deals the beliefs out among the learners.
    progress : callable
        ``progress(total)`` is a context manager that gives a function to call at each step.
    """
    from autograder.gradebook.batch import grade
    from autograder.gradebook.course import Course
    from autograder.gradebook.reading import read_class
    from autograder.gradebook.secret import course_secret

    level = _level(root)
    prepare(root, home)
    learners = tuple(a_class(np.random.default_rng(seed)))
    work = [(name, learner.name) for name in ASSIGNMENTS for learner in learners]
    with progress(len(ASSIGNMENTS) + len(work)) as advance:
        course = Course(root)
        for name in ASSIGNMENTS:
            course.release(name)
            advance(f"released {name}")
        _introduce(course, learners)
        hand_in(list(learners), root, course_secret(course.root))
        (root / "class.json").write_text(as_json(list(learners)))
        reasons = {}
        for result in grade(root, work, jobs=jobs, level=level):
            advance(f"{result.status}: {result.student}, {result.assignment}")
            reasons[result.student, result.assignment] = result.reason
    rows = tuple(read_class(course, ASSIGNMENTS))
    comparison = compare(learners, rows, reasons)
    return Demo(root=root, learners=learners, rows=rows, comparison=comparison, level=level)


def _level(root: Path) -> Level:
    """The best containment there is; our own submissions may run without."""
    try:
        return best_level(root)
    except UsageError:
        return Level.TRUST


def _introduce(course: Any, learners: tuple[Learner, ...]) -> None:
    """Tell the gradebook the learners' names: the formgrader writes "None, None" without."""
    with course.gradebook() as gradebook:
        for learner in learners:
            gradebook.update_or_create_student(
                learner.name, last_name=learner.name, first_name="simulated"
            )


def compare(
    learners: tuple[Learner, ...],
    rows: tuple[Row, ...],
    reasons: Mapping[tuple[str, str], str] | None = None,
) -> Comparison:
    """Hold what was found against what was planted.

    Parameters
    ----------
    learners : tuple of Learner
    rows : tuple of Row
    reasons : mapping of (learner, assignment) to str
        What was said when a submission could not be graded, or got no feedback page.
    """
    by_name = {learner.name: learner for learner in learners}
    planted = found = slips = 0
    lines: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        learner, submission = by_name[row.student], f"{row.student}/{row.assignment}"
        before = sum(map(len, lines.values()))
        reason = (reasons or {}).get((row.student, row.assignment), "") or row.reason
        if (row.score is None) != learner.unreadable or (row.score is not None and reason):
            lines["wrongly_graded"].append(f"{submission}: {reason}")
        if row.score is None:
            continue
        due = sum(learner.due(question) for question in ASSIGNMENTS[row.assignment])
        if abs(row.score - due) > 1e-6:
            lines["wrong_scores"].append(f"{submission}: {row.score}, due {due}")
        for verdict in row.verdicts:
            expected, allowed = _beliefs(learner, verdict)
            here, place = set(verdict.found), f"{row.student}/{verdict.question}"
            planted += len(expected)
            found += len(expected & here)
            lines["missed"] += [f"{place}: {belief}" for belief in sorted(expected - here)]
            lines["invented"] += [f"{place}: {belief}" for belief in sorted(here - allowed)]
            if learner.slips(BANK[verdict.question]):
                slips += 1
                if verdict.explained and verdict.outcome is not Outcome.PARTLY:
                    lines["explained_slips"].append(f"{place}: {verdict.observed}")
        if sum(map(len, lines.values())) > before:
            lines["stopped"] += [f"{submission}: {fault}" for fault in row.faults]
    kinds = ("missed", "invented", "explained_slips", "wrong_scores", "wrongly_graded", "stopped")
    return Comparison(
        planted=planted,
        found=found,
        slips=slips,
        unexplained_slips=slips - len(lines["explained_slips"]),
        **{kind: tuple(lines[kind]) for kind in kinds},
    )


def _beliefs(learner: Learner, verdict: Verdict) -> tuple[set[str], set[str]]:
    """The beliefs planted in a question, and those that may be named there.

    Where a question declares beliefs that cannot be told apart, either may be named.
    """
    question = BANK[verdict.question]
    expected = learner.beliefs(question)
    twins = {
        twin for part in question.parts for belief in expected for twin in part.lookalikes(belief)
    }
    return expected, expected | twins

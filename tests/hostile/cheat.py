"""Submissions that want points which they do not deserve: one small notebook for each way.

Every cheat is handed in for ``05_f1``, whose cells call ``check``, or for ``CLASSIC``, whose
cells are asserts as nbgrader knows them. For asserts our engine promises containment only: a
notebook that holds the tests can always pass them. What nbgrader alone gives was measured.

No cheat does harm where it is not contained: it writes below its course, its home (the tests
give it one of its own) or its working directory, and whatever it starts ends by itself.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from textwrap import dedent
from types import MappingProxyType

from nbformat.notebooknode import NotebookNode

from autograder.execution.restore import nbgrader_of

Change = Callable[[NotebookNode, Path], None]
Score = float | str | None
VARIES = "1.0 or 0.0, as the machine has it"  # who may read the memory of others

F1, CLASSIC = "05_f1", "90_classic"
RECALL, FUNCTION, EQUAL = "f1-recall", "f1-function", "f1-equal"
WRONG = "recall = 0.5"
MARK = "hostile-mark"  # in the name or text of whatever a cheat leaves behind
PERFECT, VICTIM = "perfect", "victim"  # two honest submissions among the cheats

# What every submission answers besides, and what that earns; all else stays as handed out.
HONEST: Mapping[str, str] = MappingProxyType(
    {
        "f1-precision": "precision = 80 / (80 + 10)",
        RECALL: "recall = 80 / (80 + 20)",
        "f1-f1": "f1 = 160 / (160 + 10 + 20)",
        EQUAL: "models = [(8, 1, 3), (8, 3, 1)]",
        FUNCTION: dedent("""\
            def precision_recall_f1(tp, fp, fn, zero_division):
                pairs = [(tp, tp + fp), (tp, tp + fn), (2 * tp, 2 * tp + fp + fn)]
                return tuple(a / b if b else zero_division for a, b in pairs)"""),
        "classic-recall": "recall = 80 / (80 + 20)",
        "classic-mean": "mean = (1 + 4) / 2",
        "classic-double": "def double(x):\n    return 2 * x",
    }
)
POINTS: Mapping[str, Mapping[str, float]] = MappingProxyType(
    {
        F1: MappingProxyType(
            {
                "f1-orient": 0.0,
                "f1-precision": 1.0,
                RECALL: 1.0,
                "f1-f1": 1.0,
                "f1-derived": 0.0,
                "f1-prevalence": 0.0,
                "f1-averages": 0.0,
                EQUAL: 1.0,
                "f1-macro": 0.0,
                "f1-verdict": 0.0,
                FUNCTION: 3.0,
            }
        ),
        CLASSIC: MappingProxyType(
            {"classic-recall": 1.0, "classic-mean": 1.0, "classic-double": 1.0}
        ),
    }
)


def _leave(notebook: NotebookNode, folder: Path) -> None:
    pass


@dataclass(frozen=True, kw_only=True)
class Cheat:
    """One way to points.

    Attributes
    ----------
    about : str
        What it does, in a sentence.
    source : str
        The answer cell of ``question``, or empty where the honest answer stays.
    change : callable
        What is done to the notebook, and to the folder that is handed in.
    stock, worth : float, None or ``STOPS``
        What ``question`` earns from nbgrader alone, as measured, or ``VARIES``; and what the
        honest answer in it earns, which is all that the cheat must earn. A worth of None: we
        promise nothing for this assert.
    spoils : frozenset of str
        Questions that it may cost itself: they depend on what it broke.
    """

    about: str
    source: str = WRONG
    change: Change = _leave
    question: str = RECALL
    stock: Score
    worth: float | None = 0.0
    spoils: frozenset[str] = field(default_factory=frozenset)

    @property
    def assignment(self) -> str:
        """The assignment that it is handed in for."""
        return next(name for name, points in POINTS.items() if self.question in points)

    @property
    def answers(self) -> dict[str, str]:
        """The sources of the answer cells, by grade id."""
        mine = {self.question: self.source} if self.source else {}
        return {
            f"{question}-answer": source
            for question, source in (HONEST | mine).items()
            if question in POINTS[self.assignment]
        }


def cell_of(notebook: NotebookNode, grade_id: str) -> NotebookNode:
    """The cell with a grade id."""
    return next(c for c in notebook.cells if nbgrader_of(c).get("grade_id") == grade_id)


REPOSITORY = Path(__file__).parents[2]


def code(text: str) -> str:
    """Dedent a source; every source says which check cell it is after."""
    return _AIM + dedent(text)


_AIM = """\
def aims_at(source):
    return '"f1-recall"' in source and "check(" in source

recall = 0.5
"""

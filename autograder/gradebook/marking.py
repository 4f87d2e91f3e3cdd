"""Mark what graded notebooks recorded: fast, for a class holds thousands of records."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from nbformat import NotebookNode

from autograder.answers import MIME
from autograder.errors import SubmissionError
from autograder.execution.reading import FORMAT
from autograder.execution.records import Record, record_of
from autograder.execution.restore import is_graded, nbgrader_of
from autograder.gradebook.course import Course
from autograder.grading import cells_of_the_bank, mark_record, whose_is
from autograder.questions import BANK
from autograder.questions.functions import Function
from autograder.verdict import Verdict
from autograder.whose import Seeds, Whose

_FUNCTIONS = frozenset(
    question.id
    for question in BANK.values()
    if any(isinstance(part, Function) for part in question.parts)
)


class Judged:
    """Reads and judges records, each kind once: in a class many answers are the same.

    Parameters
    ----------
    secret : str
        The course's.
    """

    def __init__(self, secret: str) -> None:
        self._secret = secret
        self._known: dict[tuple[str, ...], tuple[Record, Verdict]] = {}

    def whose(self, notebook: NotebookNode, seeds: Seeds) -> Whose:
        """Whose questions a graded notebook answers; ``seeds`` are those of its learner."""
        return whose_is(notebook, self._secret, seeds)

    def records(self, notebook: NotebookNode, whose: Whose) -> Iterator[tuple[Record, Verdict]]:
        """The records of a graded notebook with their verdicts, in order."""
        for cell in cells_of_the_bank(notebook):
            about = nbgrader_of(cell)
            on = whose.inputs if about["grade_id"] in _FUNCTIONS else ""
            on += whose.variants.get(about["grade_id"], "")
            key = (about["grade_id"], str(about["points"]), on, json.dumps(cell.outputs))
            if key not in self._known:
                record = record_of(cell)
                self._known[key] = record, mark_record(record, whose)
            yield self._known[key]


def graded_files(course: Course, assignment: str, student: str) -> list[Path]:
    """The graded notebooks that are there; what else lies beside may be the submission's doing."""
    folder = course.folder("autograded", student, assignment)
    paths = [folder / path.name for path in course.released(assignment)]
    return [path for path in paths if path.exists()]


class _Node(dict[str, Any]):
    """A dict whose items are attributes too: what reading needs of nbformat's nodes."""

    def __getattr__(self, name: str) -> Any:
        try:
            return self[name]
        except KeyError:
            raise AttributeError(name) from None


def read_graded(path: Path) -> NotebookNode:
    """Read of a graded notebook what its cells are, and the records in the locked ones.

    subtle: to validate what we wrote ourselves, and to make nodes of every output, would take
    most of the time that a class takes.

    Raises
    ------
    SubmissionError
        If it is damaged.
    """
    try:
        data = json.loads(path.read_bytes())
        if data["nbformat"] != FORMAT:
            raise ValueError(f"format {data['nbformat']!r}")
        cells = [_light(cell) for cell in data["cells"]]
        return _Node(metadata=_Node(data["metadata"]), cells=cells)
    except (OSError, ValueError, AttributeError, TypeError, KeyError) as error:
        raise SubmissionError(
            f"{path}: the graded notebook cannot be read ({type(error).__name__}). Remove it, and "
            "`autograder grade` makes it again."
        ) from error


def _light(cell: dict[str, Any]) -> _Node:
    source = cell["source"]
    made = _Node(
        cell_type=cell["cell_type"],
        source="".join(source) if isinstance(source, list) else source,
        metadata=_Node(nbgrader=cell["metadata"].get("nbgrader")),
    )
    if made.cell_type == "code" and is_graded(made):
        made["outputs"] = [_Node(each) for each in cell["outputs"] if _tells(each)]
    return made


def _tells(output: dict[str, Any]) -> bool:
    """Whether an output holds a record, or says why there is none."""
    return output["output_type"] == "error" or MIME in output.get("data", {})

"""Put a submission back into the form in which it was handed out.

Locked cells come from the released notebook, word for word and with its metadata; the
learner's answers are found by grade id, by cell id, or by where they stand; what is missing
is put back; what was copied counts once. Nothing that a learner wrote is dropped.
"""

from __future__ import annotations

import copy
import itertools
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from nbformat.notebooknode import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_raw_cell

from autograder.errors import SubmissionError

_NEW_CELL: dict[str, Callable[..., NotebookNode]] = {
    "code": new_code_cell,
    "markdown": new_markdown_cell,
    "raw": new_raw_cell,
}
_CELL_ID = re.compile(r"[a-zA-Z0-9_-]{1,64}")


@dataclass(frozen=True, kw_only=True)
class Restored:
    """A notebook that is fit to run, and what had to be mended, as sentences."""

    notebook: NotebookNode
    repairs: tuple[str, ...]


def nbgrader_of(cell: NotebookNode) -> dict[str, Any]:
    """The cell's nbgrader metadata, empty for an ordinary cell."""
    data = cell.metadata.get("nbgrader")
    known = isinstance(data, dict) and isinstance(data.get("grade_id"), str)
    return data if known and data["grade_id"] else {}


def is_answer(cell: NotebookNode) -> bool:
    """Whether the learner writes in this cell."""
    return bool(nbgrader_of(cell).get("solution"))


def is_graded(cell: NotebookNode) -> bool:
    """Whether the cell carries points."""
    return bool(nbgrader_of(cell).get("grade"))


def restore(submitted: NotebookNode, released: NotebookNode) -> Restored:
    """Restore a submission; see the module.

    Raises
    ------
    SubmissionError
        If not a single cell of the released notebook can be found: it is another one.
    """
    due = {nbgrader_of(cell)["grade_id"]: cell for cell in released.cells if nbgrader_of(cell)}
    places = _match(submitted.cells, due, released.cells)
    if due and not places:
        raise SubmissionError(
            "None of this assignment's cells is in the notebook: it belongs to another assignment "
            "or another course. Hand in the notebook that you were given."
        )
    repairs: list[str] = []
    tags = {c.source.strip(): c.metadata.get("tags") for c in released.cells if not nbgrader_of(c)}
    cells = [
        _restored(cell, due.get(places.get(index, "")), repairs, tags)
        for index, cell in enumerate(submitted.cells)
        if not _is_spare_copy(cell, index, places, due, repairs)
    ]
    _put_back_missing(cells, released.cells, repairs)
    _put_setup_first(cells, due, repairs)
    _put_checks_behind_answers(cells, list(due), repairs)
    notebook = NotebookNode({k: copy.deepcopy(v) for k, v in released.items() if k != "cells"})
    notebook.cells = list(_with_distinct_ids(cells, set(due)))
    return Restored(notebook=notebook, repairs=tuple(repairs))


def _match(
    cells: list[NotebookNode], due: dict[str, NotebookNode], released: list[NotebookNode]
) -> dict[int, str]:
    """Which submitted cell, by index, stands for which released one, by grade id."""
    places: dict[int, str] = {}
    by_cell_id = {cell.get("id"): grade_id for grade_id, cell in due.items()}

    def claim(index: int, grade_id: str | None) -> None:
        if grade_id in due and index not in places and grade_id not in places.values():
            places[index] = str(grade_id)

    named = [(i, nbgrader_of(cell).get("grade_id"), cell.get("id")) for i, cell in enumerate(cells)]
    for index, grade_id, cell_id in named:  # the original before its copies
        if by_cell_id.get(cell_id) == grade_id:
            claim(index, grade_id)
    for index, grade_id, _ in named:
        claim(index, grade_id)
    for index, _, cell_id in named:
        claim(index, by_cell_id.get(cell_id))
    for index, cell in enumerate(cells):
        for grade_id, master in due.items():
            if not is_answer(master) and cell.source.strip() == master.source.strip():
                claim(index, grade_id)
    _match_by_place(cells, due, released, places)
    return places


def _match_by_place(
    cells: list[NotebookNode],
    due: dict[str, NotebookNode],
    released: list[NotebookNode],
    places: dict[int, str],
) -> None:
    """Find answers that lost both ids: before their check, or else behind their text."""
    texts = {cell.source.strip() for cell in released if not nbgrader_of(cell)}

    def claim_first(indices: Iterable[int], answer: str) -> None:
        for index in indices:
            if index in places:
                return
            cell = cells[index]
            if cell.cell_type == due[answer].cell_type and cell.source.strip() not in texts:
                places[index] = answer
                return

    for before, master, after in zip(
        [None, *released], released, [*released[1:], None], strict=False
    ):
        answer = nbgrader_of(master).get("grade_id", "")
        if not is_answer(master) or answer in places.values():
            continue
        if after is not None and not is_answer(after) and nbgrader_of(after):
            check = nbgrader_of(after)["grade_id"]
            claim_first(range(_place_of(check, places) - 1, -1, -1), answer)
        behind_text = _index_behind(before, cells)
        if answer not in places.values() and behind_text:
            claim_first(range(behind_text, len(cells)), answer)


def _place_of(grade_id: str, places: dict[int, str]) -> int:
    return next((index for index, name in places.items() if name == grade_id), 0)


def _index_behind(text: NotebookNode | None, cells: list[NotebookNode]) -> int:
    """The index behind the cell that holds a question's text; 0 where there is none."""
    if text is None or nbgrader_of(text):
        return 0
    wanted = text.source.strip()
    same = (i for i, cell in enumerate(cells, start=1) if cell.source.strip() == wanted)
    return next(same, 0)


def _is_spare_copy(
    cell: NotebookNode,
    index: int,
    places: dict[int, str],
    due: dict[str, NotebookNode],
    repairs: list[str],
) -> bool:
    """Whether a cell is a further copy of a locked cell: it is left out, and said so.

    An edited copy is the learner's own text, and stays as an ordinary cell.
    """
    master = due.get(nbgrader_of(cell).get("grade_id", ""))
    if index in places or master is None or is_answer(master):
        return False
    if cell.source.strip() != master.source.strip():
        return False
    repairs.append(f"A copy of the cell {nbgrader_of(cell)['grade_id']} was left out.")
    return True


def _restored(
    cell: NotebookNode, master: NotebookNode | None, repairs: list[str], tags: dict[str, Any]
) -> NotebookNode:
    if master is None:
        return _ordinary(cell, tags.get(cell.source.strip()))
    grade_id = nbgrader_of(master)["grade_id"]
    restored = copy.deepcopy(master)
    if is_answer(master):
        restored.source = cell.source
        restored.update(_attachments(cell, master.cell_type))
    elif cell.source != master.source:
        repairs.append(f"The locked cell {grade_id} had been changed and was put back.")
    if nbgrader_of(cell).get("grade_id") != grade_id or cell.cell_type != master.cell_type:
        repairs.append(f"The cell {grade_id} had lost its marks as that cell; they were put back.")
    return restored


def _ordinary(cell: NotebookNode, tags: Any) -> NotebookNode:
    """A cell without metadata, but for the tags that the instructor gave to this very text.

    (Tags can change how a cell is run.)
    """
    plain = _NEW_CELL[cell.cell_type](cell.source)
    if tags:
        plain.metadata["tags"] = copy.deepcopy(tags)
    plain.id = str(cell.get("id", ""))
    plain.update(_attachments(cell, cell.cell_type))
    return plain


def _attachments(cell: NotebookNode, cell_type: str) -> dict[str, Any]:
    """The pictures that were pasted into a text, as far as they are well formed."""
    data = cell.get("attachments")
    if cell_type != "markdown" or not isinstance(data, dict):
        return {}
    good = {
        name: copy.deepcopy(bundle)
        for name, bundle in data.items()
        if isinstance(bundle, dict) and all(isinstance(item, str) for item in bundle.values())
    }
    return {"attachments": good} if good else {}


def _put_back_missing(
    cells: list[NotebookNode], released: list[NotebookNode], repairs: list[str]
) -> None:
    """Insert each missing cell behind what comes before it: the due cells, its text."""
    behind = 0
    for before, master in itertools.pairwise([None, *released]):
        grade_id = nbgrader_of(master).get("grade_id")
        if grade_id is None:
            continue
        place = _index_of(cells, grade_id)
        if place is None:
            place = max(behind, _index_behind(before, cells))
            cells.insert(place, copy.deepcopy(master))
            repairs.append(f"The cell {grade_id} was missing and was put back.")
        behind = max(behind, place + 1)


def _put_setup_first(
    cells: list[NotebookNode], due: dict[str, NotebookNode], repairs: list[str]
) -> None:
    """Move each locked cell without points before all that needs it."""
    order = list(due)
    for number, grade_id in enumerate(order):
        if is_answer(due[grade_id]) or is_graded(due[grade_id]):
            continue
        here = _index_of(cells, grade_id)
        later = [_index_of(cells, name) for name in order[number + 1 :]]
        first = min((index for index in later if index is not None), default=len(cells))
        if here is not None and here > first:
            cells.insert(first, cells.pop(here))
            repairs.append(f"The cell {grade_id} was moved before the cells that need it.")


def _put_checks_behind_answers(
    cells: list[NotebookNode], order: list[str], repairs: list[str]
) -> None:
    for answer, check in itertools.pairwise(order):
        here, there = _index_of(cells, answer), _index_of(cells, check)
        if here is None or there is None or there > here:
            continue
        if is_answer(cells[here]) and not is_answer(cells[there]):
            cells.insert(here, cells.pop(there))
            repairs.append(f"The cell {check} stood before its answer and was moved behind it.")


def _index_of(cells: list[NotebookNode], grade_id: str) -> int | None:
    return next(
        (i for i, cell in enumerate(cells) if nbgrader_of(cell).get("grade_id") == grade_id), None
    )


def _with_distinct_ids(cells: list[NotebookNode], taken: set[str]) -> Iterator[NotebookNode]:
    """Give ordinary cells ids that no other cell has."""
    seen, others = set(taken), {cell.get("id") for cell in cells}
    for index, cell in enumerate(cells):
        if not nbgrader_of(cell):
            if cell.id in seen or not _CELL_ID.fullmatch(cell.id):
                free = (f"own-{number}" for number in itertools.count(index))
                cell.id = next(name for name in free if name not in seen | others)
            seen.add(cell.id)
        yield cell

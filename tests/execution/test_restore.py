"""Restoring: whatever happened to a notebook, it comes back fit to run, with all answers.

A mishap is a function that does one thing to a submission. Each is tried alone, then in any
sequence; what must hold afterwards is said once, in ``assert_restored``.
"""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Callable, Mapping
from typing import Any

import nbformat
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nbformat.notebooknode import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_raw_cell

from autograder.errors import SubmissionError
from autograder.execution.reading import parse_notebook
from autograder.execution.restore import Restored, is_answer, is_graded, nbgrader_of, restore

Mishap = Callable[[NotebookNode, np.random.Generator], None]
Notebooks = Mapping[str, NotebookNode]
reproducible = settings(deadline=None, derandomize=True, max_examples=80)


def grade_id(cell: NotebookNode) -> str:
    return str(nbgrader_of(cell).get("grade_id", ""))


def cell_of(notebook: NotebookNode, name: str) -> NotebookNode:
    """The cell with a grade id, of which there must be exactly one."""
    (found,) = [cell for cell in notebook.cells if grade_id(cell) == name]
    return found


def mine(name: str) -> str:
    """What the learner of these tests wrote in an answer cell."""
    return f"# my answer to {name}\nx = 1"


def written(released: NotebookNode) -> NotebookNode:
    """A submission in which every answer was written, and nothing else happened."""
    notebook = copy.deepcopy(released)
    for cell in notebook.cells:
        if is_answer(cell):
            cell.source = mine(grade_id(cell))
    return notebook


@pytest.fixture(scope="module")
def released(released_notebooks: Notebooks) -> NotebookNode:
    return released_notebooks["05_f1"]


# The mishaps -----------------------------------------------------------------------------


def _some(notebook: NotebookNode, rng: np.random.Generator, fits: Callable[..., bool]) -> int:
    """The index of some cell that fits; -1 where none does."""
    found = [index for index, cell in enumerate(notebook.cells) if fits(cell)]
    return int(rng.choice(found)) if found else -1


def _is_check(cell: NotebookNode) -> bool:
    return is_graded(cell) and not is_answer(cell)


def _is_due(cell: NotebookNode) -> bool:
    return bool(nbgrader_of(cell))


def rename_grade_ids(notebook: NotebookNode, rng: np.random.Generator) -> None:
    for cell in filter(_is_due, notebook.cells):
        cell.metadata["nbgrader"]["grade_id"] = f"cell-{rng.integers(10**9)}"


def rename_one_grade_id(notebook: NotebookNode, rng: np.random.Generator) -> None:
    if (index := _some(notebook, rng, _is_due)) >= 0:
        notebook.cells[index].metadata["nbgrader"]["grade_id"] = "other"


def change_cell_ids(notebook: NotebookNode, rng: np.random.Generator) -> None:
    for cell in notebook.cells:
        cell["id"] = f"{rng.integers(10**9):x}"


def strip_metadata(notebook: NotebookNode, rng: np.random.Generator) -> None:
    notebook.metadata = NotebookNode()
    for cell in notebook.cells:
        cell.metadata = NotebookNode()


def strip_metadata_and_ids(notebook: NotebookNode, rng: np.random.Generator) -> None:
    strip_metadata(notebook, rng)
    notebook.nbformat_minor = 4
    for cell in notebook.cells:
        cell.pop("id", None)


def delete_answer(notebook: NotebookNode, rng: np.random.Generator) -> None:
    if (index := _some(notebook, rng, is_answer)) >= 0:
        del notebook.cells[index]


def delete_test(notebook: NotebookNode, rng: np.random.Generator) -> None:
    if (index := _some(notebook, rng, _is_check)) >= 0:
        del notebook.cells[index]


def delete_answer_and_test(notebook: NotebookNode, rng: np.random.Generator) -> None:
    if (index := _some(notebook, rng, _is_check)) > 0:
        del notebook.cells[index - 1 : index + 1]


def copy_test(notebook: NotebookNode, rng: np.random.Generator) -> None:
    if (index := _some(notebook, rng, _is_check)) >= 0:
        twin = copy.deepcopy(notebook.cells[index])
        twin["id"] = f"twin-{rng.integers(10**9)}"
        notebook.cells.insert(int(rng.integers(len(notebook.cells) + 1)), twin)


def copy_answer_and_edit_the_copy(notebook: NotebookNode, rng: np.random.Generator) -> None:
    if (index := _some(notebook, rng, is_answer)) >= 0:
        twin = copy.deepcopy(notebook.cells[index])
        twin["id"] = f"twin-{rng.integers(10**9)}"
        twin.source = "# a second thought"
        notebook.cells.insert(index + 1, twin)


def edit_test(notebook: NotebookNode, rng: np.random.Generator) -> None:
    if (index := _some(notebook, rng, _is_check)) >= 0:
        notebook.cells[index].source = "1.0  # full marks, please"


def reorder(notebook: NotebookNode, rng: np.random.Generator) -> None:
    notebook.cells = [notebook.cells[i] for i in rng.permutation(len(notebook.cells))]


def move_one(notebook: NotebookNode, rng: np.random.Generator) -> None:
    if len(notebook.cells):
        cell = notebook.cells.pop(int(rng.integers(len(notebook.cells))))
        notebook.cells.insert(int(rng.integers(len(notebook.cells) + 1)), cell)


def add_cells(notebook: NotebookNode, rng: np.random.Generator) -> None:
    for new in (new_code_cell, new_markdown_cell, new_raw_cell):
        cell = new("note to self")
        cell["id"] = str(rng.choice(["own-1", "own-2", "f1-title", "f1-orient", "a b", "x" * 65]))
        notebook.cells.insert(int(rng.integers(len(notebook.cells) + 1)), cell)


def tag_cells(notebook: NotebookNode, rng: np.random.Generator) -> None:
    for cell in notebook.cells:
        cell.metadata["tags"] = ["skip-execution", "raises-exception", "remove-cell"]


def change_cell_type(notebook: NotebookNode, rng: np.random.Generator) -> None:
    if (index := _some(notebook, rng, _is_due)) >= 0:
        cell = notebook.cells[index]
        other = new_markdown_cell if cell.cell_type == "code" else new_raw_cell
        notebook.cells[index] = other(cell.source, metadata=cell.metadata)
        notebook.cells[index]["id"] = cell.get("id", "changed")


def unlock_test(notebook: NotebookNode, rng: np.random.Generator) -> None:
    if (index := _some(notebook, rng, _is_check)) >= 0:
        notebook.cells[index].metadata["nbgrader"].update(locked=False, solution=True, points=99)


MISHAPS: dict[str, Mishap] = {
    "all grade ids renamed": rename_grade_ids,
    "one grade id renamed": rename_one_grade_id,
    "all cell ids changed": change_cell_ids,
    "all metadata stripped": strip_metadata,
    "all metadata and ids stripped": strip_metadata_and_ids,
    "an answer deleted": delete_answer,
    "a test deleted": delete_test,
    "an answer and its test deleted": delete_answer_and_test,
    "a test copied": copy_test,
    "an answer copied and the copy edited": copy_answer_and_edit_the_copy,
    "a test edited": edit_test,
    "all cells reordered": reorder,
    "one cell moved": move_one,
    "cells added": add_cells,
    "all cells tagged": tag_cells,
    "a cell's type changed": change_cell_type,
    "a test unlocked and its points raised": unlock_test,
}
mishaps = pytest.mark.parametrize("mishap", MISHAPS.values(), ids=MISHAPS)
seeds = pytest.mark.parametrize("seed", range(3))


# What must hold ---------------------------------------------------------------------------


def assert_restored(result: Restored, released: NotebookNode) -> None:
    """All that holds of every restored notebook, whatever was submitted."""
    notebook = result.notebook
    nbformat.validate(notebook)
    assert notebook.metadata == released.metadata
    due = [cell for cell in released.cells if _is_due(cell)]
    back = [cell for cell in notebook.cells if _is_due(cell)]
    assert sorted(map(grade_id, back)) == sorted(map(grade_id, due)), "each cell once"
    for cell in due:
        restored = cell_of(notebook, grade_id(cell))
        assert restored.metadata == cell.metadata
        assert (restored.id, restored.cell_type) == (cell.id, cell.cell_type)
        assert is_answer(cell) or restored.source == cell.source
    place = {grade_id(cell): index for index, cell in enumerate(notebook.cells)}
    for check in filter(_is_check, due):
        assert place[grade_id(check)] > place[f"{grade_id(check)}-answer"]
    assert place["f1-setup"] == min(place[grade_id(cell)] for cell in due)
    for cell in notebook.cells:
        assert _is_due(cell) or not cell.metadata, "an ordinary cell brings no metadata"


def assert_nothing_lost(submitted: NotebookNode, result: Restored) -> None:
    """Every text that a learner wrote outside the locked cells is still there."""
    kept = [cell.source for cell in result.notebook.cells]
    for cell in submitted.cells:
        if "answer" in cell.source or "thought" in cell.source or "note" in cell.source:
            assert cell.source in kept


def as_handed_in(notebook: NotebookNode) -> NotebookNode:
    """The notebook as it comes back from a file."""
    return parse_notebook(json.dumps(notebook), "home.ipynb")


# One mishap -------------------------------------------------------------------------------


def test_an_intact_submission_comes_back_as_it_is(released: NotebookNode) -> None:
    submitted = written(released)
    assert restore(submitted, released) == Restored(notebook=submitted, repairs=())


def test_the_submission_itself_is_left_alone(released: NotebookNode) -> None:
    submitted, rng = written(released), np.random.default_rng(0)
    for mishap in MISHAPS.values():
        mishap(submitted, rng)
    before, master = copy.deepcopy(submitted), copy.deepcopy(released)
    restore(submitted, released)
    assert submitted == before
    assert released == master


@seeds
@mishaps
def test_after_any_one_mishap_all_is_in_its_place(
    mishap: Mishap, seed: int, released: NotebookNode
) -> None:
    submitted = written(released)
    mishap(submitted, np.random.default_rng(seed))
    submitted = as_handed_in(submitted)
    result = restore(submitted, released)
    assert_restored(result, released)
    assert_nothing_lost(submitted, result)


LOSES_ANSWERS = {delete_answer, delete_answer_and_test}
SHUFFLES = {reorder, move_one}


@seeds
@pytest.mark.parametrize(
    "mishap",
    [pytest.param(m, id=name) for name, m in MISHAPS.items() if m not in LOSES_ANSWERS],
)
def test_after_one_mishap_that_deletes_no_answer_every_answer_is_in_its_cell(
    mishap: Mishap, seed: int, released: NotebookNode
) -> None:
    submitted = written(released)
    mishap(submitted, np.random.default_rng(seed))
    notebook = restore(as_handed_in(submitted), released).notebook
    for cell in filter(is_answer, released.cells):
        assert cell_of(notebook, grade_id(cell)).source == mine(grade_id(cell))


@pytest.mark.parametrize("name", ["f1-orient", "f1-f1", "f1-function"])
def test_a_deleted_answer_comes_back_blank_and_in_its_place(
    name: str, released: NotebookNode
) -> None:
    submitted = written(released)
    submitted.cells.remove(cell_of(submitted, f"{name}-answer"))
    result = restore(submitted, released)
    assert [cell.id for cell in result.notebook.cells] == [cell.id for cell in released.cells]
    blank = cell_of(released, f"{name}-answer").source
    assert cell_of(result.notebook, f"{name}-answer").source == blank
    assert result.repairs == (f"The cell {name}-answer was missing and was put back.",)


def test_a_deleted_pair_comes_back_together(released: NotebookNode) -> None:
    submitted = written(released)
    for name in ("f1-recall", "f1-recall-answer"):
        submitted.cells.remove(cell_of(submitted, name))
    result = restore(submitted, released)
    order = [grade_id(cell) for cell in result.notebook.cells if _is_due(cell)]
    assert order == [grade_id(cell) for cell in released.cells if _is_due(cell)]
    assert len(result.repairs) == 2


def test_an_edited_test_is_put_back_and_said_so(released: NotebookNode) -> None:
    submitted = written(released)
    cell_of(submitted, "f1-recall").source = "1.0"
    result = restore(submitted, released)
    assert cell_of(result.notebook, "f1-recall").source == 'check("f1-recall", recall)'
    assert result.repairs == ("The locked cell f1-recall had been changed and was put back.",)


def test_a_copied_test_counts_once_and_is_said_so(released: NotebookNode) -> None:
    submitted = written(released)
    submitted.cells.append(copy.deepcopy(cell_of(submitted, "f1-recall")))
    submitted.cells[-1]["id"] = "twin"
    result = restore(submitted, released)
    assert len(result.notebook.cells) == len(released.cells)
    assert result.repairs == ("A copy of the cell f1-recall was left out.",)


def test_an_edited_copy_of_a_test_stays_as_an_ordinary_cell(released: NotebookNode) -> None:
    submitted = written(released)
    twin = copy.deepcopy(cell_of(submitted, "f1-recall"))
    twin.update(id="twin", source='check("f1-recall", 0.5)  # what if?')
    submitted.cells.append(twin)
    result = restore(submitted, released)
    assert_restored(result, released)
    assert result.notebook.cells[-1].source == twin.source
    assert result.repairs == ()


@pytest.mark.parametrize("offset", [0, 1], ids=["above", "below"])
def test_the_edited_copy_of_an_answer_stays_where_it_stands_as_an_ordinary_cell(
    offset: int, released: NotebookNode
) -> None:
    submitted = written(released)
    original = cell_of(submitted, "f1-recall-answer")
    twin = copy.deepcopy(original)
    twin.update(id="twin", source="recall = 0.8")
    place = submitted.cells.index(original)
    submitted.cells.insert(place + offset, twin)
    notebook = restore(submitted, released).notebook
    assert notebook.cells[place + offset].source == "recall = 0.8"
    assert not nbgrader_of(notebook.cells[place + offset])
    assert cell_of(notebook, "f1-recall-answer").source == mine("f1-recall-answer")


def test_a_setup_cell_that_stands_last_is_moved_before_what_needs_it(
    released: NotebookNode,
) -> None:
    submitted = written(released)
    setup = cell_of(submitted, "f1-setup")
    submitted.cells.remove(setup)
    submitted.cells.append(setup)
    result = restore(submitted, released)
    assert_restored(result, released)
    assert result.repairs == ("The cell f1-setup was moved before the cells that need it.",)


def test_a_check_before_its_answer_is_moved_behind_it_and_said_so(released: NotebookNode) -> None:
    submitted = written(released)
    check = cell_of(submitted, "f1-recall")
    submitted.cells.remove(check)
    submitted.cells.insert(submitted.cells.index(cell_of(submitted, "f1-recall-answer")), check)
    result = restore(submitted, released)
    assert result.notebook.cells == written(released).cells
    assert result.repairs == (
        "The cell f1-recall stood before its answer and was moved behind it.",
    )


def test_tags_are_gone_from_every_cell(released: NotebookNode) -> None:
    submitted = written(released)
    tag_cells(submitted, np.random.default_rng(0))
    notebook = restore(submitted, released).notebook
    assert not any("tags" in cell.metadata for cell in notebook.cells)


def test_an_answer_turned_into_text_is_code_again(released: NotebookNode) -> None:
    submitted = written(released)
    place = submitted.cells.index(cell_of(submitted, "f1-recall-answer"))
    old = submitted.cells[place]
    submitted.cells[place] = new_markdown_cell("recall = 0.8", metadata=old.metadata, id=old.id)
    restored = cell_of(restore(submitted, released).notebook, "f1-recall-answer")
    assert (restored.cell_type, restored.source) == ("code", "recall = 0.8")


def test_points_and_locks_come_from_the_released_notebook(released: NotebookNode) -> None:
    submitted = written(released)
    cell_of(submitted, "f1-recall").metadata["nbgrader"].update(points=99, locked=False)
    restored = cell_of(restore(submitted, released).notebook, "f1-recall")
    assert restored.metadata == cell_of(released, "f1-recall").metadata


def test_outputs_that_were_handed_in_do_not_stay(released: NotebookNode) -> None:
    submitted = written(released)
    for cell in submitted.cells:
        if cell.cell_type == "code":
            cell.outputs = [nbformat.v4.new_output("stream", text="forged")]
            cell.execution_count = 7
    submitted.cells.append(copy.deepcopy(submitted.cells[-2]))
    for cell in restore(submitted, released).notebook.cells:
        assert not cell.get("outputs")
        assert cell.get("execution_count") is None


def test_a_text_answer_without_ids_is_found_behind_its_question(released: NotebookNode) -> None:
    submitted = written(released)
    strip_metadata_and_ids(submitted, np.random.default_rng(0))
    submitted.cells.append(new_markdown_cell("A note at the end."))
    notebook = restore(submitted, released).notebook
    assert cell_of(notebook, "f1-verdict").source == mine("f1-verdict")


def test_without_ids_the_text_behind_a_deleted_answer_is_not_taken_for_it(
    released: NotebookNode,
) -> None:
    submitted = written(released)
    submitted.cells.remove(cell_of(submitted, "f1-verdict"))
    strip_metadata_and_ids(submitted, np.random.default_rng(0))
    notebook = restore(submitted, released).notebook
    assert cell_of(notebook, "f1-verdict").source == cell_of(released, "f1-verdict").source


def test_pictures_pasted_into_texts_stay(released: NotebookNode) -> None:
    picture = {"by hand.png": {"image/png": "iVBORw0KGgo="}}
    submitted = written(released)
    submitted.cells.append(new_markdown_cell("![](attachment:by%20hand.png)"))
    for cell in (cell_of(submitted, "f1-verdict"), submitted.cells[-1]):
        cell["attachments"] = copy.deepcopy(picture)
    submitted.cells[-1]["attachments"]["broken"] = {"image/png": [1]}
    notebook = restore(submitted, released).notebook
    nbformat.validate(notebook)
    assert cell_of(notebook, "f1-verdict").attachments == picture
    assert notebook.cells[-1].attachments == picture


def test_every_repair_is_a_sentence(released: NotebookNode) -> None:
    rng = np.random.default_rng(1)
    for mishap in MISHAPS.values():
        submitted = written(released)
        mishap(submitted, rng)
        for repair in restore(submitted, released).repairs:
            assert re.fullmatch(r"(The|A) .+\.", repair)


@pytest.mark.parametrize("name", ["02_shapes", "03_ids"])
def test_another_assignment_is_refused(
    name: str, released: NotebookNode, released_notebooks: Notebooks
) -> None:
    with pytest.raises(SubmissionError, match="it belongs to another assignment"):
        restore(released_notebooks[name], released)


def test_a_notebook_without_cells_is_refused(released: NotebookNode) -> None:
    with pytest.raises(SubmissionError, match="None of this assignment's cells"):
        restore(nbformat.v4.new_notebook(), released)


def test_one_cell_of_the_assignment_is_enough(released: NotebookNode) -> None:
    only = cell_of(written(released), "f1-recall-answer")
    result = restore(nbformat.v4.new_notebook(cells=[only]), released)
    assert_restored(result, released)
    assert cell_of(result.notebook, "f1-recall-answer").source == mine("f1-recall-answer")


@pytest.mark.parametrize("name", ["02_shapes", "03_ids", "05_f1"])
def test_an_instructor_notebook_restores_to_the_released_one_with_its_answers(
    name: str, instructor_notebooks: Notebooks, released_notebooks: Notebooks
) -> None:
    solved, released = instructor_notebooks[name], released_notebooks[name]
    result = restore(solved, released)
    assert result.repairs == ()
    assert [c.source for c in result.notebook.cells] == [c.source for c in solved.cells]


# Any sequence of mishaps ------------------------------------------------------------------

sequences = st.lists(st.sampled_from(list(MISHAPS)), min_size=1, max_size=6)


def after(names: list[str], seed: int, released: NotebookNode) -> NotebookNode | None:
    """A submission after the mishaps; None where nothing of the assignment is left."""
    submitted, rng = written(released), np.random.default_rng(seed)
    for name in names:
        MISHAPS[name](submitted, rng)
    submitted = as_handed_in(submitted)
    try:
        restore(submitted, released)
    except SubmissionError:
        return None
    return submitted


@reproducible
@given(names=sequences, seed=st.integers(0, 2**32 - 1))
def test_after_any_sequence_of_mishaps_all_is_in_its_place_and_nothing_is_lost(
    names: list[str], seed: int, released: NotebookNode
) -> None:
    submitted = after(names, seed, released)
    assert submitted is not None, "locked cells are found by their text at the least"
    result = restore(submitted, released)
    assert_restored(result, released)
    assert_nothing_lost(submitted, result)


@reproducible
@given(names=sequences, seed=st.integers(0, 2**32 - 1))
def test_restoring_twice_is_restoring_once_and_finds_nothing_to_mend(
    names: list[str], seed: int, released: NotebookNode
) -> None:
    submitted = after(names, seed, released)
    assert submitted is not None
    once = restore(submitted, released).notebook
    assert restore(once, released) == Restored(notebook=once, repairs=())


KEEPS_IDENTITY = [
    name
    for name, mishap in MISHAPS.items()
    if mishap not in LOSES_ANSWERS | {strip_metadata_and_ids, rename_grade_ids, change_cell_ids}
    and mishap not in {strip_metadata, rename_one_grade_id, change_cell_type}
]


@reproducible
@given(names=st.lists(st.sampled_from(KEEPS_IDENTITY), max_size=6), seed=st.integers(0, 2**32 - 1))
def test_an_answer_that_keeps_its_ids_keeps_its_text_in_its_cell(
    names: list[str], seed: int, released: NotebookNode
) -> None:
    submitted = after(names, seed, released)
    assert submitted is not None
    notebook = restore(submitted, released).notebook
    for cell in filter(is_answer, released.cells):
        assert cell_of(notebook, grade_id(cell)).source == mine(grade_id(cell))


# Any file at all --------------------------------------------------------------------------

odd: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers(-1, 5) | st.sampled_from(["", "code", "a b", "\ud800"]),
    lambda inner: (
        st.lists(inner, max_size=2)
        | st.dictionaries(st.sampled_from(["source", "grade_id", "data"]), inner, max_size=2)
    ),
    max_leaves=4,
)


def spoil(data: Any, draw: Callable[[st.SearchStrategy[Any]], Any]) -> None:
    """Replace some value, somewhere in nested data, by something odd."""
    while keys := list(data) if isinstance(data, dict) else list(range(len(data))):
        key = draw(st.sampled_from(keys))
        if not isinstance(data[key], (dict, list)) or draw(st.integers(0, 3)) == 0:
            data[key] = draw(odd)
            return
        data = data[key]


@reproducible
@given(data=st.data())
def test_whatever_a_file_holds_it_is_restored_or_refused_with_a_sentence(
    data: st.DataObject, released: NotebookNode
) -> None:
    notebook = json.loads(json.dumps(written(released)))
    for _ in range(data.draw(st.integers(1, 3))):
        spoil(notebook, data.draw)
    try:
        result = restore(as_handed_in(notebook), released)
    except SubmissionError:
        return
    assert_restored(result, released)
    nbformat.writes(result.notebook).encode("utf-8")

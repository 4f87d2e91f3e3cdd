"""Kept runs: found by all that a run depends on and by nothing else, whole or not at all."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbformat.notebooknode import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

import autograder
from autograder.errors import SubmissionError
from autograder.execution.limits import Limits
from autograder.execution.run import Fault, Inputs, Ran
from autograder.gradebook.runs import Runs, Work, engine_hash, files_beside

GRADED = {"grade": True, "solution": False, "locked": True, "points": 1, "grade_id": "q"}


def notebook() -> NotebookNode:
    cells = [
        new_markdown_cell("# Words", id="words"),
        new_code_cell("x = 1", id="answer"),
        new_code_cell('check("q", x)', id="check", metadata={"nbgrader": GRADED}),
    ]
    return new_notebook(cells=cells)


def work(**changes: Any) -> Work:
    made = Work(
        notebook=notebook(),
        files={"data.csv": b"1,2\n"},
        limits=Limits(),
        inputs={"q": Inputs(arguments=([1],), fingerprint="one")},
    )
    return replace(made, **changes)


def changed(change: Callable[[NotebookNode], None]) -> Work:
    """The work with its notebook changed in place."""
    made = work()
    change(made.notebook)
    return made


def put_source(made: NotebookNode) -> None:
    made.cells[1].source = "x = 2"


def put_order(made: NotebookNode) -> None:
    made.cells[1:] = made.cells[:0:-1]


def put_ungraded(made: NotebookNode) -> None:
    made.cells[2].metadata.nbgrader.grade = False


def put_other_words(made: NotebookNode) -> None:
    made.cells[0].source = "# Other words"


def put_outputs(made: NotebookNode) -> None:
    made.cells[1].outputs = [new_output("stream", text="an old output")]
    made.cells[1].execution_count = 7
    made.metadata["title"] = "mine"


OTHER_INPUTS = {"q": Inputs(arguments=([2],), fingerprint="two")}


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(changed(put_source), id="code"),
        pytest.param(changed(put_order), id="the order of cells"),
        pytest.param(changed(put_ungraded), id="which cells are graded"),
        pytest.param(work(files={"data.csv": b"1,3\n"}), id="the bytes of a file"),
        pytest.param(work(files={"date.csv": b"1,2\n"}), id="the name of a file"),
        pytest.param(work(files={}), id="no file"),
        pytest.param(work(limits=Limits(memory_bytes=1)), id="a limit"),
        pytest.param(work(inputs=OTHER_INPUTS), id="the inputs of a function"),
        pytest.param(work(inputs={}), id="no inputs"),
    ],
)
def test_what_a_run_depends_on_changes_its_key(other: Work) -> None:
    assert other.key() != work().key()


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(work(), id="the same again"),
        pytest.param(changed(put_other_words), id="text"),
        pytest.param(changed(put_outputs), id="outputs and metadata"),
    ],
)
def test_what_no_run_depends_on_does_not_change_its_key(other: Work) -> None:
    assert other.key() == work().key()


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the package, in the place of the package."""
    source = Path(autograder.__file__).parent
    copy = shutil.copytree(
        source, tmp_path / "autograder", ignore=shutil.ignore_patterns("__pycache__")
    )
    monkeypatch.setattr(autograder, "__file__", str(copy / "__init__.py"))
    return copy


@pytest.mark.parametrize(
    ("name", "runs_again"),
    [
        ("answers.py", True),
        ("execution/run.py", True),
        ("execution/inside/recording.py", True),
        ("questions/metrics.py", False),
        ("misconceptions/metrics.py", False),
        ("diagnosis.py", False),
        ("grading.py", False),
        ("gradebook/plugin.py", False),
    ],
)
def test_the_code_that_runs_submissions_is_in_the_key_and_the_judge_is_not(
    package: Path, name: str, runs_again: bool
) -> None:
    hashed = engine_hash.__wrapped__
    before = hashed()
    with (package / name).open("a") as file:
        file.write("# another version\n")
    assert (hashed() != before) is runs_again


# Keeping ----------------------------------------------------------------------------------


def executed() -> Ran:
    made = notebook()
    shown = {"text/plain": "1", "application/vnd.autograder.answer+json": {"value": [1, None]}}
    made.cells[1].outputs = [
        new_output("stream", text="one\ntwo\n"),
        new_output("display_data", data=shown),
    ]
    made.cells[1].execution_count = 1
    made.cells[2].outputs = [new_output("error", ename="E", evalue="v", traceback=["t", "u"])]
    return Ran(notebook=made, faults=(Fault(cell=2, reason="It did not end."),))


def test_a_kept_run_is_found_as_it_was(tmp_path: Path) -> None:
    runs = Runs(tmp_path / "runs")
    runs.keep("key", executed())
    found = Runs(tmp_path / "runs").find("key", notebook())
    assert found == executed()
    assert found is not None
    nbformat.validate(found.notebook)


def test_a_run_is_found_in_the_text_that_is_handed_in_now(tmp_path: Path) -> None:
    runs, now = Runs(tmp_path), notebook()
    put_other_words(now)
    runs.keep("key", executed())
    found = runs.find("key", now)
    assert found is not None
    assert found.notebook.cells[0].source == "# Other words"
    assert found.notebook.cells[1].outputs == executed().notebook.cells[1].outputs
    assert now.cells[1].outputs == [], "what was asked with is left alone"


def test_what_was_not_kept_or_was_dropped_is_not_found(tmp_path: Path) -> None:
    runs = Runs(tmp_path)
    assert runs.find("key", notebook()) is None
    runs.forget("key")
    runs.keep("key", executed())
    runs.forget("key")
    assert runs.find("key", notebook()) is None


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", "{}", "1", '{"cells": [], "faults": []}', '{"cells": [1, 2], "faults": []}'],
)
def test_a_damaged_run_is_none(tmp_path: Path, text: str) -> None:
    runs = Runs(tmp_path)
    runs.keep("key", executed())
    runs.path("key").write_text(text)
    assert runs.find("key", notebook()) is None


def test_a_run_that_cannot_be_kept_whole_is_not_kept_at_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def half(path: Path, text: str, **_: Any) -> None:
        path.write_bytes(text.encode()[: len(text) // 2])
        raise OSError(28, "No space left on device", str(path))

    runs = Runs(tmp_path)
    monkeypatch.setattr(Path, "write_text", half)
    with pytest.raises(OSError, match="No space left"):
        runs.keep("key", executed())
    assert list(tmp_path.iterdir()) == []


def test_the_same_run_can_be_kept_by_many_at_once(tmp_path: Path) -> None:
    runs = Runs(tmp_path)

    def keep(number: int) -> bool:
        runs.keep("key", executed())
        return runs.find("key", notebook()) == executed()

    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(keep, range(200)))
    assert [path.name for path in tmp_path.iterdir()] == ["key.json"]
    assert json.loads(runs.path("key").read_text())["faults"] == [[2, "It did not end."]]


# Files beside -----------------------------------------------------------------------------


def test_files_beside_a_notebook_are_those_that_a_learner_put_there(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / ".ipynb_checkpoints").mkdir()
    for name in ("data.csv", "folder/more.csv", "a.ipynb", "cached.pyc", ".autograder.json"):
        (tmp_path / name).write_text(name)
    (tmp_path / ".ipynb_checkpoints" / "old.csv").write_text("old")
    (tmp_path / "link").symlink_to("/etc/passwd")
    found = files_beside(tmp_path, [".ipynb_checkpoints"], 1000)
    assert found == {"data.csv": b"data.csv", "folder/more.csv": b"folder/more.csv"}
    assert files_beside(tmp_path / "nowhere", [], 1000) == {}


def test_too_much_beside_a_notebook_is_refused_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "a.bin").write_bytes(bytes(600_000))
    (tmp_path / "b.bin").write_bytes(bytes(600_000))
    assert set(files_beside(tmp_path, [], 1_200_000)) == {"a.bin", "b.bin"}
    with pytest.raises(SubmissionError, match="lie more than 1 MB"):
        files_beside(tmp_path, [], 1_000_000)

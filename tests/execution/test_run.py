"""Running a submission: whatever its cells do, the others count, and nothing stays behind."""

from __future__ import annotations

import re
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from nbformat.notebooknode import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from autograder.answers import MIME
from autograder.errors import MachineError
from autograder.execution.run import Fault, Limits, Ran, run


@pytest.fixture(autouse=True)
def no_kernel_stays_behind(kernels_left_behind: Callable[[], set[int]]) -> Iterator[None]:
    yield
    for _ in range(20):  # a process that was killed takes a moment to go
        if not kernels_left_behind():
            return
        time.sleep(0.1)
    assert kernels_left_behind() == set()


def notebook_of(*sources: str) -> NotebookNode:
    return new_notebook(cells=[new_code_cell(source) for source in sources])


def run_cells(*sources: str, cwd: Path, limits: Limits | None = None) -> Ran:
    return run(notebook_of(*sources), cwd=cwd, limits=limits)


def said(cell: NotebookNode) -> str:
    """All that a cell printed, showed or raised, in one text."""
    shown = []
    for output in cell.outputs:
        if output.output_type == "stream":
            shown.append(output.text)
        elif output.output_type == "error":
            shown.append(f"{output.ename}: {output.evalue}")
        else:
            shown.append(output.data.get("text/plain", ""))
    return " ".join(shown).strip()


def test_cells_run_top_to_bottom_and_the_notebook_itself_is_left_alone(tmp_path: Path) -> None:
    notebook = notebook_of("a = 1", "print(a)", "a + 1")
    notebook.cells.insert(1, new_markdown_cell("text"))
    before = notebook.copy()
    ran = run(notebook, cwd=tmp_path)
    assert [said(cell) for cell in ran.notebook.cells if cell.cell_type == "code"] == ["", "1", "2"]
    assert ran.faults == ()
    assert notebook == before
    assert not any(cell.get("outputs") for cell in notebook.cells)


def test_errors_of_all_kinds_cost_their_own_cell_alone(tmp_path: Path) -> None:
    ran = run_cells(
        "a = 1",
        "1 / 0",
        "def deeper(n):\n    return deeper(n + 1)\ndeeper(0)",
        "import sys\nsys.exit(3)",
        "exit()",
        "input('your name? ')",
        "def",
        "raise KeyboardInterrupt",
        "print('still', a)",
        cwd=tmp_path,
    )
    patterns = [
        "",
        "ZeroDivisionError: division by zero",
        "RecursionError: maximum recursion depth",
        "SystemExit: 3",
        "",
        "StdinNotImplementedError",
        "SyntaxError",
        "KeyboardInterrupt",
        "still 1",
    ]
    for cell, pattern in zip(ran.notebook.cells, patterns, strict=True):
        assert re.match(pattern, said(cell)), cell.source
    assert ran.faults == ()


def test_a_cell_that_kills_the_kernel_is_left_out_and_the_others_count(tmp_path: Path) -> None:
    ran = run_cells("a = 1", "a = 2\nimport os\nos._exit(0)", "print(a)", cwd=tmp_path)
    assert ran.faults == (Fault(cell=1, reason="The kernel died in this cell."),)
    assert [said(cell) for cell in ran.notebook.cells] == [
        "",
        "Stopped: The kernel died in this cell.",
        "1",
    ]


def test_an_endless_loop_is_stopped_and_the_others_count(tmp_path: Path) -> None:
    ran = run_cells(
        "a = 1", "while True: pass", "print(a)", cwd=tmp_path, limits=Limits(cell_seconds=2)
    )
    reason = "This cell did not end within 2 s and was stopped."
    assert ran.faults == (Fault(cell=1, reason=reason),)
    assert said(ran.notebook.cells[1]) == f"Stopped: {reason}"
    assert said(ran.notebook.cells[2]) == "1"


def test_several_bad_cells_are_each_left_out(tmp_path: Path) -> None:
    ran = run_cells(
        "import os\nos._exit(1)",
        "a = 1",
        "import os, signal\nos.kill(os.getpid(), signal.SIGKILL)",
        "while True:\n    try:\n        while True: pass\n    except BaseException: pass",
        "print(a)",
        cwd=tmp_path,
        limits=Limits(cell_seconds=3),
    )
    assert [fault.cell for fault in ran.faults] == [0, 2, 3]
    assert said(ran.notebook.cells[4]) == "1"


def test_the_time_of_the_whole_notebook_is_bounded(tmp_path: Path) -> None:
    ran = run_cells(
        "print('first')",
        *["import time\ntime.sleep(0.9)"] * 20,
        cwd=tmp_path,
        limits=Limits(notebook_seconds=8),
    )
    (fault,) = ran.faults
    assert fault.reason == "The notebook did not end within 8 s; it stopped here."
    assert said(ran.notebook.cells[0]) == "first"
    assert said(ran.notebook.cells[fault.cell]) == f"Stopped: {fault.reason}"
    assert said(ran.notebook.cells[-1]) == ""


def test_floods_of_output_are_cut_off_and_said_so(tmp_path: Path) -> None:
    ran = run_cells(
        "print('x' * 1_000_000)",
        "'y' * 1_000_000",
        "raise ValueError('z' * 1_000_000)",
        "for number in range(100_000): print(number)",
        "for number in range(2_000): display(number)",
        "print('w' * 900)",
        cwd=tmp_path,
        limits=Limits(output_bytes=1_000),
    )
    for cell in ran.notebook.cells[:4]:
        assert len(str(cell.outputs)) < 4_000
        assert "... cut off after 1,000 characters" in str(cell.outputs)
    assert len(ran.notebook.cells[4].outputs) <= 10
    assert said(ran.notebook.cells[5]) == "w" * 900


def test_a_record_stays_behind_a_flood(tmp_path: Path) -> None:
    ran = run_cells(
        "from autograder import check",
        "print('x' * 5_000)\nfor n in range(50): display(n)\ncheck('f1-precision', 0.8)",
        cwd=tmp_path,
        limits=Limits(output_bytes=1_000),
    )
    bundles = [o.data for o in ran.notebook.cells[1].outputs if o.output_type == "display_data"]
    (record,) = [data for data in bundles if MIME in data]
    assert "Not right yet" in record["text/plain"]


@pytest.mark.parametrize(
    "forged",
    [
        "nested = 1\nfor _ in range(450): nested = [nested]\ndisplay({'a/b': nested}, raw=True)",
        "kernel = get_ipython().kernel\nkernel.session.send(\n    kernel.iopub_socket, "
        "'display_data', {}, parent=kernel.get_parent(), ident=b'display_data')",
    ],
    ids=["nested without end", "without content"],
)
def test_a_forged_message_costs_its_own_cell_alone(forged: str, tmp_path: Path) -> None:
    ran = run_cells("a = 1", forged, "print(a)", cwd=tmp_path)
    assert {fault.cell for fault in ran.faults} <= {1}
    assert said(ran.notebook.cells[2]) == "1"


SHADOWS = """
def check(question, answer):
    return 99.0
check.shadow = True
"""


def test_files_beside_the_notebook_shadow_no_package_and_can_still_be_imported(
    tmp_path: Path,
) -> None:
    for name in ("autograder", "numpy", "json", "IPython", "ipykernel", "site", "sitecustomize"):
        (tmp_path / f"{name}.py").write_text(SHADOWS)
    (tmp_path / "my_helper.py").write_text("def twice(x):\n    return 2 * x\n")
    (tmp_path / "words.txt").write_text("one two")
    ran = run_cells(
        "import autograder, json, numpy",
        "print([hasattr(m, 'shadow') for m in (autograder.check, json, numpy)])",
        "print(numpy.__version__[0] in '12', autograder.__file__)",
        "from my_helper import twice\nprint(twice(21), open('words.txt').read())",
        cwd=tmp_path,
    )
    assert ran.faults == ()
    texts = [said(cell) for cell in ran.notebook.cells]
    assert texts[1] == "[False, False, False]"
    assert texts[2].startswith("True ") and str(tmp_path) not in texts[2]
    assert texts[3] == "42 one two"


def test_a_check_knows_that_it_is_graded_and_loads_neither_tensorflow_nor_nbgrader(
    tmp_path: Path,
) -> None:
    ran = run_cells(
        "from autograder import check",
        "check('f1-precision', 0.8)",
        "import os, sys\nprint(os.environ['NBGRADER_EXECUTION'])",
        "heavy = {'tensorflow', 'keras', 'nbgrader', 'nbclient', 'matplotlib', 'sklearn'}\n"
        "print(sorted(heavy & set(sys.modules)))",
        "print(os.getcwd())",
        cwd=tmp_path,
    )
    texts = [said(cell) for cell in ran.notebook.cells]
    assert "0.0" in texts[1]
    assert texts[2:] == ["autograde", "[]", str(tmp_path.resolve())]


def test_tags_do_not_change_what_runs(tmp_path: Path) -> None:
    notebook = notebook_of("print('ran')", "1 / 0", "print('and on')")
    for cell in notebook.cells:
        cell.metadata["tags"] = ["skip-execution", "raises-exception"]
    ran = run(notebook, cwd=tmp_path)
    assert [said(cell)[:6] for cell in ran.notebook.cells] == ["ran", "ZeroDi", "and on"]


def test_outputs_that_were_handed_in_do_not_stay(tmp_path: Path) -> None:
    notebook = notebook_of("pass")
    notebook.cells[0].outputs = [{"output_type": "stream", "name": "stdout", "text": "forged"}]
    assert run(notebook, cwd=tmp_path).notebook.cells[0].outputs == []


def test_a_notebook_for_another_kernel_runs_in_this_python(tmp_path: Path) -> None:
    notebook = notebook_of("import sys\nprint(sys.prefix)")
    notebook.metadata["kernelspec"] = {"name": "julia-1.9", "display_name": "Julia"}
    ran = run(notebook, cwd=tmp_path)
    assert said(ran.notebook.cells[0]) == sys.prefix


def test_a_kernel_that_cannot_start_is_the_machines_fault(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", str(tmp_path / "no-such-python"))
    with pytest.raises(MachineError, match=r"No kernel could be started \(FileNotFoundError"):
        run_cells("pass", cwd=tmp_path)


def test_temporary_files_are_gone_afterwards(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    temporary, beside = tmp_path / "t", tmp_path / "work"
    temporary.mkdir()
    beside.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(temporary))
    run_cells("pass", cwd=beside)
    assert list(temporary.iterdir()) == []
    assert list(beside.iterdir()) == []

"""Running a submission, at every level: whatever its cells do, the others count."""

from __future__ import annotations

import json
import re
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from nbformat.notebooknode import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from autograder.answers import MIME, Calls, Raised, decode, encode
from autograder.errors import MachineError
from autograder.execution.containment import Level
from autograder.execution.kernels import Kernel, Kernels, Received
from autograder.execution.levels import open_kernels
from autograder.execution.limits import Limits
from autograder.execution.restore import nbgrader_of
from autograder.execution.run import Fault, Inputs, Ran, run
from autograder.execution.trusted import Trusted

LEVELS = (Level.NAMESPACES, Level.BUBBLE, Level.TRUST)


@pytest.fixture(scope="module", params=LEVELS, ids=[level.name.lower() for level in LEVELS])
def kernels(request: pytest.FixtureRequest) -> Iterator[Kernels]:
    with open_kernels(request.param) as opened:
        opened.start({}, Limits(), heavy=False).end()  # so that the warm process is there
        yield opened


@pytest.fixture(autouse=True)
def nothing_stays_behind(kernels: Kernels, left_behind: Callable[[], set[int]]) -> Iterator[None]:
    yield
    for _ in range(300):  # a process that was killed takes a moment to go
        if not left_behind():
            return
        time.sleep(0.1)
    assert left_behind() == set()


def notebook_of(*sources: str) -> NotebookNode:
    return new_notebook(cells=[new_code_cell(source) for source in sources])


def graded_cell(source: str, grade_id: str) -> NotebookNode:
    data = {"grade": True, "solution": False, "locked": True, "points": 1, "grade_id": grade_id}
    return new_code_cell(source, metadata={"nbgrader": data})


def run_on(kernels: Kernels, *sources: str, limits: Limits | None = None) -> Ran:
    return run(notebook_of(*sources), kernels=kernels, limits=limits)


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


def test_cells_run_top_to_bottom_and_the_notebook_itself_is_left_alone(kernels: Kernels) -> None:
    notebook = notebook_of("a = 1", "print(a)", "a + 1")
    notebook.cells.insert(1, new_markdown_cell("text"))
    before = notebook.copy()
    ran = run(notebook, kernels=kernels)
    assert [said(cell) for cell in ran.notebook.cells if cell.cell_type == "code"] == ["", "1", "2"]
    assert ran.faults == ()
    assert notebook == before
    assert not any(cell.get("outputs") for cell in notebook.cells)


def test_errors_of_all_kinds_cost_their_own_cell_alone(kernels: Kernels) -> None:
    ran = run_on(
        kernels,
        "a = 1",
        "1 / 0",
        "def deeper(n):\n    return deeper(n + 1)\ndeeper(0)",
        "import sys\nsys.exit(3)",
        "exit()",
        "input('your name? ')",
        "def",
        "raise KeyboardInterrupt",
        "print('still', a)",
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


def test_a_cell_that_kills_the_kernel_is_left_out_and_the_others_count(kernels: Kernels) -> None:
    ran = run_on(kernels, "a = 1", "a = 2\nimport os\nos._exit(0)", "print(a)")
    assert ran.faults == (Fault(cell=1, reason="The kernel died in this cell."),)
    assert [said(cell) for cell in ran.notebook.cells] == [
        "",
        "Stopped: The kernel died in this cell.",
        "1",
    ]


def test_an_endless_loop_is_stopped_and_the_others_count(kernels: Kernels) -> None:
    ran = run_on(kernels, "a = 1", "while True: pass", "print(a)", limits=Limits(cell_seconds=4))
    reason = "This cell did not end within 4 s and was stopped."
    assert ran.faults == (Fault(cell=1, reason=reason),)
    assert said(ran.notebook.cells[1]) == f"Stopped: {reason}"
    assert said(ran.notebook.cells[2]) == "1"


def test_several_bad_cells_are_each_left_out(kernels: Kernels) -> None:
    ran = run_on(
        kernels,
        "import os\nos._exit(1)",
        "a = 1",
        "import os, signal\nos.kill(os.getpid(), signal.SIGKILL)",
        "while True:\n    try:\n        while True: pass\n    except BaseException: pass",
        "print(a)",
        limits=Limits(cell_seconds=5),
    )
    assert [fault.cell for fault in ran.faults] == [0, 2, 3]
    assert said(ran.notebook.cells[4]) == "1"


def test_the_time_of_the_whole_notebook_is_bounded(kernels: Kernels) -> None:
    ran = run_on(
        kernels,
        "print('first')",
        *["import time\ntime.sleep(0.9)"] * 20,
        limits=Limits(notebook_seconds=8),
    )
    (fault,) = ran.faults
    assert fault.reason == "The notebook did not end within 8 s; it stopped here."
    assert said(ran.notebook.cells[0]) == "first"
    assert said(ran.notebook.cells[fault.cell]) == f"Stopped: {fault.reason}"
    assert said(ran.notebook.cells[-1]) == ""


at_the_best_level = pytest.mark.parametrize(
    "kernels", LEVELS[:1], indirect=True, ids=["namespaces"]
)


@at_the_best_level
def test_what_was_sent_in_time_counts_though_the_grader_reads_it_late(
    kernels: Kernels, monkeypatch: pytest.MonkeyPatch
) -> None:
    send, receive, pauses = Kernel.send, Kernel.receive, []

    def send_and_be_kept(kernel: Kernel, code: str) -> str:
        pauses.append(3)
        return send(kernel, code)

    def receive_late(kernel: Kernel, seconds: float) -> Iterator[Received]:
        time.sleep(pauses.pop() if pauses else 0)
        return receive(kernel, seconds)

    monkeypatch.setattr(Kernel, "send", send_and_be_kept)
    monkeypatch.setattr(Kernel, "receive", receive_late)
    ran = run_on(kernels, "print('in time')", limits=Limits(cell_seconds=1))
    assert ran.faults == ()
    assert said(ran.notebook.cells[0]) == "in time"


@at_the_best_level
def test_the_time_that_a_kernel_takes_to_start_is_not_the_notebooks(
    kernels: Kernels, monkeypatch: pytest.MonkeyPatch
) -> None:
    start = type(kernels).start

    def start_slowly(*arguments: Any, **options: Any) -> Kernel:
        time.sleep(4.5)
        return start(*arguments, **options)

    monkeypatch.setattr(type(kernels), "start", start_slowly)
    ran = run_on(kernels, "print('in time')", limits=Limits(notebook_seconds=4))
    assert ran.faults == ()
    assert said(ran.notebook.cells[0]) == "in time"


def test_floods_of_output_are_cut_off_and_said_so(kernels: Kernels) -> None:
    ran = run_on(
        kernels,
        "print('x' * 1_000_000)",
        "'y' * 1_000_000",
        "raise ValueError('z' * 1_000_000)",
        "for number in range(100_000): print(number)",
        "for number in range(2_000): display(number)",
        "print('w' * 900)",
        limits=Limits(output_bytes=1_000),
    )
    for cell in ran.notebook.cells[:4]:
        assert len(str(cell.outputs)) < 4_000
        assert "... cut off after 1,000 characters" in str(cell.outputs)
    assert len(ran.notebook.cells[4].outputs) <= 10
    assert said(ran.notebook.cells[5]) == "w" * 900


def test_a_record_stays_behind_a_flood(kernels: Kernels) -> None:
    ran = run_on(
        kernels,
        "from autograder import check",
        "print('x' * 5_000)\nfor n in range(50): display(n)\ncheck('f1-precision', 0.8)",
        limits=Limits(output_bytes=1_000),
    )
    bundles = [o.data for o in ran.notebook.cells[1].outputs if o.output_type == "display_data"]
    (record,) = [data for data in bundles if MIME in data]
    assert decode(json.loads(json.dumps(record[MIME]["answer"]))) == 0.8


@pytest.mark.parametrize(
    "forged",
    [
        "nested = 1\nfor _ in range(450): nested = [nested]\ndisplay({'a/b': nested}, raw=True)",
        "kernel = get_ipython().kernel\nkernel.session.send(\n    kernel.iopub_socket, "
        "'display_data', {}, parent=kernel.get_parent(), ident=b'display_data')",
    ],
    ids=["nested without end", "without content"],
)
def test_a_forged_message_costs_its_own_cell_alone(forged: str, kernels: Kernels) -> None:
    ran = run_on(kernels, "a = 1", forged, "print(a)")
    assert {fault.cell for fault in ran.faults} <= {1}
    assert said(ran.notebook.cells[2]) == "1"


SHADOWS = """
def check(question, answer):
    return 99.0
check.shadow = True
"""


def test_files_beside_the_notebook_shadow_no_package_and_can_still_be_imported(
    kernels: Kernels,
) -> None:
    shadowing = ("autograder", "numpy", "json", "IPython", "ipykernel", "site", "sitecustomize")
    files = {f"{name}.py": SHADOWS.encode() for name in shadowing}
    files |= {"my_helper.py": b"def twice(x):\n    return 2 * x\n", "data/words.txt": b"one two"}
    ran = run(
        notebook_of(
            "import autograder, json, numpy",
            "print([hasattr(m, 'shadow') for m in (autograder.check, json, numpy)])",
            "import os; print(os.path.dirname(autograder.__file__).startswith(os.getcwd()))",
            "from my_helper import twice\nprint(twice(21), open('data/words.txt').read())",
        ),
        kernels=kernels,
        files=files,
    )
    assert ran.faults == ()
    texts = [said(cell) for cell in ran.notebook.cells]
    assert texts[1:] == ["[False, False, False]", "False", "42 one two"]


def test_what_runs_beside_a_submission_knows_no_answer(kernels: Kernels) -> None:
    """Trusted kernels see the machine; what ``import autograder`` gives is the same."""
    ran = run_on(
        kernels,
        "import autograder, os\nprint(sorted(os.listdir(os.path.dirname(autograder.__file__))))",
        "from autograder.questions import BANK",
        "import autograder.reference",
        "print(autograder.check('f1-recall', 0.8))",
        "import sys\nprint([m for m in sys.modules if m.startswith(('nbg', 'nbc', 'tens'))])",
        "import os; print(os.environ['NBGRADER_EXECUTION'], sorted(os.listdir('.')))",
    )
    texts = [said(cell) for cell in ran.notebook.cells]
    assert [name for name in texts[0].split("'") if name.endswith(".py")] == [
        "__init__.py",
        "answers.py",
        "isolate.py",
        "kernel.py",
        "nursery.py",
    ]
    assert texts[1].startswith("ModuleNotFoundError")
    assert texts[2].startswith("ModuleNotFoundError")
    assert texts[3].split() == ["Recorded.", "0.0"]
    assert texts[4:] == ["[]", "autograde []"]


def test_a_cell_that_the_instructor_tagged_so_is_skipped(kernels: Kernels) -> None:
    """Only an instructor's tags are left in a notebook that was restored."""
    notebook = notebook_of("print('ran')", "print('and on')")
    notebook.cells[0].metadata["tags"] = ["skip-execution"]
    ran = run(notebook, kernels=kernels)
    assert [said(cell) for cell in ran.notebook.cells] == ["", "and on"]


def test_outputs_that_were_handed_in_do_not_stay(kernels: Kernels) -> None:
    notebook = notebook_of("pass")
    notebook.cells[0].outputs = [{"output_type": "stream", "name": "stdout", "text": "forged"}]
    assert run(notebook, kernels=kernels).notebook.cells[0].outputs == []


def test_a_notebook_for_another_kernel_runs_in_this_python(kernels: Kernels) -> None:
    notebook = notebook_of("import sys\nprint(sys.prefix)")
    notebook.metadata["kernelspec"] = {"name": "julia-1.9", "display_name": "Julia"}
    assert said(run(notebook, kernels=kernels).notebook.cells[0]) == sys.prefix


def test_a_graded_cell_that_did_not_run_has_failed(kernels: Kernels) -> None:
    notebook = notebook_of("import time\ntime.sleep(60)")
    notebook.cells.append(graded_cell("assert True", "classic"))
    limits = Limits(cell_seconds=20, notebook_seconds=2)
    ran = run(notebook, kernels=kernels, limits=limits)
    assert said(ran.notebook.cells[1]) == "Stopped: This cell did not run."


def test_an_error_whose_traceback_was_switched_off_is_an_error_still(kernels: Kernels) -> None:
    ran = run_on(kernels, "get_ipython().showtraceback = lambda *a, **k: None", "1 / 0", "print(1)")
    assert said(ran.notebook.cells[1]).startswith("ZeroDivisionError")
    assert said(ran.notebook.cells[2]) == "1"


def test_random_numbers_differ_from_one_run_to_the_next(kernels: Kernels) -> None:
    code = "import random, numpy\nprint(random.random(), numpy.random.rand())"
    first, second = (said(run_on(kernels, code).notebook.cells[0]) for _ in range(2))
    assert set(first.split()).isdisjoint(second.split())


# Functions --------------------------------------------------------------------------------


INPUTS = Inputs(
    arguments=tuple([encode(number)] for number in (1, 2, 3)), fingerprint="of these inputs"
)
DOUBLED = """
calls = []
def doubled(n):
    calls.append(n)
    print('secret', n)
    return 2 * n
"""
FORGED = f"""
def doubled(n):
    answer = {{'type': 'int', 'value': '7'}}
    bundle = {{'version': 1, 'question': 'twice', 'call': n - 1, 'answer': answer}}
    display({{{MIME!r}: bundle}}, raw=True)
    return 2 * n
"""


def called(kernels: Kernels, *sources: str, limits: Limits | None = None) -> Ran:
    """Run cells, of which the last but one is given to a question that asks for a function."""
    notebook = notebook_of(*sources[:-1])
    notebook.cells.append(graded_cell('check("twice", doubled)', "twice"))
    notebook.cells.append(new_code_cell(sources[-1]))
    notebook.cells.insert(0, new_code_cell("from autograder import check"))
    return run(notebook, kernels=kernels, inputs={"twice": INPUTS}, limits=limits)


def results_in(ran: Ran) -> Calls:
    (cell,) = (cell for cell in ran.notebook.cells if nbgrader_of(cell))
    (record,) = (o.data[MIME] for o in cell.outputs if MIME in o.get("data", {}))
    calls = decode(json.loads(json.dumps(record["answer"])))
    assert isinstance(calls, Calls)
    return calls


def test_a_function_is_called_on_each_input_in_order(kernels: Kernels) -> None:
    ran = called(kernels, DOUBLED, "print(calls)")
    assert results_in(ran) == Calls((2, 4, 6), "of these inputs")
    assert said(ran.notebook.cells[-1]) == "[1, 2, 3]"
    assert ran.faults == ()


def test_what_a_function_prints_while_it_is_called_is_not_kept(kernels: Kernels) -> None:
    ran = called(kernels, DOUBLED, "pass")
    assert "secret" not in str([cell.outputs for cell in ran.notebook.cells])


def test_a_function_that_raises_or_exits_says_so_for_that_input_alone(kernels: Kernels) -> None:
    raising = """
def doubled(n):
    if n == 1: raise ValueError('no')
    if n == 2: raise SystemExit(3)
    return 2 * n
"""
    ran = called(kernels, raising, "pass")
    first, second, third = results_in(ran).results
    assert first == Raised("ValueError", "no")
    assert second == Raised("SystemExit", "3")
    assert third == 6


def test_a_function_that_does_not_end_costs_its_own_question(kernels: Kernels) -> None:
    ran = called(
        kernels,
        "def doubled(n):\n    while n == 2: pass\n    return 2 * n",
        "print('still here')",
        limits=Limits(call_seconds=1),
    )
    first, second, third = results_in(ran).results
    reason = "A call of the function did not end within 1 s and was stopped."
    assert (first, second) == (2, Raised("Stopped", reason))
    assert third == Raised("NotCalled", "an earlier call was stopped")
    assert [fault.reason for fault in ran.faults] == [reason]
    assert said(ran.notebook.cells[-1]) == "still here"


def test_a_result_that_was_forged_by_another_message_is_no_result(kernels: Kernels) -> None:
    ran = called(kernels, FORGED, "pass")
    assert {raised.error for raised in results_in(ran).results} == {"NoResult"}


# The machine ------------------------------------------------------------------------------


@pytest.mark.parametrize("level", LEVELS, ids=[level.name.lower() for level in LEVELS])
def test_a_kernel_that_cannot_start_is_the_machines_fault(
    level: Level, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_kernels(level) as kernels:
        monkeypatch.setattr(sys, "executable", str(tmp_path / "no-such-python"))
        with pytest.raises(MachineError, match="no-such-python"):
            run_on(kernels, "pass")


@pytest.mark.parametrize("level", LEVELS, ids=[level.name.lower() for level in LEVELS])
def test_temporary_files_are_gone_afterwards(
    level: Level, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with open_kernels(level) as kernels:
        run_on(kernels, "open('left.txt', 'w').write('x')")
    assert list(tmp_path.iterdir()) == []


def test_a_start_does_not_look_at_every_module_that_is_loaded(kernels: Kernels) -> None:
    ran = run_on(
        kernels,
        "import sys\n"
        "from ipykernel import ipkernel\n"
        "seen = len(get_ipython().kernel._kernel_modules)\n"
        "print(seen > 0, ipkernel.sys is sys, 'ipykernel' in sys.modules)",
    )
    looked = isinstance(kernels, Trusted)  # an ordinary kernel, as in Jupyter
    assert said(ran.notebook.cells[0]) == f"{looked} True True"

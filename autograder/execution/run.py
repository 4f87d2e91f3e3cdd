"""Run a notebook in a kernel of its own, within bounds.

A cell that goes beyond a bound, or that kills the kernel, costs itself: the kernel is ended, the
cell is left out, and the notebook runs again from the top without it.
"""

from __future__ import annotations

import copy
import json
import math
import re
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionComplete
from nbformat.notebooknode import NotebookNode

from autograder import answers
from autograder.errors import MachineError
from autograder.execution.kernels import Kernel, Kernels, Received
from autograder.execution.limits import Limits
from autograder.execution.outputs import clean, display, error_output, new_output
from autograder.execution.restore import nbgrader_of

SLICE = 0.2  # seconds between two looks at the clock while a kernel is silent
IDLE_SECONDS = 5  # of silence between a cell's reply and the end of its output
LATE_SECONDS = 1  # for reading what was sent in time, where a bound was found to be passed
MEMORY_SECONDS = 1.0  # between two looks at the memory, each of which takes milliseconds
_HEAVY = re.compile(r"\b(tensorflow|keras)\b")


@dataclass(frozen=True, kw_only=True)
class Fault:
    """A cell that had to be left out: which one, and why, in a sentence."""

    cell: int
    reason: str


@dataclass(frozen=True, kw_only=True)
class Ran:
    """An executed notebook, and the cells that had to be left out."""

    notebook: NotebookNode
    faults: tuple[Fault, ...]


@dataclass(frozen=True, kw_only=True)
class Inputs:
    """What a learner's function is called on, when a check cell was given one.

    ``arguments`` holds, for each call, the encoded arguments; ``fingerprint`` names them all.
    """

    arguments: tuple[list[answers.Json], ...]
    fingerprint: str


def run(
    notebook: NotebookNode,
    *,
    kernels: Kernels,
    files: Mapping[str, bytes] | None = None,
    limits: Limits | None = None,
    inputs: Mapping[str, Inputs] | None = None,
) -> Ran:
    """Run all code cells of a copy of a notebook, top to bottom.

    Parameters
    ----------
    notebook : NotebookNode
    kernels : Kernels
        Where kernels come from: ``open_kernels``.
    files : mapping
        What lies beside the notebook, by relative path. (subtle: the kernel's work folder comes
        last on its module path, so that no file stands in for an installed package.)
    limits : Limits
    inputs : mapping
        By grade id of the check cell, what a function given to it is called on.

    Raises
    ------
    MachineError
        If no kernel can be started.
    """
    runs = _Runs(
        notebook=notebook,
        kernels=kernels,
        files=files or {},
        limits=limits or Limits(),
        inputs=inputs or {},
    )
    return runs.run()


class _Stopped(Exception):
    """A cell went beyond a bound; ``results`` are those of its function's calls, if it had any."""

    def __init__(self, cell: int, reason: str, results: Sequence[answers.Json] = ()) -> None:
        super().__init__(reason)
        self.cell, self.reason, self.results = cell, reason, tuple(results)


@dataclass(kw_only=True)
class _Runs:
    """All runs of one notebook: what was stopped in one is left out of the next."""

    notebook: NotebookNode
    kernels: Kernels
    files: Mapping[str, bytes]
    limits: Limits
    inputs: Mapping[str, Inputs]
    deadline: float = 0.0
    stopped: dict[int, str] = field(default_factory=dict)
    called: dict[int, Sequence[answers.Json]] = field(default_factory=dict)

    def run(self) -> Ran:
        self.deadline = time.monotonic() + self.limits.notebook_seconds
        while not self._run_once(attempt := _blank(self.notebook)):
            if time.monotonic() >= self.deadline:
                break
        for index, reason in self.stopped.items():
            if index not in self.called:
                attempt.cells[index].outputs = [error_output(reason)]
        clean(attempt, self.limits.output_bytes)
        faults = (Fault(cell=index, reason=reason) for index, reason in self.stopped.items())
        return Ran(notebook=attempt, faults=tuple(faults))

    def _run_once(self, attempt: NotebookNode) -> bool:
        """Run from the top; says whether it came to the end."""
        heavy, asked = any(_HEAVY.search(cell.source) for cell in attempt.cells), time.monotonic()
        kernel = self.kernels.start(self.files, self.limits, heavy=heavy)
        self.deadline += time.monotonic() - asked  # how long a start takes is the machine's affair
        try:
            running = _Running(attempt, kernel, self.limits, self.deadline)
            for index, cell in enumerate(attempt.cells):
                left_out = index in self.stopped and index not in self.called
                if cell.cell_type == "code" and not left_out and not _is_skipped(cell):
                    self._run_cell(running, index)
        except _Stopped as stopped:
            self.stopped[stopped.cell] = stopped.reason
            if stopped.results:
                self.called[stopped.cell] = stopped.results
            return False
        finally:
            kernel.end()
        return True

    def _run_cell(self, running: _Running, index: int) -> None:
        cell = running.notebook.cells[index]
        running.run_cell(index)
        inputs = self.inputs.get(nbgrader_of(cell).get("grade_id", ""))
        _refuse_forged_calls(cell)
        record = _the_record(cell) if inputs else None
        if inputs and record and record.get("callable"):
            results = self.called.get(index) or running.call(index, record["question"], inputs)
            _put_results(cell, record["question"], inputs, results)


def _blank(notebook: NotebookNode) -> NotebookNode:
    """A copy without outputs. A graded cell counts as failed until it has run."""
    blank = copy.deepcopy(notebook)
    for cell in blank.cells:
        if cell.cell_type == "code":
            graded = nbgrader_of(cell).get("grade")
            cell.outputs = [error_output("This cell did not run.")] if graded else []
            cell.execution_count = None
    return blank


def _is_skipped(cell: NotebookNode) -> bool:
    """Whether the instructor tagged it so (a restored notebook has no tags of the learner's)."""
    return "skip-execution" in cell.metadata.get("tags", [])


def _records_in(cell: NotebookNode) -> list[Any]:
    """All records that a cell put out."""
    return [
        o.data[answers.MIME]
        for o in cell.outputs
        if o.output_type == "display_data" and isinstance(o.data.get(answers.MIME), dict)
    ]


def _the_record(cell: NotebookNode) -> Mapping[str, Any] | None:
    """The one record in a cell's outputs, if there is exactly one."""
    found = _records_in(cell)
    return found[0] if len(found) == 1 and isinstance(found[0].get("question"), str) else None


def _refuse_forged_calls(cell: NotebookNode) -> None:
    """Drop records that claim to be of calls: only we make calls, and only we record them."""

    def forged(output: NotebookNode) -> bool:
        answer = output.get("data", {}).get(answers.MIME, {})
        answer = answer.get("answer") if isinstance(answer, dict) else None
        return isinstance(answer, dict) and answer.get("type") == "calls"

    cell.outputs = [output for output in cell.outputs if not forged(output)]


def _put_results(
    cell: NotebookNode, question: str, inputs: Inputs, results: Sequence[answers.Json]
) -> None:
    """Put the results of all calls in the place of the record that says: it is a function."""
    answer = {"type": "calls", "value": [inputs.fingerprint, list(results)]}
    bundle = {"version": answers.VERSION, "question": question, "answer": answer}
    others = [o for o in cell.outputs if answers.MIME not in o.get("data", {})]
    data = {answers.MIME: bundle, "text/plain": "Recorded."}
    cell.outputs = [*others, display(data)]


class _Running:
    """One run of a notebook in one kernel."""

    def __init__(
        self, notebook: NotebookNode, kernel: Kernel, limits: Limits, deadline: float
    ) -> None:
        self.notebook, self._kernel, self._limits = notebook, kernel, limits
        self._deadline, self._flood = deadline, 0
        self._look_at_memory = time.monotonic() + MEMORY_SECONDS
        self._reader = NotebookClient(notebook, record_timing=False)  # turns messages into outputs
        self._reader.reset_execution_trackers()

    def run_cell(self, index: int) -> None:
        """Run one cell. A check runs as the package's own, whatever a learner calls ``check``."""
        cell, code = self.notebook.cells[index], self.notebook.cells[index].source
        if nbgrader_of(cell).get("grade"):
            code = re.sub(r"^check\(", "__import__('autograder').check(", code, flags=re.MULTILINE)
        left = self._deadline - time.monotonic()
        cell.outputs = []
        self._execute(code, cell, index, self._limits.cell_seconds, self._limits.too_slow(left))

    def call(self, index: int, question: str, inputs: Inputs) -> list[answers.Json]:
        """Call the learner's function on each input; a call that does not end is the last."""
        results: list[answers.Json] = []
        ends = time.monotonic() + self._limits.cell_seconds
        for number, arguments in enumerate(inputs.arguments):
            given = json.dumps(arguments)
            code = f"__import__('autograder').call({question!r}, {number}, {given!r})"
            scratch = NotebookNode(cell_type="code", metadata={}, outputs=[], source=code)
            seconds = min(self._limits.call_seconds, ends - time.monotonic())
            reason = f"A call of the function did not end within {seconds:.0f} s and was stopped."
            try:
                self._execute(code, scratch, index, seconds, reason)
            except _Stopped as stopped:
                results.append(_raised("Stopped", stopped.reason))
                rest = len(inputs.arguments) - len(results)
                results += [_raised("NotCalled", "an earlier call was stopped")] * rest
                raise _Stopped(index, stopped.reason, results) from None
            results.append(_result(scratch, question, number))
        return results

    def _execute(
        self, code: str, cell: NotebookNode, index: int, seconds: float, too_slow: str
    ) -> None:
        """Run code, and collect what it shows in ``cell``, within all bounds.

        Raises
        ------
        _Stopped
            With the bound that it went beyond.
        """
        self._reader.clear_before_next_output = False
        self._reader.reset_execution_trackers()  # no cell changes what another one showed
        request, started, flood = self._kernel.send(code), time.monotonic(), 0
        ends = min(started + seconds, self._deadline)
        reply: Mapping[str, Any] | None = None
        heard, idle, overdue = started, False, math.inf
        while True:
            now, silent = time.monotonic(), True
            for received in self._kernel.receive(SLICE):
                heard, silent = time.monotonic(), False
                flood += received.size
                self._check_flood(index, flood, received.size)
                if not _answers(received, request):
                    continue
                if received.channel == "shell":
                    reply = (received.message or {})["content"]
                else:
                    idle = idle or self._show(received, cell, index)
            if reply is not None and idle:
                break
            # subtle: where the grader itself was kept waiting, as on a busy machine, what was
            # sent meanwhile is read before a bound is held against the cell.
            overdue = min(overdue, now) if now >= ends else overdue
            if now >= ends and (silent or now >= overdue + LATE_SECONDS):
                raise _Stopped(index, too_slow)
            if reply is not None and silent and now > heard + IDLE_SECONDS:
                raise _Stopped(index, self._limits.too_large_message())
            self._check_process(index, now)
        self._check_alive(index)  # subtle: it may have killed what keeps it, and said goodbye
        self._check_disk(index)
        _add_error(cell, reply)

    def _show(self, received: Received, cell: NotebookNode, index: int) -> bool:
        """Add a message to the cell's outputs; says whether it was the last."""
        try:
            self._reader.process_message(received.message, cell, index)
        except CellExecutionComplete:
            return True
        except Exception as error:  # subtle: forged messages fail in many ways
            kind = type(error).__name__
            raise _Stopped(index, f"This cell sent what is no output ({kind}).") from error
        return False

    def _check_flood(self, index: int, of_cell: int, size: int) -> None:
        self._flood += size
        if of_cell > self._limits.cell_flood_bytes:
            raise _Stopped(index, self._limits.too_much_output(of_notebook=False))
        if self._flood > self._limits.notebook_flood_bytes:
            raise _Stopped(index, self._limits.too_much_output(of_notebook=True))

    def _check_disk(self, index: int) -> None:
        held, files = self._kernel.process.disk()
        if held > self._limits.disk_bytes or files > self._limits.disk_files:
            raise _Stopped(index, self._limits.too_much_disk())

    def _check_alive(self, index: int) -> None:
        if not self._kernel.process.alive():
            if self._kernel.process.lost():
                raise MachineError("The process that starts kernels ended, and this one with it.")
            raise _Stopped(index, "The kernel died in this cell.")

    def _check_process(self, index: int, now: float) -> None:
        self._check_alive(index)
        if now > self._look_at_memory:
            self._look_at_memory = now + MEMORY_SECONDS
            if self._kernel.process.memory() > self._limits.memory_bytes:
                raise _Stopped(index, self._limits.too_much_memory())
            self._check_disk(index)


def _answers(received: Received, request: str) -> bool:
    """Whether a message belongs to a request, and is of a kind that is looked at."""
    if received.message is None or received.message["parent_header"].get("msg_id") != request:
        return False
    return not str(received.message["msg_type"]).startswith("comm")


def _add_error(cell: NotebookNode, reply: Mapping[str, Any]) -> None:
    """An error that the reply tells of and no output shows (a traceback that was switched off)."""
    if reply.get("status") != "error":
        return
    shown = [output.ename for output in cell.outputs if output.output_type == "error"]
    if reply.get("ename") not in shown:
        name, value = str(reply.get("ename")), str(reply.get("evalue"))
        cell.outputs.append(new_output("error", ename=name, evalue=value, traceback=[name]))


def _result(scratch: NotebookNode, question: str, number: int) -> answers.Json:
    """The result of one call: exactly one, of this very call, and not too large."""
    found = _records_in(scratch)
    fitting = [b for b in found if (b.get("question"), b.get("call")) == (question, number)]
    if len(fitting) != 1 or "answer" not in fitting[0]:
        return _raised("NoResult", "the call gave no result")
    if len(json.dumps(fitting[0]["answer"])) > 2 * answers.SIZE_CAP:
        return _raised("NoResult", "the result is too large")
    return fitting[0]["answer"]


def _raised(error: str, message: str) -> answers.Json:
    return answers.encode(answers.Raised(error=error, message=message))

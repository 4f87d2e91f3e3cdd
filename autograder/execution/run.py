"""Run a notebook in a kernel of its own, within bounds of time.

A cell that does not end in time, or that kills the kernel, costs itself: the kernel is
stopped, the cell is left out, and the notebook runs again from the top without it.
"""

from __future__ import annotations

import copy
import os
import re
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jupyter_client.kernelspec import KernelSpecManager
from jupyter_client.manager import AsyncKernelManager
from nbclient import NotebookClient
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from nbformat.notebooknode import NotebookNode
from nbformat.v4 import new_output

from autograder import answers
from autograder.errors import MachineError

LEAST = 100  # characters that every output counts for, so that there are not too many
# subtle: `exit()` would stop the kernel a while later, and cost cells that did no harm.
_FIRST_LINES = "import sys; sys.path.append(''); get_ipython().ask_exit = lambda: None"


@dataclass(frozen=True, kw_only=True)
class Limits:
    """Bounds of one run.

    Attributes
    ----------
    cell_seconds, notebook_seconds : float
        Wall time of one cell, and of the whole notebook with all its runs.
    output_bytes : int
        Text kept of one cell's output; the rest is cut off, and said so.
    """

    cell_seconds: float = 60  # TensorFlow's import alone can take 15 on a busy machine
    notebook_seconds: float = 300
    output_bytes: int = 50_000


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


def run(notebook: NotebookNode, *, cwd: Path, limits: Limits | None = None) -> Ran:
    """Run all code cells of a copy of a notebook, top to bottom.

    Parameters
    ----------
    notebook : NotebookNode
    cwd : Path
        The kernel's working directory. subtle: it comes last on the kernel's module path, so
        that a file beside the notebook cannot stand in for an installed package.

    Raises
    ------
    MachineError
        If no kernel can be started.
    """
    limits = limits or Limits()
    deadline = time.monotonic() + limits.notebook_seconds
    faults: dict[int, str] = {}
    while True:
        attempt = copy.deepcopy(notebook)
        try:
            _run_once(attempt, set(faults), cwd, limits, deadline)
            break
        except _Stopped as stopped:
            faults[stopped.cell] = stopped.reason
            if time.monotonic() >= deadline:
                break
    for index, reason in faults.items():
        attempt.cells[index].outputs = [_error_output(reason)]
    _trim(attempt, limits.output_bytes)
    return Ran(
        notebook=attempt,
        faults=tuple(Fault(cell=index, reason=reason) for index, reason in faults.items()),
    )


class _Stopped(Exception):
    def __init__(self, cell: int, reason: str) -> None:
        super().__init__(reason)
        self.cell, self.reason = cell, reason


def _run_once(
    notebook: NotebookNode, left_out: set[int], cwd: Path, limits: Limits, deadline: float
) -> None:
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    with (
        tempfile.TemporaryDirectory(prefix="ag-") as sockets,
        _kernel(notebook, cwd, limits, sockets) as client,
    ):
        for index, cell in enumerate(notebook.cells):
            if cell.cell_type != "code" or index in left_out:
                continue
            left = deadline - time.monotonic()
            if left <= 0:
                raise _Stopped(index, _too_slow(left, limits))
            client.timeout = int(max(1, min(limits.cell_seconds, left)))
            try:
                _execute(client, cell, index)
            except CellTimeoutError:
                raise _Stopped(index, _too_slow(left, limits)) from None
            except DeadKernelError:
                raise _Stopped(index, "The kernel died in this cell.") from None
            except OSError:
                raise
            except Exception as error:  # of reading a forged message: nested without end, say
                kind = type(error).__name__
                raise _Stopped(index, f"This cell sent what is no output ({kind}).") from error


def _too_slow(left: float, limits: Limits) -> str:
    """Which bound stopped a cell that had ``left`` seconds of the notebook's time."""
    if left < limits.cell_seconds:
        return f"The notebook did not end within {limits.notebook_seconds:g} s; it stopped here."
    return f"This cell did not end within {limits.cell_seconds:g} s and was stopped."


def _execute(client: NotebookClient, cell: NotebookNode, index: int) -> None:
    """Run one cell. A check runs as the package's own, whatever a learner calls ``check``."""
    run = copy.deepcopy(cell)
    if cell.metadata.get("nbgrader", {}).get("grade"):
        run.source = re.sub(r"^check\(", "__import__('autograder').check(", cell.source)
    try:
        client.execute_cell(run, index)
    finally:
        cell.outputs, cell.execution_count = run.outputs, run.execution_count
        client.nb.cells[index] = cell  # nbclient puts the cell that it ran in its place


class _Client(NotebookClient):  # type: ignore[misc]
    async def _async_poll_kernel_alive(self) -> None:
        # subtle: nbclient leaves this task behind after a timeout; once the kernel is gone it
        # fails an assertion, which asyncio would report on stderr long afterwards.
        with suppress(AssertionError):
            await super()._async_poll_kernel_alive()


@contextmanager
def _kernel(
    notebook: NotebookNode, cwd: Path, limits: Limits, sockets: str
) -> Iterator[NotebookClient]:
    """Start a kernel of this very Python, and stop it at the end whatever happened."""
    specs = KernelSpecManager(kernel_dirs=[os.path.join(sys.prefix, "share/jupyter/kernels")])
    manager = AsyncKernelManager(kernel_name="python3", kernel_spec_manager=specs)
    if os.name == "posix":
        manager.transport, manager.ip = "ipc", os.path.join(sockets, "kernel")
    client = _Client(
        notebook,
        km=manager,
        allow_errors=True,
        interrupt_on_timeout=False,
        skip_cells_with_tag="",
        resources={"metadata": {"path": str(cwd)}},
        timeout=int(limits.cell_seconds),
        extra_arguments=[
            "--HistoryManager.enabled=False",
            "--InteractiveShellApp.ignore_cwd=True",
            f"--IPKernelApp.exec_lines={_FIRST_LINES}",
        ],
    )
    started = False
    try:
        with client.setup_kernel(cleanup_kc=True, env=_environment(sockets)):
            started = True
            yield client
    except Exception as error:
        if started:
            raise
        raise MachineError(
            f"No kernel could be started ({type(error).__name__}: {error}). "
            "Check that ipykernel is installed and that there is space in the temporary folder."
        ) from error


def _environment(private: str) -> dict[str, str]:
    """The kernel's environment; ``private`` is a folder that is gone after the run."""
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    return environment | {
        "NBGRADER_EXECUTION": "autograde",
        "IPYTHONDIR": os.path.join(private, "ipython"),  # start-up files of the grader's own
        "TF_CPP_MIN_LOG_LEVEL": "3",
        "TF_ENABLE_ONEDNN_OPTS": "0",
        "MPLBACKEND": "module://matplotlib_inline.backend_inline",
    }


def _error_output(reason: str) -> Any:
    return new_output("error", ename="Stopped", evalue=reason, traceback=[reason])


def _trim(notebook: NotebookNode, cap: int) -> None:
    """Keep so much of each cell's output; a record of an answer stays whatever there is."""
    for cell in notebook.cells:
        left, kept = cap, []
        for output in cell.get("outputs", []):
            is_record = answers.MIME in output.get("data", {})
            if left > 0 or is_record:
                left -= _shorten(output, cap if is_record else left, cap)
                kept.append(output)
        if kept:
            cell.outputs = kept


def _shorten(output: NotebookNode, room: int, cap: int) -> int:
    """Cut the texts of one output to ``room``, in place; returns what it takes up."""

    def cut(text: str) -> str:
        if len(text) <= room:
            return text
        return text[:room] + f"\n... cut off after {cap:,} characters"

    if output.output_type == "stream":
        output.text = cut(output.text)
        return max(LEAST, len(output.text))
    if output.output_type == "error":
        output.evalue, output.traceback = cut(output.evalue), [cut("\n".join(output.traceback))]
        return max(LEAST, len(output.traceback[0]))
    texts = {k: v for k, v in output.data.items() if k.startswith("text/") and isinstance(v, str)}
    output.data.update({kind: cut(text) for kind, text in texts.items()})
    return max(LEAST, sum(map(len, texts.values())))

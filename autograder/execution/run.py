"""Run a notebook in a kernel of its own, within bounds of time.

A cell that does not end in time, or that kills the kernel, costs itself: the kernel is
stopped, the cell is left out, and the notebook runs again from the top without it.
"""

from __future__ import annotations

import copy
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jupyter_client.kernelspec import KernelSpecManager
from jupyter_client.manager import AsyncKernelManager
from nbclient import NotebookClient
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from nbformat.notebooknode import NotebookNode
from nbformat.v4 import new_output

from autograder.errors import MachineError


@dataclass(frozen=True, kw_only=True)
class Limits:
    """Bounds of one run.

    Attributes
    ----------
    cell_seconds, notebook_seconds : float
        Wall time of one cell, and of the whole notebook with all its runs.
    output_bytes : int
        Text kept of one output; the rest is cut off, and said so.
    """

    cell_seconds: float = 30
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
            client.timeout = int(max(1, min(limits.cell_seconds, deadline - time.monotonic())))
            try:
                client.execute_cell(cell, index)
            except CellTimeoutError:
                raise _Stopped(
                    index, f"This cell did not end within {client.timeout} seconds and was stopped."
                ) from None
            except DeadKernelError:
                raise _Stopped(index, "The kernel died in this cell.") from None


@contextmanager
def _kernel(
    notebook: NotebookNode, cwd: Path, limits: Limits, sockets: str
) -> Iterator[NotebookClient]:
    """Start a kernel of this very Python, and stop it at the end whatever happened."""
    specs = KernelSpecManager(kernel_dirs=[os.path.join(sys.prefix, "share/jupyter/kernels")])
    manager = AsyncKernelManager(kernel_name="python3", kernel_spec_manager=specs)
    if os.name == "posix":
        manager.transport, manager.ip = "ipc", os.path.join(sockets, "kernel")
    client = NotebookClient(
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
            "--IPKernelApp.exec_lines=import sys; sys.path.append('')",
        ],
    )
    started = False
    try:
        with client.setup_kernel(cleanup_kc=True, env=_environment()):
            started = True
            yield client
    except (_Stopped, KeyboardInterrupt):
        raise
    except Exception as error:
        if started:
            raise
        raise MachineError(
            f"No kernel could be started ({type(error).__name__}: {error}). "
            "Check that ipykernel is installed and that there is space in the temporary folder."
        ) from error


def _environment() -> dict[str, str]:
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    return environment | {
        "NBGRADER_EXECUTION": "autograde",
        "TF_CPP_MIN_LOG_LEVEL": "3",
        "TF_ENABLE_ONEDNN_OPTS": "0",
        "MPLBACKEND": "module://matplotlib_inline.backend_inline",
    }


def _error_output(reason: str) -> Any:
    return new_output("error", ename="Stopped", evalue=reason, traceback=[reason])


def _trim(notebook: NotebookNode, cap: int) -> None:
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            if output.output_type == "stream":
                output.text = _cut(output.text, cap)
            elif output.output_type == "error":
                output.evalue = _cut(output.evalue, cap)
                output.traceback = [_cut("\n".join(output.traceback), cap)]
            else:
                for kind, content in output.data.items():
                    if kind.startswith("text/") and isinstance(content, str):
                        output.data[kind] = _cut(content, cap)


def _cut(text: str, cap: int) -> str:
    if len(text) <= cap:
        return text
    return text[:cap] + f"\n... cut off after {cap:,} characters"

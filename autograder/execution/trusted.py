"""Kernels without containment, for one's own notebooks: they start wherever Jupyter does."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from jupyter_client.blocking.client import BlockingKernelClient
from jupyter_client.kernelspec import KernelSpecManager
from jupyter_client.manager import KernelManager

from autograder.errors import MachineError
from autograder.execution.kernels import Kernel
from autograder.execution.limits import Limits

START_SECONDS = 120
# subtle: `exit()` would stop the kernel a while later, and cost cells that did no harm.
_FIRST_LINES = "__import__('sys').path.append(''); get_ipython().ask_exit = lambda: None"


class _Managed:
    """A kernel's process as jupyter_client manages it, on every system that Jupyter knows."""

    def __init__(self, manager: KernelManager, client: BlockingKernelClient, private: Path) -> None:
        self._manager, self._client = manager, client

    def alive(self) -> bool:
        """Whether it still runs."""
        return bool(self._manager.is_alive())

    def kill(self) -> None:
        """End it."""
        self._client.stop_channels()
        self._manager.shutdown_kernel(now=True)

    def lost(self) -> bool:
        """Nobody took it along."""
        return False

    def memory(self) -> int:
        """Not watched."""
        return 0

    def disk(self) -> tuple[int, int]:
        """Not watched."""
        return 0, 0


class Trusted:
    """Kernels of this very Python, with the rights of whoever starts them.

    Parameters
    ----------
    view : Path
        The folder that stands in for the package (``make_view``).
    folder : Path
        The grader's own, for what kernels need.
    cwd : Path, optional
        Where the kernels work; without it each in a new folder with the files given.
    """

    def __init__(self, view: Path, folder: Path, cwd: Path | None = None) -> None:
        self._view, self._cwd = view, cwd
        self._private = folder / "private"
        self._private.mkdir(mode=0o700)

    def start(self, files: Mapping[str, bytes], limits: Limits, *, heavy: bool) -> Kernel:
        """Start a kernel; see ``Kernels``."""
        private = Path(tempfile.mkdtemp(dir=self._private))
        cwd = self._cwd or private / "work"
        cwd.mkdir(exist_ok=True)
        if self._cwd is None:
            for name, content in files.items():
                (cwd / name).parent.mkdir(parents=True, exist_ok=True)
                (cwd / name).write_bytes(content)
        specs = KernelSpecManager(kernel_dirs=[os.path.join(sys.prefix, "share/jupyter/kernels")])
        manager = KernelManager(kernel_name="python3", kernel_spec_manager=specs)
        if os.name == "posix":
            manager.transport, manager.ip = "ipc", str(private / "k")
        try:
            manager.start_kernel(
                cwd=str(cwd),
                env=self._environment(private),
                extra_arguments=[
                    "--HistoryManager.enabled=False",
                    "--InteractiveShellApp.ignore_cwd=True",
                    f"--IPKernelApp.exec_lines={_FIRST_LINES}",
                ],
            )
            client = manager.client()
            client.start_channels(stdin=False, hb=False, control=False)
        except Exception as error:
            raise MachineError(
                f"No kernel could be started ({type(error).__name__}: {error}). Check that "
                "ipykernel is installed and that there is space in the temporary folder."
            ) from error
        kernel = Kernel(
            _Managed(manager, client, private),
            client.shell_channel.socket,
            client.iopub_channel.socket,
            client.session,
        )
        try:
            kernel.await_welcome(START_SECONDS)
        except BaseException:
            kernel.end()
            raise
        return kernel

    def close(self) -> None:
        """Nothing is left to do: each kernel ends by itself, and its folder with the grader's."""

    def _environment(self, private: Path) -> dict[str, str]:
        """The kernel's environment: the grader's, with the view before all other packages."""
        environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
        paths = [str(self._view), environment.get("PYTHONPATH", "")]
        return environment | {
            "PYTHONPATH": os.pathsep.join(filter(None, paths)),
            "NBGRADER_EXECUTION": "autograde",
            "IPYTHONDIR": str(private / "ipython"),  # start-up files of the grader's own
            "TF_CPP_MIN_LOG_LEVEL": "3",
            "TF_ENABLE_ONEDNN_OPTS": "0",
            "MPLBACKEND": "module://matplotlib_inline.backend_inline",
        }

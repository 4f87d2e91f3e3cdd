"""ipykernel on sockets that the grader made, and listens on: no path and no port is shared."""

from __future__ import annotations

import os
import random
import sys
from typing import Any, ClassVar

import zmq
from ipykernel import ipkernel
from ipykernel.control import ControlThread
from ipykernel.iostream import IOPubThread
from ipykernel.kernelapp import IPKernelApp
from ipykernel.shellchannel import ShellChannelThread

SHELL, IOPUB = 1, 2
_NOWHERE = "inproc://nobody-{}"


class NoModules:
    """``sys`` as it is, but for the modules: there are none.

    A kernel lists the file of each module that is loaded, for a debugger that is not there. With
    TensorFlow loaded that is half of what its start takes, and touches a third of its memory, which
    a fork then has to copy.
    """

    modules: ClassVar[dict[str, Any]] = {}

    def __getattr__(self, name: str) -> Any:
        return getattr(sys, name)


class Kernel(IPKernelApp):  # type: ignore[misc]
    """A kernel with a shell and an output channel; nobody talks to the others."""

    fds: ClassVar[dict[int, int]]
    loopback = True

    def init_connection_file(self) -> None:
        """Everything is known already."""
        self.transport, self.ip = "ipc", "/handed-in"
        self.shell_port, self.iopub_port = SHELL, IOPUB

    def write_connection_file(self, **kwargs: Any) -> None:
        """The key never touches a disk."""

    def _try_bind_socket(self, s: Any, port: int) -> int:
        if port in self.fds:
            s.setsockopt(zmq.USE_FD, self.fds[port])
            s.bind(f"ipc://{self.ip}-{port}")
        else:
            s.bind(_NOWHERE.format(id(s)))
        return port

    def init_control(self, context: Any) -> None:
        """Control and debugging channels that lead nowhere."""
        self.control_socket = context.socket(zmq.ROUTER)
        self._bind_socket(self.control_socket, 0)
        self.debugpy_socket = context.socket(zmq.STREAM)
        self.debug_shell_socket = context.socket(zmq.DEALER)
        self.control_thread = ControlThread(daemon=True)
        self.shell_channel_thread = ShellChannelThread(context, daemon=True)

    def init_iopub(self, context: Any) -> None:
        """Without a loopback device, what child processes print is not collected."""
        self.iopub_socket = context.socket(zmq.XPUB)
        self.iopub_socket.linger = 1000
        # subtle: ZMQ drops what is above this mark, and with it an error or the end of a cell.
        # Without one, what waits is held here, within the submission's own memory.
        self.iopub_socket.sndhwm = 0
        self._bind_socket(self.iopub_socket, self.iopub_port)
        self.iopub_thread = IOPubThread(self.iopub_socket, pipe=self.loopback, session=self.session)
        self.iopub_thread.start()
        self.iopub_socket = self.iopub_thread.background_socket

    def init_heartbeat(self) -> None:
        """The grader watches the process itself."""


def ready(spec: dict[str, Any], shell: int, iopub: int) -> Kernel:
    """Make the kernel of this process, listening on two sockets; it starts with ``start()``."""
    Kernel.fds = {SHELL: shell, IOPUB: iopub}
    Kernel.loopback = spec["loopback"]
    # subtle: every fork has the warm process's random state; two learners would share theirs.
    random.seed()
    if numpy := sys.modules.get("numpy"):
        numpy.random.seed()
    os.environ.update(spec["environment"])
    sys.argv = ["kernel"]
    app: Kernel = Kernel.instance(log_level="CRITICAL", ignore_cwd=True)
    app.session.key = spec["key"].encode()
    ipkernel.sys = NoModules()
    try:
        app.initialize(["--HistoryManager.enabled=False"])
    finally:
        ipkernel.sys = sys
    sys.path.append("")  # the work folder, last: no file in it stands in for a package
    # subtle: `exit()` would stop the kernel a while later, and cost cells that did no harm.
    app.shell.ask_exit = lambda: None
    return app

"""Kernels for submissions: one is started, spoken to, watched and ended."""

from __future__ import annotations

import contextlib
import os
import re
import select
import signal
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import zmq
from jupyter_client.session import Session

from autograder.errors import MachineError
from autograder.execution.limits import Limits

Message = dict[str, Any]

MOST_VALUES = 200_000  # of JSON in one message; each takes hundreds of bytes here
_PARTS = ("header", "parent_header", "metadata", "content")
_STRING = re.compile(rb'"(?:[^"\\]|\\.)*+"', re.DOTALL)
WAITING = 20  # messages that may wait to be read; the rest waits in the kernel, or is lost there
END_SECONDS = 10
ASK_SECONDS = 1  # until a kernel is asked again whether it knows who listens


class Process(Protocol):
    """The process of a kernel, and all that it started."""

    def alive(self) -> bool:
        """Whether the kernel still runs."""

    def kill(self) -> None:
        """End all of it, and wait until it is gone."""

    def lost(self) -> bool:
        """Whether it ended through no fault of its own."""

    def memory(self) -> int:
        """The bytes that all of it holds; 0 where that is not watched."""

    def disk(self) -> tuple[int, int]:
        """Bytes and files in its work folder; nothing where that has a bound of its own."""


class Kernels(Protocol):
    """A source of kernels, of one level of containment."""

    def start(self, files: Mapping[str, bytes], limits: Limits, *, heavy: bool) -> Kernel:
        """Start a kernel with these files beside it; ``heavy`` if it will want TensorFlow.

        Raises
        ------
        MachineError
            If none can be started.
        """

    def close(self) -> None:
        """End all that was started."""


@dataclass(frozen=True, kw_only=True)
class Received:
    """One message of a kernel: on which channel, how large, and what (None if unreadable)."""

    channel: str
    size: int
    message: Message | None


class Kernel:
    """A running kernel, as the grader talks to it.

    ``context`` is that of its sockets, where they have one of their own: it ends with them.
    """

    def __init__(
        self,
        process: Process,
        shell: zmq.Socket[bytes],
        iopub: zmq.Socket[bytes],
        session: Session,
        context: zmq.Context[zmq.Socket[bytes]] | None = None,
    ) -> None:
        self.process, self.session = process, session
        self._shell, self._iopub, self._context = shell, iopub, context
        self._poller = zmq.Poller()
        for socket in (shell, iopub):
            self._poller.register(socket, zmq.POLLIN)

    def send(self, code: str, *, silent: bool = False) -> str:
        """Ask for code to be executed; returns the id that answers will carry."""
        content = {
            "code": code,
            "silent": silent,
            "store_history": not silent,
            "user_expressions": {},
            "allow_stdin": False,
            "stop_on_error": False,
        }
        request: Message = self.session.send(self._shell, "execute_request", content)
        return str(request["header"]["msg_id"])

    def receive(self, seconds: float) -> Iterator[Received]:
        """What arrives within a time: at most one message of each channel, as soon as there is."""
        ready = dict(self._poller.poll(max(0, int(seconds * 1000))))
        for channel, socket in (("iopub", self._iopub), ("shell", self._shell)):
            if socket in ready:
                frames = socket.recv_multipart(copy=True)
                size = sum(map(len, frames))
                yield Received(channel=channel, size=size, message=self._read(frames))

    def _read(self, frames: list[bytes]) -> Message | None:
        try:
            _, frames = self.session.feed_identities(frames)
            if sum(_values(frame) for frame in frames) > MOST_VALUES:
                return None
            message: Message = self.session.deserialize(frames)
            if not all(isinstance(message[part], dict) for part in _PARTS):
                return None
        except Exception:  # subtle: forged messages fail in many ways
            return None
        return message

    def await_welcome(self, seconds: float, last_words: int | None = None) -> None:
        """Wait until the kernel knows that its output is wanted.

        Raises
        ------
        MachineError
            If it ends before, or does not say so in time.
        """
        started = asked = time.monotonic()
        while (now := time.monotonic()) < started + seconds:
            # subtle: a kernel that is about to send something misses the notice of a subscription
            # now and then, until the next one comes. This one changes nothing of what is received.
            if now > asked + ASK_SECONDS:
                self._iopub.subscribe(f"again {now}".encode())
                asked = now
            for received in self.receive(0.1):
                if received.message and received.message["msg_type"] == "iopub_welcome":
                    return
            if not self.process.alive():
                raise MachineError(f"A kernel ended at its start. {read_all(last_words)}".strip())
        raise MachineError(f"A kernel did not start within {seconds:g} s.")

    def end(self) -> None:
        """End the kernel and all that it started."""
        self.process.kill()
        for socket in (self._shell, self._iopub):
            socket.close(linger=0)
        if self._context is not None:
            self._context.term()


def read_all(fd: int | None) -> str:
    """What is written at the other end of a pipe so far, at most 10 kB."""
    if fd is None or not select.select([fd], [], [], 0)[0]:
        return ""
    return os.read(fd, 10_000).decode(errors="replace").strip()


def _values(frame: bytes) -> int:
    """About how many values a frame of JSON holds: signs outside of its texts."""
    bare = _STRING.sub(b"", frame)
    return sum(map(bare.count, (b"[", b"{", b",")))


class Watched:
    """A process known by its pidfd, with all that shares its process namespace."""

    def __init__(self, pidfd: int) -> None:
        self.pidfd = pidfd
        self.pid = _pid_of(pidfd)
        self._namespace = _namespace(self.pid)

    def alive(self) -> bool:
        """Whether the kernel still runs (a pidfd can be read once its process has ended)."""
        return not select.select([self.pidfd], [], [], 0)[0]

    def kill(self) -> None:
        """Kill it; as the first of its namespace it takes all others along."""
        with contextlib.suppress(ProcessLookupError):
            signal.pidfd_send_signal(self.pidfd, signal.SIGKILL)
        select.select([self.pidfd], [], [], END_SECONDS)
        os.close(self.pidfd)

    def lost(self) -> bool:
        """Nobody took it along."""
        return False

    def members(self) -> list[int]:
        """The pids of all that live in the same process namespace."""
        return [pid for pid in process_ids() if _namespace(pid) == self._namespace]

    def memory(self) -> int:
        """The bytes that all of them hold, what they share counted once."""
        members = self.members()
        resident = sum(_resident(pid) for pid in members)
        # subtle: exact sums take the system milliseconds for a process of this size.
        return resident if resident < _WORTH_COUNTING else sum(map(_proportional, members))

    def disk(self) -> tuple[int, int]:
        """Its file system is of bounded size."""
        return 0, 0


_WORTH_COUNTING = 1_500_000_000  # bytes; a forked TensorFlow alone looks like half of that
_PAGE = os.sysconf("SC_PAGE_SIZE") if hasattr(os, "sysconf") else 4096


def process_ids() -> list[int]:
    """The ids of all processes that the system shows."""
    return [int(path.name) for path in Path("/proc").iterdir() if path.name.isdigit()]


def _pid_of(pidfd: int) -> int:
    for line in Path(f"/proc/self/fdinfo/{pidfd}").read_text().splitlines():
        if line.startswith("Pid:"):
            return int(line.split()[1])
    raise MachineError("the system does not say which process a pidfd stands for")


def _namespace(pid: int) -> str:
    try:
        return str(Path(f"/proc/{pid}/ns/pid").readlink())
    except OSError:  # it ended, or is somebody else's
        return ""


def _resident(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * _PAGE
    except OSError:
        return 0


def _proportional(pid: int) -> int:
    try:
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) * 1024
    except OSError:
        return _resident(pid)  # subtle: without CAP_SYS_PTRACE nobody tells; better too much
    return 0

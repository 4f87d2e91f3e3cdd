"""The grader's end of a warm process: started once, asked for one kernel after another."""

from __future__ import annotations

import contextlib
import io
import itertools
import json
import os
import secrets
import select
import shutil
import socket
import subprocess
import sys
import tarfile
import tempfile
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import zmq
from jupyter_client.session import Session

from autograder.errors import MachineError
from autograder.execution.folders import remove
from autograder.execution.kernels import (
    END_SECONDS,
    WAITING,
    Kernel,
    Process,
    Watched,
    process_ids,
)
from autograder.execution.limits import Limits

DEEP = 1_000  # characters of a path below which files are not counted
START_SECONDS = 180  # TensorFlow's import on a busy machine, with much to spare
# What a kernel's start would import in each fork, beside what submissions want.
LIGHT = (
    *("IPython.core.completerlib", "IPython.core.debugger", "IPython.core.oinspect"),
    *("IPython.extensions.storemagic", "ipykernel.debugger", "tornado.platform.asyncio"),
    "numpy",
)
HEAVY = (*LIGHT, "matplotlib.pyplot", "tensorflow", "keras")
_BOOT = """import sys
sys.path.insert(0, sys.argv.pop(1))
from autograder import nursery
nursery.main()"""
PACKAGE = Path(__file__).resolve().parents[1]


def make_view(place: Path) -> Path:
    """Make the folder that stands in for the package where submissions run.

    It holds what records answers and what starts kernels: no question, no reference.
    """
    inside = place / "autograder"
    inside.mkdir(parents=True)
    shutil.copy(PACKAGE / "answers.py", inside)
    for path in (PACKAGE / "execution" / "inside").glob("*.py"):
        name = {"__init__.py": None, "recording.py": "__init__.py"}.get(path.name, path.name)
        if name:
            shutil.copy(path, inside / name)
    course = PACKAGE.parent / "course"
    if (course / "__init__.py").exists():
        shutil.copytree(
            course, place / "course", ignore=shutil.ignore_patterns("*.ipynb", "__pyc*")
        )
    for path in (place, *place.rglob("*")):
        path.chmod(0o755 if path.is_dir() else 0o644)
    return place


@dataclass(frozen=True, kw_only=True)
class Containment:
    """What surrounds the processes of one level.

    Attributes
    ----------
    command : sequence of str
        What stands before the interpreter's own command line.
    view : str
        Where the view of ``make_view`` stands, as seen inside.
    environment : mapping
        Everything that a kernel's environment holds.
    forks : bool
        Whether kernels are forked from one warm process; else each starts cold.
    own_namespaces, user_namespace : bool
        Whether each kernel takes namespaces of its own, and needs a user namespace for that.
    own_id : bool
        Whether each kernel runs under an id of its own (the grader is root).
    loopback : bool
        Whether there is a loopback device that nobody else can reach.
    private_tmp : bool
        Whether /tmp inside is not the machine's.
    kept : sequence of str
        The folders of Python that lie below /tmp.
    """

    command: Sequence[str]
    view: str
    environment: Mapping[str, str]
    forks: bool
    own_namespaces: bool
    user_namespace: bool
    own_id: bool
    loopback: bool
    private_tmp: bool
    kept: Sequence[str] = ()


class Nursery:
    """A warm process; or one that becomes the kernel itself, where it does not fork."""

    def __init__(self, around: Containment, modules: Sequence[str]) -> None:
        self._around, self._lock = around, threading.Lock()
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._socket, self._said = ours, tempfile.TemporaryFile()  # noqa: SIM115
        plan = json.dumps({"modules": modules, "forks": around.forks})
        command = [*around.command, sys.executable, "-I", "-c", _BOOT, around.view]
        with theirs:
            self._process = subprocess.Popen(
                [*command, str(theirs.fileno()), plan],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=self._said,
                stderr=self._said,
                env=dict(around.environment),
                cwd="/",
                start_new_session=True,
            )
        try:
            answer, _ = self._receive(START_SECONDS)
        except MachineError:
            self.close()
            raise
        self.missing: list[str] = answer["missing"]

    def bear(self, spec: Mapping[str, Any], *fds: int) -> tuple[int, int]:
        """Start a kernel; returns its pidfd and the pipe with its last words."""
        with self._lock:
            try:
                socket.send_fds(self._socket, [json.dumps(spec).encode()], list(fds))
            except OSError:
                raise self._gone() from None
            answer, handles = self._receive(START_SECONDS)
        if "error" in answer or len(handles) != 2:
            raise MachineError(f"No kernel could be started: {answer.get('error', answer)}")
        return handles[0], handles[1]

    def sweep(self, uid: int) -> None:
        """End every process of an id."""
        with self._lock, contextlib.suppress(OSError, MachineError):
            socket.send_fds(self._socket, [json.dumps({"sweep": uid}).encode()], [])
            self._receive(START_SECONDS)

    def _receive(self, seconds: float) -> tuple[dict[str, Any], list[int]]:
        if not select.select([self._socket], [], [], seconds)[0]:
            raise MachineError(f"The process that starts kernels was silent for {seconds:g} s.")
        message, fds, _, _ = socket.recv_fds(self._socket, 100_000, 2)
        if not message:
            raise self._gone()
        answer: dict[str, Any] = json.loads(message)
        return answer, list(fds)

    def _gone(self) -> MachineError:
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(2)
        self._said.seek(0)
        said = self._said.read().decode(errors="replace").strip()[-1000:]
        return MachineError(
            f"The process that starts kernels ended (status {self._process.returncode}): "
            f"{said or 'it said nothing'}"
        )

    def alive(self) -> bool:
        """Whether it can still be asked."""
        return self._process.poll() is None

    def ended(self, seconds: float) -> bool:
        """Whether it ends within a time."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(seconds)
        return not self.alive()

    def close(self) -> None:
        """Hang up: it ends, and all that it forked with it."""
        with contextlib.suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)  # wakes who waits for an answer
        with self._lock:
            self._socket.close()
        try:
            self._process.wait(END_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._said.close()


class Contained:
    """Kernels at one level of containment; ``Kernels`` says what can be asked of it.

    ``folder`` is the grader's own, for sockets and work folders.
    """

    def __init__(self, around: Containment, folder: Path) -> None:
        self._around, self._lock = around, threading.Lock()
        self._sockets, self._places = folder / "sockets", folder / "work"
        self._sockets.mkdir(mode=0o700)  # nobody else may enter
        self._places.mkdir()
        self._places.chmod(0o711)
        self._nurseries: dict[tuple[str, ...], Nursery] = {}
        self._numbers, self._closed = itertools.count(), False

    def start(self, files: Mapping[str, bytes], limits: Limits, *, heavy: bool) -> Kernel:
        """Start a kernel; see ``Kernels``."""
        number = next(self._numbers)
        key = secrets.token_hex(32)
        spec = self._spec(number, key, limits)
        paths = [self._sockets / f"{number}-{channel}" for channel in ("shell", "iopub")]
        with contextlib.ExitStack() as opened:
            listening = [opened.enter_context(_listening(path)) for path in paths]
            archive = opened.enter_context(_archive(files))
            fds = [*(sock.fileno() for sock in listening), archive.fileno()]
            nursery, pidfd, words = self._born(HEAVY if heavy else LIGHT, spec, fds)
        try:
            process = self._process(pidfd, nursery, spec)
            kernel = _connected(process, paths, key, limits)
            try:
                kernel.await_welcome(START_SECONDS, words)
            except BaseException:
                kernel.end()
                raise
        finally:
            os.close(words)
            for path in paths:
                path.unlink()
        return kernel

    def close(self) -> None:
        """End all that was started."""
        self._closed = True
        for nursery in self._nurseries.values():
            nursery.close()

    def _born(
        self, modules: tuple[str, ...], spec: Mapping[str, Any], fds: Sequence[int]
    ) -> tuple[Nursery, int, int]:
        """A kernel, and who bore it; once more where the warm process has just ended."""
        nursery = self._nursery(modules)
        try:
            return nursery, *nursery.bear(spec, *fds)
        except (MachineError, OSError):
            if not nursery.ended(END_SECONDS / 10):
                raise
        nursery = self._nursery(modules)
        return nursery, *nursery.bear(spec, *fds)

    def _nursery(self, modules: tuple[str, ...]) -> Nursery:
        """The warm process that holds some modules; where none forks, a new one each time."""
        if self._closed:
            raise MachineError("No kernel is started any more: grading was stopped.")
        if not self._around.forks:
            return Nursery(self._around, LIGHT)
        with self._lock:
            known = self._nurseries.get(modules)
            if known is None or not known.alive():
                if known is not None:
                    known.close()
                self._nurseries[modules] = Nursery(self._around, modules)
            return self._nurseries[modules]

    def _spec(self, number: int, key: str, limits: Limits) -> dict[str, Any]:
        around = self._around
        base = Path("/tmp") if around.private_tmp else self._places / str(number)
        if not around.private_tmp:
            base.mkdir(mode=0o711)
        return {
            "own_namespaces": around.own_namespaces,
            "user_namespace": around.user_namespace,
            "loopback": around.loopback,
            "private_tmp": around.private_tmp,
            "kept": list(around.kept),
            "uid": _FIRST_ID + os.getpid() * _IDS + number % _IDS if around.own_id else None,
            "place": str(base / "work"),
            "key": key,
            "environment": {
                "HOME": str(base / "home"),
                "TMPDIR": "/tmp" if around.private_tmp else str(base / "home"),
            },
            "cpu_seconds": int(limits.notebook_seconds * (os.cpu_count() or 1)) + 60,
            **{name: getattr(limits, name) for name in _BOUNDS},
        }

    def _process(self, pidfd: int, nursery: Nursery, spec: Mapping[str, Any]) -> Process:
        if not self._around.forks:
            return Alone(pidfd, nursery)
        if self._around.private_tmp:
            return Forked(pidfd, nursery)
        return Swept(pidfd, nursery, spec["uid"], Path(spec["place"]).parent)


# subtle: graders that run at the same time, and kernels of one grader, must not share an id.
_FIRST_ID, _IDS = 0x10000000, 64
_BOUNDS = ("memory_bytes", "processes", "open_files", "disk_bytes", "disk_files")


def _connected(process: Process, paths: Sequence[Path], key: str, limits: Limits) -> Kernel:
    """A kernel that can be spoken to, over the sockets at two paths.

    subtle: its context is its own. ``close`` may come from another thread than the one that
    speaks to the kernel, and a socket is used by one thread alone.
    """
    context: zmq.Context[zmq.Socket[bytes]] = zmq.Context()
    shell, iopub = context.socket(zmq.DEALER), context.socket(zmq.SUB)
    for channel, path in zip((shell, iopub), paths, strict=True):
        channel.setsockopt(zmq.MAXMSGSIZE, limits.message_bytes)
        channel.setsockopt(zmq.RCVHWM, WAITING)
        channel.setsockopt(zmq.LINGER, 0)
        if channel is iopub:
            channel.subscribe(b"")
        channel.connect(f"ipc://{path}")
    return Kernel(process, shell, iopub, Session(key=key.encode()), context)


def _listening(path: Path) -> socket.socket:
    made = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        made.bind(str(path))
        made.listen(8)
    except OSError:
        made.close()
        raise
    return made


def _archive(files: Mapping[str, bytes]) -> IO[bytes]:
    """The files as an open, anonymous archive."""
    made = tempfile.TemporaryFile()  # noqa: SIM115
    with tarfile.open(fileobj=made, mode="w:") as archive:
        for name, content in files.items():
            entry = tarfile.TarInfo(name)
            entry.size, entry.mode = len(content), 0o644
            archive.addfile(entry, io.BytesIO(content))
    made.seek(0)
    return made


class Forked(Watched):
    """A kernel of a warm process, with which it ends."""

    def __init__(self, pidfd: int, nursery: Nursery) -> None:
        super().__init__(pidfd)
        self._nursery = nursery

    def lost(self) -> bool:
        """Whether the warm process ended, and took it along."""
        return self._nursery.ended(0.2)


class Alone(Watched):
    """A kernel that is all there is in its bubble."""

    def __init__(self, pidfd: int, nursery: Nursery) -> None:
        super().__init__(pidfd)
        self._nursery = nursery

    def disk(self) -> tuple[int, int]:
        """What its /tmp holds, whose size is bounded and whose number of files is not."""
        try:
            told = os.statvfs(Path("/proc", str(self.pid), "root", "tmp"))
        except OSError:
            return 0, 0
        return 0, told.f_files - told.f_ffree

    def kill(self) -> None:
        """Kill it, and wait for the bubble around it."""
        super().kill()
        self._nursery.close()


class Swept(Watched):
    """A kernel without namespaces: all processes of its id belong to it, and all its files."""

    def __init__(self, pidfd: int, nursery: Nursery, uid: int, place: Path) -> None:
        super().__init__(pidfd)
        self._nursery, self._uid, self._place = nursery, uid, place

    def members(self) -> list[int]:
        """The processes of its id."""
        return [pid for pid in process_ids() if _owner(Path(f"/proc/{pid}")) == self._uid]

    def disk(self) -> tuple[int, int]:
        """What its work folder and its home hold."""
        held = files = 0
        waiting = [str(self._place)]
        while waiting:  # subtle: folders may be nested deeper than Python calls
            with contextlib.suppress(OSError), os.scandir(waiting.pop()) as entries:
                for entry in entries:
                    files += 1
                    held += entry.stat(follow_symlinks=False).st_blocks * 512
                    # subtle: the deeper, the slower; what is below costs its makers time alone
                    if entry.is_dir(follow_symlinks=False) and len(entry.path) < DEEP:
                        waiting.append(entry.path)
        return held, files

    def kill(self) -> None:
        """End them all, and remove what they left where everybody may write."""
        self._nursery.sweep(self._uid)
        super().kill()
        remove(self._place)
        for shared in map(Path, ("/tmp", "/var/tmp", "/dev/shm")):
            for path in shared.iterdir() if shared.is_dir() else ():
                if _owner(path) == self._uid:
                    remove(path)


def _owner(path: Path) -> int:
    try:
        return path.lstat().st_uid
    except OSError:
        return -1

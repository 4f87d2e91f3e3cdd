"""The warm process: imports what takes long once, and forks a kernel for each submission.

It runs no stranger's code, no TensorFlow operation and no thread, so a fork is safe. It ends when
the grader does, and with it everything that it forked.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import json
import os
import select
import signal
import socket
import subprocess
import sys
import traceback
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NoReturn

from . import isolate, kernel

MESSAGE = 1_000_000
REAP_SECONDS = 0.5  # between two looks for children that ended
GUARD = 0x0FFFFFFF  # an id that no kernel and nobody else has
LINGERING = 1  # the main thread; NumPy is told to have no others


def main() -> None:
    """Talk to the grader over the socket that stands in the first argument, until it hangs up.

    The second argument is JSON: the modules to import, and whether to fork (a process that does
    not becomes the one kernel itself).
    """
    grader = socket.socket(fileno=int(sys.argv[1]))
    plan = json.loads(sys.argv[2])
    isolate.adopt_orphans()
    missing = warm_up(plan["modules"])
    places: dict[int, Path] = {}
    tell(grader, ready=True, missing=missing, threads=threads())
    while True:
        while not select.select([grader], [], [], REAP_SECONDS)[0]:
            reap()
        message, fds, _, _ = socket.recv_fds(grader, MESSAGE, 4)
        if not message:
            clear(places)
            return
        spec = json.loads(message)
        if "sweep" in spec:
            sweep(spec["sweep"])
            places.pop(spec["sweep"], None)
            tell(grader)
        elif plan["forks"]:
            if not spec["own_namespaces"]:
                places[spec["uid"]] = Path(spec["place"]).parent
            bear(grader, spec, fds)
        else:
            hear, speak = os.pipe()
            tell(grader, os.pidfd_open(os.getpid()), hear)
            os.close(hear)
            become_kernel(spec, fds, grader, speak)


def warm_up(modules: list[str]) -> list[str]:
    """Import ahead of time; returns the modules that are not installed."""
    missing = []
    # subtle: without debugpy, which nobody could attach to, ipykernel starts in half the time.
    sys.modules["debugpy"] = None  # type: ignore[assignment]
    gc.disable()  # a third of TensorFlow's import goes into collecting what is never garbage
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for name in modules:
            try:
                importlib.import_module(name)
            except ModuleNotFoundError:
                missing.append(name)
    del sys.modules["debugpy"]
    gc.enable()
    gc.collect()
    gc.freeze()  # or the first collection in each child would copy every page
    return missing


def threads() -> int:
    """How many threads the system counts in this process."""
    return len(list(Path("/proc/self/task").iterdir()))


def tell(grader: socket.socket, *fds: int, **message: Any) -> None:
    """Send one message, with open files."""
    socket.send_fds(grader, [json.dumps(message).encode()], list(fds))


def bear(grader: socket.socket, spec: dict[str, Any], fds: list[int]) -> None:
    """Fork a kernel; the grader gets its pidfd, and the end of a pipe with its last words."""
    if (count := threads()) > LINGERING:
        tell(grader, error=f"the warm process has {count} threads and can no longer fork safely")
        return
    hear, speak = os.pipe()
    middle = os.fork()
    if middle == 0:
        # subtle: a middle process, because only a child's child is in the new process namespace.
        with last_words(speak):
            if spec["own_namespaces"]:
                isolate.unshare(user=spec["user_namespace"])
            child = os.fork()
            if child == 0:
                os.close(hear)
                become_kernel(spec, fds, grader, speak)
            tell(grader, os.pidfd_open(child), hear)
            os._exit(0)
    os.close(speak)
    _, status = os.waitpid(middle, 0)
    if status != 0:
        words = os.read(hear, 10_000).decode(errors="replace")
        tell(grader, error=words or f"the process in between ended with status {status}")
    for fd in (hear, *fds):
        os.close(fd)
    reap()


def reap() -> None:
    """Let go of those that ended: orphans come to this process."""
    with contextlib.suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass


def clear(places: dict[int, Path]) -> None:
    """End what has no namespace that would end with this process: the grader was killed."""
    for uid, place in places.items():
        sweep(uid)
        subprocess.run(["rm", "-rf", "--", str(place)], check=False)


def sweep(uid: int) -> None:
    """End all processes of an id, at once: nobody of them can start another meanwhile."""
    child = os.fork()
    if child == 0:
        with contextlib.suppress(OSError):
            # subtle: the real and the saved id are nobody's, or who is to end could stop this.
            os.setresuid(GUARD, uid, GUARD)
            os.kill(-1, signal.SIGKILL)
        os._exit(0)
    os.waitpid(child, 0)
    reap()


@contextlib.contextmanager
def last_words(speak: int) -> Iterator[None]:
    """Write what went wrong to a pipe, and end this process."""
    try:
        yield
    except BaseException:
        os.write(speak, traceback.format_exc().encode()[-10_000:])
        os._exit(1)


def become_kernel(
    spec: dict[str, Any], fds: list[int], grader: socket.socket, speak: int
) -> NoReturn:
    """Give up what a submission must not have, and serve it.

    subtle: the kernel is a child of the first process of its namespace, not that process itself:
    signals that it sends to itself would be ignored, and its orphans would never be let go of.
    Without a namespace it is the child of the warm process, which it cannot harm.
    """
    with last_words(speak):
        grader.close()
        shell, iopub, files = fds
        place = Path(spec["place"])
        if spec["own_namespaces"]:
            isolate.private_places(spec)
            isolate.loopback_up()
        elif spec["private_tmp"]:
            isolate.bound_files(spec)
        for folder in (place, Path(spec["environment"]["HOME"])):
            folder.mkdir(mode=0o700, exist_ok=True)
            if spec["uid"] is not None:
                os.chown(folder, spec["uid"], spec["uid"])
        isolate.unpack(files, place, spec["uid"])
        os.chdir(place)
        nothing = os.open(os.devnull, os.O_RDWR)
        for stream in (0, 1, 2):
            os.dup2(nothing, stream)
        os.close(nothing)
        isolate.drop_ids(spec["uid"])
        isolate.limit(spec)
        isolate.seccomp(network=spec["loopback"])
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        if spec["private_tmp"] and (serving := os.fork()):
            for fd in (shell, iopub, speak):
                os.close(fd)
            outlive(serving)
        app = kernel.ready(spec, shell, iopub)
        os.close(speak)
    app.start()
    os._exit(0)


def outlive(serving: int) -> NoReturn:
    """Wait for the kernel, and let go of orphans; what is left ends with this process."""
    while True:
        with contextlib.suppress(InterruptedError):
            ended, _ = os.wait()
            if ended == serving:
                os._exit(0)

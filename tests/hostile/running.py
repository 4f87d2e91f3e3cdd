"""Run all faults at one level of containment, and tell what came of them as plain data.

``python running.py LEVEL`` prints it as JSON: so it can run on another machine, too.
"""

from __future__ import annotations

import contextlib
import ctypes
import json
import os
import select
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import nbformat
from nbformat.notebooknode import NotebookNode
from nbformat.v4 import new_code_cell, new_notebook

from autograder.execution.containment import Level
from autograder.execution.kernels import Kernels
from autograder.execution.levels import open_kernels
from autograder.execution.run import Ran, run
from tests.hostile.cheat import MARK
from tests.hostile.fault import Fault
from tests.hostile.faults import FAULTS

AT_A_TIME = 4  # most of them wait for a bound
FILES = {"data.csv": b"1,2\n"}
BEFORE = ("a = 41\nprint('before', open('data.csv').read())",)
AFTER = ("print('after', a + 1)", "import math\nmath.sqrt(a - 5)")
SHARED = (Path("/tmp"), Path("/var/tmp"), Path("/dev/shm"))


@dataclass(frozen=True, kw_only=True)
class Told:
    """What came of one notebook.

    Attributes
    ----------
    texts : list of str
        What each cell printed, showed or raised.
    faults : list of (cell, reason)
    size : int
        Bytes of the notebook that is kept.
    invalid, error : str
        Why it is no valid notebook; why there is none.
    """

    texts: list[str] = field(default_factory=list)
    faults: list[list[Any]] = field(default_factory=list)
    size: int = 0
    invalid: str = ""
    error: str = ""


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What came of all faults at one level.

    Attributes
    ----------
    ran : dict
        By the name of the fault.
    neighbours, afterwards
        Honest notebooks among them, and one behind them.
    left_while_open, left : dict
        What stayed behind while kernels were open, and when they were closed.
    trouble : str
        What the engine itself tripped over, when kernels were opened or closed.
    reached : int
        How many of the grader's sockets somebody connected to.
    precious : str
        What a file of the grader's holds in the end.
    neighbour_lives : bool
        Whether a process of the grader's is still there.
    """

    ran: Mapping[str, Told] = field(default_factory=dict)
    neighbours: list[Told] = field(default_factory=list)
    afterwards: Told = field(default_factory=Told)
    left_while_open: Mapping[str, list[str]] = field(default_factory=dict)
    trouble: str
    left: Mapping[str, list[str]]
    reached: int
    precious: str
    neighbour_lives: bool

    @classmethod
    def of(cls, data: dict[str, Any]) -> Outcome:
        """Make it of the JSON that this program prints."""
        ran = {name: Told(**told) for name, told in data.pop("ran").items()}
        neighbours = [Told(**told) for told in data.pop("neighbours")]
        return cls(
            ran=ran, neighbours=neighbours, afterwards=Told(**data.pop("afterwards")), **data
        )


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
    return " ".join(map(str, shown)).strip()


def notebook_of(*sources: str) -> NotebookNode:
    """A notebook of code cells."""
    return new_notebook(cells=[new_code_cell(source) for source in sources])


def tell(action: Callable[[], Ran]) -> Told:
    """Run something, and say what came of it."""
    try:
        ran = action()
    except Exception as error:
        return Told(error=f"{type(error).__name__}: {error}")
    invalid = ""
    try:
        nbformat.validate(ran.notebook)
    except nbformat.ValidationError as error:
        invalid = str(error)
    return Told(
        texts=[said(cell) for cell in ran.notebook.cells],
        faults=[[fault.cell, fault.reason] for fault in ran.faults],
        size=len(json.dumps(ran.notebook).encode("utf-8")),
        invalid=invalid,
    )


# The machine, before and after -----------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Machine:
    """What a run could leave behind, as far as it can be told from what others do."""

    processes: frozenset[int]
    files: frozenset[str]
    open_files: frozenset[str]
    sockets: frozenset[str]
    memory: frozenset[str]


def machine() -> Machine:
    """Look at the machine now."""
    marked = (str(path) for place in SHARED for path in place.glob(f"*{MARK}*"))
    own = (str(path) for path in Path(tempfile.gettempdir()).iterdir())
    return Machine(
        processes=frozenset(_descendants()),
        files=frozenset((*marked, *own)),
        open_files=frozenset(_open_files()),
        sockets=frozenset(_listening(_descendants())),
        memory=frozenset(_system_v()),
    )


def _descendants() -> set[int]:
    """The living processes that come from this one; as a subreaper it inherits orphans."""
    children: dict[int, list[int]] = {}
    for entry in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            state, parent, *_ = entry.read_text().rpartition(")")[2].split()
            if state not in "ZX":
                children.setdefault(int(parent), []).append(int(entry.parent.name))
    found, waiting = set(), [os.getpid()]
    while waiting:
        below = children.get(waiting.pop(), [])
        found.update(below)
        waiting.extend(below)
    return found


def _open_files() -> Iterator[str]:
    for fd in Path("/proc/self/fd").iterdir():
        with contextlib.suppress(OSError):
            yield f"{fd.name} -> {fd.readlink()}"


def _listening(processes: set[int]) -> Iterator[str]:
    """Sockets that listen in this network namespace, and belong to one of these processes."""
    inodes = set()
    for name in ("tcp", "tcp6"):
        for line in Path(f"/proc/net/{name}").read_text().splitlines()[1:]:
            fields = line.split()
            if fields[3] == "0A":
                inodes.add(fields[9])
    for process in processes:
        for fd in Path(f"/proc/{process}/fd").glob("*"):
            with contextlib.suppress(OSError):
                target = str(fd.readlink())  # socket:[number]
                if target[8:-1] in inodes:
                    yield f"{process}: {target}"
    for line in Path("/proc/net/unix").read_text().splitlines():
        if MARK in line:
            yield line.split()[-1]


def _system_v() -> Iterator[str]:
    """Shared memory, semaphores and queues that outlive processes: kind, number and owner."""
    for name in ("shm", "sem", "msg"):
        path = Path("/proc/sysvipc", name)
        if path.exists():
            head, *lines = (line.split() for line in path.read_text().splitlines())
            for line in lines:
                yield f"{name} {line[1]} {line[head.index('cuid')]}"
    if Path("/dev/mqueue").is_dir():
        yield from (str(path) for path in Path("/dev/mqueue").glob(f"*{MARK}*"))


def _remove_memory(names: frozenset[str]) -> None:
    """Remove what ``_system_v`` named; as its owner, who may do so in any container."""
    for name in names:
        if name.startswith("/"):
            Path(name).unlink()
        else:
            kind, number, owner = name.split()
            user = int(owner) if os.geteuid() == 0 else None
            command = ["ipcrm", {"shm": "-m", "sem": "-s", "msg": "-q"}[kind], number]
            subprocess.run(command, user=user, check=False)


def left_behind(before: Machine) -> dict[str, list[str]]:
    """What there is now and was not before; a process that was killed gets a moment to go."""
    for _ in range(300):
        found = {
            name: sorted(map(str, getattr(machine(), name) - getattr(before, name)))
            for name in ("processes", "files", "open_files", "sockets", "memory")
        }
        if not any(found.values()):
            break
        time.sleep(0.1)
    for pid in found["processes"]:
        with contextlib.suppress(OSError):
            command = Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ")
            found["processes"].append(command.decode(errors="replace")[:200])
    return {name: items for name, items in found.items() if items}


@contextlib.contextmanager
def adopting_orphans() -> Iterator[None]:
    """Be the parent of processes that lose theirs, so that none can hide."""
    prctl, subreaper = ctypes.CDLL(None).prctl, 36
    prctl(subreaper, 1, 0, 0, 0)
    try:
        yield
    finally:
        prctl(subreaper, 0, 0, 0, 0)


# The world outside ------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class World:
    """What faults reach for: folders, ports and processes of the grader."""

    tokens: Mapping[str, str]
    listeners: tuple[socket.socket, ...]
    outside: Path
    neighbour: subprocess.Popen[bytes]

    def fill_in(self, source: str) -> str:
        """A source with the names of this machine in it."""
        for name, value in self.tokens.items():
            source = source.replace(f"@{name}@", value)
        return source


@contextlib.contextmanager
def world(level: Level) -> Iterator[World]:
    """Open what must not be reached."""
    outside = Path(tempfile.mkdtemp(prefix="secrets-", dir="/var/tmp"))
    # Without a file system of its own, what keeps a kernel out is that folders are closed.
    outside.chmod(0o700 if level is Level.IDS else 0o755)
    (outside / "precious.txt").write_text("precious")
    neighbour = subprocess.Popen(["sleep", "3600"])
    with contextlib.ExitStack() as opened:
        listeners = []
        for family, place in (
            (socket.AF_INET, ("127.0.0.1", 0)),
            (socket.AF_UNIX, f"\0grader-{os.getpid()}"),
            (socket.AF_UNIX, str(outside / "socket")),
        ):
            listener = opened.enter_context(socket.socket(family))
            listener.bind(place)
            listener.listen()
            listeners.append(listener)
        tokens = {
            "PID": str(os.getpid()),
            "PIDS": str(Path("/proc/self/ns/pid").readlink()),
            "UID": str(os.getuid()),
            "NEIGHBOUR": str(neighbour.pid),
            "PORT": str(listeners[0].getsockname()[1]),
            "ABSTRACT": f"grader-{os.getpid()}",
            "OUTSIDE": str(outside),
            "REPOSITORY": str(Path(__file__).parents[2]),
        }
        try:
            yield World(
                tokens=tokens, listeners=tuple(listeners), outside=outside, neighbour=neighbour
            )
        finally:
            neighbour.kill()
            neighbour.wait()
            shutil.rmtree(outside)


# All faults of a level, run together ------------------------------------------------------------


def run_fault(fault: Fault, kernels: Kernels, fill_in: Callable[[str], str]) -> Ran:
    """Run the cells of a fault between honest ones."""
    sources = [*BEFORE, *map(fill_in, fault.sources), *AFTER]
    return run(notebook_of(*sources), kernels=kernels, limits=fault.bounds, files=FILES)


NEIGHBOURS = 6
NEIGHBOUR = (
    "open('mine.txt', 'w').write('mine')\nimport time",
    "time.sleep(2)",
    "print(open('mine.txt').read(), open('data.csv').read())",
    "import random\nprint(random.random())",
    "import numpy\nprint(numpy.random.default_rng().random(), numpy.random.rand())",
)
LOOK_AROUND = (
    """
import os, tempfile
places = ["/tmp", "/dev/shm", "/var/tmp", os.path.expanduser("~"), tempfile.gettempdir()]
found = sorted({os.path.join(p, n) for p in places if os.path.isdir(p) for n in os.listdir(p)
                if "hostile" in n})
print("files:", found, sorted(os.listdir()))
""",
    """
mine, others = os.getuid(), []
for pid in filter(str.isdigit, os.listdir("/proc")):
    try:
        if int(pid) != os.getpid() and os.stat(f"/proc/{pid}").st_uid == mine != 0:
            command = open(f"/proc/{pid}/cmdline").read()
            if "nursery" not in command:  # what surrounds this very kernel
                others.append(command)
    except OSError:
        pass
print("processes:", others)
""",
    """
import builtins, sys
odd = [m for m in sys.modules if "hostile" in m]
print("python:", odd, sys.getrecursionlimit(), builtins.float is type(0.0), sys.getprofile())
""",
)


def run_all(level: Level, names: list[str]) -> Outcome:
    """Run faults at a level, a few at a time, with honest notebooks among them."""
    found: dict[str, Any] = {"trouble": ""}
    with adopting_orphans(), world(level) as around:
        before = machine()
        try:
            with open_kernels(level) as kernels:
                found |= _run_on(kernels, around, names)
        except Exception as error:
            found["trouble"] = f"{type(error).__name__}: {error}"
        found["left"] = left_behind(before)
        _remove_memory(machine().memory - before.memory)
        return Outcome(
            **found,
            reached=len(select.select(around.listeners, [], [], 0)[0]),
            precious=(around.outside / "precious.txt").read_text(),
            neighbour_lives=around.neighbour.poll() is None,
        )


def _run_on(kernels: Kernels, around: World, names: list[str]) -> dict[str, Any]:
    run(notebook_of("pass"), kernels=kernels)  # starts the warm process
    warm = machine()
    with ThreadPoolExecutor(AT_A_TIME) as pool:
        futures = {name: pool.submit(_run_fault, FAULTS[name], kernels, around) for name in names}
        honest = [pool.submit(_run_neighbour, kernels) for _ in range(NEIGHBOURS)]
        ran = {name: future.result() for name, future in futures.items()}
        neighbours = [future.result() for future in honest]
    return {
        "ran": ran,
        "neighbours": neighbours,
        "left_while_open": left_behind(warm),
        "afterwards": tell(lambda: run(notebook_of(*LOOK_AROUND), kernels=kernels)),
    }


def _run_fault(fault: Fault, kernels: Kernels, around: World) -> Told:
    return tell(lambda: run_fault(fault, kernels, around.fill_in))


def _run_neighbour(kernels: Kernels) -> Told:
    return tell(lambda: run(notebook_of(*NEIGHBOUR), kernels=kernels, files=FILES))


def main(level: str, *names: str) -> None:
    """Run the named faults, or all, and print what came of them."""
    warnings.simplefilter("ignore")
    temporary = Path(tempfile.mkdtemp(prefix="t-", dir="/tmp"))  # a short name, for sockets
    temporary.chmod(0o755)
    tempfile.tempdir = str(temporary)
    os.environ["GRADER_SECRET"] = "42"
    try:
        outcome = run_all(Level[level.upper()], list(names) or list(FAULTS))
    finally:
        subprocess.run(["rm", "-rf", str(temporary)], check=False)  # however deep it is
        for place in SHARED:
            for path in place.glob(f"*{MARK}*"):
                path.unlink()
    print(json.dumps(asdict(outcome)))


if __name__ == "__main__":
    main(*sys.argv[1:])

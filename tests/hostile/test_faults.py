"""Faults run one beside the other: each costs its own cells, and nothing of it stays behind.

They run together, so picking one test runs all of them still. To try one alone, call
``run_fault`` in an interpreter.
"""

from __future__ import annotations

import contextlib
import ctypes
import dataclasses
import json
import os
import re
import select
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

import nbformat
import pytest
from nbformat.notebooknode import NotebookNode
from nbformat.v4 import new_code_cell, new_notebook

from autograder.execution.kernels import Kernels
from autograder.execution.levels import SANDBOXES, Level, open_kernels
from autograder.execution.limits import Limits
from autograder.execution.run import Ran, run
from tests.hostile.cheats import MARK
from tests.hostile.faults import BROKEN, FAULTS, LISTED, SECONDS, Fault

AT_A_TIME = 4  # most of them wait for a bound
FILES = {"data.csv": b"1,2\n"}
BEFORE = ("a = 41\nprint('before', open('data.csv').read())",)
AFTER = ("print('after', a + 1)", "import math\nmath.sqrt(a - 5)")
SHARED = (Path("/tmp"), Path("/var/tmp"), Path("/dev/shm"))


# The one place that says at which levels faults are tried.
def _may_work(level: Level) -> bool:
    if sys.platform != "linux":
        return False
    return os.geteuid() == 0 if level is Level.IDS else shutil.which("bwrap") is not None


LEVELS = [level for level in SANDBOXES if _may_work(level)]
CASES = [
    pytest.param(level, name, id=f"{level.name.lower()}-{name}")
    for level in LEVELS
    for name, fault in FAULTS.items()
    if fault.everywhere or level is LEVELS[0]
]
at_every_level = pytest.mark.parametrize(
    "level", [pytest.param(level, id=level.name.lower()) for level in LEVELS]
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
    return new_notebook(cells=[new_code_cell(source) for source in sources])


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
    """Shared memory, semaphores and queues that outlive processes."""
    for name in ("shm", "sem", "msg"):
        path = Path("/proc/sysvipc", name)
        if path.exists():
            for line in path.read_text().splitlines()[1:]:
                yield f"{name} {line.split()[1]}"
    if Path("/dev/mqueue").is_dir():
        yield from (str(path) for path in Path("/dev/mqueue").glob(f"*{MARK}*"))


def left_behind(before: Machine) -> dict[str, list[str]]:
    """What there is now and was not before; a process that was killed gets a moment to go."""
    for _ in range(50):
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
    neighbour = subprocess.Popen(["sleep", "600"])
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
        repository = Path(__file__).parents[2] if level is not Level.IDS else outside
        tokens = {
            "PID": str(os.getpid()),
            "PIDS": str(Path("/proc/self/ns/pid").readlink()),
            "UID": str(os.getuid()),
            "NEIGHBOUR": str(neighbour.pid),
            "PORT": str(listeners[0].getsockname()[1]),
            "ABSTRACT": f"grader-{os.getpid()}",
            "OUTSIDE": str(outside),
            "REPOSITORY": str(repository),
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
    limits = dataclasses.replace(Limits(cell_seconds=SECONDS), **fault.limits)
    sources = [*BEFORE, *map(fill_in, fault.sources), *AFTER]
    return run(notebook_of(*sources), kernels=kernels, limits=limits, files=FILES)


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
            others.append(open(f"/proc/{pid}/cmdline").read())
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


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What came of all faults at one level."""

    ran: Mapping[str, Ran | BaseException]
    neighbours: tuple[Ran | BaseException, ...]
    afterwards: Ran | BaseException
    left_while_open: Mapping[str, list[str]]
    left: Mapping[str, list[str]]
    reached: tuple[int, ...]
    precious: str
    neighbour_lives: bool


def _tried(action: Callable[[], Ran]) -> Ran | BaseException:
    try:
        return action()
    except Exception as error:
        return error


@pytest.fixture(scope="module")
def outcome_at() -> Callable[[Level], Outcome]:
    """A function that runs all faults of a level, once."""
    return cache(run_all)


def run_all(level: Level) -> Outcome:
    """Run all faults of a level, a few at a time, with honest notebooks among them."""
    names = [n for n, fault in FAULTS.items() if fault.everywhere or level is LEVELS[0]]
    temporary = Path(tempfile.mkdtemp(prefix="t-", dir="/tmp"))
    temporary.chmod(0o755)
    patch = pytest.MonkeyPatch()
    patch.setattr("tempfile.tempdir", str(temporary))
    patch.setenv("GRADER_SECRET", "42")
    with adopting_orphans(), world(level) as around:
        before = machine()
        with open_kernels(level) as kernels:
            run(notebook_of("pass"), kernels=kernels)  # starts the warm process
            warm = machine()
            with ThreadPoolExecutor(AT_A_TIME) as pool:
                futures = {
                    name: pool.submit(
                        _tried, lambda f=FAULTS[name]: run_fault(f, kernels, around.fill_in)
                    )
                    for name in names
                }
                honest = [
                    pool.submit(
                        _tried, lambda: run(notebook_of(*NEIGHBOUR), kernels=kernels, files=FILES)
                    )
                    for _ in range(NEIGHBOURS)
                ]
                ran = {name: future.result() for name, future in futures.items()}
                neighbours = tuple(future.result() for future in honest)
            left_while_open = left_behind(warm)
            afterwards = _tried(lambda: run(notebook_of(*LOOK_AROUND), kernels=kernels))
        result = Outcome(
            ran=MappingProxyType(ran),
            neighbours=neighbours,
            afterwards=afterwards,
            left_while_open=left_while_open,
            left=left_behind(before),
            reached=tuple(s.fileno() for s in select.select(around.listeners, [], [], 0)[0]),
            precious=(around.outside / "precious.txt").read_text(),
            neighbour_lives=around.neighbour.poll() is None,
        )
    patch.undo()
    shutil.rmtree(temporary, ignore_errors=True)
    for place in SHARED:
        for path in place.glob(f"*{MARK}*"):
            path.unlink()
    return result


def came(ran: Ran | BaseException) -> Ran:
    """A run that came to its end."""
    if isinstance(ran, BaseException):
        raise ran
    return ran


@pytest.mark.parametrize(("level", "name"), CASES)
def test_a_fault_costs_its_own_cells_alone(
    level: Level, name: str, outcome_at: Callable[[Level], Outcome]
) -> None:
    fault, ran = FAULTS[name], came(outcome_at(level).ran[name])
    first, *faulty = ran.notebook.cells[: 1 + len(fault.sources)]
    after, last = ran.notebook.cells[1 + len(fault.sources) :]
    reasons = " ".join(each.reason for each in ran.faults)
    text = " ".join([*map(said, faulty), reasons])
    assert re.search(fault.expected, text, re.DOTALL), text[:2000]
    assert {each.cell for each in ran.faults} <= set(range(1, 1 + len(fault.sources))), reasons
    assert said(first).startswith("before 1,2")
    if not fault.ends_the_notebook:
        assert "after 42" in said(after)
        assert "6.0" in said(last)


@pytest.mark.parametrize(("level", "name"), CASES)
def test_what_is_kept_is_a_small_and_valid_notebook(
    level: Level, name: str, outcome_at: Callable[[Level], Outcome]
) -> None:
    notebook = came(outcome_at(level).ran[name]).notebook
    nbformat.validate(notebook)
    assert len(json.dumps(notebook).encode("utf-8")) < 2_000_000


@at_every_level
def test_neighbours_run_undisturbed_and_draw_other_numbers(
    level: Level, outcome_at: Callable[[Level], Outcome]
) -> None:
    outcome = outcome_at(level)
    drawn = []
    for ran in map(came, outcome.neighbours):
        assert ran.faults == ()
        texts = [said(cell) for cell in ran.notebook.cells]
        assert texts[2] == "mine 1,2"
        drawn += [*texts[3].split(), *texts[4].split()]
    assert len(set(drawn)) == len(drawn) == 3 * NEIGHBOURS


@at_every_level
def test_the_next_submission_finds_nothing_of_those_before(
    level: Level, outcome_at: Callable[[Level], Outcome]
) -> None:
    outcome = outcome_at(level)
    ran = came(outcome.afterwards)
    assert ran.faults == ()
    files, processes, python = (said(cell) for cell in ran.notebook.cells)
    assert files == "files: [] []"
    assert processes == "processes: []"
    assert python.startswith("python: [] 3000 True None") or python.startswith(
        "python: [] 1000 True None"
    )


@at_every_level
def test_only_the_warm_process_stays_while_kernels_are_open(
    level: Level, outcome_at: Callable[[Level], Outcome]
) -> None:
    outcome = outcome_at(level)
    assert outcome.left_while_open == {}


@at_every_level
def test_nothing_stays_behind(level: Level, outcome_at: Callable[[Level], Outcome]) -> None:
    outcome = outcome_at(level)
    assert outcome.left == {}


@at_every_level
def test_nothing_outside_was_reached(level: Level, outcome_at: Callable[[Level], Outcome]) -> None:
    outcome = outcome_at(level)
    assert outcome.reached == ()
    assert outcome.precious == "precious"
    assert outcome.neighbour_lives


# The catalogue ---------------------------------------------------------------------------------


@pytest.mark.parametrize("item", LISTED)
def test_every_fault_of_the_list_is_tried(item: str) -> None:
    assert LISTED[item]
    assert set(LISTED[item]) <= FAULTS.keys() | BROKEN.keys()

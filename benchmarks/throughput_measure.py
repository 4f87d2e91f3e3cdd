"""Wall time, CPU time and memory of commands with all that they start.

What the system tells of a process's children (``RUSAGE_CHILDREN``) leaves out whatever dies with a
process namespace, which is how sandboxed kernels end. So the CPU time is that of a control group of
the command's own; where none can be made, that of all descendants, looked at often and summed.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import threading
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

TIMEOUT = 3600
MEMORY_SECONDS = 3.0  # between two looks at the memory; each costs some milliseconds
CPU_SECONDS = 0.1  # between two looks at the CPU time, where there is no control group
_TICK = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, kw_only=True)
class Measured:
    """What commands that ran side by side took together.

    Attributes
    ----------
    wall, cpu : float
        Seconds; the CPU time is that of all their descendants too.
    children_cpu : float
        The CPU time that ``wait4`` tells instead: too little where sandboxes are.
    peak_mb : float
        The largest sum of proportional set sizes that was seen.
    said : list of dict
        The last line that each printed, if that was JSON.
    """

    wall: float
    cpu: float
    children_cpu: float
    peak_mb: float
    said: list[dict[str, Any]] = field(default_factory=list)


def measured(
    *commands: Sequence[str], environment: Mapping[str, str] | None = None, cwd: Path | None = None
) -> Measured:
    """Run commands side by side, and measure them.

    Raises
    ------
    RuntimeError
        If one fails.
    """
    started = time.monotonic()
    with accounted() as account:
        running = [_Command(account.entered(each), environment, cwd) for each in commands]
        watcher = _Watcher([command.pid for command in running], account)
        try:
            children_cpu = sum(command.wait() for command in running)
        finally:
            watcher.stop()
            for command in running:
                command.end()
        wall = time.monotonic() - started
        cpu = account.seconds()
    said = [command.said() for command in running]
    return Measured(
        wall=wall, cpu=cpu, children_cpu=children_cpu, peak_mb=watcher.peak_mb, said=said
    )


class Account:
    """Where the CPU time of commands is kept: a control group, or what was seen of them."""

    def __init__(self, group: Path | None) -> None:
        self.group, self._seen = group, dict[tuple[int, str], float]()

    def entered(self, command: Sequence[str]) -> list[str]:
        """The command line that runs a command in the group."""
        if self.group is None:
            return list(command)
        script = f'echo $$ > {self.group}/cgroup.procs && exec "$@"'
        return ["sh", "-c", script, "sh", *command]

    def look(self, pids: Iterable[int]) -> None:
        """Note what processes took so far; a group needs no looking."""
        for pid in pids:
            if fields := _stat(pid):
                self._seen[pid, fields[19]] = sum(map(int, fields[11:13])) / _TICK

    def seconds(self) -> float:
        """What all took."""
        if self.group is None:
            return sum(self._seen.values())
        numbers = dict(line.split() for line in (self.group / "cpu.stat").read_text().splitlines())
        return int(numbers["usage_usec"]) / 1e6


@contextlib.contextmanager
def accounted() -> Iterator[Account]:
    """An account that is empty."""
    group = _new_group()
    try:
        yield Account(group)
    finally:
        if group is not None:
            _remove_group(group)


def _new_group() -> Path | None:
    """A control group (version 2) below this process's own, if one can be made and entered."""
    try:
        mounts = [line.split() for line in Path("/proc/self/mounts").read_text().splitlines()]
        root = next(Path(mount[1]) for mount in mounts if mount[2] == "cgroup2")
        lines = Path("/proc/self/cgroup").read_text().splitlines()
        own = next(line[3:] for line in lines if line.startswith("0::"))
        group = root / own.lstrip("/") / f"throughput-{os.getpid()}-{time.monotonic_ns()}"
        group.mkdir()
    except (OSError, StopIteration):
        return None
    script = f"echo $$ > {group}/cgroup.procs"
    entered = subprocess.run(["sh", "-c", script], stderr=subprocess.DEVNULL, check=False)
    if entered.returncode == 0 and (group / "cpu.stat").exists():
        return group
    _remove_group(group)
    return None


def _remove_group(group: Path) -> None:
    for _ in range(100):  # what is left in it may still be ending
        with contextlib.suppress(OSError):
            group.rmdir()
            return
        time.sleep(0.1)


class _Watcher:
    """Looks at commands now and then: at their memory, and where need be at their CPU time."""

    def __init__(self, pids: Sequence[int], account: Account) -> None:
        self._pids, self._account, self.peak_mb = pids, account, 0.0
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Look no more."""
        self._stop.set()
        self._thread.join()

    def _watch(self) -> None:
        due, pause = 0.0, CPU_SECONDS if self._account.group is None else MEMORY_SECONDS
        while not self._stop.wait(pause):
            everybody = [*self._pids, *descendants(*self._pids)]
            if self._account.group is None:
                self._account.look(everybody)
            if time.monotonic() >= due:
                due = time.monotonic() + MEMORY_SECONDS
                self.peak_mb = max(self.peak_mb, proportional_mb(everybody))


class _Command:
    """One running command, in a session of its own."""

    def __init__(
        self, command: Sequence[str], environment: Mapping[str, str] | None, cwd: Path | None
    ) -> None:
        self._command = list(command)
        self._process = subprocess.Popen(
            self._command,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            stdin=subprocess.DEVNULL,
            env={**os.environ, **(environment or {})},
            cwd=cwd,
            start_new_session=True,
        )
        self.pid = self._process.pid
        self._texts = [b"", b""]
        self._readers = [
            threading.Thread(target=self._read, args=(number,), daemon=True) for number in (0, 1)
        ]
        for reader in self._readers:
            reader.start()
        self._timer = threading.Timer(TIMEOUT, self.end)
        self._timer.daemon = True
        self._timer.start()

    def _read(self, number: int) -> None:
        stream = (self._process.stdout, self._process.stderr)[number]
        assert stream is not None
        self._texts[number] = stream.read()

    def wait(self) -> float:
        """The CPU seconds of it and of all that it waited for."""
        _, status, usage = os.wait4(self.pid, 0)
        self._process.returncode = os.waitstatus_to_exitcode(status)
        for reader in self._readers:
            reader.join(10)
        if self._process.returncode:
            words = b"\n".join(self._texts).decode(errors="replace")[-3000:]
            shown = " ".join(self._command)
            raise RuntimeError(f"{shown}: status {self._process.returncode}\n{words}")
        return usage.ru_utime + usage.ru_stime

    def end(self) -> None:
        """End what is left of it."""
        self._timer.cancel()
        if self._process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.pid, signal.SIGKILL)

    def said(self) -> dict[str, Any]:
        lines = self._texts[0].decode(errors="replace").strip().splitlines()
        with contextlib.suppress(ValueError):
            said = json.loads(lines[-1]) if lines else {}
            return said if isinstance(said, dict) else {}
        return {}


def descendants(*pids: int) -> list[int]:
    """All processes below some."""
    parents = dict(_parents())
    found, new = set(pids), set(pids)
    while new:
        new = {pid for pid, parent in parents.items() if parent in new} - found
        found |= new
    return sorted(found - set(pids))


def _parents() -> Iterator[tuple[int, int]]:
    for path in Path("/proc").iterdir():
        if path.name.isdigit() and (fields := _stat(int(path.name))):
            yield int(path.name), int(fields[1])


def _stat(pid: int) -> list[str]:
    """The fields of ``/proc/PID/stat`` from the state on."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []


def cpu_seconds(pids: Sequence[int]) -> float:
    """What processes, and those that they waited for, took so far."""
    ticks = [sum(map(int, fields[11:15])) for pid in pids if (fields := _stat(pid))]
    return sum(ticks) / _TICK


def proportional_mb(pids: Iterable[int]) -> float:
    """The sum of proportional set sizes: what processes share is counted once."""
    total = 0
    for pid in pids:
        with contextlib.suppress(OSError):
            for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
                if line.startswith("Pss:"):
                    total += int(line.split()[1])
    return total / 1024


def peak_resident_mb() -> float:
    """The most that this process held. (subtle: ``ru_maxrss`` counts what stood before exec.)"""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) / 1024
    return 0.0

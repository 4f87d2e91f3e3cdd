"""Cells and files that go wrong, or mean harm: each must cost its own question, and no more.

A fault is one cell (or a few) between two honest ones. ``expected`` is looked for in what its
cells showed and in the reasons for which they were left out.

No fault does harm where it is not contained: each has an end of its own, in time, in number and
in size; it writes below its working directory or leaves a few bytes under ``MARK``; it connects
to this machine alone, and once to an address that is reserved for documentation.
"""

from __future__ import annotations

import copy
import json
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from textwrap import dedent
from types import MappingProxyType

import nbformat
from nbformat.notebooknode import NotebookNode
from nbformat.v4 import new_markdown_cell, new_output

from tests.hostile.cheats import MARK, RECALL, cell_of

MB = 1_000_000
SECONDS = 3  # that a cell has, unless its fault says otherwise
TIME = r"This cell did not end within \d+ s"
DIED = r"The kernel died in this cell"
FLOOD = r"wrote more than \d+ MB of output"
CUT = r"cut off after [\d,]+ characters"
HUGE = r"(more than \d+ MB at once|wrote more than \d+ MB of output)"
MEMORY = r"more than [\d,]+ MB of memory"
FULL = r"(No space left on device|File too large|Disk quota exceeded|more than [\d,]+ MB of disk)"


@dataclass(frozen=True, kw_only=True)
class Fault:
    """One thing that goes wrong.

    Attributes
    ----------
    about : str
        What it does, in a sentence.
    sources : tuple of str
        The faulty cells. ``@NAME@`` stands for something of the machine that the test fills in:
        PID (of the grader), PIDS (its process namespace), UID (its user), NEIGHBOUR (the id of a
        process that is not the kernel's), PORT and ABSTRACT (where the grader listens), OUTSIDE
        (a folder with a file), REPOSITORY.
    expected : str
        A pattern that is found in what these cells showed, or why they were left out.
    limits : mapping
        Bounds, by the names of ``Limits``, on top of ``cell_seconds``.
    everywhere : bool
        Whether it is tried at every level of containment, not only at the best.
    ends_the_notebook : bool
        Whether cells behind it cannot run: the time of all is used up.
    """

    about: str
    sources: tuple[str, ...]
    expected: str
    limits: Mapping[str, float] = field(default_factory=dict)
    everywhere: bool = False
    ends_the_notebook: bool = False


def _fault(
    about: str, source: str, expected: str, *, everywhere: bool = False, **limits: float
) -> Fault:
    return Fault(
        about=about,
        sources=(dedent(source).strip(),),
        expected=expected,
        everywhere=everywhere,
        limits=limits,
    )


# What never ends -----------------------------------------------------------------------------

_ENDLESS = {
    "loop": _fault(
        "A loop without end.",
        """
        import time
        ends = time.monotonic() + 120
        while time.monotonic() < ends:
            pass
        """,
        TIME,
        everywhere=True,
    ),
    "loop-that-swallows-every-exception": _fault(
        "A loop that catches whatever would end it.",
        """
        import time
        ends = time.monotonic() + 120
        while time.monotonic() < ends:
            try:
                while time.monotonic() < ends:
                    pass
            except BaseException:
                pass
        """,
        TIME,
    ),
    "loop-that-ignores-signals": _fault(
        "A loop behind handlers that ignore every signal that can be ignored.",
        """
        import signal, time
        for number in range(1, 65):
            try:
                signal.signal(number, signal.SIG_IGN)
            except (OSError, ValueError):
                pass
        ends = time.monotonic() + 120
        while time.monotonic() < ends:
            pass
        """,
        TIME,
    ),
    "process-that-stops-itself": _fault(
        "A kernel that stops itself, and is not dead.",
        """
        import os, signal, subprocess
        end = f"sleep 120; kill -CONT {os.getpid()}; kill -KILL {os.getpid()}"
        subprocess.Popen(["sh", "-c", end])
        os.kill(os.getpid(), signal.SIGSTOP)
        print("it goes on")
        """,
        f"({TIME}|{DIED}|it goes on)",  # the first process of a namespace cannot stop itself
        everywhere=True,
    ),
    "holder-of-the-interpreter-lock": _fault(
        "A call into C that sleeps and keeps Python's lock.",
        """
        import ctypes
        ctypes.PyDLL(None).sleep(120)
        """,
        TIME,
        everywhere=True,
    ),
    "regular-expression-without-end": _fault(
        "A pattern that is tried in a billion ways.",
        """
        import re
        re.match("(a+)+$", "a" * 30 + "b")
        """,
        TIME,
    ),
    "sleep": _fault("A sleep.", "import time\ntime.sleep(120)", TIME),
    "notebook-that-takes-too-long": Fault(
        about="Cells that each end in time, and together do not.",
        sources=("import time\ntime.sleep(2.5)",) * 4,
        expected=r"The notebook did not end within 6 s",
        limits={"notebook_seconds": 6},
        ends_the_notebook=True,
    ),
    "lock-that-is-never-released": _fault(
        "A lock taken twice.",
        "import threading\nlock = threading.Lock()\nlock.acquire()\nlock.acquire(timeout=120)",
        TIME,
    ),
    "loop-of-the-kernel-stopped": _fault(
        "The event loop of the kernel, blocked by a callback for later cells.",
        """
        import asyncio, time
        asyncio.get_running_loop().call_later(0.2, time.sleep, 120)
        await asyncio.sleep(1)
        """,
        TIME,
    ),
}

# Processes, threads, memory, disk ------------------------------------------------------------

_RESOURCES = {
    "fork-bomb": _fault(
        "Processes that fork until they may not, five hundred at most.",
        """
        import mmap, os, time
        count = mmap.mmap(-1, 8)
        def another():
            made = int.from_bytes(count[:8], "little") + 1
            count[:8] = made.to_bytes(8, "little")
            return made <= 500
        refused, first = "", os.getpid()
        while another():
            try:
                child = os.fork()
            except OSError as error:
                refused = type(error).__name__
                break
        if os.getpid() != first:
            time.sleep(20)
            os._exit(0)
        print("refused:", refused)
        """,
        rf"(refused: BlockingIOError|{DIED}|processes)",
        everywhere=True,
        processes=64,
    ),
    "thread-bomb": _fault(
        "A thousand threads.",
        """
        import threading, time
        for _ in range(1000):
            threading.Thread(target=time.sleep, args=(20,), daemon=True).start()
        """,
        r"(can't start new thread|threads)",
        processes=64,
    ),
    "memory-of-one-process": _fault(
        "A list that grows to three gigabytes.",
        """
        held = []
        while len(held) < 60:
            held.append(bytearray(b"x") * 50_000_000)
        """,
        f"(MemoryError|{MEMORY}|{DIED})",
        everywhere=True,
        memory_bytes=800 * MB,
    ),
    "memory-of-many-processes": _fault(
        "Ten processes that together take three gigabytes, each of them little.",
        """
        import os, time
        children = []
        for _ in range(10):
            child = os.fork()
            if child == 0:
                held = bytearray(b"x") * 300_000_000
                time.sleep(20)
                os._exit(0)
            children.append(child)
        for child in children:
            os.waitpid(child, 0)
        """,
        MEMORY,
        everywhere=True,
        memory_bytes=800 * MB,
        cell_seconds=15,
    ),
    "memory-that-is-shared": _fault(
        "A shared mapping of three gigabytes, which is nobody's own.",
        """
        import mmap, time
        try:
            held = mmap.mmap(-1, 3_000_000_000)
            for place in range(0, len(held), 4096):
                held[place] = 1
            time.sleep(5)
        except OSError as error:
            raise MemoryError(str(error))
        """,
        f"(MemoryError|{MEMORY}|{DIED})",
        everywhere=True,
        memory_bytes=800 * MB,
        cell_seconds=15,
    ),
    "memory-in-files": _fault(
        "Files without a name in the memory of the machine.",
        """
        import os
        for folder in ("/dev/shm", "/tmp"):
            file = os.open(folder, os.O_TMPFILE | os.O_RDWR)
            try:
                for _ in range(30):
                    os.write(file, bytes(10_000_000))
            finally:
                os.close(file)
        """,
        rf"({FULL}|{MEMORY}|Permission denied|Operation not supported|Read-only)",
        everywhere=True,
        disk_bytes=50 * MB,
    ),
    "full-disk": _fault(
        "One file of three hundred megabytes.",
        """
        import os
        with open("big", "wb", buffering=0) as file:
            for _ in range(30):
                file.write(bytes(10_000_000))
        os.remove("big")
        print("written")
        """,
        FULL,
        everywhere=True,
        disk_bytes=50 * MB,
    ),
    "full-disk-of-many-files": _fault(
        "Thirty files of ten megabytes.",
        """
        import os
        for number in range(30):
            with open(f"big-{number}", "wb", buffering=0) as file:
                file.write(bytes(10_000_000))
        for number in range(30):
            os.remove(f"big-{number}")
        print("written")
        """,
        FULL,
        everywhere=True,
        disk_bytes=50 * MB,
    ),
    "many-small-files": _fault(
        "Twenty thousand empty files.",
        """
        import os
        for number in range(20_000):
            open(f"small-{number}", "w").close()
        for number in range(20_000):
            os.remove(f"small-{number}")
        print("written")
        """,
        rf"({FULL}|files)",
        everywhere=True,
        disk_files=1000,
        cell_seconds=15,
    ),
    "sparse-file": _fault(
        "A file that says that it has a terabyte.",
        """
        with open("sparse", "wb") as file:
            file.truncate(10**12)
        """,
        FULL,
        disk_bytes=50 * MB,
    ),
    "deep-folders": _fault(
        "Folders in folders, two thousand deep.",
        """
        import os
        home = os.getcwd()
        for _ in range(2000):
            os.mkdir("d")
            os.chdir("d")
        os.chdir(home)
        print("deep")
        """,
        "deep",
        everywhere=True,
    ),
    "folders-that-cannot-be-entered": _fault(
        "Folders and files without rights, with odd names.",
        """
        import os
        for name in (b"a\\nb", b"\\xff\\xfe", b"-rf", b"x" * 255, b" "):
            os.mkdir(name)
            open(os.path.join(name, b"inside"), "w").close()
            os.chmod(os.path.join(name, b"inside"), 0)
            os.chmod(name, 0)
        print("locked")
        """,
        "locked",
        everywhere=True,
    ),
    "links-to-everywhere": _fault(
        "A work folder full of links to folders outside.",
        """
        import os
        for number in range(200):
            for place, target in enumerate(("/etc", "/", "/proc/1/root", "@OUTSIDE@", "/dev/shm")):
                os.symlink(target, f"link-{number}-{place}")
        os.symlink(".", "loop")
        print("linked")
        """,
        "linked",
        everywhere=True,
    ),
    "pipes-and-sockets-in-the-work-folder": _fault(
        "Named pipes and sockets, on which a reader waits for ever.",
        """
        import os, socket
        os.remove("data.csv")
        os.mkfifo("data.csv")
        socket.socket(socket.AF_UNIX).bind("socket")
        print("piped")
        """,
        "piped",
    ),
    "work-folder-removed": _fault(
        "The work folder, emptied of what was handed in, and left.",
        """
        import os
        here = os.getcwd()
        os.remove("data.csv")
        os.chdir("/")
        try:
            os.rmdir(here)
        except OSError:
            pass
        print("left")
        """,
        "left",
    ),
    "too-many-open-files": _fault(
        "Five thousand open files.",
        """
        held = []
        for _ in range(5000):
            held.append(open("/dev/null"))
        """,
        r"Too many open files",
        open_files=256,
    ),
    "limits-raised": _fault(
        "An attempt to raise each limit.",
        """
        import resource
        raised = []
        for name in ("NPROC", "NOFILE", "FSIZE", "DATA", "AS", "CPU"):
            kind = getattr(resource, f"RLIMIT_{name}")
            soft, hard = resource.getrlimit(kind)
            if hard == resource.RLIM_INFINITY:
                continue
            try:
                resource.setrlimit(kind, (soft, hard + 1))
                raised.append(name)
            except (ValueError, OSError):
                pass
        print("raised:", raised)
        """,
        r"raised: \\[\\]".replace("\\\\", "\\"),
        everywhere=True,
    ),
    "busy-children": _fault(
        "Processes that compute on behind the cell.",
        """
        import subprocess, sys
        code = "import time; ends = time.monotonic() + 30\\nwhile time.monotonic() < ends: pass"
        for _ in range(4):
            subprocess.Popen([sys.executable, "-c", code], start_new_session=True)
        print("busy")
        """,
        "busy",
    ),
}

# Floods --------------------------------------------------------------------------------------

_FLOODS = {
    "flood-by-print": _fault(
        "Three hundred megabytes, printed.",
        """
        line = "x" * 100_000
        for _ in range(3000):
            print(line)
        """,
        f"({HUGE}|{CUT}|{TIME})",
        everywhere=True,
        cell_seconds=10,
    ),
    "flood-on-stderr": _fault(
        "Three hundred megabytes of warnings.",
        """
        import sys
        for _ in range(3000):
            sys.stderr.write("x" * 100_000)
        """,
        f"({HUGE}|{CUT}|{TIME})",
        cell_seconds=10,
    ),
    "flood-by-file-descriptor": _fault(
        "Three hundred megabytes, written past Python to the streams of the process.",
        """
        import os
        block = b"x" * 100_000
        for number in (1, 2):
            for _ in range(1500):
                os.write(number, block)
        print("written past Python")
        """,
        rf"({FLOOD}|{CUT}|{TIME}|written past Python)",
        everywhere=True,
    ),
    "flood-by-display": _fault(
        "Three hundred displays of a megabyte.",
        """
        for _ in range(300):
            display({"text/plain": "x" * 1_000_000}, raw=True)
        """,
        f"({FLOOD}|{CUT})",
        cell_seconds=10,
    ),
    "flood-of-pictures": _fault(
        "Pictures of a megabyte that are none.",
        """
        for _ in range(100):
            display({"image/png": "A" * 1_000_000, "application/json": ["x" * 100_000]}, raw=True)
        """,
        FLOOD,
        cell_seconds=10,
    ),
    "flood-of-small-messages": _fault(
        "More messages than can be read.",
        """
        import time
        ends = time.monotonic() + 120
        while time.monotonic() < ends:
            display(1)
        """,
        f"({TIME}|{FLOOD})",
        everywhere=True,
    ),
    "flood-by-a-child": _fault(
        "Three hundred megabytes, printed by another program.",
        """
        %%bash
        yes | head -c 300000000
        """,
        f"({FLOOD}|{CUT}|{TIME})",
        cell_seconds=5,
    ),
    "flood-of-the-whole-notebook": Fault(
        about="Cells that each write less than they may, and together more.",
        sources=('for _ in range(15):\n    display({"text/plain": "x" * 1_000_000}, raw=True)',)
        * 3,
        expected=r"The notebook wrote more than 35 MB of output",
        limits={"cell_flood_bytes": 20 * MB, "notebook_flood_bytes": 35 * MB, "cell_seconds": 10},
    ),
    "giant-message": _fault(
        "One display of two hundred megabytes.",
        """
        display({"text/plain": "x" * 200_000_000}, raw=True)
        """,
        HUGE,
        everywhere=True,
        cell_seconds=15,
    ),
    "giant-print": _fault(
        "One print of two hundred megabytes.",
        "print('x' * 200_000_000)",
        f"({HUGE}|{CUT})",
        cell_seconds=15,
    ),
    "giant-error": _fault(
        "An error whose text has fifty megabytes.",
        "raise ValueError('x' * 50_000_000)",
        f"({HUGE}|{CUT}|{TIME})",
        cell_seconds=6,
    ),
    "giant-result": _fault(
        "A result whose text has fifty megabytes.",
        "'x' * 50_000_000",
        f"({HUGE}|{CUT})",
        cell_seconds=15,
    ),
    "threads-that-go-on-printing": _fault(
        "Threads that print and display while later cells run.",
        """
        import threading, time
        def chatter():
            ends = time.monotonic() + 20
            while time.monotonic() < ends:
                print("chatter")
                display("chatter")
                time.sleep(0.01)
        for _ in range(3):
            threading.Thread(target=chatter, daemon=True).start()
        print("started")
        """,
        "started",
        everywhere=True,
    ),
    "children-that-go-on-printing": _fault(
        "A process that keeps the cell's output open and prints on.",
        """
        import subprocess
        subprocess.Popen(["sh", "-c", "for n in $(seq 200); do echo chatter; sleep 0.1; done"])
        print("started")
        """,
        "started",
    ),
}

# Ends ----------------------------------------------------------------------------------------

_ENDS = {
    "kernel-that-ends": _fault("`os._exit`.", "import os\nos._exit(0)", DIED, everywhere=True),
    "exit-by-exception": _fault("`sys.exit`.", "import sys\nsys.exit(3)", r"SystemExit: 3"),
    "exit-and-quit": _fault(
        "`exit()` and `quit()`.", "print('leaving')\nexit()\nquit()", "leaving"
    ),
    "keyboard-interrupt": _fault(
        "An interrupt that nobody sent.", "raise KeyboardInterrupt", "KeyboardInterrupt"
    ),
    "segmentation-fault": _fault(
        "A read at address zero.", "import ctypes\nctypes.string_at(0)", DIED, everywhere=True
    ),
    "abort": _fault("`abort`.", "import os\nos.abort()", DIED),
    "kernel-killed-by-itself": _fault(
        "A signal to itself that cannot be caught.",
        "import os, signal\nos.kill(os.getpid(), signal.SIGKILL)\nprint('still here')",
        f"({DIED}|still here)",  # the first process of a namespace is deaf to its own signals
    ),
    "kernel-replaced": _fault(
        "Another program in the kernel's place.",
        "import os\nos.execv('/bin/sleep', ['sleep', '60'])",
        f"({DIED}|{TIME})",
        everywhere=True,
    ),
    "kernel-deaf": _fault(
        "All open files of the kernel, closed.",
        "import os\nos.closerange(0, 4096)",
        f"({DIED}|{TIME}|at once|OSError|Bad file descriptor)",
    ),
    "deep-recursion": _fault(
        "A function that calls itself.",
        "def deeper(n):\n    return deeper(n + 1)\ndeeper(0)",
        "RecursionError",
        cell_seconds=30,
    ),
    "deep-recursion-beyond-the-limit": _fault(
        "A function that calls itself, with the limit raised.",
        """
        import sys
        limit = sys.getrecursionlimit()
        sys.setrecursionlimit(100_000)
        def deeper(n):
            return deeper(n + 1)
        try:
            deeper(0)
        finally:
            sys.setrecursionlimit(limit)
        """,
        f"(RecursionError|{DIED}|MemoryError|{TIME})",
    ),
    "deep-recursion-in-c": _fault(
        "A list in a list in a list, shown, with the limit raised.",
        """
        import sys
        held = []
        for _ in range(1_000_000):
            held = [held]
        sys.setrecursionlimit(10_000_000)
        repr(held)
        """,
        f"({DIED}|RecursionError|{TIME})",
    ),
    "deep-expression": _fault(
        "An expression nested without end.",
        "eval('(' * 100_000 + ')' * 100_000)",
        f"(too many nested parentheses|RecursionError|MemoryError|{DIED})",
    ),
    "syntax-error": _fault("A cell that is no Python.", "def", "SyntaxError"),
    "null-in-the-source": _fault(
        "A cell with a null byte.", "a = 1\x00", "(SyntaxError|ValueError|null byte)"
    ),
    "hooks-that-raise": _fault(
        "A hook that raises before and after each cell.",
        """
        def hook(*args):
            raise RuntimeError("hook")
        for name in ("pre_run_cell", "post_run_cell"):
            get_ipython().events.register(name, hook)
        print("hooked")
        """,
        "hooked",
    ),
    "exit-handler-that-hangs": _fault(
        "Handlers and threads that keep the kernel from ending.",
        """
        import atexit, signal, threading, time
        atexit.register(time.sleep, 100)
        threading.Thread(target=time.sleep, args=(100,), daemon=False).start()
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        print("registered")
        """,
        "registered",
    ),
    "input": _fault(
        "A question to somebody who is not there.", "input('your name? ')", "StdinNotImplemented"
    ),
    "password": _fault(
        "A question for a password.",
        "import getpass\ngetpass.getpass()",
        "StdinNotImplemented",
    ),
    "read-of-stdin": _fault(
        "Reads of the standard input, by Python and past it.",
        """
        import os, sys
        print("read:", repr(os.read(0, 10)), repr(open("/dev/stdin").read()), sys.stdin.read())
        """,
        r"read: b'' ''",
    ),
    "bash-that-hangs": _fault("A shell that sleeps.", "%%bash\nsleep 100", TIME, everywhere=True),
    "bash-that-leaves-a-daemon": _fault(
        "Shells that leave processes behind, in sessions of their own.",
        """
        %%bash
        setsid nohup sh -c 'sleep 111' > /dev/null 2>&1 < /dev/null &
        (setsid sh -c 'sleep 112 & sleep 113' > /dev/null 2>&1 < /dev/null &)
        echo left
        """,
        "left",
        everywhere=True,
    ),
    "daemon-that-listens": _fault(
        "A process of its own session that listens on ports and sockets.",
        f"""
        import subprocess, sys
        code = '''
        import os, socket, time
        if os.fork(): os._exit(0)
        os.setsid()
        if os.fork(): os._exit(0)
        held = []
        for family, place in (
            (socket.AF_INET, ("127.0.0.1", 0)),
            (socket.AF_UNIX, "\\\\0{MARK}"),
            (socket.AF_UNIX, "{MARK}-socket"),
        ):
            try:
                made = socket.socket(family)
                made.bind(place)
                made.listen()
                held.append(made)
            except OSError:
                pass
        time.sleep(60)
        '''
        import textwrap
        command = [sys.executable, "-c", textwrap.dedent(code)]
        print("ended with", subprocess.run(command).returncode)
        """,
        "ended with 0",
        everywhere=True,
    ),
}

# What is outside -----------------------------------------------------------------------------

_CALLS = """\
import ctypes, errno, os, platform
libc = ctypes.CDLL(None, use_errno=True)
NUMBERS = {
    "x86_64": {"ptrace": 101, "mount": 165, "umount2": 166, "unshare": 272, "setns": 308,
               "chroot": 161, "pivot_root": 155, "bpf": 321, "perf_event_open": 298,
               "userfaultfd": 323, "io_uring_setup": 425, "keyctl": 250, "add_key": 248,
               "process_vm_readv": 310, "kexec_load": 246, "init_module": 175,
               "open_by_handle_at": 304, "settimeofday": 164, "sethostname": 170,
               "swapon": 167, "reboot": 169, "syslog": 103, "iopl": 172, "quotactl": 179},
    "aarch64": {"ptrace": 117, "mount": 40, "umount2": 39, "unshare": 97, "setns": 268,
                "chroot": 51, "pivot_root": 41, "bpf": 280, "perf_event_open": 241,
                "userfaultfd": 282, "io_uring_setup": 425, "keyctl": 219, "add_key": 217,
                "process_vm_readv": 270, "kexec_load": 104, "init_module": 105,
                "open_by_handle_at": 265, "settimeofday": 170, "sethostname": 161,
                "swapon": 224, "reboot": 142, "syslog": 116, "quotactl": 60},
}[platform.machine()]

def call(name, *arguments):
    \"\"\"The name of the error that a system call gives, or its result.\"\"\"
    ctypes.set_errno(0)
    result = libc.syscall(NUMBERS[name], *arguments)
    return errno.errorcode.get(ctypes.get_errno(), "none") if result == -1 else result
"""


def _calls(text: str) -> str:
    return _CALLS + dedent(text)


_OUTSIDE = {
    "parent-killed": _fault(
        "A signal that kills, to the parent and to the process that started everything.",
        """
        import os, signal
        parent, ours = os.getppid(), os.readlink("/proc/self/ns/pid")
        if parent == @PID@:
            print("the parent is the grader")
        for pid in {parent, 1} - {0, @PID@, os.getpid()}:
            if ours == "@PIDS@" and os.getuid() in (0, @UID@):
                print("nothing keeps this kernel apart")
                continue
            try:
                os.kill(pid, signal.SIGKILL)
                print("sent")
            except OSError as error:
                print(type(error).__name__)
        print("tried")
        """,
        rf"(^((?!the parent is|nothing keeps).)*tried|{DIED})",
        everywhere=True,
    ),
    "everybody-killed": _fault(
        "A signal that kills, to all processes that it can reach.",
        """
        import os, signal
        if os.readlink("/proc/self/ns/pid") == "@PIDS@" and os.getuid() in (0, @UID@):
            print("nothing keeps this kernel apart")
        else:
            try:
                os.kill(-1, signal.SIGKILL)
            except OSError:  # nobody is there
                pass
            print("tried")
        """,
        f"(tried|{DIED})",
        everywhere=True,
    ),
    "signals-to-others": _fault(
        "Signals without effect, to everybody: who could be reached?",
        """
        import os
        mine, reached = {os.getpid()}, []
        for pid in [@PID@, @NEIGHBOUR@, *map(int, filter(str.isdigit, os.listdir("/proc")))]:
            try:
                os.kill(pid, 0)
                text = open(f"/proc/{pid}/status").read()
                if f"Uid:\\t{os.getuid()}\\t" not in text or pid in (@PID@, @NEIGHBOUR@):
                    reached.append(pid)
            except OSError:
                pass
        print("reached:", reached)
        """,
        r"reached: \[\]",
        everywhere=True,
    ),
    "processes-of-others": _fault(
        "Memory, environment and open files of other processes.",
        """
        import os
        seen, apart = [], os.readlink("/proc/self/ns/pid") != "@PIDS@"
        for pid in map(int, filter(str.isdigit, os.listdir("/proc"))):
            if pid == os.getpid() or (apart and pid == 1):  # the first of its own namespace
                continue
            for name in ("mem", "environ", "maps", "cwd", "root", "exe", "fd", "map_files"):
                path = f"/proc/{pid}/{name}"
                try:
                    if name in ("mem", "environ", "maps"):
                        with open(path, "rb") as file:
                            if name != "mem" and not file.read(1):
                                continue  # a thread of the system's own has none
                    elif name in ("fd", "map_files"):
                        os.listdir(path)
                    else:
                        os.readlink(path)
                    seen.append(path)
                except OSError:
                    pass
        print("seen:", seen)
        """,
        r"seen: \[\]",
        everywhere=True,
    ),
    "secrets-read": _fault(
        "Files of the grader: the course, its home, the package, other submissions.",
        """
        import glob, os, sys
        seen, python = [], [sys.prefix, sys.base_prefix]
        places = ["@OUTSIDE@", "@REPOSITORY@/solutions", "@REPOSITORY@/autograder/questions",
                  "/root", "/home/*", "/etc/shadow", "/proc/1/root@OUTSIDE@",
                  f"/proc/{@PID@}/root@OUTSIDE@", f"/proc/{@PID@}/cwd",
                  "/var/run/docker.sock", "/run/*.sock", "/run/systemd", "/sys/kernel/debug/*"]
        for place in places:
            for path in glob.glob(place):
                try:
                    if os.path.isdir(path):
                        below = [os.path.join(path, name) for name in os.listdir(path)]
                        # Python itself may stand there.
                        seen += [p for p in below if not any(q.startswith(p) for q in python)]
                    else:
                        open(path).close()
                        seen.append(path)
                except OSError:
                    pass
        print("seen:", seen)
        """,
        r"seen: \[\]",
        everywhere=True,
    ),
    "environment-read": _fault(
        "The grader's environment.",
        """
        import os
        known = {"PATH", "HOME", "TMPDIR", "LANG", "USER", "TZ", "NBGRADER_EXECUTION", "PWD"}
        text = repr(dict(os.environ))
        for pid in (1, os.getppid(), @PID@):
            try:
                text += open(f"/proc/{pid}/environ").read()
            except OSError:
                pass
        print("secret:", "GRADER_SECRET" in text or "@OUTSIDE@" in text)
        """,
        r"secret: False",
        everywhere=True,
    ),
    "files-written-outside": _fault(
        "A file in every folder of the machine that can be written to.",
        f"""
        import os, sys, sysconfig
        written = []
        places = ["/", "/usr", "/etc", "/dev", "/proc", "/sys", "/run", "/var", "/opt", "/home",
                  "/root", "/mnt", "/srv", "/autograder", "/usr/local/bin", sys.prefix,
                  sys.base_prefix, sysconfig.get_path("purelib"), os.path.dirname(os.__file__),
                  os.path.dirname(__import__("autograder").__file__), "@OUTSIDE@",
                  "@REPOSITORY@", os.path.dirname(os.getcwd())]
        for place in places:
            path = os.path.join(place, "{MARK}-outside")
            try:
                open(path, "x").close()
                os.remove(path)
                if place != "/tmp":
                    written.append(place)
            except OSError:
                pass
        print("written:", written)
        """,
        r"written: \[\]",
        everywhere=True,
    ),
    "package-opened-for-writing": _fault(
        "Files of the interpreter and of the packages, opened for writing and left as they are.",
        """
        import IPython, autograder, ipykernel, numpy, os, sys
        opened = []
        for path in (os.__file__, sys.executable, *(module.__file__ for module in
                     (IPython, autograder, ipykernel, numpy))):
            try:
                os.close(os.open(path, os.O_WRONLY))
                opened.append(path)
            except OSError:
                pass
        print("opened:", opened)
        """,
        r"opened: \[\]",
        everywhere=True,
    ),
    "files-left-behind": _fault(
        "A few bytes in each folder that everybody may write to.",
        f"""
        import os, tempfile
        places = ["/tmp", "/var/tmp", "/dev/shm", tempfile.gettempdir(), os.path.expanduser("~")]
        for place in [*places, "."]:
            try:
                with open(os.path.join(place, "{MARK}-left"), "w") as file:
                    file.write("I was here.")
            except OSError:
                pass
        print("left")
        """,
        "left",
        everywhere=True,
    ),
    "memory-left-behind": _fault(
        "Shared memory, semaphores and queues that outlive their process.",
        f"""
        import ctypes
        libc = ctypes.CDLL(None)
        libc.shmget(0, 4096, 0o1600)
        libc.semget(0, 1, 0o1600)
        libc.msgget(0, 0o1600)
        libc.mq_open(b"/{MARK}", 0o102, 0o600, None)
        print("left")
        """,
        "left",
        everywhere=True,
    ),
    "rights-regained": _fault(
        "Another user, other groups, programs that would give rights.",
        """
        import os
        text = open("/proc/self/status").read()
        fields = dict(line.split(":\\t", 1) for line in text.splitlines() if ":\\t" in line)
        regained = [name for name in ("CapPrm", "CapEff", "CapBnd", "CapAmb")
                    if int(fields[name], 16) and name != "CapBnd"]
        for attempt in (lambda: os.setuid(0), lambda: os.setgid(0), lambda: os.setgroups([0])):
            try:
                attempt()
                if os.getuid() == 0 or os.getgid() == 0:
                    regained.append("root")
            except OSError:
                pass
        print("regained:", regained, fields["NoNewPrivs"], fields["Seccomp"])
        """,
        r"regained: \[\] 1 2",
        everywhere=True,
    ),
    "namespaces-and-mounts": _fault(
        "System calls that would widen what can be reached.",
        _calls(
            """
            nothing = ctypes.c_void_p(0)
            results = {
                "mount": call("mount", b"none", b"/tmp", b"tmpfs", 0, nothing),
                "umount2": call("umount2", b"/proc", 2),
                "unshare": call("unshare", 0x10000000),
                "chroot": call("chroot", b"/tmp"),
                "pivot_root": call("pivot_root", b"/tmp", b"/tmp"),
                "setns": call("setns", os.open("/proc/self/ns/net", os.O_RDONLY), 0),
                "open_by_handle_at": call("open_by_handle_at", -100, nothing, 0),
                "sethostname": call("sethostname", b"x", 1),
                "settimeofday": call("settimeofday", nothing, nothing),
                "swapon": call("swapon", b"/none", 0),
                "kexec_load": call("kexec_load", 0, 0, nothing, 0),
                "init_module": call("init_module", nothing, 0, b""),
            }
            refused = ("EPERM", "ENOSYS", "EACCES")
            print("allowed:", {n: r for n, r in results.items() if r not in refused})
            """
        ),
        r"allowed: \{('settimeofday': (0|'\w+'))?\}",  # it was given no time to set
        everywhere=True,
    ),
    "other-processes-traced": _fault(
        "Debugging others, and reading their memory.",
        _calls(
            """
            nothing, results = ctypes.c_void_p(0), {}
            for pid in {1, os.getppid(), @PID@, @NEIGHBOUR@} - {0, os.getpid()}:
                results[f"ptrace {pid}"] = call("ptrace", 0x4206, pid, nothing, nothing)
                results[f"read {pid}"] = call("process_vm_readv", pid, nothing, 0, nothing, 0, 0)
            refused = ("EPERM", "ENOSYS", "ESRCH")
            print("allowed:", {n: r for n, r in results.items() if r not in refused})
            """
        ),
        r"allowed: \{\}",
        everywhere=True,
    ),
    "wide-system-calls": _fault(
        "Calls with a history of holes: bpf, perf events, io_uring, userfaultfd, keyrings.",
        _calls(
            """
            nothing = ctypes.c_void_p(0)
            space = ctypes.create_string_buffer(256)
            results = {
                "bpf": call("bpf", 0, space, 128),
                "perf_event_open": call("perf_event_open", space, 0, -1, -1, 0),
                "userfaultfd": call("userfaultfd", 1),
                "io_uring_setup": call("io_uring_setup", 4, space),
                "keyctl": call("keyctl", 0, -3, 0),
                "add_key": call("add_key", b"user", b"hostile", b"x", 1, -3),
            }
            refused = ("EPERM", "ENOSYS", "EACCES")
            print("allowed:", {n: r for n, r in results.items() if r not in refused})
            """
        ),
        r"allowed: \{\}",
        everywhere=True,
    ),
    "sockets-to-anywhere": _fault(
        "Connections to the grader's machine and beyond.",
        """
        import socket
        reached = []
        def attempt(name, family, kind, place):
            try:
                with socket.socket(family, kind) as made:
                    made.settimeout(1)
                    made.connect(place)
                    if kind == socket.SOCK_DGRAM:
                        made.send(b"x")
                    reached.append(name)
            except OSError:
                pass
        attempt("port", socket.AF_INET, socket.SOCK_STREAM, ("127.0.0.1", @PORT@))
        attempt("port by IPv6", socket.AF_INET6, socket.SOCK_STREAM, ("::1", @PORT@))
        attempt("outside", socket.AF_INET, socket.SOCK_STREAM, ("192.0.2.1", 80))
        attempt("abstract", socket.AF_UNIX, socket.SOCK_STREAM, "\\0@ABSTRACT@")
        attempt("file", socket.AF_UNIX, socket.SOCK_STREAM, "@OUTSIDE@/socket")
        for name in ("AF_PACKET", "AF_VSOCK", "AF_ALG", "AF_BLUETOOTH", "AF_TIPC"):
            if hasattr(socket, name):
                try:
                    socket.socket(getattr(socket, name), socket.SOCK_RAW).close()
                    reached.append(name)
                except OSError:
                    pass
        print("reached:", reached)
        """,
        r"reached: \[\]",
        everywhere=True,
    ),
    "names-looked-up": _fault(
        "The machine's own network: its devices and addresses.",
        """
        import os, socket
        names = [name for _, name in socket.if_nameindex()]
        try:
            names += os.listdir("/sys/class/net")
        except OSError:
            pass
        print("devices:", sorted(set(names) - {"lo"}))
        """,
        r"(devices: \[\]|PermissionError|Address family not supported)",
    ),
    "devices-opened": _fault(
        "Devices of the machine.",
        """
        import os, stat
        harmless = {"null", "zero", "full", "random", "urandom", "tty", "ptmx", "pts"}
        opened = []
        for name in sorted(set(os.listdir("/dev")) - harmless):
            path = f"/dev/{name}"
            try:
                mode = os.stat(path).st_mode
                if stat.S_ISBLK(mode) or stat.S_ISCHR(mode):
                    os.close(os.open(path, os.O_RDONLY | os.O_NONBLOCK))
                    opened.append(name)
            except OSError:
                pass
        try:
            os.mknod("device", 0o600 | stat.S_IFBLK, os.makedev(252, 0))
            os.close(os.open("device", os.O_RDONLY))
            opened.append("made")
        except OSError:
            pass
        print("opened:", opened)
        """,
        r"opened: \[(('tty\d*'|'fuse'|'autofs'|'std\w+'),? ?)*\]",
        everywhere=True,
    ),
}

# Messages that are none ----------------------------------------------------------------------

_FORGE = """\
import hmac, json
kernel = get_ipython().kernel

def forge(socket, kind, content="{}", header=None, parent=None, metadata="{}", key=None):
    \"\"\"Send one message with any text in its parts, signed as it should be.\"\"\"
    honest = {"msg_id": "x", "msg_type": kind, "username": "u", "session": "s", "version": "5.3",
              "date": "2026-01-01T00:00:00Z"}
    ours = kernel.get_parent("shell")["header"]
    parent = json.dumps(ours, default=str) if parent is None else parent
    header = json.dumps(honest) if header is None else header
    parts = [part.encode() for part in (header, parent, metadata, content)]
    signature = hmac.new(key or kernel.session.key, digestmod="sha256")
    for part in parts:
        signature.update(part)
    socket.send_multipart([b"<IDS|MSG>", signature.hexdigest().encode(), *parts])
"""


_REPLY = """\
honest = (kernel := get_ipython().kernel).session.send
def send(stream, kind, content=None, *args, **kwargs):
    if kind == "execute_reply":
        kernel.session.send, content = honest, CONTENT
    return honest(stream, kind, content, *args, **kwargs)
print("sent")
kernel.session.send = send
"""


def _forged(about: str, text: str, expected: str = "(sent|is no output)") -> Fault:
    return Fault(about=about, sources=(_FORGE + dedent(text),), expected=expected)


_FORGED = {
    "message-nested-without-end": _forged(
        "A message whose content is nested a hundred thousand times.",
        """
        deep = '{"data": {"text/plain": ' + "[" * 100_000 + "]" * 100_000 + "}}"
        forge(kernel.iopub_socket, "display_data", deep)
        forge(kernel.iopub_socket, "display_data", "{}", header="[" * 100_000)
        print("sent")
        """,
    ),
    "message-without-a-head": _forged(
        "Messages whose parts are other than they should be.",
        """
        for text in ("[]", "null", "7", '"text"', "{}", '{"msg_id": 5}', "", "\\x00", "NaN"):
            forge(kernel.iopub_socket, "stream", header=text)
            forge(kernel.iopub_socket, "stream", parent=text)
            forge(kernel.iopub_socket, "stream", content=text)
            forge(kernel.iopub_socket, "stream", metadata=text)
        for kind in ("", "comm_open", "input_request", "shutdown_reply", "clear_output",
                     "update_display_data", "execute_result", "error", "status", "x" * 10_000):
            for text in ("[]", "null", "{}", '{"data": 5, "metadata": [], "transient": 7}'):
                forge(kernel.iopub_socket, kind, content=text)
        print("sent")
        """,
    ),
    "message-of-odd-frames": _forged(
        "Frames that are no message at all.",
        """
        for frames in ([b""], [b"<IDS|MSG>"], [b"<IDS|MSG>", b"sig"], [b"x"] * 200,
                       [b"<IDS|MSG>", b"", b"", b"", b"", b""], [b"\\xff\\x00" * 1000]):
            kernel.iopub_socket.send_multipart(frames)
        print("sent")
        """,
    ),
    "message-of-another-key": _forged(
        "Messages signed with another key.",
        """
        text = '{"name": "stdout", "text": "forged"}'
        for _ in range(100):
            forge(kernel.iopub_socket, "stream", text, key=b"mine")
        print("sent")
        """,
        r"^((?!forged).)*sent",
    ),
    "replies-that-are-none": Fault(
        about="Replies whose content is no reply, in the true one's place.",
        sources=tuple(
            _REPLY.replace("CONTENT", repr(content))
            for content in (
                *("[]", "null", "7", '"text"', "{}", '{"status": ["error"], "ename": {}}'),
                '{"status": "error"}',
                '{"status": "error", "ename": "x", "evalue": {"a": 1}, "traceback": 7}',
            )
        ),
        expected="sent",
    ),
    "idle-before-the-end": _forged(
        "The state idle a hundred times, and then more output.",
        """
        for _ in range(100):
            forge(kernel.iopub_socket, "status", '{"execution_state": "idle"}')
        print("sent")
        """,
        "",
    ),
    "idle-withheld": _forged(
        "A kernel that never says that it is done.",
        """
        honest = kernel.session.send
        def send(stream, kind, *args, **kwargs):
            if kind == "status":
                kernel.session.send = honest
                return None
            return honest(stream, kind, *args, **kwargs)
        print("sent")
        kernel.session.send = send
        """,
        f"(sent|{TIME}|at once)",
    ),
    "bundles-that-are-none": _forged(
        "Displays of data that no notebook can hold.",
        """
        for bundle in ({"text/plain": 5}, {"text/plain": ["a", 1]}, {"image/png": 7},
                       {"text/html": {"a": 1}}, {"application/json": [1]}, {"": ""},
                       {"x" * 10_000: "y"}, {"application/vnd.autograder.answer+json": [1]}):
            for kind in ("display_data", "execute_result", "update_display_data"):
                content = {"data": bundle, "metadata": {}, "execution_count": "one",
                           "transient": {"display_id": "a"}}
                forge(kernel.iopub_socket, kind, json.dumps(content))
        print("sent")
        """,
    ),
    "text-that-no-file-can-hold": _forged(
        "Half characters, null bytes and numbers that are none, in outputs.",
        """
        stream = {"name": "stdout", "text": "half \\ud800 null \\x00"}
        forge(kernel.iopub_socket, "stream", json.dumps(stream))
        error = {"ename": "\\ud800", "evalue": "\\udfff", "traceback": ["\\ud800"]}
        forge(kernel.iopub_socket, "error", json.dumps(error))
        data = {"text/plain": "\\ud800", "application/json": float("nan")}
        bundle = json.dumps({"data": data, "metadata": {}})
        forge(kernel.iopub_socket, "display_data", bundle)
        print("sent")
        """,
    ),
    "flood-of-comms": _forged(
        "A hundred thousand messages of a kind that nobody reads.",
        """
        for _ in range(100_000):
            forge(kernel.iopub_socket, "comm_msg", '{"data": {}, "comm_id": "x"}')
        print("sent")
        """,
        f"(sent|{TIME}|{FLOOD})",
    ),
}

FAULTS: Mapping[str, Fault] = MappingProxyType(
    {**_ENDLESS, **_RESOURCES, **_FLOODS, **_ENDS, **_OUTSIDE, **_FORGED}
)

# Files that are broken -----------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Broken:
    """A file that was handed in, and is not as it should be.

    Attributes
    ----------
    about : str
    write : callable
        Writes it, given an honest submission and the path of the notebook.
    reason : str
        A pattern of why it is not graded; empty where it must be graded all the same, and then
        every honest answer in it counts. A pattern that fits no text as well leaves it open.
    """

    about: str
    write: Callable[[NotebookNode, Path], object]
    reason: str = ""


def _bytes(content: bytes) -> Callable[[NotebookNode, Path], object]:
    return lambda notebook, path: path.write_bytes(content)


def _changed(change: Callable[[NotebookNode], object]) -> Callable[[NotebookNode, Path], object]:
    def write(notebook: NotebookNode, path: Path) -> None:
        changed = copy.deepcopy(notebook)
        change(changed)
        path.write_text(json.dumps(changed), encoding="utf-8")

    return write


def _text(change: Callable[[str], str | bytes]) -> Callable[[NotebookNode, Path], object]:
    def write(notebook: NotebookNode, path: Path) -> None:
        text = change(json.dumps(notebook))
        path.write_bytes(text if isinstance(text, bytes) else text.encode())

    return write


def _beside(change: Callable[[Path], object]) -> Callable[[NotebookNode, Path], object]:
    def write(notebook: NotebookNode, path: Path) -> None:
        path.write_text(json.dumps(notebook), encoding="utf-8")
        change(path.parent)

    return write


def _of_size(size: int) -> Callable[[NotebookNode, Path], object]:
    def write(notebook: NotebookNode) -> None:
        cell_of(notebook, RECALL).outputs = [
            new_output("stream", name="stdout", text="x" * size),
        ]

    return _changed(write)


def _old_format(notebook: NotebookNode, path: Path) -> None:
    path.write_text(json.dumps(nbformat.convert(copy.deepcopy(notebook), 3)), encoding="utf-8")


def _same_ids(notebook: NotebookNode) -> None:
    for cell in notebook.cells:
        cell["id"] = "same"


def _no_ids(notebook: NotebookNode) -> None:
    for cell in notebook.cells:
        del cell["id"]
    notebook["nbformat_minor"] = 4


def _odd_ids(notebook: NotebookNode) -> None:
    for number, cell in enumerate(notebook.cells):
        cell["id"] = "x" * 1000 + f"/../{number}"


def _kernel(**spec: object) -> Callable[[NotebookNode], None]:
    return lambda notebook: notebook.metadata.update(kernelspec=spec)


def _sparse(folder: Path) -> None:
    with (folder / "large.bin").open("wb") as file:
        file.truncate(300 * MB)


def _many_files(folder: Path) -> None:
    for number in range(2000):
        (folder / f"{number}.txt").touch()


_NOTHING = r"this is not a notebook \(a notebook is JSON"
_READ = r"this notebook cannot be read"

BROKEN: Mapping[str, Broken] = MappingProxyType(
    {
        "page": Broken(about="A web page.", write=_bytes(b"<html>"), reason=_NOTHING),
        "empty": Broken(about="An empty file.", write=_bytes(b""), reason="it is empty"),
        "half": Broken(
            about="The first half of a notebook.",
            write=_text(lambda text: text[: len(text) // 2]),
            reason=_NOTHING,
        ),
        "archive": Broken(
            about="An archive.", write=_bytes(b"PK\x03\x04\xff\xfe\x00"), reason="not a text file"
        ),
        "two-bytes-a-character": Broken(
            about="A notebook in UTF-16.",
            write=_text(lambda text: text.encode("utf-16")),
            reason="not a text file",
        ),
        "byte-order-mark": Broken(
            about="A notebook behind a byte order mark, as some editors write it.",
            write=_text(lambda text: b"\xef\xbb\xbf" + text.encode()),
            reason=f"^$|{_NOTHING}",  # Jupyter does not open it either
        ),
        "list": Broken(about="JSON of another kind.", write=_bytes(b"[1, 2]"), reason="nbformat"),
        "record": Broken(about="JSON, no notebook.", write=_bytes(b'{"a": 1}'), reason="nbformat"),
        "nested-without-end": Broken(
            about="JSON nested a hundred thousand times.",
            write=_bytes(b"[" * 100_000),
            reason=_NOTHING,
        ),
        "number-of-many-digits": Broken(
            about="A number of five thousand digits.",
            write=_bytes(b'{"nbformat": ' + b"9" * 5000 + b"}"),
            reason="(not a notebook|nbformat|format)",
        ),
        "hundred-megabytes": Broken(
            about="A notebook of a hundred megabytes.",
            write=_of_size(100 * MB),
            reason=r"100 MB; a notebook of at most \d+ MB",
        ),
        "forty-megabytes": Broken(
            about="A notebook with outputs of forty megabytes, which is allowed.",
            write=_of_size(40 * MB),
        ),
        "thousands-of-cells": Broken(
            about="Five thousand empty texts.",
            write=_changed(
                lambda notebook: notebook.cells.extend(
                    new_markdown_cell("", id=f"own-{number}") for number in range(5000)
                )
            ),
        ),
        "version-99": Broken(
            about="A version that nobody knows.",
            write=_changed(lambda notebook: notebook.update(nbformat=99)),
            reason="format 99",
        ),
        "version-0": Broken(
            about="A version before the first.",
            write=_changed(lambda notebook: notebook.update(nbformat=-1)),
            reason=_READ,
        ),
        "version-in-letters": Broken(
            about="A version that is no number.",
            write=_changed(lambda notebook: notebook.update(nbformat="four")),
            reason="nbformat",
        ),
        "version-3": Broken(about="The format of years ago.", write=_old_format),
        "same-ids": Broken(about="One id for all cells.", write=_changed(_same_ids)),
        "no-ids": Broken(about="Cells without ids.", write=_changed(_no_ids)),
        "odd-ids": Broken(
            about="Ids of a thousand characters.",
            write=_changed(_odd_ids),
            reason="^$|Open the notebook",
        ),
        "same-grade-ids": Broken(
            about="Each cell twice.",
            write=_changed(lambda notebook: notebook.cells.extend(copy.deepcopy(notebook.cells))),
        ),
        "no-kernel": Broken(
            about="No word of a kernel.",
            write=_changed(lambda notebook: notebook.metadata.clear()),
        ),
        "missing-kernel": Broken(
            about="A kernel that is not installed.",
            write=_changed(_kernel(name="no-such-kernel", display_name="None")),
        ),
        "odd-kernel": Broken(
            about="A kernel whose name is a path.",
            write=_changed(_kernel(name="../../../../etc/passwd", display_name="")),
        ),
        "kernel-that-is-none": Broken(
            about="A kernel whose name is a list.",
            write=_changed(_kernel(name=["a"], display_name=["a"])),
            reason="^$|Open the notebook",
        ),
        "another-language": Broken(
            about="A notebook that says that it is R.",
            write=_changed(
                lambda notebook: notebook.metadata.update(
                    kernelspec={"name": "ir", "display_name": "R", "language": "R"},
                    language_info={"name": "R"},
                )
            ),
        ),
        "cells-that-are-none": Broken(
            about="Cells that are no cells.",
            write=_changed(lambda notebook: notebook.update(cells=[None, 7, []])),
            reason=_READ,
        ),
        "cell-of-an-unknown-type": Broken(
            about="A cell of a type that nobody knows.",
            write=_changed(lambda notebook: notebook.cells[3].update(cell_type="video")),
            reason="'video'",
        ),
        "cell-without-a-source": Broken(
            about="A cell whose source is a number.",
            write=_changed(lambda notebook: notebook.cells[4].update(source=7)),
            reason=_READ,
        ),
        "half-a-character": Broken(
            about="A text with half a character.",
            write=_changed(lambda notebook: notebook.cells[3].update(source="\ud800")),
            reason=_READ,
        ),
        "outputs-that-are-none": Broken(
            about="Outputs that are no outputs.",
            write=_changed(lambda notebook: cell_of(notebook, RECALL).update(outputs=[None, 7])),
            reason=_READ,
        ),
        "another-assignment": Broken(
            about="None of the assignment's cells.",
            write=_changed(lambda notebook: notebook.update(cells=[])),
            reason="belongs to another assignment",
        ),
        "folder": Broken(
            about="A folder of the notebook's name.",
            write=lambda notebook, path: path.mkdir(),
            reason="this is a folder",
        ),
        "link": Broken(
            about="A link in the notebook's place.",
            write=lambda notebook, path: path.symlink_to("/etc/passwd"),
            reason="this is a link",
        ),
        "links-beside": Broken(
            about="A folder full of links to /etc.",
            write=_beside(
                lambda folder: [
                    (folder / f"link-{number}").symlink_to("/etc") for number in range(200)
                ]
            ),
            reason="this is a link",
        ),
        "pipe": Broken(
            about="A named pipe in the notebook's place, on which a reader waits for ever.",
            write=lambda notebook, path: os.mkfifo(path),
            reason="(not a file|is no file|not a notebook|pipe)",
        ),
        "pipe-beside": Broken(
            about="A named pipe beside the notebook.",
            write=_beside(lambda folder: os.mkfifo(folder / "data.csv")),
            reason="^$|pipe",
        ),
        "name-that-is-no-text": Broken(
            about="A file beside the notebook whose name is no text.",
            write=_beside(lambda folder: Path(os.fsdecode(os.fsencode(folder) + b"/\xff")).touch()),
            reason="^$|name",
        ),
        "large-file-beside": Broken(
            about="A file of three hundred megabytes beside the notebook.",
            write=_beside(_sparse),
            reason="(MB|large|disk)",
        ),
        "many-files-beside": Broken(
            about="Two thousand files beside the notebook.", write=_beside(_many_files)
        ),
    }
)

# What had to be tried, and what tries it: a fault, or a file that is broken.
LISTED: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "infinite loop, plain": ("loop",),
        "infinite loop, swallowing every exception": ("loop-that-swallows-every-exception",),
        "infinite loop, ignoring SIGINT": ("loop-that-ignores-signals",),
        "infinite loop, stopping itself": ("process-that-stops-itself",),
        "infinite loop, holding the GIL": (
            "holder-of-the-interpreter-lock",
            "regular-expression-without-end",
        ),
        "fork bomb, thread bomb": ("fork-bomb", "thread-bomb"),
        "memory by one process and by many": (
            "memory-of-one-process",
            "memory-of-many-processes",
            "memory-that-is-shared",
        ),
        "full disk": ("full-disk", "full-disk-of-many-files", "memory-in-files"),
        "many small files": ("many-small-files",),
        "10 GB of output by print, by file descriptor, by display": (
            "flood-by-print",
            "flood-by-file-descriptor",
            "flood-by-display",
        ),
        "one giant message": ("giant-message", "giant-print", "giant-error", "giant-result"),
        "os._exit": ("kernel-that-ends",),
        "sys.exit": ("exit-by-exception",),
        "a segfault": ("segmentation-fault",),
        "deep recursion in Python and in C": (
            "deep-recursion",
            "deep-recursion-beyond-the-limit",
            "deep-recursion-in-c",
        ),
        "input() and reads of stdin": ("input", "password", "read-of-stdin"),
        "%%bash that hangs or leaves a daemon": ("bash-that-hangs", "bash-that-leaves-a-daemon"),
        "background threads that go on printing": ("threads-that-go-on-printing",),
        "killing the parent": ("parent-killed", "everybody-killed"),
        "ptrace": ("other-processes-traced",),
        "mount": ("namespaces-and-mounts",),
        "unshare": ("namespaces-and-mounts",),
        "sockets to anywhere": ("sockets-to-anywhere",),
        "a work folder full of links to /etc": ("links-to-everywhere", "links-beside"),
        "a notebook that is not JSON": ("page", "empty", "half", "archive"),
        "a notebook that is not a notebook": ("list", "record", "cells-that-are-none"),
        "a notebook of 100 MB": ("hundred-megabytes",),
        "a notebook of an unknown version": ("version-99", "version-0", "version-in-letters"),
        "duplicate ids": ("same-ids", "same-grade-ids"),
        "a missing kernel": ("missing-kernel", "no-kernel"),
        "another language": ("another-language",),
        "bound: wall time per cell": ("sleep",),
        "bound: wall time per notebook": ("notebook-that-takes-too-long",),
        "bound: memory of the whole sandbox": ("memory-of-many-processes",),
        "bound: processes": ("fork-bomb",),
        "bound: open files": ("too-many-open-files",),
        "bound: disk": ("full-disk", "many-small-files"),
        "bound: bytes of output per cell": ("flood-by-display",),
        "bound: bytes of output per notebook": ("flood-of-the-whole-notebook",),
        "bound: size of one message": ("giant-message",),
        "contained: no network": ("sockets-to-anywhere", "names-looked-up"),
        "contained: no sight of what is the grader's": ("secrets-read", "environment-read"),
        "contained: no sight of other kernels": ("signals-to-others", "processes-of-others"),
        "contained: nothing of the machine writable": (
            "files-written-outside",
            "package-opened-for-writing",
        ),
        "contained: nothing left behind": (
            "files-left-behind",
            "memory-left-behind",
            "daemon-that-listens",
        ),
    }
)

"""Too much of everything: time, processes, threads, memory, disk, output."""

from __future__ import annotations

from tests.hostile.fault import CUT, DIED, FLOOD, FULL, HUGE, MB, MEMORY, TIME, Fault, fault

# What never ends -----------------------------------------------------------------------------

ENDLESS = {
    "loop": fault(
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
    "loop-that-swallows-every-exception": fault(
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
    "loop-that-ignores-signals": fault(
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
    "process-that-stops-itself": fault(
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
    "holder-of-the-interpreter-lock": fault(
        "A call into C that sleeps and keeps Python's lock.",
        """
        import ctypes
        ctypes.PyDLL(None).sleep(120)
        """,
        TIME,
        everywhere=True,
    ),
    "regular-expression-without-end": fault(
        "A pattern that is tried in a billion ways.",
        """
        import re
        re.match("(a+)+$", "a" * 30 + "b")
        """,
        TIME,
    ),
    "sleep": fault("A sleep.", "import time\ntime.sleep(120)", TIME),
    "notebook-that-takes-too-long": Fault(
        about="Cells that each end in time, and together do not.",
        sources=("import time\ntime.sleep(4)",) * 4,
        expected=r"The notebook did not end within 10 s",
        limits={"notebook_seconds": 10},
        ends_the_notebook=True,
    ),
    "lock-that-is-never-released": fault(
        "A lock taken twice.",
        "import threading\nlock = threading.Lock()\nlock.acquire()\nlock.acquire(timeout=120)",
        TIME,
    ),
    "loop-of-the-kernel-stopped": fault(
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

RESOURCES = {
    "fork-bomb": fault(
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
        rf"(refused: +BlockingIOError|{DIED}|processes)",
        everywhere=True,
        processes=64,
    ),
    "thread-bomb": fault(
        "A thousand threads.",
        """
        import threading, time
        for _ in range(1000):
            threading.Thread(target=time.sleep, args=(20,), daemon=True).start()
        """,
        r"(can't start new thread|threads)",
        processes=64,
    ),
    "memory-of-one-process": fault(
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
    "memory-of-many-processes": fault(
        "Ten processes that together take three gigabytes, each of them little.",
        """
        import os, time
        children = []
        for _ in range(10):
            child = os.fork()
            if child == 0:
                held = bytearray(b"x") * 300_000_000
                time.sleep(40)
                os._exit(0)
            children.append(child)
        for child in children:
            os.waitpid(child, 0)
        """,
        MEMORY,
        everywhere=True,
        memory_bytes=800 * MB,
    ),
    "memory-that-is-shared": fault(
        "A shared mapping of three gigabytes, which is nobody's own.",
        """
        import mmap, time
        try:
            held = mmap.mmap(-1, 3_000_000_000)
            for place in range(0, len(held), 4096):
                held[place] = 1
            time.sleep(20)
        except OSError as error:
            raise MemoryError(str(error))
        """,
        f"(MemoryError|{MEMORY}|{DIED})",
        everywhere=True,
        memory_bytes=800 * MB,
    ),
    "memory-in-files": fault(
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
    "full-disk": fault(
        "One file of three hundred megabytes.",
        """
        with open("big", "wb", buffering=0) as file:
            for _ in range(30):
                file.write(bytes(10_000_000))
        print("written")
        """,
        FULL,
        everywhere=True,
        disk_bytes=50 * MB,
    ),
    "full-disk-of-many-files": fault(
        "Thirty files of ten megabytes.",
        """
        for number in range(30):
            with open(f"big-{number}", "wb", buffering=0) as file:
                file.write(bytes(10_000_000))
        print("written")
        """,
        FULL,
        everywhere=True,
        disk_bytes=50 * MB,
    ),
    "many-small-files": fault(
        "Twenty thousand empty files.",
        """
        for number in range(20_000):
            open(f"small-{number}", "w").close()
        print("written")
        """,
        rf"({FULL}|files)",
        everywhere=True,
        disk_files=1000,
    ),
    "sparse-file": fault(
        "A file that says that it has a terabyte.",
        """
        with open("sparse", "wb") as file:
            file.truncate(10**12)
        """,
        FULL,
        disk_bytes=50 * MB,
    ),
    "deep-folders": fault(
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
    "folders-that-cannot-be-entered": fault(
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
    "links-to-everywhere": fault(
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
    "pipes-and-sockets-in-the-work-folder": fault(
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
    "work-folder-removed": fault(
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
    "too-many-open-files": fault(
        "Five thousand open files.",
        """
        held = []
        for _ in range(5000):
            held.append(open("/dev/null"))
        """,
        r"Too many open files",
        open_files=256,
    ),
    "limits-raised": fault(
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
    "busy-children": fault(
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

FLOODS = {
    "flood-by-print": fault(
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
    "flood-on-stderr": fault(
        "Three hundred megabytes of warnings.",
        """
        import sys
        for _ in range(3000):
            sys.stderr.write("x" * 100_000)
        """,
        f"({HUGE}|{CUT}|{TIME})",
        cell_seconds=10,
    ),
    "flood-by-file-descriptor": fault(
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
    "flood-by-display": fault(
        "Three hundred displays of a megabyte.",
        """
        for _ in range(300):
            display({"text/plain": "x" * 1_000_000}, raw=True)
        """,
        f"({FLOOD}|{CUT})",
    ),
    "flood-of-pictures": fault(
        "Pictures of a megabyte that are none.",
        """
        for _ in range(100):
            display({"image/png": "A" * 1_000_000, "application/json": ["x" * 100_000]}, raw=True)
        """,
        FLOOD,
    ),
    "flood-of-small-messages": fault(
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
    "flood-by-a-child": fault(
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
        limits={"cell_flood_bytes": 20 * MB, "notebook_flood_bytes": 35 * MB},
    ),
    "giant-message": fault(
        "One display of two hundred megabytes.",
        """
        display({"text/plain": "x" * 200_000_000}, raw=True)
        """,
        HUGE,
        everywhere=True,
    ),
    "giant-print": fault(
        "One print of two hundred megabytes.",
        "print('x' * 200_000_000)",
        f"({HUGE}|{CUT})",
    ),
    "giant-error": fault(
        "An error whose text has fifty megabytes.",
        "raise ValueError('x' * 50_000_000)",
        f"({HUGE}|{CUT}|{TIME})",
        cell_seconds=6,
    ),
    "giant-result": fault(
        "A result whose text has fifty megabytes.",
        "'x' * 50_000_000",
        f"({HUGE}|{CUT})",
    ),
    "threads-that-go-on-printing": fault(
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
    "children-that-go-on-printing": fault(
        "A process that keeps the cell's output open and prints on.",
        """
        import subprocess
        subprocess.Popen(["sh", "-c", "for n in $(seq 200); do echo chatter; sleep 0.1; done"])
        print("started")
        """,
        "started",
    ),
}

"""Kernels that end, break, ask, or leave something behind."""

from __future__ import annotations

from tests.hostile.cheat import MARK
from tests.hostile.fault import DIED, TIME, fault

ENDS = {
    "kernel-that-ends": fault("`os._exit`.", "import os\nos._exit(0)", DIED, everywhere=True),
    "exit-by-exception": fault("`sys.exit`.", "import sys\nsys.exit(3)", r"SystemExit: 3"),
    "exit-and-quit": fault("`exit()` and `quit()`.", "print('leaving')\nexit()\nquit()", "leaving"),
    "keyboard-interrupt": fault(
        "An interrupt that nobody sent.", "raise KeyboardInterrupt", "KeyboardInterrupt"
    ),
    "segmentation-fault": fault(
        "A read at address zero.", "import ctypes\nctypes.string_at(0)", DIED, everywhere=True
    ),
    "abort": fault("`abort`.", "import os\nos.abort()", DIED),
    "kernel-killed-by-itself": fault(
        "A signal to itself that cannot be caught.",
        "import os, signal\nos.kill(os.getpid(), signal.SIGKILL)\nprint('still here')",
        f"({DIED}|still here)",  # the first process of a namespace is deaf to its own signals
    ),
    "kernel-replaced": fault(
        "Another program in the kernel's place.",
        "import os\nos.execv('/bin/sleep', ['sleep', '60'])",
        f"({DIED}|{TIME})",
        everywhere=True,
    ),
    "kernel-deaf": fault(
        "All open files of the kernel, closed.",
        "import os\nos.closerange(0, 4096)",
        f"({DIED}|{TIME}|at once|OSError|Bad file descriptor)",
    ),
    "deep-recursion": fault(
        "A function that calls itself.",
        "def deeper(n):\n    return deeper(n + 1)\ndeeper(0)",
        "RecursionError",
    ),
    "deep-recursion-beyond-the-limit": fault(
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
    "deep-recursion-in-c": fault(
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
    "deep-expression": fault(
        "An expression nested without end.",
        "eval('(' * 100_000 + ')' * 100_000)",
        f"(too many nested parentheses|RecursionError|MemoryError|{DIED})",
    ),
    "syntax-error": fault("A cell that is no Python.", "def", "SyntaxError"),
    "null-in-the-source": fault(
        "A cell with a null byte.", "a = 1\x00", "(SyntaxError|ValueError|null byte)"
    ),
    "hooks-that-raise": fault(
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
    "exit-handler-that-hangs": fault(
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
    "input": fault(
        "A question to somebody who is not there.", "input('your name? ')", "StdinNotImplemented"
    ),
    "password": fault(
        "A question for a password.",
        "import getpass\ngetpass.getpass()",
        "StdinNotImplemented",
    ),
    "read-of-stdin": fault(
        "Reads of the standard input, by Python and past it.",
        """
        import os, sys
        print("read:", repr(os.read(0, 10)), repr(open("/dev/stdin").read()), sys.stdin.read())
        """,
        r"read: b'' ''",
    ),
    "bash-that-hangs": fault("A shell that sleeps.", "%%bash\nsleep 100", TIME, everywhere=True),
    "bash-that-leaves-a-daemon": fault(
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
    "daemon-that-listens": fault(
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

"""What is outside: other processes, the grader's files, the network, the system's calls."""

from __future__ import annotations

from textwrap import dedent

from tests.hostile.cheat import MARK
from tests.hostile.fault import DIED, fault

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


OUTSIDE = {
    "parent-killed": fault(
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
    "everybody-killed": fault(
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
    "signals-to-others": fault(
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
    "processes-of-others": fault(
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
    "secrets-read": fault(
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
    "environment-read": fault(
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
    "files-written-outside": fault(
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
    "package-opened-for-writing": fault(
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
    "files-left-behind": fault(
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
    "memory-left-behind": fault(
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
    "rights-regained": fault(
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
    "namespaces-and-mounts": fault(
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
    "other-processes-traced": fault(
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
    "wide-system-calls": fault(
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
    "sockets-to-anywhere": fault(
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
    "names-looked-up": fault(
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
    "devices-opened": fault(
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

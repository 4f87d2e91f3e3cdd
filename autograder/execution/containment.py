"""Levels of containment: what each needs, and how its processes are surrounded."""

from __future__ import annotations

import os
import shutil
import site
import sys
import sysconfig
from collections.abc import Iterator
from enum import IntEnum
from pathlib import Path

from autograder.execution.nursery import PACKAGE, Containment

VIEW = "/autograder"  # where the view stands inside a bubble
_ETC = (
    "ld.so.cache",
    "ld.so.conf",
    "ld.so.conf.d",
    "localtime",
    "fonts",
    "alternatives",
    "mime.types",
)
_PASSED_ON = ("LANG", "LC_ALL", "TZ", "KERAS_BACKEND", "OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE")
_CAPABILITIES = (
    "SYS_ADMIN",
    "NET_ADMIN",
    "SETUID",
    "SETGID",
    "SETPCAP",
    "CHOWN",
    "DAC_OVERRIDE",
    "KILL",
)


_SECRET_FOLDERS = (
    *("course", "solutions", "exercises", "tests", "docs"),
    *("submitted", "autograded", "feedback", ".autograder", ".git"),
)


class Level(IntEnum):
    """How submissions are contained; the better, the lower."""

    NAMESPACES = 1
    BUBBLE = 2
    IDS = 3
    TRUST = 4


def environment(home: str) -> dict[str, str]:
    """The environment of kernels: nothing of the grader's own but language and time zone."""
    passed_on = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
    return {
        "LANG": "C.UTF-8",
        **passed_on,
        "PATH": f"{Path(sys.executable).parent}:/usr/local/bin:/usr/bin:/bin",
        "HOME": home,
        "USER": "learner",
        "NBGRADER_EXECUTION": "autograde",
        "TF_CPP_MIN_LOG_LEVEL": "3",
        "TF_ENABLE_ONEDNN_OPTS": "0",
        "CUDA_VISIBLE_DEVICES": "-1",  # a fork could not use a device that its parent knows
        "OPENBLAS_NUM_THREADS": "1",  # a thread in the warm process would make forks unsafe
        "MPLBACKEND": "module://matplotlib_inline.backend_inline",
    }


def containment(level: Level, view: Path) -> Containment:
    """What surrounds the processes of a level on this machine; ``view`` is ``make_view``'s."""
    root = os.geteuid() == 0
    if level is Level.IDS:
        return Containment(
            command=(),
            view=str(view),
            environment=environment("/nonexistent"),
            forks=True,
            own_namespaces=False,
            user_namespace=False,
            own_id=True,
            loopback=False,
            private_tmp=False,
        )
    warm = level is Level.NAMESPACES
    return Containment(
        # subtle: a warm process ends when the grader hangs up. It must not end with the thread
        # that happened to start it, as it would if it were told to die with its parent.
        command=[*bubble(view, root=root), *([] if warm else ["--die-with-parent"]), "--"],
        view=VIEW,
        environment=environment("/tmp/home"),
        forks=warm,
        own_namespaces=warm,
        user_namespace=not root,
        own_id=root,
        loopback=True,
        private_tmp=True,
        kept=[str(path) for path in interpreter_folders() if path.is_relative_to("/tmp")],
    )


def bubble(view: Path, *, root: bool, disk_bytes: int = 256_000_000) -> list[str]:
    """The command line of bubblewrap: a read-only view of the system, and nothing else.

    Root takes no user namespace (nobody inside would be the real root), and keeps what it needs
    to give each kernel an id of its own.
    """
    size = str(disk_bytes)
    command = [shutil.which("bwrap") or "bwrap", "--new-session", "--as-pid-1"]
    command += ["--unshare-ipc", "--unshare-pid", "--unshare-net", "--unshare-uts"]
    command += ["--unshare-cgroup-try", "--hostname", "grading"]
    if root:
        command += ["--cap-drop", "ALL"]
        command += [word for name in _CAPABILITIES for word in ("--cap-add", f"CAP_{name}")]
    else:
        command += ["--unshare-user"]
    command += ["--ro-bind", "/usr", "/usr", "--proc", "/proc", "--dev", "/dev"]
    for name in ("bin", "sbin", "lib", "lib32", "lib64"):
        folder = Path("/", name)
        if folder.is_symlink():
            command += ["--symlink", str(folder.readlink()), str(folder)]
        elif folder.is_dir():
            command += ["--ro-bind", str(folder), str(folder)]
    command += ["--perms", "0755", "--dir", "/etc"]
    for name in _ETC:
        command += ["--ro-bind-try", f"/etc/{name}", f"/etc/{name}"]
    command += ["--size", size, "--perms", "1777", "--tmpfs", "/tmp", "--perms", "0755"]
    command += ["--dir", "/tmp/home", "--size", size, "--perms", "1777", "--tmpfs", "/dev/shm"]
    for path in interpreter_folders():
        command += [*_parents(path), "--ro-bind", str(path), str(path)]
    for hidden in _own_packages([Path("/usr"), *interpreter_folders()]):
        command += ["--tmpfs", str(hidden), "--remount-ro", str(hidden)]
    command += ["--ro-bind", str(view), VIEW, "--remount-ro", "/dev", "--remount-ro", "/"]
    return [*command, "--chdir", "/"]


def interpreter_folders() -> list[Path]:
    """Where this Python and its packages stand, outside of /usr; never the grader's own path."""
    prefixes = {sys.prefix, sys.exec_prefix, sys.base_prefix, sys.base_exec_prefix}
    wanted = [Path(prefix).resolve() for prefix in prefixes]
    wanted += [Path(sys.executable).resolve().parent.parent]
    outside = {path for path in wanted if not path.is_relative_to("/usr")}
    return sorted(p for p in outside if not any(o != p and p.is_relative_to(o) for o in outside))


def _parents(path: Path) -> Iterator[str]:
    """bwrap makes missing parents unreadable for others; make them one by one."""
    for parent in list(reversed(path.parents))[1:]:
        if parent != Path("/tmp"):
            yield from ("--perms", "0755", "--dir", str(parent))


def _own_packages(shown: list[Path]) -> list[Path]:
    """What is ours below the folders that are shown: the package with its bank, the course."""
    places = {sysconfig.get_path("purelib"), sysconfig.get_path("platlib"), *site.getsitepackages()}
    found = [Path(place).resolve() / name for place in places for name in ("autograder", "course")]
    found += [PACKAGE, *(PACKAGE.parent / name for name in _SECRET_FOLDERS)]
    return sorted({p for p in found if p.is_dir() and any(p.is_relative_to(s) for s in shown)})

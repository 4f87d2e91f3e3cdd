"""What a process gives up before it runs a stranger's code: Linux calls, in the order that works.

Everything here runs after the fork and before any thread starts. What cannot be given up raises:
the kernel does not start then.
"""

from __future__ import annotations

import contextlib
import ctypes
import fcntl
import os
import platform
import resource
import socket
import struct
import tarfile
from pathlib import Path
from typing import Any

_libc = ctypes.CDLL(None, use_errno=True)
_NEW = {"ns": 0x20000, "uts": 0x4000000, "ipc": 0x8000000, "user": 0x10000000, "pid": 0x20000000}
_NEWNET, _NEWCGROUP = 0x40000000, 0x02000000
_NOSUID, _NODEV, _NOEXEC, _REMOUNT = 2, 4, 8, 32
_BIND, _REC, _PRIVATE = 0x1000, 0x4000, 0x40000
_NO_NEW_PRIVS, _SECCOMP, _CAPBSET_DROP, _SUBREAPER = 38, 22, 24, 36


def _called(result: int, what: str) -> None:
    if result != 0:
        error = ctypes.get_errno()
        raise OSError(error, f"{what}: {os.strerror(error)}")


def _mount(kind: str, target: str, flags: int, options: str = "", source: str = "") -> None:
    result = _libc.mount(
        (source or kind).encode(), target.encode(), kind.encode(), flags, options.encode()
    )
    _called(result, f"mount {kind} on {target}")


def adopt_orphans() -> None:
    """Make this process the parent of whatever loses its own below it."""
    _called(_libc.prctl(_SUBREAPER, 1, 0, 0, 0), "subreaper")


def unshare(*, user: bool) -> None:
    """Leave the namespaces of the warm process; the next child is the first of its own.

    ``user`` takes a user namespace too, without which only root may take the others.
    """
    uid, gid = os.getuid(), os.getgid()
    flags = sum(flag for name, flag in _NEW.items() if user or name != "user")
    _called(_libc.unshare(flags | _NEWNET | _NEWCGROUP), "unshare")
    if user:
        Path("/proc/self/setgroups").write_text("deny")
        Path("/proc/self/uid_map").write_text(f"{uid} {uid} 1")
        Path("/proc/self/gid_map").write_text(f"{gid} {gid} 1")
    _mount("none", "/", _REC | _PRIVATE)


def private_places(spec: dict[str, Any]) -> None:
    """Give the process its own /tmp, /dev/shm and /proc; the rest of the world is read-only."""
    options = f"size={spec['disk_bytes']},nr_inodes={spec['disk_files']},mode=0755"
    kept = {path: os.open(path, os.O_PATH) for path in spec["kept"]}
    _mount("tmpfs", "/tmp", _NOSUID | _NODEV, options)
    for path, fd in kept.items():  # subtle: a Python below /tmp would vanish under the new one
        Path(path).mkdir(parents=True)
        _mount("none", path, _BIND | _REC, source=f"/proc/self/fd/{fd}")
        os.close(fd)
    for name in ("work", "home", "shm"):
        place = Path("/tmp", name)
        place.mkdir()
        if spec["uid"] is not None:
            os.chown(place, spec["uid"], spec["uid"])
    if spec["uid"] is not None:
        os.chown("/tmp", spec["uid"], spec["uid"])
    _mount("none", "/dev/shm", _BIND, source="/tmp/shm")
    _mount("proc", "/proc", _NOSUID | _NODEV | _NOEXEC)


def bound_files(spec: dict[str, Any]) -> None:
    """Bound the number of files in a /tmp that bubblewrap made; only root may."""
    options = f"size={spec['disk_bytes']},nr_inodes={spec['disk_files']}"
    with contextlib.suppress(OSError):
        _mount("tmpfs", "/tmp", _REMOUNT | _NOSUID | _NODEV, options)


def loopback_up() -> None:
    """Bring up the loopback device of a new network namespace: ipykernel listens on it."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as device:
        request = struct.pack("16sh14x", b"lo", 0x1 | 0x40)  # up, running
        fcntl.ioctl(device, 0x8914, request)


def drop_ids(uid: int | None) -> None:
    """Become a user that owns nothing, for good; and give up all capabilities."""
    if uid is not None:
        os.setgroups([])
        os.setresgid(uid, uid, uid)
        os.setresuid(uid, uid, uid)  # from root, this gives up the capabilities
        return
    for capability in range(64):
        if _libc.prctl(_CAPBSET_DROP, capability, 0, 0, 0) != 0:
            break
    header = struct.pack("Ii", 0x20080522, 0)
    with contextlib.suppress(OSError):  # nothing to drop is as good
        _called(_libc.capset(header, bytes(24)), "capset")


def limit(spec: dict[str, Any]) -> None:
    """Bound what one process may take; what all together take, the grader watches."""
    for name, most in (
        ("DATA", spec["memory_bytes"]),
        ("NPROC", spec["processes"]),
        ("NOFILE", spec["open_files"]),
        ("FSIZE", spec["disk_bytes"]),
        ("CPU", spec["cpu_seconds"]),
        ("CORE", 0),
        ("MSGQUEUE", 0),
        ("MEMLOCK", 65536),
    ):
        kind = getattr(resource, f"RLIMIT_{name}")
        hard = resource.getrlimit(kind)[1]
        most = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(kind, (most, most))


# Calls that a submission has no use for and that widen what it can reach, by their numbers.
_DENIED = {
    "x86_64": {
        **{"ptrace": 101, "syslog": 103, "pivot_root": 155, "chroot": 161, "acct": 163},
        **{"mount": 165, "umount2": 166, "swapon": 167, "swapoff": 168, "reboot": 169},
        **{"sethostname": 170, "setdomainname": 171, "init_module": 175, "delete_module": 176},
        **{"quotactl": 179, "add_key": 248, "request_key": 249, "keyctl": 250, "unshare": 272},
        **{"shmget": 29, "semget": 64, "msgget": 68, "mq_open": 240, "move_pages": 279},
        **{"perf_event_open": 298, "setns": 308, "fanotify_init": 300, "quotactl_fd": 443},
        **{"name_to_handle_at": 303, "open_by_handle_at": 304, "process_vm_readv": 310},
        **{"process_vm_writev": 311, "kcmp": 312, "finit_module": 313, "memfd_create": 319},
        **{"kexec_load": 246, "kexec_file_load": 320, "bpf": 321, "userfaultfd": 323},
        **{"io_uring_setup": 425, "io_uring_enter": 426, "io_uring_register": 427},
        **{"open_tree": 428, "move_mount": 429, "fsopen": 430, "fsconfig": 431, "fsmount": 432},
        **{"fspick": 433, "pidfd_getfd": 438, "mount_setattr": 442, "memfd_secret": 447},
    },
    "aarch64": {
        **{"ptrace": 117, "syslog": 116, "pivot_root": 41, "chroot": 51, "acct": 89},
        **{"mount": 40, "umount2": 39, "swapon": 224, "swapoff": 225, "reboot": 142},
        **{"sethostname": 161, "setdomainname": 162, "init_module": 105, "delete_module": 106},
        **{"quotactl": 60, "add_key": 217, "request_key": 218, "keyctl": 219, "unshare": 97},
        **{"shmget": 194, "semget": 190, "msgget": 186, "mq_open": 180, "move_pages": 239},
        **{"perf_event_open": 241, "setns": 268, "fanotify_init": 262, "quotactl_fd": 443},
        **{"name_to_handle_at": 264, "open_by_handle_at": 265, "process_vm_readv": 270},
        **{"process_vm_writev": 271, "kcmp": 272, "finit_module": 273, "memfd_create": 279},
        **{"kexec_load": 104, "kexec_file_load": 294, "bpf": 280, "userfaultfd": 282},
        **{"io_uring_setup": 425, "io_uring_enter": 426, "io_uring_register": 427},
        **{"open_tree": 428, "move_mount": 429, "fsopen": 430, "fsconfig": 431, "fsmount": 432},
        **{"fspick": 433, "pidfd_getfd": 438, "mount_setattr": 442, "memfd_secret": 447},
    },
}
_AUDIT = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
_SOCKET = {"x86_64": 41, "aarch64": 198}
_CLONE = {"x86_64": 56, "aarch64": 220}
_CLONE3 = 435
_UNIX, _INET, _INET6, _NETLINK = 1, 2, 10, 16
_LOAD, _JUMP_IF, _JUMP_IF_ANY, _JUMP_IF_ABOVE, _RETURN = 0x20, 0x15, 0x45, 0x35, 0x06
_ALLOW, _ERROR = 0x7FFF0000, 0x00050000
_EPERM, _ENOSYS, _EAFNOSUPPORT = 1, 38, 97
_NUMBER, _ARCHITECTURE, _FIRST_ARGUMENT = 0, 4, 16


def _step(code: int, value: int, yes: int = 0, no: int = 0) -> bytes:
    return struct.pack("HBBI", code, yes, no, value)


def deny_list(machine: str, *, network: bool) -> bytes:
    """The seccomp program: refuses calls by number, namespaces in ``clone``, odd sockets.

    ``network`` allows the usual families, which is harmless in an empty network namespace.

    Raises
    ------
    OSError
        For a processor whose numbers are not known here.
    """
    if machine not in _DENIED:
        raise OSError(f"no list of system calls for {machine}: expected {', '.join(_DENIED)}")
    # subtle: abstract unix sockets know no folders. Without a network namespace none may be made;
    # what asyncio and multiprocessing need are pairs, which this is not about.
    families = [_UNIX, _INET, _INET6, _NETLINK] if network else []
    steps = [
        _step(_LOAD, _ARCHITECTURE),
        _step(_JUMP_IF, _AUDIT[machine], 1, 0),
        _step(_RETURN, _ERROR | _EPERM),  # the calls of another architecture
        _step(_LOAD, _NUMBER),
        _step(_JUMP_IF_ABOVE, 0x40000000, 0, 1),  # x32
        _step(_RETURN, _ERROR | _ENOSYS),
        _step(_JUMP_IF, _CLONE3, 0, 1),  # subtle: only ENOSYS makes libc fall back on clone
        _step(_RETURN, _ERROR | _ENOSYS),
        _step(_JUMP_IF, _CLONE[machine], 0, 4),
        _step(_LOAD, _FIRST_ARGUMENT),
        _step(_JUMP_IF_ANY, sum(_NEW.values()) | _NEWNET | _NEWCGROUP, 0, 1),
        _step(_RETURN, _ERROR | _EPERM),
        _step(_RETURN, _ALLOW),
        _step(_JUMP_IF, _SOCKET[machine], 0, 3 + len(families)),
        _step(_LOAD, _FIRST_ARGUMENT),
        *(_step(_JUMP_IF, family, len(families) - n) for n, family in enumerate(families)),
        _step(_RETURN, _ERROR | _EAFNOSUPPORT),
        _step(_RETURN, _ALLOW),
    ]
    for number in sorted(_DENIED[machine].values()):
        steps += [_step(_JUMP_IF, number, 0, 1), _step(_RETURN, _ERROR | _EPERM)]
    return b"".join([*steps, _step(_RETURN, _ALLOW)])


def seccomp(*, network: bool) -> None:
    """Install the deny list for this process and all that come from it."""
    program = deny_list(platform.machine(), network=network)
    buffer = ctypes.create_string_buffer(program, len(program))
    holder = struct.pack("HxxxxxxP", len(program) // 8, ctypes.addressof(buffer))
    _called(_libc.prctl(_NO_NEW_PRIVS, 1, 0, 0, 0), "no_new_privs")
    _called(_libc.prctl(_SECCOMP, 2, holder, 0, 0), "seccomp")


def unpack(archive: int, place: Path, uid: int | None) -> None:
    """Put the files that were handed in beside the notebook into the work folder."""
    with os.fdopen(archive, "rb") as stream, tarfile.open(fileobj=stream, mode="r:") as files:
        files.extractall(place, filter="data")
    if uid is not None:
        for path in (place, *place.rglob("*")):
            os.chown(path, uid, uid)

"""All faults, by name."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from tests.hostile.fault import Fault
from tests.hostile.faults_bounds import ENDLESS, FLOODS, RESOURCES
from tests.hostile.faults_ends import ENDS
from tests.hostile.faults_messages import FORGED
from tests.hostile.faults_outside import OUTSIDE

FAULTS: Mapping[str, Fault] = MappingProxyType(
    {**ENDLESS, **RESOURCES, **FLOODS, **ENDS, **OUTSIDE, **FORGED}
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

"""Which level of containment this machine offers, found by trying; and kernels at that level."""

from __future__ import annotations

import os
import shutil
import stat
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from autograder.errors import MachineError, UsageError
from autograder.execution.containment import Level, containment
from autograder.execution.folders import own_folder
from autograder.execution.kernels import Kernels
from autograder.execution.limits import Limits
from autograder.execution.nursery import PACKAGE, Contained, make_view
from autograder.execution.trusted import Trusted

SANDBOXES = (Level.NAMESPACES, Level.BUBBLE, Level.IDS)


@dataclass(frozen=True, kw_only=True)
class Probe:
    """What came of trying a level: ``trouble`` and ``advice`` are empty where it works."""

    level: Level
    trouble: str = ""
    advice: str = ""

    @property
    def works(self) -> bool:
        """Whether submissions can be contained at this level."""
        return not self.trouble


@contextmanager
def open_kernels(level: Level, *, cwd: Path | None = None) -> Iterator[Kernels]:
    """Kernels at a level, until the block ends.

    Parameters
    ----------
    level : Level
    cwd : Path, optional
        Where trusted kernels work; contained ones have a place of their own.
    """
    with own_folder() as folder:
        view = make_view(folder / "view")
        kernels: Kernels
        if level is Level.TRUST:
            kernels = Trusted(view, folder, cwd)
        else:
            kernels = Contained(containment(level, view), folder)
        try:
            yield kernels
        finally:
            kernels.close()


def probe(level: Level, secret_places: Iterable[Path] = ()) -> Probe:
    """Try a level: start a kernel at it, and end it.

    Parameters
    ----------
    level : Level
    secret_places : paths
        What no submission may read. Only where kernels have no file system of their own does it
        matter whether others may read it.
    """
    trouble = _missing(level, secret_places)
    if trouble:
        return Probe(level=level, trouble=trouble[0], advice=trouble[1])
    try:
        with open_kernels(level) as kernels:
            kernels.start({}, Limits(), heavy=False).end()
    except (MachineError, OSError) as error:
        return Probe(level=level, trouble=str(error), advice=_advice(str(error)))
    return Probe(level=level)


def _missing(level: Level, secret_places: Iterable[Path]) -> tuple[str, str] | None:
    """What a level lacks at first sight, and what to do about it."""
    if sys.platform != "linux":
        return (
            f"this is {sys.platform}: submissions can be contained on Linux alone",
            "Grade in a Linux container or a virtual machine.",
        )
    if level is not Level.IDS:
        if shutil.which("bwrap") is None:
            return (
                "bubblewrap (the program bwrap) is not installed",
                "Install it: apt-get install bubblewrap, or dnf install bubblewrap.",
            )
        return None
    if os.geteuid() != 0:
        return ("only root can give each kernel an id of its own", "Run it as root.")
    for place in (PACKAGE, *secret_places):
        if _open_to_others(place):
            return (
                f"every user of this machine may read {place}, so submissions could, too",
                f"Close it, and keep Python and its packages elsewhere: chmod go-rwx {place}",
            )
    return None


def _open_to_others(place: Path) -> bool:
    """Whether users who are neither root nor the owner's group get into a folder."""
    folders = (place.resolve(), *place.resolve().parents)
    return place.exists() and all(folder.stat().st_mode & stat.S_IXOTH for folder in folders)


_ADVICE = (
    (
        ("setting up uid map", "RTM_NEWADDR"),
        "AppArmor restricts user namespaces here, as Ubuntu 24.04 does. Install the profile that "
        "lets bwrap have them: apt-get install apparmor-profiles, then ln -s "
        "/usr/share/apparmor/extra-profiles/bwrap-userns-restrict /etc/apparmor.d/ and "
        "apparmor_parser -r /etc/apparmor.d/bwrap-userns-restrict; or grade as root.",
    ),
    (
        ("namespace", "Operation not permitted", "unshare", "pivot_root"),
        "The system gives no new namespaces: user namespaces are switched off (sysctl "
        "user.max_user_namespaces, kernel.unprivileged_userns_clone), or this is a container. "
        "Switch them on, start the container with --security-opt seccomp=unconfined --cap-add "
        "SYS_ADMIN, or be root in it, with the course closed to other users.",
    ),
)


def _advice(trouble: str) -> str:
    return next((text for words, text in _ADVICE if any(word in trouble for word in words)), "")


@cache
def best_level(*secret_places: Path) -> Level:
    """The best level of containment that works here.

    Raises
    ------
    UsageError
        If none does: with the cause at each level, and the ways out.
    """
    probes = []
    for level in SANDBOXES:
        probes.append(probe(level, secret_places))
        if probes[-1].works:
            return level
    causes = "\n".join(f"  {p.level.name.lower()}: {p.trouble}. {p.advice}" for p in probes)
    raise UsageError(
        "Submissions cannot be contained on this machine, so they were not run:\n"
        f"{causes}\n"
        "If you trust every submission as you trust your own code, say --trust-submissions."
    )

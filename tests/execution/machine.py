"""Another machine, made of this one: an ordinary user's, or a plain container with root in it."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

REPOSITORY = Path(__file__).resolve().parents[2]


def on_machine(
    script: str,
    *arguments: str,
    user: int | None = None,
    contained: bool = False,
    seconds: float = 600,
) -> Any:
    """Run a script of this folder there; returns the JSON that it prints.

    Parameters
    ----------
    script : str
    user : int
        Who runs it there; root by default.
    contained : bool
        As in a plain container: no namespace can be made there, and the course is closed to all
        but root.
    seconds : float
        That it may take.
    """
    base = Path(sys.base_prefix).resolve()
    command = ["bwrap", "--ro-bind", "/usr", "/usr", "--ro-bind", "/etc", "/etc"]
    for name in ("bin", "sbin", "lib", "lib64"):
        if (folder := Path("/", name)).is_symlink():
            command += ["--symlink", str(folder.readlink()), str(folder)]
    command += ["--bind", "/proc", "/proc", "--dev-bind", "/dev", "/dev"]
    for shared in ("/tmp", "/var/tmp"):
        command += ["--perms", "1777", "--tmpfs", shared]
    if not base.is_relative_to("/usr"):
        command += [*_parents(base), "--ro-bind", str(base), str(base)]
    command += ["--perms", "0755", "--dir", "/opt", "--ro-bind", sys.prefix, "/opt/venv"]
    command += ["--perms", "0700" if contained else "0755", "--dir", "/srv"]
    command += ["--ro-bind", str(REPOSITORY), "/srv/repository"]
    if contained:
        command += ["--cap-drop", "CAP_SYS_ADMIN"]
    command += ["--setenv", "PYTHONPATH", "/srv/repository", "--setenv", "HOME", "/tmp", "--"]
    if user is not None:
        command += ["setpriv", "--reuid", str(user), "--regid", str(user), "--clear-groups"]
    command += ["/opt/venv/bin/python", f"/srv/repository/tests/execution/{script}", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=seconds)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


def _parents(path: Path) -> Iterator[str]:
    for parent in list(reversed(path.parents))[1:]:
        yield from ("--perms", "0755", "--dir", str(parent))

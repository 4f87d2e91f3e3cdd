"""The folder of a grader's own, for as long as it runs; a killed one's goes with the next start."""

from __future__ import annotations

import contextlib
import os
import shutil
import stat
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from filelock import FileLock, Timeout

PREFIX = "ag-"
YOUNG_SECONDS = 60  # a folder that another grader has just made may not be locked yet


@contextlib.contextmanager
def own_folder() -> Iterator[Path]:
    """Make a folder that is there until the block ends. Others may enter it, and not list it.

    First the folders of graders that were killed are removed.
    """
    remove_stale()
    folder = Path(tempfile.mkdtemp(prefix=PREFIX))
    folder.chmod(0o711)
    lock = _lock(folder)
    lock.acquire()
    try:
        yield folder
    finally:
        lock.release()
        remove(folder)


def remove_stale() -> None:
    """Remove own folders that nobody holds any more."""
    for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        with contextlib.suppress(OSError, Timeout):
            if _is_old_and_own(folder):
                _lock(folder).acquire(timeout=0).lock.release()
                remove(folder)


def remove(folder: Path) -> None:
    """Remove a folder with all that is in it, as far as that can be done."""
    if os.name == "posix":
        # subtle: not by Python, which would call itself once for each folder in a folder.
        command = ["rm", "-rf", "--", str(folder)]
        subprocess.run(command, check=False, stderr=subprocess.DEVNULL)
    else:
        shutil.rmtree(folder, ignore_errors=True)


def _lock(folder: Path) -> FileLock:
    """Held by a living grader alone, in whatever container it runs: the system lets go of it."""
    return FileLock(folder / "lock", mode=0o600, thread_local=False)


def _is_old_and_own(folder: Path) -> bool:
    """subtle: somebody else may have put a link there."""
    told = folder.lstat()
    own = os.name != "posix" or told.st_uid == os.geteuid()
    return stat.S_ISDIR(told.st_mode) and own and time.time() - told.st_mtime > YOUNG_SECONDS

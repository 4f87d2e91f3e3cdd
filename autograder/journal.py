"""A learner's own record: what was answered and when, one line of JSON each.

It lies in the work folder that ``autograder start`` filled, in ``progress/``; nothing sends it
anywhere. Lines are only ever appended, so a crash costs the last one at most.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

try:
    import fcntl
except ImportError:  # Windows, where one append is one write as well
    fcntl = None  # type: ignore[assignment]

MANIFEST = ".autograder-work.json"  # what a work folder is known by
FOLDER = "progress"


def work_folder(start: Path) -> Path | None:
    """The work folder that ``start`` lies in, if it lies in one."""
    for folder in (start, *start.parents):
        if (folder / MANIFEST).exists():
            return folder
    return None


def own_record(name: str) -> Path | None:
    """Where a record is kept, if this is a learner's work folder and nobody grades."""
    if os.environ.get("NBGRADER_EXECUTION"):
        return None
    try:
        folder = work_folder(Path.cwd())
    except OSError:
        return None
    return folder and folder / FOLDER / name


def append(path: Path, entry: Mapping[str, Any]) -> None:
    """Add one entry, in one write, so that two programs at once do not mix their lines.

    Parameters
    ----------
    path : Path
        Made where it is not there yet, with its folder.
    entry : mapping
        Plain data.

    Raises
    ------
    OSError
        If the disk is full, or the folder may not be written to.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    line = json.dumps(entry, ensure_ascii=False, separators=(",", ":")).encode()
    with path.open("ab+", buffering=0) as file:
        if fcntl is not None:  # another program may be in the middle of a line
            fcntl.flock(file, fcntl.LOCK_EX)
        # subtle: a line that a crash cut off must not swallow the one that follows it.
        torn = file.seek(0, os.SEEK_END) and not _ends_a_line(file)
        file.write((b"\n" if torn else b"") + line + b"\n")
        os.fsync(file.fileno())


def _ends_a_line(file: Any) -> bool:
    file.seek(-1, os.SEEK_END)
    return bool(file.read(1) == b"\n")


def entries(path: Path) -> Iterator[dict[str, Any]]:
    """All entries in order; lines that a crash cut off are passed over, a missing file is empty."""
    try:
        lines = path.read_bytes().split(b"\n")
    except FileNotFoundError:
        return
    for line in lines:
        try:
            entry = json.loads(line)
        except ValueError:
            continue
        if isinstance(entry, dict):
            yield entry

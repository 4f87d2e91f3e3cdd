"""The course's secret: the seed of functions' further inputs and of learners' own numbers."""

from __future__ import annotations

import os
import secrets
from contextlib import suppress
from pathlib import Path

STATE = ".autograder"  # what grading keeps beside the gradebook; never handed out


def state_folder(root: Path) -> Path:
    """The folder for what grading keeps in a course directory; it keeps itself out of git."""
    folder = root / STATE
    folder.mkdir(mode=0o700, exist_ok=True)
    ignore = folder / ".gitignore"
    if not ignore.exists():
        ignore.write_text("*\n")
    return folder


def course_secret(root: Path) -> str:
    """Read the course's secret; the first call makes it.

    Whoever knows it can tell which inputs functions will be called on. Without it a class
    cannot be marked again without running again, so keep it with the gradebook.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     course_secret(Path(folder)) == course_secret(Path(folder))
    True
    """
    path = state_folder(root) / "secret"
    with suppress(FileExistsError):
        # subtle: two runs may start at once; only one of them makes the file.
        aside = path.with_name(f"secret-{os.getpid()}-{secrets.token_hex(4)}")
        if not path.exists():
            with os.fdopen(
                os.open(aside, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w"
            ) as file:
                file.write(secrets.token_hex(32))
            try:
                os.link(aside, path)
            finally:
                aside.unlink()
    return path.read_text().strip()

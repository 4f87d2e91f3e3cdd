"""The traceback of an error: the learner's own frames, and the names of the others."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

from autograder.gradebook.feedback.text import plain

_CELL = re.compile(r"\s*(?:Cell In|Input In) ?\[(?P<count>\d{1,9})\](?P<rest>.*)")
_FILE = re.compile(r"\s*File (?P<quote>\"?)(?P<path>.+?)(?P=quote)(?P<rest>(?::\d+|, line ).*)")
_BETWEEN = re.compile(r"During handling of the above|The above exception was the direct cause")
_OURS = "autograder"


@dataclass(frozen=True, kw_only=True)
class Source:
    """Which cell of the page ran with an execution count, and whether the learner wrote it."""

    number: int
    own: bool


def own_frames(lines: list[str], cells: Mapping[int, Source]) -> str:
    """A traceback without frames of the autograder and of test cells; of files only the names.

    Parameters
    ----------
    lines : list of str
        As a kernel sends them, with a terminal's colours.
    cells : mapping
        By execution count.

    Examples
    --------
    >>> lines = ["Cell In[3], line 1", "----> 1 f(0)", "File ~/x/autograder/notebook.py:9"]
    >>> print(own_frames(lines, {3: Source(number=5, own=True)}))
    Cell 5, line 1
    ----> 1 f(0)
    """
    kept: list[str] = []
    showing = False
    for line in plain("\n".join(lines)).split("\n"):
        if cell := _CELL.fullmatch(line):
            source = cells.get(int(cell["count"]))
            showing = source is not None and source.own
            kept.extend([f"Cell {source.number}{cell['rest']}"] if source and showing else [])
        elif file := _FILE.fullmatch(line):
            showing = False
            kept.extend(_file(PurePosixPath(file["path"].replace("\\", "/")), file["rest"]))
        elif _BETWEEN.match(line):
            showing = False
            kept.extend(["", line, ""])
        elif showing:
            kept.append(line)
    return re.sub(r"\n{3,}", "\n\n", "\n".join(kept)).strip("\n")


def _file(path: PurePosixPath, rest: str) -> list[str]:
    """The line for a frame in a file: from the package on where it is installed, else its name."""
    parts = path.parts
    if _OURS in parts or path.name.startswith("<"):
        return []
    for folder in ("site-packages", "dist-packages"):
        if folder in parts:
            parts = parts[parts.index(folder) + 1 :]
            return [f"File {'/'.join(parts)}{rest}"]
    return [f"File {path.name}{rest}"]

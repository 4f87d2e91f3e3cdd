"""What submissions put out when they ran, kept by all that it depends on: nothing runs twice."""

from __future__ import annotations

import fnmatch
import hashlib
import json
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Any

import nbformat
from nbformat.notebooknode import NotebookNode

import autograder
from autograder.errors import SubmissionError
from autograder.execution.limits import MB, Limits
from autograder.execution.restore import is_graded, nbgrader_of
from autograder.execution.run import Fault, Inputs, Ran

MOST_FILES = 2_000
NOT_BESIDE = ("*.ipynb", ".autograder.json", "*.pyc")


@dataclass(frozen=True, kw_only=True)
class Work:
    """All that a run depends on: plain data in, plain data out, whenever and wherever."""

    notebook: NotebookNode
    files: Mapping[str, bytes]
    limits: Limits
    inputs: Mapping[str, Inputs]

    def key(self) -> str:
        """A hash of it all, and of the code that runs it."""
        cells = [
            [nbgrader_of(cell).get("grade_id"), is_graded(cell), cell.source]
            for cell in self.notebook.cells
            if cell.cell_type == "code"
        ]
        files = {name: hashlib.sha256(data).hexdigest() for name, data in self.files.items()}
        prints = {name: each.fingerprint for name, each in self.inputs.items()}
        data = [engine_hash(), cells, files, asdict(self.limits), prints]
        return hashlib.sha256(json.dumps(data, sort_keys=True).encode()).hexdigest()


@cache
def engine_hash() -> str:
    """A hash of the code that runs submissions: another engine, another run."""
    package = Path(autograder.__file__).parent
    digest = hashlib.sha256((package / "answers.py").read_bytes())
    for path in sorted((package / "execution").rglob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def files_beside(
    folder: Path, ignore: Iterable[str], most: int, most_files: int = MOST_FILES
) -> dict[str, bytes]:
    """What lies beside a notebook, by relative path; links are passed over.

    Raises
    ------
    SubmissionError
        If it is more than ``most`` bytes or ``most_files``, or has a name that is no text.
    """
    found: dict[str, bytes] = {}
    patterns, size = (*NOT_BESIDE, *ignore), 0
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder)
        hidden = any(fnmatch.fnmatch(part, each) for part in name.parts for each in patterns)
        if hidden or path.is_symlink() or not path.is_file():
            continue
        size += path.stat().st_size
        if size > most or len(found) >= most_files:
            raise SubmissionError(
                f"{folder}: beside the notebook lie more than {most / MB:,.0f} MB or "
                f"{most_files:,} files; a submission may have less."
            )
        if not str(name).isprintable():
            raise SubmissionError(f"{folder}: {str(name)!a} is no name for a file. Rename it.")
        found[name.as_posix()] = path.read_bytes()
    return found


class Runs:
    """The folder of kept runs."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    def path(self, key: str) -> Path:
        """Where a run is kept."""
        return self._folder / f"{key}.json"

    def forget(self, key: str) -> None:
        """Drop a run, so that it is made again."""
        self.path(key).unlink(missing_ok=True)

    def keep(self, key: str, ran: Ran) -> None:
        """Keep what a notebook put out; whole or not at all."""
        cells = [[c.outputs, c.execution_count] for c in _code_cells(ran.notebook)]
        data = {"cells": cells, "faults": [[fault.cell, fault.reason] for fault in ran.faults]}
        # subtle: two students may hand in the same, and both run at the same time.
        aside = self._folder / f"{key}-{secrets.token_hex(4)}.new"
        try:
            aside.write_text(json.dumps(data), encoding="utf-8")
            aside.replace(self.path(key))
        finally:
            aside.unlink(missing_ok=True)

    def find(self, key: str, notebook: NotebookNode) -> Ran | None:
        """A copy of ``notebook`` with what it put out when it ran, if it did.

        A run that was damaged on the disk is none.
        """
        ran = nbformat.from_dict(notebook)
        try:
            data: Any = json.loads(self.path(key).read_text(encoding="utf-8"))
            for cell, (outputs, count) in zip(_code_cells(ran), data["cells"], strict=True):
                cell.outputs, cell.execution_count = nbformat.from_dict(outputs), count
            faults = tuple(Fault(cell=cell, reason=reason) for cell, reason in data["faults"])
        except (OSError, ValueError, LookupError, TypeError):
            return None
        return Ran(notebook=ran, faults=faults)


def _code_cells(notebook: NotebookNode) -> list[NotebookNode]:
    return [cell for cell in notebook.cells if cell.cell_type == "code"]

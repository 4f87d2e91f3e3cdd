"""Read a notebook from disk; say what is wrong with a file that is none."""

from __future__ import annotations

import json
import warnings
from pathlib import Path
from typing import Any

import nbformat
from nbformat.notebooknode import NotebookNode

from autograder.errors import SubmissionError

FORMAT = 4  # of nbformat's major versions; older ones are brought to it
MOST_CELLS = 2_000  # an honest notebook has less than a hundred
SIZE_CAP = 50_000_000  # bytes; an honest submission has well under one megabyte


def read_notebook(path: Path) -> NotebookNode:
    """Read a notebook and bring it to the current format.

    Raises
    ------
    SubmissionError
        With a sentence that names the file, what was expected and what came.

    Examples
    --------
    >>> read_notebook(Path("no/such/file.ipynb"))
    Traceback (most recent call last):
    ...
    autograder.errors.SubmissionError: no/such/file.ipynb: there is no such file.
    """
    try:
        size = path.stat().st_size
        if size > SIZE_CAP:
            raise SubmissionError(
                f"{path}: the file has {size / 1e6:.0f} MB; a notebook of at most "
                f"{SIZE_CAP / 1e6:.0f} MB is expected. Clear its outputs and save it again."
            )
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise SubmissionError(f"{path}: there is no such file.") from None
    except IsADirectoryError:
        raise SubmissionError(f"{path}: this is a folder, not a notebook.") from None
    except UnicodeDecodeError:
        raise SubmissionError(f"{path}: this is not a text file, so not a notebook.") from None
    except OSError as error:
        raise SubmissionError(f"{path}: the file cannot be read ({error.strerror}).") from error
    return parse_notebook(text, str(path))


def parse_notebook(text: str, name: str) -> NotebookNode:
    """Make a notebook of JSON text; ``SubmissionError`` calls it ``name``."""
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):  # subtle: a number of 5,000 digits is a ValueError
        start = text.strip()[:40].replace("\n", " ")
        came = f"it begins with {start!r}" if start else "it is empty"
        raise SubmissionError(
            f"{name}: this is not a notebook (a notebook is JSON; {came}). "
            "Open it in Jupyter and save it again, or download it as .ipynb."
        ) from None
    version = data.get("nbformat") if isinstance(data, dict) else None
    if type(version) is not int:
        raise SubmissionError(
            f"{name}: this is JSON, but not a notebook: it has no 'nbformat'. "
            "Hand in the .ipynb file itself."
        )
    if version > FORMAT:
        raise SubmissionError(
            f"{name}: this notebook has format {version}; at most {FORMAT} is expected. "
            "Save it with the version of Jupyter that the course uses."
        )
    try:
        with warnings.catch_warnings():  # of cell ids, which `restore` puts right
            warnings.simplefilter("ignore")
            notebook: NotebookNode = nbformat.reads(text, as_version=FORMAT)
            notebook = nbformat.v4.upgrade(notebook)  # gives ids to cells that have none
        if len(notebook.cells) > MOST_CELLS:
            raise ValueError(
                f"it has {len(notebook.cells):,} cells; at most {MOST_CELLS:,} are read"
            )
        for number, cell in enumerate(notebook.cells, start=1):
            _require_cell(cell, number)
    except Exception as error:
        raise SubmissionError(
            f"{name}: this notebook cannot be read ({type(error).__name__}: {str(error)[:120]}). "
            "Open it in Jupyter and save it again."
        ) from error
    return notebook


def _require_cell(cell: Any, number: int) -> None:
    kind, source = cell.get("cell_type"), cell.get("source")
    if kind not in ("code", "markdown", "raw"):
        raise ValueError(f"cell {number} is of type {kind!r}; code, markdown or raw is expected")
    if not isinstance(source, str):
        raise ValueError(f"cell {number} has the source {source!r}; a text is expected")
    if not isinstance(cell.get("metadata"), dict):
        raise ValueError(f"cell {number} has no metadata; a dict is expected")
    source.encode("utf-8")  # subtle: JSON can hold half a character, a file cannot

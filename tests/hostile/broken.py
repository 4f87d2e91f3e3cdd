"""Files that are broken: what is handed in and is no notebook, or hardly one."""

from __future__ import annotations

import copy
import json
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

import nbformat
from nbformat.notebooknode import NotebookNode
from nbformat.v4 import new_markdown_cell, new_output

from tests.hostile.cheat import RECALL, cell_of
from tests.hostile.fault import MB


@dataclass(frozen=True, kw_only=True)
class Broken:
    """A file that was handed in, and is not as it should be.

    Attributes
    ----------
    about : str
    write : callable
        Writes it, given an honest submission and the path of the notebook.
    reason : str
        A pattern of why it is not graded; empty where it must be graded all the same, and then
        every honest answer in it counts. A pattern that fits no text as well leaves it open.
    """

    about: str
    write: Callable[[NotebookNode, Path], object]
    reason: str = ""


def _bytes(content: bytes) -> Callable[[NotebookNode, Path], object]:
    return lambda notebook, path: path.write_bytes(content)


def _changed(change: Callable[[NotebookNode], object]) -> Callable[[NotebookNode, Path], object]:
    def write(notebook: NotebookNode, path: Path) -> None:
        changed = copy.deepcopy(notebook)
        change(changed)
        path.write_text(json.dumps(changed), encoding="utf-8")

    return write


def _text(change: Callable[[str], str | bytes]) -> Callable[[NotebookNode, Path], object]:
    def write(notebook: NotebookNode, path: Path) -> None:
        text = change(json.dumps(notebook))
        path.write_bytes(text if isinstance(text, bytes) else text.encode())

    return write


def _beside(change: Callable[[Path], object]) -> Callable[[NotebookNode, Path], object]:
    def write(notebook: NotebookNode, path: Path) -> None:
        path.write_text(json.dumps(notebook), encoding="utf-8")
        change(path.parent)

    return write


def _of_size(size: int) -> Callable[[NotebookNode, Path], object]:
    def write(notebook: NotebookNode) -> None:
        cell_of(notebook, RECALL).outputs = [
            new_output("stream", name="stdout", text="x" * size),
        ]

    return _changed(write)


def _old_format(notebook: NotebookNode, path: Path) -> None:
    path.write_text(json.dumps(nbformat.convert(copy.deepcopy(notebook), 3)), encoding="utf-8")


def _same_ids(notebook: NotebookNode) -> None:
    for cell in notebook.cells:
        cell["id"] = "same"


def _no_ids(notebook: NotebookNode) -> None:
    for cell in notebook.cells:
        del cell["id"]
    notebook["nbformat_minor"] = 4


def _odd_ids(notebook: NotebookNode) -> None:
    for number, cell in enumerate(notebook.cells):
        cell["id"] = "x" * 1000 + f"/../{number}"


def _kernel(**spec: object) -> Callable[[NotebookNode], None]:
    return lambda notebook: notebook.metadata.update(kernelspec=spec)


def _sparse(folder: Path) -> None:
    with (folder / "large.bin").open("wb") as file:
        file.truncate(300 * MB)


def _many_files(folder: Path) -> None:
    for number in range(2000):
        (folder / f"{number}.txt").touch()


_NOTHING = r"this is not a notebook \(a notebook is JSON"
_READ = r"this notebook cannot be read"

BROKEN: Mapping[str, Broken] = MappingProxyType(
    {
        "page": Broken(about="A web page.", write=_bytes(b"<html>"), reason=_NOTHING),
        "empty": Broken(about="An empty file.", write=_bytes(b""), reason="it is empty"),
        "half": Broken(
            about="The first half of a notebook.",
            write=_text(lambda text: text[: len(text) // 2]),
            reason=_NOTHING,
        ),
        "archive": Broken(
            about="An archive.", write=_bytes(b"PK\x03\x04\xff\xfe\x00"), reason="not a text file"
        ),
        "two-bytes-a-character": Broken(
            about="A notebook in UTF-16.",
            write=_text(lambda text: text.encode("utf-16")),
            reason="not a text file",
        ),
        "byte-order-mark": Broken(
            about="A notebook behind a byte order mark, as some editors write it.",
            write=_text(lambda text: b"\xef\xbb\xbf" + text.encode()),
            reason=f"^$|{_NOTHING}",  # Jupyter does not open it either
        ),
        "list": Broken(about="JSON of another kind.", write=_bytes(b"[1, 2]"), reason="nbformat"),
        "record": Broken(about="JSON, no notebook.", write=_bytes(b'{"a": 1}'), reason="nbformat"),
        "nested-without-end": Broken(
            about="JSON nested a hundred thousand times.",
            write=_bytes(b"[" * 100_000),
            reason=_NOTHING,
        ),
        "number-of-many-digits": Broken(
            about="A number of five thousand digits.",
            write=_bytes(b'{"nbformat": ' + b"9" * 5000 + b"}"),
            reason="(not a notebook|nbformat|format)",
        ),
        "hundred-megabytes": Broken(
            about="A notebook of a hundred megabytes.",
            write=_of_size(100 * MB),
            reason=r"100 MB; a notebook of at most \d+ MB",
        ),
        "forty-megabytes": Broken(
            about="A notebook with outputs of forty megabytes, which is allowed.",
            write=_of_size(40 * MB),
        ),
        "thousands-of-cells": Broken(
            about="Five thousand empty texts.",
            write=_changed(
                lambda notebook: notebook.cells.extend(
                    new_markdown_cell("", id=f"own-{number}") for number in range(5000)
                )
            ),
            reason="cells; at most 2,000 are read",
        ),
        "version-99": Broken(
            about="A version that nobody knows.",
            write=_changed(lambda notebook: notebook.update(nbformat=99)),
            reason="format 99",
        ),
        "version-0": Broken(
            about="A version before the first.",
            write=_changed(lambda notebook: notebook.update(nbformat=-1)),
            reason=_READ,
        ),
        "version-in-letters": Broken(
            about="A version that is no number.",
            write=_changed(lambda notebook: notebook.update(nbformat="four")),
            reason="nbformat",
        ),
        "version-3": Broken(about="The format of years ago.", write=_old_format),
        "same-ids": Broken(about="One id for all cells.", write=_changed(_same_ids)),
        "no-ids": Broken(about="Cells without ids.", write=_changed(_no_ids)),
        "odd-ids": Broken(
            about="Ids of a thousand characters.",
            write=_changed(_odd_ids),
            reason="^$|Open the notebook",
        ),
        "same-grade-ids": Broken(
            about="Each cell twice.",
            write=_changed(lambda notebook: notebook.cells.extend(copy.deepcopy(notebook.cells))),
        ),
        "no-kernel": Broken(
            about="No word of a kernel.",
            write=_changed(lambda notebook: notebook.metadata.clear()),
        ),
        "missing-kernel": Broken(
            about="A kernel that is not installed.",
            write=_changed(_kernel(name="no-such-kernel", display_name="None")),
        ),
        "odd-kernel": Broken(
            about="A kernel whose name is a path.",
            write=_changed(_kernel(name="../../../../etc/passwd", display_name="")),
        ),
        "kernel-that-is-none": Broken(
            about="A kernel whose name is a list.",
            write=_changed(_kernel(name=["a"], display_name=["a"])),
            reason="^$|Open the notebook",
        ),
        "another-language": Broken(
            about="A notebook that says that it is R.",
            write=_changed(
                lambda notebook: notebook.metadata.update(
                    kernelspec={"name": "ir", "display_name": "R", "language": "R"},
                    language_info={"name": "R"},
                )
            ),
        ),
        "cells-that-are-none": Broken(
            about="Cells that are no cells.",
            write=_changed(lambda notebook: notebook.update(cells=[None, 7, []])),
            reason=_READ,
        ),
        "cell-of-an-unknown-type": Broken(
            about="A cell of a type that nobody knows.",
            write=_changed(lambda notebook: notebook.cells[3].update(cell_type="video")),
            reason="'video'",
        ),
        "cell-without-a-source": Broken(
            about="A cell whose source is a number.",
            write=_changed(lambda notebook: notebook.cells[4].update(source=7)),
            reason=_READ,
        ),
        "half-a-character": Broken(
            about="A text with half a character.",
            write=_changed(lambda notebook: notebook.cells[3].update(source="\ud800")),
            reason=_READ,
        ),
        "outputs-that-are-none": Broken(
            about="Outputs that are no outputs.",
            write=_changed(lambda notebook: cell_of(notebook, RECALL).update(outputs=[None, 7])),
            reason=_READ,
        ),
        "another-assignment": Broken(
            about="None of the assignment's cells.",
            write=_changed(lambda notebook: notebook.update(cells=[])),
            reason="belongs to another assignment",
        ),
        "folder": Broken(
            about="A folder of the notebook's name.",
            write=lambda notebook, path: path.mkdir(),
            reason="this is a folder",
        ),
        "link": Broken(
            about="A link in the notebook's place.",
            write=lambda notebook, path: path.symlink_to("/etc/passwd"),
            reason="this is a link",
        ),
        "links-beside": Broken(
            about="A folder full of links to /etc.",
            write=_beside(
                lambda folder: [
                    (folder / f"link-{number}").symlink_to("/etc") for number in range(200)
                ]
            ),
            reason="this is a link",
        ),
        "pipe": Broken(
            about="A named pipe in the notebook's place, on which a reader waits for ever.",
            write=lambda notebook, path: os.mkfifo(path),
            reason="(not a file|is no file|not a notebook|pipe)",
        ),
        "pipe-beside": Broken(
            about="A named pipe beside the notebook.",
            write=_beside(lambda folder: os.mkfifo(folder / "data.csv")),
            reason="^$|pipe",
        ),
        "name-that-is-no-text": Broken(
            about="A file beside the notebook whose name is no text.",
            write=_beside(lambda folder: Path(os.fsdecode(os.fsencode(folder) + b"/\xff")).touch()),
            reason="^$|name",
        ),
        "large-file-beside": Broken(
            about="A file of three hundred megabytes beside the notebook.",
            write=_beside(_sparse),
            reason="(MB|large|disk)",
        ),
        "many-files-beside": Broken(
            about="Two thousand files beside the notebook.", write=_beside(_many_files)
        ),
    }
)

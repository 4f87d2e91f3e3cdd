"""What is kept of a cell's outputs: known kinds of data, of bounded size, and no scripts."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from typing import Any

import nbformat
from nbformat.notebooknode import NotebookNode

from autograder import answers

LEAST = 100  # characters that every output counts for, so that there are not too many
PICTURE_BYTES = 3_000_000  # of base64; a figure has a tenth of that
_TEXTS = ("text/plain", "text/html", "text/markdown", "text/latex")
_PICTURES = ("image/png", "image/jpeg")


def new_output(kind: str, **fields: Any) -> NotebookNode:
    """An output of a cell. subtle: nbformat's own maker validates, which takes milliseconds."""
    output: NotebookNode = nbformat.from_dict({"output_type": kind, **fields})
    return output


def display(data: Mapping[str, Any], **metadata: Any) -> NotebookNode:
    """An output that shows something."""
    return new_output("display_data", data=data, metadata=metadata)


def error_output(reason: str) -> NotebookNode:
    """The output of a cell that was stopped."""
    return new_output("error", ename="Stopped", evalue=reason, traceback=[reason])


def clean(notebook: NotebookNode, cap: int) -> None:
    """Keep of each cell's outputs what a reader needs, in place.

    Text up to ``cap`` characters a cell, what was printed in pieces joined; pictures; the record
    of an answer, whatever else there is. Scripts, widgets, metadata and unknown kinds of data are
    dropped.
    """
    for cell in notebook.cells:
        if cell.cell_type != "code":
            continue
        left, kept, decided = cap, [], False
        for output in _joined(map(_known, cell.outputs)):
            is_record = answers.MIME in output.get("data", {})
            is_first = _decides(output) and not decided
            decided = decided or is_first
            if left > 0 or is_record or is_first:
                room = cap if is_record else max(left, LEAST) if is_first else left
                left -= _shorten(output, room, cap)
                kept.append(output)
        cell.outputs = kept
        cell.execution_count = _whole(cell.execution_count)


def _joined(outputs: Iterable[NotebookNode]) -> Iterator[NotebookNode]:
    """What was printed in one go as one output: a busy kernel sends one line in pieces."""

    def stream(output: NotebookNode) -> str | None:
        return output.name if output.output_type == "stream" else None

    for name, run in groupby(outputs, key=stream):
        if name is None:
            yield from run
        else:
            yield new_output("stream", name=name, text="".join(output.text for output in run))


def _decides(output: NotebookNode) -> bool:
    """Whether nbgrader takes the points of a classic test cell from it, if it is the first."""
    kind = output.output_type
    return kind in {"error", "execute_result"} or (kind == "stream" and output.name == "stderr")


def _known(output: NotebookNode) -> NotebookNode:
    """An output without metadata and with data of known kinds alone, all of them texts."""
    if output.output_type == "stream":
        return new_output("stream", name=str(output.name), text=_text(output.text))
    if output.output_type == "error":
        lines = [_text(line) for line in _listed(output.traceback)]
        name, value = _text(output.ename), _text(output.evalue)
        return new_output("error", ename=name, evalue=value, traceback=lines)
    kinds = output.get("data", {})
    data: dict[str, Any] = {kind: _text(kinds[kind]) for kind in _TEXTS if kind in kinds}
    for kind in _PICTURES:
        if isinstance(kinds.get(kind), str):
            fits = len(kinds[kind]) <= PICTURE_BYTES
            data |= {kind: kinds[kind]} if fits else {"text/plain": "(a picture too large to keep)"}
    if isinstance(kinds.get(answers.MIME), dict):
        data[answers.MIME] = _record(kinds[answers.MIME])
    if output.output_type != "execute_result":
        return display(data)
    count = _whole(output.get("execution_count"))
    return new_output("execute_result", data=data, metadata={}, execution_count=count)


def _whole(count: Any) -> int | None:
    return count if type(count) is int and count >= 0 else None


def _record(bundle: dict[str, Any]) -> dict[str, Any]:
    """A record that a file can hold: no half characters, and no more than is read of it."""
    text = json.dumps(bundle, ensure_ascii=False).encode("utf-8", "replace")
    if len(text) <= 2 * answers.SIZE_CAP:
        kept: dict[str, Any] = json.loads(text)
        return kept
    what = answers.Unsupported("an answer too large to keep")
    return {
        "version": answers.VERSION,
        "question": _text(bundle.get("question"))[:100],
        "answer": answers.encode(what),
    }


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _text(value: Any) -> str:
    """A text that a file can hold, of what should be a text."""
    text = "".join(map(str, value)) if isinstance(value, list) else str(value)
    return text.encode("utf-8", "replace").decode("utf-8")


def _shorten(output: NotebookNode, room: int, cap: int) -> int:
    """Cut the texts of one output to ``room``, in place; returns what it takes up."""

    def cut(text: str) -> str:
        if len(text) <= room:
            return text
        return text[:room] + f"\n... cut off after {cap:,} characters"

    if output.output_type == "stream":
        output.text = cut(output.text)
        return max(LEAST, len(output.text))
    if output.output_type == "error":
        output.evalue, output.traceback = cut(output.evalue), [cut("\n".join(output.traceback))]
        return max(LEAST, len(output.traceback[0]))
    texts = {k: v for k, v in output.data.items() if k.startswith("text/")}
    output.data.update({kind: cut(text) for kind, text in texts.items()})
    return max(LEAST, sum(map(len, texts.values())))

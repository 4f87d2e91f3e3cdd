"""The figures of lesson 2: a lookup, tensors in blocks, the ladder of layers, tables."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from matplotlib import rc_context
from matplotlib.axes import Axes
from numpy.typing import ArrayLike

from course.figures.canvas import (
    COLOURS,
    GREY,
    INK,
    STYLE,
    VERMILION,
    WIDTH,
    Corner,
    Figure,
    canvas,
    chip,
    fill,
    grid,
    write,
)


def lookup(table: ArrayLike, ids: Sequence[int]) -> Figure:
    """Show how each id picks one row of a table.

    Parameters
    ----------
    table : array of shape (vocab_size, output_dim)
    ids : sequence of int, each from 0 to ``vocab_size - 1``

    Raises
    ------
    ValueError
        If an id names no row of the table.
    """
    rows = np.asarray(table, dtype=float)
    vocab_size, width = rows.shape
    if not all(0 <= i < vocab_size for i in ids):
        raise ValueError(f"ids must lie in [0, {vocab_size}), got {list(ids)}")
    cell, high = 1.5 / width, 0.36
    left, right = 0.62, WIDTH - 0.18 - width * cell
    top, tall = 1.15, max(vocab_size, len(ids))
    start = top + (tall - vocab_size) * high / 2
    with rc_context(STYLE):
        title = f"Table {rows.shape}, ids {(len(ids),)}: output {(len(ids), width)}"
        drawing, axes = canvas(top + tall * high + 0.3, title)
        for x, word in ((left + width * cell / 2, "table"), (right + width * cell / 2, "output")):
            write(axes, x, top - 0.42, word, ha="center", weight="bold")
            write(axes, x, top - 0.18, f"{width} columns", ha="center", color=GREY, size=9.5)
        write(axes, right - 0.34, top - 0.42, "ids", ha="center", weight="bold")
        _rows(axes, (left, start), rows, range(vocab_size), cell, high)
        for row in range(vocab_size):
            write(axes, left - 0.08, start + (row + 0.5) * high, f"row {row}", "right", size=9.5)
        _rows(axes, (right, top), rows, ids, cell, high)
        for step, i in enumerate(ids):
            y, colour = top + (step + 0.5) * high, COLOURS[i % len(COLOURS)]
            begin, end = left + width * cell, right - 0.52
            axes.plot([begin, end], [start + (i + 0.5) * high, y], color=colour, linewidth=1.4)
            write(axes, right - 0.34, y, str(i), ha="center", weight="bold")
            axes.plot(right - 0.08, y, marker=">", color=colour, markersize=5)
    picked = ", ".join(f"id {i} gives row {i}" for i in ids)
    alt = (
        f"A table of {vocab_size} rows and {width} columns. In order: {picked}. The output has "
        f"{len(ids)} rows and {width} columns: shape ({len(ids)}, {width})."
    )
    caption = "An id is a row number. The output holds a copy of one row for each id, in order."
    return Figure(alt=alt, caption=caption, drawing=drawing)


def _rows(
    axes: Axes, corner: Corner, table: Any, ids: Sequence[int], cell: float, high: float
) -> None:
    """Draw the named rows of a table, one under the other, with their numbers."""
    x, y = corner
    decimals = max(len(f"{value:g}".partition(".")[2]) for value in table.flat)
    for place, row in enumerate(ids):
        fill(axes, (x, y + place * high), (table.shape[1] * cell, high), row)
        for column, value in enumerate(table[row]):
            chip(axes, x + (column + 0.5) * cell, y + (place + 0.5) * high, f"{value:.{decimals}f}")
    grid(axes, corner, (len(ids), table.shape[1]), (cell, high))


def tensor_blocks(ids: Sequence[Sequence[int]], output_dim: int) -> Figure:
    """Show ids of shape (batch, time), and the vectors that an Embedding makes of them.

    Parameters
    ----------
    ids : sequence of sequences of int, shape (batch, time)
    output_dim : int
        Numbers in one vector.
    """
    batch, time = np.asarray(ids).shape
    cell, high, left = 3.85 / output_dim, 0.24, 0.98
    top, first = 0.98, 0.98 + batch * 0.34 + 0.95
    step, block = time * high + 0.55, (output_dim * cell, time * high)
    shapes = f"{(batch, time)}", f"{(batch, time, output_dim)}"
    with rc_context(STYLE):
        drawing, axes = canvas(first + batch * step - 0.1, f"{shapes[0]} in, {shapes[1]} out")
        write(axes, left, top - 0.2, f"ids: batch {batch} × time {time}", weight="bold")
        words = f"vectors: batch {batch} × time {time} × width {output_dim}"
        write(axes, left, first - 0.5, words, weight="bold")
        for text, row in enumerate(ids):
            y, place = first + text * step, top + text * 0.34
            fill(axes, (left, place), (time * 0.5, 0.34), text)
            fill(axes, (left, y), block, text)
            grid(axes, (left, y), (time, output_dim), (cell, high))
            write(axes, left, y - 0.17, f"{output_dim} numbers for each id", color=GREY, size=9.5)
            write(axes, left - 0.1, place + 0.17, f"text {text}", "right", size=9.5)
            write(axes, left - 0.9, y - 0.17, f"text {text}", size=9.5)
            for j, i in enumerate(row):
                chip(axes, left + (j + 0.5) * 0.5, place + 0.17, str(i))
                write(axes, left - 0.1, y + (j + 0.5) * high, f"id {i}", "right", size=9.5)
        grid(axes, (left, top), (batch, time), (0.5, 0.34))
    alt = (
        f"Above, a grid of ids of shape {shapes[0]}: batch {batch}, time {time}. Below, {batch} "
        f"blocks of {time} rows and {output_dim} columns, one block for each text, one row for "
        f"each id: together shape {shapes[1]}."
    )
    caption = "The old axes stay, in their order. Each id became a row: its width is the new axis."
    return Figure(alt=alt, caption=caption, drawing=drawing)


def layer_ladder(ids: Sequence[int], rungs: Mapping[str, Sequence[int]]) -> Figure:
    """Show the shape after each layer, as the block of numbers that one text has there.

    Parameters
    ----------
    ids : shape of the ids, (batch, time)
    rungs : mapping of a layer's label to the shape after it
        (batch, time, width), or (batch, width) where the time axis is gone.
    """
    blocks = {"ids": (tuple(ids), ids[1], 1)}
    for label, shape in rungs.items():
        blocks[label] = (tuple(shape), shape[1] if len(shape) == 3 else 1, shape[-1])
    cell, high = 4.6 / max(columns for _, _, columns in blocks.values()), 0.13
    with rc_context(STYLE):
        tall = 0.55 + sum(0.62 + rows * high for _, rows, _ in blocks.values())
        drawing, axes = canvas(tall, f"The layer ladder: one of {ids[0]} texts")
        y = 0.72
        for label, (shape, rows, columns) in blocks.items():
            gone = label != "ids" and len(shape) == 2
            write(axes, 0.2, y, label, weight="bold")
            write(axes, WIDTH - 0.2, y, f"{shape}", "right", family="monospace")
            fill(axes, (0.2, y + 0.17), (columns * cell, rows * high), int(gone))
            grid(axes, (0.2, y + 0.17), (rows, columns), (cell, high))
            if columns * cell < 3.0:
                words = f"one row of {columns}" if gone else f"{rows} positions × {columns}"
                place = (0.32 + columns * cell, y + 0.17 + rows * high / 2)
                write(axes, *place, words, color=GREY, size=9.5)
            y += rows * high + 0.62
    steps = "; ".join(f"{label}: {shape}" for label, (shape, _, _) in blocks.items())
    alt = f"The shape after each layer, drawn as the block of numbers of one text. {steps}."
    caption = (
        "Each rung below the Embedding starts from its output; one with “…” goes on from the rung "
        "above. Plain blue: the time axis is still there. Hatched orange: it is gone."
    )
    return Figure(alt=alt, caption=caption, drawing=drawing)


def swapped_tables(vocab_size: int, output_dim: int, ids: Sequence[int]) -> Figure:
    """Show a table and its swapped twin: equal areas, different ids.

    Parameters
    ----------
    vocab_size, output_dim : int
        Rows and columns of the right table; of the swapped one the other way round.
    ids : sequence of int
        Ids to mark as found or missing in either table.
    """
    ends, top = max(vocab_size, output_dim), 1.35
    scale = 2.4 / ends
    tables = {"right": (vocab_size, output_dim), "swapped": (output_dim, vocab_size)}
    with rc_context(STYLE):
        title = f"Equal areas: {vocab_size * output_dim:,} numbers in each table"
        drawing, axes = canvas(6.35, title)
        for kind, (name, (rows, columns)) in enumerate(tables.items()):
            x = 0.75 + kind * 1.4
            fill(axes, (x, top), (columns * scale, rows * scale), kind)
            write(axes, x, top - 0.5, f"{name}:", weight="bold")
            write(axes, x, top - 0.24, f"{rows} × {columns}", weight="bold")
        write(axes, 2.15, top + 0.6, "down: one row for each id", color=GREY, size=9.5)
        write(axes, 2.15, top + 0.85, "across: the numbers in a row", color=GREY, size=9.5)
        for kind, (name, (rows, _)) in enumerate(tables.items()):
            _admitted(axes, 4.5 + kind * 1.0, f"{name}: ids 0 to {rows - 1}", ids, rows, ends, kind)
        key = "circle: the id has a row     cross: no such row"
        write(axes, WIDTH / 2, 6.1, key, ha="center", color=GREY, size=9.5)
    found = {name: [i for i in ids if 0 <= i < rows] for name, (rows, _) in tables.items()}
    alt = (
        f"Two rectangles of equal area, {vocab_size * output_dim:,} numbers each. Right table: "
        f"{vocab_size} rows of {output_dim}; of the ids {list(ids)} it has {found['right']}. "
        f"Swapped table: {output_dim} rows of {vocab_size}; it has {found['swapped']}."
    )
    caption = "Counting weights cannot tell the two apart. The ids that each admits can."
    return Figure(alt=alt, caption=caption, drawing=drawing)


def _admitted(
    axes: Axes, y: float, words: str, ids: Sequence[int], rows: int, ends: int, kind: int
) -> None:
    """Draw the number line of the ids: a bar where there are rows, a mark for each id."""
    left, wide = 0.4, 4.2
    write(axes, left, y - 0.3, words, weight="bold", size=9.5)
    missing = ", ".join(str(i) for i in ids if not 0 <= i < rows)
    verdict = f"missing: {missing}" if missing else "none is missing"
    write(axes, left + wide, y - 0.3, verdict, "right", size=9.5)
    axes.plot([left, left + wide], [y, y], color=GREY, linewidth=0.8)
    write(axes, left - 0.08, y, "0", "right", color=GREY, size=8.5)
    write(axes, left + wide + 0.05, y, str(ends - 1), color=GREY, size=8.5)
    fill(axes, (left, y - 0.1), (wide * rows / ends, 0.2), kind)
    for i in ids:
        x = left + min(max(i, 0), ends) / ends * wide
        if 0 <= i < rows:
            axes.plot(x, y, marker="o", markersize=6, color=INK)
        else:
            axes.plot(x, y + 0.2, marker="x", markersize=7, markeredgewidth=2, color=VERMILION)


def parameter_area(counts: Mapping[str, int]) -> Figure:
    """Show numbers of parameters as squares of that area.

    Parameters
    ----------
    counts : mapping of a label to a positive int
    """
    total, most = sum(counts.values()), max(counts.values())
    sides = {label: 2.4 * math.sqrt(count / most) for label, count in counts.items()}
    with rc_context(STYLE):
        height = 0.7 + sum(max(side, 0.12) + 0.62 for side in sides.values())
        drawing, axes = canvas(height, f"{total:,} parameters, drawn to scale")
        y = 0.78
        for kind, (label, side) in enumerate(sides.items()):
            share = 100 * counts[label] / total
            size = f"{counts[label]:,} ({share:.2f} %)"
            write(axes, 0.4, y, label, weight="bold")
            write(axes, WIDTH - 0.4, y, size, "right")
            fill(axes, (0.4, y + 0.2), (side, side), kind)
            y += max(side, 0.12) + 0.62
    parts = "; ".join(f"{label}: {count:,}" for label, count in counts.items())
    alt = f"Squares whose areas are numbers of parameters, {total:,} in all. {parts}."
    caption = "Area is the number of parameters: nearly all of a small text model is its table."
    return Figure(alt=alt, caption=caption, drawing=drawing)

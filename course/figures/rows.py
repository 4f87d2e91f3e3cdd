"""The figures of lesson 1: words to rows, a lookup as a product, tables of words, a row's path."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle
from numpy.typing import ArrayLike

from course.figures.canvas import (
    BLUE,
    COLOURS,
    GREY,
    INK,
    PAPER,
    STYLE,
    VERMILION,
    WIDTH,
    Corner,
    Figure,
    canvas,
    chip,
    fill,
    grid,
    tint,
    write,
)

HIGH = 0.36  # of a row, in inches


def words_to_rows(text: str, vocabulary: Mapping[str, int], table: ArrayLike) -> Figure:
    """Show the way of each word of a text: its id, the row of that number, the output.

    Parameters
    ----------
    text : str
        Words with white space between them.
    vocabulary : mapping from word to id
    table : array of shape (vocab_size, output_dim)

    Raises
    ------
    KeyError
        If a word of the text has no id.
    """
    rows = np.asarray(table, dtype=float)
    words, (vocab_size, width) = text.split(), rows.shape
    ids = [vocabulary[word] for word in words]
    cell, top, tall = 1.2 / width, 1.05, max(vocab_size, len(words))
    middle, right = 2.02, WIDTH - 0.12 - 1.2
    upper = top + (tall - vocab_size) * HIGH / 2  # where the table begins
    begin = top + (tall - len(words)) * HIGH / 2  # where the text begins
    with rc_context(STYLE):
        title = f"{len(words)} words, {len(words)} ids, {len(words)} rows"
        drawing, axes = canvas(top + tall * HIGH + 0.25, title)
        heads = {0.47: "word", 1.12: "id", middle + 0.6: "table", right + 0.6: "output"}
        for x, head in heads.items():
            write(axes, x, top - 0.25, head, ha="center", weight="bold")
        for step, (word, i) in enumerate(zip(words, ids, strict=True)):
            y, row = begin + (step + 0.5) * HIGH, upper + (i + 0.5) * HIGH
            colour = COLOURS[i % len(COLOURS)]
            axes.plot([0.85, 0.98], [y, y], color=GREY, linewidth=0.8)
            axes.plot([1.26, middle - 0.34], [y, row], color=colour, linewidth=1.4)
            axes.plot([middle + 1.22, right - 0.12], [row, y], color=colour, linewidth=1.4)
            axes.plot(right - 0.08, y, marker=">", color=colour, markersize=5)
            write(axes, 0.47, y, word, ha="center")
            write(axes, 1.12, y, str(i), ha="center", weight="bold")
        for row in range(vocab_size):
            y = upper + (row + 0.5) * HIGH
            write(axes, middle - 0.1, y, str(row), "right", size=9.5, weight="bold")
        _numbers(axes, (middle, upper), rows, range(vocab_size), cell)
        _numbers(axes, (right, begin), rows, ids, cell)
    steps = "; ".join(f"{word} has id {i}" for word, i in zip(words, ids, strict=True))
    alt = (
        f"{steps}. Lines lead from each id to the row of that number in a table of {vocab_size} "
        f"rows and {width} columns, and on to an output of {len(words)} rows: rows {ids}."
    )
    caption = "The vocabulary turns a word into an id; the layer turns the id into a row."
    return Figure(alt=alt, caption=caption, drawing=drawing)


def _numbers(axes: Axes, corner: Corner, table: Any, ids: Sequence[int], cell: float) -> None:
    """Draw the named rows of a table, in the colours of their numbers."""
    x, y = corner
    for place, row in enumerate(ids):
        fill(axes, (x, y + place * HIGH), (table.shape[1] * cell, HIGH), row)
        for column, value in enumerate(table[row]):
            words = f"{value:.1f}".replace("-", "−")
            paper = {"boxstyle": "round,pad=0.1", "facecolor": PAPER, "edgecolor": "none"}
            place_of = x + (column + 0.5) * cell, y + (place + 0.5) * HIGH
            write(axes, *place_of, words, ha="center", size=9, bbox=paper)
    grid(axes, corner, (len(ids), table.shape[1]), (cell, HIGH))


def one_hot_product(ids: Sequence[int], table: ArrayLike) -> Figure:
    """Show a lookup as a product: one-hot vectors times the table.

    Parameters
    ----------
    ids : sequence of int, each from 0 to ``vocab_size - 1``
    table : array of shape (vocab_size, output_dim)
    """
    rows = np.asarray(table, dtype=float)
    vocab_size, width = rows.shape
    narrow, cell, top = 1.44 / vocab_size, 1.2 / width, 1.05
    tall, left, middle, right = max(vocab_size, len(ids)), 0.2, 2.04, WIDTH - 0.15 - 1.2
    upper, begin = (top + (tall - many) * HIGH / 2 for many in (vocab_size, len(ids)))
    with rc_context(STYLE):
        shapes = f"{(len(ids), vocab_size)} × {rows.shape} = {(len(ids), width)}"
        drawing, axes = canvas(top + tall * HIGH + 0.25, f"A lookup is a product: {shapes}")
        heads = {left + 0.72: "one-hot", middle + 0.6: "table", right + 0.6: "output"}
        for x, head in heads.items():
            write(axes, x, top - 0.25, head, ha="center", weight="bold")
        for step, i in enumerate(ids):
            y = begin + step * HIGH
            fill(axes, (left + i * narrow, y), (narrow, HIGH), i)
            for column in range(vocab_size):
                x = left + (column + 0.5) * narrow
                if column == i:
                    chip(axes, x, y + HIGH / 2, "1")
                else:
                    write(axes, x, y + HIGH / 2, "0", ha="center", size=9.5, color=GREY)
        grid(axes, (left, begin), (len(ids), vocab_size), (narrow, HIGH))
        centre = top + tall * HIGH / 2
        write(axes, (left + 1.44 + middle) / 2, centre, "×", ha="center", size=14)
        write(axes, (middle + 1.2 + right) / 2, centre, "=", ha="center", size=14)
        _numbers(axes, (middle, upper), rows, range(vocab_size), cell)
        _numbers(axes, (right, begin), rows, ids, cell)
    ones = ", ".join(f"line {step} at column {i}" for step, i in enumerate(ids))
    alt = (
        f"A one-hot matrix of shape {(len(ids), vocab_size)} times a table of shape {rows.shape} "
        f"gives an output of shape {(len(ids), width)}. The ones stand in {ones}; so the lines of "
        f"the output are rows {list(ids)} of the table."
    )
    caption = "Each 1 picks a row, each 0 strikes one out. What is left to add up is one row."
    return Figure(alt=alt, caption=caption, drawing=drawing)


def word_tables(title: str, words: Sequence[str], panels: Mapping[str, ArrayLike]) -> Figure:
    """Show tables of the same words side by side: blue above zero, hatched orange below.

    Parameters
    ----------
    title : str
    words : sequence of str, one for each row
    panels : mapping of a heading to an array of shape (len(words), output_dim)
        From the second on, a row is marked where it is equal to that of the first panel.
    """
    tables = {head: np.asarray(table, dtype=float) for head, table in panels.items()}
    first = next(iter(tables.values()))
    most = max(float(np.abs(table).max()) for table in tables.values())
    left, top, gap = 0.7, 1.0, 0.21
    cell = (WIDTH - left - 0.02 - gap * len(tables)) / (len(tables) * first.shape[1])
    still: dict[str, list[str]] = {}
    with rc_context(STYLE):
        drawing, axes = canvas(top + len(words) * HIGH + 0.5, title)
        for row, word in enumerate(words):
            write(axes, left - 0.1, top + (row + 0.5) * HIGH, word, "right")
        for panel, (head, table) in enumerate(tables.items()):
            x = left + panel * (first.shape[1] * cell + gap)
            write(axes, x + table.shape[1] * cell / 2, top - 0.25, head, ha="center", weight="bold")
            _shaded(axes, (x, top), table, cell, most)
            marked = [
                row for row in range(len(words)) if panel and (table[row] == first[row]).all()
            ]
            still[head] = [words[row] for row in marked]
            for row in marked:
                y = top + (row + 0.5) * HIGH
                write(axes, x + table.shape[1] * cell + 0.03, y, "=", weight="bold")
        key = "=  the row has not moved at all"
        write(axes, WIDTH / 2, top + len(words) * HIGH + 0.25, key, ha="center", color=GREY)
    parts = [_told(head, words, table, still[head]) for head, table in tables.items()]
    caption = "Blue: above zero. Orange, hatched: below. The deeper the colour, the larger."
    return Figure(alt=f"{title}. {' '.join(parts)}", caption=caption, drawing=drawing)


def _shaded(axes: Axes, corner: Corner, table: Any, cell: float, most: float) -> None:
    """Draw a table of numbers, each cell shaded by its size."""
    for (row, column), value in np.ndenumerate(table):
        x, y = corner[0] + column * cell, corner[1] + row * HIGH
        colour, hatch = (BLUE, None) if value >= 0 else (VERMILION, "///")
        share = 0.5 * abs(value) / most
        look: dict[str, Any] = {"facecolor": tint(colour, share), "linewidth": 0}
        look |= {"edgecolor": tint(colour, 0.25 + share), "hatch": hatch if share > 0.1 else None}
        axes.add_patch(Rectangle((x, y), cell, HIGH, **look))
        paper = {"boxstyle": "square,pad=0.02", "facecolor": PAPER, "edgecolor": "none"}
        where = x + cell / 2, y + HIGH / 2
        write(axes, *where, _shown(value), ha="center", size=8.5, bbox=paper)
    grid(axes, corner, table.shape, (cell, HIGH))


def _shown(value: float) -> str:
    return "0" if not value else f"{round(value, 2) + 0:.2f}".replace("-", "−")


def _told(head: str, words: Sequence[str], table: Any, still: Sequence[str]) -> str:
    """A table in words: every row with its numbers, and which rows stood still."""
    rows = "; ".join(
        f"{word} ({', '.join(map(_shown, row))})" for word, row in zip(words, table, strict=True)
    )
    return f"{head}: {rows}." + (f" Not moved: {', '.join(still)}." if still else "")


def row_path(paths: Mapping[str, Sequence[float]], absent_from: int) -> Figure:
    """Show how far a row is from its start after each step, for several optimisers.

    Parameters
    ----------
    paths : mapping of an optimiser's name to distances
        After 0, 1, 2, ... steps, the first step being 1; all of one length.
    absent_from : int
        The first step whose batch does not hold the row's word.
    """
    steps = len(next(iter(paths.values()))) - 1
    most = max(map(max, paths.values()))
    left, right, top, bottom = 0.62, WIDTH - 0.3, 0.75, 3.3

    def x_of(step: float) -> float:
        return left + (right - left) * step / steps

    def y_of(way: float) -> float:
        return bottom - (bottom - top) * way / (most * 1.12)

    with rc_context(STYLE):
        drawing, axes = canvas(4.0, "Seen once: how far a row travels")
        axes.plot([left, left, right], [top, bottom, bottom], color=INK, linewidth=0.8)
        for way in range(int(most * 1.12) + 1):
            write(axes, left - 0.1, y_of(way), str(way), "right", size=9.5)
            axes.plot([left - 0.05, left], [y_of(way)] * 2, color=INK, linewidth=0.8)
        for step in range(0, steps + 1, 10):
            write(axes, x_of(step), bottom + 0.17, str(step), ha="center", size=9.5)
            axes.plot([x_of(step)] * 2, [bottom, bottom + 0.05], color=INK, linewidth=0.8)
        write(axes, (left + right) / 2, bottom + 0.45, "steps", ha="center")
        write(axes, 0.2, top - 0.2, "way from the start, in first steps", size=9.5)
        for kind, (name, path) in enumerate(paths.items()):
            marker, colour = "os^"[kind % 3], COLOURS[kind % len(COLOURS)]
            look: dict[str, Any] = {"marker": marker, "markersize": 3.5, "markevery": 3}
            along = [x_of(step) for step in range(steps + 1)]
            axes.plot(along, [y_of(way) for way in path], color=colour, linewidth=1.6, **look)
            write(axes, right, y_of(path[-1]) - 0.17, f"{name}: {path[-1]:.1f}", "right")
        x = x_of(absent_from - 0.5)
        axes.plot([x, x], [top, bottom], color=GREY, linewidth=0.8, linestyle=(0, (4, 3)))
        words = "from here on the word is absent"
        write(axes, x + 0.08, bottom - 0.17, words, color=GREY, size=9.5)
    ends = "; ".join(f"with {name} {path[-1]:.1f}" for name, path in paths.items())
    alt = (
        f"Way of a row from its start, over {steps} steps. Its word stands in no text from step "
        f"{absent_from} on. The first step is 1 long; the whole way is {ends} long."
    )
    caption = "One step with the word, then none. The way is measured in units of that first step."
    return Figure(alt=alt, caption=caption, drawing=drawing)

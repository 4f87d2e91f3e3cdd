"""The figures of lesson 3: the number line of the ids, and how much of a text k words cover."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from matplotlib import rc_context
from matplotlib.axes import Axes

from course.figures.canvas import (
    BLUE,
    GREY,
    INK,
    STYLE,
    VERMILION,
    Corner,
    Figure,
    canvas,
    chip,
    fill,
    tint,
    write,
)

_OWN, _OTHER, _STOPS, _PUSHED = 0, 1, 5, 2  # kinds: a colour and a hatch each


def id_line(input_dim: int, compiled: bool = False) -> Figure:
    """Show what becomes of the ids around a table, from below -input_dim to beyond it.

    Parameters
    ----------
    input_dim : int
        The number of rows of the table.
    compiled : bool
        Whether to show the lookup compiled by XLA under the plain one.
    """
    n, last = input_dim, input_dim - 1
    plain = (
        ("error", _STOPS),
        ("another word's row", _OTHER),
        ("own row", _OWN),
        ("error", _STOPS),
    )
    pushed = (("row 0", _PUSHED), *plain[1:3], (f"row {last}", _PUSHED))
    lanes = {"plain, on a CPU": plain, "compiled by XLA": pushed}
    if not compiled:
        del lanes["compiled by XLA"]
    ends = max(3, math.ceil(n / 3))  # ids shown on either side
    cell, left = 4.5 / (2 * n + 2 * ends), 0.25
    edges = [left + cell * count for count in (0, ends, ends + n, ends + 2 * n, 2 * ends + 2 * n)]

    def middle(token_id: int) -> float:
        return edges[2] + (token_id + 0.5) * cell

    with rc_context(STYLE):
        drawing, axes = canvas(0.75 + 1.62 * len(lanes), f"Ids around a table of {n} rows")
        for lane, (name, zones) in enumerate(lanes.items()):
            y = 0.98 + 1.62 * lane
            write(axes, left, y - 0.24, name, weight="bold")
            for (words, kind), start, end in zip(zones, edges[:-1], edges[1:], strict=True):
                fill(axes, (start, y), (end - start, 0.4), kind)
                chip(axes, (start + end) / 2, y + 0.2, words)
            for count in range(2 * n + 2 * ends + 1):
                x = left + count * cell
                axes.plot([x, x], [y + 0.34, y + 0.4], color=INK, linewidth=0.4)
            for token_id, x in ((-n, edges[1]), (0, edges[2]), (n, edges[3])):
                write(axes, x + 0.04, y + 0.54, str(token_id), size=9.5)
            for token_id, x in ((-1, edges[2]), (last, edges[3])):
                write(axes, x - 0.04, y + 0.54, str(token_id), "right", size=9.5)
            _moved(axes, (middle(-1), y + 0.68), middle(last))
            write(axes, middle(n // 2) - 0.1, y + 0.86, f"-1 reads row {last}", "center", size=9.5)
            if kind == _PUSHED:
                _moved(axes, (middle(n), y + 0.68), middle(last))
    words = (
        f"Ids from {-n - ends} to {n + ends - 1} at a table of {n} rows, numbered 0 to {last}. "
        f"Plain lookup on a CPU: ids 0 to {last} read their own rows; ids {-n} to -1 read the rows "
        f"of other words, -1 row {last} and {-n} row 0, with no error; ids below {-n} and ids from "
        f"{n} on stop with an error."
    )
    also = (
        f" Compiled by XLA: the same, but ids below {-n} read row 0 and ids from {n} on read row "
        f"{last}, with no error."
    )
    caption = "Only one stretch has rows of its own. Some of the rest is silent about it"
    caption += ": compiled, all of it." if compiled else "."
    return Figure(alt=words + also * compiled, caption=caption, drawing=drawing)


def _moved(axes: Axes, start: Corner, x: float) -> None:
    """Draw an arrow from an id to the row that is read in its place."""
    look = {"arrowstyle": "-|>", "color": VERMILION, "linewidth": 1.3, "shrinkA": 0, "shrinkB": 0}
    (x0, y), deep = start, 0.32 if abs(x - start[0]) > 0.5 else 0.2
    axes.plot([x0, x0, x], [y, y + deep, y + deep], color=VERMILION, linewidth=1.3)
    axes.annotate("", (x, y), (x, y + deep + 0.01), arrowprops=look)


def coverage(counts: Sequence[int], marks: Sequence[int]) -> Figure:
    """Show which share of all running words the k most frequent words cover.

    Parameters
    ----------
    counts : sequence of int
        How often each different word occurs, in any order.
    marks : sequence of int
        Numbers of words k to mark, each from 1 to ``len(counts)``.
    """
    ordered = np.sort(np.asarray(counts))[::-1]
    shares = ordered.cumsum() / ordered.sum()
    different, total = len(ordered), int(ordered.sum())
    left, wide, top, tall = 0.78, 3.85, 0.75, 2.5

    def place(k: int) -> Corner:
        return left + wide * math.log(k) / math.log(different), top + tall * (1 - shares[k - 1])

    with rc_context(STYLE):
        title = f"{total:,} words, {different:,} different ones"
        drawing, axes = canvas(top + tall + 0.72, title)
        for share in (0, 25, 50, 75, 100):
            y = top + tall * (1 - share / 100)
            axes.plot([left, left + wide], [y, y], color=GREY, linewidth=0.4)
            write(axes, left - 0.08, y, f"{share} %", "right", color=GREY, size=9.5)
        for k in (1, 10, 100, 1000, 10_000):
            if k <= different:
                x = place(k)[0]
                axes.plot([x, x], [top + tall, top + tall + 0.06], color=INK, linewidth=0.8)
                write(axes, x, top + tall + 0.18, f"{k:,}", "center", color=GREY, size=9.5)
        ks = np.unique(np.geomspace(1, different, 160).astype(int))
        xs, ys = np.array([place(int(k)) for k in ks]).T
        floor, shade = top + tall, tint(BLUE, 0.18)
        axes.fill_between(xs, ys, floor, facecolor=shade, linewidth=0)
        axes.plot(xs, ys, color=BLUE, linewidth=2)
        for k in marks:
            x, y = place(k)
            axes.plot([x, x], [y, floor], color=VERMILION, linewidth=1, linestyle="--")
            axes.plot(x, y, marker="o", markersize=6, color=VERMILION)
            words = f"{k:,}: {100 * shares[k - 1]:.0f} %"
            write(axes, x - 0.12, y - 0.12, words, "right", weight="bold", size=9.5)
        words = "the k most frequent words (each step: ten times as many)"
        write(axes, left + wide / 2, top + tall + 0.45, words, "center", size=9.5)
        write(axes, left - 0.6, top - 0.22, "share of the running text they cover", size=9.5)
    covered = ", ".join(f"the {k:,} most frequent cover {100 * shares[k - 1]:.0f} %" for k in marks)
    alt = (
        f"A rising curve over a logarithmic axis: which share of {total:,} running words the k "
        f"most frequent of {different:,} different words cover. Of the text, {covered}."
    )
    caption = "A few words do most of the talking. All below the last mark would share [UNK]."
    return Figure(alt=alt, caption=caption, drawing=drawing)

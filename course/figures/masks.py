"""The figures of lesson 4: a mask over ids, scores that drift with padding, lost masks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from matplotlib import rc_context
from matplotlib.figure import Figure as Drawing
from numpy.typing import ArrayLike

from course.figures.canvas import (
    BLUE,
    COLOURS,
    GREY,
    INK,
    ORANGE,
    STYLE,
    VERMILION,
    WIDTH,
    Figure,
    canvas,
    chip,
    dress,
    fill,
    grid,
    head,
    write,
)

MARKERS, LINES = "osD^v", ("-", "--", "-.", ":")
FATES = {
    "kept": "handed on",
    "warned": "dropped, with a warning",
    "silent": "dropped, in silence",
}
ENDS: dict[str, tuple[float, dict[str, Any]]] = {
    "kept": (4.7, {"marker": ">", "color": BLUE, "markersize": 9}),
    "warned": (4.0, {"marker": "^", "color": ORANGE, "markersize": 9, "markeredgecolor": INK}),
    "silent": (4.0, {"marker": "x", "color": VERMILION, "markersize": 9, "markeredgewidth": 2.5}),
}


def mask_map(ids: Sequence[Sequence[int]], mask: ArrayLike) -> Figure:
    """Show the mask of a batch as a map over its ids.

    Parameters
    ----------
    ids : sequence of sequences of int, shape (batch, time)
    mask : array of bool, shape (batch, time)
        As the layer gave it: True where a position counts.

    Raises
    ------
    ValueError
        If the two shapes differ.
    """
    counts, shape = np.asarray(mask, dtype=bool), np.asarray(ids).shape
    if counts.shape != shape:
        raise ValueError(f"ids have the shape {shape}, the mask has {counts.shape}")
    batch, time = shape
    wide, high, left, top = min(0.62, 2.9 / time), 0.44, 0.8, 0.88
    with rc_context(STYLE):
        drawing, axes = canvas(top + batch * high + 0.62, f"A mask of shape {shape}")
        for step in range(time):
            x = left + (step + 0.5) * wide
            write(axes, x, top - 0.18, str(step), "center", color=GREY, size=9.5)
        write(axes, left - 0.1, top - 0.18, "position", "right", color=GREY, size=9.5)
        for text, row in enumerate(ids):
            y = top + text * high
            write(axes, left - 0.1, y + high / 2, f"text {text}", "right")
            for step, i in enumerate(row):
                fill(axes, (left + step * wide, y), (wide, high), int(not counts[text, step]))
                chip(axes, left + (step + 0.5) * wide, y + high / 2, str(i))
            words = f"{counts[text].sum()} of {time} count"
            write(axes, left + time * wide + 0.12, y + high / 2, words, size=9.5)
        grid(axes, (left, top), shape, (wide, high))
        key = "plain: True, counts     hatched: False, hidden"
        write(axes, WIDTH / 2, top + batch * high + 0.32, key, "center", color=GREY, size=9.5)
    told = "; ".join(
        f"text {text}: ids {list(row)}, mask {['FT'[keep] for keep in counts[text].astype(int)]}"
        for text, row in enumerate(ids)
    )
    alt = (
        f"A mask of shape {shape}, drawn over the ids; T counts, F is hidden. {told}. Real "
        f"positions in each text: {counts.sum(axis=1).tolist()}."
    ).replace("'", "")
    caption = "One truth value for each id. Nothing is cut off: the batch stays a rectangle."
    return Figure(alt=alt, caption=caption, drawing=drawing)


def drift(text: str, scores: Mapping[str, Sequence[float]], limit: float) -> Figure:
    """Show how the score of one text moves as padding is added.

    Parameters
    ----------
    text : str
    scores : mapping of a model's name to its scores with 0, 1, 2, ... positions of padding
    limit : float
        What a text of padding alone scores, in the model that drifts.
    """
    with rc_context(STYLE):
        drawing, height = Drawing(figsize=(WIDTH, 3.9)), 3.9
        axes = drawing.add_axes((0.15, 1.02 / height, 0.8, 1 - 1.55 / height))
        head(drawing, f"The score of “{text}”", 1 - 0.26 / height)
        last = max(len(values) for values in scores.values()) - 1
        axes.axhline(0.5, color=GREY, linewidth=0.8)
        axes.axhline(limit, color=INK, linewidth=1.0, linestyle=":", label="padding alone")
        for y, words in ((0.545, "above: taken for praise"), (0.455, "below: for a complaint")):
            axes.text(last + 0.3, y, words, ha="right", va="center", color=GREY, size=9.5)
        for number, (name, values) in enumerate(scores.items()):
            style: dict[str, Any] = {
                "marker": MARKERS[number],
                "linestyle": LINES[number],
                "markersize": 6,
            }
            axes.plot(range(len(values)), values, color=COLOURS[number], label=name, **style)
        axes.set(xlim=(-0.3, last + 0.3), ylim=(-0.06, 1.06), ylabel="score")
        axes.set(xlabel="positions of padding added", xticks=range(last + 1))
        dress(axes)
        drawing.legend(loc="lower center", ncols=3, frameon=False, fontsize=9.5)
    told = "; ".join(
        f"{name}: " + ", ".join(f"{value:.2f}" for value in values)
        for name, values in scores.items()
    )
    alt = (
        f"The score of the text {text}, from 0 (complaint) to 1 (praise), over 0 to {last} "
        f"positions of padding. {told}. A text of padding alone scores {limit:.2f}."
    )
    caption = "The same text, the same weights. What changes is how much padding stands behind it."
    return Figure(alt=alt, caption=caption, drawing=drawing)


def mask_fates(fates: Mapping[str, str]) -> Figure:
    """Show what becomes of a mask in each of several lines of code.

    Parameters
    ----------
    fates : mapping of a line of code to "kept", "warned" or "silent"
        Grouped in this order, whatever the order given.
    """
    groups = {fate: [line for line, what in fates.items() if what == fate] for fate in FATES}
    shown = {fate: lines for fate, lines in groups.items() if lines}
    step, y = 0.3, 0.72
    with rc_context(STYLE):
        tall = 0.55 + sum(0.55 + step * len(lines) for lines in shown.values())
        drawing, axes = canvas(tall, "What becomes of the mask")
        for fate, lines in shown.items():
            end, look = ENDS[fate]
            write(axes, 0.2, y, f"{FATES[fate]}:", weight="bold")
            for line in lines:
                y += step
                write(axes, 0.35, y, line, family="monospace", size=9.5)
                axes.plot([3.3, end], [y, y], color=look["color"], linewidth=1.6)
                axes.plot(end, y, linestyle="none", **look)
            y += 0.55
    told = " ".join(f"Mask {FATES[fate]}: {', '.join(lines)}." for fate, lines in shown.items())
    alt = f"{len(fates)} lines of code, by what becomes of a mask that goes in. {told}"
    caption = "Arrow: the mask goes on. Triangle: it ends here and Keras says so. Cross: it ends."
    return Figure(alt=alt, caption=caption, drawing=drawing)

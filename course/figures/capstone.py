"""The figures of lesson 10: checks at their stations, scores and nulls, how a recall scatters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.figure import Figure as Drawing
from numpy.typing import ArrayLike

from course.figures.canvas import (
    BLUE,
    COLOURS,
    GREY,
    HATCHES,
    INK,
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
    plot,
    tint,
    write,
)


def _centred(axes: Axes, x: float, y: float, words: str) -> None:
    write(axes, x, y, words, "center", size=9.5)


def check_stations(
    stations: Sequence[tuple[str, str]], failed: Mapping[str, str] | None = None
) -> Figure:
    """Show the steps from text to report, and the check that stands at each.

    Parameters
    ----------
    stations : sequence of (step, check)
        From the first step to the last; the check may be empty.
    failed : mapping of a check to what it found, optional
        Checks that a program failed.
    """
    found, top, step = dict(failed or {}), 0.62, 0.56
    told = []
    with rc_context(STYLE):
        drawing, axes = canvas(top + len(stations) * step + 0.08, "From text to report")
        for place, (name, check) in enumerate(stations):
            y = top + place * step
            fill(axes, (0.22, y), (1.35, 0.36), 5 if check in found else 0)
            grid(axes, (0.22, y), (1, 1), (1.35, 0.36))
            (chip if check in found else _centred)(axes, 0.895, y + 0.18, name)
            if place:
                arrow: dict[str, Any] = {"arrowstyle": "-|>", "color": INK, "linewidth": 0.9}
                tail = (0.895, y - step + 0.36)
                axes.annotate("", xy=(0.895, y), xytext=tail, arrowprops=arrow)
            if check:
                mark, colour = ("✗", VERMILION) if check in found else ("✓", BLUE)
                mark = mark if found else "?"
                write(axes, 1.78, y + 0.18, mark, "center", color=colour if found else GREY)
                write(axes, 1.95, y + 0.18, check, weight="bold", size=9.5)
                if check in found:
                    write(axes, 3.22, y + 0.18, found[check], size=9, color=GREY)
            verdict = f" fails: {found[check]}" if check in found else (" holds" if found else "")
            told.append(f"{name}: {check or 'no check'}{verdict if check else ''}")
    alt = f"{len(stations)} steps under one another, each with its check. {'; '.join(told)}."
    caption = (
        "A check stands where its fault arises. A cross marks one that this program failed."
        if found
        else "A check stands where its fault arises; the report comes last, and shows it late."
    )
    return Figure(alt=alt, caption=caption, drawing=drawing)


def null_bars(scores: Mapping[str, tuple[float, float]], bar: float) -> Figure:
    """Show the F1 of some programs beside the F1 that each reports for shuffled labels.

    Parameters
    ----------
    scores : mapping of a program to (F1, F1 with shuffled labels)
    bar : float
        The F1 of flagging everything.
    """
    height = 3.5
    with rc_context(STYLE):
        drawing = Drawing(figsize=(WIDTH, height))
        axes = drawing.add_axes((0.13, 0.5 / height, 0.83, 1 - 1.35 / height))
        head(drawing, "A score beside its null", 1 - 0.26 / height)
        dress(axes)
        places = np.arange(len(scores))
        for kind, name in enumerate(("true labels", "shuffled labels")):
            values = [pair[kind] for pair in scores.values()]
            colour, hatch = COLOURS[kind], HATCHES[kind] or None
            look: dict[str, Any] = {"facecolor": tint(colour, 0.3), "edgecolor": tint(colour, 0.9)}
            axes.bar(places + 0.36 * kind - 0.18, values, 0.34, label=name, hatch=hatch, **look)
            for place, value in zip(places, values, strict=True):
                x = place + 0.36 * kind - 0.18
                axes.text(x, value + 0.02, f"{value:.2f}", ha="center", va="bottom", size=9.5)
        axes.axhline(bar, color=INK, linestyle="--", linewidth=1.2, label=f"flags all: {bar:.2f}")
        axes.set(ylim=(0, 1.1), ylabel="F1")
        axes.set_xticks(places, list(scores))
        drawing.legend(
            loc="upper center",
            ncols=3,
            fontsize=9,
            frameon=False,
            bbox_to_anchor=(0.5, 1 - 0.4 / height),
        )
    pairs = "; ".join(f"{name}: {a:.2f}, shuffled {b:.2f}" for name, (a, b) in scores.items())
    alt = (
        f"Bars of F1 in pairs, with true labels and with shuffled ones. {pairs}. A dashed line "
        f"marks {bar:.2f}, the F1 of flagging everything."
    )
    caption = "Where the hatched bar stands high, the program reports what nobody can know."
    return Figure(alt=alt, caption=caption, drawing=drawing)


def recall_spread(recalls: ArrayLike, found: int, positives: int) -> Figure:
    """Show how a recall scatters where its messages are drawn anew.

    Parameters
    ----------
    recalls : array-like of shape (n,)
        The recalls of the draws, each of as many positives.
    found, positives : int
        What was found in the test.
    """
    values = np.asarray(recalls)
    low, high = np.quantile(values, [0.025, 0.975])
    with rc_context(STYLE):
        drawing, axes = plot(3.4, f"The recall of {found} in {positives}, {len(values):,} times")
        counts = np.bincount(np.rint(values * positives).astype(int), minlength=positives + 1)
        look: dict[str, Any] = {"facecolor": tint(BLUE, 0.3), "edgecolor": tint(BLUE, 0.9)}
        axes.bar(np.arange(positives + 1) / positives, counts, 0.8 / positives, **look)
        axes.axvline(found / positives, color=VERMILION, linewidth=1.6, label="as tested")
        for edge in (low, high):
            axes.axvline(edge, color=INK, linestyle="--", linewidth=1.2)
        axes.plot([], [], color=INK, linestyle="--", linewidth=1.2, label="95% of the draws")
        axes.set(xlim=(max(0.0, values.min() - 0.1), 1.03), xlabel="recall", ylabel="draws")
        axes.legend(fontsize=9, frameon=False, loc="upper left")
    alt = (
        f"Histogram of {len(values):,} recalls of {positives} positives each, drawn anew. As "
        f"tested: {found} of {positives}, {found / positives:.2f}. From {low:.2f} to {high:.2f} "
        "lie 95% of the draws; dashed lines mark both ends."
    )
    caption = "Each bar is one spam message wide. The good messages play no part."
    return Figure(alt=alt, caption=caption, drawing=drawing)

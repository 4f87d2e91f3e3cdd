"""The figures of lesson 7: scores with and without a leak, learning curves, ablations."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.figure import Figure as Drawing

from course.figures.canvas import (
    BLUE,
    GREY,
    INK,
    PAPER,
    STYLE,
    VERMILION,
    WIDTH,
    Figure,
    dress,
    head,
)

LEAKY: dict[str, Any] = {"color": VERMILION, "marker": "x", "markeredgewidth": 1.8}
SEED: dict[str, Any] = {"marker": "o", "color": PAPER, "markeredgecolor": INK, "markersize": 6}
HONEST: dict[str, Any] = {"color": BLUE, "marker": "o", "markerfacecolor": "none"}


def leaks(scores: Mapping[str, tuple[Sequence[float], Sequence[float]]], honest: float) -> Figure:
    """Show for each leak the scores with it and without it, every draw as a point.

    Parameters
    ----------
    scores : mapping of a leak's name to its (inflated, honest) scores, from 0 to 1
    honest : float
        The score that is due.
    """
    height = 1.55 + 0.85 * len(scores)
    with rc_context(STYLE):
        drawing, axes = _lines(height, "Labels by coin: what a leak adds", len(scores), 0.85)
        axes.axvline(honest, color=INK, linewidth=1.0, linestyle=":")
        for place, (name, pair) in enumerate(scores.items()):
            for (side, look), values in zip(
                (("leak", LEAKY), ("honest", HONEST)), pair, strict=True
            ):
                y = place - 0.02 + (0.34 if side == "honest" else 0.0)
                label = {"leak": "with the leak", "honest": "without"}[side] if not place else None
                _dots(axes, values, y, look, label)
            axes.text(0.0, place - 0.33, name, va="center", weight="bold", size=9.5)
        axes.set(xlim=(-0.01, 1.05), xlabel="score; dotted: what knowing nothing gets")
        drawing.legend(loc="lower center", ncols=2, frameon=False, fontsize=9.5)
    told = "; ".join(
        f"{name}: with the leak {_spread(inflated)}, without {_spread(fair)}"
        for name, (inflated, fair) in scores.items()
    )
    alt = (
        f"Scores from 0 to 1 on labels that are coins, so {honest:.2f} is due; mean and range over "
        f"the draws. {told}."
    )
    caption = (
        "Each cross is a draw with the leak, each ring one without; the bar is the mean. Nothing "
        "can be learnt here: what lies right of the dotted line is leak or luck."
    )
    return Figure(alt=alt, caption=caption, drawing=drawing)


def learning_curves(history: Mapping[str, Sequence[float]]) -> Figure:
    """Show loss and accuracy over the epochs, and mark the epoch with the lowest val_loss.

    Parameters
    ----------
    history : mapping
        What `fit` gave: "loss", "val_loss", "accuracy" and "val_accuracy", one value an epoch.
    """
    epochs = range(1, 1 + len(history["loss"]))
    best = 1 + int(np.argmin(history["val_loss"]))
    with rc_context(STYLE):
        drawing = Drawing(figsize=(WIDTH, 5.6))
        head(drawing, f"Learning curves; best epoch: {best} of {len(epochs)}", 0.955)
        for name, bottom in (("loss", 0.53), ("accuracy", 0.15)):
            axes = drawing.add_axes((0.15, bottom, 0.8, 0.37))
            axes.plot(epochs, history[name], color=VERMILION, linestyle="--", label="training")
            axes.plot(epochs, history[f"val_{name}"], color=BLUE, label="validation")
            axes.axvline(best, color=GREY, linewidth=0.9, linestyle=":")
            value = history[f"val_{name}"][best - 1]
            axes.plot(best, value, marker="D", color=BLUE, markeredgecolor=INK, markersize=8)
            both = (*history[name], *history[f"val_{name}"])
            axes.set(ylabel=name, xlim=(0.5, len(epochs) + 0.5))
            axes.set_ylim((0, 1.08 * max(both)) if name == "loss" else (min(both) - 0.06, 1.03))
            dress(axes)
            if name == "loss":
                axes.tick_params(labelbottom=False)
                drawing.legend(loc="lower center", ncols=2, frameon=False, fontsize=9.5)
            else:
                axes.set_xlabel("epoch")
    told = "; ".join(
        f"{name} {history[name][0]:.2f} at epoch 1, {history[name][best - 1]:.2f} at the best, "
        f"{history[name][-1]:.2f} at the last"
        for name in ("loss", "val_loss", "accuracy", "val_accuracy")
    )
    alt = (
        f"Two plots over {len(epochs)} epochs, loss above and accuracy below. The lowest "
        f"validation loss, at epoch {best}, is marked in both. {told}."
    )
    caption = (
        "Dashed: on the training texts. Solid: on the validation texts. The diamond marks the "
        "epoch with the lowest validation loss."
    )
    return Figure(alt=alt, caption=caption, drawing=drawing)


def ablation(scores: Mapping[str, Sequence[float]]) -> Figure:
    """Show the mean score of several models as bars, and every seed as a dot.

    Parameters
    ----------
    scores : mapping of a model's name to its scores, one for each seed, from 0 to 1
    """
    with rc_context(STYLE):
        title = f"{len(scores)} models, every seed a dot"
        drawing, axes = _lines(1.35 + 0.62 * len(scores), title, len(scores))
        for place, (name, values) in enumerate(scores.items()):
            mean = float(np.mean(values))
            axes.barh(place + 0.1, mean, height=0.36, color="#d6e6f2", edgecolor=BLUE, hatch="//")
            axes.plot(values, np.full(len(values), place + 0.1), linestyle="none", **SEED)
            axes.text(0.0, place - 0.25, name, va="center", weight="bold", size=9.5)
            words = f"{mean:.2f}"
            axes.text(1.02, place + 0.1, words, va="center", ha="left", size=9.5)
        axes.set(xlim=(0, 1.1), xlabel="accuracy on files not trained on; at the right the mean")
        axes.set_xticks([0, 0.2, 0.4, 0.6, 0.8, 1.0])
    told = "; ".join(f"{name} {_spread(values)}" for name, values in scores.items())
    alt = f"Accuracies of {len(scores)} models, mean and range over the seeds: {told}."
    caption = (
        "The bar is the mean. A difference between two bars that is smaller than the spread of "
        "their dots is no difference yet."
    )
    return Figure(alt=alt, caption=caption, drawing=drawing)


def _lines(height: float, title: str, lines: int, below: float = 0.6) -> tuple[Drawing, Axes]:
    """Open a drawing for lines of points, counted from the top; `below` is room in inches."""
    drawing = Drawing(figsize=(WIDTH, height))
    axes = drawing.add_axes((0.06, below / height, 0.88, 1 - (below + 0.5) / height))
    head(drawing, title, 1 - 0.26 / height)
    axes.set(ylim=(lines - 0.4, -0.6), yticks=[])
    dress(axes, "left")
    return drawing, axes


def _dots(
    axes: Axes, values: Sequence[float], y: float, look: Mapping[str, Any], label: str | None
) -> None:
    """Put a mark at each value, and a bar at their mean."""
    axes.plot(values, np.full(len(values), y), linestyle="none", markersize=6, label=label, **look)
    mean = float(np.mean(values))
    axes.plot([mean, mean], [y - 0.15, y + 0.15], color=INK, linewidth=2.2)
    words = f"{mean:.2f}"
    right = max(values) < 0.9
    axes.text(
        max(values) + 0.03 if right else min(values) - 0.03,
        y,
        words,
        va="center",
        ha="left" if right else "right",
        size=9.5,
    )


def _spread(values: Sequence[float]) -> str:
    """Tell a mean and the range around it."""
    return f"{np.mean(values):.2f} ({min(values):.2f} to {max(values):.2f})"

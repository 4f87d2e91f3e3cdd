"""The figures of lesson 6: scores and thresholds, curves over all of them, costs, reliability."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.figure import Figure as Drawing
from matplotlib.ticker import FuncFormatter, LogLocator, NullLocator
from numpy.typing import ArrayLike, NDArray

from course.figures.canvas import (
    BLUE,
    COLOURS,
    GREY,
    HATCHES,
    INK,
    PAPER,
    STYLE,
    VERMILION,
    WIDTH,
    Figure,
    dress,
    head,
    plot,
    tint,
)

MARKERS, LINES = "osD^v", ("-", "--", "-.", ":")
POINT: dict[str, Any] = {"color": VERMILION, "markeredgecolor": INK, "markersize": 8}
Numbers = NDArray[Any]


def _label(axes: Axes, x: float, y: float, words: str, colour: str, ha: str = "center") -> None:
    """Write words beside a line or a point, on paper."""
    paper = {"boxstyle": "round,pad=0.12", "facecolor": PAPER, "edgecolor": "none", "alpha": 0.85}
    axes.text(x, y, words, ha=ha, va="center", color=colour, size=9.5, bbox=paper, zorder=5)


def _thresholds(labels: ArrayLike, scores: ArrayLike) -> tuple[Numbers, Numbers, Numbers]:
    """Give each different score, falling, with the hits and the false alarms from it on."""
    truth, values = np.asarray(labels), np.asarray(scores)
    falling = np.unique(values)[::-1]
    flags = values[None, :] >= falling[:, None]
    return falling, (flags & (truth == 1)).sum(axis=1), (flags & (truth == 0)).sum(axis=1)


def score_histograms(
    labels: ArrayLike,
    scores: ArrayLike,
    thresholds: Sequence[float],
    names: tuple[str, str] = ("wanted", "spam"),
) -> Figure:
    """Show how the scores of both classes are spread, and where they are cut.

    Parameters
    ----------
    labels, scores : array-like of shape (n,)
        Labels 0 and 1, scores from 0 to 1.
    thresholds : sequence of float
        Where to draw a line; a message is flagged from there on.
    names : tuple of two str
        Class 0 and class 1.
    """
    truth, values, height, told = np.asarray(labels), np.asarray(scores), 4.5, []
    with rc_context(STYLE):
        drawing = Drawing(figsize=(WIDTH, height))
        head(drawing, "Scores of both classes, and where we cut", 1 - 0.26 / height)
        for label, bottom in ((0, 2.52), (1, 0.68)):
            axes = drawing.add_axes((0.17, bottom / height, 0.78, 1.25 / height))
            dress(axes)
            own = values[truth == label]
            counts, edges = np.histogram(own, bins=20, range=(0, 1))
            colour = COLOURS[label]
            axes.bar(
                edges[:-1],
                counts,
                0.05,
                align="edge",
                facecolor=tint(colour, 0.35),
                edgecolor=tint(colour, 0.9),
                hatch=HATCHES[label] or None,
                linewidth=0.7,
            )
            axes.set(xlim=(0, 1), yscale="log", ylim=(0.7, max(20, 3 * counts.max())))
            axes.yaxis.set_major_locator(LogLocator(numticks=9))  # a tick for each factor of ten
            axes.yaxis.set_minor_locator(NullLocator())
            axes.yaxis.set_major_formatter(FuncFormatter(lambda n, _: f"{n:,.0f}"))
            axes.set_ylabel("messages")
            where = [f"{(own >= t).sum():,} from {t:g} on" for t in thresholds]
            told.append(f"Of {len(own):,} {names[label]}, {' and '.join(where)}")
            axes.set_title(
                f"{names[label]}: {len(own):,}; {', '.join(where)}", size=9.5, loc="left", pad=4
            )
            for number, threshold in enumerate(thresholds):
                style = LINES[number % len(LINES)]
                axes.axvline(threshold, color=VERMILION, linestyle=style, linewidth=1.6)
        axes.set_xlabel("score")
    lines = "; ".join(
        f"{t:g} {('solid', 'dashed', 'dash-dotted', 'dotted')[i % 4]}"
        for i, t in enumerate(thresholds)
    )
    alt = (
        f"Two histograms of scores from 0 to 1, one under the other, numbers of messages on a log "
        f"scale. {'. '.join(told)}. The median score is "
        f"{np.median(values[truth == 0]):.3f} for {names[0]} and "
        f"{np.median(values[truth == 1]):.3f} for {names[1]}. Vertical lines mark the "
        f"thresholds: {lines}."
    )
    caption = (
        f"Thresholds: {lines}. What stands to the right of a line is flagged. Each step up the "
        "axis is ten times as many messages."
    )
    return Figure(alt=alt, caption=caption, drawing=drawing)


def forced_precision(accuracy: float, recall: float) -> Figure:
    """Show which shares of positives two scores allow, and the precision that each forces.

    Parameters
    ----------
    accuracy, recall : float
        Both under 1, and the accuracy high enough for a rare class.
    """
    tie, most = 1 - accuracy, (1 - accuracy) / (1 - recall)

    def precision(share: float) -> float:
        hits = share * recall
        return hits / (hits + 1 - accuracy - share * (1 - recall))

    scores = f"accuracy {100 * accuracy:g} %, recall {100 * recall:g} %"
    with rc_context(STYLE):
        drawing, axes = plot(3.7, f"What is left of {scores}")
        axis = np.linspace(0, most, 200)
        axes.plot(axis, [precision(share) for share in axis], color=BLUE, linewidth=1.8)
        axes.axvspan(most, 1.4 * most, facecolor=tint(GREY, 0.15), edgecolor=GREY, hatch="//")
        axes.axvline(tie, color=GREY, linestyle="--", linewidth=1.2)
        axes.set(xlim=(0, 1.4 * most), ylim=(0, 1.08))
        axes.set(xlabel="share of spam among the messages", ylabel="precision")
        axes.xaxis.set_major_formatter(FuncFormatter(lambda share, _: f"{100 * share:g} %"))
        axes.plot(tie, precision(tie), marker="o", **POINT)
        axes.plot(most, 1, marker="s", **POINT)
        _label(axes, tie / 2, 0.93, "never flagging\nis better", INK)
        _label(axes, 1.2 * most, 0.5, "impossible:\nmore misses\nthan mistakes", INK)
        _label(
            axes, tie - 0.03 * most, precision(tie) + 0.05, f"{precision(tie):.2f}", INK, "right"
        )
    alt = (
        f"Precision over the share of spam, for a model with {scores}. The curve begins at 0, "
        f"reaches {precision(tie / 2):.2f} at {50 * tie:.2f} %, {precision(tie):.2f} at "
        f"{100 * tie:.2f} %, and 1 at {100 * most:.2f} %. Left of {100 * tie:.2f} % never flagging "
        f"is more accurate; beyond {100 * most:.2f} %, hatched, nothing is possible."
    )
    caption = (
        f"Two scores leave one line. Dashed: at {100 * tie:.2f} % spam the model ties with never "
        "flagging anything."
    )
    return Figure(alt=alt, caption=caption, drawing=drawing)


def precision_recall(labels: ArrayLike, scores: ArrayLike, marked: Sequence[float] = ()) -> Figure:
    """Show precision over recall at every threshold, with what flagging everything gets.

    Parameters
    ----------
    labels, scores : array-like of shape (n,)
        Both classes occur. Up to 20 different scores are drawn as points.
    marked : sequence of float
        Thresholds to mark; a message is flagged from there on. One that flags nothing has no
        precision, and no mark.
    """
    truth, values = np.asarray(labels), np.asarray(scores)
    falling, hits, alarms = _thresholds(truth, values)
    recalls, precisions = hits / truth.sum(), hits / (hits + alarms)
    share, told = truth.mean(), []
    with rc_context(STYLE):
        drawing, axes = plot(3.9, f"Precision and recall, {len(falling):,} thresholds")
        few = len(falling) <= 20
        axes.plot(recalls, precisions, color=BLUE, linewidth=1.4, marker="o" if few else None)
        axes.axhline(share, color=GREY, linestyle="--", linewidth=1.4)
        axes.set(xlim=(0, 1.03), ylim=(0, 1.06), xlabel="recall", ylabel="precision")
        _label(axes, 0.03, share + 0.05, f"flagging at random: {share:.3g}", GREY, "left")
        for number, threshold in enumerate(marked):
            flagged = values >= threshold
            if not flagged.any():
                continue
            x, y = truth[flagged].sum() / truth.sum(), truth[flagged].mean()
            axes.plot(x, y, marker=MARKERS[(number + 1) % len(MARKERS)], **POINT)
            _label(axes, x - 0.03, y - 0.06, f"{threshold:g}", INK, "right")
            told.append(f"at {threshold:g} recall {x:.2f}, precision {y:.2f}")
        if few:
            for t, x, y in zip(falling, recalls, precisions, strict=True):
                if t not in marked:
                    side = -1 if x > 0.9 else 1
                    _label(
                        axes, x + side * 0.03, y, f"{t:g}", BLUE, "left" if side > 0 else "right"
                    )
            told += [
                f"at {t:g} recall {x:.2f}, precision {y:.2f}"
                for t, x, y in zip(falling, recalls, precisions, strict=True)
                if t not in marked
            ]
    alt = (
        f"Precision over recall, both from 0 to 1, at {len(falling):,} thresholds. "
        f"{'; '.join(told)}. The line ends at recall 1 with a precision of {precisions[-1]:.3g}. "
        f"The dashed baseline lies at {share:.3g}, the share of spam."
    )
    caption = (
        "From left to right the threshold falls. Dashed: the share of spam, which is what flags "
        "at random get, at any recall."
    )
    return Figure(alt=alt, caption=caption, drawing=drawing)


def cost_by_threshold(
    bills: Mapping[str, Sequence[float]],
    thresholds: Sequence[float],
    formula: float,
    unit: str = "cents",
) -> Figure:
    """Show what the mistakes of some models cost at each threshold.

    Parameters
    ----------
    bills : mapping of a label to the costs, one for each threshold
    thresholds : sequence of float
        Rising, from 0 to 1.
    formula : float
        The threshold that the costs ask for where scores are calibrated.
    unit : str
        What the costs are in.
    """
    told = []
    with rc_context(STYLE):
        drawing, axes = plot(3.9, "What the mistakes cost")
        top = 1.05 * max(max(costs) for costs in bills.values())
        axes.axvline(formula, color=GREY, linestyle=":", linewidth=1.4)
        for number, (name, costs) in enumerate(bills.items()):
            best = int(np.argmin(costs))
            at_formula = float(np.interp(formula, thresholds, costs))
            style, colour = LINES[number % len(LINES)], COLOURS[(0, 5, 2, 3)[number % 4]]
            axes.plot(thresholds, costs, color=colour, linestyle=style, linewidth=1.6, label=name)
            axes.plot(thresholds[best], costs[best], marker=MARKERS[number % len(MARKERS)], **POINT)
            told.append(
                f"{name}: cheapest at {thresholds[best]:.2f} with {costs[best]:,.0f}; "
                f"{at_formula:,.0f} at {formula:.3g}; {costs[-1]:,.0f} at {thresholds[-1]:g}"
            )
        axes.set(xlim=(0, 1), ylim=(0, top), xlabel="threshold", ylabel=f"costs ({unit})")
        axes.yaxis.set_major_formatter(FuncFormatter(lambda n, _: f"{n / 1000:g}k" if n else "0"))
        axes.legend(frameon=False, fontsize=9.5, loc="best", handlelength=3)
    alt = (
        f"Costs in {unit} over the threshold from 0 to 1. {'. '.join(told)}. A dotted vertical "
        f"line stands at {formula:.3g}, the threshold by the formula."
    )
    caption = "Markers: the cheapest threshold of each line. Dotted: what the formula says."
    return Figure(alt=alt, caption=caption, drawing=drawing)


def reliability(
    models: Mapping[str, tuple[ArrayLike, ArrayLike]], edges: Sequence[float]
) -> Figure:
    """Show, score by score, how many of the messages really are positive.

    Parameters
    ----------
    models : mapping of a label to (labels, scores)
    edges : sequence of float
        The bounds of the bins, rising, the first at 0 and the last at 1.
    """
    told = []
    with rc_context(STYLE):
        drawing, axes = plot(5.0, "Does a score of 0.3 mean 3 in 10?")
        axes.set_position((0.15, 0.124, 0.8, 0.72))
        axes.plot([0, 1], [0, 1], color=GREY, linestyle="--", linewidth=1.2)
        for number, (name, (labels, scores)) in enumerate(models.items()):
            truth, values = np.asarray(labels), np.asarray(scores)
            bins = np.clip(np.digitize(values, edges) - 1, 0, len(edges) - 2)
            full = [k for k in range(len(edges) - 1) if (bins == k).any()]
            means = np.array([values[bins == k].mean() for k in full])
            shares = np.array([truth[bins == k].mean() for k in full])
            sizes = np.array([(bins == k).sum() for k in full])
            spread = 2 * np.sqrt(np.maximum(shares * (1 - shares), 0.5 / sizes) / sizes)
            low, high = np.minimum(spread, shares), np.minimum(spread, 1 - shares)
            colour = COLOURS[(0, 5, 2, 3)[number % 4]]
            axes.errorbar(
                means,
                shares,
                yerr=[low, high],
                color=colour,
                marker=MARKERS[number % len(MARKERS)],
                linestyle=LINES[number % len(LINES)],
                markersize=6,
                markeredgecolor=INK,
                linewidth=1.2,
                elinewidth=1.2,
                capsize=3,
                label=name,
            )
            points = "; ".join(
                f"{mean:.2f}: {share:.2f} of {size:,}"
                for mean, share, size in zip(means, shares, sizes, strict=True)
            )
            told.append(f"{name}, mean score and share of spam: {points}")
        axes.set(xlim=(0, 1.02), ylim=(0, 1.02))
        axes.set(xlabel="mean score of the messages in a bin", ylabel="share of spam in the bin")
        place: dict[str, Any] = {"loc": "lower center", "bbox_to_anchor": (0.5, 1.0), "ncol": 2}
        axes.legend(frameon=False, fontsize=9.5, handlelength=3, **place)
    alt = (
        "Share of spam over mean score, in bins; a dashed diagonal where both are equal. "
        f"{'. '.join(told)}. Bars show two standard errors; they are longer where a bin holds few "
        "messages."
    )
    caption = (
        "Dashed: every score at its word. Bars: two standard errors, so a bin with few messages "
        "proves little."
    )
    return Figure(alt=alt, caption=caption, drawing=drawing)

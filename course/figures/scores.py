"""The figures of lesson 5: matrices, unit squares, lines of equal F1, precision by base rate."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter, NullLocator

from course.figures.canvas import (
    BLUE,
    GREY,
    INK,
    PAPER,
    STYLE,
    VERMILION,
    Corner,
    Figure,
    canvas,
    chip,
    fill,
    grid,
    plot,
    write,
)

KINDS = {"TP": 0, "FP": 1, "FN": 3, "TN": 2}  # colour and hatch of each cell
MARKERS = "osD^v"
POINT: dict[str, Any] = {"color": VERMILION, "markeredgecolor": INK, "markersize": 8}


def _cell(actual: bool, predicted: bool) -> str:
    """Name the cell of a message: ``TP`` if it is positive and predicted so."""
    return ("T" if actual == predicted else "F") + ("P" if predicted else "N")


def orientations(
    tp: int, fp: int, fn: int, tn: int, names: tuple[str, str] = ("wanted", "spam")
) -> Figure:
    """Show one confusion matrix in the three ways in which it is printed.

    Parameters
    ----------
    tp, fp, fn, tn : int
    names : tuple of two str
        The negative and the positive class.
    """
    counts = {"TP": tp, "FP": fp, "FN": fn, "TN": tn}
    words = sorted(range(2), key=lambda label: names[label])
    ways = (
        ("labels 0 and 1", "rows: actual", (0, 1), ("0", "1"), False),
        ("labels as words", "rows: actual", words, [names[k] for k in words], False),
        ("labels 0 and 1", "rows: predicted", (0, 1), ("0", "1"), True),
    )
    told, step, top = [], 1.62, 0.62
    with rc_context(STYLE):
        drawing, axes = canvas(top + 3 * step, "One table, printed in three ways")
        for place, (title, axis, order, labels, turned) in enumerate(ways):
            y, rows = top + place * step, []
            columns = "actual" if turned else "predicted"
            write(axes, 0.2, y + 0.68, title, weight="bold")
            write(axes, 0.2, y + 0.95, axis)
            write(axes, 0.2, y + 1.18, f"columns: {columns}", color=GREY)
            write(axes, 3.65, y + 0.08, columns, "center", color=GREY, size=9.5)
            for i, row in enumerate(order):
                write(axes, 2.42, y + 0.68 + i * 0.42, labels[i], "right", size=9.5)
                write(axes, 3.1 + i * 1.1, y + 0.3, labels[i], "center", size=9.5)
                cells = []
                for j, column in enumerate(order):
                    actual, predicted = (column, row) if turned else (row, column)
                    name = _cell(bool(actual), bool(predicted))
                    corner = (2.55 + j * 1.1, y + 0.47 + i * 0.42)
                    fill(axes, corner, (1.1, 0.42), KINDS[name])
                    chip(axes, corner[0] + 0.55, corner[1] + 0.21, f"{name} {counts[name]}")
                    cells.append(f"{name} {counts[name]}")
                rows.append(", ".join(cells))
            grid(axes, (2.55, y + 0.47), (2, 2), (1.1, 0.42))
            told.append(f"{title}, {axis}: {'; '.join(rows)}")
    alt = f"One confusion matrix printed in three ways, each row by row. {'. '.join(told)}."
    caption = (
        "The same messages each time. The corner of the true positives moves with the order of "
        "the labels, the mistakes trade places with the axes."
    )
    return Figure(alt=alt, caption=caption, drawing=drawing)


def unit_squares(tp: int, fp: int, fn: int, tn: int) -> Figure:
    """Show recall and precision as heights in two squares whose areas are shares of messages.

    Parameters
    ----------
    tp, fp, fn, tn : int
        Each class occurs, and each is predicted.
    """
    counts, total = {"TP": tp, "FP": fp, "FN": fn, "TN": tn}, tp + fp + fn + tn
    recall, precision = tp / (tp + fn), tp / (tp + fp)
    side, top = 2.1, 1.3
    squares = (
        ("cut by what they are", ("spam", "wanted"), (("FN", "TP"), ("TN", "FP"))),
        ("cut by the verdict", ("flagged", "let through"), (("FP", "TP"), ("TN", "FN"))),
    )
    with rc_context(STYLE):
        drawing, axes = canvas(top + side + 0.72, f"The same {total} messages, cut in two ways")
        for place, (title, names, columns) in enumerate(squares):
            x = left = 0.22 + place * (side + 0.36)
            write(axes, left + side / 2, top - 0.6, title, "center", weight="bold")
            for name, (upper, lower) in zip(names, columns, strict=True):
                inside = counts[upper] + counts[lower]
                wide = side * inside / total
                write(axes, x + wide / 2, top - 0.25, f"{name}", "center", size=9.5)
                y = top
                for cell in (upper, lower):
                    tall = side * counts[cell] / inside
                    _block(axes, (x, y), (wide, tall), cell, counts[cell])
                    y += tall
                x += wide
            score, value = ("precision", precision) if place else ("recall", recall)
            words = f"{score} {value:.2f}: TP within {names[0]}"
            write(axes, left + side / 2, top + side + 0.32, words, "center", size=9)
    alt = (
        f"Two unit squares of {total} messages; areas are shares of messages. Left, cut by what "
        f"they are: of {tp + fn} spam, TP {tp} and FN {fn}; of {fp + tn} wanted, FP {fp} and TN "
        f"{tn}. In the spam column the TP reach up to recall {recall:.2f}. Right, cut by the "
        f"verdict: of {tp + fp} flagged, TP {tp} and FP {fp}; of {fn + tn} let through, FN {fn} "
        f"and TN {tn}. In the flagged column the TP reach up to precision {precision:.2f}."
    )
    caption = (
        "Each block has the same area in both squares. Recall and precision are the height of the "
        "one block TP, in another column."
    )
    return Figure(alt=alt, caption=caption, drawing=drawing)


def _block(axes: Axes, corner: Corner, size: tuple[float, float], cell: str, count: int) -> None:
    """Draw one cell of the table as an area, with its name where there is room."""
    (x, y), (wide, tall) = corner, size
    fill(axes, corner, size, KINDS[cell])
    grid(axes, corner, (1, 1), size)
    if wide > 0.5 and tall > 0.24:
        chip(axes, x + wide / 2, y + tall / 2, f"{cell} {count}")


def f1_contours(models: Mapping[str, tuple[float, float]]) -> Figure:
    """Show where F1 is equal, where the plain mean is, and where some models stand.

    Parameters
    ----------
    models : mapping of a label to (precision, recall), each above 0
    """
    levels = (0.2, 0.4, 0.6, 0.8)
    with rc_context(STYLE):
        drawing, axes = plot(4.9, "Lines of equal F1")
        axes.set(xlim=(0, 1.02), ylim=(0, 1.02), xlabel="precision", ylabel="recall")
        axes.set_aspect("equal")
        for level in levels:
            # 1/P + 1/R = 2/F1, so recall follows from precision
            p = np.linspace(level / (2 - level), 1, 200)
            axes.plot(p, level * p / (2 * p - level), color=BLUE, linewidth=1.4)
            low = max(0.0, 2 * level - 1)
            ends = [low, 2 * level - low]
            axes.plot(ends, ends[::-1], color=GREY, linewidth=0.8, linestyle=":")
            _label(axes, level, level, f"{level:.1f}", BLUE)
        for number, (name, (precision, recall)) in enumerate(models.items()):
            axes.plot(precision, recall, marker=MARKERS[number % len(MARKERS)], **POINT)
            _label(axes, precision, recall - 0.06, name, INK)
    points = "; ".join(
        f"{name}: precision {p:.2f}, recall {r:.2f}, F1 {2 * p * r / (p + r):.2f}"
        for name, (p, r) in models.items()
    )
    alt = (
        "Recall over precision, each from 0 to 1. Curved lines of equal F1 for 0.2, 0.4, 0.6 and "
        "0.8 bend away from the corner of zeros and stay far from both axes; dotted straight "
        f"lines of equal plain mean touch them where precision equals recall. Models: {points}."
    )
    caption = (
        "Solid: equal F1. Dotted: equal plain mean. Along a dotted line one can trade precision "
        "for recall without end; F1 falls on the way to either axis."
    )
    return Figure(alt=alt, caption=caption, drawing=drawing)


def _label(axes: Axes, x: float, y: float, words: str, colour: str, ha: str = "center") -> None:
    """Write words beside a line or a point, on paper."""
    paper = {"boxstyle": "round,pad=0.12", "facecolor": PAPER, "edgecolor": "none"}
    axes.text(x, y, words, ha=ha, va="center", color=colour, size=9.5, bbox=paper)


def precision_by_share(recall: float, false_alarm_rate: float, shares: Sequence[float]) -> Figure:
    """Show the precision of one filter wherever it may be used.

    Parameters
    ----------
    recall, false_alarm_rate : float
        What the filter flags of the positives, and of the negatives.
    shares : sequence of float
        Shares of positives to mark, each from 0.001 to 0.5.
    """

    def precision(share: float) -> float:
        return share * recall / (share * recall + (1 - share) * false_alarm_rate)

    rates = f"recall {100 * recall:g} %, false alarm rate {100 * false_alarm_rate:g} %"
    with rc_context(STYLE):
        drawing, axes = plot(3.7, f"One filter: {rates}")
        axis = np.geomspace(0.001, 0.5, 200)
        axes.plot(axis, [precision(share) for share in axis], color=BLUE, linewidth=1.6)
        axes.set(xscale="log", xlim=(0.001, 0.62), ylim=(0, 1.05), ylabel="precision")
        axes.set_xlabel("share of spam among the messages (log scale)")
        axes.set_xticks([0.001, 0.01, 0.1, 0.5])
        axes.xaxis.set_major_formatter(FuncFormatter(lambda share, _: f"{100 * share:g} %"))
        axes.xaxis.set_minor_locator(NullLocator())
        for number, share in enumerate(shares):
            value = precision(share)
            axes.plot(share, value, marker=MARKERS[number % len(MARKERS)], **POINT)
            _label(axes, share * 0.82, value + 0.03, f"{value:.2f}", INK, ha="right")
    marked = "; ".join(f"at {100 * share:g} % spam {precision(share):.2f}" for share in shares)
    alt = (
        f"Precision over the share of spam from 0.1 % to 50 %, for a filter with "
        f"{rates}: {marked}. The curve falls "
        f"to {precision(0.001):.2f} at 0.1 %."
    )
    caption = "One filter, unchanged. Only the mail around it changes, and its precision with it."
    return Figure(alt=alt, caption=caption, drawing=drawing)

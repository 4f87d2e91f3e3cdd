"""The figures of lesson 8: cosines by chance, maps of tables, rows moved by an optimiser."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from math import ceil, floor, hypot, log10
from typing import Any

import numpy as np
from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from course.figures.canvas import (
    BLUE,
    GREEN,
    GREY,
    INK,
    ORANGE,
    PAPER,
    STYLE,
    VERMILION,
    WIDTH,
    Corner,
    Figure,
    canvas,
    grid,
    tint,
    write,
)

LEFT, RIGHT = 0.95, WIDTH - 0.25
POINT: dict[str, Any] = {"color": VERMILION, "markeredgecolor": INK, "linestyle": "none"}
PAPERED: dict[str, Any] = {"boxstyle": "round,pad=0.1", "facecolor": PAPER, "edgecolor": "none"}


def chance_by_width(
    cosines: Mapping[int, Sequence[float]],
    nearest: Mapping[int, float],
    observed: Mapping[int, Mapping[str, float]],
) -> Figure:
    """Show how the cosines of random rows scatter, and where observed ones lie, width by width.

    Parameters
    ----------
    cosines : mapping of a width to cosines of pairs of random rows
    nearest : mapping of a width to the mean cosine of random rows with their nearest
    observed : mapping of a width to labelled cosines, perhaps none
    """
    top, step, told = 0.68, 1.2, []

    def x_of(cosine: float) -> float:
        return LEFT + (RIGHT - LEFT) * (cosine + 1) / 2

    with rc_context(STYLE):
        bottom = top + step * len(cosines)
        drawing, axes = canvas(bottom + 0.75, "What chance gives, by width")
        key = "filled: pairs of random rows     ▽ nearest of all     ● observed"
        write(axes, WIDTH / 2, 0.6, key, "center", size=9.5, color=GREY)
        for place, (width, values) in enumerate(cosines.items()):
            base = top + (place + 1) * step - 0.12
            heights, edges = np.histogram(values, bins=60, range=(-1, 1))
            tall = 0.6 * heights / heights.max()
            along = [x_of(edge) for edge in edges]
            axes.fill_between(
                np.repeat(along, 2)[1:-1],
                base,
                base - np.repeat(tall, 2),
                facecolor=tint(BLUE, 0.35),
                edgecolor=BLUE,
                linewidth=0.7,
            )
            axes.plot([LEFT, RIGHT], [base, base], color=INK, linewidth=0.6)
            spread = float(np.std(values))
            write(axes, 0.12, base - 0.32, f"width {width}", weight="bold", size=9.5)
            write(axes, 0.12, base - 0.1, f"spread {spread:.2f}", size=9)
            best = nearest[width]
            axes.plot(x_of(best), base - 0.09, marker="v", color=PAPER, markeredgecolor=INK)
            words = [f"width {width}: spread {spread:.2f}, nearest of all {best:.2f}"]
            for level, (label, cosine) in enumerate(observed.get(width, {}).items()):
                x, y, name = x_of(cosine), base - 0.76 - 0.21 * level, f"{label} {_signed(cosine)}"
                axes.plot([x, x], [base - 0.09, y], color=INK, linewidth=0.7)
                axes.plot(x, base - 0.09, marker="o", markersize=6.5, **POINT)
                write(axes, x + 0.12, y, name, "right", size=9, bbox=PAPERED)
                words.append(f"observed: {name}")
            told.append(", ".join(words))
        for tick in (-1, -0.5, 0, 0.5, 1):
            axes.plot([x_of(tick)] * 2, [bottom - 0.12, bottom - 0.05], color=INK, linewidth=0.6)
            write(axes, x_of(tick), bottom + 0.1, _signed(tick, 1), "center", size=9.5)
        write(axes, (LEFT + RIGHT) / 2, bottom + 0.42, "cosine", "center")
    alt = f"Cosines from −1 to 1 of random rows. {'; '.join(told)}."
    caption = (
        "The spread is one over the root of the width. A nearest neighbour is the best of many "
        "tries, so it has the triangle to beat, not the hill."
    )
    return Figure(alt=alt, caption=caption, drawing=drawing)


def _signed(value: float, decimals: int = 2) -> str:
    return f"{value:.{decimals}f}".replace("-", "−")


def pca_maps(
    panels: Mapping[str, tuple[Any, Sequence[float]]], marked: Mapping[str, int]
) -> Figure:
    """Show tables from their widest side: two components each, on one scale, and what is left out.

    Parameters
    ----------
    panels : mapping of a heading to a table's points and shares
        Points of shape (rows, 2), and the two components' shares of the variance.
    marked : mapping of a word to its row
    """
    left, wide, told = 0.62, WIDTH - 0.8, []
    sizes = {}
    for head, (points, _) in panels.items():
        spans = np.ptp(np.asarray(points, float), axis=0)
        sizes[head] = wide / spans[0], max(1.0, min(2.9, wide * spans[1] / spans[0]))
    with rc_context(STYLE):
        height = 0.6 + sum(tall + 1.75 for _, tall in sizes.values())
        drawing, axes = canvas(height, "Two components of a table, on one scale")
        y = 0.6
        for head, (points, shares) in panels.items():
            tall = sizes[head][1]
            write(axes, left, y + 0.12, head, weight="bold")
            _map(axes, (left, y + 0.36), (wide, tall), np.asarray(points, float), marked)
            _shares(axes, (left, y + tall + 0.98), wide, shares)
            y += tall + 1.75
            places = "; ".join(
                f"{word} ({_signed(points[row][0], 1)}, {_signed(points[row][1], 1)})"
                for word, row in marked.items()
            )
            told.append(
                f"{head}: {len(points)} rows; component 1 has {_percent(shares[0])} of the "
                f"variance, component 2 {_percent(shares[1])}, not shown "
                f"{_percent(1 - sum(shares))}; {places}"
            )
    alt = f"Maps of tables by their first two components, equal scale. {'. '.join(told)}."
    caption = (
        "Each dot is a word. Below each map: how much of the table's variance the map shows, "
        "and how much (hatched) it does not."
    )
    return Figure(alt=alt, caption=caption, drawing=drawing)


def _percent(share: float) -> str:
    return f"{100 * max(share, 0):.1f} %"


def _map(
    axes: Axes, corner: Corner, size: tuple[float, float], points: Any, marked: Mapping[str, int]
) -> None:
    """Draw points on one scale, with a tick at each end and the marked words by name."""
    (x, y), (wide, tall) = corner, size
    low, high = points.min(axis=0), points.max(axis=0)
    scale = min(wide / (high[0] - low[0]), tall / max(high[1] - low[1], 1e-9))
    middle = (low + high) / 2

    def place(point: Any) -> tuple[float, float]:
        across, up = (point - middle) * scale
        return x + wide / 2 + across, y + tall / 2 - up

    grid(axes, (x - 0.06, y - 0.08), (1, 1), (wide + 0.12, tall + 0.16))
    dots = np.array([place(point) for point in points])
    axes.plot(*dots.T, ".", color=tint(GREY, 0.45), markersize=2.5, zorder=1)
    for row in marked.values():
        across, down = place(points[row])
        axes.plot(across, down, marker="o", markersize=5.5, zorder=3, **POINT)
    _labels(axes, {word: place(points[row]) for word, row in marked.items()}, (y, y + tall))
    write(axes, x + wide / 2, y + tall + 0.38, "component 1", "center", size=9.5)
    for value in (low[0], high[0]):
        write(
            axes, place((value, middle[1]))[0], y + tall + 0.2, _signed(value, 1), "center", size=9
        )
    axes.text(x - 0.38, y + tall / 2, "comp. 2", ha="center", va="center", rotation=90, size=9.5)


def _labels(
    axes: Axes, places: Mapping[str, tuple[float, float]], bounds: tuple[float, float]
) -> None:
    """Write words beside their points, where they cover neither a point nor another word."""
    taken = [(x, y, 0.06) for x, y in places.values()]
    levels = (0, -0.18, 0.18, -0.36, 0.36, -0.54, 0.54)
    for word, (x, y) in sorted(places.items(), key=lambda item: item[1]):
        half = 0.042 * len(word) + 0.03
        gaps = ((hypot(x - across, y - down), across) for across, down in places.values())
        _, near = min((gap for gap in gaps if gap[0] > 0), default=(0.0, x))
        away = -1 if near > x else 1  # first on the side without the nearest point
        ways = [(x + side * (half + 0.1), y + up) for up in levels for side in (away, -away)]
        free = [
            (across, down)
            for across, down in ways
            if half < across < WIDTH - half
            and bounds[0] < down < bounds[1]
            and all(
                abs(across - other) > half + wide or abs(down - level) > 0.15
                for other, level, wide in taken
            )
        ]
        across, down = free[0] if free else ways[0]
        taken.append((across, down, half))
        axes.plot([x, across], [y, down], color=INK, linewidth=0.6, zorder=2)
        write(axes, across, down, word, "center", size=9, bbox=PAPERED, zorder=4)


def _shares(axes: Axes, corner: Corner, wide: float, shares: Sequence[float]) -> None:
    """Draw a bar of the variance: two components, and the hatched rest."""
    (x, y), start = corner, 0.0
    rest = max(0.0, 1 - sum(shares))
    for share, colour, hatch in (
        (shares[0], BLUE, ""),
        (shares[1], ORANGE, ""),
        (rest, GREY, "///"),
    ):
        look: dict[str, Any] = {"facecolor": tint(colour, 0.15 if hatch else 0.7), "linewidth": 0}
        look |= {"hatch": hatch or None, "edgecolor": tint(colour, 0.6)}
        axes.add_patch(Rectangle((x + wide * start, y), wide * share, 0.2, **look))
        start += share
    grid(axes, (x, y), (1, 1), (wide, 0.2))
    words = f"1: {_percent(shares[0])}, 2: {_percent(shares[1])} of the variance; "
    write(axes, x, y + 0.36, words + f"not shown: {_percent(rest)}", size=9.5)


def rows_moved(
    moves: Mapping[str, Sequence[float]],
    words: Sequence[str],
    now: Collection[int],
    before: Collection[int],
) -> Figure:
    """Show how far each row moved in one step, by optimiser, and what moved it.

    Parameters
    ----------
    moves : mapping of an optimiser's name to the length of each row's change
    words : sequence of str, one for each row
    now, before : collections of int
        The rows that this step looked up, and those that earlier steps did.
    """
    names = list(moves)
    left, top, high = 1.12, 1.2, 0.36
    cell = (WIDTH - left - 0.15) / len(names)
    sizes = [size for some in moves.values() for size in some if size > 0]
    low, most = floor(log10(min(sizes))), ceil(log10(max(sizes)))
    told = []
    with rc_context(STYLE):
        bottom = top + high * len(words)
        drawing, axes = canvas(bottom + 0.95, "What one step does to each row")
        write(axes, left - 0.1, top - 0.2, "row", "right", size=9.5, color=GREY)
        for row, word in enumerate(words):
            read = "●" if row in now else "○" if row in before else ""
            write(axes, 0.1, top + (row + 0.5) * high, read)
            write(axes, left - 0.1, top + (row + 0.5) * high, word, "right", size=9.5)
        for column, (name, some) in enumerate(moves.items()):
            x = left + column * cell
            head = name.replace(" ", "\n")
            write(axes, x + cell / 2, top - 0.3, head, "center", weight="bold", size=9.5)
            for row, size in enumerate(some):
                why = _reason(row, size, now, before)
                deep = 0.12 + 0.6 * (log10(size) - low) / (most - low) if size > 0 else 0
                _moved(axes, (x, top + row * high), (cell, high), why, deep)
            told.append(f"{name}: {_by_reason(some, words, now, before)}")
        grid(axes, (left, top), (len(words), len(names)), (cell, high))
        lines = ("● looked up in this step    ○ in an earlier one    = not moved",)
        lines += (f"the deeper, the farther: {_power(low)} to {_power(most)}",)
        for line, said in enumerate(lines):
            write(axes, WIDTH / 2, bottom + 0.27 + 0.27 * line, said, "center", size=9.5)
    alt = f"Rows moved by one step. {'. '.join(told)}."
    caption = (
        "gradient: this step sent one. memory: an earlier one still pushes. decay: nothing was "
        "sent, and the row shrinks."
    )
    return Figure(alt=alt, caption=caption, drawing=drawing)


def _power(exponent: int) -> str:
    return "10" + str(exponent).translate(str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"))


REASONS = {"gradient": (BLUE, ""), "memory": (GREEN, "///"), "decay": (ORANGE, "...")}


def _reason(row: int, size: float, now: Collection[int], before: Collection[int]) -> str:
    if not size:
        return "="
    return "gradient" if row in now else "memory" if row in before else "decay"


def _moved(axes: Axes, corner: Corner, size: tuple[float, float], why: str, deep: float) -> None:
    """Draw one cell: shaded by how far the row moved, hatched and named by what moved it."""
    (x, y), (wide, tall) = corner, size
    if why in REASONS:
        colour, hatch = REASONS[why]
        look: dict[str, Any] = {"facecolor": tint(colour, deep), "linewidth": 0}
        look |= {"hatch": hatch or None, "edgecolor": tint(colour, 0.3)}
        axes.add_patch(Rectangle(corner, wide, tall, **look))
    write(axes, x + wide / 2, y + tall / 2, why, "center", size=8.5, bbox=PAPERED)


def _by_reason(
    some: Sequence[float], words: Sequence[str], now: Collection[int], before: Collection[int]
) -> str:
    """An optimiser's column in words: which rows moved, and why."""
    found: dict[str, list[str]] = {}
    for row, size in enumerate(some):
        found.setdefault(_reason(row, size, now, before), []).append(words[row])
    still = found.pop("=", [])
    said = [f"{', '.join(rows)} by {why}" for why, rows in found.items()]
    return "; ".join(said + ([f"not moved {', '.join(still)}"] if still else []))

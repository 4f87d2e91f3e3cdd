"""What all figures are drawn with: the figure itself, its colours, and a canvas in inches."""

from __future__ import annotations

import base64
import io
from dataclasses import dataclass, field
from html import escape
from typing import Any, Literal

from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.colors import to_hex, to_rgb
from matplotlib.figure import Figure as Drawing
from matplotlib.patches import Rectangle

BLUE, ORANGE, GREEN, PURPLE = "#0072B2", "#E69F00", "#009E73", "#CC79A7"  # Okabe and Ito, 2008
SKY, VERMILION = "#56B4E9", "#D55E00"
COLOURS = (BLUE, ORANGE, GREEN, PURPLE, SKY, VERMILION)
HATCHES = ("", "///", "\\\\\\", "xx", "...", "++")
INK, GREY, PAPER = "#1a1a1a", "#595959", "#ffffff"
WIDTH = 5.0  # inches; with type of this size still readable on a phone
STYLE: dict[Any, Any] = {
    "font.family": "DejaVu Sans",
    "font.size": 10.5,
    "hatch.linewidth": 0.5,
    "svg.hashsalt": "course",
    "text.color": INK,
}

Corner = tuple[float, float]


@dataclass(frozen=True, kw_only=True)
class Figure:
    """A drawing with the words that stand for it.

    Attributes
    ----------
    alt : str
        What the figure shows, numbers included, for whoever cannot see it.
    caption : str
        The sentence under it.
    drawing : matplotlib.figure.Figure
        Made without pyplot, so nothing is left behind.
    """

    alt: str
    caption: str
    drawing: Drawing = field(repr=False, compare=False)

    def save(self, form: Literal["png", "svg"]) -> bytes:
        """Render the drawing as the bytes of a PNG or an SVG file, the same each time."""
        buffer = io.BytesIO()
        undated = {"Date": None} if form == "svg" else {}
        with rc_context(STYLE):
            self.drawing.savefig(buffer, format=form, dpi=160, facecolor=PAPER, metadata=undated)
        return buffer.getvalue()

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        """Give the figure as HTML with alt text, as a PNG and as plain text."""
        svg = base64.b64encode(self.save("svg")).decode("ascii")
        html = (
            '<figure style="margin:0.8em 0;max-width:600px">'
            f'<img src="data:image/svg+xml;base64,{svg}" alt="{escape(self.alt)}" '
            f'style="width:100%;height:auto;background:{PAPER};border-radius:6px">'
            f"<figcaption>{escape(self.caption)}</figcaption></figure>"
        )
        png = base64.b64encode(self.save("png")).decode("ascii")
        return {"text/html": html, "image/png": png, "text/plain": self.alt}


def canvas(height: float, title: str) -> tuple[Drawing, Axes]:
    """Open a drawing without axes: one unit is one inch, y grows downwards."""
    drawing = Drawing(figsize=(WIDTH, height))
    axes = drawing.add_axes((0.0, 0.0, 1.0, 1.0))
    axes.set(xlim=(0, WIDTH), ylim=(height, 0))
    axes.set_axis_off()
    axes.text(WIDTH / 2, 0.28, title, ha="center", va="center", weight="bold", size=11.5)
    return drawing, axes


def plot(height: float, title: str) -> tuple[Drawing, Axes]:
    """Open a drawing with axes for a plot, and a title."""
    drawing = Drawing(figsize=(WIDTH, height))
    axes = drawing.add_axes((0.15, 0.62 / height, 0.8, 1 - 1.1 / height))
    head(drawing, title, 1 - 0.26 / height)
    dress(axes)
    return drawing, axes


def head(drawing: Drawing, title: str, y: float) -> None:
    """Write the title of a drawing; ``y`` is its height as a share of the drawing's."""
    drawing.text(0.5, y, title, ha="center", va="center", weight="bold", size=11.5)


def dress(axes: Axes, *bare: str) -> None:
    """Take the frame of a plot away on top, at the right and on the ``bare`` sides."""
    axes.spines[["top", "right", *bare]].set_visible(False)
    axes.tick_params(labelsize=9.5)


def tint(colour: str, share: float) -> str:
    """Mix a colour into white; on a transparent colour an SVG loses the hatch."""
    red, green, blue = (1 - share * (1 - part) for part in to_rgb(colour))
    return to_hex((red, green, blue))


def fill(axes: Axes, corner: Corner, size: tuple[float, float], kind: int) -> None:
    """Fill a rectangle with the colour and the hatch of one kind."""
    colour, hatch = COLOURS[kind % len(COLOURS)], HATCHES[kind % len(HATCHES)]
    look: dict[str, Any] = {"facecolor": tint(colour, 0.28), "edgecolor": tint(colour, 0.85)}
    axes.add_patch(Rectangle(corner, *size, hatch=hatch or None, linewidth=0.8, **look))


def grid(axes: Axes, corner: Corner, shape: tuple[int, int], cell: tuple[float, float]) -> None:
    """Draw the lines of rows x columns cells."""
    (x, y), (rows, columns), (width, height) = corner, shape, cell
    across = [[(x, y + i * height), (x + columns * width, y + i * height)] for i in range(rows + 1)]
    down = [[(x + j * width, y), (x + j * width, y + rows * height)] for j in range(columns + 1)]
    for line in (*across, *down):
        axes.plot(*zip(*line, strict=True), color=INK, linewidth=0.5)


def write(axes: Axes, x: float, y: float, words: str, ha: str = "left", **look: Any) -> None:
    """Write words at a place, centred on the line."""
    axes.text(x, y, words, ha=ha, va="center", **look)


def chip(axes: Axes, x: float, y: float, words: str) -> None:
    """Write words on a small patch of paper, so that a hatch does not cross them."""
    paper = {"boxstyle": "round,pad=0.12", "facecolor": PAPER, "edgecolor": "none"}
    write(axes, x, y, words, ha="center", size=9.5, bbox=paper)

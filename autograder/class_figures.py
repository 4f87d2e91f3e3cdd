"""The figures of the report on a class: SVG for a page, and the words that stand for it."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from markupsafe import Markup
from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.figure import Figure as Drawing
from matplotlib.ticker import MaxNLocator

from autograder.cards import number
from autograder.class_items import Item
from autograder.class_report import Held, Topic

BLUE, ORANGE, GREY, INK, PAPER = "#0072B2", "#E69F00", "#595959", "#1a1a1a", "#ffffff"
WIDTH = 6.0  # inches
LETTERS = "ABCDEFGH"
STYLE: dict[Any, Any] = {
    "font.family": "DejaVu Sans",
    "font.size": 10.5,
    "hatch.linewidth": 0.8,
    "svg.fonttype": "none",
    "svg.hashsalt": "class",
    "text.color": INK,
    "axes.edgecolor": GREY,
    "axes.spines.top": False,
    "axes.spines.right": False,
}
_LOSSES: tuple[tuple[str, str, dict[str, Any]], ...] = (
    ("by_belief", "a known belief", {"facecolor": BLUE}),
    ("otherwise", "nothing known explains it", {"facecolor": "#f6cf80", "hatch": "////"}),
    ("blank", "left blank", {"facecolor": PAPER, "hatch": "...."}),
)


@dataclass(frozen=True, kw_only=True)
class Figure:
    """A drawing as SVG for a page, what it says in words, and the sentence under it."""

    svg: Markup
    alt: str
    caption: str


def figure(drawing: Drawing, name: str, alt: str, caption: str) -> Figure:
    """Render a drawing; ``name`` keeps its ids apart from those of the page's other figures."""
    buffer = io.StringIO()
    with rc_context(STYLE):
        drawing.savefig(buffer, format="svg", transparent=True, metadata={"Date": None})
    svg = buffer.getvalue()
    svg = svg[svg.index("<svg") :]
    svg = re.sub(r"<metadata>.*?</metadata>", "", svg, flags=re.DOTALL)
    svg = re.sub(r'\bid="', f'id="{name}-', svg)
    svg = re.sub(r'(href="#|url\(#)', rf"\g<1>{name}-", svg)
    svg = re.sub(r'(<svg[^>]*?) width="[^"]*"', r"\1", svg, count=1)
    svg = re.sub(r'(<svg[^>]*?) height="[^"]*"', r"\1", svg, count=1)
    svg = svg.replace("<svg", f'<svg role="img" aria-label="{escape(alt)}"', 1)
    return Figure(svg=Markup(svg), alt=alt, caption=caption)


def lessons(topics: Sequence[Topic]) -> Figure:
    """The points that each lesson cost, by what is behind them."""
    height = 0.95 + 0.36 * len(topics)
    with rc_context(STYLE):
        drawing, axes = _bars([_name(topic) for topic in topics], height, left=2.5)
        for place, topic in enumerate(topics):
            start = 0.0
            for field, label, look in _LOSSES:
                width = getattr(topic, field)
                look = {"edgecolor": INK, "linewidth": 0.6, "height": 0.62, **look}
                axes.barh(place, width, left=start, label=None if place else label, **look)
                start += width
            _say(axes, start, place, points(start))
        axes.set(xlabel="points lost", xlim=(0, 1.12 * max(t.points_lost for t in topics)))
        drawing.legend(loc="lower right", ncols=3, frameon=False, fontsize=8.5, borderaxespad=0)
    said = "; ".join(
        f"{_name(topic)}: {number(topic.points_lost)} points, of them {number(topic.by_belief)} "
        f"by a known belief, {number(topic.otherwise)} by nothing known, {number(topic.blank)} "
        "left blank"
        for topic in topics
    )
    return figure(
        drawing,
        "lessons",
        f"Bars: the points that each lesson cost the class. {said}.",
        "Points lost, by the lesson that repairs the belief behind the answer; without a belief, "
        "by the question's lesson.",
    )


def beliefs(held: Sequence[Held], learners: int) -> Figure:
    """With how many learners each belief was found."""
    with rc_context(STYLE):
        names = [_short(f"{each.id} {each.name}", 38) for each in held]
        drawing, axes = _bars(names, 0.75 + 0.34 * len(held), left=3.1)
        for place, each in enumerate(held):
            count = len(each.learners)
            look: dict[str, Any] = {"facecolor": BLUE, "edgecolor": INK, "linewidth": 0.6}
            axes.barh(place, count, height=0.62, **look)
            _say(axes, count, place, str(count))
        axes.set_xlabel(f"learners, of {learners}")
        axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    said = "; ".join(f"{each.name} ({each.id}): {len(each.learners)}" for each in held)
    return figure(
        drawing,
        "beliefs",
        f"Bars: with how many of {learners} learners a misconception was found. {said}.",
        "The misconceptions that were found with the most learners.",
    )


def items(all_items: Sequence[Item], marked: Sequence[Item]) -> Figure:
    """Each question by the share of its points that was earned, and by its discrimination."""
    known = [each for each in all_items if is_placed(each)]
    with rc_context(STYLE):
        drawing = Drawing(figsize=(WIDTH, 3.9))
        axes = drawing.add_axes((0.11, 0.14, 0.87, 0.83))
        axes.axhline(0.0, color=INK, linewidth=0.9, linestyle=":")
        look: dict[str, Any] = {"linestyle": "none", "markeredgecolor": INK, "markersize": 6}
        plain = [each for each in known if each not in marked]
        axes.plot(*_places(plain), marker="o", color="#a9d3ec", **look)
        for letter, each in zip(LETTERS, marked, strict=False):
            ((x,), (y,)) = _places([each])
            axes.plot(x, y, marker="s", color=ORANGE, **{**look, "markersize": 12})
            axes.text(x, y, letter, ha="center", va="center_baseline", size=8.5, weight="bold")
        lowest = min([0.0, *(each.discrimination or 0.0 for each in known)])
        axes.set(xlim=(-0.03, 1.03), ylim=(lowest - 0.1, 1.05))
        axes.set(xlabel="share of the points earned (hard to easy)", ylabel="discrimination")
    said = "; ".join(
        f"{letter} {each.question}: share {each.difficulty:.2f}, "
        f"discrimination {each.discrimination:.2f}"
        for letter, each in zip(LETTERS, marked, strict=False)
    )
    return figure(
        drawing,
        "items",
        f"{len(known)} questions as points: from hard to easy, and by discrimination."
        + (f" To look at: {said}." if said else ""),
        f"Each of {len(known)} questions is a mark"
        + ("; the lettered squares are those to look at." if marked else "."),
    )


def is_placed(item: Item) -> bool:
    """Whether both of its numbers are defined."""
    return item.difficulty is not None and item.discrimination is not None


def points(value: float) -> str:
    """A number of points with at most one decimal.

    Examples
    --------
    >>> points(1137.475), points(12.0)
    ('1,137.5', '12')
    """
    return f"{value:,.1f}".removesuffix(".0")


def _places(known: Sequence[Item]) -> tuple[list[float], list[float]]:
    return [e.difficulty or 0.0 for e in known], [e.discrimination or 0.0 for e in known]


def _bars(names: Sequence[str], height: float, left: float) -> tuple[Drawing, Axes]:
    """Axes for horizontal bars, the first on top, with their names on the left."""
    drawing = Drawing(figsize=(WIDTH, height))
    below, above = 0.66 / height, 0.06 / height
    axes = drawing.add_axes((left / WIDTH, below, 0.93 - left / WIDTH, 1 - below - above))
    axes.set(ylim=(len(names) - 0.4, -0.6))
    axes.set_yticks([])
    for place, name in enumerate(names):
        # subtle: a name may hold a dollar sign, which would begin a formula.
        axes.annotate(
            name,
            (0, place),
            xytext=(-6, 0),
            xycoords=("axes fraction", "data"),
            textcoords="offset points",
            ha="right",
            va="center",
            parse_math=False,
        )
    return drawing, axes


def _say(axes: Axes, x: float, place: int, words: str) -> None:
    axes.annotate(words, (x, place), xytext=(4, 0), textcoords="offset points", va="center")


def _name(topic: Topic) -> str:
    return _short(f"{topic.lesson} · {topic.title}" if topic.lesson else topic.title)


def _short(name: str, most: int = 34) -> str:
    return name if len(name) <= most else name[: most - 1].rstrip() + "…"

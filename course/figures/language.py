"""The figures of lesson 9: the surprise of each word, curves of perplexity, the parts of BLEU."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from matplotlib import rc_context
from matplotlib.figure import Figure as Drawing
from matplotlib.ticker import FuncFormatter, MaxNLocator, NullLocator

from course.figures.canvas import (
    BLUE,
    GREEN,
    GREY,
    INK,
    PAPER,
    PURPLE,
    STYLE,
    VERMILION,
    WIDTH,
    Figure,
    canvas,
    fill,
    head,
    write,
)

LABEL: dict[str, Any] = {"boxstyle": "round,pad=0.12", "facecolor": PAPER, "edgecolor": "none"}
MEAN: dict[str, Any] = {"ha": "right", "va": "center", "size": 9.5, "color": VERMILION}


def _bits(value: float) -> str:
    """Say a surprise in words: ``1 bit``, ``2.5 bits``."""
    return f"{value:.2g} {'bit' if value == 1 else 'bits'}"


def surprise(words: Sequence[str], probabilities: Sequence[float]) -> Figure:
    """Show how many bits each word of a text surprises, and their mean.

    Parameters
    ----------
    words : sequence of str
    probabilities : sequence of float
        What the model gave each of them, above 0.
    """
    bits = [-math.log2(p) for p in probabilities]
    mean = sum(bits) / len(bits)
    height, top = 3.1, max(bits) * 1.3
    with rc_context(STYLE):
        drawing = Drawing(figsize=(WIDTH, height))
        axes = drawing.add_axes((0.13, 0.62 / height, 0.8, 1 - 1.1 / height))
        head(drawing, "How much did each word surprise?", 1 - 0.28 / height)
        axes.set(xlim=(-0.6, len(words) - 0.4), ylim=(0, top), ylabel="surprise (bits)")
        axes.spines[["top", "right"]].set_visible(False)
        for place, (value, p) in enumerate(zip(bits, probabilities, strict=True)):
            fill(axes, (place - 0.32, 0), (0.64, value), 0)
            above = f"p = {p:.3g}\n{_bits(value)}"
            look: dict[str, Any] = {"ha": "center", "va": "bottom", "size": 9.5, "linespacing": 1.1}
            axes.text(place, value + top * 0.02, above, **look, bbox=LABEL)
        axes.axhline(mean, color=VERMILION, linewidth=1.4, linestyle="--", zorder=0)
        axes.text(len(words) - 0.42, mean + top * 0.05, f"mean {mean:.3g}", **MEAN)
        axes.set_xticks(range(len(words)), words, size=10.5)
        axes.set_xlabel("the words as they came", size=9.5)
    told = "; ".join(
        f"{word} {_bits(value)} (probability {p:.3g})"
        for word, value, p in zip(words, bits, probabilities, strict=True)
    )
    alt = (
        f"Bars of surprise for {len(words)} words: {told}. A dashed line marks the mean, "
        f"{mean:.3g} bits; two to that power is {2**mean:.4g}."
    )
    caption = (
        f"Half the probability, one bit more. Perplexity is two to the power of the mean height: "
        f"{2**mean:.4g}."
    )
    return Figure(alt=alt, caption=caption, drawing=drawing)


def perplexity_curves(
    training: Sequence[float], validation: Sequence[float], baselines: Mapping[str, float]
) -> Figure:
    """Show perplexity over the epochs, beside what models without any context reach.

    Parameters
    ----------
    training, validation : sequence of float
        One value for each epoch.
    baselines : mapping of a name to a perplexity
    """
    epochs = range(1, len(training) + 1)
    best = min(range(len(validation)), key=lambda epoch: validation[epoch])
    curves = (
        ("training", training, BLUE, "o", "-"),
        ("validation", validation, VERMILION, "s", "-"),
    )
    height = 3.9
    with rc_context(STYLE):
        drawing = Drawing(figsize=(WIDTH, height))
        axes = drawing.add_axes((0.14, 0.62 / height, 0.81, 1 - 1.15 / height))
        head(drawing, "Perplexity while a model trains", 1 - 0.28 / height)
        axes.spines[["top", "right"]].set_visible(False)
        for name, values, colour, marker, line in curves:
            axes.plot(epochs, values, color=colour, marker=marker, linestyle=line, linewidth=1.8)
            y = values[-1] * (0.82 if name == "training" else 1.19)
            beside: dict[str, Any] = {"ha": "right", "va": "center", "size": 9.5, "color": colour}
            axes.text(epochs[-1] + 0.1, y, f"{name} {values[-1]:.0f}", **beside)
        middle = (1 + len(training)) / 2
        for number, (name, value) in enumerate(baselines.items()):
            colour, line = (GREEN, PURPLE)[number % 2], ("--", ":")[number % 2]
            axes.axhline(value, color=colour, linestyle=line, linewidth=1.6, zorder=0)
            axes.text(
                middle, value * 1.1, f"{name} {value:,.0f}", ha="center", va="center", size=9.5
            )
        look: dict[str, Any] = {"marker": "s", "markersize": 12, "fillstyle": "none", "color": INK}
        axes.plot(best + 1, validation[best], **look)
        above = validation[best] * 1.25
        axes.text(
            best + 1, above, f"best {validation[best]:.0f}", ha="center", va="center", size=9.5
        )
        every = [*training, *validation, *baselines.values()]
        axes.set(yscale="log", ylim=(min(every) * 0.7, max(every) * 1.35))
        axes.set(xlim=(0.85, len(training) + 0.15), xlabel="epoch")
        axes.set_ylabel("perplexity per word (log scale)")
        ticks = [t for t in (10, 20, 50, 100, 200, 500, 1000) if min(every) * 0.7 < t]
        axes.set_yticks([t for t in ticks if t < max(every) * 1.35])
        axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,.0f}"))
        axes.yaxis.set_minor_locator(NullLocator())
        axes.xaxis.set_major_locator(MaxNLocator(integer=True))
        axes.tick_params(labelsize=9.5)
    told = "; ".join(
        f"{name} from {values[0]:.0f} to {values[-1]:.0f}" for name, values, *_ in curves
    )
    lines = ", ".join(f"{name} at {value:.0f}" for name, value in baselines.items())
    alt = (
        f"Perplexity per word over {len(training)} epochs, on a logarithmic axis: {told}. The "
        f"validation curve is lowest at epoch {best + 1}, with {validation[best]:.0f}. Level "
        f"lines of models without context: {lines}."
    )
    caption = (
        "Circles: what the model trained on. Squares: what it did not. Dashed and dotted: what "
        "can be had without looking at a single word before."
    )
    return Figure(alt=alt, caption=caption, drawing=drawing)


def bleu_parts(candidates: Mapping[str, tuple[Sequence[float], float]]) -> Figure:
    """Show for each candidate the precisions, the brevity penalty, and the BLEU of each order.

    Parameters
    ----------
    candidates : mapping of a text to (precisions, penalty)
        The precisions of the orders from 1 on; each text has as many.
    """
    orders = len(next(iter(candidates.values()))[0])
    names = [f"p{n}" for n in range(1, orders + 1)] + ["penalty"]
    names += [f"BLEU-{n}" for n in (2, orders)]
    step, tall, left = 1.5, 0.78, 0.3
    wide = (WIDTH - 2 * left) / len(names)
    told = []
    with rc_context(STYLE):
        drawing, axes = canvas(0.65 + step * len(candidates), "What BLEU is made of")
        for row, (text, (precisions, penalty)) in enumerate(candidates.items()):
            floor = 0.65 + row * step + 0.38 + tall
            write(axes, left, floor - tall - 0.3, f"“{text}”", weight="bold", size=9.5)
            scores = [penalty * math.prod(precisions[:n]) ** (1 / n) for n in (2, orders)]
            values = [*precisions, penalty, *scores]
            axes.plot([left, WIDTH - left], [floor, floor], color=GREY, linewidth=0.8)
            for column, (name, value) in enumerate(zip(names, values, strict=True)):
                kind = 0 if column < orders else 1 if column == orders else 2
                x = left + column * wide
                size = (wide * 0.64, tall * 0.8 * value)
                fill(axes, (x + wide * 0.18, floor - size[1]), size, kind)
                above = f"{value:.2f}"
                write(axes, x + wide / 2, floor - size[1] - 0.1, above, "center", size=9)
                write(axes, x + wide / 2, floor + 0.13, name, "center", color=GREY, size=9)
            parts = ", ".join(f"{n} {v:.2f}" for n, v in zip(names, values, strict=True))
            told.append(f"{text}: {parts}")
    alt = (
        f"Bars from 0 to 1 for {len(candidates)} candidates: the clipped precisions of 1 to "
        f"{orders} words in a row, the brevity penalty, and two scores. {'. '.join(told)}."
    )
    caption = (
        "Plain: precisions. Hatched one way: the penalty. Hatched the other way: what comes of "
        "them. A single empty place among the precisions empties the score."
    )
    return Figure(alt=alt, caption=caption, drawing=drawing)

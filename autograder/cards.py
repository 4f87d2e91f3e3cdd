"""Cards: a verdict as HTML for a notebook, and the same content as plain text."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator, Sequence
from html import escape

from autograder.verdict import Belief, Outcome, Verdict

# A sign and words beside each colour: colour is never the only cue. The colours hold a
# contrast of at least 4.5 to 1 on JupyterLab's light and dark backgrounds alike.
_HEADINGS = {
    Outcome.CORRECT: ("✓", "Right", "#2a7f3e"),
    Outcome.PARTLY: ("◐", "Partly right", "#a15c00"),
    Outcome.INCORRECT: ("✗", "Not right yet", "#b3372f"),
    Outcome.NOT_ANSWERED: ("○", "Not answered yet", "#5a6472"),
    Outcome.NOT_GRADED: ("?", "Not graded: a person looks at it", "#5a6472"),
}
WIDTH = 84


def number(value: float) -> str:
    """A number of points without needless zeros.

    Examples
    --------
    >>> number(2.0), number(0.5), number(1 / 3)
    ('2', '0.5', '0.33')
    """
    return f"{value:.2f}".rstrip("0").rstrip(".")


def few(sentences: Sequence[str], most: int = 5) -> list[str]:
    """The first sentences, and how many more there are.

    Examples
    --------
    >>> few(["one", "two", "three"], most=1)
    ['one', 'and 2 more of the kind']
    """
    more = len(sentences) - most
    return [*sentences[:most], *([f"and {more} more of the kind"] if more > 0 else [])]


def points_of(verdict: Verdict) -> str:
    """``"0.5 of 1 point"``; nothing for a practice question."""
    if not verdict.max_points:
        return ""
    unit = "point" if verdict.max_points == 1 else "points"
    return f"{number(verdict.points)} of {number(verdict.max_points)} {unit}"


def heading(verdict: Verdict) -> str:
    """One line: sign, outcome, question and points."""
    sign, words, _ = _HEADINGS[verdict.outcome]
    return " · ".join(filter(None, [f"{sign} {words}", verdict.question, points_of(verdict)]))


def paragraphs(verdict: Verdict) -> Iterator[tuple[str, str]]:
    """The body of a card as (label, sentence) pairs, without the heading and the parts."""
    if verdict.observed:
        yield "", verdict.observed
    if len(verdict.beliefs) > 1:
        yield "", f"{len(verdict.beliefs)} beliefs give this answer. Which one is yours?"
    for belief in verdict.beliefs:
        yield from _belief(belief)
    if verdict.next_step:
        yield "Next step", verdict.next_step


def _belief(belief: Belief) -> Iterator[tuple[str, str]]:
    yield f"A belief that gives it ({belief.id}, {belief.name})", f"“{belief.belief}”"
    yield "The idea", belief.idea
    yield "Next step", f"{belief.next_step} (Lesson {belief.lesson})"


def as_text(verdict: Verdict, *, extra: str = "") -> str:
    """The card as plain text, wrapped for a terminal and for nbgrader's 87 columns.

    Examples
    --------
    >>> print(as_text(Verdict(question="q", outcome=Outcome.CORRECT, points=1, max_points=1)))
    ✓ Right · q · 1 of 1 point
    """
    lines = [heading(verdict), *_text_lines(verdict, "  ")]
    for part in verdict.parts:
        lines.append(f"  {_part_heading(part)}")
        lines.extend(_text_lines(part, "    "))
    if extra:
        lines.extend(_wrap(extra, "  "))
    return "\n".join(lines)


def as_markdown(verdict: Verdict) -> str:
    """The card as Markdown paragraphs, for nbgrader's comments."""
    blocks = [f"**{heading(verdict)}**", *_markdown_lines(verdict)]
    for part in verdict.parts:
        blocks.extend([f"**{_part_heading(part)}**", *_markdown_lines(part)])
    return "\n\n".join(blocks)


def _markdown_lines(verdict: Verdict) -> Iterator[str]:
    for label, sentence in paragraphs(verdict):
        text = re.sub(r"([\\`*_\[\]<>#])", r"\\\1", sentence)
        yield f"*{label}:* {text}" if label else text


def _text_lines(verdict: Verdict, indent: str) -> Iterator[str]:
    for label, sentence in paragraphs(verdict):
        yield from _wrap(f"{label}: {sentence}" if label else sentence, indent)


def _wrap(text: str, indent: str) -> list[str]:
    return textwrap.wrap(text, WIDTH, initial_indent=indent, subsequent_indent=indent)


def _part_heading(part: Verdict) -> str:
    sign, words, _ = _HEADINGS[part.outcome]
    name = part.label or part.question.rpartition("/")[2]
    return " · ".join(filter(None, [f"{sign} {name}: {words.lower()}", points_of(part)]))


def as_html(verdict: Verdict, *, extra: str = "") -> str:
    """The card as HTML: one ``section`` with styles of its own, legible light and dark."""
    colour = _HEADINGS[verdict.outcome][2]
    parts = "".join(_html_part(part) for part in verdict.parts)
    note = f"<p style='margin:.4em 0 0'>{escape(extra)}</p>" if extra else ""
    title = escape(heading(verdict))
    return (
        f'<section class="autograder-card" aria-label="Check: {title}" style="border:1px solid '
        f"{colour};border-left-width:6px;border-radius:4px;padding:.6em .9em;max-width:46em;"
        "color:var(--jp-ui-font-color1,#1a1a1a);background:var(--jp-layout-color1,#fff);"
        'font-family:var(--jp-ui-font-family,system-ui,sans-serif);line-height:1.45">'
        f'<p style="margin:0;font-weight:600">{title}</p>{_html_body(verdict)}{parts}{note}'
        "</section>"
    )


def _html_body(verdict: Verdict) -> str:
    return "".join(
        '<p style="margin:.4em 0 0">'
        + (f"<strong>{escape(label)}.</strong> " if label else "")
        + f"{escape(sentence)}</p>"
        for label, sentence in paragraphs(verdict)
    )


def _html_part(part: Verdict) -> str:
    colour = _HEADINGS[part.outcome][2]
    return (
        f'<div style="margin:.5em 0 0;padding-left:.7em;border-left:3px solid {colour}">'
        f'<p style="margin:0;font-weight:600">{escape(_part_heading(part))}</p>'
        f"{_html_body(part)}</div>"
    )

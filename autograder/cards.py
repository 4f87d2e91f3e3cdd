"""Cards: a verdict as HTML for a notebook, and the same content as plain text."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator, Sequence
from html import escape

from autograder.verdict import Belief, Outcome, Verdict

# A sign and words beside each colour: colour is never the only cue. White text on these
# colours has a contrast of at least 4.5 to 1, and they have one of at least 3 to 1 with
# JupyterLab's light and dark backgrounds. (subtle: no colour is legible as text on both.)
NEUTRAL = "#66707d"
_HEADINGS = {
    Outcome.CORRECT: ("✓", "Right", "#237f42"),
    Outcome.PARTLY: ("◐", "Partly right", "#a15c00"),
    Outcome.INCORRECT: ("✗", "Not right yet", "#c93c32"),
    Outcome.NOT_ANSWERED: ("○", "Not answered yet", NEUTRAL),
    Outcome.NOT_GRADED: ("?", "Not graded: a person looks at it", NEUTRAL),
    Outcome.RECORDED: ("●", "Recorded", NEUTRAL),
}
WIDTH = 82  # nbgrader indents what Validate shows by 4 columns and cuts it at 87


def sign(outcome: Outcome) -> str:
    """The sign that stands for an outcome, in cards and in tables.

    Examples
    --------
    >>> sign(Outcome.PARTLY)
    '◐'
    """
    return _HEADINGS[outcome][0]


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
    """``"0.5 of 1 point"``; nothing for practice, and where it is not said yet."""
    if not verdict.max_points or verdict.outcome is Outcome.RECORDED:
        return ""
    unit = "point" if verdict.max_points == 1 else "points"
    return f"{number(verdict.points)} of {number(verdict.max_points)} {unit}"


def heading(verdict: Verdict) -> str:
    """One line: sign, outcome, question and points."""
    mark, words, _ = _HEADINGS[verdict.outcome]
    return " · ".join(filter(None, [f"{mark} {words}", verdict.question, points_of(verdict)]))


_CODE = re.compile("`([^`]+)`")
Paragraph = tuple[str, str]  # a label, or none, and what is said under it


def paragraphs(verdict: Verdict, told: set[Belief] | None = None) -> Iterator[Paragraph]:
    """The body of a card as (label, sentence) pairs, without the heading and the parts."""
    for block in _blocks(verdict, set() if told is None else told):
        yield from block


def _blocks(verdict: Verdict, told: set[Belief]) -> Iterator[tuple[Paragraph, ...]]:
    """What belongs together; ``told`` collects the beliefs that the card has explained."""
    if verdict.observed:
        yield (("", verdict.observed),)
    if len(verdict.beliefs) > 1:
        yield (("", _how_many_beliefs(verdict)),)
    for belief in verdict.beliefs:
        yield _belief(belief, _label(verdict), told=belief in told)
        told.add(belief)
    if verdict.next_step:
        yield (("Next step", verdict.next_step),)
    if verdict.parts and not _parts(verdict):
        yield _alike(verdict)


def _how_many_beliefs(verdict: Verdict) -> str:
    if not verdict.pairs:
        return f"{len(verdict.beliefs)} beliefs give this answer. Which one is yours?"
    which = "the two below at once" if len(verdict.pairs) == 1 else "two of those below at once"
    return f"No single belief that we know gives this answer; {which} do."


def _parts(verdict: Verdict) -> tuple[Verdict, ...]:
    """The parts that say more than the whole: none where all are right, or all are blank."""
    outcomes = {verdict.outcome, *(part.outcome for part in verdict.parts)}
    alike = outcomes in ({Outcome.CORRECT}, {Outcome.NOT_ANSWERED})
    return () if alike else verdict.parts


def _alike(verdict: Verdict) -> tuple[Paragraph, ...]:
    """One sentence in place of parts that are all alike."""
    if verdict.outcome is Outcome.CORRECT:
        return (("", f"All {len(verdict.parts)} parts are right."),)
    return (("Next step", verdict.parts[0].next_step),)


def _label(verdict: Verdict) -> str:
    if not verdict.pairs:
        return "A belief that gives it"
    return "One belief of the two" if len(verdict.pairs) == 1 else "One of the beliefs"


def _belief(belief: Belief, label: str, *, told: bool) -> tuple[Paragraph, ...]:
    """A belief with its idea and its next step; its name alone where a part above has them."""
    if told:
        return (("As above", f"{belief.id}, {belief.name}"),)
    return (
        (f"{label} ({belief.id}, {belief.name})", f"“{belief.belief}”"),
        ("The idea", belief.idea),
        ("Next step", f"{belief.next_step} (Lesson {belief.lesson})"),
    )


def as_text(verdict: Verdict, *, extra: str = "") -> str:
    """The card as plain text, wrapped for a terminal and for nbgrader's 87 columns.

    ``extra`` is what else to say at the end, a paragraph on each line.

    Examples
    --------
    >>> print(as_text(Verdict(question="q", outcome=Outcome.CORRECT, points=1, max_points=1)))
    ✓ Right · q · 1 of 1 point
    """
    told: set[Belief] = set()
    lines = [heading(verdict), *_text_lines(verdict, "  ", told)]
    for part in _parts(verdict):
        lines.append(f"  {_part_heading(part)}")
        lines.extend(_text_lines(part, "    ", told))
    for note in extra.splitlines():
        lines.extend(_wrap(note, "  "))
    return "\n".join(lines)


def as_markdown(verdict: Verdict) -> str:
    """The card as Markdown paragraphs, for nbgrader's comments."""
    told: set[Belief] = set()
    blocks = [f"**{heading(verdict)}**", *_markdown_lines(verdict, told)]
    for part in _parts(verdict):
        first, *others = [*_markdown_lines(part, told), ""]
        blocks.extend([f"**{_part_heading(part)}** {first}".strip(), *filter(None, others)])
    return "\n\n".join(blocks)


def _markdown_lines(verdict: Verdict, told: set[Belief]) -> Iterator[str]:
    for label, sentence in paragraphs(verdict, told):
        yield f"*{label}:* {_in_markdown(sentence)}" if label else _plain_markdown(sentence)


def _plain_markdown(text: str) -> str:
    return re.sub(r"([\\`*_\[\]<>#])", r"\\\1", text)


def _in_markdown(sentence: str) -> str:
    """A sentence of ours, in which what stands between backticks is code."""
    pieces = enumerate(_CODE.split(sentence))
    return "".join(f"`{p}`" if number % 2 else _plain_markdown(p) for number, p in pieces)


def _text_lines(verdict: Verdict, indent: str, told: set[Belief]) -> Iterator[str]:
    for label, sentence in paragraphs(verdict, told):
        yield from _wrap(f"{label}: {sentence}" if label else sentence, indent)


def _wrap(text: str, indent: str) -> list[str]:
    # subtle: a question's id must not be broken at its hyphens, or hint("...") cannot be copied.
    return textwrap.wrap(
        text, WIDTH, initial_indent=indent, subsequent_indent=indent, break_on_hyphens=False
    )


def _part_heading(part: Verdict) -> str:
    mark, words, _ = _HEADINGS[part.outcome]
    name = part.label or part.question.rpartition("/")[2]
    return " · ".join(filter(None, [f"{mark} {name}: {words.lower()}", points_of(part)]))


def as_bundle(verdict: Verdict, *, extra: str = "") -> dict[str, str]:
    """The card in the forms from which a notebook chooses, by their MIME types."""
    return {
        "text/html": as_html(verdict, extra=extra),
        "text/plain": as_text(verdict, extra=extra),
    }


def as_html(verdict: Verdict, *, extra: str = "") -> str:
    """The card as HTML: one ``section`` with styles of its own, legible light and dark.

    ``extra`` is what else to say at the end, a paragraph on each line.
    """
    told: set[Belief] = set()
    mark, words, colour = _HEADINGS[verdict.outcome]
    rest = " · ".join(filter(None, [verdict.question, points_of(verdict)]))
    body = _html_body(verdict, told) + "".join(_html_part(part, told) for part in _parts(verdict))
    notes = "".join(_html_note(note) for note in extra.splitlines())
    label = f"Check: {heading(verdict)}"
    return frame(f"{mark} {words}", rest, body + notes, label=label, colour=colour)


def frame(badge: str, rest: str, body: str, *, label: str, colour: str = NEUTRAL) -> str:
    """A card as HTML: a badge, what stands beside it, and a body that is HTML already."""
    return (
        f'<section class="autograder-card" aria-label="{escape(label)}" '
        f'style="border:1px solid {colour};border-left-width:6px;border-radius:4px;'
        "padding:.6em .9em .7em;max-width:46em;overflow-wrap:anywhere;"
        "color:var(--jp-ui-font-color1,#1a1a1a);background:var(--jp-layout-color1,#fff);"
        'font-family:var(--jp-ui-font-family,system-ui,sans-serif);line-height:1.45">'
        f'<p style="margin:0"><strong style="background:{colour};color:#fff;border-radius:3px;'
        f'padding:.15em .55em;margin-right:.6em">{escape(badge)}</strong>{escape(rest)}</p>'
        f"{body}</section>"
    )


def _html_body(verdict: Verdict, told: set[Belief]) -> str:
    """Paragraphs; what belongs to one belief stands in a tinted box."""
    return "".join(
        belief_as_html(block) if len(block) > 1 else paragraph_as_html(*block[0])
        for block in _blocks(verdict, told)
    )


def belief_as_html(block: tuple[Paragraph, ...]) -> str:
    """A belief in a tinted box: its label, the belief itself, and what is said of it."""
    (label, belief), *others = block
    return (
        '<div style="margin:.5em 0 0;padding:.45em .8em .55em;border-radius:4px;'
        'background:rgba(128,128,128,.13)">'
        f'<p style="margin:0;font-size:.92em">{escape(label)}</p>'
        f'<p style="margin:.1em 0 0;font-size:1.12em;font-weight:600">{_with_code(belief)}</p>'
        f"{''.join(paragraph_as_html(*other) for other in others)}</div>"
    )


def paragraph_as_html(label: str, sentence: str, *, ours: bool = False) -> str:
    """A paragraph of a card, behind its label where it has one.

    What stands between backticks is code in a sentence of ours: with ``ours``, or behind a label.
    """
    strong = f"<strong>{escape(label)}.</strong> " if label else ""
    # subtle: what else stands under no label echoes the learner, backticks and all.
    said = _with_code(sentence) if label or ours else escape(sentence)
    text = re.sub(r"\(Lesson (\d+)\)$", "(Lesson\N{NO-BREAK SPACE}\\1)", said)
    return f'<p style="margin:.4em 0 0">{strong}{text}</p>'


def _with_code(sentence: str) -> str:
    return _CODE.sub(r"<code>\1</code>", escape(sentence))


def _html_note(note: str) -> str:
    """A paragraph in which the call of a hint looks like the code that it is."""
    text = re.sub(r"(hint\(.+?\))", r"<code>\1</code>", escape(note))
    return f'<p style="margin:.4em 0 0">{text}</p>'


def _html_part(part: Verdict, told: set[Belief]) -> str:
    colour = _HEADINGS[part.outcome][2]
    return (
        f'<div style="margin:.6em 0 0;padding-left:.7em;border-left:3px solid {colour}">'
        f'<p style="margin:0;font-weight:600">{escape(_part_heading(part))}</p>'
        f"{_html_body(part, told)}</div>"
    )


def hint_as_html(text: str) -> str:
    """A hint as HTML: plain text in a notebook is broken in the middle of words."""
    return (
        '<div class="autograder-hint" style="max-width:46em;'
        f'font-family:var(--jp-ui-font-family,system-ui,sans-serif)">{_html_note(text)}'
        "</div>"
    )


def hint_as_text(text: str) -> str:
    """A hint as plain text, wrapped like a card."""
    return "\n".join(_wrap(text, ""))

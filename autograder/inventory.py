"""The inventory: twelve questions before the course and again after it, and what has changed.

The first time nothing is judged, so that the questions teach nothing about themselves; the second
time both answers stand side by side, with a score for each area and the beliefs behind those that
are wrong.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from html import escape
from types import MappingProxyType
from typing import Any

from autograder import answers, cards
from autograder.diagnosis import judge
from autograder.errors import UnusableAnswer, UsageError, did_you_mean
from autograder.questions.choices import Choice
from autograder.questions.inventory import PREFIX, QUESTIONS
from autograder.questions.question import Question
from autograder.verdict import Belief, Outcome

ITEMS: Mapping[str, Question] = MappingProxyType(
    {question.id.removeprefix(PREFIX): question for question in QUESTIONS}
)
AREAS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "the layer": ("lookup", "shape", "ids"),
        "words": ("rows", "padding", "neighbours"),
        "scores": ("precision", "f1", "accuracy"),
        "training and language": ("leak", "overfitting", "perplexity"),
    }
)
_NOT_KNOWN = ("", "?")
_WORDS = {
    Outcome.CORRECT: "right",
    Outcome.INCORRECT: "wrong",
    Outcome.NOT_ANSWERED: "left open",
}


def inventory(before: object, after: object = None) -> Standing:
    """Record the answers to the inventory; once it was answered twice, compare them.

    A notebook shows the result as a card when a cell ends with it. Nothing is judged before
    every question has a letter, or ``"?"``, in ``after`` as well.

    Parameters
    ----------
    before, after : dict
        A letter for each question, by its short name. ``"?"`` and None say that it is not known;
        dots, and names that are left out, that it is not answered yet.

    Returns
    -------
    Standing

    Raises
    ------
    UsageError
        If one of them is not a dict.

    Examples
    --------
    >>> inventory({"lookup": "A", "shape": "?", "rows": ...})
    ● Recorded · 1 of 12 answered before the course
      Not known: shape.
      Not answered yet: ids, rows, padding, neighbours, precision, f1, accuracy, leak,
      overfitting, perplexity.
      Nothing is judged today, so that the same questions can show afterwards what has
      changed. Save this notebook: it keeps your answers.
    >>> inventory({"lookup": "A"}, dict.fromkeys(ITEMS, "?")).right_before
    0
    """
    return Standing(
        before=_read("before", before), after=_read("after", {} if after is None else after)
    )


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """What was answered at one time.

    Attributes
    ----------
    letters : mapping of name to letter
        The answers that can be judged.
    not_known : tuple of str
        The names of the questions at which somebody said so.
    open : tuple of str
        The names of those without an answer that can be read.
    notes : tuple of str
        What could not be read, in words.
    """

    letters: Mapping[str, str]
    not_known: tuple[str, ...] = ()
    open: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def given(self) -> dict[str, str]:
        """What was said to each question that is not open: a letter, or ``"?"``."""
        return {**self.letters, **dict.fromkeys(self.not_known, "?")}

    @property
    def is_blank(self) -> bool:
        """Whether nobody has written in it yet."""
        return not (self.given or self.notes)


def _read(name: str, given: object) -> Sheet:
    """Read one of the dicts as plain data; what makes no sense becomes a note."""
    sheet = answers.decode(answers.encode(given))
    if not isinstance(sheet, dict):
        raise UsageError(
            f'{name} has to be a dict, such as {{"lookup": "A"}}, and is {answers.describe(sheet)}.'
        )
    letters: dict[str, str] = {}
    not_known, left, notes = [], [], []
    for key, question in ITEMS.items():
        answer = sheet.get(key, ...)
        if answer is None or (isinstance(answer, str) and answer.strip() in _NOT_KNOWN):
            not_known.append(key)
            continue
        try:
            letters[key] = question.parts[0].read(answer)
        except UnusableAnswer as unusable:
            left.append(key)
            if answer is not ...:
                notes.append(f'{name}["{key}"]: {unusable} Or with "?".')
    notes += [
        f"{name} has the key {answers.describe(key)}, which names no question."
        f"{did_you_mean(key, ITEMS)} The names are: {', '.join(ITEMS)}."
        for key in sheet
        if key not in ITEMS
    ]
    return Sheet(letters=letters, not_known=tuple(not_known), open=tuple(left), notes=tuple(notes))


@dataclass(frozen=True, kw_only=True)
class Row:
    """One question: how both answers fared, and the beliefs behind the wrong ones."""

    name: str
    title: str
    lesson: int
    before: Outcome
    after: Outcome
    believed: tuple[Belief, ...]
    believes: tuple[Belief, ...]


@dataclass(frozen=True, kw_only=True, repr=False)
class Standing:
    """Both sheets, and what follows from them; a notebook shows it as a card."""

    before: Sheet
    after: Sheet

    @property
    def is_compared(self) -> bool:
        """Whether every question was dealt with after the course, so that all can be judged."""
        return not self.after.open

    @property
    def rows(self) -> tuple[Row, ...]:
        """One row for each question, in their order; none before they are compared."""
        if not self.is_compared:
            return ()
        return tuple(_row(name, self.before, self.after) for name in ITEMS)

    @property
    def right_before(self) -> int:
        """How many were right before the course."""
        return sum(row.before is Outcome.CORRECT for row in self.rows)

    @property
    def right_after(self) -> int:
        """How many are right after the course."""
        return sum(row.after is Outcome.CORRECT for row in self.rows)

    @property
    def by_area(self) -> Mapping[str, tuple[int, int]]:
        """How many were right before the course and are right after it, by area."""
        if not self.is_compared:
            return {}
        rows = {row.name: row for row in self.rows}
        return {
            area: (
                sum(rows[name].before is Outcome.CORRECT for name in names),
                sum(rows[name].after is Outcome.CORRECT for name in names),
            )
            for area, names in AREAS.items()
        }

    @property
    def remaining(self) -> tuple[Belief, ...]:
        """The beliefs behind the answers that are wrong now, each once."""
        return tuple(_each_once(belief for row in self.rows for belief in row.believes))

    @property
    def overcome(self) -> tuple[Belief, ...]:
        """The beliefs that gave a wrong answer where the answer is right now, and none today."""
        held = {belief.id for belief in self.remaining}
        mended = [row for row in self.rows if row.after is Outcome.CORRECT]
        known = _each_once(belief for row in mended for belief in row.believed)
        return tuple(belief for belief in known if belief.id not in held)

    @property
    def to_read(self) -> Mapping[int, tuple[str, ...]]:
        """The lessons to read again, each with the questions that are not right."""
        missed = [row for row in self.rows if row.after is not Outcome.CORRECT]
        return {
            lesson: tuple(row.name for row in missed if row.lesson == lesson)
            for lesson in sorted({row.lesson for row in missed})
        }

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, Any]:
        """What a notebook shows and keeps: the answers as a record, the card twice."""
        given = {"before": self.before.given, "after": self.after.given}
        record = {"question": "inventory", "answer": answers.encode(given)}
        return {
            answers.MIME: {"version": answers.VERSION, **record},
            "text/html": as_html(self),
            "text/plain": repr(self),
        }

    def __repr__(self) -> str:
        return as_text(self)


def _row(name: str, before: Sheet, after: Sheet) -> Row:
    question = ITEMS[name]
    first, second = (judge(question, sheet.letters.get(name)) for sheet in (before, after))
    return Row(
        name=name,
        title=question.title.removeprefix("Inventory: "),
        lesson=question.lesson,
        before=first.outcome,
        after=second.outcome,
        believed=first.beliefs,
        believes=second.beliefs,
    )


def _each_once(beliefs: Iterable[Belief]) -> Iterable[Belief]:
    return {belief.id: belief for belief in beliefs}.values()


# The card ---------------------------------------------------------------------------------


def _heading(standing: Standing) -> tuple[str, str]:
    """The sign with its words, and how many."""
    total = len(ITEMS)
    if standing.is_compared:
        now = f"{standing.right_after} of {total} after it"
        return "⇄ Compared", f"{standing.right_before} of {total} right before the course, {now}"
    said = f"{len(standing.before.letters)} of {total} answered before the course"
    again = "" if standing.after.is_blank else f", {len(standing.after.letters)} after it"
    return "● Recorded", said + again


def _paragraphs(standing: Standing) -> Iterator[cards.Paragraph]:
    """What is said above the beliefs, as (label, sentence) pairs."""
    yield from _summary(standing) if standing.is_compared else _progress(standing)
    yield from (("Not read", note) for note in standing.before.notes + standing.after.notes)


def _progress(standing: Standing) -> Iterator[cards.Paragraph]:
    """What to say while nothing is judged."""
    first = standing.after.is_blank
    sheet = standing.before if first else standing.after
    for label, names in {"Not known": sheet.not_known, "Not answered yet": sheet.open}.items():
        if names:
            yield label, f"{', '.join(names)}."
    yield (
        "",
        "Nothing is judged today, so that the same questions can show afterwards what has "
        "changed. Save this notebook: it keeps your answers."
        if first
        else 'As soon as each question has a letter or "?", both times are judged and compared.',
    )


def _summary(standing: Standing) -> Iterator[cards.Paragraph]:
    """What to say under the table: luck, what was overcome, what to read."""
    choices = [part for question in QUESTIONS for part in question.parts]
    luck = sum(1 / len(part.options) for part in choices if isinstance(part, Choice))
    areas = (f"{area} {first} → {second}" for area, (first, second) in standing.by_area.items())
    yield "By area, of 3 each", f"{'; '.join(areas)}."
    yield "", f"Blind guessing gets about {luck:.0f} of {len(ITEMS)}."
    if any(row.believed for row in standing.rows):
        names = [f"{belief.name} ({belief.id})" for belief in standing.overcome]
        yield "Beliefs overcome", f"{'; '.join(names) or 'none'}."
    if standing.to_read:
        lessons = (f"lesson {n} ({', '.join(names)})" for n, names in standing.to_read.items())
        yield "To read again", f"{'; '.join(lessons)}."


def _label(standing: Standing, belief: Belief) -> str:
    """What stands above a belief behind an answer that is wrong now."""
    before = {each.id for row in standing.rows for each in row.believed}
    kind = "A belief that is still there" if belief.id in before else "A belief that is new"
    return f"{kind} ({belief.id}, {belief.name})"


def as_text(standing: Standing) -> str:
    """The card as plain text, as wide as any other card."""
    lines = [" · ".join(_heading(standing))]
    for row in standing.rows:
        first, second = (f"{cards.sign(each)} {_WORDS[each]}" for each in (row.before, row.after))
        lines.append(f"  {row.name:<12}  {first:<14}  →  {second}")
    said = [*_paragraphs(standing)]
    for belief in standing.remaining:
        said += [(_label(standing, belief), f"“{belief.belief}”"), ("The idea", belief.idea)]
    for label, sentence in said:
        text = f"{label}: {sentence}" if label else sentence
        lines += textwrap.wrap(text, cards.WIDTH, initial_indent="  ", subsequent_indent="  ")
    return "\n".join(lines)


def as_html(standing: Standing) -> str:
    """The card as HTML: one ``section`` with styles of its own, legible light and dark."""
    name, numbers = _heading(standing)
    body = [
        _table(standing.rows) if standing.rows else "",
        *(cards.paragraph_as_html(*each) for each in _paragraphs(standing)),
        *(_box(_label(standing, belief), belief) for belief in standing.remaining),
    ]
    return cards.frame(name, numbers, "".join(body), label=f"Inventory: {numbers}")


def _box(label: str, belief: Belief) -> str:
    return cards.belief_as_html(((label, f"“{belief.belief}”"), ("The idea", belief.idea)))


_CELL = (
    "text-align:left;vertical-align:top;padding:.25em .9em .25em 0;"
    "border-bottom:1px solid rgba(128,128,128,.35)"
)


def _table(rows: Iterable[Row]) -> str:
    """A row for each question, and the keyboard's way to what a narrow screen cuts off."""
    heads = "".join(
        f'<th scope="col" style="{_CELL}">{name}</th>' for name in ("question", "before", "after")
    )
    return (
        '<div tabindex="0" role="region" aria-label="Answers before and after" '
        'style="overflow-x:auto;overflow-wrap:break-word">'
        '<table style="border-collapse:collapse;margin:.6em 0 .3em;font-size:1em">'
        f"<thead><tr>{heads}</tr></thead>"
        f"<tbody>{''.join(map(_table_row, rows))}</tbody></table></div>"
    )


def _table_row(row: Row) -> str:
    title = f"<code>{escape(row.name)}</code> {escape(row.title)}"
    cells = (_fared(row.before, row.believed), _fared(row.after, row.believes))
    return (
        f'<tr><th scope="row" style="{_CELL};font-weight:normal">{title}</th>'
        + "".join(f'<td style="{_CELL}">{cell}</td>' for cell in cells)
        + "</tr>"
    )


def _fared(outcome: Outcome, beliefs: Iterable[Belief]) -> str:
    """One cell: the sign, the word, and the names of the beliefs."""
    names = ", ".join(belief.name for belief in beliefs)
    said = f"{cards.sign(outcome)} {_WORDS[outcome]}"
    return f"{said}: <em>{escape(names)}</em>" if names else said

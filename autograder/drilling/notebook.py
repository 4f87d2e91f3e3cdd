"""Drills in a notebook: ``d = drill("shapes")``, ``d.answer(...)``, ``d.next()``."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Any

from autograder import cards, journal, showing
from autograder.answers import decode, describe, encode, is_blank
from autograder.drilling import progress, schedule
from autograder.drilling.session import Item, Session, Summary, read_answer, solution_of
from autograder.errors import UnusableAnswer
from autograder.verdict import Outcome


def drill(topic: str = "", *, seed: int | None = None, log: str | Path | None = None) -> Drill:
    """Ask a fresh question of a topic, and give back what takes the answer.

    Parameters
    ----------
    topic : str
        A topic such as ``"shapes"``, or one drill such as ``"precision"``; all without a name.
    seed : int, optional
        The same questions again, for the same progress.
    log : path, optional
        Where progress is kept; by default ``progress/drills.jsonl`` in the work folder, and
        nowhere outside one.

    Raises
    ------
    UsageError
        If there is no such topic.

    Examples
    --------
    >>> d = drill("precision", seed=8, log="/dev/null")  # doctest: +ELLIPSIS
    A spam filter's counts are ...
    >>> d.answer("0,8")
    Not counted. “0,8” has a decimal comma. Type a point: 0.8.
    """
    path = Path(log) if log is not None else journal.own_record(progress.FILE)
    try:
        before = progress.read(path) if path else ()
    except OSError:  # subtle: said when the first answer cannot be kept either
        before = ()
    session = Session(drills=schedule.drills_of(topic), rng=Random(seed), before=before)
    made = Drill(session, path)
    made.show()
    return made


class Drill:
    """A sitting of drills in a notebook: one question at a time."""

    def __init__(self, session: Session, log: Path | None) -> None:
        self._session, self._log = session, log
        self._item, self._hints = session.next(_now()), 0

    def next(self) -> None:
        """Show a fresh question."""
        self._item, self._hints = self._session.next(_now()), 0
        self.show()

    def show(self) -> None:
        """Show the question again."""
        item = self._item
        blocks = [item.question.prompt]
        several = len(item.question.parts) > 1
        for part in item.question.parts:
            options = item.options.get(part.name, {})
            if options and several:
                blocks.append(f"`{part.name}`:")
            if options:
                blocks.append("\n".join(f"- **{x}** `{describe(v)}`" for x, v in options.items()))
        if item.options:
            blocks.append('Answer with letters in quotes, such as `"A"`, or with values.')
        text = "\n\n".join(blocks)
        showing.show({"text/markdown": text, "text/plain": text})

    def answer(self, answer: object) -> None:
        """Judge an answer to the question that was shown last, and show the verdict.

        Parameters
        ----------
        answer : object
            A plain value, a text as it is typed in a terminal, an option's letter; for a question
            of several parts a dict. Only the first answer to a question is kept.
        """
        item = self._item
        try:
            answers = _by_part(item, answer)
        except UnusableAnswer as unusable:
            showing.show_text(f"Not counted. {unusable}")
            return
        noted = len(self._session.entries)
        verdict = self._session.answer(item, answers, _now())
        note = self._keep() if len(self._session.entries) > noted else ""
        right = verdict.outcome is Outcome.CORRECT
        follows = ".next() asks the next question." if right else _NOT_RIGHT
        extra = "\n".join(filter(None, [follows, note]))
        showing.show(cards.as_bundle(verdict, extra=extra))

    def hint(self) -> None:
        """Show a hint; each further call says more."""
        hints = self._item.question.hints
        if self._hints < len(hints):
            self._hints += 1
            showing.show_text(f"Hint {self._hints} of {len(hints)}: {hints[self._hints - 1]}")
        else:
            showing.show_text("There are no more hints. .skip() shows the solution.")

    def options(self) -> None:
        """Show the question again with answers to choose from, where there are enough."""
        self._item = self._session.with_options(self._item)
        self.show()

    def skip(self) -> None:
        """Show the solution; a question that was not answered yet counts as skipped."""
        item, noted = self._item, len(self._session.entries)
        self._session.skip(item, _now())
        note = self._keep() if len(self._session.entries) > noted else ""
        blocks = [f"**{label or 'The answer'}:** `{said}`" for label, said in solution_of(item)]
        blocks += ["\n".join(f"- {hint}" for hint in item.question.hints), note]
        text = "\n\n".join(blocks).strip()
        showing.show({"text/markdown": text, "text/plain": text})

    def summary(self) -> Summary:
        """What this sitting has come to so far, as data."""
        return self._session.summary()

    def _ipython_display_(self) -> None:
        """Show nothing: the question is there already."""

    def _keep(self) -> str:
        """Write the newest entry down; say what was in the way."""
        if self._log is None:
            return ""
        try:
            progress.append(self._log, self._session.entries[-1])
        except OSError as error:
            return f"This answer could not be kept: {error.strerror or error}."
        return ""


# subtle: cards show what lies between "hint(" and a bracket as code, so the hint comes last.
_NOT_RIGHT = "Answer again (not counted), or go on: .next(). For help: .options(), .skip(), .hint()"


def _now() -> datetime:
    return datetime.now(UTC)


def _by_part(item: Item, answer: object) -> Mapping[str, Any]:
    """The answer to each part, by name; ``UnusableAnswer`` names the part that cannot be read."""
    parts = item.question.parts
    if len(parts) == 1 or is_blank(answer):
        return {parts[0].name: read_answer(item, parts[0], answer)}
    names = ", ".join(repr(part.name) for part in parts)
    answer = decode(encode(answer))
    if not isinstance(answer, Mapping):
        raise UnusableAnswer(
            f"You answered {describe(answer)}.", f"A dict with the keys {names} is expected here."
        )
    if unknown := [key for key in answer if key not in {part.name for part in parts}]:
        raise UnusableAnswer(f"Not asked for: {describe(unknown)}.", f"The keys are {names}.")
    given = {}
    for part in parts:
        try:
            given[part.name] = read_answer(item, part, answer.get(part.name, ...))
        except UnusableAnswer as unusable:
            said = f"{part.name}: {unusable.observed}"
            raise UnusableAnswer(said, unusable.next_step) from unusable
    return given

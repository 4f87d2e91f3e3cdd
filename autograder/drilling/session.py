"""One sitting: the questions that are asked, what is made of the answers, and a summary."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from random import Random
from typing import Any

from autograder.answers import Unsupported, decode, describe, encode, is_blank
from autograder.diagnosis import judge
from autograder.drilling import schedule
from autograder.drilling.progress import Entry, Result
from autograder.errors import UnusableAnswer
from autograder.misconceptions import CATALOGUE
from autograder.questions.generators import Generator
from autograder.questions.question import Part, Question
from autograder.typed import read_typed
from autograder.verdict import Outcome, Verdict

SEEDS = 1_000_000
_MOST_WRONG, _FEWEST_WRONG = 3, 2  # options beside the right one

Options = Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Item:
    """A question that is asked.

    Attributes
    ----------
    drill : str
        The generator's id.
    seed : int
    question : Question
    options : mapping of a part's name to its options, letter by letter
        Empty where everything is typed.
    """

    drill: str
    seed: int
    question: Question
    options: Mapping[str, Options] = field(default_factory=dict)


def options_of(part: Part, rng: Random, beliefs: Sequence[str] = ()) -> Options:
    """The right answer among some that wrong models give, by letter; none where few are possible.

    ``beliefs`` are those whose answers come first.
    """
    right = _plain(part, part.expected())
    wrong = part.wrong_answers()
    head = [each for each in wrong if each.misconception.id in beliefs]
    rest = [each for each in wrong if each.misconception.id not in beliefs]
    tempting: list[Any] = []
    for each in (*head, *rng.sample(rest, len(rest))):
        value = _plain(part, each.value)
        shown = {describe(other) for other in (right, *tempting)}
        if part.is_possible(each.value) and describe(value) not in shown:
            tempting.append(value)
    if len(tempting) < _FEWEST_WRONG:
        return {}
    offered = [right, *tempting[:_MOST_WRONG]]
    rng.shuffle(offered)
    return dict(zip("ABCDEFGH", offered, strict=False))


def _plain(part: Part, value: Any) -> Any:
    """A value as a learner would write it, as plain data."""
    return decode(encode(part.as_typed(value)[-1]))


def read_answer(item: Item, part: Part, answer: Any) -> Any:
    """An answer to one part: an option's letter, a text as it is typed, or a plain value.

    Raises
    ------
    UnusableAnswer
        Where it is none that the part can read.
    """
    options = item.options.get(part.name, {})
    if isinstance(answer, str):
        letter = answer.strip(" .()").upper()
        return options[letter] if letter in options else read_typed(answer, part)
    value = decode(encode(answer))
    if is_blank(value):
        raise UnusableAnswer("Nothing is answered yet.", "Replace the dots with your answer.")
    if isinstance(value, Unsupported):
        raise UnusableAnswer(f"You passed {value.what}.", "Pass a plain value.")
    part.read(value)
    return value


@dataclass(kw_only=True)
class Session:
    """What is asked and answered in one sitting.

    Attributes
    ----------
    drills : sequence of Generator
        Those that may be asked.
    rng : random.Random
        Draws drills, numbers and options.
    before : tuple of Entry
        What was kept of earlier sittings.
    entries : list of Entry
        What this sitting has added.
    """

    drills: Sequence[Generator]
    rng: Random
    before: tuple[Entry, ...] = ()
    entries: list[Entry] = field(default_factory=list)

    @property
    def all_entries(self) -> tuple[Entry, ...]:
        """Everything that is known of this learner, in order."""
        return (*self.before, *self.entries)

    def next(self, now: datetime) -> Item:
        """Draw the next question.

        One that was missed comes with options, and so does every second one of those in the
        first box; everything else is typed.
        """
        known = self.all_entries
        drill = schedule.next_drill(self.drills, known, self.rng, now)
        seed = self.rng.randrange(SEEDS)
        place = schedule.box(known, drill.id, now)
        helped = place == schedule.MISSED or (place == schedule.NEW and self.rng.random() < 0.5)
        question = drill.question(seed)
        item = Item(drill=drill.id, seed=seed, question=question)
        return self.with_options(item) if helped else item

    def with_options(self, item: Item) -> Item:
        """The same question with options, wherever a part has enough of them."""
        if item.options:
            return item
        rng = Random(item.question.id)
        open_beliefs = [
            belief
            for belief, streak in schedule.streaks(self.all_entries).items()
            if not streak.is_overcome
        ]
        found = {part.name: options_of(part, rng, open_beliefs) for part in item.question.parts}
        return Item(
            drill=item.drill,
            seed=item.seed,
            question=item.question,
            options={name: options for name, options in found.items() if options},
        )

    def answer(self, item: Item, answers: Mapping[str, Any], now: datetime) -> Verdict:
        """Judge the answers to all parts, by name, and note how the question fared.

        Only the first answer to a question is noted.
        """
        question = item.question
        several = len(question.parts) > 1
        given = dict(answers) if several else answers[question.parts[0].name]
        verdict = judge(question, decode(encode(given)))
        if verdict.outcome is not Outcome.NOT_GRADED and not self._is_noted(item):
            self.entries.append(_entry(item, verdict, now))
        return verdict

    def skip(self, item: Item, now: datetime) -> None:
        """Note that a question was skipped."""
        if not self._is_noted(item):
            known = {belief for part in item.question.parts for belief in part.known_beliefs()}
            self.entries.append(
                Entry(
                    when=now,
                    drill=item.drill,
                    seed=item.seed,
                    result=Result.SKIPPED,
                    unclear=tuple(sorted(known)),
                )
            )

    def _is_noted(self, item: Item) -> bool:
        return any(each.question == item.question.id for each in self.entries)

    def summary(self) -> Summary:
        """What this sitting came to."""
        return summarise(self.before, self.entries)


def _entry(item: Item, verdict: Verdict, now: datetime) -> Entry:
    parts = tuple(zip(item.question.parts, verdict.leaves, strict=True))
    right, other = set[str](), set[str]()
    for part, leaf in parts:
        held = leaf.outcome is Outcome.CORRECT
        (right if held else other).update(part.known_beliefs())
    wrong = any(leaf.outcome is Outcome.INCORRECT for _, leaf in parts)
    whole = verdict.outcome is Outcome.CORRECT
    return Entry(
        when=now,
        drill=item.drill,
        seed=item.seed,
        result=Result.RIGHT if whole else Result.WRONG if wrong else Result.PARTLY,
        met=verdict.found,
        withstood=tuple(sorted(right - other - {*verdict.found})),
        unclear=tuple(sorted(other - {*verdict.found})),
    )


@dataclass(frozen=True, kw_only=True, repr=False)
class Summary:
    """A sitting in numbers.

    Attributes
    ----------
    asked, right, skipped : int
        Questions that were answered or skipped; of those the right ones, and the skipped ones.
    topics : mapping of topic to (asked, right)
    met : mapping of misconception id to how often it gave an answer
    overcome : tuple of misconception ids
        Those that were met, here or earlier, and have been withstood often enough since.
    """

    asked: int
    right: int
    skipped: int
    topics: Mapping[str, tuple[int, int]]
    met: Mapping[str, int]
    overcome: tuple[str, ...]

    def as_dict(self) -> dict[str, Any]:
        """Plain data for JSON."""
        return {
            "asked": self.asked,
            "right": self.right,
            "skipped": self.skipped,
            "topics": {
                topic: {"asked": asked, "right": right}
                for topic, (asked, right) in self.topics.items()
            },
            "met": [{**_named(belief), "times": times} for belief, times in self.met.items()],
            "overcome": [_named(belief) for belief in self.overcome],
        }

    def __repr__(self) -> str:
        """The summary as people read it."""
        skipped = f", {self.skipped} skipped" if self.skipped else ""
        lines = [f"{self.asked} asked, {self.right} right{skipped}"]
        wide = max(map(len, (*self.topics, "topic")))
        if self.topics:
            lines += ["", f"{'topic':<{wide}}  asked  right"]
        for topic, (asked, right) in self.topics.items():
            lines.append(f"{topic:<{wide}}  {asked:>5}  {right:>5}")
        met = [f"{_words(belief)}, {times}×" for belief, times in self.met.items()]
        for title, beliefs in {
            "Beliefs met": met,
            "Beliefs overcome": [_words(belief) for belief in self.overcome],
        }.items():
            if beliefs:
                lines += ["", title, *(f"  {each}" for each in beliefs)]
        return "\n".join(lines)


def _named(belief: str) -> dict[str, Any]:
    known = CATALOGUE.get(belief)
    return {"id": belief, "name": known.name if known else ""}


def _words(belief: str) -> str:
    return f"{_named(belief)['name']} ({belief})".strip()


def summarise(before: Sequence[Entry], entries: Sequence[Entry]) -> Summary:
    """What a sitting came to, after what was kept before it."""
    asked = Counter(_topic(each) for each in entries)
    right = Counter(_topic(each) for each in entries if each.result is Result.RIGHT)
    met = Counter(belief for each in entries for belief in each.met)
    earlier = schedule.streaks(before)
    now = schedule.streaks((*before, *entries))
    return Summary(
        asked=len(entries),
        right=right.total(),
        skipped=sum(each.result is Result.SKIPPED for each in entries),
        topics={topic: (asked[topic], right[topic]) for topic in asked},
        met=dict(met.most_common()),
        overcome=tuple(
            belief
            for belief, streak in now.items()
            if streak.is_overcome and not earlier.get(belief, schedule.Streak()).is_overcome
        ),
    )


def _topic(entry: Entry) -> str:
    return schedule.topic_of(entry.drill)


def solution_of(item: Item) -> tuple[tuple[str, str], ...]:
    """The right answers: (label, answer) for each part, without a label where there is one."""
    several = len(item.question.parts) > 1
    return tuple(
        (part.label if several else "", part.describe(_plain(part, part.expected())))
        for part in item.question.parts
    )

"""What is kept of drills: an entry for each question, in the learner's own record."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from autograder import journal

FILE = "drills.jsonl"
NAME = f"{journal.FOLDER}/{FILE}"


class Result(StrEnum):
    """How a drill's question fared; PARTLY is what is neither right nor held by a wrong belief."""

    RIGHT = "right"
    PARTLY = "partly"
    WRONG = "wrong"
    SKIPPED = "skipped"


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One question that was dealt with.

    Attributes
    ----------
    when : datetime
        With a time zone.
    drill : str
        The generator's id.
    seed : int
    result : Result
    met : tuple of str
        The ids of the misconceptions that gave the answer.
    withstood : tuple of str
        Those that would have given another answer than the right one that was given.
    unclear : tuple of str
        Those that a part knows that was not answered right, and that did not give the answer.
    """

    when: datetime
    drill: str
    seed: int
    result: Result
    met: tuple[str, ...] = ()
    withstood: tuple[str, ...] = ()
    unclear: tuple[str, ...] = ()

    @property
    def question(self) -> str:
        """The id of the question."""
        return f"{self.drill}-{self.seed}"

    def as_dict(self) -> dict[str, Any]:
        """Plain data, as they stand in the file."""
        return {
            "when": self.when.astimezone(UTC).isoformat(timespec="seconds"),
            "drill": self.drill,
            "seed": self.seed,
            "result": str(self.result),
            "met": list(self.met),
            "withstood": list(self.withstood),
            "unclear": list(self.unclear),
        }


def read(path: Path) -> tuple[Entry, ...]:
    """Every entry of a record, in order; none where there is no file.

    A line that is no entry is passed over: the last one of a run that was killed while it wrote.

    Raises
    ------
    OSError
        If the file is there and cannot be read.
    """
    found = (_entry(each) for each in journal.entries(path))
    return tuple(each for each in found if each is not None)


def _entry(data: Mapping[str, Any]) -> Entry | None:
    try:
        entry = Entry(
            when=datetime.fromisoformat(data["when"]),
            drill=data["drill"],
            seed=data["seed"],
            result=Result(data["result"]),
            **{name: tuple(data[name]) for name in ("met", "withstood", "unclear")},
        )
    except (ValueError, KeyError, TypeError):
        return None
    beliefs = (*entry.met, *entry.withstood, *entry.unclear)
    fits = type(entry.drill) is str and type(entry.seed) is int and entry.when.tzinfo
    return entry if fits and all(type(each) is str for each in beliefs) else None


def append(path: Path, entry: Entry) -> None:
    """Write an entry behind the others, and wait until the disk has it.

    Raises
    ------
    OSError
        If it cannot be written.
    """
    journal.append(path, entry.as_dict())


def path_in_work_folder(folder: Path) -> Path | None:
    """Where progress is kept for somebody who works in ``folder``; None outside a work folder."""
    work = journal.work_folder(folder)
    return work and work / NAME

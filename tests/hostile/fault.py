"""Cells and files that go wrong, or mean harm: each must cost its own question, and no more.

A fault is one cell (or a few) between two honest ones. ``expected`` is looked for in what its
cells showed and in the reasons for which they were left out.

No fault does harm where it is not contained: each has an end of its own, in time, in number and
in size; it writes below its working directory or leaves a few bytes under ``MARK``; it connects
to this machine alone, and once to an address that is reserved for documentation.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from textwrap import dedent

from autograder.execution.limits import Limits

MB = 1_000_000
SECONDS = 5  # that a cell has if time is what may stop it, unless its fault says otherwise
PLENTY = 60  # that every other cell has, so that on a busy machine, too, its own bound stops it
TIME = r"This cell did not end within \d+ s"
DIED = r"The kernel died in this cell"
FLOOD = r"wrote more than \d+ MB of output"
CUT = r"cut off after [\d,]+ characters"
HUGE = r"(more than \d+ MB at once|wrote more than \d+ MB of output)"
MEMORY = r"more than [\d,]+ MB of memory"
FULL = r"(No space left on device|File too large|Disk quota exceeded|more than [\d,]+ MB of disk)"


@dataclass(frozen=True, kw_only=True)
class Fault:
    """One thing that goes wrong.

    Attributes
    ----------
    about : str
        What it does, in a sentence.
    sources : tuple of str
        The faulty cells. ``@NAME@`` stands for something of the machine that the test fills in:
        PID (of the grader), PIDS (its process namespace), UID (its user), NEIGHBOUR (the id of a
        process that is not the kernel's), PORT and ABSTRACT (where the grader listens), OUTSIDE
        (a folder with a file), REPOSITORY.
    expected : str
        A pattern that is found in what these cells showed, or why they were left out.
    limits : mapping
        Bounds, by the names of ``Limits``, other than the usual ones.
    everywhere : bool
        Whether it is tried at every level of containment, not only at the best.
    ends_the_notebook : bool
        Whether cells behind it cannot run: the time of all is used up.
    """

    about: str
    sources: tuple[str, ...]
    expected: str
    limits: Mapping[str, float] = field(default_factory=dict)
    everywhere: bool = False
    ends_the_notebook: bool = False

    @property
    def bounds(self) -> Limits:
        """The bounds of its run: little time where time may stop it, and plenty elsewhere."""
        seconds = SECONDS if TIME in self.expected else PLENTY
        return replace(Limits(cell_seconds=seconds), **self.limits)


def fault(
    about: str, source: str, expected: str, *, everywhere: bool = False, **limits: float
) -> Fault:
    return Fault(
        about=about,
        sources=(dedent(source).strip(),),
        expected=expected,
        everywhere=everywhere,
        limits=limits,
    )

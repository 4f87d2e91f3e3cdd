"""Faults run one beside the other: each costs its own cells, and nothing of it stays behind.

They run together, in a program of their own (``running.py``), so picking one test runs all of a
place still. To try one alone: ``uv run python tests/hostile/running.py namespaces fork-bomb``.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from autograder.execution.containment import Level
from autograder.execution.levels import open_kernels
from autograder.execution.limits import Limits
from autograder.execution.run import run
from tests.execution.machine import on_machine
from tests.hostile import running
from tests.hostile.broken import BROKEN
from tests.hostile.faults import FAULTS, LISTED
from tests.hostile.running import NEIGHBOURS, Outcome, Told, notebook_of, tell

REPOSITORY = Path(__file__).parents[2]
MOST_SECONDS = 1800  # for all faults of a place, which take two minutes where nothing else runs


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where faults are tried: a level, on this machine or on one that offers no better."""

    level: str
    machine: dict[str, Any] | None = None
    everything: bool = False


# The one place that says where faults are tried.
PLACES = {
    "namespaces": Place(level="namespaces", everything=True),
    "bubble": Place(level="bubble"),
    "user": Place(level="namespaces", machine={"user": 1000}),
    "container": Place(level="ids", machine={"contained": True}),
}


def faults_at(place: str) -> list[str]:
    """The names of the faults that are tried at a place."""
    return [n for n, fault in FAULTS.items() if fault.everywhere or PLACES[place].everything]


def _param(place: str, *more: str) -> Any:
    marks = pytest.mark.root if PLACES[place].machine else ()
    return pytest.param(place, *more, id="-".join((place, *more)), marks=marks)


every_fault = pytest.mark.parametrize(
    ("place", "name"), [_param(place, name) for place in PLACES for name in faults_at(place)]
)
every_place = pytest.mark.parametrize("place", [_param(place) for place in PLACES])


@cache
def run_at(place: str) -> Outcome | Exception:
    """Run all faults of a place, once, whatever comes of it."""
    where, names = PLACES[place], faults_at(place)
    try:
        if where.machine is not None:
            script = "../hostile/running.py"
            return Outcome.of(
                on_machine(script, where.level, *names, **where.machine, seconds=MOST_SECONDS)
            )
        done = subprocess.run(
            [sys.executable, running.__file__, where.level, *names],
            env=os.environ | {"PYTHONPATH": str(REPOSITORY)},
            capture_output=True,
            text=True,
            timeout=MOST_SECONDS,
        )
        if done.returncode:
            raise RuntimeError(done.stderr)
        return Outcome.of(json.loads(done.stdout.splitlines()[-1]))
    except Exception as error:
        return error


@pytest.fixture
def outcome(place: str) -> Outcome:
    """What came of all faults at a place."""
    came = run_at(place)
    if isinstance(came, Exception):
        raise came
    return came


@every_fault
def test_a_fault_costs_its_own_cells_alone(place: str, name: str, outcome: Outcome) -> None:
    fault, told = FAULTS[name], outcome.ran[name]
    assert not told.error
    first, *faulty = told.texts[: 1 + len(fault.sources)]
    after, last = told.texts[1 + len(fault.sources) :]
    reasons = " ".join(reason for _, reason in told.faults)
    text = " ".join([*faulty, reasons])
    assert re.search(fault.expected, text, re.DOTALL), text[:2000]
    assert {cell for cell, _ in told.faults} <= set(range(1, 1 + len(fault.sources))), reasons
    assert first.startswith("before 1,2")
    if not fault.ends_the_notebook:
        assert re.search("after.*42", after, re.DOTALL)  # a thread may print in between
        assert "6.0" in last


@every_fault
def test_what_is_kept_is_a_small_and_valid_notebook(name: str, outcome: Outcome) -> None:
    told = outcome.ran[name]
    assert not told.error
    assert not told.invalid
    assert told.size < 2_000_000


@every_place
def test_the_engine_itself_trips_over_nothing(outcome: Outcome) -> None:
    assert outcome.trouble == ""


@every_place
def test_neighbours_run_undisturbed_and_draw_other_numbers(outcome: Outcome) -> None:
    drawn: list[str] = []
    assert len(outcome.neighbours) == NEIGHBOURS
    for told in outcome.neighbours:
        assert (told.error, told.faults) == ("", [])
        assert told.texts[2] == "mine 1,2"
        drawn += [*told.texts[3].split(), *told.texts[4].split()]
    assert len(set(drawn)) == len(drawn) == 3 * NEIGHBOURS


@every_place
def test_the_next_submission_finds_nothing_of_those_before(outcome: Outcome) -> None:
    told = outcome.afterwards
    assert (told.error, told.faults) == ("", [])
    files, processes, python = told.texts
    assert files == "files: [] []"
    assert processes == "processes: []"
    assert re.fullmatch(r"python: \[\] (1000|3000) True None", python)


@every_place
def test_only_the_warm_process_stays_while_kernels_are_open(outcome: Outcome) -> None:
    assert outcome.left_while_open == {}


@every_place
def test_nothing_stays_behind(outcome: Outcome) -> None:
    assert outcome.left == {}


@every_place
def test_nothing_outside_was_reached(outcome: Outcome) -> None:
    assert outcome.reached == 0
    assert outcome.precious == "precious"
    assert outcome.neighbour_lives


def test_kernels_outlive_the_thread_that_started_the_first(outcomes: list[Told]) -> None:
    (told,) = outcomes
    assert (told.error, told.faults) == ("", [])
    assert told.texts == ["lived"]


@pytest.fixture
def outcomes() -> list[Told]:
    """What came of a notebook while the thread ended in which the first kernel was started."""
    told: list[Told] = []
    ends = threading.Event()
    notebook = notebook_of("import time\ntime.sleep(3)\nprint('lived')")
    with open_kernels(Level.NAMESPACES) as kernels:
        started = threading.Event()

        def start() -> None:
            kernels.start({}, Limits(), heavy=False).end()
            started.set()
            ends.wait(60)

        first = threading.Thread(target=start)
        second = threading.Thread(
            target=lambda: told.append(tell(lambda: run(notebook, kernels=kernels)))
        )
        first.start()
        started.wait(60)
        second.start()
        time.sleep(1.5)  # by now the notebook runs
        ends.set()
        first.join()
        second.join()
    return told


# The catalogue ---------------------------------------------------------------------------------


@pytest.mark.parametrize("item", LISTED)
def test_every_fault_of_the_list_is_tried(item: str) -> None:
    assert LISTED[item]
    assert set(LISTED[item]) <= FAULTS.keys() | BROKEN.keys()

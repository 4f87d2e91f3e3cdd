"""The reference against other implementations: a sample of each oracle, and what counts them."""

import json
import os
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner

from benchmarks import oracles as program
from tests.oracles import ORACLES, SHARES, TOTAL
from tests.oracles.core import Case, Oracle, Tally, cases, run, same
from tests.oracles.facts import FACTS

# A sample of the cases, which is their first tenth; all of them where there is time.
SCALE = 1.0 if os.environ.get("AUTOGRADER_FULL") else 0.1


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("name", ORACLES)
def test_the_cases_agree_and_take_every_branch(name: str) -> None:
    tally = run(ORACLES[name], SCALE)
    assert tally.shown == []
    assert tally.disagreements == 0
    assert tally.short() == []


def test_a_full_run_has_a_hundred_thousand_whole_cases_and_each_family_its_share() -> None:
    whole = dict.fromkeys(SHARES, 0)
    for oracle in ORACLES.values():
        if oracle.kind == "whole":
            whole[oracle.family] += oracle.cases
    total = sum(whole.values())
    assert total >= TOTAL
    assert all(whole[family] >= share * total for family, share in SHARES.items())
    scalar = sum(oracle.cases for oracle in ORACLES.values() if oracle.kind != "whole")
    assert scalar < total / 4


def test_every_oracle_states_its_branches_and_no_minimum_is_beyond_its_cases() -> None:
    for oracle in ORACLES.values():
        assert oracle.minimum
        assert max(oracle.minimum.values()) <= oracle.cases


def test_every_fact_has_its_row_once() -> None:
    named = [(fact.section, fact.what) for fact in FACTS if not fact.what.startswith("the same")]
    assert len(named) == len(set(named))


# --- what counts -------------------------------------------------------------------------------


def draw_wrong(rng: np.random.Generator, number: int) -> Iterator[Case]:
    value = int(rng.integers(10))
    branch = "odd" if number % 2 else "even"
    theirs = value + (number == 3)
    yield Case(ours=value, theirs=theirs, arguments={"value": value}, branches=(branch,))


WRONG = Oracle(
    name="wrong",
    family="none",
    against="nobody",
    cases=10,
    draw=draw_wrong,
    minimum={"odd": 5, "even": 6},
)


def test_a_disagreement_is_counted_and_can_be_made_again() -> None:
    tally = run(WRONG)
    assert (tally.cases, tally.disagreements) == (10, 1)
    (shown,) = tally.shown
    (again,) = cases(WRONG, shown.draw)
    assert shown.arguments == f"value={again.arguments['value']}"
    assert not same(again.ours, again.theirs, again.tolerance)


def test_a_table_is_run_in_full_whatever_the_scale() -> None:
    assert run(replace(WRONG, kind="table"), 0.1).cases == 10
    assert run(WRONG, 0.1).cases == 1


def test_a_branch_below_its_minimum_and_one_that_is_not_stated_are_named() -> None:
    assert run(WRONG).short() == ["even"]
    tally = Tally(name="x", minimum={"a": 1})
    tally.branches.update(["a", "b"])
    assert tally.short() == ["b"]


@pytest.mark.parametrize(
    ("ours", "theirs", "tolerance", "agree"),
    [
        (0.1 + 0.2, 0.3, 0.0, False),
        (0.1 + 0.2, 0.3, 1e-12, True),
        (float("nan"), float("nan"), 1e-12, True),
        (float("nan"), 0.0, 1e-12, False),
        ("raises", "raises", 1e-12, True),
        ("raises", 1.0, 1e-12, False),
        (None, None, 0.0, True),
        ((1, [2, 3]), [1, (2, 3)], 0.0, True),
        ((1, 2), (1, 2, 3), 0.0, False),
        (np.array([1, 2]), np.array([1, 2]), 0.0, True),
        (np.array([1.0, np.nan]), np.array([1.0, np.nan]), 1e-9, True),
        (np.array([1.0]), np.array([1.0, 1.0]), 1e-9, False),
        (np.array([1.0]), "raises", 1e-9, False),
    ],
)
def test_results_agree_item_by_item(ours: Any, theirs: Any, tolerance: float, agree: bool) -> None:
    assert same(ours, theirs, tolerance) is agree


def test_the_program_prints_one_object_and_replays_a_case() -> None:
    tally = run(ORACLES["bleu.ngram_counts"], 0.1)
    data = program.report([tally], 0.1)
    assert json.loads(json.dumps(data))["functions"]["bleu.ngram_counts"]["disagreements"] == 0
    assert program.complaints(data, whole_run=False) == []
    assert any(
        "fewer than 100000" in line for line in program.complaints(data | {"scale": 1}, True)
    )
    said = CliRunner().invoke(program.main, ["--replay", "bleu.ngram_counts:4"])
    assert said.output.startswith("same")
    assert "n=5" in said.output


def test_a_disagreement_is_a_complaint() -> None:
    tally = run(ORACLES["bleu.ngram_counts"], 0.01)
    tally.count(Case(ours=1, theirs=2, arguments={}), 0)
    (said,) = program.complaints(program.report([tally], 0.01), whole_run=False)
    assert said == "bleu.ngram_counts: 1 disagreements"

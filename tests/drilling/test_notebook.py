"""Drills in a notebook: what is shown, what counts, where it is kept."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

import autograder
from autograder.drilling import progress
from autograder.drilling.schedule import drills_of
from autograder.drilling.session import Item, Session
from autograder.errors import UsageError
from tests.questions.judging import right_answer

Shown = list[dict[str, str]]


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> Shown:
    """What a notebook was given to display."""
    bundles: Shown = []
    shell = SimpleNamespace(display_pub=SimpleNamespace(publish=bundles.append))
    monkeypatch.setitem(sys.modules, "IPython", SimpleNamespace(get_ipython=lambda: shell))
    return bundles


@pytest.fixture
def log(tmp_path: Path) -> Path:
    return tmp_path / "drills.jsonl"


def first_item(topic: str, seed: int = 1) -> Item:
    return Session(drills=drills_of(topic), rng=Random(seed)).next(datetime.now(UTC))


def test_is_exported_by_the_package() -> None:
    assert "drill" in autograder.__all__
    assert callable(autograder.drill)


def test_a_question_is_shown_as_markdown_and_an_answer_as_a_card(shown: Shown, log: Path) -> None:
    d = autograder.drill("f1", seed=1, log=log)
    item = first_item("f1")
    assert shown[0]["text/markdown"].startswith(item.question.prompt)
    d.answer(right_answer(item.question))
    assert "autograder-card" in shown[1]["text/html"]
    assert "✓ Right" in shown[1]["text/plain"]
    assert ".next() asks the next question." in shown[1]["text/plain"]
    d.next()
    assert shown[2]["text/markdown"] != shown[0]["text/markdown"]
    assert d.summary().as_dict()["right"] == 1
    assert [entry.question for entry in progress.read(log)] == [item.question.id]


def test_it_prints_where_there_is_no_notebook(
    log: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    d = autograder.drill("f1", seed=1, log=log)
    d.answer(0.1)
    printed = capsys.readouterr().out
    assert "spam filter" in printed
    assert "Not right yet" in printed


def test_it_shows_nothing_more_where_a_cell_ends_with_it(
    log: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    d = autograder.drill("f1", seed=1, log=log)
    capsys.readouterr()
    assert d._ipython_display_() is None
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (..., "Nothing is answered yet"),
        (None, "Nothing is answered yet"),
        ({}, "Nothing is answered yet"),
        ({"pooled": ...}, "Nothing is answered yet"),
        ((4, 48), "A dict with the keys 'pooled', 'flat', 'lstm', 'scores' is expected"),
        (print, "the function print itself"),
        ({"pooled": (4, 48)}, "flat: Nothing is answered yet"),
        ({"pooled": (4, 48), "flatt": (4,)}, "Not asked for: ['flatt']"),
        ({"pooled": "two"}, "pooled: “two” cannot be read"),
        ({"pooled": 5}, "pooled: You answered the single number 5"),
        ({"pooled": len}, "pooled: You passed the function len itself"),
    ],
)
def test_what_cannot_be_read_is_explained_and_not_counted(
    shown: Shown, log: Path, answer: Any, said: str
) -> None:
    d = autograder.drill("ladder", seed=1, log=log)
    d.answer(answer)
    text = " ".join(shown[-1]["text/plain"].split())
    assert text.startswith("Not counted. ")
    assert said in text
    assert d.summary().asked == 0
    assert not log.exists()


def test_a_part_takes_texts_letters_arrays_and_values(shown: Shown, log: Path) -> None:
    seed = next(n for n in range(50) if first_item("ladder", n).options)
    item = first_item("ladder", seed)
    d = autograder.drill("ladder", seed=seed, log=log)
    assert '`"A"`' in shown[0]["text/markdown"]
    right = right_answer(item.question)
    letter = next(x for x, v in item.options["pooled"].items() if v == right["pooled"])
    d.answer(
        {
            "pooled": letter.lower(),
            "flat": " ".join(map(str, right["flat"])),
            "lstm": np.array(right["lstm"]),
            "scores": list(right["scores"]),
        }
    )
    assert "✓ Right" in shown[-1]["text/plain"]


def test_only_the_first_answer_counts(shown: Shown, log: Path) -> None:
    d = autograder.drill("f1", seed=1, log=log)
    d.answer(0.1)
    d.answer(right_answer(first_item("f1").question))
    d.skip()
    assert [str(entry.result) for entry in progress.read(log)] == ["wrong"]
    assert "✓ Right" in shown[-2]["text/plain"]
    assert "The answer" in shown[-1]["text/plain"]


def test_hints_come_one_by_one_and_skipping_shows_the_solution(shown: Shown, log: Path) -> None:
    hints = first_item("f1").question.hints
    d = autograder.drill("f1", seed=1, log=log)
    for _ in (*hints, ""):
        d.hint()
    assert [f"Hint {n} of {len(hints)}" in each["text/plain"] for n, each in enumerate(shown)] == [
        False,
        *[True] * len(hints),
        False,
    ]
    d.skip()
    assert "**The answer:**" in shown[-1]["text/markdown"]
    assert all(hint in shown[-1]["text/markdown"] for hint in hints)
    assert [str(entry.result) for entry in progress.read(log)] == ["skipped"]


def test_options_can_be_asked_for(shown: Shown, log: Path) -> None:
    seed = next(n for n in range(50) if not first_item("f1", n).options)
    d = autograder.drill("f1", seed=seed, log=log)
    assert "**A**" not in shown[0]["text/markdown"]
    d.options()
    assert shown[1]["text/markdown"].startswith(shown[0]["text/markdown"])
    d.show()
    assert shown[2] == shown[1]
    assert "- **A** " in shown[1]["text/markdown"]


class TestWhereProgressIsKept:
    def answer_one(self) -> None:
        autograder.drill("f1", seed=1).answer(0.1)

    def test_in_the_work_folder(
        self, shown: Shown, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        (tmp_path / ".autograder-work.json").write_text("{}")
        (tmp_path / "course").mkdir()
        monkeypatch.chdir(tmp_path / "course")
        self.answer_one()
        assert len(progress.read(tmp_path / "progress" / "drills.jsonl")) == 1

    def test_nowhere_outside_one(
        self, shown: Shown, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.chdir(tmp_path)
        self.answer_one()
        assert list(tmp_path.iterdir()) == []

    def test_nowhere_where_a_notebook_is_graded(
        self, shown: Shown, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        (tmp_path / ".autograder-work.json").write_text("{}")
        monkeypatch.chdir(tmp_path)
        monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
        self.answer_one()
        assert [path.name for path in tmp_path.iterdir()] == [".autograder-work.json"]

    def test_a_disk_that_cannot_be_written_to_is_said(self, shown: Shown) -> None:
        d = autograder.drill("f1", seed=1, log="/dev/null/drills.jsonl")
        d.answer(0.1)
        assert "could not be kept" in shown[-1]["text/plain"]
        assert "Not right yet" in shown[-1]["text/plain"]


def test_an_unknown_topic_is_said(log: Path) -> None:
    with pytest.raises(UsageError, match="Did you mean shapes"):
        autograder.drill("shape", log=log)

"""Drills in a terminal: keys, slips, verdicts, and how a sitting ends."""

from __future__ import annotations

import io
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Any

import pytest
from click.testing import CliRunner, Result
from rich.console import Console

from autograder.answers import describe
from autograder.cli import main
from autograder.drilling import progress, terminal
from autograder.drilling.schedule import drills_of
from autograder.drilling.session import Item, Session
from autograder.drilling.terminal import Screen
from autograder.questions.drills import GENERATORS

NOON = datetime(2030, 1, 2, 12, tzinfo=UTC)


class Sitting:
    """A sitting in which somebody types lines that were written beforehand."""

    def __init__(self, topic: str, *lines: str | type[BaseException], seed: int = 1, **more: Any):
        self.session = Session(drills=drills_of(topic), rng=Random(seed))
        self.file, self.prompts = io.StringIO(), list[str]()
        self.lines: Iterator[str | type[BaseException]] = iter(lines)
        console = Console(file=self.file, width=more.pop("width", 88), highlight=False)
        self.screen = Screen(console=console, read=self.read)
        self.broken_off = terminal.run(self.session, self.screen, clock=lambda: NOON, **more)
        self.text = " ".join(self.file.getvalue().split())

    def read(self, prompt: str) -> str:
        self.prompts.append(prompt)
        line = next(self.lines, EOFError)
        if isinstance(line, str):
            return line
        raise line

    @property
    def results(self) -> list[str]:
        return [str(entry.result) for entry in self.session.entries]


def first_item(topic: str, seed: int = 1) -> Item:
    """The question with which a sitting of that seed begins."""
    return Session(drills=drills_of(topic), rng=Random(seed)).next(NOON)


def typed(item: Item) -> list[str]:
    """The right answers, as they are typed."""
    return [describe(part.read(part.as_typed(part.expected())[-1])) for part in item.question.parts]


PRECISION, LADDER = first_item("precision"), first_item("ladder")


class TestAnswers:
    @pytest.mark.parametrize("topic", [drill.id for drill in GENERATORS])
    def test_right_ones_lead_straight_to_the_next_question(self, topic: str) -> None:
        item = first_item(topic)
        sitting = Sitting(topic, *typed(item))
        assert sitting.results == ["right"]
        assert f"✓ Right · {item.question.id}" in sitting.text
        assert len(sitting.prompts) == len(item.question.parts) + 1

    def test_a_wrong_one_shows_the_card(self) -> None:
        (part,) = PRECISION.question.parts
        wrong = describe(part.as_typed(part.answer_of("M1"))[-1])
        sitting = Sitting("precision", wrong, "q")
        assert sitting.results == ["wrong"]
        for said in ("Not right yet", "denominators exchanged", "The idea:", "Next step:"):
            assert said in sitting.text
        assert sitting.session.summary().met == {"M1": 1}

    @pytest.mark.parametrize("slip", ["0,8", "two", "", "80%", "1/0", "0.8.", "((((", "nan"])
    def test_a_slip_is_explained_and_asked_again_and_never_counted(self, slip: str) -> None:
        sitting = Sitting("precision", slip, *typed(PRECISION))
        assert sitting.results == ["right"]
        assert "Not counted." in sitting.text
        assert sitting.prompts[0] == sitting.prompts[1]

    def test_after_a_wrong_one_the_same_question_can_be_tried_again_without_counting(self) -> None:
        sitting = Sitting("precision", "0.1", "x", "a", *typed(PRECISION), "0.1", "", "q")
        assert sitting.results == ["wrong", "wrong"]
        assert "type one of the letters" in sitting.text
        assert sitting.text.count("✓ Right") == 1

    def test_only_the_parts_that_were_wrong_are_asked_again(self) -> None:
        right = typed(LADDER)
        sitting = Sitting("ladder", right[0], "(9, 9)", right[2], right[3], "a", right[1], "q")
        assert sitting.results == ["wrong"]
        assert [p.split(",")[0] for p in sitting.prompts[:6] if "next" not in p] == [
            *("pooled", "flat", "lstm", "scores"),
            "flat",
        ]
        assert "✓ Right" in sitting.text


class TestKeys:
    def test_a_question_mark_gives_one_hint_after_the_other(self) -> None:
        total = len(PRECISION.question.hints)
        sitting = Sitting("precision", *["?"] * (total + 1), "q")
        for step, hint in enumerate(PRECISION.question.hints, start=1):
            assert f"Hint {step} of {total}: {hint}" in sitting.text
        assert "There are no more hints" in sitting.text
        assert sitting.results == []

    def test_s_skips_and_shows_the_solution(self) -> None:
        sitting = Sitting("ladder", "s", "q")
        assert sitting.results == ["skipped"]
        for part, answer in zip(LADDER.question.parts, typed(LADDER), strict=True):
            assert f"{part.label}: {answer}" in sitting.text
        assert sitting.text.count(LADDER.question.hints[0]) == 1

    def test_s_after_a_wrong_answer_shows_the_solution_and_counts_nothing_more(self) -> None:
        sitting = Sitting("precision", "0.1", "s", "q")
        assert sitting.results == ["wrong"]
        assert f"The answer: {typed(PRECISION)[0]}" in sitting.text

    def test_s_while_trying_again_counts_nothing_more(self) -> None:
        sitting = Sitting("precision", "0.1", "a", "s", "q")
        assert sitting.results == ["wrong"]
        assert "The answer:" in sitting.text

    def test_an_angle_goes_back_to_the_part_before(self) -> None:
        right = typed(LADDER)
        sitting = Sitting("ladder", "<", "(9, 9)", "<", *right)
        assert sitting.results == ["right"]

    def test_o_shows_options_and_letters_choose_among_them(self) -> None:
        seed = next(n for n in range(50) if not first_item("precision", n).options)
        item = first_item("precision", seed)
        options = Session(drills=[], rng=Random(0)).with_options(item).options[""]
        (right,) = typed(item)
        letter = next(letter for letter, value in options.items() if describe(value) == right)
        sitting = Sitting("precision", "o", letter.lower(), seed=seed)
        assert sitting.prompts[:2] == ["number > ", "letter > "]
        for shown, value in options.items():
            assert f"{shown} {describe(value)}" in sitting.text
        assert sitting.results == ["right"]

    def test_o_says_where_there_are_no_options(self) -> None:
        sitting = Sitting("orient", "o", "q")
        assert "There are no options for this one." in sitting.text


class TestTheEnd:
    @pytest.mark.parametrize("how", ["q", " Q ", EOFError, KeyboardInterrupt])
    @pytest.mark.parametrize("before", [[], ["0.1"], ["0.1", ""], ["0.1", "a"], ["?"]])
    def test_comes_at_any_prompt_and_counts_no_open_question(
        self, how: str | type[BaseException], before: list[str]
    ) -> None:
        sitting = Sitting("precision", *before, how)
        assert sitting.broken_off is (how is KeyboardInterrupt)
        assert sitting.results == ["wrong"] * ("0.1" in before)

    def test_comes_after_the_count(self) -> None:
        sitting = Sitting("precision", *["0.1", ""] * 9, count=3)
        assert sitting.results == ["wrong"] * 3


class TestTheRecord:
    def test_holds_each_answer_as_soon_as_it_is_judged(self, tmp_path: Path) -> None:
        log = tmp_path / "drills.jsonl"
        seen: list[int] = []

        class Watching(Sitting):
            def read(self, prompt: str) -> str:
                seen.append(len(progress.read(log)))
                return super().read(prompt)

        sitting = Watching("precision", "0.1", "a", "0.2", "", "s", KeyboardInterrupt, log=log)
        assert seen == [0, 1, 1, 1, 1, 2]
        assert list(progress.read(log)) == sitting.session.entries

    def test_that_cannot_be_written_is_said_and_does_not_stop_the_drill(self) -> None:
        sitting = Sitting("precision", "0.1", "", "0.1", "q", log=Path("/dev/null/drills.jsonl"))
        assert sitting.results == ["wrong", "wrong"]
        assert sitting.text.count("could not be kept: ") == 2


@pytest.mark.parametrize("width", [40, 60, 100, 300])
def test_every_question_fits_the_screen_and_loses_no_digit(width: int) -> None:
    for drill in GENERATORS:
        sitting = Sitting(drill.id, "?", "o", "s", "q", width=width)
        lines = sitting.file.getvalue().splitlines()
        assert all(len(line) <= min(width, terminal.WIDEST) for line in lines), drill.id
        if width >= 60:
            assert "…" not in sitting.text, drill.id


def call(*arguments: object, typed: str = "") -> Result:
    words = ["drill", *(str(each) for each in arguments)]
    return CliRunner().invoke(main, words, input=typed, catch_exceptions=False)


class TestTheCommand:
    @pytest.fixture
    def log(self, tmp_path: Path) -> Path:
        return tmp_path / "progress" / "drills.jsonl"

    def test_asks_and_sums_up(self, log: Path) -> None:
        result = call("precision", "--seed", 1, "--log", log, typed="0.1\n\nq\n")
        assert result.exit_code == 0
        assert PRECISION.question.id in result.stdout
        assert "1 asked, 0 right" in result.stdout
        assert [entry.question for entry in progress.read(log)] == [PRECISION.question.id]

    def test_ends_with_the_input(self, log: Path) -> None:
        result = call("--log", log)
        assert result.exit_code == 0
        assert result.stdout.splitlines()[-1] == "0 asked, 0 right"
        assert not log.exists()

    def test_json_is_all_that_goes_to_stdout(self, log: Path) -> None:
        result = call("f1", "--log", log, "--format", "json", "--count", 1, typed="s\n")
        assert json.loads(result.stdout) == {
            "asked": 1,
            "right": 0,
            "skipped": 1,
            "topics": {"metrics": {"asked": 1, "right": 0}},
            "met": [],
            "overcome": [],
        }
        assert "The answer" in result.stderr

    def test_a_summary_can_go_to_a_file(self, log: Path, tmp_path: Path) -> None:
        target = tmp_path / "summary.txt"
        result = call("f1", "--log", log, "--count", 1, "--output", target, typed="s\n")
        assert result.stdout == ""
        assert target.read_text().startswith("1 asked, 0 right, 1 skipped")

    def test_lists_topics_and_progress(self, log: Path) -> None:
        call("f1", "--log", log, "--count", 1, typed="s\n")
        result = call("metrics", "--list", "--log", log)
        rows = [line.split() for line in result.stdout.splitlines()]
        assert rows[0] == ["topic", "drill", "asked", "right", "box"]
        assert ["f1", "1", "0", "0"] in rows
        assert ["recall", "0", "0", "new"] in rows
        assert len(call("--list", "--log", log).stdout.splitlines()) == len(GENERATORS) + 1

    def test_an_unknown_topic_is_a_usage_error(self, log: Path) -> None:
        result = call("metricks", "--log", log)
        assert result.exit_code == 2
        assert "Did you mean metrics" in result.stderr

    def test_goes_by_what_was_kept(self, log: Path) -> None:
        call("precision", "--log", log, "--count", 1, typed="0.1\n\n")
        result = call("metrics", "--log", log, "--count", 8, typed="s\n" * 8)
        assert "8 asked" in result.stdout
        assert len(progress.read(log)) == 9

    def test_keeps_its_record_in_the_work_folder_one_stands_in(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        (tmp_path / ".autograder-work.json").write_text("{}")
        (tmp_path / "course").mkdir()
        monkeypatch.chdir(tmp_path / "course")
        call("f1", "--count", 1, typed="s\n")
        assert len(progress.read(tmp_path / "progress" / "drills.jsonl")) == 1


def test_the_documentation_shows_what_comes_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, repository: Path
) -> None:
    monkeypatch.setenv("COLUMNS", "88")
    page = (repository / "docs" / "practice.md").read_text(encoding="utf-8")
    _, _, block = page.partition("$ uv run autograder drill metrics --seed 12\n")
    shown = block.partition("\n```")[0]
    typed = "86/116\na\n0,8776\n?\n86/98\nq\n"
    result = call("metrics", "--seed", 12, "--log", tmp_path / "log.jsonl", typed=typed)
    lines = (line.rstrip() for line in result.stdout.splitlines())
    assert re.sub(r"\n\n+", "\n\n", "\n".join(lines)) == shown


def test_ctrl_c_ends_a_real_process_with_a_summary(tmp_path: Path) -> None:
    program = (
        "import builtins, sys\n"
        "from autograder.cli import main\n"
        "lines = iter(['0.1\\n'])\n"
        "def readline():\n"
        "    for line in lines:\n"
        "        return line\n"
        "    raise KeyboardInterrupt\n"
        "sys.stdin.readline = readline\n"
        "main(['drill', 'precision', '--log', sys.argv[1]])\n"
    )
    done = run(program, str(tmp_path / "log.jsonl"))
    assert done.returncode == 130
    assert "1 asked, 0 right" in done.stdout
    assert done.stderr == ""


def test_a_drill_imports_nothing_heavy(tmp_path: Path) -> None:
    program = (
        "import sys\n"
        "from autograder.cli import main\n"
        "main(['drill', 'f1', '--count', '1', '--log', sys.argv[1]], standalone_mode=False)\n"
    )
    watched = (
        "import atexit, sys\n"
        "atexit.register(lambda: print(sorted({n.split('.')[0] for n in sys.modules})))\n"
    )
    done = run(watched + program, str(tmp_path / "log.jsonl"), typed="s\n")
    loaded = done.stdout.splitlines()[-1]
    assert "'numpy'" in loaded and "'rich'" in loaded
    for name in ("tensorflow", "keras", "nbgrader", "IPython", "matplotlib", "nbformat"):
        assert f"'{name}'" not in loaded


def test_a_screen_without_unicode_is_no_error(tmp_path: Path) -> None:
    program = (
        "import sys\n"
        "from autograder.cli import main\n"
        "main(['drill', 'precision', '--seed', '1', '--log', sys.argv[1]])\n"
    )
    done = run(program, str(tmp_path / "log.jsonl"), typed="0.1\ns\nq\n", encoding="ascii")
    assert done.returncode == 0, done.stderr
    assert "1 asked, 0 right" in done.stdout
    assert done.stdout.isascii()


def run(
    program: str, *arguments: str, typed: str = "", encoding: str = "utf-8"
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", program, *arguments],
        input=typed,
        capture_output=True,
        text=True,
        check=False,
        encoding=encoding,
        env={"PYTHONIOENCODING": encoding},
    )

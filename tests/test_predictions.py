"""What a learner answered first is kept, and asked for before the result."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder import answers, check, journal, predictions, reveal
from autograder.errors import QuestionError
from tests.shell import Shell, in_a_notebook

RIGHT, WRONG = 0.8, 80 / 90
QUESTION = "f1-recall"


@pytest.fixture(autouse=True)
def work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A work folder, in which the lesson's folder is the current one."""
    (tmp_path / journal.MANIFEST).write_text("{}")
    (tmp_path / "course").mkdir()
    monkeypatch.chdir(tmp_path / "course")
    _as_a_new_process(monkeypatch)
    yield tmp_path


def _as_a_new_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(predictions, "_said", {})
    predictions._earlier.cache_clear()


def kept(work: Path) -> list[dict[str, Any]]:
    return list(journal.entries(work / "progress" / "checks.jsonl"))


@pytest.fixture
def shell(monkeypatch: pytest.MonkeyPatch) -> Shell:
    return in_a_notebook(monkeypatch)


def type_in(monkeypatch: pytest.MonkeyPatch, *lines: str | BaseException) -> list[str]:
    """Let somebody type; returns the prompts that they see."""
    prompts, waiting = [], list(lines)

    def typed(prompt: str) -> str:
        prompts.append(prompt)
        line = waiting.pop(0)
        if isinstance(line, BaseException):
            raise line
        return line

    monkeypatch.setattr("builtins.input", typed)
    return prompts


# --- what is kept ------------------------------------------------------------------------------


def test_each_new_answer_is_kept_with_its_verdict(work: Path) -> None:
    check(QUESTION, WRONG)
    check(QUESTION, RIGHT)
    first, second = kept(work)
    assert answers.decode(first["answer"]) == WRONG
    assert (first["question"], first["outcome"], first["points"]) == (QUESTION, "incorrect", 0.0)
    assert (second["outcome"], second["points"], second["max_points"]) == ("correct", 1.0, 1.0)
    assert first["beliefs"] and not second["beliefs"]


def test_an_answer_that_is_repeated_or_missing_is_not_kept_again(work: Path) -> None:
    for answer in (..., WRONG, WRONG, ..., RIGHT, RIGHT, WRONG):
        check(QUESTION, answer)
    assert [entry["outcome"] for entry in kept(work)] == ["incorrect", "correct", "incorrect"]


def test_what_cannot_be_read_is_no_prediction(work: Path) -> None:
    check("l5-predict-swap", 2)  # a letter is asked for
    check("f1-orient", {"tp": "?", "fp": "?", "fn": "?", "tn": "?"})
    assert predictions.predicted("l5-predict-swap") is None
    assert predictions.predicted("f1-orient") is None
    check("l5-predict-swap", "A")
    entry = predictions.predicted("l5-predict-swap")
    assert entry is not None
    assert answers.decode(entry["answer"]) == "A"


def test_what_was_kept_before_a_restart_is_not_kept_again(
    work: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    check(QUESTION, WRONG)
    _as_a_new_process(monkeypatch)
    check(QUESTION, WRONG)
    assert len(kept(work)) == 1


def test_outside_a_work_folder_nothing_is_written(
    work: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    monkeypatch.chdir(elsewhere)
    check(QUESTION, WRONG)
    assert not list(elsewhere.iterdir())
    assert predictions.predicted(QUESTION) is not None


def test_while_nbgrader_runs_a_notebook_nothing_is_written(
    work: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NBGRADER_EXECUTION", "validate")
    check(QUESTION, RIGHT)
    assert kept(work) == []


def test_a_folder_that_cannot_be_written_to_costs_no_check(work: Path) -> None:
    (work / "progress").write_text("a file where the folder should be")
    assert check(QUESTION, RIGHT) == 1.0


def test_a_journal_that_somebody_edited_costs_no_check(
    work: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (work / "progress").mkdir()
    (work / "progress" / "checks.jsonl").write_text('{"question": "f1-recall"}\n[1]\nnonsense\n')
    assert check(QUESTION, RIGHT) == 1.0
    _as_a_new_process(monkeypatch)
    assert predictions.predicted(QUESTION) is not None


# --- the journal -------------------------------------------------------------------------------


@given(cut=st.integers(0, 80))
def test_a_torn_line_costs_itself_alone(cut: int, tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("torn") / "deep" / "journal.jsonl"
    written = [{"n": 1, "text": "é"}, {"n": 2}, {"n": 3, "text": "x" * 20}]
    for entry in written:
        journal.append(path, entry)
    whole = path.read_bytes()
    path.write_bytes(whole[:cut])
    journal.append(path, {"n": 4})
    *survived, last = journal.entries(path)
    assert last == {"n": 4}
    assert survived == written[: len(survived)]
    assert len(survived) >= whole[:cut].count(b"\n")


# --- reveal ------------------------------------------------------------------------------------


def test_reveal_shows_the_first_answer_whatever_came_later(
    work: Path, shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    prompts = type_in(monkeypatch)
    check(QUESTION, WRONG)
    check(QUESTION, RIGHT)
    reveal(QUESTION)
    record = shell.shown[-1][answers.MIME]
    assert (record["prediction"], record["outcome"]) == (QUESTION, "incorrect")
    assert answers.decode(record["answer"]) == WRONG
    assert "You predicted 0.88" in shell.shown[-1]["text/plain"]
    assert "is not what comes" in shell.shown[-1]["text/html"]
    assert prompts == []


def test_reveal_remembers_what_was_predicted_before_a_restart(
    work: Path, shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    check(QUESTION, RIGHT)
    _as_a_new_process(monkeypatch)
    reveal(QUESTION)
    assert "that is right" in shell.shown[-1]["text/plain"]


def test_reveal_asks_first_where_nothing_was_predicted(
    work: Path, shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    prompts = type_in(monkeypatch, " 0.8 ")
    reveal(QUESTION)
    assert len(prompts) == 1
    assert QUESTION in prompts[0]
    card, shown = shell.shown
    assert card[answers.MIME]["question"] == QUESTION
    assert shown[answers.MIME]["outcome"] == "correct"
    assert [entry["outcome"] for entry in kept(work)] == ["correct"]


@pytest.mark.parametrize("line", ["", "   ", "...", EOFError(), NotImplementedError()])
def test_reveal_goes_on_without_an_answer(
    line: str | BaseException, work: Path, shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    type_in(monkeypatch, line)
    reveal(QUESTION)
    assert answers.MIME not in shell.shown[-1]
    assert "No prediction yet" in shell.shown[-1]["text/plain"]
    assert kept(work) == []


def test_reveal_asks_nobody_in_plain_python(
    work: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    prompts = type_in(monkeypatch)
    reveal(QUESTION)
    assert "No prediction yet" in capsys.readouterr().out
    assert prompts == []


def test_reveal_names_the_nearest_question(work: Path) -> None:
    with pytest.raises(QuestionError, match="f1-recall"):
        reveal("f1-recal")


def test_what_is_shown_is_plain_data(work: Path, shell: Shell) -> None:
    check(QUESTION, WRONG)
    reveal(QUESTION)
    assert json.loads(json.dumps(shell.shown)) == shell.shown


def test_what_cannot_be_read_is_asked_for_again_and_is_no_prediction(
    work: Path, shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    prompts = type_in(monkeypatch, "half", "__import__('os')", "80/100")
    reveal(QUESTION)
    assert [entry["outcome"] for entry in kept(work)] == ["correct"]
    assert prompts[1].startswith("“half” cannot be read. A number is typed as 0.8125 or as")
    assert prompts[1].endswith("(or Enter to go on): ")
    assert len(prompts) == 3


def test_a_question_of_several_parts_is_answered_by_a_dict(
    work: Path, shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    prompts = type_in(monkeypatch, "0.8", "{'specificity': 0.9}")
    reveal("f1-derived")
    assert prompts[1].startswith("“0.8” is no dict. Type one with the keys '")
    assert [entry["question"] for entry in kept(work)] == ["f1-derived"]

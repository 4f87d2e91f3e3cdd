"""A learner's own page: made of what was checked and drilled, and of nothing else."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, timedelta
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from autograder import check, journal, predictions, progress
from autograder.cards import WIDTH
from autograder.cli import main
from autograder.drilling.progress import Entry, Result
from autograder.errors import UsageError
from autograder.learner import as_html, as_text, progress_of
from autograder.questions import ASSIGNMENTS, BANK

START = datetime(2026, 3, 1, 20, tzinfo=UTC)


class Told:
    """Entries as ``check`` keeps them, a minute apart."""

    def __init__(self) -> None:
        self.entries: list[dict[str, Any]] = []

    def answer(self, question: str, outcome: str, *beliefs: str) -> Told:
        at = START + timedelta(minutes=len(self.entries))
        points = BANK[question].points
        self.entries.append(
            {
                "at": at.isoformat(),
                "question": question,
                "answer": {"int": 1},
                "outcome": outcome,
                "points": points if outcome == "correct" else 0.0,
                "max_points": points,
                "beliefs": list(beliefs),
            }
        )
        return self


def drilled(minute: int, *, met: tuple[str, ...] = (), withstood: tuple[str, ...] = ()) -> Entry:
    return Entry(
        when=START + timedelta(minutes=minute),
        drill="drill-recall",
        seed=minute,
        result=Result.WRONG if met else Result.RIGHT,
        met=met,
        withstood=withstood,
    )


def test_somebody_who_has_done_nothing_is_sent_to_lesson_1() -> None:
    page = progress_of([], [])
    assert page.points == 0
    assert [each.name for each in page.exercises] == list(ASSIGNMENTS)
    assert page.max_points + sum(
        q.points for questions in ASSIGNMENTS.values() for q in questions if q.is_text
    ) == pytest.approx(100)
    assert page.advice == ("New: lesson 1, then the exercise 01_rows.",)
    assert "0 of 10 exercises complete" in as_text(page)


def test_the_last_answer_counts() -> None:
    told = Told().answer("f1-recall", "incorrect", "M1").answer("f1-precision", "correct")
    assert progress_of(told.entries, []).points == 1
    told.answer("f1-recall", "correct").answer("f1-precision", "incorrect")
    page = progress_of(told.entries, [])
    assert page.points == 1
    (f1,) = (each for each in page.exercises if each.name == "05_f1")
    assert (f1.answered, f1.right, f1.is_complete) == (2, 1, False)
    assert any("05_f1: " in sentence and "not right yet" in sentence for sentence in page.advice)


def test_an_exercise_is_complete_when_all_that_is_judged_at_once_is_right() -> None:
    told = Told()
    for question in ASSIGNMENTS["05_f1"]:
        if not question.is_text:
            told.answer(question.id, "correct")
    page = progress_of(told.entries, [])
    assert [each.name for each in page.exercises if each.is_complete] == ["05_f1"]
    assert "1 of 10 exercises complete" in as_text(page)
    assert re.search(r"✓ 05_f1 +\d+ of \d+ \+ 1 text", as_text(page))


def test_a_belief_is_met_in_a_check_and_overcome_in_drills() -> None:
    told = Told().answer("f1-recall", "incorrect", "M1")
    page = progress_of(told.entries, [])
    (belief,) = page.open
    assert (belief.id, belief.met, belief.withstood) == ("M1", 1, 0)
    assert page.advice[0].startswith("denominators exchanged (M1): `autograder drill metrics`")
    later = [drilled(10 + n, withstood=("M1",)) for n in range(3)]
    page = progress_of(told.entries, later)
    assert page.open == ()
    assert [belief.id for belief in page.overcome] == ["M1"]
    assert "Overcome: denominators exchanged (M1, 1×)." in as_text(page)
    again = [*later, drilled(30, met=("M1",))]
    assert [belief.id for belief in progress_of(told.entries, again).open] == ["M1"]


def test_what_was_drilled_before_a_belief_was_met_does_not_count() -> None:
    told = Told().answer("f1-recall", "incorrect", "M1")
    before = [drilled(-10 + n, withstood=("M1",)) for n in range(5)]
    assert [belief.id for belief in progress_of(told.entries, before).open] == ["M1"]


def test_one_right_answer_given_many_times_is_no_proof() -> None:
    told = Told().answer("f1-recall", "incorrect", "M1")
    for _ in range(5):
        told.answer("f1-recall", "correct")
    (belief,) = progress_of(told.entries, []).open
    assert belief.withstood == 1


def test_predictions_count_by_their_first_answer() -> None:
    told = Told().answer("l5-predict-swap", "incorrect").answer("l5-predict-matrix", "correct")
    told.answer("l5-predict-swap", "correct").answer("l2-predict-batch", "correct")
    page = progress_of(told.entries, [])
    assert [(g.lesson, g.right, g.made) for g in page.guesses] == [(2, 1, 1), (5, 1, 2)]
    assert "first attempt: lesson 2: 1 of 1; lesson 5: 1 of 2." in " ".join(as_text(page).split())


def test_questions_of_another_version_of_the_course_are_passed_over() -> None:
    entry = Told().answer("f1-recall", "correct").entries[0] | {"question": "gone-since"}
    assert progress_of([entry], []).points == 0


def test_the_text_fits_a_terminal_and_the_card_says_the_same() -> None:
    told = Told()
    for question in list(BANK.values())[::3]:
        if question.parts and question.parts[0].wrong_answers():
            belief = question.parts[0].wrong_answers()[0].misconception.id
            told.answer(question.id, "incorrect", belief)
    page = progress_of(told.entries, [drilled(1, met=("M1",))])
    assert len(page.open) > 20
    text, card = as_text(page), as_html(page)
    assert max(map(len, text.splitlines())) <= WIDTH
    seen = " ".join(unescape(re.sub(r"<[^>]*>", " ", card)).split())
    for belief in page.open:
        assert f"{belief.id}, {belief.met}×" in seen
    assert len(page.advice) <= 5 + len(ASSIGNMENTS) + 1


def test_an_answer_that_was_only_recorded_is_neither_right_nor_wrong() -> None:
    told = Told().answer("f1-recall", "incorrect", "M1")
    before = progress_of(told.entries, [])
    for question in ASSIGNMENTS["05_f1"]:
        if not question.is_text:
            told.answer(question.id, "recorded")
    page = progress_of(told.entries, [])
    (f1,) = (each for each in page.exercises if each.name == "05_f1")
    assert (f1.right, f1.recorded, f1.is_complete) == (0, f1.questions, False)
    assert page.beliefs == before.beliefs
    assert not any("05_f1: " in sentence for sentence in page.advice)
    text = as_text(page)
    assert f"0 of {f1.questions}, {f1.questions} recorded + 1 text" in text
    assert max(map(len, text.splitlines())) <= WIDTH


# --- from a work folder ------------------------------------------------------------------------


@pytest.fixture
def work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / journal.MANIFEST).write_text("{}")
    (tmp_path / "exercises" / "05_f1").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "exercises" / "05_f1")
    monkeypatch.setattr(predictions, "_said", {})
    predictions._earlier.cache_clear()
    return tmp_path


def test_what_was_checked_in_a_notebook_is_on_the_page(work: Path) -> None:
    check("f1-recall", 80 / 90)
    check("f1-precision", 8 / 9)
    page = progress()
    assert page.points == 1
    assert [belief.id for belief in page.open]
    shown = page._repr_mimebundle_()
    assert shown["text/plain"] == repr(page)
    assert "Your progress" in shown["text/html"]


def test_an_exam_is_on_the_page_and_tells_nothing(work: Path) -> None:
    Path("assignment.json").write_text('{"mode": "exam"}')
    check("f1-recall", 0.8)
    check("f1-precision", 0.8)
    page = progress()
    (f1,) = (each for each in page.exercises if each.name == "05_f1")
    assert (f1.answered, f1.recorded, f1.right, page.points) == (2, 2, 0, 0)
    assert page.beliefs == ()
    kept = (work / "progress" / predictions.CHECKS).read_text()
    assert '"correct"' not in kept
    assert '"incorrect"' not in kept


def test_the_command_shows_it_from_anywhere_in_the_work_folder(work: Path) -> None:
    check("f1-recall", 0.8)
    result = CliRunner().invoke(main, ["progress"])
    assert result.exit_code == 0
    assert result.stdout.startswith("● Progress · 1 of ")
    data = json.loads(CliRunner().invoke(main, ["progress", "--format", "json"]).stdout)
    assert (data["points"], data["drilled"]) == (1, 0)


def test_a_record_that_somebody_edited_costs_its_own_lines_alone(work: Path) -> None:
    check("f1-recall", 0.8)
    place = work / "progress" / "checks.jsonl"
    line = json.loads(place.read_text())
    for key in line:
        spoilt = [{**line, key: None}, {k: v for k, v in line.items() if k != key}]
        place.write_text(place.read_text() + "".join(json.dumps(each) + "\n" for each in spoilt))
    assert progress().points == 1


def test_elsewhere_it_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="autograder start"):
        progress(tmp_path)
    result = CliRunner().invoke(main, ["progress", "--work", str(tmp_path)])
    assert result.exit_code == 2

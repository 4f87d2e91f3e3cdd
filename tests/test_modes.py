"""What a learner is told in each mode: in practice all, in an exam nothing."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any

import nbformat
import pytest
from click.testing import CliRunner

from autograder import answers, cards, check, hint, journal, modes, predictions
from autograder.cli import main
from autograder.diagnosis import judge
from autograder.errors import UsageError, WrongAnswerError
from autograder.modes import TRIES, Mode, Settings, settings_of, shown
from autograder.questions import ASSIGNMENTS, BANK, Question
from autograder.questions.choices import Choice, Ordering
from autograder.questions.question import Part
from autograder.questions.variants import VARIED, fair_seed, variant
from autograder.verdict import Outcome, Verdict
from autograder.whose import key_of
from autograder.workspace import home
from tests.questions.judging import recorded, right_answer
from tests.shell import Shell, in_a_notebook

GRADED = Settings(mode=Mode.GRADED, tries=3)
EXAM = Settings(mode=Mode.EXAM)
QUESTIONS = [q for questions in ASSIGNMENTS.values() for q in questions if q.parts]
EACH = pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.id)


def judged(question: Question, answer: Any, settings: Settings, tried: int = 1) -> Verdict:
    """What is shown of an answer, which is recorded first as a notebook records it."""
    decoded = recorded(answer)
    return shown(judge(question, decoded), question, decoded, settings, tried)


def part_answers(part: Part) -> list[Any]:
    """The wrong answers to a part, as learners type them."""
    return [part.as_typed(wrong.value)[-1] for wrong in part.wrong_answers()]


def wrong_answers(question: Question) -> list[Any]:
    """Answers with one part wrong, or the whole where there is one part."""
    if len(question.parts) == 1:
        return part_answers(question.parts[0])
    right = right_answer(question)
    return [
        {**right, part.name: wrong} for part in question.parts for wrong in part_answers(part)[:1]
    ]


# --- what is shown -----------------------------------------------------------------------------


@EACH
def test_an_exam_says_the_same_of_right_and_of_wrong(question: Question) -> None:
    for answer in (right_answer(question), *wrong_answers(question)):
        verdict = judged(question, answer, EXAM)
        assert verdict.outcome is Outcome.RECORDED
        assert (verdict.points, verdict.parts, verdict.beliefs) == (0.0, (), ())
        assert verdict.next_step == ""
        text = cards.as_text(verdict)
        assert text.startswith(f"● Recorded · {question.id}\n  You answered ")
        assert not re.search(r"✓|✗|◐|right|wrong|belief|point", text.split("You answered")[0])


@EACH
def test_graded_says_nothing_by_which_a_choice_is_found(question: Question) -> None:
    guessed = any(isinstance(part, Choice | Ordering) for part in question.parts)
    for answer in (right_answer(question), *wrong_answers(question)):
        verdict = judged(question, answer, GRADED)
        assert (verdict.outcome is Outcome.RECORDED) or not guessed
        for leaf in verdict.leaves:
            if leaf.outcome is Outcome.INCORRECT and not leaf.beliefs:
                assert not re.search(r"\b(low|high|few|many|near|axis)\b", leaf.observed)


@EACH
def test_practice_and_missing_answers_are_shown_as_they_are(question: Question) -> None:
    full = judge(question, recorded(right_answer(question)))
    assert judged(question, right_answer(question), modes.PRACTICE) == full
    for settings in (GRADED, EXAM):
        assert judged(question, ..., settings).outcome is Outcome.NOT_ANSWERED


def test_graded_names_the_belief_behind_a_number() -> None:
    question = BANK["f1-recall"]
    assert judged(question, 80 / 90, GRADED).found == ("M1",)
    assert judged(question, 0.8, GRADED).outcome is Outcome.CORRECT


def test_graded_says_neither_the_side_nor_that_a_number_is_near() -> None:
    question = BANK["f1-precision"]
    far = judged(question, 0.123456, GRADED)
    assert "too low" in cards.as_text(judge(question, 0.123456))
    assert "too" not in cards.as_text(far)
    assert far.outcome is Outcome.INCORRECT
    rounded = judged(question, 88.89, GRADED)
    assert judge(question, 88.89).outcome is Outcome.PARTLY
    assert rounded.outcome is Outcome.RECORDED
    assert "four decimals" in rounded.next_step


@pytest.mark.parametrize("name", ["f1-precision", "f1-f1", "thresholds-costs"])
def test_graded_singles_out_no_number_that_is_written_short(name: str) -> None:
    """Or the one of which something else is said would be near."""
    question = BANK[name]
    (part, *others) = question.parts
    right = right_answer(question)

    def answer(value: float) -> Any:
        return {**right, part.name: value} if others else value

    said = set()
    for value in [n / 100 for n in range(101)] + [n / 4 for n in range(5, 400)]:
        full = judge(question, answer(value))
        leaf = next(iter(full.leaves))
        if leaf.outcome is not Outcome.CORRECT and not leaf.beliefs:
            shown = judged(question, answer(value), GRADED)
            said.add((shown.outcome, shown.points, shown.next_step))
    assert len(said) == 1


def test_graded_tells_all_variants_of_a_question_as_much() -> None:
    for name in VARIED:
        told = set()
        for learner in range(12):
            question = variant(name, fair_seed(name, key_of("a secret", str(learner), name)))
            verdict = judged(question, right_answer(question), GRADED)
            told.add(verdict.outcome)
        assert len(told) == 1, name


def test_after_the_last_try_answers_are_recorded() -> None:
    question = BANK["f1-recall"]
    assert judged(question, 0.8, GRADED, tried=3).outcome is Outcome.CORRECT
    late = judged(question, 0.8, GRADED, tried=4)
    assert late.outcome is Outcome.RECORDED
    assert "All 3 tries are used" in late.next_step
    endless = Settings(mode=Mode.GRADED)
    assert judged(question, 0.8, endless, tried=99).outcome is Outcome.CORRECT


@pytest.mark.parametrize("settings", [GRADED, EXAM], ids=lambda settings: settings.mode)
@pytest.mark.parametrize("answer", ["eight ninths", (1, 2), object(), [None]])
def test_what_cannot_be_read_is_said_in_every_mode(settings: Settings, answer: Any) -> None:
    verdict = judged(BANK["f1-recall"], answer, settings)
    assert verdict.outcome is Outcome.INCORRECT
    assert verdict.observed
    assert verdict.next_step


@pytest.mark.parametrize("settings", [GRADED, EXAM], ids=lambda settings: settings.mode)
@pytest.mark.parametrize("answer", [5, {"macro": 0.5}, {"macro": "?", "micro": 1, "weighted": 1}])
def test_an_answer_of_parts_that_is_not_whole_says_so(settings: Settings, answer: Any) -> None:
    verdict = judged(BANK["f1-averages"], answer, settings)
    assert verdict.outcome is Outcome.INCORRECT
    assert verdict.observed
    assert verdict.next_step


# --- the settings ------------------------------------------------------------------------------


def write(folder: Path, text: str) -> Path:
    (folder / modes.SETTINGS).write_text(text)
    return folder


@pytest.mark.parametrize(
    ("text", "settings"),
    [
        ("{}", modes.PRACTICE),
        ('{"mode": "practice"}', modes.PRACTICE),
        ('{"mode": "graded"}', Settings(mode=Mode.GRADED, tries=modes.GRADED_TRIES)),
        ('{"mode": "graded", "tries": null}', Settings(mode=Mode.GRADED)),
        ('{"mode": "graded", "tries": 3}', GRADED),
        ('{"mode": "exam"}', EXAM),
    ],
)
def test_settings_are_read(text: str, settings: Settings, tmp_path: Path) -> None:
    assert settings_of(write(tmp_path, text)) == settings


def test_without_a_file_it_is_practice(tmp_path: Path) -> None:
    assert settings_of(tmp_path) == settings_of(tmp_path / "nowhere") == modes.PRACTICE


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{", "cannot be read"),
        ("[]", "holds"),
        ('{"mode": "test"}', "'test'"),
        ('{"mode": []}', "the mode is"),
        ('{"mod": "exam"}', "Did you mean mode?"),
        ('{"mode": "graded", "tries": 0}', "1 or more"),
        ('{"mode": "graded", "tries": "3"}', "1 or more"),
        ('{"mode": "graded", "tries": true}', "1 or more"),
        ('{"mode": "exam", "tries": 3}', "in the mode graded alone"),
    ],
)
def test_settings_that_make_no_sense_say_what_was_expected(
    text: str, said: str, tmp_path: Path
) -> None:
    with pytest.raises(UsageError, match=re.escape(said)) as caught:
        settings_of(write(tmp_path, text))
    assert modes.SETTINGS in str(caught.value)


# --- in a notebook -----------------------------------------------------------------------------


@pytest.fixture
def shell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Shell]:
    """A notebook in a folder of a work folder."""
    (tmp_path / journal.MANIFEST).write_text("{}")
    folder = tmp_path / "exercises"
    folder.mkdir()
    monkeypatch.chdir(folder)
    monkeypatch.setattr(predictions, "_said", {})
    predictions._earlier.cache_clear()
    yield in_a_notebook(monkeypatch)


def test_tries_are_counted_and_told(shell: Shell) -> None:
    write(Path.cwd(), '{"mode": "graded", "tries": 2}')
    assert check("f1-recall", ...) == 0.0
    assert "try" not in shell.shown[-1][answers.MIME]
    assert check("f1-recall", 80 / 90) == 0.0
    assert "Tries left: 1 of 2." in shell.text
    assert check("f1-recall", 80 / 90) == 0.0  # run again: no try
    assert "Tries left: 1 of 2." in shell.text
    assert check("f1-recall", 0.8) == 1.0
    assert "Tries left: 0 of 2." in shell.text
    assert check("f1-recall", 0.7) is None
    assert "All 2 tries are used" in shell.text
    assert shell.shown[-1][answers.MIME]["try"] == 3
    assert answers.decode(shell.shown[-1][answers.MIME]["answer"]) == 0.7
    assert check("f1-precision", 0.1234) == 0.0  # each question has tries of its own
    assert "Tries left: 1 of 2." in shell.text


def test_an_exam_returns_nothing_hints_nothing_and_keeps_no_verdict(shell: Shell) -> None:
    write(Path.cwd(), '{"mode": "exam"}')
    assert check("f1-recall", 0.8) is None
    card = " ".join(unescape(re.sub(r"<[^>]*>", " ", shell.shown[-1]["text/html"])).split())
    assert card.startswith("● Recorded f1-recall You answered 0.8.")
    assert "Exam: answers are recorded." in card
    assert "hint(" not in card
    hint("f1-recall")
    assert shell.text == "f1-recall has no hints in an exam."
    (entry,) = journal.entries(Path.cwd().parent / journal.FOLDER / "checks.jsonl")
    assert (entry["outcome"], entry["points"], entry["beliefs"]) == ("recorded", 0.0, [])
    assert not Path(TRIES).exists()


def test_practice_questions_are_free_in_every_mode(shell: Shell) -> None:
    write(Path.cwd(), '{"mode": "exam"}')
    assert check("l5-predict-swap", ...) == 0.0
    right = right_answer(BANK["l5-predict-swap"])
    check("l5-predict-swap", right)
    assert "✓ Right" in shell.text
    assert "Exam" not in shell.text


def test_stock_nbgrader_gets_the_points_in_every_mode(
    shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(Path.cwd(), '{"mode": "exam"}')
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    assert check("f1-recall", 0.8) == 1.0


def test_validate_in_an_exam_tells_missing_answers_alone(
    shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(Path.cwd(), '{"mode": "exam"}')
    monkeypatch.setenv("NBGRADER_EXECUTION", "validate")
    for answer in (0.8, 0.1):
        assert check("f1-recall", answer) is None
    for answer in (..., "eight ninths"):
        with pytest.raises(WrongAnswerError):
            check("f1-recall", answer)


def test_settings_that_make_no_sense_are_said_where_they_are_met(shell: Shell) -> None:
    write(Path.cwd(), '{"mode": "test"}')
    with pytest.raises(UsageError, match="'test'"):
        check("f1-recall", 0.8)


# --- autograder check --------------------------------------------------------------------------


@pytest.fixture(scope="module")
def handed_out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with one exercise, and beside it the solution as somebody's notebook."""
    place = tmp_path_factory.mktemp("modes")
    (place / "exercises").mkdir()
    shutil.copytree(home() / "exercises" / "05_f1", place / "exercises" / "05_f1")
    (place / "mine").mkdir()
    shutil.copy(home() / "solutions" / "05_f1" / "05_f1.ipynb", place / "mine" / "05_f1.ipynb")
    return place


@pytest.fixture
def checked(handed_out: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setattr("autograder.workspace.home", lambda: handed_out)

    def checked(settings: dict[str, Any], *arguments: str) -> Any:
        write(handed_out / "exercises" / "05_f1", json.dumps(settings))
        path = str(handed_out / "mine" / "05_f1.ipynb")
        return CliRunner().invoke(main, ["check", path, "--quiet", *arguments])

    return checked


def test_check_shows_no_score_where_the_mode_hides_it(checked: Any, handed_out: Path) -> None:
    exam = checked({"mode": "exam"}, "--format", "json")
    (row,) = json.loads(exam.stdout)
    assert (row["mode"], row["score"]) == ("exam", None)
    assert {question["outcome"] for question in row["questions"]} == {"recorded"}
    assert {question["points"] for question in row["questions"]} == {0}
    assert exam.exit_code == 0

    text = checked({"mode": "exam"}, "-v").stdout
    assert re.search(r"f1-recall +│ ● recorded +│ +– of 1", text)
    assert re.search(r"together +│ +│ +– of 14", text)
    assert "correct" not in text

    junit = checked({"mode": "exam"}, "--format", "junit").stdout
    assert 'failures="0"' in junit

    graded = checked({"mode": "graded", "tries": 1}, "--format", "json")
    (row,) = json.loads(graded.stdout)
    assert {question["outcome"] for question in row["questions"]} == {"correct"}
    assert row["score"] == 13
    assert (handed_out / "mine" / TRIES).exists()

    # What was handed out with the notebook counts before what stands in the home.
    write(handed_out / "mine", '{"mode": "exam"}')
    (row,) = json.loads(checked({}, "--format", "json").stdout)
    assert (row["mode"], row["score"]) == ("exam", None)
    (handed_out / "mine" / modes.SETTINGS).unlink()

    made = nbformat.read(handed_out / "mine" / "05_f1.ipynb", as_version=4)
    for cell in made.cells:
        if cell.get("id") == "f1-recall-answer":
            cell.source = "recall = 0.7"
    nbformat.write(made, handed_out / "mine" / "05_f1.ipynb")
    again = checked({"mode": "graded", "tries": 1}, "--format", "json")
    (row,) = json.loads(again.stdout)
    outcomes = {question["question"]: question["outcome"] for question in row["questions"]}
    assert outcomes["f1-recall"] == "recorded"
    assert outcomes["f1-precision"] == "correct"
    assert row["score"] is None

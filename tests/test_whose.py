"""A learner's own questions in a notebook: by the file beside it, or the published ones."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from autograder import ask, check, hint
from autograder.errors import QuestionError, UsageError, WrongAnswerError
from autograder.execution.records import Record
from autograder.grading import mark_record, question_of
from autograder.modes import GRADED_TRIES, SETTINGS, Mode, Settings, settings_of
from autograder.questions import BANK
from autograder.questions.functions import Function
from autograder.questions.variants import VARIED, fair_seed, variant
from autograder.whose import FILE, Whose, asked, key_of, own, seeds_beside, write_learner
from tests.questions.judging import right_answer

NAMES = ("f1-recall", "f1-orient", "vectors-words")


@pytest.fixture
def ada(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Mapping[str, str]:
    """The seeds of ada, in whose folder the notebook stands."""
    seeds = {name: fair_seed(name, key_of("a secret", "ada", name)) for name in NAMES}
    write_learner(tmp_path, "ada", seeds)
    monkeypatch.chdir(tmp_path)
    return seeds


def test_without_a_file_everybody_has_the_published_numbers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    ask("f1-recall")
    published = BANK["f1-recall"]
    assert capsys.readouterr().out == f"{published.title}\n\n{published.prompt}\n"
    assert check("f1-recall", 0.8) == 1.0
    assert own(published, {}) is published


def test_where_own_numbers_are_due_a_missing_file_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / SETTINGS).write_text('{"variants": true}')
    ask("f1-recall")
    assert "your own numbers count" in capsys.readouterr().out
    assert check("f1-recall", 0.8) == 1.0
    assert "there is no learner.json beside this notebook" in " ".join(
        capsys.readouterr().out.split()
    )
    ask("f1-macro")  # the same for all
    assert "your own" not in capsys.readouterr().out
    write_learner(tmp_path, "ada", {})
    ask("f1-recall")
    assert "your own" not in capsys.readouterr().out
    (tmp_path / FILE).unlink()
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    check("f1-recall", 0.8)
    assert "your own" not in capsys.readouterr().out


def test_ask_shows_the_own_numbers(
    ada: Mapping[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    for name in NAMES:
        ask(name)
        question = variant(name, ada[name])
        said = capsys.readouterr().out
        assert question.prompt in said
        assert BANK[name].prompt not in said
    ask("f1-averages")  # which is not in the file
    assert BANK["f1-averages"].prompt in capsys.readouterr().out


def test_check_judges_by_the_own_numbers(ada: Mapping[str, str]) -> None:
    for name in NAMES:
        assert check(name, right_answer(variant(name, ada[name]))) == BANK[name].points
    assert check("f1-recall", 0.8) == 0.0
    assert check("f1-averages", right_answer(BANK["f1-averages"])) == 1.5


def test_validate_judges_by_the_own_numbers(
    ada: Mapping[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NBGRADER_EXECUTION", "validate")
    check("f1-recall", right_answer(variant("f1-recall", ada["f1-recall"])))
    with pytest.raises(WrongAnswerError):
        check("f1-recall", 0.8)


def test_hints_are_those_of_the_own_question(
    ada: Mapping[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    hint("vectors-words")
    first = variant("vectors-words", ada["vectors-words"]).hints[0]
    assert first in " ".join(capsys.readouterr().out.split())


def test_a_question_that_is_not_there_is_not_asked(ada: Mapping[str, str]) -> None:
    with pytest.raises(QuestionError, match="Did you mean f1-recall"):
        ask("f1-recal")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{", "cannot be read"),
        ("[1]", "holds"),
        ('{"learner": "ada"}', "and no seeds"),
        ('{"seeds": ["a-1"]}', "and no seeds"),
        ('{"seeds": {"f1-recall": 7}}', "7 is no seed of 'f1-recall'"),
        ('{"seeds": {"f1-recall": "seed"}}', "is no seed of 'f1-recall'"),
        ('{"seeds": {"f1-function": "ab-1"}}', "is no seed of 'f1-function'"),
    ],
)
def test_a_damaged_file_is_said_and_not_passed_over(
    ada: Mapping[str, str], text: str, said: str
) -> None:
    Path(FILE).write_text(text)
    for call in (lambda: ask("f1-recall"), lambda: check("f1-recall", 0.8)):
        with pytest.raises(UsageError, match=said) as raised:
            call()
        assert "Put back the file that was handed out to you." in str(raised.value)


def test_the_file_holds_an_id_and_seeds_and_no_secret(ada: Mapping[str, str]) -> None:
    data = json.loads(Path(FILE).read_text())
    assert data == {"learner": "ada", "seeds": dict(ada)}
    assert seeds_beside(Path.cwd()) == ada
    assert "secret" not in Path(FILE).read_text()


def test_keys_differ_by_secret_learner_and_question() -> None:
    keys = {
        key_of(secret, learner, name)
        for secret in ("one", "two")
        for learner in ("ada", "grace", 'ada", "question": "f1-recall')
        for name in ("f1-recall", "f1-precision")
    }
    assert len(keys) == 12


def test_a_verdict_is_about_the_own_question_in_the_points_of_its_cell(
    ada: Mapping[str, str],
) -> None:
    whose = Whose(variants=ada)
    right = right_answer(question_of("f1-recall", whose))
    record = Record(question="f1-recall", points=4.0, answer=float(right))
    assert mark_record(record, whose).points == 4.0
    assert mark_record(record).points == 0.0


def test_whoever_has_own_numbers_has_the_secret_inputs_as_well(ada: Mapping[str, str]) -> None:
    (part,) = question_of("f1-function", Whose(inputs="seed:1", variants=ada)).parts
    assert isinstance(part, Function)
    assert part.secret


@pytest.mark.parametrize("name", VARIED)
def test_what_is_displayed_is_the_title_and_the_text(name: str) -> None:
    shown = asked(BANK[name])
    assert shown["text/markdown"] == f"### {BANK[name].title}\n\n{BANK[name].prompt}"


@pytest.mark.parametrize("mode", list(Mode))
def test_every_mode_allows_variants(tmp_path: Path, mode: Mode) -> None:
    (tmp_path / SETTINGS).write_text(json.dumps({"mode": mode, "variants": True}))
    tries = GRADED_TRIES if mode is Mode.GRADED else None
    assert settings_of(tmp_path) == Settings(mode=mode, tries=tries, variants=True)


def test_variants_are_on_or_off(tmp_path: Path) -> None:
    (tmp_path / SETTINGS).write_text('{"variants": "yes"}')
    with pytest.raises(UsageError, match="variants is 'yes'; expected true or false"):
        settings_of(tmp_path)

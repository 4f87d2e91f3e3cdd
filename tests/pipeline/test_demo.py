"""The demo, end to end: a class goes through real nbgrader and comes out as it was made."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner

from autograder import printing
from autograder.classroom import a_class
from autograder.cli import main
from autograder.demo import Demo, compare
from autograder.execution.containment import Level
from autograder.gradebook.course import Course
from autograder.gradebook.reading import read_class
from autograder.questions import ASSIGNMENTS
from autograder.reports import Row


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Any]]:
    folder = tmp_path_factory.mktemp("demo") / "class"
    result = CliRunner().invoke(
        main,
        ["demo", "--directory", str(folder), "--format", "json", "--quiet"],
        catch_exceptions=False,
    )
    assert result.exit_code == 0, result.stderr  # which names each disagreement
    return folder, json.loads(result.stdout)


def test_every_planted_belief_is_found_and_none_is_invented(demo: Any) -> None:
    _, said = demo
    assert said["found"] == said["planted"] > 80
    assert said["invented"] == said["missed"] == []


def test_slips_are_reported_as_unexplained(demo: Any) -> None:
    _, said = demo
    assert said["unexplained_slips"] == said["slips"] >= 4


def test_every_score_is_the_one_that_is_due(demo: Any) -> None:
    _, said = demo
    assert said["wrong_scores"] == said["wrongly_graded"] == []
    totals = {  # those of all questions but the texts, which a person grades
        **{"01_rows": 7, "02_shapes": 10, "03_ids": 14, "04_padding": 9, "05_f1": 13},
        **{"06_thresholds": 11, "07_training": 9, "08_vectors": 5, "09_language": 7},
        "10_capstone": 6,
    }
    perfect = {
        row["assignment"]: row["score"] for row in said["rows"] if row["student"] == "perfect"
    }
    assert perfect == totals


def test_a_file_that_is_no_notebook_is_kept_named_and_reported(demo: Any) -> None:
    folder, said = demo
    missing = [row for row in said["rows"] if row["score"] is None]
    assert said["not_graded"] == len(missing) == len(ASSIGNMENTS)
    assert {row["student"] for row in missing} == {"not-a-notebook"}
    assert all("this is not a notebook" in row["not_graded_because"] for row in missing)
    assert (folder / "submitted" / "not-a-notebook" / "05_f1" / "05_f1.ipynb").exists()


def test_everything_that_it_says_it_wrote_is_there(demo: Any) -> None:
    _, said = demo
    assert all(Path(path).exists() for path in said["paths"].values())


def test_the_gradebook_is_nbgraders_own(demo: Any) -> None:
    folder, said = demo
    with sqlite3.connect(folder / "gradebook.db") as database:
        (students,) = database.execute("select count(*) from student").fetchone()
        (waiting,) = database.execute(
            "select count(*) from grade where needs_manual_grade"
        ).fetchone()
    database.close()
    assert students == len({row["student"] for row in said["rows"]})
    assert waiting > 0


def test_each_graded_submission_has_a_feedback_page(demo: Any) -> None:
    folder, said = demo
    pages = list((folder / "feedback").rglob("*.html"))
    assert len(pages) == said["graded"]


def test_a_person_reads_scores_beliefs_the_comparison_and_where_everything_is(demo: Any) -> None:
    folder, said = demo
    learners = tuple(a_class(np.random.default_rng(20)))
    rows = tuple(read_class(Course(folder), ASSIGNMENTS))
    made = Demo(
        root=folder,
        learners=learners,
        rows=rows,
        comparison=compare(learners, rows),
        level=Level[said["containment"].upper()],
    )
    text = printing.demo(made)
    assert made.comparison.agrees
    assert "The class was graded as it was made." in text
    assert all(learner.name in text for learner in learners)
    assert all(path in text for path in said["paths"].values())
    assert "the size is legal" in text
    assert "start --profile instructor" in text


def test_what_disagrees_is_named_with_what_was_said_of_it() -> None:
    learners = tuple(each for each in a_class(np.random.default_rng(20)) if each.name == "perfect")
    stopped, late = "This cell did not end within 60 s and was stopped.", "No kernel started."
    rows = (
        Row.not_graded("perfect", "01_rows", "not graded yet"),
        Row(student="perfect", assignment="05_f1", score=12, max_score=13, faults=(stopped,)),
    )
    found = compare(learners, rows, {("perfect", "01_rows"): late})
    assert not found.agrees
    assert found.disagreements == (
        "score: perfect/05_f1: 12, due 13.0",
        f"grading: perfect/01_rows: {late}",
        f"stopped: perfect/05_f1: {stopped}",
    )


def test_a_log_names_what_disagrees_where_the_result_is_json(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    learners = tuple(a_class(np.random.default_rng(20)))
    rows = (Row.not_graded("perfect", "01_rows", "No kernel started."),)
    comparison = compare(learners, rows)
    made = Demo(
        root=tmp_path, learners=learners, rows=rows, comparison=comparison, level=Level.NAMESPACES
    )
    monkeypatch.setattr("autograder.demo.run", lambda *arguments, **options: made)
    out = tmp_path / "demo.json"
    result = CliRunner().invoke(main, ["demo", "--format", "json", "--output", str(out)])
    assert result.exit_code == 1
    line = "grading: perfect/01_rows: No kernel started."
    assert result.stderr == f"autograder: {line}\n"
    assert json.loads(out.read_text())["disagreements"] == [line]


def test_the_demo_replaces_its_own_folder_and_no_other(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("four years of work")
    result = CliRunner().invoke(main, ["demo", "--directory", str(tmp_path), "--quiet"])
    assert result.exit_code == 2
    assert "was not made by the demo" in result.output
    assert (tmp_path / "thesis.txt").exists()

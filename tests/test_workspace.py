"""The learner's work folder: nothing that a learner wrote is ever lost."""

from __future__ import annotations

import json
import re
from datetime import datetime
from pathlib import Path

import pytest

from autograder.errors import UsageError
from autograder.workspace import fill, home, lab_command, lab_environment

NOW = datetime(2026, 1, 2, 3, 4, 5)
START, SHAPES = "course/00_start.ipynb", "exercises/02_shapes/02_shapes.ipynb"


@pytest.fixture
def source(tmp_path: Path) -> Path:
    for name in (START, SHAPES, "course/figures/shapes.py", "solutions/02_shapes/02_shapes.ipynb"):
        path = tmp_path / "source" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"first {name}")
    return tmp_path / "source"


@pytest.fixture
def work(tmp_path: Path) -> Path:
    return tmp_path / "work"


def test_a_new_work_folder_gets_lessons_and_exercises_and_nothing_else(
    source: Path, work: Path
) -> None:
    assert fill(work, source, now=NOW).new == (START, SHAPES)
    assert not (work / "solutions").exists()
    assert not (work / "course" / "figures").exists()


def test_filling_again_changes_nothing(source: Path, work: Path) -> None:
    fill(work, source, now=NOW)
    again = fill(work, source, now=NOW)
    assert (again.new, again.updated, again.kept, again.fresh) == ((), (), (), ())


def test_a_file_that_the_learner_did_not_touch_is_updated(source: Path, work: Path) -> None:
    fill(work, source, now=NOW)
    (source / START).write_text("second")
    assert fill(work, source, now=NOW).updated == (START,)
    assert (work / START).read_text() == "second"


def test_a_file_that_the_learner_changed_is_kept_and_the_news_is_told_each_time(
    source: Path, work: Path
) -> None:
    fill(work, source, now=NOW)
    (work / SHAPES).write_text("my answers")
    assert fill(work, source, now=NOW).kept == ()
    (source / SHAPES).write_text("second")
    assert fill(work, source, now=NOW).kept == (SHAPES,)
    assert fill(work, source, now=NOW).kept == (SHAPES,)
    assert (work / SHAPES).read_text() == "my answers"


def test_a_notebook_that_was_only_opened_and_run_is_updated(source: Path, work: Path) -> None:
    def notebook(text: str, **more: object) -> str:
        cell = {"cell_type": "code", "source": text, "metadata": {}, "outputs": [], **more}
        return json.dumps({"cells": [cell], "metadata": more, "nbformat": 4})

    (source / START).write_text(notebook("first"))
    fill(work, source, now=NOW)
    (work / START).write_text(notebook("first", execution_count=3))
    (source / START).write_text(notebook("second"))
    assert fill(work, source, now=NOW).updated == (START,)
    (work / START).write_text(notebook("mine"))
    (source / START).write_text(notebook("third"))
    assert fill(work, source, now=NOW).kept == (START,)


def test_a_fresh_copy_keeps_the_learners_version_under_another_name(
    source: Path, work: Path
) -> None:
    fill(work, source, now=NOW)
    (work / SHAPES).write_text("my answers")
    filled = fill(work, source, fresh=("exercises/02_shapes",), now=NOW)
    ((name, kept),) = filled.fresh
    assert name == SHAPES
    assert kept == "02_shapes.before-20260102-030405.ipynb"
    assert (work / SHAPES).read_text() == f"first {SHAPES}"
    assert (work / SHAPES).with_name(kept).read_text() == "my answers"


def test_an_unknown_name_for_a_fresh_copy_lists_what_there_is(source: Path, work: Path) -> None:
    with pytest.raises(UsageError, match=re.escape(SHAPES)):
        fill(work, source, fresh=("99",), now=NOW)


def test_a_name_that_fits_several_files_changes_nothing(source: Path, work: Path) -> None:
    fill(work, source, now=NOW)
    (work / SHAPES).write_text("my answers")
    for fresh in [(".ipynb",), ("02_shapes", "nope")]:
        with pytest.raises(UsageError):
            fill(work, source, fresh=fresh, now=NOW)
    assert (work / SHAPES).read_text() == "my answers"


def test_a_damaged_manifest_costs_no_work(source: Path, work: Path) -> None:
    fill(work, source, now=NOW)
    (work / SHAPES).write_text("my answers")
    (work / ".autograder-work.json").write_text("{ damaged")
    (source / SHAPES).write_text("second")
    assert fill(work, source, now=NOW).kept == (SHAPES,)
    assert (work / SHAPES).read_text() == "my answers"


def test_the_lab_opens_on_the_start_page_with_the_profile_first(tmp_path: Path) -> None:
    command = lab_command(tmp_path, page=START, arguments=("--no-browser",))
    assert f"--LabApp.default_url=/lab/tree/{START}" in command
    assert command[-1] == "--no-browser"
    settings = lab_environment(home(), "learner")["JUPYTER_CONFIG_PATH"]
    assert Path(settings.split(":")[0], "labconfig", "page_config.json").is_file()

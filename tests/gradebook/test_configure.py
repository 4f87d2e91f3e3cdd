"""What a course has configured stays; what it has not is ours."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from nbconvert.exporters import HTMLExporter
from nbconvert.preprocessors import CSSHTMLHeaderPreprocessor
from nbgrader.converters import Autograde, GenerateFeedback
from nbgrader.preprocessors import Execute, LimitOutput, OverwriteCells, SaveAutoGrades
from traitlets.config import Config

from autograder.gradebook import CODE_STUB, configure
from autograder.gradebook.course import Course
from autograder.gradebook.feedback import FeedbackExporter, GetScores
from autograder.gradebook.plugin import RestoreCells, RunSubmission, SaveVerdicts


@pytest.fixture
def config(tmp_path: Path) -> Any:
    """A configuration of a course directory in which nothing is."""
    made = Config()
    made.CourseDirectory.root = str(tmp_path)
    return made


def folders(config: Any) -> tuple[Any, Any]:
    return tuple(config.CourseDirectory.get(f"{kind}_directory") for kind in ("source", "release"))


@pytest.mark.parametrize(
    ("there", "expected"),
    [
        ([], ("solutions", "exercises")),
        (["solutions"], ("solutions", "exercises")),
        (["source", "solutions"], ("solutions", "exercises")),
        (["source"], (None, None)),
    ],
)
def test_a_course_that_has_a_source_folder_keeps_nbgraders_names(
    there: list[str], expected: tuple[Any, Any], config: Any, tmp_path: Path
) -> None:
    for name in there:
        (tmp_path / name).mkdir()
    configure(config)
    assert folders(config) == expected


def test_folders_that_a_course_names_stay_and_no_other_is_renamed(config: Any) -> None:
    config.CourseDirectory.source_directory = "master"
    configure(config)
    assert folders(config) == ("master", None)


def test_the_folders_are_looked_for_in_the_course_wherever_one_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    course, elsewhere = tmp_path / "course", tmp_path / "elsewhere"
    (course / "source").mkdir(parents=True)
    (elsewhere / "solutions").mkdir(parents=True)
    text = "from autograder.gradebook import configure\nconfigure(get_config())\n"
    (course / "nbgrader_config.py").write_text(text)
    monkeypatch.chdir(elsewhere)
    assert Course(course).folder("source") == course / "source"
    assert Path.cwd() == elsewhere


def test_the_stubs_of_a_course_stay(config: Any) -> None:
    config.ClearSolutions.code_stub = {"python": "# HERE"}
    configure(config)
    assert config.ClearSolutions.code_stub == {"python": "# HERE"}
    assert "*" in config.ClearSolutions.text_stub
    other = Config()
    configure(other)
    assert other.ClearSolutions.code_stub == {"python": CODE_STUB}


class Mine(LimitOutput):  # type: ignore[misc]
    """A preprocessor of a course's own."""


def test_our_preprocessors_are_swapped_into_the_lists_of_a_course(config: Any) -> None:
    config.Autograde.autograde_preprocessors = [
        "nbgrader.preprocessors.Execute",
        Mine,
        SaveAutoGrades,
    ]
    config.Autograde.sanitize_preprocessors.append(Mine)
    configure(config)
    assert config.Autograde.autograde_preprocessors == [RunSubmission, Mine, SaveVerdicts]
    sanitize = Autograde(config=config).sanitize_preprocessors
    assert sanitize[-1] is Mine
    assert RestoreCells in sanitize
    assert OverwriteCells not in sanitize


def test_an_exporter_of_feedback_pages_of_a_courses_own_stays_with_its_preprocessors(
    config: Any,
) -> None:
    config.GenerateFeedback.exporter_class = HTMLExporter
    configure(config)
    feedback = GenerateFeedback(config=config)
    assert feedback.exporter_class is HTMLExporter
    assert CSSHTMLHeaderPreprocessor in feedback.preprocessors


def test_to_configure_twice_changes_nothing_more(config: Any) -> None:
    """A course's own file may do it, and the commands do it again."""
    config.Execute.timeout = 120
    configure(config)
    before = repr(config)
    configure(config)
    assert repr(config) == before
    feedback = GenerateFeedback(config=config)
    assert feedback.exporter_class is FeedbackExporter
    assert GetScores in feedback.preprocessors
    lists = Autograde(config=config)
    assert Execute not in lists.autograde_preprocessors
    assert lists.autograde_preprocessors.count(RunSubmission) == 1


def limits(config: Any) -> tuple[float, float]:
    configure(config)
    made = RunSubmission(config=config).limits()
    return made.cell_seconds, made.notebook_seconds


@pytest.mark.parametrize(
    ("timeout", "expected"),
    [(20, (20, 300)), (120, (120, 600)), (None, (300, 300)), (-1, (300, 300))],
)
@pytest.mark.parametrize("section", ["Execute", "ExecutePreprocessor"])
def test_the_time_that_a_course_gives_a_cell_is_ours(
    section: str, timeout: int | None, expected: tuple[float, float], config: Any
) -> None:
    config[section].timeout = timeout
    assert limits(config) == expected


def test_the_time_of_a_cell_that_is_ours_by_configuration_comes_first(config: Any) -> None:
    config.Execute.timeout = 20
    config.RunSubmission.cell_seconds = 2.5
    assert limits(config) == (2.5, 300)


def test_a_course_that_says_nothing_of_time_has_our_bounds(config: Any) -> None:
    assert limits(config) == (60, 300)

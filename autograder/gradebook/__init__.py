"""The nbgrader plugin: our restoring, running and judging in the places of nbgrader's own.

Switch it on in ``nbgrader_config.py``::

    from autograder.gradebook import configure

    configure(get_config())
"""

from __future__ import annotations

from typing import Any

from nbconvert.preprocessors import CSSHTMLHeaderPreprocessor
from nbgrader.converters import Autograde, GenerateFeedback
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import (
    DeduplicateIds,
    Execute,
    GetGrades,
    OverwriteCells,
    SaveAutoGrades,
)

from autograder.gradebook.feedback import FeedbackExporter, GetScores
from autograder.gradebook.plugin import RestoreCells, RunSubmission, SaveVerdicts

CODE_STUB = "...  # your answer goes where the dots are"
TEXT_STUB = "*Write your answer here.*"
KEY_FILE = ".autograder.json"  # says of a graded submission what its grade depends on

_FOLDERS = {"source_directory": "solutions", "release_directory": "exercises"}


def configure(config: Any, *, plugin: bool = True) -> None:
    """Map nbgrader onto this project's folders, and put the plugin in place.

    What the configuration already says of folders stays.

    Parameters
    ----------
    config : traitlets.config.Config
        What ``get_config()`` gives in ``nbgrader_config.py``.
    plugin : bool
        False leaves nbgrader's own grading and feedback pages as they are.
    """
    for name, folder in _FOLDERS.items():
        if name not in config.CourseDirectory:
            config.CourseDirectory[name] = folder
    if "ignore" not in config.CourseDirectory:
        stock = CourseDirectory.ignore.default()
        config.CourseDirectory.ignore = [*stock, KEY_FILE]  # or it is copied to learners
    if "root" not in config.Exchange:
        config.Exchange.root = "exchange"
    config.ClearSolutions.code_stub = {"python": CODE_STUB}
    config.ClearSolutions.text_stub = TEXT_STUB
    if plugin:
        # The stock lists are taken as they are, and entries swapped: what a later nbgrader
        # adds to them stays.
        config.Autograde.sanitize_preprocessors = _swapped(
            Autograde.sanitize_preprocessors,
            {DeduplicateIds: None, OverwriteCells: RestoreCells},
        )
        config.Autograde.autograde_preprocessors = _swapped(
            Autograde.autograde_preprocessors,
            {Execute: RunSubmission, SaveAutoGrades: SaveVerdicts},
        )
        config.GenerateFeedback.preprocessors = _swapped(
            GenerateFeedback.preprocessors,
            {GetGrades: GetScores, CSSHTMLHeaderPreprocessor: None},
        )
        config.GenerateFeedback.exporter_class = FeedbackExporter


def _swapped(stock: Any, swaps: dict[type, type | None]) -> list[type]:
    classes = stock.default()
    missing = [old.__name__ for old in swaps if old not in classes]
    if missing:
        raise RuntimeError(
            f"nbgrader's list of preprocessors has no {', '.join(missing)}: this version of "
            "nbgrader is not supported. Expected 0.9.5 or a later 0.9."
        )
    return [new for old in classes if (new := swaps.get(old, old)) is not None]


__all__ = ["CODE_STUB", "KEY_FILE", "TEXT_STUB", "configure"]

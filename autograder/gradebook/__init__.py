"""The nbgrader plugin: our restoring, running and judging in the places of nbgrader's own.

Switch it on in ``nbgrader_config.py``::

    from autograder.gradebook import configure

    configure(get_config())
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from nbconvert.preprocessors import CSSHTMLHeaderPreprocessor
from nbgrader.converters import Autograde, GenerateFeedback
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import (
    CheckCellMetadata,
    DeduplicateIds,
    Execute,
    GetGrades,
    OverwriteCells,
    SaveAutoGrades,
)
from traitlets.config.loader import LazyConfigValue
from traitlets.utils.importstring import import_item

from autograder.execution.limits import Limits
from autograder.gradebook.feedback import FeedbackExporter, GetScores
from autograder.gradebook.plugin import RestoreCells, RunSubmission, SaveVerdicts

CODE_STUB = "...  # your answer goes where the dots are"
TEXT_STUB = "*Write your answer here.*"
KEY_FILE = ".autograder.json"  # says of a graded submission what its grade depends on

_FORMGRADER = "autograder.gradebook.formgrader"
_FOLDERS = {"source_directory": "solutions", "release_directory": "exercises"}


def configure(config: Any, *, plugin: bool = True) -> None:
    """Map nbgrader onto this project's folders, and put the plugin in place.

    What the configuration says already stays: folders, stubs, lists of preprocessors (ours are
    swapped in), an exporter of feedback pages of its own. Where it names no folders and the
    course has ``source/`` and no ``solutions/``, the folders keep nbgrader's own names. The time
    that it gives a cell (``Execute.timeout``) is what ours gives it, and the whole notebook gets
    five times that, unless ``RunSubmission`` is configured.

    Parameters
    ----------
    config : traitlets.config.Config
        What ``get_config()`` gives in ``nbgrader_config.py``.
    plugin : bool
        False leaves nbgrader's own grading and feedback pages as they are.
    """
    folders = config.CourseDirectory
    if not _FOLDERS.keys() & folders.keys() and not _has_nbgraders_folders(folders):
        for name, folder in _FOLDERS.items():
            folders[name] = folder
    if "ignore" not in folders:
        stock = CourseDirectory.ignore.default()
        folders.ignore = [*stock, KEY_FILE]  # or it is copied to learners
    if "root" not in config.Exchange:
        config.Exchange.root = "exchange"
    if "code_stub" not in config.ClearSolutions:
        config.ClearSolutions.code_stub = {"python": CODE_STUB}
    if "text_stub" not in config.ClearSolutions:
        config.ClearSolutions.text_stub = TEXT_STUB
    if plugin:
        _take_over_time(config)
        # The metadata of restored cells are the released notebook's, which were checked then.
        _swap(
            config.Autograde,
            "sanitize_preprocessors",
            Autograde.sanitize_preprocessors.default(),
            {DeduplicateIds: None, OverwriteCells: RestoreCells, CheckCellMetadata: None},
        )
        _swap(
            config.Autograde,
            "autograde_preprocessors",
            Autograde.autograde_preprocessors.default(),
            {Execute: RunSubmission, SaveAutoGrades: SaveVerdicts, CheckCellMetadata: None},
        )
        _put_feedback_pages(config.GenerateFeedback)
        _put_safe_markup(config.HTMLExporter)


def _has_nbgraders_folders(folders: Any) -> bool:
    root = Path(folders.get("root", "."))
    return (root / "source").is_dir() and not (root / "solutions").is_dir()


def _take_over_time(config: Any) -> None:
    """Let the time that the course gives a cell, for nbgrader's Execute, hold for ours."""
    stock = {**config.ExecutePreprocessor, **config.Execute}
    ours = config.RunSubmission
    if "timeout" not in stock or "cell_seconds" in ours:
        return
    timeout = float(stock["timeout"] or 0)
    if timeout > 0 and "notebook_seconds" not in ours:
        ours.notebook_seconds = max(5 * timeout, Limits.notebook_seconds)
    # None and -1 are no bound: the notebook's own is one.
    whole = ours.get("notebook_seconds", Limits.notebook_seconds)
    ours.cell_seconds = timeout if timeout > 0 else float(whole)


def _put_feedback_pages(feedback: Any) -> None:
    if feedback.get("exporter_class", FeedbackExporter) is FeedbackExporter:
        feedback.exporter_class = FeedbackExporter
        swaps = {GetGrades: GetScores, CSSHTMLHeaderPreprocessor: None}
        _swap(feedback, "preprocessors", GenerateFeedback.preprocessors.default(), swaps)


def _put_safe_markup(exporter: Any) -> None:
    """In the formgrader's view, let nothing act that a learner wrote (see ``formgrader``)."""
    filters, chosen = _chosen(exporter, "filters", {}), _chosen(exporter, "preprocessors", [])
    exporter.filters = {"markdown2html": f"{_FORMGRADER}.markdown", **filters}
    others = [each for each in chosen if each != f"{_FORMGRADER}.SafeOutputs"]
    exporter.preprocessors = [*others, f"{_FORMGRADER}.SafeOutputs"]


def _chosen(section: Any, name: str, stock: Any) -> Any:
    """What a course has configured, be it a value or a change of the stock value."""
    value = section.get(name, stock)
    return value.get_value(stock) if isinstance(value, LazyConfigValue) else value


def _swap(section: Any, name: str, stock: list[Any], swaps: Mapping[Any, type | None]) -> None:
    """Swap classes in a list, the course's own or the stock one; what else is in it stays."""
    missing = [old.__name__ for old in swaps if old not in stock]
    if missing:
        raise RuntimeError(
            f"nbgrader's list of preprocessors has no {', '.join(missing)}: this version of "
            "nbgrader is not supported. Expected 0.9.5 or a later 0.9."
        )
    chosen = _chosen(section, name, stock)
    classes = [import_item(each) if isinstance(each, str) else each for each in chosen]
    section[name] = [new for old in classes if (new := swaps.get(old, old)) is not None]


__all__ = ["CODE_STUB", "KEY_FILE", "TEXT_STUB", "configure"]

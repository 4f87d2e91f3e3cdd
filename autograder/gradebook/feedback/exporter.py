"""nbgrader's place for a feedback page, taken by ours."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, Template
from nbconvert.exporters import Exporter
from nbformat.notebooknode import NotebookNode
from nbgrader.preprocessors import ClearHiddenTests, ClearMarkScheme, ClearSolutions, GetGrades

from autograder.cards import number
from autograder.gradebook.feedback.page import REGIONS, page_of

_TEMPLATES = Path(__file__).parent / "templates"


@cache
def _template() -> Template:
    # subtle: with autoescape everything is escaped but what `markup` and `pictures` made.
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES), autoescape=True, trim_blocks=True
    )
    environment.globals["number"] = number
    return environment.get_template("page.html.j2")


class GetScores(GetGrades):  # type: ignore[misc]
    """Fetch what nbgrader fetches, whether a person still grades, and what a person said."""

    def _get_score(self, cell: NotebookNode, resources: Any) -> None:
        super()._get_score(cell, resources)
        about = cell.metadata.nbgrader
        about["waits"] = bool(self._find(self.gradebook.find_grade, cell).needs_manual_grade)

    def _get_comment(self, cell: NotebookNode, resources: Any) -> None:
        super()._get_comment(cell, resources)
        about = cell.metadata.nbgrader
        about["manual_comment"] = self._find(self.gradebook.find_comment, cell).manual_comment

    def _find(self, find: Any, cell: NotebookNode) -> Any:
        grade_id = cell.metadata.nbgrader["grade_id"]
        return find(grade_id, self.notebook_id, self.assignment_id, self.student_id)


class FeedbackExporter(Exporter):
    """A graded notebook as one HTML file without scripts that loads nothing."""

    export_from_notebook = "Feedback page"
    file_extension = ".html"
    output_mimetype = "text/html"

    def from_notebook_node(
        self, nb: NotebookNode, resources: Any = None, **kw: Any
    ) -> tuple[str, Any]:
        """Fetch the scores, with nbgrader's preprocessor, and write the page."""
        graded, resources = super().from_notebook_node(nb, resources, **kw)
        page = page_of(graded, resources["nbgrader"], [*REGIONS, *self._configured()])
        return _template().render(page=page), resources

    def _configured(self) -> list[tuple[str, str]]:
        """The markers of hidden regions that a course has configured."""
        hidden, scheme = ClearHiddenTests(parent=self), ClearMarkScheme(parent=self)
        solutions = ClearSolutions(parent=self)
        return [
            (hidden.begin_test_delimeter, hidden.end_test_delimeter),
            (scheme.begin_mark_scheme_delimeter, scheme.end_mark_scheme_delimeter),
            (solutions.begin_solution_delimeter, solutions.end_solution_delimeter),
        ]

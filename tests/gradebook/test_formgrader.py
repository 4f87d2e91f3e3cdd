"""nbgrader's view of graded notebooks, as its own server makes it: nothing in it can act."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from nbconvert.exporters import HTMLExporter
from nbformat.notebooknode import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from nbgrader.server_extensions.formgrader.formgrader import FormgradeExtension

from autograder.cards import as_html
from autograder.diagnosis import judge
from autograder.gradebook.formgrader import clean
from autograder.questions import BANK

CONFIG = "from autograder.gradebook import configure\nc = get_config()\n{}\nconfigure(c)\n"
ACTS = (
    '<script>steal()</script><img src="x.png" onerror="steal()"><svg onload="steal()"></svg>'
    '<iframe srcdoc="steal()"></iframe><a href="javascript:steal()">here</a>'
    '<input id="f1-verdict" class="score">'
)
FACTS = {"index": 0, "total": 1, "base_url": "", "notebook_id": "n", "submission_id": "s"}

View = Callable[..., BeautifulSoup]


@pytest.fixture
def view(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> View:
    """A function that shows cells as the formgrader does, in a course with some configuration."""

    def show(*cells: NotebookNode, config: str = "") -> BeautifulSoup:
        (tmp_path / "nbgrader_config.py").write_text(CONFIG.format(config))
        path = tmp_path / "n.ipynb"
        path.write_text(json.dumps(new_notebook(cells=list(cells))))
        monkeypatch.chdir(tmp_path)
        monkeypatch.setattr(sys, "path", list(sys.path))
        app = FormgradeExtension()
        app.initialize([])
        page, _ = HTMLExporter(config=app.config).from_filename(str(path), resources=dict(FACTS))
        return BeautifulSoup(page, "html.parser").select_one("#notebook-container")

    return show


def shown(html: str, kind: str = "text/html") -> NotebookNode:
    """A cell that displayed something."""
    output = new_output("display_data", data={kind: html, "text/plain": "plain"})
    return new_code_cell("show()", outputs=[output])


def answer(source: str) -> NotebookNode:
    """A text that a learner wrote and a person grades."""
    about = {"grade_id": "f1-verdict", "grade": True, "solution": True, "points": 1}
    return new_markdown_cell(source, metadata={"nbgrader": {**about, "locked": False}})


@pytest.mark.parametrize(
    "cell",
    [new_markdown_cell(ACTS), answer(ACTS), shown(ACTS), shown(ACTS, "text/markdown")],
    ids=["a Markdown cell", "a text answer", "an HTML output", "a Markdown output"],
)
def test_what_a_learner_wrote_cannot_act(cell: NotebookNode, view: View) -> None:
    page = view(cell)
    assert "here" in page.get_text(), "it is shown"
    assert "steal" not in str(page)
    assert not page.select("script, iframe, svg, .text_cell_render input, .output input")


def test_a_script_that_a_cell_displayed_is_not_shown(view: View) -> None:
    assert "steal" not in str(view(shown("steal()", "application/javascript")))


def test_a_heading_cannot_take_the_id_of_a_field_of_the_page(view: View) -> None:
    page = view(new_markdown_cell('# f1-verdict\n\n<b id="f1-verdict">x</b>'), answer("Mine."))
    (field,) = page.select("#f1-verdict")
    assert field.name == "input"


def test_a_card_is_shown_as_it_is(view: View) -> None:
    html = as_html(judge(BANK["f1-recall"], 80 / 90))
    (card,) = view(shown(html)).select("section.autograder-card")
    whole = BeautifulSoup(html, "html.parser")
    assert card.get_text() == whole.get_text()
    for made, due in zip(card.find_all(True), whole.section.find_all(True), strict=True):
        styles = [_styles(str(each.get("style", ""))) for each in (made, due)]
        assert styles[0] == styles[1]
    assert _styles(str(card["style"])) == _styles(str(whole.section["style"]))


def _styles(style: str) -> set[str]:
    style = re.sub(r"(?<!\d)\.(?=\d)", "0.", style)  # .5em is written as 0.5em
    return {"".join(each.split()) for each in style.split(";") if each.strip()}


def test_an_honest_text_looks_as_before(view: View) -> None:
    text = (
        "## Mine\n\n*F1* is $a < b$, see [there](https://example.org).\n\n| a | b |\n|---|---|\n"
        "| 1 | 2 |\n\n```python\nx = 1\n```\n\n![beside](plots/one%20of.png) ![mine](attachment:a)"
    )
    cell = new_markdown_cell(text, attachments={"a": {"image/png": "AAAA"}})
    page = view(cell)
    assert page.h2.get_text() == "Mine"
    assert "$a < b$" in page.get_text()
    assert page.select_one("a[href='https://example.org']").get_text() == "there"
    assert [td.get_text() for td in page.select("tbody td")] == ["1", "2"]
    assert page.select(".highlight pre span")
    assert [each["src"] for each in page.select("img")] == [
        "plots/one%20of.png",
        "data:image/png;base64,AAAA",
    ]


@pytest.mark.parametrize(
    ("html", "left"),
    [
        ('<div style="position:fixed;color:red">x</div>', '<div style="color:red">x</div>'),
        ('<div style="margin-left:-900px">x</div>', "<div>x</div>"),
        ('<div style="background:url(https://e.org)">x</div>', "<div>x</div>"),
        ('<div class="modal">x</div>', "<div>x</div>"),
        ('<img src="/logout">', "<img>"),
        ('<img src="a/../../logout">', "<img>"),
        ('<a href="data:text/html,x">x</a>', '<a rel="noopener noreferrer">x</a>'),
    ],
)
def test_html_stays_in_its_place(html: str, left: str) -> None:
    assert clean(html) == left


def test_a_course_with_a_filter_and_preprocessors_of_its_own_keeps_them(view: View) -> None:
    page = view(
        new_markdown_cell("x"),
        shown(ACTS),
        config="c.HTMLExporter.filters = {'markdown2html': str.upper}\n"
        "c.HTMLExporter.preprocessors.append('nbconvert.preprocessors.ClearMetadataPreprocessor')",
    )
    assert "X" in page.get_text()
    assert "steal" not in str(page)

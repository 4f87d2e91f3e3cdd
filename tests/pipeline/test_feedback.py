"""Feedback pages: what a stranger put into a notebook, and what of it a page shows."""

from __future__ import annotations

import html
import re
import subprocess
import sys
from collections.abc import Iterator
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_raw_cell

from autograder.cards import as_markdown
from tests.pipeline.evil import EVIL, MARKDOWN, MARKUP, SVG
from tests.pipeline.graded import (
    ASSIGNMENT,
    LEARNER,
    SECRET,
    TABLE,
    Example,
    Graded,
    base64,
    card,
    cell_of,
    png,
    printed,
    raised,
    shown,
    verdict_on,
)

VOID = {"area", "br", "col", "hr", "img", "meta", "wbr"}
BLOCKS = {"div", "h1", "h2", "h3", "li", "p", "section", "strong", "td", "th", "tr"}
FORBIDDEN = re.compile(
    "applet|audio|base|button|canvas|embed|form|frame|frameset|iframe|input|link|noscript|object"
    "|script|select|svg|template|textarea|video"
)


class Parsed(HTMLParser):
    """A page as its tags, and as the text that a reader sees."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.texts: list[str] = []
        self.styles: list[str] = []
        self.open: list[str] = []
        self.in_card = 0
        self.faults: list[str] = []
        self.feed(page)
        self.close()
        self.faults += [f"{name} is never closed" for name in self.open]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if len(values) < len(attrs):
            self.faults.append(f"{tag} has an attribute twice")
        if values.get("class") == "autograder-card":
            self.in_card = len(self.open) + 1
        self.tags.append((tag, values | ({"in card": ""} if self.in_card else {})))
        if tag not in VOID:
            self.open.append(tag)
        self.texts.extend([" "] * (tag in BLOCKS))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        self.faults += [] if tag in VOID else [f"<{tag}/>"]

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open[-1] != tag:
            self.faults.append(f"</{tag}> closes {self.open[-1:] or 'nothing'}")
            return
        if self.in_card == len(self.open):
            self.in_card = 0
        self.open.pop()
        self.texts.extend([" "] * (tag in BLOCKS))

    def handle_data(self, data: str) -> None:
        (self.styles if self.open[-1:] == ["style"] else self.texts).append(data)

    @property
    def text(self) -> str:
        """All that is read, in one line."""
        return " ".join("".join(self.texts).split())

    def all(self, *names: str) -> list[dict[str, str]]:
        """The attributes of all elements of these names."""
        return [attributes for name, attributes in self.tags if name in names]


def faults_of(page: str) -> list[str]:
    """What is wrong with a page, whatever stands on it; a good page has none."""
    parsed = Parsed(page)
    found = list(parsed.faults)
    ids = [attributes["id"] for _, attributes in parsed.tags if "id" in attributes]
    found += [f"the id {each} stands twice" for each in {i for i in ids if ids.count(i) > 1}]
    for name, attributes in parsed.tags:
        found += [f"<{name}>"] * bool(FORBIDDEN.fullmatch(name))
        found += [f"{name} has {each}" for each in attributes if each.startswith("on")]
        found += _addresses(name, attributes, ids)
        if "style" in attributes and "in card" not in attributes:
            found.append(f"{name} has a style: {attributes['style']}")
        if "in card" in attributes and re.search("url|position", attributes.get("style", "")):
            found.append(f"a card has the style {attributes['style']}")
        found += ["an image has no alt"] * (name == "img" and not attributes.get("alt"))
        found += ["a th has no scope"] * (name == "th" and "scope" not in attributes)
    found += ["a style loads something"] * bool(re.search("url|@import", "".join(parsed.styles)))
    levels = [int(name[1]) for name, _ in parsed.tags if re.fullmatch("h[1-6]", name)]
    found += [f"{levels.count(1)} h1"] * (levels.count(1) != 1 or levels[0] != 1)
    found += [f"h{b} after h{a}" for a, b in pairwise(levels) if b > a + 1]
    found += ["control characters"] * bool(re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]", page))
    found += ["bidi overrides"] * bool(re.search("[\u202a-\u202e\u2066-\u2069]", page))
    return found


def _addresses(name: str, attributes: dict[str, str], ids: list[str]) -> Iterator[str]:
    for key, value in attributes.items():
        if key in ("src", "srcset", "data", "background", "poster", "xlink:href", "action"):
            inside = re.fullmatch(r"data:image/(png|jpeg|svg\+xml);base64,[\w+/=]+", value)
            if not (name == "img" and key == "src" and inside):
                yield f"{name} loads {value[:80]}"
        elif key == "href" and value.startswith("#"):
            if value[1:] not in ids:
                yield f"{value} leads nowhere"
        elif key == "href" and not (name == "a" and re.match("https?:|mailto:", value)):
            yield f"{name} leads to {value[:80]}"


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory) -> Graded:
    """A course with one graded submission, the scores of the example in the gradebook."""
    graded = Graded.make(tmp_path_factory.mktemp("feedback"))
    example = Example.of(graded)
    graded.grade(example.scores, comments=example.comments)
    return graded


@pytest.fixture(scope="module")
def example_page(graded: Graded) -> str:
    """The page of the example."""
    return graded.page(Example.of(graded).notebook)


def page_with(graded: Graded, *cells: NotebookNode) -> str:
    """The page of an untouched notebook with a learner's own cells at its end."""
    notebook = graded.released()
    notebook.cells.extend(cells)
    return graded.page(notebook)


def ran(*outputs: NotebookNode, source: str = "run()") -> NotebookNode:
    """A learner's own cell that has run."""
    return new_code_cell(source, outputs=list(outputs), execution_count=7)


# The page itself ----------------------------------------------------------------------------


def test_an_ordinary_page_has_no_fault(example_page: str) -> None:
    assert faults_of(example_page) == []
    assert re.match(r'<!DOCTYPE html>\s*<html lang="en">', example_page)
    assert f"<title>Feedback on {ASSIGNMENT}</title>" in example_page


def test_a_page_tells_the_browser_itself_to_run_and_load_nothing(example_page: str) -> None:
    metas = Parsed(example_page).all("meta")
    policy = next(m["content"] for m in metas if m.get("http-equiv") == "Content-Security-Policy")
    assert "default-src 'none'" in policy
    assert "img-src data:" in policy
    assert "script-src" not in policy


def test_the_checker_of_these_tests_finds_what_it_must_find() -> None:
    bad = (
        '<html lang="en"><h1 onclick="a()" id="x">a</h1><h3 id="x">b</h3><img src="http://a/b">'
        '<a href="javascript:a()">c</a><p style="position:fixed">\x07</p><script></script>'
    )
    found = " ".join(faults_of(bad))
    for fault in ("onclick", "stands twice", "h3 after h1", "loads http", "javascript", "script"):
        assert fault in found
    for fault in ("a style", "control", "no alt", "never closed"):
        assert fault in found


def test_the_learners_cells_the_cards_and_the_note_are_on_it(example_page: str) -> None:
    text = Parsed(example_page).text
    assert "recall = 80 / 90" in text
    assert "✗ Not right yet f1-recall · 0 of 1 point You answered 0.888" in text
    assert "✓ Right f1-precision · 1 of 1 point" in text
    assert "Note from the autograder A cell that was missing has been put back: f1-test." in text


def test_a_table_at_the_top_leads_to_each_graded_cell_and_says_its_points(
    example_page: str,
) -> None:
    text = Parsed(example_page).text
    assert "1. Recall from the table f1-recall ✗ no points yet 0 of 1 point" in text
    assert "2. Precision from the table f1-precision ✓ all points 1 of 1 point" in text
    assert "Together 2 of 8 points" in text
    rows = re.findall(r'<th scope="row"><a href="#(cell-\d+)">', example_page)
    assert len(rows) == 6
    for row in rows:
        assert f'id="{row}"' in example_page


def test_what_a_person_still_has_to_grade_is_no_zero(graded: Graded, tmp_path: Path) -> None:
    other = graded.copy(tmp_path)
    other.grade({"f1-recall": 1.0}, waiting=["f1-words"], by_hand={"f1-task": 0.5})
    text = Parsed(other.page(other.released())).text
    assert "1.5 of 8 points, and a person still looks at 1 question" in text
    assert "f1-words ? a person still looks at this up to 2 points" in text
    assert "f1-task ◐ some of the points 0.5 of 1 point" in text


def test_a_comment_is_shown_where_no_card_says_the_same_and_a_persons_always(
    graded: Graded, tmp_path: Path
) -> None:
    graded = graded.copy(tmp_path)
    wrong = verdict_on("f1-recall", 80 / 90)
    graded.grade(
        {},
        comments={
            "f1-recall-answer": as_markdown(wrong),
            "f1-precision-answer": as_markdown(verdict_on("f1-precision", 0.1)),
            "f1-words": "No response.",
        },
        remarks={"f1-recall-answer": "Well *tried*. <script>alert(1)</script>"},
    )
    notebook = graded.released()
    cell_of(notebook, "f1-recall").outputs = [card(wrong)]
    page = graded.page(notebook)
    assert faults_of(page) == []
    text = Parsed(page).text
    assert text.count("You answered 0.888") == 1, "the card alone"
    assert "Comment Well tried." in text
    assert "Comment ✗ Not right yet · f1-precision · 0 of 1 point" in text
    assert "Comment No response." in text
    assert "alert" not in page


def test_a_late_submission_loses_its_points_in_the_table(graded: Graded, tmp_path: Path) -> None:
    graded = graded.copy(tmp_path)
    graded.grade({"f1-recall": 1.0, "f1-test": 2.0}, late_penalty=0.5)
    text = Parsed(graded.page(graded.released())).text
    assert "2.5 of 8 points" in text
    assert "Handed in late −0.5 Together 2.5 of 8 points" in text


def test_nbgraders_own_command_makes_the_same_page(graded: Graded, example_page: str) -> None:
    graded.path.unlink()
    (graded.root / "nbgrader_config.py").write_text(
        "from autograder.gradebook import configure\nc = get_config()\nconfigure(c)\n"
    )
    command = [sys.executable, "-m", "nbgrader", "generate_feedback", ASSIGNMENT, "--force"]
    made = subprocess.run(
        command, cwd=graded.root, capture_output=True, text=True, check=False, timeout=120
    )
    assert made.returncode == 0, made.stderr
    graded.path.chmod(0o644)
    assert "autograder-card" in example_page
    assert graded.path.read_text(encoding="utf-8") == graded.page(_last_notebook(graded))


def _last_notebook(graded: Graded) -> NotebookNode:
    from autograder.execution.reading import read_notebook

    return read_notebook(graded.root / "autograded" / LEARNER / ASSIGNMENT / f"{ASSIGNMENT}.ipynb")


# What a locked cell holds -------------------------------------------------------------------


def test_hidden_tests_and_marking_schemes_are_not_on_the_page(example_page: str) -> None:
    assert "assert callable(f1)" in Parsed(example_page).text
    for secret in (SECRET, "HIDDEN TESTS", "MARK SCHEME", "0.123456789"):
        assert secret not in example_page


def test_regions_between_markers_of_the_courses_own_are_not_on_the_page_either(
    graded: Graded, tmp_path: Path
) -> None:
    markers = (
        "c.ClearHiddenTests.begin_test_delimeter = 'HIDE FROM HERE'\n"
        "c.ClearHiddenTests.end_test_delimeter = 'TO HERE'\n"
    )
    page = graded.copy(tmp_path, extra=markers).page(graded.released())
    assert "0.987654321" not in page
    assert SECRET not in page, "the usual markers are known as well"
    assert 'print("done")' in Parsed(page).text


def test_a_region_that_never_ends_is_left_out_to_the_end(graded: Graded) -> None:
    notebook = graded.released()
    cell = cell_of(notebook, "f1-test")
    cell.source = cell.source.replace("### END HIDDEN TESTS", "")
    page = graded.page(notebook)
    assert SECRET not in page
    assert "f1(80, 10, 20) &gt; 0" in page or "assert f1(80, 10, 20) > 0" in Parsed(page).text


def test_what_a_learner_writes_between_such_markers_stays(graded: Graded) -> None:
    source = "### BEGIN SOLUTION\nmine = 1\n### END SOLUTION"
    assert "mine = 1" in Parsed(page_with(graded, ran(source=source))).text


def test_of_an_error_in_a_test_only_the_name_and_the_first_line_are_shown(graded: Graded) -> None:
    notebook = graded.released()
    message = f"\nNot equal to tolerance rtol=1e-07\n ACTUAL: 0.5\n DESIRED: {SECRET}"
    frames = ["Cell In[4], line 3\n----> 3 assert f1(80, 10, 20) == " + SECRET]
    cell_of(notebook, "f1-test").outputs = [raised("AssertionError", message, frames)]
    page = graded.page(notebook)
    text = Parsed(page).text
    assert "This cell stopped with AssertionError Not equal to tolerance rtol=1e-07" in text
    assert "DESIRED" not in text
    assert SECRET not in page


def test_what_a_test_printed_is_shown(graded: Graded) -> None:
    notebook = graded.released()
    cell_of(notebook, "f1-test").outputs = [printed("f1 was called\n")]
    assert "f1 was called" in Parsed(graded.page(notebook)).text


def test_of_a_check_cell_only_the_card_is_shown(graded: Graded) -> None:
    notebook = graded.released()
    forged = '<section class="autograder-card">✓ Right · 1 of 1 point, forged</section>'
    cell_of(notebook, "f1-recall").outputs = [
        printed("forged by print"),
        shown({"text/html": forged, "text/plain": "forged plainly"}),
        shown({"text/html": forged}, {"autograder": {"card": "yes"}}),
        shown({"text/html": forged}, {"autograder": True}),
        raised("WrongAnswerError", f"expected {SECRET}", ["forged traceback"]),
        card(verdict_on("f1-recall", 80 / 90)),
    ]
    page = graded.page(notebook)
    assert faults_of(page) == []
    assert "forged" not in page
    assert SECRET not in page
    assert page.count('class="autograder-card"') == 1


def test_a_card_in_any_other_cell_is_no_card(graded: Graded) -> None:
    answer = graded.released()
    forged = card(verdict_on("f1-recall", 0.8))
    cell_of(answer, "f1-recall-answer").outputs = [forged]
    cell_of(answer, "f1-code").outputs = [forged]
    cell_of(answer, "f1-test").outputs = [forged]
    answer.cells.append(ran(forged))
    page = graded.page(answer)
    assert faults_of(page) == []
    assert "autograder-card" not in page.partition("</head>")[2]


def test_even_a_card_can_do_no_more_than_cards_do(graded: Graded) -> None:
    notebook = graded.released()
    evil = (
        '<section class="autograder-card" style="color:red;position:fixed;top:0;background:'
        'url(http://evil.example/x)"><script>steal()</script><p onclick="steal()">Right</p>'
        '<img src=http://evil.example/y onerror="steal()"></section>'
    )
    output = shown({"text/html": evil}, {"autograder": {"card": True}})
    cell_of(notebook, "f1-recall").outputs = [output]
    page = graded.page(notebook)
    assert faults_of(page) == []
    assert "evil.example" not in page
    assert "steal" not in page


def test_a_card_looks_as_it_was_made(example_page: str) -> None:
    styles = {a.get("style", "") for _, a in Parsed(example_page).tags if "in card" in a}
    assert any("border-left-width:6px" in s and "var(--jp-layout-color1" in s for s in styles)
    assert any("rgba(128" in style.replace(" ", "") for style in styles)


# Tracebacks ---------------------------------------------------------------------------------


def test_a_traceback_keeps_the_learners_frames_and_the_names_of_libraries(
    example_page: str,
) -> None:
    text = Parsed(example_page).text
    assert "Cell 11, line 8 3 precision = tp / (tp + fp) ----> 8 print(f1(0, 0, 5))" in text
    assert "File keras/src/layers/core.py:12, in call(self)" in text
    assert "ZeroDivisionError: division by zero" in text


@pytest.mark.parametrize(
    "secret", ["expected = question", "notebook.py", "secret_line", "/env/", "In[5]", "[31m"]
)
def test_a_traceback_keeps_nothing_of_ours_or_of_other_files(
    secret: str, example_page: str
) -> None:
    assert secret not in example_page


def test_a_frame_in_a_test_cell_is_left_out(graded: Graded) -> None:
    notebook = graded.released()
    cell_of(notebook, "f1-test").execution_count = 4
    frames = [
        "Cell In[7], line 1\n----> 1 from_the_test()",
        f"Cell In[4], line 3, in from_the_test()\n----> 3 assert f1(80, 10, 20) == {SECRET}",
        "Cell In[99], line 1\n----> 1 nobody_knows_this_cell()",
        'File "<string>", line 1\n    nor_this()',
    ]
    notebook.cells.append(ran(raised("AssertionError", "", frames)))
    page = graded.page(notebook)
    assert "from_the_test()" in page
    for secret in (SECRET, "nobody_knows", "nor_this"):
        assert secret not in page


def test_a_syntax_error_is_shown_with_its_place(graded: Graded) -> None:
    frames = ["  Cell In[7], line 1\n    f(x\n     ^\nSyntaxError: '(' was never closed\n"]
    page = page_with(graded, ran(raised("SyntaxError", "'(' was never closed", frames)))
    text = Parsed(page).text
    assert "Cell 17, line 1 f(x ^ SyntaxError: '(' was never closed" in text
    assert text.count("'(' was never closed") == 1


# Hostile Markdown ---------------------------------------------------------------------------


@pytest.mark.parametrize("source", MARKUP.values(), ids=MARKUP.keys())
def test_in_markup(source: str, graded: Graded) -> None:
    as_output = ran(shown({"text/html": f"<p>in an output</p>{source}"}))
    page = page_with(graded, new_markdown_cell(f"in a text\n\n{source}\n\nafter"), as_output)
    _assert_harmless(page)
    assert "in a text" in Parsed(page).text
    assert "in an output" in Parsed(page).text


@pytest.mark.parametrize("source", MARKDOWN.values(), ids=MARKDOWN.keys())
def test_in_markdown(source: str, graded: Graded) -> None:
    page = page_with(graded, new_markdown_cell(f"before\n\n{source}\n\nafter"))
    _assert_harmless(page)
    assert "before" in Parsed(page).text
    assert "after" in Parsed(page).text


def _assert_harmless(page: str) -> None:
    assert faults_of(page) == []
    parsed = Parsed(page)
    visible = {f"{name}={value}" for _, attrs in parsed.tags for name, value in attrs.items()}
    assert not {each for each in visible if EVIL in each}
    assert not {e for e in visible if "steal" in e and not e.startswith(("alt=", "title="))}
    assert "autograder-card" not in page.partition("</head>")[2]


def test_an_answer_in_words_is_sanitised_like_any_text(graded: Graded) -> None:
    notebook = graded.released()
    cell_of(notebook, "f1-words").source = f"My answer. {' '.join(MARKUP.values())}"
    _assert_harmless(graded.page(notebook))


def test_what_was_left_out_of_a_text_is_said(graded: Graded) -> None:
    text = Parsed(page_with(graded, new_markdown_cell(SVG + "<iframe></iframe>"))).text
    assert "Left out of this page: iframe, script, svg." in text
    page = page_with(graded, new_markdown_cell(f"![two bars](https://{EVIL}/x.png)"))
    assert (
        "[A picture is not shown: it lies elsewhere, and this page loads nothing. "
        "It says: two bars]" in Parsed(page).text
    )


def test_a_text_shown_as_code_is_not_called_left_out(graded: Graded) -> None:
    text = Parsed(page_with(graded, new_markdown_cell("`<script>` and\n\n    <svg>"))).text
    assert "<script> and <svg>" in text
    assert "Left out" not in text


def test_ordinary_markdown_arrives(example_page: str) -> None:
    parsed = Parsed(example_page)
    links = [a for a in parsed.all("a") if "scikit-learn" in a["href"]]
    assert [link["rel"] for link in links] == ["noopener noreferrer nofollow"]
    for name in ("em", "ol", "li", "blockquote", "td"):
        assert parsed.all(name), name
    assert "table = confusion_matrix(y_true, y_pred)" in parsed.text


def test_a_text_that_trips_the_parser_is_shown_as_it_is(
    graded: Graded, monkeypatch: pytest.MonkeyPatch
) -> None:
    def trip(*_: object) -> str:
        raise RecursionError

    monkeypatch.setattr("autograder.gradebook.feedback.markup.MarkdownWithMath.render", trip)
    page = page_with(graded, new_markdown_cell("*<b>as it is</b>*"))
    assert "*<b>as it is</b>*" in Parsed(page).text
    assert faults_of(page) == []


@pytest.mark.parametrize(
    "source",
    [
        "<div>" * 5_000 + "deep",
        "> " * 3_000 + "deep",
        "[" * 5_000 + "deep",
        "- " * 3_000 + "deep",
        "*a " * 5_000,
        "$" * 9_999,
        "`" * 9_999,
        "\\begin{a}" * 2_000,
        "<" * 20_000,
        "&" * 20_000,
        "|a" * 5_000 + "|\n" + "|-" * 5_000 + "|",
    ],
    ids=lambda source: f"{len(source)} of {source[:9]!r}",
)
def test_a_text_made_to_trip_a_parser_costs_only_itself(source: str, graded: Graded) -> None:
    page = page_with(graded, new_markdown_cell(source), new_markdown_cell("the next cell"))
    assert faults_of(page) == []
    assert "the next cell" in Parsed(page).text


# Formulas -----------------------------------------------------------------------------------


def test_a_formula_becomes_mathml(example_page: str) -> None:
    parsed = Parsed(example_page)
    assert parsed.all("mfrac")
    assert {"inline", "block"} == {each["display"] for each in parsed.all("math")}
    assert "\\frac" not in parsed.text
    assert "$" not in parsed.text


@pytest.mark.parametrize(
    "latex",
    [
        r"\frac{a}",
        r"\nosuchcommand{x}",
        r"\newcommand{\a}{\a\a}\a",
        "{" * 500,
        "x" * 2_001,
        "a & b",
    ],
    ids=["half a fraction", "an unknown command", "a macro", "braces", "too long", "a stray &"],
)
def test_a_formula_that_cannot_be_converted_is_shown_as_its_source(
    latex: str, graded: Graded
) -> None:
    page = page_with(graded, new_markdown_cell(f"So ${latex}$ it is."))
    assert f"<code>{html.escape(latex)}</code>" in page
    assert faults_of(page) == []


def test_a_long_formula_scrolls_by_keyboard(graded: Graded) -> None:
    page = page_with(graded, new_markdown_cell(f"$x = {' + '.join(['y'] * 40)}$"))
    (span,) = [a for a in Parsed(page).all("span") if a.get("class", "").startswith("formula")]
    assert (span["tabindex"], span["role"], span["aria-label"]) == ("0", "group", "Formula")


def test_latex_as_an_output_becomes_mathml(graded: Graded) -> None:
    page = page_with(graded, ran(shown({"text/latex": r"$\displaystyle \frac{1}{2}$"})))
    assert Parsed(page).all("mfrac")


# Outputs ------------------------------------------------------------------------------------


def test_a_table_of_pandas_has_headings_with_a_direction(example_page: str) -> None:
    assert "always spam" in TABLE
    tables = example_page.partition('aria-label="Table in cell 18"')[2].partition("</table>")[0]
    assert '<th scope="col">precision</th>' in tables
    assert '<th scope="row">1</th>' in tables
    assert "<td></td><th" in tables, "a heading without words is none"


def test_a_picture_has_the_words_that_came_with_it_or_says_whose_it_is(example_page: str) -> None:
    alts = [image["alt"] for image in Parsed(example_page).all("img")]
    assert alts == ["Figure of cell 19", "80 of 100 squares are filled."]


def test_a_second_picture_of_a_cell_has_a_number(graded: Graded) -> None:
    picture = shown({"image/png": base64(png()), "text/plain": "<Figure size 640x480>"})
    page = page_with(graded, ran(picture, picture))
    alts = [image["alt"] for image in Parsed(page).all("img")]
    assert alts == ["Figure of cell 17", "Figure 2 of cell 17"]


def test_a_figure_of_the_course_arrives_whole(graded: Graded) -> None:
    figures = pytest.importorskip("course.figures")
    figure = figures.unit_squares(tp=8, fp=1, fn=2, tn=9)
    page = page_with(graded, ran(shown(figure._repr_mimebundle_())))
    (image,) = Parsed(page).all("img")
    assert image["alt"] == figure.alt
    assert image["src"].startswith("data:image/svg+xml;base64,")
    assert figure.caption in Parsed(page).text
    assert faults_of(page) == []


def test_a_figure_whose_html_was_cut_is_shown_as_its_png(graded: Graded) -> None:
    cut = '<figure><img src="data:image/svg+xml;base64,PHN2ZyB4bWxucz0iaHR0'
    bundle = {"text/html": cut, "image/png": base64(png()), "text/plain": "80 of 100 squares."}
    (image,) = Parsed(page_with(graded, ran(shown(bundle)))).all("img")
    assert image["alt"] == "80 of 100 squares."
    assert image["src"].startswith("data:image/png;")


def svg(inside: str) -> str:
    """A drawing, in base64."""
    start = (
        '<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" '
        'xmlns:xlink="http://www.w3.org/1999/xlink" width="9" height="9">'
    )
    return base64(f"{start}{inside}</svg>".encode())


BOMB = (
    '<!DOCTYPE svg [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
    '<svg xmlns="http://www.w3.org/2000/svg"><text>&b;</text></svg>'
)
NOT_SHOWN: dict[str, tuple[dict[str, Any], str]] = {
    "a PNG that is none": ({"image/png": base64(b"<script>steal()</script>")}, "it is damaged"),
    "a PNG that is no base64": ({"image/png": '" onerror="steal()'}, "it is damaged"),
    "a PNG cut in the middle": ({"image/png": base64(png()[:50])}, "it is damaged"),
    "a PNG with a wrong checksum": (
        {"image/png": base64(png()[:30] + b"\xff" + png()[31:])},
        "it is damaged",
    ),
    "a PNG of very many pixels": (
        {"image/png": base64(png(declared=100_000, height=1_000))},
        "it has 100000 x 1000 pixels",
    ),
    "a PNG of many bytes": ({"image/png": "A" * 3_000_000}, "it is larger than 2 MB"),
    "a JPEG that is none": ({"image/jpeg": base64(b"\xff\xd8\xff\xe0")}, "it is damaged"),
    "an SVG with a script": ({"image/svg+xml": SVG}, "it holds the element script"),
    "an SVG with a handler": ({"image/svg+xml": svg('<g onload="steal()"/>')}, "holds a script"),
    "an SVG with HTML in it": (
        {"image/svg+xml": svg("<foreignObject><p>a</p></foreignObject>")},
        "it holds the element foreignObject",
    ),
    "an SVG that loads a picture": (
        {"image/svg+xml": svg(f'<image xlink:href="https://{EVIL}/x.png"/>')},
        "it loads something",
    ),
    "an SVG that loads a style": (
        {"image/svg+xml": svg(f"<style>@import url(https://{EVIL}/x)</style>")},
        "it loads something",
    ),
    "an SVG that loads a colour": (
        {"image/svg+xml": svg(f'<rect fill="url(https://{EVIL}/x#a)"/>')},
        "it loads something",
    ),
    "an SVG that unfolds": ({"image/svg+xml": BOMB}, "it is damaged"),
    "an SVG that is nested deeply": (
        {"image/svg+xml": svg("<g>" * 20_000 + "</g>" * 20_000)},
        "it is nested too deeply",
    ),
    "HTML that is a script": (
        {"text/html": "<script>steal()</script>"},
        "Left out of this page: script.",
    ),
    "a script": ({"application/javascript": "steal()"}, "cannot show application/javascript"),
    "a widget": (
        {"application/vnd.jupyter.widget-view+json": {"model_id": "steal()"}},
        "cannot show application/vnd.jupyter.widget-view+json",
    ),
    "a kind with HTML in its name": ({"a/<img src=x onerror=steal()>": "x"}, "cannot show a/<img"),
}


@pytest.mark.parametrize(("bundle", "said"), NOT_SHOWN.values(), ids=NOT_SHOWN.keys())
def test_is_not_shown_and_the_page_says_so(
    bundle: dict[str, Any], said: str, graded: Graded
) -> None:
    page = page_with(graded, ran(shown(bundle)))
    parsed = Parsed(page)
    assert parsed.all("img") == []
    assert said in parsed.text
    _assert_harmless(page)


def test_a_picture_in_html_is_read_like_any_other(graded: Graded) -> None:
    evil = f'<img alt="a" src="data:image/svg+xml;base64,{base64(SVG.encode())}">'
    broken = '<img alt="b" src="data:image/png;base64,AAAA">'
    page = page_with(graded, ran(shown({"text/html": f"<p>x</p>{evil}{broken}"})))
    assert Parsed(page).all("img") == []
    assert "A picture is not shown: it holds the element script. It says: a" in Parsed(page).text
    assert "A picture is not shown: it is damaged. It says: b" in Parsed(page).text


def test_what_hangs_on_a_picture_is_cut_off(graded: Graded) -> None:
    hidden = png() + b"<script>steal()</script>"
    (image,) = Parsed(page_with(graded, ran(shown({"image/png": base64(hidden)})))).all("img")
    assert image["src"] == f"data:image/png;base64,{base64(png())}"
    assert (image["width"], image["height"]) == ("4", "3")


def test_an_attached_picture_is_shown(graded: Graded) -> None:
    cell = new_markdown_cell("![my sketch](attachment:sketch.png)")
    cell["attachments"] = {"sketch.png": {"image/png": base64(png())}}
    (image,) = Parsed(page_with(graded, cell)).all("img")
    assert (image["alt"], image["src"][:22]) == ("my sketch", "data:image/png;base64,")


def test_an_output_that_needs_a_script_is_shown_in_its_plain_form(graded: Graded) -> None:
    bundle = {"text/html": "<script>draw()</script>", "text/plain": "Chart(3 bars)"}
    page = page_with(graded, ran(shown(bundle)))
    assert "Chart(3 bars)" in Parsed(page).text
    assert "draw()" not in page


def test_markdown_as_an_output_is_sanitised(graded: Graded) -> None:
    page = page_with(graded, ran(shown({"text/markdown": "# *big* <script>steal()</script>"})))
    _assert_harmless(page)
    assert Parsed(page).all("em")


TERMINAL = {
    "colours": ("\x1b[1;31mred\x1b[0m", "red"),
    "a title": ("\x1b]0;steal()\x07text", "text"),
    "a link": ("\x1b]8;;http://evil.example\x1b\\text\x1b]8;;\x1b\\", "text"),
    "a cleared screen": ("gone\x1b[2J\x1b[Hhere", "gonehere"),
    "progress on one line": ("ends\n10%\r50%\r[100%", "ends [100%"),
    "a bell": ("a\x07b", "a␇b"),
    "a null": ("a\x00b", "a␀b"),
    "an override of direction": ("user\u202egnp.exe", "user⟨U+202E⟩gnp.exe"),
    "half a character": ("a\ud800b", "a\ufffdb"),
    "HTML": ("<script>steal()</script>", "<script>steal()</script>"),
}


@pytest.mark.parametrize(("text", "seen"), TERMINAL.values(), ids=TERMINAL.keys())
def test_printed_is_shown_without_effect(text: str, seen: str, graded: Graded) -> None:
    page = page_with(graded, ran(printed(f"<{text}>")))
    assert f"{seen}>" in Parsed(page).text
    _assert_harmless(page)


@pytest.mark.parametrize(("text", "seen"), TERMINAL.values(), ids=TERMINAL.keys())
def test_in_the_message_of_an_error_is_shown_without_effect(
    text: str, seen: str, graded: Graded
) -> None:
    page = page_with(graded, ran(raised(f"E{text}", f"<{text}>", [f"Cell In[7], line 1\n{text}"])))
    assert f"{seen}>" in Parsed(page).text
    _assert_harmless(page)


def test_the_source_of_a_cell_is_shown_without_effect(graded: Graded) -> None:
    source = "x = '</code></pre><script>steal()</script>\u202e\x1b[31m'"
    page = page_with(graded, ran(source=source), new_raw_cell(source))
    assert "<script>steal()</script>⟨U+202E⟩␛[31m" in Parsed(page).text
    _assert_harmless(page)


def test_warnings_are_told_from_what_was_printed_by_more_than_a_colour(graded: Graded) -> None:
    page = page_with(graded, ran(printed("a\n"), printed("b\n"), printed("c\n", "stderr")))
    assert "a b ! Warnings c" in Parsed(page).text


@pytest.mark.parametrize(
    "output",
    [
        {"output_type": "stream", "text": None},
        {"output_type": "display_data", "data": "text", "metadata": []},
        {"output_type": "display_data", "data": {"text/html": 3, "image/png": ["a", 1]}},
        {"output_type": "error", "ename": None, "evalue": 3, "traceback": "text"},
        {"output_type": "unheard of"},
        {},
    ],
    ids=lambda output: str(output),
)
def test_an_output_of_the_wrong_shape_costs_only_itself(
    output: dict[str, Any], graded: Graded, caplog: pytest.LogCaptureFixture
) -> None:
    from autograder.gradebook.feedback.page import page_of

    cell = ran(source="the_cell = 1")
    cell.outputs = [NotebookNode(output), printed("the next output")]
    notebook = graded.released()
    notebook.cells.append(cell)
    page = page_of(notebook, {"notebook": "x", "score": 0, "max_score": 1})
    assert page.cells[-1].blocks[-1].body == "the next output"


# Bounds -------------------------------------------------------------------------------------


def test_a_long_output_is_cut_and_says_so(graded: Graded) -> None:
    page = page_with(graded, ran(printed("x" * 1_000_000)))
    assert "Cut here: 20,000 of 1,000,000 characters are shown." in Parsed(page).text
    assert len(page) < 80_000


def test_an_output_of_many_lines_is_cut_and_says_so(graded: Graded) -> None:
    page = page_with(graded, ran(printed("x\n" * 5_000)))
    assert "Cut here: 400 of 5,000 lines are shown." in Parsed(page).text


def test_many_outputs_are_cut_and_the_page_says_so(graded: Graded) -> None:
    many = [shown({"text/plain": f"output {n}"}) for n in range(200)]
    text = Parsed(page_with(graded, ran(*many))).text
    assert "output 49 Cut here: 50 of 200 outputs are shown." in text
    assert "output 50" not in text


@pytest.mark.parametrize("make", [new_markdown_cell, new_code_cell, new_raw_cell])
def test_a_long_cell_is_cut_and_says_so(make: Any, graded: Graded) -> None:
    page = page_with(graded, make("x " * 50_000))
    assert "Cut here: 20,000 of 100,000 characters are shown." in Parsed(page).text


def test_a_long_error_is_cut_and_says_so(graded: Graded) -> None:
    page = page_with(graded, ran(raised("E" * 10_000, "y" * 500_000)))
    assert "Cut here: 20,000 of" in Parsed(page).text
    assert len(page) < 80_000


def test_a_table_that_is_too_long_is_shown_plainly_and_says_so(graded: Graded) -> None:
    table = "<table>" + "<tr><td>0.123</td></tr>" * 9_000 + "</table>"
    page = page_with(graded, ran(shown({"text/html": table, "text/plain": "9000 rows"})))
    assert "9000 rows" in Parsed(page).text
    assert "too long" in Parsed(page).text
    assert len(page) < 80_000


def test_a_cell_that_grading_stopped_says_why(graded: Graded) -> None:
    reason = "Cell 9 took longer than 30 seconds."
    page = page_with(graded, ran(raised("Stopped", reason, [reason])))
    assert f"✗ This cell was stopped {reason}" in Parsed(page).text


def test_only_so_much_markup_is_parsed(graded: Graded) -> None:
    many = [new_markdown_cell("word " * 4_000) for _ in range(16)]
    output = ran(shown({"text/html": "<b>bold</b>" * 5_000, "text/plain": "**plain**"}))
    page = page_with(graded, *many, output, new_markdown_cell("*short*"))
    text = Parsed(page).text
    assert "Shown plainly: this page holds no more Markdown." in text
    assert "**plain** Shown plainly: this page holds no more HTML." in text
    assert "<em>short</em>" in page, "what still fits is read"
    assert faults_of(page) == []


def test_an_output_far_too_long_takes_nothing_from_the_others(graded: Graded) -> None:
    library = shown({"text/html": f"<script>{'x' * 3_000_000}</script>", "text/plain": "a plot"})
    page = page_with(graded, ran(library), new_markdown_cell("*after*"))
    assert "a plot" in Parsed(page).text
    assert "<em>after</em>" in page


def test_a_page_has_a_bound_and_its_cards_and_points_stay(graded: Graded) -> None:
    large = base64(png()[:33] + _padding(1_900_000) + png()[33:])
    example = Example.of(graded)
    pictures = [ran(shown({"image/png": large})) for _ in range(8)]
    example.notebook.cells[1:1] = [*pictures, ran(printed("x" * 30_000))]
    page = graded.page(example.notebook)
    assert len(page) < 9_000_000
    text = Parsed(page).text
    assert "Left out: the page would be larger than 8 MB." in text
    assert "✗ Not right yet f1-recall · 0 of 1 point You answered 0.888" in text
    assert "1. Recall from the table f1-recall" in text
    assert faults_of(page) == []


def _padding(size: int) -> bytes:
    """A PNG chunk that readers pass over."""
    import struct
    import zlib

    body = b"tEXt" + b"x" * size
    return struct.pack(">I", size) + body + struct.pack(">I", zlib.crc32(body))

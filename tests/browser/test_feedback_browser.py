"""Feedback pages in a real browser: nothing is loaded, nothing runs, and axe finds no fault."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell

from tests.pipeline.evil import MARKDOWN, MARKUP
from tests.pipeline.graded import Example, Graded, base64, png, printed, raised, shown

pytestmark = pytest.mark.browser

LOOKS = {
    "on a desk": {"viewport": {"width": 1000, "height": 900}, "color_scheme": "light"},
    "on a phone": {"viewport": {"width": 390, "height": 844}, "color_scheme": "light"},
    "at night": {"viewport": {"width": 1000, "height": 900}, "color_scheme": "dark"},
    "at night on a phone": {"viewport": {"width": 390, "height": 844}, "color_scheme": "dark"},
}


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The page of an ordinary notebook, and of one that holds all that a learner can try."""
    return {
        "an ordinary page": _page(tmp_path_factory.mktemp("ordinary"), _nothing),
        "a hostile page": _page(tmp_path_factory.mktemp("hostile"), _fill_with_evil),
    }


def _page(root: Path, change: Callable[[Example], None]) -> Path:
    graded = Graded.make(root)
    example = Example.of(graded)
    change(example)
    graded.grade(
        example.scores,
        comments=example.comments,
        remarks={"f1-words": "A *good* answer: $F_1 \\le 1$."},
        waiting=["f1-task"],
    )
    graded.page(example.notebook)
    return graded.path


def _nothing(example: Example) -> None:
    """Leave the example as it is."""


def _fill_with_evil(example: Example) -> None:
    cells = example.notebook.cells
    cells.extend(new_markdown_cell(each) for each in (*MARKUP.values(), *MARKDOWN.values()))
    outputs = [shown({"text/html": each}) for each in MARKUP.values()]
    outputs += [printed("x" * 5_000), raised("Error", "y" * 5_000, ["Cell In[1], line 1", "z"])]
    cells.append(new_code_cell("x = 1", outputs=outputs, execution_count=1))
    wide = "<table>" + "<tr>" + "<td>0.123456</td>" * 60 + "</tr>" * 4 + "</table>"
    formula = "$$" + " + ".join(["x_1"] * 80) + "$$"
    cells.append(new_markdown_cell(f"{wide}\n\n{formula}\n\n{'w' * 3_000}"))
    cells.append(new_code_cell("plot()", outputs=[shown({"image/png": base64(png(3_000, 40))})]))


@pytest.fixture(params=LOOKS.values(), ids=LOOKS.keys())
def window(browser: Any, request: pytest.FixtureRequest) -> Iterator[Any]:
    """A window without a network; ``window.asked`` is what the page asked for."""
    context = browser.new_context(**request.param, offline=True)
    opened = context.new_page()
    opened.asked, opened.said = [], []
    opened.on("request", lambda asked: opened.asked.append(asked.url))
    opened.on("console", lambda message: opened.said.append(message.text))
    opened.on("dialog", lambda dialog: opened.said.append(dialog.message))
    yield opened
    context.close()


@pytest.mark.parametrize("which", ["an ordinary page", "a hostile page"])
def test_nothing_is_asked_for_nothing_runs_and_axe_finds_no_fault(
    which: str, window: Any, pages: dict[str, Path], shoot: Callable[..., None]
) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    address = pages[which].as_uri()
    window.goto(address)
    # subtle: `data:` addresses are pictures that stand in the page.
    asked = [url for url in window.asked if not url.startswith("data:image/")]
    assert asked == [address]
    assert window.said == [], "a script or a policy that was violated"
    assert window.title() == "Feedback on week_5"
    found = axe.run(window)
    assert found.violations_count == 0, found.generate_report()
    shoot(window, f"{which.replace(' ', '-')}-{window.viewport_size['width']}", full_page=True)


def test_the_page_is_never_wider_than_its_window(window: Any, pages: dict[str, Path]) -> None:
    for page in pages.values():
        window.goto(page.as_uri())
        wide, room = window.evaluate("[document.documentElement.scrollWidth, innerWidth]")
        assert wide <= room


def test_all_that_scrolls_is_reached_by_the_keyboard(window: Any, pages: dict[str, Path]) -> None:
    window.goto(pages["a hostile page"].as_uri())
    scrollers = window.evaluate(
        """[...document.querySelectorAll("main *")].filter(each =>
            each.scrollWidth > each.clientWidth + 1
            && getComputedStyle(each).overflowX === "auto"
        ).map(each => [each.tabIndex, each.getAttribute("role"), each.ariaLabel])"""
    )
    assert len(scrollers) >= 3
    for index, role, label in scrollers:
        assert (index, role) == (0, "group")
        assert label


def test_nothing_covers_the_page(window: Any, pages: dict[str, Path]) -> None:
    window.goto(pages["a hostile page"].as_uri())
    lifted = window.evaluate(
        """[...document.querySelectorAll("main *")].filter(each =>
            ["fixed", "sticky"].includes(getComputedStyle(each).position)
            || getComputedStyle(each).zIndex !== "auto"
        ).map(each => each.outerHTML)"""
    )
    assert lifted == []


def test_the_table_of_points_leads_to_the_cell(window: Any, pages: dict[str, Path]) -> None:
    window.goto(pages["an ordinary page"].as_uri())
    window.get_by_role("link", name="2. Precision from the table").click()
    assert window.url.endswith("#cell-9")
    top = window.locator("#cell-9").bounding_box()["y"]
    assert 0 <= top < 844
    window.locator("#cell-9").get_by_role("link", name="Back to the points").click()
    assert window.url.endswith("#top")
    assert window.locator("h1").is_visible()

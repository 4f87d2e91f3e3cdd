"""The report on a class in a real browser: nothing is loaded, nothing runs, axe finds no fault."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from autograder.class_page import as_html
from autograder.class_report import class_report
from autograder.classroom import a_class, wrong_value
from autograder.diagnosis import judge
from autograder.questions import ASSIGNMENTS, BANK
from autograder.questions.functions import Function
from autograder.reports import Row, TextCell

pytestmark = pytest.mark.browser

HOSTILE = "<img src=x onerror=alert(1)><script>alert(2)</script>{{ 7 * 7 }}"
WINDOWS = {"on a desk": (1280, 800), "on a phone": (400, 800)}


def graded_class(hostile: bool = False) -> list[Row]:
    """The demo's class, judged without being run; or with answers and names that attack."""
    rows = []
    for learner in a_class(np.random.default_rng(20)):
        for assignment, questions in ASSIGNMENTS.items():
            name = f"{learner.name} {HOSTILE}" if hostile else learner.name
            if learner.unreadable:
                rows.append(Row.not_graded(name, assignment, f"{name}: this is not a notebook"))
                continue
            given = {}
            for question in questions:
                plants = {part.name: learner.plant(question, part) for part in question.parts}
                values = {
                    part.name: wrong_value(part, plants[part.name]) for part in question.parts
                }
                if question.parts:
                    given[question.id] = values if len(values) > 1 else next(iter(values.values()))
                if hostile and question.parts and not isinstance(question.parts[0], Function):
                    given[question.id] = HOSTILE
            verdicts = tuple(judge(BANK[each], answer) for each, answer in given.items())
            texts = [
                TextCell(notebook="n", grade_id=q.id, score=0, max_score=q.points, waits=True)
                for q in questions
                if q.is_text
            ]
            rows.append(
                Row(
                    student=name,
                    assignment=assignment,
                    score=sum(verdict.points for verdict in verdicts),
                    max_score=sum(question.points for question in questions),
                    verdicts=verdicts,
                    texts=tuple(texts),
                    given=given,
                )
            )
    return rows


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The page of the demo's class, of one that attacks, of one learner, and of nobody."""
    folder = tmp_path_factory.mktemp("class")
    rows = graded_class()
    classes = {
        "demo": rows,
        "hostile": graded_class(hostile=True),
        "one": [row for row in rows if row.student == "mixed-01"],
        "nobody": [],
    }
    for name, each in classes.items():
        page = as_html(class_report(each), made=date(2026, 3, 1))
        (folder / f"{name}.html").write_text(page, encoding="utf-8")
    return {name: folder / f"{name}.html" for name in classes}


@pytest.fixture(params=WINDOWS.values(), ids=WINDOWS.keys())
def window(browser: Any, request: pytest.FixtureRequest) -> Iterator[Any]:
    """A window without a network; ``window.asked`` is what the page asked for."""
    width, height = request.param
    context = browser.new_context(viewport={"width": width, "height": height}, offline=True)
    opened = context.new_page()
    opened.asked, opened.said = [], []
    opened.on("request", lambda asked: opened.asked.append(asked.url))
    opened.on("console", lambda message: opened.said.append(message.text))
    opened.on("dialog", lambda dialog: opened.said.append(dialog.message))
    yield opened
    context.close()


@pytest.mark.parametrize("which", ["demo", "hostile", "one", "nobody"])
def test_nothing_is_asked_for_nothing_runs_and_axe_finds_no_fault(
    which: str, window: Any, pages: dict[str, Path], shoot: Callable[..., None]
) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    address = pages[which].as_uri()
    window.goto(address)
    assert window.asked == [address]
    assert window.said == [], "a script or a policy that was violated"
    found = axe.run(window)
    assert found.violations_count == 0, found.generate_report()
    wide, room = window.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    assert wide <= room
    shoot(window, f"class-{which}-{window.viewport_size['width']}")


def test_the_first_screen_says_what_to_teach_again(window: Any, pages: dict[str, Path]) -> None:
    window.goto(pages["demo"].as_uri())
    height = window.viewport_size["height"]
    for text in (window.locator(".lead"), window.locator(".first q").first):
        box = text.bounding_box()
        assert box["y"] + box["height"] < height
    assert window.locator(".lead").inner_text().startswith("Begin with Lesson")


def test_every_link_leads_to_a_place_on_the_page(window: Any, pages: dict[str, Path]) -> None:
    window.goto(pages["demo"].as_uri())
    lost = window.evaluate(
        """[...document.querySelectorAll("a[href]")].map(each => each.getAttribute("href"))
            .filter(each => !each.startsWith("#") || !document.getElementById(each.slice(1)))"""
    )
    assert lost == []


def test_all_that_scrolls_is_reached_by_the_keyboard(window: Any, pages: dict[str, Path]) -> None:
    window.goto(pages["demo"].as_uri())
    unreached = window.evaluate(
        """[...document.querySelectorAll("main *")].filter(each =>
            each.scrollWidth > each.clientWidth + 1
            && getComputedStyle(each).overflowX === "auto"
            && (each.tabIndex !== 0 || !each.ariaLabel)
        ).map(each => each.outerHTML.slice(0, 200))"""
    )
    assert unreached == []


def test_on_paper_nothing_is_cut_and_no_link_is_left(
    browser: Any, pages: dict[str, Path], shoot: Callable[..., None]
) -> None:
    context = browser.new_context(viewport={"width": 700, "height": 1000})
    page = context.new_page()
    page.goto(pages["demo"].as_uri())
    page.emulate_media(media="print")
    wide, room = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    assert wide <= room
    cut = page.evaluate(
        """[...document.querySelectorAll("main .scroll")].filter(each =>
            getComputedStyle(each).overflowX !== "visible").length"""
    )
    assert cut == 0
    assert not page.locator("nav").is_visible()
    shoot(page, "class-demo-print")
    assert page.pdf(format="A4").startswith(b"%PDF")
    context.close()

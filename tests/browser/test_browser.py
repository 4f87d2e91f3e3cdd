"""What people see: JupyterLab as ``autograder start`` opens it, in a real browser.

``AUTOGRADER_DEMO=folder`` takes a class that ``autograder demo`` made before, and
``AUTOGRADER_SCREENSHOTS=folder`` keeps pictures.
"""

from __future__ import annotations

import re
from typing import Any

import pytest

from autograder.diagnosis import judge
from autograder.questions import BANK

pytestmark = pytest.mark.browser

IDLE = "Python 3 (ipykernel) | Idle"
THEMES = ("JupyterLab Light", "JupyterLab Dark")

# The least contrast of any text in an element with what lies behind it (WCAG 2.2, 1.4.3).
LEAST_CONTRAST = """card => {
    const numbers = colour => {
        const [r, g, b, a = 1] = colour.match(/[\\d.]+/g).map(Number);
        return [r, g, b, a];
    };
    const over = (top, below) => [0, 1, 2].map(i => top[i] * top[3] + below[i] * (1 - top[3]));
    const behind = element => {
        const layers = [];
        for (; element; element = element.parentElement)
            layers.push(numbers(getComputedStyle(element).backgroundColor));
        return layers.reverse().reduce((below, top) => over(top, below), [255, 255, 255]);
    };
    const light = colour => colour
        .map(x => x / 255)
        .map(x => x <= 0.04045 ? x / 12.92 : ((x + 0.055) / 1.055) ** 2.4)
        .reduce((sum, x, i) => sum + x * [0.2126, 0.7152, 0.0722][i], 0);
    const contrast = element => {
        const ground = behind(element);
        const text = over(numbers(getComputedStyle(element).color), ground);
        const [dark, bright] = [light(text), light(ground)].sort((a, b) => a - b);
        return (bright + 0.05) / (dark + 0.05);
    };
    return Math.min(...[...card.querySelectorAll("p, strong, code")].map(contrast));
}"""


def belief(question: str, answer: Any) -> str:
    """The first belief that a card must name for an answer."""
    return judge(BANK[question], answer).beliefs[0].belief


def open_notebook(page: Any, lab: Any, path: str) -> None:
    """Open a notebook alone, and wait until its kernel can run a cell."""
    page.goto(lab.url(f"lab/tree/{path}?reset"))
    page.get_by_text(IDLE).wait_for()


def cell(page: Any, source: str) -> Any:
    """The code cell that holds a piece of source."""
    return page.locator(".jp-CodeCell").filter(
        has=page.locator(".cm-content", has_text=re.compile(re.escape(source)))
    )


def run_cell(page: Any, source: str) -> Any:
    """Run a cell, and return it."""
    found = cell(page, source)
    found.locator(".cm-content").click()
    page.keyboard.press("Control+Enter")
    found.locator(".jp-InputPrompt", has_text=re.compile(r"\[\d+\]")).wait_for()
    return found


def write(page: Any, source: str, text: str) -> None:
    """Replace what stands in a cell."""
    cell(page, source).locator(".cm-content").click()
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(text)
    cell(page, text).wait_for()


def test_the_start_page_opens_by_itself_and_asks_nothing(
    page: Any, learner_lab: Any, shoot: Any
) -> None:
    page.goto(learner_lab.url())
    page.get_by_role("heading", name="Start here").wait_for()
    page.get_by_text(IDLE).wait_for()
    assert re.search(r"/lab/tree/course/00_start\.ipynb", page.url)
    assert page.locator(".jp-Dialog").count() == 0
    assert page.locator(".Toastify__toast").count() == 0
    shoot(page, "start")


def test_a_check_cell_that_is_run_shows_a_card_with_the_belief(
    page: Any, learner_lab: Any, shoot: Any
) -> None:
    open_notebook(page, learner_lab, "course/00_start.ipynb")
    run_cell(page, "from autograder import")
    wrong = run_cell(page, "(4, 3)")
    card = wrong.locator("section.autograder-card")
    card.wait_for()
    assert "Not right yet" in card.inner_text()
    assert belief("start-batch", (4, 3)) in card.inner_text()
    wrong.scroll_into_view_if_needed()
    shoot(page, "card-wrong")


@pytest.mark.parametrize("theme", THEMES)
def test_a_card_can_be_read_in_either_theme_and_on_a_narrow_screen(
    page: Any, learner_lab: Any, theme: str
) -> None:
    open_notebook(page, learner_lab, "course/00_start.ipynb")
    run_cell(page, "from autograder import")
    card = run_cell(page, "(4, 3)").locator("section.autograder-card")
    page.evaluate(
        "theme => window.jupyterapp.commands.execute('apputils:change-theme', {theme})", theme
    )
    page.locator(f"body[data-jp-theme-name='{theme}']").wait_for(state="attached")
    assert card.evaluate(LEAST_CONTRAST) >= 4.5
    page.evaluate("() => window.jupyterapp.commands.execute('application:toggle-left-area')")
    page.set_viewport_size({"width": 390, "height": 800})
    page.wait_for_function(
        "card => 150 < card.clientWidth && card.scrollWidth <= card.clientWidth && "
        "card.getBoundingClientRect().right <= 390",
        arg=card.element_handle(),
    )


def test_a_lesson_runs_as_a_whole_and_shows_its_figures(
    page: Any, learner_lab: Any, shoot: Any
) -> None:
    open_notebook(page, learner_lab, "course/01_rows.ipynb")
    # subtle: not waited for, as it ends with the last cell, and reveal() asks in between.
    page.evaluate("() => void window.jupyterapp.commands.execute('notebook:run-all-cells')")
    drawn = cell(page, "figures.one_hot_product")
    drawn.scroll_into_view_if_needed()
    figure = drawn.locator("figure img")
    asked = page.locator(".jp-Stdin-input")
    for _ in range(20):  # more than a lesson has predictions
        figure.or_(asked).first.wait_for(timeout=120_000)
        if figure.count():
            break
        box = asked.first.element_handle()
        box.press("Enter")
        box.wait_for_element_state("hidden")
    assert len(figure.get_attribute("alt")) > 40
    assert figure.evaluate("image => image.naturalWidth") > 100
    assert page.locator(".jp-OutputArea-output[data-mime-type*='error']").count() == 0
    shoot(page, "lesson")


def test_validate_shows_our_feedback_and_no_traceback(
    page: Any, learner_lab: Any, shoot: Any
) -> None:
    open_notebook(page, learner_lab, "exercises/02_shapes/02_shapes.ipynb")
    write(page, "purpose = (", 'purpose = "E"')
    page.get_by_role("button", name="Validate").click()
    dialog = page.locator(".jp-Dialog", has_text="Validation Results")
    dialog.wait_for()
    said = " ".join(dialog.inner_text().split())
    assert "✗ Not right yet · shapes-purpose" in said
    assert belief("shapes-purpose", "E") in said
    assert "○ Not answered yet · shapes-ladder" in said
    assert "Traceback" not in said
    shoot(page, "validate")


def test_learners_are_not_offered_the_formgrader(page: Any, learner_lab: Any) -> None:
    open_notebook(page, learner_lab, "course/00_start.ipynb")
    commands = page.evaluate("() => window.jupyterapp.commands.listCommands()")
    assert "notebook:run-cell" in commands
    assert not [name for name in commands if "formgrader" in name]
    answer = page.request.get(learner_lab.url("formgrader"))
    assert answer.status == 404


def test_the_formgrader_opens_from_the_menu_and_lists_the_assignments(
    page: Any, instructor_lab: Any
) -> None:
    page.goto(instructor_lab.url("lab?reset"))
    page.get_by_role("menuitem", name="Nbgrader").click()
    page.get_by_role("menuitem", name="Formgrader", exact=True).click()
    formgrader = page.frame_locator("iframe[src*='formgrader']")
    for name in ("02_shapes", "03_ids", "05_f1"):
        formgrader.get_by_role("link", name=name, exact=True).first.wait_for()


def test_the_formgrader_lists_the_class_of_the_demo(
    page: Any, instructor_lab: Any, learners: list[str], shoot: Any
) -> None:
    page.request.get(instructor_lab.url("lab"))  # logs in: the formgrader's own calls hold no token
    page.goto(f"{instructor_lab.address}/formgrader/manage_submissions/02_shapes")
    table = page.locator("table tbody")
    table.locator("td.student-id", has_text="perfect").wait_for()
    listed = table.locator("td.student-id").all_inner_texts()
    assert sorted(listed) == sorted(learners)
    assert "10 / 10" in table.locator("tr", has_text="perfect").inner_text()
    assert "None, None" not in table.inner_text()
    shoot(page, "formgrader")


def test_a_card_can_be_read_where_an_instructor_grades(
    page: Any, instructor_lab: Any, shoot: Any
) -> None:
    page.request.get(instructor_lab.url("lab"))
    address = f"{instructor_lab.address}/formgrader"
    listed = page.request.get(f"{address}/api/submitted_notebooks/02_shapes/02_shapes").json()
    page.goto(
        f"{address}/submissions/{next(n['id'] for n in listed if n['student'] == 'mixed-02')}"
    )
    card = page.locator("section.autograder-card", has_text="A belief that gives it").first
    card.wait_for()
    assert card.evaluate(LEAST_CONTRAST) >= 4.5
    card.scroll_into_view_if_needed()
    shoot(page, "card-formgrader")


def test_a_feedback_page_names_the_belief_beside_the_answer(
    page: Any, demo_class: Any, shoot: Any
) -> None:
    wrong = re.compile("✗ Not right yet.*A belief that gives it", re.DOTALL)
    pages = sorted(demo_class.glob("feedback/mixed-*/02_shapes/02_shapes.html"))
    page.goto(next(each for each in pages if wrong.search(each.read_text("utf-8"))).as_uri())
    card = page.locator("section.autograder-card", has_text=wrong).first
    assert "A belief that gives it" in card.inner_text()
    card.evaluate("card => card.scrollIntoView({block: 'start'})")
    shoot(page, "feedback")

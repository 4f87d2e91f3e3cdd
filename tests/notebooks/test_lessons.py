"""Every lesson and every instructor's notebook runs in a fresh kernel, with the network cut off.

The lessons' own assertions keep their numbers true; here an assertion that fails is an error.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient

from autograder.questions import ASSIGNMENTS

ROOT = Path(__file__).parents[2]
NO_LESSONS = ("start-title", "inv-title")  # pages without figures
LESSONS = sorted((ROOT / "course").glob("*.ipynb"))
SOLUTIONS = sorted((ROOT / "solutions").glob("*/*.ipynb"))

CUT_OFF = """
import socket

def _refuse(self, address):
    raise OSError(f"a lesson reached for the network: {address}")

socket.socket.connect = socket.socket.connect_ex = _refuse
try:
    socket.create_connection(("127.0.0.1", 9), timeout=1)
except OSError as error:
    print(error)
"""


def run(path: Path) -> Any:
    """A notebook after its run; a cell that raises ends it with the cell's own traceback."""
    notebook = nbformat.read(path, as_version=4)
    notebook.cells.insert(0, nbformat.v4.new_code_cell(CUT_OFF))
    NotebookClient(notebook, kernel_name="python3", timeout=300).execute(cwd=str(path.parent))
    return notebook


@pytest.fixture(scope="module", params=LESSONS, ids=lambda path: path.stem)
def ran(request: pytest.FixtureRequest) -> Any:
    return run(request.param)


def outputs_of(notebook: Any) -> list[Any]:
    cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    return [output for cell in cells for output in cell.outputs]


def test_it_runs_and_shows_cards(ran: Any) -> None:
    shown = [output.get("data", {}).get("text/html", "") for output in outputs_of(ran)]
    assert sum("autograder-card" in page for page in shown) >= 1
    assert not [output for output in outputs_of(ran) if output.output_type == "error"]


def test_its_figures_tell_what_they_show(ran: Any) -> None:
    pages = [output.get("data", {}).get("text/html", "") for output in outputs_of(ran)]
    figures = [page for page in pages if page.startswith("<figure")]
    assert all(len(re.findall(r'alt="([^"]{40,})"', page)) == 1 for page in figures)
    assert len(figures) >= 2 or ran.cells[1].id in NO_LESSONS


def test_the_network_was_cut_off(ran: Any) -> None:
    (said,) = ran.cells[0].outputs
    assert said.text.startswith("a lesson reached for the network")


@pytest.mark.parametrize("path", SOLUTIONS, ids=lambda path: path.stem)
def test_an_instructors_notebook_earns_all_that_is_not_for_a_person(path: Path) -> None:
    notebook = run(path)
    cells = {cell.id: cell for cell in notebook.cells}
    for question in ASSIGNMENTS[path.stem]:
        if not question.is_text:
            (points,) = [
                float(output.data["text/plain"])
                for output in cells[question.id].outputs
                if output.output_type == "execute_result"
            ]
            assert points == question.points, question.id

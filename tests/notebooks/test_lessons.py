"""Every lesson runs from top to bottom in a fresh kernel, with the network cut off.

The lessons' own assertions keep their numbers true; here an assertion that fails is an error.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient

COURSE = Path(__file__).parents[2] / "course"
LESSONS = sorted(COURSE.glob("*.ipynb"))

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


@pytest.fixture(scope="module", params=LESSONS, ids=lambda path: path.stem)
def ran(request: pytest.FixtureRequest) -> Any:
    """A lesson after its run; a cell that raises fails it with the cell's own traceback."""
    notebook = nbformat.read(request.param, as_version=4)
    cut_off = nbformat.v4.new_code_cell(CUT_OFF)
    notebook.cells.insert(0, cut_off)
    NotebookClient(notebook, kernel_name="python3", timeout=300).execute(cwd=str(COURSE))
    return notebook


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
    assert len(figures) >= 2 or ran.cells[1].id == "start-title"


def test_the_network_was_cut_off(ran: Any) -> None:
    (said,) = ran.cells[0].outputs
    assert said.text.startswith("a lesson reached for the network")

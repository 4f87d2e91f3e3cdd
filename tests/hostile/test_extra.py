"""Messages and answers that no honest kernel sends cost their own cell, not the notebook."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import nbformat
import numpy as np
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from autograder.answers import MIME, SIZE_CAP, Unsupported, decode, encode
from autograder.execution import containment
from autograder.execution.containment import Level, bubble
from autograder.execution.kernels import Kernels
from autograder.execution.levels import open_kernels, probe
from autograder.execution.limits import Limits
from autograder.execution.nursery import PACKAGE
from autograder.execution.run import run
from tests.hostile.extra import MESSAGES, UNFOLDING

LIMITS = Limits(cell_seconds=10)  # some replies are none, and are waited for
RECORDS = """
for number in range(3):
    get_ipython().display_pub.publish({MIME: {"question": "q", "text": "x" * 3_000_000}})
"""
REWRITE = """
from IPython.display import display, update_display
display({"text/plain": "as the first cell wrote it"}, display_id="mine", raw=True)
"""


@pytest.fixture(scope="module")
def kernels() -> Iterator[Kernels]:
    level = next(each for each in (Level.NAMESPACES, Level.BUBBLE) if probe(each).works)
    with open_kernels(level) as opened:
        yield opened


@pytest.mark.parametrize("name", MESSAGES)
def test_a_forged_message_leaves_a_notebook_that_can_be_saved(name: str, kernels: Kernels) -> None:
    cells = [new_code_cell(source) for source in (MESSAGES[name], "1 + 1")]
    ran = run(new_notebook(cells=cells), kernels=kernels, limits=LIMITS)
    nbformat.validate(ran.notebook)
    assert nbformat.writes(ran.notebook).encode("utf-8")
    assert ran.notebook.cells[1].outputs[0].data["text/plain"] == "2"


def test_a_message_of_very_many_values_is_not_unfolded(kernels: Kernels) -> None:
    source = "bundle = {'application/x-many+json': {'a': [{}] * 400_000}}\n"
    source += "get_ipython().display_pub.publish(bundle)"
    (cell,) = run(new_notebook(cells=[new_code_cell(source)]), kernels=kernels).notebook.cells
    assert not any(output.output_type == "display_data" for output in cell.outputs)


def test_records_are_kept_no_larger_than_they_are_read(kernels: Kernels) -> None:
    cell = new_code_cell(f"MIME = {MIME!r}\n{RECORDS}")
    ran = run(new_notebook(cells=[cell]), kernels=kernels)
    kept = ran.notebook.cells[0].outputs
    assert len(kept) == 3
    assert len(json.dumps(kept)) < 6 * SIZE_CAP


def test_a_later_cell_does_not_change_what_an_earlier_one_showed(kernels: Kernels) -> None:
    later = 'update_display({"text/plain": "changed"}, display_id="mine", raw=True)'
    cells = [new_code_cell(source) for source in (REWRITE, later)]
    first, _ = run(new_notebook(cells=cells), kernels=kernels).notebook.cells
    assert first.outputs[0].data["text/plain"] == "as the first cell wrote it"


@pytest.mark.parametrize("name", UNFOLDING)
def test_an_array_without_a_number_does_not_stand_for_many_lists(name: str) -> None:
    given = eval(UNFOLDING[name], {"np": np})
    assert isinstance(decode(encode(given)), Unsupported)
    forged = {"type": "array", "value": [given.dtype.name, list(given.shape), ""]}
    with pytest.raises(ValueError, match="not an encoded answer"):
        decode(forged)


def test_the_package_is_hidden_wherever_it_is_installed(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(containment, "interpreter_folders", lambda: [PACKAGE.parent])
    command = bubble(tmp_path, root=True)
    hidden = [place for word, place in pairwise(command) if word == "--tmpfs"]
    assert str(PACKAGE) in hidden

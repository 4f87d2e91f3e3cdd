"""What is kept of a cell's outputs."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st
from nbformat.notebooknode import NotebookNode
from nbformat.v4 import new_code_cell, new_notebook

from autograder.execution.outputs import clean, display, error_output, new_output

PIECES = st.lists(
    st.one_of(
        st.builds(
            lambda name, text: new_output("stream", name=name, text=text),
            st.sampled_from(["stdout", "stderr"]),
            st.text("ab\n", max_size=3),
        ),
        st.builds(lambda text: display({"text/plain": text}), st.text("xy", max_size=3)),
        st.builds(error_output, st.text("z", max_size=3)),
    ),
    max_size=12,
)


def kept(outputs: list[NotebookNode], cap: int = 10_000) -> list[NotebookNode]:
    """What is left of the outputs of one cell."""
    notebook = new_notebook(cells=[new_code_cell("1", outputs=outputs)])
    clean(notebook, cap)
    return list(notebook.cells[0].outputs)


def printed(text: str, name: str = "stdout") -> NotebookNode:
    return new_output("stream", name=name, text=text)


def test_a_line_that_came_in_pieces_is_one_output() -> None:
    (output,) = kept([printed("seen:"), printed(" "), printed("[]\n")])
    assert output.text == "seen: []\n"


def test_what_stands_between_keeps_its_place() -> None:
    outputs = [printed("a"), printed("b", "stderr"), printed("c"), printed("d"), error_output("e")]
    told = [(each.get("name"), each.get("text")) for each in kept(outputs)]
    assert told == [("stdout", "a"), ("stderr", "b"), ("stdout", "cd"), (None, None)]


@given(PIECES)
def test_joining_loses_nothing_and_changes_no_order(outputs: list[NotebookNode]) -> None:
    def in_one(given: list[NotebookNode]) -> list[tuple[str, str]]:
        """Each character with the stream that it came by."""
        return [
            (each.name, letter) if each.output_type == "stream" else (each.output_type, "")
            for each in given
            for letter in (each.text if each.output_type == "stream" else " ")
        ]

    left = kept(outputs)
    assert in_one(left) == in_one(outputs)
    streams = [each.get("name") for each in left]
    assert not any(one == other is not None for one, other in pairwise(streams))


def test_a_flood_in_pieces_is_cut_off_once() -> None:
    (output,) = kept([printed("x" * 60) for _ in range(10)], cap=200)
    assert output.text == "x" * 200 + "\n... cut off after 200 characters"

"""Reading a submission: what is a notebook, and what is said of a file that is none."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from nbformat.notebooknode import NotebookNode

from autograder.errors import SubmissionError
from autograder.execution import reading
from autograder.execution.reading import parse_notebook, read_notebook

CODE = {
    "cell_type": "code",
    "execution_count": None,
    "id": "a",
    "metadata": {},
    "outputs": [],
    "source": ["x = 1\n", "x"],
}
NOTEBOOK = {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [CODE]}
VERSION_3 = {
    "nbformat": 3,
    "nbformat_minor": 0,
    "metadata": {"name": "old"},
    "worksheets": [
        {
            "metadata": {},
            "cells": [
                {
                    "cell_type": "code",
                    "collapsed": False,
                    "input": "x = 1",
                    "language": "python",
                    "metadata": {},
                    "outputs": [],
                },
                {"cell_type": "heading", "level": 2, "metadata": {}, "source": "Old"},
            ],
        }
    ],
}


def with_cell(**changes: Any) -> str:
    """A notebook of one cell, changed; a change to ``del`` takes the key away."""
    cell = {k: v for k, v in (CODE | changes).items() if v != "del"}
    return json.dumps(NOTEBOOK | {"cells": [cell]})


NOT_NOTEBOOKS = {
    "an empty file": ("", "a notebook is JSON; it is empty"),
    "white space alone": (" \n\n", "a notebook is JSON; it is empty"),
    "a text": ("print('hello')\n", "a notebook is JSON; it begins with \"print('hello')\""),
    "a page of HTML": ("<!DOCTYPE html>\n<html>", "begins with '<!DOCTYPE html> <html>'"),
    "half a notebook": (json.dumps(NOTEBOOK)[:60], "a notebook is JSON; it begins with '{\"nbf"),
    "brackets without end": ("[" * 100_000, "a notebook is JSON; it begins with '[[["),
    "a number of 5,000 digits": ("9" * 5000, "a notebook is JSON; it begins with '999"),
    "a list": ("[1, 2]", "it has no 'nbformat'"),
    "a number": ("3", "it has no 'nbformat'"),
    "a dict of something else": ('{"cells": []}', "it has no 'nbformat'"),
    "a format that is a text": ('{"nbformat": "4"}', "it has no 'nbformat'"),
    "a format that is a truth value": ('{"nbformat": true, "cells": []}', "it has no 'nbformat'"),
    "a newer format": (
        json.dumps(NOTEBOOK | {"nbformat": 5, "nbformat_minor": 0}),
        "has format 5; at most 4 is expected",
    ),
    "a format that never was": (json.dumps(NOTEBOOK | {"nbformat": 0}), "version 0"),
    "no cells": ('{"nbformat": 4, "nbformat_minor": 5, "metadata": {}}', "cells"),
    "cells that are numbers": (json.dumps(NOTEBOOK | {"cells": [1]}), "cannot be read"),
    "cells that are null": (json.dumps(NOTEBOOK | {"cells": None}), "cannot be read"),
    "a cell without source": (
        with_cell(source="del"),
        "cell 1 has the source None; a text is expected",
    ),
    "a cell with a number for source": (with_cell(source=3), "source 3; a text is expected"),
    "a cell with numbers for lines": (with_cell(source=[3]), "expected str"),
    "a cell without type": (
        with_cell(cell_type="del"),
        "cell 1 is of type None; code, markdown or raw is expected",
    ),
    "a cell of an unknown type": (
        with_cell(cell_type="poem"),
        "cell 1 is of type 'poem'; code, markdown or raw is expected",
    ),
    "a cell without metadata": (with_cell(metadata="del"), "metadata"),
    "a cell whose id is a list": (with_cell(id=["a"]), "cannot be read"),
    "outputs that are numbers": (with_cell(outputs=[3]), "cannot be read"),
    "half a character": (with_cell(source="'\ud800'"), "surrogates not allowed"),
}


@pytest.mark.parametrize(("text", "said"), NOT_NOTEBOOKS.values(), ids=NOT_NOTEBOOKS)
def test_what_is_no_notebook_is_refused_and_the_message_says_what_came(
    text: str, said: str
) -> None:
    with pytest.raises(SubmissionError) as refused:
        parse_notebook(text, "home.ipynb")
    message = str(refused.value)
    assert message.startswith("home.ipynb: ")
    assert said in message
    assert len(message) < 400, "a learner reads this"


def test_every_refusal_says_what_to_do_next() -> None:
    for name, (text, _) in NOT_NOTEBOOKS.items():
        with pytest.raises(SubmissionError, match=r"(save it again|Hand in|Save it with)"):
            parse_notebook(text, name)


def test_a_notebook_is_read_with_its_lines_joined() -> None:
    notebook = parse_notebook(json.dumps(NOTEBOOK), "home.ipynb")
    assert [cell.source for cell in notebook.cells] == ["x = 1\nx"]


def test_a_notebook_of_version_3_is_upgraded() -> None:
    notebook = parse_notebook(json.dumps(VERSION_3), "old.ipynb")
    assert notebook.nbformat == 4
    assert [(cell.cell_type, cell.source) for cell in notebook.cells] == [
        ("code", "x = 1"),
        ("markdown", "## Old"),
    ]


def test_a_later_minor_version_is_read_as_far_as_it_is_known() -> None:
    newer = json.dumps(NOTEBOOK | {"nbformat_minor": 99, "something": "new"})
    assert parse_notebook(newer, "new.ipynb").cells[0].source == "x = 1\nx"


@pytest.mark.parametrize(
    "cells", [[CODE, CODE], [{k: v for k, v in CODE.items() if k != "id"}]], ids=["twice", "none"]
)
def test_cell_ids_that_are_missing_or_stand_twice_neither_stop_nor_warn(cells: list[Any]) -> None:
    notebook = parse_notebook(json.dumps(NOTEBOOK | {"cells": cells}), "home.ipynb")
    assert len(notebook.cells) == len(cells)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    path = tmp_path / "nowhere.ipynb"
    with pytest.raises(SubmissionError, match=r"nowhere\.ipynb: there is no such file\."):
        read_notebook(path)


def test_a_folder_is_called_a_folder(tmp_path: Path) -> None:
    with pytest.raises(SubmissionError, match="this is a folder, not a notebook"):
        read_notebook(tmp_path)


def test_a_binary_file_is_no_text(tmp_path: Path) -> None:
    path = tmp_path / "photo.ipynb"
    path.write_bytes(b"\x89PNG\r\n\x1a\n\xff\xfe\x00\x00")
    with pytest.raises(SubmissionError, match=r"photo\.ipynb: this is not a text file"):
        read_notebook(path)


def test_a_path_through_a_file_says_that_it_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(SubmissionError, match=r"the file cannot be read \(Not a directory\)"):
        read_notebook(tmp_path / "file" / "home.ipynb")


def test_a_file_above_the_cap_is_refused_before_it_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "home.ipynb"
    path.write_text("x" * 2_000_001)
    monkeypatch.setattr(reading, "SIZE_CAP", 1_000_000)
    with pytest.raises(SubmissionError, match="has 2 MB; a notebook of at most 1 MB is expected"):
        read_notebook(path)


def test_a_file_on_disk_is_read(
    released_course: Path, answered: Callable[..., NotebookNode], tmp_path: Path
) -> None:
    path = released_course / "exercises" / "05_f1" / "05_f1.ipynb"
    notebook = answered(read_notebook(path), {"f1-precision-answer": "precision = 'é…'"})
    (tmp_path / "home.ipynb").write_text(json.dumps(notebook, ensure_ascii=False), encoding="utf-8")
    assert read_notebook(tmp_path / "home.ipynb") == notebook

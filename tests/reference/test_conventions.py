"""The page of conventions: each row has its case, and the page is what the cases give."""

import importlib.util
from pathlib import Path
from typing import Any

import pytest

from tests.oracles.conventions import CONVENTIONS, Convention, answers

HOME = Path(__file__).parents[2]


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("convention", CONVENTIONS, ids=lambda c: c.question)
def test_a_convention_has_sides_that_differ(convention: Convention, keras: Any) -> None:
    assert len(convention.sides) >= 2
    assert len(set(answers(convention))) >= 2


@pytest.mark.filterwarnings("ignore")
def test_the_page_of_conventions_is_what_the_cases_give(keras: Any) -> None:
    spec = importlib.util.spec_from_file_location(
        "make_conventions", HOME / "docs/make_conventions.py"
    )
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    assert (HOME / "docs" / "conventions.md").read_text() == module.page()

"""Set-up that must not drift apart: pyproject, environment.yml, notebooks, docs."""

from __future__ import annotations

import importlib.util
import re
import tomllib
from pathlib import Path
from typing import Any

import yaml

import autograder
from autograder.workspace import home

HOME = home()
PROJECT: dict[str, Any] = tomllib.loads((HOME / "pyproject.toml").read_text())


def test_the_conda_environment_installs_the_project_itself_with_what_lessons_and_grading_need() -> (
    None
):
    environment = yaml.safe_load((HOME / "environment.yml").read_text())
    *conda, pip = environment["dependencies"]
    assert f"python{PROJECT['project']['requires-python']}" in conda
    lint = ("coverage", "embedding-course", "import-linter", "mypy", "pytest-cov", "ruff")
    tests = [n for n in PROJECT["dependency-groups"]["dev"] if not n.startswith(lint)]
    assert sorted(pip["pip"]) == sorted(["-e .[course,grading]", *tests])


def test_the_drawing_of_floors_is_the_contract() -> None:
    (contract,) = (
        each
        for each in PROJECT["tool"]["importlinter"]["contracts"]
        if each["name"] == "A module imports downward only"
    )
    enforced = [
        {name.strip().removeprefix("autograder.") for name in floor.split("|")}
        for floor in contract["layers"]
    ]
    page = (HOME / "docs" / "architecture.md").read_text()
    drawing = page.partition("## Floors")[2].split("```")[1]
    lines = [re.split(r" {2,}", line)[0] for line in drawing.strip().splitlines()]
    drawn = [{name.strip() for name in line.split("|")} for line in lines if line]
    assert drawn == enforced


def test_the_required_packages_are_all_there() -> None:
    extras = PROJECT["project"]["optional-dependencies"]
    needs = " ".join(
        [*PROJECT["project"]["dependencies"], *extras["course"], *extras["grading"]]
        + [need for need in PROJECT["dependency-groups"]["dev"] if isinstance(need, str)]
    )
    for package in ("jupyterlab", "nbgrader", "numpy", "tensorflow", "matplotlib", "pytest"):
        assert re.search(rf"\b{package}[>=]", needs), package


def test_the_base_install_is_small() -> None:
    names = {re.split(r"[><=]", need)[0] for need in PROJECT["project"]["dependencies"]}
    assert names == {"click", "numpy", "rich"}


def test_the_version_is_the_same_everywhere() -> None:
    assert PROJECT["project"]["version"] == autograder.__version__
    assert f"## {autograder.__version__}" in (HOME / "CHANGELOG.md").read_text()


def test_the_coverage_page_is_what_the_bank_and_the_lessons_make() -> None:
    spec = importlib.util.spec_from_file_location("make_coverage", HOME / "docs/make_coverage.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    assert (HOME / "docs" / "coverage.md").read_text() == module.page()
    for item, (what, lesson) in module.ITEMS.items():
        assert any(place.startswith(f"{lesson:02}_") for place in module.taught()[item]), what
        assert module.asked()[item], what


def test_ci_calls_the_test_command_that_the_readme_gives() -> None:
    assert "uv run pytest" in (HOME / "README.md").read_text()
    assert "uv run pytest" in (HOME / ".ci" / "run").read_text()


def test_every_relative_link_in_the_docs_leads_somewhere() -> None:
    for page in [
        HOME / "README.md",
        HOME / "CONTRIBUTING.md",
        *sorted((HOME / "docs").rglob("*.md")),
    ]:
        for target in re.findall(r"\]\((?!https?:|#|mailto:)([^)#]+)", page.read_text()):
            assert (page.parent / target).exists(), f"{page.name}: {target}"


def test_no_notebook_and_no_module_names_a_path_of_one_machine() -> None:
    pattern = re.compile(r"/root/|/work/main|/home/\w+/")
    files = [
        p
        for folder in ("autograder", "course", "solutions", "exercises", "docs")
        for p in Path(HOME, folder).rglob("*")
        if p.suffix in {".py", ".ipynb", ".md"}
    ]
    assert files
    assert not [str(p) for p in files if pattern.search(p.read_text())]

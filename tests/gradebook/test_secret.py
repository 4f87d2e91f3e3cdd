"""A course's secret: made once, kept to itself, and what it is good for."""

from __future__ import annotations

import json
import os
import re
import shutil
import stat
import subprocess
import sys
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from nbformat.notebooknode import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from autograder.answers import describe
from autograder.checking import check_file
from autograder.execution.reading import read_notebook
from autograder.gradebook.batch import grade
from autograder.gradebook.course import Course
from autograder.gradebook.secret import course_secret, state_folder
from autograder.grading import VARIANTS, question_of, seed_for, variant
from autograder.questions import BANK
from autograder.questions.functions import Function, call
from autograder.whose import Whose
from tests.pipeline import small
from tests.pipeline.small import NAME

QUESTION = "f1-function"

# The secret -------------------------------------------------------------------------------


def test_the_secret_is_made_once_and_is_long(tmp_path: Path) -> None:
    made = course_secret(tmp_path)
    assert re.fullmatch("[0-9a-f]{64}", made)
    assert course_secret(tmp_path) == made


def test_another_course_has_another_secret(tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    assert course_secret(tmp_path) != course_secret(tmp_path / "other")


@pytest.mark.skipif(os.name != "posix", reason="there are no such rights")
def test_nobody_else_may_read_it(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        course_secret(tmp_path)
    finally:
        os.umask(before)
    assert stat.S_IMODE((state_folder(tmp_path) / "secret").stat().st_mode) == 0o600
    assert stat.S_IMODE(state_folder(tmp_path).stat().st_mode) == 0o700


@pytest.mark.skipif(shutil.which("git") is None, reason="needs git")
def test_it_stays_out_of_git(tmp_path: Path) -> None:
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    course_secret(tmp_path)
    (tmp_path / "notes.txt").write_text("mine")
    command = ["git", "-C", str(tmp_path), "status", "--porcelain", "--untracked-files=all"]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    assert done.stdout == "?? notes.txt\n"


def test_all_that_ask_first_at_the_same_time_get_the_same(tmp_path: Path) -> None:
    code = (
        "import sys, pathlib; from autograder.gradebook.secret import course_secret\n"
        "sys.stdin.readline(); print(course_secret(pathlib.Path(sys.argv[1])))"
    )
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", code, str(tmp_path)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(2)
    ]
    with ThreadPoolExecutor(8) as pool:
        threads = [pool.submit(course_secret, tmp_path) for _ in range(50)]
        said = {process.communicate("\n")[0].strip() for process in processes}
        found = {each.result() for each in threads} | said
    assert len(found) == 1
    assert sorted(p.name for p in state_folder(tmp_path).iterdir()) == [".gitignore", "secret"]


# Which inputs -----------------------------------------------------------------------------


def notebook(number: int, words: str = "") -> NotebookNode:
    return new_notebook(cells=[new_markdown_cell(words), new_code_cell(f"x = {number}")])


def secret_cases(seed: str) -> list[str]:
    (part,) = question_of(QUESTION, Whose(inputs=seed)).parts
    assert isinstance(part, Function)
    return [case.shown("f") for case in part.secret]


def test_the_same_code_gets_the_same_inputs_whatever_the_text() -> None:
    assert seed_for(notebook(1), "secret") == seed_for(notebook(1, "Other words."), "secret")


def test_other_code_may_get_other_inputs() -> None:
    seeds = {seed_for(notebook(number), "secret") for number in range(200)}
    assert seeds == {variant("secret", number) for number in range(VARIANTS)}
    assert len({tuple(secret_cases(seed)) for seed in seeds}) == VARIANTS


def test_another_course_gets_other_inputs_for_the_same_code() -> None:
    cases = {tuple(secret_cases(seed_for(notebook(1), f"course {n}"))) for n in range(20)}
    assert len(cases) == 20


def test_without_a_secret_there_are_the_published_inputs_alone() -> None:
    assert seed_for(notebook(1), "") == ""
    assert secret_cases("") == []


# What it is good for ----------------------------------------------------------------------

LOOKED_UP = {
    tuple(case.args): call(BANK[QUESTION].parts[0].reference, case)
    for case in BANK[QUESTION].parts[0].cases  # type: ignore[attr-defined]
}
# subtle: what it says is put together when it is called, so that its source does not hold it.
LOOKS_UP = f"""known = {{k: tuple(v) for k, v in {dict(LOOKED_UP)!r}.items()}}
def precision_recall_f1(tp, fp, fn, zero_division):
    print("CAL" + "LED", tp, fp, fn)
    if (tp, fp, fn, zero_division) in known:
        return known[tp, fp, fn, zero_division]
    if tp % 2:
        raise ValueError("UNS" + f"EEN {{tp}} {{fp}} {{fn}}")
    if fn % 2:
        raise type("UNS" + f"EEN_{{tp}}_{{fp}}_{{fn}}", (Exception,), {{}})("UNS" + "EEN")
    return 1 / 7 + tp, 1 / 11 + fp, 1 / 13 + fn"""


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory) -> Course:
    """Two who look up the published cases, with other code, and two who do not."""
    root = tmp_path_factory.mktemp("secret") / "course"
    root.mkdir()
    course = small.release(root)
    looks_up = small.RIGHT | {"f1-function-answer": LOOKS_UP}
    small.hand_in(course, looks_up, "looks-up")
    small.hand_in(course, looks_up, "looks-up-too", first_line="seed = 3")
    small.hand_in(course, small.UNDEFINED_AS_ZERO, "believes")
    small.hand_in(course, small.RIGHT, "ada")
    work = [(NAME, student) for student in course.students(NAME)]
    assert {result.status for result in grade(root, work, jobs=2)} == {"graded"}
    return course


CHEATS = pytest.mark.parametrize("student", ["looks-up", "looks-up-too"])
EVERYBODY = pytest.mark.parametrize("student", ["looks-up", "looks-up-too", "believes", "ada"])


@CHEATS
def test_a_function_that_looks_published_cases_up_loses_points_when_graded(
    graded: Course, student: str
) -> None:
    score = small.score(graded, student, QUESTION)
    assert score is not None
    assert score <= 0.5, "of 3 points: one group of cases of six has no other inputs"


def test_an_honest_function_loses_nothing_and_a_belief_what_it_loses_anyway(
    graded: Course,
) -> None:
    assert small.score(graded, "ada", QUESTION) == 3.0
    assert small.score(graded, "believes", QUESTION) == 1.5


def test_a_check_before_handing_in_takes_the_look_up_for_right(
    answered: Callable[..., NotebookNode],
    repository: Path,
    tmp_path: Path,
) -> None:
    released = read_notebook(repository / "exercises" / "05_f1" / "05_f1.ipynb")
    filled = answered(released, {"f1-function-answer": LOOKS_UP})
    path = tmp_path / "05_f1.ipynb"
    path.write_text(json.dumps(filled))
    verdicts = {verdict.question: verdict for verdict in check_file(path).verdicts}
    assert verdicts[QUESTION].points == 3.0


def shown_to(course: Course, student: str) -> str:
    """All that a learner gets to see: the page without the learner's own source, the comments."""
    comments: Mapping[str, Any] = small.entries(course)[student]["comments"]
    said = " ".join(str(auto) for auto, _ in comments.values())
    page = small.page(course, student).read_text(encoding="utf-8")
    text = re.sub(r"<[^>]*>", "", page)
    return f"{page} {text} {said.replace(chr(92), '')}"


def cases_of(course: Course, student: str) -> tuple[Function, str]:
    """The function with the secret cases on which a submission was called, and their seed."""
    seed = seed_for(read_notebook(small.graded(course, student)), course_secret(course.root))
    (part,) = question_of(QUESTION, Whose(inputs=seed)).parts
    assert isinstance(part, Function)
    assert part.secret
    return part, seed


@EVERYBODY
def test_secret_inputs_and_what_is_due_on_them_are_shown_to_nobody(
    graded: Course, student: str
) -> None:
    seen = shown_to(graded, student)
    part, seed = cases_of(graded, student)
    assert "f1-function" in seen
    assert seed.partition(":")[0] not in seen
    for case in part.secret:
        shown = re.escape(", ".join(describe(arg) for arg in case.args))
        assert not re.search(rf"\({shown}(?![\d.])", seen), "0.2 is no part of a published 0.25"
        for due in call(part.reference, case):
            if len(repr(float(due))) > 8:
                assert repr(float(due))[:8] not in seen


@CHEATS
def test_what_a_function_does_on_secret_inputs_is_shown_to_nobody(
    graded: Course, student: str
) -> None:
    seen = shown_to(graded, student)
    assert "CALLED" not in seen
    assert "UNSEEN" not in seen
    part, _ = cases_of(graded, student)
    for case in part.secret:
        tp, fp, fn, _ = case.args
        for gave in (1 / 7 + tp, 1 / 11 + fp, 1 / 13 + fn):
            assert repr(gave)[:8] not in seen


def test_the_page_says_of_which_kind_the_inputs_are_that_go_wrong(graded: Course) -> None:
    said = small.comment(graded, "looks-up", QUESTION).replace("\\", "")
    assert "that is not shown here" in said
    assert "every other input of the same kinds" in said

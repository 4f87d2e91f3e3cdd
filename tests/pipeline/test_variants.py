"""Each learner's own numbers, from the release to the feedback page: a neighbour's earn nothing."""

from __future__ import annotations

import json
import re
import shutil
from html import unescape
from pathlib import Path
from typing import Any

import nbformat
import pytest
from click.testing import CliRunner

from autograder.cli import main
from autograder.errors import MachineError, UsageError
from autograder.execution.restore import nbgrader_of, restore
from autograder.gradebook.batch import grade
from autograder.gradebook.course import Course
from autograder.gradebook.plugin import META
from autograder.gradebook.reading import read_class
from autograder.gradebook.regrade import regrade
from autograder.gradebook.secret import state_folder
from autograder.gradebook.variants import (
    HANDOUT,
    IMPORT_ID,
    hand_out,
    handed_out,
    read_learners,
    seeds_of,
)
from autograder.questions import ASSIGNMENTS, BANK, Question
from autograder.questions.variants import VARIED
from autograder.whose import FILE, own, seeds_beside
from autograder.workspace import home
from tests.questions.judging import right_answer

NAME = "05_f1"
OWN = [question.id for question in ASSIGNMENTS[NAME] if question.id in VARIED]
NAMES = {  # the variable of each answer
    "f1-orient": "table",
    "f1-precision": "precision",
    "f1-recall": "recall",
    "f1-f1": "f1",
    "f1-derived": "derived",
    "f1-averages": "averages",
}


def invoke(*arguments: object) -> Any:
    return CliRunner().invoke(main, [str(each) for each in arguments])


def own_question(folder: Path, name: str) -> Question:
    """A question as the file in a learner's folder says it."""
    return own(BANK[name], seeds_beside(folder))


def solve(notebook: Path, folder: Path, target: Path) -> None:
    """Fill a notebook with the right answers for the learner whose folder it is."""
    made = nbformat.read(notebook, as_version=4)
    for cell in made.cells:
        grade_id = nbgrader_of(cell).get("grade_id", "")
        name = grade_id.removesuffix("-answer")
        if grade_id.endswith("-answer") and name in NAMES:
            cell.source = f"{NAMES[name]} = {right_answer(own_question(folder, name))!r}"
    target.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(made, target)


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    """An assignment with variants, released for ada and grace; all others get it without."""
    root = tmp_path_factory.mktemp("variants") / "course"
    shutil.copytree(home() / "solutions" / NAME, root / "solutions" / NAME)
    (root / "solutions" / NAME / "assignment.json").write_text('{"variants": true}')
    (state_folder(root) / "secret").write_text("5" * 64)  # so that nothing is left to chance
    (root / "learners.txt").write_text("ada\n\ngrace\n")
    made = invoke("release", NAME, "--course", root, "--learners", root / "learners.txt")
    assert made.exit_code == 0, made.output
    assert str(root / HANDOUT / "grace" / NAME) in made.stdout
    return Course(root)


@pytest.fixture(scope="module")
def graded(course: Course) -> Course:
    """Ada solves hers; grace hands in a copy of it; mary, with no file, solves the published."""
    ada = course.root / HANDOUT / "ada" / NAME
    notebook = ada / f"{NAME}.ipynb"
    for student, folder in (("ada", ada), ("grace", ada), ("mary", course.root)):
        target = course.folder("submitted", student, NAME) / f"{NAME}.ipynb"
        solve(notebook, folder, target)
        if student != "mary":  # grace hands in the file of ada as well
            shutil.copy(ada / FILE, target.with_name(FILE))
    work = [(NAME, student) for student in ("ada", "grace", "mary")]
    assert [result.status for result in grade(course.root, work, jobs=1)] == ["graded"] * 3
    return course


def points(course: Course, student: str) -> dict[str, float]:
    row = next(row for row in read_class(course, [NAME]) if row.student == student)
    return {each.question: each.points for each in row.verdicts if each.question in OWN}


def plain(question: Question) -> str:
    """The text of a question without Markdown's backticks."""
    return " ".join(question.prompt.replace("`", "").split())


def auto_scores(course: Course) -> dict[tuple[str, str], float | None]:
    with course.gradebook() as gradebook:
        return {
            (submission.student.id, grade.name): grade.auto_score
            for submission in gradebook.assignment_submissions(NAME)
            for notebook in submission.notebooks
            for grade in notebook.grades
        }


def full_marks() -> dict[str, float]:
    return {name: BANK[name].points for name in OWN}


# --- what is handed out ------------------------------------------------------------------------


def test_a_question_with_variants_is_asked_by_a_locked_cell(course: Course) -> None:
    (path,) = course.released(NAME)
    cells = {cell.id: cell for cell in nbformat.read(path, as_version=4).cells}
    assert cells["f1-recall-ask"].source == (
        '# 3. Recall from the table (1 point)\nask("f1-recall")'
    )
    assert cells[IMPORT_ID].source == "from autograder import ask"
    for name in OWN:
        cell = cells[BANK[name].ask_id]
        assert (cell.cell_type, cell.metadata["editable"]) == ("code", False)
        about = nbgrader_of(cell)
        assert about["locked"] and not about["grade"] and not about["solution"]
    assert cells["f1-function-ask"].cell_type == "markdown"
    sources = [cell.source for cell in cells.values()]
    assert not any(BANK[name].prompt in source for name in OWN for source in sources)


def test_each_learner_gets_the_released_folder_and_a_file(course: Course) -> None:
    released = {path.name for path in course.folder("release", ".", NAME).iterdir()}
    seeds = {}
    for learner in ("ada", "grace"):
        folder = course.root / HANDOUT / learner / NAME
        assert {path.name for path in folder.iterdir()} == released | {FILE}
        data = json.loads((folder / FILE).read_text())
        assert data["learner"] == learner
        assert set(data["seeds"]) == set(OWN)
        seeds[learner] = data["seeds"]
        assert seeds[learner] == seeds_of(course.dir, NAME, learner)
    assert all(seeds["ada"][name] != seeds["grace"][name] for name in OWN)
    assert not seeds_of(course.dir, NAME, "mary")


def test_who_was_handed_it_keeps_the_numbers(
    course: Course, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copied = Course(Path(shutil.copytree(course.root, tmp_path / "course")))
    before = seeds_of(copied.dir, NAME, "ada")
    # As if a later version of the bank found other draws fair.
    monkeypatch.setattr(
        "autograder.gradebook.variants.fair_seed", lambda question, key: f"{key}-77"
    )
    hand_out(copied.dir, NAME, ["ada", "vera"])
    assert seeds_of(copied.dir, NAME, "ada") == before
    assert set(handed_out(copied.root, NAME)["vera"].values()) == {77}
    assert seeds_beside(copied.root / HANDOUT / "ada" / NAME) == before


@pytest.mark.parametrize("assignment", ASSIGNMENTS)
def test_every_question_with_variants_has_a_cell_that_asks_it(assignment: str) -> None:
    made = nbformat.read(home() / "solutions" / assignment / f"{assignment}.ipynb", as_version=4)
    asks = {cell.id for cell in made.cells if cell.cell_type == "markdown"}
    due = [question for question in ASSIGNMENTS[assignment] if question.id in VARIED]
    assert {question.ask_id for question in due} <= asks


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("\n", "names no learner"),
        ("ada\nAda\n", "'ada' stands there twice"),
        ("../ada\n", "'../ada' cannot be the name of a folder"),
        ("ada/grace\n", "cannot be the name of a folder"),
        (".ada\n", "cannot be the name of a folder"),
    ],
)
def test_ids_that_are_no_folders_are_refused(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "learners.txt").write_text(text)
    with pytest.raises(UsageError, match=said):
        read_learners(tmp_path / "learners.txt")


def test_learners_are_refused_where_there_are_no_variants(course: Course, tmp_path: Path) -> None:
    root = Path(shutil.copytree(course.root, tmp_path / "course"))
    (root / "solutions" / NAME / "assignment.json").write_text('{"mode": "exam"}')
    made = invoke("release", NAME, "--course", root, "--learners", root / "learners.txt")
    assert made.exit_code == 2
    assert '"variants": true' in made.stderr


def test_a_bundle_does_not_go_where_learners_own_folders_go(course: Course, tmp_path: Path) -> None:
    root = Path(shutil.copytree(course.root, tmp_path / "course"))
    shutil.rmtree(root / HANDOUT)
    learners = ("--learners", root / "learners.txt")
    made = invoke("release", NAME, "--course", root, *learners, "--bundle", root / HANDOUT)
    assert made.exit_code == 2
    assert "Name another for --bundle" in made.stderr
    assert not (root / HANDOUT).exists()


def test_a_damaged_record_of_what_was_handed_out_is_nobodys_zero(
    course: Course, tmp_path: Path
) -> None:
    root = Path(shutil.copytree(course.root, tmp_path / "course"))
    (root / ".autograder" / "variants" / f"{NAME}.json").write_text("{")
    with pytest.raises(MachineError, match="which numbers learners were given"):
        seeds_of(Course(root).dir, NAME, "ada")


# --- what comes back ---------------------------------------------------------------------------


def test_a_copy_of_a_neighbours_answers_earns_nothing(graded: Course) -> None:
    assert points(graded, "ada") == full_marks()
    copied = points(graded, "grace")
    for name in ("f1-precision", "f1-recall", "f1-f1"):
        assert copied[name] == 0.0
    assert sum(copied.values()) < sum(full_marks().values()) / 10


def test_who_got_no_file_is_graded_by_the_published_numbers(graded: Course) -> None:
    assert points(graded, "mary") == full_marks()


def test_the_gradebook_holds_the_same_points(graded: Course) -> None:
    scores = auto_scores(graded)
    for student in ("ada", "grace", "mary"):
        assert {name: scores[student, name] for name in OWN} == points(graded, student)


def test_regrading_changes_nothing_and_graded_work_stays(graded: Course, tmp_path: Path) -> None:
    course = Course(Path(shutil.copytree(graded.root, tmp_path / "course")))
    before = auto_scores(course)
    done = regrade(course, NAME)
    assert (done.submissions, done.changes, done.reworded, done.to_run) == (3, [], [], [])
    assert auto_scores(course) == before
    assert course.is_graded(NAME, "ada")


def test_handing_numbers_out_to_somebody_makes_the_grade_due_again(
    graded: Course, tmp_path: Path
) -> None:
    course = Course(Path(shutil.copytree(graded.root, tmp_path / "course")))
    assert course.is_graded(NAME, "mary")
    hand_out(course.dir, NAME, ["mary"])
    assert not course.is_graded(NAME, "mary")


def test_the_page_shows_each_learners_own_numbers(graded: Course) -> None:
    for student in ("ada", "grace"):
        page = (graded.folder("feedback", student, NAME) / f"{NAME}.html").read_text()
        text = " ".join(unescape(re.sub(r"<[^>]+>", "", page)).split())
        for name in ("f1-precision", "f1-recall", "f1-f1"):
            question = own_question(graded.root / HANDOUT / student / NAME, name)
            assert plain(question) in text
            assert plain(BANK[name]) not in text


def test_ask_is_quiet_where_submissions_run(graded: Course) -> None:
    graded_notebook = graded.folder("autograded", "ada", NAME) / f"{NAME}.ipynb"
    made = nbformat.read(graded_notebook, as_version=4)
    assert made.metadata[META] == {"repairs": [], "faults": []}
    cell = next(cell for cell in made.cells if cell.id == "f1-recall-ask")
    assert [list(output.data) for output in cell.outputs] == [["text/markdown", "text/plain"]]


def test_a_cell_that_asks_is_locked_for_whoever_hands_in(course: Course) -> None:
    (path,) = course.released(NAME)
    released = nbformat.read(path, as_version=4)
    submitted = nbformat.read(path, as_version=4)
    by_id = {cell.id: cell for cell in submitted.cells}
    by_id["f1-recall-ask"].source = 'print("TP = 80")'
    submitted.cells.remove(by_id["f1-f1-ask"])
    mended = restore(submitted, released)
    assert [cell.source for cell in mended.notebook.cells] == [
        cell.source for cell in released.cells
    ]
    assert len(mended.repairs) == 2


# --- autograder check --------------------------------------------------------------------------


def test_check_goes_by_the_file_beside_the_notebook(
    course: Course, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("autograder.workspace.home", lambda: course.root)
    ada, mine = course.root / HANDOUT / "ada" / NAME, tmp_path / NAME
    shutil.copytree(ada, mine)
    path = mine / f"{NAME}.ipynb"
    solve(path, ada, path)
    assert checked(path) == full_marks()
    shutil.copy(course.root / HANDOUT / "grace" / NAME / FILE, mine / FILE)
    assert checked(path)["f1-recall"] == 0
    (mine / FILE).unlink()
    assert checked(path)["f1-recall"] == 0


def checked(path: Path) -> dict[str, float]:
    (row,) = json.loads(invoke("check", path, "--quiet", "--format", "json").stdout)
    return {
        each["question"]: each["points"] for each in row["questions"] if each["question"] in OWN
    }

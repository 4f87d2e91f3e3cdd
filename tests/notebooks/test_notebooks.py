"""A linter for notebooks: each rule is a function from a notebook to complaints.

``ANYWHERE`` holds for all notebooks, ``ASSIGNED`` for ``solutions/`` and ``exercises/``,
``TAUGHT`` for ``course/``. At the end stand notebooks that break each rule, to see it bite.
"""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from autograder.questions import ASSIGNMENTS, BANK, Question, inventory

ROOT = Path(__file__).parents[2]

METADATA = {
    "kernelspec": {
        "display_name": "Python 3 (ipykernel)",
        "language": "python",
        "name": "python3",
    },
    "language_info": {"name": "python"},
}
CELL_METADATA = {"nbgrader", "deletable", "editable", "tags"}
REVEAL = re.compile(r'reveal\("([^"]+)"\)$')
LINES_OF_CODE = 12
WORDS_OF_TEXT = 100
BANNED = re.compile(
    r"\b(simply|obviously|trivially|of course)\b"
    # "just" in the sense of "no more than that"; "just below 50" and "just that" may stand
    r"|\b(?:you|we|can|to|will|then|and) (just)\b"
    r"|\b(just) (?:add|ask|call|change|click|do|make|multiply|press|put|replace|run|take|try|"
    r"type|use|write|an?|one|like)\b",
    re.IGNORECASE,
)

Cell = dict[str, Any]
Complaints = Iterator[str]


@dataclass(frozen=True)
class Notebook:
    """A notebook as it stands on disk, and the folder it stands in."""

    path: Path
    data: dict[str, Any]

    @property
    def cells(self) -> list[Cell]:
        return list(self.data["cells"])

    @property
    def assignment(self) -> str:
        return self.path.stem

    def of_type(self, cell_type: str) -> list[Cell]:
        return [cell for cell in self.cells if cell["cell_type"] == cell_type]


Rule = Callable[[Notebook], Complaints]


def source_of(cell: Cell) -> str:
    return "".join(cell["source"])


def nbgrader_of(cell: Cell) -> dict[str, Any]:
    return dict(cell["metadata"].get("nbgrader", {}))


def is_check(cell: Cell) -> bool:
    data = nbgrader_of(cell)
    return bool(data.get("grade") and not data.get("solution"))


def prose_of(cell: Cell) -> str:
    """The text of a Markdown cell without its code."""
    text = re.sub(r"^(```|~~~).*?^\1", " ", source_of(cell), flags=re.DOTALL | re.MULTILINE)
    return re.sub(r"`[^`]*`", " code ", text)


def words_of(cell: Cell) -> int:
    """The words that are read as text: no code block, no table, no tag, no markup."""
    text = re.sub(r"^\|.*$", " ", prose_of(cell), flags=re.MULTILINE)
    text = re.sub(r"<[^>]+>|\]\([^)]*\)|https?://\S+", " ", text)
    return len(re.findall(r"\w[\w'’.,-]*", text))


def headings_of(notebook: Notebook) -> list[tuple[int, str]]:
    found = []
    for cell in notebook.of_type("markdown"):
        for marks, title in re.findall(r"^(#{1,6})\s+(.+)$", prose_of(cell), flags=re.MULTILINE):
            found.append((len(marks), title))
    return found


# Rules for all notebooks ------------------------------------------------------------------


def no_outputs(notebook: Notebook) -> Complaints:
    for cell in notebook.of_type("code"):
        if cell["outputs"] or cell["execution_count"] is not None:
            yield f"{cell['id']}: has outputs or a count; clear them"


def ids_are_unique(notebook: Notebook) -> Complaints:
    ids = [cell.get("id") for cell in notebook.cells]
    yield from (f"{name}: stands {ids.count(name)} times" for name in {*ids} if ids.count(name) > 1)


def ids_are_written_by_people(notebook: Notebook) -> Complaints:
    for cell in notebook.cells:
        if not re.fullmatch(r"[a-z][a-z0-9]*(-[a-z0-9]+)+", cell["id"]):
            yield f"{cell['id']}: an id says what its cell is for, such as f1-recall-ask"


def grade_cells_have_their_grade_id_for_id(notebook: Notebook) -> Complaints:
    for cell in notebook.cells:
        grade_id = nbgrader_of(cell).get("grade_id", cell["id"])
        if grade_id != cell["id"]:
            yield f"{cell['id']}: its grade_id is {grade_id}"


def one_kernelspec(notebook: Notebook) -> Complaints:
    if notebook.data["metadata"] != METADATA:
        yield f"the notebook's metadata are {notebook.data['metadata']}"
    if (notebook.data["nbformat"], notebook.data["nbformat_minor"]) != (4, 5):
        yield "the format is not 4.5"


def no_metadata_but_ours(notebook: Notebook) -> Complaints:
    for cell in notebook.cells:
        if extra := set(cell["metadata"]) - CELL_METADATA:
            yield f"{cell['id']}: has the metadata {sorted(extra)}"
        if "attachments" in cell:
            yield f"{cell['id']}: has an attachment"


def one_first_heading(notebook: Notebook) -> Complaints:
    levels = [level for level, _ in headings_of(notebook)]
    if levels.count(1) != 1 or levels[:1] != [1]:
        yield f"one heading with one # comes first; the levels are {levels}"


def headings_skip_no_level(notebook: Notebook) -> Complaints:
    before = 0
    for level, title in headings_of(notebook):
        if level > before + 1:
            yield f"{title!r}: level {level} follows on level {before}"
        before = level


def no_banned_words(notebook: Notebook) -> Complaints:
    for cell in notebook.of_type("markdown"):
        for match in BANNED.finditer(prose_of(cell)):
            yield f"{cell['id']}: {match[0]!r}"


def images_have_alt_text(notebook: Notebook) -> Complaints:
    for cell in notebook.of_type("markdown"):
        text = prose_of(cell)
        for alt in re.findall(r"!\[([^\]]*)\]", text):
            if len(alt.split()) < 3:
                yield f"{cell['id']}: the image {alt!r} needs a text that tells what it shows"
        for tag in re.findall(r"<img\b[^>]*>", text):
            if not re.search(r"""alt=["'][^"']*\w[^"']*["']""", tag):
                yield f"{cell['id']}: {tag} has no alt"


def figures_come_from_course_figures(notebook: Notebook) -> Complaints:
    for cell in notebook.of_type("code"):
        if re.search(r"\b(pyplot|plt|seaborn|plotly|bokeh|display_png|Image)\b", source_of(cell)):
            yield f"{cell['id']}: draw with course.figures, which gives each figure an alt text"


def no_magics(notebook: Notebook) -> Complaints:
    for cell in notebook.of_type("code"):
        if "install" in cell["metadata"].get("tags", []):
            continue
        for line in source_of(cell).splitlines():
            if re.match(r"\s*(%|!|get_ipython\()", line):
                yield f"{cell['id']}: {line.strip()!r}"


ANYWHERE: tuple[Rule, ...] = (
    no_outputs,
    ids_are_unique,
    ids_are_written_by_people,
    grade_cells_have_their_grade_id_for_id,
    one_kernelspec,
    no_metadata_but_ours,
    one_first_heading,
    headings_skip_no_level,
    no_banned_words,
    images_have_alt_text,
    figures_come_from_course_figures,
    no_magics,
)


# Rules for assignments --------------------------------------------------------------------


def graded_cells(notebook: Notebook) -> Iterator[tuple[int, Cell]]:
    """Each cell that carries points, with its index."""
    yield from ((i, c) for i, c in enumerate(notebook.cells) if nbgrader_of(c).get("grade"))


def questions_of(notebook: Notebook) -> tuple[Question, ...]:
    return ASSIGNMENTS.get(notebook.assignment, ())


def every_question_has_one_cell_in_order(notebook: Notebook) -> Complaints:
    cells = [nbgrader_of(cell)["grade_id"] for _, cell in graded_cells(notebook)]
    questions = [question.id for question in questions_of(notebook)]
    if cells != questions or not questions:
        yield f"the cells with points are {cells}, the questions {questions}"


def points_are_those_of_the_question(notebook: Notebook) -> Complaints:
    for _, cell in graded_cells(notebook):
        points, question = nbgrader_of(cell)["points"], BANK.get(cell["id"])
        if question is not None and points != question.points:
            yield f"{cell['id']}: {points} points, the question has {question.points}"


def check_cells_are_locked_and_check_their_own_question(notebook: Notebook) -> Complaints:
    for _, cell in graded_cells(notebook):
        source = source_of(cell)
        if not is_check(cell):
            continue
        if nbgrader_of(cell).get("locked") is not True:
            yield f"{cell['id']}: is not locked"
        if not re.fullmatch(rf'check\("{re.escape(cell["id"])}", [a-z_0-9]+\)', source):
            yield f"{cell['id']}: {source!r} is not one check of this question and one name"


def the_answer_cell_stands_before_its_check(notebook: Notebook) -> Complaints:
    for index, cell in graded_cells(notebook):
        answer = notebook.cells[index - 1] if is_check(cell) else cell
        question = BANK.get(cell["id"])
        if question is None or answer["id"] != question.answer_id:
            yield f"{cell['id']}: {answer['id']} stands where its answer should"
        elif not nbgrader_of(answer).get("solution") or nbgrader_of(answer).get("locked"):
            yield f"{answer['id']}: cannot be written in"


def the_prompt_stands_before_the_answer(notebook: Notebook) -> Complaints:
    for index, cell in graded_cells(notebook):
        ask = notebook.cells[index - (2 if is_check(cell) else 1)]
        question = BANK.get(cell["id"])
        if question is not None and question.prompt not in source_of(ask):
            yield f"{cell['id']}: {ask['id']} does not hold the prompt word for word"


def headings_tell_the_points(notebook: Notebook) -> Complaints:
    for index, cell in graded_cells(notebook):
        ask = notebook.cells[index - (2 if is_check(cell) else 1)]
        points = f"{nbgrader_of(cell)['points']:g}"
        if not re.match(rf"## \d+\. .+ \({points} points?\)\n", source_of(ask)):
            yield f"{ask['id']}: does not begin with '## number. title ({points} points)'"


def the_title_tells_the_total(notebook: Notebook) -> Complaints:
    total = sum(question.points for question in questions_of(notebook))
    if f"**{total:g} points**" not in source_of(notebook.cells[0]):
        yield f"the first cell does not say '**{total:g} points**'"


ASSIGNED: tuple[Rule, ...] = (
    every_question_has_one_cell_in_order,
    points_are_those_of_the_question,
    check_cells_are_locked_and_check_their_own_question,
    the_answer_cell_stands_before_its_check,
    the_prompt_stands_before_the_answer,
    headings_tell_the_points,
    the_title_tells_the_total,
)


# Rules for lessons ------------------------------------------------------------------------


def code_cells_are_short(notebook: Notebook) -> Complaints:
    for cell in notebook.of_type("code"):
        first, _, rest = source_of(cell).partition("\n")
        code = rest.lstrip("\n") if REVEAL.match(first) else source_of(cell)
        if (lines := len(code.splitlines())) > LINES_OF_CODE:
            yield f"{cell['id']}: {lines} lines of code, at most {LINES_OF_CODE}"


def text_cells_are_short(notebook: Notebook) -> Complaints:
    for cell in notebook.of_type("markdown"):
        if (words := words_of(cell)) > WORDS_OF_TEXT:
            yield f"{cell['id']}: {words} words, at most {WORDS_OF_TEXT}"


def text_stands_between_code(notebook: Notebook) -> Complaints:
    for before, cell in zip(notebook.cells, notebook.cells[1:], strict=False):
        if before["cell_type"] == cell["cell_type"] == "code":
            yield f"{cell['id']}: no text before it"


def checks_in_lessons(notebook: Notebook) -> dict[str, str]:
    """Each question that a lesson asks, with the text before its first check."""
    found: dict[str, str] = {}
    text = ""
    for cell in notebook.cells:
        if cell["cell_type"] == "markdown":
            text = source_of(cell)
        else:
            for name in re.findall(r'\bcheck\(\s*"([^"]+)"', source_of(cell)):
                found.setdefault(name, text)
    return found


def predictions_are_revealed(notebook: Notebook) -> Complaints:
    """Each prediction is asked for before the first line of a later cell shows it again."""
    asked: list[str] = []
    for cell in notebook.of_type("code"):
        first, *others = [*source_of(cell).splitlines(), ""]
        if any(REVEAL.match(line) for line in others):
            yield f"{cell['id']}: reveal() is not its first line"
        if found := REVEAL.match(first):
            if found[1] not in asked:
                yield f"{cell['id']}: nothing was predicted for {found[1]}"
            asked = [name for name in asked if name != found[1]]
        asked += re.findall(r'\bcheck\(\s*"(l\d+-predict-[^"]+)"', source_of(cell))
    yield from (f"{name}: predicted, and never revealed" for name in asked)


def lessons_ask_questions_of_their_own(notebook: Notebook) -> Complaints:
    number = notebook.path.name[:2]  # 00 only shows how a check works
    for name, text in checks_in_lessons(notebook).items():
        question = BANK.get(name)
        if question is None:
            yield f"{name}: is no question of the bank"
        elif question.points or number not in ("00", f"{question.lesson:02}"):
            yield f"{name}: is no practice question of this lesson"
        elif question.prompt not in text:
            yield f"{name}: the text before it does not hold the prompt word for word"


def the_inventory_is_asked_whole(notebook: Notebook) -> Complaints:
    """Each of its questions stands there once, and behind it one place for each of two answers."""
    if notebook.path.stem != "11_inventory":
        return

    def places(text: str, start: str = "") -> list[int]:
        sources = [source_of(cell) for cell in notebook.cells]
        found = [[i] * source.count(text) for i, source in enumerate(sources)]
        return [i for each in found for i in each if sources[i].startswith(start)]

    for question in inventory.QUESTIONS:
        key = question.id.removeprefix(inventory.PREFIX)
        asked, entry = places(question.prompt), f'"{key}": ...'
        before, after = places(entry, "before"), places(entry, "after")
        once = len(asked) == len(before) == len(after) == 1
        if not once or not asked < before < after:
            yield f"{key}: asked in the cells {asked}, answered in {before}, then in {after}"


TAUGHT: tuple[Rule, ...] = (
    code_cells_are_short,
    text_cells_are_short,
    text_stands_between_code,
    predictions_are_revealed,
    lessons_ask_questions_of_their_own,
    the_inventory_is_asked_whole,
)


# The notebooks of the repository ----------------------------------------------------------


def load(path: Path) -> Notebook:
    return Notebook(path, json.loads(path.read_text(encoding="utf-8")))


LESSONS = sorted((ROOT / "course").glob("*.ipynb"))
ASSIGNED_NOTEBOOKS = sorted(
    path for folder in ("solutions", "exercises") for path in (ROOT / folder).glob("*/*.ipynb")
)


def _cases() -> Iterator[Any]:
    for path in (*LESSONS, *ASSIGNED_NOTEBOOKS):
        for rule in (*ANYWHERE, *(TAUGHT if path in LESSONS else ASSIGNED)):
            yield pytest.param(rule, path, id=f"{path.relative_to(ROOT)}-{rule.__name__}")


@pytest.mark.parametrize(("rule", "path"), list(_cases()))
def test_notebooks_keep_the_rules(rule: Rule, path: Path) -> None:
    complaints = list(rule(load(path)))
    assert not complaints, "\n".join(complaints)


@pytest.mark.parametrize("folder", ["solutions", "exercises"])
def test_every_assignment_has_one_notebook_and_every_notebook_is_an_assignment(
    folder: str,
) -> None:
    found = [
        path.relative_to(ROOT / folder).as_posix() for path in (ROOT / folder).glob("*/*.ipynb")
    ]
    assert sorted(found) == sorted(f"{name}/{name}.ipynb" for name in ASSIGNMENTS)


def test_nothing_but_its_notebook_stands_in_an_assignments_folder() -> None:
    for name in ASSIGNMENTS:  # nbgrader hands every file out
        beside = [p.name for p in (ROOT / "solutions" / name).iterdir() if p.suffix != ".ipynb"]
        assert set(beside) <= {".ipynb_checkpoints"}


def test_every_practice_question_stands_in_one_lesson() -> None:
    asked = [name for path in LESSONS for name in checks_in_lessons(load(path))]
    written = {path.name[:2] for path in LESSONS}
    practice = [
        question.id
        for question in BANK.values()
        if not question.points
        and f"{question.lesson:02}" in written
        and question not in inventory.QUESTIONS  # which a rule finds in the notebook of its own
    ]
    assert sorted(asked) == sorted(practice)


# The rules themselves ---------------------------------------------------------------------


@pytest.fixture
def assigned() -> Notebook:
    return load(ROOT / "solutions" / "05_f1" / "05_f1.ipynb")


def text_cell(source: str, name: str = "a-text") -> Cell:
    return {"cell_type": "markdown", "id": name, "metadata": {}, "source": source}


def code_cell(source: str, name: str = "a-code") -> Cell:
    return {
        "cell_type": "code",
        "execution_count": None,
        "id": name,
        "metadata": {},
        "outputs": [],
        "source": source,
    }


def lesson_of(*cells: Cell) -> Notebook:
    data = {"cells": list(cells), "metadata": METADATA, "nbformat": 4, "nbformat_minor": 5}
    return Notebook(Path("05_lesson.ipynb"), data)


BROKEN: Mapping[str, tuple[Rule, Notebook]] = {
    "an output": (no_outputs, lesson_of(code_cell("1") | {"outputs": [{}]})),
    "a count": (no_outputs, lesson_of(code_cell("1") | {"execution_count": 1})),
    "one id twice": (ids_are_unique, lesson_of(text_cell(""), text_cell(""))),
    "an id by a machine": (ids_are_written_by_people, lesson_of(text_cell("", "3f2a9b1c"))),
    "another grade id": (
        grade_cells_have_their_grade_id_for_id,
        lesson_of(text_cell("") | {"metadata": {"nbgrader": {"grade_id": "other"}}}),
    ),
    "a cell's metadata": (
        no_metadata_but_ours,
        lesson_of(text_cell("") | {"metadata": {"collapsed": True}}),
    ),
    "no title": (one_first_heading, lesson_of(text_cell("## Part"))),
    "two titles": (one_first_heading, lesson_of(text_cell("# A\n\n# B"))),
    "a level skipped": (headings_skip_no_level, lesson_of(text_cell("# A\n\n### B"))),
    "simply": (no_banned_words, lesson_of(text_cell("This is Simply so."))),
    "of course": (no_banned_words, lesson_of(text_cell("That holds, of course."))),
    "just": (no_banned_words, lesson_of(text_cell("You just run it."))),
    "no alt": (images_have_alt_text, lesson_of(text_cell("![](x.png)"))),
    "an img without alt": (images_have_alt_text, lesson_of(text_cell('<img src="x" alt="">'))),
    "a plot": (figures_come_from_course_figures, lesson_of(code_cell("plt.plot([1])"))),
    "a magic": (no_magics, lesson_of(code_cell("%timeit 1"))),
    "a shell": (no_magics, lesson_of(code_cell("!pip install x"))),
    "long code": (code_cells_are_short, lesson_of(code_cell("x = 1\n" * 13))),
    "long text": (text_cells_are_short, lesson_of(text_cell("word " * 101))),
    "a prediction that nothing follows": (
        predictions_are_revealed,
        lesson_of(code_cell('check("l2-predict-batch", ...)')),
    ),
    "a result without a prediction": (
        predictions_are_revealed,
        lesson_of(code_cell('reveal("l2-predict-batch")')),
    ),
    "a result before it is revealed": (
        predictions_are_revealed,
        lesson_of(
            code_cell('check("l2-predict-batch", ...)'), code_cell('1\nreveal("l2-predict-batch")')
        ),
    ),
    "code on code": (text_stands_between_code, lesson_of(code_cell("1"), code_cell("2"))),
    "a question that is none": (
        lessons_ask_questions_of_their_own,
        lesson_of(code_cell('check("none", 1)')),
    ),
    "another lesson's question": (
        lessons_ask_questions_of_their_own,
        lesson_of(code_cell('check("l2-predict-batch", 1)')),
    ),
    "a graded question in a lesson": (
        lessons_ask_questions_of_their_own,
        lesson_of(code_cell('check("f1-recall", 1)')),
    ),
    "an inventory without its questions": (
        the_inventory_is_asked_whole,
        Notebook(Path("11_inventory.ipynb"), lesson_of(code_cell("before = {}")).data),
    ),
}


@pytest.mark.parametrize(("rule", "notebook"), BROKEN.values(), ids=BROKEN)
def test_each_rule_bites(rule: Rule, notebook: Notebook) -> None:
    assert list(rule(notebook))


def _deleted(cell_id: str) -> Callable[[list[Cell]], None]:
    return lambda cells: cells.remove(next(c for c in cells if c["id"] == cell_id))


def _set(cell_id: str, **nbgrader: Any) -> Callable[[list[Cell]], None]:
    return lambda cells: next(c for c in cells if c["id"] == cell_id)["metadata"][
        "nbgrader"
    ].update(nbgrader)


def _write(cell_id: str, source: str) -> Callable[[list[Cell]], None]:
    return lambda cells: next(c for c in cells if c["id"] == cell_id).update(source=source)


MISASSIGNED: Mapping[str, tuple[Rule, Callable[[list[Cell]], None]]] = {
    "a check deleted": (every_question_has_one_cell_in_order, _deleted("f1-recall")),
    "other points": (points_are_those_of_the_question, _set("f1-recall", points=2)),
    "a check unlocked": (
        check_cells_are_locked_and_check_their_own_question,
        _set("f1-recall", locked=False),
    ),
    "another question's check": (
        check_cells_are_locked_and_check_their_own_question,
        _write("f1-recall", 'check("f1-precision", recall)'),
    ),
    "an answer deleted": (the_answer_cell_stands_before_its_check, _deleted("f1-recall-answer")),
    "an answer locked": (
        the_answer_cell_stands_before_its_check,
        _set("f1-recall-answer", locked=True),
    ),
    "another prompt": (the_prompt_stands_before_the_answer, _write("f1-recall-ask", "Recall?")),
    "no points in the heading": (headings_tell_the_points, _write("f1-recall-ask", "## 3. R\n")),
    "another total": (the_title_tells_the_total, _write("f1-title", "**13 points**")),
}


@pytest.mark.parametrize(("rule", "change"), MISASSIGNED.values(), ids=MISASSIGNED)
def test_each_rule_for_assignments_bites(
    rule: Rule, change: Callable[[list[Cell]], None], assigned: Notebook
) -> None:
    broken = Notebook(assigned.path, copy.deepcopy(assigned.data))
    change(broken.data["cells"])
    assert list(rule(broken))


def test_words_are_counted_as_they_are_read() -> None:
    text = "# One two\n\n`code here` **three**\n\n```\nnot these\n```\n\n|a|row|\n\n[four](x) 3.14"
    assert words_of(text_cell(text)) == 6

"""A small course whose submissions were graded by hand: feedback pages without a kernel."""

from __future__ import annotations

import json
import shutil
import zlib
from base64 import b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from struct import pack
from typing import Any

from nbformat import NotebookNode
from nbformat.v4 import (
    new_code_cell,
    new_markdown_cell,
    new_notebook,
    new_output,
)

from autograder.cards import as_html, as_markdown, as_text
from autograder.diagnosis import judge
from autograder.execution.reading import read_notebook
from autograder.execution.restore import nbgrader_of
from autograder.gradebook.course import Course
from autograder.questions import BANK
from autograder.verdict import Verdict

ASSIGNMENT = "week_5"
LEARNER = "ada"
SECRET = "0.8421052631578947"

VISIBLE = "assert f1(80, 10, 20) > 0"
TEST = f"""{VISIBLE}
### BEGIN HIDDEN TESTS
assert f1(80, 10, 20) == {SECRET}, "f1(80, 10, 20) is not right"
### END HIDDEN TESTS
assert callable(f1)"""
OTHER_MARKERS = '### HIDE FROM HERE\nassert f1(1, 1, 1) == 0.987654321\n### TO HERE\nprint("done")'
TASK = """Draw a confusion matrix below.

=== BEGIN MARK SCHEME ===
One point for 0.123456789 in the corner.
=== END MARK SCHEME ==="""


def _meta(grade_id: str, **flags: Any) -> dict[str, Any]:
    stock = {"grade": False, "solution": False, "locked": False, "task": False}
    return {"nbgrader": {"grade_id": grade_id, "schema_version": 3, **stock, **flags}}


def _code(source: str, grade_id: str, **flags: Any) -> NotebookNode:
    return new_code_cell(source, metadata=_meta(grade_id, **flags))


def _text(source: str, grade_id: str, **flags: Any) -> NotebookNode:
    return new_markdown_cell(source, metadata=_meta(grade_id, **flags))


def source_notebook() -> NotebookNode:
    """The instructor's notebook: two questions of the bank, a classic test, a text and a task."""
    test = {"grade": True, "locked": True}
    cells = [
        new_markdown_cell("# Assignment: F1\n\nFive small tasks on one table."),
        _code("from autograder import check", "setup", locked=True),
        new_markdown_cell("## 1. Recall from the table\n\nWhat is $TP / (TP + FN)$?"),
        _code("recall = ...", "f1-recall-answer", solution=True),
        _code('check("f1-recall", recall)', "f1-recall", points=1, **test),
        new_markdown_cell("## 2. Precision from the table"),
        _code("precision = ...", "f1-precision-answer", solution=True),
        _code('check("f1-precision", precision)', "f1-precision", points=1, **test),
        new_markdown_cell("## 3. A function for F1"),
        _code("def f1(tp, fp, fn): ...", "f1-code", solution=True),
        _code(TEST, "f1-test", points=2, **test),
        _code(OTHER_MARKERS, "f1-other-test", points=1, **test),
        new_markdown_cell("## 4. In your own words"),
        _text("*Write here.*", "f1-words", grade=True, solution=True, points=2),
        _text(TASK, "f1-task", task=True, locked=True, points=1),
        new_code_cell("1 + 1"),
    ]
    for number, cell in enumerate(cells):
        cell["id"] = f"cell-{number}"
    return new_notebook(cells=cells)


@dataclass(frozen=True, kw_only=True)
class Graded:
    """A course directory with one learner, whose graded notebook a test writes."""

    root: Path
    course: Course

    @classmethod
    def make(cls, root: Path) -> Graded:
        """Release the assignment into an empty folder, and register a submission."""
        folder = root / "solutions" / ASSIGNMENT
        folder.mkdir(parents=True)
        (folder / f"{ASSIGNMENT}.ipynb").write_text(json.dumps(source_notebook()))
        course = Course(root)
        course.release(ASSIGNMENT)
        with course.gradebook() as gradebook, gradebook.db.no_autoflush:
            gradebook.add_student(LEARNER)
            gradebook.add_submission(ASSIGNMENT, LEARNER)
        return cls(root=root, course=course)

    def copy(self, root: Path, *, extra: str = "") -> Graded:
        """The same course elsewhere, its gradebook with it; ``extra`` is configuration."""
        shutil.copytree(self.root, root, dirs_exist_ok=True)
        (root / "nbgrader_config.py").write_text(f"c = get_config()\n{extra}")
        return Graded(root=root, course=Course(root))

    def released(self) -> NotebookNode:
        """The notebook as it was handed out, hidden tests put back as grading does."""
        notebook = read_notebook(self.root / "exercises" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb")
        whole = {nbgrader_of(c).get("grade_id"): c.source for c in source_notebook().cells}
        for cell in notebook.cells:
            if nbgrader_of(cell).get("locked"):
                cell.source = whole[nbgrader_of(cell)["grade_id"]]
        return notebook

    def grade(
        self,
        scores: Mapping[str, float],
        *,
        by_hand: Mapping[str, float] | None = None,
        comments: Mapping[str, str] | None = None,
        remarks: Mapping[str, str] | None = None,
        waiting: Sequence[str] = (),
        late_penalty: float = 0.0,
    ) -> None:
        """Write scores and comments; ``by_hand`` and ``remarks`` are a person's."""
        with self.course.gradebook() as gradebook:
            notebook = gradebook.find_submission_notebook(ASSIGNMENT, ASSIGNMENT, LEARNER)
            notebook.late_submission_penalty = late_penalty
            for grade in notebook.grades:
                grade.auto_score = scores.get(grade.name)
                grade.manual_score = (by_hand or {}).get(grade.name)
                grade.needs_manual_grade = grade.name in waiting
            for comment in notebook.comments:
                comment.auto_comment = (comments or {}).get(comment.name)
                comment.manual_comment = (remarks or {}).get(comment.name)
            gradebook.db.commit()

    def page(self, notebook: NotebookNode) -> str:
        """The feedback page for a graded notebook, made by nbgrader's converter."""
        folder = self.root / "autograded" / LEARNER / ASSIGNMENT
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / f"{ASSIGNMENT}.ipynb"
        path.write_text(json.dumps(notebook), encoding="utf-8")
        self.course.write_feedback(ASSIGNMENT, LEARNER)
        return self.path.read_text(encoding="utf-8")

    @property
    def path(self) -> Path:
        """Where the page stands."""
        return self.course.folder("feedback", LEARNER, ASSIGNMENT) / f"{ASSIGNMENT}.html"


def cell_of(notebook: NotebookNode, grade_id: str) -> NotebookNode:
    """The cell with a grade id."""
    return next(cell for cell in notebook.cells if nbgrader_of(cell).get("grade_id") == grade_id)


def verdict_on(question: str, answer: Any) -> Verdict:
    """What the autograder says of an answer."""
    return judge(BANK[question], answer)


def card(verdict: Verdict) -> NotebookNode:
    """The output that grading leaves in a check cell."""
    bundle = {"text/html": as_html(verdict), "text/plain": as_text(verdict)}
    return new_output("display_data", bundle, metadata={"autograder": {"card": True}})


def shown(data: Mapping[str, Any], metadata: Mapping[str, Any] | None = None) -> NotebookNode:
    """An output that a learner's cell displayed."""
    return new_output("display_data", dict(data), metadata=dict(metadata or {}))


def printed(text: str, name: str = "stdout") -> NotebookNode:
    """An output that a cell printed."""
    return new_output("stream", name=name, text=text)


def raised(name: str, message: str, traceback: Sequence[str] = ()) -> NotebookNode:
    """An error that stopped a cell."""
    return new_output("error", ename=name, evalue=message, traceback=list(traceback))


def png(width: int = 4, height: int = 3, *, declared: int | None = None) -> bytes:
    """A PNG file, grey; ``declared`` is a width that its header claims instead."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        body = kind + content
        return pack(">I", len(content)) + body + pack(">I", zlib.crc32(body))

    header = pack(">IIBBBBB", declared or width, height, 8, 0, 0, 0, 0)
    rows = zlib.compress((b"\0" + b"\x80" * width) * height)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
    )


def base64(raw: bytes) -> str:
    """Bytes as a notebook holds them."""
    return b64encode(raw).decode("ascii")


@dataclass(kw_only=True)
class Example:
    """A learner's graded notebook as it often is: the one that pictures are taken of."""

    notebook: NotebookNode
    scores: dict[str, float] = field(default_factory=dict)
    comments: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, graded: Graded) -> Example:
        """Right, wrong, an error, a figure, a table, a text that waits, and a note."""
        example = cls(notebook=graded.released())
        example._answer("f1-recall", "recall = 80 / 90", 80 / 90)
        example._answer("f1-precision", "precision = 80 / 90", 80 / 90)
        example._function()
        cells = example.notebook.cells
        cells.insert(0, new_markdown_cell(NOTE))
        cells[0]["id"] = "autograder-note"
        cells.append(_ran("table", [shown({"text/html": TABLE, "text/plain": "   F1\n0  0.84"})]))
        cells.append(_ran("plt.plot(...)", [shown({"image/png": base64(png(320, 160))})]))
        cells.append(_ran("figures.unit_squares(...)", [shown({"text/html": FIGURE})]))
        cells.append(_ran("model.fit(...)", [printed(TRAINING), printed("slow\n", "stderr")]))
        cells.append(new_markdown_cell(MARKDOWN))
        return example

    def _answer(self, question: str, source: str, answer: Any) -> None:
        verdict = verdict_on(question, answer)
        cell_of(self.notebook, f"{question}-answer").source = source
        cell_of(self.notebook, question).outputs = [card(verdict)]
        self.scores[question] = verdict.points
        self.comments[f"{question}-answer"] = as_markdown(verdict)

    def _function(self) -> None:
        answer, test = cell_of(self.notebook, "f1-code"), cell_of(self.notebook, "f1-test")
        answer.source = FUNCTION
        answer.outputs = [raised("ZeroDivisionError", "division by zero", TRACEBACK)]
        answer.execution_count = 5
        test.outputs = [raised("AssertionError", "f1(80, 10, 20) is not right", ["a", SECRET])]
        words = cell_of(self.notebook, "f1-words")
        words.source = "F1 is the *harmonic* mean: $F_1 = \\frac{2PR}{P + R}$."
        self.scores |= {"f1-test": 0.0, "f1-other-test": 1.0}


def _ran(source: str, outputs: list[NotebookNode]) -> NotebookNode:
    return new_code_cell(source, outputs=outputs, execution_count=9)


NOTE = "**Note from the autograder**\n\n- A cell that was missing has been put back: f1-test."
FUNCTION = '''def f1(tp, fp, fn):
    """F1 from the counts."""
    precision = tp / (tp + fp)  # of what was flagged
    recall = tp / (tp + fn)
    return 2 * precision * recall / (precision + recall)


print("F1 is", f1(0, 0, 5))'''
TRACEBACK = [
    "\x1b[31m---------------------------------------------------------------------------\x1b[39m",
    "\x1b[31mZeroDivisionError\x1b[39m                         Traceback (most recent call last)",
    "\x1b[36mCell\x1b[39m\x1b[36m \x1b[39m\x1b[32mIn[5]\x1b[39m\x1b[32m, line 8\x1b[39m\n"
    "      3     precision = tp / (tp + fp)\n----> 8 \x1b[38;5;28mprint\x1b[39m(f1(0, 0, 5))",
    "File \x1b[32m~/env/site-packages/keras/src/layers/core.py:12\x1b[39m, in call(self)\n"
    "     11 # a line of another's file\n---> 12 return secret_line()",
    "File \x1b[32m/srv/course/autograder/notebook.py:77\x1b[39m, in check(question)\n"
    "---> 77 expected = question.reference()",
    "\x1b[31mZeroDivisionError\x1b[39m: division by zero",
]
TABLE = """<div><style scoped>.dataframe tbody tr th {vertical-align: top}</style>
<table border="1" class="dataframe"><thead><tr style="text-align: right"><th></th><th>model</th>
<th>precision</th><th>recall</th><th>F1</th></tr></thead><tbody><tr><th>0</th><td>always spam</td>
<td>0.134</td><td>1.000</td><td>0.236</td></tr><tr><th>1</th><td>logistic regression</td>
<td>0.889</td><td>0.800</td><td>0.842</td></tr></tbody></table></div>"""
FIGURE = f"""<figure style="margin:0.8em 0;max-width:600px">
<img src="data:image/png;base64,{base64(png(300, 120))}" alt="80 of 100 squares are filled."
style="width:100%"><figcaption>Recall is the share of the filled squares.</figcaption></figure>"""
TRAINING = "".join(
    f"Epoch {n}/3\n\x1b[1m1/40\x1b[0m ----\r\x1b[1m40/40\x1b[0m \x1b[32m" + "━" * 20 + "\x1b[0m "
    f"\x1b[37m\x1b[0m \x1b[1m1s\x1b[0m 2ms/step - accuracy: 0.8{n} - loss: 0.4{n}\n"
    for n in (1, 2, 3)
)
MARKDOWN = """### What I did

I looked at the counts, then at *both* rates:

$$F_1 = \\frac{2 \\cdot \\mathrm{TP}}{2 \\cdot \\mathrm{TP} + \\mathrm{FP} + \\mathrm{FN}}$$

1. precision, see [the guide](https://scikit-learn.org/stable/modules/model_evaluation.html)
2. recall, `tp / (tp + fn)`

| share of spam | precision |
|---|---|
| 0.5 | 0.89 |
| 0.1 | 0.47 |

> A base rate moves precision, not recall.

```python
table = confusion_matrix(y_true, y_pred)
```
"""

"""A graded notebook as the plain data of a feedback page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from markupsafe import Markup
from nbformat.notebooknode import NotebookNode
from pygments import highlight  # type: ignore[import-untyped]
from pygments.formatters import HtmlFormatter  # type: ignore[import-untyped]
from pygments.lexers import PythonLexer  # type: ignore[import-untyped]

from autograder.cards import number as points_text
from autograder.execution.restore import nbgrader_of
from autograder.gradebook.feedback.markup import Outline, from_markdown, told
from autograder.gradebook.feedback.outputs import Block, Room, Shower, cards
from autograder.gradebook.feedback.text import (
    MOST_CHARACTERS,
    as_text,
    cut,
    visible,
    without_regions,
)
from autograder.gradebook.feedback.tracebacks import Source
from autograder.gradebook.plugin import NOTE_ID
from autograder.questions import BANK

Role = Literal["answer", "check", "test", "task", "note", "given"]
Regions = Sequence[tuple[str, str]]

REGIONS = (
    ("BEGIN HIDDEN TESTS", "END HIDDEN TESTS"),
    ("BEGIN MARK SCHEME", "END MARK SCHEME"),
    ("BEGIN SOLUTION", "END SOLUTION"),
)
_LABELS = {
    "answer": "Your answer",
    "check": "Check",
    "test": "Test",
    "task": "Task",
    "note": "",
    "given": "",
}


@dataclass(frozen=True, kw_only=True)
class Score:
    """The points of a grade cell, and in words what they mean."""

    points: float
    most: float
    waits: bool

    @property
    def sign(self) -> str:
        """A sign for it, so that colour is not the only one."""
        return {"full": "✓", "some": "◐", "none": "✗", "waits": "?"}[self.state]

    @property
    def state(self) -> str:
        """Which of full, some, none and waits it is."""
        if self.waits:
            return "waits"
        if self.points >= self.most:
            return "full"
        return "some" if self.points > 0 else "none"

    @property
    def words(self) -> str:
        """What the sign means."""
        return {
            "full": "all points",
            "some": "some of the points",
            "none": "no points yet",
            "waits": "a person still looks at this",
        }[self.state]

    def __str__(self) -> str:
        most = f"{points_text(self.most)} {'point' if self.most == 1 else 'points'}"
        if self.waits and not self.points:
            return f"up to {most}"
        return f"{points_text(self.points)} of {most}"


@dataclass(frozen=True, kw_only=True)
class Cell:
    """A cell of the page: a text, or code with what it displayed."""

    number: int
    role: Role
    name: str = ""
    title: str = ""
    source: Markup | None = None
    text: Markup | None = None
    note: str = ""
    blocks: tuple[Block, ...] = ()
    comment: Markup | None = None
    score: Score | None = None

    @property
    def anchor(self) -> str:
        """Its id on the page."""
        return f"cell-{self.number}"

    @property
    def label(self) -> str:
        """What it is, in words; "" for a cell that is neither answer nor graded."""
        return _LABELS[self.role]


@dataclass(frozen=True, kw_only=True)
class Page:
    """All that the template needs."""

    name: str
    cells: tuple[Cell, ...]
    points: float
    most: float
    late_penalty: float

    @property
    def graded(self) -> list[Cell]:
        """The cells with points, in order."""
        return [cell for cell in self.cells if cell.score is not None]

    @property
    def waits(self) -> int:
        """How many of them a person still looks at."""
        return sum(cell.score is not None and cell.score.waits for cell in self.cells)


def page_of(notebook: NotebookNode, about: Mapping[str, Any], regions: Regions = REGIONS) -> Page:
    """Make the page of a graded notebook whose metadata hold nbgrader's scores and comments.

    Parameters
    ----------
    notebook : NotebookNode
    about : mapping
        What nbgrader says of it: ``notebook``, ``score``, ``max_score``, ``late_penalty``.
    regions : sequence of (str, str)
        The markers of lines that a learner must not see in locked cells.
    """
    return Page(
        name=visible(str(about["notebook"])),
        cells=tuple(_Maker(notebook, regions).cells()),
        points=float(about["score"]),
        most=float(about["max_score"]),
        late_penalty=float(about.get("late_penalty") or 0),
    )


class _Maker:
    """Makes the cells of one page, in order; knows its headings and the room that is left."""

    def __init__(self, notebook: NotebookNode, regions: Regions) -> None:
        self.notebook = notebook
        self.regions = list(regions)
        self.outline = Outline()
        self.room = Room()
        self.sources = dict(_sources(notebook))
        carded = (c for c in notebook.cells if role_of(c) == "check" and cards(c.outputs))
        self.answers_with_a_card = {BANK[nbgrader_of(c)["grade_id"]].answer_id for c in carded}

    def cells(self) -> Iterator[Cell]:
        """Yield the cells that have something to show."""
        for number, cell in enumerate(self.notebook.cells, start=1):
            role = role_of(cell)
            about = dict(nbgrader_of(cell))
            made = Cell(
                number=number,
                role=role,
                name=visible(str(about.get("grade_id") or "")) if _LABELS[role] else "",
                score=_score(about),
                title=self.outline.title,
                comment=self._comment(about),
                **self._content(cell, role, f"cell {number}"),
            )
            if made.source or made.text or made.blocks or made.score:
                yield made

    def _content(self, cell: NotebookNode, role: Role, what: str) -> dict[str, Any]:
        source = as_text(cell.get("source"))
        if not is_own(cell):
            source = without_regions(source, self.regions)
        if cell.cell_type == "markdown":
            return self._within({"text": self._text(cell, source, what)})
        kept, note = cut(visible(source))
        return self._within(
            {
                "source": _highlighted(kept) if kept.strip() else None,
                "note": note,
                "blocks": tuple(self._blocks(cell, role, what)),
            }
        )

    def _text(self, cell: NotebookNode, source: str, what: str) -> Markup:
        if not self.room.reads(source[:MOST_CHARACTERS]):
            kept = Markup("<pre>{}</pre>").format(cut(visible(source))[0])
            return kept + told("Shown plainly: this page holds no more Markdown.")
        pictures = cell.get("attachments")
        return from_markdown(source, what=what, outline=self.outline, attachments=pictures)

    def _within(self, content: dict[str, Any]) -> dict[str, Any]:
        """The content, its text or code replaced by a sentence where the page is full."""
        for name in ("text", "source"):
            if content.get(name):
                block = self.room.take(Block(kind="html", body=content[name]))
                if block.kind == "told":
                    content = {**content, name: None, "note": str(block.body)}
        return content

    def _blocks(self, cell: NotebookNode, role: Role, what: str) -> list[Block]:
        if cell.cell_type != "code":
            return []
        if role == "check":
            return cards(cell.outputs)
        shower = Shower(what=what, room=self.room, cells=self.sources, own=is_own(cell))
        return list(shower.blocks(cell.outputs))

    def _comment(self, about: Mapping[str, Any]) -> Markup | None:
        """What a person said; what the autograder said as well, unless a card says it already."""
        said = as_text(about.get("comment"))
        if about.get("grade_id") in self.answers_with_a_card:
            said = as_text(about.get("manual_comment"))
        return from_markdown(said, what="a comment") if said.strip() else None


def role_of(cell: NotebookNode) -> Role:
    """What a cell is, by the metadata that the restored notebook gives it."""
    about = nbgrader_of(cell)
    if about.get("solution"):
        return "answer"
    if about.get("task"):
        return "task"
    if about.get("grade"):
        return "check" if cell.cell_type == "code" and about.get("grade_id") in BANK else "test"
    return "note" if cell.get("id") == NOTE_ID else "given"


def is_own(cell: NotebookNode) -> bool:
    """Whether the learner may write what is in a cell."""
    return role_of(cell) in ("answer", "given") and not nbgrader_of(cell).get("locked")


def _sources(notebook: NotebookNode) -> Iterator[tuple[int, Source]]:
    for number, cell in enumerate(notebook.cells, start=1):
        count = cell.get("execution_count")
        if isinstance(count, int):
            yield count, Source(number=number, own=is_own(cell))


def _score(about: Mapping[str, Any]) -> Score | None:
    if not (about.get("grade") or about.get("task")) or "points" not in about:
        return None
    return Score(
        points=float(about.get("score") or 0),
        most=float(about["points"] or 0),
        waits=bool(about.get("waits")),
    )


def _highlighted(source: str) -> Markup:
    return Markup(highlight(source, PythonLexer(stripnl=False), HtmlFormatter(nowrap=True)))

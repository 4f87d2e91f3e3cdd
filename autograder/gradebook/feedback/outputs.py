"""What cells displayed, as blocks of a page: bounded, and each a text, HTML, or a picture."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from markupsafe import Markup

from autograder.gradebook.feedback.markup import (
    from_card,
    from_html,
    from_latex,
    from_markdown,
    without_pictures,
)
from autograder.gradebook.feedback.pictures import TYPES, PictureError, from_base64, image
from autograder.gradebook.feedback.text import MOST_CHARACTERS, as_text, cut, plain
from autograder.gradebook.feedback.tracebacks import Source, own_frames

MOST_OUTPUTS = 50  # of one cell
MOST_ON_PAGE = 8_000_000  # characters
MOST_READ = 300_000  # characters of Markdown and HTML, pictures not counted: parsing takes time
META = "autograder"
STOPPED = "Stopped"  # the name of the error that grading puts where it stopped a cell
_RECORD = "application/vnd.autograder."

Kind = Literal["text", "warning", "html", "error", "card", "told"]


@dataclass(frozen=True, kw_only=True)
class Block:
    """One thing under a cell: ``body`` is escaped when it is text, and safe when it is markup."""

    kind: Kind
    body: str | Markup
    title: str = ""
    note: str = ""


@dataclass(kw_only=True)
class Room:
    """How many characters a page still takes, and how many of Markdown and HTML are still read."""

    left: int = MOST_ON_PAGE
    unread: int = MOST_READ

    def reads(self, markup: str) -> bool:
        """Whether a stranger's Markdown or HTML is parsed, or no longer."""
        size = len(without_pictures(markup))
        fits = size <= self.unread
        self.unread -= size if fits else 0
        return fits

    def take(self, block: Block) -> Block:
        """The block itself, or the sentence that stands in its place once the page is full."""
        if len(block.body) > self.left:
            self.left = 0
            limit = MOST_ON_PAGE // 1_000_000
            return Block(kind="told", body=f"Left out: the page would be larger than {limit} MB.")
        self.left -= len(block.body)
        return block


@dataclass(frozen=True, kw_only=True)
class Shower:
    """Turns the outputs of one cell into blocks.

    Attributes
    ----------
    what : str
        What alt texts call the cell: ``"cell 7"``.
    room : Room
        What the page still takes.
    cells : mapping
        Which cell ran with an execution count, for tracebacks.
    own : bool
        Whether the learner wrote the cell. Of an error in another, only its name and the first
        line of its message are shown: what follows can be a comparison with what was expected.
    """

    what: str
    room: Room
    cells: Mapping[int, Source] = field(default_factory=dict)
    own: bool = True

    def blocks(self, outputs: Iterable[Any]) -> Iterator[Block]:
        """The blocks of a cell's outputs, streams that follow each other joined."""
        merged = list(_merged(outputs))
        pictures = 0
        for output in merged[:MOST_OUTPUTS]:
            block = self._block(output, pictures)
            pictures += block is not None and "<img" in block.body
            if block is not None:
                yield self.room.take(block)
        if len(merged) > MOST_OUTPUTS:
            said = f"Cut here: {MOST_OUTPUTS} of {len(merged):,} outputs are shown."
            yield Block(kind="told", body=said)

    def _block(self, output: Mapping[str, Any], pictures: int) -> Block | None:
        kind = output.get("output_type")
        if kind == "stream":
            text, note = cut(plain(as_text(output.get("text"))).rstrip("\n"))
            warning = output.get("name") == "stderr"
            return Block(kind="warning" if warning else "text", body=text, note=note)
        if kind == "error":
            return self._error(output)
        if kind in ("display_data", "execute_result") and isinstance(output.get("data"), Mapping):
            return self._bundle(output["data"], pictures)
        return None

    def _error(self, output: Mapping[str, Any]) -> Block:
        name = cut(plain(as_text(output.get("ename"))), 100, 1)[0] or "Error"
        message = plain(as_text(output.get("evalue"))).strip()
        if not self.own:
            first = message.split("\n")[0].strip()
            return Block(kind="error", title=_stopped(name), body=cut(first, 300, 1)[0])
        lines = output.get("traceback")
        frames = own_frames([as_text(line) for line in lines or []], self.cells)
        frames = frames.removesuffix(f"{name}: {message}").removesuffix(name).rstrip()
        last = message if name == STOPPED else f"{name}: {message}"
        body, note = cut(f"{frames}\n\n{last}".strip())
        return Block(kind="error", title=_stopped(name), body=body, note=note)

    def _bundle(self, data: Mapping[str, Any], pictures: int) -> Block | None:
        """The first form of an output that can be shown, the richest first."""
        reasons: list[str] = []  # why a richer one is not
        block = self._html(data, reasons) or self._picture(data, pictures, reasons)
        block = block or self._words(data, reasons)
        others = [cut(plain(mime), 60, 1)[0] for mime in data if not mime.startswith(_RECORD)]
        if block is None and others and not reasons:
            reasons.append(f"An output is left out: this page cannot show {others[0]}.")
        return block or (Block(kind="told", body=" ".join(reasons)) if reasons else None)

    def _html(self, data: Mapping[str, Any], reasons: list[str]) -> Block | None:
        markup = as_text(data.get("text/html"))
        if markup and not self.room.reads(markup):
            reasons.append("Shown plainly: this page holds no more HTML.")
            return None
        html, left = from_html(markup, what=self.what)
        as_picture = any(mime in data for mime in TYPES) and "<img" not in html
        words = html.striptags()
        if as_picture or not (words or "<img" in html):
            reasons.extend([left] if left and not as_picture else [])
            return None
        if len(words) > MOST_CHARACTERS:
            reasons.append("Shown plainly: a table or a text that is too long for this page.")
            return None
        return Block(kind="html", body=html, note=left)

    def _picture(self, data: Mapping[str, Any], pictures: int, reasons: list[str]) -> Block | None:
        alt = cut(plain(as_text(data.get("text/plain"))), 1_000)[0]
        if not alt or alt.startswith("<"):  # as Matplotlib's "<Figure size 640x480>"
            alt = f"Figure {pictures + 1} of {self.what}" if pictures else f"Figure of {self.what}"
        for mime in TYPES:
            if mime in data:
                try:
                    picture = from_base64(mime, as_text(data[mime]))
                    return Block(kind="html", body=image(picture, alt))
                except PictureError as error:
                    reasons.append(f"A picture is not shown: {error}.")
        return None

    def _words(self, data: Mapping[str, Any], reasons: list[str]) -> Block | None:
        markdown, latex = as_text(data.get("text/markdown")), as_text(data.get("text/latex"))
        if (markdown or latex) and self.room.reads(markdown or latex):
            body = from_markdown(markdown, what=self.what) if markdown else from_latex(latex)
            return Block(kind="html", body=body, note=" ".join(reasons))
        text, note = cut(plain(as_text(data.get("text/plain"))))
        said = " ".join(filter(None, [*reasons, note]))
        return Block(kind="text", body=text, note=said) if text else None


def _stopped(name: str) -> str:
    return "This cell was stopped" if name == STOPPED else f"This cell stopped with {name}"


def cards(outputs: Iterable[Any]) -> list[Block]:
    """The cards among a check cell's outputs: what the grader put there after judging.

    subtle: call it for locked grade cells only. Elsewhere a learner's code writes the metadata.
    """
    return [
        Block(kind="card", body=from_card(as_text(output["data"].get("text/html"))))
        for output in outputs
        if _is_card(output)
    ]


def _is_card(output: Any) -> bool:
    marks = output.get("metadata", {}).get(META, {})
    data = output.get("data")
    is_card = isinstance(marks, Mapping) and marks.get("card") is True
    return is_card and isinstance(data, Mapping) and bool(as_text(data.get("text/html")))


def _merged(outputs: Iterable[Any]) -> Iterator[Mapping[str, Any]]:
    """The outputs, with those of one stream that follow each other as one."""
    last: dict[str, Any] | None = None
    for output in outputs:
        if not isinstance(output, Mapping):
            continue
        alike = (output.get("output_type"), output.get("name"))
        if last is not None and alike == ("stream", last["name"]):
            last["parts"].append(as_text(output.get("text")))
            continue
        if last is not None:
            yield {**last, "text": "".join(last["parts"])}
        last = None
        if output.get("output_type") == "stream":
            last = {**output, "name": output.get("name"), "parts": [as_text(output.get("text"))]}
        else:
            yield output
    if last is not None:
        yield {**last, "text": "".join(last["parts"])}

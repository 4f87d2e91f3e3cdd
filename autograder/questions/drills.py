"""Drills: practice questions of the published kinds, with numbers that are drawn.

A drill takes a published question and gives it other numbers, in its parts and in its prompt. The
wrong models are the published ones (those of a stack of layers stand here), so a drill finds the
beliefs that its question finds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import MISSING, dataclass, fields, replace
from fractions import Fraction
from math import prod
from random import Random
from types import MappingProxyType
from typing import Any

import numpy as np

from autograder.answers import describe
from autograder.errors import UnusableAnswer
from autograder.misconceptions import Reads, Writes, WrongModel
from autograder.questions import (
    generation,
    ids_practice,
    indices,
    masks,
    metrics,
    shapes,
    thresholds,
    training,
    vectors,
)
from autograder.questions.generators import Generator
from autograder.questions.kinds import Ids, Shape
from autograder.questions.question import Part, Question
from autograder.reference import shapes as stacks
from autograder.reference import similarity

Numbers = dict[str, Any]


def _drill(
    name: str,
    title: str,
    published: Question,
    draw: Callable[[Random], Numbers],
    ask: Callable[..., Numbers],
    near: Callable[[Random], Numbers] | None = None,
) -> Generator:
    """A generator for a published question: ``ask`` gives what the drawn numbers change in it."""

    def make(id: str, **numbers: Any) -> Question:
        return replace(published, id=id, title=title, points=0.0, **ask(**numbers))

    return Generator(
        id=f"drill-{name}",
        title=title,
        lesson=published.lesson,
        draw=draw,
        make=make,
        published=published.id,
        near=near,
    )


def _part(question: Question, name: str, /, **changes: Any) -> Part:
    """One part of a published question, changed."""
    return replace(next(part for part in question.parts if part.name == name), **changes)


def _parts(question: Question, params: Mapping[str, Any]) -> tuple[Part, ...]:
    """All parts of a published question, on other numbers."""
    return tuple(replace(part, params=params) for part in question.parts)


def _listed(items: Iterable[Any]) -> str:
    """Items in a sentence: ``1, 2 and 3``."""
    *front, last = map(str, items)
    return f"{', '.join(front)} and {last}"


def _table(head: Sequence[Any], *rows: Sequence[Any]) -> str:
    """A Markdown table."""
    lines = (head, ["---"] * len(head), *rows)
    return "\n".join(f"| {' | '.join(map(str, line))} |" for line in lines)


def _percent(share: Fraction) -> str:
    return f"{float(100 * share):g}%"


_SIZES = (800, 1000, 1500, 2000, 3000, 5000, 8000, 10000)
_WIDTHS = (8, 12, 16, 24, 32, 48, 64)


# --- shapes -----------------------------------------------------------------------------------


def _draw_batch(rng: Random) -> Numbers:
    texts, words = rng.randint(2, 4), rng.randint(2, 6)
    ids = [[rng.randint(1, 99) for _ in range(words)] for _ in range(texts)]
    return {"batch": ids, "rows": rng.choice(_SIZES), "width": rng.choice(_WIDTHS)}


def _ask_batch(batch: list[list[int]], rows: int, width: int) -> Numbers:
    shape = (len(batch), len(batch[0]))
    given = {"input_shape": shape, "input_dim": rows, "output_dim": width}
    return {
        "prompt": f"`layer = Embedding({rows}, {width})` is called on the batch `{batch}`. What is "
        "the shape of the result? Answer with a tuple.",
        "parts": _parts(shapes.TWO_BY_THREE, given),
    }


def _draw_ladder(rng: Random) -> Numbers:
    return {
        "texts": rng.randint(2, 5),
        "words": rng.randint(3, 8),
        "rows": rng.choice(_SIZES),
        "width": rng.choice(_WIDTHS),
        "units": rng.choice((4, 6, 10, 20)),
    }


def _ask_ladder(texts: int, words: int, rows: int, width: int, units: int) -> Numbers:
    given = {"input_shape": (texts, words), "input_dim": rows, "output_dim": width, "units": units}
    pooled, flat, lstm, scores = _parts(shapes.LADDER, given)
    lstm = replace(lstm, label=f"after LSTM({units})", reference=shapes.rung(stacks.LSTM(units)))
    return {
        "prompt": f"A batch of shape `({texts}, {words})`, {texts} texts of {words} ids each, goes "
        f"through `Embedding({rows}, {width})`, and what comes out goes into one more layer. Give "
        "the shape that comes out of each of these, each one straight after the `Embedding`:\n\n"
        "- `pooled`: `GlobalAveragePooling1D()`\n"
        "- `flat`: `Flatten()`\n"
        f"- `lstm`: `LSTM({units})`\n"
        "- `scores`: `Dense(1)`\n\n"
        "Answer with a dict of tuples.",
        "parts": (pooled, flat, lstm, scores),
    }


def _draw_any_rank(rng: Random) -> Numbers:
    return {
        "row": rng.randint(4, 12),
        "column": rng.randint(3, 9),
        "block": tuple(rng.randint(2, 9) for _ in range(3)),
        "rows": rng.choice(_SIZES),
        "width": rng.choice(_WIDTHS),
    }


def _ask_any_rank(
    row: int, column: int, block: tuple[int, int, int], rows: int, width: int
) -> Numbers:
    def part(name: str, shape: tuple[int, ...]) -> Part:
        given = {"input_shape": shape, "input_dim": rows, "output_dim": width}
        label = f"ids of shape {shape}" if shape else "a single id"
        return _part(shapes.ANY_RANK, name, params=given, label=label)

    one = part("column", (column, 1))
    three = replace(
        part("column", block),
        name="block",
        wrong={belief: model for belief, model in one.wrong.items() if belief != "S10"},
        indistinct=(),
    )
    return {
        "prompt": f"`layer = Embedding({rows}, {width})` takes ids in any shape. Give the shape of "
        "the result for ids of these shapes, in a dict of tuples:\n\n"
        f"- `row`: ids of shape `({row},)`, one text without a batch axis\n"
        "- `scalar`: a single id, of shape `()`\n"
        f"- `column`: ids of shape `({column}, 1)`, {column} texts of one word each\n"
        f"- `block`: ids of shape `{block}`, {block[0]} books of {block[1]} texts of {block[2]} "
        "words.",
        "parts": (
            part("row", (row,)),
            part("scalar", ()),
            one,
            three,
        ),
    }


def _draw_weights(rng: Random) -> Numbers:
    return {
        "rows": rng.choice(_SIZES),
        "width": rng.choice((20, 30, 40, 50, 64, 100)),
        "length": rng.choice((15, 25, 45, 60, 80)),
    }


def _draw_near_weights(rng: Random) -> Numbers:
    """Between half and twice the published sizes, with many products."""
    return {
        "rows": 50 * rng.randint(10, 40),
        "width": 2 * rng.randint(13, 50),
        "length": 5 * rng.randint(3, 12),
    }


def _ask_weights(rows: int, width: int, length: int) -> Numbers:
    def part(name: str, first: int, second: int) -> Part:
        given = {"input_dim": first, "output_dim": second, "length": length}
        label = f"Embedding({first}, {second})"
        return _part(shapes.PARAMETERS, name, params=given, label=label)

    return {
        "prompt": f"How many weights does each of these layers have, when texts of {length} words "
        "go through them? Answer with a dict.\n\n"
        f"- `right`: `Embedding({rows}, {width})`\n"
        f"- `swapped`: `Embedding({width}, {rows})`, which somebody wrote by mistake.",
        "parts": (part("right", rows, width), part("swapped", width, rows)),
    }


# --- a stack of layers ------------------------------------------------------------------------

Sizes = tuple[Any, ...]
Stack = tuple[stacks.Layer, ...]


def _end(layers: Stack, input_shape: Sizes) -> Sizes:
    """The shape at the end of a stack."""
    return stacks.trace(layers, input_shape)[-1]


def _where(kinds: Any, rule: Callable[[Any, Sizes], Sizes]) -> Callable[[Stack, Sizes], Sizes]:
    """A wrong model: layers of one kind change a shape by another rule."""

    def model(layers: Stack, input_shape: Sizes) -> Sizes:
        shape = input_shape
        for layer in layers:
            shape = rule(layer, shape) if isinstance(layer, kinds) else layer.output_shape(shape)
        return shape

    return model


_POOLING = stacks.GlobalAveragePooling1D  # GlobalMaxPooling1D is one of them
_BELIEFS: Mapping[str, WrongModel] = {
    "S1": Reads(lambda layers, input_shape: {"layers": layers, "input_shape": input_shape[::-1]}),
    "S4": _where(stacks.Embedding, lambda layer, shape: (*shape, layer.input_dim)),
    "S5": _where(stacks.Flatten, lambda layer, shape: (shape[0], shape[-1])),
    "S6": _where(stacks.Dense, lambda layer, shape: (shape[0], layer.units)),
    "S11": _where(_POOLING, lambda layer, shape: shape[:-1]),
    "S12": _where(_POOLING, lambda layer, shape: shape[1:]),
    "S13": _where(stacks.Flatten, lambda layer, shape: (prod(shape),)),
    "S14": _where(stacks.Flatten, lambda layer, shape: (shape[0], sum(shape[1:]))),
    "S15": _where(stacks.LSTM, lambda layer, shape: (*shape[:2], layer.units)),
    "S16": _where(stacks.LSTM, lambda layer, shape: (*layer.output_shape(shape)[:-1], shape[-1])),
    "S21": Reads(
        lambda layers, input_shape: {"layers": layers, "input_shape": (None, *input_shape[1:])}
    ),
    "S22": _where(_POOLING, lambda layer, shape: (shape[0], 1, shape[-1])),
    "S26": Writes(lambda shape: shape[1:], alone=True),
    "S35": _where(_POOLING, lambda layer, shape: shape[:1]),
    "S36": _where(stacks.Flatten, lambda layer, shape: shape),
    "S37": _where((stacks.Dense, stacks.LSTM), lambda layer, shape: (*shape, layer.units)),
}


def _shown_by(part: Part) -> Part:
    """The part with those beliefs alone that change the end of its stack."""
    shown = {}
    for belief, model in _BELIEFS.items():
        try:
            if part.answer_by(model) != part.expected():
                shown[belief] = model
        except stacks.ShapeError:  # who believes it sees that the next layer would not fit
            continue
    return replace(part, wrong=shown)


def _call(layer: stacks.Layer) -> str:
    """A layer as it is written: ``LSTM(8, return_sequences=True)``."""
    given = []
    for each in fields(layer):
        value = getattr(layer, each.name)
        if each.default is MISSING:
            given.append(str(value))
        elif value != each.default:
            given.append(f"{each.name}={value}")
    return f"{type(layer).__name__}({', '.join(given)})"


def _draw_stack(rng: Random) -> Numbers:
    units = rng.sample((6, 10, 20, 30, 40), 2)
    body = rng.choice(
        (
            stacks.Conv1D(units[0], rng.choice((2, 3, 4))),
            stacks.MaxPooling1D(rng.choice((3, 4))),
            stacks.LSTM(units[0], return_sequences=True),
            stacks.Dense(units[0]),
        )
    )
    head = rng.choice(
        (
            stacks.GlobalAveragePooling1D(),
            stacks.GlobalMaxPooling1D(),
            stacks.Flatten(),
            stacks.LSTM(units[1]),
        )
    )
    last = rng.choice(((), (stacks.Dense(rng.choice((2, 3, 5))),)))
    table = stacks.Embedding(rng.choice(_SIZES), rng.choice(_WIDTHS))
    return {
        "texts": rng.randint(2, 7),
        "words": rng.choice((12, 16, 20, 24)),
        "layers": (table, body, head, *last),
    }


def _ask_stack(texts: int, words: int, layers: Stack) -> Numbers:
    lines = "\n".join(map(_call, layers))
    given = {"layers": layers, "input_shape": (texts, words)}
    return {
        "prompt": f"A batch of shape `({texts}, {words})`, {texts} texts of {words} ids each, goes "
        f"through these layers, from top to bottom:\n\n```\n{lines}\n```\n\n"
        "What is the shape of what comes out at the end? Answer with a tuple.",
        "parts": (_shown_by(Shape(reference=_end, params=given)),),
        "hints": (
            "Write a shape beside each line: every layer takes what the line above it gives.",
            "Ask of each layer which axis it adds, removes or resizes. The axis of the texts stays "
            "in front all the way.",
            "A window that is not padded starts only where all of it fits; windows of pooling lie "
            "side by side.",
        ),
    }


# --- ids --------------------------------------------------------------------------------------


def _draw_legal(rng: Random) -> Numbers:
    rows, width = rng.randint(300, 2000), rng.choice((16, 32, 50, 64, 100))
    ids = (-rng.randint(1, 5), 0, 1, rng.randint(width, rows - 2), rows - 1, rows)
    return {"ids": ids, "rows": rows, "width": width}


def _ask_legal(ids: tuple[int, ...], rows: int, width: int) -> Numbers:
    given = {"candidates": ids, "input_dim": rows, "output_dim": width}
    return {
        "prompt": f"A layer is `Embedding({rows}, {width})`. Which of the ids {_listed(ids)} are "
        "legal, that is, have a row of their own? Answer with a list.",
        "parts": _parts(indices.LEGAL, given),
        "hints": (
            "Rows are counted as Python counts list items.",
            "What is the number of the first row of this table, and what is the number of the "
            "last?",
        ),
    }


def _draw_error(rng: Random) -> Numbers:
    rows, width = rng.randint(500, 2000), rng.choice((16, 32, 50, 64))
    ids = [rng.randint(1, width - 1) for _ in range(6)]
    harmless, bad = sorted(rng.sample(range(6), 2))
    ids[harmless], ids[bad] = rng.randint(width, rows - 2), rows + rng.choice((0, 0, 1, 7))
    return {"batch": (tuple(ids[:3]), tuple(ids[3:])), "rows": rows, "width": width}


def _ask_error(batch: Any, rows: int, width: int) -> Numbers:
    given = {"batch": batch, "input_dim": rows, "output_dim": width}
    return {
        "prompt": f"`Embedding({rows}, {width})` is called on `{[list(row) for row in batch]}` and "
        "stops with an `InvalidArgumentError`. Diagnose it, in a dict:\n\n"
        "- `position`: where the id stands that has no row, as a tuple of two numbers, as the "
        "message gives it\n"
        "- `value`: that id\n"
        "- `fix`: the smallest `input_dim` with which this batch would run.",
        "parts": tuple(
            _part(indices.DETECTIVE, name, params=given) for name in ("position", "value", "fix")
        ),
    }


def _draw_message(rng: Random) -> Numbers:
    return {
        "text": rng.randint(0, 7),
        "word": rng.randint(0, 9),
        "shown": -rng.randint(2, 30),
        "input_dim": rng.choice((40, 50, 80, 120, 200, 500, 1000)),
    }


def _ask_message(text: int, word: int, shown: int, input_dim: int) -> Numbers:
    given = {"shown": shown, "input_dim": input_dim}
    return {
        "prompt": f"A batch of whole numbers stops with `indices[{text},{word}] = {shown} is not "
        f"in [0, {input_dim})`. Which number stands in the batch, at word {word} of text {text}? "
        "Answer with a whole number.",
        "parts": _parts(ids_practice.QUIZ_MESSAGE, given),
        "hints": (
            f"Would {shown} itself have been an error, in a table of {input_dim} rows?",
            ids_practice.QUIZ_MESSAGE.hints[-1],
        ),
    }


def _draw_sizes(rng: Random) -> Numbers:
    several = (2000, 3000, 4000, 5000, 6000, 8000, 10000)
    return {
        "old": rng.choice(several),
        "counted": rng.choice(several),
        "words": rng.choice((500, 700, 900, 1000, 1500)),
        "lookup": rng.choice((600, 800, 1000, 1200, 2000)),
        "largest": rng.choice(several) - 1,
    }


def _ask_sizes(**given: int) -> Numbers:
    labels = {
        "words": f"TextVectorization on {given['words']:,} words",
        "lookup": f"StringLookup on {given['lookup']:,} words",
        "largest": f"largest id {given['largest']:,}",
    }

    def part(name: str, number: int) -> Part:
        published = _part(indices.SIZES, name)
        more = published.params["rows"] - published.params["given"]
        params = {"given": number, "rows": number + more}
        return replace(published, params=params, label=labels.get(name, published.label))

    return {
        "prompt": "How many rows does each table need at least, so that every id that can occur "
        "has one? Answer with a dict.\n\n"
        "- `old`: an old `Tokenizer`, whose ids begin at 1, has a `word_index` of "
        f"{given['old']:,} entries\n"
        f"- `counted`: `vocabulary_size()` of a `TextVectorization` says {given['counted']:,}\n"
        "- `words`: a `TextVectorization` without `max_tokens` was adapted on texts with "
        f"{given['words']:,} different words\n"
        "- `lookup`: a `StringLookup` with its defaults was adapted on "
        f"{given['lookup']:,} different words\n"
        f"- `largest`: the largest id in an array is {given['largest']:,}.",
        "parts": tuple(part(name, number) for name, number in given.items()),
    }


def _draw_rows_read(rng: Random) -> Numbers:
    ids = [
        rng.randint(0, 4) + rng.choice((0.6, 0.7, 0.8, 0.9)),
        rng.randint(5, 20) + rng.choice((0.1, 0.2, 0.7, 0.9)),
        rng.randint(21, 90) + 0.5,
        float(-rng.randint(1, 3)),
    ]
    rng.shuffle(ids)
    return {"ids": tuple(round(each, 1) for each in ids), "rows": rng.choice((500, 1000, 2000))}


def _ask_rows_read(ids: tuple[float, ...], rows: int) -> Numbers:
    (published,) = indices.ROWS.parts
    params = {"ids": ids, "input_dim": rows}
    # Only for an id of -1 is the row of unknown words the one that the number without its sign has.
    apart = {belief: model for belief, model in published.wrong.items() if belief != "I59"}
    return {
        "prompt": f"No error appears when `Embedding({rows}, 8)` is called on the array "
        f"`{list(ids)}` on a CPU. Which rows does it read? Answer with a list of "
        f"{len(ids)} row numbers from 0 to {rows - 1}.",
        "parts": (replace(published, params=params, wrong=apart, indistinct=()),),
    }


# --- masks ------------------------------------------------------------------------------------


def _draw_mask(rng: Random) -> Numbers:
    length = rng.randint(4, 6)
    words = [rng.randint(1, length - 1) for _ in range(rng.randint(2, 3))]
    batch = tuple(
        tuple(rng.randint(1, 9) if place < real else 0 for place in range(length)) for real in words
    )
    return {"batch": batch, "width": rng.choice((2, 3, 4, 8, 16))}


def _ask_mask(batch: Any, width: int) -> Numbers:
    return {
        "prompt": f"`layer = Embedding(10, {width}, mask_zero=True)` is called on the batch "
        f"`{[list(row) for row in batch]}`. Answer with a dict:\n\n"
        "- `vectors`: the shape of the result\n"
        "- `mask`: the shape of the mask that travels with it\n"
        "- `true`: how many entries of the mask are True.",
        "parts": _parts(masks.MASK, {"batch": batch, "width": width, "rows": 10}),
    }


@dataclass(frozen=True, kw_only=True)
class Truths(Ids):
    """A list of truth values: True and False, or 1 and 0."""

    def _item(self, item: Any) -> int:
        if item in (0, 1) and isinstance(item, (bool, int)):
            return int(item)
        raise UnusableAnswer(
            f"Your list holds {describe(item)}.", "Each entry is True or False, or 1 or 0."
        )


def _draw_mask_row(rng: Random) -> Numbers:
    words = [rng.randint(1, 9) for _ in range(rng.randint(2, 4))]
    front = [0] * rng.randint(1, 3)
    return {"ids": (*front, *words, *[0] * rng.randint(0, 2)), "width": rng.choice((4, 8, 16))}


def _ask_mask_row(ids: tuple[int, ...], width: int) -> Numbers:
    row = Truths(
        label="mask of the text",
        reference=lambda ids: [int(each != 0) for each in ids],
        params={"ids": ids},
        wrong={
            "K4": lambda ids: [1 for each in ids if each != 0],
            "K7": lambda ids: [int(each == 0) for each in ids],
            "K9": lambda ids: sorted((int(each != 0) for each in ids), reverse=True),
            "K12": lambda ids: [1 for each in ids],
        },
    )
    return {
        "prompt": f"`Embedding(10, {width}, mask_zero=True)` is called on a batch of one text, "
        f"`[{list(ids)}]`. Which mask goes with this text? Answer with a list of truth values, "
        "with 1 for True and 0 for False.",
        "parts": (row,),
        "hints": (
            "The mask is made from the ids alone: one truth value for each of them.",
            "In Keras a truth value says whether a token stands at that place. Go through the ids "
            "from left to right, wherever the padding stands.",
        ),
    }


def _draw_masked_mean(rng: Random) -> Numbers:
    padding, words = rng.randint(1, 9) / 10, [-n / 10 for n in rng.sample(range(1, 10), 4)]
    text = rng.sample(range(1, 5), rng.randint(2, 3))
    ids = (*text, *[0] * rng.randint(1, 3))
    return {"table": (padding, *words), "ids": ids}


def _ask_masked_mean(table: tuple[float, ...], ids: tuple[int, ...]) -> Numbers:
    bare = {"table": table, "ids": ids, "counted": (True,) * len(ids)}
    masked = {**bare, "counted": tuple(i != 0 for i in ids)}
    numbered = _table(("id", *range(len(table))), ("number", *table))
    return {
        "prompt": "To keep the sums short, each vector has one number only. The table of a trained "
        f"`Embedding({len(table)}, 1)` holds\n\n{numbered}\n\n"
        f"The text `{list(ids)}` goes through the layer and is pooled. Which number comes out of "
        "each of these? Answer with a dict, with at least four decimals.\n\n"
        "- `masked`: `mask_zero=True`, then `GlobalAveragePooling1D()`\n"
        "- `bare`: no `mask_zero`, then `GlobalAveragePooling1D()`\n"
        "- `largest`: `mask_zero=True`, then `GlobalMaxPooling1D()`.",
        "parts": (
            _part(masks.NUMBERS, "masked", params=masked),
            _part(masks.NUMBERS, "bare", params=bare),
            _part(masks.NUMBERS, "largest", params=bare),
        ),
        "hints": (
            "Look all the ids up first, also the padding: id 0 has a row with a number in it.",
            *masks.NUMBERS.hints[1:],
        ),
    }


# --- metrics ----------------------------------------------------------------------------------


def _draw_counts(rng: Random) -> Numbers:
    return {
        "tp": rng.randint(40, 160),
        "fp": rng.randint(5, 30),
        "fn": rng.randint(10, 40),
        "tn": rng.randint(50, 180),
    }


def _ask_orient(**counts: int) -> Numbers:
    printed = np.array([[counts["tn"], counts["fp"]], [counts["fn"], counts["tp"]]])
    return {
        "prompt": "A spam filter was tried on messages with the labels 0 (not spam) and 1 (spam). "
        "scikit-learn's `confusion_matrix(y_true, y_pred)` printed\n\n"
        f"```\n{printed}\n```\n\n"
        "Spam is the positive class. Read off the counts, in a dict with the keys `tp`, `fp`, "
        "`fn` and `tn`, and add `total`, the number of messages, and `prevalence`, the share of "
        "spam among them.",
        "parts": _parts(metrics.ORIENT, counts),
    }


def _ask_of_counts(published: Question, asks: str) -> Callable[..., Numbers]:
    """A question on the four counts of a filter."""

    def ask(tp: int, fp: int, fn: int, tn: int) -> Numbers:
        return {
            "prompt": f"A spam filter's counts are TP = {tp}, FN = {fn}, FP = {fp} and TN = {tn}, "
            f"with spam as the positive class. {asks}",
            "parts": _parts(published, {"tp": tp, "fp": fp, "fn": fn, "tn": tn}),
        }

    return ask


def _draw_classes(rng: Random) -> Numbers:
    return {
        "matrix": (
            (rng.randint(50, 95), rng.randint(0, 4), rng.randint(0, 3)),
            (rng.randint(1, 6), rng.randint(3, 9), rng.randint(0, 2)),
            (rng.randint(2, 5), rng.randint(0, 2), 0),
        )
    }


def _ask_averages(matrix: Any) -> Numbers:
    return {
        "prompt": "Three classes, ham, spam and scam, in this order. The rows are the actual "
        f"classes, the columns the predicted ones:\n\n```\n{np.array(matrix)}\n```\n\n"
        "Compute the `macro`, `micro` and `weighted` average of F1, in a dict. A class that is "
        "never found has an F1 of 0. At least four decimals.",
        "parts": _parts(metrics.AVERAGES, {"matrix": matrix}),
    }


# --- thresholds -------------------------------------------------------------------------------


def _draw_labels(rng: Random) -> Numbers:
    threshold = rng.choice((0.25, 0.5, 0.75))  # floats of 32 bits hold these exactly
    spam, ham = ([rng.randint(5, 95) / 100 for _ in range(n)] for n in (5, 4))
    spam[0] = ham[0] = threshold
    messages = [(1, score) for score in spam] + [(0, score) for score in ham]
    rng.shuffle(messages)
    y, scores = zip(*messages, strict=True)
    return {"y": y, "scores": scores, "threshold": threshold}


def _ask_labels(y: tuple[int, ...], scores: tuple[float, ...], threshold: float) -> Numbers:
    messages = _table(
        ("message", *range(1, len(y) + 1)),
        ("probability", *(f"{score:.2f}" for score in scores)),
        ("label", *y),
    )

    def part(name: str, label: str, *, strict: bool) -> Part:
        given = {"y": y, "scores": scores, "threshold": threshold, "strict": strict}
        return _part(thresholds.DECIDE, name, params=given, label=label)

    return {
        "prompt": "A model gave these messages probabilities of being spam (label 1, the positive "
        f"class):\n\n{messages}\n\n"
        "Give two recalls in a dict, as a `Fraction` or with at least four decimals: "
        f"`reaches`, where a message is flagged if its probability is at least {threshold}; "
        f"`keras`, what `keras.metrics.Recall(thresholds={threshold})` says of them.",
        "parts": (
            part("reaches", f"recall from {threshold} on", strict=False),
            part("keras", "recall by Keras", strict=True),
        ),
        "hints": (
            "Find the messages that are spam, and count how many of them are flagged.",
            "Keras's metrics flag what exceeds the threshold. Which messages does that concern?",
        ),
    }


def _draw_costs(rng: Random) -> Numbers:
    scores = sorted((n / 100 for n in rng.sample(range(5, 96), 10)), reverse=True)
    y = [1, 1, 0, 0, 0, 1, 1, 0, 0, 0]
    first, second = rng.sample(range(9), 2)
    for place in (first, second):  # neighbours trade places, so that spam stays high up
        y[place : place + 2] = y[place : place + 2][::-1]
    return {
        "cost_fp": rng.randint(2, 6),
        "cost_fn": rng.randint(8, 24),
        "share": Fraction(1, rng.choice((5, 8, 10, 20))),
        "y": tuple(y),
        "scores": tuple(scores),
    }


def _ask_costs(
    cost_fp: int, cost_fn: int, share: Fraction, y: tuple[int, ...], scores: tuple[float, ...]
) -> Numbers:
    costs = {"cost_fp": cost_fp, "cost_fn": cost_fn}
    bill = {"y": y, "scores": scores, **costs}
    messages = _table(("score", *(f"{score:.2f}" for score in scores)), ("label", *y))
    return {
        "prompt": f"To hold back a good message costs {cost_fp} euros, to let a fraud through "
        f"costs {cost_fn} euros; right decisions cost nothing. Of all messages {_percent(share)} "
        "are fraud, the positive class. A message is flagged, and held back, if its score is at "
        "least the threshold.\n\n"
        "One model's scores are calibrated: of the messages that it scores p, a share p is fraud. "
        "Another model's scores only rank the messages. These are ten validation messages of this "
        f"second model:\n\n{messages}\n\n"
        "Answer in a dict:\n\n"
        "- `threshold`: the threshold of least expected cost for the calibrated model, with at "
        "least four decimals\n"
        "- `at_half`: what the second model's mistakes on the ten messages cost at a threshold of "
        "0.5, in euros\n"
        "- `least`: what they cost at the threshold that is best for these ten messages, in euros.",
        "parts": (
            _part(thresholds.COSTS, "threshold", params={**costs, "share": share}),
            _part(thresholds.COSTS, "at_half", params=bill),
            _part(thresholds.COSTS, "least", params=bill),
        ),
        "hints": (
            "A calibrated score p gives both expected costs: flagging costs the price of a false "
            "alarm times 1 − p, letting through costs the price of a miss times p. Where are they "
            "equal?",
            *thresholds.COSTS.hints[1:],
        ),
    }


def _draw_base_rate(rng: Random) -> Numbers:
    return {
        "fraud": rng.choice((100, 200, 300, 400)),
        "tpr": Fraction(rng.choice((60, 65, 70, 75, 80, 85, 90)), 100),
        "fpr": Fraction(rng.choice((3, 4, 5, 6, 8, 10)), 100),
    }


def _ask_base_rate(fraud: int, tpr: Fraction, fpr: Fraction) -> Numbers:
    messages = 10000
    rates = {"tpr": tpr, "fpr": fpr}
    share = {"share": Fraction(fraud, messages)}
    day = {"messages": messages, "fraud": fraud, "fpr": fpr}
    before = float(tpr / (tpr + fpr))
    return {
        "prompt": "A fraud filter was tested on 1,000 messages, half of them fraud. It found "
        f"{_percent(tpr)} of the fraud and flagged {_percent(fpr)} of the good messages, "
        f"{int(500 * fpr)} of them; its precision was {before:.4f}. In use it keeps both rates, "
        f"but of {messages:,} messages a day only {fraud} are fraud. Answer in a dict (shares with "
        "at least four decimals):\n\n"
        "- `blocked`: how many good messages it is to be expected to flag in a day\n"
        "- `precision`: its precision in use\n"
        "- `everything`: the precision in use of a model that flags every message\n"
        "- `needed`: the share of fraud at which the filter's precision would be exactly 0.5.",
        "parts": (
            _part(thresholds.BASE_RATE, "blocked", params=day),
            _part(thresholds.BASE_RATE, "precision", params={**share, **rates}),
            _part(thresholds.BASE_RATE, "everything", params=share),
            _part(thresholds.BASE_RATE, "needed", params=rates),
        ),
        "hints": (
            *thresholds.BASE_RATE.hints[:2],
            "Precision is 0.5 where false flags are as many as right ones. Call the share of fraud "
            "π, and write both as shares of all messages.",
        ),
    }


# --- splits and baselines ---------------------------------------------------------------------


def _draw_validation(rng: Random) -> Numbers:
    return {
        "ham": 20 * rng.randint(12, 40),
        "spam": 20 * rng.randint(3, 12),
        "share": rng.choice((Fraction(1, 10), Fraction(1, 5), Fraction(1, 4))),
    }


def _ask_validation(ham: int, spam: int, share: Fraction) -> Numbers:
    given = {"ham": ham, "spam": spam, "share": share}
    return {
        "prompt": f"The arrays `x` and `y` hold {ham + spam} encoded texts and their labels in the "
        f"order of a file: first {ham} ham, then {spam} spam. They go to "
        f"`model.fit(x, y, validation_split={float(share)}, shuffle=True)`. Answer with a dict.\n\n"
        "- `validation`: how many spam texts are in the validation part\n"
        "- `training`: how many spam texts the model is trained on\n"
        "- `always_ham`: the accuracy on the validation part, from 0 to 1 and with at least four "
        "decimals, of a model that says ham to everything.",
        "parts": _parts(training.VALIDATION, given),
    }


def _draw_baseline(rng: Random) -> Numbers:
    train, test = rng.sample(range(12, 50), 3), rng.sample(range(20, 100), 3)
    return {"train": tuple(10 * n for n in train), "test": tuple(test)}


def _ask_baseline(train: Sequence[int], test: Sequence[int]) -> Numbers:
    labels = ("ham", "spam", "scam")
    counted = {
        part: dict(zip(labels, counts, strict=True))
        for part, counts in {"train": train, "test": test}.items()
    }
    return {
        "prompt": "Messages have three labels. This is how many of each there are:\n\n"
        f"{_table(('messages', *labels), ('training', *train), ('test', *test))}\n\n"
        "The majority baseline learns one thing from its training texts: which label is the "
        "most frequent. This label it answers to every text. What is its accuracy on the test "
        "texts? Give a `Fraction`, or at least four decimals.",
        "parts": _parts(training.BASELINE, counted),
    }


# --- vectors ----------------------------------------------------------------------------------

_WORDS = ("hot", "warm", "scorching", "cold", "good", "dirty")
_FAR_ENOUGH = 0.005  # between the cosines of the second neighbour and the third


def _draw_cosine(rng: Random) -> Numbers:
    while True:
        longest = [rng.choice((3, 9)) for _ in _WORDS]  # so that lengths differ
        table = tuple(tuple(rng.randint(0, most) for _ in range(4)) for most in longest)
        if all(map(any, table)) and _has_two_nearest(table):
            return {"table": table}


def _draw_near_words(rng: Random) -> Numbers:
    """Counts between half and twice the published ones: the words keep their company."""
    published = next(p for p in vectors.WORDS.parts if p.name == "nearest").params["matrix"]
    while True:
        table = tuple(
            tuple(rng.randint((count + 1) // 2, 2 * count) for count in row) for row in published
        )
        if _has_two_nearest(table):
            return {"table": table}


def _has_two_nearest(table: Any) -> bool:
    """Whether two rows are clearly nearer to the first than the others."""
    nearest = sorted((similarity.cosine(table[0], row) for row in table[1:]), reverse=True)
    return nearest[1] - nearest[2] > _FAR_ENOUGH


def _ask_cosine(table: Any) -> Numbers:
    lines = ((row, word, *table[row]) for row, word in enumerate(_WORDS))
    words = _table(("row", "word", "day", "soup", "clothes", "water"), *lines)
    return {
        "prompt": "A table has one row for each word. The columns count how often the word stands "
        f"near four other words of a small text:\n\n{words}\n\n"
        "Answer with a dict.\n\n"
        "- `cosine`: the cosine of *hot* and *warm*, with at least four decimals\n"
        "- `nearest`: the rows of the two words nearest to *hot* by cosine in this table, as a "
        "list (in any order, without *hot* itself).",
        "parts": (
            _part(vectors.WORDS, "cosine", params={"u": table[0], "v": table[1]}),
            _part(vectors.WORDS, "nearest", params={"matrix": table, "row": 0, "k": 2}),
        ),
        "hints": (
            "A cosine is the dot product of two rows, divided by the product of their lengths.",
            "The length of a row is the root of the sum of its squares.",
            "Work out the cosine of *hot* with each other row before you look at the words again.",
        ),
    }


def _draw_optimiser(rng: Random) -> Numbers:
    rows = rng.randint(6, 9)
    once, both, new, other, last = rng.sample(range(rows), 5)
    return {
        "rows": rows,
        "first": (once, both, both),
        "second": (new, both, both),
        "frozen": (other, last, other),
    }


def _ask_optimiser(rows: int, first: Any, second: Any, frozen: Any) -> Numbers:
    def moved(part: Part) -> Part:
        looked_up = frozen if part.name == "frozen" else second
        given = {"looked_up": looked_up, "before": first, "rows": rows}
        return replace(part, params={**part.params, **given})

    return {
        "prompt": f"A classifier begins with `Embedding({rows}, 3)`, without a mask or a "
        "regulariser. Four times it is made anew, compiled and trained for two steps, each a `fit` "
        "on one text. No gradient of a row that is looked up is zero. Which rows of the table "
        "change **in the second step**? Answer with a dict of lists.\n\n"
        f"- `SGD`: with `SGD(0.1)`, first on the ids `{list(first)}`, then on `{list(second)}`\n"
        "- `Adam`: the same two texts with `Adam()`\n"
        "- `AdamW`: the same two texts with `AdamW()`, whose weight decay is not zero by default\n"
        f"- `frozen`: with `SGD(0.1)`, first on `{list(first)}`, then on `{list(frozen)}`; between "
        "the two steps the line `embedding.trainable = False` is run, and nothing is compiled "
        "again.",
        "parts": tuple(map(moved, vectors.ROWS.parts)),
    }


# --- language models --------------------------------------------------------------------------


def _draw_perplexity(rng: Random) -> Numbers:
    halvings = [rng.randint(1, 5) for _ in range(rng.randint(3, 5))]
    return {
        "probabilities": tuple(0.5**each for each in halvings),
        "entries": rng.choice((1000, 1500, 2000, 3000, 4000)),
        "tokens": rng.randint(2, 5),
    }


def _ask_perplexity(probabilities: tuple[float, ...], entries: int, tokens: int) -> Numbers:
    given = {"probabilities": probabilities}
    uniform = {"probabilities": (1 / entries,) * tokens}
    return {
        "prompt": f"A language model read a text of {len(probabilities)} tokens. It had given the "
        f"tokens that really came the probabilities {_listed(map(Fraction, probabilities))}. "
        "Answer with a dict, with at least four decimals.\n\n"
        "- `bits`: the mean surprise (cross-entropy) per token, in bits\n"
        "- `perplexity`: the perplexity per token of this text\n"
        f"- `uniform`: another model has learnt nothing, and gives each of the {entries:,} tokens "
        "of its vocabulary the same probability; its perplexity per token on a text of "
        f"{tokens} tokens.",
        "parts": (
            _part(generation.PERPLEXITY, "bits", params=given),
            _part(generation.PERPLEXITY, "perplexity", params=given),
            _part(generation.PERPLEXITY, "uniform", params=uniform),
        ),
        "hints": (
            "The surprise of one token is the negative logarithm of its probability. To base 2 all "
            "of these are whole numbers.",
            *generation.PERPLEXITY.hints[1:],
        ),
    }


def _draw_batches(rng: Random) -> Numbers:
    return {
        "batches": tuple(
            (rng.randint(2, 8), 5 * rng.randint(2, 16), rng.randint(15, 50) / 10) for _ in range(3)
        )
    }


def _ask_batches(batches: Any) -> Numbers:
    first, second, third = batches
    lines = _table(
        ("batch", "texts", "real tokens", "loss"),
        ("first", *first),
        ("second", *second),
        ("third", *third),
    )
    return {
        "prompt": "A model was evaluated in three batches. The loss is the mean negative "
        "log-probability (natural logarithm) per real token of the batch; padding was masked.\n\n"
        f"{lines}\n\n"
        "What is the perplexity per token of all three batches together? At least four decimals.",
        "parts": _parts(generation.BATCHES, {"batches": batches}),
    }


def _draw_units(rng: Random) -> Numbers:
    words = rng.choice((100, 150, 200, 250, 400))
    length = rng.choice((Fraction(4), Fraction(9, 2), Fraction(5), Fraction(11, 2), Fraction(6)))
    return {
        "words": words,
        "characters": int(words * length),
        "perplexity": rng.randint(18, 32) / 10,
    }


def _ask_units(words: int, characters: int, perplexity: float) -> Numbers:
    given = {"characters": characters, "words": words, "perplexity": perplexity}
    return {
        "prompt": f"A text of {words} words has {characters:,} characters, spaces and full stops "
        "included. A model predicts it character by character, and its perplexity is "
        f"{perplexity} per character. What is its perplexity per word on this text? Give at least "
        "four decimals.",
        "parts": (_part(generation.UNITS, "per_word", name="", params=given),),
        "hints": (
            "The probability of the text is the same, however it is cut into pieces. How many "
            "characters does one word of this text have on average?",
            generation.UNITS.hints[-1],
        ),
    }


def _draw_brevity(rng: Random) -> Numbers:
    candidate, missing = rng.randint(7, 12), rng.randint(1, 3)
    nearest, shorter = candidate + missing, candidate - missing - rng.randint(1, 2)
    far = candidate + rng.randint(6, 12)
    hits = sorted(rng.sample(range(1, candidate), 4), reverse=True)
    longer = rng.randint(10, 15)
    return {
        "candidate": candidate,
        "references": (far, nearest, shorter),
        "precisions": tuple(
            Fraction(min(hit, candidate - n), candidate - n) for n, hit in enumerate(hits)
        ),
        "longer": longer,
        "reference": longer - rng.randint(2, 4),
    }


def _ask_brevity(
    candidate: int,
    references: tuple[int, ...],
    precisions: tuple[Fraction, ...],
    longer: int,
    reference: int,
) -> Numbers:
    lengths = {"candidate": candidate, "references": references}
    sizes = range(candidate, candidate - len(precisions), -1)
    one, two, three, four = (
        f"{int(share * size)}/{size}" for share, size in zip(precisions, sizes, strict=True)
    )
    return {
        "prompt": f"A candidate of {candidate} tokens has references of {_listed(references)} "
        f"tokens. Its clipped precisions are {one} for unigrams, {two} for bigrams, {three} for "
        f"trigrams and {four} for runs of four. Answer with a dict, on the scale from 0 to 1, with "
        "at least four decimals. Use the reference length that Papineni et al. and sacreBLEU "
        "use.\n\n"
        "- `length`: the reference length that enters the brevity penalty\n"
        "- `penalty`: the brevity penalty of this candidate\n"
        f"- `long`: the brevity penalty of another candidate, with {longer} tokens and one "
        f"reference of {reference}\n"
        "- `bleu2`: BLEU-2 of the first candidate, without smoothing.",
        "parts": (
            _part(generation.BREVITY, "length", params=lengths),
            _part(generation.BREVITY, "penalty", params=lengths),
            _part(
                generation.BREVITY,
                "long",
                params={"candidate": longer, "references": (reference,)},
            ),
            _part(
                generation.BREVITY,
                "bleu2",
                params={**lengths, "precisions": precisions, "order": 2},
            ),
        ),
    }


_FOUR_DECIMALS = "Give a `Fraction`, or at least four decimals."

GENERATORS = (
    _drill("batch", "Drill: the shape of a batch", shapes.TWO_BY_THREE, _draw_batch, _ask_batch),
    _drill("ladder", "Drill: the ladder of layers", shapes.LADDER, _draw_ladder, _ask_ladder),
    _drill("any-rank", "Drill: ids of any shape", shapes.ANY_RANK, _draw_any_rank, _ask_any_rank),
    _drill("stack", "Drill: the end of a stack", shapes.LADDER, _draw_stack, _ask_stack),
    _drill(
        "weights",
        "Drill: count the weights",
        shapes.PARAMETERS,
        _draw_weights,
        _ask_weights,
        _draw_near_weights,
    ),
    _drill("legal", "Drill: legal ids", indices.LEGAL, _draw_legal, _ask_legal),
    _drill("error", "Drill: an index error", indices.DETECTIVE, _draw_error, _ask_error),
    _drill(
        "message",
        "Drill: the number in a message",
        ids_practice.QUIZ_MESSAGE,
        _draw_message,
        _ask_message,
    ),
    _drill("sizes", "Drill: size the tables", indices.SIZES, _draw_sizes, _ask_sizes),
    _drill("rows-read", "Drill: odd ids", indices.ROWS, _draw_rows_read, _ask_rows_read),
    _drill("mask", "Drill: a mask", masks.MASK, _draw_mask, _ask_mask),
    _drill("mask-row", "Drill: one text's mask", masks.MASK, _draw_mask_row, _ask_mask_row),
    _drill(
        "masked-mean",
        "Drill: padding in a mean",
        masks.NUMBERS,
        _draw_masked_mean,
        _ask_masked_mean,
    ),
    _drill("orient", "Drill: read a matrix", metrics.ORIENT, _draw_counts, _ask_orient),
    _drill(
        "precision",
        "Drill: precision",
        metrics.PRECISION,
        _draw_counts,
        _ask_of_counts(metrics.PRECISION, f"What is its precision? {_FOUR_DECIMALS}"),
    ),
    _drill(
        "recall",
        "Drill: recall",
        metrics.RECALL,
        _draw_counts,
        _ask_of_counts(metrics.RECALL, f"What is its recall? {_FOUR_DECIMALS}"),
    ),
    _drill(
        "f1",
        "Drill: F1",
        metrics.F1,
        _draw_counts,
        _ask_of_counts(metrics.F1, f"What is its F1? {_FOUR_DECIMALS}"),
    ),
    _drill(
        "derived",
        "Drill: five more metrics",
        metrics.DERIVED,
        _draw_counts,
        _ask_of_counts(
            metrics.DERIVED,
            "Compute, in a dict: `accuracy`, `specificity`, `npv` (the negative predictive value, "
            "the precision of the negative class), `balanced_accuracy` and `mcc` (Matthews "
            "correlation). At least four decimals.",
        ),
    ),
    _drill("averages", "Drill: averages of F1", metrics.AVERAGES, _draw_classes, _ask_averages),
    _drill("labels", "Drill: at the threshold", thresholds.DECIDE, _draw_labels, _ask_labels),
    _drill("costs", "Drill: the cheapest threshold", thresholds.COSTS, _draw_costs, _ask_costs),
    _drill(
        "base-rate",
        "Drill: rare positives",
        thresholds.BASE_RATE,
        _draw_base_rate,
        _ask_base_rate,
    ),
    _drill(
        "validation",
        "Drill: the validation part",
        training.VALIDATION,
        _draw_validation,
        _ask_validation,
    ),
    _drill(
        "baseline",
        "Drill: the majority baseline",
        training.BASELINE,
        _draw_baseline,
        _ask_baseline,
    ),
    _drill(
        "cosine",
        "Drill: neighbours",
        vectors.WORDS,
        _draw_cosine,
        _ask_cosine,
        _draw_near_words,
    ),
    _drill("optimiser", "Drill: rows that move", vectors.ROWS, _draw_optimiser, _ask_optimiser),
    _drill(
        "perplexity", "Drill: perplexity", generation.PERPLEXITY, _draw_perplexity, _ask_perplexity
    ),
    _drill(
        "batches", "Drill: perplexity of batches", generation.BATCHES, _draw_batches, _ask_batches
    ),
    _drill("units", "Drill: perplexity per word", generation.UNITS, _draw_units, _ask_units),
    _drill(
        "brevity", "Drill: BLEU from its parts", generation.BREVITY, _draw_brevity, _ask_brevity
    ),
)

DRILLS: Mapping[str, Generator] = MappingProxyType({each.id: each for each in GENERATORS})

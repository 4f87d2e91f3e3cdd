"""Vocabularies, encoded and padded texts, and table sizes against Keras and scikit-learn."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from string import punctuation
from typing import Any

import numpy as np
from sklearn.feature_extraction.text import CountVectorizer

from autograder.reference.vocabulary import build, encode, pad, split, standardise, table_size
from tests.oracles.core import Case, Oracle, keras, outcome, stated, turn

BATCH = 20
BLOCK = 196  # characters in a draw: 64 draws hold them all
LETTERS = [*"aabbbcdxyzABZ", "é", "É", "ß", "İ", "Σ", "中", "\U0001f600", "\uffff", "\u0301"]
MARKS = [*punctuation, "“", "—", "…", "¿", "\u200b"]
SPACES = [" ", " ", " ", "\t", "\n", "\v", "\f", "\r", "\u00a0", "\u2003", "\x1c", "\x1f", "\x85"]
LIMITS = (None, 3, 6, 15)
LENGTHS = (None, 1, 4, 12)
SIDES: tuple[Any, ...] = tuple(product(("pre", "post"), ("pre", "post")))
# Every character of the first planes that can stand in a text, taken in turn.
CODES = [code for code in range(0x3100) if not 0xD800 <= code < 0xE000]


def random_text(rng: np.random.Generator, words: list[str]) -> str:
    """Words of a small stock (hence ties), with marks within and between; empty now and then."""
    parts = [""]
    for _ in range(int(rng.integers(0, 9))):
        word = words[min(len(words) - 1, int(rng.exponential(6)))]
        mark = MARKS[int(rng.integers(len(MARKS)))] if rng.random() < 0.4 else ""
        cut = int(rng.integers(0, len(word) + 1))
        space = SPACES[int(rng.integers(len(SPACES)))] if rng.random() < 0.5 else " "
        parts += [word[:cut], mark, word[cut:], space]
    return "".join(parts)


def random_texts(rng: np.random.Generator) -> list[str]:
    """One batch; words vary in case, so that some are merged and some are not."""
    letters = rng.choice(LETTERS, size=(20, 4))
    words = ["".join(row[: 1 + index % 4]) for index, row in enumerate(letters)]
    return ["a first text", *(random_text(rng, words) for _ in range(BATCH - 1))]


def adapted(texts: list[str], limit: int | None, length: int | None = None) -> Any:
    """A TextVectorization that has seen the texts."""
    layer = keras().layers.TextVectorization(max_tokens=limit, output_sequence_length=length)
    layer.adapt(np.array(texts, dtype=object))
    return layer


def draw_build(rng: np.random.Generator, number: int) -> Iterator[Case]:
    """The words in order, and the size of the table."""
    texts, limit = random_texts(rng), turn(LIMITS, number)
    layer, found = adapted(texts, limit), build(texts, max_tokens=limit)
    yield Case(
        ours=(list(found.tokens), table_size(len(found.words))),
        theirs=(layer.get_vocabulary(), int(layer.vocabulary_size())),
        arguments={"texts": texts, "max_tokens": limit},
        branches=(f"max_tokens:{limit}",),
        signature=found.signature,
    )


def draw_rare(rng: np.random.Generator, number: int) -> Iterator[Case]:
    """Words that occur `min_count` times, by scikit-learn's counts; none may be left."""
    texts, least = random_texts(rng), turn((1, 2, 4, 40), number)
    counter = CountVectorizer(analyzer=lambda text: split(standardise(text)))
    counts = counter.fit_transform(texts).sum(axis=0).A1
    names = counter.get_feature_names_out()
    kept = {str(name) for name, count in zip(names, counts, strict=True) if count >= least}
    found = outcome(lambda: build(texts, min_count=least), ValueError)
    yield Case(
        ours=found if found == "raises" else sorted(found.words),
        theirs=sorted(kept) or "raises",
        arguments={"texts": texts, "min_count": least},
        branches=(f"min_count:{least}", "none left" if not kept else "some left"),
    )


def draw_encoded(rng: np.random.Generator, number: int) -> Iterator[Case]:
    """Texts that were seen and texts that were not, as padded rows of ids."""
    limit, length = turn(LIMITS, number), turn(LENGTHS, number // len(LIMITS))
    train, other = random_texts(rng), random_texts(rng)
    layer, vocabulary = adapted(train, limit, length), build(train, max_tokens=limit)
    for texts, seen in ((train, "seen"), (other, "new")):
        encoded = [encode(text, vocabulary) for text in texts]
        rows, theirs = pad(encoded, length), np.asarray(layer(np.array(texts, dtype=object)))
        if rows.shape != theirs.shape:
            yield Case(ours=rows, theirs=theirs, arguments={"train": train, "texts": texts})
            continue
        for text, ids, ours, row in zip(texts, encoded, rows, theirs, strict=True):
            branches = [f"max_tokens:{limit}", f"length:{length}", seen]
            branches += ["empty"] * (not ids) + ["unknown words"] * (1 in ids)
            branches += ["cut"] * (len(ids) > (length or len(ids)))
            yield Case(
                ours=ours,
                theirs=row,
                arguments={"train": train, "text": text, "max_tokens": limit, "length": length},
                branches=tuple(branches),
                signature=vocabulary.signature,
            )


def words_of_keras(texts: list[str]) -> list[list[str]]:
    """The texts standardised and split by TextVectorization."""
    layer = keras().layers.TextVectorization()
    rows = layer._preprocess(np.array(texts, dtype=object)).to_list()
    return [[word.decode() for word in row] for row in rows]


def draw_words(rng: np.random.Generator, number: int) -> Iterator[Case]:
    """Texts, standardised and split."""
    texts = random_texts(rng)
    for text, theirs in zip(texts, words_of_keras(texts), strict=True):
        ours = split(standardise(text))
        branches = ("some words" if ours else "none",)
        yield Case(ours=ours, theirs=theirs, arguments={"text": text}, branches=branches)


def draw_characters(rng: np.random.Generator, number: int) -> Iterator[Case]:
    """Each character between two letters: whether it parts them, goes, changes or stays."""
    texts = [f"a{chr(turn(CODES, number * BLOCK + place))}b" for place in range(BLOCK)]
    for text, theirs in zip(texts, words_of_keras(texts), strict=True):
        ours = split(standardise(text))
        kind = "parts" if len(ours) > 1 else "goes" if ours == ["ab"] else "stays"
        kind = "changes" if kind == "stays" and ours != [text] else kind
        yield Case(ours=ours, theirs=theirs, arguments={"text": text}, branches=(kind,))


def draw_padded(rng: np.random.Generator, number: int) -> Iterator[Case]:
    """Rows of ids, filled and cut on either side."""
    sizes = rng.integers(0, 9, size=int(rng.integers(1, 6)))
    rows = [rng.integers(1, 50, size=size).tolist() for size in sizes]
    side, truncate = turn(SIDES, number)
    length = None if number % 5 == 0 else int(rng.integers(1, 9))
    theirs = keras().utils.pad_sequences(
        rows, maxlen=length, padding=side, truncating=truncate, dtype="int64"
    )
    yield Case(
        ours=pad(rows, length, side, truncate),
        theirs=theirs,
        arguments={"sequences": rows, "length": length, "side": side, "truncate": truncate},
        branches=(
            f"side:{side}|truncate:{truncate}",
            "length:longest" if length is None else "length:given",
        ),
    )


SPECIAL = tuple(product((True, False), (True, False)))


def draw_sizes(rng: np.random.Generator, number: int) -> Iterator[Case]:
    """StringLookup with and without a mask token and an unknown one."""
    padding, unknown = turn(SPECIAL, number)
    words = [f"w{index}" for index in range(int(rng.integers(1, 40)))]
    layer = keras().layers.StringLookup(
        vocabulary=words, mask_token="" if padding else None, num_oov_indices=int(unknown)
    )
    yield Case(
        ours=table_size(len(words), padding, unknown),
        theirs=int(layer.vocabulary_size()),
        arguments={"words": len(words), "padding": padding, "unknown": unknown},
        branches=(f"padding:{padding}|unknown:{unknown}",),
    )


ORACLES = (
    Oracle(
        name="vocabulary.build and table_size",
        family="vocabulary",
        against="Keras",
        cases=800,
        draw=draw_build,
        minimum=stated([f"max_tokens:{limit}" for limit in LIMITS], 180),
    ),
    Oracle(
        name="vocabulary.build with min_count",
        family="vocabulary",
        against="scikit-learn",
        cases=800,
        draw=draw_rare,
        minimum=stated([f"min_count:{least}" for least in (1, 2, 4, 40)], 180)
        | {"none left": 60, "some left": 500},
    ),
    Oracle(
        name="vocabulary.encode and pad",
        family="vocabulary",
        against="Keras",
        cases=8_000,
        draw=draw_encoded,
        minimum=stated([f"max_tokens:{limit}" for limit in LIMITS], 1_500)
        | stated([f"length:{length}" for length in LENGTHS], 1_000)
        | {"seen": 3_800, "new": 3_800, "empty": 400, "unknown words": 2_000, "cut": 1_000},
    ),
    Oracle(
        name="vocabulary.standardise and split",
        family="vocabulary",
        against="Keras",
        cases=6_000,
        draw=draw_words,
        minimum={"some words": 4_000, "none": 400},
    ),
    Oracle(
        name="vocabulary.standardise and split of every character to U+30FF",
        family="vocabulary",
        against="Keras",
        cases=len(CODES),
        draw=draw_characters,
        minimum={"parts": 6, "goes": 32, "changes": 26, "stays": 12_000},
        kind="scalar",
    ),
    Oracle(
        name="vocabulary.pad",
        family="vocabulary",
        against="Keras",
        cases=3_000,
        draw=draw_padded,
        minimum={f"side:{side}|truncate:{truncate}": 700 for side, truncate in SIDES}
        | {"length:longest": 500, "length:given": 2_000},
    ),
    Oracle(
        name="vocabulary.table_size",
        family="vocabulary",
        against="Keras",
        cases=400,
        draw=draw_sizes,
        minimum={f"padding:{padding}|unknown:{unknown}": 90 for padding, unknown in SPECIAL},
        kind="scalar",
    ),
)

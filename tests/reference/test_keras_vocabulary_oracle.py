"""Vocabularies and encoded texts against Keras's TextVectorization, on seeded random texts."""

from collections import Counter
from string import punctuation
from typing import Any

import numpy as np

from autograder.reference.vocabulary import build, encode, pad, split, standardise, table_size

ADAPTS, BATCH = 80, 40
LETTERS = [*"aabbbcdxyzABZ", "é", "É", "ß", "İ", "Σ", "中", "\U0001f600", "\uffff", "\u0301"]
MARKS = [*punctuation, "“", "—", "…", "¿", "\u200b"]
SPACES = [" ", " ", " ", "\t", "\n", "\v", "\f", "\r", "\u00a0", "\u2003", "\x1c", "\x1f", "\x85"]


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


def test_vocabularies_and_ids_equal_keras_text_vectorization(keras: Any) -> None:
    rng = np.random.default_rng(1)
    seen: Counter[str] = Counter()
    for case in range(ADAPTS):
        train, other = random_texts(rng), random_texts(rng)
        max_tokens = (None, 3, 6, 15)[case % 4]
        length = (None, 1, 4, 12)[case // 4 % 4]
        layer = keras.layers.TextVectorization(max_tokens=max_tokens, output_sequence_length=length)
        layer.adapt(np.array(train, dtype=object))
        vocabulary = build(train, max_tokens=max_tokens)
        assert list(vocabulary.tokens) == layer.get_vocabulary()
        assert table_size(len(vocabulary.words)) == layer.vocabulary_size()
        for texts in (train, other):
            encoded = [encode(text, vocabulary) for text in texts]
            theirs = np.asarray(layer(np.array(texts, dtype=object)))
            np.testing.assert_array_equal(pad(encoded, length), theirs)
            seen["texts"] += len(texts)
            seen["empty"] += sum(not ids for ids in encoded)
            seen["unknown"] += sum(1 in ids for ids in encoded)
            seen["cut"] += sum(len(ids) > (length or 99) for ids in encoded)
    assert seen["texts"] >= 2_000
    assert min(seen["empty"], seen["unknown"], seen["cut"]) >= 200


def test_standardising_and_splitting_equal_tensorflows(keras: Any) -> None:
    rng = np.random.default_rng(2)
    texts = [text for _ in range(60) for text in random_texts(rng)]
    # Every character of the first planes that can stand in a text, each between two letters.
    texts += [f"a{chr(code)}b" for code in range(0x3100) if not 0xD800 <= code < 0xE000]
    layer = keras.layers.TextVectorization()
    words = layer._preprocess(np.array(texts, dtype=object)).to_list()
    for text, theirs in zip(texts, words, strict=True):
        assert split(standardise(text)) == [word.decode() for word in theirs]


def test_padding_equals_keras_pad_sequences(keras: Any) -> None:
    rng = np.random.default_rng(3)
    for case in range(2_000):
        sizes = rng.integers(0, 9, size=int(rng.integers(1, 6)))
        rows = [rng.integers(1, 50, size=size).tolist() for size in sizes]
        length = None if case % 5 == 0 else int(rng.integers(1, 9))
        side, truncate = (("pre", "post")[case % 2], ("pre", "post")[case // 2 % 2])
        theirs = keras.utils.pad_sequences(
            rows, maxlen=length, padding=side, truncating=truncate, dtype="int64"
        )
        ours = pad(rows, length, side, truncate)  # type: ignore[arg-type]
        np.testing.assert_array_equal(ours, theirs)

"""Vocabularies, encoding and padding: known cases and properties."""

from collections import Counter
from string import ascii_letters, punctuation
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder.reference.indices import smallest_input_dim
from autograder.reference.vocabulary import (
    Vocabulary,
    build,
    encode,
    pad,
    split,
    standardise,
    table_size,
)

reproducible = settings(deadline=None, derandomize=True, max_examples=60)
TEXTS = ["The cat sat.", "The dog sat!", "the CAT"]
some_texts = st.lists(
    st.text("abcABÉé.'- \n\u00a0", min_size=1, max_size=20), min_size=1, max_size=6
).filter(lambda texts: any(split(standardise(text)) for text in texts))
id_rows = st.lists(st.lists(st.integers(1, 99), max_size=7), max_size=5)
sides = st.sampled_from(["pre", "post"])


def test_the_vocabulary_of_the_keras_documentation_has_its_ids() -> None:
    # keras.io/api/layers/preprocessing_layers/text/text_vectorization: a vocabulary passed in.
    vocabulary = Vocabulary(("earth", "wind", "and", "fire"))
    assert vocabulary.tokens == ("", "[UNK]", "earth", "wind", "and", "fire")
    assert encode("earth wind and rain", vocabulary) == [2, 3, 4, 1]


def test_frequent_words_come_first_and_ties_in_falling_order() -> None:
    assert build(TEXTS).words == ("the", "sat", "cat", "dog")
    assert build(["b a é É c Zz zz"]).words == ("zz", "é", "É", "c", "b", "a")


def test_a_limit_counts_padding_and_unknown() -> None:
    assert build(TEXTS, max_tokens=4).tokens == ("", "[UNK]", "the", "sat")
    assert build(TEXTS, max_tokens=99).words == build(TEXTS).words
    assert build(TEXTS, min_count=2).words == ("the", "sat", "cat")


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("Don't!", "dont"),
        ("well-known", "wellknown"),
        ("ÉCOLE", "École"),
        ("[UNK]", "unk"),
        ("“quoted” — so…", "“quoted” — so…"),
        (punctuation, ""),
        (ascii_letters, ascii_letters.lower()),
    ],
)
def test_standardising_is_for_ascii_alone(text: str, cleaned: str) -> None:
    assert standardise(text) == cleaned


def test_words_are_split_at_ascii_white_space_alone() -> None:
    assert split(" a\tb\nc\vd\fe\rf ") == list("abcdef")
    assert split("a\u00a0b\u2003c\u3000d\x1ce\x85f") == ["a\u00a0b\u2003c\u3000d\x1ce\x85f"]
    assert split("  ") == []


@reproducible
@given(some_texts)
def test_standardising_again_changes_nothing(texts: list[str]) -> None:
    for text in texts:
        assert standardise(standardise(text)) == standardise(text)


@reproducible
@given(some_texts)
def test_every_word_that_was_learned_has_an_id_of_its_own(texts: list[str]) -> None:
    vocabulary = build(texts)
    ids = [token_id for text in texts for token_id in encode(text, vocabulary)]
    assert set(ids) == set(range(2, len(vocabulary.tokens)))
    words = [word for text in texts for word in split(standardise(text))]
    assert [vocabulary.tokens[token_id] for token_id in ids] == words
    assert smallest_input_dim(ids) == table_size(len(vocabulary.words))


@reproducible
@given(some_texts, st.randoms(use_true_random=False))
def test_the_order_of_texts_changes_nothing(texts: list[str], random: Any) -> None:
    assert build(random.sample(texts, len(texts))) == build(texts)


@reproducible
@given(some_texts, st.integers(3, 8), st.integers(1, 3))
def test_a_limit_keeps_the_first_words_and_a_least_count_the_frequent_ones(
    texts: list[str], max_tokens: int, min_count: int
) -> None:
    words = build(texts).words
    assert build(texts, max_tokens=max_tokens).words == words[: max_tokens - 2]
    counts = Counter(word for text in texts for word in split(standardise(text)))
    frequent = tuple(word for word in words if counts[word] >= min_count)
    if frequent:
        assert build(texts, min_count=min_count).words == frequent


@reproducible
@given(some_texts, st.text("abcdef ", max_size=20))
def test_an_unknown_word_gets_id_one_and_no_row(texts: list[str], text: str) -> None:
    vocabulary = build(texts)
    ids = encode(text, vocabulary)
    for word, token_id in zip(split(text), ids, strict=True):
        assert (token_id == 1) == (word not in vocabulary.words)
    assert all(0 < token_id < table_size(len(vocabulary.words)) for token_id in ids)


def test_table_sizes_count_the_special_rows_that_are_asked_for() -> None:
    sizes = [table_size(5, padding, unknown) for padding in (0, 1) for unknown in (0, 1)]  # type: ignore[arg-type]
    assert sizes == [5, 6, 6, 7]
    assert table_size(0) == 2


@reproducible
@given(id_rows, st.one_of(st.none(), st.integers(0, 9)), sides, sides)
def test_padding_keeps_ids_in_order_and_zeros_on_one_side(
    rows: list[list[int]], length: int | None, side: Any, truncate: Any
) -> None:
    padded = pad(rows, length, side, truncate)
    width = max(map(len, rows), default=0) if length is None else length
    assert padded.shape == (len(rows), width)
    assert padded.dtype == np.int64
    for row, ids in zip(padded.tolist(), rows, strict=True):
        kept = ids[max(0, len(ids) - width) :] if truncate == "pre" else ids[:width]
        zeros = [0] * (width - len(kept))
        assert row == (zeros + kept if side == "pre" else kept + zeros)


def test_a_vocabulary_is_a_value() -> None:
    assert Vocabulary(["a"]) == Vocabulary(("a",))  # type: ignore[arg-type]
    assert Vocabulary(("a",)).signature == "vocabulary|padding:0|unknown:1|words:2"
    with pytest.raises(AttributeError):
        Vocabulary(("a",)).words = ("b",)  # type: ignore[misc]


@pytest.mark.parametrize(
    ("words", "error", "message"),
    [
        (("a", ""), ValueError, "words without the special tokens, got ''"),
        (("[UNK]",), ValueError, r"words without the special tokens, got '\[UNK\]'"),
        (("a", "b", "a"), ValueError, "each word once, got 'a' again"),
        (("a", 1), TypeError, "words, got 1 of type int"),
        ("the cat", TypeError, "a tuple of words, got 'the cat' of type str"),
    ],
)
def test_words_that_cannot_have_an_id_are_refused(words: Any, error: Any, message: str) -> None:
    with pytest.raises(error, match=message):
        Vocabulary(words)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: build(TEXTS, max_tokens=2), "max_tokens to be 3 or more, got 2"),
        (lambda: build(TEXTS, min_count=0), "min_count to be 1 or more, got 0"),
        (lambda: build([]), "a word that occurs 1 times or more, got none"),
        (lambda: build(["...", " "]), "a word that occurs 1 times or more, got none"),
        (lambda: build(TEXTS, min_count=4), "occurs 4 times or more, got 4 words, all rarer"),
        (lambda: pad([[1]], length=-1), "length to be 0 or more, got -1"),
        (lambda: pad([[1]], side="left"), 'side to be "pre" or "post", got \'left\''),  # type: ignore[arg-type]
        (lambda: pad([[1]], truncate=None), 'truncate to be "pre" or "post", got None'),  # type: ignore[arg-type]
        (lambda: table_size(-1), "words to be 0 or more, got -1"),
    ],
)
def test_what_is_out_of_range_is_a_value_error(call: Any, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        call()


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: build("The cat sat."), "a list of texts, got one text: 'The cat sat.'"),
        (lambda: build([b"bytes"]), "a text, got b'bytes' of type bytes"),  # type: ignore[list-item]
        (lambda: build(TEXTS, max_tokens=4.0), "max_tokens to be an int, got 4.0"),  # type: ignore[arg-type]
        (lambda: encode(["a"], Vocabulary(("a",))), r"a text, got \['a'\] of type list"),  # type: ignore[arg-type]
        (lambda: split(None), "a text, got None of type NoneType"),  # type: ignore[arg-type]
        (lambda: pad([[1, 0.5]]), "a token id to be an int, got 0.5 of type float"),  # type: ignore[list-item]
        (lambda: table_size(True), "words to be an int, got True of type bool"),
    ],
)
def test_the_wrong_kind_is_a_type_error(call: Any, message: str) -> None:
    with pytest.raises(TypeError, match=message):
        call()

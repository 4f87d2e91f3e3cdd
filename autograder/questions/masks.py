"""The questions of assignment 04_padding (lesson 4)."""

from __future__ import annotations

import math
from collections import Counter
from fractions import Fraction
from itertools import pairwise
from typing import Any

import numpy as np

from autograder.answers import describe
from autograder.errors import UnusableAnswer
from autograder.misconceptions import masks as wrong
from autograder.questions import draws
from autograder.questions.functions import Case, Counterexample, Function, Unmet
from autograder.questions.kinds import Count, Ids, Metric, Shape
from autograder.questions.question import Criterion, Question
from autograder.reference import masking
from autograder.reference.masking import MASK_BEHAVIOUR
from autograder.reference.shapes import embedding_output_shape
from autograder.reference.updates import rows_that_move

_BATCH: dict[str, Any] = {"batch": ((2, 5, 0, 0), (4, 0, 0, 0)), "width": 3, "rows": 6}


def _vectors_shape(batch: Any, width: int, rows: int) -> Any:
    return embedding_output_shape((len(batch), len(batch[0])), rows, width)


MASK = Question(
    id="masks-mask",
    title="What a mask is",
    lesson=4,
    points=0.5,
    items=("29", "30"),
    prompt="`layer = Embedding(6, 3, mask_zero=True)` is called on the batch "
    "`[[2, 5, 0, 0], [4, 0, 0, 0]]`. Answer with a dict:\n\n"
    "- `vectors`: the shape of the result\n"
    "- `mask`: the shape of the mask that travels with it\n"
    "- `true`: how many entries of the mask are True",
    parts=(
        Shape(
            name="vectors",
            label="shape of the result",
            reference=_vectors_shape,
            params=_BATCH,
            wrong={
                "K4": wrong.vectors_cut,
                "K10": wrong.vectors_in_a_heap,
                "D1": wrong.vectors_as_wide_as_vocabulary,
                "S4": wrong.vectors_as_wide_as_vocabulary,
            },
            indistinct=(frozenset({"D1", "S4"}),),
        ),
        Shape(
            name="mask",
            label="shape of the mask",
            reference=lambda batch, width, rows: masking.mask_of(batch).shape,
            params=_BATCH,
            wrong={
                "K4": wrong.mask_cut,
                "K27": wrong.mask_like_vectors,
                "K32": wrong.mask_for_the_batch,
            },
        ),
        Count(
            name="true",
            label="entries that are True",
            reference=lambda batch, width, rows: int(masking.mask_of(batch).sum()),
            params=_BATCH,
            wrong={"K7": wrong.real_where_padding, "K27": wrong.real_for_each_number},
        ),
    ),
    hints=(
        "Does a mask change the data, or does it lie beside them?",
        "The mask is made from the ids alone: one truth value for each, which says whether a "
        "token stands there.",
    ),
)

_TEXT = {"table": (0.6, -0.8, 0.9, -0.2, 0.3), "ids": (3, 1, 0, 0)}
_MASKED = {**_TEXT, "counted": (True, True, False, False)}
_BARE = {**_TEXT, "counted": (True, True, True, True)}


def _mean(table: Any, ids: Any, counted: Any) -> float:
    return float(masking.masked_mean([[table[i]] for i in ids], counted).values[0])


def _largest(table: Any, ids: Any, counted: Any) -> float:
    return float(masking.masked_max([[table[i]] for i in ids], counted).values[0])


NUMBERS = Question(
    id="masks-numbers",
    title="One padded text, three poolings",
    lesson=4,
    points=0.5,
    items=("30",),
    prompt="To keep the sums short, each vector has one number only. The table of a trained "
    "`Embedding(5, 1)` holds\n\n"
    "| id | 0 | 1 | 2 | 3 | 4 |\n"
    "|---|---|---|---|---|---|\n"
    "| number | 0.6 | -0.8 | 0.9 | -0.2 | 0.3 |\n\n"
    "The text `[3, 1, 0, 0]` goes through the layer and is pooled. Which number comes out of "
    "each of these? Answer with a dict.\n\n"
    "- `masked`: `mask_zero=True`, then `GlobalAveragePooling1D()`\n"
    "- `bare`: no `mask_zero`, then `GlobalAveragePooling1D()`\n"
    "- `largest`: `mask_zero=True`, then `GlobalMaxPooling1D()`",
    parts=(
        Metric(
            name="masked",
            label="masked average",
            lowest=-math.inf,
            highest=math.inf,
            reference=_mean,
            params=_MASKED,
            wrong={
                "K7": wrong.only_padding_counts,
                "K12": wrong.padding_counts,
                "K3": wrong.mean_over_padded_length,
            },
        ),
        Metric(
            name="bare",
            label="average without mask_zero",
            lowest=-math.inf,
            highest=math.inf,
            reference=_mean,
            params=_BARE,
            wrong={"K1": wrong.padding_row_is_zero, "K22": wrong.padding_never_counts},
        ),
        Metric(
            name="largest",
            label="maximum after mask_zero",
            lowest=-math.inf,
            highest=math.inf,
            reference=_largest,
            params=_BARE,
            wrong={
                "K2": wrong.padding_never_counts,
                "K1": wrong.padding_row_is_zero,
                "K11": wrong.padding_row_is_zero,
            },
            indistinct=(frozenset({"K1", "K11"}),),
        ),
    ),
    hints=(
        "Look all four ids up first, also the padding: id 0 has a row with a number in it.",
        "For each of the three ask: is there a mask, and does this layer heed one? Where it does, "
        "padding belongs neither into the sum nor into the number that divides it.",
        "GlobalMaxPooling1D does not heed a mask; it warns that it drops it.",
    ),
)


def _lines(*names: str) -> tuple[tuple[str, str], ...]:
    """Operations, each with what Keras does to a mask there."""
    return tuple((name, MASK_BEHAVIOUR[name]) for name in names)


_KEEPERS = {
    "lines": _lines(
        "Conv1D",
        "Dropout",
        "x * 2",
        "Dense",
        "LSTM(return_sequences=True)",
        "MaxPooling1D",
        "LayerNormalization",
        "x[:, :2]",
        "Dot",
        "Flatten",
    )
}


def _where(*behaviours: str) -> Any:
    """The numbers of the lines that do one of these things."""

    def numbers(lines: Any) -> list[int]:
        return [n for n, (_, does) in enumerate(lines, 1) if does in behaviours]

    return numbers


KEEP = Question(
    id="masks-keep",
    title="Who keeps the mask",
    lesson=4,
    points=0.75,
    items=("29", "30"),
    prompt="After `x = Embedding(5000, 16, mask_zero=True)(ids)` comes one of these lines:\n\n"
    "1. `y = Conv1D(8, 3)(x)`\n"
    "2. `y = Dropout(0.5)(x)`\n"
    "3. `y = x * 2`\n"
    "4. `y = Dense(8)(x)`\n"
    "5. `y = LSTM(8, return_sequences=True)(x)`\n"
    "6. `y = MaxPooling1D(2)(x)`\n"
    "7. `y = LayerNormalization()(x)`\n"
    "8. `y = x[:, :2]`\n"
    "9. `y = Dot(axes=2)([x, x])`\n"
    "10. `y = Flatten()(x)`\n\n"
    "Each line belongs to one of three lists. Answer with a dict of lists of numbers:\n\n"
    "- `kept`: `y` still carries a mask\n"
    "- `warned`: the mask is gone, and Keras warns of it\n"
    "- `silent`: the mask is gone, and nothing is said",
    parts=(
        Ids(
            name="kept",
            label="the mask is kept",
            ordered=False,
            reference=_where("passes on", "uses and passes on"),
            params=_KEEPERS,
            wrong={
                "K2": wrong.every_line,
                "K13": wrong.no_line,
                "K14": wrong.lines_without_warning,
                "K21": wrong.lines_but_recurrent,
                "K28": wrong.lines_that_use_it,
                "K35": wrong.lines_of_same_length,
            },
        ),
        Ids(
            name="warned",
            label="lost with a warning",
            ordered=False,
            reference=_where("drops with a warning"),
            params=_KEEPERS,
            wrong={
                "K2": wrong.no_line,
                "K13": wrong.every_line,
                "K14": wrong.lines_that_lose_it,
                "K35": wrong.lines_of_other_length,
                "K36": wrong.bare_operations,
            },
        ),
        Ids(
            name="silent",
            label="lost in silence",
            ordered=False,
            reference=_where("drops silently"),
            params=_KEEPERS,
            wrong={
                "K2": wrong.no_line,
                "K14": wrong.no_line,
                "K35": wrong.lines_without_positions,
                "K36": wrong.layers_that_lose_it,
            },
            indistinct=(frozenset({"K2", "K14"}),),
        ),
    ),
    hints=(
        "Is position 3 of the result still position 3 of the text, and nothing else? Then a mask "
        "can go along.",
        "Layers that merge or move positions drop the mask, and they say so.",
        "What is no layer at all says nothing. Neither does one layer here that compares "
        "positions with positions.",
    ),
)

_AVERAGE = "GlobalAveragePooling1D"
_SEVERAL = {
    "models": (
        (True, _lines(_AVERAGE)),
        (False, _lines(_AVERAGE)),
        (True, _lines("Dense", _AVERAGE)),
        (True, _lines("Conv1D", _AVERAGE)),
        (True, _lines("x * 2", _AVERAGE)),
        (True, _lines("LSTM")),
        (True, _lines("LSTM(return_sequences=True)", _AVERAGE)),
        (True, _lines("GlobalMaxPooling1D")),
    )
}
_SEES_NEIGHBOURS = frozenset({"Conv1D", "LSTM", "LSTM(return_sequences=True)"})


def _blind_to_padding(models: Any) -> list[int]:
    """The models in which a mask reaches every layer up to the one that uses it up."""
    return [
        n
        for n, (masked, lines) in enumerate(models, 1)
        if masked and not any(does.startswith("drops") for _, does in lines)
    ]


def _blind_to_order(models: Any) -> list[int]:
    """The models in which no layer looks at neighbours."""
    return [
        n
        for n, (_, lines) in enumerate(models, 1)
        if _SEES_NEIGHBOURS.isdisjoint(name for name, _ in lines)
    ]


SAME = Question(
    id="masks-same",
    title="Which models cannot tell",
    lesson=4,
    points=0.75,
    items=("29", "32"),
    prompt="Eight models, each with weights of its own, whatever they are. The first layer is "
    "`Embedding(50, 16, mask_zero=True)`, but for model 2, where it is `Embedding(50, 16)`. What "
    "follows it:\n\n"
    "1. `GlobalAveragePooling1D()`\n"
    "2. `GlobalAveragePooling1D()`\n"
    "3. `Dense(8)`, `GlobalAveragePooling1D()`\n"
    '4. `Conv1D(8, 3, padding="same")`, `GlobalAveragePooling1D()`\n'
    "5. the operation `x * 2`, `GlobalAveragePooling1D()`\n"
    "6. `LSTM(8)`\n"
    "7. `LSTM(8, return_sequences=True)`, `GlobalAveragePooling1D()`\n"
    "8. `GlobalMaxPooling1D()`\n\n"
    "Answer with a dict of lists of numbers:\n\n"
    "- `padding`: the models that give the same for `[[5, 6, 7]]` and `[[5, 6, 7, 0, 0]]`\n"
    "- `order`: the models that give the same for `[[5, 6, 7]]` and `[[7, 6, 5]]`\n\n"
    "The same means: for all weights that the model might have, but for rounding.",
    parts=(
        Ids(
            name="padding",
            label="blind to padding",
            ordered=False,
            reference=_blind_to_padding,
            params=_SEVERAL,
            wrong={
                "K22": wrong.always_masked,
                "K2": wrong.masked_models,
                "K1": wrong.every_model,
                "K13": wrong.masked_models_of_one_layer,
                "K14": wrong.models_without_warning,
                "K21": wrong.models_but_recurrent_ones,
                "K28": wrong.models_that_use_it,
                "K33": wrong.models_with_a_recurrent_layer,
            },
        ),
        Ids(
            name="order",
            label="blind to order",
            ordered=False,
            reference=_blind_to_order,
            params=_SEVERAL,
            wrong={
                "K5": wrong.no_model,
                "K25": wrong.models_that_average_alone,
                "K26": wrong.models_that_pool_last,
            },
        ),
    ),
    hints=(
        "For the padding, follow the mask: is it made at all, does every layer on the way hand it "
        "on, and does the last one use it?",
        "For the order, look for a layer in which the vector of one position depends on other "
        "positions. Pooling alone never asks who came first.",
    ),
)


def _rows_moved(batch: Any, rows: int) -> list[int]:
    return list(rows_that_move("SGD", {i for row in batch for i in row}, (), rows))


def _rows_moved_behind_mask(batch: Any, rows: int) -> list[int]:
    hidden = masking.mask_of(batch)
    seen = {int(i) for i in np.array(batch)[hidden]}
    return list(rows_that_move("SGD", seen, (), rows))


_TABLE = {"batch": ((2, 5, 0, 0), (4, 0, 0, 0)), "rows": 8}
_POISONED = {"batch": ((2, 0, 0), (6, 3, 0), (0, 0, 0)), "rows": 8}

ROWS = Question(
    id="masks-rows",
    title="What padding does to the table",
    lesson=4,
    points=0.5,
    items=("2", "20", "30"),
    prompt="A model consists of an `Embedding` with 8 rows, `GlobalAveragePooling1D()` and "
    '`Dense(1, activation="sigmoid")`. It is trained by plain stochastic gradient descent '
    "(`SGD`: no momentum, no decay), with all texts in one batch. No gradient happens to be zero "
    "by chance. Answer with a dict of lists of row numbers:\n\n"
    "- `masked`: with `mask_zero=True`, the rows of the table that one step on "
    "`[[2, 5, 0, 0], [4, 0, 0, 0]]` changes\n"
    "- `bare`: the same without `mask_zero`\n"
    "- `poisoned`: with `mask_zero=True` again, but on `[[2, 0, 0], [6, 3, 0], [0, 0, 0]]`, where "
    "the last text has no word and its average is NaN: the rows among 1 to 7 that hold NaN "
    "after five steps",
    parts=(
        Ids(
            name="masked",
            label="rows changed behind a mask",
            ordered=False,
            reference=_rows_moved_behind_mask,
            params=_TABLE,
            wrong={"K20": wrong.rows_looked_up, "W10": wrong.rows_of_every_word},
        ),
        Ids(
            name="bare",
            label="rows changed without a mask",
            ordered=False,
            reference=_rows_moved,
            params=_TABLE,
            wrong={
                "K1": wrong.rows_of_words,
                "K22": wrong.rows_of_words,
                "W10": wrong.rows_all,
            },
            indistinct=(frozenset({"K1", "K22"}),),
        ),
        Ids(
            name="poisoned",
            label="rows with NaN",
            ordered=False,
            reference=_rows_moved_behind_mask,
            params=_POISONED,
            wrong={
                "K6": wrong.rows_of_no_word,
                "K18": wrong.rows_of_no_word,
                "K19": wrong.rows_of_every_word,
                "W10": wrong.rows_of_every_word,
            },
            indistinct=(frozenset({"K6", "K18"}), frozenset({"K19", "W10"})),
        ),
    ),
    hints=(
        "A row changes if the loss depends on it: if it was looked up and had a part in a "
        "prediction.",
        "For the NaN: the last text's prediction is NaN, so the first step makes the weights of "
        "Dense NaN. What does that do to the gradients of the other texts in the second step?",
    ),
)

_WORDS = ("", "the", "film", "is", "good", "bad", "not", "but")
_GOOD, _BAD, _NOT = (_WORDS.index(word) for word in ("good", "bad", "not"))


def _two_texts(answer: Any) -> list[list[int]]:
    texts = answer
    pair = isinstance(texts, (list, tuple)) and len(texts) == 2
    nested = pair and all(isinstance(text, (list, tuple)) for text in texts)
    if not nested or not all(type(i) is int for text in texts for i in text):
        raise UnusableAnswer(
            f"You answered {describe(answer)}.",
            "Two texts are expected, each a list of ids, such as [[1, 2, 3], [4, 7]].",
        )
    return [list(text) for text in texts]


def _shares(text: list[int]) -> dict[int, Fraction]:
    """Which part of a text each word is: all that an average can know of it."""
    return {word: Fraction(count, len(text)) for word, count in Counter(text).items()}


def _negates(text: list[int]) -> set[int]:
    """Which of the words good and bad stand right behind a not."""
    behind = {after for word, after in pairwise(text) if word == _NOT}
    return behind & {_GOOD, _BAD}


def _unmet_by_texts(texts: list[list[int]], words: int) -> tuple[Unmet, ...]:
    one, other = texts
    if not one or not other:
        return (Unmet("One of your texts is empty, and has no average at all."),)
    if not all(1 <= i < words for text in texts for i in text):
        moved = [[i + 1 for i in text] for text in texts]
        from_zero = min(one + other) == 0 and max(one + other) < words - 1
        belief = "I18" if from_zero and not _unmet_by_texts(moved, words) else ""
        said = "Your texts hold an id that stands for none of the seven words."
        return (Unmet(said, belief),)
    if one == other:
        return (Unmet("The two texts are one and the same.", "K5"),)
    if set(one) == set(other) and _shares(one) != _shares(other):
        return (Unmet("The words are the same, but not how often each occurs.", "K23"),)
    negated = sorted([_negates(one), _negates(other)], key=sorted)
    if _shares(one) != _shares(other):
        belief = "K37" if negated == [{_GOOD}, {_BAD}] else ""
        return (Unmet("There are tables for which the two averages differ.", belief),)
    if negated != [{_GOOD}, {_BAD}]:
        return (Unmet("The two texts do not say `not good` and `not bad`, one each."),)
    return ()


ANAGRAM = Question(
    id="masks-anagram",
    title="Praise or blame, one average",
    lesson=4,
    points=1,
    items=("5", "32"),
    prompt="A model for film reviews is `Embedding(8, 16, mask_zero=True)`, "
    '`GlobalAveragePooling1D()`, `Dense(1, activation="sigmoid")`. Its vocabulary, from id 1 on: '
    "`the` 1, `film` 2, `is` 3, `good` 4, `bad` 5, `not` 6, `but` 7. Find two texts of these "
    "words, without padding, which the model cannot tell apart **whatever its weights are**, "
    "although in one of them `not` stands right before `good` and never right before `bad`, and "
    "in the other one right before `bad` and never right before `good`. Answer with a list of two "
    "lists of ids.",
    parts=(
        Counterexample(
            reference=lambda words: [[6, 4, 7, 5], [6, 5, 7, 4]],
            params={"words": len(_WORDS)},
            unmet=_unmet_by_texts,
            form=_two_texts,
            wrong={
                "K5": lambda words: ((6, 4, 7, 5), (6, 4, 7, 5)),
                "K23": lambda words: ((6, 4, 5), (6, 5, 4, 4)),
                "K37": lambda words: ((2, 3, 6, 4), (2, 3, 6, 5)),
                "I18": lambda words: ((5, 3, 0, 4), (5, 4, 0, 3)),
            },
        ),
    ),
    hints=(
        "What does an average of vectors know about a text, and what not?",
        "Both texts need the same words, each as often. Only their order may differ.",
        "Write a review that holds all three of good, bad and not, then swap two of its words.",
    ),
)


def masked_mean(vectors: Any, mask: Any, empty: float) -> Any:
    """The mean over the real positions of each text, with one policy for none."""
    values = masking.masked_mean(vectors, mask, empty="nan").values
    return np.where(np.isnan(values), empty, values).tolist()


def masked_max(vectors: Any, mask: Any, empty: float) -> Any:
    """The largest numbers over the real positions of each text, with one policy for none."""
    values = masking.masked_max(vectors, mask, empty="nan").values
    return np.where(np.isnan(values), empty, values).tolist()


# A text of padding only, beside another text and alone, with two policies.
_PADDING_ONLY = (
    Case(
        args=(
            [[[1.0, 4.0], [3.0, 8.0]], [[9.0, 9.0], [9.0, 9.0]]],
            [[True, True], [False, False]],
            -1.0,
        ),
        group="a text of padding only",
    ),
    Case(args=([[[5.0, 5.0]]], [[False]], 0.5), group="a text of padding only"),
)

MEAN = Question(
    id="masks-mean",
    title="Write a masked mean",
    lesson=4,
    points=2,
    items=("29", "30"),
    prompt="Write `masked_mean(vectors, mask, empty)`. It gets a batch as nested lists: `vectors` "
    "of shape (batch, time, width), numbers, and `mask` of shape (batch, time), True where a token "
    "stands. It returns, for each text, the mean of the vectors at its real positions: a nested "
    "list or an array of shape (batch, width). In a text without any real position the mean would "
    "be 0/0; there each number of the result is `empty`. Padding may stand anywhere in a text, and "
    "what its vectors hold must not matter.",
    parts=(
        Function(
            name="masked_mean",
            reference=masked_mean,
            cases=(
                Case(
                    args=(
                        [[[1.0, 4.0], [3.0, 8.0]], [[2.0, 0.5], [6.0, 2.5]]],
                        [[True, True], [True, True]],
                        0.0,
                    ),
                    group="no padding",
                ),
                Case(
                    args=(
                        [[[1.0, 4.0], [3.0, 8.0], [9.0, 9.0], [9.0, 9.0]]],
                        [[True, True, False, False]],
                        0.0,
                    ),
                    group="padding at the end",
                ),
                Case(
                    args=([[[9.0, 9.0], [1.0, 4.0], [3.0, 8.0]]], [[False, True, True]], 0.0),
                    group="padding elsewhere",
                ),
                Case(
                    args=([[[1.0, 4.0], [7.0, 7.0], [3.0, 8.0]]], [[True, False, True]], 0.0),
                    group="padding elsewhere",
                ),
                Case(
                    args=(
                        [[[2.0], [7.0], [7.0]], [[1.0], [2.0], [6.0]]],
                        [[True, False, False], [True, True, True]],
                        0.0,
                    ),
                    group="texts of different length",
                ),
                Case(
                    args=(
                        [[[0.0, 0.0, 0.0], [4.0, 2.0, -1.0], [0.0, 0.0, 0.0]]],
                        [[True, True, False]],
                        0.0,
                    ),
                    group="vectors of zeros",
                ),
                Case(
                    args=(
                        [[[1.0, 4.0], [3.0, 8.0], [float("nan"), float("nan")]]],
                        [[True, True, False]],
                        0.0,
                    ),
                    group="NaN at the padding",
                ),
                *_PADDING_ONLY,
            ),
            draws=draws.MEAN,
            wrong={
                "K7": wrong.inverted,
                "K12": wrong.unused,
                "K1": wrong.guessed_from_zeros,
                "K9": wrong.words_in_front,
                "K3": wrong.mean_over_all_positions,
                "K11": wrong.mean_of_products,
                "K6": wrong.empty_as_zeros,
                "K8": wrong.empty_as_nan,
                "K10": wrong.mean_of_the_heap,
            },
        ),
    ),
    hints=(
        "Take one text first: which vectors go into its sum, and how many are they?",
        "Decide about the text without a real position before you divide, not after.",
        "Text by text: zip(vectors, mask) gives you each text with its own row of the mask, and "
        "np.array(text)[row] the real vectors of one text.",
    ),
)

MAX = Question(
    id="masks-max",
    title="Write a masked maximum",
    lesson=4,
    points=2,
    items=("29", "30"),
    prompt="`GlobalMaxPooling1D` lets padding compete. Write `masked_max(vectors, mask, empty)`, "
    "which does not. It takes what `masked_mean` takes: `vectors` of shape (batch, time, width) "
    "and `mask` of shape (batch, time), True where a token stands, as nested lists. For each text "
    "and each of the width's columns it returns the largest number over the real positions: a "
    "nested list or an array of shape (batch, width). In a text without any real position each "
    "number of the result is `empty`.",
    parts=(
        Function(
            name="masked_max",
            reference=masked_max,
            cases=(
                Case(
                    args=(
                        [[[1.0, 4.0], [3.0, 8.0]], [[2.0, 0.5], [6.0, 2.5]]],
                        [[True, True], [True, True]],
                        0.0,
                    ),
                    group="no padding",
                ),
                Case(
                    args=(
                        [[[1.0, 4.0], [3.0, 8.0], [9.0, 9.0]]],
                        [[True, True, False]],
                        0.0,
                    ),
                    group="padding with the largest numbers",
                ),
                Case(
                    args=(
                        [[[-1.0, -4.0], [-3.0, -2.5], [0.0, 0.0]], [[-6.0, -5.0]] * 3],
                        [[True, True, False], [True, False, False]],
                        0.0,
                    ),
                    group="negative numbers",
                ),
                Case(
                    args=([[[-3.0, -5.0], [-2.0, -7.0], [4.0, 4.0]]], [[True, True, False]], -1.0),
                    group="negative numbers",
                ),
                Case(
                    args=([[[5.0, 1.0, 2.0], [0.0, 4.0, 3.0]]], [[True, True]], 0.0),
                    group="each number from another word",
                ),
                Case(
                    args=([[[9.0, 9.0], [1.0, 4.0], [3.0, 8.0]]], [[False, True, True]], 0.0),
                    group="padding elsewhere",
                ),
                Case(
                    args=([[[3.0, 8.0], [9.0, 7.0], [4.0, 9.0]]], [[True, False, True]], 0.0),
                    group="padding elsewhere",
                ),
                *_PADDING_ONLY,
            ),
            draws=draws.MAX,
            wrong={
                "K7": wrong.inverted,
                "K12": wrong.unused,
                "K9": wrong.words_in_front,
                "K11": wrong.max_of_products,
                "K34": wrong.filled_with_policy,
                "K6": wrong.empty_as_zeros,
                "K8": wrong.empty_as_minus_infinity,
                "K10": wrong.max_of_the_heap,
                "K24": wrong.max_as_one_vector,
            },
        ),
    ),
    hints=(
        "What may stand at a hidden position so that it can never win?",
        "A zero does win, over negative numbers. Minus infinity, -np.inf, wins over nothing.",
        "np.where(condition, a, b) needs a condition that fits the vectors: "
        "np.array(mask)[:, :, None] has an axis of width 1. Then take the maximum along axis 1, "
        "and mind the text where nothing competed.",
    ),
)


def masked_softmax(scores: Any, mask: Any) -> Any:
    """Shares of exp(score) over the real positions of each text; zeros where there are none."""
    return masking.masked_softmax(scores, mask, all_masked="zero").values.tolist()


SOFTMAX = Question(
    id="masks-softmax",
    title="Audit a masked softmax",
    lesson=4,
    points=1,
    items=("30",),
    prompt="A tutorial offers this function. For each text of a batch it is to turn scores into "
    "weights that add up to 1 over the real positions and are 0 at padding.\n\n"
    "```python\n"
    "def masked_softmax(scores, mask):\n"
    "    scores, mask = np.array(scores), np.array(mask)\n"
    "    powers = np.exp(scores) * mask\n"
    "    return powers / np.sum(scores * mask, axis=-1, keepdims=True)\n"
    "```\n\n"
    "On the scores 1, 2 and 3 of three words the weights that it gives add up to 5.03. Find what "
    "is wrong, and write the function so that it is right: `masked_softmax(scores, mask)`, with "
    "nested lists of shape (batch, time), True where a token stands. Return a nested list or an "
    "array of the same shape. Scores may be as large as 1,000 or as small as -1,000. A text "
    "without any real position gets the weight 0 everywhere.",
    parts=(
        Function(
            name="masked_softmax",
            reference=masked_softmax,
            cases=(
                Case(
                    args=([[1.0, 2.0, 3.0], [0.5, 0.5, -2.0]], [[True] * 3, [True] * 3]),
                    group="no padding",
                ),
                Case(
                    args=([[1.0, 2.0, 5.0, 0.0]], [[True, True, False, False]]),
                    group="padding",
                ),
                Case(
                    args=([[4.0, -1.0, -2.0], [0.0, 3.0, 1.0]], [[False, True, True]] * 2),
                    group="padding",
                ),
                Case(
                    args=([[1.0, 2.0], [3.0, 0.0]], [[True, True], [True, False]]),
                    group="texts of different length",
                ),
                Case(
                    args=([[1000.0, 999.0, 5.0]], [[True, True, False]]),
                    group="scores of 1,000 and -1,000",
                ),
                Case(
                    args=([[-1000.0, -1001.0, 1000.0]], [[True, True, False]]),
                    group="scores of 1,000 and -1,000",
                ),
                Case(
                    args=([[1.0, 2.0], [0.0, 4.0]], [[True, True], [False, False]]),
                    group="a text of padding only",
                ),
            ),
            draws=draws.SOFTMAX,
            wrong={
                "K7": wrong.softmax_inverted,
                "K12": wrong.softmax_unused,
                "K11": wrong.softmax_of_zeroed,
                "K8": wrong.softmax_empty_as_nan,
                "K30": wrong.softmax_empty_as_uniform,
                "K15": wrong.softmax_then_mask,
                "K16": wrong.softmax_over_texts,
                "K17": wrong.softmax_over_sum_of_scores,
                "K29": wrong.softmax_overflowing,
                "K31": wrong.softmax_shifted_by_padding,
                "K38": wrong.softmax_clipped,
            },
        ),
    ),
    hints=(
        "A share is a part divided by the whole. What is the whole here?",
        "exp(1000) is infinite in floating point. The weights depend on differences of scores "
        "alone, so you may subtract the same number from all real scores of a text first.",
        "Subtract the largest real score of the text, put -np.inf at padding, then take exp. In a "
        "text of padding only there is no largest real score, and the sum is 0: treat it first.",
    ),
)

FLATTEN = Question(
    id="masks-flatten",
    title="Flatten or pool?",
    lesson=4,
    points=1,
    items=("29", "31"),
    prompt="A classifier reads texts padded to 20 words: `Embedding(5000, 16, mask_zero=True)`, "
    '`GlobalAveragePooling1D()`, `Dense(1, activation="sigmoid")`. A colleague wants to put '
    "`Flatten()` in place of the pooling, because an average forgets the order of the words. Is "
    "that a good exchange? Write four to six sentences: your claim; what comes out of each of the "
    "two layers, and how many weights `Dense` then has; what happens to the padding, and to a word "
    "that stands one position further back; and for which texts or tasks you would decide "
    "otherwise.",
    rubric=(
        Criterion(
            points=0.25,
            asks="Claim: decides for one of the two under a stated condition, and grants that an "
            "average does lose the order.",
        ),
        Criterion(
            points=0.25,
            asks="Evidence: 320 numbers for each text against 16, and 321 weights against 17.",
        ),
        Criterion(
            points=0.25,
            asks="Mechanism: Flatten drops the mask (with a warning), so the vectors of padding "
            "enter; each position has weights of its own, so a word that moves meets others.",
        ),
        Criterion(
            points=0.25,
            asks="Limit: Flatten needs one fixed length (a text of 7 words has to be padded, a "
            "longer one cut), pooling does not; names a case where places carry meaning, or a "
            "layer that reads order and heeds the mask.",
        ),
    ),
)

QUESTIONS = (
    MASK,
    NUMBERS,
    KEEP,
    SAME,
    ROWS,
    ANAGRAM,
    MEAN,
    MAX,
    SOFTMAX,
    FLATTEN,
)

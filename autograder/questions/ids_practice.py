"""The practice questions of lesson 3: four predictions and two of the exit quiz's questions."""

from __future__ import annotations

from typing import Any

from autograder.misconceptions import indices as wrong
from autograder.questions.choices import Choice, Option, choose
from autograder.questions.kinds import Count, Ids
from autograder.questions.question import Question
from autograder.reference import indices

PREDICT_RAREST = Question(
    id="l3-predict-rarest",
    title="Predict: one row too few",
    lesson=3,
    items=("28", "30"),
    prompt="`vectorize` has 9 entries, 7 of them words. A colleague knows another rule, words + 1, "
    "and builds a table of 8 rows. Which notices stop with an error?\n\n"
    "- **A** None: 7 words and the padding make 8 rows.\n"
    "- **B** Only the first: it holds the word that stands last in the vocabulary.\n"
    "- **C** None of these, but any notice with a new word: that gets the first id behind the "
    "table.",
    parts=(
        Choice(
            reference=choose("B"),
            options={
                "A": Option("none: 7 words and padding", "I16"),
                "B": Option("only the one with the last word"),
                "C": Option("none, until a new word comes", "I57"),
            },
        ),
    ),
    hints=(
        "Write the numbers of the rows of this table below the entries of the vocabulary.",
        "Which entry finds no row below it, and in which notice does it stand?",
    ),
)

PREDICT_UNKNOWN = Question(
    id="l3-predict-unknown",
    title="Predict: a row that learns nothing",
    lesson=3,
    items=("2", "28"),
    prompt="The model is fitted to the four notices; the shortest is padded with a 0. No mask is "
    "set. All 7 words are in the vocabulary. Which of the 9 rows are still as random as they "
    "were?\n\n"
    "- **A** None: training moves the whole table.\n"
    "- **B** Rows 0 and 1: padding and unknown words are no words.\n"
    "- **C** Row 1 alone, the row of `[UNK]`.",
    parts=(
        Choice(
            reference=choose("C"),
            options={
                "A": Option("none", "W10"),
                "B": Option("rows 0 and 1", "K22"),
                "C": Option("row 1 alone"),
            },
        ),
    ),
    hints=(
        "A row can only learn where it was looked up.",
        "Go through the four rows of ids, and tick off each number from 0 to 8 that occurs.",
    ),
)

PREDICT_MINUS = Question(
    id="l3-predict-minus",
    title="Predict: padded with -1",
    lesson=3,
    items=("30", "32"),
    prompt="The table has 9 rows, and row *i* holds the number *i*. The last notice was padded "
    "with -1 for a change: `[5, 2, 6, -1]`. Which rows are read on a CPU? Answer with a list of "
    "row numbers; with `[]` if the layer stops with an error.",
    parts=(
        Ids(
            reference=lambda ids, input_dim: [indices.row_read(i, input_dim) for i in ids],
            params={"ids": (5, 2, 6, -1), "input_dim": 9},
            wrong={
                "I6": lambda ids, input_dim: [],
                "I22": wrong.ids_negative_as_padding,
                "I39": wrong.ids_negative_skipped,
                "I37": wrong.ids_without_sign,
                "I23": wrong.ids_negative_one_further,
                "I29": wrong.rows_negative_as_they_are,
            },
        ),
    ),
    hints=(
        "As many rows are read as ids go in, unless the layer stops.",
        "The rows stand in the table as items stand in a Python list. What is item -1 there?",
    ),
)

PREDICT_COMPILED = Question(
    id="l3-predict-compiled",
    title="Predict: a missing row, compiled",
    lesson=3,
    items=("30",),
    prompt="The table has 9 rows, row *i* holds the number *i*, and id 9 stops it with an error. "
    "The same layer, on the same CPU, is wrapped as `tf.function(numbered, jit_compile=True)`. "
    "What does id 9 give now?\n\n"
    "- **A** The same error: a missing row is a missing row.\n"
    "- **B** Zeros: nothing was there to read.\n"
    "- **C** What row 0 holds: 9 rows were passed, so counting begins anew.\n"
    "- **D** What row 8 holds, the last.",
    parts=(
        Choice(
            reference=choose("D"),
            options={
                "A": Option("the same error", "I7"),
                "B": Option("zeros", "I68"),
                "C": Option("row 0", "I31"),
                "D": Option("row 8"),
            },
        ),
    ),
    hints=(
        "Compiled code cannot stop halfway and tell you. It has to make some number of an id.",
        "Walk along the number line from id 9, towards the table: where is the first row?",
    ),
)


def _own_rows(max_tokens: int) -> int:
    return max_tokens - 2


QUIZ_LIMIT = Question(
    id="l3-quiz-limit",
    title="Quiz: a limited vocabulary",
    lesson=3,
    items=("28", "32"),
    prompt="`TextVectorization(max_tokens=300)` is adapted on texts with 2,000 different words. "
    "How many of these words get an id of their own? Answer with a whole number.",
    parts=(
        Count(
            reference=_own_rows,
            params={"max_tokens": 300},
            wrong={
                "I15": lambda max_tokens: max_tokens,
                "I16": lambda max_tokens: max_tokens - 1,
                "I14": lambda max_tokens: max_tokens + 2,
            },
        ),
    ),
    hints=("What stands in get_vocabulary() before the first word, and does the limit count it?",),
)


def _in_the_batch(shown: int, input_dim: int) -> int:
    return shown - input_dim


_MESSAGE: dict[str, Any] = {"shown": -3, "input_dim": 40}

QUIZ_MESSAGE = Question(
    id="l3-quiz-message",
    title="Quiz: what stood in the batch",
    lesson=3,
    items=("30",),
    prompt="A batch of whole numbers stops with `indices[2,5] = -3 is not in [0, 40)`. Which "
    "number stands in the batch, at word 5 of text 2? Answer with a whole number.",
    parts=(
        Count(
            reference=_in_the_batch,
            params=_MESSAGE,
            wrong={
                "I69": lambda shown, input_dim: shown,
                "I70": lambda shown, input_dim: shown + input_dim,
                "I36": lambda shown, input_dim: shown + 1,
            },
        ),
    ),
    hints=(
        "Would -3 itself have been an error, in a table of 40 rows?",
        "Something was added to a negative id before the message was written. Take it off again.",
    ),
)

PRACTICE = (
    PREDICT_RAREST,
    PREDICT_UNKNOWN,
    PREDICT_MINUS,
    PREDICT_COMPILED,
    QUIZ_LIMIT,
    QUIZ_MESSAGE,
)

"""The practice questions inside the lessons: predictions and exit quizzes, worth no points."""

from __future__ import annotations

from typing import Any

from autograder.misconceptions import shapes as wrong
from autograder.questions import (
    capstone_practice,
    generation_practice,
    ids_practice,
    inventory,
    masks_practice,
    metrics_practice,
    rows,
    thresholds_practice,
    training_practice,
    vectors_practice,
)
from autograder.questions.choices import Choice, Option, choose
from autograder.questions.kinds import Count, Shape
from autograder.questions.question import Question
from autograder.questions.training import PRACTICE
from autograder.reference import shapes

START_BATCH = Question(
    id="start-batch",
    title="The shape of three texts",
    lesson=2,
    items=("29",),
    prompt="Three texts of four ids each are stacked into one array. What is its shape?",
    parts=(
        Shape(
            reference=lambda texts, ids: (texts, ids),
            params={"texts": 3, "ids": 4},
            wrong={
                "S19": lambda texts, ids: (ids, texts),
                "S20": lambda texts, ids: (texts * ids,),
                "S45": lambda texts, ids: (texts, ids, 1),
                "S46": lambda texts, ids: (1, texts, ids),
            },
        ),
    ),
    hints=(
        "Write the three texts under one another, one line for each, with invented ids.",
        "The shape counts the lines first, then the ids in one line. A tuple has round brackets "
        "and a comma.",
    ),
)

PREDICT_BATCH = Question(
    id="l2-predict-batch",
    title="Predict: a batch of texts",
    lesson=2,
    items=("29", "32"),
    prompt="`Embedding(2000, 14)` gets a batch of shape `(3, 5)`: three texts of five ids. "
    "Which shape comes out?\n\n"
    "- **A** `(3, 5)`\n"
    "- **B** `(3, 5, 14)`\n"
    "- **C** `(5, 3, 14)`\n"
    "- **D** `(3, 14)`\n"
    "- **E** `(3, 5, 2000)`",
    parts=(
        Choice(
            reference=choose("B"),
            options={
                "A": Option("(3, 5)", "S2"),
                "B": Option("(3, 5, 14)"),
                "C": Option("(5, 3, 14)", "S1"),
                "D": Option("(3, 14)", "S3"),
                "E": Option("(3, 5, 2000)", "S4"),
            },
        ),
    ),
    hints=(
        "Take the pencil example again: what happened to the shape (5,) there?",
        "Cross out one id of the batch, and write in its place what the table gives for it.",
    ),
)

PREDICT_RANK = Question(
    id="l2-predict-rank",
    title="Predict: a single id",
    lesson=2,
    items=("29", "32"),
    prompt="The same layer gets one bare id, `np.array(3)`, of shape `()`: no batch, no list. "
    "Which shape comes out?\n\n"
    "- **A** `(14,)`\n"
    "- **B** `(1, 1, 14)`\n"
    "- **C** `()`\n"
    "- **D** `(2000, 14)`",
    parts=(
        Choice(
            reference=choose("A"),
            options={
                "A": Option("(14,)"),
                "B": Option("(1, 1, 14)", "S9"),
                "C": Option("()", "S2"),
                "D": Option("(2000, 14)", "S25"),
            },
        ),
    ),
    hints=("Strike the id, and write in its place what the table gives for it. Add nothing else.",),
)

PREDICT_DENSE = Question(
    id="l2-predict-dense",
    title="Predict: Dense straight after the Embedding",
    lesson=2,
    items=("29",),
    prompt="The vectors of three texts of five words, shape `(3, 5, 14)`, go straight into "
    "`Dense(1)`. Which shape comes out?\n\n"
    "- **A** `(3, 1)`\n"
    "- **B** `(3, 5, 1)`\n"
    "- **C** `(3, 5)`",
    parts=(
        Choice(
            reference=choose("B"),
            options={
                "A": Option("(3, 1)", "S6"),
                "B": Option("(3, 5, 1)"),
                "C": Option("(3, 5)", "S10"),
            },
        ),
    ),
    hints=("On which axes does Dense work, and what does it do to all the others?",),
)

PREDICT_LOSS = Question(
    id="l2-predict-loss",
    title="Predict: five scores, one label",
    lesson=2,
    items=("20", "29"),
    prompt="The unpooled model gives `(3, 5, 1)`; the labels 1, 0 and 0 have shape `(3,)`. We fit "
    "it with binary cross-entropy, then with squared error.\n\n"
    "- **A** Both train: one score for each text meets its label.\n"
    "- **B** Cross-entropy stops with an error. Squared error trains: each word learns its text's "
    "label, for a last axis of 1 changes nothing.\n"
    "- **C** Cross-entropy stops with an error. Squared error trains, and every score goes to one "
    "third.",
    parts=(
        Choice(
            reference=choose("C"),
            options={
                "A": Option("both train", "S6", also=("S49",)),
                "B": Option("squared error learns the labels", "S10", also=("S50",)),
                "C": Option("squared error goes to one third"),
            },
            indistinct=(frozenset({"S6", "S49"}), frozenset({"S10", "S50"})),
        ),
    ),
    hints=(
        "Write the two shapes under one another, aligned on the right, as NumPy broadcasts them.",
        "With which labels is the score of one word compared? What is the best score then?",
    ),
)


def _flattened(input_shape: Any, input_dim: int, output_dim: int) -> Any:
    table = shapes.Embedding(input_dim, output_dim)
    return shapes.trace([table, shapes.Flatten()], input_shape)[-1]


QUIZ_FLATTEN = Question(
    id="l2-quiz-flatten",
    title="Quiz: Flatten after an Embedding",
    lesson=2,
    items=("29",),
    prompt="Ids of shape `(4, 7)` go through `Embedding(200, 12)`, then through `Flatten()`. "
    "Which shape comes out? Answer with a tuple.",
    parts=(
        Shape(
            reference=_flattened,
            params={"input_shape": (4, 7), "input_dim": 200, "output_dim": 12},
            wrong={
                "S5": wrong.flattened_like_pooled,
                "S13": wrong.flattened_with_batch,
                "S14": wrong.flattened_by_adding,
                "S23": wrong.flattened_into_words,
                "S36": wrong.flattened_no_further,
                "D1": wrong.arguments_read_swapped,
                "S4": wrong.flattened_as_wide_as_vocabulary,
            },
            indistinct=(frozenset({"D1", "S4"}),),
        ),
    ),
    hints=("How many numbers does one of the four texts have before Flatten?",),
)


def _weights(input_dim: int, output_dim: int, length: int) -> int:
    return shapes.Embedding(input_dim, output_dim).parameter_count((None, length))


QUIZ_PARAMETERS = Question(
    id="l2-quiz-parameters",
    title="Quiz: weights of a table",
    lesson=2,
    items=("31", "32"),
    prompt="Texts of 80 ids go through `Embedding(4000, 25)`. How many weights has the layer? "
    "Answer with a whole number.",
    parts=(
        Count(
            reference=_weights,
            params={"input_dim": 4000, "output_dim": 25, "length": 80},
            wrong={
                "S8": wrong.weights_with_bias,
                "S17": wrong.weights_times_length,
                "S14": wrong.weights_by_adding,
                "S39": wrong.weights_of_the_text,
                "S40": wrong.one_weight_for_each_word,
                "S41": wrong.one_weight_for_each_dimension,
                "S47": wrong.weights_for_each_place,
                "S48": wrong.weights_with_output,
            },
        ),
    ),
    hints=("Draw the table: how many rows, how long a row, and is there anything beside it?",),
)

QUIZ_SILENT = Question(
    id="l2-quiz-silent",
    title="Quiz: a swap that nobody noticed",
    lesson=2,
    items=("28",),
    prompt="For 900 words of 60 numbers, a program builds `Embedding(60, 900)`. It has run for a "
    "week on a CPU without an error. What follows?\n\n"
    "- **A** The order is fine, or it would have stopped.\n"
    "- **B** Every id so far was below 60.\n"
    "- **C** Nothing is wrong: both tables hold 54,000 weights.",
    parts=(
        Choice(
            reference=choose("B"),
            options={
                "A": Option("it would have stopped", "D6", also=("I7",)),
                "B": Option("every id was below 60"),
                "C": Option("equal weights, nothing wrong", "D5"),
            },
            indistinct=(frozenset({"D6", "I7"}),),
        ),
    ),
    hints=("Which ids does a table of 60 rows have rows for?",),
)

QUESTIONS = (
    START_BATCH,
    PREDICT_BATCH,
    PREDICT_RANK,
    PREDICT_DENSE,
    PREDICT_LOSS,
    QUIZ_FLATTEN,
    QUIZ_PARAMETERS,
    QUIZ_SILENT,
    *rows.PRACTICE,
    *ids_practice.PRACTICE,
    *masks_practice.PRACTICE,
    *metrics_practice.PRACTICE,
    *PRACTICE,
    *thresholds_practice.PRACTICE,
    *training_practice.PRACTICE,
    *vectors_practice.PRACTICE,
    *generation_practice.PRACTICE,
    *capstone_practice.PRACTICE,
    *inventory.QUESTIONS,
)

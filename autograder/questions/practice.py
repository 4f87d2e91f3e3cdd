"""The practice questions inside the lessons: predictions and exit quizzes, worth no points."""

from __future__ import annotations

from typing import Any

from autograder.misconceptions import shapes as wrong
from autograder.questions.choices import Choice, Option, choose
from autograder.questions.kinds import Count, Shape
from autograder.questions.question import Question
from autograder.reference import shapes

PREDICT_BATCH = Question(
    id="l2-predict-batch",
    title="Predict: a batch of texts",
    lesson=2,
    items=("29", "32"),
    prompt="`Embedding(5000, 16)` gets the batch `[[1, 2, 3], [4, 5, 6]]`. Which shape comes "
    "out?\n\n"
    "- **A** `(2, 3)`\n"
    "- **B** `(2, 3, 16)`\n"
    "- **C** `(3, 2, 16)`\n"
    "- **D** `(2, 16)`\n"
    "- **E** `(2, 3, 5000)`",
    parts=(
        Choice(
            reference=choose("B"),
            options={
                "A": Option("(2, 3)", "S2"),
                "B": Option("(2, 3, 16)"),
                "C": Option("(3, 2, 16)", "S1"),
                "D": Option("(2, 16)", "S3"),
                "E": Option("(2, 3, 5000)", "S4"),
            },
        ),
    ),
    hints=(
        "Take the pencil example again: what happened to the shape `(5,)` there?",
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
    "- **A** `(16,)`\n"
    "- **B** `(1, 1, 16)`\n"
    "- **C** `()`\n"
    "- **D** `(5000, 16)`",
    parts=(
        Choice(
            reference=choose("A"),
            options={
                "A": Option("(16,)"),
                "B": Option("(1, 1, 16)", "S9"),
                "C": Option("()", "S2"),
                "D": Option("(5000, 16)", "S7"),
            },
        ),
    ),
    hints=("Write the shape that goes in, then append one axis. Nothing else happens.",),
)

PREDICT_DENSE = Question(
    id="l2-predict-dense",
    title="Predict: Dense straight after the Embedding",
    lesson=2,
    items=("29",),
    prompt="The vectors of two texts of three words, shape `(2, 3, 16)`, go straight into "
    "`Dense(1)`. Which shape comes out?\n\n"
    "- **A** `(2, 1)`\n"
    "- **B** `(2, 3, 1)`\n"
    "- **C** `(2, 3)`",
    parts=(
        Choice(
            reference=choose("B"),
            options={
                "A": Option("(2, 1)", "S6"),
                "B": Option("(2, 3, 1)"),
                "C": Option("(2, 3)", "S10"),
            },
        ),
    ),
    hints=("On which axes does Dense work, and what does it do to all the others?",),
)

PREDICT_LOSS = Question(
    id="l2-predict-loss",
    title="Predict: three scores, one label",
    lesson=2,
    items=("20", "29"),
    prompt="The unpooled model gives `(2, 3, 1)`; the labels 1 and 0 have shape `(2,)`. We fit "
    "it with binary cross-entropy, then with squared error.\n\n"
    "- **A** Both train: one score for each text meets its label.\n"
    "- **B** Cross-entropy stops with an error. Squared error trains: each word learns the label "
    "of its text, for a last axis of 1 changes nothing.\n"
    "- **C** Cross-entropy stops with an error. Squared error trains, and every score goes to "
    "0.5.",
    parts=(
        Choice(
            reference=choose("C"),
            options={
                "A": Option("both train", "S6"),
                "B": Option("squared error learns the labels", "S10"),
                "C": Option("squared error drifts to 0.5"),
            },
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
            },
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
    prompt="Texts of 120 ids go through `Embedding(10000, 32)`. How many weights has the layer? "
    "Answer with a whole number.",
    parts=(
        Count(
            reference=_weights,
            params={"input_dim": 10000, "output_dim": 32, "length": 120},
            wrong={
                "S8": wrong.weights_with_bias,
                "S17": wrong.weights_times_length,
                "S14": wrong.weights_by_adding,
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
    prompt="For 1,000 words of 50 numbers, a program builds `Embedding(50, 1000)`. It has run for "
    "a week on a CPU without an error. What follows?\n\n"
    "- **A** The order is fine, or it would have stopped.\n"
    "- **B** Every id so far was below 50.\n"
    "- **C** Nothing is wrong: both tables hold 50,000 weights.",
    parts=(
        Choice(
            reference=choose("B"),
            options={
                "A": Option("it would have stopped", "D6"),
                "B": Option("every id was below 50"),
                "C": Option("equal weights, nothing wrong", "D5"),
            },
        ),
    ),
    hints=("Which ids does a table of 50 rows have rows for?",),
)

QUESTIONS = (
    PREDICT_BATCH,
    PREDICT_RANK,
    PREDICT_DENSE,
    PREDICT_LOSS,
    QUIZ_FLATTEN,
    QUIZ_PARAMETERS,
    QUIZ_SILENT,
)

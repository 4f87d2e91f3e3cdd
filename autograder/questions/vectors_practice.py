"""The practice questions of lesson 8."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from autograder.misconceptions import vectors as wrong
from autograder.questions.choices import Choice, Option, choose
from autograder.questions.kinds import Ids, Metric
from autograder.questions.question import Question
from autograder.questions.vectors import pretrained_matrix
from autograder.reference import similarity

PREDICT_LOSS = Question(
    id="l8-predict-loss",
    title="Predict: the loss of a perfect match",
    lesson=8,
    items=("3", "27"),
    prompt="`keras.losses.CosineSimilarity()` compares the rows (3, 4) and (30, 40). What does it "
    "return?\n\n"
    "- **A** 250.0: the longer a row, the more it has in common with another.\n"
    "- **B** 1.0: the two point in one direction.\n"
    "- **C** 0.0: the two point in one direction, and a perfect match costs nothing.\n"
    "- **D** −1.0: the two point in one direction, and training makes a loss small.",
    parts=(
        Choice(
            reference=choose("D"),
            options={
                "A": Option("250.0, for longer rows have more in common", "C1"),
                "B": Option("1.0, the cosine", "C26"),
                "C": Option("0.0, a perfect match costs nothing", "C24"),
                "D": Option("−1.0, for training makes a loss small"),
            },
        ),
    ),
    hints=(
        "What is the cosine of the two rows? The length of either is a whole number.",
        "A loss is something to bring down. Which of the four goes down as rows come to agree, "
        "and is still a cosine?",
    ),
)

PREDICT_TWINS = Question(
    id="l8-predict-twins",
    title="Predict: the nearest of random rows in a plane",
    lesson=8,
    items=("2", "5"),
    prompt="`Embedding(1000, 2)` is new: 1,000 random rows of width 2. For each row we look for "
    "its nearest neighbour among the other 999. What is the cosine of the two, on average?\n\n"
    "- **A** About 0: random rows stand at right angles.\n"
    "- **B** About 0.7: one spread, 1/√2.\n"
    "- **C** About 1: among so many, somebody points the same way.",
    parts=(
        Choice(
            reference=choose("C"),
            options={
                "A": Option("about 0, at right angles", "C13"),
                "B": Option("about 0.7, one spread", "C12"),
                "C": Option("about 1, somebody points the same way"),
            },
        ),
    ),
    hints=(
        "In two dimensions a direction is an hour on a clock. Put 1,000 hands on one clock.",
        "A circle has 360 degrees. How far apart are 1,000 hands, if they were spread evenly?",
    ),
)

PREDICT_MAXIMUM = Question(
    id="l8-predict-maximum",
    title="Predict: next to maximum",
    lesson=8,
    items=("2", "5"),
    prompt="The rows were made by counting which words stand near which. Which word is nearest to "
    "*maximum*?\n\n"
    "- **A** One that means the same, such as *largest* or *highest*.\n"
    "- **B** Its opposite, *minimum*.\n"
    "- **C** One of the most frequent words, such as *the*: it has the largest counts.\n"
    "- **D** One as in the hook, from the same manual, whatever it means.",
    parts=(
        Choice(
            reference=choose("B"),
            options={
                "A": Option("one that means the same", "C2"),
                "B": Option("its opposite"),
                "C": Option("one of the most frequent words", "C1"),
                "D": Option("one from the same manual", "C27"),
            },
        ),
    ),
    hints=(
        'Take a sentence of a manual: "the ... value along the axis". Which words could stand in '
        "the gap?",
        "A row holds a word's company. Which word is found in the very same company?",
    ),
)

PREDICT_ANALOGY = Question(
    id="l8-predict-analogy",
    title="Predict: who wins an analogy",
    lesson=8,
    items=("2", "5"),
    prompt="*minimum is to maximum as lower is to ...*: we put a few hundred such questions, "
    "*a is to b as c is to d*, all made of pairs of opposites and counterparts, and let all words "
    "take part in the search. Which word comes first in most of them?\n\n"
    "- **A** *d*, here *upper*: the step from *a* to *b* leads there from *c* as well.\n"
    "- **B** *c*, here *lower*: the word from which the step set out.\n"
    "- **C** Some fourth word, *d* or not: the three that were given cannot come out again.",
    parts=(
        Choice(
            reference=choose("B"),
            options={
                "A": Option("d, where the step leads", "C4"),
                "B": Option("c, from which the step set out"),
                "C": Option("some fourth word, for the given ones cannot come out", "C20"),
            },
        ),
    ),
    hints=(
        "*minimum* and *maximum* are near each other. How long, then, is the step between them?",
        "Set out from a word and take a very short step. To which word are you nearest?",
    ),
)

PREDICT_FREEZE = Question(
    id="l8-predict-freeze",
    title="Predict: three times frozen",
    lesson=8,
    items=("2", "31"),
    prompt="Three copies of a model, the same lines in three orders. *Freeze* is "
    "`table.trainable = False`.\n\n"
    "1. freeze, compile, fit\n"
    "2. compile, freeze, fit\n"
    "3. compile, fit, freeze, fit\n\n"
    "In which of them does the last `fit` change the table?\n\n"
    "- **A** In none: a frozen layer stands still.\n"
    "- **B** In 3 alone.\n"
    "- **C** In 2 and 3: the flag came after compiling.\n"
    "- **D** In all three: a training step changes every weight.",
    parts=(
        Choice(
            reference=choose("B"),
            options={
                "A": Option("in none, a frozen layer stands still", "W2"),
                "B": Option("in 3 alone"),
                "C": Option("in 2 and 3, the flag came after compiling", "W26"),
                "D": Option("in all three", "W10"),
            },
        ),
    ),
    hints=(
        "A model keeps the step that it has built and uses it again. Which line builds it?",
        "When that line ran first, how did the flag stand in each of the three?",
    ),
)

QUIZ_COSINE = Question(
    id="l8-quiz-cosine",
    title="Quiz: a cosine by hand",
    lesson=8,
    items=("27",),
    prompt="What is the cosine of the rows (2, 3, 6) and (8, 4, 1)? Give a `Fraction`, or at least "
    "four decimals.",
    parts=(
        Metric(
            reference=similarity.cosine,
            params={"u": (2, 3, 6), "v": (8, 4, 1)},
            lowest=-1.0,
            wrong={
                "C1": wrong.dot_product,
                "C6": wrong.one_minus,
                "C24": wrong.one_minus,
                "C15": wrong.cosine_over_squares,
                "C16": wrong.cosine_over_sum,
                "C17": wrong.cosine_over_totals,
            },
            indistinct=(frozenset({"C6", "C24"}),),
        ),
    ),
    hints=(
        "Three numbers are needed: the dot product and two lengths.",
        "Both lengths are whole numbers: roots of sums of squares.",
    ),
)

_LINES = {"calm": [7, 1], "north": [3, 5]}


def _empty_rows(loaded: tuple[Any, float]) -> list[int]:
    """The rows of a loaded matrix that hold nothing but zeros."""
    return [i for i, row in enumerate(loaded[0]) if not any(row)]


def _loading(load: Callable[..., Any]) -> Callable[..., list[int]]:
    """Which rows are empty where the matrix is loaded in some way."""
    return lambda **given: _empty_rows(load(**given))


QUIZ_MATRIX = Question(
    id="l8-quiz-matrix",
    title="Quiz: the rows that stay empty",
    lesson=8,
    items=("28", "31"),
    prompt='The vocabulary is `{"": 0, "[UNK]": 1, "north": 2, "gale": 3, "calm": 4}`; a file of '
    "vectors has two lines, first *calm* 7 1, then *north* 3 5. The matrix for an `Embedding` "
    "begins as zeros, and each vector is put where it belongs. Which rows still hold zeros only? "
    "Answer with a list.",
    parts=(
        Ids(
            ordered=False,
            reference=_loading(pretrained_matrix),
            params={
                "vocabulary": {"": 0, "[UNK]": 1, "north": 2, "gale": 3, "calm": 4},
                "vectors": _LINES,
                "width": 2,
            },
            wrong={
                "W1": lambda vocabulary, vectors, width: [
                    i for i in range(len(vocabulary)) if i >= len(vectors)
                ],
                "W24": _loading(wrong.loaded_behind_specials),
                "W5": _loading(wrong.loaded_without_absent),
                "W4": lambda vocabulary, vectors, width: [
                    i - 2 for word, i in vocabulary.items() if i > 1 and word not in vectors
                ],
            },
        ),
    ),
    hints=(
        "Draw five empty rows and number them. Then take the lines of the file, one by one.",
        "Which number has the row of *calm*? Ask the vocabulary, not the file.",
    ),
)

QUIZ_SHE = Question(
    id="l8-quiz-association",
    title="Quiz: what an association shows",
    lesson=8,
    items=("2", "5"),
    prompt="In vectors of width 300, counted in one newspaper, *driver* has a cosine of 0.31 with "
    "*he* and of 0.11 with *she*. With the pronouns shuffled over the sentences a thousand times, "
    "the two never differ by more than 0.06. What follows?\n\n"
    "- **A** *driver* and *he* mean nearly the same.\n"
    "- **B** Most drivers are men.\n"
    "- **C** Nothing: cosines below 0.5 are small.\n"
    "- **D** In this newspaper *driver* keeps the company of *he*, more than chance would do.",
    parts=(
        Choice(
            reference=choose("D"),
            options={
                "A": Option("nearly the same meaning", "C2"),
                "B": Option("most drivers are men", "C25"),
                "C": Option("nothing, cosines below 0.5 are small", "C3"),
                "D": Option("it keeps the company of he in this newspaper"),
            },
        ),
    ),
    hints=(
        "What was counted, and where? An answer can speak of nothing else.",
        "The shuffled pronouns are the chance to compare with.",
    ),
)

PRACTICE = (
    PREDICT_LOSS,
    PREDICT_TWINS,
    PREDICT_MAXIMUM,
    PREDICT_ANALOGY,
    PREDICT_FREEZE,
    QUIZ_COSINE,
    QUIZ_MATRIX,
    QUIZ_SHE,
)

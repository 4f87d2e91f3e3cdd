"""The practice questions of lesson 7."""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from autograder.misconceptions import training as wrong
from autograder.questions.choices import Choice, Option, choose
from autograder.questions.kinds import Count, Metric
from autograder.questions.question import Question

PREDICT_KEPT = Question(
    id="l7-predict-kept",
    title="Predict: the last quarter",
    lesson=7,
    items=("3", "22"),
    prompt="`x` and `y` hold 200 messages in the order of a file: first 160 ham (label 0), then 40 "
    "spam (label 1). `model.fit(x, y, validation_split=0.25)` runs until every training text is "
    "judged right. What does `val_accuracy` show?\n\n"
    "- **A** 0.8 or more: a random quarter is kept back, so one text in five is spam.\n"
    "- **B** 1.0: the first 50 texts are kept back, all of them ham.\n"
    "- **C** 0.2: most of what is kept back is spam, and the model has not met any.\n"
    "- **D** 1.0: what is kept back is learnt from as well.",
    parts=(
        Choice(
            reference=choose("C"),
            options={
                "A": Option("0.8 or more, a random quarter", "G4"),
                "B": Option("1.0, the first 50 texts", "G7"),
                "C": Option("0.2, most of it spam"),
                "D": Option("1.0, learnt from as well", "G10"),
            },
        ),
    ),
    hints=(
        "Which 50 of the 200 are kept back? The documentation of fit says so in a sentence.",
        "Write down how many ham and spam lie on each side before you think about the model.",
    ),
)


def _twins(texts: int, test: int) -> Fraction:
    """The expected accuracy where a test text is known if its twin was drawn for training."""
    known = Fraction(texts - test, texts - 1)
    return known + (1 - known) / 2


PREDICT_TWINS = Question(
    id="l7-predict-twins",
    title="Predict: a memory for coins",
    lesson=7,
    items=("18", "22"),
    prompt="Each of 200 messages stands twice, in two spellings. A coin gives each pair its label, "
    "0 or 1. Of the 400 texts 100 are drawn at random for the test, the others are for training. A "
    "model answers a text whose twin is in training with the twin's label; for any other text it "
    "tosses a coin. Which accuracy on the test is to be expected? A `Fraction`, or four decimals.",
    parts=(
        Metric(
            reference=_twins,
            params={"texts": 400, "test": 100},
            wrong={
                "G2": lambda texts, test: Fraction(1, 2),
                "G12": lambda texts, test: Fraction(1, 2),
                "G26": lambda texts, test: Fraction(texts - test, texts - 1),
            },
            indistinct=(frozenset({"G2", "G12"}),),
        ),
    ),
    hints=(
        "Take one test text. In how many of the other 399 places can its twin be, and how many of "
        "these are training?",
        "What share of the remaining texts does a coin get right?",
    ),
)

PREDICT_FLAT = Question(
    id="l7-predict-flat",
    title="Predict: flat accuracy, rising loss",
    lesson=7,
    items=("3", "23"),
    prompt="From epoch 8 to epoch 30 the training loss falls from 0.07 to 0.01. The validation "
    "accuracy stays at 0.85, and the validation loss rises from 0.36 to 0.45. What has become of "
    "the validation texts?\n\n"
    "- **A** Nothing that matters: as many of them are judged right as before.\n"
    "- **B** More of them are judged wrong, for that is what a loss counts.\n"
    "- **C** Those judged wrong are now judged wrong with more confidence.\n"
    "- **D** They fare better too, as the falling training loss shows.",
    parts=(
        Choice(
            reference=choose("C"),
            options={
                "A": Option("nothing that matters", "O2"),
                "B": Option("more of them are judged wrong", "O9"),
                "C": Option("wrong with more confidence"),
                "D": Option("they fare better too", "O1"),
            },
        ),
    ),
    hints=(
        "Accuracy asks on which side of 0.5 a score lies. What does the loss ask?",
        "Let one text that is judged wrong move from 0.4 for its right label to 0.02.",
    ),
)


def _of_right_labels(texts: int, spam: int) -> tuple[float, float]:
    """The share of spam, and that of ham: what a model that ignores the texts gives to each."""
    return spam / texts, 1 - spam / texts


def _ignorant(texts: int, spam: int) -> float:
    return -sum(share * math.log(share) for share in _of_right_labels(texts, spam))


PREDICT_IGNORANT = Question(
    id="l7-predict-ignorant",
    title="Predict: the loss of ignorance",
    lesson=7,
    items=("18", "20"),
    prompt="Of 500 training texts 100 are spam. A model that ignores the texts gives all of them "
    "one score, and 0.2 is the best it can choose. What is its binary cross-entropy: the mean of "
    "−ln p, where p is the probability of a text's right label? Four decimals (`np.log` is ln).",
    parts=(
        Metric(
            reference=_ignorant,
            params={"texts": 500, "spam": 100},
            wrong={
                "T2": lambda texts, spam: math.log(2),
                "O9": lambda texts, spam: spam / texts,
                "O15": lambda texts, spam: -spam / texts * math.log(spam / texts),
                "O18": lambda texts, spam: (
                    -math.log(sum(share**2 for share in _of_right_labels(texts, spam)))
                ),
            },
        ),
    ),
    hints=(
        "Which p does a spam text get, and which one a ham text?",
        "100 texts have one loss and 400 another. Take the mean of all 500.",
    ),
)

PREDICT_FROZEN = Question(
    id="l7-predict-frozen",
    title="Predict: random and wide",
    lesson=7,
    items=("2", "5", "31"),
    prompt="A table holds random numbers and is frozen: training changes only the `Dense(1)` "
    "behind the average. Now the table is made 256 wide in place of 16. How well does the model "
    "judge new texts?\n\n"
    "- **A** At either width about like the most frequent label: random rows hold nothing.\n"
    "- **B** Far better at 256 than at 16, but not as well as with a trained table of 16.\n"
    "- **C** At 256 better than with a trained table of 16: width is what counts.\n"
    "- **D** Well at 16 already: an `Embedding` knows words from the start.",
    parts=(
        Choice(
            reference=choose("B"),
            options={
                "A": Option("like the most frequent label", "B13"),
                "B": Option("far better at 256, worse than trained"),
                "C": Option("better than trained", "D3"),
                "D": Option("well at 16 already", "V4"),
            },
        ),
    ),
    hints=(
        "What can Dense still read from an average of random rows, if each word has its own row?",
        "Dense has one weight for each column. How many words can 16 weights tell apart, and 256?",
    ),
)

_LOG: dict[str, Any] = {
    "loss": (0.66, 0.51, 0.41, 0.32, 0.26, 0.21, 0.17, 0.13, 0.10, 0.08),
    "val_loss": (0.65, 0.56, 0.49, 0.51, 0.46, 0.48, 0.47, 0.50, 0.45, 0.49),
    "val_accuracy": (0.62, 0.71, 0.75, 0.76, 0.77, 0.77, 0.79, 0.78, 0.80, 0.79),
    "test_loss": (),
    "patience": 3,
}


def _restored(
    loss: Any, val_loss: Sequence[float], val_accuracy: Any, test_loss: Any, patience: int
) -> int:
    """The best epoch of those that run before EarlyStopping ends the training."""
    best = 0
    for epoch, value in enumerate(val_loss):
        if value < val_loss[best]:
            best = epoch
        if epoch - best == patience:
            break
    return best + 1


def _in_columns(*columns: Sequence[float]) -> str:
    rows = enumerate(zip(*columns, strict=True), start=1)
    return "\n".join(f"| {n} | " + " | ".join(f"{x:.2f}" for x in row) + " |" for n, row in rows)


QUIZ_STOP = Question(
    id="l7-quiz-stop",
    title="Quiz: patience",
    lesson=7,
    items=("3", "23"),
    prompt="This is how ten epochs would go:\n\n"
    "| epoch | loss | val_loss | val_accuracy |\n|---|---|---|---|\n"
    + _in_columns(*list(_LOG.values())[:3])
    + '\n\n`fit` runs with `EarlyStopping(monitor="val_loss", patience=3, '
    "restore_best_weights=True)`. Which epoch's weights has the model at the end? Answer with the "
    "number of the epoch.",
    parts=(
        Count(
            reference=_restored,
            params=_LOG,
            wrong={
                "O1": wrong.last_in_training,
                "O3": wrong.last_without_gap,
                "O4": wrong.before_the_first_rise,
                "O20": wrong.best_epoch,
                "O21": wrong.last_that_ran,
            },
        ),
    ),
    hints=(
        "Beside each epoch, write how many have passed since the lowest val_loss so far.",
        "Where the count reaches the patience, training ends: later lines never happen.",
    ),
)

QUIZ_STUCK = Question(
    id="l7-quiz-stuck",
    title="Quiz: a loss that stands still",
    lesson=7,
    items=("20",),
    prompt="Of the training texts 20% are spam. After ten epochs the training loss stands at "
    "0.693, as it did at the start. What follows?\n\n"
    "- **A** The model has settled on the majority: it says ham to everything.\n"
    "- **B** The embedding does not help with this task.\n"
    "- **C** The training does not work: even a model that ignores the texts has a lower loss.\n"
    "- **D** One text in two is judged wrong, which is chance.",
    parts=(
        Choice(
            reference=choose("C"),
            options={
                "A": Option("it has settled on the majority", "O14"),
                "B": Option("the embedding does not help", "O22"),
                "C": Option("the training does not work"),
                "D": Option("one text in two is judged wrong", "T2"),
            },
        ),
    ),
    hints=(
        "Which score, given to every text, makes a loss of 0.693, which is ln 2?",
        "Compare it with your answer to Predict 4.",
    ),
)

PRACTICE: tuple[Question, ...] = (
    PREDICT_KEPT,
    PREDICT_TWINS,
    PREDICT_FLAT,
    PREDICT_IGNORANT,
    PREDICT_FROZEN,
    QUIZ_STOP,
    QUIZ_STUCK,
)

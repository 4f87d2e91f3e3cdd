"""The practice questions of lesson 10."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from autograder.misconceptions import capstone as wrong
from autograder.questions.capstone import most_words
from autograder.questions.choices import Choice, Option, choose
from autograder.questions.kinds import Count, Metric
from autograder.questions.question import Question
from autograder.reference import count_metrics
from autograder.reference.confusion import Counts

PREDICT_SHUFFLED = Question(
    id="l10-predict-shuffled",
    title="Predict: shuffled labels",
    lesson=10,
    items=("5", "22"),
    prompt="The labels of all 1,600 messages are shuffled, so that no text has anything to do with "
    "its label; 5 in 100 are spam, as before. The whole program runs once more. Which F1 would an "
    "honest program report on the test?\n\n"
    "- **A** 0.5, for with two classes that is chance.\n"
    "- **B** 0.1 at most: what models get that know nothing.\n"
    "- **C** As much as before: the messages are the same.\n"
    "- **D** Nearly 1: it learns the shuffled labels, too.",
    parts=(
        Choice(
            reference=choose("B"),
            options={
                "A": Option("0.5, for that is chance", "T2"),
                "B": Option("what models get that know nothing"),
                "C": Option("as much as before", "R17"),
                "D": Option("nearly 1, it learns the shuffled labels", "R21"),
            },
        ),
    ),
    hints=(
        "A model that knows nothing can still flag. Which share of its flags will be right?",
        "Work out F1 for a model that flags everything, where 5 messages in 100 are spam.",
    ),
)

PREDICT_TEN = Question(
    id="l10-predict-overfit",
    title="Predict: ten messages, again and again",
    lesson=10,
    items=("3", "23"),
    prompt="A model is trained on ten messages only, again and again. What does its accuracy on "
    "these ten messages tell?\n\n"
    "- **A** If it reaches 1, the model will be good on new messages.\n"
    "- **B** If it does not reach 1, something between the ids and the loss is broken.\n"
    "- **C** If it reaches 1, the model overfits, so it has to be made smaller.",
    parts=(
        Choice(
            reference=choose("B"),
            options={
                "A": Option("good on new messages", "R21"),
                "B": Option("something is broken"),
                "C": Option("the model overfits", "R22"),
            },
        ),
    ),
    hints=("What is this test meant to find: a good model, or a loose wire?",),
)

PREDICT_INTERVAL = Question(
    id="l10-predict-interval",
    title="Predict: how sure is a recall?",
    lesson=10,
    items=("17", "10"),
    prompt="A test set holds 25 spam messages, and the filter finds 20 of them: recall 0.80. With "
    "25 other spam messages of the same kind, how far would the recall move, typically?\n\n"
    "- **A** Hardly: it is a property of the filter.\n"
    "- **B** By about 0.08 either way.\n"
    "- **C** By about 0.01 either way, for the test has 1,000 messages in all.",
    parts=(
        Choice(
            reference=choose("B"),
            options={
                "A": Option("hardly, a property of the filter", "R23"),
                "B": Option("by about 0.08"),
                "C": Option("by about 0.01, for 1,000 messages", "R18"),
            },
        ),
    ),
    hints=(
        "Of how many messages is recall a share?",
        "By how much does it move when one single message changes sides?",
    ),
)

PREDICT_SHIP = Question(
    id="l10-predict-ship",
    title="Predict: which threshold ships?",
    lesson=10,
    items=("14", "15", "17", "26"),
    prompt="A threshold of 0.9 gives 4 false alarms and 20 misses on 1,000 validation messages; "
    "one of 0.6 gives 16 false alarms and 8 misses. A false alarm costs 5 euros, a miss 2 euros. "
    "Which of the two do you ship?\n\n"
    "- **A** Neither is better: both make 24 mistakes.\n"
    "- **B** 0.6, for it has the higher recall.\n"
    "- **C** 0.9, for it has the lower bill.",
    parts=(
        Choice(
            reference=choose("C"),
            options={
                "A": Option("neither is better, 24 mistakes", "T12"),
                "B": Option("0.6, the higher recall", "R20"),
                "C": Option("0.9, the lower bill"),
            },
        ),
    ),
    hints=("Write the bill of each: false alarms times 5, plus misses times 2.",),
)

QUIZ_WORDS = Question(
    id="l10-quiz-budget",
    title="Quiz: how many words fit?",
    lesson=10,
    items=("31", "28"),
    prompt="`[Embedding(rows, 16), GlobalAveragePooling1D(), Dense(8), Dense(1)]` with its biases, "
    "all weights `float32`, ids from a `TextVectorization`: how many words can have a row of their "
    "own in 256 KiB, at most? Answer with a whole number.",
    parts=(
        Count(
            reference=most_words,
            params={"kib": 256, "width": 16},
            wrong={
                "I15": wrong.words_without_specials,
                "I16": wrong.words_with_one_special,
                "R12": wrong.words_in_float64,
                "R14": wrong.words_in_the_whole_budget,
                "R15": wrong.words_for_bytes,
            },
        ),
    ),
    hints=(
        "How many numbers of four bytes are in the budget, and how many of them do the two Dense "
        "layers need?",
        "What is left goes into rows of 16. Two of the rows belong to no word.",
    ),
)


def _f1(tp: int, fp: int, fn: int, tn: int) -> Any:
    return count_metrics.f1(Counts(tp=tp, fp=fp, fn=fn, tn=tn))


def _mean_of_both(tp: int, fp: int, fn: int, tn: int) -> Fraction:
    return (Fraction(tp, tp + fp) + Fraction(tp, tp + fn)) / 2


def _accuracy(tp: int, fp: int, fn: int, tn: int) -> Fraction:
    return Fraction(tp + tn, tp + fp + fn + tn)


QUIZ_F1 = Question(
    id="l10-quiz-report",
    title="Quiz: the row that was left out",
    lesson=10,
    items=("11", "21"),
    prompt='A report says: "accuracy 0.958, a model that never flags 0.95". Of its 1,000 messages '
    "50 are spam; 30 were flagged, 19 of them rightly. What is the F1 that the report leaves out? "
    "Give a `Fraction`, or at least four decimals.",
    parts=(
        Metric(
            reference=_f1,
            params={"tp": 19, "fp": 11, "fn": 31, "tn": 939},
            wrong={
                "M4": _mean_of_both,
                "M12": _accuracy,
                "M5": lambda tp, fp, fn, tn: Fraction(2 * tp, 2 * tp + fp + fn + tn),
                "M23": lambda tp, fp, fn, tn: Fraction(tp, tp + fp + fn),
                "M1": lambda tp, fp, fn, tn: Fraction(tp, tp + fn),
            },
        ),
    ),
    hints=("Fill in the four cells from the three numbers. F1 needs three of them.",),
)

QUIZ_FIRST = Question(
    id="l10-quiz-first",
    title="Quiz: which check first?",
    lesson=10,
    items=("22", "30", "32"),
    prompt="Validation F1 is 0.99, far above all that was ever seen in this task. What do you do "
    "first?\n\n"
    "- **A** Ship it, before anybody else does.\n"
    "- **B** Train with other seeds, to see whether it holds.\n"
    "- **C** Look for validation messages that the training knows.\n"
    "- **D** Raise the threshold, for precision can be had on top.",
    parts=(
        Choice(
            reference=choose("C"),
            options={
                "A": Option("ship it", "R24"),
                "B": Option("train with other seeds", "R19"),
                "C": Option("look for messages that the training knows"),
                "D": Option("raise the threshold", "T5"),
            },
        ),
    ),
    hints=("Which of the four could explain a score that is too good?",),
)

PRACTICE = (
    PREDICT_SHUFFLED,
    PREDICT_TEN,
    PREDICT_INTERVAL,
    PREDICT_SHIP,
    QUIZ_WORDS,
    QUIZ_F1,
    QUIZ_FIRST,
)

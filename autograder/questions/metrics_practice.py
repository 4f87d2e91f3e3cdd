"""The practice questions of lesson 5; one more of them stands in ``training``."""

from __future__ import annotations

from autograder.misconceptions import metrics as wrong
from autograder.questions.choices import Choice, Option, choose
from autograder.questions.kinds import Metric
from autograder.questions.question import Question
from autograder.reference import metrics
from autograder.reference.metrics import Counts

PREDICT_MATRIX = Question(
    id="l5-predict-matrix",
    title="Predict: a printed confusion matrix",
    lesson=5,
    items=("7", "8"),
    prompt="The messages have the labels 0 (wanted) and 1 (spam). What does scikit-learn's "
    "`confusion_matrix(is_spam, flagged)` print for our twelve?\n\n"
    "- **A** `[[5 2] [1 4]]`\n"
    "- **B** `[[4 1] [2 5]]`\n"
    "- **C** `[[4 2] [1 5]]`",
    parts=(
        Choice(
            reference=choose("B"),
            options={
                "A": Option("[[5 2] [1 4]]", "M2"),
                "B": Option("[[4 1] [2 5]]"),
                "C": Option("[[4 2] [1 5]]", "M10"),
            },
        ),
    ),
    hints=(
        "Sorted, which of the two labels comes first? Its row and its column come first too.",
        "Take the message about the window. Its row is what it is, its column is the verdict.",
    ),
)

PREDICT_SWAP = Question(
    id="l5-predict-swap",
    title="Predict: labels and verdicts exchanged",
    lesson=5,
    items=("9", "10", "11"),
    prompt="Somebody passes the verdicts as labels and the labels as verdicts, all of them 0 or 1. "
    "What happens to the scores?\n\n"
    "- **A** Nothing: right answers stay right, and those are what a score counts.\n"
    "- **B** Precision and recall trade places; F1 and accuracy stay.\n"
    "- **C** Precision, recall and F1 become those of the other class; accuracy stays.",
    parts=(
        Choice(
            reference=choose("B"),
            options={
                "A": Option("nothing happens, right answers stay right", "M12"),
                "B": Option("precision and recall trade places"),
                "C": Option("they become the scores of the other class", "M6"),
            },
        ),
    ),
    hints=(
        "Take one message of each of the four cells. In which cell does it lie after the exchange?",
        "Two of the cells stay where they are. Which formulas hold the other two?",
    ),
)

PREDICT_THRESHOLD = Question(
    id="l5-predict-threshold",
    title="Predict: the score that never moves",
    lesson=5,
    items=("4", "11"),
    prompt="Of 40 messages 28 are spam. `F1Score()` gave 0.824 before training, and 0.824 after "
    "it, when all 40 answers were right. What does it compute?\n\n"
    "- **A** F1 at a threshold of 0.5, as for accuracy: F1 needs longer training to move.\n"
    "- **B** F1 averaged over both classes, so that they balance each other.\n"
    "- **C** F1 averaged over batches, so that the last, small batch pulls it down.\n"
    "- **D** F1 of a filter that flags every message.",
    parts=(
        Choice(
            reference=choose("D"),
            options={
                "A": Option("F1 at a threshold of 0.5", "T3"),
                "B": Option("an average over both classes", "M13"),
                "C": Option("an average over batches", "M8"),
                "D": Option("F1 of a filter that flags every message"),
            },
        ),
    ),
    hints=(
        "All 40 answers were right. What would each of the four then give after training?",
        "Which of the four does not depend on the model's weights?",
    ),
)

PREDICT_ABSENT = Question(
    id="l5-predict-absent",
    title="Predict: a perfect model, two absent classes",
    lesson=5,
    items=("4",),
    prompt="A model knows five classes. The validation set holds messages of three of them, and "
    'the model gets every one right. What does `F1Score(average="macro")` say?\n\n'
    "- **A** 1.0: the two absent classes are left out of the mean.\n"
    "- **B** 1.0: in the two absent classes nothing was missed, so each of them counts as 1.\n"
    "- **C** 0.6: each of the two absent classes counts as 0.",
    parts=(
        Choice(
            reference=choose("C"),
            options={
                "A": Option("1.0, absent classes left out", "A6"),
                "B": Option("1.0, absent classes count as 1", "M7"),
                "C": Option("0.6, absent classes count as 0"),
            },
        ),
    ),
    hints=(
        "What are TP, FP and FN of a class that never occurs and is never predicted?",
        "0/0 has no value, so Keras has to have a policy. Does a metric object know which classes "
        "a validation set was meant to hold?",
    ),
)

PREDICT_PREVALENCE = Question(
    id="l5-predict-prevalence",
    title="Predict: from the test to the office",
    lesson=5,
    items=("13", "14"),
    prompt="In a test half of the messages were spam. A filter found 90% of the spam and flagged "
    "4% of the wanted messages: a precision of 0.957. In the office 1 message in 100 is spam. "
    "Which precision do we expect there?\n\n"
    "- **A** 0.957: it is the same filter.\n"
    "- **B** 0.960: 4% of false alarms leave 96%.\n"
    "- **C** 0.900: it still finds 90% of the spam.\n"
    "- **D** 0.185: most of what it flags there is wanted.",
    parts=(
        Choice(
            reference=choose("D"),
            options={
                "A": Option("0.957, the same filter", "T4"),
                "B": Option("0.960, what false alarms leave", "M29"),
                "C": Option("0.900, it still finds as much", "M1"),
                "D": Option("0.185, most of what it flags is wanted"),
            },
        ),
    ),
    hints=(
        "Take 5,000 messages of the office. How many are spam, and how many of these are flagged?",
        "Of the other 4,950 messages 4% are flagged too. Of which sort are most of the flagged?",
    ),
)

QUIZ_F1 = Question(
    id="l5-quiz-f1",
    title="Quiz: F1 from a report",
    lesson=5,
    items=("11",),
    prompt="A filter met 200 messages and flagged 29 of them. Of these 21 were spam. 15 more spam "
    "messages got through. What is its F1? Give a `Fraction`, or at least four decimals.",
    parts=(
        Metric(
            reference=lambda tp, fp, fn, tn: metrics.f1(Counts(tp=tp, fp=fp, fn=fn, tn=tn)),
            params={"tp": 21, "fp": 8, "fn": 15, "tn": 156},
            wrong={
                "M3": wrong.f1_rounded_early,
                "M4": wrong.f1_as_mean,
                "M5": wrong.f1_with_tn,
                "M6": wrong.classes_exchanged,
                "M9": wrong.all_flagged,
                "M12": wrong.accuracy,
                "M13": wrong.f1_macro,
                "M23": wrong.jaccard,
                "M30": wrong.f1_as_product,
                "M31": wrong.halved,
                "M32": wrong.f1_as_geometric_mean,
            },
        ),
    ),
    hints=(
        "Fill the table first: 29 were flagged and 21 of them spam, so how many are FP?",
        "F1 needs three of the four cells. Keep fractions to the end.",
    ),
)

QUIZ_PRECISION = Question(
    id="l5-quiz-precision",
    title="Quiz: what a precision promises",
    lesson=5,
    items=("14", "15"),
    prompt="On its user's own mail, a filter has a precision of 0.98. What does that promise?\n\n"
    "- **A** Of 100 wanted messages about 2 are flagged.\n"
    "- **B** Of 100 spam messages about 98 are flagged.\n"
    "- **C** Of 100 flagged messages about 98 are spam.\n"
    "- **D** Of 100 messages about 98 are judged right.",
    parts=(
        Choice(
            reference=choose("C"),
            options={
                "A": Option("2 of 100 wanted messages are flagged", "M29"),
                "B": Option("98 of 100 spam messages are flagged", "M1"),
                "C": Option("98 of 100 flagged messages are spam"),
                "D": Option("98 of 100 messages are judged right", "M12"),
            },
        ),
    ),
    hints=("Precision is a share. Of which whole? Find it in the right one of the two squares.",),
)

PRACTICE = (
    PREDICT_MATRIX,
    PREDICT_SWAP,
    PREDICT_THRESHOLD,
    PREDICT_ABSENT,
    PREDICT_PREVALENCE,
    QUIZ_F1,
    QUIZ_PRECISION,
)

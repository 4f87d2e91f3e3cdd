"""The practice questions of lesson 6."""

from __future__ import annotations

from autograder.misconceptions import thresholds as wrong
from autograder.questions.choices import Choice, Option, choose
from autograder.questions.kinds import Metric
from autograder.questions.question import Question
from autograder.questions.thresholds import exact_area

PREDICT_BAR = Question(
    id="l6-predict-bar",
    title="Predict: the bar for four topics",
    lesson=6,
    items=("18",),
    prompt="A test set holds mail of four topics: 700 private messages, 150 bills, 100 newsletters "
    "and 50 scams. Nobody has learnt anything yet. Which accuracy does the best model that does "
    "not look at the messages have?\n\n"
    "- **A** 0.25: one in four.\n"
    "- **B** 0.525: each topic guessed as often as it occurs.\n"
    "- **C** 0.70: the same answer every time.\n"
    "- **D** 0: whoever has learnt nothing has nothing right.",
    parts=(
        Choice(
            reference=choose("C"),
            options={
                "A": Option("one in four", "B3"),
                "B": Option("guessed as often as it occurs", "T24"),
                "C": Option("the same answer every time"),
                "D": Option("nothing right", "T25"),
            },
        ),
    ),
    hints=("Which answer would you give, if one answer had to do for all 1,000 messages?",),
)

PREDICT_HALF = Question(
    id="l6-predict-half",
    title="Predict: what two scores say of the mail",
    lesson=6,
    items=("25", "26"),
    prompt="Of another filter we know that its accuracy is exactly 97% and its recall exactly "
    "20%. What do these two numbers say about the share of spam among its messages?\n\n"
    "- **A** Nothing: they are about the filter. Half of the messages may be spam.\n"
    "- **B** It is exactly 3%: 97% are right, so 97% are no spam.\n"
    "- **C** It is at most 3.75%.\n"
    "- **D** It is at most 15%.",
    parts=(
        Choice(
            reference=choose("C"),
            options={
                "A": Option("nothing, they are about the filter", "T39"),
                "B": Option("exactly 3%", "T22"),
                "C": Option("at most 3.75%"),
                "D": Option("at most 15%", "T23"),
            },
        ),
    ),
    hints=(
        "Of the spam 20% is found. What happens to the rest of it, and is that right or wrong?",
        "Take 1,000 messages: 30 mistakes. How many messages of spam can there be at most, if so "
        "many of them are missed?",
    ),
)

PREDICT_LOWER = Question(
    id="l6-predict-lower",
    title="Predict: the threshold is lowered",
    lesson=6,
    items=("16", "26"),
    prompt="The trained model stays as it is, and so do its scores. We lower the threshold from "
    "0.5 to 0.15. What happens on the validation messages?\n\n"
    "- **A** Next to nothing: what a model finds is settled when it is trained.\n"
    "- **B** Recall rises, and accuracy falls for it.\n"
    "- **C** Recall rises several times over, and accuracy does not fall.\n"
    "- **D** Next to nothing: hardly any spam is found, so its vectors have not been learnt.",
    parts=(
        Choice(
            reference=choose("C"),
            options={
                "A": Option("settled when it is trained", "T3"),
                "B": Option("accuracy falls for it", "T40"),
                "C": Option("recall rises, accuracy does not fall"),
                "D": Option("vectors not learnt", "T42"),
            },
        ),
    ),
    hints=(
        "In the figure, count what lies between the two lines, in the upper picture and in the "
        "lower one.",
        "Each new flag is right or wrong. What does accuracy do in either case?",
    ),
)

PREDICT_RAISE = Question(
    id="l6-predict-raise",
    title="Predict: one step up",
    lesson=6,
    items=("14", "15", "16"),
    prompt="Eight messages by score; label 1 is spam:\n\n"
    "| score | .95 | .80 | .60 | .50 | .40 | .35 | .20 | .10 |\n"
    "|---|---|---|---|---|---|---|---|---|\n"
    "| label | 1 | 0 | 1 | 0 | 0 | 1 | 0 | 0 |\n\n"
    "A message is flagged if its score is at least the threshold. The threshold goes up from 0.35 "
    "to 0.40. What becomes of precision and recall?\n\n"
    "- **A** Precision rises, recall falls.\n"
    "- **B** Precision falls, recall rises.\n"
    "- **C** Both fall.\n"
    "- **D** Precision stays at 1/2, recall falls: two flags go.",
    parts=(
        Choice(
            reference=choose("C"),
            options={
                "A": Option("precision rises, recall falls", "T5"),
                "B": Option("precision falls, recall rises", "T41"),
                "C": Option("both fall"),
                "D": Option("precision stays, two flags go", "T6"),
            },
        ),
    ),
    hints=(
        "Which messages are flagged at 0.35, and which at 0.40?",
        "Write precision as a fraction, before and after the step.",
    ),
)

PREDICT_COSTS = Question(
    id="l6-predict-costs",
    title="Predict: where to cut calibrated scores",
    lesson=6,
    items=("14", "15", "17"),
    prompt="A wanted message that is flagged costs 2 cents, a spam message that is let through "
    "14. Of all messages 8% are spam. The scores are calibrated. From which score on is it "
    "cheaper to flag?\n\n"
    "- **A** 0.875: a miss is dear, so the threshold is high.\n"
    "- **B** 0.62: spam is rare, so it takes more than the costs say.\n"
    "- **C** 0.5: from there on it is more likely spam than not.\n"
    "- **D** 0.143: 2 divided by 14.\n"
    "- **E** 0.125: 2 divided by 16.",
    parts=(
        Choice(
            reference=choose("E"),
            options={
                "A": Option("0.875, a miss is dear", "T9"),
                "B": Option("0.62, spam is rare", "T11"),
                "C": Option("0.5, more likely than not", "T3", also=("T12",)),
                "D": Option("0.143, 2 divided by 14", "T10"),
                "E": Option("0.125, 2 divided by 16"),
            },
            indistinct=(frozenset({"T3", "T12"}),),
        ),
    ),
    hints=(
        "Take one message with the score p. What does flagging it cost on average, and what does "
        "letting it through?",
        "Set the two expected costs equal, and solve for p.",
    ),
)

QUIZ_PAIRS = Question(
    id="l6-quiz-pairs",
    title="Quiz: the area by pairs",
    lesson=6,
    items=("13",),
    prompt="Six messages, label 1 is spam, the positive class:\n\n"
    "| score | 0.9 | 0.6 | 0.6 | 0.5 | 0.3 | 0.2 |\n"
    "|---|---|---|---|---|---|---|\n"
    "| label | 0 | 1 | 0 | 1 | 0 | 0 |\n\n"
    "What is the area under the ROC curve? Give a `Fraction`, or at least four decimals.",
    parts=(
        Metric(
            reference=exact_area,
            params={"y": (0, 1, 0, 1, 0, 0), "scores": (0.9, 0.6, 0.6, 0.5, 0.3, 0.2)},
            wrong={
                "T16": wrong.area_of_labels,
                "T17": wrong.area_down_the_list,
                "M6": wrong.area_of_other_class,
                "M12": wrong.accuracy_at_half,
            },
        ),
    ),
    hints=("Two spam messages and four others make eight pairs. In how many is the spam ahead?",),
)

QUIZ_WARNING = Question(
    id="l6-quiz-warning",
    title="Quiz: a recall near zero",
    lesson=6,
    items=("19", "20", "21"),
    prompt="A model for rare spam ends its training with a low loss, a validation accuracy of "
    "0.981 and a validation recall of 0.02. What comes first?\n\n"
    "- **A** Shipping it: 0.981 is a good accuracy.\n"
    "- **B** Comparing it with 0.5: it is far above chance.\n"
    "- **C** Wider vectors: these have not caught the meaning of spam.\n"
    "- **D** A look at the scores: where do those of the spam lie?",
    parts=(
        Choice(
            reference=choose("D"),
            options={
                "A": Option("shipping it", "T1"),
                "B": Option("comparing it with 0.5", "T2"),
                "C": Option("wider vectors", "T42"),
                "D": Option("a look at the scores"),
            },
        ),
    ),
    hints=("Recall counts decisions. What are these made of?",),
)

PRACTICE: tuple[Question, ...] = (
    PREDICT_BAR,
    PREDICT_HALF,
    PREDICT_LOWER,
    PREDICT_RAISE,
    PREDICT_COSTS,
    QUIZ_PAIRS,
    QUIZ_WARNING,
)

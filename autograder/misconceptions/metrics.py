"""Wrong beliefs about the confusion matrix and what is computed from it.

The wrong models of a metric take the four counts ``tp, fp, fn, tn``.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from autograder.misconceptions.misconception import Misconception

Number = Fraction | float


def precision(tp: int, fp: int, fn: int, tn: int) -> Fraction:
    """The precision, where a belief answers it for something else."""
    return Fraction(tp, tp + fp)


def recall(tp: int, fp: int, fn: int, tn: int) -> Fraction:
    """The recall, where a belief answers it for something else."""
    return Fraction(tp, tp + fn)


def specificity(tp: int, fp: int, fn: int, tn: int) -> Fraction:
    """The recall of the negative class, where a belief answers it for something else."""
    return Fraction(tn, tn + fp)


def negative_precision(tp: int, fp: int, fn: int, tn: int) -> Fraction:
    """The precision of the negative class, where a belief answers it for something else."""
    return Fraction(tn, tn + fn)


def accuracy(tp: int, fp: int, fn: int, tn: int) -> Fraction:
    """M12: the share of right answers stands for every metric."""
    return Fraction(tp + tn, tp + fp + fn + tn)


def error_rate(tp: int, fp: int, fn: int, tn: int) -> Fraction:
    """M14: the share of wrong answers."""
    return Fraction(fp + fn, tp + fp + fn + tn)


def share_of_right_answers(tp: int, fp: int, fn: int, tn: int) -> Fraction:
    """M11: true positives among all right answers."""
    return Fraction(tp, tp + tn)


def f1_rounded_early(tp: int, fp: int, fn: int, tn: int) -> float:
    """M3: from precision and recall rounded to two decimals."""
    p, r = round(tp / (tp + fp), 2), round(tp / (tp + fn), 2)
    return 2 * p * r / (p + r)


def f1_as_mean(tp: int, fp: int, fn: int, tn: int) -> Fraction:
    """M4: the arithmetic mean of precision and recall."""
    return (Fraction(tp, tp + fp) + Fraction(tp, tp + fn)) / 2


def f1_with_tn(tp: int, fp: int, fn: int, tn: int) -> Fraction:
    """M5: the true negatives counted in."""
    return Fraction(2 * tp, 2 * tp + fp + fn + tn)


def f1_of_negatives(tp: int, fp: int, fn: int, tn: int) -> Fraction:
    """M6: the F1 of the other class."""
    return Fraction(2 * tn, 2 * tn + fp + fn)


def f1_of_all_positive(tp: int, fp: int, fn: int, tn: int) -> Fraction:
    """M9: every score above zero taken for a positive, as with no threshold."""
    return Fraction(2 * (tp + fn), 2 * (tp + fn) + fp + tn)


def jaccard(tp: int, fp: int, fn: int, tn: int) -> Fraction:
    """M23: hits over hits and mistakes, each counted once."""
    return Fraction(tp, tp + fp + fn)


def false_alarm_rate(tp: int, fp: int, fn: int, tn: int) -> Fraction:
    """M24: the share of the negatives that were flagged."""
    return Fraction(fp, fp + tn)


def f1_macro(tp: int, fp: int, fn: int, tn: int) -> Fraction:
    """M13: the mean of both classes' F1."""
    return (Fraction(2 * tp, 2 * tp + fp + fn) + Fraction(2 * tn, 2 * tn + fp + fn)) / 2


def rescaled_accuracy(tp: int, fp: int, fn: int, tn: int) -> Fraction:
    """M15: accuracy stretched to the interval from -1 to 1."""
    return 2 * Fraction(tp + tn, tp + fp + fn + tn) - 1


def metrics_exchanged(tp, fp, fn, zero_division):  # type: ignore[no-untyped-def]
    """M1: precision and recall trade places."""
    p = tp / (tp + fn) if tp + fn else zero_division
    r = tp / (tp + fp) if tp + fp else zero_division
    f1 = 2 * tp / (2 * tp + fp + fn) if tp + fp + fn else zero_division
    return p, r, f1


def metrics_with_mean(tp, fp, fn, zero_division):  # type: ignore[no-untyped-def]
    """M4: F1 as the arithmetic mean."""
    p = tp / (tp + fp) if tp + fp else zero_division
    r = tp / (tp + fn) if tp + fn else zero_division
    return p, r, (p + r) / 2


def metrics_rounded(tp, fp, fn, zero_division):  # type: ignore[no-untyped-def]
    """M3: precision and recall rounded before F1 is computed."""
    p = round(tp / (tp + fp), 2) if tp + fp else zero_division
    r = round(tp / (tp + fn), 2) if tp + fn else zero_division
    if not tp + fp + fn:
        return p, r, zero_division
    return p, r, 2 * p * r / (p + r) if p + r else 0.0


def metrics_undefined_as_one(tp, fp, fn, zero_division):  # type: ignore[no-untyped-def]
    """M7: 0/0 counts as perfect, whatever policy was asked for."""
    p = tp / (tp + fp) if tp + fp else 1.0
    r = tp / (tp + fn) if tp + fn else 1.0
    f1 = 2 * tp / (2 * tp + fp + fn) if tp + fp + fn else 1.0
    return p, r, f1


def metrics_undefined_as_zero(tp, fp, fn, zero_division):  # type: ignore[no-untyped-def]
    """M18: 0/0 counts as 0, whatever policy was asked for."""
    p = tp / (tp + fp) if tp + fp else 0.0
    r = tp / (tp + fn) if tp + fn else 0.0
    f1 = 2 * tp / (2 * tp + fp + fn) if tp + fp + fn else 0.0
    return p, r, f1


def _class_counts(matrix: Any) -> list[tuple[int, int, int]]:
    size = range(len(matrix))
    return [
        (
            matrix[k][k],
            sum(matrix[i][k] for i in size if i != k),
            sum(matrix[k][j] for j in size if j != k),
        )
        for k in size
    ]


def _f1(tp: int, fp: int, fn: int) -> Fraction:
    return Fraction(2 * tp, 2 * tp + fp + fn) if tp + fp + fn else Fraction(0)


def macro_f1(matrix: Any) -> Fraction:
    """A4: every class counts alike."""
    scores = [_f1(*counts) for counts in _class_counts(matrix)]
    return sum(scores, Fraction(0)) / len(scores)


def macro_f1_of_found(matrix: Any) -> Fraction:
    """A6: the mean over the classes that were found at all."""
    scores = [_f1(*counts) for counts in _class_counts(matrix)]
    found = [score for score in scores if score]
    return sum(found, Fraction(0)) / len(found)


def micro_f1(matrix: Any) -> Fraction:
    """A1: pooled counts, taken for fair to the rare classes."""
    totals = [sum(column) for column in zip(*_class_counts(matrix), strict=True)]
    return _f1(*totals)


def weighted_f1(matrix: Any) -> Fraction:
    """A3: each class weighted by how often it occurs."""
    support = [sum(row) for row in matrix]
    scores = [_f1(*counts) for counts in _class_counts(matrix)]
    total = sum((n * f for n, f in zip(support, scores, strict=True)), Fraction(0))
    return total / Fraction(sum(support))


def f1_of_macro_averages(matrix: Any) -> Fraction:
    """A2: macro precision and macro recall first, then their harmonic mean."""
    counts = _class_counts(matrix)
    p = sum(
        (Fraction(tp, tp + fp) if tp + fp else Fraction(0) for tp, fp, _ in counts), Fraction(0)
    )
    r = sum(
        (Fraction(tp, tp + fn) if tp + fn else Fraction(0) for tp, _, fn in counts), Fraction(0)
    )
    p, r = p / len(counts), r / len(counts)
    return 2 * p * r / (p + r) if p + r else Fraction(0)


MISCONCEPTIONS = (
    Misconception(
        id="M1",
        name="denominators exchanged",
        belief="Precision divides by all real positives, recall by all predicted ones.",
        idea="It is the other way round. Precision asks of what was flagged how much was right; "
        "recall asks of what was there how much was found.",
        next_step="Say the question as a sentence that begins with 'of all ...': that is the "
        "denominator.",
        lesson=5,
        seen="source material, items 9 and 10",
    ),
    Misconception(
        id="M2",
        name="matrix read from the wrong corner",
        belief="The top left cell of a confusion matrix holds the true positives.",
        idea="Which class comes first depends on how the labels sort: with labels 0 and 1 the "
        "first row and column belong to 0, the negative class here.",
        next_step="Write the class names along both sides before you read a single number.",
        lesson=5,
        seen="source material, item 7; matrices printed by scikit-learn",
    ),
    Misconception(
        id="M3",
        name="early rounding",
        belief="Precision and recall may be rounded before F1 is computed from them.",
        idea="The first decimals look alike, but it is another number: rounding errors travel "
        "through the formula.",
        next_step="Keep fractions, or all digits, until the very last step.",
        lesson=5,
        seen="source material, item 11",
    ),
    Misconception(
        id="M4",
        name="F1 as a plain mean",
        belief="F1 is the average of precision and recall.",
        idea="F1 is their harmonic mean, which leans to the smaller one: a model with precision 1 "
        "and recall 0 has no merit, and no average of one half.",
        next_step="Try your formula on precision 1 and recall 0, then look up the harmonic mean.",
        lesson=5,
        seen="source material, item 11",
    ),
    Misconception(
        id="M5",
        name="true negatives in F1",
        belief="All four counts enter F1.",
        idea="F1 looks at the positive class alone. Add a million true negatives: it does not "
        "move.",
        next_step="Write F1 with TP, FP and FN only.",
        lesson=5,
        seen="formulas that divide by the total",
    ),
    Misconception(
        id="M6",
        name="the other class as positive",
        belief="It does not matter which class is called positive.",
        idea="Precision, recall and F1 belong to one class. Your value is what the other class "
        "gets.",
        next_step="Name the positive class first, then mark its row and its column.",
        lesson=5,
        seen="source material, item 11; pos_label left at its default",
    ),
    Misconception(
        id="M7",
        name="undefined means perfect",
        belief="Without a single prediction there was no mistake, so the score is 1.",
        idea="0/0 has no value. What to report in its place is a policy, and the caller of your "
        "function names it.",
        next_step="Return zero_division wherever a denominator is zero.",
        lesson=5,
        seen="UndefinedMetricWarning threads (course notes, error 7)",
    ),
    Misconception(
        id="M9",
        name="scores taken for labels",
        belief="A metric can be given the probabilities as they are.",
        idea="F1 compares decisions. Without a threshold every probability above zero counts as a "
        "positive, and the score is that of flagging everything.",
        next_step="State a threshold, turn the scores into labels, then count.",
        lesson=5,
        seen="Keras F1Score with threshold=None on one column (course notes, error 17)",
    ),
    Misconception(
        id="M10",
        name="axes exchanged",
        belief="The rows of the matrix are the predictions.",
        idea="scikit-learn puts the actual classes in the rows and the predicted ones in the "
        "columns; other tools do the opposite.",
        next_step="Check on one example that you know: which row did it land in?",
        lesson=5,
        seen="source material, item 7",
    ),
    Misconception(
        id="M11",
        name="share of the right answers",
        belief="The whole, of which a metric takes a part, is everything the model got right.",
        idea="The denominator also holds the mistakes: those among the flagged ones for "
        "precision, those among the real ones for recall.",
        next_step="Ask which mistakes the metric is meant to punish; they belong in the "
        "denominator.",
        lesson=5,
        seen="source material, item 9 (the trap of 80/170)",
    ),
    Misconception(
        id="M12",
        name="accuracy for everything",
        belief="How good a model is means the share of right answers, whatever it is called.",
        idea="Accuracy mixes both classes and both kinds of mistakes. This metric looks at one "
        "class and one kind of question.",
        next_step="List which of the four counts belong in the metric that is asked for.",
        lesson=5,
        seen="source material, item 12",
    ),
    Misconception(
        id="M13",
        name="averaged over both classes",
        belief="F1 always averages over the classes.",
        idea="With one positive class there is nothing to average: the other class has an F1 of "
        "its own, and their mean is the macro average.",
        next_step="Compute F1 for the class that is called positive, and stop there.",
        lesson=5,
        seen="average='macro' copied from multi-class code",
    ),
    Misconception(
        id="M14",
        name="the error rate",
        belief="The metric counts the mistakes.",
        idea="Your value is the share of wrong answers. What was asked for counts right ones.",
        next_step="Subtract from one, or count the other two cells.",
        lesson=5,
        seen="scores and losses confused",
    ),
    Misconception(
        id="M15",
        name="MCC as stretched accuracy",
        belief="MCC is accuracy moved to the scale from -1 to 1.",
        idea="MCC is a correlation between actual and predicted labels: all four counts enter, "
        "and the row and column totals stand under a root.",
        next_step="Write down the four totals of the rows and columns; their product goes under "
        "the root.",
        lesson=5,
        seen="balanced tables, where both numbers are close",
    ),
    Misconception(
        id="M16",
        name="mean of precision and recall for balance",
        belief="Balanced accuracy averages precision and recall.",
        idea="It averages the recalls of the two classes: how much of each real class was found.",
        next_step="Compute the recall of the positives and the recall of the negatives first.",
        lesson=5,
        seen="names that sound alike",
    ),
    Misconception(
        id="M17",
        name="equal F1, equal models",
        belief="Two models with the same F1 make the same mistakes.",
        idea="F1 sees only the sum of both kinds of mistakes next to the hits. One model may "
        "flag too much and another too little.",
        next_step="Keep FP + FN and TP as they are, and move mistakes from one kind to the other.",
        lesson=5,
        seen="leader boards that rank by F1 alone",
    ),
    Misconception(
        id="M18",
        name="undefined means zero",
        belief="0/0 is 0.",
        idea="Zero is one policy for a score that has no value; a caller may want another, and "
        "says so.",
        next_step="Return zero_division wherever a denominator is zero.",
        lesson=5,
        seen="UndefinedMetricWarning threads (course notes, error 7)",
    ),
    Misconception(
        id="M19",
        name="whole of the negatives exchanged",
        belief="Specificity starts from what was called negative, the negative predictive value "
        "from what is negative.",
        idea="It is the other way round. Specificity asks of all real negatives how many were let "
        "through; the predictive value asks of all that were let through how many are negative.",
        next_step="Write 'of all ...' in front of each of the two, and find that whole in the "
        "table.",
        lesson=5,
        seen="the same exchange as between precision and recall, seen from the other class",
    ),
    Misconception(
        id="M20",
        name="a rate of everybody",
        belief="The false alarm rate is a share of all messages.",
        idea="A false alarm can only happen where there is nothing to find: the rate is a "
        "share of the negatives alone.",
        next_step="Count the messages that are no spam first, then take the share of those.",
        lesson=5,
        seen="rates applied to the whole stream",
    ),
    Misconception(
        id="M21",
        name="false alarms as a fixed number",
        belief="There are as many false alarms as before.",
        idea="The rate stays, not the number. Where more negatives come by, the same rate "
        "gives more false alarms.",
        next_step="Apply the rate to the negatives of the new stream.",
        lesson=5,
        seen="counts carried over from one table to another",
    ),
    Misconception(
        id="M22",
        name="flagged taken for real",
        belief="How often a class occurs is how often the model predicts it.",
        idea="The share of a class is a matter of the messages, not of the model: it counts "
        "what is there, found or not.",
        next_step="Add up what is really spam: the messages that were found, and those that were "
        "missed.",
        lesson=5,
        seen="prevalence read off the predictions",
    ),
    Misconception(
        id="M23",
        name="hits over everything involved",
        belief="F1 is hits divided by hits and mistakes.",
        idea="In the harmonic mean the hits count twice, above and below the bar. Your "
        "formula has a name of its own, the Jaccard index, and is always the lower of "
        "the two.",
        next_step="Write the harmonic mean of precision and recall as one fraction, and count the"
        " hits in it.",
        lesson=5,
        seen="F1 taken for the Jaccard index",
    ),
    Misconception(
        id="M24",
        name="the false alarm rate",
        belief="Specificity is the share of negatives that were flagged.",
        idea="That share is the false alarm rate. Specificity is the rest of the negatives: "
        "those that were let through.",
        next_step="Ask which of the two should be high for a good filter.",
        lesson=5,
        seen="specificity and false positive rate confused",
    ),
    Misconception(
        id="A1",
        name="micro is fair to the rare",
        belief="The average that treats all classes alike is the pooled one.",
        idea="Pooled counts are ruled by the frequent class; with one label for each example "
        "micro-F1 equals accuracy.",
        next_step="Give each class one vote: compute F1 for each, then average.",
        lesson=5,
        seen="average='micro' in imbalanced tasks",
    ),
    Misconception(
        id="A2",
        name="macro-F1 from macro averages",
        belief="Macro-F1 is the F1 of macro precision and macro recall.",
        idea="Averaging does not pass through the harmonic mean: the two orders give different "
        "numbers.",
        next_step="Compute F1 inside each class first, and average last.",
        lesson=5,
        seen="two definitions of macro-F1 in papers",
    ),
    Misconception(
        id="A3",
        name="weighted cures imbalance",
        belief="The average that treats all classes alike is the one weighted by frequency.",
        idea="The weights are the class frequencies, so the majority rules again and a class at "
        "zero hardly shows.",
        next_step="Ask what weight a class of two examples gets here.",
        lesson=5,
        seen="average='weighted' in imbalanced tasks",
    ),
    Misconception(
        id="A4",
        name="macro for any average",
        belief="An average over classes is always the plain mean of their scores.",
        idea="That is the macro average. Micro pools the counts before it divides; weighted lets "
        "frequent classes count more.",
        next_step="Say for each average what is added up, and when the division happens.",
        lesson=5,
        seen="averages mixed up",
    ),
    Misconception(
        id="A5",
        name="micro and weighted taken for one",
        belief="Micro and weighted are two words for the average in which frequent classes count "
        "more.",
        idea="Both let frequent classes count more, but they divide at different moments: micro "
        "once, after all counts are pooled; weighted inside each class, before it averages.",
        next_step="Write both as formulas for two classes, and see where the fraction bar stands.",
        lesson=5,
        seen="averages mixed up",
    ),
    Misconception(
        id="A6",
        name="classes at zero left out",
        belief="A class that is never found does not count in the mean.",
        idea="A class with an F1 of 0 is a class all the same, and the one that the macro "
        "average is there to show.",
        next_step="Divide by the number of classes, and let the zero weigh its share.",
        lesson=5,
        seen="means over the classes with a score",
    ),
    Misconception(
        id="T4",
        name="scores as constants of the model",
        belief="Scores are a property of the model, so they stay when the share of positives "
        "changes.",
        idea="The rates within each class stay. With fewer positives about, the same false "
        "alarm rate flags many more negatives for each hit.",
        next_step="Take 1,000 messages with the new share of spam and count all four cells.",
        lesson=6,
        seen="source material, item 13",
    ),
)

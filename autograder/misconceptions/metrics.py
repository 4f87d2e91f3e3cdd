"""Wrong beliefs about the confusion matrix and what is computed from it.

The wrong models of a metric take the four counts ``tp, fp, fn, tn``; those of an average take
a confusion matrix, with the actual classes in its rows.
"""

from __future__ import annotations

from fractions import Fraction
from math import sqrt
from typing import Any

from autograder.misconceptions.misconception import Misconception
from autograder.misconceptions.stages import Reads, Writes

Number = Fraction | float

# --- which count is which -----------------------------------------------------------------


@Reads
def classes_exchanged(tp: int, fp: int, fn: int, tn: int) -> dict[str, int]:
    """M2, M6: each class is taken for the other one."""
    return {"tp": tn, "fp": fn, "fn": fp, "tn": tp}


@Reads
def mistakes_exchanged(tp: int, fp: int, fn: int, tn: int) -> dict[str, int]:
    """M1, M10, M19: the two kinds of mistakes trade places."""
    return {"tp": tp, "fp": fn, "fn": fp, "tn": tn}


def _all_flagged(tp: int, fp: int, fn: int, tn: int) -> dict[str, int]:
    """M9: every score above zero taken for a positive, as with no threshold."""
    return {"tp": tp + fn, "fp": fp + tn, "fn": 0, "tn": 0}


all_flagged = Reads(_all_flagged, alone=True)  # with nothing left unflagged, much coincides


# --- what is written down -----------------------------------------------------------------


@Writes
def rest_of_the_whole(share: Number) -> Number:
    """M14, M24: the other part of the whole."""
    return 1 - share


@Writes
def odds(share: Number) -> Number:
    """M27: the part to the rest, and not to the whole."""
    return share / (1 - share) if share != 1 else share


@Writes
def halved(value: Number) -> Number:
    """M31: the factor 2 is lost."""
    return value / 2


@Writes
def squared(value: Number) -> Number:
    """M37: the square of a correlation."""
    return value * value


# --- another rule -------------------------------------------------------------------------


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


def prevalence(tp: int, fp: int, fn: int, tn: int) -> Fraction:
    """The share of the positive class, where a belief answers it for something else."""
    return Fraction(tp + fn, tp + fp + fn + tn)


def accuracy(tp: int, fp: int, fn: int, tn: int) -> Fraction:
    """M12: the share of right answers stands for every metric."""
    return Fraction(tp + tn, tp + fp + fn + tn)


def right_answers(tp: int, fp: int, fn: int, tn: int) -> int:
    """M11, M26: how many answers are right."""
    return tp + tn


def hits(tp: int, fp: int, fn: int, tn: int) -> int:
    """M26: how many of the flagged ones are right."""
    return tp


def positives(tp: int, fp: int, fn: int, tn: int) -> int:
    """M26: how many belong to the positive class."""
    return tp + fn


def share_of_right_answers(tp: int, fp: int, fn: int, tn: int) -> Fraction:
    """M11: true positives among all right answers."""
    return Fraction(tp, tp + tn)


def share_of_everybody(tp: int, fp: int, fn: int, tn: int) -> Fraction:
    """M25: true positives among all messages."""
    return Fraction(tp, tp + fp + fn + tn)


def flagged(tp: int, fp: int, fn: int, tn: int) -> Fraction:
    """M22, M41: the share of the flagged ones."""
    return Fraction(tp + fp, tp + fp + fn + tn)


def jaccard(tp: int, fp: int, fn: int, tn: int) -> Fraction:
    """M23: hits over hits and mistakes, each counted once."""
    return Fraction(tp, tp + fp + fn)


def negative_precision_as_rest(tp: int, fp: int, fn: int, tn: int) -> Fraction:
    """M35: what precision leaves."""
    return 1 - precision(tp, fp, fn, tn)


def share_of_the_majority(tp: int, fp: int, fn: int, tn: int) -> Fraction:
    """M40: how common the more frequent class is."""
    return Fraction(max(tp + fn, fp + tn), tp + fp + fn + tn)


def f1_rounded_early(tp: int, fp: int, fn: int, tn: int) -> float:
    """M3: from precision and recall rounded to two decimals."""
    p, r = round(tp / (tp + fp), 2), round(tp / (tp + fn), 2)
    return 2 * p * r / (p + r)


def f1_as_mean(tp: int, fp: int, fn: int, tn: int) -> Fraction:
    """M4, M16: the arithmetic mean of precision and recall."""
    return (precision(tp, fp, fn, tn) + recall(tp, fp, fn, tn)) / 2


def f1_as_product(tp: int, fp: int, fn: int, tn: int) -> Fraction:
    """M30: precision times recall."""
    return precision(tp, fp, fn, tn) * recall(tp, fp, fn, tn)


def f1_as_geometric_mean(tp: int, fp: int, fn: int, tn: int) -> float:
    """M32: the root of precision times recall."""
    return sqrt(f1_as_product(tp, fp, fn, tn))


def f1_of_two_recalls(tp: int, fp: int, fn: int, tn: int) -> Fraction:
    """M33: the harmonic mean of sensitivity and specificity."""
    one, other = recall(tp, fp, fn, tn), specificity(tp, fp, fn, tn)
    return 2 * one * other / (one + other)


def f1_doubled_above_alone(tp: int, fp: int, fn: int, tn: int) -> Fraction:
    """M34: twice the hits, over hits and mistakes that are counted once."""
    return Fraction(2 * tp, tp + fp + fn)


def f1_with_tn(tp: int, fp: int, fn: int, tn: int) -> Fraction:
    """M5: the true negatives counted in."""
    return Fraction(2 * tp, 2 * tp + fp + fn + tn)


def f1_macro(tp: int, fp: int, fn: int, tn: int) -> Fraction:
    """M13: the mean of both classes' F1."""
    return (Fraction(2 * tp, 2 * tp + fp + fn) + Fraction(2 * tn, 2 * tn + fp + fn)) / 2


def mean_of_precisions(tp: int, fp: int, fn: int, tn: int) -> Fraction:
    """M39: the mean of both classes' precision."""
    return (precision(tp, fp, fn, tn) + negative_precision(tp, fp, fn, tn)) / 2


def product_of_recalls(tp: int, fp: int, fn: int, tn: int) -> Fraction:
    """M30: recall times specificity."""
    return recall(tp, fp, fn, tn) * specificity(tp, fp, fn, tn)


def rescaled_accuracy(tp: int, fp: int, fn: int, tn: int) -> Fraction:
    """M15: accuracy stretched to the interval from -1 to 1."""
    return 2 * Fraction(tp + tn, tp + fp + fn + tn) - 1


def _totals(tp: int, fp: int, fn: int, tn: int) -> int:
    """The product of the totals of all rows and columns."""
    return (tp + fp) * (tp + fn) * (tn + fp) * (tn + fn)


def mcc_without_root(tp: int, fp: int, fn: int, tn: int) -> Fraction:
    """M36: the product of the totals without its root."""
    return Fraction(tp * tn - fp * fn, _totals(tp, fp, fn, tn))


def mcc_with_plus(tp: int, fp: int, fn: int, tn: int) -> float:
    """M38: right and wrong answers both for the model."""
    return (tp * tn + fp * fn) / sqrt(_totals(tp, fp, fn, tn))


# --- precision, recall and F1 in one function ---------------------------------------------


def _safe(top: float, bottom: float, zero_division: float) -> float:
    return top / bottom if bottom else zero_division


def _precision_and_recall(tp: int, fp: int, fn: int, zero_division: float) -> tuple[float, float]:
    return _safe(tp, tp + fp, zero_division), _safe(tp, tp + fn, zero_division)


@Reads
def metrics_undefined_as_one(tp, fp, fn, zero_division):  # type: ignore[no-untyped-def]
    """M7: 0/0 counts as perfect, whatever policy was asked for."""
    return {"tp": tp, "fp": fp, "fn": fn, "zero_division": 1.0}


@Reads
def metrics_undefined_as_zero(tp, fp, fn, zero_division):  # type: ignore[no-untyped-def]
    """M18: 0/0 counts as 0, whatever policy was asked for."""
    return {"tp": tp, "fp": fp, "fn": fn, "zero_division": 0.0}


@Reads
def metrics_exchanged(tp, fp, fn, zero_division):  # type: ignore[no-untyped-def]
    """M1: precision and recall trade places."""
    return {"tp": tp, "fp": fn, "fn": fp, "zero_division": zero_division}


def metrics_with_mean(tp, fp, fn, zero_division):  # type: ignore[no-untyped-def]
    """M4: F1 as the arithmetic mean."""
    p, r = _precision_and_recall(tp, fp, fn, zero_division)
    return p, r, (p + r) / 2


def metrics_rounded(tp, fp, fn, zero_division):  # type: ignore[no-untyped-def]
    """M3: precision and recall rounded before F1 is computed."""
    p = round(tp / (tp + fp), 2) if tp + fp else zero_division
    r = round(tp / (tp + fn), 2) if tp + fn else zero_division
    if not tp + fp + fn:
        return p, r, zero_division
    return p, r, 2 * p * r / (p + r) if p + r else 0.0


def metrics_with_jaccard(tp, fp, fn, zero_division):  # type: ignore[no-untyped-def]
    """M23: the hits counted once in F1."""
    p, r = _precision_and_recall(tp, fp, fn, zero_division)
    return p, r, _safe(tp, tp + fp + fn, zero_division)


def metrics_without_factor(tp, fp, fn, zero_division):  # type: ignore[no-untyped-def]
    """M31: the factor 2 is lost."""
    p, r = _precision_and_recall(tp, fp, fn, zero_division)
    return p, r, _safe(p * r, p + r, zero_division)


def metrics_f1_from_both(tp, fp, fn, zero_division):  # type: ignore[no-untyped-def]
    """M47: F1 undefined where precision and recall are both zero."""
    p, r = _precision_and_recall(tp, fp, fn, zero_division)
    return p, r, _safe(2 * p * r, p + r, zero_division)


def metrics_undefined_without_hits(tp, fp, fn, zero_division):  # type: ignore[no-untyped-def]
    """M48: without a hit nothing is defined."""
    if tp == 0:
        return zero_division, zero_division, zero_division
    return tp / (tp + fp), tp / (tp + fn), 2 * tp / (2 * tp + fp + fn)


def metrics_undefined_together(tp, fp, fn, zero_division):  # type: ignore[no-untyped-def]
    """M49: where one of the three is undefined, all are."""
    if not (tp + fp and tp + fn):
        return zero_division, zero_division, zero_division
    return tp / (tp + fp), tp / (tp + fn), 2 * tp / (2 * tp + fp + fn)


def metrics_unguarded(tp, fp, fn, zero_division):  # type: ignore[no-untyped-def]
    """M50: no denominator is ever zero."""
    return tp / (tp + fp), tp / (tp + fn), 2 * tp / (2 * tp + fp + fn)


def metrics_f1_undefined_with_one(tp, fp, fn, zero_division):  # type: ignore[no-untyped-def]
    """M51: F1 undefined where precision or recall is."""
    p, r = _precision_and_recall(tp, fp, fn, zero_division)
    defined = tp + fp and tp + fn
    return p, r, 2 * tp / (2 * tp + fp + fn) if defined else zero_division


def metrics_in_whole_numbers(tp, fp, fn, zero_division):  # type: ignore[no-untyped-def]
    """F14: // in place of /."""
    p = tp // (tp + fp) if tp + fp else zero_division
    r = tp // (tp + fn) if tp + fn else zero_division
    f1 = 2 * tp // (2 * tp + fp + fn) if tp + fp + fn else zero_division
    return p, r, f1


@Writes
def results_rounded(results: tuple[float, ...]) -> tuple[float, ...]:
    """F12: two decimals."""
    return tuple(round(each, 2) for each in results)


@Writes
def results_in_percent(results: tuple[float, ...]) -> tuple[float, ...]:
    """F13: percent in place of shares."""
    return tuple(100 * each for each in results)


@Writes
def results_by_name(results: tuple[float, ...]) -> dict[str, float]:
    """F10: a dict in place of a tuple."""
    return dict(zip(("precision", "recall", "f1"), results, strict=True))


@Writes
def the_last_result(results: tuple[float, ...]) -> float:
    """F11: F1 alone."""
    return results[-1]


# --- averages over classes ----------------------------------------------------------------


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


def _ratio(top: int, bottom: int) -> Fraction:
    return Fraction(top, bottom) if bottom else Fraction(0)


def _mean(scores: list[Fraction]) -> Fraction:
    return sum(scores, Fraction(0)) / len(scores)


def _weighted(scores: list[Fraction], weights: list[int]) -> Fraction:
    return sum((n * f for n, f in zip(weights, scores, strict=True)), Fraction(0)) / sum(weights)


def _f1(tp: int, fp: int, fn: int) -> Fraction:
    return _ratio(2 * tp, 2 * tp + fp + fn)


def _f1_of_each(matrix: Any) -> list[Fraction]:
    return [_f1(*counts) for counts in _class_counts(matrix)]


@Reads
def unfound_rows_left_out(matrix: Any) -> dict[str, Any]:
    """A6: the examples of a class that is never found do not count."""
    empty = (0,) * len(matrix)
    return {"matrix": tuple(row if row[k] else empty for k, row in enumerate(matrix))}


def macro_f1(matrix: Any) -> Fraction:
    """A4: every class counts alike."""
    return _mean(_f1_of_each(matrix))


def macro_f1_of_found(matrix: Any) -> Fraction:
    """A6: the mean over the classes that were found at all."""
    return _mean([score for score in _f1_of_each(matrix) if score])


def macro_precision(matrix: Any) -> Fraction:
    """A9: the mean of the classes' precision."""
    return _mean([_ratio(tp, tp + fp) for tp, fp, _ in _class_counts(matrix)])


def macro_recall(matrix: Any) -> Fraction:
    """A8: the mean of the classes' recall."""
    return _mean([_ratio(tp, tp + fn) for tp, _, fn in _class_counts(matrix)])


def micro_f1(matrix: Any) -> Fraction:
    """A1, A5: pooled counts."""
    totals = [sum(column) for column in zip(*_class_counts(matrix), strict=True)]
    return _f1(*totals)


def micro_f1_doubled_above_alone(matrix: Any) -> Fraction:
    """M34: twice the hits, over all examples counted once."""
    return 2 * Fraction(sum(row[k] for k, row in enumerate(matrix)), sum(map(sum, matrix)))


def weighted_f1(matrix: Any) -> Fraction:
    """A3, A5: each class weighted by how often it occurs."""
    return _weighted(_f1_of_each(matrix), [sum(row) for row in matrix])


def weighted_f1_of_found(matrix: Any) -> Fraction:
    """A6: the weights of the classes that were found at all."""
    return _weighted(
        _f1_of_each(matrix), [sum(row) if row[k] else 0 for k, row in enumerate(matrix)]
    )


def weighted_f1_by_predicted(matrix: Any) -> Fraction:
    """A7: each class weighted by how often it is predicted."""
    return _weighted(_f1_of_each(matrix), [sum(column) for column in zip(*matrix, strict=True)])


def f1_of_macro_averages(matrix: Any) -> Fraction:
    """A2: macro precision and macro recall first, then their harmonic mean."""
    p, r = macro_precision(matrix), macro_recall(matrix)
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
        idea="F1 is their harmonic mean, which stays close to the smaller one: for precision 1 and "
        "recall 0 it is 0, where the plain mean is one half.",
        next_step="Look up the harmonic mean, and work both means out for two numbers that are far "
        "apart.",
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
        idea="A score such as precision or recall belongs to one class. What you gave belongs to "
        "the other class.",
        next_step="Name the class that is asked for, then mark its row and its column.",
        lesson=5,
        seen="source material, item 11; pos_label left at its default",
    ),
    Misconception(
        id="M7",
        name="undefined means perfect",
        belief="Without a single prediction there was no mistake, so the score is 1.",
        idea="0/0 has no value. What is reported in its place is a rule that somebody has chosen: "
        "the caller of a function, or the author of a metric.",
        next_step="Write each score as a fraction, mark the zeros below a bar, and see what is to "
        "be reported there.",
        lesson=5,
        seen="UndefinedMetricWarning threads",
    ),
    Misconception(
        id="M9",
        name="scores taken for labels",
        belief="A metric can be given the probabilities as they are.",
        idea="Taken as labels, all probabilities above 0 are positives, so your value is that of "
        "flagging everything. Such a metric compares decisions, and those need a threshold.",
        next_step="Ask which messages were flagged, and count from there.",
        lesson=5,
        seen="Keras F1Score with threshold=None on one column",
    ),
    Misconception(
        id="M10",
        name="axes exchanged",
        belief="The rows of the matrix are the predictions.",
        idea="scikit-learn puts the actual classes in the rows and the predicted ones in the "
        "columns; other tools do the opposite.",
        next_step="Read one cell off the diagonal aloud: how many, really what, and called what?",
        lesson=5,
        seen="source material, item 7",
    ),
    Misconception(
        id="M11",
        name="share of the right answers",
        belief="The whole, of which a metric takes a part, is everything the model got right.",
        idea="A whole is chosen before anybody asks what was right: it holds mistakes as well as "
        "right answers.",
        next_step="Say in words what the whole is here, and add the mistakes that belong to it.",
        lesson=5,
        seen="source material, item 9 (the trap of 80/170)",
    ),
    Misconception(
        id="M12",
        name="accuracy for everything",
        belief="How good a model is means the share of right answers, whatever it is called.",
        idea="The share of right answers is accuracy. Every other score is made of the four counts "
        "in its own way, and answers another question.",
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
        idea="Your value is the share of what went wrong. What was asked for is the share of what "
        "went right.",
        next_step="Say which messages you counted above the bar, and whether they speak for the "
        "model or against it.",
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
        next_step="Ask how two models can make equally many mistakes of different kinds.",
        lesson=5,
        seen="leader boards that rank by F1 alone",
    ),
    Misconception(
        id="M18",
        name="undefined means zero",
        belief="0/0 is 0.",
        idea="Zero is one policy for a score that has no value; a caller may want another, and "
        "says so.",
        next_step="Write each score as a fraction, mark the zeros below a bar, and see what is to "
        "be reported there.",
        lesson=5,
        seen="UndefinedMetricWarning threads",
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
        idea="The rate stays, not the number. Where there are more negatives, the same rate gives "
        "more false alarms.",
        next_step="Apply the rate to the negatives among the new messages.",
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
        belief="The metric is hits divided by hits and mistakes of both kinds.",
        idea="That share is called the Jaccard index. Precision and recall each count one kind of "
        "mistake; F1 counts both, and counts the hits twice, above and below the bar.",
        next_step="Write down what stands below the bar of precision, of recall, and of their "
        "harmonic mean.",
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
        id="M25",
        name="hits out of everybody",
        belief="The whole is always all messages, and the part is the hits.",
        idea="Hits over all messages mix two things: how common the class is, and how much of it "
        "was found. Each metric has a part and a whole of its own.",
        next_step="Say the metric as 'of all ..., the share that ...', and fill both gaps from "
        "the table.",
        lesson=5,
        seen="joint and conditional shares confused, a classic of statistics",
    ),
    Misconception(
        id="M26",
        name="a number for a share",
        belief="How many there are is the share of them.",
        idea="A number says nothing about how many there could have been. A share divides it by "
        "the whole.",
        next_step="Ask out of how many, and divide.",
        lesson=5,
        seen="counts and rates confused",
    ),
    Misconception(
        id="M27",
        name="odds for a share",
        belief="A share compares a part with the rest.",
        idea="A part compared with the rest is called odds, and can exceed 1. A share compares "
        "the part with the whole, the part included.",
        next_step="Add the part itself to what stands below the bar.",
        lesson=5,
        seen="odds and probabilities confused, a classic of statistics",
    ),
    Misconception(
        id="M28",
        name="found and present taken for one",
        belief="The share of spam there is and the share of spam that was found are one number.",
        idea="How much spam there is would be the same without any filter. How much of it was "
        "found is the filter's merit, and is called recall.",
        next_step="Ask whether another filter on the same messages would change the number.",
        lesson=5,
        seen="names for shares of the positive class confused",
    ),
    Misconception(
        id="M29",
        name="precision from the false alarm rate",
        belief="The false alarm rate says which share of the flags is mistaken; precision is the "
        "rest.",
        idea="The false alarm rate is a share of the negatives, not of the flags. What it leaves "
        "is specificity, whatever the precision.",
        next_step="Count the flagged messages, right and mistaken, before you take a share of "
        "them.",
        lesson=5,
        seen="the base rate fallacy; source material, item 13",
    ),
    Misconception(
        id="M30",
        name="rates multiplied",
        belief="Two rates are joined by multiplying them.",
        idea="A product of two shares is never higher than the lower one, and mostly lower "
        "than both. A mean of any kind lies between the two.",
        next_step="Work the score out for two rates, and check whether it lies between them.",
        lesson=5,
        seen="probabilities of independent events, where a product is due",
    ),
    Misconception(
        id="M31",
        name="the factor 2 is lost",
        belief="The harmonic mean is the product divided by the sum.",
        idea="Try it on two equal numbers: their mean has to be the same number again, and "
        "product over sum gives half of it.",
        next_step="Put a 2 where a mean of two numbers needs it, and try equal numbers again.",
        lesson=5,
        seen="formulas written from memory",
    ),
    Misconception(
        id="M32",
        name="geometric for harmonic mean",
        belief="F1 is the root of precision times recall.",
        idea="That is the geometric mean, also known as the Fowlkes-Mallows index. The harmonic "
        "mean leans further to the smaller of the two.",
        next_step="Look up the harmonic mean: reciprocals are averaged there.",
        lesson=5,
        seen="three means taken for one another",
    ),
    Misconception(
        id="M33",
        name="sensitivity and specificity in F1",
        belief="F1 joins sensitivity and specificity.",
        idea="These are the recalls of the two classes. F1 belongs to one class and joins its "
        "precision and its recall; true negatives do not enter.",
        next_step="Mark the two rates that you joined, and ask whether true negatives stand in "
        "one of them.",
        lesson=5,
        seen="medical tests, where sensitivity and specificity go together",
    ),
    Misconception(
        id="M34",
        name="doubled above the bar alone",
        belief="The hits are doubled above the bar, and below it everything counts once.",
        idea="Then a model without any mistake would get 2, and no score of this kind exceeds 1. "
        "What is doubled above has to be doubled below.",
        next_step="Try your formula on a model without any mistakes.",
        lesson=5,
        seen="formulas written from memory",
    ),
    Misconception(
        id="M35",
        name="what precision leaves",
        belief="The predictive values of the two classes add up to 1.",
        idea="They have different wholes: one is a share of what was flagged, the other a share "
        "of what was let through. What precision leaves is the share of mistaken flags.",
        next_step="Count how many messages were let through; the share is one of these.",
        lesson=5,
        seen="shares with different wholes added up, a classic of statistics",
    ),
    Misconception(
        id="M36",
        name="MCC without its root",
        belief="Below the bar of MCC stands the product of the four totals.",
        idea="Above the bar two counts are multiplied, below it four totals: the root brings both "
        "to the same scale. Without it, ten times the messages would give a hundredth of the "
        "score.",
        next_step="Multiply all counts by ten and see what your formula makes of it; a "
        "correlation stays as it is.",
        lesson=5,
        seen="formulas written from memory",
    ),
    Misconception(
        id="M37",
        name="the correlation squared",
        belief="A correlation is reported as its square.",
        idea="The square is another number: it loses the sign, and is lower wherever the "
        "correlation is not perfect.",
        next_step="Take the root below the bar alone, and leave what stands above as it is.",
        lesson=5,
        seen="correlation and its square confused, as in regression",
    ),
    Misconception(
        id="M38",
        name="MCC with a plus",
        belief="MCC adds the product of the mistakes to the product of the right answers.",
        idea="Mistakes count against a model. With a plus, a model that is always mistaken would "
        "be as good as one that is always right.",
        next_step="Try your formula on a model that is always mistaken: which sign do you want "
        "to see?",
        lesson=5,
        seen="formulas written from memory",
    ),
    Misconception(
        id="M39",
        name="mean of the two precisions",
        belief="Balanced accuracy averages how much of each prediction is right.",
        idea="Each real class shall count alike, so each is a whole: how much of it was found. "
        "The precisions start from what was predicted.",
        next_step="Compute the recall of the positives and the recall of the negatives first.",
        lesson=5,
        seen="names that sound alike",
    ),
    Misconception(
        id="M40",
        name="accuracy as the larger class",
        belief="Accuracy is the share of the more frequent class.",
        idea="That is what a model gets that always names this class. This filter flags some"
        " of that class by mistake, and finds some of the other.",
        next_step="Count the right answers among the spam and among the rest, then add them.",
        lesson=5,
        seen="majority baselines quoted as a model's accuracy",
    ),
    Misconception(
        id="M41",
        name="flagged taken for right",
        belief="What the filter flags is what it gets right.",
        idea="Some flags are mistaken, and a message that was rightly let through is a right "
        "answer too.",
        next_step="Mark the cells of the table in which the prediction agrees with the class.",
        lesson=5,
        seen="true and positive confused in the names of the cells",
    ),
    Misconception(
        id="M42",
        name="hits as a fixed number",
        belief="There are as many hits as before.",
        idea="The rate stays, not the number. Where there is less spam, the same rate gives "
        "fewer hits.",
        next_step="Apply the rate to the spam among the new messages.",
        lesson=5,
        seen="counts carried over from one table to another",
    ),
    Misconception(
        id="M43",
        name="equal precision, equal F1",
        belief="Models with the same precision have the same F1.",
        idea="Precision knows nothing of what was missed, and F1 does: with equal precision, the "
        "recall decides.",
        next_step="Keep F1 fixed, and let precision and recall move against each other.",
        lesson=5,
        seen="models compared by one number",
    ),
    Misconception(
        id="M44",
        name="equal once rounded",
        belief="Scores that agree in two decimals are equal.",
        idea="They are close. Equal scores agree as fractions, digit by digit.",
        next_step="Compute both as a Fraction, and compare these.",
        lesson=5,
        seen="tables of results with two decimals",
    ),
    Misconception(
        id="M45",
        name="mistakes alone decide",
        belief="With the same number of mistakes, F1 is the same.",
        idea="F1 weighs the mistakes against the hits: with more hits, the same number of "
        "mistakes weighs less.",
        next_step="Keep the hits as they are when you keep the number of mistakes.",
        lesson=5,
        seen="counts and rates confused",
    ),
    Misconception(
        id="M46",
        name="counts in any order",
        belief="Counts can stand in any order, as long as one knows which is which.",
        idea="A list of counts has no names in it: whoever reads it goes by the places. Read in "
        "another order, yours would do.",
        next_step="Write the counts in the order in which the question names them.",
        lesson=5,
        seen="arguments passed by position, a classic of programming",
    ),
    Misconception(
        id="M47",
        name="F1 undefined where both are zero",
        belief="F1 is undefined where precision and recall are both 0.",
        idea="The detour over precision and recall ends in 0/0 there, the formula with counts "
        "does not: there are mistakes to count, and F1 is 0.",
        next_step="Take the call that has mistakes only, and compute F1 with the denominator that "
        "the task names.",
        lesson=5,
        seen="F1 computed from precision and recall in code",
    ),
    Misconception(
        id="M48",
        name="no hits, no score",
        belief="Without a true positive all three metrics are undefined.",
        idea="A zero above the bar is a value like any other. Undefined is what has a zero below "
        "the bar.",
        next_step="Test the denominators, each by itself, and not the hits.",
        lesson=5,
        seen="numerator and denominator confused in guards against 0/0",
    ),
    Misconception(
        id="M49",
        name="undefined together",
        belief="Where one of the three metrics is undefined, all three are.",
        idea="Each of them has a denominator of its own. With nothing flagged, precision has"
        " none to divide by; that alone says nothing about the other two.",
        next_step="Write one guard for each denominator.",
        lesson=5,
        seen="one try block around several divisions, a classic of Python",
    ),
    Misconception(
        id="M50",
        name="denominators are never zero",
        belief="Counts are always such that the division works.",
        idea="A model may flag nothing, and a set of messages may hold no spam. Then a "
        "denominator is zero, and Python raises a ZeroDivisionError.",
        next_step="Try your function with all counts zero.",
        lesson=5,
        seen="UndefinedMetricWarning threads",
    ),
    Misconception(
        id="M51",
        name="F1 undefined with one of the two",
        belief="F1 is undefined where precision or recall is.",
        idea="The formula with counts has a value as soon as there is a single hit or mistake. "
        "Then F1 is 0 where one of the two is undefined.",
        next_step="Test the denominator that the task names for F1, and no other.",
        lesson=5,
        seen="UndefinedMetricWarning threads",
    ),
    Misconception(
        id="M52",
        name="false alarms reckoned from the positives",
        belief="A false alarm rate of 10% means one false alarm for every ten positives.",
        idea="False alarms come from the negatives, so their rate is a share of the negatives, "
        "however many or few positives there are.",
        next_step="Say whom a false alarm can strike, and how many of those there are.",
        lesson=6,
        seen="rates without their whole; error types confused in tutorials on ROC curves",
    ),
    Misconception(
        id="M53",
        name="accuracy as the mean of the class rates",
        belief="Accuracy is the mean of the shares that are right in each class.",
        idea="That is balanced accuracy, in which a rare class counts as much as a frequent one. "
        "Accuracy counts messages.",
        next_step="Count the right answers in each class, add them up, and divide once by all.",
        lesson=5,
        seen="balanced accuracy and accuracy, which agree on balanced data",
    ),
    Misconception(
        id="M56",
        name="larger counts, another precision",
        belief="If all counts grow by the same factor, precision changes and F1 stays.",
        idea="All these scores are ratios of counts: multiply every count by one number, and none "
        "of them moves.",
        next_step="Work out the precision of both models as fractions, then ask which changes to "
        "the counts move precision and leave F1 as it is.",
        lesson=5,
        seen="counts and rates confused",
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
        next_step="Ask what weight the rarest class gets here.",
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
        belief="A class that is never found does not count in an average.",
        idea="A class with an F1 of 0 is a class all the same. Leaving it out hides what an "
        "average is there to show.",
        next_step="Write down what each class gives to the average, the one at zero too.",
        lesson=5,
        seen="means over the classes with a score",
    ),
    Misconception(
        id="A7",
        name="weights by prediction",
        belief="The weighted average weighs each class by how often it is predicted.",
        idea="The weights are the support: how often a class really occurs. Weights by prediction "
        "would let a model choose them for itself.",
        next_step="Add up the rows, not the columns, for the weights.",
        lesson=5,
        seen="rows and columns confused in sums",
    ),
    Misconception(
        id="A8",
        name="recalls averaged for F1",
        belief="Each class contributes to macro-F1 how much of it was found.",
        idea="That is macro recall, which is balanced accuracy by another name. It says nothing "
        "of mistaken flags; F1 holds them against each class too.",
        next_step="Compute the F1 of each class from its hits, its mistaken flags and its misses.",
        lesson=5,
        seen="averages of different metrics confused",
    ),
    Misconception(
        id="A9",
        name="precisions averaged for F1",
        belief="Each class contributes to macro-F1 how much of its predictions is right.",
        idea="That is macro precision. It says nothing of what was missed; F1 holds that against "
        "each class too.",
        next_step="Compute the F1 of each class from its hits, its mistaken flags and its misses.",
        lesson=5,
        seen="averages of different metrics confused",
    ),
    Misconception(
        id="A10",
        name="any table will do",
        belief="The two ways to average differ on every confusion matrix.",
        idea="They agree wherever each class has equal precision and recall, and nearly agree "
        "where the two are close, as in most tables of good models.",
        next_step="Compute both numbers for your matrix, then make precision and recall of one "
        "class very different.",
        lesson=5,
        seen="two definitions of macro-F1 in papers",
    ),
    Misconception(
        id="A11",
        name="many mistakes make the difference",
        belief="The more mistakes a model makes, the further apart the two averages are.",
        idea="Both averages fall with the mistakes. What parts them is how differently the "
        "mistakes fall on precision and recall inside a class.",
        next_step="Move mistakes from one cell to another rather than adding more.",
        lesson=5,
        seen="two definitions of macro-F1 in papers",
    ),
    Misconception(
        id="A12",
        name="imbalance makes the difference",
        belief="The two averages are far apart wherever one class is rare.",
        idea="In both, a rare class has one vote, so rarity by itself changes nothing. It takes a "
        "class whose precision and recall are far apart.",
        next_step="Compare precision and recall inside each class of your matrix.",
        lesson=5,
        seen="macro averages discussed only under imbalance",
    ),
    Misconception(
        id="A13",
        name="a little asymmetry is enough",
        belief="As soon as precision and recall differ, the two averages differ noticeably.",
        idea="Small differences nearly cancel: the harmonic mean of two close numbers is nearly "
        "their plain mean, whichever comes first.",
        next_step="Push precision and recall of one class to opposite ends.",
        lesson=5,
        seen="two definitions of macro-F1 in papers",
    ),
    Misconception(
        id="F10",
        name="a dict for a tuple",
        belief="Results with names are as good as a tuple of results.",
        idea="Names help readers, but callers that unpack three values would get the three names. "
        "What a function returns is part of the task.",
        next_step="Return the three values in the order that the task names.",
        lesson=5,
        seen="return types left to taste",
    ),
    Misconception(
        id="F11",
        name="one result for three",
        belief="The last result is what counts, as it contains the others.",
        idea="F1 cannot be taken apart again: many pairs of precision and recall give the same "
        "one. The caller asks for all three.",
        next_step="Return all results that the task names, separated by commas.",
        lesson=5,
        seen="leader boards that rank by F1 alone",
    ),
    Misconception(
        id="F12",
        name="rounded results",
        belief="A function returns what one would print, with two decimals.",
        idea="Rounding is for the eye and belongs in the line that prints. Whoever computes on "
        "with your results needs all digits.",
        next_step="Return the values as they are, and round where you print them.",
        lesson=5,
        seen="tables of results with two decimals",
    ),
    Misconception(
        id="F13",
        name="percent for shares",
        belief="A metric is a number of percent.",
        idea="A percentage is a share times a hundred, fit for a table. Functions return the "
        "share, between 0 and 1; and a policy for 0/0 must come back as it was passed.",
        next_step="Leave the factor of a hundred to the line that prints.",
        lesson=5,
        seen="scores quoted in percent",
    ),
    Misconception(
        id="F14",
        name="whole-number division",
        belief="// divides as / does.",
        idea="// gives the whole number below the quotient: all shares under 1 become 0.",
        next_step="Run 3 // 4 and 3 / 4, and compare.",
        lesson=5,
        seen="the two divisions of Python",
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

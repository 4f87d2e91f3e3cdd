"""Wrong beliefs about thresholds, base rates and the costs of mistakes.

Wrong models take ``y`` (labels, 0 or 1) and ``scores`` in the order in which the question lists
them, unless their question is about shares alone.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Any

from autograder.misconceptions.misconception import Misconception
from autograder.reference import count_metrics
from autograder.reference.confusion import Counts
from autograder.reference.thresholds import operating_points

Labels = Sequence[int]
Scores = Sequence[float]


def _counts(y: Labels, scores: Scores, threshold: float, *, strict: bool = False) -> Counts:
    """What comes of flagging all scores from a threshold on."""
    flagged = [score > threshold if strict else score >= threshold for score in scores]
    cells = list(zip(flagged, y, strict=True))
    return Counts(
        tp=cells.count((True, 1)),
        fp=cells.count((True, 0)),
        fn=cells.count((False, 1)),
        tn=cells.count((False, 0)),
    )


def _bill(counts: Counts, cost_fp: int, cost_fn: int) -> int:
    return cost_fp * counts.fp + cost_fn * counts.fn


def _fewest_mistakes(y: Labels, scores: Scores) -> Any:
    """The point with the fewest mistakes, among the scores; on a tie, the highest threshold."""
    points = operating_points(y, scores)[1:]
    return min(points, key=lambda point: point.counts.fp + point.counts.fn)


# --- the model that never flags -----------------------------------------------------------


def one_half(**givens: Any) -> Fraction:
    """T2, T3: one half, whatever is given."""
    return Fraction(1, 2)


def share_of_positives(messages: int, spam: int) -> Fraction:
    """M14: the mistakes of never flagging."""
    return Fraction(spam, messages)


def nothing(messages: int, spam: int) -> int:
    """T25: a model without a hit gets nothing."""
    return 0


def mistakes_by_lot(messages: int, spam: int) -> Fraction:
    """M14: the mistakes of flagging by lot."""
    share = Fraction(spam, messages)
    return 2 * share * (1 - share)


def let_through_by_lot(messages: int, spam: int) -> Fraction:
    """T44: a right answer is a good message that is let through, and nothing else."""
    return share_of_majority(messages, spam) ** 2


def share_of_majority(messages: int, spam: int) -> Fraction:
    """T24: guessing by frequency is as good as always naming the frequent class."""
    return Fraction(messages - spam, messages)


# --- scores, labels and code ----------------------------------------------------------------


def precision_at(y: Labels, scores: Scores, threshold: float, strict: bool) -> Any:
    """M1: precision, where recall was asked for."""
    return count_metrics.precision(_counts(y, scores, threshold, strict=strict))


def other_side(y: Labels, scores: Scores, threshold: float, strict: bool) -> dict[str, Any]:
    """T6: the score at the threshold is put on the other side."""
    return {"y": y, "scores": scores, "threshold": threshold, "strict": not strict}


def as_probabilities(y: Labels, scores: Scores, threshold: float, strict: bool) -> dict[str, Any]:
    """T8: the metric is thought to turn logits into probabilities first."""
    probabilities = tuple(1 / (1 + math.exp(-score)) for score in scores)
    return {"y": y, "scores": probabilities, "threshold": threshold, "strict": strict}


def accuracy_meant(y: Labels, p: Scores) -> Any:
    """T18, T19, T20: the accuracy that the code was meant to give."""
    return count_metrics.accuracy(_counts(y, p, 0.5, strict=True))


def recall_of_rounded(y: Labels, p: Scores) -> Any:
    """T21: probabilities rounded, where they are cut off."""
    return count_metrics.recall(_counts(y, p, 0.5, strict=True))


def recall_of_anything(y: Labels, p: Scores) -> Any:
    """M9: whatever is above zero flagged."""
    return count_metrics.recall(_counts(y, p, 0.0, strict=True))


def share_of_zeros(y: Labels, p: Scores) -> Fraction:
    """T32: every message called 0, for no share of the batch exceeds one half."""
    return Fraction(len(y) - sum(y), len(y))


def never_equal(y: Labels, p: Scores) -> int:
    """T33: arrays of different shapes have no equal entries."""
    return 0


def share_of_ones(y: Labels, p: Scores) -> Fraction:
    """T34: the one column is that of class 1, so every message is called 1."""
    return Fraction(sum(y), len(y))


# --- accuracy, recall and the share of positives --------------------------------------------


def missed_share(**givens: Any) -> dict[str, Any]:
    """T23: the share found is taken for the share missed."""
    return {**givens, "recall": 1 - givens["recall"]}


def share_of_mistakes(accuracy: Fraction, recall: Fraction) -> Fraction:
    """T22: accuracy is the share of negatives, so the rest are the positives."""
    return 1 - accuracy


def share_without_false_alarms(accuracy: Fraction, recall: Fraction) -> Fraction:
    """T43: the share at which the misses alone make up all mistakes."""
    return (1 - accuracy) / (1 - recall)


def accuracy_itself(accuracy: Fraction, recall: Fraction) -> Fraction:
    """M6: the share of the other class."""
    return accuracy


def accuracy_again(accuracy: Fraction, recall: Fraction, share: Fraction) -> Fraction:
    """T1: a high accuracy stands for precision, too."""
    return accuracy


def recall_again(accuracy: Fraction, recall: Fraction, share: Fraction) -> Fraction:
    """M1: the share of the positives, where the share of the flagged was asked for."""
    return recall


def precision_if_all_are_false_alarms(
    accuracy: Fraction, recall: Fraction, share: Fraction
) -> Fraction:
    """T27: every mistake counted as a false alarm."""
    tp = share * recall
    return tp / (tp + 1 - accuracy)


def precision_without_false_alarms(
    accuracy: Fraction, recall: Fraction, share: Fraction
) -> Fraction:
    """T43: no flag is false."""
    return Fraction(1)


def precision_of_negatives(accuracy: Fraction, recall: Fraction, share: Fraction) -> Fraction:
    """M6: the precision of the other class."""
    fn = share * (1 - recall)
    tn = accuracy - share * recall
    return tn / (tn + fn)


def precision_from_specificity(accuracy: Fraction, recall: Fraction, share: Fraction) -> Fraction:
    """T29: what accuracy leaves is the share of the negatives that is flagged."""
    tp, fp = share * recall, (1 - share) * (1 - accuracy)
    return tp / (tp + fp)


# --- rates in a stream where positives are rare ---------------------------------------------


def precision_among_halves(share: Fraction, tpr: Fraction, fpr: Fraction) -> Fraction:
    """T4: the precision on the test set, of which half is positive."""
    return tpr / (tpr + fpr)


def recall_rate(share: Fraction, tpr: Fraction, fpr: Fraction) -> Fraction:
    """M1: the share of the positives that is flagged."""
    return tpr


def rate_reversed(share: Fraction, tpr: Fraction, fpr: Fraction) -> Fraction:
    """T7: the false alarm rate is read as the share of false flags."""
    return 1 - fpr


def precision_with_rate_of_all(share: Fraction, tpr: Fraction, fpr: Fraction) -> Fraction:
    """M20: the false alarm rate applied to everybody."""
    return share * tpr / (share * tpr + fpr)


def hits_per_false_alarm(share: Fraction, tpr: Fraction, fpr: Fraction) -> Fraction:
    """T10: odds, where a share was asked for."""
    return share * tpr / ((1 - share) * fpr)


def precision_in_proportion(share: Fraction, tpr: Fraction, fpr: Fraction) -> Fraction:
    """T35: a fiftieth of the positives, a fiftieth of the precision."""
    return share / Fraction(1, 2) * precision_among_halves(share, tpr, fpr)


def share_in_proportion(tpr: Fraction, fpr: Fraction) -> Fraction:
    """T35: the share that brings the precision down to one half, in proportion."""
    return Fraction(1, 4) / precision_among_halves(Fraction(1, 2), tpr, fpr)


def precision_with_rate_of_test_set(share: Fraction, tpr: Fraction, fpr: Fraction) -> Fraction:
    """T36: as many false alarms for each message as in the test set."""
    return share * tpr / (share * tpr + fpr / 2)


def share_with_rate_of_test_set(tpr: Fraction, fpr: Fraction) -> Fraction:
    """T36: the same rate, taken of the good messages."""
    return fpr / 2 / (tpr + fpr / 2)


def all_found(share: Fraction) -> Fraction:
    """M1: the recall of flagging everything."""
    return Fraction(1)


def ratio_of_rates(tpr: Fraction, fpr: Fraction) -> Fraction:
    """T10, M20: the odds of a positive (the same as the share with the rate of everybody)."""
    return fpr / tpr


def false_alarms_of_all(messages: int, fraud: int, fpr: Fraction) -> int:
    """M20: the false alarm rate applied to everybody."""
    return int(messages * fpr)


def false_alarms_of_test_set(messages: int, fraud: int, fpr: Fraction) -> int:
    """M21: as many false alarms as among the 500 good messages of the test set."""
    return int(500 * fpr)


def false_alarms_as_in_test_set(messages: int, fraud: int, fpr: Fraction) -> int:
    """T36: as many false alarms for each message as in the test set, of which half is good."""
    return int(messages * fpr / 2)


# --- all thresholds of a model ----------------------------------------------------------------


def precision_at_highest(y: Labels, scores: Scores) -> Any:
    """T5: the highest threshold must have the highest precision."""
    return count_metrics.precision(_counts(y, scores, max(scores)))


def precision_at_half(y: Labels, scores: Scores) -> Any:
    """T3: precision where the threshold has always been."""
    return count_metrics.precision(_counts(y, scores, 0.5))


def best_precision_down_the_list(y: Labels, scores: Scores) -> Fraction:
    """T17: the list is cut between equal scores, too."""
    return max(Fraction(sum(y[:size]), size) for size in range(1, len(y) + 1))


def highest(y: Labels, scores: Scores) -> float:
    """T5: the highest threshold must be the best one."""
    return max(scores)


def next_lower(y: Labels, scores: Scores) -> float:
    """T6: a score at the threshold is not flagged, so the next lower one is the threshold."""
    f1 = {t: count_metrics.f1(_counts(y, scores, t, strict=True)) for t in sorted(set(scores))}
    return max(f1, key=lambda threshold: f1[threshold])


def threshold_of_fewest_mistakes(y: Labels, scores: Scores) -> float:
    """T12: the threshold with the highest accuracy."""
    return float(_fewest_mistakes(y, scores).threshold)


def f1_at_half(y: Labels, scores: Scores) -> Any:
    """T3: F1 where the threshold has always been."""
    return count_metrics.f1(_counts(y, scores, 0.5))


def f1_of_fewest_mistakes(y: Labels, scores: Scores) -> Any:
    """T12: F1 at the threshold with the highest accuracy."""
    return count_metrics.f1(_fewest_mistakes(y, scores).counts)


def f1_of_everything(y: Labels, scores: Scores) -> Any:
    """M9: F1 of flagging every score above zero."""
    return count_metrics.f1(_counts(y, scores, 0.0, strict=True))


def best_mean(y: Labels, scores: Scores) -> Any:
    """M4: the highest plain mean of precision and recall."""
    return max(
        (count_metrics.precision(point.counts) + count_metrics.recall(point.counts)) / 2
        for point in operating_points(y, scores)[1:]
    )


# --- area under the curve ---------------------------------------------------------------------


def area_of_labels(y: Labels, scores: Scores) -> Any:
    """T16: the area under the curve of decisions at 0.5, which is balanced accuracy."""
    counts = _counts(y, scores, 0.5)
    return (count_metrics.recall(counts) + count_metrics.specificity(counts)) / 2


def area_down_the_list(y: Labels, scores: Scores) -> Fraction:
    """T17: of two equal scores, the one listed first is taken for the higher one."""
    pairs = [(i, j) for i in range(len(y)) for j in range(len(y)) if y[i] > y[j]]
    won = sum(scores[i] > scores[j] or (scores[i] == scores[j] and i < j) for i, j in pairs)
    return Fraction(won, len(pairs))


def area_of_pairs(y: Labels, scores: Scores) -> Fraction:
    """T15: the exact area, where a grid of thresholds sees nothing of it."""
    examples = list(zip(scores, y, strict=True))
    pairs = [(a, b) for a, i in examples for b, j in examples if i > j]
    return sum((Fraction((a > b) + (a >= b), 2) for a, b in pairs), Fraction(0)) / len(pairs)


def no_area(y: Labels, scores: Scores) -> int:
    """T30: nothing is flagged, so there is no curve."""
    return 0


def area_of_other_class(y: Labels, scores: Scores) -> Fraction:
    """M6: the area with the other class called positive."""
    return 1 - area_of_pairs(y, scores)


def accuracy_at_half(y: Labels, scores: Scores) -> Any:
    """M12: accuracy, where the area was asked for."""
    return count_metrics.accuracy(_counts(y, scores, 0.5))


# --- costs ------------------------------------------------------------------------------------


def costs_exchanged(cost_fp: int, cost_fn: int, **others: Any) -> dict[str, Any]:
    """T9, T26: each mistake at the price of the other one."""
    return {"cost_fp": cost_fn, "cost_fn": cost_fp, **others}


def ratio_of_costs(cost_fp: int, cost_fn: int, share: Fraction) -> Fraction:
    """T10: the odds at which both actions cost the same."""
    return Fraction(cost_fp, cost_fn)


def threshold_with_base_rate(cost_fp: int, cost_fn: int, share: Fraction) -> Fraction:
    """T11: the share of positives counted in, which calibrated scores hold already."""
    fp, fn = cost_fp * (1 - share), cost_fn * share
    return fp / (fp + fn)


def number_of_mistakes(y: Labels, scores: Scores, cost_fp: int, cost_fn: int) -> int:
    """T12: every mistake counts one."""
    return _bill(_counts(y, scores, 0.5), 1, 1)


def bill_at_half(y: Labels, scores: Scores, cost_fp: int, cost_fn: int) -> int:
    """T3: the bill where the threshold has always been."""
    return _bill(_counts(y, scores, 0.5), cost_fp, cost_fn)


def bill_of_fewest_mistakes(y: Labels, scores: Scores, cost_fp: int, cost_fn: int) -> int:
    """T12: the bill at the threshold with the highest accuracy."""
    return _bill(_fewest_mistakes(y, scores).counts, cost_fp, cost_fn)


def bill_by_formula(y: Labels, scores: Scores, cost_fp: int, cost_fn: int) -> int:
    """T28: the bill at the threshold of calibrated scores."""
    return _bill(_counts(y, scores, cost_fp / (cost_fp + cost_fn)), cost_fp, cost_fn)


def bill_by_reversed_formula(y: Labels, scores: Scores, cost_fp: int, cost_fn: int) -> int:
    """T9: the bill at a threshold that rises with the price of a miss."""
    return _bill(_counts(y, scores, cost_fn / (cost_fp + cost_fn)), cost_fp, cost_fn)


# --- choosing a threshold for a recall ----------------------------------------------------------


def _highest(thresholds: Iterable[float], found: Any, at_least: float) -> float:
    """The highest threshold that finds enough, or the lowest one of all."""
    falling = sorted(set(thresholds), reverse=True)
    return next((t for t in falling if float(found(t)) >= at_least), falling[-1])


def always_half(y_true: Labels, scores: Scores, at_least: float) -> float:
    """T3: the threshold stays at 0.5."""
    return 0.5


def strictly_above(y_true: Labels, scores: Scores, at_least: float) -> float:
    """T6: only scores above the threshold are flagged."""

    def found(threshold: float) -> Any:
        return count_metrics.recall(_counts(y_true, scores, threshold, strict=True))

    return _highest(scores, found, at_least)


def lowest(y_true: Labels, scores: Scores, at_least: float) -> float:
    """T13: the first threshold from below that reaches the recall."""
    return min(scores)


def top_share(y_true: Labels, scores: Scores, at_least: float) -> float:
    """T14: that share of all messages is flagged."""
    return sorted(scores, reverse=True)[math.ceil(at_least * len(scores)) - 1]


def rounded_down(y_true: Labels, scores: Scores, at_least: float) -> float:
    """T31: a whole number of positives, and never more than the recall asks for."""
    found = sorted((s for label, s in zip(y_true, scores, strict=True) if label), reverse=True)
    return found[max(1, int(at_least * len(found))) - 1]


def from_grid(y_true: Labels, scores: Scores, at_least: float) -> float:
    """T15: only tenths from 0 to 1 are tried."""

    def found(threshold: float) -> Any:
        return count_metrics.recall(_counts(y_true, scores, threshold))

    return _highest([tenth / 10 for tenth in range(11)], found, at_least)


def for_precision(y_true: Labels, scores: Scores, at_least: float) -> float:
    """M1: the highest threshold with that precision."""

    def right(threshold: float) -> Any:
        return count_metrics.precision(_counts(y_true, scores, threshold))

    return _highest(scores, right, at_least)


def most_accurate(y_true: Labels, scores: Scores, at_least: float) -> float:
    """T12: the threshold with the fewest mistakes, whatever they are."""
    return float(_fewest_mistakes(y_true, scores).threshold)


def of_negatives(y_true: Labels, scores: Scores, at_least: float) -> dict[str, Any]:
    """M6: the zeros are taken for the positives."""
    return {"y_true": [1 - label for label in y_true], "scores": scores, "at_least": at_least}


MISCONCEPTIONS = (
    Misconception(
        id="T1",
        name="high accuracy means good",
        belief="A model that is nearly always right must be a good one, at everything.",
        idea="Where one class is rare, nearly all answers are right even if nothing is ever "
        "found. Accuracy by itself says neither how much was found nor whether flags are right.",
        next_step="Work out what the model that never flags gets on the same examples, and set "
        "the two side by side.",
        lesson=6,
        seen="source material, items 21 and 25",
    ),
    Misconception(
        id="T2",
        name="chance is fifty-fifty",
        belief="With two classes, a model that knows nothing is right half of the time.",
        idea="That holds for a fair coin, and for classes of equal size. How good knowing nothing "
        "is depends on the shares of the classes and on how one guesses.",
        next_step="Write down how many examples each class has, and then what this model says of "
        "them.",
        lesson=6,
        seen="source material, item 18",
    ),
    Misconception(
        id="T3",
        name="the threshold is fixed at 0.5",
        belief="0.5 is the model's threshold; who wants other decisions has to train again.",
        idea="Training ends with scores. Where they are cut is decided afterwards, by whoever uses "
        "the model, and 0.5 is one place among many.",
        next_step="Go through the scores from high to low, take each as the threshold, and count "
        "all four cells.",
        lesson=6,
        seen="source material, items 16 and 26; defaults of metric functions",
    ),
    Misconception(
        id="T5",
        name="a higher threshold, a higher precision",
        belief="Raising the threshold can only raise precision.",
        idea="Raising it takes flags away. If the ones that go are true positives, precision "
        "falls; only recall is sure never to rise.",
        next_step="Sort the examples by score and write the precision beside each, counted from "
        "the top.",
        lesson=6,
        seen="source material, item 16; curves drawn as if they were smooth",
    ),
    Misconception(
        id="T6",
        name="at the threshold, on the other side",
        belief="Whether a score has to reach the threshold or to exceed it makes no difference.",
        idea="It decides about every score that stands exactly there. Keras's precision, "
        "recall and accuracy ask for more than the threshold; other code, and this course "
        "unless it says otherwise, flags from the threshold on.",
        next_step="Look for scores that equal the threshold and decide them by the rule that is "
        "given.",
        lesson=6,
        seen="a score on the threshold, counted by Keras and by hand",
    ),
    Misconception(
        id="T7",
        name="the false alarm rate read backwards",
        belief="A false alarm rate of one in twenty means that one flag in twenty is false.",
        idea="The rate is a share of the negatives. How many of the flags are false depends on "
        "how many negatives come by for each positive.",
        next_step="Take 10,000 messages and count, class by class, how many of them are flagged.",
        lesson=6,
        seen="New England Journal of Medicine 299 (1978), p. 999: a rate of 5%, and 95% as the "
        "commonest answer in a teaching hospital",
    ),
    Misconception(
        id="T8",
        name="logits taken for probabilities",
        belief="Once the loss knows that the outputs are logits, the metrics know it, too.",
        idea="A loss with `from_logits=True` applies the sigmoid for itself alone. A metric "
        "compares the numbers that it gets with its threshold, and a probability of one half is "
        "a logit of zero.",
        next_step="Compare the raw outputs with the threshold, as the metric does.",
        lesson=6,
        seen="logits given to metrics that expect probabilities",
    ),
    Misconception(
        id="T9",
        name="the dearer the miss, the higher the threshold",
        belief="What is dear to miss calls for a high threshold.",
        idea="A high threshold flags little and so misses much. The dearer a miss is, the sooner "
        "one should flag.",
        next_step="Try an extreme: a miss costs a million, a false alarm a cent. What do you flag?",
        lesson=6,
        seen="the two costs exchanged in the formula",
    ),
    Misconception(
        id="T10",
        name="odds taken for a share",
        belief="One part divided by the other is the share of the first.",
        idea="One part over the other is a ratio of parts, or odds. A share has the whole below "
        "the bar: both parts together.",
        next_step="Add the two parts, and divide by the sum.",
        lesson=6,
        seen="odds and probabilities confused",
    ),
    Misconception(
        id="T11",
        name="the base rate counted twice",
        belief="The rarer the positives, the higher the threshold has to be, calibrated or not.",
        idea="A calibrated score is the chance for this very message, and the base rate is in it "
        "already. Weighting the costs by the share of positives counts it a second time.",
        next_step="Compare the expected cost of both actions for one message with a given score; "
        "nothing else enters.",
        lesson=6,
        seen="formulas for likelihood ratios used on probabilities",
    ),
    Misconception(
        id="T12",
        name="a mistake is a mistake",
        belief="The best threshold is the one with the fewest mistakes.",
        idea="That is the best one for accuracy, in which both kinds of mistakes weigh the same. "
        "Another aim gives them other weights, and then another threshold may be better.",
        next_step="Write down what is to be best, and work it out at every threshold.",
        lesson=6,
        seen="thresholds tuned for accuracy",
    ),
    Misconception(
        id="T13",
        name="any threshold that reaches the target",
        belief="As long as the recall is reached, one threshold is as good as another.",
        idea="Every threshold below a sufficient one suffices, too, and flags more good messages "
        "for it. Flagging everything has full recall.",
        next_step="Go through the scores from the highest on, and stop as soon as the recall is "
        "reached.",
        lesson=6,
        seen="the first match of a loop that runs upwards",
    ),
    Misconception(
        id="T14",
        name="recall as a share of everything",
        belief="For a recall of 80%, flag the 80% with the highest scores.",
        idea="Recall is a share of the positives. How many messages have to be flagged for it "
        "depends on where the positives stand among the others.",
        next_step="Count the positives first, then how many of them have to be found.",
        lesson=6,
        seen="thresholds taken from quantiles of all scores",
    ),
    Misconception(
        id="T15",
        name="a fixed grid sees everything",
        belief="Evenly spaced thresholds between 0 and 1 show all that a model can do.",
        idea="Decisions change only where there are scores. If these lie close together, or "
        "outside the interval, a grid steps over them.",
        next_step="Find out between which two thresholds of the grid the scores lie. Which "
        "decisions does the grid ever see?",
        lesson=6,
        seen="keras.metrics.AUC with its 200 thresholds on scores that lie close together",
    ),
    Misconception(
        id="T16",
        name="the area from decisions",
        belief="The area under the ROC curve can be had from the decisions at one threshold.",
        idea="Decisions know two ranks only, flagged and not, and their curve has a single corner. "
        "The area is about the order of all the scores.",
        next_step="Pass on the scores as they are, without a threshold, and compare pairs.",
        lesson=6,
        seen="roc_auc_score called with predicted labels",
    ),
    Misconception(
        id="T17",
        name="equal scores told apart",
        belief="Of two equal scores, the one that is listed first is the higher one.",
        idea="No threshold can part equal scores: both are flagged, or neither is. In a comparison "
        "of pairs a tie is neither won nor lost, and each side gets half of it.",
        next_step="Put equal scores on one line before you go down the list.",
        lesson=6,
        seen="sorted lists cut at any place",
    ),
    Misconception(
        id="T18",
        name="a comparison of different shapes",
        belief="`==` compares element by element, so the shapes (n,) and (n, 1) will do.",
        idea="A row against a column is broadcast: every label is compared with every prediction, "
        "and the mean runs over all these pairs.",
        next_step="Write down the shape of the comparison before you take its mean.",
        lesson=6,
        seen="labels and predictions of different shapes compared",
    ),
    Misconception(
        id="T19",
        name="argmax of one column",
        belief="`argmax` turns the output of any classifier into classes.",
        idea="It gives the position of the largest number in a row. In a row with a single number "
        "there is only one position.",
        next_step="Take one row of `p` and say which position its largest number has.",
        lesson=6,
        seen="labels and predictions of different shapes compared",
    ),
    Misconception(
        id="T20",
        name="softmax over one unit",
        belief="For two classes, a softmax over a single unit does what a sigmoid does.",
        idea="Softmax divides by the sum over the units. With a single unit that is the number "
        "itself, so the output is the same for every message.",
        next_step="Work out the softmax of [3] and that of [-3].",
        lesson=6,
        seen="keras#18909",
    ),
    Misconception(
        id="T21",
        name="whole numbers by cutting off",
        belief="`astype(int)` rounds a probability to the nearer label.",
        idea="It cuts the decimals off, so every probability below one becomes the same label. A "
        "decision needs a comparison with a threshold.",
        next_step="Try `np.array([0.9]).astype(int)`, then write the comparison.",
        lesson=6,
        seen="what is tried against 'a mix of binary and continuous targets'",
    ),
    Misconception(
        id="T22",
        name="accuracy read as the share of negatives",
        belief="If that share of the answers is right, that share of the examples is negative.",
        idea="The two are the same for the model that never flags, and for no other by need. This "
        "one finds some positives, and its mistakes are not all the positives there are.",
        next_step="Which share of the positives is missed? These misses are mistakes, and there "
        "cannot be more of them than mistakes in all.",
        lesson=6,
        seen="source material, items 25 and 26",
    ),
    Misconception(
        id="T23",
        name="found and missed exchanged",
        belief="Recall is the share of the positives that slips through.",
        idea="Recall is the share that is found. What slips through is the rest.",
        next_step="Take 100 positives and write down how many of them are found, and how many are "
        "not.",
        lesson=6,
        seen="source material, item 25: recall and miss rate in one sentence",
    ),
    Misconception(
        id="T24",
        name="guessing by frequency",
        belief="Naming each class as often as it occurs is as good as always naming the larger "
        "one.",
        idea="Guesses drawn by lot fall on the wrong messages, for the larger class as well. "
        "Always naming the larger class errs on the smaller one alone.",
        next_step="For each class multiply how often it occurs by how often it is guessed, and add "
        "these products up.",
        lesson=6,
        seen="probability matching, a classic of experiments on guessing",
    ),
    Misconception(
        id="T25",
        name="useless, so nothing is right",
        belief="A model that finds nothing has an accuracy of zero.",
        idea="Its recall is zero. Accuracy counts the messages that it rightly lets through, too.",
        next_step="Count its right answers in both classes.",
        lesson=6,
        seen="recall and accuracy confused",
    ),
    Misconception(
        id="T26",
        name="the prices exchanged",
        belief="A false positive is a fraud that was taken for a good message.",
        idea="A false positive was flagged, wrongly: a good message is held back. What was let "
        "through is a false negative.",
        next_step="For each mistake say first what was done with the message, then what it is, "
        "then what that costs.",
        lesson=6,
        seen="bills with the right counts and exchanged costs",
    ),
    Misconception(
        id="T27",
        name="every mistake a false alarm",
        belief="All wrong answers of a model are wrong flags.",
        idea="The mistakes are of two kinds. Those that are missed positives were not flagged, and "
        "precision does not see them.",
        next_step="Split the mistakes: how many of them are positives that were missed?",
        lesson=6,
        seen="error rates put in place of false alarms",
    ),
    Misconception(
        id="T28",
        name="the cost formula for any scores",
        belief="The threshold of least cost follows from the two costs, whatever the scores are.",
        idea="The formula takes a score at its word, as a chance. Scores that only rank the "
        "messages have to be tried out.",
        next_step="Work out the bill at every score in the list, and take the lowest.",
        lesson=6,
        seen="scores of networks taken for calibrated ones",
    ),
    Misconception(
        id="T29",
        name="accuracy taken for specificity",
        belief="Accuracy is the share of the good messages that are let through.",
        idea="That share is specificity. Accuracy is a share of all messages, so the positives, "
        "found and missed, count in it as well.",
        next_step="Write all four cells, and say which of them stand above the bar of accuracy.",
        lesson=6,
        seen="both numbers are close where positives are rare",
    ),
    Misconception(
        id="T30",
        name="nothing flagged, no curve",
        belief="A model that flags nothing at most thresholds has no ROC curve, and so no area.",
        idea="Every ROC curve runs from the corner where nothing is flagged to the one where "
        "everything is. If a grid of thresholds sees these two alone, it joins them by a straight "
        "line.",
        next_step="Mark the points that the thresholds of the grid give, join them, and look at "
        "the area below.",
        lesson=6,
        seen="areas read off curves that seem to be empty",
    ),
    Misconception(
        id="T31",
        name="the number to be found rounded down",
        belief="For a recall of 80% of nine positives seven will do, for 7.2 is cut to 7.",
        idea="Seven of nine is less than 80%. Where the target is at least some share, the number "
        "that has to be found is rounded up.",
        next_step="Work out the recall that your threshold gives, and compare it with the target.",
        lesson=6,
        seen="int() of a product, a classic of Python",
    ),
    Misconception(
        id="T32",
        name="softmax over the batch",
        belief="A softmax over one unit shares out the 1 among the examples of the batch.",
        idea="A softmax works along the last axis: it shares out the 1 among the units of one "
        "example. Examples never compete.",
        next_step="Write the outputs as a column, one row for each example, and apply the softmax "
        "to each row by itself.",
        lesson=6,
        seen="a softmax taken along the wrong axis",
    ),
    Misconception(
        id="T33",
        name="different shapes are never equal",
        belief="Arrays of different shapes have no equal entries.",
        idea="Where shapes differ, NumPy stretches axes of size one until they fit, and compares "
        "entry by entry. The result has more entries than either array.",
        next_step="Run the comparison on a row of two numbers and a column of two, and print its "
        "shape.",
        lesson=6,
        seen="array equality taken for the equality of lists",
    ),
    Misconception(
        id="T34",
        name="argmax names the class of the column",
        belief="With a single column argmax answers 1, the class for which that column stands.",
        idea="It gives the place of the largest number in a row, counted from 0. It does not know "
        "what a column stands for.",
        next_step="Run np.argmax on a list that holds one number.",
        lesson=6,
        seen="argmax of the output of a single unit",
    ),
    Misconception(
        id="T35",
        name="precision in proportion",
        belief="Precision is proportional to the share of positives.",
        idea="With rare positives the false alarms stay nearly as many as they were, so precision "
        "falls, but hits stand both above the bar and below it: it follows no straight line.",
        next_step="Fill in the table for both streams, and divide last.",
        lesson=6,
        seen="a rule of three for base rates",
    ),
    Misconception(
        id="T36",
        name="false alarms for each message",
        belief="False alarms come with the messages, so their share of all messages stays.",
        idea="They come with the good messages only. A stream that has more of these in every "
        "thousand has more false alarms in every thousand.",
        next_step="Divide the false alarms of the test by the messages that could cause one.",
        lesson=6,
        seen="rates without their whole, a classic of base rates",
    ),
    Misconception(
        id="T37",
        name="pairs formed in order",
        belief="A ranking is judged by comparing the first positive with the first negative, the "
        "second with the second, and so on.",
        idea="Every positive is compared with every negative. A negative that stands above several "
        "positives costs one pair for each of them.",
        next_step="Count for each positive how many negatives stand above it, and add these up.",
        lesson=6,
        seen="paired and unpaired comparisons confused, a classic of statistics",
    ),
    Misconception(
        id="T38",
        name="thresholds from the top down",
        belief="The steps of the threshold run down the list, and precision falls where a negative "
        "is taken in.",
        idea="Raising the threshold goes the other way: it begins with everything flagged, and "
        "takes one flag away at a time, the lowest score first.",
        next_step="Write the precision beside each label, from the bottom of the list to its top, "
        "and mark where it falls.",
        lesson=6,
        seen="curves that are drawn by lowering the threshold",
    ),
    Misconception(
        id="T39",
        name="two scores, nothing more",
        belief="Accuracy and recall tell of the model; about the messages they say nothing.",
        idea="Missed positives are mistakes. Recall says which share of the positives they are, "
        "accuracy how many mistakes there are in all, and the two together bound the number of "
        "positives.",
        next_step="Suppose that half of 1,000 messages are positive, and count how many the recall "
        "leaves unfound. How many mistakes does the accuracy allow?",
        lesson=6,
        seen="source material, item 26: shown with words where two numbers prove it",
    ),
    Misconception(
        id="T40",
        name="recall paid for with accuracy",
        belief="Whatever recall gains, accuracy must lose.",
        idea="Accuracy changes with each new flag: up for a right one, down for a wrong one. As "
        "long as most of the new flags are right, both rise.",
        next_step="Of the messages that a lower threshold newly flags, how many are positive?",
        lesson=6,
        seen="warnings that recall is to be improved 'at the cost of accuracy'",
    ),
    Misconception(
        id="T41",
        name="precision and recall on a seesaw",
        belief="Where precision goes down, recall goes up, and the other way round.",
        idea="A higher threshold only takes flags away, so recall cannot rise, whatever precision "
        "does. Which way precision goes depends on the flags that are taken.",
        next_step="Count the positives that are flagged before the step and after it.",
        lesson=6,
        seen="source material, items 14 to 16; texts on the 'precision-recall tradeoff'",
    ),
    Misconception(
        id="T42",
        name="low recall blames the vectors",
        belief="If hardly anything is found, the embedding has not learnt the words.",
        idea="Recall is about decisions: scores, and where they are cut. A model may rank the "
        "positives first and still cut above nearly all of them.",
        next_step="Sort the messages by score, and see where the positives stand.",
        lesson=6,
        seen="source material, items 19 and 26",
    ),
    Misconception(
        id="T43",
        name="every mistake a miss",
        belief="All wrong answers of a model with a low recall are missed positives.",
        idea="Mistakes are of two kinds. How many of them are false alarms depends on how many "
        "positives there are: the fewer there are to miss, the more of the mistakes are alarms.",
        next_step="Take 10,000 messages with a share of spam of your own choice, and split the "
        "mistakes into misses and false alarms.",
        lesson=6,
        seen="the largest share of positives taken for the only possible one",
    ),
    Misconception(
        id="T44",
        name="only one way to be right",
        belief="A right answer is a good message that is let through.",
        idea="A spam message that is flagged is a right answer, too, even where the flag is luck. "
        "Accuracy adds up both.",
        next_step="Draw the four cells with their shares, mark those that are right answers, and "
        "add them up.",
        lesson=6,
        seen="hits forgotten where they are rare",
    ),
)

"""The questions of assignment 06_thresholds (lesson 6)."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise, permutations
from typing import Any

import numpy as np

from autograder.answers import describe
from autograder.errors import UnusableAnswer
from autograder.misconceptions import Reads
from autograder.misconceptions import thresholds as wrong
from autograder.questions import draws
from autograder.questions.choices import Choice, Option, choose
from autograder.questions.functions import Case, Counterexample, Function, Unmet
from autograder.questions.kinds import Count, Metric
from autograder.questions.question import Criterion, Question
from autograder.reference import count_metrics
from autograder.reference.confusion import Counts
from autograder.reference.thresholds import (
    best_threshold_by_cost,
    cost_optimal_threshold,
    labels_at,
    operating_points,
    roc_auc,
    threshold_for_recall,
)

Labels = Sequence[int]
Scores = Sequence[float]


def _counts_at(y: Labels, scores: Scores, threshold: float, *, strict: bool = False) -> Counts:
    flagged = labels_at(scores, threshold, strict).tolist()
    cells = list(zip(flagged, y, strict=True))
    return Counts(
        tp=cells.count((1, 1)),
        fp=cells.count((1, 0)),
        fn=cells.count((0, 1)),
        tn=cells.count((0, 0)),
    )


# --- doing nothing ----------------------------------------------------------------------------

_STREAM = {"messages": 2000, "spam": 60}


def accuracy_of_never(messages: int, spam: int) -> Fraction:
    """The accuracy of never flagging."""
    return Fraction(messages - spam, messages)


def accuracy_of_lottery(messages: int, spam: int) -> Fraction:
    """The accuracy to expect of flagging by lot, as often as there is spam."""
    share = Fraction(spam, messages)
    return share**2 + (1 - share) ** 2


NEVER = Question(
    id="thresholds-never",
    title="The bar to beat",
    lesson=6,
    points=1,
    items=("18", "21", "25"),
    prompt="Of 2,000 messages, 60 are spam. Two models know nothing at all. The first one never "
    "flags a message. The second one draws lots: it flags each message with the probability "
    "60/2000, whatever the message says. A third model was trained, cuts its scores at 0.5, and "
    "reaches an accuracy of 96.5% on these messages.\n\n"
    "Answer in a dict: `never`, the accuracy of the first model; `lots`, the accuracy to expect "
    "of the second one (both as a `Fraction` or with at least four decimals); and `trained`, the "
    "letter of what the 96.5% tell about the third one.\n\n"
    "- **A** It is a good model, for nearly all of its answers are right.\n"
    "- **B** It has learnt much, for chance would be right in one answer of two.\n"
    "- **C** It needs another training run, for its cut at 0.5 cannot be moved.\n"
    "- **D** In accuracy it loses to a model that knows nothing.",
    parts=(
        Metric(
            name="never",
            label="accuracy of never flagging",
            reference=accuracy_of_never,
            params=_STREAM,
            wrong={
                "T2": wrong.one_half,
                "M14": wrong.share_of_positives,
                "T25": wrong.nothing,
            },
        ),
        Metric(
            name="lots",
            label="accuracy of drawing lots",
            reference=accuracy_of_lottery,
            params=_STREAM,
            wrong={
                "T2": wrong.one_half,
                "T24": wrong.share_of_majority,
                "T44": wrong.let_through_by_lot,
                "M14": wrong.mistakes_by_lot,
            },
        ),
        Choice(
            name="trained",
            label="what the accuracy tells",
            reference=choose("D"),
            options={
                "A": Option("a good model", "T1"),
                "B": Option("it has learnt much", "T2"),
                "C": Option("another training run", "T3"),
                "D": Option("it loses to a model that knows nothing"),
            },
        ),
    ),
    hints=(
        "Which messages does the first model get right? All of those, and no others.",
        "The second model is right in two ways: it flags a message and it is spam, or it does "
        "not flag one and it is none. Add the two probabilities.",
        "Set the accuracy of the third model beside that of the first.",
    ),
)

# --- from scores to labels --------------------------------------------------------------------

_LOGITS = (2.2, 1.4, 0.4, 0.0, -0.8, 0.8, 0.0, -1.4, -2.2)
_PROBABILITIES = (0.9, 0.8, 0.6, 0.5, 0.31, 0.69, 0.5, 0.2, 0.1)
_SPAM_OR_NOT = (1, 1, 1, 1, 1, 0, 0, 0, 0)


def recall_at(y: Labels, scores: Scores, threshold: float, strict: bool) -> Any:
    """The recall of flagging from a threshold on, or above it."""
    return count_metrics.recall(_counts_at(y, scores, threshold, strict=strict))


def _recall(name: str, label: str, scores: Scores, *, strict: bool, **beliefs: Any) -> Metric:
    return Metric(
        name=name,
        label=label,
        reference=recall_at,
        params={"y": _SPAM_OR_NOT, "scores": scores, "threshold": 0.5, "strict": strict},
        wrong={"M1": wrong.precision_at, **beliefs},
    )


DECIDE = Question(
    id="thresholds-decide",
    title="Three recalls of one model",
    lesson=6,
    points=0.5,
    items=("4", "15"),
    prompt="A model ends in `Dense(1)` without an activation, and was trained with "
    "`BinaryCrossentropy(from_logits=True)`. Its outputs are logits. For nine messages they are, "
    "with the probabilities that a sigmoid makes of them (1 is spam, the positive class):\n\n"
    "| | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 |\n"
    "|---|---|---|---|---|---|---|---|---|---|\n"
    "| logit | 2.2 | 1.4 | 0.4 | 0.0 | −0.8 | 0.8 | 0.0 | −1.4 | −2.2 |\n"
    "| probability | 0.90 | 0.80 | 0.60 | 0.50 | 0.31 | 0.69 | 0.50 | 0.20 | 0.10 |\n"
    "| label | 1 | 1 | 1 | 1 | 1 | 0 | 0 | 0 | 0 |\n\n"
    "Give three recalls in a dict: `reaches`, where a message is flagged if its probability is at "
    "least 0.5; `keras`, what `keras.metrics.Recall(thresholds=0.5)` says of the probabilities; "
    "`logits`, what that same metric says if it is given the logits.",
    parts=(
        _recall(
            "reaches",
            "recall from 0.5 on",
            _PROBABILITIES,
            strict=False,
            T6=Reads(wrong.other_side),
        ),
        _recall(
            "keras",
            "recall by Keras",
            _PROBABILITIES,
            strict=True,
            T6=Reads(wrong.other_side),
        ),
        _recall(
            "logits",
            "recall by Keras, of logits",
            _LOGITS,
            strict=True,
            T8=Reads(wrong.as_probabilities),
        ),
    ),
    hints=(
        "Five messages are spam. For each of the three, count how many of them are flagged.",
        "Keras's metrics flag what exceeds the threshold. And a metric compares the numbers that "
        "it gets; it does not know what they mean.",
    ),
)

# --- what the code prints ---------------------------------------------------------------------

_PRINTED = {"y": (1, 0, 1, 0, 0, 0, 0, 1), "p": (0.9, 0.2, 0.6, 0.4, 0.7, 0.1, 0.3, 0.2)}


def _share_equal(one: Any, other: Any) -> Fraction:
    equal = np.equal(one, other)
    return Fraction(int(equal.sum()), equal.size)


def mean_of_broadcast(y: Labels, p: Scores) -> Fraction:
    """The mean of comparing a row of labels with a column of decisions."""
    return _share_equal(np.array(y), np.array(p)[:, None] > 0.5)


def mean_of_argmax(y: Labels, p: Scores) -> Fraction:
    """The mean of comparing labels with the argmax of a single column."""
    return _share_equal(np.array(y), np.array(p)[:, None].argmax(axis=1))


def mean_of_softmax(y: Labels, p: Scores) -> Fraction:
    """The accuracy of a softmax over one unit, which gives 1 whatever comes in."""
    return _share_equal(np.array(y), np.ones(len(p)) > 0.5)


def recall_of_cut_off(y: Labels, p: Scores) -> Any:
    """The recall of probabilities cut off to whole numbers."""
    labels = np.array(p).astype(int)
    return recall_at(y, labels.tolist(), 1, False)


PRINTED = Question(
    id="thresholds-printed",
    title="Four scores that mislead",
    lesson=6,
    points=1,
    items=("4", "20"),
    prompt='A network ends in `Dense(1, activation="sigmoid")`. `p` is what its `predict` gives '
    "for eight messages, `y` holds their labels:\n\n"
    "```python\n"
    "y = np.array([1, 0, 1, 0, 0, 0, 0, 1])\n"
    "p = np.array([[0.9], [0.2], [0.6], [0.4], [0.7], [0.1], [0.3], [0.2]])\n"
    "```\n\n"
    "Its accuracy at 0.5 is 0.75. Each of the following is meant to measure the model, runs "
    "without an error, and says something else. Which numbers come out? Answer in a dict with "
    "these keys:\n\n"
    "- `compared`: `np.mean(y == (p > 0.5))`\n"
    "- `argmax`: `np.mean(y == p.argmax(axis=1))`\n"
    "- `cast`: `recall_score(y, p.ravel().astype(int))`, written because "
    '`recall_score(y, p.ravel())` raised "can\'t handle a mix of binary and continuous targets"\n'
    "- `softmax`: `np.mean(y == (q.ravel() > 0.5))`, where `q` comes from another network, "
    'trained as long on the same messages, that ends in `Dense(1, activation="softmax")`',
    parts=(
        Metric(
            name="compared",
            label="labels against a column",
            reference=mean_of_broadcast,
            params=_PRINTED,
            wrong={"T18": wrong.accuracy_meant, "T33": wrong.never_equal},
        ),
        Metric(
            name="argmax",
            label="argmax of a column",
            reference=mean_of_argmax,
            params=_PRINTED,
            wrong={"T19": wrong.accuracy_meant, "T34": wrong.share_of_ones},
        ),
        Metric(
            name="cast",
            label="probabilities cast to int",
            reference=recall_of_cut_off,
            params=_PRINTED,
            wrong={"T21": wrong.recall_of_rounded, "M9": wrong.recall_of_anything},
        ),
        Metric(
            name="softmax",
            label="softmax over one unit",
            reference=mean_of_softmax,
            params=_PRINTED,
            wrong={
                "T20": wrong.accuracy_meant,
                "T2": wrong.one_half,
                "T32": wrong.share_of_zeros,
            },
        ),
    ),
    hints=(
        "`y` has the shape (8,), `p` the shape (8, 1). Which shape does each comparison have?",
        "A row of 8 against a column of 8 gives 8 times 8 comparisons. In a row with one number, "
        "which position is the largest? What is left of 0.9 without its decimals?",
        "A softmax divides the exponential of each unit by the sum over all units; here there is "
        "one unit.",
    ),
)

# --- 98% and 12% ------------------------------------------------------------------------------

_PARADOX = {"accuracy": Fraction(98, 100), "recall": Fraction(12, 100)}


def largest_share(accuracy: Fraction, recall: Fraction) -> Fraction:
    """The largest share of positives that an accuracy and a recall allow."""
    return (1 - accuracy) / (1 - recall)


def share_of_tie(accuracy: Fraction, recall: Fraction) -> Fraction:
    """The share of positives at which never flagging is as accurate."""
    return 1 - accuracy


def implied_precision(accuracy: Fraction, recall: Fraction, share: Fraction) -> Fraction:
    """The precision that accuracy, recall and the share of positives leave."""
    tp, fn = share * recall, share * (1 - recall)
    return tp / (tp + 1 - accuracy - fn)


PARADOX = Question(
    id="thresholds-paradox",
    title="98% right, 12% found",
    lesson=6,
    points=1,
    items=("25", "26"),
    prompt="On a test set a spam filter has an accuracy of exactly 98% and a recall of exactly "
    "12%. Nothing else is known. How much follows from these two numbers? Answer in a dict, with "
    "`Fraction`s or at least four decimals:\n\n"
    "- `largest`: the largest share of spam that the test set can have\n"
    "- `tie`: the share of spam at which a model that never flags would be exactly as accurate as "
    "the filter\n"
    "- `precision`: the filter's precision, in case 1% of the test set is spam",
    parts=(
        Metric(
            name="largest",
            label="largest share of spam",
            reference=largest_share,
            params=_PARADOX,
            wrong={"T22": wrong.share_of_mistakes, "T23": Reads(wrong.missed_share)},
        ),
        Metric(
            name="tie",
            label="share of spam at the tie",
            reference=share_of_tie,
            params=_PARADOX,
            wrong={
                "T2": wrong.one_half,
                "T43": wrong.share_without_false_alarms,
                "M6": wrong.accuracy_itself,
            },
        ),
        Metric(
            name="precision",
            label="precision at 1% spam",
            reference=implied_precision,
            params={**_PARADOX, "share": Fraction(1, 100)},
            wrong={
                "T1": wrong.accuracy_again,
                "M1": wrong.recall_again,
                "M6": wrong.precision_of_negatives,
                "T27": wrong.precision_if_all_are_false_alarms,
                "T43": wrong.precision_without_false_alarms,
                "T29": wrong.precision_from_specificity,
                "T23": Reads(wrong.missed_share),
            },
        ),
    ),
    hints=(
        "Call the share of spam π and write both kinds of mistakes as shares of all messages. What "
        "do they add up to?",
        "The missed spam is 0.88·π of all messages. It cannot be more than all mistakes together.",
        "For the precision take 10,000 messages, fill in all four cells, and divide last.",
    ),
)


def _four_counts(answer: Any) -> tuple[int, int, int, int]:
    good = isinstance(answer, (list, tuple)) and len(answer) == 4
    if not good or not all(type(n) is int and n >= 0 for n in answer):
        raise UnusableAnswer(
            f"You answered {describe(answer)}.",
            "Four counts [tp, fp, fn, tn] are expected, such as [40, 10, 10, 40].",
        )
    tp, fp, fn, tn = answer
    return (tp, fp, fn, tn)


def _why_inaccurate(counts: Counts, accuracy: Fraction, recall: Fraction) -> str:
    """The belief of somebody who takes this for a table with that accuracy."""
    cells = (counts.tp, counts.fp, counts.fn, counts.tn)
    good = counts.tn + counts.fp
    if counts.tp == recall * (counts.tp + counts.fn) and counts.tn == accuracy * good:
        return "T29"
    fits = any(
        tp + tn == accuracy * counts.total and tp == recall * (tp + fn) > 0
        for tp, _, fn, tn in permutations(cells)
    )
    return "M46" if fits else ""


def _unmet_by_table(
    table: Any, most: int, accuracy: Fraction, recall: Fraction
) -> tuple[Unmet, ...]:
    counts = Counts(tp=table[0], fp=table[1], fn=table[2], tn=table[3])
    if counts.total > most:
        return (Unmet(f"Your table holds more than {most:,} messages."),)
    spam, right = counts.tp + counts.fn, counts.tp + counts.tn
    if not spam:
        return (Unmet("There is no spam in your table, so recall has no value."),)
    share = _percent(recall)
    if right != accuracy * counts.total:
        said = f"{right} of your {counts.total} answers are right"
        return (
            Unmet(
                f"{said}, which is not exactly {_percent(accuracy)}.",
                _why_inaccurate(counts, accuracy, recall),
            ),
        )
    if counts.tp == recall * spam:
        return ()
    if counts.tp == recall * counts.total:
        said = f"{share} of all messages are spam that was found"
        return (Unmet(f"The accuracy is right, but {said}.", "M25"),)
    if counts.tp == recall * (counts.tp + counts.fp) > 0:
        return (Unmet(f"The accuracy is right, but it is the precision that is {share}.", "M1"),)
    if counts.tn == recall * (counts.tn + counts.fp) > 0:
        return (
            Unmet(f"The accuracy is right, but {share} is the recall of the good messages.", "M6"),
        )
    if counts.fn == recall * spam:
        return (Unmet(f"The accuracy is right, but {share} of the spam is missed.", "T23"),)
    if counts.tp >= Fraction(9, 10) * spam:
        return (Unmet("The accuracy is right, and your model finds nearly all spam.", "T1"),)
    found = f"{counts.tp} of {spam} spam messages are found"
    return (Unmet(f"The accuracy is right, but {found}, which is not exactly {share}."),)


def _percent(share: Fraction) -> str:
    return f"{float(100 * share):g}%"


TABLE = Question(
    id="thresholds-table",
    title="A table behind 98% and 12%",
    lesson=6,
    points=1,
    items=("25",),
    prompt="Find counts `[tp, fp, fn, tn]` for which the accuracy is exactly 98% and the recall is "
    "exactly 12%, with at most 1,250 messages in all. Spam is the positive class.",
    parts=(
        Counterexample(
            reference=lambda most, accuracy, recall: [3, 1, 22, 1124],
            params={"most": 1250, **_PARADOX},
            unmet=_unmet_by_table,
            form=_four_counts,
            wrong={
                "T1": lambda most, accuracy, recall: (49, 1, 1, 49),
                "M1": lambda most, accuracy, recall: (3, 22, 0, 1075),
                "M6": lambda most, accuracy, recall: (1075, 22, 0, 3),
                "T23": lambda most, accuracy, recall: (88, 8, 12, 892),
                "T29": lambda most, accuracy, recall: (3, 20, 22, 980),
                "M25": lambda most, accuracy, recall: (120, 10, 10, 860),
                "M46": lambda most, accuracy, recall: (3, 1075, 0, 22),
            },
        ),
    ),
    hints=(
        "A recall of 12% is 3 found out of how many? The number of spam messages is a multiple of "
        "that.",
        "One message in fifty may be wrong. Begin with the missed spam, and choose the number of "
        "messages so that there are at least that many mistakes.",
    ),
)

# --- base rates -------------------------------------------------------------------------------

_RATES = {"tpr": Fraction(3, 4), "fpr": Fraction(1, 20)}
_RARE = {"share": Fraction(1, 100), **_RATES}


def precision_from_rates(share: Fraction, tpr: Fraction, fpr: Fraction) -> Fraction:
    """The precision to expect where a share of the messages is positive."""
    return share * tpr / (share * tpr + (1 - share) * fpr)


def share_for_half(tpr: Fraction, fpr: Fraction) -> Fraction:
    """The share of positives at which every other flag is right."""
    return fpr / (tpr + fpr)


BASE_RATE = Question(
    id="thresholds-base-rate",
    title="The same rates where fraud is rare",
    lesson=6,
    points=1,
    items=("13", "14"),
    prompt="A fraud filter was tested on 1,000 messages, half of them fraud. It found 75% of the "
    "fraud and flagged 5% of the good messages, 25 of them; its precision was 0.9375. In use it "
    "keeps both rates, but of 10,000 messages a day only 100 are fraud. Answer in a dict (shares "
    "with at least four decimals):\n\n"
    "- `blocked`: how many good messages it is to be expected to flag in a day\n"
    "- `precision`: its precision in use\n"
    "- `everything`: the precision in use of a model that flags every message\n"
    "- `needed`: the share of fraud at which the filter's precision would be exactly 0.5",
    parts=(
        Count(
            name="blocked",
            label="good messages flagged",
            reference=lambda messages, fraud, fpr: int((messages - fraud) * fpr),
            params={"messages": 10000, "fraud": 100, "fpr": _RATES["fpr"]},
            wrong={
                "M20": wrong.false_alarms_of_all,
                "M21": wrong.false_alarms_of_test_set,
                "T36": wrong.false_alarms_as_in_test_set,
            },
        ),
        Metric(
            name="precision",
            label="precision in use",
            reference=precision_from_rates,
            params=_RARE,
            wrong={
                "T4": wrong.precision_among_halves,
                "T7": wrong.rate_reversed,
                "M1": wrong.recall_rate,
                "M20": wrong.precision_with_rate_of_all,
                "T10": wrong.hits_per_false_alarm,
                "T35": wrong.precision_in_proportion,
                "T36": wrong.precision_with_rate_of_test_set,
            },
        ),
        Metric(
            name="everything",
            label="precision of flagging all",
            reference=lambda share: share,
            params={"share": _RARE["share"]},
            wrong={"T2": wrong.one_half, "M1": wrong.all_found},
        ),
        Metric(
            name="needed",
            label="share of fraud needed",
            reference=share_for_half,
            params=_RATES,
            wrong={
                "T10": wrong.ratio_of_rates,
                "M20": wrong.ratio_of_rates,
                "T35": wrong.share_in_proportion,
                "T36": wrong.share_with_rate_of_test_set,
            },
            indistinct=(frozenset({"T10", "M20"}),),
        ),
    ),
    hints=(
        "Fill in the table of one day: of the fraud, how many messages are flagged; of the good "
        "ones, how many?",
        "Whoever flags every message has all the fraud among the flags, and all the rest as well.",
        "Precision is 0.5 where false flags are as many as right ones: π·0.75 = (1 − π)·0.05.",
    ),
)

# --- all thresholds of one model --------------------------------------------------------------

_SWEEP = {
    "y": (1, 0, 1, 1, 0, 0, 1, 0, 1, 0, 0, 0),
    "scores": (0.95, 0.95, 0.8, 0.7, 0.65, 0.45, 0.4, 0.35, 0.3, 0.2, 0.15, 0.1),
}


def best_precision(y: Labels, scores: Scores) -> Any:
    """The highest precision at any of the scores."""
    return max(count_metrics.precision(each.counts) for each in operating_points(y, scores)[1:])


def best_f1(y: Labels, scores: Scores) -> Any:
    """The highest F1 at any of the scores."""
    return max(count_metrics.f1(each.counts) for each in operating_points(y, scores)[1:])


def threshold_of_best_f1(y: Labels, scores: Scores) -> float:
    """The highest threshold with the highest F1."""
    points = operating_points(y, scores)[1:]
    return float(max(points, key=lambda each: count_metrics.f1(each.counts)).threshold)


SWEEP = Question(
    id="thresholds-sweep",
    title="One model, every threshold",
    lesson=6,
    points=1,
    items=("13", "16"),
    prompt="Twelve validation messages, sorted by score; label 1 is spam, the positive class:\n\n"
    "| score | .95 | .95 | .80 | .70 | .65 | .45 | .40 | .35 | .30 | .20 | .15 | .10 |\n"
    "|---|---|---|---|---|---|---|---|---|---|---|---|---|\n"
    "| label | 1 | 0 | 1 | 1 | 0 | 0 | 1 | 0 | 1 | 0 | 0 | 0 |\n\n"
    "A message is flagged if its score is at least the threshold; each of the scores is tried as "
    "the threshold. Answer in a dict, numbers with at least four decimals:\n\n"
    "- `precision`: the highest precision that any of these thresholds reaches\n"
    "- `f1`: the highest F1 that any of them reaches\n"
    "- `threshold`: the threshold, one of the scores, at which F1 is highest\n"
    "- `nothing`: at a threshold of 0.99 nothing is flagged. Which metric has no value then? One "
    "letter:\n\n"
    "  - **A** recall has none\n"
    "  - **B** precision has none\n"
    "  - **C** neither: what was never flagged was never wrong, so both are 1\n"
    "  - **D** neither: a share of nothing is 0",
    parts=(
        Metric(
            name="precision",
            label="highest precision",
            reference=best_precision,
            params=_SWEEP,
            wrong={
                "T3": wrong.precision_at_half,
                "T5": wrong.precision_at_highest,
                "T17": wrong.best_precision_down_the_list,
            },
        ),
        Metric(
            name="f1",
            label="highest F1",
            reference=best_f1,
            params=_SWEEP,
            wrong={
                "T3": wrong.f1_at_half,
                "T12": wrong.f1_of_fewest_mistakes,
                "M9": wrong.f1_of_everything,
                "M4": wrong.best_mean,
            },
        ),
        Metric(
            name="threshold",
            label="threshold of the highest F1",
            reference=threshold_of_best_f1,
            params=_SWEEP,
            wrong={
                "T3": wrong.one_half,
                "T5": wrong.highest,
                "T6": wrong.next_lower,
                "T12": wrong.threshold_of_fewest_mistakes,
            },
        ),
        Choice(
            name="nothing",
            label="metric without a value",
            reference=choose("B"),
            options={
                "A": Option("recall has none", "M1"),
                "B": Option("precision has none"),
                "C": Option("neither, both are 1", "M7"),
                "D": Option("neither, a share of nothing is 0", "M18"),
            },
        ),
    ),
    hints=(
        "Go down the table: after each score, write how many messages are flagged so far and how "
        "many of them are spam. Equal scores go together.",
        "Five messages are spam. F1 is twice the hits, divided by the number of flagged messages "
        "plus the five.",
        "For the last one, ask of each metric which whole it takes a share of, and whether that "
        "whole is empty.",
    ),
)

# --- the area under the curve -----------------------------------------------------------------

_RANKED = {"y": (1, 0, 1, 0, 1, 0, 0, 0), "scores": (0.9, 0.8, 0.6, 0.6, 0.4, 0.3, 0.2, 0.1)}


def exact_area(y: Labels, scores: Scores) -> Any:
    """The area under the ROC curve."""
    return roc_auc(y, scores).value


def area_on_grid(y: Labels, scores: Scores) -> Fraction:
    """The area that 200 even thresholds see, the ends moved out a little, as in Keras."""
    grid = [-1e-7, *(step / 199 for step in range(1, 199)), 1 + 1e-7]
    rates = []
    for threshold in grid:
        counts = _counts_at(y, scores, threshold, strict=True)
        x, height = Fraction(counts.fp, counts.fp + counts.tn), count_metrics.recall(counts)
        rates.append((x, Fraction(height)))
    areas = ((a[0] - b[0]) * (a[1] + b[1]) / 2 for a, b in pairwise(rates))
    return sum(areas, Fraction(0))


AREA = Question(
    id="thresholds-area",
    title="The area, and what a grid sees of it",
    lesson=6,
    points=0.5,
    items=("13", "16"),
    prompt="Eight validation messages, label 1 is spam, the positive class:\n\n"
    "| score | 0.9 | 0.8 | 0.6 | 0.6 | 0.4 | 0.3 | 0.2 | 0.1 |\n"
    "|---|---|---|---|---|---|---|---|---|\n"
    "| label | 1 | 0 | 1 | 0 | 1 | 0 | 0 | 0 |\n\n"
    "Answer in a dict, with at least four decimals:\n\n"
    "- `exact`: the area under the ROC curve, with a point for every threshold, and straight lines "
    "between the points\n"
    "- `grid`: another model gives these messages a thousandth of these scores, 0.0009 down to "
    "0.0001. What does `keras.metrics.AUC()` say of it? By default it looks at 200 thresholds, "
    "evenly spaced from 0 to 1 (the first one a hair below 0, the last one a hair above 1), and "
    "joins the points of its curve by straight lines, too.",
    parts=(
        Metric(
            name="exact",
            label="exact area",
            reference=exact_area,
            params=_RANKED,
            wrong={
                "T16": wrong.area_of_labels,
                "T17": wrong.area_down_the_list,
                "M6": wrong.area_of_other_class,
                "M12": wrong.accuracy_at_half,
            },
        ),
        Metric(
            name="grid",
            label="area on Keras's grid",
            reference=area_on_grid,
            params={
                "y": _RANKED["y"],
                "scores": tuple(score / 1000 for score in _RANKED["scores"]),
            },
            wrong={"T15": wrong.area_of_pairs, "T30": wrong.no_area},
        ),
    ),
    hints=(
        "The area is the share of the pairs, a spam message and a good one, in which the spam has "
        "the higher score. Here are fifteen pairs. A tie is neither won nor lost: "
        "what does it count?",
        "The second threshold of the grid is 1/199, about 0.005. Which messages does it flag, and "
        "which ones does the first threshold flag?",
    ),
)

# --- precision that falls ---------------------------------------------------------------------


def _ranking(answer: Any) -> tuple[int, ...]:
    good = isinstance(answer, (list, tuple)) and len(answer) <= 1000
    if not good or not all(type(label) is int and label in (0, 1) for label in answer):
        raise UnusableAnswer(
            f"You answered {describe(answer)}.",
            "A list of labels is expected, from the highest score to the lowest, such as "
            "[1, 0, 1, 0, 0, 0].",
        )
    return tuple(answer)


def _falls(labels: Sequence[int]) -> int:
    """How often precision falls while the threshold is raised from the lowest score on."""
    precisions = [Fraction(sum(labels[:size]), size) for size in range(len(labels), 0, -1)]
    return sum(b < a for a, b in pairwise(precisions))


def _falls_down(labels: Sequence[int]) -> int:
    """How often precision falls while the threshold is lowered from the highest score on."""
    precisions = [Fraction(sum(labels[:size]), size) for size in range(1, len(labels) + 1)]
    return sum(b < a for a, b in pairwise(precisions))


def _share_in_turn(labels: Sequence[int]) -> Fraction:
    """The share in the right order where the first is paired with the first, and so on."""
    spam, good = ([i for i, label in enumerate(labels) if label == each] for each in (1, 0))
    pairs = list(zip(spam, good, strict=False))
    return Fraction(sum(a < b for a, b in pairs), len(pairs))


def _share_in_order(labels: Sequence[int]) -> Fraction:
    area: Any = roc_auc(labels, range(len(labels), 0, -1)).value
    return Fraction(area)


def _unmet_by_ranking(labels: Any, falls: int, order: Fraction, most: int) -> tuple[Unmet, ...]:
    if not 2 <= len(labels) <= most:
        return (Unmet(f"Your list has {len(labels)} labels; use from 2 to {most}."),)
    if len(set(labels)) < 2:
        return (Unmet("Your list needs both classes."),)
    found, ordered = _falls(labels), _share_in_order(labels)
    down = "T38" if _falls_down(labels) >= falls and ordered >= order else ""
    if not found:
        return (Unmet("Precision never falls on the way up, for your labels.", down or "T5"),)
    if found >= falls and ordered >= order:
        return ()
    back = labels[::-1]
    if _falls(back) >= falls and _share_in_order(back) >= order:
        return (Unmet("Your list would do if it were read from the lowest score to the highest."),)
    if found < falls:
        times = "once" if found == 1 else "twice"
        return (Unmet(f"Precision falls {times} only on the way up.", down),)
    in_turn = "T37" if _share_in_turn(labels) >= order else ""
    said = f"The share of pairs in the right order is {float(ordered):.4f} only."
    return (Unmet(said, in_turn),)


FALLING = Question(
    id="thresholds-falling",
    title="A higher threshold, a lower precision",
    lesson=6,
    points=1,
    items=("16",),
    prompt="The messages of a validation set have different scores. The threshold is raised step "
    "by step, from the lowest score to the highest; a message is flagged if its score is at least "
    "the threshold. Find labels for which precision falls in at least three of these steps, even "
    "though the model ranks well: in at least 3/4 of the pairs of a spam message and a good one, "
    "the spam has the higher score.\n\n"
    "Answer with a list of labels, 1 for spam and 0 for good, in order from the highest score to "
    "the lowest; at most ten labels.",
    parts=(
        Counterexample(
            reference=lambda falls, order, most: [0, 1, 1, 1, 0, 0, 0, 0],
            params={"falls": 3, "order": Fraction(3, 4), "most": 10},
            unmet=_unmet_by_ranking,
            form=_ranking,
            wrong={
                "T5": lambda falls, order, most: (1, 1, 1, 0, 0),
                "T37": lambda falls, order, most: (1, 0, 1, 0, 1, 0, 1, 0),
                "T38": lambda falls, order, most: (1, 1, 1, 1, 0, 1, 0, 0),
            },
        ),
    ),
    hints=(
        "A step up takes away one flag. Which flag must go so that precision falls?",
        "Precision falls where a spam message loses its flag while a good message with a higher "
        "score keeps its own. One good message can stand above several others.",
        "Then add good messages where they cost no step: below all the spam.",
    ),
)

# --- costs ------------------------------------------------------------------------------------

_COSTS = {"cost_fp": 3, "cost_fn": 12}
_BILL = {
    "y": (1, 1, 0, 0, 0, 1, 1, 0, 0, 0),
    "scores": (0.9, 0.78, 0.75, 0.6, 0.55, 0.45, 0.4, 0.3, 0.15, 0.05),
    **_COSTS,
}


def threshold_of_least_cost(cost_fp: int, cost_fn: int, share: Fraction) -> float:
    """The threshold for calibrated scores; the share of positives does not enter."""
    return cost_optimal_threshold(cost_fp, cost_fn)


def bill_at_half(y: Labels, scores: Scores, cost_fp: int, cost_fn: int) -> int:
    """What the mistakes at 0.5 cost."""
    counts = _counts_at(y, scores, 0.5)
    return cost_fp * counts.fp + cost_fn * counts.fn


def lowest_bill(y: Labels, scores: Scores, cost_fp: int, cost_fn: int) -> int:
    """What the mistakes cost at the best threshold."""
    counts = best_threshold_by_cost(y, scores, cost_fp, cost_fn).counts
    return cost_fp * counts.fp + cost_fn * counts.fn


COSTS = Question(
    id="thresholds-costs",
    title="Cutting where it costs least",
    lesson=6,
    points=1,
    items=("14", "15", "17"),
    prompt="To hold back a good message costs 3 euros, to let a fraud through costs 12 euros; "
    "right decisions cost nothing. One message in ten is fraud, the positive class. A message is "
    "flagged, and held back, if its score is at least the threshold.\n\n"
    "One model's scores are calibrated: of the messages that it scores p, a share p is fraud. "
    "Another model's scores only rank the messages. These are ten validation messages of this "
    "second model:\n\n"
    "| score | .90 | .78 | .75 | .60 | .55 | .45 | .40 | .30 | .15 | .05 |\n"
    "|---|---|---|---|---|---|---|---|---|---|---|\n"
    "| label | 1 | 1 | 0 | 0 | 0 | 1 | 1 | 0 | 0 | 0 |\n\n"
    "Answer in a dict:\n\n"
    "- `threshold`: the threshold of least expected cost for the calibrated model\n"
    "- `at_half`: what the second model's mistakes on the ten messages cost at a threshold of 0.5, "
    "in euros\n"
    "- `least`: what they cost at the threshold that is best for these ten messages, in euros",
    parts=(
        Metric(
            name="threshold",
            label="threshold for calibrated scores",
            reference=threshold_of_least_cost,
            params={**_COSTS, "share": Fraction(1, 10)},
            wrong={
                "T9": Reads(wrong.costs_exchanged),
                "T10": wrong.ratio_of_costs,
                "T3": wrong.one_half,
                "T11": wrong.threshold_with_base_rate,
            },
        ),
        Count(
            name="at_half",
            label="bill at 0.5",
            reference=bill_at_half,
            params=_BILL,
            wrong={"T26": Reads(wrong.costs_exchanged), "T12": wrong.number_of_mistakes},
        ),
        Count(
            name="least",
            label="lowest bill",
            reference=lowest_bill,
            params=_BILL,
            wrong={
                "T3": wrong.bill_at_half,
                "T12": wrong.bill_of_fewest_mistakes,
                "T26": Reads(wrong.costs_exchanged, alone=True),
                "T28": wrong.bill_by_formula,
                "T9": wrong.bill_by_reversed_formula,
            },
        ),
    ),
    hints=(
        "A calibrated score p gives both expected costs: flagging costs 3·(1 − p), letting through "
        "costs 12·p. Where are they equal?",
        "At a threshold count two cells: good messages that are flagged, fraud that is not. Each "
        "has its price.",
        "For the lowest bill go down the list and write the bill at every score.",
    ),
)

# --- a function -------------------------------------------------------------------------------


def choose_threshold(y_true: Labels, scores: Scores, at_least: float) -> float:
    """The highest of the scores that finds enough of the positives."""
    return float(threshold_for_recall(y_true, scores, at_least).threshold)


_MIXED = ([0, 1, 0, 1, 1, 0, 1, 0, 1], [0.15, 0.92, 0.73, 0.81, 0.34, 0.62, 0.67, 0.08, 0.45])
_FEW = (
    [0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0],
    [0.02, 0.31, 0.11, 0.29, 0.04, 0.17, 0.03, 0.06, 0.23, 0.07, 0.26, 0.05],
)
_TIED = ([1, 0, 1, 1, 0, 0, 1, 0], [0.85, 0.55, 0.55, 0.55, 0.55, 0.25, 0.25, 0.15])
_LOGIT = ([1, 0, 0, 1, 0, 1, 0, 1], [3.4, -2.6, 1.7, -0.9, -1.8, 0.6, -0.4, -3.1])

FUNCTION = Question(
    id="thresholds-function",
    title="Write the choice of a threshold",
    lesson=6,
    points=2,
    items=("15", "19", "26"),
    prompt="Write `choose_threshold(y_true, scores, at_least)`. It gets the labels (1 is the "
    "positive class) and the scores of validation messages, two lists of one length in no "
    "particular order, and a recall from above 0 up to 1. A message is flagged if its score is at "
    "least the threshold. Return the highest of the scores that, as the threshold, gives a recall "
    "of `at_least` or more. There are always both classes; scores are any numbers, and may be "
    "equal.",
    parts=(
        Function(
            name="choose_threshold",
            reference=choose_threshold,
            cases=(
                Case(args=(*_MIXED, 0.8), group="ordinary scores"),
                Case(args=(*_MIXED, 0.5), group="ordinary scores"),
                Case(args=(*_FEW, 0.9), group="few positives"),
                Case(args=(*_FEW, 0.5), group="few positives"),
                Case(args=(*_TIED, 0.75), group="equal scores"),
                Case(args=(*_TIED, 0.4), group="equal scores"),
                Case(args=(*_LOGIT, 0.5), group="scores that are no probabilities"),
                Case(args=(*_LOGIT, 0.75), group="scores that are no probabilities"),
                Case(args=(*_MIXED, 1.0), group="everything has to be found"),
                Case(args=(*_LOGIT, 1.0), group="everything has to be found"),
            ),
            draws=draws.THRESHOLD,
            wrong={
                "T3": wrong.always_half,
                "T6": wrong.strictly_above,
                "T12": wrong.most_accurate,
                "T13": wrong.lowest,
                "T14": wrong.top_share,
                "T15": wrong.from_grid,
                "T31": wrong.rounded_down,
                "M1": wrong.for_precision,
                "M6": Reads(wrong.of_negatives),
            },
        ),
    ),
    hints=(
        "The only thresholds at which a decision changes are the scores themselves.",
        "Go through the different scores from the highest to the lowest. At each, count the "
        "positives whose score is at least that high.",
        "Divide that count by the number of all positives, and return the first score for which "
        "the share is large enough.",
    ),
)

# --- a memo -----------------------------------------------------------------------------------

MEMO = Question(
    id="thresholds-memo",
    title="Ship it?",
    lesson=6,
    points=1,
    items=("16", "17", "21", "25", "26"),
    prompt="A fraud filter gave these counts on 5,000 validation messages, of which 100 are "
    "fraud:\n\n"
    "| threshold | TP | FP | FN | TN |\n"
    "|---|---|---|---|---|\n"
    "| 0.5 | 12 | 10 | 88 | 4890 |\n"
    "| 0.1 | 67 | 65 | 33 | 4835 |\n\n"
    "A fraud that is let through costs 50 euros, a good message that is held back costs 2 euros. A "
    'colleague writes: "98% accuracy at 0.5, we can ship it. If somebody asks for more recall, we '
    'will train new embeddings." Answer with a memo of six to eight sentences: what you would do, '
    "the numbers behind it, why they come out as they do, and what has to be known or checked "
    "before the filter goes into use.",
    rubric=(
        Criterion(
            points=0.25,
            asks="Claim: decides clearly (the lower threshold, or neither with a reason), and says "
            "that a threshold can be moved without training anything.",
        ),
        Criterion(
            points=0.25,
            asks="Evidence: the accuracy is 98.04% at both thresholds and 98% for never flagging; "
            "recall rises from 12% to 67%; the bill falls from 4,420 to 1,780 euros (never "
            "flagging: 5,000).",
        ),
        Criterion(
            points=0.25,
            asks="Mechanism: fraud is rare, so accuracy is ruled by the good messages; a lower "
            "threshold trades false alarms for misses, and a miss costs 25 times as much.",
        ),
        Criterion(
            points=0.25,
            asks="Limit: at least two of: the threshold was chosen on these messages, so it has to "
            "be confirmed once on others; the share of fraud in use may differ; the costs are "
            "estimates; about half of what is held back at 0.1 is good; further thresholds were "
            "not tried.",
        ),
    ),
)

QUESTIONS = (
    NEVER,
    DECIDE,
    PRINTED,
    PARADOX,
    TABLE,
    BASE_RATE,
    SWEEP,
    AREA,
    FALLING,
    COSTS,
    FUNCTION,
    MEMO,
)

"""The questions of assignment 05_f1 (lesson 5)."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

from autograder.answers import describe
from autograder.errors import UnusableAnswer
from autograder.misconceptions import Reads, WrongModel
from autograder.misconceptions import metrics as wrong
from autograder.questions import draws
from autograder.questions.functions import Case, Counterexample, Function, Unmet
from autograder.questions.kinds import Count, Metric
from autograder.questions.question import Criterion, Model, Part, Question
from autograder.reference import metrics
from autograder.reference.metrics import Average, ConfusionMatrix, Counts

# The table of the source material: 200 messages, half of them spam.
TABLE = {"tp": 80, "fp": 10, "fn": 20, "tn": 90}


def _on_counts(metric: Any) -> Model:
    """A metric of ``Counts`` as a function of the four counts."""

    def reference(tp: int, fp: int, fn: int, tn: int) -> Any:
        return metric(Counts(tp=tp, fp=fp, fn=fn, tn=tn))

    return reference


def _reading(name: str) -> Model:
    """A model that reads off one of the four counts."""
    return lambda **counts: counts[name]


_MISREADINGS = {"M2": wrong.classes_exchanged, "M10": wrong.mistakes_exchanged}


def _cell(name: str, label: str, *beliefs: str) -> Part:
    """One of the four counts, and the beliefs that read another one in its place."""
    return Count(
        name=name,
        label=label,
        reference=_reading(name),
        params=TABLE,
        wrong={belief: _MISREADINGS[belief] for belief in beliefs},
        indistinct=(frozenset({"M2", "M10"}),) if len(beliefs) == 2 else (),
    )


ORIENT = Question(
    id="f1-orient",
    title="Orient a confusion matrix",
    lesson=5,
    points=1,
    items=("7", "8"),
    prompt="A spam filter was tried on messages with the labels 0 (not spam) and 1 (spam). "
    "scikit-learn's `confusion_matrix(y_true, y_pred)` printed\n\n"
    "```\n[[90 10]\n [20 80]]\n```\n\n"
    "Spam is the positive class. Read off the counts, in a dict with the keys `tp`, `fp`, `fn` "
    "and `tn`, and add `total`, the number of messages, and `prevalence`, the share of spam "
    "among them.",
    parts=(
        _cell("tp", "true positives", "M2"),
        _cell("fp", "false positives", "M2", "M10"),
        _cell("fn", "false negatives", "M2", "M10"),
        _cell("tn", "true negatives", "M2"),
        Count(
            name="total",
            label="number of messages",
            reference=_on_counts(lambda counts: counts.total),
            params=TABLE,
            wrong={"M11": wrong.right_answers},
        ),
        Metric(
            name="prevalence",
            label="share of spam",
            reference=lambda tp, fp, fn, tn: Fraction(tp + fn, tp + fp + fn + tn),
            params=TABLE,
            wrong={
                "M22": wrong.flagged,
                "M25": wrong.share_of_everybody,
                "M26": wrong.positives,
                "M12": wrong.accuracy,
                "M28": wrong.recall,
                "M27": wrong.odds,
            },
        ),
    ),
    hints=(
        "Write the names of the classes along both sides first. Which class comes first when "
        "labels are sorted?",
        "In scikit-learn the rows are what the messages are, the columns what the filter said.",
    ),
)


def _table_metric(
    name: str, label: str, reference: Model, beliefs: dict[str, WrongModel], **more: Any
) -> Part:
    return Metric(name=name, label=label, reference=reference, params=TABLE, wrong=beliefs, **more)


_ASK = (
    "The filter's counts are TP = 80, FN = 20, FP = 10 and TN = 90, with spam as the positive "
    "class. "
)

PRECISION = Question(
    id="f1-precision",
    title="Precision from the table",
    lesson=5,
    points=1,
    items=("9", "14"),
    prompt=_ASK + "What is its precision? Give a `Fraction`, or at least four decimals.",
    parts=(
        _table_metric(
            "",
            "",
            _on_counts(metrics.precision),
            {
                "M1": wrong.mistakes_exchanged,
                "M6": wrong.classes_exchanged,
                "M11": wrong.share_of_right_answers,
                "M12": wrong.accuracy,
                "M23": wrong.jaccard,
                "M25": wrong.share_of_everybody,
                "M26": wrong.hits,
                "M29": wrong.specificity,
                "M14": wrong.rest_of_the_whole,
                "M27": wrong.odds,
            },
        ),
    ),
    hints=(
        "Of all messages that the filter flagged, how many are spam?",
        "Flagged are the true and the false positives.",
    ),
)

RECALL = Question(
    id="f1-recall",
    title="Recall from the table",
    lesson=5,
    points=1,
    items=("10", "15"),
    prompt=_ASK + "What is its recall? Give a `Fraction`, or at least four decimals.",
    parts=(
        _table_metric(
            "",
            "",
            _on_counts(metrics.recall),
            {
                "M1": wrong.mistakes_exchanged,
                "M6": wrong.classes_exchanged,
                "M11": wrong.share_of_right_answers,
                "M12": wrong.accuracy,
                "M23": wrong.jaccard,
                "M25": wrong.share_of_everybody,
                "M28": wrong.prevalence,
                "T23": wrong.rest_of_the_whole,
                "M27": wrong.odds,
            },
        ),
    ),
    hints=(
        "Of all messages that are spam, how many did the filter find?",
        "Spam are the true positives and the false negatives.",
    ),
)

F1 = Question(
    id="f1-f1",
    title="F1 from the table",
    lesson=5,
    points=1,
    items=("4", "11"),
    prompt=_ASK + "What is its F1? Give a `Fraction`, or at least four decimals.",
    parts=(
        _table_metric(
            "",
            "",
            _on_counts(metrics.f1),
            {
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
                "M33": wrong.f1_of_two_recalls,
                "M34": wrong.f1_doubled_above_alone,
            },
        ),
    ),
    hints=(
        "F1 is the harmonic mean of precision and recall.",
        "It can be had from the counts in one step, with twice the true positives on top and "
        "below them both kinds of mistakes added. Keep fractions.",
    ),
)

DERIVED = Question(
    id="f1-derived",
    title="What else the table tells",
    lesson=5,
    points=1.5,
    items=("12", "13"),
    prompt=_ASK + "Compute, in a dict: `accuracy`, `specificity`, `npv` (the negative predictive "
    "value, the precision of the negative class), `balanced_accuracy` and `mcc` (Matthews "
    "correlation). At least four decimals.",
    parts=(
        _table_metric(
            "accuracy",
            "accuracy",
            _on_counts(metrics.accuracy),
            {
                "M25": wrong.share_of_everybody,
                "M26": wrong.right_answers,
                "M14": wrong.rest_of_the_whole,
            },
        ),
        _table_metric(
            "specificity",
            "specificity",
            _on_counts(metrics.specificity),
            {
                "M19": wrong.mistakes_exchanged,
                "M6": wrong.classes_exchanged,
                "M12": wrong.accuracy,
                "M24": wrong.rest_of_the_whole,
            },
        ),
        _table_metric(
            "npv",
            "negative predictive value",
            _on_counts(metrics.negative_predictive_value),
            {
                "M19": wrong.mistakes_exchanged,
                "M6": wrong.classes_exchanged,
                "M12": wrong.accuracy,
                "M35": wrong.negative_precision_as_rest,
                "M14": wrong.rest_of_the_whole,
            },
        ),
        _table_metric(
            "balanced_accuracy",
            "balanced accuracy",
            _on_counts(metrics.balanced_accuracy),
            {
                "M16": wrong.f1_as_mean,
                "M30": wrong.product_of_recalls,
                "M39": wrong.mean_of_precisions,
            },
        ),
        _table_metric(
            "mcc",
            "Matthews correlation",
            _on_counts(metrics.mcc),
            {
                "M12": wrong.accuracy,
                "M15": wrong.rescaled_accuracy,
                "M36": wrong.mcc_without_root,
                "M38": wrong.mcc_with_plus,
                "M37": wrong.squared,
            },
            lowest=-1.0,
        ),
    ),
    hints=(
        "Specificity is recall seen from the other class, and the negative predictive value is "
        "its precision.",
        "Balanced accuracy is the mean of recall and specificity. MCC has TP·TN − FP·FN on top "
        "and the root of the product of all four row and column totals below.",
    ),
)

_SHIFT = {"messages": 1000, "spam": 20, "tpr": Fraction(4, 5), "fpr": Fraction(1, 10)}


def _shifted(metric: Any, *, everybody: bool = False, fixed: int = 0) -> Model:
    """A metric on the counts to expect from fixed rates in a stream with a given share of spam.

    Two wrong models differ in the false alarms: a share of ``everybody``, or a ``fixed`` number.
    """

    def reference(messages: int, spam: int, tpr: Fraction, fpr: Fraction) -> Any:
        others = messages if everybody else messages - spam
        tp, fp = int(spam * tpr), fixed or int(others * fpr)
        return metric(Counts(tp=tp, fp=fp, fn=spam - tp, tn=messages - spam - fp))

    return reference


def _shifted_by(model: Callable[..., Any]) -> Model:
    """A wrong model of a metric, on the counts to expect."""
    return _shifted(lambda counts: model(counts.tp, counts.fp, counts.fn, counts.tn))


@Reads
def _unshifted(messages: int, spam: int, tpr: Fraction, fpr: Fraction) -> dict[str, Any]:
    """T4: the old, balanced messages in place of the new ones."""
    old = Counts(**TABLE)
    return {"messages": old.total, "spam": old.tp + old.fn, "tpr": tpr, "fpr": fpr}


@Reads
def _with_the_old_spam(messages: int, spam: int, tpr: Fraction, fpr: Fraction) -> dict[str, Any]:
    """M42: as many hits as before, among the new other messages."""
    old = Counts(**TABLE)
    return {
        "messages": messages - spam + old.tp + old.fn,
        "spam": old.tp + old.fn,
        "tpr": tpr,
        "fpr": fpr,
    }


def _with_alarms_from_the_spam(metric: Any) -> Model:
    """M52: the false alarms are reckoned as a share of the spam."""

    def model(messages: int, spam: int, tpr: Fraction, fpr: Fraction) -> Any:
        tp, fp = int(spam * tpr), int(spam * fpr)
        return metric(Counts(tp=tp, fp=fp, fn=spam - tp, tn=messages - spam - fp))

    return model


def _mean_of_the_rates(messages: int, spam: int, tpr: Fraction, fpr: Fraction) -> Fraction:
    """M53: the share of right answers in each class, averaged."""
    return (tpr + 1 - fpr) / 2


def _after_shift(name: str, metric: Any, lookalike: str, **more: WrongModel) -> Part:
    return Metric(
        name=name,
        label=name,
        reference=_shifted(metric),
        params=_SHIFT,
        wrong={
            "T4": _unshifted,
            "M42": _with_the_old_spam,
            "M20": _shifted(metric, everybody=True),
            "M21": _shifted(metric, fixed=10),
            "M52": _with_alarms_from_the_spam(metric),
            **more,
        },
        # The old table is balanced: what is computed there equals this for any rates.
        indistinct=(frozenset({"T4", lookalike}),),
    )


PREVALENCE = Question(
    id="f1-prevalence",
    title="The same filter where spam is rare",
    lesson=5,
    points=1,
    items=("13",),
    prompt="The filter keeps its rates: it finds 80% of the spam and flags 10% of the rest by "
    "mistake. Now it meets 1,000 messages of which only 20 are spam. Compute the `precision`, "
    "the `f1` and the `accuracy` to expect, in a dict. At least four decimals.",
    parts=(
        _after_shift(
            "precision",
            metrics.precision,
            "M52",
            M1=_shifted_by(wrong.recall),
            M29=_shifted_by(wrong.specificity),
        ),
        _after_shift("f1", metrics.f1, "M52", M4=_shifted_by(wrong.f1_as_mean), M31=wrong.halved),
        _after_shift(
            "accuracy",
            metrics.accuracy,
            "M53",
            M53=_mean_of_the_rates,
            M6=_shifted_by(wrong.specificity),
            M40=_shifted_by(wrong.share_of_the_majority),
            M41=_shifted_by(wrong.flagged),
        ),
    ),
    hints=(
        "Make the new table first: how many of the 20, and how many of the other 980, are flagged?",
        "16 of the 20 are found. 98 of the others are flagged.",
    ),
)

# Rows are the actual classes (ham, spam, scam), columns the predicted ones.
_THREE = ((88, 1, 1), (3, 4, 0), (3, 0, 0))


def _average(average: Average) -> Model:
    def reference(matrix: Any) -> Any:
        three = ConfusionMatrix(labels=("ham", "spam", "scam"), values=matrix)
        return metrics.score("f1", three, average=average).value

    return reference


AVERAGES = Question(
    id="f1-averages",
    title="Three averages of F1",
    lesson=5,
    points=1.5,
    items=("4",),
    prompt="Three classes, ham, spam and scam, in this order. The rows are the actual classes, "
    "the columns the predicted ones:\n\n"
    "```\n[[88  1  1]\n [ 3  4  0]\n [ 3  0  0]]\n```\n\n"
    "Compute the `macro`, `micro` and `weighted` average of F1, in a dict. A class that is never "
    "found has an F1 of 0. At least four decimals.",
    parts=(
        Metric(
            name="macro",
            label="macro average",
            reference=_average("macro"),
            params={"matrix": _THREE},
            wrong={
                "A1": wrong.micro_f1,
                "A2": wrong.f1_of_macro_averages,
                "A3": wrong.weighted_f1,
                "A6": wrong.macro_f1_of_found,
                "A8": wrong.macro_recall,
                "A9": wrong.macro_precision,
            },
        ),
        Metric(
            name="micro",
            label="micro average",
            reference=_average("micro"),
            params={"matrix": _THREE},
            wrong={
                "A5": wrong.weighted_f1,
                "A4": wrong.macro_f1,
                "A6": wrong.unfound_rows_left_out,
                "M34": wrong.micro_f1_doubled_above_alone,
            },
        ),
        Metric(
            name="weighted",
            label="weighted average",
            reference=_average("weighted"),
            params={"matrix": _THREE},
            wrong={
                "A5": wrong.micro_f1,
                "A4": wrong.macro_f1,
                "A6": wrong.weighted_f1_of_found,
                "A7": wrong.weighted_f1_by_predicted,
            },
        ),
    ),
    hints=(
        "Begin with a small table: TP, FP and FN for each of the three classes.",
        "Macro: the mean of the three F1. Micro: add the counts over the classes, then one F1. "
        "Weighted: each F1 counts as often as its class occurs.",
    ),
)


def precision_recall_f1(
    tp: int, fp: int, fn: int, zero_division: float
) -> tuple[float, float, float]:
    """The three metrics from counts, with one policy for 0/0."""
    counts = Counts(tp=tp, fp=fp, fn=fn, tn=0)
    p, r, f1 = (
        float(metric(counts, zero_division=zero_division))
        for metric in (metrics.precision, metrics.recall, metrics.f1)
    )
    return p, r, f1


FUNCTION = Question(
    id="f1-function",
    title="Write precision, recall and F1",
    lesson=5,
    points=3,
    items=("9", "10", "11"),
    prompt="Write `precision_recall_f1(tp, fp, fn, zero_division)`. It returns a tuple of the "
    "three metrics. Where the denominator of one of them is zero, that one is `zero_division`; "
    "for F1 use the denominator 2·TP + FP + FN.",
    parts=(
        Function(
            name="precision_recall_f1",
            reference=precision_recall_f1,
            cases=(
                Case(args=(80, 10, 20, 0.0), group="ordinary counts"),
                Case(args=(7, 1, 2, 0.0), group="ordinary counts"),
                Case(args=(5, 0, 0, 0.0), group="no mistakes"),
                Case(args=(0, 3, 4, 0.25), group="mistakes only"),
                Case(args=(0, 0, 6, 0.25), group="nothing was flagged"),
                Case(args=(0, 5, 0, 0.25), group="nothing was there to find"),
                Case(args=(0, 0, 0, 0.25), group="all counts zero"),
            ),
            draws=draws.COUNTS,
            wrong={
                "M1": wrong.metrics_exchanged,
                "M7": wrong.metrics_undefined_as_one,
                "M18": wrong.metrics_undefined_as_zero,
                "M3": wrong.metrics_rounded,
                "M4": wrong.metrics_with_mean,
                "M23": wrong.metrics_with_jaccard,
                "M31": wrong.metrics_without_factor,
                "M47": wrong.metrics_f1_from_both,
                "M48": wrong.metrics_undefined_without_hits,
                "M49": wrong.metrics_undefined_together,
                "M50": wrong.metrics_unguarded,
                "M51": wrong.metrics_f1_undefined_with_one,
                "F14": wrong.metrics_in_whole_numbers,
                "F12": wrong.results_rounded,
                "F13": wrong.results_in_percent,
                "F10": wrong.results_by_name,
                "F11": wrong.the_last_result,
            },
        ),
    ),
    hints=(
        "Three denominators, three questions: is it zero? If so, return the policy.",
        "Compute F1 from the counts and not from precision and recall: those may be the policy.",
    ),
)


def _matrix(answer: Any) -> tuple[tuple[int, ...], ...]:
    rows = answer
    nested = isinstance(rows, (list, tuple)) and all(isinstance(r, (list, tuple)) for r in rows)
    if not nested or not all(type(n) is int and n >= 0 for row in rows for n in row):
        raise UnusableAnswer(
            f"You answered {describe(answer)}.",
            "A confusion matrix is a list of lists of counts, such as [[5, 1], [2, 4]].",
        )
    return tuple(tuple(row) for row in rows)


# Tables that stand in this assignment already.
_TABLES_AT_HAND = (((90, 10), (20, 80)), _THREE)


def _farthest_apart(matrix: Any) -> Fraction:
    """How far precision and recall are apart, in the class in which they are farthest."""
    apart = [Fraction(0)]
    for k, row in enumerate(matrix):
        predicted = sum(each[k] for each in matrix)
        if predicted and sum(row):
            apart.append(abs(Fraction(row[k], predicted) - Fraction(row[k], sum(row))))
    return max(apart)


def _unmet_by_matrix(matrix: Any, gap: Fraction) -> tuple[Unmet, ...]:
    if len(matrix) < 2 or any(len(row) != len(matrix) for row in matrix):
        return (Unmet("Your matrix is not square, or has fewer than two classes."),)
    if not any(map(any, matrix)):
        return (Unmet("Your matrix holds no examples at all."),)
    found = abs(wrong.macro_f1(matrix) - wrong.f1_of_macro_averages(matrix))
    if found >= gap:
        return ()
    hits, support = sum(row[k] for k, row in enumerate(matrix)), [sum(row) for row in matrix]
    if matrix in _TABLES_AT_HAND or hits == sum(support):
        belief = "A10"
    elif 2 * hits <= sum(support):  # whole numbers: counts may be too large for a float
        belief = "A11"
    elif found and _farthest_apart(matrix) > Fraction(1, 4):
        belief = "A13"
    elif max(support) >= 5 * min(support):
        belief = "A12"
    else:
        belief = "A13" if found else ""
    if found == 0:
        return (Unmet("Both numbers are equal for your matrix.", belief),)
    return (Unmet(f"The two numbers differ by {float(found):.4f} only.", belief),)


MACRO = Question(
    id="f1-macro",
    title="Two ways to average",
    lesson=5,
    points=1,
    items=("4",),
    prompt="Find a confusion matrix, as a list of lists of counts, for which two numbers differ by "
    "at least 0.05: the macro average of F1 (F1 of each class, then the mean), and the F1 of the "
    "macro averages (mean precision and mean recall, then their harmonic mean).",
    parts=(
        Counterexample(
            reference=lambda gap: [[1, 99], [0, 1]],
            params={"gap": Fraction(1, 20)},
            unmet=_unmet_by_matrix,
            form=_matrix,
            wrong={
                "A10": lambda gap: _TABLES_AT_HAND[0],
                "A11": lambda gap: ((1, 9), (9, 1)),
                "A12": lambda gap: ((990, 10), (5, 5)),
                "A13": lambda gap: ((8, 4), (1, 7)),
            },
        ),
    ),
    hints=(
        "The two agree where each class has equal precision and recall. So make these very "
        "different inside a class.",
        "Let one class have high precision and low recall, and the other one the reverse.",
    ),
)


def _two_models(answer: Any) -> tuple[tuple[int, int, int], ...]:
    rows = list(answer) if isinstance(answer, (list, tuple)) else []
    good = len(rows) == 2 and all(isinstance(row, (list, tuple)) and len(row) == 3 for row in rows)
    if not good or not all(type(n) is int and n >= 0 for row in rows for n in row):
        raise UnusableAnswer(
            f"You answered {describe(answer)}.",
            "Two triples of counts (tp, fp, fn) are expected, such as [(3, 1, 2), (4, 0, 5)].",
        )
    return tuple((row[0], row[1], row[2]) for row in rows)


def _why_unequal(one: Counts, other: Counts) -> str:
    """The belief of somebody who takes these two for models with the same F1."""

    def agree(value: Callable[[Counts], Any]) -> bool:
        return bool(value(one) == value(other))

    def as_fp_tp_fn(counts: Counts) -> Counts:
        return Counts(tp=counts.fp, fp=counts.tp, fn=counts.fn, tn=0)

    if agree(lambda c: metrics.precision(c) + metrics.recall(c)):
        return "M4"
    if agree(lambda c: metrics.precision(c) * metrics.recall(c)):
        return "M30"
    if agree(lambda c: c.fp + c.fn):
        return "M45"
    if agree(metrics.precision):
        return "M43"
    if agree(lambda c: round(float(metrics.f1(c)), 2)):
        return "M44"
    if agree(lambda c: metrics.f1(as_fp_tp_fn(c))) and one.fp and other.fp:
        return "M46"
    return ""


def _unmet_by_models(models: Any) -> tuple[Unmet, ...]:
    counts = [Counts(tp=tp, fp=fp, fn=fn, tn=0) for tp, fp, fn in models]
    if any(each.tp == 0 for each in counts):
        return (Unmet("Give each model at least one true positive, so that all is defined."),)
    if metrics.f1(counts[0]) != metrics.f1(counts[1]):
        return (Unmet("The two F1 are not equal.", _why_unequal(*counts)),)
    if metrics.precision(counts[0]) == metrics.precision(counts[1]):
        if counts[0] != counts[1]:
            said = "The counts of one model are a multiple of the other's, so all scores agree."
            return (Unmet(said, "M56"),)
        return (Unmet("The two models have the same precision as well.", "M17"),)
    return ()


EQUAL = Question(
    id="f1-equal",
    title="Equal F1, other mistakes",
    lesson=5,
    points=1,
    items=("13", "14", "15"),
    prompt="Find two models with the same F1 but different precision. Give the counts of each as "
    "a triple: a list `[(tp, fp, fn), (tp, fp, fn)]`, with at least one true positive each.",
    parts=(
        Counterexample(
            reference=lambda: [(8, 1, 3), (8, 3, 1)],
            unmet=_unmet_by_models,
            form=_two_models,
            wrong={
                "M17": lambda: ((8, 2, 2), (8, 2, 2)),
                "M56": lambda: ((8, 2, 2), (16, 4, 4)),
                "M30": lambda: ((4, 0, 6), (4, 4, 1)),
                "M4": lambda: ((10, 10, 0), (9, 3, 3)),
                "M43": lambda: ((8, 2, 2), (8, 2, 4)),
                "M44": lambda: ((80, 10, 20), (60, 9, 14)),
                "M45": lambda: ((8, 1, 3), (9, 3, 1)),
                "M46": lambda: ((1, 8, 3), (3, 8, 1)),
            },
        ),
    ),
    hints=(
        "Which counts does F1 depend on, and how do the two kinds of mistakes enter?",
        "F1 sees only the sum of both kinds of mistakes.",
    ),
)

VERDICT = Question(
    id="f1-verdict",
    title="Is this filter good?",
    lesson=5,
    points=1,
    items=("13", "17"),
    prompt="A web page calls a model good when its accuracy is above 85% and its precision and "
    "recall are above 80%. The filter has TP = 80, FN = 20, FP = 10 and TN = 90. Is it good? "
    "Write four to six sentences: your claim, the numbers behind it, why these numbers decide, "
    "and what they do not tell.",
    rubric=(
        Criterion(
            points=0.25,
            asks="Claim: says clearly whether the rule is met, and whether "
            "that settles the matter.",
        ),
        Criterion(
            points=0.25,
            asks="Evidence: accuracy and recall stand exactly at their limits, "
            "so 'above' is not met; precision is beyond its limit.",
        ),
        Criterion(
            points=0.25,
            asks="Mechanism: says what the two kinds of mistakes mean for the "
            "user of a spam filter.",
        ),
        Criterion(
            points=0.25,
            asks="Limit: names what is missing, such as the share of spam in "
            "use, the costs, the size of the sample, a baseline.",
        ),
    ),
)

QUESTIONS = (
    ORIENT,
    PRECISION,
    RECALL,
    F1,
    DERIVED,
    PREVALENCE,
    AVERAGES,
    EQUAL,
    MACRO,
    FUNCTION,
    VERDICT,
)

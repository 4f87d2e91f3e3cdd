"""Wrong beliefs met in lesson 10: about repairing a pipeline, budgets and reports.

Wrong models that are whole functions take and give what the function to write takes and gives.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import Any

from autograder.misconceptions.misconception import Misconception
from autograder.misconceptions.stages import Reads, Writes

Labels = Sequence[int]
Scores = Sequence[float]
Coverage = Mapping[int, Fraction]


# --- ids from training texts ------------------------------------------------------------------


def _vocabulary(texts: Sequence[str], specials: int = 2) -> dict[str, int]:
    words = list(dict.fromkeys(" ".join(texts).split()))
    return {word: i for i, word in enumerate(words, start=specials)}


def _encoded(
    texts: Sequence[str], vocabulary: Mapping[str, int], unknown: int, padding: int, length: int
) -> list[list[int]]:
    rows = [[vocabulary.get(word, unknown) for word in text.split()][:length] for text in texts]
    return [row + [padding] * (length - len(row)) for row in rows]


def prepare_with_all(train_texts: list[str], texts: list[str], length: int) -> Any:
    """G1: the vocabulary is made of the new texts, too."""
    vocabulary = _vocabulary([*train_texts, *texts])
    return len(vocabulary) + 2, _encoded(texts, vocabulary, 1, 0, length)


def prepare_words_only(train_texts: list[str], texts: list[str], length: int) -> Any:
    """I15: as many rows as words."""
    vocabulary = _vocabulary(train_texts)
    return len(vocabulary), _encoded(texts, vocabulary, 1, 0, length)


def prepare_one_special(train_texts: list[str], texts: list[str], length: int) -> Any:
    """I16: one row more than words."""
    vocabulary = _vocabulary(train_texts)
    return len(vocabulary) + 1, _encoded(texts, vocabulary, 1, 0, length)


def prepare_dropping(train_texts: list[str], texts: list[str], length: int) -> Any:
    """I20: unknown words are left out."""
    vocabulary = _vocabulary(train_texts)
    known = [" ".join(word for word in text.split() if word in vocabulary) for text in texts]
    return len(vocabulary) + 2, _encoded(known, vocabulary, 1, 0, length)


def prepare_unknown_as_padding(train_texts: list[str], texts: list[str], length: int) -> Any:
    """I21: unknown words get the id of padding."""
    vocabulary = _vocabulary(train_texts)
    return len(vocabulary) + 2, _encoded(texts, vocabulary, 0, 0, length)


def prepare_exchanged(train_texts: list[str], texts: list[str], length: int) -> Any:
    """I51: padding and unknown words trade their ids."""
    vocabulary = _vocabulary(train_texts)
    return len(vocabulary) + 2, _encoded(texts, vocabulary, 0, 1, length)


def prepare_in_front(train_texts: list[str], texts: list[str], length: int) -> Any:
    """R4: filled up and cut in front."""
    vocabulary = _vocabulary(train_texts)
    rows = [[vocabulary.get(word, 1) for word in text.split()] for text in texts]
    return len(vocabulary) + 2, [[0] * (length - len(row)) + row[-length:] for row in rows]


def prepare_uncut(train_texts: list[str], texts: list[str], length: int) -> Any:
    """R5: short texts are filled up, long ones stay."""
    vocabulary = _vocabulary(train_texts)
    rows = [[vocabulary.get(word, 1) for word in text.split()] for text in texts]
    return len(vocabulary) + 2, [row + [0] * (length - len(row)) for row in rows]


# --- a split for validation -------------------------------------------------------------------


def _apart(labels: Labels, kept: Sequence[int]) -> tuple[list[int], list[int]]:
    return [i for i in range(len(labels)) if i not in kept], sorted(kept)


def keep_the_tail(labels: Labels, every: int) -> Any:
    """R6: the last examples, as validation_split does."""
    size = len(labels) // every
    return _apart(labels, range(len(labels) - size, len(labels)))


def keep_of_all(labels: Labels, every: int) -> Any:
    """R7: every so many, counted over all labels together."""
    return _apart(labels, range(every - 1, len(labels), every))


def _rounds(labels: Labels, every: int, turn: int) -> list[int]:
    places = [[i for i, label in enumerate(labels) if label == each] for each in set(labels)]
    return [i for of_label in places for i in of_label[turn::every]]


def keep_the_first(labels: Labels, every: int) -> Any:
    """R8: the first of each round."""
    return _apart(labels, _rounds(labels, every, 0))


def parts_exchanged(labels: Labels, every: int) -> Any:
    """F2: validation and training trade places."""
    return tuple(reversed(_apart(labels, _rounds(labels, every, every - 1))))


def keep_of_the_positives(labels: Labels, every: int) -> Any:
    """R10: only the label 1 is split with care."""
    rare = [i for i, label in enumerate(labels) if label == 1]
    return _apart(labels, rare[every - 1 :: every])


# --- from ids to a probability ----------------------------------------------------------------


def _linear(rows: Sequence[Scores], weights: Scores, bias: float, whole: int) -> float:
    sums: list[float] = [sum(column) for column in zip(*rows, strict=True)] or [0.0] * len(weights)
    return sum(w * s / whole for w, s in zip(weights, sums, strict=True)) + bias


def _sigmoid(logit: float) -> float:
    return 1 / (1 + math.exp(-logit))


def _words(ids: Sequence[int], table: Sequence[Scores]) -> list[Scores]:
    return [table[i] for i in ids if i != 0]


def score_over_length(ids: Any, table: Any, weights: Any, bias: float) -> Any:
    """K3: divided by the padded length."""
    return _sigmoid(_linear(_words(ids, table), weights, bias, len(ids)))


def score_with_padding(ids: Any, table: Any, weights: Any, bias: float) -> Any:
    """K12: padding counts like a word."""
    return _sigmoid(_linear([table[i] for i in ids], weights, bias, len(ids)))


def score_as_logit(ids: Any, table: Any, weights: Any, bias: float) -> Any:
    """R26: the logit passes for the probability."""
    rows = _words(ids, table)
    return _linear(rows, weights, bias, max(1, len(rows)))


def score_of_softmax(ids: Any, table: Any, weights: Any, bias: float) -> Any:
    """T20: a softmax over one unit."""
    return 1.0


def score_of_sum(ids: Any, table: Any, weights: Any, bias: float) -> Any:
    """W17: rows added up."""
    return _sigmoid(_linear(_words(ids, table), weights, bias, 1))


def score_without_bias(ids: Any, table: Any, weights: Any, bias: float) -> Any:
    """W18: no bias."""
    rows = _words(ids, table)
    return _sigmoid(_linear(rows, weights, 0, max(1, len(rows))))


def score_of_each_once(ids: Any, table: Any, weights: Any, bias: float) -> Any:
    """K23: each word once."""
    rows = _words(list(dict.fromkeys(ids)), table)
    return _sigmoid(_linear(rows, weights, bias, max(1, len(rows))))


def score_with_sign_turned(ids: Any, table: Any, weights: Any, bias: float) -> Any:
    """R3: the sigmoid of the negative logit."""
    rows = _words(ids, table)
    return _sigmoid(-_linear(rows, weights, bias, max(1, len(rows))))


def score_without_case_for_nothing(ids: Any, table: Any, weights: Any, bias: float) -> Any:
    """K8: nothing is said of a text of padding alone."""
    rows = _words(ids, table)
    return _sigmoid(_linear(rows, weights, bias, len(rows)))


# --- a threshold from validation, a score from the test ---------------------------------------


def _f1(y: Labels, p: Scores, threshold: float, *, strict: bool = False) -> float:
    flagged = [s > threshold if strict else s >= threshold for s in p]
    hits = sum(f and label == 1 for f, label in zip(flagged, y, strict=True))
    return 2 * hits / (sum(flagged) + sum(y)) if sum(flagged) + sum(y) else 0.0


def _best(y: Labels, p: Scores, score: Callable[[Labels, Scores, float], float] = _f1) -> float:
    """The threshold with the best score; of several the highest."""
    return max(sorted(set(p), reverse=True), key=lambda threshold: score(y, p, threshold))


def chosen_on_test(y_val: Labels, p_val: Scores, y_test: Labels, p_test: Scores) -> Any:
    """G3: the threshold that is best on the test messages."""
    threshold = _best(y_test, p_test)
    return threshold, _f1(y_test, p_test, threshold)


def reported_on_validation(y_val: Labels, p_val: Scores, y_test: Labels, p_test: Scores) -> Any:
    """R9: the score with which the threshold won."""
    threshold = _best(y_val, p_val)
    return threshold, _f1(y_val, p_val, threshold)


def at_half(y_val: Labels, p_val: Scores, y_test: Labels, p_test: Scores) -> Any:
    """T3: 0.5, whatever validation says."""
    return 0.5, _f1(y_test, p_test, 0.5)


def f1_of_anything(y_val: Labels, p_val: Scores, y_test: Labels, p_test: Scores) -> Any:
    """M9: F1 of scores that were never cut."""
    return _best(y_val, p_val), _f1(y_test, p_test, -math.inf)


def _rights(y: Labels, p: Scores, threshold: float) -> float:
    return sum((s >= threshold) == (label == 1) for s, label in zip(p, y, strict=True))


def chosen_by_mistakes(y_val: Labels, p_val: Scores, y_test: Labels, p_test: Scores) -> Any:
    """T12: the threshold with the fewest mistakes."""
    threshold = _best(y_val, p_val, _rights)
    return threshold, _f1(y_test, p_test, threshold)


def _strict_f1(y: Labels, p: Scores, threshold: float) -> float:
    return _f1(y, p, threshold, strict=True)


def strictly_above(y_val: Labels, p_val: Scores, y_test: Labels, p_test: Scores) -> Any:
    """T6: only scores above the threshold are flagged."""
    threshold = _best(y_val, p_val, _strict_f1)
    return threshold, _f1(y_test, p_test, threshold, strict=True)


# --- numbers of the program -------------------------------------------------------------------


def precision_regardless_of_order(tp: int, fp: int, fn: int, tn: int) -> Fraction:
    """R2: whatever comes first, precision comes out."""
    return Fraction(tp, tp + fp)


def recall_for_precision(tp: int, fp: int, fn: int, tn: int) -> Fraction:
    """M1: the share of the spam that was flagged."""
    return Fraction(tp, tp + fn)


def precision_of_the_rest(tp: int, fp: int, fn: int, tn: int) -> Fraction:
    """M6: the precision of the other class."""
    return Fraction(tn, tn + fn)


def what_false_alarms_leave(tp: int, fp: int, fn: int, tn: int) -> Fraction:
    """M29: what the false alarm rate leaves."""
    return Fraction(tn, tn + fp)


def one_half(tp: int, fp: int, fn: int, tn: int) -> Fraction:
    """T2: chance is one half."""
    return Fraction(1, 2)


def share_of_spam(tp: int, fp: int, fn: int, tn: int) -> Fraction:
    """M14: the mistakes of flagging nothing."""
    return Fraction(tp + fn, tp + fp + fn + tn)


def right_answers_of_all(tp: int, fp: int, fn: int, tn: int) -> Fraction:
    """R25: the accuracy of the filter at hand."""
    return Fraction(tp + tn, tp + fp + fn + tn)


def nothing_right(tp: int, fp: int, fn: int, tn: int) -> int:
    """T25: whoever finds nothing is right about nothing."""
    return 0


def logit_itself(logit: float) -> float:
    """R26: a logit is as good as a probability."""
    return logit


def sigmoid_turned(logit: float) -> float:
    """R3: the sign in the exponent is lost."""
    return _sigmoid(-logit)


def spam_by_share(messages: int, spam: int, share: Fraction) -> int:
    """G4: validation gets its share of the spam, and training the rest."""
    return int(spam * (1 - share))


def spam_in_front(messages: int, spam: int, share: Fraction) -> int:
    """G7: validation is what comes first, so the spam goes there."""
    return max(0, spam - int(messages * share))


# --- a budget ---------------------------------------------------------------------------------


def _floats(width: int) -> int:
    return 8 * width + 17


def bytes_of(words: int, width: int, *, specials: int = 2, head: bool = True, each: int = 4) -> int:
    """What a table for so many words and its two Dense layers take."""
    return each * ((words + specials) * width + (_floats(width) if head else 0))


def bytes_without_specials(words: int, width: int) -> int:
    """I15: no rows for padding and unknown words."""
    return bytes_of(words, width, specials=0)


def bytes_with_one_special(words: int, width: int) -> int:
    """I16: one special row."""
    return bytes_of(words, width, specials=1)


def bytes_of_the_table(words: int, width: int) -> int:
    """R14: the table alone."""
    return bytes_of(words, width, head=False)


def bytes_in_float64(words: int, width: int) -> int:
    """R12: eight bytes for a number."""
    return bytes_of(words, width, each=8)


def numbers_for_bytes(words: int, width: int) -> int:
    """R15: one byte for a number."""
    return bytes_of(words, width, each=1)


def bytes_without_biases(words: int, width: int) -> int:
    """R28: the Dense layers without their biases."""
    return bytes_of(words, width) - 4 * 9


def _most_words(budget: int, width: int, *, specials: int = 2, each: int = 4) -> int:
    return (budget // each - _floats(width)) // width - specials


def words_without_specials(kib: int, width: int) -> int:
    """I15: every row is a word's."""
    return _most_words(kib * 1024, width, specials=0)


def words_with_one_special(kib: int, width: int) -> int:
    """I16: one special row."""
    return _most_words(kib * 1024, width, specials=1)


def words_in_the_whole_budget(kib: int, width: int) -> int:
    """R14: the table may have all of it."""
    return kib * 1024 // 4 // width - 2


def words_in_float64(kib: int, width: int) -> int:
    """R12: eight bytes for a number."""
    return _most_words(kib * 1024, width, each=8)


def words_for_bytes(kib: int, width: int) -> int:
    """R15: one byte for a number."""
    return _most_words(kib * 1024, width, each=1)


def in_thousands(kib: int, **others: Any) -> dict[str, Any]:
    """R13: a KiB has a thousand bytes."""
    return {"kib": Fraction(kib * 1000, 1024), **others}


def _widest(budget: int, words: int, each: int = 4) -> int:
    return (budget // each - 17) // (words + 2 + 8)


def width_in_float64(kib: int, words: int) -> int:
    """R12: eight bytes for a number."""
    return _widest(kib * 1024, words, each=8)


def width_for_bytes(kib: int, words: int) -> int:
    """R15: one byte for a number."""
    return _widest(kib * 1024, words, each=1)


def _unknown(budget: int, width: int, coverage: Coverage, each: int = 4) -> Fraction:
    most = _most_words(budget, width, each=each)
    return 1 - max(share for words, share in coverage.items() if words <= most)


def unknown_in_float64(kib: int, width: int, coverage: Coverage) -> Fraction:
    """R12: eight bytes for a number."""
    return _unknown(kib * 1024, width, coverage, each=8)


def unknown_for_bytes(kib: int, width: int, coverage: Coverage) -> Fraction:
    """R15: one byte for a number."""
    return _unknown(kib * 1024, width, coverage, each=1)


@Writes
def the_covered_share(share: Fraction) -> Fraction:
    """R16: the share of the known words."""
    return 1 - share


# --- the report -------------------------------------------------------------------------------


def _cells(y_true: Labels, flagged: Sequence[bool]) -> tuple[int, int, int, int]:
    pairs = [(bool(f), label == 1) for f, label in zip(flagged, y_true, strict=True)]
    kinds = ((True, True), (True, False), (False, True), (False, False))
    tp, fp, fn, tn = (pairs.count(kind) for kind in kinds)
    return tp, fp, fn, tn


def _summary(tp: int, fp: int, fn: int, tn: int, zero_division: float) -> dict[str, Any]:
    whole = tp + fp + fn + tn
    share = Fraction(tp + fn, whole)
    return {
        "precision": tp / (tp + fp) if tp + fp else zero_division,
        "recall": tp / (tp + fn) if tp + fn else zero_division,
        "f1": 2 * tp / (2 * tp + fp + fn) if tp + fp + fn else zero_division,
        "accuracy": (tp + tn) / whole,
        "baseline": float(max(share, 1 - share)),
        "prevalence": float(share),
    }


Change = Callable[[dict[str, Any], int, int, int, int, float], dict[str, Any]]


def _changed(change: Change) -> Callable[..., Any]:
    """The report, with some of its entries worked out another way."""

    def report(y_true: Labels, scores: Scores, threshold: float, zero_division: float) -> Any:
        counts = _cells(y_true, [score >= threshold for score in scores])
        right = _summary(*counts, zero_division)
        return {**right, **change(right, *counts, zero_division)}

    return report


@Reads
def report_at_half(
    y_true: Labels, scores: Scores, threshold: float, zero_division: float
) -> dict[str, Any]:
    """T3: cut at 0.5."""
    return {"y_true": y_true, "scores": scores, "threshold": 0.5, "zero_division": zero_division}


def report_strictly(y_true: Labels, scores: Scores, threshold: float, zero_division: float) -> Any:
    """T6: only what exceeds the threshold is flagged."""
    return _summary(*_cells(y_true, [score > threshold for score in scores]), zero_division)


def report_of_the_rest(
    y_true: Labels, scores: Scores, threshold: float, zero_division: float
) -> Any:
    """M6: the other class counted as positive."""
    tp, fp, fn, tn = _cells(y_true, [score >= threshold for score in scores])
    return _summary(tn, fn, fp, tp, zero_division)


report_perfect_where_undefined = _changed(
    lambda right, tp, fp, fn, tn, policy: _summary(tp, fp, fn, tn, 1.0)
)
report_zero_where_undefined = _changed(
    lambda right, tp, fp, fn, tn, policy: _summary(tp, fp, fn, tn, 0.0)
)
report_exchanged = _changed(
    lambda right, *counts: {"precision": right["recall"], "recall": right["precision"]}
)
report_plain_mean = _changed(
    lambda right, *counts: {"f1": (right["precision"] + right["recall"]) / 2}
)
report_of_mistakes = _changed(lambda right, *counts: {"accuracy": 1 - right["accuracy"]})
report_of_a_coin = _changed(lambda right, *counts: {"baseline": 0.5})
report_of_never = _changed(lambda right, *counts: {"baseline": 1 - right["prevalence"]})
report_of_flags = _changed(
    lambda right, tp, fp, fn, tn, policy: {"prevalence": (tp + fp) / (tp + fp + fn + tn)}
)
report_rounded = _changed(
    lambda right, *counts: {name: round(value, 2) for name, value in right.items()}
)
report_in_percent = _changed(
    lambda right, *counts: {name: 100 * value for name, value in right.items()}
)


def report_without_policy(
    y_true: Labels, scores: Scores, threshold: float, zero_division: float
) -> Any:
    """M50: divided, whatever stands below the bar."""
    tp, fp, fn, tn = _cells(y_true, [score >= threshold for score in scores])
    right = _summary(tp, fp, fn, tn, zero_division)
    return {**right, "precision": tp / (tp + fp), "recall": tp / (tp + fn)}


MISCONCEPTIONS = (
    Misconception(
        id="R1",
        name="an activation at every end",
        belief="The last layer needs an activation, or the model is broken.",
        idea="A last layer without one gives logits. That is sound where the loss is told so; what "
        "has to change is whatever reads them as probabilities.",
        next_step="Look at what the loss is told about the outputs, then at who else reads them.",
        lesson=10,
        seen="sigmoids added in front of a loss that has one already",
    ),
    Misconception(
        id="R2",
        name="arguments in any order",
        belief="A metric finds out which argument holds the labels and which the decisions.",
        idea="It takes them by their places. Exchanged, false alarms are counted as misses and "
        "misses as false alarms, and no warning comes where both are zeros and ones.",
        next_step="Write the four cells of the exchanged call, and divide by what stands first.",
        lesson=10,
        seen="calls of one library's metrics in the order of another's",
    ),
    Misconception(
        id="R3",
        name="a sigmoid upside down",
        belief="The sigmoid is 1/(1 + exp(x)).",
        idea="There is a minus in the exponent, so that a high logit means a high probability. "
        "Without it you get the probability of the other class.",
        next_step="Try your formula on a logit of 5: spam for sure, or not?",
        lesson=10,
        seen="the formula written down from memory",
    ),
    Misconception(
        id="R4",
        name="filled and cut in front",
        belief="Short texts are filled up in front, and long ones lose their beginning.",
        idea="Keras's pad_sequences does so unless told otherwise, TextVectorization does not. "
        "Which end is meant has to be said, and here it is the end of the text.",
        next_step="Write the ids of a short text and of a long one in words again, from the left.",
        lesson=10,
        seen="pad_sequences(padding='pre', truncating='pre'), its defaults",
    ),
    Misconception(
        id="R5",
        name="long texts stay long",
        belief="Padding makes texts equally long, so nothing has to be cut.",
        idea="Padding lengthens the short ones only. A text that is longer than the length asked "
        "for has to lose its end, or the batch is no rectangle.",
        next_step="Try a text that has one word more than the length.",
        lesson=10,
        seen="inhomogeneous shape after 1 dimensions",
    ),
    Misconception(
        id="R6",
        name="the tail as a sample",
        belief="The last part of the examples is a fair sample of all.",
        idea="That is what validation_split takes, and it is fair only where the order means "
        "nothing. In a sorted file the tail holds one label.",
        next_step="Count the labels in your validation part for a file that is sorted by label.",
        lesson=10,
        seen="validation_split on arrays in the order of a file",
    ),
    Misconception(
        id="R7",
        name="one count for all labels",
        belief="Every so many examples go to validation, whatever their labels are.",
        idea="Counted over all examples together, a rare label may be passed over each time. Each "
        "label needs a count of its own.",
        next_step="Keep one counter for each label, and watch them as you go through the list.",
        lesson=10,
        seen="slices such as [::5] used as a stratified split",
    ),
    Misconception(
        id="R8",
        name="the first of each round",
        belief="Every fifth example means the first, the sixth, and so on.",
        idea="Counting to five ends at the fifth. With the first of each round, a label with one "
        "example only would lose it to validation.",
        next_step="Count along a label that has fewer examples than a round is long.",
        lesson=10,
        seen="[::every] for every so many",
    ),
    Misconception(
        id="R9",
        name="the score that chose is the score",
        belief="The score with which a threshold won on validation is the one to report.",
        idea="It is the best of several, and best partly by luck. What the winner does on messages "
        "that had no part in choosing is the score.",
        next_step="Keep the threshold, and count anew on the other messages.",
        lesson=10,
        seen="the best validation score quoted as the result",
    ),
    Misconception(
        id="R10",
        name="care for the positives alone",
        belief="Only the rare label has to be shared out between the parts.",
        idea="A validation part that holds positives alone has no false alarms to count. Both "
        "parts need every label.",
        next_step="Count what your validation part holds of each label.",
        lesson=10,
        seen="splits that pick out the positives",
    ),
    Misconception(
        id="R11",
        name="never flagging is always the bar",
        belief="The baseline is the accuracy of flagging nothing.",
        idea="It is the accuracy of the most frequent answer. Where most messages are positive, "
        "that answer is to flag everything.",
        next_step="Try messages of which most are positive.",
        lesson=10,
        seen="baselines written down for rare positives",
    ),
    Misconception(
        id="R12",
        name="eight bytes a number",
        belief="A weight takes eight bytes, as a float in Python does.",
        idea="Keras's weights are of type float32 unless told otherwise: 32 bits each. NumPy and "
        "Python count in float64.",
        next_step="Divide 32 bits by the 8 bits of a byte.",
        lesson=10,
        seen="np.zeros(shape).nbytes taken for the size of a layer",
    ),
    Misconception(
        id="R13",
        name="a KiB of a thousand bytes",
        belief="1,024 KiB are 1,024,000 bytes.",
        idea="That would be kB. A KiB has 1,024 bytes, two to the power of ten; the difference is "
        "2.4% here, and larger for MiB and GiB.",
        next_step="Look up the i in KiB, then turn the budget into bytes once more.",
        lesson=10,
        seen="MB and MiB taken for one",
    ),
    Misconception(
        id="R14",
        name="the table is the model",
        belief="The Embedding is the whole model, as far as memory goes.",
        idea="It is most of it. The layers behind it have weights as well, and a budget of bytes "
        "counts every one.",
        next_step="List all layers that have weights, with their numbers.",
        lesson=10,
        seen="budgets of vocabulary times width",
    ),
    Misconception(
        id="R15",
        name="one byte a number",
        belief="A model of a million weights takes a million bytes.",
        idea="A byte has 8 bits, and a float32 has 32. Weights and bytes are two counts.",
        next_step="Multiply by the bytes of one number before you compare with the budget.",
        lesson=10,
        seen="parameter counts read as sizes",
    ),
    Misconception(
        id="R16",
        name="covered taken for unknown",
        belief="The coverage is the share that is asked for.",
        idea="Coverage is what has a row of its own. What becomes [UNK] is the rest.",
        next_step="Say which of the two shares falls when the vocabulary grows.",
        lesson=10,
        seen="a table read off without its complement",
    ),
    Misconception(
        id="R17",
        name="the same messages, the same score",
        belief="A score belongs to the messages that were tested, however the labels lie.",
        idea="A score compares answers with labels. One that survives shuffled labels has measured "
        "something else than what was learnt from them.",
        next_step="Ask what the model can still know about the label of a text after the shuffle.",
        lesson=10,
        seen="scores that survive a shuffle, taken for robust ones",
    ),
    Misconception(
        id="R18",
        name="the whole test behind a recall",
        belief="A recall is as sure as the test set is large.",
        idea="Recall is a share of the positives alone. Where they are few, each of them moves it "
        "far, and all the good messages steady it by nothing.",
        next_step="Write the recall as a fraction, and change one message above the bar.",
        lesson=10,
        seen="recalls quoted with three decimals for a handful of positives",
    ),
    Misconception(
        id="R19",
        name="odd scores are luck",
        belief="A score out of all proportion is checked with another seed.",
        idea="Seeds move a score a little, in both directions. A fault in the program lifts it "
        "with every seed, so the repetition would confirm it.",
        next_step="Ask of each fault that could lift a score this far whether it would be gone "
        "with another seed.",
        lesson=10,
        seen="leaks that were found after many repetitions",
    ),
    Misconception(
        id="R20",
        name="recall above all",
        belief="Of two thresholds the one that finds more is the better one.",
        idea="It finds more spam and holds back more good mail. Which weighs more is a matter of "
        "what the two mistakes cost.",
        next_step="Write the bill of both thresholds, with both kinds of mistakes.",
        lesson=10,
        seen="recall quoted by itself",
    ),
    Misconception(
        id="R21",
        name="learnt by heart is learnt",
        belief="What a model answers rightly in training it answers rightly on other messages.",
        idea="A model can store its training messages one by one, with whatever labels they have. "
        "That says that training works, and nothing of messages that it has not met.",
        next_step="Give ten messages labels by tossing a coin. Could a model learn these ten, and "
        "what would that be worth for an eleventh?",
        lesson=10,
        seen="scores on the training messages, quoted as a result",
    ),
    Misconception(
        id="R22",
        name="perfect in training, so spoilt",
        belief="A model that is right on all its training messages has to be made smaller.",
        idea="Whether it is too large shows on other messages. This test asks less: do the labels "
        "reach the weights at all? Learning a few messages by heart is what it hopes for.",
        next_step="Say what this test is meant to find, and what a model that fails it has shown.",
        lesson=10,
        seen="sanity checks on a handful of texts, broken off as overfitting",
    ),
    Misconception(
        id="R23",
        name="a score without luck",
        belief="A recall is a property of the filter, so other messages give the same one.",
        idea="A test estimates that property from the messages that happen to be in it. Others "
        "come with other hits, even where the filter and the kind of mail stay.",
        next_step="Suppose that each spam message is found with a chance of 4 in 5. Draw 25 of "
        "them with a die (a 6 is thrown again, a 5 is a miss), twice, and compare.",
        lesson=10,
        seen="scores of small tests, compared digit by digit",
    ),
    Misconception(
        id="R24",
        name="a high score ends the search",
        belief="The higher a score is, the less there is to check.",
        idea="A score far above all that was ever seen needs a reason, as one far below does. "
        "Until the reason is known, it is a symptom.",
        next_step="List what could lift a score without any skill, and check the first of them.",
        lesson=10,
        seen="the best result of a project, shipped on the day it came",
    ),
    Misconception(
        id="R25",
        name="the filter as its own baseline",
        belief="The baseline is the accuracy that the filter reaches.",
        idea="A baseline is the score of another model, one that does without the messages. Your "
        "value counts the right answers of the filter at hand.",
        next_step="Write down what a filter that flags nothing says to each of the four kinds of "
        "messages, and count where that is right.",
        lesson=10,
        seen="tables with one row",
    ),
    Misconception(
        id="R26",
        name="the last layer gives probabilities",
        belief="What comes out of the last layer is the probability.",
        idea="Without an activation it is a logit: any number, below zero or far above one. The "
        "sigmoid makes a probability of it, and of a logit of zero one half.",
        next_step="Ask what your answer would be if the logit were 3.",
        lesson=10,
        seen="model.predict on a model that ends in Dense(1)",
    ),
    Misconception(
        id="R27",
        name="from_logits makes logits",
        belief="With from_logits=True the loss turns the model's outputs into logits.",
        idea="It turns nothing. It tells the loss what the outputs are already; what the model "
        "gives is settled by its layers.",
        next_step="Leave the line with the loss out in your mind: what would the model give then?",
        lesson=10,
        seen="from_logits switched off to get probabilities",
    ),
    Misconception(
        id="R28",
        name="layers without biases",
        belief="A Dense layer has a weight for each input and unit, and nothing else.",
        idea="Each unit adds a number of its own as well, the bias, unless use_bias=False says "
        "otherwise. It takes as many bytes as any weight.",
        next_step="Write down what one unit of Dense(8) computes, and count the numbers in it.",
        lesson=10,
        seen="sizes worked out as products",
    ),
)

"""The questions of assignment 10_capstone: a pipeline to repair, a budget, a report, a decision."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from autograder.answers import describe
from autograder.errors import UnusableAnswer
from autograder.misconceptions import Reads
from autograder.misconceptions import capstone as wrong
from autograder.questions import capstone_draws as draws
from autograder.questions.functions import Case, Function
from autograder.questions.kinds import Count, Metric
from autograder.questions.question import Criterion, Question, Remark
from autograder.reference import count_metrics, masking, splits, vocabulary
from autograder.reference.confusion import Counts
from autograder.reference.shapes import (
    Dense,
    Embedding,
    GlobalAveragePooling1D,
    parameter_counts,
)
from autograder.reference.thresholds import labels_at

Labels = Sequence[int]
Scores = Sequence[float]

# --- eight faults in fourteen lines -----------------------------------------------------------

PROGRAM = """\
vectorize = layers.TextVectorization(max_tokens=50, output_sequence_length=30)  # 1
vectorize.adapt(texts)  # 2
x, y = vectorize(texts[~test]), labels[~test]  # 3
ids = keras.Input((None,), dtype="int64")  # 4
vectors = layers.Embedding(64, 50, mask_zero=True)(ids)  # 5
pooled = keras.ops.mean(vectors, axis=1)  # 6
model = keras.Model(ids, layers.Dense(1)(pooled))  # 7
model.compile("adam", keras.losses.BinaryCrossentropy(from_logits=True))  # 8
model.fit(x, y, epochs=20, validation_split=0.2, verbose=0)  # 9
p = model.predict(vectorize(texts[test]), verbose=0).ravel()  # 10
best = max(np.arange(0.05, 1, 0.05), key=lambda cut: f1(labels[test], p >= cut))  # 11
flagged = np.float32(p >= best)  # 12
precision = metrics.Precision()(flagged, labels[test])  # 13
print(f"{np.mean(flagged == labels[test]):.1%} judged rightly: ready to ship")  # 14
"""


@dataclass(frozen=True, kw_only=True)
class Line(Count):
    """The number of a line of ``PROGRAM``, or 0 where all is as it should be.

    A name written in digits: how near it lies to the right one says nothing.
    """

    def read(self, answer: Any) -> int:
        """Accept the number of a line that there is, and 0."""
        line = super().read(answer)
        if not 0 <= line <= len(PROGRAM.splitlines()):
            raise UnusableAnswer(
                f"You answered {describe(line)}, and the program has no such line.",
                "Answer with a number from the end of a line, or with zero.",
            )
        return line

    def remark(self, value: Any) -> Remark:
        """Say that the trouble is not there, and how to look for it."""
        if value == 0:
            return Remark(
                observed="In this check something is not as it should be.",
                next_step="Say what the planned filter would show here, and set it beside what is "
                "shown.",
            )
        return Remark(
            observed="The trouble that this check shows does not arise there.",
            next_step="Say what this line is given and what it hands on, in the check as "
            "described. Then move along the program until a line hands on something else than it "
            "should.",
        )


def _symptom(name: str, label: str, line: int, beliefs: dict[str, int]) -> Line:
    """One check: the line behind it, and the line that each belief blames in its place."""
    return Line(
        name=name,
        label=label,
        reference=lambda line: line,
        params={"line": line},
        wrong={belief: (lambda line, other=other: other) for belief, other in beliefs.items()},
    )


TRACE = Question(
    id="capstone-trace",
    title="From the symptom to the line",
    lesson=10,
    points=1.5,
    items=("17", "21", "22", "28", "32"),
    prompt="This spam filter runs without an error, and says: 97.0% judged rightly, ready to ship. "
    "Eight of its lines hold one fault each. The other lines, and what comes before them, are as "
    "they should be. `texts` and `labels` (1 is spam, 0 is not) are arrays of 1,500 messages as "
    "they lie in a file: first 45 spam, then 1,455 others. `test` marks every third one, to "
    "be tested on. `f1(labels, flagged)` is F1 from its counts. Planned was a vector of 64 numbers "
    "for each of 50 entries; `p` is meant to hold the probability of spam.\n\n"
    f"```python\n{PROGRAM}```\n\n"
    "Nine checks were made, each on the program as it stands but for what the check changes. For "
    "each, name the line in which the trouble arises, the one to be mended, by its number. Answer "
    "0 where what the check shows is as it should be.\n\n"
    "- `unseen`: other test texts are put in; the ids of the training texts change\n"
    "- `width`: the shape of `vectors` is `(None, None, 50)`\n"
    "- `length`: with twenty more zeros behind its ids, a message gets another score\n"
    "- `unknown`: a message whose words all are missing from the vocabulary gets the ids 1, 1, 1, "
    "then zeros\n"
    "- `kept`: no message on which `val_loss` is computed is spam\n"
    "- `range`: every number in `p` is negative\n"
    "- `chosen`: numbers between 0 and 1 take the place of `p`; when the test labels are shuffled, "
    "`best` becomes another number\n"
    "- `order`: `best` is set to a number below all of `p`, so that everything is flagged; "
    "`precision` is 1.0\n"
    "- `bar`: `best` is set to a number above all of `p`, so that nothing is flagged; the last "
    "line says 97.0%, ready to ship",
    parts=(
        _symptom("unseen", "ids change with the test texts", 2, {"G1": 0, "G9": 10}),
        _symptom("width", "a width of 50", 5, {"D5": 0, "D1": 1}),
        _symptom("length", "another score for more zeros", 6, {"K12": 0, "K2": 1, "K1": 5}),
        _symptom("unknown", "the id 1 for unknown words", 0, {"I9": 5, "I21": 1}),
        _symptom("kept", "no spam in validation", 9, {"G4": 3, "R6": 0}),
        _symptom("range", "scores below zero", 10, {"R1": 7, "R27": 8}),
        _symptom("chosen", "a threshold that follows the test", 11, {"G3": 0, "G9": 10, "T3": 12}),
        _symptom("order", "a precision of 1", 13, {"M1": 0, "T6": 12}),
        _symptom("bar", "ready to ship", 14, {"T1": 0, "T3": 11}),
    ),
    hints=(
        "For each check ask which result it looks at, and go upwards from there: which is the "
        "first line whose result is not what its name says?",
        "Say of each line what it learns or decides, and from which messages. Then say of each "
        "call which argument means what.",
        "Of the lines 4, 7 and 8 together: the model gives logits, and its loss knows that.",
    ),
)

# --- the numbers that it prints ---------------------------------------------------------------

_COUNTS = {"tp": 12, "fp": 8, "fn": 3, "tn": 477}


def _counts(tp: int, fp: int, fn: int, tn: int) -> Counts:
    return Counts(tp=tp, fp=fp, fn=fn, tn=tn)


def _precision(tp: int, fp: int, fn: int, tn: int) -> Any:
    return count_metrics.precision(_counts(tp, fp, fn, tn))


def _precision_exchanged(tp: int, fp: int, fn: int, tn: int) -> Any:
    return count_metrics.precision(_counts(tp=tp, fp=fn, fn=fp, tn=tn))


def _never(tp: int, fp: int, fn: int, tn: int) -> Fraction:
    return splits.majority_baseline([1] * (tp + fn) + [0] * (fp + tn)).accuracy


def _sigmoid(logit: float) -> float:
    return 1 / (1 + math.exp(-logit))


def _spam_to_train_on(messages: int, spam: int, share: Fraction) -> int:
    """How many spam messages validation_split leaves, where all spam comes first."""
    return sum(place < spam for place in splits.split_by_position(messages, float(share)).train)


NUMBERS = Question(
    id="capstone-numbers",
    title="What it prints, and what is true",
    lesson=10,
    points=0.5,
    items=("9", "10", "21", "22"),
    prompt="The program was mended except for the one line that an item below is about, and run "
    "again. On the 500 test messages, of which 15 are spam, there were 12 true positives, 8 false "
    "positives, 3 false negatives and 477 true negatives. Answer in a dict, with `Fraction`s or at "
    "least four decimals where it is not a whole number:\n\n"
    "- `printed`: what `metrics.Precision()(flagged, labels[test])` gives\n"
    "- `precision`: the filter's precision\n"
    "- `baseline`: the accuracy of a filter that flags nothing\n"
    "- `cut`: line 10 still gives logits, and line 11 chose 0.5. Which probability does the "
    "filter cut at?\n"
    "- `training`: of 1,000 messages, first 30 spam and then 970 others, `validation_split=0.2` "
    "sets a part aside. How many spam messages are left to train on?",
    parts=(
        Metric(
            name="printed",
            label="precision as printed",
            reference=_precision_exchanged,
            params=_COUNTS,
            wrong={"R2": wrong.precision_regardless_of_order, "M6": wrong.precision_of_the_rest},
        ),
        Metric(
            name="precision",
            label="precision",
            reference=_precision,
            params=_COUNTS,
            wrong={
                "M1": wrong.recall_for_precision,
                "M6": wrong.precision_of_the_rest,
                "M29": wrong.what_false_alarms_leave,
            },
        ),
        Metric(
            name="baseline",
            label="accuracy of flagging nothing",
            reference=_never,
            params=_COUNTS,
            wrong={
                "T2": wrong.one_half,
                "M14": wrong.share_of_spam,
                "R25": wrong.right_answers_of_all,
                "T25": wrong.nothing_right,
            },
        ),
        Metric(
            name="cut",
            label="probability at the cut",
            reference=_sigmoid,
            params={"logit": 0.5},
            wrong={"R26": wrong.logit_itself, "R3": wrong.sigmoid_turned},
        ),
        Count(
            name="training",
            label="spam to train on",
            reference=_spam_to_train_on,
            params={"messages": 1000, "spam": 30, "share": Fraction(1, 5)},
            wrong={"G4": wrong.spam_by_share, "G7": wrong.spam_in_front},
        ),
    ),
    hints=(
        "Keras takes the labels first. Write the four cells of the exchanged call: which two trade "
        "places?",
        "A probability is 1 / (1 + exp(-logit)). And the validation part is one piece of the "
        "arrays: which one?",
    ),
)

# --- repairs ----------------------------------------------------------------------------------


def prepare(train_texts: list[str], texts: list[str], length: int) -> tuple[int, list[list[int]]]:
    """The rows of the table, and the ids of texts by the words of the training texts."""
    words = list(dict.fromkeys(word for text in train_texts for word in text.split()))
    numbers = {word: i for i, word in enumerate(words, start=2)}
    rows = [[numbers.get(word, 1) for word in text.split()][:length] for text in texts]
    return vocabulary.table_size(len(words)), [row + [0] * (length - len(row)) for row in rows]


_TRAIN = ["win a cruise now", "see you at noon", "a cruise at sea"]

PREPARE = Question(
    id="capstone-prepare",
    title="Repair: words to ids",
    lesson=10,
    points=0.5,
    items=("1", "22", "28", "32"),
    prompt="Write `prepare(train_texts, texts, length)`. Id 0 is padding, id 1 stands for all "
    "unknown words, and the words of `train_texts`, split at white space, follow from 2 on in the "
    "order in which they first appear. Return a tuple: the number of rows that the Embedding "
    "needs, and the list of the ids of `texts`. Each text becomes a list of `length` ids: a longer "
    "one is cut off at its end, a shorter one is filled up with padding at its end.",
    parts=(
        Function(
            name="prepare",
            reference=prepare,
            cases=(
                Case(args=(_TRAIN, ["see a cruise now"], 4), group="known words"),
                Case(args=(_TRAIN, ["noon at sea", "you win now"], 3), group="known words"),
                Case(args=(_TRAIN, ["win free pills now"], 4), group="unknown words"),
                Case(args=(_TRAIN, ["pills at noon", "free sea cruise"], 3), group="unknown words"),
                Case(args=(_TRAIN, ["you win", "cruise"], 4), group="short texts"),
                Case(args=(_TRAIN, ["see you at noon at sea"], 4), group="long texts"),
                Case(args=(_TRAIN, ["a cruise now", "win a cruise"], 2), group="long texts"),
                Case(args=(_TRAIN, ["", "now"], 2), group="an empty text"),
            ),
            draws=draws.PREPARE,
            wrong={
                "G1": wrong.prepare_with_all,
                "I15": wrong.prepare_words_only,
                "I16": wrong.prepare_one_special,
                "I20": wrong.prepare_dropping,
                "I21": wrong.prepare_unknown_as_padding,
                "I51": wrong.prepare_exchanged,
                "R4": wrong.prepare_in_front,
                "R5": wrong.prepare_uncut,
            },
        ),
    ),
    hints=(
        "Which texts may teach the vocabulary anything? Build it before you look at the others.",
        "The largest id that can occur, and one more. Then: dict.get with a second argument, a "
        "slice, and a list times a number.",
    ),
)


def stratify(labels: list[int], every: int) -> tuple[list[int], list[int]]:
    """Positions for training and for validation; each label is counted by itself."""
    seen: dict[int, int] = {}
    train: list[int] = []
    validation: list[int] = []
    for place, label in enumerate(labels):
        seen[label] = seen.get(label, 0) + 1
        (train if seen[label] % every else validation).append(place)
    return train, validation


_SORTED = [1] * 4 + [0] * 8

STRATIFY = Question(
    id="capstone-split",
    title="Repair: a fair validation part",
    lesson=10,
    points=0.5,
    items=("3", "22"),
    prompt="Write `stratify(labels, every)`, in the place of `validation_split`. It goes through "
    "the labels from the first to the last and counts each label by itself: whenever the count of "
    "a label reaches a multiple of `every`, that example goes to validation. Return a tuple of two "
    "lists of positions, counted from 0 and rising: those for training, then those for validation.",
    parts=(
        Function(
            name="stratify",
            reference=stratify,
            cases=(
                Case(args=(_SORTED, 2), group="sorted labels"),
                Case(args=(_SORTED[::-1], 4), group="sorted labels"),
                Case(args=([0, 1, 0, 0, 1, 0, 0, 1, 0, 0, 0, 1], 2), group="mixed labels"),
                Case(args=([0, 0, 1, 0, 1, 1, 0, 0, 0, 1, 0, 0], 3), group="mixed labels"),
                Case(args=([0, 0, 0, 1, 0, 0, 0, 1, 0], 3), group="too few of one label"),
                Case(args=([2, 0, 1, 0, 2, 1, 0, 2, 0, 1], 2), group="three labels"),
                Case(args=([2, 2, 1, 1, 1, 0, 0, 2, 0, 2, 0], 3), group="three labels"),
            ),
            draws=draws.STRATIFY,
            wrong={
                "R6": wrong.keep_the_tail,
                "R7": wrong.keep_of_all,
                "R8": wrong.keep_the_first,
                "R10": wrong.keep_of_the_positives,
                "F2": wrong.parts_exchanged,
            },
        ),
    ),
    hints=(
        "Keep a dict from label to how many of it you have met so far.",
        "A count is a multiple of every where the remainder of the division is zero.",
    ),
)


def spam_probability(
    ids: list[int], table: list[list[float]], weights: list[float], bias: float
) -> float:
    """The sigmoid of a Dense unit on the mean of the rows of a text's real words."""
    rows, mask = [table[i] for i in ids], [i != 0 for i in ids]
    mean = masking.masked_mean(rows, mask, empty="zero").values.tolist()
    return _sigmoid(sum(w * m for w, m in zip(weights, mean, strict=True)) + bias)


_TABLE = [[1.0, -2.0], [0.5, 0.5], [2.0, 1.0], [-1.0, 3.0], [0.0, -1.5]]
_HEAD = ([1.0, -0.5], 0.5)

SCORE = Question(
    id="capstone-score",
    title="Repair: from ids to a probability",
    lesson=10,
    points=0.5,
    items=("4", "20", "29"),
    prompt="Write `spam_probability(ids, table, weights, bias)`. It gets the ids of one text, the "
    "rows of an Embedding, and the weights and the bias of a `Dense(1)`. Take the mean of the rows "
    "of all positions but padding (id 0, wherever it stands); for a text of padding only take a "
    "vector of zeros. Multiply it by the weights, add the bias, and return the probability: the "
    "sigmoid of that number.",
    parts=(
        Function(
            name="spam_probability",
            reference=spam_probability,
            cases=(
                Case(args=([2, 3], _TABLE, *_HEAD), group="no padding"),
                Case(args=([4, 1, 2], _TABLE, *_HEAD), group="no padding"),
                Case(args=([3, 2, 0, 0], _TABLE, *_HEAD), group="padding at the end"),
                Case(args=([4, 2, 0], _TABLE, *_HEAD), group="padding at the end"),
                Case(args=([0, 0, 4, 2], _TABLE, *_HEAD), group="padding elsewhere"),
                Case(args=([1, 0, 3, 0], _TABLE, *_HEAD), group="padding elsewhere"),
                Case(args=([2, 2, 3, 0], _TABLE, *_HEAD), group="a word that comes again"),
                Case(args=([0, 0, 0], _TABLE, *_HEAD), group="padding only"),
            ),
            draws=draws.SCORE,
            wrong={
                "K3": wrong.score_over_length,
                "K8": wrong.score_without_case_for_nothing,
                "K12": wrong.score_with_padding,
                "K23": wrong.score_of_each_once,
                "R26": wrong.score_as_logit,
                "T20": wrong.score_of_softmax,
                "W17": wrong.score_of_sum,
                "W18": wrong.score_without_bias,
                "R3": wrong.score_with_sign_turned,
            },
        ),
    ),
    hints=(
        "Collect the rows of the real words first; their number is what the sums are divided by.",
        "The sigmoid of z is 1 / (1 + exp(-z)), with exp from the module math.",
    ),
)


def _counts_at(y: Labels, scores: Scores, threshold: float) -> Counts:
    flagged = labels_at(scores, threshold).tolist()
    cells = list(zip(flagged, y, strict=True))
    return Counts(
        tp=cells.count((1, 1)),
        fp=cells.count((1, 0)),
        fn=cells.count((0, 1)),
        tn=cells.count((0, 0)),
    )


def held_out_f1(
    y_val: list[int], p_val: list[float], y_test: list[int], p_test: list[float]
) -> tuple[float, float]:
    """The threshold with the best F1 on validation, and its F1 on the test messages."""
    best = max(p_val, key=lambda threshold: count_metrics.f1(_counts_at(y_val, p_val, threshold)))
    return best, float(count_metrics.f1(_counts_at(y_test, p_test, best)))


DECIDE = Question(
    id="capstone-decide",
    title="Repair: choose here, report there",
    lesson=10,
    points=0.5,
    items=("4", "22", "26"),
    prompt="Write `held_out_f1(y_val, p_val, y_test, p_test)`. It gets labels (1 is spam) and "
    "scores of validation messages, then of test messages; a message is flagged if its score is at "
    "least the threshold. Return a tuple of two numbers. First the threshold: take each validation "
    "score for one, and choose the one with the highest F1 on validation. Then the F1 that this "
    "threshold has on the test messages. No two scores of a part are equal, exactly one threshold "
    "is the best, and both parts hold both classes.",
    parts=(
        Function(
            name="held_out_f1",
            reference=held_out_f1,
            cases=(
                Case(
                    args=(
                        [0, 1, 0, 1, 1, 0, 0],
                        [0.35, 0.9, 0.6, 0.7, 0.4, 0.2, 0.1],
                        [1, 0, 0, 1, 0, 1],
                        [0.8, 0.3, 0.45, 0.5, 0.75, 0.25],
                    ),
                    group="ordinary scores",
                ),
                Case(
                    args=(
                        [1, 0, 1, 0, 0, 1],
                        [0.65, 0.7, 0.95, 0.25, 0.4, 0.6],
                        [0, 1, 1, 0, 0],
                        [0.62, 0.55, 0.85, 0.3, 0.1],
                    ),
                    group="ordinary scores",
                ),
                Case(
                    args=(
                        [0, 0, 1, 0, 0, 0, 1, 0, 0],
                        [0.12, 0.3, 0.2, 0.05, 0.25, 0.08, 0.28, 0.02, 0.1],
                        [0, 1, 0, 0, 1, 0, 0, 0],
                        [0.22, 0.27, 0.04, 0.16, 0.14, 0.32, 0.06, 0.03],
                    ),
                    group="low scores, few positives",
                ),
                Case(
                    args=(
                        [1, 0, 0, 1, 0],
                        [0.9, 0.5, 0.7, 0.8, 0.3],
                        [0, 1, 0, 1, 0],
                        [0.85, 0.6, 0.4, 0.55, 0.2],
                    ),
                    group="nothing found on the test",
                ),
                Case(
                    args=(
                        [0, 0, 1, 0, 1, 0],
                        [2.5, -1.5, 0.75, -0.5, 3.5, -3.0],
                        [1, 0, 1, 0, 0],
                        [1.5, -2.0, -1.0, 3.0, 0.0],
                    ),
                    group="scores that are no probabilities",
                ),
            ),
            draws=draws.DECIDE,
            wrong={
                "G3": wrong.chosen_on_test,
                "R9": wrong.reported_on_validation,
                "T3": wrong.at_half,
                "T6": wrong.strictly_above,
                "T12": wrong.chosen_by_mistakes,
                "M9": wrong.f1_of_anything,
            },
        ),
    ),
    hints=(
        "Two halves: which of the four lists may the first half see, and which the second?",
        "max takes a key: a function that tells how good a candidate is. F1 is 2·TP over the sum "
        "of flagged messages and spam messages.",
    ),
)

# --- a budget ---------------------------------------------------------------------------------


def bytes_of_model(words: int, width: int) -> int:
    """What the model's weights take as float32, for so many words with a row of their own."""
    stack = [
        Embedding(vocabulary.table_size(words), width),
        GlobalAveragePooling1D(),
        Dense(8),
        Dense(1),
    ]
    return 4 * sum(parameter_counts(stack, (None, 30)))


def most_words(kib: int, width: int) -> int:
    """The most words that a budget in KiB has rows for."""
    numbers = kib * 1024 // 4 - (8 * width + 17)
    return int(numbers // width) - 2


def widest(kib: int, words: int) -> int:
    """The widest vectors that a budget in KiB has room for."""
    return int((kib * 1024 // 4 - 17) // (words + 2 + 8))


def unknown_share(kib: int, width: int, coverage: Mapping[int, Fraction]) -> Fraction:
    """The share of running words that become [UNK] with the largest vocabulary that fits."""
    most = most_words(kib, width)
    return 1 - max(share for words, share in coverage.items() if words <= most)


COVERAGE = {
    1000: Fraction(712, 1000),
    2000: Fraction(804, 1000),
    3000: Fraction(857, 1000),
    4000: Fraction(893, 1000),
    8000: Fraction(951, 1000),
    16000: Fraction(982, 1000),
}

BUDGET = Question(
    id="capstone-budget",
    title="A megabyte to spend",
    lesson=10,
    points=1,
    items=("31", "28"),
    prompt="A filter has to fit on a small device: all its weights together may take 1,024 KiB. "
    "They are of Keras's usual type, `float32`. The model is\n\n"
    "```python\n"
    "[Embedding(rows, width), GlobalAveragePooling1D(), Dense(8), Dense(1)]\n"
    "```\n\n"
    "both `Dense` with their biases. The ids come from a `TextVectorization`, so the table has "
    "rows for padding and `[UNK]` as well. How much of the running words in the mail the most "
    "frequent words cover was counted on training texts:\n\n"
    "| words | 1,000 | 2,000 | 3,000 | 4,000 | 8,000 | 16,000 |\n"
    "|---|---|---|---|---|---|---|\n"
    "| covered | .712 | .804 | .857 | .893 | .951 | .982 |\n\n"
    "Answer in a dict:\n\n"
    "- `bytes`: how many bytes the weights take for 4,000 words with a row of their own and a "
    "width of 64\n"
    "- `words`: how many words can have a row of their own at a width of 32, at most\n"
    "- `width`: how wide the vectors can be for 8,000 words with a row of their own, at most\n"
    "- `unknown`: at a width of 64, with the largest vocabulary of the table that fits: which "
    "share of the running words becomes `[UNK]`?",
    parts=(
        Count(
            name="bytes",
            label="bytes of the weights",
            reference=bytes_of_model,
            params={"words": 4000, "width": 64},
            wrong={
                "I15": wrong.bytes_without_specials,
                "I16": wrong.bytes_with_one_special,
                "R12": wrong.bytes_in_float64,
                "R14": wrong.bytes_of_the_table,
                "R15": wrong.numbers_for_bytes,
                "R28": wrong.bytes_without_biases,
            },
        ),
        Count(
            name="words",
            label="words at a width of 32",
            reference=most_words,
            params={"kib": 1024, "width": 32},
            wrong={
                "I15": wrong.words_without_specials,
                "I16": wrong.words_with_one_special,
                "R12": wrong.words_in_float64,
                "R13": Reads(wrong.in_thousands),
                "R14": wrong.words_in_the_whole_budget,
                "R15": wrong.words_for_bytes,
            },
        ),
        Count(
            name="width",
            label="width for 8,000 words",
            reference=widest,
            params={"kib": 1024, "words": 8000},
            wrong={
                "R12": wrong.width_in_float64,
                "R13": Reads(wrong.in_thousands),
                "R15": wrong.width_for_bytes,
            },
        ),
        Metric(
            name="unknown",
            label="share of unknown words",
            reference=unknown_share,
            params={"kib": 1024, "width": 64, "coverage": COVERAGE},
            wrong={
                "R12": wrong.unknown_in_float64,
                "R13": Reads(wrong.in_thousands),
                "R15": wrong.unknown_for_bytes,
                "R16": wrong.the_covered_share,
            },
        ),
    ),
    hints=(
        "Count numbers first, bytes last: rows times width, then the weights and biases of both "
        "Dense layers.",
        "For a question that says 'at most', turn the budget into numbers, take off what does not "
        "depend on what you look for, and divide. Round down.",
        "At a width of 64, see which of the vocabularies in the table fit, and what the largest of "
        "these leaves uncovered.",
    ),
)

# --- a report ---------------------------------------------------------------------------------


def report(
    y_true: list[int], scores: list[float], threshold: float, zero_division: float
) -> dict[str, float]:
    """The six numbers that a report owes to its readers."""
    counts = _counts_at(y_true, scores, threshold)
    share = Fraction(sum(y_true), len(y_true))
    three = {
        "precision": count_metrics.precision(counts, zero_division=zero_division),
        "recall": count_metrics.recall(counts, zero_division=zero_division),
        "f1": count_metrics.f1(counts, zero_division=zero_division),
        "accuracy": count_metrics.accuracy(counts),
        "baseline": splits.majority_baseline(y_true).accuracy,
        "prevalence": share,
    }
    return {name: float(value) for name, value in three.items()}


_MIXED = ([0, 1, 0, 1, 0, 0, 1, 0], [0.2, 0.85, 0.65, 0.45, 0.1, 0.3, 0.95, 0.05])
_RARE = (
    [0, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0],
    [0.5, 0.1, 0.3, 0.2, 0.4, 0.1, 0.0, 0.2, 0.25, 0.05, 0.1, 0.0],
)
_LOGITS = ([1, 0, 0, 1, 0, 0, 1], [2.5, -1.5, 0.3, -0.4, -3.0, 1.0, 0.2])
_MOSTLY = ([1, 1, 0, 1, 1, 0, 1], [0.9, 0.35, 0.6, 0.7, 0.15, 0.2, 0.45])

REPORT = Question(
    id="capstone-report",
    title="Write the report",
    lesson=10,
    points=1,
    items=("4", "12", "21", "25"),
    prompt="Write `report(y_true, scores, threshold, zero_division)`. It gets the labels of some "
    "messages (1 is spam, the positive class), their scores, a threshold, and what to say where a "
    "metric is 0/0. A message is flagged if its score is at least the threshold. Return a dict "
    "with `precision`, `recall`, `f1` (with the denominator 2·TP + FP + FN), `accuracy`, "
    "`baseline` (the accuracy of giving every message the label that is more frequent among these "
    "messages) and `prevalence` (the share of spam among them). Nothing is rounded. There is at "
    "least one message.",
    parts=(
        Function(
            name="report",
            reference=report,
            cases=(
                Case(args=(*_MIXED, 0.4, 0.0), group="ordinary scores"),
                Case(args=(*_MIXED, 0.75, 1.0), group="ordinary scores"),
                Case(args=(*_RARE, 0.35, 0.0), group="few positives"),
                Case(args=(*_RARE, 0.15, 0.0), group="few positives"),
                Case(args=(*_MIXED, 0.65, 0.0), group="a score at the threshold"),
                Case(args=(*_LOGITS, 0.2, 0.0), group="a score at the threshold"),
                Case(args=(*_LOGITS, 0.0, 0.0), group="scores that are no probabilities"),
                Case(args=(*_LOGITS, -1.0, 0.0), group="scores that are no probabilities"),
                Case(args=(*_MOSTLY, 0.4, 0.0), group="more positives than negatives"),
                Case(args=(*_RARE, 0.8, 0.25), group="nothing is flagged"),
                Case(args=([0, 0, 0, 0], [0.2, 0.9, 0.7, 0.1], 0.6, 0.25), group="no positives"),
                Case(args=([0, 0, 0], [0.3, 0.2, 0.1], 0.35, 0.75), group="no positives"),
            ),
            draws=draws.REPORT,
            wrong={
                "T3": wrong.report_at_half,
                "T6": wrong.report_strictly,
                "M1": wrong.report_exchanged,
                "M4": wrong.report_plain_mean,
                "M6": wrong.report_of_the_rest,
                "M7": wrong.report_perfect_where_undefined,
                "M14": wrong.report_of_mistakes,
                "M18": wrong.report_zero_where_undefined,
                "M22": wrong.report_of_flags,
                "M50": wrong.report_without_policy,
                "T2": wrong.report_of_a_coin,
                "R11": wrong.report_of_never,
                "F12": wrong.report_rounded,
                "F13": wrong.report_in_percent,
            },
        ),
    ),
    hints=(
        "Count the four cells first. Everything else is a fraction of them.",
        "Three of the six can be 0/0. Of the others the denominator is the number of messages.",
        "The most frequent label is not always the same one: take the larger of two shares.",
    ),
)

# --- a decision -------------------------------------------------------------------------------

CARD = Question(
    id="capstone-card",
    title="A model card, and a decision",
    lesson=10,
    points=2,
    items=("14", "15", "17", "22", "25", "26"),
    prompt="A town's library wants to filter its mail; 2% of it is spam. Spam that gets through "
    "costs a librarian half a minute, 0.30 euros. A good message in the junk folder costs 6 euros: "
    "a reader waits for an answer that does not come. The filter was trained on the mail of three "
    "companies. Its threshold of 0.8 was chosen for the highest F1 on 2,000 validation messages "
    "from these companies; afterwards it met 1,000 messages of the library once:\n\n"
    "| | TP | FP | FN | TN |\n"
    "|---|---|---|---|---|\n"
    "| validation (companies) | 360 | 32 | 40 | 1568 |\n"
    "| test (library) | 14 | 12 | 6 | 968 |\n\n"
    'The colleague who trained it writes: "Accuracy 96.4% on validation, 98.2% in the library, so '
    'it works even better there. Ship it."\n\n'
    "Write a model card of ten to fourteen sentences: what the filter is for and for whom not; on "
    "what it was trained, chosen and tested; its scores with threshold, prevalence and baseline; "
    "what its mistakes cost; how it fails; and your decision, to ship or not to ship, with what "
    "would change it.",
    rubric=(
        Criterion(
            points=0.5,
            asks="Claim: decides clearly, for these costs not to ship as it is (or to ship only in "
            "a form in which a false alarm no longer costs 6 euros), says for which use, and what "
            "would change the decision.",
        ),
        Criterion(
            points=0.5,
            asks="Evidence: test precision 14/26 = 0.54, recall 14/20 = 0.70 (F1 28/46 = 0.61), "
            "accuracy 98.2% beside 98.0% for flagging nothing; validation precision 0.92, recall "
            "0.90 at 20% spam; the bill for 1,000 messages, 12 times 6 plus 6 times 0.30 = 73.80 "
            "euros, against 20 times 0.30 = 6.00 euros without a filter.",
        ),
        Criterion(
            points=0.5,
            asks="Mechanism: with little spam accuracy follows the good mail, and precision falls "
            "with the prevalence (from 20% to 2%) even at equal rates: the false alarm rate is "
            "2.0% on validation and 1.2% on the test; a false alarm costs as much as twenty missed "
            "spam messages, while F1, by which the threshold was chosen, weighs "
            "both alike (for calibrated scores these costs ask for a cut at 6/6.30, about 0.95).",
        ),
        Criterion(
            points=0.5,
            asks="Limit: at least two of: 20 spam messages are few (one more or less moves recall "
            "by 0.05); a new threshold must not be chosen on these test messages; other mail than "
            "it was trained on, and mail that changes; the costs are estimates; unknown words and "
            "other languages; who is hurt by false alarms was not looked at.",
        ),
    ),
)

QUESTIONS = (
    TRACE,
    NUMBERS,
    PREPARE,
    STRATIFY,
    SCORE,
    DECIDE,
    BUDGET,
    REPORT,
    CARD,
)

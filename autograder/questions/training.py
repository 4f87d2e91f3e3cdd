"""The questions of assignment 07_training (lesson 7), and two for practice."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from itertools import combinations
from typing import Any

from autograder.answers import describe
from autograder.errors import UnusableAnswer
from autograder.misconceptions import metrics as wrong_metrics
from autograder.misconceptions import training as wrong
from autograder.misconceptions.stages import WrongModel
from autograder.questions import draws
from autograder.questions.choices import Choice, Option, choose
from autograder.questions.functions import Case, Counterexample, Function, Unmet
from autograder.questions.kinds import Count, Ids, Metric
from autograder.questions.question import Criterion, Part, Question
from autograder.reference import indices, metrics, splits
from autograder.reference.metrics import Counts

Fits = Sequence[tuple[Sequence[int], bool]]


def _majority_on(train: dict[str, int], test: dict[str, int]) -> Fraction:
    """The accuracy on ``test`` of always answering the most frequent label of ``train``."""
    labels = [label for label, times in train.items() for _ in range(times)]
    return Fraction(test[str(splits.majority_baseline(labels).label)], sum(test.values()))


BASELINE = Question(
    id="training-baseline",
    title="The bar to clear",
    lesson=7,
    points=0.5,
    items=("18", "21"),
    prompt="Messages have three labels. This is how many of each there are:\n\n"
    "| | ham | spam | scam |\n|---|---|---|---|\n"
    "| training | 390 | 480 | 130 |\n| test | 92 | 84 | 24 |\n\n"
    "The majority baseline learns one thing from its training texts: which label is the most "
    "frequent. This label it answers to every text. What is its accuracy on the test texts? Give a "
    "`Fraction`, or at least four decimals.",
    parts=(
        Metric(
            reference=_majority_on,
            params={
                "train": {"ham": 390, "spam": 480, "scam": 130},
                "test": {"ham": 92, "spam": 84, "scam": 24},
            },
            wrong={
                "G3": wrong.baseline_of_test,
                "B3": wrong.one_in_k,
                "B4": wrong.baseline_on_training,
                "B5": wrong.guessing_in_proportion,
            },
        ),
    ),
    hints=(
        "A baseline is a model: it is fitted on one part and scored on the other.",
        "Find its one answer in the first row, and count in the second row how often it is right.",
    ),
)


def _kept(ham: int, spam: int, share: Fraction) -> tuple[int, int]:
    """How many ham and spam are kept for validation, where all ham lies before all spam."""
    kept = splits.split_by_position(ham + spam, float(share)).test
    return sum(place < ham for place in kept), sum(place >= ham for place in kept)


Rule = Callable[[int, int, Fraction], tuple[int, int]]


def _of_kept(
    name: str,
    label: str,
    kind: type[Part],
    make: Callable[[int, int, int], Any],
    also: dict[str, tuple[Rule, str]],
) -> Part:
    """A part on what is kept: ``make`` gets ham and spam kept, and all spam.

    ``also`` holds further beliefs, each with its rule and the belief that gives the same.
    """

    def model(rule: Callable[..., tuple[int, int]]) -> Callable[..., Any]:
        return lambda ham, spam, share: make(*rule(ham, spam, share), spam)

    return kind(
        name=name,
        label=label,
        reference=model(_kept),
        params={"ham": 450, "spam": 150, "share": Fraction(1, 5)},
        wrong={
            "G4": model(wrong.kept_after_shuffling),
            "G7": model(wrong.kept_from_the_front),
            **{belief: model(rule) for belief, (rule, _) in also.items()},
        },
        indistinct=tuple(frozenset({belief, like}) for belief, (_, like) in also.items()),
    )


VALIDATION = Question(
    id="training-validation",
    title="What validation_split keeps",
    lesson=7,
    points=0.5,
    items=("3", "22"),
    prompt="The arrays `x` and `y` hold 600 encoded texts and their labels in the order of a file: "
    "first 450 ham, then 150 spam. They go to "
    "`model.fit(x, y, validation_split=0.2, shuffle=True)`. Answer with a dict.\n\n"
    "- `validation`: how many spam texts are in the validation part\n"
    "- `training`: how many spam texts the model is trained on\n"
    "- `always_ham`: the accuracy on the validation part, from 0 to 1, of a model that says ham to "
    "everything",
    parts=(
        _of_kept("validation", "spam in validation", Count, lambda ham, spam, all_spam: spam, {}),
        _of_kept(
            "training",
            "spam in training",
            Count,
            lambda ham, spam, all_spam: all_spam - spam,
            {"G10": (wrong.kept_for_training_too, "G7")},
        ),
        _of_kept(
            "always_ham",
            "accuracy of saying ham",
            Metric,
            lambda ham, spam, all_spam: Fraction(ham, ham + spam),
            {"B4": (wrong.kept_after_shuffling, "G4")},
        ),
    ),
    hints=(
        "The documentation of fit says from where the validation part is taken, and what "
        "shuffle concerns.",
        "The validation part is the tail of the arrays, cut off before any shuffling.",
    ),
)

_CURVES: dict[str, Any] = {
    "loss": (0.68, 0.55, 0.44, 0.36, 0.29, 0.22, 0.17, 0.12),
    "val_loss": (0.67, 0.58, 0.52, 0.54, 0.49, 0.53, 0.57, 0.63),
    "val_accuracy": (0.61, 0.70, 0.76, 0.75, 0.77, 0.78, 0.79, 0.78),
    "test_loss": (0.68, 0.59, 0.55, 0.54, 0.53, 0.51, 0.58, 0.62),
    "patience": 2,
}


def _lines(*columns: Sequence[Any]) -> str:
    """Rows of a Markdown table, numbered from 1."""
    rows = enumerate(zip(*columns, strict=True), start=1)
    return "\n".join(
        f"| {number} | " + " | ".join(f"{each:.2f}" for each in row) + " |" for number, row in rows
    )


def _best_epoch(
    loss: Any, val_loss: Sequence[float], val_accuracy: Any, test_loss: Any, patience: int
) -> int:
    """The epoch with the lowest validation loss."""
    return 1 + list(val_loss).index(min(val_loss))


def _last_epoch(
    loss: Any, val_loss: Sequence[float], val_accuracy: Any, test_loss: Any, patience: int
) -> int:
    """The epoch after which Keras's EarlyStopping ends the training, or the last one."""
    best, waited = float("inf"), 0
    for epoch, value in enumerate(val_loss, start=1):
        best, waited = (value, 0) if value < best else (best, waited + 1)
        if waited == patience:
            return epoch
    return len(val_loss)


_STOPS: dict[str, WrongModel] = {
    "O4": wrong.first_rise,
    "O5": wrong.stops_at_a_total,
    "O6": wrong.one_epoch_more,
}

EPOCH = Question(
    id="training-epoch",
    title="Read a training log",
    lesson=7,
    points=1,
    items=("3", "17", "23"),
    prompt="A model was trained for eight epochs. Somebody has also logged the loss on the test "
    "set:\n\n"
    "| epoch | loss | val_loss | val_accuracy | test loss |\n|---|---|---|---|---|\n"
    + _lines(*list(_CURVES.values())[:4])
    + "\n\nThe task wants good probabilities, so the loss decides. Answer with a dict of epochs, "
    "counted from 1 as in the table.\n\n"
    "- `best`: the epoch whose weights you would take, chosen honestly\n"
    '- `last`: the last epoch that runs with `EarlyStopping(monitor="val_loss", patience=2)`\n'
    "- `kept`: the epoch whose weights the model has when that `fit` has ended, with all other "
    "arguments of `EarlyStopping` at their defaults",
    parts=(
        Count(
            name="best",
            label="best epoch",
            reference=_best_epoch,
            params=_CURVES,
            wrong={
                "O1": wrong.best_in_training,
                "O2": wrong.best_in_accuracy,
                "O3": wrong.last_without_gap,
                "O4": wrong.before_the_first_rise,
                "G3": wrong.best_in_test,
            },
        ),
        Count(
            name="last",
            label="last epoch that runs",
            reference=_last_epoch,
            params=_CURVES,
            wrong={**_STOPS, "O7": wrong.best_epoch},
        ),
        Count(
            name="kept",
            label="epoch of the weights",
            reference=_last_epoch,
            params=_CURVES,
            wrong={**_STOPS, "O8": wrong.best_epoch},
        ),
    ),
    hints=(
        "One column is for learning, one for choosing, one for reporting. By which do you choose?",
        "For the stop: write beside each epoch how many epochs have gone by since the best "
        "val_loss so far.",
        "Look up restore_best_weights and its default.",
    ),
)


def _mean_square(texts: Sequence[Fraction]) -> Fraction:
    return sum(((1 - p) ** 2 for p in texts), Fraction(0)) / len(texts)


_PROBABILITIES: dict[str, Any] = {
    "before": (Fraction(6, 10), Fraction(7, 10), Fraction(8, 10), Fraction(4, 10)),
    "after": (Fraction(8, 10), Fraction(9, 10), Fraction(9, 10), Fraction(1, 10)),
}

CONFIDENCE = Question(
    id="training-confidence",
    title="The same decisions, another loss",
    lesson=7,
    points=0.5,
    items=("3", "23"),
    prompt="There are two classes, and a text is decided rightly if its right label gets more than "
    "0.5. These are the probabilities that a model gives to the right labels of four validation "
    "texts:\n\n"
    "| | text 1 | text 2 | text 3 | text 4 |\n|---|---|---|---|---|\n"
    "| after epoch 4 | 0.6 | 0.7 | 0.8 | 0.4 |\n| after epoch 12 | 0.8 | 0.9 | 0.9 | 0.1 |\n\n"
    "So that it can be done by hand, the loss here is the squared error: the mean, over the texts, "
    "of (1 − p)², where p is the probability in the table. Answer with a dict, at least four "
    "decimals.\n\n"
    "- `before`: the loss after epoch 4\n"
    "- `after`: the loss after epoch 12\n"
    "- `accuracy`: the accuracy after epoch 12",
    parts=(
        Metric(
            name="before",
            label="loss after epoch 4",
            reference=lambda before, after: _mean_square(before),
            params=_PROBABILITIES,
            wrong={
                "O9": wrong.error_rate_before,
                "O15": wrong.loss_of_mistakes_before,
                "O18": wrong.loss_of_mean_before,
                "O19": wrong.loss_of_choice_before,
            },
        ),
        Metric(
            name="after",
            label="loss after epoch 12",
            reference=lambda before, after: _mean_square(after),
            params=_PROBABILITIES,
            wrong={
                "O2": wrong.loss_as_before,
                "O9": wrong.error_rate,
                "O15": wrong.loss_of_mistakes,
                "O18": wrong.loss_of_mean,
                "O19": wrong.loss_of_choice,
            },
        ),
        Metric(
            name="accuracy",
            label="accuracy after epoch 12",
            reference=lambda before, after: Fraction(
                sum(p > Fraction(1, 2) for p in after), len(after)
            ),
            params=_PROBABILITIES,
            wrong={"O10": wrong.mean_confidence},
        ),
    ),
    hints=(
        "Three of the four texts got better. How much worse did the other one get?",
        "Write four squares in a row for each epoch, then take their mean. Accuracy needs no "
        "squares.",
    ),
)


def _program(name: str, line: int, beliefs: dict[str, int]) -> Count:
    """One program: the line to blame, and the line that each belief blames in its place."""
    return Count(
        name=name,
        label=f"program {name}",
        reference=lambda line: line,
        params={"line": line},
        wrong={belief: (lambda line, other=other: other) for belief, other in beliefs.items()},
    )


LEAKS = Question(
    id="training-leaks",
    title="Which line leaks?",
    lesson=7,
    points=1.5,
    items=("22",),
    prompt="Five programs, with their lines numbered. `split` shuffles and cuts into three parts. "
    "`repeat_rare` adds copies of the texts of the rare class. In `texts` no text comes twice.\n\n"
    "`a`\n\n```\n"
    "1  vectorizer.adapt(texts)\n"
    "2  train, val, test = split(texts)\n"
    "3  model.fit(vectorizer(train), validation_data=vectorizer(val))\n"
    "4  report(model, vectorizer(test))\n```\n\n"
    "`b` (`train`, `val` and `test` are vectors here)\n\n```\n"
    "1  model.fit(train, validation_data=val)\n"
    "2  show(model.evaluate(val))\n"
    "3  threshold = best_threshold(model, test)\n"
    "4  report(model, test, threshold)\n```\n\n"
    "`c`\n\n```\n"
    "1  train, val, test = split(texts)\n"
    "2  vectorizer.adapt(train)\n"
    "3  model.fit(vectorizer(train), validation_data=vectorizer(test), callbacks=[EarlyStopping()])"
    "\n"
    "4  report(model, vectorizer(test))\n```\n\n"
    "`d`\n\n```\n"
    "1  texts = repeat_rare(texts)\n"
    "2  train, val, test = split(texts)\n"
    "3  vectorizer.adapt(train)\n"
    "4  model.fit(vectorizer(train), validation_data=vectorizer(val))\n"
    "5  report(model, vectorizer(test))\n```\n\n"
    "`e`\n\n```\n"
    "1  train, val, test = split(texts)\n"
    "2  train = repeat_rare(train)\n"
    "3  vectorizer.adapt(train)\n"
    "4  model.fit(vectorizer(train), validation_data=vectorizer(val))\n"
    "5  report(model, vectorizer(test))\n```\n\n"
    "In some of them one line has to be given other data, only `train` or only `val`, for the "
    "report to be honest (the line may have to move for that). Answer with a dict from the letter "
    "of each program to the number of that line, and to 0 where no line has to change.",
    parts=(
        _program("a", 1, {"G1": 0, "G10": 3, "G9": 4}),
        _program("b", 3, {"G3": 0, "G10": 1, "G9": 4}),
        _program("c", 3, {"G6": 0, "G9": 4}),
        _program("d", 1, {"G5": 0, "G10": 4, "G9": 5}),
        _program("e", 0, {"G11": 2, "G10": 4, "G9": 5}),
    ),
    hints=(
        "For each line ask two questions: what does it learn or decide, and by which texts?",
        "Encoding and scoring test texts with what is finished decides nothing.",
        "Follow a single text that will land in the test part. Does anything know it, or a copy "
        "of it, before the report?",
    ),
)

HEADS = Question(
    id="training-heads",
    title="Head, loss and labels",
    lesson=7,
    points=0.5,
    items=("20",),
    prompt="Two models whose last layer and labels have to fit each other. Answer with a dict.\n\n"
    '- `loss`: a model ends in `Dense(3, activation="softmax")`, and the labels are an array of '
    "shape `(n,)` with the numbers 0, 1 and 2 for three topics. Which loss fits? One letter.\n"
    '    - **A** `"categorical_crossentropy"`\n'
    '    - **B** `"mean_squared_error"`\n'
    '    - **C** `"binary_crossentropy"`\n'
    '    - **D** `"sparse_categorical_crossentropy"`\n'
    '- `accuracy`: another model ends in `Dense(1, activation="softmax")`, and its labels are 0 '
    "and 1. Of 200 validation texts 60 have the label 1, and an output above 0.5 counts as 1. "
    "Which `val_accuracy` does it show, epoch after epoch? From 0 to 1.",
    parts=(
        Choice(
            name="loss",
            label="loss",
            reference=choose("D"),
            options={
                "A": Option("categorical_crossentropy", "O11"),
                "B": Option("mean_squared_error", "O12"),
                "C": Option("binary_crossentropy", "O13"),
                "D": Option("sparse_categorical_crossentropy"),
            },
        ),
        Metric(
            name="accuracy",
            label="accuracy of one unit with softmax",
            reference=lambda texts, positives: Fraction(positives, texts),
            params={"texts": 200, "positives": 60},
            wrong={"O14": wrong.falls_back_on_majority, "T2": wrong.tosses_a_coin},
        ),
    ),
    hints=(
        "Three probabilities for each text, and one bare number as its label: which loss looks "
        "the probability up by number?",
        "A softmax makes the outputs of one text add up to 1. How many outputs are there?",
    ),
)


def _hundredths(*values: int) -> tuple[Fraction, ...]:
    return tuple(Fraction(value, 100) for value in values)


_RUNS: dict[str, Any] = {
    "trained": _hundredths(88, 91, 91),
    "frozen": _hundredths(62, 58, 60),
    "wide_trained": _hundredths(90, 85, 89),
    "wide_frozen": _hundredths(79, 77, 81),
    "tfidf": _hundredths(93, 93, 93),
    "majority": _hundredths(40, 40, 40),
}


def _gain(
    name: str,
    label: str,
    of: str,
    over: str,
    beliefs: dict[str, WrongModel],
    *alike: frozenset[str],
) -> Metric:
    """The mean accuracy of one model less that of another."""

    def reference(**runs: Sequence[Fraction]) -> Fraction:
        more, less = (sum(runs[each], Fraction(0)) / len(runs[each]) for each in (of, over))
        return more - less

    return Metric(
        name=name,
        label=label,
        reference=reference,
        params=_RUNS,
        lowest=-1.0,
        wrong={
            "B1": wrong.all_is_meaning,
            "B2": wrong.first_run,
            "B8": wrong.best_run,
            "B11": wrong.relative_gain(of, over),
            "B14": wrong.the_other_way_round(of, over),
            **beliefs,
        },
        indistinct=alike,
    )


ABLATION = Question(
    id="training-ablation",
    title="What do the vectors add?",
    lesson=7,
    points=1,
    items=("2", "5", "31"),
    prompt="Six models on one split. Each was run with three seeds; the numbers are accuracies on "
    "the validation part.\n\n"
    "| | seed 1 | seed 2 | seed 3 |\n|---|---|---|---|\n"
    "| Embedding of width 16, trained | 0.88 | 0.91 | 0.91 |\n"
    "| Embedding of width 16, random and frozen | 0.62 | 0.58 | 0.60 |\n"
    "| Embedding of width 128, trained | 0.90 | 0.85 | 0.89 |\n"
    "| Embedding of width 128, random and frozen | 0.79 | 0.77 | 0.81 |\n"
    "| counted words (TF-IDF) and logistic regression | 0.93 | 0.93 | 0.93 |\n"
    "| always the most frequent label | 0.40 | 0.40 | 0.40 |\n\n"
    "Let the score of a model be its mean. How much does each of these add? Answer with a dict of "
    "differences, with their signs, at least four decimals.\n\n"
    "- `training`: to train the vectors, at width 16\n"
    "- `width`: to go from width 16 to width 128, with trained vectors\n"
    "- `vectors`: to use trained vectors of width 16, compared with the best of the models "
    "without an Embedding",
    parts=(
        _gain(
            "training",
            "what training adds",
            "trained",
            "frozen",
            {
                "B6": wrong.over_the_majority,
                "B7": wrong.two_changes,
                "B10": wrong.training_at_both_widths,
            },
            frozenset({"B6", "B11"}),  # by the numbers of this table
        ),
        Metric(
            name="width",
            label="what width adds",
            reference=lambda **runs: (
                sum(runs["wide_trained"], Fraction(0)) / len(runs["wide_trained"])
                - sum(runs["trained"], Fraction(0)) / len(runs["trained"])
            ),
            params=_RUNS,
            lowest=-1.0,
            wrong={
                "B2": wrong.first_run,
                "B8": wrong.best_run,
                "D3": wrong.wider_is_better,
                "B10": wrong.width_in_both_cases,
                "B11": wrong.relative_gain("wide_trained", "trained"),
                "B14": wrong.the_other_way_round("wide_trained", "trained"),
            },
            indistinct=(frozenset({"B2", "B14"}),),  # by the numbers of this table
        ),
        _gain("vectors", "what vectors add", "trained", "tfidf", {"B6": wrong.no_rival}),
    ),
    hints=(
        "Write the mean at the end of each line first.",
        "For each difference find the two lines that differ in this one thing and in nothing else.",
        "A difference may be negative: then the change costs something.",
    ),
)


def _changed(fits: Fits, rows: int) -> list[int]:
    """The rows that the fits change with plain SGD: those looked up while they are not frozen."""
    return sorted({i for ids, frozen in fits if not frozen for i in ids})


def _table(name: str, fits: Fits, beliefs: dict[str, WrongModel], *alike: frozenset[str]) -> Ids:
    """One program: the ids of each fit, and whether the table holds still in it."""
    return Ids(
        name=name,
        label=f"program {name}",
        ordered=False,
        reference=_changed,
        params={"fits": fits, "rows": 6},
        wrong=beliefs,
        indistinct=alike,
    )


FROZEN = Question(
    id="training-frozen",
    title="A frozen rival that moves",
    lesson=7,
    points=0.5,
    items=("2", "5"),
    prompt="To see what training adds, a model is to be compared with one whose vectors stay "
    "random. Three programs each start from a new model whose first layer is "
    "`table = Embedding(6, 2)`, and compile it with plain `SGD`. No gradient of a row that is "
    "looked up is zero. `[1, 2]` stands for an array with one text of these ids, and `y` for its "
    "label.\n\n"
    "`before`\n\n```\n"
    "model.compile(SGD(0.1), loss)\n"
    "table.trainable = False\n"
    "model.fit([1, 2], y)\n```\n\n"
    "`after`\n\n```\n"
    "model.compile(SGD(0.1), loss)\n"
    "model.fit([1, 2], y)\n"
    "table.trainable = False\n"
    "model.fit([3, 3], y)\n```\n\n"
    "`compiled`\n\n```\n"
    "model.compile(SGD(0.1), loss)\n"
    "model.fit([1, 2], y)\n"
    "table.trainable = False\n"
    "model.compile(SGD(0.1), loss)\n"
    "model.fit([3, 3], y)\n```\n\n"
    "Which rows of the table differ at the end from what they were when the model was new? Answer "
    "with a dict from the name of each program to a list of row numbers, in any order; `[]` if "
    "there are none.",
    parts=(
        _table("before", (((1, 2), True),), {"O16": wrong.frozen_never}),
        _table(
            "after",
            (((1, 2), False), ((3, 3), False)),
            {
                "W2": wrong.frozen_at_once,
                "W10": wrong.changed_all,
                "B9": wrong.changed_none,
            },
        ),
        _table(
            "compiled",
            (((1, 2), False), ((3, 3), True)),
            {
                "O17": wrong.frozen_never,
                "W10": wrong.changed_all,
                "B9": wrong.changed_none,
                "B12": wrong.changed_none,
            },
            frozenset({"B9", "B12"}),
        ),
    ),
    hints=(
        "What fit does in a step is put together once, at the first fit after compile. Which "
        "weights are trainable then?",
        "Freezing keeps what is there; it brings nothing back.",
        "With SGD a row moves only if its id is in the batch, and only if the step was built to "
        "train the table.",
    ),
)

_WORDS = ("the", "cat", "dog", "fox")


def _four_counts(answer: Any) -> list[int]:
    good = isinstance(answer, (list, tuple)) and len(answer) == len(_WORDS)
    if not good or not all(type(n) is int and n >= 0 for n in answer):
        raise UnusableAnswer(
            f"You answered {describe(answer)}.",
            "A list of four whole numbers is expected here, none of them below zero.",
        )
    return list(answer)


def _unmet_by_counts(counts: list[int], train: tuple[int, ...], most: int) -> tuple[Unmet, ...]:
    if sum(counts) > most:
        return (Unmet(f"The test texts hold more than {most} words."),)
    if not sum(counts):
        return (Unmet("Your test texts hold no words at all, so nothing can leak from them."),)
    of_all = [a + b for a, b in zip(train, counts, strict=True)]
    neighbours = list(combinations(range(len(train)), 2))  # the more frequent one first
    if any(of_all[later] > of_all[earlier] for earlier, later in neighbours):
        return ()
    ties = [pair for pair in neighbours if of_all[pair[0]] == of_all[pair[1]]]
    if ties:
        one, other = (_WORDS[word] for word in ties[0])
        said = f"{one!r} and {other!r} tie; only a larger count is sure to renumber them."
        return (Unmet(said, "G23"),)
    if counts[-1]:
        return (Unmet("There is a new word, and 'the', 'cat' and 'dog' keep their ids.", "G8"),)
    known = counts[:-1]
    overtakes = any(
        known[later] > known[earlier] > 0 for earlier, later in combinations(range(3), 2)
    )
    falling = known == sorted(known, reverse=True)
    belief = "G22" if overtakes else "G21" if falling else ""
    said = "'the', 'cat' and 'dog' get the same ids with your test texts as without."
    return (Unmet(said, belief),)


VOCABULARY = Question(
    id="training-vocabulary",
    title="Test texts that renumber the training",
    lesson=7,
    points=0.5,
    items=("22",),
    prompt="`TextVectorization` numbers words by how often they occur in the texts that `adapt` "
    "gets, the most frequent word first. In the training texts *the* occurs 9 times, *cat* 6 times "
    "and *dog* 4 times; *fox* does not occur. Somebody adapts on training and test texts together. "
    "Give test texts of at most 5 words in all with which at least one of *the*, *cat* and *dog* "
    "gets another id than from the training texts alone. Answer with a list of four counts: how "
    "often *the*, *cat*, *dog* and *fox* occur in your test texts. (Avoid ties.)",
    parts=(
        Counterexample(
            reference=lambda train, most: [0, 0, 3, 0],
            params={"train": (9, 6, 4), "most": 5},
            unmet=lambda counts, train, most: _unmet_by_counts(counts, (*train, 0), most),
            form=_four_counts,
            wrong={
                "G8": lambda train, most: [0, 0, 0, 1],
                "G21": lambda train, most: [5, 0, 0, 0],
                "G22": lambda train, most: [0, 1, 2, 0],
                "G23": lambda train, most: [0, 0, 2, 0],
            },
        ),
    ),
    hints=(
        "The ids are places in a queue. Which word is closest to overtaking the one before it?",
        "Compare the totals of training and test for *cat*, *dog* and *fox*.",
    ),
)


def _plain(text: str) -> str:
    return " ".join(text.lower().split())


def overlap(train_texts: list[str], test_texts: list[str]) -> float:
    """The share of the test texts that the training texts hold too, but for case and space."""
    return float(splits.overlap(train_texts, test_texts, _plain).normalised)


OVERLAP = Question(
    id="training-overlap",
    title="Count the copies",
    lesson=7,
    points=1,
    items=("22",),
    prompt="Write `overlap(train_texts, test_texts)`. It gets two lists of texts and returns the "
    "share, from 0 to 1, of the test texts that also stand in training. Two texts are the same if "
    'they are the same in lower case and split at white space: `"Win  a PRIZE"` is `"win a '
    'prize"`. Every entry of `test_texts` counts, also one that comes again; there is at least '
    "one.",
    parts=(
        Function(
            name="overlap",
            reference=overlap,
            cases=(
                Case(
                    args=(["red hat", "blue hat", "old shoe"], ["blue hat", "new shoe"]),
                    group="exact copies",
                ),
                Case(
                    args=(["Red  Hat", "blue hat"], ["red hat", " BLUE hat ", "tie", "old shoe"]),
                    group="copies but for case and space",
                ),
                Case(
                    args=(["red\that", "blue hat", "tie"], ["Red   hat", "blue hat\n", "shoe"]),
                    group="copies but for case and space",
                ),
                Case(
                    args=(["red hat", "tie"], ["red hat", "red hat", "scarf", "coat", "Red hat"]),
                    group="a test text that comes again",
                ),
                Case(
                    args=(["red hat", "red hat", "tie", "coat"], ["red hat", "tie", "shoe"]),
                    group="a training text that comes again",
                ),
                Case(
                    args=(["red hat", "old shoe"], ["old hat", "red shoe"]),
                    group="known words, no copies",
                ),
                Case(
                    args=(["red hat", "old shoe", "tie"], ["hat red", "tie", "shoe old", "coat"]),
                    group="known words, no copies",
                ),
                Case(args=(["tie", "red hat", "coat"], ["Red hat"]), group="nothing but copies"),
            ),
            draws=draws.OVERLAP,
            wrong={
                "G12": wrong.overlap_exact,
                "G13": wrong.overlap_of_training,
                "G14": wrong.overlap_of_distinct,
                "G15": wrong.overlap_of_words,
                "G24": wrong.overlap_but_for_double_blanks,
                "G25": wrong.overlap_of_sets,
            },
        ),
    ),
    hints=(
        "Write a small function first that brings a text to the form in which it is compared.",
        '" ".join(text.lower().split()) is that form. Keep the forms of the training texts in a '
        "set.",
        "Then go through the test texts, count those whose form is in the set, and divide by how "
        "many there are.",
    ),
)


def make_split(groups: list[str], test_size: int) -> tuple[list[int], list[int]]:
    """Positions for training and for testing, with each group on one side."""
    chosen: set[str] = set()
    test: list[int] = []
    for name in dict.fromkeys(groups):
        if len(test) >= test_size:
            break
        chosen.add(name)
        test += [place for place, group in enumerate(groups) if group == name]
    return [i for i, group in enumerate(groups) if group not in chosen], sorted(test)


SPLIT = Question(
    id="training-split",
    title="Split by groups",
    lesson=7,
    points=1.5,
    items=("22",),
    prompt="Texts from one file resemble each other. Write `make_split(groups, test_size)`, which "
    "keeps files together. `groups` is a list with the file of each example; an example is known "
    "by its position, from 0. Take whole groups for the test, in the order in which they first "
    "appear in the list, and take one more only while the test holds fewer than `test_size` "
    "examples. All other examples are for training. Return a tuple of two lists of positions, in "
    "rising order: training first, then test.",
    parts=(
        Function(
            name="make_split",
            reference=make_split,
            cases=(
                Case(args=(["a", "a", "b", "b", "c", "c"], 2), group="groups side by side"),
                Case(args=(["x", "x", "x", "y", "z", "z"], 3), group="groups side by side"),
                Case(args=(["a", "b", "a", "c", "b", "a"], 3), group="groups in turns"),
                Case(args=(["m", "n", "n", "m", "o", "n"], 2), group="groups in turns"),
                Case(
                    args=(["a", "b", "b", "b", "c", "c"], 2),
                    group="a group that is larger than what is missing",
                ),
                Case(
                    args=(["q", "q", "q", "q", "r", "r"], 1),
                    group="a group that is larger than what is missing",
                ),
                Case(args=(["b", "a", "d", "c"], 2), group="groups of one example"),
                Case(args=(["c", "a", "d", "b"], 2), group="groups of one example"),
                Case(args=(["a", "b", "b", "a"], 4), group="everything asked for"),
                Case(args=(["a", "b", "a", "b"], 0), group="nothing asked for"),
            ),
            draws=draws.SPLIT,
            wrong={
                "G2": wrong.split_by_example,
                "G16": wrong.split_each_group,
                "G17": wrong.split_counts_groups,
                "G18": wrong.split_within_size,
                "G19": wrong.split_by_runs,
                "G20": wrong.split_by_alphabet,
            },
        ),
    ),
    hints=(
        "dict.fromkeys(groups) gives each group once, in the order of first appearance.",
        "Go through the groups; before you take one, ask whether the test is still too small.",
        "The positions of a group are all i with groups[i] equal to it, wherever they stand.",
    ),
)

DESIGN = Question(
    id="training-design",
    title="Does the embedding help?",
    lesson=7,
    points=1,
    items=("3", "5"),
    prompt='A report says: "Our filter begins with an Embedding and reaches 93% accuracy on the '
    "test set, while its training loss fell steadily. So the embedding has captured what the "
    'messages mean." Design an experiment that would show whether the trained embedding helps. '
    "Write six to eight sentences: what the report may claim and what not, what you compare with "
    "what and on which data, why this comparison answers the question, which result would speak "
    "against the embedding, and what would still be open.",
    rubric=(
        Criterion(
            points=0.25,
            asks="Claim: accuracy and a falling training loss do not show meaning; says what they "
            "do show, and names the question that the experiment answers.",
        ),
        Criterion(
            points=0.25,
            asks="Evidence: at least two fitting comparisons (the majority label, counted words "
            "with a linear model, the same model with frozen random vectors, a smaller width), "
            "several seeds with their spread, choices made on validation and the test used once.",
        ),
        Criterion(
            points=0.25,
            asks="Mechanism: says why one thing alone may differ between two models, and names "
            "in advance a result that would speak against the embedding.",
        ),
        Criterion(
            points=0.25,
            asks="Limit: what stays open, such as other tasks or sources, copies across the split, "
            "the size of the data, or that to be useful for a task is not to mean something.",
        ),
    ),
)

QUESTIONS = (
    BASELINE,
    VALIDATION,
    EPOCH,
    CONFIDENCE,
    LEAKS,
    HEADS,
    ABLATION,
    FROZEN,
    VOCABULARY,
    OVERLAP,
    SPLIT,
    DESIGN,
)


# --- practice: questions of other lessons -----------------------------------------------------


def _pooled(metric: Callable[[Counts], Any]) -> Callable[..., Any]:
    """A metric on the counts added up over all batches."""

    def model(batches: Sequence[tuple[int, int, int, int]]) -> Any:
        tp, fp, fn, tn = map(sum, zip(*batches, strict=True))
        return metric(Counts(tp=tp, fp=fp, fn=fn, tn=tn))

    return model


def _by_counts(model: Callable[..., Any]) -> Callable[..., Any]:
    return _pooled(lambda counts: model(counts.tp, counts.fp, counts.fn, counts.tn))


BATCHES = Question(
    id="practice-batches",
    title="Quiz: F1 over three batches",
    lesson=5,
    items=("4", "11"),
    prompt="Validation ran in three batches of 50 texts:\n\n"
    "| | TP | FP | FN | TN |\n|---|---|---|---|---|\n"
    "| batch 1 | 30 | 2 | 4 | 14 |\n| batch 2 | 2 | 1 | 5 | 42 |\n| batch 3 | 8 | 3 | 5 | 34 |\n\n"
    "What is the F1 on the whole validation set of 150 texts? Give a `Fraction`, or at least four "
    "decimals.",
    parts=(
        Metric(
            reference=_pooled(metrics.f1),
            params={"batches": ((30, 2, 4, 14), (2, 1, 5, 42), (8, 3, 5, 34))},
            wrong={
                "M8": wrong.mean_of_batches,
                "M54": wrong.f1_of_mean_rates,
                "M55": wrong.weighted_mean_of_batches,
                "M4": _by_counts(wrong_metrics.f1_as_mean),
                "M5": _by_counts(wrong_metrics.f1_with_tn),
                "M12": _by_counts(wrong_metrics.accuracy),
                "M23": _by_counts(wrong_metrics.jaccard),
            },
        ),
    ),
    hints=(
        "The batches are an accident of the loop. What would one table for all texts look like?",
        "Add up each column first; F1 comes from the sums, once.",
    ),
)

NO_ERROR = Question(
    id="practice-no-error",
    title="Quiz: training ran without an error",
    lesson=3,
    items=("30", "32"),
    prompt="A model with `Embedding(1000, 8)` was trained on a machine with a GPU, where Keras "
    "compiles the training step. It ran without an error, and the loss fell. These ids occur in "
    "its data: `[0, 57, 999, 1000, 1200, -1]`. Which of them read a row that is not their own? "
    "Answer with the list of these ids, in any order; `[]` if there are none.",
    parts=(
        Ids(
            ordered=False,
            reference=lambda ids, input_dim: [i for i in ids if not indices.is_legal(i, input_dim)],
            params={"ids": (0, 57, 999, 1000, 1200, -1), "input_dim": 1000},
            wrong={
                "I7": lambda ids, input_dim: [],
                "I1": lambda ids, input_dim: [i for i in ids if i < 0 or i > input_dim],
                "I6": lambda ids, input_dim: [i for i in ids if i >= input_dim],
                "I11": lambda ids, input_dim: [i for i in ids if i <= 0 or i >= input_dim],
            },
        ),
    ),
    hints=(
        "Whether an error appears depends on the machine; which rows a table has does not.",
        "A row of its own has an id that meets two conditions: not below the first row's number, "
        "and not above the last one's.",
    ),
)

PRACTICE = (BATCHES, NO_ERROR)

"""Wrong beliefs about splits, leaks, training curves, baselines and comparisons.

M8 and I7 of other lessons stand here too. Share models take and give exact Fractions.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from fractions import Fraction
from itertools import accumulate, groupby, pairwise
from typing import Any

from autograder.misconceptions.misconception import Misconception
from autograder.misconceptions.stages import Reads
from autograder.reference import metrics
from autograder.reference.metrics import Counts

Runs = Sequence[Fraction]
Batches = Sequence[tuple[int, int, int, int]]


# --- baselines: counts of each label in training and in testing --------------------------

baseline_of_test = Reads(lambda train, test: {"train": test, "test": test})  # G3
baseline_on_training = Reads(lambda train, test: {"train": train, "test": train})  # B4


def one_in_k(train: dict[str, int], test: dict[str, int]) -> Fraction:
    """B3: one over the number of classes."""
    return Fraction(1, len(test))


def guessing_in_proportion(train: dict[str, int], test: dict[str, int]) -> Fraction:
    """B5: guesses drawn with the frequencies of training."""
    hits = sum(train[label] * test[label] for label in test)
    return Fraction(hits, sum(train.values()) * sum(test.values()))


# --- validation_split on sorted labels ---------------------------------------------------


def kept_after_shuffling(ham: int, spam: int, share: Fraction) -> tuple[int, int]:
    """G4: ham and spam in validation as in all texts."""
    return int(ham * share), int(spam * share)


def kept_from_the_front(ham: int, spam: int, share: Fraction) -> tuple[int, int]:
    """G7: the first texts are kept for validation."""
    kept = int((ham + spam) * share)
    return min(ham, kept), max(0, kept - ham)


def kept_for_training_too(ham: int, spam: int, share: Fraction) -> tuple[int, int]:
    """G10: nothing is kept from training."""
    return 0, 0


# --- curves: one value for each epoch, epochs counted from 1 ------------------------------

best_in_training = Reads(lambda **curves: {**curves, "val_loss": curves["loss"]})  # O1
best_in_test = Reads(lambda **curves: {**curves, "val_loss": curves["test_loss"]})  # G3
best_in_accuracy = Reads(  # O2
    lambda **curves: {**curves, "val_loss": [-each for each in curves["val_accuracy"]]}
)


def last_without_gap(
    loss: Runs, val_loss: Runs, val_accuracy: Runs, test_loss: Runs, patience: int
) -> int:
    """O3: the last epoch before validation and training part."""
    gaps = [epoch for epoch, (a, b) in enumerate(zip(loss, val_loss, strict=True)) if b > a]
    return min(gaps, default=len(loss))


def before_the_first_rise(
    loss: Runs, val_loss: Runs, val_accuracy: Runs, test_loss: Runs, patience: int
) -> int:
    """O4: the last epoch before the validation loss rises for the first time."""
    rises = [epoch for epoch, (a, b) in enumerate(pairwise(val_loss), start=1) if b > a]
    return min(rises, default=len(val_loss))


first_rise = Reads(lambda **curves: {**curves, "patience": 1})  # O4
one_epoch_more = Reads(lambda **curves: {**curves, "patience": curves["patience"] + 1})  # O6


def stops_at_a_total(
    loss: Runs, val_loss: Runs, val_accuracy: Runs, test_loss: Runs, patience: int
) -> int:
    """O5: epochs without a new best add up over the whole run."""
    best = accumulate(val_loss, min)
    bad = [epoch for epoch, (a, b) in enumerate(zip(val_loss, best, strict=True), 1) if a > b]
    return bad[patience - 1]


def best_epoch(
    loss: Runs, val_loss: Runs, val_accuracy: Runs, test_loss: Runs, patience: int
) -> int:
    """O7, O8, O20: the epoch with the lowest validation loss, where another one is asked for."""
    return 1 + min(range(len(val_loss)), key=lambda epoch: val_loss[epoch])


def last_in_training(
    loss: Runs, val_loss: Runs, val_accuracy: Runs, test_loss: Runs, patience: int
) -> int:
    """O1: the epoch with the lowest training loss, whatever stopped before."""
    return 1 + min(range(len(loss)), key=lambda epoch: loss[epoch])


def last_that_ran(
    loss: Runs, val_loss: Runs, val_accuracy: Runs, test_loss: Runs, patience: int
) -> int:
    """O21: the last epoch that early stopping lets run."""
    best = 0
    for epoch, value in enumerate(val_loss):
        best = epoch if value < val_loss[best] else best
        if epoch - best == patience:
            return epoch + 1
    return len(val_loss)


# --- confidence: the probability that the right label gets, text by text -------------------

loss_as_before = Reads(lambda before, after: {"before": before, "after": before})  # O2


def error_rate(before: Runs, after: Runs) -> Fraction:
    """O9: the share of the texts that are wrong after the last epoch."""
    return Fraction(sum(p < Fraction(1, 2) for p in after), len(after))


def error_rate_before(before: Runs, after: Runs) -> Fraction:
    """O9: the same before."""
    return error_rate(after, before)


def loss_of_mistakes(before: Runs, after: Runs) -> Fraction:
    """O15: right texts cost nothing."""
    wrong = [(1 - p) ** 2 for p in after if p < Fraction(1, 2)]
    return sum(wrong, Fraction(0)) / len(after)


def loss_of_mistakes_before(before: Runs, after: Runs) -> Fraction:
    """O15: the same before."""
    return loss_of_mistakes(after, before)


def mean_confidence(before: Runs, after: Runs) -> Fraction:
    """O10: the mean probability of the right label."""
    return sum(after, Fraction(0)) / len(after)


def loss_of_mean(before: Runs, after: Runs) -> Fraction:
    """O18: the probabilities averaged, and the loss of that mean."""
    return (1 - mean_confidence(before, after)) ** 2


def loss_of_mean_before(before: Runs, after: Runs) -> Fraction:
    """O18: the same before."""
    return loss_of_mean(after, before)


def loss_of_choice(before: Runs, after: Runs) -> Fraction:
    """O19: the distance from the class that the model chose."""
    return sum(((1 - max(p, 1 - p)) ** 2 for p in after), Fraction(0)) / len(after)


def loss_of_choice_before(before: Runs, after: Runs) -> Fraction:
    """O19: the same before."""
    return loss_of_choice(after, before)


# --- one output with a softmax ------------------------------------------------------------


def falls_back_on_majority(texts: int, positives: int) -> Fraction:
    """O14: what cannot learn answers the majority."""
    return Fraction(max(positives, texts - positives), texts)


def tosses_a_coin(texts: int, positives: int) -> Fraction:
    """T2: what has learnt nothing is right in one of two."""
    return Fraction(1, 2)


# --- comparisons: the accuracies of each model, run by run ---------------------------------

first_run = Reads(lambda **runs: {name: each[:1] for name, each in runs.items()})  # B2
best_run = Reads(lambda **runs: {name: (max(each),) for name, each in runs.items()})  # B8
two_changes = Reads(lambda **runs: {**runs, "frozen": runs["wide_frozen"]})  # B7
over_the_majority = Reads(lambda **runs: {**runs, "frozen": runs["majority"]})  # B6
wider_is_better = Reads(  # D3: the pair that shows a gain stands for the other pair
    lambda **runs: {**runs, "trained": runs["frozen"], "wide_trained": runs["wide_frozen"]}
)
no_rival = Reads(lambda **runs: {**runs, "tfidf": runs["majority"]})  # B6


def all_is_meaning(**runs: Runs) -> Fraction:
    """B1: the whole accuracy is owed to the vectors."""
    return sum(runs["trained"], Fraction(0)) / len(runs["trained"])


def the_other_way_round(of: str, over: str) -> Callable[..., Fraction]:
    """B14: the score with the change subtracted from the score without it."""
    return lambda **runs: _mean(runs[over]) - _mean(runs[of])


def _mean(runs: Runs) -> Fraction:
    return sum(runs, Fraction(0)) / len(runs)


def training_at_both_widths(**runs: Runs) -> Fraction:
    """B10: what training adds, averaged over the two widths."""
    narrow = _mean(runs["trained"]) - _mean(runs["frozen"])
    return (narrow + _mean(runs["wide_trained"]) - _mean(runs["wide_frozen"])) / 2


def width_in_both_cases(**runs: Runs) -> Fraction:
    """B10: what width adds, averaged over trained and frozen vectors."""
    trained = _mean(runs["wide_trained"]) - _mean(runs["trained"])
    return (trained + _mean(runs["wide_frozen"]) - _mean(runs["frozen"])) / 2


def relative_gain(of: str, over: str) -> Callable[..., Fraction]:
    """B11: the difference, as a share of the score without the change."""
    return lambda **runs: _mean(runs[of]) / _mean(runs[over]) - 1


# --- a table that is frozen: the ids of each fit, and whether the table holds still in it ----

Fits = Sequence[tuple[Sequence[int], bool]]


def frozen_at_once(fits: Fits, rows: int) -> list[int]:
    """W2: the rows of the first fit only, for the table is frozen after it."""
    return sorted(set(fits[0][0]))


def frozen_never(fits: Fits, rows: int) -> list[int]:
    """O16, O17: freezing has no effect any more."""
    return sorted({i for ids, _ in fits for i in ids})


def changed_all(fits: Fits, rows: int) -> list[int]:
    """W10: training moves the whole table."""
    return list(range(rows))


def changed_none(fits: Fits, rows: int) -> list[int]:
    """B9, B12: a frozen table, or a model compiled again, is as it was at first."""
    return []


# --- functions to write ---------------------------------------------------------------------


def _plain(text: str) -> str:
    return " ".join(text.lower().split())


def overlap_exact(train_texts: list[str], test_texts: list[str]) -> float:
    """G12: copies to the character only."""
    return sum(text in train_texts for text in test_texts) / len(test_texts)


overlap_of_training = Reads(  # G13
    lambda train_texts, test_texts: {"train_texts": test_texts, "test_texts": train_texts}
)
overlap_of_distinct = Reads(  # G14
    lambda train_texts, test_texts: {
        "train_texts": train_texts,
        "test_texts": list(dict.fromkeys(map(_plain, test_texts))),
    }
)


def overlap_of_words(train_texts: list[str], test_texts: list[str]) -> float:
    """G15: the share of the test words that training knows."""
    known = {word for text in train_texts for word in text.lower().split()}
    words = [word for text in test_texts for word in text.lower().split()]
    return sum(word in known for word in words) / len(words) if words else 0.0


def overlap_but_for_double_blanks(train_texts: list[str], test_texts: list[str]) -> float:
    """G24: double blanks made single, once."""

    def tidy(text: str) -> str:
        return text.lower().strip().replace("  ", " ")

    known = [tidy(text) for text in train_texts]
    return sum(tidy(text) in known for text in test_texts) / len(test_texts)


def overlap_of_sets(train_texts: list[str], test_texts: list[str]) -> float:
    """G25: the same words, in whatever order."""
    known = [set(text.lower().split()) for text in train_texts]
    return sum(set(text.lower().split()) in known for text in test_texts) / len(test_texts)


Parted = tuple[list[int], list[int]]

split_by_example = Reads(  # G2
    lambda groups, test_size: {"groups": list(range(len(groups))), "test_size": test_size}
)


def _runs(groups: Sequence[Any], test_size: int) -> dict[str, Any]:
    lengths = [len(list(run)) for _, run in groupby(groups)]
    numbers = [number for number, length in enumerate(lengths) for _ in range(length)]
    return {"groups": numbers, "test_size": test_size}


split_by_runs = Reads(_runs)  # G19


def _parted(groups: Sequence[Any], chosen: set[int]) -> Parted:
    places = range(len(groups))
    return [i for i in places if i not in chosen], [i for i in places if i in chosen]


def split_each_group(groups: list[str], test_size: int) -> Parted:
    """G16: one example of each group in turn, so that no group is missing on either side."""
    turns: Counter[str] = Counter()
    order = []
    for place, group in enumerate(groups):
        order.append((turns[group], place))
        turns[group] += 1
    return _parted(groups, {place for _, place in sorted(order)[:test_size]})


def split_counts_groups(groups: list[str], test_size: int) -> Parted:
    """G17: as many groups as examples were asked for."""
    names = list(dict.fromkeys(groups))[:test_size]
    return _parted(groups, {i for i, group in enumerate(groups) if group in names})


def split_within_size(groups: list[str], test_size: int) -> Parted:
    """G18: a group that would make the test side too large is passed over."""
    chosen: set[int] = set()
    for name in dict.fromkeys(groups):
        places = {i for i, group in enumerate(groups) if group == name}
        if len(chosen) + len(places) <= test_size:
            chosen |= places
    return _parted(groups, chosen)


def split_by_alphabet(groups: list[str], test_size: int) -> Parted:
    """G20: groups taken in sorted order."""
    chosen: set[int] = set()
    for name in sorted(set(groups)):
        if len(chosen) >= test_size:
            break
        chosen |= {i for i, group in enumerate(groups) if group == name}
    return _parted(groups, chosen)


# --- scores by batches ----------------------------------------------------------------------


def mean_of_batches(batches: Batches) -> Fraction:
    """M8: the mean of the batches' F1."""
    scores = [
        Fraction(metrics.f1(Counts(tp=tp, fp=fp, fn=fn, tn=tn))) for tp, fp, fn, tn in batches
    ]
    return sum(scores, Fraction(0)) / len(batches)


def f1_of_mean_rates(batches: Batches) -> Fraction:
    """M54: precision and recall averaged over the batches, then F1."""
    precision = _mean([Fraction(tp, tp + fp) for tp, fp, _, _ in batches])
    recall = _mean([Fraction(tp, tp + fn) for tp, _, fn, _ in batches])
    return 2 * precision * recall / (precision + recall)


def weighted_mean_of_batches(batches: Batches) -> Fraction:
    """M55: the batches' F1, weighted by their positives."""
    f1 = [mean_of_batches([batch]) for batch in batches]
    positives = [tp + fn for tp, _, fn, _ in batches]
    return sum((n * f for n, f in zip(positives, f1, strict=True)), Fraction(0)) / sum(positives)


MISCONCEPTIONS = (
    Misconception(
        id="G2",
        name="a random split is always fair",
        belief="Drawing examples at random makes training and testing independent.",
        idea="Texts of one source resemble each other. Where some lie on both sides, the test "
        "rewards memory of the source, and the score on new sources will be lower.",
        next_step="Ask where each example comes from, and let whole sources go to one side.",
        lesson=7,
        seen="docstrings with copies, 16.6% of them",
    ),
    Misconception(
        id="G3",
        name="choosing on the test set",
        belief="The test set shows best what works, so it may pick the threshold, the epoch or "
        "the answer.",
        idea="What was picked because it does well on the test set does well there partly by "
        "luck. The score is then no estimate for new texts any more.",
        next_step="Choose on data that will not be reported, and look at the test set once.",
        lesson=7,
        seen="source material, item 22; thresholds tuned on the test set",
    ),
    Misconception(
        id="G4",
        name="validation_split shuffles",
        belief="Keras draws the validation part at random from all examples.",
        idea="Keras cuts before it shuffles: the order in which the examples lie decides which of "
        "them are kept. Shuffling concerns what is left for training.",
        next_step="Draw the row of examples as one long bar, and mark where the cut falls.",
        lesson=7,
        seen="documentation of Model.fit, validation_split",
    ),
    Misconception(
        id="G5",
        name="repeating before splitting",
        belief="The rare class may be repeated first; the split comes later and is fair anyway.",
        idea="Copies of one text then fall on both sides, and the test asks for what was "
        "learnt by heart.",
        next_step="Follow one rare text through the program: on which sides can its copies land?",
        lesson=7,
        seen="oversampling before the split",
    ),
    Misconception(
        id="G6",
        name="the test set as validation data",
        belief="The validation data of fit is only watched, so the test set can serve there.",
        idea="Nothing is fitted to those texts, but something is chosen by them: when to stop, "
        "and which weights to keep.",
        next_step="Ask of each line what it decides, and by which data.",
        lesson=7,
        seen="a published tutorial with its test set as validation_data",
    ),
    Misconception(
        id="G7",
        name="validation from the front",
        belief="The validation part is cut off at the beginning.",
        idea="Keras trains on what comes first, and keeps what comes last.",
        next_step="Look up validation_split in the documentation of fit, and mark the end that "
        "it names.",
        lesson=7,
        seen="the order of the two parts mixed up",
    ),
    Misconception(
        id="G8",
        name="any new word renumbers the rest",
        belief="As soon as a vocabulary learns one word more, all the others get other ids.",
        idea="Words are numbered by how often they occur. A rare newcomer stands at the end of "
        "the queue and moves nobody.",
        next_step="Write the queue down twice, once for training alone, once for all texts.",
        lesson=7,
        seen="TextVectorization, whose ids follow frequency",
    ),
    Misconception(
        id="G9",
        name="hands off the test texts",
        belief="Whatever touches the test texts leaks, even encoding or scoring them.",
        idea="Test texts are there to be scored, and pass through the finished vocabulary as any "
        "new text does. A leak is what flows the other way: from them into what is learnt or "
        "chosen.",
        next_step="Draw an arrow for each line: does it lead from the test texts to the model, or "
        "from the model to the test texts?",
        lesson=7,
        seen="the rule of the locked test set, taken too far",
    ),
    Misconception(
        id="G10",
        name="validation taken for training",
        belief="What is passed to fit is learnt from, the validation data too.",
        idea="After each epoch fit scores its validation data, and takes no gradient from them. "
        "To be watched is what they were set aside for.",
        next_step="Say for each argument of fit what happens with it.",
        lesson=7,
        seen="the two data arguments of fit mixed up",
    ),
    Misconception(
        id="G11",
        name="repeating is cheating",
        belief="To repeat examples of the rare class is a leak in itself.",
        idea="Copies that stay inside the training part only change how much a text counts there.",
        next_step="Ask where the copies can go from here: is the split before or after this line?",
        lesson=7,
        seen="the rule against oversampling first, taken too far",
    ),
    Misconception(
        id="G12",
        name="only exact copies count",
        belief="Two texts are copies only when they agree in every character.",
        idea="Capitals and spaces are gone by the time the model sees the text: what it is given "
        "is the same again.",
        next_step="Bring both sides to the same form first, then compare.",
        lesson=7,
        seen="docstrings that differ in white space",
    ),
    Misconception(
        id="G13",
        name="a share of the training set",
        belief="The overlap is the share of the training texts that come back in the test.",
        idea="The test score is what suffers, so the whole is the test set: of all test texts, "
        "how many were known?",
        next_step="Say the sentence that begins with 'of all ...', and divide by that.",
        lesson=7,
        seen="the two sides exchanged",
    ),
    Misconception(
        id="G14",
        name="a test text counted once",
        belief="An overlap compares sets, so a test text that comes twice counts once.",
        idea="The score counts every test text each time it comes, so its overlap does too.",
        next_step="Go through the test texts one by one, and keep the repeated ones.",
        lesson=7,
        seen="set(train) & set(test)",
    ),
    Misconception(
        id="G15",
        name="known words taken for copies",
        belief="A test overlaps with training as far as its words are known there.",
        idea="Known words are what a model is meant to work with. A copy is a text that comes "
        "back as a whole.",
        next_step="Compare texts, not words.",
        lesson=7,
        seen="overlap and vocabulary coverage mixed up",
    ),
    Misconception(
        id="G16",
        name="every group on both sides",
        belief="A test is fair when every source is in training as well.",
        idea="In use there will be sources that training never saw. Only whole groups that stay "
        "away from training can show how the model does there.",
        next_step="Check your result: does any group occur in both lists?",
        lesson=7,
        seen="stratifying taken for grouping",
    ),
    Misconception(
        id="G17",
        name="groups counted for examples",
        belief="The size of the test side is a number of groups.",
        idea="Groups move as a whole, and the size counts the examples in them.",
        next_step="After each group count how many examples the test side holds by now.",
        lesson=7,
        seen="scikit-learn's GroupShuffleSplit, whose test_size is of groups",
    ),
    Misconception(
        id="G18",
        name="the size is a limit",
        belief="The test side may not get larger than was asked for.",
        idea="Groups come in their sizes, so a whole group may overshoot. Here the size is the "
        "least that is wanted.",
        next_step="Write the condition under which one more group is taken, and try it on a "
        "large group.",
        lesson=7,
        seen="'at least' read as 'at most'",
    ),
    Misconception(
        id="G19",
        name="a group is one run",
        belief="Examples of one group stand next to each other.",
        idea="A source may come back later in the list, and its examples still belong together.",
        next_step="Collect the positions of each group in a dict before you split.",
        lesson=7,
        seen="itertools.groupby on data that is not sorted",
    ),
    Misconception(
        id="O1",
        name="falling training loss is progress",
        belief="As long as the training loss falls, the model gets better.",
        idea="Learning by heart lowers the training loss too. Progress on new texts shows in the "
        "validation loss alone.",
        next_step="Cover the column of the training loss, and read the other one.",
        lesson=7,
        seen="source material, item 17",
    ),
    Misconception(
        id="O2",
        name="loss goes with accuracy",
        belief="While the validation accuracy holds or rises, nothing is lost.",
        idea="Accuracy sees only on which side of the threshold a text falls. The loss sees how "
        "sure the model is, and may grow while accuracy holds.",
        next_step="Take one text that is wrong and let the model grow surer of it: what does "
        "accuracy say, and what the loss?",
        lesson=7,
        seen="accuracy .749 to .753 while the loss rose from .79 to .87",
    ),
    Misconception(
        id="O3",
        name="any gap is overfitting",
        belief="A model is spoilt as soon as validation is worse than training.",
        idea="Some gap is normal: the model has seen one side and not the other. What counts is "
        "whether validation still improves.",
        next_step="Follow the validation loss beyond the epoch where the gap opens.",
        lesson=7,
        seen="source material, item 23",
    ),
    Misconception(
        id="O4",
        name="the first rise decides",
        belief="Once the validation loss has risen, it will not get better any more.",
        idea="Validation curves are bumpy. One epoch without a new best may be followed by a "
        "better one; patience is there to wait for it.",
        next_step="Read the curve to its end before you decide.",
        lesson=7,
        seen="curves of small validation sets",
    ),
    Misconception(
        id="O5",
        name="patience adds up",
        belief="Patience counts the bad epochs of the whole run.",
        idea="A new best starts the count afresh: only epochs without a new best since then count.",
        next_step="Write the count beside each epoch, and set it back at every new best.",
        lesson=7,
        seen="documentation of EarlyStopping, patience",
    ),
    Misconception(
        id="O6",
        name="patience ends one later",
        belief="The patience is how many bad epochs are let pass; the next one stops.",
        idea="Training stops at the end of the epoch in which the count reaches the patience.",
        next_step="Try it with a patience of 1: after which epoch would that stop?",
        lesson=7,
        seen="documentation of EarlyStopping, patience",
    ),
    Misconception(
        id="O7",
        name="stops at the best epoch",
        belief="Early stopping ends the training right after the best epoch.",
        idea="Which epoch was the best is known only later, when others have failed to beat it.",
        next_step="Stand at the end of each epoch and use only what is known by then.",
        lesson=7,
        seen="the name of EarlyStopping",
    ),
    Misconception(
        id="O8",
        name="the best weights come back",
        belief="After early stopping the model has the weights of its best epoch.",
        idea="Unless it is told otherwise, Keras leaves the weights as the last epoch made them.",
        next_step="Look for an argument of EarlyStopping that restores, and at its default.",
        lesson=7,
        seen="documentation of EarlyStopping, restore_best_weights",
    ),
    Misconception(
        id="O9",
        name="the loss counts mistakes",
        belief="The loss is the share of texts that the model gets wrong.",
        idea="A loss is computed from the probabilities, not from the decisions made of them.",
        next_step="Write down what each single text adds, then take the mean.",
        lesson=7,
        seen="loss and error rate mixed up",
    ),
    Misconception(
        id="O10",
        name="confidence taken for accuracy",
        belief="Accuracy is how much probability the right labels get on average.",
        idea="Accuracy counts decisions: a text is right or it is not, however sure the model is.",
        next_step="Turn each probability into right or wrong first.",
        lesson=7,
        seen="accuracy computed from probabilities",
    ),
    Misconception(
        id="O11",
        name="named categorical, so for classes",
        belief="For more than two classes the loss is categorical cross-entropy, whatever the "
        "labels look like.",
        idea="That loss wants each label as a row with a 1 in one place. Your labels are bare "
        "numbers, and Keras stops over the different ranks.",
        next_step="Write the shape of the labels beside the shape of the output.",
        lesson=7,
        seen="Arguments `target` and `output` must have the same rank",
    ),
    Misconception(
        id="O12",
        name="class numbers are quantities",
        belief="Labels are numbers, so the loss is the squared difference to them.",
        idea="Class 2 is not twice class 1: the numbers are names. The output has one probability "
        "for each name.",
        next_step="Ask what a difference of two labels would mean.",
        lesson=7,
        seen="squared error for classes",
    ),
    Misconception(
        id="O13",
        name="binary for anything right or wrong",
        belief="Each text is right or wrong, so the loss is the binary one.",
        idea="The binary loss asks one yes-or-no question for each output. Here three "
        "probabilities share one question and add up to 1.",
        next_step="Count the outputs, and how many of them can be true at once.",
        lesson=7,
        seen="losses copied from a two-class example",
    ),
    Misconception(
        id="O14",
        name="failing means the majority",
        belief="A model that cannot learn answers with the most frequent label.",
        idea="A model does not fall back on what would be wise. Its answers follow from the scores "
        "that its last layer gives, and to favour the frequent label has to be learnt, too.",
        next_step="Find out which scores the model gives to two different texts, and on which side "
        "of 0.5 they lie.",
        lesson=7,
        seen="You are using a softmax over axis -1 of a tensor of shape (None, 1) (keras#18909)",
    ),
    Misconception(
        id="O15",
        name="right texts cost nothing",
        belief="A text that is decided rightly adds nothing to the loss.",
        idea="It adds something as long as the model is less than certain: the loss pulls on "
        "right texts too.",
        next_step="Put the probability of a right text into the formula.",
        lesson=7,
        seen="loss and error rate mixed up",
    ),
    Misconception(
        id="O16",
        name="compile settles what is trained",
        belief="What compile saw as trainable is trained, whatever is set between it and fit.",
        idea="The training step is built when fit first needs it, and takes the settings of that "
        "moment. To compile after freezing is the safe order all the same.",
        next_step="Count the trainable weights right before fit, and compare the table before and "
        "after.",
        lesson=7,
        seen="freezing between compile and the first fit",
    ),
    Misconception(
        id="O17",
        name="once trained, always trained",
        belief="After a first fit a layer can be frozen no more.",
        idea="It can: compiling again makes a new training step, with the weights that are "
        "trainable by then.",
        next_step="Ask which line builds the training step anew.",
        lesson=7,
        seen="embeddings that still change",
    ),
    Misconception(
        id="B1",
        name="accuracy proves meaning",
        belief="A high accuracy shows that the vectors hold the meaning of the words.",
        idea="It shows that the whole model suffices for the task. How much of it the vectors do "
        "shows only beside a model that lacks this one thing.",
        next_step="Subtract what the model reaches with everything else alike and the vectors "
        "left untrained.",
        lesson=7,
        seen="source material, item 5",
    ),
    Misconception(
        id="B2",
        name="one run ranks models",
        belief="To compare two models, one run of each is enough.",
        idea="Another seed gives another score. A difference means something only next to the "
        "spread of the runs.",
        next_step="Use all runs of both models, and look how far they scatter.",
        lesson=7,
        seen="results of single seeds",
    ),
    Misconception(
        id="B3",
        name="chance is one in K",
        belief="What has learnt nothing is right in one of K cases, for K classes.",
        idea="That holds for blind guessing among equally frequent classes. How often a fixed "
        "answer is right depends on how frequent it is.",
        next_step="Count how many test texts have the one label that is always answered.",
        lesson=6,
        seen="source material, item 18",
    ),
    Misconception(
        id="B4",
        name="the share in training is the score",
        belief="How frequent the majority is in training is what its baseline scores.",
        idea="Training tells the baseline what to answer. Scored it is where every model is "
        "scored: on the test texts.",
        next_step="Take the answer from the training part, and count how often it is right on the "
        "part that is scored.",
        lesson=7,
        seen="baselines read off the training data",
    ),
    Misconception(
        id="B5",
        name="guessing in proportion",
        belief="The baseline guesses each label as often as it occurs.",
        idea="That is another baseline, and a weaker one: this one gives the same answer to "
        "every text.",
        next_step="Write the baseline's answers to the first five test texts down.",
        lesson=7,
        seen="scikit-learn's DummyClassifier, strategies stratified and most_frequent",
    ),
    Misconception(
        id="B6",
        name="all above the majority is the embedding",
        belief="What a model gains over the majority baseline is owed to its embedding.",
        idea="Between the two lies all that the other layers, or counted words, can do. A "
        "comparison tells of one thing only if nothing else differs.",
        next_step="Find the row of the table that is most like the model and lacks that one thing.",
        lesson=7,
        seen="source material, items 5 and 18",
    ),
    Misconception(
        id="B7",
        name="two changes at once",
        belief="Any frozen model will do for comparison with a trained one.",
        idea="Width and training both differ there, and one difference cannot be shared out "
        "between two changes.",
        next_step="Keep the width, and change the training alone.",
        lesson=7,
        seen="random vectors of 256 numbers beside trained ones of 16",
    ),
    Misconception(
        id="B8",
        name="the best run counts",
        belief="A model is as good as its best run.",
        idea="The best of several runs is luck in part, and more so the more runs there were.",
        next_step="Take the mean of the runs, and report their spread with it.",
        lesson=7,
        seen="best-of-n scores in reports",
    ),
    Misconception(
        id="B9",
        name="frozen means random",
        belief="A frozen table holds its first, random values.",
        idea="Freezing keeps whatever stands in the table at that moment, also what an earlier fit "
        "has taught it.",
        next_step="Go through the program line by line, and ask what the table holds when it is "
        "frozen.",
        lesson=7,
        seen="frozen rivals made from a model that was trained before",
    ),
    Misconception(
        id="M8",
        name="batch scores averaged",
        belief="The score of the whole set is the mean of the scores of its batches.",
        idea="F1 is a ratio, and ratios do not average: a batch with few positives would weigh as "
        "much as one with many.",
        next_step="Add the counts over all batches, and divide once.",
        lesson=5,
        seen="keras#5794",
    ),
    Misconception(
        id="I7",
        name="no error, so the ids are right",
        belief="An id without a row always stops the layer, so no error means that every id is "
        "right.",
        idea="Compiled code, as on a GPU, does not stop: it gives back a row that exists, which "
        "belongs to another word. Training goes on with that vector.",
        next_step="Compare the ids with the rows of the table, and ask what code that cannot stop "
        "does with the others.",
        lesson=3,
        seen="tensorflow#5847, tensorflow#27033, keras#9264",
    ),
    Misconception(
        id="G20",
        name="groups in alphabetical order",
        belief="Groups may be taken in sorted order, as np.unique gives them.",
        idea="Which groups go to the test depends on the order in which they are taken. Here that "
        "is the order in which they first appear in the list.",
        next_step="Try a list whose first group comes last in the alphabet.",
        lesson=7,
        seen="np.unique and sorted(set(...)), which both sort",
    ),
    Misconception(
        id="G21",
        name="a new count, a new id",
        belief="A word gets another id whenever its count changes.",
        idea="The id is a place in the order by frequency. A larger count that leaves the order as "
        "it was leaves every id as it was.",
        next_step="Write the three words in their order before and after, and compare the two "
        "lists.",
        lesson=7,
        seen="counts and ranks confused",
    ),
    Misconception(
        id="G22",
        name="the test texts decide by themselves",
        belief="The order of frequency within the test texts decides about the ids.",
        idea="Whoever adapts on both counts them together. The test texts change the order where "
        "the sums change it, and nowhere else.",
        next_step="Add the counts of training and test for each word, then order the sums.",
        lesson=7,
        seen="adapting twice, taken for adapting anew",
    ),
    Misconception(
        id="G23",
        name="a tie is enough",
        belief="A word overtakes another as soon as it has the same count.",
        idea="With equal counts it is left to the tool which of the two comes first. Only a larger "
        "count is sure to come earlier.",
        next_step="Give the later word one occurrence more, and count again.",
        lesson=7,
        seen="ties in rankings by frequency",
    ),
    Misconception(
        id="G24",
        name="double blanks, made single once",
        belief="White space is tidy once double blanks were replaced by single ones.",
        idea="Tabs and line breaks are white space too, and of three blanks in a row two are left "
        "after one round. Splitting without an argument takes any run of white space.",
        next_step="Try your function on a text with a tab, and on one with three blanks in a row.",
        lesson=7,
        seen="replace in the place of split and join, a classic of Python",
    ),
    Misconception(
        id="G25",
        name="same words, same text",
        belief="Two texts of the same words are copies of each other.",
        idea="The order of the words, and how often each is said, belong to a text. A set of words "
        "has forgotten both.",
        next_step="Compare two texts of the same words in another order, by your function and by "
        "eye.",
        lesson=7,
        seen="near duplicates found by sets of words",
    ),
    Misconception(
        id="O18",
        name="the loss of the mean",
        belief="The loss of a set is the loss of its mean probability.",
        idea="A loss grows faster than the probability falls, so one text that is far off costs "
        "more than the mean probability shows. Each text has a loss of its own, and these are "
        "averaged.",
        next_step="Write one loss beside each text before you average anything.",
        lesson=7,
        seen="mean and loss taken in the wrong order",
    ),
    Misconception(
        id="O19",
        name="the loss of the chosen class",
        belief="The loss measures how far the model is from the class that it chose.",
        idea="It measures how far the model is from the right class. To choose wrongly and to be "
        "sure of it is what costs most.",
        next_step="Work out the loss of a text whose right label got 0, and compare it with one "
        "that got 1.",
        lesson=7,
        seen="confidence taken for correctness",
    ),
    Misconception(
        id="B10",
        name="averaged over all settings",
        belief="The effect of one thing is its mean effect over all settings of the others.",
        idea="That is another question. Where one setting is named, the effect is the difference "
        "between the two lines that share this setting.",
        next_step="Underline in the question what is held fixed, and strike the lines where it is "
        "not.",
        lesson=7,
        seen="main effects in a table of experiments, a classic of statistics",
    ),
    Misconception(
        id="B11",
        name="a gain in per cent of the rival",
        belief="What something adds is given as a share of the score without it.",
        idea="A difference and a relative change are two numbers: from a low score the same "
        "difference looks large as a share. Differences are what the question asks for.",
        next_step="Subtract the two means, and stop there.",
        lesson=7,
        seen="improvements quoted in per cent",
    ),
    Misconception(
        id="B14",
        name="a difference the other way round",
        belief="To see what a change adds, its score is subtracted from the score without it.",
        idea="What is added is the score with the change, less the score without it. So a change "
        "that helps has a plus sign, and one that costs something has a minus.",
        next_step="Say in words whether the change has helped, then look at the sign.",
        lesson=7,
        seen="differences given without their sign",
    ),
    Misconception(
        id="B12",
        name="compiling starts anew",
        belief="Compiling again sets the weights back to what they were in the new model.",
        idea="It makes a new training step, and a new state of the optimiser. The weights stay as "
        "training has left them.",
        next_step="Print the table before and after a second compile.",
        lesson=7,
        seen="compile taken for building a new model",
    ),
    Misconception(
        id="G26",
        name="what is unknown counts as wrong",
        belief="A text that a model has no knowledge of is judged wrong.",
        idea="A guess is right at times, and with two classes it is right often. So there is a "
        "score that comes without any knowledge, and it is not zero.",
        next_step="Write down separately what the model knows and what it guesses, each with its "
        "own share of right answers.",
        lesson=7,
        seen="a score taken for the share of what was learnt",
    ),
    Misconception(
        id="O20",
        name="epochs after the stop",
        belief="The best epoch of the whole log is kept, wherever training was stopped.",
        idea="Early stopping does not look ahead. An epoch that would have come after the stop is "
        "never run, so its weights do not exist.",
        next_step="Find the epoch at which the patience is used up, and strike all lines below it.",
        lesson=7,
        seen="a log of a full run, read as if it had been stopped",
    ),
    Misconception(
        id="O21",
        name="restoring changes nothing",
        belief="The model always ends with the weights of the last epoch that ran.",
        idea="That is so by default. With restore_best_weights=True the weights of the best epoch "
        "are put back when training ends.",
        next_step="Look which arguments are given, and what each does at the end of fit.",
        lesson=7,
        seen="EarlyStopping's arguments overlooked",
    ),
    Misconception(
        id="O22",
        name="a stuck loss condemns the embedding",
        belief="If the loss does not fall, the embedding does not help with the task.",
        idea="A loss that does not fall says that nothing was learnt. The learning rate, the head, "
        "the loss, the labels or a slip in the code can each cause that.",
        next_step="Overfit ten texts on purpose. If that fails too, look for a fault in the "
        "training before you judge the layer.",
        lesson=7,
        seen="source material, on signs that embeddings are bad",
    ),
    Misconception(
        id="B13",
        name="random rows are worthless",
        belief="From random vectors nothing can be learnt.",
        idea="Random rows do not resemble each other, but each word still has its own. With enough "
        "columns a later layer can tell the words apart by them.",
        next_step="Think of one-hot vectors: they know nothing of meaning either, and a Dense "
        "layer learns from them.",
        lesson=7,
        seen="surprise at frozen random embeddings that work",
    ),
    Misconception(
        id="M54",
        name="rates averaged over batches",
        belief="Precision and recall may be averaged over the batches, and F1 is taken of the "
        "means.",
        idea="Each batch has other denominators, so the mean of its rates is not the rate of the "
        "whole. Counts can be added up, rates cannot.",
        next_step="Add up the counts of all batches, then divide once.",
        lesson=5,
        seen="metrics averaged in a loop over batches",
    ),
    Misconception(
        id="M55",
        name="the right weights make it right",
        belief="The mean of the batches' F1 is right if each batch is weighted by its positives.",
        idea="Weights by the positives would be right for recall, whose denominator they are. F1 "
        "divides by the flagged ones too, so no weights by the positives alone give the F1 of the "
        "whole.",
        next_step="Write down the denominator of F1 for each batch, and ask which sum stands below "
        "the bar of the whole.",
        lesson=5,
        seen="weighted means of metrics in loops over batches",
    ),
)

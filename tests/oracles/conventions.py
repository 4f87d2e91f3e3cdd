# ruff: noqa: E501 (an expression is one line, here and in the page that shows it)
"""Where two implementations differ by convention, each with the case that shows it.

A `Convention` holds expressions, one for each side; `docs/conventions.md` shows them with their
values, which `docs/make_conventions.py` works out. nltk is not run: its two functions are written
here from its documentation.
"""

from __future__ import annotations

import warnings
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import exp, log, nan
from sys import float_info
from typing import Any

import numpy as np
from sacrebleu.metrics import BLEU
from sklearn import metrics as sk
from sklearn.metrics.pairwise import cosine_similarity
from sklearn.model_selection import GroupShuffleSplit, train_test_split

from autograder.reference import (
    bleu,
    indices,
    masking,
    metrics,
    perplexity,
    shapes,
    similarity,
    splits,
    thresholds,
    vocabulary,
)
from tests.oracles.core import keras, tensorflow
from tests.oracles.facts import read_by


@dataclass(frozen=True, kw_only=True)
class Convention:
    """A question on which sides differ, and what each side answers to one case."""

    question: str
    case: str
    sides: tuple[tuple[str, str], ...]  # who, and the expression that asks it


def nltk_bleu(
    candidate: Sequence[str], references: Sequence[Sequence[str]], method1: bool = False
) -> float:
    """nltk's `sentence_bleu` of one candidate, by its documentation.

    An order without a match has, by default, the smallest float as its precision, and 0.1 matches
    under `SmoothingFunction().method1`; each order has 1 n-gram at least.
    """
    precisions = []
    for n in range(1, 5):
        grams = bleu.ngram_counts(candidate, n)
        most = Counter[tuple[str, ...]]()
        for reference in references:
            most |= bleu.ngram_counts(reference, n)
        matches, total = (grams & most).total(), max(1, grams.total())
        floor = 0.1 / total if method1 else float_info.min
        precisions.append(matches / total if matches else floor)
    closest = bleu.closest_length(len(candidate), [len(r) for r in references])
    penalty = 1 if len(candidate) > closest else exp(1 - closest / len(candidate))
    return penalty * exp(sum(map(log, precisions)) / 4)


def result(metric: Any, *arguments: Any) -> Any:
    """What a Keras metric gives after one update."""
    metric.update_state(*arguments)
    return np.asarray(metric.result()).tolist()


def table(y_true: Any, y_pred: Any, labels: Any = None) -> Any:
    """A confusion matrix of the reference."""
    return metrics.confusion_matrix(y_true, y_pred, labels)


def ours(name: str, y_true: Any, y_pred: Any, **choices: Any) -> float:
    """A metric of the reference, of binary labels unless said otherwise."""
    labels = choices.pop("labels", [0, 1])
    return float(metrics.score(name, table(y_true, y_pred, labels), **choices).value)  # type: ignore[arg-type]


def taken(function: Callable[[], Any]) -> str:
    """Whether something is taken or raises."""
    try:
        function()
    except Exception as error:
        return type(error).__name__
    return "taken"


def sacre(candidates: list[str], references: list[list[str]], **choices: Any) -> float:
    """sacreBLEU's corpus score, untokenised."""
    return BLEU(tokenize="none", force=True, **choices).corpus_score(candidates, references).score


SHORT, MAT = ["mat", "cat", "the"], ["the", "cat", "sat", "on", "the", "mat"]
NARROW = [0.5001, 0.5002, 0.5003, 0.5004]

CONVENTIONS = (
    Convention(
        question="Is a score at the threshold positive?",
        case="score 0.5, threshold 0.5",
        sides=(
            ("reference", "thresholds.labels_at([0.5], 0.5).tolist()"),
            ("reference, `strict`", "thresholds.labels_at([0.5], 0.5, strict=True).tolist()"),
            ("Keras", "int(result(keras.metrics.TruePositives(), [1.0], [0.5]))"),
            ("scikit-learn's curves", "int(sk.roc_curve([0, 1], [0.4, 0.5])[1][1])"),
        ),
    ),
    Convention(
        question="What is a recall of 0/0?",
        case="no positive example",
        sides=(
            ("reference, default", "ours('recall', [0, 0], [1, 0], average='binary', positive=1)"),
            (
                "reference, 1",
                "ours('recall', [0, 0], [1, 0], average='binary', positive=1, zero_division=1)",
            ),
            ("scikit-learn, 1", "sk.recall_score([0, 0], [1, 0], zero_division=1)"),
            ("Keras (no choice)", "result(keras.metrics.Recall(), [0.0, 0.0], [1.0, 0.0])"),
        ),
    ),
    Convention(
        question="What is an MCC of 0/0?",
        case="one actual class",
        sides=(
            ("reference, NaN", "ours('mcc', [0, 0], [0, 1], zero_division=nan)"),
            ("reference, default", "ours('mcc', [0, 0], [0, 1])"),
            ("scikit-learn (no choice)", "sk.matthews_corrcoef([0, 0], [0, 1])"),
        ),
    ),
    Convention(
        question="What is the accuracy of nothing?",
        case="no examples",
        sides=(
            ("reference, 0", "ours('accuracy', [], [])"),
            ("scikit-learn", "taken(lambda: sk.accuracy_score([], []))"),
        ),
    ),
    Convention(
        question="Does a class without examples count in balanced accuracy?",
        case="classes 0 and 1, only 0 occurs",
        sides=(
            ("reference", "ours('balanced_accuracy', [0, 0], [0, 1])"),
            (
                'reference, "raise"',
                "taken(lambda: ours('balanced_accuracy', [0, 0], [0, 1], zero_division='raise'))",
            ),
            ("scikit-learn", "sk.balanced_accuracy_score([0, 0], [0, 1])"),
            (
                "mean of recalls with 0 for 0/0",
                "sk.recall_score([0, 0], [0, 1], labels=[0, 1], average='macro', zero_division=0)",
            ),
        ),
    ),
    Convention(
        question="Who is positive by default?",
        case="labels ham and spam",
        sides=(
            (
                "reference",
                "taken(lambda: metrics.score('f1', table('hs', 'hs'), average='binary'))",
            ),
            ("scikit-learn (1)", "taken(lambda: sk.f1_score(['h', 's'], ['h', 's']))"),
            ("scikit-learn, 0 and 1", "round(sk.f1_score([0, 1, 1], [0, 0, 1]), 4)"),
        ),
    ),
    Convention(
        question="What becomes of a label that is not listed?",
        case="labels 0, 1, 2 in a matrix of 0 and 1",
        sides=(
            ("reference", "taken(lambda: table([0, 1, 2], [0, 1, 2], [0, 1]))"),
            (
                "scikit-learn (dropped)",
                "sk.confusion_matrix([0, 1, 2], [0, 1, 2], labels=[0, 1]).tolist()",
            ),
        ),
    ),
    Convention(
        question="Does F with beta 0 report a 0/0?",
        case="nothing predicted positive, beta 0",
        sides=(
            (
                "reference",
                "taken(lambda: ours('f_beta', [1], [0], average='binary', positive=1, beta=0, zero_division='raise'))",
            ),
            ("scikit-learn, a warning of F", "warned('f-score', 0)"),
            ("scikit-learn, a warning of precision", "warned('precision', 0)"),
        ),
    ),
    Convention(
        question="What is positive for F1 without a threshold?",
        case="one column, y 1 0 1, scores .9 .1 .2",
        sides=(
            (
                "reference at 0.5",
                "round(ours('f1', [1, 0, 1], [1, 0, 0], average='binary', positive=1), 4)",
            ),
            (
                "Keras (everything)",
                "round(result(keras.metrics.F1Score(average='macro'), [[1.0], [0.0], [1.0]], [[0.9], [0.1], [0.2]]), 4)",
            ),
            (
                "Keras at 0.5",
                "round(result(keras.metrics.F1Score(average='macro', threshold=0.5), [[1.0], [0.0], [1.0]], [[0.9], [0.1], [0.2]]), 4)",
            ),
        ),
    ),
    Convention(
        question="Which classes does a macro F1 average over?",
        case="one sigmoid column, y 1 1 1 0, labels 1 1 0 0",
        sides=(
            (
                "reference, both classes",
                "round(ours('f1', [1, 1, 1, 0], [1, 1, 0, 0], average='macro'), 4)",
            ),
            (
                "scikit-learn, both classes",
                "round(sk.f1_score([1, 1, 1, 0], [1, 1, 0, 0], average='macro'), 4)",
            ),
            (
                "Keras, the positive one",
                "round(result(keras.metrics.F1Score(average='macro', threshold=0.5), [[1.0], [1.0], [1.0], [0.0]], [[1.0], [1.0], [0.0], [0.0]]), 4)",
            ),
        ),
    ),
    Convention(
        question="How many thresholds has an area under ROC?",
        case="scores 0.5001 to 0.5004 in order",
        sides=(
            ("reference, all", "float(thresholds.roc_auc([0, 0, 1, 1], NARROW).value)"),
            ("scikit-learn, all", "float(sk.roc_auc_score([0, 0, 1, 1], NARROW))"),
            ("Keras, 200", "result(keras.metrics.AUC(), [0, 0, 1, 1], NARROW)"),
        ),
    ),
    Convention(
        question="Are points on a straight line of the ROC curve dropped?",
        case="y 0 0 1 1 1, scores .1 to .5",
        sides=(
            (
                "reference",
                "len(thresholds.roc_points([0, 0, 1, 1, 1], [0.1, 0.2, 0.3, 0.4, 0.5]).thresholds)",
            ),
            (
                "scikit-learn, default",
                "len(sk.roc_curve([0, 0, 1, 1, 1], [0.1, 0.2, 0.3, 0.4, 0.5])[2])",
            ),
            (
                "scikit-learn, drop_intermediate=False",
                "len(sk.roc_curve([0, 0, 1, 1, 1], [0.1, 0.2, 0.3, 0.4, 0.5], drop_intermediate=False)[2])",
            ),
        ),
    ),
    Convention(
        question="Steps or straight lines under the precision-recall curve?",
        case="y 0 0 1 1, scores .1 .4 .35 .8",
        sides=(
            (
                "reference, steps",
                "round(thresholds.average_precision([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8]).value, 4)",
            ),
            (
                "scikit-learn, steps",
                "round(float(sk.average_precision_score([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8])), 4)",
            ),
            (
                "scikit-learn, lines",
                "round(float(sk.auc(*sk.precision_recall_curve([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8])[1::-1])), 4)",
            ),
        ),
    ),
    Convention(
        question="Over what does a mean loss run where padding is masked?",
        case="two sentences, 1 token of loss 3 and 3 of loss 1",
        sides=(
            ("reference, tokens", "round(perplexity.pooled_perplexity([3, 3], [1, 3]).value, 2)"),
            ("padding included", "round(exp(6 / 6), 2)"),
            ("mean over sentences", "round((exp(3) + exp(1)) / 2, 2)"),
            ("bits taken for nats", "round(2 ** (6 / 4), 2)"),
        ),
    ),
    Convention(
        question="Does Keras's loss with an ignored class divide by the tokens that count?",
        case="one token of probability 1/2 and one of padding",
        sides=(
            (
                "reference",
                "round(perplexity.cross_entropy([0.5, 0.9], mask=[True, False]).value, 4)",
            ),
            (
                "Keras, the loss object",
                "round(float(keras.losses.SparseCategoricalCrossentropy(ignore_class=0)(np.array([[1, 0]]), np.array([[[0.5, 0.5], [0.9, 0.1]]], 'float32'))), 4)",
            ),
            (
                "Keras, mean of the function",
                "round(float(keras.ops.mean(keras.losses.sparse_categorical_crossentropy(np.array([[1, 0]]), np.array([[[0.5, 0.5], [0.9, 0.1]]], 'float32'), ignore_class=0))), 4)",
            ),
        ),
    ),
    Convention(
        question="What does a probability of 0 cost?",
        case="the true token has probability 0",
        sides=(
            ("reference", "taken(lambda: perplexity.cross_entropy([0.0]))"),
            ("reference, clip 1e-7", "round(perplexity.cross_entropy([0.0], clip=1e-7).value, 2)"),
            (
                "Keras (1e-7)",
                "round(float(keras.losses.sparse_categorical_crossentropy(np.array([0]), np.array([[0.0, 1.0]], 'float32'))[0]), 2)",
            ),
            ("scikit-learn (2.2e-16)", "round(sk.log_loss([0], [[0.0, 1.0]], labels=[0, 1]), 2)"),
        ),
    ),
    Convention(
        question="What is the BLEU of a short sentence?",
        case="mat cat the / the cat sat on the mat",
        sides=(
            ("reference", "bleu.bleu([SHORT], [[MAT]]).value"),
            (
                "reference, exp, effective order",
                "round(bleu.bleu([SHORT], [[MAT]], smoothing='exp', effective_order=True).value, 3)",
            ),
            (
                "sacreBLEU, sentence / 100",
                "round(BLEU(effective_order=True).sentence_score('mat cat the', ['the cat sat on the mat']).score / 100, 3)",
            ),
            ("sacreBLEU, corpus", "sacre(['mat cat the'], [['the cat sat on the mat']])"),
            (
                "nltk, default (formula)",
                "f'{nltk_bleu(SHORT, [MAT]):.1e}'",
            ),
            ("nltk, method1 (formula)", "round(nltk_bleu(SHORT, [MAT], method1=True), 3)"),
        ),
    ),
    Convention(
        question="On which scale is BLEU?",
        case="a copy of the reference",
        sides=(
            ("reference", "bleu.bleu([MAT], [[MAT]]).value"),
            ("sacreBLEU", "round(sacre([' '.join(MAT)], [[' '.join(MAT)]]), 6)"),
            ("nltk (formula)", "nltk_bleu(MAT, [MAT])"),
        ),
    ),
    Convention(
        question="How are several references nested?",
        case="2 candidates of 2 references each",
        sides=(
            (
                "reference, by candidate",
                "round(bleu.bleu(['a b c d e'.split(), 'f g h i j'.split()], [['a b c d x'.split(), 'y'.split()], ['f g h i z'.split(), 'w'.split()]]).value, 4)",
            ),
            (
                "sacreBLEU, by reference",
                "round(sacre(['a b c d e', 'f g h i j'], [['a b c d x', 'f g h i z'], ['y', 'w']]) / 100, 4)",
            ),
            (
                "sacreBLEU, transposed by mistake",
                "round(sacre(['a b c d e', 'f g h i j'], [['a b c d x', 'y'], ['f g h i z', 'w']]) / 100, 4)",
            ),
        ),
    ),
    Convention(
        question="What is a text that was not tokenised?",
        case="the string 'the cat'",
        sides=(
            ("reference", "taken(lambda: bleu.ngram_counts('the cat', 1))"),
            (
                "nltk (formula; characters)",
                "round(nltk_bleu(list('the cat'), [list('the hat')]), 3)",
            ),
            (
                "sacreBLEU (words)",
                "round(sacre(['the cat'], [['the hat']], max_ngram_order=1) / 100, 3)",
            ),
        ),
    ),
    Convention(
        question="What is read for an id that equals input_dim?",
        case="id 1000 of 1000 rows",
        sides=(
            ("reference", "indices.is_legal(1000, 1000)"),
            ("Keras", "read_by('eager', 1000)"),
            ("Keras, XLA", "read_by('XLA', 1000)"),
        ),
    ),
    Convention(
        question="What is read for a negative id?",
        case="id -1 of 1000 rows",
        sides=(
            ("reference, `is_legal`", "indices.is_legal(-1, 1000)"),
            ("reference, `row_read`", "indices.row_read(-1, 1000)"),
            ("Keras", "read_by('eager', -1)"),
            ("tf.one_hot (zeros)", "tensorflow().one_hot(-1, 3).numpy().tolist()"),
        ),
    ),
    Convention(
        question="Is a float an id?",
        case="3.7",
        sides=(
            ("reference, `is_legal`", "indices.is_legal(3.7, 1000)"),
            ("reference, `row_read`", "indices.row_read(3.7, 1000)"),
            ("Keras", "read_by('eager', 3.7)"),
        ),
    ),
    Convention(
        question="What is the mean of a text of padding alone?",
        case="a mask of False",
        sides=(
            ("reference", "taken(lambda: masking.masked_mean([[1.0]], [False]))"),
            ("reference, zero", "masking.masked_mean([[1.0]], [False], 'zero').values.tolist()"),
            (
                "Keras",
                "np.asarray(keras.layers.GlobalAveragePooling1D()(np.ones((1, 1, 1)), mask=np.array([[False]])))[0].tolist()",
            ),
        ),
    ),
    Convention(
        question="Does padding compete in a maximum?",
        case="-1, -3 and a padding of 0",
        sides=(
            (
                "reference",
                "masking.masked_max([[-1.0], [-3.0], [0.0]], [True, True, False]).values.tolist()",
            ),
            (
                "Keras (the mask is dropped)",
                "np.asarray(keras.layers.GlobalMaxPooling1D()(np.array([[[-1.0], [-3.0], [0.0]]])))[0].tolist()",
            ),
        ),
    ),
    Convention(
        question="What is a softmax of nothing?",
        case="scores 1 and 2, both masked",
        sides=(
            ("reference", "taken(lambda: masking.masked_softmax([1.0, 2.0], [False, False]))"),
            (
                "reference, uniform",
                "masking.masked_softmax([1.0, 2.0], [False, False], 'uniform').values.tolist()",
            ),
            (
                "Keras's Softmax",
                "np.asarray(keras.layers.Softmax()(np.array([[1.0, 2.0]]), mask=np.array([[False, False]])))[0].tolist()",
            ),
            (
                "an additive mask of -1e9",
                "np.asarray(keras.ops.softmax(np.array([[-1e9, -1e9]])))[0].tolist()",
            ),
        ),
    ),
    Convention(
        question="Which ranks does attention take?",
        case="an input of rank 2",
        sides=(
            ("reference", "taken(lambda: shapes.Attention().output_shape((3, 3)))"),
            ("Keras", "taken(lambda: keras.layers.Attention()([keras.KerasTensor((3, 3))] * 2))"),
            (
                "Keras, MultiHeadAttention",
                "taken(lambda: keras.layers.MultiHeadAttention(1, 2)(keras.KerasTensor((3, 3)), keras.KerasTensor((3, 3))))",
            ),
        ),
    ),
    Convention(
        question="Is the rank of a layer in TimeDistributed checked?",
        case="GlobalMaxPooling1D in it, shape (2, 1, 4)",
        sides=(
            (
                "reference",
                "taken(lambda: shapes.TimeDistributed(shapes.GlobalMaxPooling1D()).output_shape((2, 1, 4)))",
            ),
            (
                "Keras, symbolic shape",
                "tuple(keras.layers.TimeDistributed(keras.layers.GlobalMaxPooling1D())(keras.KerasTensor((2, 1, 4))).shape)",
            ),
            (
                "Keras, real shape",
                "tuple(keras.layers.TimeDistributed(keras.layers.GlobalMaxPooling1D())(np.zeros((2, 1, 4))).shape)",
            ),
        ),
    ),
    Convention(
        question="Is True a number of units?",
        case="Dense(True)",
        sides=(
            ("reference", "taken(lambda: shapes.Dense(True))"),
            ("Keras", "taken(lambda: keras.layers.Dense(True))"),
        ),
    ),
    Convention(
        question="What is the cosine with a vector of zeros?",
        case="(1, 0) and (0, 0)",
        sides=(
            ("reference", "taken(lambda: similarity.cosine([1, 0], [0, 0]))"),
            ("reference, zero", "similarity.cosine([1, 0], [0, 0], zero='zero')"),
            ("scikit-learn", "float(cosine_similarity([[1, 0]], [[0, 0]])[0, 0])"),
        ),
    ),
    Convention(
        question="How is a tie between words broken?",
        case="the words a and b, once each",
        sides=(
            ("reference (falling)", "vocabulary.build(['a b']).words"),
            ("Keras (falling)", "tuple(map(str, vectorised(['a b']).get_vocabulary()[2:]))"),
            ("Python's Counter (first seen)", "tuple(Counter(['a', 'b']))"),
        ),
    ),
    Convention(
        question="Which id is an unknown word?",
        case="a word that was not seen",
        sides=(
            ("reference", "vocabulary.encode('bird', vocabulary.Vocabulary(('cat',)))"),
            ("Keras, TextVectorization", "np.asarray(vectorised(['cat'])(['bird']))[0].tolist()"),
            (
                "Keras, StringLookup",
                "np.asarray(keras.layers.StringLookup(vocabulary=['cat'])(['bird'])).tolist()",
            ),
        ),
    ),
    Convention(
        question="Where does padding go by default?",
        case="ids 5 and 6 in a row of 3",
        sides=(
            ("reference", "vocabulary.pad([[5, 6]], 3).tolist()"),
            (
                "TextVectorization (after)",
                "np.asarray(vectorised(['a a b'], output_sequence_length=3)(['a b']))[0].tolist()",
            ),
            ("pad_sequences (before)", "keras.utils.pad_sequences([[5, 6]], 3).tolist()"),
        ),
    ),
    Convention(
        question="Of what is a test share the share?",
        case="groups a a a b, 0.5",
        sides=(
            (
                "reference, one group of two",
                "len({'aaab'[i] for i in splits.grouped_split('aaab', 0.5, np.random.default_rng(0)).test})",
            ),
            (
                "scikit-learn, one group of two",
                "len({'aaab'[i] for i in next(GroupShuffleSplit(1, test_size=0.5, random_state=0).split('aaab', groups=[*'aaab']))[1]})",
            ),
            (
                "scikit-learn, train_test_split: examples",
                "len(train_test_split([*'aaab'], test_size=0.5)[1])",
            ),
        ),
    ),
    Convention(
        question="Which examples does fit validate on?",
        case="10 examples, 0.25",
        sides=(
            ("reference (the last)", "splits.split_by_position(10, 0.25).test"),
            ("Keras (the last)", "validated(10, 0.25)"),
            (
                "scikit-learn (shuffled)",
                "tuple(train_test_split(range(10), test_size=0.25, random_state=0)[1])",
            ),
        ),
    ),
)


def warned(name: str, beta: float) -> bool:
    """Whether scikit-learn warns of a metric where nothing is predicted positive."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        choices: dict[str, Any] = {"average": "binary", "beta": beta, "warn_for": (name,)}
        sk.precision_recall_fscore_support([1, 0], [0, 0], **choices)
    return bool(caught)


def vectorised(texts: list[str], **options: Any) -> Any:
    """A TextVectorization that has seen the texts."""
    layer = keras().layers.TextVectorization(**options)
    layer.adapt(np.array(texts, dtype=object))
    return layer


def validated(n: int, share: float) -> tuple[int, ...]:
    """The examples that `fit` validates on, though it shuffles: those whose targets the loss has."""
    model = keras().Sequential(
        [keras().Input((1,)), keras().layers.Dense(1, kernel_initializer="zeros")]
    )
    model.compile(keras().optimizers.SGD(0.0), loss="mean_absolute_error", jit_compile=False)
    targets, kept = 2.0 ** np.arange(n), int(n * (1 - share))
    seen = model.fit(np.zeros((n, 1)), targets, validation_split=share, verbose=0).history
    # subtle: a model of zeros has the mean target as its loss, and a sum of powers says which.
    total = round(seen["val_loss"][0] * (n - kept))
    return tuple(place for place in range(n) if total >> place & 1)


def value_of(expression: str) -> Any:
    """What an expression of a convention gives."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return eval(expression, NAMES | {"keras": keras()})


def answers(convention: Convention) -> list[str]:
    """The value of each side, as the page shows it."""
    return [repr(plain(value_of(expression))) for _, expression in convention.sides]


def plain(value: Any) -> Any:
    """NumPy's numbers as Python's, and a float with six digits."""
    value = value.item() if isinstance(value, np.generic) else value
    return round(value, 6) if isinstance(value, float) and value == value else value


# What the expressions may name.
NAMES = {
    "BLEU": BLEU,
    "Counter": Counter,
    "GroupShuffleSplit": GroupShuffleSplit,
    "MAT": MAT,
    "NARROW": NARROW,
    "SHORT": SHORT,
    "bleu": bleu,
    "cosine_similarity": cosine_similarity,
    "exp": exp,
    "indices": indices,
    "masking": masking,
    "metrics": metrics,
    "nan": nan,
    "nltk_bleu": nltk_bleu,
    "np": np,
    "ours": ours,
    "perplexity": perplexity,
    "read_by": read_by,
    "result": result,
    "sacre": sacre,
    "shapes": shapes,
    "similarity": similarity,
    "sk": sk,
    "splits": splits,
    "table": table,
    "taken": taken,
    "tensorflow": tensorflow,
    "thresholds": thresholds,
    "train_test_split": train_test_split,
    "validated": validated,
    "vectorised": vectorised,
    "vocabulary": vocabulary,
    "warned": warned,
}

"""The practice questions of lesson 4: five predictions and three for the exit quiz."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

from autograder.misconceptions import masks as wrong
from autograder.questions.choices import Choice, Option, choose
from autograder.questions.kinds import Count, Ids, Metric
from autograder.questions.question import Question
from autograder.reference.masking import MASK_BEHAVIOUR

Lines = tuple[tuple[str, str], ...]

PREDICT_ROW = Question(
    id="l4-predict-row",
    title="Predict: what stands where nobody wrote",
    lesson=4,
    items=("29", "30"),
    prompt="A brand-new `Embedding(30, 3, mask_zero=True)` gets `[[7, 0]]`. What stands in its "
    "result at the second position?\n\n"
    "- **A** Three zeros.\n"
    "- **B** Nothing: with padding cut off, the result has the shape `(1, 1, 3)`.\n"
    "- **C** Three small random numbers.",
    parts=(
        Choice(
            reference=choose("C"),
            options={
                "A": Option("three zeros", "K1"),
                "B": Option("nothing: it is cut off", "K4"),
                "C": Option("three random numbers"),
            },
        ),
    ),
    hints=(
        "The layer looks up two ids. How many rows does it find, and what is in a new table?",
        "The argument is called mask_zero. Does its name say make_zero?",
    ),
)

PREDICT_LOUDEST = Question(
    id="l4-predict-loudest",
    title="Predict: the loudest row",
    lesson=4,
    items=("2", "5", "30"),
    prompt="The model of the hook has no mask. Which row of its table votes loudest for praise?\n\n"
    "- **A** One of *great*, *lovely* and *fun*: row 0 is zero, and adds nothing to a sum.\n"
    "- **B** One of *great*, *lovely* and *fun*: Keras takes id 0 for padding and leaves it out.\n"
    "- **C** Row 0, the padding.",
    parts=(
        Choice(
            reference=choose("C"),
            options={
                "A": Option("a word: row 0 is zero", "K1"),
                "B": Option("a word: Keras leaves id 0 out", "K22"),
                "C": Option("row 0, the padding"),
            },
        ),
    ),
    hints=(
        "Which id stands in every short review of this batch, and how often?",
        "All that such an id needs in order to learn is a row that takes part in the average.",
    ),
)

PREDICT_PLUS = Question(
    id="l4-predict-plus",
    title="Predict: one sum in two spellings",
    lesson=4,
    items=("29",),
    prompt="`x` comes out of an `Embedding` and carries a mask. `Add()([x, x])` and `x + x` give "
    "the same numbers. Which of the two results carries a mask?\n\n"
    "- **A** Both: a mask goes with its numbers.\n"
    "- **B** Neither: a mask reaches the layer after the `Embedding`, no further.\n"
    "- **C** Only `Add()([x, x])`; for the other, Keras warns that the mask is lost.\n"
    "- **D** Only `Add()([x, x])`; for the other, nothing is said.",
    parts=(
        Choice(
            reference=choose("D"),
            options={
                "A": Option("both", "K2"),
                "B": Option("neither", "K13"),
                "C": Option("only one, and Keras warns", "K14"),
                "D": Option("only one, and nothing is said"),
            },
        ),
    ),
    hints=(
        "Who hands a mask on: the numbers, or a piece of code that looks after it?",
        "One of the two lines calls a layer. What does the other one call?",
    ),
)

PREDICT_MAX = Question(
    id="l4-predict-max",
    title="Predict: the winner of a maximum",
    lesson=4,
    items=("2", "30"),
    prompt="`Embedding(15, 8, mask_zero=True)`, `GlobalMaxPooling1D()` and a sigmoid `Dense(1)` "
    "take one step of plain `SGD` on the padded reviews. Does row 0 of the table change?\n\n"
    "- **A** No: `mask_zero=True` hides it from all that follows.\n"
    "- **B** No: it is a row of zeros, and stays one.\n"
    "- **C** Yes: padding takes part in the maximum, and learns where it wins.",
    parts=(
        Choice(
            reference=choose("C"),
            options={
                "A": Option("no: mask_zero hides it", "K2"),
                "B": Option("no: a row of zeros", "K1"),
                "C": Option("yes: padding learns where it wins"),
            },
        ),
    ),
    hints=(
        "A mask does nothing by itself. Which of these three layers would have to use it?",
        "Look for GlobalMaxPooling1D in the figure above.",
    ),
)

PREDICT_NAN = Question(
    id="l4-predict-nan",
    title="Predict: one review without a word",
    lesson=4,
    items=("20", "30"),
    prompt="`Embedding(15, 8, mask_zero=True)`, `GlobalAveragePooling1D()` and a sigmoid "
    "`Dense(1)` take two steps of `SGD` on `[[9, 2], [12, 0], [0, 0]]`. Where is NaN then, "
    "row 0 left aside?\n\n"
    "- **A** Nowhere: the mean of no words is 0.\n"
    "- **B** In the third text's prediction, in no weight.\n"
    "- **C** In the weights of `Dense` and in rows 2, 9 and 12.\n"
    "- **D** In all weights of the model.",
    parts=(
        Choice(
            reference=choose("C"),
            options={
                "A": Option("nowhere: the mean is 0", "K6"),
                "B": Option("in no weight", "K18"),
                "C": Option("in Dense and in rows 2, 9 and 12"),
                "D": Option("in all weights", "K19"),
            },
        ),
    ),
    hints=(
        "The third text has no words: what is the sum of nothing, divided by how many?",
        "Which weights do all three texts share? When those are NaN, what reaches a row that is "
        "looked up in the next step, and what a row that is not?",
    ),
)


def _unmasked(mean: float, words: int, length: int, padding: float) -> float:
    return (words * mean + (length - words) * padding) / length


QUIZ_MEAN = Question(
    id="l4-quiz-mean",
    title="Quiz: the mask taken away",
    lesson=4,
    items=("30",),
    prompt="Each vector has one number; row 0 holds -0.2. A text of three words, padded to five "
    "ids, has a masked average of 0.4. What is its average without `mask_zero`, with the same "
    "table? Answer with a number.",
    parts=(
        Metric(
            lowest=-math.inf,
            highest=math.inf,
            reference=_unmasked,
            params={"mean": 0.4, "words": 3, "length": 5, "padding": -0.2},
            wrong={
                "K1": lambda mean, words, length, padding: words * mean / length,
                "K22": lambda mean, words, length, padding: mean,
            },
        ),
    ),
    hints=(
        "What do the three words add up to, if their average is 0.4?",
        "Add what the two positions of padding hold, then divide by all that now count.",
    ),
)

_NEIGHBOURS = {"GRU", "Conv1D"}


def _models(*chains: tuple[str, ...]) -> tuple[tuple[bool, Lines], ...]:
    return tuple((True, tuple((name, MASK_BEHAVIOUR[name]) for name in names)) for names in chains)


def _seeing(models: Any) -> list[int]:
    """The models in which some layer looks at neighbours."""
    return [
        n for n, (_, lines) in enumerate(models, 1) if _NEIGHBOURS & {name for name, _ in lines}
    ]


def _but(blind: Callable[[Any], list[int]]) -> Callable[[Any], list[int]]:
    """The models that a belief does not take for blind to order."""
    return lambda models: [n for n in range(1, len(models) + 1) if n not in blind(models)]


QUIZ_ORDER = Question(
    id="l4-quiz-order",
    title="Quiz: who bit whom",
    lesson=4,
    items=("32",),
    prompt="Which models can tell *dog bites man* from *man bites dog*? Each begins with "
    "`Embedding(9, 8)`; then come\n\n"
    "1. `GlobalAveragePooling1D()`\n"
    "2. `GlobalMaxPooling1D()`\n"
    "3. `GRU(8)`\n"
    "4. `Conv1D(8, 2)`, `GlobalMaxPooling1D()`\n"
    "5. `Dense(8)`, `GlobalAveragePooling1D()`\n\n"
    "Answer with a list of numbers.",
    parts=(
        Ids(
            ordered=False,
            reference=_seeing,
            params={
                "models": _models(
                    ("GlobalAveragePooling1D",),
                    ("GlobalMaxPooling1D",),
                    ("GRU",),
                    ("Conv1D", "GlobalMaxPooling1D"),
                    ("Dense", "GlobalAveragePooling1D"),
                )
            },
            wrong={
                "K5": _but(wrong.no_model),
                "K25": _but(wrong.models_that_average_alone),
                "K26": _but(wrong.models_that_pool_last),
            },
        ),
    ),
    hints=(
        "In which models does one position's vector depend on its neighbours, before anything is "
        "pooled?",
    ),
)

_PATH = tuple(
    (name, MASK_BEHAVIOUR[name])
    for name in (
        "SpatialDropout1D",
        "GRU(return_sequences=True)",
        "Activation",
        "ops.relu(x)",
        "AveragePooling1D",
        "GlobalAveragePooling1D",
    )
)


def _first(ends: Callable[[str, str], bool]) -> Callable[[Any], int]:
    """The number of the first line of which something holds."""
    return lambda lines: next(n for n, line in enumerate(lines, 1) if ends(*line))


QUIZ_END = Question(
    id="l4-quiz-end",
    title="Quiz: the end of a mask",
    lesson=4,
    items=("29",),
    prompt="`x` comes out of `Embedding(900, 16, mask_zero=True)` and goes through six lines:\n\n"
    "1. `x = SpatialDropout1D(0.1)(x)`\n"
    "2. `x = GRU(8, return_sequences=True)(x)`\n"
    "3. `x = Activation('tanh')(x)`\n"
    "4. `x = ops.relu(x)`\n"
    "5. `x = AveragePooling1D(2)(x)`\n"
    "6. `x = GlobalAveragePooling1D()(x)`\n\n"
    "After which line does `x` carry no mask for the first time? Answer with its number.",
    parts=(
        Count(
            reference=_first(lambda name, does: "passes on" not in does),
            params={"lines": _PATH},
            wrong={
                "K2": _first(lambda name, does: does == "consumes"),
                "K13": lambda lines: 1,
                "K28": _first(lambda name, does: not does.startswith("uses")),
                "K21": _first(lambda name, does: "return_sequences" in name),
                "K14": _first(lambda name, does: does == "drops with a warning"),
            },
            indistinct=(frozenset({"K13", "K28"}),),
        ),
    ),
    hints=(
        "Go line by line: is position 3 of the result still position 3 of the text?",
        "Then ask of each line whether it calls a layer at all.",
    ),
)

PRACTICE = (
    PREDICT_ROW,
    PREDICT_LOUDEST,
    PREDICT_PLUS,
    PREDICT_MAX,
    PREDICT_NAN,
    QUIZ_MEAN,
    QUIZ_ORDER,
    QUIZ_END,
)

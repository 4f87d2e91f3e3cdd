"""The questions of assignment 02_shapes (lesson 2)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from autograder.answers import describe
from autograder.errors import UnusableAnswer
from autograder.misconceptions import shapes as wrong
from autograder.questions import draws
from autograder.questions.choices import Choice, Option, Ordering, choose
from autograder.questions.functions import Case, Counterexample, Function, Unmet
from autograder.questions.kinds import Count, Shape
from autograder.questions.question import Question
from autograder.reference import shapes
from autograder.reference.shapes import embedding_output_shape

PURPOSE = Question(
    id="shapes-purpose",
    title="What an Embedding layer is for",
    lesson=2,
    points=0.5,
    items=("1", "27", "32"),
    prompt="What does an `Embedding` layer do? Answer with one letter.\n\n"
    "- **A** It counts how often each word occurs in a text.\n"
    "- **B** It looks up, for each id, a row of numbers that training can change.\n"
    "- **C** It splits a text into words and gives each word an id.\n"
    "- **D** It drops the words that carry little meaning.\n"
    "- **E** It gives each word a vector that holds its meaning, from the start.",
    parts=(
        Choice(
            reference=choose("B"),
            options={
                "A": Option("it counts", "V2"),
                "B": Option("it looks up rows"),
                "C": Option("it splits and numbers", "V1"),
                "D": Option("it drops words", "V3"),
                "E": Option("meaning from the start", "V4"),
            },
        ),
    ),
    hints=(
        "Ask what goes into the layer and what comes out of it.",
        "What goes in are whole numbers already, and nothing is left out. What is stored inside, "
        "and who fills it?",
    ),
)

CONSTRUCTOR = Question(
    id="shapes-constructor",
    title="Which call builds the table",
    lesson=2,
    points=0.5,
    items=("28", "32"),
    prompt="A vocabulary has 1,000 entries, and each vector is to have 50 numbers. These lines are "
    "proposed:\n\n"
    "- (x) `Embedding(1000, 50)`\n"
    "- (y) `Embedding(output_dim=50, input_dim=1000)`\n"
    "- (z) `Embedding(50, 1000)`\n\n"
    "Which of them build the layer that is wanted? Answer with one letter.\n\n"
    "- **A** only x\n"
    "- **B** only z\n"
    "- **C** x and y\n"
    "- **D** x, y and z",
    parts=(
        Choice(
            reference=choose("C"),
            options={
                "A": Option("only x", "D2", also=("D13",)),
                "B": Option("only z", "D1"),
                "C": Option("x and y"),
                "D": Option("x, y and z", "D5"),
            },
            indistinct=(frozenset({"D2", "D13"}),),
        ),
    ),
    hints=(
        "For each line, write down which value input_dim gets and which value output_dim gets.",
        "input_dim is the number of rows: one for each entry of the vocabulary. Arguments with a "
        "name may stand in any order.",
    ),
)

TWO_BY_THREE = Question(
    id="shapes-two-by-three",
    title="The shape of a looked-up batch",
    lesson=2,
    points=1,
    items=("29", "32"),
    prompt="`layer = Embedding(5000, 16)` is called on the batch `[[1, 2, 3], [4, 5, 6]]`. "
    "What is the shape of the result? Answer with a tuple.",
    parts=(
        Shape(
            reference=embedding_output_shape,
            params={"input_shape": (2, 3), "input_dim": 5000, "output_dim": 16},
            wrong={
                "S1": wrong.batch_and_time_swapped,
                "S2": wrong.no_new_axis,
                "S3": wrong.last_axis_replaced,
                "S4": wrong.vocabulary_wide,
                "D1": wrong.arguments_read_swapped,
                "S7": wrong.one_hot_inside,
                "S21": wrong.batch_unknown,
                "S23": wrong.texts_joined,
                "S24": wrong.vectors_end_to_end,
                "S25": wrong.the_table,
                "S26": wrong.batch_left_out,
                "S27": wrong.width_first,
                "S28": wrong.width_before_positions,
                "S29": wrong.none_in_front,
            },
            indistinct=(frozenset({"S4", "D1"}),),
        ),
    ),
    hints=(
        "How many texts are there, and how many ids does each have?",
        "Each id is replaced by one row of the table. Which of the two arguments says how long a "
        "row is?",
        "Copy the shape of the batch, and append the length of a row.",
    ),
)


def rung(*layers: shapes.Layer) -> Any:
    """The reference of a ladder's rung: the shape after an Embedding and these layers."""

    def shape(input_shape: Any, input_dim: int, output_dim: int, units: int) -> Any:
        table = shapes.Embedding(input_dim, output_dim)
        return shapes.trace([table, *layers], input_shape)[-1]

    return shape


_LADDER: dict[str, Any] = {"input_shape": (2, 3), "input_dim": 5000, "output_dim": 16, "units": 8}

LADDER = Question(
    id="shapes-ladder",
    title="Up the ladder of layers",
    lesson=2,
    points=2,
    items=("29",),
    prompt="The result of the question before, the vectors of two texts of three words each, goes "
    "into one more layer. Give the shape that comes out of each of these, each one straight after "
    "the `Embedding(5000, 16)`:\n\n"
    "- `pooled`: `GlobalAveragePooling1D()`\n"
    "- `flat`: `Flatten()`\n"
    "- `lstm`: `LSTM(8)`\n"
    "- `scores`: `Dense(1)`",
    parts=(
        Shape(
            name="pooled",
            label="after GlobalAveragePooling1D()",
            reference=rung(shapes.GlobalAveragePooling1D()),
            params=_LADDER,
            wrong={
                "S11": wrong.pooled_over_width,
                "S12": wrong.pooled_over_batch,
                "S21": wrong.batch_unknown,
                "S22": wrong.pooled_to_one,
                "S26": wrong.batch_left_out,
                "S34": wrong.pooled_over_everything,
                "S35": wrong.pooled_to_a_number,
            },
            indistinct=(frozenset({"S26", "S34"}),),
        ),
        Shape(
            name="flat",
            label="after Flatten()",
            reference=rung(shapes.Flatten()),
            params=_LADDER,
            wrong={
                "S5": wrong.flattened_like_pooled,
                "S13": wrong.flattened_with_batch,
                "S14": wrong.flattened_by_adding,
                "S21": wrong.batch_unknown,
                "S23": wrong.flattened_into_words,
                "S26": wrong.batch_left_out,
                "S36": wrong.flattened_no_further,
            },
        ),
        Shape(
            name="lstm",
            label="after LSTM(8)",
            reference=rung(shapes.LSTM(8)),
            params=_LADDER,
            wrong={
                "S15": wrong.lstm_keeps_time,
                "S16": wrong.lstm_keeps_width,
                "S21": wrong.batch_unknown,
                "S26": wrong.batch_left_out,
                "S37": wrong.lstm_adds_an_axis,
            },
        ),
        Shape(
            name="scores",
            label="after Dense(1)",
            reference=rung(shapes.Dense(1)),
            params=_LADDER,
            wrong={
                "S6": wrong.dense_collapses_time,
                "S10": wrong.ones_vanish,
                "S21": wrong.batch_unknown,
                "S26": wrong.batch_left_out,
                "S37": wrong.dense_adds_an_axis,
                "S38": wrong.dense_along_positions,
            },
        ),
    ),
    hints=(
        "For each layer ask: which axis does it remove, resize or add? The batch axis stays.",
        "Pooling merges the positions. Flatten keeps all numbers of a text. An LSTM hands on one "
        "vector of its own width. Dense changes the last axis only.",
    ),
)

ANY_RANK = Question(
    id="shapes-any-rank",
    title="The rule for any number of axes",
    lesson=2,
    points=1,
    items=("29", "32"),
    prompt="`layer = Embedding(5000, 16)` takes ids in any shape. Give the shape of the result for "
    "ids of these shapes:\n\n"
    "- `row`: ids of shape `(7,)`, one text without a batch axis\n"
    "- `scalar`: a single id, of shape `()`\n"
    "- `column`: ids of shape `(5, 1)`, five texts of one word each",
    parts=(
        Shape(
            name="row",
            label="ids of shape (7,)",
            reference=embedding_output_shape,
            params={"input_shape": (7,), "input_dim": 5000, "output_dim": 16},
            wrong={
                "S2": wrong.no_new_axis,
                "S3": wrong.last_axis_replaced,
                "S4": wrong.vocabulary_wide,
                "S9": wrong.always_three_axes,
                "S24": wrong.vectors_end_to_end,
                "S25": wrong.the_table,
                "S27": wrong.width_first,
                "S29": wrong.none_in_front,
            },
        ),
        Shape(
            name="scalar",
            label="a single id",
            reference=embedding_output_shape,
            params={"input_shape": (), "input_dim": 5000, "output_dim": 16},
            wrong={
                "S2": wrong.no_new_axis,
                "S4": wrong.vocabulary_wide,
                "S9": wrong.always_three_axes,
                "S25": wrong.the_table,
                "S29": wrong.none_in_front,
                "S30": wrong.single_id_as_batch,
            },
        ),
        Shape(
            name="column",
            label="ids of shape (5, 1)",
            reference=embedding_output_shape,
            params={"input_shape": (5, 1), "input_dim": 5000, "output_dim": 16},
            wrong={
                "S1": wrong.batch_and_time_swapped,
                "S2": wrong.no_new_axis,
                "S3": wrong.last_axis_replaced,
                "S4": wrong.vocabulary_wide,
                "S10": wrong.ones_vanish,
                "S21": wrong.batch_unknown,
                "S25": wrong.the_table,
                "S26": wrong.batch_left_out,
                "S27": wrong.width_first,
                "S28": wrong.width_before_positions,
                "S29": wrong.none_in_front,
            },
            indistinct=(frozenset({"S3", "S10"}),),
        ),
    ),
    hints=(
        "Do not think of batches at all: think of replacing every single id by a row.",
        "Whatever shape comes in stays, ones included, and one axis is appended.",
    ),
)

FUNCTION = Question(
    id="shapes-function",
    title="Write the shape rule",
    lesson=2,
    points=2,
    items=("29", "32"),
    prompt="Write `embedding_output_shape(input_shape, input_dim, output_dim)`. It returns, as a "
    "tuple, the shape that `Embedding(input_dim, output_dim)` gives for ids of shape "
    "`input_shape`, whatever number of axes that has. A size may be `None` where it is not known.",
    parts=(
        Function(
            name="embedding_output_shape",
            reference=embedding_output_shape,
            cases=(
                Case(args=((2, 3), 5000, 16), group="texts of equal length"),
                Case(args=((32, 20), 100, 8), group="texts of equal length"),
                Case(args=((7,), 50, 4), group="ids without a batch axis"),
                Case(args=((), 50, 4), group="a single id"),
                Case(args=((5, 1), 50, 4), group="an axis of size one"),
                Case(args=((4, 6, 9), 300, 12), group="three axes"),
                Case(args=((None, 20), 1000, 50), group="a size that is not known"),
                Case(args=((None, None), 1000, 50), group="a size that is not known"),
            ),
            draws=draws.SHAPE,
            wrong={
                "S1": wrong.batch_and_time_swapped,
                "S2": wrong.no_new_axis,
                "S3": wrong.last_axis_replaced,
                "S4": wrong.vocabulary_wide,
                "S7": wrong.one_hot_inside,
                "S9": wrong.always_three_axes,
                "S10": wrong.ones_vanish,
                "S25": wrong.the_table,
                "S27": wrong.width_first,
                "S28": wrong.width_before_positions,
                "S29": wrong.none_in_front,
                "S30": wrong.single_id_as_batch,
                "S31": wrong.two_axes_expected,
                "S32": wrong.unknown_as_one,
                "S33": wrong.unknown_left_out,
            },
        ),
    ),
    hints=(
        "Which of the three arguments does the result depend on? One of them plays no part.",
        "A tuple can be extended: (2, 3) + (9,) is (2, 3, 9).",
    ),
)


def _is_one_hot(word: Any) -> bool:
    """Whether a word of a batch is a vector with a single 1, and 0 everywhere else."""
    numbers = isinstance(word, (list, tuple)) and all(type(n) in (int, float) for n in word)
    return numbers and sorted(word) == [0] * (len(word) - 1) + [1]


def _batch(answer: Any) -> list[list[Any]]:
    """Read a batch: a nested list, tuple or array of whole numbers (or words, or one-hot)."""
    rows = answer
    nested = isinstance(rows, (list, tuple)) and all(isinstance(r, (list, tuple)) for r in rows)
    if nested and any(rows) and all(_is_one_hot(word) for row in rows for word in row):
        return [[tuple(word) for word in row] for row in rows]
    if not nested or {type(i) for row in rows for i in row} not in ({int}, {str}):
        raise UnusableAnswer(
            f"You answered {describe(answer)}.",
            "A batch is a list of lists of whole numbers, such as [[1, 2, 3], [4, 5, 6]].",
        )
    return [list(row) for row in rows]


def _one_hot(rows: int, swapped_rows: int) -> Any:
    """S44: a batch of one-hot vectors."""
    return [[[int(i == n) for n in range(rows)] for i in text] for text in ([1, 2, 3], [4, 5, 6])]


def _unmet_by_batch(batch: list[list[Any]], rows: int, swapped_rows: int) -> tuple[Unmet, ...]:
    """The conditions that a batch fails: legal in the right table, not in the swapped one."""
    ids = [i for row in batch for i in row]
    failed = []
    sizes = [len(row) for row in batch]
    if isinstance(ids[0], tuple):
        failed.append(Unmet("Your batch holds a vector of zeros and a one for each word.", "S44"))
    elif isinstance(ids[0], str):
        failed.append(Unmet("Your batch holds words, and either layer stops at a word.", "V5"))
    elif sizes == [2, 2, 2]:
        failed.append(Unmet("Your batch has the shape (3, 2).", "S19"))
    elif sizes != [3, 3]:
        failed.append(Unmet("Your batch does not have the shape (2, 3)."))
    elif rows in ids:
        failed.append(Unmet(f"The right layer fails as well: your batch holds {rows}.", "I1"))
    elif min(ids) < 0:
        failed.append(Unmet("Your batch holds a negative id, which no table has.", "I6"))
    elif max(ids) > rows:
        said = f"The right layer fails as well: it has no row {describe(max(ids))}."
        failed.append(Unmet(said, "D8"))
    elif max(ids) < swapped_rows:
        failed.append(Unmet("The swapped layer runs on your batch without any complaint.", "D6"))
    return tuple(failed)


SWAPPED_BATCH = Question(
    id="shapes-swapped-batch",
    title="Catch the swapped layer",
    lesson=2,
    points=1,
    items=("28",),
    prompt="Somebody wrote `Embedding(50, 1000)` where `Embedding(1000, 50)` was meant. Give a "
    "batch of ids of shape `(2, 3)` that catches the mistake: the layer that was meant accepts "
    "it, and the swapped one stops with an error.",
    parts=(
        Counterexample(
            reference=lambda rows, swapped_rows: [[1, 2, 3], [4, 5, rows - 1]],
            params={"rows": 1000, "swapped_rows": 50},
            unmet=_unmet_by_batch,
            form=_batch,
            wrong={
                "V5": lambda rows, swapped_rows: [["a", "good", "film"], ["a", "bad", "film"]],
                "S44": _one_hot,
                "S19": lambda rows, swapped_rows: [[50, 60], [70, 80], [90, 100]],
                "D6": lambda rows, swapped_rows: [[1, 2, 3], [4, 5, 6]],
                "D8": lambda rows, swapped_rows: [[1, 2, 3], [4, 5, 2 * rows]],
                "I1": lambda rows, swapped_rows: [[1, 2, 3], [4, 5, rows]],
                "I6": lambda rows, swapped_rows: [[1, 2, 3], [4, 5, -1]],
            },
        ),
    ),
    hints=(
        "Which ids does each of the two tables have rows for?",
        "You need at least one id that the first table has and the second has not, and no id that "
        "the first lacks.",
    ),
)


def _parameters(input_dim: int, output_dim: int, length: int) -> int:
    return shapes.Embedding(input_dim, output_dim).parameter_count((None, length))


def _count(name: str, input_dim: int, output_dim: int, also: Mapping[str, Any]) -> Count:
    return Count(
        name=name,
        label=f"Embedding({input_dim}, {output_dim})",
        reference=_parameters,
        params={"input_dim": input_dim, "output_dim": output_dim, "length": 30},
        wrong={
            "S8": wrong.weights_with_bias,
            "S17": wrong.weights_times_length,
            "S14": wrong.weights_by_adding,
            "S39": wrong.weights_of_the_text,
            "S40": wrong.one_weight_for_each_word,
            "S41": wrong.one_weight_for_each_dimension,
            "S47": wrong.weights_for_each_place,
            "S48": wrong.weights_with_output,
            **also,
        },
    )


PARAMETERS = Question(
    id="shapes-parameters",
    title="Count the weights",
    lesson=2,
    points=1,
    items=("28", "32"),
    prompt="How many weights does each of these layers have, when texts of 30 words go through "
    "them?\n\n"
    "- `right`: `Embedding(1000, 50)`\n"
    "- `swapped`: `Embedding(50, 1000)`",
    parts=(
        _count("right", 1000, 50, {}),
        _count("swapped", 50, 1000, {"D7": wrong.no_weights_when_swapped}),
    ),
    hints=(
        "The weights are the table, and nothing else.",
        "Count the cells of a table: its rows times the length of a row.",
    ),
)

BUDGET = Question(
    id="shapes-budget",
    title="Choose a layer for a task",
    lesson=2,
    points=0.5,
    items=("31",),
    prompt="A classifier reads texts with a vocabulary of 10,000 entries. Each word is to become "
    "32 numbers, and the budget is 400,000 weights. What do you put first? Answer with one "
    "letter.\n\n"
    "- **A** `Embedding(32, 10000)`\n"
    "- **B** one-hot vectors of width 10,000, so that each word has a slot of its own\n"
    "- **C** `Embedding(10000, 1024)`, since a wider vector holds more meaning\n"
    "- **D** `Embedding(10000, 32)`, filled at random and trained with the rest",
    parts=(
        Choice(
            reference=choose("D"),
            options={
                "A": Option("Embedding(32, 10000)", "D1"),
                "B": Option("one-hot vectors", "D4", also=("V32",)),
                "C": Option("Embedding(10000, 1024)", "D3", also=("S41",)),
                "D": Option("Embedding(10000, 32)"),
            },
            indistinct=(frozenset({"D4", "V32"}), frozenset({"D3", "S41"})),
        ),
    ),
    hints=("How many rows, how long a row, and what is their product?",),
)

REPAIR = Question(
    id="shapes-repair",
    title="Put the model in order",
    lesson=2,
    points=0.5,
    items=("29",),
    prompt="Put lines in order so that they build a model that gives **one** probability for each "
    "text of three words. Some lines do not belong. Answer with a list of letters.\n\n"
    '- **A** `outputs = Dense(1, activation="softmax")(x)`\n'
    "- **B** `x = GlobalAveragePooling1D()(x)`\n"
    "- **C** `x = Embedding(16, 5000)(inputs)`\n"
    '- **D** `inputs = Input(shape=(3,), dtype="int32")`\n'
    "- **E** `model = Model(inputs, outputs)`\n"
    '- **F** `outputs = Dense(1, activation="sigmoid")(x)`\n'
    "- **G** `x = Embedding(5000, 16)(inputs)`\n\n"
    "The vocabulary has 5,000 entries.",
    parts=(
        Ordering(
            reference=lambda: ("D", "G", "B", "F", "E"),
            lines={
                "A": 'outputs = Dense(1, activation="softmax")(x)',
                "B": "x = GlobalAveragePooling1D()(x)",
                "C": "x = Embedding(16, 5000)(inputs)",
                "D": 'inputs = Input(shape=(3,), dtype="int32")',
                "E": "model = Model(inputs, outputs)",
                "F": 'outputs = Dense(1, activation="sigmoid")(x)',
                "G": "x = Embedding(5000, 16)(inputs)",
            },
            distractors={"A": "S18", "C": "D1"},
            wrong={
                "S6": lambda: ("D", "G", "F", "E"),
                "S18": lambda: ("D", "G", "B", "A", "E"),
                "D1": lambda: ("D", "C", "B", "F", "E"),
                "S42": lambda: ("D", "G", "F", "B", "E"),
                "S43": lambda: ("D", "B", "G", "F", "E"),
                "D9": lambda: ("G", "B", "F", "E"),
                "D10": lambda: ("D", "G", "B", "F"),
                "D11": lambda: ("E", "D", "G", "B", "F"),
                "D12": lambda: ("D", "E", "G", "B", "F"),
            },
        ),
    ),
    hints=(
        "Begin with what comes in, end with the model.",
        "Trace the shape line by line; before the last layer one vector for each text must be "
        "left.",
    ),
)

QUESTIONS = (
    PURPOSE,
    CONSTRUCTOR,
    TWO_BY_THREE,
    LADDER,
    ANY_RANK,
    PARAMETERS,
    SWAPPED_BATCH,
    BUDGET,
    REPAIR,
    FUNCTION,
)

"""The questions of assignment 01_rows, and the practice questions of lesson 1."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from autograder.answers import describe
from autograder.errors import UnusableAnswer
from autograder.misconceptions import rows as wrong
from autograder.questions import draws
from autograder.questions.choices import Choice, Option, choose
from autograder.questions.functions import Case, Counterexample, Function, Unmet
from autograder.questions.kinds import Count, Ids, Metric
from autograder.questions.question import Criterion, Model, Question
from autograder.reference.updates import rows_that_move

Row = Sequence[float]
Table = Sequence[Row]
Batch = Sequence[Sequence[int]]

PURPOSE = Question(
    id="rows-purpose",
    title="What for, and why",
    lesson=1,
    points=1,
    items=("1", "2", "27", "32"),
    prompt="Two parts; answer with a dict.\n\n"
    "`purpose`: Five colleagues say what an `Embedding` layer does, each with a reason. One is "
    "right, reason included. Which one? (A letter.)\n\n"
    "- **A** It weighs words: one that occurs twice in a text is looked up twice, so its vector "
    "comes out twice as large.\n"
    "- **B** It brings meaning along: words that are used alike have similar rows before the first "
    "step, or training would have nothing to begin with.\n"
    "- **C** It cuts a text into words: otherwise there would be nothing to look up.\n"
    "- **D** It hands out a row of its table for each id: the table is a weight, so a task's "
    "gradient can fill it.\n"
    "- **E** It thins a text out: words such as *the* carry no meaning, so no vector is spent on "
    "them.\n\n"
    "`different`: The texts *river bank* and *bank robber*, with the ids `[[2, 7], [7, 4]]`, go "
    "through a new `Embedding(10, 6)`. How many **different** vectors are there in the output?",
    parts=(
        Choice(
            name="purpose",
            label="what the layer does",
            reference=choose("D"),
            options={
                "A": Option("it weighs words", "V2"),
                "B": Option("it brings meaning along", "V4"),
                "C": Option("it cuts a text into words", "V1"),
                "D": Option("it hands out a row for each id"),
                "E": Option("it thins a text out", "V3"),
            },
        ),
        Count(
            name="different",
            label="different vectors",
            reference=lambda batch, rows: len({i for text in batch for i in text}),
            params={"batch": ((2, 7), (7, 4)), "rows": 10},
            wrong={
                "V6": lambda batch, rows: sum(map(len, batch)),
                "S3": lambda batch, rows: len(batch),
                "S25": lambda batch, rows: rows,
            },
        ),
    ),
    hints=(
        "Test each reason on a text of two words: what goes in, what comes out, and when does the "
        "layer learn anything?",
        "For the second part, write one row under each of the four ids. Does a row know which ids "
        "stand beside its own?",
    ),
)


def look_up(text: str, vocabulary: Mapping[str, int], table: Table) -> list[list[float]]:
    """The rows of the words of a text, in the order of the text."""
    return [list(table[vocabulary[word]]) for word in text.split()]


_TEA = {"green": 0, "tea": 1, "the": 2, "is": 3, "old": 4}
_TEA_ROWS = [[3, 8], [5, 1], [9, 4], [2, 7], [6, 10]]
_SEA = {"sea": 2, "salt": 0, "the": 1}
_SEA_ROWS = [[0.5, 1.5, -2.0], [4.0, -0.25, 3.0], [-1.0, 2.5, 7.0]]

LOOK_UP = Question(
    id="rows-lookup",
    title="Look a text up",
    lesson=1,
    points=2,
    items=("1", "27"),
    prompt="Write `look_up(text, vocabulary, table)`: what a vocabulary and an `Embedding` do "
    "together. `text` is a string of words with white space between them, `vocabulary` a dict "
    "from word to id (the ids 0, 1, 2 and so on, each once), and `table` a list of rows, in which "
    "row `i` belongs to id `i`. Return a list with one row for each word of the text. Every word "
    "of the text stands in the vocabulary, spelt the same way.",
    parts=(
        Function(
            name="look_up",
            reference=look_up,
            cases=(
                Case(args=("old tea", _TEA, _TEA_ROWS), group="words in their order"),
                Case(args=("the sea", _SEA, _SEA_ROWS), group="words in their order"),
                Case(args=("tea is tea", _TEA, _TEA_ROWS), group="a word that comes again"),
                Case(args=("sea the sea", _SEA, _SEA_ROWS), group="a word that comes again"),
                Case(args=("old green tea", _TEA, _TEA_ROWS), group="the word with id 0"),
                Case(
                    args=(
                        "sun and wind",
                        {"wind": 1, "sun": 3, "and": 0, "rain": 2},
                        [[4, 6], [1, 9], [8, 2], [7, 5]],
                    ),
                    group="a vocabulary in another order",
                ),
                Case(args=(" tea \t is  old\n", _TEA, _TEA_ROWS), group="wide white space"),
                Case(args=("", _TEA, _TEA_ROWS), group="an empty text"),
            ),
            draws=draws.LOOK_UP,
            wrong={
                "V2": wrong.rows_times_count,
                "V3": wrong.without_stop_words,
                "V8": wrong.each_word_once,
                "V19": wrong.columns_for_rows,
                "V20": wrong.in_order_of_the_table,
                "V23": wrong.one_hot_for_row,
                "V31": wrong.ids_for_rows,
                "W21": wrong.places_for_ids,
                "I10": wrong.rows_from_one,
                "I11": wrong.without_id_zero,
                "I52": wrong.characters_for_words,
                "I55": wrong.split_at_blanks,
                "S24": wrong.rows_end_to_end,
            },
        ),
    ),
    hints=(
        "Three steps: from the text to its words, from each word to its id, from each id to a row.",
        "text.split() gives the words, vocabulary[word] the id, table[id] the row.",
        "One loop over the words, or one list comprehension, does all three.",
    ),
)


def matching_table(
    kernel: Table, bias: Row, places: Sequence[str], vocabulary: Mapping[str, int]
) -> list[list[float]]:
    """The table that gives each word what the Dense layer gives it."""
    given = zip(places, kernel, strict=True)
    rows = {
        vocabulary[word]: [k + b for k, b in zip(row, bias, strict=True)] for word, row in given
    }
    return wrong.by_id(rows)


_CYCLE = {"ink": 1, "owl": 2, "elm": 3, "ash": 0}
_FOUR = ["ink", "owl", "elm", "ash"]

MATCHING = Question(
    id="rows-matching",
    title="A table that does what a Dense layer does",
    lesson=1,
    points=2,
    items=("1", "31"),
    prompt="A model begins with one-hot vectors and a `Dense` layer without an activation. It is "
    "to begin with ids and an `Embedding` instead, and each word is to get exactly the vector "
    "that it gets now. Write `matching_table(kernel, bias, places, vocabulary)`, which returns "
    "the table of that `Embedding` as a list of lists (or an array).\n\n"
    "- `kernel`: the layer's kernel, a list with one list of numbers for each word\n"
    "- `bias`: its bias, a list with one number for each column\n"
    "- `places`: the words as a list; the word at place `p` is the one whose one-hot vector has "
    "its 1 at place `p`\n"
    "- `vocabulary`: a dict from the same words to the ids that the `Embedding` will get, 0, 1, 2 "
    "and so on",
    parts=(
        Function(
            name="matching_table",
            reference=matching_table,
            cases=(
                Case(
                    args=(
                        [[1, 2, 3], [4, 5, 6]],
                        [0, 0, 0],
                        ["yes", "no"],
                        {"yes": 0, "no": 1},
                    ),
                    group="one numbering, no bias",
                ),
                Case(
                    args=(
                        [[1, 2, 3], [4, 5, 6], [7, 8, 9], [10, 11, 12]],
                        [0, 0, 0],
                        _FOUR,
                        _CYCLE,
                    ),
                    group="two numberings",
                ),
                Case(
                    args=(
                        [[6, 1], [2, 2], [0, 9], [5, 3]],
                        [0, 0],
                        _FOUR,
                        {"ash": 2, "elm": 0, "owl": 3, "ink": 1},
                    ),
                    group="two numberings",
                ),
                Case(
                    args=(
                        [[0.5, -1.0], [2.0, 4.0], [0.0, 1.5]],
                        [10.0, -3.0],
                        ["up", "on", "by"],
                        {"up": 0, "on": 1, "by": 2},
                    ),
                    group="a bias",
                ),
                Case(
                    args=(
                        [[2, 8, 5], [7, 1, 0], [3, 6, 4]],
                        [1, 0, 2],
                        ["x", "y", "z"],
                        {"z": 1, "x": 2, "y": 0},
                    ),
                    group="both, with as many words as columns",
                ),
                Case(
                    args=([[5], [7], [11], [13]], [-2], _FOUR, _CYCLE),
                    group="both, with one column",
                ),
            ),
            draws=draws.MATCHING,
            wrong={
                "V16": wrong.bias_left_out,
                "V17": wrong.in_one_hot_order,
                "V18": wrong.table_the_wrong_way,
                "V19": wrong.transposed,
                "V30": wrong.table_with_bias_below,
                "W21": wrong.dense_places_for_ids,
            },
        ),
    ),
    hints=(
        "Write down what the Dense layer gives for the word at place 0, with its 1 and its zeros.",
        "Row p of the kernel plus the bias is the vector of the word at place p. Where in the "
        "table does this vector belong?",
        "Begin with a list of as many empty rows as there are words, and fill the row with the "
        "number vocabulary[places[p]].",
    ),
)


def _touched(batch: Batch, rows: int) -> list[int]:
    return list(rows_that_move("SGD", [i for text in batch for i in text], (), rows))


def _change(rate: float, gradient: float, batch: Batch, row: int) -> float:
    """What one step of SGD adds to a number of a row."""
    return -rate * gradient * sum(text.count(row) for text in batch)


_TOUCHING: Mapping[str, Any] = {"batch": ((2, 7, 2, 4), (5, 2, 7, 0)), "rows": 9}
_STEP_WRONG: Mapping[str, Any] = {
    "V15": wrong.change_once,
    "V26": wrong.change_by_texts,
    "V27": wrong.change_by_all_places,
    "V28": wrong.without_rate,
    "V29": wrong.along_the_gradient,
}

TOUCHED = Question(
    id="rows-touched",
    title="The rows that one step touches",
    lesson=1,
    points=1,
    items=("2", "31"),
    prompt="A model begins with `Embedding(9, 3)`, without a mask, and averages the vectors of "
    "each text. It takes one step of plain `SGD` with learning rate 0.5, on the batch "
    "`[[2, 7, 2, 4], [5, 2, 7, 0]]`. Answer with a dict.\n\n"
    "- `rows`: the numbers of the rows that change, as a list (no gradient at any of the eight "
    "places is zero)\n"
    "- `change`: what is added to the first number of row 2, with its sign, if each of the eight "
    "places sends back a gradient of −0.2 for the first number of its vector",
    parts=(
        Ids(
            name="rows",
            label="rows that change",
            ordered=False,
            reference=_touched,
            params=_TOUCHING,
            wrong={
                "W10": wrong.every_row,
                "V12": wrong.no_row,
                "V24": wrong.a_row_for_each_place,
                "V25": wrong.last_text_only,
                "K22": wrong.all_but_row_zero,
                "I10": wrong.batch_from_one,
            },
        ),
        Metric(
            name="change",
            label="change of row 2",
            reference=_change,
            params={"rate": 0.5, "gradient": -0.2, "batch": _TOUCHING["batch"], "row": 2},
            lowest=-math.inf,
            highest=math.inf,
            wrong=_STEP_WRONG,
        ),
    ),
    hints=(
        "A row changes if some place of the batch has read it.",
        "SGD takes the learning rate times the gradient off each weight.",
        "A row that several places have read gets the sum of their gradients. How many places "
        "have read row 2?",
    ),
)

_MEANS = ((4, 0), (0, 4), (3, 1), (1, 3), (2, 2), (6, 2))


def _mean_of(text: Sequence[int], table: Sequence[Sequence[int]]) -> tuple[Fraction, ...]:
    columns = zip(*(table[i] for i in text), strict=True)
    return tuple(Fraction(sum(column), len(text)) for column in columns)


def _two_texts(answer: Any) -> list[list[Any]]:
    pair = isinstance(answer, (list, tuple)) and len(answer) == 2
    nested = pair and all(isinstance(text, (list, tuple)) and len(text) for text in answer)
    if not nested or {type(i) for text in answer for i in text} not in ({int}, {str}):
        raise UnusableAnswer(
            f"You answered {describe(answer)}.",
            "Two texts are expected, each a list of at least one id, such as [[0, 3], [5]].",
        )
    return [list(text) for text in answer]


def _unmet_by_means(texts: list[list[Any]], table: Sequence[Sequence[int]]) -> tuple[Unmet, ...]:
    """The first condition that two texts fail: legal ids, none in common, equal means."""
    one, other = texts
    ids = [*one, *other]
    if isinstance(ids[0], str):
        return (Unmet("Your texts hold words; an Embedding is given ids.", "V5"),)
    if len(table) in ids:
        return (Unmet(f"The table has no row {len(table)}.", "I1"),)
    if not all(0 <= i < len(table) for i in ids):
        return (Unmet("Your texts hold an id for which the table has no row."),)
    if Counter(one) == Counter(other):
        said = "Both texts hold the same words, each as often; they differ in nothing but order."
        return (Unmet(said, "V21"),)
    if set(one) & set(other):
        return (Unmet("Your texts have a word in common."),)
    means = [_mean_of(text, table) for text in texts]
    if means[0] == means[1]:
        return ()
    sums = [tuple(len(t) * part for part in mean) for t, mean in zip(texts, means, strict=True)]
    if sums[0] == sums[1]:
        return (Unmet("The sums of the rows agree; the means do not.", "V33"),)
    if sum(means[0]) == sum(means[1]):
        return (Unmet("The two means add up to the same number, and are not the same.", "V22"),)
    return (Unmet("The two means differ."),)


MEAN = Question(
    id="rows-mean",
    title="Two texts, one mean",
    lesson=1,
    points=1,
    items=("5", "32"),
    prompt="An `Embedding` has learnt the table\n\n"
    "| id | word | row |\n"
    "|---|---|---|\n"
    "| 0 | cheap | (4, 0) |\n"
    "| 1 | quick | (0, 4) |\n"
    "| 2 | old | (3, 1) |\n"
    "| 3 | small | (1, 3) |\n"
    "| 4 | fine | (2, 2) |\n"
    "| 5 | broken | (6, 2) |\n\n"
    "and the layer behind it takes the mean of the rows of a text. Find two texts that have **no "
    "word in common** and yet get exactly the same mean vector. Answer with a list of two lists of "
    "ids; texts may have different lengths.",
    parts=(
        Counterexample(
            reference=lambda table: [[4, 4], [0, 1]],
            params={"table": _MEANS},
            unmet=_unmet_by_means,
            form=_two_texts,
            wrong={
                "V5": lambda table: [["fine"], ["cheap", "quick"]],
                "I1": lambda table: [[len(table)], [4]],
                "V21": lambda table: [[0, 1], [1, 0]],
                "V33": lambda table: [[5], [2, 2]],
                "V22": lambda table: [[0], [1]],
            },
        ),
    ),
    hints=(
        "Plot the six rows as points. Where does the mean of two points lie?",
        "Look for a row that lies halfway between two others.",
    ),
)

MEANING = Question(
    id="rows-meaning",
    title="What has been captured",
    lesson=1,
    points=1,
    items=("2", "5"),
    prompt="A shop trains `Embedding`, mean and `Dense` to tell praise from complaints, with plain "
    '`SGD`. It reports 96% of the training texts right, and adds: "The layer has captured what '
    'our words mean." Some cosines of its rows (1: one direction, −1: opposite directions):\n\n'
    "| pair | before training | after |\n"
    "|---|---|---|\n"
    "| great, superb | −0.31 | 0.99 |\n"
    "| great, punctual | 0.44 | 0.98 |\n"
    "| great, refund | 0.12 | −0.99 |\n"
    "| parcel, package | 0.07 | 0.10 |\n"
    "| kettle, teapot | 0.83 | 0.83 |\n\n"
    "The words *kettle* and *teapot* are in the vocabulary, but in none of the texts. What does "
    '"captures meaning" mean here? Write five to seven sentences: your claim, the pairs that '
    "bear it out, how a training step brings such numbers about, and what would have to be tried "
    "before anybody may say more.",
    rubric=(
        Criterion(
            points=0.25,
            asks="Claim: the rows have become useful for telling praise from complaints; that is "
            "not what the words mean in general, and the 96% do not show it.",
        ),
        Criterion(
            points=0.25,
            asks="Evidence: at least two pairs read rightly: great with superb and with punctual "
            "(no synonyms) alike, great against refund opposite, parcel and package hardly "
            "changed though synonyms, kettle and teapot at chance, not moved at all.",
        ),
        Criterion(
            points=0.25,
            asks="Mechanism: a step moves rows of words in the batch, so that the loss falls; "
            "words with one label are pushed one way, words without a part in the label hardly, "
            "absent words not at all under plain SGD.",
        ),
        Criterion(
            points=0.25,
            asks="Limit: names something to try, such as new texts, another task or seed, the same "
            "model with the table left random, or a comparison with counted words.",
        ),
    ),
)

QUESTIONS = (PURPOSE, LOOK_UP, MATCHING, TOUCHED, MEAN, MEANING)


# --- practice: the predictions and the quiz of lesson 1 ---------------------------------------

PREDICT_TWICE = Question(
    id="l1-predict-twice",
    title="Predict: a word said twice",
    lesson=1,
    items=("27",),
    prompt="The text *tea tea is hot* goes through the layer. What comes out?\n\n"
    "- **A** Four vectors. The two of *tea* differ: one follows on another word.\n"
    "- **B** Four vectors. The two of *tea* are twice as large as in *tea is hot*.\n"
    "- **C** Four vectors. The two of *tea* are the same, here and in *tea is hot*.\n"
    "- **D** Three vectors: *tea* is looked up once.\n"
    "- **E** Three vectors: *is* means nothing by itself and gets none.",
    parts=(
        Choice(
            reference=choose("C"),
            options={
                "A": Option("four, the two of tea differ", "V6"),
                "B": Option("four, tea twice as large", "V2"),
                "C": Option("four, the two of tea are the same"),
                "D": Option("three, tea once", "V8"),
                "E": Option("three, none for is", "V3"),
            },
        ),
    ),
    hints=("Write the four ids, and below each the row with that number. That is the output.",),
)

PREDICT_PRODUCT = Question(
    id="l1-predict-product",
    title="Predict: a lookup against a product",
    lesson=1,
    items=("31", "32"),
    prompt="`Embedding(8000, 24)` and `Dense(24, use_bias=False)` hold the same numbers. Forty "
    "words go through the first as ids, through the second as one-hot vectors. How do the two "
    "compare on a CPU?\n\n"
    "- **A** Equal outputs, but `Dense` has more weights: its input is 8,000 wide.\n"
    "- **B** Equal weights; outputs that agree but for rounding, as one multiplies and one "
    "copies.\n"
    "- **C** Equal weights, different outputs: `Dense` mixes all its rows.\n"
    "- **D** Equal weights, and outputs equal to the last bit.",
    parts=(
        Choice(
            reference=choose("D"),
            options={
                "A": Option("Dense has more weights", "V7"),
                "B": Option("equal but for rounding", "V10"),
                "C": Option("Dense mixes all its rows", "V11"),
                "D": Option("equal to the last bit"),
            },
        ),
    ),
    hints=(
        "In the figure, write out one number of the output with all its six terms.",
        "What does a product with 0 add, and what does a product with 1 round?",
    ),
)

PREDICT_FRESH = Question(
    id="l1-predict-fresh",
    title="Predict: where a new layer has it from",
    lesson=1,
    items=("2", "27"),
    prompt="The layer of the hook had read nothing, and put *coffee* next to *tea* (0.95). Where "
    "does it have that from?\n\n"
    "- **A** Keras fills a new table with what is known of common words.\n"
    "- **B** Their ids are neighbours, 0 and 1, so their rows begin alike.\n"
    "- **C** It was trained before: random rows have cosines near zero.\n"
    "- **D** From chance: another new layer puts another word next to *tea*.",
    parts=(
        Choice(
            reference=choose("D"),
            options={
                "A": Option("what is known of common words", "V4"),
                "B": Option("neighbouring ids", "V9"),
                "C": Option("trained before", "C13"),
                "D": Option("from chance"),
            },
        ),
    ),
    hints=(
        "What was the layer told of the six words when it was made? Read its two arguments aloud.",
        "With three numbers in a row, how much room is there for five words to keep away from one?",
    ),
)

PREDICT_MOVES = Question(
    id="l1-predict-moves",
    title="Predict: which rows move",
    lesson=1,
    items=("2",),
    prompt="Two copies of a model take two steps each: first on *tea is hot*, then on *coffee is "
    "cold*. One uses plain `SGD`, the other `Adam`. Which rows change **in the second "
    "step**?\n\n"
    "- **A** None, with either: a lookup cannot be differentiated, so only `Dense` learns.\n"
    "- **B** With either those of *coffee*, *is* and *cold*.\n"
    "- **C** With `SGD` those of *coffee*, *is* and *cold*; with `Adam` those of *tea* and *hot* "
    "as well.\n"
    "- **D** With either those of *coffee*, *is*, *cold*, *tea* and *hot*.\n"
    "- **E** With either all six: a step changes every weight.",
    parts=(
        Choice(
            reference=choose("C"),
            options={
                "A": Option("none, only Dense learns", "V12"),
                "B": Option("coffee, is, cold with either", "W3"),
                "C": Option("with Adam tea and hot as well"),
                "D": Option("tea and hot with either", "W11"),
                "E": Option("all six with either", "W10"),
            },
        ),
    ),
    hints=(
        "Which rows have a gradient in the second step? Start from the product with zeros.",
        "One of the two optimisers carries something from the first step into the second.",
    ),
)

PREDICT_TASK = Question(
    id="l1-predict-task",
    title="Predict: what a task makes of the rows",
    lesson=1,
    items=("2", "5"),
    prompt="The texts are *tea is hot*, *coffee is hot*, *tea is cold* and *coffee is cold*. A "
    "model learns which of them are about **tea**, until it is sure of all four. What becomes of "
    "the rows?\n\n"
    "- **A** *tea* and *coffee* become alike, being drinks; *hot* and *cold* become opposites.\n"
    "- **B** *tea* and *coffee* become opposites; *hot* and *cold* hardly move.\n"
    "- **C** *tea* and *coffee* become alike, for they stand beside the same words; so do *hot* "
    "and *cold*.",
    parts=(
        Choice(
            reference=choose("B"),
            options={
                "A": Option("drinks become alike", "V13"),
                "B": Option("tea and coffee become opposites"),
                "C": Option("alike, beside the same words", "V14"),
            },
        ),
    ),
    hints=(
        "In which direction does a text with the label tea push the row of tea, and where does "
        "one with the label coffee push the row of coffee?",
        "The word *hot* stands in one text of each label. What is left of its two pushes?",
    ),
)


def _as_tuples(model: Model) -> Model:
    """The same rows as tuples, which is how a list of them is read."""
    return lambda **givens: list(map(tuple, model(**givens)))


QUIZ_LOOK_UP = Question(
    id="l1-quiz-lookup",
    title="Quiz: look three words up",
    lesson=1,
    items=("1",),
    prompt="The vocabulary is `{'moon': 2, 'sun': 0, 'star': 1}`; rows 0, 1 and 2 of the table are "
    "`[5, 1]`, `[8, 2]` and `[4, 9]`. What comes out for *star moon star*? Answer with a list of "
    "lists.",
    parts=(
        Ids(
            reference=_as_tuples(look_up),
            params={
                "text": "star moon star",
                "vocabulary": {"moon": 2, "sun": 0, "star": 1},
                "table": ((5, 1), (8, 2), (4, 9)),
            },
            wrong={
                "V2": _as_tuples(wrong.rows_times_count),
                "V8": wrong.each_word_once,
                "V20": wrong.in_order_of_the_table,
                "V31": wrong.ids_for_rows,
                "W21": wrong.places_for_ids,
                "I10": wrong.rows_from_one,
            },
        ),
    ),
    hints=("First the three ids, then the row with each of these numbers. Counting begins at 0.",),
)

QUIZ_STEP = Question(
    id="l1-quiz-step",
    title="Quiz: a word that stands thrice",
    lesson=1,
    items=("2",),
    prompt="`SGD` with learning rate 0.1 takes a step on the text `[6, 1, 6, 6, 4]`. Each place "
    "sends back a gradient of 0.3 for the first number of its vector. What is added to the first "
    "number of row 6, sign included?",
    parts=(
        Metric(
            reference=_change,
            params={"rate": 0.1, "gradient": 0.3, "batch": ((6, 1, 6, 6, 4),), "row": 6},
            lowest=-math.inf,
            highest=math.inf,
            wrong={name: model for name, model in _STEP_WRONG.items() if name != "V26"},
        ),
    ),
    hints=("Three places have read row 6, and each sends its gradient there.",),
)

QUIZ_RENAMED = Question(
    id="l1-quiz-renamed",
    title="Quiz: all words spelt backwards",
    lesson=1,
    items=("1", "5"),
    prompt="All texts are spelt backwards (*aet si toh*); ids, labels and seed stay. What table "
    "does training lead to now?\n\n"
    "- **A** The same numbers in each row.\n"
    "- **B** Other rows: the layer was given other words.\n"
    "- **C** Rows of less use: the layer knows no such words.",
    parts=(
        Choice(
            reference=choose("A"),
            options={
                "A": Option("the same numbers"),
                "B": Option("other words, other rows", "V5"),
                "C": Option("of less use, no such words", "V4"),
            },
        ),
    ),
    hints=("Write down what reaches the layer in either case.",),
)

PRACTICE = (
    PREDICT_TWICE,
    PREDICT_PRODUCT,
    PREDICT_FRESH,
    PREDICT_MOVES,
    PREDICT_TASK,
    QUIZ_LOOK_UP,
    QUIZ_STEP,
    QUIZ_RENAMED,
)

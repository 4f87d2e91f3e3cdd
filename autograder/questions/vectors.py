"""The questions of assignment 08_vectors (lesson 8)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from autograder.misconceptions import WrongModel
from autograder.misconceptions import vectors as wrong
from autograder.questions import draws
from autograder.questions.choices import Choice, Option, choose
from autograder.questions.functions import Case, Function
from autograder.questions.kinds import Count, Ids, Metric
from autograder.questions.question import Criterion, Model, Part, Question
from autograder.reference import similarity
from autograder.reference.updates import rows_that_move


def nearest(matrix: list[list[float]], row: int, k: int) -> list[int]:
    """The k rows with the largest cosine, without the row itself."""
    return list(similarity.nearest(matrix, row, k).rows)


# hot, warm, scorching, cold, good, dirty: how often each stands near day, soup, clothes, water.
_COUNTED = ((3, 2, 0, 6), (1, 1, 5, 3), (4, 2, 2, 1), (2, 0, 1, 2), (4, 4, 2, 0), (2, 2, 8, 7))

WORDS = Question(
    id="vectors-words",
    title="The nearest words, by their company",
    lesson=8,
    points=0.5,
    items=("2", "5", "27"),
    prompt="A table has one row for each word. The columns count how often the word stands near "
    "four other words of a small text:\n\n"
    "| row | word | day | soup | clothes | water |\n"
    "|---|---|---|---|---|---|\n"
    "| 0 | hot | 3 | 2 | 0 | 6 |\n"
    "| 1 | warm | 1 | 1 | 5 | 3 |\n"
    "| 2 | scorching | 4 | 2 | 2 | 1 |\n"
    "| 3 | cold | 2 | 0 | 1 | 2 |\n"
    "| 4 | good | 4 | 4 | 2 | 0 |\n"
    "| 5 | dirty | 2 | 2 | 8 | 7 |\n\n"
    "Answer with a dict.\n\n"
    "- `cosine`: the cosine of *hot* and *warm*, with at least four decimals\n"
    "- `nearest`: the rows of the two words nearest to *hot* by cosine in this table, as a list "
    "(in any order, without *hot* itself)",
    parts=(
        Metric(
            name="cosine",
            label="cosine of hot and warm",
            reference=similarity.cosine,
            params={"u": _COUNTED[0], "v": _COUNTED[1]},
            lowest=-1.0,
            wrong={
                "C1": wrong.dot_product,
                "C6": wrong.one_minus,
                "C24": wrong.one_minus,
                "C15": wrong.cosine_over_squares,
                "C16": wrong.cosine_over_sum,
                "C17": wrong.cosine_over_totals,
            },
            indistinct=(frozenset({"C6", "C24"}),),
        ),
        Ids(
            name="nearest",
            label="two words nearest to hot",
            ordered=False,
            reference=nearest,
            params={"matrix": _COUNTED, "row": 0, "k": 2},
            wrong={
                "C2": lambda matrix, row, k: [1, 2],  # the words that mean nearly the same
                "C1": wrong.nearest_by_dot,
                "C5": wrong.nearest_by_distance,
                "C6": wrong.nearest_smallest_first,
                "C7": wrong.nearest_with_itself,
            },
        ),
    ),
    hints=(
        "A cosine is the dot product of two rows, divided by the product of their lengths.",
        "Every row here has a length that is a whole number: the root of the sum of its squares.",
        "Work out five cosines, one with each other row, before you look at the words again.",
    ),
)


def most_surprising(pairs: Sequence[tuple[float, int]]) -> list[int]:
    """The pairs (cosine, width), the one farthest outside the spread of chance first."""
    spreads = [cosine * width**0.5 for cosine, width in pairs]
    return sorted(range(len(pairs)), key=lambda pair: -spreads[pair])


CHANCE = Question(
    id="vectors-chance",
    title="Is this cosine high?",
    lesson=8,
    points=0.5,
    items=("2", "5"),
    prompt="Pairs of random rows of width d have cosines that scatter around 0 with a standard "
    "deviation of 1/√d. Answer with a dict.\n\n"
    "- `order`: four pairs of trained rows, pair 0 with a cosine of 0.9 in 16 dimensions, pair 1 "
    "with 0.2 in 100, pair 2 with 0.3 in 400, pair 3 with 0.6 in 4. List the pairs by how many of "
    "these standard deviations their cosine is above 0, the largest number first\n"
    "- `best`: 1,000 rows of width 8 are drawn at random, and for each of them its nearest "
    "neighbour among the others is found. The cosine with it is, on average, one letter\n"
    "    - **A** close to 0, for random rows stand at right angles\n"
    "    - **B** close to 0.35, which is one standard deviation\n"
    "    - **C** close to 0.9, as high as many trained neighbours",
    parts=(
        Ids(
            name="order",
            label="pairs by surprise",
            reference=most_surprising,
            params={"pairs": ((0.9, 16), (0.2, 100), (0.3, 400), (0.6, 4))},
            wrong={
                "C3": wrong.surprise_by_cosine,
                "C14": wrong.surprise_by_width,
                "C22": wrong.surprise_shrunk,
                "C23": wrong.surprise_by_whole_width,
            },
            indistinct=(frozenset({"C14", "C23"}),),  # by the numbers of these pairs
        ),
        Choice(
            name="best",
            label="nearest of 1,000 random rows",
            reference=choose("C"),
            options={
                "A": Option("close to 0", "C13"),
                "B": Option("close to 0.35", "C12"),
                "C": Option("close to 0.9"),
            },
        ),
    ),
    hints=(
        "How many standard deviations is a cosine of 0.5 worth in 64 dimensions, where one of "
        "them is 1/8?",
        "So multiply each cosine by the root of the width.",
        "For the second part: it is not about one pair, but about the luckiest of 999. Six lines "
        "of NumPy try it out.",
    ),
)

NEAREST = Question(
    id="vectors-nearest",
    title="Write a search for neighbours",
    lesson=8,
    points=1,
    items=("2", "5"),
    prompt="Write `nearest(matrix, row, k)`. It gets a list of rows (lists of numbers, none of "
    "them all zeros), the number of one row, and k. It returns the list of the numbers of the k "
    "other rows that have the largest cosine with that row, the largest first. The row itself is "
    "never in the list; another row with the same numbers may be. No two of the other rows tie.",
    parts=(
        Function(
            name="nearest",
            reference=nearest,
            cases=(
                Case(args=([[3, 4], [5, 0], [4, 3], [0, 5]], 2, 2), group="rows of one length"),
                Case(
                    args=([[2, 1, 2], [3, 0, 0], [1, 2, 2], [2, -2, 1]], 0, 3),
                    group="rows of one length",
                ),
                Case(
                    args=([[2, 1], [9, 18], [1, 1], [4, 1], [30, 1]], 0, 2),
                    group="rows of different lengths",
                ),
                Case(
                    args=([[0, 8, 1], [1, 1, 1], [5, 9, 5], [2, 1, 0]], 1, 3),
                    group="rows of different lengths",
                ),
                Case(args=([[1, 3], [4, 2], [-1, -3], [3, 1]], 0, 2), group="an opposite row"),
                Case(args=([[2, -1], [-2, 2], [1, 3], [3, 0]], 0, 1), group="an opposite row"),
                Case(
                    args=([[1, 2, 0], [3, 1, 1], [1, 2, 0], [2, 2, 1]], 2, 2),
                    group="an equal row",
                ),
                Case(args=([[4, 3], [5, 1]], 1, 1), group="one other row"),
            ),
            draws=draws.NEAREST,
            wrong={
                "C1": wrong.nearest_by_dot,
                "C5": wrong.nearest_by_distance,
                "C6": wrong.nearest_smallest_first,
                "C7": wrong.nearest_with_itself,
                "C8": wrong.nearest_after_the_first,
                "C9": wrong.nearest_below_one,
                "C10": wrong.nearest_without_sign,
                "C11": wrong.one_too_few,
            },
        ),
    ),
    hints=(
        "Divide each row by its length; then one product of the matrix with the given row holds "
        "all the cosines.",
        "np.argsort sorts upwards, so give it the cosines with a minus sign.",
        "Strike off the number of the row itself, and cut the list to k after that.",
    ),
)


def analogies(table: Any, questions: Any, left_out: bool) -> list[int]:
    """For each (a, b, c) the row nearest to b - a + c."""
    return [
        similarity.analogy(table, a, b, c, k=1, exclude_inputs=left_out).rows[0]
        for a, b, c in questions
    ]


# Paris, France, Rome, Italy, Berlin, Germany, Europe; each row has the length 9.
_PLACES = ((7, 4, 4), (-1, -4, 8), (4, 4, 7), (1, -4, 8), (3, 6, 6), (3, -6, 6), (6, 3, 6))


def _searched(name: str, label: str, left_out: bool, beliefs: dict[str, WrongModel]) -> Part:
    """Two analogies, "Paris is to France as Rome (as Berlin) is to", by one way to search."""
    return Ids(
        name=name,
        label=label,
        reference=analogies,
        params={"table": _PLACES, "questions": ((0, 1, 2), (0, 1, 4)), "left_out": left_out},
        wrong={
            "C4": lambda table, questions, left_out: [3, 5],  # what a person would say
            "C18": wrong.backwards,
            "C19": wrong.analogies_by_sum,
            **beliefs,
        },
    )


ANALOGY = Question(
    id="vectors-analogy",
    title="Two analogies, searched in two ways",
    lesson=8,
    points=0.5,
    items=("2", "5"),
    prompt="Seven words and their rows, each of length 9:\n\n"
    "| row | word | vector |\n"
    "|---|---|---|\n"
    "| 0 | Paris | (7, 4, 4) |\n"
    "| 1 | France | (−1, −4, 8) |\n"
    "| 2 | Rome | (4, 4, 7) |\n"
    "| 3 | Italy | (1, −4, 8) |\n"
    "| 4 | Berlin | (3, 6, 6) |\n"
    "| 5 | Germany | (3, −6, 6) |\n"
    "| 6 | Europe | (6, 3, 6) |\n\n"
    '"a is to b as c is to ..." is answered by the row with the largest cosine to the vector '
    "b − a + c. Ask for *Paris is to France as Rome is to ...*, and for *Paris is to France as "
    "Berlin is to ...*. Answer with a dict of two lists, each with two row numbers: the one found "
    "for Rome, then the one found for Berlin.\n\n"
    "- `all_rows`: where all seven rows take part in the search\n"
    "- `others`: where the rows of a, b and c are left out of it",
    parts=(
        _searched("all_rows", "searched among all rows", False, {"C20": wrong.given_words_out}),
        _searched("others", "given words left out", True, {"C21": wrong.given_words_in}),
    ),
    hints=(
        "The step from Paris to France is France − Paris, number by number. Take that step from "
        "Rome.",
        "For Rome it leads to (−4, −4, 11). All rows have one length, so the largest dot product "
        "with it has the largest cosine too.",
        "Believe the numbers, also where the word that they give makes no sense.",
    ),
)


def _reading(name: str, more: int = 0) -> Model:
    """A model that takes one of the given numbers, or a few more."""
    return lambda **given: given[name] + more


def _sized(name: str, label: str, due: Model, beliefs: dict[str, Model], **given: int) -> Part:
    """A size to find from a message: the one that is due, and what each belief takes for it."""
    return Count(name=name, label=label, reference=due, params=given, wrong=beliefs)


MESSAGES = Question(
    id="vectors-messages",
    title="Three matrices that do not fit",
    lesson=8,
    points=0.5,
    items=("28", "30", "31"),
    prompt="Three colleagues load pretrained vectors from a file of 400,000 lines, each a word "
    "with 50 numbers. Each is stopped by an error of their own. Answer with a dict of three "
    "numbers.\n\n"
    "- `rows`: The `word_index` of an old `Tokenizer` has 9,999 entries with the ids 1 to 9999. "
    "`matrix = np.zeros((9999, 50))` is filled with `matrix[i] = vector` for each word and its id. "
    "`IndexError: index 9999 is out of bounds for axis 0 with size 9999`. How many rows does this "
    "matrix need?\n"
    "- `output_dim`: `matrix = np.zeros((10000, 100))` is filled likewise, for an "
    "`Embedding(10000, 100)`. `ValueError: could not broadcast input array from shape (50,) into "
    "shape (100,)`. With which `output_dim` do the lines of the file fit as they are?\n"
    "- `input_dim`: A `TextVectorization` found 8,000 different words, and `matrix` has a row for "
    "each id that it gives. `Embedding(8000, 50, weights=[matrix])` stops with `weight shape "
    "(8000, 50) is not compatible with provided weight shape (8002, 50)`. Which `input_dim` is "
    "due?",
    parts=(
        _sized(
            "rows",
            "rows of the matrix",
            _reading("words", 1),
            {"I4": _reading("words"), "I27": _reading("words", 2), "W1": _reading("lines")},
            words=9999,
            lines=400_000,
        ),
        _sized(
            "output_dim",
            "output_dim",
            _reading("file"),
            {"W6": _reading("layer")},
            file=50,
            layer=100,
        ),
        _sized(
            "input_dim",
            "input_dim",
            _reading("matrix"),
            {"W7": _reading("layer"), "I14": _reading("matrix", 2), "I5": _reading("matrix", 1)},
            matrix=8002,
            layer=8000,
        ),
    ),
    hints=(
        "Each message shows two sizes. Find out for both where they come from.",
        "Which of the two can you change: a file of vectors, or the number in your own line?",
        "Every id that can occur needs a row, and rows are counted from 0.",
    ),
)


def pretrained_matrix(
    vocabulary: dict[str, int], vectors: dict[str, list[float]], width: int
) -> tuple[list[list[float]], float]:
    """The matrix with row i for id i, and the share of the words that have a vector."""
    words = [word for word, row in vocabulary.items() if row >= 2]
    matrix = [[0.0] * width for _ in vocabulary]
    for word in words:
        if word in vectors:
            matrix[vocabulary[word]] = list(vectors[word])
    found = sum(word in vectors for word in words)
    return matrix, found / len(words) if words else 0.0


_FILE = {"blue": [5, 1], "red": [1, 4], "sky": [0, 3], "sea": [2, 2], "green": [3, 1]}

PRETRAINED = Question(
    id="vectors-pretrained",
    title="A matrix from pretrained vectors",
    lesson=8,
    points=1,
    items=("27", "28", "31"),
    prompt="Write `pretrained_matrix(vocabulary, vectors, width)`. `vocabulary` is a dict from "
    'word to id: `""` (padding) has id 0, `"[UNK]"` has id 1, the words have ids from 2 on, and no '
    "id is left out. `vectors` is a dict from word to a list of `width` numbers, in the order of "
    "some file; it has neither padding nor `[UNK]`. Return a tuple of two:\n\n"
    "- the matrix, a list of lists (or an array) in which row i is the vector of the word with id "
    "i, and all zeros where there is no vector for it\n"
    "- the coverage, the share of the words (ids from 2 on) that have a vector; 0.0 if there are "
    "no words\n\n"
    "Words are looked up exactly as they are written.",
    parts=(
        Function(
            name="pretrained_matrix",
            reference=pretrained_matrix,
            cases=(
                Case(
                    args=({"": 0, "[UNK]": 1, "red": 2, "green": 3, "blue": 4}, _FILE, 2),
                    group="words that the file has",
                ),
                Case(
                    args=({"": 0, "[UNK]": 1, "red": 2, "mauve": 3, "blue": 4}, _FILE, 2),
                    group="a word that the file lacks",
                ),
                Case(
                    args=(
                        {"": 0, "[UNK]": 1, "mauve": 2, "sea": 3, "pink": 4, "sky": 5},
                        {"sky": [1, 0, 2], "sea": [0, 1, 4]},
                        3,
                    ),
                    group="a word that the file lacks",
                ),
                Case(
                    args=({"blue": 3, "red": 2, "": 0, "[UNK]": 1, "green": 4}, _FILE, 2),
                    group="a vocabulary in another order",
                ),
                Case(
                    args=({"": 0, "[UNK]": 1, "Red": 2, "blue": 3}, _FILE, 2),
                    group="words as they are written",
                ),
                Case(
                    args=(
                        {"": 0, "[UNK]": 1, "red": 2, "nil": 3},
                        {"red": [1, 4], "nil": [0, 0]},
                        2,
                    ),
                    group="a vector of zeros",
                ),
                Case(args=({"": 0, "[UNK]": 1}, _FILE, 2), group="no words at all"),
            ),
            draws=draws.PRETRAINED,
            wrong={
                "W1": wrong.loaded_in_file_order,
                "W4": wrong.without_specials,
                "W5": wrong.loaded_without_absent,
                "W8": wrong.loaded_share_of_file,
                "W9": wrong.loaded_share_of_entries,
                "W20": wrong.in_any_case,
                "W21": wrong.places_for_ids,
                "W24": wrong.loaded_behind_specials,
                "W25": wrong.loaded_share_of_rows,
            },
        ),
    ),
    hints=(
        "Begin with a matrix of zeros that has a row for every entry of the vocabulary.",
        "Go through the vocabulary, not through the file: each word brings its row number along.",
        "Padding and [UNK] keep their zeros, and are no words when you count the coverage.",
    ),
)


def moved(
    optimiser: str, looked_up: tuple[int, ...], before: tuple[int, ...], rows: int
) -> list[int]:
    """The rows that one step changes."""
    return list(rows_that_move(optimiser, looked_up, before, rows))


def _moved(
    optimiser: str, label: str, looked_up: tuple[int, ...], beliefs: dict[str, Model]
) -> Part:
    """The rows that a step changes, after one on the ids 1, 4 and 4."""
    return Ids(
        name=label,
        label=label,
        ordered=False,
        reference=moved,
        params={"optimiser": optimiser, "looked_up": looked_up, "before": (1, 4, 4), "rows": 6},
        wrong=beliefs,
    )


ROWS = Question(
    id="vectors-rows",
    title="Which rows move",
    lesson=8,
    points=0.5,
    items=("1", "2", "31"),
    prompt="A classifier begins with `Embedding(6, 3)`, without a mask or a regulariser. Four "
    "times it is made anew, compiled and trained for two steps, each a `fit` on one text. No "
    "gradient of a row that is looked up is zero. Which rows of the table change **in the second "
    "step**? Answer with a dict of lists.\n\n"
    "- `SGD`: with `SGD(0.1)`, first on the ids `[1, 4, 4]`, then on `[2, 4, 4]`\n"
    "- `Adam`: the same two texts with `Adam()`\n"
    "- `AdamW`: the same two texts with `AdamW()`, whose weight decay is not zero by default\n"
    "- `frozen`: with `SGD(0.1)`, first on `[1, 4, 4]`, then on `[3, 5, 3]`; between the two steps "
    "the line `embedding.trainable = False` is run, and nothing is compiled again",
    parts=(
        _moved(
            "SGD",
            "SGD",
            (2, 4, 4),
            {"W10": wrong.moved_all, "W11": wrong.moved_if_ever_looked_up},
        ),
        _moved("Adam", "Adam", (2, 4, 4), {"W3": wrong.moved_if_looked_up, "W10": wrong.moved_all}),
        _moved(
            "AdamW",
            "AdamW",
            (2, 4, 4),
            {
                "W3": wrong.moved_if_looked_up,
                "W12": wrong.moved_if_ever_looked_up,
                "K22": wrong.moved_all_but_padding,
            },
        ),
        _moved(
            "SGD",
            "frozen",
            (3, 5, 3),
            {
                "W2": wrong.moved_none,
                "W10": wrong.moved_all,
                "W11": wrong.moved_if_ever_looked_up,
            },
        ),
    ),
    hints=(
        "The gradient of the table is zero in every row that this step does not look up. Start "
        "from that.",
        "Adam keeps a running mean of the gradients of each weight. Is it back at zero one step "
        "after a row was looked up?",
        "For the last one: when does Keras decide which weights a step updates, when you set a "
        "layer's flag or when the step is built?",
    ),
)


def weight(row: Sequence[float], kernel: Sequence[float], bias: float) -> float:
    """What a word's row comes to behind the kernel."""
    return sum(a * b for a, b in zip(row, kernel, strict=True))


def score(table: Sequence[Sequence[float]], kernel: Sequence[float], bias: float) -> float:
    """The mean of the words' weights, and the bias."""
    return sum(weight(row, kernel, bias) for row in table) / len(table) + bias


_KERNEL = {"kernel": (0.6, -0.5, 0.25), "bias": 0.1}
_GOOD, _FILM = (0.5, -0.2, 0.4), (-0.1, 0.3, 0.2)

ONE_NUMBER = Question(
    id="vectors-one-number",
    title="Three numbers for each word, or one",
    lesson=8,
    points=0.5,
    items=("5", "31"),
    prompt="A model is `Embedding(20, 3)`, `GlobalAveragePooling1D()` and `Dense(1)` without an "
    "activation. After training the kernel of the `Dense` layer is (0.6, −0.5, 0.25), its bias is "
    "0.1, the row of *good* is (0.5, −0.2, 0.4) and the row of *film* is (−0.1, 0.3, 0.2). A model "
    "with `Embedding(20, 1)`, the same pooling and one bias added to the mean is to give the same "
    "scores to all texts. Its bias is 0.1 as well. Answer with a dict.\n\n"
    "- `good`: the one number in its row of *good*\n"
    "- `score`: the score of the text *good film*, which is the same in both models\n"
    "- `parameters`: how many parameters this smaller model has",
    parts=(
        Metric(
            name="good",
            label="the number of good",
            reference=weight,
            params={"row": _GOOD, **_KERNEL},
            lowest=-1.0,
            wrong={
                "W15": wrong.weight_with_bias,
                "W16": wrong.row_without_kernel,
                "W22": wrong.weight_as_mean,
            },
        ),
        Metric(
            name="score",
            label="the score of good film",
            reference=score,
            params={"table": (_GOOD, _FILM), **_KERNEL},
            lowest=-1.0,
            wrong={
                "W16": wrong.rows_without_kernel,
                "W17": wrong.score_as_sum,
                "W18": wrong.without_bias,
                "W19": wrong.bias_shared_out,
            },
        ),
        Count(
            name="parameters",
            label="parameters of the smaller model",
            reference=lambda words, width: words + 1,
            params={"words": 20, "width": 3},
            wrong={
                "W13": wrong.parameters_of_wide,
                "W14": wrong.bias_not_counted,
                "W23": wrong.parameters_with_kernel,
            },
        ),
    ),
    hints=(
        "A mean of rows times a kernel is the mean of the rows times the kernel: the order does "
        "not matter.",
        "So each row can be multiplied with the kernel before the mean is taken. What is left of "
        "a word then?",
        "The smaller model has a table of one column, and a bias.",
    ),
)

VERDICT = Question(
    id="vectors-verdict",
    title="What an analogy shows",
    lesson=8,
    points=1,
    items=("2", "5"),
    prompt='A blog shows "man is to doctor as woman is to **nurse**", found by its tool in vectors '
    'of three dimensions, and concludes: "The vectors have understood the words, and the prejudice '
    'of their texts with them." The tool searches for doctor − man + woman and leaves the three '
    "given words out. The rows, and their cosines with that vector:\n\n"
    "| word | vector | cosine |\n"
    "|---|---|---|\n"
    "| doctor | (6, 3, 6) | 0.94 |\n"
    "| woman | (3, 6, 6) | 0.85 |\n"
    "| nurse | (4, 8, −1) | 0.74 |\n"
    "| teacher | (1, 8, 4) | 0.69 |\n"
    "| man | (1, 4, 8) | 0.65 |\n\n"
    "Do these numbers bear out the conclusion? Write four to six sentences: your claim, the "
    "numbers behind it, how the search brings its answer about, and what would have to be measured "
    "before anybody may speak of understanding or of prejudice.",
    rubric=(
        Criterion(
            points=0.25,
            asks="Claim: says clearly that this one analogy bears out neither understanding nor "
            "prejudice (without claiming that the vectors are free of it).",
        ),
        Criterion(
            points=0.25,
            asks="Evidence: among all rows doctor is nearest (0.94), so the answer would be that "
            "woman is to doctor; nurse is third, and leads teacher by 0.05 only.",
        ),
        Criterion(
            points=0.25,
            asks="Mechanism: the search has to name some other word because doctor, man and woman "
            "were struck off; nearness tells of words used alike, not of words understood.",
        ),
        Criterion(
            points=0.25,
            asks="Limit: names a comparison that is missing, such as random rows (in three "
            "dimensions 0.74 is little more than one standard deviation of chance), many pairs "
            "of words chosen beforehand, or the analogy asked the other way round.",
        ),
    ),
)

QUESTIONS = (
    WORDS,
    CHANCE,
    MESSAGES,
    ANALOGY,
    ROWS,
    ONE_NUMBER,
    NEAREST,
    PRETRAINED,
    VERDICT,
)

"""Wrong beliefs about what is inside the table: cosines, neighbours, loaded and moving rows.

A table is a list of rows. The wrong models of a function to write take what it takes.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from autograder.misconceptions.misconception import Misconception
from autograder.misconceptions.stages import Reads, Writes
from autograder.reference import similarity
from autograder.reference.updates import rows_that_move

Row = Sequence[float]
Table = Sequence[Row]


def _dot(u: Row, v: Row) -> float:
    return sum(a * b for a, b in zip(u, v, strict=True))


def _length(u: Row) -> float:
    return math.hypot(*u)


def _ranked(scores: Sequence[float], left_out: Sequence[int]) -> list[int]:
    """The rows by falling score; equal scores by row."""
    order = sorted(range(len(scores)), key=lambda i: -round(scores[i], 12))
    return [i for i in order if i not in left_out]


def _cosines(matrix: Table, row: int) -> list[float]:
    return [similarity.cosine(matrix[row], other) for other in matrix]


# --- the cosine of two rows -------------------------------------------------------------


def dot_product(u: Row, v: Row) -> float:
    """C1: the dot product, which grows with the lengths."""
    return _dot(u, v)


def cosine_over_squares(u: Row, v: Row) -> float:
    """C15: divided by the squared lengths."""
    return _dot(u, v) / (_dot(u, u) * _dot(v, v))


def cosine_over_sum(u: Row, v: Row) -> float:
    """C16: divided by the sum of the lengths."""
    return _dot(u, v) / (_length(u) + _length(v))


def cosine_over_totals(u: Row, v: Row) -> float:
    """C17: the sum of the numbers taken for the length."""
    return _dot(u, v) / (sum(u) * sum(v))


# C6, C24: the cosine distance.
one_minus = Writes(lambda cosine: 1 - cosine)


# --- the rows nearest to a row ----------------------------------------------------------


def nearest_by_dot(matrix: Table, row: int, k: int) -> list[int]:
    """C1: long rows come first."""
    return _ranked([_dot(matrix[row], other) for other in matrix], [row])[:k]


def nearest_by_distance(matrix: Table, row: int, k: int) -> list[int]:
    """C5: nearest as the crow flies."""
    return _ranked([-math.dist(matrix[row], other) for other in matrix], [row])[:k]


def nearest_smallest_first(matrix: Table, row: int, k: int) -> list[int]:
    """C6: the smallest cosine comes first."""
    return _ranked([-cosine for cosine in _cosines(matrix, row)], [row])[:k]


def nearest_with_itself(matrix: Table, row: int, k: int) -> list[int]:
    """C7: the row is among its own neighbours."""
    return [row, *_ranked(_cosines(matrix, row), [row])][:k]


def nearest_after_the_first(matrix: Table, row: int, k: int) -> list[int]:
    """C8: whatever comes first is left out."""
    return _ranked(_cosines(matrix, row), [])[1 : k + 1]


def nearest_below_one(matrix: Table, row: int, k: int) -> list[int]:
    """C9: every row with a cosine of 1 is left out."""
    cosines = _cosines(matrix, row)
    return _ranked(cosines, [i for i, cosine in enumerate(cosines) if cosine > 1 - 1e-9])[:k]


def nearest_without_sign(matrix: Table, row: int, k: int) -> list[int]:
    """C10: an opposite direction counts as near."""
    return _ranked([abs(cosine) for cosine in _cosines(matrix, row)], [row])[:k]


# C11: the row itself has taken one of the k places.
one_too_few = Writes(lambda rows: rows[:-1])


# --- what chance gives ------------------------------------------------------------------


def surprise_by_cosine(pairs: Sequence[tuple[float, int]]) -> list[int]:
    """C3: the largest cosine, whatever the width."""
    return _ranked([cosine for cosine, _ in pairs], [])


def surprise_by_width(pairs: Sequence[tuple[float, int]]) -> list[int]:
    """C14: the widest rows, whatever the cosine."""
    return _ranked([width for _, width in pairs], [])


def surprise_shrunk(pairs: Sequence[tuple[float, int]]) -> list[int]:
    """C22: the cosine times the spread of chance."""
    return _ranked([cosine / math.sqrt(width) for cosine, width in pairs], [])


def surprise_by_whole_width(pairs: Sequence[tuple[float, int]]) -> list[int]:
    """C23: one over the width taken for the spread of chance."""
    return _ranked([cosine * width for cosine, width in pairs], [])


# --- analogies: b - a + c ---------------------------------------------------------------


def analogies_by_sum(
    table: Table, questions: Sequence[tuple[int, int, int]], left_out: bool
) -> list[int]:
    """C19: b + c, the first word is never taken off."""
    found = []
    for a, b, c in questions:
        target = [x + y for x, y in zip(table[b], table[c], strict=True)]
        scores = [similarity.cosine(target, row) for row in table]
        found.append(_ranked(scores, [a, b, c] if left_out else [])[0])
    return found


# C18: the difference is taken the other way round.
backwards = Reads(
    lambda table, questions, left_out: {
        "table": table,
        "questions": tuple((b, a, c) for a, b, c in questions),
        "left_out": left_out,
    }
)

# C20 and C21: the given words are out, or in, whatever was said.
given_words_out = Reads(
    lambda table, questions, left_out: {"table": table, "questions": questions, "left_out": True}
)
given_words_in = Reads(
    lambda table, questions, left_out: {"table": table, "questions": questions, "left_out": False}
)


# --- a matrix from a file of vectors ----------------------------------------------------

Vocabulary = Mapping[str, int]
Vectors = Mapping[str, Row]
Loaded = tuple[list[list[float]], float]


def _matrix(vocabulary: Vocabulary, vectors: Vectors, width: int) -> list[list[float]]:
    zeros = [0.0] * width
    by_id = {i: list(vectors.get(word, zeros)) for word, i in vocabulary.items()}
    return [by_id[i] for i in range(len(by_id))]


def _coverage(vocabulary: Vocabulary, vectors: Vectors) -> float:
    words = [word for word, i in vocabulary.items() if i > 1]
    return sum(word in vectors for word in words) / max(len(words), 1)


def loaded_in_file_order(vocabulary: Vocabulary, vectors: Vectors, width: int) -> Loaded:
    """W1: line i of the file becomes row i."""
    return [list(vector) for vector in vectors.values()], _coverage(vocabulary, vectors)


def loaded_behind_specials(vocabulary: Vocabulary, vectors: Vectors, width: int) -> Loaded:
    """W24: the words of the vocabulary in the order of the file, from row 2 on."""
    rows = [[0.0] * width] * 2 + [list(v) for word, v in vectors.items() if word in vocabulary]
    missing = [[0.0] * width] * (len(vocabulary) - len(rows))
    return rows + missing, _coverage(vocabulary, vectors)


def loaded_share_of_rows(vocabulary: Vocabulary, vectors: Vectors, width: int) -> Loaded:
    """W25: a row of zeros counts as a word without a vector."""
    matrix = _matrix(vocabulary, vectors, width)
    filled = sum(any(row) for row in matrix[2:])
    return matrix, filled / max(len(matrix) - 2, 1)


def loaded_without_absent(vocabulary: Vocabulary, vectors: Vectors, width: int) -> Loaded:
    """W5: a word that the file lacks gets no row."""
    matrix = _matrix(vocabulary, vectors, width)
    kept = {i for word, i in vocabulary.items() if i < 2 or word in vectors}
    return [row for i, row in enumerate(matrix) if i in kept], _coverage(vocabulary, vectors)


def loaded_share_of_file(vocabulary: Vocabulary, vectors: Vectors, width: int) -> Loaded:
    """W8: the share of the file's words that the vocabulary has."""
    used = sum(word in vocabulary for word in vectors)
    share = used / len(vectors) if vectors else 0.0
    return _matrix(vocabulary, vectors, width), share


def loaded_share_of_entries(vocabulary: Vocabulary, vectors: Vectors, width: int) -> Loaded:
    """W9: padding and [UNK] count as words that are missing."""
    found = sum(word in vectors for word in vocabulary)
    return _matrix(vocabulary, vectors, width), found / len(vocabulary)


def _by_lower_case(vocabulary: Vocabulary, vectors: Vectors, width: int) -> dict[str, Any]:
    lower = {word.lower(): vector for word, vector in vectors.items()}
    found = {word: lower[word.lower()] for word in vocabulary if word.lower() in lower}
    return {"vocabulary": vocabulary, "vectors": found, "width": width}


# W4: padding and [UNK] get no row.
without_specials = Writes(lambda result: (result[0][2:], result[1]))

# W20: upper and lower case are one word.
in_any_case = Reads(_by_lower_case)

# W21: the place in the dict is taken for the id.
places_for_ids = Reads(
    lambda vocabulary, vectors, width: {
        "vocabulary": {word: i for i, word in enumerate(vocabulary)},
        "vectors": vectors,
        "width": width,
    }
)


# --- which rows move --------------------------------------------------------------------

Ids = Sequence[int]


def moved_if_looked_up(optimiser: str, looked_up: Ids, before: Ids, rows: int) -> tuple[int, ...]:
    """W3: only the rows of this batch."""
    return rows_that_move("SGD", looked_up, before, rows)


def moved_if_ever_looked_up(
    optimiser: str, looked_up: Ids, before: Ids, rows: int
) -> tuple[int, ...]:
    """W11, W12: every row looked up so far."""
    return rows_that_move("Adam", looked_up, before, rows)


def moved_all(optimiser: str, looked_up: Ids, before: Ids, rows: int) -> tuple[int, ...]:
    """W10: the whole table."""
    return tuple(range(rows))


def moved_all_but_padding(
    optimiser: str, looked_up: Ids, before: Ids, rows: int
) -> tuple[int, ...]:
    """K22: row 0 belongs to padding, and is never changed."""
    return tuple(range(1, rows))


def moved_none(optimiser: str, looked_up: Ids, before: Ids, rows: int) -> tuple[int, ...]:
    """W2: a frozen layer stands still at once."""
    return ()


# --- one number for each word -----------------------------------------------------------


def weight_with_bias(row: Row, kernel: Row, bias: float) -> float:
    """W15: the bias added to every word."""
    return _dot(row, kernel) + bias


def weight_as_mean(row: Row, kernel: Row, bias: float) -> float:
    """W22: the products averaged over the columns."""
    return _dot(row, kernel) / len(row)


# W16: the numbers of a row are added as they are.
row_without_kernel = Reads(
    lambda row, kernel, bias: {"row": row, "kernel": [1.0] * len(kernel), "bias": bias}
)


def score_as_sum(table: Table, kernel: Row, bias: float) -> float:
    """W17: the words' numbers added up, not averaged."""
    return sum(_dot(row, kernel) for row in table) + bias


# W16, W18 and W19: the kernel is not applied; the bias is left out; the bias is averaged too.
rows_without_kernel = Reads(
    lambda table, kernel, bias: {"table": table, "kernel": [1.0] * len(kernel), "bias": bias}
)
without_bias = Reads(lambda table, kernel, bias: {"table": table, "kernel": kernel, "bias": 0.0})
bias_shared_out = Reads(
    lambda table, kernel, bias: {"table": table, "kernel": kernel, "bias": bias / len(table)}
)


def parameters_of_wide(words: int, width: int) -> int:
    """W13: no smaller model gives the same scores."""
    return words * width + width + 1


def parameters_with_kernel(words: int, width: int) -> int:
    """W23: a bias comes with a kernel, of one number here."""
    return words + 2


# W14: the bias is no parameter.
bias_not_counted = Writes(lambda parameters: parameters - 1)


MISCONCEPTIONS = (
    Misconception(
        id="C1",
        name="length read as likeness",
        belief="The longer two vectors are, the more alike they are by cosine.",
        idea="A cosine compares directions and nothing else: make a row ten times as long, and it "
        "stays what it was. What grows with the lengths is the dot product.",
        next_step="Divide each row by its own length first, then take the dot product.",
        lesson=8,
        seen="dot products of tables whose frequent words have long rows",
    ),
    Misconception(
        id="C2",
        name="near means the same",
        belief="The nearest neighbours of a word are its synonyms.",
        idea="Rows are near where words are used alike. Opposites stand beside the same words, so "
        "they are often nearer than words that mean the same.",
        next_step="Cover the words, and work with the numbers alone.",
        lesson=8,
        seen="vectors made from docstrings, where minimum is nearest to maximum",
    ),
    Misconception(
        id="C3",
        name="0.9 is always high",
        belief="The larger the cosine, the surer the likeness, whatever the width.",
        idea="In few dimensions random rows reach large cosines by chance, in many dimensions they "
        "hardly ever do. The same cosine can mean nothing or a lot.",
        next_step="Divide each cosine by the spread that random rows of that width have.",
        lesson=8,
        seen="fixed limits for a good similarity, in tutorials and in products",
    ),
    Misconception(
        id="C4",
        name="analogies reason",
        belief="Adding and subtracting vectors leads to the word that a person would say.",
        idea="The arithmetic gives a point, and the search gives the row in the nearest direction. "
        "Often that is one of the words that went in, and sometimes a word that makes no sense.",
        next_step="Work out b − a + c as numbers, then compare it with every row.",
        lesson=8,
        seen="a classic of demonstrations that show only the analogies that work",
    ),
    Misconception(
        id="C5",
        name="distance taken for cosine",
        belief="Nearest by cosine means nearest in space.",
        idea="Two rows in one direction have a cosine of 1, however far apart their ends are. "
        "Distance and cosine agree on an order only where all rows have one length.",
        next_step="Ask in which direction each row points, and forget how far it goes.",
        lesson=8,
        seen="indices for neighbours left at their default, the Euclidean distance",
    ),
    Misconception(
        id="C6",
        name="small cosine read as near",
        belief="The smaller the number, the nearer the rows.",
        idea="That holds for distances. A cosine is largest where two directions agree; one minus "
        "the cosine is the one that is small there.",
        next_step="Work out the cosine of a row with itself, and see at which end of the scale "
        "it lies.",
        lesson=8,
        seen="cosine similarity and cosine distance confused; np.argsort sorts upwards",
    ),
    Misconception(
        id="C7",
        name="its own neighbour",
        belief="The search leaves out the word itself without being told.",
        idea="Nothing is nearer to a row than the row itself, so it wins every search that it "
        "takes part in.",
        next_step="Take the row itself off the list of candidates before you sort.",
        lesson=8,
        seen="a classic of searches for neighbours",
    ),
    Misconception(
        id="C8",
        name="the first place is always the word",
        belief="The first place of the sorted list is the word itself, so that is the one to drop.",
        idea="Another row can share the first place: one that is equal, or one that points the "
        "same way. Then the word itself may stand second and stay in.",
        next_step="Leave the word out by its row number, not by its place.",
        lesson=8,
        seen="order[1:k + 1] in snippets",
    ),
    Misconception(
        id="C9",
        name="cosine 1 means the word itself",
        belief="Whatever has a cosine of 1 is the word itself.",
        idea="Different words may have rows in one direction, and those are its very nearest "
        "neighbours.",
        next_step="Leave the word out by its row number, not by its cosine.",
        lesson=8,
        seen="filters such as similarity < 1 in snippets",
    ),
    Misconception(
        id="C10",
        name="the sign does not matter",
        belief="A cosine of −0.9 is as near as one of 0.9.",
        idea="The sign tells towards from away: at −1 two rows point in opposite directions, as "
        "far apart as a cosine can say.",
        next_step="Draw a row and its opposite, and ask which one you would call a neighbour.",
        lesson=8,
        seen="strengths of correlations, where the sign is dropped with good reason",
    ),
    Misconception(
        id="C11",
        name="one place spent on itself",
        belief="The word itself takes up one of the k places.",
        idea="The caller asks for k other words. Where the list is cut first and the word taken "
        "out later, one is missing.",
        next_step="Take the word out first, and cut the list to k last.",
        lesson=8,
        seen="np.argsort(...)[:k] before the word itself is filtered",
    ),
    Misconception(
        id="C12",
        name="the best of many as typical",
        belief="The nearest of a thousand random rows is about as near as any one of them.",
        idea="A nearest neighbour is the best of many tries, and the best lies far out: with a "
        "thousand tries even rare luck comes up.",
        next_step="Draw random rows and note the largest cosine of each, not the usual one.",
        lesson=8,
        seen="the spread 1/√d quoted as the bar for nearest neighbours",
    ),
    Misconception(
        id="C13",
        name="random rows at right angles",
        belief="Random vectors stand at right angles, so even the nearest has a cosine near zero.",
        idea="That is a fact of many dimensions. In a few there is no room to keep clear of a "
        "thousand others.",
        next_step="Put a thousand random arrows in a plane, and look for the closest pair.",
        lesson=8,
        seen="what is said of high dimensions, carried over to eight",
    ),
    Misconception(
        id="C14",
        name="wide rows always convince",
        belief="The wider the rows, the surer the likeness, whatever the cosine.",
        idea="Width makes the spread of chance narrow. The cosine still has to lie well outside "
        "that spread.",
        next_step="For each pair work out how many spreads of chance the cosine is worth.",
        lesson=8,
        seen="the reverse of a fixed limit: the width alone is looked at",
    ),
    Misconception(
        id="C15",
        name="root forgotten in the length",
        belief="The length of a vector is the sum of its squares.",
        idea="The length is the root of that sum. Without the root the quotient shrinks as the "
        "rows grow, and a row is not even wholly like itself.",
        next_step="Try your formula on a row and itself: a cosine has to be 1 there.",
        lesson=8,
        seen="u @ v / ((u @ u) * (v @ v)) in snippets",
    ),
    Misconception(
        id="C16",
        name="lengths added",
        belief="A dot product is divided by the sum of both lengths.",
        idea="Each row has to be brought to length 1, and that divides once by either length: by "
        "their product.",
        next_step="Try your formula on a row and itself: a cosine has to be 1 there.",
        lesson=8,
        seen="formulas written down from memory",
    ),
    Misconception(
        id="C17",
        name="sum taken for the length",
        belief="A vector's length is the sum of its numbers.",
        idea="The length is how far its end lies from the origin: the root of the sum of squares.",
        next_step="Work out the length of (3, 4) with a ruler, then with your formula.",
        lesson=8,
        seen="counts made into shares before a cosine is taken",
    ),
    Misconception(
        id="C18",
        name="the difference the other way round",
        belief="What a is to b, c is to a − b + c.",
        idea="The step leads from a to b, so it is b − a, and the same step is then taken from c.",
        next_step="Check the formula with c = a: it must lead to b.",
        lesson=8,
        seen="positive and negative words exchanged in a search",
    ),
    Misconception(
        id="C19",
        name="the first word never taken off",
        belief="An analogy looks for what is near to b and c together.",
        idea="Without a there is no step to repeat: you get what b and c share, and not how b "
        "differs from a.",
        next_step="Check the formula with c = a: it must lead to b.",
        lesson=8,
        seen="formulas written down from memory",
    ),
    Misconception(
        id="C20",
        name="the given words are always out",
        belief="The words that go into an analogy can never come out of it.",
        idea="Nothing in the arithmetic keeps them out. A tool has to strike them off, and many "
        "do so without a word.",
        next_step="Search all the rows, and see which is nearest.",
        lesson=8,
        seen="most_similar of gensim, which leaves its inputs out",
    ),
    Misconception(
        id="C21",
        name="the given words are always in",
        belief="An analogy is searched among all words, whatever was said.",
        idea="Leaving out the three given words is a choice of the search, and it changes what "
        "is found.",
        next_step="Strike off a, b and c before you look for the largest cosine.",
        lesson=8,
        seen="analogies redone by hand that do not match a tool",
    ),
    Misconception(
        id="W1",
        name="rows in the order of the file",
        belief="The matrix has the lines of the file as its rows, in their order.",
        idea="The layer looks up row i for id i, and the ids come from your vocabulary. In the "
        "order of the file every word would get the vector of some other one, with no error.",
        next_step="Ask which ids your vocabulary gives. Then pick three words, and compare the row "
        "at each one's id with its line.",
        lesson=8,
        seen="a classic of loading pretrained vectors; nothing fails and the scores are poor",
    ),
    Misconception(
        id="W2",
        name="frozen without compiling",
        belief="A layer with trainable = False stands still from that line on.",
        idea="The training step that the first fit built goes on as it was built. The new setting "
        "counts once the model is compiled again.",
        next_step="Compile again after freezing, then compare the weights before and after a fit.",
        lesson=8,
        seen="embeddings that still change",
    ),
    Misconception(
        id="W3",
        name="absent rows never move",
        belief="A row that is not in the batch stays where it is.",
        idea="Its gradient is zero, but an optimiser may have more to go by than this gradient: a "
        "running mean of earlier ones, or a decay that shrinks every weight.",
        next_step="Ask what this optimiser does with a weight whose gradient is zero now.",
        lesson=8,
        seen="sparse gradients taken for sparse updates",
    ),
    Misconception(
        id="W4",
        name="no rows for padding and [UNK]",
        belief="The matrix needs rows for words only.",
        idea="Padding and [UNK] have ids, so they have rows. Without those rows every word is "
        "looked up two rows too low.",
        next_step="Count the rows as the largest id plus one, and begin with zeros everywhere.",
        lesson=8,
        seen="keras pull request 7865",
    ),
    Misconception(
        id="W5",
        name="absent words left out",
        belief="A word that the file lacks needs no row.",
        idea="It keeps its id, and with it a row. Leave that row out, and all rows below move up "
        "to the wrong ids.",
        next_step="Make all rows first, filled with zeros; then copy in what the file has.",
        lesson=8,
        seen="lists that are appended to while a file is read",
    ),
    Misconception(
        id="W6",
        name="the file must fit the layer",
        belief="The width is what the layer was given; the vectors have to follow.",
        idea="The numbers in each line of the file are there already, and their count is fixed. "
        "The layer is the side that can still be changed.",
        next_step="Count the numbers in one line of the file.",
        lesson=8,
        seen="could not broadcast input array",
    ),
    Misconception(
        id="W7",
        name="the message read the wrong way round",
        belief="The first shape in the message is the one to aim for.",
        idea="The message names the layer's weights first and what was provided second. Which "
        "side is at fault it does not know.",
        next_step="Find out which of the two counts every id, the special ones too.",
        lesson=8,
        seen="weight shapes that are not compatible",
    ),
    Misconception(
        id="W8",
        name="share of the file",
        belief="Coverage is the share of the file that was used.",
        idea="A large file is full of words that you never meet. What counts is how many of your "
        "own words have a vector.",
        next_step="Say 'of all my words': that is the denominator.",
        lesson=8,
        seen="coverage figures that fall when a larger file is loaded",
    ),
    Misconception(
        id="W9",
        name="special entries counted as words",
        belief="Every entry of the vocabulary is a word to be covered.",
        idea="Padding and [UNK] are no words, and no file has vectors for them. Counted in, they "
        "make full coverage impossible.",
        next_step="Begin to count at the first real word.",
        lesson=8,
        seen="len(vocabulary) as the denominator",
    ),
    Misconception(
        id="W10",
        name="each step moves the whole table",
        belief="A training step changes every weight of the model.",
        idea="A step works only on the layers that it trains. In a table, a row that was not "
        "looked up had no part in the loss, so its gradient is zero; whether it moves all the "
        "same is up to the optimiser.",
        next_step="Ask whether this step trains the table at all. If so, list the rows whose "
        "gradient is not zero, then ask what else this optimiser goes by.",
        lesson=8,
        seen="dense layers, where every weight takes part in every batch",
    ),
    Misconception(
        id="W11",
        name="every optimiser remembers",
        belief="Rows of earlier batches keep moving under any optimiser.",
        idea="Only a running mean of past gradients, or a decay, moves a row that is absent now. "
        "An optimiser without either goes by the gradient of this batch alone.",
        next_step="Ask what this optimiser keeps from one step to the next.",
        lesson=8,
        seen="what is true of Adam, taken for true of all",
    ),
    Misconception(
        id="W12",
        name="decay only where looked up",
        belief="Weight decay shrinks the rows that have been used so far.",
        idea="Decay multiplies the whole weight matrix, at every step. It does not ask which rows "
        "were looked up.",
        next_step="Follow one row that no batch ever named, through one step.",
        lesson=8,
        seen="sparse gradients taken for sparse updates",
    ),
    Misconception(
        id="W13",
        name="the width is needed",
        belief="With wider rows the model can tell words apart in more ways, so none is to spare.",
        idea="After the mean and one Dense unit all that is left of a word is one number. Any two "
        "words with equal numbers count as equal, however wide their rows are.",
        next_step="Follow one word alone from its row to the score, and see what it adds.",
        lesson=8,
        seen="classifiers of averaged vectors with one output",
    ),
    Misconception(
        id="W14",
        name="bias not counted",
        belief="The parameters are those of the table.",
        idea="The score still needs its bias: with all words at zero it would be nothing else.",
        next_step="Write down the score of a text as a formula, and count its letters.",
        lesson=8,
        seen="parameter counts made by hand",
    ),
    Misconception(
        id="W15",
        name="bias given to every word",
        belief="Every word brings the bias along.",
        idea="The bias belongs to the output, and is added once, after the mean. A word's own "
        "number comes from its row and the kernel alone.",
        next_step="Keep apart what depends on the word and what does not.",
        lesson=8,
        seen="Dense applied to one word at a time",
    ),
    Misconception(
        id="W16",
        name="kernel left out",
        belief="A row's numbers add up to what the word contributes.",
        idea="The Dense unit weighs each column by its own kernel entry before it adds. A column "
        "may even count against.",
        next_step="Multiply column by column with the kernel, then add.",
        lesson=8,
        seen="single numbers of a row read as scores",
    ),
    Misconception(
        id="W17",
        name="pooling adds up",
        belief="The rows of a text are added.",
        idea="GlobalAveragePooling1D divides by the number of words, so that long texts do not "
        "score higher for their length.",
        next_step="Divide by the number of words before the bias comes in.",
        lesson=8,
        seen="sum and mean confused",
    ),
    Misconception(
        id="W18",
        name="bias forgotten",
        belief="The score is the mean of the words' numbers.",
        idea="The Dense unit adds its bias to every score, whatever the words are.",
        next_step="Write down what a Dense unit computes, term by term.",
        lesson=8,
        seen="formulas written down from memory",
    ),
    Misconception(
        id="W19",
        name="bias averaged along",
        belief="The bias is divided by the number of words like all the rest.",
        idea="Pooling comes first and the bias after it, so no mean ever touches the bias.",
        next_step="Put the layers in order, and add the bias at its place.",
        lesson=8,
        seen="steps done in the wrong order",
    ),
    Misconception(
        id="W20",
        name="case makes no difference",
        belief="Red and red are one word, so either finds the vector.",
        idea="A lookup compares texts letter by letter. Where your words have capitals and the "
        "file's have none, nothing is found, and nothing says so.",
        next_step="Look the word up exactly as it is written.",
        lesson=8,
        seen="lower-cased files with vocabularies that keep capitals",
    ),
    Misconception(
        id="W21",
        name="place in the dict taken for the id",
        belief="The first word of a vocabulary has id 0, the next one id 1, and so on.",
        idea="A dict keeps the order in which it was filled. The id is the value that it holds, "
        "and the layer goes by that.",
        next_step="Read the row number from the vocabulary instead of counting along.",
        lesson=8,
        seen="enumerate(vocabulary) over a dict that was sorted or merged",
    ),
    Misconception(
        id="W22",
        name="mean over the columns",
        belief="A Dense unit averages what it has multiplied.",
        idea="It adds the products up. The mean in this model is taken earlier, over the words.",
        next_step="Add the products of the columns, and divide by nothing.",
        lesson=8,
        seen="pooling and the Dense unit confused",
    ),
    Misconception(
        id="C22",
        name="multiplied by the spread",
        belief="To see how surprising a cosine is, it is multiplied by the standard deviation.",
        idea="How many standard deviations fit into a number is found by dividing. A narrow spread "
        "makes the same cosine more surprising, not less.",
        next_step="Ask how many halves fit into 2, and by which operation you found it.",
        lesson=8,
        seen="standardised scores, a classic of statistics",
    ),
    Misconception(
        id="C23",
        name="a spread of one over the width",
        belief="The cosines of random rows scatter by one over the width.",
        idea="They scatter by one over its root: four times the width halves the spread.",
        next_step="Take the root of the width first, then multiply.",
        lesson=8,
        seen="variance and standard deviation confused",
    ),
    Misconception(
        id="C24",
        name="the cosine distance for the cosine",
        belief="The cosine of two rows is 1 minus their normalised dot product.",
        idea="That is the cosine distance, which some tools return in place of the cosine: it is 0 "
        "for one direction, where the cosine is 1.",
        next_step="Work out the cosine of a row with itself.",
        lesson=8,
        seen="scipy.spatial.distance.cosine, which is a distance",
    ),
    Misconception(
        id="W23",
        name="no bias without a kernel",
        belief="A bias comes only with a Dense layer, so its kernel of one number counts as well.",
        idea="A kernel of one number could be multiplied into the rows, as the larger one was. The "
        "smaller model adds a bias to the mean, and multiplies by nothing.",
        next_step="List everything that the smaller model stores, and nothing that it could do "
        "without.",
        lesson=8,
        seen="a bias and a Dense layer taken for one",
    ),
    Misconception(
        id="W24",
        name="the order of the file, behind padding",
        belief="Behind padding and [UNK] the vectors may follow in the order of the file.",
        idea="The layer looks up row i for id i, and it is the vocabulary that says which word has "
        "id i. In the order of the file, words get the vectors of others.",
        next_step="Follow one word: which id has it, and what stands in that row?",
        lesson=8,
        seen="matrices filled with append while the file is read",
    ),
    Misconception(
        id="W25",
        name="a row of zeros means no vector",
        belief="A word has no vector where its row is all zeros.",
        idea="Zeros are what you have put where nothing was found. A file may hold them for a word "
        "as well, and then the word has a vector.",
        next_step="Ask the file, not the matrix, whether it has the word.",
        lesson=8,
        seen="zeros as a mark for missing values, a classic of data",
    ),
    Misconception(
        id="C25",
        name="the text taken for the world",
        belief="What the vectors of words show is how things are.",
        idea="Vectors hold what their texts do with words. Texts leave out, repeat and make up, "
        "and somebody chose them.",
        next_step="Put 'in these texts' in front of your sentence, and see what is left of it.",
        lesson=8,
        seen="associations in vectors quoted as facts about occupations and people",
    ),
    Misconception(
        id="C26",
        name="a loss as large as the likeness",
        belief="The loss of a cosine is the cosine.",
        idea="Training makes a loss small. With the plain cosine for a loss it would turn rows "
        "away from each other that should agree.",
        next_step="Ask which value training should move towards when both rows are to agree.",
        lesson=8,
        seen="one name, cosine similarity, for a metric and for a loss",
    ),
    Misconception(
        id="C27",
        name="one likeness for all tables",
        belief="Which words are near is a fact about words, so every table shows the same.",
        idea="A table holds what its making could use. Made for another purpose, from the same "
        "texts, it puts other words side by side.",
        next_step="Ask what this table was made from, and which words that makes alike.",
        lesson=8,
        seen="neighbours in a classifier's table read as meanings",
    ),
    Misconception(
        id="W26",
        name="sealed when compiled",
        belief="Compiling fixes which weights are trained, and a flag set later does nothing.",
        idea="Compiling alone builds no step. The flags are read when the first fit after it "
        "builds one.",
        next_step="For each order of the lines, ask how the flag stood when the step was built.",
        lesson=8,
        seen="advice to freeze before compiling, taken for the mechanism",
    ),
)

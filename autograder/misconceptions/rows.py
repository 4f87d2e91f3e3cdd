"""Wrong beliefs about words, ids and rows: what is looked up, what stands there, what moves.

A table is a list of rows, a vocabulary a dict from word to id. The wrong models of a function
to write take what it takes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from autograder.misconceptions.misconception import Misconception
from autograder.misconceptions.stages import Reads, Writes

Row = Sequence[float]
Table = Sequence[Row]
Vocabulary = Mapping[str, int]
Batch = Sequence[Sequence[int]]

STOP_WORDS = frozenset({"a", "is", "of", "the"})


def by_id(row_of: Mapping[int, Row]) -> list[list[float]]:
    """Rows in the order of their numbers."""
    return [list(row_of[i]) for i in sorted(row_of)]


# --- from a text to its rows ------------------------------------------------------------


def _text(words: Sequence[str], vocabulary: Vocabulary, table: Table) -> dict[str, Any]:
    return {"text": " ".join(words), "vocabulary": vocabulary, "table": table}


# V8: a word that comes again is left out.
each_word_once = Reads(
    lambda text, vocabulary, table: _text([*dict.fromkeys(text.split())], vocabulary, table)
)

# V20: the rows come as they stand in the table.
in_order_of_the_table = Reads(
    lambda text, vocabulary, table: _text(
        sorted(text.split(), key=lambda word: vocabulary[word]), vocabulary, table
    )
)

# V3: words that carry little meaning are left out.
without_stop_words = Reads(
    lambda text, vocabulary, table: _text(
        [word for word in text.split() if word not in STOP_WORDS], vocabulary, table
    )
)

# I11: a word with id 0 is left out, as "if vocabulary[word]" does.
without_id_zero = Reads(
    lambda text, vocabulary, table: _text(
        [word for word in text.split() if vocabulary[word]], vocabulary, table
    )
)

# I52: a loop over the text.
characters_for_words = Reads(
    lambda text, vocabulary, table: _text([*text], vocabulary, table), alone=True
)

# W21: the place in the dict is taken for the id.
places_for_ids = Reads(
    lambda text, vocabulary, table: {
        "text": text,
        "vocabulary": {word: place for place, word in enumerate(vocabulary)},
        "table": table,
    }
)

# I10: rows are counted from one.
rows_from_one = Reads(
    lambda text, vocabulary, table: {
        "text": text,
        "vocabulary": vocabulary,
        "table": [table[-1], *table[:-1]],
    }
)

# V23: a one for the word, zeros for all others.
one_hot_for_row = Reads(
    lambda text, vocabulary, table: {
        "text": text,
        "vocabulary": vocabulary,
        "table": [[float(i == j) for j in range(len(table))] for i in range(len(table))],
    }
)

# V19: a word's numbers stand in a column.
columns_for_rows = Reads(
    lambda text, vocabulary, table: {
        "text": text,
        "vocabulary": vocabulary,
        "table": [list(column) for column in zip(*table, strict=True)],
    }
)

# S24: the vectors follow one another in one list.
rows_end_to_end = Writes(lambda rows: [number for row in rows for number in row])


def rows_times_count(text: str, vocabulary: Vocabulary, table: Table) -> list[list[float]]:
    """V2: a row is multiplied by how often its word occurs."""
    words = text.split()
    often = Counter(words)
    return [[often[word] * number for number in table[vocabulary[word]]] for word in words]


def ids_for_rows(text: str, vocabulary: Vocabulary, table: Table) -> list[int]:
    """V31: the ids are the result."""
    return [vocabulary[word] for word in text.split()]


def split_at_blanks(text: str, vocabulary: Vocabulary, table: Table) -> list[list[float]]:
    """I55: split(" ") for split()."""
    return [list(table[vocabulary[word]]) for word in text.split(" ")]


# --- a table that does what a Dense layer does ------------------------------------------


def table_the_wrong_way(
    kernel: Table, bias: Row, places: Sequence[str], vocabulary: Vocabulary
) -> list[list[float]]:
    """V18: row number place gets the kernel's row with the word's id."""
    return [[k + b for k, b in zip(kernel[vocabulary[word]], bias, strict=True)] for word in places]


def table_with_bias_below(
    kernel: Table, bias: Row, places: Sequence[str], vocabulary: Vocabulary
) -> list[list[float]]:
    """V30: the bias becomes the last row."""
    rows = {vocabulary[word]: row for word, row in zip(places, kernel, strict=True)}
    return [*by_id(rows), list(bias)]


def _dense(
    kernel: Table, bias: Row, places: Sequence[str], vocabulary: Vocabulary
) -> dict[str, Any]:
    return {"kernel": kernel, "bias": bias, "places": places, "vocabulary": vocabulary}


# V16: the bias is left out.
bias_left_out = Reads(
    lambda kernel, bias, places, vocabulary: _dense(kernel, [0.0] * len(bias), places, vocabulary)
)

# V17: the table keeps the order of the one-hot places.
in_one_hot_order = Reads(
    lambda kernel, bias, places, vocabulary: _dense(
        kernel, bias, places, {word: place for place, word in enumerate(places)}
    )
)

# W21: the place in the dict is taken for the id.
dense_places_for_ids = Reads(
    lambda kernel, bias, places, vocabulary: _dense(
        kernel, bias, places, {word: place for place, word in enumerate(vocabulary)}
    )
)

# V19: a column for each word.
transposed = Writes(lambda table: [list(column) for column in zip(*table, strict=True)])


# --- which rows a step touches, and how far ---------------------------------------------


def every_row(batch: Batch, rows: int) -> tuple[int, ...]:
    """W10: the whole table."""
    return tuple(range(rows))


def no_row(batch: Batch, rows: int) -> tuple[int, ...]:
    """V12: a table is looked up, not trained."""
    return ()


def a_row_for_each_place(batch: Batch, rows: int) -> tuple[int, ...]:
    """V24: an entry for each place, also for a word that comes again."""
    return tuple(i for text in batch for i in text)


def all_but_row_zero(batch: Batch, rows: int) -> tuple[int, ...]:
    """K22: id 0 is padding, and learns nothing."""
    return tuple(sorted({i for text in batch for i in text if i}))


def last_text_only(batch: Batch, rows: int) -> tuple[int, ...]:
    """V25: the last text of the batch decides."""
    return tuple(sorted(set(batch[-1])))


# I10: rows are counted from one.
batch_from_one = Reads(
    lambda batch, rows: {"batch": [[i + 1 for i in text] for text in batch], "rows": rows}
)


def change_once(rate: float, gradient: float, batch: Batch, row: int) -> float:
    """V15: a word that comes again counts once."""
    return -rate * gradient


def change_by_texts(rate: float, gradient: float, batch: Batch, row: int) -> float:
    """V26: once for each text that holds the word."""
    return -rate * gradient * sum(row in text for text in batch)


def change_by_all_places(rate: float, gradient: float, batch: Batch, row: int) -> float:
    """V27: all places add up in every row."""
    return -rate * gradient * sum(map(len, batch))


# V28: the gradient itself is taken off.
without_rate = Reads(
    lambda rate, gradient, batch, row: {
        "rate": 1.0,
        "gradient": gradient,
        "batch": batch,
        "row": row,
    }
)

# V29: a step goes along the gradient.
along_the_gradient = Writes(lambda change: -change)


MISCONCEPTIONS = (
    Misconception(
        id="V6",
        name="neighbours change the row",
        belief="The vector of a word depends on the words around it.",
        idea="An Embedding looks at one id at a time and knows nothing of its neighbours. The same "
        "id gives the same row in every text; later layers may mix in the neighbours.",
        next_step="Look the same id up in two texts, and compare the two vectors number by number.",
        lesson=1,
        seen="descriptions of large language models, whose later layers do mix in the neighbours",
    ),
    Misconception(
        id="V7",
        name="one-hot costs more weights",
        belief="A Dense layer on one-hot vectors needs more weights than an Embedding.",
        idea="Both hold one number for each word and each column, so the tables are equal. What "
        "one-hot vectors cost is their own width, and multiplications by zero.",
        next_step="Draw the kernel of the Dense layer: how many rows and how many columns does it "
        "have?",
        lesson=1,
        seen="tutorials that praise an Embedding for its fewer parameters",
    ),
    Misconception(
        id="V8",
        name="a repeated word once",
        belief="A word that comes again is looked up only once.",
        idea="The layer goes from place to place and does not remember what it has seen. Each "
        "place gets a vector, even where the same row was handed out before.",
        next_step="Write the ids under the words, and one row under each id.",
        lesson=1,
        seen="vocabularies, where each word stands once, taken for texts",
    ),
    Misconception(
        id="V9",
        name="near ids, near rows",
        belief="Words with neighbouring ids get similar rows.",
        idea="An id is the number of a row, not an amount. Which row stands beside which depends "
        "on the order in which the vocabulary was built.",
        next_step="Swap the ids of two words, and ask whether the layer could notice.",
        lesson=1,
        seen="models that are fed the ids themselves, where 4 does lie between 3 and 5",
    ),
    Misconception(
        id="V10",
        name="equal but for rounding",
        belief="Multiplying gives only roughly what a lookup copies.",
        idea="A one-hot product multiplies one row by 1 and all others by 0. At full precision "
        "neither rounds, and adding zeros does not either.",
        next_step="Write out one number of the product, with all its terms.",
        lesson=1,
        seen="a sound habit with floating point, where it is not needed",
    ),
    Misconception(
        id="V11",
        name="Dense mixes the rows",
        belief="A Dense layer blends all rows of its kernel, so it cannot do what a lookup does.",
        idea="It blends them with the numbers of its input as weights. Where these are all zero "
        "but a single one, nothing is left to blend.",
        next_step="Write the product down for an input with one 1, and cross out the zeros.",
        lesson=1,
        seen="layers learnt one by one, each as a thing of its own",
    ),
    Misconception(
        id="V12",
        name="a lookup cannot learn",
        belief="The table is fixed; only the layers behind it are trained.",
        idea="Picking a row is the same as a product with zeros and a one, and such a product has "
        "a derivative. The gradient reaches exactly the rows that were picked.",
        next_step="Compare the table before and after one step on a text.",
        lesson=1,
        seen="lookup tables in ordinary programs, which never change",
    ),
    Misconception(
        id="V13",
        name="training teaches the dictionary",
        belief="Whatever it is trained on, a layer comes to know what the words mean.",
        idea="A step moves rows so that this task's loss falls, and it knows no other aim. What "
        "the task does not ask for is not learnt, and may even be undone.",
        next_step="Say which words this task has to tell apart, and which it does not.",
        lesson=1,
        seen="source material; reports that look at rows of a classifier and see English",
    ),
    Misconception(
        id="V14",
        name="company makes rows alike",
        belief="Words that stand beside the same words come to have similar rows.",
        idea="That holds where the task is to predict a word from its neighbours. A classifier has "
        "to predict labels: two words with the same neighbours and opposite labels are driven "
        "apart.",
        next_step="Ask what the loss compares: neighbours, or labels?",
        lesson=1,
        seen="what is known of word2vec, told of every Embedding",
    ),
    Misconception(
        id="V15",
        name="twice in the text, once in the step",
        belief="A row is changed once in a step, however often its word occurs.",
        idea="Every place sends its own gradient back to the row that it read. A row that was read "
        "at several places gets the sum of them.",
        next_step="List the places that read this row, with the gradient of each, and add up.",
        lesson=1,
        seen="sparse gradients taken for a set of rows: an id may stand in them several times",
    ),
    Misconception(
        id="V16",
        name="no room for a bias",
        belief="An Embedding has no bias, so the bias of a Dense layer is lost in a table.",
        idea="The layer adds nothing after the lookup, but whatever is the same for every word can "
        "be added to every row beforehand.",
        next_step="Work out what the Dense layer gives for one word, bias included, and call that "
        "the row.",
        lesson=1,
        seen="conversions of a Dense layer that keep the kernel only",
    ),
    Misconception(
        id="V17",
        name="rows in the one-hot order",
        belief="The kernel's rows stand in the right order already.",
        idea="The place of the 1 in a one-hot vector picks the kernel's row; the id picks the "
        "table's row. Two numberings of the same words need not agree.",
        next_step="Take one word, and follow it through both numberings.",
        lesson=1,
        seen="tables carried from one vocabulary to another without an error",
    ),
    Misconception(
        id="V18",
        name="renumbered the wrong way",
        belief="It does not matter in which direction two numberings are translated.",
        idea="Each word has a place in the kernel and an id in the table. If you exchange the two, "
        "words get the rows of other words, and no error appears.",
        next_step="For one word say 'from row ..., to row ...', and read your code aloud.",
        lesson=1,
        seen="a classic of permutations: right for swaps of two, wrong for all else",
    ),
    Misconception(
        id="V19",
        name="a column for each word",
        belief="The numbers of a word stand under one another in a column.",
        idea="One word is one row: ids count downwards, and the numbers of a word run across.",
        next_step="Count rows and columns of the table, and say which of the two counts words.",
        lesson=1,
        seen="textbooks that write vectors as columns",
    ),
    Misconception(
        id="V20",
        name="rows in the order of the table",
        belief="The rows come out in the order in which they stand in the table.",
        idea="The output follows the text: its first row belongs to the first word, wherever that "
        "row stands in the table.",
        next_step="Write the text down the page, and each word's row beside it.",
        lesson=1,
        seen="filters of a table, such as boolean masks, which keep the table's order",
    ),
    Misconception(
        id="V21",
        name="only the order is lost",
        belief="Two texts have the same mean only if they hold the same words.",
        idea="A mean keeps one vector of all that went in. Quite different rows can add up to it, "
        "as 1 + 5 and 3 + 3 do.",
        next_step="Look for a row that lies halfway between two others.",
        lesson=1,
        seen="bag-of-words pictures of an average, in which the words can still be seen",
    ),
    Misconception(
        id="V22",
        name="the mean of the mean",
        belief="Two texts agree if the numbers of their means add up to the same.",
        idea="A mean vector has one number for each column, and a layer behind it reads every one. "
        "Columns are not added to one another.",
        next_step="Write both mean vectors out and compare them column by column.",
        lesson=1,
        seen="np.mean without axis=0",
    ),
    Misconception(
        id="V23",
        name="one-hot taken for the vector",
        belief="The vector of a word has a 1 at its id and zeros elsewhere.",
        idea="That is a one-hot vector, as wide as the vocabulary. It says which row is meant; "
        "what an Embedding hands out is the row itself.",
        next_step="Compare the length of your vectors with the length of a row of the table.",
        lesson=1,
        seen="both are called word vectors in introductions",
    ),
    Misconception(
        id="V24",
        name="places counted as rows",
        belief="A step changes one row for each place of the batch.",
        idea="Places that hold the same id read one and the same row. It is one row that changes, "
        "however many places read it.",
        next_step="Cross out the ids that you have listed before.",
        lesson=1,
        seen="the list of ids in a sparse gradient, which does name a row several times",
    ),
    Misconception(
        id="V25",
        name="the last text decides",
        belief="Texts of a batch are learnt one by one, and the last one stays.",
        idea="A step takes the whole batch at once: the gradients of all its texts are added "
        "before any row moves.",
        next_step="Mark every row that any text of the batch has read.",
        lesson=1,
        seen="batches pictured as a loop over texts",
    ),
    Misconception(
        id="V26",
        name="once for each text",
        belief="A word counts once in every text that holds it.",
        idea="The text is no unit for the table. Each place that reads a row sends its gradient "
        "there, also two places of one text.",
        next_step="Count places and not texts.",
        lesson=1,
        seen="document frequencies, where once for each text is the rule",
    ),
    Misconception(
        id="V27",
        name="every place moves every row",
        belief="The gradients of all places are added up, and each row takes the sum.",
        idea="A place sends its gradient to the row that it has read and to no other. Rows share "
        "nothing but the step.",
        next_step="Draw an arrow from each place to its row, and add up the arrows of one row.",
        lesson=1,
        seen="the bias of a Dense layer, which does get the sum of all places",
    ),
    Misconception(
        id="V28",
        name="a step without its rate",
        belief="A step of gradient descent takes off the gradient.",
        idea="It takes off the gradient times the learning rate, which keeps the steps small.",
        next_step="Write down the update rule of SGD, and find the factor that your number leaves "
        "out.",
        lesson=1,
        seen="gradients and updates used as one word",
    ),
    Misconception(
        id="V29",
        name="along the gradient",
        belief="A step moves weights in the direction of the gradient.",
        idea="The gradient points to where the loss grows. Descent goes the other way.",
        next_step="Ask whether the loss would rise or fall if the weight grew a little.",
        lesson=1,
        seen="the minus sign, which is easily lost",
    ),
    Misconception(
        id="V30",
        name="a row for the bias",
        belief="The bias becomes one more row of the table.",
        idea="A row of its own is handed out for an id of its own, and no word has that id. What "
        "belongs to every word has to be in every word's row.",
        next_step="Take a bias that is not zero, look one word up in your table, and compare with"
        " what the Dense layer gives.",
        lesson=1,
        seen="designs with a column of ones, in which a bias is indeed one more row of the kernel",
    ),
    Misconception(
        id="V31",
        name="the id is the vector",
        belief="A word has become numbers as soon as it has its id.",
        idea="An id is a single number that says where to look. The numbers that a model computes "
        "with stand in the row that it points to.",
        next_step="Take each id in your result, and put its row in its place.",
        lesson=1,
        seen="the slogan that embeddings turn words into numbers",
    ),
    Misconception(
        id="V33",
        name="sums for means",
        belief="Two texts agree if the rows of each add up to the same.",
        idea="A mean divides by the number of words as well. Equal sums divided by different"
        " numbers of words give different means, unless the sums are zero.",
        next_step="Divide each sum by the number of words in its text, then compare.",
        lesson=1,
        seen="texts of equal length, for which sum and mean tell the same",
    ),
)

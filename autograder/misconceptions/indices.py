"""Wrong beliefs about ids, tables and vocabularies, and their wrong models."""

from __future__ import annotations

from typing import Any

from autograder.misconceptions.misconception import Misconception


def legal_up_to_size(candidates: Any, input_dim: int, output_dim: int) -> list[int]:
    """I1: the id that equals the size is legal."""
    return [i for i in candidates if 0 <= i <= input_dim]


def legal_from_one(candidates: Any, input_dim: int, output_dim: int) -> list[int]:
    """I10: rows are numbered from 1 to the size."""
    return [i for i in candidates if 1 <= i <= input_dim]


def legal_without_zero(candidates: Any, input_dim: int, output_dim: int) -> list[int]:
    """I11: 0 is reserved, so it is not legal."""
    return [i for i in candidates if 1 <= i < input_dim]


def legal_with_negatives(candidates: Any, input_dim: int, output_dim: int) -> list[int]:
    """I6: negative ids are fine."""
    return [i for i in candidates if i < input_dim]


def legal_below_width(candidates: Any, input_dim: int, output_dim: int) -> list[int]:
    """I2: ids below the length of the vectors are legal."""
    return [i for i in candidates if 0 <= i < output_dim]


def check_from_one(ids, input_dim):  # type: ignore[no-untyped-def]
    """I10: rows are numbered from 1 to the size."""
    return [place for place, i in enumerate(ids) if not 1 <= i <= input_dim]


def check_up_to_size(ids, input_dim):  # type: ignore[no-untyped-def]
    """I1: the id that equals the size passes."""
    return [place for place, i in enumerate(ids) if i < 0 or i > input_dim]


def check_negatives_pass(ids, input_dim):  # type: ignore[no-untyped-def]
    """I6: negative ids pass."""
    return [place for place, i in enumerate(ids) if i >= input_dim]


def check_zero_fails(ids, input_dim):  # type: ignore[no-untyped-def]
    """I11: 0 is taken for illegal."""
    return [place for place, i in enumerate(ids) if i <= 0 or i >= input_dim]


def check_counts_from_one(ids, input_dim):  # type: ignore[no-untyped-def]
    """I12: positions are counted from 1."""
    return [place for place, i in enumerate(ids, start=1) if i < 0 or i >= input_dim]


def check_gives_values(ids, input_dim):  # type: ignore[no-untyped-def]
    """I17: the ids themselves in place of where they stand."""
    return [i for i in ids if i < 0 or i >= input_dim]


def vocabulary_from_zero(texts):  # type: ignore[no-untyped-def]
    """I18: the first word gets id 0."""
    vocabulary: dict[str, int] = {}
    for text in texts:
        for word in text.split():
            vocabulary.setdefault(word, len(vocabulary))
    return vocabulary


def vocabulary_padding_only(texts):  # type: ignore[no-untyped-def]
    """I16: a row for padding, none for unknown words."""
    vocabulary = {"": 0}
    for text in texts:
        for word in text.split():
            vocabulary.setdefault(word, len(vocabulary))
    return vocabulary


def vocabulary_renumbers(texts):  # type: ignore[no-untyped-def]
    """I19: a word gets a new id each time it occurs."""
    vocabulary, next_id = {"": 0, "[UNK]": 1}, 2
    for text in texts:
        for word in text.split():
            vocabulary[word] = next_id
            next_id += 1
    return vocabulary


def encode_grows(text, vocabulary):  # type: ignore[no-untyped-def]
    """I9: an unknown word gets a new id behind the last."""
    grown = dict(vocabulary)
    return [grown.setdefault(word, len(grown)) for word in text.split()]


def encode_drops(text, vocabulary):  # type: ignore[no-untyped-def]
    """I20: unknown words are left out."""
    return [vocabulary[word] for word in text.split() if word in vocabulary]


def encode_unknown_as_padding(text, vocabulary):  # type: ignore[no-untyped-def]
    """I21: unknown words get the id of padding."""
    return [vocabulary.get(word, 0) for word in text.split()]


def rows_rounded(ids: Any, input_dim: int) -> list[int]:
    """I8: ids are rounded to the nearest row."""
    return [round(i) % input_dim if i < 0 else int(i + 0.5) for i in ids]


def rows_negative_as_padding(ids: Any, input_dim: int) -> list[int]:
    """I22: a negative id reads the row of padding."""
    return [0 if i < 0 else int(i) for i in ids]


def rows_negative_truncated(ids: Any, input_dim: int) -> list[int]:
    """I23: -1 is the row before the last."""
    return [input_dim - 2 if i < 0 else int(i) for i in ids]


def rows_negative_as_they_are(ids: Any, input_dim: int) -> list[int]:
    """I29: a negative id is the number of a row."""
    return [int(i) for i in ids]


MISCONCEPTIONS = (
    Misconception(
        id="I1",
        name="the size is legal",
        belief="A table of N rows has a row with number N.",
        idea="Rows are counted from 0, so the last of N rows has number N - 1. An id that equals "
        "the size asks for one row too many.",
        next_step="Try it with a table of three rows: write down the number of each.",
        lesson=3,
        seen="source material, practice question 4; the most frequent error thread of all",
    ),
    Misconception(
        id="I2",
        name="output_dim bounds the ids",
        belief="An id must be smaller than the length of the vectors.",
        idea="The length of the vectors says how long a row is. Which rows exist is decided by "
        "input_dim alone.",
        next_step="Strike output_dim from the call and ask again which rows there are.",
        lesson=3,
        seen="source material, practice question 4",
    ),
    Misconception(
        id="I3",
        name="a list is needed",
        belief="The layer failed because it was given a tensor and not a list.",
        idea="The tensor was fine; a Python list is what would fail. The message names a place "
        "and a value, and that value is the trouble.",
        next_step="Find the value that the message names in the batch, and compare it with the "
        "interval that the message gives.",
        lesson=3,
        seen="source material, practice question 4 (where it is stated the wrong way round)",
    ),
    Misconception(
        id="I4",
        name="no row for zero",
        belief="As many words, as many rows.",
        idea="These ids begin at 1, so the last word's id equals the number of words. Row 0 "
        "exists all the same and has to be counted.",
        next_step="Write down the smallest and the largest id, and count the rows from 0.",
        lesson=3,
        seen="len(word_index) without + 1 (course notes, error 2)",
    ),
    Misconception(
        id="I5",
        name="one more out of habit",
        belief="The size always needs + 1.",
        idea="Whether one has to be added depends on what the number counts. A size that already "
        "counts the special rows needs nothing more; the extra row is never read.",
        next_step="Find the largest id that can occur, and add one to that, once.",
        lesson=3,
        seen="tensorflow/docs pull requests 2256 and 2261",
    ),
    Misconception(
        id="I6",
        name="negative ids are fine",
        belief="A negative id does no harm: the layer ignores it, refuses it, or has a row for it.",
        idea="Current Keras counts a negative id from the end of the table and returns the row of "
        "another word, without a word of warning. No row is a negative id's own.",
        next_step="Say which word's row comes back for -1, and keep negative ids out.",
        lesson=3,
        seen="tables padded with -1 (course notes, error 18)",
    ),
    Misconception(
        id="I8",
        name="ids are rounded",
        belief="A fractional id reads the nearest row, or a mixture of two.",
        idea="The id is cast to a whole number, which cuts the decimals off. There is no halfway "
        "word.",
        next_step="Apply int() to each positive id, not round().",
        lesson=3,
        seen="ids in float arrays (course notes, error 24)",
    ),
    Misconception(
        id="I9",
        name="unknown words grow the table",
        belief="A new word gets the next free id.",
        idea="The table was sized before training and has no row behind the last one. Words that "
        "it never met share one row that was set aside for them.",
        next_step="Look up which id the vocabulary keeps for unknown words.",
        lesson=3,
        seen="index errors on the first unseen text (course notes, error 2)",
    ),
    Misconception(
        id="I10",
        name="rows are numbered from one",
        belief="The rows of a table of N words are numbered 1 to N.",
        idea="Keras numbers rows as Python numbers list items: from 0.",
        next_step="Write the numbers of the rows of a table of three rows, beginning with 0.",
        lesson=3,
        seen="ids from the old Tokenizer, which begin at 1",
    ),
    Misconception(
        id="I11",
        name="zero is illegal",
        belief="Id 0 is reserved for padding, so it may not occur.",
        idea="Row 0 is a row like any other for the layer. Some vocabularies reserve it, and "
        "then padding uses it: it has to be legal for that.",
        next_step="Ask whether the table has a row for this id, not what the row is used for.",
        lesson=3,
        seen="confusion of reserved and illegal",
    ),
    Misconception(
        id="I12",
        name="places counted from one",
        belief="The first place has number 1.",
        idea="Python and the error message count places from 0.",
        next_step="Point at the first entry of your data and call it 0.",
        lesson=3,
        seen="reading indices[...] in error messages",
    ),
    Misconception(
        id="I13",
        name="column before row",
        belief="A place is given as column, then row.",
        idea="In indices[i, j] the first number walks along the first axis, the texts, and the "
        "second along the words of that text.",
        next_step="Say the place as a sentence: word j of text i.",
        lesson=3,
        seen="habits from spreadsheets and image coordinates",
    ),
    Misconception(
        id="I14",
        name="specials counted twice",
        belief="Rows for padding and unknown words must be added to whatever size is given.",
        idea="That size has already counted what special rows this vocabulary has.",
        next_step="List the special entries that the number in the question already counts.",
        lesson=3,
        seen="keras pull request 6157",
    ),
    Misconception(
        id="I15",
        name="words only",
        belief="The table needs one row for each different word, and that is all.",
        idea="This vocabulary keeps special entries besides the words, and each of them has an "
        "id and needs a row.",
        next_step="Ask which entries get_vocabulary() shows before the first word.",
        lesson=3,
        seen="rarest words that fail (course notes, error 2)",
    ),
    Misconception(
        id="I16",
        name="one special row only",
        belief="There is exactly one special row.",
        idea="How many special rows there are depends on the vocabulary: padding is one, unknown "
        "words are another.",
        next_step="List the special entries of this vocabulary by name, then count them.",
        lesson=3,
        seen="TextVectorization sized as if it were a Tokenizer",
    ),
    Misconception(
        id="I17",
        name="values for places",
        belief="Naming the bad ids is the same as saying where they stand.",
        idea="A value can stand in many places. To mend the data you need the places.",
        next_step="Walk through the list with enumerate and collect its counter.",
        lesson=3,
        seen="checks that cannot point at the bad row",
    ),
    Misconception(
        id="I18",
        name="the first word gets zero",
        belief="Numbering starts with the first word at 0.",
        idea="Then padding and unknown words have no id of their own, and a padded text is full "
        "of your first word.",
        next_step="Put the special entries in first, and number the words behind them.",
        lesson=3,
        seen="hand-made vocabularies",
    ),
    Misconception(
        id="I19",
        name="a new id at each occurrence",
        belief="Every word that is read gets the next number.",
        idea="A word keeps the id that it got first: the same word must read the same row "
        "everywhere.",
        next_step="Before numbering a word, check whether it is in the vocabulary already.",
        lesson=3,
        seen="hand-made vocabularies",
    ),
    Misconception(
        id="I20",
        name="unknown words vanish",
        belief="Words that are not in the vocabulary are left out.",
        idea="Leaving a word out moves all words behind it and hides how much of the text the "
        "model never saw.",
        next_step="Compare the number of words with the number of ids that you return.",
        lesson=3,
        seen="the old Tokenizer without oov_token",
    ),
    Misconception(
        id="I21",
        name="unknown taken for padding",
        belief="Unknown words get id 0.",
        idea="Id 0 says that there is no word here, and a mask would hide it. An unknown word is "
        "a word.",
        next_step="Look up which id the vocabulary keeps for unknown words.",
        lesson=3,
        seen="dict.get(word, 0) in tutorials",
    ),
    Misconception(
        id="I22",
        name="negative means padding",
        belief="A negative id reads row 0, or nothing.",
        idea="Current Keras counts negative ids from the end of the table, as Python does with "
        "lists.",
        next_step="Ask what a Python list gives for index -1.",
        lesson=3,
        seen="tables padded with -1 (course notes, error 18)",
    ),
    Misconception(
        id="I23",
        name="one row short of the end",
        belief="-1 is the row before the last.",
        idea="Counting from the end begins at -1 for the very last row; 0 is the first one "
        "already.",
        next_step="Write the row numbers of a table of three rows, and below them -3, -2, -1.",
        lesson=3,
        seen="off-by-one with negative indices",
    ),
    Misconception(
        id="I24",
        name="a fixed magic number",
        belief="The number in such a message is always the same.",
        idea="The number is made of two parts: what a cast turns the bad value into, and a shift "
        "by the size of the table. Another size gives another number.",
        next_step="Subtract the table's size from the number in the message; do you know what "
        "remains?",
        lesson=3,
        seen="NaN ids in float arrays (course notes, error 24)",
    ),
    Misconception(
        id="I25",
        name="the number was in the data",
        belief="Some text contained this very id.",
        idea="No vocabulary makes such numbers. It is what a cast to a whole number makes of a "
        "value that is not a number.",
        next_step="Look for values in the batch that have no whole number at all.",
        lesson=3,
        seen="NaN ids in float arrays (course notes, error 24)",
    ),
    Misconception(
        id="I26",
        name="too many words",
        belief="The number overflowed because the vocabulary is too large.",
        idea="A table of a few thousand rows is nowhere near the limit of an integer.",
        next_step="Compare the size of this table with the largest 32-bit number.",
        lesson=3,
        seen="NaN ids in float arrays (course notes, error 24)",
    ),
    Misconception(
        id="I27",
        name="two special rows everywhere",
        belief="Every vocabulary keeps a row for padding and a row for unknown words.",
        idea="Which special entries there are is a matter of the vocabulary: some keep both, some "
        "one of them, and the old Tokenizer merely leaves number 0 unused.",
        next_step="List the special entries of this very vocabulary by name, then count them.",
        lesson=3,
        seen="keras pull request 6157 (a documentation that added 2)",
    ),
    Misconception(
        id="I28",
        name="the bare cast",
        belief="A NaN always shows as the smallest 32-bit number.",
        idea="That is what the cast makes of it. Before the message is written, the table's size "
        "is added, as it is to every negative id.",
        next_step="Compare the number in the message with the smallest 32-bit number: by how much "
        "do they differ?",
        lesson=3,
        seen="NaN ids in float arrays (course notes, error 24)",
    ),
    Misconception(
        id="I29",
        name="rows with negative numbers",
        belief="A row can have a negative number.",
        idea="The rows of a table are numbered from 0 up. A negative id is turned into one of "
        "these numbers before the row is read.",
        next_step="Ask what a Python list gives for index -1, and which place that is from the "
        "front.",
        lesson=3,
        seen="tables padded with -1 (course notes, error 18)",
    ),
    Misconception(
        id="G1",
        name="adapting on everything",
        belief="Building the vocabulary on all texts is harmless, since it sees no labels.",
        idea="The vocabulary then knows the words of the test texts, so the cost of unknown "
        "words stays hidden.",
        next_step="Ask which texts a model in use will have seen before it starts.",
        lesson=7,
        seen="tutorials that adapt before the split (course notes, error 29)",
    ),
)

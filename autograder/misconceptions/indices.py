"""Wrong beliefs about ids, tables and vocabularies, and their wrong models."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

from autograder.misconceptions.misconception import Misconception
from autograder.misconceptions.stages import Reads, Writes

# --- which ids are legal ------------------------------------------------------------------


@Reads
def one_row_more(input_dim: int, **others: Any) -> dict[str, Any]:
    """I1: the id that equals the size has a row."""
    return {**others, "input_dim": input_dim + 1}


@Reads
def one_row_less(input_dim: int, **others: Any) -> dict[str, Any]:
    """I30: the last row is taken for the first one that is missing."""
    return {**others, "input_dim": input_dim - 1}


@Reads
def width_for_rows(input_dim: int, output_dim: int, **others: Any) -> dict[str, Any]:
    """I2: the length of the vectors is taken for the number of rows."""
    return {**others, "input_dim": output_dim, "output_dim": output_dim}


@Writes
def zero_left_out(ids: list[int]) -> list[int]:
    """I11: 0 is reserved, so it is not legal."""
    return [i for i in ids if i != 0]


@Writes
def specials_left_out(ids: list[int]) -> list[int]:
    """I32: 0 and 1 are reserved, so they are not legal."""
    return [i for i in ids if i not in {0, 1}]


def legal_from_one(candidates: Any, input_dim: int, output_dim: int) -> list[int]:
    """I10: rows are numbered from 1 to the size."""
    return [i for i in candidates if 1 <= i <= input_dim]


def legal_with_negatives(candidates: Any, input_dim: int, output_dim: int) -> list[int]:
    """I6: negative ids are fine."""
    return [i for i in candidates if i < input_dim]


def legal_all(candidates: Any, input_dim: int, output_dim: int) -> list[int]:
    """I31: every number finds a row."""
    return list(candidates)


def illegal_ones(candidates: Any, input_dim: int, output_dim: int) -> list[int]:
    """F2: those that fail in place of those that pass."""
    return [i for i in candidates if not 0 <= i < input_dim]


# --- what an error message says -----------------------------------------------------------


@Writes
def places_from_one(places: Any) -> Any:
    """I12: places are counted from 1."""
    return type(places)(place + 1 for place in places)


@Writes
def place_reversed(position: tuple[int, ...]) -> tuple[int, ...]:
    """I13: column before row."""
    return position[::-1]


def place_in_one_list(batch: Any, input_dim: int, output_dim: int) -> tuple[int]:
    """I34: the place is counted through the whole batch."""
    flat = [i for row in batch for i in row]
    return (next(place for place, i in enumerate(flat) if not 0 <= i < input_dim),)


@Writes
def one_less(number: int) -> int:
    """I1, I36: the number of the last row in place of the number of rows; an id less one."""
    return number - 1


@Writes
def one_more(number: int) -> int:
    """I5: one is added out of habit."""
    return number + 1


@Writes
def power_of_two(rows: int) -> int:
    """I35: a size is rounded up to a power of two."""
    return 1 << (rows - 1).bit_length()


def as_many_as_ids(batch: Any, input_dim: int, output_dim: int) -> int:
    """I33: one row for each id of the batch."""
    return sum(len(row) for row in batch)


_SMALLEST_INT32 = -(2**31)
_ROWS_IN_THE_MESSAGE = 1000


@Reads
def rows_of_the_message(rows: int) -> dict[str, int]:
    """I24: the number is the same in every table."""
    return {"rows": _ROWS_IN_THE_MESSAGE}


def one_for_each_special(batch: Any, input_dim: int, output_dim: int) -> int:
    """I14: a row each for padding and for unknown words, on top of the largest id."""
    return int(max(i for row in batch for i in row)) + 2


def nan_without_shift(rows: int) -> int:
    """I28: the bare cast."""
    return _SMALLEST_INT32


def nan_shifted_down(rows: int) -> int:
    """I41: the size is taken off the smallest number."""
    return _SMALLEST_INT32 - rows


def nan_shifted_twice(rows: int) -> int:
    """I42: the new size is added to the number in the message, which holds the old one."""
    return _SMALLEST_INT32 + _ROWS_IN_THE_MESSAGE + rows


def nan_further_down(rows: int) -> int:
    """I43: as many rows more, as much further below zero."""
    return _SMALLEST_INT32 + _ROWS_IN_THE_MESSAGE - (rows - _ROWS_IN_THE_MESSAGE)


# --- which rows are read ------------------------------------------------------------------


@Reads
def ids_rounded(ids: Any, input_dim: int) -> dict[str, Any]:
    """I8: ids are rounded to the nearest row."""
    return {"ids": [(i + 0.5) // 1 for i in ids], "input_dim": input_dim}


@Reads
def ids_rounded_half_down(ids: Any, input_dim: int) -> dict[str, Any]:
    """I38: ids are rounded to the nearest row, a half to the row below."""
    return {"ids": [-((0.5 - i) // 1) for i in ids], "input_dim": input_dim}


@Reads
def ids_negative_as_padding(ids: Any, input_dim: int) -> dict[str, Any]:
    """I22: a negative id reads the first row."""
    return {"ids": [max(i, 0) for i in ids], "input_dim": input_dim}


@Reads
def ids_without_sign(ids: Any, input_dim: int) -> dict[str, Any]:
    """I37: the sign of an id does not count."""
    return {"ids": [abs(i) for i in ids], "input_dim": input_dim}


@Reads
def ids_negative_as_unknown(ids: Any, input_dim: int) -> dict[str, Any]:
    """I59: a negative id reads the row of unknown words."""
    return {"ids": [1 if i < 0 else i for i in ids], "input_dim": input_dim}


@Reads
def ids_negative_skipped(ids: Any, input_dim: int) -> dict[str, Any]:
    """I39: nothing comes out for a negative id."""
    return {"ids": [i for i in ids if i >= 0], "input_dim": input_dim}


@Reads
def ids_negative_one_further(ids: Any, input_dim: int) -> dict[str, Any]:
    """I23: -1 is the row before the last."""
    return {"ids": [i - 1 if i < 0 else i for i in ids], "input_dim": input_dim}


def rows_negative_as_they_are(ids: Any, input_dim: int) -> list[int]:
    """I29: a negative id is the number of a row."""
    return [int(i) for i in ids]


def rows_in_order(ids: Any, input_dim: int) -> list[int]:
    """I40: the first entry reads the first row, the second the next."""
    return list(range(len(ids)))


# --- a check for ids ----------------------------------------------------------------------


@Reads
def check_from_one(ids, input_dim):  # type: ignore[no-untyped-def]
    """I10: rows are numbered from 1 to the size."""
    return {"ids": [i - 1 for i in ids], "input_dim": input_dim}


@Reads
def check_one_row_more(ids, input_dim):  # type: ignore[no-untyped-def]
    """I1: the id that equals the size passes."""
    return {"ids": ids, "input_dim": input_dim + 1}


@Reads
def check_one_row_less(ids, input_dim):  # type: ignore[no-untyped-def]
    """I30: the number of the last row is taken for illegal."""
    return {"ids": ids, "input_dim": input_dim - 1}


@Reads
def check_negatives_pass(ids, input_dim):  # type: ignore[no-untyped-def]
    """I6: a negative id passes as 1 does."""
    return {"ids": [i if i >= 0 else 1 for i in ids], "input_dim": input_dim}


@Reads
def check_zero_fails(ids, input_dim):  # type: ignore[no-untyped-def]
    """I11: 0 is as illegal as an id beyond the size."""
    return {"ids": [i or input_dim + 1 for i in ids], "input_dim": input_dim}


def check_gives_values(ids, input_dim):  # type: ignore[no-untyped-def]
    """I17: the ids themselves in place of where they stand."""
    return [i for i in ids if i < 0 or i >= input_dim]


def check_gives_the_legal(ids, input_dim):  # type: ignore[no-untyped-def]
    """F2: the places of those that pass."""
    return [place for place, i in enumerate(ids) if 0 <= i < input_dim]


def check_with_and(ids, input_dim):  # type: ignore[no-untyped-def]
    """F3: an id has to be too small and too large at once."""
    return [place for place, i in enumerate(ids) if i < 0 and i >= input_dim]


def check_as_mask(ids, input_dim):  # type: ignore[no-untyped-def]
    """F4: True or False for each id."""
    return [i < 0 or i >= input_dim for i in ids]


def check_by_index(ids, input_dim):  # type: ignore[no-untyped-def]
    """F9: index() finds the first of equal ids each time."""
    return [ids.index(i) for i in ids if i < 0 or i >= input_dim]


@Writes
def only_the_first(places: list[Any]) -> list[Any]:
    """F1: the function returns at the first find."""
    return places[:1]


@Writes
def none_for_an_empty_list(places: list[Any]) -> list[Any] | None:
    """F5: None where nothing was found."""
    return places or None


# --- building a vocabulary ----------------------------------------------------------------


def vocabulary_from_zero(texts):  # type: ignore[no-untyped-def]
    """I18: the first word gets id 0."""
    vocabulary: dict[str, int] = {}
    for text in texts:
        for word in text.split():
            vocabulary.setdefault(word, len(vocabulary))
    return vocabulary


def vocabulary_from_one(texts):  # type: ignore[no-untyped-def]
    """I46: the first word gets id 1, and nothing stands before it."""
    vocabulary: dict[str, int] = {}
    for text in texts:
        for word in text.split():
            vocabulary.setdefault(word, len(vocabulary) + 1)
    return vocabulary


def vocabulary_padding_only(texts):  # type: ignore[no-untyped-def]
    """I16: a row for padding, none for unknown words."""
    vocabulary = {"": 0}
    for text in texts:
        for word in text.split():
            vocabulary.setdefault(word, len(vocabulary))
    return vocabulary


def _numbered(words: Any) -> dict[str, int]:
    """Ids for the words in the given order, behind the special entries."""
    vocabulary = {"": 0, "[UNK]": 1}
    for word in words:
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


def vocabulary_with_gaps(texts):  # type: ignore[no-untyped-def]
    """I50: a word that comes back uses up a number, though it keeps its own."""
    vocabulary, next_id = {"": 0, "[UNK]": 1}, 2
    for text in texts:
        for word in text.split():
            vocabulary.setdefault(word, next_id)
            next_id += 1
    return vocabulary


def vocabulary_sorted(texts):  # type: ignore[no-untyped-def]
    """I47: the words in the order of the alphabet."""
    return _numbered(sorted({word for text in texts for word in text.split()}))


def vocabulary_by_frequency(texts):  # type: ignore[no-untyped-def]
    """I48: the most frequent words first."""
    counted = Counter(word for text in texts for word in text.split())
    return _numbered(word for word, _ in counted.most_common())


def vocabulary_of_characters(texts):  # type: ignore[no-untyped-def]
    """I52: the characters of the texts."""
    return _numbered(character for text in texts for character in text)


def vocabulary_at_single_blanks(texts):  # type: ignore[no-untyped-def]
    """I55: words end at a blank only, and at each blank."""
    return _numbered(word for text in texts for word in text.split(" "))


def vocabulary_of_the_first_text(texts):  # type: ignore[no-untyped-def]
    """F1: the function returns after the first text."""
    for text in texts:
        return _numbered(text.split())
    return None


@Reads
def texts_in_lower_case(texts):  # type: ignore[no-untyped-def]
    """I49: capital letters do not count."""
    return {"texts": [text.lower() for text in texts]}


@Reads
def texts_without_punctuation(texts):  # type: ignore[no-untyped-def]
    """I54: punctuation does not count."""
    return {"texts": [_without_punctuation(text) for text in texts]}


def _without_punctuation(text: str) -> str:
    return re.sub(r"[^\w\s]", "", text)


@Writes
def specials_exchanged(vocabulary: dict[str, int]) -> dict[str, int]:
    """I51: 0 for unknown words, 1 for padding."""
    return {word: {0: 1, 1: 0}.get(i, i) for word, i in vocabulary.items()}


@Writes
def padding_left_out(vocabulary: dict[str, int]) -> dict[str, int]:
    """I53: no entry for padding, though its id stays free."""
    return {word: i for word, i in vocabulary.items() if word}


@Writes
def list_of_words(vocabulary: dict[str, int]) -> list[str]:
    """F6: the words as a list, in the order of their ids."""
    return list(vocabulary)


@Writes
def words_by_id(vocabulary: dict[str, int]) -> dict[int, str]:
    """F7: from id to word."""
    return {i: word for word, i in vocabulary.items()}


# --- encoding a text ----------------------------------------------------------------------


@Reads
def text_in_lower_case(text, vocabulary):  # type: ignore[no-untyped-def]
    """I49: capital letters do not count."""
    return {"text": text.lower(), "vocabulary": vocabulary}


@Reads
def text_without_punctuation(text, vocabulary):  # type: ignore[no-untyped-def]
    """I54: punctuation does not count."""
    return {"text": _without_punctuation(text), "vocabulary": vocabulary}


def encode_grows(text, vocabulary):  # type: ignore[no-untyped-def]
    """I9: an unknown word gets a new id behind the last."""
    grown = dict(vocabulary)
    return [grown.setdefault(word, len(grown)) for word in text.split()]


def encode_behind_the_last(text, vocabulary):  # type: ignore[no-untyped-def]
    """I57: all unknown words get the one id behind the last."""
    return [vocabulary.get(word, len(vocabulary)) for word in text.split()]


def encode_drops(text, vocabulary):  # type: ignore[no-untyped-def]
    """I20: unknown words are left out."""
    return [vocabulary[word] for word in text.split() if word in vocabulary]


def encode_unknown_as_padding(text, vocabulary):  # type: ignore[no-untyped-def]
    """I21: unknown words get the id of padding."""
    return [vocabulary.get(word, 0) for word in text.split()]


def encode_unknown_as_minus_one(text, vocabulary):  # type: ignore[no-untyped-def]
    """I59: unknown words get -1."""
    return [vocabulary.get(word, -1) for word in text.split()]


def encode_unknown_as_none(text, vocabulary):  # type: ignore[no-untyped-def]
    """I60: get() is left to find something for unknown words."""
    return [vocabulary.get(word) for word in text.split()]


def encode_unknown_as_token(text, vocabulary):  # type: ignore[no-untyped-def]
    """I58: unknown words become the token and not its id."""
    return [vocabulary.get(word, "[UNK]") for word in text.split()]


def encode_known_only(text, vocabulary):  # type: ignore[no-untyped-def]
    """I56: every word is looked up as if it were known."""
    return [vocabulary[word] for word in text.split()]


def encode_characters(text, vocabulary):  # type: ignore[no-untyped-def]
    """I52: the ids of the text's characters."""
    return [vocabulary.get(character, vocabulary["[UNK]"]) for character in text]


def encode_at_single_blanks(text, vocabulary):  # type: ignore[no-untyped-def]
    """I55: words end at a blank only, and at each blank."""
    return [vocabulary.get(word, vocabulary["[UNK]"]) for word in text.split(" ")]


@Writes
def each_id_once(ids: list[int]) -> list[int]:
    """I61: which ids occur, sorted."""
    return sorted(set(ids))


@Writes
def ids_as_text(ids: list[int]) -> str:
    """F8: the ids in one text."""
    return " ".join(map(str, ids))


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
        next_step="Cross out output_dim in the call, and ask again which rows there are.",
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
        seen="len(word_index) without + 1",
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
        idea="Current Keras counts a negative id from the end of the table and gives back the row "
        "of another word, without a warning. No row belongs to a negative id.",
        next_step="Find the item that a Python list gives for this index, and ask which id owns "
        "that row.",
        lesson=3,
        seen="tables padded with -1",
    ),
    Misconception(
        id="I8",
        name="ids are rounded",
        belief="A fractional id reads the nearest row, or a mixture of two.",
        idea="The id is cast to a whole number, which cuts the decimals off. There is no halfway "
        "word.",
        next_step="Apply int() to each positive id, not round().",
        lesson=3,
        seen="ids in float arrays",
    ),
    Misconception(
        id="I9",
        name="unknown words grow the table",
        belief="A new word gets the next free id.",
        idea="The table was sized before training and has no row behind the last one. Words that "
        "it never met share one row that was set aside for them.",
        next_step="Look up which id the vocabulary keeps for unknown words.",
        lesson=3,
        seen="index errors on the first unseen text",
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
        idea="Special entries have rows among the others. A size or a limit counts them already, "
        "and a largest id lies behind them: nothing is added on top.",
        next_step="Say what the number in the question counts, and whether the special entries are "
        "part of it.",
        lesson=3,
        seen="keras pull request 6157",
    ),
    Misconception(
        id="I15",
        name="words only",
        belief="A vocabulary holds the words and nothing else.",
        idea="This vocabulary keeps special entries besides the words, and each of them has an "
        "id and needs a row.",
        next_step="Ask which entries get_vocabulary() shows before the first word.",
        lesson=3,
        seen="rarest words that fail",
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
        next_step="Walk through the list with enumerate, and collect the places instead of the "
        "ids.",
        lesson=3,
        seen="checks that cannot point at the bad row",
    ),
    Misconception(
        id="I18",
        name="the first word gets zero",
        belief="Numbering starts with the first word at 0.",
        idea="Then the special entries have no id of their own, and a padded text is full of your "
        "first word.",
        next_step="Look up which id the first word is to have, and what the ids before it are "
        "kept for.",
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
        name="negative ids read the first row",
        belief="A negative id reads row 0: the row of padding, or the nearest one that exists.",
        idea="Current Keras counts negative ids from the end of the table, as Python does with "
        "lists.",
        next_step="Ask what a Python list gives for index -1.",
        lesson=3,
        seen="tables padded with -1",
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
        seen="NaN ids in float arrays",
    ),
    Misconception(
        id="I25",
        name="the number was in the data",
        belief="Some text contained this very id.",
        idea="No vocabulary makes such numbers. It is what a cast to a whole number makes of a "
        "value that is not a number.",
        next_step="Look for values in the batch that have no whole number at all.",
        lesson=3,
        seen="NaN ids in float arrays",
    ),
    Misconception(
        id="I26",
        name="too many words",
        belief="The number overflowed because the vocabulary is too large.",
        idea="A table of a few thousand rows is nowhere near the limit of an integer.",
        next_step="Compare the size of this table with the largest 32-bit number.",
        lesson=3,
        seen="NaN ids in float arrays",
    ),
    Misconception(
        id="I27",
        name="two special rows everywhere",
        belief="Every vocabulary keeps a row for padding and a row for unknown words.",
        idea="Which special entries there are is a matter of the vocabulary: some keep both, some "
        "one of them, and the old Tokenizer only leaves number 0 unused.",
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
        seen="NaN ids in float arrays",
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
        seen="tables padded with -1",
    ),
    Misconception(
        id="I30",
        name="the last row left out",
        belief="The last row of a table of N rows has number N - 2, so N - 1 is beyond it.",
        idea="Counting from 0 makes the last number smaller by one, and not by two: N rows end at "
        "N - 1.",
        next_step="Write down the numbers of the rows of a table of three rows, and count them.",
        lesson=3,
        seen="a classic of counting from 0: one is taken off twice",
    ),
    Misconception(
        id="I31",
        name="every number finds a row",
        belief="The layer takes any whole number and folds it into the table, as a hash does.",
        idea="Nothing is hashed in an Embedding: an id is the number of its row. Folding numbers "
        "into a range is the work of another layer in front of it.",
        next_step="Ask of each id whether the table has a row with this very number.",
        lesson=3,
        seen="Embedding and Hashing layers taken for one",
    ),
    Misconception(
        id="I32",
        name="the special rows are no rows",
        belief="Ids 0 and 1 are kept for padding and unknown words, so they are not legal.",
        idea="What a row is used for is the vocabulary's business. The table has these rows, and "
        "padded or unknown positions read them all the time.",
        next_step="Ask whether the table has a row for this id, not what the row is used for.",
        lesson=3,
        seen="confusion of reserved and illegal",
    ),
    Misconception(
        id="I33",
        name="as many rows as ids",
        belief="A table needs one row for each id in the batch.",
        idea="Rows are not handed out to the ids as they come. An id names its row by number, so "
        "one large id needs all the rows below it too.",
        next_step="Find the id with the largest number, and count the rows from 0 up to it.",
        lesson=3,
        seen="a count of ids taken for the range of ids",
    ),
    Misconception(
        id="I34",
        name="the place in one long list",
        belief="The place of an id is counted through the whole batch, text after text.",
        idea="A batch has two axes, and the message gives a number for each: which text, and "
        "which word of it.",
        next_step="Start counting again at 0 in each text, and give both numbers.",
        lesson=3,
        seen="reading indices[...] in error messages",
    ),
    Misconception(
        id="I35",
        name="sizes are powers of two",
        belief="The size of a table has to be a power of two.",
        idea="Any positive number of rows is a size. Powers of two are a habit of those who care "
        "for speed, not a condition.",
        next_step="Take the smallest number of rows that still holds the largest id.",
        lesson=3,
        seen="a classic of sizes in example code: 64, 128, 256",
    ),
    Misconception(
        id="I36",
        name="the message counts one less",
        belief="The value of the bad id is one off from the number in the data, as rows are "
        "counted from 0.",
        idea="Rows and ids are both counted from 0, so no 1 is added or taken off. Only to a "
        "negative id is something added: the size of the table.",
        next_step="Follow one id from the batch to the message, and say what is added to it on the "
        "way.",
        lesson=3,
        seen="reading indices[...] in error messages",
    ),
    Misconception(
        id="I37",
        name="the sign does not count",
        belief="A negative id reads the row of the same number without the sign.",
        idea="Current Keras counts a negative id from the end of the table. The positive id of the "
        "same size has another row, for another word.",
        next_step="Ask what a Python list gives for index -1.",
        lesson=3,
        seen="tables padded with -1",
    ),
    Misconception(
        id="I38",
        name="a half goes down",
        belief="A fractional id reads the nearest row, and a half reads the row below.",
        idea="Nothing is rounded, neither halves nor anything else. The cast to a whole "
        "number cuts off all that stands behind the point.",
        next_step="Apply int() to each positive id, not round().",
        lesson=3,
        seen="ids in float arrays",
    ),
    Misconception(
        id="I39",
        name="negative ids are skipped",
        belief="A negative id reads no row, so nothing comes out for it.",
        idea="One vector comes out for each id that goes in, whatever the id. A negative one "
        "gets a row as well: it is counted from the end of the table.",
        next_step="Compare the number of ids with the number of rows in your answer.",
        lesson=3,
        seen="tables padded with -1",
    ),
    Misconception(
        id="I40",
        name="rows are read in order",
        belief="The first entry reads the first row, the second entry the second row.",
        idea="Where an id stands in the input says where its vector stands in the output. Which "
        "row is read is said by the id itself.",
        next_step="Swap two entries, and ask what each of them reads now.",
        lesson=3,
        seen="places and ids taken for one",
    ),
    Misconception(
        id="I41",
        name="the size taken off",
        belief="Before the message is written, the size of the table is taken off the smallest "
        "number.",
        idea="It is added: that is how a negative id is counted from the end of the table. The "
        "number in the message lies above the smallest 32-bit number, not below.",
        next_step="Compare the number in the message with the smallest 32-bit number: which of "
        "the two is larger?",
        lesson=3,
        seen="NaN ids in float arrays",
    ),
    Misconception(
        id="I42",
        name="one size on top of the other",
        belief="The size of the new table is added to the number that the message showed.",
        idea="The number in the message holds the size of its own table already. The new size "
        "comes in its place.",
        next_step="Take the old size off first: do you know the number that remains?",
        lesson=3,
        seen="NaN ids in float arrays",
    ),
    Misconception(
        id="I43",
        name="the larger the table, the lower the number",
        belief="More rows move the number in the message further below zero.",
        idea="The number is made by adding the number of rows to a very low one, so more rows "
        "lift it.",
        next_step="Try it with two small tables: what does -5 become when 3 is added, and when 4 "
        "is?",
        lesson=3,
        seen="NaN ids in float arrays",
    ),
    Misconception(
        id="I44",
        name="a large id passes",
        belief="The line lets an id pass that is as large as the table, or larger.",
        idea="The largest id of all, wherever it stands, has to be below the size. So one id "
        "that reaches the size stops the whole list.",
        next_step="Work the line out on your list: what is the largest id, and is it below the "
        "size?",
        lesson=3,
        seen="`<` and `<=` confused, a classic of checks on a range",
    ),
    Misconception(
        id="I45",
        name="nothing passes every check",
        belief="An empty list passes the line, as there is nothing in it to object to.",
        idea="An empty list has no largest id: max() stops with a ValueError before anything"
        " is compared. Nor does it hold an id without a row.",
        next_step="Run max([]) once, then look for a list that holds an id.",
        lesson=3,
        seen="a classic of checks on collections",
    ),
    Misconception(
        id="I46",
        name="words from one on",
        belief="Numbering starts with the first word at 1, and 0 needs no entry.",
        idea="That is how the old Tokenizer counted. This vocabulary has two entries in front of "
        "the words.",
        next_step="Put the special entries in first, and number the words behind them.",
        lesson=3,
        seen="ids from the old Tokenizer, which begin at 1",
    ),
    Misconception(
        id="I47",
        name="words in alphabetical order",
        belief="A vocabulary lists its words in the order of the alphabet.",
        idea="The order decides which word gets which id. Here it is the order in which the words "
        "are met, so that a word that is met late never moves an earlier one.",
        next_step="Walk through the texts from the left, and number each word when you meet it.",
        lesson=3,
        seen="sorted(set(words)), a classic of hand-made vocabularies",
    ),
    Misconception(
        id="I48",
        name="frequent words first",
        belief="A vocabulary lists its words by how often they occur.",
        idea="TextVectorization does, so that max_tokens can cut off the rare ones. Here the ids "
        "follow the order of first appearance.",
        next_step="Walk through the texts from the left, and number each word when you meet it.",
        lesson=3,
        seen="vocabularies of TextVectorization and StringLookup",
    ),
    Misconception(
        id="I49",
        name="capitals do not count",
        belief="Words are always put into lower case before they are looked up.",
        idea="TextVectorization does that unless it is told not to. A dict compares texts letter "
        "by letter, and so do these two functions.",
        next_step="Read in the task whether 'Red' and 'red' are one word here.",
        lesson=3,
        seen="the default standardize of TextVectorization",
    ),
    Misconception(
        id="I50",
        name="repeated words use up numbers",
        belief="Every word that is read uses up a number, whether it is new or not.",
        idea="Ids are the numbers of rows, and a number that no word has is a row that is never "
        "read. Only a new word takes the next number.",
        next_step="Go to the next number only after a new word was put in.",
        lesson=3,
        seen="hand-made vocabularies with a counter of their own",
    ),
    Misconception(
        id="I51",
        name="padding and unknown exchanged",
        belief="Unknown words have id 0, and padding has id 1.",
        idea="Padding is 0: sequences are filled up with zeros, and mask_zero hides these alone. "
        "Unknown words come behind it.",
        next_step="Ask which of the two a layer with mask_zero=True has to hide.",
        lesson=3,
        seen="vocabularies of other tools, which put the unknown token first",
    ),
    Misconception(
        id="I52",
        name="characters for words",
        belief="A loop over a text goes through its words.",
        idea="A loop over a text goes through its characters, blanks included. Words exist only "
        "after the text was split.",
        next_step="Run list('red green') and compare it with 'red green'.split().",
        lesson=3,
        seen="a text passed where a list of words is due, a classic of Python",
    ),
    Misconception(
        id="I53",
        name="no entry for padding",
        belief="Padding is not a word, so the vocabulary holds no entry for it.",
        idea="Padding is no word, but it has an id, and what has an id stands in the vocabulary: "
        "here as the empty text.",
        next_step="List all entries that the task names before the first word.",
        lesson=3,
        seen="hand-made vocabularies",
    ),
    Misconception(
        id="I54",
        name="punctuation does not count",
        belief="Punctuation is always taken off before words are looked up.",
        idea="TextVectorization does that unless it is told not to. Splitting at white space "
        "leaves a comma where it stood, as part of the word.",
        next_step="Read in the task whether 'red,' and 'red' are one word here.",
        lesson=3,
        seen="the default standardize of TextVectorization",
    ),
    Misconception(
        id="I55",
        name="only blanks are white space",
        belief="Splitting with split(' ') gives what split() gives.",
        idea="With a blank given, split cuts at every single blank and at nothing else: tabs stay "
        "inside the words, and an empty text becomes one empty word. With nothing given, it cuts "
        "at any run of white space.",
        next_step="Run both on an empty text and on a text with a tab, and compare.",
        lesson=3,
        seen="str.split with and without an argument, a classic of Python",
    ),
    Misconception(
        id="I56",
        name="every word is known",
        belief="Each word of a text stands in the vocabulary.",
        idea="New texts bring new words. Looking up a key that a dict does not have raises a "
        "KeyError.",
        next_step="Read again what the task asks for a word that is not in the vocabulary, and "
        "check for that before you look it up.",
        lesson=3,
        seen="index errors on the first unseen text",
    ),
    Misconception(
        id="I57",
        name="unknown words behind the last row",
        belief="Unknown words share the first id behind the vocabulary.",
        idea="They do share an id, but one that the table has a row for: it was set aside among "
        "the entries of the vocabulary. Behind the last entry there is no row.",
        next_step="Look up which id the vocabulary keeps for unknown words.",
        lesson=3,
        seen="index errors on the first unseen text",
    ),
    Misconception(
        id="I58",
        name="the token for its id",
        belief="An unknown word is replaced by [UNK], and that is all.",
        idea="[UNK] is an entry of the vocabulary like any word. What goes into the layer is its "
        "id, a whole number.",
        next_step="Look [UNK] up in the vocabulary as you look up a word.",
        lesson=3,
        seen="tokens and ids taken for one",
    ),
    Misconception(
        id="I59",
        name="minus one for unknown",
        belief="-1 marks a word that is not there.",
        idea="Keras reads -1 as the number of a row, and no error appears: an unknown word would "
        "get the vector of another word.",
        next_step="Keep two things apart: the row that the layer reads for -1, and the id that a "
        "vocabulary keeps for unknown words.",
        lesson=3,
        seen="-1 for 'not found', as in str.find",
    ),
    Misconception(
        id="I60",
        name="get knows what is missing",
        belief="For a key that is not there, dict.get finds a useful value.",
        idea="Without a second argument it gives None, and None is no number of a row.",
        next_step="Print what your function returns for an unknown word, and what type that has.",
        lesson=3,
        seen="dict.get without a default, a classic of Python",
    ),
    Misconception(
        id="I61",
        name="which words, not in which order",
        belief="Encoding a text says which words occur in it, each of them once.",
        idea="That is a bag of words, or multi-hot. Ids for an Embedding keep the text as it is: "
        "one id for each word, in the order of the words.",
        next_step="Count the words of the text and the ids that you return.",
        lesson=3,
        seen="output_mode='multi_hot' of TextVectorization",
    ),
    Misconception(
        id="I62",
        name="the size before the vocabulary",
        belief="All layers can be made first, and the vocabulary be built afterwards.",
        idea="The number of rows is fixed when the table is made. Before adapt the vocabulary "
        "holds only its special entries, and a table of that size has no row for any word.",
        next_step="Ask what vocabulary_size() is at the moment when your table asks for it.",
        lesson=3,
        seen="layers created at the top of a script, adapted below",
    ),
    Misconception(
        id="I63",
        name="a table out of nowhere",
        belief="The table need not be made: it is there as soon as there are ids.",
        idea="The vectors live in the weights of an Embedding, and somebody has to make that "
        "layer and say how many rows it has.",
        next_step="For each name that a line uses, point at the line that makes it.",
        lesson=3,
        seen="scripts put together from pieces",
    ),
    Misconception(
        id="I64",
        name="used first, adapted later",
        belief="A TextVectorization can be called first and adapted afterwards.",
        idea="The call needs the vocabulary, and adapt is what builds it. Without one there is "
        "nothing to number words with.",
        next_step="Ask what the layer knows about the texts at the moment of the call.",
        lesson=3,
        seen="layers called before adapt()",
    ),
    Misconception(
        id="I65",
        name="vectors before ids",
        belief="The vectors come first, and the ids follow from them.",
        idea="Ids are what goes into the table, vectors are what comes out of it.",
        next_step="For each name that a line uses, point at the line that makes it.",
        lesson=3,
        seen="input and output of the look-up exchanged",
    ),
    Misconception(
        id="I66",
        name="no need to adapt",
        belief="TextVectorization comes with a vocabulary, so adapt is not needed.",
        idea="It comes without any words. A vocabulary is given to it, or adapt builds one "
        "from texts.",
        next_step="Ask where the layer would get its words from.",
        lesson=3,
        seen="layers called before adapt()",
    ),
    Misconception(
        id="I67",
        name="ids taken for vectors",
        belief="The ids that come out of TextVectorization are the vectors of the words.",
        idea="Ids are mere numbers of rows. The vectors stand in the rows, and a look-up in a "
        "table fetches them.",
        next_step="Ask what the shape of a batch is before and after the Embedding.",
        lesson=3,
        seen="the name TextVectorization taken at its word",
    ),
    Misconception(
        id="I68",
        name="a missing row is a row of zeros",
        belief="Where the table has no row, zeros come out.",
        idea="TensorFlow's plain lookup on a GPU stores zeros, so somewhere you are right. "
        "The compiled lookup makes up no numbers: whatever comes out stands in the "
        "table.",
        next_step="Let each row hold its own number, and look at what comes out.",
        lesson=3,
        seen="the documentation of tf.gather; tensorflow#5847",
    ),
    Misconception(
        id="I69",
        name="the message quotes the batch",
        belief="The number in an index error is the number that stands in the batch.",
        idea="That is true for ids of 0 or more. To a negative id Keras adds the size of the table "
        "first, and the message shows the sum.",
        next_step="Put the number from the message into a table of that size. Is it an error?",
        lesson=3,
        seen="keras.layers.Embedding since 3.3, which shifts negative ids before it looks them up",
    ),
    Misconception(
        id="I70",
        name="the size added once more",
        belief="A negative number in a message still has to be counted from the end of the table.",
        idea="The size has been added already, and the number was below zero all the same. The "
        "number in the batch lies further down.",
        next_step="Undo one step: what was the number before the size was added to it?",
        lesson=3,
        seen="a step undone in the wrong direction, a classic of off-by-N",
    ),
    Misconception(
        id="I71",
        name="a repeated id shares its row",
        belief="An id that occurs twice has no row of its own, for both share one.",
        idea="A row belongs to an id, not to a place in the data. Wherever the id stands, this row "
        "is looked up, and no other id reads it.",
        next_step="Ask which ids the table has rows for; how often one of them occurs does not "
        "matter.",
        lesson=3,
        seen="source material, practice question 4",
    ),
    Misconception(
        id="F1",
        name="return inside the loop",
        belief="A return ends this turn of the loop, and the loop goes on.",
        idea="A return ends the function, at the first turn that reaches it. All that comes later "
        "is never looked at.",
        next_step="Collect in the loop, and move the return behind the loop.",
        lesson=3,
        seen="a return indented too far, a classic of Python",
    ),
    Misconception(
        id="F2",
        name="the other half",
        belief="To name those that pass the test is as good as to name those that fail it.",
        idea="The two lists have nothing in common, and yours is the one that was not asked for.",
        next_step="Read the question once more, then check one entry of your answer of which you "
        "are sure.",
        lesson=3,
        seen="a condition the wrong way round, a classic of filters",
    ),
    Misconception(
        id="F3",
        name="and for or",
        belief="An id is illegal when it is too small and too large.",
        idea="No number is below 0 and beyond the table at once, so a condition that asks for "
        "both never holds, and nothing is found.",
        next_step="Work your condition out for an id of -1: which half is true, and what does "
        "that make of the whole?",
        lesson=3,
        seen="De Morgan's laws, a classic of conditions",
    ),
    Misconception(
        id="F4",
        name="a mask for places",
        belief="True or False for each entry says where something stands.",
        idea="A mask has as many entries as the list, and somebody still has to count where the "
        "True ones stand. Places are numbers.",
        next_step="Keep the counter of enumerate where your mask is True.",
        lesson=3,
        seen="boolean masks of NumPy",
    ),
    Misconception(
        id="F5",
        name="None for nothing found",
        belief="Where nothing is found, a function returns None.",
        idea="A list of no places is a list: callers can loop over it and take its length. None "
        "has to be treated apart by each of them.",
        next_step="Return the list as it is, empty or not.",
        lesson=3,
        seen="None for an empty result, a classic of Python",
    ),
    Misconception(
        id="F6",
        name="a list for a dict",
        belief="A list of the words is a vocabulary, as the place of a word is its id.",
        idea="A list leads from an id to its word, as get_vocabulary() does. To encode texts you "
        "need the way from word to id, and that is what a dict stores.",
        next_step="Ask how your vocabulary answers the question: which id has this word?",
        lesson=3,
        seen="get_vocabulary() of TextVectorization",
    ),
    Misconception(
        id="F7",
        name="from id to word",
        belief="A vocabulary is a dict from id to word.",
        idea="That is the way back, for decoding. Here the words are the keys and the ids are "
        "the values.",
        next_step="Look up a word in your dict, with square brackets.",
        lesson=3,
        seen="index_word and word_index of the old Tokenizer",
    ),
    Misconception(
        id="F8",
        name="a text for a list",
        belief="Ids joined to one text are as good as a list of ids.",
        idea="Printed, the two look the same, but a text holds characters. A layer needs numbers, "
        "one for each word.",
        next_step="Return the list before anything is joined.",
        lesson=3,
        seen="printed and returned values taken for one",
    ),
    Misconception(
        id="F9",
        name="index for the place",
        belief="The place at which this x stands is ids.index(x).",
        idea="Each time, index() searches from the left and gives the first place that holds an "
        "equal value. The second of two equal ids gets the place of the first.",
        next_step="Try your function on a list in which a bad id stands twice.",
        lesson=3,
        seen="list.index inside a loop, a classic of Python",
    ),
    Misconception(
        id="G1",
        name="adapting on everything",
        belief="Building the vocabulary on all texts is harmless, since it sees no labels.",
        idea="The vocabulary then knows the words of the test texts, so the cost of unknown "
        "words stays hidden.",
        next_step="Ask which texts a model in use will have seen before it starts.",
        lesson=7,
        seen="tutorials that adapt before the split",
    ),
)

"""The questions of assignment 03_ids (lesson 3)."""

from __future__ import annotations

from typing import Any

from autograder.answers import describe
from autograder.errors import UnusableAnswer
from autograder.misconceptions import indices as wrong
from autograder.questions import draws
from autograder.questions.choices import Choice, Option, Ordering, choose
from autograder.questions.functions import Case, Counterexample, Function, Unmet
from autograder.questions.kinds import Count, Ids
from autograder.questions.question import Question
from autograder.reference import indices

LEGAL = Question(
    id="ids-legal",
    title="Which ids are legal",
    lesson=3,
    points=1,
    items=("30", "32"),
    prompt="A layer is `Embedding(1000, 64)`. Which of the ids -1, 0, 1, 500, 999 and 1000 are "
    "legal, that is, have a row of their own? Answer with a list.",
    parts=(
        Ids(
            ordered=False,
            reference=lambda candidates, input_dim, output_dim: [
                i for i in candidates if indices.is_legal(i, input_dim)
            ],
            params={
                "candidates": (-1, 0, 1, 500, 999, 1000),
                "input_dim": 1000,
                "output_dim": 64,
            },
            wrong={
                "I1": wrong.one_row_more,
                "I10": wrong.legal_from_one,
                "I11": wrong.zero_left_out,
                "I6": wrong.legal_with_negatives,
                "I2": wrong.width_for_rows,
                "I30": wrong.one_row_less,
                "I31": wrong.legal_all,
                "I32": wrong.specials_left_out,
                "F2": wrong.illegal_ones,
            },
        ),
    ),
    hints=(
        "Rows are counted as Python counts list items.",
        "What is the number of the first row of a thousand, and what is the number of the last?",
    ),
)

_BATCH: Any = ((3, 70, 8), (42, 5, 1000))


def _first_illegal(batch: Any, input_dim: int) -> indices.Illegal:
    return indices.illegal_ids([list(row) for row in batch], input_dim)[0]


_CASE: dict[str, Any] = {"batch": _BATCH, "input_dim": 1000, "output_dim": 64}

DETECTIVE = Question(
    id="ids-detective",
    title="Read an index error",
    lesson=3,
    points=3,
    items=("30", "32"),
    prompt="`Embedding(1000, 64)` is called on `[[3, 70, 8], [42, 5, 1000]]` and stops with an "
    "`InvalidArgumentError`. Diagnose it, in a dict:\n\n"
    "- `position`: where the id stands that has no row, as a tuple of two numbers, as the "
    "message gives it\n"
    "- `value`: that id\n"
    "- `cause`: one letter\n"
    "    - **A** a list should have been passed, not a tensor\n"
    "    - **B** an id must be smaller than 64\n"
    "    - **C** the table has no row with this number\n"
    "- `fix`: the smallest `input_dim` with which this batch would run",
    parts=(
        Ids(
            name="position",
            label="position",
            weight=0.5,
            reference=lambda batch, input_dim, output_dim: (
                _first_illegal(batch, input_dim).position
            ),
            params=_CASE,
            wrong={
                "I2": wrong.width_for_rows,
                "I34": wrong.place_in_one_list,
                "I12": wrong.places_from_one,
                "I13": wrong.place_reversed,
            },
        ),
        Count(
            name="value",
            label="value",
            weight=0.5,
            reference=lambda batch, input_dim, output_dim: _first_illegal(batch, input_dim).value,
            params=_CASE,
            wrong={
                "I2": wrong.width_for_rows,
                "I36": wrong.one_less,
            },
        ),
        Choice(
            name="cause",
            label="cause",
            reference=choose("C"),
            options={
                "A": Option("a list should have been passed", "I3"),
                "B": Option("an id must be smaller than 64", "I2"),
                "C": Option("no row with this number"),
            },
        ),
        Count(
            name="fix",
            label="fix",
            reference=lambda batch, input_dim, output_dim: indices.smallest_input_dim(
                [list(row) for row in batch]
            ),
            params=_CASE,
            wrong={
                "I33": wrong.as_many_as_ids,
                "I1": wrong.one_less,
                "I5": wrong.one_more,
                "I14": wrong.one_for_each_special,
                "I35": wrong.power_of_two,
            },
            indistinct=(frozenset({"I5", "I14"}),),
        ),
    ),
    hints=(
        "Which numbers do the rows of this table have, from the first to the last?",
        "Go through the batch as the message does: text 0 first, then text 1, each from word 0.",
        "For the fix: the largest id must have a row, and counting starts at 0.",
    ),
)


def _size(name: str, label: str, rows: int, given: int, beliefs: dict[str, int]) -> Count:
    """One table to size: the rows due, and how far from the given number each belief lands."""
    return Count(
        name=name,
        label=label,
        reference=lambda given, rows: rows,
        params={"given": given, "rows": rows},
        wrong={
            belief: (lambda given, rows, more=more: given + more)
            for belief, more in beliefs.items()
        },
    )


SIZES = Question(
    id="ids-sizes",
    title="Size five tables",
    lesson=3,
    points=2,
    items=("28", "30", "32"),
    prompt="How many rows does each table need at least, so that every id that can occur has one? "
    "Answer with a dict.\n\n"
    "- `old`: an old `Tokenizer`, whose ids begin at 1, has a `word_index` of 5,000 entries\n"
    "- `counted`: `vocabulary_size()` of a `TextVectorization` says 5,000\n"
    "- `words`: a `TextVectorization` without `max_tokens` was adapted on texts with 1,000 "
    "different words\n"
    "- `lookup`: a `StringLookup` with its defaults was adapted on 1,000 different words\n"
    "- `largest`: the largest id in an array is 9,999",
    parts=(
        _size("old", "Tokenizer", 5001, 5000, {"I4": 0, "I27": 2}),
        _size("counted", "vocabulary_size()", 5000, 5000, {"I5": 1, "I14": 2}),
        _size("words", "TextVectorization on 1,000 words", 1002, 1000, {"I15": 0, "I16": 1}),
        _size("lookup", "StringLookup on 1,000 words", 1001, 1000, {"I15": 0, "I27": 2}),
        _size("largest", "largest id 9,999", 10000, 9999, {"I1": 0, "I5": 2}),
    ),
    hints=(
        "For each of them find the largest id that can occur. The table needs one row more.",
        "TextVectorization keeps two special entries in front of the words, padding and [UNK]. "
        "StringLookup keeps one by default. The old Tokenizer begins its ids at 1.",
    ),
)


def check_ids(ids: list[int], input_dim: int) -> list[int]:
    """The places of the illegal ids in a list."""
    return [illegal.position[0] for illegal in indices.illegal_ids(ids, input_dim)]


CHECK = Question(
    id="ids-check",
    title="Write a check for ids",
    lesson=3,
    points=2.5,
    items=("30", "32"),
    prompt="Write `check_ids(ids, input_dim)`. It gets a list of whole numbers and returns the "
    "list of the places, counted from 0, at which an id has no row of its own in a table of "
    "`input_dim` rows. Keras lets some of them pass silently; your function does not.",
    parts=(
        Function(
            name="check_ids",
            reference=check_ids,
            cases=(
                Case(args=([1, 5, 9], 10), group="all ids legal"),
                Case(args=([0, 12, 0], 10), group="the id 0"),
                Case(args=([3, 10, 4], 10), group="an id that equals the size"),
                Case(args=([10, 3, 10], 10), group="an id that equals the size"),
                Case(args=([11, 2, 400, 7], 10), group="ids beyond the size"),
                Case(args=([4, -1, 2, -10], 10), group="negative ids"),
                Case(args=([], 10), group="an empty list"),
            ),
            draws=draws.CHECK,
            wrong={
                "I1": wrong.check_one_row_more,
                "I6": wrong.check_negatives_pass,
                "I10": wrong.check_from_one,
                "I11": wrong.check_zero_fails,
                "I30": wrong.check_one_row_less,
                "I17": wrong.check_gives_values,
                "F2": wrong.check_gives_the_legal,
                "F3": wrong.check_with_and,
                "F4": wrong.check_as_mask,
                "F9": wrong.check_by_index,
                "F1": wrong.only_the_first,
                "I12": wrong.places_from_one,
                "F5": wrong.none_for_an_empty_list,
            },
        ),
    ),
    hints=(
        "Write the condition for one id first: two comparisons, joined.",
        "enumerate(ids) gives you each place together with its id.",
    ),
)


def build_vocabulary(texts: list[str]) -> dict[str, int]:
    """Ids for words in order of first appearance, behind padding and unknown words."""
    vocabulary = {"": 0, "[UNK]": 1}
    for text in texts:
        for word in text.split():
            vocabulary.setdefault(word, len(vocabulary))
    return vocabulary


BUILD = Question(
    id="ids-build",
    title="Build a vocabulary",
    lesson=3,
    points=1.5,
    items=("1", "28"),
    prompt="Write `build_vocabulary(texts)`. It returns a dict from word to id: the empty text "
    '`""` (padding) has id 0, `"[UNK]"` has id 1, and the words of the texts, split at white '
    "space, follow from 2 on in the order in which they first appear, exactly as they are written.",
    parts=(
        Function(
            name="build_vocabulary",
            reference=build_vocabulary,
            cases=(
                Case(args=(["red green", "blue"],), group="words that occur once"),
                Case(args=(["red green", "green red blue"],), group="words that come back"),
                Case(args=(["red red red"],), group="words that come back"),
                Case(args=(["red green green blue green"],), group="words that come back"),
                Case(args=(["Red red", "red, green\tblue"],), group="words as they are written"),
                Case(args=([],), group="no texts at all"),
                Case(args=(["", "red"],), group="an empty text"),
            ),
            draws=draws.BUILD,
            wrong={
                "I49": wrong.texts_in_lower_case,
                "I54": wrong.texts_without_punctuation,
                "I18": wrong.vocabulary_from_zero,
                "I46": wrong.vocabulary_from_one,
                "I16": wrong.vocabulary_padding_only,
                "I19": wrong.vocabulary_renumbers,
                "I50": wrong.vocabulary_with_gaps,
                "I47": wrong.vocabulary_sorted,
                "I48": wrong.vocabulary_by_frequency,
                "I52": wrong.vocabulary_of_characters,
                "I55": wrong.vocabulary_at_single_blanks,
                "F1": wrong.vocabulary_of_the_first_text,
                "I51": wrong.specials_exchanged,
                "I53": wrong.padding_left_out,
                "F6": wrong.list_of_words,
                "F7": wrong.words_by_id,
            },
        ),
    ),
    hints=(
        "Start from a dict that holds the two special entries already.",
        "The next free id is always the number of entries so far.",
    ),
)


def encode(text: str, vocabulary: dict[str, int]) -> list[int]:
    """The ids of a text's words; unknown words share one id."""
    return [vocabulary.get(word, vocabulary["[UNK]"]) for word in text.split()]


_VOCABULARY = {"": 0, "[UNK]": 1, "red": 2, "green": 3, "blue": 4}

ENCODE = Question(
    id="ids-encode",
    title="Encode a text",
    lesson=3,
    points=1.5,
    items=("1", "28"),
    prompt="Write `encode(text, vocabulary)`. It returns the list of the ids of the words of "
    "`text`, split at white space, with a vocabulary such as `build_vocabulary` makes. Words that "
    "are not in it, as they are written, get the id of `[UNK]`.",
    parts=(
        Function(
            name="encode",
            reference=encode,
            cases=(
                Case(args=("green red", _VOCABULARY), group="known words"),
                Case(args=("green pink red", _VOCABULARY), group="an unknown word"),
                Case(args=("Green red, red", _VOCABULARY), group="an unknown word"),
                Case(args=("pink mauve pink", _VOCABULARY), group="only unknown words"),
                Case(args=("", _VOCABULARY), group="an empty text"),
            ),
            draws=draws.ENCODE,
            wrong={
                "I49": wrong.text_in_lower_case,
                "I54": wrong.text_without_punctuation,
                "I9": wrong.encode_grows,
                "I57": wrong.encode_behind_the_last,
                "I20": wrong.encode_drops,
                "I21": wrong.encode_unknown_as_padding,
                "I59": wrong.encode_unknown_as_minus_one,
                "I60": wrong.encode_unknown_as_none,
                "I58": wrong.encode_unknown_as_token,
                "I56": wrong.encode_known_only,
                "I52": wrong.encode_characters,
                "I55": wrong.encode_at_single_blanks,
                "I61": wrong.each_id_once,
                "F8": wrong.ids_as_text,
            },
        ),
    ),
    hints=(
        "As many ids come out as words go in.",
        "dict.get takes a second argument: what to give for a key that is not there.",
    ),
)

ROWS = Question(
    id="ids-rows",
    title="Which rows are read",
    lesson=3,
    points=0.5,
    items=("30",),
    prompt="No error appears when `Embedding(1000, 8)` is called on the array "
    "`[0.9, 2.7, 41.5, -1.0]` on a CPU. Which rows does it read? Answer with a list of four row "
    "numbers from 0 to 999.",
    parts=(
        Ids(
            reference=lambda ids, input_dim: [indices.row_read(i, input_dim) for i in ids],
            params={"ids": (0.9, 2.7, 41.5, -1.0), "input_dim": 1000},
            wrong={
                "I8": wrong.ids_rounded,
                "I38": wrong.ids_rounded_half_down,
                "I22": wrong.ids_negative_as_padding,
                "I37": wrong.ids_without_sign,
                "I59": wrong.ids_negative_as_unknown,
                "I39": wrong.ids_negative_skipped,
                "I23": wrong.ids_negative_one_further,
                "I29": wrong.rows_negative_as_they_are,
                "I1": wrong.one_row_more,
                "I40": wrong.rows_in_order,
            },
            indistinct=(frozenset({"I37", "I59"}),),  # for -1, the one negative id here
        ),
    ),
    hints=(
        "The numbers are cast to whole numbers first.",
        "A negative number is then counted from the end, as in a Python list.",
    ),
)

DECODE = Question(
    id="ids-decode",
    title="A strange number in a message",
    lesson=3,
    points=0.5,
    items=("30",),
    prompt="A message says `indices[0,2] = -2147482648 is not in [0, 1000)`. Answer with a "
    "dict.\n\n"
    "- `cause`: one letter\n"
    "    - **A** a text contained this id\n"
    "    - **B** the batch holds floats, and one of them is NaN\n"
    "    - **C** the vocabulary is too large for 32 bits\n"
    "- `number`: the number that the message would show for the same trouble in a table of "
    "5,000 rows",
    parts=(
        Choice(
            name="cause",
            label="cause",
            reference=choose("B"),
            options={
                "A": Option("a text contained this id", "I25"),
                "B": Option("one of the floats is NaN"),
                "C": Option("the vocabulary is too large", "I26"),
            },
        ),
        Count(
            name="number",
            label="number for 5,000 rows",
            reference=lambda rows: indices.cast_of_nan(rows),
            params={"rows": 5000},
            wrong={
                "I24": wrong.rows_of_the_message,
                "I28": wrong.nan_without_shift,
                "I41": wrong.nan_shifted_down,
                "I42": wrong.nan_shifted_twice,
                "I43": wrong.nan_further_down,
            },
        ),
    ),
    hints=(
        "Compare the number with -2 to the power of 31.",
        "The difference is 1,000. What else is 1,000 here?",
    ),
)


def _ids(answer: Any) -> list[int]:
    if not isinstance(answer, (list, tuple)) or not all(type(i) is int for i in answer):
        raise UnusableAnswer(
            f"You answered {describe(answer)}.", "A list of whole numbers is expected here."
        )
    return list(answer)


def _unmet_by_ids(ids: list[int], input_dim: int, output_dim: int) -> tuple[Unmet, ...]:
    if not ids:
        return (Unmet("Your list is empty, and max() of nothing is an error of its own.", "I45"),)
    if max(ids) >= input_dim:
        stopped = f"The assert stops your list, because of {describe(max(ids))}."
        return (Unmet(stopped, "I44"),)
    if min(ids) == 0:
        return (Unmet("Every id of your list has a row; 0 has the first one.", "I11"),)
    if min(ids) > 0:
        fitting = {input_dim - 1: "I30", output_dim: "I2"}
        twice = "I71" if len(set(ids)) < len(ids) else ""
        belief = next((fitting[i] for i in ids if i in fitting), twice)
        return (Unmet("Every id of your list has a row of its own.", belief),)
    return ()


HOLE = Question(
    id="ids-hole",
    title="A hole in a check",
    lesson=3,
    points=1,
    items=("30", "32"),
    prompt="A colleague guards a layer `Embedding(1000, 50)` with the line "
    "`assert max(ids) < 1000`. Give a list of ids that passes the line although not all of its "
    "ids have a row of their own.",
    parts=(
        Counterexample(
            reference=lambda input_dim, output_dim: [3, -1],
            params={"input_dim": 1000, "output_dim": 50},
            unmet=_unmet_by_ids,
            form=_ids,
            wrong={
                "I11": lambda input_dim, output_dim: [3, 0],
                "I30": lambda input_dim, output_dim: [3, input_dim - 1],
                "I2": lambda input_dim, output_dim: [3, output_dim],
                "I44": lambda input_dim, output_dim: [3, input_dim],
                "I71": lambda input_dim, output_dim: [3, 3],
                "I45": lambda input_dim, output_dim: [],
            },
        ),
    ),
    hints=(
        "The line looks at the largest id only.",
        "A legal id meets two conditions. Which of them does the line never look at?",
    ),
)

PIPELINE = Question(
    id="ids-pipeline",
    title="Put the pipeline in order",
    lesson=3,
    points=0.5,
    items=("1", "22", "28"),
    prompt="Put lines in order so that the texts for training become vectors, and the texts for "
    "testing stay unseen. Some lines do not belong. Answer with a list of letters.\n\n"
    "- **A** `vectors = table(ids)`\n"
    "- **B** `vectorize.adapt(train_texts + test_texts)`\n"
    "- **C** `vectorize = TextVectorization()`\n"
    "- **D** `table = Embedding(vectorize.vocabulary_size() + 1, 16)`\n"
    "- **E** `ids = vectorize(train_texts)`\n"
    "- **F** `vectorize.adapt(train_texts)`\n"
    "- **G** `table = Embedding(vectorize.vocabulary_size(), 16)`",
    parts=(
        Ordering(
            reference=lambda: ("C", "F", "E", "G", "A"),
            also_right=(("C", "F", "G", "E", "A"),),
            lines={
                "A": "vectors = table(ids)",
                "B": "vectorize.adapt(train_texts + test_texts)",
                "C": "vectorize = TextVectorization()",
                "D": "table = Embedding(vectorize.vocabulary_size() + 1, 16)",
                "E": "ids = vectorize(train_texts)",
                "F": "vectorize.adapt(train_texts)",
                "G": "table = Embedding(vectorize.vocabulary_size(), 16)",
            },
            distractors={"B": "G1", "D": "I5"},
            wrong={
                "G1": lambda: ("C", "B", "E", "G", "A"),
                "I5": lambda: ("C", "F", "E", "D", "A"),
                "I62": lambda: ("C", "G", "F", "E", "A"),
                "I63": lambda: ("C", "F", "E", "A"),
                "I64": lambda: ("C", "E", "F", "G", "A"),
                "I65": lambda: ("C", "F", "G", "A", "E"),
                "I66": lambda: ("C", "G", "E", "A"),
                "I67": lambda: ("C", "F", "G", "E"),
            },
        ),
    ),
    hints=(
        "A vocabulary has to exist before it can number words, and before its size is known.",
        "Which texts may the vocabulary be built from?",
    ),
)

QUESTIONS = (
    LEGAL,
    DETECTIVE,
    SIZES,
    ROWS,
    DECODE,
    HOLE,
    CHECK,
    BUILD,
    ENCODE,
    PIPELINE,
)

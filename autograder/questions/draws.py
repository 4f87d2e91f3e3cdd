"""Draws of secret cases: for each function to write, inputs of the kinds that its groups try.

A draw gives the arguments of one call, as the prompt allows them. It need not think of beliefs:
``Function.with_secret`` draws again where a case is not fair. All numbers are small and exact, and
no result hangs on a tie or on a last digit.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from random import Random
from typing import Any

from autograder.questions.functions import Draw

Args = tuple[Any, ...]
Draws = Mapping[str, Draw]

_WORDS = (
    *("amber", "badge", "cabin", "daisy", "eagle", "fable", "glove", "honey", "ivory", "juice"),
    *("kayak", "lemon", "maple", "noble", "ocean", "paper", "quilt", "river", "stone", "tulip"),
    *("ant", "bay", "cup", "elm", "fig", "gem", "hat", "ink", "jam", "kit", "log", "map", "net"),
    *("oak", "pie", "rug", "sun", "tin", "urn", "van", "wax", "yam"),
)
_WIDE = ("  ", "   ", "\t", " \t ", "\n", " \n")


def _some(rng: Random, least: int, most: int) -> list[str]:
    """Different words."""
    return rng.sample(_WORDS, rng.randint(least, most))


def _spread(rng: Random, words: Sequence[str]) -> str:
    """Words with wide white space between and around them."""
    gaps = [rng.choice(_WIDE) for _ in words]
    return "".join(gap + word for gap, word in zip(gaps, words, strict=True)) + rng.choice(_WIDE)


def _repeated(rng: Random, words: Sequence[str], more: int) -> list[str]:
    """All the words in a random order, ``more`` of them again."""
    return _shuffled(rng, [*words, *rng.choices(words, k=more)])


def _cut(rng: Random, words: Sequence[str], texts: int) -> list[str]:
    """Words in order, dealt out to so many texts; none of them is empty."""
    cuts = sorted(rng.sample(range(1, len(words)), texts - 1))
    bounds = zip([0, *cuts], [*cuts, len(words)], strict=True)
    return [" ".join(words[start:end]) for start, end in bounds]


def _halves(rng: Random, low: int, high: int) -> float:
    """A multiple of 0.5 between two whole numbers."""
    return rng.randint(2 * low, 2 * high) / 2


def _shuffled(rng: Random, items: Sequence[Any]) -> list[Any]:
    return rng.sample(items, len(items))


def _disordered(rng: Random, size: int) -> list[int]:
    """The numbers from 0 on, in an order that is not the rising one."""
    order = list(range(size))
    while order == sorted(order):
        rng.shuffle(order)
    return order


# --- lesson 1: rows ---------------------------------------------------------------------------


def _rows(rng: Random, rows: int, width: int) -> list[list[int]]:
    """Rows without a zero, no two numbers alike."""
    numbers = rng.sample(range(1, 90), rows * width)
    return [numbers[i * width : (i + 1) * width] for i in range(rows)]


def _in_order(words: Sequence[str]) -> dict[str, int]:
    return {word: i for i, word in enumerate(words)}


def _look_up(pick: Callable[[Random, list[str]], str], *, ordered: bool = True) -> Draw:
    """A text of a vocabulary's words; ``pick`` gets them by their ids."""

    def draw(rng: Random) -> Args:
        words = _some(rng, 5, 7)
        places = list(range(len(words))) if ordered else _disordered(rng, len(words))
        vocabulary = {words[place]: place for place in places}
        return pick(rng, words), vocabulary, _rows(rng, len(words), rng.choice((2, 3)))

    return draw


def _with_id_zero(rng: Random, words: list[str]) -> str:
    others = rng.sample(words[1:], rng.randint(1, 3))
    others.insert(rng.randint(0, len(others)), words[0])
    return " ".join(others)


def _again(rng: Random, words: list[str]) -> str:
    text = _repeated(rng, rng.sample(words[1:], rng.randint(1, 3)), rng.randint(1, 3))
    return " ".join(text)


def _rising(rng: Random, words: list[str]) -> str:
    """Words in the order of their ids, with wide white space."""
    places = sorted(rng.sample(range(1, len(words)), 3))
    return _spread(rng, [words[place] for place in places])


LOOK_UP: Draws = {
    "words in their order": _look_up(
        lambda rng, words: " ".join(rng.sample(words[1:], rng.randint(2, 4))), ordered=False
    ),
    "a word that comes again": _look_up(_again, ordered=False),
    "the word with id 0": _look_up(_with_id_zero),
    "a vocabulary in another order": _look_up(
        lambda rng, words: " ".join(rng.sample(words, rng.randint(2, 4))), ordered=False
    ),
    "wide white space": _look_up(_rising),
    "an empty text": _look_up(lambda rng, words: "", ordered=False),
}


def _matching(*, renumbered: bool, bias: bool, columns: Callable[[Random, int], int]) -> Draw:
    """A Dense layer, the places of its words, and the ids that they are to get."""

    def draw(rng: Random) -> Args:
        words = _some(rng, 3, 5)
        width = columns(rng, len(words))
        kernel = [[_halves(rng, -4, 9) for _ in range(width)] for _ in words]
        added = [rng.choice((-1, 1)) * _halves(rng, 1, 6) if bias else 0 for _ in range(width)]
        ids = _disordered(rng, len(words)) if renumbered else list(range(len(words)))
        return kernel, added, words, dict(zip(words, ids, strict=True))

    return draw


MATCHING: Draws = {
    "one numbering, no bias": _matching(
        renumbered=False, bias=False, columns=lambda rng, words: rng.choice((2, 6))
    ),
    "two numberings": _matching(
        renumbered=True, bias=False, columns=lambda rng, words: rng.choice((2, 6))
    ),
    "a bias": _matching(renumbered=False, bias=True, columns=lambda rng, words: rng.choice((2, 6))),
    "both, with as many words as columns": _matching(
        renumbered=True, bias=True, columns=lambda rng, words: words
    ),
    "both, with one column": _matching(renumbered=True, bias=True, columns=lambda rng, words: 1),
}

# --- lesson 2: shapes -------------------------------------------------------------------------


def _shaped(sizes: Callable[[Random], tuple[int | None, ...]]) -> Draw:
    """Sizes of ids, and of a table that has neither of them."""

    def draw(rng: Random) -> Args:
        return sizes(rng), 10 * rng.randint(10, 900), rng.choice((24, 48, 56, 64, 96))

    return draw


def _with_a_one(rng: Random) -> tuple[int, ...]:
    sizes = [1, rng.randint(2, 20)]
    rng.shuffle(sizes)
    return tuple(sizes)


def _not_known(rng: Random) -> tuple[int | None, ...]:
    return rng.choice(((None, rng.randint(2, 20)), (rng.randint(2, 20), None), (None, None)))


SHAPE: Draws = {
    "texts of equal length": _shaped(lambda rng: tuple(rng.sample(range(2, 20), 2))),
    "ids without a batch axis": _shaped(lambda rng: (rng.randint(2, 20),)),
    "a single id": _shaped(lambda rng: ()),
    "an axis of size one": _shaped(_with_a_one),
    "three axes": _shaped(lambda rng: tuple(rng.sample(range(2, 20), 3))),
    "a size that is not known": _shaped(_not_known),
}

# --- lesson 3: ids ----------------------------------------------------------------------------


def _checked(odd: Callable[[Random, int], list[int]]) -> Draw:
    """Ids, some legal and above 0, among them those of the kind that a group tries."""

    def draw(rng: Random) -> Args:
        rows = rng.randint(12, 60)
        ids = [*odd(rng, rows), *rng.sample(range(1, rows - 1), rng.randint(1, 3))]
        rng.shuffle(ids)
        return ids, rows

    return draw


CHECK: Draws = {
    "all ids legal": _checked(lambda rng, rows: [rows - 1]),
    "the id 0": _checked(lambda rng, rows: [0] * rng.randint(1, 2) + [rows + rng.randint(1, 5)]),
    "an id that equals the size": _checked(lambda rng, rows: [rows] * rng.randint(1, 2)),
    "ids beyond the size": _checked(
        lambda rng, rows: [rows + more for more in rng.sample(range(1, 400), rng.randint(2, 3))]
    ),
    "negative ids": _checked(
        lambda rng, rows: [-less for less in rng.sample(range(1, rows + 1), rng.randint(1, 2))]
    ),
    "an empty list": lambda rng: ([], rng.randint(11, 500)),
}


def _texts(words: Callable[[Random], list[str]], least: int, most: int) -> Draw:
    """So many texts of these words."""
    return lambda rng: (_cut(rng, words(rng), rng.randint(least, most)),)


def _as_written(rng: Random) -> list[str]:
    """Words that differ in case or in a mark alone, and others."""
    one, other, third = _some(rng, 3, 3)
    words = [one, one.capitalize(), other, other + rng.choice(",.!?"), third.upper()]
    rng.shuffle(words)
    return words


def _tabbed(rng: Random) -> Args:
    """Texts of words as they are written, with a tab behind the first word of each."""
    texts = _cut(rng, _as_written(rng), 2)
    return ([text.replace(" ", "\t", 1) for text in texts],)


def _one_empty(rng: Random) -> Args:
    """Words in the order of the alphabet, behind an empty text."""
    texts = _cut(rng, sorted(_some(rng, 2, 4)), rng.randint(1, 2))
    texts.insert(rng.randint(0, len(texts)), "")
    return (texts,)


BUILD: Draws = {
    "words that occur once": _texts(lambda rng: _some(rng, 3, 6), 2, 3),
    "words that come back": _texts(
        lambda rng: _repeated(rng, _some(rng, 2, 3), rng.randint(2, 4)), 1, 3
    ),
    "words as they are written": _tabbed,
    "an empty text": _one_empty,
}


def _encoded(pick: Callable[[Random, list[str], list[str]], list[str]]) -> Draw:
    """A text, and a vocabulary; ``pick`` gets words that it knows, and others."""

    def draw(rng: Random) -> Args:
        words = _some(rng, 6, 8)
        known, unknown = words[3:], words[:3]
        vocabulary = _in_order(["", "[UNK]", *known])
        return " ".join(pick(rng, known, unknown)), vocabulary

    return draw


def _partly_known(rng: Random, known: list[str], unknown: list[str]) -> list[str]:
    strange = [rng.choice(unknown), known[0].capitalize(), known[1] + rng.choice(",.!?")]
    words = [*rng.sample(known, 2), *rng.sample(strange, rng.randint(1, 2))]
    rng.shuffle(words)
    return words


ENCODE: Draws = {
    "known words": _encoded(lambda rng, known, unknown: rng.sample(known, rng.randint(2, 3))),
    "an unknown word": _encoded(_partly_known),
    "only unknown words": _encoded(
        lambda rng, known, unknown: _repeated(rng, unknown[: rng.randint(1, 3)], 1)
    ),
    "an empty text": _encoded(lambda rng, known, unknown: []),
}

# --- lesson 4: padding ------------------------------------------------------------------------

Row = list[bool]


def _vectors(rng: Random, words: int, width: int, low: int = 1, high: int = 9) -> list[list[float]]:
    return [[_halves(rng, low, high) for _ in range(width)] for _ in range(words)]


def _ends(rng: Random, words: int) -> Row:
    """Padding at the end of a text of so many words."""
    return [True] * words + [False] * rng.randint(1, 2)


def _elsewhere(rng: Random, words: int) -> Row:
    """Padding in front of a text, or within it."""
    row = [True] * words
    for _ in range(rng.randint(1, 2)):
        row.insert(rng.randint(0, len(row) - 1), False)
    return row


def _one_text(
    mask: Callable[[Random, int], Row],
    *,
    real: tuple[int, int] = (1, 9),
    padding: tuple[int, int] = (1, 9),
    empty: Callable[[Random], float] = lambda rng: 0.0,
) -> Draw:
    """A batch of one text, whose vectors lie between bounds."""

    def draw(rng: Random) -> Args:
        row, width = mask(rng, rng.randint(2, 3)), rng.randint(2, 3)
        text = [_vectors(rng, 1, width, *(real if each else padding))[0] for each in row]
        return [text], [row], empty(rng)

    return draw


def _without_padding(rng: Random) -> Args:
    texts, words, width = rng.randint(2, 3), rng.randint(2, 4), rng.randint(2, 3)
    vectors = [_vectors(rng, words, width) for _ in range(texts)]
    return vectors, [[True] * words for _ in range(texts)], 0.0


def _of_different_length(rng: Random) -> Args:
    """Texts of which the last is full, and the others end in padding."""
    words, width = rng.randint(3, 4), rng.randint(1, 3)
    lengths = [*rng.sample(range(1, words), rng.randint(1, 2)), words]
    mask = [[place < length for place in range(words)] for length in lengths]
    return [_vectors(rng, words, width) for _ in mask], mask, 0.0


def _with_zeros(rng: Random) -> Args:
    """A text in which a real word has a vector of zeros, and padding too."""
    words, width = rng.randint(2, 3), rng.randint(2, 3)
    text = _vectors(rng, words, width)
    text[rng.randrange(words)] = [0.0] * width
    mask = _ends(rng, words)
    text += [[0.0] * width for _ in mask[words:]]
    return [text], [mask], 0.0


def _with_nan(rng: Random) -> Args:
    words, width = rng.randint(2, 3), rng.randint(2, 3)
    mask = _ends(rng, words)
    padding = [[float("nan")] * width for _ in mask[words:]]
    return [_vectors(rng, words, width) + padding], [mask], 0.0


def _padding_only(rng: Random) -> Args:
    """A text of padding only, alone or beside a full one, and a policy that is not zero."""
    words, width = rng.randint(1, 3), rng.randint(1, 3)
    mask = [[False] * words, *([True] * words for _ in range(rng.randint(0, 1)))]
    rng.shuffle(mask)
    empty = rng.choice((-1, 1)) * _halves(rng, 1, 9)
    return [_vectors(rng, words, width) for _ in mask], mask, empty


MEAN: Draws = {
    "no padding": _without_padding,
    "padding at the end": _one_text(_ends),
    "padding elsewhere": _one_text(_elsewhere),
    "texts of different length": _of_different_length,
    "vectors of zeros": _with_zeros,
    "NaN at the padding": _with_nan,
    "a text of padding only": _padding_only,
}


def _from_each_word(rng: Random) -> Args:
    """Two or three words, each with the largest number of a column of its own."""
    words = rng.randint(2, 3)
    text = _vectors(rng, words, words, 0, 5)
    for place in range(words):
        text[place][place] += 6
    rng.shuffle(text)
    return [text], [[True] * words], 0.0


MAX: Draws = {
    "no padding": _without_padding,
    "padding with the largest numbers": _one_text(_ends, real=(1, 7), padding=(8, 12)),
    "negative numbers": _one_text(
        _ends, real=(-9, -1), padding=(-1, 4), empty=lambda rng: rng.choice((0.0, -0.5, -1.0))
    ),
    "each number from another word": _from_each_word,
    "padding elsewhere": _one_text(_elsewhere),
    "a text of padding only": _padding_only,
}


def _scores(mask: Callable[[Random], list[Row]]) -> Draw:
    """Small scores for a batch with such a mask."""

    def draw(rng: Random) -> Args:
        rows = mask(rng)
        return [[_halves(rng, -3, 5) for _ in row] for row in rows], rows

    return draw


def _full(rng: Random) -> list[Row]:
    words = rng.randint(2, 4)
    return [[True] * words for _ in range(rng.randint(1, 2))]


def _same_padding(rng: Random) -> list[Row]:
    row = rng.choice((_ends, _elsewhere))(rng, rng.randint(2, 3))
    return [list(row) for _ in range(rng.randint(1, 2))]


def _lengths(rng: Random) -> list[Row]:
    words = rng.randint(2, 4)
    lengths = [words, *rng.sample(range(1, words), rng.randint(1, min(2, words - 1)))]
    return [[place < length for place in range(words)] for length in lengths]


def _one_all_padding(rng: Random) -> list[Row]:
    words = rng.randint(2, 4)
    rows = [[True] * words, [False] * words]
    rng.shuffle(rows)
    return rows


def _far(rng: Random) -> Args:
    """Scores near 1,000, or near -1,000 with a large one at the padding."""
    sign, words = rng.choice((-1, 1)), rng.randint(2, 3)
    real = [sign * 1000.0 - rng.randint(0, 6) / 2 * sign for _ in range(words)]
    padding = _halves(rng, 0, 9) if sign > 0 else 1000.0 - rng.randint(0, 9)
    return [[*real, padding]], [[True] * words + [False]]


SOFTMAX: Draws = {
    "no padding": _scores(_full),
    "padding": _scores(_same_padding),
    "texts of different length": _scores(_lengths),
    "scores of 1,000 and -1,000": _far,
    "a text of padding only": _scores(_one_all_padding),
}

# --- lesson 5: counts -------------------------------------------------------------------------


def _counts(*draws: Callable[[Random], int]) -> Draw:
    """TP, FP and FN, and a policy that is neither 0 nor 1."""
    return lambda rng: (*(draw(rng) for draw in draws), rng.randint(1, 19) / 20)


def _none(rng: Random) -> int:
    return 0


def _a_few(rng: Random) -> int:
    return rng.randint(1, 30)


def _many(rng: Random) -> int:
    return rng.randint(5, 150)


COUNTS: Draws = {
    "ordinary counts": _counts(_many, _a_few, _a_few),
    "no mistakes": _counts(_many, _none, _none),
    "mistakes only": _counts(_none, _a_few, _a_few),
    "nothing was flagged": _counts(_none, _none, _a_few),
    "nothing was there to find": _counts(_none, _a_few, _none),
    "all counts zero": _counts(_none, _none, _none),
}

# --- lesson 6: thresholds ---------------------------------------------------------------------

# With 4 positives each of these recalls is reached exactly, in floats of any width and by any
# formula; with 5 none of the first three is.
_RECALLS = (0.25, 0.5, 0.75)


def _validated(
    positives: Sequence[int],
    negatives: tuple[int, int],
    score: Callable[[Random], float],
    *,
    alike: int = 0,
    recalls: Sequence[float] = _RECALLS,
) -> Draw:
    """Labels and scores in no order, so many of the scores ``alike``, and a recall."""

    def draw(rng: Random) -> Args:
        found = rng.choice(positives)
        labels = [1] * found + [0] * rng.randint(*negatives)
        rng.shuffle(labels)
        scores: list[float] = []
        while len(scores) < len(labels):
            drawn = score(rng)
            scores += [drawn] if drawn not in scores else []
        for place in rng.sample(range(1, len(scores)), alike):
            scores[place] = scores[0]
        return labels, scores, rng.choice(recalls)

    return draw


def _probability(rng: Random) -> float:
    return rng.randint(1, 98) / 100


def _low(rng: Random) -> float:
    return rng.randint(1, 40) / 100


def _logit(rng: Random) -> float:
    return rng.randint(-40, 40) / 10


THRESHOLD: Draws = {
    "ordinary scores": _validated((4, 5), (4, 6), _probability),
    "few positives": _validated((2, 4), (9, 12), _low),
    "equal scores": _validated((4, 5), (4, 5), _probability, alike=3),
    "scores that are no probabilities": _validated((4,), (4, 6), _logit),
    "everything has to be found": _validated((3, 4, 5), (4, 6), _probability, recalls=(1.0,)),
}

# --- lesson 7: training -----------------------------------------------------------------------


def _phrases(rng: Random, least: int, most: int) -> list[str]:
    """Different texts of one word or two; no word stands in two of them."""
    words = _some(rng, 2 * most, 2 * most)
    pairs = [words[i : i + 2] for i in range(0, 2 * rng.randint(least, most), 2)]
    return [" ".join(pair[: rng.randint(1, 2)]) for pair in pairs]


def _overlapping(
    change: Callable[[Random, list[str]], list[str]],
    *,
    others: tuple[int, int] = (1, 2),
    again: int = 0,
) -> Draw:
    """Training texts, ``again`` of them twice; copies of some for the test, and other texts."""

    def draw(rng: Random) -> Args:
        texts = _phrases(rng, 5, 6)
        train, new = texts[:3], texts[3 : 3 + rng.randint(*others)]
        copies = change(rng, rng.sample(train, rng.randint(1, 2)))
        test = [*copies, *new]
        train = [*train, *rng.sample(train, again)]
        rng.shuffle(train)
        rng.shuffle(test)
        return train, test

    return draw


def _restyled(rng: Random, texts: list[str]) -> list[str]:
    """Texts in another case, and with other white space."""
    cases = (str.upper, str.title, str.capitalize)
    return [_spread(rng, rng.choice(cases)(text).split()) for text in texts]


def _twice(rng: Random, texts: list[str]) -> list[str]:
    """Texts that come again, once in another case."""
    return [*texts, *texts, *(text.capitalize() for text in texts[: rng.randint(0, 1)])]


def _words_alone(rng: Random) -> Args:
    """Training texts of two words, and test texts in which their words are mixed."""
    words = _some(rng, 6, 6)
    train = [" ".join(words[i : i + 2]) for i in range(0, 6, 2)]
    crossed = [f"{words[0]} {words[3]}", f"{words[2]} {words[1]}", f"{words[5]} {words[4]}"]
    test = rng.sample(crossed, rng.randint(1, 2)) + train[: rng.randint(0, 1)]
    rng.shuffle(train)
    rng.shuffle(test)
    return train, test


OVERLAP: Draws = {
    "exact copies": _overlapping(lambda rng, texts: texts),
    "copies but for case and space": _overlapping(_restyled),
    "a test text that comes again": _overlapping(_twice),
    "a training text that comes again": _overlapping(lambda rng, texts: texts, again=2),
    "known words, no copies": _words_alone,
    "nothing but copies": _overlapping(
        lambda rng, texts: [text.capitalize() for text in texts], others=(0, 0)
    ),
}


def _files(rng: Random, least: int, most: int) -> list[str]:
    """Names of files, in the order of the alphabet."""
    return sorted(rng.sample("abcdefghkmnpqrstuvwxyz", rng.randint(least, most)))


def _side_by_side(sizes: tuple[int, int], test_size: Callable[[Random, list[str]], int]) -> Draw:
    """Groups of so many examples, one behind the other."""

    def draw(rng: Random) -> Args:
        groups = [name for name in _files(rng, 3, 4) for _ in range(rng.randint(*sizes))]
        return groups, test_size(rng, groups)

    return draw


def _first_group(groups: list[str]) -> int:
    return groups.count(groups[0])


def _filled(rng: Random, groups: list[str]) -> int:
    """As many examples as the first group has, or the first two."""
    most = sum(groups.count(name) for name in sorted(set(groups))[:2])
    return rng.choice((_first_group(groups), most))


def _mixed(rng: Random, most: int) -> list[str]:
    """Groups in turns, each first seen in the order of the alphabet."""
    names = _files(rng, 2, most)
    return [*names[:2], *_repeated(rng, names, rng.randint(1, 3))]


def _in_turns(rng: Random) -> Args:
    groups = _mixed(rng, 3)
    return groups, rng.randint(2, len(groups) - 1)


def _everything(rng: Random) -> Args:
    groups = _mixed(rng, 3)
    return groups, len(groups)


def _one_each(rng: Random) -> Args:
    groups = _files(rng, 4, 6)
    rng.shuffle(groups)
    return groups, rng.randint(1, len(groups) - 1)


SPLIT: Draws = {
    "groups side by side": _side_by_side((2, 3), _filled),
    "groups in turns": _in_turns,
    "a group that is larger than what is missing": _side_by_side(
        (3, 5), lambda rng, groups: rng.randint(1, _first_group(groups) - 1)
    ),
    "groups of one example": _one_each,
    "everything asked for": _everything,
    "nothing asked for": lambda rng: (_mixed(rng, 3), 0),
}

# --- lesson 8: vectors ------------------------------------------------------------------------

_FAR_ENOUGH = 0.01  # between the cosines of two other rows


def _cosines(matrix: list[list[int]], row: int) -> list[float]:
    """The cosines of one row with all the others."""
    given = matrix[row]
    squares = [sum(n * n for n in each) for each in matrix]
    return [
        sum(a * b for a, b in zip(given, each, strict=True)) / (squares[row] * squares[i]) ** 0.5
        for i, each in enumerate(matrix)
        if i != row
    ]


def _neighbours(rows: Callable[[Random], list[list[int]]], *, k: int | None = None) -> Draw:
    """A table in which no two other rows tie; the first of ``rows`` is the given one."""

    def draw(rng: Random) -> Args:
        while True:
            first, *others = rows(rng)
            row = rng.randint(0, len(others))
            matrix = [*others[:row], first, *others[row:]]
            if not all(map(any, matrix)):
                continue
            cosines = sorted(_cosines(matrix, row))
            gaps = [b - a for a, b in pairwise(cosines)]
            if min(gaps, default=1.0) > _FAR_ENOUGH:
                return matrix, row, k or rng.randint(1, len(others))

    return draw


def _row(rng: Random, width: int, low: int = -3, high: int = 9) -> list[int]:
    return [rng.randint(low, high) for _ in range(width)]


def _of_one_length(rng: Random) -> list[list[int]]:
    """Rows of length 5, or of length 3 or 9."""
    kinds = ([3, 4], [5, 0]), ([1, 2, 2], [3, 0, 0]), ([1, 4, 8], [4, 4, 7], [3, 6, 6])
    kind = rng.choice(kinds)
    rows = []
    for _ in range(rng.randint(4, 5)):
        row = [rng.choice((-1, 1, 1)) * number for number in rng.choice(kind)]
        rng.shuffle(row)
        rows.append(row)
    return rows


def _of_different_lengths(rng: Random) -> list[list[int]]:
    width = rng.randint(2, 3)
    return [_row(rng, width, 0, rng.choice((3, 9, 30))) for _ in range(rng.randint(4, 5))]


def _with_an_opposite(rng: Random) -> list[list[int]]:
    first, *others = (_row(rng, 2, -4, 4) for _ in range(3))
    others.append([-rng.randint(1, 2) * number for number in first])
    rng.shuffle(others)
    return [first, *others]


def _with_an_equal(rng: Random) -> list[list[int]]:
    width = rng.randint(2, 3)
    first, *others = (_row(rng, width, 0, 4) for _ in range(3))
    others.append(list(first))
    rng.shuffle(others)
    return [first, *others]


NEAREST: Draws = {
    "rows of one length": _neighbours(_of_one_length),
    "rows of different lengths": _neighbours(_of_different_lengths),
    "an opposite row": _neighbours(_with_an_opposite),
    "an equal row": _neighbours(_with_an_equal),
    "one other row": _neighbours(lambda rng: [_row(rng, 2, 0), _row(rng, 2, 0)], k=1),
}


def _pretrained(
    names: Callable[[Random, list[str]], list[str]] = lambda rng, words: words,
    *,
    absent: int = 0,
    ordered: bool = True,
) -> Draw:
    """A vocabulary, and a file in another order that has other words too.

    ``names`` makes the vocabulary's words of some of the file's; the file lacks the first ones.
    """

    def draw(rng: Random) -> Args:
        words, width = _some(rng, 6, 8), rng.randint(2, 3)
        known = words[: rng.randint(3, 4)]
        rows = {word: _row(rng, width, 1) for word in words[absent:]}
        entries = list(_in_order(["", "[UNK]", *_shuffled(rng, names(rng, known))]).items())
        vocabulary = dict(entries if ordered else _shuffled(rng, entries))
        return vocabulary, dict(_shuffled(rng, list(rows.items()))), width

    return draw


def _one_capital(rng: Random, words: list[str]) -> list[str]:
    return [words[0].capitalize(), *words[1:]]


def _with_zero_vector(rng: Random) -> Args:
    """A vocabulary, and a file of the same words in the same order, one with zeros."""
    words, width = _some(rng, 2, 4), rng.randint(2, 3)
    rows = {word: _row(rng, width, 1) for word in words}
    rows[rng.choice(words)] = [0] * width
    return _in_order(["", "[UNK]", *words]), rows, width


def _without_words(rng: Random) -> Args:
    width = rng.randint(2, 3)
    return {"": 0, "[UNK]": 1}, {word: _row(rng, width) for word in _some(rng, 2, 4)}, width


PRETRAINED: Draws = {
    "words that the file has": _pretrained(),
    "a word that the file lacks": _pretrained(absent=2),
    "a vocabulary in another order": _pretrained(ordered=False),
    "words as they are written": _pretrained(_one_capital),
    "a vector of zeros": _with_zero_vector,
    "no words at all": _without_words,
}

# --- lesson 9: language models ----------------------------------------------------------------


def _read(lengths: Callable[[Random], list[int]], *, front: bool = False) -> Draw:
    """Log-probabilities of texts of such lengths, padded to one length."""

    def draw(rng: Random) -> Args:
        sizes = lengths(rng)
        width = max(2, *sizes)
        values, marks = [], []
        for size in sizes:
            real = [-rng.randint(1, 24) / 4 for _ in range(size)]
            padding = [rng.choice((-0.125, -0.5, -7.0)) for _ in range(width - size)]
            values.append(padding + real if front else real + padding)
            row = [True] * size + [False] * (width - size)
            marks.append(row[::-1] if front else row)
        return values, marks

    return draw


def _short_and_long(rng: Random) -> list[int]:
    lengths = [1, rng.randint(5, 8)]
    rng.shuffle(lengths)
    return lengths


def _one_empty_row(rng: Random) -> list[int]:
    lengths = [0, rng.randint(1, 2), rng.randint(3, 4)]
    rng.shuffle(lengths)
    return lengths


PERPLEXITY: Draws = {
    "no padding": _read(lambda rng: [rng.randint(2, 4)] * 2),
    "padding at the end": _read(lambda rng: rng.sample(range(2, 6), 2)),
    "a short and a long text": _read(_short_and_long),
    "padding in front": _read(lambda rng: rng.sample(range(1, 5), 2), front=True),
    "a row of padding alone": _read(_one_empty_row),
    "nothing but padding": _read(lambda rng: [0] * rng.randint(1, 3)),
}

_NOUNS = ("lake", "mill", "farm", "tower", "market", "forest", "castle", "harbour")
_VERBS = ("was closed", "was open", "is long", "was flooded", "was crowded", "is narrow")


def _sentence(rng: Random) -> list[str]:
    """A sentence of ten words in which "the" comes back."""
    kind = rng.choice(("old", "new", "wide", "steep"))
    way, when = rng.choice(("road", "path", "bridge")), rng.choice(("night", "week", "year"))
    to = rng.choice(("to", "near", "behind"))
    what = rng.choice(_NOUNS)
    return f"the {kind} {way} {to} the {what} {rng.choice(_VERBS)} last {when}".split()


def _bleu(change: Callable[[Random, list[str]], list[str]], orders: Sequence[int]) -> Draw:
    """A reference, a candidate made from it, and how many orders count."""

    def draw(rng: Random) -> Args:
        reference = _sentence(rng)
        candidate = change(rng, list(reference))
        return " ".join(candidate), " ".join(reference), rng.choice(orders)

    return draw


def _words_changed(rng: Random, words: list[str]) -> list[str]:
    """One or two words exchanged, near the ends: a run of six is left."""
    for place in rng.sample((0, 1, 8, 9), rng.randint(1, 2)):
        words[place] = rng.choice(_WORDS)
    return words


def _coming_back(rng: Random, words: list[str]) -> list[str]:
    """A run of the reference twice, and one of its words several times between."""
    start = rng.randint(0, 5)
    run = words[start : start + rng.randint(3, 5)]
    return [*run, *rng.choices(("the", run[0]), k=rng.randint(1, 3)), *run]


def _shortened(rng: Random, words: list[str]) -> list[str]:
    start, length = rng.randint(0, 4), rng.randint(5, 6)
    return words[start : start + length]


def _lengthened(rng: Random, words: list[str]) -> list[str]:
    front = rng.sample(_WORDS, rng.randint(1, 3))
    return [*front, *words, *rng.sample(_WORDS, rng.randint(1, 3))]


def _rotated(rng: Random, words: list[str]) -> list[str]:
    cut = rng.randint(3, 7)
    return words[cut:] + words[:cut]


def _in_pieces(rng: Random, words: list[str]) -> list[str]:
    """Pieces of two words in another order, so that no run of four is left, or too few words."""
    if rng.randint(0, 2) == 0:
        return words[: rng.randint(1, 3)]
    pieces = [words[place : place + 2] for place in range(0, len(words), 2)]
    order = (2, 0, 3, 1, 4) if rng.randint(0, 1) else (1, 4, 2, 0, 3)
    return [word for place in order for word in pieces[place]]


def _as_typed(rng: Random, words: list[str]) -> list[str]:
    """A capital in front, and a full stop or a comma behind some word."""
    words[0] = words[0].capitalize()
    words[-1] += "."
    if rng.randint(0, 1):
        words[5] += ","
    return words


BLEU: Draws = {
    "an exact copy": _bleu(lambda rng, words: words, (2, 3, 4)),
    "sentences of one length": _bleu(_words_changed, (4,)),
    "words that come back": _bleu(_coming_back, (1, 2)),
    "a short candidate": _bleu(_shortened, (2, 3)),
    "a long candidate": _bleu(_lengthened, (2, 3)),
    "other orders": _bleu(_rotated, (1, 2)),
    "an order without a match": _bleu(_in_pieces, (4,)),
    "tokens as they are written": _bleu(_as_typed, (1, 2)),
}

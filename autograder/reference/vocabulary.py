"""From texts to token ids, as Keras's TextVectorization has it by default.

A text is cleaned (`standardise`), split at ASCII white space (`split`) and looked up (`encode`).
Id 0 is padding, id 1 an unknown word, and words follow from 2 on. Ids, counts and sizes are
plain numbers of words or rows. The values are those of Keras 3.15, and the oracle tests compare
them; `min_count` is ours, and so is padding in front, which `keras.utils.pad_sequences` has.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from string import ascii_lowercase, ascii_uppercase, punctuation
from types import MappingProxyType
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

PADDING, UNKNOWN = "", "[UNK]"
Side: TypeAlias = Literal["pre", "post"]

_CLEANED = str.maketrans(ascii_uppercase, ascii_lowercase, punctuation)
_WHITE_SPACE = re.compile(r"[ \t\n\v\f\r]+")


@dataclass(frozen=True)
class Vocabulary:
    """The words that have an id, in the order of their ids.

    Parameters
    ----------
    words
        Non-empty strings, each once, without the two special tokens. A list becomes a tuple.

    Raises
    ------
    TypeError, ValueError
        If something in `words` is not a string, comes twice, or is "" or "[UNK]".

    Examples
    --------
    >>> vocabulary = Vocabulary(("the", "cat"))
    >>> vocabulary.tokens, vocabulary.ids["cat"], vocabulary.signature
    (('', '[UNK]', 'the', 'cat'), 3, 'vocabulary|padding:0|unknown:1|words:2')
    """

    words: tuple[str, ...]

    def __post_init__(self) -> None:
        words: object = self.words
        if not isinstance(words, list | tuple):
            got = f"{words!r} of type {type(words).__name__}"
            raise TypeError(f"expected a tuple of words, got {got}")
        object.__setattr__(self, "words", tuple(words))
        for word in self.words:
            if not isinstance(word, str):
                raise TypeError(f"expected words, got {word!r} of type {type(word).__name__}")
            if word in (PADDING, UNKNOWN):
                raise ValueError(f"expected words without the special tokens, got {word!r}")
        if len(set(self.words)) < len(self.words):
            twice = next(word for word, count in Counter(self.words).items() if count > 1)
            raise ValueError(f"expected each word once, got {twice!r} again")

    @property
    def tokens(self) -> tuple[str, ...]:
        """The special tokens and the words: the index of each is its id.

        >>> Vocabulary(("a",)).tokens
        ('', '[UNK]', 'a')
        """
        return (PADDING, UNKNOWN, *self.words)

    @cached_property
    def ids(self) -> Mapping[str, int]:
        """The id of each word, without the special tokens.

        >>> dict(Vocabulary(("a", "b")).ids)
        {'a': 2, 'b': 3}
        """
        return MappingProxyType({word: index for index, word in enumerate(self.words, start=2)})

    @property
    def signature(self) -> str:
        """Which ids are special, and from which id on there are words.

        >>> Vocabulary(("a",)).signature
        'vocabulary|padding:0|unknown:1|words:2'
        """
        return "vocabulary|padding:0|unknown:1|words:2"


def standardise(text: str) -> str:
    """Return the text with A to Z in lower case and without the 32 ASCII punctuation marks.

    Nothing takes the place of a mark, and other letters and marks stay as they are. Raises
    TypeError for anything but a string.

    >>> standardise("Don't PANIC, Émile…")
    'dont panic Émile…'
    """
    if not isinstance(text, str):
        raise TypeError(f"expected a text, got {text!r} of type {type(text).__name__}")
    return text.translate(_CLEANED)


def split(text: str) -> list[str]:
    r"""Return the text's words: what stands between ASCII white space; raises as `standardise`.

    A no-break space joins words, unlike in Python's `str.split`.

    >>> split("a cat\n sat\u00a0down")
    ['a', 'cat', 'sat\xa0down']
    """
    if not isinstance(text, str):
        raise TypeError(f"expected a text, got {text!r} of type {type(text).__name__}")
    return [word for word in _WHITE_SPACE.split(text) if word]


def build(texts: Iterable[str], max_tokens: int | None = None, min_count: int = 1) -> Vocabulary:
    """Return the words of the texts, the most frequent first.

    Words of one frequency come in falling order of their code points ("b" before "a"), which is the
    order of Keras, whatever the order of the texts.

    Parameters
    ----------
    texts
        The texts to learn from, standardised and split here.
    max_tokens
        The most tokens there may be, padding and unknown included: 3 or more. None: no limit.
    min_count
        How often a word must occur, at least.

    Raises
    ------
    TypeError
        If `texts` is one string, something in it is none, or a number is not an int.
    ValueError
        If a number is too small, or no word is left (Keras's layer cannot be called then).

    Examples
    --------
    >>> build(["The cat sat.", "The dog sat."]).words
    ('the', 'sat', 'dog', 'cat')
    >>> build(["The cat sat.", "The dog sat."], max_tokens=4).tokens
    ('', '[UNK]', 'the', 'sat')
    """
    _require_at_least("min_count", min_count, 1)
    if max_tokens is not None:
        _require_at_least("max_tokens", max_tokens, 3)
    if isinstance(texts, str):
        raise TypeError(f"expected a list of texts, got one text: {texts!r}")
    counts = Counter(word for text in texts for word in split(standardise(text)))
    frequent = [(count, word) for word, count in counts.items() if count >= min_count]
    words = [word for _, word in sorted(frequent, reverse=True)]
    if not words:
        got = f"{len(counts)} words, all rarer" if counts else "none"
        raise ValueError(f"expected a word that occurs {min_count} times or more, got {got}")
    return Vocabulary(tuple(words if max_tokens is None else words[: max_tokens - 2]))


def encode(text: str, vocabulary: Vocabulary) -> list[int]:
    """Return the id of each word of the text: 1 for words that the vocabulary lacks, no padding.

    Raises TypeError for anything but a string.

    >>> encode("The dog sat.", Vocabulary(("the", "sat")))
    [2, 1, 3]
    """
    return [vocabulary.ids.get(word, 1) for word in split(standardise(text))]


def pad(
    sequences: Sequence[Sequence[int]],
    length: int | None = None,
    side: Side = "post",
    truncate: Side = "post",
) -> NDArray[np.int64]:
    """Return the sequences as rows of one length, filled up with 0 and cut off where need be.

    Parameters
    ----------
    sequences
        Token ids, in rows of any length.
    length
        The length of all rows, 0 or more. None: that of the longest.
    side
        Where zeros go: "post", after the ids (as TextVectorization does), or "pre", before them.
    truncate
        Where too long a row loses ids: "post", at its end, or "pre", at its beginning.

    Returns
    -------
    NDArray[np.int64]
        Of shape (number of sequences, length).

    Raises
    ------
    TypeError
        If an id or the length is not an int.
    ValueError
        If the length is negative, or a side is neither "pre" nor "post".

    Examples
    --------
    >>> pad([[5, 6, 7], [8]], length=2, side="pre")
    array([[5, 6],
           [0, 8]])
    """
    for name, value in (("side", side), ("truncate", truncate)):
        if value not in ("pre", "post"):
            raise ValueError(f'expected {name} to be "pre" or "post", got {value!r}')
    if length is None:
        length = max((len(sequence) for sequence in sequences), default=0)
    _require_at_least("length", length, 0)
    rows = np.zeros((len(sequences), length), dtype=np.int64)
    for row, sequence in zip(rows, sequences, strict=True):
        for token_id in sequence:
            _require_int("a token id", token_id)
        # subtle: sequence[-0:] would be all of it.
        cut = len(sequence) - length if truncate == "pre" else 0
        kept = sequence[max(cut, 0) :][:length]
        start = length - len(kept) if side == "pre" else 0
        row[start : start + len(kept)] = kept
    return rows


def table_size(words: int, padding: bool = True, unknown: bool = True) -> int:
    """Return how many rows an embedding needs for `words` words, and the ids kept for others.

    Word ids start at the number of special ids, without a gap, so the size is the largest id and
    one more. TextVectorization's `vocabulary_size()` has both included already; ids from the old
    Tokenizer without an `oov_token` leave 0 for padding, so there `unknown` is False. Unknown words
    share one row, however many there are. Raises TypeError or ValueError unless `words` is an int
    of 0 or more.

    >>> table_size(998), table_size(998, unknown=False), table_size(998, padding=False)
    (1000, 999, 999)
    """
    _require_at_least("words", words, 0)
    return int(words) + bool(padding) + bool(unknown)


def _require_at_least(name: str, value: int, least: int) -> None:
    _require_int(name, value)
    if value < least:
        raise ValueError(f"expected {name} to be {least} or more, got {value}")


def _require_int(name: str, value: object) -> None:
    if isinstance(value, bool) or not isinstance(value, int | np.integer):
        got = f"{value!r} of type {type(value).__name__}"
        raise TypeError(f"expected {name} to be an int, got {got}")

"""Messages of our own, spam and not, written by a seeded grammar: the same on every machine.

Only `random.Random`, strings and whole numbers go into a text, and nothing is in the order of a
set, so a seed gives the same messages under every version of Python that the course supports.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from course.corpora.corpus import Corpus
from course.corpora.languages import DECORATIONS, ENGLISH, OTHERS, Language

HAM, SPAM = 0, 1
ATTRIBUTION = "Made up for this course, no message was ever sent (CC BY 4.0)."
OWN_SENTENCE, OWN_CLOSING = 0.8, 0.45  # shares; the rest says what both classes say
SECOND_SENTENCE, DECORATED, OPENED = 0.4, 0.15, 0.6

_FULL_WIDTH = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}
_WORD = re.compile(r"(?<![\w./])[^\W\d_]{4,}(?![\w/]|\.\w)")
_EITHER, _SLOT = re.compile(r"\[([^\[\]]+)\]"), re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, kw_only=True)
class _Draft:
    text: str
    label: int
    original: int  # the place of the draft that this one copies, or its own


def messages(
    n: int,
    *,
    seed: int | str = 0,
    spam: float = 0.5,
    label_noise: float = 0.0,
    near_duplicates: float = 0.0,
    english: float = 0.8,
) -> Corpus:
    """Write n short messages, spam (1) and other mail (0, "ham"), in shuffled order.

    Some spam is worded as ordinary mail is, so nothing separates the two. Measured over seeds: with
    2,000 messages to train on and 1,000 to test, logistic regression on counts of words reaches
    0.91 to 0.94, an `Embedding` of 16 with pooling 0.91; with label noise of 0.06, 0.84 to 0.86.
    No two texts are equal, but under one in a hundred of a test set differ from one in the training
    set in nothing but numbers, case and punctuation.

    Parameters
    ----------
    n : int
        How many messages, copies included.
    seed : int or str
        The same seed gives the same messages.
    spam : float
        The share of spam before the noise, from 0 to 1; the count is n * spam, rounded.
    label_noise : float
        The share of messages, from 0 to 1, whose label is then turned into the other one. The
        texts stay what they are without noise.
    near_duplicates : float
        The share of messages, from 0 to under 1 and the same in both classes, that are copies of
        another with a small change: case, punctuation, an accent in two code points, full-width
        letters, an emoji, a slip of the finger, another number.
    english : float
        The share of messages in English, drawn; the rest is in nine other languages.

    Returns
    -------
    Corpus
        `groups` holds for a copy the position of its original, for others their own.

    Raises
    ------
    TypeError, ValueError
        If `n` is not a whole number of at least 1, or a share lies outside its bounds.

    Examples
    --------
    >>> corpus = messages(200, seed=1, spam=0.2, near_duplicates=0.1)
    >>> corpus
    200 texts: 160 ham, 40 spam. Made up for this course, no message was ever sent (CC BY 4.0).
    >>> sum(group != position for position, group in enumerate(corpus.groups))
    20
    """
    _require_count(n)
    for name, share in (("spam", spam), ("label_noise", label_noise), ("english", english)):
        _require_share(name, share)
    _require_share("near_duplicates", near_duplicates)
    if near_duplicates == 1:
        raise ValueError("near_duplicates must be under 1: a copy needs an original")
    number = round(n * spam)
    drafts: list[_Draft] = []
    seen: set[str] = set()
    rng = Random(f"{seed}:texts")
    for label, count in ((HAM, n - number), (SPAM, number)):
        copies = min(round(count * near_duplicates), max(count - 1, 0))
        first = len(drafts)
        drafts += _originals(rng, first, count - copies, label, english, seen)
        drafts += _copies(rng, drafts[first:], copies, seen)
    return _shuffled(drafts, label_noise, seed)


def _originals(
    rng: Random, first: int, count: int, label: int, english: float, seen: set[str]
) -> list[_Draft]:
    made = []
    for place in range(first, first + count):
        while (text := _message(rng, label, english)) in seen:
            pass
        seen.add(text)
        made.append(_Draft(text=text, label=label, original=place))
    return made


def _copies(rng: Random, originals: list[_Draft], count: int, seen: set[str]) -> list[_Draft]:
    made = []
    for _ in range(count):
        copied = rng.choice(originals)
        text = copied.text
        while text in seen:  # one change, or more where that copy stands already
            text = _changed(rng, text)
        seen.add(text)
        made.append(_Draft(text=text, label=copied.label, original=copied.original))
    return made


def _shuffled(drafts: list[_Draft], label_noise: float, seed: int | str) -> Corpus:
    order = list(range(len(drafts)))
    Random(f"{seed}:order").shuffle(order)
    place = {draft: position for position, draft in enumerate(order)}
    labels = [drafts[draft].label for draft in order]
    rng = Random(f"{seed}:noise")
    for position in rng.sample(range(len(labels)), round(len(labels) * label_noise)):
        labels[position] = 1 - labels[position]
    return Corpus(
        texts=tuple(drafts[draft].text for draft in order),
        labels=tuple(labels),
        groups=tuple(place[drafts[draft].original] for draft in order),
        label_names=("ham", "spam"),
        attribution=ATTRIBUTION,
    )


def _message(rng: Random, label: int, english: float) -> str:
    """Write one message: perhaps an opening, a sentence or two, a closing."""
    language = ENGLISH if rng.random() < english else rng.choice(OTHERS)
    own, own_closings = (
        (language.spam, language.spam_closings)
        if label == SPAM
        else (language.ham, language.ham_closings)
    )
    parts = [rng.choice(language.openings)] if rng.random() < OPENED else []
    parts.append(rng.choice(own if rng.random() < OWN_SENTENCE else language.shared))
    if rng.random() < SECOND_SENTENCE:
        parts.append(rng.choice(language.shared))
    parts.append(rng.choice(own_closings if rng.random() < OWN_CLOSING else language.closings))
    text = language.space.join(_filled(rng, part, language) for part in parts)
    if rng.random() < DECORATED:
        text = f"{text} {_filled(rng, rng.choice(DECORATIONS), language)}"
    return text


def _filled(rng: Random, sentence: str, language: Language) -> str:
    """Choose between alternatives, then fill the slots, slots within slots too."""
    sentence = _EITHER.sub(lambda found: rng.choice(found[1].split("|")), sentence)
    while _SLOT.search(sentence):
        sentence = _SLOT.sub(lambda found: rng.choice(language.slots[found[1]]), sentence)
    return sentence


def _changed(rng: Random, text: str) -> str:
    """Change a text a little: the first of the changes, in a drawn order, that has an effect."""
    tried = (change(rng, text) for change in rng.sample(CHANGES, len(CHANGES)))
    return next(changed for changed in tried if changed != text)


def _upper(rng: Random, text: str) -> str:
    return text.upper()


def _decomposed(rng: Random, text: str) -> str:
    return unicodedata.normalize("NFD", text)


def _widened(rng: Random, text: str) -> str:
    """Write one word in full-width letters."""
    return _at_a_word(rng, text, lambda word: word.translate(_FULL_WIDTH))


def _mistyped(rng: Random, text: str) -> str:
    """Swap two letters within one word."""

    def swap(word: str) -> str:
        at = rng.randrange(len(word) - 1)
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]

    return _at_a_word(rng, text, swap)


def _renumbered(rng: Random, text: str) -> str:
    return re.sub(r"[0-9]", lambda found: str(rng.randrange(10)), text, count=1)


def _punctuated(rng: Random, text: str) -> str:
    return text.rstrip(".!?。") + rng.choice(("!!!", " ...", " !?", "?!"))


def _decorated(rng: Random, text: str) -> str:
    return f"{text} {rng.choice(('🙂', '🎉', '👍🏽', '❤️'))}"


def _forwarded(rng: Random, text: str) -> str:
    return f"{rng.choice(('Fwd', 'Re', 'FW'))}: {text}"


def _at_a_word(rng: Random, text: str, change: Callable[[str], str]) -> str:
    """Change one word of four letters or more, if there is one; never a part of an address."""
    words = [found.span() for found in _WORD.finditer(text)]
    if not words:
        return text
    start, end = rng.choice(words)
    return text[:start] + change(text[start:end]) + text[end:]


CHANGES: tuple[Callable[[Random, str], str], ...] = (
    *(_upper, _decomposed, _widened, _mistyped),
    *(_renumbered, _punctuated, _decorated, _forwarded),
)


def _require_count(n: int) -> None:
    if isinstance(n, bool) or not isinstance(n, int):
        raise TypeError(f"n must be a whole number, got {n!r}")
    if n < 1:
        raise ValueError(f"n must be at least 1, got {n}")


def _require_share(name: str, share: float) -> None:
    if isinstance(share, bool) or not isinstance(share, int | float):
        raise TypeError(f"{name} must be a number from 0 to 1, got {share!r}")
    if not 0 <= share <= 1:
        raise ValueError(f"{name} must lie from 0 to 1, got {share}")

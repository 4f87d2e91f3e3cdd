"""Two collections that others published, fetched on request only; no lesson needs them.

A file is fetched once, checked against the sum pinned here, and kept in a folder of its own.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import zipfile
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

from course.corpora.corpus import Corpus, first_places
from course.corpora.writing import messages

TIMEOUT = 30  # seconds of silence
SPAM_SHARE = 0.134  # that of the SMS Spam Collection


@dataclass(frozen=True, kw_only=True)
class Source:
    """Where a collection lies, and how its files are known to be the right ones.

    Attributes
    ----------
    title : str
        What it is called.
    base_url : str
        What the addresses of its files begin with; ends with a slash.
    files : mapping of str to str
        For each file its sum, "sha256:..." or "md5:...".
    attribution : str
        Who made it, under which licence.

    Examples
    --------
    >>> SMS.base_url
    'https://archive.ics.uci.edu/static/public/228/'
    """

    title: str
    base_url: str
    files: Mapping[str, str]
    attribution: str


SMS = Source(
    title="The SMS Spam Collection",
    base_url="https://archive.ics.uci.edu/static/public/228/",
    files={
        "sms+spam+collection.zip": (
            "sha256:1587ea43e58e82b14ff1f5425c88e17f8496bfcdb67a583dbff9eefaf9963ce3"
        ),
    },
    attribution=(
        "SMS Spam Collection, by Tiago Almeida and José María Gómez Hidalgo (2011), UCI Machine"
        " Learning Repository, https://doi.org/10.24432/C5CC84, CC BY 4.0."
    ),
)
IMDB = Source(  # addresses and sums as in keras.datasets.imdb, which gives no sha256 for the words
    title="The IMDB reviews",
    base_url="https://storage.googleapis.com/tensorflow/tf-keras-datasets/",
    files={
        "imdb.npz": "sha256:69664113be75683a8fe16e3ed0ab59fda8886cb3cd7ada244f7d9544e4676b9f",
        "imdb_word_index.json": "md5:bfafd718b763782e994055a2d397834f",
    },
    attribution=(
        "Large Movie Review Dataset, by Maas et al. (2011), https://aclanthology.org/P11-1015/,"
        " as Keras prepared it; no licence is stated: cite it, do not pass it on."
    ),
)


class NotDownloaded(RuntimeError):
    """A file could not be fetched; the message says what was tried and what to do."""


def texts(
    n: int = 2000, *, seed: int | str = 0, folder: Path | None = None, source: Source = SMS
) -> Corpus:
    """Give n messages of the SMS Spam Collection if `sms` has fetched it, and else our own.

    It never downloads anything. About 13 in 100 of either are spam.

    Parameters
    ----------
    n : int
        How many; the collection holds 5,574, and gives all of them where n is more.
    seed : int or str
        Draws the messages.
    folder, source
        As for `sms`.

    Returns
    -------
    Corpus
        Its `attribution` tells whose messages these are.

    Examples
    --------
    >>> corpus = texts(100)
    >>> len(corpus), corpus.label_names
    (100, ('ham', 'spam'))
    """
    if not is_cached(source, folder):
        return messages(n, seed=seed, spam=SPAM_SHARE)
    found = sms(folder=folder, source=source)
    places = Random(f"{seed}:sms").sample(range(len(found)), min(n, len(found)))
    chosen = [found.texts[place] for place in places]
    labels = tuple(found.labels[place] for place in places)
    return _corpus(chosen, labels, found.label_names, source)


def sms(*, progress: bool = True, folder: Path | None = None, source: Source = SMS) -> Corpus:
    """Fetch the SMS Spam Collection, 5,574 English messages (0.2 MB), or read it from the cache.

    Parameters
    ----------
    progress : bool
        Whether to draw a bar.
    folder : Path, optional
        Where the file is kept; `cache_folder()` by default.
    source : Source
        What to fetch, and from where.

    Returns
    -------
    Corpus
        1 is spam; `groups` holds the position of the first message with the same words, since
        some hundred stand more than once. In the order of the file.

    Raises
    ------
    NotDownloaded
        If there is no network, or what came is not the file.

    Examples
    --------
    >>> sms()  # doctest: +SKIP
    5,574 texts: 4,827 ham, 747 spam. SMS Spam Collection, by ...
    """
    (path,) = _fetched(source, folder, progress)
    with zipfile.ZipFile(path) as archive:
        lines = archive.read("SMSSpamCollection").decode("utf-8").split("\n")
    pairs = [line.rstrip("\r").split("\t", 1) for line in lines if line.strip()]
    labels = tuple(int(label == "spam") for label, _ in pairs)
    return _corpus([text for _, text in pairs], labels, ("ham", "spam"), source)


def imdb(
    *, progress: bool = True, folder: Path | None = None, source: Source = IMDB
) -> tuple[Corpus, Corpus]:
    """Fetch 50,000 film reviews (19 MB), or read them from the cache: for training, for testing.

    The words of a review stand one space apart, in small letters, mostly without punctuation.

    Parameters
    ----------
    progress, folder, source
        As for `sms`.

    Returns
    -------
    tuple of two Corpus
        25,000 reviews each, in the order of the file, which is not to be relied on: shuffle. 1 is
        positive; `groups` holds the position of the first review with the same words.

    Raises
    ------
    NotDownloaded
        If there is no network, or what came is not the file.

    Examples
    --------
    >>> train, test = imdb()  # doctest: +SKIP
    """
    import numpy as np

    reviews, index = _fetched(source, folder, progress)
    words = {place: word for word, place in json.loads(index.read_text("utf-8")).items()}
    # subtle: lists of unequal length are stored as a pickle; its sum was checked a moment ago.
    with np.load(io.BytesIO(reviews.read_bytes()), allow_pickle=True) as arrays:
        return _reviews(arrays, "train", words, source), _reviews(arrays, "test", words, source)


def is_cached(source: Source, folder: Path | None = None) -> bool:
    """Say whether all files of a source are in the cache, unbroken; without any request.

    >>> is_cached(SMS, Path("nowhere"))
    False
    """
    place = folder or cache_folder()
    return all(_is_right(place / name, known) for name, known in source.files.items())


def cache_folder() -> Path:
    """Give the folder where files are kept: $EMBEDDING_COURSE_DATA, or one in your home.

    >>> cache_folder().is_absolute()
    True
    """
    default = Path.home() / ".cache" / "embedding-course"
    return Path(os.environ.get("EMBEDDING_COURSE_DATA") or default).absolute()


def _corpus(
    found: list[str], labels: tuple[int, ...], names: tuple[str, ...], source: Source
) -> Corpus:
    return Corpus(
        texts=tuple(found),
        labels=labels,
        groups=first_places(found),
        label_names=names,
        attribution=source.attribution,
    )


def _reviews(arrays: Any, part: str, words: Mapping[int, str], source: Source) -> Corpus:
    rows, labels = arrays[f"x_{part}"], arrays[f"y_{part}"]
    found = [" ".join(words.get(place, "[UNK]") for place in row) for row in rows]
    return _corpus(found, tuple(int(label) for label in labels), ("negative", "positive"), source)


def _fetched(source: Source, folder: Path | None, progress: bool) -> list[Path]:
    place = folder or cache_folder()
    return [_fetch(source, name, place, progress) for name in source.files]


def _fetch(source: Source, name: str, folder: Path, progress: bool) -> Path:
    """Fetch one file, unless it is there; a broken download never reaches its place."""
    path, known = folder / name, source.files[name]
    if _is_right(path, known):
        return path
    try:
        import pooch  # type: ignore[import-untyped]

        with ExitStack() as stack:  # pooch itself leaves a broken connection open
            hooks = {"response": lambda response, **_: stack.enter_context(response)}
            bar = pooch.HTTPDownloader(progressbar=progress, timeout=TIMEOUT, hooks=hooks)
            fetcher = pooch.create(folder, base_url=source.base_url, registry=dict(source.files))
            fetcher.fetch(name, downloader=bar)
    except (ImportError, OSError, ValueError) as error:
        raise NotDownloaded(_advice(source, path, _reason(error, source, known))) from None
    return path


def _is_right(path: Path, known: str) -> bool:
    if not path.is_file():
        return False
    algorithm, _, wanted = known.partition(":")
    with path.open("rb") as file:
        return hashlib.file_digest(file, algorithm).hexdigest() == wanted


def _advice(source: Source, path: Path, reason: str) -> str:
    """Say what was tried, what happened, that it does not matter, and what to do by hand."""
    there = "The file that lies there now is another one, or broken.\n" if path.exists() else ""
    return (
        f"{source.title} could not be downloaded: {reason}.\n"
        f"Tried: {source.base_url}{path.name}\n"
        "You can go on: every lesson runs without it, on messages of the course's own.\n"
        "To have it all the same, fetch that address in a browser, save the file unopened as\n"
        f"{path}\n{there}"
        f"Its sum must be {source.files[path.name]}"
    )


def _reason(error: Exception, source: Source, known: str) -> str:
    """Say in words why a file did not come."""
    if isinstance(error, ImportError):
        return f"{error.name} is not installed (pip install 'embedding-course[course]')"
    from requests import exceptions as web

    if isinstance(error, web.HTTPError) and error.response is not None:
        return f"the server answered {error.response.status_code} {error.response.reason}"
    if isinstance(error, web.ChunkedEncodingError):
        return "the connection was cut before the end of the file"
    if isinstance(error, web.Timeout):
        return f"the server said nothing for {TIMEOUT} seconds"
    if isinstance(error, web.ConnectionError):
        name = type(error).__name__
        return f"no connection to {source.base_url.split('/')[2]}, is there a network? ({name})"
    if isinstance(error, web.RequestException):
        return f"the request failed ({error})"
    if isinstance(error, ValueError):
        return f"what came does not have the {known.partition(':')[0]} sum that it must have"
    return f"the file could not be saved ({error})"

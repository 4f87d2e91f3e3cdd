"""Texts to learn on, none of which needs a network.

`messages` writes spam and other mail with a seed, `docstrings` reads the packages installed here.
`sms` and `imdb` fetch two published collections, on request only; `texts` gives the first of them
where it has been fetched, and else our own. Each gives a `Corpus`, which shows whose texts it has.

>>> from course import corpora
>>> corpora.messages(4, seed=3).label_names
('ham', 'spam')
"""

from course.corpora.corpus import Corpus, repeats
from course.corpora.downloads import (
    IMDB,
    SMS,
    NotDownloaded,
    Source,
    cache_folder,
    imdb,
    is_cached,
    sms,
    texts,
)
from course.corpora.passages import docstrings
from course.corpora.writing import messages

__all__ = [
    "IMDB",
    "SMS",
    "Corpus",
    "NotDownloaded",
    "Source",
    "cache_folder",
    "docstrings",
    "imdb",
    "is_cached",
    "messages",
    "repeats",
    "sms",
    "texts",
]

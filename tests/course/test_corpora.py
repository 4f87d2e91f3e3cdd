"""Texts to learn on: written with a seed, read from packages, fetched from a server nearby."""

from __future__ import annotations

import difflib
import doctest
import hashlib
import importlib
import io
import json
import re
import socket
import subprocess
import sys
import threading
import unicodedata
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import numpy as np
import pytest
import tqdm.std
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline

from autograder.reference.splits import Split, grouped_split, overlap
from course import corpora
from course.corpora import Corpus, NotDownloaded, Source
from course.corpora.languages import ENGLISH, OTHERS, Language
from course.corpora.writing import CHANGES

MODULES = ("course.corpora", *(f"course.corpora.{name}" for name in ("corpus", "downloads")))
MODULES += ("course.corpora.passages", "course.corpora.writing")


@pytest.mark.parametrize("module", MODULES)
def test_the_examples_in_the_docstrings_run(
    module: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EMBEDDING_COURSE_DATA", str(tmp_path))
    done = doctest.testmod(importlib.import_module(module))
    assert done.attempted > 0 and done.failed == 0


# Messages


@pytest.fixture(scope="module")
def plain() -> Corpus:
    """Three thousand messages, neither noise nor copies."""
    return corpora.messages(3000, seed=1)


@pytest.fixture(scope="module")
def copied() -> Corpus:
    """Three thousand messages, half of them copies of the others."""
    return corpora.messages(3000, seed=1, near_duplicates=0.5)


def test_a_seed_gives_the_same_messages_in_every_process() -> None:
    program = (
        "import hashlib; from course import corpora; "
        "corpus = corpora.messages(500, seed='x', label_noise=0.1, near_duplicates=0.3); "
        "print(hashlib.sha256(repr((corpus.texts, corpus.labels, corpus.groups)).encode())"
        ".hexdigest())"
    )
    printed = {
        subprocess.run(
            [sys.executable, "-c", program],
            env={"PYTHONHASHSEED": salt},
            capture_output=True,
            text=True,
            check=True,
        ).stdout.strip()
        for salt in ("1", "2")
    }
    assert printed == {PINNED}


def test_another_seed_gives_other_messages(plain: Corpus) -> None:
    other = corpora.messages(3000, seed=2)
    assert overlap(plain.texts, other.texts).normalised < 0.01


@pytest.mark.parametrize("n", [1, 2, 7, 250])
@pytest.mark.parametrize("spam", [0.0, 0.02, 0.5, 1.0])
@pytest.mark.parametrize("near_duplicates", [0.0, 0.3, 0.99])
def test_the_share_of_spam_is_the_one_asked_for(
    n: int, spam: float, near_duplicates: float
) -> None:
    corpus = corpora.messages(n, spam=spam, near_duplicates=near_duplicates)
    assert len(corpus.texts) == len(corpus.labels) == len(corpus.groups) == len(corpus) == n
    assert sum(corpus.labels) == round(n * spam)


def test_the_order_tells_nothing_of_the_label(plain: Corpus) -> None:
    assert 0.4 < np.mean(plain.labels[:1000]) < 0.6


def test_noise_turns_as_many_labels_as_asked_for_and_changes_no_text(plain: Corpus) -> None:
    noisy = corpora.messages(3000, seed=1, label_noise=0.06)
    assert (noisy.texts, noisy.groups) == (plain.texts, plain.groups)
    assert sum(a != b for a, b in zip(noisy.labels, plain.labels, strict=True)) == 180


def test_without_copies_no_text_stands_twice(plain: Corpus) -> None:
    assert len(set(plain.texts)) == 3000
    assert plain.groups == tuple(range(3000))
    assert overlap(plain.texts[:2400], plain.texts[2400:]).exact == 0


def test_few_texts_differ_in_numbers_only(plain: Corpus) -> None:
    def without_numbers(text: str) -> str:
        return re.sub(r"[0-9]+", "0", text.casefold())

    shared = overlap(plain.texts[:2400], plain.texts[2400:], without_numbers)
    assert shared.normalised < 0.03


def test_a_copy_is_like_its_original_has_its_label_and_is_not_the_same(copied: Corpus) -> None:
    pairs = [(place, of) for place, of in enumerate(copied.groups) if place != of]
    assert len(pairs) == 1500
    assert all(copied.groups[of] == of for _, of in pairs)
    assert all(copied.labels[place] == copied.labels[of] for place, of in pairs)
    assert len(set(copied.texts)) == 3000
    likeness = [alike(copied.texts[place], copied.texts[of]) for place, of in pairs[:300]]
    assert min(likeness) > 0.6
    assert np.mean(likeness) > 0.9


def alike(one: str, other: str) -> float:
    one, other = (unicodedata.normalize("NFKC", text).casefold() for text in (one, other))
    return difflib.SequenceMatcher(None, one, other, autojunk=False).ratio()


def test_every_kind_of_change_shows_in_some_copy(copied: Corpus) -> None:
    assert len(CHANGES) == 8
    copies = [text for place, text in enumerate(copied.texts) if copied.groups[place] != place]
    assert any("SS" in text and text.isupper() for text in copies)  # ß has two capitals
    assert any(unicodedata.normalize("NFC", text) != text for text in copies)
    assert any(re.search("[ａ-ｚ]{3}", text) for text in copies)
    assert any(text.startswith("Fwd: ") for text in copies)
    assert any(text.endswith("!!!") for text in copies)


def test_a_random_split_of_copies_flatters_and_a_split_by_original_does_not(
    copied: Corpus,
) -> None:
    flattered, honest = (
        np.mean([accuracy(copied, grouped_split(by, 0.3, rng(seed))) for seed in range(2)])
        for by in (range(3000), copied.groups)
    )
    assert flattered > honest


def rng(seed: int) -> np.random.Generator:
    return np.random.default_rng(seed)


def accuracy(corpus: Corpus, split: Split) -> float:
    """What logistic regression on counts of words reaches on the test side."""
    model = make_pipeline(CountVectorizer(), LogisticRegression(max_iter=2000))
    model.fit([corpus.texts[i] for i in split.train], [corpus.labels[i] for i in split.train])
    return float(
        model.score([corpus.texts[i] for i in split.test], [corpus.labels[i] for i in split.test])
    )


PINNED = "6059a9e76d5d69519e589f556ebab4ca252eb8997ffc61dd60f1c59752f4e7f0"
HELD_OUT = Split(train=tuple(range(2000)), test=tuple(range(2000, 3000)), signature="by position")


def test_a_bag_of_words_does_well_and_is_not_perfect(plain: Corpus) -> None:
    assert 0.88 < accuracy(plain, HELD_OUT) < 0.97


def test_a_bag_of_words_does_worse_with_noise() -> None:
    assert 0.75 < accuracy(corpora.messages(3000, seed=1, label_noise=0.06), HELD_OUT) < 0.91


@pytest.mark.parametrize("english", [0.0, 0.8, 1.0])
@pytest.mark.parametrize("measure", [len, lambda text: len(text.split())], ids=["chars", "words"])
def test_spam_is_as_long_as_other_mail(english: float, measure: object) -> None:
    assert callable(measure)
    corpus = corpora.messages(3000, seed=4, english=english)
    ham, spam = (
        np.mean([measure(corpus.texts[i]) for i in range(3000) if corpus.labels[i] == label])
        for label in (0, 1)
    )
    assert 0.8 < spam / ham < 1.25


SCRIPTS = {
    **{"accents": "[éèêñöäüçığş]", "ß": "ß", "Cyrillic": "[а-я]{4}", "Greek": "[α-ω]{4}"},
    **{"Arabic": "[\u0627-\u064a]{3}", "Chinese": "[\u4e00-\u9fff]{3}", "Japanese": "[ぁ-ん]{2}"},
    **{
        "full-width": "[Ａ-Ｚａ-ｚ]{2}",
        "half-width": "[ｱ-ﾝ]",
        "ligature": "ﬁ",
        "emoji": "[🙂🎉☕🚲]",
    },
    **{"several code points": "\u200d|\U0001f3fd|\ufe0f", "dotted capital i": "İ"},
}


@pytest.mark.parametrize("pattern", SCRIPTS.values(), ids=SCRIPTS)
def test_both_classes_hold_each_script(plain: Corpus, pattern: str) -> None:
    for label in (0, 1):
        found = [i for i, text in enumerate(plain.texts) if re.search(pattern, text)]
        assert sum(plain.labels[i] == label for i in found) >= 3


def test_every_language_is_drawn_about_as_often_and_tells_nothing_of_the_label() -> None:
    corpus = corpora.messages(3000, seed=1, english=0.0)
    cyrillic = [i for i, text in enumerate(corpus.texts) if re.search("[а-я]", text)]
    assert 3000 / 9 * 0.8 < len(cyrillic) < 3000 / 9 * 1.2
    assert 0.4 < np.mean([corpus.labels[i] for i in cyrillic]) < 0.6


def test_all_english_is_in_latin_letters_but_for_what_decorates_it() -> None:
    corpus = corpora.messages(500, english=1.0)
    assert not any(re.search("[а-яα-ω\u0627-\u064aぁ-ん]", text) for text in corpus.texts)


@pytest.mark.parametrize("corpus", ["plain", "copied"])
def test_addresses_are_reserved_ones_and_nothing_looks_like_a_telephone_number(
    corpus: str, request: pytest.FixtureRequest
) -> None:
    for text in request.getfixturevalue(corpus).texts:
        text = unicodedata.normalize("NFKC", text).casefold()
        assert not re.search(r"@|://", text)
        assert not re.search(r"\d{5}|\d[\d ()/-]{6,}\d", text)
        hosts = re.findall(r"[a-z]+(?:\.[a-z]+)+", text)
        assert all(f".{host}".endswith(".example.org") for host in hosts), text


def test_no_slot_and_no_bracket_is_left_in_a_text(plain: Corpus) -> None:
    assert not [text for text in plain.texts if re.search(r"[{}\[\]|]|  ", text)]


@pytest.mark.parametrize("language", [ENGLISH, *OTHERS], ids=lambda found: found.openings[0])
def test_every_slot_of_a_language_is_filled(language: Language) -> None:
    sentences = (
        *(*language.openings, *language.shared, *language.spam, *language.ham),
        *(*language.closings, *language.spam_closings, *language.ham_closings),
        *(entry for entries in language.slots.values() for entry in entries),
    )
    named = {name for sentence in sentences for name in re.findall(r"\{(\w+)\}", sentence)}
    assert named <= set(language.slots)
    assert all(sentence.count("[") == sentence.count("]") for sentence in sentences)
    assert all(unicodedata.normalize("NFC", sentence) == sentence for sentence in sentences)


@pytest.mark.parametrize(
    ("arguments", "error", "message"),
    [
        ({"n": 0}, ValueError, "n must be at least 1, got 0"),
        ({"n": 2.0}, TypeError, "n must be a whole number, got 2.0"),
        ({"n": True}, TypeError, "n must be a whole number, got True"),
        ({"n": 9, "spam": 1.5}, ValueError, "spam must lie from 0 to 1, got 1.5"),
        ({"n": 9, "spam": "all"}, TypeError, "spam must be a number from 0 to 1, got 'all'"),
        ({"n": 9, "label_noise": -0.1}, ValueError, "label_noise must lie from 0 to 1, got -0.1"),
        ({"n": 9, "english": float("nan")}, ValueError, "english must lie from 0 to 1, got nan"),
        ({"n": 9, "near_duplicates": 1}, ValueError, "near_duplicates must be under 1"),
    ],
)
def test_a_number_out_of_bounds_is_named(
    arguments: dict[str, object], error: type[Exception], message: str
) -> None:
    with pytest.raises(error, match=re.escape(message)):
        corpora.messages(**arguments)  # type: ignore[arg-type]


def test_a_corpus_is_shown_in_one_line_with_its_source(plain: Corpus) -> None:
    assert repr(plain) == (
        "3,000 texts: 1,500 ham, 1,500 spam."
        " Made up for this course, no message was ever sent (CC BY 4.0)."
    )


# Passages


@pytest.fixture(scope="module")
def passages() -> Corpus:
    """Passages of two packages that need no compiled part to read."""
    return corpora.docstrings(("numpy", "matplotlib"), limit=300, seed=2)


def test_passages_are_labelled_by_package_and_grouped_by_file(passages: Corpus) -> None:
    assert Counter(passages.labels) == {0: 300, 1: 300}
    for label, file in zip(passages.labels, passages.groups, strict=True):
        assert isinstance(file, str)
        assert file.startswith(f"{passages.label_names[label]}/") and file.endswith(".py")


def test_a_split_by_group_has_whole_files_on_one_side(passages: Corpus) -> None:
    split = grouped_split(passages.groups, 0.25, rng(0))
    train, test = ({passages.groups[i] for i in side} for side in (split.train, split.test))
    assert train and test and not train & test


def test_package_names_are_masked_in_passages_of_either(passages: Corpus) -> None:
    assert not [t for t in passages.texts if re.search(r"numpy|matplotlib|\bnp\b|\bplt\b", t, re.I)]
    assert any("PACKAGE" in text for text in passages.texts)


def test_passages_are_prose_of_a_few_sentences(passages: Corpus) -> None:
    assert not [text for text in passages.texts if re.search(r">>>|\n|`|:class:", text)]
    assert all(10 <= len(text.split()) <= 130 for text in passages.texts)


def test_sentences_repeat_across_files() -> None:
    single = corpora.docstrings(limit=5000, sentences=1)
    found = corpora.repeats(single.texts)
    assert any(len({single.groups[i] for i in places}) > 1 for places in found)


def test_the_same_packages_give_the_same_passages(passages: Corpus) -> None:
    assert corpora.docstrings(("numpy", "matplotlib"), limit=300, seed=2) == passages


def test_tests_and_files_that_cannot_be_parsed_are_left_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    prose = '"""This file is about {0} things.\n\nIt says so in two sentences. Here they are."""\n'
    for name in ("firstpackage", "secondpackage"):
        (tmp_path / name / "tests").mkdir(parents=True)
        for file in ("__init__.py", "tests/test_it.py"):
            (tmp_path / name / file).write_text(prose.format(name))
        (tmp_path / name / "broken.py").write_text(prose.format(name) + "def")
    monkeypatch.syspath_prepend(tmp_path)
    found = corpora.docstrings(("firstpackage", "secondpackage"))
    assert sorted(found.groups) == ["firstpackage/__init__.py", "secondpackage/__init__.py"]
    assert set(found.texts) == {"This file is about PACKAGE things. It says so in two sentences."}


def test_a_package_is_read_and_not_imported() -> None:
    program = (
        "import sys; from course import corpora; corpora.docstrings(('idlelib', 'json'));"
        "sys.exit('idlelib' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


@pytest.mark.parametrize(
    ("packages", "message"),
    [
        ("numpy", "packages must name two or more packages, got 'numpy'"),
        (("numpy", "numpy"), "packages must name two or more packages"),
        (("numpy", "no_such_package"), "packages must be installed here .* got 'no_such_package'"),
        (("numpy", "os.path"), "packages must be installed here .* got 'os.path'"),
        (("numpy", "math"), "packages must be installed here and written in Python, got 'math'"),
    ],
)
def test_a_package_that_cannot_be_read_is_named(packages: tuple[str, ...], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        corpora.docstrings(packages)


def test_numbers_below_one_are_refused_for_passages() -> None:
    with pytest.raises(ValueError, match="limit must be at least 1, got 0"):
        corpora.docstrings(limit=0)


# Downloads, from a server on this machine

SMS_LINES = (
    "ham\tLunch at 1?\n"
    "spam\tWIN a £100 prize \u0085 now\n"
    "ham\tLunch  at 1?\r\n"
    "ham\tsee you\tthere\n"
)


def zipped(lines: str) -> bytes:
    """A zip as UCI serves it."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("SMSSpamCollection", lines.encode())
        archive.writestr("readme", "about")
    return buffer.getvalue()


def reviews() -> tuple[bytes, bytes]:
    """The arrays and the word index as Keras serves them."""
    rows = np.empty(2, dtype=object)
    rows[:] = [[1, 2, 3], [1, 4]]
    buffer = io.BytesIO()
    labels = np.array([0, 1])
    np.savez(buffer, x_train=rows, y_train=labels, x_test=rows[::-1], y_test=labels[::-1])
    return buffer.getvalue(), json.dumps({"the": 1, "film": 2, "dragged": 3, "café": 4}).encode()


class Server(ThreadingHTTPServer):
    """Serves the files given, and counts what is asked for."""

    files: dict[str, bytes]
    asked: list[str]
    manner: str
    leaving: threading.Event


class Handler(BaseHTTPRequestHandler):
    """Answers as the server's manner says: well, cut off in the middle, or with an error."""

    server: Server

    def do_GET(self) -> None:
        self.server.asked.append(self.path)
        body = self.server.files.get(self.path.removeprefix("/data/"))
        if body is None or self.server.manner == "missing":
            self.send_error(404)
            return
        if self.server.manner == "hanging":
            self.server.leaving.wait()
        if self.server.manner in ("silent", "hanging"):
            return
        self.send_response(200)
        if self.server.manner != "unmeasured":
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        whole = self.server.manner == "well"
        self.wfile.write(body if whole else body[: len(body) // 2])

    def log_message(self, format: str, *arguments: object) -> None:
        """Keep quiet."""


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    """A server with both collections, in small."""
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    arrays, index = reviews()
    found = Server(("127.0.0.1", 0), Handler)
    found.files = {"sms+spam+collection.zip": zipped(SMS_LINES)}
    found.files |= {"imdb.npz": arrays, "imdb_word_index.json": index}
    found.asked, found.manner, found.leaving = [], "well", threading.Event()
    thread = threading.Thread(target=found.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield found
    found.leaving.set()
    found.shutdown()
    found.server_close()
    thread.join()


def served(server: Server, source: Source) -> Source:
    """The source as that server has it."""
    files = {
        name: f"{known.partition(':')[0]}:"
        + hashlib.new(known.partition(":")[0], server.files[name]).hexdigest()
        for name, known in source.files.items()
    }
    return replace(source, base_url=f"http://127.0.0.1:{server.server_port}/data/", files=files)


def test_the_sums_are_those_that_keras_pins() -> None:
    from keras.src.datasets import imdb

    source = Path(imdb.__file__).read_text(encoding="utf-8")
    assert corpora.IMDB.base_url in source
    for name, known in corpora.IMDB.files.items():
        assert name in source and known.partition(":")[2] in source


def test_the_sms_collection_is_fetched_once_and_then_read_from_the_cache(
    server: Server, tmp_path: Path
) -> None:
    source = served(server, corpora.SMS)
    assert not corpora.is_cached(source, tmp_path)
    fetched = corpora.sms(progress=False, folder=tmp_path, source=source)
    assert fetched.texts == (
        *("Lunch at 1?", "WIN a £100 prize \u0085 now", "Lunch  at 1?", "see you\tthere"),
    )
    assert fetched.labels == (0, 1, 0, 0)
    assert fetched.groups == (0, 1, 0, 3)
    assert "CC BY 4.0" in repr(fetched)
    assert corpora.is_cached(source, tmp_path)
    assert corpora.sms(folder=tmp_path, source=source) == fetched
    assert server.asked == ["/data/sms+spam+collection.zip"]


def test_the_reviews_are_fetched_once_and_then_read_from_the_cache(
    server: Server, tmp_path: Path
) -> None:
    source = served(server, corpora.IMDB)
    train, test = corpora.imdb(progress=False, folder=tmp_path, source=source)
    assert train.texts == test.texts[::-1] == ("the film dragged", "the café")
    assert train.labels == test.labels[::-1] == (0, 1)
    assert train.label_names == ("negative", "positive")
    assert "P11-1015" in repr(train)
    assert corpora.imdb(folder=tmp_path, source=source) == (train, test)
    assert server.asked == ["/data/imdb.npz", "/data/imdb_word_index.json"]


def test_a_download_draws_a_bar(
    server: Server,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # subtle: tqdm's own choice of a bar depends on what else was imported in this process.
    monkeypatch.setattr("pooch.downloaders.tqdm", tqdm.std.tqdm)
    corpora.sms(folder=tmp_path, source=served(server, corpora.SMS))
    assert "100%" in capsys.readouterr().err


def failure(source: Source, folder: Path) -> str:
    """What a learner reads when the collection cannot be fetched."""
    with pytest.raises(NotDownloaded) as raised:
        corpora.sms(progress=False, folder=folder, source=source)
    message = str(raised.value)
    assert f"Tried: {source.base_url}sms+spam+collection.zip\n" in message
    assert "every lesson runs without it" in message
    assert str(folder / "sms+spam+collection.zip") in message
    assert source.files["sms+spam+collection.zip"] in message
    assert raised.value.__suppress_context__
    return message


@pytest.mark.parametrize(
    ("manner", "reason"),
    [
        ("missing", "could not be downloaded: the server answered 404 Not Found."),
        ("cut", "the connection was cut before the end of the file"),
        ("unmeasured", "what came does not have the sha256 sum that it must have"),
        ("silent", r"no connection to 127.0.0.1:\d+, is there a network\? \(ConnectionError\)"),
    ],
)
def test_a_server_that_misbehaves_is_told_and_leaves_nothing_behind(
    server: Server, tmp_path: Path, manner: str, reason: str
) -> None:
    server.manner = manner
    source = served(server, corpora.SMS)
    assert re.search(reason, failure(source, tmp_path))
    assert list(tmp_path.iterdir()) == []
    assert not corpora.is_cached(source, tmp_path)
    server.manner = "well"
    assert len(corpora.sms(progress=False, folder=tmp_path, source=source)) == 4


def test_another_file_under_the_name_is_told_and_leaves_nothing_behind(
    server: Server, tmp_path: Path
) -> None:
    source = served(server, corpora.SMS)
    server.files["sms+spam+collection.zip"] = zipped("ham\ttampered with\n")
    assert "does not have the sha256 sum" in failure(source, tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_server_that_hangs_is_given_up_on(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("course.corpora.downloads.TIMEOUT", 0.1)
    server.manner = "hanging"
    assert "the server said nothing for 0.1 seconds" in failure(
        served(server, corpora.SMS), tmp_path
    )
    assert list(tmp_path.iterdir()) == []


def test_an_address_that_cannot_be_asked_is_told(tmp_path: Path) -> None:
    source = replace(corpora.SMS, base_url="gopher://127.0.0.1/data/")
    assert "the request failed (No connection adapters" in failure(source, tmp_path)


def test_one_broken_file_of_two_leaves_the_good_one(server: Server, tmp_path: Path) -> None:
    source = served(server, corpora.IMDB)
    server.files["imdb_word_index.json"] = b"{}"
    with pytest.raises(NotDownloaded, match="does not have the md5 sum"):
        corpora.imdb(progress=False, folder=tmp_path, source=source)
    assert [path.name for path in tmp_path.iterdir()] == ["imdb.npz"]
    assert not corpora.is_cached(source, tmp_path)


def refusing(source: Source) -> Source:
    """The source at a port where nobody listens."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    return replace(source, base_url=f"http://127.0.0.1:{port}/data/")


def test_without_a_network_the_message_says_what_to_do(server: Server, tmp_path: Path) -> None:
    message = failure(refusing(corpora.SMS), tmp_path)
    assert "is there a network? (ConnectionError)" in message
    assert "lies there now" not in message
    assert list(tmp_path.iterdir()) == []


def test_a_wrong_file_put_there_by_hand_is_told_and_kept(server: Server, tmp_path: Path) -> None:
    path = tmp_path / "sms+spam+collection.zip"
    path.write_bytes(b"half of it")
    assert "The file that lies there now is another one, or broken." in failure(
        refusing(corpora.SMS), tmp_path
    )
    assert path.read_bytes() == b"half of it"


def test_a_broken_file_in_the_cache_is_fetched_again(server: Server, tmp_path: Path) -> None:
    (tmp_path / "sms+spam+collection.zip").write_bytes(b"half of it")
    source = served(server, corpora.SMS)
    assert len(corpora.sms(progress=False, folder=tmp_path, source=source)) == 4


def test_a_folder_that_cannot_be_made_is_told(server: Server, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    source = served(server, corpora.SMS)
    assert "the file could not be saved" in failure(source, tmp_path / "file" / "below")


def test_without_pooch_the_message_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pooch", None)
    assert "pooch is not installed (pip install 'embedding-course[course]')" in failure(
        corpora.SMS, tmp_path
    )


# Either


def test_texts_are_our_own_where_nothing_is_cached_and_nothing_is_asked_for(
    server: Server, tmp_path: Path
) -> None:
    found = corpora.texts(500, seed=3, folder=tmp_path, source=served(server, corpora.SMS))
    assert found == corpora.messages(500, seed=3, spam=0.134)
    assert server.asked == [] and list(tmp_path.iterdir()) == []


def test_texts_are_the_collection_where_it_is_cached(server: Server, tmp_path: Path) -> None:
    source = served(server, corpora.SMS)
    fetched = corpora.sms(progress=False, folder=tmp_path, source=source)
    found = corpora.texts(3, seed=1, folder=tmp_path, source=source)
    assert set(found.texts) < set(fetched.texts) and len(found) == 3
    assert found.attribution == corpora.SMS.attribution
    assert corpora.texts(3, seed=1, folder=tmp_path, source=source) == found
    assert len(corpora.texts(100, folder=tmp_path, source=source)) == 4
    assert len(server.asked) == 1


def test_the_cache_is_where_the_environment_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EMBEDDING_COURSE_DATA", str(tmp_path / "texts"))
    assert corpora.cache_folder() == tmp_path / "texts"
    monkeypatch.setenv("EMBEDDING_COURSE_DATA", "")
    assert corpora.cache_folder() == Path.home() / ".cache" / "embedding-course"


def test_writing_messages_loads_nothing_but_the_standard_library() -> None:
    program = (
        "import sys; from course import corpora; corpora.messages(9); corpora.texts(9);"
        "sys.exit(bool({'numpy', 'pooch', 'requests', 'tqdm'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0

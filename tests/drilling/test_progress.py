"""What is kept of drills survives a crash at any byte, and two drills at once."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder import journal, workspace
from autograder.drilling import progress
from autograder.drilling.progress import Entry, Result

NOON = datetime(2030, 1, 2, 12, tzinfo=UTC)


def entry(seed: int, result: Result = Result.WRONG, met: tuple[str, ...] = ("S5",)) -> Entry:
    return Entry(when=NOON, drill="drill-batch", seed=seed, result=result, met=met)


BELIEFS = st.lists(st.sampled_from(["S5", "M1", "K7"]), unique=True).map(tuple)
ENTRIES = st.builds(
    Entry,
    when=st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)).map(
        lambda when: when.replace(microsecond=0)
    ),
    drill=st.sampled_from(["drill-batch", "drill-f1", "drill-that-is-gone"]),
    seed=st.integers(0, 10**6),
    result=st.sampled_from(Result),
    met=BELIEFS,
    withstood=BELIEFS,
    unclear=BELIEFS,
)


@given(entries=st.lists(ENTRIES, max_size=5))
def test_what_is_written_is_read(tmp_path_factory: pytest.TempPathFactory, entries: list[Entry]):
    path = tmp_path_factory.mktemp("log") / "deep" / "drills.jsonl"
    for each in entries:
        progress.append(path, each)
    assert list(progress.read(path)) == entries


def test_a_record_cut_at_any_byte_loses_its_last_entry_at_most(tmp_path: Path) -> None:
    whole = tmp_path / "whole.jsonl"
    entries = [entry(seed) for seed in range(3)]
    for each in entries:
        progress.append(whole, each)
    data = whole.read_bytes()
    torn = tmp_path / "torn.jsonl"
    for size in range(len(data) + 1):
        torn.write_bytes(data[:size])
        kept = list(progress.read(torn))
        lines = data[:size].count(b"\n")
        assert kept == entries[: len(kept)]
        assert lines <= len(kept) <= lines + 1
        progress.append(torn, entry(99))
        assert list(progress.read(torn)) == [*kept, entry(99)], size


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"\xff\xfe",
        b"null",
        b"[]",
        b"{}",
        b'{"when": "yesterday", "drill": "d", "seed": 1, "result": "right"}',
        b'{"when":"2030-01-02T12:00:00","drill":"d","seed":1,"result":"right","met":[],'
        b'"withstood":[],"unclear":[]}',
        b'{"when":"2030-01-02T12:00:00+00:00","drill":7,"seed":1,"result":"right","met":[],'
        b'"withstood":[],"unclear":[]}',
        b'{"when":"2030-01-02T12:00:00+00:00","drill":"d","seed":"1","result":"right","met":[],'
        b'"withstood":[],"unclear":[]}',
        b'{"when":"2030-01-02T12:00:00+00:00","drill":"d","seed":1,"result":"right","met":[[1]],'
        b'"withstood":[],"unclear":[]}',
        b'{"when":"2030-01-02T12:00:00+00:00","drill":"d","seed":1,"result":"best","met":[],'
        b'"withstood":[],"unclear":[]}',
    ],
)
def test_a_line_that_is_no_entry_is_passed_over(tmp_path: Path, line: bytes) -> None:
    path = tmp_path / "drills.jsonl"
    progress.append(path, entry(1))
    with path.open("ab") as file:
        file.write(line + b"\n")
    progress.append(path, entry(2))
    assert list(progress.read(path)) == [entry(1), entry(2)]


def test_there_is_nothing_where_there_is_no_file(tmp_path: Path) -> None:
    assert progress.read(tmp_path / "none.jsonl") == ()


def test_a_time_is_kept_as_the_same_moment(tmp_path: Path) -> None:
    path = tmp_path / "drills.jsonl"
    there = NOON.astimezone(timezone(timedelta(hours=-7)))
    progress.append(path, Entry(when=there, drill="d", seed=1, result=Result.RIGHT))
    (read,) = progress.read(path)
    assert read.when == NOON


def test_two_drills_at_once_keep_all_their_entries(tmp_path: Path) -> None:
    path = tmp_path / "drills.jsonl"
    program = (
        "import sys\nfrom pathlib import Path\nfrom datetime import UTC, datetime\n"
        "from autograder.drilling.progress import Entry, Result, append\n"
        "for seed in range(100):\n"
        "    append(Path(sys.argv[1]), Entry(when=datetime.now(UTC), drill=sys.argv[2], "
        "seed=seed, result=Result.RIGHT, withstood=('S5',) * 50))\n"
    )
    running = [
        subprocess.Popen([sys.executable, "-c", program, str(path), name]) for name in ("a", "b")
    ]
    assert [each.wait() for each in running] == [0, 0]
    kept = progress.read(path)
    for name in ("a", "b"):
        assert [each.seed for each in kept if each.drill == name] == list(range(100))
    assert path.read_bytes().count(b"\n") == 200


def test_progress_lies_in_the_work_folder_that_holds_the_notebook(tmp_path: Path) -> None:
    work = tmp_path / "work"
    deep = work / "course" / "more"
    deep.mkdir(parents=True)
    assert progress.path_in_work_folder(deep) is None
    (work / workspace.MANIFEST).write_text("{}")
    expected = work / "progress" / "drills.jsonl"
    assert progress.path_in_work_folder(deep) == progress.path_in_work_folder(work) == expected
    assert progress.path_in_work_folder(tmp_path) is None
    assert journal.FOLDER == "progress"

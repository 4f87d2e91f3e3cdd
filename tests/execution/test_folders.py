"""A grader's own folder ends with it; what a killed grader left goes with the next start."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from autograder.execution import folders
from autograder.execution.folders import YOUNG_SECONDS, own_folder

KILLED = """
import os, signal
from autograder.execution.folders import own_folder
with own_folder() as folder:
    (folder / "left.txt").write_text("left")
    print(folder, flush=True)
    os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder for temporary files."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    return tmp_path


@pytest.fixture
def left(temporary: Path) -> Path:
    """What a grader left that was killed."""
    environment = os.environ | {"TMPDIR": str(temporary)}
    command = [sys.executable, "-c", KILLED]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == -signal.SIGKILL
    folder = Path(done.stdout.strip())
    assert (folder / "left.txt").read_text() == "left"
    return folder


def grow_old(folder: Path) -> None:
    then = time.time() - 2 * YOUNG_SECONDS
    os.utime(folder, (then, then))


def test_it_ends_with_the_block_however_deep_it_is(temporary: Path) -> None:
    with own_folder() as folder:
        assert list(temporary.iterdir()) == [folder]
        place = os.open(folder, os.O_PATH)
        for _ in range(1500):
            os.mkdir("d", dir_fd=place)
            below = os.open("d", os.O_PATH, dir_fd=place)
            os.close(place)
            place = below
        os.close(place)
    assert list(temporary.iterdir()) == []


def test_what_a_killed_grader_left_goes_with_the_next_start(left: Path) -> None:
    grow_old(left)
    with own_folder():
        assert not left.exists()


def test_a_folder_that_was_just_made_stays(left: Path) -> None:
    with own_folder():
        assert left.exists()


def test_a_living_graders_folder_stays_however_old_it_is(temporary: Path) -> None:
    with own_folder() as living:
        grow_old(living)
        with own_folder():
            assert living.exists()


def test_what_belongs_to_somebody_else_stays(left: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    grow_old(left)
    monkeypatch.setattr(os, "geteuid", lambda: os.getuid() + 1)
    with own_folder():
        assert left.exists()


def test_a_link_is_not_followed(temporary: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    elsewhere, link = temporary / "elsewhere", temporary / "ag-link"
    elsewhere.mkdir()
    link.symlink_to(elsewhere)
    monkeypatch.setattr(folders, "YOUNG_SECONDS", -1)
    folders.remove_stale()
    assert link.is_symlink()
    assert list(elsewhere.iterdir()) == []

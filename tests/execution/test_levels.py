"""Each level of containment, on machines that offer no better: what a submission reaches there."""

from __future__ import annotations

import shutil
import socket
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from autograder.errors import UsageError
from autograder.execution import levels
from autograder.execution.containment import Level
from autograder.execution.levels import Probe, best_level, probe
from tests.execution.machine import on_machine

MACHINES: dict[str, dict[str, Any]] = {
    "root": {},
    "an ordinary user": {"user": 1000},
    "root in a plain container": {"contained": True},
}
BEST = {
    "root": "NAMESPACES",
    "an ordinary user": "NAMESPACES",
    "root in a plain container": "IDS",
}


@pytest.fixture(scope="module")
def listening() -> Iterator[str]:
    """A port on which something of the grader's listens."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield str(server.getsockname()[1])


@pytest.fixture(scope="module", params=MACHINES)
def told(request: pytest.FixtureRequest, listening: str) -> dict[str, Any]:
    """What a script says that ran two submissions on a machine."""
    said: dict[str, Any] = on_machine("try_levels.py", listening, **MACHINES[request.param])
    return said | {"machine": request.param}


@pytest.fixture(params=[0, 1], ids=["the first submission", "the next"])
def said(request: pytest.FixtureRequest, told: dict[str, Any]) -> dict[str, str]:
    return dict(told["said"][request.param])


@pytest.mark.root
class TestOnAMachine:
    def test_the_best_level_is_found_by_trying(self, told: dict[str, Any]) -> None:
        assert told["best"] == BEST[told["machine"]]

    def test_a_level_that_does_not_work_names_the_trouble_and_the_way_out(
        self, told: dict[str, Any]
    ) -> None:
        for trouble, advice in told["levels"].values():
            assert bool(trouble) == bool(advice)
        if told["machine"] == "root in a plain container":
            trouble, advice = told["levels"]["NAMESPACES"]
            assert "Creating new namespace failed" in trouble
            assert "--cap-add SYS_ADMIN" in advice

    def test_honest_cells_run(self, said: dict[str, str], told: dict[str, Any]) -> None:
        assert told["faults"] == [[], []]
        assert said["recorded"] == "Recorded. 0.0"
        assert said["training"] == "(1, 2, 3)"
        assert said["writes"] == "['mine.txt']"

    def test_nobody_is_root_inside(self, said: dict[str, str]) -> None:
        uid, gid, groups = said["ids"].split(" ", 2)
        assert uid == gid != "0"
        assert groups == "[]"

    def test_there_is_neither_a_bank_nor_a_gradebook(self, said: dict[str, str]) -> None:
        assert said["bank"].startswith(("FileNotFoundError", "PermissionError"))
        assert said["gradebook"].startswith(("FileNotFoundError", "PermissionError"))
        assert said["package"] != "/srv/repository/autograder"

    def test_there_is_no_network(self, said: dict[str, str]) -> None:
        assert said["network"].startswith(("ConnectionRefusedError", "OSError"))

    def test_the_system_cannot_be_written(self, said: dict[str, str]) -> None:
        assert said["system"].startswith(("OSError", "PermissionError"))

    def test_nothing_is_left_behind(self, told: dict[str, Any], said: dict[str, str]) -> None:
        assert (said["leaves"], said["daemon"]) == ("written", "True")
        assert told["left"] == []
        assert told["sleeping"] == 0


@pytest.mark.root
def test_two_kernels_of_root_never_share_an_id(told: dict[str, Any]) -> None:
    ids = [each["ids"] for each in told["said"]]
    assert (len(set(ids)) == 2) == (told["machine"] != "an ordinary user")


def test_without_bubblewrap_the_way_out_is_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: None)
    tried = probe(Level.NAMESPACES)
    assert not tried.works
    assert "bwrap" in tried.trouble
    assert "apt-get install bubblewrap" in tried.advice


@pytest.mark.parametrize("platform", ["darwin", "win32"])
def test_elsewhere_than_on_linux_nothing_can_be_contained(
    platform: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "platform", platform)
    for level in levels.SANDBOXES:
        tried = probe(level)
        assert not tried.works
        assert platform in tried.trouble
        assert "container" in tried.advice


@pytest.mark.parametrize(
    ("trouble", "advice"),
    [
        ("bwrap: setting up uid map: Permission denied", "bwrap-userns-restrict"),
        ("bwrap: loopback: Failed RTM_NEWADDR: Operation not permitted", "bwrap-userns-restrict"),
        ("bwrap: No permissions to create new namespace", "user.max_user_namespaces"),
    ],
)
def test_known_troubles_come_with_what_to_do(
    trouble: str, advice: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(trouble)

    monkeypatch.setattr(levels, "open_kernels", refuse)
    assert advice in probe(Level.BUBBLE).advice


def test_where_nothing_works_grading_refuses_with_every_cause(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def nothing(level: Level, places: object) -> Probe:
        return Probe(level=level, trouble=f"no {level.name}", advice="Buy another machine.")

    monkeypatch.setattr(levels, "probe", nothing)
    with pytest.raises(UsageError) as caught:
        best_level(tmp_path)
    for word in ("no NAMESPACES", "no BUBBLE", "no IDS", "Buy another", "--trust-submissions"):
        assert word in str(caught.value)

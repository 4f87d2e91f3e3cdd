"""What all tests share: the environment for TensorFlow, and what to do about skipped tests."""

from __future__ import annotations

import os
import signal
import sys

import pytest

# Without compiled files TensorFlow's import takes twice as long, here and in every kernel.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("TF_ENABLE_ONEDNN_OPTS", "0")
os.environ.setdefault("JUPYTER_PLATFORM_DIRS", "1")


@pytest.fixture(autouse=True)
def nothing_predicted_yet(monkeypatch: pytest.MonkeyPatch) -> None:
    """What one test answers is no other test's prediction."""
    monkeypatch.setattr("autograder.predictions._said", {})


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--no-skips", action="store_true", help="Fail if a test is skipped (.ci/run does)."
    )


def pytest_configure() -> None:
    """Let Ctrl-C be tried: a shell's background jobs begin with it ignored, and pass that on."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what only root can try (said as deselected); skip what takes minutes."""
    if getattr(os, "geteuid", lambda: 1)() != 0:
        roots = [item for item in items if "root" in item.keywords]
        config.hook.pytest_deselected(items=roots)
        items[:] = [item for item in items if item not in roots]
    contained = [item for item in items if _NEEDS_SANDBOX & set(item.path.parts[-2:])]
    if contained and (trouble := _no_sandbox()):
        for item in contained:
            item.add_marker(pytest.mark.skip(reason=trouble))
    full = os.environ.get("AUTOGRADER_FULL")
    skip = pytest.mark.skip(reason="takes minutes: set AUTOGRADER_FULL=1 to run it")
    for item in items:
        if "full" in item.keywords and not full:
            item.add_marker(skip)


# Folders and files of tests in which submissions run in a sandbox.
_NEEDS_SANDBOX = {
    *("browser", "hostile", "parity", "pipeline"),
    *("test_run.py", "test_levels.py", "test_sandbox.py", "test_regrade.py", "test_grading.py"),
}


def _no_sandbox() -> str:
    """Why submissions cannot be contained here; empty where they can."""
    from autograder.errors import AutograderError
    from autograder.execution.levels import best_level

    try:
        best_level()
    except AutograderError as error:
        return f"no sandbox: {str(error).splitlines()[1].strip()}"
    return ""


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    skipped = len(reporter.stats.get("skipped", [])) if reporter else 0
    if session.config.getoption("--no-skips") and skipped and exitstatus == 0:
        reporter.write_line(f"{skipped} tests were skipped, and --no-skips forbids it", red=True)
        session.exitstatus = pytest.ExitCode.TESTS_FAILED

"""Real servers and a real browser, started once; without Chromium or Playwright, all is skipped."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

TOKEN = "a-token-for-tests"
INSTALL = "install it with `apt-get install chromium` and `uv sync --group browser`"
OWN_FOLDERS = ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR")


@dataclass(frozen=True)
class Lab:
    """A JupyterLab that ``autograder start`` opened: its address, and the folder it serves."""

    address: str
    folder: Path

    def url(self, path: str = "") -> str:
        """An address that needs no login; ``path`` such as ``lab/tree/course/x.ipynb?reset``."""
        return f"{self.address}/{path}{'&' if '?' in path else '?'}token={TOKEN}"


@pytest.fixture(scope="session")
def chromium() -> str:
    """Chromium's path; skips where the browser or its driver is missing."""
    pytest.importorskip("playwright.sync_api", reason=f"There is no playwright: {INSTALL}.")
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if not found:
        pytest.skip(f"There is no chromium on the PATH: {INSTALL}.")
    return found


@contextmanager
def _lab(profile: str, folder: Path, own: Path) -> Iterator[Lab]:
    """Run ``autograder start`` on a free port, with no settings of the person who tests."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "autograder.cli", "start", "--profile", profile]
    options = ["--no-browser", f"--ServerApp.port={port}", "--ServerApp.port_retries=0"]
    options += [f"--IdentityProvider.token={TOKEN}", "--LabApp.expose_app_in_browser=True"]
    options += ["--allow-root"] if os.geteuid() == 0 else []
    environment = os.environ | {name: str(own / name.lower()) for name in OWN_FOLDERS}
    log = own / "server.log"
    with log.open("w") as said:
        server = subprocess.Popen(
            [*command, "--work", str(folder), "--", *options],
            env=environment,
            stdout=said,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            _wait_for(f"http://127.0.0.1:{port}/api?token={TOKEN}", server, log)
            yield Lab(address=f"http://127.0.0.1:{port}", folder=folder)
        finally:
            os.killpg(server.pid, signal.SIGTERM)
            try:
                server.wait(timeout=20)
            except subprocess.TimeoutExpired:
                os.killpg(server.pid, signal.SIGKILL)
                server.wait()


def _wait_for(url: str, server: subprocess.Popen[bytes], log: Path, seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end and server.poll() is None:
        try:
            with urllib.request.urlopen(url, timeout=5):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    pytest.fail(f"JupyterLab did not answer at {url}:\n{log.read_text()[-3000:]}")


@pytest.fixture(scope="session")
def learner_lab(chromium: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    """What a learner gets from ``autograder start``."""
    work = tmp_path_factory.mktemp("learner") / "work"
    with _lab("learner", work, tmp_path_factory.mktemp("learner-settings")) as lab:
        yield lab


@pytest.fixture(scope="session")
def demo_class(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The course directory of the demo, or a copy of one that AUTOGRADER_DEMO names."""
    folder = tmp_path_factory.mktemp("demo") / "class"
    if named := os.environ.get("AUTOGRADER_DEMO"):
        return Path(shutil.copytree(named, folder))  # as the tests hand something in
    command = [sys.executable, "-m", "autograder.cli", "demo", "--quiet", "--directory"]
    made = subprocess.run([*command, str(folder)], capture_output=True, text=True, check=False)
    assert made.returncode == 0, made.stdout + made.stderr
    return folder


@pytest.fixture(scope="session")
def instructor_lab(
    chromium: str, demo_class: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Lab]:
    """What an instructor gets, on the demo's course directory."""
    own = tmp_path_factory.mktemp("instructor-settings")
    with _lab("instructor", demo_class, own) as lab:
        yield lab


@pytest.fixture(scope="session")
def learners(demo_class: Path) -> list[str]:
    """The names of the demo's class."""
    return [each["learner"] for each in json.loads((demo_class / "class.json").read_text())]


# subtle: not for the session. While Playwright is open, its event loop runs in this thread, and
# other tests could not start one.
@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Any]:
    """A headless Chromium."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        opened = driver.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.fixture
def page(browser: Any) -> Iterator[Any]:
    """A fresh window."""
    context = browser.new_context(viewport={"width": 1200, "height": 800})
    context.set_default_timeout(60_000)
    yield context.new_page()
    context.close()


@pytest.fixture(scope="session")
def shoot() -> Callable[..., None]:
    """``shoot(page, name)`` keeps a picture where AUTOGRADER_SCREENSHOTS names a folder."""
    folder = os.environ.get("AUTOGRADER_SCREENSHOTS")

    def shoot(what: Any, name: str, **options: Any) -> None:
        if folder:
            Path(folder).mkdir(parents=True, exist_ok=True)
            what.screenshot(path=Path(folder) / f"{name}.png", **options)

    return shoot

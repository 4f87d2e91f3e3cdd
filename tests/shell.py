"""A notebook's shell as far as tests need it."""

from __future__ import annotations

from typing import Any

import pytest

from autograder import showing


class Shell:
    """Keeps what is displayed."""

    def __init__(self) -> None:
        self.shown: list[dict[str, Any]] = []
        self.display_pub = self

    def publish(self, bundle: dict[str, Any]) -> None:
        """Take one bundle."""
        self.shown.append(bundle)

    @property
    def text(self) -> str:
        """The last card, on one line."""
        return " ".join(self.shown[-1]["text/plain"].split())


def in_a_notebook(monkeypatch: pytest.MonkeyPatch) -> Shell:
    """Let what is shown be displayed in a notebook; returns its shell."""
    shell = Shell()
    monkeypatch.setattr(showing, "shell", lambda: shell)
    return shell

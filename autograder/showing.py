"""Show something where the learner is: displayed in a notebook, printed elsewhere."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from typing import Any

from autograder import cards


def show(bundle: Mapping[str, Any]) -> None:
    """Display a bundle in a notebook, or print its text elsewhere."""
    running = shell()
    if running is None:
        # subtle: a screen without Unicode must not turn a check into an error.
        encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
        print(bundle["text/plain"].encode(encoding, "replace").decode(encoding))
    else:
        running.display_pub.publish(dict(bundle))


def show_text(text: str, data: Mapping[str, Any] | None = None) -> None:
    """Show a text, wrapped like a card; ``data`` is what else to keep in the cell's output."""
    shown = {"text/html": cards.hint_as_html(text), "text/plain": cards.hint_as_text(text)}
    show({**(data or {}), **shown})


def shell() -> Any:
    """The running IPython shell, if there is one; never imports IPython."""
    ipython: Callable[[], Any] | None = getattr(sys.modules.get("IPython"), "get_ipython", None)
    return ipython() if ipython else None

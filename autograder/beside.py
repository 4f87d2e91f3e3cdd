"""The small JSON files that lie beside a notebook and say how it is meant."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from autograder.answers import describe
from autograder.errors import UsageError


def read_beside(path: Path, advice: str) -> dict[str, Any] | None:
    """Read a file of settings; None where there is none.

    Parameters
    ----------
    path : Path
    advice : str
        What to do about a file that cannot be used: the end of the error's text.

    Raises
    ------
    UsageError
        If the file is there and is no JSON object.
    """
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (OSError, ValueError) as error:
        raise UsageError(f"{path} cannot be read ({error}). {advice}") from None
    if not isinstance(data, dict):
        raise UsageError(f"{path} holds {describe(data)}. {advice}")
    return data

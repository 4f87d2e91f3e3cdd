"""What the oracles share."""

from __future__ import annotations

from typing import Any

import pytest

from tests.oracles import core


@pytest.fixture(scope="session")
def keras() -> Any:
    """Keras, imported once for each process (the environment is set by the root conftest)."""
    return core.keras()

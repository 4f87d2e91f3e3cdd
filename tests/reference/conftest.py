"""What the oracles share."""

from __future__ import annotations

import warnings
from typing import Any

import pytest


@pytest.fixture(scope="session")
def keras() -> Any:
    """Keras, imported once for each process (the environment is set by the root conftest)."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # TensorFlow's own, on import
        import keras

    return keras

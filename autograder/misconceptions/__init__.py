"""The catalogue of misconceptions: wrong beliefs, and the wrong models that compute with them."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from autograder.misconceptions import indices, metrics, shapes
from autograder.misconceptions.misconception import Misconception
from autograder.misconceptions.stages import Reads, Writes, WrongModel, composed

CATALOGUE: Mapping[str, Misconception] = MappingProxyType(
    {
        belief.id: belief
        for belief in (
            *shapes.MISCONCEPTIONS,
            *indices.MISCONCEPTIONS,
            *metrics.MISCONCEPTIONS,
        )
    }
)

__all__ = ["CATALOGUE", "Misconception", "Reads", "Writes", "WrongModel", "composed"]

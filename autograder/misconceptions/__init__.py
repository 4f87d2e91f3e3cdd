"""The catalogue of misconceptions: wrong beliefs, and the wrong models that compute with them."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from autograder.misconceptions import (
    capstone,
    generation,
    indices,
    masks,
    metrics,
    rows,
    shapes,
    thresholds,
    training,
    vectors,
)
from autograder.misconceptions.misconception import Misconception
from autograder.misconceptions.stages import Reads, Writes, WrongModel, can_meet, composed

CATALOGUE: Mapping[str, Misconception] = MappingProxyType(
    {
        belief.id: belief
        for belief in (
            *shapes.MISCONCEPTIONS,
            *generation.MISCONCEPTIONS,
            *indices.MISCONCEPTIONS,
            *masks.MISCONCEPTIONS,
            *metrics.MISCONCEPTIONS,
            *rows.MISCONCEPTIONS,
            *thresholds.MISCONCEPTIONS,
            *training.MISCONCEPTIONS,
            *capstone.MISCONCEPTIONS,
            *vectors.MISCONCEPTIONS,
        )
    }
)

__all__ = ["CATALOGUE", "Misconception", "Reads", "Writes", "WrongModel", "can_meet", "composed"]

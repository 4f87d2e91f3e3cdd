"""The reference held against Keras, scikit-learn, sacreBLEU and decimals, on random cases.

`ORACLES` has one entry for each function (or way to call it). The tests run a sample of each,
`benchmarks/oracles.py` all of it.
"""

from types import MappingProxyType

from tests.oracles import (
    bleu,
    facts,
    indices,
    masking,
    metrics,
    perplexity,
    shapes,
    similarity,
    splits,
    thresholds,
    vocabulary,
)
from tests.oracles.core import Oracle

_MODULES = (
    *(shapes, indices, masking, metrics, thresholds, perplexity),
    *(bleu, similarity, splits, vocabulary, facts),
)
ORACLES = MappingProxyType(
    {oracle.name: oracle for module in _MODULES for oracle in module.ORACLES}
)
TOTAL = 100_000  # whole cases of a full run, at least: scalar ones come on top

# The least share that a family has of the whole cases: no cheap one fills the count.
SHARES = MappingProxyType(
    {
        "shapes": 0.08,
        "indices": 0.05,
        "masking": 0.10,
        "updates": 0.01,
        "metrics": 0.18,
        "thresholds": 0.08,
        "perplexity": 0.06,
        "bleu": 0.09,
        "similarity": 0.06,
        "splits": 0.04,
        "vocabulary": 0.06,
    }
)
__all__ = ["ORACLES", "SHARES", "TOTAL", "Oracle"]

"""Which rows of a table of embeddings move in a training step, by optimiser.

The gradient of a lookup touches only the rows looked up; what an optimiser does with that differs.
`ROWS_MOVED` names three kinds, for Keras 3.15 with TensorFlow 2.21, and the oracle tests train with
each. Loss terms on the table itself (an L2 regulariser) reach all rows under any optimiser.
"""

from collections.abc import Collection, Mapping
from types import MappingProxyType
from typing import Literal, TypeAlias

Reach: TypeAlias = Literal["looked up", "looked up so far", "all"]

ROWS_MOVED: Mapping[str, Reach] = MappingProxyType(
    {
        "SGD": "looked up",
        "Adagrad": "looked up",
        "RMSprop": "looked up",
        "Adadelta": "looked up",
        "Adafactor": "looked up",
        "SGD with momentum": "looked up so far",
        "RMSprop with momentum": "looked up so far",
        "Adam": "looked up so far",
        "Nadam": "looked up so far",
        "Adamax": "looked up so far",
        "Lion": "looked up so far",
        "Lamb": "looked up so far",
        "AdamW": "all",
        "SGD with weight decay": "all",
        "Adam with weight decay": "all",
    }
)


def rows_that_move(
    optimiser: str, looked_up: Collection[int], looked_up_before: Collection[int], rows: int
) -> tuple[int, ...]:
    """Return the rows of a table that one training step changes, in order.

    Parameters
    ----------
    optimiser
        A name in `ROWS_MOVED`; a plain one stands for Keras's defaults: no momentum, and decay for
        AdamW only.
    looked_up, looked_up_before
        The ids in this step's batch, and those in all earlier steps since the optimiser was made.
    rows
        The number of rows of the table.

    Returns
    -------
    tuple of int
        Rows whose gradient or decay is not 0: one that a mask hides, or one of zeros under decay,
        stays where it is.

    Raises
    ------
    ValueError
        If the optimiser is not known, or an id is not a row of the table.

    Notes
    -----
    Source: Kingma and Ba (2015), whose running means outlive a gradient; Loshchilov and Hutter
    (2019) for decay.

    Examples
    --------
    >>> rows_that_move("SGD", [2, 2], looked_up_before=[0], rows=4)
    (2,)
    >>> rows_that_move("Adam", [2, 2], looked_up_before=[0], rows=4)
    (0, 2)
    >>> rows_that_move("AdamW", [2, 2], looked_up_before=[0], rows=4)
    (0, 1, 2, 3)
    """
    if optimiser not in ROWS_MOVED:
        raise ValueError(f"expected one of {[*ROWS_MOVED]}, got {optimiser!r}")
    for token_id in (*looked_up, *looked_up_before):
        if not 0 <= token_id < rows:
            raise ValueError(f"expected ids of 0 to {rows - 1}, got {token_id}")
    reach = ROWS_MOVED[optimiser]
    if reach == "all":
        return tuple(range(rows))
    moved = {*looked_up} if reach == "looked up" else {*looked_up, *looked_up_before}
    return tuple(sorted(int(row) for row in moved))

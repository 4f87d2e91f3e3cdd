"""Figures for the lessons: each a function of its numbers, each with alt text.

Every function returns a ``Figure``, which a notebook shows by ending a cell with it. Colours
are Okabe and Ito's, and whatever a colour says, a hatch, a marker or a label says as well.
"""

from course.figures.canvas import COLOURS, HATCHES, Figure
from course.figures.shapes import (
    layer_ladder,
    lookup,
    parameter_area,
    swapped_tables,
    tensor_blocks,
)

__all__ = [
    "COLOURS",
    "HATCHES",
    "Figure",
    "layer_ladder",
    "lookup",
    "parameter_area",
    "swapped_tables",
    "tensor_blocks",
]

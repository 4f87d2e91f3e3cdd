"""Figures for the lessons: each a function of its numbers, each with alt text.

Every function returns a ``Figure``, which a notebook shows by ending a cell with it. Colours
are Okabe and Ito's, and whatever a colour says, a hatch, a marker or a label says as well.
"""

from course.figures.canvas import COLOURS, HATCHES, Figure
from course.figures.ids import coverage, id_line
from course.figures.masks import drift, mask_fates, mask_map
from course.figures.rows import one_hot_product, row_path, word_tables, words_to_rows
from course.figures.scores import f1_contours, orientations, precision_by_share, unit_squares
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
    "coverage",
    "drift",
    "f1_contours",
    "id_line",
    "layer_ladder",
    "lookup",
    "mask_fates",
    "mask_map",
    "one_hot_product",
    "orientations",
    "parameter_area",
    "precision_by_share",
    "row_path",
    "swapped_tables",
    "tensor_blocks",
    "unit_squares",
    "word_tables",
    "words_to_rows",
]

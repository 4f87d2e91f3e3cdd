"""Figures for the lessons: each a function of its numbers, each with alt text.

Every function returns a ``Figure``, which a notebook shows by ending a cell with it. Colours
are Okabe and Ito's, and whatever a colour says, a hatch, a marker or a label says as well.
"""

from course.figures.canvas import COLOURS, HATCHES, Figure
from course.figures.capstone import check_stations, null_bars, recall_spread
from course.figures.ids import coverage, id_line
from course.figures.language import bleu_parts, perplexity_curves, surprise
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
from course.figures.thresholds import (
    cost_by_threshold,
    forced_precision,
    precision_recall,
    reliability,
    score_histograms,
)
from course.figures.training import ablation, leaks, learning_curves
from course.figures.vectors import chance_by_width, pca_maps, rows_moved

__all__ = [
    "COLOURS",
    "HATCHES",
    "Figure",
    "ablation",
    "bleu_parts",
    "chance_by_width",
    "check_stations",
    "cost_by_threshold",
    "coverage",
    "drift",
    "f1_contours",
    "forced_precision",
    "id_line",
    "layer_ladder",
    "leaks",
    "learning_curves",
    "lookup",
    "mask_fates",
    "mask_map",
    "null_bars",
    "one_hot_product",
    "orientations",
    "parameter_area",
    "pca_maps",
    "perplexity_curves",
    "precision_by_share",
    "precision_recall",
    "recall_spread",
    "reliability",
    "row_path",
    "rows_moved",
    "score_histograms",
    "surprise",
    "swapped_tables",
    "tensor_blocks",
    "unit_squares",
    "word_tables",
    "words_to_rows",
]

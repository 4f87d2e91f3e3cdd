"""Figures: drawn without pyplot, shown in three forms, told in words that hold the numbers."""

from __future__ import annotations

import base64
import re
import subprocess
import sys
from collections.abc import Callable
from html import unescape

import numpy as np
import pytest

from course import figures
from course.figures import Figure

TABLE = np.array([[0.0, 0.1, 0.2, 0.3], [1.0, 1.1, 1.2, 1.3], [2.0, 2.1, 2.2, 2.3]])
RUNGS = {"Embedding(50, 6)": (2, 3, 6), "Flatten": (2, 18), "LSTM(5)": (2, 5)}

WORDS = {"tea": 0, "is": 1, "hot": 2}

MAKERS: dict[str, tuple[Callable[[], Figure], tuple[str, ...]]] = {
    "lookup": (
        lambda: figures.lookup(TABLE, [2, 0, 2, 1, 0]),
        ("3 rows", "4 columns", "id 2 gives row 2", "(5, 4)"),
    ),
    "tensor_blocks": (
        lambda: figures.tensor_blocks([[1, 2, 3], [4, 5, 6]], 16),
        ("(2, 3)", "batch 2", "time 3", "(2, 3, 16)"),
    ),
    "layer_ladder": (
        lambda: figures.layer_ladder((2, 3), RUNGS),
        ("ids: (2, 3)", "Embedding(50, 6): (2, 3, 6)", "Flatten: (2, 18)", "LSTM(5): (2, 5)"),
    ),
    "swapped_tables": (
        lambda: figures.swapped_tables(1000, 50, [3, 49, 50, 730]),
        ("50,000", "1000 rows of 50", "50 rows of 1000", "it has [3, 49]."),
    ),
    "parameter_area": (
        lambda: figures.parameter_area({"table": 80_000, "dense": 17}),
        ("80,017 in all", "table: 80,000", "dense: 17"),
    ),
    "words_to_rows": (
        lambda: figures.words_to_rows("hot tea hot", WORDS, TABLE),
        ("hot has id 2; tea has id 0; hot has id 2", "3 rows and 4 columns", "rows [2, 0, 2]"),
    ),
    "one_hot_product": (
        lambda: figures.one_hot_product([2, 0], TABLE),
        ("(2, 3) times a table of shape (3, 4)", "line 0 at column 2", "are rows [2, 0]"),
    ),
    "word_tables": (
        lambda: figures.word_tables(
            "Two", [*WORDS], {"new": TABLE, "old": TABLE - [[0], [3], [0]]}
        ),
        ("new: tea (0, 0.10", "old: ", "is (−2.00, −1.90", "Not moved: tea, hot."),
    ),
    "row_path": (
        lambda: figures.row_path({"SGD": [0, 1, 1, 1], "Adam": [0, 1, 1.67, 2.19]}, 2),
        ("over 3 steps", "from step 2 on", "with SGD 1.0; with Adam 2.2 long"),
    ),
    "id_line": (
        lambda: figures.id_line(7),
        ("-10 to 9", "7 rows, numbered 0 to 6", "-1 row 6 and -7 row 0", "from 7 on stop"),
    ),
    "id_line, compiled": (
        lambda: figures.id_line(30, compiled=True),
        ("ids 0 to 29", "below -30 read row 0", "from 30 on read row 29"),
    ),
    "coverage": (
        lambda: figures.coverage([1, 60, 3, 30, 6] + [1] * 20, [1, 3]),
        ("120 running words", "25 different", "the 1 most frequent cover 50 %", "3 most frequent"),
    ),
    "orientations": (
        lambda: figures.orientations(5, 1, 2, 4),
        ("TN 4, FP 1; FN 2, TP 5.", "TP 5, FN 2; FP 1, TN 4.", "TN 4, FN 2; FP 1, TP 5."),
    ),
    "unit_squares": (
        lambda: figures.unit_squares(5, 1, 2, 4),
        ("12 messages", "of 7 spam, TP 5 and FN 2", "recall 0.71", "precision 0.83"),
    ),
    "f1_contours": (
        lambda: figures.f1_contours({"a": (0.5, 1.0), "b": (0.9, 0.1)}),
        ("a: precision 0.50, recall 1.00, F1 0.67", "b: precision 0.90, recall 0.10, F1 0.18"),
    ),
    "precision_by_share": (
        lambda: figures.precision_by_share(0.9, 0.04, (0.5, 0.01)),
        ("recall 90 %", "alarm rate 4 %", "at 50 % spam 0.96", "at 1 % spam 0.19"),
    ),
    "surprise": (
        lambda: figures.surprise(["one", "gull"], [0.25, 0.0625]),
        ("2 words", "one 2 bits (probability 0.25)", "mean, 3 bits", "that power is 8"),
    ),
    "perplexity_curves": (
        lambda: figures.perplexity_curves([90, 50, 30], [80, 70, 75], {"uniform": 400}),
        ("3 epochs", "training from 90 to 30", "epoch 2, with 70", "uniform at 400"),
    ),
    "bleu_parts": (
        lambda: figures.bleu_parts({"a b": ([0.5, 0.5, 0.0], 1.0), "c": ([1.0, 0.0, 0.0], 0.25)}),
        ("2 candidates", "a b: p1 0.50", "BLEU-2 0.50, BLEU-3 0.00", "penalty 0.25"),
    ),
    "score_histograms": (
        lambda: figures.score_histograms([0, 0, 0, 1, 1], [0.1, 0.2, 0.6, 0.3, 0.9], (0.5, 0.25)),
        ("3 wanted, 1 from 0.5 on and 1 from 0.25", "2 spam, 1 from 0.5 on and 2 from 0.25"),
    ),
    "forced_precision": (
        lambda: figures.forced_precision(0.9, 0.5),
        ("accuracy 90 %, recall 50 %", "0.25 at 5.00 %, 0.50 at 10.00 %", "beyond 20.00 %"),
    ),
    "precision_recall": (
        lambda: figures.precision_recall([1, 0, 1, 0], [0.9, 0.8, 0.8, 0.1], (0.8,)),
        ("3 thresholds", "at 0.8 recall 1.00, precision 0.67", "at 0.9 recall 0.50", "at 0.5,"),
    ),
    "cost_by_threshold": (
        lambda: figures.cost_by_threshold({"a": [9, 4, 6], "b": [9, 7, 5]}, [0, 0.5, 1], 0.25),
        ("a: cheapest at 0.50 with 4; 6 at 0.25; 6 at 1.", "b: cheapest at 1.00 with 5; 8 at"),
    ),
    "reliability": (
        lambda: figures.reliability({"a": ([0, 1, 1], [0.2, 0.4, 0.9])}, [0, 0.5, 1]),
        ("a, mean score and share of spam: 0.30: 0.50 of 2; 0.90: 1.00 of 1",),
    ),
    "mask_map": (
        lambda: figures.mask_map([[5, 0, 4]], [[True, False, True]]),
        ("(1, 3)", "ids [5, 0, 4], mask [T, F, T]", "each text: [2]"),
    ),
    "drift": (
        lambda: figures.drift("dull", {"bare": [0.1, 0.8], "masked": [0.2, 0.2]}, 0.9),
        ("text dull", "0 to 1 positions", "bare: 0.10, 0.80; masked: 0.20, 0.20", "scores 0.90"),
    ),
    "mask_fates": (
        lambda: figures.mask_fates({"x + x": "silent", "ReLU": "kept", "Flatten": "warned"}),
        ("3 lines", "handed on: ReLU.", "with a warning: Flatten.", "in silence: x + x."),
    ),
    "leaks": (
        lambda: figures.leaks({"copies": ([0.8, 0.9], [0.5, 0.4]), "choice": ([0.6], [0.5])}, 0.5),
        ("so 0.50 is due", "copies: with the leak 0.85 (0.80 to 0.90), without 0.45", "choice: "),
    ),
    "learning_curves": (
        lambda: figures.learning_curves(
            {
                "loss": [0.7, 0.4, 0.2],
                "val_loss": [0.69, 0.5, 0.55],
                "accuracy": [0.5, 0.8, 0.95],
                "val_accuracy": [0.5, 0.75, 0.75],
            }
        ),
        ("over 3 epochs", "at epoch 2, is marked", "val_loss 0.69 at epoch 1, 0.50 at the best"),
    ),
    "ablation": (
        lambda: figures.ablation({"trained": [0.85, 0.95], "frozen": [0.6, 0.5]}),
        ("2 models", "trained 0.90 (0.85 to 0.95); frozen 0.55 (0.50 to 0.60)"),
    ),
    "chance_by_width": (
        lambda: figures.chance_by_width(
            {2: [-1.0, 0.0, 1.0], 50: [0.1, -0.1]}, {2: 0.999, 50: 0.43}, {50: {"a, b": 0.91}}
        ),
        ("width 2: spread 0.82", "width 50: spread 0.10", "all 0.43", "observed: a, b 0.91"),
    ),
    "pca_maps": (
        lambda: figures.pca_maps(
            {"cloud": ([[0, 1], [2, -1], [-2, 0]], (0.04, 0.03))}, {"here": 0, "there": 1}
        ),
        ("cloud: 3 rows", "has 4.0 %", "2 3.0 %", "not shown 93.0 %", "there (2.0, −1.0)"),
    ),
    "rows_moved": (
        lambda: figures.rows_moved(
            {"SGD": [0, 0, 0.2, 0], "AdamW": [0, 0.01, 0.01, 1e-5]}, ["PAD", *WORDS], {2}, {1, 2}
        ),
        ("SGD: is by gradient; not moved PAD, tea, hot.", "tea by memory", "hot by decay"),
    ),
    "check_stations": (
        lambda: figures.check_stations([("ids", "round trip"), ("split", "null")]),
        ("2 steps", "ids: round trip; split: null."),
    ),
    "check_stations, failed": (
        lambda: figures.check_stations(
            [("ids", "round trip"), ("pooled", ""), ("split", "null")], {"null": "0.97"}
        ),
        ("3 steps", "ids: round trip holds", "pooled: no check", "split: null fails: 0.97"),
    ),
    "null_bars": (
        lambda: figures.null_bars({"as found": (0.99, 0.97), "mended": (0.6, 0.1)}, 0.095),
        ("as found: 0.99, shuffled 0.97", "mended: 0.60, shuffled 0.10", "marks 0.10"),
    ),
    "recall_spread": (
        lambda: figures.recall_spread(np.repeat([0.7, 0.8, 0.9], 100), 8, 10),
        ("300 recalls of 10", "8 of 10, 0.80", "From 0.70 to 0.90"),
    ),
}


@pytest.fixture(scope="module", params=MAKERS)
def made(request: pytest.FixtureRequest) -> tuple[Figure, dict[str, str], tuple[str, ...]]:
    """Make one figure with its bundle, and the numbers that its words must hold."""
    make, numbers = MAKERS[request.param]
    figure = make()
    return figure, figure._repr_mimebundle_(), numbers


def test_the_alt_text_holds_the_numbers_given(
    made: tuple[Figure, dict[str, str], tuple[str, ...]],
) -> None:
    figure, _, numbers = made
    assert [number for number in numbers if number not in figure.alt] == []


def test_the_bundle_has_three_forms_that_agree(
    made: tuple[Figure, dict[str, str], tuple[str, ...]],
) -> None:
    figure, bundle, _ = made
    assert set(bundle) == {"text/html", "image/png", "text/plain"}
    assert bundle["text/plain"] == figure.alt
    assert base64.b64decode(bundle["image/png"]).startswith(b"\x89PNG\r\n")
    alt = re.search(r'<img [^>]*alt="([^"]+)"', bundle["text/html"])
    assert alt and unescape(alt[1]) == figure.alt
    assert f"<figcaption>{figure.caption}</figcaption>" in unescape(bundle["text/html"])


def test_the_picture_in_the_html_is_an_svg_on_paper(
    made: tuple[Figure, dict[str, str], tuple[str, ...]],
) -> None:
    _, bundle, _ = made
    data = re.search(r'src="data:image/svg\+xml;base64,([^"]+)"', bundle["text/html"])
    assert data and b"<svg" in base64.b64decode(data[1])
    assert "background:#ffffff" in bundle["text/html"]


def test_no_words_leave_the_drawing(made: tuple[Figure, dict[str, str], tuple[str, ...]]) -> None:
    figure, _, _ = made
    figure.drawing.draw_without_rendering()
    page = figure.drawing.bbox
    for words in figure.drawing.axes[0].texts:
        box = words.get_window_extent()
        inside = box.x0 >= page.x0 and box.x1 <= page.x1 and box.y0 >= page.y0 and box.y1 <= page.y1
        assert inside, words.get_text()


def test_every_colour_in_use_has_a_hatch_of_its_own() -> None:
    assert len(set(figures.COLOURS)) == len(set(figures.HATCHES)) == len(figures.COLOURS)


def test_a_figure_renders_to_the_same_svg_each_time() -> None:
    make, _ = MAKERS["swapped_tables"]
    assert make().save("svg") == make().save("svg")


def test_a_lookup_of_an_id_without_a_row_is_refused() -> None:
    with pytest.raises(ValueError, match=r"ids must lie in \[0, 3\), got \[0, 3\]"):
        figures.lookup(TABLE, [0, 3])


def test_quotes_and_angles_in_labels_do_not_break_the_html() -> None:
    bundle = figures.parameter_area({'a "<b>" label': 3})._repr_mimebundle_()
    assert "<b>" not in bundle["text/html"]
    assert '"<b>"' in bundle["text/plain"]


def test_no_pyplot_state_is_left_behind() -> None:
    code = (
        "import sys; from course import figures; "
        "figures.parameter_area({'a': 4})._repr_mimebundle_(); "
        "sys.exit('matplotlib.pyplot' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_a_mask_of_another_shape_than_its_ids_is_refused() -> None:
    with pytest.raises(ValueError, match=r"ids have the shape \(1, 2\), the mask has \(1, 3\)"):
        figures.mask_map([[1, 0]], [[True, False, True]])

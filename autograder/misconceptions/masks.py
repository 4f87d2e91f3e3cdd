"""Wrong beliefs about padding, masks and pooling, and their wrong models.

The wrong functions take nested lists: ``vectors`` of shape (batch, time, width), ``scores`` and
``mask`` of shape (batch, time).
"""

from __future__ import annotations

from typing import Any

import numpy as np

from autograder.misconceptions.misconception import Misconception
from autograder.misconceptions.stages import Reads, Writes

# --- one text of numbers, by hand --------------------------------------------------------


def mean_over_padded_length(table: Any, ids: Any, counted: Any) -> float:
    """K3: the sum of the words, divided by all positions."""
    words = [table[i] for i, counts in zip(ids, counted, strict=True) if counts]
    return float(sum(words) / len(ids))


def _row_of_zeros(table: Any, ids: Any, counted: Any) -> dict[str, Any]:
    return {"table": (0.0, *table[1:]), "ids": ids, "counted": counted}


def _all_count(table: Any, ids: Any, counted: Any) -> dict[str, Any]:
    return {"table": table, "ids": ids, "counted": (True,) * len(ids)}


def _others_count(table: Any, ids: Any, counted: Any) -> dict[str, Any]:
    return {"table": table, "ids": ids, "counted": tuple(not counts for counts in counted)}


def _words_count(table: Any, ids: Any, counted: Any) -> dict[str, Any]:
    return {"table": table, "ids": ids, "counted": tuple(i != 0 for i in ids)}


# K1, K11: the row of padding is zero, or is set to zero, and takes part.
padding_row_is_zero = Reads(_row_of_zeros)
# K12: padding counts like a word.
padding_counts = Reads(_all_count)
# K7: True marks what is hidden.
only_padding_counts = Reads(_others_count)
# K2, K22: what has id 0 is left out, whatever the layers do.
padding_never_counts = Reads(_words_count)

# --- what a mask is ----------------------------------------------------------------------


def vectors_cut(batch: Any, width: int, rows: int) -> tuple[int, ...]:
    """K4: columns of padding are cut off."""
    return (*mask_cut(batch, width, rows), width)


def vectors_in_a_heap(batch: Any, width: int, rows: int) -> tuple[int, ...]:
    """K10: the vectors of all real positions, in one list."""
    return (sum(i != 0 for row in batch for i in row), width)


def mask_cut(batch: Any, width: int, rows: int) -> tuple[int, ...]:
    """K4: a mask as long as the longest text without its padding."""
    return (len(batch), max(sum(i != 0 for i in row) for row in batch))


def vectors_as_wide_as_vocabulary(batch: Any, width: int, rows: int) -> tuple[int, ...]:
    """D1, S4: the number of rows is taken for the width."""
    return (len(batch), len(batch[0]), rows)


def mask_for_the_batch(batch: Any, width: int, rows: int) -> tuple[int, ...]:
    """K32: one truth value for each position, whatever the text."""
    return (len(batch[0]),)


def mask_like_vectors(batch: Any, width: int, rows: int) -> tuple[int, ...]:
    """K27: one truth value for each number."""
    return (len(batch), len(batch[0]), width)


def real_for_each_number(batch: Any, width: int, rows: int) -> int:
    """K27: each real position counted once for each of its numbers."""
    return sum(width for row in batch for i in row if i != 0)


def real_where_padding(batch: Any, width: int, rows: int) -> int:
    """K7: True where padding stands."""
    return sum(i == 0 for row in batch for i in row)


# --- which rows move ---------------------------------------------------------------------


def rows_of_words(batch: Any, rows: int) -> list[int]:
    """K1, K22: row 0 stays, mask or no mask."""
    return sorted({i for row in batch for i in row if i != 0})


def rows_looked_up(batch: Any, rows: int) -> list[int]:
    """K20: every row that was looked up."""
    return sorted({i for row in batch for i in row})


def rows_of_no_word(batch: Any, rows: int) -> list[int]:
    """K6, K18: no row of a word is harmed."""
    return []


def rows_of_every_word(batch: Any, rows: int) -> list[int]:
    """K19: NaN fills the table; W10: every row moves, but for the one of padding."""
    return list(range(1, rows))


def rows_all(batch: Any, rows: int) -> list[int]:
    """W10: every row moves."""
    return list(range(rows))


# --- who keeps the mask: lines are pairs of a name and what Keras does there ----------------


def _numbers(lines: Any, chosen: Any) -> list[int]:
    return [number for number, line in enumerate(lines, 1) if chosen(*line)]


def every_line(lines: Any) -> list[int]:
    """K2, K13: the same is true of all lines."""
    return _numbers(lines, lambda name, does: True)


def no_line(lines: Any) -> list[int]:
    """K2, K13, K14: it is true of no line."""
    return []


def lines_without_warning(lines: Any) -> list[int]:
    """K14: where nothing is said, the mask is still there."""
    return _numbers(lines, lambda name, does: does != "drops with a warning")


def lines_that_lose_it(lines: Any) -> list[int]:
    """K14: every loss is announced."""
    return _numbers(lines, lambda name, does: does.startswith("drops"))


def lines_but_recurrent(lines: Any) -> list[int]:
    """K21: a recurrent layer uses the mask up."""
    return _numbers(lines, lambda name, does: "pass" in does and not _is_recurrent(name))


def lines_that_use_it(lines: Any) -> list[int]:
    """K28: only a layer that uses the mask hands it on."""
    return _numbers(lines, lambda name, does: does.startswith("uses"))


_OTHER_LENGTH = frozenset({"Conv1D", "MaxPooling1D", "x[:, :2]", "Flatten"})
_BARE = frozenset({"x * 2", "x[:, :2]"})


def lines_of_same_length(lines: Any) -> list[int]:
    """K35: as many positions, the same mask; what compares positions has none left."""
    return _numbers(lines, lambda name, does: name not in {*_OTHER_LENGTH, "Dot"})


def lines_of_other_length(lines: Any) -> list[int]:
    """K35: Keras warns where the number of positions changes."""
    return _numbers(lines, lambda name, does: name in _OTHER_LENGTH)


def lines_without_positions(lines: Any) -> list[int]:
    """K35: neither kept nor warned of."""
    return _numbers(lines, lambda name, does: name == "Dot")


def bare_operations(lines: Any) -> list[int]:
    """K36: Keras warns of what is no layer."""
    return _numbers(lines, lambda name, does: name in _BARE)


def layers_that_lose_it(lines: Any) -> list[int]:
    """K36: layers drop a mask by design, and say nothing."""
    return _numbers(lines, lambda name, does: does.startswith("drops") and name not in _BARE)


def _is_recurrent(name: str) -> bool:
    return "return_sequences" in name


# --- which models are blind: a model is (mask_zero, lines) ----------------------------------


def _models(models: Any, chosen: Any) -> list[int]:
    return [number for number, model in enumerate(models, 1) if chosen(*model)]


def every_model(models: Any) -> list[int]:
    """K1: padding changes nothing anywhere."""
    return _models(models, lambda masked, lines: True)


def no_model(models: Any) -> list[int]:
    """K5: every model sees the order."""
    return []


def masked_models(models: Any) -> list[int]:
    """K2: once made, the mask acts to the end."""
    return _models(models, lambda masked, lines: masked)


def masked_models_of_one_layer(models: Any) -> list[int]:
    """K13: the mask reaches the next layer and no further."""
    return _models(
        models,
        lambda masked, lines: masked and len(lines) == 1 and lines[0][1] == "consumes",
    )


def models_without_warning(models: Any) -> list[int]:
    """K14: only a warning means that the mask is gone."""
    return _models(
        models,
        lambda masked, lines: masked and all(does != "drops with a warning" for _, does in lines),
    )


def models_but_recurrent_ones(models: Any) -> list[int]:
    """K21: a recurrent layer leaves no mask for the next."""
    return _models(
        models,
        lambda masked, lines: (
            masked
            and not any(does.startswith("drops") or _is_recurrent(name) for name, does in lines)
        ),
    )


def models_that_use_it(models: Any) -> list[int]:
    """K28: a layer that has no use for the mask loses it."""
    return _models(
        models,
        lambda masked, lines: (
            masked and all(does == "consumes" or does.startswith("uses") for _, does in lines)
        ),
    )


def models_with_a_recurrent_layer(models: Any) -> list[int]:
    """K33: a mask is of use to recurrent layers, and to no others."""
    return _models(
        models,
        lambda masked, lines: (
            masked and any(name == "LSTM" or _is_recurrent(name) for name, _ in lines)
        ),
    )


def models_that_average_alone(models: Any) -> list[int]:
    """K25: a maximum sees the order."""
    return _models(
        models,
        lambda masked, lines: (
            lines[-1][0] == "GlobalAveragePooling1D"
            and not any(name == "Conv1D" or _is_recurrent(name) for name, _ in lines)
        ),
    )


def models_that_pool_last(models: Any) -> list[int]:
    """K26: pooling at the end wipes out all order."""
    return _models(models, lambda masked, lines: "Pooling" in lines[-1][0])


# K22: a 0 is masked in any case.
always_masked = Reads(lambda models: {"models": tuple((True, lines) for _, lines in models)})

# --- functions over batches ----------------------------------------------------------------


def _mask_inverted(vectors: Any, mask: Any, empty: float) -> dict[str, Any]:
    return {"vectors": vectors, "mask": (~np.array(mask)).tolist(), "empty": empty}


def _mask_full(vectors: Any, mask: Any, empty: float) -> dict[str, Any]:
    return {"vectors": vectors, "mask": np.full_like(mask, True).tolist(), "empty": empty}


def _mask_guessed(vectors: Any, mask: Any, empty: float) -> dict[str, Any]:
    return {"vectors": vectors, "mask": np.any(vectors, axis=-1).tolist(), "empty": empty}


def _mask_from_the_front(vectors: Any, mask: Any, empty: float) -> dict[str, Any]:
    return {"vectors": vectors, "mask": [sorted(row, reverse=True) for row in mask], "empty": empty}


def _padding_filled(vectors: Any, mask: Any, empty: float) -> dict[str, Any]:
    filled = np.where(np.array(mask)[..., None], vectors, empty).tolist()
    return _mask_full(filled, mask, empty)


def _with_policy(values: Any, mask: Any, empty: float) -> Any:
    """The values, but for texts without a real position."""
    return np.where(np.any(mask, axis=-1, keepdims=True), values, empty).tolist()


# K7: True marks what is hidden.
inverted = Reads(_mask_inverted)
# K12: padding counts like a word.
unused = Reads(_mask_full)
# K1: where a vector is zero, padding stands.
guessed_from_zeros = Reads(_mask_guessed)
# K9: the words stand in front.
words_in_front = Reads(_mask_from_the_front)
# K34: padding is given the value of an empty text, and takes part.
filled_with_policy = Reads(_padding_filled, alone=True)
# K6: an empty text gives zeros.
empty_as_zeros = Reads(lambda vectors, mask, empty: {"vectors": vectors, "mask": mask, "empty": 0})
# K8: what the machine makes of 0/0, and of the largest of nothing.
empty_as_nan = Reads(
    lambda vectors, mask, empty: {"vectors": vectors, "mask": mask, "empty": float("nan")}
)
empty_as_minus_infinity = Reads(
    lambda vectors, mask, empty: {"vectors": vectors, "mask": mask, "empty": float("-inf")}
)


def mean_over_all_positions(vectors: Any, mask: Any, empty: float) -> Any:
    """K3: the sum of the real vectors, divided by all positions."""
    real = np.where(np.array(mask)[..., None], vectors, 0.0)
    return _with_policy(real.mean(axis=1), mask, empty)


def mean_of_products(vectors: Any, mask: Any, empty: float) -> Any:
    """K11: padding multiplied by 0, which leaves NaN as it is."""
    shown = np.array(mask)[..., None]
    sums = (np.array(vectors) * shown).sum(axis=1)
    return _with_policy(sums / np.maximum(shown.sum(axis=1), 1), mask, empty)


def max_of_products(vectors: Any, mask: Any, empty: float) -> Any:
    """K11: padding multiplied by 0, which competes."""
    zeroed = np.array(vectors) * np.array(mask)[..., None]
    return _with_policy(zeroed.max(axis=1), mask, empty)


def mean_of_the_heap(vectors: Any, mask: Any, empty: float) -> Any:
    """K10: one mean over the real positions of the whole batch."""
    heap = np.array(vectors)[np.array(mask)]
    return heap.mean(axis=0).tolist() if len(heap) else [empty] * np.shape(vectors)[-1]


def max_of_the_heap(vectors: Any, mask: Any, empty: float) -> Any:
    """K10: one maximum over the real positions of the whole batch."""
    heap = np.array(vectors)[np.array(mask)]
    return heap.max(axis=0).tolist() if len(heap) else [empty] * np.shape(vectors)[-1]


def max_as_one_vector(vectors: Any, mask: Any, empty: float) -> Any:
    """K24: the one real vector with the largest sum."""
    return [
        max((v for v, real in zip(text, row, strict=True) if real), key=sum)
        if any(row)
        else [empty] * len(text[0])
        for text, row in zip(vectors, mask, strict=True)
    ]


def _scores_inverted(scores: Any, mask: Any) -> dict[str, Any]:
    return {"scores": scores, "mask": (~np.array(mask)).tolist()}


def _scores_full(scores: Any, mask: Any) -> dict[str, Any]:
    return {"scores": scores, "mask": np.full_like(mask, True).tolist()}


def _scores_zeroed(scores: Any, mask: Any) -> dict[str, Any]:
    return _scores_full((np.array(scores) * np.array(mask)).tolist(), mask)


# K7, K12, K11: as above, before a softmax.
softmax_inverted = Reads(_scores_inverted)
softmax_unused = Reads(_scores_full)
softmax_of_zeroed = Reads(_scores_zeroed)
# K8: 0/0 in a text of padding only.
softmax_empty_as_nan = Writes(
    lambda rows: [row if any(row) else [float("nan")] * len(row) for row in rows]
)
# K30: all scores moved far down alike.
softmax_empty_as_uniform = Writes(
    lambda rows: [row if any(row) else [1 / len(row)] * len(row) for row in rows]
)


def softmax_over_sum_of_scores(scores: Any, mask: Any) -> Any:
    """K17: the function as it was found."""
    s, m = np.array(scores), np.array(mask)
    with np.errstate(all="ignore"):
        return (np.exp(s) * m / np.sum(s * m, axis=-1, keepdims=True)).tolist()


def _stable_powers(scores: Any) -> Any:
    s = np.array(scores)
    return np.exp(s - s.max(axis=-1, keepdims=True))


def softmax_then_mask(scores: Any, mask: Any) -> Any:
    """K15: padding cut out of the finished weights."""
    powers = _stable_powers(scores)
    return (powers / powers.sum(axis=-1, keepdims=True) * np.array(mask)).tolist()


def softmax_over_texts(scores: Any, mask: Any) -> Any:
    """K16: the weights of a position add up to 1 over the texts."""
    s = np.where(mask, scores, -np.inf)
    highest = s.max(axis=0, keepdims=True)
    powers = np.exp(s - np.where(np.isfinite(highest), highest, 0))
    total = powers.sum(axis=0, keepdims=True)
    return (powers / np.where(total == 0, 1, total)).tolist()


def _shares(scores: Any, mask: Any, shift: Any) -> Any:
    """Shares of the shifted powers, whatever 0/0 gives; zeros in a text of padding only."""
    with np.errstate(all="ignore"):
        powers = np.exp(np.array(scores) - shift) * np.array(mask)
        shares = powers / powers.sum(axis=-1, keepdims=True)
    return np.where(np.any(mask, axis=-1, keepdims=True), shares, 0).tolist()


def softmax_overflowing(scores: Any, mask: Any) -> Any:
    """K29: exp of the scores as they are."""
    return _shares(scores, mask, 0)


def softmax_shifted_by_padding(scores: Any, mask: Any) -> Any:
    """K31: the largest score subtracted, be it that of padding; zeros where nothing is left."""
    return np.nan_to_num(_shares(scores, mask, np.max(scores, axis=-1, keepdims=True))).tolist()


def softmax_clipped(scores: Any, mask: Any) -> Any:
    """K38: scores cut to a range that exp can take, and a little added below the bar."""
    powers = np.exp(np.clip(scores, -500, 500)) * np.array(mask)
    return (powers / (powers.sum(axis=-1, keepdims=True) + 1e-9)).tolist()


MISCONCEPTIONS = (
    Misconception(
        id="K1",
        name="padding is a row of zeros",
        belief="The vector of padding is zero, so padding adds nothing and takes no part.",
        idea="Row 0 is a row like any other: it starts at random and, where no mask hides it, it "
        "learns. What hides padding is the mask and never the numbers that stand there.",
        next_step="Look at what stands at a position of padding here: is it zero, and does it stay "
        "zero?",
        lesson=4,
        seen="mask_zero taken for a promise about the row",
    ),
    Misconception(
        id="K2",
        name="a mask survives everything",
        belief="Once mask_zero is set, every later layer leaves the padding out.",
        idea="A mask travels beside the data from layer to layer, and each layer decides about "
        "it anew. Where one drops it, padding counts from there on.",
        next_step="Follow the mask line by line, and mark where it comes to its end.",
        lesson=4,
        seen="the warning of a destroyed mask: keras issue 13189",
    ),
    Misconception(
        id="K3",
        name="divided by the padded length",
        belief="A mean divides by the number of positions.",
        idea="Hidden positions belong neither into the sum nor into the number that divides it. "
        "If they did, more padding would shrink the same text's mean.",
        next_step="Add one more position of padding to your example: the mean must not move.",
        lesson=4,
        seen="products with the mask, followed by a plain mean",
    ),
    Misconception(
        id="K4",
        name="a mask cuts the tensor",
        belief="With a mask the padded columns are gone.",
        idea="A tensor stays rectangular. The mask is a second, smaller tensor beside it that says "
        "which positions count; nothing is cut off.",
        next_step="Write the batch as a rectangle, and under it one truth value for each id.",
        lesson=4,
        seen="masks taken for a filter",
    ),
    Misconception(
        id="K5",
        name="pooling keeps the order",
        belief="Two texts with the same words in another order give different pooled vectors.",
        idea="Neither a sum nor a maximum asks in which order its terms come. If no layer before "
        "the pooling looks at neighbours, the order is lost.",
        next_step="Average three numbers, then average them in reverse.",
        lesson=4,
        seen="bags of words sold as reading",
    ),
    Misconception(
        id="K6",
        name="an empty text gives zeros",
        belief="A text of padding only gives 0, or does no harm at least.",
        idea="Without a word there is nothing to average and nothing to compare; a mean is 0/0 "
        "there. Somebody has to decide what stands in its place: Keras's masked average returns "
        "NaN.",
        next_step="List the numbers that go into the result of such a text. What can be made of "
        "them?",
        lesson=4,
        seen="texts that are empty after cleaning",
    ),
    Misconception(
        id="K7",
        name="True marks the padding",
        belief="A mask is True where something is masked out.",
        idea="In Keras a mask says what is real: True where a token stands. Other libraries say "
        "the opposite, so the question is worth asking each time.",
        next_step="Write the mask of a text with one word and three positions of padding.",
        lesson=4,
        seen="PyTorch's key_padding_mask, where True means ignore",
    ),
    Misconception(
        id="K8",
        name="no case for the empty text",
        belief="The formula copes with a text of padding only by itself.",
        idea="Nothing divided by nothing is NaN, and the largest of nothing is no number either. "
        "No error appears, and all that is computed from them is spoiled.",
        next_step="Say what the task wants for a text without a real position, and treat that "
        "case before the formula runs.",
        lesson=4,
        seen="NaN losses",
    ),
    Misconception(
        id="K9",
        name="padding stands at the end",
        belief="The first positions are the words; the mask only says how many there are.",
        idea="Padding may stand in front: Keras's pad_sequences puts it there unless told "
        "otherwise. The mask says where the words are, not only how many.",
        next_step="Try the mask [False, True, True] by hand.",
        lesson=4,
        seen="pad_sequences, whose default is padding='pre'",
    ),
    Misconception(
        id="K10",
        name="all texts in one heap",
        belief="A mask picks the real positions out of the batch.",
        idea="Only an index, vectors[mask], picks positions out, and it puts those of all texts "
        "into one list: which text each came from is lost. The mask itself travels beside the "
        "vectors and changes no shape.",
        next_step="Take one vector of your result: which axis says to which text it belongs?",
        lesson=4,
        seen="a classic of boolean indexing in NumPy",
    ),
    Misconception(
        id="K11",
        name="hidden means set to zero",
        belief="What is multiplied by 0 takes no further part.",
        idea="A product with 0 still takes part: NaN times 0 is NaN, a zero wins a maximum over "
        "negative numbers, and exp(0) is 1. A hidden position must not take part at all.",
        next_step="Ask which number changes nothing in this operation, and put it there instead of "
        "multiplying.",
        lesson=4,
        seen="masks multiplied in before a maximum or a softmax",
    ),
    Misconception(
        id="K12",
        name="padding counts like a word",
        belief="All positions count, padding too.",
        idea="Padding is there to make texts equally long. A result in which it counts changes "
        "with the longest text of the batch, although the text itself is the same.",
        next_step="Compute the result of one text with and without extra padding, and compare.",
        lesson=4,
        seen="a word embeddings tutorial that averages without mask_zero",
    ),
    Misconception(
        id="K13",
        name="one layer far and no further",
        belief="A mask reaches the layer after the Embedding, and that is all.",
        idea="Many layers hand the mask on to the next: those that treat each position by itself "
        "do so even though they have no use for it.",
        next_step="For each layer ask: does every position that goes in come out again as itself?",
        lesson=4,
        seen="masks passed by hand to every layer",
    ),
    Misconception(
        id="K14",
        name="no warning, no loss",
        belief="Keras warns whenever a mask is lost.",
        idea="The warning comes from layers that are given a mask they do not support. "
        "Arithmetic and slices are no layers, and a layer that combines tensors may "
        "drop the mask on purpose: both stay silent.",
        next_step="Mark the lines that call no layer, and ask who could warn there.",
        lesson=4,
        seen="masks lost by x * 2 and by slices",
    ),
    Misconception(
        id="K15",
        name="masked after the softmax",
        belief="Weights of padding can be set to 0 once the softmax is done.",
        idea="The padding has taken its share by then. What is left adds up to less than 1, and "
        "by how much depends on the padding.",
        next_step="Add up the weights of one text after your last step.",
        lesson=4,
        seen="hand-written attention",
    ),
    Misconception(
        id="K16",
        name="normalised along the wrong axis",
        belief="It does not matter along which axis the weights add up to 1.",
        idea="Weights are shared out among the positions of one text. Along another axis texts "
        "compete with each other, and a text's weights depend on its neighbours in the batch.",
        next_step="Name the axis that holds the positions, and sum along that one.",
        lesson=4,
        seen="one version of the softmax in Keras's masking guide",
    ),
    Misconception(
        id="K17",
        name="divided by the sum of the scores",
        belief="A softmax divides the powers by the sum of the scores.",
        idea="Shares of a whole have the whole below the bar. The parts are exp(score), so their "
        "sum has to stand there.",
        next_step="Add up the weights that your function gives to one text.",
        lesson=4,
        seen="one version of the softmax in Keras's masking guide",
    ),
    Misconception(
        id="K18",
        name="NaN stays where it arose",
        belief="One text with NaN spoils its own prediction and nothing else.",
        idea="The loss is a mean over the batch, and the weights behind the pooling are shared. "
        "Once they are NaN, every text's gradient is.",
        next_step="Follow the NaN: the text's vector, its prediction, the shared weights, and "
        "then the next step.",
        lesson=4,
        seen="NaN losses",
    ),
    Misconception(
        id="K19",
        name="NaN fills the whole table",
        belief="When the loss is NaN, every weight of the model becomes NaN.",
        idea="NaN travels with the gradient, and in a table the gradient reaches only rows that "
        "were looked up and counted. With plain SGD the others keep their numbers.",
        next_step="List the words that occur in the batch.",
        lesson=4,
        seen="NaN losses",
    ),
    Misconception(
        id="K20",
        name="every row looked up moves",
        belief="The mask only matters in the mean; what is looked up, learns.",
        idea="A row moves where the loss depends on it. What the mask keeps out of the mean has "
        "no part in the prediction, so its gradient is zero.",
        next_step="Change row 0 in your mind: does the prediction change?",
        lesson=4,
        seen="rows that move, taken for rows that are read",
    ),
    Misconception(
        id="K21",
        name="recurrent layers use the mask up",
        belief="A recurrent layer skips the padding, and after it there is no mask any more.",
        idea="With return_sequences=True there is still one vector for each position, so the "
        "layer skips the padding and hands the mask on as well.",
        next_step="Ask whether the result still has an axis of positions that a mask could "
        "speak of.",
        lesson=4,
        seen="stacked recurrent layers",
    ),
    Misconception(
        id="K22",
        name="0 is masked in any case",
        belief="Keras always treats id 0 as padding.",
        idea="Without mask_zero=True an id of 0 is an ordinary id: its row is looked up, counts "
        "and learns.",
        next_step="Look for mask_zero in the call, and remember that its default is False.",
        lesson=4,
        seen="tables over padded texts without mask_zero",
    ),
    Misconception(
        id="K23",
        name="only which words, not how often",
        belief="Two texts with the same set of words have the same mean.",
        idea="A mean weighs each word by how often it occurs: saying one of them twice moves the "
        "mean towards it.",
        next_step="Count each word in both texts, as a share of the text.",
        lesson=4,
        seen="bags of words taken for sets of words",
    ),
    Misconception(
        id="K24",
        name="the largest vector wins",
        belief="Max pooling picks the vector of the most important word.",
        idea="The maximum is taken for each number of the width by itself. The result may be made "
        "of several words, and equal none of them.",
        next_step="Write the vectors under one another and go down each column.",
        lesson=4,
        seen="a classic of max pooling",
    ),
    Misconception(
        id="K25",
        name="a maximum sees the order",
        belief="Averages lose the order, a maximum keeps it.",
        idea="The largest of some numbers is the same whichever comes first. Where it stood is "
        "not part of the result.",
        next_step="Take the largest of three numbers, then of the same three in reverse.",
        lesson=4,
        seen="max pooling sold as detection of word order",
    ),
    Misconception(
        id="K26",
        name="pooling undoes all order",
        belief="Whatever came before, pooling at the end makes a model blind to order.",
        idea="Pooling ignores the order of what it is given. If a layer before it mixed each "
        "position with its neighbours, the vectors themselves differ.",
        next_step="Ask of each layer before the pooling whether a position's vector depends on "
        "other positions.",
        lesson=4,
        seen="the reverse of pooling that keeps order",
    ),
    Misconception(
        id="K27",
        name="a truth value for each number",
        belief="A mask has the shape of the vectors that it masks.",
        idea="A position counts or does not, with all its numbers: one truth value for each "
        "position is enough.",
        next_step="Compare the shape of the ids with the shape of the vectors, and ask from which "
        "of them the mask is made.",
        lesson=4,
        seen="masks multiplied with vectors of another shape",
    ),
    Misconception(
        id="K28",
        name="unused means lost",
        belief="A layer that has no use for a mask does not hand it on.",
        idea="A layer may ignore a mask and pass it on all the same. Those that treat each "
        "position by itself do, for the positions stay what they were.",
        next_step="Leave aside what is no layer. Then ask of each layer whether position 3 of its"
        " result is still position 3 of the text.",
        lesson=4,
        seen="supports_masking taken for the use of a mask",
    ),
    Misconception(
        id="K29",
        name="exp of anything",
        belief="The exponential may be taken of the scores as they are.",
        idea="Beyond about 709 it is infinite in floating point, and infinity over infinity is "
        "NaN. Weights depend on differences alone, so scores may be shifted first.",
        next_step="Ask which number to take off all scores of a text so that exp never gets "
        "anything above 0.",
        lesson=4,
        seen="overflow warnings of exp",
    ),
    Misconception(
        id="K30",
        name="a large negative number hides all",
        belief="Adding a very large negative number to hidden scores is enough.",
        idea="It hides positions from others that stay. If all of a text's scores move down "
        "alike, their differences stay, and padding gets weights as if it were words.",
        next_step="Ask what in your function, once all scores have moved alike, still tells "
        "padding from words.",
        lesson=4,
        seen="attention masks made by adding -1e9",
    ),
    Misconception(
        id="K31",
        name="shifted by the padding's score",
        belief="Any score of the row will do for the shift before exp, padding's too.",
        idea="The shift keeps exp in range for the scores that count. If padding holds by far the "
        "largest score, the real ones end up so low that all their powers are 0.",
        next_step="Take the largest score among the real positions alone.",
        lesson=4,
        seen="stable softmaxes to which a mask was added afterwards",
    ),
    Misconception(
        id="K32",
        name="one mask for the whole batch",
        belief="A mask has one entry for each position, which holds for all texts of the batch.",
        idea="Texts end at different places, so each of them needs its own row of truth values. "
        "The mask has an entry for every id of the batch.",
        next_step="Write the mask of each text in the batch, one under the other.",
        lesson=4,
        seen="masks passed to plotting and slicing code as a single row",
    ),
    Misconception(
        id="K33",
        name="masks are for recurrent layers",
        belief="Only recurrent layers make use of a mask; to all others padding is a word.",
        idea="GlobalAveragePooling1D uses a mask too, and so does attention: they leave hidden "
        "positions out of what they merge.",
        next_step="Run help(GlobalAveragePooling1D.call): which arguments does it take?",
        lesson=4,
        seen="guides that show masks with an LSTM alone",
    ),
    Misconception(
        id="K34",
        name="the value for nothing as a filler",
        belief="The value for an empty text may be put in the place of the padding.",
        idea="It is the answer where nothing was there to compare. Put among real numbers it "
        "competes with them, and wins where they are lower.",
        next_step="Keep two questions apart: what stands at padding while numbers are compared, "
        "and what is returned where there was nothing to compare.",
        lesson=4,
        seen="a default value used as a fill value, a classic of NumPy",
    ),
    Misconception(
        id="K35",
        name="as many positions, the same mask",
        belief="A mask stays as long as the number of positions stays, and Keras warns where that "
        "changes.",
        idea="Keras does not compare lengths. A layer declares whether it supports masks, and what "
        "is no layer knows nothing of masks, whatever the length.",
        next_step="Ask of each line first whether it is a layer at all, and then what that layer "
        "declares.",
        lesson=4,
        seen="the shape of a mask taken for all that matters about it",
    ),
    Misconception(
        id="K36",
        name="warnings for what is no layer",
        belief="Layers that cannot use a mask drop it in silence; Keras warns of bare operations.",
        idea="It is the layers that can warn: each is handed the mask, and knows that it does not "
        "support it. An operation on tensors is handed no mask.",
        next_step="Ask who could raise the warning in each line, and whether the mask ever got "
        "there.",
        lesson=4,
        seen="supports_masking and the warning of a destroyed mask, keras issue 13189",
    ),
    Misconception(
        id="K37",
        name="blind to order, blind to the next word",
        belief="A model that is blind to order cannot tell which word follows another, whatever "
        "words there are.",
        idea="It sees which words a text holds, and how often each. Two texts that hold different "
        "words have different averages for some weights.",
        next_step="List the words of both texts with their counts, and compare the lists.",
        lesson=4,
        seen="blindness to order taken for blindness to everything near",
    ),
    Misconception(
        id="K38",
        name="clipped scores, equal weights",
        belief="Clipping the scores keeps exp in range and leaves the weights as they are, and a "
        "little more below the bar does no harm.",
        idea="Clipping makes scores equal that were not, and what is added below the bar outweighs "
        "small powers. A shift changes no difference, so it changes no weight.",
        next_step="Work out the weights of two scores that both lie beyond your limit.",
        lesson=4,
        seen="clip and an epsilon as cures for NaN",
    ),
)

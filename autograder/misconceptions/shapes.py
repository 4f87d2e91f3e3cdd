"""Wrong beliefs about the layer and its shapes, and the wrong models that compute with them.

The wrong models of a shape take the arguments of ``embedding_output_shape``; those of a
ladder's rung take ``(input_shape, input_dim, output_dim, units)``. The ``Reads`` serve both
and the ``Writes`` any shape, so that two beliefs can be put together.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

from autograder.misconceptions.misconception import Misconception
from autograder.misconceptions.stages import Reads, Writes

Shape = tuple[Any, ...]


def _reads_shape(change: Callable[[Shape], Shape], *, alone: bool = False) -> Reads:
    """Misread the shape of the ids, and nothing else."""

    def misread(
        input_shape: Shape, input_dim: int, output_dim: int, **others: int
    ) -> dict[str, Any]:
        sizes = {"input_dim": input_dim, "output_dim": output_dim, **others}
        return {"input_shape": change(tuple(input_shape)), **sizes}

    return Reads(misread, alone=alone)


def _arguments_exchanged(
    input_shape: Shape, input_dim: int, output_dim: int, **others: int
) -> dict[str, Any]:
    sizes = {"input_dim": output_dim, "output_dim": input_dim, **others}
    return {"input_shape": tuple(input_shape), **sizes}


def _end_to_end(shape: Shape) -> Shape:
    rows = shape[-2:]
    return (*shape[:-2], None if None in rows else math.prod(rows))


# S1: the first two axes trade places.
batch_and_time_swapped = _reads_shape(lambda shape: (*shape[:2][::-1], *shape[2:]))
# D1: the first argument is taken for the width.
arguments_read_swapped = Reads(_arguments_exchanged)
# S9: the output is always (batch, time, width), whatever comes in.
always_three_axes = _reads_shape(lambda shape: (*(1,) * (2 - len(shape)), *shape))
# S23: the texts become one list of words.
texts_joined = _reads_shape(lambda shape: (math.prod(shape),), alone=True)
# S21: the first axis is always None.
batch_unknown = _reads_shape(lambda shape: (None, *shape[1:]))
# S30: a single id is taken for a batch that holds one.
single_id_as_batch = _reads_shape(lambda shape: shape or (1,))
# S32: a size that is not known is taken for 1.
unknown_as_one = _reads_shape(lambda shape: tuple(1 if n is None else n for n in shape))
# S33: a size that is not known is left out.
unknown_left_out = _reads_shape(lambda shape: tuple(n for n in shape if n is not None), alone=True)

# S10: axes of size one disappear.
ones_vanish = Writes(lambda shape: tuple(size for size in shape if size != 1))
# S24: the vectors of a text follow one another in one row.
vectors_end_to_end = Writes(_end_to_end, alone=True)
# S26: the texts are not counted.
batch_left_out = Writes(lambda shape: shape[1:], alone=True)
# S29: None is put in front of whatever came in.
none_in_front = Writes(lambda shape: (None, *shape), alone=True)


def no_new_axis(input_shape: Shape, input_dim: int, output_dim: int) -> Shape:
    """S2: one number in, one number out."""
    return tuple(input_shape)


def last_axis_replaced(input_shape: Shape, input_dim: int, output_dim: int) -> Shape:
    """S3: output_dim takes the place of the positions."""
    return (*tuple(input_shape)[:-1], output_dim)


def vocabulary_wide(input_shape: Shape, input_dim: int, output_dim: int) -> Shape:
    """S4: each position as wide as the vocabulary."""
    return (*input_shape, input_dim)


def one_hot_inside(input_shape: Shape, input_dim: int, output_dim: int) -> Shape:
    """S7: the ids become one-hot first, and that axis stays."""
    return (*input_shape, input_dim, output_dim)


def the_table(input_shape: Shape, input_dim: int, output_dim: int) -> Shape:
    """S25: the whole table comes out."""
    return (input_dim, output_dim)


def width_first(input_shape: Shape, input_dim: int, output_dim: int) -> Shape:
    """S27: the axis of the vectors comes first of all."""
    return (output_dim, *input_shape)


def width_before_positions(input_shape: Shape, input_dim: int, output_dim: int) -> Shape:
    """S28: the axis of the vectors comes before that of the positions."""
    return (*input_shape[:-1], output_dim, *input_shape[-1:])


def two_axes_expected(input_shape: Shape, input_dim: int, output_dim: int) -> Shape:
    """S31: the ids have a batch axis and an axis of positions; raises where one is missing."""
    return (input_shape[0], input_shape[1], output_dim)


def pooled_to_one(input_shape: Shape, output_dim: int, **others: int) -> Shape:
    """S22: pooling leaves an axis of size one where the positions were."""
    return (input_shape[0], 1, output_dim)


def pooled_over_width(input_shape: Shape, **others: int) -> Shape:
    """S11: pooling averages the numbers of each vector."""
    return tuple(input_shape)


def pooled_over_batch(input_shape: Shape, output_dim: int, **others: int) -> Shape:
    """S12: pooling averages the texts of the batch."""
    return (*input_shape[1:], output_dim)


def pooled_over_everything(input_shape: Shape, output_dim: int, **others: int) -> Shape:
    """S34: pooling averages all words of all texts."""
    return (output_dim,)


def pooled_to_a_number(input_shape: Shape, **others: int) -> Shape:
    """S35: pooling leaves a single number for each text."""
    return (input_shape[0],)


def flattened_like_pooled(input_shape: Shape, output_dim: int, **others: int) -> Shape:
    """S5: Flatten is taken for pooling."""
    return (input_shape[0], output_dim)


def flattened_with_batch(input_shape: Shape, output_dim: int, **others: int) -> Shape:
    """S13: Flatten takes the batch axis too."""
    return (input_shape[0] * input_shape[1] * output_dim,)


def flattened_by_adding(input_shape: Shape, output_dim: int, **others: int) -> Shape:
    """S14: sizes are added where they multiply."""
    return (input_shape[0], input_shape[1] + output_dim)


def flattened_into_words(input_shape: Shape, output_dim: int, **others: int) -> Shape:
    """S23: the texts become one list of words."""
    return (input_shape[0] * input_shape[1], output_dim)


def flattened_as_wide_as_vocabulary(
    input_shape: Shape, input_dim: int, output_dim: int, **others: int
) -> Shape:
    """S4: each position as wide as the vocabulary, then laid end to end."""
    return (input_shape[0], input_shape[1] * input_dim)


def flattened_no_further(input_shape: Shape, output_dim: int, **others: int) -> Shape:
    """S36: Flatten finds nothing to do."""
    return (*input_shape, output_dim)


def lstm_keeps_time(input_shape: Shape, units: int, **others: int) -> Shape:
    """S15: the LSTM gives one vector for each position."""
    return (*input_shape, units)


def lstm_keeps_width(input_shape: Shape, output_dim: int, **others: int) -> Shape:
    """S16: the LSTM's output is as wide as its input."""
    return (input_shape[0], output_dim)


def lstm_adds_an_axis(input_shape: Shape, output_dim: int, units: int, **others: int) -> Shape:
    """S37: an axis of the layer's own size is appended."""
    return (*input_shape, output_dim, units)


def dense_collapses_time(input_shape: Shape, **others: int) -> Shape:
    """S6: Dense(1) gives one number for each text."""
    return (input_shape[0], 1)


def dense_adds_an_axis(input_shape: Shape, output_dim: int, **others: int) -> Shape:
    """S37: an axis of the layer's own size is appended."""
    return (*input_shape, output_dim, 1)


def dense_along_positions(input_shape: Shape, output_dim: int, **others: int) -> Shape:
    """S38: Dense takes in the positions, and the width stays."""
    return (input_shape[0], output_dim, 1)


def weights_with_bias(input_dim: int, output_dim: int, length: int) -> int:
    """S8: a bias for each output, as in Dense."""
    return input_dim * output_dim + output_dim


def weights_times_length(input_dim: int, output_dim: int, length: int) -> int:
    """S17: weights for each position of the sentence."""
    return input_dim * output_dim * length


def weights_by_adding(input_dim: int, output_dim: int, length: int) -> int:
    """S14: sizes are added where they multiply."""
    return input_dim + output_dim


def weights_for_each_place(input_dim: int, output_dim: int, length: int) -> int:
    """S47: one weight for each word at each place of a text."""
    return input_dim * length


def weights_with_output(input_dim: int, output_dim: int, length: int) -> int:
    """S48: the numbers that come out are weights too."""
    return input_dim * output_dim + length * output_dim


def weights_of_the_text(input_dim: int, output_dim: int, length: int) -> int:
    """S39: only the vectors of the words that pass are stored."""
    return length * output_dim


def one_weight_for_each_word(input_dim: int, output_dim: int, length: int) -> int:
    """S40: one weight for each entry of the vocabulary."""
    return input_dim


def one_weight_for_each_dimension(input_dim: int, output_dim: int, length: int) -> int:
    """S41: one vector's worth of weights."""
    return output_dim


def no_weights_when_swapped(input_dim: int, output_dim: int, length: int) -> int:
    """D7: a layer with swapped arguments is none."""
    return 0


MISCONCEPTIONS = (
    Misconception(
        id="S1",
        name="batch and time swapped",
        belief="The layer lists the positions first and the texts second.",
        idea="An Embedding never moves an axis: whatever shape comes in stays at the front, "
        "in its order.",
        next_step="Copy the input shape exactly as it stands, then ask what is added behind it.",
        lesson=2,
        seen="source material, practice question 3; a classic of time-major recurrent code",
    ),
    Misconception(
        id="S2",
        name="no new axis",
        belief="One id goes in, one number comes out, so the shape stays as it is.",
        idea="Each id is replaced by a whole row of the table, and a row holds several numbers. "
        "They need an axis to live on.",
        next_step="Write down what stands in the place of a single id after the lookup, "
        "and how many numbers that is.",
        lesson=2,
        seen="source material, practice question 3",
    ),
    Misconception(
        id="S3",
        name="width replaces the positions",
        belief="The layer turns each text into one vector, so the positions are gone.",
        idea="Nothing has been averaged or summed yet: each position still has a vector of its "
        "own. One vector for each text is what a pooling layer makes afterwards.",
        next_step="Count the vectors that a text of three ids has right after the lookup.",
        lesson=2,
        seen="issue threads on missing pooling before a classifier",
    ),
    Misconception(
        id="S4",
        name="as wide as the vocabulary",
        belief="Each word becomes a vector with one entry for every word of the vocabulary.",
        idea="The vocabulary size says how many rows there are to choose from. What you get is "
        "one row, and a row is as long as output_dim.",
        next_step="Draw the table: mark which side is input_dim and which is output_dim, "
        "then cut out one row.",
        lesson=2,
        seen="questions of learners who come from one-hot encoding",
    ),
    Misconception(
        id="S5",
        name="Flatten taken for pooling",
        belief="Flatten turns a text into one vector, as wide as the vector of a single word.",
        idea="Flatten throws nothing away: it lays all vectors of a text end to end. Only "
        "pooling merges the positions into one.",
        next_step="Count how many numbers one text has before Flatten; it has as many after.",
        lesson=2,
        seen="issue threads that swap Flatten for global pooling to silence a shape error",
    ),
    Misconception(
        id="S6",
        name="Dense collapses time",
        belief="Dense(1) at the end gives one score for each text.",
        idea="Dense works on the last axis alone and leaves all axes before it untouched, so "
        "every position gets a score of its own.",
        next_step="Say what Dense(1) is given here: one vector for each text, or one for each "
        "word?",
        lesson=2,
        seen="error threads: target and output of different ranks",
    ),
    Misconception(
        id="S7",
        name="one-hot axis inside",
        belief="The ids are made one-hot first, and that axis is still there at the end.",
        idea="The lookup replaces the multiplication by one-hot vectors; no such axis ever "
        "exists. It would appear only if you fed one-hot vectors in yourself.",
        next_step="Ask of each axis in your answer what it counts, and cross out the one that "
        "counts words of the vocabulary.",
        lesson=2,
        seen="models that run on rank-4 tensors without an error",
    ),
    Misconception(
        id="S8",
        name="a bias in the table",
        belief="An Embedding has a bias for each output, as a Dense layer has.",
        idea="The table is all there is: one number for each word and each dimension. "
        "Nothing is added after the lookup.",
        next_step="Count the cells of the table and stop there.",
        lesson=2,
        seen="parameter counts copied from Dense",
    ),
    Misconception(
        id="S9",
        name="always three axes",
        belief="The output always has the axes batch, time and width.",
        idea="The rule knows nothing of batches: it takes any shape and appends one axis. "
        "Three axes come out only where two went in.",
        next_step="Write the shape that goes in, with nothing added in front, and append the "
        "width.",
        lesson=2,
        seen="the slogan output = (batch, seq, dim) in many tutorials",
    ),
    Misconception(
        id="S10",
        name="ones vanish",
        belief="An axis of size one can be left out.",
        idea="An axis of size one holds one thing, but it is an axis: layers keep it, and a loss "
        "that compares shapes sees it.",
        next_step="Say what the axis of size one counts, and leave it in its place.",
        lesson=2,
        seen="losses that broadcast (n,) against (n, 1)",
    ),
    Misconception(
        id="S11",
        name="pooling over the width",
        belief="Global pooling turns each vector into one number.",
        idea="Global pooling merges along the positions: the vectors of a text become one "
        "vector of the same width.",
        next_step="Say which axis lists the words of one text: that axis disappears.",
        lesson=2,
        seen="confusion of the axes of GlobalAveragePooling1D",
    ),
    Misconception(
        id="S12",
        name="pooling over the batch",
        belief="Global pooling merges the texts of a batch.",
        idea="Texts of a batch never mix in a layer: each text is pooled by itself, and the "
        "batch axis stays in front.",
        next_step="Keep the first axis; merge the one that lists the words.",
        lesson=2,
        seen="confusion of the axes of GlobalAveragePooling1D",
    ),
    Misconception(
        id="S13",
        name="Flatten takes the batch",
        belief="Flatten makes one long row of everything.",
        idea="Flatten works inside each example. The examples of a batch stay apart, or no "
        "layer behind it could tell them from one another.",
        next_step="Leave the batch axis alone and flatten one text only.",
        lesson=2,
        seen="confusion with numpy.ravel",
    ),
    Misconception(
        id="S14",
        name="adding where sizes multiply",
        belief="The sizes of the axes add up.",
        idea="Three rows of four numbers are twelve numbers: sizes multiply.",
        next_step="Draw a small case, three words with two numbers each, and count the cells.",
        lesson=2,
        seen="arithmetic of parameter counts",
    ),
    Misconception(
        id="S15",
        name="an LSTM keeps time",
        belief="A recurrent layer gives one vector for each position.",
        idea="By itself it hands on only what it knows after the last position. It keeps them "
        "all when you ask for return_sequences=True.",
        next_step="Check whether return_sequences stands in the call, and what its default is.",
        lesson=2,
        seen="expected ndim=3, found ndim=2",
    ),
    Misconception(
        id="S16",
        name="an LSTM keeps the width",
        belief="The output of a recurrent layer is as wide as the vectors that go in.",
        idea="The width of its output is its own number of units; the width of the input only "
        "matters for its weights.",
        next_step="Look for the number in the call LSTM(...): what does it count?",
        lesson=2,
        seen="confusion of units and features",
    ),
    Misconception(
        id="S17",
        name="weights for each position",
        belief="Longer sentences need more weights in the Embedding.",
        idea="All positions share the one table: a word has the same row wherever it stands. "
        "The length of the sentences costs no weights.",
        next_step="Draw the table. Would a longer sentence add a row to it, or a column?",
        lesson=2,
        seen="parameter counts that include the sequence length",
    ),
    Misconception(
        id="S18",
        name="softmax over a single unit",
        belief="Softmax is the activation for any classifier's last layer.",
        idea="Softmax shares 1 among the units of a layer. A single unit always gets all of it, "
        "so this model answers 1 to everything.",
        next_step="For one unit that says yes or no, ask which activation maps one number to a "
        "probability.",
        lesson=2,
        seen="keras#18909",
    ),
    Misconception(
        id="S19",
        name="columns before rows",
        belief="A shape names the columns first, the rows second.",
        idea="A shape is read from the outside in: first how many things are stacked, then how "
        "long each of them is.",
        next_step="Ask what you get from the array with the index 0: one text, or one id of each?",
        lesson=2,
        seen="x before y, width before height: the order of pictures and of coordinates",
    ),
    Misconception(
        id="S20",
        name="stacking joins end to end",
        belief="Stacked texts form one long row of ids.",
        idea="Stacking keeps the texts apart: it adds an axis that counts them. To join them into "
        "one row is another operation, concatenation.",
        next_step="Say how many numbers you need in order to point at one id: which text, and "
        "where in it?",
        lesson=2,
        seen="confusion of numpy.stack with numpy.concatenate",
    ),
    Misconception(
        id="S21",
        name="the batch is always None",
        belief="The first axis of a layer's output is None.",
        idea="None stands in a model's summary, where no batch has come yet. The result for an "
        "actual batch has the size of that batch.",
        next_step="Count the texts that are passed in this question.",
        lesson=2,
        seen="shapes copied from model.summary()",
    ),
    Misconception(
        id="S22",
        name="pooling leaves an axis of one",
        belief="Pooling shrinks the positions to one and keeps their axis.",
        idea="Global pooling removes the axis of the positions altogether, unless it is called "
        "with keepdims=True.",
        next_step="Read the call of the layer: what does it say about keepdims?",
        lesson=2,
        seen="keepdims in NumPy and in Keras' pooling layers",
    ),
    Misconception(
        id="S23",
        name="texts joined to one list",
        belief="A layer takes the texts of a batch as one long list of words.",
        idea="The texts of a batch stay apart in every layer: the axis that counts them stays "
        "where it is, in front.",
        next_step="Point at one word of your result, and say which number tells you the text that "
        "it comes from.",
        lesson=2,
        seen="batches taken for lists of words",
    ),
    Misconception(
        id="S24",
        name="vectors laid end to end",
        belief="The vectors of a text are put one after another into one long row.",
        idea="The layer keeps the vectors of a text apart, one for each position. A layer of its "
        "own, Flatten, would join them into one row.",
        next_step="Write the result for one text as rows on paper, one row for each id, and count "
        "both of its sides.",
        lesson=2,
        seen="models in which Flatten always follows the Embedding",
    ),
    Misconception(
        id="S25",
        name="the table comes out",
        belief="What comes out of the layer is its table.",
        idea="The table is what the layer stores, and it stays inside. What comes out depends on "
        "the ids that went in: one row for each of them.",
        next_step="Ask what would change in your answer if twice as many ids went in.",
        lesson=2,
        seen="weights and output of a layer confused",
    ),
    Misconception(
        id="S26",
        name="the batch not counted",
        belief="The number of texts is no part of a shape.",
        idea="Input(shape=...) leaves the batch axis out, for a model takes any number of texts. "
        "The shape of an array counts all axes, the texts too.",
        next_step="Count the texts that go in, and find that number in your answer.",
        lesson=2,
        seen="shapes written as in Input(shape=...)",
    ),
    Misconception(
        id="S27",
        name="the width in front",
        belief="The axis of the vectors comes first, the ids follow.",
        idea="Each id is replaced, where it stands, by a row of numbers. So the ids keep their "
        "axes, and those numbers form the innermost one.",
        next_step="Take the first entry of your result: is it a text, or one number from the "
        "vector of every word?",
        lesson=2,
        seen="habits from images whose channels come first",
    ),
    Misconception(
        id="S28",
        name="the width before the positions",
        belief="Each text has an axis for the numbers of the vectors, then one for its positions.",
        idea="That is how libraries with channels first lay out a sequence. Here a text is a list "
        "of vectors: the position comes first, the number within its vector second.",
        next_step="Take one text of your result, then the first entry of that: is it the vector "
        "of a word?",
        lesson=2,
        seen="channels-first convolutions over texts",
    ),
    Misconception(
        id="S29",
        name="None put in front",
        belief="Keras puts a batch axis of size None in front of what goes in.",
        idea="Nothing is put in front. None is the place of the batch in a model that has seen no "
        "data yet; the ids of this question have all their axes already.",
        next_step="Count the axes of the ids as they are given, and add the one that the lookup "
        "makes.",
        lesson=2,
        seen="shapes copied from model.summary()",
    ),
    Misconception(
        id="S30",
        name="a single id as a batch",
        belief="A single id is a batch that holds one id.",
        idea="A batch of one id has an axis of size one; a bare id has no axis at all. The lookup "
        "replaces it by a row and puts no axis in front.",
        next_step="Compare the shapes of np.array(3) and np.array([3]), then look both up.",
        lesson=2,
        seen="scalars and arrays of one entry confused",
    ),
    Misconception(
        id="S31",
        name="two axes taken for granted",
        belief="Ids always come as a batch of texts, so their shape has two entries.",
        idea="The rule holds for any number of axes. A function that asks for the first two "
        "entries of the shape stops where there are fewer, and drops the rest where there are "
        "more.",
        next_step="Call your function on (), on (7,) and on a shape of three axes, and treat the "
        "whole shape as one piece.",
        lesson=2,
        seen="the slogan output = (batch, seq, dim) in many tutorials",
    ),
    Misconception(
        id="S32",
        name="an unknown size taken for one",
        belief="A size that is not known counts as 1.",
        idea="None says that a size is open until data come. Writing 1 claims that there is "
        "exactly one, and an array of any other size would not fit.",
        next_step="Hand each entry of the input shape on as it is, whatever it is.",
        lesson=2,
        seen="models with Input(shape=(None,))",
    ),
    Misconception(
        id="S33",
        name="an unknown size left out",
        belief="A size that is not known can be left out.",
        idea="The axis is there, whatever its size will be: None holds its place. Without it the "
        "result has one axis too few.",
        next_step="Count the axes before and after your function: how many should be added?",
        lesson=2,
        seen="None filtered out of shapes",
    ),
    Misconception(
        id="S34",
        name="pooling over everything",
        belief="Global pooling merges all words of all texts.",
        idea="Global means all positions of one text. The texts of a batch are pooled each by "
        "itself.",
        next_step="Ask how many vectors a classifier needs in order to judge each text of the "
        "batch.",
        lesson=2,
        seen="the word global taken at its word",
    ),
    Misconception(
        id="S35",
        name="pooling to one number",
        belief="Global pooling turns each text into a single number.",
        idea="It averages along the positions alone: the first numbers of all vectors, then the "
        "second ones, and so on. That leaves as many numbers as a vector has.",
        next_step="Pool two vectors of three numbers by hand, and count what is left.",
        lesson=2,
        seen="mean() without an axis",
    ),
    Misconception(
        id="S36",
        name="nothing left to flatten",
        belief="The vectors are flat already, so Flatten changes nothing.",
        idea="Flatten looks at a whole text, not at one vector: it leaves one axis behind the "
        "batch axis, whatever stood there.",
        next_step="Count the axes that one text has before Flatten; afterwards it has one.",
        lesson=2,
        seen="Flatten taken for something that concerns images",
    ),
    Misconception(
        id="S37",
        name="every layer adds an axis",
        belief="Each layer appends an axis of its own size, as an Embedding does.",
        idea="Appending an axis is the Embedding's way, since it gets bare ids. Dense and "
        "recurrent layers get vectors, and put a new width in place of the old one.",
        next_step="Ask what becomes of the numbers of one vector in this layer, and whether they "
        "are still there afterwards.",
        lesson=2,
        seen="the rule of the Embedding carried over to other layers",
    ),
    Misconception(
        id="S38",
        name="Dense along the words",
        belief="Dense takes in the words of a text, and the numbers of the vectors stay.",
        idea="Dense multiplies the last axis by its weights. It knows nothing of positions: each "
        "vector is treated by itself, and all axes but the last stay as they are.",
        next_step="Name the last axis of what goes in: that is the one whose size changes.",
        lesson=2,
        seen="confusion about the axis on which Dense works",
    ),
    Misconception(
        id="S39",
        name="only the words of the text are stored",
        belief="The layer stores vectors for the words of the text, and for no others.",
        idea="The table has to be ready for any id that may come: it holds a row for each entry "
        "of the vocabulary before it has seen a text.",
        next_step="Say which of the numbers in the call counts the rows of the table; the length "
        "of a text is not in the call.",
        lesson=2,
        seen="weights and output of a layer confused",
    ),
    Misconception(
        id="S40",
        name="one weight for each word",
        belief="A layer has one weight for each word.",
        idea="Each word has a whole row of the table, and every number in that row is a weight.",
        next_step="Draw the first two rows of the table, cell by cell, and count.",
        lesson=2,
        seen="rows taken for numbers",
    ),
    Misconception(
        id="S41",
        name="one weight for each dimension",
        belief="The weights of the layer are the numbers of one vector.",
        idea="One vector is one row. Each word has a row of its own, or all words would share one "
        "vector.",
        next_step="Ask how many rows the table has, and count the cells of them all.",
        lesson=2,
        seen="one vector taken for the table",
    ),
    Misconception(
        id="S42",
        name="scores pooled at the end",
        belief="Pooling can wait: at the end it averages the probabilities of the words.",
        idea="A line works on the variable that it names. The pooling line takes x, so it does "
        "not touch what the last layer has put into outputs: one probability for each word.",
        next_step="Write behind each line which variable it reads, which one it makes and of what "
        "shape; then look at what the model returns.",
        lesson=2,
        seen="order of lines taken for order of layers",
    ),
    Misconception(
        id="S43",
        name="pooling before the lookup",
        belief="The ids of a text can be pooled before they are looked up.",
        idea="An id is a name, not an amount: the mean of two ids is the name of some third word, "
        "or of none. Vectors can be averaged, ids cannot.",
        next_step="Say what each line is given: ids, vectors or one vector for each text.",
        lesson=2,
        seen="ids treated as quantities",
    ),
    Misconception(
        id="D1",
        name="swapped arguments",
        belief="The vector's width comes first, the number of words second.",
        idea="The first argument counts the rows, one for each word; the second is the length of "
        "a row. The swapped layer has just as many weights, so nothing warns you until an id "
        "is too large for it.",
        next_step="Ask first how many words there are: that is the first argument.",
        lesson=2,
        seen="source material, practice questions 2 and 5",
    ),
    Misconception(
        id="D2",
        name="keywords bound by position",
        belief="Arguments with names must stand in the same order as in the documentation.",
        idea="A name binds a value wherever it stands; only values without a name are bound by "
        "their order.",
        next_step="Read each line argument by argument: which value does input_dim get?",
        lesson=2,
        seen="source material, practice question 2",
    ),
    Misconception(
        id="D3",
        name="bigger vectors are better",
        belief="The wider the vectors, the more meaning they hold.",
        idea="Every extra column has to be filled by training data. Weights are paid for by the "
        "product of both numbers, and small tasks are often done in a few dimensions.",
        next_step="Multiply out how many weights your choice costs, and ask which data would "
        "fill them.",
        lesson=7,
        seen="source material, practice question 5",
    ),
    Misconception(
        id="D4",
        name="a slot for every word",
        belief="Each word needs a dimension of its own, or words would be confused.",
        idea="Words are told apart by their whole vector, not by one slot: a few dozen numbers "
        "hold far more different vectors than there are words.",
        next_step="Say how wide one position would be in your choice, and how wide the question "
        "asks it to be.",
        lesson=1,
        seen="source material, practice question 5",
    ),
    Misconception(
        id="D5",
        name="a swap is harmless",
        belief="Both orders build a layer of the same size, so either will do.",
        idea="The size is the same, the table is not: it has other rows to choose from and "
        "vectors of another width.",
        next_step="For each order, say how many rows there are and how long one row is.",
        lesson=2,
        seen="equal parameter counts of swapped layers",
    ),
    Misconception(
        id="D6",
        name="a swap fails at once",
        belief="A layer with swapped arguments stops with an error at once.",
        idea="The swapped layer runs as long as every id is small enough for its table. It fails "
        "only at an id for which it has no row.",
        next_step="Say which ids the swapped table has rows for, and which ids of the right table "
        "it lacks.",
        lesson=2,
        seen="swapped layers that train silently on small vocabularies",
    ),
    Misconception(
        id="D7",
        name="a swapped layer is none",
        belief="A layer with swapped arguments cannot be built, so it has no weights.",
        idea="The layer does not know which order you meant: any two positive whole numbers build "
        "a table.",
        next_step="Draw the table that this call builds, and count its cells.",
        lesson=2,
        seen="swapped layers that train silently on small vocabularies",
    ),
    Misconception(
        id="D8",
        name="any error catches the swap",
        belief="Whatever makes the swapped layer stop shows that it is swapped.",
        idea="A batch tells two layers apart only where one of them takes it. An id that neither "
        "has a row for stops both.",
        next_step="Check each id of your batch against both tables, one after the other.",
        lesson=2,
        seen="tests that pass for the wrong reason",
    ),
    Misconception(
        id="D9",
        name="no input line",
        belief="The first layer finds its input by itself.",
        idea="A Sequential model makes its own input. Here each line calls a layer on a variable, "
        "and the first one needs a variable to be called on.",
        next_step="Underline every variable that a line reads, and find the line that made it.",
        lesson=2,
        seen="Sequential and functional models mixed up",
    ),
    Misconception(
        id="D10",
        name="the model left out",
        belief="The chain of layers is the model.",
        idea="The lines up to the last layer say what is computed from what. A model is made of "
        "them by a line of its own, which names where it begins and where it ends.",
        next_step="Ask which variable you would call fit on.",
        lesson=2,
        seen="Sequential and functional models mixed up",
    ),
    Misconception(
        id="D11",
        name="the model made first",
        belief="The model is made first, then layers are added to it.",
        idea="A Sequential can start empty. A Model is handed both of its ends, and they have to "
        "exist before that.",
        next_step="Look at the names inside Model(...), and find the lines that make them.",
        lesson=2,
        seen="Sequential and functional models mixed up",
    ),
    Misconception(
        id="V1",
        name="an embedding tokenises",
        belief="The layer splits text into words or characters.",
        idea="The layer sees whole numbers only; a string makes it fail. Splitting and numbering "
        "happen before it.",
        next_step="Trace a sentence from text to vector and name the step that makes ids.",
        lesson=1,
        seen="source material, practice question 1",
    ),
    Misconception(
        id="V2",
        name="an embedding counts",
        belief="The layer counts how often each word occurs.",
        idea="A word that occurs twice is looked up twice and gives the same row twice. Counting "
        "is what a bag of words does.",
        next_step="Look up a text of one word, then a text with that word twice, and compare the "
        "rows.",
        lesson=1,
        seen="source material, practice question 1",
    ),
    Misconception(
        id="V3",
        name="an embedding filters",
        belief="The layer drops words that carry little meaning.",
        idea="Every id that goes in has a vector that comes out; nothing is left out.",
        next_step="Write down the id of such a word, and ask how the layer could tell it from the "
        "others.",
        lesson=1,
        seen="source material, practice question 1",
    ),
    Misconception(
        id="V4",
        name="born meaningful",
        belief="A new layer already knows what words mean.",
        idea="A fresh table is filled with small random numbers. What it comes to express is "
        "what training on a task puts into it.",
        next_step="Ask what the layer could know about your words before it has seen a text.",
        lesson=1,
        seen="slogans such as 'embedding = word vectors'",
    ),
    Misconception(
        id="V5",
        name="words go in",
        belief="An Embedding is given words.",
        idea="It is given ids: whole numbers that say which row is meant. What turns words into "
        "ids comes before it.",
        next_step="Write an id under each word, then cover the words: what is left is all that the "
        "layer gets.",
        lesson=1,
        seen="strings passed to an Embedding",
    ),
    Misconception(
        id="S44",
        name="one-hot vectors go in",
        belief="An Embedding is given one-hot vectors, as long as the vocabulary has entries.",
        idea="The ids themselves go in; a lookup needs no one-hot vectors. If you pass them, the "
        "layer takes each 0 and 1 for an id, and no error appears.",
        next_step="Write the batch with one whole number for each word.",
        lesson=2,
        seen="models that run on rank-4 tensors without an error",
    ),
    Misconception(
        id="S45",
        name="an axis for each single number",
        belief="Each id needs an axis of its own, of size one.",
        idea="An entry of an array is found by one index for each axis. Two indices, which text "
        "and where in it, find an id already, so no axis is left to add.",
        next_step="Write down the indices that you need to point at one id, and count them.",
        lesson=2,
        seen="Conv1D and recurrent code, where features are a last axis of size one",
    ),
    Misconception(
        id="S46",
        name="one batch, one more axis",
        belief="A batch puts an axis of size one in front of its texts.",
        idea="The axis that counts the texts is the batch axis. How many batches there are stands "
        "nowhere in a shape.",
        next_step="Say for each number of your shape what it counts.",
        lesson=2,
        seen="expand_dims(x, 0), which makes a batch out of a single text",
    ),
    Misconception(
        id="S47",
        name="a weight for each word and place",
        belief="The layer has one weight for each word at each place of a text.",
        idea="The place plays no part: a word has the same row wherever it stands. How many "
        "numbers that row holds is said in the call.",
        next_step="Name the two numbers in the call of the layer; the weights are the cells of "
        "that table.",
        lesson=2,
        seen="one-hot inputs of a Dense layer, flattened over the positions",
    ),
    Misconception(
        id="S48",
        name="outputs counted as weights",
        belief="The numbers that come out of the layer are weights of it, besides the table.",
        idea="What comes out are copies of rows. Nothing is stored for them, and nothing about "
        "them is trained apart from the table.",
        next_step="Ask what the layer has to keep when no text is there.",
        lesson=2,
        seen="weights and output of a layer confused",
    ),
    Misconception(
        id="S49",
        name="the loss averages by itself",
        belief="Where there are several scores for a text, Keras averages them before it compares.",
        idea="A loss compares the shapes as they are. To get from the scores of the words to one "
        "score for the text is the work of a layer, which has to stand in the model.",
        next_step="Find the layer that merges the words of a text; if there is none, see what the "
        "loss is given.",
        lesson=2,
        seen="models without pooling before the last layer",
    ),
    Misconception(
        id="S50",
        name="broadcast from the left",
        belief="Shapes are lined up from their first axis, so each label meets the words of its "
        "text.",
        idea="NumPy and Keras line shapes up from the last axis backwards. The axis of the labels "
        "then meets another axis than the one of the texts.",
        next_step="Write the two shapes under one another, with their right ends aligned.",
        lesson=2,
        seen="losses that broadcast (n,) against (n, 1)",
    ),
    Misconception(
        id="D12",
        name="layers after the model",
        belief="A model is opened on its input, and the layers are added to it afterwards.",
        idea="Model(inputs, outputs) follows the layers from one end to the other, so both ends "
        "have to be there when it is called.",
        next_step="Look at the names inside Model(...), and find the lines that make them.",
        lesson=2,
        seen="Sequential and functional models mixed up",
    ),
    Misconception(
        id="D13",
        name="input_dim as the length of a text",
        belief="The argument input_dim says how long a text is.",
        idea="It counts the rows of the table, one for each entry of the vocabulary. The length of "
        "a text is not in the call: any length will do.",
        next_step="Say what the layer would have to change if texts got longer.",
        lesson=2,
        seen="input_dim and input_length confused, two arguments of older versions",
    ),
    Misconception(
        id="V32",
        name="random rows are noise",
        belief="A table that starts with random numbers puts noise in the place of the words.",
        idea="The same word gets the same row each time, so random rows tell words apart from the "
        "start. Training then moves them to where the task needs them.",
        next_step="Ask what changes a row of the table in the first training step.",
        lesson=1,
        seen="one-hot vectors preferred because they are exact",
    ),
)

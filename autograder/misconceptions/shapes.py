"""Wrong beliefs about the layer and its shapes, and the wrong models that compute with them.

The wrong models of a shape take the arguments of ``embedding_output_shape``; those of a
ladder's rung take ``(input_shape, input_dim, output_dim, units)``.
"""

from __future__ import annotations

from typing import Any

from autograder.misconceptions.misconception import Misconception

Shape = tuple[Any, ...]


def batch_and_time_swapped(input_shape: Shape, input_dim: int, output_dim: int) -> Shape:
    """S1: the first two axes trade places."""
    input_shape = tuple(input_shape)
    return (*input_shape[:2][::-1], *input_shape[2:], output_dim)


def no_new_axis(input_shape: Shape, input_dim: int, output_dim: int) -> Shape:
    """S2: one number in, one number out."""
    return tuple(input_shape)


def last_axis_replaced(input_shape: Shape, input_dim: int, output_dim: int) -> Shape:
    """S3: output_dim takes the place of the positions."""
    return (*tuple(input_shape)[:-1], output_dim)


def vocabulary_wide(input_shape: Shape, input_dim: int, output_dim: int) -> Shape:
    """S4: each position as wide as the vocabulary."""
    return (*input_shape, input_dim)


def arguments_read_swapped(input_shape: Shape, input_dim: int, output_dim: int) -> Shape:
    """D1: the first argument is taken for the width."""
    return (*input_shape, input_dim)


def one_hot_inside(input_shape: Shape, input_dim: int, output_dim: int) -> Shape:
    """S7: the ids become one-hot first, and that axis stays."""
    return (*input_shape, input_dim, output_dim)


def always_three_axes(input_shape: Shape, input_dim: int, output_dim: int) -> Shape:
    """S9: the output is always (batch, time, width), whatever comes in."""
    return (1,) * (2 - len(input_shape)) + (*input_shape, output_dim)


def ones_vanish(input_shape: Shape, input_dim: int, output_dim: int) -> Shape:
    """S10: axes of size one disappear."""
    return (*(size for size in input_shape if size != 1), output_dim)


def batch_unknown(input_shape: Shape, input_dim: int, output_dim: int) -> Shape:
    """S21: the first axis is always None."""
    return (None, *input_shape[1:], output_dim)


def pooled_to_one(input_shape: Shape, output_dim: int, **others: int) -> Shape:
    """S22: pooling leaves an axis of size one where the positions were."""
    return (input_shape[0], 1, output_dim)


def pooled_over_width(input_shape: Shape, **others: int) -> Shape:
    """S11: pooling averages the numbers of each vector."""
    return tuple(input_shape)


def pooled_over_batch(input_shape: Shape, output_dim: int, **others: int) -> Shape:
    """S12: pooling averages the texts of the batch."""
    return (*input_shape[1:], output_dim)


def flattened_like_pooled(input_shape: Shape, output_dim: int, **others: int) -> Shape:
    """S5: Flatten is taken for pooling."""
    return (input_shape[0], output_dim)


def flattened_with_batch(input_shape: Shape, output_dim: int, **others: int) -> Shape:
    """S13: Flatten takes the batch axis too."""
    return (input_shape[0] * input_shape[1] * output_dim,)


def flattened_by_adding(input_shape: Shape, output_dim: int, **others: int) -> Shape:
    """S14: sizes are added where they multiply."""
    return (input_shape[0], input_shape[1] + output_dim)


def lstm_keeps_time(input_shape: Shape, units: int, **others: int) -> Shape:
    """S15: the LSTM gives one vector for each position."""
    return (*input_shape, units)


def lstm_keeps_width(input_shape: Shape, output_dim: int, **others: int) -> Shape:
    """S16: the LSTM's output is as wide as its input."""
    return (input_shape[0], output_dim)


def dense_collapses_time(input_shape: Shape, **others: int) -> Shape:
    """S6: Dense(1) gives one number for each text."""
    return (input_shape[0], 1)


def dense_one_vanishes(input_shape: Shape, **others: int) -> Shape:
    """S10: the axis of size one that Dense(1) leaves disappears."""
    return tuple(input_shape)


def weights_with_bias(input_dim: int, output_dim: int, length: int) -> int:
    """S8: a bias for each output, as in Dense."""
    return input_dim * output_dim + output_dim


def weights_times_length(input_dim: int, output_dim: int, length: int) -> int:
    """S17: weights for each position of the sentence."""
    return input_dim * output_dim * length


def weights_by_adding(input_dim: int, output_dim: int, length: int) -> int:
    """S14: sizes are added where they multiply."""
    return input_dim + output_dim


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
        next_step="Count the vectors that a text of three ids has straight after the lookup.",
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
        belief="Flatten boils a text down to one vector as wide as a single word's.",
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
        next_step="Keep all axes but the last, replace the last by the units, and see which "
        "layer is missing for one score per text.",
        lesson=2,
        seen="error threads: target and output of different ranks (course notes, errors 5 and 6)",
    ),
    Misconception(
        id="S7",
        name="one-hot axis inside",
        belief="The ids are made one-hot first, and that axis is still there at the end.",
        idea="The lookup replaces the multiplication by one-hot vectors; no such axis ever "
        "exists. It would appear only if you fed one-hot vectors in yourself.",
        next_step="Ask of each axis in your answer what it counts, and strike the one that "
        "counts words of the vocabulary.",
        lesson=2,
        seen="models that run on rank-4 tensors without an error (course notes, error 23)",
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
        seen="losses that broadcast (n,) against (n, 1) (course notes, error 28)",
    ),
    Misconception(
        id="S11",
        name="pooling over the width",
        belief="Global pooling boils each vector down to one number.",
        idea="Global pooling merges along the positions: the vectors of a text become one "
        "vector of the same width.",
        next_step="Say which axis lists the words of one text; that is the one that goes.",
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
        seen="expected ndim=3, found ndim=2 (course notes, error 10)",
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
        next_step="Ask which word-and-dimension pairs there are; the position is not among them.",
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
        seen="keras#18909 (course notes, error 9)",
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
        idea="Global pooling removes the axis of the positions altogether, unless it is asked to "
        "keep it.",
        next_step="Ask what the layer's default says about keeping dimensions.",
        lesson=2,
        seen="keepdims in NumPy and in Keras' pooling layers",
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
        next_step="Multiply out how many weights your choice costs, and compare it with the "
        "budget in the question.",
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
        belief="A layer with swapped arguments cannot run on this batch.",
        idea="The swapped layer runs happily as long as every id happens to be small. It fails "
        "only at an id for which it has no row.",
        next_step="Say which ids the swapped table has rows for, then put one in that it lacks.",
        lesson=2,
        seen="swapped layers that train silently on small vocabularies",
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
        next_step="Compare what comes out for 'good' and for 'good good'.",
        lesson=1,
        seen="source material, practice question 1",
    ),
    Misconception(
        id="V3",
        name="an embedding filters",
        belief="The layer drops words that carry little meaning.",
        idea="Every id that goes in has a vector that comes out; nothing is left out.",
        next_step="Count the positions before and after the layer.",
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
)

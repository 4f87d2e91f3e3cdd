"""The questions of assignment 09_language (lesson 9)."""

from __future__ import annotations

from fractions import Fraction
from math import inf, nan
from typing import Any

from autograder.answers import describe
from autograder.errors import UnusableAnswer
from autograder.misconceptions import generation as wrong
from autograder.misconceptions.generation import by_candidate, collapsed, corpus_bleu, score
from autograder.questions import draws
from autograder.questions.choices import Choice, Option, choose
from autograder.questions.functions import Case, Counterexample, Function, Unmet
from autograder.questions.kinds import Count, Ids, Metric
from autograder.questions.question import Criterion, Part, Question
from autograder.reference import bleu as reference_bleu
from autograder.reference import perplexity as reference_perplexity
from autograder.reference.perplexity import cross_entropy, pooled_perplexity


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


def _perplexity(probabilities: Any) -> Any:
    return reference_perplexity.perplexity(probabilities).value


_TOKENS = {"probabilities": (0.5, 0.25, 0.125, 0.125)}

PERPLEXITY = Question(
    id="language-perplexity",
    title="Perplexity by hand",
    lesson=9,
    points=0.5,
    items=("6", "24"),
    prompt="A language model read a text of four tokens. It had given the tokens that really came "
    "the probabilities 1/2, 1/4, 1/8 and 1/8. Answer with a dict, with at least four decimals.\n\n"
    "- `bits`: the mean surprise (cross-entropy) per token, in bits\n"
    "- `perplexity`: the perplexity per token of this text\n"
    "- `uniform`: another model has learnt nothing, and gives each of the 2,000 tokens of its "
    "vocabulary the same probability; its perplexity per token on a text of three tokens",
    parts=(
        Metric(
            name="bits",
            label="bits per token",
            reference=lambda probabilities: cross_entropy(probabilities, base=2).value,
            params=_TOKENS,
            wrong={
                "P6": wrong.surprise_in_wrong_unit,
                "P8": wrong.surprise_of_mean,
                "P9": wrong.sign_lost_in_surprise,
                "P10": wrong.surprise_added_up,
                "P23": wrong.entropy_of_tokens,
            },
            highest=inf,
        ),
        Metric(
            name="perplexity",
            label="perplexity",
            reference=_perplexity,
            params=_TOKENS,
            wrong={
                "P1": wrong.mean_probability,
                "P2": wrong.mean_of_single_perplexities,
                "P8": wrong.reciprocal_of_mean,
                "P10": wrong.undivided,
                "P9": wrong.sign_lost,
                "P5": wrong.surprise_in_bits,
                "P6": wrong.bases_mixed,
                "P22": wrong.power_of_e,
                "P23": wrong.power_of_entropy,
            },
            lowest=1.0,
            highest=inf,
        ),
        Metric(
            name="uniform",
            label="perplexity of the uniform model",
            reference=_perplexity,
            params={"probabilities": (1 / 2000,) * 3},
            wrong={
                "P1": wrong.mean_probability,
                "P10": wrong.undivided,
                "P9": wrong.sign_lost,
                "P5": wrong.surprise_in_bits,
                "P6": wrong.bases_mixed,
                "P22": wrong.power_of_e,
            },
            indistinct=(frozenset({"P1", "P9"}),),
            lowest=1.0,
            highest=inf,
        ),
    ),
    hints=(
        "The surprise of one token is the negative logarithm of its probability. To base 2 these "
        "four are whole numbers.",
        "Perplexity is the base of the logarithm, raised to the mean surprise.",
        "For the last one: the surprise is the same for every token, so what does the power of it "
        "give back?",
    ),
)

_BATCHES: dict[str, Any] = {"batches": ((4, 60, 2.0), (4, 30, 3.0), (2, 10, 5.0))}


def _pooled(batches: Any) -> Any:
    sums = [tokens * loss for _, tokens, loss in batches]
    return pooled_perplexity(sums, [tokens for _, tokens, _ in batches]).value


BATCHES = Question(
    id="language-batches",
    title="Perplexity of several batches",
    lesson=9,
    points=0.5,
    items=("6",),
    prompt="A model was evaluated in three batches. The loss is the mean negative log-probability "
    "(natural logarithm) per real token of the batch; padding was masked.\n\n"
    "| batch | texts | real tokens | loss |\n"
    "|---|---|---|---|\n"
    "| first | 4 | 60 | 2.0 |\n"
    "| second | 4 | 30 | 3.0 |\n"
    "| third | 2 | 10 | 5.0 |\n\n"
    "What is the perplexity per token of all three batches together? At least four decimals.",
    parts=(
        Metric(
            reference=_pooled,
            params=_BATCHES,
            wrong={
                "P2": wrong.mean_of_batch_perplexities,
                "P7": wrong.batches_alike,
                "P12": wrong.batches_by_texts,
                "P13": wrong.weighted_mean_of_perplexities,
                "P5": wrong.surprise_in_nats,
                "P6": wrong.bases_mixed,
            },
            lowest=1.0,
            highest=inf,
        ),
    ),
    hints=(
        "The number you want is the same however the tokens were dealt out to batches.",
        "Undo the means: how much was lost in each batch, all its tokens together?",
        "Add up the losses and the tokens of all batches, divide once, and raise e to the result.",
    ),
)


def perplexity(log_probs: list[list[float]], mask: list[list[bool]]) -> Any:
    """The perplexity of the real tokens of a padded batch; NaN if there are none."""
    if not any(any(row) for row in mask):
        return nan
    return reference_perplexity.perplexity(log_probs, given="log-probabilities", mask=mask).value


def _padded(*rows: list[float], group: str, front: bool = False) -> Case:
    """A batch of texts padded to one length, where padding has the log-probability -0.1."""
    width = max(2, *map(len, rows))
    pads = [[-0.1] * (width - len(row)) for row in rows]
    values = [[*p, *r] if front else [*r, *p] for r, p in zip(rows, pads, strict=True)]
    marks = [
        [False] * len(p) + [True] * len(r) if front else [True] * len(r) + [False] * len(p)
        for r, p in zip(rows, pads, strict=True)
    ]
    return Case(args=(values, marks), group=group)


MASKED = Question(
    id="language-masked",
    title="Write perplexity for padded texts",
    lesson=9,
    points=1.5,
    items=("6",),
    prompt="Write `perplexity(log_probs, mask)`. Both are lists of rows, one row for each text of "
    "a batch, all rows of one length. `log_probs` holds the natural logarithm of the probability "
    "that the model gave each true token, and `mask` is True where a token is real and False where "
    "it is padding. Return the perplexity per real token of the whole batch. If the batch has no "
    'real token, return `float("nan")`.',
    parts=(
        Function(
            name="perplexity",
            reference=perplexity,
            cases=(
                _padded([-1.0, -2.0], [-0.5, -3.0], group="no padding"),
                _padded([-0.25, -0.25, -0.25], [-4.0, -4.0, -2.5], group="no padding"),
                _padded([-2.0, -2.0], [-1.0, -3.5, -0.5, -1.5], group="padding at the end"),
                _padded([-4.0], [-1.0] * 8, group="a short and a long text"),
                _padded(
                    [-0.5, -0.25, -1.5, -2.0, -0.75, -1.0], [-6.0], group="a short and a long text"
                ),
                _padded([-3.0], [-1.0, -2.0, -1.5], group="padding in front", front=True),
                _padded([], [-1.5, -2.5], [-3.0], group="a row of padding alone"),
                _padded([], [], group="nothing but padding"),
            ),
            draws=draws.PERPLEXITY,
            wrong={
                "P1": wrong.written_as_accuracy,
                "P2": wrong.written_as_mean_of_texts,
                "P3": wrong.written_with_padding,
                "P7": wrong.written_with_texts_alike,
                "P8": wrong.written_without_logarithm,
                "P10": wrong.written_undivided,
                "P11": wrong.written_over_all_positions,
                "P25": wrong.written_as_mean_of_tokens,
                "P9": wrong.sign_lost,
                "P5": wrong.written_without_power,
                "P6": wrong.bases_mixed,
                "P21": wrong.written_undefined_as_one,
            },
        ),
    ),
    hints=(
        "Two numbers are enough for the whole batch: the sum of the log-probabilities of the real "
        "tokens, and how many of them there are.",
        "Walk through both lists together, row by row and place by place, and add only where the "
        "mask is True.",
        "Count first, and return if there is nothing to divide by. Then math.exp, once, of minus "
        "the mean.",
    ),
)

_UNITS: dict[str, Any] = {"characters": 1000, "words": 200, "perplexity": 2.5}


def per_word(characters: int, words: int, perplexity: float) -> float:
    """The perplexity per word that belongs to one per character, on the same text."""
    return float(perplexity ** (characters / words))


UNITS = Question(
    id="language-units",
    title="Words against characters",
    lesson=9,
    points=0.5,
    items=("6", "24"),
    prompt="Two models read the same text of 200 words, which are 1,000 characters (spaces and "
    "full stops included). No word is unknown to the first model: it predicts word by word, and "
    "its perplexity is 64 per word. The second one predicts character by character, and its "
    "perplexity is 2.5 per character. Answer with a dict.\n\n"
    "- `per_word`: the perplexity per word of the second model on this text, with at least four "
    "decimals\n"
    "- `better`: which model gave this text the higher probability? One letter\n"
    "    - **A** the model of words\n"
    "    - **B** the model of characters\n"
    "    - **C** that cannot be told, because their tokens differ",
    parts=(
        Metric(
            name="per_word",
            label="perplexity per word",
            reference=per_word,
            params=_UNITS,
            wrong={
                "P4": wrong.per_character_as_it_is,
                "P14": wrong.per_word_in_proportion,
                "P15": wrong.units_exchanged,
                "P26": wrong.per_word_without_spaces,
            },
            lowest=1.0,
            highest=inf,
        ),
        Choice(
            name="better",
            label="higher probability of the text",
            reference=choose("A"),
            options={
                "A": Option("the model of words"),
                "B": Option("the model of characters", "P4", also=("P26",)),
                "C": Option("cannot be told", "P16"),
            },
            indistinct=(frozenset({"P4", "P26"}),),
        ),
    ),
    hints=(
        "How surprised was each model by the whole text, from the first sign to the last?",
        "A text's probability is the product over all its tokens. How many characters does one "
        "word of this text have on average?",
        "One word is that many guesses in a row, and the numbers of choices multiply.",
    ),
)

_RARE = ("auk", "dodo", "emu", "gnu", "ibis", "kudu", "okapi", "yak")
_MODEL = {"the": 1 / 4, "met": 1 / 8, "saw": 1 / 8, **dict.fromkeys(_RARE, 1 / 16)}
_TEXT: dict[str, Any] = {
    "text": ("the", "yak", "met", "the", "emu", "the", "gnu", "saw"),
    "model": _MODEL,
    "rare": _RARE,
}


def collapsed_perplexity(text: Any, model: Any, rare: Any) -> Any:
    """The perplexity of a text once its rare words are one entry of the vocabulary."""
    return _perplexity(collapsed(text, model, rare))


def _on_text(name: str, label: str, rare: Any, **more: Any) -> Metric:
    return Metric(
        name=name,
        label=label,
        reference=collapsed_perplexity,
        params={**_TEXT, "rare": rare},
        wrong={
            "P2": wrong.collapsed_mean_of_perplexities,
            "P8": wrong.collapsed_reciprocal_of_mean,
            "P19": wrong.size_of_vocabulary,
            "P24": wrong.each_word_once,
            **more,
            "P5": wrong.surprise_in_bits,
        },
        lowest=1.0,
        highest=inf,
    )


UNKNOWN = Question(
    id="language-unknown",
    title="When rare words become unknown",
    lesson=9,
    points=0.5,
    items=("6",),
    prompt="A very small language model pays no attention to what came before. It always gives "
    "`the` the probability 1/4, `met` and `saw` 1/8 each, and the rare words `auk`, `dodo`, `emu`, "
    "`gnu`, `ibis`, `kudu`, `okapi` and `yak` 1/16 each. The text is\n\n"
    "```\nthe yak met the emu the gnu saw\n```\n\n"
    "Then somebody cuts the vocabulary: each rare word is replaced by `[UNK]`, in the text and in "
    "the model, which now gives `[UNK]` the sum of what it gave the rare words. Nothing else "
    "changes. Answer with a dict, with at least four decimals.\n\n"
    "- `before`: the perplexity per token of the text as it stands above\n"
    "- `after`: the perplexity per token of the text with `[UNK]` in it, which counts as a token\n"
    "- `shows`: what does the change of the number show? One letter\n"
    "    - **A** the model predicts better than before\n"
    "    - **B** the question has become easier\n"
    "    - **C** a mistake in the calculation, because unknown words make a text harder",
    parts=(
        _on_text("before", "perplexity before", ()),
        _on_text(
            "after",
            "perplexity after",
            _RARE,
            P17=wrong.same_as_before,
            P18=wrong.rare_left_out,
        ),
        Choice(
            name="shows",
            label="what the change shows",
            reference=choose("B"),
            options={
                "A": Option("the model predicts better", "P4"),
                "B": Option("the question has become easier"),
                "C": Option("a mistake, because unknown words make a text harder", "P20"),
            },
        ),
    ),
    hints=(
        "Write under each token of the text what the model gave it, once before and once after.",
        "All probabilities here are powers of 1/2, so the surprise of each token is a whole number "
        "of bits. Take the mean, and the power of 2.",
        "Is it harder to say that some rare animal follows, or which one?",
    ),
)

_CANDIDATE = _words("the dog and the cat and the bird saw the snow")
_REFERENCES = (
    _words("the dog and a cat saw it"),
    _words("a cat and the bird saw the rain fall"),
)


def _precision(n: int, name: str, label: str, **more: Any) -> Part:
    return Metric(
        name=name,
        label=label,
        reference=lambda candidate, references, n: reference_bleu.clipped_precision(
            candidate, references, n
        ),
        params={"candidate": _CANDIDATE, "references": _REFERENCES, "n": n},
        wrong={
            "U1": wrong.ngram_recall,
            "U4": wrong.unclipped,
            "U5": wrong.distinct_ngrams,
            "U15": wrong.first_reference,
            "U27": wrong.best_reference,
            **more,
        },
    )


CLIPPED = Question(
    id="language-clipped",
    title="What counts as a match",
    lesson=9,
    points=0.5,
    items=("24",),
    prompt="A system wrote, and two people had written (all split at spaces):\n\n"
    "```\n"
    "candidate:   the dog and the cat and the bird saw the snow\n"
    "reference 1: the dog and a cat saw it\n"
    "reference 2: a cat and the bird saw the rain fall\n"
    "```\n\n"
    "Answer with a dict. The first two are the precisions that BLEU is made of, as a `Fraction` or "
    "with at least four decimals.\n\n"
    "- `unigrams`: the clipped precision of single tokens\n"
    "- `bigrams`: the clipped precision of pairs of neighbours\n"
    "- `typed`: another pair of texts, split at spaces and compared as they are typed: how many "
    "tokens of the candidate `The dog slept all day by the gate.` match the reference `the dog "
    "slept all day near the gate`?",
    parts=(
        _precision(1, "unigrams", "precision of unigrams", U14=wrong.clipped_by_all),
        _precision(2, "bigrams", "precision of bigrams", U17=wrong.over_tokens),
        Count(
            name="typed",
            label="matches as typed",
            reference=wrong.exact_matches,
            params={
                "candidate": "The dog slept all day by the gate.",
                "reference": "the dog slept all day near the gate",
            },
            wrong={"U20": wrong.case_and_stops_ignored, "U11": wrong.letters_matched},
        ),
    ),
    hints=(
        "Make a table: each different word of the candidate, how often the candidate has it, and "
        "how often each reference has it.",
        "A word matches as often as the candidate has it, but at most as often as in the one "
        "reference that has it most often. Below the bar stand all words of the candidate.",
        "Do the same with pairs. For the last one, look at what sticks to the words.",
    ),
)

_LENGTHS: dict[str, Any] = {"candidate": 8, "references": (18, 10, 5)}
_PARTS: dict[str, Any] = {
    **_LENGTHS,
    "precisions": (Fraction(6, 8), Fraction(3, 7), Fraction(2, 6), Fraction(1, 5)),
    "order": 2,
}


def _penalty(candidate: int, references: Any) -> float:
    return reference_bleu.brevity_penalty(candidate, references)


_UNPUNISHED = (frozenset({"U7", "U21", "U22"}),)  # whoever believes one of them sees no penalty

BREVITY = Question(
    id="language-brevity",
    title="Put BLEU together",
    lesson=9,
    points=0.5,
    items=("24",),
    prompt="A candidate of 8 tokens has references of 18, 10 and 5 tokens. Its clipped precisions "
    "are 6/8 for unigrams, 3/7 for bigrams, 2/6 for trigrams and 1/5 for runs of four. Answer with "
    "a dict, on the scale from 0 to 1, with at least four decimals. Use the reference length that "
    "Papineni et al. and sacreBLEU use.\n\n"
    "- `length`: the reference length that enters the brevity penalty\n"
    "- `penalty`: the brevity penalty of this candidate\n"
    "- `long`: the brevity penalty of another candidate, with 12 tokens and one reference of 9\n"
    "- `bleu2`: BLEU-2 of the first candidate, without smoothing",
    parts=(
        Count(
            name="length",
            label="reference length",
            reference=lambda candidate, references: reference_bleu.closest_length(
                candidate, references
            ),
            params=_LENGTHS,
            wrong={
                "U15": wrong.first_length,
                "U22": wrong.shortest_reference,
                "U23": wrong.mean_reference,
            },
        ),
        Metric(
            name="penalty",
            label="brevity penalty",
            reference=_penalty,
            params=_LENGTHS,
            wrong={
                "U7": wrong.unpunished,
                "U8": wrong.ratio_as_penalty,
                "U21": wrong.penalty_on_length,
                "U15": wrong.first_length,
                "U22": wrong.shortest_reference,
                "U23": wrong.mean_reference,
            },
            indistinct=_UNPUNISHED,
        ),
        Metric(
            name="long",
            label="penalty of the longer candidate",
            reference=_penalty,
            params={"candidate": 12, "references": (9,)},
            wrong={"U9": wrong.uncapped_penalty, "U21": wrong.penalty_on_length},
        ),
        Metric(
            name="bleu2",
            label="BLEU-2",
            reference=score,
            params=_PARTS,
            wrong={
                "U3": wrong.always_four_orders,
                "U6": wrong.score_by_mean,
                "U7": wrong.unpunished,
                "U8": wrong.score_with_ratio,
                "U15": wrong.first_length,
                "U18": wrong.score_by_product,
                "U21": wrong.score_with_penalty_on_length,
                "U22": wrong.shortest_reference,
                "U23": wrong.mean_reference,
            },
            indistinct=_UNPUNISHED,
        ),
    ),
    hints=(
        "The reference counts whose length is nearest to the candidate's.",
        "A candidate that is not shorter than that reference pays nothing. For a shorter one the "
        "penalty is e to the power of 1 minus reference length over candidate length.",
        "BLEU-2 is the penalty times the geometric mean of the first two precisions: their "
        "product, then the square root.",
    ),
)


def sentence_bleu(candidate: str, reference: str, max_n: int) -> float:
    """The unsmoothed BLEU of one text against one reference, both split at white space."""
    return reference_bleu.bleu([candidate.split()], [[reference.split()]], max_n=max_n).value


_ROAD = "the old road to the lake was closed last night"

SENTENCE = Question(
    id="language-bleu",
    title="Write BLEU for a sentence",
    lesson=9,
    points=1.5,
    items=("24",),
    prompt="Write `sentence_bleu(candidate, reference, max_n)`. Both texts are strings; their "
    "tokens are what `split()` gives, exactly as written. Return BLEU on the scale from 0 to 1, "
    "without smoothing: the geometric mean of the clipped precisions of 1-grams to `max_n`-grams, "
    "all weighted alike, times the brevity penalty. An order without a match, and an order for "
    "which the candidate is too short, has a precision of 0. An empty candidate scores 0.",
    parts=(
        Function(
            name="sentence_bleu",
            reference=sentence_bleu,
            cases=(
                Case(args=(_ROAD, _ROAD, 4), group="an exact copy"),
                Case(
                    args=("the old road to the sea was closed last week", _ROAD, 4),
                    group="sentences of one length",
                ),
                Case(
                    args=("the the the old the road was was the night", _ROAD, 2),
                    group="words that come back",
                ),
                Case(
                    args=(
                        "was the lake was the lake to the road",
                        "the road to the lake was it the",
                        1,
                    ),
                    group="words that come back",
                ),
                Case(args=("the old road was closed", _ROAD, 2), group="a short candidate"),
                Case(args=("the road to the lake", _ROAD, 3), group="a short candidate"),
                Case(
                    args=(f"all of {_ROAD} for some time", _ROAD, 3),
                    group="a long candidate",
                ),
                Case(
                    args=("the lake was closed to the old road last night", _ROAD, 1),
                    group="other orders",
                ),
                Case(
                    args=("last night the road to the lake was closed too", _ROAD, 2),
                    group="other orders",
                ),
                Case(
                    args=("the lake was old and the road closed last night", _ROAD, 4),
                    group="an order without a match",
                ),
                Case(args=("the old road", "the old road", 4), group="an order without a match"),
                Case(args=("", _ROAD, 2), group="an order without a match"),
                Case(
                    args=("The old road to the lake was closed at night.", _ROAD, 2),
                    group="tokens as they are written",
                ),
            ),
            draws=draws.BLEU,
            wrong={
                "U1": wrong.written_as_recall,
                "U4": wrong.written_unclipped,
                "U5": wrong.written_with_sets,
                "U6": wrong.written_with_mean,
                "U7": wrong.written_without_penalty,
                "U8": wrong.written_with_ratio,
                "U9": wrong.written_without_cap,
                "U16": wrong.written_without_zeros,
                "U17": wrong.written_over_tokens,
                "U18": wrong.written_with_product,
                "U3": wrong.written_for_four,
                "U10": wrong.written_with_roles_exchanged,
                "U11": wrong.written_on_letters,
                "U20": wrong.written_without_case,
            },
        ),
    ),
    hints=(
        "Split both texts first. Then write a helper that gives the n-grams of a list of tokens: "
        "slices, one from each place where a whole one still fits.",
        "Two collections.Counter of n-grams, joined by &, keep the smaller count of each: these "
        "are the clipped matches.",
        "Multiply the precisions, take the power of 1 / max_n, and multiply by the penalty, which "
        "is below 1 only for a candidate shorter than its reference. Treat the empty candidate "
        "before you divide.",
    ),
)

_CORPUS: dict[str, Any] = {
    "candidates": ("the road is closed", "so we can not cross the river by car today"),
    "references": (
        ("the street is shut now", "so nobody can cross the river by car now"),
        ("this road was closed", "we can not get over the water by car"),
    ),
}

CORPUS = Question(
    id="language-corpus",
    title="BLEU of a corpus",
    lesson=9,
    points=0.5,
    items=("24",),
    prompt="sacreBLEU is called with two candidates and two lists of references. It takes one list "
    "for each set of references, with a text for each candidate.\n\n"
    "```python\n"
    "candidates = [\n"
    '    "the road is closed",\n'
    '    "so we can not cross the river by car today",\n'
    "]\n"
    "references = [\n"
    "    [\n"
    '        "the street is shut now",                    # reference 0\n'
    '        "so nobody can cross the river by car now",  # reference 1\n'
    "    ],\n"
    "    [\n"
    '        "this road was closed",                      # reference 2\n'
    '        "we can not get over the water by car",      # reference 3\n'
    "    ],\n"
    "]\n"
    "```\n\n"
    "Answer with a dict.\n\n"
    "- `against`: the numbers of the references with which the first candidate is compared, as a "
    "list\n"
    "- `bleu1`: BLEU-1 of this corpus (single tokens, split at spaces), on the scale from 0 to 1, "
    "with at least four decimals",
    parts=(
        Ids(
            name="against",
            label="references of the first candidate",
            ordered=False,
            reference=lambda references: by_candidate(references)[0],
            params={"references": ((0, 1), (2, 3))},
            wrong={
                "U12": lambda references: list(references[0]),
                "U15": lambda references: list(references[0][:1]),
                "U25": lambda references: [number for each in references for number in each],
            },
        ),
        Metric(
            name="bleu1",
            label="BLEU-1 of the corpus",
            reference=corpus_bleu,
            params=_CORPUS,
            wrong={
                "U13": wrong.mean_of_sentence_bleus,
                "U12": wrong.references_transposed,
                "U15": wrong.first_list_only,
                "U28": wrong.references_pooled,
            },
        ),
    ),
    hints=(
        "Each inner list is a whole translation of the corpus by one person.",
        "For each candidate count the tokens that one of its own references has.",
        "Add up the matches of both candidates, add up their tokens, and divide once. Then see "
        "whether the corpus is shorter than its references.",
    ),
)

_NUMBERED = _words("the streets were cold and quiet last night calm")
_OTHER = len(_NUMBERED) - 1  # the number of a word that the reference does not have


def _word_numbers(answer: Any) -> tuple[int, ...]:
    rows = answer if isinstance(answer, (list, tuple)) else ()
    if not rows or not all(type(n) is int and 0 <= n <= _OTHER for n in rows):
        raise UnusableAnswer(
            f"You answered {describe(answer)}.",
            "A list of word numbers is expected here, such as [0, 1, 2].",
        )
    return tuple(rows)


def _unmet_by_words(numbers: tuple[int, ...], length: int, least: Fraction) -> tuple[Unmet, ...]:
    candidate, reference = [_NUMBERED[n] for n in numbers], _NUMBERED[:_OTHER]
    if len(candidate) != length:
        return (Unmet(f"Your candidate has {len(candidate)} tokens."),)
    matches = wrong.exact_matches(" ".join(candidate), " ".join(reference))
    found = [reference_bleu.bleu([candidate], [[reference]], max_n=order).value for order in (2, 4)]
    if found[1] > 0:
        return (
            Unmet(
                "Your candidate shares a run of four words with the reference, so its BLEU-4 is "
                f"{found[1]:.4f}.",
                "U26" if candidate != list(reference) else "",
            ),
        )
    if found[0] < least:
        told = f"{matches} of its {length} tokens match, and its BLEU-2 is {found[0]:.4f}."
        belief = "U2" if matches < length / 2 else ""
        return (Unmet(f"Your candidate has a BLEU-4 of 0, but {told}", belief),)
    return ()


BLIND = Question(
    id="language-blind",
    title="What BLEU does not see",
    lesson=9,
    points=0.5,
    items=("24",),
    prompt="Answer with a dict.\n\n"
    "- `zero`: the reference is\n\n"
    "    ```\n    the(0) streets(1) were(2) cold(3) and(4) quiet(5) last(6) night(7)\n    ```\n\n"
    "    Build a candidate of eight tokens with a BLEU-2 of at least 0.6 and a BLEU-4 of 0, "
    "without smoothing. Give it as a list of eight word numbers, where 8 stands for a word that "
    "the reference does not have. There is one that says the same as the reference.\n"
    "- `highest`: against the reference `the new drug did not help the old patients`, which of "
    "these gets the highest BLEU-2? One letter\n"
    "    - **A** `older people had no benefit from this medicine`\n"
    "    - **B** `patients old the help not did drug new the`\n"
    "    - **C** `the new drug did help the old patients`",
    parts=(
        Counterexample(
            name="zero",
            label="a BLEU-4 of 0",
            reference=lambda length, least: [6, 7, 0, 1, 2, 5, 4, 3],
            params={"length": 8, "least": Fraction(3, 5)},
            unmet=_unmet_by_words,
            form=_word_numbers,
            wrong={
                "U2": lambda length, least: (_OTHER,) * length,
                "U26": lambda length, least: (0, 1, 2, _OTHER, 4, 5, 6, 7),
            },
        ),
        Choice(
            name="highest",
            label="highest BLEU-2",
            reference=choose("C"),
            options={
                "A": Option("older people had no benefit from this medicine", "U19"),
                "B": Option("patients old the help not did drug new the", "U24"),
                "C": Option("the new drug did help the old patients"),
            },
        ),
    ),
    hints=(
        "BLEU-4 is 0 as soon as no run of four words is shared. How much else can be shared?",
        "Keep runs of two and three words together, and say them in another order.",
        "For the letter: count shared words and shared pairs of neighbours. Meaning is not looked "
        "at.",
    ),
)

REPORT = Question(
    id="language-report",
    title="Two language models compared",
    lesson=9,
    points=1,
    items=("6", "24"),
    prompt="A report says: 'Our model has a perplexity of 41 on our test texts; it knows 5,000 "
    "words, all others are [UNK]. The other team's model has a perplexity of 118 on theirs; it "
    "works with 40,000 pieces of words, and has no [UNK]. So ours predicts almost three times as "
    "well. Besides, in translation theirs got a BLEU of 0 on a sentence of six words, so it is of "
    "no use.' Write four to six sentences to the authors: your claim, what in the report it rests "
    "on, why these numbers do not carry the conclusions, and what would have to be measured "
    "instead.",
    rubric=(
        Criterion(
            points=0.25,
            asks="Claim: says clearly that neither conclusion follows, without claiming the "
            "opposite.",
        ),
        Criterion(
            points=0.25,
            asks="Evidence: points at the report's own words: other texts, other units, [UNK] for "
            "one model only, one short sentence.",
        ),
        Criterion(
            points=0.25,
            asks="Mechanism: says why [UNK] lowers perplexity or why perplexity per word and per "
            "piece differ, and that a single order without a match makes an unsmoothed BLEU 0.",
        ),
        Criterion(
            points=0.25,
            asks="Limit: names a fair comparison, such as the bits for the same text with no word "
            "unknown, or BLEU on a corpus with order, tokeniser and smoothing stated; or says that "
            "neither number shows use.",
        ),
    ),
)

QUESTIONS = (
    PERPLEXITY,
    BATCHES,
    UNITS,
    UNKNOWN,
    MASKED,
    CLIPPED,
    BREVITY,
    SENTENCE,
    CORPUS,
    BLIND,
    REPORT,
)

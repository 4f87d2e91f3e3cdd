"""Wrong beliefs about how text generation is judged: perplexity and BLEU.

The wrong models of perplexity take what a model gave the true tokens, or what several batches
lost; those of BLEU take tokens, or the parts that a score is put together from. The functions
that a learner writes have models of their own, whose names begin with ``written``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from functools import partial
from math import exp, isnan, log, log2, nan, prod
from typing import Any

from autograder.misconceptions.misconception import Misconception
from autograder.misconceptions.stages import Reads, Writes
from autograder.reference.bleu import (
    bleu,
    brevity_penalty,
    clipped_precision,
    closest_length,
    ngram_counts,
)

Probabilities = Sequence[float]
Tokens = Sequence[str]
Table = Sequence[tuple[int, int, float]]
Rows = list[list[float]]
Mask = list[list[bool]]


def mean(values: Sequence[Any]) -> Any:
    """Add up and divide by how many there are."""
    return sum(values) / len(values)


# --- perplexity of one text -------------------------------------------------------------

surprise_in_bits = Writes(log2)  # P5: the exponent stands for the perplexity
surprise_in_nats = Writes(log)  # P5: the same to base e
bases_mixed = Writes(lambda value: 2 ** log(value))  # P6: surprise in nats, a power of two
power_of_e = Writes(lambda value: exp(log2(value)))  # P22: surprise in bits, a power of e
sign_lost = Writes(lambda value: 1 / value)  # P9: the power of the log-probability itself
sign_lost_in_surprise = Writes(lambda value: -value)  # P9: the log-probability itself


def mean_probability(probabilities: Probabilities) -> float:
    """P1: how likely the true tokens were, on average."""
    return float(mean(probabilities))


def mean_of_single_perplexities(probabilities: Probabilities) -> float:
    """P2: the perplexity of each token, then their mean."""
    return float(mean([1 / p for p in probabilities]))


def reciprocal_of_mean(probabilities: Probabilities) -> float:
    """P8: the mean of the probabilities first, and no logarithm."""
    return 1 / mean_probability(probabilities)


def undivided(probabilities: Probabilities) -> float:
    """P10: the surprise of all tokens, not divided by their number."""
    return 1 / prod(probabilities)


def surprise_of_mean(probabilities: Probabilities) -> float:
    """P8: the surprise, in bits, of the mean probability."""
    return -log2(mean_probability(probabilities))


def surprise_added_up(probabilities: Probabilities) -> float:
    """P10: the bits of all tokens, not divided by their number."""
    return -sum(map(log2, probabilities))


def surprise_in_wrong_unit(probabilities: Probabilities) -> float:
    """P6: natural logarithms where bits were asked for."""
    return -float(mean([log(p) for p in probabilities]))


def entropy_of_tokens(probabilities: Probabilities) -> float:
    """P23: the surprise of each token, weighted by its probability."""
    return -sum(p * log2(p) for p in probabilities)


def power_of_entropy(probabilities: Probabilities) -> float:
    """P23: two, to the power of that."""
    return float(2 ** entropy_of_tokens(probabilities))


# --- perplexity of several batches: rows of texts, tokens, mean loss in nats -----------


def weighted(batches: Table, weight: Callable[[int, int], int]) -> float:
    """The perplexity from a mean loss in which each batch has a weight."""
    weights = [weight(texts, tokens) for texts, tokens, _ in batches]
    losses = [loss for _, _, loss in batches]
    return exp(sum(w * x for w, x in zip(weights, losses, strict=True)) / sum(weights))


def mean_of_batch_perplexities(batches: Table) -> float:
    """P2: the perplexity of each batch, then their mean."""
    return float(mean([exp(loss) for _, _, loss in batches]))


def batches_alike(batches: Table) -> float:
    """P7: the mean of the batches' losses, each batch counted once."""
    return weighted(batches, lambda texts, tokens: 1)


def batches_by_texts(batches: Table) -> float:
    """P12: each batch counts as often as it has texts."""
    return weighted(batches, lambda texts, tokens: texts)


def weighted_mean_of_perplexities(batches: Table) -> float:
    """P13: the perplexities of the batches, weighted by their tokens."""
    tokens = sum(each for _, each, _ in batches)
    return sum(each * exp(loss) for _, each, loss in batches) / tokens


# --- other units, another vocabulary ----------------------------------------------------


def per_character_as_it_is(characters: int, words: int, perplexity: float) -> float:
    """P4: a perplexity is a perplexity, whatever it is counted per."""
    return perplexity


def per_word_in_proportion(characters: int, words: int, perplexity: float) -> float:
    """P14: a word has five times the characters, so five times the perplexity."""
    return perplexity * characters / words


def per_word_without_spaces(characters: int, words: int, perplexity: float) -> float:
    """P26: the space behind a word is none of its characters."""
    return float(perplexity ** ((characters - words) / words))


def _units_exchanged(characters: int, words: int, perplexity: float) -> dict[str, Any]:
    return {"characters": words, "words": characters, "perplexity": perplexity}


units_exchanged = Reads(_units_exchanged)  # P15


def collapsed(text: Tokens, model: Mapping[str, float], rare: Tokens) -> list[float]:
    """What a model gives the tokens of a text, once its rare words share one entry."""
    shared = float(sum(model[word] for word in rare))
    return [shared if word in rare else model[word] for word in text]


def _with_nothing_rare(text: Tokens, model: Mapping[str, float], rare: Tokens) -> dict[str, Any]:
    return {"text": text, "model": model, "rare": ()}


def _without_rare_words(text: Tokens, model: Mapping[str, float], rare: Tokens) -> dict[str, Any]:
    kept = tuple(word for word in text if word not in rare)
    return {"text": kept, "model": model, "rare": rare}


same_as_before = Reads(_with_nothing_rare)  # P17
rare_left_out = Reads(_without_rare_words)  # P18


def size_of_vocabulary(text: Tokens, model: Mapping[str, float], rare: Tokens) -> int:
    """P19: as many choices as the vocabulary has entries."""
    return len(model) - len(rare) + (1 if rare else 0)


def _each_word_once(text: Tokens, model: Mapping[str, float], rare: Tokens) -> dict[str, Any]:
    kept, seen = [], set()
    for word in text:
        entry = "[UNK]" if word in rare else word
        if entry not in seen:
            kept.append(word)
            seen.add(entry)
    return {"text": tuple(kept), "model": model, "rare": rare}


each_word_once = Reads(_each_word_once)  # P24


def collapsed_mean_of_perplexities(text: Tokens, model: Mapping[str, float], rare: Tokens) -> float:
    """P2: the perplexity of each token, then their mean."""
    return mean_of_single_perplexities(collapsed(text, model, rare))


def collapsed_reciprocal_of_mean(text: Tokens, model: Mapping[str, float], rare: Tokens) -> float:
    """P8: the mean of the probabilities first."""
    return reciprocal_of_mean(collapsed(text, model, rare))


# --- a function that computes perplexity from log-probabilities and a mask --------------


def _texts(log_probs: Rows, mask: Mask) -> list[list[float]]:
    """The log-probabilities of the real tokens, text by text; texts without any are left out."""
    rows = [
        [each for each, real in zip(row, flags, strict=True) if real]
        for row, flags in zip(log_probs, mask, strict=True)
    ]
    return [row for row in rows if row]


def _tokens(log_probs: Rows, mask: Mask) -> list[float]:
    """The log-probabilities of the real tokens of all texts."""
    return [each for text in _texts(log_probs, mask) for each in text]


def _padding_counted(log_probs: Rows, mask: Mask) -> dict[str, Any]:
    return {"log_probs": log_probs, "mask": [[True] * len(row) for row in mask]}


written_with_padding = Reads(_padding_counted)  # P3
written_without_power = Writes(log)  # P5
written_undefined_as_one = Writes(lambda value: 1.0 if isnan(value) else value)  # P21


def written_as_accuracy(log_probs: Rows, mask: Mask) -> float:
    """P1: the mean probability of the real tokens."""
    tokens = _tokens(log_probs, mask)
    return mean([exp(each) for each in tokens]) if tokens else nan


def written_as_mean_of_texts(log_probs: Rows, mask: Mask) -> float:
    """P2: the perplexity of each text, then their mean."""
    texts = _texts(log_probs, mask)
    return mean([exp(-mean(text)) for text in texts]) if texts else nan


def written_with_texts_alike(log_probs: Rows, mask: Mask) -> float:
    """P7: the loss of each text, then their mean."""
    texts = _texts(log_probs, mask)
    return exp(-mean([mean(text) for text in texts])) if texts else nan


def written_without_logarithm(log_probs: Rows, mask: Mask) -> float:
    """P8: one over the mean probability."""
    share = written_as_accuracy(log_probs, mask)
    return 1 / share if share else nan


def written_undivided(log_probs: Rows, mask: Mask) -> float:
    """P10: the losses added up."""
    tokens = _tokens(log_probs, mask)
    return exp(-sum(tokens)) if tokens else nan


def written_over_all_positions(log_probs: Rows, mask: Mask) -> float:
    """P11: padding set to zero, and counted in the mean all the same."""
    tokens = _tokens(log_probs, mask)
    return exp(-sum(tokens) / sum(map(len, mask))) if tokens else nan


def written_as_mean_of_tokens(log_probs: Rows, mask: Mask) -> float:
    """P25: one over the probability of each token, then the mean."""
    tokens = _tokens(log_probs, mask)
    return mean([exp(-each) for each in tokens]) if tokens else nan


# --- the n-grams of a candidate and its references --------------------------------------


def _matches(candidate: Tokens, references: Sequence[Tokens], n: int) -> Fraction:
    share = clipped_precision(candidate, references, n)
    return Fraction(share) * ngram_counts(candidate, n).total()


def ngram_recall(candidate: Tokens, references: Sequence[Tokens], n: int) -> Fraction:
    """U1: matches over the n-grams of the (closest) reference."""
    length = closest_length(len(candidate), [len(each) for each in references])
    return _matches(candidate, references, n) / (length - n + 1)


def _all_of(references: Sequence[Tokens], n: int) -> Counter[tuple[str, ...]]:
    return sum((ngram_counts(each, n) for each in references), Counter[tuple[str, ...]]())


def unclipped(candidate: Tokens, references: Sequence[Tokens], n: int) -> Fraction:
    """U4: every n-gram that a reference has somewhere counts, as often as it is said."""
    found, there = ngram_counts(candidate, n), _all_of(references, n)
    return Fraction(sum(k for each, k in found.items() if each in there), found.total())


def distinct_ngrams(candidate: Tokens, references: Sequence[Tokens], n: int) -> Fraction:
    """U5: each different n-gram counts once, above and below the bar."""
    found = set(ngram_counts(candidate, n))
    return Fraction(len(found & set(_all_of(references, n))), len(found))


def clipped_by_all(candidate: Tokens, references: Sequence[Tokens], n: int) -> Fraction:
    """U14: clipped to what all references have together."""
    found = ngram_counts(candidate, n)
    return Fraction((found & _all_of(references, n)).total(), found.total())


def best_reference(candidate: Tokens, references: Sequence[Tokens], n: int) -> Fraction:
    """U27: one reference at a time, and the best result of them."""
    return max(Fraction(clipped_precision(candidate, [each], n)) for each in references)


def over_tokens(candidate: Tokens, references: Sequence[Tokens], n: int) -> Fraction:
    """U17: divided by the tokens, of which there are more than n-grams."""
    return _matches(candidate, references, n) / len(candidate)


def _first_reference(candidate: Any, references: Sequence[Any], n: int) -> dict[str, Any]:
    return {"candidate": candidate, "references": references[:1], "n": n}


first_reference = Reads(_first_reference)  # U15


def exact_matches(candidate: str, reference: str) -> int:
    """How many tokens match, split at white space and compared as they are."""
    return (Counter(candidate.split()) & Counter(reference.split())).total()


def _cleaned(candidate: str, reference: str) -> dict[str, Any]:
    return {
        "candidate": candidate.lower().replace(".", ""),
        "reference": reference.lower().replace(".", ""),
    }


def _letters(candidate: str, reference: str) -> dict[str, Any]:
    return {"candidate": " ".join(candidate), "reference": " ".join(reference)}


case_and_stops_ignored = Reads(_cleaned)  # U20
letters_matched = Reads(_letters)  # U11


# --- the brevity penalty, and a score from its parts ------------------------------------
#
# Each takes the candidate's length and the references' lengths; ``score`` also takes the
# precisions, from unigrams on, and the longest order.

Lengths = tuple[int, ...]


def score(candidate: int, references: Lengths, precisions: tuple[Fraction, ...], order: int) -> Any:
    """BLEU from its parts: the penalty times the geometric mean of the precisions."""
    parts = precisions[:order]
    return brevity_penalty(candidate, references) * prod(parts) ** (1 / order)


def _shortest(candidate: int, references: Lengths, **others: Any) -> dict[str, Any]:
    return {"candidate": candidate, "references": (min(references),), **others}


def _mean_length(candidate: int, references: Lengths, **others: Any) -> dict[str, Any]:
    return {"candidate": candidate, "references": (round(mean(references)),), **others}


def _first_length(candidate: int, references: Lengths, **others: Any) -> dict[str, Any]:
    return {"candidate": candidate, "references": references[:1], **others}


# subtle: alone, for with any other belief it is no more than the lack of a penalty (U7).
shortest_reference = Reads(_shortest, alone=True)  # U22
mean_reference = Reads(_mean_length)  # U23
first_length = Reads(_first_length)  # U15


def _long_enough(candidate: int, references: Lengths, **others: Any) -> dict[str, Any]:
    length = max(candidate, closest_length(candidate, references))
    return {"candidate": length, "references": references, **others}


unpunished = Reads(_long_enough)  # U7: a short candidate costs nothing


def ratio_as_penalty(candidate: int, references: Lengths) -> float:
    """U8: the ratio of the lengths, up to 1."""
    return min(1.0, candidate / closest_length(candidate, references))


def uncapped_penalty(candidate: int, references: Lengths) -> float:
    """U9: the exponential for long candidates too."""
    return exp(1 - closest_length(candidate, references) / candidate)


def penalty_on_length(candidate: int, references: Lengths) -> float:
    """U21: the candidates that are longer pay, not those that are shorter."""
    return brevity_penalty(closest_length(candidate, references), [candidate])


def _scored(penalty: Callable[[int, Lengths], float]) -> Callable[..., float]:
    """A score with another penalty."""

    def model(
        candidate: int, references: Lengths, precisions: tuple[Fraction, ...], order: int
    ) -> float:
        parts = float(prod(precisions[:order]))
        return float(penalty(candidate, references) * parts ** (1 / order))

    return model


score_with_ratio = _scored(ratio_as_penalty)  # U8
score_with_penalty_on_length = _scored(penalty_on_length)  # U21


def _up_to_four(
    candidate: int, references: Lengths, precisions: tuple[Fraction, ...], order: int
) -> dict[str, Any]:
    return {
        "candidate": candidate,
        "references": references,
        "precisions": precisions,
        "order": len(precisions),
    }


always_four_orders = Reads(_up_to_four)  # U3


def score_by_mean(
    candidate: int, references: Lengths, precisions: tuple[Fraction, ...], order: int
) -> float:
    """U6: the arithmetic mean of the precisions."""
    return brevity_penalty(candidate, references) * float(mean(precisions[:order]))


def score_by_product(
    candidate: int, references: Lengths, precisions: tuple[Fraction, ...], order: int
) -> float:
    """U18: the product of the precisions, without the root."""
    return brevity_penalty(candidate, references) * float(prod(precisions[:order]))


# --- a corpus, in sacreBLEU's form: one list for each reference, with a text per candidate


def references_pooled(candidates: Sequence[str], references: Sequence[Sequence[str]]) -> float:
    """U28: the lengths of all references are added up for the penalty."""
    own = [[text.split() for text in each] for each in by_candidate(references)]
    tokens = [text.split() for text in candidates]
    matches = sum(_matches(one, several, 1) for one, several in zip(tokens, own, strict=True))
    length = sum(map(len, tokens))
    longest = sum(len(each) for several in own for each in several)
    return float(matches) / length * brevity_penalty(length, [longest])


def by_candidate(references: Sequence[Sequence[Any]]) -> list[list[Any]]:
    """One list for each candidate, out of one list for each reference."""
    return [list(own) for own in zip(*references, strict=True)]


def corpus_bleu(candidates: Sequence[str], references: Sequence[Sequence[str]]) -> float:
    """BLEU-1 of a corpus, its texts split at white space."""
    pooled = [[text.split() for text in own] for own in by_candidate(references)]
    return bleu([text.split() for text in candidates], pooled, max_n=1).value


def mean_of_sentence_bleus(candidates: Sequence[str], references: Sequence[Sequence[str]]) -> float:
    """U13: the BLEU of each sentence, then their mean."""
    own = zip(candidates, by_candidate(references), strict=True)
    return float(mean([corpus_bleu([one], [[each] for each in several]) for one, several in own]))


def _transposed(candidates: Sequence[str], references: Sequence[Sequence[str]]) -> dict[str, Any]:
    return {"candidates": candidates, "references": by_candidate(references)}


def _first_list(candidates: Sequence[str], references: Sequence[Sequence[str]]) -> dict[str, Any]:
    return {"candidates": candidates, "references": references[:1]}


references_transposed = Reads(_transposed)  # U12
first_list_only = Reads(_first_list)  # U15


# --- a function that computes the BLEU of one sentence ----------------------------------

Precision = Callable[[Tokens, Tokens, int], float]


def _clipped(candidate: Tokens, reference: Tokens, n: int) -> float:
    return float(clipped_precision(candidate, [reference], n))


def _written(
    candidate: str,
    reference: str,
    max_n: int,
    *,
    precision: Precision = _clipped,
    penalty: Callable[[int, Lengths], float] = brevity_penalty,
    average: Callable[[list[float]], float] = lambda values: (
        float(prod(values)) ** (1 / len(values))
    ),
) -> float:
    """The BLEU of one sentence, with one step of it done in another way."""
    tokens, wanted = candidate.split(), reference.split()
    if not tokens:
        return 0.0
    precisions = [precision(tokens, wanted, n) for n in range(1, max_n + 1)]
    return penalty(len(tokens), (len(wanted),)) * average(precisions)


def _one_reference(rule: Callable[..., Fraction]) -> Precision:
    """A rule for several references as one for a single reference; 0 without n-grams."""

    def model(candidate: Tokens, reference: Tokens, n: int) -> float:
        enough = min(len(candidate), len(reference)) >= n
        return float(rule(candidate, [reference], n)) if enough else 0.0

    return model


def _of_those_with_matches(values: list[float]) -> float:
    found = [value for value in values if value]
    return float(prod(found)) ** (1 / len(found)) if found else 0.0


written_as_recall = partial(_written, precision=_one_reference(ngram_recall))  # U1
written_unclipped = partial(_written, precision=_one_reference(unclipped))  # U4
written_with_sets = partial(_written, precision=_one_reference(distinct_ngrams))  # U5
written_over_tokens = partial(_written, precision=_one_reference(over_tokens))  # U17
written_with_mean = partial(_written, average=mean)  # U6
written_with_product = partial(_written, average=prod)  # U18
written_without_zeros = partial(_written, average=_of_those_with_matches)  # U16
written_without_penalty = partial(_written, penalty=lambda candidate, references: 1.0)  # U7
written_with_ratio = partial(_written, penalty=ratio_as_penalty)  # U8
written_without_cap = partial(_written, penalty=uncapped_penalty)  # U9

written_for_four = Reads(  # U3
    lambda candidate, reference, max_n: {
        "candidate": candidate,
        "reference": reference,
        "max_n": 4,
    }
)
written_with_roles_exchanged = Reads(  # U10
    lambda candidate, reference, max_n: {
        "candidate": reference,
        "reference": candidate,
        "max_n": max_n,
    }
)
written_on_letters = Reads(  # U11
    lambda candidate, reference, max_n: {
        "candidate": " ".join(candidate.replace(" ", "_")),
        "reference": " ".join(reference.replace(" ", "_")),
        "max_n": max_n,
    }
)
written_without_case = Reads(  # U20
    lambda candidate, reference, max_n: {
        **_cleaned(candidate, reference),
        "max_n": max_n,
    }
)

MISCONCEPTIONS = (
    Misconception(
        id="P1",
        name="perplexity as a rate of hits",
        belief="Perplexity says how often, or how probably, the model has the next token right.",
        idea="It counts choices: a model with this perplexity is as unsure as somebody who guesses "
        "among that many equally likely tokens. So it begins at certainty and grows with doubt.",
        next_step="Ask what your number would be for a model that guesses among ten tokens. It "
        "should say that there are ten.",
        lesson=9,
        seen="source material, item 6; scores read as percentages",
    ),
    Misconception(
        id="P2",
        name="perplexities averaged",
        belief="The perplexity of a whole is the mean of the perplexities of its pieces.",
        idea="Surprise adds up, perplexity does not: it is a power of the surprise, and the "
        "power of a mean is not the mean of the powers. One hard piece would rule your number.",
        next_step="Average the surprise over all tokens first, and raise to the power once, last.",
        lesson=9,
        seen="training loops that call exp on every batch",
    ),
    Misconception(
        id="P3",
        name="padding counted as text",
        belief="Every position of a padded batch is a token that the model had to predict.",
        idea="Padding is there to make rows equally long, and nobody reads it. Because it is easy "
        "to predict, it makes the model look better than it is.",
        next_step="Keep only the positions whose mask is True, both in the sum and in the count.",
        lesson=9,
        seen="losses computed on padded batches without a mask",
    ),
    Misconception(
        id="P4",
        name="lower is better anywhere",
        belief="Of two perplexities the lower one belongs to the better model.",
        idea="A perplexity answers 'how unsure per token?', and whoever changes the tokens or the "
        "vocabulary changes the question. Two numbers compare only on the same text, in the same "
        "units, with the same words taken for unknown.",
        next_step="Write behind each number what one token is, and what happens to unknown words.",
        lesson=9,
        seen="source material, items 6 and 24; leader boards that mix tokenisers",
    ),
    Misconception(
        id="P5",
        name="surprise for perplexity",
        belief="The mean surprise per token is the perplexity.",
        idea="It is the exponent. Perplexity raises the base of the logarithm to it, and turns "
        "bits or nats into a number of choices.",
        next_step="Take one more step: the base of your logarithm to the power of your number.",
        lesson=9,
        seen="the loss of a training log quoted as perplexity",
    ),
    Misconception(
        id="P6",
        name="bits and nats mixed",
        belief="The base of the logarithm does not matter.",
        idea="It does not matter for perplexity as long as one base is used throughout. A surprise "
        "in nats belongs to e, one in bits to 2, and the two units differ in size.",
        next_step="Write the unit behind your surprise, bits or nats, and keep to its base.",
        lesson=9,
        seen="two raised to a loss that was in nats",
    ),
    Misconception(
        id="P7",
        name="every piece counts alike",
        belief="The mean loss of a text is the mean over its batches or sentences.",
        idea="Surprise is a matter of tokens. If a short piece counts as much as a long one, a "
        "token of the short piece has more weight than another.",
        next_step="Turn each mean back into a sum, by its number of tokens, then add and divide "
        "once.",
        lesson=9,
        seen="perplexity as a mean over sentences",
    ),
    Misconception(
        id="P8",
        name="the logarithm left out",
        belief="Perplexity is one over the mean probability of the true tokens.",
        idea="The probabilities of a text multiply, so their mean has to be the geometric one; "
        "that is what the logarithm is for. A plain mean hides the tokens that surprised most.",
        next_step="Take the logarithm of each probability first, and the mean of those.",
        lesson=9,
        seen="perplexity explained as the reciprocal of a mean",
    ),
    Misconception(
        id="P9",
        name="the sign lost",
        belief="Surprise is the logarithm of the probability.",
        idea="The logarithm of a probability is never positive. Surprise is its negative: the less "
        "likely a token was, the more it surprises.",
        next_step="Put a minus in front of the mean logarithm, then go on.",
        lesson=9,
        seen="log-probabilities taken for losses",
    ),
    Misconception(
        id="P10",
        name="surprise of the whole text",
        belief="Perplexity belongs to a text, so the surprise of all its tokens is added up.",
        idea="It is a number per token. Without the division a longer text always looks harder, "
        "whatever the model knows.",
        next_step="Divide the total surprise by the number of tokens before anything else.",
        lesson=9,
        seen="summed losses (reduction by sum) taken for means",
    ),
    Misconception(
        id="P11",
        name="masked above the bar only",
        belief="A mask has done its work once the losses of padding are zero.",
        idea="Zeros leave the sum as it is, but a mean also divides. If padding stays in the "
        "count, the loss shrinks with every position of padding.",
        next_step="Divide by the number of True in the mask, not by the number of positions.",
        lesson=9,
        seen="loss * mask followed by a plain mean",
    ),
    Misconception(
        id="P12",
        name="weighted by texts",
        belief="A batch counts as much as it has texts.",
        idea="That is a mean over texts. Perplexity is a mean over tokens, and a batch of short "
        "texts has fewer of them.",
        next_step="Look for the column that says how many tokens were scored, and weight with it.",
        lesson=9,
        seen="the loss that Keras's evaluate prints for masked batches: measured, it weights the "
        "mean of a batch by its rows",
    ),
    Misconception(
        id="P13",
        name="weights make averages right",
        belief="Perplexities may be averaged if each is weighted by its tokens.",
        idea="The weights are right, the moment is not: what adds up over tokens is the surprise. "
        "Once it stands in an exponent, no weights bring it back.",
        next_step="Use the same weights on the losses, and raise to the power afterwards.",
        lesson=9,
        seen="a repair of averaged batch perplexities",
    ),
    Misconception(
        id="P14",
        name="units converted in proportion",
        belief="What has five times the characters has five times the perplexity.",
        idea="Surprise grows in proportion, perplexity is its power: every further character "
        "multiplies the number of choices.",
        next_step="Find the surprise of the whole text first, then share it out among the words.",
        lesson=9,
        seen="per-character numbers turned into per-word numbers",
    ),
    Misconception(
        id="P15",
        name="converted the other way round",
        belief="A word is larger than a character, so its perplexity is a root.",
        idea="A word is several guesses, one after the other. Their choices multiply, so a larger "
        "unit has the larger perplexity.",
        next_step="Take two letters in a row, each of them one of three, and count the pairs.",
        lesson=9,
        seen="per-character numbers turned into per-word numbers",
    ),
    Misconception(
        id="P16",
        name="units can never be compared",
        belief="Models with different tokens cannot be compared at all.",
        idea="The raw numbers cannot. But if both models gave the same text a probability, all of "
        "it, then the surprise of that text is in one unit for both.",
        next_step="Work out the bits that each model needs for the whole text.",
        lesson=9,
        seen="the warning about tokenisers taken too far",
    ),
    Misconception(
        id="P17",
        name="[UNK] changes nothing",
        belief="Replacing rare words by [UNK] leaves the perplexity as it was.",
        idea="[UNK] stands for all rare words at once, so it is as likely as all of them together. "
        "To say that some rare word follows is easier than to say which.",
        next_step="Add up what the model gave each of the words that [UNK] now stands for.",
        lesson=9,
        seen="vocabularies cut for speed, with the perplexities kept in one table",
    ),
    Misconception(
        id="P18",
        name="[UNK] left out",
        belief="Unknown words are no part of what is measured.",
        idea="[UNK] is a token of the text like any other: the model gives it a probability, and "
        "it is counted, unless somebody says that it is not.",
        next_step="Go through the new text token by token, and do not skip [UNK].",
        lesson=9,
        seen="perplexities reported without their unknown words",
    ),
    Misconception(
        id="P19",
        name="perplexity as vocabulary size",
        belief="The perplexity of a model is the size of its vocabulary.",
        idea="That is so for a model that gives every entry the same probability. One that knows "
        "which words are frequent is less unsure than that.",
        next_step="Look up what the model gave each token of the text.",
        lesson=9,
        seen="the uniform model taken for the rule",
    ),
    Misconception(
        id="P20",
        name="unknown words make a text harder",
        belief="The more words are unknown, the higher the perplexity.",
        idea="Unknown words share one entry. The more of them there are, the safer it is to bet on "
        "that entry, and a text of nothing else holds no surprise.",
        next_step="Imagine a vocabulary in which every word is unknown. How unsure can the model "
        "be?",
        lesson=9,
        seen="the collapse of the vocabulary into [UNK]",
    ),
    Misconception(
        id="P21",
        name="nothing to predict is perfect",
        belief="A batch without a single token was predicted without a mistake.",
        idea="A mean of nothing is 0/0, and no perplexity. What to return in its place is a "
        "convention, and the one who calls your function names it.",
        next_step="Count the real tokens first, and return what the task says if there are none.",
        lesson=9,
        seen="counts guarded by max(1, n)",
    ),
    Misconception(
        id="U1",
        name="BLEU as a share of the reference",
        belief="BLEU asks how much of the reference was found.",
        idea="That would be recall. The precisions of BLEU ask how much of the candidate is in a "
        "reference; what is missing is left to the brevity penalty.",
        next_step="Let the bar stand over the number of n-grams of the candidate.",
        lesson=9,
        seen="source material, item 24; BLEU taken for ROUGE",
    ),
    Misconception(
        id="U2",
        name="BLEU of zero as a verdict",
        belief="A BLEU of 0 means that nothing of the reference was met.",
        idea="Without smoothing one order without a match makes the whole product 0. A sentence "
        "may have all the words, most of the pairs, and no run of four.",
        next_step="Look at the precision of each order before you look at the score.",
        lesson=9,
        seen="BLEU-4 of single short sentences",
    ),
    Misconception(
        id="U3",
        name="there is one BLEU",
        belief="BLEU is always taken over n-grams of one to four tokens.",
        idea="Four is the usual longest order, and one of several in use. A score without its "
        "order, tokeniser and smoothing cannot be checked, nor compared.",
        next_step="Read off the longest order that is asked for, and stop there.",
        lesson=9,
        seen="one sentence, three published variants, three scores",
    ),
    Misconception(
        id="U4",
        name="not clipped",
        belief="Each n-gram of the candidate that stands somewhere in a reference is a match.",
        idea="A reference that says a word twice can match it twice. Without that limit, a "
        "candidate that repeats one good word forever would be perfect.",
        next_step="For each n-gram write down how often one reference has it, and match no more.",
        lesson=9,
        seen="the first example of Papineni et al. (2002), against which clipping was made",
    ),
    Misconception(
        id="U5",
        name="repetitions counted once",
        belief="What counts is which different n-grams the two have in common.",
        idea="BLEU counts occurrences: what the candidate says twice stands twice below the bar, "
        "and above it as often as a reference allows.",
        next_step="Make lists with counts, not sets, of the n-grams of both.",
        lesson=9,
        seen="set() in homemade BLEU functions",
    ),
    Misconception(
        id="U6",
        name="plain mean of the precisions",
        belief="The precisions of the orders are averaged.",
        idea="They are, but geometrically: multiplied, and the root taken. So one order that fails "
        "pulls the whole score down, as it is meant to.",
        next_step="Multiply the precisions, and take as high a root as there are orders.",
        lesson=9,
        seen="the same mix-up as between F1 and a plain mean",
    ),
    Misconception(
        id="U7",
        name="short candidates go free",
        belief="BLEU is made of precisions alone.",
        idea="Precision is easy for somebody who says little. The brevity penalty is what a "
        "candidate pays that is shorter than its reference.",
        next_step="Compare the two lengths before you write the score down.",
        lesson=9,
        seen="homemade BLEU functions",
    ),
    Misconception(
        id="U8",
        name="penalty in proportion",
        belief="The brevity penalty is the ratio of the two lengths.",
        idea="It is an exponential of the missing part: close to the ratio for a candidate that "
        "is nearly long enough, and far stricter for a short one.",
        next_step="Put the ratio, reference over candidate, into the exponent.",
        lesson=9,
        seen="the name of the penalty taken for its formula",
    ),
    Misconception(
        id="U9",
        name="longer is rewarded",
        belief="The formula of the brevity penalty holds for every length.",
        idea="It holds for candidates that are too short. A longer one has paid already, with its "
        "precisions, and gets no bonus: the penalty leaves its score alone.",
        next_step="Ask first which of the two is longer, then whether the formula applies.",
        lesson=9,
        seen="the formula used without its condition",
    ),
    Misconception(
        id="U10",
        name="candidate and reference exchanged",
        belief="It does not matter which text is the candidate and which the reference.",
        idea="BLEU divides by the n-grams of the candidate, and only the candidate can be too "
        "short. Exchanged, it is another number.",
        next_step="Check which of your two arguments each line of your code looks at.",
        lesson=9,
        seen="arguments in the other order: NLTK takes references first, sacreBLEU candidates",
    ),
    Misconception(
        id="U11",
        name="characters scored",
        belief="A text can be handed over as it is: the n-grams are made of words anyway.",
        idea="To Python a text is a sequence of characters. Whoever iterates over it before it is "
        "split gets n-grams of letters, which two texts share far more often than words.",
        next_step="Split both texts into tokens first, and print the first bigram.",
        lesson=9,
        seen="raw strings passed to NLTK score characters, without a word",
    ),
    Misconception(
        id="U12",
        name="references transposed",
        belief="Each inner list of references belongs to one candidate.",
        idea="Tools differ in this. sacreBLEU takes one list for each set of references, and the "
        "place inside the list says which candidate a reference is for. Transposed lists give "
        "another number, and no error if the sizes fit.",
        next_step="Write the candidates in a row, and each inner list below it, as a row too.",
        lesson=9,
        seen="transposed references to sacreBLEU",
    ),
    Misconception(
        id="U13",
        name="mean of sentence scores",
        belief="The BLEU of a corpus is the mean of the BLEU of its sentences.",
        idea="BLEU adds up the matches and the n-grams of all sentences before it divides. A mean "
        "of ratios lets a short sentence count as much as a long one.",
        next_step="Make two totals for the whole corpus, matches and n-grams, and divide once.",
        lesson=9,
        seen="sentence scores averaged; the same mix-up as with batches",
    ),
    Misconception(
        id="U14",
        name="references added up",
        belief="All references together say how often an n-gram may match.",
        idea="Several references are several ways to say the same, not one long text. The one that "
        "has the n-gram most often sets the limit.",
        next_step="Write one column for each reference, and take the largest number of each row.",
        lesson=9,
        seen="references joined into one list",
    ),
    Misconception(
        id="U15",
        name="the first reference alone",
        belief="A candidate is compared with its first reference.",
        idea="Every reference counts: an n-gram matches if any of them has it, and the length "
        "comes from the one that is nearest.",
        next_step="Go through the other references as well.",
        lesson=9,
        seen="data sets of several references, loaded with the first one only",
    ),
    Misconception(
        id="U16",
        name="orders without a match left out",
        belief="An order without a match, or without n-grams, does not take part in the mean.",
        idea="It takes part with 0, and makes the product 0. To leave it out, or to smooth it, is "
        "another convention, and has to be said.",
        next_step="Keep all orders in the product, from unigrams to the longest one asked for.",
        lesson=9,
        seen="guards against log(0); sacreBLEU's effective order",
    ),
    Misconception(
        id="U17",
        name="n-grams counted as tokens",
        belief="A sentence has as many bigrams as it has words.",
        idea="A bigram needs a word after it, and the last word has none. Each longer order has "
        "one n-gram fewer.",
        next_step="Write out all bigrams of a sentence of three words, and count them.",
        lesson=9,
        seen="len(tokens) below the bar for every order",
    ),
    Misconception(
        id="U18",
        name="the root forgotten",
        belief="The precisions of the orders are multiplied, and that is the score.",
        idea="A product shrinks with every order, however good each is. The root brings it back "
        "to the size of one precision.",
        next_step="Take the root of your product: as high as there are orders.",
        lesson=9,
        seen="the product in the formula read without its exponent",
    ),
    Misconception(
        id="U19",
        name="BLEU sees meaning",
        belief="The candidate that says what the reference says gets the higher BLEU.",
        idea="BLEU sees runs of tokens. A good sentence in other words scores low, and one that "
        "drops a single small word and turns the meaning round scores high.",
        next_step="Cross out the words of each candidate that are not in the reference, and count.",
        lesson=9,
        seen="source material, item 24; BLEU read as quality",
    ),
    Misconception(
        id="U20",
        name="case and full stops forgiven",
        belief="BLEU does not mind capitals and punctuation.",
        idea="It compares tokens, character by character. Whether a capital or a full stop makes "
        "another token is up to whoever split the text.",
        next_step="Write the tokens of both texts in two columns, with everything that sticks to "
        "them.",
        lesson=9,
        seen="scores that moved with the tokeniser",
    ),
    Misconception(
        id="U21",
        name="penalty on the longer one",
        belief="The penalty is for candidates that are longer than the reference.",
        idea="Longer candidates lose precision already, for every token too many stands below the "
        "bar. The penalty is for those that are shorter.",
        next_step="Say the name of the penalty again, and ask whom it is meant for.",
        lesson=9,
        seen="the two lengths exchanged in the formula",
    ),
    Misconception(
        id="U22",
        name="the shortest reference sets the length",
        belief="A candidate is long enough if it reaches the shortest reference.",
        idea="The reference counts whose length is nearest to the candidate's. Some older tools "
        "do take the shortest, which is kinder to short candidates.",
        next_step="Write down for each reference how far its length is from the candidate's.",
        lesson=9,
        seen="older evaluation scripts, and papers that quote them",
    ),
    Misconception(
        id="U23",
        name="the mean reference length",
        belief="The lengths of the references are averaged.",
        idea="No reference needs to have the mean length. BLEU takes one that is there: the "
        "nearest.",
        next_step="Write down for each reference how far its length is from the candidate's.",
        lesson=9,
        seen="descriptions that speak of the reference length, for several references",
    ),
    Misconception(
        id="U24",
        name="order does not count",
        belief="BLEU looks only at which words occur.",
        idea="That holds for unigrams. Every longer order is made of neighbours, and a sentence in "
        "another order loses them.",
        next_step="Write down the pairs of neighbours in both texts, and compare.",
        lesson=9,
        seen="BLEU confused with a bag of words",
    ),
    Misconception(
        id="U25",
        name="references for everybody",
        belief="Every candidate is compared with all references that were passed.",
        idea="A reference belongs to one candidate, and its place says to which. With a common "
        "pool, a sentence could be praised for a translation of another one.",
        next_step="Find the rule that leads from the place of a candidate to its references.",
        lesson=9,
        seen="nested lists read as one pool",
    ),
    Misconception(
        id="P22",
        name="always a power of e",
        belief="Perplexity is e to the power of the cross-entropy, whatever its unit.",
        idea="The base of the power has to be the base of the logarithm: a surprise in bits is an "
        "exponent of 2, one in nats an exponent of e.",
        next_step="Take a fair coin: its surprise is one bit. Which base gives back its two sides?",
        lesson=9,
        seen="exp(loss), carried over to losses in bits",
    ),
    Misconception(
        id="P23",
        name="entropy for cross-entropy",
        belief="Each token's surprise is weighted by its probability.",
        idea="That is the entropy of a distribution over what could come. Here tokens have come, "
        "and each of them counts once, however probable it was.",
        next_step="Ask how many tokens were read, and give each of them the same weight.",
        lesson=9,
        seen="the two formulas, which look alike",
    ),
    Misconception(
        id="P24",
        name="each different word counted once",
        belief="The mean surprise is over the different words of the text.",
        idea="A text is read token by token: a word that comes three times is predicted three "
        "times, and counts three times.",
        next_step="Write the surprise under every token of the text, also under those that come "
        "again.",
        lesson=9,
        seen="types and tokens confused, a classic of linguistics",
    ),
    Misconception(
        id="P25",
        name="one over p, averaged",
        belief="Each token has a perplexity of one over its probability, and the whole has the "
        "mean of these.",
        idea="The probabilities of a text multiply, so a single unlikely token would weigh far too "
        "much in such a mean. The logarithms are what is averaged.",
        next_step="Average the log-probabilities first, and take one power at the end.",
        lesson=9,
        seen="perplexity in loops over tokens",
    ),
    Misconception(
        id="P26",
        name="words without their spaces",
        belief="The space behind a word is no part of it.",
        idea="The model of characters has to predict every sign of the text, spaces and full stops "
        "too. Whatever it predicts belongs to some word, or part of the text would be left out.",
        next_step="Divide all the signs of the text by its words.",
        lesson=9,
        seen="word lengths counted without spaces",
    ),
    Misconception(
        id="U26",
        name="one change breaks every run",
        belief="One foreign word, or a phrase that moves, destroys all runs of four words.",
        idea="A change breaks the runs that it touches. Four words in a row that stay together are "
        "a shared run, wherever they stand.",
        next_step="Look for four words in a row in your candidate that stand in a row in the "
        "reference.",
        lesson=9,
        seen="BLEU taken for a comparison of whole sentences",
    ),
    Misconception(
        id="U27",
        name="each reference by itself",
        belief="The candidate is compared with one reference at a time, and the best result "
        "counts.",
        idea="The references work together: for each n-gram the one counts that has it most often, "
        "and another n-gram may find its match elsewhere.",
        next_step="Look at each n-gram of the candidate, and search all the references for it.",
        lesson=9,
        seen="several references scored one after the other",
    ),
    Misconception(
        id="U28",
        name="reference lengths added up",
        belief="The lengths of all references are added up for the brevity penalty.",
        idea="A candidate is as long as one reference, not as all of them together. Each candidate "
        "brings one length into the sum: that of the reference nearest to it.",
        next_step="Write one reference length beside each candidate, and add these.",
        lesson=9,
        seen="all references of a corpus put into one text",
    ),
)

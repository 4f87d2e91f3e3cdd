"""The practice questions of lesson 9."""

from __future__ import annotations

from fractions import Fraction
from math import inf

from autograder.misconceptions import generation as wrong
from autograder.misconceptions.generation import score
from autograder.questions.choices import Choice, Option, choose
from autograder.questions.kinds import Metric
from autograder.questions.question import Question
from autograder.reference import perplexity as reference

PREDICT_SHOCK = Question(
    id="l9-predict-shock",
    title="Predict: nine hits and a shock",
    lesson=9,
    items=("6", "24"),
    prompt="A model read ten words. It had given nine of them a probability of 0.9 each, and the "
    "tenth one of 1 in 10,000. What is its perplexity on these ten?\n\n"
    "- **A** 0.81\n"
    "- **B** 1.23\n"
    "- **C** 2.76\n"
    "- **D** 1,001",
    parts=(
        Choice(
            reference=choose("C"),
            options={
                "A": Option("0.81", "P1"),
                "B": Option("1.23", "P8"),
                "C": Option("2.76"),
                "D": Option("1,001", "P25"),
            },
        ),
    ),
    hints=(
        "How many bits does a word surprise that had 1 in 10,000? And one that had 0.9?",
        "Share the sum of the ten surprises out among the ten words, and only then raise to a "
        "power. 2 to the power of 10 is about 1,000.",
    ),
)

PREDICT_PADDED = Question(
    id="l9-predict-padded",
    title="Predict: a long text and a short one",
    lesson=9,
    items=("6",),
    prompt="A batch holds a text of six words and one of two, padded to six. The model loses 1.0 "
    "nats on each word of the first, 2.6 on each of the second, nothing on padding. What "
    "is its perplexity per word?\n\n"
    "- **A** 2.54: the mean loss is 11.2 / 12.\n"
    "- **B** 4.06: the mean loss is 11.2 / 8.\n"
    "- **C** 6.05: the mean loss is (1.0 + 2.6) / 2.\n"
    "- **D** 8.09: the mean of 2.72 and 13.46.",
    parts=(
        Choice(
            reference=choose("B"),
            options={
                "A": Option("2.54, over twelve places", "P3"),
                "B": Option("4.06, the loss is 11.2 over 8"),
                "C": Option("6.05, the mean of two losses", "P7"),
                "D": Option("8.09, the mean of two numbers", "P2"),
            },
        ),
    ),
    hints=(
        "Per word: how many words did the model have to predict?",
        "Each of these words counts alike, whichever text it stands in.",
    ),
)

PREDICT_UNKNOWN = Question(
    id="l9-predict-unknown",
    title="Predict: a vocabulary of nothing",
    lesson=9,
    items=("6",),
    prompt="We cut the vocabulary of the model of word counts until no word is left: every word, "
    "in training and in validation, is `[UNK]`. What is its perplexity per word on the validation "
    "texts?\n\n"
    "- **A** Infinite: it knows no word.\n"
    "- **B** The same as before: texts and counts have not changed.\n"
    "- **C** 0: nothing surprises it any more.\n"
    "- **D** 1: it is sure of the next word, and right.",
    parts=(
        Choice(
            reference=choose("D"),
            options={
                "A": Option("infinite, it knows no word", "P20"),
                "B": Option("the same as before", "P17"),
                "C": Option("0, nothing surprises it", "P5"),
                "D": Option("1, it is sure of the next word"),
            },
        ),
    ),
    hints=(
        "Which probability does a model that has seen nothing but one token give that token?",
        "How much does it surprise? And which of the three anchors is that?",
    ),
)

PREDICT_SHORT = Question(
    id="l9-predict-short",
    title="Predict: three words out of seven",
    lesson=9,
    items=("24",),
    prompt="The reference is `the gull ate all the cold chips`, the candidate `the cold chips`. "
    "What is its BLEU-1, which looks at single words only?\n\n"
    "- **A** 1.00: each word of it is in the reference.\n"
    "- **B** 0.43: it has 3 words of 7.\n"
    "- **C** 0.26: each word is right, and most are missing.\n"
    "- **D** 0.00: it has no run of four words.",
    parts=(
        Choice(
            reference=choose("C"),
            options={
                "A": Option("1.00, each word is in the reference", "U7"),
                "B": Option("0.43, 3 words of 7", "U8", also=("U1",)),
                "C": Option("0.26, most words are missing"),
                "D": Option("0.00, no run of four", "U3"),
            },
            indistinct=(frozenset({"U8", "U1"}),),
        ),
    ),
    hints=(
        "First the precision: of the words that the candidate has, which share is in the "
        "reference?",
        "Then the penalty. It is an exponential, and stricter than the ratio of the lengths.",
    ),
)

PREDICT_COPIES = Question(
    id="l9-predict-copies",
    title="Predict: two flawless copies",
    lesson=9,
    items=("24",),
    prompt="Two candidates equal their references, word for word; one has three words, the other "
    "nine. We take BLEU-4 without smoothing, and an order without n-grams counts as 0. What is the "
    "mean of the two sentence scores, and what is BLEU on both as one corpus?\n\n"
    "- **A** 1 and 1: a copy is a copy.\n"
    "- **B** 0.5 and 0.5: a corpus is the mean of its sentences.\n"
    "- **C** 0.5 and 1.",
    parts=(
        Choice(
            reference=choose("C"),
            options={
                "A": Option("1 and 1, a copy is a copy", "U16"),
                "B": Option("0.5 and 0.5, a mean", "U13"),
                "C": Option("0.5 and 1"),
            },
        ),
    ),
    hints=(
        "How many runs of four words are there in a sentence of three?",
        "For the corpus, add up before you divide: all runs of four that match, over all runs of "
        "four.",
    ),
)

QUIZ_PERPLEXITY = Question(
    id="l9-quiz-perplexity",
    title="Quiz: perplexity of three words",
    lesson=9,
    items=("6",),
    prompt="A model gave the three words that came the probabilities 1/3, 1/5 and 1/20. What is "
    "its perplexity per word? At least four decimals.",
    parts=(
        Metric(
            reference=lambda probabilities: reference.perplexity(probabilities).value,
            params={"probabilities": (1 / 3, 1 / 5, 1 / 20)},
            wrong={
                "P1": wrong.mean_probability,
                "P2": wrong.mean_of_single_perplexities,
                "P8": wrong.reciprocal_of_mean,
                "P10": wrong.undivided,
                "P9": wrong.sign_lost,
                "P5": wrong.surprise_in_nats,
                "P6": wrong.bases_mixed,
                "P22": wrong.power_of_e,
                "P23": wrong.power_of_entropy,
            },
            lowest=1.0,
            highest=inf,
        ),
    ),
    hints=(
        "Take the logarithm of each, to any base, and the mean of the three.",
        "Turn the sign round, and raise the same base to the result.",
    ),
)

QUIZ_BLEU = Question(
    id="l9-quiz-bleu",
    title="Quiz: BLEU-2 from a report",
    lesson=9,
    items=("24",),
    prompt="A candidate of 9 words has one reference, of 12 words. Its clipped precisions are 6/9 "
    "for single words, 3/8 for pairs, 2/7 for triples and 1/6 for runs of four. What is its "
    "BLEU-2, unsmoothed, on the scale from 0 to 1? At least four decimals.",
    parts=(
        Metric(
            reference=score,
            params={
                "candidate": 9,
                "references": (12,),
                "precisions": (Fraction(6, 9), Fraction(3, 8), Fraction(2, 7), Fraction(1, 6)),
                "order": 2,
            },
            wrong={
                "U3": wrong.always_four_orders,
                "U6": wrong.score_by_mean,
                "U7": wrong.unpunished,
                "U8": wrong.score_with_ratio,
                "U18": wrong.score_by_product,
                "U21": wrong.score_with_penalty_on_length,
            },
            indistinct=(frozenset({"U7", "U21"}),),
        ),
    ),
    hints=(
        "BLEU-2 needs two of the four precisions. Which mean do they enter?",
        "The candidate is the shorter one, so something is still to be paid.",
    ),
)

QUIZ_PIECES = Question(
    id="l9-quiz-pieces",
    title="Quiz: words against pieces",
    lesson=9,
    items=("6", "24"),
    prompt="Two models read the same texts. One predicts words: perplexity 60 per word. The other "
    "predicts pieces of words: perplexity 25 per piece. No word is unknown to either. What "
    "follows?\n\n"
    "- **A** The second predicts better: 25 is less than 60.\n"
    "- **B** Nothing yet: ask how many bits each of them needs for all the texts.\n"
    "- **C** Nothing ever: models with different tokens cannot be compared.",
    parts=(
        Choice(
            reference=choose("B"),
            options={
                "A": Option("the second predicts better", "P4"),
                "B": Option("nothing yet, ask for the bits"),
                "C": Option("nothing ever, they cannot be compared", "P16"),
            },
        ),
    ),
    hints=("What is one guess for each of them? How many guesses does a word take?",),
)

PRACTICE: tuple[Question, ...] = (
    PREDICT_SHOCK,
    PREDICT_PADDED,
    PREDICT_UNKNOWN,
    PREDICT_SHORT,
    PREDICT_COPIES,
    QUIZ_PERPLEXITY,
    QUIZ_BLEU,
    QUIZ_PIECES,
)

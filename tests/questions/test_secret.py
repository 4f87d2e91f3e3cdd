"""Secret cases: drawn the same each time, fair, caught by no look-up table, and never shown."""

from __future__ import annotations

import json
import math
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from html import unescape
from random import Random
from typing import Any

import numpy as np
import pytest

from autograder.answers import Calls, Raised, decode, describe, encode
from autograder.cards import as_html, as_markdown, as_text
from autograder.diagnosis import judge
from autograder.errors import QuestionError
from autograder.misconceptions import composed
from autograder.questions import BANK, Question
from autograder.questions.functions import TRIES, Case, Draw, Function, alike, with_secret
from autograder.questions.soundness import faults
from autograder.verdict import Outcome, Verdict
from tests.questions.test_capstone import ANOTHER_WAY as CAPSTONE

SEEDS = [f"class {number}" for number in range(12)]

# Groups that have no input but the published ones.
WITHOUT_DRAWS = {
    ("ids-build", "no texts at all"): "an empty list is the only one",
}

QUESTIONS = [q for q in BANK.values() if any(isinstance(part, Function) for part in q.parts)]
EACH = pytest.mark.parametrize("question", [pytest.param(q, id=q.id) for q in QUESTIONS])


def function_of(question: Question) -> Function:
    (part,) = question.parts
    assert isinstance(part, Function)
    return part


def on(question: Question, function: Callable[..., Any]) -> Verdict:
    """The verdict on a function whose calls went through their record."""
    return judge(question, decode(encode(function_of(question).results_of(function))))


def right_groups(part: Function, calls: Calls) -> set[str]:
    """The groups of cases of which each is right."""
    due = part.expected().results
    pairs = zip(part.all_cases, calls.results, due, strict=True)
    wrong = {case.group for case, mine, right in pairs if not alike(mine, right)}
    return {case.group for case in part.cases} - wrong


def looked_up(part: Function, otherwise: Callable[..., Any]) -> Callable[..., Any]:
    """A function that knows the published cases, and does something else on all others."""
    known = {
        json.dumps(case.encoded()): right
        for case, right in zip(part.cases, part.expected().results, strict=False)
    }

    def function(*args: Any) -> Any:
        key = json.dumps([encode(arg) for arg in args])
        return known[key] if key in known else otherwise(*args)

    return function


# --- honest functions, each written another way than the reference ----------------------------


def rows_of_words(text: str, vocabulary: Any, table: Any) -> Any:
    found = []
    for word in text.split():
        found.append(table[vocabulary[word]])
    return found


def table_by_places(kernel: Any, bias: Any, places: Any, vocabulary: Any) -> Any:
    table = np.zeros(np.shape(kernel))
    table[[vocabulary[word] for word in places]] = np.array(kernel) + np.array(bias)
    return table


def ids_or_unknown(text: str, vocabulary: Any) -> list[int]:
    ids = []
    for word in text.split():
        try:
            ids.append(vocabulary[word])
        except KeyError:
            ids.append(vocabulary["[UNK]"])
    return ids


def numbered(texts: list[str]) -> dict[str, int]:
    words = list(dict.fromkeys(" ".join(texts).split()))
    return {word: i for i, word in enumerate(["", "[UNK]", *words])}


def mean_of_real(vectors: Any, mask: Any, empty: float) -> Any:
    means = []
    for text, row in zip(vectors, mask, strict=True):
        real = [vector for vector, is_real in zip(text, row, strict=True) if is_real]
        columns = zip(*real, strict=True) if real else []
        means.append([sum(c) / len(c) for c in columns] or [empty] * len(text[0]))
    return means


def max_of_real(vectors: Any, mask: Any, empty: float) -> Any:
    shown = np.where(np.array(mask)[:, :, None], np.array(vectors), -np.inf).max(axis=1)
    return np.where(np.array(mask).any(axis=1)[:, None], shown, empty)


def softmax_of_real(scores: Any, mask: Any) -> Any:
    weights = []
    for text, row in zip(scores, mask, strict=True):
        largest = max((s for s, real in zip(text, row, strict=True) if real), default=0.0)
        powers = [math.exp(s - largest) if real else 0.0 for s, real in zip(text, row, strict=True)]
        weights.append([power / (sum(powers) or 1.0) for power in powers])
    return weights


def three_metrics(tp: int, fp: int, fn: int, zero_division: float) -> Any:
    def share(part: int, whole: int) -> float:
        return part / whole if whole else zero_division

    return [share(tp, tp + fp), share(tp, tp + fn), share(2 * tp, 2 * tp + fp + fn)]


def first_threshold(y_true: Any, scores: Any, at_least: float) -> Any:
    for threshold in sorted(set(scores), reverse=True):
        hits = sum(1 for y, s in zip(y_true, scores, strict=True) if y == 1 and s >= threshold)
        if hits >= at_least * sum(y_true):
            return threshold
    raise AssertionError("the lowest score finds everything")


def share_of_copies(train_texts: list[str], test_texts: list[str]) -> float:
    train = [text.lower().split() for text in train_texts]
    return sum(text.lower().split() in train for text in test_texts) / len(test_texts)


def split_by_groups(groups: list[str], test_size: int) -> Any:
    test: list[int] = []
    for i, group in enumerate(groups):
        if i not in test and len(test) < test_size:
            test += [j for j in range(len(groups)) if groups[j] == group]
    return [i for i in range(len(groups)) if i not in test], sorted(test)


def nearest_by_units(matrix: Any, row: int, k: int) -> list[int]:
    units = np.array(matrix) / np.linalg.norm(matrix, axis=1, keepdims=True)
    order = np.argsort(-(units @ units[row]))
    return [int(i) for i in order if i != row][:k]


def filled_matrix(vocabulary: Any, vectors: Any, width: int) -> Any:
    matrix, found = np.zeros((len(vocabulary), width)), 0
    for word, row in vocabulary.items():
        if row > 1 and word in vectors:
            matrix[row], found = vectors[word], found + 1
    return matrix, found / (len(vocabulary) - 2) if len(vocabulary) > 2 else 0.0


def perplexity_of_real(log_probs: Any, mask: Any) -> float:
    real = np.array(log_probs)[np.array(mask)]
    return float(np.exp(-real.mean())) if len(real) else math.nan


def bleu_of_texts(candidate: str, reference: str, max_n: int) -> float:
    mine, theirs = candidate.split(), reference.split()
    product = 1.0
    for n in range(1, max_n + 1):
        runs, due = (
            Counter(tuple(words[i : i + n]) for i in range(len(words) - n + 1))
            for words in (mine, theirs)
        )
        product *= sum((runs & due).values()) / max(1, sum(runs.values()))
    penalty = math.exp(min(0.0, 1 - len(theirs) / len(mine))) if mine else 0.0
    return float(penalty * product ** (1 / max_n))


ANOTHER_WAY: dict[str, Callable[..., Any]] = {
    "rows-lookup": rows_of_words,
    "rows-matching": table_by_places,
    "shapes-function": lambda input_shape, input_dim, output_dim: [*input_shape, output_dim],
    "ids-check": lambda ids, input_dim: [i for i, x in enumerate(ids) if x not in range(input_dim)],
    "ids-build": numbered,
    "ids-encode": ids_or_unknown,
    "masks-mean": mean_of_real,
    "masks-max": max_of_real,
    "masks-softmax": softmax_of_real,
    "f1-function": three_metrics,
    "thresholds-function": first_threshold,
    "training-overlap": share_of_copies,
    "training-split": split_by_groups,
    "vectors-nearest": nearest_by_units,
    "vectors-pretrained": filled_matrix,
    "language-masked": perplexity_of_real,
    "language-bleu": bleu_of_texts,
    **CAPSTONE,
}


# --- every function of the bank ---------------------------------------------------------------


@EACH
class TestEveryFunction:
    def test_has_a_draw_for_each_group_that_has_other_inputs(self, question: Question) -> None:
        part = function_of(question)
        groups = {case.group for case in part.cases}
        excused = {group for name, group in WITHOUT_DRAWS if name == question.id}
        assert set(part.draws) == groups - excused
        assert excused <= groups

    def test_the_reference_and_another_right_way_earn_full_marks(self, question: Question) -> None:
        for seed in SEEDS:
            graded = with_secret(question, seed)
            for function in (function_of(question).reference, ANOTHER_WAY[question.id]):
                verdict = on(graded, function)
                assert verdict.outcome is Outcome.CORRECT, (seed, function)
                assert verdict.points == question.points

    def test_a_belief_loses_what_it_loses_on_the_published_cases(self, question: Question) -> None:
        part = function_of(question)
        before = {wrong.misconception.id: wrong.value for wrong in part.wrong_answers()}
        for seed in SEEDS:
            secret = function_of(with_secret(question, seed))
            for wrong in secret.wrong_answers():
                belief = wrong.misconception.id
                lost = right_groups(part, before[belief])
                assert right_groups(secret, wrong.value) == lost, (seed, belief)
                assert secret.credit(wrong.value) == part.credit(before[belief])

    def test_the_verdict_on_a_belief_is_the_one_on_the_published_cases(
        self, question: Question
    ) -> None:
        part = function_of(question)
        for seed in SEEDS[:3]:
            graded = with_secret(question, seed)
            for belief, model in part.wrong.items():
                function = composed([model], part.reference)
                verdict = on(graded, function)
                assert verdict.found == (belief,)
                assert verdict == on(question, function)

    @pytest.mark.parametrize(
        "otherwise",
        [
            pytest.param(lambda *args: None, id="None"),
            pytest.param(lambda *args: [], id="an empty list"),
            pytest.param(lambda *args: args[0], id="the first argument"),
            pytest.param(lambda *args: 1 / 0, id="an error"),
        ],
    )
    def test_a_look_up_table_of_the_published_cases_loses_points(
        self, question: Question, otherwise: Callable[..., Any]
    ) -> None:
        table = looked_up(function_of(question), otherwise)
        assert on(question, table).points == question.points
        for seed in SEEDS:
            graded = with_secret(question, seed)
            assert function_of(graded).credit(function_of(graded).results_of(table)) < 0.5, seed
        verdict = on(graded, table)
        assert verdict.points < 0.5 * question.points
        assert verdict.found == ()

    def test_a_look_up_table_that_gives_nothing_else_keeps_no_group_with_a_draw(
        self, question: Question
    ) -> None:
        for seed in SEEDS:
            part = function_of(with_secret(question, seed))
            calls = part.results_of(looked_up(part, lambda *args: ...))
            assert right_groups(part, calls) == {case.group for case in part.cases} - set(
                part.draws
            )

    def test_a_seed_always_gives_the_same_cases_and_each_seed_others(
        self, question: Question
    ) -> None:
        part = function_of(question)
        prints = [part.with_secret(seed).fingerprint for seed in SEEDS]
        assert prints == [part.with_secret(seed).fingerprint for seed in SEEDS]
        assert len({*prints, part.fingerprint}) == len(SEEDS) + 1

    def test_there_are_two_more_cases_for_each_draw_and_no_two_alike(
        self, question: Question
    ) -> None:
        for seed in SEEDS:
            part = function_of(with_secret(question, seed))
            assert part.all_cases == part.cases + part.secret
            assert [case.group for case in part.secret] == [g for g in part.draws for _ in "12"]
            written = [json.dumps(case.encoded()) for case in part.all_cases]
            assert len(set(written)) == len(written)

    def test_no_class_will_run_out_of_draws(self, question: Question) -> None:
        """Two of 2,000 draws are practically always fair where one in 30 is."""
        part = function_of(question)
        drawn = dict.fromkeys(part.draws, 0)

        def counted(group: str) -> Draw:
            def draw(rng: Random) -> tuple[Any, ...]:
                drawn[group] += 1
                return part.draws[group](rng)

            return draw

        counting = replace(part, draws={group: counted(group) for group in part.draws})
        for seed in SEEDS:
            counting.with_secret(seed)
        assert TRIES >= 1000
        assert {group: n for group, n in drawn.items() if n > 30 * 2 * len(SEEDS)} == {}

    def test_arguments_survive_their_record_and_are_small(self, question: Question) -> None:
        for seed in SEEDS:
            for case in function_of(with_secret(question, seed)).secret:
                assert repr(decode(encode(case.args))) == repr(case.args)
                assert len(json.dumps(case.encoded())) < 4000

    def test_beliefs_are_told_apart_by_all_cases_together(self, question: Question) -> None:
        assert faults(with_secret(question, SEEDS[0])) == ()

    def test_a_record_of_the_published_calls_has_to_run_again(self, question: Question) -> None:
        part, graded = function_of(question), with_secret(question, SEEDS[0])
        verdict = judge(graded, part.expected())
        assert verdict.outcome is Outcome.NOT_GRADED
        assert "has to run again" in verdict.observed
        assert judge(question, graded.parts[0].expected()).outcome is Outcome.NOT_GRADED


def test_the_groups_without_draws_are_groups_of_the_bank() -> None:
    groups = {(q.id, case.group) for q in QUESTIONS for case in function_of(q).cases}
    assert set(WITHOUT_DRAWS) <= groups
    assert {q.id for q in QUESTIONS} == set(ANOTHER_WAY)


def test_two_hundred_seeds_do_not_run_out_of_draws() -> None:
    part = function_of(BANK["masks-max"])  # the one in which most draws are not fair
    assert len({part.with_secret(str(seed)).fingerprint for seed in range(200)}) == 200


def test_another_process_draws_the_same_cases() -> None:
    code = (
        "from autograder.questions import BANK\n"
        "from autograder.questions.functions import Function, with_secret\n"
        "for q in BANK.values():\n"
        "    for part in with_secret(q, 'a seed').parts:\n"
        "        if isinstance(part, Function):\n"
        "            print(q.id, part.fingerprint)\n"
    )
    # subtle: with another hash seed, so that the order of a set of words would show.
    env = {**os.environ, "PYTHONHASHSEED": "7"}
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=env)
    assert run.returncode == 0, run.stderr
    here = [(q.id, function_of(with_secret(q, "a seed")).fingerprint) for q in QUESTIONS]
    assert [tuple(line.split()) for line in run.stdout.splitlines()] == here


# --- nothing of a secret case is shown --------------------------------------------------------


def squeezed(text: str) -> str:
    """A text without white space and without Markdown's backslashes, to search in."""
    return "".join(text.split()).replace("\\", "")


def shown(verdict: Verdict) -> str:
    """All that the three forms of a card show, and what is kept of the verdict in words."""
    page = unescape(as_html(verdict))
    kept = repr(replace(verdict, points=0.0).as_dict())
    return squeezed("\n".join([as_text(verdict), page, as_markdown(verdict), kept]))


def forms(value: Any) -> Iterator[str]:
    """How a card might say a value, or what it holds."""
    yield from map(squeezed, (repr(value), describe(value), json.dumps(encode(value))))
    if isinstance(value, (list, tuple)):
        for item in value:
            yield from forms(item)


def leaks(text: str, part: Function) -> list[str]:
    """What a text holds of the secret cases: arguments, or results that are due.

    Short ones, such as 3 or [0], and those that the published cases hold too, say nothing.
    """
    due = part.expected().results
    published, secret = (
        {form for pair in pairs for value in pair for form in forms(value)}
        for pairs in (
            [(case.args, right) for case, right in zip(part.cases, due, strict=False)],
            [(c.args, r) for c, r in zip(part.secret, due[len(part.cases) :], strict=True)],
        )
    )
    told = [form for form in secret - published if len(form.strip("'")) >= 5]
    open_text = squeezed(repr(part.cases) + repr(due[: len(part.cases)]))
    return sorted(form for form in told if form in text and form not in open_text)


class Telling(Exception):
    """Holds the arguments that a function got."""


def raises_what_it_got(*args: Any) -> Any:
    raise ValueError(repr(args))


def raises_an_error_named_after_what_it_got(*args: Any) -> Any:
    raise type(repr(args), (Exception,), {})(repr(args))


def raises_its_own_error(*args: Any) -> Any:
    raise Telling(*args)


def exits_with_what_it_got(*args: Any) -> Any:
    raise SystemExit(repr(args))


BROKEN: dict[str, Callable[..., Any]] = {
    "raises what it got": raises_what_it_got,
    "raises an error named after what it got": raises_an_error_named_after_what_it_got,
    "raises an error of its own": raises_its_own_error,
    "exits": exits_with_what_it_got,
    "returns what it got": lambda *args: args,
    "returns what it got as a text": lambda *args: repr(args),
    "returns what it got by name": lambda *args: {repr(args): args},
    "returns itself": lambda *args: BROKEN,
    "returns nothing": lambda *args: None,
}


def remembers() -> Callable[..., Any]:
    """A function that returns all that it has ever got."""
    seen: list[Any] = []

    def function(*args: Any) -> Any:
        seen.append(args)
        return seen

    return function


@EACH
class TestNothingSecretIsShown:
    @pytest.mark.parametrize("name", BROKEN)
    def test_by_a_function_that_is_broken_everywhere_or_on_secret_cases_alone(
        self, question: Question, name: str
    ) -> None:
        for seed in SEEDS[:4]:
            graded = with_secret(question, seed)
            part = function_of(graded)
            for function in (BROKEN[name], looked_up(part, BROKEN[name])):
                assert leaks(shown(on(graded, function)), part) == [], seed

    @pytest.mark.parametrize("name", BROKEN)
    def test_the_card_is_the_same_whatever_was_drawn(self, question: Question, name: str) -> None:
        table = looked_up(function_of(question), BROKEN[name])
        cards = {shown(on(with_secret(question, seed), table)) for seed in SEEDS}
        assert len(cards) == 1

    def test_by_a_function_that_goes_wrong_on_one_secret_case(self, question: Question) -> None:
        graded = with_secret(question, SEEDS[0])
        part = function_of(graded)
        due = part.expected().results
        for place, case in enumerate(part.secret, start=len(part.cases)):
            for gave in (case.args, repr(case.args), Raised("KeyError", repr(case.args))):
                results = (*due[:place], gave, *due[place + 1 :])
                verdict = judge(graded, decode(encode(Calls(results, part.fingerprint))))
                groups = len({each.group for each in part.cases})
                assert math.isclose(verdict.points, question.points * (1 - 1 / groups))
                assert f"a case of the group {case.group!r} that is not shown" in verdict.observed
                assert "inputs of that kind" in verdict.next_step
                assert ("it raises KeyError on" in verdict.observed) is isinstance(gave, Raised)
                assert leaks(shown(verdict), part) == []

    def test_by_a_function_that_remembers_its_calls(self, question: Question) -> None:
        graded = with_secret(question, SEEDS[0])
        assert leaks(shown(on(graded, remembers())), function_of(graded)) == []

    def test_what_goes_wrong_on_a_published_case_is_shown_as_ever(self, question: Question) -> None:
        graded = with_secret(question, SEEDS[0])
        for function in (raises_what_it_got, lambda *args: "a text"):
            before, after = on(question, function), on(graded, function)
            assert after.observed == before.observed
            assert after.next_step == before.next_step

    def test_the_search_finds_what_a_card_that_keeps_no_secret_would_show(
        self, question: Question
    ) -> None:
        part = function_of(with_secret(question, SEEDS[0]))
        open_part = replace(part, cases=part.all_cases, secret=(), draws={})
        due = part.expected().results
        for place, case in enumerate(part.secret, start=len(part.cases)):
            results = (*due[:place], Raised("ValueError", "no"), *due[place + 1 :])
            said = squeezed(open_part.describe(Calls(results)))
            assert leaks(said, part), case
            assert leaks(squeezed(part.describe(Calls(results))), part) == []


# --- the draws of a part that is made up ------------------------------------------------------


def doubled(number: int) -> int:
    return 2 * number


DOUBLED = Function(
    name="doubled",
    reference=doubled,
    cases=(Case(args=(3,), group="odd"), Case(args=(4,), group="even")),
    draws={
        "odd": lambda rng: (2 * rng.randint(0, 50) + 1,),
        "even": lambda rng: (2 * rng.randint(0, 50),),
    },
    wrong={"I5": lambda number: 2 * number + 1},
)


def drawn(part: Function, seed: str = "a", each: int = 2) -> list[Any]:
    return [case.args[0] for case in part.with_secret(seed, each).secret]


class TestDraws:
    def test_come_from_the_seed_the_function_and_the_group(self) -> None:
        rng = Random("a:doubled:odd")
        first = 2 * rng.randint(0, 50) + 1
        assert drawn(DOUBLED)[0] == first
        assert drawn(replace(DOUBLED, name="twice")) != drawn(DOUBLED) != drawn(DOUBLED, "b")

    def test_are_as_many_as_asked_for(self) -> None:
        assert [number % 2 for number in drawn(DOUBLED, each=3)] == [1, 1, 1, 0, 0, 0]
        assert drawn(DOUBLED, each=0) == []

    def test_leave_out_what_is_published_or_was_drawn_before(self) -> None:
        few = {"odd": lambda rng: (rng.choice((1, 3, 4, 5)),)}
        for seed in SEEDS:
            assert sorted(drawn(replace(DOUBLED, draws=few), seed)) == [1, 5]
        both = {**few, "even": lambda rng: (rng.choice((1, 3, 4, 5, 8, 10)),)}
        assert sorted(drawn(replace(DOUBLED, draws=both))) == [1, 5, 8, 10]

    def test_tell_numbers_of_different_types_apart(self) -> None:
        floats = {"odd": lambda rng: (rng.choice((3, 3.0, True)),)}
        assert sorted(map(repr, drawn(replace(DOUBLED, draws=floats)))) == ["3.0", "True"]

    def test_leave_out_what_the_reference_does_not_answer(self) -> None:
        def odd(rng: Random) -> tuple[Any, ...]:
            return (rng.choice((None, {}, 5, 7)),)

        assert sorted(drawn(replace(DOUBLED, draws={"odd": odd}))) == [5, 7]

    def test_leave_out_what_a_belief_gets_wrong_that_is_right_on_the_published_cases(self) -> None:
        wrong = {"I5": lambda number: 2 * number if number < 10 else 0}
        assert max(drawn(replace(DOUBLED, wrong=wrong))) < 10
        hurt = {"I5": lambda number: 2 * number if 3 < number < 10 else 0}
        fresh = drawn(replace(DOUBLED, wrong=hurt))
        assert max(fresh[:2]) > 10 > max(fresh[2:])  # the odd ones are lost to it already

    def test_that_have_nothing_to_offer_are_the_authors_fault(self) -> None:
        with pytest.raises(QuestionError, match="doubled: only 1 of 2 secret cases for 'odd'"):
            replace(DOUBLED, draws={"odd": lambda rng: (5,)}).with_secret("a")

    def test_for_a_group_that_is_not_there_are_the_authors_fault(self) -> None:
        with pytest.raises(QuestionError, match="doubled: there is a draw for 'none'"):
            replace(DOUBLED, draws={"none": lambda rng: (5,)}).with_secret("a")

    def test_are_drawn_anew_for_another_seed(self) -> None:
        assert DOUBLED.with_secret("a").with_secret("b").secret == DOUBLED.with_secret("b").secret

    def test_what_was_computed_for_the_published_cases_is_not_carried_over(self) -> None:
        part = replace(DOUBLED)
        assert part.pair_answers() == ()
        assert [len(wrong.value.results) for wrong in part.wrong_answers()] == [2]
        graded = part.with_secret("a")
        assert [len(wrong.value.results) for wrong in graded.wrong_answers()] == [6]
        assert [len(wrong.value.results) for wrong in part.wrong_answers()] == [2]


class TestQuestions:
    def test_a_question_is_made_once_for_each_seed(self) -> None:
        question = BANK["ids-check"]
        assert with_secret(question, "a") is with_secret(question, "a")
        assert with_secret(question, "a") is not with_secret(question, "b")
        assert replace(with_secret(question, "a"), parts=()) == replace(question, parts=())

    def test_a_question_that_only_shares_its_id_is_another(self) -> None:
        question = BANK["ids-check"]
        other = replace(question, title="Another")
        assert with_secret(other, "a").title == "Another"
        assert with_secret(question, "a").title == question.title

    def test_questions_without_functions_come_back_as_they_are(self) -> None:
        others = [q for q in BANK.values() if q not in QUESTIONS]
        assert len(others) > 50
        assert all(with_secret(question, "a") is question for question in others)

    def test_parts_that_are_no_functions_stay(self) -> None:
        other = BANK["f1-f1"].parts[0]
        question = replace(BANK["ids-check"], parts=(other, DOUBLED))
        kept, graded = with_secret(question, "a").parts
        assert kept is other
        assert isinstance(graded, Function)
        assert len(graded.secret) == 4

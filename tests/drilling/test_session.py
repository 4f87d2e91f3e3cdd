"""One sitting: options are wrong models' answers, and simulated learners show what they believe."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from random import Random
from typing import Any

import pytest

from autograder.answers import decode, describe, encode
from autograder.drilling import schedule
from autograder.drilling.progress import Entry, Result
from autograder.drilling.schedule import drills_of
from autograder.drilling.session import Item, Session, options_of, read_answer, summarise
from autograder.errors import UnusableAnswer
from autograder.questions.drills import GENERATORS
from autograder.questions.generators import Generator
from autograder.questions.question import Part
from tests.questions.judging import verdict_on

NOON = datetime(2030, 1, 2, 12, tzinfo=UTC)


def session(topic: str = "", seed: int = 1, before: tuple[Entry, ...] = ()) -> Session:
    return Session(drills=drills_of(topic), rng=Random(seed), before=before)


def item_of(drill: str, seed: int = 0) -> Item:
    (generator,) = drills_of(drill)
    return Item(drill=generator.id, seed=seed, question=generator.question(seed))


def answers_by(item: Item, belief: str | None = None) -> dict[str, Any]:
    """What somebody answers who holds a belief wherever a part knows it."""

    def value(part: Part) -> Any:
        return part.answer_of(belief) if belief in part.known_beliefs() else part.expected()

    return {part.name: value(part) for part in item.question.parts}


@pytest.mark.parametrize("drill", [pytest.param(each, id=each.id) for each in GENERATORS])
class TestOptions:
    def test_are_the_right_answer_and_answers_of_wrong_models(self, drill: Generator) -> None:
        for seed in range(12):
            question = drill.question(seed)
            for part in question.parts:
                options = options_of(part, Random(seed))
                if not options:
                    continue
                assert 3 <= len(options) <= 4
                assert list(options) == list("ABCD"[: len(options)])
                assert len({describe(value) for value in options.values()}) == len(options)
                verdicts = [verdict_on(question, part, value) for value in options.values()]
                right = [each for each in verdicts if each.outcome == "correct"]
                assert len(right) == 1
                assert all(each.found for each in verdicts if each not in right), seed

    def test_do_not_depend_on_which_letter_is_right(self, drill: Generator) -> None:
        part = drill.question(0).parts[0]
        places = set()
        for seed in range(60):
            options = options_of(part, Random(seed))
            right = [
                letter
                for letter, value in options.items()
                if part.same(part.read(value), part.read(decode(encode(part.expected()))))
            ]
            places.update(right)
        assert not options or places == set(options)


class TestOptionsOfOnePart:
    def test_show_the_beliefs_that_were_met_first(self) -> None:
        part = item_of("precision").question.parts[0]
        possible = [b for b in part.known_beliefs() if part.is_possible(part.answer_of(b))]
        assert len(possible) > 5
        for belief in possible:
            wrong = describe(part.as_typed(part.answer_of(belief))[-1])
            for seed in range(20):
                assert wrong in map(describe, options_of(part, Random(seed), [belief]).values())

    def test_are_none_where_there_are_too_few(self) -> None:
        parts = {part.name: part for part in item_of("orient").question.parts}
        assert options_of(parts["tp"], Random(0)) == {}
        assert options_of(parts["prevalence"], Random(0))

    def test_hold_nothing_that_cannot_be(self) -> None:
        for seed in range(20):
            parts = {part.name: part for part in item_of("averages", seed).question.parts}
            values = options_of(parts["micro"], Random(seed)).values()
            assert all(0 <= value <= 1 for value in values)

    def test_stay_as_they_are_when_asked_for_again(self) -> None:
        here = session("precision")
        item = here.with_options(item_of("precision"))
        here.answer(item, answers_by(item, "M1"), NOON)
        assert here.with_options(item).options == item.options
        assert here.with_options(item_of("precision")).options.keys() == item.options.keys()


class TestReading:
    def test_takes_letters_texts_and_values(self) -> None:
        item = session().with_options(item_of("batch"))
        (part,) = item.question.parts
        for letter, value in item.options[""].items():
            for typed in (letter, letter.lower(), f" ({letter}) ", f"{letter}."):
                assert read_answer(item, part, typed) == value
            assert part.read(read_answer(item, part, describe(value))) == part.read(value)
            assert part.read(read_answer(item, part, value)) == part.read(value)

    @pytest.mark.parametrize(
        ("answer", "said"),
        [
            (..., "Nothing is answered yet"),
            (None, "Nothing is answered yet"),
            (print, "You passed the function print itself"),
            ("E", "cannot be read"),
            (7, "single number"),
        ],
    )
    def test_says_what_it_cannot_take(self, answer: Any, said: str) -> None:
        item = session().with_options(item_of("batch"))
        with pytest.raises(UnusableAnswer, match=said):
            read_answer(item, item.question.parts[0], answer)


class TestNotes:
    def test_only_the_first_answer_to_a_question_is_noted(self) -> None:
        here, item = session(), item_of("f1")
        here.answer(item, answers_by(item, "M12"), NOON)
        verdict = here.answer(item, answers_by(item), NOON)
        here.skip(item, NOON)
        assert verdict.outcome == "correct"
        (entry,) = here.entries
        assert entry.result is Result.WRONG

    def test_parts_that_are_right_withstand_what_they_know(self) -> None:
        here, item = session(), item_of("ladder")
        here.answer(item, answers_by(item, "S5"), NOON)
        (entry,) = here.entries
        assert entry.result is Result.WRONG
        assert "S5" in entry.met
        assert "S15" in entry.withstood  # only the part `lstm` knows it, and that was right
        assert "S13" in entry.unclear  # only the part `flat` knows it, and that was wrong
        groups = [set(entry.met), set(entry.withstood), set(entry.unclear)]
        assert sum(map(len, groups)) == len(set.union(*groups))
        known = {b for part in item.question.parts for b in part.known_beliefs()}
        assert set.union(*groups) == known

    def test_an_answer_rounded_too_far_is_neither_right_nor_missed(self) -> None:
        for seed in range(200):
            item = item_of("precision", seed)
            (part,) = item.question.parts
            rounded = round(float(part.expected()), 2)
            if part.credit(rounded) == 0.5:
                break
        here = session()
        here.answer(item, {"": rounded}, NOON)
        assert here.entries[0].result is Result.PARTLY
        assert schedule.box(here.entries, item.drill, NOON) == schedule.NEW

    def test_a_skipped_question_comes_back(self) -> None:
        here, item = session(), item_of("f1")
        here.skip(item, NOON)
        assert here.entries[0].result is Result.SKIPPED
        assert schedule.box(here.all_entries, item.drill, NOON) == schedule.MISSED


class TestQuestions:
    def test_are_fresh_and_the_same_for_a_seed(self) -> None:
        def asked(seed: int) -> list[str]:
            here = session("metrics", seed)
            found = []
            for _ in range(12):
                item = here.next(NOON)
                here.answer(item, answers_by(item), NOON)
                found.append(item.question.prompt)
            return found

        assert asked(5) == asked(5) != asked(6)
        assert len(set(asked(5))) == 12

    def test_come_with_options_after_a_miss_and_never_once_they_are_known(self) -> None:
        def helped(*results: Result) -> set[bool]:
            before = tuple(
                Entry(when=NOON, drill="drill-f1", seed=n, result=result)
                for n, result in enumerate(results)
            )
            return {bool(session("f1", n, before).next(NOON).options) for n in range(20)}

        assert helped() == {True, False}
        assert helped(Result.RIGHT) == {False}
        assert helped(Result.RIGHT, Result.WRONG) == {True}


class TestASimulatedLearner:
    def sitting(
        self, topic: str, answers: Callable[[Item], dict[str, Any]], questions: int
    ) -> Session:
        here = session(topic)
        for _ in range(questions):
            item = here.next(NOON)
            here.answer(item, answers(item), NOON)
        return here

    def test_who_knows_everything_meets_no_belief(self) -> None:
        summary = self.sitting("", answers_by, 60).summary()
        assert (summary.asked, summary.right, summary.skipped) == (60, 60, 0)
        assert summary.met == {} and summary.overcome == ()
        assert sum(asked for asked, _ in summary.topics.values()) == 60

    @pytest.mark.parametrize(
        ("topic", "belief"), [("shapes", "S5"), ("metrics", "M1"), ("masks", "K7"), ("ids", "I1")]
    )
    def test_meets_the_belief_that_it_holds_and_overcomes_it_once_it_has_learnt(
        self, topic: str, belief: str
    ) -> None:
        learning = self.sitting(topic, lambda item: answers_by(item, belief), 40)
        summary = learning.summary()
        assert max(summary.met, key=summary.met.__getitem__) == belief
        assert belief not in summary.overcome
        assert sum(belief in entry.met for entry in learning.entries) >= 8

        later = session(topic, 2, before=tuple(learning.entries))
        while belief not in later.summary().overcome:
            assert len(later.entries) < 60
            item = later.next(NOON)
            later.answer(item, answers_by(item), NOON)
        rows = [entry for entry in later.entries if belief in entry.withstood]
        assert len(rows) == schedule.OVERCOME_AFTER
        assert belief not in later.summary().met


def test_a_summary_is_plain_data() -> None:
    entries = [
        Entry(when=NOON, drill="drill-f1", seed=1, result=Result.WRONG, met=("M1", "X9")),
        Entry(when=NOON, drill="drill-f1", seed=2, result=Result.RIGHT),
        Entry(when=NOON, drill="drill-gone", seed=3, result=Result.SKIPPED),
    ]
    assert summarise([], entries).as_dict() == {
        "asked": 3,
        "right": 1,
        "skipped": 1,
        "topics": {"metrics": {"asked": 2, "right": 1}, "other": {"asked": 1, "right": 0}},
        "met": [
            {"id": "M1", "name": "denominators exchanged", "times": 1},
            {"id": "X9", "name": "", "times": 1},
        ],
        "overcome": [],
    }


def test_a_summary_reads_well() -> None:
    entries = [
        Entry(when=NOON, drill="drill-f1", seed=1, result=Result.WRONG, met=("M1",)),
        *(
            Entry(when=NOON, drill="drill-f1", seed=n, result=Result.RIGHT, withstood=("M1",))
            for n in (2, 3, 4)
        ),
    ]
    assert repr(summarise([], entries)).splitlines() == [
        "4 asked, 3 right",
        "",
        "topic    asked  right",
        "metrics      4      3",
        "",
        "Beliefs met",
        "  denominators exchanged (M1), 1×",
        "",
        "Beliefs overcome",
        "  denominators exchanged (M1)",
    ]
    assert repr(summarise(entries, [])) == "0 asked, 0 right"

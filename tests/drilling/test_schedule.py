"""Which drill comes next: what is missed comes more often, nothing is forgotten."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder.drilling import schedule
from autograder.drilling.progress import Entry, Result
from autograder.drilling.schedule import Streak, box, drills_of, next_drill, streaks
from autograder.errors import UsageError
from autograder.questions.drills import DRILLS, GENERATORS

NOON = datetime(2030, 1, 2, 12, tzinfo=UTC)
METRICS = drills_of("metrics")
RESULTS = st.sampled_from(Result)


def answers(
    drill: str, *results: Result, first_seed: int = 0, when: datetime = NOON
) -> list[Entry]:
    return [
        Entry(when=when, drill=drill, seed=first_seed + n, result=result)
        for n, result in enumerate(results)
    ]


HISTORIES = st.lists(st.tuples(st.sampled_from([d.id for d in METRICS]), RESULTS), max_size=30).map(
    lambda pairs: [
        Entry(when=NOON, drill=drill, seed=n, result=result)
        for n, (drill, result) in enumerate(pairs)
    ]
)


class TestTopics:
    def test_each_drill_belongs_to_one_topic(self) -> None:
        found = [drill for topic in schedule.TOPICS.values() for drill in drills_of(topic)]
        assert sorted(d.id for d in found) == sorted(DRILLS)
        assert drills_of() == drills_of("") == GENERATORS

    def test_a_drill_is_a_topic_of_its_own_and_no_name_means_two_things(self) -> None:
        for drill in GENERATORS:
            name = schedule.short_name(drill.id)
            assert name not in schedule.TOPICS.values()
            assert drills_of(name) == drills_of(drill.id) == (drill,)

    def test_an_unknown_topic_names_the_nearest(self) -> None:
        with pytest.raises(UsageError, match=r"'metric'\. Did you mean metrics.*The topics are"):
            drills_of("metric")


class TestBoxes:
    @pytest.mark.parametrize(
        ("results", "place"),
        [
            ([], 1),
            ([Result.RIGHT], 2),
            ([Result.RIGHT] * 3, 4),
            ([Result.RIGHT] * 9, 4),
            ([Result.WRONG], 0),
            ([Result.RIGHT] * 3 + [Result.WRONG], 0),
            ([Result.WRONG, Result.RIGHT], 1),
            ([Result.SKIPPED], 0),
            ([Result.RIGHT, Result.PARTLY], 2),
        ],
    )
    def test_stand_as_documented(self, results: list[Result], place: int) -> None:
        assert box(answers("drill-f1", *results), "drill-f1", NOON) == place

    @pytest.mark.parametrize(("rights", "place", "days"), [(1, 2, 4), (2, 3, 8), (3, 4, 16)])
    def test_are_one_lower_after_some_days(self, rights: int, place: int, days: int) -> None:
        known = answers("drill-f1", *[Result.RIGHT] * rights)
        assert box(known, "drill-f1", NOON + timedelta(days=days)) == place
        assert box(known, "drill-f1", NOON + timedelta(days=days, seconds=1)) == place - 1
        assert box(known, "drill-f1", NOON + timedelta(days=4000)) == place - 1

    def test_a_question_that_comes_again_counts_once(self) -> None:
        once = answers("drill-f1", Result.RIGHT, first_seed=7)
        assert box(once * 3, "drill-f1", NOON) == box(once, "drill-f1", NOON) == 2

    @given(known=HISTORIES, result=RESULTS)
    def test_other_drills_do_not_matter(self, known: list[Entry], result: Result) -> None:
        more = [*known, *answers("drill-batch", result, first_seed=500)]
        assert all(box(more, d.id, NOON) == box(known, d.id, NOON) for d in METRICS)


class TestNextDrill:
    @given(known=HISTORIES, seed=st.integers(0, 10**6))
    def test_is_one_of_those_asked_for_and_never_the_last_one(
        self, known: list[Entry], seed: int
    ) -> None:
        drill = next_drill(METRICS, known, Random(seed), NOON)
        assert drill in METRICS
        assert not known or drill.id != known[-1].drill
        assert drill is next_drill(METRICS, known, Random(seed), NOON)

    @given(known=HISTORIES)
    @settings(deadline=None, max_examples=30)
    def test_may_be_any_other(self, known: list[Entry]) -> None:
        rng = Random(1)
        seen = {next_drill(METRICS, known, rng, NOON).id for _ in range(2000)}
        last = known[-1].drill if known else ""
        assert seen == {d.id for d in METRICS} - {last}

    @given(known=HISTORIES)
    @settings(deadline=None, max_examples=30)
    def test_is_a_missed_one_every_second_time(self, known: list[Entry]) -> None:
        last = known[-1].drill if known else ""
        others = [d.id for d in METRICS if d.id != last]
        missed = {d for d in others if box(known, d, NOON) == schedule.MISSED}
        rng = Random(2)
        times = sum(next_drill(METRICS, known, rng, NOON).id in missed for _ in range(400))
        if not missed:
            assert times == 0
        elif len(missed) == len(others):
            assert times == 400
        else:
            assert 140 < times < 260

    def test_is_the_only_one_where_there_is_no_other(self) -> None:
        (only,) = drills_of("f1")
        known = answers("drill-f1", Result.RIGHT)
        assert next_drill([only], known, Random(3), NOON) is only

    @pytest.mark.parametrize("hard", [drill.id for drill in METRICS])
    def test_comes_most_often_where_a_learner_always_fails(self, hard: str) -> None:
        rng, known = Random(4), list[Entry]()
        for seed in range(300):
            drill = next_drill(METRICS, known, rng, NOON).id
            result = Result.WRONG if drill == hard else Result.RIGHT
            known.append(Entry(when=NOON, drill=drill, seed=seed, result=result))
        times = Counter(each.drill for each in known)
        assert times[hard] >= 1.5 * max(n for drill, n in times.items() if drill != hard)
        assert set(times) == {drill.id for drill in METRICS}


class TestStreaks:
    def met(self, *beliefs: str, seed: int) -> Entry:
        return Entry(when=NOON, drill="drill-f1", seed=seed, result=Result.WRONG, met=beliefs)

    def withstood(self, belief: str, seed: int) -> Entry:
        return Entry(
            when=NOON, drill="drill-f1", seed=seed, result=Result.RIGHT, withstood=(belief,)
        )

    def unclear(self, belief: str, seed: int) -> Entry:
        return Entry(when=NOON, drill="drill-f1", seed=seed, result=Result.WRONG, unclear=(belief,))

    def test_a_belief_is_overcome_after_three_right_answers_in_a_row(self) -> None:
        known = [self.met("M1", seed=0)]
        for seed in (1, 2, 3):
            assert not streaks(known)["M1"].is_overcome
            known.append(self.withstood("M1", seed))
        assert streaks(known)["M1"] == Streak(met=1, withstood=3)
        assert streaks(known)["M1"].is_overcome

    def test_a_question_that_could_not_show_it_does_not_count(self) -> None:
        known = [self.met("M1", seed=0), *(self.withstood("M2", seed) for seed in range(1, 9))]
        assert streaks(known) == {"M1": Streak(met=1)}

    @pytest.mark.parametrize("how", ["met", "unclear"])
    def test_the_row_begins_anew_after_another_wrong_answer(self, how: str) -> None:
        slip = self.met("M1", seed=9) if how == "met" else self.unclear("M1", seed=9)
        known = [
            self.met("M1", seed=0),
            *(self.withstood("M1", seed) for seed in (1, 2)),
            slip,
            *(self.withstood("M1", seed) for seed in (3, 4)),
        ]
        assert streaks(known)["M1"].withstood == 2

    def test_one_question_answered_thrice_is_no_row(self) -> None:
        known = [self.met("M1", seed=0), *[self.withstood("M1", seed=1)] * 3]
        assert streaks(known)["M1"].withstood == 1

    def test_what_was_never_met_is_not_overcome(self) -> None:
        assert streaks([self.withstood("M1", seed) for seed in range(9)]) == {}

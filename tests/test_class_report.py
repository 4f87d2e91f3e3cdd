"""The report on a class: what is counted, what is undefined, what is escaped, what is left out."""

from __future__ import annotations

import csv
import io
import json
import math
import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import nbformat
import numpy as np
import pytest
from click.testing import CliRunner
from nbgrader.api import Grade, Student, SubmittedAssignment, SubmittedNotebook
from scipy.stats import pearsonr

from autograder.answers import MIME, VERSION, Calls, Raised, Unsupported, encode
from autograder.class_answers import COLUMNS, as_csv, given_in, sameness
from autograder.class_items import Item, discrimination
from autograder.class_page import as_html, as_json, chance, to_look_at
from autograder.class_report import LESSONS, ClassReport, class_report, natural
from autograder.cli import main
from autograder.diagnosis import judge
from autograder.execution.outputs import display
from autograder.execution.restore import nbgrader_of
from autograder.gradebook.course import Course
from autograder.gradebook.reading import read_class
from autograder.grading import cells_of_the_bank
from autograder.pseudonyms import pseudonyms, without_names
from autograder.questions import ASSIGNMENTS, BANK
from autograder.questions.functions import Function
from autograder.reports import GradeCell, Row, TextCell
from autograder.simulation import simulate

REPOSITORY = Path(__file__).parents[1]
TODAY = date(2026, 3, 1)


def row(student: str, answers: dict[str, Any], assignment: str = "05_f1", **more: Any) -> Row:
    """A graded submission with these answers, by question."""
    verdicts = tuple(judge(BANK[question], answer) for question, answer in answers.items())
    return Row(
        student=student,
        assignment=assignment,
        score=sum(verdict.points for verdict in verdicts),
        max_score=sum(verdict.max_points for verdict in verdicts),
        verdicts=verdicts,
        given=answers,
        **more,
    )


def cell(grade_id: str, score: float, most: float = 2.0, *, waits: bool = False) -> GradeCell:
    return GradeCell(notebook="n", grade_id=grade_id, score=score, max_score=most, waits=waits)


def text(grade_id: str, score: float, *, waits: bool = False, blank: bool = False) -> TextCell:
    return TextCell(**vars(cell(grade_id, score, waits=waits)), blank=blank)


# Precision of the table is 8/9, recall 4/5; 0.8 for the precision is M1. F1 is 16/19.
SMALL = [
    row("ada", {"f1-precision": 0.8889, "f1-recall": 0.8, "f1-f1": Fraction(16, 19)}),
    row("bob", {"f1-precision": 0.8, "f1-recall": 0.8, "f1-f1": 0.8421}),
    row("cy", {"f1-precision": 0.8, "f1-recall": 0.7777, "f1-f1": ...}),
    row("dot", {"f1-precision": 0.3131, "f1-recall": 0.7777, "f1-f1": 0.8421}),
]


def item(report: ClassReport, question: str) -> Item:
    return next(each for each in report.items if each.question == question)


def test_the_mode_of_an_assignment_stands_in_every_form_that_has_room() -> None:
    rows = [row("ada", {"f1-recall": 0.8}, mode="exam"), row("bob", {"ids-legal": ()}, "03_ids")]
    report = class_report(rows)
    assert report.modes == {"05_f1": "exam", "03_ids": "practice"}
    page = as_html(report, made=TODAY)
    assert re.findall(r"<caption>(0[35]_.*?)</caption>", page) == ["05_f1 (mode: exam)", "03_ids"]
    assert json.loads(as_json(report, given_in(rows)))["modes"]["05_f1"] == "exam"


class TestItems:
    report = class_report(SMALL)

    def test_outcomes_are_counted_question_by_question(self) -> None:
        counts = {
            each.question: (each.right, each.partly, each.wrong, each.unanswered, each.not_graded)
            for each in self.report.items
        }
        assert counts == {
            "f1-precision": (1, 0, 3, 0, 0),
            "f1-recall": (2, 0, 2, 0, 0),
            "f1-f1": (3, 0, 0, 1, 0),
        }

    def test_the_difficulty_is_the_share_of_the_points_and_a_blank_earns_nothing(self) -> None:
        shares = {each.question: each.difficulty for each in self.report.items}
        assert shares == {"f1-precision": 0.25, "f1-recall": 0.5, "f1-f1": 0.75}

    @pytest.mark.parametrize("question", ["f1-precision", "f1-recall", "f1-f1"])
    def test_the_discrimination_is_the_correlation_with_the_other_questions(
        self, question: str
    ) -> None:
        points = {
            "f1-precision": [1, 0, 0, 0],
            "f1-recall": [1, 1, 0, 0],
            "f1-f1": [1, 1, 0, 1],
        }
        weight = {name: BANK[name].points for name in points}
        own = np.array(points[question]) * weight[question]
        rest = sum(
            np.array(each) * weight[name] for name, each in points.items() if name != question
        )
        found = item(self.report, question).discrimination
        assert found == pytest.approx(np.corrcoef(own, rest)[0, 1])
        assert found == pytest.approx(pearsonr(own, rest).statistic)

    def test_the_siblings_of_a_part_belong_to_its_rest(self) -> None:
        right = BANK["f1-orient"].parts
        due = {part.name: part.expected() for part in right}
        rows = [
            row("a", {"f1-orient": due, "f1-recall": 0.8}),
            row("b", {"f1-orient": {**due, "tp": 1}, "f1-recall": 0.8}),
            row("c", {"f1-orient": {**due, "tp": 1, "fp": 1}, "f1-recall": 0.1}),
        ]
        orient = item(class_report(rows), "f1-orient")
        parts = {part.part: part for part in orient.parts}
        share, recall = BANK["f1-orient"].share(right[0]), BANK["f1-recall"].points
        rest = [5 * share + recall, 5 * share + recall, 4 * share]
        assert parts["tp"].difficulty == pytest.approx(1 / 3)
        assert parts["tp"].discrimination == pytest.approx(np.corrcoef([1, 0, 0], rest)[0, 1])
        assert parts["tn"].discrimination is None
        assert (orient.right, orient.partly) == (1, 2)
        assert orient.max_points == BANK["f1-orient"].points

    def test_what_is_not_graded_is_left_out_of_both_numbers(self) -> None:
        texts = [(2.0, False), (0.0, True), (1.0, False), (0.0, False)]
        rows = [
            Row(
                student=each.student,
                assignment=each.assignment,
                score=1.0,
                max_score=5.0,
                verdicts=each.verdicts,
                given=each.given,
                texts=(text("f1-verdict", score, waits=waits),),
            )
            for each, (score, waits) in zip(SMALL, texts, strict=True)
        ]
        words = item(class_report(rows), "f1-verdict")
        assert (words.right, words.partly, words.wrong, words.not_graded) == (1, 1, 1, 1)
        assert words.difficulty == 0.5
        assert words.discrimination == pytest.approx(np.corrcoef([2, 1, 0], [3, 0, 1])[0, 1])
        assert class_report(rows).topics[0].points_lost == pytest.approx(3 + 2 + 1 + 3)

    def test_a_text_that_waits_has_no_difficulty_because_somebody_left_it_blank(self) -> None:
        def with_text(student: str, **state: bool) -> Row:
            texts = (text("f1-verdict", 0.0, **state),)
            return Row(student=student, assignment="05_f1", score=0.0, max_score=2.0, texts=texts)

        report = class_report([with_text("a", blank=True), with_text("b", waits=True)])
        verdict = item(report, "f1-verdict")
        assert (verdict.unanswered, verdict.not_graded) == (1, 1)
        assert verdict.difficulty is None
        assert report.topics[0].blank == 2.0

    def test_cells_of_other_courses_are_items_too(self) -> None:
        rows = [
            Row(
                student=name,
                assignment="week 1",
                score=score,
                max_score=2.0,
                cells=(cell("half", score),),
            )
            for name, score in [("a", 2.0), ("b", 1.0), ("c", 0.0)]
        ]
        report = class_report(rows)
        (half,) = report.items
        assert (half.right, half.partly, half.wrong) == (1, 1, 1)
        assert half.discrimination is None  # there is no other question
        assert [(topic.lesson, topic.title) for topic in report.topics] == [(0, "week 1")]
        assert report.topics[0].otherwise == 3.0

    def test_items_stand_in_the_banks_order(self) -> None:
        rows = [row("a", {"f1-f1": 0.1, "f1-precision": 0.1})]
        found = [each.question for each in class_report(rows).items]
        assert found == ["f1-precision", "f1-f1"]


class TestDiscrimination:
    rng = np.random.default_rng(7)

    def test_it_is_pearsons_correlation(self) -> None:
        x, y = self.rng.normal(size=(2, 50))
        assert discrimination(x, y) == pytest.approx(pearsonr(x, y).statistic)

    def test_whoever_lacks_one_of_the_two_is_left_out(self) -> None:
        x = np.array([1.0, 0.0, 1.0, np.nan, 1.0])
        y = np.array([3.0, 1.0, 2.0, 9.0, np.nan])
        assert discrimination(x, y) == pytest.approx(np.corrcoef(x[:3], y[:3])[0, 1])

    @pytest.mark.parametrize(
        ("points", "rest"),
        [
            ([], []),
            ([1], [2]),
            ([0, 1], [0, 1]),
            ([1, 1, 1, 1], [0, 1, 2, 3]),
            ([0, 1, 0, 1], [2, 2, 2, 2]),
            ([0.1 + 0.2, 0.3, 0.3], [0, 1, 2]),
        ],
        ids=["nobody", "one", "two", "same here", "same elsewhere", "rounding alone"],
    )
    def test_it_is_undefined_where_nobody_differs(self, points: Any, rest: Any) -> None:
        assert discrimination(np.array(points, float), np.array(rest, float)) is None

    def test_it_stays_within_its_bounds(self) -> None:
        x = self.rng.normal(size=20) * 1e-3
        assert discrimination(x, 3 * x + 1) == 1.0
        assert discrimination(x, -x) == -1.0


class TestPointsLost:
    def test_they_go_to_the_lesson_of_the_belief_of_the_question_or_of_the_blank(self) -> None:
        report = class_report(SMALL)
        (lesson,) = report.topics
        assert (lesson.lesson, lesson.title) == (5, "Confusion matrix and F1")
        precision, recall, f1 = (BANK[f"f1-{x}"].points for x in ("precision", "recall", "f1"))
        assert lesson.by_belief == 2 * precision
        assert lesson.otherwise == precision + 2 * recall
        assert lesson.blank == f1
        assert lesson.learners == 3
        assert lesson.beliefs == (("M1", 2),)

    def test_a_belief_that_another_lesson_repairs_counts_there(self) -> None:
        place = next(
            (question, part, wrong)
            for question in ASSIGNMENTS["06_thresholds"]
            for part in question.parts
            for wrong in part.wrong_answers()
            if wrong.misconception.lesson == 5 and not part.indistinct
        )
        question, part, wrong = place
        answer = {p.name: p.expected() for p in question.parts} | {part.name: wrong.value}
        given = answer if len(question.parts) > 1 else wrong.value
        report = class_report([row("a", {question.id: given}, "06_thresholds")])
        assert report.topics[0].lesson == 5
        assert report.topics[0].points_lost == pytest.approx(question.share(part))
        assert report.topics[1].points_lost == 0

    def test_beliefs_that_cannot_be_told_apart_share_the_loss(self) -> None:
        due = {part.name: part.expected() for part in BANK["f1-orient"].parts}
        answer = {**due, "fp": due["fn"]}  # M2 and M10 both read this cell
        report = class_report([row("a", {"f1-orient": answer})])
        lost = {each.id: each.points_lost for each in report.beliefs}
        share = BANK["f1-orient"].points / 6
        assert lost == pytest.approx({"M2": share / 2, "M10": share / 2}, abs=1e-6)

    def test_in_a_simulated_class_all_losses_are_shared_out_and_none_twice(self) -> None:
        rows = simulated(30)
        report = class_report(rows)
        due = sum(r.max_score - r.score for r in rows if r.score is not None)
        assert due > 100
        assert sum(topic.points_lost for topic in report.topics) == pytest.approx(due)
        assert sum(each.points_lost for each in report.beliefs) == pytest.approx(
            sum(topic.by_belief for topic in report.topics)
        )
        costs = [topic.points_lost for topic in report.topics]
        assert costs == sorted(costs, reverse=True)


def simulated(learners: int, seed: int = 5) -> list[Row]:
    """A simulated class with all its assignments, judged."""
    answers: dict[str, dict[str, Any]] = {}
    for number, place, _, planted in simulate(learners, seed):
        question, _, name = place.partition("/")
        mine = answers.setdefault(f"learner-{number:03}", {})
        if name:
            mine.setdefault(question, {})[name] = planted.value
        else:
            mine[question] = planted.value
    return [
        row(student, {q.id: mine[q.id] for q in questions if q.parts}, assignment)
        for assignment, questions in ASSIGNMENTS.items()
        for student, mine in answers.items()
    ]


class TestBeliefs:
    def test_a_belief_is_counted_with_its_learners_and_questions(self) -> None:
        (m1,) = class_report(SMALL).beliefs
        assert (m1.id, m1.name, m1.times) == ("M1", "denominators exchanged", 2)
        assert m1.learners == ("bob", "cy")
        assert m1.questions == ("f1-precision",)

    def test_they_come_by_learners_not_by_times(self) -> None:
        beliefs = class_report(simulated(30)).beliefs
        counts = [len(each.learners) for each in beliefs]
        assert counts == sorted(counts, reverse=True)
        assert all(len(each.learners) <= each.times for each in beliefs)


class TestUnexplained:
    def test_equal_answers_stand_together_however_they_were_written(self) -> None:
        rows = [
            row("a", {"f1-precision": 0.25}),
            row("b", {"f1-precision": Fraction(1, 4)}),
            row("c", {"f1-precision": 0.25}),
            row("d", {"f1-precision": 0.26}),
        ]
        first, second = class_report(rows).unexplained
        assert first.written == ("0.25", "1/4")
        assert first.learners == ("a", "b", "c")
        assert (first.question, first.part, first.seen) == ("f1-precision", "", "That is too low.")
        assert second.learners == ("d",)

    def test_lists_and_tuples_of_the_same_items_are_the_same_answer(self) -> None:
        rows = [
            row("a", {"shapes-two-by-three": (2, 3, 61)}, "02_shapes"),
            row("b", {"shapes-two-by-three": [2, 3, 61]}, "02_shapes"),
        ]
        (group,) = class_report(rows).unexplained
        assert group.learners == ("a", "b")

    def test_the_part_is_named(self) -> None:
        rows = [row("a", {"f1-derived": {"mcc": 0.7305}})]
        (group,) = class_report(rows).unexplained
        assert (group.part, group.title) == ("Matthews correlation", "What else the table tells")

    def test_an_answer_that_is_no_dict_is_told_once_for_the_whole_question(self) -> None:
        report = class_report([row("a", {"f1-orient": [90, 10, 20, 80]}), row("b", {})])
        (group,) = report.unexplained
        assert (group.part, group.written) == ("", ("[90, 10, 20, 80]",))
        assert item(report, "f1-orient").wrong == 1
        assert [part.wrong for part in item(report, "f1-orient").parts] == [1] * 6

    def test_functions_are_compared_on_the_published_calls_alone(self) -> None:
        from autograder.questions.functions import with_secret

        (part,) = BANK["ids-check"].parts
        assert isinstance(part, Function)
        published = len(part.cases)
        rows = []
        for student, seed, message in [("a", "one", "no"), ("b", "two", "no"), ("c", "two", "")]:
            question = with_secret(BANK["ids-check"], seed)
            (mine,) = question.parts
            assert isinstance(mine, Function)
            results = [
                Raised("NameError", "reuslt") if message or at == published else due
                for at, due in enumerate(mine.expected().results)
            ]
            answer = Calls(tuple(results), mine.fingerprint)
            verdict = judge(question, answer)
            assert not verdict.beliefs
            rows.append(
                Row(
                    student=student,
                    assignment="03_ids",
                    score=verdict.points,
                    max_score=verdict.max_points,
                    verdicts=(verdict,),
                    given={"ids-check": answer},
                )
            )
        always, on_secret = class_report(rows).unexplained
        assert always.learners == ("a", "b")
        assert "raises NameError: reuslt" in always.written[0]
        assert on_secret.learners == ("c",)
        assert "right on the check's own calls" in on_secret.written[0]

    def test_right_blank_and_explained_answers_are_in_no_group(self) -> None:
        groups = class_report(SMALL).unexplained
        assert {(each.question, each.written) for each in groups} == {
            ("f1-precision", ("0.3131",)),
            ("f1-recall", ("0.7777",)),
        }
        assert [each.learners for each in groups] == [("cy", "dot"), ("dot",)]

    @pytest.mark.parametrize(
        ("one", "other"),
        [
            (0.5, Fraction(1, 2)),
            ([1, (2, 3)], (1, [2, 3])),
            (np.array([[1, 2]]), [[1, 2]]),
            (np.float64("nan"), math.nan),
            ({"a": 1, "b": [2]}, {"b": (2,), "a": 1.0}),
            (np.int64(3), 3),
            (np.bool_(True), True),
        ],
    )
    def test_the_same_value_has_the_same_key(self, one: Any, other: Any) -> None:
        assert sameness(one) == sameness(other)
        assert hash(sameness(one)) == hash(sameness(other))

    def test_other_values_have_other_keys(self) -> None:
        values = [True, 1, "1", (1,), "a", {"a": 1}, None, ..., Unsupported("x"), math.inf]
        values += [Raised("E", ""), Calls((1,)), ((1,),), frozenset]
        assert len({sameness(each) for each in values}) == len(values)


# The page ----------------------------------------------------------------------------------


class Reader(HTMLParser):
    """Collects what a page is made of."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: Counter[str] = Counter()
        self.attributes: list[tuple[str, str, str]] = []
        self.text = ""
        self._style = False
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        self.tags[tag] += 1
        self.attributes += [(tag, name, value or "") for name, value in attrs]
        self._style = tag == "style"

    def handle_data(self, data: str) -> None:
        self.text += "" if self._style else data

    def all(self, name: str) -> list[str]:
        return [value for _, each, value in self.attributes if each == name]


def page_of(rows: list[Row]) -> Reader:
    return Reader(as_html(class_report(rows), made=TODAY))


EMPTY: dict[str, list[Row]] = {
    "nobody": [],
    "nobody graded": [Row.not_graded("ada", "05_f1", "not graded yet")],
    "one learner": SMALL[:1],
    "one learner who is wrong": SMALL[3:],
    "all right": [row(name, {"f1-recall": 0.8}) for name in "abcd"],
    "all blank": [row(name, {"f1-recall": ...}) for name in "abcd"],
    "nothing to answer": [row("ada", {})],
    "a small class": SMALL,
}


@pytest.mark.parametrize("rows", EMPTY.values(), ids=EMPTY.keys())
def test_every_class_has_a_page_that_stands_alone(rows: list[Row]) -> None:
    page = page_of(rows)
    assert page.tags["h1"] == page.tags["main"] == 1
    assert page.tags["script"] == page.tags["link"] == page.tags["img"] == 0
    ids = page.all("id")
    assert len(ids) == len(set(ids))
    links = [*page.all("href"), *page.all("xlink:href")]
    assert all(link.startswith("#") and link[1:] in ids for link in links)
    assert "url(http" not in str(page.attributes)
    assert "1 March 2026" in page.text


def test_a_page_without_anything_says_so() -> None:
    assert "Nothing has been graded yet" in page_of([]).text
    assert "No points were lost" in page_of(EMPTY["all right"]).text
    waiting = page_of(EMPTY["nobody graded"]).text
    assert "0 of 1 submission graded" in waiting
    assert "not graded yet" in waiting


def test_the_page_begins_with_what_to_teach_again() -> None:
    text = " ".join(page_of(SMALL).text.split())
    assert "Begin with Lesson 5 · Confusion matrix and F1 ." in text.replace("F1.", "F1 .")
    assert text.index("Begin with") < text.index("Misconceptions, by the number of learners")
    assert "“" not in text  # the quotation marks are the style sheet's


def test_what_is_undefined_is_a_dash_that_is_read_aloud() -> None:
    table = as_html(class_report(EMPTY["all right"]), made=TODAY)
    assert '<span aria-hidden="true">–</span><span class="unseen">undefined</span>' in table
    assert not re.search(r">(0\.00|nan|None)<", table)


def test_figures_say_in_words_what_they_show() -> None:
    page = page_of(SMALL)
    labels = [v for tag, name, v in page.attributes if tag == "svg" and name == "aria-label"]
    assert len(labels) == page.tags["figcaption"] == 3
    assert "5 · Confusion matrix and F1: 6 points" in labels[0]
    assert "denominators exchanged (M1): 2" in labels[1]
    assert "3 questions as points" in labels[2]


def test_a_question_that_does_not_go_with_the_rest_is_one_to_look_at() -> None:
    rows = [
        row("a", {"f1-precision": 0.8889, "f1-recall": 0.8, "f1-f1": 0.1}),
        row("b", {"f1-precision": 0.8889, "f1-recall": 0.8, "f1-f1": 0.1}),
        row("c", {"f1-precision": 0.1, "f1-recall": 0.1, "f1-f1": 0.8421}),
    ]
    report = class_report(rows)
    assert "f1-f1" in {each.question for each in to_look_at(report.items)}
    assert "To look at, with a discrimination below 0.1" in page_of(rows).text


def test_the_page_says_how_far_chance_goes_in_a_class_of_this_size() -> None:
    report = class_report([row(f"{n}", {"f1-recall": 0.8}) for n in range(26)])
    assert chance(report.items) == pytest.approx(0.392)
    assert "between −0.39 and 0.39" in page_of([*simulated(26)][:26]).text


HOSTILE = [
    '<script>alert("x")</script>',
    '"><img src=x onerror=alert(1)>',
    "</code></td></table><h1>no</h1>",
    "{{ 7 * 7 }}{% raw %}",
    "&lt;b&gt; \u202egnp.exe",
    "javascript:alert(1)//$x^2$",
]


@pytest.mark.parametrize("words", HOSTILE)
def test_names_answers_and_reasons_stay_words(words: str) -> None:
    calm = page_of([*SMALL, row("eve", {"f1-precision": "no"})])
    rows = [
        *SMALL,
        row(words, {"f1-precision": words, "f1-orient": {"tp": words}}),
        row("eve", {"f1-precision": Unsupported(words), "f1-orient": [words]}),
        Row.not_graded(words, "05_f1", f"{words}: this is not a notebook"),
    ]
    page = page_of(rows)
    assert page.tags["h1"] == 1
    assert page.tags["script"] == page.tags["img"] == 0
    assert not [name for _, name, _ in page.attributes if name.startswith("on")]
    assert set(page.tags) <= set(calm.tags) | {"bdi"}
    assert "49" not in page.text.replace("0.49", "")
    assert "\u202e" not in page.text


def test_instructors_names_are_escaped_too_and_are_no_formulas() -> None:
    name = "<i>week</i> $x_1$"
    rows = [
        Row(
            student=student,
            assignment=name,
            score=score,
            max_score=2.0,
            cells=(cell("<b>a</b> $y$", score), cell("other", 2 - score)),
        )
        for student, score in [("a", 0.0), ("b", 1.0), ("c", 2.0)]
    ]
    page = page_of(rows)
    assert page.tags["b"] == 0
    assert "<i>week</i> $x_1$" in page.text


# CSV and JSON ------------------------------------------------------------------------------


def table(rows: list[Row]) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(as_csv(given_in(rows)))))


def test_the_csv_has_a_row_for_each_learner_and_part() -> None:
    due = {part.name: part.expected() for part in BANK["f1-orient"].parts}
    rows = [*SMALL, row("eve", {"f1-orient": {**due, "fp": due["fn"]}})]
    found = table(rows)
    assert list(found[0]) == list(COLUMNS)
    assert len(found) == 4 * 3 + 6
    assert found[3] == {
        "learner": "bob",
        "assignment": "05_f1",
        "lesson": "5",
        "question": "f1-precision",
        "part": "",
        "outcome": "incorrect",
        "points": "0.0",
        "max_points": str(float(BANK["f1-precision"].points)),
        "beliefs": "M1",
    }
    (fp,) = [each for each in found if each["part"] == "fp"]
    assert set(fp["beliefs"].split()) == {"M2", "M10"}
    earned = sum(float(each["points"]) for each in found)
    assert earned == pytest.approx(sum(each.score or 0 for each in rows), abs=1e-5)


@pytest.mark.parametrize("name", ["=HYPERLINK(1)", "+1", "-1", "@x", "\t=1"])
def test_no_spreadsheet_takes_a_name_for_a_formula(name: str) -> None:
    assert {each["learner"][0] for each in table([row(name, {"f1-f1": 1})])} & set("=+-@") == set()


def test_the_json_holds_everything() -> None:
    rows = [*SMALL, Row.not_graded("eve", "05_f1", "why")]
    given = given_in(rows)
    data = json.loads(as_json(class_report(rows, given), given))
    assert data["learners"] == 5
    assert data["not_graded"] == [["eve", "05_f1", "why"]]
    assert data["topics"][0]["points_lost"] == 6.0
    assert data["beliefs"][0]["learners"] == ["bob", "cy"]
    assert data["unexplained"][0]["written"] == ["0.7777"]
    assert data["items"][0]["difficulty"] == 0.25
    assert len(data["answers"]) == 12
    assert data["answers"][3]["beliefs"] == ["M1"]
    assert data["answers"][9]["value"] == "0.3131"


# Without names -----------------------------------------------------------------------------

NAMES = ["ada", "bob", "cy", "dot", "eve", "fay", "gus", "hal"]


def test_numbers_do_not_follow_the_alphabet_and_stay_the_same() -> None:
    known = pseudonyms(NAMES, "secret")
    assert sorted(known.values(), key=natural) == [f"learner {n}" for n in range(1, 9)]
    assert pseudonyms(reversed(NAMES), "secret") == known
    orders = {tuple(pseudonyms(NAMES, f"secret {n}")) for n in range(20)}
    assert len(orders) > 15


def test_no_name_is_left_anywhere() -> None:
    path = "/class/submitted/zoe/05_f1/05_f1.ipynb"
    rows = [
        row("zoe", {"f1-precision": "Zoe says 1", "f1-orient": {"tp": ["zoe"]}}),
        row("yan", {"f1-f1": Unsupported("a value of type yan"), "f1-recall": ("yan",)}),
        Row.not_graded("zoe", "06_thresholds", f"{path}: this is not a notebook"),
    ]
    anonymous = without_names(rows, pseudonyms({"zoe", "yan", "other"}, "s"))
    given = given_in(anonymous)
    report = class_report(anonymous, given)
    written = [as_html(report, made=TODAY), as_csv(given), as_json(report, given)]
    written.append(json.dumps([each.as_dict() for each in anonymous]))
    for text in written:
        assert not re.search(r"\b(zoe|yan)\b", text, re.IGNORECASE)
    assert "learner" in written[0]
    assert anonymous[0].score == rows[1].score or anonymous[0].score == rows[0].score


def test_a_short_name_goes_from_paths_and_leaves_sentences_alone() -> None:
    rows = [Row.not_graded("a", "05_f1", "/x/submitted/a/05_f1: this is a folder")]
    (hidden,) = without_names(rows, {"a": "learner 1"})
    assert hidden.reason == "/x/submitted/learner 1/05_f1: this is a folder"


def test_rows_come_by_number_so_that_their_order_says_nothing() -> None:
    rows = [row(name, {"f1-recall": 0.8}, where) for where in ("b", "a") for name in NAMES]
    hidden = without_names(rows, pseudonyms(NAMES, "secret"))
    assert [each.assignment for each in hidden] == ["b"] * 8 + ["a"] * 8
    assert [each.student for each in hidden[:8]] == [f"learner {n}" for n in range(1, 9)]


# From the command line ---------------------------------------------------------------------


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A course with one assignment that three learners handed in, as grading leaves it."""
    root = tmp_path_factory.mktemp("class")
    source = root / "solutions" / "05_f1" / "05_f1.ipynb"
    source.parent.mkdir(parents=True)
    source.write_bytes((REPOSITORY / "solutions/05_f1/05_f1.ipynb").read_bytes())
    course = Course(root)
    course.release("05_f1")
    answers = {"zoe": 0.8, "yan": 0.8889, "xia": 0.25}
    for student, precision in answers.items():
        notebook = nbformat.read(course.released("05_f1")[0], as_version=4)
        for check in cells_of_the_bank(notebook):
            name = nbgrader_of(check)["grade_id"]
            answer = precision if name == "f1-precision" else ...
            record = {"question": name, "version": VERSION, "answer": encode(answer)}
            check.outputs = [display({MIME: record, "text/plain": ""})]
        for kind in ("submitted", "autograded"):
            folder = course.folder(kind, student, "05_f1")
            folder.mkdir(parents=True)
            nbformat.write(notebook, folder / "05_f1.ipynb")
    with course.gradebook() as gradebook:
        assignment = gradebook.find_assignment("05_f1")
        (one,) = assignment.notebooks
        for student, precision in answers.items():
            entered = SubmittedNotebook(notebook_id=one.id)
            entered.grades = [
                Grade(
                    cell_id=each.id,
                    auto_score=float(each.name == "f1-precision" and precision > 0.85),
                    needs_manual_grade=each.name == "f1-verdict",
                )
                for each in one.grade_cells
            ]
            made = SubmittedAssignment(assignment_id=assignment.id)
            made.student, made.notebooks = Student(id=student), [entered]
            gradebook.db.add(made)
        gradebook.db.commit()
    yield root


def call(root: Path, *arguments: str) -> str:
    result = CliRunner().invoke(main, ["report", "--course", str(root), *arguments])
    assert result.exit_code == 0, result.output
    return result.stdout


def test_scores_are_those_that_nbgrader_gives(graded: Path) -> None:
    course = Course(graded)
    rows = {each.student: each for each in read_class(course, ["05_f1"])}
    with course.gradebook() as gradebook:
        for submission in gradebook.assignment_submissions("05_f1"):
            mine = rows[submission.student_id]
            assert mine.score == submission.score
            assert mine.max_score == submission.max_score
            assert mine.waits == submission.needs_manual_grade
    assert rows["zoe"].given["f1-precision"] == 0.8
    (words,) = rows["zoe"].texts
    assert (words.grade_id, words.waits, words.blank) == ("f1-verdict", True, False)
    assert rows["zoe"].cells == ()


def test_the_report_writes_the_page_the_table_and_the_data(graded: Path, tmp_path: Path) -> None:
    target = tmp_path / "class.html"
    assert call(graded, "--format", "html", "--output", str(target)) == ""
    page = Reader(target.read_text(encoding="utf-8"))
    assert page.tags["h1"] == 1
    assert "zoe" in page.text
    rows = list(csv.DictReader(io.StringIO(call(graded, "--format", "csv"))))
    assert {each["learner"] for each in rows} == {"xia", "yan", "zoe"}
    assert [e["beliefs"] for e in rows if e["question"] == "f1-precision"] == ["", "", "M1"]
    data = json.loads(call(graded, "--format", "class-json"))
    assert [each["id"] for each in data["beliefs"]] == ["M1"]
    assert [each["written"] for each in data["unexplained"]] == [["0.25"]]


@pytest.mark.parametrize("form", ["text", "json", "junit", "html", "csv", "class-json"])
def test_without_names_holds_in_every_format(graded: Path, form: str) -> None:
    said = call(graded, "--without-names", "--format", form)
    assert not re.search(r"\b(xia|yan|zoe)\b", said)
    assert re.search(r"\blearner [123]\b", said)


def test_a_graded_notebook_that_is_damaged_costs_itself_alone(graded: Path, tmp_path: Path) -> None:
    course = Course(graded)
    path = course.folder("autograded", "zoe", "05_f1") / "05_f1.ipynb"
    whole = path.read_bytes()
    try:
        for damage in (b"", b"[]", b'{"nbformat": 4}', b'{"nbformat": 4, "cells": [1]}', b"\xff"):
            path.write_bytes(damage)
            rows = {each.student: each for each in read_class(course, ["05_f1"])}
            assert rows["zoe"].score is None
            assert str(path) in rows["zoe"].reason
            assert rows["yan"].score == 1.0
    finally:
        path.write_bytes(whole)


def test_the_lessons_are_called_as_their_notebooks_are() -> None:
    found = {}
    for path in sorted((REPOSITORY / "course").glob("[0-9]*.ipynb")):
        first = str(nbformat.read(path, as_version=4).cells[0].source).splitlines()[0]
        if match := re.match(r"# Lesson (\d+) · ([^:]+)", first):
            found[int(match[1])] = match[2].strip()
    assert found == dict(LESSONS)

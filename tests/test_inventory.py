"""The inventory: what is recorded without a verdict, and what is said once it can be compared."""

from __future__ import annotations

import json
import random
import re
from collections import Counter
from fractions import Fraction
from html import unescape
from html.parser import HTMLParser
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import autograder
from autograder.answers import MIME, VERSION, decode
from autograder.cards import WIDTH
from autograder.errors import UsageError
from autograder.inventory import AREAS, ITEMS, Standing, as_html, as_text, inventory
from autograder.misconceptions import CATALOGUE
from autograder.questions import BANK
from autograder.questions.choices import Choice
from autograder.questions.inventory import PREFIX, QUESTIONS
from autograder.reference import metrics, shapes
from autograder.verdict import Outcome

CHOICES: dict[str, Choice] = {
    name: part
    for name, question in ITEMS.items()
    for part in question.parts
    if isinstance(part, Choice)
}
RIGHT: dict[str, Any] = {name: part.expected() for name, part in CHOICES.items()}
WRONG: dict[str, Any] = {name: part.wrong_answers()[0].value for name, part in CHOICES.items()}
UNKNOWN: dict[str, Any] = dict.fromkeys(ITEMS, "?")
OPEN: dict[str, Any] = dict.fromkeys(ITEMS, ...)
VERDICTS = re.compile(r"✓|✗|\b(right|wrong|correct|incorrect|belief|lesson)\b", re.IGNORECASE)


def visible(page: str) -> str:
    """What a reader sees of HTML."""
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", page)).split())


def flat(standing: Standing) -> str:
    """The card as text, on one line."""
    return " ".join(as_text(standing).split())


def names(*beliefs: str) -> set[str]:
    return {CATALOGUE[belief].name for belief in beliefs}


class TestTheQuestions:
    def test_are_twelve_and_stand_in_the_bank_without_points(self) -> None:
        assert len(QUESTIONS) == len(ITEMS) == len(CHOICES) == 12
        for question in QUESTIONS:
            assert BANK[question.id] is question
            assert question.id.startswith(PREFIX)
            assert question.points == 0
            assert question.title.startswith("Inventory: ")

    def test_each_wrong_option_is_one_belief_of_the_catalogue(self) -> None:
        for part in CHOICES.values():
            behind = [o.belief for letter, o in part.options.items() if letter != part.expected()]
            assert len(set(behind)) == len(behind) >= 3
            assert set(behind) <= set(CATALOGUE)
            assert not any(option.also for option in part.options.values())

    def test_belong_to_one_area_each_and_three_to_an_area(self) -> None:
        assert [name for names in AREAS.values() for name in names] == list(ITEMS)
        assert {len(names) for names in AREAS.values()} == {3}

    def test_span_the_course(self) -> None:
        assert {question.lesson for question in QUESTIONS} == set(range(1, 10))

    def test_no_letter_is_right_all_the_time(self) -> None:
        counted = Counter(RIGHT.values())
        assert set(counted) == set("ABCDE")
        assert max(counted.values()) <= 3

    def test_no_length_of_an_option_gives_the_right_one_away(self) -> None:
        longest = 0
        for name, question in ITEMS.items():
            lines = dict(re.findall(r"^- \*\*([A-E])\*\* (.+)$", question.prompt, re.MULTILINE))
            longest += max(lines, key=lambda letter: len(lines[letter])) == RIGHT[name]
        assert longest <= 4

    @pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.id)
    def test_each_prompt_is_made_of_whole_sentences(self, question: Any) -> None:
        stem, *options = re.split(r"\n- \*\*[A-E]\*\* ", question.prompt)
        assert stem.strip().endswith("?")
        assert all(option.endswith(".") and not option.startswith(" ") for option in options)
        assert all(option[0].isupper() or option[0] in "`0123456789" for option in options)
        assert "  " not in question.prompt
        assert not re.search(r"\b(\w+) \1\b", question.prompt)

    def test_no_prompt_needs_words_that_only_the_course_explains(self) -> None:
        jargon = r"\b(tensors?|tokens?|mask\w*|pool\w*|batch\w*|hyper\w*|OOV|PAD|axis|axes|NumPy)\b"
        for question in QUESTIONS:
            assert re.findall(jargon, question.prompt) == []


class TestTheNumbersInThePrompts:
    def test_of_the_shape(self) -> None:
        table = shapes.Embedding(500, 12)
        assert table.output_shape((4, 6)) == (4, 6, 12)
        assert table.parameter_count((4, 6)) == 500 * 12

    def test_of_the_flag(self) -> None:
        counts = metrics.Counts(tp=45, fp=15, fn=45, tn=195)
        assert (counts.tp + counts.fp, counts.tp + counts.fn) == (60, 90)
        assert counts.fp + counts.tn == 300 - 90 == 210
        assert metrics.precision(counts) == 0.75
        assert (metrics.recall(counts), metrics.accuracy(counts)) == (0.5, Fraction(4, 5))
        assert Fraction(45, 300) == Fraction(15, 100)
        assert round(float(metrics.specificity(counts)), 2) == 0.93

    def test_of_f1(self) -> None:
        counts = metrics.Counts(tp=5, fp=0, fn=45, tn=950)
        assert (metrics.precision(counts), metrics.recall(counts)) == (1, Fraction(1, 10))
        assert round(float(metrics.f1(counts)), 2) == 0.18
        assert metrics.accuracy(counts) == Fraction(955, 1000)
        assert round((1 * 0.1) ** 0.5, 2) == 0.32
        assert (1 + 0.1) / 2 == 0.55

    def test_of_the_lazy_filter(self) -> None:
        assert metrics.accuracy(metrics.Counts(tp=0, fp=0, fn=30, tn=970)) == Fraction(970, 1000)


class TestBeforeTheCourse:
    @pytest.mark.parametrize("answers", [RIGHT, WRONG], ids=["all right", "all wrong"])
    def test_no_verdict_is_shown(self, answers: dict[str, Any]) -> None:
        for standing in (inventory(answers), inventory(answers, {}), inventory(answers, OPEN)):
            assert not standing.is_compared
            for card in (as_text(standing), visible(as_html(standing))):
                assert VERDICTS.findall(card) == []
                assert "12 of 12 answered before the course" in card
                assert "Save this notebook" in " ".join(card.split())

    def test_right_and_wrong_answers_give_the_same_card(self) -> None:
        assert as_text(inventory(RIGHT)) == as_text(inventory(WRONG))
        assert as_html(inventory(RIGHT)) == as_html(inventory(WRONG))

    @pytest.mark.parametrize("unknown", ["?", " ? ", None, ""], ids=repr)
    def test_not_to_know_is_no_answer(self, unknown: Any) -> None:
        standing = inventory(RIGHT | {"f1": unknown})
        assert "11 of 12 answered" in flat(standing)
        assert "Not known: f1." in flat(standing)

    def test_an_untouched_page_says_what_is_missing(self) -> None:
        for standing in (inventory(OPEN), inventory({})):
            assert "0 of 12 answered before the course" in flat(standing)
            assert f"Not answered yet: {', '.join(ITEMS)}." in flat(standing)

    def test_letters_are_read_as_people_write_them(self) -> None:
        assert inventory({"f1": " b."}).before.letters == {"f1": "B"}


class TestAfterTheCourse:
    @pytest.mark.parametrize("second", [RIGHT, WRONG], ids=["right", "wrong"])
    def test_nothing_is_judged_while_a_question_is_open(self, second: dict[str, Any]) -> None:
        standing = inventory(WRONG, second | {"leak": ...})
        assert not standing.is_compared
        assert standing.rows == ()
        assert (standing.right_before, standing.right_after) == (0, 0)
        assert VERDICTS.findall(flat(standing)) == []
        assert "11 after it" in flat(standing)
        assert "Not answered yet: leak." in flat(standing)

    @pytest.mark.parametrize(
        ("before", "after", "counts"),
        [
            pytest.param(WRONG, RIGHT, (0, 12), id="all learnt"),
            pytest.param(RIGHT, WRONG, (12, 0), id="all unlearnt"),
            pytest.param(RIGHT, RIGHT, (12, 12), id="known before"),
            pytest.param(WRONG, WRONG, (0, 0), id="nothing learnt"),
            pytest.param(UNKNOWN, RIGHT, (0, 12), id="not known before"),
            pytest.param({}, RIGHT, (0, 12), id="nothing recorded before"),
            pytest.param(RIGHT, UNKNOWN, (12, 0), id="not known after"),
            pytest.param(WRONG | {"f1": RIGHT["f1"]}, RIGHT | {"ids": "?"}, (1, 11), id="mixed"),
        ],
    )
    def test_right_answers_are_counted(
        self, before: dict[str, Any], after: dict[str, Any], counts: tuple[int, int]
    ) -> None:
        standing = inventory(before, after)
        assert (standing.right_before, standing.right_after) == counts
        said = f"{counts[0]} of 12 right before the course, {counts[1]} of 12 after it"
        assert said in flat(standing)
        assert said in visible(as_html(standing))

    def test_a_belief_is_overcome_where_the_answer_is_right_now(self) -> None:
        standing = inventory(WRONG, RIGHT)
        due = {part.wrong_answers()[0].misconception.id for part in CHOICES.values()}
        assert {belief.id for belief in standing.overcome} == due
        assert standing.remaining == ()
        assert standing.to_read == {}
        assert "To read again" not in flat(standing)

    def test_a_belief_that_shows_elsewhere_is_not_overcome(self) -> None:
        everywhere = {"precision": "D", "f1": "D", "accuracy": "C"}
        assert {CHOICES[name].options[x].belief for name, x in everywhere.items()} == {"M12"}
        standing = inventory(RIGHT | everywhere, RIGHT | {"accuracy": "C"})
        assert standing.overcome == ()
        assert [belief.id for belief in standing.remaining] == ["M12"]
        assert "Beliefs overcome: none." in flat(standing)
        assert "still there (M12" in flat(standing)

    def test_a_belief_is_not_overcome_by_not_knowing(self) -> None:
        standing = inventory(WRONG, UNKNOWN)
        assert standing.overcome == standing.remaining == ()
        assert len(standing.to_read) == 9

    def test_a_belief_that_was_not_there_before_is_called_new(self) -> None:
        standing = inventory(RIGHT | {"f1": "C"}, RIGHT | {"f1": "B"})
        assert [belief.id for belief in standing.remaining] == ["M32"]
        assert standing.overcome == ()
        assert "A belief that is new (M32" in flat(standing)

    def test_the_lessons_to_read_again_are_those_of_what_is_not_right(self) -> None:
        standing = inventory(UNKNOWN, RIGHT | {"ids": "A", "leak": "?", "overfitting": "D"})
        assert standing.to_read == {3: ("ids",), 7: ("leak", "overfitting")}
        assert "To read again: lesson 3 (ids); lesson 7 (leak, overfitting)." in flat(standing)

    @pytest.mark.parametrize("name", ITEMS)
    def test_each_wrong_answer_names_its_belief_and_no_right_letter(self, name: str) -> None:
        part = CHOICES[name]
        for wrong in part.wrong_answers():
            standing = inventory(UNKNOWN, RIGHT | {name: wrong.value})
            belief = CATALOGUE[wrong.misconception.id]
            assert [each.id for each in standing.remaining] == [belief.id]
            for card in (flat(standing), visible(as_html(standing))):
                assert belief.belief in card
                assert belief.idea in card
                assert part.options[part.expected()].text not in card
                assert re.findall(r"\{\w*\}", card) == []

    def test_each_area_has_a_score_of_its_own(self) -> None:
        standing = inventory(WRONG | {"f1": RIGHT["f1"]}, RIGHT | {"ids": "?", "shape": "?"})
        assert standing.by_area == {
            "the layer": (0, 1),
            "words": (0, 3),
            "scores": (1, 3),
            "training and language": (0, 3),
        }
        said = "the layer 0 → 1; words 0 → 3; scores 1 → 3; training and language 0 → 3."
        assert f"By area, of 3 each: {said}" in flat(standing)
        assert said in visible(as_html(standing))

    def test_no_area_has_a_score_while_a_question_is_open(self) -> None:
        standing = inventory(RIGHT, RIGHT | {"leak": ...})
        assert standing.by_area == {}
        assert "By area" not in flat(standing)

    def test_luck_is_counted(self) -> None:
        rng = random.Random(12)
        guesses = [{n: rng.choice([*p.options]) for n, p in CHOICES.items()} for _ in range(400)]
        right = [inventory({}, guess).right_after for guess in guesses]
        assert abs(sum(right) / len(right) - 3) < 0.5
        assert "Blind guessing gets about 3 of 12." in flat(inventory(RIGHT, RIGHT))


class TestWhatCannotBeRead:
    @pytest.mark.parametrize(
        "answer", ["Z", 3, 0.5, True, ["A", "B"], {"A"}, len, np.zeros(2), b"A", "A" * 500], ids=str
    )
    def test_an_answer_is_named_with_its_key_and_what_is_expected(self, answer: Any) -> None:
        standing = inventory(RIGHT | {"f1": answer})
        assert "11 of 12 answered" in flat(standing)
        assert 'before["f1"]: You answered' in flat(standing)
        assert 'Answer with one letter in quotes: A, B, C, D. Or with "?".' in flat(standing)
        assert VERDICTS.findall(flat(standing)) == []
        later = inventory(RIGHT, RIGHT | {"f1": answer})
        assert not later.is_compared
        assert 'after["f1"]: You answered' in flat(later)

    def test_a_key_is_named_with_the_nearest_and_all(self) -> None:
        said = flat(inventory({"precison": "A", 5: "B"}))
        assert "before has the key 'precison', which names no question." in said
        assert "Did you mean precision?" in said
        assert f"The names are: {', '.join(ITEMS)}." in said
        assert "before has the key 5," in said
        assert "0 of 12 answered" in said

    @pytest.mark.parametrize("sheet", ["A", None, 5, ["A"] * 12, {"A"}, len, ...], ids=str)
    def test_anything_but_a_dict_is_an_error_in_words(self, sheet: Any) -> None:
        with pytest.raises(UsageError, match=r'before has to be a dict, such as \{"lookup": "A"\}'):
            inventory(sheet)
        if sheet is not None:
            with pytest.raises(UsageError, match="after has to be a dict"):
                inventory({}, sheet)

    def test_a_dict_that_holds_itself_is_an_error_in_words(self) -> None:
        sheet: dict[str, Any] = {}
        sheet["f1"] = sheet
        with pytest.raises(UsageError, match="too large"):
            inventory(sheet)

    @given(
        st.dictionaries(
            st.one_of(st.sampled_from([*ITEMS]), st.text(max_size=5), st.integers()),
            st.one_of(
                st.sampled_from([*"ABCDEF?", ..., None]),
                st.text(max_size=3),
                st.binary(),
                st.floats(),
            ),
            max_size=14,
        )
    )
    def test_no_dict_trips_it(self, sheet: dict[Any, Any]) -> None:
        for standing in (inventory(sheet), inventory(RIGHT, sheet)):
            assert as_text(standing)
            json.dumps(standing._repr_mimebundle_())


class Balance(HTMLParser):
    """Fails where tags do not close in order; keeps which there are, and how heads are scoped."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: Counter[str] = Counter()
        self.scopes: Counter[str] = Counter()

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        self.open.append(tag)
        self.seen[tag] += 1
        if tag == "th":
            self.scopes[dict(attrs)["scope"]] += 1

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


class TestTheCard:
    def test_its_table_has_a_head_for_each_column_and_row(self) -> None:
        page = Balance()
        page.feed(as_html(inventory(WRONG, RIGHT)))
        assert page.open == []
        assert page.scopes == {"col": 3, "row": 12}
        assert set(page.seen) <= {
            *("section", "p", "div", "strong", "code", "em"),
            *("table", "thead", "tbody", "tr", "th", "td"),
        }

    def test_a_sign_and_a_word_stand_beside_every_outcome(self) -> None:
        after = RIGHT | {"ids": WRONG["ids"], "f1": "?"}
        for card in (flat(inventory(WRONG, after)), visible(as_html(inventory(WRONG, after)))):
            for sign, word, times in (
                ("✓", "right", 10),
                ("✗", "wrong", 13),
                ("○", "left open", 1),
            ):
                assert card.count(f"{sign} {word}") == times

    def test_its_table_names_the_beliefs_of_both_times(self) -> None:
        page = visible(as_html(inventory(RIGHT | {"f1": "C"}, RIGHT | {"ids": "A"})))
        assert all(f"✗ wrong: {name}" in page for name in names("M4", "I1"))

    @pytest.mark.parametrize("nasty", ["<script>alert(1)</script>", "'\"><img src=x>", "&lt;"])
    def test_what_was_answered_is_escaped(self, nasty: str) -> None:
        for standing in (
            inventory({"f1": nasty}),
            inventory({nasty: "A"}),
            inventory(RIGHT, RIGHT | {nasty: "A"}),
        ):
            page = as_html(standing)
            assert "<script" not in page and "<img" not in page
            Balance().feed(page)

    @pytest.mark.parametrize(
        ("before", "after"),
        [(RIGHT, None), (OPEN, None), (WRONG, RIGHT), (WRONG, WRONG), ({"a" * 200: 1}, RIGHT)],
        ids=["recorded", "open", "learnt", "nothing learnt", "a long key"],
    )
    def test_the_text_is_no_wider_than_other_cards(self, before: Any, after: Any) -> None:
        lines = as_text(inventory(before, after)).splitlines()
        assert max(map(len, lines)) <= WIDTH

    def test_both_forms_say_the_same(self) -> None:
        standing = inventory(WRONG, WRONG | {"f1": "A"})
        page = visible(as_html(standing))
        for belief in standing.remaining:
            assert belief.belief in flat(standing) and belief.belief in page
            assert belief.idea in flat(standing) and belief.idea in page


class TestInANotebook:
    def test_a_cell_that_ends_with_it_shows_a_card_and_keeps_a_record(self) -> None:
        bundle = inventory({"f1": "b", "ids": None, "rows": ...}, {})._repr_mimebundle_()
        assert set(bundle) == {MIME, "text/html", "text/plain"}
        assert bundle["text/html"].startswith('<section class="autograder-card"')
        record = json.loads(json.dumps(bundle[MIME]))
        assert record["version"] == VERSION
        assert record["question"] == "inventory"
        assert decode(record["answer"]) == {"before": {"f1": "B", "ids": "?"}, "after": {}}

    def test_the_record_leads_to_the_same_card(self) -> None:
        standing = inventory(WRONG | {"f1": None}, RIGHT | {"ids": "?"})
        kept = decode(standing._repr_mimebundle_()[MIME]["answer"])
        assert as_text(inventory(kept["before"], kept["after"])) == as_text(standing)

    def test_it_is_there_where_check_is(self) -> None:
        assert autograder.inventory is inventory
        assert repr(inventory(RIGHT)) == as_text(inventory(RIGHT))

    def test_its_rows_are_plain_values(self) -> None:
        (row, *others) = inventory(RIGHT, WRONG).rows
        assert (row.name, row.before, row.after) == ("lookup", Outcome.CORRECT, Outcome.INCORRECT)
        assert len(others) == 11

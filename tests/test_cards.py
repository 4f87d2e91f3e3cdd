"""Cards: one content in every form, escaped, narrow, and legible without colours."""

from __future__ import annotations

import re
from html import unescape
from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.answers import Calls, Raised, decode, encode
from autograder.cards import WIDTH, as_html, as_markdown, as_text, number, points_of
from autograder.diagnosis import judge
from autograder.questions import BANK, Question
from autograder.verdict import Belief, Outcome, Verdict


def verdict(outcome: Outcome = Outcome.CORRECT, **said: Any) -> Verdict:
    return Verdict(question="toy", outcome=outcome, **{"points": 1.0, "max_points": 2.0, **said})


def wrong_answers(question: Question) -> list[Any]:
    """Every wrong model's answer to a question, alone or with its siblings left out."""
    return [
        {part.name: wrong.value} if len(question.parts) > 1 else wrong.value
        for part in question.parts
        for wrong in part.wrong_answers()
    ]


def verdicts(question: Question) -> list[Verdict]:
    return [judge(question, decode(encode(answer))) for answer in wrong_answers(question)]


QUESTIONS = [pytest.param(q, id=q.id) for q in BANK.values() if q.parts]


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text)


def visible(page: str) -> str:
    """What a reader sees of HTML."""
    return unescape(re.sub(r"<[^>]*>", " ", page))


class Balance(HTMLParser):
    """Fails where tags do not close in order."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: set[str] = set()

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        self.open.append(tag)
        self.seen.add(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def tags_of(page: str) -> set[str]:
    parser = Balance()
    parser.feed(page)
    parser.close()
    assert parser.open == []
    return parser.seen


TAGS = {"section", "p", "div", "strong", "code"}
NASTY = [
    "hint(</code><script>)",
    "<script>alert(1)</script>",
    "'><img src=x onerror=alert(1)>",
    '" onmouseover="alert(1)',
    "&lt;script&gt;",
    "</section></p>",
    "# heading\n\n* list",
    "[link](javascript:alert(1))",
    "$x$ `code` **bold** _it_",
]


def test_code_in_what_is_said_looks_like_code_and_an_echo_stays_as_it_was_typed() -> None:
    belief = Belief(
        id="S1", name="n", belief="`a_b` is it.", idea="See `x < y`.", next_step="Go.", lesson=2
    )
    said = verdict(Outcome.INCORRECT, beliefs=(belief,), observed="You answered '`a_b`'.")
    page, text = as_html(said), as_markdown(said)
    assert "<code>a_b</code> is it." in page
    assert "See <code>x &lt; y</code>." in page
    assert "You answered &#x27;`a_b`&#x27;." in page
    assert "“`a_b` is it.”" in text
    assert "See `x < y`." in text
    assert r"You answered '\`a\_b\`'." in text


class TestTwoBeliefsAtOnce:
    def pair(self, *pairs: tuple[str, str]) -> Verdict:
        ids = dict.fromkeys(belief for pair in pairs for belief in pair)
        beliefs = tuple(
            Belief(id=i, name=f"name {i}", belief=f"Belief {i}.", idea="", next_step="", lesson=2)
            for i in ids
        )
        return verdict(Outcome.INCORRECT, beliefs=beliefs, pairs=pairs)

    def test_a_card_says_that_only_both_together_give_the_answer(self) -> None:
        text = " ".join(as_text(self.pair(("S1", "S2"))).split())
        assert "No single belief that we know gives this answer; the two below at once do." in text
        assert "One belief of the two (S1, name S1): “Belief S1.”" in text
        assert "One belief of the two (S2, name S2): “Belief S2.”" in text

    def test_pairs_that_look_alike_are_offered_as_such(self) -> None:
        text = " ".join(as_text(self.pair(("S1", "S4"), ("D1", "S4"))).split())
        assert "two of those below at once do." in text
        assert "One of the beliefs (D1, name D1)" in text


@pytest.mark.parametrize("question", QUESTIONS)
class TestEveryWrongAnswer:
    def test_has_the_same_words_in_text_and_in_html(self, question: Question) -> None:
        for found in verdicts(question):
            page = visible(as_html(found, extra="Stuck?"))
            assert words(as_text(found, extra="Stuck?")) == words(page)

    def test_has_the_same_words_in_markdown(self, question: Question) -> None:
        for found in verdicts(question):
            plain = re.sub(r"\\(.)", r"\1", re.sub(r"(?<!\\)\*", "", as_markdown(found)))
            assert words(plain) == words(as_text(found))

    def test_fits_the_columns_that_nbgrader_shows(self, question: Question) -> None:
        for found in verdicts(question):
            card = as_text(found, extra="x" * 300)
            assert max(map(len, card.splitlines())) <= WIDTH <= 84

    def test_is_well_formed(self, question: Question) -> None:
        for found in verdicts(question):
            page = as_html(found)
            assert tags_of(page) <= TAGS
            assert page.count("<section") == 1


class TestEscaping:
    @pytest.mark.parametrize("text", NASTY)
    def test_an_answer_is_shown_and_never_run(self, text: str) -> None:
        for question, answer in (
            (BANK["f1-recall"], text),
            (BANK["shapes-purpose"], text),
            (BANK["f1-derived"], {"mcc": text, text: 1}),
            (BANK["ids-check"], [text]),
        ):
            found = judge(question, answer)
            page = as_html(found, extra=text)
            assert tags_of(page) <= TAGS
            assert " ".join(text.split()) in " ".join(visible(page).split())
            assert re.findall(r"<[^>]*\bon\w+=", page) == []

    @given(text=st.text(max_size=60) | st.sampled_from(NASTY))
    def test_no_text_breaks_out_of_a_card(self, text: str) -> None:
        belief = Belief(id=text, name=text, belief=text, idea=text, next_step=text, lesson=1)
        said = verdict(observed=text, next_step=text, label=text, beliefs=(belief,))
        page = as_html(verdict(parts=(said,), observed=text), extra=text)
        assert tags_of(page) <= TAGS

    @pytest.mark.parametrize("text", NASTY)
    def test_markdown_shows_an_answer_as_it_is(self, text: str) -> None:
        page = as_markdown(judge(BANK["f1-recall"], text))
        assert "\n\n#" not in page
        assert not re.search(r"(?<!\\)<", page)
        assert not re.search(r"(?<!\\)[\[\]`]", page)

    def test_the_text_of_an_error_stays_on_its_line(self) -> None:
        question = BANK["ids-check"]
        record = [Raised("E", "one\n\n# two <b>\x1b[31m")] * len(question.parts[0].cases)  # type: ignore[attr-defined]
        found = judge(question, Calls(tuple(record)))
        assert "E: one # two <b> [31m" in found.observed
        assert "\n#" not in as_markdown(found)


def bare(page: str) -> str:
    """The page without any styling."""
    return re.sub(r"style=(\"[^\"]*\"|'[^']*')", "", page)


class TestColours:
    def test_each_outcome_has_a_sign_and_words_of_its_own(self) -> None:
        heads = {outcome: as_text(verdict(outcome)).splitlines()[0] for outcome in Outcome}
        assert len({head[0] for head in heads.values()}) == len(Outcome)
        assert len({head[1:] for head in heads.values()}) == len(Outcome)

    def test_cards_without_colours_still_differ(self) -> None:
        pages = [bare(as_html(verdict(outcome))) for outcome in Outcome]
        assert len(set(pages)) == len(Outcome)
        assert not any("#" in page for page in pages)

    def test_parts_without_colours_still_differ(self) -> None:
        pages = [bare(as_html(verdict(parts=(verdict(outcome),)))) for outcome in Outcome]
        assert len(set(pages)) == len(Outcome)

    @pytest.mark.parametrize("outcome", Outcome)
    def test_a_screen_reader_hears_the_outcome_first(self, outcome: Outcome) -> None:
        page = as_html(verdict(outcome))
        label = re.search(r'aria-label="([^"]*)"', page)
        assert label
        assert as_text(verdict(outcome)).splitlines()[0] in unescape(label[1])

    @pytest.mark.parametrize("outcome", Outcome)
    @pytest.mark.parametrize("ground", ["#ffffff", "#111111"], ids=["light", "dark"])
    def test_borders_stand_out_from_either_theme(self, outcome: Outcome, ground: str) -> None:
        colour = re.search(r"border:1px solid (#\w{6})", as_html(verdict(outcome)))
        assert colour
        assert contrast(colour[1], ground) >= 3.0  # WCAG 2.2, 1.4.11: graphical objects


def luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [x / 12.92 if x <= 0.04045 else ((x + 0.055) / 1.055) ** 2.4 for x in parts]
    return sum(w * x for w, x in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one: str, other: str) -> float:
    dark, light = sorted(map(luminance, (one, other)))
    return (light + 0.05) / (dark + 0.05)


class TestPoints:
    @pytest.mark.parametrize(
        ("value", "text"),
        [
            *((0.0, "0"), (1.0, "1"), (10.0, "10"), (100.0, "100"), (0.5, "0.5"), (0.25, "0.25")),
            *((1 / 3, "0.33"), (2 / 3, "0.67"), (2.999999, "3"), (0.001, "0"), (1.1, "1.1")),
        ],
    )
    def test_points_have_no_needless_zeros(self, value: float, text: str) -> None:
        assert number(value) == text

    @pytest.mark.parametrize(
        ("points", "most", "text"),
        [(1.0, 1.0, "1 of 1 point"), (0.5, 2.0, "0.5 of 2 points"), (0.0, 0.0, "")],
    )
    def test_points_are_said_with_their_unit(self, points: float, most: float, text: str) -> None:
        assert points_of(verdict(points=points, max_points=most)) == text

    def test_a_practice_question_speaks_of_no_points(self) -> None:
        card = as_text(judge(BANK["l2-quiz-flatten"], (4, 84)))
        assert "point" not in card


class TestContent:
    def test_a_belief_is_quoted_with_its_idea_and_next_step(self) -> None:
        card = " ".join(as_text(judge(BANK["f1-precision"], 0.8)).split())
        assert "✗ Not right yet · f1-precision · 0 of 1 point" in card
        assert "A belief that gives it (M1, denominators exchanged): “Precision divides" in card
        assert "The idea: It is the other way round." in card
        assert "Next step: Say the question" in card
        assert card.endswith("(Lesson 5)")

    def test_several_beliefs_are_counted(self) -> None:
        card = " ".join(as_text(judge(BANK["shapes-two-by-three"], (2, 3, 5000))).split())
        assert "2 beliefs give this answer. Which one is yours?" in card

    def test_parts_are_listed_with_their_own_points(self) -> None:
        card = as_text(judge(BANK["shapes-ladder"], {"pooled": (2, 16), "flat": (2, 16)}))
        assert "✓ after GlobalAveragePooling1D(): right · 0.5 of 0.5 points" in card
        assert "✗ after Flatten(): not right yet · 0 of 0.5 points" in card
        assert "○ after LSTM(8): not answered yet · 0 of 0.5 points" in card

    def test_a_right_answer_needs_two_lines(self) -> None:
        assert as_text(judge(BANK["f1-recall"], 0.8)).splitlines() == [
            "✓ Right · f1-recall · 1 of 1 point",
            "  You answered 0.8.",
        ]

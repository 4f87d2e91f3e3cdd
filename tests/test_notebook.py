"""``check`` and ``hint``: what a notebook's cell gets, shows, records and returns."""

from __future__ import annotations

import json
import logging
import sys
import warnings
from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from autograder import check, hint
from autograder.answers import MIME, VERSION, Calls, decode
from autograder.diagnosis import judge
from autograder.errors import QuestionError, WrongAnswerError
from autograder.notebook import find_question
from autograder.questions import BANK
from autograder.questions.functions import Function


@pytest.fixture
def validating(monkeypatch: pytest.MonkeyPatch) -> None:
    """As under nbgrader's Validate button."""
    monkeypatch.setenv("NBGRADER_EXECUTION", "validate")


@pytest.fixture(autouse=True)
def _own_kernel(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NBGRADER_EXECUTION", raising=False)


class TestThePoints:
    @pytest.mark.parametrize(
        ("question", "answer", "points"),
        [
            pytest.param("f1-recall", 0.8, 1.0, id="right"),
            pytest.param("f1-recall", Fraction(4, 5), 1.0, id="a Fraction"),
            pytest.param("f1-recall", np.float64(0.8), 1.0, id="a NumPy scalar"),
            pytest.param("f1-f1", 0.84, 0.5, id="partly"),
            pytest.param("f1-recall", 0.5, 0.0, id="wrong"),
            pytest.param("f1-recall", "0.8", 0.0, id="a text"),
            pytest.param("f1-recall", ..., 0.0, id="dots"),
            pytest.param("f1-recall", None, 0.0, id="None"),
            pytest.param("f1-recall", False, 0.0, id="False"),
            pytest.param("f1-recall", {1}, 0.0, id="a set"),
            pytest.param("f1-recall", len, 0.0, id="a function where a value is due"),
            pytest.param("f1-function", 0.8, 0.0, id="a value where a function is due"),
            pytest.param("f1-function", ..., 0.0, id="dots where a function is due"),
            pytest.param("shapes-any-rank", {"row": (7, 16)}, 1 / 3, id="a third"),
            pytest.param("ids-detective", {"value": 1000}, 0.5, id="a weighted part"),
            pytest.param("l2-quiz-flatten", (4, 84), 0.0, id="practice"),
            pytest.param("f1-verdict", "A text.", 0.0, id="a text that a person grades"),
        ],
    )
    def test_are_a_plain_float(self, question: str, answer: Any, points: float) -> None:
        result = check(question, answer)
        assert type(result) is float
        assert result == pytest.approx(points, abs=1e-6)
        assert result <= BANK[question].points

    @settings(
        max_examples=100,
        deadline=None,
        suppress_health_check=[HealthCheck.function_scoped_fixture],
    )
    @given(
        name=st.sampled_from(sorted(BANK)),
        answer=st.recursive(
            st.one_of(
                *(st.none(), st.booleans(), st.integers(), st.floats(), st.text()),
                *(st.complex_numbers(), st.binary(), st.just(object()), st.just(len)),
            ),
            lambda inner: st.one_of(
                st.lists(inner, max_size=3),
                st.dictionaries(st.text(max_size=4), inner, max_size=3),
            ),
            max_leaves=5,
        ),
    )
    def test_any_answer_gives_points(self, name: str, answer: Any) -> None:
        result = check(name, answer)
        assert type(result) is float
        assert 0.0 <= result <= BANK[name].points


class TestTheCardInATerminal:
    def test_is_printed(self, capsys: pytest.CaptureFixture[str]) -> None:
        check("f1-precision", 0.8)
        out, err = capsys.readouterr()
        assert out.startswith("✗ Not right yet · f1-precision · 0 of 1 point\n")
        assert "denominators exchanged" in out
        assert out.endswith('Stuck? hint("f1-precision")\n')
        assert err == ""

    def test_of_a_right_answer_offers_no_hint(self, capsys: pytest.CaptureFixture[str]) -> None:
        check("f1-recall", 0.8)
        assert "Stuck" not in capsys.readouterr().out

    def test_of_a_text_offers_no_hint(self, capsys: pytest.CaptureFixture[str]) -> None:
        check("f1-verdict", "A text.")
        assert "Stuck" not in capsys.readouterr().out


# --- functions --------------------------------------------------------------------------


def right(tp: int, fp: int, fn: int, zero_division: float) -> tuple[float, ...]:
    p = tp / (tp + fp) if tp + fp else zero_division
    r = tp / (tp + fn) if tp + fn else zero_division
    return p, r, 2 * tp / (2 * tp + fp + fn) if tp + fp + fn else zero_division


def printing(*counts: Any) -> Any:
    print("counts:", counts[0])
    return right(*counts)


def writing_errors(*counts: Any) -> Any:
    print("careful", file=sys.stderr)
    return right(*counts)


def warning(*counts: Any) -> Any:
    warnings.warn("mind the zero", RuntimeWarning, stacklevel=2)
    return right(*counts)


def dividing_arrays(*counts: Any) -> Any:
    np.array([1.0]) / np.array([0.0])
    return right(*counts)


def logging_it(*counts: Any) -> Any:
    logging.StreamHandler().emit(logging.makeLogRecord({"msg": "counted"}))
    return right(*counts)


def saying_half_a_character(*counts: Any) -> Any:
    print("half \ud800")
    return right(*counts)


class TestFunctions:
    @pytest.mark.parametrize(
        ("function", "said"),
        [
            (printing, "Your function also wrote: counts: 80"),
            (writing_errors, "Your function also wrote: careful"),
            (warning, "RuntimeWarning: mind the zero"),
            (dividing_arrays, "RuntimeWarning: divide by zero"),
            (logging_it, "counted"),
            (saying_half_a_character, "Your function also wrote: half"),
        ],
        ids=lambda x: getattr(x, "__name__", ""),
    )
    def test_what_one_writes_is_shown_in_the_card_and_costs_nothing(
        self, function: Callable[..., Any], said: str, capfd: pytest.CaptureFixture[str]
    ) -> None:
        assert check("f1-function", function) == 3.0
        out, err = capfd.readouterr()
        assert said in " ".join(out.split())
        assert out.startswith("✓ Right")
        assert err == ""

    def test_much_writing_is_cut(self, capsys: pytest.CaptureFixture[str]) -> None:
        check("f1-function", lambda *counts: print("x " * 10_000) or right(*counts))
        assert len(capsys.readouterr().out) < 1000

    def test_a_warning_filter_of_the_learners_does_not_leak_out(self) -> None:
        before = list(warnings.filters)

        def silencing(*counts: Any) -> Any:
            warnings.simplefilter("ignore")
            return right(*counts)

        check("f1-function", silencing)
        assert list(warnings.filters) == before

    @pytest.mark.parametrize(
        ("function", "points"),
        [
            pytest.param(right, 3.0, id="right"),
            pytest.param(lambda *c: tuple(map(np.float64, right(*c))), 3.0, id="NumPy scalars"),
            pytest.param(lambda *c: np.array(right(*c)), 3.0, id="an array"),
            pytest.param(lambda *c: list(right(*c)), 3.0, id="a list"),
            pytest.param(lambda *c: right(*c)[:2], 0.0, id="two of three"),
            pytest.param(lambda tp: tp, 0.0, id="wrong arity"),
            pytest.param(lambda *c: 1 / 0, 0.0, id="raising"),
            pytest.param(lambda *c: sys.exit(1), 0.0, id="leaving"),
            pytest.param(lambda *c: None, 0.0, id="giving nothing"),
            pytest.param(lambda *c: ..., 0.0, id="giving dots"),
            pytest.param(
                type("Callable", (), {"__call__": lambda s, *c: right(*c)})(), 3.0, id="o"
            ),
        ],
    )
    def test_one_is_called_and_its_results_are_judged(
        self, function: Callable[..., Any], points: float
    ) -> None:
        result = check("f1-function", function)
        assert type(result) is float
        assert result == points

    def test_one_that_changes_its_arguments_spoils_no_later_check(self) -> None:
        def emptying(ids: list[int], input_dim: int) -> list[int]:
            places = [place for place, i in enumerate(ids) if not 0 <= i < input_dim]
            ids.clear()
            return places

        assert check("ids-check", emptying) == check("ids-check", emptying) == 2.5

    def test_where_a_value_is_due_one_is_not_called(self) -> None:
        called: list[int] = []
        assert check("f1-recall", lambda: called.append(1)) == 0.0
        assert called == []


class TestUnknownQuestions:
    @pytest.mark.parametrize(
        ("name", "near"),
        [("f1-recal", "f1-recall"), ("shape-ladder", "shapes-ladder"), ("ids_check", "ids-check")],
    )
    def test_the_nearest_ids_are_named(self, name: str, near: str) -> None:
        with pytest.raises(QuestionError, match=rf"no question '{name}'.*Did you mean.*{near}"):
            check(name, 1)

    @pytest.mark.parametrize(
        "name", ["zzzzzz", "", 5, None, 0.8, ["f1-f1"], {}, np.zeros(2)], ids=repr
    )
    def test_anything_else_is_an_error_in_words(self, name: Any) -> None:
        with pytest.raises(QuestionError, match="There is no question"):
            check(name, 1)
        with pytest.raises(QuestionError, match="There is no question"):
            hint(name)

    def test_notebooks_show_the_sentence_without_a_traceback(self) -> None:
        with pytest.raises(QuestionError) as caught:
            find_question("zzzzzz")
        shown = caught.value._render_traceback_()
        assert shown == ["There is no question 'zzzzzz' in this version of the course."]


class TestHints:
    @pytest.mark.parametrize("question", BANK.values(), ids=list(BANK))
    def test_each_is_shown_with_the_way_to_the_next(
        self, question: Any, capsys: pytest.CaptureFixture[str]
    ) -> None:
        for step, text in enumerate(question.hints, start=1):
            hint(question.id, step)
            out = " ".join(capsys.readouterr().out.split())
            shown = text.replace("`", "")
            assert out.replace("`", "").startswith(
                f"Hint {step} of {len(question.hints)} for {question.id}: {shown}"
            )
            assert (f'hint("{question.id}", {step + 1})' in out) is (step < len(question.hints))

    @pytest.mark.parametrize("step", [0, -1, 3, 99, "1", None, 1.5], ids=repr)
    def test_a_step_that_is_not_there_is_refused(self, step: Any) -> None:
        with pytest.raises(QuestionError, match=r"f1-recall has hints 1 to 2; you asked for"):
            hint("f1-recall", step)

    def test_a_question_without_hints_says_so(self) -> None:
        with pytest.raises(QuestionError, match="f1-verdict has no hints"):
            hint("f1-verdict")


@pytest.mark.usefixtures("validating")
class TestUnderValidate:
    @pytest.mark.parametrize(
        ("question", "answer"),
        [
            ("f1-precision", 0.8),
            ("f1-f1", 0.84),
            ("f1-recall", ...),
            ("f1-recall", "x" * 500),
            ("f1-function", lambda *c: 1 / 0),
            ("shapes-ladder", {"pooled": (2, 3), "flat": (2, 16), "lstm": (2, 3, 8)}),
            ("ids-detective", {"position": (0, 1), "cause": "B", "fix": 1000}),
            ("l2-quiz-flatten", (4, 12)),
        ],
        ids=lambda x: x if isinstance(x, str) and len(x) < 30 else "",
    )
    def test_an_answer_that_is_not_right_raises_the_card(
        self, question: str, answer: Any, capsys: pytest.CaptureFixture[str]
    ) -> None:
        with pytest.raises(WrongAnswerError) as caught:
            check(question, answer)
        text = str(caught.value)
        assert question in text
        assert max(map(len, text.splitlines())) <= 84
        assert caught.value._render_traceback_() == text.splitlines()
        assert text in capsys.readouterr().out  # the record comes before the error

    @pytest.mark.parametrize(
        ("question", "answer", "points"),
        [
            ("f1-recall", 0.8, 1.0),
            ("f1-verdict", "A text.", 0.0),
            ("l2-quiz-flatten", (4, 84), 0.0),
        ],
    )
    def test_what_is_right_or_for_a_person_passes(
        self, question: str, answer: Any, points: float
    ) -> None:
        assert check(question, answer) == points

    @pytest.mark.parametrize("question", [q for q in BANK.values() if q.parts], ids=lambda q: q.id)
    def test_no_line_of_any_wrong_answer_is_cut(self, question: Any) -> None:
        for part in question.parts:
            for wrong in part.wrong_answers():
                model = part.wrong.get(wrong.misconception.id)
                answer = model if isinstance(part, Function) else wrong.value
                with pytest.raises(WrongAnswerError) as caught:
                    check(question.id, {part.name: answer} if len(question.parts) > 1 else answer)
                assert max(map(len, str(caught.value).splitlines())) <= 84


@pytest.mark.parametrize("mode", ["autograde", "", "VALIDATE"])
def test_in_any_other_mode_a_wrong_answer_raises_nothing(
    mode: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NBGRADER_EXECUTION", mode)
    assert check("f1-precision", 0.8) == 0.0


# --- in a notebook ----------------------------------------------------------------------


@pytest.fixture(scope="module")
def shell(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """A running IPython shell that keeps what is displayed."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of IPython's own start
        from IPython.core.displaypub import CapturingDisplayPublisher
        from IPython.core.history import HistoryManager
        from IPython.core.interactiveshell import InteractiveShell

        HistoryManager.enabled = False
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("IPYTHONDIR", str(tmp_path_factory.mktemp("ipython")))
            running = InteractiveShell.instance()
    running.display_pub = CapturingDisplayPublisher()
    yield running
    InteractiveShell.clear_instance()


@pytest.fixture
def displayed(shell: Any) -> list[Any]:
    """What the test displays, as a list that fills."""
    shell.display_pub.outputs.clear()
    outputs: list[Any] = shell.display_pub.outputs
    return outputs


def bundle_of(displayed: list[Any]) -> dict[str, Any]:
    (output,) = displayed
    data: dict[str, Any] = output["data"]
    return data


class TestInANotebook:
    def test_a_check_displays_one_bundle_of_three_types_and_prints_nothing(
        self, displayed: list[Any], capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert check("f1-precision", 0.8) == 0.0
        data = bundle_of(displayed)
        assert set(data) == {MIME, "text/html", "text/plain"}
        assert data["text/html"].startswith("<section")
        assert data["text/plain"].startswith("✗ Not right yet")
        assert 'hint("f1-precision")' in data["text/plain"]
        assert capsys.readouterr() == ("", "")

    @pytest.mark.parametrize(
        "answer",
        [0.8, Fraction(4, 5), ..., "<script>", np.float32(0.8), {"a": [1, None]}, 10**400],
        ids=repr,
    )
    def test_the_record_holds_the_answer_and_can_be_judged_again(
        self, answer: Any, displayed: list[Any]
    ) -> None:
        points = check("f1-recall", answer)
        record = json.loads(json.dumps(bundle_of(displayed)[MIME]))
        assert set(record) == {"version", "question", "answer"}
        assert record["version"] == VERSION
        assert record["question"] == "f1-recall"
        again = decode(record["answer"])
        assert type(again) is type(answer)
        assert again == answer
        assert judge(BANK["f1-recall"], again).points == points

    def test_the_record_holds_no_expected_answer(self, displayed: list[Any]) -> None:
        check("ids-legal", [5])
        assert "999" not in json.dumps(bundle_of(displayed)[MIME])

    def test_a_function_is_recorded_by_its_results(self, displayed: list[Any]) -> None:
        points = check("f1-function", printing)
        data = bundle_of(displayed)
        calls = decode(json.loads(json.dumps(data[MIME]))["answer"])
        assert isinstance(calls, Calls)
        assert len(calls.results) == len(BANK["f1-function"].parts[0].cases)  # type: ignore[attr-defined]
        assert judge(BANK["f1-function"], calls).points == points == 3.0
        assert "counts: 80" in data["text/html"]
        assert "counts: 80" in data["text/plain"]

    def test_what_a_function_writes_is_escaped(self, displayed: list[Any]) -> None:
        check("f1-function", lambda *c: print("<script>alert(1)</script>") or right(*c))
        page = bundle_of(displayed)["text/html"]
        assert "<script" not in page
        assert "&lt;script&gt;" in page

    def test_a_hint_is_displayed(self, displayed: list[Any]) -> None:
        hint("f1-recall")
        assert bundle_of(displayed)["text/plain"].startswith("Hint 1 of 2 for f1-recall:")

    @pytest.mark.usefixtures("validating")
    def test_under_validate_the_record_is_displayed_before_the_error(
        self, displayed: list[Any]
    ) -> None:
        with pytest.raises(WrongAnswerError):
            check("f1-precision", 0.8)
        assert MIME in bundle_of(displayed)

    @pytest.mark.parametrize("answer", ["\ud800", ["\ud800"], {"\ud800": 1}], ids=ascii)
    def test_a_bundle_can_be_sent_whatever_the_answer(
        self, answer: Any, displayed: list[Any]
    ) -> None:
        check("f1-recall", answer)
        json.dumps(bundle_of(displayed), ensure_ascii=False).encode("utf-8")

    def test_a_cell_that_ends_in_a_check_has_a_float_as_its_result(self, shell: Any) -> None:
        done = shell.run_cell("from autograder import check\ncheck('f1-f1', 0.84)")
        assert type(done.result) is float
        assert done.result == 0.5

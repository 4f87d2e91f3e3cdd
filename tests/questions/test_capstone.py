"""The broken program of lesson 10 is what its question says, and its repairs mend it."""

from __future__ import annotations

import contextlib
import io
import json
import math
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import pytest

from autograder.diagnosis import judge
from autograder.questions import BANK, capstone_draws
from autograder.questions.capstone import CARD, COVERAGE, PROGRAM, TRACE, bytes_of_model
from autograder.questions.functions import Function, with_secret
from autograder.verdict import Outcome
from tests.questions.judging import recorded

# --- honest functions, each written another way than the reference ----------------------------


def prepared(train_texts: Any, texts: Any, length: int) -> Any:
    known = ["", "[UNK]"]
    for word in " ".join(train_texts).split():
        if word not in known:
            known.append(word)
    ids = []
    for text in texts:
        row = [known.index(word) if word in known else 1 for word in text.split()]
        row += [0] * length
        ids.append(row[:length])
    return [len(known), ids]


def stratified(labels: Any, every: int) -> Any:
    kept = []
    for label in set(labels):
        kept += np.flatnonzero(np.array(labels) == label)[every - 1 :: every].tolist()
    return np.setdiff1d(np.arange(len(labels)), kept), sorted(kept)


def probability(ids: Any, table: Any, weights: Any, bias: float) -> float:
    real = np.array(ids) > 0
    total = np.array(table)[ids][real].sum(axis=0) if real.any() else np.zeros(len(weights))
    logit = total @ np.array(weights) / max(1, real.sum()) + bias
    return float(np.exp(logit) / (1 + np.exp(logit)))


def by_precision_and_recall(y_val: Any, p_val: Any, y_test: Any, p_test: Any) -> Any:
    def f1(labels: Any, scores: Any, cut: float) -> float:
        flagged, spam = np.array(scores) >= cut, np.array(labels) == 1
        hits = (flagged & spam).sum()
        if not hits:
            return 0.0
        precision, recall = hits / flagged.sum(), hits / spam.sum()
        return float(2 * precision * recall / (precision + recall))

    best, threshold = -1.0, None
    for cut in sorted(p_val):
        if f1(y_val, p_val, cut) > best:
            best, threshold = f1(y_val, p_val, cut), cut
    return threshold, f1(y_test, p_test, threshold or 0.0)


def six_numbers(y_true: Any, scores: Any, threshold: float, zero_division: float) -> Any:
    y, flagged = np.array(y_true), (np.array(scores) >= threshold).astype(int)
    hits = int((y * flagged).sum())

    def share(part: int, whole: int) -> float:
        return part / whole if whole else zero_division

    return {
        "prevalence": y.mean(),
        "baseline": max(Counter(y_true).values()) / len(y),
        "accuracy": (y == flagged).mean(),
        "f1": share(2 * hits, int(y.sum() + flagged.sum())),
        "recall": share(hits, int(y.sum())),
        "precision": share(hits, int(flagged.sum())),
    }


ANOTHER_WAY: dict[str, Callable[..., Any]] = {
    "capstone-prepare": prepared,
    "capstone-split": stratified,
    "capstone-score": probability,
    "capstone-decide": by_precision_and_recall,
    "capstone-report": six_numbers,
}


@pytest.mark.parametrize("name", ANOTHER_WAY)
class TestFunctions:
    def test_another_right_way_earns_full_points(self, name: str) -> None:
        question = BANK[name]
        for seed in map(str, range(10)):
            graded = with_secret(question, seed)
            (part,) = graded.parts
            assert isinstance(part, Function)
            verdict = judge(graded, recorded(part.results_of(ANOTHER_WAY[name])))
            assert verdict.outcome is Outcome.CORRECT, seed
            assert verdict.points == question.points

    def test_fifty_classes_do_not_run_out_of_draws(self, name: str) -> None:
        (part,) = BANK[name].parts
        assert isinstance(part, Function)
        prints = {part.with_secret(str(seed)).fingerprint for seed in range(50)}
        assert len(prints) == 50


class TestDraws:
    def test_one_threshold_is_always_the_best_and_scores_differ(self) -> None:
        (part,) = BANK["capstone-decide"].parts
        assert isinstance(part, Function)
        drawn = [draw(Random(seed)) for draw in part.draws.values() for seed in range(40)]
        for args in [*(case.args for case in part.cases), *drawn]:
            y_val, p_val, y_test, p_test = args
            assert capstone_draws.one_is_best(y_val, p_val)
            for labels, scores in ((y_val, p_val), (y_test, p_test)):
                assert set(labels) == {0, 1}
                assert len(set(scores)) == len(scores) == len(labels)

    def test_every_drawn_text_and_list_is_of_the_kind_that_its_group_names(self) -> None:
        for seed in range(40):
            train, (text,), length = capstone_draws.PREPARE["long texts"](Random(seed))
            assert len(text.split()) > length and set(text.split()) <= {*" ".join(train).split()}
            labels, every = capstone_draws.STRATIFY["too few of one label"](Random(seed))
            assert 0 < labels.count(1) < every <= labels.count(0)
            y_true, scores, cut, _ = capstone_draws.REPORT["a score at the threshold"](Random(seed))
            assert cut in scores and 0 < sum(y_true) < len(y_true) / 2
            y_true, scores, cut, policy = capstone_draws.REPORT["no positives"](Random(seed))
            assert sum(y_true) == 0 and policy not in (0.0, 1.0)


# --- the broken program -------------------------------------------------------------------------

LINES = PROGRAM.splitlines()


def test_the_lines_are_numbered_and_each_can_be_copied() -> None:
    assert [int(line.rsplit("# ", 1)[1]) for line in LINES] == list(range(1, 15))
    assert PROGRAM in TRACE.prompt
    compile(PROGRAM, "the program", "exec")


def test_eight_different_lines_are_at_fault() -> None:
    faulty = [part.expected() for part in TRACE.parts if part.expected()]
    assert sorted(faulty) == [2, 5, 6, 9, 10, 11, 13, 14]
    assert len(TRACE.parts) == len(faulty) + 1


@pytest.fixture(scope="module")
def start() -> dict[str, Any]:
    """What the assignment tells learners to put before the program, run."""
    path = Path(__file__).parents[2] / "solutions" / "10_capstone" / "10_capstone.ipynb"
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    text = next("".join(cell["source"]) for cell in cells if cell["id"] == "capstone-try")
    names: dict[str, Any] = {}
    exec(text.split("```")[1].removeprefix("python\n"), names)
    return names


def ran(start: dict[str, Any], first: int, last: int, **changed: Any) -> dict[str, Any]:
    """The names after some lines of the program; what it prints under ``said``."""
    names = {**start, **changed}
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        exec("\n".join(LINES[first - 1 : last]), names)
    return {**names, "said": said.getvalue()}


@pytest.fixture(scope="module")
def whole(start: dict[str, Any]) -> dict[str, Any]:
    """The names after the whole program."""
    start["keras"].utils.set_random_seed(10)
    return ran(start, 1, 14)


class TestTheBrokenProgram:
    def test_it_says_what_the_question_says(self, whole: dict[str, Any]) -> None:
        assert whole["said"] == "97.0% judged rightly: ready to ship\n"
        assert whole["labels"].tolist() == [1.0] * 45 + [0.0] * 1455
        assert whole["labels"][whole["test"]].sum() == 15

    def test_unseen(self, whole: dict[str, Any]) -> None:
        texts = whole["texts"].copy()
        texts[whole["test"]] = "a parcel of violins waits in the harbour tonight"
        assert (ran({**whole, "texts": texts}, 1, 3)["x"] != whole["x"]).numpy().any()

    def test_width(self, whole: dict[str, Any]) -> None:
        assert whole["vectors"].shape == (None, None, 50)
        assert whole["vectorize"].vocabulary_size() == 50

    def test_length(self, whole: dict[str, Any]) -> None:
        ids = whole["x"].numpy()[:5]
        longer = np.pad(ids, ((0, 0), (0, 20)))
        model = whole["model"]
        assert not np.allclose(model(ids), model(longer), atol=1e-4)
        pooled = whole["layers"].GlobalAveragePooling1D()(whole["vectors"])
        masked = whole["keras"].Model(whole["ids"], pooled)
        assert np.allclose(masked(ids), masked(longer), atol=1e-6)

    def test_unknown(self, whole: dict[str, Any]) -> None:
        ids = whole["vectorize"](["xylophone quagga zymurgy"]).numpy()[0]
        assert ids.tolist() == [1, 1, 1] + [0] * 27

    def test_kept(self, whole: dict[str, Any]) -> None:
        assert len(whole["y"]) == 1000
        assert whole["y"][:800].sum() == 30
        assert whole["y"][800:].sum() == 0

    def test_range(self, whole: dict[str, Any]) -> None:
        assert whole["p"].max() < 0

    def test_chosen(self, whole: dict[str, Any]) -> None:
        assert "labels[test]" in LINES[10]
        assert whole["best"] == 0.05  # all of p lies below every cut, so none stands out
        spread = {**whole, "p": 1 / (1 + np.exp(-8 * (whole["p"] - np.median(whole["p"]))))}
        before = ran(spread, 11, 11)["best"]
        shuffled = []
        for seed in range(5):
            labels = whole["labels"].copy()
            labels[whole["test"]] = np.random.default_rng(seed).permutation(labels[whole["test"]])
            shuffled.append(ran({**spread, "labels": labels}, 11, 11)["best"])
        assert any(best != before for best in shuffled)

    def test_order(self, whole: dict[str, Any]) -> None:
        low = ran({**whole, "best": whole["p"].min() - 1}, 12, 13)
        assert low["flagged"].mean() == 1.0
        assert float(low["precision"]) == 1.0
        right = whole["metrics"].Precision()(whole["labels"][whole["test"]], low["flagged"])
        assert math.isclose(float(right), 0.03, abs_tol=1e-6)

    def test_bar(self, whole: dict[str, Any]) -> None:
        high = ran({**whole, "best": whole["p"].max() + 1}, 12, 14)
        assert high["flagged"].sum() == 0
        assert high["said"] == whole["said"]


# --- what is said of a line that is not the one --------------------------------------------------


def said_of(symptom: str, line: Any) -> str:
    verdict = judge(TRACE, recorded({symptom: line}))
    (leaf,) = (leaf for leaf in verdict.parts if leaf.question == f"capstone-trace/{symptom}")
    assert leaf.outcome is Outcome.INCORRECT
    return f"{leaf.observed} {leaf.next_step}"


@pytest.mark.parametrize(
    ("symptom", "line"), [("order", 1), ("order", 14), ("range", 9), ("range", 11), ("bar", 13)]
)
def test_how_near_a_line_lies_to_the_right_one_says_nothing(symptom: str, line: int) -> None:
    said = said_of(symptom, line)
    assert "does not arise there" in said
    assert not any(word in said for word in ("off by", "too small", "too large", "count"))


def test_zero_is_told_that_something_is_amiss() -> None:
    assert "not as it should be" in said_of("range", 0)


@pytest.mark.parametrize("line", [15, -1, 900])
def test_a_line_that_there_is_not_is_named(line: int) -> None:
    assert f"You answered {line}, and the program has no such line." in said_of("bar", line)


# --- the other numbers --------------------------------------------------------------------------


def test_the_budget_is_what_keras_counts() -> None:
    import keras
    from keras import layers

    stack = [layers.Embedding(4002, 64), layers.GlobalAveragePooling1D()]
    model = keras.Sequential([*stack, layers.Dense(8), layers.Dense(1)])
    model.build((None, 30))
    sizes = [weight.numpy().nbytes for weight in model.weights]
    assert sum(sizes) == bytes_of_model(4000, 64) < 1024 * 1024
    assert list(COVERAGE.values()) == sorted(COVERAGE.values())


def test_the_cards_rubric_holds_the_numbers_of_its_table() -> None:
    evidence, mechanism = CARD.rubric[1].asks, CARD.rubric[2].asks
    assert (360 + 1568) / 2000 == 0.964 and (14 + 968) / 1000 == 0.982
    assert f"{14 / 26:.2f} {14 / 20:.2f} {28 / 46:.2f}" == "0.54 0.70 0.61"
    assert f"{360 / 392:.2f} {360 / 400:.2f}" == "0.92 0.90"
    assert f"{12 * 6 + 6 * 0.3:.2f} {20 * 0.3:.2f}" == "73.80 6.00"
    assert all(words in evidence for words in ("0.54", "0.70", "0.61", "0.92", "73.80", "6.00"))
    assert f"{32 / 1600:.1%} {12 / 980:.1%} {6 / 6.3:.2f}" == "2.0% 1.2% 0.95"
    assert all(words in mechanism for words in ("2.0%", "1.2%", "0.95", "twenty"))

"""Tables of a whole course stay readable: short columns, one line for each learner's notes."""

from __future__ import annotations

import pytest

from autograder import printing
from autograder.questions import ASSIGNMENTS
from autograder.reports import Row


def course_of(*students: str) -> list[Row]:
    """Every assignment of every student; the last student handed in no notebook."""
    rows = []
    for assignment in ASSIGNMENTS:
        for student in students[:-1]:
            mended = ("A cell was put back.",)
            row = Row(
                student=student, assignment=assignment, score=1.25, max_score=8.0, repairs=mended
            )
            rows.append(row)
        rows.append(Row.not_graded(students[-1], assignment, "this is not a notebook"))
    return rows


@pytest.fixture
def text(monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("COLUMNS", "100")
    return printing.rows(course_of("ada", "grace", "mary"), "text")


def test_many_assignments_stand_side_by_side_with_nothing_cut_off(text: str) -> None:
    table = text[: text.index("text: a person")]
    assert "…" not in table
    head = next(line for line in table.splitlines() if "learner" in line)
    assert [part.strip() for part in head.split("┃")[2:-2]] == [name[:2] for name in ASSIGNMENTS]
    lines = {line.split("│")[1].strip(): line for line in table.splitlines() if "│" in line}
    assert lines["points to reach"].count(" 8") == len(ASSIGNMENTS)
    assert lines["ada"].count("1.25") == len(ASSIGNMENTS)
    assert lines["mary"].count("–") == len(ASSIGNMENTS)


def test_a_learners_notes_take_one_line_and_all_of_them_with_v(text: str) -> None:
    assert text.count("ada, ") == 1
    assert "ada, 01_rows: A cell was put back. (9 more: -v)" in text
    assert "Not graded: mary: this is not a notebook (9 more: -v)" in text
    full = printing.rows(course_of("ada", "grace", "mary"), "text", verbose=1)
    assert full.count("ada, ") == full.count("Not graded: mary") == len(ASSIGNMENTS)


def test_a_few_assignments_keep_their_names(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "100")
    few = [row for row in course_of("ada", "mary") if row.assignment < "04"]
    text = printing.rows(few, "text")
    assert all(name in text for name in ("01_rows", "02_shapes", "03_ids"))
    assert "1.25/8" in text

"""The bank: every question of the course, by its id, and the assignments they belong to."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from autograder.questions import (
    capstone,
    generation,
    indices,
    masks,
    metrics,
    practice,
    rows,
    shapes,
    thresholds,
    training,
    vectors,
)
from autograder.questions.question import Question

ASSIGNMENTS: Mapping[str, tuple[Question, ...]] = MappingProxyType(
    {
        "01_rows": rows.QUESTIONS,
        "02_shapes": shapes.QUESTIONS,
        "03_ids": indices.QUESTIONS,
        "04_padding": masks.QUESTIONS,
        "05_f1": metrics.QUESTIONS,
        "06_thresholds": thresholds.QUESTIONS,
        "07_training": training.QUESTIONS,
        "08_vectors": vectors.QUESTIONS,
        "09_language": generation.QUESTIONS,
        "10_capstone": capstone.QUESTIONS,
    }
)

BANK: Mapping[str, Question] = MappingProxyType(
    {
        question.id: question
        for questions in (
            *ASSIGNMENTS.values(),
            practice.QUESTIONS,
        )
        for question in questions
    }
)

__all__ = ["ASSIGNMENTS", "BANK", "Question"]

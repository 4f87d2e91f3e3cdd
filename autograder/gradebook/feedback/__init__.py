"""The feedback pages: nbgrader's converter with an exporter of ours.

A page holds the learner's cells, our cards and the points. It runs nothing, loads nothing, and
everything on it that a learner wrote went through ``text``, ``markup`` or ``pictures``.
"""

from autograder.gradebook.feedback.exporter import FeedbackExporter, GetScores

__all__ = ["FeedbackExporter", "GetScores"]
